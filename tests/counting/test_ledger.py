import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import Q1, Q2, Q3, Q4, YEAR, cell, line, pledge, received, register, values

from pledges.audience import Audience, Vocabulary
from pledges.counting.ledger import Ledger, count
from pledges.figures import replay
from pledges.files.policy import default_policy
from pledges.model import (
    Absence,
    Basis,
    Confirmation,
    ConfirmationGrade,
    EvidenceLine,
    Grade,
    Milestone,
    Pledge,
    Register,
)
from pledges.periods import Period
from pledges.returns.received import ReceivedReturn, ReturnStatus

ON = YEAR.end
WEEKS: dict[str, Any] = {"unit": "weeks", "quantity": Fraction(104)}
SESSIONS: dict[str, Any] = {"unit": "sessions", "type": "insight"}


def counting(
    *returns: ReceivedReturn, of: Register | Pledge | None = None, on: dt.date = ON, known_on: dt.date | None = None
) -> Ledger:
    """Count returns against a register, or a pledge."""
    whole = register((of,)) if isinstance(of, Pledge) else of or register()
    return count(whole, returns, default_policy(), on=on, known_on=known_on, vocabulary=Vocabulary())


def confirmation(grade: ConfirmationGrade, quantity: int | None = None, **fields: Any) -> Confirmation:
    """Return a confirmation of P-1 given at the end of the year."""
    number = None if quantity is None else Fraction(quantity)
    return Confirmation(
        **{"pledge_ref": "P-1", "grade": grade, "confirmed_on": ON, "source": cell(sheet="Confirmations"),
           "quantity": number, **fields}
    )  # fmt: skip


def test_adds_the_quantities_of_separate_periods() -> None:
    """Returns for single periods add up."""
    ledger = counting(received(line(quantity=2)), received(line(quantity=3), period=Q2))

    counted = ledger.counted["P-1"]

    assert counted.counted.value == 5
    assert replay(counted.counted) == 5
    assert ledger.findings == ()


@pytest.mark.parametrize(
    ("code", "given", "fields"),
    [
        ("unit-mismatch", {"unit": "people"}, WEEKS),
        ("quantity-negative", {"quantity": -1}, SESSIONS),
        ("quantity-part-person", {"quantity": Fraction(3, 2)}, {}),
        ("person-more-than-one", {"person_ref": "YP-1"}, {}),
        ("hours-need-attendees", {"unit": "hours"}, {"unit": "attendee hours", "type": "training"}),
        ("date-before-contract", {"start": dt.date(2025, 3, 31)}, SESSIONS),
        ("dates-crossed", {"start": dt.date(2025, 5, 2), "end": dt.date(2025, 5, 1)}, SESSIONS),
        ("dates-outside-period", {"start": dt.date(2025, 7, 1)}, SESSIONS),
        ("cell-not-in-list", {"problems": (("Evidence grade", "cell-not-in-list"),)}, SESSIONS),
    ],
)
def test_sets_a_line_aside_with_its_reason(code: str, given: dict[str, Any], fields: dict[str, Any]) -> None:
    """A line that cannot be counted for certain is set aside, named, and counts nothing; the pledge is reported."""
    of_line: dict[str, Any] = {"quantity": 2, **given}

    ledger = counting(received(line(**of_line)), of=pledge(**fields))

    counted = ledger.counted["P-1"]
    assert [each.set_aside.reason for each in counted.lines if each.set_aside is not None] == [code]
    assert counted.counted.value == 0
    assert counted.has_number
    assert code == "cell-not-in-list" or code in {each.code for each in ledger.findings}


@pytest.mark.parametrize(
    ("column", "fields"), [("Attendees", {}), ("Staff", {}), ("Start", SESSIONS), ("Days", SESSIONS)]
)
def test_a_problem_in_a_column_that_does_not_bear_on_the_count_sets_nothing_aside(
    column: str, fields: dict[str, Any]
) -> None:
    """An unreadable cell matters only where its column bears on the count."""
    sent = received(line(quantity=2, problems=((column, "cell-not-a-number"),)))

    counted = counting(sent, of=pledge(**fields)).counted["P-1"]

    assert counted.counted.value == 2


