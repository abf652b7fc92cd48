"""Returns and a register in; what became of each return, and which have not come, out. It counts nothing.

Whatever order the returns are given in, the answer is the same; the same return twice is one return; and a return
that became known after the day asked about changes nothing but its own entry.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, in_order
from pledges.model import Basis, Return
from pledges.periods import day_text
from pledges.returns.expected import Schedules, asked_of, due_of, expected_returns, late_returns, schedules_of
from pledges.returns.fingerprint import fingerprint
from pledges.returns.keyed_lines import settle_keyed
from pledges.returns.layouts import BASIS, PERIOD_END, PERIOD_START
from pledges.returns.matching import PledgeIndex
from pledges.returns.ownership import (
    OwnerIndex,
    owner_of,
    owner_told,
    parted_by_contract,
    typed_contract,
    typed_supplier,
)
from pledges.returns.parties import promises_meant
from pledges.returns.receipts import ReceiptLog, logged
from pledges.returns.received import ReceivedReturn, Reception, ReturnStatus, order_known, order_of
from pledges.returns.versions import noticed, settle_overlaps, settle_repeats, settle_versions
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pledges.audience import Vocabulary
    from pledges.model import Receipt, Register
    from pledges.provenance import Source
    from pledges.returns.receipts import Logged
    from pledges.returns.versions import Settled


def receive(
    returns: Iterable[Return],
    register: Register,
    *,
    known_on: dt.date | None,
    on: dt.date,
    vocabulary: Vocabulary,
    default_due_within: int,
) -> Reception:
    """Return what became of each of `returns`, which ones have not come by `on`, and what was noticed.

    `known_on` limits what is known to what was known that day, None does not; `on` hides no return.
    `default_due_within` is the days after a period's end by which its return is due where the contract says nothing.
    The rules are those of `docs/formats.md`, section 3.
    """
    sent = _different(returns)
    log = ReceiptLog.of(register.receipts, sent)
    index = OwnerIndex.of(register)
    drafts, findings = list[ReceivedReturn](), list(log.findings)
    for each in sent:
        entry = _entry_of(each, log, index, known_on)
        for part in parted_by_contract(each, entry, index):
            draft, noticed_here = _taken_in(part, entry, index, vocabulary, known_on)
            drafts.append(draft)
            findings.extend(noticed_here)
    settled, noticed_beside = _settled(drafts, index.pledges)
    findings.extend(noticed_beside)
    until = max((each.period.end for each in settled if each.period is not None), default=on)
    schedules = schedules_of(register, on=on, default_due_within=default_due_within, until=until)
    received = _with_days_late([_with_due(each, schedules) for each in _with_versions(settled)])
    findings.extend(
        _late(each, each.due, each.days_late)
        for each in received
        if each.status in _SHOWN_LATE and each.due is not None and each.days_late
    )
    expected, noticed_missing = expected_returns(register, received, schedules, on=on)
    return Reception(
        received=tuple(sorted(received, key=lambda each: order_of(each.sent))),
        expected=expected,
        findings=in_order([*findings, *noticed_missing]),
        asked=asked_of(register, schedules, on=on),
        late=late_returns(register, received, schedules, on=on),
    )


_SHOWN_LATE = (ReturnStatus.COUNTED, ReturnStatus.WAITING)


def _different(returns: Iterable[Return]) -> tuple[Return, ...]:
    """Return the returns in order of file and place, one given twice only once."""
    places = defaultdict[tuple[str, ...], list[Return]](list)
    for sent in returns:
        same = places[order_of(sent)]
        if not any(sent is one or sent == one for one in same):
            same.append(sent)
    return tuple(sent for place in sorted(places) for sent in places[place])


def _entry_of(sent: Return, log: ReceiptLog, index: OwnerIndex, known_on: dt.date | None) -> Logged | None:
    """Return what the log says of a return; of a keyed sheet, which holds many, only what speaks of this one."""
    rows = log.rows_of(sent)
    if sent.keyed:
        rows = tuple(row for row in rows if _speaks_of(row, sent, index))
    return logged(rows, known_on=known_on)


def _taken_in(
    sent: Return, entry: Logged | None, index: OwnerIndex, vocabulary: Vocabulary, known_on: dt.date | None
) -> tuple[ReceivedReturn, tuple[Finding, ...]]:
    """Return one return by itself: rejected, not yet known, waiting, or (until others are looked at) counted."""
    owner = owner_of(sent, entry, index, vocabulary)
    known_from, known_source = _known(sent, entry)
    received = ReceivedReturn(
        sent=sent,
        supplier_ref=owner.supplier_ref,
        contract_ref=owner.contract_ref,
        is_owned=owner.is_known,
        period=sent.period if entry is None or entry.period is None else entry.period,
        basis=sent.basis if entry is None or entry.basis is None else entry.basis,
        known_from=known_from,
        known_source=known_source,
        status=ReturnStatus.COUNTED,
        receipt=None if entry is None else entry.receipt,
        told=owner_told(sent, entry),
    )
    if known_on is not None and known_from is not None and known_from > known_on:
        note = noticed("return-not-yet-known", received, day=day_text(known_from))
        return attrs.evolve(received, status=ReturnStatus.NOT_YET_KNOWN), (note,)
    if entry is not None and entry.is_rejected:
        return attrs.evolve(received, status=ReturnStatus.REJECTED), (noticed("return-rejected", received),)
    changed = _changed(received, entry, index)
    stopped_by = (*owner.findings, *_incomplete(received), *_before_contract(received, index))
    if stopped_by or received.period is None or received.basis is None:
        return attrs.evolve(received, status=ReturnStatus.WAITING), (*stopped_by, *changed)
    return received, changed


def _incomplete(received: ReceivedReturn) -> tuple[Finding, ...]:
    """Return a finding for each field that neither the return nor the log gives and that places it in time."""
    known = {BASIS} if received.basis is not None else set[str]()
    known |= {PERIOD_START, PERIOD_END} if received.period is not None else set()
    return tuple(
        attrs.evolve(noticed("return-incomplete", received, field=field), source=place)
        for field, place in received.sent.not_given
        if field not in known
    )


def _changed(received: ReceivedReturn, entry: Logged | None, index: OwnerIndex) -> tuple[Finding, ...]:
    """Return a query where a form's references are not its own, unless the council says itself whose the form is."""
    is_settled = entry is not None and (entry.supplier_ref is not None or entry.contract_ref is not None)
    if received.sent.changed_at is None or is_settled or _adds_principals_promises(received, index):
        return ()
    found = noticed("form-changed", received, changed=received.sent.changed)
    return (attrs.evolve(found, source=received.sent.changed_at),)


