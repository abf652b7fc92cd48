import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pledges.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "soar-valley"
ON = ("--on", "2026-03-31")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example in whose outputs the questions stand."""
    folder = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("questions") / "case")
    assert main(["scheme", "questions", str(folder), *ON]) == 1
    return folder


def rows_of(file: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet that are filled in, by heading, each with its number."""
    page = load_workbook(file)[sheet]
    headings = [str(cell.value).removesuffix(" *") for cell in page[1]]
    return [
        dict(zip(headings, values, strict=True)) | {"row": number}
        for number, values in enumerate(page.iter_rows(min_row=2, values_only=True), start=2)
        if values[0] is not None
    ]


def answered(folder: Path, example: Path, sheet: str, row: int, **cells: Any) -> Path:
    """Return a copy of the example in whose `answers` one question has been answered."""
    shutil.copytree(example, folder)
    book = load_workbook(folder / "out" / "questions.xlsx")
    page = book[sheet]
    columns = {str(cell.value).removesuffix(" *"): number for number, cell in enumerate(page[1], start=1)}
    for name, value in cells.items():
        page.cell(row, columns[name.replace("_", " ")]).value = value
    (folder / "answers").mkdir()
    book.save(folder / "answers" / "questions.xlsx")
    return folder


def asked_about(folder: Path, sheet: str, name: str) -> dict[str, Any]:
    """Return the row of the question about a pledge, or about a fact of the first supplier."""
    rows = rows_of(folder / "out" / "questions.xlsx", sheet)
    return next(
        each
        for each in rows
        if each.get("Pledge ref") == name or (each.get("Fact"), each.get("Supplier ref")) == (name, "S-01")
    )


def outcome(folder: Path, supplier: str, scheme: str, level: str) -> str:
    """Return the outcome of a level for a supplier."""
    main(["assess", str(folder), *ON])
    whole = json.loads((folder / "out" / "assessment.json").read_text(encoding="utf-8"))
    return next(
        str(each["outcome"])
        for position in whole["suppliers"]
        if position["supplier_ref"] == supplier
        for badge in position["badges"]
        if badge["scheme"] == scheme
        for each in badge["levels"]
        if each["level"] == level
    )


def test_the_questions_that_settle_most_stand_first(example: Path) -> None:
    """By how many decisions on a criterion some answer alone would settle, then by what it settles with others."""
    asked = rows_of(example / "out" / "questions.xlsx", "Confirmations")

    assert [(each["Pledge ref"], str(each["Settles"]).partition(":")[0]) for each in asked] == [
        ("P-20", "3 decisions alone"), ("P-22", "3 decisions alone"), ("P-05", "2 decisions alone"),
        ("P-06", "2 decisions alone"), ("P-09", "2 decisions alone"), ("P-03", "1 decision alone"),
        ("P-08", "2 with other answers"),
    ]  # fmt: skip
    assert asked[3]["Settles"].endswith(
        ": Delivering of Covenant delivery, Verified; Starter of Covenant starter, Verified"
    )
    assert "33.7 more weeks of P-06 confirmed by somebody other than the firm" in asked[3]["Question"]


def test_an_answered_question_is_read_back_and_settles_its_decision(example: Path, tmp_path: Path) -> None:
    """Exactly what was named enough is; a little less is not."""
    asked = asked_about(example, "Confirmations", "P-06")
    before = outcome(shutil.copytree(example, tmp_path / "before"), "S-02", "covenant-starter", "starter")
    confirmed = {"Grade": "third party confirmed", "Confirmed_on": dt.date(2026, 3, 30)}

    less = answered(tmp_path / "less", example, "Confirmations", asked["row"], Quantity=33.6, **confirmed)
    enough = answered(tmp_path / "enough", example, "Confirmations", asked["row"], Quantity=33.7, **confirmed)

    assert [outcome(each, "S-02", "covenant-starter", "starter") for each in (less, enough)] == ["not met", "met"]
    assert before == "not met"


