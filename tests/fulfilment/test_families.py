"""Parents and their parts, either-or groups, and what is only recorded: the ways that promises hang together."""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest
from nouns import YEAR, cell, contract, line, pledge, received, register, values

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.figures import given, replay, unknown
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, State, fulfil_all
from pledges.fulfilment.either_or import alternatives, may_stand, one_of_each
from pledges.fulfilment.families import with_parts
from pledges.fulfilment.roll_ups import roll_ups
from pledges.model import Absence, EvidenceLine, Pledge
from pledges.targets import Target

A_DAY = dt.timedelta(days=1)


def target(pledge: Pledge, due: int | None) -> Target:
    """Return all of a pledge's quantity as its target, and so much of it as due."""
    if pledge.record_only:
        in_all = unknown("target", "recorded only", unit=pledge.unit)
    else:
        in_all = given("target", pledge.quantity or 0, cell(), unit=pledge.unit)
    amount = (0 if pledge.record_only else pledge.quantity or 0) if due is None else due
    return Target(in_all=in_all, due=given("due", amount, cell(), unit=pledge.unit))


def fulfilled(
    *promised: Pledge, lines: Sequence[EvidenceLine] = (), on: dt.date = YEAR.end, due: Mapping[str, int] | None = None
) -> dict[str, Fulfilment]:
    """Return how far promises of S-01 under C-1 are fulfilled by one return of the year with these lines."""
    bare = [
        attrs.evolve(
            each, parent_ref=None, either_or_group="", record_only=False, quantity=each.quantity or Fraction(1)
        )
        for each in promised
    ]
    returns = (received(*lines, period=YEAR),) if lines else ()
    policy = default_policy()
    whole = register(bare, contracts=(contract(),))
    ledger = count(whole, returns, policy, on=on, known_on=None, vocabulary=Vocabulary())
    targets = {each.ref: target(each, (due or {}).get(each.ref)) for each in promised}
    return {each.pledge.ref: each for each in fulfil_all(promised, ledger.counted, targets, policy, on=on)}


def a_pledge(ref: str, quantity: int = 10, **fields: Any) -> Pledge:
    """Return a promise of apprentices whose type is its own, so that nobody counts once over two of them."""
    return pledge(ref, quantity=Fraction(quantity), **fields)


PARENT, ONE, TWO = a_pledge("P-1"), a_pledge("P-2", 6, parent_ref="P-1"), a_pledge("P-3", 4, parent_ref="P-1")


def test_a_parent_is_its_own_lines_and_those_of_its_parts() -> None:
    """One of its own, six and two of its parts: nine of ten, whatever the split."""
    lines = (line("P-1", quantity=1), line("P-2", quantity=6), line("P-3", quantity=2))

    found = fulfilled(PARENT, ONE, TWO, lines=lines)

    assert values(found["P-1"].claimed, found["P-1"].documented, found["P-1"].counted) == (9, 9, 9)
    assert found["P-1"].rating == "Approaching target"
    assert replay(found["P-1"].counted) == 9
    assert values(found["P-2"].counted, found["P-3"].counted) == (6, 2)


def test_a_part_is_not_rated_and_nothing_of_it_is_short_late_or_missing() -> None:
    """Its quantity is indicative: delivering all of the whole in the other part is keeping the promise."""
    found = fulfilled(PARENT, ONE, TWO, lines=(line("P-2", quantity=10),), on=YEAR.end + A_DAY)

    assert found["P-1"].rating == "Good"
    assert [(found[ref].rating, found[ref].rating_because) for ref in ("P-2", "P-3")] == [
        ("Other", "part of P-1, whose split is free")
    ] * 2
    assert found["P-3"].state is State.NOT_DUE
    assert values(found["P-3"].shortfall, found["P-3"].days_late) == (None, None)


def test_roll_ups_see_the_whole_and_not_its_parts() -> None:
    """Ten promised and nine counted, once."""
    found = fulfilled(PARENT, ONE, TWO, lines=(line("P-2", quantity=6), line("P-3", quantity=3)))

    (total,) = roll_ups(found.values())

    assert values(total.target, total.counted) == (10, 9)
    assert total.left_out == (("P-2", "part of P-1"), ("P-3", "part of P-1"))


def test_parts_of_parts_belong_to_the_top() -> None:
    """A part that has parts holds theirs, and the top holds all of them once."""
    below = a_pledge("P-4", 2, parent_ref="P-2")
    lines = (line("P-2", quantity=1), line("P-4", quantity=2))

    found = fulfilled(PARENT, ONE, below, lines=lines)

    assert values(*(found[ref].counted for ref in ("P-1", "P-2", "P-4"))) == (3, 3, 2)
    assert found["P-4"].left_out_because == "part of P-2"


