"""What is named missing is just what is missing: supplied, it meets the criterion; one step less of it does not."""

import datetime as dt
from fractions import Fraction

import attrs
import pytest
from badge_positions import ON, event, fulfilment, pledge, supplier
from exploring import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ways_positions import MEASURES, criteria, groups, hidden, positions, scheme_of, value

from pledges.eligibility import Outcome
from pledges.eligibility.lack import (
    EventSo,
    FactSo,
    Lack,
    LastingOutcome,
    MoreAnswers,
    MoreDelivery,
    Wait,
    Way,
    one_step_less,
)
from pledges.eligibility.levels import WITH_WAYS
from pledges.eligibility.position import Position
from pledges.eligibility.suppose import suppose
from pledges.eligibility.tree import answer_to
from pledges.eligibility.ways.meeting import way_to, way_to_level
from pledges.explain.missing_words import lack_words
from pledges.history import Standing, history_of, standing_of
from pledges.model import Grade, Register
from pledges.rulebook import MEASURES as LANGUAGE
from pledges.rulebook import Criterion, Life, Option

SUPPLIED = tuple(sorted(set(MEASURES) - {"panel", "unknown"}))
"""Measures of which something can be supplied."""


def outcome(criterion: Criterion, position: Position) -> Outcome:
    """Return the outcome of a criterion."""
    return answer_to(criterion, position, WITH_WAYS).outcome


def test_every_measure_of_the_language_is_tried() -> None:
    """The list of criteria to draw is the language's own."""
    assert set(MEASURES) == set(LANGUAGE)


@pytest.mark.parametrize("measure", sorted(MEASURES))
@settings(max_examples=examples(60))
@given(data=st.data())
def test_just_what_is_named_missing_is_missing(measure: str, data: st.DataObject) -> None:
    """Everything named, and it is met; anything named left out or a step smaller, and it is not."""
    criterion = data.draw(criteria((measure,)))
    position = data.draw(positions((criterion,)))
    if not answer_to(criterion, position, WITH_WAYS).is_open:
        return

    way = way_to(criterion, position, WITH_WAYS)

    if way.cannot:
        return
    assert way.lacks
    assert outcome(criterion, suppose(position, way.lacks)) in {Outcome.MET, Outcome.PANEL}, way
    assert_nothing_is_too_much((criterion,), position, way.lacks)


@settings(max_examples=examples(150))
@given(data=st.data())
def test_just_what_is_named_missing_of_a_group_is_missing(data: st.DataObject) -> None:
    """Of all, any or so many: the parts that are named are enough, and each of them is needed."""
    criterion = data.draw(groups(SUPPLIED))
    position = data.draw(positions((criterion,)))
    if not answer_to(criterion, position, WITH_WAYS).is_open:
        return

    way = way_to(criterion, position, WITH_WAYS)

    if way.cannot:
        return
    assert outcome(criterion, suppose(position, way.lacks)) in {Outcome.MET, Outcome.PANEL}, way
    assert_nothing_is_too_much((criterion,), position, way.lacks)


@settings(max_examples=examples(150))
@given(data=st.data())
def test_just_what_is_named_missing_of_a_level_is_missing(data: st.DataObject) -> None:
    """All criteria together: more delivery may need more confirmation, and what serves two criteria is asked once."""
    asked = tuple(data.draw(criteria(SUPPLIED, f"Q{number}")) for number in range(data.draw(st.integers(2, 4))))
    position = data.draw(positions(asked))
    level = position.scheme.levels[1]

    way = way_to_level(level, position, WITH_WAYS)

    if way is None or way.cannot:
        assert way is None or any(answer_to(each, position, WITH_WAYS).is_open for each in asked)
        return
    supposed = suppose(position, way.lacks)
    assert not any(answer_to(each, supposed, WITH_WAYS).is_open for each in asked)
    assert_nothing_is_too_much(asked, position, way.lacks)


