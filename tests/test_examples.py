"""Each example is a folder with its command and what that command must give: both are run and compared here."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pledges.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SOAR_VALLEY = EXAMPLES / "soar-valley"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/cmd.txt"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path inside it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def arguments_of(name: str, out: Path) -> list[str]:
    """Return the arguments of an example's command, its outputs going to `out`."""
    program, *arguments = shlex.split((EXAMPLES / name / "cmd.txt").read_text(encoding="utf-8"))
    assert program == "pledges"
    return [*arguments, "--out", str(out)]


def test_there_is_an_example() -> None:
    """The tests below run at least on the example council."""
    assert "soar-valley" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command in cmd.txt, run from the root of the project, gives byte for byte the files in expected/."""
    monkeypatch.chdir(ROOT)
    expected = contents(EXAMPLES / name / "expected")

    code = main(arguments_of(name, tmp_path))

    assert code in {0, 1}, capsys.readouterr().err
    assert expected
    made = contents(tmp_path)
    assert {file: made[file].decode() for file in expected} == {file: text.decode() for file, text in expected.items()}


def test_the_example_council_is_what_its_script_builds(tmp_path: Path) -> None:
    """build.py makes, byte for byte, the register, the policy and the returns that are checked in, and no others."""
    command = [sys.executable, str(SOAR_VALLEY / "build.py"), str(tmp_path)]

    subprocess.run(command, check=True, capture_output=True)

    built, kept = contents(tmp_path), contents(SOAR_VALLEY)
    returns = {name for name in kept if name.startswith("returns/")}
    assert {name for name in built if name.startswith("returns/")} == returns
    assert [name for name, content in built.items() if kept.get(name) != content] == []


def test_the_example_council_has_the_returns_that_its_readme_speaks_of() -> None:
    """The folder has at least twenty returns, some of them in folders of their own."""
    returns = [name for name in contents(SOAR_VALLEY) if name.startswith("returns/")]

    folders = {name.split("/")[1] for name in returns}

    assert len(returns) >= 20
    assert {"2025-26 Q1", "2025-26 Q2", "2025-26 Q3", "2025-26 Q4"} <= folders
