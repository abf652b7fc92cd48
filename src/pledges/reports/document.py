"""An assessment in; everything one audience may read of it, as records, out.

Whatever is written anywhere passes through here, and each field of each record is one that `pledges.audience.MAY_READ`
lists for its audience: for another audience it is left empty.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.audience import MAY_READ, Audience
from pledges.explain import Trees, costs_of, figures_of
from pledges.figures import DAY
from pledges.fulfilment.either_or import alternatives
from pledges.history import reason_of, role_of
from pledges.periods import day_text
from pledges.quantities import exact, rounded
from pledges.reports.records import (
    SCHEMA,
    BadgeRecord,
    BuyerRecord,
    ClauseRecord,
    ConductRecord,
    ContractRecord,
    CriterionRecord,
    Days,
    Digests,
    Document,
    DueRecord,
    FindingRecord,
    LeftOutRecord,
    LevelRecord,
    LineRecord,
    MissingRecord,
    NextRecord,
    Number,
    OfferRecord,
    PledgeRecord,
    ReturnRecord,
    SetAsideRecord,
    SheetRecord,
    StandingRecord,
    StepRecord,
    SupplierRecord,
    ToldRecord,
    TotalRecord,
    VariationsRecord,
)
from pledges.reports.ways import way_record
from pledges.returns.conduct import KINDS
from pledges.standing import status_words, step_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.assess import Assessment, ContractPosition, ReturnPosition
    from pledges.counting import CountedLine
    from pledges.counting.offers import OfferTest
    from pledges.eligibility import CriterionDecision, LevelDecision, Missing
    from pledges.figures import Figure
    from pledges.findings import Finding
    from pledges.fulfilment.result import Fulfilment
    from pledges.fulfilment.roll_ups import RollUp
    from pledges.history import Step
    from pledges.model import Contract
    from pledges.periods import Period
    from pledges.provenance import Source
    from pledges.returns.conduct import Conduct, Told
    from pledges.rulebook import Scheme
    from pledges.standing import BadgePosition, Due
    from pledges.targets import AsVaried


def officer_document(assessment: Assessment) -> Document:
    """Return what officers may read: all of it."""
    try:
        return permitted(_document(assessment), Audience.OFFICER)
    finally:
        _text.cache_clear()
        _texts.cache_clear()


@functools.cache
def _text(source: Source) -> str:
    """Return a place as text: one text, however often a line and what rests on it name the place."""
    return str(source)


@functools.cache
def _texts(sources: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(map(_text, sources))


def _document(assessment: Assessment) -> Document:
    names = {each.supplier.ref: each.supplier.name for each in assessment.suppliers}
    return Document(
        schema=SCHEMA,
        audience=Audience.OFFICER.value,
        on=assessment.on,
        known_on=assessment.known_on,
        digests=_digests(assessment),
        contracts=tuple(_contract(each, names) for each in assessment.contracts),
        totals=_totals(assessment.totals),
        buyers=tuple(
            BuyerRecord(buyer=buyer, totals=_totals(totals)) for buyer, totals in assessment.buyers.items()
        ),
        suppliers=tuple(
            SupplierRecord(
                supplier_ref=each.supplier.ref,
                name=each.supplier.name,
                badges=tuple(_badge(badge) for badge in each.badges),
                totals=_totals(each.totals),
            )
            for each in assessment.suppliers
        ),
        conduct=tuple(_conduct(each) for each in assessment.conduct),
        returns=tuple(_return(each) for each in assessment.returns),
        findings=tuple(_finding(each) for each in assessment.findings),
        reconciliation=tuple(
            SheetRecord(
                file=each.file, sheet=each.sheet, rows=each.rows, used=each.used, set_aside=each.set_aside,
                ignored=each.ignored,
            )
            for each in assessment.reconciliation
        ),
    )  # fmt: skip


_Record = typing.TypeVar("_Record")


def permitted(record: _Record, audience: Audience) -> _Record:
    """Return `record` with every field that the audience may not read left empty, through all its parts."""
    may_read, made = MAY_READ[audience], _class_of(record)
    if all(may_read.get(each.__name__, frozenset()) >= hints_of(each).keys() for each in record_types(made)):
        return record
    kept = {
        name: _permitted_value(getattr(record, name), audience) if name in may_read[made.__name__] else _empty(hint)
        for name, hint in hints_of(made).items()
    }
    return typing.cast("_Record", made(**kept))


def _class_of(record: object) -> type:
    return type(record)


@functools.cache
def hints_of(record: type) -> Mapping[str, object]:
    """Return the fields of a record's class with their types."""
    return typing.get_type_hints(record)


