"""The rows of one placement and a Minimum length in; whether it is long enough, too short or not told, out."""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting.amounts import CONTINUED_UNITS, placement_of
from pledges.counting.placements import last_words
from pledges.counting.stretches import Stretch, first_come
from pledges.counting.working_days import working_days
from pledges.provenance import reading_order
from pledges.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.counting.amounts import Delivery
    from pledges.model import Length

_HOURS = frozenset({"hours", "staff hours", "attendee hours"})
_SEVEN, _FIVE = Fraction(1, 7), Fraction(1, 5)
_A_DAY = {"days": (Fraction(1), Fraction(1)), "weeks": (_SEVEN, _FIVE)}
"""What a calendar day and a day attended are in each unit of a minimum."""


class Verdict(enum.Enum):
    """What the rows of a placement tell of its length."""

    LONG_ENOUGH = "long enough"
    TOO_SHORT = "too short"
    NOT_TOLD = "not told"


@attrs.frozen(kw_only=True)
class Lasted:
    """How long a placement lasted by what its rows tell, with the verdict."""

    verdict: Verdict
    length: Quantity


@attrs.frozen(kw_only=True)
class _Part:
    """A part of a placement's time in the unit of the minimum; the stretch that it is all of, where that is told.

    Where several people may share the days of a row, `length` is as long as each was at most, `several` how many they
    are, and `is_run` tells whether the share of each is all of the stretch, too.
    """

    length: Fraction
    stretch: Stretch | None = None
    several: Fraction = Fraction(1)
    is_run: bool = True

    @property
    def least(self) -> Fraction:
        """How long each was at least."""
        return self.length / self.several


def lasted(rows: Sequence[Delivery], minimum: Length, nation: str, on: dt.date) -> Lasted:
    """Return how long the placement of `rows` lasted by a day, and whether that is as long as `minimum` asks."""
    holding = sorted(last_words(rows, lambda each: _tells(each, minimum, on)), key=_turn)
    parts, untold = _in_hours(holding, on) if minimum.unit == "hours" else _in_days(holding, minimum.unit, nation, on)
    if minimum.consecutive:
        untold += sum(part.stretch is None for part in parts)
        runs = [(part.stretch, part) for part in parts if part.stretch is not None]
        length = _longest_run([(stretch, part.length) for stretch, part in runs], nation)
        least = _longest_run([(stretch, part.least) for stretch, part in runs if part.is_run], nation)
    else:
        length = sum((part.length for part in parts), Fraction(0))
        least = sum((part.least for part in parts), Fraction(0))
    if least >= minimum.number:
        verdict = Verdict.LONG_ENOUGH
    else:
        verdict = Verdict.NOT_TOLD if untold or length >= minimum.number else Verdict.TOO_SHORT
    return Lasted(verdict=verdict, length=Quantity(length, minimum.unit))


def _turn(each: Delivery) -> tuple[object, ...]:
    """Return when a row has its turn: by what it says, and not by its place among the rows of one return."""
    line = each.line
    dates = (line.start or dt.date.min, line.end or dt.date.max)
    return each.period.end, *dates, line.hours_per_week or 0, reading_order(each.source)


def _in_days(rows: Sequence[Delivery], unit: str, nation: str, on: dt.date) -> tuple[list[_Part], int]:
    """Return what each row adds in days or weeks, every calendar day once, and how many rows tell nothing."""
    calendar, attended = _A_DAY[unit]
    parts, untold = list[_Part](), 0
    covered, dated, runs = list[Stretch](), list[Stretch](), list[Stretch]()
    for each in rows:
        days, stretch, typed = _days(each, on), _stretch(each, on), _typed(each, unit, on)
        if days is not None:
            run = None if each.line.end is None else stretch
            run = run if run is not None and _is_run(run, days, runs, nation) else None
            several = _several(each)
            is_run = run is not None and _worked(run, nation) <= days / several
            parts.append(_Part(length=days * attended, stretch=run, several=several, is_run=is_run))
            covered += [] if stretch is None else [stretch]
            runs += [] if run is None else [run]
        elif stretch is not None:
            dated.append(stretch)
        elif typed is not None:
            parts.append(_Part(length=typed))
        else:
            untold += _is_open(each, on)
    for new in first_come([*covered, *dated])[len(covered) :]:
        parts += [_Part(length=stretch.days * calendar, stretch=stretch) for stretch in new]
    return parts, untold


