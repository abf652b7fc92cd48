"""A scheme that can be read in; what its author probably did not mean, each with its path in the file, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.rulebook.measures import MEASURES
from pledges.rulebook.scheme import COMPARISONS, Criterion, default_comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.rulebook.scheme import DatedValue, Level, Scheme

_SAYS_NOTHING = frozenset({"tbc", "tba", "todo", "?", "-", "x", "none", "n/a", "na", "unknown", "reference"})
_LIMITS: Mapping[tuple[str, str], int] = {
    ("categories", "minimum"): 7,
    ("categories", "minimum_depth"): 4,
    ("live_pledges", "minimum_categories"): 7,
}
"""How many there are at all of what a threshold counts."""

_SHARES = frozenset({"minimum_part", "minimum_beneficiary", "minimum_answered", "minimum_as_promised"})
_LASTING = ("minimum_weeks", "minimum_months", "minimum_sessions")


@attrs.frozen(kw_only=True)
class Oddity:
    """Something that can be read and is probably not meant, at a path such as `levels[0].criteria[1].minimum[0]`."""

    path: str
    text: str


def oddities_of(scheme: Scheme) -> tuple[Oddity, ...]:
    """Return what is odd about a scheme, in the order of its file; nothing where there is nothing to say."""
    found = list[Oddity]()
    for number, level in enumerate(scheme.levels):
        path = f"levels[{number}]"
        for place, criterion in _nodes(f"{path}.criteria", level.criteria):
            found += _of_references(place, criterion, level)
            found += _of_comparisons(place, criterion)
            found += _of_bands(place, criterion, scheme)
            found += _of_reach(place, criterion)
            found += _of_tenure(place, criterion, scheme, number)
        if number:
            found += _of_lower_level(path, level, scheme.levels[number - 1])
    return tuple(found)


def _nodes(path: str, criteria: Iterable[Criterion]) -> Iterator[tuple[str, Criterion]]:
    for index, criterion in enumerate(criteria):
        place = f"{path}[{index}]"
        yield place, criterion
        yield from _nodes(f"{place}.parts", criterion.parts)


def _values(path: str, criterion: Criterion) -> Iterator[tuple[str, str, DatedValue]]:
    for name, values in criterion.thresholds.items():
        for index, value in enumerate(values):
            yield f"{path}.{name}[{index}]", name, value


def _of_references(path: str, criterion: Criterion, level: Level) -> Iterator[Oddity]:
    """Yield what rests on nothing: a reference without a word in it, and a condition without any."""
    for place, _, value in _values(path, criterion):
        if value.reference.strip().casefold() in _SAYS_NOTHING:
            yield Oddity(path=f"{place}.reference", text="The reference names no decision or guidance.")
    bare = criterion.measure in {"fact", "facts", "events", "meets_level", "accreditation"} and not criterion.thresholds
    holding = [each for each in level.nodes() if any(node is criterion for node in each.nodes())]
    if bare and not any(each.reference for each in holding):
        yield Oddity(path=f"{path}.reference", text="Nothing says which decision or guidance asks for this.")


def _of_comparisons(path: str, criterion: Criterion) -> Iterator[Oddity]:
    """Yield the thresholds that leave their comparison to the default."""
    for place, name, value in _values(path, criterion):
        if not value.comparison:
            usual = default_comparison(name)
            text = f"The comparison is not stated, and {usual} ({COMPARISONS[usual]}) stands: write {usual} for value."
            yield Oddity(path=place, text=text)


def _of_bands(path: str, criterion: Criterion, scheme: Scheme) -> Iterator[Oddity]:
    """Yield the needed thresholds that have no value for one of the scheme's size bands."""
    needed = ("minimum",) if criterion.needs else MEASURES[criterion.measure].needs
    bands = dict.fromkeys(band.by for band in scheme.size_bands)
    for name in needed:
        by = {value.by for value in criterion.thresholds.get(name, ())}
        if by - {""} and "" not in by and (absent := [band for band in bands if band not in by]):
            text = f"There is no value for {' and '.join(absent)}: a firm of that size is never known to meet it."
            yield Oddity(path=f"{path}.{name}", text=text)


