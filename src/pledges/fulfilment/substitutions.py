"""Fulfilments in; the same out, those that the clause lets another promise make up with what it makes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, given, greatest, least, product, ratio, total, unknown
from pledges.fulfilment.rating import rating_of
from pledges.fulfilment.remedies import days_late, shortfall
from pledges.provenance import natural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Substitution
    from pledges.rulebook import Policy
    from pledges.targets import Target


def with_made_up(
    fulfilments: Sequence[Fulfilment], targets: Mapping[str, Target], policy: Policy, *, on: dt.date
) -> tuple[Fulfilment, ...]:
    """Return the fulfilments in their order; where a clause allows it, what lacks of one is made up by another.

    Only what counts of the other above its own target makes up, each part of it once, for the promises that name it in
    the order of their references. What counts stays what it is; the shares, the shortfall, the days late and the rating
    are of both together.
    """
    by_ref = {each.pledge.ref: each for each in fulfilments}
    left = dict[str, Figure]()
    for ref in sorted(by_ref, key=natural):
        made = by_ref[ref]
        said = made.pledge.substitution
        other = None if said is None else by_ref.get(said.of_ref)
        if said is None or other is None or made.left_out_because:
            continue
        spare = left.get(said.of_ref) or _spare(other)
        made_up, used = _made_up(made, said, spare)
        if spare is not None and used is not None:
            left[said.of_ref] = difference("left for others", spare, used)
        by_ref[ref] = _together(made, made_up, said.of_ref, targets[ref], policy, on=on)
    return tuple(by_ref[each.pledge.ref] for each in fulfilments)


def _spare(other: Fulfilment) -> Figure | None:
    """Return what counts of a promise above its target, never below 0; None where that is not known."""
    pledge = other.pledge
    if other.counted.value is None or other.target.value is None:
        return None
    nothing = given("nothing", 0, pledge.source, unit=pledge.unit)
    return greatest(
        f"{pledge.ref}, counted above its target",
        [nothing, difference("counted less the target", other.counted, other.target)],
    )


def _made_up(made: Fulfilment, said: Substitution, spare: Figure | None) -> tuple[Figure, Figure | None]:
    """Return what is made up, and what of the other promise that takes (None: nothing)."""
    pledge, label = made.pledge, "made up by another promise"
    nothing = given("nothing", 0, said.source, unit=pledge.unit)
    if made.counted.value is None or made.target.value is None:
        return unknown(label, "what counts or what is promised is not known", unit=pledge.unit), None
    if spare is None or not spare.value:
        because = f"nothing is known to be delivered of {said.of_ref} above its target"
        return given(label, 0, said.source, unit=pledge.unit, because=because), None
    lacking = greatest("lacking", [nothing, difference("promised and not counted", made.target, made.counted)])
    rate = _rate(said, pledge.unit, spare.unit)
    made_up = least(label, [lacking, product(f"what {said.of_ref} can make up", [spare, rate], unit=pledge.unit)])
    return made_up, ratio(f"of {said.of_ref} used for {pledge.ref}", made_up, rate, unit=spare.unit)


def _rate(said: Substitution, own_unit: str, other_unit: str) -> Figure:
    """Return how much of a promise one of the other's unit makes."""
    makes = given("makes", said.makes, said.source, unit=own_unit)
    number = given("of the other promise", said.number, said.source, unit=other_unit)
    return ratio("rate", makes, number, unit=f"{own_unit} for each of {other_unit}")


def _together(
    made: Fulfilment, made_up: Figure, other_ref: str, target: Target, policy: Policy, *, on: dt.date
) -> Fulfilment:
    """Return a fulfilment whose shares, remedies and rating are of what counts and what is made up together."""
    if not made_up.value:
        return attrs.evolve(made, made_up=made_up)
    both = total("counted and made up", [made.counted, made_up], unit=made.pledge.unit)
    share_of_due = ratio("share of what is due", both, made.due_to_date)
    rating, because = rating_of(share_of_due, made.due_to_date, policy, on=on)
    return attrs.evolve(
        made,
        made_up=made_up,
        share_of_target=ratio("share of the target", both, made.target),
        share_of_due=share_of_due,
        shortfall=shortfall(made.pledge, both, target),
        days_late=days_late(made.pledge, both, target, on=on),
        rating=rating,
        rating_because=f"{because}, with what {other_ref} makes up",
    )