def _adds_principals_promises(received: ReceivedReturn, index: OwnerIndex) -> bool:
    """Whether a subcontractor's form is as it was made but for rows about promises of those that it works for."""
    sent, supplier_ref, contract_ref = received.sent, received.supplier_ref, received.contract_ref
    if supplier_ref is None or contract_ref is None or sent.period is None:
        return False
    meant = {
        key: promises_meant(key, supplier_ref, contract_ref, index.pledges, index.principals)
        for key in {line.pledge_key for line in sent.lines}
    }
    own = [key for key, promises in meant.items() if {each.supplier_ref for each in promises} <= {supplier_ref}]
    return fingerprint(sent.supplier_key, sent.contract_key, sent.period, own) == sent.fingerprint.casefold()


def _speaks_of(receipt: Receipt, sent: Return, index: OwnerIndex) -> bool:
    """Whether a row of the log that names a keyed sheet speaks of this return: its blanks speak of all in it."""
    supplier_ref, contract_ref = typed_supplier(sent, index), typed_contract(sent, index)
    return (
        receipt.supplier_ref in (None, supplier_ref)
        and (contract_ref is None or receipt.contract_ref in (None, contract_ref))
        and receipt.period in (None, sent.period)
        and receipt.basis in (None, sent.basis)
    )


def _known(sent: Return, entry: Logged | None) -> tuple[dt.date | None, Source | None]:
    """Return the day a return became known and where that stands: in the log, else in the return."""
    if entry is not None and entry.received_on is not None:
        return entry.received_on, entry.receipt.source
    if sent.submitted_on is not None:
        return sent.submitted_on, sent.source
    return None, None


def _before_contract(received: ReceivedReturn, index: OwnerIndex) -> tuple[Finding, ...]:
    contract = index.contract_by_ref.get(received.contract_ref or "")
    if contract is None or contract.start is None or received.period is None:
        return ()
    if received.period.end >= contract.start:
        return ()
    return (noticed("return-period-before-contract", received, day=day_text(contract.start)),)