@pytest.mark.parametrize(
    ("unit", "given", "expected"),
    [
        ("attendee hours", {"quantity": 2, "attendees": Fraction(8)}, 16),
        ("attendee hours", {"quantity": 16}, 16),
        ("staff hours", {"quantity": 2, "staff": Fraction(3)}, 6),
        ("staff hours", {"quantity": 2, "unit": "hours"}, 2),
        ("days", {"days": Fraction(4), "absence": Absence.MISSING}, 4),
    ],
)
def test_finds_the_amount_by_the_rule_of_its_unit(unit: str, given: dict[str, Any], expected: int) -> None:
    """Hours are multiplied by who was there, days may stand in their own column."""
    counted = counting(received(line(**given)), of=pledge(unit=unit, type="training")).counted["P-1"]

    assert counted.counted.value == expected


@pytest.mark.parametrize(
    ("start", "end", "on", "days"),
    [
        (dt.date(2025, 8, 18), None, Q2.end, 44),
        (dt.date(2025, 8, 18), dt.date(2025, 8, 18), Q2.end, 1),
        (dt.date(2025, 4, 10), None, Q2.end, 92),
        (dt.date(2025, 4, 10), dt.date(2026, 1, 1), Q2.end, 92),
        (dt.date(2025, 8, 18), None, dt.date(2025, 8, 31), 14),
    ],
)
def test_finds_weeks_from_dates(start: dt.date, end: dt.date | None, on: dt.date, days: int) -> None:
    """Weeks are the inclusive days of the part of Start to End in the period and up to the day, divided by 7."""
    sent = received(line(start=start, end=end, absence=Absence.MISSING), period=Q2)

    counted = counting(sent, of=pledge(**WEEKS), on=on).counted["P-1"]

    assert counted.counted.value == Fraction(days, 7)
    assert replay(counted.counted) == Fraction(days, 7)


def test_what_belongs_to_a_later_day_is_not_yet_delivered() -> None:
    """A quantity without dates belongs to the end of its period and counts from that day."""
    sent = received(line(quantity=2), period=Q2)

    before = counting(sent, on=dt.date(2025, 9, 29)).counted["P-1"]
    after = counting(sent, on=dt.date(2025, 9, 30)).counted["P-1"]

    assert before.counted.value == 0
    assert not before.has_number
    assert after.counted.value == 2
    assert after.has_number


@pytest.mark.parametrize(
    ("totals", "amounts"), [((10, 25, 25, 32), (10, 15, 0, 7)), ((10, 25, 25, 24), (10, 15, 0, -1))]
)
def test_differences_a_running_total(totals: tuple[int, ...], amounts: tuple[int, ...]) -> None:
    """Each cumulative figure adds what it is more than the one before, and a fall is kept as a correction."""
    periods = (Q1, Q2, Q3, Q4)
    sent = [
        received(line(quantity=each), period=period, basis=Basis.CUMULATIVE)
        for each, period in zip(totals, periods, strict=True)
    ]

    ledger = counting(*sent, of=pledge(**SESSIONS))

    counted = ledger.counted["P-1"]
    by_day = sorted(counted.lines, key=lambda each: each.day or ON)
    assert tuple(each.amount.value for each in by_day if each.amount is not None) == amounts
    assert counted.counted.value == totals[-1]
    assert {each.code for each in ledger.findings} == ({"correction"} if totals[-1] < totals[-2] else set())


def test_a_running_total_may_move_from_claimed_to_documented() -> None:
    """What was claimed before and is documented now counts once, and is no correction."""
    first = received(line(quantity=3, grade=Grade.CLAIMED), basis=Basis.CUMULATIVE)
    second = received(line(quantity=5), period=Q2, basis=Basis.CUMULATIVE)

    ledger = counting(first, second, of=pledge(**SESSIONS))

    counted = ledger.counted["P-1"]
    assert values(counted.claimed, counted.documented, counted.counted) == (5, 5, 5)
    assert "correction" not in {each.code for each in ledger.findings}


