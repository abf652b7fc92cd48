"""Returns without a register in; what can be said of their lines all the same out: the rules of amounts, as typed.

The unit is what stands in the line's own Unit, which forms fill in with the promise's. Without one only the number and
the dates are looked at.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting.amounts import measure
from pledges.counting.measuring import Measuring
from pledges.figures import given
from pledges.model import Pledge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.audience import Vocabulary
    from pledges.findings import Finding
    from pledges.model import EvidenceLine, Return

_NO_UNIT = "the unit of the promise"


def measured_alone(returns: Iterable[Return], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return what measuring finds in the lines of returns whose period and basis are given, without any references."""
    return tuple(
        attrs.evolve(found, supplier_ref=None, contract_ref=None, pledge_ref=None)
        for sent in returns
        for line in sent.lines
        for found in _of_line(line, sent, vocabulary)
    )


def _of_line(line: EvidenceLine, sent: Return, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return what measuring finds; a line that gives neither unit nor number waits for the promise's unit."""
    if sent.period is None or sent.basis is None or (not line.unit and line.quantity is None):
        return ()
    unit = line.unit or _NO_UNIT
    promise = Pledge(
        ref="as typed", supplier_ref="as typed", contract_ref=None, type="as typed", unit=unit, quantity=Fraction(0),
        source=line.row_source, quantity_source=line.row_source,
    )  # fmt: skip
    about = Measuring(
        pledge=promise, contract=None, sent=sent, supplier_ref=promise.supplier_ref, period=sent.period,
        basis=line.basis or sent.basis, known_from=None, period_start_source=sent.period_start_source or sent.source,
        period_end_source=sent.period_end_source or sent.source, on=dt.date.max, not_applicable_accepted=False,
        full_time_hours=given("full-time hours", 37, line.row_source, unit="hours a week"), bank_holiday_nation="none",
        bank_holiday_source=line.row_source,
        vocabulary=vocabulary,
    )  # fmt: skip
    return measure(line, about)[1]
