"""Counted deliveries against targets: a pledge's fulfilment in figures, one way of fulfilling per file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.fulfilment import cumulative
from pledges.fulfilment.result import Fulfilment, State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from pledges.counting import Counted
    from pledges.model import Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target

__all__ = ["WAYS", "Fulfilment", "State", "fulfil"]

WAYS: dict[str, Callable[..., Fulfilment]] = {"cumulative": cumulative.fulfil}
"""The ways a pledge can be fulfilled; sustained, milestone and proportion come with the rules that need them."""


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:
    """Return how far `pledge` is fulfilled on a day, by the way its clause asks for."""
    return WAYS["cumulative"](pledge, counted, target, policy, on=on)
