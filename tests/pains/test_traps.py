"""The fifteen traps measured on real and odd spreadsheets, one test each or more: that we do not fall into them."""

import ast
import datetime as dt
import shutil
import tracemalloc
import zipfile
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from grids import codes_of, only_line, reading_of
from openpyxl.worksheet.worksheet import Worksheet
from pain_sheets import (
    form_bytes,
    keyed_csv,
    line_with,
    quantities,
    reading_of_form,
    with_part,
)
from spreadsheets import workbook_of, workbook_parts, zipped

import pledges
from pledges.exceptions import PolicyError, UnreadableFileError
from pledges.files.case import read_case
from pledges.files.folder import read_policy
from pledges.forms.filled import FilledLine, FilledReturn, write_return
from pledges.model import Absence
from pledges.periods import Period
from pledges.sheets import CellKind, address, needs_worker, read

ROW = ("P-01", 2, None, None, "R1")
QUARTER = Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))
SOURCES = Path(pledges.__file__).parent


def test_trap_01_a_reader_can_kill_the_process() -> None:
    """Two cells in opposite corners are two cells for our reader, and other libraries are for a worker alone."""
    corners = workbook_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 992

    tracemalloc.start()
    (sheet,) = read(corners).sheets
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert {address(*place) for place in sheet.cells} == {"A1", "XFD1048576"}
    assert peak < 20 * 2**20
    assert (needs_worker(corners), needs_worker(old)) == (False, True)


def test_trap_02_error_cells_are_not_blanks() -> None:
    """An error, a formula without a result and a blank are three different things."""
    rows = (
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><f>SUM(C1:C9)</f></c></row>'
        '<row r="2"><c r="A2" s="0"/></row>'
    )

    (sheet,) = read(workbook_of(rows)).sheets

    assert [sheet.cell(1, 1).kind, sheet.cell(1, 2).kind, sheet.cell(2, 1).kind] == [
        CellKind.ERROR,
        CellKind.UNSAVED,
        CellKind.BLANK,
    ]


def test_trap_03_a_lying_dimension() -> None:
    """A part that says it holds A1 alone loses none of its rows."""
    content = form_bytes([ROW, ("P-02", 3)])
    lying = with_part(content, "xl/worksheets/sheet2.xml", r'<dimension ref="[^"]*"', '<dimension ref="A1"')

    assert quantities(reading_of(read(lying))) == [2, 3]


def test_trap_04_strict_open_xml() -> None:
    """The same form saved as Strict Open XML is read the same."""
    plain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml"
    with zipfile.ZipFile(BytesIO(form_bytes([ROW]))) as archive:
        parts: dict[str, bytes | str] = {
            name: archive.read(name)
            .decode()
            .replace(plain, f"{strict}/spreadsheetml/main")
            .replace(related, f"{strict}/officeDocument/relationships")
            for name in archive.namelist()
        }

    reading = reading_of(read(zipped(parts)))

    assert (quantities(reading), codes_of(reading)) == ([2], [])


def test_trap_05_addresses_and_text_are_those_of_the_sheet() -> None:
    """A table that starts at C5 has its cells there, and text keeps its spaces."""
    book = openpyxl.Workbook()
    book.worksheets[0]["C5"] = "  two  "
    kept = BytesIO()
    book.save(kept)

    (sheet,) = read(kept.getvalue()).sheets

    assert {address(*place): cell.value for place, cell in sheet.cells.items()} == {"C5": "  two  "}


@pytest.mark.parametrize("text", ["N/A", "NA", "None", "null", "nan"])
def test_trap_06_not_applicable_is_an_answer(text: str) -> None:
    """No word is ever turned into a gap."""
    content = keyed_csv(("S-01", "C-001", "01/07/2025", "30/09/2025", "P-01", text))

    (sheet,) = read(content.encode()).sheets

    assert sheet.cell(2, 6).value == text
    line = only_line(reading_of(read(content.encode())))
    assert line.quantity is None
    assert line.absence is not None
    assert line.absence.value != "missing"


