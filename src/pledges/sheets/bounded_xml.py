"""The bytes of one XML part in, its elements and texts to a listener out, within the limits and without any DTD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from pledges.exceptions import UnreadableFileError
from pledges.sheets import limits
from pledges.sheets.values import damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Attributes = dict[str, str]

_PIECE = 2**16


class Listener(Protocol):
    """What hears of a part; a name is `namespace local`, an attribute without a prefix is its local name."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Hear that an element begins."""

    def end(self, name: str) -> None:
        """Hear that an element ends."""

    def text(self, text: str) -> None:
        """Hear a piece of text."""


def parse(pieces: Iterable[bytes], listener: Listener) -> None:
    """Tell the listener of everything in a part, whose bytes come in pieces.

    Raises `UnreadableFileError`: `damaged` where it is not well-formed XML or declares a document type, `too-large`
    beyond the limits on tokens, depth, attributes and elements.
    """
    parser: Any = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = _counting(listener)
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    fed = 0
    try:
        for piece in pieces:
            for at in range(0, len(piece), _PIECE):
                part = piece[at : at + _PIECE]
                parser.Parse(part, False)  # noqa: FBT003 - expat takes no keywords
                fed += len(part)
                if fed - parser.CurrentByteIndex > limits.MOST_BYTES_OF_A_TOKEN:
                    raise too_large("an endless piece of XML")
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    except UnreadableFileError:
        raise
    except (ExpatError, ValueError, LookupError):
        # Not well-formed, in an encoding that nobody has, or with characters that are none.
        raise damaged() from None


def _refuse_document_type(*_: object) -> NoReturn:
    """Refuse before anything of it is heard: no office program writes one, and entities make small files large."""
    raise damaged()


def _counting(listener: Listener) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """Return the handlers of a start and an end that keep the limits before the listener hears of an element."""
    depth = elements = 0
    heard_start, heard_end = listener.start, listener.end
    most_attributes, most_depth, most_elements = limits.MOST_ATTRIBUTES, limits.MOST_DEPTH, limits.MOST_ELEMENTS

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if len(attributes) > most_attributes or depth > most_depth or elements > most_elements:
            raise too_large("more XML than a workbook that people fill in")
        heard_start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        heard_end(name)

    return start, end
