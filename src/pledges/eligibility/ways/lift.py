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
    from collections.abc import Callable, Sequence

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
    rest = [part for part in (parts if liftable is None else liftable) if part.left > 0 and part.weight > 0]
    mean = _Mean(total=total, wanted=wanted, sum=sum((part.weight * part.share() for part in parts), Fraction(0)))
    found = Amounts()
    if wanted.holds(mean.sum / total):
        return found
    filled = list[Part]()
    while rest:
        alone = [
            (amount / part.whole, part.ref, amount, part)
            for part in rest
            if (amount := mean.least_of(part, part.left)) is not None
        ]
        if alone:
            _, ref, amount, part = min(alone, key=lambda each: each[:2])
            found[ref] = amount
            return _trimmed(found, [*filled, part], mean.with_more(part, amount))
        most = max(rest, key=lambda part: (part.weight * part.left / part.whole, part.ref))
        found[most.ref] = most.left
        mean = mean.with_more(most, most.left)
        filled.append(most)
        rest.remove(most)
    return None


@attrs.frozen(kw_only=True)
class _Mean:
    """A weighted mean before it is divided by the total weight, and what is wanted of it."""

    total: Fraction
    sum: Fraction
    wanted: Threshold

    def with_more(self, part: Part, amount: Fraction) -> _Mean:
        """Return the mean with so much more of a part that had no more than it has."""
        return attrs.evolve(self, sum=self.sum + part.weight * (part.share(amount) - part.share()))

    def least_of(self, part: Part, most: Fraction) -> Fraction | None:
        """Return the least of a part, in steps of its unit and at most `most`, that is enough; None where it is not.

        It is solved for, not searched: on the line where the mean is what is wanted, or a step beyond it where exactly
        that is not enough.
        """
        others = self.sum - part.weight * part.share()

        def is_enough(amount: Fraction) -> bool:
            return self.wanted.holds((others + part.weight * part.share(amount)) / self.total)

        if not is_enough(most):
            return None
        if is_enough(Fraction(0)):
            return Fraction(0)
        step = step_of(part.unit)
        on_the_line = (self.wanted.value * self.total - others) / part.weight * part.whole - part.have
        amount = min(math.ceil(on_the_line / step) * step, most)
        return amount if is_enough(amount) else min(amount + step, most)


def _trimmed(amounts: Amounts, parts: Sequence[Part], mean: _Mean) -> Amounts:
    """Return amounts of which none could be a step smaller: those filled up first may give back what rounding won.

    `parts` are those of the amounts, and the mean is that with all of them.
    """
    for part in parts:
        most = amounts[part.ref]
        without = attrs.evolve(mean, sum=mean.sum + part.weight * (part.share() - part.share(most)))
        least = without.least_of(part, most)
        if least is not None:
            amounts[part.ref] = least
            mean = without.with_more(part, least)
    return {ref: amount for ref, amount in amounts.items() if amount > 0}
