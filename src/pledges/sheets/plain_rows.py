"""The XML of one sheet in, the cells that `sheet_part` finds out, where it is as plain as programs write it; else None.

Between `<sheetData>` and `</sheetData>` a plain sheet is `<row r="…" …>` and `<c r="…" …>` elements alone. It is cut at
those marks, and a piece that was met before means what it meant then: in a table the same texts, days and small numbers
come again and again. A piece met for the first time is matched whole against one strict pattern, or else given to
`sheet_part` inside the sheet's own root element, so that each piece is well-formed by itself and all of them together
are the sheet. Whatever does not fit (a comment, another encoding, an address out of order) makes the whole sheet one
for `sheet_part`, which reads it or refuses it. What stands before and after the rows is always `sheet_part`'s.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from pledges.exceptions import UnreadableFileError
from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.grid import BLANK, Cell
from pledges.sheets.sheet_part import Book, SheetListener, StoredSheet, as_styled, cell_of, column_number
from pledges.sheets.stored import StoredCells
from pledges.sheets.strings import PLAIN_TEXT, unescaped
from pledges.sheets.styles import PLAIN, Style
from pledges.sheets.values import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.sheets.bounded_xml import Attributes

_DECLARATION = re.compile(
    r'\ufeff?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")? ?\?>)?[ \t\r\n]*'
)
_ROOT = re.compile(r"<worksheet[ \r\n\t][^<>]*[^<>/]>")
_ROW = re.compile(r'[ \t\n]*<row r="([1-9][0-9]{0,6})"([^<>]*)>[ \t\n]*')
_EMPTY_ROW = re.compile(r'[ \t\n]*<row r="([1-9][0-9]{0,6})"([^<>]*)/>')
_CELL_START = re.compile(r'(?: s="([0-9]{1,5})")?(?: t="(s|n|b|e|str)")?')
_CELL = re.compile(
    rf"{_CELL_START.pattern}(?:/>|>"
    rf'(<f(?: t="shared"| ref="[A-Z0-9:]*"| si="[0-9]*")*+(?:/>|>{PLAIN_TEXT}</f>))?'
    rf"(?:<v>({PLAIN_TEXT})</v>|(<v/>))?</c>)[ \t\n]*"
)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_START, _END, _END_OF_ROW, _CELL_MARK, _END_OF_VALUE = "<sheetData>", "</sheetData>", "</row>", '<c r="', "</v></c>"
_LENGTH_OF_END = len(_END_OF_VALUE)
_LONGEST_INDEX = 10
_ELEMENTS_AROUND_ONE_CELL = 4  # worksheet, sheetData, row and the cell itself
_MOST_KEPT = 2**16
_MOST_FRAGMENTS = 5_000
_LONGEST_ROW = 8 * 2**20


class _NotPlainError(Exception):
    """The sheet is one for `sheet_part`."""


class _OneCell(SheetListener):
    """Hears a sheet that must hold one row of one cell, and counts the elements down to cells."""

    def __init__(self, book: Book) -> None:
        """Listen for a cell that refers to what `book` holds."""
        super().__init__(book)
        self.outer = self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Hear that an element begins."""
        self.depth += 1
        self.outer += self.depth <= _ELEMENTS_AROUND_ONE_CELL
        super().start(name, attributes)

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self.depth -= 1
        super().end(name)


class _Pieces(dict[str, Cell]):
    """The cell that each piece of XML means: what follows `<c r="A1"` up to the next cell."""

    def __init__(self, root: str, book: Book) -> None:
        """Keep what pieces mean inside the root element `root` of a sheet of `book`."""
        super().__init__()
        self.root = root
        self.book = book
        self.strings = book.strings
        self.fragments = 0
        self.starts: dict[str, tuple[str, Style]] = {}

    def __missing__(self, piece: str) -> Cell:
        start, mark, rest = piece.partition("><v>")
        cell: Cell | None = None
        if mark and rest.endswith(_END_OF_VALUE):
            known = self.starts.get(start)
            kind, style = self._attributes(start) if known is None else known
            text = rest[:-_LENGTH_OF_END]
            # Neither digits nor a number can hold markup, so what is read here was one whole cell.
            if kind == "s":
                if len(text) < _LONGEST_INDEX and text.isdigit() and text.isascii() and not style.marks_texts:
                    cell = self._shared_text(int(text))
            elif kind == "n" and text:
                cell = as_styled(number(text, style.shown, self.book.date_1904), style)
        if cell is None:
            cell = self._matched(piece)
        if len(self) > _MOST_KEPT:
            self.clear()
        self[piece] = cell
        return cell

    def _attributes(self, start: str) -> tuple[str, Style]:
        """Return the type and style that stand in a cell's start tag; another attribute makes it of no type."""
        found = _CELL_START.fullmatch(start)
        known = ("", PLAIN) if found is None else (found[2] or "n", self.book.style(int(found[1] or 0)))
        if len(self.starts) > _MOST_KEPT:
            raise _NotPlainError
        self.starts[start] = known
        return known

    def _shared_text(self, index: int) -> Cell:
        if index >= len(self.strings):
            raise _NotPlainError
        return self.strings[index]

    def _matched(self, piece: str) -> Cell:
        """Return the cell of a piece that may have a formula, a text of its own, or no value."""
        found = _CELL.fullmatch(piece)
        if found is None:
            cells = self._read_alone(f'<row r="1"><c r="A1"{piece}</row>')
            return cells.rows[1][1][0] if 1 in cells.rows else BLANK
        style, kind, formula, text, empty = found.groups()
        if text is not None and "&" in text:
            text = unescaped(text)
        return cell_of(
            kind or "n",
            self.book.style(int(style or 0)),
            "" if empty else text,
            has_formula=formula is not None,
            book=self.book,
        )

    def is_hidden(self, attributes: str) -> bool:
        """Return whether a row with these attributes after its number is hidden."""
        return 1 in self._read_alone(f'<row r="1"{attributes}><c r="A1"><v>1</v></c></row>').hidden_rows

    def _read_alone(self, row: str) -> StoredCells:
        """Return what a row of one cell says as the only row of this sheet; it must be well-formed by itself."""
        self.fragments += 1
        if self.fragments > _MOST_FRAGMENTS:
            raise _NotPlainError
        listener = _OneCell(self.book)
        parse([f"{self.root}{_START}{row}{_END}</worksheet>".encode()], listener)
        if listener.outer != _ELEMENTS_AROUND_ONE_CELL:
            raise _NotPlainError
        return listener.found.cells


