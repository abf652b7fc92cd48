"""A cell or a heading in, its words out: folded for comparing, tidied for keeping."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from fractions import Fraction

from pledges.quantities import rounded
from pledges.sheets.grid import Cell, CellKind

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_WIDTH = " \u200b\u2060\ufeff"  # what pasted text brings along unseen
_NO_WORD = re.compile(r"[\W_]+")
_PLACEHOLDERS = frozenset(
    f"{please}{verb}{what}"
    for please in ("", "please ")
    for verb in ("select", "choose")
    for what in ("", " one", " an option", " from list", " from the list")
)

_DITTO_WORDS = frozenset({
    "as above", "as before", "as per above", "ditto", "do", "same", "same again", "same as above", "same as before",
    "see above", "as previous", "as last time", "as last quarter",
})  # fmt: skip
_LONGEST_DITTO = 30
_DITTO_MARK = re.compile(r"[-–— ]*(?:[\"”“„″〃]|''|,,|``)+[-–— ]*")

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\|(?=[0-9])", re.ASCII)
_MAY_BE_PLACEHOLDER = re.compile("select|choose", re.IGNORECASE)
_WITHOUT_WORDS = (CellKind.ERROR, CellKind.UNSAVED, CellKind.BLANK)


def fold(text: str) -> str:
    """Return `text` for comparing: no case, no punctuation, single spaces, and nothing that stands in brackets.

    `Value (GBP)` is `value`, `How many*` is `how many`, `Pledge_ref` is `pledge ref`.
    """
    bare = visible(text)
    while (without := _BRACKETED.sub(" ", bare)) != bare:
        bare = without
    return _NO_WORD.sub(" ", bare).strip().casefold()


def bracketed(text: str) -> tuple[str, ...]:
    """Return what stands in brackets in a text, each without its brackets."""
    return tuple(found[1:-1] for found in _BRACKETED.findall(visible(text)))


def visible(text: str) -> str:
    """Return `text` in compatible characters, without those that have no width (they come with pasted text)."""
    if text.isascii():
        return text  # nearly every cell, and it is always what the line below would give
    return "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")


def tidy(text: str) -> str:
    """Return `visible` text with every run of blanks made one space, and none at its ends: for comparing."""
    return " ".join(visible(text).split())


def kept(text: str) -> str:
    """Return `text` as it is kept: its own characters, every run of blanks made one space, nothing at its ends."""
    return " ".join(text.split()).strip(_NO_WIDTH)


def reference_key(text: str) -> str:
    """Return what a reference or a firm's name is matched by: no case, no spaces, no punctuation.

    Runs of digits never grow together: `C-1/11` and `C-11/1` stay two references, while `P-01` and `p01` are one.
    What stands in brackets counts, unlike in a heading.
    """
    if text.isascii():
        # What the loop below gives, at a tenth of its time: nearly every reference is of this kind.
        parts = _NO_WORD.split(text.casefold())
        return _BETWEEN_DIGITS.sub(" ", "|".join(part for part in parts if part)).replace("|", "")
    key, parted = "", False
    for character in visible(text).casefold():
        if character.isalnum() or unicodedata.category(character).startswith("M"):
            key += f" {character}" if parted and key[-1:].isdigit() and character.isdigit() else character
            parted = False
        else:
            parted = True
    return unicodedata.normalize("NFKC", key)


def is_ditto(text: str) -> bool:
    """Return whether a text only points at the row above: `ditto`, `as above`, a mark of repetition."""
    return _DITTO_MARK.fullmatch(text) is not None or (len(text) < _LONGEST_DITTO and fold(text) in _DITTO_WORDS)


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing that can be seen. An error or an unsaved formula is not blank."""
    if cell.kind is CellKind.TEXT and isinstance(cell.value, str):
        return not "!" <= cell.value[:1] <= "~" and not tidy(cell.value)
    return cell.kind is CellKind.BLANK


def says_something(cell: Cell) -> bool:
    """Return whether `text_of` a cell is more than ""; a number, a day and a yes or no always are."""
    return isinstance(cell.value, Fraction | dt.date | bool) or bool(text_of(cell))


def text_of(cell: Cell) -> str:
    """Return what a cell says as tidy text: "" for blank, an error or a drop-down's `Please select`.

    A number is written in full (at most 12 places), a day as 2026-03-31, a boolean as yes or no.
    """
    value = cell.value
    if cell.kind in _WITHOUT_WORDS or value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return rounded(value, 12)
    if isinstance(value, dt.date):
        return value.isoformat()
    text = kept(value)
    if text.isascii() and not _MAY_BE_PLACEHOLDER.search(text):
        return text  # nearly every cell, and it is always what the lines below would give
    folded = fold(text) or fold(text.strip("[]()"))  # what stands in brackets alone is folded away
    return "" if folded in _PLACEHOLDERS or not tidy(text) else text
