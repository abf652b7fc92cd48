"""Delivery lines in, returns as suppliers and officers send them out: the same workbooks as the forms, filled in.

Every cell takes any value, also one that does not belong there: examples and tests send in what people send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.forms.columns import DELIVERY, DELIVERY_MORE, KEYED
from pledges.forms.guide import form_guide, keyed_guide
from pledges.forms.plan import Column, FieldSheet, TableSheet, Takes, Value
from pledges.forms.return_form import LAYOUT, SPARE_ROWS, about_fields
from pledges.forms.workbook import workbook_bytes
from pledges.periods import Period
from pledges.returns.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@attrs.frozen(kw_only=True)
class FilledLine:
    """One delivery line as typed. `more` holds other columns by their headings, known ones and any others."""

    pledge_ref: Value = None
    what_was_promised: Value = None
    unit: Value = None
    quantity: Value = None
    start: Value = None
    end: Value = None
    evidence_ref: Value = None
    comment: Value = None
    more: Mapping[str, Value] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class FilledReturn:
    """A return as sent: the fields of About and its lines.

    `fingerprint` None is the true one of these references and lines; "" leaves it out. `more` are other fields of About
    by name, or other values for those that are named here: a field that is None there is left out.
    """

    supplier_ref: str
    contract_ref: str | None
    period: Period
    lines: tuple[FilledLine, ...]
    basis: Value = "in period"
    submitted_on: Value = None
    nil_return: Value = None
    attested_by: Value = None
    attested_on: Value = None
    part: Value = None
    layout: Value = LAYOUT
    fingerprint: str | None = None
    more: Mapping[str, Value] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class KeyedLine:
    """One row of a keyed sheet as typed; `more` holds other columns by their headings."""

    supplier: Value = None
    contract_ref: Value = None
    period_start: Value = None
    period_end: Value = None
    basis: Value = "in period"
    pledge: Value = None
    quantity: Value = None
    unit: Value = None
    start: Value = None
    end: Value = None
    evidence_ref: Value = None
    comment: Value = None
    keyed_from: Value = None
    keyed_by: Value = None
    more: Mapping[str, Value] = attrs.field(factory=dict)


def write_return(sent: FilledReturn) -> bytes:
    """Return a return in the native layout (`pledges-return/1`), as the form it was filled in on."""
    cells = [
        {
            "Pledge ref": line.pledge_ref,
            "What was promised": line.what_was_promised,
            "Unit": line.unit,
            "Quantity": line.quantity,
            "Start": line.start,
            "End": line.end,
            "Evidence ref": line.evidence_ref,
            "Comment": line.comment,
            **line.more,
        }
        for line in sent.lines
    ]
    columns = _with_others(DELIVERY, DELIVERY_MORE, cells)
    delivery = TableSheet(
        name="Delivery", columns=columns, rows=_rows(columns, cells), spare_rows=SPARE_ROWS, protected=True
    )
    return workbook_bytes((delivery, _about(sent), form_guide()))


def write_keyed(lines: Iterable[KeyedLine]) -> bytes:
    """Return a keyed sheet (`pledges-keyed/1`) with these rows, as an officer typed them."""
    cells = [
        {
            "Supplier ref or name": line.supplier,
            "Contract ref": line.contract_ref,
            "Period start": line.period_start,
            "Period end": line.period_end,
            "Basis": line.basis,
            "Pledge ref or code": line.pledge,
            "Quantity": line.quantity,
            "Unit": line.unit,
            "Start": line.start,
            "End": line.end,
            "Evidence ref": line.evidence_ref,
            "Comment": line.comment,
            "Keyed from": line.keyed_from,
            "Keyed by (role)": line.keyed_by,
            **line.more,
        }
        for line in lines
    ]
    columns = _with_others(KEYED, DELIVERY_MORE, cells)
    keyed = TableSheet(name="Keyed", columns=columns, rows=_rows(columns, cells), spare_rows=SPARE_ROWS)
    return workbook_bytes((keyed, keyed_guide()))


def _about(sent: FilledReturn) -> FieldSheet:
    refs = list(dict.fromkeys(line.pledge_ref for line in sent.lines if isinstance(line.pledge_ref, str)))
    mark = sent.fingerprint
    if mark is None:
        mark = fingerprint(sent.supplier_ref, sent.contract_ref, sent.period, refs)
    fields = about_fields(sent.supplier_ref, sent.contract_ref, sent.period, mark)
    typed: dict[str, Value] = {
        "Basis": sent.basis,
        "Submitted on": sent.submitted_on,
        "Nil return": sent.nil_return,
        "Attested by (role)": sent.attested_by,
        "Attested on": sent.attested_on,
        "Part": sent.part,
        "Layout": sent.layout,
    }
    kept = tuple(
        attrs.evolve(field, value=sent.more.get(field.name, typed.get(field.name, field.value)))
        for field in fields
        if field.name not in sent.more or sent.more[field.name] is not None
    )
    names = {field.name for field in fields}
    others = tuple(
        attrs.evolve(fields[-1], name=name, value=value, takes=Takes.TEXT)
        for name, value in sent.more.items()
        if name not in names
    )
    return FieldSheet(name="About", fields=(*kept, *others))


def _with_others(
    columns: Sequence[Column], known: Sequence[Column], cells: Sequence[Mapping[str, Value]]
) -> tuple[Column, ...]:
    """Return the columns and those others in which a line has something, in the order they first come."""
    headings = {column.heading for column in columns}
    extra = dict.fromkeys(heading for line in cells for heading in line if heading not in headings)
    described = {column.heading: column for column in known}
    return (*columns, *(described.get(heading, Column(heading=heading, width=18)) for heading in extra))


def _rows(columns: Sequence[Column], cells: Sequence[Mapping[str, Value]]) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(line.get(column.heading) for column in columns) for line in cells)
