import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import Q1, Q2, Q3, YEAR, cell, contract, line, pledge, received, register, supplier, values

from pledges.audience import Audience, Vocabulary
from pledges.counting.ledger import Ledger, count
from pledges.figures import replay, sources
from pledges.files.policy import default_policy
from pledges.model import Absence, Basis, Confirmation, ConfirmationGrade, Grade, Length, Pledge
from pledges.periods import Period
from pledges.returns.received import ReceivedReturn

LONG = Period(dt.date(2024, 4, 1), dt.date(2027, 3, 31))
OPEN = contract(start=LONG.start, end=LONG.end)


def capped(most: int | str, in_unit: str, ref: str = "P-1", **fields: Any) -> Pledge:
    """Return a pledge in weeks with a cap per person."""
    cap = Length(number=Fraction(most), unit=in_unit, source=cell(column="P"))
    return pledge(ref, **{"unit": "weeks", "quantity": Fraction(104), "cap_per_person": cap, **fields})


def counting(*returns: ReceivedReturn, of: tuple[Pledge, ...], on: dt.date = YEAR.end, **fields: Any) -> Ledger:
    """Count returns against pledges of contracts C-1 and C-2 and of suppliers S-01 and S-02."""
    given: dict[str, Any] = {
        "contracts": (OPEN, contract("C-2", start=LONG.start, end=LONG.end)),
        "suppliers": (supplier("S-01"), supplier("S-02")),
    }
    return count(
        register(of, **given | fields), returns, default_policy(), on=on, known_on=None, vocabulary=Vocabulary()
    )


def weeks(quantity: int | str, person: str = "YP-1", key: str = "P-1", **fields: Any) -> Any:
    """Return a line of so many weeks of a person."""
    return line(key, quantity, person_ref=person, **fields)


def test_a_cap_leaves_what_is_not_used_up_and_explains_it_by_both_lines() -> None:
    """Of 60 weeks after 80 the cap of 104 leaves 24, and the explanation names the cap and the 80."""
    ledger = counting(
        received(weeks(80)),
        received(weeks(60, key="P-2"), period=Q2),
        of=(capped(104, "weeks"), capped(104, "weeks", "P-2")),
    )

    first, second = ledger.counted["P-1"], ledger.counted["P-2"]

    assert values(first.counted, second.counted, second.claimed, second.documented) == (80, 24, 60, 60)
    assert replay(second.counted) == 24
    assert {line.source for line in first.lines} <= set(sources(second.counted))
    assert [each.set_aside.reason for each in second.lines if each.set_aside] == ["over-cap"]
    assert [(each.code, each.audience) for each in ledger.findings] == [("over-cap", Audience.SUPPLIER)]


def test_a_line_that_comes_after_the_cap_is_used_up_counts_nothing() -> None:
    """Nothing of a third line is left, and nothing is taken twice."""
    ledger = counting(
        received(weeks(104)), received(weeks(5), period=Q2), received(weeks(7), period=Q3), of=(capped(104, "weeks"),)
    )

    assert values(*(each.counted for each in ledger.counted["P-1"].lines)) == (104, 0, 0)


def test_promises_without_a_cap_do_not_end_the_search_for_those_with_one() -> None:
    """What has no cap, or counts nothing, is passed over; what follows is cut all the same."""
    of = (pledge("P-0", unit="weeks"), capped(10, "weeks"))
    nothing = weeks(20, grade=Grade.CLAIMED)

    ledger = counting(received(weeks(20, key="P-0"), nothing, weeks(20)), of=of)

    assert values(ledger.counted["P-0"].counted, ledger.counted["P-1"].counted) == (20, 10)


def test_of_one_start_the_lower_contract_uses_the_account_up_first() -> None:
    """C-2 comes before C-10 and both before a voluntary promise, whatever the pledges are called."""
    of = (
        capped(10, "weeks", "A-1", contract_ref=None),
        capped(10, "weeks", "B-1", contract_ref="C-10"),
        capped(10, "weeks", "Z-1", contract_ref="C-2"),
    )
    sent = [received(weeks(6, key=each.ref), contract_ref=each.contract_ref) for each in of]

    ledger = counting(*sent, of=of, contracts=(OPEN, contract("C-2"), contract("C-10")))

    assert values(*(ledger.counted[ref].counted for ref in ("Z-1", "B-1", "A-1"))) == (6, 4, 0)


