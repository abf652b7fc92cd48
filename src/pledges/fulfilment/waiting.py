"""Rated promises in; the same out, their reasons saying how many lines wait for somebody and what they report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.findings import is_settled
from pledges.fulfilment.result import Fulfilment, State
from pledges.quantities import Quantity

if TYPE_CHECKING:
    from pledges.counting import CountedLine


def with_waiting(fulfilment: Fulfilment) -> Fulfilment:
    """Return a fulfilment whose reason tells, beside its rating, what waits and is not in it.

    A promise without any number says in its reason already what is open.
    """
    lines = [line for line in (*fulfilment.lines, *fulfilment.part_lines) if _waits(line)]
    if not lines or fulfilment.state is not State.REPORTED:
        return fulfilment
    because = f"{fulfilment.rating_because}; {_told(lines, fulfilment.pledge.unit)}"
    return attrs.evolve(fulfilment, rating_because=because.removeprefix("; "))


def _waits(line: CountedLine) -> bool:
    return line.set_aside is not None and not is_settled(line.set_aside.reason)


def _told(lines: list[CountedLine], unit: str) -> str:
    """Return how many lines wait, and what those come to whose amounts are known."""
    amounts = [line.amount.value for line in lines if line.amount is not None and line.amount.value is not None]
    read = f"{Quantity(sum(amounts, Fraction(0)), unit)}" if amounts else "an amount that cannot be used yet"
    if len(lines) == 1:
        return f"1 line waits for somebody, so that the figure can change: it reports {read}"
    unread = len(lines) - len(amounts)
    also = f", and {unread} of them an amount that cannot be used yet" if amounts and unread else ""
    return f"{len(lines)} lines wait for somebody, so that the figure can change: they report {read}{also}"
