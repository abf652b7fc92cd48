"""The sheets of a file and the layouts there are in; which layout it is, and the returns it holds by it, out.

What a layout maps is put under our own names, and then read as a form's rows are, by the same readers: so every row
is used, set aside or ignored here as well, and every value keeps the address of its own cell.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import Basis, EvidenceLine, Return
from pledges.periods import Period, months_after
from pledges.provenance import CellRef
from pledges.returns import layouts
from pledges.returns.about import About, about_of
from pledges.returns.lines import WHOLE_ROW, LineReader
from pledges.returns.quantity import read_quantity
from pledges.returns.rows import Repeats, Tally, rows_of, rows_to_read
from pledges.sheets.grid import Cell, CellKind, column_letters
from pledges.tables import Column, Place, Row, Table, best_guess, find_table, fold, heading_key, is_blank, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.audience import Vocabulary
    from pledges.provenance import SourceFile
    from pledges.returns.layout import Layout, LayoutTable, SpreadColumn
    from pledges.sheets.grid import Sheet

_FINGERPRINT_ROWS = 50
_PART_OF_PARENT = re.compile(r"[a-z]|\.[0-9]{1,3}", re.ASCII)
_SPREAD, _LEFT_OUT = "quantity column", "column left out"


@attrs.frozen(kw_only=True)
class NearestLayout:
    """The layout most of whose required headings stand in a file, how many of them do, and of how many."""

    layout: Layout
    found: int
    of: int


def recognised(sheets: Sequence[Sheet], known: Iterable[Layout]) -> tuple[Layout, ...]:
    """Return the layouts that a file is wholly in: the folder's own where there is one, else those that are shipped.

    More than one is for a person to settle: nothing may be read by either.
    """
    fitting = [layout for layout in known if _fits(sheets, layout)]
    own = tuple(layout for layout in fitting if layout.is_own)
    return own or tuple(fitting)


def nearest_layout(sheets: Sequence[Sheet], known: Iterable[Layout]) -> NearestLayout | None:
    """Return the layout that a file comes nearest to, None where it has no required heading of any."""
    best: NearestLayout | None = None
    for layout in known:
        found = of = 0
        for table in layout.tables:
            columns = [column for column in columns_of(table) if column.required]
            matched = [len(best_guess(sheet, columns).matched) for sheet in sheets]
            found, of = found + max(matched, default=0), of + len(columns)
        if found and (best is None or found * best.of > best.found * of):
            best = NearestLayout(layout=layout, found=found, of=of)
    return best


def columns_of(table: LayoutTable) -> tuple[Column, ...]:
    """Return the columns that a table of a layout is looked for by: ours, those of quantities, and those left out."""
    return (
        *(Column(each.means, each.headings, each.required, only_aliases=True) for each in table.columns),
        *(
            Column(f"{_SPREAD} {number}", each.headings, each.required, only_aliases=True)
            for number, each in enumerate(table.spread, start=1)
        ),
        *(
            Column(f"{_LEFT_OUT} {number}", (heading,), only_aliases=True)
            for number, heading in enumerate(table.leave_out, start=1)
        ),
    )


def read_by_layout(
    found: Sequence[tuple[Sheet, Tally]],
    layout: Layout,
    file: SourceFile,
    path: str,
    vocabulary: Vocabulary,
    *,
    not_applicable_accepted: bool,
) -> tuple[tuple[Return, ...], set[int]]:
    """Return the returns of a file that is in `layout`, and the numbers of the sheets that were read.

    It is one return, or one for each quarter of which a column holds anything. The tallies are told of each row.
    """
    tables = _tables(found, layout)
    fields = _fields(found, layout, {table.sheet.number: table for table, _, _ in tables})
    first = found[0][1].place
    about = about_of([(name, row) for name, row, _ in fields], first, vocabulary)
    if layout.basis:
        not_given = tuple(each for each in about.not_given if each[0] != layouts.BASIS)
        about = attrs.evolve(about, basis=about.basis or Basis(layout.basis), not_given=not_given)
    found[0][1].findings.extend(about.findings)
    read = {table.sheet.number for table, _, _ in tables}
    with_table = frozenset(read)
    for sheet, tally in found:
        numbers = sorted({row.number for _, row, each in fields if each is tally})
        if not numbers:
            continue
        read.add(sheet.number)
        tally.used.extend(numbers)
        if sheet.number not in with_table:
            tally.ignore([number for number in rows_of(sheet) if number not in numbers])
    quarters = dict[int | None, list[EvidenceLine]]()
    for table, spec, tally in tables:
        for quarter, line in _lines(table, spec, tally, about, vocabulary, accepted=not_applicable_accepted):
            quarters.setdefault(quarter, []).append(line)
    _place_in_quarters(quarters, about, tables)
    if not quarters:
        quarters[None] = []
    source = found[0][1].place.whole if not tables else tables[0][2].place.whole
    return tuple(
        _return(layout, file, path, about, quarter, tuple(lines), source)
        for quarter, lines in sorted(quarters.items(), key=lambda each: each[0] or 0)
    ), read


def _place_in_quarters(
    quarters: dict[int | None, list[EvidenceLine]], about: About, tables: Sequence[tuple[Table, LayoutTable, Tally]]
) -> None:
    """Move the lines of a file that gives its numbers by quarter, and these not, into the quarters of their dates.

    Else one file would be a return of the year beside returns of its quarters, and nobody could add them up.
    """
    if set(quarters) <= {None}:
        return
    last = max(number for number in quarters if number is not None)
    count = max((spread.quarter or 0 for _, spec, _ in tables for spread in spec.spread), default=0)
    by_sheet: dict[str | None, Tally] = {tally.place.sheet: tally for _, _, tally in tables}
    for line in quarters.pop(None, []):
        place = next((number for number in range(1, count + 1) if _lies_in(line, _quarter(about, number))), None)
        if place is None:
            note = finding("quarter-unknown", line.row_source)
            by_sheet[line.row_source.sheet if isinstance(line.row_source, CellRef) else None].findings.append(note)
            unplaced = attrs.evolve(line, problems=(*line.problems, (WHOLE_ROW, note.code)))
            quarters.setdefault(last, []).append(unplaced)
        else:
            quarters.setdefault(place, []).append(line)


def _lies_in(line: EvidenceLine, quarter: Period | None) -> bool:
    """Return whether both days of a line lie in a quarter; a line with one day only has no other."""
    days = [day for day in (line.start, line.end) if day is not None]
    return quarter is not None and bool(days) and all(quarter.holds(day) for day in days)


def _return(
    layout: Layout,
    file: SourceFile,
    path: str,
    about: About,
    quarter: int | None,
    lines: tuple[EvidenceLine, ...],
    source: CellRef,
) -> Return:
    return Return(
        file=file,
        layout=layout.id,
        source=source,
        lines=lines,
        supplier_key=about.supplier_key,
        contract_key=about.contract_key,
        period=about.period if quarter is None else _quarter(about, quarter),
        period_start_source=about.period_start_source,
        period_end_source=about.period_end_source,
        basis=about.basis,
        submitted_on=about.submitted_on,
        part=about.part,
        nil=about.is_nil,
        path=path,
        not_given=about.not_given,
    )


def _fits(sheets: Sequence[Sheet], layout: Layout) -> bool:
    names = {fold(sheet.name) for sheet in sheets}
    if any(fold(name) not in names for name in layout.sheets):
        return False
    texts = {
        fold(cell.value)
        for sheet in sheets
        for row in range(1, _FINGERPRINT_ROWS + 1)
        for _, cell in sheet.row(row)
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str)
    }
    if any(fold(text) not in texts for text in layout.fingerprint):
        return False
    return all(table.optional or any(_stands(sheet, table) for sheet in sheets) for table in layout.tables)


def _stands(sheet: Sheet, table: LayoutTable) -> bool:
    return _find(sheet, Place("file", "sheet"), table) is not None


def _find(sheet: Sheet, place: Place, table: LayoutTable) -> Table | None:
    if table.sheets and fold(sheet.name) not in {fold(name) for name in table.sheets}:
        return None
    found = find_table(sheet, place, columns_of(table))
    if found is not None and table.heading_row not in {None, found.heading_row}:
        return None
    return found


def _tables(found: Sequence[tuple[Sheet, Tally]], layout: Layout) -> list[tuple[Table, LayoutTable, Tally]]:
    """Return each sheet's table with what the layout says of it; a sheet holds the first table that fits it."""
    tables: list[tuple[Table, LayoutTable, Tally]] = []
    for sheet, tally in found:
        for spec in layout.tables:
            table = _find(sheet, tally.place, spec)
            if table is not None:
                fixed = {layouts.PLEDGE_REF: spec.pledge, layouts.UNIT: spec.unit}
                tables.append((attrs.evolve(table, fixed=_fixed(fixed)), spec, tally))
                break
    return tables


