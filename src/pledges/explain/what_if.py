"""A badge as it stands and as it would stand in; what would change and what would still be missing, as lines, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.explain.badge_page import SPACES, missing_lines, wrapped
from pledges.explain.words import figure_words
from pledges.periods import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pledges.assess import SupplierPosition
    from pledges.eligibility import CriterionDecision, LevelDecision
    from pledges.standing import BadgePosition

HYPOTHETICAL = "HYPOTHETICAL: none of this is recorded, and nothing is written."
"""What stands above everything that is only supposed."""


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
