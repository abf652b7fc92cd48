"""A badge's standing and a criterion in, whether the level below was held for long enough out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.eligibility.position import Answer, count_of, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import difference, given, sources
from pledges.history import tenure
from pledges.periods import day_text
from pledges.quantities import plain

if TYPE_CHECKING:
    from pledges.eligibility.position import Position
    from pledges.rulebook import Criterion, Level

_MONTHS = "months"


def answer_prior(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the level below, or the one the criterion names, is held and has been for long enough.

    Held is a level in force or in grace, and not suspended. Time at a higher level is time at the lower one; it runs on
    across renewals and stands still in a suspension. Six months from 1 March are reached on 1 September. Who holds the
    level that is asked about, or a higher one, has moved up already: then only the time is asked, since a suspension
    is of the level held and has its own criterion.
    """
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    prior = prior_of(criterion, position)
    if prior is None:
        return Answer(outcome=Outcome.NOT_MET, because="There is no level below.", sources=(position.scheme.source,))
    limit = required("months required", wanted, _MONTHS)
    levels = [level.id for level in position.scheme.levels]
    held = tenure(position.standing, levels[levels.index(prior.id) :], position.on)
    if held is None:
        return Answer(
            outcome=Outcome.NOT_MET,
            because=f"{prior.name} is not held on {day_text(position.on)}; {_months(wanted.value)} required.",
            observed=given("months held", 0, position.supplier.source, unit=_MONTHS, because="It is not held."),
            required=limit,
            sources=(*position.standing.sources, position.supplier.source, *sources(limit)),
            short_by=None,
            to_do=f"{prior.name} must be held {f'for {plain(wanted.value)} months ' if wanted.value else ''}first.",
        )
    source = held.sources[0] if held.sources else position.supplier.source
    paused = "" if not held.paused_days else f", {count_of(held.paused_days, 'day')} of suspension left out"
    observed = given(
        "months held", held.months, source, unit=_MONTHS, because=f"Held since {day_text(held.since)}{paused}."
    )
    because = (
        f"{prior.name} or higher has been held since {day_text(held.since)}{paused}: "
        f"{count_of(held.months, 'full month')}; {_asked(wanted.value)}."
    )
    places = tuple(dict.fromkeys((*held.sources, *sources(limit))))
    moves_up = levels.index(str(position.standing.level)) < levels.index(position.level)
    if moves_up and position.standing.status == "suspended":
        return Answer(
            outcome=Outcome.NOT_MET, because=f"{because} It is suspended on {day_text(position.on)}.",
            observed=observed, required=limit, sources=places, to_do="Cure what suspends it first.",
        )  # fmt: skip
    if moves_up and position.standing.status == "in grace" and criterion.text("standing") == "in force":
        return Answer(
            outcome=Outcome.NOT_MET, because=f"{because} It is in grace, and must be in force.", observed=observed,
            required=limit, sources=places, to_do="Its renewal must be decided first.",
        )  # fmt: skip
    if wanted.holds(held.months):
        return Answer(outcome=Outcome.MET, because=because, observed=observed, required=limit, sources=places)
    earliest = held.reached_on(int(-(-wanted.value // 1)))
    return Answer(
        outcome=Outcome.NOT_MET, because=because, observed=observed, required=limit, sources=places,
        short_by=difference("short by", limit, observed),
        to_do=f"Nothing but time is missing: {day_text(earliest)} is the earliest day.",
    )  # fmt: skip


def prior_of(criterion: Criterion, position: Position) -> Level | None:
    """Return the level that must have been held: the one the criterion names, else the one below."""
    levels = position.scheme.levels
    if named := criterion.text("level"):
        return next((level for level in levels if level.id == named), None)
    place = next((index for index, level in enumerate(levels) if level.id == position.level), 0)
    return levels[place - 1] if place else None


def _months(months: Fraction) -> str:
    """Return `12 months are`; a level that need only be held has no months."""
    if months == 0:
        return "it is"
    return "1 month is" if months == 1 else f"{plain(months)} months are"


def _asked(months: Fraction) -> str:
    return f"{plain(months)} {'is' if months == 1 else 'are'} required"
