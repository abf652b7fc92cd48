"""What a layout can say of a template, each word of it with the template it is for: read as meant, or not at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs
import pytest
from exploring import examples
from grids import FILE, VOCABULARY, Plain, codes_of, grid
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pledges.model import Basis
from pledges.returns.layout import Layout, LayoutColumn, LayoutField, LayoutTable, SpreadColumn
from pledges.returns.reading import ReturnReading, read_return
from pledges.sheets.grid import CellRange, Workbook
from pledges.tables import is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.model import Return

KEY = LayoutColumn(means="Pledge ref", headings=("Code",), required=True)
FIELDS = (
    LayoutField(means="Period start", labels=("Year from",)),
    LayoutField(means="Period end", labels=("Year to",)),
    LayoutField(means="Supplier ref", labels=("Firm",)),
)
TITLE: tuple[Plain, ...] = ("Wide", "Firm", "S-01")
YEAR: tuple[Plain, ...] = ("Year from", dt.date(2025, 4, 1), "Year to", dt.date(2026, 3, 31))


def layout_of(*tables: LayoutTable, basis: str = "in period") -> Layout:
    """Return a layout of these tables."""
    return Layout(id="wide/1", name="Wide", tables=tables, fields=FIELDS, basis=basis, fingerprint=("Wide",))


def read(layout: Layout, *rows: Sequence[Plain], merged: Sequence[CellRange] = ()) -> ReturnReading:
    """Return what is read of one sheet with one layout known."""
    sheet = attrs.evolve(grid("Cover page", rows), merged=tuple(merged))
    return read_return(
        Workbook(format="xlsx", sheets=(sheet,)),
        file=FILE,
        path="returns/q2.xlsx",
        vocabulary=VOCABULARY,
        known_layouts=(layout,),
    )


def said(sent: Return) -> list[tuple[str, object, str]]:
    """Return the code, the quantity and its cell of each line of a return."""
    return [(line.pledge_key, line.quantity, str(line.quantity_source).rpartition("!")[2]) for line in sent.lines]


ACTUALS = LayoutTable(
    columns=(KEY,),
    spread=tuple(
        SpreadColumn(headings=("Actual",), under=(f"Quarter {number}", f"Q{number}"), quarter=number)
        for number in (1, 2, 3)
    ),
    leave_out=("Target",),
)
GROUPS: tuple[Plain, ...] = (None, "Quarter 1", None, "Quarter 2", None, "Q3", None)
UNDER = ("Code", "Target", "Actual", "Target", "Actual", "Target", "Actual")


@pytest.mark.parametrize("is_merged", [False, True])
def test_one_heading_under_several_others_is_told_apart_by_the_one_above_it(*, is_merged: bool) -> None:
    """Actual under Quarter 1, Quarter 2 and Q3 are three columns, merged titles or not; each value keeps its cell."""
    merged = [CellRange(3, column, 3, column + 1) for column in (2, 4, 6)] if is_merged else []

    reading = read(
        layout_of(ACTUALS), TITLE, YEAR, GROUPS, UNDER, ("P-01", 9, 1, 9, 2, 9, None), ("P-02", 9, 3, 9, 4, 9, None),
        merged=merged,
    )  # fmt: skip

    assert [(str(each.period), said(each)) for each in reading.returns] == [
        ("1 Apr 2025 to 30 Jun 2025", [("P-01", 1, "C5"), ("P-02", 3, "C6")]),
        ("1 Jul 2025 to 30 Sep 2025", [("P-01", 2, "E5"), ("P-02", 4, "E6")]),
    ]
    assert (reading.accounts[0].used, reading.accounts[0].ignored) == ((1, 2, 5, 6), (3,))
    assert codes_of(reading).count("heading-repeated") == 0


def test_a_heading_under_another_title_than_the_listed_ones_is_not_read() -> None:
    """Actual under Quarter 4 is no column of this layout; it is named, and nothing of it is taken."""
    groups = (None, "Quarter 1", None, "Quarter 4", None)

    reading = read(layout_of(ACTUALS), TITLE, YEAR, groups, UNDER[:5], ("P-01", 9, 1, 9, 2))

    assert [said(each) for each in reading.returns] == [[("P-01", 1, "C5")]]
    assert "heading-unknown" in codes_of(reading)


def test_a_merged_title_reaches_no_further_than_it_is_merged() -> None:
    """A column beside it has no title, whatever stands to its left."""
    groups = (None, "Quarter 1", None, None)

    reading = read(
        layout_of(ACTUALS), TITLE, YEAR, groups, ("Code", "Target", "Actual", "Actual"), ("P-01", 9, 1, 7),
        merged=[CellRange(3, 2, 3, 3)],
    )  # fmt: skip

    assert [said(each) for each in reading.returns] == [[("P-01", 1, "C5")]]


STARTERS = LayoutTable(columns=(KEY, LayoutColumn(means="Quantity", headings=("Starters",), required=True)))
SESSIONS = LayoutTable(
    columns=(
        KEY,
        LayoutColumn(means="Quantity", headings=("Hours",), required=True),
        LayoutColumn(means="Attendees", headings=("Young people",)),
    ),
    unit="attendee hours",
    optional=True,
)


def test_several_tables_on_one_sheet_are_each_read_under_their_own_headings() -> None:
    """A second kind of table, and the first kind again: each row is read as its own table says, and none is dropped."""
    reading = read(
        layout_of(STARTERS, SESSIONS), TITLE, YEAR, ("Code", "Starters"), ("P-01", 2), (),
        ("CODE", "Hours", "Young people"), ("P-02", 3, 4), (), ("Code", "Starters"), ("P-03", 5),
    )  # fmt: skip

    (sent,) = reading.returns
    assert said(sent) == [("P-01", 2, "B4"), ("P-02", 3, "B7"), ("P-03", 5, "B10")]
    assert [(line.unit, str(line.attendees)) for line in sent.lines] == [
        (None, "None"),
        ("attendee hours", "4"),
        (None, "None"),
    ]
    assert (reading.accounts[0].used, reading.accounts[0].ignored) == ((1, 2, 4, 7, 10), (6, 9))
    assert codes_of(reading) == ["another-table", "another-table"]


def test_a_cell_that_says_a_heading_among_the_rows_begins_no_table() -> None:
    """Two headings at least must stand there, all that the table needs among them."""
    reading = read(layout_of(STARTERS, SESSIONS), TITLE, YEAR, ("Code", "Starters"), ("P-01", 2), ("Code", 3))

    assert [said(each) for each in reading.returns] == [[("P-01", 2, "B4"), ("Code", 3, "B5")]]


def test_a_column_may_be_on_another_basis_than_the_file() -> None:
    """Starters of the quarter beside weeks to date: each line says on which basis it is, where it is not the file's."""
    table = LayoutTable(
        columns=(KEY,),
        spread=(
            SpreadColumn(headings=("Starters",), code_ending=" people", unit="people", required=True),
            SpreadColumn(headings=("Weeks to date",), code_ending=" weeks", unit="weeks", basis="cumulative"),
        ),
    )

    reading = read(layout_of(table), TITLE, YEAR, ("Code", "Starters", "Weeks to date"), ("2a", 1, 30))

    (sent,) = reading.returns
    assert sent.basis is Basis.IN_PERIOD
    assert [(line.pledge_key, line.basis) for line in sent.lines] == [
        ("2a people", None),
        ("2a weeks", Basis.CUMULATIVE),
    ]


