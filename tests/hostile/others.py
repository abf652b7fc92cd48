"""Rows 50 to 62 of the threat table: what is no xlsx at all, text, and cells that would rather be commands."""

from __future__ import annotations

import base64
import gzip
import random
import struct
from functools import partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from hostile.keyed import (
    ANYTHING,
    CANARY,
    COSTLY,
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    NOT_RECOGNISED,
    READ,
    TOO_LARGE,
    WRONG,
    book,
    case,
    csv_text,
    honest,
    parts,
    text_cell,
    values,
)
from hostile.old_xls import SECTOR, container, keyed_xls, table, workbook_stream
from spreadsheets import zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile.keyed import Case

REFUSED = (DAMAGED, TOO_LARGE, COSTLY, WRONG)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _encrypted() -> Iterator[Case]:
    package = container(b"\0" * 5000, name="EncryptedPackage")
    yield case("50", "an encrypted workbook", package, ENCRYPTED)
    info = container(b"\0" * 5000, name="EncryptionInfo")
    yield case("50", "an encrypted workbook, cut short", package[: SECTOR * 4], ENCRYPTED, DAMAGED)
    yield case("50", "only how it was encrypted", info, *REFUSED, ENCRYPTED)
    protected = workbook_stream(table()).replace(b"\x0a\0\0\0", b"\x2f\0\x06\0\0\0\1\2\3\4\x0a\0\0\0", 1)
    yield case("50", "an old workbook with a password", container(protected), ENCRYPTED, *REFUSED)
    manifest = '<manifest xmlns="x"><file-entry><encryption-data/></file-entry></manifest>'
    yield case("50", "an encrypted ods", ods(manifest=manifest), ENCRYPTED)
    yield honest("50", "a protected sheet, which is no encryption", _protected())


def _protected() -> bytes:
    name = "xl/worksheets/sheet1.xml"
    sheet = str(parts()[name]).replace("</sheetData>", '</sheetData><sheetProtection sheet="1" password="CC1A"/>')
    return zipped(parts() | {name: sheet})


