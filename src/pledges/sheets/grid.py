"""The grid every format is read into: sheets of cells, each with a kind, a value and the address a person sees."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
class Look:
    """What a number format shows of a number besides the number itself.

    That is words or a sign of money around it, noughts up to so many `digits`, the number divided by `scale`, or, if
    `whole`, the nearest whole number. With `hides` it shows nothing at all, as `;;;` does, with `hides_nil` no nought.
    """

    before: str = ""
    after: str = ""
    digits: int = 0
    scale: int = 1
    whole: bool = False
    hides: bool = False
    hides_nil: bool = False

    @property
    def words(self) -> str:
        """The words or the sign of money, wherever they stand."""
        return f"{self.before} {self.after}".strip()

    def of(self, number: Fraction) -> Look | None:
        """Return what it shows of this number besides the number, None where that is nothing."""
        look = attrs.evolve(
            self,
            scale=self.scale if number else 1,
            whole=self.whole and number.denominator > 1,
            hides_nil=self.hides_nil and not number,
        )
        return None if look == Look() else look


def nearest_whole(number: Fraction, step: int = 1) -> int:
    """Return the whole number of steps that is nearest; halves go away from nought, as spreadsheets have it."""
    steps = (2 * abs(number.numerator) + number.denominator * step) // (2 * number.denominator * step)
    return steps if number > 0 else -steps


# No weak references: a workbook has millions of cells, and none is watched.
@attrs.define(frozen=True, weakref_slot=False)
class Cell:
    """A value and its kind: str for text and errors, Fraction, datetime.date, bool, None for blank and unsaved.

    `percent`: Excel shows the number as a percentage. `struck`: some or all of it is struck through. `look`: what else
    a number's format shows of it, None where it shows the plain number.
    """

    kind: CellKind
    value: CellValue = None
    percent: bool = False
    struck: bool = False
    look: Look | None = None


BLANK = Cell(CellKind.BLANK)

FilledRow = tuple[int, Iterable[tuple[int, Cell]]]
"""The number of a row, and its cells that are not blank with their columns, in order, to be gone through once."""

_MOST_ASKED = 2**16  # cells of which it is remembered that something is not so

_WITHOUT_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


@attrs.frozen
class CellRange:
    """A rectangle of cells, both corners included; rows and columns are numbered from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class CellRows(Mapping[tuple[int, int], Cell]):
    """The cells of a sheet kept by rows: what a dict of places would say, at eight bytes a cell.

    Most rows of a table fill the same columns, so the places of the columns are kept once for all of them, and equal
    cells are one object.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[int, tuple[Mapping[int, int], tuple[Cell, ...]]]) -> None:
        """Keep rows in ascending order: for each column its index, and the cells (`BLANK` where there is none)."""
        self._rows = rows

    def __getitem__(self, place: tuple[int, int]) -> Cell:
        row, column = place
        indices, cells = self._rows[row]
        cell = cells[indices[column]]
        if cell is BLANK:
            raise KeyError(place)
        return cell

    def get(self, place: tuple[int, int], default: Cell | None = None) -> Cell | None:  # type: ignore[override]
        """Return the cell at a place, `default` where there is none: asked for every cell of every row."""
        found = self._rows.get(place[0])
        index = None if found is None else found[0].get(place[1])
        if found is None or index is None:
            return default
        cell = found[1][index]
        return default if cell is BLANK else cell

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for row, (indices, cells) in self._rows.items():
            for column, cell in zip(indices, cells, strict=True):
                if cell is not BLANK:
                    yield row, column

    def __len__(self) -> int:
        return sum(cell is not BLANK for _, cells in self._rows.values() for cell in cells)

    def rows(self) -> tuple[int, ...]:
        """Return the numbers of the rows that hold something, in order."""
        return tuple(self._rows)

    def row(self, number: int) -> tuple[tuple[int, Cell], ...]:
        """Return the cells of a row with their columns, in order; nothing where the row holds nothing."""
        if number not in self._rows:
            return ()
        indices, cells = self._rows[number]
        return tuple([each for each in zip(indices, cells, strict=True) if each[1] is not BLANK])

    def rows_with(self, is_so: Callable[[Cell], bool]) -> list[int]:
        """Return the numbers of the rows that hold a cell of which something is so; few cells are asked about twice."""
        so, not_so, found = set[int](), {id(BLANK)}, list[int]()
        for number, (_, cells) in self._rows.items():
            for cell in cells:
                at = id(cell)
                if at in not_so:
                    continue
                if at in so or is_so(cell):
                    so.add(at)
                    found.append(number)
                    break
                if len(not_so) < _MOST_ASKED:
                    not_so.add(at)
        return found

    def columns(self) -> set[int]:
        """Return the columns in which some row has a place, if only for a blank."""
        return set[int]().union(*{id(indices): indices for indices, _ in self._rows.values()}.values())

    def picker(self, columns: Sequence[int | None]) -> Callable[[int], tuple[Cell, ...]]:
        """Return what gives, for the number of a row, its cells in these columns, `BLANK` where there is none."""
        rows, blanks = self._rows, (BLANK,) * len(columns)
        # Rows that fill the same columns share their indices; a column that they have not is the blank at the end.
        ways = dict[int, Callable[[tuple[Cell, ...]], tuple[Cell, ...]]]()

        def pick(number: int) -> tuple[Cell, ...]:
            if number not in rows:
                return blanks
            indices, cells = rows[number]
            way = ways.get(id(indices))
            if way is None:
                places = [-1 if column is None else indices.get(column, -1) for column in columns]
                way = ways[id(indices)] = operator.itemgetter(*places, -1)
            return way((*cells, BLANK))[:-1]

        return pick

    def cells_of(self, number: int) -> Iterator[Cell]:
        """Yield the cells of a row in order, without those that hold nothing."""
        _, cells = self._rows.get(number, ({}, ()))
        return (cell for cell in cells if cell is not BLANK)

    def filled_rows(self) -> Iterator[FilledRow]:
        """Yield every row that holds something, in order."""
        for number, (indices, cells) in self._rows.items():
            yield number, [each for each in zip(indices, cells, strict=True) if each[1] is not BLANK]


@attrs.frozen(kw_only=True)
class Fields:
    """How the rows of a text file are parted: by what, into how many fields as a rule, and the rows with others."""

    delimiter: str
    usual: int
    others: Mapping[int, int]

    def of(self, row: int) -> int:
        """Return the number of fields of a row that holds something."""
        return self.others.get(row, self.usual)


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet: `number` is its place in the workbook from 1; rows and columns are numbered from 1 as in Excel.

    `cells` holds what is not blank. `hidden_rows` and `hidden_columns` name what a person would not see and holds
    something, `unseen` cells of which their format shows nothing. `merged` are the merged ranges; `commented` are the
    places of cells that somebody commented on (what they said is never read). `not_stored`: the workbook lists the
    sheet and does not say where its cells are. `looks_known`: whether its numbers would say that they are percentages,
    or shown with words. `fields` is None but in a text file.
    """

    name: str
    number: int
    cells: Mapping[tuple[int, int], Cell]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unseen: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[CellRange, ...] = ()
    commented: frozenset[tuple[int, int]] = frozenset()
    not_stored: bool = False
    looks_known: bool = True
    fields: Fields | None = None

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at a row and column, blank where nothing is stored."""
        return self.cells.get((row, column), BLANK)

    def rows_with(self, is_so: Callable[[Cell], bool]) -> list[int]:
        """Return the numbers of the rows that hold a cell of which something is so, in order."""
        if isinstance(self.cells, CellRows):
            return self.cells.rows_with(is_so)
        return sorted({row for (row, _), cell in self.cells.items() if is_so(cell)})

    def columns(self) -> set[int]:
        """Return the columns in which some row has a place, if only for a blank."""
        if isinstance(self.cells, CellRows):
            return self.cells.columns()
        return {column for _, column in self.cells}

    def picker(self, columns: Sequence[int | None]) -> Callable[[int], tuple[Cell, ...]]:
        """Return what gives, for the number of a row, its cells in these columns; blank for None, and where none is."""
        if isinstance(self.cells, CellRows):
            return self.cells.picker(columns)
        return lambda row: tuple(BLANK if column is None else self.cell(row, column) for column in columns)

    def rows(self) -> tuple[int, ...]:
        """Return the numbers of the rows that hold something, in order."""
        if isinstance(self.cells, CellRows):
            return self.cells.rows()
        return tuple(sorted({row for row, _ in self.cells}))

    def filled_rows(self) -> Iterator[FilledRow]:
        """Yield every row that holds something, in order."""
        if isinstance(self.cells, CellRows):
            yield from self.cells.filled_rows()
            return
        rows = dict[int, list[tuple[int, Cell]]]()
        for row, column in sorted(self.cells):
            rows.setdefault(row, []).append((column, self.cells[row, column]))
        yield from rows.items()

    def cells_of(self, number: int) -> Iterator[Cell]:
        """Yield the cells of a row in order, without those that hold nothing."""
        if isinstance(self.cells, CellRows):
            return self.cells.cells_of(number)
        return (cell for _, cell in self.row(number))

    def row(self, number: int) -> tuple[tuple[int, Cell], ...]:
        """Return the cells of a row with their columns, in order; nothing where the row holds nothing."""
        if isinstance(self.cells, CellRows):
            return self.cells.row(number)
        return tuple(sorted((column, cell) for (row, column), cell in self.cells.items() if row == number))


DATE_1904 = "date-1904"
MACROS = "macros"
EXTERNAL_LINKS = "external-links"
EMBEDDED = "embedded-objects"
READ_BY_FALLBACK = "read-by-fallback"
BLANKS_MAY_BE_ERRORS = "blanks-may-be-errors"
HIDING_NOT_KNOWN = "hiding-not-known"


@attrs.frozen(kw_only=True)
class Workbook:
    """What was read of one file: the name of its format (`xlsx`, `csv` …), its sheets in order, and what marks it.

    `flags`: `date-1904` (days counted from 1904, and read so), `macros`, `external-links`, `embedded-objects` (there,
    and left alone, as are controls), `read-by-fallback` (read by another library than usual), `blanks-may-be-errors`
    (in this format error cells and formulas without a stored result cannot be told from blanks), `hiding-not-known`
    (nor hidden rows and columns, percentages, comments and struck-through text from others).
    """

    format: str
    sheets: tuple[Sheet, ...]
    flags: frozenset[str] = frozenset()


def is_blank_text(text: str) -> bool:
    """Return whether nobody can see anything in `text`: nothing, spaces of any kind, characters without width."""
    visible = text.strip()
    return not visible or (
        visible[0] in _WITHOUT_WIDTH
        and all(character.isspace() or character in _WITHOUT_WIDTH for character in visible)
    )


@functools.cache
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
