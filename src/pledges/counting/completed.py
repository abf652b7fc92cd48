"""Deliveries of one pledge in; the same with completed weeks counted over each whole placement, out.

A week that begins in one return and ends in the next is completed all the same, so that what is rounded down is the
placement so far, and never what one row reports.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.counting.amounts import placement_of
from pledges.counting.stretches import Stretch, days_up_to
from pledges.counting.weeks import completed_weeks
from pledges.figures import difference, given, inclusive_days, total
from pledges.model import WeekConvention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pledges.counting.amounts import Delivery
    from pledges.counting.measuring import CountedDays


def weeks_completed(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """Return the deliveries, those of a placement in several rows with the weeks that all its days complete.

    A row is the whole weeks of the placement's days up to its last day that counts, less the whole weeks of the days
    before its first. The placement's days are those from Start on of each of its rows, each once.
    """
    settled = list(deliveries)
    placements = defaultdict[str, list[tuple[int, "CountedDays"]]](list)
    for index, each in enumerate(settled):
        asks = each.pledge.unit == "weeks" and each.pledge.week_convention is WeekConvention.COMPLETED_WEEKS
        if (
            asks
            and not each.pledge.is_committed
            and each.days is not None
            and each.set_aside is None
            and placement_of(each.line)
        ):
            placements[placement_of(each.line)].append((index, each.days))
    for rows in placements.values():
        if len(rows) > 1:
            up_to = days_up_to(_since_start(days) for _, days in rows)
            for index, days in rows:
                settled[index] = _completed(settled[index], days, up_to)
    return settled


def _since_start(days: CountedDays) -> Stretch:
    return Stretch(_ordinal(days.start.value), _ordinal(days.last.value))


def _ordinal(value: object) -> int:
    return int(str(value))


def _completed(delivery: Delivery, days: CountedDays, up_to: Callable[[int], int]) -> Delivery:
    counted = inclusive_days("days", days.first, days.last)
    own_before = difference("days before", inclusive_days("days since start", days.start, days.last), counted)
    so_far = up_to(_ordinal(days.first.value) - 1)
    elsewhere = so_far - (own_before.value or 0)
    source = delivery.line.row_source
    others = given("days before, by the placement's other rows", elsewhere, source, unit="days")
    before = total("days before", [own_before, others], unit="days")
    return attrs.evolve(delivery, amount=completed_weeks(before, counted))
