"""A figure in; the tree of how it was made, as plain data and as lines of plain English, out."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import operator
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from fractions import Fraction

import attrs

from pledges.explain.words import amount_words, exactly, listed
from pledges.figures import DAY, SHARE, Figure, Operation
from pledges.quantities import count_words, exact, exact_amount, rounded

_INDENT = "  "
_PARTS_IN_A_SENTENCE = 4
_NUMBERED_WHERE = "as above"
_TOTAL, _GIVEN = Operation.TOTAL.value, Operation.GIVEN.value
_COUNTED = "counted"  # what counting calls a line's part in the sum
_ROUNDED: Mapping[Operation, str] = {
    Operation.FLOOR: "rounded down",
    Operation.NEAREST: "rounded to the nearest whole number",
    Operation.CEILING: "rounded up",
}


_ENDLESS = itertools.count()


@attrs.frozen(kw_only=True)
class Explanation:
    """One figure of a tree: what it is called, how it was made, and of which parts.

    `value` is the decimal rounded to 6 places and `exact` the fraction (both the ISO text of a day where `unit` is
    "day", both None where it is not known); `source` is a place as text. `number` counts the computed figures of one
    tree; one that was already explained is not written out again: `same_as` gives its number, and it has no parts.
    """

    label: str
    operation: str
    value: str | None
    exact: str | None
    unit: str
    source: str | None = None
    because: str = ""
    number: int | None = None
    same_as: int | None = None
    parts: tuple[Explanation, ...] = ()


_FIELDS = tuple(field.name for field in attrs.fields(Explanation) if field.name != "parts")
_values = operator.attrgetter(*_FIELDS)


def tree(figure: Figure) -> Explanation:
    """Return the whole tree of a figure, each shared part written out once."""
    return _tree(figure, {})


def trees(figures: Mapping[str, Figure]) -> dict[str, Explanation]:
    """Return the trees of several figures by their names, parts shared among them written out once, in their order."""
    seen = dict[int, int]()
    return {name: _tree(figure, seen) for name, figure in figures.items()}


class Trees(Mapping[str, Explanation]):
    """The trees of several figures by their names, made anew each time they are gone through.

    Those of many lines are large, and of a report's formats one after another needs them: none of them is kept.
    """

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        """Keep the figures, each by the name of its tree."""
        self.figures = figures

    def __getitem__(self, name: str) -> Explanation:
        """Return one tree, with what it shares with those before it written out there, as in all of them."""
        return trees(self.figures)[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self.figures)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.figures)

    def items(self) -> ItemsView[str, Explanation]:
        """Return the trees by their names."""
        return trees(self.figures).items()

    def values(self) -> ValuesView[Explanation]:
        """Return the trees."""
        return trees(self.figures).values()

    def begun(self, most: int) -> dict[str, Explanation]:
        """Return the trees as far as their first `most` lines go: further down their figures have no parts."""
        seen, room = dict[int, int](), iter(range(most))
        return {name: _tree(figure, seen, room) for name, figure in self.figures.items()}

    def counts_of_lines(self) -> dict[str, int]:
        """Return how many lines `tree_lines` yields of each tree under a name, without making any tree."""
        seen = dict[int, int]()
        return {name: 1 + _count_below(figure, seen) for name, figure in self.figures.items()}


def tree_data(explanation: Explanation) -> dict[str, object]:
    """Return a tree as nested plain data, ready for JSON; keys are the fields of `Explanation`, empty ones left out."""
    kept = tree_fields(explanation)
    if explanation.parts:
        kept["parts"] = [tree_data(part) for part in explanation.parts]
    return kept


def tree_fields(explanation: Explanation) -> dict[str, object]:
    """Return the same of a tree's uppermost figure alone, without its parts."""
    told = zip(_FIELDS, _values(explanation), strict=True)
    kept = {name: value for name, value in told if value is not None and value != ""}
    return kept if explanation.value is not None else kept | {"value": None, "exact": None}


def figure_fields(figure: Figure, seen: dict[int, int]) -> tuple[list[tuple[str, object]], tuple[Figure, ...]]:
    """Return what `tree_fields` says of a figure in a tree, field by field, and the parts that stand below it.

    `seen` numbers the computed figures of the trees so far: one that is in it already has no parts here.
    """
    value, fraction = _written(figure)
    told: list[tuple[str, object]] = [("label", figure.label), ("operation", figure.operation.value)]
    if value is not None:
        told += [("value", value), ("exact", fraction)]
    told.append(("unit", figure.unit))
    if figure.source is not None:
        told.append(("source", str(figure.source)))
    if figure.because:
        told.append(("because", figure.because))
    parts = figure.parts
    if parts:
        same_as = seen.get(id(figure))
        if same_as is not None:
            told.append(("same_as", same_as))
            parts = ()
        else:
            seen[id(figure)] = len(seen) + 1
            told.append(("number", len(seen)))
    if value is None:
        told += [("value", None), ("exact", None)]
    return told, parts


