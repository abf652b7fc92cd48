"""The text of a badge scheme's TOML in, the scheme with its dated thresholds out, and back."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import SchemeError
from pledges.files.toml_text import (
    Document,
    described,
    digest_of,
    list_literal,
    nearest,
    number_literal,
    structured,
    text_literal,
)
from pledges.provenance import Passage
from pledges.quantities import UNITS
from pledges.rulebook import MEASURES, Criterion, DatedValue, Level, Scheme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

KINDS = ("listing", "badge")
"""What a level can be: a listing of those who promised, or a badge for those who delivered."""

DECISIONS = ("automatic", "coordinator sign-off", "panel")
"""Who decides on a level whose criteria are all met."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}", re.ASCII)
_LONGEST_TERM = 600  # fifty years: more is a slip of the keyboard
_LONGEST_NAME = 120


@attrs.frozen(kw_only=True)
class _DatedInFile:
    since: dt.date
    value: Fraction
    reference: str
    by: str = ""


@attrs.frozen(kw_only=True)
class _CriterionInFile:
    """A criterion with every threshold that some measure has; the measure says which of them belong to it."""

    id: str
    name: str
    measure: str
    leave_out_units: tuple[str, ...] = ()
    minimum: tuple[_DatedInFile, ...] = ()
    minimum_categories: tuple[_DatedInFile, ...] = ()
    minimum_beneficiary: tuple[_DatedInFile, ...] = ()
    minimum_depth: tuple[_DatedInFile, ...] = ()
    minimum_answers: tuple[_DatedInFile, ...] = ()
    minimum_answered: tuple[_DatedInFile, ...] = ()
    minimum_as_promised: tuple[_DatedInFile, ...] = ()
    max_days_overdue: tuple[_DatedInFile, ...] = ()
    exempt_below: tuple[_DatedInFile, ...] = ()


@attrs.frozen(kw_only=True)
class _LevelInFile:
    id: str
    name: str
    kind: str
    term_months: int
    decision: str
    criteria: tuple[_CriterionInFile, ...]


@attrs.frozen(kw_only=True)
class _SchemeInFile:
    id: str
    name: str
    version: str
    levels: tuple[_LevelInFile, ...]
    note: str = ""
    size_bands: tuple[_DatedInFile, ...] = ()


def load_scheme(text: str, source_name: str) -> Scheme:
    """Return the scheme that `text` says, each threshold with its place in `source_name` as its source.

    Raises `SchemeError` with one sentence naming file, path, what was found and what to do.
    """
    document = Document(name=source_name, error=SchemeError)
    content = structured(text, _SchemeInFile, document)
    _check_id("id", content.id, document)
    if not _VERSION.fullmatch(content.version):
        raise document.problem("version", described(content.version), 'give letters, digits and points such as "0.1"')
    _check_name("name", content.name, document)
    bands = _dated("size_bands", content.size_bands, document)
    names = {band.by for band in bands}
    for index, band in enumerate(bands):
        if not band.by.strip() or band.value.denominator != 1:
            remedy = 'give the name of the band and the least headcount, such as by = "small" and value = "10"'
            raise document.problem(f"size_bands[{index}]", "no name, or part of a person", remedy)
    if not content.levels:
        raise document.problem("levels", "no level", "give at least one, the lowest first")
    _check_different("levels", [level.id for level in content.levels], document)
    return Scheme(
        id=content.id,
        name=content.name,
        version=content.version,
        levels=tuple(_level(f"levels[{index}]", level, names, document) for index, level in enumerate(content.levels)),
        source=Passage(document=source_name, place="the whole file"),
        digest=digest_of(text.encode()),
        note=content.note,
        size_bands=bands,
    )


@functools.cache
def built_in_schemes() -> tuple[Scheme, ...]:
    """Return the schemes that come with the package, in order of their ids."""
    folder = importlib.resources.files("pledges").joinpath("schemes")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(load_scheme(file.read_text(encoding="utf-8"), f"schemes/{file.name}") for file in files)


def dump_scheme(scheme: Scheme) -> str:
    """Return the TOML text that `load_scheme` reads back as `scheme` (its digest is of the text it was read from)."""
    lines = [
        f"id = {text_literal(scheme.id)}",
        f"name = {text_literal(scheme.name)}",
        f"version = {text_literal(scheme.version)}",
        f"note = {text_literal(scheme.note)}",
        *_dated_lines("size_bands", scheme.size_bands),
    ]
    for level in scheme.levels:
        lines += [
            "",
            "[[levels]]",
            f"id = {text_literal(level.id)}",
            f"name = {text_literal(level.name)}",
            f"kind = {text_literal(level.kind)}",
            f"term_months = {level.term_months}",
            f"decision = {text_literal(level.decision)}",
        ]
        for criterion in level.criteria:
            lines += [
                "",
                "[[levels.criteria]]",
                f"id = {text_literal(criterion.id)}",
                f"name = {text_literal(criterion.name)}",
                f"measure = {text_literal(criterion.measure)}",
                f"leave_out_units = {list_literal(criterion.leave_out_units)}",
            ]
            for name, values in criterion.thresholds.items():
                lines += _dated_lines(name, values)
    return "\n".join(lines) + "\n"


def _dated_lines(name: str, values: Sequence[DatedValue]) -> list[str]:
    return [f"{name} = [", *(f"  {_dated_literal(value)}," for value in values), "]"]


