"""One row of a return's table in; an evidence line, exactly as it was typed, and the findings of its cells out.

Nothing is counted here. A cell that cannot be read becomes a finding and a `problem` of the line; whether it sets the
line aside is counting's to say. Comments and notes are never kept.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar, cast

import attrs

from pledges.audience import EARLIEST_DAY, Vocabulary
from pledges.findings import Finding, finding
from pledges.model import Absence, EvidenceLine, Grade, LineColumns
from pledges.quantities import UNITS, number_in, plain
from pledges.returns import layouts
from pledges.returns.heading_words import HeadingWords, heading_words
from pledges.returns.plain_lines import PlainLines, columns_of, merged_over
from pledges.returns.quantity import ReadQuantity, is_scaled, read_quantity, shown_whole
from pledges.sheets.grid import Cell, CellKind
from pledges.tables import (
    CellReader,
    DayOrder,
    Row,
    Table,
    can_be_either,
    day_order,
    fold,
    has_doubtful_commas,
    is_blank,
    text_of,
)

if TYPE_CHECKING:
    import datetime as dt

    from pledges.periods import Period
    from pledges.provenance import CellRef

_Value = TypeVar("_Value")

_UNIT_WORDS = {**UNITS, "people": (*UNITS["people"], *layouts.PEOPLE_WORDS)}
_GRADES = {grade.words: grade for grade in Grade}

_MOST_KNOWN = 4096  # of one column
_NO_FRACTION = 2  # a share of one that is typed for a percentage: 1.2 can be 120%, 2 is 2%
_HAS_DIGIT = re.compile("[1-9]")
# No word that names nothing has such a digit, but for those that go on with anything, and for what stands in brackets.
_MAY_NAME_NOTHING = re.compile(
    rf"[(\[]|^[\W_]*(?:{'|'.join(words.split()[0] for words in layouts.NAMES_NOTHING_STARTS)})", re.IGNORECASE
)

# Words without a digit: two of them, or one that is written as names are.
_LIKE_A_NAME = re.compile(r"[^\W\d_]{2,}(?:[ ,.'’-]+[^\W\d_]+\.?)+|[^\W\d_][a-zà-öø-ÿ'’-]{3,}")

WHOLE_ROW = "row"
"""The name of a problem that bears on every count of its row, whatever the pledge's unit."""


