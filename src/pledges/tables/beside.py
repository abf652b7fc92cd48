"""Headings found in; what each says besides the name it is known by, in brackets or above it, out.

`Quantity (target)` and `Quantity` under `Planned` are known by the same name as `Quantity`, and are another thing.
What such words mean is for those to say who know what the figures are of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.sheets.grid import CellKind
from pledges.tables.headings import groups_above
from pledges.tables.words import bracketed, is_blank, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.sheets.grid import Cell, Sheet
    from pledges.tables.headings import Headings

_Place = tuple[int, int]


@attrs.frozen
class Beside:
    """What a heading says besides its name: texts `in_brackets` behind it, and texts `above` it."""

    in_brackets: tuple[str, ...]
    above: tuple[str, ...]


def beside_headings(sheet: Sheet, headings: Headings, listed: Mapping[str, Iterable[str]]) -> Mapping[int, Beside]:
    """Return what stands beside the headings, for each of their columns where anything does.

    Brackets that the headings `listed` for a name have themselves say nothing more. A text stands above a heading where
    it is in its column, or merged over it, or to the left of it with nothing between; what stands over the first of
    the headings is the title of all of them.
    """
    known = {
        column: {tidy(text).casefold() for word in listed.get(name, ()) for text in bracketed(word)}
        for name, columns in headings.matched.items()
        for column in columns
    }
    first = min(column for columns in headings.matched.values() for column in columns)
    titles = _titles_above(sheet, headings)
    found = dict[int, Beside]()
    for column, own in headings.own.items():
        inside = [text for place in own for text in bracketed(str(sheet.cell(*place).value))]
        above = [place for place in headings.cells[column] if place not in own]
        above += [place for place in titles.get(column, ()) if place[1] > first]
        says = Beside(
            in_brackets=tuple(text for text in inside if tidy(text).casefold() not in known[column]),
            above=tuple(str(sheet.cell(*place).value) for place in above),
        )
        if says.in_brackets or says.above:
            found[column] = says
    return found


def title_above(sheet: Sheet, headings: Headings) -> _Place | None:
    """Return the place of the text that stands alone above all headings, one row or two higher; None for none."""
    first = min(column for columns in headings.matched.values() for column in columns)
    for row in (headings.rows[0] - 1, headings.rows[0] - 2):
        cells = [(column, cell) for column, cell in sheet.row(row) if not is_blank(cell)]
        if cells:
            is_title = len(cells) == 1 and cells[0][1].kind is CellKind.TEXT and cells[0][0] <= first
            return (row, cells[0][0]) if is_title else None
    return None


def _titles_above(sheet: Sheet, headings: Headings) -> Mapping[int, Sequence[_Place]]:
    """Return the texts that stand above each heading in the row above all of them; a row with figures has none."""
    row = headings.rows[0] - 1
    cells: dict[int, Cell] = {column: cell for column, cell in sheet.row(row) if not is_blank(cell)}
    if not cells or any(cell.kind is not CellKind.TEXT for cell in cells.values()):
        return {}
    return groups_above(sheet, [(row, cells), (headings.rows[0], {})], headings.own)
