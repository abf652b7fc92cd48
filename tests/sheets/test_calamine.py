import datetime as dt
import io
import struct
import zipfile
from fractions import Fraction

import pytest
from hostile.old_xls import excel_95
from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import zipped

from pledges.exceptions import UnreadableFileError
from pledges.sheets import Cell, CellKind, calamine, limits
from pledges.sheets.grid import MACROS, CellRange, Look
from pledges.sheets.open_document import marks_of

KIND = b"application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def content_of(rows: str) -> str:
    """Return the main part of an OpenDocument spreadsheet with one sheet of these rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Delivery">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )


def ods(rows: str) -> bytes:
    """Return the bytes of an OpenDocument spreadsheet with one sheet of these rows."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND.decode()}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": KIND, "content.xml": content_of(rows), "META-INF/manifest.xml": manifest},
        compression=zipfile.ZIP_STORED,
    )


def cell(value: str, kind: str = "float") -> str:
    """Return the XML of one cell."""
    attribute = {"float": "value", "date": "date-value", "boolean": "boolean-value"}.get(kind)
    stored = f' office:{attribute}="{value}"' if attribute else ""
    return f'<table:table-cell office:value-type="{kind}"{stored}><text:p>{value}</text:p></table:table-cell>'


def refusal_of(content: bytes) -> UnreadableFileError:
    """Return the refusal of a workbook."""
    with pytest.raises(UnreadableFileError) as caught:
        calamine.read(content)
    return caught.value


def test_cells_are_where_a_person_sees_them() -> None:
    """Blank rows and columns before the first cell are counted, and each kind is told from the others."""
    blank = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    row = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        f"{cell('0.1')}{cell('2025-07-01', 'date')}{cell('true', 'boolean')}{cell('P-01', 'string')}</table:table-row>"
    )

    workbook = calamine.read(ods(blank + row))

    assert workbook.format == "ods"
    assert workbook.flags == frozenset()
    assert workbook.sheets[0].cells == {
        (3, 3): Cell(CellKind.NUMBER, Fraction(1, 10)),
        (3, 4): Cell(CellKind.DATE, dt.date(2025, 7, 1)),
        (3, 5): Cell(CellKind.BOOLEAN, value=True),
        (3, 6): Cell(CellKind.TEXT, "P-01"),
    }


def test_blank_cells_repeated_to_the_end_of_the_sheet_are_honest() -> None:
    """Office programs end every sheet so."""
    row = f'<table:table-row>{cell("1")}<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    rest = (
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    sheet = calamine.read(ods(row + rest)).sheets[0]

    assert sheet.cells == {(1, 1): Cell(CellKind.NUMBER, Fraction(1))}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (f'<table:table-row table:number-rows-repeated="2000000000">{cell("1")}</table:table-row>', "too-large"),
        (
            "<table:table-row>"
            + cell("1").replace("table-cell ", 'table-cell table:number-columns-repeated="3000000" ', 1)
            + "</table:table-row>",
            "too-large",
        ),
        (
            (
                '<table:table-row><table:table-cell><text:p>a<text:s text:c="2000000000"/></text:p>'
                "</table:table-cell></table:table-row>"
            ),
            "too-large",
        ),
        (
            (
                '<table:table-row table:number-rows-repeated="1000000"/>'
                f"<table:table-row>{cell('1') * 20}</table:table-row>"
            ),
            "too-large",
        ),
        ('<table:table-row table:number-rows-repeated="-1"/>', "damaged"),
        ('<table:table-row table:number-rows-repeated="3000000"/>', "damaged"),
        ("<table:table-row>", "damaged"),
    ],
    ids=["a row", "a cell", "spaces", "a far row", "fewer than none", "beyond the last row", "broken"],
)
def test_repeats_that_fill_the_memory_are_refused_before_the_library_sees_them(rows: str, reason: str) -> None:
    """Two thousand million spaces made the library abort; nothing of such a file is handed to it."""
    with pytest.raises(UnreadableFileError) as caught:
        marks_of([content_of(rows).encode()])

    assert caught.value.reason == reason


def xls_starting(*records: tuple[int, bytes]) -> bytes:
    """Return a container whose workbook begins with these records."""
    start = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    chain = b"".join(kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data for kind, data in records)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + start + chain + bytes(600)


