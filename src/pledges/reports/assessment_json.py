"""A document in; `assessment.json` as bytes out. Its JSON Schema stands beside this file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.explain import Explanation, as_data

if TYPE_CHECKING:
    from pledges.reports.records import Document


def render(document: Document) -> bytes:
    """Return the document as JSON in UTF-8: fields in the order of the records, two spaces, a newline at the end."""
    return (json.dumps(_plain(document), ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: object) -> object:
    """Return a record as plain data; a field is written under its `json` name where it has one."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Explanation):
        return as_data(value)
    if not attrs.has(type(value)):
        return value
    fields = attrs.fields(type(value))  # type: ignore[arg-type]
    return {field.metadata.get("json", field.name): _plain(getattr(value, field.name)) for field in fields}
