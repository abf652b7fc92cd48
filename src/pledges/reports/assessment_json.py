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

from pledges.explain import Explanation, Trees, figure_fields, tree_fields

if TYPE_CHECKING:
    from typing import BinaryIO

    from pledges.figures import Figure
    from pledges.reports.records import Document

_INDENT = "  "
_PIECES_AT_A_TIME = 2_000
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
    """Return the document as JSON in UTF-8: fields in the order of the records, two spaces, a newline at the end."""
    content = io.BytesIO()
    write(document, content)
    return content.getvalue()


def write(document: Document, file: BinaryIO) -> None:
    """Write the same to a file, piece by piece: the trees of many lines are large, and are never there as a whole."""
    pen = _Pen(file)
    pen.write(document, "\n")
    pen.finish()


class _Pen:
    """Writes values to a file."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with nothing."""
        self._file = file
        self._pieces = list[str]()

    def write(self, value: object, new_line: str) -> None:
        """Write a tuple, a record or a mapping; `new_line` is a line's end with the indentation of where it stands."""
        inner, pieces = new_line + _INDENT, self._pieces
        if isinstance(value, Trees):
            self._write_trees(value, new_line)
            return
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
            if len(pieces) > _PIECES_AT_A_TIME:
                self._flush()
        pieces.append(opening + closing if before[0] == opening else new_line + closing)

    def _write_trees(self, trees: Trees, new_line: str) -> None:
        """Write the trees of figures straight from these: what they say is what would be written of the trees."""
        inner, seen = new_line + _INDENT, dict[int, int]()
        before = "{" + inner
        for name, figure in trees.figures.items():
            self._pieces.append(before + _key(name))
            self._write_figure(figure, seen, inner)
            before = "," + inner
        self._pieces.append(new_line + "}" if trees.figures else "{}")

    def _write_figure(self, figure: Figure, seen: dict[int, int], new_line: str) -> None:
        if len(self._pieces) > _PIECES_AT_A_TIME:
            self._flush()
        inner = new_line + _INDENT
        fields, parts = figure_fields(figure, seen)
        told = [f"{_key(name)}{_quoted(each) if type(each) is str else _json_of(each)}" for name, each in fields]
        self._pieces.append("{" + inner + f",{inner}".join(told))
        if parts:
            further = inner + _INDENT
            before = f",{inner}{_key('parts')}[{further}"
            for part in parts:
                self._pieces.append(before)
                self._write_figure(part, seen, further)
                before = "," + further
            self._pieces.append(inner + "]")
        self._pieces.append(new_line + "}")

    def finish(self) -> None:
        """Write a newline at the end, and everything that waits."""
        self._pieces.append("\n")
        self._flush()

    def _flush(self) -> None:
        self._file.write("".join(self._pieces).encode())
        self._pieces.clear()


def _json_of(value: object) -> str:
    """Return the JSON of a number, or null."""
    return "null" if value is None else str(value)


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
