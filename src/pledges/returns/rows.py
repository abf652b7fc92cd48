"""The rows of a sheet in; what became of each out: used, set aside or ignored, each exactly once."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import Absence
from pledges.quantities import plain
from pledges.returns import layouts
from pledges.returns.lines import WHOLE_ROW
from pledges.returns.quantity import read_quantity
from pledges.returns.times import LineTime, time_of_line
from pledges.sheets.grid import Cell, CellKind
from pledges.tables import RowAccount, fold, is_blank, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pledges.model import EvidenceLine
    from pledges.sheets.grid import Sheet
    from pledges.tables import Place, Row, Table

_TOTALS = frozenset({"total", "totals", "grand total", "sub total", "subtotal", "sub totals", "subtotals", "sum"})
_MAY_BE_TOTAL = re.compile("total|sum", re.IGNORECASE)
_NAMED_LIKE_A_TOTAL = re.compile(r"(?:\w+ )?(?:sub )?(?:sub)?totals?(?: .*)?", re.ASCII)
_FREE_TEXT = (layouts.COMMENT, "Note")
_LONGEST_TOTAL = 60
_WORDS_ALONE = re.compile(r"[^\W\d_][^\W\d_ -]*(?:[ -]+[^\W\d_]+)*(?: ?[(\[][^()\[\]]*[)\]])? ?[:.=]?")
_LEAST_SUMMED = 2  # one row is no sum
_TELLING = tuple(name for name in layouts.SAYS_SOMETHING if name not in _FREE_TEXT)


def rows_of(sheet: Sheet) -> tuple[int, ...]:
    """Return the numbers of the rows of a sheet that hold something visible, in order."""
    return tuple(sheet.rows_with(lambda cell: not is_blank(cell)))


@attrs.define(kw_only=True)
class Tally:
    """What has become of the rows of one sheet so far; the rows of headings are not counted."""

    place: Place
    used: list[int] = attrs.field(factory=list)
    set_aside: list[int] = attrs.field(factory=list)
    ignored: list[int] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)
    other_time: int | None = None
    waiting: set[int] = attrs.field(factory=set)

    def place_in_time(self, row: Row) -> None:
        """Let the rows below a line that stands alone wait where it speaks of a plan or of another time.

        `other_time` is the row of that line, until another line says that what follows is of this time.
        """
        time = time_of_line(_title_in(row))
        if time is not None:
            self.other_time = row.number if time is LineTime.ANOTHER else None

    def hold(self, row: Row) -> None:
        """Let a row wait where it stands below such a line; the line has one finding for all of its rows."""
        if self.other_time is not None:
            self.waiting.add(row.number)
            found = finding("rows-of-another-time", self.place.row(self.other_time))
            if found not in self.findings:
                self.findings.append(found)

    def placed(self, row: Row, line: EvidenceLine) -> EvidenceLine:
        """Return the line of a row, with a problem where the row waits."""
        if row.number not in self.waiting:
            return line
        return attrs.evolve(line, problems=((WHOLE_ROW, "rows-of-another-time"), *line.problems))

    def ignore(self, rows: Sequence[int]) -> None:
        """Count rows as not part of the table, with one finding that names them all."""
        if rows:
            self.ignored.extend(rows)
            count, verb = _rows_named(rows)
            self.findings.append(finding("row-ignored", self.place.row(rows[0]), count=count, verb=verb))

    def ignore_sheet(self, rows: Sequence[int], *, is_guide: bool = False) -> None:
        """Count all rows of a sheet that is no part of the layout as ignored, with one finding."""
        if rows and is_guide:
            self.ignored.extend(rows)
            self.findings.append(finding("guidance-ignored", self.place.whole, count=counted(len(rows))))
        elif rows:
            self.ignored.extend(rows)
            self.findings.append(finding("sheet-ignored", self.place.whole, count=f"contents ({counted(len(rows))})"))

    def account(self) -> RowAccount:
        """Return what became of each row."""
        return RowAccount(
            file=self.place.file,
            sheet=self.place.sheet,
            used=tuple(sorted(self.used)),
            set_aside=tuple(sorted(self.set_aside)),
            ignored=tuple(sorted(self.ignored)),
        )


def counted(rows: int) -> str:
    """Return `1 row`, `2 rows`."""
    return "1 row" if rows == 1 else f"{rows} rows"


def parted(table: Table, tally: Tally) -> Iterator[Table]:
    """Yield the tables of a sheet from the first on; `tally` takes their findings, and the rows of headings.

    The last row of the first headings is no row of the sheet's account; every other row of headings counts as ignored.
    """
    for each in (table, *table.following):
        tally.ignored.extend(each.heading_rows[:-1])
        if each is not table:
            tally.ignored.append(each.heading_row)
            tally.other_time = tally.other_time if each.title is None else None  # its own title says which time
            tally.findings.append(finding("headings-again", each.place.row(each.heading_row)))
        tally.findings.extend(each.findings)
        yield each


def _all_of_them(rows: Sequence[Row]) -> Sequence[Sequence[Row]]:
    return (rows,)


def rows_to_read(
    table: Table,
    tally: Tally,
    also: Sequence[str] = (),
    *,
    summed: Callable[[Sequence[Row]], Sequence[Sequence[Row]]] = _all_of_them,
) -> Iterator[Row]:
    """Yield the rows of a table that are rows of deliveries; `tally` takes the others, with their findings.

    Ignored are: rows above the headings, rows that hold nothing under our headings but notes, totals, and what stands
    alone under the pledges' column below a blank row, as footnotes do. `also` names columns of the table that hold
    deliveries besides our own. Totals are compared with the rows above them, or with those of them that `summed` gives
    where a total may be of some alone.
    """
    telling = [name for name in (layouts.PLEDGE_REF, *_TELLING, *also) if table.has(name)]
    ignored = list[int]()
    sums = _Sums((layouts.QUANTITY, *also), summed)
    above = table.heading_row
    maybe_totals = frozenset(table.sheet.rows_with(_may_be_of_totals))
    for row in table.rows:
        is_below_gap = row.number > above + 1 or above in ignored
        above = row.number
        if not any(row.holds(name) for name in telling) or (
            _is_key_alone(row) and (is_below_gap or time_of_line(text_of(row.cell(layouts.PLEDGE_REF))) is not None)
        ):
            ignored.append(row.number)
            tally.place_in_time(row)
        elif row.number in maybe_totals and (
            _is_total(row, also) or (_is_named_like_a_total(row) and sums.come_to(row))
        ):
            tally.ignored.append(row.number)
            tally.findings.extend((finding("total-row", row.source), *sums.compared(row)))
        else:
            sums.add(row)
            tally.hold(row)
            yield row
    tally.ignore(sorted([*table.rows_above, *ignored]))


@attrs.define
class _Sum:
    """What the quantities of a column come to: all of them, and those alone that stand there as numbers."""

    every: Fraction = Fraction(0)
    numbers: Fraction = Fraction(0)
    has_any: bool = False

    def add(self, other: _Sum) -> None:
        """Add what other quantities come to."""
        self.every += other.every
        self.numbers += other.numbers
        self.has_any = self.has_any or other.has_any


def _sum_of(rows: Iterable[Row], name: str) -> _Sum:
    """Return what the quantities of some rows come to."""
    found = _Sum()
    for each in rows:
        cell = each.cell(name)
        amount = read_quantity(cell).amount
        if amount is not None:
            found.add(_Sum(amount, amount if cell.kind is CellKind.NUMBER else Fraction(0), has_any=True))
    return found


@attrs.define
class _Sums:
    """Adds up the columns of quantities over the rows so far, to compare them with the totals that the sheet gives.

    A total may be of the rows since the last total, of all rows, or of the totals so far; and it may be of the cells
    that are numbers alone, because that is what Excel adds. Nothing is added up before there is a total.
    """

    names: tuple[str, ...]
    summed: Callable[[Sequence[Row]], Sequence[Sequence[Row]]]
    _rows: list[Row] = attrs.field(init=False, factory=list)
    _all: dict[str, _Sum] = attrs.field(init=False, factory=lambda: defaultdict(_Sum))

    def add(self, row: Row) -> None:
        """Add a row of the table."""
        self._rows.append(row)

    def compared(self, row: Row) -> Iterator[Finding]:
        """Yield a finding for each total in a row of totals that is not what the rows above it come to."""
        rows, self._rows = self._rows, []
        for name in self.names:
            every = self._all[name]
            ways = [_sum_of(each, name) for each in self.summed(rows)]
            every.add(ways[0])
            yield from _compared(row, name, ways, every)

    def come_to(self, row: Row) -> bool:
        """Return whether what stands in a row is what the rows since the last total come to, column by column."""
        filled = [name for name in self.names if row.holds(name)]
        for name in filled:
            amounts = [read_quantity(each.cell(name)).amount for each in self._rows]
            given = [amount for amount in amounts if amount is not None]
            if len(given) < _LEAST_SUMMED or read_quantity(row.cell(name)).amount != sum(given):
                return False
        return bool(filled)


def _compared(row: Row, name: str, since: Sequence[_Sum], every: _Sum) -> Iterator[Finding]:
    """Yield a finding where a total is none of these sums; of those since the last total the first is of all rows."""
    given = read_quantity(row.cell(name))
    if given.code in {"cell-error", "cell-unsaved"}:
        yield finding(given.code, row.ref(name), column=layouts.QUANTITY)
        return
    amount = Fraction(0) if given.absence is Absence.NIL else given.amount
    if amount is None or any(amount in {each.every, each.numbers} for each in (*since, every)):
        return
    total, come_to = plain(amount, 6), plain((since[0] if since[0].has_any else every).every, 6)
    yield finding("total-mismatch", row.ref(name), column=layouts.QUANTITY, total=total, sum=come_to)


def _title_in(row: Row) -> str:
    """Return the text that a row begins with, "" where that is in a column of remarks or behind the quantities."""
    table = row.table
    last = table.columns.get(layouts.QUANTITY, 0)
    remarks = {table.columns.get(name) for name in _FREE_TEXT}
    for column, cell in table.sheet.row(row.number):
        if not is_blank(cell):
            is_title = cell.kind is CellKind.TEXT and column not in remarks and (column <= last or not last)
            return text_of(cell) if is_title else ""
    return ""


def _visible_cells(row: Row) -> Iterator[Cell]:
    """Yield what can be seen in a row of the sheet, from left to right."""
    return (cell for cell in row.table.sheet.cells_of(row.number) if not is_blank(cell))


def _is_key_alone(row: Row) -> bool:
    """Return whether nothing stands in the row but what names a pledge."""
    if not row.table.has(layouts.PLEDGE_REF) or not row.holds(layouts.PLEDGE_REF):
        return False
    visible = _visible_cells(row)
    return next(visible, None) is not None and next(visible, None) is None


def _is_total(row: Row, figures: Sequence[str]) -> bool:
    """Return whether a word for totals stands alone in a cell of a row that is neither a figure nor free text."""
    for column, cell in row.table.sheet.row(row.number):
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str) and _names_totals(cell.value):
            return column not in {row.table.columns.get(name) for name in (*_FREE_TEXT, *layouts.FIGURES, *figures)}
    return False


def _may_be_of_totals(cell: Cell) -> bool:
    """Return whether a cell may hold a word for totals: nearly none does."""
    text = cell.value
    return isinstance(text, str) and not (text.isascii() and not _MAY_BE_TOTAL.search(text))


@functools.lru_cache(maxsize=2**14)
def _names_totals(text: str) -> bool:
    is_short = len(text) <= _LONGEST_TOTAL
    return is_short and _WORDS_ALONE.fullmatch(text.strip()) is not None and fold(text) in _TOTALS


def _is_named_like_a_total(row: Row) -> bool:
    """Return whether a row begins with words like `Total for P-01`, which may be the name of a measure, too."""
    first = next(_visible_cells(row))
    return first.kind is CellKind.TEXT and _NAMED_LIKE_A_TOTAL.fullmatch(fold(text_of(first))) is not None


_Content = tuple[tuple[int, "Cell"], ...]


@attrs.define
class Repeats:
    """Tells rows that say the same as one before in every cell, over the whole width of the sheet.

    What a form came pre-filled with (the promise's words and its unit) is nothing that a supplier says, so that a row
    typed below without it is still the same; two rows that give two units are not. Rows whose references and days
    differ are told apart by those, and their other cells never compared.
    """

    table: Table
    _first: dict[tuple[object, ...], tuple[int, str | None]] = attrs.field(init=False, factory=dict)
    _contents: dict[tuple[object, ...], dict[_Content, dict[str | None, int]]] = attrs.field(init=False, factory=dict)

    def check(self, row: Row, line: EvidenceLine) -> tuple[EvidenceLine, tuple[Finding, ...]]:
        """Return the line, with a problem where it is the same delivery pasted again, and the finding.

        The same person, placement or evidence twice is one delivery; rows without any of these may be two alike, so
        that both are kept and a person is asked. Evidence can show several people's weeks: with dates alone, it does
        not make two rows one.
        """
        if line.quantity is None and line.start is None:
            return line, ()
        first = self._first_like(row, line)
        if first == row.number:
            return line, ()
        named = line.person_ref or line.placement_ref or (line.evidence_ref and line.quantity is not None)
        code = "line-repeated" if named else "line-alike"
        note = finding(code, row.source, first=f"row {first}")
        if named:
            line = attrs.evolve(line, problems=(*line.problems, (WHOLE_ROW, code)))
        return line, (note,)

    def _first_like(self, row: Row, line: EvidenceLine) -> int:
        """Return the number of the first row with the same cells as this one, which may be itself."""
        alike = (line.evidence_ref, line.person_ref, line.placement_ref, line.pledge_key, line.start, line.end)
        first, unit = self._first.setdefault(alike, (row.number, line.unit))
        if first == row.number:
            return first
        contents = self._contents.setdefault(alike, {self._said(first): {unit: first}})
        by_unit = contents.setdefault(self._said(row.number), {})
        found = by_unit.setdefault(line.unit, row.number)
        # A row without a unit is in the promise's, as one that came with it from the form is.
        return min(found, by_unit.get(None, found)) if line.unit else min(by_unit.values())

    def _said(self, number: int) -> _Content:
        """Return what a supplier filled in of a row, by its columns."""
        prefilled = {self.table.columns.get(name) for name in layouts.PREFILLED}
        return tuple((at, cell) for at, cell in self.table.sheet.row(number) if at not in prefilled)


def _rows_named(rows: Iterable[int]) -> tuple[str, str]:
    """Return the words for some rows in a finding: `Rows 1 to 3 and 9 are`, and `was` or `were`."""
    runs = list[list[int]]()
    for number in rows:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    named = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    alone = len(runs) == 1 and len(runs[0]) == 1
    return (f"Row {named} is", "was") if alone else (f"Rows {named} are", "were")
