"""Sheets nobody here knows in, suggestions out: listed words only are mapped, and no value is told."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from exploring import examples
from grids import Plain, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.files.layouts import built_in_layouts
from pledges.returns.suggest import ALIKE, LISTED, UNKNOWN, Suggestion, suggestions_for
from pledges.sheets.grid import CellRange

ROWS: tuple[tuple[Plain, ...], ...] = (
    ("Riverside social value",),
    ("Supplier", "Soar Build Ltd", "Period start", dt.date(2025, 7, 1)),
    ("Jane Plantagenet", "wrote this"),
    ("Pledge ref", "Quantity deliverd", "Weather", "Evidence", "Quantity"),
    ("P-01", 3, "rain", "HR-1", "six"),
    ("P-02", 4, "Jane Plantagenet", None, 2),
)


def suggested(rows: tuple[tuple[Plain, ...], ...] = ROWS) -> tuple[Suggestion, ...]:
    """Return what is suggested for one sheet."""
    return suggestions_for([grid("Our sheet", rows)], built_in_layouts())


def test_only_a_listed_heading_comes_with_a_meaning() -> None:
    """One that is like a listed one is a question, and one that is like none is nothing."""
    found = [(each.cell, each.meaning, each.perhaps, each.confidence) for each in suggested() if each.kind == "column"]

    assert found == [
        ("A4", "Pledge ref", "Pledge ref", LISTED),
        ("B4", "", "Quantity", ALIKE),
        ("C4", "", "", UNKNOWN),
        ("D4", "Evidence ref", "Evidence ref", LISTED),
        ("E4", "Quantity", "Quantity", LISTED),
    ]


def test_labels_are_told_only_where_they_are_like_a_listed_one() -> None:
    """Any other text above a table may be a young person's name."""
    found = [(each.cell, each.meaning, each.below) for each in suggested() if each.kind == "label"]

    assert found == [("A2", "Supplier ref", "text"), ("C2", "Period start", "date")]


def test_what_stands_below_is_told_by_kinds_and_what_would_be_set_aside_by_number() -> None:
    """No value leaves the file."""
    found = {each.cell: (each.below, each.set_aside) for each in suggested() if each.kind == "column"}

    assert found["B4"] == ("2 × number", "all 2: the column has no meaning yet")
    assert found["E4"] == ("1 × number, 1 × text", "1 of 2: no plain number")
    assert "Plantagenet" not in str(suggested())


def test_a_list_without_a_listed_heading_is_not_told() -> None:
    """Where nothing is like a heading of ours, a row of texts may be a row of names."""
    assert suggested((("Jane", "Plantagenet", "Leeds"), ("Ann", "Neville", "York"))) == ()


def test_a_row_that_ends_a_table_is_no_row_of_headings() -> None:
    """A template writes END under every column: one listed word many times, with nothing below."""
    rows = (("Pledge ref", "Erbracht", "Einheit"), ("P-01", 3, "Wochen"), ("END", "END", "END"))

    found = [(each.cell, each.meaning) for each in suggested(rows)]

    assert found == [("A1", "Pledge ref"), ("B1", ""), ("C1", "")]


TEXT = st.text("abcdefgh é-", min_size=1, max_size=8)


@settings(max_examples=examples(60))
@given(rows=st.lists(st.lists(TEXT.map(lambda text: f"zq{text}"), min_size=1, max_size=5), max_size=5))
def test_nothing_below_the_headings_is_ever_told(rows: list[list[str]]) -> None:
    """Whatever the cells hold, the suggestion holds headings and kinds."""
    found = suggested((("Pledge ref", "Quantity", "Unit", "Start", "End", "Grade"), *map(tuple, rows)))

    assert "zq" not in str(found)


