"""The part of a workbook's shared texts in, the cell that each makes out; phonetic readings are left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.parts import MAIN_NAMESPACES
from pledges.sheets.values import cell_of_text, damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.sheets.bounded_xml import Attributes
    from pledges.sheets.grid import Cell

PLAIN_TEXT = r"(?:[^<&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]++|&(?:amp|lt|gt|quot|apos);)*+"
"""A pattern of text that every XML reader takes as it stands, but for the five entities."""

_START = re.compile(
    r'\ufeff?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")? ?\?>)?[ \t\r\n]*'
    rf'<sst xmlns="(?:{"|".join(re.escape(each) for each in MAIN_NAMESPACES)})"'
    r'(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?>[ \t\r\n]*'
)
_TEXT = re.compile(rf'(?: xml:space="preserve")?>({PLAIN_TEXT})</t></si>[ \t\r\n]*')
_END = "</sst>"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_FALSE = frozenset({"0", "false"})
_LONGEST_ESCAPE = 7  # Excel writes a character that XML cannot hold as `_x000B_`


def unescaped(text: str) -> str:
    """Return a plain text with the five entities as what they stand for."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


@attrs.define
class RichText:
    """Hears the runs of one text, of which some may be struck through and some say how to pronounce it."""

    pieces: list[str] = attrs.field(factory=list)
    struck: bool = False
    _phonetic: int = 0
    _in_text: bool = False
    _size: int = 0

    def start(self, local: str, attributes: Attributes) -> None:
        """Hear of an element inside the text, by its local name."""
        if local == "rPh" or self._phonetic:
            self._phonetic += 1
        elif local == "t":
            self._in_text = True
        elif local == "strike" and attributes.get("val", "1") not in _FALSE:
            self.struck = True

    def end(self, local: str) -> None:
        """Hear that an element inside the text ended."""
        if self._phonetic:
            self._phonetic -= 1
        elif local == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        """Hear a piece of text, which counts inside `t` alone."""
        if self._in_text and not self._phonetic:
            self._size += len(text)
            if self._size > _LONGEST_ESCAPE * limits.MOST_CHARACTERS:
                raise too_large(f"a cell of more than {limits.MOST_CHARACTERS:,} characters")
            self.pieces.append(text)

    def cell(self) -> Cell:
        """Return the cell that the whole text makes."""
        return cell_of_text("".join(self.pieces), struck=self.struck)


@attrs.define
class _SharedTexts:
    """Hears the shared texts one after the other."""

    cells: list[Cell] = attrs.field(factory=list)
    current: RichText | None = None
    root: str = ""

    def start(self, name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.root:
            self.root = local
            if local != "sst" or namespace not in MAIN_NAMESPACES:
                raise damaged()
        elif self.current is not None:
            self.current.start(local, attributes)
        elif local == "si":
            self.current = RichText()

    def end(self, name: str) -> None:
        if self.current is None:
            return
        local = name.rpartition(" ")[2]
        if local == "si":
            self.cells.append(self.current.cell())
            self.current = None
            if len(self.cells) > limits.MOST_STRINGS:
                raise too_large(f"more than {limits.MOST_STRINGS:,} different texts")
        else:
            self.current.end(local)

    def text(self, text: str) -> None:
        if self.current is not None:
            self.current.text(text)


def read_strings(pieces: Iterable[bytes]) -> tuple[Cell, ...]:
    """Return the cells of the shared texts in their order. Raises `UnreadableFileError`."""
    content = b"".join(pieces)
    cells = plain_strings(content)
    return listened_strings(content) if cells is None else cells


def listened_strings(content: bytes) -> tuple[Cell, ...]:
    """Return the cells of the shared texts, element by element. Raises `UnreadableFileError`."""
    found = _SharedTexts()
    parse([content], found)
    return tuple(found.cells)


def plain_strings(content: bytes) -> tuple[Cell, ...] | None:
    """Return the same where every text is one `<si><t>…</t></si>` and nothing else, the usual case; else None."""
    try:
        start, *texts = content.decode().split("<si><t")
    except UnicodeDecodeError:
        return None
    if not texts or len(texts) > limits.MOST_STRINGS or _START.fullmatch(start) is None:
        return None
    last = texts[-1].rstrip(" \t\r\n")
    if not last.endswith(_END):
        return None
    texts[-1] = last.removesuffix(_END)
    cells: list[Cell] = []
    for each in texts:
        found = _TEXT.fullmatch(each)
        if found is None:
            return None
        text = found[1]
        cells.append(cell_of_text(unescaped(text) if "&" in text else text))
    return tuple(cells)
