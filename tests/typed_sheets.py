"""Sheets typed by hand for tests: rows of plain values in, the grid that a format would have read out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction

from pledges.sheets.grid import BLANK, Cell, CellKind, Sheet

Typed = str | int | float | Fraction | bool | dt.date | Cell | None

UNSAVED = Cell(CellKind.UNSAVED)
ERROR = Cell(CellKind.ERROR, "#REF!")


def cell(value: Typed) -> Cell:
    """Return the cell that a typed value makes."""
    if value is None:
        return BLANK
    if isinstance(value, Cell):
        return value
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value)
    if isinstance(value, int | float | Fraction):
        return Cell(CellKind.NUMBER, Fraction(str(value)))
    if isinstance(value, dt.date):
        return Cell(CellKind.DATE, value)
    return Cell(CellKind.TEXT, value)


def percent(value: float) -> Cell:
    """Return a cell that Excel shows as a percentage."""
    return Cell(CellKind.NUMBER, Fraction(str(value)), percent=True)


def sheet(
    name: str,
    *rows: Sequence[Typed],
    number: int = 1,
    hidden: bool = False,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
) -> Sheet:
    """Return a sheet whose first row is `rows[0]`."""
    cells = {
        (row, column): cell(value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    }
    return Sheet(
        name=name,
        number=number,
        cells=cells,
        hidden=hidden,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
    )
