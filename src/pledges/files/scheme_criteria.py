"""A criterion as a scheme's file states it in, the node of the tree out, every word of it checked against its list."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.files.scheme_shape import OPTIONS, THRESHOLDS
from pledges.files.toml_text import Document, described, misspelt, nearest
from pledges.model import EVENTS, PLEDGE_TYPES
from pledges.provenance import Passage
from pledges.quantities import UNITS
from pledges.rulebook import (
    COMPARISONS,
    GROUPS,
    MEASURES,
    REFUSED,
    ROUNDINGS,
    STANDINGS,
    Criterion,
    DatedValue,
    default_comparison,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pledges.files.scheme_shape import CriterionInFile, DatedInFile
    from pledges.rulebook import Measure, Option

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}", re.ASCII)
_FACT = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_LONGEST_NAME = 120
_LONGEST_SENTENCE = 300
_DEEPEST = 8
_MOST_MONTHS = 600


@attrs.frozen(kw_only=True)
class Words:
    """The words a scheme's criteria may use, and the document in which a wrong one is told."""

    document: Document
    bands: tuple[str, ...] = ()
    scales: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    levels: tuple[str, ...] = ()
    local_types: tuple[str, ...] = ()
    level: str = ""

    def check_one_of(self, path: str, word: str, allowed: Iterable[str]) -> None:
        """Refuse a word that is not in the list, with the nearest that is."""
        known = tuple(allowed)
        if word not in known:
            seen = f"{misspelt(word, known)}, which is not in the list{nearest(word, known)}"
            raise self.document.problem(path, seen, f"use one of: {', '.join(known) or 'none'}")

    def check_id(self, path: str, identifier: str) -> None:
        """Refuse an id that could not stand in a path."""
        if not _ID.fullmatch(identifier):
            remedy = "give letters, digits and hyphens, starting with a letter"
            raise self.document.problem(path, described(identifier), remedy)

    def check_name(self, path: str, name: str, most: int = _LONGEST_NAME) -> None:
        """Refuse a name that is blank, long or of several lines."""
        if not name.strip() or not name.isprintable() or len(name) > most:
            remedy = f"give a name of at most {most} characters on one line"
            raise self.document.problem(path, described(name), remedy)

    def check_different(self, path: str, identifiers: Sequence[str], key: str = ".id") -> None:
        """Refuse two things of one id: a path could not tell them apart."""
        folded = [identifier.casefold() for identifier in identifiers]
        for index, identifier in enumerate(folded):
            if identifier in folded[:index]:
                where = f"{path}[{index}]{key}"
                raise self.document.problem(where, "an id that stands above already", "give it one of its own")

    def check_different_nodes(self, path: str, criteria: Sequence[Criterion]) -> None:
        """Refuse two criteria of one id in one level, wherever in its tree they stand."""
        seen = set[str]()
        for place, node in _places(path, criteria):
            if node.id.casefold() in seen:
                remedy = "give it one of its own: `pledges why` finds a criterion by its id"
                raise self.document.problem(f"{place}.id", "an id that stands above already", remedy)
            seen.add(node.id.casefold())

    def check_lower_level(self, path: str, level: str) -> None:
        """Refuse a level that is not below the one that asks for it: nobody could ever begin."""
        self.check_one_of(path, level, self.levels)
        if self.levels.index(level) >= self.levels.index(self.level):
            lower = ", ".join(self.levels[: self.levels.index(self.level)]) or "there is none"
            remedy = f"name a lower level ({lower}): otherwise each would wait for the other"
            raise self.document.problem(
                path, f"{misspelt(level, self.levels)}, which is not below {self.level}", remedy
            )


