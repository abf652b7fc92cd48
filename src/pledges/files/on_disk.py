"""Paths in, the bytes of regular files out, or the reason why a file is not opened: the only place that reads the disk.

A returns folder holds what strangers sent. So a file is looked at before it is opened, opened without following a
link, looked at again, and read once up to a limit; what is no regular file is never opened.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import UnreadableFileError
from pledges.sheets.limits import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSALS: dict[str, tuple[str, str]] = {
    "encrypted": (
        "it is protected with a password",
        "Open it in Excel, take the password off (File, Info, Protect Workbook, Encrypt), save it, and send it again.",
    ),
    "wrong-type": (
        "it is not a spreadsheet of a kind that this version reads",
        "Save its table as an Excel workbook (.xlsx) or as CSV, and send that.",
    ),
    "damaged": (
        "it is damaged and cannot be read safely",
        "Open it in Excel, save it under a new name, and send that.",
    ),
    "too-large": (
        "it is larger than a return can be, on the disk or once unpacked",
        "Send the rows that matter in a workbook of their own.",
    ),
    "too-costly": (
        "reading it took more memory or time than a return needs",
        "Copy the rows that matter into a new workbook and send that.",
    ),
    "empty": ("it is empty", "Save it again with its content, and send it again."),
    "link": ("it is a link to another place", "Put a copy of the file itself in its place."),
    "folder": ("it is a folder", "Name the files in it."),
    "not-a-file": ("it is no ordinary file", "Put an ordinary file in its place."),
    "not-there": ("there is no such file", "Check its name; put it in quotation marks if it has spaces."),
    "in-use": ("another program holds it open", "Close it, in Excel for instance, and run the command again."),
    "no-permission": ("it may not be opened by this user", "Ask for permission to read it, or save a copy of it."),
    "fault": (
        "something went wrong inside pledges while it was checked",
        "Please report it; the other files are not affected, and the council may still be able to read this one.",
    ),
    "unreadable": ("it could not be read from the disk", "Copy it to this machine and run the command again."),
}
"""What is said of a file that was not read, and what to do about it, by the code of the reason."""

_PASSED_OVER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"})
_WINDOWS_HELD_OPEN = (32, 33)  # ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION
_WINDOWS_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT, which the stat module has on Windows only
_WINDOWS_HIDDEN = 0x2 | 0x4  # FILE_ATTRIBUTE_HIDDEN and FILE_ATTRIBUTE_SYSTEM, as above


@attrs.frozen(kw_only=True)
class InFile:
    """A file of the case folder: its true path inside it, never to be shown, and its bytes or why there are none.

    `refusal` is a key of `REFUSALS`.
    """

    path: str = attrs.field(repr=False)
    content: bytes | None = attrs.field(default=None, repr=False)
    refusal: str | None = None


def read_file(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises `UnreadableFileError` with a key of `REFUSALS` as its reason; the message never names the file.
    """
    try:
        before = path.lstat()
        if is_link(before):
            raise _refused("link")
        if stat.S_ISDIR(before.st_mode):
            raise _refused("folder")
        if not stat.S_ISREG(before.st_mode):
            raise _refused("not-a-file")
        # Not to follow a link put there since, and not to wait for the other end of a pipe, where the system knows how.
        careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, os.O_RDONLY | careful), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _refused("not-a-file")
            content = file.read(most + 1)
    except OSError as error:
        raise _refused(_reason(error)) from None
    if len(content) > most:
        raise _refused("too-large")
    return content


def read_all(folder: Path, root: Path, *, but: Path | None = None) -> Iterator[InFile]:
    """Yield every file below `folder`, at any depth, by its path from `root`, in no promised order.

    Lock files, hidden and system files are passed over, and so is everything in the folder `but`. A link, whatever it
    leads to, is refused by name and not followed.
    """
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = sorted(place.iterdir())
            looks = [(entry, entry.lstat()) for entry in entries if not is_passed_over(entry.name)]
        except OSError as error:
            yield InFile(path=place.relative_to(root).as_posix(), refusal=_reason(error))
            continue
        for entry, look in looks:
            if is_hidden(look) or (but is not None and _is_same(entry, but)):
                continue
            if stat.S_ISDIR(look.st_mode) and not is_link(look):
                waiting.append(entry)
            else:
                yield _in_file(entry, root)


def is_passed_over(name: str) -> bool:
    """Whether a file of that name is a program's own: a lock file of Excel's, a hidden or a system file."""
    return name.startswith(("~$", ".")) or name.casefold() in _PASSED_OVER


def is_link(look: os.stat_result) -> bool:
    """Whether it is a symbolic link, or a junction of Windows."""
    return stat.S_ISLNK(look.st_mode) or getattr(look, "st_reparse_tag", 0) == _WINDOWS_JUNCTION


def is_hidden(look: os.stat_result) -> bool:
    """Whether Windows marks it as hidden or its own."""
    return bool(getattr(look, "st_file_attributes", 0) & _WINDOWS_HIDDEN)


def _in_file(path: Path, root: Path) -> InFile:
    name = path.relative_to(root).as_posix()
    try:
        return InFile(path=name, content=read_file(path))
    except UnreadableFileError as error:
        return InFile(path=name, refusal=error.reason)


def _is_same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _refused(reason: str) -> UnreadableFileError:
    what, remedy = REFUSALS[reason]
    return UnreadableFileError(reason, f"It cannot be read: {what}. {remedy}")


def _reason(error: OSError) -> str:
    """Return the code for what the system said; its own words could name the file."""
    if getattr(error, "winerror", None) in _WINDOWS_HELD_OPEN:
        return "in-use"
    if isinstance(error, PermissionError):
        return "no-permission"
    return "unreadable"


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of `content` as `sha256:<hex>`."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
