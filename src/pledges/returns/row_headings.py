"""A row that says itself whose it is and for when in; that, or what is wrong with it, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import BASES, Basis
from pledges.periods import Period
from pledges.returns import layouts
from pledges.tables import day_order, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pledges.tables import CellReader, DayOrder, Row, Table


@attrs.frozen(kw_only=True)
class RowHeading:
    """What a row says of whose it is and for when: "" and None where it does not say."""

    row: Row
    supplier_key: str = attrs.field(repr=False)
    contract_key: str = attrs.field(repr=False)
    period: Period | None
    basis: Basis | None
    part: str = attrs.field(repr=False)
    findings: tuple[Finding, ...]

    @property
    def group(self) -> tuple[object, ...]:
        """What rows of one return have in common."""
        return (fold(self.supplier_key), fold(self.contract_key), self.period, self.basis, fold(self.part))


def period_orders(table: Table) -> Mapping[str, DayOrder | None]:
    """Return how each column of the period writes its days; one that nothing settles is read as the other one is."""
    orders = {name: day_order(table.cells_under(name)) for name in (layouts.PERIOD_START, layouts.PERIOD_END)}
    known = {order for order in orders.values() if order is not None}
    return dict.fromkeys(orders, known.pop()) if len(known) == 1 else orders


def row_heading(
    row: Row, cells: CellReader, orders: Mapping[str, DayOrder | None], *, supplier: str, required: frozenset[str]
) -> RowHeading:
    """Return what a row says; `supplier` is our name of its column, and a blank in one of `required` is a finding."""
    findings = list[Finding | None]()
    supplier_key, problem = cells.read_reference(row, supplier, required=supplier in required)
    findings.append(problem)
    contract_key, problem = cells.read_reference(row, layouts.CONTRACT_REF)
    findings.append(problem)
    start, problem = cells.read_day(
        row, layouts.PERIOD_START, orders[layouts.PERIOD_START], required=layouts.PERIOD_START in required
    )
    findings.append(problem)
    end, problem = cells.read_day(
        row, layouts.PERIOD_END, orders[layouts.PERIOD_END], required=layouts.PERIOD_END in required
    )
    findings.append(problem)
    basis, problem = cells.read_word(row, layouts.BASIS, BASES, say_no_more=layouts.SAY_NO_MORE)
    findings.append(problem)
    part, problem = cells.read_reference(row, layouts.PART)
    findings.append(problem)
    period = None
    if start is not None and end is not None:
        if start <= end:
            period = Period(start, end)
        else:
            findings.append(finding("dates-crossed", row.ref(layouts.PERIOD_END)))
    return RowHeading(
        row=row,
        supplier_key=supplier_key,
        contract_key=contract_key,
        period=period,
        basis=Basis(basis) if basis is not None else None,
        part=part,
        findings=tuple(each for each in findings if each is not None),
    )
