"""Days and periods: inclusive intervals, months counted from an anchor, contract years and reporting schedules."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS_EVERY = {"month": 1, "quarter": 3, "year": 12}
"""How many months each word of `Returns every` stands for."""


@attrs.frozen
class Period:
    """An interval of whole days, both ends included."""

    start: dt.date
    end: dt.date = attrs.field()

    @end.validator
    def _not_before_start(self, _attribute: attrs.Attribute[dt.date], value: dt.date) -> None:
        if value < self.start:
            message = "a period cannot end before it starts"
            raise ValueError(message)

    def __str__(self) -> str:
        """Return `1 Jul 2025 to 30 Sep 2025`."""
        return f"{day_text(self.start)} to {day_text(self.end)}"

    @property
    def days(self) -> int:
        """How many days the period has, both ends included."""
        return (self.end - self.start).days + 1

    def holds(self, day: dt.date) -> bool:
        """Whether `day` lies in the period."""
        return self.start <= day <= self.end

    def covers(self, other: Period) -> bool:
        """Whether the whole of `other` lies in the period."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


def day_text(day: dt.date) -> str:
    """Return a day as people write it, `3 Apr 2025`, whatever the machine's language."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.day} {months[day.month - 1]} {day.year}"


def months_after(anchor: dt.date, months: int) -> dt.date:
    """Return the day `months` calendar months after `anchor`, at the month's last day where it has no such day.

    Always counted from the anchor: two steps of one month from 31 January end on 28 March, one step of two on 31.
    A day beyond the calendar is the calendar's last (or first) day, so that no year typed wrong stops the work.
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - keeps `import pledges` light

    try:
        return anchor + relativedelta(months=months)
    except (ValueError, OverflowError):
        return dt.date.max if months > 0 else dt.date.min


def _last_day(anchor: dt.date, months: int) -> dt.date:
    """Return the last day of the months from `anchor`, the calendar's own where they go beyond it."""
    following = months_after(anchor, months)
    return following if following == dt.date.max else following - dt.timedelta(days=1)


def year_before(day: dt.date) -> dt.date:
    """Return the day twelve months before `day`; a window after it, up to `day`, is `(day - 12 months, day]`."""
    return months_after(day, -12)


def contract_years(start: dt.date, end: dt.date) -> Iterator[Period]:
    """Yield the contract years from `start`; the last one ends with the contract."""
    for year in reporting_periods(start, "year", end):
        yield Period(year.start, min(year.end, end))


def reporting_periods(anchor: dt.date, every: str, until: dt.date) -> Iterator[Period]:
    """Yield the reporting periods that start on or before `until`: every month, quarter or year from `anchor`."""
    step, number = MONTHS_EVERY[every], 0
    while (first := months_after(anchor, step * number)) <= until:
        last = _last_day(anchor, step * (number + 1))
        yield Period(first, last)
        # At the end of the calendar the next first day is that last day again.
        if last >= until:
            return
        number += 1
