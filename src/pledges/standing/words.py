"""Standings and the steps that led there in, plain sentences about them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.history import level_named, reason_of, role_of
from pledges.periods import day_text

if TYPE_CHECKING:
    from pledges.history import Standing, Step
    from pledges.rulebook import Scheme

_DONE = {
    "issued": "was issued",
    "renewed": "was renewed",
    "moved up": "was issued, in place of the level below",
    "moved down": "was issued, in place of the level above",
    "renewal lodged": "had its renewal lodged",
    "suspended": "was suspended",
    "restored": "was restored",
    "in grace": "went into grace",
    "expired": "ended",
    "lapsed": "lapsed",
    "fell back": "was taken up by falling back",
    "revoked": "was revoked",
}


def level_name(scheme: Scheme, level: str | None) -> str:
    """Return what a level is called, its id where the scheme does not know it."""
    found = None if level is None else level_named(scheme, level)
    return found.name if found is not None else level or "no level"


def step_words(step: Step, scheme: Scheme) -> str:
    """Return one step of a badge's life as a sentence: what, by whom or by which rule, and the listed reason."""
    done = f"{level_name(scheme, step.level)} {_DONE[step.what]}"
    if step.event is None:
        return f"{done}: {step.rule}." if step.rule else f"{done}."
    role, reason = role_of(step.event.recorded_by), reason_of(step.event.reason)
    because = " and ".join(part for part in (reason, step.rule) if part)
    return f"{done}, recorded by {role or 'the council'}{f': {because}' if because else ''}."


def status_words(standing: Standing, scheme: Scheme) -> str:
    """Return where a badge stands as one or two sentences."""
    if standing.level is None:
        return _ended(standing, scheme)
    name = level_name(scheme, standing.level)
    since = f" since {day_text(standing.since)}" if standing.since is not None else ""
    until = day_text(standing.until) if standing.until is not None else "further notice"
    match standing.status:
        case "suspended":
            causes = " and ".join(dict.fromkeys(cause.what for cause in standing.causes))
            first = day_text(standing.suspended_since) if standing.suspended_since is not None else "now"
            cure = (
                "" if standing.cure_by is None else f" It lapses unless that is cured by {day_text(standing.cure_by)}."
            )
            return f"{name} is suspended since {first}: {causes}.{cure}"
        case "in grace":
            grace = "" if standing.grace_until is None else f" until {day_text(standing.grace_until)}"
            return f"{name} is in grace{grace}: its term ended on {until}, and its renewal was lodged in time."
        case _:
            return f"{name} is held{since}, until {until}."


def _ended(standing: Standing, scheme: Scheme) -> str:
    if standing.status == "none":
        return "No level is held."
    name = level_name(scheme, standing.last_level)
    last = standing.spells[-1].last if standing.spells else standing.until
    day = standing.until if standing.status == "revoked" else last
    ended = {"revoked": "was revoked on", "lapsed": "lapsed after"}.get(standing.status, "ended on")
    free = "" if standing.free_from is None else f" It may be issued again from {day_text(standing.free_from)}."
    return f"No level is held: {name} {ended} {day_text(day) if day is not None else 'a day that is not known'}.{free}"