class _Rows:
    """Gathers the rows of a plain sheet, a batch of whole rows at a time."""

    def __init__(self, root: str, book: Book) -> None:
        """Gather the rows of a sheet whose root element begins as `root`."""
        self.cells = StoredCells()
        self.pieces = _Pieces(root, book)
        self.hidden: dict[str, bool] = {}
        self.elements = 0
        # A row without cells leaves a quotation mark alone.
        self.patterns: dict[str, dict[int, int]] = {'"': {}}

    def add(self, rows: list[str]) -> None:
        """Add rows, each without its end tag."""
        pieces = self.pieces
        hidden = self.hidden
        patterns = self.patterns
        for row in rows:
            first, *cells = row.split(_CELL_MARK)
            start = _ROW.fullmatch(first) or _ROW.fullmatch(self._after_empty_rows(first))
            if start is None:
                raise _NotPlainError
            number, attributes = start.groups()
            if attributes not in hidden:
                self._hear_of(attributes)
            halves = [cell.partition('"') for cell in cells]
            # Each address is its letters and the row's number: what is left without the numbers is the row's columns.
            addresses = '"'.join([address for address, _, _ in halves]) + '"'
            letters = addresses.replace(f'{number}"', '"')
            if len(addresses) - len(letters) != len(number) * len(cells):
                raise _NotPlainError
            indices = patterns.get(letters)
            if indices is None:
                indices = self._indices_of(letters)
            meanings = [pieces[piece] for _, _, piece in halves]
            self.cells.add(int(number), indices, meanings, hidden=hidden[attributes])
            self.elements += 2 * len(cells) + 1  # a cell has a value, and may have more
            if self.elements > limits.MOST_ELEMENTS:
                raise _NotPlainError

    def _hear_of(self, attributes: str) -> None:
        """Find out whether these attributes after a row's number hide it."""
        if attributes not in self.hidden:
            self.hidden[attributes] = self.pieces.is_hidden(attributes)

    def _indices_of(self, letters: str) -> dict[int, int]:
        """Return where the columns are in a row that has these, each column's letters followed by a quotation mark."""
        each = letters.split('"')[:-1]
        if not all(_LETTERS.fullmatch(column) for column in each):
            raise _NotPlainError
        indices = self.cells.indices_of(tuple(column_number(column) for column in each))
        self.patterns[letters] = indices
        return indices

    def _after_empty_rows(self, text: str) -> str:
        """Return what follows the empty rows at the start of a text; an empty row says nothing that is kept."""
        at = 0
        while found := _EMPTY_ROW.match(text, at):
            number, attributes = found.groups()
            self._hear_of(attributes)
            self.cells.add_blank(int(number))
            at = found.end()
            self.elements += 1
        return text[at:]

    def finish(self, rest: str) -> None:
        """Hear what stands between the last row and the end: nothing but empty rows."""
        if self._after_empty_rows(rest).strip(" \t\n"):
            raise _NotPlainError


def read_plain(pieces: Iterable[bytes], book: Book) -> StoredSheet | None:
    """Return what a sheet's part says, or None where it is not plain enough to be read so."""
    try:
        return _read(_decoded(pieces), book)
    except (_NotPlainError, UnreadableFileError, UnicodeDecodeError):
        # Whether it is damaged or too large, too, is for the other reader to say, which sees all of it.
        return None


def _decoded(pieces: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _read(texts: Iterator[str], book: Book) -> StoredSheet:
    before, rest = _until(texts, _START)
    declaration = _DECLARATION.match(before)
    root = _ROOT.match(before, declaration.end() if declaration else 0)
    if root is None or "<!" in before or "<?" in before[root.start() :]:
        raise _NotPlainError
    rows = _Rows(root[0], book)
    while True:
        # A batch of rows may end in the midst of a row, or of the mark that ends them all.
        inside, mark, after = rest.partition(_END)
        *whole, rest = inside.split(_END_OF_ROW)
        rows.add(whole)
        if mark:
            break
        if len(rest) > _LONGEST_ROW:
            raise _NotPlainError
        rest += _next(texts)
    rows.finish(rest)
    listener = SheetListener(book)
    parse(_encoded(before + _START + _END + after, texts), listener)
    if listener.found.cells.last_row:
        raise _NotPlainError  # a second set of rows
    listener.found.cells = rows.cells
    return listener.found


def _next(texts: Iterator[str]) -> str:
    for text in texts:
        return text
    raise _NotPlainError


def _until(texts: Iterator[str], mark: str) -> tuple[str, str]:
    """Return what stands before a mark, and after it as far as it has been read."""
    seen = ""
    while mark not in seen:
        seen += _next(texts)
        if len(seen) > _LONGEST_ROW:
            raise _NotPlainError
    before, _, after = seen.partition(mark)
    return before, after


def _encoded(first: str, texts: Iterator[str]) -> Iterator[bytes]:
    yield first.encode()
    for text in texts:
        yield text.encode()
