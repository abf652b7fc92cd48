import datetime as dt
import itertools
from fractions import Fraction
from typing import Any

import pytest
from nouns import Q1, Q2, Q3, YEAR, cell, contract, line, pledge, received, register, supplier, values

from pledges.audience import Audience, Vocabulary
from pledges.counting.ledger import Ledger, count
from pledges.counting.questions import alike_key
from pledges.figures import replay
from pledges.files.policy import default_policy
from pledges.model import Basis, Confirmation, ConfirmationGrade, Grade, Party, Pledge
from pledges.returns.received import ReceivedReturn

HOURS: dict[str, Any] = {"unit": "staff hours", "type": "insight"}
HALF = Fraction(1, 2)


def counting(*returns: ReceivedReturn, of: tuple[Pledge, ...], **fields: Any) -> Ledger:
    """Count returns against pledges of contracts C-1, C-2 and C-10 and of suppliers S-1, S-2, S-10 and S-01."""
    given: dict[str, Any] = {
        "contracts": (contract(), contract("C-2"), contract("C-10")),
        "suppliers": tuple(supplier(ref) for ref in ("S-01", "S-1", "S-2", "S-10")),
    }
    whole = register(of, **given | fields)
    return count(whole, returns, default_policy(), on=YEAR.end, known_on=None, vocabulary=Vocabulary())


def counts(ledger: Ledger) -> dict[str, Any]:
    """Return what counts for each pledge."""
    return {ref: each.counted.value for ref, each in ledger.counted.items()}


def codes(ledger: Ledger) -> list[str]:
    """Return the codes of what was found."""
    return sorted(each.code for each in ledger.findings)


def in_contract(ref: str, key: str, *lines: Any, **fields: Any) -> ReceivedReturn:
    """Return a return for a contract with a line of 12 hours shown by one document."""
    given = {"evidence_ref": "FAIR-25", **fields.pop("line", {})}
    return received(*(lines or (line(key, 12, **given),)), contract_ref=ref, **fields)


THREE = tuple(pledge(f"H-{n}", contract_ref=ref, **HOURS) for n, ref in ((1, "C-1"), (2, "C-2"), (10, "C-10")))


def test_of_two_claims_of_one_day_the_lower_contract_counts_as_people_count() -> None:
    """C-2 comes before C-10, in whatever order the files stand."""
    ledger = counting(in_contract("C-10", "H-10"), in_contract("C-2", "H-2"), of=THREE)

    assert counts(ledger) == {"H-1": 0, "H-2": 12, "H-10": 0}
    assert codes(ledger) == ["share-over-100"]


def test_the_first_to_be_known_claims_first_and_then_the_first_to_start() -> None:
    """A claim whose day is not given was always known; of one day the earlier start claims first."""
    early = {"line": {"start": dt.date(2025, 5, 1)}}
    late = {"line": {"start": dt.date(2025, 5, 2)}}
    day, next_day = dt.date(2025, 7, 1), dt.date(2025, 7, 2)

    by_known = counting(
        in_contract("C-1", "H-1", known_from=next_day, **early),
        in_contract("C-2", "H-2", known_from=day, **late),
        of=THREE,
    )
    by_start = counting(
        in_contract("C-1", "H-1", known_from=day, **late), in_contract("C-2", "H-2", known_from=day, **early), of=THREE
    )
    not_given = counting(
        in_contract("C-1", "H-1", known_from=day, **early), in_contract("C-2", "H-2", **late), of=THREE
    )

    assert [counts(each)["H-2"] for each in (by_known, by_start, not_given)] == [12, 12, 12]
    assert [counts(each)["H-1"] for each in (by_known, by_start, not_given)] == [0, 0, 0]


def test_a_contract_claims_the_largest_share_of_its_lines_and_loses_them_all() -> None:
    """40% and 60% of one document on one contract are 60%, which leaves room for 40% and not for 50%."""
    both = (
        line("H-1", 12, evidence_ref="FAIR-25", share=Fraction(2, 5)),
        line("H-1", 12, evidence_ref="FAIR-25", share=Fraction(3, 5)),
    )
    of_other = (
        line("H-2", 12, evidence_ref="FAIR-25", share=HALF),
        line("H-2", 12, evidence_ref="FAIR-25", share=Fraction(1, 5)),
        line("H-2", 12, evidence_ref="another 1"),
    )

    fits = counting(in_contract("C-1", "", *both), in_contract("C-2", "H-2", line={"share": Fraction(2, 5)}), of=THREE)
    over = counting(in_contract("C-1", "", *both), in_contract("C-2", "", *of_other), of=THREE)

    assert (counts(fits)["H-1"], counts(fits)["H-2"]) == (12, Fraction(24, 5))
    assert (counts(over)["H-1"], counts(over)["H-2"]) == (12, 12)
    assert codes(over) == ["share-over-100", "share-over-100"]


