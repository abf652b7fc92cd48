"""The stored text of a value in, a typed cell out: exact numbers, days counted from an epoch, truth values, errors."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
import sys
from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.exceptions import UnreadableFileError
from pledges.sheets import limits
from pledges.sheets.grid import BLANK, Cell, CellKind, is_blank_text

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shown(enum.Enum):
    """As what a cell's number format shows a number."""

    PLAIN = "number"
    PERCENT = "percentage"
    DATE = "day, or time of day below 1"
    DURATION = "elapsed time"

    __hash__ = object.__hash__  # members are single objects; Enum's own hash is of the name, in Python


NUM_ERROR = Cell(CellKind.ERROR, "#NUM!")
VALUE_ERROR = Cell(CellKind.ERROR, "#VALUE!")

_NUMBER = re.compile(r"[ \t\n]*([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,10}))?[ \t\n]*", re.ASCII)
_DOUBLE_DIGITS = 15  # so many significant digits of a decimal survive in Excel's 64-bit numbers
_ERROR = re.compile(r"#[A-Z0-9/_]{1,30}[!?]?", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]{1,20}Z?)?", re.ASCII)
_BASIC_ISO_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T.*)?", re.ASCII)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
_BOOLEANS = {
    "1": Cell(CellKind.BOOLEAN, value=True),
    "true": Cell(CellKind.BOOLEAN, value=True),
    "0": Cell(CellKind.BOOLEAN, value=False),
    "false": Cell(CellKind.BOOLEAN, value=False),
}
_MILLISECONDS = 86_400_000
_LAST_SERIAL = 2_958_465  # 31 December 9999
_LAST_SERIAL_1904 = _LAST_SERIAL - 1_462
_NO_SUCH_DAY = 60  # 29 February 1900, which Lotus 1-2-3 believed in
_BEFORE_1900 = dt.date(1899, 12, 30)
_START_OF_1904 = dt.date(1904, 1, 1)


def damaged() -> UnreadableFileError:
    """Return the refusal of a workbook that readers could understand differently."""
    return UnreadableFileError(
        "damaged", "The workbook is damaged or incomplete. Open it in Excel, save it again, and put it back."
    )


def too_large(what: str) -> UnreadableFileError:
    """Return the refusal of a workbook beyond a limit: `what` is a plain phrase such as "more than 64 sheets"."""
    return UnreadableFileError(
        "too-large", f"It has {what}. Copy the filled-in rows into a new workbook and put that back."
    )


def have_one_name_twice(names: Sequence[str]) -> bool:
    """Return whether two sheets are named alike, which Excel never writes: nobody could tell which one is meant."""
    return len({name.strip().casefold() for name in names}) < len(names)


def exact(text: str) -> Fraction | None:
    """Return the number that a stored text says, or None where it is beyond every number that Excel can hold.

    What has more digits than a 64-bit float can hold (Excel writes 0.7 as 0.69999999999999996) is the shortest
    decimal that is the same float; every other text is taken digit by digit. Raises `UnreadableFileError` where it
    is no number.
    """
    if text.isascii() and text.isdigit() and len(text) <= limits.MOST_DIGITS:
        return Fraction(int(text))
    found = _NUMBER.fullmatch(text) if len(text) <= limits.MOST_DIGITS else None
    if found is None:
        raise damaged()
    sign, whole, decimals, power = found.groups()
    digits = whole + (decimals or "")
    if not digits:
        raise damaged()
    exponent = int(power) if power else 0
    if exponent:
        size = exponent + len(whole.lstrip("0"))
        if abs(size) > limits.LARGEST_EXPONENT:
            # Too small for any number Excel can hold is nought, as Excel has it; too large is none.
            return Fraction(0) if size < 0 or not digits.strip("0") else None
    if decimals and len(digits) > _DOUBLE_DIGITS and len(digits.strip("0")) > _DOUBLE_DIGITS:
        return _shortest(text)
    exponent -= len(decimals or "")
    value = int(sign + digits)
    return Fraction(value, 10**-exponent) if exponent < 0 else Fraction(value * 10**exponent)