@attrs.frozen(kw_only=True)
class LineReader:
    """Reads the rows of one table; make it with `of`. `orders` is how each column of dates writes its days.

    `known` is what cells were read as by now, by our names of their columns.
    """

    table: Table
    cells: CellReader
    orders: Mapping[str, DayOrder | None]
    words: HeadingWords
    doubtful_commas: frozenset[str]
    not_applicable_accepted: bool
    columns: LineColumns
    known: Mapping[str, dict[int, object]] = attrs.field(repr=False)
    plain: PlainLines | None = attrs.field(repr=False)

    @classmethod
    def of(
        cls, table: Table, vocabulary: Vocabulary, period: Period | None, *, not_applicable_accepted: bool
    ) -> LineReader:
        """Return the reader of a table whose return is for `period` (None: it is not known, or there are several).

        A column of dates that nothing settles is read as the other one is: one person typed both.
        """
        orders = {name: day_order(table.cells_under(name), period) for name in (layouts.START, layouts.END)}
        known = {order for order in orders.values() if order is not None}
        if len(known) == 1:
            orders = dict.fromkeys(orders, known.pop())
        words, doubtful_commas = heading_words(table), _doubtful_commas(table)
        cells = defaultdict[str, dict[int, object]](dict)
        is_doubtful = table.repeated or words.doubtful or words.unit or words.title or doubtful_commas
        is_plain = not (is_doubtful or table.too_long or table.is_merged)
        return cls(
            table=table,
            cells=CellReader(vocabulary, EARLIEST_DAY),
            orders=orders,
            words=words,
            doubtful_commas=doubtful_commas,
            not_applicable_accepted=not_applicable_accepted,
            columns=columns_of(table),
            known=cells,
            plain=PlainLines.of(table, cells) if is_plain else None,
        )

    @functools.cached_property
    def has_percentages(self) -> bool:
        """Whether the bare numbers of the column of shares can only be percentages: some are above any fraction."""
        bare = [value for row in self.table.rows if (value := _bare_share(row.cell(layouts.SHARE))) is not None]
        return any(value >= _NO_FRACTION for value in bare) and not any(0 < value < 1 for value in bare)

    @property
    def noticed(self) -> tuple[Finding, ...]:
        """What is to be said of the table as a whole, besides its own findings."""
        title = () if self.words.title is None else (self.words.title,)
        return (*title, *self.words.doubtful.values())

    def read(self, row: Row) -> tuple[EvidenceLine | None, tuple[Finding, ...]]:
        """Return the line of a row, or None where it names no pledge: the findings then say why it is set aside."""
        if self.plain is not None:
            line = self.plain.line(row)
            if line is None and self._has_learnt(row):
                line = self.plain.line(row)
            if line is not None:
                return line, ()
        gathered = _Gathered()
        key = self._known(row, layouts.PLEDGE_REF, self._key, gathered)
        if gathered.findings or not key:
            return None, tuple(gathered.findings)
        if self.words.title is not None:
            gathered.problems.append((WHOLE_ROW, self.words.title.code))
        if row.number in self.table.too_long:
            gathered.keep(None, finding("row-too-long", row.source), WHOLE_ROW)
        for name in sorted(self.table.repeated):
            gathered.problems.append((WHOLE_ROW if name == layouts.QUANTITY else name, "heading-repeated"))
        for name, doubt in self.words.doubtful.items():
            if not is_blank(row.cell(name)):
                gathered.problems.append((WHOLE_ROW if name == layouts.QUANTITY else name, doubt.code))
        return self._line(row, key, gathered), tuple(gathered.findings)

    def _line(self, row: Row, key: str, gathered: _Gathered) -> EvidenceLine:
        start = self._known(row, layouts.START, self._day, gathered)
        is_open, end = self._known(row, layouts.END, self._end, gathered)
        person_ref = self._known(row, layouts.PERSON_REF, self._person, gathered)
        placement_ref = self._known(row, layouts.PLACEMENT_REF, self._reference, gathered)
        evidence_ref = self._known(row, layouts.EVIDENCE_REF, self._reference, gathered)
        days = self._known(row, layouts.DAYS, self._amount, gathered)
        quantity = self._known(row, layouts.QUANTITY, self._quantity, gathered)
        if quantity.absence is Absence.MISSING and self.table.has(layouts.QUANTITY):
            dated = not is_blank(row.cell(layouts.START)) or (not is_open and not is_blank(row.cell(layouts.END)))
            says_more = dated or not is_blank(row.cell(layouts.DAYS))
            if not (says_more or person_ref or placement_ref or evidence_ref):
                gathered.findings.append(finding("quantity-missing", row.ref(layouts.QUANTITY)))
        hours_per_week = self._known(row, layouts.HOURS_PER_WEEK, self._amount, gathered)
        attendees = self._known(row, layouts.ATTENDEES, self._amount, gathered)
        staff = self._known(row, layouts.STAFF, self._amount, gathered)
        share = self._known(row, layouts.SHARE, self._share, gathered)
        unit = self._unit(row, quantity, gathered)
        grade = self._grade(row, evidence_ref, gathered)
        return EvidenceLine(
            pledge_key=key,
            row_source=row.source,
            columns=self.columns,
            elsewhere=merged_over(row) if self.table.is_merged else (),
            quantity=quantity.amount,
            absence=quantity.absence,
            unit=unit,
            start=start,
            end=end,
            grade=grade,
            attendees=attendees,
            staff=staff,
            days=days,
            hours_per_week=hours_per_week,
            share=share,
            has_quantity_column=self.table.has(layouts.QUANTITY) or layouts.QUANTITY in self.table.repeated,
            problems=tuple(gathered.problems),
            person_ref=person_ref,
            placement_ref=placement_ref,
            group_ref=self._known(row, layouts.GROUP_REF, self._reference, gathered),
            evidence_ref=evidence_ref,
            promise_words=self._known(row, layouts.PROMISED, _promise_words, gathered),
        )

    def _known(self, row: Row, name: str, read: Callable[[Row, str, _Gathered], _Value], gathered: _Gathered) -> _Value:
        """Return what `read` makes of the cell under `name`.

        Equal cells of a sheet are one object, and most columns say the same few things in row after row: what a cell
        was read as without a finding is not read again.
        """
        if self.table.spans.shared and row.is_merged(name):
            return read(row, name, gathered)
        known: dict[int, object] = self.known[name]
        at = id(row.cell(name))  # the sheet holds the cell, so that no other one can have its place in memory
        if at in known:
            return cast("_Value", known[at])
        before = len(gathered.findings)
        value = read(row, name, gathered)
        if len(gathered.findings) == before and len(known) < _MOST_KNOWN:
            known[at] = value
        return value

    def _has_learnt(self, row: Row) -> bool:
        """Return whether every cell of a row whose like comes again and again is now known, without a finding."""
        gathered = _Gathered()
        for name, read in (
            (layouts.PLEDGE_REF, self._key), (layouts.START, self._day), (layouts.END, self._end),
            (layouts.QUANTITY, self._quantity), (layouts.UNIT, self._unit_word), (layouts.GRADE, self._grade_given),
            (layouts.DAYS, self._amount), (layouts.HOURS_PER_WEEK, self._amount), (layouts.ATTENDEES, self._amount),
            (layouts.STAFF, self._amount), (layouts.SHARE, self._share), (layouts.PROMISED, _promise_words),
        ):  # fmt: skip
            self._known(row, name, read, gathered)
        return not gathered.findings

    def _key(self, row: Row, name: str, gathered: _Gathered) -> str:
        """Return what names the pledge; without it nothing else of the row is read."""
        key, problem = self.cells.read_reference(row, name, required=True)
        return gathered.keep(key, problem, name)

    def _quantity(self, row: Row, name: str, gathered: _Gathered) -> ReadQuantity:
        if layouts.QUANTITY in self.table.repeated:
            return ReadQuantity(absence=Absence.UNCLEAR)  # the finding is at the headings
        if row.is_merged(name):
            gathered.findings.append(finding("cell-merged", row.ref(name), column=name))
            return ReadQuantity(absence=Absence.UNCLEAR)
        cell = row.cell(name)
        if (doubt := self._doubtful_comma(row, name)) is not None:
            gathered.findings.append(doubt)
            return ReadQuantity(absence=Absence.UNCLEAR)
        quantity = read_quantity(cell)
        if not self.table.sheet.looks_known and quantity.amount is not None and 0 < quantity.amount < 1:
            saw = self.cells.vocabulary.saw(cell.value)
            gathered.findings.append(finding("share-unclear", row.ref(name), saw=saw, column=name))
            return ReadQuantity(absence=Absence.UNCLEAR)
        accepted = quantity.absence is Absence.NOT_APPLICABLE and self.not_applicable_accepted
        if quantity.code is not None and not accepted:
            words = {
                "quantity-unclear": {"unit": self._unit_asked_for(row)},
                "format-unclear": {"unit": self._unit_asked_for(row)},
                "number-scaled": _divided(cell),
                "cell-error": {"column": layouts.QUANTITY},
                "cell-unsaved": {"column": layouts.QUANTITY},
                "cell-struck": {"column": layouts.QUANTITY},
            }.get(quantity.code, {})
            saw = "" if quantity.code in {"cell-unsaved", "cell-struck"} else self.cells.vocabulary.saw(cell.value)
            gathered.findings.append(finding(quantity.code, row.ref(name), saw=saw, **words))
        elif quantity.amount is not None:
            self._tell_of_rounding(row, name, gathered)
        return quantity

    def _unit_asked_for(self, row: Row) -> str:
        """Return the unit that the row or its heading names, else words for the one that was asked for."""
        word, _ = self.cells.read_word(row, layouts.UNIT, _UNIT_WORDS, say_no_more=layouts.SAY_NO_MORE)
        return word or self.words.unit or "the unit that the council asked for"

    def _tell_of_rounding(self, row: Row, name: str, gathered: _Gathered) -> None:
        """Tell of a number that a person sees rounded; it counts as it stands in the cell."""
        cell = row.cell(name)
        shown = shown_whole(cell)
        if shown is not None:
            saw = self.cells.vocabulary.saw(cell.value)
            gathered.findings.append(finding("number-rounded", row.ref(name), saw=saw, column=name, shown=plain(shown)))

    def _doubtful_comma(self, row: Row, name: str) -> Finding | None:
        cell = row.cell(name)
        if name not in self.doubtful_commas or not isinstance(cell.value, str) or not can_be_either(cell.value):
            return None
        return finding("comma-unclear", row.ref(name), saw=self.cells.vocabulary.saw(cell.value), column=name)

    def _unit(self, row: Row, quantity: ReadQuantity, gathered: _Gathered) -> str | None:
        """Return the unit that the row names: beside its number, else in its own column.

        On a form the column Unit is filled in beforehand with the promise's own unit, so that the word beside the
        number is the supplier's and wins. Where the row was typed freely, two different units are a problem. A bare 0.5
        under a percentage may be half of it, or half a per cent.
        """
        beside = quantity.unit
        if quantity.unit is None and quantity.amount is not None and self.words.unit is not None:
            quantity = attrs.evolve(quantity, unit=self.words.unit)
        elif None not in (quantity.unit, self.words.unit) and quantity.unit != self.words.unit:
            clash = _units_differ(row.ref(layouts.QUANTITY), quantity.unit, "its heading", self.words.unit)
            gathered.keep(None, clash, layouts.UNIT)
        word = self._known(row, layouts.UNIT, self._unit_word, gathered)
        is_part = beside is None and quantity.amount is not None and 0 < quantity.amount < 1
        if is_part and "%" in {quantity.unit, word}:
            saw = self.cells.vocabulary.saw(quantity.amount)
            unclear = finding("share-unclear", row.ref(layouts.QUANTITY), saw=saw, column=layouts.QUANTITY)
            gathered.keep(None, unclear, WHOLE_ROW)
        if quantity.unit is None or word is None or word == quantity.unit:
            return quantity.unit or word
        if is_blank(row.cell(layouts.PROMISED)):
            clash = _units_differ(row.ref(layouts.UNIT), quantity.unit, layouts.UNIT, word)
            gathered.keep(None, clash, layouts.UNIT)
        return quantity.unit

    def _unit_word(self, row: Row, name: str, gathered: _Gathered) -> str | None:
        word, problem = self.cells.read_word(row, name, _UNIT_WORDS, say_no_more=layouts.SAY_NO_MORE)
        return gathered.keep(word, problem, name)

    def _end(self, row: Row, name: str, gathered: _Gathered) -> tuple[bool, dt.date | None]:
        """Return whether End says in words that the delivery has not ended, and else its day."""
        cell = row.cell(name)
        is_open = not cell.struck and cell.kind is CellKind.TEXT and fold(text_of(cell)) in layouts.OPEN_ENDS
        return is_open, None if is_open else self._day(row, name, gathered)

    def _day(self, row: Row, name: str, gathered: _Gathered) -> dt.date | None:
        day, problem = self.cells.read_day(row, name, self.orders[name])
        return gathered.keep(day, problem, name)

    def _amount(self, row: Row, name: str, gathered: _Gathered) -> Fraction | None:
        """Return a number that cannot be below zero."""
        if row.is_merged(name):
            return gathered.keep(None, finding("cell-merged", row.ref(name), column=name), name)
        if (doubt := self._doubtful_comma(row, name)) is not None:
            return gathered.keep(None, doubt, name)
        number, problem = self.cells.read_number(row, name)
        cell = row.cell(name)
        if number is not None and is_scaled(cell):
            saw = self.cells.vocabulary.saw(number)
            return gathered.keep(None, finding("number-scaled", row.ref(name), saw=saw, **_divided(cell)), WHOLE_ROW)
        if number is not None:
            self._tell_of_rounding(row, name, gathered)
        if number is not None and number < 0:
            saw = self.cells.vocabulary.saw(number)
            return gathered.keep(None, finding("cell-negative", row.ref(name), saw=saw, column=name), name)
        return gathered.keep(number, problem, name)

    def _share(self, row: Row, name: str, gathered: _Gathered) -> Fraction | None:
        """Return a share of one; one that cannot be read, or cannot be, bears on every count of the row."""
        if row.is_merged(name):
            return gathered.keep(None, finding("cell-merged", row.ref(name), column=name), WHOLE_ROW)
        share, problem = self.cells.read_share(row, name)
        bare = _bare_share(row.cell(name))
        if bare is not None and 1 <= bare < _NO_FRACTION and not self.has_percentages:
            saw = self.cells.vocabulary.saw(row.cell(name).value)
            share, problem = None, finding("share-unclear", row.ref(name), saw=saw, column=name)
        if share is not None and not 0 < share <= 1:
            saw = self.cells.vocabulary.saw(row.cell(name).value)
            share, problem = None, finding("share-out-of-range", row.ref(name), saw=saw, column=name)
        return gathered.keep(share, problem, WHOLE_ROW)

    def _reference(self, row: Row, name: str, gathered: _Gathered) -> str:
        """Return a reference, "" where the cell is blank or holds words that name nothing."""
        text, problem = self.cells.read_reference(row, name)
        gathered.keep(None, problem, name)
        return text if names_something(text) else ""

    def _person(self, row: Row, name: str, gathered: _Gathered) -> str:
        """Return a person reference; one that looks like a name tells people apart all the same."""
        text = self._reference(row, name, gathered)
        if _LIKE_A_NAME.fullmatch(text):
            gathered.findings.append(finding("person-ref-like-a-name", row.ref(name)))
        return text

    def _grade(self, row: Row, evidence_ref: str, gathered: _Gathered) -> Grade:
        """Return the grade a return may give: claimed or documented, whatever it says of confirmations."""
        before = len(gathered.problems)
        grade = self._known(row, layouts.GRADE, self._grade_given, gathered)
        if grade is not None:
            return grade
        is_blank_there = len(gathered.problems) == before
        return Grade.DOCUMENTED if evidence_ref and is_blank_there else Grade.CLAIMED

    def _grade_given(self, row: Row, name: str, gathered: _Gathered) -> Grade | None:
        """Return the grade in the row's own column, None where it is blank or cannot be read."""
        word, problem = self.cells.read_word(row, name, layouts.GRADES)
        if gathered.keep(word, problem, name) is None:
            return None
        grade = _GRADES[str(word)]
        if grade > Grade.DOCUMENTED:
            gathered.findings.append(finding("grade-own-homework", row.ref(name), saw=f'"{word}"'))
        return min(grade, Grade.DOCUMENTED)


