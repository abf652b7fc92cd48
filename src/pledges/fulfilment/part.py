"""Fulfilment of a part of a promise whose split is free: what counts for it, and nothing that it has to reach alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.fulfilment.measured import measured
from pledges.fulfilment.rating import PART_OF
from pledges.fulfilment.remedies import without_remedies
from pledges.fulfilment.result import Fulfilment, State

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import Counted
    from pledges.model import Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:  # noqa: ARG001 - every way takes the policy
    """Return what counts for a part: its quantity is indicative, so that it is not rated, and never missing."""
    whole = f"{PART_OF} {pledge.parent_ref}"
    made = without_remedies(measured(pledge, counted, target, on=on), whole)
    state = State.NOT_DUE if made.state is State.MISSING else made.state
    because = f"{whole}, whose split is free"
    return attrs.evolve(made, state=state, rating_because=because, left_out_because=whole)
