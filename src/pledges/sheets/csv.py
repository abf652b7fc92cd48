"""Bytes of comma-separated (or semicolon-, tab- or bar-separated) text in, one grid of text cells out.

Nothing is converted: in such a file everything is text. A row's number is that of the physical line on which its
record starts, which is what an editor shows.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from pledges.exceptions import UnreadableFileError
from pledges.sheets.grid import Cell, CellKind, Sheet, Workbook, is_blank_text
from pledges.sheets.package import refuse_too_many_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")
"""What may stand between fields, the usual one first."""

MOST_ROWS = 100_000
"""How many records are read."""

MOST_COLUMNS = 1_000
"""How many fields one record may have."""

_SEP_LINE = re.compile(r'"?sep=(?P<delimiter>[^\r\n"])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_JUDGED = 60  # records by which the delimiter is chosen

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(content: bytes) -> Workbook:
    """Return the one sheet (named `csv`) of a text file.

    Raises `UnreadableFileError`: `wrong-type` where it is no text, `damaged` with the number of the line where quotes
    are not closed or a field is endless, `too-large` beyond the limits above.
    """
    refuse_too_many_bytes(content)
    text = _decoded(content)
    lines_before = 0
    if named := _SEP_LINE.match(text):
        delimiter, text, lines_before = named["delimiter"], text[named.end() :], 1
    else:
        delimiter = _delimiter(text)
    cells = dict[tuple[int, int], Cell]()
    for count, (line, fields) in enumerate(_records(text, delimiter)):
        if count >= MOST_ROWS or len(fields) > MOST_COLUMNS:
            raise UnreadableFileError(
                "too-large",
                f"It has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns. Send the filled-in rows alone.",
            )
        for column, field in enumerate(fields, start=1):
            if not is_blank_text(field):
                cells[line + lines_before, column] = Cell(CellKind.TEXT, field)
    return Workbook(format="csv", sheets=(Sheet(name="csv", number=1, cells=cells),))


def _decoded(content: bytes) -> str:
    """Return the text by its byte-order mark, else as UTF-8, else as the Windows code page of western Europe."""
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)][:1] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFileError(
        "wrong-type", "It is no readable text. Save it as an Excel workbook (.xlsx) or as CSV UTF-8 and put it back."
    )


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that has fields, with the number of its first physical line."""
    # newline="" splits at every kind of line end and keeps them as they are inside quotes.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableFileError(
                "damaged",
                f"The quotation marks from line {line} on are not closed or a field there is endless. "
                "Open it in Excel, save it again as CSV UTF-8, and put it back.",
            ) from None
        if fields:
            yield line, fields


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most of the first records, and splits them most alike."""
    best, best_score = DELIMITERS[0], (0.0, 0.0, 0)
    for delimiter in DELIMITERS:
        try:
            counts = [len(fields) for _, fields in itertools.islice(_records(text, delimiter), _JUDGED)]
        except UnreadableFileError:
            continue  # the reading itself refuses it, if no delimiter makes sense of the quotes
        if not counts:
            continue
        usual, times = Counter(counts).most_common(1)[0]
        score = (sum(count > 1 for count in counts) / len(counts), times / len(counts), usual)
        if usual > 1 and score > best_score:
            best, best_score = delimiter, score
    return best