def test_a_running_total_after_single_periods_takes_off_what_they_reported() -> None:
    """Mixing bases is asked about, and nothing is counted twice."""
    ledger = counting(
        received(line(quantity=4)),
        received(line(quantity=9), period=Q2, basis=Basis.CUMULATIVE),
        of=pledge(**SESSIONS),
    )

    assert ledger.counted["P-1"].counted.value == 9
    assert {each.code for each in ledger.findings} == {"basis-mixed"}


def test_a_stock_is_never_added_and_may_fall() -> None:
    """In post, the latest figure counts, and a lower one is no correction."""
    ledger = counting(
        received(line(quantity=4), basis=Basis.IN_POST), received(line(quantity=3), period=Q2, basis=Basis.IN_POST)
    )

    assert ledger.counted["P-1"].counted.value == 3
    assert ledger.findings == ()


def test_sites_run_separately() -> None:
    """The parts of one contract have running totals of their own."""
    ledger = counting(
        received(line(quantity=4), basis=Basis.CUMULATIVE, part="north"),
        received(line(quantity=5), basis=Basis.CUMULATIVE, part="south"),
        received(line(quantity=6), period=Q2, basis=Basis.CUMULATIVE, part="north"),
        of=pledge(**SESSIONS),
    )

    assert ledger.counted["P-1"].counted.value == 11


def test_a_person_counts_once_for_a_pledge() -> None:
    """The same person reference in a later quarter is set aside and named."""
    ledger = counting(
        received(line(quantity=1, person_ref="YP-1"), line(quantity=1, person_ref="YP-2")),
        received(line(quantity=1, person_ref="YP-1"), period=Q2),
    )

    counted = ledger.counted["P-1"]
    assert values(counted.claimed, counted.counted) == (3, 2)
    assert {each.code for each in ledger.findings} == {"duplicate-person"}
    assert "YP-1" not in " ".join(str(each) for each in ledger.findings)


def test_of_two_lines_for_a_person_the_better_evidenced_counts() -> None:
    """A documented line wins over an earlier one that is only claimed."""
    ledger = counting(
        received(line(quantity=1, person_ref="YP-1", grade=Grade.CLAIMED)),
        received(line(quantity=1, person_ref="YP-1"), period=Q2),
    )

    assert ledger.counted["P-1"].counted.value == 1


def test_a_person_counts_once_over_the_parties_of_a_contract() -> None:
    """Two firms of one contract cannot both count one person for the same type and unit; two types may."""
    whole = register(
        (pledge("P-1"), pledge("P-2", supplier_ref="S-02"), pledge("P-3", supplier_ref="S-02", type="job"))
    )
    of_second = received(
        line("P-2", quantity=1, person_ref="YP-1"), line("P-3", quantity=1, person_ref="YP-1"), supplier_ref="S-02"
    )

    ledger = counting(received(line(quantity=1, person_ref="YP-1")), of_second, of=whole)

    assert {ref: each.counted.value for ref, each in ledger.counted.items()} == {"P-1": 1, "P-2": 0, "P-3": 1}


def test_a_person_in_a_running_total_is_no_repeat_of_itself() -> None:
    """A cumulative list names the same people every quarter."""
    rows = [line(quantity=1, person_ref=ref) for ref in ("A", "B")]
    again = [line(quantity=1, person_ref=ref) for ref in ("A", "B", "C")]

    ledger = counting(received(*rows, basis=Basis.CUMULATIVE), received(*again, period=Q2, basis=Basis.CUMULATIVE))

    assert ledger.counted["P-1"].counted.value == 3
    assert ledger.findings == ()


def test_rows_with_one_placement_reference_are_one_placement() -> None:
    """A placement that runs over two quarters counts once."""
    of = pledge(unit="placements", type="placement")
    ledger = counting(
        received(line(quantity=1, placement_ref="PL-1")),
        received(line(quantity=1, placement_ref="PL-1"), period=Q2),
        of=of,
    )

    assert ledger.counted["P-1"].counted.value == 1
    assert {each.code for each in ledger.findings} == {"duplicate-placement"}


