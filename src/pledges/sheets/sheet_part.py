"""The XML of one sheet in, its stored cells and what hides or joins them out, element by element.

`plain_rows` reads the same faster where the XML is plain; what this module says is what holds.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.grid import BLANK, Cell, CellKind, CellRange
from pledges.sheets.parts import MAIN_NAMESPACES
from pledges.sheets.stored import StoredCells
from pledges.sheets.strings import RichText
from pledges.sheets.styles import PLAIN, Style, whole_number
from pledges.sheets.values import boolean, cell_of_text, damaged, error, iso_day, number, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.sheets.bounded_xml import Attributes

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)
_UNSAVED = Cell(CellKind.UNSAVED)
_TRUE = frozenset({"1", "true"})
_NOTHING = re.compile(r"0+(?:\.0*)?", re.ASCII)  # a height or width at which nobody sees anything
_ROOTS = frozenset({"worksheet", "chartsheet", "dialogsheet"})


@attrs.frozen(kw_only=True)
class Book:
    """What the cells of every sheet refer to."""

    strings: Sequence[Cell]
    styles: Sequence[Style]
    date_1904: bool

    def style(self, index: int) -> Style:
        """Return a style; one that the workbook does not define shows a plain number."""
        return self.styles[index] if index < len(self.styles) else PLAIN


@attrs.define
class StoredSheet:
    """What one sheet's part said."""

    cells: StoredCells = attrs.field(factory=StoredCells)
    hidden_columns: list[range] = attrs.field(factory=list)
    merged: list[CellRange] = attrs.field(factory=list)


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1. Raises `UnreadableFileError` beyond the last one."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if column > limits.LAST_COLUMN:
        raise damaged()
    return column


def _is_unseen(attributes: Attributes, size: str) -> bool:
    """Return whether a row or column is hidden, or has no height or width at which anybody could see it."""
    return attributes.get("hidden") in _TRUE or _NOTHING.fullmatch(attributes.get(size, "")) is not None


