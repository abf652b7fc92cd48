"""A machine with only Python in, an assessed example or a whole check out: the two commands of README.

It uses the standard library alone and parses on Python 3.6, so that it can say what a machine lacks.
"""

import hashlib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = ".venv/installed.txt"
OLDEST_PYTHON = (3, 11)
DEMO_DAY = "2026-03-31"
REQUIREMENTS = {"runtime": "requirements/runtime.txt", "dev": "requirements/dev.txt"}
PIP_INSTALL = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet")
UV_COMPILE = """pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11
--generate-hashes --no-header --no-emit-index-url --no-emit-find-links"""
LINT_IMPORTS = ("-c", "from importlinter.cli import lint_imports_command as lint; lint()")
# The rooms that may touch files, clock and formats; every other room is pure, and its branches are covered.
OUTER_ROOMS = ("cli", "files", "forms", "reports", "sheets")
PURE_COVERAGE = "95"
CLOSING_LINE = re.compile(rb".*\b(passed|failed|errors?|skipped|deselected|no tests ran)\b.* in [0-9.]+s")

USAGE = """Usage: python3 tasks.py TASK

  demo   set up if needed, assess the example council and say where its report is
  test   set up if needed, then the whole check: ruff, mypy, import-linter, pytest, coverage
  lock   pin the dependencies again, with hashes (add --upgrade for newer versions)"""

OLD_PYTHON = """pledges needs Python {needed} or newer, and this is Python {found} ({executable}).
Install a newer Python; if there is one already, start it by its own name: python3.11 tasks.py demo
(on Windows: py -3.11 tasks.py demo)."""

NO_VENV = """This Python ({executable}) has no venv module, which makes the folder .venv.
On Debian or Ubuntu: sudo apt install python3-venv
Elsewhere: install Python whole, with venv and ensurepip. Then run the same command again."""

NO_PACKAGES = """pip could not install {requirements}; its own words are above.
- No network? The first run needs one. Connect, and run the same command again.
- Behind a proxy? Set HTTPS_PROXY to it first.
- "certificate verify failed"? Your network inspects traffic, and pip must trust your organisation's
  certificate: set PIP_CERT to its file, or PIP_USE_FEATURE=truststore to use the system's certificates.
- An organisation with its own package index? Set PIP_INDEX_URL to it.
- No way out at all? On another machine run `pip download --require-hashes -r {requirements} -d wheels`,
  bring the folder here, and set PIP_NO_INDEX=1 and PIP_FIND_LINKS=wheels.
- Hashes that do not match? Something changed a package on its way. Do not work around it: report it."""


class TaskError(Exception):
    """What stopped a task, as a message for the person at the terminal."""


def version_complaint(version: "tuple[int, ...]", executable: str) -> "str | None":
    """Return what to tell the owner of this Python when it is too old, or None when it will do."""
    if version[:2] >= OLDEST_PYTHON:
        return None
    needed, found = (".".join(str(part) for part in numbers[:3]) for numbers in (OLDEST_PYTHON, version))
    return OLD_PYTHON.format(needed=needed, found=found, executable=executable)


def check_venv_modules() -> None:
    """Raise TaskError when this Python cannot make a virtual environment with pip in it."""
    try:
        __import__("venv")
        __import__("ensurepip")
    except ImportError:
        raise TaskError(NO_VENV.format(executable=sys.executable)) from None


def program(name: str) -> str:
    """Return the path of a program of the virtual environment, on this operating system."""
    path = VENV / "Scripts" / (name + ".exe") if os.name == "nt" else VENV / "bin" / name
    return str(path)


def run(command: "list[str]") -> int:
    """Run a command, its output going to the terminal, and return its exit code."""
    sys.stdout.flush()
    return subprocess.call(command)


def has_working_pip(python: str) -> bool:
    """Say whether this is a Python that starts and has pip, which a half-made environment does not."""
    command = [python, "-c", "import pip"]
    try:
        trial = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return trial.returncode == 0