@pytest.mark.parametrize(
    ("unit", "evidence", "share", "is_one_thing"),
    [
        ("GBP", "FAIR-25", None, True),
        ("sessions", "FAIR-25", None, True),
        ("events", "FAIR-25", None, True),
        ("hours", "FAIR-25", None, True),
        ("attendee hours", "FAIR-25", None, True),
        ("GBP", "fair", None, False),
        ("GBP", "fair", HALF, True),
        ("weeks", "FAIR-25", None, False),
        ("people", "FAIR-25", None, False),
        ("placements", "payroll 2025", None, False),
        ("weeks", "FAIR-25", HALF, True),
    ],
)
def test_what_one_document_shows_is_one_thing_where_a_share_or_its_unit_says_so(
    unit: str, evidence: str, share: Fraction | None, is_one_thing: bool
) -> None:
    """One activity is claimed by two contracts; one payroll shows the people of both."""
    of = (pledge("P-1", unit=unit), pledge("P-2", unit=unit, contract_ref="C-2"))
    first = received(line("P-1", 4, evidence_ref=evidence, share=share, attendees=None))
    second = received(line("P-2", 6, evidence_ref=evidence), contract_ref="C-2")

    ledger = counting(first, second, of=of)

    assert ledger.counted["P-2"].counted.value == (0 if is_one_thing else 6)
    assert ("share-over-100" in codes(ledger)) == is_one_thing


@pytest.mark.parametrize(
    "other", [{"type": "mentoring"}, {"unit": "hours"}, {"supplier_ref": "S-2"}, {"contract_ref": "C-1"}], ids=str
)
def test_another_type_unit_or_firm_claims_another_thing(other: dict[str, Any]) -> None:
    """Shares are of one outcome and of one firm's documents; within a contract one document shows many rows."""
    second = pledge("H-2", **{**HOURS, "contract_ref": "C-2", **other})
    sent = received(
        line("H-2", 9, evidence_ref="FAIR-25"), contract_ref=second.contract_ref, supplier_ref=second.supplier_ref
    )

    ledger = counting(in_contract("C-1", "H-1"), sent, of=(THREE[0], second))

    assert counts(ledger) == {"H-1": 12, "H-2": 9}
    assert codes(ledger) == []


def test_lines_without_evidence_are_of_nothing_in_common() -> None:
    """A share without an Evidence ref leaves its part, and is added up with no other; what follows is tested still."""
    share = Fraction(4, 5)
    blank = [in_contract(ref, "", line(key, 10, share=share)) for ref, key in (("C-1", "H-1"), ("C-2", "H-2"))]
    shown = [
        in_contract(ref, "", line(key, 5, evidence_ref="FAIR-25", share=share))
        for ref, key in (("C-1", "H-1"), ("C-2", "H-2"))
    ]

    ledger = counting(*blank, *shown, of=THREE)

    assert (counts(ledger)["H-1"], counts(ledger)["H-2"]) == (8 + 4, 8)
    assert codes(ledger) == ["share-over-100"]


def test_three_claims_are_added_up() -> None:
    """40%, 40% and 40% are more than the whole, though no two of them are; what is no one thing is passed over."""
    other = [in_contract(ref, "", line(key, 1, evidence_ref="rota")) for ref, key in (("C-1", "H-1"), ("C-2", "H-2"))]
    sent = [
        in_contract(ref, key, line={"share": Fraction(2, 5)})
        for ref, key in (("C-1", "H-1"), ("C-2", "H-2"), ("C-10", "H-10"))
    ]

    ledger = counting(*other, *sent, of=THREE)

    part = Fraction(24, 5)
    assert counts(ledger) == {"H-1": 1 + part, "H-2": 1 + part, "H-10": 0}


def test_what_another_contract_left_no_room_for_leaves_room_for_the_other_party() -> None:
    """A firm's 60% on C-1 is too much beside its 60% on C-2, known before; so C-1's other party can claim its 60%."""
    of = (
        pledge("H-1", supplier_ref="S-1", **HOURS),
        pledge("H-2", supplier_ref="S-1", contract_ref="C-2", **HOURS),
        pledge("H-3", supplier_ref="S-2", **HOURS),
    )
    most = {"share": Fraction(3, 5)}
    sent = (
        # A document of one contract alone, which is no question and hides none.
        in_contract("C-1", "", line("H-1", 5, evidence_ref="LOG-1"), supplier_ref="S-1"),
        in_contract("C-2", "H-2", supplier_ref="S-1", line=most),
        in_contract("C-1", "H-1", supplier_ref="S-1", known_from=Q1.end, line=most),
        in_contract("C-1", "H-3", supplier_ref="S-2", known_from=YEAR.end, line=most),
    )

    ledger = counting(*sent, of=of)

    assert counts(ledger) == {"H-1": 5, "H-2": Fraction(36, 5), "H-3": Fraction(36, 5)}
    assert codes(ledger) == ["share-over-100"]