def range_of(text: str) -> CellRange:
    """Return the range that a reference such as `A1:B2` or `C3` names. Raises `UnreadableFileError`."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise damaged()
    left, top, right, bottom = found.groups()
    corners = (int(top), column_number(left), int(bottom or top), column_number(right or left))
    if corners[0] > corners[2] or corners[1] > corners[3] or corners[2] > limits.LAST_ROW:
        raise damaged()
    return CellRange(*corners)


def as_styled(cell: Cell, style: Style) -> Cell:
    """Return the cell as its style shows it: struck through, or a number with words around it."""
    if cell is BLANK:
        return cell
    if style.struck and not cell.struck:
        cell = attrs.evolve(cell, struck=True)
    if style.look is None:
        return cell
    if isinstance(cell.value, Fraction):
        look = style.look.of(cell.value)
        return cell if look is None else attrs.evolve(cell, look=look)
    return attrs.evolve(cell, look=style.look) if style.look.hides else cell


def cell_of(kind: str, style: Style, text: str | None, *, has_formula: bool, book: Book) -> Cell:
    """Return the cell of a stored type, style and value (None where there is no value element).

    Raises `UnreadableFileError` where the value is not of its type, or the type is none.
    """
    if kind in {"str", "inlineStr"}:
        if text is None:
            return _UNSAVED if has_formula else BLANK
        return as_styled(cell_of_text(text), style)
    stored = (text or "").strip(" \t\r\n")
    if not stored:
        return _UNSAVED if has_formula else BLANK
    if kind == "s":
        index = whole_number(stored)
        if index >= len(book.strings):
            raise damaged()
        cell = book.strings[index]
    elif kind == "n":
        cell = number(stored, style.shown, book.date_1904)
    elif kind == "b":
        cell = boolean(stored)
    elif kind == "e":
        cell = error(stored)
    elif kind == "d":
        cell = iso_day(stored)
    else:
        raise damaged()
    return as_styled(cell, style)


class SheetListener:
    """Hears one sheet's part."""

    def __init__(self, book: Book) -> None:
        """Listen for cells that refer to what `book` holds."""
        self.book = book
        self.found = StoredSheet()
        self._within: list[str] = []
        self._namespace = ""
        self._row = self._column = 0
        self._row_is_hidden = False
        self._columns: list[int] = []
        self._cells: list[Cell] = []
        self._attributes: Attributes = {}
        self._value: list[str] | None = None
        self._size = 0
        self._has_formula = False
        self._inline: RichText | None = None
        # How deep an element stands, in which one, and its name: the same names elsewhere are something else's.
        self._hear = {
            (2, "sheetData", "row"): self._start_row,
            (3, "row", "c"): self._start_cell,
            (4, "c", "v"): self._start_value,
            (4, "c", "f"): self._start_formula,
            (4, "c", "is"): self._start_inline,
            (2, "cols", "col"): self._hide,
            (2, "mergeCells", "mergeCell"): self._merge,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        """Hear that an element begins."""
        namespace, _, local = name.rpartition(" ")
        within = self._within
        if not within:
            if namespace not in MAIN_NAMESPACES or local not in _ROOTS:
                raise damaged()
            self._namespace = namespace
        is_ours = namespace == self._namespace
        place = (len(within), within[-1] if within else "", local)
        within.append(local if is_ours else "")
        if not is_ours:
            return
        hear = self._hear.get(place)
        if hear is not None:
            hear(attributes)
        elif self._inline is not None:
            self._inline.start(local, attributes)

    def end(self, name: str) -> None:  # noqa: ARG002 - what ends is what began last
        """Hear that an element ends."""
        within = self._within
        local = within.pop()
        depth = len(within)
        if local == "c" and depth == 3 and within[2] == "row":  # noqa: PLR2004 - as in the table of places
            self._end_cell()
        elif local == "row" and depth == 2 and within[1] == "sheetData":  # noqa: PLR2004 - as above
            cells = self.found.cells
            indices = cells.indices_of(tuple(self._columns))
            cells.add(self._row, indices, self._cells, hidden=self._row_is_hidden)
        elif self._inline is not None and depth > 4:  # noqa: PLR2004 - inside the element of an inline text
            self._inline.end(local)

    def text(self, text: str) -> None:
        """Hear a piece of text."""
        if self._value is not None and self._within[-1] == "v":
            self._size += len(text)
            if self._size > 8 * limits.MOST_CHARACTERS:
                raise too_large(f"a cell of more than {limits.MOST_CHARACTERS:,} characters")
            self._value.append(text)
        elif self._inline is not None:
            self._inline.text(text)

    def _start_row(self, attributes: Attributes) -> None:
        stored = attributes.get("r")
        self._row = self.found.cells.last_row + 1 if stored is None else whole_number(stored)
        self._row_is_hidden = (
            attributes.get("hidden") in _TRUE or _NOTHING.fullmatch(attributes.get("ht", "")) is not None
        )
        self._column = 0
        self._columns, self._cells = [], []

    def _start_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
            if self._column > limits.LAST_COLUMN:
                raise damaged()
        else:
            found = _ADDRESS.fullmatch(address)
            if found is None or int(found[2]) != self._row:
                raise damaged()
            self._column = column_number(found[1])
        self._attributes = attributes
        self._value, self._has_formula, self._inline = None, False, None

    def _start_value(self, _: Attributes) -> None:
        self._value, self._size = [], 0

    def _start_formula(self, _: Attributes) -> None:
        self._has_formula = True

    def _start_inline(self, _: Attributes) -> None:
        self._inline = RichText()

    def _end_cell(self) -> None:
        style = self.book.style(whole_number(self._attributes.get("s", "0")))
        kind = self._attributes.get("t", "n")
        if self._inline is not None and (self._value is None or kind == "inlineStr"):
            cell = as_styled(self._inline.cell(), style)
        else:
            text = None if self._value is None else "".join(self._value)
            cell = cell_of(kind, style, text, has_formula=self._has_formula, book=self.book)
        self._inline = self._value = None
        self._columns.append(self._column)
        self._cells.append(cell)

    def _hide(self, attributes: Attributes) -> None:
        if _is_unseen(attributes, "width"):
            first, last = whole_number(attributes.get("min")), whole_number(attributes.get("max"))
            self.found.hidden_columns.append(range(first, min(last, limits.LAST_COLUMN) + 1))

    def _merge(self, attributes: Attributes) -> None:
        self.found.merged.append(range_of(attributes.get("ref", "")))
        if len(self.found.merged) > limits.MOST_MERGES:
            raise too_large(f"more than {limits.MOST_MERGES:,} merged ranges")


def read_sheet(pieces: Iterable[bytes], book: Book) -> StoredSheet:
    """Return what a sheet's part says. Raises `UnreadableFileError` where readers could understand it differently."""
    listener = SheetListener(book)
    parse(pieces, listener)
    return listener.found
