"""Who may read what: a value in, the words that may be shown of it out. The one allow-list of the house.

A supplier's file may hold a young person's name anywhere: in a cell, a heading, a sheet's or the file's own name.
Nobody can find names reliably, so nothing is shown because it looks harmless; it is shown because it is listed here:
our own vocabulary, the register's references and firms' names, small numbers and recent days. The rest is described
("text, 23 characters").
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.periods import day_text
from pledges.quantities import UNITS, Quantity, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Audience(enum.Enum):
    """For whom something is written."""

    OFFICER = "officer"
    SUPPLIER = "supplier"
    PUBLIC = "public"


WITHHELD = "[…]"
"""What stands for words that are not shown in the name of a file."""

EARLIEST_DAY = dt.date(2018, 1, 1)
"""The earliest day that may be shown, or counted in a return: nobody of 16 to 25 was born after it."""
_MOST_DIGITS = 7  # a quantity or a sum of money has fewer; telephone, NHS and learner numbers have more
_MOST_CHARACTERS = 60

_FIELD_WORDS = """
about all and annual apprentice apprentices apprenticeship apprenticeships approx april as asked at attached
attendee attendees aug august available awaiting basis benefit benefits by care claimed cohort collected
completed confirm confirmed contract contracts copy corrected correction council covenant cumulative date
dates day days dec december declined deliver delivered delivery did documented done draft due each email
employed end ended england event events evidence example expected experience experienced false feb february
figures fill final first five for form four friday from fte full fy gbp green group h h1 h2 half have help
hour hours how hr hrs id in insight invoice is it jan january job jobs jul july jun june keyed know known
last late later leaver leavers list lists many mar march may mentee mentees mentor mentoring mentors met
monday month monthly months na new next nil nine no none not nov november number oct october of old on one
ongoing only or other our outcome overdue part participants pay payroll pending people per period person
persons placement placements planned please pledge pledges post practical previous progress promise promised
promises provided provisional q q1 q2 q3 q4 qtr quantity quarter quarterly received record recorded register
report reported reporting request resent resubmission return returned returns revised saturday second see
select sent sep sept september session sessions seven sheet sheets signed site six social staff start
started still submission submitted subtotal sum sunday support supported sv target tbc tbd template ten term
the third three thu thursday to total totals trained training true tue tuesday two unknown until update
updated use v v1 v2 v3 v4 value version visit visits volunteer volunteering wed wednesday week weekly weeks
wk wks work workplace x year yearly years yes yet young zero
"""

OWN_WORDS = frozenset(_FIELD_WORDS.split()) | frozenset(
    word for unit, others in UNITS.items() for phrase in (unit, *others) for word in phrase.casefold().split()
)
"""The words of this field that may be shown wherever they were read."""

EXCEL_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)

_TOKENS = re.compile(r"[^\W\d_]+|[0-9]+", re.UNICODE)
_RECENT = r"(?:20)?(?:1[89]|[2-4][0-9])"  # 99 is 1999, when somebody of 26 was born
_DAY_TEXT = re.compile(
    rf"{_RECENT}-[0-9]{{1,2}}-[0-9]{{1,2}}|(?:0?[1-9]|[12][0-9]|3[01])[/. -][0-9]{{1,2}}[/. -]{_RECENT}", re.ASCII
)
_DAY_IN_A_NAME = re.compile(
    r"(?<![0-9])(?:(?:20(?:1[89]|[2-4][0-9])([-._ ]?)[0-9]{2}\1[0-9]{2})"
    rf"|(?:[0-9]{{1,2}}([-._ ])[0-9]{{1,2}}\2{_RECENT})|(?:[0-9]{{4}}20(?:1[89]|[2-4][0-9])))(?![0-9])",
    re.ASCII,
)
_MONTH_WORDS = """
jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov
november dec december
"""
_MONTHS = frozenset(_MONTH_WORDS.split())
_JOINTS = frozenset(" -._/")
_PHRASES = frozenset({("n", "a"), ("mock", "interviews")})
_DAY_LIKE = re.compile(r"[0-9]{1,4}[/. -]+[0-9]{1,2}[/. -]+[0-9]{1,4}", re.ASCII)
_ENDINGS = frozenset(
    [
        "csv",
        "doc",
        "docx",
        "eml",
        "htm",
        "html",
        "jpeg",
        "jpg",
        "json",
        "msg",
        "numbers",
        "ods",
        "odt",
        "pdf",
        "png",
        "ppt",
        "pptx",
        "rtf",
        "toml",
        "tsv",
        "txt",
        "xls",
        "xlsb",
        "xlsm",
        "xlsx",
        "xltx",
        "xml",
        "zip",
    ]
)
_ALSO_NAMES = frozenset({"april", "august", "jan", "june", "may", "young"})
_LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "cic", "cio", "lp", "the", "inc"})


_ORGANISATION_ID = re.compile(r"[A-Z]{2,3}-[A-Z]{2,6}-(?:[A-Z]{2,4}|[A-Z]{0,4}[0-9]{4,12}[A-Z]?)", re.ASCII)


def organisation_id_shown(text: str) -> str:
    """Return an organisation's identifier where it is written as org-id.guide says (`GB-COH-01234567`), else ""."""
    return text.strip() if _ORGANISATION_ID.fullmatch(text.strip()) else ""


