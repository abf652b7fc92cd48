"""A criterion on outcomes that last and a position in; which stays must go on, and until when, out."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.due import told
from pledges.eligibility.lack import (
    DELIVERY,
    PROMISE,
    REGISTER,
    RETURN,
    TIME,
    LastingOutcome,
    MoreDelivery,
    Way,
    no_way,
)
from pledges.eligibility.position import Answer, threshold
from pledges.eligibility.sustained import MENTORING, POSTS, running_stays, sessions_by_group
from pledges.model import Grade
from pledges.periods import months_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Position, Threshold
    from pledges.rulebook import Criterion

_ONE_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class _Prospect:
    """An outcome that could last: from which day on it would, and what that takes."""

    day: dt.date
    lack: Lack


def way_sustained(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the outcomes that would have lasted first: stays that go on, sessions with one group, or new stays."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None or position.counting_grade < Grade.DOCUMENTED:
        return no_way(answer.because, by=REGISTER)
    have = 0 if answer.observed is None or answer.observed.value is None else int(answer.observed.value)
    needed = next(count for count in range(int(wanted.value) + 2) if wanted.holds(have + count))
    prospects = sorted(_prospects(criterion, position), key=lambda each: each.day)
    if not prospects:
        return no_way("A pledge of a job, an apprenticeship, mentoring or group sessions is needed first.", by=PROMISE)
    fresh = [each for each in prospects if isinstance(each.lack, LastingOutcome) and each.day > position.on]
    chosen = (*prospects[:needed], *(fresh[-1:] * (needed - len(prospects[:needed]))))
    if len(chosen) < needed:
        return no_way("So many outcomes cannot last by what is promised.", by=PROMISE)
    earliest = max(each.day for each in chosen)
    by = DELIVERY if all(isinstance(each.lack, MoreDelivery) for each in chosen) else TIME
    if by == TIME and earliest == position.on:
        by = RETURN  # somebody may have been there for long enough, and no return says so yet
    return Way(by=by, lacks=tuple(each.lack for each in chosen), earliest=earliest)


def _prospects(criterion: Criterion, position: Position) -> Iterator[_Prospect]:
    pledges = told(position, criterion)
    for name, types, unit in (("minimum_weeks", POSTS, "weeks"), ("minimum_months", MENTORING, "months")):
        long_enough = threshold(criterion, name, position.on)
        if long_enough is None:
            continue
        length = _least(long_enough, unit)
        for each in (each for each in pledges if each.pledge.type in types):
            lack = LastingOutcome(pledge_ref=each.pledge.ref, length=length, unit=unit)
            for first in running_stays(each, long_enough, position):
                yield _Prospect(day=max(_last_day(first, length, unit), position.on), lack=lack)
            yield _Prospect(day=_last_day(position.on, length, unit), lack=lack)
    sessions = threshold(criterion, "minimum_sessions", position.on)
    if sessions is not None:
        yield from _with_groups(criterion, position, sessions)


def _with_groups(criterion: Criterion, position: Position, sessions: Threshold) -> Iterator[_Prospect]:
    groups = sessions_by_group(told(position, criterion))
    for group_ref, (ref, held) in groups.items():
        missing = next((n for n in range(1, int(sessions.value) + 2) if sessions.holds(held + n)), None)
        if missing is not None and not sessions.holds(held):
            yield _Prospect(day=position.on, lack=_sessions_of(ref, missing, group_ref))
    for each in told(position, criterion):
        if each.pledge.type == "group support" and each.pledge.unit == "sessions":
            every = next(n for n in range(1, int(sessions.value) + 2) if sessions.holds(n))
            yield _Prospect(
                day=position.on, lack=_sessions_of(each.pledge.ref, every, f"a new group of {each.pledge.ref}")
            )


def _sessions_of(ref: str, count: int, group_ref: str) -> MoreDelivery:
    return MoreDelivery(
        pledge_ref=ref, amount=Fraction(count), unit="sessions", group_ref=group_ref, is_same_group=True
    )


def _least(long_enough: Threshold, unit: str) -> Fraction:
    """Return the least length, in whole days or whole months, that is long enough."""
    per = 7 if unit == "weeks" else 1
    least = math.ceil(long_enough.value * per)
    return Fraction(least if long_enough.holds(Fraction(least, per)) else least + 1, per)


def _last_day(first: dt.date, length: Fraction, unit: str) -> dt.date:
    """Return the day by whose end something that began on `first` has lasted so long."""
    if unit == "weeks":
        return first + dt.timedelta(days=int(length * 7) - 1)
    return months_after(first, int(length)) - _ONE_DAY
