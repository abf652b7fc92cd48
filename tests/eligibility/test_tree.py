import datetime as dt
import itertools
from fractions import Fraction

import attrs
import pytest
from badge_positions import ON, SIGNED, STARTER, decision, event, fact, register, supplier
from hypothesis import given
from hypothesis import strategies as st

from pledges.eligibility import CriterionDecision, Outcome
from pledges.eligibility.tree import combined
from pledges.model import Fact, Register
from pledges.provenance import Passage
from pledges.rulebook import Criterion, DatedValue, Scheme

PLACE = Passage(document="schemes/x.toml", place="levels[0]")
MET, NOT_MET, UNKNOWN, PANEL = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.PANEL

Tree = int | tuple[str, int, tuple["Tree", ...]]
"""A leaf by its number, or a group: what it needs, how many, and its parts."""


def value(number: str | None, **more: object) -> DatedValue:
    """Return a dated value, None for one that is not published."""
    plain = DatedValue(
        since=dt.date(2020, 1, 1),
        value=None if number is None else Fraction(number),
        reference="r",
        source=PLACE,
    )
    return attrs.evolve(plain, **more)  # type: ignore[arg-type]


def leaf(identifier: str, **more: object) -> Criterion:
    """Return a criterion that asks whether a fact is yes."""
    plain = Criterion(id=identifier, name=identifier, measure="fact", options={"fact": identifier})
    return attrs.evolve(plain, **more)  # type: ignore[arg-type]


def group(needs: str, *parts: Criterion, minimum: int = 1, **more: object) -> Criterion:
    """Return a group of criteria."""
    thresholds = {"minimum": (value(str(minimum)),)} if needs == "at least" else {}
    plain = Criterion(id="G", name="G", needs=needs, parts=parts, thresholds=thresholds)
    return attrs.evolve(plain, **more)  # type: ignore[arg-type]


def scheme(*criteria: Criterion, decided_by: str = "automatic") -> Scheme:
    """Return a scheme of one level with these criteria."""
    (level,) = STARTER.levels
    return attrs.evolve(STARTER, levels=(attrs.evolve(level, criteria=criteria, decision=decided_by),))


def known(**facts: int) -> Register:
    """Return a register that holds these facts."""
    return register(events=(SIGNED,), facts=tuple(fact(number, name=name) for name, number in facts.items()))


def answered(criterion: Criterion, recorded: Register) -> CriterionDecision:
    """Return the decision on a criterion that stands alone in its level."""
    return decision(scheme=scheme(criterion), recorded=recorded).levels[0].criteria[0]


@st.composite
def trees(draw: st.DrawFn) -> tuple[Tree, int]:
    """Return any tree of one to eight leaves, and how many it has."""
    leaves = draw(st.integers(1, 8))
    forest: list[Tree] = list(range(leaves))
    while len(forest) > 1 or draw(st.booleans()):
        size = draw(st.integers(1, len(forest)))
        needs = draw(st.sampled_from(["all", "any", "at least", "facts"]))
        if needs == "facts" and not all(isinstance(part, int) for part in forest[:size]):
            needs = "at least"
        forest = [(needs, draw(st.integers(1, size + 1)), tuple(forest[:size])), *forest[size:]]
        forest = forest[1:] + forest[:1]
        if size == 1 and len(forest) == 1:
            break
    return forest[0], leaves


def criterion_of(tree: Tree, path: str = "N") -> Criterion:
    """Return the criterion that a tree is."""
    if isinstance(tree, int):
        return leaf(f"f{tree}")
    needs, minimum, parts = tree
    if needs == "facts":
        names = tuple(f"f{part}" for part in parts)
        return Criterion(
            id=path, name=path, measure="facts", options={"facts": names},
            thresholds={"minimum": (value(str(minimum)),)},
        )  # fmt: skip
    made = group(needs, *(criterion_of(part, f"{path}{place}") for place, part in enumerate(parts)), minimum=minimum)
    return attrs.evolve(made, id=path, name=path)


def truth(tree: Tree, answers: tuple[bool, ...]) -> bool:
    """Return what a tree says where everything is known, by counting alone."""
    if isinstance(tree, int):
        return answers[tree]
    needs, minimum, parts = tree
    held = sum(truth(part, answers) for part in parts)
    return held >= {"all": len(parts), "any": 1}.get(needs, minimum)


def recorded_as(answers: list[bool | None]) -> Register:
    """Return a register in which the facts f0, f1 … are yes, no or not recorded."""
    return known(**{f"f{number}": int(each) for number, each in enumerate(answers) if each is not None})


