import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from badge_positions import (
    DELIVERY,
    ON,
    SIGNED,
    STARTER,
    criterion,
    decision,
    event,
    fulfilment,
    pledge,
    register,
)
from hypothesis import given
from hypothesis import strategies as st

from pledges.eligibility import Decision, Outcome
from pledges.figures import leaves, replay
from pledges.files.policy import default_policy
from pledges.fulfilment.proportion import NOT_ADDED
from pledges.fulfilment.result import Fulfilment
from pledges.model import Event, Grade
from pledges.rulebook import HouseRule


@pytest.mark.parametrize(
    ("level", "identifier", "counted", "outcome"),
    [
        ("delivering", "F", "7.5", Outcome.MET),
        ("delivering", "F", "7.499", Outcome.NOT_MET),
        ("leading", "F", "9", Outcome.MET),
        ("leading", "F", "8.999", Outcome.NOT_MET),
        ("delivering", "K", "5", Outcome.MET),
        ("delivering", "K", "4.999", Outcome.NOT_MET),
        ("leading", "K", "7.5", Outcome.MET),
        ("leading", "K", "7.499", Outcome.NOT_MET),
    ],
)
def test_a_share_equal_to_the_threshold_passes_and_the_least_below_it_fails(
    level: str, identifier: str, counted: str, outcome: Outcome
) -> None:
    """Comparisons are exact: 75% is enough, 74.99% is not, and no rounding comes before."""
    delivered = fulfilment(pledge("P-01", unit="weeks"), counted)

    found = criterion(decision(delivered), level, identifier)

    assert found.outcome is outcome


def test_a_share_just_below_is_not_printed_as_the_threshold() -> None:
    """74.99% is said with as many places as it takes to tell it from 75%."""
    delivered = fulfilment(pledge("P-01", unit="weeks"), "7.49999")

    found = criterion(decision(delivered), "delivering", "F")

    assert "74.9999%" in found.because
    assert "75% is required" in found.because


def test_a_shortfall_is_never_rounded_to_nothing() -> None:
    """Even a millionth of a point short is short, and the text says by how much."""
    delivered = fulfilment(pledge("P-01", unit="weeks"), "7.49999999")

    decided = decision(delivered, scheme=STARTER)

    assert decided.next is not None
    (missing,) = [each for each in decided.next.missing if each.criterion == "F"]
    assert missing.text.startswith("0.0000001 percentage points short.")
    assert "0.01 more for P-01 alone would do it." in missing.text


def test_over_delivery_of_one_pledge_never_hides_another() -> None:
    """Thirty of ten is one whole pledge, so that with nothing of the other half is delivered."""
    found = criterion(decision(fulfilment(pledge("P-01"), "30"), fulfilment(pledge("P-02"), "0")), "delivering", "F")

    assert found.observed is not None
    assert found.observed.value == Fraction(1, 2)


def test_weights_of_the_register_weigh_the_mean() -> None:
    """A pledge of weight 3 delivered in full outweighs one of weight 1 of which nothing came."""
    whole, none = fulfilment(pledge("P-01", weight="3"), "10"), fulfilment(pledge("P-02"), "0")

    found = criterion(decision(whole, none), "delivering", "F")

    assert found.outcome is Outcome.MET
    assert found.observed is not None
    assert found.observed.value == Fraction(3, 4)


@pytest.mark.parametrize(
    ("due", "counts"),
    [
        (dt.date(2025, 4, 30), False),
        (dt.date(2025, 5, 1), True),
        (dt.date(2026, 4, 30), True),
        (dt.date(2026, 5, 1), False),
    ],
)
def test_due_are_the_twelve_months_up_to_the_day(due: dt.date, *, counts: bool) -> None:
    """Due on the day is in; due exactly twelve months before it is out."""
    found = criterion(decision(fulfilment(pledge("P-01", due=due), "10")), "delivering", "F")

    assert (found.outcome is Outcome.MET) is counts
    assert (found.outcome is Outcome.UNKNOWN) is not counts


def test_without_anything_due_fulfilment_is_unknown_and_the_floor_is_met() -> None:
    """Nothing due is neither delivered nor failed; no contractual pledge can be below its floor."""
    decided = decision()

    fulfilled, floor = criterion(decided, "delivering", "F"), criterion(decided, "delivering", "K")
    assert fulfilled.outcome is Outcome.UNKNOWN
    assert "No pledge was due" in fulfilled.because
    assert floor.outcome is Outcome.MET
    assert floor.because == "No contractual pledge was due in the last twelve months."


