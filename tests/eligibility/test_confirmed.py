from fractions import Fraction

import attrs
import pytest
from badge_positions import (
    AHEAD,
    DELIVERY,
    STARTER,
    corvane,
    criterion,
    decision,
    event,
    fulfilment,
    pledge,
    register,
    supplier,
)

from pledges.eligibility import Outcome
from pledges.figures import given
from pledges.provenance import CellRef


@pytest.mark.parametrize(
    ("level", "verified", "beneficiary", "outcome"),
    [
        ("delivering", "5", "0", Outcome.MET),
        ("delivering", "4.999", "0", Outcome.NOT_MET),
        ("leading", "8", "2.5", Outcome.MET),
        ("leading", "7.999", "2.5", Outcome.NOT_MET),
        ("leading", "8", "2.499", Outcome.NOT_MET),
    ],
)
def test_shares_equal_to_the_thresholds_pass_and_the_least_below_fails(
    level: str, verified: str, beneficiary: str, outcome: Outcome
) -> None:
    """Leading asks for a share confirmed by anyone else and a share confirmed by the young people."""
    delivered = fulfilment(pledge("P-01", unit="weeks"), "10", verified=verified, beneficiary=beneficiary)

    found = criterion(decision(delivered), level, "V")

    assert found.outcome is outcome


def test_to_decline_is_neutral() -> None:
    """What young people declined to confirm leaves the denominator: five of ten less four is enough."""
    delivered = fulfilment(pledge("P-01"), "10", verified="3", declined="4")

    found = criterion(decision(delivered), "delivering", "V")

    assert found.observed is not None
    assert found.observed.value == Fraction(1, 2)
    assert found.outcome is Outcome.MET


def test_a_pledge_with_nothing_left_to_confirm_is_left_out_of_the_mean() -> None:
    """Nothing counted, or all of it declined: neither raises nor lowers the share."""
    decided = decision(
        fulfilment(pledge("P-01"), "10", verified="6"),
        fulfilment(pledge("P-02"), "0"),
        fulfilment(pledge("P-03"), "4", declined="4"),
    )

    found = criterion(decided, "delivering", "V")
    assert found.observed is not None
    assert found.observed.value == Fraction(3, 5)
    assert "over 1 pledge due" in found.because


def test_with_nothing_to_confirm_the_share_is_unknown() -> None:
    """A share of nothing is neither good nor bad."""
    found = criterion(decision(fulfilment(pledge("P-01"), "0")), "delivering", "V")

    assert found.outcome is Outcome.UNKNOWN
    assert "can be confirmed" in found.because


def test_an_unknown_amount_makes_the_share_unknown() -> None:
    """Whether something counts of it is not known, so neither is the share."""
    decided = decision(fulfilment(pledge("P-01"), "10", verified="10"), fulfilment(pledge("P-02"), None))

    found = criterion(decided, "delivering", "V")
    assert found.outcome is Outcome.UNKNOWN
    assert "P-02" in found.because


def test_money_is_left_out_of_the_starters_share_and_not_of_the_other_schemes() -> None:
    """A payment needs no witness: the starter says so, the covenant scheme does not."""
    people = fulfilment(pledge("P-01"), "10", verified="5")
    money = fulfilment(pledge("P-02", unit="GBP"), "1000", target="1000")

    starter = criterion(decision(people, money, scheme=STARTER), "starter", "V")
    delivery = criterion(decision(people, money), "delivering", "V")

    assert starter.observed is not None
    assert starter.observed.value == Fraction(1, 2)
    assert starter.outcome is Outcome.MET
    assert delivery.outcome is Outcome.NOT_MET


def test_money_that_is_not_confirmed_is_said_in_pounds() -> None:
    """Nobody reads `1,000 GBP`."""
    held = event("badge issued", "2025-05-01", scheme="covenant-delivery", level="committed", until=None)
    signed = event("statement signed", detail="Chief Executive")

    decided = decision(
        fulfilment(pledge("P-02", unit="GBP"), "1000", target="1000"), recorded=register(events=(signed, held))
    )

    assert decided.next is not None
    texts = {each.criterion: each.text for each in decided.next.missing}
    assert texts["V"].endswith("Not yet confirmed: P-02 £1,000 of £1,000.")


def test_money_still_counts_for_the_starters_fulfilment() -> None:
    """Only what must be witnessed leaves money out."""
    money = fulfilment(pledge("P-02", unit="GBP"), "500", target="1000")

    found = criterion(decision(money, scheme=STARTER), "starter", "F")

    assert found.outcome is Outcome.NOT_MET


def test_worked_example_c_is_short_of_the_verified_share_alone() -> None:
    """Corvane delivered 95%, but only 11/60 is confirmed: one reason, and no new delivery is needed."""
    held = event("badge issued", "2025-04-01", scheme="covenant-delivery", level="committed", until=None)
    signed = event("statement signed", detail="Chief Executive")

    decided = decision(
        *corvane(), recorded=register(events=(signed, attrs.evolve(held, day=held.day.replace(month=5))))
    )

    (delivering,) = [level for level in decided.levels if level.level == "delivering"]
    not_met = [each for each in delivering.criteria if each.outcome is Outcome.NOT_MET]
    assert delivering.outcome is Outcome.NOT_MET
    assert [each.id for each in not_met] == ["V"]
    assert not_met[0].observed is not None
    assert not_met[0].observed.value == Fraction(11, 60)
    fulfilled = criterion(decided, "delivering", "F")
    assert fulfilled.observed is not None
    assert fulfilled.observed.value == Fraction(19, 20)
    assert fulfilled.because == "Fulfilment is 95% over 4 pledges due in the last twelve months; 75% is required."
    assert decided.next is not None
    assert decided.next.level == "delivering"
    (missing,) = decided.next.missing
    assert missing.criterion == "V"
    assert missing.short_by is not None
    assert missing.short_by.value == Fraction(1, 2) - Fraction(11, 60)
    assert missing.text.startswith(
        "31.7 percentage points short. More confirmation would do it; no new delivery is needed. "
        "Not yet confirmed: P-01 16 of 20 people, "
    )


