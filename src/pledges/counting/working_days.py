"""Two days and a nation in; the days between them on which nobody works, and those that are left, out."""

from __future__ import annotations

import datetime as dt
import functools

import attrs

_FRIDAY = 5
_NOBODY = "none"
_SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
"""What the holidays library calls the nations of the policy."""


@attrs.frozen(kw_only=True)
class DaysOff:
    """How many Saturdays and Sundays a stretch has, and which bank holidays on other days."""

    weekends: int
    bank_holidays: tuple[dt.date, ...]


@functools.cache
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    """Return the bank holidays of one of the policy's nations in a year, substitute days included."""
    if nation == _NOBODY:
        return frozenset()
    import holidays  # noqa: PLC0415 - large, and needed only where something is in working days

    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))


def days_off(first: dt.date, last: dt.date, nation: str) -> DaysOff:
    """Return the days between `first` and `last`, both included, on which nobody works; none where they are crossed."""
    days = (last - first).days + 1
    if days <= 0:
        return DaysOff(weekends=0, bank_holidays=())
    weeks, rest = divmod(days, 7)
    weekends = 2 * weeks + sum((first.isoweekday() + step - 1) % 7 + 1 > _FRIDAY for step in range(rest))
    found = (
        day
        for year in range(first.year, last.year + 1)
        for day in bank_holidays(nation, year)
        if first <= day <= last and day.isoweekday() <= _FRIDAY
    )
    return DaysOff(weekends=weekends, bank_holidays=tuple(sorted(found)))


def working_day_after(day: dt.date, days: int, nation: str) -> dt.date:
    """Return the day so many working days after `day`, which is not counted itself."""
    last, left = day, days
    while left > 0 and last < dt.date.max:
        last += dt.timedelta(days=1)
        left -= last.isoweekday() <= _FRIDAY and last not in bank_holidays(nation, last.year)
    return last


def working_days(first: dt.date, last: dt.date, nation: str) -> int:
    """Return how many working days there are between two days, both included."""
    off = days_off(first, last, nation)
    return max(0, (last - first).days + 1) - off.weekends - len(off.bank_holidays)
