"""The register's own sheets in, a noun a row out: suppliers, contracts, parties, clauses and pledges."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from pledges.model import (
    SUBCONTRACTOR,
    UNREADABLE,
    Band,
    Clause,
    Contract,
    Milestone,
    Party,
    Pledge,
    Supplier,
    Trajectory,
)  # fmt: skip
from pledges.periods import Period
from pledges.quantities import percent, unit_named
from pledges.register.columns import RETURNS_EVERY, ROLES, TRAJECTORIES
from pledges.register.deliveries import with_deliveries
from pledges.register.families import with_families
from pledges.register.references import Known, References
from pledges.register.rows import RowReading, SheetReading
from pledges.register.substitutions import with_substitutions
from pledges.register.terms import read_promised, with_terms


@attrs.frozen(kw_only=True)
class Words:
    """The words that Type and Unit allow: ours and those that the authority's policy adds."""

    types: Mapping[str, Sequence[str]]
    units: Mapping[str, Sequence[str]]


def read_suppliers(sheet: SheetReading, known: Known) -> tuple[Supplier, ...]:
    """Return the suppliers; one without a name is called by its reference, with a finding."""
    suppliers = []
    for row in sheet.rows:
        ref = row.own_reference("Supplier ref", known.suppliers)
        name = row.text("Name", required=True)
        headcount = row.number("UK headcount", least=0, whole=True)
        supplier = Supplier(
            ref=ref,
            name=name or ref,
            source=row.source("Supplier ref"),
            organisation_id=row.text("Organisation id"),
            headcount=None if headcount is None else int(headcount),
            contact_role=row.text("Contact role"),
            also_known_as=row.texts("Also known as"),
        )
        if ref and row.usable:
            known.suppliers.claim(ref, row.source("Supplier ref"), (supplier.name, *supplier.also_known_as))
            suppliers.append(supplier)
    return tuple(suppliers)


def read_contracts(sheet: SheetReading, known: Known) -> tuple[Contract, ...]:
    """Return the contracts; a cell that cannot be read leaves its value unknown, with a finding."""
    contracts = []
    for row in sheet.rows:
        ref = row.own_reference("Contract ref", known.contracts)
        start, end = row.day("Start", required=True), row.day("End", required=True)
        if start is not None and end is not None and end < start:
            row.problem("cell-crosses-dates", "End", seen=end, column="End")
            end = None
        # A contract without its days or its title still has promises: they are not to be lost with it.
        row.usable = bool(ref)
        within = row.number("Returns due within", least=0, whole=True)
        contract = Contract(
            ref=ref,
            title=row.text("Title", required=True),
            buyer=row.text("Buyer", required=True),
            source=row.source("Contract ref"),
            start=start,
            end=end,
            start_source=None if start is None else row.source("Start"),
            end_source=None if end is None else row.source("End"),
            value=row.number("Value", least=0),
            value_source=row.source("Value") if row.says("Value") else None,
            value_basis=row.text("Value basis"),
            procurement_id=row.text("Procurement id"),
            area=row.text("Area"),
            returns_every=row.word("Returns every", RETURNS_EVERY) or "none",
            returns_from=row.day("Returns from"),
            returns_due_within=None if within is None else int(within),
            also_known_as=row.texts("Also known as"),
        )
        if ref and row.usable:
            known.contracts.claim(ref, row.source("Contract ref"), (contract.title, *contract.also_known_as))
            contracts.append(contract)
    return tuple(contracts)


def read_parties(sheet: SheetReading, known: Known) -> tuple[Party, ...]:
    """Return the parties of contracts; primes and consortium members that have more than all are asked about."""
    parties, shared = [], defaultdict[str, Fraction](Fraction)
    for row in sheet.rows:
        contract_ref = row.known("Contract ref", known.contracts, required=True)
        supplier_ref = row.known("Supplier ref", known.suppliers, required=True)
        role = row.word("Role", ROLES, required=True)
        share = row.share("Share")
        if contract_ref is not None and supplier_ref is not None and role is not None and row.usable:
            if share is not None and role != SUBCONTRACTOR:
                shared[contract_ref] += share
                if shared[contract_ref] > 1:
                    row.problem("party-shares-over-100", "Share", sum=percent(shared[contract_ref]))
                    row.stamp(supplier_ref=supplier_ref, contract_ref=contract_ref, pledge_ref=None)
            parties.append(
                Party(
                    contract_ref=contract_ref,
                    supplier_ref=supplier_ref,
                    role=role,
                    share=share,
                    source=row.row.source,
                )
            )
    return tuple(parties)


def read_clauses(sheet: SheetReading, known: Known) -> tuple[Clause, ...]:
    """Return the clauses of contracts."""
    clauses = []
    for row in sheet.rows:
        ref = row.own_reference("Clause ref", known.clauses)
        contract_ref = row.known("Contract ref", known.contracts, required=True)
        requirement = row.text("Requirement", required=True)
        if ref and contract_ref is not None and row.usable:
            known.clauses.claim(ref, row.source("Clause ref"))
            clauses.append(
                Clause(
                    ref=ref,
                    contract_ref=contract_ref,
                    requirement=requirement,
                    source=row.source("Clause ref"),
                    beneficiaries=row.text("Beneficiaries"),
                    passage=row.text("Source"),
                )
            )
        elif ref:
            known.clauses.set_aside(ref, row.source("Clause ref"))
    return tuple(clauses)


