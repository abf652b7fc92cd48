"""A contract's variations and a day in; the terms before and after each of them that bears on a pledge out."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, given, given_day, inclusive_days, product, ratio, total, unknown
from pledges.findings import Finding, finding
from pledges.periods import day_text
from pledges.provenance import CellRef, reading_order
from pledges.targets.quantity import promised
from pledges.targets.terms import Terms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from pledges.model import Contract, Pledge, Variation
    from pledges.provenance import Source

NO_EFFECT = "none"
BELOW_ZERO = "the contract's value as varied would be below 0"
"""Why a value, and what it scales, is not known; `below_zero` says once at which variation."""
MOST_CHANGES = 60
"""No contract is varied on more days than this; beyond it the figures are not worked out."""


@attrs.frozen(kw_only=True)
class Change:
    """What takes effect on one day for one pledge: its `effect` (rescale or replace) and the terms `after` it."""

    day: dt.date
    effect: str
    after: Terms
    source: Source


@attrs.frozen(kw_only=True)
class Course:
    """The terms of a pledge `at_award`, each change of them by the day, and why nobody knows them (`open_because`)."""

    at_award: Terms
    changes: tuple[Change, ...] = ()
    open_because: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def now(self) -> Terms:
        """The terms that hold after the last change."""
        return self.changes[-1].after if self.changes else self.at_award


def in_force(variations: Iterable[Variation], on: dt.date) -> tuple[Variation, ...]:
    """Return the variations in force on a day in their order.

    By Effective; on one day those of the whole contract before those of a pledge; then as they stand in the register.
    """
    return tuple(
        sorted(
            (each for each in variations if each.effective <= on),
            key=lambda each: (each.effective, each.pledge_ref is not None, reading_order(each.source)),
        )
    )


def bears_on(variation: Variation, pledge: Pledge) -> bool:
    """Return whether a variation can change what a pledge promises: it is of its contract, and names it or none."""
    of_contract = pledge.contract_ref is not None and variation.contract_ref == pledge.contract_ref
    return of_contract and variation.pledge_ref in {None, pledge.ref}


def terms_at_award(pledge: Pledge, contract: Contract | None) -> Terms:
    """Return what holds for a pledge before any variation."""
    value = None
    if contract is not None and contract.value is not None:
        value = given("contract value", contract.value, contract.value_source or contract.source, unit="GBP")
    return Terms(
        pledge=pledge,
        contract=contract,
        quantity=promised(pledge),
        value=value,
        last_day=pledge.due,
        last_day_source=pledge.due_source or pledge.source,
        end=None if contract is None else contract.end,
        is_banded=pledge.banded,
    )


def course_of(pledge: Pledge, contract: Contract | None, variations: Iterable[Variation], *, on: dt.date) -> Course:
    """Return the terms of a pledge at award and after each day on which a variation in force bears on it."""
    at_award = terms_at_award(pledge, contract)
    known = in_force(variations, on)
    rows = [each for each in known if each.contract_ref == pledge.contract_ref]
    if any(each.pledge_ref == pledge.ref and each.contract_ref != pledge.contract_ref for each in known):
        return _asked(at_award, "a variation of another contract names it")
    bearing = [each for each in rows if bears_on(each, pledge)]
    contradicting = contradictions_among(bearing)
    unclear = next((each for each in bearing if not each.is_clear), None)
    if unclear is not None:
        reason = f"a variation of the contract cannot be used ({unclear.source})"
        return Course(at_award=at_award, open_because=reason)
    if contradicting:
        reason = "two variations of one day contradict each other"
        return Course(at_award=at_award, open_because=reason, findings=contradicting)
    if len({each.effective for each in bearing}) > MOST_CHANGES:
        return _asked(at_award, f"the contract was varied on more than {MOST_CHANGES} days")
    changes, terms = list[Change](), at_award
    for day, of_day in groupby(rows, key=lambda each: each.effective):
        effect, source = "", at_award.pledge.source
        for row in of_day:
            if bears_on(row, pledge) and row.effect != NO_EFFECT:
                terms = _after(terms, row)
                effect, source = row.effect, row.source
            terms = attrs.evolve(terms, end=row.new_end or terms.end)
        if effect:
            changes.append(Change(day=day, effect=effect, after=terms, source=source))
    return Course(at_award=at_award, changes=tuple(changes))


def _asked(at_award: Terms, reason: str) -> Course:
    """Return a course that nobody knows, with a query for what no cell of the register was asked about."""
    pledge = at_award.pledge
    query = finding(
        "target-unknown",
        pledge.source,
        why=reason[:1].upper() + reason[1:],
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
    )
    return Course(at_award=at_award, open_because=reason, findings=(query,))


def last_day(
    pledge: Pledge, contract: Contract | None, variations: Iterable[Variation], *, on: dt.date
) -> dt.date | None:
    """Return a pledge's Due as varied by the variations in force on a day; None where it is not known."""
    course = course_of(pledge, contract, variations, on=on)
    return None if course.open_because else course.now.last_day


