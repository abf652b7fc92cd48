"""Small but awkward registers for property tests, and what two of them are compared by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from pledges.model import (
    EVENTS,
    PLEDGE_TYPES,
    Band,
    Clause,
    Confirmation,
    ConfirmationGrade,
    Contract,
    Conversion,
    Event,
    Fact,
    Length,
    Milestone,
    Party,
    Pledge,
    Receipt,
    Register,
    Rounding,
    ShareOf,
    Substitution,
    Supplier,
    Trajectory,
    Variation,
    WeekConvention,
)
from pledges.periods import Period
from pledges.provenance import CellRef
from pledges.quantities import UNITS
from pledges.tables import reference_key

Noun = TypeVar("Noun")

FIRST_DAY, LAST_DAY = dt.date(2024, 1, 1), dt.date(2028, 12, 31)
"""Between these days lies everything that a drawn register speaks of."""

AWKWARD_TEXTS = (
    "Brightway Facilities Ltd", "O'Neill & Sons", "Café Zoë CIC", "=1+1", "+44 20", "@home", "-", "N/A", "0", "007",
    "1.10", "TRUE", "2025-04-01", "01/02/2025", "5%", "<b>bold</b>", '50% "quoted"', "ﬁne ½ price", "a" * 300,
    "Łódź — depot", "日本語", "👍 yes", "[sic] (see note)", "comma, separated", "line's end …",
)  # fmt: skip
AWKWARD_REFERENCES = (
    "S-01", "P-01", "p01/2", "C-1/11", "C-11/1", "00123", "10038497", "2024/25-7", "1.10", "É-9", "A b c", "NT4a",
    "x.y.z", "12345678901234567890", "#7", "(b)", "2025-04-01", "TRUE",
)  # fmt: skip


def cell(sheet: str, row: int, column: str = "A") -> CellRef:
    """Return an address in a register."""
    return CellRef(file="register.xlsx", sheet=sheet, cell=f"{column}{row}")


def texts() -> st.SearchStrategy[str]:
    """Draw texts as a cell keeps them: not blank, single spaces, nothing at the ends."""
    return st.sampled_from(AWKWARD_TEXTS) | st.text(
        alphabet=st.characters(codec="utf-8", categories=["L", "N", "P"], exclude_characters=";"),
        min_size=1,
        max_size=12,
    ).filter(lambda text: bool(reference_key(text)) and reference_key(text) not in {"select", "choose"})


def references(count: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw so many references that differ by more than case, spaces and punctuation."""
    made = st.builds("{}-{:02}".format, st.sampled_from(("P", "S", "C-7", "LOT", "q")), st.integers(0, 99))
    return st.lists(
        st.sampled_from(AWKWARD_REFERENCES) | made, min_size=count, max_size=count, unique_by=reference_key
    ).map(tuple)


def days(first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> st.SearchStrategy[dt.date]:
    """Draw days, month ends and leap days among them."""
    edges = [dt.date(2024, 2, 29), dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2026, 12, 31)]
    return st.sampled_from([*(day for day in edges if first <= day <= last), first, last]) | st.dates(first, last)


def periods() -> st.SearchStrategy[Period]:
    """Draw periods of a day or more."""
    return st.tuples(days(), days()).map(lambda both: Period(min(both), max(both)))


def amounts(least: int = 0, most: int = 2_000) -> st.SearchStrategy[Fraction]:
    """Draw exact amounts of at most three places, as people promise them."""
    whole = st.integers(least, most).map(Fraction)
    return whole | st.integers(least * 1000, most * 1000).map(lambda thousandths: Fraction(thousandths, 1000))


def optional(strategy: st.SearchStrategy[Noun]) -> st.SearchStrategy[Noun | None]:
    """Draw a value, or None as often."""
    return st.none() | strategy


def maybe_text() -> st.SearchStrategy[str]:
    """Draw a text or a blank."""
    return st.just("") | texts()


def codes() -> st.SearchStrategy[tuple[str, ...]]:
    """Draw what else something is called."""
    return st.lists(st.sampled_from(("NT4a", "ECC7", "RE 12", "apprenticeship weeks")), max_size=2, unique=True).map(
        tuple
    )