def _fixed(words: Mapping[str, str]) -> dict[str, Cell]:
    return {name: Cell(CellKind.TEXT, word) for name, word in words.items() if word}


def _fields(
    found: Sequence[tuple[Sheet, Tally]], layout: Layout, tables: Mapping[int, Table]
) -> list[tuple[str, Row, Tally]]:
    """Return each labelled cell of a file by our name of it: a row whose Value is the cell beside the label.

    Labels are looked for above the headings of a sheet's table, and all over a sheet without one.
    """
    names = {heading_key(label): field.means for field in layout.fields for label in field.labels}
    fields = list[tuple[str, Row, Tally]]()
    for sheet, tally in found:
        table = tables.get(sheet.number)
        rows = dict[int, list[tuple[int, Cell]]]()
        for number, row in sheet.filled_rows():
            if table is not None and number >= table.heading_row:
                break
            rows[number] = [(column, cell) for column, cell in row if not is_blank(cell)]
        for number, cells in rows.items():
            named = {column: names.get(heading_key(text_of(cell))) for column, cell in cells}
            for column, _ in cells:
                name = named[column]
                if name is None:
                    continue
                # The value stands before the next label: an empty field must not take its neighbour's.
                right = next((each for each, _ in cells if each > column), column + 1)
                value = column + 1 if named.get(right) is not None else right
                fields.append((name, Row(number, _field_table(sheet, tally, number, value)), tally))
    return fields


