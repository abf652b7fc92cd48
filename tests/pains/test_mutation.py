"""Any one cell of a return changed: the assessment changes, or a finding does. Nothing a supplier typed is unread."""

import datetime as dt
from pathlib import Path

import attrs
import pytest

from pledges.assess import Intake, assess
from pledges.files.case import Case, read_case
from pledges.provenance import SourceFile
from pledges.reports.document import officer_document
from pledges.reports.records import Document
from pledges.returns.reading import read_return
from pledges.sheets import BLANK, Cell, CellKind, Sheet, Workbook, address, read

FOLDER = Path(__file__).parents[2] / "examples" / "soar-valley"
PATH = "returns/2025-26 Q2/SV-2402 Greenfold Q2 corrected.xlsx"
ON = dt.date(2026, 3, 31)

UNREAD = {
    **dict.fromkeys(
        (f"Delivery!B{row}" for row in range(2, 7)),
        "what was promised: the form repeats the register's own words, and the reference beside them is what is read",
    ),
    **dict.fromkeys(("Delivery!F1", "Delivery!H1"), "the heading of a column in which nothing stands"),
    "About!B7": "the council's own log, Returns received, says when this file came, and wins over what it says itself",
}
"""The cells that may change, or be cleared, without a word, each with the reason; no other may."""

PRESENT = dict.fromkeys(
    (f"Delivery!G{row}" for row in range(2, 7)),
    "what a document is called is shown nowhere and counts for nothing; that one is named lifts the line",
)
"""The cells that may say something else without a word, but not be cleared."""


def shown(case: Case, intake: Intake) -> Document:
    """Return everything that officers are shown of an assessment: the figures, the decisions and the findings."""
    return officer_document(assess(case.register, intake, case.rulebook, on=ON, vocabulary=case.vocabulary))


@attrs.frozen
class Example:
    """The example folder as read, the workbook of one of its returns, and the names that its reading is shown by."""

    case: Case
    workbook: Workbook

    def position(self, workbook: Workbook) -> Document:
        """Return what officers are shown of the folder with this workbook in the place of the return."""
        (sent,) = [each for each in self.case.intake.returns if each.path == PATH]
        name = sent.file.name
        reading = read_return(
            workbook,
            file=SourceFile(name=name, digest=sent.file.digest),
            path=PATH,
            vocabulary=self.case.vocabulary,
        )
        others = [each for each in self.case.intake.returns if each.path != PATH]
        findings = [each for each in self.case.intake.findings if getattr(each.source, "file", None) != name]
        intake = attrs.evolve(
            self.case.intake, returns=(*others, *reading.returns), findings=(*findings, *reading.findings)
        )
        return shown(self.case, intake)


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


def with_cell(workbook: Workbook, sheet: Sheet, place: tuple[int, int], cell: Cell) -> Workbook:
    """Return the workbook with another cell in one place."""
    cells = {at: old for at, old in sheet.cells.items() if at != place}
    if cell.kind is not CellKind.BLANK:
        cells[place] = cell
    sheets = [attrs.evolve(each, cells=cells) if each is sheet else each for each in workbook.sheets]
    return attrs.evolve(workbook, sheets=tuple(sheets))


def test_the_same_workbook_gives_the_same_position(example: Example) -> None:
    """What follows compares positions: reading the return again changes nothing."""
    assert example.position(example.workbook) == shown(example.case, example.case.intake)


def test_changing_any_one_cell_changes_the_assessment_or_a_finding(example: Example) -> None:
    """Each cell of About and Delivery that holds something, one at a time; the exceptions are declared."""
    before = example.position(example.workbook)

    unread, present = set[str](), set[str]()
    for sheet in example.workbook.sheets:
        for place, cell in sheet.cells.items() if sheet.name in {"About", "Delivery"} else ():
            if example.position(with_cell(example.workbook, sheet, place, changed(cell))) != before:
                continue
            cleared = example.position(with_cell(example.workbook, sheet, place, BLANK)) != before
            (present if cleared else unread).add(f"{sheet.name}!{address(*place)}")

    assert unread == UNREAD.keys()
    assert present == PRESENT.keys()