def _in_hours(rows: Sequence[Delivery], on: dt.date) -> tuple[list[_Part], int]:
    """Return what each row adds in hours, those by the week for every calendar day once, and how many tell nothing."""
    parts, untold = list[_Part](), 0
    weekly, covered, dated = list[Fraction](), list[Stretch](), list[Stretch]()
    for each in rows:
        line, days, stretch, typed = each.line, _days(each, on), _stretch(each, on), _typed(each, "weeks", on)
        if line.quantity is not None and _is_hours(each, on):
            parts.append(_Part(length=line.quantity))
        elif line.hours_per_week is not None and days is not None:
            parts.append(_Part(length=line.hours_per_week * days * _FIVE, several=_several(each)))
            covered += [] if stretch is None else [stretch]
        elif line.hours_per_week is not None and stretch is not None:
            weekly.append(line.hours_per_week)
            dated.append(stretch)
        elif line.hours_per_week is not None and typed is not None:
            parts.append(_Part(length=line.hours_per_week * typed))
        else:
            untold += _is_open(each, on)
    for hours, new in zip(weekly, first_come([*covered, *dated])[len(covered) :], strict=True):
        parts.append(_Part(length=hours * sum(stretch.days for stretch in new) * _SEVEN))
    return parts, untold


def _tells(each: Delivery, minimum: Length, on: dt.date) -> bool:
    """Return whether a row tells anything of the length of its placement by a day."""
    if minimum.unit == "hours" and (_is_hours(each, on) or each.line.hours_per_week is None):
        return _is_hours(each, on)
    stretch = _stretch(each, on)
    of_dates = stretch is not None and stretch.days > 0
    return of_dates or _days(each, on) is not None or _typed(each, "days", on) is not None


def _is_hours(each: Delivery, on: dt.date) -> bool:
    return each.line.quantity is not None and (each.line.unit or each.pledge.unit) in _HOURS and each.day <= on


def _days(each: Delivery, on: dt.date) -> Fraction | None:
    """Return the days attended that a row tells, None where it tells none or their day has not come."""
    return each.line.days if _last(each) <= on else None


def _is_open(each: Delivery, on: dt.date) -> bool:
    """Return whether a row that tells nothing should have: what is still to come hides nothing."""
    return each.day <= on and (each.line.days is None or _last(each) <= on)


def _last(each: Delivery) -> dt.date:
    return min(each.line.end or each.period.end, each.period.end)


def _stretch(each: Delivery, on: dt.date) -> Stretch | None:
    """Return the days from Start to End that a row tells, at the latest to its period's end and the day.

    Those of a row with Days are told from the day on that its Days are.
    """
    line = each.line
    amiss = {column for column, _ in line.problems}
    if line.start is None or amiss & {"Start", "End", "Days"} or (line.days is not None and _last(each) > on):
        return None
    return Stretch.between(line.start, min(_last(each), on))


def _typed(each: Delivery, unit: str, on: dt.date) -> Fraction | None:
    """Return how long a row with a reference is by its quantity in days or weeks, None where that tells nothing."""
    line, of_line = each.line, each.line.unit or each.pledge.unit
    told = line.quantity is not None and line.days is None and placement_of(line) and each.day <= on
    if line.quantity is None or not told or of_line not in _A_DAY or any(name == "Days" for name, _ in line.problems):
        return None
    if of_line == unit:
        return line.quantity
    return line.quantity * 7 if unit == "days" else line.quantity * _FIVE


def _is_run(stretch: Stretch, days: Fraction, told: Sequence[Stretch], nation: str) -> bool:
    """Return whether so many days in a stretch are every working day of it, none of which is told already."""
    is_new = first_come([*told, stretch])[-1] == (stretch,)
    return is_new and _worked(stretch, nation) <= days <= stretch.days


def _worked(stretch: Stretch, nation: str) -> int:
    return working_days(dt.date.fromordinal(stretch.first), dt.date.fromordinal(stretch.last), nation)


def _longest_run(parts: Sequence[tuple[Stretch, Fraction]], nation: str) -> Fraction:
    """Return the longest run of days; only days on which nobody works may lie between two parts of it."""
    longest, run = Fraction(0), Fraction(0)
    last: int | None = None
    for stretch, length in sorted(parts):
        gap = None if last is None else Stretch(last + 1, stretch.first - 1)
        follows = gap is not None and (not gap.days or _worked(gap, nation) == 0)
        run = run + length if follows else length
        last = stretch.last
        longest = max(longest, run)
    return longest


def _several(each: Delivery) -> Fraction:
    """Return how many people or placements may share the days typed on a row without a reference, 1 for all else."""
    line = each.line
    shared = line.days is not None and line.quantity is not None and not placement_of(line)
    if not shared or (line.unit or each.pledge.unit) not in CONTINUED_UNITS:
        return Fraction(1)
    return max(Fraction(1), line.quantity or Fraction(1))
