from fractions import Fraction

import pytest
from typed_sheets import Typed, sheet

from pledges.findings import Finding
from pledges.model import Pledge, WeekConvention
from pledges.register import read_register
from pledges.register.columns import PLEDGES

HEADINGS = [column.name for column in PLEDGES.columns]
RULE_CODES = {"rule-unclear", "rule-without-effect"}


def read(unit: str = "people", **typed: Typed) -> tuple[Pledge, list[Finding]]:
    """Return the pledge of a row in which these cells are filled in, and what was found in its rule columns."""
    row: dict[str, Typed] = {
        "Pledge ref": "P-01", "Supplier ref": "S-01", "Type": "placement", "Quantity": 4, "Unit": unit,
        "Due": "2027-03-31",
    }  # fmt: skip
    row |= {name.replace("_", " "): value for name, value in typed.items()}
    reading = read_register(
        [
            ("register.xlsx", sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway"])),
            ("register.xlsx", sheet("Contracts", ["Contract ref", "Title", "Buyer", "Start", "End"])),
            ("register.xlsx", sheet("Pledges", HEADINGS, [row.get(name) for name in HEADINGS])),
        ]
    )
    return reading.register.pledges[0], [each for each in reading.findings if each.code in RULE_CODES]


@pytest.mark.parametrize(
    ("unit", "column", "field", "typed", "says"),
    [
        ("people", "Minimum length", "minimum_length", "5 days", "5 days"),
        ("people", "Minimum length", "minimum_length", "At least 2 Weeks", "2 weeks"),
        ("hours", "Minimum length", "minimum_length", "2.5 hrs", "2.5 hours"),
        ("people", "Minimum length", "minimum_length", "5 consecutive days", "5 consecutive days"),
        ("people", "Minimum length", "minimum_length", "5 days in a row", "5 consecutive days"),
        ("weeks", "Cap per person", "cap_per_person", "104 weeks", "104 weeks"),
        ("people", "Cap per person", "cap_per_person", "12 months", "12 months"),
        ("people", "Cap per person", "cap_per_person", "2 years", "2 years"),
        ("people", "Cap per person", "cap_per_person", "1.5 years", "1.5 years"),
        ("weeks", "Conversion", "conversion", "35 hours = 1 week", "35 hours = 1 weeks"),
        ("weeks", "Conversion", "conversion", "1 week = 35 hours", "35 hours = 1 weeks"),
        ("FTE", "Conversion", "conversion", "part-time = 0.5 FTE", "part time = 0.5 FTE"),
        ("FTE years", "Conversion", "conversion", "part time = 0.5 FTE", "part time = 0.5 FTE"),
        ("people", "Sustained for", "sustained_for", "26 weeks", "26 weeks"),
        ("placements", "Sustained for", "sustained_for", "12 months", "12 months"),
    ],
)
def test_terms_are_read_in_the_words_of_the_formats(unit: str, column: str, field: str, typed: str, says: str) -> None:
    """A number and a unit, however they are written, become the term; nothing is found."""
    pledge, found = read(unit, **{column: typed})

    assert (str(getattr(pledge, field)), found) == (says, [])
    assert pledge.rules == ()


def test_conventions_and_groups_are_read() -> None:
    """The words of closed columns are read whatever their case; a group's name is kept and never shown."""
    pledge, found = read("weeks", Counts="Committed", Week_convention="Working days", Exclusive_group="Jane's group")

    assert (pledge.is_committed, pledge.week_convention, found) == (True, WeekConvention.WORKING_DAYS, [])
    assert pledge.exclusive_group == "Jane's group"
    assert "Jane" not in f"{pledge} {dict(pledge.rules)}"


@pytest.mark.parametrize(
    ("unit", "typed", "found"),
    [
        ("weeks", "hours", []),
        ("people", "hours", ["rule-without-effect"]),
        ("FTE years", "completed weeks", ["rule-without-effect"]),
        ("people", "calendar days", []),
        ("people", "", []),
    ],
)
def test_a_week_convention_of_what_is_not_in_weeks_is_asked_about(unit: str, typed: str, found: list[str]) -> None:
    """It is passed over, and no figure rests on it; the usual one says nothing more than a blank."""
    pledge, asked = read(unit, Week_convention=typed)

    assert [each.code for each in asked] == found
    assert pledge.rules == ()


@pytest.mark.parametrize(
    ("unit", "column", "field", "typed"),
    [
        ("people", "Minimum length", "minimum_length", "a fortnight"),
        ("people", "Minimum length", "minimum_length", "0 days"),
        ("people", "Minimum length", "minimum_length", "6 months"),
        ("hours", "Minimum length", "minimum_length", "20 consecutive hours"),
        ("people", "Sustained for", "sustained_for", "1.5 months"),
        ("people", "Cap per person", "cap_per_person", "1.5 months"),
        ("people", "Cap per person", "cap_per_person", "1.3 years"),
        ("people", "Minimum length", "minimum_length", 5),
        ("people", "Cap per person", "cap_per_person", "104 weeks"),
        ("weeks", "Cap per person", "cap_per_person", "104 consecutive weeks"),
        ("people", "Counts", "is_committed", "committed"),
        ("weeks", "Counts", "is_committed", "sometimes"),
        ("weeks", "Week convention", "week_convention", "ISO weeks"),
        ("weeks", "Conversion", "conversion", "35 hours"),
        ("weeks", "Conversion", "conversion", "35 hours = 1 placement"),
        ("weeks", "Conversion", "conversion", "0 hours = 1 week"),
        ("people", "Conversion", "conversion", "part time = 0.5 FTE"),
        ("FTE", "Conversion", "conversion", "part time = 1.5 FTE"),
        ("weeks", "Sustained for", "sustained_for", "26 weeks"),
        ("people", "Sustained for", "sustained_for", "26 sessions"),
    ],
)
def test_what_a_rule_cannot_mean_is_a_finding_and_no_term(unit: str, column: str, field: str, typed: Typed) -> None:
    """A rule that cannot be read is asked about at its cell, and is never guessed."""
    pledge, found = read(unit, **{column: typed})

    assert getattr(pledge, field) in (None, False, WeekConvention.CALENDAR_DAYS)
    assert [(each.code, str(each.source).rpartition("!")[2][-1]) for each in found] == [("rule-unclear", "2")]
    assert dict(pledge.rules) == {column: "unreadable"}


def test_a_conversion_says_how_much_one_unit_is_of_the_other() -> None:
    """The other unit is the one that is converted, whichever side it stands on."""
    pledge, _ = read("weeks", Conversion="1 week = 35 hours")

    assert pledge.conversion is not None
    assert (pledge.conversion.number, pledge.conversion.unit) == (Fraction(35), "hours")
    assert (pledge.conversion.makes, pledge.conversion.makes_unit) == (Fraction(1), "weeks")
