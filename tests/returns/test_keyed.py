import datetime as dt
from fractions import Fraction

import pytest
from grids import QUARTER, Plain, book, codes_of, places_of, reading_of

from pledges.model import Basis
from pledges.periods import Period

HEADINGS = (
    "Supplier ref or name", "Contract ref", "Period start", "Period end", "Basis", "Pledge ref or code", "Quantity",
    "Keyed from", "Keyed by (role)",
)  # fmt: skip
FIRST, LAST = QUARTER.start, QUARTER.end


def row(
    supplier: Plain = "S-01", basis: Plain = "in period", pledge: Plain = "P-01", quantity: Plain = 2
) -> list[Plain]:
    """Return a row of a keyed sheet for the quarter."""
    return [supplier, "C-001", FIRST, LAST, basis, pledge, quantity, "e-mail of 3 July", "monitoring officer"]


def test_rows_are_grouped_into_a_return_for_each_supplier_contract_and_period() -> None:
    """The same supplier in other letters is the same; another basis is another return."""
    rows = [row(), row("Soar Build Ltd"), row("s-01", pledge="P-02"), row(basis="cumulative"), row(quantity="5 people")]

    reading = reading_of(book(("Keyed", [HEADINGS, *rows])))

    assert reading.layout == "pledges-keyed/1"
    assert [(sent.supplier_key, sent.basis, len(sent.lines)) for sent in reading.returns] == [
        ("S-01", Basis.IN_PERIOD, 3),
        ("Soar Build Ltd", Basis.IN_PERIOD, 1),
        ("S-01", Basis.CUMULATIVE, 1),
    ]
    assert all(sent.keyed and sent.contract_key == "C-001" and sent.period == QUARTER for sent in reading.returns)
    assert [str(sent.source) for sent in reading.returns] == [
        f"returns/q2.xlsx!Keyed!A{number}" for number in (2, 3, 5)
    ]
    assert codes_of(reading) == []


def test_a_blank_basis_is_in_period() -> None:
    """An e-mail's figure is of its own period unless it says otherwise; nothing has to be done about it."""
    reading = reading_of(book(("Keyed", [HEADINGS, row(basis=None)])))

    assert reading.returns[0].basis is Basis.IN_PERIOD
    assert codes_of(reading) == []


@pytest.mark.parametrize(
    ("values", "code", "cell"),
    [
        ([None, "C-001", FIRST, LAST, None, "P-01", 2], "cell-missing", "A2"),
        (["S-01", "C-001", None, LAST, None, "P-01", 2], "cell-missing", "C2"),
        (["S-01", "C-001", FIRST, None, None, "P-01", 2], "cell-missing", "D2"),
        (["S-01", "C-001", FIRST, LAST, None, None, 2], "cell-missing", "F2"),
        (["S-01", "C-001", FIRST, "soon", None, "P-01", 2], "cell-not-a-date", "D2"),
        (["S-01", "C-001", LAST, FIRST, None, "P-01", 2], "dates-crossed", "D2"),
        (["S-01", "C-001", FIRST, LAST, "roughly", "P-01", 2], "cell-not-in-list", "E2"),
        (["S-01", dt.date(2025, 1, 1), FIRST, LAST, None, "P-01", 2], "reference-damaged", "B2"),
    ],
)
def test_a_row_that_cannot_be_placed_is_set_aside(values: list[Plain], code: str, cell: str) -> None:
    """The other rows are read; this one has one finding at the cell that stops it."""
    reading = reading_of(book(("Keyed", [HEADINGS, values, row()])))

    assert places_of(reading.findings, code) == [f"Keyed!{cell}"]
    assert len(reading.findings) == 1
    assert (reading.accounts[0].used, reading.accounts[0].set_aside) == ((3,), (2,))
    assert [len(sent.lines) for sent in reading.returns] == [1]


def test_every_keyed_sheet_of_a_workbook_is_read() -> None:
    """A sheet for each quarter is how officers keep them; other sheets are named as not read."""
    other: list[Plain] = ["S-01", "C-001", dt.date(2025, 10, 1), dt.date(2025, 12, 31), None, "P-01", Fraction(1, 2)]

    reading = reading_of(
        book(("Q2", [HEADINGS, row()]), ("Q3", [HEADINGS, other]), ("Notes", [("hello",), ("there",)]))
    )

    assert [sent.period for sent in reading.returns] == [
        QUARTER,
        Period(dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    ]
    assert [(each.sheet, each.used, each.ignored) for each in reading.accounts] == [
        ("Q2", (2,), ()),
        ("Q3", (2,), ()),
        ("sheet 3", (), (1, 2)),
    ]
    assert codes_of(reading) == ["sheet-ignored"]


def test_text_dates_of_the_period_settle_each_other() -> None:
    """30/09/2025 in one column shows how the other is written."""
    values = ["S-01", "C-001", "01/07/2025", "30/09/2025", None, "P-01", 2]

    reading = reading_of(book(("Keyed", [HEADINGS, values])))

    assert reading.returns[0].period == QUARTER
    assert codes_of(reading) == []


def test_dates_of_a_sheet_of_several_periods_are_not_settled_by_any_of_them() -> None:
    """Which period would settle a column that serves several is not asked; a person is."""
    headings: list[Plain] = [*HEADINGS[:7], "Start"]
    rows: list[list[Plain]] = [
        [*row()[:7], "05/08/2025"],
        ["S-01", "C-001", dt.date(2025, 10, 1), dt.date(2025, 12, 31), None, "P-01", 2, None],
    ]

    several = reading_of(book(("Keyed", [headings, *rows])))
    alone = reading_of(book(("Keyed", [headings, rows[0]])))

    assert codes_of(several) == ["date-ambiguous"]
    assert codes_of(alone) == []
    assert alone.returns[0].lines[0].start == dt.date(2025, 8, 5)
