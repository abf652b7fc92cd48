"""Nouns built by hand for tests: a pledge, a line, a return that was received, each with a source of its own."""

from __future__ import annotations

import datetime as dt
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pledges.model import Basis, Contract, EvidenceLine, Grade, LineColumns, Pledge, Register, Return, Supplier
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.returns.received import ReceivedReturn, ReturnStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.figures import Figure

ROWS = itertools.count(2)

Q1 = Period(dt.date(2025, 4, 1), dt.date(2025, 6, 30))
Q2 = Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))
Q3 = Period(dt.date(2025, 10, 1), dt.date(2025, 12, 31))
Q4 = Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
YEAR = Period(Q1.start, Q4.end)


def cell(file: str = "register.xlsx", sheet: str = "Pledges", column: str = "A") -> CellRef:
    """Return the address of a cell that no other noun has."""
    return CellRef(file=file, sheet=sheet, cell=f"{column}{next(ROWS)}")


def supplier(ref: str = "S-01", **fields: Any) -> Supplier:
    """Return a supplier."""
    return Supplier(**{"ref": ref, "name": f"Firm {ref}", "source": cell(sheet="Suppliers"), **fields})


def contract(ref: str = "C-1", **fields: Any) -> Contract:
    """Return a contract of the year from April 2025."""
    place = cell(sheet="Contracts")
    given: dict[str, Any] = {
        "title": "Grounds",
        "buyer": "Council",
        "start": YEAR.start,
        "end": YEAR.end,
        "source": place,
    }
    return Contract(**{"ref": ref, **given, **fields})


def pledge(ref: str = "P-1", **fields: Any) -> Pledge:
    """Return a pledge of 10 people in apprenticeships by the end of the year."""
    place = cell()
    given: dict[str, Any] = {
        "supplier_ref": "S-01", "contract_ref": "C-1", "type": "apprenticeship", "unit": "people",
        "quantity": Fraction(10), "due": YEAR.end, "source": place, "quantity_source": place,
    }  # fmt: skip
    return Pledge(**{"ref": ref, **given, **fields})


def line(key: str = "P-1", quantity: int | str | Fraction | None = None, **fields: Any) -> EvidenceLine:
    """Return a documented line of a return."""
    place = cell("returns/return.xlsx", "Delivery", "D")
    given: dict[str, Any] = {
        "row_source": place, "quantity": None if quantity is None else Fraction(quantity),
        "columns": LineColumns(quantity="D"), "grade": Grade.DOCUMENTED,
    }  # fmt: skip
    return EvidenceLine(**{"pledge_key": key, **given, **fields})


def received(
    *lines: EvidenceLine, period: Period = Q1, basis: Basis = Basis.IN_PERIOD, **fields: Any
) -> ReceivedReturn:
    """Return a counted return of S-01 for contract C-1."""
    place = cell("returns/return.xlsx", "About", "B")
    name = f"returns/{place.cell}.xlsx"
    sent: dict[str, Any] = {
        "file": SourceFile(name=name, digest=f"sha256:{place.cell}"), "layout": "pledges-return/1", "source": place,
        "lines": tuple(lines), "period": period, "basis": basis, "supplier_key": "S-01", "contract_key": "C-1",
    }  # fmt: skip
    sent |= {name: fields.pop(name) for name in ("part", "nil", "keyed", "submitted_on") if name in fields}
    of_return: dict[str, Any] = {
        "sent": Return(**sent), "supplier_ref": "S-01", "contract_ref": "C-1", "is_owned": True, "period": period,
        "basis": basis, "known_from": None, "known_source": None, "status": ReturnStatus.COUNTED,
    }  # fmt: skip
    return ReceivedReturn(**{**of_return, **fields})


def register(pledges: Iterable[Pledge] = (), **fields: Any) -> Register:
    """Return a register of supplier S-01, contract C-1 and these pledges."""
    return Register(
        **{"suppliers": (supplier(),), "contracts": (contract(),), "pledges": tuple(pledges) or (pledge(),), **fields}
    )


def values(*figures: Figure) -> tuple[Any, ...]:
    """Return the values of figures, to be compared with plain numbers."""
    return tuple(figure.value for figure in figures)