@functools.cache
def record_types(record: type) -> frozenset[type]:
    """Return the class of a record and those of all its parts."""
    found, waiting = set[type](), list[object]([record])
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and attrs.has(each) and each not in found:
            found.add(each)
            waiting.extend(hints_of(each).values())
        waiting.extend(typing.get_args(each))
    return frozenset(found)


def _permitted_value(value: object, audience: Audience) -> object:
    if isinstance(value, tuple):
        return tuple(_permitted_value(each, audience) for each in value)
    if isinstance(value, Mapping):
        return {key: _permitted_value(each, audience) for key, each in value.items()}
    return permitted(value, audience) if attrs.has(type(value)) else value


def _empty(hint: object) -> object:
    """Return the nothing of a field's type: None where it may be unknown, else no entries or no words."""
    if type(None) in typing.get_args(hint):
        return None
    origin = typing.get_origin(hint)
    if origin is tuple:
        return ()
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if hint is str:
        return ""
    message = f"a field of type {hint} has no way to be left empty"
    raise TypeError(message)


def number(figure: Figure | None) -> Number | None:
    """Return a figure's value as it is written, None where nobody knows it."""
    if figure is None or figure.value is None:
        return None
    if figure.unit == DAY and figure.day is not None:
        return Number(value=figure.day.isoformat(), exact=figure.day.isoformat(), unit=DAY)
    return _number(*figure.value.as_integer_ratio(), figure.unit)


@functools.lru_cache(maxsize=4096)
def _number(numerator: int, denominator: int, unit: str) -> Number:
    """Return a number as it is written; most lines give one of the same few."""
    amount = Fraction(numerator, denominator)
    return Number(value=rounded(amount), exact=exact(amount), unit=unit)


def _digests(assessment: Assessment) -> Digests:
    """Return the digests by what they are of; schemes carry their own in the decisions."""
    given = assessment.digests
    decisions = [badge.decision for each in assessment.suppliers for badge in each.badges]
    schemes = {name.partition("/")[2]: digest for name, digest in given.items() if name.startswith("schemes/")}
    for decision in decisions:
        if decision.digest and decision.digest not in schemes.values():
            schemes.setdefault(decision.scheme, decision.digest)
            if schemes[decision.scheme] != decision.digest:
                schemes[f"{decision.scheme}-{decision.version}"] = decision.digest
    return Digests(
        register=given.get("register") or None,
        policy=given.get("policy") or None,
        schemes=dict(sorted(schemes.items())),
        layouts={
            name.partition("/")[2]: digest for name, digest in sorted(given.items()) if name.startswith("layouts/")
        },
        answers={name: digest for name, digest in sorted(given.items()) if name.startswith("answers/")},
        returns={name: digest for name, digest in sorted(given.items()) if name.startswith("returns/")},
    )


def _contract(position: ContractPosition, names: Mapping[str, str]) -> ContractRecord:
    contract, others = position.contract, alternatives(position.fulfilments)
    return ContractRecord(
        contract_ref=None if contract is None else contract.ref,
        title="Voluntary pledges" if contract is None else contract.title,
        buyer="" if contract is None else contract.buyer,
        start=None if contract is None else contract.start,
        end=None if contract is None else contract.end,
        returns_every=_returns_every(contract),
        variations=None if position.varied is None else _variations(position.varied),
        pledges=tuple(_pledge(each, names, others.get(each.pledge.ref, ())) for each in position.fulfilments),
        totals=_totals(position.totals),
        clauses=tuple(ClauseRecord(clause_ref=ref, totals=_totals(totals)) for ref, totals in position.clauses.items()),
    )


