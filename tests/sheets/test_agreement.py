"""Generated workbooks in, our reader, openpyxl and python-calamine held against each other on every cell.

A hundred at each run, two thousand with --hypothesis-profile=explore. Each difference that is allowed stands in
DIFFERENCES with its reason, and is allowed only where its test says so.
"""

import datetime as dt
import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import openpyxl
import pytest
import xlsxwriter
from exploring import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pledges.sheets import Cell, CellKind, Sheet, xlsx
from pledges.sheets.grid import Look
from pledges.sheets.package import open_directory
from pledges.sheets.parts import Package
from pledges.sheets.plain_rows import read_plain
from pledges.sheets.sheet_part import Book, read_sheet
from pledges.sheets.strings import listened_strings, plain_strings

WORKBOOKS = settings(max_examples=examples(100))
Typed = tuple[str, Any, str]
Written = tuple[dict[str, Any], bool, bool]
Others = dict[tuple[int, int], object]

FORMATS = {
    "plain": "General",
    "percent": "0.0%",
    "day": "dd/mm/yyyy",
    "hours": "[h]:mm",
    "time": "hh:mm",
    "struck": "0",
    "weeks": '0.0" weeks"',
    "pounds": "[$£-809]#,##0.00;-[$£-809]#,##0.00",
    "code": '"P-"0000',
    "unseen": ";;;",
    "whole": "#,##0",
    "thousands": "0.0,",
    "no nil": "0.00;-0.00;;@",
}
LOOKS = {
    FORMATS["struck"]: Look(whole=True),
    FORMATS["weeks"]: Look(after="weeks"),
    FORMATS["pounds"]: Look(before="£"),
    FORMATS["code"]: Look(before="P-", digits=4, whole=True),
    FORMATS["unseen"]: Look(hides=True),
    FORMATS["whole"]: Look(whole=True),
    FORMATS["thousands"]: Look(scale=1000),
    FORMATS["no nil"]: Look(hides_nil=True),
}
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=10) | st.sampled_from(
    ["N/A", "TBC", " ", "a & b < c", "£1,250.50", "two\nlines", "\u00a0", "-", "#REF!", "1.0", "_x0041_", "]]>", '"']
)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: value + 0.0),
    st.decimals(-1000, 1000, places=2).map(float),
    st.sampled_from([0.1, 0.7, 1e-7, 1e20, 0, 59, 61, 45000.75, 2958465]),
)
SHOWN = ("plain", "percent", "struck", "weeks", "pounds", "code", "whole", "thousands", "no nil")
CELLS = st.one_of(
    st.tuples(st.just("text"), TEXTS, st.sampled_from(["plain", "struck"])),
    st.tuples(st.just("number"), NUMBERS, st.sampled_from(SHOWN)),
    st.tuples(st.sampled_from(["text", "number"]), st.just(7), st.just("unseen")),
    st.tuples(st.just("day"), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.just("day")),
    st.tuples(st.just("hours"), st.integers(0, 100).map(lambda quarters: quarters / 4), st.just("hours")),
    st.tuples(st.just("time"), st.integers(1, 95).map(lambda quarters: quarters / 96), st.just("time")),
    st.tuples(st.just("boolean"), st.booleans(), st.just("plain")),
    st.tuples(st.just("error"), st.sampled_from(ERRORS), st.just("plain")),
    st.tuples(st.just("computed"), NUMBERS, st.just("plain")),
    st.tuples(st.just("blank"), st.none(), st.sampled_from(["day", "struck"])),
)
PLACES = st.tuples(st.integers(1, 40) | st.just(300), st.integers(1, 30) | st.just(60))
SHEETS = st.fixed_dictionaries(
    {
        "cells": st.dictionaries(PLACES, CELLS, max_size=25),
        "hidden_rows": st.sets(st.integers(1, 40), max_size=3),
        "hidden_columns": st.sets(st.integers(1, 30), max_size=3),
        "merged": st.booleans(),
    }
)
BOOKS = st.tuples(SHEETS, st.booleans(), st.booleans())

