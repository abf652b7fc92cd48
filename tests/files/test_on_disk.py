import os
import stat
from pathlib import Path

import pytest

from pledges.exceptions import UnreadableFileError
from pledges.files import on_disk
from pledges.files.on_disk import REFUSALS, InFile, is_hidden, is_link, read_all, read_file


def reason_of(path: Path, *, most: int = 100) -> str:
    """Return why a file is not read."""
    with pytest.raises(UnreadableFileError) as caught:
        read_file(path, most=most)
    return caught.value.reason


def test_a_regular_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """At the limit it is read, one byte over it is too large."""
    (tmp_path / "at").write_bytes(b"x" * 100)
    (tmp_path / "over").write_bytes(b"x" * 101)

    assert read_file(tmp_path / "at", most=100) == b"x" * 100
    assert reason_of(tmp_path / "over") == "too-large"


def test_a_link_a_folder_and_a_pipe_are_never_opened(tmp_path: Path) -> None:
    """A pipe would wait for ever, a link may lead anywhere."""
    (tmp_path / "real").write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")

    reasons = [reason_of(tmp_path / name) for name in ("link", "nowhere", "pipe", "")]

    assert reasons == ["link", "link", "not-a-file", "folder"]


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    """Between looking and opening it may be deleted."""
    assert reason_of(tmp_path / "gone") == "unreadable"


def test_a_link_put_in_the_files_place_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked at may be swapped before it is opened; then opening fails."""
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "file").symlink_to(tmp_path / "secret")
    look = (tmp_path / "secret").lstat()
    monkeypatch.setattr(Path, "lstat", lambda _: look)

    assert reason_of(tmp_path / "file") == "unreadable"


def test_a_pipe_put_in_the_files_place_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened is looked at again."""
    (tmp_path / "plain").write_text("x", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    look = (tmp_path / "plain").lstat()
    monkeypatch.setattr(Path, "lstat", lambda _: look)

    assert reason_of(tmp_path / "pipe") == "not-a-file"


@pytest.mark.parametrize(("number", "reason"), [(13, "no-permission"), (5, "unreadable")])
def test_what_the_system_says_becomes_a_reason_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    """The system's own sentence names the file, and is not passed on."""
    path = tmp_path / "file"
    path.write_text("x", encoding="utf-8")

    def failing(*_: object) -> int:
        raise OSError(number, "Zebedee Quillfeather.xlsx")

    monkeypatch.setattr(os, "open", failing)

    with pytest.raises(UnreadableFileError) as caught:
        read_file(path)
    assert caught.value.reason == reason
    assert "Quillfeather" not in str(caught.value)


def test_a_file_that_windows_says_is_held_open_is_told_as_such() -> None:
    """The usual case is Excel."""
    error = PermissionError(13, "held")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]

    assert on_disk._reason(error) == "in-use"


def test_every_reason_says_what_and_what_to_do() -> None:
    """The codes of the sheets are among them, and each has two sentences' worth of words."""
    assert {"encrypted", "wrong-type", "damaged", "too-large", "empty"} <= set(REFUSALS)
    assert all(what and remedy.endswith(".") for what, remedy in REFUSALS.values())


def test_files_at_any_depth_are_found_and_programs_own_are_passed_over(tmp_path: Path) -> None:
    """Lock files, hidden and system files are no returns, nor is what lies in our own outputs."""
    kept = ["returns/a.csv", "returns/Q1/deep/er/b.csv"]
    passed = [
        "returns/~$a.xlsx", "returns/.hidden.csv", "returns/.git/x.csv", "returns/Thumbs.db", "returns/DESKTOP.INI",
        "returns/.DS_Store", "returns/__MACOSX/c.csv", "returns/out/report.csv",
    ]  # fmt: skip
    for name in (*kept, *passed):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")

    found = {file.path: file for file in read_all(tmp_path / "returns", tmp_path, but=tmp_path / "returns/Q1/../out")}

    assert sorted(found) == sorted(kept)
    assert found["returns/a.csv"] == InFile(path="returns/a.csv", content=b"returns/a.csv")


def test_a_link_to_a_folder_is_refused_by_name_and_not_entered(tmp_path: Path) -> None:
    """Otherwise a link to the folder itself would never end."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "again").symlink_to(tmp_path / "returns")

    found = list(read_all(tmp_path / "returns", tmp_path))

    assert found == [InFile(path="returns/again", refusal="link")]


def test_a_folder_that_cannot_be_opened_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its neighbours are still read."""
    (tmp_path / "returns" / "shut").mkdir(parents=True)
    (tmp_path / "returns" / "a.csv").write_text("x", encoding="utf-8")
    iterdir = Path.iterdir

    def opening(path: Path) -> object:
        if path.name == "shut":
            raise PermissionError(13, "shut")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", opening)

    found = {file.path: file.refusal for file in read_all(tmp_path / "returns", tmp_path)}

    assert found == {"returns/a.csv": None, "returns/shut": "no-permission"}


def test_windows_junctions_and_hidden_files_are_known_by_their_marks() -> None:
    """Only Windows gives these marks; elsewhere they are simply not there."""

    class Look:
        st_mode = stat.S_IFDIR
        st_reparse_tag = 0xA0000003
        st_file_attributes = 0x2

    assert is_link(Look())  # type: ignore[arg-type]
    assert is_hidden(Look())  # type: ignore[arg-type]


def test_the_path_and_content_of_a_file_are_not_in_its_words() -> None:
    """A name of a young person can stand in both, and representations end up in logs."""
    file = InFile(path="returns/Zebedee Quillfeather.csv", content=b"Zebedee Quillfeather")

    assert "Quillfeather" not in repr(file)
