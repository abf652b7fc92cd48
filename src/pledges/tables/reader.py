"""A cell in, one plain value or a finding out; nothing is guessed out of words."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from pledges.audience import Vocabulary
from pledges.findings import Finding, finding
from pledges.periods import day_text
from pledges.quantities import number_in
from pledges.sheets.grid import Cell, CellKind
from pledges.tables.days import DayOrder, day_readings, day_within
from pledges.tables.table import Row
from pledges.tables.words import bracketed, fold, is_ditto, says_something, text_of, tidy

_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "☑"})
_NO = frozenset({"no", "n", "false", "0"})

_FLOATED = re.compile(r"[1-9][0-9]{3,14}\.0", re.ASCII)  # what other programs make of a reference of digits
_DAY_AS_NUMBER = re.compile(
    r"4[3-9][0-9]{3}|5[0-9]{4}", re.ASCII
)  # the days from September 2017 to 2064, as Excel counts
_POWER = re.compile(r"[0-9](?:\.[0-9]+)?e\+[0-9]{1,3}", re.ASCII | re.IGNORECASE)
_MOST_DIGITS_KEPT = 15  # Excel rounds a number of more digits, so a longer reference is no longer what was typed


@attrs.frozen
class CellReader:
    """Reads one cell as a value: each method returns the value (None: blank or unreadable) and a finding or None.

    With `required`, a blank is the finding `cell-missing`. `called` is what a finding calls the cell where that is
    not the column's name (a field of a form whose column is only named Value). A day before `earliest` is a finding:
    in a return it can be a young person's date of birth.
    """

    vocabulary: Vocabulary
    earliest: dt.date | None = None

    def read_number(
        self, row: Row, name: str, *, required: bool = False, called: str | None = None
    ) -> tuple[Fraction | None, Finding | None]:
        """Return a cell's exact number; a cell shown as 50% is one half."""
        cell = row.cell(name)
        if stop := self._no_value(row, name, cell, required=required, called=called):
            return None, stop[0]
        value = number_in(cell.value) if isinstance(cell.value, str) else cell.value
        if isinstance(value, Fraction) and cell.kind in {CellKind.NUMBER, CellKind.TEXT}:
            return value, None
        return None, self._wrong("cell-not-a-number", row, name, cell, column=called or name)

    def read_share(
        self, row: Row, name: str, *, required: bool = False, called: str | None = None
    ) -> tuple[Fraction | None, Finding | None]:
        """Return a share as a fraction of one: 50 and 50% are both one half; a bare 0.5 is a query."""
        cell = row.cell(name)
        text = text_of(cell)
        if cell.kind is CellKind.TEXT and text.endswith("%") and not cell.struck:
            value = number_in(text.removesuffix("%"))
            if value is None:
                return None, self._wrong("cell-not-a-number", row, name, cell, column=called or name)
            return value / 100, None
        number, problem = self.read_number(row, name, required=required, called=called)
        if number is None or cell.percent:
            return number, problem
        if 0 < number < 1:
            return None, self._wrong("share-unclear", row, name, cell, column=called or name)
        return number / 100, None

    def read_day(
        self,
        row: Row,
        name: str,
        order: DayOrder | None,
        *,
        required: bool = False,
        called: str | None = None,
    ) -> tuple[dt.date | None, Finding | None]:
        """Return a cell's day; `order` is what `day_order` says of its column. A bare number is no date."""
        cell = row.cell(name)
        if stop := self._no_value(row, name, cell, required=required, called=called):
            return None, stop[0]
        if cell.kind is CellKind.DATE and isinstance(cell.value, dt.date):
            day: dt.date | None = day_within(cell.value.year, cell.value.month, cell.value.day)
        elif cell.kind is CellKind.TEXT and isinstance(cell.value, str):
            day_first, month_first = day_readings(cell.value)
            if order is not None:
                day = day_first if order == "day first" else month_first
            elif day_first is not None and month_first is not None and day_first != month_first:
                first, second = self.vocabulary.saw(day_first), self.vocabulary.saw(month_first)
                return None, self._wrong(
                    "date-ambiguous", row, name, cell, column=called or name, first=first, second=second
                )
            else:
                day = day_first or month_first
        else:
            day = None
        if day is None and _DAY_AS_NUMBER.fullmatch(text_of(cell)):
            return None, self._wrong("date-as-number", row, name, cell, column=called or name)
        if day is None:
            return None, self._wrong("cell-not-a-date", row, name, cell, column=called or name)
        if self.earliest is not None and day < self.earliest:
            earliest = day_text(self.earliest)
            return None, self._wrong("day-too-early", row, name, cell, column=called or name, day=earliest)
        return day, None

    def read_word(
        self,
        row: Row,
        name: str,
        allowed: Mapping[str, Sequence[str]],
        *,
        required: bool = False,
        called: str | None = None,
        say_no_more: frozenset[str] | None = None,
    ) -> tuple[str | None, Finding | None]:
        """Return the key of `allowed` that a cell names, by itself or by one of its other words.

        What stands in brackets behind it does not matter; with `say_no_more` it may hold these words alone, or name the
        same once more: `GBP (thousands)` is not GBP.
        """
        cell = row.cell(name)
        if stop := self._no_value(row, name, cell, required=required, called=called):
            return None, stop[0]
        text = text_of(cell)
        tidied, folded = _by_key(tuple((word, tuple(others)) for word, others in allowed.items()))
        word = tidied.get(_word_key(text)) or folded.get(fold(text))
        says_more = (each for more in bracketed(text) if folded.get(fold(more)) != word for each in fold(more).split())
        if word is not None and (
            say_no_more is None
            or _word_key(text) in tidied
            or all(each in say_no_more or folded.get(each) == word for each in says_more)
        ):
            return word, None
        words = ", ".join(allowed)
        return None, self._wrong("cell-not-in-list", row, name, cell, column=called or name, allowed=words)

    def read_yes_no(
        self, row: Row, name: str, *, required: bool = False, called: str | None = None
    ) -> tuple[bool | None, Finding | None]:
        """Return whether a cell says yes; a tick or an x is a yes, blank is not an answer."""
        cell = row.cell(name)
        if stop := self._no_value(row, name, cell, required=required, called=called):
            return None, stop[0]
        word = text_of(cell).casefold()
        if word in _YES | _NO:
            return word in _YES, None
        return None, self._wrong("cell-not-in-list", row, name, cell, column=called or name, allowed="yes, no")

    def read_text(
        self, row: Row, name: str, *, required: bool = False, called: str | None = None
    ) -> tuple[str, Finding | None]:
        """Return a cell's text, tidied; "" where blank. It may be free text: it is not to be shown."""
        cell = row.cell(name)
        if stop := self._no_value(row, name, cell, required=required, called=called):
            return "", stop[0]
        return text_of(cell), None

    def read_reference(
        self, row: Row, name: str, *, required: bool = False, called: str | None = None
    ) -> tuple[str, Finding | None]:
        """Return a reference as text, "" where blank or damaged: 10038497.0 is `10038497`, zeros in front are kept.

        A number whose format shows noughts or letters in front is what a person sees: 417 shown as 000417. What Excel
        has made a date, a power of ten or a number of more than 15 digits is no longer what was typed.
        """
        cell = row.cell(name)
        if stop := self._no_value(row, name, cell, required=required, called=called):
            return "", stop[0]
        text = text_of(cell)
        if cell.kind is CellKind.TEXT and is_ditto(text):
            return "", finding("cell-ditto", row.ref(name), column=called or name)
        long = isinstance(cell.value, Fraction) and abs(cell.value) >= 10**_MOST_DIGITS_KEPT
        if long or cell.kind in {CellKind.DATE, CellKind.BOOLEAN} or _POWER.fullmatch(text):
            return "", self._wrong("reference-damaged", row, name, cell, column=called or name)
        if cell.look is not None and isinstance(cell.value, Fraction) and text.isdigit():
            look = cell.look
            return f"{look.before}{text.zfill(look.digits)}{look.after}", None
        return (text.removesuffix(".0") if _FLOATED.fullmatch(text) else text), None

    def _no_value(
        self, row: Row, name: str, cell: Cell, *, required: bool, called: str | None
    ) -> tuple[Finding | None] | None:
        """Return the finding of a cell that has no value to read (none for a blank), or None where it has one."""
        column = called or name
        if cell.kind is CellKind.ERROR:
            return (self._wrong("cell-error", row, name, cell, column=column),)
        if cell.kind is CellKind.UNSAVED:
            return (finding("cell-unsaved", row.ref(name), column=column),)
        if says_something(cell):
            return (finding("cell-struck", row.ref(name), column=column),) if cell.struck else None
        return (finding("cell-missing", row.ref(name), column=column) if required else None,)

    def _wrong(self, code: str, row: Row, name: str, cell: Cell, **words: str) -> Finding:
        return finding(code, row.ref(name), saw=self.vocabulary.saw(cell.value), **words)


@functools.lru_cache(maxsize=64)
def _by_key(allowed: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words of a list by what they are known by, the first where several are known by one: tidy, folded."""
    spelled = [(each, word) for word, others in allowed for each in (word, *others)]
    tidied, folded = dict[str, str](), dict[str, str]()
    for each, word in spelled:
        tidied.setdefault(_word_key(each), word)
        folded.setdefault(fold(each), word)
    for by_key in (tidied, folded):
        by_key.pop("", None)
    return tidied, folded


@functools.lru_cache(maxsize=2048)
def _word_key(text: str) -> str:
    return tidy(text).casefold()
