"""What each total adds to what was reported before, at each edge; whole sums stand in `rule_sums.toml`."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest
from accounts import BLANK, CLAIMED, JUNE, MAY, STOCK, TOTAL, WEEKS, at_most, counted, promise, row, said, sent
from nouns import Q1, Q2, YEAR

from pledges.counting.ledger import Ledger
from pledges.model import Absence
from pledges.periods import Period

SESSIONS = promise(unit="sessions")
PEOPLE = promise()
COMMITTED = promise(**WEEKS, is_committed=True)
D = dt.date
TBC: dict[str, Any] = {"absence": Absence.PENDING}


def amounts(ledger: Ledger) -> list[Fraction | None]:
    """Return what each line of P-1 adds, in the order of files and rows."""
    return [None if each.amount is None else each.amount.value for each in ledger.counted["P-1"].lines]


def codes(ledger: Ledger) -> list[str]:
    """Return what is asked and noted."""
    return [each.code for each in ledger.findings]


def of_period(first: dt.date, last: dt.date, *rows: Any, **fields: Any) -> Any:
    """Return the return of a period that is no quarter."""
    made = sent("q1", *rows, file=f" {first:%d%m}-{last:%d%m}", **fields)
    period = Period(first, last)
    return attrs.evolve(made, period=period, sent=attrs.evolve(made.sent, period=period))


@pytest.mark.parametrize(
    ("first", "last", "waits"),
    [
        (D(2025, 4, 1), D(2025, 9, 30), True),
        (D(2025, 6, 30), D(2025, 7, 31), True),
        (D(2025, 7, 1), D(2025, 7, 31), False),
        (D(2025, 4, 1), D(2025, 6, 30), False),
    ],
)
def test_a_single_period_that_a_total_ends_inside_waits(first: dt.date, last: dt.date, waits: bool) -> None:
    """Of a total to 30 June and a return that begins before 1 July and ends after, nobody can tell what overlaps."""
    total, single = sent("q1", row(5), **TOTAL), of_period(first, last, row(3))

    ledger = counted([SESSIONS], total, single)

    assert ("delivery-overlaps-total" in codes(ledger)) is waits


def test_a_return_for_a_single_period_does_not_make_another_wait() -> None:
    """Only a running total that gives a number does."""
    single, longer = sent("q1", row(5)), of_period(Q1.start, Q2.end, row(3))
    open_total = sent("q1", row(**TBC), **TOTAL, file=" total")

    assert "delivery-overlaps-total" not in codes(counted([SESSIONS], single, longer))
    assert "delivery-overlaps-total" not in codes(counted([SESSIONS], open_total, longer))


def test_after_a_return_for_one_period_later_totals_are_still_differenced() -> None:
    """One question for the first total that follows single periods, and none for the next."""
    returns = [sent("q1", row(4)), sent("q2", row(6), **TOTAL), sent("q3", row(9), **TOTAL)]

    ledger = counted([SESSIONS], *returns)

    assert amounts(ledger) == [4, 2, 3]
    assert codes(ledger).count("basis-mixed") == 1


def test_a_total_that_says_nothing_is_passed_over_and_the_next_one_is_not() -> None:
    """A return whose rows are all still to come leaves what was reported, and the one after it is differenced."""
    returns = [sent("q1", row(4), **TOTAL), sent("q2", row(**TBC), **TOTAL), sent("q3", row(9), **TOTAL)]

    assert [each for each in amounts(counted([SESSIONS], *returns)) if each is not None] == [4, 5]


@pytest.mark.parametrize(("now", "added"), [(4, 0), (3, 0), (5, 1)])
def test_a_total_with_a_row_still_to_come_takes_nothing_off(now: int, added: int) -> None:
    """Four were reported; with a row open it can be as much or more, and is not yet less."""
    returns = [sent("q1", row(4), **TOTAL), sent("q2", row(now), row(**TBC), **TOTAL)]

    assert [each for each in amounts(counted([SESSIONS], *returns)) if each is not None] == [4, added]


def test_the_next_whole_total_is_held_against_what_stood() -> None:
    """After 4, and a 3 that was not whole, 6 adds 2; after 4 and a 5 that was not whole, 6 adds 1."""
    opened, whole = row(**TBC), sent("q3", row(6), **TOTAL)
    first = sent("q1", row(4), **TOTAL)

    less = counted([SESSIONS], first, sent("q2", row(3), opened, **TOTAL), whole)
    more = counted([SESSIONS], first, sent("q2", row(5), opened, **TOTAL), whole)

    assert [each for each in amounts(less) if each is not None] == [4, 0, 2]
    assert [each for each in amounts(more) if each is not None] == [4, 1, 1]


def test_what_is_no_longer_named_is_taken_off_by_itself_and_keeps_its_name() -> None:
    """Of A, B and C under placements of their own a total names only C: A and B are each taken off, and named."""
    of = promise(unit="placements")
    first = sent("q1", *(row(1, placement_ref=ref, person_ref=f"of {ref}") for ref in ("A", "B", "C")), **TOTAL)
    second = sent("half", row(1, placement_ref="C", person_ref="of C"), **TOTAL)

    ledger = counted([of], first, second)
    taken = [each for each in ledger.counted["P-1"].lines if each.amount is not None and each.amount.value == -1]

    assert ledger.counted["P-1"].counted.value == 1
    assert {(each.line.placement_ref, each.line.person_ref) for each in taken} == {("A", "of A"), ("B", "of B")}
    assert codes(ledger) == ["correction"]


def test_two_that_are_no_longer_named_wait_for_a_row_that_is_open() -> None:
    """While one row is still to come nobody is taken off; all are once nothing is open."""
    of = promise(unit="placements")
    first = sent("q1", *(row(1, placement_ref=ref) for ref in ("A", "B", "C")), **TOTAL)
    opened = sent("half", row(1, placement_ref="C"), row(**TBC, placement_ref="D"), **TOTAL)
    whole = sent("q3", row(1, placement_ref="C"), **TOTAL)

    assert counted([of], first, opened).counted["P-1"].counted.value == 3
    assert counted([of], first, opened, whole).counted["P-1"].counted.value == 1


def test_a_correction_of_what_does_not_count_takes_nothing_off() -> None:
    """A at a lower grade is a repeat; that the next total no longer gives it changes nothing of what counts."""
    first = sent("q1", row(1, person_ref="A"), row(1, person_ref="A", **CLAIMED), **TOTAL)
    second = sent("half", row(1, person_ref="A"), **TOTAL)

    assert counted([PEOPLE], first).counted["P-1"].counted.value == 1
    assert counted([PEOPLE], first, second).counted["P-1"].counted.value == 1


def test_what_is_left_of_a_corrected_row_is_what_is_confirmed_of_it() -> None:
    """Of 5 and 5 more, corrected to 7, a college confirms all: 5 and 2, the latest row being corrected first."""
    returns = [sent("q1", row(5), **TOTAL), sent("q2", row(10), **TOTAL), sent("q3", row(7), **TOTAL)]

    ledger = counted([SESSIONS], *returns, confirmations=[said("third party confirmed")])

    assert ledger.counted["P-1"].counted.value == 7
    assert ledger.counted["P-1"].verified.value == 7


def test_whole_and_half_shares_are_differenced_apart() -> None:
    """A blank share is the whole: with 100% typed in the next total it is the same series, and with 50% another."""
    blank = sent("q1", row(4), **TOTAL)

    typed = counted([SESSIONS], blank, sent("half", row(6, share=Fraction(1)), **TOTAL))
    halved = counted([SESSIONS], blank, sent("half", row(6, share=Fraction(1, 2)), **TOTAL))

    assert sorted(each for each in amounts(typed) if each is not None) == [2, 4]
    assert sorted(each for each in amounts(halved) if each is not None) == [-4, 4, 6]
    assert halved.counted["P-1"].counted.value == 3


def test_sites_run_separately_and_a_part_beside_none_is_asked_about() -> None:
    """North and South each have a total of their own; one return for all beside them may hold them."""
    north, south = sent("q1", row(4), part="North", **TOTAL), sent("q1", row(3), part="South", file=" 2", **TOTAL)
    whole = sent("q1", row(7), row(1), file=" 3", **TOTAL)

    apart, beside = counted([SESSIONS], north, south), counted([SESSIONS], north, whole)

    assert (sorted(map(str, amounts(apart))), codes(apart)) == (["3", "4"], [])
    assert codes(beside) == ["parts-mixed"]


def test_what_a_total_adds_after_a_single_period_lies_after_it() -> None:
    """Of a month's cap, a quarter's weeks in April count, and what a total to September adds lies after June."""
    of = promise(**WEEKS, cap_per_person=at_most(3, "months"))
    single = sent("q1", row(10, person_ref="A", start=Q1.start))
    total = sent("half", row(14, person_ref="A", start=Q1.start), **TOTAL)

    assert counted([of], single, total).counted["P-1"].counted.value == 10


@pytest.mark.parametrize("taken_off", [Fraction(1, 7), Fraction(8)])
def test_a_commitment_that_is_shortened_by_a_day_is_said(taken_off: Fraction) -> None:
    """However little is taken off, it is told."""
    end = D(2025, 12, 31)
    sooner = end - dt.timedelta(days=int(taken_off * 7))
    returns = [
        sent("q1", row(**BLANK, start=JUNE, end=end, placement_ref="P1")),
        sent("q2", row(**BLANK, start=JUNE, end=sooner, placement_ref="P1")),
    ]

    ledger = counted([COMMITTED], *returns)

    assert codes(ledger) == ["commitment-shortened"]
    assert amounts(ledger)[1] == -taken_off


def test_commitments_of_one_start_are_told_apart_by_their_ends_wherever_they_stand() -> None:
    """Three without a reference: in the next return the earliest end is the earliest again, and one is new."""
    ends = [D(2025, 7, 5), D(2025, 7, 12), D(2025, 7, 19)]
    first = sent("q1", *(row(**BLANK, start=JUNE, end=end) for end in reversed(ends)))
    again = sent("q2", *(row(**BLANK, start=JUNE, end=end) for end in (*ends, D(2025, 7, 26))))

    ledger = counted([COMMITTED], first, again)

    assert amounts(ledger) == [7, 6, 5, 0, 0, 0, 8]


def test_stays_of_one_placement_that_overlap_are_set_aside_whole() -> None:
    """Both returns' rows of the later stay are, also where another placement's rows stand between."""
    kept = {**BLANK, "start": MAY, "end": D(2025, 7, 31), "placement_ref": "P1"}
    over = {**BLANK, "start": JUNE, "end": D(2025, 8, 31), "placement_ref": "P1"}
    nameless = {**BLANK, "start": MAY, "end": D(2025, 5, 7)}
    returns = [
        sent("q1", row(**nameless), row(**kept), row(**over)),
        sent("q2", row(**kept), row(**over)),
    ]

    lines = counted([COMMITTED], *returns).counted["P-1"].lines

    reasons = [each.set_aside.reason if each.set_aside else "" for each in lines]
    assert reasons == ["", "", "commitment-overlaps", "", "commitment-overlaps"]


def test_rows_without_a_reference_of_one_start_speak_in_turn_of_the_same() -> None:
    """In a stock they are one placement by their Start, in single periods each row is one of its own."""
    of = promise(unit="people", sustained_for=at_most(20, "weeks"))
    stock = [sent("q1", row(1, start=MAY), **STOCK), sent("q2", row(1, start=MAY), **STOCK)]
    single = [sent("q1", row(1, start=MAY)), sent("q2", row(1, start=MAY))]

    assert counted([of], *stock, on=Q2.end).counted["P-1"].counted.value == 1
    assert counted([of], *single, on=Q2.end).counted["P-1"].counted.value is None


def test_nobody_is_named_twice_by_different_grades_parts_or_returns() -> None:
    """Only rows of one return and grade that name the same person and placement are one."""
    returns: Sequence[Any] = [
        sent("q1", row(1, person_ref="A"), row(1, person_ref="A"), row(1, person_ref="B"), **TOTAL),
        sent("q1", row(1, person_ref="C"), part="North", file=" 2", **TOTAL),
    ]

    ledger = counted([PEOPLE], *returns, on=YEAR.end)
    found = next(each for each in ledger.findings if each.code == "duplicate-person")

    assert ledger.counted["P-1"].counted.value == 3
    assert "P-1" in found.text
    assert "q1.xlsx!Delivery!Q2" in found.text


def test_a_placement_that_is_named_twice_names_no_promise() -> None:
    """A placement belongs to one promise, so that only its first row is named."""
    of = promise(unit="placements")
    total = sent("q1", row(1, placement_ref="P1"), row(1, person_ref="P1"), row(1, placement_ref="P1"), **TOTAL)

    ledger = counted([of], total)

    reasons = [each.set_aside.reason if each.set_aside else "" for each in ledger.counted["P-1"].lines]
    assert reasons == ["", "duplicate-placement", "duplicate-placement"]


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("people", {}),
        ("people", {"placement_ref": "P1"}),
        ("placements", {}),
        ("sessions", {"person_ref": "A"}),
        ("hours", {"placement_ref": "P1"}),
    ],
)
def test_rows_of_a_total_that_name_nobody_whom_its_unit_counts_all_count(unit: str, names: dict[str, Any]) -> None:
    """One row may stand for several people or placements, and one person's sessions and hours are many."""
    ledger = counted([promise(unit=unit)], sent("q1", row(1, **names), row(1, **names), **TOTAL))

    assert ledger.counted["P-1"].counted.value == 2
    assert codes(ledger) == []


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("people", [{"person_ref": "A", "placement_ref": "P1"}, {"person_ref": "A", "placement_ref": "P2"}]),
        ("placements", [{"person_ref": "A", "placement_ref": "P1"}, {"person_ref": "B", "placement_ref": "P1"}]),
    ],
)
def test_a_person_under_two_placements_of_a_total_is_one_and_a_placement_of_two_people_as_well(
    unit: str, names: list[dict[str, Any]]
) -> None:
    """The total speaks of each in turn by itself, and what speaks of one person or placement counts once."""
    ledger = counted([promise(unit=unit)], sent("q1", *(row(1, **each) for each in names), **TOTAL))

    assert ledger.counted["P-1"].counted.value == 1


def test_a_person_whom_the_totals_of_two_sites_name_is_one() -> None:
    """Each site speaks of the person in turn by itself; whom North names twice is no one more for South's return."""
    north = sent("q1", row(1, person_ref="A"), row(1, person_ref="B"), row(1, person_ref="B"), part="North", **TOTAL)
    south = sent("q1", row(1, person_ref="A"), part="South", file="b", **TOTAL)

    ledger = counted([PEOPLE], north, south)

    reasons = [each.set_aside.reason if each.set_aside else "" for each in ledger.counted["P-1"].lines]
    assert ledger.counted["P-1"].counted.value == 2
    assert reasons == ["", "", "duplicate-person", "duplicate-person"]


@pytest.mark.parametrize(("second", "counts"), [(MAY, 1), (JUNE, 0)])
def test_of_two_rows_of_a_person_for_one_period_the_earlier_start_counts(second: dt.date, counts: int) -> None:
    """The first row is what a total says; of a single period it is only where both start on one day."""
    ledger = counted([PEOPLE], sent("q1", row(1, person_ref="A", start=JUNE), row(1, person_ref="A", start=second)))

    lines = ledger.counted["P-1"].lines
    assert [each.counted.value for each in lines] == [1 - counts, counts]
