import datetime as dt
import io
from fractions import Fraction

import openpyxl
import pytest

from pledges.exceptions import RegisterError
from pledges.forms.columns import FULL_FORM
from pledges.forms.register import write_register
from pledges.model import (
    Basis,
    Confirmation,
    ConfirmationGrade,
    Contract,
    Event,
    Fact,
    Milestone,
    Party,
    Pledge,
    Receipt,
    Register,
    Supplier,
    Trajectory,
)
from pledges.periods import Period
from pledges.provenance import Passage

HERE = Passage(document="test", place="by hand")


def small_register() -> Register:
    """Return a register with something on most of its sheets."""
    return Register(
        suppliers=(
            Supplier(ref="S-01", name="=Brightway", source=HERE, headcount=120, also_known_as=("BW", "Bright")),
        ),
        contracts=(Contract(ref="007", title="Cleaning", buyer="Council", source=HERE, value=Fraction("1.005")),),
        pledges=(
            Pledge(
                ref="P-01",
                supplier_ref="S-01",
                type="apprenticeship",
                unit="people",
                quantity=Fraction("0.1234567890123456"),
                source=HERE,
                quantity_source=HERE,
                contract_ref="007",
                due=dt.date(2026, 3, 31),
                trajectory=Trajectory.MILESTONES,
                milestones=(Milestone(day=dt.date(2025, 9, 30), quantity=Fraction(1), source=HERE),),
                contractual=False,
                rules=(("Minimum length", "5 days"),),
                per_year=True,
            ),
        ),
        parties=(Party(contract_ref="007", supplier_ref="S-01", role="prime", source=HERE, share=Fraction(3, 8)),),
        receipts=(
            Receipt(
                file="q1.xlsx",
                source=HERE,
                period=Period(dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
                basis=Basis.CUMULATIVE,
                status="rejected",
            ),
        ),
        confirmations=(
            Confirmation(
                pledge_ref="P-01",
                grade=ConfirmationGrade.DECLINED,
                confirmed_on=dt.date(2025, 7, 1),
                source=HERE,
                person_ref="K-7",
            ),
        ),
        facts=(
            Fact(supplier_ref="S-01", name="uk_workforce", value=Fraction(120), as_at=dt.date(2025, 4, 1), source=HERE),
        ),
        events=(
            Event(
                day=dt.date(2025, 4, 2), supplier_ref="S-01", kind="statement signed", source=HERE, detail="director"
            ),
        ),
    )


def row(content: bytes, name: str) -> dict[str, object]:
    """Return the first row of a sheet by its headings, blanks left out."""
    headings, values = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(max_row=2, values_only=True)
    return {
        str(key).removesuffix(" *"): value for key, value in zip(headings, values, strict=True) if value is not None
    }


def test_every_sheet_of_the_full_form_is_written_with_every_column() -> None:
    """An empty register still has all its sheets and headings, and the lists of words."""
    book = openpyxl.load_workbook(io.BytesIO(write_register(Register(suppliers=(), contracts=(), pledges=()))))

    headings = {name: tuple(str(cell.value).removesuffix(" *") for cell in book[name][1]) for name, _ in FULL_FORM}

    assert book.sheetnames == ["How to use", *(name for name, _ in FULL_FORM), "Lists"]
    assert headings == {name: tuple(column.heading for column in columns) for name, columns in FULL_FORM}


def test_a_register_is_written_exactly() -> None:
    """References keep their noughts, text is never a formula, long decimals are text, and days are dates."""
    content = write_register(small_register())

    assert row(content, "Suppliers") == {
        "Supplier ref": "S-01", "Name": "=Brightway", "UK headcount": 120, "Also known as": "BW; Bright",
    }  # fmt: skip
    assert row(content, "Contracts")["Contract ref"] == "007"
    assert row(content, "Contracts")["Value (GBP)"] == 1.005
    assert row(content, "Pledges") == {
        "Pledge ref": "P-01", "Supplier ref": "S-01", "Contract ref": "007", "Type": "apprenticeship",
        "Quantity": "0.1234567890123456", "Unit": "people", "Per": "year", "Due": dt.datetime(2026, 3, 31),
        "Trajectory": "milestones", "Minimum length": "5 days", "Contractual": "no", "Weight": 1,
    }  # fmt: skip
    assert row(content, "Milestones") == {"Pledge ref": "P-01", "Date": dt.datetime(2025, 9, 30), "Quantity": 1}
    assert row(content, "Parties")["Share (%)"] == 0.375


def test_the_councils_own_sheets_are_written() -> None:
    """Receipts, confirmations, facts and events come out under their own headings."""
    content = write_register(small_register())

    assert row(content, "Returns received") == {
        "File": "q1.xlsx", "Period start": dt.datetime(2025, 4, 1), "Period end": dt.datetime(2025, 6, 30),
        "Basis": "cumulative", "Status": "rejected",
    }  # fmt: skip
    assert row(content, "Confirmations") == {
        "Pledge ref": "P-01", "Grade": "declined", "Person ref": "K-7", "Confirmed on": dt.datetime(2025, 7, 1),
    }  # fmt: skip
    assert row(content, "Facts") == {
        "Supplier ref": "S-01", "Fact": "uk_workforce", "Value": 120, "As at": dt.datetime(2025, 4, 1),
    }  # fmt: skip
    assert row(content, "Events") == {
        "Date": dt.datetime(2025, 4, 2), "Supplier ref": "S-01", "Event": "statement signed", "Detail": "director",
    }  # fmt: skip


def test_a_third_is_refused_in_one_sentence() -> None:
    """A register with an amount that no decimal can say is not written with another amount instead."""
    party = Party(contract_ref="C-1", supplier_ref="S-01", role="consortium", source=HERE, share=Fraction(1, 3))
    register = Register(suppliers=(), contracts=(), pledges=(), parties=(party,))

    with pytest.raises(RegisterError, match="decimals never end"):
        write_register(register)


def test_a_register_is_written_the_same_every_time() -> None:
    """Two writings are identical byte for byte."""
    register = small_register()

    assert write_register(register) == write_register(register)
