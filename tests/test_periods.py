import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.periods import Period, contract_years, day_text, months_after, reporting_periods, year_before

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
    assert periods[0].start == dt.date(2025, 4, 1)
    assert periods[0].end.day == first_end
    assert periods[-1].end == dt.date(2026, 3, 31)


def test_days_are_written_as_people_write_them() -> None:
    """The month is a word, so that no order of day and month is left to guess."""
    assert day_text(dt.date(2025, 4, 3)) == "3 Apr 2025"
    assert str(Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))) == "1 Jul 2025 to 30 Sep 2025"
    assert year_before(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)


def test_the_end_of_the_calendar_ends_every_schedule() -> None:
    """A year 9999 makes neither an error nor an endless schedule."""
    start, end = dt.date(9998, 4, 1), dt.date.max

    years = list(contract_years(start, end))
    quarters = list(reporting_periods(start, "quarter", end))

    assert years[-1].end == end
    assert len(years) == 2
    assert quarters[-1].start <= end
    assert len(quarters) == 7
