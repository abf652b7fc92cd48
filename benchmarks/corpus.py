"""A folder of spreadsheets that others wrote in; how our readers agree with two others, and whether rows add up, out.

The folder is named by the environment variable PLEDGES_CORPUS; its files are never copied. Each file is read in a
process of its own, with limits on memory and time, because the other readers may not come back. Nobody's file here is
a return of ours; so that rows are taken at all, a layout is made for each file out of its widest row of headings, and
what is read by it must account for every row once. Leaves with 1 where one file's rows do not add up:

    PLEDGES_CORPUS=... python benchmarks/corpus.py [--list]
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import multiprocessing
import os
import resource
import sys
import warnings
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

from pledges import sheets
from pledges.audience import Vocabulary
from pledges.exceptions import UnreadableFileError
from pledges.provenance import CellRef, SourceFile
from pledges.returns.layout import Layout, LayoutColumn, LayoutTable, SpreadColumn
from pledges.returns.reading import read_return
from pledges.sheets.grid import Cell, CellKind, Sheet
from pledges.tables import heading_key, is_blank

MOST_ROWS_SEARCHED, MOST_HEADING_ROWS = 50, 1
MOST_MEMORY = 2**30
MOST_SECONDS = 10


def seen(cell: Cell) -> object:
    """Return a cell in the form in which readers are compared: their numbers are floats, their errors differ."""
    if cell.kind is CellKind.NUMBER:
        return float(cell.value) if isinstance(cell.value, Fraction) else None
    if cell.kind in {CellKind.ERROR, CellKind.UNSAVED}:
        return None
    return cell.value.strip() if isinstance(cell.value, str) else cell.value


def theirs(value: object) -> object:
    """Return another reader's value in the same form; a time of day and an error say nothing."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, str):
        return None if value.startswith("#") else value.strip() or None
    return value if isinstance(value, dt.date) else None


def differences(sheet: Sheet, others: dict[tuple[int, int], object]) -> int:
    """Return how many cells differ, where both readers say something."""
    ours = {place: seen(cell) for place, cell in sheet.cells.items()}
    return sum(
        ours.get(place) != other
        for place, other in others.items()
        if other is not None and ours.get(place, "nothing") is not None
    ) + sum(place not in others for place, value in ours.items() if value is not None)


def by_openpyxl(content: bytes) -> list[dict[tuple[int, int], object]]:
    """Return the stored cells of each sheet as openpyxl reads them."""
    import openpyxl  # noqa: PLC0415 - only this needs it

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found: list[dict[tuple[int, int], object]] = []
    for sheet in book._sheets:  # type: ignore[attr-defined]  # noqa: SLF001 - those with charts alone keep their place
        cells = getattr(sheet, "_cells", {})
        found.append({place: theirs(cell.value) for place, cell in cells.items() if cell.value is not None})
    return found


def by_calamine(content: bytes) -> list[dict[tuple[int, int], object]]:
    """Return the cells of each sheet as python-calamine reads them."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only this needs it

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: list[dict[tuple[int, int], object]] = []
    for number in range(len(book.sheet_names)):
        rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
        found.append(
            {
                (row, column): theirs(value)
                for row, values in enumerate(rows, start=1)
                for column, value in enumerate(values, start=1)
                if value not in {"", None}
            }
        )
    return found


def made_layout(book: sheets.Workbook) -> Layout | None:
    """Return a layout of the file's own headings: the first is the pledge, the others quantities; None without any."""
    for sheet in book.sheets:
        rows: dict[int, dict[str, str]] = {}
        for (row, _), cell in sheet.cells.items():
            if row <= MOST_ROWS_SEARCHED and cell.kind is CellKind.TEXT and heading_key(str(cell.value)):
                rows.setdefault(row, {}).setdefault(heading_key(str(cell.value)), str(cell.value))
        headings = list(max(rows.values(), key=len, default={}).values())
        if len(headings) > 1:
            spread = tuple(SpreadColumn(headings=(each,), pledge=f"P-{at}") for at, each in enumerate(headings[1:], 1))
            key = LayoutColumn(means="Activity", headings=(headings[0],), required=True)
            return Layout(
                id="made/1", name="made", basis="in period", tables=(LayoutTable(columns=(key,), spread=spread),)
            )
    return None


