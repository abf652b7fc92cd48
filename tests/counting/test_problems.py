"""Which cells that could not be read keep a row from counting: those that its amount or a rule rests on."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from accounts import BLANK, MAY, at_most, counted, promise, row, sent
from nouns import Q1, YEAR, contract

from pledges.model import Basis, WeekConvention
from pledges.periods import Period

JUNE_15 = dt.date(2025, 6, 15)
WORKING: dict[str, Any] = {"week_convention": WeekConvention.WORKING_DAYS}
BY_HOURS: dict[str, Any] = {"week_convention": WeekConvention.HOURS}
DATED: dict[str, Any] = {**BLANK, "start": MAY, "end": JUNE_15}
FULL_TIME: dict[str, Any] = {"hours_per_week": Fraction(37)}
ONE: dict[str, Any] = {"quantity": 1}

BEARING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Evidence grade", {"unit": "sessions"}, ONE),
    ("Unit", {"unit": "sessions"}, ONE),
    ("row", {"unit": "sessions"}, ONE),
    ("Attendees", {"unit": "attendee hours"}, ONE),
    ("Staff", {"unit": "staff hours"}, ONE),
    ("Start", {"unit": "weeks"}, DATED),
    ("End", {"unit": "weeks"}, DATED),
    ("Start", {"unit": "weeks", **WORKING}, DATED),
    ("End", {"unit": "weeks", **WORKING}, DATED),
    ("Days", {"unit": "weeks", **WORKING}, DATED),
    ("Days", {"unit": "weeks", **WORKING}, {**BLANK, "days": Fraction(5)}),
    ("Days", {"unit": "days"}, {**BLANK, "days": Fraction(5)}),
    ("Evidence grade", {"unit": "weeks", **WORKING}, DATED),
    ("Hours per week", {"unit": "FTE"}, {**BLANK, **FULL_TIME}),
    ("Hours per week", {"unit": "weeks", **BY_HOURS}, {**DATED, **FULL_TIME}),
    ("Start", {"unit": "FTE years"}, {**DATED, **FULL_TIME}),
    ("End", {"unit": "FTE years"}, {**DATED, **FULL_TIME}),
    ("Person ref", {"unit": "people"}, ONE),
    ("Placement ref", {"unit": "people"}, ONE),
    ("Person ref", {"unit": "placements"}, ONE),
    ("Evidence grade", {"unit": "people"}, ONE),
    ("Person ref", {"unit": "FTE"}, ONE),
    ("Person ref", {"unit": "weeks", "cap_per_person": at_most(52, "weeks")}, ONE),
    ("Person ref", {"unit": "weeks", "exclusive_group": "disadvantaged"}, ONE),
    ("Evidence ref", {"unit": "sessions"}, {**ONE, "share": Fraction(1, 2)}),
    ("Start", {"unit": "sessions", "due": dt.date(2025, 6, 29)}, ONE),
    ("End", {"unit": "sessions", "due": dt.date(2025, 4, 1)}, ONE),
    ("Start", {"unit": "people", "due": dt.date(2025, 5, 31)}, ONE),
    ("Start", {"unit": "people", "phase": "build", "start": dt.date(2025, 4, 2), "due": YEAR.end}, ONE),
    ("Start", {"unit": "people", "phase": "build", "start": Q1.end, "due": YEAR.end}, ONE),
    ("Start", {"unit": "weeks", "cap_per_person": at_most(12, "months")}, ONE),
    ("Start", {"unit": "weeks", "cap_per_person": at_most(1, "years")}, ONE),
]

NOT_BEARING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Note", {"unit": "sessions"}, ONE),
    ("Attendees", {"unit": "sessions"}, ONE),
    ("Staff", {"unit": "attendee hours"}, ONE),
    ("Start", {"unit": "weeks"}, ONE),
    ("Start", {"unit": "sessions"}, ONE),
    ("Days", {"unit": "weeks"}, DATED),
    ("Days", {"unit": "weeks"}, ONE),
    ("Days", {"unit": "days"}, ONE),
    ("Start", {"unit": "weeks", **WORKING}, {**BLANK, "days": Fraction(5)}),
    ("Start", {"unit": "days"}, {**BLANK, "days": Fraction(5)}),
    ("End", {"unit": "people"}, ONE),
    ("Hours per week", {"unit": "weeks"}, ONE),
    ("Hours per week", {"unit": "sessions"}, ONE),
    ("Hours per week", {"unit": "sessions", **BY_HOURS}, ONE),
    ("Person ref", {"unit": "weeks"}, ONE),
    ("Evidence ref", {"unit": "sessions"}, ONE),
    ("Start", {"unit": "sessions", "due": Q1.end}, ONE),
    ("Start", {"unit": "sessions", "due": dt.date(2025, 3, 31)}, ONE),
    ("Start", {"unit": "people", "start": dt.date(2025, 5, 1)}, ONE),
    ("Start", {"unit": "people", "phase": "build", "start": Q1.start, "due": YEAR.end}, ONE),
    ("Start", {"unit": "weeks", "cap_per_person": at_most(12, "weeks")}, ONE),
    ("Note", {"unit": "people", "due": dt.date(2025, 5, 31)}, ONE),
]


def reasons(column: str, terms: dict[str, Any], fields: dict[str, Any]) -> list[str]:
    """Return why the row with that cell is set aside, "" where it counts."""
    of = promise(**{"quantity": Fraction(104), **terms})
    quantity = fields.get("quantity")
    more = {name: value for name, value in fields.items() if name != "quantity"}
    lines = counted([of], sent("q1", row(quantity, **more, problems=((column, "date-unclear"),)))).counted["P-1"].lines
    return ["" if each.set_aside is None else each.set_aside.reason for each in lines]


@pytest.mark.parametrize(("column", "terms", "fields"), BEARING)
def test_a_row_waits_where_a_cell_that_it_rests_on_could_not_be_read(
    column: str, terms: dict[str, Any], fields: dict[str, Any]
) -> None:
    """The reason is the finding's own, made when the row was read."""
    assert reasons(column, terms, fields) == ["date-unclear"]