def _dated_literal(value: DatedValue) -> str:
    by = f"by = {text_literal(value.by)}, " if value.by else ""
    return (
        f"{{ since = {value.since.isoformat()}, {by}value = {number_literal(value.value)}, "
        f"reference = {text_literal(value.reference)} }}"
    )


def _level(path: str, level: _LevelInFile, bands: Collection[str], document: Document) -> Level:
    _check_id(f"{path}.id", level.id, document)
    _check_name(f"{path}.name", level.name, document)
    _check_one_of(f"{path}.kind", level.kind, KINDS, document)
    _check_one_of(f"{path}.decision", level.decision, DECISIONS, document)
    if not 1 <= level.term_months <= _LONGEST_TERM:
        remedy = f"give a number of months from 1 to {_LONGEST_TERM}"
        raise document.problem(f"{path}.term_months", described(level.term_months), remedy)
    if not level.criteria:
        raise document.problem(f"{path}.criteria", "no criterion", "give at least one: a level without is met by all")
    _check_different(f"{path}.criteria", [criterion.id for criterion in level.criteria], document)
    return Level(
        id=level.id,
        name=level.name,
        kind=level.kind,
        term_months=level.term_months,
        decision=level.decision,
        criteria=tuple(
            _criterion(f"{path}.criteria[{index}]", criterion, bands, document)
            for index, criterion in enumerate(level.criteria)
        ),
    )


def _criterion(path: str, criterion: _CriterionInFile, bands: Collection[str], document: Document) -> Criterion:
    _check_id(f"{path}.id", criterion.id, document)
    _check_name(f"{path}.name", criterion.name, document)
    _check_one_of(f"{path}.measure", criterion.measure, MEASURES, document)
    measure = MEASURES[criterion.measure]
    thresholds = dict[str, tuple[DatedValue, ...]]()
    for name in THRESHOLDS:
        values: tuple[_DatedInFile, ...] = getattr(criterion, name)
        place = f"{path}.{name}"
        if name in measure.needs and not values:
            raise document.problem(place, "nothing", "give the value that is required, with since and reference")
        if values and name not in (*measure.needs, *measure.may_have):
            allowed = ", ".join((*measure.needs, *measure.may_have)) or "no value"
            remedy = f"the measure {criterion.measure} takes {allowed}: delete this one"
            raise document.problem(place, "a value that this measure does not have", remedy)
        if values:
            thresholds[name] = _dated(place, values, document)
            _check_bands(place, thresholds[name], bands if measure.by_size else (), document)
    for index, unit in enumerate(criterion.leave_out_units):
        _check_one_of(f"{path}.leave_out_units[{index}]", unit, UNITS, document)
    if criterion.leave_out_units and not measure.of_pledges:
        raise document.problem(f"{path}.leave_out_units", "units", "delete them: this measure is not of pledges")
    return Criterion(
        id=criterion.id,
        name=criterion.name,
        measure=criterion.measure,
        thresholds=thresholds,
        leave_out_units=criterion.leave_out_units,
    )


THRESHOLDS = tuple(
    field.name
    for field in attrs.fields(_CriterionInFile)
    if field.name not in {"id", "name", "measure", "leave_out_units"}
)
"""The names of all thresholds that a criterion in a file may have."""


def _dated(path: str, values: Sequence[_DatedInFile], document: Document) -> tuple[DatedValue, ...]:
    """Return dated values with their sources; those of one band must stand in order of their days."""
    last = dict[str, dt.date]()
    for index, value in enumerate(values):
        place = f"{path}[{index}]"
        document.check_reference(place, value.reference)
        if value.by in last and value.since <= last[value.by]:
            remedy = "put the values of one band in order of their days, one for a day"
            raise document.problem(f"{place}.since", "a day that is not after the one above it", remedy)
        last[value.by] = value.since
    return tuple(
        DatedValue(
            since=value.since,
            value=value.value,
            reference=value.reference,
            source=Passage(document=document.name, place=f"{path}[{index}]"),
            by=value.by,
        )
        for index, value in enumerate(values)
    )


def _check_bands(path: str, values: Sequence[DatedValue], bands: Collection[str], document: Document) -> None:
    for index, value in enumerate(values):
        if value.by and value.by not in bands:
            known = ", ".join(sorted(bands)) or "none: this measure has one value for all"
            seen = f"{described(value.by)} where a size band belongs{nearest(value.by, bands)}"
            raise document.problem(f"{path}[{index}].by", seen, f"use a band of size_bands ({known})")


def _check_one_of(path: str, word: str, allowed: Iterable[str], document: Document) -> None:
    known = tuple(allowed)
    if word not in known:
        seen = f"{described(word)}, which is not in the list{nearest(word, known)}"
        raise document.problem(path, seen, f"use one of: {', '.join(known)}")


def _check_id(path: str, identifier: str, document: Document) -> None:
    if not _ID.fullmatch(identifier):
        remedy = "give letters, digits and hyphens, starting with a letter"
        raise document.problem(path, described(identifier), remedy)


def _check_name(path: str, name: str, document: Document) -> None:
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise document.problem(path, described(name), f"give a name of at most {_LONGEST_NAME} characters on one line")


def _check_different(path: str, identifiers: Sequence[str], document: Document) -> None:
    """Refuse two levels or criteria of one id: `pledges why` could not tell them apart."""
    folded = [identifier.casefold() for identifier in identifiers]
    for index, identifier in enumerate(folded):
        if identifier in folded[:index]:
            raise document.problem(f"{path}[{index}].id", "an id that stands above already", "give it one of its own")
