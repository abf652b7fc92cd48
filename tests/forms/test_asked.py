import io
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from nouns import Q2, cell, contract, pledge

from pledges.forms.asked import FURTHER
from pledges.forms.columns import DELIVERY_MORE
from pledges.forms.return_form import return_form
from pledges.model import Clause, Length, Party, Pledge, Register, WeekConvention

USUAL = ["Pledge ref", "What was promised", "Unit", "Quantity", "Start", "End", "Evidence ref", "Comment"]


def length(number: int, unit: str) -> Length:
    """Return how long something must last, or how much counts at most."""
    return Length(number=Fraction(number), unit=unit, source=cell())


def clause(requirement: str) -> Clause:
    """Return clause CL-1 of contract C-1."""
    return Clause(ref="CL-1", contract_ref="C-1", requirement=requirement, source=cell(sheet="Clauses"))


def party(contract_ref: str, share: Fraction | None) -> Party:
    """Return a party of a contract, with its share of it."""
    source = cell(sheet="Parties")
    return Party(contract_ref=contract_ref, supplier_ref="S-02", role="prime", share=share, source=source)


def book_of(*promised: Pledge, **beside: Any) -> openpyxl.Workbook:
    """Return the form for these promises, as openpyxl reads it; `beside` is what else the register holds."""
    known = Register(suppliers=(), contracts=(contract(),), pledges=promised, **beside)
    return openpyxl.load_workbook(io.BytesIO(return_form("S-01", "C-1", Q2, promised, register=known)))


def further(book: openpyxl.Workbook) -> list[str]:
    """Return the headings that a form has besides the usual ones."""
    headings = [str(each.value) for each in book["Delivery"][1]]
    assert [each for each in headings if each in USUAL] == USUAL
    return [each for each in headings if each not in USUAL]


@pytest.mark.parametrize(
    ("fields", "headings"),
    [
        ({}, []),
        ({"unit": "weeks"}, []),
        ({"unit": "weeks", "week_convention": WeekConvention.COMPLETED_WEEKS}, []),
        ({"unit": "people", "week_convention": WeekConvention.HOURS}, []),
        ({"minimum_length": length(5, "days")}, ["Placement ref", "Days"]),
        ({"minimum_length": length(20, "hours")}, ["Placement ref", "Days", "Hours per week"]),
        ({"unit": "weeks", "week_convention": WeekConvention.WORKING_DAYS}, ["Days"]),
        ({"unit": "days"}, ["Days"]),
        ({"unit": "weeks", "week_convention": WeekConvention.HOURS}, ["Hours per week"]),
        ({"unit": "FTE"}, ["Hours per week"]),
        ({"unit": "FTE years"}, ["Hours per week"]),
        ({"unit": "attendee hours"}, ["Attendees"]),
        ({"unit": "staff hours"}, ["Staff"]),
        ({"cap_per_person": length(104, "weeks")}, ["Person ref"]),
        ({"exclusive_group": "needs"}, ["Person ref"]),
        ({"sustained_for": length(26, "weeks")}, ["Person ref"]),
        ({"is_committed": True}, ["Person ref"]),
    ],
)
def test_a_form_asks_for_what_the_rules_of_a_promise_need(fields: dict[str, Any], headings: list[str]) -> None:
    """A further column is there, with a hint and a sentence of its own, where a promise needs it and nowhere else."""
    book = book_of(pledge("P-1"), pledge("P-2", **fields))

    page = book["Delivery"]
    told = [str(each.value) for (each,) in book["How to fill this in"]["B2:B30"]]
    assert further(book) == headings
    for each in page[2][4 : 4 + len(headings)]:
        rules = [rule for rule in page.data_validations.dataValidation if each.coordinate in rule.sqref]
        assert not each.protection.locked
        assert [bool(rule.prompt) for rule in rules] == [True]
    assert [each.heading for each in FURTHER if each.sentence in told] == headings


@pytest.mark.parametrize(
    ("requirement", "clause_ref", "headings"),
    [
        ("Each young person is named by a unique reference from the broker.", "CL-1", ["Person ref"]),
        ("Ten care leavers are taken on.", "CL-1", []),
        ("Each young person is named by a unique reference from the broker.", "CL-2", []),
        ("Each young person is named by a unique reference from the broker.", "", []),
    ],
)
def test_a_clause_that_asks_for_person_references_gets_a_column_for_them(
    requirement: str, clause_ref: str, headings: list[str]
) -> None:
    """The clause is the promise's own, and asks in words that `pledges lint` knows as well."""
    promised = pledge(clause_ref=clause_ref)

    book = book_of(promised, clauses=(clause(requirement),))

    assert further(book) == headings


@pytest.mark.parametrize(
    ("told", "headings"),
    [(party("C-1", Fraction(1, 2)), ["Share (%)"]), (party("C-1", None), []), (party("C-2", Fraction(1, 2)), [])],
)
def test_shares_are_asked_for_where_the_parties_of_the_contract_have_them(told: Party, headings: list[str]) -> None:
    """What two firms did together can be split only where the form has a place for it."""
    book = book_of(pledge(), parties=(told,))

    assert further(book) == headings


def test_a_person_reference_is_never_asked_for_as_a_name() -> None:
    """Both the line beside the cell and the page of explanations say that no name belongs there."""
    book = book_of(pledge(cap_per_person=length(104, "weeks")))

    (hint,) = (rule.prompt for rule in book["Delivery"].data_validations.dataValidation if "E2" in rule.sqref)
    (sentence,) = (each.sentence for each in FURTHER if each.heading == "Person ref")
    assert hint == ("Only a number or code given by the service that supports the young person. Never a name.")
    assert "never write a name" in sentence


def test_every_further_column_is_one_that_a_return_may_hold() -> None:
    """The table of what is asked names columns of the form in the order in which the form has them."""
    may_be_held = [each.heading for each in DELIVERY_MORE]

    asked = [each.heading for each in FURTHER]

    assert asked == [each for each in may_be_held if each in asked]
