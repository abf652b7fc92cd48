"""Tables of awkward rows in; the lines of plain rows held against those that are read cell by cell."""

import datetime as dt
from collections import defaultdict

import attrs
import pytest
from grids import QUARTER, VOCABULARY, Plain, cell_of, error, grid, percent
from hypothesis import given
from hypothesis import strategies as st

from pledges.audience import EARLIEST_DAY
from pledges.returns import layouts
from pledges.returns.lines import LineReader, names_something
from pledges.returns.plain_lines import plain_reference
from pledges.sheets.grid import BLANK, Cell, CellKind, Sheet
from pledges.sheets.stored import StoredCells
from pledges.tables import CellReader, Place, Row, Table, find_table

NAMES = (
    layouts.PLEDGE_REF, layouts.UNIT, layouts.QUANTITY, layouts.START, layouts.END, layouts.EVIDENCE_REF,
    layouts.PERSON_REF, layouts.PLACEMENT_REF, layouts.GROUP_REF, layouts.DAYS, layouts.ATTENDEES, layouts.STAFF,
    layouts.SHARE, layouts.GRADE, layouts.PROMISED,
)  # fmt: skip
AWKWARD: tuple[Plain, ...] = (
    "tbc", "available on request", "Please select", "N/A", "[c]", "-", "\u00a0", error(), Cell(CellKind.UNSAVED),
    Cell(CellKind.TEXT, "EV-1", struck=True), True, dt.date(1999, 1, 1), -1, 10**16, "2 people", "about 12",
)  # fmt: skip
REFERENCES: tuple[Plain, ...] = (
    "EV-001-04000002", "YP-7", "p1", "10038497", 10038497, "10038497.0", "1E+5", "TBC-1", "tbc 1", "tbcx1", "see1",
    "To follow 2", "(ER-7)", "available-on-request-1", "ER 7", "ÉR-7", "e5", "P-1/2_3.4", "select1", "0012", "1" * 16,
    "awaiting-1", "awaited1", "to-follow-1",
)  # fmt: skip
POOLS: dict[str, tuple[Plain, ...]] = {
    layouts.PLEDGE_REF: ("P-01", "P-02", "P-03"),
    layouts.UNIT: ("weeks", "days", "people", "hrs", None),
    layouts.QUANTITY: (None, 1, 2, "3 weeks", "£1,250.50", percent(cell_of(1).value)),  # type: ignore[arg-type]
    layouts.START: (None, QUARTER.start, dt.date(2025, 8, 1), "1 August 2025", "03/08/2025"),
    layouts.END: (None, QUARTER.end, "ongoing", "31/08/2025"),
    layouts.DAYS: (None, 0, 3, "4"),
    layouts.ATTENDEES: (None, 8),
    layouts.STAFF: (None, 2),
    layouts.SHARE: (None, 1, "50%", percent(cell_of(1).value), 50),  # type: ignore[arg-type]
    layouts.GRADE: (None, "claimed", "documented", "E2"),
    layouts.PROMISED: (None, "Weeks of apprenticeships"),
}


def sheet_of(rows: list[list[Cell]]) -> Sheet:
    """Return a sheet Delivery of these rows below its headings, its cells kept as a file's are."""
    stored = StoredCells()
    for number, cells in enumerate([[cell_of(name) for name in NAMES], *rows], start=1):
        stored.add(number, stored.indices_of(tuple(range(1, len(cells) + 1))), cells, hidden=False)
    return Sheet(name="Delivery", number=1, cells=stored.finished())


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table whose rows hold a few cells again and again, awkward ones among them."""
    kept = {
        name: [cell_of(draw(st.sampled_from((*POOLS.get(name, REFERENCES), *AWKWARD)))) for _ in range(3)]
        for name in NAMES
    }
    for cells in kept.values():
        cells[0] = BLANK if cells[0].kind is CellKind.BLANK else cells[0]
    rows = draw(st.lists(st.tuples(*(st.sampled_from(kept[name]) for name in NAMES)), min_size=1, max_size=6))
    filled = [[BLANK if cell.kind is CellKind.BLANK else cell for cell in row] for row in rows]
    table = find_table(sheet_of(filled), Place("returns/q2.xlsx", "Delivery"), layouts.DELIVERY_COLUMNS)
    assert table is not None
    return table


@given(tables(), st.booleans())
def test_a_plain_row_is_the_line_that_reading_it_cell_by_cell_gives(table: Table, accepted: bool) -> None:
    """Whether a row is like those before it changes nothing in its line, nor in what is said of it."""
    reader = LineReader.of(table, VOCABULARY, QUARTER, not_applicable_accepted=accepted)
    slow = attrs.evolve(reader, plain=None, known=defaultdict(dict))
    rows = (*table.rows, *table.rows)

    quickly = [reader.read(row) for row in rows]

    assert quickly == [slow.read(row) for row in rows]


def test_rows_that_come_again_are_plain() -> None:
    """What this is for: a row like the ones before it, with references of its own, is not read again."""
    rows: list[list[Plain]] = [
        ["P-01", "weeks", None, QUARTER.start, QUARTER.end, f"EV-{at}", f"YP-{at}", f"PL-{at}", "G-1", 5, 1, 1, 40,
         "documented", "Weeks of apprenticeships"] for at in range(3)
    ]  # fmt: skip
    cells = {value: cell_of(value) for row in rows for value in row}
    table = find_table(
        sheet_of([[cells[value] if value is not None else BLANK for value in row] for row in rows]),
        Place("returns/q2.xlsx", "Delivery"),
        layouts.DELIVERY_COLUMNS,
    )
    assert table is not None
    reader = LineReader.of(table, VOCABULARY, QUARTER, not_applicable_accepted=False)
    first, *others = table.rows
    assert reader.plain is not None

    before, _ = reader.plain.line(first), reader.read(first)

    assert before is None
    assert all(reader.plain.line(row) is not None for row in others)


@pytest.mark.parametrize("value", [*REFERENCES, *AWKWARD], ids=str)
def test_a_plain_reference_is_what_reading_it_gives(value: Plain) -> None:
    """What is plain to see is what the reader of references says, without a finding."""
    cell = cell_of(value)
    sheet = grid("Delivery", [["Pledge ref"], [value]])
    row = Row(2, Table(
        place=Place("file", "sheet"), sheet=sheet, heading_row=1, first_column=1, columns={"Pledge ref": 1},
        repeated=frozenset(), row_numbers=(2,), rows_above=(), findings=(),
    ))  # fmt: skip

    plain = plain_reference(BLANK if cell.kind is CellKind.BLANK else cell)

    text, problem = CellReader(VOCABULARY, EARLIEST_DAY).read_reference(row, "Pledge ref")
    assert plain is None or (problem is None and plain == (text if names_something(text) else ""))