@st.composite
def terms(draw: st.DrawFn) -> tuple[dt.date | None, dt.date | None]:
    """Draw a first and a last day, either of which may not be known."""
    first, last = sorted((draw(days()), draw(days())))
    known = draw(st.sampled_from(("both", "both", "both", "first", "last", "neither")))
    return first if known in {"both", "first"} else None, last if known in {"both", "last"} else None


@st.composite
def contracts(draw: st.DrawFn, ref: str, row: int) -> Contract:
    """Draw a contract."""
    start, end = draw(terms())
    return Contract(
        ref=ref,
        title=draw(texts()),
        buyer=draw(texts()),
        source=cell("Contracts", row),
        start=start,
        end=end,
        start_source=None if start is None else cell("Contracts", row, "D"),
        end_source=None if end is None else cell("Contracts", row, "E"),
        value=draw(optional(amounts(0, 50_000_000))),
        value_basis=draw(maybe_text()),
        procurement_id=draw(maybe_text()),
        area=draw(maybe_text()),
        returns_every=draw(st.sampled_from(("none", "month", "quarter", "year"))),
        returns_from=draw(optional(days())),
        returns_due_within=draw(optional(st.integers(0, 90))),
        also_known_as=draw(codes()),
    )


def rules() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """Draw the rules that a register may name and this version does not count; mostly none."""
    some = st.sampled_from(((("Minimum length", "unreadable"), ("Week convention", "unreadable")),))
    return st.just(()) | st.just(()) | some


@st.composite
def promised(draw: st.DrawFn, row: int) -> dict[str, Any]:
    """Draw how much a pledge promises: a number, record only or bands, and what the number is per."""
    values = sorted(draw(st.sets(amounts(0, 9_000_000), max_size=3)))
    bands = tuple(
        Band(value_from=value, quantity=draw(amounts()), source=cell("Bands", number, "C"))
        for number, value in enumerate(values, start=100 * row)
    )
    per = draw(st.sampled_from((None, None, "year", Fraction(1_000_000), Fraction(500_000), Fraction("0.000001"))))
    kind = draw(st.sampled_from(("number", "number", "number", "unreadable", "record only", "banded")))
    group = draw(st.sampled_from(("", "", "A", "lots of work")))
    return {
        "quantity": draw(amounts()) if kind == "number" else None,
        "record_only": kind == "record only",
        "banded": kind == "banded",
        "bands": bands,
        "per_year": per == "year",
        "per_pounds": per if isinstance(per, Fraction) else None,
        "rounding": draw(st.sampled_from(Rounding)),
        "stretch": draw(optional(amounts())),
        "phase": draw(st.sampled_from(("", "", "Groundworks", "2"))),
        "either_or_group": group,
    }


@st.composite
def deliveries(draw: st.DrawFn, unit: str, row: int) -> dict[str, Any]:
    """Draw how deliveries are counted, by the fields of a pledge in `unit`."""
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        length = draw(st.sampled_from((("5", "days", False), ("2", "weeks", False), ("5", "days", True))))
        number, of, runs = length
        source = cell("Pledges", row, "O")
        fields["minimum_length"] = Length(number=Fraction(number), unit=of, consecutive=runs, source=source)
    if draw(st.booleans()):
        number, of = draw(st.sampled_from((("12", "months"), ("104", "years" if unit == "%" else unit))))
        fields["cap_per_person"] = Length(number=Fraction(number), unit=of, source=cell("Pledges", row, "P"))
    if unit == "weeks" and draw(st.booleans()):
        fields["is_committed"] = True
    if (convention := draw(st.sampled_from(WeekConvention))) is not WeekConvention.CALENDAR_DAYS:
        fields["week_convention"] = convention
    if unit == "weeks" and draw(st.booleans()):
        fields["conversion"] = Conversion(
            number=Fraction(35), unit="hours", makes=Fraction(1), makes_unit="weeks", source=cell("Pledges", row, "S")
        )
    fields["exclusive_group"] = draw(st.sampled_from(("", "", "A", "one category each")))
    if unit in ("people", "placements", "FTE") and draw(st.booleans()):
        fields["sustained_for"] = Length(number=Fraction(26), unit="weeks", source=cell("Pledges", row, "T"))
    return fields


