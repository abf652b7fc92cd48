"""What runs in a worker: files over standard input in, what was read of each over standard output out, under limits.

On Linux the worker itself never looks at a file: it forks a child that does, bound by the limits, and forks another
where that one died, was stopped, or let a library of native code at a file: what a file may have done to its process
then touches no other file. Elsewhere the worker reads the files itself, under what limits the system knows (Windows:
none but the pool's clock), and the pool replaces it in the same cases.

Nothing here is reached from the process that holds the register: see `pledges.files.workers` for that side.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import math
import os
import select
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import attrs

from pledges.exceptions import UnreadableFileError
from pledges.files.frames import LENGTH, read_frame, write_frame
from pledges.files.wire import from_bytes, to_bytes

if TYPE_CHECKING:
    from typing import BinaryIO

ANSWERED, DIED, STOPPED = "answered", "died", "stopped"
"""What became of the reading of a file: it answered, it died, or it was stopped at a limit."""

_ON, _ALONE = b"", b"a"
_FRAMES = 3
_SELDOM = (500_000, 50, 1_000)  # what is read of a file is kept until it is told, and none of it is in a ring
_MOST_HOW = 4096
_CHUNK = 2**20
_UNIT_OF_PEAK = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
# Its clock, ours, and memory: a library's answer to having none is often to abort.
_BY_A_LIMIT = tuple(getattr(signal, name, None) for name in ("SIGXCPU", "SIGKILL", "SIGABRT"))


@attrs.frozen(kw_only=True)
class Bounds:
    """The limits of one file's reading; `memory` and `answer` are in bytes, the first on top of what a start takes.

    `seconds_a_mebibyte` are added to the seconds for every mebibyte of a larger file.
    """

    wall_seconds: float
    cpu_seconds: int
    seconds_a_mebibyte: int
    memory: int
    open_files: int
    answer: int
    forks: bool

    def more_seconds(self, content: bytes) -> int:
        """Return the seconds that the size of a file adds."""
        return self.seconds_a_mebibyte * (len(content) // 2**20)


class Reader(Protocol):
    """What a job makes: it reads one file after another."""

    def is_alone(self, content: bytes) -> bool:
        """Return whether a process that reads these bytes is to read nothing after them."""

    def read(self, name: str, content: bytes) -> object:
        """Return what the bytes hold as what JSON can hold; `UnreadableFileError` where that is nothing."""


def serve(job: str) -> None:
    """Read files until standard input ends. `job` is `module:function`: it makes the reader from what is sent first.

    The first frame holds the bounds and what the job asks for, and is answered by an empty one for ready. Then two
    frames come for each file, its shown name and its bytes, and three go back (see `_read_files`).
    """
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    module, _, function = job.partition(":")
    make = getattr(importlib.import_module(module), function)
    setup: Any = from_bytes(read_frame(source) or b"null")
    if setup is None:
        return
    bounds, reader = Bounds(**setup["bounds"]), make(setup["terms"])
    write_frame(sink, b"")
    gc.freeze()  # so that a child's housekeeping does not copy the pages it shares
    gc.set_threshold(*_SELDOM)
    if bounds.forks:
        _have_children_read(source, sink, reader, bounds)
    else:
        _limit(bounds)
        _read_files(source, sink, reader, bounds)


def _read_files(source: BinaryIO, sink: BinaryIO, reader: Reader, bounds: Bounds) -> None:
    """Read files until `source` ends, each answered by three frames.

    The first says whether this process is to be replaced after the file. It is sent before a library has seen the
    bytes, so that it can be believed whatever they do to the process. Then come how it went, and what was read.
    """
    start = _address_space()
    while (name := read_frame(source)) is not None and (content := read_frame(source)) is not None:
        _limit_file(bounds, content, start)
        before = time.process_time()
        write_frame(sink, _ALONE if _is_alone(reader, content) else _ON)
        payload = _payload(reader, name.decode("utf-8"), content)
        how = {"how": ANSWERED, "peak": _peak(), "cpu": round(1000 * (time.process_time() - before))}
        if len(payload) > bounds.answer:
            how, payload = how | {"how": STOPPED}, b""
        write_frame(sink, to_bytes(how))
        write_frame(sink, payload)


def _is_alone(reader: Reader, content: bytes) -> bool:
    try:
        return reader.is_alone(content)
    except Exception:  # noqa: BLE001 - bytes that cannot even be recognised are not trusted further
        return True


def _payload(reader: Reader, name: str, content: bytes) -> bytes:
    """Return what was read, or why it is refused, whatever goes wrong."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return to_bytes(["read", reader.read(name, content)])
    except UnreadableFileError as error:
        return to_bytes(["refused", error.reason, str(error)])
    except MemoryError:
        return to_bytes(["refused", "too-costly", ""])
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a file, its words go no further
        return to_bytes(["refused", "damaged", "", type(error).__name__])


def _peak() -> int | None:
    resource = _resource()
    return None if resource is None else int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT_OF_PEAK)


