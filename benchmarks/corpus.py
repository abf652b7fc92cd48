"""A folder of spreadsheets that others wrote in, how our readers agree with two others on them out.

The folder is named by the environment variable PLEDGES_CORPUS; its files are never copied. Each file is read in a
process of its own, with limits on memory and time, because the other readers may not come back:

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
from pledges.exceptions import UnreadableFileError
from pledges.sheets.grid import Cell, CellKind, Sheet

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


def main() -> None:
    """Print for each class of the corpus how many files were answered how."""
    folder = os.environ.get("PLEDGES_CORPUS")
    if folder is None:
        sys.exit("Name the folder of spreadsheets in the environment variable PLEDGES_CORPUS.")
    counts: dict[str, Counter[str]] = {}
    chosen = os.environ.get("PLEDGES_CORPUS_CLASS", "")
    for path in sorted(each for each in Path(folder).rglob("*") if each.is_file() and each.parent != Path(folder)):
        group = path.relative_to(folder).parts[0]
        if not group.startswith(chosen):
            continue
        told = answers(path)
        if "--list" in sys.argv:
            print(path.relative_to(folder), *told, sep=" | ", flush=True)
        counted = counts.setdefault(group, Counter())
        counted["files"] += 1
        counted.update(f"{each.split(' differs')[0]} differs" if " differs in" in each else each for each in told)
    for group, counted in counts.items():
        print(group, dict(sorted(counted.items())))


if __name__ == "__main__":
    main()
