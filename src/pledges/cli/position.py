"""A case folder and the options of days in, the position out: what every command that assesses has in common."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import attrs
import click

from pledges.cli.day import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pledges.assess import Assessment
    from pledges.files.case import Case, Supposed

_Command = TypeVar("_Command", bound="Callable[..., object]")


def days(command: _Command) -> _Command:
    """Return `command` with the options `--on` and `--known-on`, given to it as `on` and `known_on`."""
    known_on = click.option(
        "--known-on",
        callback=day_of,
        metavar="DAY",
        help="Use only what was recorded by this day. Default: everything.",
    )
    on = click.option(
        "--on",
        "on",
        callback=day_of,
        metavar="DAY",
        help="The day the position is of, such as 2026-03-31 or 31/03/2026. Default: today.",
    )
    return on(known_on(command))


@attrs.frozen(kw_only=True)
class WhatIf:
    """A position as it would be with what is supposed, and what was taken of the files that suppose it."""

    position: Assessment
    supposed: Supposed


def position_and_what_if(
    folder: Path, on: dt.date | None, known_on: dt.date | None, what_if: Sequence[Path]
) -> tuple[Assessment, WhatIf | None]:
    """Return the position of a case folder and, where files suppose something, as it would be; nothing is written."""
    from pledges.files.case import suppose

    day = on if on is not None else dt.datetime.now().astimezone().date()
    case = _read(folder, day, folder / "out")
    before = _assessed(case, day, known_on)
    if not what_if:
        return before, None
    supposed = suppose(case, folder, what_if, on=day)
    return before, WhatIf(position=_assessed(supposed.case, day, known_on), supposed=supposed)


def position_of(folder: Path, on: dt.date | None, known_on: dt.date | None, out: Path) -> Assessment:
    """Return the position of a case folder; only here is the clock asked, where no day was given."""
    day = on if on is not None else dt.datetime.now().astimezone().date()
    return _assessed(_read(folder, day, out), day, known_on)


def _read(folder: Path, day: dt.date, out: Path) -> Case:
    from pledges.cli.progress import progress
    from pledges.files import read_case

    with progress("Reading returns") as on_progress:
        return read_case(folder, out=out, on=day, on_progress=on_progress)


def _assessed(case: Case, day: dt.date, known_on: dt.date | None) -> Assessment:
    from pledges.assess import assess

    return assess(
        case.register,
        case.intake,
        case.rulebook,
        on=day,
        known_on=known_on,
        vocabulary=case.vocabulary,
    )
