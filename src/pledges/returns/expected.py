"""Contracts and the returns that came in; the days they were due and the returns that have not come out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.findings import finding
from pledges.periods import MONTHS_EVERY, Period, day_text, reporting_periods
from pledges.returns.received import Asked, ExpectedReturn, LateReturn, ReceivedReturn, ScheduledPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.findings import Finding
    from pledges.model import Contract, Register
    from pledges.provenance import Source

_ASKED_ROLES = ("prime", "consortium")
_FURTHEST_AHEAD = dt.timedelta(days=731)  # a period typed with a wrong year must not make endless schedules


Schedules = dict[str, tuple[ScheduledPeriod, ...]]
"""The scheduled periods by contract reference, in order."""


def schedules_of(register: Register, *, on: dt.date, default_due_within: int, until: dt.date) -> Schedules:
    """Return what each contract asks for, up to the period that holds `until`, at most two years after `on`.

    Every month, quarter or year from Returns from (else the contract's start) to the end of its term as it is on
    `on`, where the last period ends too. A contract without Returns every or without an anchor asks for nothing.
    """
    furthest = on if on > dt.date.max - _FURTHEST_AHEAD else on + _FURTHEST_AHEAD
    last = min(max(on, until), furthest)
    return {
        contract.ref: tuple(
            ScheduledPeriod(period=period, due=_days_after(period.end, _due_within(contract, default_due_within)))
            for period in _periods_of(contract, _term_end(contract, register, on), last)
        )
        for contract in register.contracts
    }


def due_of(received: ReceivedReturn, schedules: Schedules) -> dt.date | None:
    """Return the day by which a return was due: that of the last scheduled period it is for, else None."""
    if received.contract_ref is None or received.period is None:
        return None
    met = [each for each in schedules.get(received.contract_ref, ()) if each.is_met_by(received.period)]
    return met[-1].due if met else None


def expected_returns(
    register: Register, received: Iterable[ReceivedReturn], schedules: Schedules, *, on: dt.date
) -> tuple[tuple[ExpectedReturn, ...], tuple[Finding, ...]]:
    """Return the returns for periods that have ended by `on` and for which nothing has come, in order of due day.

    Every supplier with a pledge in a contract is asked, whatever its role, and every prime and consortium party.
    What was rejected, or is not yet known, has not come. With them, a finding for each that is overdue.
    """
    came = defaultdict[tuple[str | None, str | None], list[Period]](list)
    for each in received:
        if each.has_come and each.period is not None:
            came[each.supplier_ref, each.contract_ref].append(each.period)
    contracts = {contract.ref: contract for contract in register.contracts}
    expected = [
        ExpectedReturn(
            supplier_ref=asked.supplier_ref,
            contract_ref=asked.contract_ref,
            period=each.period,
            due=each.due,
            days_overdue=max(0, (on - each.due).days),
            sources=_sources_of(contracts[asked.contract_ref]),
        )
        for asked in asked_of(register, schedules, on=on)
        for each in asked.periods
        if not any(each.is_met_by(period) for period in came[asked.supplier_ref, asked.contract_ref])
    ]
    ordered = tuple(
        sorted(expected, key=lambda each: (each.due, each.contract_ref, each.supplier_ref, each.period.start))
    )
    return ordered, tuple(_missing(each) for each in ordered if each.is_overdue)


def asked_of(register: Register, schedules: Schedules, *, on: dt.date) -> tuple[Asked, ...]:
    """Return for which periods, ended by `on`, each supplier is asked under each contract, in the register's order.

    Every supplier with a pledge in a contract is asked, whatever its role, and every prime and consortium party.
    """
    suppliers = _suppliers_asked(register)
    return tuple(
        Asked(
            supplier_ref=supplier_ref,
            contract_ref=contract.ref,
            periods=tuple(each for each in schedules[contract.ref] if each.period.end <= on),
        )
        for contract in register.contracts
        for supplier_ref in suppliers[contract.ref]
    )


def late_returns(
    register: Register, received: Iterable[ReceivedReturn], schedules: Schedules, *, on: dt.date
) -> tuple[LateReturn, ...]:
    """Return every return asked for and due before `on` that came after its day or has not come, in order of due day.

    What came is judged by the day it became known; a return without such a day has always been there. What came after
    `on` is among them too: on that day it was overdue.
    """
    came = defaultdict[tuple[str | None, str | None], list[ReceivedReturn]](list)
    for each in received:
        if each.has_come:
            came[each.supplier_ref, each.contract_ref].append(each)
    late = list[LateReturn]()
    asked = _suppliers_asked(register)
    for contract in register.contracts:
        due = [each for each in schedules[contract.ref] if each.due < on]
        for supplier_ref in asked[contract.ref]:
            for scheduled in due:
                answers = [
                    each
                    for each in came[supplier_ref, contract.ref]
                    if each.period is not None and scheduled.is_met_by(each.period)
                ]
                first = min(answers, key=lambda each: each.known_from or dt.date.min, default=None)
                if first is not None and (first.known_from is None or first.known_from <= scheduled.due):
                    continue
                place = () if first is None or first.known_source is None else (first.known_source,)
                late.append(
                    LateReturn(
                        supplier_ref=supplier_ref,
                        contract_ref=contract.ref,
                        period=scheduled.period,
                        due=scheduled.due,
                        came_on=None if first is None else first.known_from,
                        sources=(*_sources_of(contract), *place),
                    )
                )
    return tuple(sorted(late, key=lambda each: (each.due, each.contract_ref, each.supplier_ref, each.period.start)))


def _missing(each: ExpectedReturn) -> Finding:
    owner = {"supplier_ref": each.supplier_ref, "contract_ref": each.contract_ref}
    return finding("return-missing", each.sources[0], **owner, period=str(each.period), due=day_text(each.due))


def _suppliers_asked(register: Register) -> Mapping[str, tuple[str, ...]]:
    known = {supplier.ref for supplier in register.suppliers}
    asked = defaultdict[str, set[str]](set)
    for party in register.parties:
        if party.role.strip().casefold() in _ASKED_ROLES:
            asked[party.contract_ref].add(party.supplier_ref)
    for pledge in register.pledges:
        if pledge.contract_ref is not None:
            asked[pledge.contract_ref].add(pledge.supplier_ref)
    return {contract.ref: tuple(sorted(asked[contract.ref] & known)) for contract in register.contracts}


def _periods_of(contract: Contract, end: dt.date | None, last: dt.date) -> Iterable[Period]:
    anchor = contract.returns_from or contract.start
    if anchor is None or contract.returns_every not in MONTHS_EVERY:
        return
    until = last if end is None else min(end, last)
    for period in reporting_periods(anchor, contract.returns_every, until):
        cut = period if end is None else Period(period.start, min(period.end, end))
        if contract.start is None or cut.end >= contract.start:
            yield cut


def _term_end(contract: Contract, register: Register, on: dt.date) -> dt.date | None:
    """Return the last day of the contract's term as varied by `on`; the end at award where nothing has varied it."""
    new_ends = [
        (variation.effective, variation.new_end)
        for variation in register.variations
        if variation.contract_ref == contract.ref and variation.effective <= on and variation.new_end is not None
    ]
    return max(new_ends)[1] if new_ends else contract.end


def _due_within(contract: Contract, default: int) -> int:
    return default if contract.returns_due_within is None else contract.returns_due_within


def _days_after(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:  # more days than the calendar has: never due
        return dt.date.max


def _sources_of(contract: Contract) -> tuple[Source, ...]:
    anchor = contract.start_source if contract.returns_from is None else None
    return (contract.source,) if anchor is None else (contract.source, anchor)
