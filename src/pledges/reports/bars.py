"""A pledge's record in; how far each part of its bar reaches, in per cent of the bar's length, out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.quantities import rounded
from pledges.reports.wording import amount_of

if TYPE_CHECKING:
    from pledges.reports.records import Number, PledgeRecord


@attrs.frozen(kw_only=True)
class Bar:
    """The ends of a bar's parts as per cent texts such as `62.5`; None where the amount is not known.

    The whole length is the greatest of what was promised, due, claimed and counted. `over` tells that more was counted
    than promised, so that the promised mark lies inside the bar.
    """

    target: str | None
    due: str | None
    claimed: str | None
    counted: str | None
    verified: str | None
    over: bool


def bar(pledge: PledgeRecord) -> Bar:
    """Return the bar of a pledge."""
    known = [amount_of(each) for each in (pledge.target, pledge.due_to_date, pledge.claimed, pledge.counted)]
    whole = max((each for each in known if each is not None), default=Fraction(0))

    def reach(number: Number | None) -> str | None:
        amount = amount_of(number)
        if amount is None:
            return None
        return rounded(min(max(amount, Fraction(0)), whole) / whole * 100, 2) if whole else "0"

    target, counted = amount_of(pledge.target), amount_of(pledge.counted)
    return Bar(
        target=reach(pledge.target),
        due=reach(pledge.due_to_date),
        claimed=reach(pledge.claimed),
        counted=reach(pledge.counted),
        verified=reach(pledge.verified),
        over=target is not None and counted is not None and counted > target,
    )
