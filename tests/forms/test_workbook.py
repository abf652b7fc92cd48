import datetime as dt
import io
import zipfile
from fractions import Fraction

import hypothesis.strategies as st
import openpyxl
import pytest
from hypothesis import example, given

from pledges import sheets
from pledges.exceptions import RegisterError
from pledges.forms.plan import (
    Column,
    Field,
    FieldSheet,
    PageRow,
    PageSheet,
    Role,
    Share,
    Sheet,
    TableSheet,
    Takes,
    Value,
)
from pledges.forms.workbook import exact_decimal, workbook_bytes
from pledges.sheets import Cell, CellKind

DECIMALS = st.decimals(min_value="-999999999999", max_value="999999999999", places=6).map(Fraction)


def table(*values: Value, takes: Takes = Takes.TEXT, spare_rows: int = 0) -> TableSheet:
    """Return a sheet with one column that holds these values."""
    column = Column(heading="Words", width=20, takes=takes)
    return TableSheet(name="Sheet", columns=(column,), rows=tuple((value,) for value in values), spare_rows=spare_rows)


def read_back(*values: Value) -> list[Cell]:
    """Return the cells that our own reader finds where these values were written."""
    sheet = sheets.read(workbook_bytes([table(*values)])).sheets[0]
    return [sheet.cell(row, 1) for row in range(2, len(values) + 2)]


def test_the_same_plan_gives_the_same_bytes() -> None:
    """A workbook is identical byte for byte whenever it is written."""
    plan: list[Sheet] = [table("a", 1, dt.date(2025, 4, 1)), FieldSheet(name="About", fields=(Field(name="Basis"),))]

    first, second = workbook_bytes(plan), workbook_bytes(plan)

    assert first == second


def test_a_workbook_says_nothing_of_who_made_it() -> None:
    """The properties hold no author, company or true date."""
    content = workbook_bytes([table("a")])

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        core, app = parts.read("docProps/core.xml").decode(), parts.read("docProps/app.xml").decode()

    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core or "<cp:lastModifiedBy/>" in core
    assert core.count("2025-01-01T00:00:00Z") == 2
    assert "<Company></Company>" in app or "<Company/>" in app


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "+44 116 000",
        "-1 apprentice",
        '=HYPERLINK("http://example.org","x")',
        "http://example.org",
        "mailto:a@example.org",
        "{=1}",
        "00123",
        "1.0",
        "🎓 Ünïcode",
        "a\nb",
        "_x0041_",
        "<b>&amp;",
        "TRUE",
    ],
)
def test_text_stays_text(text: str) -> None:
    """Whatever a text begins with, it is neither a formula nor a link nor a number in the workbook."""
    content = workbook_bytes([table(text)])
    cell = openpyxl.load_workbook(io.BytesIO(content))["Sheet"]["A2"]

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert read_back(text) == [Cell(CellKind.TEXT, text)]


def test_signs_that_no_workbook_may_hold_do_not_break_it() -> None:
    """Control signs and half characters become replacement signs, and a text ends where Excel's cells end."""
    cells = read_back("a\ud800b", "\x00 and \x1f", "one\r\ntwo\rthree", "x" * 40_000)

    assert [cell.value for cell in cells] == ["a\ufffdb", "\ufffd and \ufffd", "one\ntwo\nthree", "x" * 32_767]


@given(DECIMALS)
@example(Fraction("0.1"))
@example(Fraction("9.3"))
@example(Fraction("123456789012.123456"))
@example(Fraction(-3, 8))
def test_every_decimal_is_read_back_exactly(amount: Fraction) -> None:
    """An amount of more digits than Excel keeps is written as text, so that none is ever lost."""
    text = exact_decimal(amount)

    assert text is not None
    assert Fraction(text) == amount
    cell = read_back(amount)[0]
    assert Fraction(str(cell.value)) == amount


def test_sixteen_digits_are_text_and_fifteen_a_number() -> None:
    """Excel keeps fifteen digits: on each side of that an amount is written as what keeps it whole."""
    fifteen, sixteen = Fraction("123456789.012345"), Fraction("123456789.0123456")

    cells = read_back(fifteen, sixteen)

    assert cells == [Cell(CellKind.NUMBER, fifteen), Cell(CellKind.TEXT, "123456789.0123456")]


