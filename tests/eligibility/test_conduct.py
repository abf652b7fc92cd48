import datetime as dt

import pytest
from badge_positions import ON, criterion, decision, event, overdue, register, supplier

from pledges.eligibility import Outcome


@pytest.mark.parametrize(
    ("role", "outcome"),
    [
        ("Director", Outcome.MET),
        ("managing director", Outcome.MET),
        ("Chief Executive", Outcome.MET),
        ("Chair of trustees", Outcome.MET),
        ("Owner", Outcome.MET),
        ("Senior Partner", Outcome.MET),
        ("Leader of the council", Outcome.MET),
        ("Headteacher", Outcome.MET),
        ("HR manager", Outcome.UNKNOWN),
        ("PA to the director", Outcome.UNKNOWN),
        ("Deputy director", Outcome.UNKNOWN),
        ("Team leader", Outcome.UNKNOWN),
        ("HR business partner", Outcome.UNKNOWN),
        ("directorate clerk", Outcome.UNKNOWN),
        ("", Outcome.UNKNOWN),
    ],
)
def test_the_statement_is_signed_by_somebody_at_director_level(role: str, outcome: Outcome) -> None:
    """The role is of a closed list; another one, or none, is for a person to look at."""
    decided = decision(recorded=register(events=(event("statement signed", detail=role),)))

    assert criterion(decided, "committed", "S").outcome is outcome


def test_the_role_and_whatever_stands_beside_it_are_never_repeated() -> None:
    """Detail is free text of the council's: it may hold the signer's name."""
    decided = decision(recorded=register(events=(event("statement signed", detail="Zebedee Quillfeather, director"),)))

    found = criterion(decided, "committed", "S")
    assert found.outcome is Outcome.MET
    assert "Quillfeather" not in repr(decided)
    assert found.because == (
        "The statement was signed at director level on 1 Apr 2025, and the organisation's identifier is recorded."
    )


@pytest.mark.parametrize(("day", "outcome"), [("2026-04-30", Outcome.MET), ("2026-05-01", Outcome.NOT_MET)])
def test_a_signing_after_the_day_is_none(day: str, outcome: Outcome) -> None:
    """Events are closed-world: what is not recorded by the day did not happen."""
    decided = decision(recorded=register(events=(event("statement signed", day, detail="Director"),)))

    assert criterion(decided, "committed", "S").outcome is outcome


def test_without_an_identifier_of_the_organisation_the_signing_is_unknown() -> None:
    """Not recorded is unknown: the organisation may well have one."""
    found = criterion(decision(firm=supplier(organisation_id="")), "committed", "S")

    assert found.outcome is Outcome.UNKNOWN
    assert "identifier is not recorded" in found.because


def test_without_a_signing_the_identifier_does_not_matter() -> None:
    """What did not happen is not met, whoever they are."""
    found = criterion(decision(firm=supplier(organisation_id=""), recorded=register(events=())), "committed", "S")

    assert found.outcome is Outcome.NOT_MET


def test_a_contact_is_named_by_an_event_or_in_the_register() -> None:
    """Either is enough, and neither is not met."""
    named = register(events=(event("contact named", "2025-06-01"),))

    by_event = criterion(decision(firm=supplier(contact_role=""), recorded=named), "committed", "C")
    by_column = criterion(decision(), "committed", "C")
    neither = criterion(decision(firm=supplier(contact_role=" ")), "committed", "C")

    assert (by_event.outcome, by_event.because) == (Outcome.MET, "A point of contact was named on 1 Jun 2025.")
    assert by_column.outcome is Outcome.MET
    assert neither.outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("level", "days", "outcome"),
    [
        ("delivering", 30, Outcome.MET),
        ("delivering", 31, Outcome.NOT_MET),
        ("leading", 1, Outcome.NOT_MET),
    ],
)
def test_returns_may_be_overdue_by_so_many_days_and_no_more(level: str, days: int, outcome: Outcome) -> None:
    """Delivering allows thirty days, leading none."""
    found = criterion(decision(overdue_returns=(overdue(days), overdue(0))), level, "R")

    assert found.outcome is outcome
    assert found.observed is not None
    assert found.observed.value == days


def test_without_an_overdue_return_the_criterion_is_met() -> None:
    """Nothing overdue is nought days overdue."""
    found = criterion(decision(), "leading", "R")

    assert found.outcome is Outcome.MET
    assert found.because == "No return is overdue."
    assert found.observed is not None
    assert found.observed.value == 0


def test_the_returns_that_must_be_sent_are_named() -> None:
    """By contract and period, with how many days too many the longest is."""
    held = event("badge issued", "2025-05-01", scheme="covenant-delivery", level="committed", until=dt.date(2027, 1, 1))

    decided = decision(overdue_returns=(overdue(45), overdue(3, "C-002")), recorded=register(events=(held,)))

    assert decided.next is not None
    (missing,) = [each for each in decided.next.missing if each.criterion == "R"]
    assert missing.short_by is not None
    assert missing.short_by.value == 15
    assert missing.text == "1 return must be sent: contract C-001, 16 Nov 2025 to 16 Feb 2026."
    found = criterion(decided, "delivering", "R")
    assert found.because.startswith("2 returns are overdue, the longest by 45 days (contract C-001, ")
    assert found.because.endswith("; 30 days are allowed.")
    assert dt.timedelta(days=45) == ON - dt.date(2026, 3, 16)
