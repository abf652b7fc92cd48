"""A sheet in, its table out: the heading row found, the columns named, every row with something in it kept."""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

import attrs

from pledges.findings import Finding, finding
from pledges.provenance import CellRef
from pledges.sheets.grid import BLANK, Cell, CellKind, Sheet, address, column_letters
from pledges.tables.beside import Beside, beside_headings, title_above
from pledges.tables.headings import (
    MOST_ROWS,
    Headings,
    SheetRow,
    grouped_key,
    heading_key,
    headings_at,
    may_stand,
    parts_of_key,
)
from pledges.tables.spans import NO_SPANS, Spans, spans_of
from pledges.tables.unseen import commented_cells, hidden_content, listed
from pledges.tables.words import is_blank


@attrs.frozen
class Column:
    """A column we know: our name for it, other headings people write, and whether the table needs it.

    With `only_aliases` our own name is no heading of it: in somebody else's table it may stand over another thing. With
    `under` a heading is ours only where one of these texts stands above it (`Actual` under `Quarter 1`). A column that
    is `unread` may stand there several times. `called` is what a finding calls it, where that is not the name. What is
    merged over several rows is of each of them in a column that is `each_row`; a `figure` is of none of them alone.
    """

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    only_aliases: bool = False
    under: tuple[str, ...] = ()
    unread: bool = False
    called: str = ""
    each_row: bool = False
    figure: bool = False


@attrs.frozen(kw_only=True)
class TableKind:
    """A kind of table that a sheet may hold: its columns and, where it is known, the row of its headings."""

    columns: tuple[Column, ...]
    heading_row: int | None = None

    def is_at(self, headings: Headings, *, least: int) -> bool:
        """Return whether these are its headings: all that it requires, and at least so many in all."""
        required = {column.name for column in self.columns if column.required}
        is_here = self.heading_row in {None, headings.rows[-1]}
        return is_here and required <= headings.matched.keys() and len(headings.matched) >= least


@attrs.frozen
class Place:
    """A sheet by the names that may be shown of its file and itself."""

    file: str
    sheet: str

    def ref(self, row: int, column: int) -> CellRef:
        """Return the reference of a cell."""
        return CellRef(file=self.file, sheet=self.sheet, cell=address(row, column))

    def row(self, row: int) -> CellRef:
        """Return the reference of a whole row: that of its cell in column A."""
        return self.ref(row, 1)

    @property
    def whole(self) -> CellRef:
        """The reference of the whole sheet."""
        return CellRef(file=self.file, sheet=self.sheet)


