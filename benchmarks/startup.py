"""Nothing in, one ratio out: the CPU time of `pledges --help` over that of `python -c pass`.

Run it with the project's own Python on Linux or macOS: `.venv/bin/python benchmarks/startup.py`. It is never
a test, since a busy machine would fail it. The two commands take turns, so that a busy spell falls on both.
"""

import pathlib
import resource
import statistics
import subprocess
import sys

PAIRS = 11
AT_MOST = 5
PLEDGES_HELP = (str(pathlib.Path(sys.executable).with_name("pledges")), "--help")
PYTHON_PASS = (sys.executable, "-c", "pass")


def cpu_seconds(command: tuple[str, ...]) -> float:
    """Return the seconds of CPU, the program's own and the system's, that one run of a command took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    """Time the pairs, the first one of each changing every time, and print the median of their ratios."""
    for command in (PLEDGES_HELP, PYTHON_PASS):
        cpu_seconds(command)  # files are in the system's cache and .pyc files written before anything counts
    pairs = []
    for turn in range(PAIRS):
        if turn % 2:
            python, pledges = cpu_seconds(PYTHON_PASS), cpu_seconds(PLEDGES_HELP)
        else:
            pledges, python = cpu_seconds(PLEDGES_HELP), cpu_seconds(PYTHON_PASS)
        pairs.append((pledges, python))
    ratio = statistics.median(pledges / python for pledges, python in pairs)
    milliseconds = [round(1000 * statistics.median(column)) for column in zip(*pairs, strict=True)]
    print(
        f"pledges --help costs {ratio:.1f} × python -c pass in CPU time"
        f" ({milliseconds[0]} ms against {milliseconds[1]} ms, median of {PAIRS} pairs);"
        f" it is to be {AT_MOST} × at most"
    )


if __name__ == "__main__":
    main()
