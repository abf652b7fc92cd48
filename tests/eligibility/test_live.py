import datetime as dt

import attrs
import pytest
from badge_positions import (
    AHEAD,
    DELIVERY,
    SIGNED,
    STARTER,
    criterion,
    decision,
    fact,
    fulfilment,
    pledge,
    register,
    supplier,
)

from pledges.eligibility import Outcome


@pytest.mark.parametrize(
    ("headcount", "types", "outcome"),
    [
        (0, ["job"], Outcome.MET),
        (9, ["job"], Outcome.MET),
        (9, [], Outcome.NOT_MET),
        (49, ["training"], Outcome.MET),
        (50, ["job"], Outcome.NOT_MET),
        (50, ["job", "job"], Outcome.MET),
        (249, ["job", "job"], Outcome.MET),
        (250, ["job", "job"], Outcome.NOT_MET),
        (250, ["job", "job", "insight"], Outcome.MET),
        (250, ["job", "job", "job"], Outcome.NOT_MET),
        (250, ["job", "job", "training"], Outcome.NOT_MET),
    ],
)
def test_how_many_live_pledges_are_asked_for_depends_on_the_size(
    headcount: int, types: list[str], outcome: Outcome
) -> None:
    """Micro and small one, medium two, large three in two categories; training is no category."""
    ahead = [fulfilment(pledge(f"P-{number}", due=AHEAD, type_=type_)) for number, type_ in enumerate(types)]

    found = criterion(decision(*ahead, firm=supplier(headcount=headcount)), "committed", "P")

    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("due", "is_live"),
    [
        (dt.date(2026, 4, 30), False),
        (dt.date(2026, 5, 1), True),
        (dt.date(2027, 4, 30), True),
        (dt.date(2027, 5, 1), False),
        (None, False),
    ],
)
def test_live_is_what_is_due_in_the_next_twelve_months(due: dt.date | None, *, is_live: bool) -> None:
    """Due on the day itself is past, due twelve months after it is still ahead."""
    decided = decision(fulfilment(pledge("P-01", due=due)), firm=supplier(headcount=5))

    assert (criterion(decided, "committed", "P").outcome is Outcome.MET) is is_live


def test_a_target_of_nothing_is_not_live() -> None:
    """A promise of nothing is no promise."""
    decided = decision(fulfilment(pledge("P-01", due=AHEAD), target="0"), firm=supplier(headcount=5))

    assert criterion(decided, "committed", "P").outcome is Outcome.NOT_MET


def test_an_unknown_target_leaves_it_open_whether_the_pledge_is_live() -> None:
    """A rule that is not yet counted must not look like a missing promise."""
    decided = decision(fulfilment(pledge("P-01", due=AHEAD), target=None), firm=supplier(headcount=5))

    found = criterion(decided, "committed", "P")
    assert found.outcome is Outcome.UNKNOWN
    assert "whether P-01 is live is not known" in found.because


@pytest.mark.parametrize(
    ("pledges", "outcome"), [(0, Outcome.NOT_MET), (1, Outcome.UNKNOWN), (2, Outcome.UNKNOWN), (3, Outcome.MET)]
)
def test_an_unknown_headcount_matters_only_where_the_bands_disagree(pledges: int, outcome: Outcome) -> None:
    """Enough for the largest is enough, too little for the smallest is too little, the rest nobody can tell."""
    types = ["job", "insight", "job"][:pledges]
    ahead = [fulfilment(pledge(f"P-{number}", due=AHEAD, type_=type_)) for number, type_ in enumerate(types)]

    found = criterion(decision(*ahead, firm=supplier(headcount=None)), "committed", "P")

    assert found.outcome is outcome
    assert "headcount is not recorded" in found.because


def test_a_dated_headcount_wins_over_the_registers_column() -> None:
    """The band is that of the day: the last fact on or before it counts."""
    facts = (fact(5, "2025-01-01"), fact(250, "2026-04-30"), fact(5, "2026-05-01"))
    ahead = fulfilment(pledge("P-01", due=AHEAD))

    found = criterion(decision(ahead, firm=supplier(headcount=5), recorded=register(facts=facts)), "committed", "P")

    assert found.outcome is Outcome.NOT_MET
    assert "of a large firm (250 UK employees)" in found.because
    assert str(facts[1].source) in map(str, found.sources)


def test_two_headcounts_of_one_day_that_disagree_are_unknown() -> None:
    """Neither is guessed; what is enough for any size is still enough."""
    recorded = register(facts=(fact(5), fact(500)))

    one = decision(fulfilment(pledge("P-01", due=AHEAD)), recorded=recorded)

    assert criterion(one, "committed", "P").outcome is Outcome.UNKNOWN
    assert "two headcounts of one day disagree" in criterion(one, "committed", "P").because


def test_a_scheme_without_size_bands_asks_the_same_of_all() -> None:
    """Then the threshold has no band, and nobody needs a headcount."""
    level = DELIVERY.levels[0]
    live = next(each for each in level.criteria if each.id == "P")
    values = live.thresholds["minimum"]
    for_all = attrs.evolve(live, thresholds={"minimum": (attrs.evolve(values[0], by=""),)})
    scheme = attrs.evolve(DELIVERY, size_bands=(), levels=(attrs.evolve(level, criteria=(for_all,)),))

    decided = decision(
        fulfilment(pledge("P-01", due=AHEAD)),
        scheme=scheme,
        firm=supplier(headcount=None),
        recorded=register(events=()),
    )

    assert criterion(decided, "committed", "P").outcome is Outcome.MET
    assert decided.levels[0].outcome is Outcome.MET
    assert decided.next is None


def test_what_is_missing_is_said_in_pledges_and_in_categories() -> None:
    """The text says how many more, by when, or in how many more of the categories."""
    ahead = [fulfilment(pledge(f"P-{number}", due=AHEAD, type_="job")) for number in range(3)]

    few, alike = decision(ahead[0]), decision(*ahead)

    assert few.next is not None
    assert few.next.missing[0].text == (
        "2 more live pledges are needed, with a target and a last day between 1 May 2026 and 30 Apr 2027."
    )
    assert few.next.missing[0].short_by is not None
    assert few.next.missing[0].short_by.value == 2
    assert alike.next is not None
    assert alike.next.missing[0].text == "Live pledges in 1 more of the categories are needed."


@pytest.mark.parametrize(("due", "outcome"), [([], Outcome.NOT_MET), ([dt.date(2026, 1, 1)], Outcome.MET)])
def test_the_starter_asks_for_one_pledge_that_was_due(due: list[dt.date], outcome: Outcome) -> None:
    """Rule 2 of the starter: somebody promised something that had to be delivered by now."""
    decided = decision(
        *[fulfilment(pledge("P-01", due=day)) for day in due],
        fulfilment(pledge("P-02", due=AHEAD)),
        scheme=STARTER,
        recorded=register(events=(SIGNED,)),
    )

    assert criterion(decided, "starter", "P").outcome is outcome


def test_a_pledge_without_a_last_day_may_have_been_due() -> None:
    """The starter's second rule is unknown where only such a pledge could meet it."""
    decided = decision(fulfilment(pledge("P-01", due=None)), scheme=STARTER)

    assert criterion(decided, "starter", "P").outcome is Outcome.UNKNOWN
