import datetime as dt
import io
import time
import zipfile
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_files import not_stored
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from spreadsheets import MAIN, saved, workbook_of, workbook_parts, zipped

from pledges.exceptions import UnreadableFileError
from pledges.sheets import BLANK, Cell, CellKind, CellRange, Sheet, limits, xlsx
from pledges.sheets.grid import Look


def sheet_of(content: bytes) -> Sheet:
    """Return the first sheet of a workbook."""
    return xlsx.read(content).sheets[0]


def refusal_of(content: bytes) -> UnreadableFileError:
    """Return the refusal of a workbook."""
    with pytest.raises(UnreadableFileError) as caught:
        xlsx.read(content)
    return caught.value


def test_each_kind_of_cell_is_told_from_the_others() -> None:
    """Numbers are exact, dates lose their time of day, and text stays as it is."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    sheet.append([12, 0.1, "P-01 ", True, dt.datetime(2025, 7, 1, 9, 30), dt.date(2025, 9, 30), "#N/A", None, " "])
    sheet["J1"] = 0.5
    sheet["J1"].number_format = "0.0%"
    sheet["K1"] = 0.5
    sheet["K1"].number_format = '0.0" % of all"'
    sheet["L1"] = dt.time(9, 30)

    cells = sheet_of(saved(book)).cells

    assert cells == {
        (1, 1): Cell(CellKind.NUMBER, Fraction(12)),
        (1, 2): Cell(CellKind.NUMBER, Fraction(1, 10)),
        (1, 3): Cell(CellKind.TEXT, "P-01 "),
        (1, 4): Cell(CellKind.BOOLEAN, value=True),
        (1, 5): Cell(CellKind.DATE, dt.date(2025, 7, 1)),
        (1, 6): Cell(CellKind.DATE, dt.date(2025, 9, 30)),
        (1, 7): Cell(CellKind.ERROR, "#N/A"),
        (1, 10): Cell(CellKind.NUMBER, Fraction(1, 2), percent=True),
        (1, 11): Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(after="% of all")),
        (1, 12): Cell(CellKind.TEXT, "09:30:00"),
    }


def test_a_formula_without_a_stored_result_is_not_a_blank() -> None:
    """With a result it is that result; computed empty text is blank; without a result it is unsaved."""
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>"x"</f><v>x</v></c><c r="F1"/>'
        '<c r="G1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )

    sheet = sheet_of(workbook_of(rows))

    assert sheet.cell(1, 1) == Cell(CellKind.NUMBER, Fraction(2))
    assert sheet.cell(1, 2) == Cell(CellKind.UNSAVED)
    assert sheet.cell(1, 3) == Cell(CellKind.UNSAVED)
    assert sheet.cell(1, 4) is BLANK
    assert sheet.cell(1, 5) == Cell(CellKind.TEXT, "x")
    assert sheet.cell(1, 6) is BLANK
    assert sheet.cell(1, 7) == Cell(CellKind.ERROR, "#DIV/0!")


def test_an_error_typed_as_text_is_text() -> None:
    """Only an error cell is an error."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>#REF!</t></is></c><c r="B1" t="e"><v>#REF!</v></c></row>'

    sheet = sheet_of(workbook_of(rows))

    assert sheet.cell(1, 1) == Cell(CellKind.TEXT, "#REF!")
    assert sheet.cell(1, 2) == Cell(CellKind.ERROR, "#REF!")


def test_numbers_that_are_none_are_errors() -> None:
    """A number beyond every limit is an error of the cell, not of the file."""
    rows = '<row r="1"><c r="A1"><v>1E999</v></c><c r="B1"><v>12345678901234567890</v></c></row>'

    sheet = sheet_of(workbook_of(rows))

    assert sheet.cell(1, 1) == Cell(CellKind.ERROR, "#NUM!")
    assert sheet.cell(1, 2) == Cell(CellKind.NUMBER, Fraction(12345678901234567890))


def test_a_style_that_the_workbook_does_not_define_shows_a_plain_number() -> None:
    """The number is there, whatever becomes of its looks."""
    sheet = sheet_of(workbook_of('<row r="1"><c r="A1" s="77"><v>0.5</v></c></row>'))

    assert sheet.cell(1, 1) == Cell(CellKind.NUMBER, Fraction(1, 2))


