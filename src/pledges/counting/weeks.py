"""Days, hours or dates of a row in; the weeks they are by the promise's Week convention, out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.counting.full_time import share_of_full_time
from pledges.counting.measuring import Answer, CountedDays, cell_of
from pledges.counting.working_days import days_off
from pledges.figures import (
    Figure,
    Operation,
    difference,
    given,
    given_day,
    greatest,
    inclusive_days,
    least,
    product,
    ratio,
    total,
    whole,
)
from pledges.model import Basis, WeekConvention
from pledges.periods import day_text
from pledges.provenance import Passage
from pledges.targets import position_day

if TYPE_CHECKING:
    from pledges.counting.measuring import Measuring
    from pledges.model import EvidenceLine

_SEVEN = Passage(document="counting rules", place="weeks are inclusive calendar days divided by 7")
_DAYS_IN_A_WEEK = given("days in a week", 7, _SEVEN, unit="days in a week")
_FIVE = Passage(document="counting rules", place="weeks in working days are divided by 5")
_NO_WORK = Passage(document="counting rules", place="Saturdays and Sundays are no working days")


def counted_days(line: EvidenceLine, about: Measuring) -> CountedDays | None:
    """Return the days of Start to End that count, None where the row gives no Start.

    They lie in the return's period (a running total and a stock: up to its end), in the promise's phase, and not after
    the day of the position. All of a commitment's days count, whatever the period and the day.
    """
    if line.start is None:
        return None
    pledge = about.pledge
    start = given_day("start", line.start, cell_of(line, line.start_source))
    firsts, lasts, because = [start], list[Figure](), ""
    if line.end is not None:
        lasts.append(given_day("end", line.end, cell_of(line, line.end_source)))
    if not (pledge.is_committed and line.end is not None):
        if about.basis is Basis.IN_PERIOD and not pledge.is_committed:
            firsts.append(about.period_start)
        lasts = [about.period_end, position_day(about.on), *lasts]
        because = "" if line.end is not None else "no end is given: still in post"
    if pledge.phase and pledge.start is not None and pledge.due is not None:
        firsts.append(given_day("start of the phase", pledge.start, pledge.start_source or pledge.source))
        lasts.append(given_day("end of the phase", pledge.due, pledge.due_source or pledge.source))
    first = start if len(firsts) == 1 else greatest("first day that counts", firsts)
    last = lasts[0] if len(lasts) == 1 else least("last day that counts", lasts, because=because)
    return CountedDays(start=start, first=first, last=last)


def weeks_from_dates(days: CountedDays, line: EvidenceLine, about: Measuring) -> Answer:
    """Return the weeks of the days that count, by the promise's convention."""
    inclusive = inclusive_days("days", days.first, days.last)
    match about.pledge.week_convention:
        case WeekConvention.WORKING_DAYS:
            amount = _weeks_of_five(_working_days(inclusive, days, about))
        case WeekConvention.COMPLETED_WEEKS:
            since_start = inclusive_days("days since start", days.start, days.last)
            amount = completed_weeks(difference("days before", since_start, inclusive), inclusive)
        case WeekConvention.HOURS:
            share, code = share_of_full_time(line, about)
            if share is None:
                return Answer(code=code)
            amount = product("weeks at full-time hours", [calendar_weeks(inclusive), share], unit="weeks")
        case _:
            amount = calendar_weeks(inclusive)
    return Answer(amount=amount, days=days)


def weeks_from_days_attended(line: EvidenceLine, number: Fraction) -> Answer:
    """Return the weeks that days attended are: five are a week."""
    attended = given("days attended", number, cell_of(line, line.days_source), unit="working days")
    return Answer(amount=_weeks_of_five(attended))


def weeks_from_hours(hours: Figure, about: Measuring) -> Figure:
    """Return the weeks that a number of hours are, a week being the policy's full-time hours."""
    return ratio("weeks at full-time hours", hours, about.full_time_hours, unit="weeks")


def calendar_weeks(days: Figure) -> Figure:
    """Return days ÷ 7."""
    return ratio("weeks", days, _DAYS_IN_A_WEEK, unit="weeks")


def completed_weeks(before: Figure, counted: Figure) -> Figure:
    """Return the whole weeks of all days so far, less those that were whole before the days that count."""
    if before.value == 0:
        return whole("weeks completed", calendar_weeks(counted), Operation.FLOOR)
    so_far = total("days so far", [before, counted], unit="days")
    earlier = whole("weeks completed before", calendar_weeks(before), Operation.FLOOR)
    completed = whole("weeks completed", calendar_weeks(so_far), Operation.FLOOR)
    return difference("weeks completed in the period", completed, earlier)


def _working_days(inclusive: Figure, days: CountedDays, about: Measuring) -> Figure:
    first, last = days.first.day, days.last.day
    assert first is not None  # noqa: S101 - days that count are known
    assert last is not None  # noqa: S101
    off = days_off(first, last, about.bank_holiday_nation)
    parts = [given("Saturdays and Sundays", off.weekends, _NO_WORK, unit="days")]
    if off.bank_holidays:
        named = ", ".join(day_text(day) for day in off.bank_holidays)
        label = f"bank holidays of {about.bank_holiday_nation}"
        parts.append(given(label, len(off.bank_holidays), about.bank_holiday_source, unit="days", because=named))
    nobody_works = total("days on which nobody works", parts, unit="days")
    return difference("working days", inclusive, nobody_works)


def _weeks_of_five(days: Figure) -> Figure:
    five = given("working days in a week", 5, _FIVE, unit="working days in a week")
    return ratio("weeks of working days", days, five, unit="weeks")
