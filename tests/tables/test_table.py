import pytest
from typed_sheets import Typed, sheet

from pledges.sheets.grid import Sheet
from pledges.tables import BestGuess, Column, Place, RowAccount, Table, best_guess, find_table

PLACE = Place("register.xlsx", "Pledges")
COLUMNS = (
    Column("Pledge ref", required=True),
    Column("Quantity", ("How many",), required=True),
    Column("Due", ("By when",)),
)


def found(grid: Sheet) -> Table:
    """Return the table of a sheet that has one."""
    table = find_table(grid, PLACE, COLUMNS)
    assert table is not None
    return table


def test_a_table_under_a_title_is_found() -> None:
    """The heading row is the first that holds every required column, wherever it starts; blank rows are passed over."""
    grid = sheet(
        "Pledges",
        ["Our promises"],
        [],
        [None, "HOW MANY *", "Pledge-Ref", "By when (date)"],
        [None, 3, "P-1"],
        [None, " "],
        [None, None, "P-2", "2025-04-01"],
    )

    table = found(grid)

    assert table.heading_row == 3
    assert table.columns == {"Quantity": 2, "Pledge ref": 3, "Due": 4}
    assert [row.number for row in table.rows] == [4, 6]
    assert table.rows_above == (1,)
    assert str(table.rows[0].source) == "register.xlsx!Pledges!B4"
    assert str(table.rows[1].ref("Due")) == "register.xlsx!Pledges!D6"
    assert str(PLACE.row(4)) == "register.xlsx!Pledges!A4"
    assert table.findings == ()
    assert table.has("Due")


def test_a_column_that_is_not_there_is_blank() -> None:
    """The cell of an optional column that the sheet lacks is a blank, and is spoken of by its row."""
    table = found(sheet("Pledges", ["Pledge ref", "Quantity"], ["P-1", 1]))

    row = table.rows[0]

    assert row.cell("Due").value is None
    assert row.ref("Due") == row.source
    assert not table.has("Due")


@pytest.mark.parametrize(
    ("rows", "guess"),
    [
        ([], BestGuess(row=None, matched=(), missing=("Pledge ref", "Quantity"))),
        ([["Something", "else"]], BestGuess(row=None, matched=(), missing=("Pledge ref", "Quantity"))),
        ([["Due"], ["Due", "Pledge ref"]], BestGuess(row=2, matched=("Pledge ref", "Due"), missing=("Quantity",))),
        ([["Pledge ref"], ["Pledge ref"]], BestGuess(row=1, matched=("Pledge ref",), missing=("Quantity",))),
    ],
)
def test_without_a_table_the_nearest_row_is_told(rows: list[list[Typed]], guess: BestGuess) -> None:
    """Where no row has all required columns there is no table, and the row that comes nearest can be named."""
    grid = sheet("Pledges", *rows)

    result = best_guess(grid, COLUMNS)

    assert result == guess
    assert find_table(grid, PLACE, COLUMNS) is None


def test_headings_far_below_are_not_searched() -> None:
    """Only the first fifty rows can hold the headings."""
    blank: list[list[Typed]] = [["x"]] * 50
    grid = sheet("Pledges", *blank, ["Pledge ref", "Quantity"])

    table = find_table(grid, PLACE, COLUMNS)

    assert table is None
    assert best_guess(grid, COLUMNS).row is None
    assert find_table(grid, PLACE, COLUMNS, rows_searched=51) is not None


def test_a_heading_over_two_filled_columns_is_used_for_neither() -> None:
    """Nobody can say which of two columns is meant, so there is an error and the column is not read."""
    table = found(sheet("Pledges", ["Pledge ref", "Quantity", "How many"], ["P-1", 3, 4]))

    codes = [(each.code, str(each.source), each.text) for each in table.findings]

    assert codes == [
        (
            "heading-repeated",
            "register.xlsx!Pledges!C1",
            "The heading Quantity stands over columns B and C.",
        )
    ]
    assert table.repeated == {"Quantity"}
    assert "Quantity" not in table.columns


def test_a_heading_over_a_filled_and_an_empty_column_is_the_filled_one() -> None:
    """A heading repeated over nothing does no harm."""
    table = found(sheet("Pledges", ["Pledge ref", "Quantity", "Quantity"], ["P-1", None, 4]))

    column = table.columns["Quantity"]

    assert column == 3
    assert table.findings == ()


def test_values_without_a_heading_of_ours_are_named_by_letters() -> None:
    """A strange heading is a note and a missing one a query; neither is quoted, and nothing under them is read."""
    table = found(
        sheet(
            "Pledges", ["Pledge ref", "Jane Canary", "Quantity", None, "Empty one"], ["P-1", "x", 1, "y"], [None, "z"]
        )
    )

    findings = [(each.code, str(each.source)) for each in table.findings]

    assert findings == [("heading-unknown", "register.xlsx!Pledges!B1"), ("heading-blank", "register.xlsx!Pledges!D1")]
    assert not any("Canary" in str(each) for each in table.findings)
    assert [row.is_blank for row in table.rows] == [False, True]


def test_what_is_hidden_is_told_and_read() -> None:
    """Hidden rows, columns and sheets that hold values are a query each."""
    grid = sheet(
        "Pledges",
        ["Pledge ref", "Quantity"],
        ["P-1", 1],
        ["P-2", 1],
        ["P-3", 1],
        [],
        ["P-4", 2],
        hidden=True,
        hidden_rows=(2, 3, 5, 6),
        hidden_columns=(1, 2, 7),
    )

    table = found(grid)

    assert [(str(each.source), each.text) for each in table.findings] == [
        ("register.xlsx!Pledges", "This sheet is hidden; the values there were read like the rest."),
        ("register.xlsx!Pledges!A2", "Rows 2 to 3 and 6 are hidden; the values there were read like the rest."),
        ("register.xlsx!Pledges!A1", "Columns A and B are hidden; the values there were read like the rest."),
    ]
    assert len(table.rows) == 4


def test_one_hidden_row_and_column_are_named_in_the_singular() -> None:
    """A finding reads as a sentence whatever the number."""
    grid = sheet("Pledges", ["Pledge ref", "Quantity"], ["P-1", 1], hidden_rows=(2,), hidden_columns=(2,))

    texts = [each.text.partition(";")[0] for each in found(grid).findings]

    assert texts == ["Row 2 is hidden", "Column B is hidden"]


def test_an_account_adds_up() -> None:
    """Used, set aside and ignored rows are all the rows."""
    account = RowAccount(file="f.csv", sheet="Pledges", used=(2, 3), set_aside=(4,), ignored=(1, 9))

    rows = account.rows

    assert rows == 5
