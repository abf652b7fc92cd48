"""The one conductor: a register, returns and a rulebook in, an assessment of one day out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.audience import tokens_of
from pledges.counting.ledger import count
from pledges.eligibility import accepts_excusal, feedback_in
from pledges.eligibility.size import WORKFORCE
from pledges.findings import Finding, Severity, finding, in_order
from pledges.fulfilment import State, fulfil_all
from pledges.fulfilment.beyond import rows_beyond_promise
from pledges.fulfilment.coverage import returns_leave_gaps
from pledges.fulfilment.proportion import beyond_whole, share_findings
from pledges.fulfilment.rating import OTHER
from pledges.fulfilment.roll_ups import roll_ups, roll_ups_by
from pledges.history import history_of, misspelt_facts, unmatched_closings, unplaced_events
from pledges.model import SPEND_TO_DATE, Absence
from pledges.periods import day_text
from pledges.provenance import CellRef, natural
from pledges.register import vocabulary_of
from pledges.returns.conduct import conduct_of
from pledges.returns.reception import receive
from pledges.returns.supposed import supposed_received
from pledges.standing import BadgePosition, View, badges_of
from pledges.targets import as_in_force, as_varied, parts_above_wholes, targets_of, values_below_zero

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pledges.audience import Vocabulary
    from pledges.counting.ledger import Ledger
    from pledges.fulfilment.result import Fulfilment
    from pledges.fulfilment.roll_ups import RollUp
    from pledges.history import History
    from pledges.model import Contract, EvidenceLine, Register, Return, Supplier, Variation
    from pledges.periods import Period
    from pledges.provenance import Source
    from pledges.returns.conduct import Conduct
    from pledges.returns.received import ReceivedReturn, Reception
    from pledges.rulebook import Policy, Rulebook
    from pledges.targets import AsVaried


@attrs.frozen(kw_only=True)
class ContractPosition:
    """A contract (None: the voluntary pledges of no contract) with its pledges and their totals, by clause as well.

    `varied` says what its variations have made of its value and term since award; None for the voluntary pledges.
    """

    contract: Contract | None
    fulfilments: tuple[Fulfilment, ...]
    totals: tuple[RollUp, ...]
    clauses: Mapping[str, tuple[RollUp, ...]]
    varied: AsVaried | None = None


@attrs.frozen(kw_only=True)
class SupplierPosition:
    """A supplier's badge decisions and the totals of its pledges, and where its badges stand by the recorded events."""

    supplier: Supplier
    fulfilments: tuple[Fulfilment, ...]
    badges: tuple[BadgePosition, ...]
    totals: tuple[RollUp, ...] = ()


@attrs.frozen(kw_only=True)
class ReturnPosition:
    """What became of one return: `file` None is one that was expected and has not come.

    `status` is one of: counted, superseded, rejected, refused, duplicate, not yet known, waiting, missing.
    """

    file: str | None
    supplier_ref: str | None
    contract_ref: str | None
    period: Period | None
    version: int | None
    status: str
    due: dt.date | None = None
    days_late: int | None = None
    keyed: bool = False


@attrs.frozen(kw_only=True)
class SheetAccount:
    """Every row of a sheet accounted for: rows = used + set_aside + ignored."""

    file: str
    sheet: str
    rows: int
    used: int
    set_aside: int
    ignored: int


@attrs.frozen(kw_only=True)
class Assessment:
    """The position of one day: every figure, decision, return and finding. `digests` are of what was read.

    `totals` add up everything, `buyers` what each buyer was promised; `conduct` says how returns came. `authority` is
    whose position it is.
    """

    on: dt.date
    known_on: dt.date | None
    contracts: tuple[ContractPosition, ...]
    suppliers: tuple[SupplierPosition, ...]
    returns: tuple[ReturnPosition, ...]
    findings: tuple[Finding, ...]
    reconciliation: tuple[SheetAccount, ...]
    digests: Mapping[str, str]
    totals: tuple[RollUp, ...] = ()
    buyers: Mapping[str, tuple[RollUp, ...]] = attrs.field(factory=dict)
    conduct: tuple[Conduct, ...] = ()
    authority: str = ""


@attrs.frozen(kw_only=True)
class SheetRows:
    """The numbers of a sheet's rows that were read as lines, set aside or ignored before anything was counted."""

    file: str
    sheet: str
    used: frozenset[int] = frozenset()
    set_aside: frozenset[int] = frozenset()
    ignored: frozenset[int] = frozenset()


