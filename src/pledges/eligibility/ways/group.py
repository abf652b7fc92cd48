"""The answers to a group's parts in; the easiest parts that would be enough, as one way, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.eligibility.lack import Way, heaviest, no_way, together
from pledges.eligibility.result import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Answer


def way_of_group(answers: Sequence[Answer], needed: int) -> Way | None:
    """Return how so many of the parts could be met, those with the lightest way first; None where nobody asked how.

    A part that people judge needs nothing more, but for their judgement.
    """
    settled = sum(answer.outcome in {Outcome.MET, Outcome.PANEL} for answer in answers)
    ways = [answer.way for answer in answers if answer.is_open and answer.way is not None]
    if settled >= needed or not ways:
        return None
    chosen = sorted(ways, key=lambda way: way.weight)[: needed - settled]
    if len(chosen) < needed - settled:
        return no_way("There are not so many conditions that could be met.")
    lacks = tuple["Lack", ...]()
    for way in chosen:
        lacks = together(lacks, way.lacks)
    return heaviest(tuple(chosen), lacks)
