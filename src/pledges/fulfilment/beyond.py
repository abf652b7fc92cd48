"""Fulfilments in; rows of returns that by themselves are far more than all that is promised, out as queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.findings import Finding, finding
from pledges.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.fulfilment.result import Fulfilment

_TIMES = 10
"""A row of more than so many times the whole target is asked about."""


def rows_beyond_promise(fulfilments: Iterable[Fulfilment]) -> list[Finding]:
    """Return a query for each row that counts and is more than ten times its promise's target; it goes on counting."""
    return [
        finding(
            "row-beyond-promise",
            line.source,
            supplier_ref=each.pledge.supplier_ref,
            contract_ref=each.pledge.contract_ref,
            pledge_ref=each.pledge.ref,
            amount=str(Quantity(line.amount.value, each.pledge.unit)),
            promised=str(Quantity(each.target.value, each.pledge.unit)),
        )
        for each in fulfilments
        if each.target.value
        for line in each.lines
        if line.amount is not None
        and line.amount.value is not None
        and line.amount.value > _TIMES * each.target.value
        and line.counted.value != 0
    ]
