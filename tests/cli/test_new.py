import os
import pathlib
import stat
import sys
import tomllib

import pytest

from pledges.cli import main
from pledges.forms.starter import KEYED_NAME


def names(folder: pathlib.Path) -> set[str]:
    """Return what lies in a folder."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["case", "O'Neill & Sons 100%", "Dŵr 🌳/2025"])
def test_a_new_folder_has_everything_and_says_what_comes_next(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Register, returns, keyed sheet, policy and the files to double-click, and three steps to take."""
    folder = tmp_path / name

    code = main(["new", str(folder), "--authority", "Soar Valley Council"])

    shown = capsys.readouterr().out
    assert code == 0
    assert names(folder) == {
        "register.xlsx", "returns", KEYED_NAME, "policy.toml", "Assess this folder.bat", "Assess this folder.command",
    }  # fmt: skip
    assert list((folder / "returns").iterdir()) == []
    assert tomllib.loads((folder / "policy.toml").read_text(encoding="utf-8"))["authority"] == "Soar Valley Council"
    assert all(f"\n  {step}. " in shown for step in (1, 2, 3))
    assert f'pledges assess "{folder}"' in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_launcher_for_unix_can_be_run(tmp_path: pathlib.Path) -> None:
    """A Mac runs a .command file by a double click only if it may be executed."""
    main(["new", str(tmp_path / "case")])

    runnable = {
        path.name for path in (tmp_path / "case").iterdir() if path.is_file() and path.stat().st_mode & stat.S_IXUSR
    }

    assert runnable == {"Assess this folder.command"}


def test_the_launchers_first_try_the_python_that_made_them(tmp_path: pathlib.Path) -> None:
    """The folder works on the machine it was made on, whether or not pledges is on the path."""
    main(["new", str(tmp_path / "case")])

    launcher = (tmp_path / "case" / "Assess this folder.command").read_text(encoding="utf-8")

    assert sys.executable in launcher


@pytest.mark.parametrize("register", ["register.xlsx", "register"])
def test_a_folder_with_a_register_is_left_as_it_is(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], register: str
) -> None:
    """An officer's work is never overwritten: one sentence and exit code 2."""
    if register == "register":
        (tmp_path / register).mkdir()
    else:
        (tmp_path / register).write_bytes(b"my work")

    code = main(["new", str(tmp_path)])

    assert code == 2
    assert capsys.readouterr().err == (
        "pledges: The folder has a register already and was left as it is."
        " Give another folder, or move the register away.\n"
    )
    assert names(tmp_path) == {register}


def test_what_is_there_already_is_kept_and_named(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sixty returns and a policy in a folder without a register: the rest is added around them."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "q1.xlsx").write_bytes(b"sent")
    (tmp_path / "policy.toml").write_bytes(b"# mine")

    code = main(["new", str(tmp_path)])

    assert code == 0
    assert (tmp_path / "policy.toml").read_bytes() == b"# mine"
    assert (tmp_path / "returns" / "q1.xlsx").read_bytes() == b"sent"
    assert (tmp_path / "register.xlsx").exists()
    assert capsys.readouterr().out.count("was there already and was left as it is") == 2


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`pledges new register.xlsx` is a slip, and nothing is lost by it."""
    place = tmp_path / "case"
    place.write_bytes(b"mine")

    code = main(["new", str(place)])

    assert code == 2
    assert capsys.readouterr().err == ("pledges: A file of that name is there already. Give the folder another name.\n")
    assert place.read_bytes() == b"mine"


def test_a_folder_made_twice_is_the_same_twice(tmp_path: pathlib.Path) -> None:
    """Two starters are identical byte for byte."""
    for name in ("one", "two"):
        main(["new", str(tmp_path / name)])

    contents = [
        {path.name: path.read_bytes() for path in sorted((tmp_path / name).iterdir()) if path.is_file()}
        for name in ("one", "two")
    ]

    assert contents[0] == contents[1]
    assert os.fspath(tmp_path).encode() not in b"".join(contents[0].values())
