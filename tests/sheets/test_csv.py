import csv as stdlib_csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.exceptions import UnreadableFileError
from pledges.sheets import CellKind, csv, limits
from pledges.sheets.grid import is_blank_text

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12)
TORTURE = st.one_of(
    TEXTS, st.sampled_from(["", " ", '"', "a,b", "a;b", "two\nlines", 'say "no"', "£1,250.50", "TBC", "0"])
)


def cells_of(content: bytes) -> dict[tuple[int, int], object]:
    """Return what each cell of the one sheet holds."""
    (sheet,) = csv.read(content).sheets
    assert {cell.kind for cell in sheet.cells.values()} <= {CellKind.TEXT}
    return {place: cell.value for place, cell in sheet.cells.items()}


def test_every_field_is_text_at_its_line_and_column() -> None:
    """Nothing is converted, and blank fields hold nothing."""
    content = b"Pledge ref,Quantity,Start\r\nP-01,007,\r\n\r\n , ,2025-07-01\r\n"

    cells = cells_of(content)

    assert cells == {
        (1, 1): "Pledge ref",
        (1, 2): "Quantity",
        (1, 3): "Start",
        (2, 1): "P-01",
        (2, 2): "007",
        (4, 3): "2025-07-01",
    }


def test_a_row_is_the_physical_line_on_which_its_record_starts() -> None:
    """A comment of three lines moves the next record down by three, as an editor shows it."""
    content = b'P-01,"one\ntwo\r\nthree",x\nP-02,2,y\n'

    cells = cells_of(content)

    assert cells[1, 2] == "one\ntwo\r\nthree"
    assert cells[4, 1] == "P-02"


def test_text_without_a_field_is_a_sheet_without_cells() -> None:
    """Blank lines alone hold nothing."""
    cells = cells_of(b"\n\r\n\n")

    assert cells == {}


@pytest.mark.parametrize("blank", [b"\n", b" \n", b"\r", b"\r\n"])
def test_millions_of_blank_lines_are_refused_and_fewer_are_read_by_their_numbers(blank: bytes) -> None:
    """A row far below the others is where an editor shows it; what no person scrolls through is no return."""
    header, last = b"Pledge ref;Quantity" + blank.strip(b" "), b"P-01;2"

    few = cells_of(header + blank * 30_000 + last)
    with pytest.raises(UnreadableFileError) as caught:
        csv.read(header + blank * limits.MOST_LINES + last)

    assert few == {(1, 1): "Pledge ref", (1, 2): "Quantity", (30_002, 1): "P-01", (30_002, 2): "2"}
    assert caught.value.reason == "too-large"
    assert "2,000,000 lines" in str(caught.value)


@given(text=st.text(st.sampled_from("a\r\n,é")), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_lines_are_counted_as_they_are_parted(text: str, encoding: str) -> None:
    """Whatever ends them, and wherever the file is cut into pieces."""
    content = text.encode(encoding)

    counted = csv._lines_in(content, encoding)

    assert counted == len(list(io.StringIO(text, newline="")))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_every_kind_of_line_end_is_read(ending: str) -> None:
    """The line numbers are the same whatever ends a line."""
    content = ending.join(["a,b", "", "c,d"]).encode()

    cells = cells_of(content)

    assert cells == {(1, 1): "a", (1, 2): "b", (3, 1): "c", (3, 2): "d"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_pound_sign_survives_every_encoding(encoding: str) -> None:
    """A mark at the start decides; without one it is UTF-8, else the Windows code page."""
    content = "Pledge ref,Value\nP-01,£5\n".encode(encoding)

    cells = cells_of(content)

    assert cells[1, 1] == "Pledge ref"
    assert cells[2, 2] == "£5"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Pledge ref,Comment\nP-01,a; b; c\nP-02,x|y\n", "Comment"),
        ("Pledge ref;Quantity;Days\nP-01;1,5;2,5\nP-02;3,5;4,5\n", "Quantity"),
        ("Pledge ref\tQuantity\nP-01\t1,250\n", "Quantity"),
        ("Pledge ref|Quantity\nP-01|2\n", "Quantity"),
        ("sep=;\nPledge ref;a,b\n1;2,3\n", None),
        ('Field,Value\nPeriod start,"1;7;2025"\nPledge ref,Quantity,Start\nP-01,2,\nP-02,3,\n', "Value"),
    ],
)
def test_the_delimiter_is_the_one_that_splits_the_rows_alike(text: str, second: str | None) -> None:
    """Commas, semicolons, tabs and bars; decimal commas and semicolons in comments do not confuse it."""
    cells = cells_of(text.encode())

    assert cells[(1, 2) if second else (2, 2)] == (second or "a,b")


def test_the_line_that_names_the_delimiter_is_no_row_but_keeps_its_number() -> None:
    """Excel writes `sep=;` as the first line; the next line is still line 2."""
    content = b"sep=;\r\nPledge ref;Quantity\r\nP-01;2\r\n"

    cells = cells_of(content)

    assert cells == {(2, 1): "Pledge ref", (2, 2): "Quantity", (3, 1): "P-01", (3, 2): "2"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a,b\nc,"never closed\nd,e\n', 2),
        (b'a,b\nc,d\n"x" y,e\n', 3),
        (b"a,b\nc," + b"x" * 140_000 + b"\n", 2),
    ],
    ids=["open quotes", "text after quotes", "an endless field"],
)
def test_quotes_that_swallow_rows_are_refused_with_their_line(content: bytes, line: int) -> None:
    """Half a file is never read as if it were the whole."""
    with pytest.raises(UnreadableFileError, match=rf"from line {line} on") as caught:
        csv.read(content)

    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    "content",
    ["a,b\0c".encode("utf-16"), b"\xff\xfea", b"\x81\x8d,\x8f\x90"],
    ids=["NUL", "half a letter", "no code page"],
)
def test_what_cannot_be_decoded_is_no_text(content: bytes) -> None:
    """A NUL, half a UTF-16 letter, or bytes that no code page has."""
    with pytest.raises(UnreadableFileError) as caught:
        csv.read(content)

    assert caught.value.reason == "wrong-type"


@pytest.mark.parametrize("content", [b"x\n" * 100_001, b"," * 1_001])
def test_more_than_a_return_can_hold_is_refused(content: bytes) -> None:
    """The limits are those of the other format."""
    with pytest.raises(UnreadableFileError) as caught:
        csv.read(content)

    assert caught.value.reason == "too-large"


@given(
    rows=st.lists(st.lists(TORTURE, min_size=2, max_size=4), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|")
)
def test_what_another_program_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    """Whatever stands in the fields, each comes back in its column and in the order of the rows."""
    kept = io.StringIO(newline="")
    stdlib_csv.writer(kept, delimiter=delimiter).writerows(rows)

    (sheet,) = csv.read(f"sep={delimiter}\r\n{kept.getvalue()}".encode()).sheets

    expected = [[field for field in row if not is_blank_text(field)] for row in rows]
    found = [
        [cell.value for (at, _), cell in sorted(sheet.cells.items(), key=lambda each: each[0]) if at == row]
        for row in sheet.rows()
    ]
    assert found == [row for row in expected if row]
