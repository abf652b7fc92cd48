"""How much a line is, explained down to its cells: the sums stand in `sums.toml`, by the same sentences."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from nouns import Q1, Q2, contract, line, pledge, received
from sums import asked, at, sum_of, sums_in

from pledges.audience import Vocabulary
from pledges.counting.alone import measured_alone
from pledges.counting.amounts import measure
from pledges.counting.measuring import Measuring
from pledges.figures import given, replay
from pledges.model import (
    PART_TIME,
    Absence,
    Basis,
    Conversion,
    EvidenceLine,
    LineColumns,
    Pledge,
    ShareOf,
    WeekConvention,
)
from pledges.provenance import CellRef

APRIL, MAY, JUNE, JULY = (dt.date(2025, month, 1) for month in (4, 5, 6, 7))
COLUMNS = LineColumns(
    quantity="Q", start="S", end="E", attendees="A", staff="F", days="D", hours_per_week="H", share="P"
)
WEEKS: dict[str, Any] = {"unit": "weeks"}
FTE: dict[str, Any] = {"unit": "FTE"}
FTE_YEARS: dict[str, Any] = {"unit": "FTE years"}
ATTENDEE_HOURS: dict[str, Any] = {"unit": "attendee hours"}
STAFF_HOURS: dict[str, Any] = {"unit": "staff hours"}
SESSIONS: dict[str, Any] = {"unit": "sessions"}
PLACEMENTS: dict[str, Any] = {"unit": "placements"}
BLANK: dict[str, Any] = {"absence": Absence.MISSING}


def promise(**fields: Any) -> Pledge:
    """Return a promise whose every cell can be told from the others."""
    places = {
        "source": at("Promise"), "quantity_source": at("Quantity"), "due_source": at("Due"),
        "start_source": at("Start of its own"),
    }  # fmt: skip
    return pledge(**{**places, **fields})


def row(number: int = 2, quantity: int | str | Fraction | None = None, **fields: Any) -> EvidenceLine:
    """Return the line of a row of the first quarter's return."""
    where = CellRef(file="returns/q1.xlsx", sheet="Delivery", cell=f"R{number}")
    return line(**{"quantity": quantity, "row_source": where, "columns": COLUMNS, **fields})


def converts(number: int, unit: str, makes: str, makes_unit: str) -> Conversion:
    """Return a rule of the register by which one unit becomes another."""
    return Conversion(
        number=Fraction(number), unit=unit, makes=Fraction(makes), makes_unit=makes_unit, source=at("Conversion")
    )


def about(of: Pledge, **fields: Any) -> Measuring:
    """Return what measuring a line of the first quarter needs besides it, on the quarter's last day."""
    sent = received(nil=fields.pop("nil", False)).sent
    needed: dict[str, Any] = {
        "pledge": of, "contract": contract(), "sent": sent, "supplier_ref": "S-01", "period": Q1,
        "basis": Basis.IN_PERIOD, "known_from": None, "period_start_source": at("Period from"),
        "period_end_source": at("Period to"), "on": Q1.end, "not_applicable_accepted": False,
        "full_time_hours": given("full-time hours", 37, at("Full-time hours"), unit="hours a week"),
        "bank_holiday_nation": "England", "bank_holiday_source": at("Nation"), "vocabulary": Vocabulary(),
    }  # fmt: skip
    return Measuring(**{**needed, **fields})


def told(promised: dict[str, Any], given_row: EvidenceLine, **fields: Any) -> str:
    """Return how much a row is, when it was, why it is set aside, and what is asked about it."""
    delivery, findings = measure(given_row, about(promise(**promised), **fields))
    if delivery.amount is not None:
        assert replay(delivery.amount) == delivery.amount.value
    says = ["a number" if delivery.gives_number else "no number"]
    says += [] if delivery.absence is None else [f"{delivery.absence.value}"]
    says += ["goes on with a placement"] if delivery.continues else []
    when = f"{delivery.day}" if delivery.day == delivery.first_day else f"{delivery.day}, from {delivery.first_day}"
    aside = [] if delivery.set_aside is None else [f"set aside, {delivery.set_aside.reason}: {delivery.set_aside.text}"]
    amount = [] if delivery.amount is None else [sum_of(delivery.amount)]
    return "\n".join([f"{', '.join(says)} on {when}", *amount, *aside, *asked(findings)])