def test_voluntary_promises_claim_last() -> None:
    """A promise outside any contract claims as one contract, after those of one day that have one."""
    own = pledge("A-1", contract_ref=None, **HOURS)

    ledger = counting(
        in_contract("C-2", "H-2"),
        received(line("A-1", 12, evidence_ref="FAIR-25"), contract_ref=None),
        of=(own, *THREE),
    )

    assert (counts(ledger)["A-1"], counts(ledger)["H-2"]) == (0, 12)


def test_a_line_that_adds_nothing_claims_nothing() -> None:
    """A nil line that names the document takes nobody's place."""
    nil = in_contract("C-1", "", line("H-1", 0, evidence_ref="FAIR-25"))

    ledger = counting(nil, in_contract("C-2", "H-2"), of=THREE)

    assert counts(ledger)["H-2"] == 12
    assert codes(ledger) == []


@pytest.mark.parametrize(("shares", "second"), [((HALF, HALF), 6), ((Fraction(3, 5), HALF), 0), ((HALF, None), 12)])
def test_parties_of_one_contract_share_what_each_says_its_share_of(
    shares: tuple[Fraction, Fraction | None], second: int
) -> None:
    """One document of two parties is tested where both give a share; where one gives none, it may be another's."""
    of = (pledge("H-1", supplier_ref="S-10", **HOURS), pledge("H-2", supplier_ref="S-2", **HOURS))
    sent = [
        received(line(each.ref, 12, evidence_ref="FAIR-25", share=share), supplier_ref=each.supplier_ref)
        for each, share in zip(reversed(of), (shares[1], shares[0]), strict=True)
    ]
    first_is_lower = shares == (Fraction(3, 5), HALF)

    ledger = counting(*sent, of=of)

    # S-2 comes before S-10: where both do not fit it is S-10 whose claim is set aside.
    assert counts(ledger)["H-2"] == (6 if first_is_lower else second)
    assert counts(ledger)["H-1"] == (0 if first_is_lower else 6)


def test_a_finding_about_two_firms_is_for_officers() -> None:
    """What another party claimed is not told to a supplier."""
    of = (pledge("H-1", supplier_ref="S-1", **HOURS), pledge("H-2", supplier_ref="S-2", **HOURS))
    sent = [
        received(line(each.ref, 12, evidence_ref="FAIR-25", share=Fraction(4, 5)), supplier_ref=each.supplier_ref)
        for each in of
    ]

    ledger = counting(*sent, of=of)

    assert [(each.code, each.audience) for each in ledger.findings] == [("share-over-100", Audience.OFFICER)]


def test_a_share_is_of_each_grade_alike() -> None:
    """Of 12 hours at a quarter, 8 of them confirmed, 3 count, 2 are verified, and 12 are claimed and documented."""
    said = Confirmation(
        pledge_ref="H-1", grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=YEAR.end, quantity=Fraction(8),
        source=cell(sheet="Confirmations"),
    )  # fmt: skip

    counted = counting(
        in_contract("C-1", "H-1", line={"share": Fraction(1, 4)}), of=THREE, confirmations=(said,)
    ).counted["H-1"]

    assert values(counted.claimed, counted.documented, counted.counted, counted.verified) == (12, 12, 3, 2)
    assert replay(counted.verified) == 2


def test_a_claimed_line_that_is_confirmed_counts_by_its_share() -> None:
    """Only what is lifted counts, and of that the share."""
    said = Confirmation(
        pledge_ref="H-1", grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=YEAR.end, quantity=Fraction(8),
        source=cell(sheet="Confirmations"),
    )  # fmt: skip
    claimed = {"share": HALF, "grade": Grade.CLAIMED}

    counted = counting(in_contract("C-1", "H-1", line=claimed), of=THREE, confirmations=(said,)).counted["H-1"]

    assert values(counted.claimed, counted.documented, counted.counted, counted.verified) == (12, 8, 4, 4)


