"""Stretches of days in; joined, cut from one another, and their days counted, out. Days are ordinals, ends included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable


@attrs.frozen(order=True)
class Stretch:
    """The days from `first` to `last`, both included, as ordinals: the calendar's own last day has one after it."""

    first: int
    last: int

    @classmethod
    def between(cls, first: dt.date, last: dt.date) -> Stretch:
        """Return the days between two dates, both included."""
        return cls(first.toordinal(), last.toordinal())

    @property
    def days(self) -> int:
        """How many days it has, 0 where it ends before it begins."""
        return max(0, self.last - self.first + 1)


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the same days as stretches that neither overlap nor touch, in order."""
    result = list[Stretch]()
    for each in sorted(each for each in stretches if each.days):
        if result and each.first <= result[-1].last + 1:
            result[-1] = Stretch(result[-1].first, max(result[-1].last, each.last))
        else:
            result.append(each)
    return tuple(result)


def first_come(stretches: Iterable[Stretch]) -> tuple[tuple[Stretch, ...], ...]:
    """Return of each stretch, in the order given, the days that are in none before it."""
    firsts, lasts = list[int](), list[int]()  # of what is taken so far: apart from each other, and in order
    result = list[tuple[Stretch, ...]]()
    for each in stretches:
        if not each.days:
            result.append(())
            continue
        begin, end = bisect_left(lasts, each.first), bisect_right(firsts, each.last)
        bounds = [each.first - 1, *(day for at in range(begin, end) for day in (firsts[at], lasts[at])), each.last + 1]
        gaps = (Stretch(after + 1, before - 1) for after, before in zip(bounds[::2], bounds[1::2], strict=True))
        result.append(tuple(gap for gap in gaps if gap.days))
        firsts[begin:end] = [min([each.first, *firsts[begin:end]])]
        lasts[begin:end] = [max([each.last, *lasts[begin:end]])]
    return tuple(result)


def days_up_to(stretches: Iterable[Stretch]) -> Callable[[int], int]:
    """Return what tells how many days of `stretches` there are up to a day, each once."""
    every = joined(stretches)
    firsts = [each.first for each in every]
    before = [0, *accumulate(each.days for each in every)]

    def up_to(day: int) -> int:
        at = bisect_right(firsts, day)
        return before[at] - (max(0, every[at - 1].last - day) if at else 0)

    return up_to