@pytest.mark.parametrize(
    ("kind", "periods"),
    [
        ("month", ["1 Apr 2025 to 30 Apr 2025", "1 May 2025 to 31 May 2025"]),
        ("quarter", ["1 Apr 2025 to 30 Jun 2025", "1 Jul 2025 to 30 Sep 2025"]),
    ],
)
def test_columns_may_be_of_months_as_well_as_of_quarters(kind: str, periods: list[str]) -> None:
    """They are counted from the first day of the file's period."""
    steps = [SpreadColumn(headings=(f"Column {number}",), **{kind: number}) for number in (1, 2)]  # type: ignore[arg-type]
    table = LayoutTable(columns=(KEY,), spread=tuple(steps))

    reading = read(
        layout_of(attrs.evolve(table, columns=(KEY,))), TITLE, YEAR, ("Code", "Column 1", "Column 2"), ("P-01", 1, 2)
    )

    assert [(str(each.period), said(each)[0][1]) for each in reading.returns] == [
        (periods[0], 1),
        (periods[1], 2),
    ]


def test_columns_may_be_of_years_from_the_start_of_a_contract() -> None:
    """Year 2 begins twelve months after the file's first day."""
    table = LayoutTable(
        columns=(KEY,), spread=tuple(SpreadColumn(headings=(f"Year {number}",), year=number) for number in (1, 2))
    )
    term = ("Year from", dt.date(2024, 7, 1), "Year to", dt.date(2027, 6, 30))

    reading = read(layout_of(table), TITLE, term, ("Code", "Year 1", "Year 2"), ("P-01", None, 2))

    assert [(str(each.period), said(each)[0][1]) for each in reading.returns] == [("1 Jul 2025 to 30 Jun 2026", 2)]


FIRMS = LayoutTable(
    columns=(
        KEY,
        LayoutColumn(means="Quantity", headings=("Delivered",), required=True),
        LayoutColumn(means="Supplier ref", headings=("Contractor",)),
        LayoutColumn(means="Contract ref", headings=("Lot",)),
        LayoutColumn(means="Period start", headings=("From",)),
        LayoutColumn(means="Period end", headings=("To",)),
    )
)
OF_FIRMS = ("Contractor", "Lot", "From", "To", "Code", "Delivered")
FIRST, LAST = dt.date(2025, 4, 1), dt.date(2025, 6, 30)