def assert_nothing_is_too_much(asked: tuple[Criterion, ...], position: Position, lacks: tuple[Lack, ...]) -> None:
    """Each lack is needed, and each amount is the least."""
    for number, lack in enumerate(lacks):
        others = (*lacks[:number], *lacks[number + 1 :])
        for tried in (others, *([] if (less := one_step_less(lack)) is None else [(*others, less)])):
            supposed = suppose(position, tried)
            assert any(answer_to(each, supposed, WITH_WAYS).is_open for each in asked), (lack, tried)


TIMED = ("events", "clean", "prior_level", "earlier_terms", "due_pledges")


@settings(max_examples=examples(200))
@given(data=st.data())
def test_a_day_that_is_waited_for_is_the_first_one(data: st.DataObject) -> None:
    """On it the criterion is met, everything else staying as it is, and on the day before it is not."""
    criterion = data.draw(criteria(TIMED))
    position = data.draw(positions((criterion,)))
    if not answer_to(criterion, position, WITH_WAYS).is_open:
        return

    way = way_to(criterion, position, WITH_WAYS)

    waits = [each for each in way.lacks if isinstance(each, Wait)]
    if way.cannot or not waits:
        return
    (wait,) = waits
    assert way.earliest == wait.day
    assert outcome(criterion, on_day(position, way, wait.day)) is Outcome.MET, (
        criterion.measure,
        wait,
        position.standing,
    )
    assert outcome(criterion, on_day(position, way, wait.day - dt.timedelta(days=1))) is not Outcome.MET


def on_day(position: Position, way: Way, day: dt.date) -> Position:
    """Return the position on a later day, with all that is missing but the day itself, and the badge still held."""
    given = [each for lack in way.lacks for each in (lack.given if isinstance(lack, Wait) else (lack,))]
    supposed = suppose(position, given)
    known = tuple(each for each in supposed.history.events if each.day <= day)
    history = attrs.evolve(supposed.history, on=day, events=known)
    held = standing_of(history, supposed.scheme) if given else supposed.standing
    return attrs.evolve(supposed, on=day, history=history, standing=held)


@pytest.mark.parametrize(("unit", "type_"), [("weeks", "job"), ("months", "mentoring")])
@pytest.mark.parametrize("on", [ON, dt.date(2026, 2, 28), dt.date(2028, 8, 29)])
def test_an_outcome_that_lasts_a_day_less_is_not_enough(unit: str, type_: str, on: dt.date) -> None:
    """Twenty-six weeks are 182 days, and six months are six calendar months."""
    length = {"weeks": 26, "months": 6}[unit]
    criterion = Criterion(
        id="O", name="Lasting", measure="sustained",
        thresholds={"minimum": (value(1, "gte"),), f"minimum_{unit}": (value(length, "gte"),)},
    )  # fmt: skip
    position = attrs.evolve(bare(criterion), fulfilments=(fulfilment(pledge("P-1", type_=type_)),), on=on)

    way = way_to(criterion, position, WITH_WAYS)

    (lasting,) = way.lacks
    assert lasting == LastingOutcome(pledge_ref="P-1", length=Fraction(length), unit=unit)
    assert outcome(criterion, suppose(position, way.lacks)) is Outcome.MET
    shorter = suppose(position, way.lacks)
    (line,) = shorter.fulfilments[0].lines
    begun = line.line.start
    assert begun is not None
    later = attrs.evolve(line, line=attrs.evolve(line.line, start=begun + dt.timedelta(days=1)))
    less = attrs.evolve(shorter, fulfilments=(attrs.evolve(shorter.fulfilments[0], lines=(later,)),))
    assert outcome(criterion, less) is Outcome.NOT_MET


