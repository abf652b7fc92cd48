import datetime as dt

import pytest
from badge_positions import event, fact, register

from pledges.history import History, history_of
from pledges.model import Event, Fact

ON = dt.date(2026, 4, 30)


def day(text: str) -> dt.date:
    """Return a day from ISO text."""
    return dt.date.fromisoformat(text)


def history(*events: Event, facts: tuple[Fact, ...] = (), on: dt.date = ON, known_on: dt.date | None = None) -> History:
    """Return the history of the supplier on a day."""
    return history_of("S-01", register(events=events, facts=facts), on=on, known_on=known_on)


@pytest.mark.parametrize(("on", "known"), [("2025-03-31", 0), ("2025-04-01", 1)])
def test_an_event_speaks_from_its_day_on(on: str, known: int) -> None:
    """What happened after the day asked about changes nothing."""
    past = history(event("statement signed", "2025-04-01"), on=day(on))

    assert len(past.signed()) == known


@pytest.mark.parametrize(
    ("recorded", "known_on", "known"),
    [
        ("2025-06-01", None, 1),
        ("2025-06-01", "2025-06-01", 1),
        ("2025-06-01", "2025-05-31", 0),
        (None, "2025-04-01", 1),
        (None, "2025-03-31", 0),
    ],
)
def test_an_event_is_known_from_the_day_it_was_recorded(recorded: str | None, known_on: str | None, known: int) -> None:
    """A blank Recorded on is taken to be the day of the event; without a known-on day all is known."""
    signed = event("statement signed", "2025-04-01", recorded_on=None if recorded is None else day(recorded))

    past = history(signed, known_on=None if known_on is None else day(known_on))

    assert len(past.signed()) == known


def test_events_and_facts_of_other_suppliers_are_not_part_of_it() -> None:
    """A history is one supplier's."""
    recorded = register(events=(event("contact named", supplier_ref="S-02"),), facts=(fact(5),))

    assert history_of("S-02", recorded, on=ON, known_on=None).facts == ()
    assert history_of("S-01", recorded, on=ON, known_on=None).events == ()


def test_the_latest_contact_is_the_one_named() -> None:
    """A contact that changed is the later one."""
    earlier, later = event("contact named", "2025-04-01"), event("contact named", "2025-09-01")

    assert history(later, earlier).named_contact() == later
    assert history().named_contact() is None


def test_the_latest_fact_on_the_day_counts() -> None:
    """By As at, then by the day it was recorded; later ones are not known yet."""
    facts = (
        fact(10, "2025-01-01"),
        fact(20, "2026-01-01", recorded="2026-01-05"),
        fact(30, "2026-01-01", recorded="2026-02-05"),
        fact(40, "2026-05-01"),
    )

    now = history(facts=facts).fact("UK_Workforce")
    earlier = history(facts=facts, known_on=day("2026-01-31")).fact("uk_workforce")

    assert now == facts[2]
    assert earlier == facts[1]


def test_a_fact_that_nobody_recorded_is_unknown() -> None:
    """Facts are open-world."""
    assert history(facts=(fact(10),)).fact("spend_to_date") is None


def test_two_facts_of_one_day_that_disagree_are_unknown() -> None:
    """Which is right, nobody knows; the same one twice is no contradiction."""
    assert history(facts=(fact(10), fact(20))).fact("uk_workforce") is None
    assert history(facts=(fact(10), fact(10))).fact("uk_workforce") == fact(10)


def test_a_fact_of_a_contract_can_be_asked_for() -> None:
    """Without a contract every fact of the supplier speaks, with one only its own."""
    from attrs import evolve

    of_contract = evolve(fact(7, name="spend_to_date"), contract_ref="C-001")

    past = history(facts=(of_contract,))

    assert past.fact("spend_to_date") == of_contract
    assert past.fact("spend_to_date", contract_ref="C-001") == of_contract
    assert past.fact("spend_to_date", contract_ref="C-002") is None