# Made for every row of every table: not frozen, because that would take half as long again.
@attrs.define(eq=False, repr=False, weakref_slot=False)
class Row:
    """One row of a table: its number in the sheet, and its cells by our names of the columns."""

    number: int
    table: Table

    def cell(self, name: str) -> Cell:
        """Return the cell under our column `name`; where the table has no such column, what is fixed, else blank.

        What is merged over the cell is what it says.
        """
        column = self.table.columns.get(name)
        if column is None:
            return self.table.fixed.get(name, BLANK)
        place = (self.number, column)
        if self.table.spans.seen_at:
            place = self.table.spans.seen_at.get(place, place)
        return self.table.sheet.cells.get(place, BLANK)

    def is_merged(self, name: str) -> bool:
        """Return whether the cell under `name` is one figure of several rows."""
        column = self.table.columns.get(name)
        return column is not None and (self.number, column) in self.table.spans.shared

    def holds(self, name: str) -> bool:
        """Return whether the row's own cell under `name` holds something, whatever is merged over it."""
        column = self.table.columns.get(name)
        cell = self.table.fixed.get(name) if column is None else self.table.sheet.cells.get((self.number, column))
        return cell is not None and not is_blank(cell)

    def ref(self, name: str) -> CellRef:
        """Return the reference of the cell under `name`, of the row where the table has no such column."""
        column = self.table.columns.get(name)
        return self.source if column is None else self.table.place.ref(self.number, column)

    def seen_at(self, name: str) -> CellRef:
        """Return the reference of the cell that is seen under `name`: another one where that is merged over it."""
        column = self.table.columns.get(name)
        if column is None:
            return self.source
        return self.table.place.ref(*self.table.spans.seen_at.get((self.number, column), (self.number, column)))

    @property
    def source(self) -> CellRef:
        """The reference of the row: that of its cell under the table's first heading."""
        return self.table.place.ref(self.number, self.table.first_column)

    @property
    def is_blank(self) -> bool:
        """Whether none of our columns holds anything in this row (another column of the sheet then does)."""
        return all(is_blank(self.cell(name)) for name in self.table.columns)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table:
    """A table found in a sheet.

    `columns` gives the number of each of our columns that stands there and can be used; `repeated` names those that
    cannot, because two columns with values have that heading. `row_numbers` are the rows below the heading that hold
    anything, `rows_above` those above it. `findings` are of the headings and of what is hidden. `heading_row` is the
    last row of the headings, `heading_rows` are all of them; `headings` gives the cells that each of our columns'
    headings was read from. `following` are the tables further down whose headings are those of this one again.
    `fixed` is what a layout says for every row under a name that has no column; its place is the row. `beside` tells,
    by the number of a column, what its heading says besides our name of it, `spans` what is merged over its rows.
    `too_long` are the rows of a text file with more fields than its headings: what stands in them may have moved.
    `title` is where a text stands alone above its headings.
    """

    place: Place
    sheet: Sheet
    heading_row: int
    first_column: int
    columns: Mapping[str, int]
    repeated: frozenset[str]
    row_numbers: tuple[int, ...]
    rows_above: tuple[int, ...]
    findings: tuple[Finding, ...]
    heading_rows: tuple[int, ...] = ()
    headings: Mapping[str, tuple[CellRef, ...]] = attrs.field(factory=dict)
    following: tuple[Table, ...] = ()
    fixed: Mapping[str, Cell] = attrs.field(factory=dict)
    beside: Mapping[int, Beside] = attrs.field(factory=dict)
    spans: Spans = NO_SPANS
    too_long: frozenset[int] = frozenset()
    title: tuple[int, int] | None = None

    @property
    def is_merged(self) -> bool:
        """Whether something is merged over its rows that bears on how they are read."""
        return bool(self.spans.seen_at or self.spans.shared)

    @property
    def first_heading_row(self) -> int:
        """The first row of the headings, which is the only one where nothing was joined."""
        return self.heading_rows[0] if self.heading_rows else self.heading_row

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the heading that hold anything; blank rows between them are passed over."""
        return tuple([Row(number, self) for number in self.row_numbers])

    def cells_under(self, name: str) -> Iterable[Cell]:
        """Return the cells under a name, each that stands there several times once."""
        pick = self.picker((name,))
        found = [pick(number)[0] for number in self.row_numbers]
        return dict(zip(map(id, found), found, strict=True)).values()

    def picker(self, names: Sequence[str]) -> Callable[[int], tuple[Cell, ...]]:
        """Return what gives, for the number of a row, its cells under these names, as `Row.cell` gives each of them."""
        if self.is_merged:
            return lambda number: tuple(map(Row(number, self).cell, names))
        pick = self.sheet.picker([self.columns.get(name) for name in names])
        fixed = {at: self.fixed[name] for at, name in enumerate(names) if name in self.fixed and not self.has(name)}
        if not fixed:
            return pick
        return lambda number: tuple(fixed.get(at, cell) for at, cell in enumerate(pick(number)))

    def has(self, name: str) -> bool:
        """Whether our column `name` stands in the table and can be used."""
        return name in self.columns


@attrs.frozen(kw_only=True)
class BestGuess:
    """The row most like the headings looked for: our names of those it has, and of the required ones it lacks."""

    row: int | None
    matched: tuple[str, ...]
    missing: tuple[str, ...]


def best_guess(sheet: Sheet, columns: Sequence[Column], *, rows_searched: int = 50) -> BestGuess:
    """Return the row that comes nearest to holding the required `columns`, for an error that says what was found."""
    names = _names_by_heading(tuple(columns))
    required = tuple(column.name for column in columns if column.required)
    best: tuple[int, int, int, dict[str, list[int]]] | None = None
    for row, cells in _rows_of(sheet):
        if row > rows_searched:
            break
        matched = _matched(cells, names)
        rank = (sum(name in matched for name in required), len(matched), -row)
        if matched and (best is None or rank > best[:3]):
            best = (*rank, matched)
    if best is None:
        return BestGuess(row=None, matched=(), missing=required)
    found = best[3]
    return BestGuess(
        row=-best[2],
        matched=tuple(column.name for column in columns if column.name in found),
        missing=tuple(name for name in required if name not in found),
    )


def find_table(
    sheet: Sheet, place: Place, columns: Sequence[Column], *, rows_searched: int = 50, parted: bool = False
) -> Table | None:
    """Return the table under the first row that holds all required `columns`, None where no row does.

    Where two columns have one heading and one of them is empty, the other is used; where both hold values neither is,
    and there is a finding. Values under no heading, under an unknown heading, or hidden, are findings too. With
    `parted`, where the headings stand again further down, another table begins: one of the `following` of the first.
    """
    names = _names_by_heading(tuple(columns))
    required = {column.name for column in columns if column.required}
    # Most sheets hold no such headings, so that only their first rows are looked at.
    by_row = list(itertools.takewhile(lambda each: each[0] <= rows_searched + MOST_ROWS, _rows_of(sheet)))
    if not may_stand(by_row, {name: [key for key in names if names[key] == name] for name in required}):
        return None
    for at, (row, _) in enumerate(by_row):
        if row > rows_searched:
            break
        headings = headings_at(sheet, by_row, at, names)
        if headings is not None and required <= headings.matched.keys():
            return _tables(sheet, place, headings, columns, (names, required) if parted else None)
    return None


def _tables(
    sheet: Sheet,
    place: Place,
    first: Headings,
    kind: Sequence[Column],
    wanted: tuple[Mapping[str, str], set[str]] | None,
) -> Table:
    """Return the table of the first headings, and where headings are `wanted` again those that follow it."""
    cells = {sheet.cell(*where) for places in first.cells.values() for where in places}
    numbers, alike = _visible_rows(sheet, set() if wanted is None else {str(cell.value) for cell in cells})
    starts = [first]
    for number in alike if wanted is not None else ():
        names, required = wanted or ({}, set())
        at = bisect.bisect_left(numbers, number)
        window = [(each, _visible_cells(sheet.row(each))) for each in numbers[at : at + MOST_ROWS]]
        again = headings_at(sheet, window, 0, names) if number > first.rows[-1] else None
        if again is not None and len(again.matched) > 1 and required <= again.matched.keys():
            starts.append(again)
    parts = [0, *(bisect.bisect_left(numbers, headings.rows[0]) for headings in starts[1:]), len(numbers)]
    tables = [
        _table(sheet, place, numbers[begin:end], headings, kind)
        for headings, (begin, end) in zip(starts, itertools.pairwise(parts), strict=True)
    ]
    return attrs.evolve(tables[0], following=tuple(tables[1:]))


def find_tables(
    sheet: Sheet, place: Place, kinds: Sequence[TableKind], *, rows_searched: int = 50
) -> tuple[tuple[int, Table], ...]:
    """Return every table of these kinds in a sheet, from the top, each with the index of its kind.

    The first one begins within the rows searched; further ones anywhere below it, each where the headings of a kind
    stand, two of them at least. Where a row fits several kinds it is the one of which most headings stand there, else
    the first. What is found out about the columns of each is as `find_table` has it.
    """
    names = [_names_by_heading(tuple(kind.columns)) for kind in kinds]
    first_rows = list(itertools.takewhile(lambda each: each[0] <= rows_searched + MOST_ROWS, _rows_of(sheet)))
    starts = list[tuple[int, Headings]]()
    for at, (row, _) in enumerate(first_rows):
        if row > rows_searched or starts:
            break
        starts += _kind_at(sheet, first_rows[at : at + MOST_ROWS], kinds, names, least=1)
    if not starts:
        return ()
    words = {part for each in names for key in each for part in parts_of_key(key)}
    cells = {sheet.cell(*where) for places in starts[0][1].cells.values() for where in places}
    numbers, alike = _visible_rows(sheet, _Alike(words, {str(cell.value) for cell in cells}))
    for number in alike:
        if number > starts[-1][1].rows[-1]:
            at = bisect.bisect_left(numbers, number)
            window = [(each, _visible_cells(sheet.row(each))) for each in numbers[at : at + MOST_ROWS]]
            starts += _kind_at(sheet, window, kinds, names, least=2)
    parts = [0, *(bisect.bisect_left(numbers, headings.rows[0]) for _, headings in starts[1:]), len(numbers)]
    return tuple(
        (kind, _table(sheet, place, numbers[begin:end], headings, kinds[kind].columns))
        for (kind, headings), (begin, end) in zip(starts, itertools.pairwise(parts), strict=True)
    )


def _kind_at(
    sheet: Sheet,
    window: Sequence[SheetRow],
    kinds: Sequence[TableKind],
    names: Sequence[Mapping[str, str]],
    *,
    least: int,
) -> list[tuple[int, Headings]]:
    """Return the kind whose headings begin in the first of these rows, with them; nothing where none does."""
    fitting = [
        (number, headings)
        for number, kind in enumerate(kinds)
        if (headings := headings_at(sheet, window, 0, names[number])) is not None and kind.is_at(headings, least=least)
    ]
    return [max(fitting, key=lambda each: (len(each[1].matched), -each[0]))] if fitting else []


class _Alike(Container[object]):
    """The texts that may be a heading or part of one, found out once for each text."""

    def __init__(self, keys: Collection[str], spelled: Iterable[str]) -> None:
        """Keep what a heading is matched by, and texts that are known to be parts of one."""
        self._keys = keys
        self._longest = 3 * max(map(len, keys), default=0)  # longer ones would need many spaces or brackets
        self._known = dict.fromkeys(spelled, True)

    def __contains__(self, text: object) -> bool:
        if not isinstance(text, str) or len(text) > self._longest:
            return False
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = heading_key(text) in self._keys
        return found


def _visible_rows(sheet: Sheet, spelled: Container[object]) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows that hold something visible, and of those that hold a text of `spelled`."""
    numbers = sheet.rows_with(lambda cell: not is_blank(cell))
    alike = sheet.rows_with(lambda cell: cell.kind is CellKind.TEXT and cell.value in spelled)
    return numbers, alike


