import datetime as dt

import pytest

from pledges.counting.working_days import working_day_after, working_days


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
