import datetime as dt
from fractions import Fraction

import attrs
import pytest
from badge_positions import ON, SIGNED, STARTER, cell, decision, event, fact, register, supplier

from pledges.eligibility import CriterionDecision, Outcome
from pledges.model import Event, Fact
from pledges.provenance import Passage
from pledges.rulebook import Criterion, DatedValue, Option, Scheme

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
PLACE = Passage(document="schemes/x.toml", place="levels[0].criteria[0]")


def at(number: str, comparison: str = "gte", since: str = "2020-01-01") -> tuple[DatedValue, ...]:
    """Return a threshold."""
    day = dt.date.fromisoformat(since)
    return (DatedValue(since=day, value=Fraction(number), reference="r", source=PLACE, comparison=comparison),)


def asking(measure: str, thresholds: dict[str, tuple[DatedValue, ...]] | None = None, /, **options: Option) -> Scheme:
    """Return a scheme of one level that asks one measure."""
    criterion = Criterion(id="X", name="X", measure=measure, thresholds=thresholds or {}, options=options)
    return attrs.evolve(STARTER, levels=(attrs.evolve(STARTER.levels[0], criteria=(criterion,)),))


def answered(
    scheme: Scheme, *, facts: tuple[Fact, ...] = (), events: tuple[Event, ...] = (SIGNED,), on: dt.date = ON,
    headcount: int | None = None,
) -> CriterionDecision:  # fmt: skip
    """Return the decision on the only criterion."""
    recorded = register(facts=facts, events=events)
    decided = decision(scheme=scheme, recorded=recorded, on=on, firm=supplier(headcount=headcount))
    return decided.levels[0].criteria[0]


def test_a_number_where_yes_or_no_is_asked_is_not_known() -> None:
    """Two is neither."""
    found = answered(asking("fact", fact="insured"), facts=(fact(2, name="insured"),))

    assert found.outcome is UNKNOWN
    assert found.because == "Insured is recorded as a number, and yes or no is asked."


@pytest.mark.parametrize(("number", "outcome"), [(17, NOT_MET), (18, MET), (25, MET), (26, NOT_MET)])
def test_two_bounds_hold_together(number: int, outcome: Outcome) -> None:
    """From 18 to 25, both included."""
    scheme = asking("fact", {"minimum": at("18"), "maximum": at("25", "lte")}, fact="age")

    assert answered(scheme, facts=(fact(number, name="age"),)).outcome is outcome


def test_a_share_is_exact_and_is_told_with_the_places_it_takes() -> None:
    """74.999% is told as that, and fails 75%."""
    facts = (fact(74_999, name="some"), fact(100_000, name="everybody"))

    found = answered(asking("share", {"minimum": at("0.75")}, part="some", whole="everybody"), facts=facts)

    assert found.outcome is NOT_MET
    assert found.because == "The share of some in everybody is 74.999%; at least 75% is required."


def test_an_amount_just_short_is_never_told_as_what_is_asked() -> None:
    """79.999 is not 80.00."""
    close = attrs.evolve(fact(0, name="score"), value=Fraction("79.999"))

    found = answered(asking("fact", {"minimum": at("80")}, fact="score"), facts=(close,))

    assert found.because == "Score is 79.999; at least 80 is required."


@pytest.mark.parametrize(("some", "everybody"), [(None, 10), (1, None), (1, 0)])
def test_a_share_of_what_is_not_known_or_nothing_is_not_known(some: int | None, everybody: int | None) -> None:
    """Of nobody no share can be taken."""
    numbers = {"some": some, "everybody": everybody}
    facts = tuple(fact(number, name=name) for name, number in numbers.items() if number is not None)

    found = answered(asking("share", {"minimum": at("0.75")}, part="some", whole="everybody"), facts=facts)

    assert found.outcome is UNKNOWN


@pytest.mark.parametrize(
    ("as_at", "outcome"),
    [("2025-08-31", UNKNOWN), ("2025-09-01", MET), ("2026-02-28", MET), ("2026-03-01", UNKNOWN)],
)
def test_a_window_of_months_is_half_open_and_clamped(as_at: str, outcome: Outcome) -> None:
    """Six months before 28 February are after 28 August, but before 31 August nothing of August is in 29 February's."""
    scheme = asking("fact", fact="insured", within_months=6)
    on = dt.date(2026, 2, 28)

    found = answered(scheme, facts=(fact(1, as_at, name="insured"),), on=on)

    expected = {"2025-08-31": MET}.get(as_at, outcome)
    assert found.outcome is expected


@pytest.mark.parametrize(("day", "outcome"), [("2025-02-28", NOT_MET), ("2025-03-01", MET), ("2026-02-28", MET)])
def test_twelve_months_from_a_month_end_leave_its_first_day_out(day: str, outcome: Outcome) -> None:
    """(28 February 2025, 28 February 2026]."""
    scheme = asking("events", event="interim check", within_months=12)

    found = answered(scheme, events=(event("interim check", day),), on=dt.date(2026, 2, 28))

    assert found.outcome is outcome


def test_an_event_is_told_from_others_by_its_outcome_and_severity() -> None:
    """Only a passed check counts, and only major breaches."""
    checks = (event("interim check", "2026-01-01", outcome="Passed"), event("breach opened", severity="minor"))

    passed = answered(asking("events", event="interim check", outcome="passed"), events=checks)
    failed = answered(asking("events", event="interim check", outcome="failed"), events=checks)
    major = answered(
        asking("events", {"maximum": at("0", "lte")}, event="breach opened", severity="major"), events=checks
    )

    assert [passed.outcome, failed.outcome, major.outcome] == [MET, NOT_MET, MET]
    assert failed.because == "The event interim check is not recorded."


