"""A criterion on what others than the firm say and a position in; how much more of it would meet it out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.eligibility.confirmed import is_doubtful, left_to_confirm
from pledges.eligibility.due import due_pledges
from pledges.eligibility.lack import (
    CONFIRMATION,
    DELIVERY,
    REGISTER,
    RETURN,
    MoreAnswers,
    MoreConfirmation,
    MoreDelivery,
    Way,
    no_way,
    step_of,
)
from pledges.eligibility.position import Answer, Threshold, named, threshold
from pledges.eligibility.voice import FEWEST_SHOWN, feedback_of
from pledges.eligibility.ways.delivery import obstacle_to_delivery
from pledges.eligibility.ways.lift import Amounts, Part, lifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Position
    from pledges.eligibility.voice import Feedback
    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook import Criterion

_MOST_ANSWERS = 100_000  # more young people than any firm has invited


def way_verified(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return what must still be confirmed, that by the young people themselves first: it counts for both shares."""
    wanted = threshold(criterion, "minimum", position.on)
    due = due_pledges(position, criterion)
    stopped = obstacle_to_delivery(criterion, position, due)
    if stopped is not None or wanted is None:
        return stopped or no_way(answer.because)
    if doubtful := [each for each in due if is_doubtful(each)]:
        return _reported(doubtful, position)
    pledges = [each for each in due if left_to_confirm(each) > 0]
    if not pledges:
        return _something_to_confirm(due, position)
    own = threshold(criterion, "minimum_beneficiary", position.on)
    by_themselves = Amounts() if own is None else _confirmed(pledges, _beneficiary(pledges), own)
    if by_themselves is None:
        return no_way("Not even if the young people confirmed all of it would that be enough.")
    # The young people answer first for what somebody else has confirmed: together they confirm the larger of both.
    so_far = {each.pledge.ref: verified for each, verified in zip(pledges, _verified(pledges), strict=True)}
    with_theirs = {
        each.pledge.ref: max(so_far[each.pledge.ref], beneficiary + by_themselves.get(each.pledge.ref, Fraction(0)))
        for each, beneficiary in zip(pledges, _beneficiary(pledges), strict=True)
    }
    further = _confirmed(pledges, list(with_theirs.values()), wanted)
    if further is None:
        return no_way("Not even if all of it were confirmed would that be enough.")
    by_anyone = {ref: with_theirs[ref] + amount - so_far[ref] for ref, amount in further.items()}
    units = {each.pledge.ref: each.pledge.unit for each in pledges}
    lacks = tuple(
        MoreConfirmation(pledge_ref=ref, amount=amount, unit=units[ref], by_young_people=young)
        for amounts, young in ((by_themselves, True), (by_anyone, False))
        for ref, amount in sorted(amounts.items())
    )
    return Way(by=CONFIRMATION, lacks=lacks, earliest=position.on)


def _verified(pledges: Sequence[Fulfilment]) -> list[Fraction]:
    return [each.verified.value or Fraction(0) for each in pledges]


def _beneficiary(pledges: Sequence[Fulfilment]) -> list[Fraction]:
    return [each.beneficiary_confirmed.value or Fraction(0) for each in pledges]


def _confirmed(pledges: Sequence[Fulfilment], have: Sequence[Fraction], wanted: Threshold) -> Amounts | None:
    parts = [
        Part(
            ref=each.pledge.ref, unit=each.pledge.unit, weight=each.pledge.weight, whole=left_to_confirm(each),
            have=amount,
        )
        for each, amount in zip(pledges, have, strict=True)
    ]  # fmt: skip
    return lifted(parts, wanted)


def _reported(doubtful: Sequence[Fulfilment], position: Position) -> Way:
    """Return the way where nothing is known of a pledge's delivery: a report of it, even of nothing."""
    refs = named([each.pledge.ref for each in doubtful])
    if any(each.counted.value is not None for each in doubtful):
        return no_way(f"How much of {refs} was confirmed or declined must be settled first.", by=REGISTER)
    lacks = tuple(
        MoreDelivery(pledge_ref=each.pledge.ref, amount=Fraction(0), unit=each.pledge.unit, is_report=True)
        for each in doubtful
    )
    return Way(by=RETURN, lacks=lacks, earliest=position.on)


def _something_to_confirm(due: Sequence[Fulfilment], position: Position) -> Way:
    """Return the way where nothing counts that could be confirmed: the least delivery of the first pledge."""
    of = next((each for each in due if each.pledge.share_of is None), None)
    if of is None:
        return no_way("Something that can be confirmed must be delivered first.", by=DELIVERY)
    lack = MoreDelivery(pledge_ref=of.pledge.ref, amount=step_of(of.pledge.unit), unit=of.pledge.unit)
    return Way(by=DELIVERY, lacks=(lack,), earliest=position.on)


def way_voice(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return how many more young people must be heard, each saying that it was as promised."""
    heard = feedback_of(position)
    if heard is None:
        return no_way("The feedback that is recorded must be written so that it can be read.", by=REGISTER)
    for name, is_enough in (
        ("minimum_answers", _enough_answers), ("minimum_answered", _enough_answered),
        ("minimum_as_promised", _enough_as_promised),
    ):  # fmt: skip
        wanted = threshold(criterion, name, position.on)
        if wanted is None:
            continue
        if name == "minimum_as_promised" and any(each.as_promised is None for each in heard):
            return no_way("How many say that it was as promised must be recorded.", by=REGISTER)
        if is_enough(heard, wanted, 0):
            continue
        count = next((count for count in _counts() if is_enough(heard, wanted, count)), None)
        if count is None:
            return no_way("However many more are heard, that would not be enough.")
        least = next(each for each in range(count // 2 + 1, count + 1) if is_enough(heard, wanted, each))
        few = sum(each.answered for each in heard) < FEWEST_SHOWN
        lack: Lack = MoreAnswers(count=least, is_private=few)
        return Way(by=CONFIRMATION, lacks=(lack,), earliest=position.on)
    return no_way(answer.because)


def _counts() -> tuple[int, ...]:
    return tuple(2**power for power in range(_MOST_ANSWERS.bit_length()))


def _enough_answers(heard: Sequence[Feedback], wanted: Threshold, more: int) -> bool:
    return wanted.holds(sum(each.answered for each in heard) + more)


def _enough_answered(heard: Sequence[Feedback], wanted: Threshold, more: int) -> bool:
    invited, answered = sum(each.invited for each in heard), sum(each.answered for each in heard)
    return invited + more > 0 and wanted.holds(Fraction(answered + more, invited + more))


def _enough_as_promised(heard: Sequence[Feedback], wanted: Threshold, more: int) -> bool:
    answered, promised = sum(each.answered for each in heard), sum(each.as_promised or 0 for each in heard)
    return answered + more > 0 and wanted.holds(Fraction(promised + more, answered + more))
