"""What a file's headings might mean in; the workbook in which an officer says what they do mean, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.forms.plan import Column, PageRow, PageSheet, Role, TableSheet
from pledges.forms.workbook import workbook_bytes
from pledges.model import BASES
from pledges.returns.layout import (
    BASIS_SETTING,
    CELL,
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
    UNIT_WORDS,
    WHAT,
)
from pledges.returns.layout import FIELDS as LABEL_MEANINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.forms.plan import Sheet
    from pledges.returns.suggest import Suggestion

GUIDE = "How to use"
_LISTS = "Lists"

_STEPS = (
    (
        "1. On the sheet Headings, choose in the column Our meaning what each heading and label of the file means; its"
        " cells have a drop-down. Only those that are listed word for word come filled in: check them too."
    ),
    (
        f"2. Leave a meaning blank where you do not know: nothing is read from it. Choose {LEAVE_OUT} where it is known"
        " and does not matter."
    ),
    (
        "3. On the sheet Layout, give a text that stands in every file of this template, such as its title; and say"
        " whether its figures are of the period alone, or running totals."
    ),
    "4. Save this workbook into the folder layouts of your case folder. From then on it is used.",
    (
        "Quarters side by side have meanings of their own: Quantity of quarter 1, 2, 3 and 4. Months and years, lines"
        " with parts and several numbers for one code need a layout in TOML: see docs/how-to/layouts.md."
        " `pledges layout toml` turns this workbook into one."
    ),
)


def layout_workbook(suggestions: Iterable[Suggestion], layout_id: str) -> bytes:
    """Return the workbook: the headings of a file with their listed meanings, drop-downs, and how to use it.

    It holds the file's headings and labels, and no value of it.
    """
    meanings = tuple(dict.fromkeys((LEAVE_OUT, *MEANINGS, *QUARTERS, *LABEL_MEANINGS)))
    rows = tuple(
        (each.sheet, each.cell, each.kind, each.under, each.words, each.meaning, each.confidence,
         "" if each.meaning else each.perhaps, each.below, each.set_aside)
        for each in suggestions
    )  # fmt: skip
    headings = TableSheet(
        name=HEADINGS_SHEET,
        columns=(
            Column(heading=SHEET, width=18, fill_in=False),
            Column(heading=CELL, width=8, fill_in=False),
            Column(heading=WHAT, width=10, fill_in=False),
            Column(heading=UNDER, width=18, fill_in=False),
            Column(heading=THEIR_WORDS, width=36, fill_in=False),
            Column(
                heading=MEANING,
                width=20,
                choices_at=f"{_LISTS}!$A$2:$A${len(meanings) + 1}",
                hint="What this heading or label means. Leave it blank if you do not know: nothing is read then.",
            ),
            Column(heading="How sure", width=24, fill_in=False),
            Column(heading="Perhaps", width=18, fill_in=False),
            Column(heading="What stands there", width=30, fill_in=False),
            Column(heading="Would be set aside", width=36, fill_in=False),
        ),
        rows=rows,
        starred=False,
    )
    settings = TableSheet(
        name=LAYOUT_SHEET,
        columns=(Column(heading=SETTING, width=44, fill_in=False), Column(heading=SETTING_VALUE, width=60)),
        rows=(
            (ID_SETTING, layout_id),
            (NAME_SETTING, ""),
            (TEXT_SETTING, ""),
            (BASIS_SETTING, ""),
            (UNIT_SETTING, ""),
        ),
        starred=False,
    )
    guide = PageSheet(
        name=GUIDE,
        widths=(110,),
        rows=(
            PageRow(Role.TITLE, ("What the headings of this file mean",)),
            *(PageRow(Role.TEXT, (step,)) for step in _STEPS),
            PageRow(Role.HEADING, ("Words for the sheet Layout",)),
            PageRow(Role.TEXT, (f"{BASIS_SETTING}: {', '.join(BASES)}; blank where a labelled cell says it.",)),
            PageRow(Role.TEXT, (f"{UNIT_SETTING}: {', '.join(UNIT_WORDS)}; blank where a column says it.",)),
        ),
    )
    lists = TableSheet(
        name=_LISTS,
        columns=(Column(heading="Meanings", width=24, fill_in=False),),
        rows=tuple((meaning,) for meaning in meanings),
        starred=False,
    )
    sheets: tuple[Sheet, ...] = (guide, headings, settings, lists)
    return workbook_bytes(sheets)
