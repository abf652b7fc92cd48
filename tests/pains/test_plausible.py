"""Numbers that would be wrong and look right: what nobody can be sure of is never counted, and its cells are named."""

import pytest
from grids import codes_of, only_return
from openpyxl.worksheet.worksheet import Worksheet
from pain_sheets import place_of, quantities, reading_of_form

from pledges.returns.reading import ReturnReading

P = "P-01"


def set_aside(reading: ReturnReading) -> list[str]:
    """Return the codes of the problems for which the lines of a reading are set aside."""
    return [code for line in only_return(reading).lines for _, code in line.problems]


@pytest.mark.parametrize(
    "heading",
    ["Quantity (target)", "Quantity (£000)", "Quantity [in thousands]", "Delivered (forecast)", "Qty (to date)"],
)
def test_a_heading_that_says_more_in_brackets_is_not_taken_for_ours(heading: str) -> None:
    """A plan, a running total or a figure in thousands under Quantity sets the rows aside, and names the column."""
    reading = reading_of_form((P, 50, "R1"), headings=("Pledge ref", heading, "Evidence ref"))

    assert set_aside(reading) == ["heading-says-more"]
    assert place_of(reading, "heading-says-more") == "Delivery!B1"


@pytest.mark.parametrize(
    "heading", ["Quantity (actual)", "Quantity (number delivered this quarter)", "Quantity [note 2]", "Quantity (1)*"]
)
def test_a_heading_that_says_nothing_more_in_brackets_is_ours(heading: str) -> None:
    """The number delivered, a footnote: the figures mean what they mean without it."""
    reading = reading_of_form((P, 50, "R1"), headings=("Pledge ref", heading, "Evidence ref"))

    assert (quantities(reading), set_aside(reading), codes_of(reading)) == ([50], [], [])


def test_a_unit_in_the_heading_alone_is_the_unit_of_its_column() -> None:
    """What a cell or the column Unit says besides must be the same."""
    headings = ("Pledge ref", "Quantity (weeks)", "Unit")
    reading = reading_of_form((P, 50), (P, "50 days"), (P, 50, "people"), headings=headings)

    lines = only_return(reading).lines
    assert [line.unit for line in lines] == ["weeks", "days", "weeks"]
    assert [code for line in lines for _, code in line.problems] == ["units-differ", "units-differ"]


@pytest.mark.parametrize("is_merged", [True, False])
def test_planned_quantities_under_a_title_are_not_taken_for_delivered_ones(*, is_merged: bool) -> None:
    """The title may be merged over its columns or not, and stand beside the other headings or above them all."""

    def merge(sheet: Worksheet) -> None:
        if is_merged:
            sheet.merge_cells("B1:C1")

    beside = reading_of_form(
        (None, "Quantity", "Start"), (P, 9), headings=("Pledge ref", "Planned", None), change=merge
    )
    above = reading_of_form(
        ("Pledge ref", "Quantity", "Start"), (P, 9), headings=(None, "Forecast", None), change=merge
    )

    assert set_aside(above) == ["heading-says-more"]
    assert set_aside(beside) == ["heading-says-more"] if is_merged else "heading-unknown" in codes_of(beside)
    assert is_merged or quantities(beside) == [None]


def test_planned_dates_are_not_taken_for_those_of_a_delivery() -> None:
    """Weeks are found from Start and End, so that these must be real ones."""
    reading = reading_of_form((P, "01/07/2025"), headings=("Pledge ref", "Start date (planned)"))

    assert only_return(reading).lines[0].problems == (("Start", "heading-says-more"),)
