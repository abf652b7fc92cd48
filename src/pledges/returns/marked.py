"""What marks a workbook as a whole in, the findings that say so out: what it can do, and what its kind hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.findings import Finding, finding
from pledges.provenance import CellRef
from pledges.sheets.grid import (
    BLANKS_MAY_BE_ERRORS,
    DATE_1904,
    EMBEDDED,
    EXTERNAL_LINKS,
    HIDING_NOT_KNOWN,
    MACROS,
    READ_BY_FALLBACK,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.sheets.grid import Sheet, Workbook
    from pledges.tables import Place

_KINDS: dict[str, tuple[tuple[str, ...], str]] = {
    "xlsx": (("xlsx", "xlsm", "xltx", "xltm"), "an Excel workbook (.xlsx)"),
    "xls": (("xls", "xlt"), "an old Excel workbook (.xls)"),
    "xlsb": (("xlsb",), "a binary Excel workbook (.xlsb)"),
    "ods": (("ods", "ots"), "an OpenDocument spreadsheet (.ods)"),
    "csv": (("csv", "txt", "tsv", "tab"), "a text file, such as CSV"),
}
"""The endings that each format has by right, and what it is called."""

_ENDINGS = {ending for endings, _ in _KINDS.values() for ending in endings}
_ACTIVE = ((MACROS, "macros"), (EXTERNAL_LINKS, "links to other workbooks"), (EMBEDDED, "other documents or controls"))


def marks_of(workbook: Workbook, file: str, sheets: Iterable[tuple[Sheet, Place]]) -> tuple[Finding, ...]:
    """Return the findings of a workbook as a whole, whether or not it is a return; `file` may be shown."""
    here, flags = CellRef(file=file), workbook.flags
    found = [*_named_otherwise(workbook, file)]
    found += [finding("sheet-not-stored", place.whole) for sheet, place in sheets if sheet.not_stored]
    if active := [words for flag, words in _ACTIVE if flag in flags]:
        what = active[0] if len(active) == 1 else f"{', '.join(active[:-1])} and {active[-1]}"
        found.append(finding("workbook-active", here, what=what))
    if DATE_1904 in flags:
        found.append(finding("days-from-1904", here))
    if READ_BY_FALLBACK in flags:
        found.append(finding("read-by-another-reader", here))
    if flags & {BLANKS_MAY_BE_ERRORS, HIDING_NOT_KNOWN}:
        found.append(finding("format-hides", here))
    return tuple(found)


def _named_otherwise(workbook: Workbook, file: str) -> Iterator[Finding]:
    """Yield a finding where a file's name ends as that of another kind of spreadsheet."""
    ending = file.rpartition(".")[2].casefold()
    endings, kind = _KINDS[workbook.format]
    if ending in _ENDINGS and ending not in endings:
        yield finding("named-otherwise", CellRef(file=file), ending=f".{ending}", kind=kind)
