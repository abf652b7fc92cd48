"""One row of a return's table in; an evidence line, exactly as it was typed, and the findings of its cells out.

Nothing is counted here. A cell that cannot be read becomes a finding and a `problem` of the line; whether it sets the
line aside is counting's to say. Comments and notes are never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from pledges.audience import EARLIEST_DAY, Vocabulary
from pledges.findings import Finding, finding
from pledges.model import Absence, EvidenceLine, Grade
from pledges.quantities import UNITS
from pledges.returns import layouts
from pledges.returns.quantity import ReadQuantity, read_quantity
from pledges.tables import CellReader, DayOrder, Row, Table, day_order, fold, is_blank, text_of

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from pledges.periods import Period
    from pledges.provenance import CellRef

_Value = TypeVar("_Value")

_UNIT_WORDS = {**UNITS, "people": (*UNITS["people"], *layouts.PEOPLE_WORDS)}
_GRADES = {grade.words: grade for grade in Grade}

WHOLE_ROW = "row"
"""The name of a problem that bears on every count of its row, whatever the pledge's unit."""


@attrs.frozen(kw_only=True)
class LineReader:
    """Reads the rows of one table; make it with `of`. `orders` is how each column of dates writes its days."""

    table: Table
    cells: CellReader
    orders: Mapping[str, DayOrder | None]
    not_applicable_accepted: bool

    @classmethod
    def of(
        cls, table: Table, vocabulary: Vocabulary, period: Period | None, *, not_applicable_accepted: bool
    ) -> LineReader:
        """Return the reader of a table whose return is for `period` (None: it is not known, or there are several).

        A column of dates that nothing settles is read as the other one is: one person typed both.
        """
        orders = {name: day_order(table.rows, name, period) for name in (layouts.START, layouts.END)}
        known = {order for order in orders.values() if order is not None}
        if len(known) == 1:
            orders = dict.fromkeys(orders, known.pop())
        return cls(
            table=table,
            cells=CellReader(vocabulary, EARLIEST_DAY),
            orders=orders,
            not_applicable_accepted=not_applicable_accepted,
        )

    def read(self, row: Row) -> tuple[EvidenceLine | None, tuple[Finding, ...]]:
        """Return the line of a row, or None where it names no pledge: the findings then say why it is set aside."""
        key, problem = self.cells.read_reference(row, layouts.PLEDGE_REF, required=True)
        if problem is not None or not key:
            return None, (problem,) if problem is not None else ()
        gathered = _Gathered()
        for name in sorted(self.table.repeated):
            gathered.problems.append((WHOLE_ROW if name == layouts.QUANTITY else name, "heading-repeated"))
        line = self._line(row, key, gathered)
        return attrs.evolve(line, problems=tuple(gathered.problems)), tuple(gathered.findings)

    def _line(self, row: Row, key: str, gathered: _Gathered) -> EvidenceLine:
        start = self._day(row, layouts.START, gathered)
        end = None if _is_open(row) else self._day(row, layouts.END, gathered)
        references = {
            name: self._reference(row, name, gathered)
            for name in (layouts.PERSON_REF, layouts.PLACEMENT_REF, layouts.EVIDENCE_REF)
        }
        days = self._amount(row, layouts.DAYS, gathered)
        quantity = self._quantity(row, gathered)
        typed = {name for name in (layouts.START, layouts.END, layouts.DAYS) if not is_blank(row.cell(name))}
        says_more = bool(typed - ({layouts.END} if _is_open(row) else set())) or any(references.values())
        if quantity.absence is Absence.MISSING and not says_more and self.table.has(layouts.QUANTITY):
            gathered.findings.append(finding("quantity-missing", row.ref(layouts.QUANTITY)))
        attendees = self._amount(row, layouts.ATTENDEES, gathered)
        staff = self._amount(row, layouts.STAFF, gathered)
        share = self._share(row, gathered)
        return EvidenceLine(
            pledge_key=key,
            row_source=row.source,
            quantity=quantity.amount,
            quantity_source=self._source(row, layouts.QUANTITY, quantity.absence is not Absence.MISSING),
            absence=quantity.absence,
            unit=self._unit(row, quantity, gathered),
            start=start,
            start_source=self._source(row, layouts.START, start is not None),
            end=end,
            end_source=self._source(row, layouts.END, end is not None),
            grade=self._grade(row, references[layouts.EVIDENCE_REF], gathered),
            attendees=attendees,
            attendees_source=self._source(row, layouts.ATTENDEES, attendees is not None),
            staff=staff,
            staff_source=self._source(row, layouts.STAFF, staff is not None),
            days=days,
            days_source=self._source(row, layouts.DAYS, days is not None),
            share=share,
            share_source=self._source(row, layouts.SHARE, share is not None),
            has_quantity_column=self.table.has(layouts.QUANTITY) or layouts.QUANTITY in self.table.repeated,
            person_ref=references[layouts.PERSON_REF],
            placement_ref=references[layouts.PLACEMENT_REF],
            evidence_ref=references[layouts.EVIDENCE_REF],
            promise_words=text_of(row.cell(layouts.PROMISED)),
        )

    def _source(self, row: Row, name: str, is_given: bool) -> CellRef | None:  # noqa: FBT001 - the one thing it asks
        return row.ref(name) if is_given and self.table.has(name) else None

    def _quantity(self, row: Row, gathered: _Gathered) -> ReadQuantity:
        if layouts.QUANTITY in self.table.repeated:
            return ReadQuantity(absence=Absence.UNCLEAR)  # the finding is at the headings
        cell = row.cell(layouts.QUANTITY)
        quantity = read_quantity(cell)
        accepted = quantity.absence is Absence.NOT_APPLICABLE and self.not_applicable_accepted
        if quantity.code is not None and not accepted:
            words = {
                "quantity-unclear": {"unit": "the promise's unit"},
                "cell-error": {"column": layouts.QUANTITY},
                "cell-unsaved": {"column": layouts.QUANTITY},
                "cell-struck": {"column": layouts.QUANTITY},
            }.get(quantity.code, {})
            saw = "" if quantity.code in {"cell-unsaved", "cell-struck"} else self.cells.vocabulary.saw(cell.value)
            gathered.findings.append(finding(quantity.code, row.ref(layouts.QUANTITY), saw=saw, **words))
        return quantity

    def _unit(self, row: Row, quantity: ReadQuantity, gathered: _Gathered) -> str | None:
        """Return the unit that the row names: beside its number, else in its own column.

        On a form the column Unit is filled in beforehand with the promise's own unit, so that the word beside the
        number is the supplier's and wins. Where the row was typed freely, two different units are a problem.
        """
        word, problem = self.cells.read_word(row, layouts.UNIT, _UNIT_WORDS)
        gathered.keep(word, problem, layouts.UNIT)
        if quantity.unit is None or word is None or word == quantity.unit:
            return quantity.unit or word
        if is_blank(row.cell(layouts.PROMISED)):
            clash = finding("units-differ", row.ref(layouts.UNIT), given=quantity.unit, column_says=word)
            gathered.keep(None, clash, layouts.UNIT)
        return quantity.unit

    def _day(self, row: Row, name: str, gathered: _Gathered) -> dt.date | None:
        day, problem = self.cells.read_day(row, name, self.orders[name])
        return gathered.keep(day, problem, name)

    def _amount(self, row: Row, name: str, gathered: _Gathered) -> Fraction | None:
        """Return a number that cannot be below zero."""
        number, problem = self.cells.read_number(row, name)
        if number is not None and number < 0:
            saw = self.cells.vocabulary.saw(number)
            return gathered.keep(None, finding("cell-negative", row.ref(name), saw=saw, column=name), name)
        return gathered.keep(number, problem, name)

    def _share(self, row: Row, gathered: _Gathered) -> Fraction | None:
        """Return a share of one; one that cannot be read, or cannot be, bears on every count of the row."""
        share, problem = self.cells.read_share(row, layouts.SHARE)
        if share is not None and not 0 <= share <= 1:
            saw = self.cells.vocabulary.saw(row.cell(layouts.SHARE).value)
            share, problem = None, finding("share-out-of-range", row.ref(layouts.SHARE), saw=saw, column=layouts.SHARE)
        return gathered.keep(share, problem, WHOLE_ROW)

    def _reference(self, row: Row, name: str, gathered: _Gathered) -> str:
        """Return a reference, "" where the cell is blank or holds words that name nothing."""
        text, problem = self.cells.read_reference(row, name)
        gathered.keep(None, problem, name)
        return text if names_something(text) else ""

    def _grade(self, row: Row, evidence_ref: str, gathered: _Gathered) -> Grade:
        """Return the grade a return may give: claimed or documented, whatever it says of confirmations."""
        word, problem = self.cells.read_word(row, layouts.GRADE, layouts.GRADES)
        if problem is not None:
            gathered.keep(None, problem, layouts.GRADE)
            return Grade.CLAIMED
        if word is None:
            return Grade.DOCUMENTED if evidence_ref else Grade.CLAIMED
        grade = _GRADES[word]
        if grade > Grade.DOCUMENTED:
            gathered.findings.append(finding("grade-own-homework", row.ref(layouts.GRADE), saw=f'"{word}"'))
        return min(grade, Grade.DOCUMENTED)


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


def names_something(text: str) -> bool:
    """Return whether a reference names anything: `available on request`, `tbc` and a dash do not."""
    folded = fold(text) or fold(text.strip("()[]"))
    return folded not in layouts.NAMES_NOTHING and not f"{folded} ".startswith(layouts.NAMES_NOTHING_STARTS)


def _is_open(row: Row) -> bool:
    """Return whether End says in words that the delivery has not ended."""
    cell = row.cell(layouts.END)
    return not cell.struck and fold(text_of(cell)) in layouts.OPEN_ENDS
