import errno
import os
import pathlib
import stat
import sys
from typing import BinaryIO, NoReturn

import pytest

from pledges.exceptions import OutputError
from pledges.files.output import write_files


def content_of(folder: pathlib.Path) -> dict[str, bytes]:
    """Return every file under a folder by its name, hidden and temporary ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_and_folders_are_written_whole(tmp_path: pathlib.Path) -> None:
    """Folders on the way are made, None makes an empty one, and nothing else is left in the folder."""
    write_files(tmp_path / "out", [("report.html", b"<p>"), ("annotated/q1.xlsx", b"PK"), ("returns", None)])

    written = content_of(tmp_path)

    assert written == {"out/report.html": b"<p>", "out/annotated/q1.xlsx": b"PK"}
    assert (tmp_path / "out" / "returns").is_dir()


def test_a_file_may_be_written_piece_by_piece(tmp_path: pathlib.Path) -> None:
    """What is never there at once is written by whoever makes it, and is as whole as any other file."""
    write_files(tmp_path, [("a.csv", lambda file: file.writelines([b"a", b";"])), ("b.csv", b"b;")])

    assert content_of(tmp_path) == {"a.csv": b"a;", "b.csv": b"b;"}


def test_what_cannot_be_made_to_its_end_leaves_nothing(tmp_path: pathlib.Path) -> None:
    """Half of a file, and the files before it, are gone as if the command had never run."""

    def stop(file: BinaryIO) -> NoReturn:
        file.write(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_files(tmp_path, [("a.csv", b"whole"), ("b.csv", stop)])

    assert content_of(tmp_path) == {}


def test_an_older_output_is_replaced(tmp_path: pathlib.Path) -> None:
    """Running a command again gives the new outputs under the old names."""
    write_files(tmp_path, [("report.html", b"a long old report")])

    write_files(tmp_path, [("report.html", b"new")])

    assert content_of(tmp_path) == {"report.html": b"new"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_follow_the_persons_own_mask(tmp_path: pathlib.Path) -> None:
    """A document is as open to colleagues as anything else the person saves; only what is to be run can be run."""
    before = os.umask(0o027)
    try:
        write_files(tmp_path, [("report.html", b""), ("run.command", b"")], executable={"run.command"})
    finally:
        os.umask(before)

    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("report.html", "run.command")]

    assert modes == [0o640, 0o750]


def test_a_file_that_is_there_is_not_replaced_unless_asked(tmp_path: pathlib.Path) -> None:
    """Without leave to overwrite, one sentence, and none of the files is written."""
    write_files(tmp_path, [("policy.toml", b"ours")])

    with pytest.raises(
        OutputError, match=r"^policy\.toml is there already and was left as it is; nothing was written\.$"
    ):
        write_files(tmp_path, [("new.txt", b"x"), ("policy.toml", b"theirs")], overwrite=False)

    assert content_of(tmp_path) == {"policy.toml": b"ours"}


def test_a_failing_rename_leaves_the_old_file_whole(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Excel holds a file open, the person is told which, the old file stands, and no temporary file is left."""
    write_files(tmp_path, [("register.xlsx", b"old")])

    def refuse(_self: pathlib.Path, _target: pathlib.Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "secret words", "secret path")

    monkeypatch.setattr(pathlib.Path, "replace", refuse)
    with pytest.raises(OutputError) as told:
        write_files(tmp_path, [("register.xlsx", b"new")])

    assert str(told.value) == (
        "register.xlsx is open in another program, probably Excel. Close it and run the command again."
    )
    assert content_of(tmp_path) == {"register.xlsx": b"old"}


def test_a_file_held_open_is_found_before_anything_is_renamed(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two outputs cannot be replaced: the first one stays as it was too."""
    write_files(tmp_path, [("report.html", b"old"), ("report.xlsx", b"old")])
    true_open = pathlib.Path.open

    def held(self: pathlib.Path, mode: str = "r") -> object:
        if self.name == "report.xlsx":
            raise PermissionError(errno.EACCES, "secret")
        return true_open(self, mode)

    with monkeypatch.context() as patched:
        patched.setattr(pathlib.Path, "open", held)
        with pytest.raises(OutputError, match=r"report\.xlsx is open in another program"):
            write_files(tmp_path, [("report.html", b"new"), ("report.xlsx", b"new")])

    assert content_of(tmp_path) == {"report.html": b"old", "report.xlsx": b"old"}


def test_a_disk_that_is_full_leaves_everything_as_it_was(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file cannot be synced: the first is not renamed, and what was begun is removed."""
    write_files(tmp_path, [("a.txt", b"old"), ("b.txt", b"old")])
    synced = list[int]()

    def fill_up(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, "secret words")

    monkeypatch.setattr(os, "fsync", fill_up)
    with pytest.raises(OutputError) as told:
        write_files(tmp_path, [("a.txt", b"new"), ("b.txt", b"new")])

    assert str(told.value) == "b.txt could not be written (ENOSPC). Check the disk and run the command again."
    assert content_of(tmp_path) == {"a.txt": b"old", "b.txt": b"old"}


def test_an_interruption_leaves_no_temporary_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a file is being written leaves the folder as it was."""
    write_files(tmp_path, [("a.txt", b"old")])

    def interrupt(_handle: int) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, [("a.txt", b"new")])

    assert content_of(tmp_path) == {"a.txt": b"old"}


@pytest.mark.parametrize("raised", [PermissionError(errno.EACCES, "secret"), OSError(errno.EROFS, "secret")])
def test_a_folder_that_cannot_be_written_to_is_told_without_the_systems_words(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, raised: OSError
) -> None:
    """The system's own text can quote a path, so that it is never passed on."""

    def refuse(*_arguments: object) -> NoReturn:
        raise raised

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError) as told:
        write_files(tmp_path, [("report.html", b"new")])

    assert str(told.value).startswith("report.html ")
    assert "secret" not in str(told.value)
    assert content_of(tmp_path) == {}


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: pathlib.Path) -> None:
    """A folder named report.html is not deleted for a report."""
    (tmp_path / "report.html").mkdir()

    with pytest.raises(OutputError, match=r"^report\.html cannot be written: a folder of that name is there\."):
        write_files(tmp_path, [("report.html", b"new")])

    assert content_of(tmp_path) == {}


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: pathlib.Path) -> None:
    """A file named out is not deleted for a folder."""
    (tmp_path / "out").write_bytes(b"mine")

    for inside in ("report.html", "annotated/q1.xlsx"):
        with pytest.raises(OutputError, match=r"^A folder for the output cannot be made"):
            write_files(tmp_path / "out", [(inside, b"new")])

    assert content_of(tmp_path) == {"out": b"mine"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drive that lets nobody make folders gets one sentence with the system's code."""

    def refuse(*_arguments: object, **_options: object) -> NoReturn:
        raise OSError(errno.EROFS, "secret")

    monkeypatch.setattr(pathlib.Path, "mkdir", refuse)
    with pytest.raises(OutputError) as told:
        write_files(tmp_path / "out", [("report.html", b"new")])

    assert "(EROFS)" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("name", ["", "../a", "/a", "a/../../b", "a\\b", "C:a"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: pathlib.Path, name: str) -> None:
    """Whatever asks for such a name is at fault, and nothing is written."""
    with pytest.raises(ValueError, match="inside the folder"):
        write_files(tmp_path / "out", [("fine.txt", b""), (name, b"x")])

    assert content_of(tmp_path) == {}
