"""How one pledge is rated in; why, the bands in force on the day and which of them it is in, and the share out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.explain.trees import tree, tree_data, tree_lines
from pledges.periods import day_text
from pledges.quantities import exact, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.figures import Figure
    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook.policy import RatingBands


@attrs.frozen
class Rated:
    """The rating of one pledge, as a path names it."""

    fulfilment: Fulfilment

    @property
    def share(self) -> Figure | None:
        """The share that the rating rests on; None of a part and of what is only recorded, which are never rated."""
        of = self.fulfilment
        if of.pledge.record_only or of.pledge.parent_ref is not None:
            return None
        return of.share_of_due if of.rated_share is None else of.rated_share


def rating_lines(rated: Rated, name: str) -> Iterator[str]:
    """Yield the word, its reason, the bands in force on the day, and the share with its whole sum."""
    of, share = rated.fulfilment, rated.share
    yield f"{name or of.pledge.ref} = {of.rating}"
    yield from (f"  {because}" for because in (of.rating_because,) if because)
    if of.pledge.parent_ref is not None:
        yield f"To go on: pledges why FOLDER {of.pledge.parent_ref}.rating, which all its parts are rated with."
    if share is None:
        return
    if of.bands is None:
        yield f"  bands in force on {day_text(of.on)}: none"
    else:
        yield f"  bands in force on {day_text(of.on)}, since {day_text(of.bands.since)} [{of.bands.source}]"
        yield f"    ({of.bands.reference})"
        for word, starts in _bands(of.bands):
            is_it = ", where this share lies" if word == of.rating else ""
            yield f"    {word}: {starts}{is_it}"
    yield from (f"  {line}" for line in tree_lines(tree(share)))


def rating_data(rated: Rated) -> dict[str, object]:
    """Return the same as plain data, ready for JSON."""
    of, share = rated.fulfilment, rated.share
    said = {"pledge_ref": of.pledge.ref, "rating": of.rating, "because": of.rating_because}
    bands = None if share is None or of.bands is None else _bands_data(of.bands)
    return {**said, "share": None if share is None else tree_data(tree(share)), "bands": bands}


def _bands(bands: RatingBands) -> Iterator[tuple[str, str]]:
    yield from ((each.word, f"from {percent(each.at_least)} of what is due") for each in bands.bands)
    yield bands.below, f"below {percent(bands.bands[-1].at_least)}"


def _bands_data(bands: RatingBands) -> dict[str, object]:
    starts = [{"word": each.word, "at_least": exact(each.at_least)} for each in bands.bands]
    said = {"since": bands.since.isoformat(), "reference": bands.reference, "source": str(bands.source)}
    return {**said, "bands": starts, "below": bands.below}
