"""A pledge and a day in; what it promises in all and what is due by that day out, as figures."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.figures import (
    Figure,
    Operation,
    given,
    given_day,
    inclusive_days,
    least,
    product,
    ratio,
    renamed,
    total,
    unknown,
    whole,
)
from pledges.findings import Finding, finding
from pledges.model import Rounding, Trajectory
from pledges.periods import Period, contract_years, day_text, months_after
from pledges.provenance import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.model import Contract, Milestone, Pledge, Variation
    from pledges.provenance import Source

ROUNDINGS = {
    Rounding.FLOOR: Operation.FLOOR, Rounding.NEAREST: Operation.NEAREST, Rounding.CEILING: Operation.CEILING,
}  # fmt: skip
"""The words of the column Rounding, which is applied once, to the new total."""


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
    scale = _scale_of(pledge)
    findings = [_not_counted(pledge, column, "the target and what is due are") for column in _rules(pledge, scale)]
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
    promised = _promised(pledge, pledge.quantity)
    if scale == _PER_YEAR:
        target = _per_year(pledge, contract, promised, on)
    else:
        in_all = promised if scale is None else _per_value(pledge, contract, promised, scale)
        target = Target(in_all=in_all, due=_due(pledge, contract, in_all, on))
    if pledge.trajectory is Trajectory.SPEND:
        return attrs.evolve(
            target,
            due=unknown("due by this day", "a trajectory that follows spend is not yet counted", unit=pledge.unit),
            findings=(_not_counted(pledge, "Trajectory", "what is due is"),),
        )
    return attrs.evolve(target, findings=_asked(pledge, target))


def _asked(pledge: Pledge, target: Target) -> tuple[Finding, ...]:
    """Return a query where the register leaves open how much is promised or due; reading asks for a missing Due."""
    open_figure = target.in_all if target.in_all.value is None else target.due
    if open_figure.value is not None or pledge.due is None:
        return ()
    return (
        finding(
            "target-unknown",
            pledge.source,
            why=(open_figure.because or target.in_all.because).capitalize(),
            supplier_ref=pledge.supplier_ref,
            contract_ref=pledge.contract_ref,
            pledge_ref=pledge.ref,
        ),
    )


def _promised(pledge: Pledge, quantity: Fraction) -> Figure:
    """Return the quantity as the register writes it: one cell, or the Year columns added up."""
    if _are_year_columns(pledge):
        return total("target", _yearly(pledge, pledge.milestones), unit=pledge.unit, because="the Year columns")
    return given("target", quantity, pledge.quantity_source, unit=pledge.unit)


def _are_year_columns(pledge: Pledge) -> bool:
    """Whether the milestones are the Year columns that make the quantity, and not a sheet of their own."""
    steps = pledge.milestones
    return bool(steps) and steps[0].source == pledge.quantity_source and steps[-1].quantity == pledge.quantity


def _yearly(pledge: Pledge, steps: Sequence[Milestone]) -> list[Figure]:
    """Return what each of the Year columns says, of cumulative milestones."""
    before = [Fraction(0), *(step.quantity for step in steps)]
    return [
        given(f"by {day_text(step.day)}", step.quantity - earlier, step.source, unit=pledge.unit)
        for step, earlier in zip(steps, before, strict=False)
    ]


_PER_YEAR = Fraction(0)
"""What stands for a quantity per contract year, beside the amounts of money a quantity can be per."""


def _scale_of(pledge: Pledge) -> Fraction | None:
    """Return the pounds the quantity is per, `_PER_YEAR`, or None where it is for the whole contract."""
    return _PER_YEAR if pledge.per_year else pledge.per_pounds


def _rules(pledge: Pledge, scale: Fraction | None) -> list[str]:
    """Return the columns that change the target in a way that this version does not count."""
    columns = [column for column, _ in pledge.rules if column in {"Per", "Rounding", "Bands"}]
    columns += ["Phase"] if pledge.phase else []
    columns += ["Either-or group"] if pledge.either_or_group else []
    columns += ["Parent pledge ref"] if pledge.parent_ref else []
    columns += ["Quantity"] if pledge.record_only or pledge.banded else []
    columns += ["Per"] if scale is not None and pledge.milestones else []
    columns += ["Rounding"] if pledge.rounding is not Rounding.EXACT and scale in {None, _PER_YEAR} else []
    return columns


def _per_value(pledge: Pledge, contract: Contract | None, promised: Figure, scale: Fraction) -> Figure:
    """Return value ÷ amount × quantity, rounded on the total as the register says (default: exact)."""
    if contract is None or contract.value is None:
        reason = "the quantity is per an amount of the contract's value, and no value is given"
        return unknown("target", reason, unit=pledge.unit, source=pledge.source)
    value = given("contract value", contract.value, contract.value_source or contract.source, unit="GBP")
    amount = given("for each", scale, pledge.per_source or pledge.source, unit="GBP")
    times = ratio("times in the value", value, amount, unit="times")
    target = product("target", [attrs.evolve(promised, label="quantity for each"), times], unit=pledge.unit)
    how = ROUNDINGS.get(pledge.rounding)
    return target if how is None else whole("target", target, how, because=f"rounded once, on the total: {how.value}")


def _per_year(pledge: Pledge, contract: Contract | None, promised: Figure, on: dt.date) -> Target:
    """Return the quantity for each contract year, a part year by its inclusive days, due at each year's end."""
    start, start_source = _start(pledge, contract)
    if start is None or pledge.due is None or pledge.due < start:
        reason = "a quantity per year needs a first and a last day"
        nothing = unknown("target", reason, unit=pledge.unit, source=pledge.source)
        return Target(in_all=nothing, due=attrs.evolve(nothing, label="due by this day"))
    years = list(contract_years(start, pledge.due))
    shares = [_year(number, year, promised, start, start_source, pledge) for number, year in enumerate(years)]
    in_all = total("target", shares, unit=pledge.unit, because="the quantity for each contract year")
    if pledge.trajectory is Trajectory.STRAIGHT_LINE:
        return Target(in_all=in_all, due=_due(pledge, contract, in_all, on))
    ended = [share for share, year in zip(shares, years, strict=True) if year.end <= on]
    label, because = f"due by {day_text(on)}", "each contract year's quantity is due at its end"
    if not ended:
        return Target(in_all=in_all, due=given(label, 0, start_source, unit=pledge.unit, because=because))
    return Target(in_all=in_all, due=total(label, ended, unit=pledge.unit, because=because))


def _year(number: int, year: Period, promised: Figure, start: dt.date, start_source: Source, pledge: Pledge) -> Figure:
    """Return what is promised for the contract year `number` (from 0): all of the quantity, or its part by days."""
    label = f"year {number + 1}, to {day_text(year.end)}"
    following = months_after(start, 12 * (number + 1))
    full = Period(year.start, following - dt.timedelta(days=1))
    if year == full:
        return renamed(promised, label)
    first = given_day("first day of the year", year.start, start_source)
    last = given_day("last day", year.end, pledge.due_source or pledge.source)
    part = inclusive_days("days of the part year", first, last)
    days = given("days of the whole year", full.days, start_source, unit="days")
    return product(label, [promised, ratio("part of the year", part, days)], unit=pledge.unit)


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
            if reached and _are_year_columns(pledge):
                return total(
                    label, _yearly(pledge, reached), unit=pledge.unit, because="each year's quantity at its end"
                )
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
