"""The workbook in which an officer said what a file's headings mean in; the layout that it is, out.

It becomes TOML first, and is read as that: a layout is checked in one place, whoever wrote it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import LayoutError
from pledges.files.layouts import dump_layout, load_layout
from pledges.returns import layouts
from pledges.returns.layout import (
    BASIS_SETTING,
    CELL,
    FIELDS,
    HEADINGS_SHEET,
    ID_SETTING,
    LAYOUT_SHEET,
    LEAVE_OUT,
    MEANING,
    MEANINGS,
    NAME_SETTING,
    QUARTERS,
    SETTING,
    SETTING_VALUE,
    SHEET,
    TEXT_SETTING,
    THEIR_WORDS,
    UNDER,
    UNIT_SETTING,
    WHAT,
    Layout,
    LayoutColumn,
    LayoutField,
    LayoutTable,
    SpreadColumn,
)
from pledges.returns.suggest import COLUMN, LABEL
from pledges.tables import Column, Place, find_table, fold, text_of

if TYPE_CHECKING:
    from pledges.sheets import Workbook
    from pledges.tables import Row, Table

_HEADINGS = (
    *(Column(name, required=True) for name in (SHEET, CELL, WHAT, THEIR_WORDS, MEANING)),
    Column(UNDER),
)
_SETTINGS = (Column(SETTING, required=True), Column(SETTING_VALUE, required=True))
_NEEDED = (layouts.PLEDGE_REF, layouts.QUANTITY, layouts.PERSON_REF, layouts.PLACEMENT_REF)
"""Columns by which a table is found: without the one it was made for, the file is another one."""


@attrs.frozen
class _Columns:
    """The columns of one sheet's table: those with a meaning, and those of quantities side by side."""

    columns: list[LayoutColumn] = attrs.field(factory=list)
    spread: list[SpreadColumn] = attrs.field(factory=list)


def load_layout_workbook(workbook: Workbook, source_name: str) -> Layout:
    """Return the layout that an officer's workbook says. Raises `LayoutError` with one sentence."""
    return load_layout(layout_text(workbook, source_name), source_name)


def layout_text(workbook: Workbook, source_name: str) -> str:
    """Return the TOML of the layout that an officer's workbook says. Raises `LayoutError` where it says none."""
    headings = _table(workbook, HEADINGS_SHEET, _HEADINGS, source_name)
    settings = {
        fold(text_of(row.cell(SETTING))): text_of(row.cell(SETTING_VALUE))
        for row in _table(workbook, LAYOUT_SHEET, _SETTINGS, source_name).rows
    }
    said = {name: settings.get(fold(name), "") for name in (ID_SETTING, NAME_SETTING, TEXT_SETTING, BASIS_SETTING)}
    fields, tables, left_out = list[LayoutField](), dict[str, _Columns](), dict[str, list[str]]()
    for row in headings.rows:
        meaning, words = text_of(row.cell(MEANING)), text_of(row.cell(THEIR_WORDS))
        sheet, is_label = text_of(row.cell(SHEET)), fold(text_of(row.cell(WHAT))) == LABEL
        if not meaning:
            continue
        if meaning == LEAVE_OUT:
            if not is_label:
                left_out.setdefault(sheet, []).append(words)
            continue
        _check_meaning(row, meaning, is_label=is_label)
        under = (text_of(row.cell(UNDER)),) if text_of(row.cell(UNDER)) else ()
        if is_label:
            fields.append(LayoutField(means=meaning, labels=(words,)))
        elif meaning in QUARTERS:
            spread = SpreadColumn(headings=(words,), under=under, quarter=QUARTERS[meaning])
            tables.setdefault(sheet, _Columns()).spread.append(spread)
        else:
            column = LayoutColumn(means=meaning, headings=(words,), under=under, required=meaning in _NEEDED)
            tables.setdefault(sheet, _Columns()).columns.append(column)
    layout = Layout(
        id=said[ID_SETTING],
        name=said[NAME_SETTING] or said[ID_SETTING],
        tables=tuple(
            LayoutTable(
                columns=tuple(columns.columns),
                spread=tuple(columns.spread),
                # A template of one sheet is known by its headings: the next firm may call the sheet something else.
                sheets=(sheet,) if len(tables) > 1 else (),
                leave_out=tuple(dict.fromkeys(left_out.get(sheet, ()))),
                unit=settings.get(fold(UNIT_SETTING), ""),
            )
            for sheet, columns in tables.items()
        ),
        fingerprint=(said[TEXT_SETTING],) if said[TEXT_SETTING] else (),
        fields=tuple(fields),
        basis=said[BASIS_SETTING],
    )
    if not layout.tables:
        message = f"{source_name}, sheet {HEADINGS_SHEET}: no heading of a column has a meaning; choose them there."
        raise LayoutError(message)
    return dump_layout(layout)


def _table(workbook: Workbook, name: str, columns: tuple[Column, ...], source_name: str) -> Table:
    for sheet in workbook.sheets:
        if fold(sheet.name) == fold(name):
            found = find_table(sheet, Place(source_name, name), columns)
            if found is not None:
                return found
    wanted = ", ".join(column.name for column in columns)
    message = (
        f"{source_name}: found no sheet {name} with the headings {wanted}; make one with `pledges layout suggest FILE`."
    )
    raise LayoutError(message)


def _check_meaning(row: Row, meaning: str, *, is_label: bool) -> None:
    allowed, what = (FIELDS, LABEL) if is_label else ((*MEANINGS, *QUARTERS), COLUMN)
    if meaning not in allowed:
        message = (
            f"{row.ref(MEANING)}: found a word that is no meaning of a {what}; choose one of the drop-down"
            f" ({', '.join(allowed)})."
        )
        raise LayoutError(message)
