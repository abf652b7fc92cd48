"""Recorded breaches, holds, complaints and the badge's own standing in, whether a firm's record is clean out.

Only that something is open is said, never why: a reason may be about a young person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.position import Answer, count_of, no_threshold, threshold
from pledges.eligibility.result import Outcome
from pledges.history import is_major, is_minor, matters_of
from pledges.history.causes import SAFEGUARDING_HOLD
from pledges.periods import day_text, year_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Position
    from pledges.history import Matter
    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.rulebook import Criterion


@attrs.frozen(kw_only=True)
class _Look:
    """What one part of the record says: the sentence where it is clean, else what stands against it or is not known."""

    clean: str = ""
    against: str = ""
    unknown: str = ""
    to_do: str = ""
    sources: tuple[Source, ...] = ()


def answer_breach(_criterion: Criterion, position: Position) -> Answer:
    """Answer whether no breach of any severity is open."""
    return _answer((_breaches(open_matters(position, "breach"), "breach"),), position)


def answer_clean(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the firm is neither suspended nor barred, and no more is open than the criterion allows.

    The thresholds say of what there may be how many: major breaches open, safeguarding holds open, complaints upheld in
    the last twelve months. What has no threshold is not looked at.
    """
    looks = [_standing(position)]
    for name, look in (
        ("max_major_breaches", _major_breaches),
        ("max_safeguarding_holds", _holds),
        ("max_upheld_complaints", _complaints),
    ):
        if name not in criterion.thresholds:
            continue
        allowed = threshold(criterion, name, position.on)
        if allowed is None:
            return no_threshold(criterion, position.on)
        looks.append(look(position, int(allowed.value)))
    return _answer(looks, position)


def _answer(looks: Sequence[_Look], position: Position) -> Answer:
    """Return what the looks say together: what stands against it first, then what nobody can tell."""
    against = [look for look in looks if look.against]
    unknown = [look for look in looks if look.unknown]
    told = [look.against for look in against] or [look.unknown for look in unknown] or [look.clean for look in looks]
    because = "; ".join(part for part in told if part)
    places = dict.fromkeys(place for look in against or unknown or looks for place in look.sources)
    return Answer(
        outcome=Outcome.NOT_MET if against else Outcome.UNKNOWN if unknown else Outcome.MET,
        because=f"{because[:1].upper()}{because[1:]}.",
        sources=tuple(places) or (position.supplier.source,),
        to_do=" ".join(dict.fromkeys(look.to_do for look in against or unknown if look.to_do)),
    )


def _standing(position: Position) -> _Look:
    now = position.standing
    if now.status == "suspended" and now.suspended_since is not None:
        causes = " and ".join(dict.fromkeys(cause.what for cause in now.causes))
        by = "" if now.cure_by is None else f" by {day_text(now.cure_by)}"
        return _Look(
            against=f"the badge has been suspended since {day_text(now.suspended_since)} ({causes})",
            to_do=f"Cure what suspends it{by}.",
            sources=now.sources,
        )
    if is_barred(position) and now.free_from is not None:
        free = day_text(now.free_from)
        words = f"the most terms in a row were held, and it may be issued again from {free}"
        if now.status == "revoked":
            words = f"the badge was revoked, and nothing may be issued before {free}"
        return _Look(against=words, to_do=f"Apply again from {free}.", sources=now.sources)
    return _Look(clean="not suspended and not barred", sources=now.sources)


def open_matters(position: Position, kind: str) -> tuple[Matter, ...]:
    """Return what of one kind is open on the day, in the order in which it was opened."""
    return tuple(each for each in matters_of(position.history, kind) if each.is_open_on(position.on))


def _breaches(found: Sequence[Matter], what: str, allowed: int = 0) -> _Look:
    places = tuple(each.opened.source for each in found)
    if len(found) <= allowed:
        return _Look(clean=f"no {what} is open" if not found else _are_open(found, what), sources=places)
    return _Look(against=_are_open(found, what), to_do="Record when it is closed, with its Event ref.", sources=places)


def _are_open(found: Sequence[Matter], what: str) -> str:
    days = ", ".join(dict.fromkeys(day_text(each.opened.day) for each in found))
    many = {"breach": "breaches", "major breach": "major breaches"}.get(what, f"{what}s")
    return f"1 {what} is open, since {days}" if len(found) == 1 else f"{len(found)} {many} are open, since {days}"


def _major_breaches(position: Position, allowed: int) -> _Look:
    """Look at open breaches; one without a severity that is known may be a major one."""
    found = open_matters(position, "breach")
    major = [each for each in found if is_major(each.opened)]
    doubtful = [each for each in found if not is_major(each.opened) and not is_minor(each.opened)]
    if len(major) <= allowed < len(major) + len(doubtful):
        return _Look(
            unknown=f"{count_of(len(doubtful), 'open breach' if len(doubtful) == 1 else 'open breache')} "
            f"{'is' if len(doubtful) == 1 else 'are'} neither recorded as major nor as minor",
            to_do="Give the breach its Severity: major or minor.",
            sources=tuple(each.opened.source for each in doubtful),
        )
    return _breaches(major, "major breach", allowed)


def _holds(position: Position, allowed: int) -> _Look:
    return _breaches(open_matters(position, SAFEGUARDING_HOLD), SAFEGUARDING_HOLD, allowed)


def complaints_in_window(position: Position) -> list[Event]:
    """Return the complaints upheld in the last twelve months."""
    after = year_before(position.on)
    return [each for each in position.history.events_of("complaint upheld") if each.day > after]


def is_barred(position: Position) -> bool:
    """Whether the level asked about may not be issued yet on the day: after a revocation, or the last of its terms."""
    now = position.standing
    if now.level is not None or now.free_from is None or position.on >= now.free_from:
        return False
    return now.status == "revoked" or now.last_level == position.level


def _complaints(position: Position, allowed: int) -> _Look:
    """Look at the complaints upheld in the twelve months up to the day: one upheld just twelve months before is out."""
    found = complaints_in_window(position)
    places = tuple(each.source for each in found)
    if len(found) <= allowed:
        return _Look(clean="no complaint was upheld in the last twelve months" if not found else "", sources=places)
    words = (
        f"{count_of(len(found), 'complaint')} {'was' if len(found) == 1 else 'were'} upheld in the last twelve months"
    )
    return _Look(against=words, sources=places)