def criterion_of(path: str, stated: CriterionInFile, words: Words, depth: int = 1) -> Criterion:
    """Return the criterion that a file states at `path`, and everything below it.

    Raises `SchemeError` with one sentence.
    """
    words.check_id(f"{path}.id", stated.id)
    words.check_name(f"{path}.name", stated.name)
    if depth > _DEEPEST:
        raise words.document.problem(path, f"more than {_DEEPEST} criteria inside one another", "make the tree flatter")
    if bool(stated.measure) == bool(stated.needs):
        seen = "both a measure and needs" if stated.measure else "neither a measure nor needs"
        remedy = "give a measure, or needs with parts: all, any or at least"
        raise words.document.problem(f"{path}.measure", seen, remedy)
    found = _group(path, stated, words, depth) if stated.needs else _leaf(path, stated, words)
    for index, name in enumerate(stated.waives):
        words.check_one_of(f"{path}.waives[{index}]", name, found.thresholds)
    if stated.waives and not stated.waivable:
        raise words.document.problem(f"{path}.waives", "thresholds", "delete them, or give waivable = true")
    if stated.reference:
        words.check_name(f"{path}.reference", stated.reference, _LONGEST_SENTENCE)
    return found


def _group(path: str, stated: CriterionInFile, words: Words, depth: int) -> Criterion:
    words.check_one_of(f"{path}.needs", stated.needs, GROUPS)
    if not stated.parts:
        raise words.document.problem(f"{path}.parts", "no part", "give at least one: nothing else can be met of it")
    needed = ("minimum",) if stated.needs == "at least" else ()
    thresholds = _thresholds(path, stated, words, f"a group that needs {stated.needs}", needed, (), words.bands)
    for value in thresholds.get("minimum", ()):
        if value.comparison not in {"", "gte"} or (value.value is not None and value.value.denominator != 1):
            remedy = 'give a whole number of parts with value or gte, such as gte = "2"'
            raise words.document.problem(f"{path}.minimum", "another comparison, or part of a part", remedy)
    _refuse_options(path, stated, (), f"a group that needs {stated.needs}", words)
    if stated.leave_out_units:
        raise words.document.problem(f"{path}.leave_out_units", "units", "delete them: a group measures no pledges")
    return Criterion(
        id=stated.id,
        name=stated.name,
        needs=stated.needs,
        thresholds=thresholds,
        parts=tuple(
            criterion_of(f"{path}.parts[{index}]", part, words, depth + 1) for index, part in enumerate(stated.parts)
        ),
        waivable=stated.waivable,
        waives=stated.waives,
        may_not_apply=stated.may_not_apply,
        reference=stated.reference,
    )


def _leaf(path: str, stated: CriterionInFile, words: Words) -> Criterion:
    if (reason := REFUSED.get(stated.measure.casefold())) is not None:
        raise words.document.problem(f"{path}.measure", described(stated.measure), reason)
    words.check_one_of(f"{path}.measure", stated.measure, MEASURES)
    measure = MEASURES[stated.measure]
    if stated.parts:
        raise words.document.problem(f"{path}.parts", "parts", "a measure has none: delete them, or give needs instead")
    called = f"the measure {stated.measure}"
    thresholds = _thresholds(
        path, stated, words, called, measure.needs, measure.may_have, words.bands if measure.by_size else None
    )
    if stated.measure == "prior_level" and stated.level is None and words.levels.index(words.level) == 0:
        remedy = "take the criterion off the lowest level"
        raise words.document.problem(f"{path}.measure", "a prior level where no level is below", remedy)
    for index, unit in enumerate(stated.leave_out_units):
        words.check_one_of(f"{path}.leave_out_units[{index}]", unit, UNITS)
    if stated.leave_out_units and not measure.of_pledges:
        raise words.document.problem(f"{path}.leave_out_units", "units", "delete them: this measure is not of pledges")
    return Criterion(
        id=stated.id,
        name=stated.name,
        measure=stated.measure,
        thresholds=thresholds,
        leave_out_units=stated.leave_out_units,
        options=_options(path, stated, measure, words),
        waivable=stated.waivable,
        waives=stated.waives,
        may_not_apply=stated.may_not_apply,
        reference=stated.reference,
    )


