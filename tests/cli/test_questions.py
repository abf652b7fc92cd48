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
    """What is the last thing open comes before what is one of several."""
    asked = rows_of(example / "out" / "questions.xlsx", "Confirmations")

    assert [(each["Pledge ref"], str(each["Settles"]).startswith("One of several")) for each in asked] == [
        ("P-06", False), ("P-03", True), ("P-20", True), ("P-22", True),
    ]  # fmt: skip
    assert asked[0]["Settles"] == "Greenfold Grounds Ltd: Starter of Covenant starter"
    assert "33.7 more weeks of P-06 confirmed by somebody other than the firm" in asked[0]["Question"]


def test_an_answered_question_is_read_back_and_settles_its_decision(example: Path, tmp_path: Path) -> None:
    """Exactly what was named enough is; a little less is not."""
    asked = rows_of(example / "out" / "questions.xlsx", "Confirmations")[0]
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

    again = [(each["Supplier ref"], each["Event"]) for each in rows_of(folder / "again.xlsx", "Events")]
    assert again == [("S-04", "statement signed"), ("S-06", "statement signed")]
    assert capsys.readouterr().out.startswith("6 questions; ")


def test_a_workbook_that_may_be_filled_in_is_not_overwritten(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and nothing is lost."""
    before = (example / "out" / "questions.xlsx").read_bytes()

    assert main(["scheme", "questions", str(example), *ON]) == 2

    assert "questions.xlsx" in capsys.readouterr().err
    assert (example / "out" / "questions.xlsx").read_bytes() == before
