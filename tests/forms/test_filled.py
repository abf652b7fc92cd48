import datetime as dt
import io
from fractions import Fraction

import openpyxl

from pledges.forms.filled import FilledLine, FilledReturn, KeyedLine, write_keyed, write_return
from pledges.forms.plan import Share
from pledges.periods import Period
from pledges.returns.fingerprint import fingerprint

Q2 = Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))


def rows(content: bytes, name: str) -> list[dict[str, object]]:
    """Return the rows of a sheet that hold something, by heading."""
    headings, *others = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True)
    return [
        {str(heading): value for heading, value in zip(headings, row, strict=True) if value is not None}
        for row in others
        if any(value is not None for value in row)
    ]


def about(sent: FilledReturn) -> dict[str, object]:
    """Return the fields of About that hold something."""
    return {str(row["Field"]): row["Value"] for row in rows(write_return(sent), "About") if "Value" in row}


def test_a_filled_return_holds_what_was_typed() -> None:
    """Numbers, days, words where a number belongs, and blanks come out as they went in."""
    sent = FilledReturn(
        supplier_ref="S-01",
        contract_ref="C-001",
        period=Q2,
        lines=(
            FilledLine(pledge_ref="P-01", unit="people", quantity=2, evidence_ref="payroll run 14"),
            FilledLine(pledge_ref="P-02", quantity="two apprentices", comment="=1+1"),
            FilledLine(pledge_ref="P-03", start=dt.date(2025, 7, 3), end="ongoing"),
            FilledLine(quantity=Fraction("7.5")),
        ),
    )

    written = rows(write_return(sent), "Delivery")

    assert written == [
        {"Pledge ref": "P-01", "Unit": "people", "Quantity": 2, "Evidence ref": "payroll run 14"},
        {"Pledge ref": "P-02", "Quantity": "two apprentices", "Comment": "=1+1"},
        {"Pledge ref": "P-03", "Start": dt.datetime(2025, 7, 3), "End": "ongoing"},
        {"Quantity": 7.5},
    ]


def test_other_columns_stand_to_the_right_of_the_forms_own() -> None:
    """Columns that a return may have besides, and headings that nobody knows, come in the order they are first used."""
    sent = FilledReturn(
        supplier_ref="S-01",
        contract_ref="C-001",
        period=Q2,
        lines=(
            FilledLine(pledge_ref="P-01", more={"Person ref": "K-7", "Share (%)": Share(Fraction(1, 2))}),
            FilledLine(pledge_ref="P-02", more={"@Unheard of": "x", "Person ref": "K-8"}),
        ),
    )

    headings, *written = openpyxl.load_workbook(io.BytesIO(write_return(sent)))["Delivery"].iter_rows(values_only=True)

    assert headings[8:] == ("Person ref", "Share (%)", "@Unheard of")
    assert [row[8:] for row in written[:2]] == [("K-7", 0.5, None), ("K-8", None, "x")]


def test_a_filled_return_carries_the_true_fingerprint_unless_told_otherwise() -> None:
    """The mark is that of its references; another one, or none, can be planted."""
    lines = (FilledLine(pledge_ref="P-02"), FilledLine(pledge_ref="P-01"), FilledLine(pledge_ref="P-01"))

    true, other, none = (
        about(FilledReturn(supplier_ref="S-01", contract_ref=None, period=Q2, lines=lines, fingerprint=mark))
        for mark in (None, "0123456789ab", "")
    )

    assert true["Fingerprint"] == fingerprint("S-01", None, Q2, ["P-01", "P-02"])
    assert other["Fingerprint"] == "0123456789ab"
    assert "Fingerprint" not in none
    assert "Contract ref" not in true


def test_fields_of_about_can_be_changed_left_out_and_added() -> None:
    """What people do to a form: another period as text, no basis, a field of their own."""
    sent = FilledReturn(
        supplier_ref="S-01",
        contract_ref="C-001",
        period=Q2,
        lines=(),
        submitted_on=dt.date(2025, 10, 3),
        nil_return="yes",
        attested_by="contract manager",
        more={"Period end": "30 September", "Basis": None, "Telephone": "=0116"},
    )

    fields = about(sent)

    assert fields["Period end"] == "30 September"
    assert fields["Submitted on"] == dt.datetime(2025, 10, 3)
    assert fields["Nil return"] == "yes"
    assert fields["Telephone"] == "=0116"
    assert "Basis" not in fields


def test_a_keyed_sheet_holds_what_an_officer_typed() -> None:
    """Rows of several suppliers stand below each other, each with its period and where it was read."""
    lines = (
        KeyedLine(
            supplier="Brightway Facilities Ltd",
            contract_ref="C-001",
            period_start=Q2.start,
            period_end=Q2.end,
            pledge="NT4a",
            quantity=2,
            keyed_from="e-mail of 3 July",
            keyed_by="contracts officer",
            more={"Attendees": 8, "Part": "Depot"},
        ),
        KeyedLine(
            supplier="S-02", period_start="1.7.2025", period_end=Q2.end, basis=None, pledge="P-09", quantity="nil"
        ),
    )

    written = rows(write_keyed(lines), "Keyed")

    assert written == [
        {
            "Supplier ref or name *": "Brightway Facilities Ltd",
            "Contract ref": "C-001",
            "Period start *": dt.datetime(2025, 7, 1),
            "Period end *": dt.datetime(2025, 9, 30),
            "Basis": "in period",
            "Pledge ref or code *": "NT4a",
            "Quantity": 2,
            "Attendees": 8,
            "Keyed from": "e-mail of 3 July",
            "Keyed by (role)": "contracts officer",
            "Part": "Depot",
        },
        {
            "Supplier ref or name *": "S-02",
            "Period start *": "1.7.2025",
            "Period end *": dt.datetime(2025, 9, 30),
            "Pledge ref or code *": "P-09",
            "Quantity": "nil",
        },
    ]


def test_filled_workbooks_are_the_same_every_time() -> None:
    """An example can be built again and compared byte for byte."""
    sent = FilledReturn(
        supplier_ref="S-01", contract_ref="C-001", period=Q2, lines=(FilledLine(pledge_ref="P-01", quantity=1),)
    )
    line = KeyedLine(supplier="S-01", pledge="P-01", quantity=1)

    assert write_return(sent) == write_return(sent)
    assert write_keyed([line]) == write_keyed([line])
