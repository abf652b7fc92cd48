"""Grids and layouts in, returns out: quarters side by side, parents of parts, codes in headings, labelled cells."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from exploring import examples
from grids import FILE, VOCABULARY, Plain, book, codes_of, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.model import Absence
from pledges.returns.layout import Layout, LayoutColumn, LayoutField, LayoutTable, SpreadColumn
from pledges.returns.reading import ReturnReading, read_return
from pledges.tables import is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = LayoutColumn(means="Pledge ref", headings=("Code",), required=True)
DATES = LayoutColumn(means="Start", headings=("Began",))
FIELDS = (
    LayoutField(means="Period start", labels=("Year from",)),
    LayoutField(means="Period end", labels=("Year to",)),
    LayoutField(means="Supplier ref", labels=("Firm",)),
)
QUARTERS = LayoutTable(
    columns=(KEY, DATES),
    spread=tuple(SpreadColumn(headings=(f"Q{number}",), quarter=number) for number in (1, 2, 3, 4)),
)
WIDE = Layout(id="wide/1", name="Wide", tables=(QUARTERS,), fields=FIELDS, basis="in period", fingerprint=("Wide",))
TITLE: tuple[Plain, ...] = ("Wide", "Firm", "S-01")
YEAR: tuple[Plain, ...] = ("Year from", dt.date(2025, 4, 1), "Year to", dt.date(2026, 3, 31))
HEADINGS = ("Code", "Q1", "Q2", "Q3", "Q4")


def read(layout: Layout, *rows: Sequence[Plain]) -> ReturnReading:
    """Return what is read of one sheet with one layout known."""
    return read_return(
        book(("Cover page", rows)),
        file=FILE,
        path="returns/q2.xlsx",
        vocabulary=VOCABULARY,
        known_layouts=(layout,),
    )


def test_each_quarter_that_holds_anything_is_a_return_of_its_own() -> None:
    """A blank in a quarter that others report is missing; a quarter that has not come yet says nothing."""
    reading = read(WIDE, TITLE, YEAR, HEADINGS, ("P-01", 1, 2, None, None), ("P-02", None, 3, None, None))

    first, second = reading.returns
    assert [(str(each.period), [line.quantity for line in each.lines]) for each in (first, second)] == [
        ("1 Apr 2025 to 30 Jun 2025", [1, None]),
        ("1 Jul 2025 to 30 Sep 2025", [2, 3]),
    ]
    assert [str(line.quantity_source) for line in second.lines] == [
        "returns/q2.xlsx!sheet 1!C4",
        "returns/q2.xlsx!sheet 1!C5",
    ]
    assert codes_of(reading) == ["quantity-missing"]


def test_quarters_of_a_file_without_its_first_day_are_set_aside() -> None:
    """Which months the columns are of is not guessed."""
    reading = read(WIDE, TITLE, HEADINGS, ("P-01", 1, 2, None, None))

    assert [each.lines for each in reading.returns] == [()]
    assert codes_of(reading) == ["quarters-unplaced"]
    assert reading.accounts[0].set_aside == (3,)


def test_a_quarter_beyond_the_files_own_period_is_set_aside() -> None:
    """Either the period or the column is wrong; the lines carry the problem, so that nothing of them counts."""
    half = ("Year from", dt.date(2025, 4, 1), "Year to", dt.date(2025, 9, 30))

    reading = read(WIDE, TITLE, half, HEADINGS, ("P-01", 1, 2, 3, None))

    assert [[line.problems for line in each.lines] for each in reading.returns] == [
        [()],
        [()],
        [(("row", "quarter-outside-period"),)],
    ]
    assert codes_of(reading) == ["quarter-outside-period"]


def test_a_row_left_as_it_was_is_ignored_with_a_finding() -> None:
    """Where no quarter holds anything, nothing is reported, and the rows are named."""
    reading = read(WIDE, TITLE, YEAR, HEADINGS, ("P-01", None, None, None, None))

    assert reading.accounts[0].ignored == (4,)
    assert codes_of(reading) == ["row-ignored"]


PARENTS = Layout(
    id="plan/1",
    name="Plan",
    fingerprint=("Plan",),
    fields=FIELDS,
    basis="in period",
    tables=(
        LayoutTable(
            columns=(KEY,),
            spread=(
                SpreadColumn(headings=("People",), code_ending=" people", unit="people", required=True),
                SpreadColumn(headings=("Weeks",), code_ending=" weeks", unit="weeks"),
            ),
            parents=True,
        ),
    ),
)


@pytest.mark.parametrize(("total", "is_told"), [(8, False), (11, False), (9, True), (0, True)])
def test_a_total_of_lines_and_their_parts_is_of_either_or_of_both(total: int, is_told: bool) -> None:
    """3 and 5 of the lines come to 8, with the parts to 11; another total is a query."""
    rows = (("1", 3), ("1a", 2), ("1b", 1), ("10", 5), ("Total", total))

    reading = read(PARENTS, ("Plan", "Firm", "S-01"), YEAR, ("Code", "People", "Weeks"), *rows)

    told = [str(note.source) for note in reading.findings if note.code == "total-mismatch"]
    assert told == (["returns/q2.xlsx!sheet 1!B8"] if is_told else [])


def test_a_parent_line_is_the_sum_of_its_parts_and_never_counted_beside_them() -> None:
    """1a and 1b are parts of 1; 10 is no part of it; a sum that is wrong is a query."""
    rows = (("1", 3, 9), ("1a", 2, 4), ("1b", 1, 4), ("10", 5, None))

    reading = read(PARENTS, ("Plan", "Firm", "S-01"), YEAR, ("Code", "People", "Weeks"), *rows)

    assert [(line.pledge_key, str(line.quantity), line.unit) for line in reading.returns[0].lines] == [
        ("1a people", "2", "people"),
        ("1b people", "1", "people"),
        ("10 people", "5", "people"),
        ("1a weeks", "4", "weeks"),
        ("1b weeks", "4", "weeks"),
    ]
    assert [(note.code, str(note.source)) for note in reading.findings] == [
        ("parent-row", "returns/q2.xlsx!sheet 1!A4"),
        ("parent-differs", "returns/q2.xlsx!sheet 1!C4"),
    ]


def test_a_code_may_stand_in_the_heading_and_the_rows_be_sites() -> None:
    """In a matrix of measures a row gives a line for each column it fills."""
    table = LayoutTable(
        columns=(LayoutColumn(means="Activity", headings=("Site",), required=True),),
        spread=(
            SpreadColumn(headings=("ZZ07",), pledge="ZZ07", required=True),
            SpreadColumn(headings=("ZZ10",), pledge="ZZ10", unit="weeks"),
        ),
    )
    matrix = attrs.evolve(WIDE, tables=(table,))

    reading = read(matrix, TITLE, YEAR, ("Site", "ZZ07", "ZZ10"), ("North", 1, 13), ("South", None, 4))

    assert [(line.pledge_key, str(line.quantity), line.unit) for line in reading.returns[0].lines] == [
        ("ZZ07", "1", None),
        ("ZZ10", "13", "weeks"),
        ("ZZ10", "4", "weeks"),
    ]
    assert reading.findings == ()


def test_an_empty_labelled_cell_never_takes_its_neighbours() -> None:
    """Year from is blank and Year to is not: the start of the period is not given."""
    blank = ("Year from", None, "Year to", dt.date(2026, 3, 31))

    reading = read(PARENTS, ("Plan", "Firm", "S-01"), blank, ("Code", "People"), ("1", 3))

    (sent,) = reading.returns
    assert sent.period is None
    assert [(name, str(place)) for name, place in sent.not_given] == [("Period start", "returns/q2.xlsx!sheet 1!B2")]


def test_our_own_headings_mean_nothing_in_somebody_elses_table() -> None:
    """Quantity on a template may be what was promised: only what the layout lists is read."""
    reading = read(PARENTS, ("Plan",), ("Code", "Quantity", "People"), ("1", 99, 3))

    assert [line.quantity for line in reading.returns[0].lines] == [3]
    assert codes_of(reading) == ["heading-unknown", "row-ignored"]


def test_headings_over_two_rows_are_joined_and_their_rows_accounted_for() -> None:
    """Each row of the file is used, set aside or ignored; only the last row of headings is no row of the account."""
    pair = attrs.evolve(QUARTERS, columns=(LayoutColumn(means="Pledge ref", headings=("Line code",), required=True),))
    joined = attrs.evolve(WIDE, tables=(pair,))

    reading = read(joined, TITLE, YEAR, ("Line", "Q1"), ("code",), ("P-01", 1))

    (account,) = reading.accounts
    assert (account.used, account.set_aside, account.ignored) == ((1, 2, 5), (), (3,))
    assert codes_of(reading) == ["headings-joined"]


CELLS = st.one_of(
    st.none(),
    st.integers(0, 30),
    st.sampled_from(["nil", "TBC", "2 people x 6", "Total", "P-01", "1a", "x", "Year from", "Code", "#REF!"]),
    st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),
)


@settings(max_examples=examples(150))
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=8), layout=st.sampled_from([WIDE, PARENTS]))
def test_nothing_vanishes_whatever_stands_below_the_headings(rows: list[tuple[Plain, ...]], layout: Layout) -> None:
    """Rows are used, set aside or ignored, each once; every number of a line stands in the cell it names."""
    title = ("Wide" if layout is WIDE else "Plan", "Firm", "S-01")
    headings = HEADINGS if layout is WIDE else ("Code", "People", "Weeks")
    sheet = grid("Cover page", [title, YEAR, headings, *rows])

    reading = read(layout, title, YEAR, headings, *rows)

    (account,) = reading.accounts
    filled = sorted({row for (row, _), cell in sheet.cells.items() if not is_blank(cell)} - {3})
    assert sorted((*account.used, *account.set_aside, *account.ignored)) == filled
    for line in (line for sent in reading.returns for line in sent.lines):
        if line.quantity is not None:
            values = {
                f"{FILE.name}!sheet 1!{'ABCDE'[column - 1]}{row}": cell for (row, column), cell in sheet.cells.items()
            }
            value = values[str(line.quantity_source)].value
            assert isinstance(value, Fraction)
            assert value == line.quantity
    assert reading.findings or not (account.set_aside or account.ignored)


def test_what_a_row_says_of_all_its_quarters_makes_no_delivery_of_a_blank_one() -> None:
    """Evidence and dates stand once for the year; a quarter left blank is missing, and no weeks are made of it."""
    evidence = LayoutColumn(means="Evidence ref", headings=("Shown by",))
    table = attrs.evolve(QUARTERS, columns=(KEY, DATES, evidence))
    layout = attrs.evolve(WIDE, tables=(table,))
    headings = ("Code", "Began", "Shown by", "Q1", "Q2")
    rows = (("P-01", dt.date(2025, 4, 1), "payroll", 12, None), ("P-02", dt.date(2025, 4, 1), "payroll", 1, 2))

    reading = read(layout, TITLE, YEAR, headings, *rows)

    blank = reading.returns[1].lines[0]
    assert (blank.absence, blank.start, blank.evidence_ref) == (Absence.MISSING, None, "")
    assert [line.evidence_ref for line in reading.returns[0].lines] == ["payroll", "payroll"]
    assert [(note.code, str(note.source)) for note in reading.findings] == [
        ("quantity-missing", "returns/q2.xlsx!sheet 1!E4")
    ]