def tokens_of(text: str) -> tuple[str, ...]:
    """Return the words and the runs of digits of `text`, folded."""
    return tuple(token.casefold() for token in _TOKENS.findall(text))


@attrs.frozen(kw_only=True)
class Vocabulary:
    """What may be shown: our own words, and the phrases of one register (its references and firms' names).

    `phrases` are sequences of tokens that may be shown together; `codes` are the letters that stand before the
    number in the register's own references (`P` of `P-01`), so that a mistyped reference can be shown.
    """

    phrases: frozenset[tuple[str, ...]] = frozenset()
    codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, references: Iterable[str] = (), names: Iterable[str] = ()) -> Vocabulary:
        """Return the vocabulary of a register that has these references and these firms' names."""
        phrases, codes = set[tuple[str, ...]](), set[str]()
        for reference in references:
            tokens = tokens_of(reference)
            phrases.add(tokens)
            if any(token.isdigit() for token in tokens):
                codes.update(token for token in tokens if token.isalpha() and len(token) <= len("abcd"))
        for name in names:
            tokens = tokens_of(name)
            phrases.add(tokens)
            phrases.add(tuple(token for token in tokens if token not in _LEGAL_FORMS))
        return cls(phrases=frozenset(phrase for phrase in phrases if phrase), codes=frozenset(codes))

    def saw(self, value: object) -> str:
        """Return what may be said of a value that was read: the value itself, or its kind and size."""
        if value is None:
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Fraction | int):
            number = Fraction(value)
            return (
                plain(number, 6)
                if abs(number) < 10**_MOST_DIGITS
                else f"a number of {len(str(int(abs(number))))} digits"
            )
        if isinstance(value, Quantity):
            return f"{self.saw(value.amount)} {value.unit}".strip()
        if isinstance(value, dt.date):
            return day_text(value) if value >= EARLIEST_DAY else "a date before 2018"
        text = str(value).strip()
        if text in EXCEL_ERRORS:
            return text
        return f'"{text}"' if self._may_show(text) else f"text, {len(text)} characters"

    def _may_show(self, text: str) -> bool:
        if not text or len(text) > _MOST_CHARACTERS or not text.isprintable():
            return False
        if _DAY_TEXT.fullmatch(text):
            return True
        if _DAY_LIKE.search(text):
            return False
        tokens = tokens_of(text)
        if sum(len(token) for token in tokens if token.isdigit()) > _MOST_DIGITS - 1:
            return tokens in self.phrases
        shown = _shown_positions(tokens, self.phrases)
        before = ("", *tokens)
        if any(_may_be_of_a_birth(token, before[index]) for index, token in enumerate(tokens) if index not in shown):
            return False
        kept = [
            index in shown or token.isdigit() or token in OWN_WORDS or token in self.codes
            for index, token in enumerate(tokens)
        ]
        return all(kept) and not _of_names(tokens, kept, shown)

    def file_name(self, path: str) -> str:
        """Return the path of a file with every run of words that is not listed replaced by `[…]`.

        Recent days and short numbers stay; other numbers may be a telephone, a payroll or a date of birth, and go. The
        ending stays if it is one that files are known by.
        """
        folders, _, name = path.rpartition("/")
        stem, dot, ending = name.rpartition(".")
        if not dot or not stem or ending.casefold() not in _ENDINGS:
            stem, dot, ending = name, "", ""
        parts = [self._name_part(part) for part in folders.split("/") if part]
        return "/".join([*parts, self._name_part(stem) + dot + ending])

    def _name_part(self, text: str) -> str:
        found = list(_TOKENS.finditer(text))
        tokens = tuple(match.group().casefold() for match in found)
        shown = _shown_positions(tokens, self.phrases) | _numbers_shown(text, found)
        pieces, position = list[str](), 0
        kept = [index in shown or token in OWN_WORDS or token in self.codes for index, token in enumerate(tokens)]
        names = _of_names(tokens, kept, shown)
        for index, match in enumerate(found):
            between = text[position : match.start()]
            # Two listed words must not grow together into one that is not: `An%na` is no name of ours.
            pieces.append(_punctuation(between) or (" " if index and between else ""))
            pieces.append(match.group() if kept[index] and index not in names else WITHHELD)
            position = match.end()
        pieces.append(_punctuation(text[position:]))
        return re.sub(r"(?:\[…\][ ,._'’&-]*)+(?=\[…\])", "", "".join(pieces)) or WITHHELD

    def sheet_name(self, name: str, number: int) -> str:
        """Return a sheet's name if it is listed, else its place in the workbook: `sheet 3` (the first is 1)."""
        return name if self._may_show(name) else f"sheet {number}"


