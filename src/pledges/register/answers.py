"""Sheets in which a council answered questions in; the confirmations, facts and events that they record out.

An answer sheet has the columns of the register's sheet of that name, and is read as that sheet is. The rows are set out
by `pledges scheme questions`: a row whose own cell is still blank is a question nobody has answered yet, and says
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.audience import Audience, tokens_of
from pledges.exceptions import RegisterError
from pledges.findings import Finding, finding
from pledges.model import Confirmation, Event, Fact
from pledges.register.columns import CONFIRMATIONS, EVENTS_SHEET, FACTS, SheetShape
from pledges.register.council import read_confirmations, read_events, read_facts
from pledges.register.rows import SheetReading
from pledges.tables import CellReader, Column, Place, RowAccount, find_table, is_blank, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pledges.register.references import Known
    from pledges.sheets.grid import Sheet
    from pledges.tables import Table

ANSWERED_BY = {CONFIRMATIONS.name: "Confirmed on", FACTS.name: "Value", EVENTS_SHEET.name: "Date"}
"""The sheets that may hold answers, each with the column that is blank until its question is answered."""

ASKED = (Column("Question", ()), Column("Settles", ()))
"""The columns in which a question is put, beside those of the register's sheet."""

HOW_TO = "How to answer"
"""The sheet of help beside them."""

_SHAPES: Mapping[tuple[str, ...], SheetShape] = {
    tokens_of(shape.name): shape for shape in (CONFIRMATIONS, FACTS, EVENTS_SHEET)
}


@attrs.frozen(kw_only=True)
class Answers:
    """What answer sheets record, with every problem and what became of each row."""

    confirmations: tuple[Confirmation, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()
    accounts: tuple[RowAccount, ...] = ()


def sheet_of_answers(sheet: Sheet) -> str | None:
    """Return which sheet of the register a sheet is by its headings, or else by its name; None where it is neither."""
    place = Place("answers", sheet.name)
    fitting = [shape for shape in _SHAPES.values() if find_table(sheet, place, (*shape.columns, *ASKED)) is not None]
    named = fitting[0] if len(fitting) == 1 else _SHAPES.get(tokens_of(sheet.name))
    return None if named is None else named.name


def read_answers(
    sheets: Sequence[tuple[str, Sheet]], known: Known, units: Mapping[str, Sequence[str]], cells: CellReader
) -> Answers:
    """Return what the answer sheets record; each comes with its file's shown name.

    Raises `RegisterError` where a sheet of answers lacks a heading without which none of it can be read, and where a
    file holds no sheet of answers at all.
    """
    answers = Answers()
    for file in dict.fromkeys(file for file, _ in sheets):
        of_file = [sheet for name, sheet in sheets if name == file]
        if not any(tokens_of(sheet.name) in _SHAPES for sheet in of_file):
            names = ", ".join(ANSWERED_BY)
            message = (
                f"{file}: expected a sheet {names.replace(', Events', ' or Events')}, and found none; "
                "`pledges scheme questions` writes a file to fill in."
            )
            raise RegisterError(message)
        for sheet in of_file:
            answers = _with_sheet(answers, file, sheet, known, units, cells)
    return answers


def _with_sheet(
    answers: Answers, file: str, sheet: Sheet, known: Known, units: Mapping[str, Sequence[str]], cells: CellReader
) -> Answers:
    """Return answers with those of one more sheet."""
    shape = _SHAPES.get(tokens_of(sheet.name))
    filled = sorted({row for (row, _), cell in sheet.cells.items() if not is_blank(cell)})
    if shape is None or not filled:
        return _beside(answers, file, sheet, filled, cells)
    table = _table(file, sheet, shape)
    still_open = [row for row in table.rows if not row.is_blank and not text_of(row.cell(ANSWERED_BY[shape.name]))]
    open_rows = frozenset(row.number for row in still_open)
    answered = tuple(number for number in table.row_numbers if number not in open_rows)
    reading = SheetReading(table=attrs.evolve(table, row_numbers=answered), cells=cells)
    confirmations = read_confirmations(reading, known) if shape is CONFIRMATIONS else ()
    facts = read_facts(reading, known, units) if shape is FACTS else ()
    events = read_events(reading, known) if shape is EVENTS_SHEET else ()
    account = reading.account()
    findings = [*reading.all_findings()]
    if still_open:
        count = f"{len(still_open)} questions are" if len(still_open) > 1 else "1 question is"
        note = finding("answer-open", still_open[0].source, count=count, column=ANSWERED_BY[shape.name])
        findings.append(attrs.evolve(note, audience=Audience.OFFICER))
    ignored = tuple(sorted({*account.ignored, *open_rows}))
    return attrs.evolve(
        answers,
        confirmations=(*answers.confirmations, *confirmations),
        facts=(*answers.facts, *facts),
        events=(*answers.events, *events),
        findings=(*answers.findings, *findings),
        accounts=(*answers.accounts, attrs.evolve(account, ignored=ignored)),
    )


def _table(file: str, sheet: Sheet, shape: SheetShape) -> Table:
    place = Place(file, sheet.name)
    table = find_table(sheet, place, (*shape.columns, *ASKED))
    if table is None:
        expected = ", ".join(column.name for column in shape.columns if column.required)
        message = f"{file}, sheet {shape.name}: expected the headings {expected}; keep those that the file came with."
        raise RegisterError(message)
    return table


def _beside(answers: Answers, file: str, sheet: Sheet, filled: Sequence[int], cells: CellReader) -> Answers:
    """Return answers with the account of a sheet that holds none: the page of help, or one nobody asked for."""
    if not filled:
        return answers
    is_guide = tokens_of(sheet.name) == tokens_of(HOW_TO)
    name = HOW_TO if is_guide else cells.vocabulary.sheet_name(sheet.name, sheet.number)
    count = f"{len(filled)} rows" if len(filled) > 1 else "1 row"
    note = finding("guidance-ignored" if is_guide else "sheet-ignored", Place(file, name).whole, count=count)
    return attrs.evolve(
        answers,
        findings=(*answers.findings, attrs.evolve(note, audience=Audience.OFFICER)),
        accounts=(*answers.accounts, RowAccount(file=file, sheet=name, ignored=tuple(filled))),
    )