def bare(criterion: Criterion) -> Position:
    """Return a firm of which nothing is known but its name."""
    scheme = scheme_of((criterion,))
    history = history_of("S-01", Register(suppliers=(), contracts=(), pledges=()), on=ON, known_on=None)
    return Position(
        scheme=scheme, supplier=supplier(), fulfilments=(), history=history, overdue=(),
        counting_grade=Grade.DOCUMENTED, on=ON, level="silver",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("criterion", "because"),
    [
        (Criterion(id="U", name="U", measure="unknown", options={"why": "it is not published"}), "is not published"),
        (
            Criterion(
                id="F", name="F", measure="fact", options={"fact": "a"}, thresholds={"minimum": (hidden("Later"),)}
            ),
            "What is required is not published",
        ),
        (
            Criterion(id="E", name="E", measure="events", options={"event": "complaint upheld"},
                      thresholds={"maximum": (value(-1, "lte"),)}),
            "What has happened stays on record",
        ),
        (
            Criterion(id="P", name="P", measure="fulfilment", thresholds={"minimum": (value(1, "gte"),)}),
            "must be promised, fall due and be delivered",
        ),
    ],
    ids=["not known", "threshold not published", "on record for ever", "nothing promised"],
)  # fmt: skip
def test_what_nobody_can_supply_is_said_to_be_so(criterion: Criterion, because: str) -> None:
    """Nothing is named that could be granted, and the reason is a sentence."""
    way = way_to(criterion, bare(criterion), WITH_WAYS)

    assert because in way.cannot
    assert way.lacks == ()


def test_after_a_revocation_only_the_day_can_be_waited_for_and_none_where_the_scheme_names_none() -> None:
    """An integrity gate: nothing that is delivered or confirmed makes up for it."""
    criterion = Criterion(id="T", name="T", measure="prior_level", thresholds={"minimum": (value(6, "gte"),)})
    clean = Criterion(id="Z", name="Z", measure="clean")
    barred = Standing(level=None, status="revoked", free_from=dt.date(2027, 1, 1), last_level="bronze")
    final = attrs.evolve(barred, free_from=None)

    ways = [
        way_to(each, attrs.evolve(bare(each), standing=standing), WITH_WAYS)
        for each, standing in ((clean, barred), (criterion, barred), (criterion, final))
    ]

    assert [way.by for way in ways] == ["time", "time", "people"]
    assert [way.earliest for way in ways] == [dt.date(2027, 1, 1), dt.date(2027, 7, 1), None]
    assert "that is final" in ways[2].cannot


def test_nobody_invited_where_nobody_is_exempt_is_not_known_and_no_crash() -> None:
    """A share of nobody is no number; somebody must be heard first."""
    criterion = Criterion(
        id="Y", name="Y", measure="voice",
        thresholds={"exempt_below": (value(0, "lt"),), "minimum_answered": (value(Fraction(3, 10), "gte"),)},
    )  # fmt: skip

    answer = answer_to(criterion, bare(criterion), WITH_WAYS)

    assert answer.outcome is Outcome.UNKNOWN
    assert "Nobody is recorded as invited" in answer.because
    assert answer.way is not None
    assert answer.way.lacks == (MoreAnswers(count=1, is_private=True),)


def group(needs: str, *parts: Criterion) -> Criterion:
    """Return a group of these criteria."""
    return Criterion(id="Q", name="Group", measure="", needs=needs, parts=parts)


def heard(*answers: int) -> tuple[Criterion, ...]:
    """Return criteria that each ask for so many answers, and of which none is exempt."""
    return tuple(
        Criterion(
            id=f"Q{number}", name=f"Criterion {number}", measure="voice",
            thresholds={"exempt_below": (value(0, "lt"),), "minimum_answers": (value(each, "gte"),)},
        )
        for number, each in enumerate(answers)
    )  # fmt: skip


