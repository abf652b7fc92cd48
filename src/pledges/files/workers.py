"""Suppliers' files in, what was read of each out: read by short-lived processes, so that none of them can do harm.

A library for spreadsheets can be made to abort its whole process, to take all memory or never to end, by a file of one
kilobyte. So no supplier's file is parsed in the process that holds the register. A worker is a new Python: nothing of
the register's memory is in it, its environment is empty, and of the open files it has two pipes. It reads one file
after another, but after one that went to a library of native code it is replaced (on Linux by a fork of a process that
never saw a file), so that no file can touch what is read of another one. It is bound in memory, in time on the
processor and by a clock, and may write to no file; on Windows only the clock holds.

A worker that dies or is stopped costs the file it had in its hands. A worker that cannot be started at all stops the
work: to refuse every file would look like an answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Self, cast

import attrs

import pledges
from pledges.exceptions import WorkerError
from pledges.files.frames import read_frame, write_frame
from pledges.files.reader_process import ANSWERED, STOPPED
from pledges.files.wire import WireError, from_bytes, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    OnProgress = Callable[[int, int], None]

_START = (
    "import json, sys; given = json.loads(sys.stdin.buffer.readline()); sys.path[:] = given['path'];"
    " from pledges.files.reader_process import serve; serve(given['job'])"
)
_PYTHON = ("-I", "-S", "-B", "-X", "utf8", "-c", _START)
_SLACK = 5.0  # seconds by which the pool's own clock is later than the worker's
_MOST_HOW = 4096
_WORTH_A_WORKER = 12  # small files: starting one takes about as long as reading so many
_WORTH_A_WORKER_BYTES = 2**18
_MOST_WORKERS = 8  # each may take the memory that the limits allow


@attrs.frozen(kw_only=True)
class Limits:
    """What reading one file may take: seconds by the clock and on the processor, bytes of memory beyond a start's.

    `seconds_a_mebibyte` are added to both for every mebibyte of a larger file, so that an honest return of 100,000 rows
    (10 MiB) is read on a slow machine too. Memory is the same for every file: such a return takes 390 MiB in all, and
    no file is to have more than 512. `answer` is how many bytes what was read may have on the pipe.
    """

    wall_seconds: float = 30.0
    cpu_seconds: int = 20
    seconds_a_mebibyte: int = 8
    memory: int = 448 * 2**20  # a start takes some 40 MiB: the whole process stays below 512
    open_files: int = 16
    answer: int = 64 * 2**20


LIMITS = Limits()
"""The limits that hold where nobody says otherwise."""


@attrs.frozen(kw_only=True)
class Parcel:
    """A file to be read: the name that may be shown, and its bytes."""

    name: str
    content: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Answer:
    """What became of a parcel: the data its reader made, or the reason why it is refused, with our own message if any.

    `peak` (bytes) and `cpu` (seconds) are what the reading took, None where its worker could not tell. `unforeseen` is
    the kind of the error where nobody had foreseen it: for whoever hunts mistakes of ours, and never shown.
    """

    data: object = attrs.field(default=None, repr=False)
    refusal: str | None = None
    message: str = ""
    peak: int | None = None
    cpu: float | None = None
    unforeseen: str = ""


class Workers:
    """The processes that do one job; a context manager that ends them all on leaving.

    `job` is `module:function` of ours (`pledges.files.returned.JOB`), never anything from a file.
    """

    def __init__(
        self, job: str, *, limits: Limits = LIMITS, most: int | None = None, forks: bool | None = None
    ) -> None:
        """Start nothing yet; `most` workers at a time (default: the processors), `forks` as the system allows."""
        self._job = job
        self._limits = limits
        self._most = min(_MOST_WORKERS, most or _processors())
        self._forks = sys.platform == "linux" if forks is None else forks
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        """Return the pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every worker."""
        while self._idle:
            self._idle.pop().end()

    def start(self) -> None:
        """Start one worker now, so that it is ready when the files are. Raises `WorkerError`."""
        self._idle.append(_Worker(self._job, forks=self._forks))

    def answers(
        self, parcels: Sequence[Parcel], terms: object, *, on_progress: OnProgress | None = None
    ) -> tuple[Answer, ...]:
        """Return the answer to each parcel, in their order. `terms` is what the job asks for, as JSON can hold it.

        `on_progress` is told how many are done, and of how many. Raises `WorkerError` where no worker can be started.
        """
        setup = to_bytes({"bounds": attrs.asdict(self._limits) | {"forks": self._forks}, "terms": terms})
        # The large ones first, so that no processor has one to itself when the others have nothing left to do.
        waiting = deque(sorted(range(len(parcels)), key=lambda each: -len(parcels[each].content)))
        done: SimpleQueue[tuple[int, Answer | WorkerError]] = SimpleQueue()
        crew = [
            threading.Thread(target=self._work, args=(parcels, waiting, setup, done), daemon=True)
            for _ in range(self._worth(parcels))
        ]
        for each in crew:
            each.start()
        answers = dict[int, Answer]()
        try:
            while len(answers) < len(parcels):
                index, answer = done.get()
                if isinstance(answer, WorkerError):
                    raise answer
                answers[index] = answer
                if on_progress is not None:
                    on_progress(len(answers), len(parcels))
        finally:
            waiting.clear()
        for each in crew:
            each.join()
        return tuple(answers[index] for index in range(len(parcels)))

    def _worth(self, parcels: Sequence[Parcel]) -> int:
        """Return how many workers these files are worth."""
        size = sum(len(parcel.content) for parcel in parcels)
        worth = 1 + max(len(parcels) // _WORTH_A_WORKER, size // _WORTH_A_WORKER_BYTES)
        return min(self._most, worth, len(parcels))

    def _work(
        self,
        parcels: Sequence[Parcel],
        waiting: deque[int],
        setup: bytes,
        done: SimpleQueue[tuple[int, Answer | WorkerError]],
    ) -> None:
        """Have one worker after another read what waits, until nothing does."""
        worker: _Worker | None = None
        while True:
            try:
                index = waiting.popleft()
            except IndexError:
                break
            try:
                worker = worker if worker is not None else self._ready(setup)
            except WorkerError as error:
                done.put((index, error))
                return
            answer = worker.answer(parcels[index], self._limits)
            if not worker.is_well:
                worker.end()
                worker = None
            done.put((index, answer))
        if worker is not None:
            worker.end()

    def _ready(self, setup: bytes) -> _Worker:
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker(self._job, forks=self._forks)
        worker.set_up(setup)
        return worker


class _Worker:
    """One process and its two pipes, from this side."""

    def __init__(self, job: str, *, forks: bool) -> None:
        self.is_well = True
        self._forks = forks
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own Python and our own line, nothing of a file
                [sys.executable, *_PYTHON],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a library prints there may quote a cell
                env=_environment(),
                **_APART,
            )
        except OSError:
            raise _cannot_start() from None
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        package = str(Path(pledges.__file__).resolve().parent.parent)
        path = [package, *(place for place in sys.path if place != package and Path(place).is_absolute())]
        with contextlib.suppress(OSError):
            self._stdin.write(json.dumps({"path": path, "job": job}).encode() + b"\n")
            self._stdin.flush()

    def set_up(self, setup: bytes) -> None:
        """Tell it the limits and what the job asks for. Raises `WorkerError` where it is not there."""
        self._frame(setup)
        if self._heard(0) is None:
            self.is_well = False
            self.end()
            raise _cannot_start()

    def answer(self, parcel: Parcel, limits: Limits) -> Answer:
        """Return what it makes of a file; whatever happens to it, there is an answer."""
        seconds = limits.wall_seconds + limits.seconds_a_mebibyte * (len(parcel.content) // 2**20)
        clock = threading.Timer(seconds + (_SLACK if self._forks else 0), self._kill)
        clock.daemon = True
        clock.start()
        try:
            self._frame(parcel.name.encode("utf-8", errors="replace"))
            self._frame(parcel.content)
            alone, how, payload = self._heard(1), self._heard(_MOST_HOW), self._heard(limits.answer)
        finally:
            clock.cancel()
        if how is None or payload is None:
            self.is_well = False
            return Answer(refusal="too-costly")
        self.is_well = self._forks or not alone
        return _answer(how, payload)

    def end(self) -> None:
        """End the process, whatever it is doing: at once where it is not well, else when it sees that nothing comes."""
        with contextlib.suppress(OSError):  # what was still to be written has no reader
            self._stdin.close()
        if self.is_well:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_SLACK)
        self.is_well = False
        self._kill()
        self._process.wait()
        self._stdout.close()

    def _kill(self) -> None:
        """Kill the process, and on Linux the child that it may have."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._forks and self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def _heard(self, most: int) -> bytes | None:
        return read_frame(self._stdout, most=most)

    def _frame(self, content: bytes) -> None:
        # Where it has died, that nothing is heard of it will say so.
        with contextlib.suppress(OSError):
            write_frame(self._stdin, content)


