"""A case folder and the options of days in, the position out: what every command that assesses has in common."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import click

from pledges.cli.day import day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pledges.assess import Assessment

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


def position_of(folder: Path, on: dt.date | None, known_on: dt.date | None, out: Path) -> Assessment:
    """Return the position of a case folder; only here is the clock asked, where no day was given."""
    from pledges.assess import assess
    from pledges.cli.progress import progress
    from pledges.files import read_case

    day = on if on is not None else dt.datetime.now().astimezone().date()
    with progress("Reading returns") as on_progress:
        case = read_case(folder, out=out, on=day, on_progress=on_progress)
    return assess(
        case.register,
        case.intake,
        case.rulebook,
        on=day,
        known_on=known_on,
        vocabulary=case.vocabulary,
    )