def test_an_unknown_amount_makes_fulfilment_unknown_and_is_named() -> None:
    """A missing return is not zero: the criterion says which pledge nobody knows of."""
    decided = decision(fulfilment(pledge("P-01"), "10"), fulfilment(pledge("P-02"), None))

    found = criterion(decided, "delivering", "F")
    assert found.outcome is Outcome.UNKNOWN
    assert "P-02" in found.because
    assert "P-01" not in found.because
    assert "no return that is known reports it" in found.because
    assert found.observed is not None
    assert found.observed.value is None


def test_a_pledge_without_a_last_day_makes_what_was_due_unknown() -> None:
    """Whether it was due cannot be told, so that fulfilment cannot be told either."""
    decided = decision(fulfilment(pledge("P-01"), "10"), fulfilment(pledge("P-02", due=None), "10"))

    assert criterion(decided, "delivering", "F").outcome is Outcome.UNKNOWN
    assert criterion(decided, "delivering", "K").outcome is Outcome.UNKNOWN
    assert criterion(decided, "delivering", "V").outcome is Outcome.UNKNOWN
    assert "P-02 has no last day" in criterion(decided, "delivering", "F").because


def test_a_pledge_whose_target_was_taken_away_is_not_due() -> None:
    """Of nothing no part can be delivered, so a target of 0 is left out."""
    decided = decision(fulfilment(pledge("P-01"), "10"), fulfilment(pledge("P-02"), "0", target="0"))

    found = criterion(decided, "delivering", "F")
    assert found.outcome is Outcome.MET
    assert "1 pledge due" in found.because


def excusal(ref: str | None, reason: str = "offered, not taken up") -> Event:
    """Return an excusal granted for a pledge."""
    return event("excusal granted", "2026-04-01", pledge_ref=ref, reason=reason)


def excused(*excusals: Event, parts: tuple[str, ...] = ("10", "0", "4")) -> Decision:
    """Return what is decided of pledges of ten, so much of each delivered, with these excusals."""
    kinds = ("placement", "apprenticeship", "mentoring")
    delivered = [
        fulfilment(pledge(f"P-0{number}", type_=kind), part)
        for number, (kind, part) in enumerate(zip(kinds, parts, strict=False), start=1)
    ]
    return decision(*delivered, recorded=register(events=(SIGNED, *excusals)))


def share(decided: Decision, identifier: str) -> Fraction | None:
    """Return what was observed for a criterion of the second level."""
    observed = criterion(decided, "delivering", identifier).observed
    return None if observed is None else observed.value


def test_an_excusal_takes_its_pledge_out_of_fulfilment_and_floor() -> None:
    """It never adds credit: the mean is over the other two."""
    decided = excused(excusal("P-02"))

    assert (share(decided, "F"), share(decided, "K")) == (Fraction(7, 10), Fraction(2, 5))
    assert criterion(decided, "delivering", "F").because.endswith(" P-02 is excused and left out.")


def test_excusals_take_out_at_most_a_third_of_the_weight_by_category_where_they_were_due_together() -> None:
    """Of three pledges one can go: apprenticeship stands before mentoring."""
    decided = excused(excusal("P-03"), excusal("P-02"))

    assert share(decided, "F") == Fraction(7, 10)
    assert criterion(decided, "delivering", "F").because.endswith(
        " P-02 is excused and left out. The excusal of P-03 is over the cap: excusals may take out at most 33.3% of "
        "what was due."
    )


@pytest.mark.parametrize("granted", [excusal(None), excusal("P-02", "they were busy"), excusal("P-02", "")])
def test_an_excusal_without_a_pledge_or_an_accepted_reason_has_no_effect(granted: Event) -> None:
    """It has to say which pledge and why."""
    assert share(excused(granted), "F") == Fraction(7, 15)


def test_an_excusal_of_another_pledge_or_after_the_day_changes_nothing() -> None:
    """Only what was due and known on the day can be excused."""
    other = event("excusal granted", "2026-04-01", pledge_ref="P-09")
    later = event("excusal granted", "2026-05-01", pledge_ref="P-01")

    decided = decision(fulfilment(pledge("P-01"), "10"), recorded=register(events=(SIGNED, other, later)))

    assert criterion(decided, "delivering", "F").outcome is Outcome.MET
    assert criterion(decided, "delivering", "K").outcome is Outcome.MET


@pytest.mark.parametrize(
    ("contract_ref", "contractual", "is_measured"),
    [("C-001", None, True), (None, None, False), ("C-001", False, False), (None, True, True)],
)
def test_the_floor_is_for_contractual_pledges(
    contract_ref: str | None, contractual: bool | None, *, is_measured: bool
) -> None:
    """A pledge that is not marked is contractual if it has a contract."""
    promised = pledge("P-01", contract_ref=contract_ref, contractual=contractual)

    found = criterion(decision(fulfilment(promised, "0")), "delivering", "K")

    assert (found.outcome is Outcome.NOT_MET) is is_measured


