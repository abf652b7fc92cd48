"""Of several returns for one period: which is a repeat, which counts, which is superseded, and which wait."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from council import (
    HALF,
    Q1,
    Q2,
    codes,
    day,
    only,
    receipt,
    reception,
    row,
    sent,
    statuses,
    text_of,
)

from pledges.model import Absence, Basis
from pledges.periods import Period
from pledges.returns.versions import Claim, overlaps_of


def test_the_last_known_return_for_a_period_counts() -> None:
    """The earlier one is superseded, by name; both are numbered in the order they became known."""
    returns = (sent("z.xlsx", row(quantity=4), on="2025-07-01"), sent("a.xlsx", row(quantity=5), on="2025-07-02"))

    outcome = reception(*returns)

    assert statuses(outcome) == {"z.xlsx": "superseded", "a.xlsx": "counted"}
    assert [(each.sent.path, each.version) for each in outcome.received] == [
        ("returns/a.xlsx", 2),
        ("returns/z.xlsx", 1),
    ]
    assert text_of(outcome, "return-superseded") == [
        "A later return for the same period counts instead: returns/a.xlsx."
    ]


def test_layouts_do_not_matter_to_which_is_the_last() -> None:
    """A return in another layout supersedes the form all the same."""
    form = sent("a.xlsx", row(quantity=4), on="2025-07-01")
    other = attrs.evolve(sent("b.xlsx", row(quantity=5), on="2025-07-02"), layout="another/1")

    outcome = reception(form, other)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "counted"}


@pytest.mark.parametrize(
    "change",
    [
        {"period": Q2},
        {"part": "South depot"},
        {"supplier": "S-02"},
        {"supplier": "S-02", "contract": "C-002"},
    ],
)
def test_returns_for_something_else_do_not_supersede(change: dict[str, Any]) -> None:
    """Another period, part, supplier or contract is another return."""
    returns = (
        sent("a.xlsx", row(quantity=4), on="2025-07-01"),
        sent("b.xlsx", row(quantity=5), on="2025-07-02", **change),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "counted"}
    assert [each.version for each in outcome.received] == [1, 1]


def test_a_return_without_any_day_is_superseded_by_one_with_a_day() -> None:
    """It has always been known, so it is the earlier one."""
    returns = (sent("z.xlsx", row(quantity=4)), sent("a.xlsx", row(quantity=5), on="2020-01-01"))

    outcome = reception(*returns)

    assert statuses(outcome) == {"z.xlsx": "superseded", "a.xlsx": "counted"}


def test_received_on_is_believed_before_submitted_on() -> None:
    """The supplier does not hold that clock."""
    returns = (sent("a.xlsx", row(quantity=4), on="2025-07-09"), sent("b.xlsx", row(quantity=5), on="2025-07-02"))

    outcome = reception(*returns, receipts=[receipt("a.xlsx", on="2025-07-01")])

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "counted"}


@pytest.mark.parametrize("same_day", [None, "2025-07-02"])
def test_two_different_returns_of_one_day_wait(same_day: str | None) -> None:
    """Each names the other, and neither counts; an earlier one is superseded by both."""
    returns = (
        sent("a.xlsx", row(quantity=4), on=same_day),
        sent("b.xlsx", row(quantity=5), on=same_day),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "waiting", "b.xlsx": "waiting"}
    assert text_of(outcome, "return-same-day") == [
        f"Another, different return for the same period came on the same day, or both without a day: "
        f"returns/{other}. Neither counts."
        for other in ("b.xlsx", "a.xlsx")
    ]


def test_an_earlier_return_stays_superseded_while_two_later_ones_wait() -> None:
    """What was corrected does not come back because the corrections contradict each other."""
    returns = (
        sent("a.xlsx", row(quantity=3), on="2025-07-01"),
        sent("b.xlsx", row(quantity=4), on="2025-07-02"),
        sent("c.xlsx", row(quantity=5), on="2025-07-02"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "waiting", "c.xlsx": "waiting"}
    assert "returns/b.xlsx and returns/c.xlsx" in text_of(outcome, "return-superseded")[0]


def test_a_still_later_return_settles_two_of_one_day() -> None:
    """Then it is the last known, and both are superseded."""
    returns = (
        sent("a.xlsx", row(quantity=4), on="2025-07-02"),
        sent("b.xlsx", row(quantity=5), on="2025-07-02"),
        sent("c.xlsx", row(quantity=4), on="2025-07-03"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "superseded", "c.xlsx": "counted"}


def test_returns_received_settles_two_of_one_day() -> None:
    """One of them is marked rejected there."""
    returns = (sent("a.xlsx", row(quantity=4)), sent("b.xlsx", row(quantity=5)))

    outcome = reception(*returns, receipts=[receipt("a.xlsx", status="rejected")])

    assert statuses(outcome) == {"a.xlsx": "rejected", "b.xlsx": "counted"}


def test_the_same_file_twice_is_one_return() -> None:
    """The later by day, then by name, is the duplicate, and it has no version of its own."""
    returns = (sent("b.xlsx", row()), sent("a.xlsx", row(), same_bytes_as="b.xlsx"))

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "duplicate"}
    assert [each.version for each in outcome.received] == [1, None]
    assert text_of(outcome, "file-duplicate") == [
        "The same file is in the folder as returns/a.xlsx; it is counted once."
    ]


def test_a_file_saved_again_without_a_change_is_a_duplicate() -> None:
    """Its bytes differ, its rows may be in another order, and it says the same."""
    returns = (
        sent("a.xlsx", row("P-01", 5, 2), row("P-02", 6, 3), on="2025-07-01"),
        sent("b.xlsx", row("P-02", 6, 8), row("P-01", 5, 9), on="2025-07-02"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "duplicate"}


def test_a_row_more_of_the_same_is_no_duplicate() -> None:
    """Two rows of five are not one row of five."""
    returns = (
        sent("a.xlsx", row(), on="2025-07-01"),
        sent("b.xlsx", row(), row(number=3), on="2025-07-02"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "counted"}


def test_going_back_to_what_was_said_first_is_no_duplicate() -> None:
    """The third says what the first said, but the second lies between them."""
    returns = (
        sent("a.xlsx", row(quantity=4), on="2025-07-01"),
        sent("b.xlsx", row(quantity=5), on="2025-07-02"),
        sent("c.xlsx", row(quantity=4), on="2025-07-03"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "superseded", "c.xlsx": "counted"}
    assert [each.version for each in outcome.received] == [1, 2, 3]


def test_the_same_words_from_two_suppliers_are_two_returns() -> None:
    """Owners differ, so neither repeats the other."""
    returns = (sent("a.xlsx", nil=True), sent("b.xlsx", supplier="S-02", nil=True))

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "counted"}


@pytest.mark.parametrize("supplier", ["S-99", "S-01"])
def test_of_copies_that_wait_one_waits(supplier: str) -> None:
    """Without an owner or a period a copy is still a copy, and a person is asked once."""
    returns = (
        sent("a.xlsx", row(), supplier=supplier, period=None),
        sent("b.xlsx", row(), supplier=supplier, period=None),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "waiting", "b.xlsx": "duplicate"}


def test_a_later_return_that_drops_a_promise_is_a_query() -> None:
    """It counts, and names what it leaves out and where that stood."""
    returns = (
        sent("a.xlsx", row("P-01", 5), row("nt4", 6, 3), on="2025-07-01"),
        sent("b.xlsx", row("P-01", 5), row("P-02", None, 3), on="2025-07-02"),
    )

    outcome = reception(*returns)

    assert statuses(outcome)["b.xlsx"] == "counted"
    assert text_of(outcome, "return-drops-pledges") == [
        "This return counts, but says nothing of P-02, which the earlier return returns/a.xlsx reported."
    ]


def test_each_dropped_promise_is_named_once_beside_the_last_return_that_had_it() -> None:
    """P-02 fell away after the second, P-01 after the first."""
    returns = (
        sent("a.xlsx", row("P-01"), row("P-02"), on="2025-07-01"),
        sent("b.xlsx", row("P-02"), on="2025-07-02"),
        sent("c.xlsx", row("P-01", 0), on="2025-07-03"),
        sent("d.xlsx", row("P-99"), on="2025-07-04"),
    )

    outcome = reception(*returns)

    dropped = {text.split("nothing of ")[1] for text in text_of(outcome, "return-drops-pledges")}
    assert dropped == {
        "P-01, which the earlier return returns/c.xlsx reported.",
        "P-02, which the earlier return returns/b.xlsx reported.",
    }


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("Jane Example",), "1 that the register does not know"),
        (("Jane Example", "John Example", "P-02"), "P-02, 2 that the register does not know"),
    ],
)
def test_dropped_rows_that_the_register_does_not_know_are_counted_not_named(keys: tuple[str, ...], words: str) -> None:
    """What was typed there may be anything, a name too."""
    returns = (
        sent("a.xlsx", row("P-01"), *map(row, keys), on="2025-07-01"),
        sent("b.xlsx", row("P-01"), on="2025-07-02"),
    )

    outcome = reception(*returns)

    assert text_of(outcome, "return-drops-pledges") == [
        f"This return counts, but says nothing of {words}, which the earlier return returns/a.xlsx reported."
    ]


@pytest.mark.parametrize("absence", [Absence.NIL, Absence.PENDING, Absence.UNCLEAR, Absence.SUPPRESSED])
def test_a_promise_that_is_answered_without_a_number_is_not_dropped(absence: Absence) -> None:
    """Nil, to come and unclear are answers."""
    returns = (
        sent("a.xlsx", row("P-01"), on="2025-07-01"),
        sent("b.xlsx", row("P-01", absence=absence), on="2025-07-02"),
    )

    outcome = reception(*returns)

    assert codes(outcome) == ["return-superseded"]


def test_a_promise_that_the_earlier_return_left_blank_is_not_dropped() -> None:
    """Nothing is taken away; dates alone are a delivery, and taking them away is a query."""
    blank, dated = row("P-02", None, 3), row("P-02", None, 3, start=day("2025-05-01"))
    later = sent("b.xlsx", row("P-01"), on="2025-07-02")

    found = [codes(reception(sent("a.xlsx", row("P-01"), line, on="2025-07-01"), later)) for line in (blank, dated)]

    assert found == [["return-superseded"], ["return-drops-pledges", "return-superseded"]]


def test_a_nil_return_drops_nothing() -> None:
    """It speaks of every promise."""
    returns = (sent("a.xlsx", row(), on="2025-07-01"), sent("b.xlsx", nil=True, on="2025-07-02"))

    outcome = reception(*returns)

    assert (statuses(outcome)["b.xlsx"], codes(outcome)) == ("counted", ["return-superseded"])


def test_of_two_overlapping_periods_the_later_known_waits() -> None:
    """The same delivery could be counted twice."""
    returns = (
        sent("half.xlsx", row(), period=HALF, on="2025-10-01"),
        sent("q1.xlsx", row(), period=Q1, on="2025-07-01"),
        sent("q2.xlsx", row(), period=Q2, on="2025-10-02"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"q1.xlsx": "counted", "half.xlsx": "waiting", "q2.xlsx": "counted"}
    assert text_of(outcome, "return-overlaps") == [
        "The period overlaps that of returns/q1.xlsx, which counts; this return waits."
    ]


def test_overlapping_returns_of_one_day_both_wait() -> None:
    """Nobody can tell which came first; what overlaps neither of them counts."""
    returns = (
        sent("a.xlsx", row(), period=HALF),
        sent("b.xlsx", row(), period=Q1),
        sent("c.xlsx", row("P-03"), period=Q1, supplier="S-02"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "waiting", "b.xlsx": "waiting", "c.xlsx": "counted"}
    assert codes(outcome) == ["return-overlaps-same-day", "return-overlaps-same-day"]


@pytest.mark.parametrize(("basis", "part"), [(Basis.CUMULATIVE, ""), (Basis.IN_POST, ""), (Basis.IN_PERIOD, "North")])
def test_cumulative_figures_stocks_and_other_parts_do_not_overlap(basis: Basis, part: str) -> None:
    """Only two in-period returns of one part would count the same days twice."""
    returns = (sent("a.xlsx", row(), period=Q1), sent("b.xlsx", row(), period=HALF, basis=basis, part=part))

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "counted"}


def test_a_superseded_return_overlaps_nothing() -> None:
    """Only what counts stands in the way."""
    returns = (
        sent("a.xlsx", row(quantity=1), period=Q1, on="2025-07-01"),
        sent("b.xlsx", row(quantity=2), period=HALF, on="2025-10-01"),
        sent("c.xlsx", row(quantity=3), period=Q1, on="2025-11-01"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "counted", "c.xlsx": "waiting"}


def test_what_waits_for_an_earlier_claim_stands_in_nobodys_way() -> None:
    """June and July wait for the first quarter, so the second quarter, of the same day, does not wait for them."""
    claims = [
        Claim(period=Q1, known_from=None),
        Claim(period=Period(day("2025-06-01"), day("2025-07-31")), known_from=day("2025-07-01")),
        Claim(period=Q2, known_from=day("2025-07-01")),
        Claim(period=Q1, known_from=day("2025-07-01")),
    ]

    waiting = overlaps_of(claims)

    assert waiting == {1: ((0,), False)}


def test_a_return_by_itself_is_the_first_version() -> None:
    """There is nothing to settle."""
    return_sent = sent("q1.xlsx", row())

    received = only(reception(return_sent))

    assert (received.version, received.waiting_lines) == (1, ())


def test_copies_that_wait_in_two_folders_are_copies_although_they_are_shown_alike() -> None:
    """What is withheld of two names may leave the same name for both."""
    first = sent("a/x.xlsx", row(), supplier="S-99")
    copy = attrs.evolve(first, path="returns/b/x.xlsx")

    outcome = reception(first, copy)

    assert statuses(outcome) == {"a/x.xlsx": "waiting", "b/x.xlsx": "duplicate"}


@pytest.mark.parametrize(("start_of_first", "basis_of_first"), [(Q2, Basis.CUMULATIVE), (HALF, Basis.IN_PERIOD)])
def test_a_running_total_is_superseded_by_a_later_one_to_the_same_day(
    start_of_first: Period, basis_of_first: Basis
) -> None:
    """A running total speaks of everything up to its last day, wherever it says that it starts."""
    first = sent("a.xlsx", row(quantity=40), period=start_of_first, basis=basis_of_first, on="2025-10-01")
    second = sent("b.xlsx", row(quantity=35), period=HALF, basis=Basis.CUMULATIVE, on="2025-10-20")

    outcome = reception(first, second)

    assert statuses(outcome) == {"a.xlsx": "superseded", "b.xlsx": "counted"}


def test_a_quarter_and_a_running_total_to_its_end_are_two_returns() -> None:
    """They are for different times; counting takes what the total contains off it."""
    quarter = sent("a.xlsx", row(quantity=15), period=Q2, on="2025-10-01")
    total = sent("b.xlsx", row(quantity=40), period=HALF, basis=Basis.CUMULATIVE, on="2025-10-02")

    outcome = reception(quarter, total)

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "counted"}
