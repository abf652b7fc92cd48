"""Returns without a register in; what can be said of their lines all the same out: the rules of amounts, as typed.

The unit is what stands in the line's own Unit, which forms fill in with the promise's. Without one only the number and
the dates are looked at.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import attrs

from pledges.counting.amounts import measure
from pledges.counting.measuring import Measuring
from pledges.figures import given
from pledges.findings import finding
from pledges.model import Pledge
from pledges.provenance import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.audience import Vocabulary
    from pledges.findings import Finding
    from pledges.model import Basis, Return
    from pledges.periods import Period

_NOT_SAID = "not said in the return"
_NO_UNIT = "the unit of the promise"
_NOWHERE = Passage(document="returns alone", place="no register is known")

_promise = partial(
    Pledge, ref=_NOT_SAID, supplier_ref=_NOT_SAID, type=_NOT_SAID, quantity=None, source=_NOWHERE,
    quantity_source=_NOWHERE,
)  # fmt: skip
_of_nothing_known = partial(
    Measuring, contract=None, supplier_ref=_NOT_SAID, known_from=None, period_start_source=_NOWHERE,
    period_end_source=_NOWHERE, on=dt.date.max, not_applicable_accepted=False,
    full_time_hours=given("full-time hours", 37, _NOWHERE, unit="hours a week"), bank_holiday_nation="none",
    bank_holiday_source=_NOWHERE,
)  # fmt: skip
"""What stands where a register and a policy would say something: figures are made of it, and none of them is shown."""


def measured_alone(returns: Iterable[Return], vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return what measuring finds in the lines of returns whose period and basis are given, without any references."""
    return tuple(
        attrs.evolve(found, supplier_ref=None, contract_ref=None, pledge_ref=None)
        for sent in returns
        for found in _of_return(sent, vocabulary)
    )


def _of_return(sent: Return, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield what measuring finds; a line that gives neither unit nor number waits for the promise's unit.

    An End before its Start is wrong whatever the line is measured in, and is told of every line.
    """
    by_unit: dict[tuple[str, Basis], Measuring] = {}
    for line in sent.lines:
        if line.start is not None and line.end is not None and line.end < line.start:
            yield finding("dates-crossed", line.end_source or line.row_source)
        if sent.period is None or sent.basis is None or (not line.unit and line.quantity is None):
            continue
        unit, basis = line.unit or _NO_UNIT, line.basis or sent.basis
        about = by_unit.get((unit, basis))
        if about is None:
            about = by_unit[unit, basis] = _measuring(unit, basis, sent, sent.period, vocabulary)
        yield from (found for found in measure(line, about)[1] if found.code != "dates-crossed")


def _measuring(unit: str, basis: Basis, sent: Return, period: Period, vocabulary: Vocabulary) -> Measuring:
    """Return what the lines of a return in one unit are measured by: a promise in it of which nothing else is known."""
    return _of_nothing_known(pledge=_promise(unit=unit), sent=sent, period=period, basis=basis, vocabulary=vocabulary)
