"""Counts of people in, what may be published of them out: small numbers and all that gives them away are held back.

A table is a row of counts with its total, of different people in each cell. Nothing here reads a file or asks a
policy: the caller gives the rule of the day (`Suppression.of`) and every table of the same counts that was
published before.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.rulebook import Policy

LEAST_THRESHOLD = 3
"""With a threshold of 2 a hidden number could only be one, so that hiding it would tell it."""


@attrs.frozen(kw_only=True)
class Suppression:
    """The rule of a day: numbers from 1 to below `threshold` are not published.

    `base` 0 hides them; a base such as 5 or 10 rounds every number to it instead. `hidden` is what stands for a number
    that is hidden, `rounded_away` for one that is not zero and was rounded to zero.
    """

    threshold: int = 5
    base: int = 0
    hidden: str = "c"
    rounded_away: str = "k"

    @classmethod
    def of(cls, policy: Policy) -> Suppression:
        """Return the rule of a policy in force."""
        return cls(
            threshold=policy.suppression_threshold,
            base=policy.suppression_base,
            hidden=policy.suppressed_symbol,
            rounded_away=policy.rounded_away_symbol,
        )


@attrs.frozen(kw_only=True)
class PublishedTable:
    """What is shown of a table: a count, or None where it is held back."""

    cells: tuple[int | None, ...]
    total: int | None

    def words(self, rule: Suppression) -> tuple[str, ...]:
        """Return the cells and then the total as they are printed."""
        return tuple(rule.hidden if each is None else str(each) for each in (*self.cells, self.total))


def suppressed(counts: Sequence[int], rule: Suppression, before: Iterable[PublishedTable] = ()) -> PublishedTable:
    """Return what may be shown of `counts` and their total, so that no hidden number can be worked out.

    Hidden are numbers from 1 to below the threshold, and those that differ so little from what a table of `before`
    shows of the same cell. With them go the smallest other numbers that are not zero, those of one size together, until
    what the hidden ones come to leaves every one of them more than one value; where that cannot be reached, and where
    the total would tell a small difference to a table of `before`, the total is hidden as well. Where only the total
    would be, and anybody could add it up, every number but zero is.

    `before` are all tables of the same cells that were published earlier. Raises `DisclosureError` for a threshold
    below 3, a negative count, or tables of another length. The rules are those of the DfE's and NHS England's
    statistical disclosure control guidance in their simplest form: primary and secondary suppression of one row.
    """
    published = tuple(before)
    _check(counts, rule, published)
    hidden = {index for index, count in enumerate(counts) if 0 < count < rule.threshold}
    for earlier in published:
        hidden |= {
            index
            for index, (count, shown) in enumerate(zip(counts, earlier.cells, strict=True))
            if shown is not None and count > 0 and _is_small(count - shown, rule)
        }
    shows_total = not hidden or _hide_enough(counts, hidden, rule)
    if shows_total and any(_tells_a_small_change(counts, hidden, earlier, rule) for earlier in published):
        shows_total = False
        if not hidden:  # anybody could add the total up: the table is held back until more has changed
            hidden = {index for index, count in enumerate(counts) if count > 0}
    cells = tuple(None if index in hidden else count for index, count in enumerate(counts))
    return PublishedTable(cells=cells, total=sum(counts) if shows_total else None)


def _check(counts: Sequence[int], rule: Suppression, published: Iterable[PublishedTable]) -> None:
    if rule.threshold < LEAST_THRESHOLD:
        message = f"numbers can only be hidden from a threshold of {LEAST_THRESHOLD} on"
        raise DisclosureError(message)
    if any(count < 0 for count in counts):
        message = "a count of people cannot be below zero"
        raise DisclosureError(message)
    if any(len(earlier.cells) != len(counts) for earlier in published):
        message = "tables can only be compared cell by cell where they have the same cells"
        raise DisclosureError(message)


def _is_small(change: int, rule: Suppression) -> bool:
    return 0 < abs(change) < rule.threshold


def _hide_enough(counts: Sequence[int], hidden: set[int], rule: Suppression) -> bool:
    """Add to `hidden` until its sum tells none of its numbers; return False where nothing is left to add."""
    while not _leaves_open(len(hidden), sum(counts[index] for index in hidden), rule):
        more = _smallest(counts, hidden)
        if not more:
            return False
        hidden |= more
    return True


def _smallest(counts: Sequence[int], hidden: set[int]) -> set[int]:
    """Return where the smallest numbers stand that are neither zero nor hidden: those of one size together."""
    shown = [count for index, count in enumerate(counts) if count > 0 and index not in hidden]
    return {index for index, count in enumerate(counts) if shown and count == min(shown)}


def _leaves_open(many: int, together: int, rule: Suppression) -> bool:
    """Whether so many hidden numbers of this sum can each be more than one number, to a reader who knows this rule.

    Each is at least 1; so a sum of one more than their number still tells too much, and so does the sum of the largest
    numbers that are all hidden for being small. `tests/test_disclosure.py` tries every small table.
    """
    return many > 1 and together > many + 1 and together != many * (rule.threshold - 1)


def _tells_a_small_change(counts: Sequence[int], hidden: set[int], earlier: PublishedTable, rule: Suppression) -> bool:
    """Whether both totals together tell a small change of the cells that are not shown in both tables."""
    if earlier.total is None:
        return False
    known = sum(
        count - shown
        for index, (count, shown) in enumerate(zip(counts, earlier.cells, strict=True))
        if shown is not None and index not in hidden
    )
    return _is_small(sum(counts) - earlier.total - known, rule)


def suppressed_rates(parts: Sequence[int | None], wholes: Sequence[int | None]) -> tuple[Fraction | None, ...]:
    """Return each part ÷ its whole as a share of one, None where either is held back or the whole is 0."""
    return tuple(
        None if part is None or not whole else Fraction(part, whole) for part, whole in zip(parts, wholes, strict=True)
    )


def rounded_table(counts: Sequence[int], rule: Suppression) -> tuple[str, ...]:
    """Return the cells and then the total, each rounded half up to the rule's base by itself, as they are printed.

    The total is rounded from the true total, not added up of rounded cells. A number that is not zero and rounds to
    zero is marked. Raises `DisclosureError` for a base below 1 or a negative count.
    """
    if rule.base < 1:
        message = "numbers are rounded to a base of 1 or more"
        raise DisclosureError(message)
    if any(count < 0 for count in counts):
        message = "a count of people cannot be below zero"
        raise DisclosureError(message)
    return tuple(_rounded(count, rule) for count in (*counts, sum(counts)))


def _rounded(count: int, rule: Suppression) -> str:
    nearest = (2 * count + rule.base) // (2 * rule.base) * rule.base
    return f"{nearest}({rule.rounded_away})" if count and not nearest else str(nearest)