@st.composite
def pledges(
    draw: st.DrawFn,
    ref: str,
    row: int,
    suppliers: tuple[str, ...],
    contracts: tuple[str, ...],
    clauses: tuple[str, ...],
) -> Pledge:
    """Draw a pledge of any type and unit, voluntary or of a contract."""
    start, due = draw(terms())
    milestones = draw(st.dictionaries(days(), amounts(), max_size=3))
    kinds = [each for each in Trajectory if milestones or each is not Trajectory.MILESTONES]
    trajectory = draw(st.sampled_from(kinds))
    weight = draw(st.sampled_from((Fraction(1), Fraction(1), Fraction(2), Fraction(1, 4))))
    unit = draw(st.sampled_from(tuple(UNITS)))
    unreadable = draw(rules())
    return Pledge(
        ref=ref,
        supplier_ref=draw(st.sampled_from(suppliers)),
        type=draw(st.sampled_from(tuple(PLEDGE_TYPES))),
        unit=unit,
        **draw(promised(row)),
        **({} if unreadable else draw(deliveries(unit, row))),
        source=cell("Pledges", row),
        quantity_source=cell("Pledges", row, "G"),
        contract_ref=draw(optional(st.sampled_from(contracts))) if contracts else None,
        clause_ref=draw(st.sampled_from(("", *clauses))),
        description=draw(maybe_text()),
        start=start,
        due=due,
        start_source=None if start is None else cell("Pledges", row, "K"),
        due_source=None if due is None else cell("Pledges", row, "L"),
        trajectory=trajectory,
        milestones=tuple(
            Milestone(day=day, quantity=milestones[day], source=cell("Milestones", number, "C"))
            for number, day in enumerate(sorted(milestones), start=100 * row)
        ),
        contractual=draw(optional(st.booleans())),
        weight=weight,
        weight_source=cell("Pledges", row, "Z"),
        rules=unreadable,
        also_known_as=draw(codes()),
    )


def _in_families(draw: st.DrawFn, pledge: Pledge, before: tuple[Pledge, ...]) -> Pledge:
    """Return a pledge that may be a part, or a share, of those before it."""
    alike = [
        each for each in before if (each.supplier_ref, each.contract_ref) == (pledge.supplier_ref, pledge.contract_ref)
    ]
    parents = [each.ref for each in alike if each.unit == pledge.unit]
    parts = [each for each in alike if each.unit != "%"]
    share = None
    if pledge.unit == "%" and parts:
        part = draw(st.sampled_from(parts))
        wholes = [each.ref for each in parts if each.unit == part.unit and each.ref != part.ref]
        whole = draw(optional(st.sampled_from(wholes))) if wholes else None
        fact = "" if whole is not None else "uk_workforce"
        share = ShareOf(part_ref=part.ref, whole_ref=whole, whole_fact=fact, source=pledge.source)
    linked = attrs.evolve(
        pledge, parent_ref=draw(optional(st.sampled_from(parents))) if parents else None, share_of=share
    )
    # Only the first of a register: what another makes up makes up nothing itself.
    others = [each for each in alike if each is before[0] and _can_be_made_up(each)]
    if not others or not _can_be_made_up(linked) or draw(st.booleans()):
        return linked
    (other,) = others
    number, makes = (Fraction(draw(st.integers(1, 2000)), 100) for _ in range(2))
    made_up = Substitution(
        number=number, of_ref=other.ref, makes=makes, source=pledge.source,
        unit=draw(st.sampled_from(("", other.unit))), own_unit=draw(st.sampled_from(("", pledge.unit))),
    )  # fmt: skip
    return attrs.evolve(linked, substitution=made_up)


def _can_be_made_up(pledge: Pledge) -> bool:
    """Whether a promise can make up another, or be made up, as far as it says itself."""
    return pledge.parent_ref is None and not pledge.record_only and pledge.unit != "%"