def _punctuation(text: str) -> str:
    return "".join(character if character in " -_.,()&'+~[]" else "" for character in text)


def _shown_positions(tokens: tuple[str, ...], phrases: frozenset[tuple[str, ...]]) -> frozenset[int]:
    """Return the positions of `tokens` that belong to a listed phrase."""
    listed = phrases | _PHRASES
    longest = max(len(phrase) for phrase in listed)
    shown = set[int]()
    for start in range(len(tokens)):
        for length in range(1, min(longest, len(tokens) - start) + 1):
            if tokens[start : start + length] in listed:
                shown.update(range(start, start + length))
    return frozenset(shown)


def _of_names(tokens: Sequence[str], kept: Sequence[bool], shown: frozenset[int]) -> frozenset[int]:
    """Return the positions of words that are names of people as well (`June`) and that nothing beside them settles.

    A number next to it makes it a month, and so do other words of ours with nothing withheld among them.
    """
    settled = all(kept) and any(
        (not token.isdigit() and token not in _ALSO_NAMES) or index in shown for index, token in enumerate(tokens)
    )
    doubtful = set[int]()
    for index, token in enumerate(tokens):
        beside = (*tokens[max(0, index - 1) : index], *tokens[index + 1 : index + 2])
        is_month = any(each.isdigit() for each in beside)
        if token in _ALSO_NAMES and index not in shown and not (settled or is_month):
            doubtful.add(index)
    return frozenset(doubtful)


def _may_be_of_a_birth(token: str, before: str) -> bool:
    """Return whether a number may be of a day before 2018: a year, or what stands behind the name of a month."""
    if not token.isdigit():
        return False
    if len(token) == len("2018"):
        return 1900 <= int(token) < EARLIEST_DAY.year  # noqa: PLR2004 - nobody alive was born before it
    return before in _MONTHS and re.fullmatch(_RECENT, token) is None


def _numbers_shown(text: str, found: Sequence[re.Match[str]]) -> frozenset[int]:
    """Return the positions of the numbers in a name that may stay: recent days, and a few digits beside each other."""
    days = [match.span() for match in _DAY_IN_A_NAME.finditer(text)]
    shown, doubtful, groups, before, end = set[int](), set[int](), list[list[int]](), "", 0
    for index, match in enumerate(found):
        token = match.group().casefold()
        is_joined = _JOINTS.issuperset(text[end : match.start()])
        if any(first <= match.start() and match.end() <= last for first, last in days):
            shown.add(index)
        elif token.isdigit():
            if not (is_joined and groups and groups[-1][-1] == index - 1):
                groups.append([])
            groups[-1].append(index)
            if _may_be_of_a_birth(token, before if is_joined else ""):
                doubtful.add(index)
        before, end = token, match.end()
    for group in groups:
        lengths = [len(found[index].group()) for index in group]
        is_short_day = len(group) == len(("26", "10", "06")) and max(lengths) <= len("26")
        is_long = sum(lengths) > _MOST_DIGITS or max(lengths) > len("2026")
        if not (is_long or is_short_day or doubtful.intersection(group)):
            shown.update(group)
    return frozenset(shown)


# --- what may be written of an assessment: the fields of each record in `pledges.reports.records`

