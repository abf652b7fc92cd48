"""A badge scheme in, the TOML text that reads back as it out."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.files.toml_text import list_literal, number_literal, text_literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pledges.rulebook import Criterion, DatedValue, Level, Scheme


def dump_scheme(scheme: Scheme) -> str:
    """Return the TOML text that `load_scheme` reads back as `scheme` (its digest is of the text it was read from)."""
    lines = [
        *_keys(scheme, ("id", "name", "version", "note", "status", "since", "until", "local_types")),
        *_dated_lines("size_bands", scheme.size_bands),
    ]
    if scheme.scales:
        pairs = (f"{text_literal(name)} = {list_literal(words)}" for name, words in scheme.scales.items())
        lines.append(f"scales = {{ {', '.join(pairs)} }}")
    for name, table in (("life", scheme.life), ("appeal", scheme.appeal)):
        if table is not None:
            lines += ["", f"[{name}]", *_all_keys(table)]
    for name, tables in (("application_windows", scheme.windows), ("transitions", scheme.transitions)):
        for each in tables:
            lines += ["", f"[[{name}]]", *_all_keys(each)]
    for level in scheme.levels:
        lines += ["", "[[levels]]", *_level_lines(level)]
        for criterion in level.criteria:
            lines += _criterion_lines("levels.criteria", criterion)
    return "\n".join(lines) + "\n"


def _level_lines(level: Level) -> Iterator[str]:
    return (line for line in _all_keys(level) if not line.startswith("criteria ="))


def _criterion_lines(heading: str, criterion: Criterion) -> list[str]:
    lines = ["", f"[[{heading}]]"]
    names = ("id", "name", "measure", "needs", "waivable", "waives", "may_not_apply", "reference", "leave_out_units")
    lines += _keys(criterion, names)
    lines += [f"{name} = {_literal(value)}" for name, value in criterion.options.items()]
    for name, values in criterion.thresholds.items():
        lines += _dated_lines(name, values)
    for part in criterion.parts:
        lines += _criterion_lines(f"{heading}.parts", part)
    return lines


def _all_keys(table: attrs.AttrsInstance) -> Iterator[str]:
    return _keys(table, tuple(field.name for field in attrs.fields(type(table)) if field.name != "criteria"))


def _keys(table: object, names: Sequence[str]) -> Iterator[str]:
    """Yield a line for each key but those that are not given."""
    for name in names:
        value = getattr(table, name)
        if value is not None and value != "":
            yield f"{name} = {_literal(value)}"


def _literal(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Fraction():
            return number_literal(value)
        case tuple():
            return f"[{', '.join(_literal(each) for each in value)}]"
        case _:
            return text_literal(str(value))


def _dated_lines(name: str, values: Sequence[DatedValue]) -> list[str]:
    return [f"{name} = [", *(f"  {_dated_literal(value)}," for value in values), "]"]


def _dated_literal(value: DatedValue) -> str:
    by = f"by = {text_literal(value.by)}, " if value.by else ""
    comply = f"comply_by = {value.comply_by.isoformat()}, " if value.comply_by is not None else ""
    number = '"unknown"' if value.value is None else number_literal(value.value)
    return (
        f"{{ since = {value.since.isoformat()}, {comply}{by}{value.comparison or 'value'} = {number}, "
        f"reference = {text_literal(value.reference)} }}"
    )
