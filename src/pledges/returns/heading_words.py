"""What a heading says besides its name in; the unit it gives, or that its figures are something else, out.

`Quantity (weeks)` gives a unit. `Quantity (target)`, `Quantity (£000)` and `Quantity` under `Planned` are no amounts
delivered, and nobody can be sure of what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.returns import layouts
from pledges.returns.quantity import unit_of
from pledges.returns.times import is_of_another_time
from pledges.sheets.grid import column_letters
from pledges.tables import fold, text_of, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pledges.tables import Beside, Table

_FOOTNOTE = re.compile(r"(?:(?:see )?note ?)?[1-9][0-9]?", re.ASCII)


@attrs.frozen(kw_only=True)
class HeadingWords:
    """What the headings of a table say besides their names.

    `doubtful` names our columns whose figures may be something else, each with the finding; `unit` is what the heading
    of the quantities gives as theirs, None where it gives none. `title` is found where the whole table is of a plan or
    of another time, by what stands above it.
    """

    unit: str | None
    doubtful: Mapping[str, Finding]
    title: Finding | None = None


def heading_words(table: Table) -> HeadingWords:
    """Return what the headings of a table of deliveries say besides their names.

    Brackets behind Quantity hold a unit, or words that change nothing; behind and above any heading of a figure or a
    date no words may stand that speak of a plan or of another time.
    """
    unit, doubtful = None, dict[str, Finding]()
    for name in layouts.FIGURES_AND_DAYS:
        column = table.columns.get(name)
        beside = None if column is None else table.beside.get(column)
        if column is None or beside is None:
            continue
        if name == layouts.QUANTITY:
            units = [found for text in beside.in_brackets if (found := unit_of(text)) is not None]
            unit = units[0] if len(units) == 1 else None
        if _is_doubtful(name, beside):
            place = table.place.ref(table.heading_row, column)
            doubtful[name] = finding("heading-says-more", place, column=name, letters=column_letters(column))
    return HeadingWords(unit=unit, doubtful=doubtful, title=_of_another_time(table))


def _of_another_time(table: Table) -> Finding | None:
    """Return the finding of a table whose title speaks of a plan or of another time, and not of this one."""
    if table.title is None or not is_of_another_time(text_of(table.sheet.cell(*table.title))):
        return None
    return finding("table-of-another-time", table.place.ref(*table.title))


def _is_doubtful(name: str, beside: Beside) -> bool:
    """Return whether the words beside a heading can change what stands below it."""
    said = [fold(text) or text.strip() for text in (*beside.in_brackets, *beside.above)]
    if any(not layouts.NOT_DELIVERED.isdisjoint(text.split()) for text in said):
        return True
    in_brackets = [text for text in beside.in_brackets if name != layouts.QUANTITY or unit_of(text) is None]
    return name == layouts.QUANTITY and not all(map(_changes_nothing, in_brackets))


def _changes_nothing(text: str) -> bool:
    """Return whether words in brackets leave a figure what it is; a footnote's number does."""
    words = fold(text).split()
    is_footnote = _FOOTNOTE.fullmatch(tidy(text).casefold()) is not None
    return is_footnote or (bool(words) and layouts.SAY_NO_MORE.issuperset(words))
