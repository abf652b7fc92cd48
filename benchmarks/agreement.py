"""A number in; where pledges and the oracle differ over so many registers out: `python benchmarks/agreement.py 100000`.

A second number is the seed to begin with. Each difference is one sentence with the seed of its register, and
`python benchmarks/agreement.py --show SEED` prints that register's rows, `--smallest SEED` those of the smallest one
that differs in no other way. Leaves with 1 where anything differs.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from oracle.comparison import Outcome, differences, outcome
from oracle.generator import drawn_case
from oracle.smallest import smallest

if TYPE_CHECKING:
    from oracle.tables import Case

BATCH = 250
SHOWN = 50


def of_batch(seeds: tuple[int, ...]) -> Outcome:
    """Return what came of the registers of some seeds."""
    return outcome([drawn_case(seed) for seed in seeds])


def compare(count: int, first: int) -> int:
    """Print what differs, and how many registers reached each rule; return how many differences there are."""
    started, found, reached = time.monotonic(), list[str](), Counter[str]()
    batches = [tuple(range(seed, min(seed + BATCH, first + count))) for seed in range(first, first + count, BATCH)]
    with ProcessPoolExecutor() as pool:
        for each in pool.map(of_batch, batches):
            for sentence in each.differences[: max(0, SHOWN - len(found))]:
                print(sentence, flush=True)
            found += each.differences
            reached += Counter(each.reached)
    for name, number in reached.most_common():
        print(f"{number / count:>8.2%}  {name}")
    if seeds := dict.fromkeys(sentence.partition(",")[0] for sentence in found):
        print(f"{len(seeds):,} registers differ: {'; '.join(seeds)}")
    print(f"{count:,} registers from seed {first}, {len(found):,} differences, {time.monotonic() - started:.0f} s")
    return len(found)


def smallest_of(case: Case) -> Case:
    """Return the smallest case in which nothing differs but what differs in this one."""
    figures = {_figure(each) for each in differences([case])}

    def differs(smaller: Case) -> bool:
        try:
            left = {_figure(each) for each in differences([smaller])}
        except Exception:  # noqa: BLE001 -- a row that others need was left out, and what comes of that is no answer
            return False
        return bool(left) and left <= figures

    return smallest(case, differs) if figures else case


def _figure(sentence: str) -> str:
    return sentence.partition(": pledges")[0]


def show(case: Case) -> int:
    """Print the rows of one register and what differs in it; return how many differences there are."""
    print(f"on {case.on}, known on {case.known_on}")
    for name, rows in case.rows.items():
        for row in rows:
            fields: tuple[str, ...] = row._fields  # type: ignore[attr-defined]
            told = [f"{field} {value}" for field, value in zip(fields, row, strict=True) if value not in (None, "", 0)]
            print(f"{name}: {', '.join(told)}")
    found = differences([case])
    print("\n".join(found))
    return len(found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--show"]:
        sys.exit(min(1, show(drawn_case(int(sys.argv[2])))))
    if sys.argv[1:2] == ["--smallest"]:
        sys.exit(min(1, show(smallest_of(drawn_case(int(sys.argv[2]))))))
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(min(1, compare(numbers[0] if numbers else 10_000, numbers[1] if len(numbers) > 1 else 0)))
