"""Deliveries and changes of every pledge in; which last too short, or did not last, out, with each on its day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from pledges.counting.found import found_at
from pledges.counting.lines import SetAside
from pledges.counting.minimum import Verdict, lasted
from pledges.counting.placements import Placement, placement_key, placements
from pledges.counting.sustained import Outcome, Staying, staying
from pledges.findings import Finding
from pledges.periods import day_text
from pledges.quantities import Quantity

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting.amounts import Delivery
    from pledges.counting.running_totals import Change
    from pledges.model import Length, Pledge
    from pledges.rulebook import Policy

NOT_KNOWN = "sustained-not-known"
"""The reason of what is set aside because nobody tells whether somebody stayed: how much of it counts is unknown."""

_OUTCOMES = {
    Outcome.NOT_KNOWN: NOT_KNOWN,
    Outcome.NOT_YET: "not-yet-sustained",
    Outcome.LEFT: "not-sustained",
    Outcome.NO_START: "sustained-needs-start",
}


@attrs.frozen(kw_only=True)
class Lasting:
    """The changes of each pledge by its reference, which of them (by `id`) are set aside, and what was found."""

    changes: Mapping[str, tuple[Change, ...]]
    set_aside: Mapping[int, SetAside]
    findings: tuple[Finding, ...]


def lasting(
    pledges: Iterable[Pledge], deliveries: Mapping[str, Sequence[Delivery]], changes: Mapping[str, Sequence[Change]],
    policy: Policy, *, on: dt.date,
) -> Lasting:  # fmt: skip
    """Return the changes, and which are set aside because a placement is too short or did not last, pledge by pledge.

    What lasted belongs to the day that proves it. What is too short is not asked about its staying.
    """
    settled, set_aside, findings = dict[str, tuple["Change", ...]](), dict[int, SetAside](), list[Finding]()
    for pledge in pledges:
        own = tuple(changes[pledge.ref])
        rows = placements(deliveries.get(pledge.ref, ()))
        if pledge.minimum_length is not None:
            short, found = _too_short(own, rows, pledge.minimum_length, policy, on)
            set_aside |= short
            findings += found
        if pledge.sustained_for is not None:
            own, unsustained, found = _sustained(own, rows, pledge.sustained_for, set_aside, on)
            set_aside |= unsustained
            findings += found
        settled[pledge.ref] = own
    return Lasting(changes=settled, set_aside=set_aside, findings=tuple(findings))


def _too_short(
    changes: Sequence[Change], rows: Mapping[Placement, Sequence[Delivery]], minimum: Length, policy: Policy,
    on: dt.date,
) -> tuple[dict[int, SetAside], list[Finding]]:  # fmt: skip
    """Return the changes of placements that are shorter than `minimum`, or whose length nobody tells."""
    lengths = {key: lasted(of_key, minimum, policy.bank_holiday_nation, on) for key, of_key in rows.items()}
    asked = f"at least {Quantity(minimum.number, minimum.unit)}{' in one run' if minimum.consecutive else ''}"

    def verdict(change: Change) -> tuple[str, dict[str, str]] | None:
        told = lengths.get(placement_key(change.delivery))
        if told is None or told.verdict is Verdict.LONG_ENOUGH:
            return None
        if told.verdict is Verdict.NOT_TOLD:
            return "length-not-told", {"minimum": asked}
        return "under-minimum-length", {"length": str(told.length), "minimum": asked}

    return _aside(changes, verdict)


def _sustained(
    changes: Sequence[Change], rows: Mapping[Placement, Sequence[Delivery]], length: Length,
    short: Mapping[int, SetAside], on: dt.date,
) -> tuple[tuple[Change, ...], dict[int, SetAside], list[Finding]]:  # fmt: skip
    """Return the changes with what lasted on the day that proves it, and those that did not, or not yet."""
    stayed = {key: staying(of_key, length, on) for key, of_key in rows.items()}
    settled = tuple(
        change if id(change) in short else _on_its_day(change, stayed.get(placement_key(change.delivery)))
        for change in changes
    )

    def verdict(change: Change) -> tuple[str, dict[str, str]] | None:
        told = stayed.get(placement_key(change.delivery))
        if told is None or told.outcome is Outcome.STILL_THERE or id(change) in short:
            return None
        words = {"length": str(Quantity(length.number, length.unit))}
        return _OUTCOMES[told.outcome], words if told.proof is None else {"day": day_text(told.proof), **words}

    return settled, *_aside(settled, verdict)


def _on_its_day(change: Change, told: Staying | None) -> Change:
    if told is None or told.outcome is not Outcome.STILL_THERE or told.proof is None:
        return change
    return attrs.evolve(change, delivery=attrs.evolve(change.delivery, day=told.proof, first_day=told.proof))


def _aside(
    changes: Iterable[Change], verdict: Callable[[Change], tuple[str, dict[str, str]] | None]
) -> tuple[dict[int, SetAside], list[Finding]]:
    """Return the changes that a verdict sets aside, with a finding at each row that adds something."""
    set_aside, findings = dict[int, SetAside](), list[Finding]()
    for change in changes:
        against = verdict(change)
        if against is None:
            continue
        code, words = against
        found = found_at(change.delivery, code, **words)
        set_aside[id(change)] = SetAside(reason=found.code, text=found.text)
        if change.amount.value and change.amount.value > 0:
            findings.append(found)
    return set_aside, findings