def test_what_is_only_claimed_is_shown_and_not_counted() -> None:
    """Without evidence a line is claimed, and the default policy counts from documented up."""
    ledger = counting(received(line(quantity=3, grade=Grade.CLAIMED), line(quantity=2)))

    counted = ledger.counted["P-1"]
    assert values(counted.claimed, counted.documented, counted.counted) == (5, 2, 2)
    assert {each.code for each in ledger.findings} == {"below-counting-grade"}


@pytest.mark.parametrize(
    ("said", "verified", "by_young_people"),
    [
        (((ConfirmationGrade.THIRD_PARTY, 4),), 4, 0),
        (((ConfirmationGrade.THIRD_PARTY, None),), 10, 0),
        (((ConfirmationGrade.THIRD_PARTY, 4), (ConfirmationGrade.THIRD_PARTY, 5)), 9, 0),
        (((ConfirmationGrade.THIRD_PARTY, 6), (ConfirmationGrade.BENEFICIARY, 2)), 6, 2),
        (((ConfirmationGrade.THIRD_PARTY, 1), (ConfirmationGrade.BENEFICIARY, 3)), 3, 3),
        (((ConfirmationGrade.BENEFICIARY, 99),), 10, 10),
    ],
)
def test_confirmations_lift_what_was_delivered(
    said: tuple[tuple[ConfirmationGrade, int | None], ...], verified: int, by_young_people: int
) -> None:
    """A confirmation lifts up to its quantity; a young person's answer is about a delivery already there."""
    whole = register(confirmations=tuple(confirmation(grade, quantity) for grade, quantity in said))

    counted = counting(received(line(quantity=7), line(quantity=3)), of=whole).counted["P-1"]

    assert values(counted.counted, counted.verified) == (10, verified)
    assert counted.beneficiary_confirmed.value == by_young_people
    assert replay(counted.verified) == verified


def test_a_confirmation_makes_a_claimed_line_count() -> None:
    """What somebody other than the firm confirms is better than documented."""
    whole = register(confirmations=(confirmation(ConfirmationGrade.THIRD_PARTY, 2),))

    counted = counting(received(line(quantity=3, grade=Grade.CLAIMED)), of=whole).counted["P-1"]

    assert values(counted.documented, counted.counted, counted.verified) == (2, 2, 2)


@pytest.mark.parametrize(
    ("fields", "verified"),
    [({"person_ref": "YP-2"}, 1), ({"period": Q1}, 1), ({"period": Q4}, 0), ({"evidence_ref": "E-1"}, 0)],
)
def test_a_confirmation_speaks_only_of_what_it_names(fields: dict[str, Any], verified: int) -> None:
    """Person, evidence and period narrow what is confirmed; what matches nothing is a query."""
    whole = register(confirmations=(confirmation(ConfirmationGrade.THIRD_PARTY, **fields),))
    sent = received(line(quantity=1, person_ref="YP-1")), received(line(quantity=1, person_ref="YP-2"), period=Q2)

    ledger = counting(*sent, of=whole)

    assert ledger.counted["P-1"].verified.value == verified
    assert ("confirmation-unmatched" in {each.code for each in ledger.findings}) is (verified == 0)


@pytest.mark.parametrize(("known_on", "verified"), [(dt.date(2026, 4, 9), 0), (dt.date(2026, 4, 10), 2), (None, 2)])
def test_a_confirmation_counts_from_the_day_it_was_recorded(known_on: dt.date | None, verified: int) -> None:
    """A confirmation counts from when it is known, even after the day of the position."""
    said = confirmation(ConfirmationGrade.THIRD_PARTY, 2, recorded_on=dt.date(2026, 4, 10))

    counted = counting(received(line(quantity=2)), of=register(confirmations=(said,)), known_on=known_on)

    assert counted.counted["P-1"].verified.value == verified