def test_trap_07_no_file_that_came_is_ever_saved_again(tmp_path: Path) -> None:
    """Reading a folder leaves each file as it came, byte for byte; nothing here opens one to write."""
    folder = tmp_path / "case"
    shutil.copytree(Path(__file__).parents[2] / "examples" / "soar-valley", folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    read_case(folder)

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert not [module for module in SOURCES.rglob("*.py") if "openpyxl.load_workbook(" in _code_of(module, "save(")]


def test_trap_08_text_files_are_never_guessed_at() -> None:
    """The delimiter is one of four by the table it gives, and what is no text is refused."""
    text = keyed_csv(("S-01", "C-001", "01/07/2025", "30/09/2025", "P-01", "2 of them"))

    assert read(text.encode()).sheets[0].cell(1, 6).value == "Quantity"
    for content in (b"Pledge ref,Quantity\r\nP-01,\x002", b"PK\x03\x04,Quantity", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1,"):
        with pytest.raises(UnreadableFileError):
            read(content)


def test_trap_09_declared_sizes_and_document_types() -> None:
    """A bomb is refused by its sizes, and any document type before its part is parsed."""
    bomb = workbook_parts("") | {"xl/media/a.bin": b"\0" * (30 * 2**20)}
    parts = workbook_parts("")
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, str)
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>'

    with pytest.raises(UnreadableFileError) as too_large:
        read(zipped(bomb))
    with pytest.raises(UnreadableFileError) as damaged:
        read(zipped({**parts, "xl/worksheets/sheet1.xml": entity + sheet}))

    assert (too_large.value.reason, damaged.value.reason) == ("too-large", "damaged")


@pytest.mark.parametrize("name", ["xl/worksheets/SHEET1.xml", "xl\\worksheets\\sheet1.xml"])
def test_trap_10_parts_that_readers_see_differently(name: str) -> None:
    """Two parts of one name, and backslashes, are refused: nobody can tell which sheet a person saw."""
    with pytest.raises(UnreadableFileError) as refused:
        read(zipped({**workbook_parts(""), name: "<worksheet/>"}))

    assert refused.value.reason == "damaged"


@pytest.mark.parametrize("text", ["Please select an option", "< Select >", "Please select", "Choose one", "[Select]"])
def test_trap_11_placeholders_are_blanks(text: str) -> None:
    """A drop-down that was left alone is no answer, in a form's fields and in its rows."""
    reading = reading_of_form(("P-01", text, None, None, "R1"), about={"Part": text})

    assert only_line(reading).absence is Absence.MISSING
    assert reading.returns[0].part == ""


def test_trap_11_labels_units_and_references_that_look_like_something_else() -> None:
    """`#` begins no error, a narrow space parts a unit from its number, and a float is the reference it was."""
    labelled, _ = line_with("Evidence ref", "#12 mentor log")
    narrow, codes = line_with("Quantity", "12\u202fweeks")
    floated, _ = line_with("Evidence ref", 10038497.0)

    assert labelled.evidence_ref == "#12 mentor log"
    assert (narrow.quantity, narrow.unit) == (Fraction(12), "weeks")
    assert codes == []
    assert floated.evidence_ref == "10038497"


def test_trap_11_a_field_is_known_by_its_name_and_not_by_its_cell() -> None:
    """The same question is found in another row, with other fields between."""

    def move(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        about = book["About"]
        about.insert_rows(2, 3)
        about["A2"], about["B2"] = "Their own question", "yes"

    reading = reading_of_form(ROW, change=move)

    assert reading.returns[0].period == QUARTER


def test_trap_12_only_stored_cells_are_walked() -> None:
    """The work is by what is stored: one cell in row 1,048,000 is one cell."""
    (sheet,) = read(workbook_of('<row r="1048000"><c r="B1048000"><v>1</v></c></row>')).sheets

    assert (len(sheet.cells), sheet.rows()) == (1, (1_048_000,))


def test_trap_13_what_we_write_is_text_and_the_same_twice() -> None:
    """A text that begins with = stays text, and one return is written to the same bytes."""
    line = FilledLine(pledge_ref="P-01", what_was_promised="=1+1", unit="weeks", quantity=2, evidence_ref="=A1")
    sent = FilledReturn(supplier_ref="S-01", contract_ref="C-001", period=QUARTER, lines=(line,))

    first, second = write_return(sent), write_return(sent)

    assert first == second
    values = [cell.value for sheet in read(first).sheets for cell in sheet.cells.values()]
    assert "=A1" in values
    assert not any(cell.kind is CellKind.UNSAVED for sheet in read(first).sheets for cell in sheet.cells.values())


@pytest.mark.parametrize("written", ["threshold = 3.7", 'threshold = "5"', "thresholds = 5"])
def test_trap_14_policies_are_read_strictly(tmp_path: Path, written: str) -> None:
    """3.7 is not 3, a text is no number, and a key that nobody knows is an error."""
    (tmp_path / "policy.toml").write_text(f"[suppression]\n{written}\n", encoding="utf-8")

    with pytest.raises(PolicyError):
        read_policy(tmp_path)


def test_trap_15_no_database_is_written() -> None:
    """A case is files: nothing imports a database, so no update can be lost to another process."""
    imported = {
        name.partition(".")[0]
        for module in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        for name in _modules_of(node)
    }

    assert not imported & {"sqlite3", "sqlalchemy"}


def _modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _code_of(module: Path, needed: str) -> str:
    text = module.read_text(encoding="utf-8")
    return text if needed in text else ""