def test_a_parent_is_reported_where_a_part_is() -> None:
    """Nothing but a nil in one part is nil; nobody's line is missing; a number anywhere is a number."""
    nil, nothing = fulfilled(PARENT, ONE, lines=(line("P-2", absence=Absence.NIL),)), fulfilled(PARENT, ONE)
    open_part = fulfilled(PARENT, ONE, lines=(line("P-2", absence=Absence.PENDING),))

    assert (nil["P-1"].state, nil["P-1"].rating) == (State.NIL, "Inadequate")
    assert nil["P-1"].counted.value == 0
    assert (nothing["P-1"].state, nothing["P-1"].counted.value) == (State.MISSING, None)
    assert open_part["P-1"].state is State.PENDING
    assert open_part["P-1"].rating_because == "the quantity is still to come"


def test_a_person_in_two_parts_is_one_person_once() -> None:
    """The lines of parts tell who they are, even where the parent has none of its own."""
    apart = a_pledge("P-9", 5)
    lines = [line(ref, quantity=1, person_ref="X") for ref in ("P-2",)]

    found = fulfilled(PARENT, ONE, apart, lines=[*lines, line("P-9", quantity=1, person_ref="Y")])

    (total,) = roll_ups(found.values())
    assert total.persons_once is not None
    assert values(total.counted, total.persons_once) == (2, 2)
    assert [each.line.person_ref for each in found["P-1"].part_lines] == ["X"]


@pytest.mark.parametrize(
    "stranger",
    [
        a_pledge("P-2", parent_ref="P-1", unit="weeks"),
        a_pledge("P-2", parent_ref="P-1", supplier_ref="S-02"),
        a_pledge("P-2", parent_ref="P-1", contract_ref=None),
        a_pledge("P-2", parent_ref="P-7"),
    ],
    ids=["unit", "supplier", "contract", "nobody"],
)
def test_a_part_of_something_else_stands_alone(stranger: Pledge) -> None:
    """A parent of another unit, supplier or contract adds nothing, and the part is rated by itself."""
    found = fulfilled(PARENT, stranger)

    assert found["P-2"].left_out_because == ""
    assert found["P-2"].rating_because != "part of P-1, whose split is free"


def test_a_part_of_a_part_of_nobody_is_a_part_all_the_same() -> None:
    """That the whole of its whole is unknown takes nothing from it."""
    middle, lowest = a_pledge("P-2", parent_ref="P-9"), a_pledge("P-3", parent_ref="P-2")

    found = fulfilled(middle, lowest, lines=(line("P-3", quantity=4),))

    assert values(found["P-2"].counted, found["P-3"].counted) == (4, 4)
    assert (found["P-2"].left_out_because, found["P-3"].left_out_because) == ("", "part of P-2")


def test_a_rule_that_could_not_be_read_for_a_part_bears_on_the_whole() -> None:
    """Each rule is named once, those of the whole first."""
    whole, one, two = PARENT, ONE, TWO
    rules = {"P-1": ("Conversion",), "P-2": ("Cap per person", "Conversion"), "P-3": ()}
    ledger = count(
        register((whole, one, two)), (), default_policy(), on=YEAR.end, known_on=None, vocabulary=Vocabulary()
    )
    counted = {ref: attrs.evolve(each, uncounted_rules=rules[ref]) for ref, each in ledger.counted.items()}

    together = with_parts((whole, one, two), counted)

    assert [together[ref].uncounted_rules for ref in rules] == [("Conversion", "Cap per person"), rules["P-2"], ()]


def test_a_circle_of_parts_ends() -> None:
    """Pledges that are parts of each other stand alone, each with its own lines."""
    first, second = a_pledge("P-1", parent_ref="P-2"), a_pledge("P-2", parent_ref="P-1")
    below = a_pledge("P-3", parent_ref="P-1")

    found = fulfilled(
        first, second, below, lines=(line("P-1", quantity=1), line("P-2", quantity=2), line("P-3", quantity=4))
    )

    assert values(*(found[ref].counted for ref in ("P-1", "P-2", "P-3"))) == (5, 2, 4)
    assert found["P-3"].left_out_because == "part of P-1"


def either(ref: str, quantity: int = 10, **fields: Any) -> Pledge:
    """Return a member of an either-or group."""
    return a_pledge(ref, quantity, **{"either_or_group": "Route A", **fields})