def test_days_after_the_period_and_after_the_position_are_none_of_a_lines() -> None:
    """Of weeks in April and May a cap of one month leaves those in April, though the End is later or not come."""
    of = capped(1, "months")
    two_months = Period(dt.date(2025, 4, 1), dt.date(2025, 5, 31))
    ends_later = weeks("12.2", start=two_months.start, end=dt.date(2025, 6, 30))
    found_from_dates = line(person_ref="YP-1", start=two_months.start, absence=Absence.MISSING)

    by_period = counting(received(ends_later, period=two_months), of=(of,))
    by_position = counting(received(found_from_dates, period=Q1), of=(of,), on=two_months.end)

    assert by_period.counted["P-1"].counted.value == 6
    assert by_position.counted["P-1"].counted.value == Fraction(30, 7)


def test_promises_with_different_caps_share_one_account() -> None:
    """A line is cut by its own cap: after 60 weeks under a cap of 104 nothing is left of one of 52."""
    of = (capped(104, "weeks"), capped(52, "weeks", "P-2"))

    ledger = counting(received(weeks(60)), received(weeks(60, key="P-2"), period=Q2), of=of)
    other_way = counting(received(weeks(60, key="P-2")), received(weeks(60), period=Q2), of=of)

    assert values(ledger.counted["P-1"].counted, ledger.counted["P-2"].counted) == (60, 0)
    assert values(other_way.counted["P-2"].counted, other_way.counted["P-1"].counted) == (52, 52)


@pytest.mark.parametrize(
    "other",
    [{"type": "job"}, {"unit": "days"}, {"exclusive_group": "Care leavers"}, {"cap_per_person": None}],
    ids=str,
)
def test_another_type_unit_group_or_no_cap_is_another_account(other: dict[str, Any]) -> None:
    """Only promises of one type, unit and exclusive group that have a cap use it up together."""
    unit = other.get("unit", "weeks")
    of = (capped(10, unit, "P-2", **other), capped(10, "weeks"))

    ledger = counting(received(weeks(8, key="P-2")), received(weeks(8), period=Q2), of=of)

    assert values(ledger.counted["P-1"].counted, ledger.counted["P-2"].counted) == (8, 8)
    assert ledger.findings == ()


def test_a_note_about_time_with_another_firm_is_for_officers() -> None:
    """Where the account is of two suppliers, the firm that is cut does not read of the other."""
    of = (capped(10, "weeks"), capped(10, "weeks", "P-2", supplier_ref="S-02", contract_ref="C-2"))

    ledger = counting(
        received(weeks(8)),
        received(weeks(8, key="P-2"), period=Q2, supplier_ref="S-02", contract_ref="C-2"),
        of=of,
    )

    assert ledger.counted["P-2"].counted.value == 2
    assert [(each.code, each.supplier_ref, each.audience) for each in ledger.findings] == [
        ("over-cap", "S-02", Audience.OFFICER)
    ]


def test_what_is_counted_late_and_declined_is_cut_with_the_line() -> None:
    """Of 60 weeks of which 20 were declined, 50 are left: the better evidenced 40, and 10 of the declined."""
    of = capped(50, "weeks", due=dt.date(2025, 3, 31))
    declined = Confirmation(
        pledge_ref="P-1", grade=ConfirmationGrade.DECLINED, confirmed_on=YEAR.end, quantity=Fraction(20),
        source=cell(sheet="Confirmations"),
    )  # fmt: skip

    counted = counting(received(weeks(60)), of=(of,), confirmations=(declined,)).counted["P-1"]

    assert values(counted.counted, counted.late, counted.declined, counted.verified) == (50, 50, 10, 0)


def test_young_peoples_confirmations_are_left_before_what_is_only_documented() -> None:
    """Of 60 weeks, 15 confirmed by young people and 10 by a college, a cap of 20 leaves 15 and 5."""

    def said(grade: ConfirmationGrade, quantity: int) -> Confirmation:
        place = cell(sheet="Confirmations")
        return Confirmation(
            pledge_ref="P-1", grade=grade, confirmed_on=YEAR.end, quantity=Fraction(quantity), source=place
        )

    confirmed = (said(ConfirmationGrade.THIRD_PARTY, 25), said(ConfirmationGrade.BENEFICIARY, 15))

    counted = counting(received(weeks(60)), of=(capped(20, "weeks"),), confirmations=confirmed).counted["P-1"]

    assert values(counted.counted, counted.verified, counted.beneficiary_confirmed) == (20, 20, 15)


