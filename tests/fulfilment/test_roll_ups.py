"""Roll-ups: by hand where the words of the rule are, and by hypothesis where it is a sum."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import attrs
from hypothesis import given as for_every
from hypothesis import strategies as st
from nouns import YEAR, contract, line, pledge, received, register, supplier, values

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.figures import replay
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, fulfil
from pledges.fulfilment.roll_ups import RollUp, roll_ups, roll_ups_by
from pledges.model import EvidenceLine, LineColumns, Pledge
from pledges.targets import target_of

ONE = pledge("P-1", quantity=Fraction(4))
TWO = pledge("P-2", quantity=Fraction(4), contract_ref="C-2")


def fulfilled(*promised: Pledge, lines: Sequence[EvidenceLine], on: dt.date = YEAR.end) -> tuple[Fulfilment, ...]:
    """Return how far promises of S-01 are fulfilled by one return with their lines for each contract."""
    whole = register(promised, contracts=(contract("C-1"), contract("C-2")), suppliers=(supplier(),))
    by_ref = {each.ref: each for each in promised}
    policy = default_policy()
    returns = [
        received(
            *(each for each in lines if by_ref[each.pledge_key].contract_ref == ref), period=YEAR, contract_ref=ref
        )
        for ref in dict.fromkeys(each.contract_ref for each in promised)
    ]
    ledger = count(whole, returns, policy, on=on, known_on=None, vocabulary=Vocabulary())
    return tuple(
        fulfil(each, ledger.counted[each.ref], target_of(each, None, (), on=on), policy, on=on) for each in promised
    )


def only(totals: tuple[RollUp, ...]) -> RollUp:
    """Return the one roll-up that there is."""
    (total,) = totals
    return total


def test_amounts_of_one_type_and_unit_are_added_exactly() -> None:
    """Claimed, documented, counted and verified stand side by side, and a third is a third."""
    lines = (line("P-1", quantity=Fraction(1, 3), columns=LineColumns()), line("P-2", quantity=2))
    weeks = [attrs.evolve(each, unit="weeks") for each in (ONE, TWO)]

    total = only(roll_ups(fulfilled(*weeks, lines=lines)))

    assert (total.pledges, total.not_known, total.left_out) == (2, 0, ())
    assert values(total.target, total.claimed, total.documented, total.counted, total.verified) == (
        8, Fraction(7, 3), Fraction(7, 3), Fraction(7, 3), 0,
    )  # fmt: skip
    assert total.persons_once is None


def test_different_types_and_units_are_never_added() -> None:
    """Apprenticeships in people, apprenticeships in weeks and jobs are three roll-ups."""
    promised = (ONE, pledge("P-3", unit="weeks"), pledge("P-4", type="job"))

    totals = roll_ups(fulfilled(*promised, lines=()))

    assert [(each.type, each.unit) for each in totals] == [
        ("apprenticeship", "people"), ("apprenticeship", "weeks"), ("job", "people"),
    ]  # fmt: skip


def test_over_delivery_of_one_promise_never_fills_another() -> None:
    """Six of four and one of four are seven counted, five towards the targets, and two above."""
    lines = (line("P-1", quantity=6), line("P-2", quantity=1))

    total = only(roll_ups(fulfilled(ONE, TWO, lines=lines)))

    assert values(total.counted, total.counted_towards_target, total.over_target) == (7, 5, 2)


def test_an_unknown_part_makes_the_sum_unknown_and_is_counted_beside_it() -> None:
    """What is known is shown as what is known, never as the whole."""
    total = only(roll_ups(fulfilled(ONE, TWO, lines=(line("P-1", quantity=3),))))

    assert values(total.counted, total.counted_towards_target, total.over_target) == (None, None, None)
    assert values(total.counted_known) == (3,)
    assert (total.pledges, total.not_known) == (2, 1)
    assert total.counted.because == "1 of 2 pledges are not known"
    assert total.persons_once is not None
    assert total.persons_once.value is None


def test_where_nothing_is_known_nothing_is_added() -> None:
    """No return is no nought, in any column."""
    total = only(roll_ups(fulfilled(ONE, TWO, lines=())))

    assert values(total.counted_known, total.counted, total.claimed) == (None, None, None)
    assert total.not_known == 2


def test_what_another_pledge_stands_for_is_left_out_and_named() -> None:
    """A pledge that says why it is left out adds nothing; where nothing is left there is no roll-up."""
    first, second = fulfilled(ONE, TWO, lines=(line("P-1", quantity=3), line("P-2", quantity=4)))
    out = attrs.evolve(second, left_out_because="part of P-1")

    total = only(roll_ups((first, out)))

    assert values(total.target, total.counted) == (4, 3)
    assert (total.pledges, total.left_out) == (1, (("P-2", "part of P-1"),))
    assert roll_ups((out,)) == ()


def test_a_person_under_two_contracts_is_two_deliveries_and_one_person() -> None:
    """Both were promised, so both count; once each, there is one person less."""
    lines = [line(key, quantity=1, person_ref=person) for key, person in (("P-1", "X"), ("P-2", "X"), ("P-2", "Y"))]

    total = only(roll_ups(fulfilled(ONE, TWO, lines=lines)))

    assert total.persons_once is not None
    assert values(total.counted, total.persons_once) == (3, 2)
    assert replay(total.persons_once) == 2


def test_lines_without_a_reference_are_added_as_they_are() -> None:
    """Nobody can tell whether they are the same people, and nothing is merged by a guess."""
    lines = (line("P-1", quantity=2), line("P-2", quantity=2), line("P-2", quantity=1, person_ref="X"))

    total = only(roll_ups(fulfilled(ONE, TWO, lines=lines)))

    assert total.persons_once is not None
    assert values(total.counted, total.persons_once) == (5, 5)


def test_names_take_their_own_pledges_and_pledges_without_a_name_are_passed_over() -> None:
    """By clause: a pledge without a clause is in none."""
    found = fulfilled(ONE, TWO, lines=(line("P-1", quantity=3), line("P-2", quantity=4)))

    by_clause = roll_ups_by({"P-2": "CL-1"}, found)

    assert list(by_clause) == ["CL-1"]
    assert values(only(by_clause["CL-1"]).counted) == (4,)


PEOPLE = st.lists(
    st.tuples(st.sampled_from(["P-1", "P-2"]), st.sampled_from(["", "A", "B", "C"])), min_size=1, max_size=12
)


@for_every(PEOPLE)
def test_each_person_once_is_the_number_of_different_people(said: list[tuple[str, str]]) -> None:
    """Over two contracts: each reference once, and every line without one."""
    lines = tuple(line(key, quantity=1, person_ref=person) for key, person in said)

    found = fulfilled(ONE, TWO, lines=lines)

    total = only(roll_ups(found))
    different = {person for _, person in said if person}
    assert total.persons_once is not None
    if all(each.counted.value is not None for each in found):
        assert total.persons_once.value == len(different) + sum(not person for _, person in said)
        assert replay(total.persons_once) == total.persons_once.value


AMOUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=2)


@for_every(AMOUNTS, AMOUNTS)
def test_towards_the_targets_and_above_them_are_all_that_counts(targets: list[int], delivered: list[int]) -> None:
    """What is counted towards the targets never exceeds one of them, and nothing of the rest vanishes."""
    promised = [attrs.evolve(each, quantity=Fraction(size)) for each, size in zip((ONE, TWO), targets, strict=True)]
    lines = tuple(line(each.ref, quantity=size) for each, size in zip(promised, delivered, strict=True))

    total = only(roll_ups(fulfilled(*promised, lines=lines)))

    assert total.counted_towards_target.value == sum(map(min, targets, delivered))
    assert total.over_target.value == sum(delivered) - sum(map(min, targets, delivered))
