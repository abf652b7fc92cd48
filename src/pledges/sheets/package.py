"""The bytes of a zip package in, an opened package out that is safe to hand to a library, or a refusal.

Readers disagree about packages with two parts of one name, about sizes that lie and about entities, and a small file
can unpack to gigabytes. So everything here is checked on the directory of the zip and on the raw parts, before any
spreadsheet library sees a byte. Our own reader asks for the directory alone, and has each part checked as it reads it.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING

from pledges.exceptions import UnreadableFileError
from pledges.sheets.limits import (
    HIGHEST_RATIO,
    MOST_BYTES,
    MOST_BYTES_OF_A_PART,
    MOST_BYTES_UNPACKED,
    MOST_PARTS,
    RATIO_TESTED_FROM,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOCAL_HEADER = 30  # bytes before the name of a part
_ENCRYPTED = 0x1
_UNIX = 3
# Spelled out instead of IGNORECASE: so the search runs from one `<!` to the next, ten times as fast.
_DOCUMENT_TYPE = re.compile(rb"<![Dd][Oo][Cc][Tt][Yy][Pp][Ee]")
_XML_NAMES = (".xml", ".rels", ".vml")

# What the standard library raises on damaged zips: zipfile's own error, a lying length, a bad stream, a bad name.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    LookupError,
)


def refuse_too_many_bytes(content: bytes) -> None:
    """Raise `UnreadableFileError` (`too-large`) where the file has more than `MOST_BYTES`."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            "too-large",
            f"It is larger than {MOST_BYTES // 2**20} MB. Delete pictures and sheets that are not part of the return.",
        )


def open_package(content: bytes) -> zipfile.ZipFile:
    """Return the package whose directory and parts have all been checked.

    Raises `UnreadableFileError`: `too-large` where it is or unpacks to more than the limits, `encrypted` where a part
    is, `damaged` where parts are missing, broken, repeated, oddly named, or declare a document type.
    """
    archive = open_directory(content)
    for part in archive.infolist():
        check_content(archive, part)
    return archive


def open_directory(content: bytes) -> zipfile.ZipFile:
    """Return the package whose directory has been checked: what its parts hold is for `check_content`, or a reader.

    Raises `UnreadableFileError` as `open_package` does, but for what only the content of a part tells.
    """
    refuse_too_many_bytes(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except ZIP_ERRORS:
        raise _damaged() from None
    parts = archive.infolist()
    _check_sizes(parts, len(content))
    _check_names(parts)
    _check_places(parts)
    _check_methods(parts)
    _name_as_others_do(archive)
    return archive


def _name_as_others_do(archive: zipfile.ZipFile) -> None:
    r"""Give the parts of a package whose program wrote `\` between folders the names that all others would write.

    `_check_names` has made sure that no part of it has `/` as well: then there is one reading of the names.
    """
    for part in archive.infolist():
        part.filename = part.orig_filename.replace("\\", "/")
    archive.NameToInfo = {part.filename: part for part in archive.infolist()}


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(
        "damaged", "The file is damaged or incomplete. Open it in Excel, save it again, and put it back."
    )


def _unpacks_too_far() -> UnreadableFileError:
    return UnreadableFileError(
        "too-large",
        "It unpacks to more than a return can hold. Copy the filled-in rows into a new workbook and put that back.",
    )


def _check_sizes(parts: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse what declares too much; zipfile never unpacks more of a part than the part declares."""
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES_UNPACKED:
        raise _unpacks_too_far()
    if any(part.file_size > MOST_BYTES_OF_A_PART for part in parts):
        raise _unpacks_too_far()
    if unpacked > RATIO_TESTED_FROM and unpacked > HIGHEST_RATIO * size:
        raise _unpacks_too_far()


def _check_names(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse names that two readers could take for different parts, and names that lead out of the package."""
    names = [part.orig_filename for part in parts]
    folded = {name.casefold() for name in names}
    if len(folded) < len(names):
        raise _damaged()
    if any("\\" in name for name in names) and any("/" in name for name in names):
        raise _damaged()
    for name in (each.replace("\\", "/") for each in names):
        if "\0" in name or name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise _damaged()


def _check_places(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse parts that overlap, and anything before the first one: another file may be hidden there."""
    free_from = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < free_from or (free_from == 0 and part.header_offset > 0):
            raise _damaged()
        free_from = part.header_offset + _LOCAL_HEADER + len(part.orig_filename) + part.compress_size


def _check_methods(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse parts that are encrypted, links to elsewhere, or packed in a way that Excel does not know."""
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnreadableFileError(
            "encrypted", "It is protected with a password. Take the password off, save it, and put it back."
        )
    for part in parts:
        is_link = part.create_system == _UNIX and stat.S_ISLNK(part.external_attr >> 16)
        if is_link or part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise _damaged()


def check_content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part once, which tests its checksum, and refuse it where it declares a document type."""
    try:
        content = archive.read(part)
    except ZIP_ERRORS:
        raise _damaged() from None
    if declares_document_type(part.filename, content):
        raise _damaged()


def declares_document_type(name: str, content: bytes) -> bool:
    """Return whether an XML part holds `<!DOCTYPE`, in whatever encoding: no office program writes one."""
    start = content[:256].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not name.casefold().endswith(_XML_NAMES) and not start.startswith(b"<"):
        return False
    if b"\0" in content[:64]:
        # UTF-16: the same letters with a NUL beside each
        content = content.replace(b"\0", b"")
    return _DOCUMENT_TYPE.search(content) is not None