def _answer(how: bytes, payload: bytes) -> Answer:
    """Return what a worker said, taken for no more than it can be."""
    try:
        told: Any = from_bytes(how)
        peak, cpu = told.get("peak"), told.get("cpu")
        costs: Any = {
            "peak": peak if isinstance(peak, int) else None,
            "cpu": cpu / 1000 if isinstance(cpu, int) else None,
        }
        if told["how"] != ANSWERED:
            return Answer(refusal="too-costly" if told["how"] == STOPPED else "damaged", **costs)
        said: Any = from_bytes(payload)
        if said[0] == "read":
            return Answer(data=said[1], **costs)
        return Answer(refusal=str(said[1]), message=str(said[2]), unforeseen="".join(map(str, said[3:])), **costs)
    except (WireError, TypeError, LookupError, AttributeError):
        return Answer(refusal="damaged")


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _environment() -> dict[str, str]:
    """Return an environment with nothing of ours in it; without its SYSTEMROOT Windows starts no Python."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if os.name == "nt" and name in os.environ}


# In a group of its own, so that Ctrl-C is answered here alone.
_APART: dict[str, Any] = (
    {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    if os.name == "nt"
    else {"start_new_session": True}
)


def _cannot_start() -> WorkerError:
    return WorkerError(
        "The separate process in which returns are read could not be started, so nothing was read."
        " Check that this user may start programs and that memory is left, and run the command again."
    )