def test_where_a_part_of_a_running_total_is_set_aside_a_correction_of_it_takes_nothing_else_off() -> None:
    """Ten hours shown by another's document do not count; when the total falls by two, nothing else does."""
    first = received(line("H-2", 10, evidence_ref="FAIR-25"), contract_ref="C-2", basis=Basis.CUMULATIVE)
    second = received(line("H-2", 15, evidence_ref="log"), contract_ref="C-2", basis=Basis.CUMULATIVE, period=Q2)
    third = received(line("H-2", 13, evidence_ref="log"), contract_ref="C-2", basis=Basis.CUMULATIVE, period=Q3)

    rising = counting(in_contract("C-1", "H-1"), first, second, of=THREE)
    fallen = counting(in_contract("C-1", "H-1"), first, second, third, of=THREE)

    assert (counts(rising)["H-2"], counts(fallen)["H-2"]) == (5, 3)
    assert fallen.counted["H-2"].claimed.value == 13


def test_a_running_total_starts_where_it_first_adds_something() -> None:
    """A nil for somebody in the first total is no start: whom another promise reports from May stays with that one."""
    totals = {"basis": Basis.CUMULATIVE}
    nil = received(line("P-1", 0, person_ref="alder", evidence_ref="log"), period=Q1, **totals)
    later = received(
        line("P-1", 1, person_ref="alder", evidence_ref="log"),
        line("P-2", 1, person_ref="alder", evidence_ref="log", start=dt.date(2025, 5, 5)),
        period=Q2,
        **totals,
    )

    ledger = counting(nil, later, of=(pledge("P-1"), pledge("P-2")))

    assert counts(ledger) == {"P-1": 0, "P-2": 1}


def test_a_person_is_divided_as_far_as_there_is_one() -> None:
    """Of 50%, 30% and 30% for three parties the third is too much, and it is the one of the highest reference."""
    refs = ("S-10", "S-2", "S-1")
    of = tuple(pledge(f"P-{ref}", supplier_ref=ref) for ref in refs)
    sent = [
        received(line(f"P-{ref}", 1, person_ref="YP-1", share=share), supplier_ref=ref)
        for ref, share in zip(refs, (Fraction(3, 10), Fraction(3, 10), HALF), strict=True)
    ]

    for order in itertools.permutations(sent):
        assert counts(counting(*order, of=of)) == {"P-S-10": 0, "P-S-2": Fraction(3, 10), "P-S-1": HALF}
    assert codes(counting(*sent, of=of)) == ["share-over-100"]


@pytest.mark.parametrize(
    ("shares", "second", "code"),
    [
        ((HALF, HALF), HALF, []),
        ((HALF, Fraction(51, 100)), 0, ["share-over-100"]),
        ((None, HALF), 0, ["duplicate-person"]),
        ((HALF, None), 0, ["duplicate-person"]),
        ((None, None), 0, ["duplicate-person"]),
    ],
    ids=str,
)
def test_two_parties_divide_a_person_where_each_says_its_share(
    shares: tuple[Fraction | None, Fraction | None], second: Fraction, code: list[str]
) -> None:
    """Who says no share claims the whole; what is too much by shares is told apart from a repeat."""
    of = (pledge("P-1", supplier_ref="S-1"), pledge("P-2", supplier_ref="S-2"))
    sent = [
        received(line(each.ref, 1, person_ref="YP-1", share=share), supplier_ref=each.supplier_ref)
        for each, share in zip(of, shares, strict=True)
    ]

    ledger = counting(*sent, of=of)

    assert counts(ledger) == {"P-1": 1 if shares[0] is None else shares[0], "P-2": second}
    assert codes(ledger) == code


def test_of_a_running_total_the_last_share_divides_a_person() -> None:
    """60% that became 40% leaves room for 60% of the other party; a claim taken back leaves room for all."""
    of = (pledge("P-1", supplier_ref="S-1"), pledge("P-2", supplier_ref="S-2"))
    first = [
        received(
            line("P-1", number, person_ref="YP-1", share=share),
            supplier_ref="S-1",
            basis=Basis.CUMULATIVE,
            period=period,
        )
        for number, share, period in ((1, Fraction(3, 5), Q1), (1, Fraction(2, 5), Q2), (0, Fraction(2, 5), Q3))
    ]
    other = received(line("P-2", 1, person_ref="YP-1", share=Fraction(3, 5)), supplier_ref="S-2", period=Q2)
    whole = received(line("P-2", 1, person_ref="YP-1"), supplier_ref="S-2", period=Q2)

    assert counts(counting(*first[:2], other, of=of)) == {"P-1": Fraction(2, 5), "P-2": Fraction(3, 5)}
    assert counts(counting(*first, whole, of=of)) == {"P-1": 0, "P-2": 1}