@attrs.frozen(kw_only=True)
class Intake:
    """What was read of the files: the returns, the files that were refused, and what was found on the way.

    A host that builds its returns from its own data gives only `returns`. `supposed` are deliveries of a *what if*:
    they are counted beside the returns, and nothing asks for them or takes their place.
    """

    returns: tuple[Return, ...] = ()
    refused: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    sheets: tuple[SheetRows, ...] = ()
    digests: Mapping[str, str] = attrs.field(factory=dict)
    supposed: tuple[Return, ...] = ()


def assess(
    register: Register, intake: Intake, rulebook: Rulebook, *, on: dt.date, known_on: dt.date | None = None,
    vocabulary: Vocabulary | None = None,
) -> Assessment:  # fmt: skip
    """Return the position on a day, as known on a day (None: everything given is known).

    Nothing outside the arguments is asked, and their order changes nothing. `vocabulary` says which words may be shown
    of what was read; without one it is made of the register's references and names.
    """
    words = vocabulary if vocabulary is not None else vocabulary_of(register)
    policy = rulebook.policy.in_force_on(on)
    reception = receive(
        intake.returns, register, on=on, known_on=known_on, vocabulary=words,
        default_due_within=policy.returns_due_within,
    )  # fmt: skip
    # What is late, and what a contract still holds, is by the days as varied.
    in_force = as_in_force(register, on=on)
    received = (*reception.received, *supposed_received(intake.supposed))
    ledger = count(in_force, received, policy, on=on, known_on=known_on, vocabulary=words)
    fulfilments, target_findings = _fulfilments(register, ledger, reception, policy, on, known_on)
    histories = {each.ref: history_of(each.ref, register, on=on, known_on=known_on) for each in register.suppliers}
    suppliers = _suppliers(
        register, rulebook, _views(register, intake, rulebook, (fulfilments, reception), on=on, known_on=known_on),
        on=on, known_on=known_on,
    )  # fmt: skip
    findings = [*_of_files(intake, reception, ledger), *reception.findings, *ledger.findings, *target_findings]
    findings += returns_leave_gaps(register, reception, fulfilments, on=on, due_within=policy.returns_due_within)
    findings += [*_unreported(fulfilments, reception), *rows_beyond_promise(fulfilments)]
    findings += _scheme_findings(rulebook, on)
    findings += [each for supplier in suppliers for badge in supplier.badges for each in badge.findings]
    findings += [
        finding("event-unplaced", event.source, supplier_ref=event.supplier_ref)
        for history in histories.values()
        for event in unplaced_events(history, rulebook.schemes)
    ]
    findings += _event_findings(histories, rulebook)
    findings += _fact_findings(register, rulebook)
    findings += _recorded_on_assumed(register) if known_on is not None else ()
    return Assessment(
        on=on, known_on=known_on, contracts=_contracts(register, fulfilments, on), suppliers=suppliers,
        returns=_returns(intake, reception), findings=in_order(_without_references(findings, register, intake)),
        reconciliation=_reconciliation(intake, reception, ledger), digests=intake.digests,
        totals=roll_ups(fulfilments), buyers=_by_buyer(register, fulfilments),
        authority=policy.authority,
        conduct=conduct_of(register, reception, grace=policy.late_grace_days, refused=intake.refused, on=on),
    )  # fmt: skip


def _without_references(findings: Iterable[Finding], register: Register, intake: Intake) -> list[Finding]:
    """Return findings in which nothing that was seen is a reference of a person or a placement, wherever it stood."""
    references = [
        *(
            ref
            for sent in (*intake.returns, *intake.supposed)
            for line in sent.lines
            for ref in (line.person_ref, line.placement_ref, line.group_ref)
        ),
        *(ref for each in register.confirmations for ref in (each.person_ref, each.placement_ref)),
    ]
    private = {tokens_of(ref) for ref in references if any(character.isalpha() for character in ref)}
    return [
        attrs.evolve(found, saw="a reference of a person") if found.saw and tokens_of(found.saw) in private else found
        for found in findings
    ]


