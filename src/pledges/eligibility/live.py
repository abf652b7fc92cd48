"""Fulfilments, facts and a criterion in, whether a firm has enough live pledges for its size out.

A pledge is live if it has a target above nothing and its last day in (A, A + 12 months], with A the day asked about.
How many are asked for depends on the UK headcount on that day.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.due import measured, met, not_met, one_of
from pledges.eligibility.position import Answer, count_of, named, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.eligibility.size import size_of
from pledges.figures import Figure, given, sources, total
from pledges.periods import day_text, months_after
from pledges.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Position, Threshold
    from pledges.eligibility.size import Size
    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook import Criterion

CATEGORIES = frozenset(
    {"placement", "apprenticeship", "job", "mentoring", "group support", "insight", "practical help"}
)
"""The types that are categories of a badge scheme (depth and breadth); training and local types are none."""

_PLEDGES = "pledges"
_CATEGORIES = "categories"


@attrs.frozen(kw_only=True)
class Live:
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
    minimum: Threshold
    categories: Threshold | None

    def outcome(self, live: Live) -> Outcome:
        """Return whether the live pledges are enough for this band."""
        parts = [_reached(len(live.sure), len(live.sure) + len(live.unsure), self.minimum)]
        if self.categories is not None:
            least, most = len(live.categories()), len(live.categories(with_unsure=True))
            parts.append(_reached(least, most, self.categories))
        for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
            if outcome in parts:
                return outcome
        return Outcome.MET


def answer_live(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the firm has the live pledges that its size asks for.

    Where the headcount is not known, what is enough for every band is enough, and what is too little for every band
    is too little.
    """
    size = size_of(position)
    demands = list[_Demand]()
    for band in size.bands:
        minimum = threshold(criterion, "minimum", position.on, by=band)
        if minimum is None:
            return no_threshold(criterion, position.on)
        categories = threshold(criterion, "minimum_categories", position.on, by=band)
        demands.append(_Demand(band=band, minimum=minimum, categories=categories))
    live = live_pledges(position, criterion)
    outcomes = {demand.outcome(live) for demand in demands}
    if len(outcomes) > 1 or Outcome.UNKNOWN in outcomes:
        return _unknown(live, size, demands)
    (outcome,) = outcomes
    # Of all bands, the largest shows that it is enough for any, and the smallest that it is too little for any.
    decisive = demands[-1] if outcome is Outcome.MET else demands[0]
    return _decided(live, size, decisive, outcome, position.on)


def _decided(live: Live, size: Size, demand: _Demand, outcome: Outcome, on: dt.date) -> Answer:
    """Return the answer for the band that decides; of pledges and categories, it shows the one that is short."""
    asked = (
        f"{demand.minimum.asked(plain(demand.minimum.value))} {'is' if demand.minimum.value == 1 else 'are'} required"
    )
    within = (
        ""
        if demand.categories is None
        else f", in {demand.categories.asked(plain(demand.categories.value))} categories"
    )
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
    elif not demand.minimum.holds(len(live.sure)):
        more = count_of(_short(demand.minimum, len(live.sure)), "more live pledge")
        last = months_after(on, 12)
        days = f"{day_text(on + dt.timedelta(days=1))} and {day_text(last)}"
        to_do = (
            f"{more} {'is' if more.startswith('1 ') else 'are'} needed, with a target and a last day between {days}."
        )
        answer = not_met(because, live.counted(), limit, to_do=to_do)
    else:
        wanted = demand.categories or demand.minimum
        limit = required("categories of live pledges required", wanted, _CATEGORIES)
        to_do = f"Live pledges in {_short(wanted, len(live.categories()))} more of the categories are needed."
        answer = not_met(because, live.counted_categories(), limit, to_do=to_do)
    return attrs.evolve(answer, sources=tuple(dict.fromkeys((*answer.sources, size.source))))


def _unknown(live: Live, size: Size, demands: Sequence[_Demand]) -> Answer:
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


def live_pledges(position: Position, criterion: Criterion) -> Live:
    """Return the supplier's live pledges on the day."""
    last = months_after(position.on, 12)

    def is_ahead(each: Fulfilment) -> bool:
        return each.pledge.due is not None and position.on < each.pledge.due <= last

    ahead = measured(position, criterion, is_ahead)
    return Live(
        sure=tuple(each for each in ahead if each.target.value is not None and each.target.value > 0),
        unsure=tuple(each for each in ahead if each.target.value is None),
    )


def _reached(least: int, most: int, wanted: Threshold) -> Outcome:
    """Return whether a number that lies between two bounds reaches what is wanted."""
    if wanted.holds(least):
        return Outcome.MET
    return Outcome.UNKNOWN if wanted.holds(most) else Outcome.NOT_MET


def _short(wanted: Threshold, found: int) -> int:
    """Return how many more whole pledges or categories are enough."""
    return math.ceil(wanted.value - found) + (not wanted.holds(math.ceil(wanted.value)))
