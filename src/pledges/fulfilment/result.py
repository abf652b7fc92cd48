"""The noun of this room: how far one pledge is fulfilled on a day."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import CountedLine
    from pledges.figures import Figure
    from pledges.model import Pledge


class State(enum.Enum):
    """What is known of a pledge's delivery."""

    REPORTED = "reported"
    NIL = "nil"
    MISSING = "missing"
    PENDING = "pending"
    NOT_DUE = "not due"


@attrs.frozen(kw_only=True)
class Fulfilment:
    """One pledge on a day. Every amount is a figure in the pledge's unit; an unknown one has `value` None.

    `claimed` ⊇ `documented` are amounts at that grade or above before the counting rules; `counted` is what counts,
    `verified` the part of it that somebody other than the firm confirmed, `beneficiary_confirmed` the part of that
    which the young people confirmed, `declined` what they declined to confirm (it leaves the denominators of verified
    shares). Shares are fractions of one. `rating` is the word of the statutory scale.
    """

    pledge: Pledge
    on: dt.date
    state: State
    target: Figure
    due_to_date: Figure
    claimed: Figure
    documented: Figure
    counted: Figure
    verified: Figure
    beneficiary_confirmed: Figure
    declined: Figure
    late: Figure
    share_of_target: Figure
    share_of_due: Figure
    rating: str
    rating_because: str
    lines: tuple[CountedLine, ...]
