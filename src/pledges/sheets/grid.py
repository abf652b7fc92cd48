"""The grid every format is read into: sheets of cells, each with a kind, a value and the address a person sees."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs


class CellKind(enum.Enum):
    """What a cell holds. `UNSAVED` is a formula whose result was never stored, which is not a blank."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNSAVED = "formula without a stored result"


CellValue = str | Fraction | dt.date | bool | None


@attrs.frozen
class Cell:
    """A value and its kind: str for text and errors, Fraction, datetime.date, bool, None for blank and unsaved."""

    kind: CellKind
    value: CellValue = None
    percent: bool = False


BLANK = Cell(CellKind.BLANK)

_WITHOUT_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet: `number` is its place in the workbook from 1; rows and columns are numbered from 1 as in Excel.

    `cells` holds what is not blank. `hidden_rows` and `hidden_columns` name what a person would not see.
    """

    name: str
    number: int
    cells: Mapping[tuple[int, int], Cell]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at a row and column, blank where nothing is stored."""
        return self.cells.get((row, column), BLANK)

    def rows(self) -> tuple[int, ...]:
        """Return the numbers of the rows that hold something, in order."""
        return tuple(sorted({row for row, _ in self.cells}))


@attrs.frozen(kw_only=True)
class Workbook:
    """What was read of one file: the name of its format (`xlsx`, `csv`) and its sheets in order."""

    format: str
    sheets: tuple[Sheet, ...]


def is_blank_text(text: str) -> bool:
    """Return whether nobody can see anything in `text`: nothing, spaces of any kind, characters without width."""
    return all(character.isspace() or character in _WITHOUT_WIDTH for character in text)


def column_letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the address of a cell as Excel shows it: row 5, column 3 is `C5`."""
    return f"{column_letters(column)}{row}"
