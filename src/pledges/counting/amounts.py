"""One evidence line and its pledge in; how much it is in the pledge's unit, or why it is no amount, out."""

from __future__ import annotations

import functools
import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting.found import found_at
from pledges.counting.full_time import fte_of_people, fte_years, years_between
from pledges.counting.lines import SetAside
from pledges.counting.measuring import Answer, CountedDays, Measuring, cell_of
from pledges.counting.percentages import percentage_aside
from pledges.counting.weeks import counted_days, weeks_from_dates, weeks_from_days_attended, weeks_from_hours
from pledges.figures import Figure, given, product, ratio
from pledges.findings import Finding, finding
from pledges.model import Absence, Basis, WeekConvention
from pledges.periods import day_text
from pledges.quantities import Quantity, is_too_large
from pledges.tables import reference_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pledges.model import Conversion, EvidenceLine, Grade, Pledge, Return
    from pledges.periods import Period
    from pledges.provenance import Source

WHOLE_UNITS = frozenset({"people", "placements"})
"""Units of which there is no part."""

STOCK_UNITS = frozenset({"people", "FTE"})
"""Units that are delivered on the day they start."""

LASTING_UNITS = frozenset({"weeks", "days", "placements", "FTE years"})
"""Units that go on until an end is given."""

FTE_UNITS = frozenset({"FTE", "FTE years"})
"""Units of full-time equivalents."""

CONTINUED_UNITS = frozenset({"people", "placements", "FTE"})
"""Units in which a row without a quantity can go on with what another row counts."""

_A_TENTH = Fraction(1, 10)
"""How far FTE that somebody rounded may lie from what weekly hours come to."""

_COLUMNS_OF_DATES = frozenset({"Start", "End"})


@attrs.frozen(kw_only=True, weakref_slot=False)
class Delivery:
    """A line as counting sees it: whose it is, what it speaks of, and how much it is before the counting rules.

    `amount` None means that the line gives no number; `absence` then says which kind of none it is.
    `first_day` is the earliest day it speaks of (for lateness), `day` the day it belongs to; `days` are those that the
    amount was found from, None where it was typed. `continues` tells that the row gives no quantity and may go on with
    a placement that another row counts. `stay` names what a commitment is said of, so that a later return can say it
    anew; "" for all else. `dates_hold` is False for a row still open whose dates would set its number aside.
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
    days: CountedDays | None = None
    set_aside: SetAside | None = None
    gives_number: bool = False
    continues: bool = False
    stay: str = ""
    dates_hold: bool = True

    @functools.cached_property
    def source(self) -> Source:
        """The cell that gives the quantity, else the row."""
        return self.line.quantity_source or self.line.row_source


def measure(line: EvidenceLine, about: Measuring) -> tuple[Delivery, tuple[Finding, ...]]:
    """Return how much `line` is in its pledge's unit, with the findings that this makes.

    The rules are those of `docs/counting.md`: hours times attendees or staff, the pledge's own unit, one that its
    Conversion names or a mismatch, weeks from dates, full-time equivalents, and the kinds of no-number.
    """
    answer = _answer(line, about)
    absence, amount, code = answer.absence, answer.amount, answer.code
    day, first_day = _days(line, about, answer)
    # An agreed N/A says that there is nothing to report, and so goes on with nothing.
    is_blank = absence is Absence.MISSING and line.absence is not Absence.NOT_APPLICABLE
    continues = is_blank and about.pledge.unit in CONTINUED_UNITS and bool(placement_of(line))
    findings, set_aside = list[Finding](), None
    if _is_reworded(line, about.pledge):
        findings.append(_finding("promise-reworded", line, about, {}, at=line.row_source))
    elif day > about.on and (code or absence is not Absence.MISSING):
        findings.append(_finding("not-yet-delivered", line, about, {"day": day_text(day)}))
    else:
        if code:
            findings.append(_finding(code, line, about, answer.words, saw=_typed(line)))
        dated = amount is not None or continues
        if dated and (amiss := _dates_amiss(line, about, answer, day)):
            findings.append(amiss)
    if amount is not None and amount.value and first_day <= about.on and (end := _contract_over(about, first_day)):
        words = {"day": day_text(end)}
        findings.append(_finding("date-after-contract", line, about, words, at=line.start_source or line.row_source))
    for found in findings:
        if found.code not in _NOTES:
            set_aside = SetAside(reason=found.code, text=found.text)
            break
    dates_hold = absence is None or amount is not None or _dates_amiss(line, about, answer, day) is None
    if set_aside is None and (problem := _problem(line, about, answer)):
        set_aside = SetAside(reason=problem, text=_SET_ASIDE_WHEN_READ)
    delivery = Delivery(
        line=line, sent=about.sent, pledge=about.pledge, supplier_ref=about.supplier_ref, period=about.period,
        basis=about.basis, known_from=about.known_from, grade=line.grade, amount=amount, absence=absence, day=day,
        first_day=first_day, days=answer.days, set_aside=set_aside,
        gives_number=absence is not Absence.NIL
        and (line.quantity is not None or code == "nil-contradicted" or (amount is not None and absence is None)),
        continues=continues and set_aside is None,
        dates_hold=dates_hold,
    )  # fmt: skip
    return delivery, tuple(findings)


def _is_reworded(line: EvidenceLine, pledge: Pledge) -> bool:
    """Whether a form's wording is not that of the promise which a reference made from the row order names now."""
    if not pledge.derived_ref or not line.promise_words or line.absence is Absence.MISSING:
        return False
    if reference_key(line.pledge_key) != reference_key(pledge.ref):
        return False  # the supplier's own code names the promise, wherever it stands
    # Without a register nobody asks.
    from pledges.register.wording import promise_in_words, promise_on_form  # noqa: PLC0415

    # Forms made before the rules were said on them have the promise alone.
    known = {reference_key(words) for words in (promise_on_form(pledge), promise_in_words(pledge))}
    return reference_key(line.promise_words) not in known