def told_alone(*rows: EvidenceLine, **sent: Any) -> str:
    """Return what is asked about the rows of a return of which no register is known."""
    own = received(*rows).sent
    return "\n".join(asked(measured_alone([attrs.evolve(own, **sent)], Vocabulary()))) or "nothing is asked"


def working_days(of_row: EvidenceLine, **fields: Any) -> Callable[[], str]:
    """Return the case of a row in weeks of working days."""
    return partial(told, {**WEEKS, "week_convention": WeekConvention.WORKING_DAYS}, of_row, **fields)


SPRING: dict[str, Any] = {"start": dt.date(2025, 4, 14), "end": dt.date(2025, 5, 11)}
SUMS = sums_in(Path(__file__).with_name("sums.toml"))
CASES: dict[str, Callable[[], str]] = {
    # Numbers as they are typed.
    "A number in the promise's unit": partial(told, SESSIONS, row(quantity=3)),
    "A number in another unit": partial(told, SESSIONS, row(quantity=3, unit="events")),
    "People where weeks were promised": partial(told, WEEKS, row(quantity=3, unit="people")),
    "A negative number": partial(told, SESSIONS, row(quantity=-1)),
    "Nothing at all as a number": partial(told, SESSIONS, row(quantity=0)),
    "A number too large to be one": partial(told, SESSIONS, row(quantity=10_000_000)),
    "The largest number there is": partial(told, SESSIONS, row(quantity=9_999_999)),
    "A sum too large to be one": partial(told, {"unit": "GBP"}, row(quantity=1_000_000_000)),
    "The largest sum there is": partial(told, {"unit": "GBP"}, row(quantity=999_999_999)),
    "A number in a nil return": partial(told, SESSIONS, row(quantity=3), nil=True),
    "Dates in a nil return": partial(told, WEEKS, row(**BLANK, start=MAY), nil=True),
    "A blank row in a nil return": partial(told, WEEKS, row(**BLANK), nil=True),
    "Half a person": partial(told, {}, row(quantity="1/2")),
    "Half a session": partial(told, SESSIONS, row(quantity="1/2")),
    "Two people under one reference": partial(told, {}, row(quantity=2, person_ref="A")),
    "One person under one reference": partial(told, {}, row(quantity=1, person_ref="A")),
    "Two placements under one person": partial(told, PLACEMENTS, row(quantity=2, person_ref="A")),
    "A number in a reference's own unit twice": partial(told, SESSIONS, row(quantity=2, person_ref="A")),
    # Hours of those who were there.
    "Hours of a session with its attendees": partial(told, ATTENDEE_HOURS, row(quantity=2, attendees=Fraction(8))),
    "Hours of a session typed as hours": partial(
        told, ATTENDEE_HOURS, row(quantity=2, unit="hours", attendees=Fraction(8))
    ),
    "Hours of a session without attendees": partial(told, ATTENDEE_HOURS, row(quantity=2, unit="hours")),
    "Attendee hours without attendees": partial(told, ATTENDEE_HOURS, row(quantity=16)),
    "Sessions where attendee hours were promised": partial(told, ATTENDEE_HOURS, row(quantity=16, unit="sessions")),
    "Staff hours with the staff": partial(told, STAFF_HOURS, row(quantity=2, staff=Fraction(3))),
    "Staff hours typed as hours": partial(told, STAFF_HOURS, row(quantity=2, unit="hours")),
    "Hours with the staff where hours were promised": partial(
        told, {"unit": "hours"}, row(quantity=2, staff=Fraction(3))
    ),
    # Other words than a number.
    "Nil": partial(told, SESSIONS, row(absence=Absence.NIL)),
    "To be confirmed": partial(told, SESSIONS, row(absence=Absence.PENDING)),
    "Not applicable, which is not agreed": partial(told, SESSIONS, row(absence=Absence.NOT_APPLICABLE)),
    "Not applicable, which is agreed": partial(
        told, SESSIONS, row(absence=Absence.NOT_APPLICABLE), not_applicable_accepted=True
    ),
    "To be confirmed, in a period that is not over": partial(
        told, SESSIONS, row(absence=Absence.PENDING), on=Q1.end - dt.timedelta(days=1)
    ),
    "A blank quantity": partial(told, SESSIONS, row(**BLANK)),
    "A blank quantity with evidence": partial(told, SESSIONS, row(**BLANK, evidence_ref="E1")),
    "A blank quantity with attendees": partial(told, SESSIONS, row(**BLANK, attendees=Fraction(3))),
    "A blank quantity with staff": partial(told, SESSIONS, row(**BLANK, staff=Fraction(3))),
    "A blank quantity with weekly hours": partial(told, SESSIONS, row(**BLANK, hours_per_week=Fraction(20))),
    "A blank quantity with days": partial(told, SESSIONS, row(**BLANK, days=Fraction(3))),
    "A blank quantity with an end": partial(told, SESSIONS, row(**BLANK, end=MAY)),
    "A blank quantity of a placement that may go on": partial(told, PLACEMENTS, row(**BLANK, placement_ref="P1")),
    "A blank quantity of a person that may go on": partial(told, PLACEMENTS, row(**BLANK, person_ref="A")),
    "A placement that would go on outside the period": partial(
        told, PLACEMENTS, row(**BLANK, placement_ref="P1", start=JULY), on=JULY
    ),
    "A blank quantity of sessions with a person": partial(told, SESSIONS, row(**BLANK, person_ref="A")),
    "A row without a quantity column is one person": partial(
        told, {}, row(**BLANK, person_ref="A", has_quantity_column=False)
    ),
    "A row without a quantity column is one placement": partial(
        told, PLACEMENTS, row(**BLANK, placement_ref="P1", has_quantity_column=False)
    ),
    "A row without a quantity column and without a reference": partial(
        told, {}, row(**BLANK, start=MAY, has_quantity_column=False)
    ),
    "Days attended where days were promised": partial(told, {"unit": "days"}, row(**BLANK, days=Fraction(4))),
    "Days attended where sessions were promised": partial(told, SESSIONS, row(**BLANK, days=Fraction(4))),
    # Conversions.
    "Hours converted to weeks": partial(
        told, {**WEEKS, "conversion": converts(35, "hours", "1", "weeks")}, row(quantity=70, unit="hours")
    ),
    "Days attended converted to weeks": partial(
        told, {**WEEKS, "conversion": converts(5, "days", "1", "weeks")}, row(**BLANK, days=Fraction(12))
    ),
    "Days attended and a start are found from the dates": partial(
        told, {**WEEKS, "conversion": converts(5, "days", "1", "weeks")}, row(**BLANK, days=Fraction(12), start=JUNE)
    ),
    "Days attended, and a conversion of hours": partial(
        told, {**WEEKS, "conversion": converts(5, "hours", "1", "weeks")}, row(**BLANK, days=Fraction(12))
    ),
    "A unit that is not the one converted": partial(
        told, {**WEEKS, "conversion": converts(35, "hours", "1", "weeks")}, row(quantity=70, unit="days")
    ),
    "The promise's own unit beside a conversion": partial(
        told, {**WEEKS, "conversion": converts(35, "hours", "1", "weeks")}, row(quantity=70)
    ),
    "Hours of sessions converted, without attendees": partial(
        told, {**SESSIONS, "conversion": converts(10, "attendee hours", "1", "sessions")}, row(quantity=2, unit="hours")
    ),
    # Weeks.
    "Weeks are calendar days divided by seven": partial(told, WEEKS, row(**BLANK, **SPRING)),
    "Weeks from before the period to after it": partial(
        told, WEEKS, row(**BLANK, start=dt.date(2025, 6, 1), end=dt.date(2025, 12, 31)), period=Q2, on=Q2.end
    ),
    "Weeks without an end are still going on": partial(told, WEEKS, row(**BLANK, start=MAY), on=dt.date(2025, 6, 15)),
    "Weeks of a running total from before its period": partial(
        told, WEEKS, row(**BLANK, start=MAY), basis=Basis.CUMULATIVE, period=Q2, on=Q2.end
    ),
    "Weeks that begin after the day": partial(told, WEEKS, row(**BLANK, start=JUNE), on=dt.date(2025, 5, 31)),
    "Weeks that begin on the day": partial(told, WEEKS, row(**BLANK, start=JUNE), on=JUNE),
    "Weeks without a start": partial(told, WEEKS, row(**BLANK, end=MAY)),
    "Weeks whose start could not be read": partial(
        told, WEEKS, row(**BLANK, end=MAY, problems=(("Start", "date-unreadable"),))
    ),
    "Weeks whose end could not be read": partial(
        told, WEEKS, row(**BLANK, start=MAY, problems=(("End", "date-unreadable"),))
    ),
    "Weeks in a phase": partial(
        told,
        {**WEEKS, "phase": "Groundworks", "start": dt.date(2025, 5, 5), "due": dt.date(2025, 5, 18)},
        row(**BLANK, **SPRING),
    ),
    "Weeks outside their phase": partial(
        told,
        {**WEEKS, "phase": "Groundworks", "start": dt.date(2025, 6, 2), "due": dt.date(2025, 6, 8)},
        row(**BLANK, **SPRING),
    ),
    "Sessions on the first day of their phase": partial(
        told, {**SESSIONS, "phase": "Groundworks", "start": MAY, "due": JUNE}, row(quantity=1, start=MAY)
    ),
    "Sessions on the day before their phase": partial(
        told,
        {**SESSIONS, "phase": "Groundworks", "start": MAY, "due": JUNE},
        row(quantity=1, start=dt.date(2025, 4, 30)),
    ),
    "Sessions on the last day of their phase": partial(
        told, {**SESSIONS, "phase": "Groundworks", "start": MAY, "due": JUNE}, row(quantity=1, start=JUNE)
    ),
    "Sessions on the day after their phase": partial(
        told,
        {**SESSIONS, "phase": "Groundworks", "start": MAY, "due": JUNE},
        row(quantity=1, start=dt.date(2025, 6, 2)),
    ),
    "Weeks of working days without the bank holidays": working_days(row(**BLANK, **SPRING)),
    "Weeks of working days without a bank holiday in them": working_days(
        row(**BLANK, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 8))
    ),
    "Weeks of days attended": working_days(row(**BLANK, days=Fraction(12))),
    "Weeks of days attended in a column that nobody knows": working_days(
        row(**BLANK, days=Fraction(12), columns=LineColumns())
    ),
    "Weeks of days attended that could not be read": working_days(
        row(**BLANK, **SPRING, problems=(("Days", "cell-not-a-number"),))
    ),
    "Weeks of days attended whose dates could not be read": working_days(
        row(**BLANK, days=Fraction(12), problems=(("Start", "date-unreadable"),))
    ),
    "Completed weeks": partial(
        told, {**WEEKS, "week_convention": WeekConvention.COMPLETED_WEEKS}, row(**BLANK, start=MAY, end=JUNE)
    ),
    "Completed weeks that began in the period before": partial(
        told,
        {**WEEKS, "week_convention": WeekConvention.COMPLETED_WEEKS},
        row(**BLANK, start=dt.date(2025, 6, 28), end=dt.date(2025, 7, 14)),
        period=Q2,
        on=Q2.end,
    ),
    "Weeks at the hours of the row": partial(
        told,
        {**WEEKS, "week_convention": WeekConvention.HOURS},
        row(**BLANK, **SPRING, hours_per_week=Fraction(18)),
    ),
    "Weeks at the hours of the row, which are more than full-time": partial(
        told,
        {**WEEKS, "week_convention": WeekConvention.HOURS},
        row(**BLANK, **SPRING, hours_per_week=Fraction(40)),
    ),
    "Weeks at the hours of the row, which gives none": partial(
        told, {**WEEKS, "week_convention": WeekConvention.HOURS}, row(**BLANK, **SPRING)
    ),
    "Hours where weeks are counted by hours": partial(
        told, {**WEEKS, "week_convention": WeekConvention.HOURS}, row(quantity=74, unit="hours")
    ),
    "Hours where weeks are counted by days": partial(told, WEEKS, row(quantity=74, unit="hours")),
    "Weeks that are committed to their end": partial(
        told, {**WEEKS, "is_committed": True}, row(**BLANK, start=JUNE, end=dt.date(2025, 8, 31))
    ),
    "Weeks that are committed and have no end": partial(
        told, {**WEEKS, "is_committed": True}, row(**BLANK, start=dt.date(2025, 3, 31)), contract=None
    ),
    "Weeks that were committed before the period": partial(
        told, {**WEEKS, "is_committed": True}, row(**BLANK, start=MAY, end=JUNE), period=Q2, on=Q2.end
    ),
    # Full-time equivalents.
    "FTE by the hours of the row": partial(told, FTE, row(quantity=2, unit="people", hours_per_week=Fraction(18))),
    "FTE at exactly full-time hours": partial(told, FTE, row(quantity=2, unit="people", hours_per_week=Fraction(37))),
    "FTE at more than full-time hours": partial(told, FTE, row(quantity=2, unit="people", hours_per_week=Fraction(38))),
    "FTE at the most hours there are": partial(told, FTE, row(quantity=1, unit="people", hours_per_week=Fraction(60))),
    "FTE at more hours than there are": partial(told, FTE, row(quantity=1, unit="people", hours_per_week=Fraction(61))),
    "FTE without hours": partial(told, FTE, row(quantity=2, unit="people")),
    "FTE whose hours could not be read": partial(
        told, FTE, row(quantity=2, unit="people", problems=(("Hours per week", "cell-not-a-number"),))
    ),
    "FTE as they are typed": partial(told, FTE, row(quantity="3/2")),
    "FTE as they are typed, and the hours of one person say other": partial(
        told, FTE, row(quantity=1, hours_per_week=Fraction(18))
    ),
    "FTE as they are typed, and a named person's hours say other": partial(
        told, FTE, row(quantity="3/2", hours_per_week=Fraction(18), person_ref="A")
    ),
    "FTE as they are typed, of several people": partial(told, FTE, row(quantity="3/2", hours_per_week=Fraction(18))),
    "FTE as they are typed, within a tenth of the hours": partial(
        told, FTE, row(quantity=Fraction(18, 37) + Fraction(1, 10), hours_per_week=Fraction(18))
    ),
    "FTE as they are typed, and the hours are nobody's": partial(
        told, FTE, row(quantity=1, hours_per_week=Fraction(99))
    ),
    "FTE of half a person": partial(told, FTE, row(quantity="1/2", unit="people", hours_per_week=Fraction(18))),
    "FTE of one person on the row": partial(told, FTE, row(**BLANK, hours_per_week=Fraction(18))),
    "FTE of nobody": partial(told, FTE, row(**BLANK, start=MAY)),
    "FTE by convention, part-time": partial(
        told,
        {**FTE, "conversion": converts(1, PART_TIME, "1/2", "FTE")},
        row(quantity=3, unit="people", hours_per_week=Fraction(20)),
    ),
    "FTE by convention, full-time": partial(
        told,
        {**FTE, "conversion": converts(1, PART_TIME, "1/2", "FTE")},
        row(quantity=3, unit="people", hours_per_week=Fraction(37)),
    ),
    "FTE years over a leap year's end": partial(
        told,
        FTE_YEARS,
        row(
            quantity=1, unit="people", hours_per_week=Fraction(37), start=dt.date(2023, 4, 1), end=dt.date(2025, 6, 29)
        ),
        basis=Basis.CUMULATIVE,
        contract=None,
    ),
    "FTE years of FTE that are typed": partial(told, FTE_YEARS, row(quantity="1/2", unit="FTE", start=MAY)),
    "FTE years without a start": partial(told, FTE_YEARS, row(quantity=1, unit="FTE")),
    "FTE years whose start could not be read": partial(
        told, FTE_YEARS, row(quantity=1, unit="FTE", problems=(("Start", "date-unreadable"),))
    ),
    "FTE years as they are typed": partial(told, FTE_YEARS, row(quantity=1)),
    "FTE years without hours": partial(told, FTE_YEARS, row(quantity=1, unit="people", start=MAY)),
    # Percentages.
    "A percentage of a running total": partial(told, {"unit": "%"}, row(quantity=20), basis=Basis.CUMULATIVE),
    "A percentage for one period": partial(told, {"unit": "%"}, row(quantity=20)),
    "A percentage that is worked out": partial(
        told,
        {"unit": "%", "share_of": ShareOf(part_ref="P-2", whole_ref="P-3", source=at("Share of"))},
        row(quantity=20),
        basis=Basis.CUMULATIVE,
    ),
    # Days.
    "A session belongs to its day": partial(told, SESSIONS, row(quantity=1, start=MAY)),
    "A session with an end belongs to it": partial(told, SESSIONS, row(quantity=1, start=MAY, end=JUNE)),
    "A session that ends after the period belongs to the period's end": partial(
        told, SESSIONS, row(quantity=1, start=MAY, end=JULY)
    ),
    "People belong to their start": partial(told, {}, row(quantity=1, start=MAY, end=JUNE)),
    "People who started before the period belong to its first day": partial(
        told, {}, row(quantity=1, start=MAY), period=Q2, on=Q2.end
    ),
    "People of a running total who started before the period belong to their start": partial(
        told, {}, row(quantity=1, start=MAY), period=Q2, on=Q2.end, basis=Basis.CUMULATIVE
    ),
    "A placement without an end belongs to the period's end": partial(told, PLACEMENTS, row(quantity=1, start=MAY)),
    "A stock belongs to the period's end": partial(told, {}, row(quantity=1, start=MAY), basis=Basis.IN_POST),
    "Not yet delivered on the day before": partial(
        told, SESSIONS, row(quantity=1, start=JUNE), on=dt.date(2025, 5, 31)
    ),
    "Dates that are crossed": partial(told, SESSIONS, row(quantity=1, start=JUNE, end=MAY)),
    "A session on the day before the contract": partial(told, SESSIONS, row(quantity=1, start=dt.date(2025, 3, 31))),
    "A session on the first day of the contract": partial(told, SESSIONS, row(quantity=1, start=APRIL)),
    "A session that ended before the contract": partial(told, SESSIONS, row(quantity=1, end=dt.date(2025, 3, 31))),
    "A period that ended before the contract": partial(told, SESSIONS, row(quantity=1), contract=contract(start=JULY)),
    "A session on the day after the period": partial(told, SESSIONS, row(quantity=1, start=JULY), on=JULY),
    "A session on the last day of the period": partial(told, SESSIONS, row(quantity=1, start=Q1.end)),
    "A session that ended before the period": partial(
        told, SESSIONS, row(quantity=1, end=Q1.end), period=Q2, on=Q2.end
    ),
    "A running total's session that ended before the period": partial(
        told, SESSIONS, row(quantity=1, end=Q1.end), period=Q2, on=Q2.end, basis=Basis.CUMULATIVE
    ),
    "A session that ended on the first day of the period": partial(
        told, SESSIONS, row(quantity=1, end=JULY), period=Q2, on=Q2.end
    ),
    "A session on the day after the contract": partial(
        told, SESSIONS, row(quantity=1, start=JUNE), contract=contract(end=dt.date(2025, 5, 31))
    ),
    "A session on the last day of the contract": partial(
        told, SESSIONS, row(quantity=1, start=JUNE), contract=contract(end=JUNE)
    ),
    "Nothing on the day after the contract": partial(
        told, SESSIONS, row(quantity=0, start=JUNE), contract=contract(end=dt.date(2025, 5, 31))
    ),
    "A session on the day after the contract, which is still to come": partial(
        told,
        SESSIONS,
        row(quantity=1, start=JUNE),
        contract=contract(end=dt.date(2025, 5, 30)),
        on=dt.date(2025, 5, 31),
    ),
    # Cells that could not be read.
    "An evidence grade that could not be read": partial(
        told, SESSIONS, row(quantity=1, problems=(("Evidence grade", "cell-not-in-list"),))
    ),
    "A person reference that could not be read, of people": partial(
        told, {}, row(quantity=1, problems=(("Person ref", "reference-unreadable"),))
    ),
    "A person reference that could not be read, of sessions": partial(
        told, SESSIONS, row(quantity=1, problems=(("Person ref", "reference-unreadable"),))
    ),
    "A person reference that could not be read, of an exclusive group": partial(
        told,
        {**SESSIONS, "exclusive_group": "Disadvantage"},
        row(quantity=1, problems=(("Person ref", "reference-unreadable"),)),
    ),
    "Attendees that could not be read": partial(
        told, ATTENDEE_HOURS, row(quantity=1, problems=(("Attendees", "cell-not-a-number"),))
    ),
    "Staff that could not be read": partial(
        told, STAFF_HOURS, row(quantity=1, problems=(("Staff", "cell-not-a-number"),))
    ),
    "Days that could not be read": partial(
        told, {"unit": "days"}, row(**BLANK, days=Fraction(1), problems=(("Days", "cell-not-a-number"),))
    ),
    "Days that could not be read beside a quantity": partial(
        told, {"unit": "days"}, row(quantity=1, problems=(("Days", "cell-not-a-number"),))
    ),
    "Evidence that could not be read beside a share": partial(
        told, SESSIONS, row(quantity=1, share=Fraction(1, 2), problems=(("Evidence ref", "reference-unreadable"),))
    ),
    "Evidence that could not be read": partial(
        told, SESSIONS, row(quantity=1, problems=(("Evidence ref", "reference-unreadable"),))
    ),
    "A pending row with a problem": partial(
        told, SESSIONS, row(absence=Absence.PENDING, problems=(("Unit", "cell-not-in-list"),))
    ),
    "A blank row with a problem": partial(
        told, PLACEMENTS, row(**BLANK, placement_ref="P1", problems=(("Placement ref", "reference-unreadable"),))
    ),
    # A form's own words.
    "Words of another promise": partial(told, {"derived_ref": True}, row(quantity=1, promise_words="Something else")),
    "Words of another promise on a blank row": partial(
        told, {"derived_ref": True}, row(**BLANK, promise_words="Something else")
    ),
    "Words beside a reference of the register's own": partial(told, {}, row(quantity=1, promise_words="Other words")),
    # Without a register.
    "A return alone: a number without a unit": partial(told_alone, row(quantity=-3)),
    "A return alone: neither number nor unit": partial(told_alone, row(**BLANK, evidence_ref="E1")),
    "A return alone: a unit and a blank quantity": partial(
        told_alone, row(**BLANK, evidence_ref="E1", unit="sessions")
    ),
    "A return alone: dates outside the period": partial(told_alone, row(quantity=1, unit="sessions", start=JULY)),
    "A return alone: a running total's earlier dates": partial(
        told_alone, row(quantity=1, unit="sessions", end=dt.date(2025, 3, 1)), basis=Basis.CUMULATIVE
    ),
    "A return alone: dates that ended before the period": partial(
        told_alone, row(quantity=1, unit="sessions", end=dt.date(2025, 3, 1))
    ),
    "A return alone: FTE beside hours": partial(told_alone, row(quantity=1, unit="FTE", hours_per_week=Fraction(18))),
    "A return alone: several rows, some without a unit": partial(
        told_alone, row(**BLANK, unit="weeks", start=MAY), row(3, quantity=-1), row(4, **BLANK)
    ),
    "A return alone: not applicable": partial(told_alone, row(absence=Absence.NOT_APPLICABLE, unit="sessions")),
    "A return alone: without a period": partial(told_alone, row(quantity=-3), period=None),
    "A return alone: without a basis": partial(told_alone, row(quantity=-3), basis=None),
}


@pytest.mark.parametrize("sentence", CASES)
def test_how_much_a_line_is_is_explained_down_to_its_cells(sentence: str) -> None:
    """Each number has its name, its unit and its cell; what is no number says why, and what to do."""
    assert CASES[sentence]() == SUMS[sentence]


def test_no_sum_is_left_without_its_case() -> None:
    """What the file of sums says is what the cases above make."""
    assert list(SUMS) == list(CASES)
