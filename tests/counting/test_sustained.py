"""Who is still there, on both sides of each edge; the common cases stand in `tests/cases/amounts-sustained.toml`."""

import datetime as dt
from typing import Any

import attrs
import pytest
from accounts import BLANK, CLAIMED, CONFIRMED, TOTAL, at_most, counted, promise, row, sent
from nouns import YEAR

from pledges.counting.lines import CountedLine

D = dt.date
FIRST_OF_APRIL = D(2025, 4, 1)
FOUR_WEEKS = at_most(4, "weeks")
"""From 1 April they are over on 28 April."""


def lines_of(*returns: Any, on: dt.date = YEAR.end, **terms: Any) -> list[CountedLine]:
    """Return the lines of a promise of people who stay four weeks."""
    of = promise(**{"sustained_for": FOUR_WEEKS, **terms})
    return [each for each in counted([of], *returns, on=on).counted["P-1"].lines if each.amount is not None]


def reasons(*returns: Any, on: dt.date = YEAR.end, **terms: Any) -> list[str]:
    """Return why each of them is set aside, "" where it counts."""
    lines = lines_of(*returns, on=on, **terms)
    return ["" if each.set_aside is None else each.set_aside.reason for each in lines]


@pytest.mark.parametrize(
    ("end", "on", "reason"),
    [
        (D(2025, 4, 28), D(2025, 4, 28), ""),
        (D(2025, 4, 27), D(2025, 4, 28), "not-sustained"),
        (D(2025, 4, 27), D(2025, 4, 26), "not-yet-sustained"),
        (None, D(2025, 4, 27), "not-yet-sustained"),
        (None, D(2025, 4, 28), ""),
        (None, YEAR.end, ""),
    ],
)
def test_four_weeks_are_over_on_the_28th_day(end: dt.date | None, on: dt.date, reason: str) -> None:
    """Whoever is there on that day has stayed; an End before it that has come says no."""
    started = sent("q1", row(1, person_ref="A", start=FIRST_OF_APRIL, end=end))

    assert reasons(started, on=on) == [reason]


@pytest.mark.parametrize(
    ("start", "reason"),
    [(D(2025, 6, 3), ""), (D(2025, 6, 4), "sustained-not-known"), (D(2025, 6, 30), "sustained-not-known")],
)
def test_a_return_tells_no_more_than_its_period(start: dt.date, reason: str) -> None:
    """From 3 June four weeks are over on 30 June, which the return tells; a day later nobody does."""
    assert reasons(sent("q1", row(1, person_ref="A", start=start))) == [reason]


def test_on_the_day_of_proof_itself_silence_is_not_known() -> None:
    """The return ended before the day of proof: on that day it has passed, and on the day before it has not come."""
    started = sent("q1", row(1, person_ref="A", start=D(2025, 6, 4)))

    assert reasons(started, on=D(2025, 7, 1)) == ["sustained-not-known"]
    assert reasons(started, on=D(2025, 6, 30)) == ["not-yet-sustained"]


@pytest.mark.parametrize(
    ("column", "reason"), [("Start", "sustained-needs-start"), ("End", "sustained-needs-start"), ("Note", "")]
)
def test_dates_that_could_not_be_read_tell_of_no_stay(column: str, reason: str) -> None:
    """A Start beside an End that nobody can read does not say how long somebody stayed."""
    started = row(1, person_ref="A", start=FIRST_OF_APRIL, end=D(2025, 5, 31), problems=((column, "date-unclear"),))

    assert reasons(sent("q1", started)) == [reason]


def test_of_several_stays_the_best_holds() -> None:
    """Counts before not known before not yet before not, in whatever order the stays are."""
    left: dict[str, Any] = {"start": FIRST_OF_APRIL, "end": D(2025, 4, 10)}
    stayed: dict[str, Any] = {"start": D(2025, 5, 1), "end": D(2025, 5, 31)}
    unknown: dict[str, Any] = {"start": D(2025, 6, 20)}

    assert reasons(sent("q1", row(1, person_ref="A", **left), row(**BLANK, person_ref="A", **stayed))) == [""]
    assert reasons(sent("q1", row(1, person_ref="A", **stayed), row(**BLANK, person_ref="A", **unknown))) == [""]
    assert reasons(sent("q1", row(1, person_ref="A", **left), row(**BLANK, person_ref="A", **unknown))) == [
        "sustained-not-known"
    ]


def test_what_lasted_is_of_the_day_that_proves_it() -> None:
    """Somebody who started in time and has stayed only after Due counts, and late."""
    started = sent("q1", row(1, person_ref="A", start=FIRST_OF_APRIL))
    of = promise(sustained_for=FOUR_WEEKS, due=D(2025, 4, 27))

    late = counted([of], started).counted["P-1"]
    in_time = counted([attrs.evolve(of, due=D(2025, 4, 28))], started).counted["P-1"]

    assert [late.counted.value, late.late.value] == [1, 1]
    assert [in_time.counted.value, in_time.late.value] == [1, 0]
    assert [each.day for each in lines_of(started)] == [D(2025, 4, 28)]


def test_what_is_too_short_is_asked_about_for_that_alone_and_keeps_its_own_day() -> None:
    """A placement below the minimum length is not asked about its staying."""
    terms: dict[str, Any] = {"unit": "placements", "minimum_length": at_most(50, "days")}
    started = sent("q1", row(1, placement_ref="P1", start=FIRST_OF_APRIL, end=D(2025, 4, 30)))
    brief = sent("q1", row(1, placement_ref="P1", start=FIRST_OF_APRIL, end=D(2025, 4, 10)))

    (line,) = lines_of(started, **terms)

    assert reasons(started, **terms) == ["under-minimum-length"]
    assert reasons(brief, **terms) == ["under-minimum-length"]
    assert line.day == D(2025, 4, 30)


def test_rows_that_add_nothing_are_set_aside_without_a_question() -> None:
    """Of a running total whose second return adds nothing, only the row that added somebody is asked about."""
    gone: dict[str, Any] = {"person_ref": "A", "start": FIRST_OF_APRIL, "end": D(2025, 4, 10)}
    of = promise(sustained_for=FOUR_WEEKS)
    first, second = sent("q1", row(1, **gone), **TOTAL), sent("half", row(1, **gone), **TOTAL)

    found = [each.code for each in counted([of], first, second).findings]

    assert found.count("not-sustained") == 1


def test_not_known_makes_what_counts_unknown_at_the_counting_grade_alone() -> None:
    """A row that is only claimed would not count anyway."""
    unknown: dict[str, Any] = {"person_ref": "A", "start": D(2025, 6, 20)}
    of = promise(sustained_for=FOUR_WEEKS)

    documented = counted([of], sent("q1", row(1, **unknown, **CONFIRMED))).counted["P-1"]
    claimed = counted([of], sent("q1", row(1, **unknown, **CLAIMED))).counted["P-1"]

    assert documented.counted.value is None
    assert claimed.counted.value == 0