def _of_reach(path: str, criterion: Criterion) -> Iterator[Oddity]:
    """Yield what nobody can ever meet, and what everybody does."""
    for place, name, value in _values(path, criterion):
        yield from _of_value(place, name, value, criterion)
    if criterion.measure == "unknown":
        yield Oddity(path=path, text="The condition is not known, so that its level can never be met.")
    if criterion.measure == "sustained" and not criterion.thresholds.keys() & set(_LASTING):
        text = f"Nothing says how long is long enough ({', '.join(_LASTING)}): nobody can ever meet it."
        yield Oddity(path=path, text=text)
    least, most = criterion.thresholds.get("minimum"), criterion.thresholds.get("maximum")
    if (
        least
        and most
        and (least[-1].value or 0) > (most[-1].value if most[-1].value is not None else least[-1].value or 0)
    ):
        yield Oddity(path=path, text="The minimum is above the maximum: nobody can ever meet it.")


def _of_value(place: str, name: str, value: DatedValue, criterion: Criterion) -> Iterator[Oddity]:
    if value.value is None:
        yield Oddity(path=place, text="The value is not known, so that nobody is ever known to meet it.")
        return
    comparison = value.comparison or default_comparison(name)
    most = _most(name, criterion)
    if (
        most is not None
        and comparison[0] == "g"
        and (value.value > most or (comparison == "gt" and value.value == most))
    ):
        text = f"More than there can be ({_words(most, criterion, name)}): nobody can ever meet it."
        yield Oddity(path=place, text=text)
    elif (
        value.value == 0
        and comparison == "gte"
        and name == "minimum"
        and not value.by
        and criterion.measure != "prior_level"
    ):
        yield Oddity(path=place, text="At least nothing: everybody meets it.")


def _most(name: str, criterion: Criterion) -> Fraction | None:
    """Return the most that a threshold of this criterion could ever be compared with, None where there is no bound."""
    if criterion.needs:
        return Fraction(len(criterion.parts))
    if (limit := _LIMITS.get((criterion.measure, name))) is not None:
        return Fraction(limit)
    if criterion.measure == "facts" and name == "minimum":
        return Fraction(len(criterion.texts("facts")))
    of_due = criterion.measure in {"fulfilment", "contract_floor", "verified"} and name == "minimum"
    return Fraction(1) if of_due or name in _SHARES else None


def _words(most: Fraction, criterion: Criterion, name: str) -> str:
    if most == 1 and not criterion.needs and criterion.measure != "facts":
        return "a share is at most 1, which is 100%"
    what = "parts" if criterion.needs else "facts" if criterion.measure == "facts" else name.removeprefix("minimum_")
    return f"{most} {what if what != 'minimum' else 'categories'}"


def _of_tenure(path: str, criterion: Criterion, scheme: Scheme, number: int) -> Iterator[Oddity]:
    """Yield a time at the level below that is longer than anybody may stay there."""
    if criterion.measure != "prior_level":
        return
    named = criterion.text("level") or scheme.levels[number - 1].id
    prior = next(level for level in scheme.levels if level.id == named)
    stays = None if prior.most_terms is None else prior.most_terms * prior.term_months
    for place, _, value in _values(path, criterion):
        if stays is not None and value.value is not None and value.value > stays:
            text = f"Nobody may stay at {prior.name} for longer than {stays} months: nobody can ever meet it."
            yield Oddity(path=place, text=text)


def _of_lower_level(path: str, level: Level, lower: Level) -> Iterator[Oddity]:
    """Yield what the level below asks and this one does not, where nothing else ties the two."""
    tied = any(node.measure in {"prior_level", "meets_level"} for node in level.nodes())
    if tied:
        return
    loose = [each.name for each in lower.criteria if not any(_asks_as_much(own, each) for own in level.criteria)]
    if loose:
        text = (
            f"A firm can meet {level.name} without {lower.name}: nothing here asks {' or '.join(loose)}, "
            f"and neither prior_level nor meets_level ties the two."
        )
        yield Oddity(path=path, text=text)


def _asks_as_much(own: Criterion, lower: Criterion) -> bool:
    """Whether a criterion asks at least what one of the level below does: the same measure, no value milder."""
    alike = ("measure", "needs", "options", "leave_out_units")
    if any(getattr(own, name) != getattr(lower, name) for name in alike) or len(own.parts) != len(lower.parts):
        return False
    pairs = zip(own.parts, lower.parts, strict=True)
    return all(_asks_as_much(one, other) for one, other in pairs) and all(
        _no_milder(name, own.thresholds.get(name, ()), values) for name, values in lower.thresholds.items()
    )


def _no_milder(name: str, own: Sequence[DatedValue], lower: Sequence[DatedValue]) -> bool:
    mine, theirs = ({value.by: value.value for value in values} for values in (own, lower))
    upper = default_comparison(name)[0] == "l"
    for band, value in theirs.items():
        found = mine.get(band, mine.get(""))
        if found is None or value is None or (found > value if upper else found < value):
            return False
    return True
