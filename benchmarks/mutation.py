"""Rooms in, their mutation scores out: how many small faults put into the code are noticed by the room's own tests.

    .venv/bin/python benchmarks/mutation.py                    every room of the arithmetic: half an hour
    .venv/bin/python benchmarks/mutation.py periods targets    these rooms
    .venv/bin/python benchmarks/mutation.py periods --show     with what each fault was that nobody noticed

mutmut makes the faults, one at a time, in a copy of the project under `build/mutation`, and runs only the tests that
reach the changed function. A fault that hangs the tests counts as noticed. It needs fork, so it runs on Linux and
macOS. `docs/mutation.md` says which faults are left and why. Exit code 1 where a room is below the least score.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEAST = 90
ROOMS = {
    "quantities": ["tests/test_quantities.py"],
    "periods": ["tests/test_periods.py"],
    "targets": ["tests/test_targets.py", "tests/targets"],
    "counting": ["tests/counting"],
    "fulfilment": ["tests/fulfilment"],
    "disclosure": ["tests/test_disclosure.py"],
}
"""The rooms whose arithmetic this is about, each with the tests that mirror it."""

MUTMUT = (sys.executable, "-m", "mutmut")
# mutmut's own settings, put at the end of the copy's pyproject.toml.
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/pledges/{room}.py", "src/pledges/{room}/*.py"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-q", "-p", "no:cacheprovider"]
"""


def copied(room: str) -> pathlib.Path:
    """Return the folder of a fresh copy of the project that is set up for one room."""
    copy = ROOT / "build" / "mutation" / room
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    leave_out = shutil.ignore_patterns("__pycache__", ".*", "hostile", "canary")
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave_out)
    tests = [each for each in ROOMS[room] if (ROOT / each).exists()]
    settings = SETTINGS.format(room=room, tests=json.dumps(tests))
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text() + settings)
    return copy


def answered(copy: pathlib.Path, *arguments: str) -> str:
    """Return what mutmut prints in a copy; its moving display would fill a log, so that nothing is shown as it goes."""
    done = subprocess.run([*MUTMUT, *arguments], cwd=copy, check=False, capture_output=True, text=True)
    return done.stdout


def measured(room: str, children: int, *, show: bool) -> bool:
    """Print the score of one room and the faults that nobody noticed, and return whether it is high enough."""
    copy = copied(room)
    run = answered(copy, "run", "--max-children", str(children))
    answered(copy, "export-cicd-stats")
    counts = copy / "mutants" / "mutmut-cicd-stats.json"
    if not counts.exists():
        print(f"{room}: mutmut could not run\n{run[-2000:]}")
        return False
    stats = json.loads(counts.read_text())
    noticed = stats["killed"] + stats["timeout"] + stats["segfault"] + stats["suspicious"]
    score = 100 * noticed / stats["total"] if stats["total"] else 0
    print(f"{room}: {noticed} of {stats['total']} faults noticed, {score:.1f}%", flush=True)
    for line in answered(copy, "results").splitlines():
        name, _, status = line.strip().partition(": ")
        if status in {"survived", "no tests"}:
            print(f"  {name}: {status}")
            if show:
                changed = answered(copy, "show", name).splitlines()
                print(
                    "\n".join(f"    {each}" for each in changed if each[:1] in "+-" and each[:3] not in ("+++", "---"))
                )
    return score >= LEAST


def main() -> int:
    """Measure the rooms of the command line, all where none is named."""
    parser = argparse.ArgumentParser(description="Mutation scores of the rooms of the arithmetic.")
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--show", action="store_true", help="show each fault that nobody noticed")
    parser.add_argument("--children", type=int, default=2, help="how many faults are tried at a time")
    asked = parser.parse_args()
    enough = [measured(room, asked.children, show=asked.show) for room in asked.rooms or ROOMS]
    return 0 if all(enough) else 1


if __name__ == "__main__":
    sys.exit(main())
