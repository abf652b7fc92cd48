"""What officers key from e-mails: beside what was keyed before, and beside suppliers' own returns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from council import (
    HALF,
    JUNE,
    Q1,
    Q2,
    REGISTER,
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

from pledges.model import Absence, Basis, EvidenceLine, Return
from pledges.periods import Period


def keyed(name: str, *lines: EvidenceLine, on: str | None = None, **other: Any) -> Return:
    """Return what an officer typed."""
    return sent(name, *lines, on=on, keyed=True, **other)


def waiting_rows(*returns: Return) -> dict[str, list[str]]:
    """Return the rows that wait, by file."""
    outcome = reception(*returns)
    return {
        each.sent.path.removeprefix("returns/"): [str(source).rpartition("!")[2] for source in each.waiting_lines]
        for each in outcome.received
    }


def test_keyed_lines_count_like_a_return() -> None:
    """They came, and there is nothing beside them."""
    typed = keyed("keyed.csv", row("P-01", 5, 2), row("P-02", 6, 3))

    received = only(reception(typed))

    assert (str(received.status), received.version, received.waiting_lines) == ("counted", 1, ())


def test_a_keyed_line_supersedes_only_what_was_keyed_before_for_its_promise() -> None:
    """The later sheet says nothing of P-02, so P-02 of the earlier one still counts."""
    returns = (
        keyed("june.csv", row("P-01", 5, 2), row("P-02", 6, 3), on="2025-07-01"),
        keyed("july.csv", row("ecc7", 7, 2), on="2025-07-09"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"june.csv": "counted", "july.csv": "counted"}
    assert waiting_rows(*returns) == {"june.csv": ["A2"], "july.csv": []}
    assert [(each.code, str(each.source), each.pledge_ref) for each in outcome.findings] == [
        ("return-superseded", "returns/june.csv!Delivery!A2", "P-01")
    ]


def test_a_keyed_sheet_of_which_nothing_is_left_is_superseded() -> None:
    """Every line of it was keyed again."""
    returns = (keyed("june.csv", row(), on="2025-07-01"), keyed("july.csv", row(quantity=7), on="2025-07-09"))

    outcome = reception(*returns)

    assert statuses(outcome) == {"june.csv": "superseded", "july.csv": "counted"}


@pytest.mark.parametrize("change", [{"period": Q2}, {"part": "North"}, {"supplier": "S-02", "contract": "C-001"}])
def test_keyed_lines_for_something_else_supersede_nothing(change: dict[str, Any]) -> None:
    """Another period, part or supplier is another delivery."""
    returns = (keyed("a.csv", row("NT4"), on="2025-07-01"), keyed("b.csv", row("NT4", 7), on="2025-07-09", **change))

    waiting = waiting_rows(*returns)

    assert waiting == {"a.csv": [], "b.csv": []}


def test_several_keyed_lines_of_one_sheet_belong_together() -> None:
    """Two placements of one promise are two rows, and both count."""
    typed = keyed("keyed.csv", row("P-01", 1, 2), row("P-01", 1, 3), row("P-01", 2, 4))

    received = only(reception(typed))

    assert received.waiting_lines == ()


def test_different_keyed_lines_of_one_day_in_two_sheets_wait() -> None:
    """Nobody can tell which replaces which; lines of other promises are not touched."""
    returns = (keyed("a.csv", row("P-01", 5, 2), row("P-02", 1, 3)), keyed("b.csv", row("P-01", 7, 2)))

    outcome = reception(*returns)

    assert waiting_rows(*returns) == {"a.csv": ["A2"], "b.csv": ["A2"]}
    assert statuses(outcome) == {"a.csv": "counted", "b.csv": "waiting"}
    assert codes(outcome) == ["return-same-day", "return-same-day"]


def test_one_promise_keyed_on_two_bases_in_one_sheet_waits() -> None:
    """A figure for the period and one up to its end cannot be added."""
    returns = (
        keyed("a.csv", row("P-01", 5, 2)),
        keyed("a.csv", row("P-01", 9, 3), basis=Basis.CUMULATIVE),
    )

    outcome = reception(*returns)

    assert [str(each.status) for each in outcome.received] == ["waiting", "waiting"]


def test_the_same_line_keyed_in_two_sheets_counts_once() -> None:
    """The sheets differ elsewhere; the line is the same, so there is nothing to ask."""
    returns = (
        keyed("a.csv", row("P-01", 5, 2)),
        keyed("b.csv", row("P-01", 5, 2), row("P-02", 1, 3)),
    )

    outcome = reception(*returns)

    assert (statuses(outcome), codes(outcome)) == (
        {"a.csv": "counted", "b.csv": "counted"},
        ["return-superseded"],
    )
    assert waiting_rows(*returns) == {"a.csv": [], "b.csv": ["A2"]}


def test_a_copy_of_a_keyed_sheet_is_a_duplicate() -> None:
    """Every return in it is."""
    first = (keyed("a.csv", row("P-01", 5, 2)), keyed("a.csv", row("P-03", 5, 3), supplier="S-02"))
    copy = (keyed("b.csv", row("P-01", 5, 2)), keyed("b.csv", row("P-03", 5, 3), supplier="S-02"))

    outcome = reception(*first, *copy)

    assert [(each.sent.path, str(each.status)) for each in outcome.received] == [
        ("returns/a.csv", "counted"),
        ("returns/a.csv", "counted"),
        ("returns/b.csv", "duplicate"),
        ("returns/b.csv", "duplicate"),
    ]


def test_a_blank_keyed_row_supersedes_nothing() -> None:
    """Blank is not zero and not a correction."""
    returns = (keyed("a.csv", row(), on="2025-07-01"), keyed("b.csv", row("P-01", None), on="2025-07-09"))

    outcome = reception(*returns)

    assert (statuses(outcome), codes(outcome)) == ({"a.csv": "counted", "b.csv": "counted"}, [])


@pytest.mark.parametrize("own_day", [None, "2025-06-01", "2025-08-01"])
@pytest.mark.parametrize("absence", [None, Absence.NIL])
def test_a_keyed_line_beside_the_suppliers_own_return_waits(own_day: str | None, absence: Absence | None) -> None:
    """Whichever came first, a number and nil are answers of the supplier's own."""
    returns = (
        sent("own.xlsx", row("P-01", 5, absence=absence), on=own_day),
        keyed("keyed.csv", row("ECC7", 5, 2), row("P-02", 6, 3), on="2025-07-01"),
    )

    outcome = reception(*returns)

    assert statuses(outcome) == {"own.xlsx": "counted", "keyed.csv": "counted"}
    assert waiting_rows(*returns) == {"own.xlsx": [], "keyed.csv": ["A2"]}
    assert [(each.code, str(each.source), each.pledge_ref) for each in outcome.findings] == [
        ("keyed-beside-return", "returns/keyed.csv!Delivery!A2", "P-01")
    ]
    assert "own return returns/own.xlsx reports" in text_of(outcome, "keyed-beside-return")[0]


