"""Recorded events in, what they say on a day out: what was signed, who is named, which level is held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.periods import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.model import Event, Fact, Register
    from pledges.provenance import Source
    from pledges.rulebook import Level, Scheme

_LIFE = ("badge issued", "badge restored", "badge suspended", "badge revoked")
"""The events of a badge's life in the order they are taken where they happened on one day: the sternest last."""


@attrs.frozen(kw_only=True)
class Standing:
    """Where one scheme's badge of one supplier stands by the recorded events; `level` None: none is held.

    `status` is one of: none, in force, suspended, expired, revoked. `since` is the day the level was issued; `until`
    the last day of its term, or the day it was revoked. `last_level` is the level that expired or was revoked.
    """

    level: str | None
    status: str
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[Source, ...] = ()
    last_level: str | None = None


@attrs.frozen(kw_only=True)
class History:
    """What is recorded of one supplier up to a day, as far as it was known on another (None: all of it)."""

    supplier_ref: str
    on: dt.date
    known_on: dt.date | None
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """Return the events of one kind, the earliest first."""
        return tuple(event for event in self.events if event.kind == kind)

    def signed(self) -> tuple[Event, ...]:
        """Return every recorded signing of the statement, the earliest first; by whom, its Detail says."""
        return self.events_of("statement signed")

    def named_contact(self) -> Event | None:
        """Return the latest event that names a point of contact, or None."""
        named = self.events_of("contact named")
        return named[-1] if named else None

    def latest_facts(self, name: str, *, contract_ref: str | None = None) -> tuple[Fact, ...]:
        """Return the facts of that name with the latest As at, of those the last recorded; more than one may disagree.

        Without `contract_ref` every contract's facts speak, since they are facts of the supplier.
        """
        named = [
            fact
            for fact in self.facts
            if fact.name.casefold() == name.casefold() and contract_ref in {None, fact.contract_ref}
        ]
        latest = max(((fact.as_at, fact.known_from) for fact in named), default=None)
        return tuple(fact for fact in named if (fact.as_at, fact.known_from) == latest)

    def fact(self, name: str, *, contract_ref: str | None = None) -> Fact | None:
        """Return the latest fact of that name; None where there is none, or where two of one day disagree."""
        latest = self.latest_facts(name, contract_ref=contract_ref)
        return latest[0] if len({fact.value for fact in latest}) == 1 else None

    def standing(self, scheme: Scheme) -> Standing:
        """Return where the supplier's badge of `scheme` stands on the day, by the events of its life.

        An event belongs to the scheme it names by id or name, of whatever version: a badge of an earlier edition is
        held all the same. One that names no scheme belongs to each scheme that has its level, and, where it names no
        level either, to each badge held. Without Until a level lasts for its own term from the day of issue. After
        its last day a level is expired; being restored does not bring it back, being issued again does.
        """
        now = Standing(level=None, status="none")
        for event in sorted(self.events, key=lambda event: _order(event, scheme)):
            if event.kind in _LIFE and _belongs(event, scheme):
                now = _after(_expired_by(now, event.day), event, scheme)
        return _expired_by(now, self.on)


def history_of(supplier_ref: str, register: Register, *, on: dt.date, known_on: dt.date | None) -> History:
    """Return what the register records of a supplier on or before `on` and known by `known_on` (None: all of it).

    The order is that of the days, whatever the order of the rows.
    """

    def is_known(day: dt.date, known_from: dt.date) -> bool:
        return day <= on and (known_on is None or known_from <= known_on)

    events = [event for event in register.events if event.supplier_ref == supplier_ref]
    facts = [fact for fact in register.facts if fact.supplier_ref == supplier_ref]
    return History(
        supplier_ref=supplier_ref,
        on=on,
        known_on=known_on,
        events=tuple(
            sorted(
                (event for event in events if is_known(event.day, event.known_from)),
                key=lambda event: (event.day, event.kind, event.known_from, event.ref, str(event.source)),
            )
        ),
        facts=tuple(
            sorted(
                (fact for fact in facts if is_known(fact.as_at, fact.known_from)),
                key=lambda fact: (fact.as_at, fact.known_from, fact.name, fact.value, str(fact.source)),
            )
        ),
    )


def level_named(scheme: Scheme, name: str) -> Level | None:
    """Return the level of `scheme` that an event names by id or name, whatever its case, or None."""
    for level in scheme.levels:
        if name.strip().casefold() in {level.id.casefold(), level.name.casefold()}:
            return level
    return None


def unplaced_events(history: History, schemes: Iterable[Scheme]) -> tuple[Event, ...]:
    """Return the events of a badge's life that belong to none of `schemes`: a level or scheme nobody knows."""
    known = tuple(schemes)
    return tuple(
        event
        for event in history.events
        if event.kind in _LIFE and not any(_belongs(event, scheme) for scheme in known)
    )


def _belongs(event: Event, scheme: Scheme) -> bool:
    """Whether an event of a badge's life speaks of `scheme`."""
    named = event.scheme.strip().casefold()
    if named and named not in {scheme.id.casefold(), scheme.name.casefold()}:
        return False
    if not event.level.strip():
        return event.kind != "badge issued" or bool(named and len(scheme.levels) == 1)
    return level_named(scheme, event.level) is not None


def _order(event: Event, scheme: Scheme) -> tuple[dt.date, int, int, dt.date]:
    """Return where an event stands in a badge's life; of two levels issued on one day the higher comes last."""
    level = level_named(scheme, event.level)
    rank = _LIFE.index(event.kind) if event.kind in _LIFE else 0
    return event.day, rank, scheme.levels.index(level) if level is not None else -1, event.until or dt.date.max


def _after(now: Standing, event: Event, scheme: Scheme) -> Standing:
    """Return the standing after an event of the badge's life."""
    if event.kind == "badge issued":
        level = level_named(scheme, event.level) or scheme.levels[0]
        until = event.until or months_after(event.day, level.term_months) - dt.timedelta(days=1)
        return Standing(level=level.id, status="in force", since=event.day, until=until, sources=(event.source,))
    named = level_named(scheme, event.level)
    if now.level is None or (named is not None and named.id != now.level):
        return now
    sources = (*now.sources, event.source)
    if event.kind == "badge revoked":
        return attrs.evolve(now, level=None, status="revoked", until=event.day, sources=sources, last_level=now.level)
    status = "suspended" if event.kind == "badge suspended" else "in force"
    return attrs.evolve(now, status=status, sources=sources)


def _expired_by(now: Standing, day: dt.date) -> Standing:
    """Return the standing on a day: a level whose last day is past is expired."""
    if now.level is None or now.until is None or day <= now.until:
        return now
    return attrs.evolve(now, level=None, status="expired", last_level=now.level)