def _wrong_types() -> Iterator[Case]:
    for name, content in (
        ("a web page", b"<html><body><table><tr><td>4</td></tr></table></body></html>"),
        ("a web page with a document type", b"<!DOCTYPE html><html></html>"),
        (
            "an XML spreadsheet of 2003",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        ),
        ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        ("a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("a JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("a GIF", b"GIF89a\1\0\1\0"),
        ("a TIFF", b"II*\0\x08\0\0\0"),
        ("a bitmap", b"BM\x46\0\0\0\0\0\0\0"),
        ("rich text", b"{\\rtf1\\ansi hello}"),
        ("gzip", gzip.compress(b"a,b\n", mtime=0)),
        ("7z", b"7z\xbc\xaf\x27\x1c\0\4"),
        ("RAR", b"Rar!\x1a\7\0"),
        ("a program", b"MZ\x90\0\3\0\0\0\4\0"),
        ("a program of Linux", b"\x7fELF\2\1\1\0\0\0"),
        ("a database", b"SQLite format 3\0\x10\0"),
        ("a mailbox of Outlook", container(b"\0" * 5000, name="__properties_version1.0")),
        ("an old Word document", container(b"\0" * 5000, name="WordDocument")),
        ("a Word document", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"})),
        ("a presentation", zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"})),
        ("an Apple document", zipped({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"})),
        ("an e-book", zipped({"mimetype": "application/epub+zip", "content.opf": "<x/>"})),
        ("a zip of a CSV", zipped({"q1.csv": csv_text()})),
        ("SYLK", b"ID;PWXL;N;E\r\nC;Y1;X1;K4\r\nE\r\n"),
        ("random bytes", random.Random(7).randbytes(5000)),  # noqa: S311 - no secret  # noqa: S311 - no secret
        ("NUL bytes and text", b"a,b\0\n1,2\n"),
    ):
        yield case("51", name, content, WRONG, DAMAGED) if name == "an e-book" else case("51", name, content, WRONG)
    for name, content in (
        ("nothing", b""),
        ("blanks", b" \r\n\t "),
        ("a mark alone", b"\xef\xbb\xbf"),
        ("NULs", b"\0" * 512),
    ):
        yield case("51", name, content, EMPTY)
    for name, content in (
        ("an e-mail", b"From: a@example.org\r\nSubject: return\r\n\r\nPlease find attached.\r\n"),
        ("JSON", b'{"quantity": 4, "name": "' + CANARY.encode() + b'"}'),
        ("a letter", f"Dear Sir,\nthe figures for {CANARY} are 4, 5 and 6.\n".encode()),
        ("Base64", base64.b64encode(book())),
    ):
        yield case("51", name, content, NOT_RECOGNISED, WRONG)


def _old() -> Iterator[Case]:
    whole = keyed_xls()
    yield honest("53", "an old workbook", whole)
    stream, anything = workbook_stream(table()), (READ, NOT_RECOGNISED, *REFUSED)
    for name, fat in (
        ("a chain of sectors in a circle", [0xFFFFFFFD, 0xFFFFFFFE, 3, 2]),
        ("a sector that follows itself", [0xFFFFFFFD, 0xFFFFFFFE, 2]),
        ("a chain that leaves the file", [0xFFFFFFFD, 0xFFFFFFFE, 900_000]),
        ("a directory in a circle", [0xFFFFFFFD, 1, 3, 4, 5, 6, 7, 8, 9, 0xFFFFFFFE]),
        ("no chain", []),
    ):
        yield case("53", name, container(stream, fat=fat), *anything)
    for place, what in (
        (30, "sector size"),
        (32, "mini sector size"),
        (44, "count of tables"),
        (48, "directory"),
        (68, "further tables"),
        (72, "count of further tables"),
    ):
        for value in (0, 0xFFFF, 0x7FFFFFFF):
            other = whole[:place] + struct.pack("<L", value) + whole[place + 4 :]
            yield case("53", f"the {what} is {value}", other, *anything)
    for seed in range(20):
        damaged, generator = bytearray(whole), random.Random(seed)  # noqa: S311 - no secret  # noqa: S311 - no secret
        for _ in range(12):
            damaged[generator.randrange(len(damaged))] = generator.randrange(256)
        yield case("53", f"twelve bytes changed, {seed}", bytes(damaged), ANYTHING)
    for eighth in range(1, 8):
        yield case("53", f"cut after {eighth} eighths", whole[: len(whole) * eighth // 8], *anything)
    far = stream.replace(struct.pack("<HHH", 2, 7, 0), struct.pack("<HHH", 65_535, 255, 0), 1)
    yield case("53", "a cell in the last corner", container(far), *anything, "read 4, 5, missing")
    long = stream.replace(struct.pack("<HH", 0x204, 8), struct.pack("<HH", 0x204, 0xFFFF), 1)
    yield case("53", "a record longer than the file", container(long), *anything)


def ods(*, cells: str = "", after: str = "", manifest: str = "", declared: str = "") -> bytes:
    """Return the keyed return as an OpenDocument spreadsheet, with more cells in its second row or rows after it."""
    from hostile.keyed import HEADINGS

    def row(texts: tuple[str, ...], number: int | None, more: str = "") -> str:
        written = [
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
            if number is None or place != HEADINGS.index("Quantity")
            else f'<table:table-cell office:value-type="float" office:value="{number}"/>'
            for place, text in enumerate(texts)
        ]
        return f"<table:table-row>{''.join(written)}{more}</table:table-row>"

    names = "".join(f' xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?>{declared}<office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Keyed">{row(HEADINGS, None)}{row(values(), 4, cells)}{row(values(row=3), 5)}{after}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    whole = {"mimetype": _ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest or _ODS_MANIFEST}
    return zipped(whole)


_ODS_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0"><manifest:file-entry manifest:full-path="/"'
    f' manifest:media-type="{_ODS_TYPE}"/></manifest:manifest>'
)


def _open_documents() -> Iterator[Case]:
    yield honest("54", "an OpenDocument spreadsheet", ods())
    empty = "<table:table-cell/>"
    yield honest(
        "54",
        "a million blank rows at its end",
        ods(after=f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'),
    )
    filled = '<table:table-cell table:number-columns-repeated="{}" office:value-type="float" office:value="1"/>'
    for columns, repeats in ((16_384, 1_048_576), (256, 2_000_000_000), (2_000_000_000, 1), (16_384, 100_000)):
        after = f'<table:table-row table:number-rows-repeated="{repeats}">{filled.format(columns)}</table:table-row>'
        yield case("54", f"{repeats:,} rows of {columns:,} columns", ods(after=after), *REFUSED)
    for count in (2_000_000_000, 10_000_000):
        spaces = f'<table:table-cell><text:p><text:s text:c="{count}"/></text:p></table:table-cell>'
        yield case("54", f"{count:,} spaces in a cell", ods(cells=spaces), *REFUSED)
    for times in ("-1", "abc", "99999999999999999999"):
        after = f'<table:table-row table:number-rows-repeated="{times}">{filled.format(1)}</table:table-row>'
        yield case("54", f"{times} rows", ods(after=after), *REFUSED, READ, "read 4, 5, missing")
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    yield case("54", "a document type", ods(declared=laughs), DAMAGED)
    yield case("54", "no content", zipped({"mimetype": _ODS_TYPE, "content.xml": ""}), *REFUSED)
    deep = "<text:p>" * 100_000 + "</text:p>" * 100_000
    yield case(
        "54", "elements inside each other", ods(cells=f"<table:table-cell>{deep}</table:table-cell>"), *REFUSED, READ
    )


def _texts() -> Iterator[Case]:
    text = csv_text()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"):
        mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
        yield honest("60", f"text in {encoding}", mark + text.encode(encoding))
    yield honest("60", "a pound sign in cp1252", csv_text(evidence="cost £5").encode("cp1252"))
    for delimiter in (";", "\t", "|"):
        yield honest("60", f"fields divided by {delimiter!r}", csv_text(delimiter=delimiter).encode())
        yield honest("60", f"sep={delimiter!r}", f"sep={delimiter}\r\n{csv_text(delimiter=delimiter)}".encode())
    for end in ("\n", "\r"):
        yield honest("60", f"lines that end with {end!r}", csv_text(end=end).encode())
    yield honest("60", "ragged rows", (text + "only this\r\n,,,\r\n").encode(), codes="row-ignored")
    doubled = text.replace("Basis", "Quantity", 1)
    yield case("60", "one heading twice", doubled.encode(), "read unclear, unclear", codes="heading-repeated")
    yield honest("60", "line ends inside quotes", csv_text(evidence='"two\r\nlines"').encode())
    yield case("60", "a field of 10 MiB", partial(_field, 10 * 2**20), DAMAGED, TOO_LARGE)
    yield case("60", "a quote that never closes", csv_text(evidence='"register').encode(), DAMAGED)
    yield case("60", "a quote in the middle of a field", csv_text(evidence='reg"ister').encode(), READ, DAMAGED)
    yield case("60", "a quote that closes too early", csv_text(evidence='"reg"ister').encode(), DAMAGED, READ)
    yield case("60", "64 MiB of line ends", lambda: b"\n" * (64 * 2**20), *REFUSED, EMPTY)
    yield case("60", "9 MiB of line ends", lambda: text.encode() + b"\n" * (9 * 2**20), *REFUSED, READ)
    yield case("60", "19 MiB of blank lines", lambda: text.encode() + b"\n" * (19 * 2**20), TOO_LARGE)
    yield case("60", "19 MiB of commas", lambda: text.encode() + b"," * (19 * 2**20), *REFUSED)
    yield case(
        "60", "1,000,000 columns in the first line", lambda: b"a," * 1_000_000 + b"\r\n" + text.encode(), *REFUSED
    )
    yield case("60", "100,002 records", lambda: text.encode() + b"1,2\r\n" * 100_002, TOO_LARGE)
    yield case(
        "60", "9 MiB of quotes", lambda: text.encode() + b'"' * (9 * 2**20), *REFUSED, READ, "read 4, 5, missing"
    )
    yield case("60", "a NUL in a field", csv_text(evidence="regi\0ster").encode(), WRONG)
    yield case("60", "bytes that no code page has", csv_text(evidence="\x81").encode("latin-1"), WRONG, READ)
    for name, content in (
        ("a zip's first bytes", b"PK\3\4"),
        ("an old workbook's first bytes", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ):
        yield case("60", f"{name} before text", content + text.encode(), *REFUSED)


def _field(size: int) -> bytes:
    return csv_text(evidence="x" * size).encode()


_LEADS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+4+1",
    "-4+1",
    "@SUM(1)",
    "\t=1",
    '=HYPERLINK("http://203.0.113.1")',
    "\uff1d1+1",
    "%4",
    "|4",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    "{% include x %}",
    "\x1b[2J\x1b[31m",
    "\x1b]8;;http://203.0.113.1\x07x",
    "\x9b31m",
    "\u202e4\u202c",
    "\u200b4",
    "\uff14",
    "٤",
    "²",
    "Ⅳ",
    "4\u20dd",
    "\u041e4",
    "../../../etc/passwd",
    "C:\\Windows\\win.ini",
    "\\\\203.0.113.1\\share",
    "file:///etc/passwd",
    "%s%s%n",
    "{0}",
    "'; DROP TABLE x;--",
    "1e999999999",
    "1E308",
    "9" * 400,
    "0x10",
    "1_000",
    "1 2 3",
    "4,5",
    "1/0",
    "NaN",
    "Infinity",
    "-0",
    "--4",
    "4%",
    "£4.4.4",
    "4 " * 300,
    "a" * 30_000,
    " " * 30_000 + "x",
    "(((((((((((((((((((((4",
    "2 people x 26wks",
    CANARY,
    "None",
    "null",
    "true",
    "#REF!",
    "[link=x]4[/link]",
)


def _cells() -> Iterator[Case]:
    may = ("unclear", "missing", "nil", "pending", "suppressed", "not applicable", "4", "0", "308", "0.04")
    verdicts = (*(f"read {word}, 5" for word in may), DAMAGED, TOO_LARGE)
    for number, lead in enumerate(_LEADS):
        written = f'"{lead.replace(chr(34), chr(34) * 2)}"'
        yield case("61", f"text cell {number}: {lead[:20]!r}", partial(_quantity, written), *verdicts)
        if lead.isprintable():
            made = partial(book, text_cell("G2", escape(lead)))
            yield case("61", f"workbook cell {number}: {lead[:20]!r}", made, *verdicts)
        yield honest("62", f"evidence {number}: {lead[:20]!r}", partial(_evidence, written))
    for size in (300, 40_000):
        for heading in ("a" * size, "b" * size + "!", "a1" * (size // 2) + "@", " " * size + "x", "(" * size):
            long = partial(_heading, heading)
            yield case("62", f"a heading of {size:,} characters, {heading[:4]!r}", long, READ, *REFUSED, NOT_RECOGNISED)


def _quantity(written: str) -> bytes:
    return csv_text(written).encode("utf-8", errors="replace")


def _evidence(written: str) -> bytes:
    return csv_text(evidence=written).encode("utf-8", errors="replace")


def _heading(heading: str) -> bytes:
    first, rest = csv_text().split("\r\n", 1)
    return f"{first},{heading}\r\n{rest}".encode()


def cases() -> Iterator[Case]:
    """Yield every case of this module."""
    for group in (_encrypted, _wrong_types, _old, _open_documents, _texts, _cells):
        yield from group()
