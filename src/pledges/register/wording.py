"""A promise in, the sentence that a form says it with out: a supplier reads it, and a return is checked against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.periods import day_text
from pledges.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.model import Length, Pledge

_ONE = {"people": "person"}
_A_MILLION = 1_000_000
_MOST_STEPS = 5


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


def promise_on_form(pledge: Pledge) -> str:
    """Return a promise in words with what else its rules ask, as a form says it: `…; each at least 5 days`."""
    return "; ".join((promise_in_words(pledge), *_terms_in_words(pledge)))


def _terms_in_words(pledge: Pledge) -> Iterator[str]:
    """Yield the steps of a promise, what a percentage is of, and what its rules ask of each person or placement."""
    if pledge.milestones:
        yield _steps_in_words(pledge)
    if pledge.share_of is not None:
        whole = pledge.share_of.whole_ref or pledge.share_of.whole_fact.replace("_", " ")
        yield f"{pledge.share_of.part_ref} as a share of {whole}"
    if pledge.minimum_length is not None:
        yield f"each at least {_length_in_words(pledge.minimum_length)}"
    if pledge.cap_per_person is not None:
        yield f"at most {_length_in_words(pledge.cap_per_person)} a person"
    if pledge.sustained_for is not None:
        yield f"counted if still there after {_length_in_words(pledge.sustained_for)}"


def _steps_in_words(pledge: Pledge) -> str:
    """Return how much is due in all by each day, of many days the first and the last."""
    steps = [
        f"{_amount_in_words(plain(each.quantity), pledge.unit)} by {day_text(each.day)}"
        for each in sorted(pledge.milestones, key=lambda each: each.day)
    ]
    if len(steps) > _MOST_STEPS:
        return f"in all {steps[0]}, and so on to {steps[-1]}"
    return f"in all {', '.join(steps)}"


def _length_in_words(length: Length) -> str:
    return str(length).removesuffix("s") if length.number == 1 else str(length)


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
