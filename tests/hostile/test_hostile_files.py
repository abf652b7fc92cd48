from __future__ import annotations

import importlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hostile.answers import answers_to
from hostile.keyed import ANYTHING, CANARY, REFUSALS_KNOWN

from pledges.files.on_disk import REFUSALS
from pledges.sheets.recognise import what_to_do_with

if TYPE_CHECKING:
    from hostile.keyed import Case

MODULES = ("packages", "workbooks", "others")
CASES: tuple[Case, ...] = tuple(
    each for module in MODULES for each in importlib.import_module(f"hostile.{module}").cases()
)
MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 10.0


def test_every_row_of_the_threat_table_has_its_files() -> None:
    """250 files or more, honest controls among them, and none twice."""
    names = Counter((each.row, each.name) for each in CASES)

    rows = {each.row for each in CASES}
    assert len(CASES) >= 250
    assert sum(each.honest for each in CASES) >= 40
    assert [name for name, count in names.items() if count > 1] == []
    assert rows >= {str(row) for row in (*range(10, 16), 20, 22, 23, *range(30, 44), 50, 51, 53, 54, 60, 61, 62)}


@pytest.mark.parametrize("module", MODULES)
def test_every_hostile_file_is_answered_as_expected_and_every_honest_one_is_read(module: str) -> None:
    """No traceback, no hang, no death of this process: each file gets its own coded answer within the limits."""
    cases = tuple(importlib.import_module(f"hostile.{module}").cases())

    answers, _ = answers_to([each.make() for each in cases])

    wrong = [
        (case.row, case.name, case.verdicts, sorted(case.codes), answer.verdict[:80], sorted(answer.codes))
        for case, answer in zip(cases, answers, strict=True)
        if not (is_expected(case, answer.verdict) and case.codes <= answer.codes)
    ]
    assert wrong == []
    assert [case.name for case, answer in zip(cases, answers, strict=True) if CANARY in answer.text] == []
    assert [case.name for case, answer in zip(cases, answers, strict=True) if answer.unforeseen] == []
    refused = {answer.text.partition(": ")[2] for answer in answers if answer.verdict in REFUSALS_KNOWN}
    assert [text for text in refused if not is_ours(text)] == []
    assert [case.name for case, answer in zip(cases, answers, strict=True) if answer.peak > MOST_MEMORY] == []
    assert [case.name for case, answer in zip(cases, answers, strict=True) if answer.cpu > MOST_SECONDS] == []


def is_expected(case: Case, verdict: str) -> bool:
    """Return whether an answer is one of those that are right for a file."""
    if ANYTHING in case.verdicts:
        return verdict in REFUSALS_KNOWN or verdict.startswith("read") or verdict == "not recognised"
    return verdict in case.verdicts


def is_ours(text: str) -> bool:
    """Return whether the text of a refusal is one of our sentences, with at most the name of a kind of file in it."""
    sentences = {f"Refused: {what}. {remedy}" for what, remedy in REFUSALS.values()}
    kind, _, remedy = text.removeprefix("Refused: it looks like ").partition(". ")
    is_a_kind = text.startswith("Refused: it looks like a") and remedy == what_to_do_with(kind)
    return text in sentences or (is_a_kind and len(kind) <= len("an old exchange format (SYLK)"))