def test_each_voluntary_promise_stands_by_itself() -> None:
    """Outside a contract nobody has said that two promises are of the same people."""
    of = (pledge("A-1", contract_ref=None), pledge("A-2", contract_ref=None))
    lines = [line(ref, 1, person_ref="YP-1") for ref in ("A-1", "A-2", "A-1")]

    ledger = counting(received(*lines, contract_ref=None), of=of)

    assert counts(ledger) == {"A-1": 1, "A-2": 1}


@pytest.mark.parametrize(
    ("group", "other", "both"),
    [("", "", 1), ("A", "A", 1), ("a", "A.", 1), ("", "A", 2), ("A", "B", 2)],
)
def test_a_person_counts_once_over_promises_of_one_exclusive_group(group: str, other: str, both: int) -> None:
    """Local plus one: a promise outside the group counts beside one in it, and two groups are two matters."""
    of = (pledge(exclusive_group=group), pledge("P-2", exclusive_group=other))

    ledger = counting(received(line(quantity=1, person_ref="YP-1"), line("P-2", 1, person_ref="YP-1")), of=of)

    assert sum(counts(ledger).values()) == both
    assert counts(ledger)["P-1"] == 1


def test_a_part_goes_by_the_group_of_its_whole() -> None:
    """A person in the whole and in a part of it is one, though the part has a group of its own."""
    of = (pledge(), pledge("P-1a", parent_ref="P-1", exclusive_group="A"), pledge("P-1b", parent_ref="P-1a"))
    sent = received(*(line(each.ref, 1, person_ref="YP-1") for each in of))

    assert counts(counting(sent, of=of)) == {"P-1": 1, "P-1a": 0, "P-1b": 0}


def test_a_promise_of_another_unit_is_no_whole_whose_group_a_part_could_go_by() -> None:
    """A host's register may name such a parent: the promise is no part of it, and goes by its own group."""
    hours = pledge("P-2", **HOURS)
    of = (pledge(), hours, pledge("P-3", parent_ref="P-2", exclusive_group="A"))
    sent = received(*(line(ref, 1, person_ref="YP-1") for ref in ("P-1", "P-3")))

    assert counts(counting(sent, of=of)) == {"P-1": 1, "P-2": 0, "P-3": 1}


def test_promises_that_are_parts_of_each_other_in_a_circle_end_the_search() -> None:
    """A host's register may hold a circle; a person is still counted once."""
    of = (pledge(parent_ref="P-2"), pledge("P-2", parent_ref="P-1"))
    sent = received(*(line(each.ref, 1, person_ref="YP-1") for each in of))

    assert sum(counts(counting(sent, of=of)).values()) == 1


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        ({}, {}, "P-2"),
        ({"grade": Grade.CLAIMED}, {}, "P-10"),
        ({"start": dt.date(2025, 5, 2)}, {"start": dt.date(2025, 5, 1)}, "P-10"),
        ({"quantity": 0}, {}, "P-10"),
    ],
    ids=str,
)
def test_the_category_that_stays(first: dict[str, Any], second: dict[str, Any], stays: str) -> None:
    """What adds nothing gives way, then the lower grade, the later start, the higher reference (P-2 before P-10)."""
    of = tuple(pledge(ref, unit="FTE years", exclusive_group="A") for ref in ("P-10", "P-2"))
    lines = (
        line("P-2", **{"quantity": 1, "person_ref": "YP-1", **first}),
        line("P-10", **{"quantity": 1, "person_ref": "YP-1", **second}),
    )

    ledger = counting(received(*lines), of=of)

    aside = {ref for ref, each in ledger.counted.items() if any(one.set_aside for one in each.lines)}
    assert aside == {"P-2", "P-10"} - {stays} | ({"P-2"} if first.get("grade") is Grade.CLAIMED else set())
    assert "exclusive-group" in codes(ledger)


def test_a_confirmation_of_the_very_person_decides_for_its_category() -> None:
    """What a college confirms of the person is worth more than the lower reference."""
    of = tuple(pledge(ref, unit="FTE years", exclusive_group="A") for ref in ("P-1", "P-2"))
    said = Confirmation(
        pledge_ref="P-2", grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=YEAR.end, person_ref="YP-1",
        source=cell(sheet="Confirmations"),
    )  # fmt: skip
    sent = received(line("P-1", 1, person_ref="YP-1"), line("P-2", 1, person_ref="YP-1"))

    assert counts(counting(sent, of=of, confirmations=(said,))) == {"P-1": 0, "P-2": 1}


