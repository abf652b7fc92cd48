import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.periods import (
    Period,
    contract_years,
    day_text,
    months_after,
    reporting_periods,
    year_before,
)

days = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "months", "day"),
    [
        (dt.date(2025, 1, 31), 1, dt.date(2025, 2, 28)),
        (dt.date(2025, 1, 31), 2, dt.date(2025, 3, 31)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), 48, dt.date(2028, 2, 29)),
        (dt.date(9999, 6, 1), 12, dt.date.max),
        (dt.date(1, 6, 1), -12, dt.date.min),
        (dt.date(9999, 12, 1), 1, dt.date.max),
        (dt.date(1, 1, 31), -1, dt.date.min),
    ],
)
def test_months_are_counted_from_the_anchor(anchor: dt.date, months: int, day: dt.date) -> None:
    """A month that lacks the day ends on its last one, and the next month has it back."""
    assert months_after(anchor, months) == day


@given(days, days)
def test_the_days_of_a_period_are_inclusive(one: dt.date, other: dt.date) -> None:
    """A period holds each of its days, and a single day is one."""
    period = Period(min(one, other), max(one, other))

    assert period.days == abs((one - other).days) + 1
    assert period.holds(one)
    assert period.holds(other)
    assert not period.holds(period.end + dt.timedelta(days=1))
    assert period.covers(Period(one, one))
    assert period.overlaps(Period(one, one))


@given(days, days, days, days)
def test_covering_and_overlapping_are_told_by_the_days(
    first: dt.date, second: dt.date, third: dt.date, last: dt.date
) -> None:
    """A period covers another if it holds its first and last day, and overlaps it if they share a day."""
    one, other = Period(min(first, second), max(first, second)), Period(min(third, last), max(third, last))

    assert one.covers(other) == (one.holds(other.start) and one.holds(other.end))
    assert one.overlaps(other) == (one.holds(other.start) or other.holds(one.start))
    assert one.overlaps(other) == other.overlaps(one)


def test_a_period_cannot_end_before_it_starts() -> None:
    """Crossed ends are refused."""
    with pytest.raises(ValueError, match="cannot end before it starts"):
        Period(dt.date(2025, 4, 2), dt.date(2025, 4, 1))


@given(days, st.integers(min_value=0, max_value=2000))
def test_contract_years_follow_each_other_without_a_gap(start: dt.date, length: int) -> None:
    """The years of a contract cover its term once, and the last ends with it."""
    end = start + dt.timedelta(days=length)

    years = list(contract_years(start, end))

    assert years[0].start == start
    assert years[-1].end == end
    assert sum(year.days for year in years) == length + 1
    assert all(after.start == before.end + dt.timedelta(days=1) for before, after in itertools.pairwise(years))


@pytest.mark.parametrize(("every", "first_end", "count"), [("month", 30, 12), ("quarter", 30, 4), ("year", 31, 1)])
def test_reporting_periods_run_from_their_anchor(every: str, first_end: int, count: int) -> None:
    """Months, quarters and years run from the first day asked for."""
    periods = list(reporting_periods(dt.date(2025, 4, 1), every, dt.date(2026, 3, 31)))

    assert len(periods) == count
    assert all(after.start == before.end + dt.timedelta(days=1) for before, after in itertools.pairwise(periods))
    assert periods[0].start == dt.date(2025, 4, 1)
    assert periods[0].end.day == first_end
    assert periods[-1].end == dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("until", "count"), [(dt.date(2025, 3, 31), 0), (dt.date(2025, 4, 1), 1), (dt.date(2025, 7, 1), 2)]
)
def test_a_reporting_period_that_starts_on_the_last_day_is_asked_for(until: dt.date, count: int) -> None:
    """The first day of a period is enough, and a schedule that starts later asks for nothing."""
    assert len(list(reporting_periods(dt.date(2025, 4, 1), "quarter", until))) == count


@pytest.mark.parametrize(("end", "count"), [(-2, 0), (-1, 0), (0, 1), (364, 1), (365, 2)])
def test_a_contract_of_one_day_has_one_year_and_one_that_ends_before_it_starts_none(end: int, count: int) -> None:
    """The first day of a second year makes a second year."""
    start = dt.date(2025, 4, 1)

    assert len(list(contract_years(start, start + dt.timedelta(days=end)))) == count


def test_every_month_has_its_word() -> None:
    """The words do not depend on the language of the machine."""
    words = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    assert [day_text(dt.date(2025, month, 9)) for month in range(1, 13)] == [f"9 {word} 2025" for word in words]


def test_days_are_written_as_people_write_them() -> None:
    """The month is a word, so that no order of day and month is left to guess."""
    assert day_text(dt.date(2025, 4, 3)) == "3 Apr 2025"
    assert str(Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))) == "1 Jul 2025 to 30 Sep 2025"
    assert year_before(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)


def test_the_ends_of_the_calendar_end_every_schedule() -> None:
    """Years 1 and 9999 make neither an error nor an endless schedule."""
    start, end = dt.date(9998, 4, 1), dt.date.max

    years = list(itertools.islice(contract_years(start, end), 9))
    quarters = list(itertools.islice(reporting_periods(start, "quarter", end), 9))
    first = list(contract_years(dt.date.min, dt.date(1, 12, 31)))

    assert years == [Period(start, dt.date(9999, 3, 31)), Period(dt.date(9999, 4, 1), end)]
    assert len(quarters) == 7
    assert quarters[-1] == Period(dt.date(9999, 10, 1), end)
    assert first == [Period(dt.date.min, dt.date(1, 12, 31))]
