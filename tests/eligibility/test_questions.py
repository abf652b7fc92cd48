import itertools
from fractions import Fraction

import attrs
import pytest
from badge_positions import ON, event, fact, fulfilment, pledge, supplier
from exploring import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ways_positions import FACTS, scheme_of, value

from pledges.eligibility import Outcome, Position, Question, questions_of
from pledges.eligibility.lack import EventSo, FactSo, MoreConfirmation
from pledges.eligibility.levels import ANSWERS
from pledges.eligibility.suppose import suppose
from pledges.eligibility.tree import answer_to
from pledges.eligibility.ways.records import fact_so
from pledges.history import history_of, standing_of
from pledges.model import Event, Fact, Grade, Register
from pledges.rulebook import Criterion


def position(
    *criteria: Criterion, facts: tuple[Fact, ...] = (), events: tuple[Event, ...] = (), headcount: int | None = None
) -> Position:
    """Return a firm about which these facts and events are recorded, by a scheme whose second level has criteria."""
    scheme = scheme_of(criteria)
    recorded = Register(suppliers=(), contracts=(), pledges=(), facts=facts, events=events)
    history = history_of("S-01", recorded, on=ON, known_on=None)
    return Position(
        scheme=scheme, supplier=supplier(headcount=headcount), fulfilments=(), history=history, overdue=(),
        counting_grade=Grade.DOCUMENTED, on=ON, standing=standing_of(history, scheme),
    )  # fmt: skip


def yes(name: str, identifier: str = "A") -> Criterion:
    """Return a criterion that asks whether a fact is so."""
    return Criterion(id=identifier, name=f"Is {name}", measure="fact", options={"fact": name})


def some(least: int, identifier: str = "B", names: tuple[str, ...] = FACTS) -> Criterion:
    """Return a criterion that asks for so many facts."""
    minimum = {"minimum": (value(least, "gte"),)}
    return Criterion(id=identifier, name="Some", measure="facts", options={"facts": names}, thresholds=minimum)


def name_of(question: Question) -> str:
    """Return the fact, event or pledge that a question is about."""
    match question.about:
        case FactSo(name=name):
            return name
        case EventSo(kind=kind):
            return kind
        case MoreConfirmation(pledge_ref=ref):
            return ref
        case _:
            return "feedback"


def told(question: Question) -> tuple[str, int, int]:
    """Return what a question asks and how much it settles."""
    return name_of(question), len(question.settles), len(question.with_others)


def test_the_question_that_settles_most_stands_first() -> None:
    """A fact that two criteria ask for is asked once; of three facts of which two are needed none decides alone."""
    found = questions_of(position(yes("alpha"), yes("alpha", "C"), yes("beta", "D"), some(2)))

    assert [told(each) for each in found] == [("alpha", 2, 1), ("beta", 1, 1), ("gamma", 0, 1)]
    assert found[0].settles == (("Silver", "Is alpha"), ("Silver", "Is alpha"))
    assert found[0].with_others == (("Silver", "Some"),)


def two_of(*parts: Criterion) -> Criterion:
    """Return a group of which two parts are enough."""
    return Criterion(
        id="G", name="Two", measure="", needs="at least", parts=parts, thresholds={"minimum": (value(2, "gte"),)}
    )


def test_every_fact_that_could_settle_a_group_is_asked() -> None:
    """Any two of four would do, so each of the four may decide; and nothing is asked of a settled part."""
    others = ("delta", "epsilon")
    settled = Criterion(id="N", name="Both", measure="", needs="all", parts=(yes("zeta", "Z"), yes("alpha", "A2")))
    group = two_of(*(yes(name, f"P{number}") for number, name in enumerate((*FACTS[1:], *others))), settled)

    found = questions_of(position(group, facts=(fact(0, name="alpha"),)))

    assert sorted(map(told, found)) == [(name, 0, 1) for name in sorted((*FACTS[1:], *others))]


def test_every_event_that_could_settle_a_group_is_asked() -> None:
    """Any two of an interim check, an act of advocacy and a signature would do."""
    acts = {"minimum": (value(1, "gte"),)}
    check = Criterion(id="I", name="Check", measure="events", options={"event": "interim check"}, thresholds=acts)
    act = Criterion(id="X", name="Act", measure="advocacy", thresholds=acts)
    signed = Criterion(id="S", name="Signed", measure="signed")

    found = questions_of(position(two_of(check, act, signed)))

    assert sorted(map(told, found)) == [("advocacy", 0, 1), ("interim check", 0, 1), ("statement signed", 0, 1)]


