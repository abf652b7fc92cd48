"""One evidence line and its pledge in; how much it is in the pledge's unit, or why it is no amount, out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting.lines import SetAside
from pledges.counting.percentages import percentage_aside
from pledges.figures import Figure, given, given_day, greatest, inclusive_days, least, product, ratio
from pledges.findings import Finding, finding
from pledges.model import Absence, Basis
from pledges.periods import day_text
from pledges.provenance import Passage
from pledges.quantities import Quantity
from pledges.tables import reference_key
from pledges.targets import position_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pledges.audience import Vocabulary
    from pledges.model import Contract, EvidenceLine, Grade, Pledge, Return
    from pledges.periods import Period
    from pledges.provenance import Source

WHOLE_UNITS = frozenset({"people", "placements"})
"""Units of which there is no part."""

STOCK_UNITS = frozenset({"people", "FTE"})
"""Units that are delivered on the day they start."""

LASTING_UNITS = frozenset({"weeks", "days", "placements", "FTE years"})
"""Units that go on until an end is given."""

_MOST = 10_000_000
_MOST_POUNDS = 1_000_000_000
"""From these on a quantity is taken for a telephone, payroll or learner number in the wrong column."""

_WEEKS_RULE = Passage(document="counting rules", place="weeks are inclusive calendar days divided by 7")
_COLUMNS_OF_DATES = frozenset({"Start", "End"})


@attrs.frozen(kw_only=True)
class Delivery:
    """A line as counting sees it: whose it is, what it speaks of, and how much it is before the counting rules.

    `amount` None means that the line gives no number; `absence` then says which kind of none it is.
    `first_day` is the earliest day it speaks of (for lateness), `day` the day it belongs to. `continues` tells that the
    row gives no quantity and may go on with a placement that another row counts.
    """

    line: EvidenceLine
    sent: Return
    pledge: Pledge
    supplier_ref: str
    period: Period
    basis: Basis
    known_from: dt.date | None
    grade: Grade
    amount: Figure | None
    absence: Absence | None
    day: dt.date
    first_day: dt.date
    set_aside: SetAside | None = None
    gives_number: bool = False
    continues: bool = False

    @property
    def source(self) -> Source:
        """The cell that gives the quantity, else the row."""
        return self.line.quantity_source or self.line.row_source


@attrs.frozen(kw_only=True)
class Measuring:
    """What measuring a line needs besides the line."""

    pledge: Pledge
    contract: Contract | None
    sent: Return
    supplier_ref: str
    period: Period
    basis: Basis
    known_from: dt.date | None
    period_start_source: Source
    period_end_source: Source
    on: dt.date
    not_applicable_accepted: bool
    vocabulary: Vocabulary


def measure(line: EvidenceLine, about: Measuring) -> tuple[Delivery, tuple[Finding, ...]]:
    """Return how much `line` is in its pledge's unit, with the findings that this makes.

    The rules are those of `docs/counting.md`: hours times attendees or staff, the pledge's own unit or a mismatch,
    weeks from dates, and the kinds of no-number. Nothing is converted.
    """
    absence, amount, code, words = _amount(line, about)
    day, first_day = _days(line, about)
    findings, set_aside = list[Finding](), None
    if _is_reworded(line, about.pledge):
        findings.append(_finding("promise-reworded", line, about, {}, at=line.row_source))
    elif day > about.on and (code or absence is not Absence.MISSING):
        findings.append(_finding("not-yet-delivered", line, about, {"day": day_text(day)}))
    elif code:
        findings.append(_finding(code, line, about, words, saw=_typed(line)))
    elif crossed := _dates_amiss(line, about) if amount is not None else None:
        findings.append(crossed)
    for found in findings:
        if found.code not in _NOTES:
            set_aside = SetAside(reason=found.code, text=found.text)
    if set_aside is None and (problem := _problem(line, about, amount)):
        set_aside = SetAside(reason=problem, text=_SET_ASIDE_WHEN_READ)
    delivery = Delivery(
        line=line, sent=about.sent, pledge=about.pledge, supplier_ref=about.supplier_ref, period=about.period,
        basis=about.basis, known_from=about.known_from, grade=line.grade, amount=amount, absence=absence, day=day,
        first_day=first_day, set_aside=set_aside,
        gives_number=line.quantity is not None or (amount is not None and absence is None),
        continues=absence is Absence.MISSING and about.pledge.unit == "placements" and bool(placement_of(line)),
    )  # fmt: skip
    return delivery, tuple(findings)


def _is_reworded(line: EvidenceLine, pledge: Pledge) -> bool:
    """Whether a form's wording is not that of the promise which a reference made from the row order names now."""
    if not pledge.derived_ref or not line.promise_words or line.absence is Absence.MISSING:
        return False
    from pledges.register.wording import promise_in_words  # noqa: PLC0415 - without a register nobody asks

    return reference_key(line.promise_words) != reference_key(promise_in_words(pledge))


