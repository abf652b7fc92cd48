"""A document in; `findings.csv` as bytes out, made to be opened in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.reports.csv_rows import csv_bytes
from pledges.reports.records import FindingRecord

if TYPE_CHECKING:
    from typing import BinaryIO

    from pledges.reports.records import Document


def write(document: Document, file: BinaryIO) -> None:
    """Write the findings to a file."""
    file.write(render(document))


def render(document: Document) -> bytes:
    """Return the findings with a heading, one a row."""
    columns = [field.name for field in attrs.fields(FindingRecord)]
    return csv_bytes(columns, ([getattr(finding, column) for column in columns] for finding in document.findings))
