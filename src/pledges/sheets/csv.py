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
from pledges.sheets import limits
from pledges.sheets.grid import BLANK, Cell, CellKind, Fields, Sheet, Workbook, is_blank_text
from pledges.sheets.package import refuse_too_many_bytes
from pledges.sheets.stored import StoredCells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DELIMITERS = (",", ";", "\t", "|")
"""What may stand between fields, the usual one first."""

_SEP_LINE = re.compile(r'"?sep=(?P<delimiter>[^\r\n"])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_JUDGED = 60  # records by which the delimiter is chosen
_FEWEST_TO_JUDGE = 3  # fields of a record by which a swallowed row can be told from a comment
_LINES_JUDGED = 20_000
_MOST_KEPT = 2**16
_PIECE = 2**20
_COLUMNS = tuple(range(1, limits.MOST_FIELDS + 1))

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
    are not closed, swallow whole rows, or a field is endless, `too-large` beyond the limits.
    """
    refuse_too_many_bytes(content)
    encoding, lines = _checked(content)
    named = _SEP_LINE.match(next(_lines(content, encoding), ""))
    delimiter = named["delimiter"] if named else _delimiter(content, encoding)
    records = _Records(content, encoding, delimiter, lines_before=1 if named else 0)
    stored = StoredCells()
    known = _Texts()
    widths = dict[int, list[int]]()
    for count, (line, fields) in enumerate(records):
        if count >= limits.MOST_ROWS or len(fields) > limits.MOST_FIELDS:
            raise _too_large(f"{limits.MOST_ROWS:,} rows or {limits.MOST_FIELDS:,} columns")
        indices = stored.indices_of(_COLUMNS[: len(fields)])
        stored.add(line, indices, [known[field] for field in fields], hidden=False)
        widths.setdefault(len(fields), []).append(line)
    if records.lines_read != lines:
        # The lines of all records together are not the lines of the file: some were swallowed or split.
        raise _badly_quoted(records.lines_read)
    sheet = Sheet(name="csv", number=1, cells=stored.cells(), fields=_fields(delimiter, widths))
    return Workbook(format="csv", sheets=(sheet,))


def _fields(delimiter: str, widths: Mapping[int, Sequence[int]]) -> Fields:
    """Return how the rows are parted, given the rows of each width."""
    usual = max(widths, key=lambda width: len(widths[width]), default=0)
    others = {row: width for width, rows in widths.items() if width != usual for row in rows}
    return Fields(delimiter=delimiter, usual=usual, others=others)


class _Texts(dict[str, Cell]):
    """The cell of each field's text, one object for equal texts."""

    def __missing__(self, field: str) -> Cell:
        cell = BLANK if is_blank_text(field) else Cell(CellKind.TEXT, field)
        if len(self) > _MOST_KEPT:
            self.clear()
        self[field] = cell
        return cell


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """Yield the physical lines with their ends, whatever those are, decoding a little at a time."""
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="") as text:
        yield from text


def _checked(content: bytes) -> tuple[str, int]:
    """Return the encoding and the number of physical lines.

    A byte-order mark decides, else it is UTF-8, else the Windows code page of western Europe.
    """
    for encoding in [encoding for mark, encoding in _MARKS if content.startswith(mark)][:1] or ["utf-8", "cp1252"]:
        try:
            lines = _lines_in(content, encoding)
        except UnicodeDecodeError:
            continue
        if lines is not None and lines > limits.MOST_LINES:
            raise _too_large(f"{limits.MOST_LINES:,} lines")
        if lines is not None:
            return encoding, lines
    raise UnreadableFileError(
        "wrong-type", "It is no readable text. Save it as an Excel workbook (.xlsx) or as CSV UTF-8 and put it back."
    )


def _lines_in(content: bytes, encoding: str) -> int | None:
    """Return the number of physical lines, None where a NUL says that it is no text.

    They are counted as they are parted: a line ends with a line feed, a carriage return, or both. Blank lines cost
    hardly anything so, however many there are. Raises `UnicodeDecodeError`.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    whole, lines, last = memoryview(content), 0, ""
    for at in range(0, len(content) + 1, _PIECE):
        text = decoder.decode(whole[at : at + _PIECE], final=at + _PIECE > len(content))
        if "\0" in text:
            return None
        if text:
            is_split = last == "\r" and text[0] == "\n"
            lines += text.count("\n") + text.count("\r") - text.count("\r\n") - is_split
            last = text[-1]
    return lines + (last not in {"", "\r", "\n"})


def _too_large(what: str) -> UnreadableFileError:
    return UnreadableFileError(
        "too-large", f"It has more than {what}. Send the filled-in rows alone, and put that back."
    )


def _badly_quoted(line: int) -> UnreadableFileError:
    return UnreadableFileError(
        "damaged",
        f"The quotation marks from line {line} on are not closed or a field there is endless. "
        "Open it in Excel, save it again as CSV UTF-8, and put it back.",
    )


class _Records:
    """Each record that has fields, with the number of its first physical line."""

    def __init__(
        self, content: bytes, encoding: str, delimiter: str, *, lines_before: int = 0, last_line: int | None = None
    ) -> None:
        """Read the records that follow a number of lines which are none, up to the last line (None: to the end)."""
        lines = itertools.islice(_lines(content, encoding), lines_before, last_line)
        self.reader = csv.reader(lines, delimiter=delimiter, strict=True)
        self.delimiter = delimiter
        self.lines_before = lines_before

    @property
    def lines_read(self) -> int:
        """Return how many physical lines have been read."""
        return self.lines_before + self.reader.line_num

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        reader, before = self.reader, self.lines_before
        width = line = 0
        try:
            for fields in reader:
                if fields:
                    if reader.line_num > line + 1 and self._swallows_rows(fields, width):
                        raise _badly_quoted(before + line + 1)
                    width = max(width, len(fields))
                    yield before + line + 1, fields
                line = reader.line_num
        except csv.Error:
            raise _badly_quoted(before + line + 1) from None

    def _swallows_rows(self, fields: list[str], width: int) -> bool:
        """Return whether a record of several lines holds a line that looks like a whole record of its own.

        That is how a quotation mark for inches makes rows vanish: the record has not as many fields as others have,
        and one field holds a line with as many delimiters as a record.
        """
        if width < _FEWEST_TO_JUDGE or len(fields) == width:
            return False
        inner = (line for field in fields for line in field.splitlines()[1:])
        return any(line.count(self.delimiter) >= width - 1 for line in inner)


def _delimiter(content: bytes, encoding: str) -> str:
    """Return the delimiter that splits most of the first records that hold anything, and splits them most alike."""
    best, best_score = DELIMITERS[0], (0.0, 0.0, 0)
    for delimiter in DELIMITERS:
        counts, records = list[int](), _Records(content, encoding, delimiter, last_line=_LINES_JUDGED)
        try:
            filled = (fields for _, fields in records if not all(map(is_blank_text, fields)))
            counts.extend(map(len, itertools.islice(filled, _JUDGED)))
        except UnreadableFileError:
            if records.lines_read < _LINES_JUDGED:
                continue  # the reading itself refuses it, if no delimiter makes sense of the quotes
        if not counts:
            continue
        usual, times = Counter(counts).most_common(1)[0]
        score = (sum(count > 1 for count in counts) / len(counts), times / len(counts), usual)
        if usual > 1 and score > best_score:
            best, best_score = delimiter, score
    return best
