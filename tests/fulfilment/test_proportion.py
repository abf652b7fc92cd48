import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from nouns import YEAR, cell, contract, line, pledge, received, register, values

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.figures import replay
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, State, fulfil_all
from pledges.fulfilment.proportion import beyond_whole, share_findings
from pledges.model import Basis, EvidenceLine, Fact, Pledge, ShareOf
from pledges.targets import targets_of

PART, WHOLE = pledge("P-2"), pledge("P-3", quantity=None, record_only=True)


def share(**of: Any) -> Pledge:
    """Return a pledge of 25% that is a share of P-2 in P-3, or in a fact."""
    parts = ShareOf(**{"part_ref": "P-2", "source": cell(), **(of or {"whole_ref": "P-3"})})
    return pledge("P-1", unit="%", quantity=Fraction(25), share_of=parts)


def fact(value: int, **fields: Any) -> Fact:
    """Return how many people the supplier employed at the end of the year."""
    given = {"supplier_ref": "S-01", "name": "uk_workforce", "value": Fraction(value), "as_at": YEAR.end}
    return Fact(**{**given, "source": cell(sheet="Facts"), **fields})


def fulfilled(of: Pledge, *lines: EvidenceLine, facts: tuple[Fact, ...] = (), **sent: Any) -> Fulfilment:
    """Return the fulfilment of a percentage at the end of the year."""
    whole = register((of, PART, WHOLE), contracts=(contract(),), facts=facts)
    returned = [received(*lines, period=YEAR, **sent)] if lines else []
    words = Vocabulary.of(references=(), names=())
    ledger = count(whole, returned, default_policy(), on=YEAR.end, known_on=None, vocabulary=words)
    targets = targets_of(whole, on=YEAR.end)
    return fulfil_all(whole.pledges, ledger.counted, targets, default_policy(), on=YEAR.end, facts=facts)[0]


@pytest.mark.parametrize(
    ("part", "whole", "per_cent", "rating"),
    [(5, 20, 25, "Good"), (9, 40, Fraction(45, 2), "Approaching target"), (4, 20, 20, "Requires improvement")],
)
def test_a_percentage_is_the_part_of_the_whole(part: int, whole: int, per_cent: Fraction, rating: str) -> None:
    """A hundred times what counts of one ÷ what counts of the other, rated against the percentage promised."""
    found = fulfilled(share(), line("P-2", part), line("P-3", whole))

    assert (found.counted.value, found.claimed.value) == (per_cent, per_cent)
    assert replay(found.counted) == per_cent
    assert (found.state, found.rating) == (State.REPORTED, rating)
    assert found.left_out_because


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ((line("P-2", 5),), State.REPORTED),
        ((line("P-2", 5), line("P-3", 0)), State.REPORTED),
        ((line("P-3", 20),), State.MISSING),
        ((), State.MISSING),
    ],
)
def test_without_part_or_whole_nobody_knows_the_percentage(lines: tuple[EvidenceLine, ...], state: State) -> None:
    """Nothing is divided by nothing, and the state is that of the part."""
    found = fulfilled(share(), *lines)

    assert (found.counted.value, found.state, found.rating) == (None, state, "Other")


def test_the_whole_may_be_a_fact() -> None:
    """That of the contract comes before that of the supplier; two values of one day are asked about."""
    of = share(whole_fact="uk_workforce")
    own = fact(50, contract_ref="C-1")

    assert fulfilled(of, line("P-2", 5), facts=(fact(20),)).counted.value == 25
    assert fulfilled(of, line("P-2", 5), facts=(fact(20), own)).counted.value == 10
    assert fulfilled(of, line("P-2", 5), facts=(fact(0),)).counted.value is None
    twice = (fact(20), fact(21))
    assert fulfilled(of, line("P-2", 5), facts=twice).counted.value is None
    assert [each.code for each in share_findings((of, PART), twice, on=YEAR.end)] == ["fact-unclear"] * 2
    assert share_findings((of, PART), (fact(20),), on=YEAR.end) == []


@pytest.mark.parametrize(("unit", "asked"), [("people", 2), ("", 2), ("FTE", 0)])
def test_only_facts_in_the_unit_of_the_part_are_asked_about(unit: str, asked: int) -> None:
    """A fact in another unit is not what anything is divided by, and without its part no percentage is worked out."""
    of, twice = share(whole_fact="uk_workforce"), (fact(20, unit=unit), fact(21, unit=unit))

    assert len(share_findings((of, PART), twice, on=YEAR.end)) == asked
    assert share_findings((of,), twice, on=YEAR.end) == []
    assert share_findings((share(), PART), twice, on=YEAR.end) == []


