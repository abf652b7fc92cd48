"""A workbook whose tables are headings alone, and their rows, in; the whole of it, written to a file row by row, out.

A library that makes workbooks holds every cell of every sheet until the end, and then the text of all sheets. Tables of
many rows are therefore put into its finished package: what it made is copied part by part, and where the rows of a
sheet belong they are written, one after another.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from typing import BinaryIO

    from pledges.reports.tabulation import Value

MOST_CHARACTERS = 32_767
"""Of a cell, says Excel."""

_DAY_NOUGHT = dt.date(1899, 12, 30).toordinal()  # of Excel's count, from March 1900 on
_MADE_ON = (1980, 1, 1, 0, 0, 0)  # as in every package of Excel's
_END = "</sheetData>"
_SIZE = re.compile(r'<dimension ref="[A-Z0-9:]*"/>')
_TO_ESCAPE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ROWS_AT_A_TIME = 500


@attrs.frozen(kw_only=True)
class Rows:
    """The rows below the headings of a sheet: `rows` gives each as the XML of its `row` element; `size` is `A1:C9`."""

    size: str
    rows: Callable[[], Iterable[str]]


def row_of(number: int, height: str, cells: Sequence[str]) -> str:
    """Return a row; `height` is in points, as text."""
    return f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def cell_of(address: str, style: int, value: Value, nothing: str) -> str:
    """Return a cell: text as text, days as Excel days, amounts as numbers, None as the text `nothing`."""
    if isinstance(value, str):
        return f'<c r="{address}" s="{style}" t="inlineStr"><is>{_text(value[:MOST_CHARACTERS])}</is></c>'
    if value is None:
        return f'<c r="{address}" s="{style}" t="inlineStr"><is>{_text(nothing)}</is></c>'
    if isinstance(value, dt.date):
        return f'<c r="{address}" s="{style}"><v>{value.toordinal() - _DAY_NOUGHT}</v></c>'
    # Excel knows only binary numbers; assessment.json has the exact fraction.
    return f'<c r="{address}" s="{style}"><v>{value.numerator / value.denominator:.16G}</v></c>'


@functools.lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """Return a text as its element; most of them come again and again."""
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{kept}>{_TO_ESCAPE.sub(_escaped, text)}</t>"


def _escaped(found: re.Match[str]) -> str:
    """Return markup as an entity; what XML cannot hold, and text that looks like that, in Excel's own spelling."""
    text = found[0]
    if text in _ENTITIES:
        return _ENTITIES[text]
    return f"_x005F{text}" if len(text) > 1 else f"_x{ord(text):04X}_"


def fill(package: bytes, rows: Mapping[str, Rows], file: BinaryIO) -> None:
    """Write a workbook's package to a file, with rows put into the sheets whose parts are named so."""
    with (
        zipfile.ZipFile(io.BytesIO(package)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as filled,
    ):
        for name in made.namelist():
            part = zipfile.ZipInfo(name, _MADE_ON)
            part.compress_type = zipfile.ZIP_DEFLATED
            content = made.read(name)
            if name not in rows:
                filled.writestr(part, content)
                continue
            with filled.open(part, "w", force_zip64=True) as out:
                for piece in _pieces(content.decode(), rows[name]):
                    out.write(piece.encode())


def _pieces(sheet: str, rows: Rows) -> Iterator[str]:
    before, end, after = _SIZE.sub(f'<dimension ref="{rows.size}"/>', sheet, count=1).partition(_END)
    if not end:
        message = "the sheet has no rows that others could be put below"
        raise ValueError(message)
    yield before
    waiting = list[str]()
    for row in rows.rows():
        waiting.append(row)
        if len(waiting) == _ROWS_AT_A_TIME:
            yield "".join(waiting)
            waiting.clear()
    yield "".join([*waiting, end, after])
