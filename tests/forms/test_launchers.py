import os
import pathlib
import shutil
import stat
import subprocess

import pytest

from pledges.forms.launchers import unix_launcher, windows_launcher

SHELL = shutil.which("sh")
NAMES = ["plain", "O'Neill & Sons 100%", 'two  spaces "quoted" $HOME `x`', "été (2025)!", "-dash"]


def program(path: pathlib.Path, script: str) -> pathlib.Path:
    """Write a program that can be run, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def run(
    folder: pathlib.Path, python: str, path: pathlib.Path, *, typed: str = "\n"
) -> subprocess.CompletedProcess[str]:
    """Run the launcher in a folder, with only the programs of `path` and the shell's own to be found."""
    assert SHELL is not None
    launcher = folder / "Assess this folder.command"
    launcher.write_bytes(unix_launcher(python))
    for name in ("dirname", "sh"):
        target = shutil.which(name)
        assert target is not None
        (path / name).symlink_to(target)
    environment = {"PATH": os.fspath(path)}
    return subprocess.run(
        [SHELL, os.fspath(launcher)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder.parent,
        env=environment,
        input=typed,
    )


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder of programs in which xdg-open tells what it was asked to open."""
    folder = tmp_path / "programs"
    program(folder / "xdg-open", 'echo "opened: $1"')
    return folder


@pytest.mark.skipif(SHELL is None, reason="only where there is a shell")
@pytest.mark.parametrize("name", NAMES)
def test_the_folder_is_assessed_and_the_report_opened_whatever_the_folders_name(
    tmp_path: pathlib.Path, path: pathlib.Path, name: str
) -> None:
    """Spaces, apostrophes, percent and dollar signs in a name reach pledges as they are."""
    folder = tmp_path / name
    folder.mkdir()
    python = program(tmp_path / "it's a venv" / "python", 'echo "args: $*"')

    ended = run(folder, os.fspath(python), path)

    assert f"args: -P -m pledges assess {folder}\n" in ended.stdout
    assert f"opened: {folder}/out/report.html\n" in ended.stdout
    assert ended.returncode == 0


@pytest.mark.skipif(SHELL is None, reason="only where there is a shell")
def test_a_python_that_is_gone_gives_way_to_pledges_on_the_path(tmp_path: pathlib.Path, path: pathlib.Path) -> None:
    """A folder that was moved to another machine is assessed by what is installed there."""
    folder = tmp_path / "case"
    folder.mkdir()
    program(path / "pledges", 'echo "pledges: $*"')

    ended = run(folder, "/nowhere/python", path)

    assert f"pledges: assess {folder}\n" in ended.stdout
    assert "opened:" in ended.stdout


@pytest.mark.skipif(SHELL is None, reason="only where there is a shell")
@pytest.mark.parametrize(("code", "opens"), [(0, True), (1, True), (2, False), (127, False)])
def test_the_report_opens_only_if_there_is_one(
    tmp_path: pathlib.Path, path: pathlib.Path, code: int, opens: bool
) -> None:
    """Exit codes 0 and 1 mean that a report was written; anything else is explained in plain words."""
    folder = tmp_path / "case"
    folder.mkdir()
    python = program(tmp_path / "python", f'test "$3" = "import pledges.cli" || exit {code}')

    ended = run(folder, os.fspath(python), path)

    assert ("opened:" in ended.stdout) == opens
    assert ("could not be assessed" in ended.stdout) != opens
    assert ended.returncode == (0 if opens else 2)


@pytest.mark.skipif(SHELL is None, reason="only where there is a shell")
def test_a_machine_without_pledges_is_told_so(tmp_path: pathlib.Path, path: pathlib.Path) -> None:
    """Nothing found: one sentence, and the window waits for the Return key."""
    folder = tmp_path / "case"
    folder.mkdir()

    ended = run(folder, "", path)

    assert "The program pledges was not found on this computer." in ended.stdout
    assert ended.returncode == 2


def test_the_windows_file_has_windows_line_ends_and_keeps_percent_signs() -> None:
    """Each line ends as cmd expects, and a percent sign in a path is no variable."""
    content = windows_launcher(r"C:\Users\Zoë 100%\python.exe")

    lines = content.split(b"\r\n")

    assert b"\n" not in b"".join(lines)
    assert lines[0] == b"@echo off"
    assert 'set "MADE_WITH=C:\\Users\\Zoë 100%%\\python.exe"' in content.decode()
    assert content.decode().count('assess "%FOLDER%" %ON%') == 3


@pytest.mark.parametrize("python", ['a"b', "a\nb", "a\rb"])
def test_a_path_that_no_batch_file_can_hold_is_left_out(python: str) -> None:
    """The launcher then looks for pledges on the machine, and no line of it is broken."""
    content = windows_launcher(python)

    assert 'set "MADE_WITH="' in content.decode()
    assert content.count(b"\n") == windows_launcher().count(b"\n")


@pytest.mark.skipif(SHELL is None, reason="only where there is a shell")
@pytest.mark.parametrize(
    ("typed", "passed_on"),
    [
        ("\n", ""),
        ("", ""),
        ("31/03/2026\n", " [--on] [31/03/2026]"),
        ("10 Nov 2025\n", " [--on] [10 Nov 2025]"),
        ('$(id) `id` "; id\n', ' [--on] [$(id) `id` "; id]'),
    ],
)
def test_the_day_is_asked_for_and_passed_on_as_it_was_typed(
    tmp_path: pathlib.Path, path: pathlib.Path, typed: str, passed_on: str
) -> None:
    """Enter means today; what is typed is one argument, whatever is in it."""
    folder = tmp_path / "case"
    folder.mkdir()
    python = program(tmp_path / "python", 'for each in "$@"; do printf " [%s]" "$each"; done; echo')

    ended = run(folder, os.fspath(python), path, typed=typed)

    assert "Day of the position, such as 31/03/2026 (press Enter for today): " in ended.stdout
    assert f" [-P] [-m] [pledges] [assess] [{folder}]{passed_on}\n" in ended.stdout


def test_the_windows_file_asks_for_the_day_and_takes_quotes_out_of_it() -> None:
    """A quote would end the argument; a day has none."""
    lines = windows_launcher().decode().split("\r\n")

    asked = lines.index('set /p "DAY=Day of the position, such as 31/03/2026 (press Enter for today): "')

    assert lines[asked - 2 : asked] == ['set "DAY="', 'set "ON="']
    assert lines[asked + 1 : asked + 5] == [
        "if not defined DAY goto have_day",
        'set "DAY=%DAY:"=%"',
        'if defined DAY set ON=--on "%DAY%"',
        ":have_day",
    ]
