import pytest
from typed_sheets import ERROR, Typed, sheet

from pledges.register import read_register
from pledges.register.columns import PLEDGES
from pledges.register.rules import RULE_COLUMNS

HEADINGS = [column.name for column in PLEDGES.columns]


def rules_of(**typed: Typed) -> tuple[tuple[str, str], ...]:
    """Return the rules of a pledge in whose row these cells are filled in."""
    row: dict[str, Typed] = {
        "Pledge ref": "P-01",
        "Supplier ref": "S-01",
        "Type": "placement",
        "Quantity": 4,
        "Unit": "people",
        "Due": "2027-03-31",
    }
    row |= {name.replace("_", " ").replace("Either or", "Either-or"): value for name, value in typed.items()}
    reading = read_register(
        [
            ("register.xlsx", sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway"])),
            ("register.xlsx", sheet("Contracts", ["Contract ref", "Title", "Buyer", "Start", "End"])),
            ("register.xlsx", sheet("Pledges", HEADINGS, [row.get(name) for name in HEADINGS])),
        ]
    )
    return reading.register.pledges[0].rules


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("Counts", "Earned to date", None),
        ("Counts", "Committed", "committed"),
        ("Week_convention", "calendar days", None),
        ("Week_convention", "working days", "filled in"),
        ("Minimum_length", "5 days", "5 days"),
        ("Minimum_length", "a fortnight", "filled in"),
        ("Cap_per_person", 104, "104"),
        ("Sustained_for", "6 months", "6 months"),
        ("Conversion", "ask Jane Canary", "filled in"),
        ("Exclusive_group", 2, "2"),
        ("Minimum_length", ERROR, "unreadable"),
        ("Trajectory", "straight line", None),
    ],
)
def test_what_a_rule_says_as_far_as_it_may_be_shown(column: str, value: Typed, says: str | None) -> None:
    """A rule that says more than a blank is kept with numbers and listed words; other words are not."""
    rules = rules_of(**{column: value})

    name = column.replace("_", " ").replace("Either or", "Either-or")
    assert rules == (() if says is None else ((name, says),))


def test_rules_are_kept_in_the_order_of_the_columns() -> None:
    """Every rule column that is filled in is kept, none of them twice."""
    rules = rules_of(**{name.replace(" ", "_").replace("-", "_"): 3 for name in RULE_COLUMNS})

    assert [name for name, _ in rules] == list(RULE_COLUMNS)
