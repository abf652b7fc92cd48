"""The council's own sheets in, what it received, confirmed, found and recorded out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pledges.model import BASES, Basis, Confirmation, ConfirmationGrade, Event, Fact, Receipt
from pledges.quantities import unit_named
from pledges.register.columns import EVENT_KINDS, GRADES, STATUSES
from pledges.register.references import Known
from pledges.register.rows import RowReading, SheetReading
from pledges.tables import fold

_PEOPLE = frozenset({"employees", "employee", "staff", "workers"})


def read_receipts(sheet: SheetReading, known: Known) -> tuple[Receipt, ...]:
    """Return the log of returns received; a basis, a day or a status that cannot be read leaves the row out of use."""
    receipts = []
    for row in sheet.rows:
        file = row.own_text("File")
        supplier_ref = row.known("Supplier ref", known.suppliers)
        contract_ref = row.known("Contract ref", known.contracts)
        period = row.period("Period start", "Period end")
        basis = row.word("Basis", BASES, strict=True)
        received_on = row.day("Received on", strict=True)
        status = row.word("Status", STATUSES, strict=True)
        if file is None or not row.usable:
            continue
        receipts.append(
            Receipt(
                file=file,
                source=row.source("File"),
                supplier_ref=supplier_ref,
                contract_ref=contract_ref,
                period=period,
                basis=None if basis is None else Basis(basis),
                received_on=received_on,
                status=status or "",
            )
        )
    return tuple(receipts)


def read_confirmations(sheet: SheetReading, known: Known) -> tuple[Confirmation, ...]:
    """Return the confirmations.

    A cell that is filled in and cannot be read sets its row aside: it says what part of a delivery is meant.
    """
    confirmations = []
    for row in sheet.rows:
        pledge_ref = row.known("Pledge ref", known.pledges, required=True)
        grade = row.word("Grade", GRADES, required=True)
        quantity = row.number("Quantity", strict=True, least=0)
        refs = [row.reference(name) for name in ("Person ref", "Placement ref", "Evidence ref")]
        period = row.period("Period start", "Period end", strict=True)
        confirmed_on = row.day("Confirmed on", required=True)
        recorded_on = row.day("Recorded on", strict=True)
        row.stamp(supplier_ref=None, contract_ref=None, pledge_ref=pledge_ref)
        if pledge_ref is None or grade is None or confirmed_on is None or not row.usable:
            continue
        confirmations.append(
            Confirmation(
                pledge_ref=pledge_ref,
                grade=ConfirmationGrade(grade),
                confirmed_on=confirmed_on,
                source=row.row.source,
                quantity=quantity,
                quantity_source=None if quantity is None else row.source("Quantity"),
                person_ref=refs[0],
                placement_ref=refs[1],
                evidence_ref=refs[2],
                period=period,
                recorded_on=recorded_on,
            )
        )
    return tuple(confirmations)


def read_facts(sheet: SheetReading, known: Known, units: Mapping[str, Sequence[str]]) -> tuple[Fact, ...]:
    """Return the dated facts of suppliers: a number each, yes being 1 and no 0."""
    facts = []
    for row in sheet.rows:
        supplier_ref = row.known("Supplier ref", known.suppliers, required=True)
        contract_ref = row.known("Contract ref", known.contracts)
        name = row.own_text("Fact")
        value = _fact_value(row)
        unit = unit_named(row.says("Unit")) or ("people" if fold(row.says("Unit")) in _PEOPLE else None)
        unit = unit or row.word("Unit", units, strict=True) or ""
        as_at = row.day("As at", required=True)
        recorded_on = row.day("Recorded on", strict=True)
        row.stamp(supplier_ref=supplier_ref, contract_ref=contract_ref, pledge_ref=None)
        if supplier_ref is None or name is None or value is None or as_at is None or not row.usable:
            continue
        facts.append(
            Fact(
                supplier_ref=supplier_ref,
                name=fold(name).replace(" ", "_"),
                value=value,
                as_at=as_at,
                source=row.source("Value"),
                contract_ref=contract_ref,
                unit=unit,
                recorded_on=recorded_on,
            )
        )
    return tuple(facts)


def _fact_value(row: RowReading) -> Fraction | None:
    """Return the number that a fact is."""
    cell = row.row.cell("Value")
    word = row.says("Value").casefold()
    if isinstance(cell.value, bool | str) and word in {"yes", "no", "true", "false"}:
        return Fraction(word in {"yes", "true"})
    return row.number("Value", required=True)


def read_events(sheet: SheetReading, known: Known) -> tuple[Event, ...]:
    """Return the recorded events, each of the closed list."""
    events = []
    for row in sheet.rows:
        day = row.day("Date", required=True)
        supplier_ref = row.known("Supplier ref", known.suppliers, required=True)
        kind = row.word("Event", EVENT_KINDS, required=True)
        contract_ref = row.known("Contract ref", known.contracts)
        pledge_ref = row.known("Pledge ref", known.pledges)
        until, recorded_on = row.day("Until", strict=True), row.day("Recorded on", strict=True)
        row.stamp(supplier_ref=supplier_ref, contract_ref=contract_ref, pledge_ref=pledge_ref)
        if day is None or supplier_ref is None or kind is None or not row.usable:
            continue
        events.append(
            Event(
                day=day,
                supplier_ref=supplier_ref,
                kind=kind,
                source=row.row.source,
                ref=row.reference("Event ref"),
                contract_ref=contract_ref,
                pledge_ref=pledge_ref,
                scheme=row.text("Scheme"),
                scheme_version=row.text("Scheme version"),
                level=row.text("Level"),
                criterion=row.text("Criterion"),
                outcome=row.text("Outcome"),
                severity=row.text("Severity"),
                reason=row.text("Reason"),
                detail=row.text("Detail"),
                until=until,
                recorded_on=recorded_on,
                recorded_by=row.text("Recorded by"),
            )
        )
    return tuple(events)
