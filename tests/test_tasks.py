import builtins
import shutil
import sys
from pathlib import Path

import pytest
import tasks


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that an installation depends on, with an empty folder .venv."""
    shutil.copy(tasks.ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(tasks.ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / ".venv").mkdir()
    return tmp_path


def stamp(project: Path, installed: str) -> None:
    """Leave the mark of an installation of this set in a project."""
    (project / tasks.STAMP).write_text(f"{tasks.fingerprint(project)} {installed}\n")


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 9, 2), (3, 10, 13)])
def test_too_old_a_python_is_told_which_version_is_needed_and_which_it_is(version: tuple[int, ...]) -> None:
    """A Python before 3.11 gets both version numbers and its own path."""
    complaint = tasks.version_complaint(version, "/usr/bin/python3")

    assert complaint is not None
    assert "needs Python 3.11 or newer" in complaint
    assert f"this is Python {'.'.join(map(str, version))} (/usr/bin/python3)" in complaint


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_new_enough_python_is_not_complained_of(version: tuple[int, ...]) -> None:
    """Python 3.11 itself and everything after it will do."""
    complaint = tasks.version_complaint(version, "/usr/bin/python3")

    assert complaint is None


def test_the_script_parses_on_the_oldest_python_it_speaks_to() -> None:
    """The grammar of Python 3.7, the oldest that this parser knows, is enough to read tasks.py."""
    source = (tasks.ROOT / "tasks.py").read_text(encoding="utf-8")

    compiled = compile(source, "tasks.py", "exec", flags=0x400, dont_inherit=True, _feature_version=7)

    assert compiled is not None
    assert "from __future__" not in source


def test_a_missing_venv_module_is_answered_with_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without ensurepip, as on a bare Debian, the task stops with the one command that mends it."""
    true_import = builtins.__import__

    def import_without_ensurepip(name: str, *rest: object) -> object:
        if name == "ensurepip":
            raise ImportError(name)
        return true_import(name, *rest)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(tasks, "ROOT", project)
    monkeypatch.setattr(tasks, "VENV", project / ".venv")
    monkeypatch.setattr(builtins, "__import__", import_without_ensurepip)
    monkeypatch.chdir(project)  # main goes there, and monkeypatch comes back

    code = tasks.main(["demo"])

    assert code == 2
    assert "sudo apt install python3-venv" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["tset"], ["demo", "--fast"], ["test", "-k", "figures"]])
def test_anything_but_a_task_gets_the_list_of_tasks(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No task, an unknown one, and options that a task does not have all end with the usage and code 2."""
    code = tasks.main(arguments)

    assert code == 2
    message = capsys.readouterr().err
    assert message.endswith(tasks.USAGE + "\n")
    assert all(argument in message for argument in arguments)


def test_pip_that_cannot_install_is_answered_with_what_to_try(
    monkeypatch: pytest.MonkeyPatch, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever made pip fail, the message covers no network, a proxy, certificates and wrong hashes."""
    monkeypatch.setattr(tasks, "ROOT", project)
    monkeypatch.setattr(tasks, "has_working_pip", lambda _python: True)
    monkeypatch.setattr(tasks, "run", lambda _command: 1)
    monkeypatch.chdir(project)  # main goes there, and monkeypatch comes back

    code = tasks.main(["demo"])

    assert code == 2
    message = capsys.readouterr().err
    assert all(word in message for word in ("requirements/runtime.txt", "HTTPS_PROXY", "PIP_CERT", "hashes"))
    assert not (project / tasks.STAMP).exists()


@pytest.mark.parametrize(
    ("installed", "wanted", "is_enough"),
    [("runtime", "runtime", True), ("dev", "dev", True), ("dev", "runtime", True), ("runtime", "dev", False)],
)
def test_the_stamp_spares_an_installation_that_it_covers(
    project: Path, installed: str, wanted: str, *, is_enough: bool
) -> None:
    """The dev set holds the run-time set as well, and not the other way round."""
    stamp(project, installed)

    answer = tasks.is_installed(wanted, project)

    assert answer is is_enough


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements/runtime.txt", "requirements/dev.txt"])
def test_a_changed_pin_is_installed(project: Path, changed: str) -> None:
    """One more byte in what the installation depends on, and the stamp no longer holds."""
    stamp(project, "dev")

    with (project / changed).open("ab") as file:
        file.write(b"\n")

    assert not tasks.is_installed("runtime", project)


def test_a_project_moved_elsewhere_is_installed_again(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An installation knows the project by its path, so a moved folder is no installation."""
    stamp(project, "dev")

    moved = Path(shutil.copytree(project, tmp_path_factory.mktemp("elsewhere") / "pledges"))

    assert not tasks.is_installed("runtime", moved)


def test_an_environment_without_a_stamp_is_not_taken_for_an_installation(project: Path) -> None:
    """What was interrupted before its end left no stamp."""
    answer = tasks.is_installed("runtime", project)

    assert not answer


@pytest.mark.parametrize("content", [None, "not a program"])
def test_a_half_made_environment_has_no_working_pip(project: Path, content: str | None) -> None:
    """A Python that is not there, or does not start, is a reason to make the environment again."""
    python = project / ".venv" / "python"
    if content is not None:
        python.write_text(content)

    answer = tasks.has_working_pip(str(python))

    assert not answer


def test_pytest_s_closing_line_is_found_among_what_it_prints(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """The check prints pytest's last word again at its own end, for the readers of its log."""
    closing_line = "== 1 failed, 1 passed in 0.12s =="
    printing = f"print('collected'); print('{closing_line}'); print('done'); raise SystemExit(1)"

    code, closing = tasks.run_pytest([sys.executable, "-c", printing])

    assert code == 1
    assert b"done" in capfdbinary.readouterr().out
    assert closing.strip() == closing_line.encode()
