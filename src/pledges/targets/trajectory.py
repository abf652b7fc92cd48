"""The terms of a pledge and a day in; how much of it would be due by that day, had the terms always held, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import (
    SHARE,
    Figure,
    given,
    given_day,
    greatest,
    inclusive_days,
    least,
    product,
    ratio,
    renamed,
    total,
    unknown,
)
from pledges.model import SPEND_TO_DATE, Trajectory
from pledges.periods import day_text
from pledges.provenance import Passage
from pledges.targets.days import due_label, first_day
from pledges.targets.facts import fact_on
from pledges.targets.per_year import per_year, sum_so_far
from pledges.targets.quantity import are_year_columns, in_all, yearly

if TYPE_CHECKING:
    import datetime as dt

    from pledges.findings import Finding
    from pledges.model import Fact
    from pledges.targets.terms import Terms

_RULES = "docs/counting.md"


@attrs.define(kw_only=True)
class FallingDue:
    """How a pledge falls due: `at_award` is its target at award, `facts` the known facts; queries met are kept.

    What follows the spend is asked for one day alone, so that there is never more than one fact's query.
    """

    at_award: Figure
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...] = ()

    def due_by(self, day: Figure, terms: Terms) -> Figure:
        """Return what would be due by a day if `terms` had held from the beginning, in the pledge's unit."""
        pledge, label = terms.pledge, due_label(day)
        on = day.day
        if terms.last_day is None or on is None:
            return unknown(label, "no day is given by which this is due", unit=pledge.unit, source=pledge.source)
        if on >= terms.last_day:
            because = f"all of it was due by {day_text(terms.last_day)}"
            return renamed(in_all(terms), label, because=because)
        if pledge.start is not None and on < pledge.start:
            because = f"nothing is due before {day_text(pledge.start)}, its start"
            return given(label, 0, pledge.start_source or pledge.source, unit=pledge.unit, because=because)
        match pledge.trajectory:
            case Trajectory.STRAIGHT_LINE:
                return _straight_line(day, terms)
            case Trajectory.MILESTONES:
                return self._by_milestones(label, on, terms)
            case Trajectory.SPEND:
                return self._by_spend(label, on, terms)
            case _ if pledge.per_year and not terms.is_banded:
                return _by_years(label, on, terms)
            case _:
                because = f"nothing is due before {day_text(terms.last_day)}"
                return given(label, 0, terms.last_day_source, unit=pledge.unit, because=because)

    def _by_milestones(self, label: str, on: dt.date, terms: Terms) -> Figure:
        """Return the quantity of the last milestone reached, grown or shrunk as the target is since award."""
        pledge = terms.pledge
        reached = sorted((each for each in pledge.milestones if each.day <= on), key=lambda each: each.day)
        if not reached:
            return given(label, 0, pledge.source, unit=pledge.unit, because="no milestone was reached by this day")
        if are_year_columns(pledge):
            because = "each year's quantity at its end"
            due = total(label, yearly(pledge, reached), unit=pledge.unit, because=because)
        else:
            last = reached[-1]
            because = f"the milestone of {day_text(last.day)}"
            due = given(label, last.quantity, last.source, unit=pledge.unit, because=because)
        now = in_all(terms)
        if now.value is not None and now.value == self.at_award.value:
            return due
        grown = ratio("target now ÷ target at award", now, self.at_award)
        return product(label, [attrs.evolve(due, label="the milestone as agreed"), grown], unit=pledge.unit)

    def _by_spend(self, label: str, on: dt.date, terms: Terms) -> Figure:
        """Return target × spend ÷ value, and never more than the target."""
        pledge = terms.pledge
        if terms.value is None:
            reason = "what is due follows the contract's spend, and no value is given"
            return unknown(label, reason, unit=pledge.unit, source=pledge.source)
        spend, self.findings = fact_on(SPEND_TO_DATE, pledge, self.facts, on, unit="GBP", of_contract_only=True)
        if spend.value is None:
            return unknown(label, spend.because, unit=pledge.unit, source=pledge.source)
        nothing = given("nothing", 0, Passage(document=_RULES, place="no spend is below nothing"), unit=SHARE)
        whole = given("the whole", 1, Passage(document=_RULES, place="spend beyond the value adds nothing"), unit=SHARE)
        spent = ratio("part of the value spent", spend, terms.value)
        if spent.value is None:
            reason = terms.value.because or "the contract's value is 0, so that no part of it can be spent"
            return unknown(label, reason, unit=pledge.unit, source=pledge.source)
        part = least("at most the whole", [whole, greatest("at least nothing", [nothing, spent])])
        return product(label, [in_all(terms), part], unit=pledge.unit, because="as the contract's value is spent")


def _straight_line(day: Figure, terms: Terms) -> Figure:
    """Return target × inclusive days from start to the day ÷ inclusive days from start to the last day."""
    pledge, label = terms.pledge, due_label(day)
    start, start_source = first_day(pledge, terms.contract)
    if start is None or terms.last_day is None:
        reason = "a straight line needs a start: neither the pledge nor its contract has one"
        return unknown(label, reason, unit=pledge.unit, source=pledge.source)
    if terms.last_day < start:
        reason = "a straight line needs a last day that is not before its start"
        return unknown(label, reason, unit=pledge.unit, source=pledge.source)
    first = given_day("start", start, start_source)
    last = given_day("due", terms.last_day, terms.last_day_source)
    passed = inclusive_days("days passed", first, least("the earlier of the two", [day, last]))
    whole = inclusive_days("days from start to due", first, last)
    elapsed = ratio("part of the time passed", passed, whole)
    return product(label, [in_all(terms), elapsed], unit=pledge.unit, because="in a straight line from start to due")


def _by_years(label: str, on: dt.date, terms: Terms) -> Figure:
    """Return the quantities of the contract years that have ended, rounded on their sum so far."""
    pledge, because = terms.pledge, "each contract year's quantity is due at its end"
    promised = per_year(terms)
    if promised.in_all.value is None:
        return attrs.evolve(promised.in_all, label=label)
    ended = [share for year, share in promised.years if year.end <= on]
    if not ended:
        _, start_source = first_day(pledge, terms.contract)
        return given(label, 0, start_source, unit=pledge.unit, because=because)
    return sum_so_far(terms, label, ended, because=because)
