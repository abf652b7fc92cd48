"""The nouns of measuring a line: what it needs besides the line, in; what the line comes to, out."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import attrs

from pledges.figures import given_day
from pledges.model import Basis

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pledges.audience import Vocabulary
    from pledges.figures import Figure
    from pledges.model import Absence, Contract, EvidenceLine, Pledge, Return
    from pledges.periods import Period
    from pledges.provenance import Source


@attrs.frozen(kw_only=True)
class Measuring:
    """What measuring a line needs besides the line.

    `full_time_hours` are the policy's, a week; `bank_holiday_nation` says whose bank holidays are no working days.
    """

    pledge: Pledge
    contract: Contract | None
    sent: Return
    supplier_ref: str
    period: Period
    basis: Basis
    known_from: dt.date | None
    period_start_source: Source
    period_end_source: Source
    on: dt.date
    not_applicable_accepted: bool
    full_time_hours: Figure
    bank_holiday_nation: str
    bank_holiday_source: Source
    vocabulary: Vocabulary

    @functools.cached_property
    def days_differ(self) -> bool:
        """Whether it makes a difference on which of the days that it speaks of a delivery was.

        It does where the promise falls due, its phase or the contract begins or ends among them, or a cap runs in time.
        A running total can speak of any day of the contract so far, a stock only of the last.
        """
        if self.basis is Basis.IN_POST:
            return False
        pledge, contract = self.pledge, self.contract
        first, last = self.period.start, self.period.end
        if self.basis is Basis.CUMULATIVE and contract is not None and contract.start is not None:
            first = min(first, contract.start)
        begins = [contract.start if contract is not None else None, pledge.start if pledge.phase else None]
        ends = [contract.end if contract is not None else None, pledge.due]
        in_time = pledge.cap_per_person is not None and pledge.cap_per_person.unit in {"months", "years"}
        return (
            in_time
            or any(day is not None and first < day <= last for day in begins)
            or any(day is not None and first <= day < last for day in ends)
        )

    @functools.cached_property
    def period_start(self) -> Figure:
        """The first day of the period: one figure for all lines that rest on it."""
        return given_day("start of the period", self.period.start, self.period_start_source)

    @functools.cached_property
    def period_end(self) -> Figure:
        """The last day of the period, likewise."""
        return given_day("end of the period", self.period.end, self.period_end_source)


@attrs.frozen(kw_only=True)
class CountedDays:
    """The days of a row that count, both ends included: those of its dates that its period and the position leave.

    `start` is the row's own Start, which can lie before the first that counts.
    """

    start: Figure
    first: Figure
    last: Figure


@attrs.frozen(kw_only=True)
class Answer:
    """What a line comes to: an amount in the pledge's unit, or the kind of no-number it gives.

    `code` names the finding to make, "" for none, and `words` fill it in. `days` are those that the amount was found
    from, None where it was typed.
    """

    absence: Absence | None = None
    amount: Figure | None = None
    code: str = ""
    words: Mapping[str, str] = attrs.field(factory=dict)
    days: CountedDays | None = None


def cell_of(line: EvidenceLine, source: Source | None) -> Source:
    """Return the cell that a value of a line stands in, the row where it has none of its own."""
    return source or line.row_source
