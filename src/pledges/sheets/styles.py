"""The part of a workbook's styles in, what each says of a cell out: as what a number is shown, if struck through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.grid import Look
from pledges.sheets.parts import MAIN_NAMESPACES
from pledges.sheets.values import Shown, damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.sheets.bounded_xml import Attributes

_NOT_PART_OF_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:hh?|mm?|ss?)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_PART_OF_A_DAY = re.compile(r"[dmhys]", re.IGNORECASE)
_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"|\\.|\[\$[^\]]*\])|(?P<unseen>_.|\*.|\[[^\]]*\])|(?P<end>;)"""
    r"""|(?P<number>General|[Ee][+-]|\.?[0#?][0#?.,/]*)|(?P<plain>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[[<>=]")
_TELLS = re.compile(
    r"[^\W\d_]|[$£¥¤\u20a0-\u20cf]"
)  # letters and signs of money; strokes, brackets and spaces are decoration
_MONEY_SIGN = re.compile(r"[$£¥¤\u20a0-\u20cf]")
_WHOLE = re.compile(r"[0#?,]+", re.ASCII)
_NO_NOUGHT = re.compile(r"[#,]+", re.ASCII)
_SECTION_OF_NIL = 3  # after those of positive and negative numbers
_MOST_THOUSANDS = 4
_NOUGHTS = re.compile(r"0{2,20}", re.ASCII)
_MONEY = frozenset({*range(5, 9), 42, 44})  # of whatever currency the reader's own Excel has
_DAYS = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})  # ECMA-376 part 1, 18.8.30
_WHOLE_NUMBERS = frozenset({1, 3, 37, 38, 41})
_PERCENTAGES = frozenset({9, 10})
_ELAPSED_HOURS = 46
_FALSE = frozenset({"0", "false"})


@attrs.frozen
class Style:
    """What a style says of a cell."""

    shown: Shown = Shown.PLAIN
    struck: bool = False
    look: Look | None = None

    @property
    def marks_texts(self) -> bool:
        """Whether it says something of a text, too."""
        return self.struck or (self.look is not None and self.look.hides)


PLAIN = Style()


def shown_by(code: str) -> Shown:
    """Return as what a number format shows a positive number; what it writes in quotes or brackets says nothing."""
    first = _NOT_PART_OF_A_FORMAT.sub("", code).partition(";")[0]
    if _ELAPSED.search(first):
        return Shown.DURATION
    if "general" not in first.casefold() and _PART_OF_A_DAY.search(first):
        return Shown.DATE
    return Shown.PERCENT if "%" in first else Shown.PLAIN


def look_of(code: str) -> Look | None:
    """Return what a number format shows of a positive number besides the number, None where that is nothing."""
    if code and not code.partition(";")[0].strip() and ";" in code:
        return Look(hides=True)
    before, numbers, after = "", "", ""
    for token in _TOKEN.finditer(code):
        kind, text = token.lastgroup, token[0]
        if kind == "end" and _CONDITION.search(code) is None:
            break
        if kind == "number":
            # What stands between two runs of digits parts them, as in 00000-0000: such a number is shown as no other.
            numbers += f" {text}" if after else text
        elif kind in {"literal", "plain"}:
            shown = _shown_literally(text)
            before, after = (before, after + shown) if numbers else (before + shown, after)
    words = (before.strip(), after.strip()) if _TELLS.search(before + after) else ("", "")
    digits = len(numbers) if _NOUGHTS.fullmatch(numbers) else 0
    scale, whole = _figures(code)
    look = Look(
        *words,
        digits=digits,
        scale=scale,
        whole=whole and not _MONEY_SIGN.search("".join(words)),
        hides_nil=_hides_nil(code, numbers),
    )
    return None if look == Look() else look


def _sections(code: str) -> list[list[tuple[str, str]]]:
    """Return the sections of a format, each as its tokens with what they are."""
    sections: list[list[tuple[str, str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token.lastgroup == "end":
            sections.append([])
        else:
            sections[-1].append((token.lastgroup or "", token[0]))
    return sections


def _figures(code: str) -> tuple[int, bool]:
    """Return by what a format divides a positive number, and whether it shows the nearest whole one.

    Commas behind the last place of the whole number or of the decimals divide it by a thousand each. Where sections
    have conditions, it is the most that any does, and a whole number where all of them show one.
    """
    sections = _sections(code)
    told = sections if _CONDITION.search(code) else sections[:1]
    masks = [masks for each in told if (masks := [text for kind, text in each if kind == "number"])]
    parts = [part for each in masks for mask in each for part in mask.split(".")]
    thousands = max((len(part) - len(part.rstrip(",")) for part in parts), default=0)
    return 1000 ** min(thousands, _MOST_THOUSANDS), bool(masks) and all(map(_is_whole, masks))


def _is_whole(masks: Sequence[str]) -> bool:
    """Return whether these pieces of a section show a number without its decimals, as one run of digits."""
    return len(masks) == 1 and _WHOLE.fullmatch(masks[0]) is not None


def _hides_nil(code: str, numbers: str) -> bool:
    """Return whether a format shows a number, and nothing where it is nought: `#`, or a third section left blank."""
    sections = _sections(code)
    if _CONDITION.search(code):
        return False
    if len(sections) >= _SECTION_OF_NIL:
        return not any(kind != "unseen" and text.strip() for kind, text in sections[_SECTION_OF_NIL - 1])
    return _NO_NOUGHT.fullmatch(numbers) is not None


def _shown_literally(token: str) -> str:
    """Return what a piece of a format that stands for itself shows: `"weeks"`, `[$£-809]`, or one character."""
    if token.startswith("[$"):
        return token[2:-1].partition("-")[0]
    return token[1:-1] if token.startswith('"') else token.removeprefix("\\")


def _built_in(number: int) -> tuple[Shown, Look | None]:
    """Return as what a format that every program knows by its number shows a number."""
    if number in _DAYS:
        return Shown.DATE, None
    if number in _PERCENTAGES:
        return Shown.PERCENT, None
    if number in _MONEY:
        return Shown.PLAIN, Look(before="¤")
    if number in _WHOLE_NUMBERS:
        return Shown.PLAIN, Look(whole=True)
    return (Shown.DURATION if number == _ELAPSED_HOURS else Shown.PLAIN), None


@attrs.define
class _Styles:
    """Hears formats, fonts and the styles that name them."""

    formats: dict[int, tuple[Shown, Look | None]] = attrs.field(factory=dict)
    struck_fonts: list[bool] = attrs.field(factory=list)
    styles: list[Style] = attrs.field(factory=list)
    within: list[str] = attrs.field(factory=list)

    def start(self, name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace not in MAIN_NAMESPACES:
            local = ""
        parents = self.within[-2:]
        self.within.append(local)
        if local == "numFmt" and parents[-1:] == ["numFmts"]:
            code = attributes.get("formatCode", "")
            shown = shown_by(code)
            look = look_of(code) if shown is Shown.PLAIN else None
            self.formats[whole_number(attributes.get("numFmtId"))] = (shown, look)
        elif local == "font" and parents[-1:] == ["fonts"]:
            self.struck_fonts.append(False)
        elif local == "strike" and parents == ["fonts", "font"]:
            self.struck_fonts[-1] = attributes.get("val", "1") not in _FALSE
        elif local == "xf" and parents[-1:] == ["cellXfs"]:
            self._add(attributes)
        if max(len(self.styles), len(self.struck_fonts), len(self.formats)) > limits.MOST_STYLES:
            raise too_large(f"more than {limits.MOST_STYLES:,} cell styles")

    def _add(self, attributes: Attributes) -> None:
        """Add a style. Formats and fonts stand before the styles in the part."""
        number = whole_number(attributes.get("numFmtId", "0"))
        font = whole_number(attributes.get("fontId", "0"))
        shown, look = self.formats[number] if number in self.formats else _built_in(number)
        is_struck = font < len(self.struck_fonts) and self.struck_fonts[font]
        self.styles.append(Style(shown, struck=is_struck, look=look))

    def end(self, name: str) -> None:  # noqa: ARG002 - what ends is what began last
        self.within.pop()

    def text(self, text: str) -> None:
        """Styles have no text."""


def whole_number(text: str | None) -> int:
    """Return the index that a stored text holds. Raises `UnreadableFileError` where it holds none."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 10):  # noqa: PLR2004 - below 2**32
        raise damaged()
    return int(text)


def read_styles(pieces: Iterable[bytes]) -> tuple[Style, ...]:
    """Return the cell styles in their order. Raises `UnreadableFileError`."""
    found = _Styles()
    parse(pieces, found)
    return tuple(found.styles)