def _thresholds(
    path: str, stated: CriterionInFile, words: Words, called: str, needs: Collection[str], may_have: Collection[str],
    bands: Collection[str] | None,
) -> dict[str, tuple[DatedValue, ...]]:  # fmt: skip
    """Return the thresholds that are given; refuse those that are missing and those that do not belong here."""
    thresholds = dict[str, tuple[DatedValue, ...]]()
    for name in THRESHOLDS:
        values: tuple[DatedInFile, ...] = getattr(stated, name)
        place = f"{path}.{name}"
        if name in needs and not values:
            remedy = "give the value that is required, with since and reference"
            raise words.document.problem(place, "nothing", remedy)
        if values and name not in {*needs, *may_have}:
            allowed = ", ".join((*needs, *may_have)) or "no value"
            raise words.document.problem(
                place, "a value that does not belong here", f"{called} takes {allowed}: delete this one"
            )
        if values:
            thresholds[name] = dated(place, values, words.document)
            _check_directions(place, thresholds[name], default_comparison(name), words.document)
            _check_bands(place, thresholds[name], bands, words.document, called)
    return thresholds


def dated(path: str, values: Sequence[DatedInFile], document: Document) -> tuple[DatedValue, ...]:
    """Return dated values with their sources; those of one band must stand in order of their days."""
    last = dict[str, dt.date]()
    found = list[DatedValue]()
    for index, value in enumerate(values):
        place = f"{path}[{index}]"
        document.check_reference(place, value.reference)
        if value.by in last and value.since <= last[value.by]:
            remedy = "put the values of one band in order of their days, one for a day"
            raise document.problem(f"{place}.since", "a day that is not after the one above it", remedy)
        last[value.by] = value.since
        if value.comply_by is not None and value.comply_by < value.since:
            raise document.problem(f"{place}.comply_by", "a day before since", "give the day from which it is required")
        comparison, number = _comparison(place, value, document)
        found.append(
            DatedValue(
                since=value.since,
                value=number,
                reference=value.reference,
                source=Passage(document=document.name, place=place),
                by=value.by,
                comparison=comparison,
                comply_by=value.comply_by,
            )
        )
    return tuple(found)


def _comparison(place: str, value: DatedInFile, document: Document) -> tuple[str, Fraction | None]:
    """Return how a value is compared ("": as is usual for the threshold), and the number, None where it is unknown."""
    given = [name for name in ("value", *COMPARISONS) if getattr(value, name) is not None]
    if len(given) != 1:
        seen = "no value" if not given else f"{len(given)} values ({', '.join(given)})"
        raise document.problem(
            f"{place}.value", seen, 'give one, such as gte = "0.75" (at least) or gt = "0.75" (more than)'
        )
    (name,) = given
    number: Fraction | None = getattr(value, name).value
    return "" if name == "value" else name, number


def _check_directions(path: str, values: Sequence[DatedValue], usual: str, document: Document) -> None:
    """Refuse a minimum that bounds from above, and a maximum from below."""
    allowed = [name for name in COMPARISONS if name[0] == usual[0]]
    for index, value in enumerate(values):
        if value.comparison and value.comparison not in allowed:
            seen = f"the comparison {value.comparison} where a bound of the other side belongs"
            raise document.problem(f"{path}[{index}].{value.comparison}", seen, f"use one of: {', '.join(allowed)}")
        if value.comparison in {"lt", "lt_or_lte"} and value.value == 0:
            remedy = 'give lte = "0" where nothing is allowed'
            raise document.problem(f"{path}[{index}].{value.comparison}", "less than nothing, which nobody is", remedy)


def _check_bands(
    path: str, values: Sequence[DatedValue], bands: Collection[str] | None, document: Document, called: str
) -> None:
    """Refuse a size band that the file does not have; `bands` is None where no value may differ by size."""
    for index, value in enumerate(values):
        if value.by and (bands is None or value.by not in bands):
            if bands is None:
                remedy = f"delete by: {called} has one value for firms of every size"
                raise document.problem(f"{path}[{index}].by", "a size band", remedy)
            known = ", ".join(bands) or "there is none yet: they stand at the top of the file"
            seen = f"{misspelt(value.by, bands)} where a size band belongs{nearest(value.by, bands)}"
            raise document.problem(f"{path}[{index}].by", seen, f"use a band of size_bands ({known})")


