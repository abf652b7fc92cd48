import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from nouns import YEAR

from pledges.cli import main
from pledges.forms.filled import FilledLine, FilledReturn, write_return

CLEAN = FilledLine(pledge_ref="P-1", quantity=10, evidence_ref="list of starts")


def sent(place: Path, *lines: FilledLine, **fields: Any) -> str:
    """Write a return and return its path as somebody types it."""
    about = {"supplier_ref": "S-01", "contract_ref": "C-1", "period": YEAR, "lines": lines, **fields}
    place.write_bytes(write_return(FilledReturn(**about)))
    return str(place)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Return the exit code of `pledges check`, and what was printed."""
    code = main(["check", *arguments])
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, printed.out


def test_a_return_with_nothing_to_mend_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, and the supplier reads how many rows are taken; the form's page of help is not spoken of."""
    code, out = told(capsys, sent(tmp_path / "return q1.xlsx", CLEAN))

    assert code == 0
    assert "return q1.xlsx: it can be read, and there is nothing to mend." in out
    assert "Delivery  1 row: 1 taken" in out
    assert "help" not in out


def test_what_says_the_same_is_said_once_with_all_its_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two unclear quantities and one to come: two groups, each with its cells; the rows add up."""
    unclear = FilledLine(pledge_ref="P-1", quantity="2 people x 26wks", evidence_ref="list")
    pending = FilledLine(pledge_ref="P-2", quantity="TBC", evidence_ref="list 2")

    code, out = told(capsys, sent(tmp_path / "q1.xlsx", unclear, CLEAN, unclear, pending))

    assert code == 1
    assert out.count("is not one plain number") == 1
    assert "D2" in out
    assert "D4" in out
    assert "Delivery  4 rows: 1 taken, 3 to mend" in out


def test_errors_come_before_queries_and_notes_stand_on_the_last_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be used is first, what a person must decide next, what is only worth knowing last."""
    rows = (
        FilledLine(pledge_ref="P-1", quantity="TBC"),
        FilledLine(quantity=2),
        FilledLine(pledge_ref="P-2"),
    )

    _, out = told(capsys, sent(tmp_path / "q1.xlsx", *rows))

    lines = [line for line in out.splitlines() if line.strip()]
    assert out.index("  Error: ") < out.index("  Query: ") < out.index("  For your information: ")
    assert lines[-1].startswith("  For your information: ")


def test_a_form_without_its_period_or_with_changed_references_is_told_before_it_is_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the council would ask about the whole form is asked already here."""
    changed = sent(tmp_path / "q1.xlsx", CLEAN, fingerprint="0000-0000")
    without = sent(tmp_path / "q2.xlsx", CLEAN, more={"Basis": None})

    _, out = told(capsys, "--json", changed, without)

    first, second = json.loads(out)["files"]
    assert "form-changed" in {each["code"] for each in first["findings"]}
    assert "return-incomplete" in {each["code"] for each in second["findings"]}


def test_the_data_has_the_shape_of_the_formats_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, status, reason, layout, sheets that add up, findings: these keys and no others."""
    good = sent(tmp_path / "q1.xlsx", CLEAN, FilledLine(pledge_ref="P-1", quantity="approx 10"))
    (tmp_path / "q2.xlsx").write_bytes(b"%PDF-1.7 nothing to read here")
    (tmp_path / "q3.csv").write_text("Week,Visitors\n1,2\n", encoding="utf-8")

    code, out = told(capsys, "--json", good, str(tmp_path / "q2.xlsx"), str(tmp_path / "q3.csv"))

    files = json.loads(out)["files"]
    assert code == 2
    assert [(each["file"], each["status"], each["reason"], each["layout"]) for each in files] == [
        ("q1.xlsx", "read", None, "pledges-return/1"),
        ("q2.xlsx", "refused", "wrong-type", None),
        ("q3.csv", "not recognised", None, None),
    ]
    for each in files:
        assert set(each) == {"file", "status", "reason", "layout", "sheets", "findings"}
        for rows in each["sheets"]:
            assert set(rows) == {"sheet", "rows", "used", "set_aside", "ignored"}
            assert rows["rows"] == rows["used"] + rows["set_aside"] + rows["ignored"]
        for note in each["findings"]:
            assert set(note) == {"code", "severity", "audience", "source", "saw", "text", "fix"}