def _settled(drafts: Iterable[ReceivedReturn], pledges: PledgeIndex) -> Settled:
    """Return the returns after each was looked at beside the others of its supplier and contract."""
    sent, keyed, waiting, apart = (list[ReceivedReturn]() for _ in range(4))
    for draft in drafts:
        if draft.status is ReturnStatus.COUNTED:
            (keyed if draft.sent.keyed else sent).append(draft)
        else:
            (waiting if draft.status is ReturnStatus.WAITING else apart).append(draft)
    done, findings = settle_repeats(waiting)
    done.extend(apart)
    standing = list[ReceivedReturn]()
    totals = _totals(sent)
    for group in _grouped(sent, lambda each: _version_place(each, totals)):
        settled, noticed_here = settle_versions(group, pledges)
        findings.extend(noticed_here)
        for each in settled:
            (standing if each.status is ReturnStatus.COUNTED else done).append(each)
    own = defaultdict[Hashable, list[ReceivedReturn]](list)
    for group in _grouped(standing, lambda each: (*_owner_place(each), reference_key(each.sent.part))):
        settled, noticed_here = settle_overlaps(group)
        findings.extend(noticed_here)
        done.extend(settled)
        own[_owner_place(group[0])].extend(each for each in settled if each.status is ReturnStatus.COUNTED)
    for group in _grouped(keyed, _owner_place):
        settled, noticed_here = settle_keyed(group, own[_owner_place(group[0])], pledges)
        findings.extend(noticed_here)
        done.extend(settled)
    return done, findings


def _grouped(
    received: Iterable[ReceivedReturn], place_of: Callable[[ReceivedReturn], Hashable]
) -> Iterable[list[ReceivedReturn]]:
    groups = defaultdict[Hashable, list[ReceivedReturn]](list)
    for each in received:
        groups[place_of(each)].append(each)
    return groups.values()


def _owner_place(received: ReceivedReturn) -> tuple[Hashable, ...]:
    return (received.supplier_ref, received.contract_ref)


def _totals(received: Iterable[ReceivedReturn]) -> frozenset[Hashable]:
    """Return whose, and for which periods, running totals have come."""
    return frozenset((*_series(each), each.period) for each in received if each.basis is Basis.CUMULATIVE)


def _version_place(received: ReceivedReturn, totals: frozenset[Hashable]) -> tuple[Hashable, ...]:
    """Return what the versions of a return have in common: its period, and for a running total only its last day.

    A return for a single period is a version of the running total that gives the same period.
    """
    series = _series(received)
    is_total = received.basis is Basis.CUMULATIVE or (*series, received.period) in totals
    if is_total and received.period is not None:
        return (*series, received.period.end)
    return (*series, received.period)


def _series(received: ReceivedReturn) -> tuple[Hashable, ...]:
    return (*_owner_place(received), reference_key(received.sent.part), received.sent.keyed)


def _with_versions(received: Iterable[ReceivedReturn]) -> Iterable[ReceivedReturn]:
    """Yield the returns with their versions: the files of one place numbered in the order they became known.

    Copies of one file, byte for byte, are one version.
    """
    without = (ReturnStatus.DUPLICATE, ReturnStatus.NOT_YET_KNOWN)
    numbers = defaultdict[Hashable, dict[str, int]](dict)
    in_turn = sorted(received, key=order_known)
    totals = _totals(each for each in in_turn if each.status not in without)
    for each in in_turn:
        if not each.is_owned or each.period is None or each.status in without:
            yield each
            continue
        files = numbers[_version_place(each, totals)]
        yield attrs.evolve(each, version=files.setdefault(each.sent.file.digest, len(files) + 1))


def _with_due(received: ReceivedReturn, schedules: Schedules) -> ReceivedReturn:
    return attrs.evolve(received, due=due_of(received, schedules))


def _with_days_late(received: Sequence[ReceivedReturn]) -> list[ReceivedReturn]:
    """Return them with how late each came: by the first that came for what was due, which a later copy only mends."""
    first = dict[tuple[object, ...], dt.date]()
    for each in received:
        if each.has_come and each.due is not None and each.known_from is not None:
            first[_dues_of(each)] = min(first.get(_dues_of(each), each.known_from), each.known_from)
    told = list[ReceivedReturn]()
    for each in received:
        came = first.get(_dues_of(each)) if each.has_come else each.known_from
        if each.due is None or each.known_from is None or came is None:
            told.append(each)
        else:
            told.append(attrs.evolve(each, days_late=max(0, (came - each.due).days)))
    return told


def _dues_of(received: ReceivedReturn) -> tuple[object, ...]:
    """Return what a return answers: whose, of which contract, due when."""
    return received.supplier_ref, received.contract_ref, received.due


def _late(received: ReceivedReturn, due: dt.date, days_late: int) -> Finding:
    days = f"{days_late} day{'' if days_late == 1 else 's'}"
    return noticed("return-late", received, days=days, due=day_text(due))