def _rows(draw: st.DrawFn, most: int, one: Callable[[int], st.SearchStrategy[Noun]]) -> tuple[Noun, ...]:
    """Draw up to `most` nouns, each of its own row."""
    return tuple(draw(one(row)) for row in range(2, 2 + draw(st.integers(0, most))))


@st.composite
def registers(draw: st.DrawFn, *, most_pledges: int = 4, with_council_sheets: bool = True) -> Register:
    """Draw a register: up to three suppliers and contracts, one or more pledges, and what the council keeps."""
    suppliers = tuple(
        Supplier(
            ref=ref,
            name=draw(texts()),
            source=cell("Suppliers", row),
            organisation_id=draw(maybe_text()),
            headcount=draw(optional(st.integers(0, 40_000))),
            contact_role=draw(maybe_text()),
            also_known_as=draw(codes()),
        )
        for row, ref in enumerate(draw(references(draw(st.integers(1, 3)))), start=2)
    )
    contract_refs = draw(references(draw(st.integers(0, 3))))
    pledge_refs = draw(references(draw(st.integers(1, most_pledges))))
    firms = tuple(supplier.ref for supplier in suppliers)
    clauses = tuple(
        Clause(
            ref=ref,
            contract_ref=draw(st.sampled_from(contract_refs)),
            requirement=draw(texts()),
            source=cell("Clauses", row),
            beneficiaries=draw(maybe_text()),
            passage=draw(maybe_text()),
        )
        for row, ref in enumerate(draw(references(draw(st.integers(0, 2)))) if contract_refs else (), start=2)
    )
    clause_refs = tuple(clause.ref for clause in clauses)
    promises = tuple(
        draw(pledges(ref, row, firms, contract_refs, clause_refs)) for row, ref in enumerate(pledge_refs, start=2)
    )
    register = Register(
        suppliers=suppliers,
        contracts=tuple(draw(contracts(ref, row)) for row, ref in enumerate(contract_refs, start=2)),
        pledges=tuple(_in_families(draw, each, promises[:index]) for index, each in enumerate(promises)),
        clauses=clauses,
    )
    return _with_council_sheets(draw, register) if with_council_sheets else register


def _with_council_sheets(draw: st.DrawFn, register: Register) -> Register:
    firms = st.sampled_from([supplier.ref for supplier in register.suppliers])
    promised = st.sampled_from([pledge.ref for pledge in register.pledges])
    refs = [contract.ref for contract in register.contracts]
    agreed = st.sampled_from(refs) if refs else None
    maybe_agreed = st.none() if agreed is None else optional(agreed)
    opaque = st.sampled_from(("", "", "YP-0001", "YP-0002", "000123"))
    if agreed is not None:
        register = attrs.evolve(
            register,
            parties=_rows(draw, 2, lambda row: _parties(row, agreed, firms)),
            variations=tuple(
                _clear(each, register)
                for each in _rows(draw, 2, lambda row: _variations(row, agreed, optional(promised)))
            ),
        )
    return attrs.evolve(
        register,
        receipts=_rows(draw, 2, lambda row: _receipts(row, optional(firms), maybe_agreed)),
        confirmations=_rows(draw, 3, lambda row: _confirmations(row, promised, opaque)),
        facts=_rows(draw, 2, lambda row: _facts(row, firms, maybe_agreed)),
        events=_rows(draw, 3, lambda row: _events(row, firms, maybe_agreed, optional(promised))),
    )


def _parties(row: int, agreed: st.SearchStrategy[str], firms: st.SearchStrategy[str]) -> st.SearchStrategy[Party]:
    return st.builds(
        Party,
        contract_ref=agreed,
        supplier_ref=firms,
        role=st.sampled_from(("prime", "consortium", "subcontractor")),
        share=optional(st.integers(0, 100).map(lambda percent: Fraction(percent, 100))),
        source=st.just(cell("Parties", row)),
    )


