import io
import struct
import zipfile

import pytest
from spreadsheets import workbook_of, workbook_parts, zipped

from pledges.exceptions import UnreadableFileError
from pledges.sheets import limits, package
from pledges.sheets.package import declares_document_type, open_package

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal_of(content: bytes) -> str:
    """Return the coded reason for which a package is refused."""
    with pytest.raises(UnreadableFileError) as caught:
        open_package(content)
    return caught.value.reason


def test_an_honest_package_is_opened() -> None:
    """The parts of an ordinary workbook can be read from what is returned."""
    content = workbook_of(ONE_CELL)

    with open_package(content) as archive:
        names = archive.namelist()

    assert "xl/workbook.xml" in names


def test_a_file_beyond_the_largest_size_is_refused_before_it_is_opened() -> None:
    """The size of the file itself is the first thing tested."""
    content = b"PK\x03\x04" + bytes(limits.MOST_BYTES)

    reason = refusal_of(content)

    assert reason == "too-large"


@pytest.mark.parametrize("keep", [30, 200, -30], ids=["its start", "a part", "all but its end"])
def test_a_truncated_package_is_damaged(keep: int) -> None:
    """A download that stopped half way is refused as a whole; nothing of it is read."""
    content = workbook_of(ONE_CELL)[:keep]

    reason = refusal_of(content)

    assert reason == "damaged"


def test_a_broken_checksum_is_damaged() -> None:
    """One changed byte in a stored part is noticed."""
    content = bytearray(zipped(workbook_parts(ONE_CELL), compression=zipfile.ZIP_STORED))
    content[content.index(b"<v>1</v>") + 3] = ord("9")

    reason = refusal_of(bytes(content))

    assert reason == "damaged"


def test_too_many_parts_are_refused() -> None:
    """An archive of thousands of entries is no return."""
    parts = workbook_parts(ONE_CELL) | {f"xl/media/{number}.txt": b"" for number in range(limits.MOST_PARTS)}

    reason = refusal_of(zipped(parts))

    assert reason == "too-large"


def test_a_part_that_unpacks_too_far_is_refused_without_unpacking_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a part declares is enough to refuse it."""
    monkeypatch.setattr(package, "MOST_BYTES_OF_A_PART", 10_000)
    parts = workbook_parts(ONE_CELL) | {"xl/media/a.txt": bytes(10_001)}

    reason = refusal_of(zipped(parts))

    assert reason == "too-large"


def test_parts_that_unpack_too_far_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many parts below the limit of one part are still too much."""
    monkeypatch.setattr(package, "MOST_BYTES_UNPACKED", 20_000)
    parts = workbook_parts(ONE_CELL) | {f"xl/media/{number}.txt": bytes(6_000) for number in range(4)}

    reason = refusal_of(zipped(parts))

    assert reason == "too-large"


def test_a_bomb_is_refused_by_its_ratio() -> None:
    """Ten megabytes of blanks in ten kilobytes are no honest workbook."""
    parts = workbook_parts(ONE_CELL) | {"xl/media/a.txt": b" " * (11 * 2**20)}

    reason = refusal_of(zipped(parts))

    assert reason == "too-large"


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "/xl/evil.xml", "xl\\worksheets\\sheet1.xml", "C:evil.xml", "xl/WORKBOOK.xml"],
)
def test_names_that_trick_readers_are_damaged(name: str) -> None:
    """A path out of the package, a backslash, or a second part of one name: readers disagree on which they see."""
    parts = workbook_parts(ONE_CELL) | {name: b"<a/>"}

    reason = refusal_of(zipped(parts))

    assert reason == "damaged"


def test_a_package_with_backslashes_alone_is_read_by_the_one_meaning_its_names_have() -> None:
    """Some programs for Windows write them between folders; where no name has the usual stroke, nothing is unclear."""
    parts = {name.replace("/", "\\"): content for name, content in workbook_parts(ONE_CELL).items()}

    with open_package(zipped(parts)) as package:
        names = package.namelist()
        sheet = package.read("xl/worksheets/sheet1.xml")

    assert names == list(workbook_parts(ONE_CELL))
    assert ONE_CELL.encode() in sheet


@pytest.mark.parametrize("name", ["..\\evil.xml", "\\server\\evil.xml", "C:\\evil.xml", "xl\\WORKBOOK.xml"])
def test_backslashes_lead_nowhere_else(name: str) -> None:
    """A path out of the package stays one, and two parts of one name stay two."""
    parts = {each.replace("/", "\\"): content for each, content in workbook_parts(ONE_CELL).items()}

    reason = refusal_of(zipped(parts | {name: b"<a/>"}))

    assert reason == "damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_damaged() -> None:
    """Two sheets of one name in one zip: nobody knows which one a reader takes."""
    kept = io.BytesIO(workbook_of(ONE_CELL))
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")

    reason = refusal_of(kept.getvalue())

    assert reason == "damaged"


def test_another_file_in_front_is_damaged() -> None:
    """A page hidden before the first part would be read by a browser and not by us."""
    content = b"<html></html>" + workbook_of(ONE_CELL)

    reason = refusal_of(content)

    assert reason == "damaged"


def test_an_encrypted_part_is_said_to_be_encrypted() -> None:
    """The bit that marks a part as encrypted is set in its entry of the directory."""
    content = bytearray(workbook_of(ONE_CELL))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8 : entry + 10] = struct.pack("<H", 1)

    reason = refusal_of(bytes(content))

    assert reason == "encrypted"


def test_an_unusual_compression_is_damaged() -> None:
    """Excel reads two methods only, and so do we."""
    content = zipped(workbook_parts(ONE_CELL), compression=zipfile.ZIP_BZIP2)

    reason = refusal_of(content)

    assert reason == "damaged"


@pytest.mark.parametrize(
    ("name", "content", "declares"),
    [
        ("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', True),
        ("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16"), True),
        ("xl/media/picture.png", b"<!doctype html>", True),
        ("xl/media/picture.png", b"\x89PNG <!DOCTYPE", False),
        ("xl/sharedStrings.xml", b"<sst><si><t>&lt;!DOCTYPE</t></si></sst>", False),
    ],
    ids=["plain", "UTF-16", "under another name", "no XML", "as a cell's text"],
)
def test_a_document_type_is_found_in_any_xml_part(name: str, content: bytes, declares: bool) -> None:
    """No office program writes one, and entities are how small files become large ones."""
    found = declares_document_type(name, content)

    assert found is declares


def test_a_package_with_a_document_type_is_damaged() -> None:
    """It is refused before any XML is parsed."""
    parts = workbook_parts(ONE_CELL)
    parts["xl/sharedStrings.xml"] = b'<!DOCTYPE a SYSTEM "file:///secret"><sst/>'

    reason = refusal_of(zipped(parts))

    assert reason == "damaged"


def test_overlapping_parts_are_damaged() -> None:
    """Two entries of the directory that lead to one part are how 35 KB become gigabytes."""
    content = bytearray(workbook_of(ONE_CELL))
    entries = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    content[entries[1] + 42 : entries[1] + 46] = content[entries[0] + 42 : entries[0] + 46]

    reason = refusal_of(bytes(content))

    assert reason == "damaged"