def contradictions_among(rows: Sequence[Variation]) -> tuple[Finding, ...]:
    """Return a query for each variation that says something else of the same than an earlier row of its day.

    Two rows that name one pledge on one day always do. Two rows of a whole contract do where they give different ends,
    or where one says rescale and the other replace; changes of value add up.
    """
    findings = list[Finding]()
    by_scope = defaultdict[tuple[object, ...], list["Variation"]](list)
    for row in rows:
        by_scope[row.effective, row.contract_ref, row.pledge_ref].append(row)
    for same in by_scope.values():
        for index, row in enumerate(same):
            first = next((each for each in same[:index] if _contradict(each, row)), None)
            if first is not None:
                findings.append(
                    finding(
                        "variations-same-day",
                        row.source,
                        contract_ref=row.contract_ref,
                        pledge_ref=row.pledge_ref,
                        first=_in_the_register(first.source),
                    )
                )
    return tuple(findings)


def below_zero(contract: Contract, variations: Iterable[Variation], *, on: dt.date) -> tuple[Finding, ...]:
    """Return a query at each Value change by which a contract's value falls below 0, for itself or for one promise."""
    rows = [each for each in in_force(variations, on) if each.contract_ref == contract.ref and each.value_change]
    if contract.value is None or not rows:
        return ()
    moving = [each for each in rows if each.effect != NO_EFFECT]
    scopes = dict.fromkeys([None, *(each.pledge_ref for each in moving)])
    courses = [rows, *([each for each in moving if each.pledge_ref in {None, scope}] for scope in scopes)]
    fallen = (_first_below_zero(contract.value, course) for course in courses)
    return tuple(
        finding(
            "variation-below-zero",
            row.value_change_source or row.source,
            contract_ref=row.contract_ref,
            pledge_ref=row.pledge_ref,
        )
        for row in dict.fromkeys(each for each in fallen if each is not None)
    )


def _first_below_zero(value: Fraction, rows: Iterable[Variation]) -> Variation | None:
    for row in rows:
        value += row.value_change or 0
        if value < 0:
            return row
    return None


def _in_the_register(source: Source) -> str:
    """Return where another row of the register stands, in short: its sheet and cell."""
    inside = "!".join(part for part in (source.sheet, source.cell) if part) if isinstance(source, CellRef) else ""
    return inside or str(source)


def _contradict(one: Variation, other: Variation) -> bool:
    if one.pledge_ref is not None:
        return True
    ends = {one.new_end, other.new_end} - {None}
    effects = {one.effect, other.effect} - {NO_EFFECT}
    return len(ends) > 1 or len(effects) > 1


def _after(terms: Terms, row: Variation) -> Terms:
    """Return the terms after a variation that bears on the pledge."""
    value = _value_after(terms, row)
    varied = attrs.evolve(terms, value=value)
    if row.new_end is not None and terms.last_day is not None and terms.last_day == terms.end:
        varied = attrs.evolve(varied, last_day=row.new_end, last_day_source=row.source)
    pledge = terms.pledge
    if row.new_quantity is not None:
        quantity = given("target", row.new_quantity, row.source, unit=pledge.unit, because=_said(row))
        return attrs.evolve(varied, quantity=quantity, is_scaled=False, is_banded=False)
    if not row.value_change or terms.is_banded or pledge.per_pounds is not None or pledge.unit == "%":
        return varied
    return attrs.evolve(varied, quantity=_scaled(terms, value, row), is_scaled=True)


def _said(row: Variation) -> str:
    return f"as varied from {day_text(row.effective)}"


