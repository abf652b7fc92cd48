"""Received returns and fulfilments in; the times that no return speaks of out, where something is promised for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.findings import Finding, finding
from pledges.fulfilment.result import State
from pledges.model import Basis
from pledges.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Contract, Register
    from pledges.returns.received import Reception

_A_DAY = dt.timedelta(days=1)
_MOST_NAMED = 4


def returns_leave_gaps(
    register: Register, reception: Reception, fulfilments: Iterable[Fulfilment], *, on: dt.date, due_within: int
) -> list[Finding]:
    """Return a query for each supplier and contract whose counted returns leave days of the term unspoken of.

    Only contracts without a schedule of returns: where there is one, the missing return itself is named. A cumulative
    return speaks of everything up to its end. The days since the last return are a gap only once another one of its
    length would have been due, `due_within` days after its end. Suppliers without a counted return are missing
    altogether, which their pledges say.
    """
    contracts: dict[str | None, Contract] = {contract.ref: contract for contract in register.contracts}
    spoken_of = defaultdict[tuple[str, str], list[Period]](list)
    for each in reception.received:
        contract = contracts.get(each.contract_ref)
        if each.status != "counted" or each.supplier_ref is None or each.period is None or contract is None:
            continue
        start = each.period.start
        if each.basis is not Basis.IN_PERIOD and contract.start is not None:
            start = min(start, contract.start)
        spoken_of[each.supplier_ref, contract.ref].append(Period(start, each.period.end))
    reported = {
        (each.pledge.supplier_ref, each.pledge.contract_ref) for each in fulfilments if each.state is State.REPORTED
    }
    findings = list[Finding]()
    for (supplier_ref, contract_ref), periods in sorted(spoken_of.items()):
        contract = contracts[contract_ref]
        if contract.returns_every == "none" and (supplier_ref, contract_ref) in reported:
            findings += _query(contract, supplier_ref, _gaps(contract, periods, on, due_within))
    return findings


def _gaps(contract: Contract, periods: Sequence[Period], on: dt.date, due_within: int) -> list[Period]:
    """Return the stretches of the contract's term up to `on` that none of the periods holds."""
    if contract.start is None:
        return []
    gaps, day = list[Period](), contract.start
    last = on if contract.end is None else min(on, contract.end)
    for period in sorted(periods, key=lambda each: each.start):
        if period.start > day and day <= last:
            gaps.append(Period(day, min(last, period.start - _A_DAY)))
        day = max(day, period.end + _A_DAY)
    usual = max(periods, key=lambda each: (each.end, each.start)).days
    next_due = day + dt.timedelta(days=usual + due_within) - _A_DAY
    if day <= last and (on > next_due or last < on):
        gaps.append(Period(day, last))
    return gaps


def _query(contract: Contract, supplier_ref: str, gaps: Sequence[Period]) -> list[Finding]:
    if not gaps:
        return []
    named = ", ".join(str(gap) for gap in gaps[:_MOST_NAMED])
    more = f" and {len(gaps) - _MOST_NAMED} more" if len(gaps) > _MOST_NAMED else ""
    words = {"gaps": f"{named}{more}"}
    return [
        finding("returns-leave-gaps", contract.source, supplier_ref=supplier_ref, contract_ref=contract.ref, **words)
    ]