_SET_ASIDE_WHEN_READ = "The row was set aside when it was read; the finding at the row says why."

_NOTES = frozenset({"attendee-hours-assumed", "one-assumed"})

_Answer = tuple[Absence | None, Figure | None, str, dict[str, str]]


def _amount(line: EvidenceLine, about: Measuring) -> _Answer:
    """Return the kind of no-number, the amount, and the code ("" for none) and words of the finding to make."""
    if line.quantity is not None:
        if code := percentage_aside(about.pledge, about.basis):
            return None, None, code, {}
        return _amount_of_number(line, about, line.quantity)
    match line.absence:
        case Absence.NIL:
            source = line.quantity_source or line.row_source
            return Absence.NIL, given("nil", 0, source, unit=about.pledge.unit), "", {}
        case Absence.NOT_APPLICABLE if about.not_applicable_accepted:
            return Absence.MISSING, None, "", {}
        case None | Absence.MISSING:
            return _amount_without_number(line, about)
        case absence:
            return absence, None, "", {}


def _amount_of_number(line: EvidenceLine, about: Measuring, quantity: Fraction) -> _Answer:
    pledge, source = about.pledge, line.quantity_source or line.row_source
    if about.sent.nil:
        return None, None, "nil-contradicted", {}
    if quantity < 0:
        return None, None, "quantity-negative", {}
    if quantity >= (_MOST_POUNDS if pledge.unit == "GBP" else _MOST):
        return None, None, "quantity-too-large", {"unit": pledge.unit}
    unit = line.unit or pledge.unit
    number = given("quantity", quantity, source, unit=pledge.unit)
    if pledge.unit == "attendee hours" and unit in {"attendee hours", "hours"}:
        if line.attendees is not None:
            attendees = given("attendees", line.attendees, line.attendees_source or source, unit="people")
            hours = given("hours of sessions", quantity, source, unit="hours")
            return None, product("hours × attendees", [hours, attendees], unit=pledge.unit), "", {}
        return (
            (None, None, "hours-need-attendees", {})
            if unit == "hours"
            else (None, number, "attendee-hours-assumed", {})
        )
    if pledge.unit == "staff hours" and unit in {"staff hours", "hours"}:
        if line.staff is None:
            return None, number, "", {}
        staff = given("staff", line.staff, line.staff_source or source, unit="people")
        hours = given("hours", quantity, source, unit="hours")
        return None, product("hours × staff", [hours, staff], unit=pledge.unit), "", {}
    if unit != pledge.unit:
        or_dates = ", or start and end dates" if pledge.unit == "weeks" else ""
        return None, None, "unit-mismatch", {"promised": pledge.unit, "given": unit, "or_dates": or_dates}
    if pledge.unit in WHOLE_UNITS and quantity.denominator != 1:
        return None, None, "quantity-part-person", {"unit": pledge.unit}
    if pledge.unit == "people" and line.person_ref and quantity > 1:
        return None, None, "person-more-than-one", {}
    return None, number, "", {}


def _amount_without_number(line: EvidenceLine, about: Measuring) -> _Answer:
    pledge = about.pledge
    if pledge.unit == "weeks" and line.start is not None:
        return None, _weeks(line, about), "", {}
    if pledge.unit == "days" and line.days is not None:
        return None, given("days attended", line.days, line.days_source or line.row_source, unit="days"), "", {}
    named = bool(line.person_ref or line.placement_ref)
    if pledge.unit in WHOLE_UNITS and named and not line.has_quantity_column:
        one = given("one on this row", 1, line.row_source, unit=pledge.unit)
        return None, one, "one-assumed", {"unit": "person" if pledge.unit == "people" else "placement"}
    counts = (line.days, line.attendees, line.staff, line.start, line.end)
    says_something = named or bool(line.evidence_ref) or any(each is not None for each in counts)
    continues = pledge.unit == "placements" and bool(placement_of(line))
    if not says_something or continues:
        return Absence.MISSING, None, "", {}
    if pledge.unit == "weeks":
        unreadable = any(column == "Start" for column, _ in line.problems)
        return Absence.UNCLEAR, None, "" if unreadable else "weeks-need-dates", {}
    return Absence.UNCLEAR, None, "quantity-needed", {"unit": pledge.unit}


def placement_of(line: EvidenceLine) -> str:
    """Return what tells a placement from others: its reference, else the person's; "" where neither is given."""
    return line.placement_ref or line.person_ref