def test_an_offer_that_was_not_honoured_is_in_dispute_until_it_is() -> None:
    """A failed test of an offer sets its amount aside; a later honoured one settles it."""
    failed = confirmation(ConfirmationGrade.OFFER_NOT_HONOURED, 4)
    later = confirmation(ConfirmationGrade.OFFER_HONOURED, 4, confirmed_on=dt.date(2026, 4, 20))

    disputed = counting(received(line(quantity=10)), of=register(confirmations=(failed,)))
    settled = counting(received(line(quantity=10)), of=register(confirmations=(failed, later)))

    assert disputed.counted["P-1"].counted.value == 6
    assert {each.code for each in disputed.findings} == {"offer-disputed"}
    assert settled.counted["P-1"].counted.value == 10


def test_what_young_people_declined_to_confirm_is_named() -> None:
    """Declining is neutral: the amount still counts and can leave a denominator."""
    whole = register(
        confirmations=(confirmation(ConfirmationGrade.THIRD_PARTY, 4), confirmation(ConfirmationGrade.DECLINED, 3))
    )

    counted = counting(received(line(quantity=10)), of=whole).counted["P-1"]

    assert values(counted.counted, counted.verified, counted.declined) == (10, 4, 3)


def test_more_confirmed_than_delivered_is_a_query() -> None:
    """A confirmation adds nothing to what was delivered."""
    whole = register(confirmations=(confirmation(ConfirmationGrade.THIRD_PARTY, 12),))

    ledger = counting(received(line(quantity=10)), of=whole)

    assert ledger.counted["P-1"].verified.value == 10
    assert {each.code for each in ledger.findings} == {"confirmation-exceeds"}


@pytest.mark.parametrize("status", [each for each in ReturnStatus if each is not ReturnStatus.COUNTED])
def test_only_counted_returns_speak(status: ReturnStatus) -> None:
    """A return that is superseded, rejected, waiting, a duplicate or not yet known adds nothing."""
    counted = counting(received(line(quantity=2), status=status)).counted["P-1"]

    assert counted.counted.value == 0
    assert not counted.has_number
    assert counted.lines == ()


def test_a_nil_return_speaks_for_every_pledge_it_does_not_name() -> None:
    """Nil without lines is nil for all of the supplier's promises in the contract."""
    whole = register((pledge("P-1"), pledge("P-2"), pledge("P-3", supplier_ref="S-02")))

    ledger = counting(received(nil=True), of=whole)

    assert {ref: each.has_nil for ref, each in ledger.counted.items()} == {"P-1": True, "P-2": True, "P-3": False}


def test_a_nil_return_with_a_number_waits_for_an_answer() -> None:
    """A number in a nil return contradicts it."""
    ledger = counting(received(line(quantity=2), nil=True))

    assert ledger.counted["P-1"].counted.value == 0
    assert {each.code for each in ledger.findings} == {"nil-contradicted"}


@pytest.mark.parametrize(
    ("column", "claimed"), [("Minimum length", 2), ("Cap per person", 2), ("Sustained for", 2), ("Conversion", None)]
)
def test_a_rule_whose_cell_could_not_be_read_makes_the_figure_unknown(column: str, claimed: int | None) -> None:
    """A rule is never passed over in silence; reading has asked about the cell."""
    ledger = counting(received(line(quantity=2)), of=pledge(rules=((column, "unreadable"),)))

    counted = ledger.counted["P-1"]
    assert values(counted.counted, counted.verified) == (None, None)
    assert counted.claimed.value == claimed


def test_a_share_leaves_its_part_of_what_counts_and_nothing_of_what_is_claimed() -> None:
    """Of two people at a half one counts, and two were claimed."""
    ledger = counting(received(line(quantity=2, share=Fraction(1, 2))))

    counted = ledger.counted["P-1"]

    assert values(counted.claimed, counted.documented, counted.counted) == (2, 2, 1)
    assert replay(counted.counted) == 1
    assert ledger.findings == ()


def test_a_line_that_names_no_pledge_is_kept_and_named() -> None:
    """An unknown reference is a finding with the nearest ones, and the line is not lost."""
    ledger = counting(received(line("P-11", quantity=2)))

    assert len(ledger.unplaced) == 1
    assert {each.code for each in ledger.findings} == {"pledge-unknown"}
    assert "nearest: P-1" in ledger.findings[0].text


