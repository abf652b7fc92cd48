"""Deliveries of one pledge in; the rows of each placement together, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.counting.amounts import placement_of
from pledges.model import Absence, Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pledges.counting.amounts import Delivery

Placement = tuple[str, str]
"""What tells a placement of a pledge from others: what kind of name it has, and the name."""

_BY_REFERENCE, _BY_START, _ALONE = "reference", "start", "row"


SAME_AGAIN = frozenset({"duplicate-person", "duplicate-placement"})
"""Why a row of somebody who counts already is set aside."""


def placement_key(delivery: Delivery) -> Placement:
    """Return which placement a row is of: by its reference; without one it is alone.

    Without a reference the rows of running totals and stocks speak in turn of whoever has the same Start.
    """
    if ref := placement_of(delivery.line):
        return _BY_REFERENCE, ref
    start = delivery.line.start
    if delivery.basis is not Basis.IN_PERIOD and start is not None:
        return _BY_START, f"{delivery.supplier_ref}/{delivery.sent.part.casefold()}/{start.isoformat()}"
    return _ALONE, str(id(delivery.line))


def placements(deliveries: Iterable[Delivery]) -> Mapping[Placement, Sequence[Delivery]]:
    """Return the rows of each placement that tell something: neither nil, an agreed N/A nor set aside for themselves.

    Of a row that is still open the dates tell, where they would not set it aside. A row that names somebody a second
    time counts nothing more, and tells how long they were there.
    """
    rows: defaultdict[Placement, list[Delivery]] = defaultdict(list)
    for each in deliveries:
        tells = each.set_aside is None or each.set_aside.reason in SAME_AGAIN
        is_agreed = each.absence is Absence.MISSING and each.line.absence is Absence.NOT_APPLICABLE
        if tells and each.dates_hold and not is_agreed and each.absence is not Absence.NIL:
            rows[placement_key(each)].append(each)
    return rows


def last_words(rows: Iterable[Delivery], tells: Callable[[Delivery], bool]) -> list[Delivery]:
    """Return the rows that no later running total or stock that `tells` anything stands for, part by part.

    A subcontractor's totals are its own.
    """
    by_part: defaultdict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for each in rows:
        by_part[each.supplier_ref, each.sent.part.casefold()].append(each)
    left: list[Delivery] = []
    for of_part in by_part.values():
        ends = [each.period.end for each in of_part if each.basis is not Basis.IN_PERIOD and tells(each)]
        latest = max(ends, default=None)
        left += [
            each
            for each in of_part
            if latest is None
            or (each.period.end > latest if each.basis is Basis.IN_PERIOD else each.period.end >= latest)
        ]
    return left
