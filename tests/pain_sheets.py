"""Returns with one pain each: rows in, the bytes of a workbook or a text file out, and what is read of them."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
from grids import codes_of, only_line, reading_of
from spreadsheets import saved, zipped

from pledges.sheets import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pledges.findings import Finding
    from pledges.model import EvidenceLine
    from pledges.returns.reading import ReturnReading

HEADINGS = ("Pledge ref", "Quantity", "Start", "End", "Evidence ref")
ABOUT: dict[str, Any] = {
    "Supplier ref": "S-01",
    "Contract ref": "C-001",
    "Period start": dt.date(2025, 7, 1),
    "Period end": dt.date(2025, 9, 30),
    "Basis": "in period",
    "Layout": "pledges-return/1",
}
KEYED = ("Supplier ref or name", "Contract ref", "Period start", "Period end", "Pledge ref or code", "Quantity")


def form_bytes(
    rows: Sequence[Sequence[Any]],
    *,
    headings: Sequence[Any] = HEADINGS,
    about: dict[str, Any] | None = None,
    change: Callable[[Worksheet], object] = lambda _: None,
) -> bytes:
    """Return a form whose Delivery has these rows under these headings, after `change` was made to that sheet."""
    book = openpyxl.Workbook()
    first, delivery = book.worksheets[0], book.create_sheet("Delivery")
    first.title = "About"
    for row in (("Field", "Value"), *{**ABOUT, **(about or {})}.items()):
        first.append(row)
    for values in (headings, *rows):
        if len(values):
            delivery.append(list(values))
        else:
            delivery.append([None])
    change(delivery)
    return saved(book)


def reading_of_form(
    *rows: Sequence[Any],
    headings: Sequence[Any] = HEADINGS,
    about: dict[str, Any] | None = None,
    change: Callable[[Worksheet], object] = lambda _: None,
) -> ReturnReading:
    """Return what is read of such a form, by the same way as a file of the returns folder."""
    return reading_of(read(form_bytes(rows, headings=headings, about=about, change=change)))


def line_with(name: str, value: object, **others: object) -> tuple[EvidenceLine, list[str]]:
    """Return the line of a form whose one row holds `value` in the column `name`, and the codes of all findings."""
    cells = {"Pledge ref": "P-01", "Quantity": 2, "Evidence ref": "R1", **others, name: value}
    reading = reading_of_form(tuple(cells.values()), headings=tuple(cells))
    return only_line(reading), codes_of(reading)


def added(sheet: Worksheet, name: str) -> Worksheet:
    """Return a new sheet of the same workbook."""
    book = sheet.parent
    assert book is not None
    new: Worksheet = book.create_sheet(name)
    return new


def quantities(reading: ReturnReading) -> list[Any]:
    """Return the quantity of each line as a number a test can write, None where there is none."""
    lines = [line for sent in reading.returns for line in sent.lines]
    return [None if line.quantity is None else float(line.quantity) for line in lines]


def the_finding(reading: ReturnReading, code: str) -> Finding:
    """Return the one finding of a code."""
    (found,) = [note for note in reading.findings if note.code == code]
    return found


def place_of(reading: ReturnReading, code: str) -> str:
    """Return where the one finding of a code is: `Delivery!B2`."""
    return str(the_finding(reading, code).source).partition("!")[2]


def account_of(reading: ReturnReading, sheet: str = "Delivery") -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Return a sheet's rows, and which of them were used and which ignored."""
    (account,) = [each for each in reading.accounts if each.sheet == sheet]
    return account.rows, account.used, account.ignored


def with_part(content: bytes, part: str, pattern: str, new: str) -> bytes:
    """Return a package with the first match of `pattern` in a part replaced. Raises `AssertionError` where none is."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    old = parts[part]
    assert isinstance(old, bytes)
    changed, count = re.subn(pattern, lambda _: new, old.decode(), count=1)
    assert count == 1
    return zipped({**parts, part: changed})


def keyed_csv(*rows: Sequence[str], headings: Sequence[str] = KEYED, delimiter: str = ",") -> str:
    """Return a keyed text file."""
    return "".join(delimiter.join(row) + "\r\n" for row in (headings, *rows))
