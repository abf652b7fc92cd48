"""Paths of returns in; what each holds as a return without a register out, for a supplier to check before sending."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Vocabulary
from pledges.exceptions import UnreadableFileError
from pledges.files.checked import CHECK, CheckedReturn, checked_of, terms_data
from pledges.files.on_disk import InFile, read_file
from pledges.files.outcomes import Refusal, outcomes_of, refusal
from pledges.files.workers import LIMITS, Limits, Workers
from pledges.findings import Finding, RowAccount, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pledges.files.workers import OnProgress
    from pledges.returns.layout import Layout


@attrs.frozen(kw_only=True)
class CheckedFile:
    """A return that was read without a register. `file` is its shown name.

    `status` is `read`, `not recognised` or `refused`, then with `reason`, a key of `REFUSALS`. `findings` are in order.
    """

    file: str
    status: str
    reason: str | None = None
    layout: str | None = None
    sheets: tuple[RowAccount, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_alone(
    paths: Sequence[Path],
    *,
    layouts: Path | None = None,
    limits: Limits = LIMITS,
    on_progress: OnProgress | None = None,
) -> tuple[CheckedFile, ...]:
    """Return what each of these files holds as a return, in their order, without a register and its names.

    They are read as `read_case` reads returns, by the house rules that come with pledges and by its layouts, those in
    the folder `layouts` first. No file stops the others: one that is not there, cannot be read, or meets a fault of
    ours is refused. Raises `WorkerError`, and of the folder what `read_layouts_in` raises.
    """
    vocabulary = Vocabulary()
    # The number of a file, not its place in a folder that was not given, tells apart names of which nothing is shown.
    names = [vocabulary.file_name(path.name) for path in paths]
    shown = [f"{name} (file {at})" if names.count(name) > 1 else name for at, name in enumerate(names, start=1)]
    terms = terms_data(None if layouts is None else _layouts_in(layouts))
    files = tuple(_opened(path, number) for number, path in enumerate(paths, start=1))
    by_path = {file.path: name for file, name in zip(files, shown, strict=True)}
    with Workers(CHECK, limits=limits) as workers:
        outcomes = outcomes_of(files, by_path, terms, checked_of, workers, on_progress)
    return tuple(_checked(by_path[file.path], outcomes[file.path]) for file in files)


def _layouts_in(folder: Path) -> tuple[Layout, ...]:
    from pledges.files.folder import read_layouts_in  # noqa: PLC0415 - only where somebody has layouts of their own

    return read_layouts_in(folder)


def _checked(shown: str, outcome: CheckedReturn | Refusal) -> CheckedFile:
    """Return what a supplier is told of a file; an error that nobody foresaw costs that file alone."""
    try:
        return _told(shown, outcome)
    except Exception:  # noqa: BLE001 - of one file in many; what it says could quote a cell
        return _told(shown, refusal(shown, "fault"))


def _told(shown: str, outcome: CheckedReturn | Refusal) -> CheckedFile:
    """Return what a supplier is told of a file that was read or refused, where nothing goes wrong."""
    if isinstance(outcome, Refusal):
        return CheckedFile(file=shown, status="refused", reason=outcome.reason, findings=(outcome.finding,))
    return CheckedFile(
        file=shown,
        status="read" if outcome.layout is not None else "not recognised",
        layout=outcome.layout,
        sheets=outcome.accounts,
        findings=in_order(outcome.findings),
    )


def _opened(path: Path, number: int) -> InFile:
    """Return a file of the command line; its number makes its path one that no other has."""
    name = f"{number}/{path.name}"
    try:
        return InFile(path=name, content=read_file(path))
    except UnreadableFileError as error:
        return InFile(path=name, refusal=error.reason if os.path.lexists(path) else "not-there")