def recorded(*least: int) -> tuple[Criterion, ...]:
    """Return criteria that each ask for one and the same fact, of at least so much."""
    return tuple(
        Criterion(
            id=f"Q{number}", name=f"Criterion {number}", measure="fact", options={"fact": "alpha"},
            thresholds={"minimum": (value(each, "gte"),)},
        )
        for number, each in enumerate(least)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "parts", "count"),
    [("all", (1, 1), 1), ("all", (12, 12), 12), ("all", (20, 9, 14), 20), ("any", (12, 3), 3)],
)
def test_parts_of_a_group_that_ask_for_the_same_answers_ask_for_them_once(
    needs: str, parts: tuple[int, ...], count: int
) -> None:
    """Who is heard for one part is heard for the others: the most that one of them asks is enough, the least of any."""
    criterion = group(needs, *heard(*parts))

    way = way_to(criterion, bare(criterion), WITH_WAYS)

    (lack,) = way.lacks
    assert isinstance(lack, MoreAnswers)
    assert lack.count == count
    assert_nothing_is_too_much((criterion,), bare(criterion), way.lacks)


@pytest.mark.parametrize(
    ("needs", "parts", "least"), [("all", (3, 5), 5), ("all", (5, 3), 5), ("any", (9, 3), 3), ("any", (3, 9), 3)]
)
def test_parts_of_a_group_that_ask_for_the_same_fact_ask_for_the_least_value(
    needs: str, parts: tuple[int, ...], least: int
) -> None:
    """Of any, the value that the easiest part asks is enough, and it is told as such, not as an example."""
    criterion = group(needs, *recorded(*parts))

    way = way_to(criterion, bare(criterion), WITH_WAYS)

    (lack,) = way.lacks
    assert isinstance(lack, FactSo)
    assert (lack.bound, lack.value) == ("at least", Fraction(least))


def test_a_fact_of_a_window_that_answers_another_part_as_well_is_asked_once() -> None:
    """A value of last year's last day is the latest one there is: no second of today is needed for the other part."""
    last_year: dict[str, Option] = {"fact": "alpha", "from_day": dt.date(2025, 1, 1), "to_day": dt.date(2025, 12, 31)}
    in_window = Criterion(id="Q9", name="Last year", measure="fact", options=last_year)
    criterion = group("all", in_window, *recorded(0))

    way = way_to(criterion, bare(criterion), WITH_WAYS)

    assert [(lack.name, lack.as_at) for lack in way.lacks if isinstance(lack, FactSo)] == [
        ("alpha", dt.date(2025, 12, 31))
    ]
    assert_nothing_is_too_much((criterion,), bare(criterion), way.lacks)


def test_parts_of_a_group_that_ask_for_the_same_delivery_ask_for_it_once() -> None:
    """What is delivered counts for both parts."""
    parts = tuple(
        Criterion(
            id=f"Q{number}", name="Delivered", measure="delivered", options={"unit": "people"},
            thresholds={"minimum": (value(each, "gte"),)},
        )
        for number, each in enumerate((7, 5))
    )  # fmt: skip
    criterion = group("all", *parts)
    position = attrs.evolve(bare(criterion), fulfilments=(fulfilment(pledge("P-1"), "0"),))

    way = way_to(criterion, position, WITH_WAYS)

    assert way.lacks == (MoreDelivery(pledge_ref="P-1", amount=Fraction(7), unit="people"),)


def test_two_suspending_matters_of_one_day_are_replayed() -> None:
    """They compare as equal in their days, and nothing else of them is compared."""
    issued = event("badge issued", "2025-05-01", scheme="ours", level="bronze")
    breach = event("breach opened", "2026-01-10", severity="major")
    events = (issued, breach, attrs.evolve(breach, ref="E-2"))
    recorded = Register(suppliers=(), contracts=(), pledges=(), events=events)
    life = Life(reference="Cabinet", suspend_on=("major breach",))

    standing = standing_of(history_of("S-01", recorded, on=dt.date(2026, 6, 1), known_on=None), scheme_of((), life))

    assert standing.level is None
    assert [step.what for step in standing.steps] == ["issued", "suspended", "lapsed"]


