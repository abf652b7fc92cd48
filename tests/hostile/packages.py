"""Rows 10 to 15 of the threat table: the zip around a workbook that lies about what is in it, or how much."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from hostile.keyed import (
    DAMAGED,
    ENCRYPTED,
    READ,
    TOO_LARGE,
    WRONG,
    book,
    case,
    heading_row,
    honest,
    parts,
    rows,
    stored,
)
from spreadsheets import MAIN, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile.keyed import Case

MEBIBYTE = 2**20


def repeated_part(name: str, head: bytes, block: bytes, times: int, tail: bytes) -> bytes:
    """Return the keyed return with one part of `head`, `times` blocks and `tail`, without ever unpacking it here."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    one = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.compress(tail) + packer.flush(zlib.Z_FINISH)
    checksum = zlib.crc32(head)
    for _ in range(times):
        checksum = zlib.crc32(block, checksum)
    checksum, size = zlib.crc32(tail, checksum), len(head) + times * len(block) + len(tail)
    others = {other: content for other, content in parts().items() if other != name}
    return spliced(others, name, first + one * times + last, checksum, size)


def spliced(others: dict[str, bytes | str], name: str, packed: bytes, checksum: int, size: int) -> bytes:
    """Return a zip of these parts and, behind them, one whose packed bytes, checksum and size are as given."""
    plain = zipped(others)
    end = plain.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HLL", plain[end + 10 : end + 20])
    encoded = name.encode()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, checksum, len(packed), size, len(encoded), 0) + encoded
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, checksum, len(packed), size, len(encoded), 0, 0, 0, 0, 0, start
    )
    entry += encoded
    directory = plain[start : start + length] + entry
    whole = plain[:start] + local + packed
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count + 1, count + 1, len(directory), len(whole), 0)
    return whole + directory + tail


def _bombs() -> Iterator[Case]:
    head = f'<worksheet xmlns="{MAIN}"><sheetData>{rows()}'.encode()
    tail = b"</sheetData></worksheet>"
    spaces = b" " * MEBIBYTE
    sheet = "xl/worksheets/sheet1.xml"
    cells = b"".join(b"<row><c><v>1</v></c></row>" for _ in range(20_000))
    strings = b"<si><t>a</t></si>" * 50_000
    make = functools.partial
    yield case("10", "1 GiB of spaces", make(repeated_part, sheet, head, spaces, 1024, tail), TOO_LARGE)
    yield case("10", "300 MiB of cells", make(repeated_part, sheet, head, cells, 600, tail), TOO_LARGE)
    for name, block in (
        ("sharedStrings", strings),
        ("styles", spaces),
        ("theme/theme1", spaces),
        ("comments1", spaces),
    ):
        made = make(repeated_part, f"xl/{name}.xml", b"<x>", block, 300, b"</x>")
        yield case("10", f"300 MiB in {name}", made, TOO_LARGE)
    for name in ("xl/media/image1.png", "docProps/core.xml", "customXml/item1.xml", "nobody/reads/this.bin"):
        yield case("10", f"200 MiB in {name}", make(repeated_part, name, b"", spaces, 200, b""), TOO_LARGE)
    yield case("10", "one text of 160 MiB", make(repeated_part, sheet, head, b"x" * MEBIBYTE, 160, tail), TOO_LARGE)
    yield case("10", "ten parts of 30 MiB", _ten_parts, TOO_LARGE)
    yield honest(
        "10", "zip inside zip, never opened", zipped(parts() | {"xl/embeddings/b.zip": zipped({"a": "x" * 9})})
    )
    yield case("10", "overlapping parts", _overlapping, DAMAGED, TOO_LARGE)
    yield honest("10", "1 MiB of spaces", make(repeated_part, sheet, head, spaces, 1, tail))


def _ten_parts() -> bytes:
    return zipped(parts() | {f"xl/media/image{number}.bin": b"\0" * (30 * MEBIBYTE) for number in range(6)})


def _overlapping() -> bytes:
    """Return 200 entries of the directory that all point at one packed part."""
    plain = stored(parts() | {"kernel.bin": b"\0" * 4096})
    end = plain.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HLL", plain[end + 10 : end + 20])
    directory = plain[start : start + length]
    last = directory[directory.rindex(b"PK\1\2") :]
    more = b"".join(last.replace(b"kernel.bin", b"kern%03d.bi" % number) for number in range(200))
    whole = plain[:start] + directory + more
    size = length + len(more)
    return whole + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count + 200, count + 200, size, start, 0)


def _names() -> Iterator[Case]:
    for name in (
        "../../etc/cron.d/x", "/etc/passwd", "C:\\x.xml", "xl\\worksheets\\sheet1.xml", "xl/../xl/workbook.xml", "..",
        "xl/worksheets/../../../x", "\\\\server\\share\\x", "file:x",
    ):  # fmt: skip
        yield case("11", f"part named {name}", zipped(parts() | {name: "x"}), DAMAGED)
    yield case("11", "a name with a NUL", zipped(parts() | {"xlAx": "x"}).replace(b"xlAx", b"xl\0x"), DAMAGED)
    yield case("11", "a symbolic link", _with_link, DAMAGED)
    yield honest("11", "a folder entry", zipped(parts() | {"xl/": ""}))
    yield honest("11", "a part name with a space and an accent", zipped(parts() | {"xl/média 1.png": b"\x89PNG"}))