DIFFERENCES: tuple[tuple[str, str, str, Callable[[Cell, object], bool]], ...] = (
    (
        "calamine", "an error", "it gives an empty text, which cannot be told from a blank",
        lambda ours, other: ours.kind is CellKind.ERROR and other is None,
    ),
    (
        "calamine", "text trimmed or of blanks", "it trims, and we keep a text as it is",
        lambda ours, other: ours.kind is CellKind.TEXT and str(ours.value).strip() == str(other or "").strip(),
    ),
    (
        "openpyxl", "an escaped character", "it leaves _x0041_ as it was written; Excel shows the character",
        lambda ours, other: ours.kind is CellKind.TEXT and "_x" in str(other),
    ),
    (
        "both", "an elapsed time or a time of day", "we give its text, for it is no amount; they give times",
        lambda ours, other: ours.kind is CellKind.TEXT and isinstance(other, dt.time | dt.timedelta | dt.datetime),
    ),
    (
        "both", "a float beyond 15 digits", "we give the shortest decimal that is the same float, exactly",
        lambda ours, other: isinstance(ours.value, Fraction) and other == float(ours.value),
    ),
)  # fmt: skip


def written(book: Written) -> bytes:
    """Return the workbook that XlsxWriter makes of a generated sheet, with texts shared or inline, in either epoch."""
    sheet, inline, epoch_1904 = book
    kept = io.BytesIO()
    options = {"in_memory": not inline, "constant_memory": inline, "date_1904": epoch_1904, "strings_to_urls": False}
    made = xlsxwriter.Workbook(kept, options)
    formats = {
        name: made.add_format({"num_format": code, "font_strikeout": name == "struck"})
        for name, code in FORMATS.items()
    }
    page = made.add_worksheet()
    for row in sorted(sheet["hidden_rows"]):
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet["hidden_columns"]:
        page.set_column(column - 1, column - 1, None, None, {"hidden": True})
    cells: dict[tuple[int, int], Typed] = sheet["cells"]
    for (row, column), (kind, value, look) in sorted(cells.items()):
        at, shown = (row - 1, column - 1), formats[look]
        if kind == "text":
            page.write_string(*at, str(value), shown)
        elif kind in {"number", "hours", "time"}:
            page.write_number(*at, value, shown)
        elif kind == "day":
            page.write_datetime(*at, dt.datetime.combine(value, dt.time(9, 30)), shown)
        elif kind == "boolean":
            page.write_boolean(*at, value, shown)
        elif kind == "error":
            page.write_formula(*at, "=NA()", shown, value)
        elif kind == "computed":
            page.write_formula(*at, "=A1&B1", shown, value)
        else:
            page.write_blank(*at, None, shown)
    if sheet["merged"] and not inline:
        page.merge_range(50, 1, 52, 3, "merged")
    made.close()
    return kept.getvalue()


