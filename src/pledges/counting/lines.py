"""The nouns of counting: a line after the rules, and everything counted for one pledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting.offers import OfferTest
    from pledges.figures import Figure
    from pledges.model import EvidenceLine, Grade, Pledge, Return
    from pledges.provenance import Source


@attrs.frozen(kw_only=True)
class SetAside:
    """Why a line, or part of it, does not count: the code of the finding, and a sentence that names nobody."""

    reason: str
    text: str


@attrs.frozen(kw_only=True, weakref_slot=False)
class CountedLine:
    """An evidence line after the rules: `amount` in the pledge's unit (None: no number), and how much of it counts.

    For a cumulative return the amount is what it adds to the returns before it, which can be negative. `day` is the
    day the delivery belongs to.
    """

    line: EvidenceLine
    sent: Return
    source: Source
    grade: Grade
    day: dt.date | None
    amount: Figure | None
    counted: Figure
    set_aside: SetAside | None = None


@attrs.frozen(kw_only=True)
class Counted:
    """What counts for one pledge, with what the returns say of it: a number, nil, or something still to come.

    `disputed` is what tests of the offer keep from counting, and `offers` are those tests. `part_lines` are the lines
    of its parts, where a pledge has any: their amounts are in its own. `continuations` are rows without a quantity that
    go on with a placement or person of another: nothing is counted of them, and they tell how long somebody was there.

    `uncounted_rules` names the register's columns whose rules this version does not count, so that `counted` and what
    rests on it are unknown. `open_because` says why a line gives no number yet and `open_source` where.
    """

    pledge: Pledge
    lines: tuple[CountedLine, ...]
    claimed: Figure
    documented: Figure
    counted: Figure
    verified: Figure
    beneficiary_confirmed: Figure
    declined: Figure
    late: Figure
    disputed: Figure
    has_number: bool
    has_nil: bool
    has_pending: bool
    uncounted_rules: tuple[str, ...] = ()
    open_because: str = ""
    open_source: Source | None = None
    offers: tuple[OfferTest, ...] = ()
    part_lines: tuple[CountedLine, ...] = ()
    continuations: tuple[CountedLine, ...] = ()