def test_late_is_what_wholly_follows_the_due_day() -> None:
    """A delivery after Due counts and is shown as late; one whose period began before it is not."""
    of = pledge(due=dt.date(2025, 9, 30), **SESSIONS)

    counted = counting(received(line(quantity=2), period=Q2), received(line(quantity=3), period=Q3), of=of)

    assert counted.counted["P-1"].counted.value == 5
    assert counted.counted["P-1"].late.value == 3


def test_the_counted_figure_names_what_was_set_aside() -> None:
    """A line that does not count stands in the sum as 0 with its reason, so that nobody asks where it went."""
    ledger = counting(received(line(quantity=2, unit="weeks"), line(quantity=3)))

    counted = ledger.counted["P-1"].counted
    assert counted.value == 3
    assert [part.value for part in counted.parts] == [0, 3]
    assert counted.parts[0].because == "The promise is in people and this line is in weeks."


@pytest.mark.parametrize(("unit", "quantity"), [("people", 10_000_000), ("GBP", 1_000_000_000)])
def test_a_number_of_another_kind_is_no_quantity(unit: str, quantity: int) -> None:
    """A telephone or payroll number in the wrong column is neither counted nor shown; one less would be."""
    of = pledge(unit=unit, type="practical help")

    too_large = counting(received(line(quantity=quantity)), of=of)
    largest = counting(received(line(quantity=quantity - 1)), of=of)

    assert too_large.counted["P-1"].claimed.value == 0
    assert [(each.code, each.saw) for each in too_large.findings] == [
        ("quantity-too-large", f"a number of {len(str(quantity))} digits")
    ]
    assert largest.counted["P-1"].counted.value == quantity - 1


def test_a_delivery_that_looks_reported_before_is_asked_about_and_counts() -> None:
    """The same quantity with the same evidence in the next quarter is a query; without evidence it is like nothing."""
    first = received(line(quantity=2, evidence_ref="agreement 22"), line(quantity=1))
    again = received(line(quantity=2, evidence_ref="Agreement 22"), line(quantity=1), period=Q2)

    ledger = counting(first, again, of=pledge(**SESSIONS))

    assert ledger.counted["P-1"].counted.value == 6
    assert [each.code for each in ledger.findings] == ["delivery-alike"]


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("Other words", 0),
        ("Apprenticeship: 10 people by 31 Mar 2026", 2),
        ("Apprenticeship: 10 people by 31 Mar 2026; in all 4 people by 30 Sep 2025, 10 people by 31 Mar 2026", 2),
        ("Apprenticeship: 10 people by 31 Mar 2026; in all 6 people by 30 Sep 2025, 10 people by 31 Mar 2026", 0),
    ],
)
def test_a_derived_reference_counts_only_with_the_words_of_its_promise(words: str, counted: int) -> None:
    """References made from the row order move when rows are added; the form's wording tells, an older one too."""
    steps = ((dt.date(2025, 9, 30), 4), (dt.date(2026, 3, 31), 10))
    milestones = tuple(Milestone(day=day, quantity=Fraction(due), source=cell()) for day, due in steps)
    of = pledge(derived_ref=True, milestones=milestones)

    ledger = counting(received(line(quantity=2, promise_words=words)), of=of)

    assert ledger.counted["P-1"].counted.value == counted
    assert ({each.code for each in ledger.findings} == {"promise-reworded"}) is (counted == 0)


def test_rows_of_a_running_total_take_up_what_was_reported_before_in_turn() -> None:
    """Two rows that share what they speak of share the difference, and none falls below zero for it."""
    first = received(line(quantity=5), line(quantity=3), basis=Basis.CUMULATIVE)
    second = received(line(quantity=6), line(quantity=7), period=Q2, basis=Basis.CUMULATIVE)

    counted = counting(first, second, of=pledge(**SESSIONS)).counted["P-1"]

    of_second = [each.amount.value for each in counted.lines if each.amount is not None][2:]
    assert counted.counted.value == 13
    assert of_second == [0, 5]


