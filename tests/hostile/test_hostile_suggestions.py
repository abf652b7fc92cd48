"""`pledges layout suggest` on files that mean harm: read in a worker like a return, refused with a code, none leaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile.keyed import CANARY, DAMAGED, ENCRYPTED, TOO_LARGE, book, with_parts
from hostile.test_hostile_files import CASES, is_expected
from spreadsheets import workbook_of

from pledges.cli import main
from pledges.exceptions import UnreadableFileError
from pledges.files.layouts import built_in_layouts
from pledges.files.on_disk import REFUSALS
from pledges.files.suggested import JOB, Terms, suggestions_of
from pledges.files.wire import dumped
from pledges.files.workers import Limits, Parcel, Workers
from pledges.sheets.grid import address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hostile.keyed import Case

    from pledges.files.workers import Answer

MOST_MEMORY, MOST_SECONDS = 512 * 2**20, 10.0


def test_every_hostile_file_is_answered_as_a_return_would_be() -> None:
    """What a return is refused for, a template is refused for; nothing unforeseen, and within the same limits."""
    parcels = tuple(Parcel(name="the file", content=each.make()) for each in CASES)

    with Workers(JOB) as workers:
        answers = workers.answers(parcels, dumped(Terms(layouts=built_in_layouts()), Terms))

    assert [
        (case.row, case.name, case.verdicts, answer.refusal)
        for case, answer in zip(CASES, answers, strict=True)
        if not is_expected(case, answer.refusal or "not recognised") and not is_read(case, answer)
    ] == []
    assert [case.name for case, answer in zip(CASES, answers, strict=True) if answer.unforeseen] == []
    assert max(answer.peak or 0 for answer in answers) <= MOST_MEMORY
    assert max(answer.cpu or 0.0 for answer in answers) <= MOST_SECONDS
    named = {"a sheet named after a person"}  # the workbook is for the officer, and names the sheets it is about
    assert [
        case.name
        for case, answer in zip(CASES, answers, strict=True)
        if CANARY in str(answer.data) + answer.message and case.name not in named
    ] == []


def is_read(case: Case, answer: Answer) -> bool:
    """Return whether a file was gone through that may be read as a return, whatever it says."""
    return answer.refusal is None and any(verdict.startswith("read") for verdict in case.verdicts)


def wide() -> bytes:
    """Return a workbook whose first rows are full of texts that are like no heading of ours."""

    def cell(row: int, column: int) -> str:
        words = f"{row * column % 9973:05} period supplier {column}"
        return f'<c r="{address(row, column)}" t="inlineStr"><is><t>{words}</t></is></c>'

    numbers = range(1, 41)
    rows = "".join(f'<row r="{row}">{"".join(cell(row, column) for column in range(1, 4097))}</row>' for row in numbers)
    return workbook_of(rows)


def test_rows_of_thousands_of_texts_are_gone_through_in_bounded_time() -> None:
    """Likeness is sought for so many texts and no more."""
    found = suggestions_of(wide())

    assert found == ()  # and not a refusal as too costly


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: next(each for each in CASES if each.verdicts == (ENCRYPTED,)).make(), ENCRYPTED),
        (lambda: next(each for each in CASES if each.row == "10" and each.verdicts == (TOO_LARGE,)).make(), TOO_LARGE),
        (lambda: with_parts(xl__workbook="<!DOCTYPE x><workbook/>"), DAMAGED),
        (lambda: book()[:-40], DAMAGED),
        (lambda: b"x" * (20 * 2**20 + 1), TOO_LARGE),
    ],
    ids=["encrypted", "bomb", "document type", "damaged", "huge"],
)
def test_a_template_that_cannot_be_read_is_one_coded_sentence(
    content: Callable[[], bytes], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, our own words, no traceback, no workbook, and no name from the file or of it."""
    path, out = tmp_path / f"{CANARY}.xlsx", tmp_path / "layout.xlsx"
    path.write_bytes(content())

    code = main(["layout", "suggest", str(path), "--out", str(out)])

    printed = capsys.readouterr()
    what, remedy = REFUSALS[reason]
    assert (code, printed.out) == (2, "")
    assert printed.err.rstrip().endswith(f"cannot be read: {what}. {remedy}")
    assert CANARY not in printed.err
    assert not out.exists()


def test_a_template_that_stalls_is_stopped_by_the_clock() -> None:
    """The limit is that of returns: here it is one that nothing keeps."""
    with pytest.raises(UnreadableFileError) as caught:
        suggestions_of(wide(), limits=Limits(wall_seconds=0.02, cpu_seconds=1, seconds_a_mebibyte=0))

    assert caught.value.reason == "too-costly"
