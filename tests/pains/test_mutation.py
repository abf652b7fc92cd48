"""Any one cell of a return changed: the assessment changes, or a finding does. Nothing a supplier typed is unread."""

import datetime as dt
from pathlib import Path

import attrs
import pytest

from pledges.assess import Assessment, assess
from pledges.files.case import Case, read_case
from pledges.provenance import SourceFile
from pledges.returns.reading import read_return
from pledges.sheets import Cell, CellKind, Sheet, Workbook, address, read

FOLDER = Path(__file__).parents[2] / "examples" / "soar-valley"
PATH = "returns/2025-26 Q2/SV-2402 Greenfold Q2 corrected.xlsx"
ON = dt.date(2026, 3, 31)

UNREAD = {
    **dict.fromkeys(
        (f"Delivery!B{row}" for row in range(2, 7)),
        "what was promised: the form repeats the register's own words, and the reference beside them is what is read",
    ),
    **dict.fromkeys(("Delivery!F1", "Delivery!H1"), "the heading of a column in which nothing stands"),
    **dict.fromkeys((f"About!A{row}" for row in range(8, 12)), "the name of a field without an answer"),
}
"""The cells that may change without a word, each with the reason; no other may, and each of these does."""


@attrs.frozen
class Example:
    """The example folder as read, the workbook of one of its returns, and the names that its reading is shown by."""

    case: Case
    workbook: Workbook

    def position(self, workbook: Workbook) -> Assessment:
        """Return the position of the folder with this workbook in the place of the return."""
        (sent,) = [each for each in self.case.intake.returns if each.path == PATH]
        shown = sent.file.name
        reading = read_return(
            workbook,
            file=SourceFile(name=shown, digest=sent.file.digest),
            path=PATH,
            vocabulary=self.case.vocabulary,
        )
        others = [each for each in self.case.intake.returns if each.path != PATH]
        findings = [each for each in self.case.intake.findings if getattr(each.source, "file", None) != shown]
        intake = attrs.evolve(
            self.case.intake, returns=(*others, *reading.returns), findings=(*findings, *reading.findings)
        )
        return assess(
            self.case.register, intake, self.case.rulebook, on=ON, vocabulary=self.case.vocabulary
        )


@pytest.fixture(scope="module")
def example() -> Example:
    """Return the example folder, read once."""
    return Example(read_case(FOLDER, on=ON), read((FOLDER / PATH).read_bytes()))


def changed(cell: Cell) -> Cell:
    """Return a cell that says something else of the same kind."""
    match cell.value:
        case bool(value):
            return attrs.evolve(cell, value=not value)
        case dt.date() as value:
            return attrs.evolve(cell, value=value + dt.timedelta(days=1))
        case str(value):
            return attrs.evolve(cell, value=f"{value} Q7")
        case None:
            return Cell(CellKind.TEXT, "Q7")
        case value:
            return attrs.evolve(cell, value=value + 1)


def with_cell(workbook: Workbook, sheet: Sheet, place: tuple[int, int]) -> Workbook:
    """Return the workbook with one cell changed."""
    cells = {**sheet.cells, place: changed(sheet.cells[place])}
    sheets = [attrs.evolve(each, cells=cells) if each is sheet else each for each in workbook.sheets]
    return attrs.evolve(workbook, sheets=tuple(sheets))


def test_the_same_workbook_gives_the_same_position(example: Example) -> None:
    """What follows compares positions: reading the return again changes nothing."""
    whole = assess(example.case.register, example.case.intake, example.case.rulebook, on=ON, vocabulary=example.case.vocabulary)

    assert example.position(example.workbook) == example.position(example.workbook)
    assert {str(each) for each in example.position(example.workbook).findings} == {str(each) for each in whole.findings}


def test_changing_any_one_cell_changes_the_assessment_or_a_finding(example: Example) -> None:
    """Each cell of About and Delivery that holds something, one at a time; the exceptions are declared."""
    before = example.position(example.workbook)

    unheard = list[str]()
    for sheet in example.workbook.sheets:
        if sheet.name not in {"About", "Delivery"}:
            continue
        for place in sheet.cells:
            if example.position(with_cell(example.workbook, sheet, place)) == before:
                unheard.append(f"{sheet.name}!{address(*place)}")

    assert sorted(unheard) == sorted(UNREAD)