def _variations(
    row: int, agreed: st.SearchStrategy[str], promised: st.SearchStrategy[str | None]
) -> st.SearchStrategy[Variation]:
    return st.builds(
        Variation,
        contract_ref=agreed,
        effective=days(),
        effect=st.sampled_from(("rescale", "replace", "none")),
        value_change=optional(amounts(-500_000, 500_000)),
        new_end=optional(days()),
        pledge_ref=promised,
        new_quantity=optional(amounts()),
        notice_ref=maybe_text(),
        source=st.just(cell("Variations", row)),
    )


def _clear(variation: Variation, register: Register) -> Variation:
    """Return a variation none of whose cells contradicts another."""
    own = {pledge.ref for pledge in register.pledges if pledge.contract_ref == variation.contract_ref}
    names_one = variation.pledge_ref in own
    start = next(each.start for each in register.contracts if each.ref == variation.contract_ref)
    new_end = variation.new_end
    return attrs.evolve(
        variation,
        pledge_ref=variation.pledge_ref if names_one else None,
        new_quantity=variation.new_quantity if names_one else None,
        new_end=None if new_end is not None and start is not None and new_end < start else new_end,
    )


def _receipts(
    row: int, firms: st.SearchStrategy[str | None], agreed: st.SearchStrategy[str | None]
) -> st.SearchStrategy[Receipt]:
    return st.builds(
        Receipt,
        file=st.sampled_from(("q1.xlsx", "Q2 return.xlsx", "e-mail of 3 July.csv")),
        supplier_ref=firms,
        contract_ref=agreed,
        period=optional(periods()),
        received_on=optional(days()),
        status=st.sampled_from(("", "accepted", "rejected")),
        source=st.just(cell("Returns received", row)),
    )


def _confirmations(
    row: int, promised: st.SearchStrategy[str], opaque: st.SearchStrategy[str]
) -> st.SearchStrategy[Confirmation]:
    return st.builds(
        Confirmation,
        pledge_ref=promised,
        grade=st.sampled_from(ConfirmationGrade),
        confirmed_on=days(),
        quantity=optional(amounts()),
        person_ref=opaque,
        placement_ref=opaque,
        evidence_ref=st.sampled_from(("", "payroll run 14", "register 3 July")),
        period=optional(periods()),
        recorded_on=optional(days()),
        source=st.just(cell("Confirmations", row)),
    )


def _facts(row: int, firms: st.SearchStrategy[str], agreed: st.SearchStrategy[str | None]) -> st.SearchStrategy[Fact]:
    return st.builds(
        Fact,
        supplier_ref=firms,
        name=st.sampled_from(("uk_workforce", "extra_paid_leave_days", "spend_to_date")),
        value=amounts(0, 100_000),
        as_at=days(),
        contract_ref=agreed,
        unit=st.sampled_from(("", *UNITS)),
        recorded_on=optional(days()),
        source=st.just(cell("Facts", row)),
    )


def _events(
    row: int,
    firms: st.SearchStrategy[str],
    agreed: st.SearchStrategy[str | None],
    promised: st.SearchStrategy[str | None],
) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        day=days(),
        supplier_ref=firms,
        kind=st.sampled_from(EVENTS),
        ref=st.sampled_from(("", "E-1", "E-2")),
        contract_ref=agreed,
        pledge_ref=promised,
        scheme=st.sampled_from(("", "covenant-delivery")),
        scheme_version=st.sampled_from(("", "0.1")),
        level=st.sampled_from(("", "delivering")),
        criterion=st.sampled_from(("", "F")),
        outcome=maybe_text(),
        severity=st.sampled_from(("", "serious")),
        reason=maybe_text(),
        detail=maybe_text(),
        until=optional(days()),
        recorded_on=optional(days()),
        source=st.just(cell("Events", row)),
    )


def without_sources(value: Any) -> Any:
    """Return a noun (or a tuple of nouns) in which every source is one and the same: for comparing what it says."""
    if isinstance(value, tuple):
        return tuple(without_sources(each) for each in value)
    if not attrs.has(type(value)) or isinstance(value, CellRef):
        return value
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        if field.name == "source" or field.name.endswith("_source"):
            changes[field.name] = cell("Any", 1)
        else:
            changes[field.name] = without_sources(getattr(value, field.name))
    return attrs.evolve(value, **changes)
