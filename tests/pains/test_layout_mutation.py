"""Any one cell of the sample return of a shipped layout changed: what is read changes, or a finding does."""

import pytest
from pains.test_mutation import changed, with_cell
from test_layout_examples import SAMPLES, sample

from pledges.audience import Vocabulary
from pledges.files.layouts import built_in_layouts
from pledges.provenance import SourceFile
from pledges.returns.reading import ReturnReading, read_return
from pledges.sheets import Workbook, address

UNNOTICED = {
    "framework-return-1": {
        "the layout leaves the column out": "B2 B3 B4 D2 D3 D4", "nothing stands below the heading": "G1 H1",
        "the sheet Codes is no part of the layout": "A1 B1 A2 B2",
        "a line that is no part of the table": "A6", "the year's end moves no quarter": "B5",
    },
    "measure-codes-1": {
        "the layout leaves the column out": "B7 B8 B9 B10 B11 D7 D8 D9 D10 D11",
        "a longer word for the total names a total as well": "A12",
    },
    "person-log-1": {
        "the layout leaves the column out": "C5 C6 C7",
        "to follow names nothing, whatever stands behind it": "G7", "a row without a code waits": "A8 C8 D8",
    },
    "skills-plan-1": {
        "the layout leaves the column out": "B6 B7 B8 B9 B10 B11 B12 C6 C7 C8 C9 C10 C11 C12 C13",
    },
}  # fmt: skip
"""The cells that may say something else without a word, each with the reason."""


def told(workbook: Workbook) -> ReturnReading:
    """Return all that is read of a sample return."""
    file = SourceFile(name="return.xlsx", digest="sha256:00")
    return read_return(
        workbook, file=file, path="returns/r.xlsx", vocabulary=Vocabulary(), known_layouts=built_in_layouts()
    )


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_changing_any_one_cell_of_a_layouts_sample_changes_what_is_read_or_a_finding(name: str) -> None:
    """The lines, what the file says of itself, the findings, and what became of each row; exceptions are declared."""
    workbook = sample(name)

    before = told(workbook)
    unnoticed = {
        address(*place)
        for sheet in workbook.sheets
        for place, cell in sheet.cells.items()
        if told(with_cell(workbook, sheet, place, changed(cell))) == before
    }

    assert unnoticed == {cell for cells in UNNOTICED[name].values() for cell in cells.split()}