@pytest.mark.parametrize(("column", "terms", "fields"), NOT_BEARING)
def test_a_row_counts_whatever_stands_in_a_cell_that_it_does_not_rest_on(
    column: str, terms: dict[str, Any], fields: dict[str, Any]
) -> None:
    """A finding sets a row aside only where its column bears on the count."""
    assert reasons(column, terms, fields) == [""]


def test_a_nil_row_rests_on_its_cells_as_well() -> None:
    """Who is meant by nil of a person cannot be told where the reference could not be read."""
    assert reasons("Person ref", {"unit": "people"}, {"quantity": 0}) == ["date-unclear"]


@pytest.mark.parametrize(
    ("contract_days", "waits"),
    [
        (YEAR, False),
        (Q1, False),
        (Period(dt.date(2025, 4, 2), YEAR.end), True),
        (Period(Q1.start, dt.date(2025, 6, 29)), True),
    ],
)
def test_a_date_matters_where_the_contract_divides_its_period(contract_days: Period, *, waits: bool) -> None:
    """A day that may lie outside the contract is not guessed; one that cannot does no harm."""
    terms = contract("C-1", start=contract_days.start, end=contract_days.end)
    unread = row(1, problems=(("Start", "date-unclear"),))

    ledger = counted([promise(unit="people", due=YEAR.end)], sent("q1", unread), contracts=(terms,))

    (line,) = ledger.counted["P-1"].lines
    assert (line.set_aside is not None and line.set_aside.reason == "date-unclear") is waits


def test_a_stock_belongs_to_the_last_day_whatever_its_rows_say() -> None:
    """Who is in post on a day is counted on that day, so that an unreadable Start changes nothing."""
    of = promise(unit="people", due=dt.date(2025, 5, 31))

    ledger = counted([of], sent("q1", row(1, problems=(("Start", "date-unclear"),)), basis=Basis.IN_POST))

    assert [each.set_aside for each in ledger.counted["P-1"].lines] == [None]


def test_a_running_total_may_speak_of_any_day_of_the_contract() -> None:
    """Its rows can be of a time before the period it names, so what divides the contract until then matters."""
    of = promise(unit="people", due=dt.date(2025, 5, 31))
    unread = row(1, problems=(("Start", "date-unclear"),))

    ledger = counted([of], sent("q2", unread, basis=Basis.CUMULATIVE), contracts=(contract("C-1", start=Q1.start),))

    assert [each.set_aside.reason for each in ledger.counted["P-1"].lines if each.set_aside] == ["date-unclear"]
