"""What rows tell of somebody's presence in; their unbroken stays, and the day on which one was long enough, out."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.periods import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.model import Length
    from pledges.provenance import Source

_ONE_DAY = dt.timedelta(days=1)
_IN_DAYS = {"days": 1, "weeks": 7}
_IN_MONTHS = {"months": 1, "years": 12}


@attrs.frozen(kw_only=True)
class Presence:
    """What one row tells: somebody was there from `start` to `end`; None: still there when its return's period ended.

    `told_by` is the last day that its return speaks of, None where that is not known.
    """

    start: dt.date
    end: dt.date | None
    told_by: dt.date | None
    source: Source


@attrs.frozen(kw_only=True)
class Stay:
    """An unbroken time in one place, both days included; `has_ended` where `last` is an End that was given."""

    first: dt.date
    last: dt.date
    has_ended: bool
    source: Source

    @property
    def weeks(self) -> Fraction:
        """The inclusive days in weeks."""
        return Fraction((self.last - self.first).days + 1, 7)

    @property
    def months(self) -> int:
        """The whole calendar months, month ends clamped."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        while months > 0 and months_after(self.first, months) - _ONE_DAY > self.last:
            months -= 1
        return max(months, 0)


def stays_of(presences: Iterable[Presence], on: dt.date) -> tuple[Stay, ...]:
    """Return the stays of one person or placement by a day, in order: rows that follow without a gap are one.

    Of several rows with the same Start the one of the latest return holds, of several in it the one that tells longest.
    Where two tell up to the same day and one gives no End, nobody has left. Nothing after `on` is known.
    """
    latest = dict[dt.date, Presence]()
    for each in sorted(presences, key=lambda each: (each.told_by or dt.date.min, each.end or dt.date.max)):
        latest[each.start] = each
    stays = list[Stay]()
    for start, each in sorted(latest.items()):
        ends = [day for day in (each.end, each.told_by) if day is not None]
        last = min((*ends, on)) if ends else None
        if last is None or last < start:
            continue
        has_ended = each.end is not None and each.end <= last
        if stays and start <= stays[-1].last + _ONE_DAY:
            before = stays[-1]
            if last > before.last:
                stays[-1] = attrs.evolve(before, last=last, has_ended=has_ended)
            elif last == before.last:
                stays[-1] = attrs.evolve(before, has_ended=has_ended and before.has_ended)
        else:
            stays.append(Stay(first=start, last=last, has_ended=has_ended, source=each.source))
    return tuple(stays)


def day_of_proof(first: dt.date, length: Length) -> dt.date:
    """Return the last of so many inclusive days, weeks, months or years from `first`, at most the calendar's last."""
    if length.unit in _IN_DAYS:
        proof = first.toordinal() + math.ceil(length.number * _IN_DAYS[length.unit]) - 1
        return dt.date.fromordinal(min(proof, dt.date.max.toordinal()))
    following = months_after(first, int(length.number * _IN_MONTHS[length.unit]))
    return following if following == dt.date.max else following - _ONE_DAY
