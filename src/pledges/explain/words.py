"""An amount and its unit in; how a person writes it out: `6.29 weeks`, `1 person`, `£1,250.50`, `37.5%`."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from pledges.figures import DAY, SHARE, Figure
from pledges.periods import day_text
from pledges.provenance import cells_in_runs
from pledges.quantities import Quantity, exact, is_decimal, percent, plain

NOT_KNOWN = "not known"
"""What stands for an amount that nobody knows: never a blank, never 0."""

_WEIGHT = "weight"  # of pledges in a mean: a bare number
_ONE_OF = {"pledges": "pledge", "categories": "category"}
_PLACES = 2
_PERCENT_PLACES = 1


def amount_words(amount: Fraction | None, unit: str) -> str:
    """Return an amount as people write it, rounded half up to 2 decimals (a share: to a tenth of a per cent)."""
    if amount is None:
        return NOT_KNOWN
    if unit == DAY:
        return day_text(dt.date.fromordinal(int(amount)))
    if unit == SHARE:
        return percent(amount, _PERCENT_PLACES)
    if unit == _WEIGHT:
        return plain(amount, _PLACES)
    return str(Quantity(amount, _ONE_OF.get(unit, unit) if amount == 1 else unit))


def exactly(amount: Fraction | None, unit: str) -> str:
    """Return ` (exactly 44/7)` where `amount_words` had to round, else nothing."""
    if amount is None or unit == DAY:
        return ""
    shown = amount * 100 if unit == SHARE else amount
    places = _PERCENT_PLACES if unit == SHARE else _PLACES
    return "" if is_decimal(shown, places) else f" (exactly {exact(amount)})"


def figure_words(figure: Figure) -> str:
    """Return the value of a figure as people write it."""
    return amount_words(figure.value, figure.unit)


def listed(words: tuple[str, ...], joint: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    if len(words) < 2:  # noqa: PLR2004 - one word is no list
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def cells_words(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return places with the cells of one sheet behind one another: `returns/q1.xlsx!Delivery: C5, D2:D40`."""
    by_sheet = dict[str, list[str]]()
    for source in sources:
        sheet, mark, cell = source.rpartition("!")
        named = bool(mark) and any(character.isdigit() for character in cell)
        by_sheet.setdefault(sheet if named else source, []).extend([cell] if named else [])
    return tuple(f"{sheet}: {', '.join(cells_in_runs(cells))}" if cells else sheet for sheet, cells in by_sheet.items())