def tree_lines(explanation: Explanation, name: str = "") -> Iterator[str]:
    """Yield a tree as lines of plain English, indented, under `name = value` where a name is given.

    A figure that is only another one under a new name is shown on one line with it.
    """
    if name:
        yield f"{name} = {words_of(explanation)}{_exactly(explanation)}"
    yield from _lines(explanation, 1 if name else 0)


def count_of_lines(explanation: Explanation) -> int:
    """Return how many lines `tree_lines` yields of a tree under a name, without writing them out."""
    return 1 + _count(explanation)


def _count(explanation: Explanation) -> int:
    _, shown, reasons = _unwrapped(explanation)
    return 1 if _is_set_aside(shown) else 1 + len(reasons) + sum(map(_count, _parts_to_show(shown)))


def _count_below(figure: Figure, seen: dict[int, int]) -> int:
    """Return what `_count` does of the tree of a figure; `seen` numbers the figures as they stand in the trees."""
    shown, reasons, is_again = figure, {figure.because}, _is_seen(figure, seen)
    while shown.operation is Operation.TOTAL and len(shown.parts) == 1 and not is_again:
        shown = shown.parts[0]
        reasons.add(shown.because)
        is_again = _is_seen(shown, seen)
    if shown.label == _COUNTED and shown.value == 0 and shown.operation is Operation.GIVEN and shown.because:
        return 1
    below = () if is_again else shown.parts
    return 1 + len(reasons - {""}) + sum([_count_below(part, seen) for part in below])


def _is_seen(figure: Figure, seen: dict[int, int]) -> bool:
    """Return whether a computed figure has a number already, and give it one."""
    is_seen = id(figure) in seen
    if figure.parts and not is_seen:
        seen[id(figure)] = len(seen) + 1
    return is_seen


def words_of(explanation: Explanation) -> str:
    """Return the value of a tree's figure as people write it."""
    return _words(explanation.exact, explanation.unit)[0]


def _tree(figure: Figure, seen: dict[int, int], room: Iterator[int] = _ENDLESS) -> Explanation:
    """Return the tree of a figure; each of its figures that has a line of its own takes of the room for parts."""
    source = None if figure.source is None else str(figure.source)
    value, fraction = _written(figure)
    if not figure.parts:
        return Explanation(
            label=figure.label, operation=figure.operation.value, value=value, exact=fraction, unit=figure.unit,
            source=source, because=figure.because,
        )  # fmt: skip
    same_as = seen.get(id(figure))
    number = None if same_as is not None else seen.setdefault(id(figure), len(seen) + 1)
    is_other_name = figure.operation is Operation.TOTAL and len(figure.parts) == 1
    has_room = is_other_name or (same_as is None and next(room, None) is not None)
    parts = figure.parts if same_as is None and has_room else ()
    return Explanation(
        label=figure.label, operation=figure.operation.value, value=value, exact=fraction, unit=figure.unit,
        source=source, because=figure.because, number=number, same_as=same_as,
        parts=tuple([_tree(part, seen, room) for part in parts]),
    )  # fmt: skip


def _written(figure: Figure) -> tuple[str, str] | tuple[None, None]:
    """Return a figure's value as a decimal and as a fraction; a day as its ISO text twice."""
    if figure.value is None:
        return None, None
    if figure.unit == DAY:
        day = _day_text(figure.value.numerator)
        return day, day
    return rounded(figure.value), exact(figure.value)


