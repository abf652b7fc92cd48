"""Rows of plain values in, the grids and readings of returns out: what the tests of reading arrange."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.audience import Vocabulary
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.returns.reading import ReturnReading, read_return
from pledges.sheets import Cell, CellKind, Sheet, Workbook
from pledges.sheets.grid import is_blank_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.findings import Finding
    from pledges.model import EvidenceLine, Return

Plain = str | int | Fraction | bool | dt.date | Cell | None

VOCABULARY = Vocabulary.of(references=["S-01", "S-02", "C-001", "P-01", "P-02", "P-03"], names=["Soar Build Ltd"])
FILE = SourceFile(name="returns/q2.xlsx", digest="sha256:00")
QUARTER = Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))

UNSAVED = Cell(CellKind.UNSAVED)
ABOUT: tuple[tuple[Plain, ...], ...] = (
    ("Field", "Value"),
    ("Supplier ref", "S-01"),
    ("Contract ref", "C-001"),
    ("Period start", QUARTER.start),
    ("Period end", QUARTER.end),
    ("Basis", "in period"),
    ("Layout", "pledges-return/1"),
)
HEADINGS = ("Pledge ref", "What was promised", "Unit", "Quantity", "Start", "End", "Evidence ref", "Comment")


def cell_of(value: Plain) -> Cell:
    """Return the cell that holds a plain value."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value)
    if isinstance(value, int | Fraction):
        return Cell(CellKind.NUMBER, Fraction(value))
    if isinstance(value, dt.date):
        return Cell(CellKind.DATE, value)
    if value is None or is_blank_text(value):
        return Cell(CellKind.BLANK)
    return Cell(CellKind.TEXT, value)


def percent(value: Fraction) -> Cell:
    """Return a number that Excel shows as a percentage."""
    return Cell(CellKind.NUMBER, value, percent=True)


def error(text: str = "#REF!") -> Cell:
    """Return a cell that holds an Excel error."""
    return Cell(CellKind.ERROR, text)


def grid(name: str, rows: Iterable[Sequence[Plain]], *, number: int = 1, hidden: bool = False) -> Sheet:
    """Return a sheet of these rows from row 1 on."""
    cells = {
        (row, column): cell
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if (cell := cell_of(value)).kind is not CellKind.BLANK
    }
    return Sheet(name=name, number=number, cells=cells, hidden=hidden)


def book(*sheets: tuple[str, Iterable[Sequence[Plain]]]) -> Workbook:
    """Return a workbook of named sheets of rows."""
    return Workbook(
        format="xlsx", sheets=tuple(grid(name, rows, number=at) for at, (name, rows) in enumerate(sheets, start=1))
    )


def form(
    *rows: Sequence[Plain], headings: Sequence[Plain] = HEADINGS, about: Iterable[Sequence[Plain]] = ABOUT
) -> Workbook:
    """Return a form whose sheet Delivery has these rows below its headings."""
    return book(("About", about), ("Delivery", [headings, *rows]))


def about_with(**fields: Plain) -> list[tuple[Plain, ...]]:
    """Return the rows of About with fields changed, or added (`Period_start=None` leaves it blank)."""
    changed = {name.replace("_", " "): value for name, value in fields.items()}
    rows = [(name, changed.pop(str(name), value)) for name, value in ABOUT]
    return [*rows, *changed.items()]


def reading_of(workbook: Workbook, *, not_applicable_accepted: bool = False) -> ReturnReading:
    """Return what is read of a workbook."""
    return read_return(
        workbook,
        file=FILE,
        path="returns/q2.xlsx",
        vocabulary=VOCABULARY,
        not_applicable_accepted=not_applicable_accepted,
    )


def only_return(reading: ReturnReading) -> Return:
    """Return the one return of a reading."""
    (sent,) = reading.returns
    return sent


def only_line(reading: ReturnReading) -> EvidenceLine:
    """Return the one line of the one return of a reading."""
    (line,) = only_return(reading).lines
    return line


def line_of(headings: Sequence[Plain], *values: Plain) -> tuple[EvidenceLine, list[str]]:
    """Return the line that one row below these headings makes, and the codes of all findings."""
    reading = reading_of(form(values, headings=headings))
    return only_line(reading), codes_of(reading)


def codes_of(reading: ReturnReading) -> list[str]:
    """Return the codes of the findings, in their order."""
    return [note.code for note in reading.findings]


def places_of(findings: Iterable[Finding], code: str) -> list[str]:
    """Return where the findings of a code are, as sheet and cell."""
    return [
        "!".join(part for part in (note.source.sheet, note.source.cell) if part)
        for note in findings
        if note.code == code and isinstance(note.source, CellRef)
    ]
