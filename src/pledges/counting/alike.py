"""Changes of one pledge in; questions about those that look like a delivery reported before, out. Nothing is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.counting.found import found_at
from pledges.findings import Finding
from pledges.model import Basis

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from fractions import Fraction

    from pledges.counting.amounts import Delivery
    from pledges.counting.running_totals import Change

_Likeness = tuple["Fraction", "dt.date | None", "dt.date | None", str]


def alike(changes: Iterable[Change]) -> tuple[Finding, ...]:
    """Return a query for each line that repeats the quantity, dates and evidence of a line of an earlier return.

    Only lines for single periods can count twice; weeks found from dates are cut at their periods, and people and
    placements with references are told apart by those. A line without evidence and dates is like nothing.
    """
    first = dict[_Likeness, "Delivery"]()
    queries = list[Finding]()
    for delivery in sorted((change.delivery for change in changes), key=lambda each: each.period.end):
        likeness = _likeness(delivery)
        if likeness is None:
            continue
        earlier = first.setdefault(likeness, delivery)
        if earlier.sent is not delivery.sent and earlier.period != delivery.period:
            queries.append(found_at(delivery, "delivery-alike", first=str(earlier.source)))
    return tuple(queries)


def _likeness(delivery: Delivery) -> _Likeness | None:
    line = delivery.line
    named = line.person_ref or line.placement_ref
    if delivery.basis is not Basis.IN_PERIOD or line.quantity is None or named:
        return None
    if not line.evidence_ref and line.start is None:
        return None
    return line.quantity, line.start, line.end, line.evidence_ref.casefold()
