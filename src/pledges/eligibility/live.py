"""Fulfilments, facts and a criterion in, whether a firm has enough live pledges for its size out.

A pledge is live if it has a target above nothing and its last day in (A, A + 12 months], with A the day asked about.
How many are asked for depends on the UK headcount on that day.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.due import measured, met, not_met, one_of
from pledges.eligibility.position import Answer, count_of, in_force, named, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import Figure, given, sources, total
from pledges.periods import day_text, months_after
from pledges.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Position
    from pledges.fulfilment.result import Fulfilment
    from pledges.provenance import Source
    from pledges.rulebook import Criterion, DatedValue

CATEGORIES = frozenset(
    {"placement", "apprenticeship", "job", "mentoring", "group support", "insight", "practical help"}
)
"""The types that are categories of a badge scheme (depth and breadth); training and local types are none."""

WORKFORCE = "uk_workforce"
"""The fact that says how many people a supplier employs in the UK."""

_PLEDGES = "pledges"
_CATEGORIES = "categories"


@attrs.frozen(kw_only=True)
class _Live:
    """The live pledges, and those that may be live because their target is not known."""

    sure: tuple[Fulfilment, ...]
    unsure: tuple[Fulfilment, ...]

    def categories(self, *, with_unsure: bool = False) -> tuple[str, ...]:
        """Return the categories of the pledges, each once."""
        pledges = (*self.sure, *self.unsure) if with_unsure else self.sure
        return tuple(sorted({each.pledge.type for each in pledges} & CATEGORIES))

    def counted(self) -> Figure:
        """Return how many pledges are live."""
        return total("live pledges", [one_of(each, "is live") for each in self.sure], unit=_PLEDGES)

    def counted_categories(self) -> Figure:
        """Return in how many categories there are live pledges."""
        firsts = {each.pledge.type: each for each in reversed(self.sure)}
        leaves = [
            given(f"a live pledge in {name}", 1, firsts[name].pledge.source, unit=_CATEGORIES)
            for name in self.categories()
        ]
        return total("categories of live pledges", leaves, unit=_CATEGORIES)


@attrs.frozen(kw_only=True)
class _Demand:
    """What is asked of a size band ("" where the scheme has none)."""

    band: str
    minimum: DatedValue
    categories: DatedValue | None

    def outcome(self, live: _Live) -> Outcome:
        """Return whether the live pledges are enough for this band."""
        parts = [_reached(len(live.sure), len(live.sure) + len(live.unsure), self.minimum.value)]
        if self.categories is not None:
            least, most = len(live.categories()), len(live.categories(with_unsure=True))
            parts.append(_reached(least, most, self.categories.value))
        for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
            if outcome in parts:
                return outcome
        return Outcome.MET


@attrs.frozen(kw_only=True)
class _Size:
    """A firm's headcount in words and its bands: one where the headcount is known, else all, the smallest first."""

    words: str
    bands: tuple[str, ...]
    source: Source