def test_a_correction_gives_back_what_it_takes_off() -> None:
    """A running total of 120 weeks that becomes 90 is 90, within a cap of 104."""
    returns = (
        received(weeks(120), basis=Basis.CUMULATIVE),
        received(weeks(90), period=Q2, basis=Basis.CUMULATIVE),
    )

    before, after = (counting(*some, of=(capped(104, "weeks"),)) for some in (returns[:1], returns))

    assert before.counted["P-1"].counted.value == 104
    assert after.counted["P-1"].counted.value == 90


@pytest.mark.parametrize(
    ("unit", "start", "end", "quantity", "left"),
    [
        ("FTE years", dt.date(2024, 6, 1), dt.date(2026, 5, 31), 2, 1),
        ("FTE years", dt.date(2024, 6, 1), dt.date(2025, 5, 31), 1, 1),
        ("FTE years", dt.date(2024, 6, 1), None, "1.5", Fraction(3, 2) / (1 + Fraction(304, 365))),
        ("weeks", dt.date(2024, 6, 1), dt.date(2025, 6, 1), 53, 53 * Fraction(365, 366)),
        ("weeks", dt.date(2024, 6, 1), dt.date(2025, 5, 31), 53, 53),
        ("staff hours", None, None, 100, 100 * Fraction(365, 365 + 365)),
    ],
)
def test_months_are_a_stretch_of_time(
    unit: str, start: dt.date | None, end: dt.date | None, quantity: int | str, left: Fraction
) -> None:
    """Of a line counts what lies in the twelve months from its start, by days; FTE years by years."""
    of = capped(12, "months", unit=unit)
    period = Period(LONG.start, dt.date(2026, 3, 31)) if end is None else LONG

    ledger = counting(received(weeks(quantity, start=start, end=end), period=period), of=(of,), on=dt.date(2027, 3, 31))

    assert ledger.counted["P-1"].counted.value == left
    assert replay(ledger.counted["P-1"].counted) == left


def test_a_leap_year_is_one_year_of_a_full_time_person() -> None:
    """Two FTE years from June 2023, the first of 366 days, are one in 12 months and not 366/365 of one."""
    of = capped(1, "years", unit="FTE years")
    term = Period(dt.date(2023, 4, 1), dt.date(2025, 5, 31))
    long = (contract(start=term.start, end=term.end),)

    ledger = counting(received(weeks(2, start=dt.date(2023, 6, 1)), period=term), of=(of,), contracts=long, on=term.end)

    assert ledger.counted["P-1"].counted.value == 1


def test_what_a_total_adds_without_a_day_after_the_return_before_is_of_its_last_day() -> None:
    """By the end of June 4 weeks, in the next total 6, of one stay from 1 to 30 April: within a cap of two months."""
    stay: dict[str, Any] = {"start": dt.date(2025, 4, 1), "end": dt.date(2025, 4, 30)}
    half = Period(Q1.start, Q2.end)

    ledger = counting(
        received(weeks(4, **stay), basis=Basis.CUMULATIVE),
        received(weeks(6, **stay), period=half, basis=Basis.CUMULATIVE),
        of=(capped(2, "months"),),
    )

    assert values(ledger.counted["P-1"].counted) == (6,)


@pytest.mark.parametrize(("start", "counts"), [(dt.date(2025, 5, 31), 1), (dt.date(2025, 6, 1), 0)])
def test_a_person_counts_whole_who_starts_on_the_last_day_of_the_months(start: dt.date, counts: int) -> None:
    """People come whole: by the day they start, on either side of the last day of the twelve months."""
    of = (capped(12, "months", unit="people"), capped(12, "months", "P-2", unit="people", contract_ref="C-2"))
    earlier = weeks(1, start=dt.date(2024, 6, 1))
    later = weeks(1, key="P-2", start=start)

    ledger = counting(
        received(earlier, period=LONG), received(later, period=LONG, contract_ref="C-2"), of=of, on=LONG.end
    )

    assert values(ledger.counted["P-1"].counted, ledger.counted["P-2"].counted) == (1, counts)


