"""Questions in; the workbook in which somebody answers them, sheet by sheet as the register has them, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.forms.columns import CONFIRMATIONS, EVENTS_SHEET, FACTS
from pledges.forms.guide import lists
from pledges.forms.plan import Column, PageRow, PageSheet, Role, TableSheet
from pledges.forms.workbook import workbook_bytes
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
    "Write never a young person's name, and only roles of whoever signed or confirmed something.",
    (
        "Save this workbook into the folder answers of your case folder. From then on it is read beside the register; "
        "questions that are answered are not asked again."
    ),
)
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
    put = (
        Column(heading=_QUESTION, width=64, fill_in=False),
        Column(heading=_SETTLES, width=44, fill_in=False),
    )
    rows = list[tuple["Value", ...]]()
    for each in asked:
        known = dict(each.cells)
        settles = "; ".join(each.settles) or f"One of several that wait: {'; '.join(each.bears_on)}"
        rows.append((" ".join((each.text, *each.enough)), settles, *(known.get(column.heading) for column in columns)))
    return TableSheet(name=name, columns=(*put, *columns), rows=tuple(rows), protected=True)
