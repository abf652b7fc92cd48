"""Parcels after confirmations in; what counts of each line, part by part, and what a cap leaves of it, out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting.confirmations import take
from pledges.counting.shares import its_share
from pledges.figures import difference, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.counting.confirmations import Parcel
    from pledges.counting.running_totals import Change
    from pledges.figures import Figure
    from pledges.model import Grade


@attrs.frozen(kw_only=True)
class Portion:
    """What counts of one line, in parcels: the better confirmed first, what young people declined to confirm last.

    `index` is the line's place among its pledge's; `over` is what a cap has taken off, None where it took nothing.
    """

    change: Change
    index: int
    parcels: tuple[Parcel, ...]
    over: Figure | None = None

    @property
    def amount(self) -> Fraction:
        """How much of the line counts."""
        return sum((parcel.amount.value or Fraction(0) for parcel in self.parcels), Fraction(0))


def portions_of(changes: Sequence[Change], parcels: Iterable[Parcel], counting_grade: Grade) -> tuple[Portion, ...]:
    """Return what counts of each of one pledge's lines: what is at the counting grade, and of that the line's share."""
    by_index = defaultdict[int, list["Parcel"]](list)
    for parcel in parcels:
        if parcel.grade >= counting_grade:
            delivery = changes[parcel.index].delivery
            amount = its_share("its share", parcel.amount, delivery)
            by_index[parcel.index].append(attrs.evolve(parcel, amount=amount))
    return tuple(
        Portion(
            change=changes[index],
            index=index,
            parcels=tuple(sorted(own, key=lambda parcel: (parcel.declined, -parcel.grade))),
        )
        for index, own in sorted(by_index.items())
    )


def cut(portion: Portion, allowed: Figure) -> Portion:
    """Return a portion of which only `allowed` is left, less than it was: its first parcels, the last one in part."""
    unit = portion.change.delivery.pledge.unit
    before = total("what would count", [parcel.amount for parcel in portion.parcels], unit=unit)
    left = take("left by the cap", portion.parcels, allowed, unit=unit).taken
    return attrs.evolve(portion, parcels=left, over=difference("over the cap", before, allowed))
