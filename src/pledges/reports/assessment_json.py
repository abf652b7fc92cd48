"""A document in; `assessment.json` as bytes out. Its JSON Schema stands beside this file."""

from __future__ import annotations

import datetime as dt
import functools
import io
import itertools
import json.encoder
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from pledges.explain import Explanation, tree_fields

if TYPE_CHECKING:
    from pledges.reports.records import Document

_INDENT = "  "
_PIECES_AT_A_TIME = 50_000
_quoted = json.encoder.encode_basestring

_PLAIN: Mapping[type, Callable[[Any], str]] = {
    str: _quoted,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    dt.date: lambda value: f'"{value.isoformat()}"',
}
"""The JSON of a value that has no parts, by its type: the first of these that it is of."""


def render(document: Document) -> bytes:
    """Return the document as JSON in UTF-8: fields in the order of the records, two spaces, a newline at the end.

    The trees of many lines are large, so that the text is written piece by piece: `json.dumps` would hold the whole of
    it three times over, and indents four times as slowly.
    """
    pen = _Pen()
    pen.write(document, "\n")
    return pen.finished()


class _Pen:
    """Writes values, and keeps what is written as bytes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._content = io.BytesIO()
        self._pieces = list[str]()

    def write(self, value: object, new_line: str) -> None:
        """Write a tuple, a record or a mapping; `new_line` is a line's end with the indentation of where it stands."""
        if len(self._pieces) > _PIECES_AT_A_TIME:
            self._flush()
        inner, pieces = new_line + _INDENT, self._pieces
        if isinstance(value, tuple):
            named: Iterable[tuple[str, object]] = zip(itertools.repeat(""), value)
            opening, closing = "[", "]"
        else:
            named, (opening, closing) = _named_fields(value), "{}"
        before = opening + inner
        for key, each in named:
            kind: type = type(each)
            plain = _plain_of(kind)
            if plain is not None:
                pieces.append(f"{before}{key}{plain(each)}")
            else:
                pieces.append(before + key)
                self.write(each, inner)
            before = "," + inner
        pieces.append(opening + closing if before[0] == opening else new_line + closing)

    def finished(self) -> bytes:
        """Return what was written, with a newline at its end."""
        self._pieces.append("\n")
        self._flush()
        return self._content.getvalue()

    def _flush(self) -> None:
        self._content.write("".join(self._pieces).encode())
        self._pieces.clear()


@functools.cache
def _plain_of(kind: type) -> Callable[[Any], str] | None:
    """Return how values of a type are written, None where they have parts."""
    return next((written for plain, written in _PLAIN.items() if issubclass(kind, plain)), None)


def _named_fields(value: object) -> Iterable[tuple[str, object]]:
    """Return the fields of a record or a mapping, each with its key as it is written.

    A field is written under its `json` name where it has one.
    """
    if isinstance(value, Explanation):
        fields = tree_fields(value)
        told = [(_key(name), each) for name, each in fields.items()]
        return [*told, (_key("parts"), value.parts)] if value.parts else told
    if isinstance(value, Mapping):
        return [(f"{_quoted(name)}: ", each) for name, each in value.items()]
    record: type = type(value)
    return [(key, getattr(value, name)) for name, key in _names(record)]


@functools.cache
def _names(record: type) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, _key(field.metadata.get("json", field.name))) for field in attrs.fields(record))


@functools.cache
def _key(name: str) -> str:
    """Return the name of a field as it is written; there are as many as our records have."""
    return f"{_quoted(name)}: "