def _options(path: str, stated: CriterionInFile, measure: Measure, words: Words) -> dict[str, Option]:
    """Return the other keys of a measure, each of the right kind and in its list."""
    called = f"the measure {stated.measure}"
    _refuse_options(path, stated, (*measure.needs_options, *measure.options), called, words)
    given = {name: getattr(stated, name) for name in OPTIONS if getattr(stated, name) is not None}
    for name in measure.needs_options:
        if name not in given:
            raise words.document.problem(f"{path}.{name}", "nothing", f"fill it in: {called} needs it")
    for name, value in given.items():
        _check_option(f"{path}.{name}", name, value, stated, words)
    pairs = (("scale", "at"), ("per_fact", "per_amount"), ("from_day", "to_day"))
    for one, other in pairs:
        if (one in given) != (other in given):
            absent = other if one in given else one
            raise words.document.problem(f"{path}.{absent}", "nothing", f"give {one} and {other} together")
    if "from_day" in given and "within_months" in given:
        raise words.document.problem(
            f"{path}.within_months", "two windows", "give within_months, or from_day and to_day"
        )
    if "from_day" in given and given["to_day"] < given["from_day"]:
        raise words.document.problem(f"{path}.to_day", "a day before from_day", "give the last day that counts")
    return given


def _check_option(path: str, name: str, value: Option, stated: CriterionInFile, words: Words) -> None:
    """Refuse the value of a key that is not in its list."""
    lists: dict[str, Iterable[str]] = {
        "event": EVENTS,
        "unit": UNITS,
        "rounding": ROUNDINGS,
        "standing": STANDINGS,
        "scale": words.scales,
        "at": words.scales.get(stated.scale or "", ()),
    }
    each = value if isinstance(value, tuple) else (value,)
    if not each:
        raise words.document.problem(path, "an empty list", "name at least one, or delete it")
    if name in {"facts", "types"}:
        words.check_different(path, [str(one) for one in each], key="")
    for index, one in enumerate(each):
        place = f"{path}[{index}]" if isinstance(value, tuple) else path
        if name in lists:
            words.check_one_of(place, str(one), lists[name])
        elif name == "types":
            words.check_one_of(place, str(one), (*PLEDGE_TYPES, *words.local_types))
        elif name in {"fact", "facts", "part", "whole", "per_fact"} and not _FACT.fullmatch(str(one)):
            remedy = "give the name of a fact as the register writes it, such as uk_workforce"
            raise words.document.problem(place, described(str(one)), remedy)
        elif name == "level" and stated.measure != "accreditation":
            words.check_lower_level(place, str(one))
        elif name in {"level", "scheme"}:
            words.check_id(place, str(one))
        elif name in {"why", "outcome", "severity"}:
            words.check_name(place, str(one), _LONGEST_SENTENCE)
        elif name in {"within_months", "gap_months"} and not 1 <= int(str(one)) <= _MOST_MONTHS:
            remedy = f"give a number of months from 1 to {_MOST_MONTHS}"
            raise words.document.problem(place, described(one), remedy)
        elif name == "per_amount" and not Fraction(str(one)) > 0:
            raise words.document.problem(place, "nothing", 'give an amount above nothing, such as "1000000"')


def _refuse_options(path: str, stated: CriterionInFile, allowed: Collection[str], called: str, words: Words) -> None:
    for name in OPTIONS:
        if getattr(stated, name) is not None and name not in allowed:
            known = ", ".join(allowed) or "none of these keys"
            raise words.document.problem(f"{path}.{name}", "a key that does not belong here", f"{called} takes {known}")


def _places(path: str, criteria: Sequence[Criterion]) -> Iterable[tuple[str, Criterion]]:
    for index, criterion in enumerate(criteria):
        place = f"{path}[{index}]"
        yield place, criterion
        yield from _places(f"{place}.parts", criterion.parts)
