"""Commitments of several placements that overlap themselves; whole sums stand in `rule_sums.toml`."""

import datetime as dt
from typing import Any

from accounts import BLANK, JUNE, MAY, WEEKS, counted, promise, row, sent


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
