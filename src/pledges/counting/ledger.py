"""Received returns and a register in; what counts for every pledge, and what is set aside and why, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.counting.account import WHY_OPEN, Claims, Said, account_of, claims_of_pledge
from pledges.counting.amounts import Delivery, measure, placement_of, uncontinued
from pledges.counting.caps import within_caps
from pledges.counting.committed import commitments
from pledges.counting.completed import weeks_completed
from pledges.counting.lasting import lasting
from pledges.counting.lines import Counted
from pledges.counting.measuring import Measuring
from pledges.counting.offers import offer_tests
from pledges.counting.once import counted_once
from pledges.counting.portions import Portion
from pledges.counting.questions import questions
from pledges.counting.running_totals import changes
from pledges.figures import given
from pledges.findings import Finding, finding
from pledges.model import Absence, EvidenceLine
from pledges.provenance import reading_order
from pledges.returns.matching import PledgeIndex, nearest_refs
from pledges.returns.parties import Principals, principals_of, promises_meant

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.audience import Vocabulary
    from pledges.counting.running_totals import Change
    from pledges.model import Basis, Confirmation, Contract, Event, Pledge, Register
    from pledges.periods import Period
    from pledges.provenance import Source
    from pledges.returns.received import ReceivedReturn
    from pledges.rulebook import Policy


@attrs.frozen(kw_only=True)
class Ledger:
    """Everything counted, by pledge reference, and the lines whose pledge could not be found.

    `answered` are the places where a supplier left a quantity open that an officer has keyed since.
    """

    counted: Mapping[str, Counted]
    unplaced: tuple[EvidenceLine, ...]
    answered: frozenset[Source]
    findings: tuple[Finding, ...]


def count(
    register: Register, received: Iterable[ReceivedReturn], policy: Policy, *, on: dt.date, known_on: dt.date | None,
    vocabulary: Vocabulary,
) -> Ledger:  # fmt: skip
    """Return what counts for each pledge of `register` on a day, as known on a day (None: everything is known).

    Only returns whose status is `counted` speak; each of their lines is counted or set aside with a reason.
    """
    contracts: dict[str | None, Contract] = {contract.ref: contract for contract in register.contracts}
    setting = _Setting(
        register=register,
        index=PledgeIndex.of(register),
        principals=principals_of(register.parties),
        contracts=contracts,
        policy=policy,
        on=on,
        vocabulary=vocabulary,
    )
    deliveries, unplaced, findings = _placed(setting, received)
    answered = _answer_open_rows(deliveries)
    for ref, of_pledge in deliveries.items():
        deliveries[ref], found_commitments = commitments(weeks_completed(of_pledge))
        findings += found_commitments
    confirmations = defaultdict[str, list["Confirmation"]](list)
    for each in register.confirmations:
        if known_on is None or each.known_from <= known_on:
            confirmations[each.pledge_ref].append(each)
    decisions = defaultdict[str | None, list["Event"]](list)
    for event in register.events:
        if event.day <= on and (known_on is None or event.known_from <= known_on):
            decisions[event.pledge_ref].append(event)
    changed = dict[str, tuple["Change", ...]]()
    for pledge in register.pledges:
        running = changes(deliveries.get(pledge.ref, []))
        changed[pledge.ref] = running.changes
        findings += running.findings
        if running.waiting:
            deliveries[pledge.ref] = [
                attrs.evolve(each, set_aside=running.waiting.get(id(each), each.set_aside))
                for each in deliveries[pledge.ref]
            ]
    lasted = lasting(register.pledges, deliveries, changed, policy, on=on)
    left = [change for each in lasted.changes.values() for change in each if id(change) not in lasted.set_aside]
    once = counted_once(register.pledges, left, (each for said in confirmations.values() for each in said))
    set_aside = {**lasted.set_aside, **once.set_aside}
    findings += [*lasted.findings, *once.findings]
    claims = dict[str, Claims]()
    for pledge in register.pledges:
        said = Said(
            confirmations=tuple(confirmations[pledge.ref]),
            offers=offer_tests(confirmations[pledge.ref], decisions[pledge.ref]),
        )
        claims[pledge.ref] = claims_of_pledge(pledge, lasted.changes[pledge.ref], set_aside, said, policy, on)
    cuts, found_over = within_caps((each for of_pledge in claims.values() for each in of_pledge.portions), on=on)
    findings += found_over
    cut_of = defaultdict[str, dict[int, Portion]](dict)
    for portion in cuts:
        cut_of[portion.change.delivery.pledge.ref][portion.index] = portion
    counted = dict[str, Counted]()
    for pledge in register.pledges:
        account, found = account_of(claims[pledge.ref], deliveries.get(pledge.ref, []), cut_of[pledge.ref], policy)
        counted[pledge.ref] = account
        findings += found
    findings += questions([change for each in claims.values() for change in each.valid], on=on)
    return Ledger(counted=counted, unplaced=tuple(unplaced), answered=frozenset(answered), findings=tuple(findings))


@attrs.frozen(kw_only=True)
class _Setting:
    """What placing and measuring lines needs of the register and the position."""

    register: Register
    index: PledgeIndex
    principals: Principals
    contracts: Mapping[str | None, Contract]
    policy: Policy
    on: dt.date
    vocabulary: Vocabulary

    def measuring(self, pledge: Pledge, each: ReceivedReturn, period: Period, basis: Basis) -> Measuring:
        return Measuring(
            pledge=pledge,
            contract=self.contracts.get(pledge.contract_ref),
            sent=each.sent,
            supplier_ref=each.supplier_ref or pledge.supplier_ref,
            period=period,
            basis=basis,
            known_from=each.known_from,
            on=self.on,
            period_start_source=_period_source(each, each.sent.period_start_source),
            period_end_source=_period_source(each, each.sent.period_end_source),
            not_applicable_accepted=self.policy.not_applicable_accepted,
            full_time_hours=given(
                "full-time hours", self.policy.full_time_hours, self.policy.full_time_hours_source, unit="hours a week"
            ),
            bank_holiday_nation=self.policy.bank_holiday_nation,
            bank_holiday_source=self.policy.bank_holiday_nation_source,
            vocabulary=self.vocabulary,
        )


def _placed(
    setting: _Setting, received: Iterable[ReceivedReturn]
) -> tuple[dict[str, list[Delivery]], list[EvidenceLine], list[Finding]]:
    """Return the deliveries of each pledge, the lines that name no pledge, and the findings of both."""
    deliveries = defaultdict[str, list[Delivery]](list)
    unplaced, findings = list[EvidenceLine](), list[Finding]()
    for each in sorted(received, key=lambda each: reading_order(each.sent.source)):
        if each.status != "counted" or each.supplier_ref is None or each.period is None or each.basis is None:
            continue
        spoken_of, waiting = set[str](), frozenset(each.waiting_lines)
        meant: dict[str, Sequence[Pledge]] = {}
        measured_by: dict[tuple[str, Basis], Measuring] = {}
        for line in sorted(each.sent.lines, key=lambda line: reading_order(line.row_source)):
            if line.row_source in waiting:
                continue
            if line.pledge_key not in meant:
                meant[line.pledge_key] = promises_meant(
                    line.pledge_key, each.supplier_ref, each.contract_ref, setting.index, setting.principals
                )
            pledges = meant[line.pledge_key]
            if len(pledges) != 1:
                unplaced.append(line)
                findings.append(_unplaced(line, pledges, each, setting))
                continue
            basis = line.basis or each.basis
            if (pledges[0].ref, basis) not in measured_by:
                measured_by[pledges[0].ref, basis] = setting.measuring(pledges[0], each, each.period, basis)
            delivery, found = measure(line, measured_by[pledges[0].ref, basis])
            deliveries[pledges[0].ref].append(delivery)
            findings += found
            if delivery.absence is not Absence.MISSING:
                spoken_of.add(pledges[0].ref)
        if each.sent.nil:
            for pledge in setting.register.pledges:
                owned = pledge.supplier_ref == each.supplier_ref and pledge.contract_ref == each.contract_ref
                if owned and pledge.ref not in spoken_of:
                    nil = EvidenceLine(pledge_key=pledge.ref, row_source=each.sent.source, absence=Absence.NIL)
                    about = setting.measuring(pledge, each, each.period, each.basis)
                    deliveries[pledge.ref].append(measure(nil, about)[0])
    return _continued(deliveries, findings, setting.on), unplaced, findings


def _continued(
    deliveries: Mapping[str, list[Delivery]], findings: list[Finding], on: dt.date
) -> dict[str, list[Delivery]]:
    """Return deliveries with the rows that continue no placement set aside, and add what is found to `findings`.

    A row of a day after `on` says nothing yet.
    """
    settled = dict[str, list[Delivery]]()
    for ref, of_pledge in deliveries.items():
        counted = {placement_of(each.line) for each in of_pledge if each.amount is not None}
        settled[ref] = []
        for each in of_pledge:
            if each.continues and each.day <= on and placement_of(each.line) not in counted:
                alone, found = uncontinued(each)
                findings.append(found)
                settled[ref].append(alone)
            else:
                settled[ref].append(each)
    return settled


def _answer_open_rows(deliveries: dict[str, list[Delivery]]) -> set[Source]:
    """Take out the rows that a supplier left open and an officer keyed for the same period; return their cells."""
    answered: set[Source] = set()
    for ref, of_pledge in deliveries.items():
        keyed = {each.period for each in of_pledge if each.sent.keyed and each.amount is not None}
        kept = list[Delivery]()
        for each in of_pledge:
            if each.period in keyed and not each.sent.keyed and each.absence in WHY_OPEN:
                answered |= {each.source, each.line.row_source}
            else:
                kept.append(each)
        deliveries[ref] = kept
    return answered


def _period_source(each: ReceivedReturn, own: Source | None) -> Source:
    """Return where a return's period is written: in the council's log where it says so, else in the return."""
    if each.receipt is not None and each.receipt.period is not None:
        return each.receipt.source
    return own or each.sent.source


def _unplaced(line: EvidenceLine, pledges: Sequence[Pledge], each: ReceivedReturn, setting: _Setting) -> Finding:
    saw, at = setting.vocabulary.saw(line.pledge_key), line.row_source
    if pledges:
        refs = ", ".join(sorted(pledge.ref for pledge in pledges))
        return finding(
            "pledge-ambiguous",
            at,
            saw=saw,
            supplier_ref=each.supplier_ref,
            contract_ref=each.contract_ref,
            pledges=refs,
        )
    near = nearest_refs(line.pledge_key, each.supplier_ref or "", each.contract_ref, setting.index)
    nearest = f"; nearest: {', '.join(near)}" if near else ""
    return finding(
        "pledge-unknown", at, saw=saw, supplier_ref=each.supplier_ref, contract_ref=each.contract_ref, nearest=nearest
    )