_SET_ASIDE_WHEN_READ = "The row was set aside when it was read; the finding at the row says why."

_NOTES = frozenset({"attendee-hours-assumed", "one-assumed", "date-after-contract", "fte-differs"})
"""Findings of a line that counts all the same."""


_ASKED_COLUMNS = {"hours-per-week-needed": "Hours per week", "fte-years-need-dates": "Start"}
"""What a finding asks for; where that cell could not be read, its own finding has asked already."""


def _answer(line: EvidenceLine, about: Measuring) -> Answer:
    """Return what the line comes to, in the pledge's unit."""
    answer = _read_as_amount(line, about)
    asked = _ASKED_COLUMNS.get(answer.code)
    if asked is not None and any(column == asked for column, _ in line.problems):
        return Answer(absence=Absence.UNCLEAR)
    return answer


def _read_as_amount(line: EvidenceLine, about: Measuring) -> Answer:
    if line.quantity is not None and line.quantity != 0:
        if code := percentage_aside(about.pledge, about.basis):
            return Answer(code=code)
        return _of_number(line, about, line.quantity)
    # A host that builds its lines itself may give the number 0: that is nil, as the word is.
    match Absence.NIL if line.quantity is not None else line.absence:
        case Absence.NIL:
            nil = given("nil", 0, cell_of(line, line.quantity_source), unit=about.pledge.unit)
            return Answer(absence=Absence.NIL, amount=nil)
        case Absence.NOT_APPLICABLE if about.not_applicable_accepted:
            return Answer(absence=Absence.MISSING)
        case None | Absence.MISSING:
            answer = _without_number(line, about)
            contradicts = about.sent.nil and answer.amount is not None
            return attrs.evolve(answer, amount=None, code="nil-contradicted", words={}) if contradicts else answer
        case absence:
            return Answer(absence=absence)


def _of_number(line: EvidenceLine, about: Measuring, quantity: Fraction) -> Answer:
    """Return what a typed quantity comes to: in the pledge's own unit, else by what its terms say of the other one."""
    pledge = about.pledge
    if about.sent.nil:
        return Answer(code="nil-contradicted")
    if quantity < 0:
        return Answer(code="quantity-negative")
    if is_too_large(quantity, pledge.unit):
        return Answer(code="quantity-too-large", words={"unit": pledge.unit})
    unit = line.unit or pledge.unit
    return (
        _fte_typed(line, about, quantity, unit)
        or _in_unit(line, quantity, unit, pledge.unit)
        or _by_conversion(line, about, quantity, unit)
        or _by_hours(line, about, quantity, unit)
        or _mismatch(pledge, unit)
    )


