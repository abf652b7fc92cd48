"""TOML text and the shape it must have in; a value of that shape, or one sentence that says what is wrong, out.

The only module that knows cattrs. It converts nothing on the way: a number without quotes is no text, 1 is not yes,
and a share such as "0.9" stands in quotes, so that no binary fraction is made of it. Keys nobody knows are errors.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from pledges.audience import Vocabulary
from pledges.exceptions import LayoutError, PolicyError, SchemeError
from pledges.quantities import rounded

if TYPE_CHECKING:
    from cattrs import Converter

_Shape = TypeVar("_Shape")

_WANTED: dict[type, str] = {
    str: "text in quotes",
    int: "a whole number without quotes",
    bool: "true or false, without quotes",
    dt.date: "a day such as 2026-04-01, without quotes",
    Fraction: 'a number in quotes such as "0.75"',
}
_UNKNOWN = "unknown"
_DECIMAL = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,12})?", re.ASCII)
_RATIO = re.compile(r"[0-9]{1,36}/[1-9][0-9]{0,17}", re.ASCII)
_PLACES = 12  # the most that _DECIMAL reads back
_PERCENT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*%", re.ASCII)
_COMMA = re.compile(r"[0-9]{1,18},[0-9]{1,12}", re.ASCII)
_DAY_LIKE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}", re.ASCII)
_CURLY = re.compile("[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]")
_LIKE, _VERY_LIKE = 0.6, 0.75
_LONGEST_SLIP = 60
_MOST_DAYS_MISREAD = 50
_MARK = "\ue000"  # a character that means nothing to anybody: it tells the text from every other
_STOPS_AT = re.compile(r"at line ([0-9]+), column ([0-9]+)")


@attrs.frozen(kw_only=True)
class Document:
    """A text that was read: its shown name, and the error that is raised where it cannot be understood.

    `hints` say by a key what else to do where its value is of the wrong kind.
    """

    name: str
    error: type[PolicyError | SchemeError | LayoutError]
    hints: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    def problem(self, path: str, seen: str, remedy: str) -> PolicyError | SchemeError | LayoutError:
        """Return the error that says in one sentence where it is, what was found there and what to do."""
        place = f"{self.name}, `{path}`" if path else self.name
        return self.error(f"{place}: found {seen}; {remedy}.")

    def check_reference(self, path: str, reference: str) -> None:
        """Raise the error where a dated value does not say which decision or guidance it rests on."""
        if not reference.strip():
            raise self.problem(f"{path}.reference", "no text", "say which decision or guidance gives the value")


@attrs.frozen
class Stated:
    """A number as a file states it; None where it states that the number is unknown."""

    value: Fraction | None


class _UnwantedError(ValueError):
    """A value of another kind than the shape has there."""

    def __init__(self, value: object, wanted: str) -> None:
        super().__init__(wanted)
        self.value = value
        self.wanted = wanted


def structured(text: str, shape: type[_Shape], document: Document) -> _Shape:
    """Return the value of `shape` that the TOML in `text` is.

    Raises `PolicyError` or `SchemeError`, as `document` says, with one sentence: the file, the path such as
    `levels[1].criteria[0].minimum[0].value`, what was found (described, never quoted freely) and what to do.
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        stop = _stop_of(error)
        if (misread := _misread_day(text, stop)) is not None:
            path, day = misread
            remedy = "give a day of the calendar as year-month-day, such as 2026-04-01, without quotes"
            raise document.problem(path, described(day), remedy) from None
        raise document.problem("", _where(stop), _remedy(text, stop)) from None
    try:
        return _converter().structure(table, shape)
    except Exception as error:  # noqa: BLE001 - cattrs collects whatever went wrong in one tree; it is told as one sentence
        raise _told(error, text, document) from None


def described(value: object) -> str:
    """Return what may be said of a value that was found: itself if it may be shown, else its kind and size."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, Decimal):
        return "a number without quotes"
    if isinstance(value, dt.datetime | dt.time):
        return "a time of day"
    return Vocabulary().saw(value)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `, nearest known: x` for the known word most like `word`, or nothing where none is like it."""
    close = _most_like(word, known, _LIKE)
    return f", nearest known: {close}" if close else ""


def misspelt(word: str, known: Iterable[str]) -> str:
    """Return what may be said of a word that is in no list: itself where it is a listed one with a slip in it."""
    is_slip = len(word) <= _LONGEST_SLIP and word.isprintable() and _most_like(word, known, _VERY_LIKE)
    return f'"{word}"' if is_slip else described(word)


def _most_like(word: str, known: Iterable[str], cutoff: float) -> str:
    folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else ""


def text_literal(text: str) -> str:
    """Return `text` as a TOML string that reads back the same."""
    pieces = (
        f"\\{character}" if character in '"\\' else f"\\u{ord(character):04x}" if _must_escape(character) else character
        for character in text
    )
    return f'"{"".join(pieces)}"'