def test_a_protected_xls_is_said_to_be_encrypted() -> None:
    """The library takes it for a format that it does not know; the record that says so is among the first."""
    locked = xls_starting((0xE1, b"\xb0\x04"), (0x2F, bytes(6)))
    broken = xls_starting((0xE1, b"\xb0\x04"))

    reasons = [refusal_of(content).reason for content in (locked, broken)]

    assert reasons == ["encrypted", "damaged"]


@pytest.mark.parametrize("code_page", [1252, 0x8001])
def test_the_letters_of_an_old_xls_are_read_by_whatever_name_they_have(code_page: int) -> None:
    """Programs older than Windows 95 gave its Western letters a number that the library does not know."""
    content = excel_95([["Pledge ref", "Price in £"], ["P-01", 4]], code_page)

    (sheet,) = calamine.read(content).sheets

    assert {place: cell.value for place, cell in sheet.cells.items()} == {
        (1, 1): "Pledge ref", (1, 2): "Price in £", (2, 1): "P-01", (2, 2): 4,
    }  # fmt: skip


def _bundled(number: int, name: str) -> bytes:
    """Return the record of an xlsb that lists a sheet ([MS-XLSB] 2.4.304)."""
    words = (struct.pack("<L", len(word)) + word.encode("utf-16-le") for word in (f"rId{number}", name))
    data = struct.pack("<LL", 0, number) + b"".join(words)
    return b"\x9c\x01" + bytes([len(data)]) + data


def xlsb(*folders: str) -> bytes:
    """Return an xlsb with an empty sheet in each of these folders."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = b"".join(_bundled(number, f"S{number}") for number in range(1, len(folders) + 1))
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/any" Target="{folder}/sheet{number}.bin"/>'
        for number, folder in enumerate(folders, start=1)
    )
    sheet = b"\x81\x01\x00" + b"\x94\x01\x10" + bytes(16) + b"\x91\x01\x00\x92\x01\x00\x82\x01\x00"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": b"\x83\x01\x00\x8f\x01\x00" + listed + b"\x90\x01\x00\x84\x01\x00",
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{related}</Relationships>',
            **{f"xl/{folder}/sheet{number}.bin": sheet for number, folder in enumerate(folders, start=1)},
        }
    )


@pytest.mark.parametrize(
    ("folders", "flagged"),
    [
        (("worksheets", "macrosheets", "dialogsheets", "chartsheets"), True),
        (("worksheets", "chartsheets"), False),
    ],
)
def test_sheets_of_macros_in_an_xlsb_keep_their_places_and_hold_no_cells(
    folders: tuple[str, ...], flagged: bool
) -> None:
    """The library does not know their kind and would refuse the whole workbook for it."""
    book = calamine.read(xlsb(*folders))

    assert [(sheet.number, sheet.name, len(sheet.cells)) for sheet in book.sheets] == [
        (number, f"S{number}", 0) for number in range(1, len(folders) + 1)
    ]
    assert (MACROS in book.flags) is flagged


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is that of every workbook."""
    monkeypatch.setattr(limits, "MOST_SHEETS", 0)

    refusal = refusal_of(ods(f"<table:table-row>{cell('1')}</table:table-row>"))

    assert refusal.reason == "too-large"


@given(content=st.binary(max_size=200))
def test_whatever_the_library_stumbles_over_is_damaged(content: bytes) -> None:
    """No words of the library are passed on."""
    refusal = refusal_of(b"no workbook" + content)

    assert refusal.reason == "damaged"
    assert "alamine" not in str(refusal)
    assert refusal.__cause__ is None


def test_the_same_stream_may_be_read_twice() -> None:
    """Bytes in, a workbook out: nothing is kept between calls."""
    content = ods(f"<table:table-row>{cell('7')}</table:table-row>")

    first, second = calamine.read(io.BytesIO(content).read()), calamine.read(content)

    assert first == second