@pytest.mark.parametrize("as_json", [False, True])
def test_one_bad_file_never_stops_the_others(as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not there, or is a folder, is refused in its place; the good one is read."""
    good = sent(tmp_path / "q1.xlsx", CLEAN)
    (tmp_path / "folder").mkdir()

    code, out = told(
        capsys, *(["--json"] if as_json else []), str(tmp_path / "none.xlsx"), str(tmp_path / "folder"), good
    )

    assert code == 2
    assert out.count('"refused"' if as_json else ": it could not be read.") == 2
    assert "there is no such file" in out
    assert "Traceback" not in out


@pytest.mark.parametrize("as_json", [False, True])
def test_no_name_leaves_by_the_file_the_sheet_or_a_cell(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A young person's name in the file's name, a comment or a reference is never printed, in text or as data."""
    line = FilledLine(
        pledge_ref="Zephyrine", quantity="Zephyrine started", evidence_ref="Zephyrine", comment="Zephyrine is well",
        start="Zephyrine", more={"Zephyrine": "Zephyrine", "Person ref": "Zephyrine"},
    )  # fmt: skip
    path = sent(tmp_path / "Zephyrine Quill q1.xlsx", line)

    code, out = told(capsys, *(["--json"] if as_json else []), path)

    assert code == 1
    assert "zephyrine" not in out.casefold()
    assert "quill" not in out.casefold()


def test_files_of_which_no_name_may_be_shown_are_told_apart_by_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two files that become the same once their words are withheld carry their number on the command line."""
    paths = [sent(tmp_path / f"{name} q1.xlsx", CLEAN) for name in ("Zephyrine", "Quillon")]

    _, out = told(capsys, "--json", *paths)

    assert [each["file"] for each in json.loads(out)["files"]] == ["[…] q1.xlsx (file 1)", "[…] q1.xlsx (file 2)"]


def test_what_check_takes_is_what_the_assessment_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows of each sheet are the same with a register and without: one reader reads both."""
    from nouns import register

    from pledges.files import read_case
    from pledges.forms.register import write_register

    (tmp_path / "returns").mkdir()
    (tmp_path / "register.xlsx").write_bytes(write_register(register()))
    rows = (CLEAN, FilledLine(quantity=3), FilledLine(pledge_ref="P-1", start=dt.date(2025, 5, 1)))
    path = sent(tmp_path / "returns" / "q1.xlsx", *rows)

    _, out = told(capsys, "--json", path)

    checked = {each["sheet"]: each["rows"] for each in json.loads(out)["files"][0]["sheets"]}
    case = read_case(tmp_path)
    assert checked == {
        each.sheet: len(each.used | each.set_aside | each.ignored)
        for each in case.intake.sheets
        if each.file == "returns/q1.xlsx"
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (FilledLine(pledge_ref="P-1", quantity=-2), "quantity-negative"),
        (FilledLine(pledge_ref="P-1", quantity=7700900123), "quantity-too-large"),
        (FilledLine(pledge_ref="P-1", quantity=Fraction(5, 2), unit="people"), "quantity-part-person"),
        (FilledLine(pledge_ref="P-1", unit="weeks", evidence_ref="payroll"), "weeks-need-dates"),
        (FilledLine(pledge_ref="P-1", quantity=1, start=dt.date(2025, 9, 1), end=dt.date(2025, 8, 1)), "dates-crossed"),
        (FilledLine(pledge_ref="P-1", quantity=1, start=dt.date(2027, 9, 1)), "dates-outside-period"),
    ],
)
def test_what_a_line_cannot_mean_is_told_without_a_register(
    line: FilledLine, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rules of amounts that need no register are those the council's own count applies."""
    exit_code, out = told(capsys, "--json", sent(tmp_path / "q1.xlsx", line))

    assert exit_code == 1
    assert code in {each["code"] for each in json.loads(out)["files"][0]["findings"]}


@pytest.mark.parametrize(
    "line",
    [
        FilledLine(pledge_ref="P-1", quantity=Fraction(5, 2), evidence_ref="list"),
        FilledLine(pledge_ref="P-1", unit="weeks", start=dt.date(2025, 9, 1), evidence_ref="payroll"),
        FilledLine(pledge_ref="P-1", unit="attendee hours", quantity=12, evidence_ref="list", more={"Attendees": 4}),
        FilledLine(pledge_ref="P-1", unit="people", quantity="nil"),
        FilledLine(pledge_ref="P-1", start=dt.date(2025, 9, 1), evidence_ref="payroll"),
    ],
)
def test_what_a_line_may_mean_is_not_asked_about(
    line: FilledLine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a register nobody is asked about what only the promise's own unit could settle."""
    code, out = told(capsys, sent(tmp_path / "q1.xlsx", line))

    assert code == 0
    assert "nothing to mend" in out
