"""What counts of a promise, explained down to its cells: the sums stand in `account_sums.toml`."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from accounts import (
    BLANK,
    CLAIMED,
    CONFIRMED,
    HOURS,
    JUNE,
    MAY,
    POLICY,
    SESSIONS,
    STOCK,
    TOTAL,
    WEEKS,
    counted,
    event,
    in_brief,
    promise,
    row,
    said,
    sent,
    told,
)
from nouns import Q1
from sums import at, sum_of, sums_in

from pledges.model import Absence, Grade, Party, Pledge
from pledges.provenance import CellRef
from pledges.returns.received import ReceivedReturn

THIRD, YOUNG, DECLINED = "third party confirmed", "beneficiary confirmed", "declined"
HONOURED, NOT_HONOURED = "offer test honoured", "offer test not honoured"
OFFER = said(NOT_HONOURED, 4, dt.date(2025, 8, 1))
COMMITTED: dict[str, Any] = {**WEEKS, "is_committed": True}
MOST_OF_D1: dict[str, Any] = {"evidence_ref": "D1", "share": Fraction(3, 5)}


def line_by_line(of: Pledge, *returns: ReceivedReturn) -> str:
    """Return how much of each line of a promise counts."""
    return sum_of(*(each.counted for each in counted([of], *returns).counted[of.ref].lines))


SUMS = sums_in(Path(__file__).with_name("account_sums.toml"))
CASES: dict[str, Callable[[], str]] = {
    # Grades and confirmations.
    "Documented rows of two quarters": partial(told, promise(), sent("q1", row(2)), sent("q2", row(3))),
    "What is only claimed does not count": partial(told, promise(), sent("q1", row(3, **CLAIMED), row(2))),
    "Confirmed by a third party in part": partial(
        in_brief, promise(), sent("q1", row(5), row(5)), confirmations=(said(THIRD, 7),)
    ),
    "Confirmed by a third party whole": partial(in_brief, promise(), sent("q1", row(5)), confirmations=(said(THIRD),)),
    "Claimed, and then confirmed in part": partial(
        told, promise(), sent("q1", row(3, **CLAIMED)), confirmations=(said(THIRD, 2, quantity_source=at("Quantity")),)
    ),
    "Confirmed by young people, first what others confirmed": partial(
        told, promise(), sent("q1", row(6), row(4)), confirmations=(said(THIRD, 5), said(YOUNG, 7))
    ),
    "Confirmed by young people without a number": partial(
        told, promise(), sent("q1", row(6, **CONFIRMED), row(4)), confirmations=(said(YOUNG),)
    ),
    "Declined to confirm": partial(
        told, promise(), sent("q1", row(6), row(4, **CONFIRMED), row(1, **CLAIMED)), confirmations=(said(DECLINED, 3),)
    ),
    "Confirmed by name": partial(
        in_brief,
        promise(),
        sent("q1", row(1, person_ref="A"), row(1, person_ref="B")),
        confirmations=(said(THIRD, person_ref="B"),),
    ),
    "More confirmed than there is": partial(in_brief, promise(), sent("q1", row(5)), confirmations=(said(THIRD, 6),)),
    "Confirmed and not delivered": partial(
        in_brief, promise(), sent("q1", row(5)), confirmations=(said(THIRD, 1, evidence_ref="E1"),)
    ),
    "Declined and not delivered": partial(
        in_brief, promise(), sent("q1", row(5)), confirmations=(said(DECLINED, 1, evidence_ref="E1"),)
    ),
    "Confirmed after the day": partial(
        in_brief, promise(), sent("q1", row(5)), confirmations=(said(THIRD, 6, dt.date(2026, 4, 1)),)
    ),
    "A policy that counts what is confirmed alone": partial(
        told,
        promise(),
        sent("q1", row(5)),
        confirmations=(said(THIRD, 2),),
        policy=attrs.evolve(POLICY, counting_grade=Grade.THIRD_PARTY_CONFIRMED),
    ),
    # Tests of the offer.
    "An offer that was not honoured": partial(in_brief, promise(), sent("q1", row(6), row(2)), confirmations=(OFFER,)),
    "An offer that was not honoured, of all": partial(
        in_brief, promise(), sent("q1", row(6)), confirmations=(said(NOT_HONOURED, None, dt.date(2025, 8, 1)),)
    ),
    "An offer that was not honoured, of nothing delivered": partial(
        in_brief, promise(), sent("q1", row(6)), confirmations=(attrs.evolve(OFFER, evidence_ref="E1"),)
    ),
    "An offer that was honoured": partial(in_brief, promise(), sent("q1", row(6)), confirmations=(said(HONOURED, 4),)),
    "An offer that was honoured the next day": partial(
        in_brief, promise(), sent("q1", row(6)), confirmations=(OFFER, said(HONOURED, 1, dt.date(2025, 8, 2)))
    ),
    "An offer that was honoured on the same day": partial(
        in_brief, promise(), sent("q1", row(6)), confirmations=(OFFER, said(HONOURED, 4, dt.date(2025, 8, 1)))
    ),
    "An offer in dispute, confirmed since in part": partial(
        told, promise(), sent("q1", row(6)), confirmations=(OFFER, said(THIRD, 1, dt.date(2025, 8, 2)))
    ),
    "An offer in dispute, confirmed since whole": partial(
        in_brief, promise(), sent("q1", row(6)), confirmations=(OFFER, said(THIRD, 4, dt.date(2025, 8, 2)))
    ),
    "An offer in dispute, upheld": partial(
        in_brief,
        promise(),
        sent("q1", row(6)),
        confirmations=(OFFER,),
        events=(event("offer  Not honoured", dt.date(2025, 8, 2)),),
    ),
    "An offer in dispute, settled by the panel": partial(
        in_brief,
        promise(),
        sent("q1", row(6)),
        confirmations=(OFFER,),
        events=(event("offer not honoured", dt.date(2025, 8, 2)), event("Offer honoured", dt.date(2025, 8, 3))),
    ),
    "An offer in dispute, decided on its own day or of something else": partial(
        in_brief,
        promise(),
        sent("q1", row(6)),
        confirmations=(OFFER,),
        events=(
            event("offer honoured", dt.date(2025, 8, 1)),
            event("offer honoured", dt.date(2025, 8, 2), kind="meeting"),
            event("postponed", dt.date(2025, 8, 3)),
        ),
    ),
    # Nothing, nil and open.
    "Nothing was sent": partial(in_brief, promise()),
    "A nil return": partial(
        told, (promise(), promise("P-2"), promise("P-3", contract_ref="C-2")), sent("q1", nil=True)
    ),
    "A nil return beside a row that is blank, and one that is not": partial(
        in_brief,
        (promise(), promise("P-2")),
        sent("q1", row(**BLANK), row(key="P-2", absence=Absence.PENDING), nil=True),
    ),
    "Still to come": partial(told, promise(), sent("q1", row(absence=Absence.PENDING), row(1))),
    "Not applicable": partial(in_brief, promise(), sent("q1", row(absence=Absence.NOT_APPLICABLE))),
    "Hidden by a symbol": partial(in_brief, promise(), sent("q1", row(absence=Absence.SUPPRESSED))),
    "No plain number": partial(in_brief, promise(), sent("q1", row(absence=Absence.UNCLEAR))),
    "Left open and keyed since": partial(
        told,
        promise(),
        sent("q1", row(absence=Absence.PENDING)),
        sent("q1", row(4), keyed=True, file=" keyed"),
        sent("q2", row(absence=Absence.PENDING)),
    ),
    "A row that names no promise": partial(in_brief, promise(), sent("q1", row(1, key="P-7"), row(1, key="XYZ"))),
    "A row that names two promises": partial(
        in_brief,
        (promise(also_known_as=("ours",)), promise("P-2", also_known_as=("ours",))),
        sent("q1", row(1, key="ours")),
    ),
    "A row that waits": partial(
        in_brief,
        promise(),
        attrs.evolve(
            sent("q1", row(1), row(2)),
            waiting_lines=(CellRef(file="returns/q1.xlsx", sheet="Delivery", cell="R3"),),
        ),
    ),
    "A rule of counting that could not be read": partial(
        told,
        promise(rules=(("Cap per person", "unreadable"), ("Start", "unreadable"), ("Counts", "unreadable"))),
        sent("q1", row(1)),
    ),
    "A rule of amounts that could not be read": partial(
        told, promise(rules=(("Week convention", "unreadable"),)), sent("q1", row(1))
    ),
    "A rule of counting that could not be read, line by line": partial(
        line_by_line, promise(rules=(("Cap per person", "unreadable"),)), sent("q1", row(1), row(2))
    ),
    "Delivered after Due": partial(
        told, promise(**SESSIONS, due=Q1.end), sent("q1", row(1)), sent("q2", row(2), row(1, start=Q1.end))
    ),
    "A subcontractor reports for the prime": partial(
        in_brief,
        promise(),
        sent("q1", row(1), row(2, key="p-1 "), supplier_ref="S-02"),
        parties=(
            Party(contract_ref="C-1", supplier_ref="S-01", role="Prime", source=at("Parties")),
            Party(contract_ref="C-1", supplier_ref="S-02", role=" Subcontractor ", source=at("Parties")),
        ),
    ),
    "Somebody who is no subcontractor reports for the prime": partial(
        in_brief,
        promise(),
        sent("q1", row(1), supplier_ref="S-02"),
        parties=(Party(contract_ref="C-1", supplier_ref="S-02", role="consortium", source=at("Parties")),),
    ),
    # Running totals and stocks.
    "A running total": partial(
        in_brief,
        promise(**SESSIONS),
        sent("q1", row(10), **TOTAL),
        sent("q2", row(25), **TOTAL),
        sent("q3", row(25), **TOTAL),
    ),
    "A running total that falls": partial(
        in_brief,
        promise(**SESSIONS),
        sent("q1", row(10), **TOTAL),
        sent("q2", row(25), **TOTAL),
        sent("q3", row(8), **TOTAL),
    ),
    "A running total in two rows": partial(
        in_brief,
        promise(**SESSIONS),
        sent("q1", row(5), row(3), **TOTAL),
        sent("q2", row(6), row(1), row(7), **TOTAL),
    ),
    "A running total from claimed to documented": partial(
        told, promise(**SESSIONS), sent("q1", row(3, **CLAIMED), **TOTAL), sent("q2", row(5), **TOTAL)
    ),
    "A running total by person": partial(
        told,
        promise(),
        sent("q1", row(1, person_ref="A"), row(1, person_ref="B"), **TOTAL),
        sent("q2", row(1, person_ref="A"), row(1, person_ref="C"), **TOTAL),
    ),
    "A running total with a row that is open": partial(
        told,
        promise(**SESSIONS),
        sent("q1", row(25), row(30, **CLAIMED), **TOTAL),
        sent("q2", row(10), row(absence=Absence.PENDING), row(60, **CLAIMED), **TOTAL),
    ),
    "A running total after single periods": partial(
        in_brief, promise(**SESSIONS), sent("q1", row(4)), sent("q2", row(9), **TOTAL), sent("q3", row(2))
    ),
    "A running total that a single period's end lies in": partial(
        in_brief, promise(**SESSIONS), sent("q2", row(4)), sent("q1", row(9), **TOTAL), sent("half", row(3), file="b")
    ),
    "A single period that a running total ends in": partial(
        in_brief, promise(**SESSIONS), sent("half", row(3)), sent("q1", row(9), **TOTAL)
    ),
    "A single period that ends with a running total": partial(
        in_brief, promise(**SESSIONS), sent("q1", row(3)), sent("q1", row(9), **TOTAL, file="b")
    ),
    "A stock that falls": partial(in_brief, promise(), sent("q1", row(4), **STOCK), sent("q2", row(3), **STOCK)),
    "Sites run separately": partial(
        in_brief,
        promise(**SESSIONS),
        sent("q1", row(4), **TOTAL, part="North"),
        sent("q1", row(5), **TOTAL, part="south", file="b"),
        sent("q2", row(6), **TOTAL, part="north"),
    ),
    "A whole beside its sites": partial(
        in_brief, promise(**SESSIONS), sent("q1", row(3), part="north"), sent("q1", row(7), file="b")
    ),
    "Parties run separately": partial(
        in_brief,
        (promise(**SESSIONS), promise("P-2", **SESSIONS, supplier_ref="S-02")),
        sent("q1", row(4), **TOTAL),
        sent("q1", row(5, key="P-2"), **TOTAL, supplier_ref="S-02", file="b"),
    ),
    "A correction takes off the latest first": partial(
        in_brief,
        promise(**SESSIONS, due=Q1.end),
        sent("q1", row(5), **TOTAL),
        sent("q2", row(9), **TOTAL),
        sent("q3", row(3), **TOTAL),
    ),
    "A correction that takes off more than was late": partial(
        told,
        promise(**SESSIONS, due=Q1.end),
        sent("q1", row(5), **TOTAL),
        sent("q2", row(9), **TOTAL),
        sent("q3", row(3), **TOTAL),
        shown=("late",),
    ),
    "A running total that falls to nothing": partial(
        in_brief, promise(**SESSIONS), sent("q1", row(4), **TOTAL), sent("q2", row(0), **TOTAL)
    ),
    "A running total that is confirmed, and falls further than its latest row": partial(
        told,
        promise(**SESSIONS),
        sent("q1", row(5), **TOTAL),
        sent("q2", row(9), **TOTAL),
        sent("q3", row(3), **TOTAL),
        shown=("verified",),
        confirmations=(said(THIRD),),
    ),
    # Ten hours are another contract's, so that each later row is as much as the last total left of it.
    "A running total that falls, of which a part does not count": partial(
        in_brief,
        (promise(**HOURS), promise("P-2", **HOURS, contract_ref="C-2")),
        sent("q1", row(10, evidence_ref="Fair 25")),
        *(
            sent(quarter, *rows, **TOTAL, contract_ref="C-2", file="b")
            for quarter, rows in (
                ("q1", (row(10, key="P-2", evidence_ref="Fair 25"),)),
                ("q2", (row(12, key="P-2"), row(Fraction(1, 2), key="P-2"))),
                ("q3", (row(9, key="P-2"), row(10, key="P-2"), row(1, key="P-2", **CLAIMED))),
                ("q4", (row(12, key="P-2"), row(1, key="P-2", **CLAIMED))),
            )
        ),
    ),
    "A running total that is as high as before, with a row that is open": partial(
        in_brief,
        promise(**SESSIONS),
        sent("q1", row(4), row(absence=Absence.PENDING), **TOTAL),
        sent("q2", row(4), row(absence=Absence.PENDING), **TOTAL),
    ),
    "Somebody named twice in a running total": partial(
        in_brief,
        promise(),
        sent(
            "q1",
            row(1),
            row(1),
            row(0, person_ref="A"),
            row(1, person_ref="A", problems=(("Evidence grade", "cell-not-in-list"),)),
            row(1, person_ref="A"),
            row(1, person_ref="A"),
            **TOTAL,
        ),
    ),
    "Somebody of a single period whom a running total with an open row names again": partial(
        in_brief,
        promise(unit="FTE"),
        sent("q1", row(1, person_ref="A")),
        sent("q2", row(Fraction(1, 2), person_ref="A"), row(absence=Absence.PENDING, person_ref="A"), **TOTAL),
    ),
    "Commitments without a reference, of which one does not count and another is shortened": partial(
        in_brief,
        (promise(**COMMITTED), promise("P-2", **COMMITTED, contract_ref="C-2")),
        sent("q1", row(**BLANK, start=MAY, end=dt.date(2025, 5, 7), **MOST_OF_D1)),
        sent(
            "q1",
            row(**BLANK, key="P-2", start=MAY, end=dt.date(2025, 5, 7), **MOST_OF_D1),
            row(**BLANK, key="P-2", start=JUNE, end=dt.date(2025, 7, 5)),
            contract_ref="C-2",
            file="b",
        ),
        sent("q2", row(**BLANK, key="P-2", start=JUNE, end=dt.date(2025, 6, 28)), contract_ref="C-2", file="b"),
    ),
}


@pytest.mark.parametrize("sentence", CASES)
def test_what_counts_is_explained_down_to_its_cells(sentence: str) -> None:
    """Each number has its name, its unit and its cell, and what does not count has its reason."""
    assert CASES[sentence]() == SUMS[sentence]


def test_no_sum_is_left_without_its_case() -> None:
    """What the file of sums says is what the cases above make."""
    assert list(SUMS) == list(CASES)
