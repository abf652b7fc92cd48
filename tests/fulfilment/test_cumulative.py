import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from nouns import YEAR, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, State, fulfil
from pledges.model import Absence
from pledges.targets import target_of

OF = pledge(quantity=Fraction(10_000), unit="GBP", type="practical help")


def fulfilment(*lines: Any, on: dt.date = YEAR.end, **policy: Any) -> Fulfilment:
    """Return how far a pledge of £10,000 is fulfilled by one return with these lines."""
    rules = attrs.evolve(default_policy(), **policy)
    returns = (received(*lines, period=YEAR),) if lines else ()
    ledger = count(register((OF,)), returns, rules, on=on, known_on=None, vocabulary=Vocabulary())
    return fulfil(OF, ledger.counted[OF.ref], target_of(OF, None, (), on=on), rules, on=on)


@pytest.mark.parametrize(
    ("quantity", "rating"),
    [(10_000, "Good"), (10_001, "Good"), (9_999, "Approaching target"), (9_000, "Approaching target"),
     (8_999, "Requires improvement"), (5_000, "Requires improvement"), (4_999, "Inadequate")],
)  # fmt: skip
def test_the_rating_is_the_word_of_the_band(quantity: int, rating: str) -> None:
    """Each band starts exactly at its share of what is due."""
    found = fulfilment(line(quantity=quantity))

    assert found.rating == rating
    assert found.share_of_due.value == Fraction(quantity, 10_000)


@pytest.mark.parametrize(
    ("absence", "state", "counted", "rating"),
    [
        (Absence.NIL, State.NIL, 0, "Inadequate"),
        (Absence.PENDING, State.PENDING, None, "Other"),
        (Absence.SUPPRESSED, State.PENDING, None, "Other"),
        (Absence.UNCLEAR, State.PENDING, None, "Other"),
        (Absence.NOT_APPLICABLE, State.PENDING, None, "Other"),
        (Absence.MISSING, State.MISSING, None, "Other"),
    ],
)
def test_no_number_is_never_taken_for_nothing(absence: Absence, state: State, counted: int | None, rating: str) -> None:
    """Only nil is 0; everything else is not known, and rated Other."""
    found = fulfilment(line(absence=absence))

    assert (found.state, found.rating) == (state, rating)
    assert found.counted.value == counted
    assert (found.share_of_target.value is None) is (counted is None)


def test_an_open_amount_says_why_and_where() -> None:
    """What is not known leads to the cell that leaves it open."""
    open_line = line(absence=Absence.UNCLEAR)

    found = fulfilment(open_line)

    assert found.rating_because == "what the return says is not one plain number"
    assert found.counted.source == open_line.quantity_source


def test_without_a_return_what_is_due_is_missing_and_what_is_not_due_is_not() -> None:
    """The day before Due nothing is missing yet."""
    missing, early = fulfilment(), fulfilment(on=dt.date(2026, 3, 30))

    assert (missing.state, early.state) == (State.MISSING, State.NOT_DUE)
    assert early.rating_because == "nothing is due yet and nothing is reported"


def test_not_applicable_may_be_accepted_by_the_policy() -> None:
    """Where the policy accepts N/A the row says nothing, and the pledge is as if it were not reported."""
    found = fulfilment(line(absence=Absence.NOT_APPLICABLE), not_applicable_accepted=True)

    assert found.state is State.MISSING


def test_before_the_first_rating_bands_the_word_is_other() -> None:
    """A policy without bands for the day rates nothing."""
    found = fulfilment(line(quantity=10_000), rating_bands=())

    assert (found.rating, found.rating_because) == ("Other", "the policy has no rating bands for this day")


def test_delivery_before_anything_is_due_is_rated_other() -> None:
    """Early delivery counts, and no share of nothing is made."""
    found = fulfilment(line(quantity=3, start=YEAR.start, end=YEAR.start), on=dt.date(2026, 3, 30))

    assert (found.state, found.rating) == (State.REPORTED, "Other")
    assert found.counted.value == 3
    assert found.share_of_due.value is None