STYLES = (
    '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
    '<style:style style:name="ce1" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def shown(value: str, text: str, *, kind: str = "float", more: str = "") -> str:
    """Return the XML of a number that is shown as `text`."""
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def marked_ods(rows: str, *, columns: str = "") -> bytes:
    """Return an OpenDocument spreadsheet with a style that strikes through."""
    with zipfile.ZipFile(io.BytesIO(ods(columns + rows))) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    content = content_of(columns + rows).replace("<office:body>", f"{STYLES}<office:body>")
    parts["content.xml"] = content.replace("<office:document-content", f"<office:document-content {CALC}")
    return zipped(parts, compression=zipfile.ZIP_STORED)


def test_what_an_open_document_shows_of_its_numbers_is_kept() -> None:
    """A percentage, a sign of money, a unit and a word in a number's place are told from plain numbers."""
    row = (
        f"<table:table-row>{shown('0.5', '50%', kind='percentage')}{shown('5', '£5.00', kind='currency')}"
        f"{shown('6', '6 weeks')}{shown('1', 'TRUE')}{shown('1234.5', '1,234.50')}{shown('12000', '1.2E+04')}"
        f"{shown('7', '7', more=chr(32) + 'table:style-name=' + chr(34) + 'ce1' + chr(34))}</table:table-row>"
    )

    (sheet,) = calamine.read(marked_ods(row)).sheets

    assert dict(sheet.cells) == {
        (1, 1): Cell(CellKind.NUMBER, Fraction(1, 2), percent=True),
        (1, 2): Cell(CellKind.NUMBER, Fraction(5), look=Look(before="£")),
        (1, 3): Cell(CellKind.NUMBER, Fraction(6), look=Look(after="weeks")),
        (1, 4): Cell(CellKind.NUMBER, Fraction(1), look=Look(before="TRUE")),
        (1, 5): Cell(CellKind.NUMBER, Fraction(2469, 2)),
        (1, 6): Cell(CellKind.NUMBER, Fraction(12000)),
        (1, 7): Cell(CellKind.NUMBER, Fraction(7), struck=True),
    }


@pytest.mark.parametrize(
    ("stored", "text", "look"),
    [
        ("0.4", "0", Look(whole=True)),
        ("-2.5", "-3", Look(whole=True)),
        ("2.5", "3 weeks", Look(after="weeks", whole=True)),
        ("12000", "12", Look(scale=1000)),
        ("12345678", "12.3", Look(scale=10**6)),
        ("1234.56", "£1,235", Look(before="£")),
        ("1234", "1,234", None),
        ("1.234", "1,234", None),
        ("12.857", "12.86", None),
        ("-5", "(5)", None),
        ("12000", "1.2E+04", None),
        ("7", "####", None),
    ],
)
def test_a_number_that_an_open_document_shows_as_another_one_is_told(stored: str, text: str, look: Look | None) -> None:
    """Rounded to a whole one, or in thousands or millions; decimals say themselves that there may be more of them."""
    (sheet,) = calamine.read(marked_ods(f"<table:table-row>{shown(stored, text)}</table:table-row>")).sheets

    assert sheet.cell(1, 1).look == look


def test_errors_formulas_without_a_result_and_what_is_hidden_in_an_open_document_are_told() -> None:
    """The library gives the first two as blanks, and they may stand beyond the last cell that it sees."""
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    comment = "<office:annotation><text:p>Jo Bloggs left</text:p></office:annotation>"
    rows = (
        f"<table:table-row>{cell('1')}{error}</table:table-row>"
        f'<table:table-row table:visibility="filter">{cell("2")}</table:table-row>'
        '<table:table-row><table:table-cell/><table:table-cell table:formula="of:=A1+A2"/></table:table-row>'
        f'<table:table-row><table:table-cell office:value-type="float" office:value="3">{comment}<text:p>3</text:p>'
        "</table:table-cell></table:table-row>"
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'

    workbook = calamine.read(marked_ods(rows, columns=columns))

    (sheet,) = workbook.sheets
    assert (sheet.cell(1, 2), sheet.cell(3, 2)) == (Cell(CellKind.ERROR, "#DIV/0!"), Cell(CellKind.UNSAVED))
    assert [set(sheet.hidden_rows), set(sheet.hidden_columns), set(sheet.commented)] == [{2}, {2}, {(4, 1)}]
    assert sheet.looks_known
    assert "Bloggs" not in repr(workbook)


def test_merged_cells_of_an_open_document_are_known() -> None:
    """The cell says over how many rows and columns it lies."""
    spans = ' table:number-columns-spanned="2" table:number-rows-spanned="3"'
    rows = f"<table:table-row>{cell('1')}{shown('2', '2', more=spans)}</table:table-row>"

    (sheet,) = calamine.read(ods(rows)).sheets

    assert sheet.merged == (CellRange(1, 2, 3, 3),)


def test_a_formula_beyond_all_values_of_an_open_document_is_told() -> None:
    """The library's own end of the sheet is where its last value stands."""
    rows = (
        f"<table:table-row>{cell('1')}</table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=A1"/></table:table-row>'
    )

    (sheet,) = calamine.read(ods(rows)).sheets

    assert sheet.cell(2, 3) == Cell(CellKind.UNSAVED)