def _fulfilments(
    register: Register,
    ledger: Ledger,
    reception: Reception,
    policy: Policy,
    on: dt.date,
    known_on: dt.date | None,
) -> tuple[tuple[Fulfilment, ...], list[Finding]]:
    overdue = Counter[tuple[str, str | None]](
        (each.supplier_ref, each.contract_ref) for each in reception.expected if each.days_overdue > 0
    )
    targets = targets_of(register, on=on, known_on=known_on)
    facts = [each for each in register.facts if known_on is None or each.known_from <= known_on]
    pledges = as_in_force(register, on=on).pledges
    fulfilments = tuple(
        _beside_missing_returns(each, overdue[each.pledge.supplier_ref, each.pledge.contract_ref])
        for each in fulfil_all(pledges, ledger.counted, targets, policy, on=on, facts=facts)
    )
    findings = [found for target in targets.values() for found in target.findings]
    findings += [*values_below_zero(register, on=on), *share_findings(pledges, facts, on=on)]
    findings += [*beyond_whole(ledger.counted, facts, on=on), *parts_above_wholes(pledges, targets)]
    return fulfilments, findings


def _beside_missing_returns(fulfilment: Fulfilment, missing: int) -> Fulfilment:
    """Return a fulfilment whose rating says how many returns for its contract are missing."""
    if not missing or fulfilment.state is not State.REPORTED:
        return fulfilment
    returns = "1 return that was due has" if missing == 1 else f"{missing} returns that were due have"
    return attrs.evolve(fulfilment, rating_because=f"{fulfilment.rating_because}; {returns} not come")


def _contracts(register: Register, fulfilments: Sequence[Fulfilment], on: dt.date) -> tuple[ContractPosition, ...]:
    by_contract = defaultdict[str | None, list["Fulfilment"]](list)
    for fulfilment in fulfilments:
        by_contract[fulfilment.pledge.contract_ref].append(fulfilment)
    varied = defaultdict[str, list["Variation"]](list)
    for each in register.variations:
        varied[each.contract_ref].append(each)
    clauses = {pledge.ref: pledge.clause_ref for pledge in register.pledges if pledge.clause_ref}
    positions = [
        ContractPosition(
            contract=contract,
            fulfilments=tuple(by_contract[contract.ref]),
            totals=roll_ups(by_contract[contract.ref]),
            clauses=roll_ups_by(clauses, by_contract[contract.ref]),
            varied=as_varied(contract, varied[contract.ref], on=on),
        )
        for contract in sorted(register.contracts, key=lambda each: natural(each.ref))
    ]
    if voluntary := by_contract[None]:
        positions.append(
            ContractPosition(contract=None, fulfilments=tuple(voluntary), totals=roll_ups(voluntary), clauses={})
        )
    return tuple(positions)


def _by_buyer(register: Register, fulfilments: Iterable[Fulfilment]) -> dict[str, tuple[RollUp, ...]]:
    """Return the totals of each buyer's contracts; voluntary pledges are made to no buyer."""
    buyers = {contract.ref: contract.buyer for contract in register.contracts if contract.buyer}
    names = {pledge.ref: buyers[pledge.contract_ref] for pledge in register.pledges if pledge.contract_ref in buyers}
    return dict(sorted(roll_ups_by(names, fulfilments).items()))


def _views(
    register: Register, intake: Intake, rulebook: Rulebook, today: tuple[Sequence[Fulfilment], Reception], *,
    on: dt.date, known_on: dt.date | None,
) -> Callable[[dt.date], View]:  # fmt: skip
    """Return what gives the deliveries and late returns of a day, `on` or an earlier one; each day is counted once."""
    fulfilments, reception = today
    views = {on: View(fulfilments=tuple(fulfilments), late=reception.late)}
    words = vocabulary_of(register)  # what is found on an earlier day is not told

    def view_on(day: dt.date) -> View:
        if day not in views:
            policy = rulebook.policy.in_force_on(day)
            earlier = receive(
                intake.returns, register, on=day, known_on=known_on, vocabulary=words,
                default_due_within=policy.returns_due_within,
            )  # fmt: skip
            ledger = count(register, earlier.received, policy, on=day, known_on=known_on, vocabulary=words)
            delivered, _ = _fulfilments(register, ledger, earlier, policy, day, known_on)
            views[day] = View(fulfilments=delivered, late=earlier.late)
        return views[day]

    return view_on


