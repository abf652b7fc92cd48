"""Headings spread over rows are joined as a person reads them, and nothing else is."""

import attrs
from grids import HEADINGS, codes_of, form, grid, only_return, reading_of
from hypothesis import given
from hypothesis import strategies as st

from pledges.sheets import CellRange, Workbook
from pledges.tables import Column, Place, find_table
from pledges.tables.headings import SheetRow, grouped_key, heading_key, headings_at, may_stand

PLACE = Place("f", "s")
COLUMNS = (Column("Pledge ref", required=True), Column("Quantity"), Column("Start", ("Start date",)))
WAYS = ("above", "below", "merged", "split")


def spread(ways: list[str]) -> tuple[list[str | None], list[str | None], tuple[CellRange, ...]]:
    """Return the two rows and the merged ranges over which the form's headings are spread in these ways."""
    above, below, merged = list[str | None](), list[str | None](), list[CellRange]()
    for column, (heading, way) in enumerate(zip(HEADINGS, ways, strict=True), start=1):
        first, _, rest = heading.partition(" ")
        if way == "split" and rest:
            above.append(first)
            below.append(rest)
        else:
            above.append(None if way == "below" else heading)
            below.append(heading if way == "below" else None)
        if way == "merged":
            merged.append(CellRange(1, column, 2, column))
    return above, below, tuple(merged)


@given(ways=st.lists(st.sampled_from(WAYS), min_size=len(HEADINGS), max_size=len(HEADINGS)))
def test_headings_spread_over_two_rows_are_read_as_those_of_one(ways: list[str]) -> None:
    """Whichever heading stands above, below, in merged cells or in two, each line says the same."""
    rows = [("P-01", "a", "weeks", 3, "2025-07-07", "2025-07-20", "R1", "b"), ("P-02", "c", "people", 1)]
    above, below, merged = spread(ways)
    about, delivery = form(below, *rows, headings=above).sheets

    reading = reading_of(Workbook(format="xlsx", sheets=(about, attrs.evolve(delivery, merged=merged))))

    plain = only_return(reading_of(form(*rows)))
    told = [(line.pledge_key, line.unit, line.quantity, line.start, line.end) for line in only_return(reading).lines]
    assert told == [(line.pledge_key, line.unit, line.quantity, line.start, line.end) for line in plain.lines]
    assert set(codes_of(reading)) <= {"headings-joined"}


def test_the_first_row_of_data_is_never_part_of_the_headings() -> None:
    """Words of the data are joined to no heading, whatever they are."""
    table = find_table(grid("s", [("Pledge ref", "Start", None), ("P-01", "date", "Quantity of it")]), PLACE, COLUMNS)

    assert table is not None
    assert (table.heading_rows, table.row_numbers) == ((1,), (2,))


def test_a_title_over_full_headings_is_no_part_of_them() -> None:
    """It stands above the table, and is accounted for there."""
    sheet = attrs.evolve(
        grid("s", [("Return", None), ("Pledge ref", "Quantity"), ("P-01", 2)]), merged=(CellRange(1, 1, 1, 2),)
    )

    table = find_table(sheet, PLACE, COLUMNS)

    assert table is not None
    assert (table.heading_rows, table.rows_above) == ((2,), (1,))


def test_only_returns_are_read_as_several_tables() -> None:
    """A sheet of the register is one table, whatever its rows say."""
    sheet = grid("s", [("Pledge ref", "Quantity"), ("P-01", 2), ("Pledge ref", "Quantity"), ("P-02", 3)])

    whole, parted = find_table(sheet, PLACE, COLUMNS), find_table(sheet, PLACE, COLUMNS, parted=True)

    assert whole is not None
    assert parted is not None
    assert (whole.row_numbers, whole.following) == ((2, 3, 4), ())
    assert [each.row_numbers for each in (parted, *parted.following)] == [(2,), (4,)]


PIECES = (
    "Pledge",
    "ref",
    "Pledge ref",
    "Pledge (",
    ") ref",
    "(old",
    "ref)",
    "Period",
    "start",
    "*",
    "Q1",
    "Actual",
    "[x",
)
KEYS = {"Pledge ref": [heading_key("Pledge ref")], "Quantity": [grouped_key("Q1", "Actual"), heading_key("Qty")]}


@given(
    rows=st.lists(st.lists(st.sampled_from((None, *PIECES)), min_size=3, max_size=3), min_size=1, max_size=4),
    merged=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2)), max_size=2),
)
def test_rows_that_are_passed_over_hold_no_such_headings(
    rows: list[list[str | None]], merged: list[tuple[int, int]]
) -> None:
    """What is seen at a glance never hides headings that joining the rows would find, however they are spread."""
    ranges = tuple(CellRange(row, column, row, column + 1) for row, column in merged)
    sheet = attrs.evolve(grid("Delivery", rows), merged=ranges)
    by_row: list[SheetRow] = [(number, dict(sheet.row(number))) for number in sheet.rows()]
    names = {key: name for name, keys in KEYS.items() for key in keys}

    found = [headings_at(sheet, by_row, at, names) for at in range(len(by_row))]

    for name, keys in KEYS.items():
        stands = any(each is not None and name in each.matched for each in found)
        assert may_stand(by_row, {name: keys}) or not stands
