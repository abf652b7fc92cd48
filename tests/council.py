"""A small invented council, and returns to it built by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Vocabulary
from pledges.model import (
    Absence,
    Basis,
    Contract,
    EvidenceLine,
    Party,
    Pledge,
    Receipt,
    Register,
    Return,
    Supplier,
)
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.returns.reception import receive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.returns.received import ReceivedReturn, Reception


def day(text: str) -> dt.date:
    """Return the day that ISO text says."""
    return dt.date.fromisoformat(text)


def cell(sheet: str, row: int, file: str = "register.xlsx") -> CellRef:
    """Return the first cell of a row."""
    return CellRef(file=file, sheet=sheet, cell=f"A{row}")


Q1 = Period(day("2025-04-01"), day("2025-06-30"))
Q2 = Period(day("2025-07-01"), day("2025-09-30"))
HALF = Period(day("2025-04-01"), day("2025-09-30"))
JUNE = Period(day("2025-06-01"), day("2025-06-30"))


def pledge(ref: str, supplier_ref: str, contract_ref: str | None, *also: str) -> Pledge:
    """Return a promise of ten people."""
    return Pledge(
        ref=ref,
        supplier_ref=supplier_ref,
        contract_ref=contract_ref,
        type="placement",
        unit="people",
        quantity=Fraction(10),
        source=cell("Pledges", 2),
        quantity_source=cell("Pledges", 2),
        also_known_as=also,
    )


CLEANING = Contract(
    ref="C-001",
    title="Street cleaning",
    buyer="Soar Valley",
    source=cell("Contracts", 2),
    start=day("2025-04-01"),
    start_source=CellRef(file="register.xlsx", sheet="Contracts", cell="D2"),
    end=day("2027-03-31"),
    also_known_as=("Lot 4",),
)
REPAIRS = Contract(
    ref="C-002",
    title="Housing repairs",
    buyer="Soar Valley",
    source=cell("Contracts", 3),
    start=day("2025-01-01"),
    end=day("2025-12-31"),
)
CATERING = Contract(ref="C-003", title="Catering", buyer="Soar Valley", source=cell("Contracts", 4))

REGISTER = Register(
    suppliers=(
        Supplier(ref="S-01", name="Aldergate Services Ltd", source=cell("Suppliers", 2), also_known_as=("Alder",)),
        Supplier(ref="S-02", name="Beacon CIC", source=cell("Suppliers", 3)),
        Supplier(ref="S-03", name="Corvid", source=cell("Suppliers", 4)),
        Supplier(ref="S-04", name="Dunmore", source=cell("Suppliers", 5)),
        Supplier(ref="S-05", name="Elm", source=cell("Suppliers", 6)),
    ),
    contracts=(CLEANING, REPAIRS, CATERING),
    pledges=(
        pledge("P-01", "S-01", "C-001", "ECC7", "Work tasters"),
        pledge("P-02", "S-01", "C-001", "NT4"),
        pledge("P-03", "S-02", "C-001", "NT4"),
        pledge("P-10", "S-02", "C-002", "NT9"),
        pledge("P-11", "S-02", None),
        pledge("P-20", "S-03", None),
    ),
    parties=(Party(contract_ref="C-003", supplier_ref="S-04", role="prime", source=cell("Parties", 2)),),
)
"""S-01 has promises in one contract, S-02 in two and a voluntary one, S-03 only a voluntary one, S-04 none."""

VOCABULARY = Vocabulary.of(
    references=("S-01", "S-02", "C-001", "C-002", "P-01", "P-02"), names=("Aldergate Services Ltd",)
)


def row(
    key: str = "P-01",
    quantity: int | None = 5,
    number: int = 2,
    *,
    absence: Absence | None = None,
    start: dt.date | None = None,
    file: str = "q1.xlsx",
) -> EvidenceLine:
    """Return a delivery line; without a quantity it is blank, unless an absence is given."""
    blank = Absence.MISSING if quantity is None else None
    return EvidenceLine(
        pledge_key=key,
        row_source=CellRef(file=f"returns/{file}", sheet="Delivery", cell=f"A{number}"),
        quantity=None if quantity is None or absence else Fraction(quantity),
        absence=absence or blank,
        start=start,
    )


def sent(
    name: str = "q1.xlsx",
    *lines: EvidenceLine,
    supplier: str = "S-01",
    contract: str = "C-001",
    period: Period | None = Q1,
    basis: Basis | None = Basis.IN_PERIOD,
    on: str | None = None,
    part: str = "",
    nil: bool = False,
    keyed: bool = False,
    same_bytes_as: str | None = None,
) -> Return:
    """Return a return; its lines are placed in its file, and its bytes are its own unless said otherwise."""
    placed = tuple(placed_in(name, line) for line in lines)
    digest = hashlib.sha256((same_bytes_as or name).encode()).hexdigest()
    return Return(
        file=SourceFile(name=f"returns/{name}", digest=f"sha256:{digest}"),
        layout="pledges-keyed/1" if keyed else "pledges-return/1",
        source=CellRef(file=f"returns/{name}"),
        lines=placed,
        supplier_key=supplier,
        contract_key=contract,
        period=period,
        basis=basis,
        submitted_on=None if on is None else day(on),
        part=part,
        nil=nil,
        keyed=keyed,
        path=f"returns/{name}",
    )


def placed_in(name: str, line: EvidenceLine) -> EvidenceLine:
    """Return a line at its cell of another file."""
    place = line.row_source.cell if isinstance(line.row_source, CellRef) else None
    return attrs.evolve(line, row_source=CellRef(file=f"returns/{name}", sheet="Delivery", cell=place))


def moved(return_sent: Return, name: str) -> Return:
    """Return a copy of a return, byte for byte, under another name."""
    return attrs.evolve(
        return_sent,
        path=f"returns/{name}",
        file=attrs.evolve(return_sent.file, name=f"returns/{name}"),
        source=CellRef(file=f"returns/{name}"),
        lines=tuple(placed_in(name, line) for line in return_sent.lines),
    )


def receipt(
    file: str,
    supplier: str | None = None,
    contract: str | None = None,
    *,
    on: str | None = None,
    status: str = "accepted",
    period: Period | None = None,
    basis: Basis | None = None,
    number: int = 2,
) -> Receipt:
    """Return a row of Returns received."""
    return Receipt(
        file=file,
        source=cell("Returns received", number),
        supplier_ref=supplier,
        contract_ref=contract,
        period=period,
        basis=basis,
        received_on=None if on is None else day(on),
        status=status,
    )


def reception(
    *returns: Return,
    register: Register = REGISTER,
    receipts: Iterable[Receipt] = (),
    known_on: str | None = None,
    on: str = "2025-07-20",
) -> Reception:
    """Return what became of `returns`, as known on a day, with thirty days for returns to come."""
    return receive(
        returns,
        attrs.evolve(register, receipts=tuple(receipts)),
        known_on=None if known_on is None else day(known_on),
        on=day(on),
        vocabulary=VOCABULARY,
        default_due_within=30,
    )


def only(outcome: Reception) -> ReceivedReturn:
    """Return the one return that was received."""
    (received,) = outcome.received
    return received


def statuses(outcome: Reception) -> dict[str, str]:
    """Return what became of each return, by the name of its file without its folder."""
    return {each.sent.path.removeprefix("returns/"): str(each.status) for each in outcome.received}


def codes(outcome: Reception) -> list[str]:
    """Return the codes of the findings, in their order, without those about returns that have not come."""
    return [found.code for found in outcome.findings if found.code != "return-missing"]


def text_of(outcome: Reception, code: str) -> list[str]:
    """Return the sentences of the findings of a code."""
    return [found.text for found in outcome.findings if found.code == code]
