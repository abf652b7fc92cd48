"""Counted deliveries against targets: a pledge's fulfilment in figures, one way of fulfilling per file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.fulfilment import cumulative, part, proportion, recorded, sustained
from pledges.fulfilment.either_or import by_either_or
from pledges.fulfilment.families import parent_of, with_parts
from pledges.fulfilment.proportion import with_shares
from pledges.fulfilment.result import Fulfilment, State
from pledges.fulfilment.substitutions import with_made_up
from pledges.fulfilment.waiting import with_waiting
from pledges.provenance import natural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from pledges.counting import Counted
    from pledges.model import Fact, Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target

__all__ = ["WAYS", "Fulfilment", "State", "fulfil", "fulfil_all"]

WAYS: dict[str, Callable[..., Fulfilment]] = {
    "cumulative": cumulative.fulfil,
    "part": part.fulfil,
    "proportion": proportion.fulfil,
    "recorded": recorded.fulfil,
    "sustained": sustained.fulfil,
}
"""The ways a pledge can be fulfilled: by adding up, as part of another, as a percentage, only recorded, by staying."""


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:
    """Return how far one `pledge` is fulfilled on a day, by the way its clause asks for."""
    if pledge.parent_ref is not None:
        return WAYS["part"](pledge, counted, target, policy, on=on)
    if pledge.record_only:
        return WAYS["recorded"](pledge, counted, target, policy, on=on)
    if pledge.sustained_for is not None:
        return WAYS["sustained"](pledge, counted, target, policy, on=on)
    return WAYS["proportion" if pledge.unit == "%" else "cumulative"](pledge, counted, target, policy, on=on)


def fulfil_all(
    pledges: Iterable[Pledge], counted: Mapping[str, Counted], targets: Mapping[str, Target], policy: Policy, *,
    on: dt.date, facts: Iterable[Fact] = (),
) -> tuple[Fulfilment, ...]:  # fmt: skip
    """Return how far every pledge is fulfilled on a day, in the order of their references as people count.

    Parents hold what counts for their parts, percentages are worked out from the promises and the (known) facts they
    are a share of, what a clause lets another promise make up is made up, and either-or groups are rated by the member
    that stands for them. Each rating says beside it what waits for somebody.
    """
    by_ref = {pledge.ref: pledge for pledge in pledges}
    whole = with_shares(with_parts(by_ref.values(), counted), facts, on=on)
    alone = (
        attrs.evolve(pledge, parent_ref=None) if parent_of(pledge, by_ref) is None else pledge
        for pledge in sorted(by_ref.values(), key=lambda each: natural(each.ref))
    )
    made = [fulfil(pledge, whole[pledge.ref], targets[pledge.ref], policy, on=on) for pledge in alone]
    rated = by_either_or(with_made_up(made, targets, policy, on=on), policy, on=on)
    bands = policy.bands_on(on)
    return tuple(attrs.evolve(with_waiting(each), bands=bands) for each in rated)