def by_brute_force(tree: Tree, answers: list[bool | None]) -> Outcome:
    """Return what all completions of the unknown answers say of a tree: one thing, or both."""
    open_ = [number for number, each in enumerate(answers) if each is None]
    said = set()
    for filled in itertools.product([True, False], repeat=len(open_)):
        whole = dict(zip(open_, filled, strict=True))
        said.add(truth(tree, tuple(whole[n] if each is None else each for n, each in enumerate(answers))))
    return UNKNOWN if len(said) > 1 else MET if said.pop() else NOT_MET


@given(trees(), st.data())
def test_a_group_is_decided_exactly_when_no_completion_of_the_unknowns_could_change_it(
    drawn: tuple[Tree, int], data: st.DataObject
) -> None:
    """Short-circuits are right: met and not met mean that every completion says so, unknown that they differ."""
    tree, leaves = drawn
    answers = data.draw(st.lists(st.sampled_from([True, False, None]), min_size=leaves, max_size=leaves))

    found = answered(criterion_of(tree), recorded_as(answers))

    assert found.outcome is by_brute_force(tree, answers)


@given(trees(), trees(), st.data())
def test_a_level_is_decided_exactly_when_no_completion_of_the_unknowns_could_change_it(
    drawn: tuple[Tree, int], other: tuple[Tree, int], data: st.DataObject
) -> None:
    """All its criteria are needed, whatever trees they are and whether they ask about the same facts."""
    leaves = max(drawn[1], other[1])
    answers = data.draw(st.lists(st.sampled_from([True, False, None]), min_size=leaves, max_size=leaves))
    criteria = (criterion_of(drawn[0], "N"), criterion_of(other[0], "M"))

    decided = decision(scheme=scheme(*criteria), recorded=recorded_as(answers))

    # Each criterion is answered by itself, so that two unknown ones stay so even where both cannot be true at once.
    outcomes = [by_brute_force(tree, answers) for tree, _ in (drawn, other)]
    expected = NOT_MET if NOT_MET in outcomes else UNKNOWN if UNKNOWN in outcomes else MET
    assert decided.levels[0].outcome is expected


@given(trees(), st.data())
def test_one_more_yes_never_lowers_an_outcome(drawn: tuple[Tree, int], data: st.DataObject) -> None:
    """Where a tree asks only for facts to be so, a no or an unknown that becomes a yes takes nothing away."""
    tree, leaves = drawn
    answers = data.draw(st.lists(st.sampled_from([True, False, None]), min_size=leaves, max_size=leaves))
    place = data.draw(st.integers(0, leaves - 1))
    better = [True if number == place else each for number, each in enumerate(answers)]

    before, after = (answered(criterion_of(tree), recorded_as(each)) for each in (answers, better))

    order = (NOT_MET, UNKNOWN, MET)
    assert order.index(before.outcome) <= order.index(after.outcome)


@given(trees(), st.data())
def test_the_order_of_parts_and_rows_changes_no_outcome(drawn: tuple[Tree, int], data: st.DataObject) -> None:
    """A scheme's author and a register's clerk may sort as they like."""
    tree, leaves = drawn
    answers = data.draw(st.lists(st.sampled_from([1, 0, None]), min_size=leaves, max_size=leaves))
    facts = tuple(fact(each, name=f"f{number}") for number, each in enumerate(answers) if each is not None)
    turned = criterion_of(turned_round(tree))

    found = answered(criterion_of(tree), register(facts=facts))
    other = answered(turned, register(facts=tuple(data.draw(st.permutations(facts)))))

    assert found.outcome is other.outcome
    assert {each.id: each.outcome for each in found.nodes() if each.id[0] == "f"} == {
        each.id: each.outcome for each in other.nodes() if each.id[0] == "f"
    }


def turned_round(tree: Tree) -> Tree:
    """Return the tree with the parts of each group in the opposite order."""
    if isinstance(tree, int):
        return tree
    needs, minimum, parts = tree
    return needs, minimum, tuple(turned_round(part) for part in reversed(parts))


@pytest.mark.parametrize(
    ("met", "unknown", "expected"), [(3, 2, UNKNOWN), (3, 1, NOT_MET), (5, 0, MET), (5, 3, MET), (4, 1, UNKNOWN)]
)
def test_five_of_eight_with_some_unknown(met: int, unknown: int, expected: Outcome) -> None:
    """Three met and two unknown may yet be five; three met and one unknown never can."""
    parts = [leaf(f"f{number}") for number in range(8)]
    facts = {f"f{number}": int(number < met) for number in range(8 - unknown)}

    found = answered(group("at least", *parts, minimum=5), known(**facts))

    assert found.outcome is expected