def answer_live(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the firm has the live pledges that its size asks for.

    Where the headcount is not known, what is enough for every band is enough, and what is too little for every band
    is too little.
    """
    size = _size(position)
    demands = list[_Demand]()
    for band in size.bands:
        minimum = threshold(criterion, "minimum", position.on, by=band)
        if minimum is None:
            return no_threshold(criterion, position.on)
        categories = threshold(criterion, "minimum_categories", position.on, by=band)
        demands.append(_Demand(band=band, minimum=minimum, categories=categories))
    live = _live(position, criterion)
    outcomes = {demand.outcome(live) for demand in demands}
    if len(outcomes) > 1 or Outcome.UNKNOWN in outcomes:
        return _unknown(live, size, demands)
    (outcome,) = outcomes
    # Of all bands, the largest shows that it is enough for any, and the smallest that it is too little for any.
    decisive = demands[-1] if outcome is Outcome.MET else demands[0]
    return _decided(live, size, decisive, outcome, position.on)


def _decided(live: _Live, size: _Size, demand: _Demand, outcome: Outcome, on: dt.date) -> Answer:
    """Return the answer for the band that decides; of pledges and categories, it shows the one that is short."""
    asked = f"{plain(demand.minimum.value)} {'is' if demand.minimum.value == 1 else 'are'} required"
    within = "" if demand.categories is None else f", in {plain(demand.categories.value)} categories"
    categories = len(live.categories())
    found = (
        f"{count_of(len(live.sure), 'live pledge')} in {categories} {'category' if categories == 1 else 'categories'}"
    )
    if len(size.bands) == 1:
        because = f"{found}; {asked}{size.words}{within}."
    else:
        verdict, which = ("enough", "largest") if outcome is Outcome.MET else ("too few", "smallest")
        because = f"{found}, {verdict} for any size; {asked} of the {which}{within}{size.words}."
    limit = required("live pledges required", demand.minimum, _PLEDGES)
    if outcome is Outcome.MET:
        answer = met(because, live.counted(), limit)
    elif len(live.sure) < demand.minimum.value:
        more = count_of(int(demand.minimum.value - len(live.sure)), "more live pledge")
        last = months_after(on, 12)
        days = f"{day_text(on + dt.timedelta(days=1))} and {day_text(last)}"
        to_do = (
            f"{more} {'is' if more.startswith('1 ') else 'are'} needed, with a target and a last day between {days}."
        )
        answer = not_met(because, live.counted(), limit, to_do=to_do)
    else:
        wanted = demand.categories or demand.minimum
        limit = required("categories of live pledges required", wanted, _CATEGORIES)
        to_do = f"Live pledges in {plain(wanted.value - len(live.categories()))} more of the categories are needed."
        answer = not_met(because, live.counted_categories(), limit, to_do=to_do)
    return attrs.evolve(answer, sources=tuple(dict.fromkeys((*answer.sources, size.source))))


def _unknown(live: _Live, size: _Size, demands: Sequence[_Demand]) -> Answer:
    """Return the answer *unknown*: either the headcount would settle it, or a target."""
    observed = live.counted()
    found = count_of(len(live.sure), "live pledge")
    by_size = {outcome: [each.band for each in demands if each.outcome(live) is outcome] for outcome in Outcome}
    if len(size.bands) > 1 and by_size[Outcome.MET]:
        enough, other = by_size[Outcome.MET], [*by_size[Outcome.NOT_MET], *by_size[Outcome.UNKNOWN]]
        because = f"{found}, enough for a firm that is {named(enough)}, not sure for {named(other)}{size.words}."
        to_do = "Record the UK headcount."
    else:
        refs = named([each.pledge.ref for each in live.unsure]) or "a pledge"
        because = f"{found}; whether {refs} is live is not known, because its target is not known{size.words}."
        to_do = f"Settle the target of {refs} in the register."
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=because,
        observed=observed,
        sources=tuple(dict.fromkeys((*sources(observed), *(each.pledge.source for each in live.unsure), size.source))),
        to_do=to_do,
    )


def _live(position: Position, criterion: Criterion) -> _Live:
    last = months_after(position.on, 12)
    ahead = [
        each
        for each in measured(position, criterion)
        if each.pledge.due is not None and position.on < each.pledge.due <= last
    ]
    return _Live(
        sure=tuple(each for each in ahead if each.target.value is not None and each.target.value > 0),
        unsure=tuple(each for each in ahead if each.target.value is None),
    )


def _size(position: Position) -> _Size:
    """Return the size of the supplier on the day; a dated fact wins over the register's column."""
    bands = _bands(position)
    facts = position.history.latest_facts(WORKFORCE)
    if not facts and position.supplier.headcount is None:
        return _Size(words="; the UK headcount is not recorded", bands=bands, source=position.supplier.source)
    values = {fact.value for fact in facts}
    if len(values) > 1:
        return _Size(words="; two headcounts of one day disagree", bands=bands, source=facts[0].source)
    headcount = facts[0].value if facts else Fraction(position.supplier.headcount or 0)
    source = facts[0].source if facts else position.supplier.source
    band = _band_of(headcount, position)
    words = f" of a {band} firm ({plain(headcount)} UK employees)" if band else ""
    return _Size(words=words, bands=(band,), source=source)


def _bands(position: Position) -> tuple[str, ...]:
    """Return the scheme's size bands on the day, the smallest first; a single nameless one where it has none."""
    values = _least_headcounts(position)
    return tuple(sorted(values, key=lambda band: values[band])) or ("",)


def _band_of(headcount: Fraction, position: Position) -> str:
    """Return the band of a headcount: the last that it reaches, or the smallest where it reaches none."""
    values = _least_headcounts(position)
    bands = _bands(position)
    reached = [band for band in bands if band in values and values[band] <= headcount]
    return reached[-1] if reached else bands[0]


def _least_headcounts(position: Position) -> dict[str, Fraction]:
    values = position.scheme.size_bands
    in_force_by_band = {value.by: in_force(values, position.on, by=value.by) for value in values}
    return {band: value.value for band, value in in_force_by_band.items() if value is not None}


def _reached(least: int, most: int, wanted: Fraction) -> Outcome:
    """Return whether a number that lies between two bounds reaches what is wanted."""
    if least >= wanted:
        return Outcome.MET
    return Outcome.NOT_MET if most < wanted else Outcome.UNKNOWN