@pytest.mark.parametrize(
    "own",
    [
        sent("own.xlsx", row("P-01", None)),
        *(
            sent("own.xlsx", row("P-01", absence=absence))
            for absence in (Absence.PENDING, Absence.SUPPRESSED, Absence.NOT_APPLICABLE, Absence.UNCLEAR)
        ),
        sent("own.xlsx", row("P-01", None, start=day("2025-05-01"))),
        sent("own.xlsx", row("P-02", 5)),
        sent("own.xlsx", row("P-01"), period=Q2),
        sent("own.xlsx", row("NT4"), supplier="S-02"),
    ],
)
def test_a_keyed_line_that_the_suppliers_own_return_does_not_answer_counts(own: Return) -> None:
    """What the supplier left open, dates of people, another promise, another period or supplier is no answer."""
    typed = keyed("keyed.csv", row("P-01"))

    outcome = reception(own, typed)

    assert (statuses(outcome), codes(outcome)) == ({"own.xlsx": "counted", "keyed.csv": "counted"}, [])


def test_dates_alone_are_an_answer() -> None:
    """Weeks are found from them, where they are a time that can be."""
    in_weeks = tuple(attrs.evolve(each, unit="weeks") for each in REGISTER.pledges)
    line = row("P-01", None, start=day("2025-05-01"))
    crossed = attrs.evolve(line, end=day("2025-04-30"))

    answered, left_open = (
        reception(
            sent("own.xlsx", each),
            keyed("keyed.csv", row("P-01")),
            register=attrs.evolve(REGISTER, pledges=in_weeks),
        )
        for each in (line, crossed)
    )

    assert statuses(answered) == {"own.xlsx": "counted", "keyed.csv": "waiting"}
    assert statuses(left_open) == {"own.xlsx": "counted", "keyed.csv": "counted"}