def _field_table(sheet: Sheet, tally: Tally, number: int, value: int) -> Table:
    return Table(
        place=tally.place,
        sheet=sheet,
        heading_row=0,
        first_column=value,
        columns={layouts.VALUE: value},
        repeated=frozenset(),
        row_numbers=(number,),
        rows_above=(),
        findings=(),
    )


def _lines(
    table: Table, spec: LayoutTable, tally: Tally, about: About, vocabulary: Vocabulary, *, accepted: bool
) -> list[tuple[int | None, EvidenceLine]]:
    """Return the lines of a table, each with its quarter (None: the file's period)."""
    table = attrs.evolve(table, rows_above=tuple(number for number in table.rows_above if number not in tally.used))
    tally.findings.extend(table.findings)
    tally.ignored.extend(table.heading_rows[:-1])  # with the finding that they were joined
    views = _views(table, spec)
    spread_names = [name for name in table.columns if name.startswith(_SPREAD)]
    rows = _without_parents(list(rows_to_read(table, tally, also=spread_names)), views, spec, tally)
    if about.period is None and any(view.quarter is not None for view in views):
        for row in rows:
            tally.set_aside.append(row.number)
            tally.findings.append(finding("quarters-unplaced", row.source))
        return []
    lines = list[tuple[int | None, EvidenceLine]]()
    used, told = set[int](), dict[Finding, None]()
    for view in views:
        taken = [Row(row.number, view.table) for row in rows if _says(row, view, views, rows)]
        if not taken:
            continue
        quarter = view.quarter
        period = about.period if quarter is None else _quarter(about, quarter)
        outside = _outside(view, about, period)
        reader = LineReader.of(view.table, vocabulary, period, not_applicable_accepted=accepted)
        repeats = Repeats(view.table)
        told.update(dict.fromkeys(outside))
        for row in taken:
            line, found = reader.read(row)
            told.update(dict.fromkeys(found))
            if line is None:
                continue
            line, found = repeats.check(row, line)
            told.update(dict.fromkeys(found))
            ending = view.spread.code_ending if view.spread is not None else ""
            problems = (*line.problems, *((WHOLE_ROW, each.code) for each in outside))
            lines.append((quarter, attrs.evolve(line, pledge_key=line.pledge_key + ending, problems=problems)))
            used.add(row.number)
    tally.findings.extend(told)
    tally.used.extend(row.number for row in rows if row.number in used)
    _account_unused([row for row in rows if row.number not in used], told, tally)
    return lines


def _says(row: Row, view: _View, views: Sequence[_View], rows: Sequence[Row]) -> bool:
    """Return whether a row gives a line in a column of quantities.

    In a quarter for which any row says something, each row does (a blank is then missing); a quarter that has not come
    yet says nothing. Of columns of several pledges or units a row speaks in those it fills, else in the first.
    """
    if view.quarter is not None:
        return any(view.is_filled(each) for each in rows)
    return view.is_filled(row) or (view is views[0] and not any(each.is_filled(row) for each in views))


