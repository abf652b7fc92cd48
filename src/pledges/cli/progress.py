"""Counts of what is done in, a bar on the terminal out: only where somebody watches and the work takes a while."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 2.0
"""Seconds of work after which a bar is worth showing."""


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told how many are done and of how many; it draws on standard error, and only there.

    Nothing is drawn where that is no terminal, or before `PATIENCE` seconds have passed.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    started, shown = time.monotonic(), 0
    with contextlib.ExitStack() as stack:
        bar: Any = None  # click does not name the type of its bars

        def told(done: int, of: int) -> None:
            nonlocal bar, shown
            if bar is None:
                if time.monotonic() - started < PATIENCE or done == of:
                    return
                bar = stack.enter_context(click.progressbar(length=of, label=label, file=sys.stderr))
            bar.update(done - shown)
            shown = done

        yield told
