"""Which of several claims to one person goes first: the day they were known says it, or who confirmed the person."""

import datetime as dt

import pytest
from accounts import counted, promise, row, said, sent

from pledges.model import Confirmation

THIRD, YOUNG, DECLINED = "third party confirmed", "beneficiary confirmed", "declined"
REFUSED = "offer test not honoured"
EARLIER, LATER = dt.date(2025, 7, 1), dt.date(2025, 7, 2)
CATEGORIES = tuple(promise(ref, unit="FTE years", exclusive_group="A") for ref in ("P-1", "P-2"))


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        (EARLIER, EARLIER, "first"),
        (EARLIER, LATER, "first"),
        (LATER, EARLIER, "second"),
        (LATER, None, "second"),
        (None, EARLIER, "first"),
        (None, None, "first"),
    ],
)
def test_of_two_rows_of_one_person_that_one_counts_which_was_known_first(
    first: dt.date | None, second: dt.date | None, counts: str
) -> None:
    """They are of one grade and start: without a day it was always known, and of one day the first file counts."""
    returns = (
        sent("q1", row(1, person_ref="A"), known_from=first, file=" 1 first"),
        sent("q1", row(1, person_ref="A"), known_from=second, file=" 2 second"),
    )

    ledger = counted([promise()], *returns)

    repeats = [each for each in ledger.findings if each.code == "duplicate-person"]
    assert len(repeats) == 1
    assert counts not in str(repeats[0].source)
    assert counts in repeats[0].text


@pytest.mark.parametrize(
    ("confirmations", "counts"),
    [
        ([], "P-1"),
        ([said(THIRD, ref="P-2", person_ref="A")], "P-2"),
        ([said(THIRD, ref="P-2", person_ref="B")], "P-1"),
        ([said(THIRD, ref="P-2")], "P-1"),
        ([said(DECLINED, ref="P-2", person_ref="A")], "P-1"),
        ([said(REFUSED, ref="P-2", person_ref="A")], "P-1"),
        # What is said first is no less than what is said later.
        ([said(YOUNG, ref="P-2", person_ref="A"), said(THIRD, ref="P-2", person_ref="A")], "P-2"),
        ([said(THIRD, ref="P-2", person_ref="A"), said(YOUNG, ref="P-2", person_ref="A")], "P-2"),
    ],
)
def test_a_category_is_better_evidenced_by_what_confirms_the_very_person(
    confirmations: list[Confirmation], counts: str
) -> None:
    """A confirmation of nobody by name, of somebody else, or one that is refused, decides for no category."""
    both = sent("q1", row(1, person_ref="A"), row(1, key="P-2", person_ref="A"))
    # Where P-1 is confirmed by others, young people's own word for P-2 is still the higher.
    beside = [said(THIRD, ref="P-1", person_ref="A")] if len(confirmations) > 1 else []

    ledger = counted(CATEGORIES, both, confirmations=[*beside, *confirmations])

    aside = {ref for ref, each in ledger.counted.items() if any(one.set_aside for one in each.lines)}
    assert aside == {"P-1", "P-2"} - {counts}