def _account_unused(rows: Sequence[Row], told: Iterable[Finding], tally: Tally) -> None:
    """Set aside the rows that have a finding of their own; ignore, with one, those in which no quarter is filled."""
    at = {each.source for each in told}
    with_finding = [row for row in rows if any(row.ref(name) in at for name in row.table.columns) or row.source in at]
    tally.set_aside.extend(row.number for row in with_finding)
    tally.ignore([row.number for row in rows if row not in with_finding])


@attrs.frozen(kw_only=True, eq=False)
class _View:
    """A table with one of its columns of quantities as Quantity; `spread` is None where it has but its own."""

    table: Table
    spread: SpreadColumn | None

    @property
    def quarter(self) -> int | None:
        """The quarter that its heading names, None where it names none."""
        return self.spread.quarter if self.spread is not None else None

    def is_filled(self, row: Row) -> bool:
        """Whether a row holds a quantity here."""
        return not is_blank(Row(row.number, self.table).cell(layouts.QUANTITY))


def _views(table: Table, spec: LayoutTable) -> list[_View]:
    ours = {name: column for name, column in table.columns.items() if not name.startswith((_SPREAD, _LEFT_OUT))}
    views = list[_View]()
    for number, spread in enumerate(spec.spread, start=1):
        column = table.columns.get(f"{_SPREAD} {number}")
        if column is None:
            continue
        fixed = {**table.fixed, **_fixed({layouts.PLEDGE_REF: spread.pledge, layouts.UNIT: spread.unit})}
        view = attrs.evolve(table, columns={**ours, layouts.QUANTITY: column}, fixed=fixed)
        views.append(_View(table=view, spread=spread))
    if views:
        return views
    # Columns of quantities that cannot be used are not the same as none: then no row may count as one.
    repeated = table.repeated | ({layouts.QUANTITY} if spec.spread else frozenset[str]())
    return [_View(table=attrs.evolve(table, columns=ours, repeated=repeated), spread=None)]


def _quarter(about: About, number: int) -> Period | None:
    """Return the quarter of that number, counted from the first day of the file's period."""
    if about.period is None:
        return None
    first = months_after(about.period.start, 3 * (number - 1))
    return Period(first, months_after(about.period.start, 3 * number) - dt.timedelta(days=1))


def _outside(view: _View, about: About, period: Period | None) -> tuple[Finding, ...]:
    if about.period is None or period is None or about.period.covers(period):
        return ()
    column = view.table.columns[layouts.QUANTITY]
    place = view.table.place.ref(view.table.heading_row, column)
    return (finding("quarter-outside-period", place, letters=column_letters(column), quarter=period),)


def _without_parents(rows: list[Row], views: Sequence[_View], spec: LayoutTable, tally: Tally) -> list[Row]:
    """Return the rows that are deliveries themselves; those that sum up others are checked against them and ignored."""
    if not spec.parents:
        return rows
    codes = {row.number: text_of(row.cell(layouts.PLEDGE_REF)).strip().rstrip(".").casefold() for row in rows}
    kept = list[Row]()
    for row in rows:
        code = codes[row.number]
        parts = [
            each
            for each in rows
            if code
            and codes[each.number].startswith(code)
            and _PART_OF_PARENT.fullmatch(codes[each.number][len(code) :])
        ]
        if not parts:
            kept.append(row)
            continue
        tally.ignored.append(row.number)
        words = _rows_words(parts)
        tally.findings.append(finding("parent-row", row.source, parts=words))
        for view in views:
            place = Row(row.number, view.table)
            stated = read_quantity(place.cell(layouts.QUANTITY))
            total = sum((_number(Row(each.number, view.table)) for each in parts), Fraction(0))
            if not is_blank(place.cell(layouts.QUANTITY)) and (stated.amount or 0) != total:
                where = place.ref(layouts.QUANTITY)
                tally.findings.append(finding("parent-differs", where, column=layouts.QUANTITY, parts=words))
    return kept


def _number(row: Row) -> Fraction:
    return read_quantity(row.cell(layouts.QUANTITY)).amount or Fraction(0)


def _rows_words(rows: Sequence[Row]) -> str:
    numbers = ", ".join(str(row.number) for row in rows)
    return f"row {numbers}" if len(rows) == 1 else f"rows {numbers}"