@pytest.mark.parametrize(
    ("basis", "counted", "reason"),
    [(Basis.CUMULATIVE, 20, None), (Basis.IN_POST, 20, None), (Basis.IN_PERIOD, 0, "percentage-in-period")],
)
def test_a_percentage_that_is_only_typed_counts_to_date(basis: Basis, counted: int, reason: str | None) -> None:
    """Of a running total or a stock; one for a single period cannot be added to others."""
    found = fulfilled(pledge("P-1", unit="%", quantity=Fraction(25)), line("P-1", 20), basis=basis)

    aside = found.lines[0].set_aside
    assert found.counted.value == counted
    assert (None if aside is None else aside.reason) == reason


def test_a_percentage_that_is_worked_out_is_not_typed_as_well() -> None:
    """What a return says of it is shown, and set aside."""
    found = fulfilled(share(), line("P-1", 99), line("P-2", 5), line("P-3", 20), basis=Basis.CUMULATIVE)

    assert found.counted.value == 25
    assert [each.set_aside.reason for each in found.lines if each.set_aside] == ["percentage-derived"]


def test_a_percentage_is_late_by_its_own_day() -> None:
    """The day after Due, less than promised is late."""
    of, day = share(), dt.date(2026, 4, 1)
    whole = register((of, PART, WHOLE))
    ledger = count(
        whole, [received(line("P-2", 4), line("P-3", 20), period=YEAR)], default_policy(), on=day, known_on=None,
        vocabulary=Vocabulary.of(references=(), names=()),
    )  # fmt: skip
    targets = targets_of(whole, on=day)

    found = fulfil_all(whole.pledges, ledger.counted, targets, default_policy(), on=day)[0]

    assert values(found.days_late, found.shortfall) == (1, 5)


@pytest.mark.parametrize(
    ("part", "whole", "asked"),
    [
        (20, 20, []),
        (21, 20, ["(P-2, 21 people)", "(P-3, 20 people): the percentage is above 100%, and is used as it stands."]),
        (5, 0, ["(P-2, 5 people)", "(P-3, 0 people): the percentage is not known."]),
        (5, None, []),
        (None, 5, []),
    ],
)  # fmt: skip
def test_a_part_that_is_more_than_its_whole_is_asked_about(
    part: int | None, whole: int | None, asked: list[str]
) -> None:
    """All of it is no more than all of it; one more is, at the cell that names both."""
    of = share()
    lines = [line(ref, number) for ref, number in (("P-2", part), ("P-3", whole)) if number is not None]
    words = Vocabulary.of(references=(), names=())
    sent = [received(*lines, period=YEAR)]
    all_of = register((of, PART, WHOLE), contracts=(contract(),))
    ledger = count(all_of, sent, default_policy(), on=YEAR.end, known_on=None, vocabulary=words)

    found = beyond_whole(ledger.counted, (), on=YEAR.end)

    assert [said for each in found for said in asked if said in each.text] == asked
    assert len(found) == bool(asked)
    assert {(each.pledge_ref, str(each.source)) for each in found} <= {("P-1", str(of.share_of and of.share_of.source))}


def test_a_part_that_is_more_than_a_fact_is_asked_about() -> None:
    """The fact that holds on the day is the whole, and the percentage stays as it is worked out."""
    of = share(whole_fact="uk_workforce")
    words = Vocabulary.of(references=(), names=())
    ledger = count(
        register((of, PART, WHOLE), contracts=(contract(),)), [received(line("P-2", 5), period=YEAR)], default_policy(),
        on=YEAR.end, known_on=None, vocabulary=words,
    )  # fmt: skip

    (found,) = beyond_whole(ledger.counted, (fact(4),), on=YEAR.end)

    assert "(the fact uk_workforce, 4 people)" in found.text
    assert beyond_whole(ledger.counted, (fact(5),), on=YEAR.end) == []
    assert fulfilled(of, line("P-2", 5), facts=(fact(4),)).counted.value == 125


def test_each_percentage_is_held_against_its_own_whole() -> None:
    """What is no percentage, has no part or fits hides no later one that is too much, and is its own firm's."""
    no_part = share(part_ref="P-9", whole_ref="P-3")
    fits = attrs.evolve(share(part_ref="P-3", whole_ref="P-2"), ref="P-4")
    beyond = attrs.evolve(share(), ref="P-5", supplier_ref="S-02", contract_ref="C-2")
    all_of = register((PART, WHOLE, no_part, fits, beyond), contracts=(contract(), contract("C-2")))
    lines = (line("P-2", 5), line("P-3", 4))
    ledger = count(
        all_of, [received(*lines, period=YEAR)], default_policy(), on=YEAR.end, known_on=None, vocabulary=Vocabulary()
    )

    found = beyond_whole(ledger.counted, (), on=YEAR.end)

    assert [(each.pledge_ref, each.supplier_ref, each.contract_ref) for each in found] == [("P-5", "S-02", "C-2")]
