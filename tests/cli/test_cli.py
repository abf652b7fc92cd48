import importlib
import os
import subprocess
import sys
from typing import NoReturn

import click
import pytest

from pledges import cli
from pledges.exceptions import CaseFolderError

HEAVY = {"attrs", "attr", "cattrs", "openpyxl", "xlsxwriter", "jinja2", "dateutil", "defusedxml"}


def fail_with(error: BaseException) -> click.Command:
    """Return a command that ends with this error."""

    @click.command()
    def command() -> NoReturn:
        raise error

    return command


@pytest.fixture
def given_command(monkeypatch: pytest.MonkeyPatch) -> object:
    """A function that puts a command in the place of `pledges new`."""

    def give(command: click.Command) -> None:
        monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: command)

    return give


def test_the_help_lists_the_commands_in_the_order_of_the_job(capsys: pytest.CaptureFixture[str]) -> None:
    """Make a folder, make forms, check returns, assess, ask why: each with one line."""
    code = cli.main(["--help"])

    shown = capsys.readouterr().out
    positions = [shown.index(f"  {name} ") for name in ("new", "forms", "check", "assess", "why")]
    assert code == 0
    assert positions == sorted(positions)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"]])
def test_help_loads_click_and_nothing_heavy(arguments: list[str]) -> None:
    """What a person waits for at every start is click alone; the libraries come with the command that needs them."""
    script = f"import sys; from pledges.cli import main; main({arguments!r}); print('LOADED', *sys.modules)"

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in ended.stdout.partition("LOADED")[2].split()}
    assert loaded & HEAVY == set()
    assert "click" in loaded


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_is_there_under_its_own_name(name: str) -> None:
    """The list of commands and the modules agree, and each command's help begins as the list says."""
    module, line = cli.COMMANDS[name]

    command = importlib.import_module(module).command

    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.get_short_help_str(limit=200).rstrip(".") == line.rstrip(".")


def test_the_module_runs_as_the_command_does() -> None:
    """`python -m pledges --version` gives the version on one line and ends with 0."""
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "pledges", "--version"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0
    assert ended.stdout.startswith("pledges ")
    assert ended.stdout.count("\n") == 1


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["new"], ["forms", "x", "--period", "2025-07-01"]])
def test_a_wrong_command_line_ends_with_two_and_a_hint(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The error goes to standard error, and nothing to standard output."""
    code = cli.main(arguments)

    shown = capsys.readouterr()
    assert code == 2
    assert "Error:" in shown.err
    assert shown.out == ""


def test_what_stops_the_work_is_one_sentence(given_command: object, capsys: pytest.CaptureFixture[str]) -> None:
    """An error raised on purpose is shown as it is written, after the program's name."""
    assert callable(given_command)
    given_command(fail_with(CaseFolderError("There is no folder here.")))

    code = cli.main(["new"])

    assert code == 2
    assert capsys.readouterr().err == "pledges: There is no folder here.\n"


def test_an_unexpected_error_never_shows_its_text(given_command: object, capsys: pytest.CaptureFixture[str]) -> None:
    """A library's error can quote a young person's name: only its kind and our own line are shown."""
    assert callable(given_command)
    given_command(fail_with(ValueError("Jamie Doe, born 3 May 2008")))

    code = cli.main(["new"])

    shown = capsys.readouterr()
    assert code == 2
    assert "Jamie" not in shown.err + shown.out
    assert "Traceback" not in shown.err
    assert "(ValueError at __init__.py:" in shown.err
    assert shown.err.count("\n") == 1


def test_an_error_names_the_last_line_of_ours_that_it_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not the library's line below it, and not the test's own."""
    from pledges.forms import starter

    def fail(*_arguments: object, **_words: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(starter, "workbook_bytes", fail)
    code = cli.main(["new", "anywhere"])

    assert code == 2
    assert "(ZeroDivisionError at starter.py:" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption_ends_with_130(given_command: object, error: BaseException) -> None:
    """Ctrl-C ends without a traceback, with the code that shells expect."""
    assert callable(given_command)
    given_command(fail_with(error))

    code = cli.main(["new"])

    assert code == 130


@pytest.mark.parametrize(("outcome", "code"), [(0, 0), (1, 1), (None, 0)])
def test_a_commands_own_outcome_is_the_exit_code(given_command: object, outcome: int | None, code: int) -> None:
    """0 for nothing to do, 1 for something that needs a person, nothing said for 0."""
    assert callable(given_command)
    given_command(click.Command("new", callback=lambda: outcome))

    ended = cli.main(["new"])

    assert ended == code


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise on Windows")
def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """`pledges --help | head -0` ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "pledges", "--help"], stdout=closed, stderr=subprocess.PIPE, check=False
        )

    assert ended.returncode == 0
    assert ended.stderr == b""


def test_a_sign_that_the_terminal_lacks_does_not_stop_the_command() -> None:
    """On an old console, an arrow is shown as a question mark."""
    script = "import sys, click; from pledges import cli; cli.main = lambda _: click.echo('£5 →') or 0; cli.run()"

    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )

    assert ended.returncode == 0
    assert ended.stdout.strip() == b"\xa35 ?"