def test_a_group_says_how_many_are_met_and_which_are_not() -> None:
    """A reader sees each part with its own reason, and the names in one sentence."""
    found = answered(group("at least", leaf("a"), leaf("b"), leaf("c"), minimum=2), known(a=1, b=0))

    assert found.because == "1 of 3 conditions is met; 2 are needed. Met: a. Not met: b. Not known: c."
    assert found.observed is not None
    assert found.required is not None
    assert (found.observed.value, found.required.value) == (Fraction(1), Fraction(2))
    assert [part.outcome for part in found.parts] == [MET, NOT_MET, UNKNOWN]
    assert found.parts[2].because == "Not known: the fact c is not recorded."


def test_the_next_level_names_what_a_group_still_needs() -> None:
    """How many more, and of which."""
    criterion = group("at least", leaf("a"), leaf("b"), leaf("c"), minimum=2)

    decided = decision(scheme=scheme(criterion), recorded=known(a=0, b=0, c=1))

    assert decided.next is not None
    (missing,) = decided.next.missing
    assert missing.text.startswith("1 more is needed of: a (")
    assert missing.short_by is not None
    assert missing.short_by.value == 1


@pytest.mark.parametrize(
    ("outcomes", "needed", "expected"),
    [
        ([PANEL, NOT_MET], 1, PANEL),
        ([PANEL, UNKNOWN], 1, PANEL),
        ([PANEL, UNKNOWN], 2, UNKNOWN),
        ([PANEL, MET], 2, PANEL),
        ([PANEL, NOT_MET], 2, NOT_MET),
        ([PANEL, MET], 1, MET),
        ([PANEL, PANEL, UNKNOWN, NOT_MET], 3, UNKNOWN),
    ],
)
def test_a_part_for_the_panel_counts_as_met_if_it_says_so(
    outcomes: list[Outcome], needed: int, expected: Outcome
) -> None:
    """The panel is asked where its word decides, and not before everything else could be enough."""
    assert combined(outcomes, needed) is expected


@pytest.mark.parametrize(
    ("reason", "until", "outcome"),
    [("too small", None, MET), ("", None, UNKNOWN), ("too small", ON.replace(day=1), UNKNOWN), ("too small", ON, MET)],
)
def test_what_does_not_apply_leaves_its_group_only_with_a_reason_and_in_its_time(
    reason: str, until: dt.date | None, outcome: Outcome
) -> None:
    """An event that names the criterion takes it out; without a reason, or after Until, nothing is taken out."""
    said = event("not applicable", criterion="b", reason=reason, until=until)
    criterion = group("all", leaf("a"), leaf("b", may_not_apply=True))

    found = answered(criterion, attrs.evolve(known(a=1), events=(SIGNED, said)))

    assert found.outcome is outcome
    assert (found.parts[1].outcome is Outcome.NOT_APPLICABLE) == (outcome is MET)


def test_what_is_not_marked_always_applies() -> None:
    """An event alone cannot take a criterion out: the scheme must allow it."""
    said = event("not applicable", criterion="b", reason="too small")

    found = answered(group("all", leaf("a"), leaf("b")), attrs.evolve(known(a=1), events=(SIGNED, said)))

    assert found.outcome is UNKNOWN


def test_a_group_of_which_nothing_applies_is_not_known() -> None:
    """Nothing tested is nothing met."""
    said = event("not applicable", criterion="a", reason="too small")

    found = answered(group("all", leaf("a", may_not_apply=True)), attrs.evolve(known(), events=(SIGNED, said)))

    assert found.outcome is UNKNOWN
    assert found.because == "None of its conditions applies, so there is nothing to test."


@pytest.mark.parametrize(
    ("comparison", "number", "expected"),
    [
        ("gte", 9, NOT_MET), ("gte", 10, MET), ("gt", 10, NOT_MET), ("gt", 11, MET),
        ("gt_or_gte", 9, NOT_MET), ("gt_or_gte", 10, UNKNOWN), ("gt_or_gte", 11, MET), ("", 10, MET),
    ],
)  # fmt: skip
def test_a_minimum_is_compared_as_the_file_says(comparison: str, number: int, expected: Outcome) -> None:
    """At least or more than; and where the sources differ, exactly that is unknown."""
    criterion = leaf("staff", thresholds={"minimum": (value("10", comparison=comparison),)})

    found = answered(criterion, known(staff=number))

    assert found.outcome is expected