def _value_after(terms: Terms, row: Variation) -> Figure | None:
    """Return the value after a variation: that before it, and its change. None where no value is given at award."""
    if row.value_change is None or terms.value is None or terms.value.value is None:
        return terms.value
    change = given(f"change of {day_text(row.effective)}", row.value_change, row.source, unit="GBP")
    parts = terms.value.parts or (terms.value,)
    value = total("contract value as varied", [*parts, change], unit="GBP", because=_said(row))
    if value.value is not None and value.value < 0:
        return unknown("contract value as varied", BELOW_ZERO, unit="GBP", source=row.source)
    return value


def _scaled(terms: Terms, value: Figure | None, row: Variation) -> Figure:
    """Return a quantity × value after ÷ value before."""
    unit, before = terms.pledge.unit, terms.value
    if value is not None and value.value is None:
        return unknown("target", value.because, unit=unit, source=value.source)
    if value is None or before is None or not before.value:
        reason = "the contract was varied by value, and the value before it is not given, or 0"
        return unknown("target", reason, unit=unit, source=row.source)
    grown = ratio("value after ÷ value before", value, attrs.evolve(before, label="contract value before"))
    quantity = attrs.evolve(terms.quantity, label="quantity before the variation")
    return product("target", [quantity, grown], unit=unit, because=_said(row))


@attrs.frozen(kw_only=True)
class AsVaried:
    """A contract on a day: its value and end at award and now, and how far they have changed since (shares of one).

    `in_force` is how many variations have taken effect. What is not known has a figure without a value.
    """

    in_force: int
    value_at_award: Figure
    value_now: Figure
    value_change: Figure
    end_at_award: Figure
    end_now: Figure
    term_change: Figure


def as_varied(contract: Contract, variations: Iterable[Variation], *, on: dt.date) -> AsVaried:
    """Return what the variations in force on a day have made of a contract's value and term, whatever their effect."""
    rows = [each for each in in_force(variations, on) if each.contract_ref == contract.ref]
    of_contract = [each for each in rows if each.pledge_ref is None]
    is_clear = all(each.is_clear for each in rows) and not _ends_contradict(of_contract)
    source = contract.source

    def open_(label: str, unit: str) -> Figure:
        return unknown(label, "a variation of the contract cannot be used", unit=unit, source=source)

    value = unknown("value at award", "no value is given", unit="GBP", source=source)
    if contract.value is not None:
        value = given("value at award", contract.value, contract.value_source or source, unit="GBP")
    changes = [
        given(f"change of {day_text(each.effective)}", each.value_change, each.source, unit="GBP")
        for each in rows
        if each.value_change is not None
    ]
    now = total("value now", [value, *changes], unit="GBP") if is_clear else open_("value now", "GBP")
    end = unknown("end at award", "no end is given", unit="day", source=source)
    if contract.end is not None:
        end = given_day("end at award", contract.end, contract.end_source or source)
    moved = [each for each in rows if each.new_end is not None]
    last = attrs.evolve(end, label="end now")
    if moved and moved[-1].new_end is not None:
        last = given_day("end now", moved[-1].new_end, moved[-1].source)
    if not is_clear:
        last = open_("end now", "day")
    return AsVaried(
        in_force=len(rows),
        value_at_award=value,
        value_now=now,
        value_change=ratio("change of the value since award", difference("change since award", now, value), value),
        end_at_award=end,
        end_now=last,
        term_change=_term_change(contract, end, last),
    )


def _ends_contradict(rows: Sequence[Variation]) -> bool:
    ends = defaultdict[object, set["dt.date"]](set)
    for each in rows:
        if each.new_end is not None:
            ends[each.effective].add(each.new_end)
    return any(len(given_for_day) > 1 for given_for_day in ends.values())


def _term_change(contract: Contract, end: Figure, last: Figure) -> Figure:
    """Return the days by which the term has grown, as a share of the days at award."""
    label = "change of the term since award"
    if contract.start is None or end.value is None or last.value is None:
        return unknown(label, "the contract's start or end is not known", unit="share", source=contract.source)
    start = given_day("start", contract.start, contract.start_source or contract.source)
    at_award = inclusive_days("days at award", start, end)
    now = inclusive_days("days now", start, last)
    return ratio(label, difference("days more than at award", now, at_award), at_award)
