"""What somebody typed for a day in, the day out: as people and as computers write it, always with the day first."""

from __future__ import annotations

import datetime as dt
import re

import click

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", re.ASCII)
_IN_WORDS = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{4})", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WHAT_TO_GIVE = "give a day such as 2026-03-31 or 31/03/2026"


def day_of(_context: click.Context, option: click.Parameter, text: str | None) -> dt.date | None:
    """Return the day that an option is, None where it is not given: 2026-03-31, 31/03/2026 or 31 March 2026.

    Raises `click.UsageError` in plain words, with the option's name and an example.
    """
    return None if text is None else _day_or_stop(option, text)


def days_of(_context: click.Context, option: click.Parameter, texts: tuple[str, ...]) -> tuple[dt.date, ...]:
    """Return the days that an option of several is; otherwise as `day_of`."""
    return tuple(_day_or_stop(option, text) for text in texts)


def _day_or_stop(option: click.Parameter, text: str) -> dt.date:
    from pledges.tables.days import EARLIEST_YEAR, LATEST_YEAR

    day = day_in(text)
    if day is None:
        raise click.UsageError(f"{option.opts[0]}: {_WHAT_TO_GIVE}.")
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        years = f"the years {EARLIEST_YEAR} to {LATEST_YEAR}"
        raise click.UsageError(f"{option.opts[0]}: {_WHAT_TO_GIVE}; it must lie in {years}.")
    return day


def day_in(text: str) -> dt.date | None:
    """Return the day that `text` is, None where it is none or the calendar has no such day."""
    said = " ".join(text.split()).casefold()
    if iso := _ISO.fullmatch(said):
        year, month, day = iso.groups()
    elif day_first := _DAY_FIRST.fullmatch(said):
        day, month, year = day_first.groups()
    elif in_words := _IN_WORDS.fullmatch(said):
        day, word, year = in_words.groups()
        month = _month_of(word)
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month_of(word: str) -> str:
    """Return the number of a month by its name or the name's first three letters, 0 where it is none."""
    names = {name: number for number, whole in enumerate(_MONTHS, start=1) for name in (whole, whole[:3])}
    return str({**names, "sept": 9}.get(word, 0))