def number_literal(number: Fraction) -> str:
    """Return `number` as the TOML string that reads back the same: `"0.75"`, `"1/3"` where decimals cannot say it."""
    decimal = rounded(number, _PLACES)
    return f'"{decimal}"' if Fraction(decimal) == number else f'"{number}"'


def list_literal(words: Iterable[str]) -> str:
    """Return a TOML list of texts."""
    return f"[{', '.join(text_literal(word) for word in words)}]"


def _must_escape(character: str) -> bool:
    return ord(character) < ord(" ") or ord(character) == ord("\x7f")


def _misread_day(text: str, stop: _Stop) -> tuple[str, str] | None:
    """Return the path and the text of a day that is written as no day of the calendar, None where that is not the slip.

    Every such text at which TOML stops is put in quotes, until the rest can be read and tells where the first stands.
    """
    first = ""
    for _ in range(_MOST_DAYS_MISREAD):
        if stop.place is None:
            return None
        lines, (line, column) = text.split("\n"), (each - 1 for each in stop.place)
        days = _DAY_LIKE.finditer(lines[line]) if line < len(lines) else ()
        day = next((each for each in days if each.start() <= column <= each.end()), None)
        if day is None:
            return None
        quoted = f"{day.group()}{'' if first else _MARK}"
        first = first or day.group()
        lines[line] = f'{lines[line][: day.start()]}"{quoted}"{lines[line][day.end() :]}'
        text = "\n".join(lines)
        try:
            path = _path_to(f"{first}{_MARK}", tomllib.loads(text, parse_float=Decimal))
        except (ValueError, ArithmeticError, RecursionError) as other:
            stop = _stop_of(other)
        else:
            return None if path is None else (path.removeprefix("."), first)
    return None


def _path_to(wanted: str, value: object) -> str | None:
    """Return the path to a text in tables and lists, None where it is in none of them."""
    if value == wanted:
        return ""
    pairs: list[tuple[str, object]] = []
    if isinstance(value, dict):
        pairs = [(f".{key}", each) for key, each in value.items()]
    elif isinstance(value, list):
        pairs = [(f"[{index}]", each) for index, each in enumerate(value)]
    for key, each in pairs:
        if (below := _path_to(wanted, each)) is not None:
            return f"{key}{below}"
    return None


@attrs.frozen(kw_only=True)
class _Stop:
    """Where text stops being TOML, by line and column from 1, and whether it ends there or says something again."""

    place: tuple[int, int] | None
    is_end: bool
    is_said_again: bool


def _stop_of(error: Exception) -> _Stop:
    """Return where and how text stops being TOML; the library's own sentence may quote it, and goes no further."""
    told = str(error)
    found = _STOPS_AT.search(told)
    return _Stop(
        place=None if found is None else (int(found[1]), int(found[2])),
        is_end="at end of document" in told,
        is_said_again="twice" in told or "Cannot mutate immutable namespace" in told,
    )


def _where(stop: _Stop) -> str:
    """Return where text stops being TOML."""
    if stop.place is not None:
        return f"text that is not TOML at line {stop.place[0]}, column {stop.place[1]}"
    return "text that is not TOML" + (" at its end" if stop.is_end else "")


def _remedy(text: str, stop: _Stop) -> str:
    """Return what to look for where text stops being TOML."""
    lines = text.split("\n")
    if stop.place is not None and stop.place[0] <= len(lines) and _CURLY.search(lines[stop.place[0] - 1]):
        return 'write straight quotes there, "like this", and no curly ones'
    if stop.is_said_again:
        return "put the heading of each thing of which there are several into double brackets, such as [[levels]]"
    return "check the quotes, brackets and equals signs there"


@functools.cache
def _converter() -> Converter:
    import cattrs  # noqa: PLC0415 - slow to import, and needed only where a policy or scheme is read

    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool, dt.date):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(Fraction, _fraction)
    converter.register_structure_hook(Stated, _stated)
    converter.register_structure_hook_factory(attrs.has, _table_hook)
    converter.register_structure_hook_factory(_is_tuple, _list_hook)
    converter.register_structure_hook_factory(_is_mapping, _words_hook)
    return converter


def _exactly(kind: type) -> Callable[[object, object], object]:
    """Return a hook that takes values of one type as they are: bool is no int, and a time of day is no day."""

    def taken(value: object, _shape: object) -> object:
        if type(value) is not kind:
            raise _UnwantedError(value, _WANTED[kind])
        return value

    return taken


def _fraction(value: object, _shape: object) -> Fraction:
    if not isinstance(value, str) or not (_DECIMAL.fullmatch(value) or _RATIO.fullmatch(value)):
        raise _UnwantedError(value, _wanted_instead_of(value))
    return Fraction(value)


