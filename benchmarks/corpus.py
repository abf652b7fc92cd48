"""A folder of spreadsheets that others wrote in; how our readers agree with two others, and whether rows add up, out.

The folder is named by the environment variable PLEDGES_CORPUS; its files are never copied. Each file is read in a
process of its own, with limits on memory and time, because the other readers may not come back. Nobody's file here is
a return of ours; so that rows are taken at all, a layout is made for each file out of its widest row of headings, and
what is read by it must account for every row once. Where two readers differ about a cell's address, kind or value, the
difference is one of those declared with its reason. Leaves with 1 where a file's rows do not add up, or one is not:

    PLEDGES_CORPUS=... python benchmarks/corpus.py [--list]
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import multiprocessing
import os
import resource
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from pledges import sheets
from pledges.audience import Vocabulary
from pledges.exceptions import UnreadableFileError
from pledges.provenance import CellRef, SourceFile
from pledges.returns.layout import Layout, LayoutColumn, LayoutTable, SpreadColumn
from pledges.returns.reading import read_return
from pledges.sheets.grid import Cell, CellKind, Sheet, address
from pledges.tables import heading_key, is_blank

MOST_ROWS_SEARCHED, MOST_HEADING_ROWS = 50, 1
MOST_MEMORY = 2**30
MOST_SECONDS = 10
LAST_DAY = 2_958_466


Typed = tuple[str, object]
Others = dict[tuple[int, int], Typed]
_SAYS_NOTHING = ("nothing comparable", None)

DIFFERENCES: tuple[tuple[str, str, Callable[[Sheet, tuple[int, int], Cell, Typed | None], bool]], ...] = (
    (
        "openpyxl", "it leaves out what stands under a merged cell, and we keep what is in the file",
        lambda sheet, place, _, other: other is None and is_covered(sheet, place),
    ),
    (
        "openpyxl", "it leaves _x000D_ as written, and we give the character that Excel shows",
        lambda _sheet, _place, _ours, other: other is not None and "_x" in str(other[1]),
    ),
    (
        "calamine", "it gives a character that could steer a terminal, and we leave it as it was written",
        lambda _sheet, _place, ours, other: other is not None and "_x" in str(ours.value) and not printable(other),
    ),
    (
        "openpyxl", "it gives a day before 1900, which Excel cannot show, or 29 February 1900, which never was",
        lambda _sheet, _place, ours, other: is_no_day(ours, other),
    ),
    (
        "calamine", "it gives a day before 1900, which Excel cannot show, or 29 February 1900, which never was",
        lambda _sheet, _place, ours, other: is_no_day(ours, other),
    ),
    (
        "calamine", "it gives a number where the cell shows a day after 9999, which Excel cannot show",
        lambda _sheet, _place, ours, other: (
            ours.value == "#VALUE!" and other is not None and other[0] == "number" and float(str(other[1])) >= LAST_DAY
        ),
    ),
    (
        "calamine", "it gives a stored ISO date as text, and we give the day",
        lambda _sheet, _place, ours, other: (
            ours.kind is CellKind.DATE and other is not None and str(other[1]).startswith(str(ours.value))
        ),
    ),
)  # fmt: skip
"""What may differ from which reader, with the reason; any other difference is printed, and the script leaves with 1."""


def is_covered(sheet: Sheet, place: tuple[int, int]) -> bool:
    """Return whether a cell lies under a merged range and is not its first one."""
    row, column = place
    return any(
        each.first_row <= row <= each.last_row
        and each.first_column <= column <= each.last_column
        and place != (each.first_row, each.first_column)
        for each in sheet.merged
    )


def is_no_day(ours: Cell, other: Typed | None) -> bool:
    """Return whether a day is an error here and a day before March 1900 elsewhere."""
    is_early = other is not None and isinstance(other[1], dt.date) and other[1] <= dt.date(1900, 3, 1)
    return ours.kind is CellKind.ERROR and is_early


def printable(other: Typed) -> bool:
    """Return whether a text holds no characters that only steer something."""
    return all(character.isprintable() or character in "\t\r\n" for character in str(other[1]))


def seen(cell: Cell) -> Typed:
    """Return the kind and value of a cell as readers are compared: their numbers are floats; errors by kind alone."""
    value = cell.value
    if cell.kind is CellKind.UNSAVED:
        return _SAYS_NOTHING
    if cell.kind is CellKind.ERROR:
        return "error", None
    if isinstance(value, Fraction):
        return "number", float(value)
    return cell.kind.value, value.strip() if isinstance(value, str) else value


def theirs(value: object, *, is_error: bool = False) -> Typed | None:
    """Return another reader's value in the same form, None for nothing; a time of day alone is not compared."""
    if is_error:
        return "error", None
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, int | float):
        return "number", float(value)
    if isinstance(value, dt.datetime):
        return "date", value.date()
    if isinstance(value, str):
        return ("text", value.strip()) if value.strip() else None
    return ("date", value) if isinstance(value, dt.date) else _SAYS_NOTHING


