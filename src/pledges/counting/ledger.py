"""Received returns and a register in; what counts for every pledge, and what is set aside and why, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.counting.alike import alike
from pledges.counting.amounts import Delivery, Measuring, measure, placement_of, uncontinued
from pledges.counting.confirmations import Confirmed, confirm
from pledges.counting.lines import Counted, CountedLine, SetAside
from pledges.counting.offers import offer_tests
from pledges.counting.people import repeats
from pledges.counting.running_totals import changes
from pledges.figures import Figure, difference, given, total, unknown
from pledges.findings import CATALOGUE, Finding, finding
from pledges.model import Absence, EvidenceLine, Grade
from pledges.provenance import reading_order
from pledges.returns.matching import PledgeIndex, match_pledges, nearest_refs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.audience import Vocabulary
    from pledges.counting.confirmations import Parcel
    from pledges.counting.offers import OfferTest
    from pledges.counting.running_totals import Change
    from pledges.model import Basis, Confirmation, Contract, Event, Pledge, Register
    from pledges.periods import Period
    from pledges.provenance import Source
    from pledges.returns.received import ReceivedReturn
    from pledges.rulebook import Policy

RULES_OF_COUNTING = frozenset(
    {
        "Minimum length", "Cap per person", "Counts", "Week convention", "Conversion", "Sustained for",
        "Exclusive group",
    }
)  # fmt: skip
"""Columns of the register that change what counts and are not counted by this version."""

RULES_OF_AMOUNTS = frozenset({"Week convention", "Conversion"})
"""Those that bear on the amount of a line itself, so that not even what is claimed is known."""

_NO_NUMBER = {
    Absence.PENDING: "quantity-pending",
    Absence.NOT_APPLICABLE: "quantity-not-applicable",
    Absence.SUPPRESSED: "quantity-suppressed",
    Absence.UNCLEAR: "quantity-unclear",
}

_WHY_OPEN = {
    Absence.PENDING: "the quantity is still to come",
    Absence.NOT_APPLICABLE: "the return says not applicable, which is not agreed",
    Absence.SUPPRESSED: "the quantity is hidden by a suppression symbol",
    Absence.UNCLEAR: "what the return says is not one plain number",
}


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
        contracts=contracts,
        policy=policy,
        on=on,
        vocabulary=vocabulary,
    )
    deliveries, unplaced, findings = _placed(setting, received)
    answered = _answer_open_rows(deliveries)
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
    all_changes = [change for of_pledge in changed.values() for change in of_pledge]
    repeated, found_repeats = repeats(all_changes, (each for said in confirmations.values() for each in said))
    findings += found_repeats
    counted = dict[str, Counted]()
    for pledge in register.pledges:
        said = _Said(
            confirmations=tuple(confirmations[pledge.ref]),
            offers=offer_tests(confirmations[pledge.ref], decisions[pledge.ref]),
        )
        account, found = _account(
            pledge, deliveries.get(pledge.ref, []), changed[pledge.ref], repeated, said, policy, on
        )
        counted[pledge.ref] = account
        findings += found
    return Ledger(counted=counted, unplaced=tuple(unplaced), answered=frozenset(answered), findings=tuple(findings))


@attrs.frozen(kw_only=True)
class _Said:
    """What the council's side says of one pledge's deliveries: confirmations, and tests of the offer."""

    confirmations: tuple[Confirmation, ...]
    offers: tuple[OfferTest, ...]


@attrs.frozen(kw_only=True)
class _Setting:
    """What placing and measuring lines needs of the register and the position."""

    register: Register
    index: PledgeIndex
    contracts: Mapping[str | None, Contract]
    policy: Policy
    on: dt.date
    vocabulary: Vocabulary

    def measuring(self, pledge: Pledge, each: ReceivedReturn, period: Period, basis: Basis) -> Measuring:
        return Measuring(
            pledge=pledge,
            contract=self.contracts.get(pledge.contract_ref),
            sent=each.sent,
            supplier_ref=pledge.supplier_ref,
            period=period,
            basis=basis,
            known_from=each.known_from,
            on=self.on,
            period_start_source=_period_source(each, each.sent.period_start_source),
            period_end_source=_period_source(each, each.sent.period_end_source),
            not_applicable_accepted=self.policy.not_applicable_accepted,
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
        for line in sorted(each.sent.lines, key=lambda line: reading_order(line.row_source)):
            if line.row_source in waiting:
                continue
            pledges = match_pledges(line.pledge_key, each.supplier_ref, each.contract_ref, setting.index)
            if len(pledges) != 1:
                unplaced.append(line)
                findings.append(_unplaced(line, pledges, each, setting))
                continue
            delivery, found = measure(line, setting.measuring(pledges[0], each, each.period, line.basis or each.basis))
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
    return _continued(deliveries, findings), unplaced, findings


def _continued(deliveries: Mapping[str, list[Delivery]], findings: list[Finding]) -> dict[str, list[Delivery]]:
    """Return deliveries with the rows that continue no placement set aside, and add what is found to `findings`."""
    settled = dict[str, list[Delivery]]()
    for ref, of_pledge in deliveries.items():
        counted = {placement_of(each.line) for each in of_pledge if each.amount is not None}
        settled[ref] = []
        for each in of_pledge:
            if each.continues and placement_of(each.line) not in counted:
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
            if each.period in keyed and not each.sent.keyed and each.absence in _WHY_OPEN:
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


def _account(
    pledge: Pledge, deliveries: Sequence[Delivery], changed: Sequence[Change], repeated: Mapping[int, SetAside],
    said: _Said, policy: Policy, on: dt.date,
) -> tuple[Counted, list[Finding]]:  # fmt: skip
    """Return what counts for one pledge, with the findings of its rules, lines and confirmations."""
    valid = [change for change in changed if id(change) not in repeated]
    confirmed = confirm(pledge, valid, said.confirmations, policy.counting_grade, on, said.offers)
    lines, found = _lines(pledge, valid, confirmed, policy)
    late = [line.counted for line, change in zip(lines, valid, strict=True) if _late(change, pledge)]
    lines += [_repeated(change, repeated[id(change)]) for change in changed if id(change) in repeated]
    lines += [_aside(each) for each in deliveries if each.absence is not Absence.MISSING and _without_amount(each)]
    lines.sort(key=lambda line: (reading_order(line.source), line.grade, line.amount is None))
    rules, rule_findings = _uncounted_rules(pledge, deliveries)
    reason = "a rule of the register is not yet counted: " + ", ".join(rules)
    unit = pledge.unit

    def known(label: str, parts: Sequence[Figure]) -> Figure:
        return unknown(label, reason, unit=unit, source=pledge.source) if rules else total(label, parts, unit=unit)

    def reported(label: str, parts: Sequence[Figure]) -> Figure:
        changed_unit = RULES_OF_AMOUNTS.intersection(rules)
        return known(label, parts) if changed_unit else total(label, parts, unit=unit)

    counted = known("counted", [line.counted for line in lines])
    if rules:
        lines = [
            attrs.evolve(line, counted=unknown("counted", reason, unit=unit, source=line.source)) for line in lines
        ]
    delivered = _delivered(deliveries)
    still_open = next((each for each in delivered if each.absence in _WHY_OPEN), None)
    account = Counted(
        pledge=pledge,
        lines=tuple(lines),
        claimed=reported("claimed", [change.amount for change in changed]),
        documented=reported("documented", _documented(changed, valid, confirmed)),
        counted=counted,
        verified=known("verified", [figure for figure in confirmed.verified if figure.value]),
        beneficiary_confirmed=known(
            "confirmed by young people", [f for f in confirmed.beneficiary_confirmed if f.value]
        ),
        declined=known("declined to confirm", [figure for figure in confirmed.declined if figure.value]),
        late=known("counted but late", late),
        disputed=known("in dispute", [parcel.amount for parcel in confirmed.disputed]),
        has_number=any(each.gives_number for each in delivered),
        has_nil=any(each.absence is Absence.NIL for each in delivered),
        has_pending=still_open is not None,
        uncounted_rules=tuple(rules),
        open_because="" if still_open is None else _WHY_OPEN[still_open.absence or Absence.UNCLEAR],
        open_source=None if still_open is None else still_open.source,
        offers=said.offers,
    )
    return account, [*confirmed.findings, *found, *rule_findings, *alike(valid)]


def _documented(changed: Sequence[Change], valid: Sequence[Change], confirmed: Confirmed) -> list[Figure]:
    """Return the amounts at documented or above: as they were reported, and what was claimed and then confirmed."""
    own = [change.amount for change in changed if change.delivery.grade >= Grade.DOCUMENTED]
    raised = [
        parcel.amount
        for parcel in confirmed.parcels
        if parcel.grade > Grade.CLAIMED and valid[parcel.index].delivery.grade is Grade.CLAIMED
    ]
    return [*own, *raised]


def _delivered(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """Return the deliveries that speak of days up to the day of the position."""
    return [each for each in deliveries if each.set_aside is None or each.set_aside.reason != "not-yet-delivered"]


def _late(change: Change, pledge: Pledge) -> bool:
    return pledge.due is not None and change.delivery.first_day > pledge.due


def _without_amount(delivery: Delivery) -> bool:
    return delivery.set_aside is not None or delivery.amount is None


def _lines(
    pledge: Pledge, valid: Sequence[Change], confirmed: Confirmed, policy: Policy
) -> tuple[list[CountedLine], list[Finding]]:
    """Return the lines that are not repeats, with what of each counts."""
    lines, findings = list[CountedLine](), list[Finding]()
    parcels_of, disputed_of = _by_index(confirmed.parcels), _by_index(confirmed.disputed)
    for index, change in enumerate(valid):
        delivery = change.delivery
        parcels, disputed = parcels_of[index], [parcel.amount for parcel in disputed_of[index]]
        grade = min((parcel.grade for parcel in parcels), default=delivery.grade)
        set_aside = None
        if delivery.grade >= policy.counting_grade:
            counted = change.amount
            if disputed:
                in_dispute = total("in dispute", disputed, unit=pledge.unit)
                counted = difference("not in dispute", counted, in_dispute)
                set_aside = SetAside(reason="offer-disputed", text="The council's test of this offer was not honoured.")
        else:
            lifted = [parcel.amount for parcel in parcels if parcel.grade >= policy.counting_grade]
            counted = total("confirmed though only claimed", lifted, unit=pledge.unit)
            if not lifted:
                counted = _nothing(delivery, "it is only claimed")
            if counted.value != change.amount.value and change.amount.value is not None and change.amount.value > 0:
                note = _found("below-counting-grade", delivery, grade=policy.counting_grade.words)
                findings.append(note)
                set_aside = SetAside(reason=note.code, text=note.text)
        lines.append(_line(delivery, change.amount, counted, set_aside, grade))
    return lines, findings


def _by_index(parcels: Iterable[Parcel]) -> Mapping[int, list[Parcel]]:
    groups = defaultdict[int, list["Parcel"]](list)
    for parcel in parcels:
        groups[parcel.index].append(parcel)
    return groups


def _repeated(change: Change, set_aside: SetAside) -> CountedLine:
    return _line(
        change.delivery, change.amount, _nothing(change.delivery, set_aside.text), set_aside, change.delivery.grade
    )


def _aside(delivery: Delivery) -> CountedLine:
    set_aside = delivery.set_aside
    if set_aside is None:
        code = _NO_NUMBER[delivery.absence or Absence.UNCLEAR]
        text = CATALOGUE[code].text.format(unit=delivery.pledge.unit)
        set_aside = SetAside(reason=code, text=text)
    return _line(delivery, delivery.amount, _nothing(delivery, set_aside.text), set_aside, delivery.grade)


def _line(
    delivery: Delivery, amount: Figure | None, counted: Figure, set_aside: SetAside | None, grade: Grade
) -> CountedLine:
    return CountedLine(
        line=delivery.line, sent=delivery.sent, source=delivery.source, grade=grade, day=delivery.day, amount=amount,
        counted=counted, set_aside=set_aside,
    )  # fmt: skip


def _nothing(delivery: Delivery, because: str) -> Figure:
    return given("counted", 0, delivery.source, unit=delivery.pledge.unit, because=because)


def _uncounted_rules(pledge: Pledge, deliveries: Sequence[Delivery]) -> tuple[list[str], list[Finding]]:
    """Return the names of the rules in use that this version does not count, with a finding for each."""
    rules = [column for column, _ in pledge.rules if column in RULES_OF_COUNTING]
    figures = "what counts is"
    findings = [
        finding(
            "rule-not-counted",
            pledge.source,
            column=column,
            figures=figures,
            supplier_ref=pledge.supplier_ref,
            contract_ref=pledge.contract_ref,
            pledge_ref=pledge.ref,
        )
        for column in dict.fromkeys(name for name, _ in pledge.rules if name in RULES_OF_COUNTING)
    ]
    for delivery in deliveries:
        if delivery.line.share is not None and delivery.line.share != 1:
            rules.append("Share (%)")
            at = delivery.line.share_source or delivery.source
            findings.append(
                attrs.evolve(
                    _found("line-rule-not-counted", delivery, column="Share (%)", pledge=pledge.ref), source=at
                )
            )
    return list(dict.fromkeys(rules)), findings


def _found(code: str, delivery: Delivery, **words: str) -> Finding:
    return finding(
        code,
        delivery.source,
        supplier_ref=delivery.supplier_ref,
        contract_ref=delivery.pledge.contract_ref,
        pledge_ref=delivery.pledge.ref,
        **words,
    )