def test_the_epoch_of_1904_is_heard() -> None:
    """Older Macs counted days from 1904; the day is the one that was typed."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = dt.date(2025, 7, 1)

    cell = sheet_of(saved(book)).cell(1, 1)

    assert cell == Cell(CellKind.DATE, dt.date(2025, 7, 1))


def test_a_date_that_no_calendar_has_is_an_error() -> None:
    """A number far beyond the calendar in a cell for dates is marked, and the file is read on."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    sheet["A1"] = 1e12
    sheet["A1"].number_format = "yyyy-mm-dd"
    sheet["B1"] = 3

    cells = sheet_of(saved(book)).cells

    assert cells[1, 1].kind is CellKind.ERROR
    assert cells[1, 2] == Cell(CellKind.NUMBER, Fraction(3))


def test_hidden_sheets_rows_and_columns_are_read_and_named() -> None:
    """What nobody sees is read like the rest; only what holds something is named as hidden."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    for place in ("A1", "B2", "D4"):
        sheet[place] = "x"
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["F"].hidden = True
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state

    workbook = xlsx.read(saved(book))

    assert workbook.sheets[0].hidden_rows == {2}
    assert workbook.sheets[0].hidden_columns == {4}
    assert [(each.name, each.number, each.hidden) for each in workbook.sheets] == [
        ("Sheet", 1, False),
        ("hidden", 2, True),
        ("veryHidden", 3, True),
    ]


def test_a_sheet_that_holds_only_a_chart_keeps_its_number() -> None:
    """The third sheet is still the third one."""
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart")
    book.create_sheet("After")["A1"] = 1

    workbook = xlsx.read(saved(book))

    assert [(each.name, each.number, len(each.cells)) for each in workbook.sheets] == [
        ("Sheet", 1, 0),
        ("Chart", 2, 0),
        ("After", 3, 1),
    ]


def test_a_sheet_listed_without_saying_where_it_is_stored_is_told_and_never_guessed() -> None:
    """Another reader leaves it out without a word; a part that nobody names is not taken for it."""
    book = xlsx.read(not_stored())

    assert [(sheet.name, len(sheet.cells) > 0, sheet.not_stored) for sheet in book.sheets] == [
        ("S1", True, False),
        ("S2", False, True),
    ]


def test_one_stray_cell_far_out_costs_nothing() -> None:
    """Stored cells are read, and nothing walks over a million blank rows."""
    content = workbook_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048000"><c r="XFD1048000"><v>2</v></c></row>',
        before='<dimension ref="A1:XFD1048576"/>',
    )

    started = time.process_time()
    sheet = sheet_of(content)
    taken = time.process_time() - started

    assert sheet.rows() == (1, 1_048_000)
    assert sheet.cell(1_048_000, 16_384).value == 2
    assert taken < 1


def test_a_size_that_lies_hides_nothing() -> None:
    """A sheet that declares one cell and holds three has three."""
    content = workbook_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="C7"><v>2</v></c><c r="D7"><v>3</v></c></row>',
        before='<dimension ref="A1"/>',
    )

    sheet = sheet_of(content)

    assert sheet.cells.keys() == {(1, 1), (7, 3), (7, 4)}


def test_cells_without_addresses_follow_each_other() -> None:
    """Addresses are optional in the format; they are counted then."""
    sheet = sheet_of(
        workbook_of("<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c r='C5'/><c><v>3</v></c></row>")
    )

    assert sheet.cells.keys() == {(1, 1), (1, 2), (5, 4)}


def test_strict_open_xml_is_read() -> None:
    """It is a normal choice of Save As; openpyxl takes such a file for a workbook without sheets."""
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    strict = {
        name: str(content)
        .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts.items()
    }

    sheet = sheet_of(zipped(strict))

    assert sheet.cells == {(1, 1): Cell(CellKind.NUMBER, Fraction(1))}


def broken(**changes: str | None) -> bytes:
    """Return a workbook of one sheet with parts changed (None: left out); `__` stands for a slash."""
    parts = workbook_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    for name, content in changes.items():
        path = f"xl/{name.replace('__', '/')}.xml"
        if content is None:
            del parts[path]
        else:
            parts[path] = content
    return zipped(parts)


@pytest.mark.parametrize(
    "content",
    [
        broken(worksheets__sheet1=None),
        broken(worksheets__sheet1="<worksheet"),
        broken(workbook=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'),
        broken(worksheets__sheet1='<worksheet xmlns="urn:other"><sheetData><row r="1"/></sheetData></worksheet>'),
        workbook_of('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        workbook_of('<row r="1"><c r="A1"><v>NaN</v></c></row>'),
        workbook_of('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        workbook_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'),
        workbook_of('<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'),
        workbook_of('<row r="1"><c r="ZZZZ9"><v>1</v></c></row>'),
    ],
    ids=[
        "a missing sheet", "broken XML", "no sheets", "another namespace", "a string that is not there", "no number",
        "a cell twice", "a row twice", "a row beyond the last", "a column beyond the last",
    ],
)  # fmt: skip
def test_what_readers_disagree_about_is_damaged(content: bytes) -> None:
    """Nothing is read of it, and no library's words are passed on or kept as the cause."""
    refusal = refusal_of(content)

    assert refusal.reason == "damaged"
    assert str(refusal).startswith("The workbook is damaged or incomplete.")
    assert refusal.__cause__ is None
    assert refusal.__context__ is None or refusal.__suppress_context__


