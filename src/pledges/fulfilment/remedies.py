"""What counts and what was promised in; what a contract manager may act on out: how much is short, and since when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, given, given_day, greatest, inclusive_days, unknown
from pledges.periods import day_text
from pledges.targets import position_day

if TYPE_CHECKING:
    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Pledge
    from pledges.targets import Target

_A_DAY = dt.timedelta(days=1)


def shortfall(pledge: Pledge, counted: Figure, target: Target) -> Figure:
    """Return what is due by the day and not counted, in the pledge's unit: never below 0, unknown where either is."""
    label = "shortfall"
    if counted.value is None or target.due.value is None:
        side = "what counts" if counted.value is None else "what is due"
        return unknown(label, f"{side} is not known", unit=pledge.unit, source=pledge.source)
    nothing = given("nothing", 0, pledge.source, unit=pledge.unit)
    return greatest(label, [nothing, difference("due and not counted", target.due, counted)])


def without_remedies(made: Fulfilment, because: str) -> Fulfilment:
    """Return a fulfilment of which nothing is short or late by itself, with the reason."""
    source = made.pledge.source
    return attrs.evolve(
        made,
        shortfall=unknown("shortfall", because, unit=made.pledge.unit, source=source),
        days_late=unknown("days late", because, unit="days", source=source),
    )


def days_late(pledge: Pledge, counted: Figure, target: Target, *, on: dt.date) -> Figure:
    """Return the days from the day after Due to the day of the position while less is counted than promised.

    Unknown, with the reason, where Due has not passed, everything promised is counted, or one of them is not known:
    a promise that is not late has no days late, not even 0. The day of Due itself is still in time.
    """
    label, due_source = "days late", pledge.due_source or pledge.source
    if pledge.due is None:
        return unknown(label, "no day is given by which this is due", unit="days", source=pledge.source)
    if on <= pledge.due:
        return unknown(label, f"it is not late before {day_text(pledge.due)} has passed", unit="days")
    if counted.value is None or target.in_all.value is None:
        return unknown(label, "what counts or what is promised is not known", unit="days", source=pledge.source)
    if counted.value >= target.in_all.value:
        return unknown(label, "all that was promised is counted", unit="days")
    first = given_day("the day after Due", pledge.due + _A_DAY, due_source)
    return inclusive_days(label, first, position_day(on))
