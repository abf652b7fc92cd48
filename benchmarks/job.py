"""Made-up returns in; what `pledges check` and `pledges assess` cost beside readers that only read them, out.

python benchmarks/job.py [--frictionless PYTHON] [--quick]

Ours is always the whole command as it is typed: a new Python, every process it starts, every file it writes; only its
modules are compiled beforehand, as those of an installed package are. Theirs is the reading alone, in a Python that has
already imported the library. CPU time of a process and its descendants, by pairs in turn, the first one of a pair
changing; printed is the median of five ratios, and what it is to be at most.
`--frictionless` names the Python of an environment in which frictionless is installed (`pip install
'frictionless[excel]'`), which this project never depends on. Linux only: it asks the system for peaks of memory.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import inputs

import pledges

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS = 5
ROWS = 10_000
MANY_ROWS = 99_980  # a sheet may have 100,000, with its headings and what stands above them
MANY_ROWS_OF_TEXT = 95_000  # the same as csv, of which 20 MiB are read
SMALL_RETURNS = 400
ON = "2026-03-31"

_CALLS = {
    "openpyxl read-only": """
import openpyxl
def work(name):
    book = openpyxl.load_workbook(name, read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()
""",
    "python-calamine": """
from python_calamine import CalamineWorkbook
def work(name):
    book = CalamineWorkbook.from_path(name)
    for number in range(len(book.sheet_names)):
        book.get_sheet_by_index(number).to_python(skip_empty_area=False)
""",
    "inflating": """
import zipfile
def work(name):
    with zipfile.ZipFile(name) as package:
        for part in package.namelist():
            package.read(part)
""",
    "frictionless validate": """
import frictionless
from frictionless.formats import ExcelControl
def work(name):
    resource = frictionless.Resource(path=name, control=ExcelControl(sheet="Delivery"))
    assert "Pledge ref" in resource.validate().tasks[0].labels
""",
}
_TIMED = """
import os, sys, time
os.chdir(sys.argv[1])
{work}
for name in sys.argv[2:3]:
    work(name)  # so that what is imported late is there
started = time.process_time()
for name in sys.argv[2:]:
    work(name)
print(time.process_time() - started)
"""
# The largest of the processes it started, and its own peak: what getrusage says of itself begins with its parent's.
_COMMAND = """
import resource, sys
from pledges.cli import main
code = main(sys.argv[1:])
own = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(code, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


class Case:
    """A case folder of made-up returns."""

    def __init__(self, folder: Path, returns: dict[str, bytes], *, firms: int) -> None:
        """Write the register of so many firms, and their returns."""
        self.folder = folder
        self.returns = folder / "returns"
        self.returns.mkdir(parents=True)
        (folder / "register.xlsx").write_bytes(inputs.register(firms))
        for name, content in returns.items():
            (self.returns / name).write_bytes(content)

    @property
    def names(self) -> list[str]:
        """The names of the returns."""
        return sorted(path.name for path in self.returns.iterdir())

    def check(self) -> float:
        """Return the seconds of `pledges check` on every return."""
        return _seconds("check", *(str(self.returns / name) for name in self.names))

    def assess(self) -> float:
        """Return the seconds of `pledges assess`."""
        return _seconds("assess", str(self.folder), "--on", ON)

    def peaks(self, command: str) -> tuple[int, int]:
        """Return the most memory, in bytes, of the command's own process and of the largest that it started."""
        given = (
            [str(self.folder), "--on", ON] if command == "assess" else [str(self.returns / each) for each in self.names]
        )
        told = subprocess.run(
            [sys.executable, "-c", _COMMAND, command, *given], check=True, capture_output=True, text=True
        )
        code, own, others = told.stderr.split()
        if code not in "01":
            raise SystemExit(told.stdout)
        return int(own) * 1024, int(others) * 1024

    def read_by(self, reader: str, python: str = sys.executable) -> Callable[[], float]:
        """Return what reads the returns by another library and says in how many seconds."""
        code = _TIMED.format(work=_CALLS[reader])

        def read() -> float:
            told = subprocess.run(
                [python, "-c", code, str(self.returns), *self.names], check=True, capture_output=True, text=True
            )
            return float(told.stdout)

        return read


def _seconds(*command: str) -> float:
    """Return the CPU seconds of a command of ours, with those of all processes it starts."""
    started = subprocess.Popen([sys.executable, "-m", "pledges", *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode not in (0, 1):
        message = f"{command[0]} ended with {started.returncode}"
        raise SystemExit(message)
    return used.ru_utime + used.ru_stime


def compare(said: str, ours: Callable[[], float], theirs: Callable[[], float], most: float | None = None) -> None:
    """Print the median of ours divided by theirs, with the medians of both, and what the ratio is to be at most."""
    pairs = list[tuple[float, float]]()
    for turn in range(PAIRS):
        if turn % 2:
            other, own = theirs(), ours()
        else:
            own, other = ours(), theirs()
        pairs.append((own, other))
    ratio = statistics.median(own / other for own, other in pairs)
    own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    floor = "" if most is None else f", at most {most}{'' if ratio <= most else ': MISSED'}"
    print(f"{said}: {ratio:.2f} ({own:.2f} s ÷ {other:.2f} s{floor})", flush=True)


def memory(said: str, case: Case, command: str, rows: int) -> None:
    """Print what the largest process of a command took beside what it may take for so many rows."""
    own, other = case.peaks(command)
    most, which = max((own, "the command's own process"), (other, "the process that reads"))
    floor = 60 * 2**20 + 2_500 * rows
    print(
        f"{said}: at most {most / 2**20:.0f} MiB, in {which} ({own / 2**20:.0f} and {other / 2**20:.0f} MiB):"
        f" {(most - 60 * 2**20) / rows / 1000:.2f} kB a row + 60 MiB, at most 2.5{'' if most <= floor else ': MISSED'}",
        flush=True,
    )


def main() -> None:
    """Print the figures and what they are to be."""
    options = argparse.ArgumentParser(description="What the whole job costs.")
    options.add_argument("--frictionless", help="the Python of an environment with frictionless")
    options.add_argument("--quick", action="store_true", help="leave out 100,000 rows")
    given = options.parse_args()
    compileall.compile_dir(Path(pledges.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as place:
        one = Case(Path(place, "one"), {"log.xlsx": inputs.log(ROWS)}, firms=1)
        small = inputs.logs(SMALL_RETURNS)
        many = Case(Path(place, "many"), small, firms=SMALL_RETURNS // len(inputs.QUARTERS))
        said = f"{ROWS:,} rows × 20 columns, xlsx"
        compare(f"{said}: check ÷ openpyxl read-only", one.check, one.read_by("openpyxl read-only"), 0.3)
        compare(f"{said}: assess ÷ openpyxl read-only", one.assess, one.read_by("openpyxl read-only"), 0.5)
        said_small = f"{SMALL_RETURNS} small returns"
        compare(f"{said_small}: assess ÷ openpyxl read-only", many.assess, many.read_by("openpyxl read-only"), 0.3)
        if given.frictionless:
            validated = one.read_by("frictionless validate", given.frictionless)
            compare(f"{said}: check ÷ frictionless validate", one.check, validated, 0.25)
        for reader in ("python-calamine", "inflating"):
            compare(f"{said}: check ÷ {reader}", one.check, one.read_by(reader))
        if not given.quick:
            _at_scale(Path(place), one)


def _at_scale(place: Path, one: Case) -> None:
    """Print what ten times the rows cost."""
    ten = Case(place / "ten", {"log.xlsx": inputs.log(MANY_ROWS)}, firms=1)
    text = Case(place / "text", {"log.csv": inputs.log_csv(ROWS)}, firms=1)
    ten_text = Case(place / "ten-text", {"log.csv": inputs.log_csv(MANY_ROWS_OF_TEXT)}, firms=1)
    compare(f"{MANY_ROWS:,} ÷ {ROWS:,} rows: check", ten.check, one.check, 10.5)
    compare(f"{MANY_ROWS:,} ÷ {ROWS:,} rows: assess", ten.assess, one.assess, 10.5)
    for command in ("check", "assess"):
        memory(f"{MANY_ROWS:,} rows, xlsx: {command}", ten, command, MANY_ROWS)
        memory(f"{ROWS:,} rows, csv: {command}", text, command, ROWS)
        memory(f"{MANY_ROWS_OF_TEXT:,} rows, csv: {command}", ten_text, command, MANY_ROWS_OF_TEXT)


if __name__ == "__main__":
    main()