def _variations(varied: AsVaried) -> VariationsRecord:
    return VariationsRecord(
        in_force=varied.in_force,
        value_at_award=number(varied.value_at_award),
        value_now=number(varied.value_now),
        value_change=number(varied.value_change),
        end_at_award=number(varied.end_at_award),
        end_now=number(varied.end_now),
        term_change=number(varied.term_change),
    )


def _returns_every(contract: Contract | None) -> str:
    """Return how often returns are asked for; without a day to count periods from, nobody is asked for any."""
    if contract is None or (contract.returns_from is None and contract.start is None):
        return "none"
    return contract.returns_every


def _pledge(fulfilment: Fulfilment, names: Mapping[str, str], others: tuple[str, ...]) -> PledgeRecord:
    pledge, figures = fulfilment.pledge, figures_of(fulfilment)
    numbers: dict[str, Number | None] = {"stretch": None, "share_of_stretch": None, "made_up": None}
    numbers |= {name: number(figure) for name, figure in figures.items()}
    return PledgeRecord(
        pledge_ref=pledge.ref,
        supplier_ref=pledge.supplier_ref,
        supplier_name=names.get(pledge.supplier_ref, pledge.supplier_ref),
        description=pledge.description,
        clause_ref=pledge.clause_ref,
        type=pledge.type,
        unit=pledge.unit,
        contractual=pledge.contractual,
        derived_ref=pledge.derived_ref,
        start=pledge.start,
        due=pledge.due,
        **numbers,
        record_only=pledge.record_only,
        part_of=pledge.parent_ref,
        alternatives=others,
        rating=fulfilment.rating,
        rating_because=fulfilment.rating_because,
        state=fulfilment.state.value,
        left_out_because=fulfilment.left_out_because,
        offers=tuple(_offer(each, pledge.unit) for each in fulfilment.offers),
        lines=tuple(_line(each) for each in fulfilment.lines),
        explanation=Trees(figures),
    )


def _line(line: CountedLine) -> LineRecord:
    aside = line.set_aside
    return LineRecord(
        source=_text(line.source),
        day=line.day,
        grade=line.grade.words,
        amount=number(line.amount),
        counted=number(line.counted),
        set_aside=None if aside is None else SetAsideRecord(reason=aside.reason, text=aside.text),
    )


def _offer(offer: OfferTest, unit: str) -> OfferRecord:
    quantity = offer.test.quantity
    return OfferRecord(
        day=offer.test.confirmed_on,
        outcome=offer.words,
        quantity=None if quantity is None else Number(value=rounded(quantity), exact=exact(quantity), unit=unit),
        source=str(offer.test.source),
        settled_on=offer.settled_on,
        settled_by=None if offer.settled_by is None else str(offer.settled_by),
    )


def _totals(totals: Iterable[RollUp]) -> tuple[TotalRecord, ...]:
    return tuple(_total(each) for each in totals)


def _total(total: RollUp) -> TotalRecord:
    numbers: dict[str, Number | None] = {"persons_once": None}
    numbers |= {name: number(figure) for name, figure in figures_of(total).items()}
    return TotalRecord(
        type=total.type,
        unit=total.unit,
        pledges=total.pledges,
        not_known=total.not_known,
        left_out=tuple(LeftOutRecord(pledge_ref=ref, because=because) for ref, because in total.left_out),
        **numbers,
    )