def _fte_typed(line: EvidenceLine, about: Measuring, quantity: Fraction, unit: str) -> Answer | None:
    """Return FTE that stand as typed beside weekly hours of one person that come to others, None for all else."""
    if (unit, about.pledge.unit) != ("FTE", "FTE") or line.hours_per_week is None:
        return None
    one = given("one on this row", 1, line.row_source, unit="people")
    by_hours = fte_of_people(one, line, about).amount
    of_one_person = bool(line.person_ref) or quantity <= 1
    if not of_one_person or by_hours is None or by_hours.value is None or abs(by_hours.value - quantity) <= _A_TENTH:
        return None
    words = {"typed": str(Quantity(quantity, "FTE")), "by_hours": str(Quantity(by_hours.value, "FTE"))}
    number = given("quantity", quantity, cell_of(line, line.quantity_source), unit="FTE")
    return Answer(amount=number, code="fte-differs", words=words)


def _in_unit(line: EvidenceLine, quantity: Fraction, unit: str, wanted: str) -> Answer | None:
    """Return a quantity of `unit` in the unit `wanted`, None where it is another one."""
    source = cell_of(line, line.quantity_source)
    number = given("quantity", quantity, source, unit=wanted)
    if wanted == "attendee hours" and unit in {"attendee hours", "hours"}:
        if line.attendees is not None:
            attendees = given("attendees", line.attendees, line.attendees_source or source, unit="people")
            hours = given("hours of sessions", quantity, source, unit="hours")
            return Answer(amount=product("hours × attendees", [hours, attendees], unit=wanted))
        return (
            Answer(code="hours-need-attendees")
            if unit == "hours"
            else Answer(amount=number, code="attendee-hours-assumed")
        )
    if wanted == "staff hours" and unit in {"staff hours", "hours"}:
        if line.staff is None:
            return Answer(amount=number)
        staff = given("staff", line.staff, line.staff_source or source, unit="people")
        hours = given("hours", quantity, source, unit="hours")
        return Answer(amount=product("hours × staff", [hours, staff], unit=wanted))
    if unit != wanted:
        return None
    if wanted in WHOLE_UNITS and quantity.denominator != 1:
        return Answer(code="quantity-part-person", words={"unit": wanted})
    if wanted == "people" and line.person_ref and quantity > 1:
        return Answer(code="person-more-than-one")
    return Answer(amount=number)


def _by_conversion(line: EvidenceLine, about: Measuring, quantity: Fraction, unit: str) -> Answer | None:
    """Return what the pledge's Conversion makes of a quantity in the unit it converts, None where it converts none."""
    conversion = about.pledge.conversion
    answer = None if conversion is None else _in_unit(line, quantity, unit, conversion.unit)
    if conversion is None or answer is None or answer.amount is None:
        return answer
    return attrs.evolve(answer, amount=_converted(answer.amount, conversion))


def _converted(amount: Figure, conversion: Conversion) -> Figure:
    """Return an amount in the unit that a Conversion converts as one in the pledge's own."""
    every = given("of the conversion", conversion.number, conversion.source, unit=conversion.unit)
    makes = given("makes", conversion.makes, conversion.source, unit=conversion.makes_unit)
    times = ratio("how many times", amount, every, unit="times")
    rule = f"{Quantity(conversion.number, conversion.unit)} = {Quantity(conversion.makes, conversion.makes_unit)}"
    return product(f"{amount.label} by {rule}", [times, makes], unit=conversion.makes_unit)


def _by_hours(line: EvidenceLine, about: Measuring, quantity: Fraction, unit: str) -> Answer | None:
    """Return weeks of a quantity in hours, and full-time equivalents of one in people, None where neither is asked."""
    pledge, source = about.pledge, cell_of(line, line.quantity_source)
    if pledge.unit == "weeks" and unit == "hours" and pledge.week_convention is WeekConvention.HOURS:
        return Answer(amount=weeks_from_hours(given("hours", quantity, source, unit="hours"), about))
    if pledge.unit not in FTE_UNITS or unit not in {"people", "FTE"}:
        return None
    if unit == "FTE":
        return _over_time(Answer(amount=given("quantity", quantity, source, unit="FTE")), line, about)
    people = _in_unit(line, quantity, unit, unit)
    return people if people is None or people.amount is None else _full_time(people.amount, line, about)


def _full_time(people: Figure, line: EvidenceLine, about: Measuring) -> Answer:
    """Return the FTE of so many people with the row's weekly hours, times years where the pledge is in FTE years."""
    return _over_time(fte_of_people(people, line, about), line, about)


