"""A document in; `findings.csv` as bytes out, made to be opened in Excel."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import attrs

from pledges.reports.records import FindingRecord

if TYPE_CHECKING:
    from pledges.reports.records import Document

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the machine's old code page
_BLANKS = " \u00a0\u2007\u202f\u3000"
# Excel and its kin calculate text that starts so, full-width twins included, wherever it came from.
_STARTS_A_FORMULA = tuple("=+-@\t\r|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05")


def render(document: Document) -> bytes:
    """Return the findings with a heading, one a row: UTF-8 with a byte order mark, CRLF, no formulas."""
    columns = [field.name for field in attrs.fields(FindingRecord)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for finding in document.findings:
        writer.writerow([harmless(str(getattr(finding, column) or "")) for column in columns])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet program could take it for a formula."""
    return f"'{text}" if text.lstrip(_BLANKS).startswith(_STARTS_A_FORMULA) else text
