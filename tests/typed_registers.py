"""Registers of the full form typed by hand for tests: a pledge for each change of a plain one in, its reading out."""

from __future__ import annotations

import datetime as dt

from typed_sheets import Typed, sheet

from pledges.register import RegisterReading, read_register
from pledges.register.columns import SHAPES

START, END = dt.date(2025, 4, 1), dt.date(2027, 3, 31)
HEADINGS = {shape.name: [column.name for column in shape.columns] for shape in SHAPES}
CONTRACT: list[Typed] = ["C-001", "Cleaning", "Council", START, END]
BASE: dict[str, Typed] = {
    "Pledge ref": "P-01", "Supplier ref": "S-01", "Contract ref": "C-001", "Type": "placement", "Quantity": 4,
    "Unit": "people", "Due": END,
}  # fmt: skip


def read(*changes: dict[str, Typed], **others: list[dict[str, Typed]]) -> RegisterReading:
    """Return the reading of a register with a pledge for each of `changes`, P-01, P-02 and so on."""
    rows = [BASE | {"Pledge ref": f"P-0{number}"} | change for number, change in enumerate(changes, start=1)]
    sheets = [
        sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway"], ["S-02", "Oakfield"]),
        sheet("Contracts", HEADINGS["Contracts"][:5], CONTRACT, ["C-002", *CONTRACT[1:]]),
        sheet("Pledges", HEADINGS["Pledges"], *([row.get(name) for name in HEADINGS["Pledges"]] for row in rows)),
    ]
    for name, given in others.items():
        sheets.append(sheet(name, HEADINGS[name], *([row.get(each) for each in HEADINGS[name]] for row in given)))
    return read_register([("register.xlsx", each) for each in sheets])


def codes(reading: RegisterReading) -> list[tuple[str, str]]:
    """Return the findings, each with its cell."""
    return [(each.code, str(each.source).partition("!")[2]) for each in reading.findings]
