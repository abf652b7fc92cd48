"""The sheets of a file and its layout in; its tables, and each table with one column of quantities at a time, out.

What a layout maps is put under our own names, so that the readers of a form's rows read it.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.findings import finding
from pledges.model import Basis
from pledges.returns import layouts
from pledges.returns.quantity import read_quantity
from pledges.sheets.grid import Cell, CellKind
from pledges.tables import Column, Row, Table, TableKind, find_tables, fold, is_blank, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pledges.returns.layout import Layout, LayoutTable, SpreadColumn, Step
    from pledges.returns.rows import Tally
    from pledges.sheets.grid import Sheet

_PART_OF_PARENT = re.compile(r"(?:[a-z]|\.[0-9]{1,3})\Z", re.ASCII)
_SPREAD, _LEFT_OUT = "quantity column", "column left out"


@attrs.frozen(kw_only=True, eq=False)
class FoundTable:
    """A table of a file with what the layout says of it. `follows` tells of one above it on its sheet, and which."""

    table: Table
    spec: LayoutTable
    tally: Tally
    follows: LayoutTable | None = None


@attrs.frozen(kw_only=True, eq=False)
class View:
    """A table with one of its columns of quantities as Quantity; `spread` is None where it has but its own."""

    table: Table
    spread: SpreadColumn | None
    basis: Basis | None = None

    @property
    def step(self) -> Step | None:
        """The part of the file's period that its heading names, None where it names none."""
        return self.spread.step if self.spread is not None else None

    def is_filled(self, row: Row) -> bool:
        """Whether a row holds a quantity here."""
        return Row(row.number, self.table).holds(layouts.QUANTITY)


def columns_of(table: LayoutTable) -> tuple[Column, ...]:
    """Return the columns that a table of a layout is looked for by: ours, those of quantities, and those left out."""
    ours = [
        Column(
            each.means,
            each.headings,
            each.required,
            only_aliases=True,
            under=each.under,
            each_row=each.means not in layouts.FIGURES,
            figure=each.means in layouts.FIGURES,
        )
        for each in table.columns
    ]
    quantities = [
        Column(
            f"{_SPREAD} {number}",
            each.headings,
            each.required,
            only_aliases=True,
            under=each.under,
            called=layouts.QUANTITY,
            figure=True,
        )
        for number, each in enumerate(table.spread, start=1)
    ]
    left_out = [
        Column(f"{_LEFT_OUT} {number}", (heading,), only_aliases=True, unread=True)
        for number, heading in enumerate(table.leave_out, start=1)
    ]
    return (*ours, *quantities, *left_out)


def kind_of(table: LayoutTable) -> TableKind:
    """Return what a table of a layout is looked for by."""
    return TableKind(columns=columns_of(table), heading_row=table.heading_row)


def may_stand(sheet: Sheet, table: LayoutTable) -> bool:
    """Return whether a table may stand on a sheet of that name."""
    return not table.sheets or fold(sheet.name) in {fold(name) for name in table.sheets}


def tables_of(found: Sequence[tuple[Sheet, Tally]], layout: Layout) -> list[FoundTable]:
    """Return the tables of a file, sheet by sheet and from the top."""
    tables = list[FoundTable]()
    for sheet, tally in found:
        specs = [spec for spec in layout.tables if may_stand(sheet, spec)]
        above: LayoutTable | None = None
        for number, table in find_tables(sheet, tally.place, [kind_of(spec) for spec in specs]):
            spec = specs[number]
            fixed = _fixed({layouts.PLEDGE_REF: spec.pledge, layouts.UNIT: spec.unit})
            tables.append(FoundTable(table=attrs.evolve(table, fixed=fixed), spec=spec, tally=tally, follows=above))
            above = spec
    return tables


def columns_of_quantities(table: Table) -> list[str]:
    """Return the names of a table's columns of quantities that stand side by side."""
    return [name for name in table.columns if name.startswith(_SPREAD)]


def views_of(table: Table, spec: LayoutTable) -> list[View]:
    """Return a table once for each of its columns of quantities, as a table that has no other."""
    ours = {name: column for name, column in table.columns.items() if not name.startswith((_SPREAD, _LEFT_OUT))}
    views = list[View]()
    for number, spread in enumerate(spec.spread, start=1):
        column = table.columns.get(f"{_SPREAD} {number}")
        if column is None:
            continue
        fixed = {**table.fixed, **_fixed({layouts.PLEDGE_REF: spread.pledge, layouts.UNIT: spread.unit})}
        view = attrs.evolve(table, columns={**ours, layouts.QUANTITY: column}, fixed=fixed)
        views.append(View(table=view, spread=spread, basis=_basis(spread.basis or spec.basis)))
    if views:
        return views
    # Columns of quantities that cannot be used are not the same as none: then no row may count as one.
    repeated = table.repeated | ({layouts.QUANTITY} if spec.spread else frozenset[str]())
    alone = attrs.evolve(table, columns=ours, repeated=repeated)
    return [View(table=alone, spread=None, basis=_basis(spec.basis))]


def _basis(word: str) -> Basis | None:
    return Basis(word) if word else None


def _fixed(words: Mapping[str, str]) -> dict[str, Cell]:
    return {name: Cell(CellKind.TEXT, word) for name, word in words.items() if word}


def without_parents(rows: list[Row], views: Sequence[View], spec: LayoutTable, tally: Tally) -> list[Row]:
    """Return the rows that are deliveries themselves; those that sum up others are checked against them and ignored."""
    if not spec.parents:
        return rows
    kept = list[Row]()
    parts_of = _parts_of(rows)
    for row in rows:
        parts = parts_of[row.number]
        if not parts:
            kept.append(row)
            continue
        tally.ignored.append(row.number)
        words = _rows_words(parts)
        tally.findings.append(finding("parent-row", row.source, parts=words))
        for view in views:
            place = Row(row.number, view.table)
            stated = read_quantity(place.cell(layouts.QUANTITY))
            total = sum((_number(Row(each.number, view.table)) for each in parts), Fraction(0))
            if not is_blank(place.cell(layouts.QUANTITY)) and (stated.amount or 0) != total:
                where = place.ref(layouts.QUANTITY)
                tally.findings.append(finding("parent-differs", where, column=layouts.QUANTITY, parts=words))
    return kept


def _parts_of(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Return the rows whose codes continue that of a row, by the number of each (`2a` and `2b` of `2`)."""
    parts = dict[str, list[Row]]()
    codes = {row.number: text_of(row.cell(layouts.PLEDGE_REF)).strip().rstrip(".").casefold() for row in rows}
    for row in rows:
        part = _PART_OF_PARENT.search(codes[row.number])
        if part is not None and part.start():
            parts.setdefault(codes[row.number][: part.start()], []).append(row)
    return {number: parts.get(code, []) for number, code in codes.items()}


def ways_to_add_up(rows: Sequence[Row]) -> Sequence[Sequence[Row]]:
    """Return what a total of lines and their parts may be of: the lines alone, what has no parts, or everything."""
    parts_of = _parts_of(rows)
    parts = {each.number for of_row in parts_of.values() for each in of_row}
    lines = [row for row in rows if row.number not in parts]
    return (lines, [row for row in rows if not parts_of[row.number]], rows)


def _number(row: Row) -> Fraction:
    return read_quantity(row.cell(layouts.QUANTITY)).amount or Fraction(0)


def _rows_words(rows: Sequence[Row]) -> str:
    numbers = ", ".join(str(row.number) for row in rows)
    return f"row {numbers}" if len(rows) == 1 else f"rows {numbers}"
