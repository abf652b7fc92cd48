"""The noun of this room: how far one pledge is fulfilled on a day."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import CountedLine
    from pledges.counting.offers import OfferTest
    from pledges.figures import Figure
    from pledges.model import Pledge
    from pledges.rulebook import RatingBands


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
    shares), `disputed` what a test of the offer put in dispute, which does not count. Shares are fractions of one.
    `shortfall` is what is due and not counted, never below 0; `days_late` the days since Due on which less was counted
    than promised, unknown where nothing is late, with the reason. `stretch` is what the firm hopes for beyond its
    target (None where it names nothing), which is never rated. `rating` is the word of the statutory scale.
    `made_up` is what another promise makes up (None where the clause names none), which the shares, the shortfall, the
    days late and the rating hold beside `counted`.
    `left_out_because` says why roll-ups do not add this pledge: another one stands for it, it is only recorded, or it
    is a share of something else; "" where they do. `part_lines` are the lines of its parts, which its own amounts hold.
    `continuations` are rows that only tell how long somebody whom a line counts was there. `bands` are the rating bands
    in force on the day, and `rated_share` the share that the rating rests on, where that is another promise's.
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
    disputed: Figure
    shortfall: Figure
    days_late: Figure
    share_of_target: Figure
    share_of_due: Figure
    rating: str
    rating_because: str
    lines: tuple[CountedLine, ...]
    part_lines: tuple[CountedLine, ...] = ()
    continuations: tuple[CountedLine, ...] = ()
    offers: tuple[OfferTest, ...] = ()
    left_out_because: str = ""
    stretch: Figure | None = None
    share_of_stretch: Figure | None = None
    made_up: Figure | None = None
    rated_share: Figure | None = None
    bands: RatingBands | None = None