def _with_link() -> bytes:
    kept = io.BytesIO(book())
    with zipfile.ZipFile(kept, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return kept.getvalue()


def _twice() -> Iterator[Case]:
    other = {
        "xl/worksheets/sheetX.xml": "<worksheet/>",
        "xl/workbooX.xml": "<workbook/>",
        "[Content_TypeX].xml": "<Types/>",
    }
    for name, content in other.items():
        twin = zipped(parts() | {name: content}).replace(name.encode(), name.replace("X", _twin(name)).encode())
        yield case("12", f"two parts {name}", twin, DAMAGED)
    for name in ("XL/workbook.xml", "xl/worksheets/SHEET1.xml", "_RELS/.rels", "[content_types].xml"):
        yield case("12", f"two parts but for case, {name}", zipped(parts() | {name: "<x/>"}), DAMAGED)


def _twin(name: str) -> str:
    return {"xl/worksheets/sheetX.xml": "1", "xl/workbooX.xml": "k", "[Content_TypeX].xml": "s"}[name]


def _broken() -> Iterator[Case]:
    whole = book()
    for eighth in range(1, 8):
        yield case("13", f"cut after {eighth} eighths", whole[: len(whole) * eighth // 8], DAMAGED)
    for cut in (1, 4, 12, 21):
        yield case("13", f"cut {cut} bytes before the end", whole[:-cut], DAMAGED)
    first, entry = whole.index(b"PK\3\4"), whole.index(b"PK\1\2")
    sheet = whole.rindex(b"PK\1\2", 0, whole.rindex(b"xl/worksheets/sheet1.xml"))
    for name, place, value in (
        ("a wrong checksum of the sheet", sheet + 16, b"\1\2\3\4"),
        ("a size that is too small", sheet + 24, struct.pack("<L", 10)),
        ("a size that is too large", sheet + 24, struct.pack("<L", 100_000)),
        ("a packed size that is too small", sheet + 20, struct.pack("<L", 10)),
        ("a packed size beyond the file", sheet + 20, struct.pack("<L", 10_000_000)),
        ("a place beyond the file", sheet + 42, struct.pack("<L", 10_000_000)),
        ("LZMA", sheet + 10, struct.pack("<H", 14)),
        ("a method nobody knows", sheet + 10, struct.pack("<H", 99)),
        (
            "another name in the part's own header",
            whole.index(b"xl/worksheets/sheet1.xml"),
            b"xl/worksheets/sheet9.xml",
        ),
    ):
        # Where the checksum holds, every byte that was read is the sender's: a size that lies changed nothing.
        verdicts = (
            (DAMAGED, READ) if name in {"a size that is too large", "a packed size beyond the file"} else (DAMAGED,)
        )
        yield case("13", name, _patched(whole, place, value), *verdicts)
    for name, place in (("the directory's encrypted bit", entry + 8), ("the sheet's encrypted bit", sheet + 8)):
        yield case("13", name, _patched(whole, place, struct.pack("<H", 1)), ENCRYPTED, DAMAGED)
    packed = bytearray(whole)
    packed[first + 40 : first + 80] = b"\xff" * 40
    yield case("13", "a packed stream that is broken", bytes(packed), DAMAGED)
    for name, content in (("BZIP2", zipfile.ZIP_BZIP2), ("LZMA throughout", zipfile.ZIP_LZMA)):
        yield case("13", name, zipped(parts(), compression=content), DAMAGED)
    yield honest("13", "parts that are not compressed", stored(parts()))
    yield case("13", "a zip of nothing", b"PK\5\6" + b"\0" * 18, WRONG, DAMAGED)
    yield case("13", "only the first four bytes of a zip", b"PK\3\4", DAMAGED)
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        verdicts = (DAMAGED, READ) if name.startswith(("_rels", "[")) else (DAMAGED,)
        yield case("13", f"no {name}", zipped({key: each for key, each in parts().items() if key != name}), *verdicts)


def _patched(whole: bytes, place: int, value: bytes) -> bytes:
    return whole[:place] + value + whole[place + len(value) :]


def _many() -> Iterator[Case]:
    yield case("14", "70,000 parts", lambda: zipped(parts() | {f"x/{n}": b"" for n in range(65_000)}), TOO_LARGE)
    yield case("14", "1,001 parts", zipped(parts() | {f"x/{n}": b"" for n in range(1001 - len(parts()))}), TOO_LARGE)
    yield honest("14", "1,000 parts", zipped(parts() | {f"x/{n}": b"" for n in range(1000 - len(parts()))}))


def _hidden() -> Iterator[Case]:
    other = zipped(
        parts().copy() | {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{heading_row()}</worksheet>'}
    )
    whole = book()
    yield case("15", "two workbooks one after the other", other + whole, DAMAGED)
    yield case("15", "the same workbook twice", whole + whole, DAMAGED)
    yield case("15", "a web page in front", b"<html><body>hello</body></html>" + whole, WRONG, DAMAGED)
    yield case("15", "a program in front", b"MZ\x90\0" + b"\0" * 60 + whole, WRONG, DAMAGED)
    yield case("15", "a PDF in front", b"%PDF-1.7\n" + whole, WRONG, DAMAGED)
    yield case("15", "spaces in front", b"    " + whole, WRONG, DAMAGED)
    for size in (1, 1000, 60_000):
        yield case("15", f"{size} bytes behind the end", whole + b"x" * size, DAMAGED, READ)
    with_comment = whole[:-2] + struct.pack("<H", 5) + b"hello"
    yield honest("15", "a comment of the zip", with_comment)


def cases() -> Iterator[Case]:
    """Yield every case of this module."""
    for group in (_bombs, _names, _twice, _broken, _many, _hidden):
        yield from group()
