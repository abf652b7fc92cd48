"""Fulfilments and a criterion in, what was reached: categories, amounts, what is on schedule and what has lasted.

The definitions are those of the proposal behind the built-in schemes: a category is delivered where at least one due
pledge of it reached a part of its target (a half, where the scheme does not say); depth is placement, apprenticeship,
job and mentoring; an outcome lasted if one person's job or apprenticeship, one mentoring or the sessions with one group
went on for so long.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.eligibility.due import (
    WINDOW,
    due_pledges,
    has_unknown_delivery,
    measured,
    met,
    not_dated,
    not_known,
    not_met,
    obstacle,
    part_delivered,
    undated_pledges,
)
from pledges.eligibility.excusals import excusals_of, with_excusals
from pledges.eligibility.facts import within_bounds
from pledges.eligibility.live import CATEGORIES
from pledges.eligibility.position import Answer, Threshold, count_of, named, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import SHARE, Figure, given, least, ratio, total
from pledges.periods import year_before
from pledges.provenance import Passage
from pledges.quantities import plain
from pledges.rulebook import Criterion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Position
    from pledges.fulfilment.result import Fulfilment

DEPTH = frozenset({"placement", "apprenticeship", "job", "mentoring"})
"""The categories that change most for a young person."""

HALF = Threshold(
    value=Fraction(1, 2),
    comparison="gte",
    reference="a category is delivered where half of a due pledge was, unless the scheme says otherwise",
    source=Passage(document="eligibility rules", place="categories"),
)

_CATEGORIES = "categories"


def answer_categories(criterion: Criterion, position: Position) -> Answer:
    """Answer whether something was delivered in enough categories, and in enough of those that are depth."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit, label = required("categories required", wanted, _CATEGORIES), "categories delivered"
    excusals = excusals_of(position, due_pledges(position, criterion))
    if stopped := obstacle(position, criterion, excusals.measured, label, limit):
        return stopped
    return with_excusals(_categories(criterion, position, excusals.measured, wanted), excusals)


def delivered_categories(position: Position) -> tuple[str, ...]:
    """Return the categories in which at least half of a pledge due in the last twelve months was delivered."""
    every = Criterion(id="categories", name="Categories", measure="categories")
    due = excusals_of(position, due_pledges(position, every)).measured
    return tuple(sorted({each.pledge.type for each in due if is_reached(each, HALF)} & CATEGORIES))


def _categories(criterion: Criterion, position: Position, due: Sequence[Fulfilment], wanted: Threshold) -> Answer:
    limit, label = required("categories required", wanted, _CATEGORIES), "categories delivered"
    enough_of_it = threshold(criterion, "minimum_part", position.on) or HALF
    sure = {each.pledge.type: each for each in reversed(due) if is_reached(each, enough_of_it)}
    sure = {name: sure[name] for name in sorted(sure.keys() & CATEGORIES)}
    doubtful = [each for each in due if has_unknown_delivery(each) and each.pledge.type in CATEGORIES - sure.keys()]
    reached_types, maybe = frozenset(sure), frozenset(each.pledge.type for each in doubtful)
    asked = [(wanted, reached_types, maybe)]
    depth = threshold(criterion, "minimum_depth", position.on)
    if depth is not None:
        asked.append((depth, reached_types & DEPTH, maybe & DEPTH))
    outcomes = [_reach(len(found), len(found | open_), value) for value, found, open_ in asked]
    because = f"{_found(sure)}; {_required(wanted, depth)}."
    for outcome, (value, found, _) in zip(outcomes, asked, strict=True):
        if outcome is Outcome.NOT_MET:
            kind = "depth categories required" if value is depth else "categories required"
            limit = required(kind, value, _CATEGORIES)
            return not_met(
                because, _counted(label, found, sure), limit, to_do=_more_categories(due, sure, value, depth)
            )
    if Outcome.UNKNOWN in outcomes:
        return not_known(
            "In how many categories half was delivered", doubtful, _counted(label, reached_types, sure), limit
        )
    return met(because, _counted(label, reached_types, sure), limit)


def answer_delivered(criterion: Criterion, position: Position) -> Answer:
    """Answer whether so much of one unit was delivered of the pledges due in the last twelve months."""
    unit, types = criterion.text("unit"), criterion.texts("types")
    due = [each for each in due_pledges(position, criterion) if is_asked_about(each, unit, types)]
    undated = [each for each in undated_pledges(position, criterion) if is_asked_about(each, unit, types)]
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("delivery required", wanted, unit)
    observed = total(f"delivered of what was due {WINDOW}", [each.counted for each in due], unit=unit)
    if undated:
        return not_dated(undated, observed, limit)
    if observed.value is None:
        doubtful = [each for each in due if each.counted.value is None]
        known = total("known", [each.counted for each in due if each.counted.value is not None], unit=unit)
        least_known = within_bounds(criterion, position, known, "Delivered of what was due:", unit)
        return least_known if least_known.outcome is Outcome.MET else not_known("Delivery", doubtful, observed, limit)
    return within_bounds(criterion, position, observed, f"Delivered of what was due {WINDOW}:", unit)