def _shortest(text: str) -> Fraction | None:
    """Return the shortest decimal that is the same 64-bit float as this text, None where none is as large."""
    value = float(text)
    if abs(value) > sys.float_info.max:
        return None
    digits, _, power = repr(value).partition("e")
    whole, _, decimals = digits.partition(".")
    exponent = int(power or 0) - len(decimals)
    significant = int(whole + decimals)
    return Fraction(significant, 10**-exponent) if exponent < 0 else Fraction(significant * 10**exponent)


# The same small numbers and days come again in one return after the other.
@functools.lru_cache(maxsize=2**13)
def number(text: str, shown: Shown, date_1904: bool) -> Cell:  # noqa: FBT001 - the cache is quicker without keywords
    """Return the cell of a stored number: a number, a percentage, a day, or the text of a time without a day."""
    value = exact(text)
    if value is None:
        return NUM_ERROR
    if shown is Shown.PLAIN:
        return Cell(CellKind.NUMBER, value)
    if shown is Shown.PERCENT:
        return Cell(CellKind.NUMBER, value, percent=True)
    if shown is Shown.DURATION:
        return Cell(CellKind.TEXT, _elapsed(value))
    return _day(value, date_1904=date_1904)


def _elapsed(value: Fraction) -> str:
    """Return an elapsed time as hours, minutes and seconds; it is no amount of anything promised."""
    seconds = round(abs(value) * 86_400)
    sign = "-" if value < 0 else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _day(value: Fraction, *, date_1904: bool) -> Cell:
    """Return the day of a serial number without its time; a time of day alone is text."""
    if value.numerator < 0 or value >= _LAST_SERIAL + 1:
        return VALUE_ERROR  # Excel shows a row of hashes
    if value.denominator == 1:
        days, milliseconds = value.numerator, 0
    else:
        days, milliseconds = divmod(round(value * _MILLISECONDS), _MILLISECONDS)
    if days == 0 and not (date_1904 and milliseconds == 0):
        seconds = milliseconds // 1000
        return Cell(CellKind.TEXT, f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}")
    if date_1904:
        if days > _LAST_SERIAL_1904:
            return VALUE_ERROR
        return Cell(CellKind.DATE, _START_OF_1904 + dt.timedelta(days=days))
    if days == _NO_SUCH_DAY or days > _LAST_SERIAL:
        return VALUE_ERROR
    return Cell(CellKind.DATE, _BEFORE_1900 + dt.timedelta(days=days + (days < _NO_SUCH_DAY)))


def iso_day(text: str) -> Cell:
    """Return the cell of a stored ISO date; a time alone is text, a day that no calendar has is an error.

    The basic form without hyphens is a day too: as text it would look like a number of twenty million.
    """
    found = _ISO_DAY.fullmatch(text.strip()) or _BASIC_ISO_DAY.fullmatch(text.strip())
    if found is None:
        return VALUE_ERROR if text.strip().isdigit() else cell_of_text(text)
    try:
        return Cell(CellKind.DATE, dt.date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return VALUE_ERROR


def boolean(text: str) -> Cell:
    """Return the cell of a stored truth value. Raises `UnreadableFileError` where it is none."""
    cell = _BOOLEANS.get(text.strip())
    if cell is None:
        raise damaged()
    return cell


def error(text: str) -> Cell:
    """Return the cell of a stored error; what does not look like one of Excel's is `#VALUE!`."""
    return Cell(CellKind.ERROR, text) if _ERROR.fullmatch(text) else VALUE_ERROR


def cell_of_text(text: str, *, struck: bool = False) -> Cell:
    """Return the cell of a stored text, `BLANK` where nobody can see anything in it."""
    if "_x" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if len(text) > limits.MOST_CHARACTERS:
        raise too_large(f"a cell of more than {limits.MOST_CHARACTERS:,} characters")
    if not text[:1].isalnum() and is_blank_text(text):
        return BLANK
    return Cell(CellKind.TEXT, text, struck=struck)


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that Excel wrote as `_x000D_`; one that could steer a terminal stays as it was written."""
    character = chr(int(found[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else found[0]
