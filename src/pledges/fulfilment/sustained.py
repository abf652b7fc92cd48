"""Fulfilment by staying: who is still there after so long against what is due, and beside it who is not, or not yet."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.fulfilment.measured import measured
from pledges.fulfilment.rating import rating_of
from pledges.quantities import Quantity

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import Counted
    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target

_BESIDE = {
    "not-yet-sustained": "not there long enough yet",
    "not-sustained": "ended before",
    "sustained-not-known": "not known to have stayed",
}
"""Why a line does not count, or not yet, in the words that stand beside a rating."""


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:
    """Return how far a promise is kept by those who stayed, rated by its share of what is due."""
    made = measured(pledge, counted, target, on=on)
    rating, because = rating_of(made.share_of_due, made.due_to_date, policy, on=on)
    said = "; ".join([made.rating_because or because, *_beside(made)])
    return attrs.evolve(made, rating=rating, rating_because=said)


def _beside(made: Fulfilment) -> list[str]:
    """Return how many were reported and do not count for their staying, with the reason, each reason once."""
    amounts = dict[str, Fraction]()
    for line in (*made.lines, *made.part_lines):
        aside, amount = line.set_aside, line.amount
        if aside is not None and aside.reason in _BESIDE and amount is not None and amount.value:
            amounts[aside.reason] = amounts.get(aside.reason, Fraction(0)) + amount.value
    unit = made.pledge.unit
    return [f"{Quantity(amounts[reason], unit)} {words}" for reason, words in _BESIDE.items() if reason in amounts]