def read_pledges(
    sheet: SheetReading, known: Known, words: Words, contracts: Iterable[Contract], *, has_clauses: bool
) -> tuple[tuple[Pledge, ...], frozenset[str]]:
    """Return the pledges, and the references of those whose Trajectory is blank.

    A row needs a reference of its own, its supplier, a type and a unit. A quantity or a day that cannot be read is
    unknown and never a blank; an unreadable Start, Trajectory or Weight is kept as a rule that is not counted.
    """
    by_ref = {contract.ref: contract for contract in contracts}
    span = span_of(by_ref.values())
    pledges, blank, rows = list[Pledge](), set[str](), dict[str, RowReading]()
    for row in sheet.rows:
        ref = row.own_reference("Pledge ref", known.pledges)
        supplier_ref = row.known("Supplier ref", known.suppliers, required=True)
        contract_ref = row.known("Contract ref", known.contracts)
        pledge = _pledge(row, words, span, by_ref.get(contract_ref or ""), known.clauses if has_clauses else None)
        row.stamp(supplier_ref=supplier_ref, contract_ref=contract_ref, pledge_ref=ref or None)
        if ref and supplier_ref is not None and pledge is not None and row.usable:
            pledge = attrs.evolve(pledge, ref=ref, supplier_ref=supplier_ref, contract_ref=contract_ref)
            known.pledges.claim(ref, row.source("Pledge ref"), pledge.also_known_as)
            pledges.append(pledge)
            rows[ref] = row
            if not row.says("Trajectory"):
                blank.add(ref)
        elif ref:
            known.pledges.set_aside(ref, row.source("Pledge ref"))
    return with_substitutions(with_families(pledges, rows, known), rows, known), frozenset(blank)


def _pledge(
    row: RowReading, words: Words, span: Period | None, contract: Contract | None, clauses: References | None
) -> Pledge | None:
    """Return what a row says of its pledge but for the references, None where it has no type or no unit."""
    kind = row.word("Type", words.types, required=True)
    unit = read_unit(row, words)
    promised = read_promised(row, "Quantity", unit)
    start, due = row.day("Start", within=span), row.day("Due", within=span)
    if not row.says("Due") and not row.is_unreadable("Due"):
        row.missing("Due")
    if start is not None and due is not None and due < start:
        row.problem("cell-crosses-dates", "Due", seen=due, column="Due")
        due = None
    for name, day in (("Start", start), ("Due", due)):
        row.not_before(name, day, contract.start if contract else None)
    trajectory = row.word("Trajectory", TRAJECTORIES) or Trajectory.AT_DUE.value
    weight = row.number("Weight", least=0)
    rules = tuple((name, UNREADABLE) for name in ("Start", "Trajectory", "Weight") if row.is_unreadable(name))
    if kind is None or unit is None:
        return None
    pledge = Pledge(
        ref="",
        supplier_ref="",
        type=kind,
        unit=unit,
        quantity=promised.quantity,
        record_only=promised.record_only,
        banded=promised.banded,
        source=row.source("Pledge ref"),
        quantity_source=row.source("Quantity"),
        clause_ref=read_clause_ref(row, clauses),
        description=row.text("Description"),
        start=start,
        due=due,
        start_source=None if start is None else row.source("Start"),
        due_source=None if due is None else row.source("Due"),
        trajectory=Trajectory(trajectory),
        contractual=row.yes_no("Contractual"),
        weight=Fraction(1) if weight is None else weight,
        weight_source=None if weight is None else row.source("Weight"),
        rules=rules,
        also_known_as=row.texts("Also known as"),
    )
    return with_deliveries(with_terms(pledge, row), row)


def read_unit(row: RowReading, words: Words) -> str | None:
    """Return the unit a row names; a row without one cannot be counted."""
    return unit_named(row.says("Unit")) or row.word("Unit", words.units, required=True)


def read_clause_ref(row: RowReading, clauses: References | None) -> str:
    """Return a pledge's clause; one that the sheet Clauses (if there is one) does not have is a finding."""
    usable = row.usable
    if len(row.texts("Clause ref")) > 1:
        row.problem("clauses-two", "Clause ref")
        return ""
    if clauses is None:
        ref = row.own_reference("Clause ref", References(), required=False)
    else:
        ref = row.known("Clause ref", clauses) or ""
    # A promise counts whatever clause it answers.
    row.usable = usable
    return ref


def span_of(contracts: Iterable[Contract]) -> Period | None:
    """Return the days from the first start to the last end of contracts, None where they are not known."""
    starts, ends = list[dt.date](), list[dt.date]()
    for contract in contracts:
        starts.extend([contract.start] if contract.start else [])
        ends.extend([contract.end] if contract.end else [])
    return Period(min(starts), max(ends)) if starts and ends and min(starts) <= max(ends) else None


