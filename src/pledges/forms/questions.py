"""Questions in; the workbook in which somebody answers them, sheet by sheet as the register has them, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.explain.questions import enough_words
from pledges.forms.columns import CONFIRMATIONS, EVENTS_SHEET, FACTS
from pledges.forms.guide import lists
from pledges.forms.plan import Column, PageRow, PageSheet, Role, TableSheet, Takes
from pledges.forms.workbook import workbook_bytes
from pledges.quantities import count_words
from pledges.register.answers import ANSWERED_BY, ASKED, HOW_TO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.explain.questions import Question
    from pledges.forms.plan import Value

_STEPS = (
    "Each row is a question that nobody has answered yet. Those that settle most decisions stand first.",
    (
        "Answer a row by filling in its yellow cells. A row counts as answered once this cell is filled in: "
        + "; ".join(f'"{column}" on the sheet {sheet}' for sheet, column in ANSWERED_BY.items())
        + ". Leave it blank where you do not know, or where it is not so: nothing is read from that row then."
    ),
    "Never write a young person's name; of whoever signed or confirmed something write only the role.",
    (
        "Save this workbook into the folder answers of your case folder. From then on it is read beside the register; "
        "questions that are answered are not asked again."
    ),
)
_YES_OR_NO = ("yes", "no")
_MAY_CHANGE = frozenset({"As at", "Grade"})
_IDLE = frozenset({
    "Contract ref", "Evidence grade", "Event ref", "Pledge ref", "Scheme", "Scheme version", "Level", "Criterion",
    "Outcome", "Severity", "Reason", "Until", "Person ref", "Placement ref", "Period start", "Period end",
})  # fmt: skip
"""Columns of the register that an answer needs only where the question fills them in."""

_SHEETS = {"Confirmations": CONFIRMATIONS, "Facts": FACTS, "Events": EVENTS_SHEET}
_QUESTION, _SETTLES = (column.name for column in ASKED)


def questions_workbook(questions: Iterable[Question]) -> bytes:
    """Return the workbook: how to answer, and a sheet for each kind of answer that is asked for, with drop-downs."""
    asked = tuple(questions)
    guide = PageSheet(
        name=HOW_TO,
        widths=(110,),
        rows=(
            PageRow(Role.TITLE, ("Questions that badge decisions wait for",)),
            *(PageRow(Role.TEXT, (step,)) for step in _STEPS),
        ),
    )
    tables = [
        _table(name, columns, [each for each in asked if each.sheet == name])
        for name, columns in _SHEETS.items()
        if any(each.sheet == name for each in asked)
    ]
    return workbook_bytes((guide, *tables, lists()))


def _table(name: str, columns: tuple[Column, ...], asked: list[Question]) -> TableSheet:
    """Return the sheet of one kind: what is known is grey, what is to be filled in yellow, and no column is idle."""
    put = (
        Column(heading=_QUESTION, width=64, fill_in=False),
        Column(heading=_SETTLES, width=44, fill_in=False),
    )
    known = {heading for each in asked for heading, _ in each.cells}
    kept = tuple(
        attrs.evolve(
            column,
            fill_in=column.heading not in known or column.heading in _MAY_CHANGE,
            # Excel's rule for numbers would refuse a yes.
            takes=Takes.TEXT if column.heading == "Value" else column.takes,
        )
        for column in columns
        if column.heading in known or column.heading not in _IDLE
    )
    rows = list[tuple["Value", ...]]()
    for each in asked:
        cells = dict(each.cells)
        text = f"{each.text} {enough_words(each)}".rstrip()
        rows.append((text, settles_words(each), *(cells.get(column.heading) for column in kept)))
    choices = tuple(_YES_OR_NO if each.is_yes_or_no else () for each in asked)
    return TableSheet(
        name=name, columns=(*put, *kept), rows=tuple(rows), protected=True,
        row_choices={"Value": choices} if any(choices) else {},
    )  # fmt: skip


def settles_words(question: Question) -> str:
    """Return which decisions an answer would settle, alone and with other answers, each with their number."""
    alone, others = question.settles, question.with_others
    told = [f"{count_words(len(alone), 'decision')} alone: {'; '.join(alone)}"] if alone else []
    told += [f"{len(others)} with other answers: {'; '.join(others)}"] if others else []
    return ". ".join(told)
