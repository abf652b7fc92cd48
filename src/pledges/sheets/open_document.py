"""The main part of an OpenDocument spreadsheet in; what marks its cells out, or a refusal where it is too large.

Such a file says "this cell, 16,384 times" and "this row, a million times"; honest ones say so of blank cells to the
end of the sheet, and a hostile one says so of a text, or asks for two thousand million spaces. The same pass hears what
the library that reads the values leaves out: errors, percentages, what a number's format shows around it, what is
hidden, struck through or commented on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.grid import CellRange, Look, nearest_whole
from pledges.sheets.styles import whole_number
from pledges.sheets.values import damaged, exact, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.sheets.bounded_xml import Attributes

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
_OFFICE, _TABLE, _TEXT, _STYLE = (_NAMESPACE.format(name) for name in ("office", "table", "text", "style"))
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_NUMBERS = frozenset({"float", "currency"})
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_SHOWN = 200  # characters of a number with the words around it
_NUMBER = re.compile(r"[-+(]*[0-9][0-9.,'\s]*(?:[eE][-+][0-9]+)?[)]?")
_STORED = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?", re.ASCII)
_SHOWN = re.compile(r"[-+(]?[0-9]{1,30}(?:[.,'\s][0-9]{1,30}){0,9}[)]?")
_MONEY_SIGN = re.compile(r"[$£¥¤\u20a0-\u20cf]")
_TELLS = re.compile(r"[^\W\d_]|[$£¥¤\u20a0-\u20cf]")


@attrs.define
class SheetMarks:
    """What marks the cells of one sheet, by their places from 1, besides the values that the library reads.

    `errors` hold the error that is shown, `unsaved` are formulas without a result, `looks` what a number is shown with.
    """

    errors: dict[tuple[int, int], str] = attrs.field(factory=dict)
    unsaved: set[tuple[int, int]] = attrs.field(factory=set)
    percent: set[tuple[int, int]] = attrs.field(factory=set)
    struck: set[tuple[int, int]] = attrs.field(factory=set)
    commented: set[tuple[int, int]] = attrs.field(factory=set)
    looks: dict[tuple[int, int], Look] = attrs.field(factory=dict)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: list[range] = attrs.field(factory=list)
    merged: list[CellRange] = attrs.field(factory=list)

    def odd_places(self) -> frozenset[tuple[int, int]]:
        """Return the places of the cells that are more, or something else, than their value."""
        return frozenset().union(self.errors, self.unsaved, self.percent, self.struck, self.looks)


@attrs.define
class _Cell:
    """The cell that is being heard."""

    attributes: Attributes
    repeats: int
    is_filled: bool
    is_struck: bool
    is_commented: bool = False
    spaces: int = 0
    size: int = 0
    shown: list[str] = attrs.field(factory=list)


@attrs.define
class _Document:
    """Hears tables, rows, cells and runs of spaces, and counts what they come to when written out."""

    sheets: list[SheetMarks] = attrs.field(factory=list)
    struck_styles: set[str] = attrs.field(factory=set)
    style: str = ""
    row: int = 0
    row_repeats: int = 1
    row_is_hidden: bool = False
    column: int = 0
    header_column: int = 0
    cell: _Cell | None = None
    annotation: int = 0
    filled_to: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if self.annotation or name == f"{_OFFICE}annotation":
            self.annotation += 1
            if self.cell is not None:
                self.cell.is_commented = True
        elif name in _CELLS:
            self._start_cell(attributes)
        elif self.cell is not None:
            self._within_cell(name, attributes, self.cell)
        elif name == f"{_TABLE}table":
            self.sheets.append(SheetMarks())
            self.row = self.cells = self.last_row = self.last_column = self.header_column = 0
        elif name == f"{_TABLE}table-row":
            self.row_repeats = _times(attributes.get(f"{_TABLE}number-rows-repeated"))
            self.column = self.filled_to = 0
            self.row_is_hidden = attributes.get(f"{_TABLE}visibility") in _HIDDEN
        elif name == f"{_TABLE}table-column":
            first = self.header_column + 1
            self.header_column += _times(attributes.get(f"{_TABLE}number-columns-repeated"))
            is_there = bool(self.sheets) and first <= limits.LAST_COLUMN
            if is_there and attributes.get(f"{_TABLE}visibility") in _HIDDEN:
                self.sheets[-1].hidden_columns.append(range(first, self.header_column + 1))
        elif name == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}text-properties" and _strikes(attributes):
            self.struck_styles.add(self.style)

    def _start_cell(self, attributes: Attributes) -> None:
        self.cell = _Cell(
            attributes=attributes,
            repeats=_times(attributes.get(f"{_TABLE}number-columns-repeated")),
            is_filled=f"{_OFFICE}value-type" in attributes or f"{_TABLE}formula" in attributes,
            is_struck=attributes.get(f"{_TABLE}style-name") in self.struck_styles,
        )

    def _within_cell(self, name: str, attributes: Attributes, cell: _Cell) -> None:
        if name == f"{_TEXT}s":
            cell.spaces += _times(attributes.get(f"{_TEXT}c"))
            if cell.spaces > limits.MOST_CHARACTERS:
                raise too_large(f"a cell of more than {limits.MOST_CHARACTERS:,} characters")
            cell.shown.append(" ")
        elif name == f"{_TEXT}span" and attributes.get(f"{_TEXT}style-name") in self.struck_styles:
            cell.is_struck = True

    def end(self, name: str) -> None:
        if self.annotation:
            self.annotation -= 1
        elif name in _CELLS and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif name == f"{_TABLE}table-row":
            first, self.row = self.row + 1, self.row + self.row_repeats
            if self.filled_to:
                self.last_row, self.last_column = self.row, max(self.last_column, self.filled_to)
            self._refuse_too_much()
            if self.filled_to and self.row_is_hidden and self.sheets:
                self.sheets[-1].hidden_rows.update(range(first, self.row + 1))

    def _end_cell(self, cell: _Cell) -> None:
        first = self.column + 1
        self.column += cell.repeats
        if cell.is_filled:
            self.filled_to = self.column
            self.cells += cell.repeats * self.row_repeats
        self._refuse_too_much()
        if self.sheets:
            self._merge(cell, first)
        if self.sheets and (cell.is_filled or cell.is_commented):
            _mark(self.sheets[-1], cell, self._places(first))

    def _merge(self, cell: _Cell, column: int) -> None:
        """Hear that a cell is merged over others."""
        down, right = (_times(cell.attributes.get(f"{_TABLE}number-{what}-spanned")) for what in ("rows", "columns"))
        first, last_row, last_column = self.row + 1, self.row + down, column + right - 1
        if (down > 1 or right > 1) and last_row <= limits.LAST_ROW and last_column <= limits.LAST_COLUMN:
            self.sheets[-1].merged.append(CellRange(first, column, last_row, last_column))
            if len(self.sheets[-1].merged) > limits.MOST_MERGES:
                raise too_large(f"more than {limits.MOST_MERGES:,} merged ranges")

    def _places(self, first: int) -> Iterator[tuple[int, int]]:
        """Yield the places of the cell that has ended; a mark of a blank that is repeated without end is no mark."""
        rows = range(self.row + 1, min(self.row + self.row_repeats, limits.LAST_ROW) + 1)
        columns = range(first, min(self.column, limits.LAST_COLUMN) + 1)
        if len(rows) * len(columns) <= limits.MOST_CELLS:
            yield from ((row, column) for row in rows for column in columns)

    def text(self, text: str) -> None:
        if self.annotation or self.cell is None:
            return
        if text.strip():
            self.cell.is_filled = True
        if self.cell.size < _MOST_SHOWN:
            self.cell.shown.append(text[:_MOST_SHOWN])
            self.cell.size += len(text)

    def _refuse_too_much(self) -> None:
        if len(self.sheets) > limits.MOST_SHEETS:
            raise too_large(f"more than {limits.MOST_SHEETS} sheets")
        if self.cells > limits.MOST_CELLS or self.last_row * self.last_column > limits.MOST_PLACES:
            raise too_large("cells repeated more often than in a sheet that people fill in")
        if self.row > 2 * limits.LAST_ROW or self.column > 2 * limits.LAST_COLUMN:
            raise damaged()


def _mark(marks: SheetMarks, cell: _Cell, places: Iterable[tuple[int, int]]) -> None:
    """Put down what marks a cell, at each of its places."""
    kind, shown = cell.attributes.get(f"{_OFFICE}value-type"), "".join(cell.shown).strip()
    is_error = cell.attributes.get(f"{_CALC}value-type") == "error"
    is_unsaved = kind is None and not shown and f"{_TABLE}formula" in cell.attributes
    is_number = kind in _NUMBERS and len(shown) <= _MOST_SHOWN
    look = _look(shown, cell.attributes.get(f"{_OFFICE}value", "")) if is_number else None
    if not (is_error or is_unsaved or look or kind == "percentage" or cell.is_struck or cell.is_commented):
        return
    for place in places:
        if is_error:
            marks.errors[place] = shown
        if is_unsaved:
            marks.unsaved.add(place)
        if look is not None:
            marks.looks[place] = look
        for holds, where in (
            (kind == "percentage", marks.percent), (cell.is_struck, marks.struck), (cell.is_commented, marks.commented)
        ):  # fmt: skip
            if holds:
                where.add(place)


def _look(shown: str, stored: str) -> Look | None:
    """Return what a number is shown with and as, None where that is itself; a word in its place is all of it."""
    found = _NUMBER.search(shown)
    if found is None:
        return Look(before=shown) if _TELLS.search(shown) else None
    before, after = shown[: found.start()].strip(), shown[found.end() :].strip()
    words = (before, after) if _TELLS.search(before + after) else ("", "")
    scale, whole = _figures(found[0], stored)
    look = Look(*words, scale=scale, whole=whole and not _MONEY_SIGN.search(before + after))
    return None if look == Look() else look


def _figures(shown: str, stored: str) -> tuple[int, bool]:
    """Return by what a stored number is divided as it is shown, and whether it is shown as the nearest whole one.

    Which of the signs between digits stands before decimals is known by the number: it is one of both, or neither.
    """
    if not _STORED.fullmatch(stored) or not _SHOWN.fullmatch(shown.strip()):
        return 1, False
    number = exact(stored)
    if not number:
        return 1, False
    whole = re.sub("[^0-9]", "", shown)
    readings = {(int(whole), 0)}
    if (decimals := re.search("[.,]([0-9]+)[)]?$", shown.strip())) is not None:
        readings.add((int(whole), len(decimals[1])))
    for scale in (1, 1000, 10**6, 10**9):
        for digits, places in sorted(readings):
            if abs(nearest_whole(number * 10**places, scale)) == digits:
                return scale, scale == 1 and not places and number.denominator > 1
    return 1, False


def _strikes(attributes: Attributes) -> bool:
    """Return whether a style says that its text is struck through."""
    said = (attributes.get(f"{_STYLE}text-line-through-{what}", "none") for what in ("style", "type"))
    return any(value != "none" for value in said)


def _times(text: str | None) -> int:
    """Return how often something is repeated; once where it does not say. Raises `UnreadableFileError`."""
    return 1 if text is None else whole_number(text)


def marks_of(pieces: Iterable[bytes]) -> tuple[SheetMarks, ...]:
    """Return what marks the cells of each sheet of a spreadsheet's main part.

    Raises `UnreadableFileError` where it is damaged, or beyond the limits once its repeats are written out.
    """
    heard = _Document()
    parse(pieces, heard)
    return tuple(heard.sheets)
