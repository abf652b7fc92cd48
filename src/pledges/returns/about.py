"""The fields of a form in; who it is from, for which period and on which basis, out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.audience import EARLIEST_DAY
from pledges.findings import Finding, finding
from pledges.model import BASES, Basis
from pledges.periods import Period
from pledges.provenance import CellRef
from pledges.returns import layouts
from pledges.sheets.grid import CellKind
from pledges.tables import CellReader, Row, Table, day_order, find_table, fold, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.audience import Vocabulary
    from pledges.sheets.grid import Sheet
    from pledges.tables import Place

_FIELDS = {
    fold(word).replace(" ", ""): field for field, others in layouts.ABOUT_FIELDS.items() for word in (field, *others)
}


@attrs.frozen(kw_only=True)
class About:
    """What a form says of itself. `layout` and `fingerprint` are "" where it does not say; `is_nil` likewise False.

    `not_given` names the fields without which a return cannot be placed in time and that are blank, with their places.
    """

    supplier_key: str = attrs.field(default="", repr=False)
    contract_key: str = attrs.field(default="", repr=False)
    period: Period | None = None
    period_start_source: CellRef | None = None
    period_end_source: CellRef | None = None
    basis: Basis | None = None
    submitted_on: dt.date | None = None
    part: str = attrs.field(default="", repr=False)
    is_nil: bool = False
    layout: str = attrs.field(default="", repr=False)
    fingerprint: str = attrs.field(default="", repr=False)
    fingerprint_source: CellRef | None = None
    not_given: tuple[tuple[str, CellRef], ...] = ()
    findings: tuple[Finding, ...] = ()


def find_about(sheet: Sheet, place: Place) -> Table | None:
    """Return the table of fields of a sheet, None where it has none.

    It stands under the headings Field and Value; without them its first two columns are taken where they hold both
    ends of the period under our own names. A table of that shape with other fields is somebody else's.
    """
    table = find_table(sheet, place, layouts.ABOUT_COLUMNS)
    if table is None:
        table = Table(
            place=place,
            sheet=sheet,
            heading_row=0,
            first_column=1,
            columns={layouts.FIELD: 1, layouts.VALUE: 2},
            repeated=frozenset(),
            row_numbers=sheet.rows(),
            rows_above=(),
            findings=(),
        )
        needed = {layouts.PERIOD_START, layouts.PERIOD_END}
    else:
        needed = set[str]()
    fields = {field for row in table.rows if (field := field_of(row)) is not None}
    is_ours = fields & {layouts.PERIOD_START, layouts.PERIOD_END, layouts.LAYOUT}
    return table if is_ours and needed <= fields else None


def field_of(row: Row) -> str | None:
    """Return our name of the field that a row is of, or None."""
    return _FIELDS.get(fold(text_of(row.cell(layouts.FIELD))).replace(" ", ""))


def read_about(table: Table, vocabulary: Vocabulary) -> About:
    """Return what the fields say. A blank period or basis is kept as not given: the council's log may give it."""
    fields = [(field, row) for row in table.rows if (field := field_of(row)) is not None]
    return about_of(fields, table.place, vocabulary)


def about_of(fields: Sequence[tuple[str, Row]], place: Place, vocabulary: Vocabulary) -> About:
    """Return what some fields say, each by our name with the row whose Value it is; `place` is of their sheet."""
    cells = CellReader(vocabulary, EARLIEST_DAY)
    rows, contradicted, findings = _rows_by_field(fields)
    order = day_order(row.cell(layouts.VALUE) for row in rows.values())
    texts = dict[str, str]()
    for field in (layouts.SUPPLIER_REF, layouts.CONTRACT_REF, layouts.PART, layouts.LAYOUT, layouts.FINGERPRINT):
        if field in rows:
            texts[field], problem = cells.read_reference(rows[field], layouts.VALUE, called=field)
            findings += [problem] if problem is not None else []
    days = dict[str, dt.date | None]()
    for field in (layouts.PERIOD_START, layouts.PERIOD_END, layouts.SUBMITTED_ON):
        if field in rows:
            days[field], problem = cells.read_day(rows[field], layouts.VALUE, order, called=field)
            findings += [problem] if problem is not None else []
    basis, nil = None, None
    if layouts.BASIS in rows:
        word, problem = cells.read_word(
            rows[layouts.BASIS], layouts.VALUE, BASES, called=layouts.BASIS, say_no_more=layouts.SAY_NO_MORE
        )
        findings += [problem] if problem is not None else []
        basis = Basis(word) if word is not None else None
    if layouts.NIL_RETURN in rows:
        nil, problem = cells.read_yes_no(rows[layouts.NIL_RETURN], layouts.VALUE, called=layouts.NIL_RETURN)
        findings += [problem] if problem is not None else []
    period, crossed = _period(days.get(layouts.PERIOD_START), days.get(layouts.PERIOD_END), rows)
    findings += crossed
    sources = {field: row.ref(layouts.VALUE) for field, row in rows.items()}
    return About(
        supplier_key=texts.get(layouts.SUPPLIER_REF, ""),
        contract_key=texts.get(layouts.CONTRACT_REF, ""),
        period=period,
        period_start_source=sources.get(layouts.PERIOD_START),
        period_end_source=sources.get(layouts.PERIOD_END),
        basis=basis,
        submitted_on=days.get(layouts.SUBMITTED_ON),
        part=texts.get(layouts.PART, ""),
        is_nil=bool(nil),
        layout=texts.get(layouts.LAYOUT, ""),
        fingerprint=texts.get(layouts.FINGERPRINT, ""),
        fingerprint_source=sources.get(layouts.FINGERPRINT),
        not_given=_not_given(rows.keys() | contradicted, fields, place),
        findings=tuple(findings),
    )


def _rows_by_field(fields: Iterable[tuple[str, Row]]) -> tuple[dict[str, Row], set[str], list[Finding]]:
    """Return the row of each field that is filled in, without those given twice with different answers, and these."""
    rows, contradicted, findings = dict[str, Row](), set[str](), list[Finding]()
    for field, row in fields:
        cell = row.cell(layouts.VALUE)
        # A drop-down's "Please select" is as good as blank.
        if cell.kind in {CellKind.BLANK, CellKind.TEXT} and not text_of(cell):
            continue
        first = rows.setdefault(field, row)
        if first.cell(layouts.VALUE) != cell and field not in contradicted:
            contradicted.add(field)
            findings.append(finding("field-repeated", row.ref(layouts.VALUE), field=field))
    return {field: row for field, row in rows.items() if field not in contradicted}, contradicted, findings


def nothing_said(place: CellRef) -> About:
    """Return what a form says of itself that came without its fields; `place` is of the sheet that did come."""
    return About(not_given=tuple((field, place) for field in layouts.PLACES_IN_TIME))


def _not_given(given: set[str], fields: Iterable[tuple[str, Row]], place: Place) -> tuple[tuple[str, CellRef], ...]:
    """Return each field without which a return cannot be placed in time, with its cell where it has one."""
    places = {field: row.ref(layouts.VALUE) for field, row in fields}
    return tuple((field, places.get(field, place.whole)) for field in layouts.PLACES_IN_TIME if field not in given)


def _period(start: dt.date | None, end: dt.date | None, rows: dict[str, Row]) -> tuple[Period | None, list[Finding]]:
    if start is None or end is None:
        return None, []
    if end < start:
        return None, [finding("dates-crossed", rows[layouts.PERIOD_END].ref(layouts.VALUE))]
    return Period(start, end), []