def test_more_than_a_return_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that hold something, cells and sheets have limits; blank rows with a format have none."""
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    monkeypatch.setattr(limits, "MOST_CELLS", 5)
    monkeypatch.setattr(limits, "MOST_SHEETS", 2)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 5))
    cells = "<row>" + "<c><v>1</v></c>" * 6 + "</row>"
    formatted = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 100))

    reasons = [refusal_of(each).reason for each in (workbook_of(rows), workbook_of(cells), workbook_of("", sheets=3))]
    sheet = sheet_of(workbook_of(formatted))

    assert reasons == ["too-large"] * 3
    assert sheet.cells == {}


def styled(xfs: str, *, fonts: str = "<font/>", formats: str = "", number: str = "0.5") -> dict[str, bytes | str]:
    """Return the parts of a workbook with these styles and one row that uses them, A1 the second, B1 the third …."""
    cells = "".join(
        f'<c r="{letter}1" s="{index}"><v>{number}</v></c>' for index, letter in enumerate("ABCDE"[: xfs.count("<xf")])
    )
    parts = workbook_parts(f'<row r="1">{cells}</row>')
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="rS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="/xl/looks.xml"/></Relationships>',
    )
    parts["xl/looks.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><fonts>{fonts}</fonts>'
        f"<cellXfs>{xfs}</cellXfs></styleSheet>"
    )
    return parts


def test_what_is_struck_through_is_told() -> None:
    """By the style of the cell, in the text's own runs, and not where the format says that it is not."""
    parts = styled(
        '<xf fontId="0"/><xf fontId="1"/><xf fontId="2"/>',
        fonts='<font/><font><strike/></font><font><strike val="0"/></font>',
    )
    inline = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>10 </t></r><r><rPr><strike/></rPr><t>5</t></r></is></c></row>'
    )

    by_style, by_run = sheet_of(zipped(parts)), sheet_of(workbook_of(inline))

    assert [by_style.cell(1, column).struck for column in (1, 2, 3)] == [False, True, False]
    assert by_run.cell(1, 1) == Cell(CellKind.TEXT, "10 5", struck=True)


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("0%", Cell(CellKind.NUMBER, Fraction(1, 2), percent=True)),
        ('0" % of all"', Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(after="% of all", whole=True))),
        ("£#,##0;-£#,##0", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(before="£"))),
        ("[$£-809]0.0", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(before="£"))),
        ('"P-"000', Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(before="P-", digits=3, whole=True))),
        ("00000\\-0000", Cell(CellKind.NUMBER, Fraction(1, 2))),
        ("#,##0.00[$₹-449]_)", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(after="₹"))),
        ("#,##0_);(#,##0)", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(whole=True))),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-', Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(whole=True))),
        ("0.00E+00", Cell(CellKind.NUMBER, Fraction(1, 2))),
        (";;;", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(hides=True))),
        ("[Red]0.00", Cell(CellKind.NUMBER, Fraction(1, 2))),
        ("General", Cell(CellKind.NUMBER, Fraction(1, 2))),
        ("0;dd/mm", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(whole=True))),
        (".00", Cell(CellKind.NUMBER, Fraction(1, 2))),
        ("0,", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(whole=True, scale=1000))),
        ("#,##0.0,,", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(scale=10**6))),
        ("0,.0", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(scale=1000))),
        ("[>999]0,;0.0", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(scale=1000))),
        ("# ?/?", Cell(CellKind.NUMBER, Fraction(1, 2))),
        ("0;-0;;@", Cell(CellKind.NUMBER, Fraction(1, 2), look=Look(whole=True))),
        ("hh:mm", Cell(CellKind.TEXT, "12:00:00")),
        ("[h]:mm", Cell(CellKind.TEXT, "12:00:00")),
        ("[$-809]dd mmmm yyyy", Cell(CellKind.TEXT, "12:00:00")),
    ],
)
def test_a_number_is_what_its_format_shows(code: str, cell: Cell) -> None:
    """Percentages, days and times are known by the format's first section, without its quotes and brackets."""
    escaped = code.replace('"', "&quot;")
    parts = styled('<xf numFmtId="164"/>', formats=f'<numFmt numFmtId="164" formatCode="{escaped}"/>')

    found = sheet_of(zipped(parts)).cell(1, 1)

    assert found == cell