def test_one_pledge_below_the_floor_is_enough_whatever_else_is_unknown() -> None:
    """Nothing that may still come in for another pledge can lift this one."""
    decided = decision(fulfilment(pledge("P-01"), "4"), fulfilment(pledge("P-02"), None))

    found = criterion(decided, "delivering", "K")
    assert found.outcome is Outcome.NOT_MET
    assert "P-01 is below the floor" in found.because


def test_the_floor_is_unknown_where_no_known_pledge_is_below_it() -> None:
    """The pledge that nobody knows of may be below it."""
    decided = decision(fulfilment(pledge("P-01"), "9"), fulfilment(pledge("P-02"), None))

    found = criterion(decided, "delivering", "K")
    assert found.outcome is Outcome.UNKNOWN
    assert "P-02" in found.because


def test_what_is_missing_is_said_in_the_pledges_own_units() -> None:
    """The text names what each pledge lacks, the least that alone would do it, and documents that may."""
    decided = decision(
        fulfilment(pledge("P-01"), "5", claimed="9"), fulfilment(pledge("P-02", unit="weeks"), "8"), scheme=STARTER
    )

    assert decided.next is not None
    missing = {each.criterion: each for each in decided.next.missing}["F"]
    assert missing.short_by is not None
    assert missing.short_by.value == Fraction(1, 10)
    assert missing.text == (
        "10 percentage points short. More delivery is needed: P-01 lacks 5 of 10 people and P-02 lacks 2 of 10 weeks. "
        "2 more for P-01 alone would do it. Documents for what is claimed and does not count yet may do it."
    )


def test_money_that_is_missing_is_said_in_pounds() -> None:
    """Pounds stand before the amount, in what is lacking, in what would do it and in what was promised."""
    decided = decision(fulfilment(pledge("P-01", unit="GBP"), "250.50", target="1000"), scheme=STARTER)

    assert decided.next is not None
    missing = {each.criterion: each.text for each in decided.next.missing}["F"]
    assert "P-01 lacks £749.50 of £1,000." in missing
    assert "£499.50 more for P-01 alone would do it." in missing


def test_what_a_pledge_below_the_floor_needs_is_rounded_up_to_whole_people() -> None:
    """Part of a person cannot be delivered."""
    held = event(
        "badge issued", "2025-05-01", scheme="covenant-delivery", level="committed", until=dt.date(2027, 4, 30)
    )
    decided = decision(fulfilment(pledge("P-01"), "2", target="7"), recorded=register(events=(SIGNED, held)))

    assert decided.next is not None
    (missing,) = [each for each in decided.next.missing if each.criterion == "K"]
    assert missing.text == "More delivery is needed: P-01 needs 2 more (of 7 people)."


def test_a_policy_that_counts_claims_leaves_the_measures_unknown() -> None:
    """A badge rests on what is documented, whatever the house rule counts."""
    policy = default_policy()
    rule = HouseRule(
        name="counting_grade",
        since=dt.date(2026, 1, 1),
        value=Grade.CLAIMED,
        reference="house rule",
        source=policy.source,
    )
    lax = attrs.evolve(policy, dated_rules=(*policy.dated_rules, rule), counting_grade=Grade.CLAIMED)

    decided = decision(fulfilment(pledge("P-01"), "10", verified="10"), policy=lax)

    for identifier in ("F", "K", "V"):
        assert criterion(decided, "delivering", identifier).outcome is Outcome.UNKNOWN


def test_before_the_first_day_of_a_threshold_the_criterion_is_unknown() -> None:
    """A rule that did not exist yet is not zero: nothing is decided by it."""
    on = dt.date(2019, 12, 31)
    delivered = fulfilment(pledge("P-01", due=dt.date(2019, 6, 30)), "10")

    decided = decision(delivered, on=on, recorded=register(events=()))

    for identifier in ("F", "K", "V", "R", "P"):
        found = criterion(decided, "delivering", identifier)
        assert found.outcome is Outcome.UNKNOWN
        assert "31 Dec 2019" in found.because
    of_starter = criterion(decision(delivered, scheme=STARTER, on=on), "starter", "P")
    assert of_starter.outcome is Outcome.UNKNOWN


