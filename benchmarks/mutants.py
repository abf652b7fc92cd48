"""A number in; how so many damaged copies of honest returns are answered out: `python benchmarks/mutants.py 100000`.

Leaves with 1 where one was answered by an error that nobody had foreseen; its number makes it again, as a case.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from hostile.answers import answers_to
from hostile.keyed import CANARY
from hostile.mutants import mutants

BATCH = 2_000


def main(count: int) -> int:
    """Print how `count` mutants are answered; return how many were answered in a way that nobody had foreseen."""
    kinds, bad, peak, slowest, started = Counter[str](), list[str](), 0, 0.0, time.monotonic()
    for seed in range(-(-count // BATCH)):
        # The first batch is the one that the tests try.
        answers, _ = answers_to(tuple(mutants(min(BATCH, count - seed * BATCH), seed=seed)))
        for number, answer in enumerate(answers):
            kinds["read" if answer.verdict.startswith("read") else answer.verdict] += 1
            peak, slowest = max(peak, answer.peak), max(slowest, answer.cpu)
            if answer.unforeseen or CANARY in answer.text:
                bad.append(f"seed {seed}, number {number}: {answer.unforeseen or 'a name was quoted'}")
    print(f"{sum(kinds.values()):,} mutants in {time.monotonic() - started:.0f} s: {dict(kinds.most_common())}")
    print(
        f"most memory of a worker {peak / 2**20:.0f} MiB, longest reading {slowest:.2f} s of CPU, unforeseen {len(bad)}"
    )
    print("\n".join(bad[:50]))
    return len(bad)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else BATCH) else 0)
