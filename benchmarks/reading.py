"""Made-up returns in, what reading them costs beside other readers out: CPU time in pairs, the median of five ratios.

python benchmarks/reading.py
"""

from __future__ import annotations

import functools
import io
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from typing import TYPE_CHECKING

import inputs

from pledges import sheets
from pledges.sheets.package import open_directory
from pledges.sheets.parts import Package
from pledges.sheets.sheet_part import Book, read_sheet
from pledges.sheets.strings import listened_strings

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS = 5
ROWS = 10_000
MANY_ROWS = 100_000
SMALL_RETURNS = 400


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the median of ours divided by theirs, the first one of a pair changing, and the median of our seconds."""
    ratios, seconds = [], []
    for turn in range(PAIRS):
        if turn % 2:
            other, own = cpu_seconds(theirs), cpu_seconds(ours)
        else:
            own, other = cpu_seconds(ours), cpu_seconds(theirs)
        ratios.append(own / other)
        seconds.append(own)
    return statistics.median(ratios), statistics.median(seconds)


def by_openpyxl(content: bytes) -> bool:
    """Read every cell as openpyxl's read-only way does, and return True."""
    import openpyxl  # noqa: PLC0415 - imported before anything is timed, by the first run

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        for _ in sheet.iter_rows(values_only=True):
            pass
    return True


def by_calamine(content: bytes) -> None:
    """Read every cell as python-calamine does."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - as above

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for number in range(len(book.sheet_names)):
        book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def inflated(content: bytes) -> None:
    """Only unpack the parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            package.read(name)


def thoroughly(content: bytes) -> None:
    """Read the second sheet element by element with expat, as is done where its XML is not plain."""
    package = Package.of(open_directory(content))
    strings = listened_strings(b"".join(package.pieces("xl/sharedStrings.xml")))
    read_sheet(package.pieces("xl/worksheets/sheet2.xml"), Book(strings=strings, styles=(), date_1904=False))


def peak(count: int) -> int:
    """Return the most memory in bytes that a process of its own needs to read a return of so many rows."""
    # The peak of the process itself: what getrusage tells begins with that of the process which started it.
    code = (
        "import sys\n"
        "from pledges.sheets import read\n"
        "kept = read(open(sys.argv[1], 'rb').read())\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    with tempfile.NamedTemporaryFile() as file:
        file.write(inputs.workbook(count))
        file.flush()
        told = subprocess.run([sys.executable, "-c", code, file.name], check=True, capture_output=True, text=True)
    return int(told.stdout) * 1024


def main() -> None:
    """Print the ratios and what they are to be."""
    content = inputs.workbook(ROWS)
    small = inputs.small_workbooks(SMALL_RETURNS)
    table = inputs.csv_text(ROWS)
    for warm in (sheets.read, by_openpyxl, by_calamine, inflated):
        warm(small[0])
    said = f"{ROWS:,} rows × 20 columns, xlsx"
    for name, other in (("openpyxl read-only", by_openpyxl), ("python-calamine", by_calamine), ("inflating", inflated)):
        found, seconds = ratio(lambda: sheets.read(content), functools.partial(other, content))
        print(f"{said}: reading ÷ {name} {found:.2f} ({seconds:.3f} s)")
    found, seconds = ratio(lambda: thoroughly(content), lambda: by_openpyxl(content))
    print(f"{said}: element by element ÷ openpyxl read-only {found:.2f} ({seconds:.3f} s)")
    found, _ = ratio(lambda: [sheets.read(each) for each in small], lambda: all(by_openpyxl(each) for each in small))
    print(f"{SMALL_RETURNS} small returns: reading ÷ openpyxl read-only {found:.2f}")
    found, seconds = ratio(lambda: sheets.read(table), lambda: by_openpyxl(content))
    print(f"{ROWS:,} rows × 20 columns, csv ÷ openpyxl reading them as xlsx {found:.2f} ({seconds:.3f} s)")
    many = inputs.workbook(MANY_ROWS - 1)  # with the headings as many as are allowed
    found, seconds = ratio(lambda: sheets.read(many), lambda: sheets.read(content))
    print(f"{MANY_ROWS:,} ÷ {ROWS:,} rows: {found:.1f} ({seconds:.2f} s)")
    most = peak(MANY_ROWS - 1)
    a_row = (most - 60 * 2**20) / MANY_ROWS / 1000
    print(f"{MANY_ROWS:,} rows: at most {most / 2**20:.0f} MiB, which is {a_row:.2f} kB a row + 60 MiB")


if __name__ == "__main__":
    main()