def test_worked_example_b_passes_exactly_on_two_boundaries() -> None:
    """Beacon FM: the floor at 50% and the verified share at 50% are both just enough; change >= to > and it fails."""
    own = (
        fulfilment(pledge("P-01"), "6", target="6", verified="6", beneficiary="2"),
        fulfilment(pledge("P-02", type_="mentoring"), "3", target="4"),
        fulfilment(pledge("P-03", type_="apprenticeship"), "1", target="2", verified="1"),
        fulfilment(pledge("P-04", type_="group support", contractual=False), "9"),
    )

    decided = decision(*own, firm=supplier(headcount=120))

    values = {
        each: found.observed.value
        for each in ("F", "K", "V")
        if (found := criterion(decided, "delivering", each)).observed is not None
    }
    assert values == {"F": Fraction(63, 80), "K": Fraction(1, 2), "V": Fraction(1, 2)}
    assert all(criterion(decided, "delivering", each).outcome is Outcome.MET for each in ("F", "K", "V"))


def test_worked_example_d_is_confirmed_by_young_people_too() -> None:
    """Dalewood: V = (1 + 8/11) / 2 and B = (1/2 + 3/11) / 2, both enough for the highest level."""
    own = (
        fulfilment(pledge("P-01", type_="job"), "2", target="2", verified="2", beneficiary="1"),
        fulfilment(pledge("P-02", type_="group support"), "11", target="12", verified="8", beneficiary="3"),
    )

    found = criterion(decision(*own), "leading", "V")

    assert found.outcome is Outcome.MET
    assert found.observed is not None
    assert found.observed.value == (1 + Fraction(8, 11)) / 2
    assert "38.6% was confirmed by the young people themselves; 25% is required." in found.because


def test_a_share_of_young_people_that_is_not_in_force_yet_leaves_the_criterion_unknown() -> None:
    """The first share may be enough, but the second one has no value for the day."""
    level = DELIVERY.levels[2]
    verified = next(each for each in level.criteria if each.id == "V")
    (own,) = verified.thresholds["minimum_beneficiary"]
    later = {**verified.thresholds, "minimum_beneficiary": (attrs.evolve(own, since=AHEAD),)}
    changed = attrs.evolve(level, criteria=(attrs.evolve(verified, thresholds=later),))

    decided = decision(
        fulfilment(pledge("P-01"), "10", verified="10"), scheme=attrs.evolve(DELIVERY, levels=(changed,))
    )

    assert criterion(decided, "leading", "V").outcome is Outcome.UNKNOWN


def test_what_young_people_did_not_confirm_is_never_told_in_amounts() -> None:
    """An amount could rest on the answers of very few, so the text speaks of the share alone."""
    held = event("badge issued", "2025-05-01", scheme="covenant-delivery", level="delivering", until=None)
    own = fulfilment(pledge("P-01"), "10", verified="10", beneficiary="1")

    decided = decision(own, recorded=register(events=(held,)))

    assert decided.next is not None
    (missing,) = [each for each in decided.next.missing if each.criterion == "V"]
    assert missing.text == (
        "15 percentage points short. More confirmation by the young people themselves would do it; "
        "no new delivery is needed."
    )


def test_both_shares_short_are_both_told() -> None:
    """Somebody who mends the first share must not find the second one only then."""
    held = event("badge issued", "2025-05-01", scheme="covenant-delivery", level="delivering", until=None)

    decided = decision(fulfilment(pledge("P-01"), "10", verified="5"), recorded=register(events=(held,)))

    assert decided.next is not None
    (missing,) = [each for each in decided.next.missing if each.criterion == "V"]
    assert missing.text.endswith("The share confirmed by the young people is short as well.")


def test_a_share_whose_weights_are_all_nothing_is_unknown() -> None:
    """A mean over weights of 0 has no value, and is not taken for one."""
    decided = decision(fulfilment(pledge("P-01", weight="0"), "10", verified="10"))

    assert criterion(decided, "delivering", "F").outcome is Outcome.UNKNOWN
    assert criterion(decided, "delivering", "V").outcome is Outcome.UNKNOWN


def test_an_unknown_share_of_young_people_is_unknown() -> None:
    """What nobody knows of their answers is no answer."""
    nobody_knows = attrs.evolve(
        given("confirmed by the young people", 0, CellRef(file="register.xlsx"), unit="people"), value=None
    )
    own = attrs.evolve(fulfilment(pledge("P-01"), "10", verified="10"), beneficiary_confirmed=nobody_knows)

    found = criterion(decision(own), "leading", "V")

    assert found.outcome is Outcome.UNKNOWN