@functools.lru_cache(maxsize=4096)
def _day_text(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


@functools.lru_cache(maxsize=8192)
def _words(written: str | None, unit: str) -> tuple[str, str]:
    """Return an amount, as `_written` gives it, as people write it, and what stands behind it where that was rounded.

    The same few days and amounts come in line after line.
    """
    if written is None:
        amount = None
    elif unit == DAY:
        amount = Fraction(dt.date.fromisoformat(written).toordinal())
    else:
        amount = exact_amount(written)
    return amount_words(amount, unit), exactly(amount, unit)


def _exactly(explanation: Explanation) -> str:
    return _words(explanation.exact, explanation.unit)[1]


def _lines(explanation: Explanation, depth: int) -> Iterator[str]:
    label, shown, reasons = _unwrapped(explanation)
    if _is_set_aside(shown):
        yield f"{_INDENT * depth}0: set aside, {shown.because}{_place(shown)}"
        return
    yield _INDENT * depth + _sentence(label, shown)
    yield from (f"{_INDENT * (depth + 1)}({reason})" for reason in reasons)
    for part in _parts_to_show(shown):
        yield from _lines(part, depth + 1)


def _unwrapped(explanation: Explanation) -> tuple[str, Explanation, tuple[str, ...]]:
    """Return what to call a figure and which one to show for it: sums of one figure are that figure."""
    shown, labels, reasons = explanation, [explanation.label], [explanation.because]
    while shown.operation == _TOTAL and len(shown.parts) == 1:
        shown = shown.parts[0]
        labels.append(shown.label)
        reasons.append(shown.because)
    label = labels[0] if labels[-1] == labels[0] else f"{labels[0]} ({labels[-1]})"
    return label, shown, tuple(dict.fromkeys(reason for reason in reasons if reason))


def _is_set_aside(shown: Explanation) -> bool:
    """Return whether this stands in the sum of what is counted for a line that does not count, with why."""
    is_nothing = shown.label == _COUNTED and shown.exact == "0"
    return is_nothing and shown.operation == _GIVEN and bool(shown.because)


def _place(shown: Explanation) -> str:
    return f" [{shown.source}]" if shown.source else ""


def _parts_to_show(shown: Explanation) -> Iterable[Explanation]:
    return () if shown.same_as is not None else shown.parts


def _sentence(label: str, shown: Explanation) -> str:
    value = words_of(shown) + _exactly(shown)
    if shown.same_as is not None:
        return f"{label} = {value}, {_NUMBERED_WHERE}"
    place = _place(shown)
    match Operation(shown.operation):
        case Operation.GIVEN | Operation.UNKNOWN:
            return f"{label}: {value}{place}"
        case _ if shown.value is None:
            return f"{label} = {value}, because {_why_unknown(shown)}"
        case operation:
            return f"{label} = {_formula(operation, shown, value)}{place}"


def _why_unknown(shown: Explanation) -> str:
    if all(part.value is not None for part in shown.parts):
        return "nothing can be divided by 0"
    return "a part of it is not known" if len(shown.parts) > 1 else "what it is made of is not known"


def _formula(operation: Operation, shown: Explanation, value: str) -> str:
    parts = tuple(words_of(part) for part in shown.parts)
    first_or_last = ("earliest", "latest") if shown.unit == DAY else ("least", "greatest")
    match operation:
        case Operation.TOTAL:
            made = _sum(shown.parts, value)
        case Operation.DIFFERENCE:
            made = f"{' - '.join(_bare(shown.parts))} = {value}"
        case Operation.PRODUCT | Operation.RATIO:
            sign = " × " if operation is Operation.PRODUCT else " ÷ "
            made = f"{sign.join(parts)} = {value}"
        case Operation.LEAST | Operation.GREATEST:
            made = f"{value}, the {first_or_last[operation is Operation.GREATEST]} of {listed(parts)}"
        case _ if operation in _ROUNDED:
            made = f"{value}, {_bare(shown.parts)[0]} {_ROUNDED[operation]}"
        case _:
            made = f"{value}, from {' to '.join(parts)}, both included"
    return made


def _sum(parts: tuple[Explanation, ...], value: str) -> str:
    """Return how a sum was made; lines that are set aside are counted, and not written as `+ 0`."""
    adding = tuple(part for part in parts if not _is_set_aside(part))
    if not parts:
        return f"{value}: there is nothing to add up"
    if len(adding) > _PARTS_IN_A_SENTENCE:
        made = f"{value}, the sum of {count_words(len(adding), 'figure')}"
    else:
        made = f"{' + '.join(_bare(adding))} = {value}" if len(adding) > 1 else value
    if aside := len(parts) - len(adding):
        made += f", and {count_words(aside, 'line is', 'lines are')} set aside"
    return made


def _bare(parts: tuple[Explanation, ...]) -> tuple[str, ...]:
    """Return the amounts of a sum; all but pounds and shares without their unit, which stands behind the result."""
    own_sign = {DAY, SHARE, "GBP", "%"}
    texts = tuple(words_of(part) if part.unit in own_sign else words_of(part).split(" ")[0] for part in parts)
    return tuple(f"({text})" if text.startswith("-") else text for text in texts)
