import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from example_cases import Example, make_case

from pledges.cli import main

GOOD: dict[str, Any] = {
    f"register/{place}": value
    for place, value in {
        "Contracts/2/Returns every": "quarter", "Contracts/3/Returns every": "quarter",
        "Clauses/2/Clause ref": "CL-1", "Clauses/2/Contract ref": "C-001", "Clauses/2/Requirement": "Apprentices",
        "Clauses/2/Beneficiaries": "former relevant child", "Clauses/3/Clause ref": "CL-2",
        "Clauses/3/Contract ref": "C-002", "Clauses/3/Requirement": "Placements",
        "Clauses/3/Beneficiaries": "former relevant child", "Pledges/6/Per": "contract",
        **{f"Pledges/{row}/Clause ref": "CL-1" for row in range(2, 6)}, "Pledges/6/Clause ref": "CL-2",
    }.items()
}  # fmt: skip

PER = (
    "Per is blank, and the contract lasts longer than a year: nobody can tell whether the quantity is promised once "
    "or for each year."
)


def told(folder: Path, capsys: pytest.CaptureFixture[str], *options: str, **change: Any) -> tuple[int, str]:
    """Return the exit code of `pledges lint` on the small case with these changes, and what was printed."""
    make_case(Example(say="", set={**GOOD, **change}), folder)
    code = main(["lint", str(folder), *options])
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, printed.out


def test_promises_with_nothing_to_mend_are_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0; what is worth a thought is told and stops nobody."""
    code, out = told(tmp_path, capsys)

    assert code == 0
    assert out.startswith("5 promises, nothing to mend before the contract is let.\n\nWorth a thought:\n")


def test_a_question_says_what_why_what_to_do_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In an officer's words, once for all its cells."""
    code, out = told(tmp_path, capsys, **{"register/Pledges/6/Per": ""})

    assert code == 1
    assert out.startswith("5 promises, 1 thing to mend before the contract is let.")
    question = out.partition("\n\n")[2].partition("\n\n")[0].splitlines()
    assert question == [
        f"  {PER}",
        "  Why: The answer changes the promise by the number of years, and is disputed when the first year ends.",
        "  Do: Write contract or year into Per.",
        "      register.xlsx!Pledges!A6 (P-11, 5 people)",
    ]


def test_what_reading_finds_is_told_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A promise without a unit, or without a day, cannot be measured either."""
    code, out = told(tmp_path, capsys, **{"register/Pledges/6/Unit": "", "register/Pledges/5/Due": ""})

    assert code == 1
    assert "Unit is blank." in out
    assert "Due is blank." in out or "no day by which" in out


def test_the_same_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every field of a question, with why it matters."""
    code, out = told(tmp_path, capsys, "--json", **{"register/Pledges/6/Per": ""})

    found = json.loads(out)["findings"]
    assert code == 1
    (question,) = (each for each in found if each["severity"] == "query")
    assert question["code"] == "lint-per"
    assert (question["source"], question["pledge_ref"]) == ("register.xlsx!Pledges!A6", "P-11")
    assert question["why"].startswith("The answer changes the promise")


def test_words_of_a_clause_are_never_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the listed words by which an area test is recognised are."""
    wording = "care leavers such as Zebedee Quill, resident in the district"

    _, out = told(tmp_path, capsys, **{"register/Clauses/3/Beneficiaries": wording})

    assert '("resident")' in out
    assert "Zebedee" not in out


def test_a_folder_without_a_register_cannot_be_linted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 with a sentence."""
    assert main(["lint", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("pledges: ")


def test_no_assessment_asks_what_the_linter_asks(tmp_path: Path) -> None:
    """The questions are for before the contract is let, and stay out of the report."""
    make_case(Example(say=""), tmp_path)

    main(["assess", str(tmp_path), "--on", "2026-03-31"])

    codes = {each["code"] for each in json.loads((tmp_path / "out" / "assessment.json").read_text())["findings"]}
    assert not any(code.startswith("lint-") for code in codes)


def test_whoever_has_one_sheet_is_told_where_the_other_columns_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The simple form has no Rounding and no Clauses, so the way to them stands below what asks for them."""
    main(["new", str(tmp_path)])
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    sheet = book["Promises"]
    headings = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
    promise: dict[str, Any] = {
        "Supplier": "Brightway",
        "Contract ref": "C-1",
        "What was promised": "Jobs",
        "Kind": "job",
        "Unit": "people",
    }
    for heading, value in {**promise, "How many": 2, "Per": "£1m"}.items():
        sheet.cell(2, headings.index(heading) + 1, value)
    book.save(tmp_path / "register.xlsx")
    capsys.readouterr()

    code = main(["lint", str(tmp_path)])

    shown = capsys.readouterr().out
    assert code == 1
    assert "Write floor, nearest or ceiling into Rounding." in shown
    assert shown.endswith(f'To have it:\n  pledges new "{tmp_path}" --full\n')


def test_the_registers_own_pages_of_help_are_no_thought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The register of `pledges new` has pages of its own that nobody asks about; another sheet is told."""
    assert main(["new", str(tmp_path / "case")]) == 0
    capsys.readouterr()

    main(["lint", str(tmp_path / "case")])
    main(["lint", str(tmp_path / "case"), "--json"])

    assert "page of help" not in capsys.readouterr().out
