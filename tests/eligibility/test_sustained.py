import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from badge_positions import DELIVERY, ON, decision, fulfilment, pledge
from nouns import cell, line, received

from pledges.counting import CountedLine, SetAside
from pledges.eligibility import CriterionDecision, Outcome
from pledges.figures import given, unknown
from pledges.fulfilment.result import Fulfilment
from pledges.model import Grade, Pledge
from pledges.periods import Period
from pledges.rulebook import Scheme

LEVEL = DELIVERY.levels[2]
SUSTAINED = next(each for each in LEVEL.criteria if each.id == "O")
ONLY: Scheme = attrs.evolve(DELIVERY, levels=(attrs.evolve(LEVEL, criteria=(SUSTAINED,)),))
TO_DATE = Period(dt.date(2025, 4, 1), ON)


def told(
    start: dt.date | None = None, end: dt.date | None = None, *, period: Period = TO_DATE, counted: int = 1,
    aside: str = "", grade: Grade = Grade.DOCUMENTED, **refs: Any,
) -> CountedLine:  # fmt: skip
    """Return a line that counts, from one day to another."""
    place = cell("returns/r.xlsx", "Delivery", "D")
    return CountedLine(
        line=line(quantity=1, start=start, end=end, **refs),
        sent=received(period=period).sent,
        source=place,
        grade=grade,
        day=start,
        amount=given("amount", 1, place, unit="people"),
        counted=given("counted", 0 if aside else counted, place, unit="people"),
        set_aside=SetAside(reason=aside, text="") if aside else None,
    )


def promised(type_: str, *lines: CountedLine, unit: str = "people") -> Fulfilment:
    """Return a pledge of that type with these lines."""
    made: Pledge = attrs.evolve(pledge("P-01"), type=type_, unit=unit)
    return attrs.evolve(fulfilment(made), lines=lines)


def answered(*fulfilments: Fulfilment, scheme: Scheme = ONLY) -> CriterionDecision:
    """Return the decision on sustained outcomes."""
    return decision(*fulfilments, scheme=scheme).levels[0].criteria[0]


FIRST = dt.date(2025, 4, 1)


@pytest.mark.parametrize(
    ("last", "outcome"), [(dt.date(2025, 9, 29), Outcome.MET), (dt.date(2025, 9, 28), Outcome.NOT_MET)]
)
@pytest.mark.parametrize("type_", ["job", "apprenticeship"])
def test_a_post_of_26_weeks_has_lasted_and_one_day_less_has_not(type_: str, last: dt.date, outcome: Outcome) -> None:
    """182 inclusive days from 1 April end on 29 September."""
    found = answered(promised(type_, told(FIRST, last)))

    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [
        (dt.date(2025, 4, 1), dt.date(2025, 9, 30), Outcome.MET),
        (dt.date(2025, 4, 1), dt.date(2025, 9, 29), Outcome.NOT_MET),
        (dt.date(2025, 8, 31), dt.date(2026, 2, 27), Outcome.MET),
        (dt.date(2025, 8, 31), dt.date(2026, 2, 26), Outcome.NOT_MET),
    ],
)
def test_mentoring_is_counted_in_calendar_months(first: dt.date, last: dt.date, outcome: Outcome) -> None:
    """Six months from 31 August end the day before 28 February: the month's end is clamped."""
    found = answered(promised("mentoring", told(first, last)))

    assert found.outcome is outcome


def test_an_open_end_lasts_until_the_end_of_its_return_and_no_further() -> None:
    """Nobody has said anything about the days after it, and what is planned has not happened."""
    quarter = Period(FIRST, dt.date(2025, 6, 30))

    short = answered(promised("job", told(FIRST, None, period=quarter)))
    planned = answered(promised("job", told(FIRST, dt.date(2027, 3, 31), period=quarter)))
    whole = answered(promised("job", told(FIRST, None)))

    assert [short.outcome, planned.outcome, whole.outcome] == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.MET]


def test_an_open_end_that_is_too_young_by_the_day_has_not_lasted() -> None:
    """182 days up to 30 April begin on 31 October: who started a day later cannot have been there for 26 weeks."""
    quarter = Period(dt.date(2025, 10, 1), dt.date(2025, 12, 31))

    just = answered(promised("job", told(dt.date(2025, 10, 31), None, period=quarter)))
    late = answered(promised("job", told(dt.date(2025, 11, 1), None, period=quarter)))

    assert [just.outcome, late.outcome] == [Outcome.UNKNOWN, Outcome.NOT_MET]


def test_a_row_without_a_quantity_tells_that_somebody_stayed() -> None:
    """The next return names the person again, counts nothing, and the half year is full."""
    quarter = Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))
    first = told(FIRST, dt.date(2025, 6, 30), person_ref="A")
    again = told(dt.date(2025, 7, 1), dt.date(2025, 9, 29), period=quarter, person_ref="A", counted=0)
    made = promised("job", first)

    alone = answered(made)
    going_on = answered(attrs.evolve(made, continuations=(again,)))

    assert [alone.outcome, going_on.outcome] == [Outcome.NOT_MET, Outcome.MET]


