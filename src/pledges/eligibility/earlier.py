"""Recorded badges and a criterion in, whether so many terms in a row came before out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pledges.eligibility.due import met, not_met
from pledges.eligibility.position import Answer, count_of, no_threshold, required, threshold
from pledges.figures import given, total
from pledges.history import level_named
from pledges.model import Event
from pledges.periods import day_text, months_after
from pledges.quantities import plain

if TYPE_CHECKING:
    from pledges.eligibility.position import Position
    from pledges.rulebook import Criterion

_TERMS = "terms"


def answer_earlier(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the level, or a higher one, was issued for so many terms in a row before the day.

    Between the last day of a term and the day of issue of the next, and between the last term and the day asked about,
    may lie no more than `gap_months` (none where the scheme does not say). A term that was revoked is none.
    """
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    terms = terms_in_a_row(criterion, position)
    name = next(level.name for level in position.scheme.levels if level.id == criterion.text("level"))
    leaves = [given(f"issued on {day_text(event.day)}", 1, event.source, unit=_TERMS) for event, _ in terms]
    observed = total(f"terms in a row at {name} or above", leaves, unit=_TERMS)
    limit = required("terms required", wanted, _TERMS)
    listed = f" (issued on {', '.join(day_text(event.day) for event, _ in terms)})" if terms else ""
    because = (
        f"{name} or above was held for {count_of(len(terms), 'term')} in a row before{listed}; "
        f"{wanted.asked(plain(wanted.value))} {'is' if wanted.value == 1 else 'are'} required."
    )
    if wanted.holds(len(terms)):
        return met(because, observed, limit)
    return not_met(because, observed, limit, to_do=f"{name} must be held term after term first.")


def terms_in_a_row(
    criterion: Criterion, position: Position, before: dt.date | None = None
) -> list[tuple[Event, dt.date]]:
    """Return the issues of the terms that follow each other up to a day, the latest first, each with its last day.

    The day is `before`, by default the one asked about. Of several issues of one day only one begins a term.
    """
    day = position.on if before is None else before
    scheme, gap = position.scheme, criterion.number("gap_months") or 0
    ids = [level.id for level in scheme.levels]
    least = ids.index(criterion.text("level"))
    terms = dict[dt.date, tuple[Event, dt.date]]()
    for event in position.history.events_of("badge issued"):
        level = level_named(scheme, event.level)
        named = event.scheme.strip().casefold()
        if level is None or ids.index(level.id) < least or named not in {scheme.id.casefold(), scheme.name.casefold()}:
            continue
        last = event.until or months_after(event.day, level.term_months) - dt.timedelta(days=1)
        if event.day < day and not _is_revoked(event, last, position):
            terms[event.day] = max(terms.get(event.day, (event, last)), (event, last), key=lambda term: term[1])
    found = list[tuple[Event, dt.date]]()
    following = day
    for _, (event, last) in sorted(terms.items(), reverse=True, key=lambda term: term[0]):
        if months_after(last + dt.timedelta(days=1), gap) < following:
            break
        found.append((event, last))
        following = event.day
    return found


def _is_revoked(event: Event, last: dt.date, position: Position) -> bool:
    named = {event.scheme.strip().casefold(), ""}
    return any(
        event.day <= revoked.day <= last and revoked.scheme.strip().casefold() in named
        for revoked in position.history.events_of("badge revoked")
    )
