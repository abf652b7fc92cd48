"""Bytes in, grids of typed cells out; knows nothing of pledges.

Every format is one module of this package with a `read(content) -> Workbook`; the format is decided by content.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

from pledges.sheets.grid import BLANK, Cell, CellKind, CellRange, Sheet, Workbook, address, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BLANK",
    "Cell",
    "CellKind",
    "CellRange",
    "Sheet",
    "Workbook",
    "address",
    "column_letters",
    "needs_worker",
    "read",
]


def read(content: bytes) -> Workbook:
    """Return the grids of a spreadsheet's bytes, whatever its name said it was.

    Where `needs_worker` holds, another library reads them, which may end the process: call this in a worker then.
    Raises `UnreadableFileError` with a coded reason where the bytes are encrypted, damaged, too large, empty or of a
    kind this version does not read; its message never quotes the file.
    """
    from pledges.sheets.parts import NotUnderstoodError  # noqa: PLC0415 - loaded only when a file is read
    from pledges.sheets.recognise import format_of  # noqa: PLC0415 - as above

    with _without_collecting():
        try:
            return format_of(content).read(content)
        except NotUnderstoodError:
            from pledges.sheets import fallback  # noqa: PLC0415 - as above

            return fallback.read(content)


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Let Python not look for cycles in the meantime: millions of cells make none, and looking takes a tenth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def needs_worker(content: bytes) -> bool:
    """Return whether `read` would hand these bytes to a library that may end the process, or never end.

    So it is with xls, xlsb, ods, and packages that our own reader does not understand. Bytes that cannot be read at
    all need none: `read` refuses them before any library sees them. Never raises.
    """
    from pledges.exceptions import UnreadableFileError  # noqa: PLC0415 - as above
    from pledges.sheets import calamine, xlsx  # noqa: PLC0415 - as above
    from pledges.sheets.recognise import format_of  # noqa: PLC0415 - as above

    try:
        found = format_of(content)
        return found is calamine or (found is xlsx and not xlsx.is_understood(content))
    except UnreadableFileError:
        return False
