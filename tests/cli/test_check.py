import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from nouns import YEAR
from worker_jobs import CANARY

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


def test_a_long_run_of_cells_that_say_the_same_is_shown_as_a_range(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thirty-six addresses are no place that a person can look at."""
    pending = FilledLine(pledge_ref="P-1", quantity="TBC")
    unclear = [FilledLine(pledge_ref="P-1", quantity=text) for text in ("six", "six", "six", "ten")]

    _, out = told(capsys, sent(tmp_path / "q1.xlsx", *[pending] * 36, CLEAN, pending, *unclear))

    assert "      Delivery: D2:D37, D39\n" in out
    assert '      Delivery: D40:D42 ("six"), D43 ("ten")\n' in out


@pytest.mark.parametrize("unit", ["people", "weeks", "days", None])
@pytest.mark.parametrize("quantity", [2, None, "TBC"])
@pytest.mark.parametrize("basis", ["in period", None])
def test_an_end_before_its_start_is_told_as_the_assessment_tells_it(
    unit: str | None, quantity: int | str | None, basis: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing can end before it starts, whatever else the row says and whatever it is measured in."""
    start, end = dt.date(2025, 9, 1), dt.date(2025, 7, 1)
    line = FilledLine(pledge_ref="P-1", quantity=quantity, unit=unit, start=start, end=end, evidence_ref="list")

    code, out = told(capsys, sent(tmp_path / "q1.xlsx", line, more={"Basis": basis}))

    assert code == 1
    assert out.count("Error: End is before Start. Check both dates.\n      Delivery: F2\n") == 1


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
    assert "it is a folder" in out
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


PARKS = """
id = "parks/1"
name = "Parks"
basis = "in period"

[recognise]
cells = ["Parks return"]

[[fields]]
means = "Period start"
labels = ["Year from"]

[[fields]]
means = "Period end"
labels = ["Year to"]

[[tables]]
[[tables.columns]]
means = "Pledge ref"
headings = ["Promise no."]
required = true

[[tables.columns]]
means = "Quantity"
headings = ["Delivered"]
required = true
"""
PARKS_RETURN = (
    "Parks return,\nYear from,2025-04-01\nYear to,2026-03-31\nPromise no.,Delivered\nP-01,3\nP-02,2 people x 6\n"
)


def test_a_template_is_read_by_the_layouts_of_a_folder_as_the_assessment_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --layouts the rows and findings are those that the case folder with these layouts gives; without, none."""
    from nouns import register

    from pledges.files import read_case
    from pledges.forms.register import write_register

    for name in ("returns", "layouts"):
        (tmp_path / name).mkdir()
    (tmp_path / "register.xlsx").write_bytes(write_register(register()))
    (tmp_path / "layouts" / "parks.toml").write_text(PARKS, encoding="utf-8")
    (tmp_path / "returns" / "q1.csv").write_text(PARKS_RETURN, encoding="utf-8")
    path = str(tmp_path / "returns" / "q1.csv")

    without, _ = told(capsys, "--json", path)
    code, out = told(capsys, "--json", "--layouts", str(tmp_path / "layouts"), path)
    _, text = told(capsys, "--layouts", str(tmp_path / "layouts"), path)

    (checked,) = json.loads(out)["files"]
    case = read_case(tmp_path)
    (rows,) = [each for each in case.intake.sheets if each.file == "returns/q1.csv"]
    seen = {
        (note.code, str(note.source).partition("!")[2]) for note in case.intake.findings if "q1" in str(note.source)
    }
    assert (without, code) == (2, 1)
    assert checked["layout"] == "parks/1"
    assert [each["used"] for each in checked["sheets"]] == [len(rows.used)] == [4]
    assert seen <= {(each["code"], each["source"].partition("!")[2]) for each in checked["findings"]}
    assert ("quantity-unclear", "sheet 1!B6") in seen
    assert "4 taken" in text or "3 taken, 1 to mend" in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (None, "", "There is no layout in"),
        ("notes.md", "", "There is no layout in"),
        ("parks.toml", PARKS.replace("Promise no.", ""), "tables[0].columns[0].headings"),
        ("parks.toml", PARKS.replace('"Quantity"', '"Amount"'), "tables[0].columns[1].means"),
    ],
)
def test_layouts_that_cannot_be_used_stop_the_check_with_one_sentence(
    name: str | None, content: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is checked by less than the layouts that were asked for."""
    if name is not None:
        (tmp_path / "layouts").mkdir()
        (tmp_path / "layouts" / name).write_text(content, encoding="utf-8")

    code = main(["check", "--layouts", str(tmp_path / "layouts"), sent(tmp_path / "q1.xlsx", CLEAN)])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert says in printed.err
    assert "Traceback" not in printed.err


@pytest.mark.parametrize("as_json", [False, True])
def test_a_fault_of_ours_costs_the_file_that_met_it_and_no_other(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw is one coded sentence without its text, and the next file is answered."""
    monkeypatch.setattr("pledges.files.alone.CHECK", "worker_jobs:at_fault_in_q1")
    paths = [sent(tmp_path / f"{name}.xlsx", CLEAN) for name in ("q1", "q2")]

    code, out = told(capsys, *(["--json"] if as_json else []), *paths)

    assert code == 2
    assert "something went wrong inside pledges while it was checked" in out
    assert CANARY not in out
    if as_json:
        assert [(each["status"], each["reason"]) for each in json.loads(out)["files"]] == [
            ("refused", "fault"),
            ("read", None),
        ]
    else:
        assert "q2.xlsx: it can be read, and there is nothing to mend." in out