def rows_add_up(book: sheets.Workbook) -> str:
    """Return whether every row that holds something is used, set aside or ignored, once, and findings say where not."""
    layout = made_layout(book)
    found = read_return(
        book,
        file=SourceFile(name="returns/file", digest="sha256:00"),
        path="returns/file",
        vocabulary=Vocabulary(),
        known_layouts=() if layout is None else (layout,),
    )
    lost = used = 0
    said = {note.source.sheet for note in found.findings if isinstance(note.source, CellRef)}
    for sheet, account in zip(book.sheets, found.accounts, strict=True):
        filled = {row for (row, _), cell in sheet.cells.items() if not is_blank(cell)}
        told = [*account.used, *account.set_aside, *account.ignored]
        headings = filled - set(told)
        used += len(account.used)
        lost += len(told) - len(set(told)) + len(set(told) - filled) + max(0, len(headings) - MOST_HEADING_ROWS)
        lost += bool(found.layout is not None and (account.set_aside or account.ignored) and account.sheet not in said)
    lines = [line for sent in found.returns for line in sent.lines]
    lost += sum(line.quantity is None and line.absence is None and line.start is None for line in lines)
    if lost:
        return f"rows that do not add up: {lost}"
    return "rows add up, none taken" if not used else "rows add up"


def answer(path: Path, told: Any) -> None:  # noqa: ANN401 - one end of a pipe
    """Tell what our reader makes of one file, and whether the others agree."""
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEMORY, 4 * MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (3 * MOST_SECONDS, 3 * MOST_SECONDS))
    content = path.read_bytes()
    try:
        book = sheets.read(content)
    except UnreadableFileError as refusal:
        told.send(f"refused {refusal.reason}")
        return
    told.send(f"read {book.format}{' by fallback' if 'read-by-fallback' in book.flags else ''}")
    told.send(rows_add_up(book))
    if book.format not in {"xlsx", "xls", "xlsb", "ods"}:
        return
    readers = {"openpyxl": by_openpyxl, "calamine": by_calamine} if book.format == "xlsx" else {}
    for name, reader in readers.items():
        try:
            others = reader(content)
        except BaseException:  # noqa: BLE001 - whatever the other reader stumbles over, panics among it
            told.send(f"{name} fails")
            continue
        if len(others) != len(book.sheets):
            told.send(f"{name} sees other sheets")
            continue
        wrong = sum(differences(sheet, cells) for sheet, cells in zip(book.sheets, others, strict=True))
        told.send(f"{name} agrees" if not wrong else f"{name} differs in {wrong} cells")


def answers(path: Path) -> list[str]:
    """Return what was told of a file; the last word where its process died or took too long."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=answer, args=(path, there))
    process.start()
    there.close()
    told: list[str] = []
    with contextlib.suppress(EOFError):
        while here.poll(6 * MOST_SECONDS):
            told.append(here.recv())
    if process.is_alive():
        process.kill()
    process.join()
    if process.exitcode != 0:
        told.append(f"{'our reader' if not told else 'another reader'} ended with {process.exitcode}")
    return told


def main() -> int:
    """Print for each class of the corpus how many files were answered how; return how many have rows that are lost."""
    folder = os.environ.get("PLEDGES_CORPUS")
    if folder is None:
        sys.exit("Name the folder of spreadsheets in the environment variable PLEDGES_CORPUS.")
    counts: dict[str, Counter[str]] = {}
    bad = 0
    chosen = os.environ.get("PLEDGES_CORPUS_CLASS", "")
    for path in sorted(each for each in Path(folder).rglob("*") if each.is_file() and each.parent != Path(folder)):
        group = path.relative_to(folder).parts[0]
        if not group.startswith(chosen):
            continue
        told = answers(path)
        if "--list" in sys.argv:
            print(path.relative_to(folder), *told, sep=" | ", flush=True)
        lost = [each for each in told if each.startswith(("rows that", "our reader ended"))]
        bad += bool(lost)
        if lost:
            print(path.relative_to(folder), *lost, sep=" | ", flush=True)
        counted = counts.setdefault(group, Counter())
        counted["files"] += 1
        counted.update(f"{each.split(' differs')[0]} differs" if " differs in" in each else each for each in told)
    for group, counted in counts.items():
        print(group, dict(sorted(counted.items())))
    print(f"files whose rows do not add up, or that our reader did not survive: {bad}")
    return bad


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
