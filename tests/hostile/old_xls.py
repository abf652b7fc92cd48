"""Texts and numbers of a table in, the bytes of an Excel 97 workbook out, by hand: what damaged ones are made from."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hostile.keyed import HEADINGS, values

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def workbook_stream(table: Sequence[Sequence[str | int]], *, name: str = "Keyed") -> bytes:
    """Return the records of a workbook of one sheet."""
    begin = _record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0))
    listed = struct.pack("<LBB", 0, 0, 0) + struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = len(begin) + len(_record(0x85, listed)) + len(_record(0x0A))
    globals_ = begin + _record(0x85, struct.pack("<L", start) + listed[4:]) + _record(0x0A)
    cells = [_record(0x809, struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 0))]
    cells.append(_record(0x200, struct.pack("<LLHHH", 0, len(table), 0, len(table[0]), 0)))
    for row, line in enumerate(table):
        for column, value in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            is_text = isinstance(value, str)
            cells.append(
                _record(0x204, place + _text(str(value)))
                if is_text
                else _record(0x203, place + struct.pack("<d", value))
            )
    return globals_ + b"".join(cells) + _record(0x0A)


def excel_95(table: Sequence[Sequence[str | int]], code_page: int) -> bytes:
    """Return a workbook of one sheet as Excel 95 wrote it: letters of one byte, by the code page that it names."""
    begin = _record(0x809, struct.pack("<HHHH", 0x500, 5, 0x6C9, 0x7C9)) + _record(0x42, struct.pack("<H", code_page))
    start = len(begin) + len(_record(0x85, struct.pack("<LBBB", 0, 0, 0, 5) + b"Keyed")) + len(_record(0x0A))
    listed = _record(0x85, struct.pack("<LBBB", start, 0, 0, 5) + b"Keyed") + _record(0x0A)
    cells = [_record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0x6C9, 0x7C9))]
    cells.append(_record(0x200, struct.pack("<HHHHH", 0, len(table), 0, len(table[0]), 0)))
    for row, line in enumerate(table):
        for column, value in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            text = str(value).encode("cp1252")
            label = _record(0x204, place + struct.pack("<H", len(text)) + text)
            cells.append(label if isinstance(value, str) else _record(0x203, place + struct.pack("<d", value)))
    return container(begin + listed + b"".join(cells) + _record(0x0A), name="Book")


def container(stream: bytes, *, name: str = "Workbook", fat: Sequence[int] | None = None) -> bytes:
    """Return a compound file of one stream; `fat` replaces the chain of its sectors."""
    stream += b"\0" * (max(8 * SECTOR, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    count = len(stream) // SECTOR
    chain = [_FAT, _END, *(number + 3 for number in range(count - 1)), _END]
    chain = list(fat) if fat is not None else chain
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<L", 0) + struct.pack("<L", _FREE) * 108
    table = struct.pack(f"<{len(chain)}L", *chain).ljust(SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(stream))
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return head + struct.pack("<LLL", _FREE, _FREE, child) + b"\0" * 36 + struct.pack("<LLL", start, size, 0)


def table(quantity: str | int = 4) -> list[tuple[str | int, ...]]:
    """Return the keyed return of two lines as a table."""
    first, second = values(), values(row=3)
    return [HEADINGS, (*first[:6], quantity, *first[7:]), (*second[:6], 5, *second[7:])]


def keyed_xls() -> bytes:
    """Return the keyed return as an Excel 97 workbook."""
    return container(workbook_stream(table()))