def test_the_member_with_the_greatest_share_of_its_target_rates_the_group() -> None:
    """Five of ten and three of four: the second stands, and three quarters rate both."""
    lines = (line("P-1", quantity=5), line("P-2", quantity=3))

    found = fulfilled(either("P-1"), either("P-2", 4), lines=lines)

    assert {each.rating for each in found.values()} == {"Requires improvement"}
    assert found["P-1"].rating_because == (
        "75% of what is due; Requires improvement starts at 50%, by P-2, which stands for the either-or group"
    )
    assert (found["P-1"].left_out_because, found["P-2"].left_out_because) == (
        "P-2 stands for the either-or group", "",
    )  # fmt: skip


def test_each_member_keeps_its_own_amounts_and_only_the_one_that_stands_is_added() -> None:
    """Counted on its own, and never added to the other."""
    lines = (line("P-1", quantity=5), line("P-2", quantity=3))

    found = fulfilled(either("P-1"), either("P-2", 4), lines=lines, on=YEAR.end + A_DAY)

    assert values(found["P-1"].counted, found["P-1"].share_of_due) == (5, Fraction(1, 2))
    assert values(found["P-1"].shortfall, found["P-2"].shortfall) == (None, 1)
    assert values(found["P-1"].days_late, found["P-2"].days_late) == (None, 1)
    (total,) = roll_ups(found.values())
    assert values(total.target, total.counted) == (4, 3)


def test_the_alternatives_of_a_promise_are_the_others_of_its_group() -> None:
    """As people count; a part, what is only recorded, another group, firm or contract and a group of one have none."""
    members = [either("P-10"), either("P-2"), either("P-3"), either("P-4", either_or_group="Route B"), a_pledge("P-5")]
    part, recorded = either("P-6", parent_ref="P-10"), either("P-7", record_only=True)
    others = either("P-8", supplier_ref="S-02"), either("P-9", contract_ref="C-2")

    found = alternatives(fulfilled(*members, part, recorded, *others, lines=()).values())

    assert found == {"P-2": ("P-3", "P-10"), "P-3": ("P-2", "P-10"), "P-10": ("P-2", "P-3")}


def test_of_two_that_are_equal_the_lower_reference_stands() -> None:
    """P-2 comes before P-10, whatever the order of the rows."""
    lines = (line("P-10", quantity=5), line("P-2", quantity=5))

    found = fulfilled(either("P-10"), either("P-2"), lines=lines)

    assert found["P-10"].left_out_because == "P-2 stands for the either-or group"


@pytest.mark.parametrize(("delivered", "rating"), [(9, "Other"), (10, "Good"), (11, "Good")])
def test_a_member_nobody_reports_leaves_open_which_stands_until_one_is_kept(delivered: int, rating: str) -> None:
    """Nine of ten and no word of the other: the other may be kept. Ten of ten is kept, whatever the other is."""
    found = fulfilled(either("P-1"), either("P-2"), lines=(line("P-1", quantity=delivered),))

    assert {each.rating for each in found.values()} == {rating}
    assert found["P-2"].left_out_because == "P-1 stands for the either-or group"
    if rating == "Other":
        assert found["P-1"].rating_because == (
            "P-2 of the same either-or group is not known, and P-1 is short of its target"
        )


def test_several_members_that_nobody_reports_are_named() -> None:
    """In the order of their references."""
    found = fulfilled(either("P-1"), either("P-10"), either("P-9"), lines=(line("P-1", quantity=1),))

    assert found["P-1"].rating_because.startswith("P-9 and P-10 of the same either-or group are not known")


def test_a_group_of_which_nothing_is_known_is_rated_other() -> None:
    """The lower reference stands, and nothing is nought."""
    found = fulfilled(either("P-1"), either("P-2"))

    assert {each.rating for each in found.values()} == {"Other"}
    assert found["P-1"].left_out_because == ""
    assert found["P-1"].counted.value is None
    assert found["P-2"].rating_because == "P-1 and P-2 of the same either-or group are not known"


def test_a_nil_settles_which_member_stands() -> None:
    """The firm says that it did not go the other way."""
    lines = (line("P-1", quantity=9), line("P-2", absence=Absence.NIL))

    found = fulfilled(either("P-1"), either("P-2"), lines=lines)

    assert {each.rating for each in found.values()} == {"Approaching target"}


def test_the_rating_is_by_what_is_due_of_the_member_that_stands() -> None:
    """Half of it is due, and half is there."""
    lines = (line("P-1", quantity=5), line("P-2", absence=Absence.NIL))

    found = fulfilled(either("P-1"), either("P-2"), lines=lines, due={"P-1": 5})

    assert {each.rating for each in found.values()} == {"Good"}