def _conduct(conduct: Conduct) -> ConductRecord:
    kinds: dict[str, tuple[ToldRecord, ...]] = {
        name: tuple(_told(each) for each in getattr(conduct, name)) for name in KINDS
    }
    return ConductRecord(
        supplier_ref=conduct.supplier_ref,
        contract_ref=conduct.contract_ref,
        is_asked=conduct.is_asked,
        **kinds,
        pledges_open=conduct.pledges_open,
        costs=costs_of(conduct),
    )


def _told(told: Told) -> ToldRecord:
    return ToldRecord(period=_days(told.period), days_late=told.days_late)


def _days(period: Period | None) -> Days | None:
    return None if period is None else Days(start=period.start, end=period.end)


def _badge(position: BadgePosition) -> BadgeRecord:
    decision, standing = position.decision, position.standing
    following = decision.next
    return BadgeRecord(
        scheme=decision.scheme,
        name=decision.name,
        version=decision.version,
        digest=decision.digest,
        adopted=decision.adopted,
        standing=StandingRecord(
            level=standing.level,
            status=standing.status,
            since=standing.since,
            until=standing.until,
            actions=tuple(_action(each) for each in position.dues),
            version=standing.version or decision.version,
            text=status_words(standing, position.governing),
            suspended_since=standing.suspended_since,
            cure_by=standing.cure_by,
            grace_until=standing.grace_until,
            free_from=standing.free_from,
            due=tuple(DueRecord(day=each.day, what=each.what, text=each.text) for each in position.dues),
            steps=tuple(_step(each, position.governing) for each in standing.steps),
        ),
        levels=tuple(_level(each) for each in decision.levels),
        next=None
        if following is None
        else NextRecord(
            level=following.level,
            missing=tuple(_missing(each) for each in following.missing),
            unknown=tuple(_missing(each) for each in following.unknown),
            together=None if following.way is None else way_record(following.way),
        ),
    )


def _action(due: Due) -> str:
    """Return what is due as one sentence, its day first."""
    return due.text if due.day is None else f"By {day_text(due.day)}: {due.text}"


def _step(step: Step, scheme: Scheme) -> StepRecord:
    return StepRecord(
        day=step.day,
        what=step.what,
        level=step.level,
        version=step.version,
        by="the rules" if step.event is None else role_of(step.event.recorded_by) or "the council",
        reason=step.rule if step.event is None else reason_of(step.event.reason),
        text=step_words(step, scheme),
        sources=tuple(str(source) for source in step.sources),
    )


def _level(level: LevelDecision) -> LevelRecord:
    return LevelRecord(
        level=level.level,
        name=level.name,
        kind=level.kind,
        outcome=level.outcome.value,
        criteria=tuple(_criterion(each) for each in level.criteria),
    )


def _criterion(criterion: CriterionDecision) -> CriterionRecord:
    return CriterionRecord(
        id=criterion.id,
        name=criterion.name,
        outcome=criterion.outcome.value,
        observed=number(criterion.observed),
        required=number(criterion.required),
        because=criterion.because,
        sources=_texts(criterion.sources),
        parts=tuple(_criterion(each) for each in criterion.parts),
    )


def _missing(missing: Missing) -> MissingRecord:
    return MissingRecord(
        criterion=missing.criterion,
        short_by=number(missing.short_by),
        text=missing.text,
        way=way_record(missing.way),
        waivable=missing.is_waivable,
    )


def _return(position: ReturnPosition) -> ReturnRecord:
    return ReturnRecord(
        file=position.file,
        supplier_ref=position.supplier_ref,
        contract_ref=position.contract_ref,
        period=_days(position.period),
        version=position.version,
        status=position.status,
        due=position.due,
        days_late=position.days_late,
        keyed=position.keyed,
    )


def _finding(found: Finding) -> FindingRecord:
    return FindingRecord(
        code=found.code,
        severity=found.severity.value,
        audience=found.audience.value,
        source=str(found.source),
        saw=found.saw,
        text=found.text,
        fix=found.fix,
        supplier_ref=found.supplier_ref,
        contract_ref=found.contract_ref,
        pledge_ref=found.pledge_ref,
    )