@pytest.mark.parametrize(
    ("events", "outcome", "words"),
    [
        ((), NOT_MET, "No badge of living-wage is recorded."),
        (
            (event("badge issued", "2025-05-01", scheme="Living-Wage", until=ON),), MET,
            "A badge of living-wage is in force until 30 Apr 2026.",
        ),
        (
            (event("badge issued", "2025-05-01", scheme="living-wage", until=ON - dt.timedelta(days=1)),), NOT_MET,
            "The badge of living-wage ended on 29 Apr 2026.",
        ),
        (
            (event("badge issued", "2025-05-01", scheme="living-wage"),), UNKNOWN,
            "A badge of living-wage was issued on 1 May 2025, and its last day is not recorded.",
        ),
        (
            (
                event("badge issued", "2025-05-01", scheme="living-wage", until=ON),
                event("badge suspended", "2025-06-01", scheme="living-wage"),
            ), NOT_MET, "The badge of living-wage was suspended on 1 Jun 2025.",
        ),
        (
            (
                event("badge issued", "2025-05-01", scheme="living-wage", until=ON),
                event("badge suspended", "2025-06-01", scheme="living-wage"),
                event("badge restored", "2025-07-01", scheme="living-wage"),
            ), MET, "A badge of living-wage is in force until 30 Apr 2026.",
        ),
        (
            (
                event("badge issued", "2025-05-01", scheme="living-wage", until=ON),
                event("badge revoked", "2025-06-01", scheme="living-wage"),
                event("badge restored", "2025-07-01", scheme="living-wage"),
            ), NOT_MET, "The badge of living-wage was revoked on 1 Jun 2025.",
        ),
    ],
)  # fmt: skip
def test_another_accreditation_counts_while_it_is_in_force(
    events: tuple[Event, ...], outcome: Outcome, words: str
) -> None:
    """To its last day; suspended is not in force, restored is, and revoked stays revoked."""
    found = answered(asking("accreditation", scheme="living-wage"), events=events)

    assert (found.outcome, found.because) == (outcome, words)


def test_an_accreditation_can_ask_for_its_level() -> None:
    """Bronze elsewhere is not gold elsewhere."""
    issued = (event("badge issued", "2025-05-01", scheme="marks", level="bronze", until=ON),)

    gold = answered(asking("accreditation", scheme="marks", level="gold"), events=issued)
    bronze = answered(asking("accreditation", scheme="marks", level="bronze"), events=issued)

    assert [gold.outcome, bronze.outcome] == [NOT_MET, MET]


@pytest.mark.parametrize(("headcount", "outcome"), [(9, NOT_MET), (10, MET), (None, UNKNOWN)])
def test_the_headcount_is_the_registers_where_no_fact_is_recorded(headcount: int | None, outcome: Outcome) -> None:
    """A dated fact wins; without either it is not known."""
    scheme = asking("headcount", {"minimum": at("10")})

    assert answered(scheme, headcount=headcount).outcome is outcome
    assert answered(scheme, headcount=headcount, facts=(fact(10),)).outcome is MET


def test_a_value_that_is_in_force_later_leaves_the_criterion_unknown() -> None:
    """Even where the other bound is met."""
    bounds = {"minimum": at("1"), "maximum": at("9", "lte", since="2026-05-01")}

    assert answered(asking("fact", bounds, fact="n"), facts=(fact(5, name="n"),)).outcome is UNKNOWN


def test_facts_name_what_is_not_there_and_what_is_not_recorded() -> None:
    """One sentence that says what to do."""
    scheme = asking("facts", facts=("has_policy", "has_champion", "has_budget"))
    facts = (fact(1, name="has_policy"), fact(0, name="has_champion"))

    found = answered(scheme, facts=facts)

    assert found.outcome is NOT_MET
    assert found.because == "1 of 3 is yes; all must be. Not: has champion. Not known: has budget."


def test_a_lower_level_is_still_met_or_not_with_what_it_wants() -> None:
    """`meets_level` asks the criteria of the lower level again, whoever decided on it."""
    lower = attrs.evolve(asking("fact", fact="insured").levels[0], id="low", name="Low", decision="panel")
    higher = attrs.evolve(asking("meets_level", level="low").levels[0], id="high", name="High")
    scheme = attrs.evolve(STARTER, levels=(lower, higher))

    def asked(*facts: Fact) -> tuple[Outcome, str]:
        decided = decision(scheme=scheme, recorded=register(facts=facts))
        found = decided.levels[1].criteria[0]
        return found.outcome, found.because

    assert asked(fact(1, name="insured")) == (MET, "The criteria of Low are all met.")
    assert asked(fact(0, name="insured")) == (NOT_MET, "Of the criteria of Low, not met: X.")
    assert asked() == (UNKNOWN, "Of the criteria of Low, not known: X.")


def test_the_sources_of_a_fact_are_its_cell_and_the_schemes_line() -> None:
    """Whoever doubts it finds both."""
    found = answered(asking("fact", {"minimum": at("1")}, fact="n"), facts=(fact(5, name="n"),))

    assert found.sources == (cell("A2", "Facts"), PLACE)