@pytest.mark.parametrize(
    "other",
    [{"supplier_ref": "S-2"}, {"contract_ref": "C-2"}, {"exclusive_group": "B"}, {"exclusive_group": ""}],
    ids=str,
)
def test_categories_are_of_one_firm_contract_and_group(other: dict[str, Any]) -> None:
    """What another contract or firm counts is another clause's matter."""
    second = pledge("P-2", **{"unit": "FTE years", "exclusive_group": "A", **other})
    of = (pledge("P-1", unit="FTE years", exclusive_group="A"), second)
    sent = (
        received(line("P-1", 1, person_ref="YP-1")),
        received(line("P-2", 1, person_ref="YP-1"), supplier_ref=second.supplier_ref, contract_ref=second.contract_ref),
    )

    ledger = counting(*sent, of=of)

    assert counts(ledger) == {"P-1": 1, "P-2": 1}
    assert codes(ledger) == []


def test_a_group_of_one_promise_asks_nothing_of_rows_without_a_person() -> None:
    """With no other category there is nothing to be told apart; with one, what counts is asked about."""
    alone = (pledge("P-1", unit="FTE years", exclusive_group="A"),)
    two = (*alone, pledge("P-2", unit="FTE years", exclusive_group="A"))
    sent = received(line("P-1", 1), line("P-1", 0))

    assert codes(counting(sent, of=alone)) == []
    assert codes(counting(sent, of=two)) == ["group-not-testable"]


def test_a_subcontractors_row_for_another_category_is_told_to_officers_alone() -> None:
    """Rows outside the group are passed over, and what a firm reads names no other firm's row."""
    parties = tuple(
        Party(contract_ref="C-1", supplier_ref=ref, role=role, source=cell(sheet="Parties"))
        for ref, role in (("S-1", "prime"), ("S-2", "subcontractor"))
    )
    of = (
        pledge("P-0", supplier_ref="S-1", unit="sessions"),
        *(pledge(ref, supplier_ref="S-1", unit="FTE years", exclusive_group="A") for ref in ("P-1", "P-2")),
    )
    sent = (
        received(line("P-0", 1), line("P-1", 1, person_ref="YP-1"), supplier_ref="S-1"),
        received(line("P-2", 1, person_ref="YP-1"), supplier_ref="S-2"),
    )

    ledger = counting(*sent, of=of, parties=parties)

    assert counts(ledger) == {"P-0": 1, "P-1": 1, "P-2": 0}
    assert [(each.code, each.audience) for each in ledger.findings] == [("exclusive-group", Audience.OFFICER)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("P-01", "p1", True),
        ("P-1", "P-10", False),
        ("100000", "1E+05", True),
        ("120000", "1.2e5", True),
        ("1234", "1.234E+03", True),
        ("120000", "1.200E+05", True),
        ("12", "1.20E+01", True),
        ("12", "1.25E+01", False),
        ("102", "1.02E+02", True),
        ("1.2", "1.0.2", False),
        ("12345", "1.23E+04", False),
        ("150000", "1.50e5", True),
        ("123456", "1.23456e5", True),
        ("12345", "1.23456e4", False),
        ("123456", "1.23456e4", False),
        ("12000x", "12E3x", False),
        ("17", "17.000", True),
        ("17", "17.05", False),
        ("17", "170", False),
        ("e7", "E-007", True),
        ("AB-1", "AB-10", False),
        ("A", "A.0", False),
        ("7", "7.0", True),
        ("7", "70", False),
        ("C-1/11", "C-11/1", False),
        ("A 007 b", "a-7-B", True),
        ("0", "00", True),
    ],
)
def test_references_are_alike_that_differ_only_in_how_they_are_written(one: str, other: str, alike: bool) -> None:
    """Case, spaces, punctuation, leading zeros, E-notation and a nought after the point; nothing else."""
    assert (alike_key(one) == alike_key(other)) == alike


def test_each_reference_of_a_person_is_asked_about_once() -> None:
    """However often a person is named in another way, there is one question for each way of writing."""
    of = (pledge(unit="weeks"),)
    lines = [line(quantity=1, person_ref=ref) for ref in ("AB-1", "ab1", "AB-1", "ab1", "AB 1")]

    ledger = counting(received(*lines), of=of)

    assert codes(ledger) == ["person-alike", "person-alike"]
    assert [each.source for each in ledger.findings] == [lines[1].quantity_source, lines[4].quantity_source]
    assert all(str(lines[0].quantity_source) in each.text for each in ledger.findings)


