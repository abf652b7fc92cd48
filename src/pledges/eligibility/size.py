"""The scheme's size bands and what is recorded of a firm in, its headcount and the bands it may be in out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.position import in_force
from pledges.provenance import Source
from pledges.quantities import plain

if TYPE_CHECKING:
    from pledges.eligibility.position import Position

WORKFORCE = "uk_workforce"
"""The fact that says how many people a supplier employs in the UK."""


@attrs.frozen(kw_only=True)
class Size:
    """A firm's headcount in words and its bands: one where the headcount is known, else all, the smallest first.

    `headcount` is None where it is not recorded, or where two of one day disagree.
    """

    words: str
    bands: tuple[str, ...]
    source: Source
    headcount: Fraction | None = None


def size_of(position: Position) -> Size:
    """Return the size of the supplier on the day; a dated fact wins over the register's column."""
    bands = _bands(position)
    facts = position.history.latest_facts(WORKFORCE)
    if not facts and position.supplier.headcount is None:
        return Size(words="; the UK headcount is not recorded", bands=bands, source=position.supplier.source)
    values = {fact.value for fact in facts}
    if len(values) > 1:
        return Size(words="; two headcounts of one day disagree", bands=bands, source=facts[0].source)
    headcount = facts[0].value if facts else Fraction(position.supplier.headcount or 0)
    source = facts[0].source if facts else position.supplier.source
    band = _band_of(headcount, position)
    words = f" of a {band} firm ({plain(headcount)} UK employees)" if band else ""
    return Size(words=words, bands=(band,), source=source, headcount=headcount)


def may_be_smallest(position: Position) -> bool:
    """Whether a firm may be of the scheme's smallest band: what is told of its delivery could be told of one person.

    So may one whose headcount is not known, and every firm where the scheme has no bands.
    """
    size, bands = size_of(position), _bands(position)
    return size.headcount is None or bands[0] in size.bands


def _bands(position: Position) -> tuple[str, ...]:
    """Return the scheme's size bands on the day, the smallest first; a single nameless one where it has none."""
    values = least_headcounts(position)
    return tuple(sorted(values, key=lambda band: values[band])) or ("",)


def _band_of(headcount: Fraction, position: Position) -> str:
    """Return the band of a headcount: the last that it reaches, or the smallest where it reaches none."""
    values = least_headcounts(position)
    bands = _bands(position)
    reached = [band for band in bands if band in values and values[band] <= headcount]
    return reached[-1] if reached else bands[0]


def least_headcounts(position: Position) -> dict[str, Fraction]:
    """Return the least UK headcount of each band on the day."""
    values = position.scheme.size_bands
    in_force_by_band = {value.by: in_force(values, position.on, by=value.by) for value in values}
    return {
        band: value.value for band, value in in_force_by_band.items() if value is not None and value.value is not None
    }