@pytest.mark.parametrize("value", [Fraction(1, 3), Share(Fraction(2, 7))])
def test_an_amount_whose_decimals_never_end_is_refused(value: Value) -> None:
    """No cell can hold a third exactly, so that none is written."""
    with pytest.raises(RegisterError, match="decimals never end"):
        workbook_bytes([table(value)])


def test_a_share_is_written_as_a_percentage() -> None:
    """Half is a cell that shows 50%, and a share of too many digits is text with its sign."""
    half, long = Share(Fraction(1, 2)), Share(Fraction("0.1234567890123456"))

    cells = read_back(half, long)

    assert cells == [
        Cell(CellKind.NUMBER, Fraction(1, 2), percent=True),
        Cell(CellKind.TEXT, "12.34567890123456%"),
    ]


def test_days_are_real_dates_and_those_that_excel_miscounts_are_text() -> None:
    """From March 1900 on a day is a date; earlier ones are written as ISO text."""
    cells = read_back(dt.date(2025, 4, 1), dt.date(1900, 3, 1), dt.date(1900, 2, 28))

    assert cells == [
        Cell(CellKind.DATE, dt.date(2025, 4, 1)),
        Cell(CellKind.DATE, dt.date(1900, 3, 1)),
        Cell(CellKind.TEXT, "1900-02-28"),
    ]


def test_nothing_and_yes_are_written_as_what_they_are() -> None:
    """None and empty text leave a cell blank; True is a boolean and not the number one."""
    value = True

    cells = read_back(None, "", value)

    assert [cell.kind for cell in cells] == [CellKind.BLANK, CellKind.BLANK, CellKind.BOOLEAN]


def test_a_sheet_without_rows_has_its_headings_and_no_validation() -> None:
    """A table of nothing is still a sheet that opens."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes([table()])))["Sheet"]

    assert sheet["A1"].value == "Words"
    assert sheet.data_validations.dataValidation == []


def test_a_list_too_long_for_a_drop_down_is_refused() -> None:
    """Excel keeps 255 characters of a drop-down's words: a longer list must stand in a sheet."""
    column = Column(heading="Words", width=20, choices=tuple(f"word number {number}" for number in range(30)))

    with pytest.raises(ValueError, match="needs a range"):
        workbook_bytes([TableSheet(name="Sheet", columns=(column,), spare_rows=2)])


def test_a_hint_too_long_to_be_shown_is_refused() -> None:
    """Excel shows 255 characters beside a cell and throws a longer hint away."""
    with pytest.raises(ValueError, match="at most 255 characters"):
        Column(heading="Words", width=20, hint="x" * 256)


def test_a_page_gives_wrapped_text_the_height_it_needs() -> None:
    """The last cell of a row reaches to the page's edge, and long text gets more lines than short text."""
    rows = (
        PageRow(Role.TITLE, ("Title",)),
        PageRow(Role.TEXT, ("1", "short")),
        PageRow(Role.TEXT, ("2", "word " * 100)),
    )

    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes([PageSheet(name="Page", widths=(5, 30, 30), rows=rows)])))[
        "Page"
    ]

    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:C1", "B2:C2", "B3:C3"}
    assert sheet.row_dimensions[3].height > 5 * sheet.row_dimensions[2].height


@pytest.mark.parametrize(
    ("columns", "across", "again"), [(11, 1, None), (12, 2, "$A:$A"), (21, 2, "$A:$A"), (22, 3, "$A:$A")]
)
def test_a_wide_table_prints_over_several_pages_so_that_it_can_be_read(
    columns: int, across: int, again: str | None
) -> None:
    """A page holds 1,609 pixels at 65%; eleven columns of 145 fit, and the first stands again on each further page."""
    plan = TableSheet(name="Wide", columns=tuple(Column(heading=f"C{each}", width=20) for each in range(columns)))

    page = openpyxl.load_workbook(io.BytesIO(workbook_bytes([plan])))["Wide"]

    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (across, 0)
    assert (page.print_title_cols, page.print_title_rows) == (again, "$1:$1")
    assert (page.page_setup.orientation, page.print_options.gridLines) == ("landscape", True)
