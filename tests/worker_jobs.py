"""Jobs for workers that do to them what a hostile file could: each makes a reader of a file's name and bytes."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pledges.files.checked import Checker, checker
from pledges.files.returned import ReturnReader, reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from pledges.findings import Finding
    from pledges.returns.reading import ReturnReading

CANARY = "Zebedee Quillfeather"


class Obeying:
    """Does what the bytes of a file say."""

    def is_alone(self, content: bytes) -> bool:
        """Return whether the bytes say so."""
        if content.startswith(b"unsure"):
            raise ValueError(CANARY)
        return b"alone" in content

    def read(self, name: str, content: bytes) -> object:
        """Do it."""
        return _DEEDS[content.decode().partition(" ")[0]](name)


def obeying(_terms: object) -> Obeying:
    """Return a reader that does what the bytes of a file say."""
    return Obeying()


class FailingOnQ2(ReturnReader):
    """The reader of returns, with a mistake of ours in it that q2 meets."""

    def read(self, name: str, content: bytes) -> object:
        """Return what a file holds, or fail."""
        if "q2" in name:
            raise RuntimeError(CANARY)
        return super().read(name, content)


def failing_on_q2(terms: object) -> FailingOnQ2:
    """Return that reader."""
    whole = reader(terms)
    return FailingOnQ2(terms=whole.terms, layouts=whole.layouts)


class AtFaultInQ1(Checker):
    """The reader of `pledges check`, with a mistake of ours in what is said of the lines of q1."""

    def said_of(self, reading: ReturnReading) -> tuple[Finding, ...]:
        """Return what is said of a file, or fail."""
        if "q1" in str(reading.returns):
            raise KeyError(CANARY)
        return super().said_of(reading)


def at_fault_in_q1(terms: object) -> AtFaultInQ1:
    """Return that reader."""
    return AtFaultInQ1(returns=checker(terms).returns)


def missing(_terms: object) -> Obeying:
    """Return nothing: this worker never gets ready."""
    sys.exit(3)


def _answer(name: str) -> object:
    return ["answer", name]


def _process(_name: str) -> object:
    return os.getpid()


def _die(_name: str) -> object:
    os.kill(os.getpid(), signal.SIGSEGV)
    return None


def _abort(_name: str) -> object:
    os.abort()


def _leave(_name: str) -> object:
    os._exit(0)


def _sleep(_name: str) -> object:
    time.sleep(3600)
    return None


def _spin(_name: str) -> object:
    while True:
        pass


def _hoard(_name: str) -> object:
    return len(b"x" * (900 * 2**20))


def _recurse(name: str) -> object:
    return _recurse(name) or name


def _raise(_name: str) -> object:
    raise ValueError(CANARY)


def _babble(_name: str) -> object:
    return "x" * (65 * 2**20)


def _lie(_name: str) -> object:
    sys.stdout.write(CANARY)
    sys.stderr.write(CANARY)
    os.write(1, b"\xff" * 4096)
    return ["answer", "after rubbish"]


def _look_around(name: str) -> object:
    """Return what a file's reader could reach: the environment, open files, and whether it can write one."""
    found: dict[str, object] = {"environment": sorted(os.environ)}
    place = Path(name)
    try:
        place.write_bytes(b"x" * 10_000)
        found["wrote"] = True
    except OSError:
        found["wrote"] = False
    opened = list[int]()
    try:
        while len(opened) < 100:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        found["files"] = len(opened)
    for number in opened:
        os.close(number)
    return found


_DEEDS: dict[str, Callable[[str], object]] = {
    "answer": _answer,
    "process": _process,
    "unsure": _process,
    "die": _die,
    "abort": _abort,
    "leave": _leave,
    "sleep": _sleep,
    "spin": _spin,
    "hoard": _hoard,
    "recurse": _recurse,
    "raise": _raise,
    "babble": _babble,
    "lie": _lie,
    "look": _look_around,
}
