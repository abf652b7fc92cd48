"""A line that stands alone among the rows of a table in; of which time the rows below it are, if it says so, out.

It says so where it is a title: all of its words are of times, plans and deliveries (`Figures for next quarter`), or it
begins as a title does (`Planned work at the depot`). A remark that merely has such a word (`Target met`, `Last update 3
July`) says nothing of the rows below.
"""

from __future__ import annotations

import enum
import functools
import re

from pledges.quantities import UNITS
from pledges.returns import layouts
from pledges.tables import fold

_LONGEST_TITLE = 80
_MOST_WORDS = 6  # more of them, that are not all of titles, are a remark
_PART_OF_A_YEAR = re.compile(r"q[1-4]|h[12]|20[0-9]{2}", re.ASCII)
_SHORT_YEAR = re.compile(r"[0-9]{2}", re.ASCII)


class LineTime(enum.Enum):
    """Of which time a line says that the rows below it are: of this period, or planned, or of another one."""

    THIS = "this"
    ANOTHER = "another"


@functools.lru_cache(maxsize=4096)
def time_of_line(text: str) -> LineTime | None:
    """Return of which time a line says that the rows below it are, None where it is no such title."""
    words = fold(text).split() if len(text) <= _LONGEST_TITLE else []
    said = set(words)
    if not all(_is_of_titles(word, words) for word in words):
        return LineTime.ANOTHER if _begins_as_title(words) and not said & layouts.WORDS_OF_REMARKS else None
    # "To be delivered next quarter" and "actuals of last year" are of another time, whatever they call themselves.
    if said & layouts.LINES_NOT_OF_THIS_TIME and said & layouts.TIMES_OF_LINES:
        return LineTime.ANOTHER
    if said & layouts.LINES_OF_THIS_TIME:
        return LineTime.THIS
    return LineTime.ANOTHER if said & layouts.LINES_OF_ANOTHER_TIME else None


def is_of_another_time(title: str) -> bool:
    """Return whether the title above a table says that all of it is planned, or of another quarter or year.

    `Last` alone says nothing (`Last updated 3 July`), and a plan may be what the table is about.
    """
    words = fold(title).split()
    is_relative = any(
        word in layouts.LINES_NOT_OF_THIS_TIME and not layouts.TIMES_OF_LINES.isdisjoint(words[at + 1 : at + 3])
        for at, word in enumerate(words)
    )
    is_planned = not layouts.PLANNED_OR_NOT_DONE.isdisjoint(words)
    return (is_relative and "this" not in words) or (is_planned and layouts.OF_THIS_TIME.isdisjoint(words))


def _begins_as_title(words: list[str]) -> bool:
    """Return whether these few words begin with a plan, or with another quarter or year."""
    if not words or len(words) > _MOST_WORDS:
        return False
    if words[0] in layouts.LINES_NOT_OF_THIS_TIME:
        return len(words) > 1 and words[1] in layouts.TIMES_OF_LINES
    return words[0] in layouts.OF_ANOTHER_TIME


def _is_of_titles(word: str, words: list[str]) -> bool:
    if word in layouts.WORDS_OF_LINES or word in _UNIT_WORDS or _PART_OF_A_YEAR.fullmatch(word):
        return True
    return _SHORT_YEAR.fullmatch(word) is not None and any(each.startswith("20") for each in words)


_UNIT_WORDS = frozenset(
    word for name, others in UNITS.items() for text in (name, *others) for word in fold(text).split()
) | {word for text in layouts.PEOPLE_WORDS for word in text.split()}
