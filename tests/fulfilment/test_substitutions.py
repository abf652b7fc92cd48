import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, line, pledge, received, register, values

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.figures import replay
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, fulfil_all
from pledges.model import Pledge, Substitution
from pledges.targets.register_wide import targets_of

ON = YEAR.end


def made_up_by(ref: str, number: int | str = 1, makes: int | str = 1) -> Substitution:
    """Return a substitution by the promise `ref`."""
    return Substitution(number=Fraction(number), of_ref=ref, makes=Fraction(makes), source=cell(column="AB"))


def fulfilled(delivered: dict[str, int], *of: Pledge, on: dt.date = ON) -> dict[str, Fulfilment]:
    """Return how far pledges are fulfilled of which so much was delivered."""
    whole = register(of)
    sent = received(*(line(ref, quantity) for ref, quantity in delivered.items()), period=YEAR)
    policy = default_policy()
    ledger = count(whole, [sent], policy, on=on, known_on=None, vocabulary=Vocabulary())
    made = fulfil_all(of, ledger.counted, targets_of(whole, on=on, known_on=None), policy, on=on)
    return {each.pledge.ref: each for each in made}


@pytest.mark.parametrize(
    ("own", "other", "made_up", "share"),
    [
        (9, 10, 0, Fraction(9, 10)),
        (9, 11, Fraction(1, 2), Fraction(19, 20)),
        (9, 12, 1, 1),
        (9, 20, 1, 1),
        (10, 20, 0, 1),
        (12, 20, 0, Fraction(6, 5)),
        (0, 20, 5, Fraction(1, 2)),
    ],
)
def test_only_what_lies_above_the_other_target_makes_up_and_only_what_lacks(
    own: int, other: int, made_up: Fraction, share: Fraction
) -> None:
    """Of two promises of 10, two of what lies above the second are one of what lacks of the first."""
    of = (pledge(substitution=made_up_by("P-2", 2)), pledge("P-2"))

    first = fulfilled({"P-1": own, "P-2": other}, *of)["P-1"]

    assert first.made_up is not None
    assert values(first.counted, first.made_up, first.share_of_due, first.share_of_target) == (
        own,
        made_up,
        share,
        share,
    )
    assert first.shortfall.value == max(0, 10 - own - made_up)
    assert replay(first.made_up) == made_up
    assert replay(first.share_of_due) == share


def test_each_part_of_what_lies_above_makes_up_once() -> None:
    """P-3 takes what it lacks before P-12 does, whatever the order of the register; what is left is 1 of 5."""
    of = (pledge("P-12", substitution=made_up_by("P-1")), pledge("P-1"), pledge("P-3", substitution=made_up_by("P-1")))

    made = fulfilled({"P-1": 15, "P-3": 6, "P-12": 1}, *of)

    assert made["P-3"].made_up is not None
    assert made["P-12"].made_up is not None
    assert values(made["P-3"].made_up, made["P-12"].made_up) == (4, 1)
    assert values(made["P-1"].counted, made["P-1"].share_of_due) == (15, Fraction(3, 2))
    assert made["P-1"].made_up is None


def test_what_nobody_reports_is_neither_made_up_nor_makes_up() -> None:
    """Unknown is not zero: a promise without a return stays unknown, and one whose other is unknown stands alone."""
    of = (pledge(substitution=made_up_by("P-2")), pledge("P-2"))

    first_missing = fulfilled({"P-2": 20}, *of)["P-1"]
    other_missing = fulfilled({"P-1": 5}, *of)["P-1"]

    assert first_missing.made_up is not None
    assert values(first_missing.made_up, first_missing.share_of_due) == (None, None)
    assert other_missing.made_up is not None
    assert values(other_missing.made_up, other_missing.share_of_due) == (0, Fraction(1, 2))


def test_late_days_end_when_all_is_made_up_and_the_rating_says_by_what() -> None:
    """Ten days after Due nothing is late any more, and the reason names the other promise."""
    of = (pledge(substitution=made_up_by("P-2")), pledge("P-2"))
    later = YEAR.end + dt.timedelta(days=10)

    alone = fulfilled({"P-1": 9, "P-2": 10}, *of, on=later)["P-1"]
    together = fulfilled({"P-1": 9, "P-2": 11}, *of, on=later)["P-1"]

    assert values(alone.days_late, together.days_late) == (10, None)
    assert [alone.rating, together.rating] == ["Approaching target", "Good"]
    assert "P-2" in together.rating_because
    assert "P-2" not in alone.rating_because


@pytest.mark.parametrize("fields", [{"parent_ref": "P-3"}, {"record_only": True, "quantity": None}], ids=str)
def test_what_is_not_rated_by_itself_is_not_made_up(fields: dict[str, Any]) -> None:
    """A part of a promise, and what is only recorded, have nothing to make up; nor has one that names nobody."""
    of = (
        pledge(substitution=made_up_by("P-2"), **fields),
        pledge("P-2"),
        pledge("P-3"),
        pledge("P-4", substitution=made_up_by("P-9")),
    )

    made = fulfilled({"P-1": 1, "P-2": 20, "P-4": 1}, *of)

    assert made["P-1"].made_up is None
    assert made["P-4"].made_up is None
