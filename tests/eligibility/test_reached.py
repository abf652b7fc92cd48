import datetime as dt
from fractions import Fraction

import attrs
import pytest
from badge_positions import AHEAD, DELIVERY, ON, STARTER, decision, fact, fulfilment, pledge, register, supplier

from pledges.eligibility import CriterionDecision, Outcome
from pledges.fulfilment.result import Fulfilment
from pledges.provenance import Passage
from pledges.rulebook import Criterion, DatedValue, Option, Scheme

DEPTH = ("placement", "apprenticeship", "job", "mentoring")


def due(type_: str, counted: str | None = "5", ref: str = "P-01") -> Fulfilment:
    """Return a pledge of 10 that was due, and of which so much counts."""
    return fulfilment(pledge(ref, type_=type_), counted)


def categories(*fulfilments: Fulfilment, headcount: int | None, level: str = "delivering") -> CriterionDecision:
    """Return the decision on categories for a firm of that size."""
    decided = decision(*fulfilments, firm=supplier(headcount=headcount))
    (found,) = [each for each in decided.levels if each.level == level]
    return next(each for each in found.criteria if each.id == "G")


@pytest.mark.parametrize(("counted", "outcome"), [("5", Outcome.MET), ("4.99", Outcome.NOT_MET)])
def test_a_category_is_delivered_where_half_of_a_pledge_was(counted: str, outcome: Outcome) -> None:
    """Exactly half is enough, and a hundredth less is not."""
    assert categories(due("insight", counted), headcount=9).outcome is outcome


@pytest.mark.parametrize(
    ("headcount", "types", "outcome"),
    [
        (49, ("insight",), Outcome.MET),
        (50, ("insight",), Outcome.NOT_MET),
        (50, ("insight", "job"), Outcome.MET),
        (50, ("insight", "group support"), Outcome.NOT_MET),
        (249, ("insight", "job"), Outcome.MET),
        (250, ("insight", "job"), Outcome.NOT_MET),
        (250, ("insight", "group support", "job"), Outcome.MET),
        (250, ("job", "job", "job"), Outcome.NOT_MET),
        (250, ("insight", "training", "job"), Outcome.NOT_MET),
        (None, ("insight",), Outcome.UNKNOWN),
        (None, ("insight", "group support", "job"), Outcome.MET),
    ],
)
def test_how_many_categories_and_how_much_depth_a_size_needs(
    headcount: int | None, types: tuple[str, ...], outcome: Outcome
) -> None:
    """Micro and small 1/0, medium 2/1, large 3/1; training is no category."""
    found = categories(*(due(kind, ref=f"P-0{n}") for n, kind in enumerate(types)), headcount=headcount)

    assert found.outcome is outcome


def test_what_is_short_says_whether_depth_is_needed() -> None:
    """Two breadth categories lack a depth one."""
    found = categories(due("insight"), due("group support", ref="P-02"), headcount=50)

    assert found.because == (
        "Something was delivered in 2 categories (group support and insight), 0 of them depth; "
        "2 are required, 1 of them depth."
    )


def test_a_pledge_whose_delivery_is_not_known_may_be_the_category_that_lacks() -> None:
    """Unknown is not nothing; where it could not help, it does not matter."""
    assert categories(due("insight"), due("job", None, "P-02"), headcount=50).outcome is Outcome.UNKNOWN
    assert categories(due("insight"), due("training", None, "P-02"), headcount=50).outcome is Outcome.NOT_MET


def test_with_nothing_due_the_categories_are_not_known() -> None:
    """Nobody loses a badge for a year in which nothing was due."""
    assert categories(headcount=50).outcome is Outcome.UNKNOWN


def asking(measure: str, minimum: str, **options: Option) -> Scheme:
    """Return a scheme of one level that asks one measure."""
    place = Passage(document="schemes/x.toml", place="levels[0]")
    value = DatedValue(since=dt.date(2020, 1, 1), value=Fraction(minimum), reference="r", source=place)
    criterion = Criterion(id="X", name="X", measure=measure, thresholds={"minimum": (value,)}, options=options)
    return attrs.evolve(STARTER, levels=(attrs.evolve(STARTER.levels[0], criteria=(criterion,)),))