def fingerprint(root: pathlib.Path) -> str:
    """Return a hash of what an installation depends on: the pins, pyproject.toml and where the project is."""
    digest = hashlib.sha256(str(root).encode())
    for name in (REQUIREMENTS["runtime"], REQUIREMENTS["dev"], "pyproject.toml"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def is_installed(wanted: str, root: pathlib.Path) -> bool:
    """Say whether the stamp tells of this very set of requirements, or of the dev set, which holds both."""
    stamp = root / STAMP
    if not stamp.is_file():
        return False
    hash_then, _, installed = stamp.read_text().partition(" ")
    return hash_then == fingerprint(root) and installed.strip() in (wanted, "dev")


def set_up(wanted: str) -> None:
    """Make or mend .venv, install the pinned requirements and the project unless that is done, and compile it."""
    python = program("python")
    if not has_working_pip(python):
        check_venv_modules()
        print("Making .venv ...")
        if run([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
            raise TaskError("The folder .venv could not be made; the reason is above. Delete .venv, then try again.")
    if not is_installed(wanted, ROOT):
        install(wanted, python)
    # As pip does for a package that is not editable. The processes that read returns write no file, so that without it
    # they would compile what they import at every run. Where it cannot be written, everything works, if more slowly.
    run([python, "-m", "compileall", "-q", "src"])


def install(wanted: str, python: str) -> None:
    """Install the pinned requirements and the project, and keep in the stamp what was installed."""
    requirements = REQUIREMENTS[wanted]
    print(f"Installing what {requirements} pins ...")
    stamp = ROOT / STAMP
    if stamp.exists():
        stamp.unlink()
    pip = [python, *PIP_INSTALL]
    if run([*pip, "--require-hashes", "-r", requirements]) != 0:
        raise TaskError(NO_PACKAGES.format(requirements=requirements))
    if run([*pip, "--no-deps", "--no-build-isolation", "-e", "."]) != 0:
        raise TaskError("The project itself could not be installed; pip's own words are above.")
    stamp.write_text(f"{fingerprint(ROOT)} {wanted}\n")


def demo() -> int:
    """Assess the example council and say where its report is; findings that need a person are no failure."""
    set_up("runtime")
    out = ROOT / "build" / "soar-valley"
    out.parent.mkdir(exist_ok=True)
    print(f"Assessing examples/soar-valley as at {DEMO_DAY} ...")
    code = run([program("pledges"), "assess", "examples/soar-valley", "--on", DEMO_DAY, "--out", str(out)])
    if code not in (0, 1):
        raise TaskError("The example could not be assessed; the reason is above.")
    print(f"\nThe report: {out / 'report.html'}")
    print("Open it in a browser; report.xlsx beside it holds the same tables.")
    return 0


def run_pytest(command: "list[str]") -> "tuple[int, bytes]":
    """Run pytest with its output going to the terminal, and return its exit code and its closing line."""
    closing = b""
    sys.stdout.flush()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            if CLOSING_LINE.match(line):
                closing = line
    return process.returncode, closing


def test() -> int:
    """Run every check, whatever the ones before it said; pytest's own closing line is printed last."""
    set_up("dev")
    python = [program("python"), "-m"]
    outer = ["src/pledges/" + room + ending for room in OUTER_ROOMS for ending in (".py", "/*")]
    pure = ["--include=src/pledges/*", "--omit=" + ",".join(outer), "--fail-under=" + PURE_COVERAGE]
    steps = [
        ("ruff check", [*python, "ruff", "check", "."]),
        ("ruff format --check", [*python, "ruff", "format", "--check", "."]),
        ("mypy", [*python, "mypy"]),
        ("lint-imports", [program("python"), *LINT_IMPORTS]),
        ("pytest", [*python, "coverage", "run", "--branch", "-m", "pytest"]),
        (f"coverage of the pure rooms, {PURE_COVERAGE}%", [*python, "coverage", "report", *pure]),
    ]
    failed, closing = [], b""
    for title, command in steps:
        print("\n--- " + title + " ---")
        if title == "pytest":
            code, closing = run_pytest(command)
        else:
            code = run(command)
        if code != 0:
            failed.append(title)
    print("\nFailed: " + "; ".join(failed) if failed else "\nEvery check passed.", flush=True)
    sys.stdout.buffer.write(closing)
    sys.stdout.buffer.flush()
    return 1 if failed else 0


def lock(*options: str) -> int:
    """Pin what pyproject.toml asks for, for every platform, with hashes and without any index's address."""
    set_up("dev")
    if run([program("python"), *PIP_INSTALL, "uv"]) != 0:
        raise TaskError("uv, which makes the pins, could not be installed; pip's own words are above.")
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    compile_pins = [program("python"), "-m", "uv", *UV_COMPILE.split(), *options]
    runtime = REQUIREMENTS["runtime"]
    code = run([*compile_pins, "--group", "build", "-o", runtime])
    return code or run([*compile_pins, "--extra", "dev", "-c", runtime, "-o", REQUIREMENTS["dev"]])


def main(arguments: "list[str]") -> int:
    """Run the task that the arguments name and return 0 when well, 1 when a check failed, 2 when stopped."""
    complaint = version_complaint(tuple(sys.version_info[:3]), sys.executable)
    if complaint:
        print(complaint, file=sys.stderr)
        return 2
    tasks = {"demo": demo, "test": test, "lock": lock}
    if not arguments or arguments[0] not in tasks or (arguments[0] != "lock" and arguments[1:]):
        unknown = f"There is no task '{' '.join(arguments)}'.\n\n" if arguments else ""
        print(unknown + USAGE, file=sys.stderr)
        return 2
    os.chdir(str(ROOT))
    try:
        return tasks[arguments[0]](*arguments[1:])
    except TaskError as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