@attrs.frozen
class _Child:
    """A process that reads files until it is told to go: its number, and the pipes to it and from it."""

    number: int
    ear: BinaryIO
    mouth: int

    def end(self) -> tuple[int, int]:
        """End it; return how it had ended (as `os.wait4` says) and the most memory it had, in bytes."""
        with contextlib.suppress(OSError):
            self.ear.close()
        os.close(self.mouth)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        _, status, used = os.wait4(self.number, 0)
        return status, used.ru_maxrss * _UNIT_OF_PEAK


def _have_children_read(source: BinaryIO, sink: BinaryIO, reader: Reader, bounds: Bounds) -> None:
    """Hand each file to a child and its answer on; a child that was hurt, or may have been, gets no other file."""
    child: _Child | None = None
    while (name := read_frame(source)) is not None and (content := read_frame(source)) is not None:
        child = child if child is not None else _fork(reader, bounds)
        frames = _ask(child, name, content, bounds)
        if len(frames) < _FRAMES:
            status, peak = child.end()
            child, frames = None, [_ALONE, to_bytes({"how": _how(status), "peak": peak}), b""]
        elif frames[0] != _ON:
            child.end()
            child = None
        for frame in frames:
            write_frame(sink, frame)
    if child is not None:
        child.end()


def _fork(reader: Reader, bounds: Bounds) -> _Child:
    to_hear, ear = os.pipe()
    mouth, to_speak = os.pipe()
    number = os.fork()
    if number == 0:
        _be_the_child(reader, bounds, to_hear, to_speak)
    os.close(to_hear)
    os.close(to_speak)
    return _Child(number, os.fdopen(ear, "wb"), mouth)


def _be_the_child(reader: Reader, bounds: Bounds, to_hear: int, to_speak: int) -> NoReturn:
    """Read files until nothing more is asked; only the two pipes are open."""
    code = 1
    try:
        source: BinaryIO = os.fdopen(os.dup(to_hear), "rb")
        sink: BinaryIO = os.fdopen(os.dup(to_speak), "wb")
        kept = sorted((source.fileno(), sink.fileno()))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.closerange(3, kept[0])
        os.closerange(kept[0] + 1, kept[1])
        os.closerange(kept[1] + 1, 256)
        _limit(attrs.evolve(bounds, open_files=bounds.open_files + kept[1]))
        _read_files(source, sink, reader, bounds)
        code = 0
    finally:
        os._exit(code)


def _ask(child: _Child, name: bytes, content: bytes, bounds: Bounds) -> list[bytes]:
    """Return the frames that a child answers with: fewer than all where it dies or exceeds a limit."""
    until, frames = time.monotonic() + bounds.wall_seconds + bounds.more_seconds(content), list[bytes]()
    try:
        write_frame(child.ear, name)
        write_frame(child.ear, content)
    except OSError:
        return frames
    for most in (len(_ALONE), _MOST_HOW, bounds.answer):
        length = _heard(child.mouth, LENGTH, until)
        wanted = int.from_bytes(length or b"", "big")
        frame = None if length is None or wanted > most else _heard(child.mouth, wanted, until)
        if frame is None:
            break
        frames.append(frame)
    return frames


def _heard(mouth: int, wanted: int, until: float) -> bytes | None:
    """Return so many bytes of a pipe; None where they do not come in time, or it ends before."""
    pieces = list[bytes]()
    while wanted:
        left = until - time.monotonic()
        if left <= 0 or not select.select([mouth], [], [], left)[0]:
            return None
        piece = os.read(mouth, min(wanted, _CHUNK))
        if not piece:
            return None
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _how(status: int) -> str:
    """Return how a child ended that did not answer: by its own fault, or by a limit."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in _BY_A_LIMIT:
        return STOPPED
    return DIED


def _limit(bounds: Bounds) -> None:
    """Bind this process, as far as its system knows such limits: open files, written files, programs, core dumps."""
    resource = _resource()
    if resource is None:
        return
    limits = {
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": bounds.open_files,
        "RLIMIT_NPROC": 0,
    }
    for name, most in limits.items():
        _bind(resource, name, most, hard=True)


def _limit_file(bounds: Bounds, content: bytes, start: int) -> None:
    """Bind what one file may take of the processor and of memory; a process that reads several is bound anew for each.

    `start` is the address space that the process had before its first file, 0 where the system does not say: then its
    memory is not bound, for nobody knows how much of it is the start's.
    """
    resource = _resource()
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + bounds.cpu_seconds + bounds.more_seconds(content)
    _bind(resource, "RLIMIT_CPU", seconds, hard=False)
    if start:
        _bind(resource, "RLIMIT_AS", start + bounds.memory, hard=False)


def _bind(resource: Any, name: str, most: int, *, hard: bool) -> None:  # noqa: ANN401 - a module
    limit = getattr(resource, name, None)
    if limit is None:
        return
    # A system that knows the name may still not know the limit, or have a lower one already.
    with contextlib.suppress(OSError, ValueError):
        ceiling = resource.getrlimit(limit)[1]
        if ceiling not in (resource.RLIM_INFINITY, -1):
            most = min(most, ceiling)
        resource.setrlimit(limit, (most, most if hard else ceiling))


def _resource() -> Any:  # noqa: ANN401 - a module that Windows has not
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None


def _address_space() -> int:
    """Return the bytes of address space this process has now, 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib would be one more import
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