def comparable(value: object) -> object:
    """Return another reader's value as ours would be: a day without its time, a number as it stands, no empty text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, float):
        return Fraction(repr(value))
    if isinstance(value, dt.datetime):
        return value.date()
    return value or None


def disagreements(sheet: Sheet, others: Others, reader: str) -> list[tuple[tuple[int, int], Cell, object]]:
    """Return where another reader says something else, and no declared difference allows it."""
    return [
        (place, sheet.cell(*place), others.get(place))
        for place in sheet.cells.keys() | others.keys()
        if sheet.cell(*place).value != comparable(others.get(place))
        and not any(
            allowed(sheet.cell(*place), others.get(place))
            for who, _, _, allowed in DIFFERENCES
            if who in {reader, "both"}
        )
        and not (sheet.cell(*place).kind is CellKind.BLANK and not str(others.get(place) or "").strip())
    ]


@WORKBOOKS
@given(book=BOOKS)
def test_three_readers_agree_on_every_cell(book: Written) -> None:
    """Addresses, values and kinds are those that openpyxl and python-calamine find, but for declared differences."""
    content = written(book)

    (sheet,) = xlsx.read(content).sheets

    (theirs,) = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets
    by_openpyxl: Others = {place: cell.value for place, cell in theirs._cells.items() if cell.value is not None}
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    by_calamine: Others = {
        (row, column): value if value != "" else None
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
    }
    assert disagreements(sheet, by_openpyxl, "openpyxl") == []
    assert disagreements(sheet, by_calamine, "calamine") == []
    stored = {row for row, _ in sheet.cells}
    assert sheet.hidden_rows == {row for row in stored if theirs.row_dimensions[row].hidden}
    assert len(sheet.merged) == len(theirs.merged_cells.ranges)
    for place, cell in sheet.cells.items():
        looks = theirs.cell(*place)
        assert cell.struck is bool(looks.font.strike)
        assert cell.percent is (looks.number_format == "0.0%" and cell.kind is CellKind.NUMBER)
        assert (cell.kind is CellKind.ERROR) is (looks.data_type == "e")
        assert cell.look == look_told(looks.number_format, looks.value)
    assert sheet.unseen == {
        place
        for place in sheet.cells
        if theirs.cell(*place).number_format == FORMATS["unseen"]
        or (theirs.cell(*place).number_format == FORMATS["no nil"] and theirs.cell(*place).value == 0)
    }


def look_told(code: str, value: object) -> Look | None:
    """Return what is to be told of a cell of which openpyxl gives the number format and the value.

    A format says nothing of a number that it shows as it is, and nothing of a text unless it hides it.
    """
    look = LOOKS.get(code)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if look is None or not (is_number or look.hides):
        return None
    told = attrs.evolve(
        look,
        whole=look.whole and value != round(float(str(value))),
        scale=look.scale if value != 0 else 1,
        hides_nil=look.hides_nil and value == 0,
    )
    return None if told == Look() else told


def parts_of(content: bytes) -> tuple[bytes, bytes, Book]:
    """Return a sheet's part and the shared texts of a workbook, and a book of them without styles."""
    package = Package.of(open_directory(content))
    part = b"".join(package.pieces("xl/worksheets/sheet1.xml"))
    shared = b"".join(package.pieces("xl/sharedStrings.xml")) if package.holds("xl/sharedStrings.xml") else b"<sst/>"
    strings = listened_strings(shared) if shared != b"<sst/>" else ()
    return part, shared, Book(strings=strings, styles=(), date_1904=False)


@given(book=BOOKS, size=st.integers(1, 400))
def test_the_quick_way_reads_what_the_thorough_way_reads(book: Written, size: int) -> None:
    """However the bytes of a part come in pieces, the two ways through a plain sheet give the same."""
    part, shared, texts = parts_of(written(book))
    pieces = [part[at : at + size] for at in range(0, len(part), size)]

    quick = read_plain(pieces, texts)

    thorough = read_sheet([part], texts)
    assert plain_strings(shared) in {None, texts.strings}
    assert quick is None or dict(quick.cells.cells()) == dict(thorough.cells.cells())
    assert quick is None or (quick.hidden_columns, quick.merged) == (thorough.hidden_columns, thorough.merged)
    assert quick is None or quick.cells.hidden_rows == thorough.cells.hidden_rows


MARKS = (
    "<!--", "-->", "<sheetData>", "</sheetData>", '<row r="9">', "</row>", '<c r="A1">', "</c>", "<v>", "</v>", "&amp;",
    "&x;", "<![CDATA[", "]]>", "<?x?>", '"', ">", "/>", " ", "\r", "<f>", "</f>", "\x01", 'r="B2"', ' t="s"', "9",
    "<is>", ' xmlns="urn:x"', "<x:c/>",
)  # fmt: skip


@WORKBOOKS
@given(
    book=BOOKS,
    changes=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(MARKS), st.integers(0, 12)), max_size=3, min_size=1),
)
def test_what_the_quick_way_takes_the_thorough_way_takes_alike(
    book: Written, changes: list[tuple[float, str, int]]
) -> None:
    """A sheet with marks put in or cut out anywhere is read alike by both ways, or the quick way leaves it alone."""
    part, _, texts = parts_of(written(book))
    text = part.decode()
    for share, mark, cut in changes:
        at = int(share * len(text))
        text = text[:at] + mark + text[at + cut :]

    quick = read_plain([text.encode()], texts)

    if quick is not None:
        thorough = read_sheet([text.encode()], texts)
        assert dict(quick.cells.cells()) == dict(thorough.cells.cells())
        assert quick.merged == thorough.merged


@pytest.mark.parametrize("row", DIFFERENCES, ids=[f"{who}: {what}" for who, what, _, _ in DIFFERENCES])
def test_each_declared_difference_has_its_reason(row: tuple[str, str, str, object]) -> None:
    """A difference without a reason would be a silent one."""
    who, what, reason, _ = row

    assert who in {"openpyxl", "calamine", "both"}
    assert what
    assert len(reason.split()) > 4
