"""Commitments of several placements that overlap themselves; whole sums stand in `rule_sums.toml`."""

import datetime as dt
from fractions import Fraction
from typing import Any

from accounts import BLANK, CONFIRMED, JUNE, MAY, TOTAL, WEEKS, counted, promise, row, sent
from nouns import values


def test_each_placement_that_overlaps_itself_is_asked_about() -> None:
    """Of two placements with two stays each the later stay of each is set aside, and neither hides the other."""
    end = dt.date(2025, 8, 31)

    def stays(ref: str) -> list[Any]:
        return [row(**BLANK, start=start, end=end, placement_ref=ref) for start in (MAY, JUNE)]

    of = promise(**WEEKS, is_committed=True)
    lines = counted([of], sent("q1", *stays("P1"), *stays("P2"))).counted["P-1"].lines

    reasons = [each.set_aside.reason if each.set_aside else "" for each in lines]
    assert reasons == ["", "commitment-overlaps", "", "commitment-overlaps"]


def test_a_stay_that_begins_the_day_after_another_ends_overlaps_nothing() -> None:
    """On the last day itself it does."""
    first = row(**BLANK, start=MAY, end=dt.date(2025, 5, 31), placement_ref="P1")

    def reasons(start: dt.date) -> list[str]:
        of = promise(**WEEKS, is_committed=True)
        second = row(**BLANK, start=start, end=dt.date(2025, 6, 30), placement_ref="P1")
        lines = counted([of], sent("q1", first, second)).counted["P-1"].lines
        return [each.set_aside.reason if each.set_aside else "" for each in lines]

    assert reasons(JUNE) == ["", ""]
    assert reasons(dt.date(2025, 5, 31)) == ["", "commitment-overlaps"]


def test_a_commitment_that_a_running_total_took_off_claims_nobody() -> None:
    """Of two categories the one that still counts somebody has them, however good the evidence of the other was."""
    group: dict[str, Any] = {**WEEKS, "exclusive_group": "one of these"}
    committed, other = promise(**group, is_committed=True), promise("P-2", **group)
    end = dt.date(2025, 8, 31)
    returns = (
        sent("q1", row(**BLANK, start=MAY, end=end, person_ref="YP-1", **CONFIRMED)),
        sent("q2", row(3, start=JUNE, person_ref="YP-2"), **TOTAL),
        sent("q3", row(5, "P-2", person_ref="YP-1")),
    )

    ledger = counted([committed, other], *returns)

    assert values(ledger.counted["P-1"].counted, ledger.counted["P-2"].counted) == (3, 5)


def test_only_what_may_be_said_anew_ends_before_its_period() -> None:
    """A typed number of weeks, or one of a promise that counts what is earned, does not belong to such a return."""
    ended: dict[str, Any] = {"start": MAY, "end": dt.date(2025, 5, 31), "placement_ref": "P1"}

    def reasons(quantity: int | None, *, is_committed: bool) -> list[str]:
        given = BLANK if quantity is None else {}
        of = promise(**WEEKS, is_committed=is_committed)
        lines = counted([of], sent("q2", row(quantity, **given, **ended))).counted["P-1"].lines
        return [each.set_aside.reason if each.set_aside else "" for each in lines]

    assert reasons(None, is_committed=True) == [""]
    assert reasons(4, is_committed=True) == ["dates-outside-period"]
    assert reasons(None, is_committed=False) == ["dates-outside-period"]


def test_two_sites_that_name_one_stay_have_it_once() -> None:
    """The site that said it first has the later word, too; stays of two sites that overlap are no two, either."""
    of = promise(**WEEKS, is_committed=True)
    end, sooner, later = dt.date(2025, 8, 31), dt.date(2025, 7, 31), dt.date(2025, 9, 30)

    def reasons(*returns: Any) -> list[str]:
        lines = counted([of], *returns).counted["P-1"].lines
        return [each.set_aside.reason if each.set_aside else "" for each in lines]

    def stay(quarter: str, part: str, start: dt.date, until: dt.date) -> Any:
        return sent(quarter, row(**BLANK, start=start, end=until, person_ref="YP-1"), part=part, file=f" {part}")

    north, south = stay("q1", "North", MAY, end), stay("q1", "South", MAY, later)
    corrected, beside = stay("q2", "North", MAY, sooner), stay("q1", "South", JUNE, later)

    assert reasons(north, south, corrected) == ["", "commitment-overlaps", ""]
    assert reasons(north, beside, corrected) == ["", "commitment-overlaps", ""]
    assert values(counted([of], north, south, corrected).counted["P-1"].counted) == (Fraction(92, 7),)
