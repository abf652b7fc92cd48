"""What can be wrong in a register and a return, one thing at a time: each is one clear finding at its cell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from case_folders import assessed, workbook_of, write_folder

if TYPE_CHECKING:
    from pathlib import Path

ON = dt.date(2025, 9, 30)
CONTRACT = {"Start": dt.date(2025, 4, 1), "End": dt.date(2026, 3, 31)}
PLEDGE = {"Pledge ref": "P-1", "Type": "apprenticeship", "Quantity": 4, "Unit": "people", "Due": dt.date(2026, 3, 31)}
LINE = {"pledge": "P-1", "quantity": 1, "evidence": "payroll"}


@attrs.frozen(kw_only=True)
class Bad:
    """One thing that is wrong: what differs from a small register that is right, the finding, and its cell.

    `other_cells` are named beside where several are wrong together; `counted` is what counts of P-1 all the same, None
    where that is not known.
    """

    code: str
    cell: str
    other_cells: tuple[str, ...] = ()
    contracts: tuple[dict[str, Any], ...] = (CONTRACT,)
    pledge: dict[str, Any] = attrs.field(factory=dict)
    pledges: tuple[dict[str, Any], ...] = ()
    more: dict[str, list[dict[str, Any]]] = attrs.field(factory=dict)
    line: dict[str, Any] = attrs.field(factory=dict)
    counted: str | None = "0"


CASES = {
    "a line's share of 150%": Bad(code="share-out-of-range", cell="Delivery!I2", line={"Share (%)": "150%"}),
    "a line's share of nothing": Bad(code="share-out-of-range", cell="Delivery!I2", line={"Share (%)": 0}),
    "parties with 110% between them": Bad(
        code="party-shares-over-100",
        cell="Parties!D3",
        more={
            "Suppliers": [{}, {"Supplier ref": "S-02", "Name": "Beacon CIC"}],
            "Parties": [
                {"Supplier ref": "S-01", "Role": "prime", "Share (%)": "60%"},
                {"Supplier ref": "S-02", "Role": "consortium", "Share (%)": "50%"},
            ],
        },
        counted="1",
    ),
    "a target of 0": Bad(code="target-zero", cell="Pledges!G2", pledge={"Quantity": 0}, counted="1"),
    "a negative number delivered": Bad(code="quantity-negative", cell="Delivery!D2", line={"quantity": -1}),
    "a negative target": Bad(code="cell-out-of-range", cell="Pledges!G2", pledge={"Quantity": -4}, counted="1"),
    "an End before its Start in a return": Bad(
        code="dates-crossed", cell="Delivery!F2", line={"start": dt.date(2025, 5, 2), "end": dt.date(2025, 5, 1)}
    ),
    "a contract that ends before it starts": Bad(
        code="cell-crosses-dates",
        cell="Contracts!E2",
        contracts=({**CONTRACT, "End": dt.date(2025, 3, 31)},),
        counted="1",
    ),
    "a promise that is due before it starts": Bad(
        code="cell-crosses-dates",
        cell="Pledges!L2",
        pledge={"Start": dt.date(2025, 6, 1), "Due": dt.date(2025, 5, 31)},
        counted="1",
    ),
    "two clauses that claim one promise": Bad(
        code="clauses-two",
        cell="Pledges!D2",
        pledge={"Clause ref": "CL-1; CL-2"},
        more={
            "Clauses": [
                {"Clause ref": "CL-1", "Contract ref": "C-1", "Requirement": "Four places"},
                {"Clause ref": "CL-2", "Contract ref": "C-1", "Requirement": "Places"},
            ]
        },
        counted="1",
    ),
    "a variation before the contract starts": Bad(
        code="variation-before-start",
        cell="Variations!B2",
        more={
            "Variations": [
                {"Effective": dt.date(2025, 3, 31), "New quantity": 5, "Pledge ref": "P-1", "Effect": "replace"}
            ]
        },
        counted="1",
    ),
    "two promises that are parts of each other": Bad(
        code="parent-cycle",
        cell="Pledges!T2",
        other_cells=("Pledges!T3",),
        pledge={"Parent pledge ref": "P-2"},
        pledges=({**PLEDGE, "Pledge ref": "P-2", "Parent pledge ref": "P-1"},),
        counted="1",
    ),
    "a number of 10,000 digits delivered": Bad(
        code="quantity-unclear", cell="Delivery!D2", line={"quantity": "9" * 10_000}, counted=None
    ),
    "a decimal of 10,000 places delivered": Bad(
        code="quantity-unclear", cell="Delivery!D2", line={"quantity": "0." + "3" * 10_000}, counted=None
    ),
    "an exponent of a thousand million delivered": Bad(
        code="quantity-unclear", cell="Delivery!D2", line={"quantity": "1e1000000000"}, counted=None
    ),
    "an exponent of a thousand million promised": Bad(
        code="cell-not-a-number", cell="Pledges!G2", pledge={"Quantity": "1e1000000000"}, counted="1"
    ),
    "a number of 10,000 digits promised": Bad(
        code="cell-not-a-number", cell="Pledges!G2", pledge={"Quantity": "9" * 10_000}, counted="1"
    ),
    "a day in the year 9999 in a return": Bad(
        code="cell-not-a-date", cell="Delivery!F2", line={"end": dt.date(9999, 12, 31)}, counted="1"
    ),
    "a promise that is due in the year 9999": Bad(
        code="cell-not-a-date", cell="Pledges!L2", pledge={"Due": dt.date(9999, 12, 31)}, counted="1"
    ),
    "a contract to the year 9999": Bad(
        code="cell-not-a-date",
        cell="Contracts!E2",
        contracts=({**CONTRACT, "End": dt.date(9999, 12, 31)},),
        counted="1",
    ),
}


def position(bad: Bad, folder: Path) -> dict[str, Any]:
    """Return the assessment of a folder in which one thing is wrong."""
    sheets = {"Contracts": list(bad.contracts), "Pledges": [{**PLEDGE, **bad.pledge}, *bad.pledges], **bad.more}
    sent = {"file": "q1.xlsx", "period": [dt.date(2025, 4, 1), dt.date(2025, 6, 30)], "lines": [{**LINE, **bad.line}]}
    write_folder(folder, workbook_of(sheets), [sent])
    return assessed(folder, ON)


@pytest.mark.parametrize("wrong", CASES)
def test_what_is_wrong_is_found_once_and_at_its_cell(wrong: str, tmp_path: Path) -> None:
    """Nothing else is asked, and what counts is what is right, or not known."""
    bad = CASES[wrong]

    assessment = position(bad, tmp_path)

    asked = [(each["code"], each["source"]) for each in assessment["findings"] if each["severity"] != "note"]
    (promise,) = (
        each for contract in assessment["contracts"] for each in contract["pledges"] if each["pledge_ref"] == "P-1"
    )
    book = "returns/q1.xlsx" if bad.cell.startswith("Delivery") else "register.xlsx"
    assert asked == [(bad.code, f"{book}!{cell}") for cell in (bad.cell, *bad.other_cells)]
    assert (promise["counted"] or {"exact": None})["exact"] == bad.counted