def test_an_outcome_of_which_it_is_not_known_whether_it_counts_is_not_known() -> None:
    """Long enough or not, it may turn out not to count."""
    known = told(FIRST, dt.date(2025, 9, 29))
    open_ = attrs.evolve(known, counted=unknown("counted", "nobody tells", unit="people"))

    found = answered(promised("job", open_))

    assert found.outcome is Outcome.UNKNOWN


def test_rows_of_one_placement_that_follow_each_other_are_one_stay() -> None:
    """Two quarters without a gap are half a year; with a gap they are two short stays."""
    first = told(FIRST, dt.date(2025, 6, 30), placement_ref="PL-1")
    following = told(dt.date(2025, 7, 1), dt.date(2025, 9, 30), placement_ref="PL-1", aside="duplicate-person")
    later = told(dt.date(2025, 7, 3), dt.date(2025, 10, 2), placement_ref="PL-1", aside="duplicate-person")

    assert answered(promised("job", first, following)).outcome is Outcome.MET
    assert answered(promised("job", first, later)).outcome is Outcome.NOT_MET


def test_rows_of_two_people_are_not_one_stay() -> None:
    """Two quarters of two people are two quarters."""
    first = told(FIRST, dt.date(2025, 6, 30), person_ref="A")
    other = told(dt.date(2025, 7, 1), dt.date(2025, 9, 30), person_ref="B")

    assert answered(promised("job", first, other)).outcome is Outcome.NOT_MET


def test_somebody_who_counts_for_another_firm_is_no_outcome_of_this_one() -> None:
    """A row that only repeats a person whom a partner of the contract reported first counts for nobody twice."""
    again = told(FIRST, dt.date(2026, 3, 31), person_ref="A", aside="duplicate-person")

    assert answered(promised("job", again)).outcome is Outcome.NOT_MET


def test_what_is_only_claimed_has_not_lasted() -> None:
    """A badge rests on documents."""
    claimed = told(FIRST, dt.date(2026, 3, 31), grade=Grade.CLAIMED)

    assert answered(promised("job", claimed)).outcome is Outcome.NOT_MET


def test_a_line_without_a_start_is_not_known_to_have_lasted() -> None:
    """Unknown, with the pledge and what to give; other lasting support makes it met all the same."""
    undated = promised("job", told(None, None))

    found = answered(undated)

    assert found.outcome is Outcome.UNKNOWN
    assert found.because.endswith(
        "Of P-01 it cannot be told: a start, a group, or whether somebody stayed is not given."
    )
    assert answered(undated, promised("mentoring", told(FIRST, ON))).outcome is Outcome.MET


@pytest.mark.parametrize(("groups", "outcome"), [(("A",) * 6, Outcome.MET), (("A",) * 5 + ("B",), Outcome.NOT_MET)])
def test_six_sessions_must_be_with_one_group(groups: tuple[str, ...], outcome: Outcome) -> None:
    """Five with one and one with another are two short series."""
    lines = [told(FIRST, FIRST, group_ref=group) for group in groups]

    assert answered(promised("group support", *lines, unit="sessions")).outcome is outcome


@pytest.mark.parametrize(("named", "unnamed", "outcome"), [(3, 3, Outcome.UNKNOWN), (3, 2, Outcome.NOT_MET)])
def test_sessions_without_a_group_may_be_of_any(named: int, unnamed: int, outcome: Outcome) -> None:
    """Three that name no group could be three more of the group that had three."""
    lines = [told(FIRST, FIRST, group_ref="A" if number < named else "") for number in range(named + unnamed)]

    assert answered(promised("group support", *lines, unit="sessions")).outcome is outcome


def test_only_the_kinds_that_the_scheme_names_can_last() -> None:
    """A scheme that gives no months asks nothing of mentoring."""
    thresholds = {name: values for name, values in SUSTAINED.thresholds.items() if name != "minimum_months"}
    weeks_only = attrs.evolve(SUSTAINED, thresholds=thresholds)
    scheme = attrs.evolve(ONLY, levels=(attrs.evolve(LEVEL, criteria=(weeks_only,)),))

    found = answered(promised("mentoring", told(FIRST, ON)), scheme=scheme)

    assert found.outcome is Outcome.NOT_MET
    assert "mentoring" not in found.because


def test_the_reason_names_no_young_person() -> None:
    """Who they are tells one stay from another, and is never written out."""
    found = answered(promised("job", told(FIRST, ON, person_ref="Kestrel-77", placement_ref="Merlin-12")))

    words = f"{found.because} {found.observed} {found.sources}"
    assert "Kestrel" not in words
    assert "Merlin" not in words
    assert found.observed is not None
    assert found.observed.value == Fraction(1)
