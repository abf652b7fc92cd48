"""Pledges with how much of each there is and could be in; how little more of each lifts a mean far enough out.

All is plain exact numbers: what is tried here again and again is told in figures only once it is decided.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.lack import step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pledges.eligibility.position import Threshold

Amounts = dict[str, Fraction]
"""How much more of each pledge, by its reference."""


@attrs.frozen(kw_only=True)
class Part:
    """One pledge in a mean: `have` of `whole` in its unit, at its weight; it is never more than the whole.

    `most` is how much more may be asked of it, None for all that is left of the whole.
    """

    ref: str
    unit: str
    weight: Fraction
    whole: Fraction
    have: Fraction
    most: Fraction | None = None

    @property
    def left(self) -> Fraction:
        """How much more there could be."""
        left = max(self.whole - self.have, Fraction(0))
        return left if self.most is None else min(left, self.most)

    def share(self, more: Fraction = Fraction(0)) -> Fraction:
        """Return the part of the whole with so much more."""
        return min((self.have + more) / self.whole, Fraction(1))


def least_steps(unit: str, most: Fraction, is_enough: Callable[[Fraction], bool]) -> Fraction | None:
    """Return the least amount in steps of the unit that is enough, at most `most`; None where not even that is.

    More is never less than enough.
    """
    step = step_of(unit)
    if not is_enough(most):
        return None
    low, high = 0, math.ceil(most / step)
    while low < high:
        middle = (low + high) // 2
        if is_enough(min(middle * step, most)):
            high = middle
        else:
            low = middle + 1
    return min(low * step, most)


def lifted(parts: Sequence[Part], wanted: Threshold, liftable: Sequence[Part] | None = None) -> Amounts | None:
    """Return how much more of which pledges lifts their weighted mean to what is wanted; None where nothing does.

    One pledge alone where one is enough: that of whose whole the least is needed. Otherwise those that lift it most are
    filled up, and of the last no more is asked than it takes. `liftable` are the parts that may be asked for more (by
    default all). No amount could be one step smaller.
    """
    total = sum((part.weight for part in parts), Fraction(0))
    if total == 0:
        return None

    def is_enough(amounts: Mapping[str, Fraction]) -> bool:
        mean = sum((part.weight * part.share(amounts.get(part.ref, Fraction(0))) for part in parts), Fraction(0))
        return wanted.holds(mean / total)

    rest = [part for part in (parts if liftable is None else liftable) if part.left > 0 and part.weight > 0]
    found = Amounts()
    if is_enough(found):
        return found
    while rest:
        alone = [
            (amount / part.whole, part.ref, amount)
            for part in rest
            if (amount := _alone(part, found, is_enough)) is not None
        ]
        if alone:
            _, ref, amount = min(alone)
            return _trimmed({**found, ref: amount}, parts, is_enough)
        most = max(rest, key=lambda part: (part.weight * part.left / part.whole, part.ref))
        found[most.ref] = most.left
        rest.remove(most)
    return None


def _alone(part: Part, others: Amounts, is_enough: Callable[[Mapping[str, Fraction]], bool]) -> Fraction | None:
    return least_steps(part.unit, part.left, lambda amount: is_enough({**others, part.ref: amount}))


def _trimmed(amounts: Amounts, parts: Sequence[Part], is_enough: Callable[[Mapping[str, Fraction]], bool]) -> Amounts:
    """Return amounts of which none could be a step smaller: those filled up first may give back what rounding won."""
    by_ref = {part.ref: part for part in parts}
    for ref in list(amounts):
        others = {name: amount for name, amount in amounts.items() if name != ref}
        least = least_steps(
            by_ref[ref].unit,
            amounts[ref],
            lambda amount: is_enough({**others, ref: amount}),  # noqa: B023
        )
        amounts[ref] = amounts[ref] if least is None else least
    return {ref: amount for ref, amount in amounts.items() if amount > 0}