def _suppliers(
    register: Register, rulebook: Rulebook, view_on: Callable[[dt.date], View], *, on: dt.date,
    known_on: dt.date | None,
) -> tuple[SupplierPosition, ...]:  # fmt: skip
    positions = list[SupplierPosition]()
    for supplier in sorted(register.suppliers, key=lambda each: natural(each.ref)):
        own = tuple(each for each in view_on(on).fulfilments if each.pledge.supplier_ref == supplier.ref)
        involved = {each.pledge.contract_ref for each in own}
        unscheduled = [each.ref for each in register.contracts if each.ref in involved and each.returns_every == "none"]
        unscheduled.sort(key=natural)
        badges = badges_of(supplier, register, rulebook, view_on, on=on, known_on=known_on, unscheduled=unscheduled)
        positions.append(SupplierPosition(supplier=supplier, fulfilments=own, badges=badges, totals=roll_ups(own)))
    return tuple(positions)


def _fact_findings(register: Register, rulebook: Rulebook) -> list[Finding]:
    """Return a query for each fact whose name is nearly one that a scheme or a promise asks for."""
    wholes = (pledge.share_of.whole_fact for pledge in register.pledges if pledge.share_of)
    asked_for = [
        WORKFORCE,
        SPEND_TO_DATE,
        *filter(None, wholes),
        *(name for scheme in rulebook.schemes for name in scheme.facts),
    ]
    return [
        finding("fact-misspelt", fact.source, supplier_ref=fact.supplier_ref, nearest=nearest)
        for fact, nearest in misspelt_facts(register.facts, asked_for)
    ]


def _event_findings(histories: Mapping[str, History], rulebook: Rulebook) -> list[Finding]:
    """Return a finding for each event that closes nothing, unreadable feedback, and excusals without effect."""
    findings = list[Finding]()
    for ref, history in histories.items():
        findings += [
            finding("event-closes-nothing", each.source, supplier_ref=ref) for each in unmatched_closings(history)
        ]
        findings += [
            finding("feedback-unreadable", each.source, supplier_ref=ref)
            for each in history.events_of("feedback")
            if feedback_in(each) is None
        ]
        findings += [
            finding("excusal-without-effect", each.source, supplier_ref=ref, pledge_ref=each.pledge_ref)
            for each in history.events_of("excusal granted")
            if each.pledge_ref is None or not any(accepts_excusal(scheme, each) for scheme in rulebook.schemes)
        ]
    return findings


def _unreported(fulfilments: Iterable[Fulfilment], reception: Reception) -> list[Finding]:
    """Return a query for each pledge with something due that no return reports, unless an overdue return is named."""
    overdue = {(each.supplier_ref, each.contract_ref) for each in reception.expected if each.days_overdue > 0}
    return [
        finding(
            "pledge-unreported",
            each.pledge.source,
            supplier_ref=each.pledge.supplier_ref,
            contract_ref=each.pledge.contract_ref,
            pledge_ref=each.pledge.ref,
        )
        for each in fulfilments
        if each.state is State.MISSING
        and each.due_to_date.value
        and (not each.left_out_because or each.rating == OTHER)
        and (each.pledge.supplier_ref, each.pledge.contract_ref) not in overdue
    ]


def _scheme_findings(rulebook: Rulebook, on: dt.date) -> list[Finding]:
    findings = list[Finding]()
    for scheme in rulebook.schemes:
        if rulebook.policy.adopted_on(scheme.id, scheme.version, on) is None:
            findings.append(finding("scheme-not-adopted", scheme.source, scheme=f"{scheme.id} {scheme.version}"))
    return findings


def _recorded_on_assumed(register: Register) -> list[Finding]:
    """Return a note for each fact whose day of recording is taken to be its own day."""
    undated: list[tuple[Source, dt.date]] = [
        *((each.source, each.known_from) for each in register.confirmations if each.recorded_on is None),
        *((each.source, each.known_from) for each in register.facts if each.recorded_on is None),
        *((each.source, each.known_from) for each in register.events if each.recorded_on is None),
    ]
    return [finding("recorded-on-assumed", source, day=day_text(day)) for source, day in undated]