def _over_time(fte: Answer, line: EvidenceLine, about: Measuring) -> Answer:
    if about.pledge.unit != "FTE years" or fte.amount is None:
        return fte
    days = counted_days(line, about)
    return Answer(code="fte-years-need-dates") if days is None else fte_years(fte.amount, days)


def _mismatch(pledge: Pledge, unit: str) -> Answer:
    or_dates = ", or start and end dates" if pledge.unit == "weeks" else ""
    return Answer(code="unit-mismatch", words={"promised": pledge.unit, "given": unit, "or_dates": or_dates})


def _without_number(line: EvidenceLine, about: Measuring) -> Answer:
    pledge, conversion = about.pledge, about.pledge.conversion
    if pledge.unit == "weeks" and line.days is not None and pledge.week_convention is WeekConvention.WORKING_DAYS:
        return weeks_from_days_attended(line, line.days)
    if pledge.unit == "weeks" and (days := counted_days(line, about)) is not None:
        return weeks_from_dates(days, line, about)
    if line.days is not None and pledge.unit == "days":
        return Answer(amount=_days_attended(line, line.days))
    if line.days is not None and line.start is None and conversion is not None and conversion.unit == "days":
        return Answer(amount=_converted(_days_attended(line, line.days), conversion))
    if line.hours_per_week is not None and pledge.unit in FTE_UNITS:
        return _full_time(given("one on this row", 1, line.row_source, unit="people"), line, about)
    named = bool(line.person_ref or line.placement_ref)
    if pledge.unit in WHOLE_UNITS and named and not line.has_quantity_column:
        one = given("one on this row", 1, line.row_source, unit=pledge.unit)
        return Answer(
            amount=one, code="one-assumed", words={"unit": "person" if pledge.unit == "people" else "placement"}
        )
    counts = (line.days, line.hours_per_week, line.attendees, line.staff, line.start, line.end)
    says_something = named or bool(line.evidence_ref) or any(each is not None for each in counts)
    continues = pledge.unit in CONTINUED_UNITS and bool(placement_of(line))
    if not says_something or continues:
        return Answer(absence=Absence.MISSING)
    if pledge.unit == "weeks":
        unreadable = any(column == "Start" for column, _ in line.problems)
        return Answer(absence=Absence.UNCLEAR, code="" if unreadable else "weeks-need-dates")
    return Answer(absence=Absence.UNCLEAR, code="quantity-needed", words={"unit": pledge.unit})


def _days_attended(line: EvidenceLine, number: Fraction) -> Figure:
    return given("days attended", number, cell_of(line, line.days_source), unit="days")


def placement_of(line: EvidenceLine) -> str:
    """Return what tells a placement from others: its reference, else the person's; "" where neither is given."""
    return line.placement_ref or line.person_ref


def uncontinued(delivery: Delivery) -> tuple[Delivery, Finding]:
    """Return a row that continues no other, set aside as one that lacks its quantity, with the finding."""
    found = found_at(delivery, "quantity-needed", unit=delivery.pledge.unit)
    aside = SetAside(reason=found.code, text=found.text)
    return attrs.evolve(delivery, absence=Absence.UNCLEAR, set_aside=aside, continues=False), found


def _problem(line: EvidenceLine, about: Measuring, answer: Answer) -> str:
    """Return the code of the first unreadable cell that bears on this count, "" where none does."""
    bearing, pledge = {"Evidence grade", "Unit", "row"}, about.pledge
    if pledge.unit == "attendee hours":
        bearing.add("Attendees")
    if pledge.unit == "staff hours":
        bearing.add("Staff")
    if line.quantity is None and pledge.unit == "weeks":
        by_days_attended = pledge.week_convention is WeekConvention.WORKING_DAYS
        bearing |= {"Days"} if by_days_attended else set()
        bearing |= set() if by_days_attended and line.days is not None else _COLUMNS_OF_DATES
    if line.quantity is None and pledge.unit == "days":
        bearing.add("Days")
    if answer.days is not None:
        bearing |= _COLUMNS_OF_DATES
    if about.days_differ:
        bearing |= _COLUMNS_OF_DATES
    by_hours = pledge.unit == "weeks" and pledge.week_convention is WeekConvention.HOURS
    if pledge.unit in FTE_UNITS or by_hours:
        bearing.add("Hours per week")
    if pledge.unit in WHOLE_UNITS | STOCK_UNITS:
        bearing |= {"Person ref", "Placement ref"}
    if pledge.cap_per_person is not None or pledge.exclusive_group:
        bearing.add("Person ref")
    if line.share is not None:
        bearing.add("Evidence ref")
    if answer.amount is None and line.absence is not Absence.MISSING:
        return ""
    return next((code for column, code in line.problems if column in bearing), "")


