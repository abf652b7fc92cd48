"""The size bands of a scheme and how a criterion could be met in each in; the way for a firm of unknown size out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.lack import RECORD, FactSo, Wait, Way, heaviest
from pledges.eligibility.size import WORKFORCE, least_headcounts
from pledges.eligibility.ways.records import fact_so

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Answer, Position


def headcount_of(position: Position, band: str) -> FactSo:
    """Return the headcount recorded as the least of a band."""
    return fact_so(position, WORKFORCE, least_headcounts(position)[band], position.on, unit="people")


def way_for_any_size(answers: Sequence[Answer], bands: Sequence[str], position: Position) -> Way | None:
    """Return how the criterion could be met: the size recorded, and what the easiest size then lacks."""
    ways = [answer.way if answer.is_open else Way(by=RECORD, earliest=position.on) for answer in answers]
    known = [(way.weight, len(way.lacks), number, way) for number, way in enumerate(ways) if way is not None]
    if not known:
        return None
    if all(way == ways[0] for way in ways):
        return ways[0]
    *_, number, easiest = min(known, key=lambda each: each[:3])
    recorded = Way(by=RECORD, earliest=position.on)
    size = headcount_of(position, bands[number])
    if any(isinstance(each, Wait) for each in easiest.lacks):
        # A day that is waited for comes whatever is recorded: the size is what must be so by then.
        lacks = tuple(
            attrs.evolve(each, given=(size, *each.given)) if isinstance(each, Wait) else each for each in easiest.lacks
        )
        return heaviest((recorded, easiest), lacks)
    return heaviest((recorded, easiest), (size, *easiest.lacks))
