"""Bytes in, grids of typed cells out; knows nothing of pledges.

Every format is one module of this package with a `read(content) -> Workbook`; the format is decided by content.
"""

from __future__ import annotations

from pledges.sheets.grid import BLANK, Cell, CellKind, Sheet, Workbook, address, column_letters

__all__ = ["BLANK", "Cell", "CellKind", "Sheet", "Workbook", "address", "column_letters", "read"]


def read(content: bytes) -> Workbook:
    """Return the grids of a spreadsheet's bytes, whatever its name said it was.

    Raises `UnreadableFileError` with a coded reason where the bytes are encrypted, damaged, too large, empty or of a
    kind this version does not read; its message never quotes the file.
    """
    from pledges.sheets.recognise import format_of  # noqa: PLC0415 - openpyxl is imported only when a file is read

    return format_of(content).read(content)
