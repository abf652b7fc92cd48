"""The how-to of the full register is a case: its tables are a register and a return, and what it says comes of them."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from case_folders import assessed, workbook_of, write_folder

from pledges.forms.full_guide import CLAUSES
from pledges.quantities import plain

PAGE = (Path(__file__).parent.parent / "docs" / "how-to" / "full-register.md").read_text(encoding="utf-8")
OF_A_LINE = {"Pledge ref": "pledge", "Quantity": "quantity", "Start": "start", "End": "end"}


def typed(text: str) -> Any:
    """Return what somebody types for a cell of the page."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    return int(text) if text.isdigit() else text or None


def tables(after: str) -> list[list[dict[str, Any]]]:
    """Return the tables that follow the places of the page that a pattern finds, a row by its headings."""
    found = list[list[dict[str, Any]]]()
    for lines in re.findall(after + r".*\n\n((?:\|.*\n)+)", PAGE):
        rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in lines.splitlines()]
        headings, _, *others = rows
        found.append([dict(zip(headings, map(typed, row), strict=True)) for row in others])
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case folder with what the page types."""
    made = tmp_path_factory.mktemp("highways")
    names = re.findall(r"\nSheet \*\*(\w+)\*\*", PAGE)
    register = {name: tables(rf"\nSheet \*\*{name}\*\*")[0] for name in names}
    for pledge in register["Pledges"]:
        pledge |= {"Supplier ref": "S-01", "Contract ref": "C-001"}
    lines = [
        {OF_A_LINE.get(name, name): value for name, value in row.items() if value is not None} | {"evidence": "payroll"}
        for row in tables(r"sheet \*\*Delivery\*\*")[0]
    ]
    period = [dt.date(2025, 4, 1), dt.date(2026, 3, 31)]
    sent = {"file": "year 1.xlsx", "contract": "C-001", "period": period, "lines": lines}
    write_folder(made, workbook_of(register), [sent])
    return made


@pytest.mark.parametrize("on", ["2026-03-31", "2026-04-01"])
def test_the_register_of_the_page_comes_to_what_the_page_says(folder: Path, on: str) -> None:
    """A contract manager who types the page's tables sees the page's figures."""
    (expected,) = tables(f"--on {on}`")

    assessment = assessed(folder, dt.date.fromisoformat(on))

    told = {each["pledge_ref"]: each for contract in assessment["contracts"] for each in contract["pledges"]}
    assert expected
    assert [each for each in assessment["findings"] if each["severity"] == "error"] == []
    for row in expected:
        assert row == as_on_the_page(told[row["Promise"]], list(row)), row["Promise"]


def as_on_the_page(pledge: dict[str, Any], headings: list[str]) -> dict[str, Any]:
    """Return what an assessment says of a promise, as the page writes it: to two places, a share in per cent."""
    said = {"Promise": pledge["pledge_ref"]}
    for heading, name in (("promised in all", "target"), ("due by then", "due_to_date"), ("counted", "counted")):
        said[heading] = typed(plain(round(Fraction(pledge[name]["exact"]), 2)))
    share = pledge["share_of_due"]
    said["share of what is due"] = share and f"{plain(round(Fraction(share['exact']) * 100, 2))}%"
    return {heading: said[heading] for heading in headings}


def test_what_the_guide_says_of_clauses_stands_on_every_row() -> None:
    """No row of the workbook's page leaves open what to write, or what comes of it."""
    assert len(CLAUSES) == len({clause for clause, _, _ in CLAUSES}) == 15
    assert all(part.strip() for row in CLAUSES for part in row)
