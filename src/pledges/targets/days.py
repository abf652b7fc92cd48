"""Days in; days as figures out, each with where it is written."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from pledges.figures import Figure, given_day
from pledges.periods import day_text
from pledges.provenance import Passage

if TYPE_CHECKING:
    from pledges.model import Contract, Pledge
    from pledges.provenance import Source

A_DAY = dt.timedelta(days=1)


@functools.lru_cache(maxsize=16)
def position_day(on: dt.date) -> Figure:
    """Return the day of the position as a figure."""
    return given_day("day of this position", on, Passage(document="position", place=f"on {on.isoformat()}"))


def due_label(day: Figure) -> str:
    """Return what is due by a day is called."""
    return "due by this day" if day.day is None else f"due by {day_text(day.day)}"


def first_day(pledge: Pledge, contract: Contract | None) -> tuple[dt.date | None, Source]:
    """Return the day from which a pledge runs, its own else its contract's, and where that stands."""
    if pledge.start is not None:
        return pledge.start, pledge.start_source or pledge.source
    if contract is not None:
        return contract.start, contract.start_source or contract.source
    return None, pledge.source