def test_what_is_answered_is_not_asked_again(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And what is left blank says nothing, and is asked again."""
    row = next(
        each for each in rows_of(example / "out" / "questions.xlsx", "Events") if each["Event"] == "contact named"
    )
    folder = answered(tmp_path / "case", example, "Events", row["row"], Date=dt.date(2026, 3, 2))
    capsys.readouterr()

    assert main(["scheme", "questions", str(folder), *ON, "--out", str(folder / "again.xlsx")]) == 1

    again = {each["Event"] for each in rows_of(folder / "again.xlsx", "Events")}
    assert again == {"statement signed", "advocacy"}
    assert capsys.readouterr().out.startswith("15 questions; ")


def test_a_workbook_that_may_be_filled_in_is_not_overwritten(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and nothing is lost."""
    before = (example / "out" / "questions.xlsx").read_bytes()

    assert main(["scheme", "questions", str(example), *ON]) == 2

    assert "questions.xlsx" in capsys.readouterr().err
    assert (example / "out" / "questions.xlsx").read_bytes() == before


OURS = """
id = "ours"
name = "Ours"
version = "1"
[[levels]]
id = "one"
name = "One"
kind = "badge"
term_months = 12
decision = "automatic"
[[levels.criteria]]
id = "A"
name = "Pays the living wage"
measure = "fact"
fact = "pays_living_wage"
reference = "Cabinet"
[[levels.criteria]]
id = "D"
name = "Paid leave"
measure = "fact"
fact = "extra_paid_leave_days"
unit = "days"
minimum = [{ since = 2025-04-01, gte = "10", reference = "Cabinet" }]
"""


@pytest.fixture(scope="module")
def with_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example with a scheme that asks for facts, in whose outputs the questions stand."""
    folder = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("facts") / "case")
    (folder / "schemes").mkdir()
    (folder / "schemes" / "ours.toml").write_text(OURS, encoding="utf-8")
    assert main(["scheme", "questions", str(folder), *ON, "--scheme", "ours"]) == 1
    return folder


@pytest.mark.parametrize(("days", "expected"), [(10, "met"), (9.5, "not met"), (None, "unknown")])
def test_facts_that_are_answered_are_read_back(
    days: float | None, expected: str, with_facts: Path, tmp_path: Path
) -> None:
    """A yes and a number, in the rows that ask for them; without the number the level stays unknown."""
    wage, leave = (asked_about(with_facts, "Facts", name) for name in ("pays_living_wage", "extra_paid_leave_days"))
    folder = answered(tmp_path / "case", with_facts, "Facts", wage["row"], Value="yes")
    book = load_workbook(folder / "answers" / "questions.xlsx")
    headings = [str(cell.value).removesuffix(" *") for cell in book["Facts"][1]]
    book["Facts"].cell(leave["row"], headings.index("Value") + 1).value = days
    book.save(folder / "answers" / "questions.xlsx")

    assert outcome(folder, "S-01", "ours", "one") == expected


def test_a_fact_of_yes_or_no_has_its_own_drop_down(with_facts: Path) -> None:
    """Between numbers, so that neither is refused."""
    page = load_workbook(with_facts / "out" / "questions.xlsx")["Facts"]
    headings = [str(cell.value).removesuffix(" *") for cell in page[1]]
    letter = "ABCDEFGHIJ"[headings.index("Value")]

    listed = {
        f"{letter}{row}"
        for rule in page.data_validations.dataValidation
        if rule.formula1 == '"yes,no"'
        for cells in rule.sqref.ranges
        for row in range(cells.min_row, cells.max_row + 1)
    }

    rows = rows_of(with_facts / "out" / "questions.xlsx", "Facts")
    assert listed == {f"{letter}{each['row']}" for each in rows if each["Fact"] == "pays_living_wage"}
    assert len(rows) == 2 * len(listed)
