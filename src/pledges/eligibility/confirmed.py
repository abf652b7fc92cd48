"""Fulfilments and a criterion in, whether enough of what counts was confirmed by others than the firm out.

V is the weighted mean, over the due pledges of which something counts, of what was confirmed ÷ (what counts - what
young people declined to confirm): to decline is neutral. A pledge where nothing is left to confirm is left out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.due import WINDOW, due_pledges, met, not_known, not_met, obstacle, weighted_mean
from pledges.eligibility.position import (
    Answer,
    beside,
    count_of,
    named,
    no_threshold,
    part_of,
    points,
    required,
    threshold,
)
from pledges.eligibility.result import Outcome
from pledges.eligibility.voice import answers_heard
from pledges.figures import SHARE, Figure, difference, ratio, sources, unknown
from pledges.rulebook import Criterion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Position, Threshold
    from pledges.fulfilment.result import Fulfilment


def answer_verified(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough was confirmed, and, where the criterion asks for it, by the young people themselves."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("verified share required", wanted, SHARE)
    due = due_pledges(position, criterion)
    if stopped := obstacle(position, criterion, due, "verified share", limit):
        return stopped
    if doubtful := [each for each in due if is_doubtful(each)]:
        return not_known("The verified share", doubtful, weighted_mean("verified share", due, _by_others), limit)
    pledges = [each for each in due if left_to_confirm(each) > 0]
    if not pledges:
        return _nothing_to_confirm(limit)
    answer = _by_anyone(pledges, wanted, limit)
    if "minimum_beneficiary" not in criterion.thresholds or answer.outcome is Outcome.UNKNOWN:
        return answer
    own = threshold(criterion, "minimum_beneficiary", position.on)
    if own is None:
        return no_threshold(criterion, position.on)
    both = _by_young_people_too(answer, pledges, own)
    if answer.outcome is Outcome.MET or both.outcome is Outcome.MET:
        return both if answer.outcome is Outcome.MET else answer
    return attrs.evolve(answer, to_do=f"{answer.to_do} The share confirmed by the young people is short as well.")


def rests_on_few(position: Position, fewest: int) -> bool:
    """Whether what was confirmed of the pledges due may rest on the answers of fewer young people than `fewest`.

    It does not where no young person confirmed anything of them: third parties alone did.
    """
    every = Criterion(id="verified", name="Verified", measure="verified")
    own = (each.beneficiary_confirmed.value for each in due_pledges(position, every))
    return any(amount is None or amount > 0 for amount in own) and answers_heard(position) < fewest


def _by_anyone(pledges: Sequence[Fulfilment], wanted: Threshold, limit: Figure) -> Answer:
    observed = weighted_mean("verified share", pledges, _by_others)
    if observed.value is None:
        return not_known("The verified share", pledges, observed, limit)
    value = observed.value
    seen, asked = beside(value, wanted.value)
    because = (
        f"{seen} of what counts was confirmed by somebody other than the firm, over "
        f"{count_of(len(pledges), 'pledge')} due {WINDOW}; {wanted.asked(asked)} is required."
    )
    if wanted.holds(value):
        return met(because, observed, limit)
    waiting = [
        f"{each.pledge.ref} {part_of(_waiting(each), left_to_confirm(each), each.pledge.unit)}"
        for each in pledges
        if _waiting(each) > 0
    ]
    to_do = (
        f"{points(wanted.value - value)} short. More confirmation would do it; no new delivery is needed. "
        f"Not yet confirmed: {named(waiting)}."
    )
    return not_met(because, observed, limit, to_do=to_do)


def _by_young_people_too(answer: Answer, pledges: Sequence[Fulfilment], wanted: Threshold) -> Answer:
    """Return the answer to both shares. It names no amounts: they could rest on the answers of very few."""
    limit = required("share confirmed by young people required", wanted, SHARE)
    observed = weighted_mean("share confirmed by young people", pledges, _by_beneficiaries)
    if observed.value is None:
        return not_known("The share confirmed by young people", pledges, observed, limit)
    value = observed.value
    seen, asked = beside(value, wanted.value)
    because = (
        f"{answer.because} {seen} was confirmed by the young people themselves; {wanted.asked(asked)} is required."
    )
    if wanted.holds(value):
        both = dict.fromkeys((*answer.sources, *sources(observed), *sources(limit)))
        return Answer(
            outcome=Outcome.MET,
            because=because,
            observed=answer.observed,
            required=answer.required,
            sources=tuple(both),
        )
    to_do = (
        f"{points(wanted.value - value)} short. More confirmation by the young people themselves would do it; "
        "no new delivery is needed."
    )
    return not_met(because, observed, limit, to_do=to_do)


def _nothing_to_confirm(limit: Figure) -> Answer:
    because = f"Nothing of what was due {WINDOW} counts and can be confirmed."
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=because,
        observed=unknown("verified share", because, unit=SHARE),
        required=limit,
        sources=sources(limit),
        to_do="Delivery that counts is needed before anything can be confirmed.",
    )


def is_doubtful(fulfilment: Fulfilment) -> bool:
    """Whether it cannot be told how much of a pledge counts, or how much of that is left to confirm."""
    counted, declined = fulfilment.counted.value, fulfilment.declined.value
    return counted is None or (counted > 0 and (declined is None or fulfilment.verified.value is None))


def left_to_confirm(fulfilment: Fulfilment) -> Fraction:
    """Return what counts less what young people declined to confirm; 0 where nothing counts."""
    counted = fulfilment.counted.value or Fraction(0)
    return counted - (fulfilment.declined.value or 0) if counted > 0 else Fraction(0)


def _waiting(fulfilment: Fulfilment) -> Fraction:
    return left_to_confirm(fulfilment) - (fulfilment.verified.value or 0)


def _by_others(fulfilment: Fulfilment) -> Figure:
    return _confirmed_part(fulfilment, fulfilment.verified, "confirmed by others than the firm")


def _by_beneficiaries(fulfilment: Fulfilment) -> Figure:
    return _confirmed_part(fulfilment, fulfilment.beneficiary_confirmed, "confirmed by the young people")


def _confirmed_part(fulfilment: Fulfilment, confirmed: Figure, how: str) -> Figure:
    ref = fulfilment.pledge.ref
    whole = difference(f"counted of {ref} less declined", fulfilment.counted, fulfilment.declined)
    return ratio(f"part of {ref} {how}", confirmed, whole)