def differences(sheet: Sheet, others: Others, reader: str) -> tuple[Counter[str], list[str]]:
    """Return how often each declared reason explains a difference, and the addresses of what none does."""
    declared, left = Counter[str](), list[str]()
    for place in sheet.cells.keys() | others.keys():
        cell, other = sheet.cell(*place), others.get(place)
        ours = None if cell.kind is CellKind.BLANK else seen(cell)
        if ours == other or _SAYS_NOTHING in (ours, other) or is_time_of_day(cell, other):
            continue
        # This reader gives errors, and whatever it takes for one, as nothing.
        if reader == "calamine" and ours == ("error", None) and other is None:
            continue
        reason = next(
            (why for who, why, holds in DIFFERENCES if who == reader and holds(sheet, place, cell, other)), ""
        )
        if reason:
            declared[reason] += 1
        else:
            left.append(f"{sheet.number}!{address(*place)}")
    return declared, left


def is_time_of_day(ours: Cell, other: Typed | None) -> bool:
    """Return whether a time without a day is compared with what another reader made of it."""
    return (
        ours.kind is CellKind.TEXT and other is not None and other[0] in {"date", "number"} and ":" in str(ours.value)
    )


def by_openpyxl(content: bytes) -> list[Others]:
    """Return the stored cells of each sheet as openpyxl reads them."""
    import openpyxl  # noqa: PLC0415 - only this needs it

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found: list[Others] = []
    for sheet in book._sheets:  # type: ignore[attr-defined]  # noqa: SLF001 - those with charts alone keep their place
        told = {
            place: theirs(cell.value, is_error=cell.data_type == "e")
            for place, cell in getattr(sheet, "_cells", {}).items()
            if cell.value is not None
        }
        found.append({place: value for place, value in told.items() if value is not None})
    return found


def by_calamine(content: bytes) -> list[Others]:
    """Return the cells of each sheet as python-calamine reads them."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only this needs it

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: list[Others] = []
    for number in range(len(book.sheet_names)):
        rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
        told = {
            (row, column): theirs(value)
            for row, values in enumerate(rows, start=1)
            for column, value in enumerate(values, start=1)
        }
        found.append({place: value for place, value in told.items() if value is not None})
    return found


def made_layout(book: sheets.Workbook) -> Layout | None:
    """Return a layout of the file's own headings: the first is the pledge, the others quantities; None without any."""
    for sheet in book.sheets:
        rows: dict[int, dict[str, str]] = {}
        for (row, _), cell in sheet.cells.items():
            if row <= MOST_ROWS_SEARCHED and cell.kind is CellKind.TEXT and heading_key(str(cell.value)):
                rows.setdefault(row, {}).setdefault(heading_key(str(cell.value)), str(cell.value))
        headings = list(max(rows.values(), key=len, default={}).values())
        if len(headings) > 1:
            spread = tuple(SpreadColumn(headings=(each,), pledge=f"P-{at}") for at, each in enumerate(headings[1:], 1))
            key = LayoutColumn(means="Activity", headings=(headings[0],), required=True)
            return Layout(
                id="made/1", name="made", basis="in period", tables=(LayoutTable(columns=(key,), spread=spread),)
            )
    return None