def test_a_line_confirmed_in_part_keeps_its_own_grade() -> None:
    """Only a line that is wholly confirmed is shown at the higher grade."""
    whole = register(confirmations=(confirmation(ConfirmationGrade.THIRD_PARTY, 7),))

    counted = counting(received(line(quantity=5), line(quantity=5)), of=whole).counted["P-1"]

    assert [each.grade for each in counted.lines] == [Grade.THIRD_PARTY_CONFIRMED, Grade.DOCUMENTED]


def test_a_confirmation_given_later_is_no_misfit_of_an_earlier_position() -> None:
    """On an earlier day what is confirmed later may speak of deliveries to come."""
    said = confirmation(ConfirmationGrade.THIRD_PARTY, 10, confirmed_on=dt.date(2026, 4, 10))

    earlier = counting(received(line(quantity=5)), of=register(confirmations=(said,)), on=Q2.end)
    later = counting(received(line(quantity=5)), of=register(confirmations=(said,)), on=dt.date(2026, 4, 10))

    assert earlier.findings == ()
    assert {each.code for each in later.findings} == {"confirmation-exceeds"}


def test_a_repeat_by_another_firm_is_for_officers_only() -> None:
    """A finding about two suppliers is not sent to either."""
    whole = register((pledge("P-1"), pledge("P-2", supplier_ref="S-02")))
    of_second = received(line("P-2", quantity=1, person_ref="YP-1"), supplier_ref="S-02")

    ledger = counting(received(line(quantity=1, person_ref="YP-1")), of_second, of=whole)

    assert [(each.code, each.audience) for each in ledger.findings] == [("duplicate-person", Audience.OFFICER)]


def test_a_running_total_contains_the_single_periods_that_end_with_it() -> None:
    """A quarter reported on its own beside a total to the same day is not added to it."""
    total = received(line(quantity=40), period=Period(Q1.start, Q2.end), basis=Basis.CUMULATIVE)
    quarter = received(line(quantity=15), period=Q2)

    ledger = counting(total, quarter, of=pledge(**SESSIONS))

    assert ledger.counted["P-1"].counted.value == 40
    assert {each.code for each in ledger.findings} == {"basis-mixed"}


def test_a_single_period_that_a_running_total_ends_in_waits() -> None:
    """July to September beside a total to 31 August may hold the same deliveries twice."""
    total = received(line(quantity=40), period=Period(Q1.start, dt.date(2025, 8, 31)), basis=Basis.CUMULATIVE)
    quarter = received(line(quantity=15), period=Q2)

    ledger = counting(total, quarter, of=pledge(**SESSIONS))

    assert ledger.counted["P-1"].counted.value == 40
    assert {each.code for each in ledger.findings} == {"delivery-overlaps-total"}


@pytest.mark.parametrize(
    "open_row", [line(absence=Absence.PENDING), line(quantity=3, unit="weeks"), line(absence=Absence.MISSING)]
)
def test_an_open_row_of_a_running_total_takes_nothing_away(open_row: EvidenceLine) -> None:
    """To be confirmed, set aside or blank is not 0: what was reported before stays."""
    first = received(line(quantity=25), line(quantity=30, grade=Grade.CLAIMED), basis=Basis.CUMULATIVE)
    second = received(open_row, line(quantity=60, grade=Grade.CLAIMED), period=Q2, basis=Basis.CUMULATIVE)

    counted = counting(first, second, of=pledge(**SESSIONS)).counted["P-1"]

    assert values(counted.claimed, counted.counted) == (85, 25)


def test_a_running_total_whose_period_is_not_over_takes_nothing_away() -> None:
    """On a day before its end only what had happened by then speaks, and nothing is taken off for the rest."""
    first = received(line(quantity=5), basis=Basis.CUMULATIVE)
    second = received(line(quantity=5), line(quantity=1, start=dt.date(2025, 7, 15)), period=Q2, basis=Basis.CUMULATIVE)

    ledger = counting(first, second, on=dt.date(2025, 8, 31))

    assert ledger.counted["P-1"].counted.value == 5
    assert {each.code for each in ledger.findings} == {"not-yet-delivered"}


