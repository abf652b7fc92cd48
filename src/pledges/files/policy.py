"""The text of a `policy.toml` in, the authority's house rules as dated values out, and back."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

import attrs

from pledges.disclosure import LEAST_THRESHOLD
from pledges.exceptions import PolicyError
from pledges.files.on_disk import digest_of
from pledges.files.toml_text import (
    Document,
    described,
    list_literal,
    nearest,
    number_literal,
    structured,
    text_literal,
)
from pledges.model import PLEDGE_TYPES, Grade
from pledges.provenance import Passage
from pledges.quantities import UNITS
from pledges.rulebook import NATIONS, RATINGS, Adoption, HouseRule, Policy, RatingBand, RatingBands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

POLICY_FILE = "policy.toml"
"""The name of the house rules in a case folder."""

_DEFAULT = "default policy"
_GRADES = {grade.words: grade for grade in Grade}
_MOST_DAYS = 3660  # ten years: a longer time to send a return in is a slip of the keyboard
_MOST_HOURS = 168  # a week has no more
_SYMBOLS = frozenset({"suppressed_symbol", "rounded_away_symbol"})
_COUNTS = {"suppression_threshold": LEAST_THRESHOLD, "suppression_base": 0}
_MOST_PEOPLE, _LONGEST_SYMBOL = 1000, 10
_LONGEST_WORD = 60  # the longest text that a finding shows (see `pledges.audience`)


@attrs.frozen(kw_only=True)
class _BandsInFile:
    since: dt.date
    at_least: dict[str, Fraction]
    below: str
    reference: str


@attrs.frozen(kw_only=True)
class _GradeInFile:
    since: dt.date
    value: str
    reference: str


@attrs.frozen(kw_only=True)
class _DaysInFile:
    since: dt.date
    value: int
    reference: str


@attrs.frozen(kw_only=True)
class _AnswerInFile:
    since: dt.date
    value: bool
    reference: str


@attrs.frozen(kw_only=True)
class _HoursInFile:
    since: dt.date
    value: Fraction
    reference: str


@attrs.frozen(kw_only=True)
class _NationInFile:
    since: dt.date
    value: str
    reference: str


@attrs.frozen(kw_only=True)
class _AdoptionInFile:
    scheme: str
    version: str
    since: dt.date
    reference: str


@attrs.frozen(kw_only=True)
class _PolicyInFile:
    authority: str = ""
    local_types: tuple[str, ...] = ()
    local_units: tuple[str, ...] = ()
    rating_bands: tuple[_BandsInFile, ...] = ()
    counting_grade: tuple[_GradeInFile, ...] = ()
    returns_due_within: tuple[_DaysInFile, ...] = ()
    late_grace_days: tuple[_DaysInFile, ...] = ()
    not_applicable_accepted: tuple[_AnswerInFile, ...] = ()
    full_time_hours: tuple[_HoursInFile, ...] = ()
    bank_holiday_nation: tuple[_NationInFile, ...] = ()
    suppression_threshold: tuple[_DaysInFile, ...] = ()
    suppression_base: tuple[_DaysInFile, ...] = ()
    suppressed_symbol: tuple[_NationInFile, ...] = ()
    rounded_away_symbol: tuple[_NationInFile, ...] = ()
    adopted_schemes: tuple[_AdoptionInFile, ...] = ()


_Dated = _BandsInFile | _GradeInFile | _DaysInFile | _AnswerInFile | _HoursInFile | _NationInFile
_Value = Grade | int | bool | Fraction | str
_AnyDated = TypeVar("_AnyDated", RatingBands, HouseRule)


def load_policy(text: str, source_name: str = POLICY_FILE) -> Policy:
    """Return the policy that `text` says, each value with its place in `source_name` as its source.

    A rule the text leaves out keeps its default, and a rule whose first day is later than the default's keeps the
    default until then. Raises `PolicyError` with one sentence naming file, path, what was found and what to do.
    """
    stated = _stated(text, source_name)
    default = default_policy()
    bands = _after_defaults(default.rating_bands, stated.rating_bands)
    rules = tuple(
        rule
        for name in dict.fromkeys(each.name for each in default.dated_rules)
        for rule in _after_defaults(_named(default.dated_rules, name), _named(stated.dated_rules, name))
    )
    return _with_rules(stated, bands, rules)


@functools.cache
def default_policy() -> Policy:
    """Return the policy of an authority that has written none; its source is the document "default policy"."""
    stated = _stated(default_policy_text(), _DEFAULT)
    return _with_rules(stated, stated.rating_bands, stated.dated_rules)


def default_policy_text() -> str:
    """Return the commented text of the defaults, which `pledges new` copies into a case folder."""
    return importlib.resources.files("pledges").joinpath("default-policy.toml").read_text(encoding="utf-8")


def dump_policy(policy: Policy) -> str:
    """Return the TOML text that `load_policy` reads back as `policy` (its digest is of the text it was read from).

    Defaults that the policy did not state itself are left out.
    """
    document = policy.source.document if isinstance(policy.source, Passage) else POLICY_FILE
    lines = [
        f"authority = {text_literal(policy.authority)}",
        f"local_types = {list_literal(policy.local_types)}",
        f"local_units = {list_literal(policy.local_units)}",
    ]
    for bands in policy.rating_bands:
        if _is_of(bands, document):
            pairs = ", ".join(f"{text_literal(band.word)} = {number_literal(band.at_least)}" for band in bands.bands)
            lines += _block(
                "rating_bands",
                since=bands.since.isoformat(),
                at_least=f"{{ {pairs} }}",
                below=text_literal(bands.below),
                reference=text_literal(bands.reference),
            )
    for rule in policy.dated_rules:
        if _is_of(rule, document):
            lines += _block(
                rule.name,
                since=rule.since.isoformat(),
                value=_value_literal(rule.value),
                reference=text_literal(rule.reference),
            )
    for adoption in policy.adopted:
        lines += _block(
            "adopted_schemes",
            scheme=text_literal(adoption.scheme),
            version=text_literal(adoption.version),
            since=adoption.since.isoformat(),
            reference=text_literal(adoption.reference),
        )
    return "\n".join(lines) + "\n"


def _stated(text: str, source_name: str) -> Policy:
    """Return what the text itself says; where it has no value for a rule, that rule's field holds the field's blank."""
    document = Document(name=source_name, error=PolicyError)
    content = structured(text, _PolicyInFile, document)
    _check_words("local_types", content.local_types, PLEDGE_TYPES, document)
    _check_words("local_units", content.local_units, UNITS, document)
    dated: dict[str, Sequence[_Dated]] = {
        "rating_bands": content.rating_bands,
        "counting_grade": content.counting_grade,
        "returns_due_within": content.returns_due_within,
        "late_grace_days": content.late_grace_days,
        "not_applicable_accepted": content.not_applicable_accepted,
        "full_time_hours": content.full_time_hours,
        "bank_holiday_nation": content.bank_holiday_nation,
        "suppression_threshold": content.suppression_threshold,
        "suppression_base": content.suppression_base,
        "suppressed_symbol": content.suppressed_symbol,
        "rounded_away_symbol": content.rounded_away_symbol,
    }
    for name, blocks in dated.items():
        _check_dated(name, blocks, document)
    rules = tuple(
        HouseRule(
            name=name,
            since=block.since,
            value=_checked_value(name, f"{name}[{index}].value", block.value, document),
            reference=block.reference,
            source=Passage(document=source_name, place=f"{name}[{index}]"),
        )
        for name, blocks in dated.items()
        for index, block in enumerate(blocks)
        if not isinstance(block, _BandsInFile)
    )
    return Policy(
        authority=content.authority,
        rating_bands=tuple(_bands(index, block, document) for index, block in enumerate(content.rating_bands)),
        counting_grade=Grade.CLAIMED,
        counting_grade_source=Passage(document=source_name, place="counting_grade"),
        returns_due_within=0,
        returns_due_within_source=Passage(document=source_name, place="returns_due_within"),
        not_applicable_accepted=False,
        full_time_hours=Fraction(0),
        full_time_hours_source=Passage(document=source_name, place="full_time_hours"),
        bank_holiday_nation=NATIONS[0],
        bank_holiday_nation_source=Passage(document=source_name, place="bank_holiday_nation"),
        adopted=_adoptions(content.adopted_schemes, document),
        local_types=content.local_types,
        local_units=content.local_units,
        source=Passage(document=source_name, place="the whole file"),
        digest=digest_of(text.encode()),
        dated_rules=rules,
    )


def _with_rules(stated: Policy, bands: tuple[RatingBands, ...], rules: tuple[HouseRule, ...]) -> Policy:
    """Return the policy whose single values are the latest of their dated ones."""
    whole = attrs.evolve(stated, rating_bands=bands, dated_rules=rules)
    return whole.in_force_on(max(rule.since for rule in rules))


def _named(rules: Iterable[HouseRule], name: str) -> tuple[HouseRule, ...]:
    return tuple(rule for rule in rules if rule.name == name)


def _after_defaults(default: tuple[_AnyDated, ...], stated: tuple[_AnyDated, ...]) -> tuple[_AnyDated, ...]:
    """Return the stated values in order of their day, after the defaults of the days before the first of them."""
    if not stated:
        return default
    kept = tuple(value for value in default if value.since < stated[0].since)
    return kept + stated


def _bands(index: int, block: _BandsInFile, document: Document) -> RatingBands:
    path = f"rating_bands[{index}]"
    words = (*block.at_least, block.below)
    for word, place in (*((word, "at_least") for word in block.at_least), (block.below, "below")):
        if word not in RATINGS:
            raise document.problem(
                f"{path}.{place}",
                f"{described(word)} where a rating belongs{nearest(word, RATINGS)}",
                f"use the statutory words: {', '.join(RATINGS)}",
            )
    levels = tuple(block.at_least.values())
    if len(set(words)) < len(words) or words != tuple(sorted(words, key=RATINGS.index)):
        raise document.problem(
            path, "its words twice or out of order", f"give each once, best first: {', '.join(RATINGS)}"
        )
    if not levels or any(higher <= lower for higher, lower in itertools.pairwise(levels)):
        raise document.problem(
            f"{path}.at_least", "no numbers that fall from word to word", "give the highest number first"
        )
    return RatingBands(
        since=block.since,
        bands=tuple(RatingBand(word=word, at_least=share) for word, share in block.at_least.items()),
        below=block.below,
        reference=block.reference,
        source=Passage(document=document.name, place=path),
    )


def _adoptions(blocks: Sequence[_AdoptionInFile], document: Document) -> tuple[Adoption, ...]:
    for index, block in enumerate(blocks):
        document.check_reference(f"adopted_schemes[{index}]", block.reference)
        for key, value in (("scheme", block.scheme), ("version", block.version)):
            if not value.strip():
                raise document.problem(f"adopted_schemes[{index}].{key}", "no name", "fill in which one was adopted")
    return tuple(
        Adoption(
            scheme=block.scheme,
            version=block.version,
            since=block.since,
            reference=block.reference,
            source=Passage(document=document.name, place=f"adopted_schemes[{index}]"),
        )
        for index, block in enumerate(blocks)
    )


def _check_dated(name: str, blocks: Sequence[_Dated], document: Document) -> None:
    """Refuse values without a reference or out of order: two of one day would contradict each other."""
    for index, block in enumerate(blocks):
        document.check_reference(f"{name}[{index}]", block.reference)
    for index, (before, block) in enumerate(itertools.pairwise(blocks), start=1):
        if block.since <= before.since:
            raise document.problem(
                f"{name}[{index}].since",
                "a day that is not after the one above it",
                "put the blocks in order of their days",
            )


def _check_symbol(path: str, symbol: str, document: Document) -> None:
    """Refuse a symbol that could be taken for a number, or that nobody can see."""
    is_shown = bool(symbol) and symbol == symbol.strip() and symbol.isprintable()
    if not is_shown or len(symbol) > _LONGEST_SYMBOL or any(map(str.isdigit, symbol)):
        raise document.problem(path, described(symbol), f"give one to {_LONGEST_SYMBOL} characters without digits")


def _checked_value(name: str, path: str, value: str | int | bool | Fraction, document: Document) -> _Value:  # noqa: FBT001 - a rule's own value
    if name == "bank_holiday_nation":
        if value not in NATIONS:
            seen = f"{described(value)} where a nation belongs{nearest(str(value), NATIONS)}"
            raise document.problem(path, seen, f"use one of: {', '.join(NATIONS)}")
        return value
    if name in _SYMBOLS:
        _check_symbol(path, str(value), document)
        return value
    if name in _COUNTS and not _COUNTS[name] <= int(value) <= _MOST_PEOPLE:
        raise document.problem(path, described(value), f"give a number from {_COUNTS[name]} to {_MOST_PEOPLE}")
    if isinstance(value, str):
        if value not in _GRADES:
            seen = f"{described(value)} where a grade belongs{nearest(value, _GRADES)}"
            raise document.problem(path, seen, f"use one of: {', '.join(_GRADES)}")
        return _GRADES[value]
    if isinstance(value, Fraction):
        if not 0 < value <= _MOST_HOURS:
            raise document.problem(path, described(str(value)), f"give hours a week above 0, at most {_MOST_HOURS}")
        return value
    if not isinstance(value, bool) and not 0 <= value <= _MOST_DAYS:
        raise document.problem(path, described(value), f"give a number of days from 0 to {_MOST_DAYS}")
    return value


def _check_words(name: str, words: Sequence[str], known: Mapping[str, tuple[str, ...]], document: Document) -> None:
    """Refuse a local word that is blank, unprintable, too long, repeated or already built in."""
    taken = {word.casefold() for own, others in known.items() for word in (own, *others)}
    for index, word in enumerate(words):
        path = f"{name}[{index}]"
        if not word.strip() or word != word.strip() or not word.isprintable() or len(word) > _LONGEST_WORD:
            raise document.problem(path, described(word), f"give a word or two of at most {_LONGEST_WORD} characters")
        if word.casefold() in taken:
            raise document.problem(
                path, f"{described(word)}, which is built in or already listed", "delete it from the list"
            )
        taken.add(word.casefold())


def _is_of(value: RatingBands | HouseRule, document: str) -> bool:
    return isinstance(value.source, Passage) and value.source.document == document


def _block(name: str, **pairs: str) -> list[str]:
    return ["", f"[[{name}]]", *(f"{key} = {literal}" for key, literal in pairs.items())]


def _value_literal(value: _Value) -> str:
    if isinstance(value, Grade):
        return text_literal(value.words)
    if isinstance(value, Fraction):
        return number_literal(value)
    if isinstance(value, str):
        return text_literal(value)
    return ("false", "true")[value] if isinstance(value, bool) else str(value)
