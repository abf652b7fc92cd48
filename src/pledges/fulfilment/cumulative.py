"""Fulfilment by adding up: everything counted so far against what is promised and what is due by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.fulfilment.measured import measured
from pledges.fulfilment.rating import rating_of

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import Counted
    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:
    """Return how far `pledge` is fulfilled on a day, rated by its share of what is due."""
    made = measured(pledge, counted, target, on=on)
    rating, because = rating_of(made.share_of_due, made.due_to_date, policy, on=on)
    return attrs.evolve(made, rating=rating, rating_because=made.rating_because or because)
