"""A criterion on which promises there are and a position in; which further ones are needed, or fall due when, out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pledges.eligibility.due import due_pledges, measured, undated_pledges
from pledges.eligibility.lack import PROMISE, RECORD, REGISTER, TIME, NewPledge, Wait, Way, no_way
from pledges.eligibility.live import CATEGORIES, live_pledges
from pledges.eligibility.position import Answer, named, threshold
from pledges.eligibility.size import size_of
from pledges.eligibility.ways.size import headcount_of
from pledges.periods import months_after, year_before

if TYPE_CHECKING:
    from pledges.eligibility.position import Position
    from pledges.rulebook import Criterion

_ONE_DAY = dt.timedelta(days=1)


def way_due(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the first day on which enough pledges will have fallen due in the twelve months up to it."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_way(answer.because)
    if undated := undated_pledges(position, criterion):
        refs = named([each.pledge.ref for each in undated])
        return no_way(f"The register must give {refs} a last day.", by=REGISTER)
    days = [each.pledge.due for each in measured(position, criterion) if each.target.value != 0]
    known = [day for day in days if day is not None]
    for day in sorted(day for day in known if day > position.on):
        if wanted.holds(sum(year_before(day) < each <= day for each in known)):
            return Way(by=TIME, lacks=(Wait(day=day, level=position.level, criterion=criterion.id),), earliest=day)
    have = len(due_pledges(position, criterion))
    more = next(count for count in range(int(wanted.value) + 2) if wanted.holds(have + count))
    further = "1 further pledge" if more == 1 else f"{more} further pledges"
    return no_way(f"{further} must be promised and fall due.", by=PROMISE)


def way_live(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the further promises that a firm of its size needs, in categories that it has not promised in yet."""
    live = live_pledges(position, criterion)
    if live.unsure:
        refs = named([each.pledge.ref for each in live.unsure])
        return no_way(f"The target of {refs} must be settled in the register.", by=REGISTER)
    bands = size_of(position).bands
    lacks = list[NewPledge]()
    for band in bands[:1]:
        wanted = threshold(criterion, "minimum", position.on, by=band)
        categories = threshold(criterion, "minimum_categories", position.on, by=band)
        if wanted is None:
            return no_way(answer.because)
        have, of = len(live.sure), len(live.categories())
        unpromised = sorted(CATEGORIES - set(live.categories()))
        while not wanted.holds(have + len(lacks)) or (
            categories is not None and not categories.holds(of + sum(bool(each.type) for each in lacks))
        ):
            if not unpromised and wanted.holds(have + len(lacks)):
                return no_way("There are not so many categories.", by=PROMISE)
            is_of_another = categories is not None and not categories.holds(of + sum(bool(each.type) for each in lacks))
            lacks.append(_promise(position, unpromised.pop(0) if is_of_another else ""))
    if len(bands) > 1 and not lacks:
        return Way(by=RECORD, lacks=(headcount_of(position, bands[0]),), earliest=position.on)
    return Way(by=PROMISE, lacks=tuple(lacks), earliest=position.on)


def _promise(position: Position, type_: str) -> NewPledge:
    return NewPledge(first=position.on + _ONE_DAY, last=months_after(position.on, 12), type=type_)
