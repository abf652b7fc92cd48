import datetime as dt
import pathlib
from fractions import Fraction

import pytest

from pledges.cli import main
from pledges.forms.register import write_register
from pledges.model import Contract, Pledge, Register, Supplier
from pledges.provenance import Passage

HERE = Passage(document="test", place="by hand")
PERIOD = ["--period", "2025-07-01", "2025-09-30"]


def register(due: dt.date = dt.date(2026, 3, 31), quantity: Fraction = Fraction(2)) -> bytes:
    """Return a register's workbook with one promise of one firm."""
    return write_register(
        Register(
            suppliers=(Supplier(ref="S-01", name="Brightway Facilities Ltd", source=HERE),),
            contracts=(
                Contract(
                    ref="C-001", title="Cleaning", buyer="Council", source=HERE, start=dt.date(2025, 4, 1), end=due
                ),
            ),
            pledges=(
                Pledge(
                    ref="P-01",
                    supplier_ref="S-01",
                    type="apprenticeship",
                    unit="people",
                    quantity=quantity,
                    source=HERE,
                    quantity_source=HERE,
                    contract_ref="C-001",
                    due=due,
                ),
            ),
        )
    )


@pytest.fixture
def case(tmp_path: pathlib.Path) -> pathlib.Path:
    """A case folder with that register."""
    (tmp_path / "register.xlsx").write_bytes(register())
    return tmp_path


def test_forms_are_made_and_listed(case: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One file for each supplier and contract, and for whom each one is."""
    code = main(["forms", str(case), *PERIOD])

    shown = capsys.readouterr().out
    assert code == 0
    assert [path.name for path in (case / "forms").iterdir()] == ["C-001 S-01 2025-07-01 to 2025-09-30.xlsx"]
    assert "Forms for 1 Jul 2025 to 30 Sep 2025" in shown
    assert "for Brightway Facilities Ltd, contract C-001: 1 promise" in shown


def test_days_may_be_written_day_first(case: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """The first of July may be in words, and the forms can go anywhere."""
    code = main(["forms", str(case), "--period", "1 July 2025", "30.9.2025", "--out", str(tmp_path / "to send")])

    assert code == 0
    assert [path.name for path in (tmp_path / "to send").iterdir()] == ["C-001 S-01 2025-07-01 to 2025-09-30.xlsx"]
    assert not (case / "forms").exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["2025-09-30", "2025-07-01"], "the period ends before it starts"),
        (["2025-02-30", "2025-07-01"], "--period: give a day such as 2026-03-31 or 31/03/2026."),
        (["July", "2025-07-01"], "--period: give a day such as"),
        (["1/7/25", "2025-07-01"], "--period: give a day such as"),
    ],
)
def test_a_period_that_is_none_is_told(
    case: pathlib.Path, capsys: pytest.CaptureFixture[str], days: list[str], words: str
) -> None:
    """Wrong days end with exit code 2 and how to write them, and no form is made."""
    code = main(["forms", str(case), "--period", *days])

    assert code == 2
    assert words in capsys.readouterr().err
    assert not (case / "forms").exists()


def test_the_same_forms_can_be_made_again(case: pathlib.Path) -> None:
    """Nothing has changed, so nothing is lost: the command may be repeated."""
    codes = [main(["forms", str(case), *PERIOD]) for _ in range(2)]

    assert codes == [0, 0]


def test_a_form_that_was_filled_in_is_not_overwritten(case: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever differs from what would be made may be somebody's work."""
    main(["forms", str(case), *PERIOD])
    form = case / "forms" / "C-001 S-01 2025-07-01 to 2025-09-30.xlsx"
    form.write_bytes(b"filled in")

    refused = main(["forms", str(case), *PERIOD])

    assert refused == 2
    assert "nothing was written" in capsys.readouterr().err
    assert form.read_bytes() == b"filled in"
    assert main(["forms", str(case), *PERIOD, "--replace"]) == 0
    assert form.read_bytes() != b"filled in"


def test_a_period_without_live_promises_makes_no_form(case: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The person is told to check the period; exit code 1, because something is probably amiss."""
    code = main(["forms", str(case), "--period", "2030-01-01", "2030-03-31"])

    assert code == 1
    assert "No promise is live in 1 Jan 2030 to 31 Mar 2030" in capsys.readouterr().out
    assert list((case / "forms").iterdir() if (case / "forms").exists() else []) == []


def test_a_folder_without_a_register_is_told(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and exit code 2."""
    code = main(["forms", str(tmp_path), *PERIOD])

    shown = capsys.readouterr()
    assert code == 2
    assert shown.err.startswith("pledges: ")
    assert "inside pledges" not in shown.err
    assert shown.out == ""