@functools.lru_cache(maxsize=64)
def _names_by_heading(columns: tuple[Column, ...]) -> Mapping[str, str]:
    names = dict[str, str]()
    for column in columns:
        words = (*(() if column.only_aliases else (column.name,)), *column.aliases)
        names |= {heading_key(word): column.name for word in words if not column.under}
        names |= {grouped_key(group, word): column.name for word in words for group in column.under}
    return names


def _rows_of(sheet: Sheet) -> Iterator[SheetRow]:
    """Yield each row that holds something visible, with its cells by column, both in order."""
    for number, cells in sheet.filled_rows():
        if visible := _visible_cells(cells):
            yield number, visible


def _visible_cells(cells: Iterable[tuple[int, Cell]]) -> dict[int, Cell]:
    return {column: cell for column, cell in cells if not is_blank(cell)}


def _matched(cells: Mapping[int, Cell], names: Mapping[str, str]) -> dict[str, list[int]]:
    """Return our names of the headings in a row, each with the columns it stands over."""
    found: dict[str, list[int]] = {}
    for column, cell in cells.items():
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str):
            name = names.get(heading_key(cell.value))
            if name is not None:
                found.setdefault(name, []).append(column)
    return found


def _table(sheet: Sheet, place: Place, every_row: Sequence[int], headings: Headings, kind: Sequence[Column]) -> Table:
    """Return the table below some headings; `every_row` are the numbers of the rows from there to the next."""
    matched, heading_row = headings.matched, headings.rows[-1]
    below = tuple(row for row in every_row if row > heading_row)
    filled = _filled_columns(sheet, below)
    columns: dict[str, int] = {}
    repeated = set[str]()
    found: list[Finding] = []
    for name, numbers in matched.items():
        in_use = [number for number in numbers if number in filled]
        column = next((each for each in kind if each.name == name), Column(name))
        if len(in_use) > 1 and not column.unread:
            repeated.add(name)
            letters = listed([column_letters(number) for number in in_use])
            called = column.called or name
            found.append(finding("heading-repeated", place.ref(heading_row, in_use[1]), column=called, letters=letters))
        else:
            columns[name] = (in_use or numbers)[0]
    ours = {number for numbers in matched.values() for number in numbers}
    for number in sorted(filled - ours):
        code = "heading-unknown" if number in headings.cells else "heading-blank"
        found.append(finding(code, place.ref(heading_row, number), letters=column_letters(number)))
    rows = f"{headings.rows[0]} to {heading_row}"
    found.extend(finding("headings-joined", place.row(row), rows=rows) for row in headings.rows[:-1])
    found.extend(hidden_content(sheet, place, every_row, filled))
    found.extend(commented_cells(sheet, place, every_row))
    figures = {columns[each.name] for each in kind if each.figure and each.name in columns}
    in_each_row = {columns[each.name] for each in kind if each.each_row and each.name in columns}
    return Table(
        place=place,
        sheet=sheet,
        heading_row=heading_row,
        first_column=min(ours),
        columns=columns,
        repeated=frozenset(repeated),
        row_numbers=below,
        rows_above=tuple(row for row in every_row if row < headings.rows[0]),
        findings=tuple(found),
        heading_rows=headings.rows,
        headings={name: tuple(place.ref(*cell) for cell in headings.cells[at]) for name, at in columns.items()},
        beside=beside_headings(sheet, headings, {each.name: (each.name, *each.aliases) for each in kind}),
        too_long=_too_long(sheet, heading_row, below),
        title=title_above(sheet, headings),
        spans=spans_of(sheet, below, in_each_row, figures) if sheet.merged else NO_SPANS,
    )


def _too_long(sheet: Sheet, heading_row: int, rows: Iterable[int]) -> frozenset[int]:
    fields = sheet.fields
    if fields is None or not fields.others:
        return frozenset()
    most = fields.of(heading_row)
    return frozenset(row for row in rows if fields.of(row) > most and any(at > most for at, _ in sheet.row(row)))


def _filled_columns(sheet: Sheet, rows: Iterable[int]) -> set[int]:
    """Return the columns that hold something visible in some of these rows."""
    columns = sheet.columns()
    waiting, filled = dict.fromkeys(columns), set[int]()
    for row in rows:
        found = [column for column in waiting if not is_blank(sheet.cell(row, column))]
        for column in found:
            del waiting[column]
        filled.update(found)
        if not waiting:
            break  # in nearly every table after a few rows
    return filled