def _of_files(intake: Intake, reception: Reception, ledger: Ledger) -> list[Finding]:
    """Return what was found while reading, with whose file it is, and asked only where an answer still matters.

    Nobody has to mend a return that was superseded, rejected or sent twice, or a quantity that an officer has keyed
    since: what was found there becomes a note.
    """
    owners = defaultdict[str, set[tuple[str | None, str | None]]](set)
    in_use = set[str]()
    for each in reception.received:
        owners[each.sent.file.name].add((each.supplier_ref, each.contract_ref))
        if each.status in {"counted", "waiting"}:
            in_use.add(each.sent.file.name)
    pledges = {_row(line.line): ref for ref, each in ledger.counted.items() for line in each.lines}
    findings = list[Finding]()
    for found in intake.findings:
        source = found.source
        if not isinstance(source, CellRef) or source.file not in owners:
            findings.append(found)
            continue
        supplier_ref, contract_ref = next(iter(owners[source.file])) if len(owners[source.file]) == 1 else (None, None)
        named = attrs.evolve(
            found,
            supplier_ref=found.supplier_ref or supplier_ref,
            contract_ref=found.contract_ref or contract_ref,
            pledge_ref=found.pledge_ref or pledges.get((source.file, source.sheet or "", source.row)),
        )
        asks = source.file in in_use and source not in ledger.answered
        findings.append(named if asks else attrs.evolve(named, severity=Severity.NOTE))
    return findings


def _returns(intake: Intake, reception: Reception) -> tuple[ReturnPosition, ...]:
    positions = [
        ReturnPosition(
            file=each.sent.file.name, supplier_ref=each.supplier_ref, contract_ref=each.contract_ref,
            period=each.period, version=each.version, status=each.status, due=each.due, days_late=each.days_late,
            keyed=each.sent.keyed,
        )
        for each in reception.received
    ]  # fmt: skip
    positions += [
        ReturnPosition(file=file, supplier_ref=None, contract_ref=None, period=None, version=None, status="refused")
        for file in intake.refused
    ]
    positions += [
        ReturnPosition(
            file=None, supplier_ref=each.supplier_ref, contract_ref=each.contract_ref, period=each.period, version=None,
            status="missing", due=each.due, days_late=each.days_overdue,
        )
        for each in reception.expected
        if each.days_overdue > 0
    ]  # fmt: skip
    return tuple(sorted(positions, key=_return_order))


def _return_order(each: ReturnPosition) -> tuple[object, ...]:
    start = each.period.start.isoformat() if each.period is not None else ""
    return each.file is None, natural(each.file or ""), natural(each.supplier_ref or ""), each.contract_ref or "", start


def _reconciliation(intake: Intake, reception: Reception, ledger: Ledger) -> tuple[SheetAccount, ...]:
    """Return every sheet's rows by what became of them after counting."""
    set_aside, ignored = set[tuple[str, str, int]](), set[tuple[str, str, int]]()
    for each in reception.received:
        _add_rows(each, set_aside, ignored)
    set_aside.update(_row(line) for line in ledger.unplaced)
    for counted in ledger.counted.values():
        by_row = defaultdict[tuple[str, str, int], list[bool]](list)
        for line in counted.lines:
            by_row[_row(line.line)].append(line.set_aside is not None and line.counted.value == 0)
        set_aside.update(row for row, asides in by_row.items() if all(asides))
    accounts = list[SheetAccount]()
    for sheet in intake.sheets:
        aside = {row for row in sheet.used if (sheet.file, sheet.sheet, row) in set_aside}
        passed = {row for row in sheet.used if (sheet.file, sheet.sheet, row) in ignored} - aside
        accounts.append(
            SheetAccount(
                file=sheet.file, sheet=sheet.sheet,
                rows=len(sheet.used | sheet.set_aside | sheet.ignored), used=len(sheet.used - aside - passed),
                set_aside=len(sheet.set_aside | aside), ignored=len(sheet.ignored | passed),
            )
        )  # fmt: skip
    return tuple(sorted(accounts, key=lambda each: (natural(each.file), each.sheet)))


def _add_rows(each: ReceivedReturn, set_aside: set[tuple[str, str, int]], ignored: set[tuple[str, str, int]]) -> None:
    """Add the rows of a return that does not count, the blank rows of a form, and the keyed rows that wait."""
    waiting = frozenset(each.waiting_lines)
    for line in each.sent.lines:
        if each.status == "waiting" or line.row_source in waiting:
            set_aside.add(_row(line))
        elif each.status != "counted" or (line.absence is Absence.MISSING and line.start is None):
            ignored.add(_row(line))


def _row(line: EvidenceLine) -> tuple[str, str, int]:
    source = line.row_source
    return (source.file, source.sheet or "", source.row) if isinstance(source, CellRef) else (str(source), "", 0)
