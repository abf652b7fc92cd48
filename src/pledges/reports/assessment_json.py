"""A document in; `assessment.json` as bytes out. Its JSON Schema stands beside this file."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json.encoder
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.explain import Explanation, tree_fields

if TYPE_CHECKING:
    from pledges.reports.records import Document

_INDENT = "  "
_PIECES_AT_A_TIME = 50_000
_quoted = json.encoder.encode_basestring


def render(document: Document) -> bytes:
    """Return the document as JSON in UTF-8: fields in the order of the records, two spaces, a newline at the end.

    The trees of many lines are large, so that the text is written piece by piece: `json.dumps` would hold the whole of
    it three times over, and indents four times as slowly.
    """
    content, pieces = io.BytesIO(), list[str]()

    def put(piece: str) -> None:
        pieces.append(piece)
        if len(pieces) == _PIECES_AT_A_TIME:
            content.write("".join(pieces).encode())
            pieces.clear()

    _write(document, "\n", put)
    content.write("".join([*pieces, "\n"]).encode())
    return content.getvalue()


def _write(value: object, new_line: str, put: Callable[[str], None]) -> None:
    """Put the JSON of a value; `new_line` is a line's end with the indentation of where the value stands."""
    plain = _plain(value)
    if plain is not None:
        put(plain)
        return
    inner = new_line + _INDENT
    is_list = isinstance(value, tuple)
    opening, closing = "[]" if is_list else "{}"
    named = (("", each) for each in value) if isinstance(value, tuple) else _named_fields(value)
    before = opening + inner
    for name, each in named:
        key = "" if is_list else f"{_quoted(name)}: "
        plain = _plain(each)
        put(before + key + (plain or ""))
        if plain is None:
            _write(each, inner, put)
        before = "," + inner
    put(opening + closing if before[0] == opening else new_line + closing)


def _plain(value: object) -> str | None:
    """Return the JSON of a value that has no parts, None for one that has."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return f'"{value.isoformat()}"' if isinstance(value, dt.date) else None


def _named_fields(value: object) -> Iterable[tuple[str, object]]:
    """Return the fields of a record or a mapping; a field is written under its `json` name where it has one."""
    if isinstance(value, Explanation):
        fields = tree_fields(value)
        return (fields | {"parts": value.parts} if value.parts else fields).items()
    if isinstance(value, Mapping):
        return value.items()
    record: type = type(value)
    return [(written, getattr(value, name)) for name, written in _names(record)]


@functools.cache
def _names(record: type) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.metadata.get("json", field.name)) for field in attrs.fields(record))