def test_a_line_is_asked_about_with_the_first_it_is_like() -> None:
    """Of four alike under two contracts, each later one under the other contract is named once, with the first."""
    of = (pledge(unit="weeks"), pledge("P-2", unit="weeks", contract_ref="C-2"))
    dates: dict[str, Any] = {"start": dt.date(2025, 5, 5), "end": dt.date(2025, 6, 1)}
    first = [line(quantity=4, evidence_ref="a", **dates), line(quantity=4, evidence_ref="b", **dates)]
    second = [line("P-2", 4, evidence_ref="c", **dates), line("P-2", 4, evidence_ref="d", **dates)]

    ledger = counting(received(*first), received(*second, contract_ref="C-2"), of=of)

    assert codes(ledger) == ["delivery-near", "delivery-near"]
    assert {each.source for each in ledger.findings} == {each.quantity_source for each in second}
    assert all(str(first[0].quantity_source) in each.text for each in ledger.findings)


@pytest.mark.parametrize(("basis", "asked"), [(Basis.IN_PERIOD, True), (Basis.CUMULATIVE, False)])
def test_running_totals_of_two_promises_may_be_equal(basis: Basis, asked: bool) -> None:
    """Two totals that stand at the same figure are no delivery reported twice."""
    of = (pledge(**HOURS), pledge("P-2", contract_ref="C-2", **HOURS))
    sent = (
        received(line(quantity=4, evidence_ref="log"), basis=basis),
        received(line("P-2", 4, evidence_ref="log"), contract_ref="C-2", basis=basis),
    )

    assert ("delivery-near" in codes(counting(*sent, of=of))) == asked


def test_the_longest_stay_before_is_the_one_that_a_persons_days_are_held_against() -> None:
    """A short stay within a long one does not hide that a third overlaps the long one."""
    of = (pledge(unit="weeks"),)
    rows = [
        line(quantity=20, start=dt.date(2025, 4, 1), end=dt.date(2025, 8, 20), person_ref="YP-1"),
        line(quantity=1, start=dt.date(2025, 5, 1), end=dt.date(2025, 5, 7), person_ref="YP-1"),
        line(quantity=2, start=dt.date(2025, 8, 20), end=dt.date(2025, 9, 2), person_ref="YP-1"),
        line(quantity=2, start=dt.date(2025, 9, 3), end=dt.date(2025, 9, 16), person_ref="YP-1"),
    ]

    ledger = counting(received(*rows, period=YEAR), of=of)

    asked = [each for each in ledger.findings if each.code == "person-claimed-twice"]
    assert [each.source for each in asked] == [rows[1].quantity_source, rows[2].quantity_source]
    assert all(str(rows[0].quantity_source) in each.text for each in asked)


@pytest.mark.parametrize(("unit", "asked"), [("weeks", True), ("people", True), ("staff hours", False), ("GBP", False)])
def test_hours_and_pounds_of_one_person_may_be_of_two_contracts_on_one_day(unit: str, asked: bool) -> None:
    """A person can be mentored under two contracts on one day, and hardly be employed under both."""
    of = (pledge(unit=unit), pledge("P-2", unit=unit, contract_ref="C-2"))
    day: dict[str, Any] = {"start": Q1.start, "person_ref": "YP-1"}

    ledger = counting(
        received(line(quantity=1, evidence_ref="a", **day)),
        received(line("P-2", 1, evidence_ref="b", **day), contract_ref="C-2"),
        of=of,
    )

    assert ("person-claimed-twice" in codes(ledger)) == asked


def test_a_subcontractor_works_for_the_primes_and_members_of_its_contract() -> None:
    """A line of a subcontractor counts for a promise of any of them in that contract, and of nobody else."""
    of = (
        pledge("P-1", supplier_ref="S-1", **HOURS),
        pledge("P-2", supplier_ref="S-2", **HOURS),
        pledge("P-3", supplier_ref="S-1", contract_ref="C-2", **HOURS),
    )
    parties = tuple(
        Party(contract_ref=where, supplier_ref=ref, role=role, source=cell(sheet="Parties"))
        for where, ref, role in (
            ("C-1", "S-1", "Prime"), ("C-1", "S-2", "consortium"), ("C-1", "S-10", "Subcontractor"),
            ("C-2", "S-1", "prime"),
        )
    )  # fmt: skip
    lines = [line(key, 3) for key in ("p-1", "P-2", "P-3", "P2")]

    ledger = counting(received(*lines, supplier_ref="S-10"), of=of, parties=parties)
    not_sub = counting(received(line("P-2", 3), supplier_ref="S-1"), of=of, parties=parties)

    assert counts(ledger) == {"P-1": 3, "P-2": 3, "P-3": 0}
    assert [each.pledge_key for each in ledger.unplaced] == ["P-3", "P2"]
    assert len(not_sub.unplaced) == 1


DATES: dict[str, Any] = {"start": dt.date(2025, 5, 5), "end": dt.date(2025, 6, 1)}
HALVES = {"share": HALF}