def uncontinued(delivery: Delivery) -> tuple[Delivery, Finding]:
    """Return a row that continues no other, set aside as one that lacks its quantity, with the finding."""
    found = finding(
        "quantity-needed",
        delivery.source,
        supplier_ref=delivery.supplier_ref,
        contract_ref=delivery.pledge.contract_ref,
        pledge_ref=delivery.pledge.ref,
        unit=delivery.pledge.unit,
    )
    aside = SetAside(reason=found.code, text=found.text)
    return attrs.evolve(delivery, absence=Absence.UNCLEAR, set_aside=aside, continues=False), found


def _weeks(line: EvidenceLine, about: Measuring) -> Figure:
    """Return the inclusive days ÷ 7 of the part of Start to End that lies in the period and not after the day."""
    assert line.start is not None  # noqa: S101 - the caller asked
    start = given_day("start", line.start, line.start_source or line.row_source)
    period_end = given_day("end of the period", about.period.end, about.period_end_source)
    first = start
    if about.basis is Basis.IN_PERIOD:
        period_start = given_day("start of the period", about.period.start, about.period_start_source)
        first = greatest("first day that counts", [start, period_start])
    lasts = [period_end, position_day(about.on)]
    if line.end is not None:
        lasts.append(given_day("end", line.end, line.end_source or line.row_source))
    last = least(
        "last day that counts", lasts, because="" if line.end is not None else "no end is given: still in post"
    )
    days = inclusive_days("days", first, last)
    return ratio("weeks", days, given("days in a week", 7, _WEEKS_RULE, unit="days in a week"), unit="weeks")


def _problem(line: EvidenceLine, about: Measuring, amount: Figure | None) -> str:
    """Return the code of the first unreadable cell that bears on this count, "" where none does."""
    bearing = {"Evidence grade", "Unit", "row"}
    if about.pledge.unit == "attendee hours":
        bearing.add("Attendees")
    if about.pledge.unit == "staff hours":
        bearing.add("Staff")
    if line.quantity is None and about.pledge.unit == "weeks":
        bearing |= _COLUMNS_OF_DATES
    if line.quantity is None and about.pledge.unit == "days":
        bearing.add("Days")
    if about.pledge.unit in WHOLE_UNITS | STOCK_UNITS:
        bearing |= {"Person ref", "Placement ref"}
    if amount is None and line.absence is not Absence.MISSING:
        return ""
    return next((code for column, code in line.problems if column in bearing), "")


def _dates_amiss(line: EvidenceLine, about: Measuring) -> Finding | None:
    start, end, period = line.start, line.end, about.period
    at = line.start_source or line.end_source or line.row_source
    if start is not None and end is not None and end < start:
        return _finding("dates-crossed", line, about, {}, at=line.end_source)
    contract_start = about.contract.start if about.contract is not None else None
    if start is not None and contract_start is not None and start < contract_start:
        return _finding("date-before-contract", line, about, {"day": day_text(contract_start)}, at=at, saw=start)
    ends_before = about.basis is Basis.IN_PERIOD and end is not None and end < period.start
    if (start is not None and start > period.end) or ends_before:
        return _finding("dates-outside-period", line, about, {"period": str(period)}, at=at, saw=start or end)
    return None


def _days(line: EvidenceLine, about: Measuring) -> tuple[dt.date, dt.date]:
    """Return the day a line belongs to, and the first day it speaks of.

    A quantity without dates, and a stock, belong to the end of their period. With dates, people and FTE belong to
    their start, weeks found from dates to their last day that has come, everything else to its end; without an end
    what lasts (weeks, days, placements) is still going on, and what does not (a session, a sum) belongs to its day.
    """
    period, start, end = about.period, line.start, line.end
    in_period = about.basis is Basis.IN_PERIOD
    first = max(start, period.start) if start is not None and in_period else start or period.start
    if line.quantity is None and start is not None and about.pledge.unit == "weeks":
        day = max(first, min(end or period.end, period.end, about.on)) if start <= about.on else start
        return day, first
    if about.basis is Basis.IN_POST:
        return period.end, first
    if about.pledge.unit in STOCK_UNITS and start is not None:
        return first, first
    if end is not None:
        return min(end, period.end), first
    if start is not None and about.pledge.unit not in LASTING_UNITS:
        return first, first
    return period.end, first


def _finding(
    code: str,
    line: EvidenceLine,
    about: Measuring,
    words: Mapping[str, str],
    *,
    at: Source | None = None,
    saw: object = None,
) -> Finding:
    return finding(
        code,
        at or line.quantity_source or line.row_source,
        saw="" if saw is None else about.vocabulary.saw(saw),
        supplier_ref=about.supplier_ref,
        contract_ref=about.pledge.contract_ref,
        pledge_ref=about.pledge.ref,
        **words,
    )


def _typed(line: EvidenceLine) -> Quantity | None:
    """Return the quantity as it was typed, with the unit beside it."""
    return None if line.quantity is None else Quantity(line.quantity, line.unit or "")