@pytest.mark.parametrize(
    ("unit", "fields", "status"),
    [
        ("days", {"days": Fraction(3)}, "waiting"),
        ("days", {"start": day("2025-05-01")}, "counted"),
        ("people", {"person_ref": "BR-4", "has_quantity_column": False}, "waiting"),
        ("people", {"person_ref": "BR-4"}, "counted"),
    ],
)
def test_what_a_number_is_found_from_is_an_answer(unit: str, fields: dict[str, Any], status: str) -> None:
    """Days attended, or a row of a list of people: each as it is counted."""
    own = sent("own.xlsx", attrs.evolve(row("P-01", None), **fields))
    pledges = tuple(attrs.evolve(each, unit=unit) for each in REGISTER.pledges)

    outcome = reception(own, keyed("keyed.csv", row("P-01")), register=attrs.evolve(REGISTER, pledges=pledges))

    assert statuses(outcome)["keyed.csv"] == status


def test_a_nil_return_answers_for_every_promise() -> None:
    """The supplier says that there was nothing, and an officer keyed something."""
    returns = (sent("own.xlsx", nil=True), keyed("keyed.csv", row("P-02"), row("P-99", 1, 3)))

    waiting = waiting_rows(*returns)

    assert waiting == {"keyed.csv": ["A2"], "own.xlsx": []}


def test_a_return_that_does_not_count_is_not_beside_anything() -> None:
    """A rejected return leaves the keyed line to count."""
    returns = (sent("own.xlsx", row()), keyed("keyed.csv", row()))

    outcome = reception(*returns, receipts=[receipt("own.xlsx", status="rejected")])

    assert statuses(outcome) == {"own.xlsx": "rejected", "keyed.csv": "counted"}


@pytest.mark.parametrize(
    ("own_part", "keyed_part", "waits"),
    [("", "", True), ("North", "", True), ("", "North", True), ("North", "north", True), ("North", "South", False)],
)
def test_only_another_part_is_not_beside(own_part: str, keyed_part: str, *, waits: bool) -> None:
    """Who names no part speaks of the whole."""
    returns = (sent("own.xlsx", row(), part=own_part), keyed("keyed.csv", row(), part=keyed_part))

    outcome = reception(*returns)

    assert (statuses(outcome)["keyed.csv"] == "waiting") is waits


@pytest.mark.parametrize(
    ("own_basis", "keyed_basis", "period", "waits"),
    [
        (Basis.IN_PERIOD, Basis.IN_PERIOD, JUNE, True),
        (Basis.IN_PERIOD, Basis.IN_PERIOD, HALF, True),
        (Basis.CUMULATIVE, Basis.IN_PERIOD, JUNE, False),
        (Basis.CUMULATIVE, Basis.IN_PERIOD, Q1, True),
    ],
)
def test_a_keyed_line_for_days_that_the_own_return_counts_waits(
    own_basis: Basis, keyed_basis: Basis, period: Period, *, waits: bool
) -> None:
    """In-period figures that share days would count them twice; others only meet in the same period."""
    returns = (sent("own.xlsx", row(), basis=own_basis), keyed("keyed.csv", row(), basis=keyed_basis, period=period))

    outcome = reception(*returns)

    assert (statuses(outcome)["keyed.csv"] == "waiting") is waits


@pytest.mark.parametrize(
    ("half_year_on", "code", "waiting"),
    [
        ("2025-10-01", "return-overlaps", {"q1.csv": [], "half.csv": ["A2"]}),
        ("2025-07-01", "return-overlaps-same-day", {"q1.csv": ["A2"], "half.csv": ["A2"]}),
    ],
)
def test_keyed_lines_for_overlapping_periods_wait_as_returns_do(
    half_year_on: str, code: str, waiting: dict[str, list[str]]
) -> None:
    """The later known waits; of one day both wait. Another promise is not touched."""
    returns = (
        keyed("q1.csv", row("P-01", 5, 2), on="2025-07-01"),
        keyed("half.csv", row("P-01", 9, 2), row("P-02", 9, 3), period=HALF, on=half_year_on),
    )

    outcome = reception(*returns)

    assert waiting_rows(*returns) == waiting
    assert set(codes(outcome)) == {code}