@pytest.mark.parametrize(
    ("both", "one", "other", "asked"),
    [
        (DATES, {}, {}, ["delivery-near"]),
        (DATES, {"person_ref": "A-1"}, {}, ["delivery-near"]),
        (DATES, {"person_ref": "A-1"}, {"person_ref": "A-2"}, []),
        (DATES, HALVES, HALVES, []),
        (DATES, HALVES, {"share": Fraction(3, 5)}, ["delivery-near"]),
        (DATES, HALVES, {}, ["delivery-near"]),
        (DATES | {"person_ref": "A-1"}, HALVES, HALVES, []),
        (DATES | {"person_ref": "A-1"}, HALVES, {"share": Fraction(3, 5)}, ["person-claimed-twice"]),
        ({"evidence_ref": "DOC-1"}, {}, {"quantity": 3}, ["evidence-claimed-twice"]),
        ({"evidence_ref": "DOC-1"}, {"person_ref": "A-1"}, {"quantity": 3}, ["evidence-claimed-twice"]),
        ({"evidence_ref": "DOC-1"}, {"person_ref": "A-1"}, {"quantity": 3, "person_ref": "A-2"}, []),
        ({"evidence_ref": "DOC-1"}, {"share": Fraction(1, 5)}, {"quantity": 3, "share": HALF}, []),
        ({"evidence_ref": "DOC"}, {}, {"quantity": 3}, []),
        ({}, {"evidence_ref": "DOC-1"}, {"evidence_ref": "doc 01"}, ["evidence-alike"]),
    ],
    ids=str,
)
def test_two_contracts_are_asked_about_what_nothing_tells_apart(
    both: dict[str, Any], one: dict[str, Any], other: dict[str, Any], asked: list[str]
) -> None:
    """What names somebody on both sides, or shares itself out, is told apart; before it stand rows that are not."""
    of = (pledge("P-1", unit="weeks"), pledge("P-2", unit="weeks", contract_ref="C-2"))
    lines = [line(**{"key": ref, "quantity": 4, **both, **fields}) for ref, fields in (("P-1", one), ("P-2", other))]
    sent = [
        received(line(each.ref, 1 + number, evidence_ref="own"), mine, contract_ref=each.contract_ref)
        for number, (each, mine) in enumerate(zip(of, lines, strict=True))
    ]

    ledger = counting(*sent, of=of)

    assert codes(ledger) == asked
    assert {each.source for each in ledger.findings} <= {lines[1].quantity_source}
    assert all(str(lines[0].quantity_source) in each.text for each in ledger.findings)


@pytest.mark.parametrize(
    ("firm", "where", "asked"), [("S-2", "C-1", True), ("S-1", "C-2", True), ("S-2", "C-2", False)]
)
def test_a_firm_and_a_contract_are_the_circles_of_a_question(firm: str, where: str, asked: bool) -> None:
    """Another firm under another contract is nobody's question."""
    of = (
        pledge("P-1", unit="weeks", supplier_ref="S-1"),
        pledge("P-2", unit="weeks", supplier_ref=firm, contract_ref=where),
    )
    sent = [
        received(line(each.ref, 4, **DATES), supplier_ref=each.supplier_ref, contract_ref=each.contract_ref)
        for each in of
    ]

    assert codes(counting(*sent, of=of)) == ["delivery-near"] * asked


def test_two_placements_of_a_person_under_one_contract_may_overlap() -> None:
    """A day a week here and a day a week there; only weeks, days and FTE years are asked about under one contract."""
    of = (pledge(unit="placements", type="placement"),)
    lines = [line(quantity=1, person_ref="YP-1", placement_ref=ref, **DATES) for ref in ("PL-1", "PL-2")]

    assert codes(counting(received(*lines), of=of)) == []


def test_the_first_of_several_overlaps_is_named() -> None:
    """A row that overlaps one under each of two other contracts names the one that started first."""
    of = tuple(pledge(f"P-{n}", unit="weeks", contract_ref=ref) for n, ref in enumerate(("C-1", "C-2", "C-10")))
    lines = [
        line(
            each.ref,
            n + 1,
            person_ref="YP-1",
            start=dt.date(2025, 5, 10 - n),
            end=dt.date(2025, 6, 20),
            evidence_ref="x",
        )
        for n, each in enumerate(of)
    ]
    sent = [received(mine, contract_ref=each.contract_ref) for mine, each in zip(lines, of, strict=True)]

    ledger = counting(*sent, of=of)

    assert codes(ledger) == ["person-claimed-twice"] * 2
    assert all(str(lines[2].quantity_source) in each.text for each in ledger.findings)