def test_a_later_threshold_holds_from_its_own_day() -> None:
    """The value in force on the day decides, on both sides of the day it changes."""
    level = DELIVERY.levels[1]
    changed = tuple(
        attrs.evolve(
            each,
            thresholds={
                "minimum": (
                    *each.thresholds["minimum"],
                    attrs.evolve(each.thresholds["minimum"][0], since=ON, value=Fraction(4, 5)),
                )
            },
        )
        if each.id == "F"
        else each
        for each in level.criteria
    )
    scheme = attrs.evolve(DELIVERY, levels=(attrs.evolve(level, criteria=changed),))
    delivered = fulfilment(pledge("P-01", unit="weeks"), "7.5")

    before = decision(delivered, scheme=scheme, on=ON - dt.timedelta(days=1))
    after = decision(delivered, scheme=scheme, on=ON)

    assert criterion(before, "delivering", "F").outcome is Outcome.MET
    assert criterion(after, "delivering", "F").outcome is Outcome.NOT_MET


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 20), st.integers(1, 5), st.integers(0, 10)),
        min_size=1,
        max_size=6,
    )
)
def test_every_share_replays_from_leaves_that_have_a_source(amounts: list[tuple[int, int, int, int]]) -> None:
    """A figure computed again from its leaves gives its value, and each leaf says where it stands."""
    fulfilments = [
        fulfilment(
            pledge(f"P-{number}", weight=str(weight)),
            str(counted),
            target=str(target),
            verified=str(min(counted, done)),
        )
        for number, (counted, target, weight, done) in enumerate(amounts)
    ]

    decided = decision(*fulfilments)

    figures = [
        figure
        for level in decided.levels
        for each in level.criteria
        for figure in (each.observed, each.required)
        if figure is not None
    ]
    assert all(replay(figure) == figure.value for figure in figures)
    assert all(leaf.source is not None for figure in figures for leaf in leaves(figure) if leaf.value is not None)


@given(st.permutations(range(5)))
def test_the_order_of_pledges_changes_nothing(order: list[int]) -> None:
    """Permuting the fulfilments gives the same decision, word for word."""
    fulfilments = [fulfilment(pledge(f"P-{number}", weight=str(number + 1)), str(number * 2)) for number in range(5)]

    assert decision(*[fulfilments[place] for place in order]) == decision(*fulfilments)


def hanging(ref: str, counted: str | None, **fields: Any) -> Fulfilment:
    """Return the fulfilment of a pledge of ten weeks that hangs together with others."""
    return fulfilment(attrs.evolve(pledge(ref, unit="weeks"), **fields), counted)


def test_a_part_is_held_by_its_whole_and_what_is_recorded_only_was_not_promised() -> None:
    """Neither is a promise of its own."""
    whole = hanging("P-01", "7.5")
    part, recorded = hanging("P-02", "0", parent_ref="P-01"), hanging("P-03", None, record_only=True)

    found = criterion(decision(whole, part, recorded), "delivering", "F")

    assert found.outcome is Outcome.MET
    assert found.observed is not None
    assert found.observed.value == Fraction(3, 4)


@pytest.mark.parametrize(
    ("first", "other", "outcome", "observed"),
    [
        ("7.5", "2", Outcome.MET, Fraction(3, 4)),
        ("2", "7.5", Outcome.MET, Fraction(3, 4)),
        ("10", None, Outcome.MET, Fraction(1)),
        ("7", "0", Outcome.NOT_MET, Fraction(7, 10)),
        ("7", None, Outcome.UNKNOWN, None),
        ("8", None, Outcome.UNKNOWN, None),
        (None, None, Outcome.UNKNOWN, None),
    ],
)
def test_of_alternatives_the_one_that_stands_is_measured_and_nobody_guesses_which(
    first: str | None, other: str | None, outcome: Outcome, observed: Fraction | None
) -> None:
    """Short of its target it stands only where all others are known, as in its rating; and both are one promise due."""
    members = hanging("P-01", first, either_or_group="route"), hanging("P-02", other, either_or_group="Route")

    found = criterion(decision(*members), "delivering", "F")
    due = criterion(decision(*members, scheme=STARTER), "starter", "P")

    assert found.outcome is outcome
    assert found.observed is not None
    assert found.observed.value == observed
    assert due.observed is not None
    assert due.observed.value == 1


def test_what_counts_of_a_percentage_is_averaged_though_no_roll_up_adds_it() -> None:
    """Shares of two promises have a mean, where amounts of two units have no sum."""
    found = criterion(decision(attrs.evolve(hanging("P-01", "5"), left_out_because=NOT_ADDED)), "delivering", "F")

    assert found.observed is not None
    assert found.observed.value == Fraction(1, 2)