@pytest.mark.parametrize("below", [("Target", "Actual", "Target", "Actual"), ("Weeks", "People", "Letters", "Weather")])
def test_headings_that_stand_in_the_row_above_the_others_are_told(below: tuple[str, ...]) -> None:
    """The first columns are often headed one row higher, beside the quarters; without them no row names its promise."""
    rows = (
        ("Promise tracker",),
        ("KPI no.", "Measure", "Q1", None, "Q2", None, "Evidence"),
        (None, None, *below),
        ("SV1", "weeks", 1, 2, 3, 4, "R1"),
        ("SV2", "weeks", 1, 2, 3, 4, "R2"),
    )
    sheet = attrs.evolve(grid("Our sheet", rows), merged=(CellRange(2, 3, 2, 4), CellRange(2, 5, 2, 6)))

    found = {each.cell for each in suggestions_for([sheet], built_in_layouts(), heading_row=3) if each.kind == "column"}
    by_themselves = {each.cell for each in suggestions_for([sheet], built_in_layouts()) if each.kind == "column"}

    assert found == by_themselves == {"A2", "B2", "C3", "D3", "E3", "F3", "G2"}


def column_suggestions(rows: tuple[tuple[Plain, ...], ...]) -> list[tuple[str, str, str, str]]:
    """Return where each heading stands, under what, what it means, and what it perhaps means."""
    return [(each.cell, each.under, each.meaning, each.perhaps) for each in suggested(rows) if each.kind == "column"]


@pytest.mark.parametrize("gap", [None, ""])
def test_what_was_planned_and_what_was_done_are_both_told_under_titles_that_are_not_merged(gap: Plain) -> None:
    """A title over two columns, typed over the first, hides neither; which is which is asked, and nothing is mapped."""
    rows = (
        ("Promise tracker",),
        ("Promise ref", "What was promised", "Q1", gap, "Q2", gap, "Evidence"),
        (gap, gap, "Plan", "Actual", "Plan", "Actual", gap),
        ("ZZ07", "starts", 1, 2, 3, 4, "R1"),
    )

    found = column_suggestions(rows)

    assert found == [
        ("A2", "", "Pledge ref", "Pledge ref"),
        ("B2", "", "What was promised", "What was promised"),
        ("C3", "Q1", "", "Leave out"),
        ("D3", "Q1", "", "Quantity of quarter 1"),
        ("E3", "Q2", "", "Leave out"),
        ("F3", "Q2", "", "Quantity of quarter 2"),
        ("G2", "", "Evidence ref", "Evidence ref"),
    ]


def test_a_row_of_texts_below_the_headings_is_no_second_row_of_them() -> None:
    """It may be a row of values and names, with more cells than there are headings."""
    rows = (("Pledge ref", "Quantity", "Evidence"), ("ZZ07", "six", "HR-1", "Jane Plantagenet"), ("ZZ08", "2", "HR-2"))

    found = column_suggestions(rows)

    assert [cell for cell, *_ in found] == ["A1", "B1", "C1"]


@pytest.mark.parametrize("heading", ["What was promised", "Promised", "Planned quantity", "Target"])
def test_a_number_is_never_offered_as_what_was_promised_nor_as_delivered(heading: str) -> None:
    """What was promised is a description; a number under such a heading is a plan, which is left out if it is one."""
    rows = (("Promise ref", heading, "Actual"), ("ZZ07", 4, 2))

    found = column_suggestions(rows)

    assert found[1:] == [("B1", "", "", "Leave out"), ("C1", "", "", "Quantity")]


def test_the_value_of_a_labelled_cell_above_same_headings_tells_none_from_another() -> None:
    """The supplier's name stands above all of them, and a template read under it would be that firm's alone."""
    rows = (("Supplier", "Tallow Lane"), ("Promise ref", "Plan", "Actual", "Plan", "Actual"), ("ZZ07", 1, 2, 3, 4))

    found = suggested(rows)

    assert {each.under for each in found} == {""}
    assert ("A1", "Supplier ref") in {(each.cell, each.meaning) for each in found}
