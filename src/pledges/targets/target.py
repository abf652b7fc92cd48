"""A pledge, its contract, variations, facts and a day in; its target and what is due by the day out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, given, given_day, product, ratio, renamed, total, unknown
from pledges.findings import Finding, finding
from pledges.model import Trajectory
from pledges.periods import day_text
from pledges.quantities import Quantity
from pledges.targets import changes
from pledges.targets.contradictions import Contradiction, as_finding, contradictions
from pledges.targets.days import A_DAY, due_label, position_day
from pledges.targets.quantity import TARGET, band_of, in_all, promised
from pledges.targets.trajectory import FallingDue

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from pledges.model import Contract, Fact, Pledge, Variation
    from pledges.targets.changes import Change
    from pledges.targets.terms import Terms

_SPOIL_TARGET = frozenset({"Per", "Rounding", "Bands", "Parent pledge ref"})
_SPOIL_DUE = frozenset({"Trajectory", "Milestones"})


@attrs.frozen(kw_only=True)
class Target:
    """What a pledge promises `in_all`, and how much of it is `due` by the day of the position, in its unit.

    `last_day` is its Due as varied by then, None where that is not known. `stretch` is what the firm hopes for beyond
    the target, None where it names nothing.
    """

    in_all: Figure
    due: Figure
    last_day: dt.date | None = None
    stretch: Figure | None = None
    findings: tuple[Finding, ...] = ()


def target_of(
    pledge: Pledge,
    contract: Contract | None,
    variations: Iterable[Variation],
    *,
    on: dt.date,
    facts: Iterable[Fact] = (),
) -> Target:
    """Return what `pledge` promises in all and by `on`, as varied by then, both in its unit.

    `variations` may hold those of other contracts and pledges; `facts` are those that are known. Unknown where a cell
    it rests on could not be read, or contradicts another, which a finding says.
    """
    varied = tuple(variations)
    if pledge.record_only:
        return _recorded_only(pledge, varied, on)
    contradicting = contradictions(pledge)
    findings = tuple(as_finding(each, pledge) for each in contradicting[:1])
    course = changes.course_of(pledge, contract, varied, on=on)
    reason = _why_no_target(pledge, contradicting) or course.open_because
    day = position_day(on)
    if reason:
        return Target(
            in_all=_unknown(TARGET, reason, pledge), due=_unknown(due_label(day), reason, pledge),
            stretch=_no_stretch(pledge, reason), findings=(*findings, *course.findings),
        )  # fmt: skip
    at_award, now = in_all(course.at_award), in_all(course.now)
    how = FallingDue(at_award=at_award, facts=tuple(facts))
    if why := _why_no_due(pledge, contradicting):
        due = _unknown(due_label(day), why, pledge)
    else:
        due = _due(course, how, day)
    target = Target(in_all=now, due=due, last_day=course.now.last_day, stretch=_stretch(course.at_award, at_award, now))
    asked = () if findings or how.findings or why else _asked(pledge, target)
    return attrs.evolve(target, findings=(*findings, *how.findings, *asked, *_noted(pledge, course.now, now)))


def _due(course: changes.Course, how: FallingDue, day: Figure) -> Figure:
    """Return what is due by a day: what was due before each change, and what the terms after it add since.

    A rescale keeps what was due on the day before and spreads the rest of the new target over what is left, in the
    shape that the new terms have; a replace takes the new terms as if they had held from the beginning.
    """
    return _due_after(course, len(course.changes), how, day)


def _due_after(course: changes.Course, number: int, how: FallingDue, day: Figure) -> Figure:
    """Return what is due by a day under the terms after the first `number` changes."""
    if number == 0:
        return how.due_by(day, course.at_award)
    change = course.changes[number - 1]
    if change.effect == "replace" or course.at_award.pledge.trajectory is Trajectory.SPEND:
        return how.due_by(day, change.after)
    before = _due_after(course, number - 1, how, _eve_of(change))
    return _rescaled(change, before, how, day)


def _eve_of(change: Change) -> Figure:
    return given_day("the day before the variation", change.day - A_DAY, change.source)


def _rescaled(change: Change, before: Figure, how: FallingDue, day: Figure) -> Figure:
    """Return D0 + (S1(day) - S1(eve)) × (T1 - D0) ÷ (T1 - S1(eve)), and T1 where S1(eve) is T1 already.

    D0 is what was due on the eve of the change, T1 the new target, and S1 what would be due had the new terms held
    from the beginning.
    """
    eve = _eve_of(change)
    eve_day = day_text(change.day - A_DAY)
    label, unit = due_label(day), change.after.pledge.unit
    new = attrs.evolve(in_all(change.after), label="target as varied")
    then = attrs.evolve(how.due_by(eve, change.after), label=f"due by {eve_day} under the new terms")
    because = f"the variation of {day_text(change.day)} rescales what was still to come"
    if then.value is not None and then.value == new.value:
        return renamed(new, label, because=because)
    now = attrs.evolve(how.due_by(day, change.after), label=f"{label} under the new terms")
    kept = renamed(before, f"due by {eve_day} under the terms before")
    still = difference("still to come of the new target", new, kept)
    left = difference("still to come under the new terms", new, then)
    since = difference("due since under the new terms", now, then)
    grown = product("due since the variation", [since, ratio("rescaled by", still, left)], unit=unit)
    return total(label, [kept, grown], unit=unit, because=because)


def _stretch(terms: Terms, at_award: Figure, now: Figure) -> Figure | None:
    """Return the stretch quantity: scaled as Quantity is at award, then by target now ÷ target at award."""
    pledge = terms.pledge
    if any(name == "Stretch quantity" for name, _ in pledge.rules):
        return _unknown("stretch", "the stretch quantity could not be read", pledge)
    if pledge.stretch is None:
        return None
    source = pledge.stretch_source or pledge.source
    hoped = given("stretch", pledge.stretch, source, unit=pledge.unit)
    scaled = in_all(attrs.evolve(terms, quantity=hoped, is_banded=False))
    if now.value == at_award.value:
        return scaled
    grown = ratio("target now ÷ target at award", now, at_award)
    return product("stretch", [attrs.evolve(scaled, label="stretch at award"), grown], unit=pledge.unit)


def _no_stretch(pledge: Pledge, reason: str) -> Figure | None:
    return None if pledge.stretch is None else _unknown("stretch", reason, pledge)


def _unknown(label: str, reason: str, pledge: Pledge) -> Figure:
    return unknown(label, reason, unit=pledge.unit, source=pledge.quantity_source)


def _recorded_only(pledge: Pledge, variations: Sequence[Variation], on: dt.date) -> Target:
    """Return no target and nothing due; a variation that gives it a quantity contradicts that."""
    reason = "recorded only: nothing is promised"
    found = list(contradictions(pledge))
    given_one = [
        each
        for each in changes.in_force(variations, on)
        if changes.bears_on(each, pledge) and each.new_quantity is not None
    ]
    if given_one:
        found.append(
            Contradiction(
                "Quantity says record only and a variation gives it a quantity",
                "the target and what is due are",
                "Write the promise as one of its own.",
            )
        )
    day = position_day(on)
    if found:
        why = found[0].what[:1].lower() + found[0].what[1:]
        due = _unknown(due_label(day), why, pledge)
    else:
        due = given(due_label(day), 0, pledge.quantity_source, unit=pledge.unit, because=reason)
    return Target(
        in_all=_unknown(TARGET, reason, pledge), due=due, last_day=pledge.due, stretch=_no_stretch(pledge, reason),
        findings=tuple(as_finding(each, pledge) for each in found[:1]),
    )  # fmt: skip


def _why_no_target(pledge: Pledge, contradicting: Sequence[Contradiction]) -> str:
    """Return why nobody knows how much a pledge promises, "" where nothing stands in the way."""
    if contradicting and contradicting[0].spoils_target:
        return "the columns of the register contradict each other"
    damaged = [name for name, _ in pledge.rules if name in _SPOIL_TARGET or (name == "Start" and pledge.per_year)]
    if damaged:
        return f"{damaged[0]} could not be read, or cannot hold"
    if pledge.quantity is None and not pledge.banded:
        return promised(pledge).because
    return ""


def _why_no_due(pledge: Pledge, contradicting: Sequence[Contradiction]) -> str:
    """Return why nobody knows how much is due by a day, "" where nothing stands in the way."""
    if contradicting:
        return "the columns of the register contradict each other"
    rests_on_start = pledge.trajectory in {Trajectory.STRAIGHT_LINE, Trajectory.SPEND}
    damaged = [
        name
        for name, _ in pledge.rules
        if name in _SPOIL_DUE or name.startswith("Year ") or (name == "Start" and rests_on_start)
    ]
    return f"{damaged[0]} could not be read, or cannot hold" if damaged else ""


def _asked(pledge: Pledge, target: Target) -> tuple[Finding, ...]:
    """Return a query where the register leaves open how much is promised or due.

    Reading asks for a missing Due, and a value below 0 is asked about once, at the variation that brings it there.
    """
    open_figure = target.in_all if target.in_all.value is None else target.due
    if open_figure.value is not None or pledge.due is None:
        return ()
    why = open_figure.because or target.in_all.because or "something that it is worked out from is not given, or 0"
    if why == changes.BELOW_ZERO:
        return ()
    return (_found("target-unknown", pledge, why=why[:1].upper() + why[1:]),)


def _noted(pledge: Pledge, terms: Terms, now: Figure) -> tuple[Finding, ...]:
    """Return what is worth knowing of a target of 0."""
    if now.value is None or now.value != 0:
        return ()
    value = None if terms.value is None else terms.value.value
    if terms.is_banded and value is not None and pledge.bands and band_of(pledge, value) is None:
        first = min(band.value_from for band in pledge.bands)
        words = {"value": str(Quantity(value, "GBP")), "first": str(Quantity(first, "GBP"))}
        return (_found("below-first-band", pledge, **words),)
    return (attrs.evolve(_found("target-zero", pledge), source=pledge.quantity_source),)


def _found(code: str, pledge: Pledge, **words: str) -> Finding:
    return finding(
        code,
        pledge.source,
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
        **words,
    )
