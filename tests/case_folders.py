"""Case folders written from data: the register's sheets row by row, in the headings an officer sees, and returns."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from pledges.cli import main
from pledges.forms.columns import FULL_FORM
from pledges.forms.filled import FilledLine, FilledReturn, write_return
from pledges.periods import Period

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

USUAL_ROWS: dict[str, list[dict[str, Any]]] = {"Suppliers": [{}]}
USUAL: dict[str, dict[str, Any]] = {
    "Suppliers": {"Supplier ref": "S-01", "Name": "Brightway Ltd"},
    "Contracts": {"Contract ref": "C-1", "Title": "Contract", "Buyer": "Council"},
    "Pledges": {"Supplier ref": "S-01", "Contract ref": "C-1"},
    "Parties": {"Contract ref": "C-1"},
    "Variations": {"Contract ref": "C-1"},
    "Facts": {"Supplier ref": "S-01", "Contract ref": "C-1"},
    "Events": {"Supplier ref": "S-01"},
}
"""What the rows of a case's register say where they say nothing else."""


def workbook_of(sheets: dict[str, list[dict[str, Any]]]) -> bytes:
    """Return the register whose sheets have these rows by their headings; what every row says may be left out."""
    book = Workbook()
    del book["Sheet"]
    for name, columns in FULL_FORM:
        headings = [column.heading for column in columns]
        page = book.create_sheet(name)
        page.append(headings)
        for row in sheets.get(name, USUAL_ROWS.get(name, [])):
            filled = USUAL.get(name, {}) | row
            assert set(filled) <= set(headings), f"{name} has no heading {sorted(set(filled) - set(headings))}"
            page.append([filled.get(heading) for heading in headings])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


OF_A_LINE = frozenset({"pledge", "quantity", "start", "end", "evidence"})
"""What a case calls the columns that every form has; others stand under their own headings, such as `Person ref`."""


def return_of(described: dict[str, Any]) -> bytes:
    """Return the workbook of a return that a case describes."""
    lines = tuple(
        FilledLine(
            pledge_ref=each["pledge"],
            quantity=_as_typed(each.get("quantity")),
            start=each.get("start"),
            end=each.get("end"),
            evidence_ref=each.get("evidence"),
            more={name: _as_typed(what) for name, what in each.items() if name not in OF_A_LINE},
        )
        for each in described["lines"]
    )
    start, end = described["period"]
    return write_return(
        FilledReturn(
            supplier_ref=described.get("supplier", "S-01"),
            contract_ref=described.get("contract", "C-1") or None,
            period=Period(start, end),
            lines=lines,
            basis=described.get("basis", "in period"),
            submitted_on=described.get("submitted"),
            nil_return="yes" if described.get("nil") else None,
        )
    )


def _as_typed(value: Any) -> Any:
    """Return what a case gives for a cell; 36.99 is the decimal that it says, and not the nearest binary number."""
    return Fraction(str(value)) if isinstance(value, float) else value


def write_folder(
    folder: Path, register: bytes, returns: Iterable[dict[str, Any]], policy: Mapping[str, object] | None = None
) -> None:
    """Write a register, the returns that a case describes, and house rules by name where they are not the usual."""
    (folder / "returns").mkdir()
    (folder / "register.xlsx").write_bytes(register)
    rules = (
        f'[[{name}]]\nsince = 2020-01-01\nvalue = {json.dumps(value)}\nreference = "the case"\n'
        for name, value in (policy or {}).items()
    )
    if policy:
        (folder / "policy.toml").write_text("\n".join(rules), encoding="utf-8")
    for sent in returns:
        (folder / "returns" / sent["file"]).write_bytes(return_of(sent))


def assessed(folder: Path, on: dt.date, known_on: dt.date | None = None) -> dict[str, Any]:
    """Assess a case folder on the command line, and return its assessment."""
    command = ["assess", str(folder), "--on", on.isoformat()]
    if known_on is not None:
        command += ["--known-on", known_on.isoformat()]
    assert main(command) in {0, 1}
    assessment: dict[str, Any] = json.loads((folder / "out" / "assessment.json").read_text(encoding="utf-8"))
    return assessment