def test_what_a_running_total_adds_lies_after_the_return_before_it() -> None:
    """26 weeks to 30 September and 52 to the next: what is added lies in the second half year, of which half counts."""
    first = Period(dt.date(2025, 4, 1), dt.date(2025, 9, 30))
    second = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))
    of = capped(9, "months")

    ledger = counting(
        received(weeks(26, start=first.start), period=first, basis=Basis.CUMULATIVE),
        received(weeks(52, start=first.start), period=second, basis=Basis.CUMULATIVE),
        of=(of,),
    )

    assert ledger.counted["P-1"].counted.value == 26 + 26 * Fraction(92, 182)


def test_what_is_committed_runs_to_its_end() -> None:
    """Of two years committed from 1 April 2025 the cap of 12 months leaves the first, also before it is over."""
    of = capped(12, "months", is_committed=True)
    two_years = weeks("104", start=dt.date(2025, 4, 1), end=dt.date(2027, 3, 31))

    ledger = counting(received(two_years), of=(of,), on=Q1.end)

    assert ledger.counted["P-1"].counted.value == 52


def test_what_is_only_claimed_opens_no_account() -> None:
    """A claimed start in 2024 does not begin the twelve months; once a college confirms it, it does."""
    of = capped(12, "months", unit="people")
    next_one = capped(12, "months", "P-2", unit="people", contract_ref="C-2")
    claimed = weeks(1, start=dt.date(2024, 6, 1), grade=Grade.CLAIMED)
    returns = (
        received(claimed, period=LONG),
        received(weeks(1, key="P-2", start=dt.date(2025, 9, 1)), period=LONG, contract_ref="C-2"),
    )
    confirmation = Confirmation(
        pledge_ref="P-1", grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=YEAR.end, source=cell(sheet="Confirmations")
    )

    before = counting(*returns, of=(of, next_one), on=LONG.end)
    after = counting(*returns, of=(of, next_one), on=LONG.end, confirmations=(confirmation,))

    assert values(before.counted["P-1"].counted, before.counted["P-2"].counted) == (0, 1)
    assert values(after.counted["P-1"].counted, after.counted["P-2"].counted) == (1, 0)


def test_a_line_that_names_nobody_counts_and_is_asked_about_once_it_counts() -> None:
    """A cap cannot be tested without a person reference; a line that does not count asks nothing."""
    nobody, claimed = weeks(200, person=""), weeks(200, person="", grade=Grade.CLAIMED)

    ledger = counting(received(nobody, claimed), of=(capped(104, "weeks"),))

    assert ledger.counted["P-1"].counted.value == 200
    assert [each.source for each in ledger.findings if each.code == "cap-not-testable"] == [nobody.quantity_source]
    assert all("104 weeks" in each.text for each in ledger.findings if each.code == "cap-not-testable")


def test_a_person_reference_that_cannot_be_read_sets_a_capped_line_aside() -> None:
    """What Excel made of a reference could be anybody's: without a cap it does not matter in weeks."""
    damaged = line(quantity=5, problems=(("Person ref", "reference-damaged"),))

    with_cap = counting(received(damaged), of=(capped(104, "weeks"),))
    without = counting(received(damaged), of=(pledge(unit="weeks"),))

    assert values(with_cap.counted["P-1"].counted, without.counted["P-1"].counted) == (0, 5)


def test_a_total_that_leaves_rows_open_does_not_speak_of_whom_it_does_not_name() -> None:
    """What the next one adds lies after the last return that named somebody, and so half of it in the first months."""
    of = capped(6, "months", unit="hours")
    named = {"start": dt.date(2025, 4, 1)}
    returns = (
        received(line("P-1", 2, person_ref="YP-1", **named), period=Q1, basis=Basis.CUMULATIVE),
        received(line("P-1", None, absence=Absence.PENDING), line("P-1", 50), period=Q2, basis=Basis.CUMULATIVE),
        received(line("P-1", 186, person_ref="YP-1", **named), period=Q3, basis=Basis.CUMULATIVE),
    )

    ledger = counting(*returns, of=(of,))

    of_somebody = [each.counted.value for each in ledger.counted["P-1"].lines if each.line.person_ref]
    assert of_somebody == [2, 92]
