"""The main part of an OpenDocument spreadsheet in, a refusal out where repeats make it larger than any limit.

Such a file says "this cell, 16,384 times" and "this row, a million times"; honest ones say so of blank cells to the
end of the sheet, and a hostile one says so of a text, or asks for two thousand million spaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.styles import whole_number
from pledges.sheets.values import damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.sheets.bounded_xml import Attributes

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})


@attrs.define
class _Repeats:
    """Hears tables, rows, cells and runs of spaces, and counts what they come to when written out."""

    sheets: int = 0
    row: int = 0
    row_repeats: int = 1
    column: int = 0
    cell_repeats: int = 1
    is_filled: bool = False
    filled_to: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    spaces: int = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == f"{_TABLE}table":
            self.sheets += 1
            self.row = self.cells = self.last_row = self.last_column = 0
        elif name == f"{_TABLE}table-row":
            self.row_repeats = _times(attributes.get(f"{_TABLE}number-rows-repeated"))
            self.column = self.filled_to = 0
        elif name in _CELLS:
            self.cell_repeats = _times(attributes.get(f"{_TABLE}number-columns-repeated"))
            self.is_filled = f"{_OFFICE}value-type" in attributes or f"{_TABLE}formula" in attributes
            self.spaces = 0
        elif name == f"{_TEXT}s":
            self.spaces += _times(attributes.get(f"{_TEXT}c"))
            if self.spaces > limits.MOST_CHARACTERS:
                raise too_large(f"a cell of more than {limits.MOST_CHARACTERS:,} characters")

    def end(self, name: str) -> None:
        if name in _CELLS:
            self.column += self.cell_repeats
            if self.is_filled:
                self.filled_to = self.column
                self.cells += self.cell_repeats * self.row_repeats
            self._refuse_too_much()
        elif name == f"{_TABLE}table-row":
            self.row += self.row_repeats
            if self.filled_to:
                self.last_row, self.last_column = self.row, max(self.last_column, self.filled_to)
            self._refuse_too_much()

    def text(self, text: str) -> None:
        if text.strip():
            self.is_filled = True

    def _refuse_too_much(self) -> None:
        if self.sheets > limits.MOST_SHEETS:
            raise too_large(f"more than {limits.MOST_SHEETS} sheets")
        if self.cells > limits.MOST_CELLS or self.last_row * self.last_column > limits.MOST_PLACES:
            raise too_large("cells repeated more often than in a sheet that people fill in")
        if self.row > 2 * limits.LAST_ROW or self.column > 2 * limits.LAST_COLUMN:
            raise damaged()


def _times(text: str | None) -> int:
    """Return how often something is repeated; once where it does not say. Raises `UnreadableFileError`."""
    return 1 if text is None else whole_number(text)


def refuse_repeats(pieces: Iterable[bytes]) -> None:
    """Raise `UnreadableFileError` where a spreadsheet's main part, written out, is beyond the limits or damaged."""
    parse(pieces, _Repeats())
