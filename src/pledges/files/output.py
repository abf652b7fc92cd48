"""Bytes and a folder in, files on the disk out: each one whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from pledges.exceptions import OutputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Writer = Callable[[BinaryIO], object]
"""What writes the content of a file to it, open for writing from its beginning."""

Content = bytes | Writer | None
"""What a file is to hold; None makes a folder."""

PROGRAM = 0o777
"""The permissions of a file that is run by a double click; the person's own mask is taken off both by the system."""

DOCUMENT = 0o666
"""The permissions of every other file."""


def write_files(
    folder: pathlib.Path,
    files: Iterable[tuple[str, Content]],
    *,
    executable: Collection[str] = (),
    overwrite: bool = True,
) -> None:
    """Write files, given by their names inside `folder` (with forward slashes), and return nothing.

    Instead of bytes, what writes them to the open file may be given, so that they are never all there at once; `None`
    makes a folder. `executable` names the files that are to be run. All files are first written
    and synced beside their places under other names, and only then renamed: what goes wrong before that leaves
    everything as it was, and no reader ever sees half a file.

    Raises `OutputError` where a file cannot be written, or where one is there already and `overwrite` is false.
    """
    staged, touched = list[tuple[pathlib.Path, pathlib.Path]](), set[pathlib.Path]()
    try:
        for name, content in files:
            target, is_executable = _place(folder, name), name in executable
            touched.add(target.parent)
            if content is None:
                _make_folder(target)
                continue
            _make_folder(target.parent)
            _check_free(target, overwrite=overwrite)
            temporary = target.with_name(f".pledges-{secrets.token_hex(8)}.tmp")
            staged.append((temporary, target))
            _write_synced(temporary, content, PROGRAM if is_executable else DOCUMENT, target.name)
        while staged:
            temporary, target = staged[0]
            _rename(temporary, target)
            staged.pop(0)
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    for each in sorted(touched):
        _sync_folder(each)


def _place(folder: pathlib.Path, name: str) -> pathlib.Path:
    """Return where a file goes; a name that leads out of the folder is a fault of the caller's."""
    parts = pathlib.PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/") or "\\" in name or ":" in name:
        message = "an output's name must lead to a place inside the folder"
        raise ValueError(message)
    return folder.joinpath(*parts)


def _make_folder(folder: pathlib.Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        message = (
            "A folder for the output cannot be made: a file of that name is there. Move it, or use another folder."
        )
        raise OutputError(message) from None
    except OSError as error:
        message = f"A folder for the output cannot be made here ({_cause(error)}). Use a folder that you may write to."
        raise OutputError(message) from None


def _check_free(target: pathlib.Path, *, overwrite: bool) -> None:
    """Find out before anything is renamed whether a file that is there can be replaced."""
    if target.is_dir():
        message = f"{target.name} cannot be written: a folder of that name is there. Move it and run the command again."
        raise OutputError(message)
    if not target.exists():
        return
    if not overwrite:
        message = f"{target.name} is there already and was left as it is; nothing was written."
        raise OutputError(message)
    try:
        # Excel on Windows locks an open workbook against writing: asking to append shows it and changes nothing.
        with target.open("ab"):
            pass
    except PermissionError:
        raise _held_open(target) from None
    except OSError as error:
        raise _not_written(target.name, error) from None


def _write_synced(temporary: pathlib.Path, content: bytes | Writer, mode: int, name: str) -> None:
    def opened(path: str, flags: int) -> int:
        return os.open(path, flags, mode)

    try:
        with open(temporary, "xb", opener=opened) as file:  # Path.open takes no opener
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
            file.flush()
            os.fsync(file.fileno())
    except PermissionError:
        message = f"{name} cannot be written, because you may not write to that folder. Use another folder."
        raise OutputError(message) from None
    except OSError as error:
        raise _not_written(name, error) from None


def _rename(temporary: pathlib.Path, target: pathlib.Path) -> None:
    try:
        temporary.replace(target)
    except PermissionError:
        raise _held_open(target) from None
    except OSError as error:
        raise _not_written(target.name, error) from None


def _sync_folder(folder: pathlib.Path) -> None:
    """Ask the disk to keep the new names, where the system can: Windows opens no folders."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):  # some network drives refuse; the files themselves are synced already
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _held_open(target: pathlib.Path) -> OutputError:
    return OutputError(f"{target.name} is open in another program, probably Excel. Close it and run the command again.")


def _not_written(name: str, error: OSError) -> OutputError:
    return OutputError(f"{name} could not be written ({_cause(error)}). Check the disk and run the command again.")


def _cause(error: OSError) -> str:
    """Return the system's code for what went wrong: its text could quote a path."""
    return errno.errorcode.get(error.errno or 0, "unknown cause")
