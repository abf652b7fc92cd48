"""The columns of a pledge that say how it is counted, in; their words as far as they may be shown, out.

This version reads them and does not count them: what they say is kept, so that no figure silently leaves them out.
"""

from __future__ import annotations

import re
from fractions import Fraction

from pledges.quantities import number_in, plain
from pledges.register.rows import RowReading
from pledges.tables import CellReader, Row, fold, text_of

RULE_COLUMNS = (
    "Per", "Rounding", "Minimum length", "Cap per person", "Counts", "Week convention", "Conversion", "Sustained for",
    "Parent pledge ref", "Either-or group", "Exclusive group", "Phase", "Stretch quantity",
)  # fmt: skip
"""The columns that this version keeps without counting them."""

UNREADABLE = "unreadable"
"""What a rule says whose cell could not be read."""

FILLED_IN = "filled in"
"""What a rule says whose words are not to be shown."""

_USUAL = {
    "Per": frozenset({"contract", "per contract", "whole contract", "the contract", "term", "whole term"}),
    "Rounding": frozenset({"exact", "none"}),
    "Counts": frozenset({"earned to date", "earned"}),
    "Week convention": frozenset({"calendar days", "calendar days 7"}),
}
"""What says the same as a blank."""

_LISTED = {"Rounding": ("floor", "nearest", "ceiling"), "Counts": ("committed",)}
"""The words of `docs/formats.md` for these columns, which may be shown as they stand there."""

_A_YEAR = frozenset({"year", "per year", "a year", "each year", "every year", "yearly", "annum", "per annum", "annual"})
_MONEY = re.compile(
    r"(?:per |every |each )?£? ?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<scale>m|million|k|thousand)?"
    r"(?: of (?:contract )?value)?",
    re.ASCII,
)
_SCALES = {"m": 1_000_000, "million": 1_000_000, "k": 1_000, "thousand": 1_000}


def rules_of(row: RowReading) -> tuple[tuple[str, str], ...]:
    """Return the rule columns that are filled in with more than a blank would mean, each with what it says.

    A cell that holds an error or an unsaved formula is a finding too.
    """
    rules = []
    for name in RULE_COLUMNS:
        text = row.text(name)
        if text:
            if fold(text) not in _USUAL.get(name, frozenset()):
                rules.append((name, _shown(row.row, name, row.sheet.cells)))
        elif row.is_unreadable(name):
            rules.append((name, UNREADABLE))
    return tuple(rules)


def _shown(row: Row, name: str, cells: CellReader) -> str:
    """Return what a rule says as it may be shown: numbers, and words of our own."""
    text = text_of(row.cell(name))
    if name == "Per" and (per := per_word(text)) is not None:
        return per
    if fold(text) in _LISTED.get(name, ()):
        return fold(text)
    value = row.cell(name).value
    saw = cells.vocabulary.saw(value if isinstance(value, Fraction) else text)
    if saw.startswith('"') or isinstance(value, Fraction):
        return saw.strip('"')
    return FILLED_IN


def per_word(text: str) -> str | None:
    """Return `year`, or an amount of pounds as `£1m` or `£500,000`, where `text` says it; else None."""
    bare = " ".join(text.casefold().split())
    if fold(bare) in _A_YEAR:
        return "year"
    match = _MONEY.fullmatch(bare)
    number = number_in(match["number"]) if match else None
    if match is None or not number:
        return None
    amount = number * _SCALES.get(match["scale"] or "", 1)
    return "£1m" if amount == _SCALES["m"] else f"£{plain(amount)}"
