import datetime as dt
import json
from fractions import Fraction
from pathlib import Path

import pytest
from example_cases import Example, make_case
from nouns import YEAR, register

from pledges.cli import main
from pledges.forms.filled import FilledLine, FilledReturn, write_return
from pledges.forms.register import write_register
from pledges.model import Register

OUTPUTS = {"report.html", "report.xlsx", "assessment.json", "findings.csv"}
ON = ("--on", "2026-03-31")


def folder_with(tmp_path: Path, whole: Register | None = None, *lines: FilledLine) -> Path:
    """Return a case folder with a register and, where there are lines, one return."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "register.xlsx").write_bytes(write_register(whole or register()))
    if lines:
        sent = FilledReturn(
            supplier_ref="S-01", contract_ref="C-1", period=YEAR, lines=lines, submitted_on=dt.date(2026, 4, 1)
        )
        (tmp_path / "returns" / "year.xlsx").write_bytes(write_return(sent))
    return tmp_path


def assessment_in(folder: Path) -> dict[str, object]:
    """Return the assessment that was written."""
    read: dict[str, object] = json.loads((folder / "out" / "assessment.json").read_text(encoding="utf-8"))
    return read


def test_a_clean_folder_needs_nobody(tmp_path: Path) -> None:
    """All promises kept and nothing to ask: exit 0 and four outputs, no more."""
    done = FilledLine(pledge_ref="P-1", quantity=10, evidence_ref="list of starts")

    code = main(["assess", str(folder_with(tmp_path, None, done)), *ON])

    assert code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == OUTPUTS


def test_something_to_decide_is_exit_1(tmp_path: Path) -> None:
    """A finding that needs a person shows in the exit code."""
    unclear = FilledLine(pledge_ref="P-1", quantity="approx 10", evidence_ref="list")

    assert main(["assess", str(folder_with(tmp_path, None, unclear)), *ON]) == 1


def test_the_same_folder_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Our own outputs in the folder are passed over, and nothing depends on the clock."""
    folder = folder_with(tmp_path, None, FilledLine(pledge_ref="P-1", quantity=10, evidence_ref="list"))

    main(["assess", str(folder), *ON])
    first = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    main(["assess", str(folder), *ON])

    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == first


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda _: None, "is empty: expected register.xlsx"),
        (lambda folder: (folder / "returns").mkdir(), "no register"),
        (lambda folder: (folder / "register.xlsx").write_bytes(b"not a workbook"), "register.xlsx"),
        (lambda folder: (folder / "register.xlsx").write_bytes(b""), "register.xlsx"),
        (lambda folder: (folder / "register.xlsx").mkdir(), "register.xlsx"),
    ],
)
def test_a_folder_without_a_register_is_one_sentence(
    make: object, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty folder, or a register that is none, is told in a sentence; nothing is written."""
    assert callable(make)
    make(tmp_path)

    code = main(["assess", str(tmp_path), *ON])

    said = capsys.readouterr().err
    assert code == 2
    assert sentence in said.lower()
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["nowhere", "register.xlsx"])
def test_what_is_no_folder_is_one_sentence(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that is not there, or is a file, is told by the name that was typed."""
    folder_with(tmp_path)

    code = main(["assess", str(tmp_path / name), *ON])

    said = capsys.readouterr().err
    assert code == 2
    assert name in said
    assert len(said.strip().splitlines()) == 1


def test_one_bad_return_never_stops_the_others(tmp_path: Path) -> None:
    """What is no spreadsheet is refused by name, and the rest is counted."""
    folder = folder_with(tmp_path, None, FilledLine(pledge_ref="P-1", quantity=10, evidence_ref="list"))
    (folder / "returns" / "report 2025.xlsx").write_bytes(b"%PDF-1.7 nothing to read here")
    (folder / "returns" / "report 2026.csv").write_bytes(b"\x00\x01\x02")

    code = main(["assess", str(folder), *ON])

    read = assessment_in(folder)
    returns = read["returns"]
    assert isinstance(returns, list)
    assert code == 1
    assert {each["file"]: each["status"] for each in returns} == {
        "returns/report 2025.xlsx": "refused",
        "returns/report 2026.csv": "refused",
        "returns/year.xlsx": "counted",
    }


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        (FilledLine(pledge_ref="P-9", quantity=1, evidence_ref="x"), "pledge-unknown", "Delivery!A2"),
        (FilledLine(pledge_ref="P-1", quantity=1, start=dt.date(2024, 1, 1)), "date-before-contract", "Delivery!E2"),
        (FilledLine(pledge_ref="P-1", quantity=1, start="31/02/2026"), "cell-not-a-date", "Delivery!E2"),
        (FilledLine(pledge_ref="P-1", quantity="2 people x 26wks"), "quantity-unclear", "Delivery!D2"),
        (FilledLine(quantity=1), "cell-missing", "Delivery!A2"),
    ],
)
def test_a_bad_cell_is_named_by_its_address(line: FilledLine, code: str, cell: str, tmp_path: Path) -> None:
    """An unknown pledge, a date before the contract, a day that is none: file, sheet and cell, and what to do."""
    folder = folder_with(tmp_path, None, line)

    assert main(["assess", str(folder), *ON]) == 1

    findings = assessment_in(folder)["findings"]
    assert isinstance(findings, list)
    found = [each for each in findings if each["code"] == code]
    assert [each["source"] for each in found] == [f"returns/year.xlsx!{cell}"]
    assert all(each["text"] and each["fix"] for each in found)


