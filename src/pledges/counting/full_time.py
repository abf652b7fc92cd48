"""People with their weekly hours in; full-time equivalents, by hours or by convention, and FTE years out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.counting.measuring import Answer, cell_of
from pledges.figures import Figure, given, given_day, greatest, inclusive_days, least, product, ratio, total
from pledges.model import PART_TIME
from pledges.periods import contract_years, day_text, months_after
from pledges.provenance import Passage

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting.measuring import CountedDays, Measuring
    from pledges.model import EvidenceLine

BY_HOURS, BY_CONVENTION = "FTE by hours", "FTE by convention"
"""What the figures of the two methods are called, so that nobody takes one for the other."""

_MOST_HOURS = 60
"""More hours a week than this are not one person's."""

_ONE = Passage(document="counting rules", place="nobody is more than full-time")


def share_of_full_time(line: EvidenceLine, about: Measuring) -> tuple[Figure | None, str]:
    """Return what a person of this row is of a full-time one, at most 1, or None and the code of the finding."""
    hours = line.hours_per_week
    if hours is None:
        return None, "hours-per-week-needed"
    if hours > _MOST_HOURS:
        return None, "hours-per-week-unlikely"
    weekly = given("hours per week", hours, cell_of(line, line.hours_per_week_source), unit="hours a week")
    share = ratio("of full-time hours", weekly, about.full_time_hours, unit="FTE")
    if hours <= (about.full_time_hours.value or 0):
        return share, ""
    return least("of full-time hours", [share, given("full-time", 1, _ONE, unit="FTE")]), ""


def fte_of_people(people: Figure, line: EvidenceLine, about: Measuring) -> Answer:
    """Return the FTE of so many people with the row's Hours per week, by the method that the terms ask for."""
    share, code = share_of_full_time(line, about)
    if share is None:
        return Answer(code=code)
    conversion = about.pledge.conversion
    if conversion is None or conversion.unit != PART_TIME:
        return Answer(amount=product(BY_HOURS, [people, share], unit="FTE"))
    if share.value == 1:
        each = given(
            "full-time", 1, cell_of(line, line.hours_per_week_source), unit="FTE", because="the full-time hours"
        )
    else:
        each = given(
            "part-time", conversion.makes, conversion.source, unit="FTE", because="fewer than the full-time hours"
        )
    return Answer(amount=product(BY_CONVENTION, [people, each], unit="FTE"))


def fte_years(fte: Figure, days: CountedDays) -> Answer:
    """Return FTE × years: each day that counts is one day of its year's 365 or 366, years counted from Start."""
    return Answer(amount=product(f"{fte.label} × years", [fte, years_of(days)], unit="FTE years"), days=days)


def years_between(start: dt.date, end: dt.date) -> Fraction:
    """Return how many years the days from `start` to `end` are, both included, as `years_of` counts them."""
    return sum(
        (
            Fraction(year.days, (months_after(start, 12 * (number + 1)) - year.start).days)
            for number, year in enumerate(contract_years(start, end))
        ),
        Fraction(0),
    )


def years_of(days: CountedDays) -> Figure:
    """Return how many years the days that count are: each is one day of its year's 365 or 366, counted from Start."""
    start, first, last = days.start.day, days.first.day, days.last.day
    assert start is not None  # noqa: S101 - days that count are known
    assert first is not None  # noqa: S101
    assert last is not None  # noqa: S101
    parts = list[Figure]()
    for number, year in enumerate(contract_years(start, last)):
        if year.end < first:
            continue
        rule = Passage(document="counting rules", place=f"the year from {day_text(year.start)}")
        following = months_after(start, 12 * (number + 1))
        begins = greatest("first day in it", [days.first, given_day("its first day", year.start, rule)])
        ends = least("last day in it", [days.last, given_day("its last day", year.end, rule)])
        length = given("days of that year", (following - year.start).days, rule, unit="days in a year")
        label = f"days in the year from {day_text(year.start)}"
        parts.append(ratio("of that year", inclusive_days(label, begins, ends), length, unit="years"))
    return total("years", parts, unit="years")