def _wanted_instead_of(value: object) -> str:
    """Return what to give instead of what is no number in quotes: the very number, where it is plain what was meant."""
    if type(value) is int and value >= 0:
        return f'the number in quotes: "{value}"'
    if isinstance(value, Decimal) and value.is_finite() and value >= 0 and _DECIMAL.fullmatch(f"{value:f}"):
        return f'the number in quotes: "{value:f}"'
    text = value.strip() if isinstance(value, str) else ""
    if (percent := _PERCENT.fullmatch(text)) is not None:
        return f"the share as a part of one: {number_literal(Fraction(percent[1]) / 100)}"
    if _COMMA.fullmatch(text):
        return f'the number with a point: "{text.replace(",", ".")}"'
    if (isinstance(value, int | Decimal) and value < 0) or _DECIMAL.fullmatch(text.removeprefix("-")):
        return 'a number in quotes that is not below 0, such as "0.75"'
    return _WANTED[Fraction]


def _stated(value: object, shape: object) -> Stated:
    return Stated(None if value == _UNKNOWN else _fraction(value, shape))


def _is_tuple(shape: object) -> bool:
    return typing.get_origin(shape) is tuple


def _is_mapping(shape: object) -> bool:
    return typing.get_origin(shape) is dict


def _table_hook(shape: type, converter: Converter) -> Callable[[object, object], object]:
    from cattrs.gen import make_dict_structure_fn  # noqa: PLC0415 - as cattrs itself

    structure: Any = make_dict_structure_fn(
        shape, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
    )

    def table(value: object, _shape: object) -> object:
        if not isinstance(value, dict):
            raise _UnwantedError(value, "a table of keys and values")
        return structure(value, shape)

    return table


def _list_hook(shape: Any, converter: Converter) -> Callable[[object, object], object]:  # noqa: ANN401 - a generic alias has no type of its own
    item = typing.get_args(shape)[0]
    items: Any = types.GenericAlias(list, item)
    wanted = "tables headed with double brackets" if attrs.has(item) else "a list in square brackets"

    def listed(value: object, _shape: object) -> object:
        if not isinstance(value, list):
            raise _UnwantedError(value, wanted)
        return tuple(converter.structure(value, items))

    return listed


def _words_hook(shape: Any, converter: Converter) -> Callable[[object, object], object]:  # noqa: ANN401 - as above
    item = typing.get_args(shape)[1]

    def pairs(value: object, _shape: object) -> object:
        if not isinstance(value, dict):
            raise _UnwantedError(value, "a table of words and values in curly brackets")
        return {word: converter.structure(each, item) for word, each in value.items()}

    return pairs


def _told(error: Exception, text: str, document: Document) -> PolicyError | SchemeError | LayoutError:
    """Return the first thing wrong in cattrs' tree as a sentence, a key nobody knows before a key that is missing."""
    from cattrs import ForbiddenExtraKeysError  # noqa: PLC0415 - as cattrs itself

    problems = sorted(_problems(error, ""), key=lambda pair: not isinstance(pair[1], ForbiddenExtraKeysError))
    path, cause = problems[0]
    if isinstance(cause, ForbiddenExtraKeysError):
        return _unknown_key(path, cause.cl, min(cause.extra_fields), text, document)
    if isinstance(cause, _UnwantedError):
        hint = document.hints.get(path.rpartition(".")[2])
        return document.problem(path, described(cause.value), f"give {cause.wanted}" + (f", or {hint}" if hint else ""))
    if isinstance(cause, KeyError):
        return document.problem(path, "nothing", "fill it in")
    return document.problem(path, "something this version cannot understand", "compare it with the commented example")


def _problems(error: BaseException, path: str) -> list[tuple[str, BaseException]]:
    """Return what went wrong by its path, in the order of the shape."""
    from cattrs import ClassValidationError, IterableValidationError  # noqa: PLC0415 - as cattrs itself

    if not isinstance(error, ClassValidationError | IterableValidationError):
        return [(path, error)]
    if isinstance(error, ClassValidationError):
        noted, bare = error.group_exceptions()
        found = [(f"{path}.{note.name}" if path else note.name, each) for each, note in noted]
    else:
        items, bare = error.group_exceptions()
        found = [(f"{path}[{note.index}]", each) for each, note in items]
    found.extend((path, each) for each in bare)
    return [problem for place, each in found for problem in _problems(each, place)]


def _unknown_key(
    path: str, shape: type, key: str, text: str, document: Document
) -> PolicyError | SchemeError | LayoutError:
    known = sorted(field.name for field in attrs.fields(shape))
    line = _line_of(key, text)
    seen = f"a key that this version does not know ({misspelt(key, known)}{line}{nearest(key, known)})"
    return document.problem(path, seen, f"correct or delete it (known keys: {', '.join(known)})")


def _line_of(key: str, text: str) -> str:
    """Return `, line 4`, the first line where `key` stands before an equals sign or in a heading."""
    stands = re.compile(rf"(?:^|[\[{{,.\s\"']){re.escape(key)}[\"']?\s*[=\]]")
    for number, line in enumerate(text.splitlines(), start=1):
        if stands.search(line) and not line.lstrip().startswith("#"):
            return f", line {number}"
    return ""
