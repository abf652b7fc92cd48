"""Bytes in, the module that reads their format out; decided by content, never by a file's name."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Protocol

from pledges.exceptions import UnreadableFileError
from pledges.sheets import calamine, csv, xlsx
from pledges.sheets.package import ZIP_ERRORS, open_directory, refuse_too_many_bytes

if TYPE_CHECKING:
    from pledges.sheets.grid import Workbook


class Format(Protocol):
    """A module of this room that reads one format."""

    def read(self, content: bytes) -> Workbook:
        """Return the grids of the bytes."""


_WHAT_TO_DO = "Save it as an Excel workbook (.xlsx) or CSV and put it back."
_SAVE_TABLE = "Save its table as an Excel workbook (.xlsx) or as CSV, and send that."
_FILL_IN = "Fill in the return form that the council sent (an Excel workbook, .xlsx), and send that."
_ARCHIVE, _EMAIL = "a compressed archive", "an e-mail"
_WHAT_TO_DO_WITH = {
    _ARCHIVE: "Open the archive, take the workbook out of it, and send the workbook by itself.",
    _EMAIL: "Open the e-mail, save the workbook that is attached to it, and send the workbook by itself.",
    "a PDF document": _FILL_IN,
    "a picture": _FILL_IN,
    "a Word document": _FILL_IN,
    "an old Word document (.doc)": _FILL_IN,
    "a text document": _FILL_IN,
    "a presentation": _FILL_IN,
}
"""What a supplier can do about a file of a kind that holds no table of its own, or holds another file."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SECTOR_POWERS = (9, 12)  # MS-CFB 2.2: sectors of 512 or 4,096 bytes
_EMAIL_STREAM = "__substg1.0_".encode("utf-16-le")
_WORKBOOK_STREAMS = ("Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le"))

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"ID;P", "an old exchange format (SYLK)"),
    (b"TABLE\r\n0,1", "an old exchange format (DIF)"),
    (b"TABLE\n0,1", "an old exchange format (DIF)"),
)

_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("index/document.iwa", "an Apple document"),
    ("index.zip", "an Apple document"),
)

_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|\?xml|workbook|office:)", re.IGNORECASE)
_EMAIL_LINE = re.compile(rb"[A-Za-z][A-Za-z-]{1,40}: ?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_OF_AN_EMAIL = re.compile(
    rb"^(?:mime-version|message-id|return-path|received|content-type):", re.IGNORECASE | re.MULTILINE
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4096


def format_of(content: bytes) -> Format:
    """Return the module that reads these bytes.

    Raises `UnreadableFileError`: `empty` where there is nothing, `encrypted` where a password protects it,
    `wrong-type` where it is something else (the message says what it looks like and what to do), `too-large` or
    `damaged` where it is a package that cannot be opened safely.
    """
    refuse_too_many_bytes(content)
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError("empty", "The file is empty. Save it again with its content and put it back.")
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return _of_package(content)
    if content.startswith(_OLE):
        return _of_container(content)
    for magic, what in _MAGIC:
        if content.startswith(magic) and (magic != b"BM" or b"\0" in content[:64]):
            raise wrong_type(what)
    start = content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if _MARKUP.match(start):
        raise wrong_type("a web page or an XML document")
    if _EMAIL_LINE.match(start) and len(_OF_AN_EMAIL.findall(start)) > 1:
        raise wrong_type(_EMAIL)
    if b"\0" in content and not content.startswith(_WIDE_MARKS):
        raise wrong_type("a program's own file")
    return csv


def wrong_type(what: str) -> UnreadableFileError:
    """Return the refusal of a file that looks like `what`."""
    return UnreadableFileError("wrong-type", f"It looks like {what}. {_WHAT_TO_DO}")


def what_to_do_with(what: str) -> str:
    """Return what a supplier who sent a file of this kind can do, in place of what is said to whoever keeps files."""
    return _WHAT_TO_DO_WITH.get(what, _SAVE_TABLE)


def _encrypted() -> UnreadableFileError:
    return UnreadableFileError(
        "encrypted", "It is protected with a password. Take the password off, save it, and put it back."
    )


def _of_container(content: bytes) -> Format:
    """Return the format of the container that old office files and encrypted new ones share."""
    if _ENCRYPTED_PACKAGE in content:
        raise _encrypted()
    if _WORD_STREAM in content:
        raise wrong_type("an old Word document (.doc)")
    if _EMAIL_STREAM in _first_entries(content):
        raise wrong_type(_EMAIL)
    if any(stream in content for stream in _WORKBOOK_STREAMS):
        return calamine
    raise wrong_type("an old Excel workbook (.xls)")


def _first_entries(content: bytes) -> bytes:
    """Return the first sector of a container's directory: what it is itself, whatever else is embedded in it."""
    power = int.from_bytes(content[30:32], "little")
    if power not in _SECTOR_POWERS:
        return b""
    start = (int.from_bytes(content[48:52], "little") + 1) << power
    return content[start : start + (1 << power)]


def _of_package(content: bytes) -> Format:
    """Return the format of a zip package by its parts."""
    with open_directory(content) as package:
        names = {name.casefold(): name for name in package.namelist()}
        if "xl/workbook.bin" in names:
            return calamine
        if "xl/workbook.xml" in names or _names_a_workbook(package, names):
            return xlsx
        for part, what in _PARTS:
            if part in names:
                raise wrong_type(what)
        if "content.xml" in names and "mimetype" in names:
            return _of_open_document(package, names)
    raise wrong_type(_ARCHIVE)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return package.read(name)
    except ZIP_ERRORS:
        raise UnreadableFileError(
            "damaged", "The file is damaged or incomplete. Open it in Excel, save it again, and put it back."
        ) from None


def _names_a_workbook(package: zipfile.ZipFile, names: dict[str, str]) -> bool:
    """Return whether the list of content types names an Excel workbook under another name than the usual one."""
    types = names.get("[content_types].xml")
    return (
        types is not None
        and re.search(rb"(?:sheet|template)(?:\.macroEnabled)?\.main\+xml", _part(package, types)) is not None
    )


def _of_open_document(package: zipfile.ZipFile, names: dict[str, str]) -> Format:
    """Return the format of a package that says it is an OpenDocument file."""
    manifest = names.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in _part(package, manifest):
        raise _encrypted()
    if b"spreadsheet" in _part(package, names["mimetype"]):
        return calamine
    raise wrong_type("an OpenDocument file")
