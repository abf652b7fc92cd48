"""Which cells that could not be read keep a row from counting: those that its amount or a rule rests on."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from accounts import BLANK, MAY, at_most, counted, promise, row, sent

from pledges.model import WeekConvention

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
    ("Person ref", {"unit": "weeks"}, ONE),
    ("Evidence ref", {"unit": "sessions"}, ONE),
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
