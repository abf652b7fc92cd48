"""A folder of files that others wrote, named by PLEDGES_CORPUS, in; how each class of them is answered, out.

The folder has one folder a class, `01_encrypted` and so on, and is no part of the project. Each file is answered as its
class must be, within 10 seconds and 1 GiB, or it is named. Leaves with 1 where one is not.

    PLEDGES_CORPUS=… python benchmarks/corpus_answers.py [--files]
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from hostile.answers import Answered, answers_to
from hostile.keyed import COSTLY, DAMAGED, EMPTY, ENCRYPTED, REFUSALS_KNOWN, TOO_LARGE, WRONG

from pledges.sheets.limits import MOST_BYTES

_READ = frozenset({"read", "not recognised"})
ANSWERS: dict[str, frozenset[str]] = {
    "01_encrypted": frozenset({ENCRYPTED}),
    "02_wrong_type": _READ | {WRONG, DAMAGED, EMPTY, ENCRYPTED},
    # One of them is text, in Base64: it is read as text, and nothing in it is taken for a return.
    "03_broken_container": frozenset({DAMAGED, WRONG, EMPTY, TOO_LARGE, COSTLY, ENCRYPTED, "not recognised"}),
    "04_bombs_dtd": frozenset({DAMAGED, TOO_LARGE, WRONG}),
    # What killed another reader is read where this one does so within its limits: to read it and to name what was found
    # is better than to refuse it.
    "05_reader_killers": REFUSALS_KNOWN | {"not recognised"},
    "06_active_content": _READ,
    "07_silent_loss": _READ,
    "08_layout_traps": _READ,
    "09_controls_ok": _READ,
    "10_returns_real": frozenset({"not recognised"}),
    "11_registers_real": frozenset({"not recognised"}),
    "13_csv_torture": _READ | {DAMAGED, WRONG, EMPTY, TOO_LARGE},
}
"""What is right for each class: read means that its cells came into the grid, whether or not it is a return."""

OF_ONE_FILE: dict[str, frozenset[str]] = {
    # Its manifest asks for a cap, or for reading it in a stream below 512 MiB: that is what is done.
    "sheetjs--large_strings.xlsx": frozenset({"not recognised", TOO_LARGE}),
    # Cut short by whoever made it; no office program opens it, and a refusal is never zero delivered.
    "ccs_supplier_returns--rm1557-10-corrupted.xls": frozenset({DAMAGED}),
}
"""What is right for files of which more is known than their class."""

MOST_SECONDS, MOST_MEMORY = 10.0, 2**30
_NO_SPREADSHEETS = frozenset({".json", ".md", ".tsv", ".txt"})


def main(corpus: Path, *, files: bool) -> int:
    """Print a table of the classes and what is not as it must be; return how many files are not."""
    bad = list[str]()
    print(f"{'class':<20} {'files':>5} {'right':>5} {'seconds':>8} {'worst':>6} {'MiB':>5}  answers")
    for name, right in ANSWERS.items():
        paths = sorted(path for path in (corpus / name).rglob("*") if _is_tried(path, name))
        answers, seconds = answers_to([path.read_bytes()[: MOST_BYTES + 1] for path in paths])
        wrong = [
            f"{name}: {path.name}: {_word(answer)}{_cost(answer)}{answer.unforeseen and f' ({answer.unforeseen})'}"
            for path, answer in zip(paths, answers, strict=True)
            if _word(answer) not in OF_ONE_FILE.get(path.name, right) or _cost(answer) or answer.unforeseen
        ]
        bad += wrong
        worst, peak = (max((getattr(answer, what) for answer in answers), default=0) for what in ("cpu", "peak"))
        counted = ", ".join(f"{word} {count}" for word, count in Counter(map(_word, answers)).most_common())
        right_count = len(paths) - len(wrong)
        print(f"{name:<20} {len(paths):>5} {right_count:>5} {seconds:>8.1f} {worst:>6.2f} {peak >> 20:>5}  {counted}")
        if files:
            for path, answer in zip(paths, answers, strict=True):
                print(f"    {path.name}: {_word(answer)} {sorted(answer.codes)}")
    print("\n".join(bad) if bad else "every file is answered as its class must be")
    return len(bad)


def _is_tried(path: Path, name: str) -> bool:
    return path.is_file() and (name == "13_csv_torture" or path.suffix.casefold() not in _NO_SPREADSHEETS)


def _word(answer: Answered) -> str:
    return "read" if answer.verdict.startswith("read") else answer.verdict


def _cost(answer: Answered) -> str:
    over_time, over_memory = answer.cpu > MOST_SECONDS, answer.peak > MOST_MEMORY
    return " too slow" * over_time + " too much memory" * over_memory


if __name__ == "__main__":
    place = os.environ.get("PLEDGES_CORPUS")
    if not place:
        sys.exit("Set PLEDGES_CORPUS to the folder of the corpus.")
    sys.exit(1 if main(Path(place), files="--files" in sys.argv) else 0)
