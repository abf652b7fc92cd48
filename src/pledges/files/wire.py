"""Nouns in, bytes for a pipe out, and back: nothing but the nouns that are asked for can come out.

What comes back through the pipe was written by a process that had a stranger's file in its hands, so it is believed
no more than the file. pickle would let it choose which code runs; here the reader of the bytes knows beforehand which
shape they have, from the types of the nouns' own fields, and every value is checked against it. The bytes are JSON,
whose parser is bounded, and a run of nouns is written field by field, so that what all of them share is said once.

No name of a file goes over the wire: a source is rebuilt with the name of the file that was sent, so that a process
can speak of no other.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import json
import operator
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from pledges.findings import CATALOGUE, Finding
from pledges.provenance import CellRef, Passage, Source, SourceFile

if TYPE_CHECKING:
    from pledges.findings import RowAccount

_SAME, _EACH = "=", "["
_PIECE = 5_000
_DEPTH = 10  # how far down a reading has its long lists, those of its lines
_MOST_BITS = 8192  # of a fraction's parts; the largest number that Excel can hold has 1,024
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}", re.ASCII)
# What the nouns' modules import for the type checker alone.
_NAMES: dict[str, object] = {"Source": Source, "CellRef": CellRef, "Finding": Finding, "SourceFile": SourceFile}


class WireError(ValueError):
    """The bytes are not of the shape that was asked for; the text never quotes them."""


@attrs.frozen
class _Shape:
    """How values of one type are written and read; `read` is given the file that was sent."""

    write: Callable[[Any], Any]
    read: Callable[[Any, SourceFile], Any]


def dumped(value: object, shape: Any) -> object:  # noqa: ANN401 - a shape is any type a field can have
    """Return `value`, which is of the type `shape`, as what JSON can hold; `TypeError` where no shape is known."""
    return _shape_of(shape).write(value)


def loaded(value: object, shape: Any, file: SourceFile) -> Any:  # noqa: ANN401 - as above
    """Return the value of the type `shape` that `dumped` made `value` of, its sources in `file`.

    Raises `WireError` where it is anything else.
    """
    try:
        return _shape_of(shape).read(value, file)
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        raise WireError("it is not of the shape that was asked for") from None


def check_of(file: SourceFile, findings: Iterable[Finding], accounts: Iterable[RowAccount]) -> None:
    """Raise `WireError` where findings are none of the catalogue, or speak of another file than `file`.

    Then the process that told them was not itself any more.
    """
    if not all(_is_of(note, file) for note in findings):
        raise WireError("a finding is none of the catalogue, or of another file")
    if any(account.file != file.name for account in accounts):
        raise WireError("an account is of another file")


def _is_of(note: Finding, file: SourceFile) -> bool:
    kind = CATALOGUE.get(note.code)
    return (
        kind is not None
        and (note.severity, note.audience) == (kind.severity, kind.audience)
        and isinstance(note.source, CellRef)
        and note.source.file == file.name
    )


def to_bytes(value: object) -> bytes:
    """Return what `dumped` made as bytes."""
    return b"".join(_pieces(value, _DEPTH))


def _pieces(value: object, depth: int) -> Iterator[bytes]:
    """Yield the JSON of a value, long lists a piece at a time: a whole one takes the encoder ten times its size."""
    if type(value) is not list or depth == 0 or _is_small(value):
        yield _encoded(value)
    elif len(value) > _PIECE:
        for start in range(0, len(value), _PIECE):
            yield (b"," if start else b"[") + _encoded(value[start : start + _PIECE])[1:-1]
        yield b"]"
    else:
        before = b"["
        for each in value:
            yield before
            yield from _pieces(each, depth - 1)
            before = b","
        yield b"]" if value else b"[]"


def _is_small(value: list[Any]) -> bool:
    """Return whether a list holds few values, with all the lists in it."""
    waiting, count = [value], 0
    while waiting:
        each = waiting.pop()
        count += len(each)
        if count > _PIECE:
            return False
        waiting.extend(inner for inner in each if type(inner) is list)
    return True


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), check_circular=False).encode("ascii")


def from_bytes(content: bytes) -> object:
    """Return the lists, texts and numbers in `content`. Raises `WireError`."""
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError):
        raise WireError("it is no JSON") from None
    return value


@functools.cache
def _shape_of(kind: Any) -> _Shape:  # noqa: ANN401 - one case for each kind of type, each a line
    if kind in (str, int, bool):
        return _Shape(_as_it_is, _exactly(kind))
    if kind is Fraction:
        return _Shape(_write_fraction, _read_fraction)
    if kind is dt.date:
        return _Shape(dt.date.toordinal, _read_day)
    if kind in _PLACES:
        return _PLACES[kind]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _of_enum(kind)
    if isinstance(kind, type) and attrs.has(kind):
        return _of_noun(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType) and type(None) in inner:
        rest = functools.reduce(operator.or_, (each for each in inner if each is not type(None)))
        return _optional(_shape_of(rest))
    if origin is tuple and inner[1:] == (Ellipsis,):
        is_noun = attrs.has(inner[0]) and inner[0] not in _PLACES
        return _of_nouns(inner[0]) if is_noun else _of_values(tuple, inner[0])
    if origin is tuple:
        return _of_fixed(tuple(_shape_of(each) for each in inner))
    if origin is frozenset:
        return _of_values(frozenset, inner[0])
    message = f"{kind} has no shape on the wire"
    raise TypeError(message)


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds as it is
    return value


def _exactly(kind: type) -> Callable[[Any, SourceFile], Any]:
    def read(value: Any, _file: SourceFile) -> Any:  # noqa: ANN401 - checked here
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _write_fraction(value: Fraction) -> int | list[int]:
    return value.numerator if value.denominator == 1 else [value.numerator, value.denominator]


def _read_fraction(value: Any, _file: SourceFile) -> Fraction:  # noqa: ANN401 - checked here
    parts = value if type(value) is list else [value, 1]
    numerator, denominator = parts
    if type(numerator) is not int or type(denominator) is not int:
        raise TypeError
    if denominator < 1 or max(numerator.bit_length(), denominator.bit_length()) > _MOST_BITS:
        raise ValueError
    return Fraction(numerator, denominator)


def _read_day(value: Any, _file: SourceFile) -> dt.date:  # noqa: ANN401 - checked here
    if type(value) is not int:
        raise TypeError
    return dt.date.fromordinal(value)


def _write_cell(value: CellRef) -> list[str | None]:
    return [value.sheet, value.cell]


def _read_cell(value: Any, file: SourceFile) -> CellRef:  # noqa: ANN401 - checked here
    sheet, cell = value
    if not (sheet is None or type(sheet) is str) or not (cell is None or _CELL.fullmatch(cell)):
        raise TypeError
    # One text for all cells of a sheet, which each of them brings along.
    return CellRef(file=file.name, sheet=None if sheet is None else sys.intern(sheet), cell=cell)


def _write_passage(value: Passage) -> list[str]:
    return [value.document, value.place, ""]


def _read_passage(value: Any, _file: SourceFile) -> Passage:  # noqa: ANN401 - checked here
    document, place, mark = value
    if type(document) is not str or type(place) is not str or mark != "":
        raise TypeError
    return Passage(document=document, place=place)


def _write_source(value: Source) -> list[Any]:
    return [*_write_cell(value)] if isinstance(value, CellRef) else [*_write_passage(value)]


def _read_source(value: Any, file: SourceFile) -> Source:  # noqa: ANN401 - checked where it is read
    return _read_cell(value, file) if len(value) == len(("sheet", "cell")) else _read_passage(value, file)


_PLACES: dict[Any, _Shape] = {
    SourceFile: _Shape(lambda _: 0, lambda _, file: file),
    CellRef: _Shape(_write_cell, _read_cell),
    Passage: _Shape(_write_passage, _read_passage),
    Source: _Shape(_write_source, _read_source),
}


def _of_enum(kind: type[enum.Enum]) -> _Shape:
    members = tuple(kind)
    places = {member: place for place, member in enumerate(members)}

    def read(value: Any, _file: SourceFile) -> enum.Enum:  # noqa: ANN401 - checked here
        if type(value) is not int or value < 0:
            raise TypeError
        return members[value]

    return _Shape(places.__getitem__, read)


def _optional(shape: _Shape) -> _Shape:
    return _Shape(
        lambda value: None if value is None else shape.write(value),
        lambda value, file: None if value is None else shape.read(value, file),
    )


def _of_values(kind: Callable[[Any], Any], of: Any) -> _Shape:  # noqa: ANN401 - a type
    shape = _shape_of(of)
    plain_values = of in (str, int, bool)

    def write(values: Any) -> list[Any]:  # noqa: ANN401 - a tuple or a set
        return list(values) if plain_values else [shape.write(value) for value in values]

    def read(values: Any, file: SourceFile) -> Any:  # noqa: ANN401 - checked here
        if type(values) is not list:
            raise TypeError
        if plain_values:
            if set(map(type, values)) - {of}:
                raise TypeError
            return kind(values)
        return kind([shape.read(value, file) for value in values])

    return _Shape(write, read)


def _of_fixed(shapes: tuple[_Shape, ...]) -> _Shape:
    def write(values: tuple[Any, ...]) -> list[Any]:
        return [shape.write(value) for shape, value in zip(shapes, values, strict=True)]

    def read(values: Any, file: SourceFile) -> tuple[Any, ...]:  # noqa: ANN401 - checked here
        return tuple(shape.read(value, file) for shape, value in zip(shapes, values, strict=True))

    return _Shape(write, read)


def _shapes_of_fields(noun: type) -> dict[str, _Shape]:
    """Return the shape of each field of a noun, by the name it is made with."""
    hints = typing.get_type_hints(noun, localns=_NAMES)
    return {field.name: _shape_of(hints[field.name]) for field in attrs.fields(noun)}


def _of_noun(noun: type) -> _Shape:
    shapes = _shapes_of_fields(noun)

    def write(value: object) -> list[Any]:
        return [shape.write(getattr(value, name)) for name, shape in shapes.items()]

    def read(values: Any, file: SourceFile) -> object:  # noqa: ANN401 - checked here
        given = zip(shapes.items(), values, strict=True)
        return noun(**{name: shape.read(value, file) for (name, shape), value in given})

    return _Shape(write, read)


def _of_nouns(noun: type) -> _Shape:
    """Return the shape of many nouns of one kind: a column for each field, of one value where all are the same."""
    shapes = _shapes_of_fields(noun)

    def write(values: tuple[object, ...]) -> list[Any]:
        if not values:
            return []
        columns = [_column([getattr(value, name) for value in values], shape) for name, shape in shapes.items()]
        if len(values) > 1 and all(mark == _SAME for mark, _ in columns):
            columns[0] = [_EACH, [columns[0][1]] * len(values)]
        return [len(values), *columns]

    def read(written: Any, file: SourceFile) -> tuple[object, ...]:  # noqa: ANN401 - checked here
        if written == []:
            return ()
        count, *columns = written
        if type(count) is not int or len(columns) != len(shapes):
            raise TypeError
        same, each = dict[str, Any](), dict[str, list[Any]]()
        for (name, shape), (mark, content) in zip(shapes.items(), columns, strict=True):
            if mark == _SAME:
                same[name] = shape.read(content, file)
            elif mark == _EACH and len(content) == count:
                each[name] = _read_each(content, shape, file)
            else:
                raise TypeError
        if not each:
            if count != 1:
                # Honest nouns are written out where all are alike; a number alone must not make a million of them.
                raise ValueError
            return (noun(**same),)
        rows = zip(*each.values(), strict=True)
        return tuple(noun(**same, **dict(zip(each, row, strict=True))) for row in rows)

    return _Shape(write, read)


def _read_each(content: list[Any], shape: _Shape, file: SourceFile) -> list[Any]:
    """Return the values of a column, those that were written alike as one object: most say the same again and again."""
    known = dict[Any, Any]()
    found = list[Any]()
    if len({*map(type, content)} - {str, list, type(None)}) > 1:
        return [shape.read(value, file) for value in content]  # 1 and true are alike, and only one of them is right
    for value in content:
        if type(value) is list:
            found.append(shape.read(value, file))
            continue
        if value not in known:
            known[value] = shape.read(value, file)
        found.append(known[value])
    return found


def _column(values: list[Any], shape: _Shape) -> list[Any]:
    first = values[0]
    if all(value is first or (type(value) is type(first) and value == first) for value in values):
        return [_SAME, shape.write(first)]
    return [_EACH, [shape.write(value) for value in values]]
