"""The columns of a pledge that say how it is counted, in; their words as far as they may be shown, out.

This version reads them and does not count them: what they say is kept, so that no figure silently leaves them out.
"""

from __future__ import annotations

from fractions import Fraction

from pledges.model import UNREADABLE
from pledges.register.rows import RowReading
from pledges.tables import CellReader, Row, fold, text_of

RULE_COLUMNS = (
    "Minimum length", "Cap per person", "Counts", "Week convention", "Conversion", "Sustained for", "Exclusive group",
)  # fmt: skip
"""The columns that this version keeps without counting them."""

FILLED_IN = "filled in"
"""What a rule says whose words are not to be shown."""

_USUAL = {
    "Counts": frozenset({"earned to date", "earned"}),
    "Week convention": frozenset({"calendar days", "calendar days 7"}),
}
"""What says the same as a blank."""

_LISTED = {"Counts": ("committed",)}
"""The words of `docs/formats.md` for these columns, which may be shown as they stand there."""


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
    if fold(text) in _LISTED.get(name, ()):
        return fold(text)
    value = row.cell(name).value
    saw = cells.vocabulary.saw(value if isinstance(value, Fraction) else text)
    if saw.startswith('"') or isinstance(value, Fraction):
        return saw.strip('"')
    return FILLED_IN
