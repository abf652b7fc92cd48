"""Made-up returns in, what no version of the job could do without out: how near its floors could come at best.

python benchmarks/bounds.py

The floors of speed (`benchmarks/job.py`) are shares of what openpyxl takes to read the same cells. Printed is, as the
same shares, what each part of the job costs that is none of our reckoning: starting Python and importing the libraries
chosen, reading the cells, making a line of each row, and writing what is written, all contents being known, by the
quickest ways we know. The sum is below what any job of this shape costs in Python.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import inputs
import job
import openpyxl
import xlsxwriter

from pledges import sheets
from pledges.model import EvidenceLine, Grade
from pledges.provenance import CellRef
from pledges.reports import sheet_rows
from pledges.sheets.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PAIRS = 5
_LIBRARIES = "import click, attrs, json, zipfile, fractions, datetime, dateutil.parser"
_MORE_LIBRARIES = f"{_LIBRARIES}, cattrs, jinja2, xlsxwriter, tomllib"


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one run, the median of five."""
    taken = list[float]()
    for _ in range(PAIRS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def start_of(imported: str) -> float:
    """Return the CPU seconds of a Python that imports these libraries and ends."""
    code = f"{imported}; import time; print(time.process_time())"
    taken = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(PAIRS)]
    return statistics.median(taken)


def made_lines(count: int) -> list[EvidenceLine]:
    """Return so many lines, each with its row, all values being there already."""
    number, day = Fraction(5, 4), dt.date(2025, 7, 1)
    return [
        EvidenceLine(
            pledge_key="P-01", row_source=CellRef(file="log.xlsx", sheet="Delivery", cell="A2"), quantity=number,
            unit="weeks", start=day, end=day, grade=Grade.DOCUMENTED, person_ref="YP-1", placement_ref="PL-1",
            group_ref="G-1", evidence_ref="EV-1", attendees=number, staff=number, days=number,
        )
        for _ in range(count)
    ]  # fmt: skip


def workbook(tables: Sequence[Sequence[Sequence[str]]]) -> None:
    """Write tables of texts by the quickest way we know, without looking at what is in them or how wide it is."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    for _ in tables:
        book.add_worksheet().write_string(0, 0, "Heading")
    book.close()
    rows = {
        f"xl/worksheets/sheet{number}.xml": sheet_rows.Rows(size="A1:Z9", rows=functools.partial(_rows, table))
        for number, table in enumerate(tables, start=1)
    }
    sheet_rows.fill(made.getvalue(), rows, io.BytesIO())


def _rows(table: Sequence[Sequence[str]]) -> Iterator[str]:
    letters = [column_letters(column) for column in range(1, 1 + max(map(len, table), default=0))]
    for number, row in enumerate(table, start=2):
        cells = [sheet_rows.cell_of(f"{at}{number}", 0, text, "") for at, text in zip(letters, row, strict=False)]
        yield sheet_rows.row_of(number, "15", cells)


def contents(folder: Path) -> tuple[object, list[list[tuple[str, ...]]]]:
    """Return what an assessment wrote: its data, and the tables of its workbook."""
    data = json.loads((folder / "assessment.json").read_bytes())
    book = openpyxl.load_workbook(folder / "report.xlsx", read_only=True)
    tables: list[list[tuple[str, ...]]] = [
        [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.values] for sheet in book
    ]
    return data, tables


def main() -> None:
    """Print the parts as shares of openpyxl's reading, and their sums beside the floors."""
    with tempfile.TemporaryDirectory() as place:
        one = job.Case(Path(place, "one"), {"log.xlsx": inputs.log(job.ROWS)}, firms=1)
        small = inputs.logs(job.SMALL_RETURNS)
        many = job.Case(Path(place, "many"), small, firms=job.SMALL_RETURNS // len(inputs.QUARTERS))
        start, whole_start = start_of(_LIBRARIES), start_of(_MORE_LIBRARIES)
        for case, said in ((one, f"{job.ROWS:,} rows × 20 columns"), (many, f"{job.SMALL_RETURNS} small returns")):
            _tell(case, said, start, whole_start)


def _tell(case: job.Case, said: str, start: float, whole_start: float) -> None:
    """Print the parts and the sums of one case."""
    theirs = statistics.median(case.read_by("openpyxl read-only")() for _ in range(PAIRS))
    returns = [path.read_bytes() for path in sorted(case.returns.iterdir())]
    reading = seconds(lambda: [sheets.read(each) for each in returns])
    lines = seconds(lambda: made_lines(job.ROWS))
    case.assess()
    data, tables = contents(case.folder / "out")
    parts = {
        "starting Python with the libraries of check": start,
        "the same of assess": whole_start,
        "reading the cells": reading,
        f"{job.ROWS:,} lines made of values that are there": lines,
        "assessment.json written by json, its contents being there": seconds(lambda: json.dumps(data)),
        f"report.xlsx written, likewise ({sum(map(len, tables)):,} rows)": seconds(lambda: workbook(tables)),
    }
    print(f"{said}: openpyxl reads them in {theirs:.2f} s")
    for what, taken in parts.items():
        print(f"  {taken / theirs:5.2f}  {what}")
    print(f"  {(start + reading + lines) / theirs:5.2f}  check at best, before anything is checked or told")
    print(f"  {(sum(parts.values()) - start) / theirs:5.2f}  assess at best, before anything is counted or decided")


if __name__ == "__main__":
    main()
