"""A badge as it stands and as it would stand in; what would change and what would still be missing, as lines, out.

What is supposed and can change nothing of it is told too, with the reason: a slip is never silent.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pledges.eligibility.size import WORKFORCE
from pledges.explain.badge_page import SPACES, missing_lines, wrapped
from pledges.explain.words import figure_words
from pledges.model import Confirmation, Event, Fact, Return
from pledges.periods import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from pledges.assess import SupplierPosition
    from pledges.eligibility import CriterionDecision, LevelDecision
    from pledges.model import Register
    from pledges.provenance import Source
    from pledges.rulebook import Scheme
    from pledges.standing import BadgePosition

HYPOTHETICAL = "HYPOTHETICAL: none of this is recorded, and nothing is written."
"""What stands above everything that is only supposed."""

Supposed = Fact | Event | Confirmation | Return
"""One row that is only supposed; a delivery is a return of its own."""


def what_if_lines(
    position: SupplierPosition, before: BadgePosition, after: BadgePosition, on: dt.date
) -> Iterator[str]:
    """Yield what a badge's decision is and would be: the levels, every criterion that would change, what is missing."""
    yield HYPOTHETICAL
    yield f"{position.supplier.name} ({position.supplier.ref}) on {day_text(on)}"
    adopted = "" if after.decision.adopted else ", illustrative: scheme not adopted"
    yield f"{after.decision.name}, version {after.decision.version}{adopted}"
    for level in after.decision.levels:
        was = next((each for each in before.decision.levels if each.level == level.level), None)
        yield ""
        yield from _level(was, level)
    if after.decision.next is not None:
        yield ""
        yield "Then, if that were so:"
        yield from missing_lines(after.decision.next, after.decision.levels)
    yield ""
    yield HYPOTHETICAL


def _level(was: LevelDecision | None, level: LevelDecision) -> Iterator[str]:
    before = {} if was is None else {node.id: node for each in was.criteria for node in each.nodes()}
    now, then = "" if was is None else was.outcome.value, level.outcome.value
    yield f"{level.name}, a {level.kind}: {then if now == then else f'{now}, and would be {then}'}"
    changed = False
    for criterion in (node for each in level.criteria for node in each.nodes()):
        lines = tuple(_criterion(before.get(criterion.id), criterion))
        changed = changed or bool(lines)
        yield from lines
    if not changed:
        yield f"{SPACES}nothing would change"


def _criterion(was: CriterionDecision | None, now: CriterionDecision) -> Iterator[str]:
    if was is None or (was.outcome is now.outcome and was.because == now.because):
        return
    outcome = now.outcome.value
    if was.outcome is not now.outcome:
        outcome = f"{was.outcome.value}, and would be {outcome}"
    yield f"{SPACES}{now.id}  {now.name}: {outcome}"
    observed = [None if each.observed is None else figure_words(each.observed) for each in (was, now)]
    if observed[0] != observed[1]:
        yield f"{SPACES * 3}observed {observed[0] or 'nothing'}, and would be {observed[1] or 'nothing'}"
    yield from wrapped(now.because, SPACES * 3)


def without_effect(
    supposed: Iterable[Supposed], supplier_ref: str, register: Register,
    schemes: Iterable[Scheme], on: dt.date,
) -> Iterator[tuple[Source, str]]:  # fmt: skip
    """Yield what is supposed and can change nothing of this supplier's badges on the day, each with the reason.

    `register` holds what is supposed as well. A row of another firm, of a later day, or of a fact that nobody asks for
    or that a later value has overtaken is one that somebody wrote for nothing.
    """
    asked = {name.casefold(): name for scheme in schemes for name in (*scheme.facts, WORKFORCE)}
    asked |= {
        pledge.share_of.whole_fact.casefold(): pledge.share_of.whole_fact
        for pledge in register.pledges
        if pledge.share_of is not None and pledge.share_of.whole_fact
    }
    owners = {pledge.ref: pledge.supplier_ref for pledge in register.pledges}
    for each in supposed:
        why = _why_idle(each, supplier_ref, owners, asked, register, on)
        if why:
            yield each.source, why


def _why_idle(
    supposed: Supposed, supplier_ref: str, owners: Mapping[str, str],
    asked: Mapping[str, str], register: Register, on: dt.date,
) -> str:  # fmt: skip
    owner, day = _of(supposed, owners, on)
    if owner != supplier_ref:
        return f"this row is of {owner}, not of {supplier_ref}"
    if day > on:
        return f"this is of {day_text(day)}, after the day that is asked about"
    if not isinstance(supposed, Fact):
        return ""
    if supposed.name.casefold() not in asked:
        near = difflib.get_close_matches(supposed.name.casefold(), asked, n=1)
        hint = f"; nearest: {asked[near[0]]}" if near else ""
        return f"no scheme and no promise asks for a fact of this name{hint}"
    of_it = [
        each
        for each in register.facts
        if each.supplier_ref == supplier_ref and each.name.casefold() == supposed.name.casefold() and each.as_at <= on
    ]
    latest = max(of_it, key=_turn)
    overtaken = f"a later value, of {day_text(latest.as_at)}, is recorded, and it is what counts"
    return overtaken if _turn(latest) > _turn(supposed) else ""


def _turn(fact: Fact) -> tuple[dt.date, dt.date]:
    return fact.as_at, fact.known_from


def _of(supposed: Supposed, owners: Mapping[str, str], on: dt.date) -> tuple[str, dt.date]:
    """Return which firm a row is of, and of which day; a delivery speaks of the pledge's own days."""
    match supposed:
        case Fact():
            return supposed.supplier_ref, supposed.as_at
        case Event():
            return supposed.supplier_ref, supposed.day
        case Confirmation():
            return owners.get(supposed.pledge_ref, ""), supposed.confirmed_on
        case Return():
            return supposed.supplier_key, on
