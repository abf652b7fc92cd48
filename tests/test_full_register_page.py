"""The how-to of the full register is a case: its tables are a register and a return, and what it says comes of them."""

import csv
import datetime as dt
import io
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from case_folders import assessed, workbook_of, write_folder

from pledges.cli import main
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


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_form_made_for_the_pages_promises_carries_the_pages_return(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    """A supplier who fills in only what the form leaves open, as a workbook or as CSV, is counted as on the page."""
    (expected,) = tables("--on 2026-03-31`")
    (rows,) = tables(r"sheet \*\*Delivery\*\*")
    (tmp_path / "register.xlsx").write_bytes((folder / "register.xlsx").read_bytes())
    assert main(["forms", str(tmp_path), "--period", "2025-04-01", "2026-03-31"]) == 0
    (made,) = (tmp_path / "forms").iterdir()
    book = openpyxl.load_workbook(made)

    fill_in(book, rows)
    (tmp_path / "returns").mkdir()
    sent = tmp_path / "returns" / f"sent.{ending}"
    if ending == "xlsx":
        book.save(sent)
    else:
        sent.write_text(as_csv(book), encoding="utf-8")
    assessment = assessed(tmp_path, dt.date(2026, 3, 31))

    told = {each["pledge_ref"]: each for contract in assessment["contracts"] for each in contract["pledges"]}
    assert {each["code"] for each in assessment["findings"]}.isdisjoint({"form-changed", "column-unknown"})
    for row in expected:
        assert row == as_on_the_page(told[row["Promise"]], list(row)), row["Promise"]


def fill_in(book: openpyxl.Workbook, rows: list[dict[str, Any]]) -> None:
    """Type rows into the cells that a form leaves open: the promise's own row first, then the rows below the list."""
    page = book["Delivery"]
    headings = [cell.value for cell in page[1]]
    free = {str(page.cell(row, 1).value): row for row in range(2, page.max_row) if page.cell(row, 1).value}
    spare = 1 + len(free)
    for typed_row in rows:
        at = free.pop(str(typed_row["Pledge ref"]), None)
        if at is None:
            spare, at = spare + 1, spare + 1
            page.cell(at, 1).value = typed_row["Pledge ref"]
        for heading, value in (typed_row | {"Evidence ref": "payroll"}).items():
            cell = page.cell(at, 1 + headings.index(heading))
            if value is not None and heading != "Pledge ref":
                assert not cell.protection.locked
                cell.value = value


def as_csv(book: openpyxl.Workbook) -> str:
    """Return a form as one CSV: the lines of its sheet About above the table of its sheet Delivery."""
    text = io.StringIO()
    rows = csv.writer(text)
    for page, width in ((book["About"], 2), (book["Delivery"], book["Delivery"].max_column)):
        for row in page.iter_rows(max_col=width, values_only=True):
            rows.writerow([each.date() if isinstance(each, dt.datetime) else each for each in row])
        rows.writerow([])
    return text.getvalue()


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
