"""The rules over several rows and promises, explained down to their cells: the sums stand in `rule_sums.toml`."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from accounts import (
    APRIL,
    BLANK,
    CLAIMED,
    CONFIRMED,
    HOURS,
    JULY,
    JUNE,
    MAY,
    PLACEMENTS,
    SESSIONS,
    TOTAL,
    WEEKS,
    at_most,
    in_brief,
    promise,
    row,
    said,
    sent,
    told,
)
from nouns import Q1
from sums import sums_in

from pledges.model import Absence, Basis, WeekConvention

THIRD = "third party confirmed"
SUMS = sums_in(Path(__file__).with_name("rule_sums.toml"))
CASES: dict[str, Callable[[], str]] = {
    # Weeks over several returns.
    "Completed weeks of a placement over two quarters": partial(
        in_brief,
        promise(**WEEKS, week_convention=WeekConvention.COMPLETED_WEEKS),
        sent("q1", row(**BLANK, start=dt.date(2025, 6, 19), placement_ref="P1")),
        sent("q2", row(**BLANK, start=dt.date(2025, 6, 19), end=dt.date(2025, 7, 10), placement_ref="P1")),
    ),
    "Completed weeks of a placement that was broken": partial(
        in_brief,
        promise(**WEEKS, week_convention=WeekConvention.COMPLETED_WEEKS),
        sent("q1", row(**BLANK, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 11), placement_ref="P1")),
        sent("q2", row(**BLANK, start=dt.date(2025, 7, 1), end=dt.date(2025, 7, 11), placement_ref="P1")),
    ),
    "A commitment that is said anew": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent("q1", row(**BLANK, start=JUNE, end=dt.date(2025, 8, 30), placement_ref="P1")),
        sent("q2", row(**BLANK, start=JUNE, end=dt.date(2025, 9, 13), placement_ref="P1")),
    ),
    "A commitment that is shortened": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent("q1", row(**BLANK, start=JUNE, end=dt.date(2025, 8, 30))),
        sent("q2", row(**BLANK, start=JUNE, end=dt.date(2025, 8, 16))),
    ),
    "Two commitments of one day": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent(
            "q1", row(**BLANK, start=JUNE, end=dt.date(2025, 6, 28)), row(**BLANK, start=JUNE, end=dt.date(2025, 6, 14))
        ),
        sent(
            "q2", row(**BLANK, start=JUNE, end=dt.date(2025, 6, 28)), row(**BLANK, start=JUNE, end=dt.date(2025, 6, 21))
        ),
    ),
    "Commitments before and after a running total": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent("q1", row(**BLANK, start=JUNE, end=dt.date(2025, 6, 28), placement_ref="P1")),
        sent("q1", row(6), file="b", **TOTAL),
        sent(
            "q2",
            row(**BLANK, start=dt.date(2025, 6, 30), end=dt.date(2025, 7, 13), placement_ref="P2"),
            row(**BLANK, start=JULY, end=dt.date(2025, 7, 7), placement_ref="P3"),
            row(2),
        ),
        sent("q3", row(**BLANK, start=JUNE, end=dt.date(2025, 7, 12), placement_ref="P4"), part="North"),
    ),
    "Commitments beside a running total that gives no figure": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent("q1", row(absence=Absence.PENDING), **TOTAL),
        sent("q2", row(**BLANK, start=JUNE, end=dt.date(2025, 6, 14), placement_ref="P1")),
    ),
    "A commitment without an end": partial(
        in_brief, promise(**WEEKS, is_committed=True), sent("q1", row(**BLANK, start=JUNE, placement_ref="P1"))
    ),
    "Commitments of one placement that overlap by a day": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent(
            "q1",
            row(**BLANK, start=JUNE, end=dt.date(2025, 6, 14), placement_ref="P1"),
            row(**BLANK, start=dt.date(2025, 6, 14), end=dt.date(2025, 6, 28), placement_ref="P1"),
        ),
    ),
    "Commitments of one placement that follow each other": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent(
            "q1",
            row(**BLANK, start=JUNE, end=dt.date(2025, 6, 14), placement_ref="P1"),
            row(**BLANK, start=dt.date(2025, 6, 15), end=dt.date(2025, 6, 28), placement_ref="P1"),
        ),
    ),
    "A commitment that one return says twice": partial(
        in_brief,
        promise(**WEEKS, is_committed=True),
        sent(
            "q1",
            row(**BLANK, start=JUNE, end=dt.date(2025, 6, 14), placement_ref="P1"),
            row(**BLANK, start=JUNE, end=dt.date(2025, 6, 21), placement_ref="P1"),
        ),
    ),
    # Shares and caps.
    "Half of it is the promise's": partial(
        told,
        promise(**HOURS),
        sent("q1", row(4, share=Fraction(1, 2), evidence_ref="E1")),
        confirmations=(said(THIRD, 3),),
    ),
    "Shares of one thing up to the whole": partial(
        in_brief,
        (promise(**HOURS), promise("P-2", **HOURS, contract_ref="C-2")),
        sent("q1", row(4, share=Fraction(1, 2), evidence_ref="E1")),
        sent("q1", row(4, key="P-2", share=Fraction(1, 2), evidence_ref="E1"), contract_ref="C-2", file="b"),
    ),
    "Shares of one thing above the whole": partial(
        in_brief,
        (promise(**HOURS), promise("P-2", **HOURS, contract_ref="C-2")),
        sent("q1", row(4, share=Fraction(1, 2), evidence_ref="E1")),
        sent("q1", row(4, key="P-2", share=Fraction(51, 100), evidence_ref="E1"), contract_ref="C-2", file="b"),
    ),
    "A cap per person in weeks": partial(
        told,
        promise(**WEEKS, cap_per_person=at_most(10, "weeks")),
        sent("q1", row(6, person_ref="A")),
        sent("q2", row(6, person_ref="A"), row(6, person_ref="B"), row(6)),
        sent("q3", row(1, person_ref="A")),
        confirmations=(said(THIRD, 8, person_ref="A"),),
    ),
    "A cap per person in months": partial(
        in_brief,
        promise(**WEEKS, cap_per_person=at_most(2, "months")),
        sent("q1", row(**BLANK, start=JUNE, person_ref="A")),
        sent("q2", row(**BLANK, start=JUNE, end=dt.date(2025, 8, 31), person_ref="A")),
        sent("q3", row(**BLANK, start=dt.date(2025, 10, 1), person_ref="A")),
    ),
    "A cap per person in years of FTE years": partial(
        in_brief,
        promise(unit="FTE years", cap_per_person=at_most(1, "months")),
        sent("q1", row(1, unit="FTE", start=JUNE, person_ref="A")),
        sent("q2", row(1, unit="FTE", start=JUNE, end=dt.date(2025, 7, 30), person_ref="A")),
    ),
    # Once.
    "A person twice": partial(
        told,
        promise(),
        sent("q1", row(1, person_ref="A", **CLAIMED)),
        sent("q2", row(1, person_ref="A")),
        sent("q3", row(1, person_ref="A")),
    ),
    "A person with both parties of a contract": partial(
        in_brief,
        (promise(), promise("P-2", supplier_ref="S-02")),
        sent("q1", row(1, person_ref="A")),
        sent("q1", row(1, key="P-2", person_ref="A"), supplier_ref="S-02", file="b"),
    ),
    "A placement twice": partial(
        in_brief,
        promise(**PLACEMENTS),
        sent("q1", row(1, placement_ref="P1", person_ref="A")),
        sent("q2", row(1, placement_ref="P1", person_ref="B"), row(1, person_ref="A")),
    ),
    "A second category of an exclusive group": partial(
        in_brief,
        (promise(exclusive_group="Disadvantage"), promise("P-2", type="job", exclusive_group="disadvantage ")),
        sent("q1", row(1, person_ref="A"), row(1, key="P-2", person_ref="A", **CONFIRMED), row(1, key="P-2")),
    ),
    # Lasting.
    "Placements long enough and too short": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(14, "days")),
        sent(
            "q1",
            row(1, start=MAY, end=dt.date(2025, 5, 14), placement_ref="P1"),
            row(1, start=MAY, end=dt.date(2025, 5, 13), placement_ref="P2"),
            row(1, placement_ref="P3"),
        ),
    ),
    "Placements by the hours of their rows": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(70, "hours")),
        sent(
            "q1",
            # 35 hours a week for two weeks are 70; for a day less they are 65.
            row(
                1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 15), hours_per_week=Fraction(35), placement_ref="P1"
            ),
            row(
                1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 14), hours_per_week=Fraction(35), placement_ref="P2"
            ),
            # The same days on two rows are days once; ten days attended are two weeks.
            row(1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 8), hours_per_week=Fraction(35), placement_ref="P3"),
            row(
                **BLANK,
                start=dt.date(2025, 6, 2),
                end=dt.date(2025, 6, 8),
                hours_per_week=Fraction(35),
                placement_ref="P3",
            ),
            row(1, days=Fraction(10), hours_per_week=Fraction(35), placement_ref="P4"),
            row(1, days=Fraction(9), hours_per_week=Fraction(35), placement_ref="P5"),
            row(1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 15), placement_ref="P6"),
        ),
    ),
    "Sessions by the hours that are typed": partial(
        in_brief,
        promise(**HOURS, minimum_length=at_most(70, "hours")),
        sent("q1", row(70, placement_ref="P1"), row(69, placement_ref="P2")),
    ),
    "Placements by days attended": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(2, "weeks")),
        sent(
            "q1",
            row(1, days=Fraction(10), placement_ref="P1"),
            row(1, days=Fraction(9), placement_ref="P2"),
            row(2, days=Fraction(20)),
            row(3, days=Fraction(20)),
            row(1, days=Fraction(8), start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 13), placement_ref="P3"),
            row(**BLANK, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 19), placement_ref="P3"),
        ),
    ),
    "Weeks that are typed as weeks and as days": partial(
        in_brief,
        promise(**WEEKS, minimum_length=at_most(14, "days")),
        sent("q1", row(2, placement_ref="P1"), row("13/7", placement_ref="P2"), row(3)),
    ),
    "Days that are typed, of a minimum in weeks": partial(
        in_brief,
        promise(unit="days", minimum_length=at_most(2, "weeks")),
        sent("q1", row(10, placement_ref="P1"), row(9, placement_ref="P2")),
    ),
    "Placements whose dates could not be read": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(14, "days")),
        sent("q1", row(1, start=MAY, end=JUNE, placement_ref="P1", problems=(("Days", "cell-not-a-number"),))),
    ),
    "A placement that is still going on": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(14, "days")),
        sent(
            "q1",
            row(1, start=dt.date(2025, 6, 17), placement_ref="P1"),
            row(1, start=dt.date(2025, 6, 18), placement_ref="P2"),
        ),
        on=Q1.end,
    ),
    "A running total says a placement's length in its latest words": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(14, "days")),
        sent("q1", row(1, start=JUNE, end=dt.date(2025, 6, 20), placement_ref="P1"), basis=Basis.CUMULATIVE),
        sent("q2", row(1, start=JUNE, end=dt.date(2025, 6, 10), placement_ref="P1"), basis=Basis.CUMULATIVE),
    ),
    "Placements in one run": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(2, "weeks", consecutive=True)),
        sent(
            "q1",
            row(1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 6), placement_ref="P1"),
            row(**BLANK, start=dt.date(2025, 6, 9), end=dt.date(2025, 6, 17), placement_ref="P1"),
            row(1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 6), placement_ref="P2"),
            row(**BLANK, start=dt.date(2025, 6, 10), end=dt.date(2025, 6, 22), placement_ref="P2"),
        ),
    ),
    "Placements in one run over a day on which others work": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(10, "days", consecutive=True)),
        sent(
            "q1",
            row(1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 5), placement_ref="P1"),
            row(**BLANK, start=dt.date(2025, 6, 9), end=dt.date(2025, 6, 15), placement_ref="P1"),
            row(1, start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 6), placement_ref="P2"),
            row(**BLANK, start=dt.date(2025, 6, 9), end=dt.date(2025, 6, 13), placement_ref="P2"),
        ),
    ),
    "Placements in one run by rows that lie in each other": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(20, "days", consecutive=True)),
        sent(
            "q1",
            row(1, days=Fraction(15), start=dt.date(2025, 6, 2), end=dt.date(2025, 6, 20), placement_ref="P1"),
            row(**BLANK, days=Fraction(1), start=dt.date(2025, 6, 3), end=dt.date(2025, 6, 3), placement_ref="P1"),
            row(**BLANK, days=Fraction(5), start=dt.date(2025, 6, 23), end=dt.date(2025, 6, 27), placement_ref="P1"),
        ),
    ),
    "Placements in one run of a single day, by days alone": partial(
        in_brief,
        promise(**PLACEMENTS, minimum_length=at_most(1, "days", consecutive=True)),
        sent("q1", row(1, days=Fraction(5), placement_ref="P1"), row(1, start=JUNE, end=JUNE, placement_ref="P2")),
    ),
    "Still there after 13 weeks, gone before, and not yet": partial(
        in_brief,
        promise(sustained_for=at_most(13, "weeks"), due=JULY),
        sent(
            "q1",
            row(1, start=APRIL, person_ref="A"),
            row(1, start=APRIL, end=dt.date(2025, 6, 29), person_ref="B"),
            row(1, start=dt.date(2025, 4, 2), person_ref="C"),
            row(1, person_ref="D"),
        ),
        on=dt.date(2025, 6, 30),
    ),
    "Still there by the rows of two quarters": partial(
        in_brief,
        promise(sustained_for=at_most(4, "months")),
        sent(
            "q1", row(1, start=dt.date(2025, 5, 15), person_ref="A"), row(1, start=dt.date(2025, 5, 15), person_ref="B")
        ),
        sent(
            "q2",
            row(**BLANK, start=dt.date(2025, 5, 15), person_ref="A"),
            row(**BLANK, start=JULY, end=dt.date(2025, 9, 13), person_ref="B"),
        ),
    ),
    "Nobody says whether somebody stayed": partial(
        told,
        promise(sustained_for=at_most(6, "months")),
        sent("q1", row(1, start=APRIL, person_ref="A"), row(1, **CLAIMED)),
    ),
    # Questions.
    "The same again in the next quarter": partial(
        in_brief,
        promise(**SESSIONS),
        sent("q1", row(2, evidence_ref="agreement 22"), row(1)),
        sent("q2", row(2, evidence_ref="Agreement 22"), row(1)),
    ),
    "References that are written in two ways": partial(
        in_brief,
        promise(),
        sent("q1", row(1, person_ref="AB-01"), row(1, person_ref="ab 1"), row(1, person_ref="AC-1")),
    ),
    "One document claimed under two contracts": partial(
        in_brief,
        (promise(), promise("P-2", contract_ref="C-2"), promise("P-3", supplier_ref="S-02")),
        sent("q1", row(1, evidence_ref="E 01")),
        sent("q1", row(2, key="P-2", evidence_ref="E 01"), contract_ref="C-2", file="b"),
        sent("q1", row(3, key="P-3", evidence_ref="e-1"), supplier_ref="S-02", file="c"),
    ),
    "The same number of the same days under two promises": partial(
        in_brief,
        (promise(**SESSIONS), promise("P-2", **SESSIONS), promise("P-3", **SESSIONS, supplier_ref="S-02")),
        sent("q1", row(3, start=MAY), row(3, key="P-2", start=MAY), row(4, key="P-2", start=MAY)),
        sent("q1", row(3, key="P-3", start=MAY), supplier_ref="S-02", file="b"),
    ),
    "The same number and evidence without days": partial(
        in_brief,
        (promise(**SESSIONS), promise("P-2", **SESSIONS)),
        sent("q1", row(3, evidence_ref="rota"), row(3, key="P-2", evidence_ref="rota"), row(4), row(4, key="P-2")),
        sent("q2", row(3, key="P-2", evidence_ref="rota")),
    ),
    "Shares of the same number are no question": partial(
        in_brief,
        (promise(**SESSIONS), promise("P-2", **SESSIONS)),
        sent(
            "q1",
            row(3, start=MAY, share=Fraction(1, 2)),
            row(3, key="P-2", start=MAY, share=Fraction(1, 2)),
            row(5, start=MAY, share=Fraction(1, 2)),
            row(5, key="P-2", start=MAY, share=Fraction(51, 100)),
        ),
    ),
    "One person's time under two contracts": partial(
        in_brief,
        (promise(**WEEKS), promise("P-2", **WEEKS, contract_ref="C-2")),
        sent("q1", row(**BLANK, start=MAY, person_ref="A")),
        sent("q1", row(**BLANK, key="P-2", start=JUNE, person_ref="A"), contract_ref="C-2", file="b"),
    ),
    "Two people, of whom only the second is under two contracts": partial(
        in_brief,
        (promise(**WEEKS), promise("P-2", **WEEKS, contract_ref="C-2")),
        sent("q1", row(13, start=APRIL, person_ref="A"), row(8, start=MAY, person_ref="B")),
        sent("q1", row(4, key="P-2", start=JUNE, person_ref="B"), contract_ref="C-2", file="b"),
    ),
    "One person's weeks that overlap two that end on one day": partial(
        in_brief,
        promise(**WEEKS),
        sent(
            "q1",
            row(10, start=APRIL, end=dt.date(2025, 6, 15), person_ref="A"),
            row(6, start=MAY, end=dt.date(2025, 6, 15), person_ref="A"),
            row(2, start=dt.date(2025, 6, 15), person_ref="A"),
        ),
    ),
    "Documents of two parties, with a share of one of them and without": partial(
        in_brief,
        (promise(), promise("P-2", supplier_ref="S-02")),
        sent(
            "q1", row(1, evidence_ref="E1", share=Fraction(1, 2)), row(2, evidence_ref="E2"), row(3, evidence_ref="E3")
        ),
        sent(
            "q1",
            row(4, key="P-2", evidence_ref="E1"),
            row(5, key="P-2", evidence_ref="E2", share=Fraction(1, 2)),
            row(6, key="P-2", evidence_ref="E3"),
            supplier_ref="S-02",
            file="b",
        ),
    ),
    "The same number of the same days, after a row with days alone": partial(
        in_brief,
        (promise(**WEEKS), promise("P-2", **WEEKS)),
        sent("q1", row(**BLANK, start=APRIL, end=APRIL), row(3, start=MAY), row(3, key="P-2", start=MAY)),
    ),
    "The same number of the same days, of which two rows name somebody": partial(
        in_brief,
        (promise(**SESSIONS), promise("P-2", **SESSIONS)),
        sent("q1", row(3, start=MAY, person_ref="A"), row(3, start=MAY), row(3, key="P-2", start=MAY, person_ref="B")),
    ),
}


@pytest.mark.parametrize("sentence", CASES)
def test_what_a_rule_leaves_is_explained_down_to_its_cells(sentence: str) -> None:
    """Each number has its name, its unit and its cell, and what does not count has its reason."""
    assert CASES[sentence]() == SUMS[sentence]


def test_no_sum_is_left_without_its_case() -> None:
    """What the file of sums says is what the cases above make."""
    assert list(SUMS) == list(CASES)