def test_an_output_that_excel_holds_open_is_one_sentence_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where one output cannot be replaced the old ones stay whole, and no temporary file is left."""
    folder = folder_with(tmp_path, None, FilledLine(pledge_ref="P-1", quantity=10, evidence_ref="list"))
    main(["assess", str(folder), *ON])
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    capsys.readouterr()

    def held(*_paths: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr("pledges.files.output.os.replace", held)
    code = main(["assess", str(folder), "--on", "2026-03-30"])

    said = capsys.readouterr().err
    assert code == 2
    assert "open" in said
    assert len(said.strip().splitlines()) == 1
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before


def test_a_policy_that_cannot_be_understood_stops_the_work_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in the house rules is told by its place before anything is assessed."""
    folder = folder_with(tmp_path)
    (folder / "policy.toml").write_text('counting_grad = "documented"\n', encoding="utf-8")

    code = main(["assess", str(folder), *ON])

    said = capsys.readouterr().err
    assert code == 2
    assert "policy.toml" in said
    assert "counting_grade" in said
    assert not (folder / "out").exists()


@pytest.mark.parametrize("day", ["31 March", "2026-13-01", "soon"])
def test_a_day_that_is_none_is_told(day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The day of the position is a date."""
    code = main(["assess", str(folder_with(tmp_path)), "--on", day])

    assert code == 2
    assert "--on" in capsys.readouterr().err


def test_why_explains_a_figure_to_its_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The printed tree names the figure, its parts and their cells; as data it replays the same number."""
    folder = folder_with(tmp_path, None, FilledLine(pledge_ref="P-1", quantity=7, evidence_ref="list"))

    assert main(["why", str(folder), "P-1.share_of_due", *ON]) == 0
    printed = capsys.readouterr().out
    assert main(["why", str(folder), "P-1.share_of_due", "--json", *ON]) == 0
    data = json.loads(capsys.readouterr().out)

    assert "70%" in printed.splitlines()[0]
    assert "returns/year.xlsx!Delivery!D2" in printed
    assert "register.xlsx!Pledges!" in printed
    assert Fraction(data["exact"]) == Fraction(7, 10)


def test_why_names_the_nearest_path_for_one_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A figure that does not exist is answered with the ones that do."""
    code = main(["why", str(folder_with(tmp_path)), "P-1.countd", *ON])

    assert code == 2
    assert "P-1.counted" in capsys.readouterr().err


def test_a_rule_that_cannot_be_read_is_said_and_the_figure_unknown(tmp_path: Path) -> None:
    """A rule in words that nobody could count by gets a finding, never a figure that looks right."""
    unclear = {"register/Pledges/2/Minimum length": "a good while", "register/Pledges/3/Trajectory": "as agreed"}
    make_case(Example(say="", set=unclear), tmp_path)

    assert main(["assess", str(tmp_path), *ON]) == 1

    contracts = assessment_in(tmp_path)["contracts"]
    assert isinstance(contracts, list)
    first, second = contracts[0]["pledges"][:2]
    assert (first["counted"], first["rating"]) == (None, "Other")
    assert first["claimed"] is not None
    assert (second["due_to_date"], second["rating"]) == (None, "Other")


def test_what_says_the_same_is_said_once_on_the_terminal_with_all_its_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two unclear quantities are one thing to settle, in two cells."""
    rows = (
        FilledLine(pledge_ref="P-1", quantity="approx 10", evidence_ref="list"),
        FilledLine(pledge_ref="P-1", quantity="approx 11", evidence_ref="list"),
    )

    main(["assess", str(folder_with(tmp_path, None, *rows)), *ON])

    out = capsys.readouterr().out.partition("To settle:")[2]
    assert out.count("is not one plain number") == 1
    assert "returns/year.xlsx!Delivery: D2, D3" in out
