import datetime as dt
from fractions import Fraction

import pytest
from nouns import cell

from pledges.history import misspelt_facts
from pledges.model import Fact

ASKED_FOR = ("uk_workforce", "spend_to_date", "policy_published")


def fact(name: str) -> Fact:
    """Return a fact of that name."""
    return Fact(
        supplier_ref="S-01", name=name, value=Fraction(1), as_at=dt.date(2026, 1, 1), source=cell(sheet="Facts")
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [("uk_workfroce", "uk_workforce"), ("UK workforce", "uk_workforce"), ("policies_published", "policy_published")],
)
def test_a_name_that_is_nearly_asked_for_is_a_slip(name: str, meant: str) -> None:
    """What nobody reads because of a letter is told, with the name that was meant."""
    slip = fact(name)

    found = misspelt_facts([slip, fact("spend_to_date")], ASKED_FOR)

    assert found == ((slip, meant),)


@pytest.mark.parametrize("name", ["uk_workforce", "UK_Workforce", "number_of_sites", "workforce_of_the_group"])
def test_what_is_asked_for_or_is_the_councils_own_is_no_slip(name: str) -> None:
    """A fact under a name that no rule is near to is left alone, and case is no slip."""
    found = misspelt_facts([fact(name)], ASKED_FOR)

    assert found == ()
