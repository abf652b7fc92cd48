"""The sheets of a file and the layouts there are in; which layout it is, and the returns it holds by it, out.

What a layout maps is put under our own names, and then read as a form's rows are, by the same readers: so every row
is used, set aside or ignored here as well, and every value keeps the address of its own cell.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.audience import EARLIEST_DAY
from pledges.findings import Finding, finding
from pledges.model import Absence, Basis, EvidenceLine, Return
from pledges.periods import Period, months_after
from pledges.provenance import CellRef
from pledges.returns import layouts
from pledges.returns.about import About, about_of
from pledges.returns.layout import OF_THE_ROW, Step
from pledges.returns.layout_tables import (
    FoundTable,
    View,
    columns_of,
    columns_of_quantities,
    kind_of,
    may_stand,
    tables_of,
    views_of,
    ways_to_add_up,
    without_parents,
)
from pledges.returns.lines import WHOLE_ROW, LineReader
from pledges.returns.row_headings import RowHeading, period_orders, row_heading
from pledges.returns.rows import Repeats, Tally, rows_of, rows_to_read
from pledges.sheets.grid import Cell, CellKind, column_letters
from pledges.tables import CellReader, Place, Row, Table, best_guess, find_tables, fold, heading_key, is_blank, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.audience import Vocabulary
    from pledges.provenance import SourceFile
    from pledges.returns.layout import Layout, LayoutTable
    from pledges.sheets.grid import Sheet

_FINGERPRINT_ROWS = 50
_ENDS = (layouts.PERIOD_START, layouts.PERIOD_END)


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


@attrs.frozen(kw_only=True)
class _Context:
    """What the lines of a file are read with."""

    about: About
    vocabulary: Vocabulary
    accepted: bool


@attrs.frozen(kw_only=True)
class _Read:
    """A line, the part of the file's period that it is of (None: the whole), and what its row says of whose it is."""

    line: EvidenceLine
    step: Step | None
    heading: RowHeading | None

    @property
    def group(self) -> tuple[object, ...]:
        """What lines of one supplier's returns have in common."""
        return () if self.heading is None else self.heading.group


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

    It is one return; or one for each part of the period of which a column holds anything, and for each supplier,
    contract and period that its rows name. The tallies are told of each row.
    """
    tables = tables_of(found, layout)
    fields = _fields(found, layout, {each.table.sheet.number: each.table for each in reversed(tables)})
    first = found[0][1].place
    about = about_of([(name, row) for name, row, _ in fields], first, vocabulary)
    if layout.basis:
        not_given = tuple(each for each in about.not_given if each[0] != layouts.BASIS)
        about = attrs.evolve(about, basis=about.basis or Basis(layout.basis), not_given=not_given)
    found[0][1].findings.extend(about.findings)
    read = {each.table.sheet.number for each in tables}
    with_table = frozenset(read)
    for sheet, tally in found:
        numbers = sorted({row.number for _, row, each in fields if each is tally})
        if not numbers:
            continue
        read.add(sheet.number)
        tally.used.extend(numbers)
        if sheet.number not in with_table:
            tally.ignore([number for number in rows_of(sheet) if number not in numbers])
    context = _Context(about=about, vocabulary=vocabulary, accepted=not_applicable_accepted)
    lines = [line for each in tables for line in _lines(each, context)]
    source = first.whole if not tables else tables[0].tally.place.whole
    returns = [
        _return(layout, file, path, about, group, source) for group in _groups(_placed_in_steps(lines, about, tables))
    ]
    return tuple(returns), read


def _groups(lines: Iterable[_Read]) -> list[list[_Read]]:
    """Return the lines of each return: those of one supplier together as they first appear, its parts in their order.

    A file without a line is one return without any.
    """
    groups = defaultdict[tuple[object, ...], dict[Step | None, list[_Read]]](dict)
    for each in lines:
        groups[each.group].setdefault(each.step, []).append(each)
    found = [
        steps[step]
        for steps in groups.values()
        for step in sorted(steps, key=lambda step: (step.months, step.number) if step is not None else (0, 0))
    ]
    return found or [[]]


def _placed_in_steps(lines: Sequence[_Read], about: About, tables: Sequence[FoundTable]) -> list[_Read]:
    """Return the lines of a file, those that are not of a quarter, in one that is given by quarters, by their dates.

    Else one file would be a return of the year beside returns of its quarters, and nobody could add them up.
    """
    given = [each.step for each in lines if each.step is not None]
    if not given:
        return list(lines)
    steps = {spread.step: None for each in tables for spread in each.spec.spread if spread.step is not None}
    last = max(given, key=lambda step: (step.months, step.number))
    tallies: dict[str | None, Tally] = {each.tally.place.sheet: each.tally for each in tables}
    placed = list[_Read]()
    for each in lines:
        line = each.line
        step = each.step or next((step for step in steps if _lies_in(line, _part(about, step))), None)
        if step is None:
            note = finding("quarter-unknown", line.row_source)
            tallies[line.row_source.sheet if isinstance(line.row_source, CellRef) else None].findings.append(note)
            line = attrs.evolve(line, problems=(*line.problems, (WHOLE_ROW, note.code)))
        placed.append(attrs.evolve(each, line=line, step=step or last))
    return placed


def _lies_in(line: EvidenceLine, part: Period | None) -> bool:
    """Return whether both days of a line lie in a part of the period; a line with one day only has no other."""
    days = [day for day in (line.start, line.end) if day is not None]
    return part is not None and bool(days) and all(part.holds(day) for day in days)


def _return(
    layout: Layout, file: SourceFile, path: str, about: About, group: Sequence[_Read], source: CellRef
) -> Return:
    """Return the return of a group of lines, which all say the same of whose they are and for when."""
    heading, step = (group[0].heading, group[0].step) if group else (None, None)
    period = about.period if step is None else _part(about, step)
    sent = Return(
        file=file,
        layout=layout.id,
        source=source,
        lines=tuple(each.line for each in group),
        supplier_key=about.supplier_key,
        contract_key=about.contract_key,
        period=period,
        period_start_source=about.period_start_source,
        period_end_source=about.period_end_source,
        basis=about.basis,
        submitted_on=about.submitted_on,
        part=about.part,
        nil=about.is_nil,
        path=path,
        not_given=about.not_given,
    )
    if heading is None:
        return sent
    said = {layouts.BASIS} if heading.basis is not None else set[str]()
    if heading.period is not None:
        said.update(_ENDS)
        starts, ends = heading.row.ref(layouts.PERIOD_START), heading.row.ref(layouts.PERIOD_END)
        sent = attrs.evolve(sent, period=heading.period, period_start_source=starts, period_end_source=ends)
    return attrs.evolve(
        sent,
        source=heading.row.source,
        supplier_key=heading.supplier_key or sent.supplier_key,
        contract_key=heading.contract_key or sent.contract_key,
        basis=heading.basis or sent.basis,
        part=heading.part or sent.part,
        not_given=tuple(each for each in sent.not_given if each[0] not in said),
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
    return may_stand(sheet, table) and bool(find_tables(sheet, Place("file", "sheet"), [kind_of(table)]))


def _fields(
    found: Sequence[tuple[Sheet, Tally]], layout: Layout, tables: Mapping[int, Table]
) -> list[tuple[str, Row, Tally]]:
    """Return each labelled cell of a file by our name of it: a row whose Value is the cell beside the label.

    Labels are looked for above the headings of a sheet's first table, and all over a sheet without one.
    """
    names = {heading_key(label): field.means for field in layout.fields for label in field.labels}
    fields = list[tuple[str, Row, Tally]]()
    for sheet, tally in found:
        table = tables.get(sheet.number)
        rows = dict[int, list[tuple[int, Cell]]]()
        for number, row in sheet.filled_rows():
            if table is not None and number >= table.first_heading_row:
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


def _lines(found: FoundTable, context: _Context) -> list[_Read]:
    """Return the lines of a table, and tell its tally what became of each of its rows."""
    about, tally, spec = context.about, found.tally, found.spec
    table = _accounted(found)
    views = views_of(table, spec)
    also = columns_of_quantities(table)
    each_row = (
        rows_to_read(table, tally, also, summed=ways_to_add_up) if spec.parents else rows_to_read(table, tally, also)
    )
    rows = without_parents(list(each_row), views, spec, tally)
    if about.period is None and any(view.step is not None for view in views):
        for row in rows:
            tally.set_aside.append(row.number)
            tally.findings.append(finding("quarters-unplaced", row.source))
        return []
    headings = _row_headings(rows, table, spec, context)
    lines = list[_Read]()
    used, told = set[int](), dict[Finding, None]()
    for view in views:
        taken = [Row(row.number, view.table) for row in rows if _says(row, view, views, rows)]
        if not taken:
            continue
        period = about.period if view.step is None else _part(about, view.step)
        outside = _outside(view, about, period)
        reader = LineReader.of(
            view.table, context.vocabulary, _one_period(headings, period), not_applicable_accepted=context.accepted
        )
        repeats = Repeats(view.table)
        told.update(dict.fromkeys((*outside, *reader.noticed)))
        for row in taken:
            heading = headings.get(row.number)
            line, noticed = reader.read(row)
            told.update(dict.fromkeys((*(heading.findings if heading is not None else ()), *noticed)))
            if line is None or (heading is not None and heading.findings):
                continue
            line, noticed = repeats.check(row, tally.placed(row, line))
            told.update(dict.fromkeys(noticed))
            if view.spread is not None and not view.is_filled(row):
                line = _left_blank(line)
                told[finding("quantity-missing", row.ref(layouts.QUANTITY))] = None
            ending = view.spread.code_ending if view.spread is not None else ""
            problems = (*line.problems, *((WHOLE_ROW, each.code) for each in outside))
            line = attrs.evolve(line, pledge_key=line.pledge_key + ending, problems=problems, basis=view.basis)
            lines.append(_Read(line=line, step=view.step, heading=heading))
            used.add(row.number)
    tally.findings.extend(told)
    tally.used.extend(row.number for row in rows if row.number in used)
    _account_unused([row for row in rows if row.number not in used], told, tally)
    return lines


def _left_blank(line: EvidenceLine) -> EvidenceLine:
    """Return the line of a column of quantities that its row leaves blank.

    What else stands in the row is of its other columns: dates and evidence must make no delivery of a blank.
    """
    return EvidenceLine(
        pledge_key=line.pledge_key,
        row_source=line.row_source,
        absence=Absence.MISSING,
        unit=line.unit,
        has_quantity_column=True,
        promise_words=line.promise_words,
    )


def _accounted(found: FoundTable) -> Table:
    """Return the table, its tally having been told of its headings and of what was noticed about them.

    The last row of a sheet's first headings is no row of its account; every other row of headings counts as ignored.
    """
    table, tally = found.table, found.tally
    tally.findings.extend(table.findings)
    tally.ignored.extend(table.heading_rows[:-1])  # with the finding that they were joined
    if found.follows is not found.spec:
        tally.other_time = None  # the layout says itself what stands in this table
    if found.follows is not None:
        code = "headings-again" if found.follows is found.spec else "another-table"
        tally.ignored.append(table.heading_row)
        tally.findings.append(finding(code, table.place.row(table.heading_row)))
    return attrs.evolve(table, rows_above=tuple(number for number in table.rows_above if number not in tally.used))


def _row_headings(rows: Sequence[Row], table: Table, spec: LayoutTable, context: _Context) -> Mapping[int, RowHeading]:
    """Return what each row says of whose it is and for when, by its number; nothing where no column says that.

    What a row leaves blank is what the file says; where the file does not say it either, the blank is a finding.
    """
    mapped = {column.means for column in spec.columns} & set(OF_THE_ROW)
    if not mapped & table.columns.keys():
        return {}
    cells, orders = CellReader(context.vocabulary, EARLIEST_DAY), period_orders(table)
    needed = set(mapped) & ({layouts.SUPPLIER_REF} if not context.about.supplier_key else set())
    needed |= set(mapped) & (set(_ENDS) if context.about.period is None else set())
    headings = dict[int, RowHeading]()
    for row in rows:
        has_end = any(not is_blank(row.cell(name)) for name in _ENDS)
        required = frozenset(needed | (set(_ENDS) if has_end else set()))
        headings[row.number] = row_heading(row, cells, orders, supplier=layouts.SUPPLIER_REF, required=required)
    return headings


def _one_period(headings: Mapping[int, RowHeading], period: Period | None) -> Period | None:
    """Return the period within which the dates of all rows lie, None where there are several."""
    periods = {each.period or period for each in headings.values()}
    return period if not periods else periods.pop() if len(periods) == 1 else None


def _says(row: Row, view: View, views: Sequence[View], rows: Sequence[Row]) -> bool:
    """Return whether a row gives a line in a column of quantities.

    In a quarter for which any row says something, each row does (a blank is then missing); a quarter that has not come
    yet says nothing. Of columns of several pledges or units a row speaks in those it fills, else in the first.
    """
    if view.step is not None:
        return any(view.is_filled(each) for each in rows)
    return view.is_filled(row) or (view is views[0] and not any(each.is_filled(row) for each in views))


def _account_unused(rows: Sequence[Row], told: Iterable[Finding], tally: Tally) -> None:
    """Set aside the rows that have a finding of their own; ignore, with one, those in which no quarter is filled."""
    at = {each.source for each in told}
    with_finding = [row for row in rows if any(row.ref(name) in at for name in row.table.columns) or row.source in at]
    tally.set_aside.extend(row.number for row in with_finding)
    tally.ignore([row.number for row in rows if row not in with_finding])


def _part(about: About, step: Step) -> Period | None:
    """Return a part of the file's period, counted from its first day."""
    if about.period is None:
        return None
    first = months_after(about.period.start, step.months * (step.number - 1))
    return Period(first, months_after(about.period.start, step.months * step.number) - dt.timedelta(days=1))


def _outside(view: View, about: About, period: Period | None) -> tuple[Finding, ...]:
    if about.period is None or period is None or about.period.covers(period):
        return ()
    column = view.table.columns[layouts.QUANTITY]
    place = view.table.place.ref(view.table.heading_row, column)
    return (finding("quarter-outside-period", place, letters=column_letters(column), quarter=period),)
