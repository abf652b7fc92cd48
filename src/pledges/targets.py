"""A pledge and a day in; what it promises in all and what is due by that day out, as figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, given, given_day, inclusive_days, least, product, ratio, renamed, unknown
from pledges.findings import Finding, finding
from pledges.model import Trajectory
from pledges.periods import day_text
from pledges.provenance import Passage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from pledges.model import Contract, Pledge, Variation
    from pledges.provenance import Source

RULES_OF_TARGETS = frozenset({"Per", "Rounding", "Parent pledge ref", "Either-or group", "Phase"})
"""Columns of the register that change how much is promised and are not counted by this version."""


@attrs.frozen(kw_only=True)
class Target:
    """What a pledge promises `in_all`, and how much of it is `due` by the day of the position."""

    in_all: Figure
    due: Figure
    findings: tuple[Finding, ...] = ()


def position_day(on: dt.date) -> Figure:
    """Return the day of the position as a figure."""
    return given_day("day of this position", on, Passage(document="position", place=f"on {on.isoformat()}"))


def target_of(pledge: Pledge, contract: Contract | None, variations: Sequence[Variation], *, on: dt.date) -> Target:
    """Return what `pledge` promises in all and by `on`, both in its unit.

    Unknown where the register's quantity or a day could not be read, or where the register uses a rule that this
    version does not count; each such rule gets a finding.
    """
    findings = [_not_counted(pledge, column, "the target and what is due are") for column in _rules(pledge)]
    bearing = [each for each in variations if each.effective <= on and each.effect != "none"]
    findings += [
        finding(
            "rule-not-counted",
            each.source,
            column="Variations",
            figures="the target and what is due are",
            contract_ref=pledge.contract_ref,
            pledge_ref=pledge.ref,
        )
        for each in bearing
    ]
    if findings:
        reason = "the register uses a rule that this version does not yet count"
        return Target(
            in_all=unknown("target", reason, unit=pledge.unit, source=pledge.quantity_source),
            due=unknown("due by this day", reason, unit=pledge.unit, source=pledge.quantity_source),
            findings=tuple(findings),
        )
    if pledge.quantity is None:
        reason = "the quantity promised could not be read"
        in_all = unknown("target", reason, unit=pledge.unit, source=pledge.quantity_source)
        return Target(
            in_all=in_all, due=unknown("due by this day", reason, unit=pledge.unit, source=pledge.quantity_source)
        )
    in_all = given("target", pledge.quantity, pledge.quantity_source, unit=pledge.unit)
    if pledge.trajectory is Trajectory.SPEND:
        return Target(
            in_all=in_all,
            due=unknown("due by this day", "a trajectory that follows spend is not yet counted", unit=pledge.unit),
            findings=(_not_counted(pledge, "Trajectory", "what is due is"),),
        )
    return Target(in_all=in_all, due=_due(pledge, contract, in_all, on))


def _rules(pledge: Pledge) -> list[str]:
    return [column for column, _ in pledge.rules if column in RULES_OF_TARGETS]


def _not_counted(pledge: Pledge, column: str, figures: str) -> Finding:
    return finding(
        "rule-not-counted",
        pledge.source,
        column=column,
        figures=figures,
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
    )


def _due(pledge: Pledge, contract: Contract | None, in_all: Figure, on: dt.date) -> Figure:
    label = f"due by {day_text(on)}"
    due_source = pledge.due_source or pledge.source
    if pledge.due is None:
        return unknown(label, "no day is given by which this is due", unit=pledge.unit, source=pledge.source)
    if on >= pledge.due:
        return renamed(in_all, label, because=f"all of it was due by {day_text(pledge.due)}")
    match pledge.trajectory:
        case Trajectory.STRAIGHT_LINE:
            return _straight_line(pledge, contract, in_all, on)
        case Trajectory.MILESTONES:
            reached = [milestone for milestone in pledge.milestones if milestone.day <= on]
            if reached:
                last = max(reached, key=lambda milestone: milestone.day)
                return given(
                    label,
                    last.quantity,
                    last.source,
                    unit=pledge.unit,
                    because=f"the milestone of {day_text(last.day)}",
                )
            return given(label, 0, pledge.source, unit=pledge.unit, because="no milestone was reached by this day")
        case _:
            because = f"nothing is due before {day_text(pledge.due)}"
            return given(label, 0, due_source, unit=pledge.unit, because=because)


def _straight_line(pledge: Pledge, contract: Contract | None, in_all: Figure, on: dt.date) -> Figure:
    """Return target × inclusive days from start to `on` ÷ inclusive days from start to due."""
    label = f"due by {day_text(on)}"
    start, start_source = _start(pledge, contract)
    if start is None or pledge.due is None:
        reason = "a straight line needs a start: neither the pledge nor its contract has one"
        return unknown(label, reason, unit=pledge.unit, source=pledge.source)
    first = given_day("start", start, start_source)
    last = given_day("due", pledge.due, pledge.due_source or pledge.source)
    passed = inclusive_days("days passed", first, least("the earlier of the two", [position_day(on), last]))
    whole = inclusive_days("days from start to due", first, last)
    elapsed = ratio("part of the time passed", passed, whole)
    return product(label, [in_all, elapsed], unit=pledge.unit, because="in a straight line from start to due")


def _start(pledge: Pledge, contract: Contract | None) -> tuple[dt.date | None, Source]:
    if pledge.start is not None:
        return pledge.start, pledge.start_source or pledge.source
    if contract is not None:
        return contract.start, contract.start_source or contract.source
    return None, pledge.source
