import datetime as dt

import pytest

from pledges.counting.working_days import bank_holidays, working_day_after, working_days


@pytest.mark.parametrize(
    ("day", "days", "nation", "last"),
    [
        (dt.date(2025, 10, 1), 3, "England", dt.date(2025, 10, 6)),
        (dt.date(2025, 10, 5), 1, "England", dt.date(2025, 10, 6)),
        (dt.date(2025, 10, 5), 5, "England", dt.date(2025, 10, 10)),
        (dt.date(2025, 10, 5), 6, "England", dt.date(2025, 10, 13)),
        (dt.date(2025, 12, 23), 3, "England", dt.date(2025, 12, 30)),
        (dt.date(2025, 12, 23), 3, "none", dt.date(2025, 12, 26)),
        (dt.date(2025, 12, 31), 1, "England", dt.date(2026, 1, 2)),
        (dt.date(2025, 12, 31), 1, "Scotland", dt.date(2026, 1, 5)),
        (dt.date(9999, 12, 30), 9, "none", dt.date.max),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: dt.date, days: int, nation: str, last: dt.date) -> None:
    """From a Wednesday the third working day is Monday; weekends and the nation's bank holidays do not count."""
    assert working_day_after(day, days, nation) == last


@pytest.mark.parametrize("nation", ["England", "Scotland", "Northern Ireland", "none"])
def test_the_working_day_after_is_so_many_working_days_away(nation: str) -> None:
    """Both ways of counting are one."""
    day = dt.date(2025, 12, 20)

    for days in range(1, 30):
        last = working_day_after(day, days, nation)
        assert working_days(day + dt.timedelta(days=1), last, nation) == days
        assert working_days(last, last, nation) == 1


@pytest.mark.parametrize("nation", ["England", "Wales", "Scotland", "Northern Ireland", "none"])
def test_working_days_are_those_on_which_somebody_works(nation: str) -> None:
    """Counted one by one over two years, from every day of a week, over substitute days of bank holidays too."""
    for start in (dt.date(2021, 12, 20) + dt.timedelta(days=step) for step in range(7)):
        for days in (0, 1, 6, 7, 8, 13, 400):
            last = start + dt.timedelta(days=days - 1)
            every = [start + dt.timedelta(days=step) for step in range(days)]
            worked = [day for day in every if day.isoweekday() <= 5 and day not in bank_holidays(nation, day.year)]
            assert working_days(start, last, nation) == len(worked)


def test_bank_holidays_are_the_nations_own() -> None:
    """Each nation has days that others have not; a holiday on a Sunday has a substitute."""
    assert dt.date(2026, 11, 30) in bank_holidays("Scotland", 2026)
    assert dt.date(2026, 7, 13) in bank_holidays("Northern Ireland", 2026)
    assert dt.date(2026, 4, 6) in bank_holidays("England", 2026)
    assert dt.date(2026, 4, 6) not in bank_holidays("Scotland", 2026)
    assert dt.date(2022, 12, 27) in bank_holidays("Wales", 2022)
    assert bank_holidays("none", 2026) == frozenset()