def only(scheme: Scheme, *fulfilments: Fulfilment, **facts: int) -> CriterionDecision:
    """Return the decision on the only criterion."""
    recorded = register(facts=tuple(fact(number, name=name) for name, number in facts.items()))
    return decision(*fulfilments, scheme=scheme, recorded=recorded).levels[0].criteria[0]


@pytest.mark.parametrize(("minimum", "outcome"), [("8", Outcome.MET), ("9", Outcome.NOT_MET)])
def test_delivery_of_one_unit_is_added_up(minimum: str, outcome: Outcome) -> None:
    """Of the types that are named; over-delivery counts here."""
    scheme = asking("delivered", minimum, unit="people", types=("job", "placement"))

    found = only(scheme, due("job"), due("placement", "3", "P-02"), due("insight", "9", "P-03"))

    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("rounding", "spend", "outcome"),
    [
        ("floor", 2_999_999, Outcome.MET), ("floor", 3_000_000, Outcome.NOT_MET),
        ("ceiling", 2_000_000, Outcome.MET), ("ceiling", 2_000_001, Outcome.NOT_MET),
        ("nearest", 2_499_999, Outcome.MET), ("nearest", 2_500_000, Outcome.NOT_MET),
        ("exact", 2_000_000, Outcome.MET), ("exact", 2_000_001, Outcome.NOT_MET),
    ],
)  # fmt: skip
def test_a_requirement_scales_with_a_fact_and_its_rounding(rounding: str, spend: int, outcome: Outcome) -> None:
    """One person for each million: two are enough for two, rounded as the scheme says."""
    options: dict[str, Option] = {"per_fact": "contract_value", "per_amount": Fraction(1_000_000), "rounding": rounding}
    scheme = asking("delivered", "1", unit="people", **options)

    assert only(scheme, due("job", "2"), contract_value=spend).outcome is outcome


def test_a_requirement_that_scales_with_an_unknown_fact_is_not_known() -> None:
    """Without the contract's value nobody can say how many are needed."""
    scheme = asking("delivered", "1", unit="people", per_fact="contract_value", per_amount=Fraction(1_000_000))

    found = only(scheme, due("job", "2"))

    assert found.outcome is Outcome.UNKNOWN
    assert "contract_value" in found.because


def test_delivery_that_is_partly_not_known_is_met_where_the_rest_is_enough() -> None:
    """What is known already reaches it, or it stays open."""
    scheme = asking("delivered", "5", unit="people")

    assert only(scheme, due("job"), due("job", None, "P-02")).outcome is Outcome.MET
    assert only(scheme, due("job", "4"), due("job", None, "P-02")).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("counted", "by_now", "outcome"),
    [("3", "3", Outcome.MET), ("2.99", "3", Outcome.NOT_MET), (None, "3", Outcome.UNKNOWN), ("0", "0", Outcome.MET)],
)
def test_on_schedule_compares_with_what_was_due_by_the_day(counted: str | None, by_now: str, outcome: Outcome) -> None:
    """A milestone plan is kept pledge by pledge; where nothing is due yet, nothing is late."""
    ahead = fulfilment(pledge("P-01", due=AHEAD), counted)
    plan = attrs.evolve(ahead, due_to_date=attrs.evolve(ahead.target, value=Fraction(by_now)))

    found = only(asking("on_schedule", "1"), plan)

    assert found.outcome is outcome


def test_a_pledge_long_past_is_no_part_of_the_schedule() -> None:
    """What ended more than a year ago is history."""
    past = fulfilment(pledge("P-01", due=ON.replace(year=2025)), "0")

    assert only(asking("on_schedule", "1"), past).outcome is Outcome.MET


def test_the_depth_categories_are_those_of_the_proposal() -> None:
    """Each of the four alone is depth enough for a medium firm with one breadth category."""
    for kind in DEPTH:
        assert categories(due("insight"), due(kind, ref="P-02"), headcount=50).outcome is Outcome.MET
    assert DELIVERY.levels[1].criteria[6].id == "G"
