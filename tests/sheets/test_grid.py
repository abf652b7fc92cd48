import pytest
from openpyxl.utils import get_column_letter

from pledges.sheets import BLANK, Cell, CellKind, Sheet, address, column_letters
from pledges.sheets.grid import is_blank_text


def test_columns_have_the_letters_of_excel() -> None:
    """The letters agree with another reader's for every column that Excel has."""
    ours = [column_letters(column) for column in range(1, 16_385)]

    theirs = [get_column_letter(column) for column in range(1, 16_385)]

    assert ours == theirs


def test_an_address_is_as_excel_shows_it() -> None:
    """Letters of the column, then the number of the row."""
    shown = address(5, 28)

    assert shown == "AB5"


def test_a_sheet_is_blank_where_nothing_is_stored() -> None:
    """Only what is not blank is kept, and rows are told in their order."""
    sheet = Sheet(name="A", number=1, cells={(9, 1): Cell(CellKind.TEXT, "x"), (2, 3): Cell(CellKind.TEXT, "y")})

    cell, rows = sheet.cell(1, 1), sheet.rows()

    assert cell is BLANK
    assert rows == (2, 9)


@pytest.mark.parametrize("text", ["", " ", "\u00a0\t\r\n", "\u200b\ufeff", "\u202f \u2060"])
def test_what_nobody_can_see_is_blank(text: str) -> None:
    """Spaces of any kind and characters without width hold nothing."""
    blank = is_blank_text(text)

    assert blank


@pytest.mark.parametrize("text", ["0", "-", ".", "\u00a0x"])
def test_what_somebody_can_see_is_not_blank(text: str) -> None:
    """A dash or a dot may mean something; that is not for this room to say."""
    blank = is_blank_text(text)

    assert not blank
