"""A criterion on what was delivered and a position in; how much more of which pledges would meet it out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.delivered import is_contractual
from pledges.eligibility.due import due_pledges, measured, undated_pledges
from pledges.eligibility.excusals import excusals_of
from pledges.eligibility.lack import CONFIRMATION, DELIVERY, PROMISE, REGISTER, RETURN, TIME, MoreDelivery, Way, no_way
from pledges.eligibility.live import CATEGORIES
from pledges.eligibility.position import Answer, Threshold, named, threshold
from pledges.eligibility.reached import DEPTH, HALF, is_asked_about, is_reached, scheduled_pledges
from pledges.eligibility.ways.lift import Part, least_steps, lifted
from pledges.fulfilment.result import State
from pledges.model import Grade
from pledges.periods import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.eligibility.position import Position
    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook import Criterion

_REPORTED_LATER = frozenset({State.MISSING, State.PENDING, State.NOT_DUE})


def way_fulfilment(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return what would lift the mean of what was delivered; what nothing is known of is asked for first."""
    wanted = threshold(criterion, "minimum", position.on)
    due = excusals_of(position, due_pledges(position, criterion)).measured
    stopped = obstacle_to_delivery(criterion, position, due)
    if stopped is not None or wanted is None:
        return stopped or no_way(answer.because)
    parts = [_part(each) for each in due]
    unknown = [each for each in due if each.counted.value is None]
    refs = {each.pledge.ref for each in unknown}
    liftable = [part for each, part in zip(due, parts, strict=True) if each.pledge.share_of is None]
    claims = {each.pledge.ref: _only_claimed(each) for each in due}
    asked = (
        [part for part in liftable if part.ref in refs],
        [attrs.evolve(part, most=claims[part.ref]) for part in liftable if claims[part.ref] > 0],
        liftable,
    )
    amounts = next((found for each in asked if (found := lifted(parts, wanted, each)) is not None), None)
    if amounts is None:
        return no_way("Not even the whole of what was due would be enough.")
    return more_of(due, {**dict.fromkeys(refs, Fraction(0)), **amounts}, position)


