"""Stretches of days in; joined, cut from one another, and their days counted, out. Days are ordinals, ends included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


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


def without(stretches: Iterable[Stretch], others: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the days of `stretches` that are in none of `others`, as stretches in order."""
    left = joined(stretches)
    for other in joined(others):
        parts = list[Stretch]()
        for each in left:
            parts += [Stretch(each.first, min(each.last, other.first - 1))]
            parts += [Stretch(max(each.first, other.last + 1), each.last)]
        left = joined(parts)
    return left


def until(stretches: Iterable[Stretch], last: int) -> tuple[Stretch, ...]:
    """Return the days of `stretches` up to `last`."""
    return joined(Stretch(each.first, min(each.last, last)) for each in stretches)


def days_in(stretches: Iterable[Stretch]) -> int:
    """Return how many days there are in all, each once."""
    return sum(each.days for each in joined(stretches))