_FIELDS = {
    "Number": "value exact unit",
    "Days": "start end",
    "Digests": "register policy schemes layouts answers returns",
    "SetAsideRecord": "reason text",
    "LineRecord": "source day grade amount counted set_aside",
    "PledgeRecord": (
        "pledge_ref supplier_ref supplier_name description clause_ref type unit contractual derived_ref start due "
        "target due_to_date claimed documented verified counted beneficiary_confirmed declined late disputed "
        "shortfall days_late share_of_target share_of_due stretch share_of_stretch made_up record_only part_of "
        "alternatives rating rating_because state left_out_because offers lines explanation"
    ),
    "OfferRecord": "day outcome quantity source settled_on settled_by",
    "LeftOutRecord": "pledge_ref because",
    "TotalRecord": (
        "type unit pledges not_known left_out target due_to_date claimed documented counted verified counted_known "
        "counted_towards_target over_target persons_once"
    ),
    "ClauseRecord": "clause_ref totals",
    "BuyerRecord": "buyer totals",
    "ToldRecord": "period days_late",
    "ConductRecord": (
        "supplier_ref contract_ref is_asked due on_time late_within_grace late undated missing nil waiting refused "
        "rejected superseded pledges_open costs"
    ),
    "ContractRecord": "contract_ref title buyer start end returns_every variations pledges totals clauses",
    "VariationsRecord": "in_force value_at_award value_now value_change end_at_award end_now term_change",
    "DueRecord": "day what text",
    "StepRecord": "day what level version by reason text sources",
    "StandingRecord": (
        "level status since until actions version text suspended_since cure_by grace_until free_from due steps"
    ),
    "CriterionRecord": "id name outcome observed required because sources parts",
    "LevelRecord": "level name kind outcome criteria",
    "LackRecord": "what text pledge_ref amount name day",
    "WayRecord": "by lacks earliest cannot text",
    "MissingRecord": "criterion short_by text way waivable",
    "NextRecord": "level missing unknown together",
    "BadgeRecord": "scheme name version digest adopted standing levels next",
    "RegisterEntryRecord": (
        "organisation organisation_id scheme scheme_name version level kind status since until categories delivered "
        "verified digest"
    ),
    "BadgeRegister": "audience authority on entries",
    "SupplierRecord": "supplier_ref name badges totals",
    "ReturnRecord": "file supplier_ref contract_ref period version status due days_late keyed",
    "FindingRecord": "code severity audience source saw text fix supplier_ref contract_ref pledge_ref",
    "SheetRecord": "file sheet rows used set_aside ignored",
    "Document": (
        "schema audience on known_on digests contracts totals buyers suppliers conduct returns findings reconciliation"
    ),
    "Explanation": "label operation value exact unit source because number same_as parts",
}

_NOT_FOR_SUPPLIERS = {
    # Totals add up several suppliers; digests of the council's own files say when the council changed them.
    "Document": "totals buyers",
    "ContractRecord": "totals clauses",
    "SupplierRecord": "totals",
    "OfferRecord": "day outcome quantity source settled_on settled_by",
    "Digests": "register policy layouts answers",
    # What third parties and young people said: even a share may rest on the answer of one.
    "PledgeRecord": "verified beneficiary_confirmed declined disputed offers left_out_because explanation",
    "Explanation": "label operation value exact unit source because number same_as parts",
    "CriterionRecord": "observed because sources",
    "StepRecord": "sources",
    # What is missing of confirmations and answers tells how many there are.
    "LackRecord": "what text pledge_ref amount name day",
    "WayRecord": "lacks cannot text",
    "MissingRecord": "short_by text",
    "NextRecord": "together",
}

_FOR_THE_PUBLIC = frozenset({"BadgeRegister", "RegisterEntryRecord"})
"""What the public may read, all of it: its records hold nothing else."""

MAY_READ: Mapping[Audience, Mapping[str, frozenset[str]]] = {
    Audience.OFFICER: {record: frozenset(fields.split()) for record, fields in _FIELDS.items()},
    Audience.SUPPLIER: {
        record: frozenset(fields.split()) - frozenset(_NOT_FOR_SUPPLIERS.get(record, "").split())
        for record, fields in _FIELDS.items()
    },
    Audience.PUBLIC: {
        record: frozenset(fields.split()) if record in _FOR_THE_PUBLIC else frozenset()
        for record, fields in _FIELDS.items()
    },
}
"""The one allow-list of outputs: which fields of which record each audience may read. Nothing else is written."""
