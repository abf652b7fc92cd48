"""Fulfilment of what is only recorded: everything counted so far, against nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.fulfilment.measured import measured
from pledges.fulfilment.rating import RECORDED_ONLY
from pledges.fulfilment.remedies import without_remedies

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import Counted
    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:  # noqa: ARG001 - every way takes the policy
    """Return what counts for a pledge without a target: it is never rated, and nothing of it is short or late."""
    made = without_remedies(measured(pledge, counted, target, on=on), RECORDED_ONLY)
    return attrs.evolve(made, rating_because=RECORDED_ONLY, left_out_because=RECORDED_ONLY)
