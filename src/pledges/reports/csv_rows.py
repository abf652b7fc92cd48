"""Rows in; a CSV file as bytes out, made to be opened in Excel."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the machine's old code page
_BLANKS = " \u00a0\u2007\u202f\u3000"
# Excel and its kin calculate text that starts so, full-width twins included, wherever it came from.
_STARTS_A_FORMULA = tuple("=+-@\t\r|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05")


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows below their headings: UTF-8 with a byte order mark, CRLF, no formulas; None is a blank."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless("" if value is None else str(value)) for value in row])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet program could take it for a formula."""
    return f"'{text}" if text.lstrip(_BLANKS).startswith(_STARTS_A_FORMULA) else text
