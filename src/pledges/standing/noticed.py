"""A badge's standing and events in, findings about what the register should not say of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.eligibility.waivers import waivers_of
from pledges.findings import finding
from pledges.history import level_named
from pledges.periods import day_text
from pledges.standing.due import conditions_of, open_conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.findings import Finding
    from pledges.standing.due import Badge


def noticed(badge: Badge) -> tuple[Finding, ...]:
    """Return what somebody has to settle: events against the rules, waivers without effect, conditions overdue."""
    return tuple(_noticed(badge))


def _noticed(badge: Badge) -> Iterator[Finding]:
    ref, scheme = badge.history.supplier_ref, badge.scheme
    for each in badge.standing.against_the_rules:
        yield finding("badge-against-rules", each.event.source, supplier_ref=ref, scheme=scheme.id, what=each.what)
    for event, why in waivers_of(badge.history, scheme).refused:
        yield finding("waiver-without-effect", event.source, supplier_ref=ref, scheme=scheme.id, why=why)
    for event, day in open_conditions(badge):
        if day < badge.on:
            yield finding("condition-overdue", event.source, supplier_ref=ref, day=day_text(day))
    yield from _conditions_not_allowed(badge)
    for event in badge.events_of("application"):
        is_named, windows = bool(event.scheme.strip()), scheme.windows
        if windows and is_named and not any(window.opens <= event.day <= window.closes for window in windows):
            days = " or ".join(f"{day_text(window.opens)} to {day_text(window.closes)}" for window in windows)
            yield finding("application-outside-window", event.source, supplier_ref=ref, scheme=scheme.id, days=days)


def _conditions_not_allowed(badge: Badge) -> Iterator[Finding]:
    """Yield conditions that the scheme does not allow: too many, too long, or of a level without a panel."""
    life, ref = badge.life, badge.history.supplier_ref
    held = badge.standing.level
    level = None if held is None else level_named(badge.governing, held)
    if life is None or level is None:
        return
    for place, (event, day) in enumerate(conditions_of(badge)):
        if level.decision != "panel":
            why = "this level is issued without conditions"
        elif life.most_conditions is not None and place >= life.most_conditions:
            why = f"an award has at most {life.most_conditions} conditions"
        elif life.condition_days is not None and (day - event.day).days > life.condition_days:
            why = f"a condition runs for at most {life.condition_days} days"
        else:
            continue
        yield finding("condition-not-allowed", event.source, supplier_ref=ref, why=why)