def answer_on_schedule(criterion: Criterion, position: Position) -> Answer:
    """Answer whether of every pledge so much is delivered of what its milestones or trajectory ask for by the day.

    Pledges whose last day is more than twelve months past are left alone; where nothing is due yet, nothing is late.
    """
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit, pledges = required("part of each due by the day", wanted, SHARE), scheduled_pledges(position, criterion)
    if not pledges:
        return met("Nothing was due by the day.", None, limit)
    shares = {
        each.pledge.ref: ratio(f"part of {each.pledge.ref} due by the day", each.counted, each.due_to_date)
        for each in pledges
    }
    late = [ref for ref, share in shares.items() if share.value is not None and not wanted.holds(share.value)]
    open_ = [each for each in pledges if shares[each.pledge.ref].value is None]
    if late:
        observed = least("least part of what was due by the day", [shares[ref] for ref in late])
        because = (
            f"Behind schedule: {named(late)}, of {count_of(len(pledges), 'pledge')} with something due by the day."
        )
        return not_met(because, observed, limit, to_do=f"Deliver what was due by the day of {named(late)}.")
    observed = least("least part of what was due by the day", list(shares.values()))
    if open_:
        return not_known("Whether all is on schedule", open_, observed, limit)
    return met(f"{count_of(len(pledges), 'pledge')} with something due by the day, none behind.", observed, limit)


def scheduled_pledges(position: Position, criterion: Criterion) -> list[Fulfilment]:
    """Return the pledges of the criterion's types with something due by the day, but those over a year ago."""
    types = criterion.texts("types")

    def is_scheduled(each: Fulfilment) -> bool:
        of_types = not types or each.pledge.type in types
        is_recent = each.pledge.due is None or each.pledge.due > year_before(position.on)
        return of_types and is_recent and each.due_to_date.value != 0

    return list(measured(position, criterion, is_scheduled))


def is_asked_about(fulfilment: Fulfilment, unit: str, types: Sequence[str]) -> bool:
    """Whether a pledge is in the unit, and of one of the types (of any, where none is named)."""
    return fulfilment.pledge.unit == unit and (not types or fulfilment.pledge.type in types)


def is_reached(fulfilment: Fulfilment, wanted: Threshold) -> bool:
    """Whether so much of a pledge is known to be delivered."""
    part = part_delivered(fulfilment).value
    return part is not None and wanted.holds(part)


def _reach(sure: int, most: int, wanted: Threshold) -> Outcome:
    if wanted.holds(sure):
        return Outcome.MET
    return Outcome.UNKNOWN if wanted.holds(most) else Outcome.NOT_MET


def _counted(label: str, names: frozenset[str], reached: dict[str, Fulfilment]) -> Figure:
    leaves = [
        given(f"{name} ({reached[name].pledge.ref})", 1, reached[name].pledge.source, unit=_CATEGORIES)
        for name in sorted(names)
    ]
    return total(label, leaves, unit=_CATEGORIES)


def _found(reached: dict[str, Fulfilment]) -> str:
    names = sorted(reached)
    of_depth = len(reached.keys() & DEPTH)
    listed = f" ({named(names)})" if names else ""
    noun = "category" if len(names) == 1 else "categories"
    return f"Something was delivered in {len(names)} {noun}{listed}, {of_depth} of them depth"


def _required(wanted: Threshold, depth: Threshold | None) -> str:
    of_depth = "" if depth is None else f", {depth.asked(plain(depth.value))} of them depth"
    return f"{wanted.asked(plain(wanted.value))} {'is' if wanted.value == 1 else 'are'} required{of_depth}"


def _more_categories(
    due: Sequence[Fulfilment], reached: dict[str, Fulfilment], wanted: Threshold, depth: Threshold | None
) -> str:
    """Return which pledges that were due would add a category, or that others are needed."""
    allowed = DEPTH if wanted is depth else CATEGORIES
    near = [each.pledge.ref for each in due if each.pledge.type in allowed - reached.keys()]
    kind = "depth category" if wanted is depth else "category"
    if near:
        return f"More delivery in another {kind} is needed: of {named(near)}, or of a new pledge."
    return f"A pledge in another {kind} must fall due and be delivered."