@pytest.mark.parametrize(
    ("comparison", "number", "expected"),
    [
        ("lte", 50, MET), ("lte", 51, NOT_MET), ("lt", 50, NOT_MET), ("lt", 49, MET),
        ("lt_or_lte", 50, UNKNOWN), ("lt_or_lte", 49, MET), ("lt_or_lte", 51, NOT_MET), ("", 50, MET),
    ],
)  # fmt: skip
def test_a_maximum_is_compared_as_the_file_says(comparison: str, number: int, expected: Outcome) -> None:
    """At most or less than, likewise."""
    criterion = leaf("staff", thresholds={"maximum": (value("50", comparison=comparison),)})

    found = answered(criterion, known(staff=number))

    assert found.outcome is expected


def test_a_threshold_that_is_not_published_is_never_passed() -> None:
    """However good the number: unknown never awards."""
    criterion = leaf("staff", thresholds={"minimum": (value(None),)})

    found = answered(criterion, known(staff=1_000_000))

    assert found.outcome is UNKNOWN
    assert found.because == "What is required is not published (r)."


@pytest.mark.parametrize(("days_before", "expected"), [(1, NOT_MET), (0, MET), (-1, MET)])
def test_a_value_with_a_day_to_comply_by_is_required_from_that_day(days_before: int, expected: Outcome) -> None:
    """Until then the one before it is enough; 12 is not enough from the day on which 13 is required."""
    from_day = ON + dt.timedelta(days=1 - days_before)
    values = (value("12"), value("13", since=dt.date(2025, 10, 22), comply_by=from_day))
    criterion = leaf("rate", thresholds={"minimum": values})

    found = answered(criterion, known(rate=12))

    assert found.outcome is expected


def test_nothing_is_required_before_the_day_of_the_first_value() -> None:
    """An announcement binds nobody yet; without one the criterion stays unknown."""
    announced = value("13", comply_by=ON + dt.timedelta(days=1))
    later = value("13", since=ON + dt.timedelta(days=1))

    found = answered(leaf("rate", thresholds={"minimum": (announced,)}), known(rate=1))
    other = answered(leaf("rate", thresholds={"minimum": (later,)}), known(rate=1))

    assert (found.outcome, other.outcome) == (MET, UNKNOWN)


SIZED = (value("1", by="micro"), value("5", by="large"))
BANDS = (value("1", by="micro"), value("250", by="large"))


@pytest.mark.parametrize(
    ("headcount", "number", "expected"),
    [
        (249, 1, MET), (250, 1, NOT_MET), (250, 5, MET), (None, 1, UNKNOWN), (None, 5, MET), (None, 0, NOT_MET),
    ],
)  # fmt: skip
def test_a_minimum_by_size_is_unknown_only_where_the_size_matters(
    headcount: int | None, number: int, expected: Outcome
) -> None:
    """Enough for any size is enough, and too little for any is too little."""
    facts = known(apprentices=number) if headcount is None else known(apprentices=number, uk_workforce=headcount)
    criterion = leaf("apprentices", thresholds={"minimum": SIZED})
    by_size = attrs.evolve(scheme(criterion), size_bands=BANDS)

    decided = decision(scheme=by_size, recorded=facts, firm=supplier(headcount=None))

    assert decided.levels[0].criteria[0].outcome is expected


def test_a_level_of_which_nothing_applies_is_not_met_by_all() -> None:
    """A criterion that does not apply is left out of a level; with nothing left, nothing is known."""
    said = event("not applicable", criterion="a", reason="too small")
    recorded = attrs.evolve(known(b=1), events=(SIGNED, said))
    alone = leaf("a", may_not_apply=True)

    with_another = decision(scheme=scheme(alone, leaf("b")), recorded=recorded)
    by_itself = decision(scheme=scheme(alone), recorded=recorded)

    assert with_another.levels[0].outcome is MET
    assert by_itself.levels[0].outcome is UNKNOWN


def test_facts_that_disagree_on_one_day_are_not_known() -> None:
    """Two answers are none."""
    two = (fact(1, name="a"), attrs.evolve(fact(0, name="a"), source=PLACE))

    found = answered(leaf("a"), register(facts=two))

    assert found.outcome is UNKNOWN
    assert "in two ways" in found.because


def test_a_fact_after_the_day_is_not_known_yet() -> None:
    """As at the day: tomorrow's yes is not today's."""
    tomorrow: Fact = fact(1, "2026-05-01", name="a")

    found = answered(leaf("a"), register(facts=(tomorrow,)))

    assert found.outcome is UNKNOWN
