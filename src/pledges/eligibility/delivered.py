"""Fulfilments and a criterion in, whether enough of what was due was delivered out.

Fulfilment is the weighted mean of the parts delivered of the due pledges; the contract floor is the least part of
those that are contractual, that is marked so, or unmarked and of a contract.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.due import (
    WINDOW,
    due_pledges,
    has_unknown_delivery,
    met,
    not_dated,
    not_known,
    not_met,
    obstacle,
    only_claimed,
    part_delivered,
    undated_pledges,
    weighted_mean,
)
from pledges.eligibility.excusals import excusals_of, with_excusals
from pledges.eligibility.position import (
    Answer,
    amount_of,
    bare,
    beside,
    count_of,
    named,
    no_threshold,
    part_of,
    points,
    required,
    threshold,
)
from pledges.figures import SHARE, least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Position, Threshold
    from pledges.figures import Figure
    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook import Criterion

_WHOLE_UNITS = frozenset({"people", "placements", "sessions", "events"})


def answer_fulfilment(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough of what was due was delivered, as the weighted mean of the parts of each pledge."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("fulfilment required", wanted, SHARE)
    excusals = excusals_of(position, due_pledges(position, criterion))
    due = excusals.measured
    if stopped := obstacle(position, criterion, due, "fulfilment", limit):
        return stopped
    return with_excusals(_fulfilment(due, wanted, limit), excusals)


def _fulfilment(due: Sequence[Fulfilment], wanted: Threshold, limit: Figure) -> Answer:
    observed = weighted_mean("fulfilment", due, part_delivered)
    if observed.value is None:
        doubtful = [each for each in due if has_unknown_delivery(each)] or due
        return not_known("Fulfilment", doubtful, observed, limit)
    seen, asked = beside(observed.value, wanted.value)
    because = (
        f"Fulfilment is {seen} over {count_of(len(due), 'pledge')} due {WINDOW}; {wanted.asked(asked)} is required."
    )
    if wanted.holds(observed.value):
        return met(because, observed, limit)
    return not_met(because, observed, limit, to_do=_more_delivery(due, wanted.value - observed.value))


def answer_floor(criterion: Criterion, position: Position) -> Answer:
    """Answer whether every contractual pledge that was due reached its floor; none due is met."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    label, limit = "least part of a contractual pledge", required("part of each required", wanted, SHARE)
    excusals = excusals_of(position, due_pledges(position, criterion))
    due = tuple(each for each in excusals.measured if is_contractual(each))
    undated = tuple(each for each in undated_pledges(position, criterion) if is_contractual(each))
    if not due and not undated:
        return with_excusals(met(f"No contractual pledge was due {WINDOW}.", None, limit), excusals)
    if stopped := only_claimed(position, label, limit):
        return stopped
    return with_excusals(_floor(due, undated, wanted, limit), excusals)


def _floor(due: tuple[Fulfilment, ...], undated: tuple[Fulfilment, ...], wanted: Threshold, limit: Figure) -> Answer:
    label = "least part of a contractual pledge"
    known = tuple(each for each in due if not has_unknown_delivery(each))
    shares = tuple(part_delivered(each) for each in known)
    failing = [each for each, share in zip(known, shares, strict=True) if not wanted.holds(share.value or 0)]
    if not failing and undated:
        return not_dated(undated, None, limit)
    if not failing and len(known) < len(due):
        doubtful = [each for each in due if has_unknown_delivery(each)]
        return not_known("The contract floor", doubtful, least(label, [part_delivered(each) for each in due]), limit)
    observed = least(label, shares)
    seen, asked = beside(observed.value or Fraction(0), wanted.value)
    which = f"{count_of(len(due), 'contractual pledge')} due {WINDOW}"
    if not failing:
        return met(
            f"The least of {which} is at {seen} of its target; {wanted.asked(asked)} is required of each.",
            observed,
            limit,
        )
    refs = named([each.pledge.ref for each in failing])
    return not_met(
        f"Of {which}, {refs} {'is' if len(failing) == 1 else 'are'} below the floor: the least is at {seen} of its "
        f"target, and {wanted.asked(asked)} is required of each.",
        observed,
        limit,
        to_do=f"More delivery is needed: {named([_lacks(each, wanted.value) for each in failing])}.",
    )


def is_contractual(fulfilment: Fulfilment) -> bool:
    """Whether a pledge is part of a contract: as the register says, else whether it has a contract."""
    pledge = fulfilment.pledge
    return pledge.contract_ref is not None if pledge.contractual is None else pledge.contractual


def _lacks(fulfilment: Fulfilment, floor: Fraction) -> str:
    """Return `P-03 needs 1 more (of 10 people)`: what one pledge needs to reach a part of its target."""
    target, counted = _amounts(fulfilment)
    more = _rounded_up(floor * target - counted, fulfilment.pledge.unit)
    return f"{fulfilment.pledge.ref} needs {more} more (of {amount_of(target, fulfilment.pledge.unit)})"


def _more_delivery(due: Sequence[Fulfilment], gap: Fraction) -> str:
    """Return what would lift the mean by `gap`: what each pledge lacks, and the one that alone would do it."""
    lacking = [(each, *_amounts(each)) for each in due]
    lacking = [(each, target, counted) for each, target, counted in lacking if counted < target]
    lacks = [
        f"{each.pledge.ref} lacks {part_of(target - counted, target, each.pledge.unit)}"
        for each, target, counted in lacking
    ]
    if gap == 0:
        return f"Exactly what is asked is not enough. More delivery is needed: {named(lacks)}."
    text = f"{points(gap)} short. More delivery is needed: {named(lacks)}."
    weights = sum(each.pledge.weight for each in due)
    alone = [
        (gap * weights / each.pledge.weight, each, target)
        for each, target, counted in lacking
        if each.pledge.weight > 0 and gap * weights / each.pledge.weight * target <= target - counted
    ]
    if alone:
        part, each, target = min(alone, key=lambda found: (found[0], found[1].pledge.ref))
        more = _rounded_up(part * target, each.pledge.unit)
        text += f" {more} more for {each.pledge.ref} alone would do it."
    if _claims_would_do(due, gap):
        text += " Documents for what is claimed and does not count yet may do it."
    return text


def _claims_would_do(due: Sequence[Fulfilment], gap: Fraction) -> bool:
    """Whether the mean would be high enough if everything that is claimed counted."""
    claims = weighted_mean("claimed", [attrs.evolve(each, counted=each.claimed) for each in due], part_delivered).value
    counts = weighted_mean("counted", due, part_delivered).value
    return claims is not None and counts is not None and claims - counts >= gap


def _amounts(fulfilment: Fulfilment) -> tuple[Fraction, Fraction]:
    """Return target and counted of a pledge of which both are known."""
    return fulfilment.target.value or Fraction(0), fulfilment.counted.value or Fraction(0)


def _rounded_up(amount: Fraction, unit: str) -> str:
    """Return an amount that is certainly enough: whole people, hundredths of what can be divided."""
    steps = 1 if unit in _WHOLE_UNITS else 100
    return bare(Fraction(math.ceil(amount * steps), steps), unit)
