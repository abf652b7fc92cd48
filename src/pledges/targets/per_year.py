"""A quantity for each contract year in; what it comes to in all, and by the end of each year, out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, given, given_day, inclusive_days, product, ratio, renamed, total, unknown
from pledges.model import Rounding
from pledges.periods import Period, contract_years, day_text, months_after
from pledges.targets.days import first_day
from pledges.targets.terms import rounded_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.provenance import Source
    from pledges.targets.terms import Terms

_BECAUSE = "the quantity for each contract year"


@attrs.frozen(kw_only=True)
class PerYear:
    """What is promised `in_all`, and the years it is made of, each with what is promised for it (not rounded)."""

    in_all: Figure
    years: tuple[tuple[Period, Figure], ...] = ()


def per_year(terms: Terms) -> PerYear:
    """Return the quantity for each contract year from the first to the last day, a part year by its inclusive days."""
    pledge = terms.pledge
    start, start_source = first_day(pledge, terms.contract)
    if start is None or terms.last_day is None or terms.last_day < start:
        reason = "a quantity per year needs a first and a last day"
        return PerYear(in_all=unknown("target", reason, unit=pledge.unit, source=pledge.source))
    years = tuple(
        (year, _year(terms, number, year, start, start_source))
        for number, year in enumerate(contract_years(start, terms.last_day))
    )
    return PerYear(
        in_all=sum_so_far(terms, terms.quantity.label, [share for _, share in years], because=_BECAUSE), years=years
    )


def sum_so_far(terms: Terms, label: str, shares: Sequence[Figure], *, because: str) -> Figure:
    """Return the sum of the years' shares, rounded as the pledge's Rounding says: the sum, and never its parts."""
    summed = total(label, shares, unit=terms.pledge.unit, because=because)
    if terms.pledge.rounding is Rounding.EXACT:
        return summed
    said = f"rounded once, on the sum of the years so far: {terms.pledge.rounding.value}"
    return rounded_as(terms.pledge, summed, because=said)


def _year(terms: Terms, number: int, year: Period, start: dt.date, start_source: Source) -> Figure:
    """Return what is promised for the contract year `number` (from 0): all of the quantity, or its part by days."""
    label = f"year {number + 1}, to {day_text(year.end)}"
    following = months_after(start, 12 * (number + 1))
    full = Period(year.start, following - dt.timedelta(days=1))
    if year == full:
        return renamed(terms.quantity, label)
    first = given_day("first day of the year", year.start, start_source)
    last = given_day("last day", year.end, terms.last_day_source)
    part = inclusive_days("days of the part year", first, last)
    days = given("days of the whole year", full.days, start_source, unit="days")
    return product(label, [terms.quantity, ratio("part of the year", part, days)], unit=terms.pledge.unit)
