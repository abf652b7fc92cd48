"""Numbers that carry their own explanation: leaves with sources in, figures that can be replayed out.

A figure is a frozen value: what it is called, how it was made, of which parts, and the result. A leaf without a source
cannot be made; a computed figure holds its parts; `replay` computes it again from its leaves. Days are figures too
(`unit` is "day", the value their ordinal), so that weeks found from dates replay like everything else.
Unknown is None, with the reason in `because`, and everything made of it is unknown.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import math
import operator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import FigureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pledges.provenance import Source

DAY = "day"
"""The unit of a figure that is a calendar day."""

SHARE = "share"
"""The unit of a ratio of two figures in one unit: a fraction of one."""


class Operation(enum.Enum):
    """How a figure was made of its parts."""

    GIVEN = "given"
    UNKNOWN = "unknown"
    TOTAL = "total"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"
    LEAST = "least"
    GREATEST = "greatest"
    INCLUSIVE_DAYS = "inclusive days"
    FLOOR = "floor"
    NEAREST = "nearest"
    CEILING = "ceiling"


_OF_LEAVES = (Operation.GIVEN, Operation.UNKNOWN)
_MANY = 32  # parts of a sum


@attrs.frozen(kw_only=True, weakref_slot=False)
class Figure:
    """A number, and why it is that number. Make one with the functions of this module, not with the class."""

    label: str
    unit: str
    operation: Operation
    value: Fraction | None
    parts: tuple[Figure, ...] = ()
    source: Source | None = None
    because: str = ""

    @functools.cached_property
    def sources(self) -> tuple[Source, ...]:
        """Where its leaves came from, each place once, in the order of the explanation."""
        return tuple(dict.fromkeys(_sources_below(self)))

    @property
    def day(self) -> dt.date | None:
        """The calendar day this figure is, where its unit is a day."""
        if self.unit != DAY or self.value is None:
            return None
        return dt.date.fromordinal(int(self.value))


def given(label: str, value: Fraction | int, source: Source, *, unit: str, because: str = "") -> Figure:
    """Return a leaf: a number that somebody wrote, and where."""
    return Figure(
        label=label, unit=unit, operation=Operation.GIVEN, source=source, because=because,
        value=value if type(value) is Fraction else Fraction(value),
    )  # fmt: skip


def given_day(label: str, day: dt.date, source: Source, *, because: str = "") -> Figure:
    """Return a leaf that is a calendar day."""
    return given(label, _ordinal(day), source, unit=DAY, because=because)


@functools.lru_cache(maxsize=4096)
def _ordinal(day: dt.date) -> Fraction:
    return Fraction(day.toordinal())


def unknown(label: str, because: str, *, unit: str, source: Source | None = None) -> Figure:
    """Return a figure that nobody knows, with the reason as a sentence."""
    return Figure(label=label, unit=unit, operation=Operation.UNKNOWN, value=None, source=source, because=because)


def total(label: str, parts: Iterable[Figure], *, unit: str, because: str = "") -> Figure:
    """Return the sum of `parts`, all in `unit`; the sum of nothing is 0."""
    return _computed(label, unit, Operation.TOTAL, tuple(parts), because, same_unit=True)


def difference(label: str, whole: Figure, less: Figure, *, because: str = "") -> Figure:
    """Return `whole` minus `less`, in their common unit."""
    return _computed(label, whole.unit, Operation.DIFFERENCE, (whole, less), because, same_unit=True)


def product(label: str, parts: Sequence[Figure], *, unit: str, because: str = "") -> Figure:
    """Return the product of `parts`; the caller says which unit it is in."""
    return _computed(label, unit, Operation.PRODUCT, tuple(parts), because, same_unit=False)


def ratio(label: str, part: Figure, whole: Figure, *, unit: str = SHARE, because: str = "") -> Figure:
    """Return `part` ÷ `whole`, unknown where `whole` is 0."""
    return _computed(label, unit, Operation.RATIO, (part, whole), because, same_unit=unit == SHARE)


def least(label: str, parts: Sequence[Figure], *, because: str = "") -> Figure:
    """Return the smallest of `parts` (the earliest of days)."""
    return _computed(label, parts[0].unit, Operation.LEAST, tuple(parts), because, same_unit=True)


def greatest(label: str, parts: Sequence[Figure], *, because: str = "") -> Figure:
    """Return the largest of `parts` (the latest of days)."""
    return _computed(label, parts[0].unit, Operation.GREATEST, tuple(parts), because, same_unit=True)


def inclusive_days(label: str, first: Figure, last: Figure, *, because: str = "") -> Figure:
    """Return how many days there are from `first` to `last`, both included; 0 where `last` lies before `first`."""
    if first.unit != DAY or last.unit != DAY:
        message = "days are counted between two days"
        raise FigureError(message)
    return _computed(label, "days", Operation.INCLUSIVE_DAYS, (first, last), because, same_unit=True)


def whole(label: str, figure: Figure, how: Operation, *, because: str = "") -> Figure:
    """Return `figure` rounded to a whole number: `FLOOR`, `CEILING`, or `NEAREST` with half rounded up."""
    return _computed(label, figure.unit, how, (figure,), because, same_unit=True)


def renamed(figure: Figure, label: str, *, because: str = "") -> Figure:
    """Return the same number under another name, explained by the figure it was."""
    return total(label, (figure,), unit=figure.unit, because=because)


def _computed(
    label: str, unit: str, operation: Operation, parts: tuple[Figure, ...], because: str, *, same_unit: bool
) -> Figure:
    if same_unit and _differ(unit if operation is Operation.TOTAL or not parts else parts[0].unit, parts):
        units = ", ".join(sorted({part.unit for part in parts} | {unit}))
        message = f"{operation.value} of figures in different units: {units}"
        raise FigureError(message)
    value = _value(operation, tuple([part.value for part in parts]))
    return Figure(label=label, unit=unit, operation=operation, value=value, parts=parts, because=because)


def _differ(unit: str, parts: tuple[Figure, ...]) -> bool:
    return any(part.unit != unit for part in parts)


_WHOLE: Mapping[Operation, Callable[[Fraction], Fraction]] = {
    Operation.FLOOR: lambda value: Fraction(math.floor(value)),
    Operation.NEAREST: lambda value: Fraction(math.floor(value + Fraction(1, 2))),
    Operation.CEILING: lambda value: Fraction(math.ceil(value)),
}


_numerator = operator.attrgetter("numerator")


def _value(operation: Operation, values: tuple[Fraction | None, ...]) -> Fraction | None:
    """Return what `operation` makes of `values`: None where one of them is unknown or a divisor is 0."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match operation:
        case Operation.TOTAL:
            return _sum(known)
        case Operation.DIFFERENCE:
            return known[0] - known[1]
        case Operation.PRODUCT:
            result = Fraction(1)
            for value in known:
                result *= value
            return result
        case Operation.RATIO:
            return known[0] / known[1] if known[1] else None
        case Operation.LEAST | Operation.GREATEST:
            extreme = min if operation is Operation.LEAST else max
            # Of whole numbers, as all days are, this is what the other gives, at a fraction of its time.
            return extreme(known, key=_numerator) if _are_whole(known) else extreme(known)
        case Operation.INCLUSIVE_DAYS:
            first, last = known
            days = last.numerator - first.numerator if _are_whole(known) else last - first
            return Fraction(max(0, days + 1))
        case _:
            return _WHOLE[operation](known[0]) if operation in _WHOLE else None