@pytest.mark.parametrize(
    "other",
    [
        either("P-2", contract_ref="C-2"),
        either("P-2", supplier_ref="S-02"),
        either("P-2", either_or_group="Route B"),
        either("P-2", record_only=True, quantity=1),
    ],
    ids=["contract", "supplier", "name", "recorded only"],
)
def test_members_of_other_groups_do_not_stand_for_each_other(other: Pledge) -> None:
    """A group is of one supplier, one contract and one name; what is only recorded is in none."""
    found = fulfilled(either("P-1"), other, lines=(line("P-1", quantity=9),))

    assert (found["P-1"].rating, found["P-1"].left_out_because) == ("Approaching target", "")
    assert "stands for" not in found["P-2"].rating_because


def test_a_name_is_the_same_whatever_its_case_and_signs() -> None:
    """Groups are typed by hand."""
    lines = (line("P-1", quantity=9), line("P-2", quantity=1))

    found = fulfilled(either("P-1"), either("P-2", either_or_group="route-a "), lines=lines)

    assert found["P-2"].left_out_because == "P-1 stands for the either-or group"


def test_a_parent_may_stand_for_its_group_with_all_its_parts() -> None:
    """Parts belong to their parent, which is the member."""
    part = either("P-2", 6, parent_ref="P-1")
    lines = (line("P-2", quantity=8), line("P-5", quantity=3))

    found = fulfilled(either("P-1"), part, either("P-5"), lines=lines)

    assert found["P-5"].left_out_because == "P-1 stands for the either-or group"
    assert found["P-2"].left_out_because == "part of P-1"
    assert found["P-1"].counted.value == 8


@pytest.mark.parametrize(
    ("delivered", "stand", "one"),
    [
        ({"P-1": 5, "P-2": 3, "P-9": 1}, ["P-1"], ["P-1"]),
        ({"P-1": 3, "P-2": 5, "P-9": 1}, ["P-2"], ["P-2"]),
        ({"P-1": 9, "P-9": 1}, ["P-1", "P-2"], ["P-2"]),
        ({"P-2": 9, "P-9": 1}, ["P-1", "P-2"], ["P-1"]),
        ({"P-1": 10}, ["P-1"], ["P-1"]),
        ({"P-9": 1}, ["P-1", "P-2", "P-9"], ["P-1"]),
        ({}, ["P-1", "P-2", "P-9"], ["P-1"]),
    ],
    ids=str,
)
def test_badges_hold_one_of_each_group_and_where_nobody_can_tell_one_that_is_not_known(
    delivered: dict[str, int], stand: list[str], one: list[str]
) -> None:
    """Beside a group stand promises by themselves, the next group, and neither parts nor what is only recorded."""
    group = [either("P-1"), either("P-2"), either("P-9")]
    others = [
        a_pledge("P-3"),
        a_pledge("P-4", 6, parent_ref="P-3"),
        a_pledge("P-5", record_only=True, quantity=0),
        either("P-6", either_or_group="Route B"),
        either("P-7", either_or_group="Route B"),
    ]
    lines = [line(ref, quantity=number) for ref, number in {**delivered, "P-6": 2, "P-7": 1}.items()]

    standing = may_stand(fulfilled(*group, *others, lines=lines).values())

    assert [each.pledge.ref for each in standing] == sorted([*stand, "P-3", "P-6"])
    assert [each.pledge.ref for each in one_of_each(standing)] == sorted([*one, "P-3", "P-6"])


def test_what_is_only_recorded_is_counted_and_never_rated() -> None:
    """There is nothing to be short of, and nothing to be late for."""
    recorded = a_pledge("P-1", record_only=True, quantity=0)

    found = fulfilled(recorded, a_pledge("P-2"), lines=(line("P-1", quantity=3),), on=YEAR.end + A_DAY)["P-1"]

    assert (found.rating, found.rating_because) == ("Other", "recorded only")
    assert found.counted.value == 3
    assert values(found.target, found.share_of_target, found.share_of_due) == (None, None, None)
    assert values(found.shortfall, found.days_late) == (None, None)
    assert found.left_out_because == "recorded only"


def test_what_is_only_recorded_and_not_reported_is_not_missing() -> None:
    """Nothing was due of it."""
    found = fulfilled(a_pledge("P-1", record_only=True, quantity=0))["P-1"]

    assert (found.state, found.counted.value) == (State.NOT_DUE, None)


def test_pledges_come_in_the_order_of_their_references() -> None:
    """Whatever the order of the register's rows."""
    found = fulfilled(a_pledge("P-10"), a_pledge("P-9"), a_pledge("P-1", parent_ref="P-10"))

    assert list(found) == ["P-1", "P-9", "P-10"]