def test_a_day_that_is_waited_for_by_a_firm_of_unknown_size_needs_the_size_too() -> None:
    """One pledge that falls due is enough of a small firm, and no day makes a firm small."""
    small, large = value(0, "gt", by="small"), value(1, "gt", by="large")
    criterion = Criterion(id="P", name="Due", measure="due_pledges", thresholds={"minimum": (small, large)})
    ahead = fulfilment(pledge("P-1", due=dt.date(2027, 3, 31)), "0")
    firm = supplier(headcount=None)
    position = attrs.evolve(bare(criterion), fulfilments=(ahead,), supplier=firm)

    way = way_to(criterion, position, WITH_WAYS)

    (wait,) = way.lacks
    assert isinstance(wait, Wait)
    assert [each.name for each in wait.given if isinstance(each, FactSo)] == ["uk_workforce"]
    assert "if before it there is the fact uk_workforce recorded, such as 1 person" in lack_words(wait)
    assert outcome(criterion, on_day(position, way, wait.day)) is Outcome.MET
    assert outcome(criterion, on_day(position, way, wait.day - dt.timedelta(days=1))) is not Outcome.MET


@pytest.mark.parametrize(
    ("issued", "least", "renewed", "day"),
    [
        (("2026-04-30",), 1, (), dt.date(2026, 5, 1)),
        (("2026-04-30",), 2, (dt.date(2027, 4, 30),), dt.date(2027, 5, 1)),
        (("2026-04-30", "2026-04-30"), 2, (dt.date(2027, 4, 30),), dt.date(2027, 5, 1)),
        (("2025-04-30", "2026-04-30"), 2, (), dt.date(2026, 5, 1)),
        (("2025-05-01",), 2, (dt.date(2026, 5, 1),), dt.date(2026, 5, 2)),
        ((), 1, (ON,), dt.date(2026, 5, 1)),
    ],
)
def test_a_term_that_begins_on_the_day_is_one_of_those_that_come_before_the_next(
    issued: tuple[str, ...], least: int, renewed: tuple[dt.date, ...], day: dt.date
) -> None:
    """It is not asked for again, and two issues of one day are one term."""
    criterion = Criterion(
        id="E", name="Terms", measure="earlier_terms", options={"level": "bronze"},
        thresholds={"minimum": (value(least, "gte"),)},
    )  # fmt: skip
    events = tuple(event("badge issued", each, scheme="ours", level="bronze") for each in issued)
    register = Register(suppliers=(), contracts=(), pledges=(), events=events)
    history = history_of("S-01", register, on=ON, known_on=None)
    position = attrs.evolve(bare(criterion), history=history, standing=standing_of(history, scheme_of((criterion,))))

    way = way_to(criterion, position, WITH_WAYS)

    (wait,) = way.lacks
    assert isinstance(wait, Wait)
    assert (tuple(each.day for each in wait.given if isinstance(each, EventSo)), wait.day) == (renewed, day)
    assert outcome(criterion, on_day(position, way, day)) is Outcome.MET
    assert outcome(criterion, on_day(position, way, day - dt.timedelta(days=1))) is Outcome.NOT_MET


def test_what_is_claimed_already_only_lacks_documents() -> None:
    """More confirmation would do it, and no new delivery; where claims are too few, delivery is what is missing."""
    criterion = Criterion(
        id="F", name="F", measure="fulfilment", thresholds={"minimum": (value(Fraction(3, 4), "gte"),)}
    )
    claims = [fulfilment(pledge("P-1"), "5", claimed=claimed) for claimed in ("8", "7")]
    documented = [attrs.evolve(each, documented=each.counted) for each in claims]

    enough, too_few = (
        way_to(criterion, attrs.evolve(bare(criterion), fulfilments=(each,)), WITH_WAYS) for each in documented
    )

    assert (enough.by, too_few.by) == ("confirmation", "delivery")
    assert enough.lacks == (MoreDelivery(pledge_ref="P-1", amount=Fraction(3), unit="people", is_claimed=True),)
    assert too_few.lacks == (MoreDelivery(pledge_ref="P-1", amount=Fraction(3), unit="people"),)
