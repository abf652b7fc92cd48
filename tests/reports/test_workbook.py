import datetime as dt
import io
import re
import zipfile
from fractions import Fraction

import attrs
import openpyxl
import pytest
from assessments import assessment
from openpyxl.worksheet.worksheet import Worksheet

from pledges.reports.document import officer_document
from pledges.reports.tabulation import tables
from pledges.reports.workbook import render

DOCUMENT = officer_document(assessment())
CONTENT = render(DOCUMENT)
SHEETS = [
    "Start here",
    "Pledges",
    "Contracts",
    "Set aside",
    "Lines",
    "Returns",
    "Conduct of returns",
    "Offers tested",
    "Badges",
    "Missing for badges",
    "Standing",
    "Due for badges",
    "Badge steps",
    "Totals",
    "Findings",
    "Every row",
]
HOSTILE = (
    "=1+1",
    "+cmd",
    "-2",
    "@SUM(A1)",
    '  =HYPERLINK("x")',
    "\uff1dcmd",
    "http://example.invalid",
    "{=1}",
    "<script>",
)


def sheet(content: bytes, name: str) -> Worksheet:
    """Return one sheet, read back by another library."""
    found = openpyxl.load_workbook(io.BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return found


def column(content: bytes, name: str, heading: str) -> list[object]:
    """Return the values below a heading."""
    rows = list(sheet(content, name).iter_rows(values_only=True))
    index = rows[0].index(heading)
    return [row[index] for row in rows[1:]]


def test_the_sheets_are_there_with_frozen_headings_and_filters() -> None:
    """Every table can be scrolled and filtered as soon as it is opened."""
    book = openpyxl.load_workbook(io.BytesIO(CONTENT))

    assert book.sheetnames == SHEETS
    for name in SHEETS[1:]:
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref.startswith("A1:")


def test_each_table_is_written_whole() -> None:
    """Headings and rows are those of the tables, and the first sheet counts them."""
    for table in tables(DOCUMENT):
        rows = list(sheet(CONTENT, table.name).iter_rows(values_only=True))

        assert rows[0] == table.headings
        assert len(rows) == len(table.rows) + 1
        assert (table.name, len(table.rows)) in {
            row[:2] for row in sheet(CONTENT, "Start here").iter_rows(values_only=True)
        }


def test_amounts_are_numbers_days_are_dates_and_unknown_is_said() -> None:
    """Excel can add up and sort what it is given, and nobody can take a blank for nought."""
    counted = column(CONTENT, "Pledges", "Counted")
    due = column(CONTENT, "Pledges", "Due")

    assert counted[:4] == [5, pytest.approx(44 / 7), 5, "not known"]
    assert set(due) == {dt.datetime(2027, 3, 31)}
    assert column(CONTENT, "Pledges", "Share of due")[0] == pytest.approx(0.625)
    assert sheet(CONTENT, "Pledges")["N2"].number_format == "0.0%"
    assert sheet(CONTENT, "Pledges")["L3"].number_format == "#,##0.00"


def test_a_total_of_unknown_amounts_is_not_nought() -> None:
    """What is known of promises that are all unknown is not known, in every column that rests on what counts."""
    unknown = attrs.evolve(DOCUMENT.totals[0], counted=None, counted_towards_target=None, not_known=1, pledges=1)
    rows = [row for row in sheet(CONTENT, "Totals").iter_rows(values_only=True) if row[2] == "job"]
    more = sheet(render(attrs.evolve(DOCUMENT, contracts=(), suppliers=(), buyers=(), totals=(unknown,))), "Totals")

    assert {row[12] for row in rows} == {"not known"}
    assert (more["K2"].value, more["M2"].value, more["N2"].value) == ("not known",) * 3


def test_the_workbook_says_which_lines_it_holds() -> None:
    """Lines of returns that wait or were superseded are not in the sheet of lines, and nobody is told they are."""
    about = {row[0]: row[2] for row in sheet(CONTENT, "Start here").iter_rows(values_only=True)}

    assert about["Lines"] == (
        "Every line of the returns that count; lines of returns that wait are in Every row and Findings"
    )
    assert about["Counted"] == "Files of returns that were read and count: sheet Returns"


def test_the_first_sheet_splits_other_and_says_how_the_files_add_up() -> None:
    """Nothing due is not the same as not known; a file can be in two lists."""
    rows = list(sheet(CONTENT, "Start here").iter_rows(values_only=True))

    assert {("Other: nothing due yet", 1), ("Other: nothing reported", 1), ("Files in all", 9)} <= {
        row[:2] for row in rows
    }
    assert any("1 is in both lists" in str(row[2]) for row in rows)
    assert any("No schedule of returns is in the register for" in str(row[2]) for row in rows)


def test_promises_whose_figure_rests_on_open_lines_are_marked() -> None:
    """How many lines wait for a person stands in a column of its own."""
    assert column(CONTENT, "Pledges", "Lines still open")[:3] == [1, 2, 0]


def scale_of(page: Worksheet) -> Fraction:
    """Return how far a sheet is shrunk for its pages, taking its columns to fill them."""
    columns = [(each.min or 0, each.max or 0, each.width) for each in page.column_dimensions.values()]
    widths = [round(7 * width) for first, last, width in columns for _ in range(first, last + 1)]
    across = page.page_setup.fitToWidth or 1
    again = sum(widths[:2]) * (across - 1)
    return Fraction(1046 * across, sum(widths) + again)


def test_every_table_prints_so_that_it_can_be_read() -> None:
    """No table is shrunk to less than 55%; one that goes over several pages has its first columns on each."""
    book = openpyxl.load_workbook(io.BytesIO(CONTENT))
    several = {name for name in book.sheetnames if (book[name].page_setup.fitToWidth or 1) > 1}

    assert "Pledges" in several
    for name in book.sheetnames:
        page = book[name]
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert name == "Start here" or page.print_title_rows == "$1:$1"
        assert scale_of(page) >= Fraction(55, 100), name
        assert page.print_title_cols == ("$A:$B" if name in several else None)


def test_the_widest_sheet_stays_legible_on_paper() -> None:
    """Columns of words wrap, so that a page is not shrunk to a third."""
    widths = [each.width for each in sheet(CONTENT, "Pledges").column_dimensions.values()]

    assert max(widths) < 32


def test_no_text_becomes_a_formula_or_a_link() -> None:
    """Whatever a register or a finding says is text, and stays text when somebody edits the cell."""
    for text in HOSTILE:
        hostile = assessment(description=text, supplier_name=text, title=text)
        document = officer_document(hostile)
        found = attrs.evolve(document.findings[0], saw=text, text=text, fix=text, source=text)
        content = render(attrs.evolve(document, findings=(found,)))

        assert column(content, "Pledges", "Promise")[0] == text
        for part in parts(content):
            assert "<f>" not in part
            assert "hyperlink" not in part
        cell = sheet(content, "Pledges")["B2"]
        assert cell.data_type == "s"
        starts_a_formula = bool(re.match(r"[ ]*[=+\-@\uff1d]", text))
        assert cell.quotePrefix == starts_a_formula


def parts(content: bytes) -> list[str]:
    """Return the XML of every sheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")]


def test_a_text_longer_than_a_cell_is_cut_and_not_lost() -> None:
    """Excel holds 32,767 characters; a longer text keeps that many."""
    content = render(officer_document(assessment(description="long " * 10_000)))

    text = column(content, "Pledges", "Promise")[0]
    assert isinstance(text, str)
    assert len(text) == 32_767


def test_the_bytes_are_the_same_every_time() -> None:
    """The workbook's own dates do not depend on the clock."""
    assert render(officer_document(assessment())) == CONTENT


def test_a_position_of_an_empty_register_is_written_too() -> None:
    """Empty tables still have their headings."""
    empty = attrs.evolve(DOCUMENT, contracts=(), totals=(), suppliers=(), returns=(), findings=(), reconciliation=())

    content = render(attrs.evolve(empty, known_on=dt.date(2026, 4, 30)))

    assert list(sheet(content, "Pledges").iter_rows(values_only=True)) == [tables(empty)[0].headings]
    assert sheet(content, "Start here")["B5"].value == dt.datetime(2026, 4, 30)


def test_a_criterion_that_rests_on_more_cells_than_fit_says_that_there_are_more() -> None:
    """A cell of Excel holds 32,767 characters: no place is cut in two, and none is dropped without a word."""
    supplier = DOCUMENT.suppliers[0]
    badge = supplier.badges[0]
    criterion = attrs.evolve(
        badge.levels[0].criteria[0], sources=tuple(f"q1.xlsx!Log!D{2 * row}" for row in range(1, 20_001))
    )
    level = attrs.evolve(badge.levels[0], criteria=(criterion,))
    crowded = attrs.evolve(supplier, badges=(attrs.evolve(badge, levels=(level,)),))
    (badges,) = (each for each in tables(attrs.evolve(DOCUMENT, suppliers=(crowded,))) if each.name == "Badges")

    (where,) = (row[-1] for row in badges.rows)

    assert isinstance(where, str)
    assert 32_000 < len(where) <= 32_767
    assert re.fullmatch(r"q1\.xlsx!Log: (D[0-9]+, )*D[0-9]+ and more, all of them in assessment\.json", where)


def test_what_is_only_recorded_is_promised_nothing_and_not_something_unknown() -> None:
    """The columns of what is promised, due, short and late hold no *not known* of it."""
    first = DOCUMENT.contracts[0]
    recorded = attrs.evolve(first.pledges[0], record_only=True, target=None, share_of_target=None, shortfall=None)
    content = render(attrs.evolve(DOCUMENT, contracts=(attrs.evolve(first, pledges=(recorded,)),)))

    empty = ("Due by the day", "Share of due", "Share of promised", "Due and not counted", "Days late")
    assert column(content, "Pledges", "Promised") == ["record only"]
    assert {name: column(content, "Pledges", name) for name in empty} == {name: [""] for name in empty}
