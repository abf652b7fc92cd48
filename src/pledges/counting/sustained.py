"""The rows of one placement and a promise's Sustained for in; whether somebody was still there after so long, out."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import attrs

from pledges.counting.stays import Presence, day_of_proof, stays_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.counting.amounts import Delivery
    from pledges.counting.stays import Stay
    from pledges.model import Length


class Outcome(enum.IntEnum):
    """What is known of somebody's staying, the best first."""

    STILL_THERE = 0
    NOT_KNOWN = 1
    NOT_YET = 2
    LEFT = 3
    NO_START = 4


@attrs.frozen(kw_only=True)
class Staying:
    """Whether somebody was still there, and the day on which that is proved, None where no Start is given."""

    outcome: Outcome
    proof: dt.date | None = None


def staying(rows: Iterable[Delivery], length: Length, on: dt.date) -> Staying:
    """Return what the rows of one placement tell of its best stay by a day."""
    presences = [
        Presence(start=each.line.start, end=each.line.end, told_by=each.period.end, source=each.source)
        for each in rows
        if each.line.start is not None and not any(column in {"Start", "End"} for column, _ in each.line.problems)
    ]
    answers = [_of_stay(stay, length, on) for stay in stays_of(presences, on)]
    return min(answers, key=lambda each: each.outcome, default=Staying(outcome=Outcome.NO_START))


def _of_stay(stay: Stay, length: Length, on: dt.date) -> Staying:
    proof = day_of_proof(stay.first, length)
    if proof <= stay.last:
        outcome = Outcome.STILL_THERE
    elif stay.has_ended:
        outcome = Outcome.LEFT
    else:
        outcome = Outcome.NOT_YET if proof > on else Outcome.NOT_KNOWN
    return Staying(outcome=outcome, proof=proof)
