"""Recorded waivers in, which criteria they meet out, and why the others have no effect.

A waiver is a panel's: of one named criterion, only where the scheme marks it as waivable, with a reason, and an expiry
within the level's term, and no more of them at a time than the scheme allows. What cannot be waived is not, whoever
says so; nor does a panel waive that is smaller than the scheme asks for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.history import level_named
from pledges.history.panel import too_small
from pledges.history.timeline import belongs
from pledges.periods import day_text, months_after

if TYPE_CHECKING:
    from pledges.history import History
    from pledges.model import Event
    from pledges.rulebook import Criterion, Level, Scheme


@attrs.frozen(kw_only=True)
class Waivers:
    """The waivers in force by the level and criterion they meet, and those without effect, each with the reason."""

    granted: Mapping[tuple[str, str], Event] = attrs.field(factory=dict)
    refused: tuple[tuple[Event, str], ...] = ()

    def of(self, level: str, criterion: Criterion) -> Event | None:
        """Return the waiver of a criterion of a level, None where there is none."""
        return self.granted.get((level, criterion.id))


NO_WAIVERS = Waivers()
"""What is waived where nothing is."""


def waivers_of(history: History, scheme: Scheme) -> Waivers:
    """Return which of the recorded waivers of `scheme` are in force on the day of the history.

    One that names no level is for every level that has the criterion.
    """
    granted, refused = dict[tuple[str, str], "Event"](), list[tuple["Event", str]]()
    for event in history.events_of("waiver granted"):
        if not belongs(event, scheme):
            continue
        named = level_named(scheme, event.level)
        levels = [named] if named is not None else list(scheme.levels)
        found = [(level, node) for level in levels if (node := _named(level, event.criterion)) is not None]
        if not found:
            refused.append((event, "it names no criterion of the level"))
            continue
        reasons = [_refusal(event, level, node) or too_small(event, scheme) for level, node in found]
        if all(reasons):
            refused.append((event, reasons[0]))
            continue
        if event.until is not None and event.until < history.on:
            continue
        taken = [(level.id, node.id) for (level, node), why in zip(found, reasons, strict=True) if not why]
        free = [key for key in taken if key in granted or _has_room(key[0], granted, scheme)]
        if not free:
            most = scheme.life.most_waivers if scheme.life is not None else 0
            refused.append((event, f"at most {most} criteria of a level may be waived at a time"))
        granted |= dict.fromkeys(free, event)
    return Waivers(granted=granted, refused=tuple(refused))


def _named(level: Level, criterion: str) -> Criterion | None:
    wanted = criterion.strip().casefold()
    return next((node for node in level.nodes() if node.id.casefold() == wanted), None)


def _refusal(event: Event, level: Level, criterion: Criterion) -> str:
    """Return why a waiver has no effect on a criterion of a level, "" where it has."""
    if not criterion.waivable:
        return f"criterion {criterion.id} cannot be waived"
    if not event.reason.strip():
        return "it has no Reason, and a waiver must have one"
    if event.until is None:
        return "it has no Until, and a waiver must expire"
    longest = months_after(event.day, level.term_months) - dt.timedelta(days=1)
    if event.until > longest:
        return f"it runs beyond {day_text(longest)}, which is longer than the level's term"
    return ""


def _has_room(level: str, granted: Mapping[tuple[str, str], Event], scheme: Scheme) -> bool:
    most = None if scheme.life is None else scheme.life.most_waivers
    return most is None or sum(of_level == level for of_level, _ in granted) < most