def test_what_is_recorded_is_not_asked_and_what_settles_nothing_neither() -> None:
    """One of three that is recorded as yes is enough, so that the others decide nothing."""
    assert questions_of(position(some(1), facts=(fact(1, name="alpha"),))) == ()


def test_the_headcount_is_asked_where_the_sizes_differ() -> None:
    """It settles what is enough for one size and too little for another."""
    by_size = (value(1, "gte", by="small"), value(3, "gte", by="large"))
    criterion = Criterion(
        id="H", name="By size", measure="fact", options={"fact": "alpha"}, thresholds={"minimum": by_size}
    )
    recorded = (fact(2, name="alpha"),)

    assert [told(each) for each in questions_of(position(criterion, facts=recorded))] == [("uk_workforce", 1, 0)]
    assert questions_of(position(criterion, facts=recorded, headcount=300)) == ()


def test_who_signed_is_asked_where_it_is_not_known() -> None:
    """An event whose signer is not at director level may have been followed by one that is."""
    signed = event("statement signed", detail="HR manager")

    found = questions_of(position(Criterion(id="S", name="Signed", measure="signed"), events=(signed,)))

    assert [told(each) for each in found] == [("statement signed", 1, 0)]


def test_what_is_not_confirmed_is_asked_pledge_by_pledge() -> None:
    """One pledge whose confirmation alone would do, and two that would only do together."""
    criterion = Criterion(
        id="V", name="Verified", measure="verified", thresholds={"minimum": (value(Fraction(3, 5), "gte"),)}
    )
    amounts = (("P-1", "3"), ("P-2", "1"), ("P-3", "1"))
    due = tuple(fulfilment(pledge(ref, weight=weight), "10") for ref, weight in amounts)

    found = questions_of(attrs.evolve(position(criterion), fulfilments=due))

    assert [told(each) for each in found] == [("P-1", 1, 0), ("P-2", 0, 1), ("P-3", 0, 1)]


def test_what_young_people_say_is_asked_where_too_few_were_heard() -> None:
    """How many more must be heard is for reckoning only: it would tell how few were."""
    limits = {"exempt_below": (value(1, "lt"),), "minimum_answers": (value(3, "gte"),)}
    criterion = Criterion(id="Y", name="Voice", measure="voice", thresholds=limits)
    heard = event("feedback", "2026-01-10", detail="invited=9; answered=1; as promised=1")

    (asked,) = questions_of(position(criterion, events=(heard,)))

    assert told(asked) == ("feedback", 1, 0)


@pytest.mark.parametrize("known", [0, 1])
@settings(max_examples=examples(60))
@given(data=st.data())
def test_what_a_question_settles_is_what_its_answers_would(known: int, data: st.DataObject) -> None:
    """Against every answer tried by hand: a fact alone settles a criterion where some value of it makes it known."""
    shapes = st.one_of(
        st.builds(yes, st.sampled_from(FACTS)),
        st.builds(some, st.integers(1, 3), names=st.lists(st.sampled_from(FACTS), min_size=1, unique=True).map(tuple)),
    )
    criteria = tuple(attrs.evolve(data.draw(shapes), id=f"Q{number}") for number in range(data.draw(st.integers(1, 4))))
    recorded = tuple(fact(data.draw(st.integers(0, 1)), name=name) for name in FACTS[:known])
    asked = attrs.evolve(position(*criteria, facts=recorded), level="silver")
    unknown = [each for each in criteria if answer_to(each, asked, ANSWERS).outcome is Outcome.UNKNOWN]

    found = {name_of(each): len(each.settles) for each in questions_of(asked)}

    for name in FACTS[known:]:
        settled = [
            criterion.id
            for criterion in unknown
            if any(
                answer_to(
                    criterion, suppose(asked, (fact_so(asked, name, Fraction(number), ON),)), ANSWERS
                ).outcome is not Outcome.UNKNOWN
                for number in (0, 1)
            )
        ]  # fmt: skip
        assert found.get(name, 0) == len(settled)
    assert not set(found) & set(itertools.chain(FACTS[:known]))
