from pathlib import Path

import pytest

from pledges.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "soar-valley"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what `pledges badge` prints of the example, on one line."""
    assert main(["badge", str(EXAMPLE), *arguments, "--on", "2026-03-31"]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_page_of_a_supplier_tells_its_levels_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    """Each criterion with its outcome, both numbers, the reason and the cells; then what the next level lacks."""
    page = said(capsys, "S-01", "--scheme", "covenant-delivery")

    assert page.startswith("Hartley & Moss Construction Ltd (S-01) on 31 Mar 2026 Covenant delivery, version 0.1")
    assert "not met V Verified observed 33.3% (exactly 1/3); required 50%" in page
    assert "register.xlsx!Confirmations: C4" in page
    assert "What is missing for Delivering: G Categories" in page
    assert "Starter" not in page


def test_without_a_scheme_every_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """By the supplier's name as well."""
    page = said(capsys, "hartley & moss construction ltd")

    assert "Covenant delivery, version 0.1" in page
    assert "Covenant starter, version 0.1" in page


def test_a_supplier_that_is_not_there_could_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest that are."""
    assert main(["badge", str(EXAMPLE), "S-0l", "--on", "2026-03-31"]) == 2
    assert "No supplier of the register has that reference or name. Nearest:" in capsys.readouterr().err


CONFIRMATIONS = "Pledge ref,Grade,Quantity,Confirmed on\nP-03,third party confirmed,{quantity},2026-03-31\n"
ASKED = ("S-01", "--scheme", "covenant-delivery")


def test_a_what_if_shows_the_decision_before_and_after_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Just what is named missing meets the criterion, and one event less does not; it is labelled at both ends."""
    enough, less = tmp_path / "enough.csv", tmp_path / "less.csv"
    enough.write_text(CONFIRMATIONS.format(quantity=2), encoding="utf-8")
    less.write_text(CONFIRMATIONS.format(quantity=1), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in EXAMPLE.rglob("*")}
    assert "Enough: 2 more events of P-03 confirmed by somebody other than the firm." in said(capsys, *ASKED)

    pages = [said(capsys, *ASKED, "--what-if", str(file)) for file in (enough, less)]

    assert pages[0].startswith("Supposed by 1 file: 1 confirmation. HYPOTHETICAL: none of this is recorded")
    assert pages[0].endswith("HYPOTHETICAL: none of this is recorded, and nothing is written.")
    assert "V Verified: not met, and would be met observed 33.3%, and would be 50%" in pages[0]
    assert "V Verified: not met observed 33.3%, and would be 41.7%" in pages[1]
    assert {path: path.stat().st_mtime_ns for path in EXAMPLE.rglob("*")} == before


def test_facts_events_and_deliveries_are_supposed_by_their_headings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the files are called; a row that cannot be read is told."""
    files = {
        "one.csv": "Supplier ref,Fact,Value,As at\nS-01,uk_workforce,9,2026-03-31\nS-01,uk_workforce,ten,2026-03-31\n",
        "facts.csv": "Date,Supplier ref,Event,Detail\n2026-03-31,S-01,advocacy,case study\n",
        "three.csv": "Pledge ref,Quantity,Evidence ref\nP-05,250,payroll\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = [option for name in files for option in ("--what-if", str(tmp_path / name))]

    page = said(capsys, *ASKED, *options)

    assert "Supposed by 3 files: 1 fact, 1 event, 1 delivery. Not taken: " in page
    assert "F Fulfilment: met observed 97.5%, and would be 100%" in page
    assert "1 is required of a micro firm (9 UK employees)" in page
    assert "X Advocacy: not met, and would be met" in page


def test_what_is_supposed_for_nothing_is_told_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in a name, another firm's row, a later day and an older value change nothing, and are not silent."""
    files = {
        "facts.csv": "Supplier ref,Fact,Value,As at\nS-01,uk_workforc,9,2026-03-31\nS-02,uk_workforce,9,2026-03-31\n"
        "S-01,uk_workforce,9,2026-04-01\nS-01,uk_workforce,9,2020-03-31\n",
        "events.csv": "Date,Supplier ref,Event,Scheme,Level\n2026-03-31,S-01,badge issued,covenant-delivry,leading\n",
        "confirmations.csv": "Pledge ref,Grade,Quantity,Confirmed on\nP-10,third party confirmed,1,2026-03-31\n",
        "deliveries.csv": "Pledge ref,Quantity,Evidence ref\nP-10,1,payroll\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = [option for name in files for option in ("--what-if", str(tmp_path / name))]

    page = said(capsys, *ASKED, *options)

    assert "Facts!C2: no scheme and no promise asks for a fact of this name; nearest: uk_workforce." in page
    assert "Facts!C3: this row is of S-02, not of S-01." in page
    assert "Facts!C4: this is of 1 Apr 2026, after the day that is asked about." in page
    assert "Facts!C5: a later value, of 31 Dec 2025, is recorded, and it is what counts." in page
    assert page.count("this row is of S-02, not of S-01.") == 3
    assert "To settle: " in page
    assert "The event names a badge scheme or a level that nobody here knows." in page


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Name,Answer\nS-01,3\n", "expected the headings of Facts"),
        ("Pledge ref,Quantity\nP-99,3\n", "the row names no promise of the register"),
    ],
)
def test_a_file_that_supposes_nothing_we_know_could_not_run(
    text: str, because: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was meant by it is never guessed."""
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")

    assert main(["badge", str(EXAMPLE), "S-01", "--on", "2026-03-31", "--what-if", str(file)]) == 2
    assert because in capsys.readouterr().err