def _dates_amiss(line: EvidenceLine, about: Measuring, answer: Answer, day: dt.date) -> Finding | None:
    """Return the finding that sets a line of a day aside for its dates, None where they are as they may be."""
    start, end, period, pledge = line.start, line.end, about.period, about.pledge
    at = line.start_source or line.end_source or line.row_source
    if start is not None and end is not None and end < start:
        return _finding("dates-crossed", line, about, {}, at=line.end_source)
    contract_start = about.contract.start if about.contract is not None else None
    earliest = start or end or period.end
    if contract_start is not None and earliest < contract_start:
        words = {"day": day_text(contract_start)}
        return _finding("date-before-contract", line, about, words, at=at, saw=start or end)
    restates = pledge.is_committed and answer.days is not None
    ends_before = about.basis is Basis.IN_PERIOD and end is not None and end < period.start and not restates
    if (start is not None and start > period.end) or ends_before:
        return _finding("dates-outside-period", line, about, {"period": str(period)}, at=at, saw=start or end)
    if _is_outside_phase(pledge, answer, day) and pledge.start is not None and pledge.due is not None:
        words = {"phase": f"{day_text(pledge.start)} to {day_text(pledge.due)}"}
        return _finding("outside-phase", line, about, words, at=at)
    if (days := _beyond_dates(line, about)) is not None:
        return _finding(
            "quantity-beyond-dates", line, about, {"days": str(days)}, at=line.quantity_source or line.days_source
        )
    return None


def _beyond_dates(line: EvidenceLine, about: Measuring) -> Quantity | None:
    """Return the days from Start to End where a number is more than one person's of them, else None.

    No convention makes more weeks of them than a fifth, since five days attended are a week; a week begun is one. Hours
    and FTE years are often those of several people, so that they are held against the dates of a person who is named.
    """
    # The number 0 is nil, as the word is.
    unit, typed = about.pledge.unit, line.quantity or None
    held = {"weeks", "days"} | ({"hours", "FTE years"} if line.person_ref else set())
    if line.start is None or line.end is None or unit not in held or (line.unit or unit) != unit:
        return None
    days = Fraction((line.end - line.start).days + 1)
    if typed is None and line.days is not None:
        by_days_attended = about.pledge.week_convention is WeekConvention.WORKING_DAYS
        typed = line.days if unit == "days" else line.days / 5 if by_days_attended else None
    if typed is None:
        return None
    most = {"weeks": Fraction(math.ceil(days / 5)), "days": days, "hours": 24 * days}.get(unit)
    if most is None:
        most = years_between(line.start, line.end)
    return Quantity(days, "days") if typed > most else None


def _is_outside_phase(pledge: Pledge, answer: Answer, day: dt.date) -> bool:
    """Whether none of the days that count, or else the day of the line, lies in the phase that the pledge is for."""
    if not pledge.phase or pledge.start is None or pledge.due is None:
        return False
    if answer.days is None:
        return not pledge.start <= day <= pledge.due
    return (answer.days.first.value or 0) > (answer.days.last.value or 0)


def _contract_over(about: Measuring, first_day: dt.date) -> dt.date | None:
    """Return the contract's last day where all of a line lies after it, else None."""
    end = about.contract.end if about.contract is not None else None
    return end if end is not None and first_day > end else None


def _days(line: EvidenceLine, about: Measuring, answer: Answer) -> tuple[dt.date, dt.date]:
    """Return the day a line belongs to, and the first day it speaks of.

    A quantity without dates, and a stock, belong to the end of their period. With dates, people and FTE belong to
    their start, what is found from dates to its last day that has come, everything else to its end; without an end
    what lasts (weeks, days, placements) is still going on, and what does not (a session, a sum) belongs to its day.
    A commitment belongs to its start.
    """
    period, start, end = about.period, line.start, line.end
    in_period = about.basis is Basis.IN_PERIOD
    first = max(start, period.start) if start is not None and in_period else start or period.start
    if start is not None and about.pledge.is_committed:
        return start, start
    if start is not None and answer.days is not None:
        last = answer.days.last.day or start
        day = max(first, min(last, about.on)) if start <= about.on else start
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