def test_a_tracker_of_several_firms_is_a_return_of_each() -> None:
    """Rows that say whose they are and for when are put together so; what a row leaves blank, the file says."""
    reading = read(
        layout_of(FIRMS), ("Wide",), YEAR, OF_FIRMS,
        ("S-01", "C-001", FIRST, LAST, "P-01", 1),
        ("S-02", "C-001", FIRST, LAST, "P-02", 2),
        ("S-01", "C-001", FIRST, LAST, "P-03", 3),
        ("S-02", "C-001", None, None, "P-02", 4),
    )  # fmt: skip

    assert [(each.supplier_key, each.contract_key, str(each.period), said(each)) for each in reading.returns] == [
        ("S-01", "C-001", "1 Apr 2025 to 30 Jun 2025", [("P-01", 1, "F4"), ("P-03", 3, "F6")]),
        ("S-02", "C-001", "1 Apr 2025 to 30 Jun 2025", [("P-02", 2, "F5")]),
        ("S-02", "C-001", "1 Apr 2025 to 31 Mar 2026", [("P-02", 4, "F7")]),
    ]
    assert codes_of(reading) == ["row-ignored"]  # the title


def test_a_row_that_does_not_say_whose_it_is_waits_where_the_file_does_not_either() -> None:
    """Nobody's figure is given to the firm above it; half a period is no period."""
    reading = read(
        layout_of(FIRMS), ("Wide",), YEAR, OF_FIRMS,
        (None, "C-001", FIRST, LAST, "P-01", 1),
        ("S-01", "C-001", FIRST, None, "P-01", 2),
        ("S-01", "C-001", LAST, FIRST, "P-01", 3),
    )  # fmt: skip

    assert [each.lines for each in reading.returns] == [()]
    assert [(note.code, str(note.source).rpartition("!")[2]) for note in reading.findings] == [
        ("row-ignored", "A1"),
        ("cell-missing", "A4"),
        ("cell-missing", "D5"),
        ("dates-crossed", "D6"),
    ]
    assert reading.accounts[0].set_aside == (4, 5, 6)


def test_a_total_below_each_quarter_is_a_checksum_of_its_own_column() -> None:
    """The first adds up, the second does not: one query, at the cell of the second."""
    quarters = LayoutTable(
        columns=(KEY,), spread=tuple(SpreadColumn(headings=(f"Q{number}",), quarter=number) for number in (1, 2))
    )

    reading = read(
        layout_of(quarters), TITLE, YEAR, ("Code", "Q1", "Q2"), ("P-01", 1, 2), ("P-02", 3, 4), ("Total", 4, 7)
    )

    assert [(note.code, str(note.source).rpartition("!")[2]) for note in reading.findings] == [
        ("total-row", "A6"),
        ("total-mismatch", "C6"),
    ]


CELLS = st.one_of(
    st.none(),
    st.integers(0, 30),
    st.sampled_from(["nil", "TBC", "Total", "P-01", "Code", "Starters", "Hours", "Quarter 1", "Actual", "S-01", "x"]),
    st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),
)


HEADINGS_DRAWN = frozenset({"Code", "Starters", "Hours", "Quarter 1", "Actual"})


@settings(max_examples=examples(200))
@example(rows=[(None, None, None, None, None, "Code")], tables=(ACTUALS,), width=1)
@given(
    rows=st.lists(st.lists(CELLS, min_size=6, max_size=6).map(tuple), max_size=9),
    tables=st.sampled_from([(ACTUALS,), (STARTERS, SESSIONS), (FIRMS,), (FIRMS, SESSIONS)]),
    width=st.integers(1, 3),
)
def test_every_row_has_one_fate_in_the_sheets_of_any_layout(
    rows: list[tuple[Plain, ...]], tables: tuple[LayoutTable, ...], width: int
) -> None:
    """Each row is used, set aside or ignored, once; only the last row of the first headings is none of the account.

    A row straight below them that holds nothing but headings is their last row.
    """
    headings = {ACTUALS: (GROUPS, UNDER), STARTERS: (("Code", "Starters"),), FIRMS: (OF_FIRMS,)}[tables[0]]
    above = (TITLE, YEAR, *headings)
    merged = (CellRange(3, 2, 3, 1 + width),)
    sheet = grid("Cover page", [*above, *rows])

    reading = read(layout_of(*tables), *above, *rows, merged=merged)

    (account,) = reading.accounts
    filled = {row for (row, _), cell in sheet.cells.items() if not is_blank(cell)}
    accounted = sorted((*account.used, *account.set_aside, *account.ignored))
    below = {cell for cell in rows[0] if cell is not None} if rows else set[Plain]()
    last = {len(above), len(above) + 1} if below and below <= HEADINGS_DRAWN else {len(above)}
    (of_no_account,) = filled - set(accounted)
    assert of_no_account in last
    assert accounted == sorted(filled - {of_no_account})
    for line in (line for sent in reading.returns for line in sent.lines):
        if line.quantity is not None:
            address = str(line.quantity_source).rpartition("!")[2]
            assert sheet.cell(int(address[1:]), "ABCDEFG".index(address[0]) + 1).value == line.quantity
    assert reading.findings or not (account.set_aside or account.ignored)