def read_milestones(
    sheet: SheetReading, known: Known, contracts: Iterable[Contract], units: Mapping[str, str]
) -> tuple[Mapping[str, tuple[Milestone, ...]], frozenset[str]]:
    """Return the milestones of each pledge in order of their days, and the pledges that have an unreadable one.

    `units` are those of the pledges.
    """
    span = span_of(contracts)
    found: dict[str, dict[dt.date, tuple[Milestone, RowReading]]] = {}
    unreadable = set[str]()
    for row in sheet.rows:
        ref = row.known("Pledge ref", known.pledges, required=True)
        day = row.day("Date", required=True, within=span)
        quantity = row.quantity("Quantity", units.get(ref or ""), required=True)
        row.stamp(supplier_ref=None, contract_ref=None, pledge_ref=ref)
        earlier = found.get(ref or "", {}).get(day) if day is not None else None
        if earlier is not None:
            first = earlier[1].source("Date")
            row.problem("reference-repeated", "Date", seen=day, column="Date", first=f"{first.sheet}!{first.cell}")
            row.usable = False
        if ref is not None and (day is None or quantity is None or not row.usable):
            unreadable.add(ref)
        elif ref is not None and day is not None and quantity is not None:
            milestone = Milestone(day=day, quantity=quantity, source=row.source("Quantity"))
            found.setdefault(ref, {})[day] = (milestone, row)
    milestones = dict[str, tuple[Milestone, ...]]()
    for ref, by_day in found.items():
        in_order = [by_day[day] for day in sorted(by_day)]
        for (before, _), (milestone, row) in itertools.pairwise(in_order):
            if milestone.quantity < before.quantity:
                row.problem("milestones-fall", "Quantity", seen=milestone.quantity, first=str(before.source))
        milestones[ref] = tuple(milestone for milestone, _ in in_order)
    return milestones, frozenset(unreadable)


def read_bands(
    sheet: SheetReading, known: Known, units: Mapping[str, str]
) -> tuple[Mapping[str, tuple[Band, ...]], frozenset[str]]:
    """Return the bands of each pledge from the lowest value up, and the pledges that have an unreadable one.

    `units` are those of the pledges.
    """
    found: dict[str, dict[Fraction, Band]] = {}
    unreadable = set[str]()
    for row in sheet.rows:
        ref = row.known("Pledge ref", known.pledges, required=True)
        value_from = row.number("Value from", required=True, least=0)
        quantity = row.quantity("Quantity", units.get(ref or ""), required=True)
        row.stamp(supplier_ref=None, contract_ref=None, pledge_ref=ref)
        earlier = found.get(ref or "", {}).get(value_from) if value_from is not None else None
        if earlier is not None:
            first = str(earlier.source).partition("!")[2]
            row.problem("reference-repeated", "Value from", seen=value_from, column="Value from", first=first)
            row.usable = False
        if ref is not None and (value_from is None or quantity is None or not row.usable):
            unreadable.add(ref)
        elif ref is not None and value_from is not None and quantity is not None:
            band = Band(value_from=value_from, quantity=quantity, source=row.source("Quantity"))
            found.setdefault(ref, {})[value_from] = band
    return {ref: tuple(by_value[each] for each in sorted(by_value)) for ref, by_value in found.items()}, frozenset(
        unreadable
    )


def with_bands(
    pledges: Iterable[Pledge], bands: Mapping[str, tuple[Band, ...]], *, unreadable: frozenset[str]
) -> tuple[Pledge, ...]:
    """Return the pledges with their bands; one with an unreadable band keeps that as a rule, its target not known."""
    return tuple(
        attrs.evolve(
            pledge,
            bands=bands.get(pledge.ref, ()),
            rules=(*pledge.rules, ("Bands", UNREADABLE)) if pledge.ref in unreadable else pledge.rules,
        )
        for pledge in pledges
    )


def with_milestones(
    pledges: Iterable[Pledge],
    milestones: Mapping[str, tuple[Milestone, ...]],
    *,
    blank: frozenset[str],
    unreadable: frozenset[str],
) -> tuple[Pledge, ...]:
    """Return the pledges with their milestones, which are the trajectory of those in `blank` that have any.

    A pledge with an unreadable milestone, or with milestones in two places (Year columns and the sheet), keeps that as
    a rule that is not counted: what is due cannot be told.
    """
    complete = []
    for pledge in pledges:
        own = pledge.milestones or milestones.get(pledge.ref, ())
        implied = bool(own) and pledge.ref in blank
        is_double = bool(pledge.milestones) and pledge.ref in milestones
        broken = (("Milestones", UNREADABLE),) if is_double or pledge.ref in unreadable else ()
        complete.append(
            attrs.evolve(
                pledge,
                milestones=own,
                trajectory=Trajectory.MILESTONES if implied else pledge.trajectory,
                rules=(*pledge.rules, *broken),
            )
        )
    return tuple(complete)
