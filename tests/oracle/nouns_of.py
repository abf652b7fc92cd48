"""A case's rows in, the register and the returns of pledges out, built in memory as `docs/how-to/embed.md` shows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
from oracle import tables
from oracle.drawn_policy import LOCAL

from pledges.assess import Intake
from pledges.model import (
    Absence,
    Band,
    Basis,
    Clause,
    Confirmation,
    ConfirmationGrade,
    Contract,
    Conversion,
    Event,
    EvidenceLine,
    Fact,
    Grade,
    Length,
    LineColumns,
    Milestone,
    Party,
    Pledge,
    Receipt,
    Register,
    Return,
    Rounding,
    ShareOf,
    Substitution,
    Supplier,
    Trajectory,
    Variation,
    WeekConvention,
)
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.rulebook import HouseRule, RatingBand, RatingBands

if TYPE_CHECKING:
    import datetime as dt

    from oracle.tables import Case

    from pledges.rulebook import Policy


def _rows(case: Case, name: str) -> list[Any]:
    return list(case.rows.get(name, ()))


def _place(sheet: str, row: int, column: str = "A") -> CellRef:
    return CellRef(file="register.xlsx", sheet=sheet, cell=f"{column}{row + 2}")


def register_of(case: Case) -> Register:
    """Return the register that the rows of a case describe."""
    return Register(
        suppliers=tuple(
            Supplier(ref=each.ref, name=each.name, source=_place("Suppliers", row))
            for row, each in enumerate(_rows(case, "supplier"))
        ),
        contracts=tuple(
            Contract(
                ref=each.ref,
                title=f"Contract {each.ref}",
                buyer=each.buyer,
                start=each.start,
                end=each.end,
                value=each.value,
                returns_every=each.returns_every,
                returns_from=each.returns_from,
                returns_due_within=each.due_within,
                source=_place("Contracts", row),
                start_source=_place("Contracts", row, "D"),
                end_source=_place("Contracts", row, "E"),
                value_source=None if each.value is None else _place("Contracts", row, "F"),
            )
            for row, each in enumerate(_rows(case, "contract"))
        ),
        parties=tuple(
            Party(
                contract_ref=each.contract,
                supplier_ref=each.supplier,
                role=each.role,
                share=each.share,
                source=_place("Parties", row),
            )
            for row, each in enumerate(_rows(case, "party"))
        ),
        clauses=tuple(
            Clause(ref=each.ref, contract_ref=each.contract, requirement="Places", source=_place("Clauses", row))
            for row, each in enumerate(_rows(case, "clause"))
        ),
        pledges=tuple(_pledge(case, row, each) for row, each in enumerate(_rows(case, "pledge"))),
        variations=tuple(
            Variation(
                contract_ref=each.contract,
                effective=each.effective,
                effect=each.effect,
                value_change=each.value_change,
                new_end=each.new_end,
                pledge_ref=each.pledge,
                new_quantity=each.new_quantity,
                source=_place("Variations", row),
            )
            for row, each in enumerate(_rows(case, "variation"))
        ),
        receipts=tuple(
            Receipt(
                file=each.file,
                supplier_ref=each.supplier,
                contract_ref=each.contract,
                period=None if each.period_start is None else Period(each.period_start, each.period_end),
                basis=None if each.basis is None else Basis(each.basis),
                received_on=each.received_on,
                status=each.status,
                source=_place("Returns received", row),
            )
            for row, each in enumerate(_rows(case, "receipt"))
        ),
        confirmations=tuple(
            Confirmation(
                pledge_ref=each.pledge,
                grade=ConfirmationGrade(each.grade),
                confirmed_on=each.confirmed_on,
                quantity=each.quantity,
                quantity_source=None if each.quantity is None else _place("Confirmations", row, "C"),
                person_ref=each.person,
                placement_ref=each.placement,
                evidence_ref=each.evidence,
                period=None if each.period_start is None else Period(each.period_start, each.period_end),
                recorded_on=each.recorded_on,
                source=_place("Confirmations", row),
            )
            for row, each in enumerate(_rows(case, "confirmation"))
        ),
        facts=tuple(
            Fact(
                supplier_ref=each.supplier,
                contract_ref=each.contract,
                name=each.name,
                value=each.value,
                as_at=each.as_at,
                recorded_on=each.recorded_on,
                source=_place("Facts", row),
            )
            for row, each in enumerate(_rows(case, "fact"))
        ),
        events=tuple(
            Event(
                day=each.day,
                supplier_ref=each.supplier,
                kind="panel decision",
                contract_ref=each.contract,
                pledge_ref=each.pledge,
                outcome=each.outcome,
                recorded_on=each.recorded_on,
                source=_place("Events", row),
            )
            for row, each in enumerate(_rows(case, "decision"))
        ),
    )


def _pledge(case: Case, row: int, each: tables.Pledge) -> Pledge:
    place = _place("Pledges", row)
    share_of = None
    if each.share_part is not None:
        share_of = ShareOf(
            part_ref=each.share_part,
            whole_ref=each.share_whole,
            whole_fact=each.share_fact or "",
            source=_place("Pledges", row, "R"),
        )
    return Pledge(
        ref=each.ref,
        supplier_ref=each.supplier,
        contract_ref=each.contract,
        clause_ref=each.clause,
        type=each.type,
        unit=each.unit,
        quantity=each.quantity,
        start=each.start,
        due=each.due,
        start_source=None if each.start is None else _place("Pledges", row, "L"),
        due_source=None if each.due is None else _place("Pledges", row, "M"),
        trajectory=Trajectory(each.trajectory),
        milestones=tuple(
            Milestone(day=one.day, quantity=one.quantity, source=_place("Milestones", number))
            for number, one in enumerate(_rows(case, "milestone"))
            if one.pledge == each.ref
        ),
        record_only=bool(each.record_only),
        banded=bool(each.banded),
        bands=tuple(
            Band(value_from=one.value_from, quantity=one.quantity, source=_place("Bands", number))
            for number, one in enumerate(_rows(case, "band"))
            if one.pledge == each.ref
        ),
        per_year=bool(each.per_year),
        per_pounds=each.per_pounds,
        per_source=_place("Pledges", row, "J") if each.per_year or each.per_pounds is not None else None,
        rounding=Rounding(each.rounding),
        rounding_source=None if each.rounding == "exact" else _place("Pledges", row, "K"),
        stretch=each.stretch,
        stretch_source=None if each.stretch is None else _place("Pledges", row, "Y"),
        phase=each.phase,
        phase_source=_place("Pledges", row, "X") if each.phase else None,
        either_or_group=each.either_or,
        either_or_source=_place("Pledges", row, "V") if each.either_or else None,
        parent_ref=each.parent,
        parent_source=None if each.parent is None else _place("Pledges", row, "U"),
        share_of=share_of,
        exclusive_group=each.exclusive_group,
        minimum_length=_length(row, "N", each.minimum, each.minimum_unit, consecutive=bool(each.minimum_consecutive)),
        is_committed=bool(each.committed),
        sustained_for=_length(row, "S", each.sustained, each.sustained_unit),
        cap_per_person=_length(row, "O", each.cap, each.cap_unit),
        week_convention=WeekConvention(each.week_convention),
        conversion=_conversion(row, each),
        substitution=_substitution(row, each),
        source=place,
        quantity_source=_place("Pledges", row, "H"),
    )


def _length(row: int, column: str, number: Fraction | None, unit: str, *, consecutive: bool = False) -> Length | None:
    if number is None:
        return None
    return Length(number=number, unit=unit, consecutive=consecutive, source=_place("Pledges", row, column))


def _conversion(row: int, each: tables.Pledge) -> Conversion | None:
    if each.conversion_number is None or each.conversion_makes is None:
        return None
    return Conversion(
        number=each.conversion_number,
        unit=each.conversion_unit,
        makes=each.conversion_makes,
        makes_unit="FTE" if each.conversion_unit == "part time" else each.unit,
        source=_place("Pledges", row, "R"),
    )


def _substitution(row: int, each: tables.Pledge) -> Substitution | None:
    if each.substitution_number is None or each.substitution_makes is None or each.substitution_of is None:
        return None
    return Substitution(
        number=each.substitution_number,
        of_ref=each.substitution_of,
        makes=each.substitution_makes,
        source=_place("Pledges", row, "Z"),
    )


def policy_of(case: Case, default: Policy) -> Policy:
    """Return the policy that is the default but for the house rules of a case."""
    rules = sorted((_house_rule(row, each) for row, each in enumerate(_rows(case, "house_rule"))), key=_since)
    bands: dict[dt.date, list[tables.RatingBand]] = {}
    for each in _rows(case, "rating_band"):
        bands.setdefault(each.since, []).append(each)
    own = tuple(
        RatingBands(
            since=since,
            bands=tuple(RatingBand(word=one.word, at_least=one.at_least) for one in of_day),
            below="Inadequate",
            reference="Cabinet",
            source=_place("Policy", 0),
        )
        for since, of_day in sorted(bands.items())
    )
    latest: dict[str, Any] = {each.name: each.value for each in rules}
    return attrs.evolve(
        default,
        local_units=(LOCAL,),
        rating_bands=(*default.rating_bands, *own),
        dated_rules=(*default.dated_rules, *rules),
        **latest,
    )


def _house_rule(row: int, each: tables.HouseRule) -> HouseRule:
    value = Grade(int(each.value)) if each.name == "counting_grade" else each.value
    if each.name == "not_applicable_accepted":
        value = bool(each.value)
    return HouseRule(name=each.name, since=each.since, value=value, reference="Cabinet", source=_place("Policy", row))


def _since(rule: HouseRule) -> dt.date:
    return rule.since


def intake_of(case: Case) -> Intake:
    """Return what would have been read of a case's returns."""
    lines: dict[str, list[tables.Line]] = {}
    for each in _rows(case, "line"):
        lines.setdefault(each.file, []).append(each)
    return Intake(
        refused=tuple(each.file for each in _rows(case, "refused")),
        returns=tuple(
            Return(
                file=SourceFile(name=each.file, digest=f"sha256:{each.content or each.file}"),
                layout="pledges-return/1",
                source=CellRef(file=each.file, sheet="About", cell="A1"),
                lines=tuple(_line(one) for one in lines.get(each.file, ())),
                supplier_key=each.supplier,
                contract_key=each.contract or "",
                period=Period(each.period_start, each.period_end),
                period_start_source=CellRef(file=each.file, sheet="About", cell="B3"),
                period_end_source=CellRef(file=each.file, sheet="About", cell="B4"),
                basis=Basis(each.basis),
                submitted_on=each.submitted_on,
                part=each.part,
                nil=bool(each.nil),
            )
            for each in _rows(case, "return")
        ),
    )


_COLUMNS = LineColumns(
    quantity="D", start="E", end="F", attendees="G", staff="H", days="I", hours_per_week="J", share="K"
)


def _line(each: tables.Line) -> EvidenceLine:
    return EvidenceLine(
        pledge_key=each.pledge,
        row_source=CellRef(file=each.file, sheet="Delivery", cell=f"A{each.row + 1}"),
        columns=_COLUMNS,
        quantity=each.quantity,
        absence=None if each.absence is None else Absence(each.absence),
        unit=each.unit,
        start=each.start,
        end=each.end,
        grade=Grade(each.grade),
        attendees=each.attendees,
        staff=each.staff,
        days=each.days,
        hours_per_week=each.hours_per_week,
        share=each.share,
        person_ref=each.person,
        placement_ref=each.placement,
        evidence_ref=each.evidence,
        has_quantity_column=bool(each.has_quantity_column),
    )


def exactly(text: str | None) -> Fraction | None:
    """Return the fraction of a text that the oracle wrote, None for an unknown one."""
    return None if text is None else Fraction(text)