def rows_add_up(book: sheets.Workbook) -> str:
    """Return whether every row that holds something is used, set aside or ignored, once, and findings say where not."""
    layout = made_layout(book)
    found = read_return(
        book,
        file=SourceFile(name="returns/file", digest="sha256:00"),
        path="returns/file",
        vocabulary=Vocabulary(),
        known_layouts=() if layout is None else (layout,),
    )
    lost = used = 0
    said = {note.source.sheet for note in found.findings if isinstance(note.source, CellRef)}
    for sheet, account in zip(book.sheets, found.accounts, strict=True):
        filled = {row for (row, _), cell in sheet.cells.items() if not is_blank(cell)}
        told = [*account.used, *account.set_aside, *account.ignored]
        headings = filled - set(told)
        used += len(account.used)
        lost += len(told) - len(set(told)) + len(set(told) - filled) + max(0, len(headings) - MOST_HEADING_ROWS)
        lost += bool(found.layout is not None and (account.set_aside or account.ignored) and account.sheet not in said)
    lines = [line for sent in found.returns for line in sent.lines]
    lost += sum(line.quantity is None and line.absence is None and line.start is None for line in lines)
    if lost:
        return f"rows that do not add up: {lost}"
    return "rows add up, none taken" if not used else "rows add up"


def answer(path: Path, told: Any) -> None:  # noqa: ANN401 - one end of a pipe
    """Tell what our reader makes of one file, and whether the others agree."""
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEMORY, 4 * MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (3 * MOST_SECONDS, 3 * MOST_SECONDS))
    content = path.read_bytes()
    try:
        book = sheets.read(content)
    except UnreadableFileError as refusal:
        told.send(f"refused {refusal.reason}")
        return
    told.send(f"read {book.format}{' by fallback' if 'read-by-fallback' in book.flags else ''}")
    told.send(rows_add_up(book))
    if book.format not in {"xlsx", "xls", "xlsb", "ods"}:
        return
    readers = {"openpyxl": by_openpyxl, "calamine": by_calamine} if book.format == "xlsx" else {}
    for name, reader in readers.items():
        try:
            others = reader(content)
        except BaseException:  # noqa: BLE001 - whatever the other reader stumbles over, panics among it
            told.send(f"{name} fails")
            continue
        if len(others) != len(book.sheets):
            told.send(f"{name} sees other sheets")
            continue
        compared = [differences(sheet, cells, name) for sheet, cells in zip(book.sheets, others, strict=True)]
        reasons = Counter[str]()
        for declared, _ in compared:
            reasons.update(declared)
        wrong = [place for _, left in compared for place in left]
        told.send(f"{name} differs in {', '.join(wrong[:9])}" if wrong else f"{name} agrees")
        for reason, count in reasons.items():
            told.send(f"{name}, declared: {reason} ({count} cells)")


def answers(path: Path) -> list[str]:
    """Return what was told of a file; the last word where its process died or took too long."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=answer, args=(path, there))
    process.start()
    there.close()
    told: list[str] = []
    with contextlib.suppress(EOFError):
        while here.poll(6 * MOST_SECONDS):
            told.append(here.recv())
    if process.is_alive():
        process.kill()
    process.join()
    if process.exitcode != 0:
        told.append(f"{'our reader' if not told else 'another reader'} ended with {process.exitcode}")
    return told


def main() -> int:
    """Print for each class of the corpus how many files were answered how; return how many have rows that are lost."""
    folder = os.environ.get("PLEDGES_CORPUS")
    if folder is None:
        sys.exit("Name the folder of spreadsheets in the environment variable PLEDGES_CORPUS.")
    counts: dict[str, Counter[str]] = {}
    bad = 0
    chosen = os.environ.get("PLEDGES_CORPUS_CLASS", "")
    for path in sorted(each for each in Path(folder).rglob("*") if each.is_file() and each.parent != Path(folder)):
        group = path.relative_to(folder).parts[0]
        if not group.startswith(chosen):
            continue
        told = answers(path)
        if "--list" in sys.argv:
            print(path.relative_to(folder), *told, sep=" | ", flush=True)
        lost = [each for each in told if each.startswith(("rows that", "our reader ended")) or " differs in " in each]
        bad += bool(lost)
        if lost:
            print(path.relative_to(folder), *lost, sep=" | ", flush=True)
        counted = counts.setdefault(group, Counter())
        counted["files"] += 1
        counted.update(
            f"{each.split(' differs')[0]} differs" if " differs in" in each else each.split(" (")[0] for each in told
        )
    for group, counted in counts.items():
        print(group, dict(sorted(counted.items())))
    print(f"files whose rows do not add up, that readers differ about, or that ours did not survive: {bad}")
    return bad


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
