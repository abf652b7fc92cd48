"""The sheets of a register in, the words that its rows hold under each heading out, also where no rule reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.register.columns import SHAPES
from pledges.sheets.grid import CellKind
from pledges.tables import Place, find_table, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pledges.sheets.grid import Sheet

TypedRows = dict[str, "Mapping[int, Mapping[str, str]]"]
"""Of each sheet its rows by their numbers, and of each row what is typed as words, by its heading."""

_SHAPES = {shape.name.casefold(): shape for shape in SHAPES}


def typed_rows(sheets: Sequence[tuple[str, Sheet]]) -> TypedRows:
    """Return what the rows of each sheet hold as words: roles, reasons and references that no figure rests on."""
    rows: TypedRows = {}
    for file, sheet in sheets:
        shape = _SHAPES.get(sheet.name.strip().casefold())
        table = shape and find_table(sheet, Place(file, sheet.name), shape.columns)
        if shape and table:
            rows[shape.name] = {
                row.number: {
                    name: text_of(row.cell(name))
                    for name in table.columns
                    if row.cell(name).kind is CellKind.TEXT and not row.cell(name).struck
                }
                for row in table.rows
            }
    return rows
