"""Rooms in, their mutation scores out: how many small faults put into the code are noticed by the room's own tests.

    .venv/bin/python benchmarks/mutation.py                    every room of the arithmetic: some hours
    .venv/bin/python benchmarks/mutation.py periods targets    these rooms
    .venv/bin/python benchmarks/mutation.py counting/lines     one file of a room
    .venv/bin/python benchmarks/mutation.py periods --show     with what each fault was that nobody noticed
    .venv/bin/python benchmarks/mutation.py periods --again    the last run's unnoticed faults, and changed code, again

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

TRIED = ("killed", "survived", "no_tests", "timeout", "segfault", "suspicious")
"""What can have become of a fault that was tried, in mutmut's words; a run that stopped halfway tells of fewer."""

MUTMUT = (sys.executable, "-m", "mutmut")
# mutmut's own settings, put at the end of the copy's pyproject.toml.
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = {files}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=faults"]
"""


def copied(asked: str, *, again: bool) -> pathlib.Path:
    """Return the folder of a copy of the project, set up for a room or file; `again` keeps what was noticed."""
    copy = ROOT / "build" / "mutation" / asked.replace("/", "-")
    for outdated in (copy / "src", copy / "tests", copy / "mutants" / "tests") if again else (copy,):
        shutil.rmtree(outdated, ignore_errors=True)
    # mutmut renews the files it puts faults into, and leaves the others as they were.
    for file in (copy / "mutants" / "src").rglob("*.py"):
        if not file.with_name(file.name + ".meta").exists():
            file.unlink()
    copy.mkdir(parents=True, exist_ok=True)
    leave_out = shutil.ignore_patterns("__pycache__", ".*", "hostile", "canary")
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave_out)
    tests = [each for each in ROOMS[asked.partition("/")[0]] if (ROOT / each).exists()]
    files = [f"src/pledges/{asked}.py", f"src/pledges/{asked}/*.py"]
    settings = SETTINGS.format(files=json.dumps(files), tests=json.dumps(tests))
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text() + settings)
    return copy


def answered(copy: pathlib.Path, *arguments: str) -> str:
    """Return what mutmut prints in a copy; its moving display would fill a log, so that nothing is shown as it goes."""
    done = subprocess.run([*MUTMUT, *arguments], cwd=copy, check=False, capture_output=True, text=True)
    return done.stdout


def unnoticed(copy: pathlib.Path) -> list[str]:
    """Return the names of the faults of a copy that its tests did not notice, or do not reach."""
    results = (line.strip().partition(": ") for line in answered(copy, "results").splitlines())
    return [name for name, _, status in results if status in {"survived", "no tests"}]


def shown(copy: pathlib.Path, name: str) -> str:
    """Return the lines that a fault takes away and puts in their place."""
    changed = answered(copy, "show", name).splitlines()
    return "\n".join(f"    {each}" for each in changed if each[:1] in "+-" and each[:3] not in ("+++", "---"))


def measured(asked: str, children: int, *, again: bool, show: bool) -> bool:
    """Print the score of a room and the faults that nobody noticed, and return whether it is high enough."""
    copy = copied(asked, again=again)
    run = answered(copy, "run", "--max-children", str(children))
    if again and (left := unnoticed(copy)):
        run = answered(copy, "run", "--max-children", str(children), *left)
    answered(copy, "export-cicd-stats")
    counts = copy / "mutants" / "mutmut-cicd-stats.json"
    if not counts.exists():
        print(f"{asked}: mutmut could not run\n{run[-2000:]}")
        return False
    stats = json.loads(counts.read_text())
    if untried := stats["total"] - sum(stats[each] for each in TRIED):
        print(f"{asked}: {untried} of {stats['total']} faults were not tried, so that there is no score\n{run[-2000:]}")
        return False
    noticed = stats["killed"] + stats["timeout"] + stats["segfault"] + stats["suspicious"]
    score = 100 * noticed / stats["total"] if stats["total"] else 0
    print(f"{asked}: {noticed} of {stats['total']} faults noticed, {score:.1f}%", flush=True)
    for name in unnoticed(copy):
        print(f"  {name}")
        if show:
            print(shown(copy, name))
    return score >= LEAST


def is_known(asked: str) -> bool:
    """Return whether what is asked for is one of the rooms, or a file in one."""
    room, _, file = asked.partition("/")
    return room in ROOMS and (not file or (ROOT / "src" / "pledges" / room / f"{file}.py").is_file())


def main() -> int:
    """Measure the rooms of the command line, all where none is named."""
    parser = argparse.ArgumentParser(description="Mutation scores of the rooms of the arithmetic.")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(ROOMS) + ", or ROOM/FILE")
    parser.add_argument("--show", action="store_true", help="show each fault that nobody noticed")
    parser.add_argument("--again", action="store_true", help="only what the last run did not notice, or what changed")
    parser.add_argument("--children", type=int, default=2, help="how many faults are tried at a time")
    asked = parser.parse_args()
    unknown = [each for each in asked.rooms if not is_known(each)]
    if unknown:
        parser.error(f"no room of the arithmetic: {', '.join(unknown)}")
    rooms = asked.rooms or ROOMS
    enough = [measured(each, asked.children, again=asked.again, show=asked.show) for each in rooms]
    return 0 if all(enough) else 1


if __name__ == "__main__":
    sys.exit(main())