@pytest.mark.parametrize("person_ref", ["", "YP-1"])
def test_a_row_that_continues_no_placement_is_not_lost(person_ref: str) -> None:
    """A blank quantity goes on with a placement that another row counts; with none it is asked for."""
    of = pledge(unit="placements", type="placement")
    rest: dict[str, Any] = {"person_ref": person_ref, "placement_ref": "" if person_ref else "PL-1"}
    blank = line(absence=Absence.MISSING, start=dt.date(2025, 5, 1), **rest)

    alone = counting(received(blank), of=of)
    continued = counting(received(line(quantity=1, **rest), blank), of=of)

    assert {each.code for each in alone.findings} == {"quantity-needed"}
    assert len(alone.counted["P-1"].lines) == 1
    assert continued.findings == ()
    assert continued.counted["P-1"].counted.value == 1


def test_nearly_equal_person_references_are_asked_about_and_both_count() -> None:
    """Only an exact reference is the same person; case and spaces are a query for officers."""
    ledger = counting(received(line(quantity=1, person_ref="AB-1"), line(quantity=1, person_ref="ab 1")))

    assert ledger.counted["P-1"].counted.value == 2
    assert [(each.code, each.audience) for each in ledger.findings] == [("person-alike", Audience.OFFICER)]


def test_a_stock_belongs_to_the_end_of_its_period() -> None:
    """In post at the end of September says nothing of August."""
    stock = received(line(quantity=5, start=dt.date(2025, 7, 1)), period=Q2, basis=Basis.IN_POST)

    assert counting(stock, on=dt.date(2025, 9, 29)).counted["P-1"].counted.value == 0
    assert counting(stock, on=dt.date(2025, 9, 30)).counted["P-1"].counted.value == 5


@pytest.mark.parametrize(("unit", "counted"), [("sessions", 2), ("weeks", 0)])
def test_what_does_not_last_belongs_to_its_own_day(unit: str, counted: int) -> None:
    """A session on 15 July is delivered on that day; weeks without an end are still going on."""
    sent = received(line(quantity=2, start=dt.date(2025, 7, 15)), period=Q2)

    ledger = counting(sent, of=pledge(unit=unit), on=dt.date(2025, 7, 15))

    assert ledger.counted["P-1"].counted.value == counted


def test_a_return_without_a_part_beside_parts_is_asked_about() -> None:
    """A whole beside its parts may count twice."""
    ledger = counting(
        received(line(quantity=3), part="north"), received(line(quantity=7), part=""), of=pledge(**SESSIONS)
    )

    assert ledger.counted["P-1"].counted.value == 10
    assert {each.code for each in ledger.findings} == {"parts-mixed"}


def test_a_keyed_figure_answers_what_the_supplier_left_open() -> None:
    """To be confirmed on the form, then sent by e-mail and keyed: nothing is open any more."""
    form = received(line(absence=Absence.PENDING))
    keyed = received(line(quantity=4), keyed=True)

    ledger = counting(form, keyed)

    assert ledger.counted["P-1"].counted.value == 4
    assert not ledger.counted["P-1"].has_pending
    assert form.sent.lines[0].row_source in ledger.answered


def test_a_code_of_the_suppliers_own_names_its_promise_whatever_words_stand_beside_it() -> None:
    """Only a reference that was made from the row order can have moved: a template's own code has not."""
    of = pledge(derived_ref=True, also_known_as=("NT4a",))

    ledger = counting(received(line("NT4a", quantity=2, promise_words="Apprentices")), of=of)

    assert ledger.counted["P-1"].counted.value == 2
    assert not ledger.findings


def test_the_forms_words_come_before_its_units() -> None:
    """A row that moved to another promise is not blamed on the supplier's unit."""
    of = pledge(derived_ref=True)

    ledger = counting(received(line(quantity=2, unit="weeks", promise_words="Other words")), of=of)

    assert {each.code for each in ledger.findings} == {"promise-reworded"}