def way_floor(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return what would lift every contractual pledge that was due to the floor."""
    due = [each for each in excusals_of(position, due_pledges(position, criterion)).measured if is_contractual(each)]
    undated = [each for each in undated_pledges(position, criterion) if is_contractual(each)]
    wanted = threshold(criterion, "minimum", position.on)
    stopped = _stopped(position, due, undated)
    if stopped is not None or wanted is None:
        return stopped or no_way(answer.because)
    return _each_up_to(due, wanted, [each.target.value or Fraction(0) for each in due], position, at_most_all=True)


def way_on_schedule(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return what would bring every pledge that is behind up to what was due by the day."""
    pledges = scheduled_pledges(position, criterion)
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_way(answer.because)
    if unclear := [each for each in pledges if each.due_to_date.value is None or _is_unclear(each)]:
        return _unsettled(unclear)
    due_by_now = [each.due_to_date.value or Fraction(0) for each in pledges]
    return _each_up_to(pledges, wanted, due_by_now, position, at_most_all=False)


def way_delivered(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return how much more of one unit would do, of the pledge with the most left; where it is too much, none."""
    limit = answer.required.value if answer.required is not None else None
    wanted = threshold(criterion, "minimum", position.on)
    unit, types = criterion.text("unit"), criterion.texts("types")
    due = [each for each in due_pledges(position, criterion) if is_asked_about(each, unit, types)]
    undated = [each for each in undated_pledges(position, criterion) if is_asked_about(each, unit, types)]
    stopped = _stopped(position, due, undated, grades=False)
    if stopped is not None or limit is None or wanted is None:
        return stopped or no_way(answer.because)
    if not due:
        return _to_fall_due(
            [each for each in measured(position, criterion) if is_asked_about(each, unit, types)], position
        )
    scaled = Threshold(value=limit, comparison=wanted.comparison, reference="", source=wanted.source)
    known = sum((each.counted.value or Fraction(0) for each in due), Fraction(0))
    unknown = [each for each in due if each.counted.value is None]
    more = least_steps(unit, limit + 1, lambda amount: scaled.holds(known + amount))
    if more is None:
        return no_way(answer.because)
    claimed = [each for each in due if _only_claimed(each) >= more]
    of = max(
        unknown or claimed or due,
        key=lambda each: ((each.target.value or 0) - (each.counted.value or 0), each.pledge.ref),
    )
    return more_of(due, {of.pledge.ref: more}, position)


def way_categories(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return what would lift pledges of further categories far enough to count, depth first where it is short."""
    wanted = threshold(criterion, "minimum", position.on)
    due = excusals_of(position, due_pledges(position, criterion)).measured
    stopped = obstacle_to_delivery(criterion, position, due)
    if stopped is not None or wanted is None:
        return stopped or no_way(answer.because)
    enough_of_it = threshold(criterion, "minimum_part", position.on) or HALF
    sure = {each.pledge.type for each in due if is_reached(each, enough_of_it)} & CATEGORIES
    nearest = _nearest_by_type([each for each in due if each.pledge.type in CATEGORIES - sure], enough_of_it)
    depth = threshold(criterion, "minimum_depth", position.on)
    chosen = list[str]()
    for value, allowed in ((depth, DEPTH), (wanted, CATEGORIES)):
        if value is None:
            continue
        candidates = sorted(
            (name for name in nearest if name in allowed and name not in chosen),
            key=lambda name: (nearest[name][0], name),
        )
        have = len((sure | set(chosen)) & allowed)
        while not value.holds(have) and candidates:
            chosen.append(candidates.pop(0))
            have += 1
        if not value.holds(have):
            others = [
                each for each in measured(position, criterion) if each.pledge.type in allowed - sure - set(chosen)
            ]
            return _to_fall_due(others, position, kind="depth category" if value is depth else "category")
    return more_of(due, {nearest[name][1]: nearest[name][2] for name in chosen}, position)


def obstacle_to_delivery(criterion: Criterion, position: Position, due: Sequence[Fulfilment]) -> Way | None:
    """Return the way where no delivery of what was due can be named, else None."""
    stopped = _stopped(position, due, undated_pledges(position, criterion))
    if stopped is None and not due:
        return _to_fall_due(measured(position, criterion), position)
    return stopped


def more_of(due: Iterable[Fulfilment], amounts: dict[str, Fraction], position: Position) -> Way:
    """Return the way of so much more of these pledges.

    It goes by a return, where nothing is known of them yet, and by confirmation, where all of it is claimed already.
    """
    by_ref = {each.pledge.ref: each for each in due}
    lacks = tuple(
        MoreDelivery(
            pledge_ref=ref,
            amount=amount,
            unit=by_ref[ref].pledge.unit,
            is_report=by_ref[ref].counted.value is None,
            is_claimed=0 < amount <= _only_claimed(by_ref[ref]),
        )
        for ref, amount in sorted(amounts.items())
    )
    by = DELIVERY
    if lacks and all(each.is_report for each in lacks):
        by = RETURN
    elif lacks and all(each.is_claimed for each in lacks):
        by = CONFIRMATION
    return Way(by=by, lacks=lacks, earliest=position.on)


def _only_claimed(fulfilment: Fulfilment) -> Fraction:
    """Return how much of a pledge is claimed and has no document yet, 0 where that is not known."""
    claimed, documented = fulfilment.claimed.value, fulfilment.documented.value
    return Fraction(0) if claimed is None or documented is None else max(claimed - documented, Fraction(0))


def _stopped(
    position: Position, due: Sequence[Fulfilment], undated: Sequence[Fulfilment], *, grades: bool = True
) -> Way | None:
    if grades and position.counting_grade < Grade.DOCUMENTED:
        return no_way("The policy must count only what is documented.", by=REGISTER)
    if undated:
        refs = named([each.pledge.ref for each in undated])
        return no_way(f"The register must give {refs} a last day.", by=REGISTER)
    if unclear := [each for each in due if _is_unclear(each)]:
        return _unsettled(unclear)
    return None


def _is_unclear(fulfilment: Fulfilment) -> bool:
    """Whether a report of it would not make its amounts known."""
    open_ = fulfilment.counted.value is None and fulfilment.state not in _REPORTED_LATER
    return open_ or fulfilment.target.value is None


def _unsettled(unclear: Sequence[Fulfilment]) -> Way:
    refs = named([each.pledge.ref for each in unclear])
    return no_way(f"What the register and the returns say of {refs} must be settled first.", by=REGISTER)


def _to_fall_due(pledges: Iterable[Fulfilment], position: Position, kind: str = "") -> Way:
    """Return the way where nothing that was due can be delivered: the first of these pledges must fall due."""
    ahead = sorted(
        (each.pledge.due, each.pledge.ref)
        for each in pledges
        if each.pledge.due is not None and each.pledge.due > position.on and each.target.value != 0
    )
    what = f"A pledge in another {kind}" if kind else "A pledge"
    if not ahead:
        return no_way(f"{what} must be promised, fall due and be delivered.", by=PROMISE)
    day, ref = ahead[0]
    return no_way(f"{what} must fall due: the first, {ref}, does on {day_text(day)}.", by=TIME, earliest=day)


def _part(fulfilment: Fulfilment) -> Part:
    return Part(
        ref=fulfilment.pledge.ref,
        unit=fulfilment.pledge.unit,
        weight=fulfilment.pledge.weight,
        whole=fulfilment.target.value or Fraction(1),
        have=fulfilment.counted.value or Fraction(0),
    )


def _each_up_to(
    pledges: Sequence[Fulfilment], wanted: Threshold, wholes: Sequence[Fraction], position: Position, *,
    at_most_all: bool,
) -> Way:  # fmt: skip
    """Return what lifts each pledge to the wanted part of its whole; `at_most_all`: more than the whole is no more."""
    amounts = dict[str, Fraction]()
    for each, whole in zip(pledges, wholes, strict=True):
        have = each.counted.value
        needed = _up_to(each.pledge.unit, have or Fraction(0), whole, wanted, at_most_all=at_most_all)
        if needed is None:
            return no_way(f"Not even the whole of {each.pledge.ref} would be enough.")
        if (needed > 0 or have is None) and each.pledge.share_of is not None:
            return no_way(
                f"{each.pledge.ref} is a share of other deliveries: it is they that must change.", by=DELIVERY
            )
        if needed > 0 or have is None:
            amounts[each.pledge.ref] = needed
    return more_of(pledges, amounts, position)


def _up_to(unit: str, have: Fraction, whole: Fraction, wanted: Threshold, *, at_most_all: bool) -> Fraction | None:
    def is_enough(amount: Fraction) -> bool:
        share = (have + amount) / whole
        return wanted.holds(min(share, Fraction(1)) if at_most_all else share)

    most = max(whole - have, Fraction(0)) if at_most_all else whole * wanted.value + 1
    return least_steps(unit, most, is_enough)


def _nearest_by_type(pledges: Iterable[Fulfilment], wanted: Threshold) -> dict[str, tuple[Fraction, str, Fraction]]:
    """Return of each type the pledge that lacks the least part of its target, with that part and the amount."""
    nearest = dict[str, tuple[Fraction, str, Fraction]]()
    for each in pledges:
        target = each.target.value or Fraction(1)
        needed = _up_to(each.pledge.unit, each.counted.value or Fraction(0), target, wanted, at_most_all=True)
        if needed is None:
            continue
        found = (needed / target, each.pledge.ref, needed)
        nearest[each.pledge.type] = min(nearest.get(each.pledge.type, found), found)
    return nearest
