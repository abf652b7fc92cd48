"""A register and a day in, what is recorded of one supplier by that day out: its events and facts, in order."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.model import Event, Fact, Register


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

    def with_more(self, *, events: Iterable[Event] = (), facts: Iterable[Fact] = ()) -> History:
        """Return the history as it would be if these were recorded too."""
        return attrs.evolve(self, events=_in_order((*self.events, *events)), facts=_by_day((*self.facts, *facts)))

    def fact(self, name: str, *, contract_ref: str | None = None) -> Fact | None:
        """Return the latest fact of that name; None where there is none, or where two of one day disagree."""
        latest = self.latest_facts(name, contract_ref=contract_ref)
        return latest[0] if len({fact.value for fact in latest}) == 1 else None


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
        events=_in_order(event for event in events if is_known(event.day, event.known_from)),
        facts=_by_day(fact for fact in facts if is_known(fact.as_at, fact.known_from)),
    )


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(
        sorted(events, key=lambda event: (event.day, event.kind, event.known_from, event.ref, str(event.source)))
    )


def _by_day(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: (fact.as_at, fact.known_from, fact.name, fact.value, str(fact.source))))
