"""One honest keyed return of two lines, 4 and 5, as every format writes it: what hostile files are made from."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import attrs
from spreadsheets import MAIN, workbook_parts, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

HEADINGS = (
    "Supplier ref or name", "Contract ref", "Period start", "Period end", "Basis", "Pledge ref or code", "Quantity",
    "Evidence ref",
)  # fmt: skip
CANARY = "Zebedee Quillfeather"
"""A young person's name, which no answer may hold."""

READ = "read 4, 5"
DAMAGED, TOO_LARGE, WRONG, ENCRYPTED, EMPTY = "damaged", "too-large", "wrong-type", "encrypted", "empty"
COSTLY = "too-costly"
REFUSALS_KNOWN = frozenset({DAMAGED, TOO_LARGE, WRONG, ENCRYPTED, EMPTY, COSTLY})
NOT_RECOGNISED = "not recognised"
ANYTHING = "*"
"""Stands for every coded answer: of a mutant nobody knows what is left."""


@attrs.frozen
class Case:
    """A file: the row of the threat table it belongs to, its name there, how it is made, and what must be answered.

    `verdicts` are the answers that are right (mostly one); `codes` are findings that must be among those of a file
    that is read. An honest control is read.
    """

    row: str
    name: str
    make: Callable[[], bytes] = attrs.field(repr=False)
    verdicts: tuple[str, ...]
    codes: frozenset[str] = frozenset()
    honest: bool = False


def case(row: str, name: str, content: bytes | Callable[[], bytes], *verdicts: str, codes: str = "") -> Case:
    """Return a hostile file."""
    make = content if callable(content) else lambda: content
    return Case(row, name, make, verdicts, frozenset(codes.split()))


def honest(row: str, name: str, content: bytes | Callable[[], bytes], verdict: str = READ, *, codes: str = "") -> Case:
    """Return a control: a file that looks odd and must be read."""
    return attrs.evolve(case(row, name, content, verdict, codes=codes), honest=True)


def values(quantity: str = "4", *, evidence: str = "register", row: int = 2) -> tuple[str, ...]:
    """Return the texts of a row."""
    return (f"Supplier {row}", "C-001", "2025-04-01", "2025-06-30", "in period", "P-01", quantity, evidence)


def text_cell(place: str, text: str) -> str:
    """Return a cell that holds a text."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def number_cell(place: str, number: str, more: str = "") -> str:
    """Return a cell that holds a number."""
    return f'<c r="{place}"{more}><v>{number}</v></c>'


def heading_row(number: int = 1) -> str:
    """Return the row of headings."""
    return f'<row r="{number}">{_texts(HEADINGS, number)}</row>'


def data_row(number: int, quantity: str, *, evidence: str = "register", more: str = "", attributes: str = "") -> str:
    """Return a row whose quantity is the cell `quantity`; `more` stands behind its cells."""
    before = _texts(values(row=number)[:6], number)
    return f'<row r="{number}"{attributes}>{before}{quantity}{text_cell(f"H{number}", evidence)}{more}</row>'


def rows(quantity: str | None = None, *, more: str = "", after: str = "", evidence: str = "register") -> str:
    """Return the rows of the keyed return, with another first quantity cell, cells behind it, or rows after it."""
    first = data_row(2, quantity if quantity is not None else number_cell("G2", "4"), evidence=evidence, more=more)
    return heading_row() + first + data_row(3, number_cell("G3", "5")) + after


def parts(quantity: str | None = None, **more: str) -> dict[str, bytes | str]:
    """Return the parts of the keyed return."""
    return workbook_parts(rows(quantity, **more))


def book(quantity: str | None = None, **more: str) -> bytes:
    """Return the keyed return as a workbook."""
    return zipped(parts(quantity, **more))


def with_parts(**replaced: bytes | str) -> bytes:
    """Return the keyed return with parts replaced or added; `xl__styles.xml` stands for `xl/styles.xml`."""
    return zipped(parts() | {name.replace("__", "/"): content for name, content in replaced.items()})


def with_related(kind: str, target: str, part: bytes | str, *, mode: str = "") -> dict[str, bytes | str]:
    """Return the parts with one more that the workbook names by a relationship of that kind."""
    found = parts()
    names = "xl/_rels/workbook.xml.rels"
    url = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    entry = f'<Relationship Id="rId90" Type="{url}" Target="{target}"{mode}/></Relationships>'
    found[names] = str(found[names]).replace("</Relationships>", entry)
    if part:
        name, types = f"xl/{target}", "[Content_Types].xml"
        type_ = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
        override = f'<Override PartName="/{name}" ContentType="{type_}"/></Types>'
        found |= {name: part, types: str(found[types]).replace("</Types>", override)}
    return found


def with_styles(styles: str, quantity: str | None = None, *, epoch_1904: str = "") -> bytes:
    """Return the keyed return with a part of styles; `epoch_1904` is the word that says so, if any."""
    found = with_related("styles", "styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
    found["xl/worksheets/sheet1.xml"] = parts(quantity)["xl/worksheets/sheet1.xml"]
    if epoch_1904:
        found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace(
            "<sheets>", f'<workbookPr date1904="{epoch_1904}"/><sheets>'
        )
    return zipped(found)


def with_strings(strings: str | bytes, quantity: str | None = None) -> bytes:
    """Return the keyed return with a part of shared strings."""
    content = strings if isinstance(strings, bytes) else f'<sst xmlns="{MAIN}">{strings}</sst>'
    found = with_related("sharedStrings", "sharedStrings.xml", content)
    found["xl/worksheets/sheet1.xml"] = parts(quantity)["xl/worksheets/sheet1.xml"]
    return zipped(found)


def sheet_with(before: str = "", after: str = "", *, content: str | None = None) -> bytes:
    """Return the keyed return with XML before and after the rows of its sheet."""
    return zipped(workbook_parts(rows() if content is None else content, before=before, after=after))


def csv_text(quantity: str = "4", *, evidence: str = "register", delimiter: str = ",", end: str = "\r\n") -> str:
    """Return the keyed return as comma-separated text."""
    lines = (HEADINGS, values(quantity, evidence=evidence), values("5", row=3))
    return "".join(delimiter.join(line) + end for line in lines)


def stored(content: dict[str, bytes | str]) -> bytes:
    """Return a zip of these parts that is not compressed."""
    return zipped(content, compression=zipfile.ZIP_STORED)


def _texts(texts: tuple[str, ...], number: int) -> str:
    return "".join(text_cell(f"{'ABCDEFGH'[place]}{number}", text) for place, text in enumerate(texts))
