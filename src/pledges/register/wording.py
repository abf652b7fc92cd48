"""A promise in, the sentence that a form says it with out: a supplier reads it, and a return is checked against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.periods import day_text
from pledges.quantities import plain

if TYPE_CHECKING:
    from pledges.model import Pledge

_ONE = {"people": "person"}
_A_MILLION = 1_000_000


def promise_in_words(pledge: Pledge) -> str:
    """Return what was promised, for the firm that promised it: `Work experience: 40 weeks by 31 Mar 2028`.

    What is due by the end of a period is not said: the form asks what was done, not what would look well.
    """
    what = " ".join(pledge.description.split()) or pledge.type.capitalize()
    per = f" per {per_in_words(pledge)}" if pledge.per_year or pledge.per_pounds is not None else ""
    by = "" if pledge.due is None else f" by {day_text(pledge.due)}"
    if pledge.quantity is None:
        return f"{what}{by}"
    return f"{what}: {_amount_in_words(plain(pledge.quantity), pledge.unit)}{per}{by}"


def per_in_words(pledge: Pledge) -> str:
    """Return what a quantity is promised for each of: `year`, or pounds as `£1m` or `£500,000`, "" for neither."""
    if pledge.per_year:
        return "year"
    if pledge.per_pounds is None:
        return ""
    return "£1m" if pledge.per_pounds == _A_MILLION else f"£{plain(pledge.per_pounds, 12)}"


def _amount_in_words(number: str, unit: str) -> str:
    if unit in {"GBP", "%"}:
        return f"£{number}" if unit == "GBP" else f"{number}%"
    singular = _ONE.get(unit, unit.removesuffix("s"))
    return f"{number} {singular if number == '1' else unit}"