@pytest.mark.parametrize(
    ("number", "code", "cell"),
    [
        ("0", "0;-0;;@", Cell(CellKind.NUMBER, Fraction(0), look=Look(hides_nil=True))),
        ("0", "#,###", Cell(CellKind.NUMBER, Fraction(0), look=Look(hides_nil=True))),
        ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-', Cell(CellKind.NUMBER, Fraction(0))),
        ("0", "#,##0,", Cell(CellKind.NUMBER, Fraction(0))),
        ("12", "#,##0,", Cell(CellKind.NUMBER, Fraction(12), look=Look(scale=1000))),
        ("12", "#,##0", Cell(CellKind.NUMBER, Fraction(12))),
        ("12", "#;;", Cell(CellKind.NUMBER, Fraction(12))),
    ],
)
def test_a_format_is_told_of_a_number_only_where_it_shows_another_one(number: str, code: str, cell: Cell) -> None:
    """A whole number that is shown whole is plain, and so is a nought that is shown."""
    escaped = code.replace('"', "&quot;")
    parts = styled('<xf numFmtId="164"/>', formats=f'<numFmt numFmtId="164" formatCode="{escaped}"/>', number=number)

    sheet = sheet_of(zipped(parts))

    assert sheet.cell(1, 1) == cell
    assert ((1, 1) in sheet.unseen) is (cell.look is not None and cell.look.hides_nil)


def test_merged_ranges_and_commented_cells_are_told() -> None:
    """Where they are; what a comment says is not read."""
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    sheet["A1"] = "Placements"
    sheet.merge_cells("A1:C2")
    sheet["B5"].comment = Comment("Jo is away", "somebody")

    found = sheet_of(saved(book))

    assert found.merged == (CellRange(1, 1, 2, 3),)
    assert found.commented == {(5, 2)}


