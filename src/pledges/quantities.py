"""Exact amounts with a unit: numbers in from text, numbers out to text, and nothing converted without a rule."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import attrs

UNITS: dict[str, tuple[str, ...]] = {
    "people": ("person", "persons", "young people", "young person", "headcount", "heads"),
    "placements": ("placement", "work placements", "work placement"),
    "FTE": ("full time equivalent", "full-time equivalent", "ftes"),
    "FTE years": ("fte year", "fte-years"),
    "weeks": ("week", "wk", "wks", "person weeks"),
    "days": ("day",),
    "staff hours": ("staff hour", "staff hrs", "volunteer hours", "volunteering hours"),
    "attendee hours": ("attendee hour", "attendee hrs", "learner hours"),
    "hours": ("hour", "hr", "hrs"),
    "sessions": ("session",),
    "events": ("event",),
    "GBP": ("£", "pounds", "pound", "pounds sterling"),
    "%": ("percent", "per cent", "percentage"),
}
"""The units of the register, each with the other words people write for it."""

_MOST = 10_000_000
_MOST_POUNDS = 1_000_000_000
"""From these on a quantity is taken for a number of another kind."""

_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>[0-9]{1,18})(?:\.(?P<part>[0-9]{1,12}))?", re.ASCII)
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,12})?", re.ASCII)
_BLANKS = " \t\n\r\u00a0\u2007\u202f\u200b\u2060\ufeff"

_ONE_OF = {
    "people": "person",
    "placements": "placement",
    "FTE years": "FTE year",
    "weeks": "week",
    "days": "day",
    "staff hours": "staff hour",
    "attendee hours": "attendee hour",
    "hours": "hour",
    "sessions": "session",
    "events": "event",
}
"""What one of a unit is called, where that differs."""

_UNIT_WORDS = {word.casefold(): unit for unit, others in UNITS.items() for word in (unit, *others)}


@attrs.frozen
class Quantity:
    """An exact amount in one unit."""

    amount: Fraction
    unit: str

    def __str__(self) -> str:
        """Return the amount as people write it, rounded half up to two places: `1 person`, `£1,250.50`, `75%`."""
        if self.unit == "%":
            return f"{plain(self.amount)}%"
        if self.unit == "GBP":
            whole, point, part = plain(abs(self.amount)).partition(".")
            return f"{'-' if self.amount < 0 else ''}£{whole}{point}{part.ljust(2, '0') if point else ''}"
        return f"{plain(self.amount)} {_ONE_OF.get(self.unit, self.unit) if self.amount == 1 else self.unit}"


def is_too_large(quantity: Fraction, unit: str | None) -> bool:
    """Return whether a quantity is taken for a telephone, payroll or learner number in the wrong column.

    Where the unit is not known it may be pounds, of which there can be more than of anything else.
    """
    return quantity >= (_MOST_POUNDS if unit in {"GBP", None} else _MOST)


def unit_named(text: str) -> str | None:
    """Return the unit that `text` names, whatever its case and spacing, or None."""
    return _UNIT_WORDS.get(" ".join(text.strip(_BLANKS).casefold().split()))


def number_in(text: str) -> Fraction | None:
    """Return the exact number that `text` is, or None where it is anything more than one plain number.

    Accepted: ASCII digits, at most 18 before and 12 after the point, a sign, a pound sign before, and commas in
    thousands. `1.2k`, `(500)`, `ten` and `2 people` are no plain numbers: the caller makes a finding of them.
    """
    bare = text.strip(_BLANKS).removeprefix("£").strip(_BLANKS)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare):
        return None
    return Fraction(Decimal(bare))


def rounded(amount: Fraction, places: int = 6) -> str:
    """Return `amount` as decimal text, rounded half up (away from zero) to `places`, without trailing zeros."""
    if amount.denominator == 1:
        return str(amount.numerator)
    scale = 10**places
    numerator, denominator = amount.as_integer_ratio()
    steps = (2 * abs(numerator) * scale + denominator) // (2 * denominator)
    whole, part = divmod(steps, scale)
    text = f"{whole}.{part:0{places}d}".rstrip("0").removesuffix(".")
    return f"-{text}" if numerator < 0 and steps else text


def is_decimal(amount: Fraction, places: int) -> bool:
    """Return whether `amount` is a decimal of so many places, so that `rounded` loses nothing of it."""
    return not 10**places % amount.denominator


def exact(amount: Fraction) -> str:
    """Return `amount` as a fraction in lowest terms, `"44/7"`, or `"6"` where it is whole."""
    return str(amount)


def exact_amount(text: str) -> Fraction:
    """Return the amount that `exact` wrote as `text`."""
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator)) if denominator else Fraction(int(numerator))


def plain(amount: Fraction, places: int = 2) -> str:
    """Return `amount` for a person: rounded half up to `places`, with commas in thousands."""
    text = rounded(amount, places)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, part = text.partition(".")
    return f"{sign}{int(whole):,}{point}{part}"


def percent(share: Fraction, places: int = 1) -> str:
    """Return a share of one as a percentage for a person, rounded half up: 3/8 is `37.5%`."""
    return f"{plain(share * 100, places)}%"


def count_words(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 row`, `3 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
