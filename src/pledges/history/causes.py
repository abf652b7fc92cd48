"""Events that open and close something, and late returns, in; what was open when, and what suspends a badge, out.

A breach, a safeguarding hold and a data query are open from the day they are opened to the day before they are closed.
A closing names the Event ref of what it closes; one that names nothing closes the only thing of its kind that is open.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.audience import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.history.recorded import History
    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.returns.received import LateReturn
    from pledges.rulebook import Life

MAJOR_BREACH, ANY_BREACH, SAFEGUARDING_HOLD, DATA_QUERY = (
    "major breach",
    "any breach",
    "safeguarding hold",
    "data query",
)
RETURN_OVERDUE = "overdue return"
RECORDED = "suspension recorded"

OPENED: Mapping[str, str] = {
    "breach": "breach opened",
    SAFEGUARDING_HOLD: "safeguarding hold opened",
    DATA_QUERY: "data query opened",
}
"""What can be open, with the event that opens it; the one that closes it is named alike."""

_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Matter:
    """Something that was opened and, where `closed` is not None, closed."""

    opened: Event
    closed: Event | None

    @property
    def last(self) -> dt.date | None:
        """The last day it was open, None where it still is."""
        return None if self.closed is None else self.closed.day - _DAY

    def is_open_on(self, day: dt.date) -> bool:
        """Whether it is open on a day."""
        return self.opened.day <= day and (self.closed is None or day < self.closed.day)


@attrs.frozen(kw_only=True)
class Cause:
    """What suspends a badge, from its first to its last day (None: it lasts); `about` names contract and period."""

    what: str
    first: dt.date
    last: dt.date | None
    sources: tuple[Source, ...]
    about: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it suspends on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def matters_of(history: History, kind: str) -> tuple[Matter, ...]:
    """Return everything of one kind (a key of `OPENED`) that was opened, in the order of its day."""
    return _matched(history, kind)[0]


def unmatched_closings(history: History) -> tuple[Event, ...]:
    """Return the events that close something which is not open: a reference mistyped, or none where one is needed."""
    return tuple(event for kind in OPENED for event in _matched(history, kind)[1])


def _matched(history: History, kind: str) -> tuple[tuple[Matter, ...], tuple[Event, ...]]:
    opening = OPENED[kind]
    opened = history.events_of(opening)
    closed, unmatched = dict[int, "Event"](), list["Event"]()
    for event in history.events_of(opening.replace("opened", "closed")):
        still = [n for n, each in enumerate(opened) if n not in closed and each.day <= event.day]
        named = [n for n in still if event.ref.strip() and tokens_of(opened[n].ref) == tokens_of(event.ref)]
        if not event.ref.strip() and len(still) == 1:
            named = still
        if len(named) == 1:
            closed[named[0]] = event
        else:
            unmatched.append(event)
    return tuple(Matter(opened=each, closed=closed.get(n)) for n, each in enumerate(opened)), tuple(unmatched)


def is_major(event: Event) -> bool:
    """Whether a breach is recorded as major."""
    return "major" in tokens_of(event.severity)


def is_minor(event: Event) -> bool:
    """Whether a breach is recorded as minor; one that is neither has a severity that nobody can tell."""
    return "minor" in tokens_of(event.severity) and not is_major(event)


def causes_of(history: History, life: Life | None, late: Iterable[LateReturn]) -> tuple[Cause, ...]:
    """Return what suspends a badge by the rules of `life`, the earliest first; without rules nothing does."""
    if life is None:
        return ()
    causes = list[Cause]()
    for matter in matters_of(history, "breach"):
        is_of_concern = MAJOR_BREACH in life.suspend_on and is_major(matter.opened)
        if is_of_concern or ANY_BREACH in life.suspend_on:
            causes.append(_cause(MAJOR_BREACH if is_major(matter.opened) else "breach", matter))
    for what in (SAFEGUARDING_HOLD, DATA_QUERY):
        if what in life.suspend_on:
            causes += [_cause(what, matter) for matter in matters_of(history, what)]
    if life.suspend_after_days_overdue is not None:
        causes += _overdue(history, life.suspend_after_days_overdue, late)
    return tuple(sorted(causes, key=lambda each: (each.first, each.what, each.about, str(each.sources))))


def _cause(what: str, matter: Matter) -> Cause:
    places = (matter.opened.source,) if matter.closed is None else (matter.opened.source, matter.closed.source)
    return Cause(what=what, first=matter.opened.day, last=matter.last, sources=places)


def _overdue(history: History, days: int, late: Iterable[LateReturn]) -> list[Cause]:
    """Return a cause for each return that stayed away for more than `days` days after it was due."""
    causes = list[Cause]()
    for each in late:
        first = each.due + dt.timedelta(days=days + 1)
        last = None if each.came_on is None or each.came_on > history.on else each.came_on - _DAY
        if each.supplier_ref == history.supplier_ref and first <= history.on and (last is None or first <= last):
            about = f"contract {each.contract_ref}, {each.period}"
            causes.append(Cause(what=RETURN_OVERDUE, first=first, last=last, sources=each.sources, about=about))
    return causes