def test_phonetic_readings_are_left_out_and_escapes_are_what_they_stand_for() -> None:
    """A text is what a person reads; a control character stays as it was written."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Sheffield</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
        '<c r="B1" t="str"><v>one_x000D_two_x001B__x005F_</v></c></row>'
    )

    sheet = sheet_of(workbook_of(rows))

    assert sheet.cell(1, 1).value == "Sheffield"
    assert sheet.cell(1, 2).value == "one\rtwo_x001B__"


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("0.69999999999999996", Fraction(7, 10)),
        ("4.4999999999999998E-2", Fraction(45, 1000)),
        ("1.5E3", Fraction(1500)),
        ("-0.25", Fraction(-1, 4)),
        ("12345678901234567890", Fraction(12345678901234567890)),
        ("1E-400", Fraction(0)),
        ("0E999999999", Fraction(0)),
    ],
)
def test_a_number_is_the_decimal_that_was_typed(stored: str, value: Fraction) -> None:
    """Excel writes a float in seventeen digits; the shortest decimal that is the same float is what was typed."""
    sheet = sheet_of(workbook_of(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))

    assert sheet.cell(1, 1) == Cell(CellKind.NUMBER, value)


@pytest.mark.parametrize(
    "stored", ["", "+", ".", "1_0", "٣", "\uff11\uff12", "0x10", "1,5", "1 2", "inf", "9" * 401, "1E99999999999"]
)
def test_what_is_no_number_is_never_taken_for_one(stored: str) -> None:
    """Python would read some of these; an empty value is blank, the others are damage."""
    content = workbook_of(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>')

    if not stored:
        assert sheet_of(content).cells == {}
    else:
        assert refusal_of(content).reason == "damaged"


def test_iso_dates_are_days() -> None:
    """A cell of type d; a day that no calendar has is an error, a time alone is text."""
    rows = "".join(
        f'<c r="{letter}1" t="d"><v>{text}</v></c>'
        for letter, text in zip("ABC", ("2025-07-01T00:00:00", "2026-02-30", "T09:30"), strict=True)
    )

    sheet = sheet_of(workbook_of(f'<row r="1">{rows}</row>'))

    assert sheet.cell(1, 1) == Cell(CellKind.DATE, dt.date(2025, 7, 1))
    assert sheet.cell(1, 2).kind is CellKind.ERROR
    assert sheet.cell(1, 3) == Cell(CellKind.TEXT, "T09:30")


@pytest.mark.parametrize(
    ("rows", "before"),
    [
        ("<row>" + "<a>" * 70 + "</a>" * 70 + "</row>", ""),
        ('<row r="1" ' + " ".join(f'a{n}="1"' for n in range(70)) + "/>", ""),
        ('<row r="1"><c r="A1" t="str"><v>' + "x" * 40_000 + "</v></c></row>", ""),
        ("", "<!--" + "x" * 1_200_000 + "-->"),
        ("<row>" + "".join("<c><v>1</v></c>" for _ in range(4_200)) + "</row>", ""),
    ],
    ids=["too deep", "too many attributes", "too long a text", "an endless comment", "too many columns"],
)
def test_xml_beyond_the_limits_is_too_large(rows: str, before: str) -> None:
    """Depth, attributes, characters, tokens and columns have limits."""
    refusal = refusal_of(zipped(workbook_parts(rows, before=before), compression=zipfile.ZIP_STORED))

    assert refusal.reason == "too-large"


VALUES = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).filter(lambda text: not text.startswith("=")),
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    st.booleans(),
)
PLACES = st.tuples(st.integers(1, 60), st.integers(1, 30))


@given(typed=st.dictionaries(PLACES, VALUES, max_size=12))
def test_every_cell_is_where_another_reader_finds_that_value(typed: dict[tuple[int, int], object]) -> None:
    """The grid agrees with openpyxl's ordinary way of reading, cell by cell, and holds nothing else."""
    book = openpyxl.Workbook()
    for (row, column), value in typed.items():
        book.worksheets[0].cell(row, column).value = value  # type: ignore[assignment]
    content = saved(book)

    sheet = sheet_of(content)

    (other,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    stored = {place for place in typed if str(other.cell(*place).value or "x").strip()}
    for (row, column), cell in sheet.cells.items():
        seen: object = other.cell(row, column).value
        expected: object = Fraction(repr(seen)) if type(seen) in {int, float} else seen
        expected = expected.date() if isinstance(expected, dt.datetime) else expected
        assert cell.value == expected
        assert other.cell(row, column).coordinate == f"{get_column_letter(column)}{row}"
    assert sheet.cells.keys() <= stored
    missing = [place for place in typed if place not in sheet.cells]
    assert all(not str(typed[place]).strip("\u200b\u200c\u200d\u2060\ufeff ").strip() for place in missing)