def _doubtful_commas(table: Table) -> frozenset[str]:
    """Return the columns of figures in which a comma before three digits can stand before decimals."""
    by_semicolons = table.sheet.fields is not None and table.sheet.fields.delimiter == ";"
    found = set[str]()
    for name in layouts.FIGURES & table.columns.keys():
        values = (cell.value for cell in table.cells_under(name))
        texts = [value for value in values if isinstance(value, str) and ("," in value or "." in value)]
        if texts and has_doubtful_commas(texts, by_semicolons=by_semicolons):
            found.add(name)
    return frozenset(found)


@attrs.define
class _Gathered:
    """The findings of one row so far, and the problems that they make of it."""

    findings: list[Finding] = attrs.field(factory=list)
    problems: list[tuple[str, str]] = attrs.field(factory=list)

    def keep(self, value: _Value, problem: Finding | None, column: str) -> _Value:
        """Return `value`, having kept what is wrong with it."""
        if problem is not None:
            self.findings.append(problem)
            self.problems.append((column, problem.code))
        return value


def _bare_share(cell: Cell) -> Fraction | None:
    """Return a number without a sign for per cent, None where the cell holds none."""
    if cell.percent:
        return None
    return cell.value if isinstance(cell.value, Fraction) else number_in(text_of(cell))


def _divided(cell: Cell) -> dict[str, str]:
    """Return what a finding says of a number that is shown divided."""
    return {"scale": f"{1 if cell.look is None else cell.look.scale:,}"}


def _units_differ(place: CellRef, given: str | None, where: str, says: str | None) -> Finding:
    return finding("units-differ", place, given=given, where=where, says=says)


def names_something(text: str) -> bool:
    """Return whether a reference names anything: `available on request`, `tbc` and a dash do not."""
    if text.isascii() and _HAS_DIGIT.search(text) and not _MAY_NAME_NOTHING.search(text):
        return True  # nearly every reference, and it is always what the lines below would say
    folded = fold(text) or fold(text.strip("()[]"))
    return folded not in layouts.NAMES_NOTHING and not f"{folded} ".startswith(layouts.NAMES_NOTHING_STARTS)


def _promise_words(row: Row, name: str, _gathered: _Gathered) -> str:
    return text_of(row.cell(name))
