"""The nouns of a badge's life: where it stands on a day, its terms, its suspensions and every step that led there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.periods import months_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.history.causes import Cause
    from pledges.model import Event
    from pledges.provenance import Source

HELD = ("in force", "in grace", "suspended")
"""The statuses in which a level is held."""

_DAY = dt.timedelta(days=1)
_MONTHS_IN_A_CENTURY = 1200


@attrs.frozen(kw_only=True)
class Spell:
    """One term of one level: from `since`, by its rules to `until`, in fact held to `last` (None: it is still held).

    `version` is that of the scheme's edition that governs it. `number` counts the terms in a row at this level from 1,
    and `ended` why it is over: renewed, superseded, expired, lapsed or revoked ("" while it lasts).
    """

    level: str
    version: str
    since: dt.date
    until: dt.date
    last: dt.date | None
    number: int
    sources: tuple[Source, ...] = ()
    ended: str = ""


@attrs.frozen(kw_only=True)
class Step:
    """One step of a badge's life. A recorded one has its `event`; `rule` says which rule of the scheme made the other.

    `what` is one of: issued, renewed, moved up, moved down, renewal lodged, suspended, restored, in grace, expired,
    lapsed, fell back, revoked.
    """

    day: dt.date
    what: str
    level: str
    version: str
    rule: str = ""
    event: Event | None = None
    sources: tuple[Source, ...] = ()


@attrs.frozen(kw_only=True)
class Breach:
    """A recorded event that the scheme's own rules do not allow; it stands until somebody corrects the register."""

    event: Event
    what: str


@attrs.frozen(kw_only=True)
class Standing:
    """Where one scheme's badge of one supplier stands on a day; `level` None: none is held.

    `status` is one of: none, in force, in grace, suspended, expired, lapsed, revoked. `since` is the first day of the
    term; `until` its last by the term, or the day it was revoked. `last_level` is the level that is no longer held.
    `version` is that of the edition that governs the term. While suspended, `causes` are what suspends it,
    `suspended_since` the first day, and after `cure_by` it lapses. `grace_until` is the last day of grace, where there
    is any. `free_from` is the day from which the level that ended may be issued again, where that is restricted.
    """

    level: str | None
    status: str
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[Source, ...] = ()
    last_level: str | None = None
    version: str = ""
    causes: tuple[Cause, ...] = ()
    suspended_since: dt.date | None = None
    cure_by: dt.date | None = None
    renewal_lodged: dt.date | None = None
    grace_until: dt.date | None = None
    free_from: dt.date | None = None
    spells: tuple[Spell, ...] = ()
    suspensions: tuple[tuple[dt.date, dt.date], ...] = ()
    steps: tuple[Step, ...] = ()
    against_the_rules: tuple[Breach, ...] = ()

    @property
    def term(self) -> Spell | None:
        """The term that is held, None where none is."""
        return self.spells[-1] if self.level is not None else None


NOTHING_HELD = Standing(level=None, status="none")
"""Where a badge stands of which nothing is recorded."""


@attrs.frozen(kw_only=True)
class Tenure:
    """How long a level or a higher one has been held without a break: since when, days paused, and whole months."""

    since: dt.date
    paused_days: int
    months: int
    sources: tuple[Source, ...]

    def reached_on(self, months: int) -> dt.date:
        """Return the day on which so many months are reached, if nothing pauses it any more."""
        return months_after(self.since, months) + dt.timedelta(days=self.paused_days)


def tenure(standing: Standing, levels: Sequence[str], on: dt.date) -> Tenure | None:
    """Return how long one of `levels` (the level asked for and those above it) has been held, None where none is.

    It runs on across renewals, promotions and falling back, and stands still while the badge is suspended. Six months
    from 1 March are reached on 1 September.
    """
    if standing.level not in levels:
        return None
    run = list[Spell]()
    for spell in reversed(standing.spells):
        is_joined = not run or (spell.last is not None and spell.last + _DAY >= run[-1].since)
        if spell.level not in levels or not is_joined:
            break
        run.append(spell)
    since = run[-1].since
    paused = sum(
        (min(last, on) - max(first, since)).days + 1
        for first, last in standing.suspensions
        if max(first, since) <= min(last, on)
    )
    counted_to = on - dt.timedelta(days=paused)
    months = 0
    while months < _MONTHS_IN_A_CENTURY and months_after(since, months + 1) <= counted_to:
        months += 1
    sources = tuple(dict.fromkeys(source for spell in reversed(run) for source in spell.sources))
    return Tenure(since=since, paused_days=paused, months=months, sources=sources)