def _are_whole(values: Iterable[Fraction]) -> bool:
    return all(value.denominator == 1 for value in values)


def _sum(values: Iterable[Fraction]) -> Fraction:
    """Return the exact sum of many values, few of which have a denominator of their own."""
    numerators = dict[int, int]()
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        numerators[denominator] = numerators.get(denominator, 0) + numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), Fraction(0))


def nodes(figure: Figure) -> Iterator[Figure]:
    """Yield every figure below `figure` once, parts before what is made of them, `figure` itself last."""
    done = set[int]()
    waiting: list[tuple[Figure, bool]] = [(figure, False)]
    while waiting:
        node, ready = waiting.pop()
        if id(node) in done:
            continue
        if ready or not node.parts:
            done.add(id(node))
            yield node
        else:
            waiting.append((node, True))
            waiting.extend((part, False) for part in reversed(node.parts))


def leaves(figure: Figure) -> Iterator[Figure]:
    """Yield the figures that were given or are unknown in themselves, each once."""
    return (node for node in nodes(figure) if not node.parts and node.operation in _OF_LEAVES)


def _sources_below(figure: Figure) -> Iterator[Source]:
    """Yield the sources of the leaves; a sum of many lines, of which a badge asks again and again, keeps its own."""
    done = set[int]()
    waiting = [figure]
    while waiting:
        node = waiting.pop()
        if not node.parts:
            if node.source is not None and node.operation in _OF_LEAVES:
                yield node.source
        elif len(node.parts) > _MANY and node is not figure:
            yield from node.sources
        elif id(node) not in done:
            done.add(id(node))
            waiting.extend(reversed(node.parts))


def replay(figure: Figure) -> Fraction | None:
    """Return the value of `figure` computed again from its leaves alone."""
    values = dict[int, Fraction | None]()
    for node in nodes(figure):
        if node.operation in _OF_LEAVES:
            values[id(node)] = node.value
        else:
            values[id(node)] = _value(node.operation, tuple(values[id(part)] for part in node.parts))
    return values[id(figure)]


def sources(figure: Figure) -> tuple[Source, ...]:
    """Return where the leaves of `figure` came from, each place once, in the order of the explanation."""
    return figure.sources
