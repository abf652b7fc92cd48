"""The cell of a quantity in; a number with the unit it names, or which kind of no-number it is, out.

One plain number, or one plain number and one word for its unit, is read. Anything more ("2 people x 26 wks", "approx
40", "six") is unclear: a number guessed out of words would be counted as fact.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import attrs

from pledges.audience import tokens_of
from pledges.model import Absence
from pledges.quantities import number_in, unit_named
from pledges.returns.layouts import PEOPLE_WORDS
from pledges.sheets.grid import Cell, CellKind, nearest_whole
from pledges.tables import text_of

_NUMBER_AND_UNIT = re.compile(
    r"(?P<pound>£ ?)?(?P<number>[-+]?[0-9][0-9,]{0,25}(?:\.[0-9]{1,12})?) ?(?P<words>%|[a-z][a-z -]{0,30})?\.?",
    re.ASCII,
)

_THIS_PERIOD = r"(?: (?:in |for |during )?(?:this|the) (?:period|quarter|month|year|return))?"
_NIL = re.compile(
    r"(?:nil|none|zero|nought)(?: return)?(?: delivered| to report| to date| so far)?" + _THIS_PERIOD, re.ASCII
)
_NOT_APPLICABLE = re.compile(r"(?:n a|na|not applicable)" + _THIS_PERIOD, re.ASCII)
_WHEN = r"(?: (?:in |by |for )?(?:q [1-4]|quarter [1-4]|next (?:quarter|month|year|return|period)))?"
_PENDING = re.compile(
    r"(?:tbc|tba|tbd|to be (?:confirmed|advised|determined|agreed)|to follow|not yet known|awaited"
    r"|(?:awaiting|pending)(?: [a-z]{2,20}){0,4})" + _WHEN + _THIS_PERIOD,
    re.ASCII,
)
_SUPPRESSED = frozenset({"c", "[c]", "(c)", "*", "[*]", "**", "z", "[z]", "x", "[x]", "..", "…", ":"})
_LONGEST_READ = 100  # nobody needs more for a number, and long text is slow to search


@attrs.frozen(kw_only=True)
class ReadQuantity:
    """What a cell says: `amount` in `unit` (None: it names none), or an `absence`; `code` is of the finding to make."""

    amount: Fraction | None = None
    unit: str | None = None
    absence: Absence | None = None
    code: str | None = None


_MISSING = ReadQuantity(absence=Absence.MISSING)
_NIL_READ = ReadQuantity(absence=Absence.NIL)
_UNCLEAR = ReadQuantity(absence=Absence.UNCLEAR, code="quantity-unclear")


def read_quantity(cell: Cell) -> ReadQuantity:
    """Return what the cell of a quantity says. A zero is nil; what is struck through, a date or words are unclear.

    A missing quantity carries no code here: whether it needs a finding depends on the rest of its row.
    """
    match cell.kind:
        case CellKind.BLANK:
            return _MISSING
        case CellKind.ERROR:
            return ReadQuantity(absence=Absence.UNCLEAR, code="cell-error")
        case CellKind.UNSAVED:
            return ReadQuantity(absence=Absence.UNCLEAR, code="cell-unsaved")
    if cell.struck and text_of(cell):
        return ReadQuantity(absence=Absence.UNCLEAR, code="cell-struck")
    value = cell.value
    if isinstance(value, bool | dt.date):
        return _UNCLEAR
    if isinstance(value, Fraction):
        return _number_as_shown(value, cell)
    return _words(text_of(cell))


def _number_as_shown(value: Fraction, cell: Cell) -> ReadQuantity:
    """Return a stored number with the unit that its format shows beside it: `50%`, `£500`, `12 weeks`."""
    if cell.percent:
        return _number(value * 100, "%")
    words = "" if cell.look is None else cell.look.words
    unit = unit_of(words) if words else None
    if words and unit is None and value != 0:
        return ReadQuantity(absence=Absence.UNCLEAR, code="format-unclear")
    if is_scaled(cell):
        return ReadQuantity(absence=Absence.UNCLEAR, code="number-scaled")
    return _number(value, unit)


def is_scaled(cell: Cell) -> bool:
    """Return whether a person sees the cell's number in thousands or millions, and not the number itself."""
    return cell.look is not None and cell.look.scale > 1


def shown_whole(cell: Cell) -> Fraction | None:
    """Return the whole number that a person sees where the cell holds another one, None where it shows what it holds.

    A number that shows decimals says so itself that there may be more of them; a whole one does not.
    """
    if cell.look is None or not cell.look.whole or not isinstance(cell.value, Fraction):
        return None
    return Fraction(nearest_whole(cell.value))


def _number(amount: Fraction, unit: str | None) -> ReadQuantity:
    return _NIL_READ if amount == 0 else ReadQuantity(amount=amount, unit=unit)


def _words(text: str) -> ReadQuantity:
    if not text:
        return _MISSING
    if len(text) > _LONGEST_READ:
        return _UNCLEAR
    folded = text.casefold()
    if folded in _SUPPRESSED:
        return ReadQuantity(absence=Absence.SUPPRESSED, code="quantity-suppressed")
    said = " ".join(tokens_of(text))
    if _NIL.fullmatch(said):
        return _NIL_READ
    if _NOT_APPLICABLE.fullmatch(said):
        return ReadQuantity(absence=Absence.NOT_APPLICABLE, code="quantity-not-applicable")
    if _PENDING.fullmatch(said):
        return ReadQuantity(absence=Absence.PENDING, code="quantity-pending")
    return _number_and_unit(folded)


def _number_and_unit(folded: str) -> ReadQuantity:
    """Return `12`, `£1,500`, `50%` or `2 apprentices`; unclear where the word names no unit we know."""
    found = _NUMBER_AND_UNIT.fullmatch(folded)
    amount = number_in(found["number"]) if found else None
    if found is None or amount is None:
        return _UNCLEAR
    words = (found["words"] or "").strip()
    named = unit_of(words) if words else None
    if words and named is None:
        return _UNCLEAR
    if found["pound"] and named not in {None, "GBP"}:
        return _UNCLEAR
    return _number(amount, "GBP" if found["pound"] else named)


def unit_of(words: str) -> str | None:
    """Return the unit that words beside a number name (`apprentices` are people), or None."""
    return "people" if words.strip().casefold() in PEOPLE_WORDS else unit_named(words)
