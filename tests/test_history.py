import datetime as dt
from typing import Any

import pytest
from badge_positions import DELIVERY, STARTER, event, fact, register
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.history import History, Standing, history_of, level_named, unplaced_events
from pledges.model import Event, Fact

ON = dt.date(2026, 4, 30)
SCHEME = "covenant-delivery"


def day(text: str) -> dt.date:
    """Return a day from ISO text."""
    return dt.date.fromisoformat(text)


def history(*events: Event, facts: tuple[Fact, ...] = (), on: dt.date = ON, known_on: dt.date | None = None) -> History:
    """Return the history of the supplier on a day."""
    return history_of("S-01", register(events=events, facts=facts), on=on, known_on=known_on)


def issued(on: str = "2025-05-01", *, level: str = "committed", **more: Any) -> Event:
    """Return a badge issued."""
    return event("badge issued", on, **{"scheme": SCHEME, "level": level, **more})


def standing(*events: Event, on: dt.date = ON) -> Standing:
    """Return the standing of the covenant scheme on a day."""
    return history(*events, on=on).standing(DELIVERY)


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


def test_without_events_there_is_no_standing() -> None:
    """Nothing recorded is nothing held."""
    assert standing() == Standing(level=None, status="none")


@pytest.mark.parametrize(
    ("on", "status", "level"),
    [
        ("2025-04-30", "none", None),
        ("2025-05-01", "in force", "committed"),
        ("2025-12-31", "in force", "committed"),
        ("2026-01-01", "expired", None),
    ],
)
def test_a_badge_is_in_force_from_its_issue_to_its_last_day(on: str, status: str, level: str | None) -> None:
    """Until is the last day, included; after it the badge is expired."""
    now = standing(issued(until=day("2025-12-31")), on=day(on))

    assert (now.status, now.level) == (status, level)


def test_an_expired_badge_says_which_level_it_was() -> None:
    """None is held, but the one that was is not forgotten."""
    now = standing(issued(until=day("2025-12-31")))

    assert (now.level, now.last_level, now.since, now.until) == (
        None, "committed", day("2025-05-01"), day("2025-12-31"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "on", "until"), [("committed", "2025-05-01", "2026-04-30"), ("leading", "2026-03-01", "2028-02-29")]
)
def test_without_until_a_level_lasts_for_its_own_term(level: str, on: str, until: str) -> None:
    """Twelve months for the listing, twenty-four for a badge, to the day before; leap days included."""
    assert standing(issued(on, level=level)).until == day(until)


def test_a_badge_can_be_suspended_and_restored() -> None:
    """The level stays held while it is suspended; both events are told as sources."""
    suspended = event("badge suspended", "2025-06-01", scheme=SCHEME)
    restored = event("badge restored", "2025-07-01", scheme=SCHEME)

    before = standing(issued(), suspended, restored, on=day("2025-06-30"))
    after = standing(issued(), suspended, restored)

    assert (before.level, before.status) == ("committed", "suspended")
    assert (after.level, after.status) == ("committed", "in force")
    assert len(after.sources) == 3


def test_a_revoked_badge_is_not_restored_but_can_be_issued_again() -> None:
    """Revoked is final for that badge; a new one is a new one."""
    revoked = event("badge revoked", "2025-06-01", scheme=SCHEME)
    restored = event("badge restored", "2025-07-01", scheme=SCHEME)
    again = issued("2026-04-01")

    now = standing(issued(), revoked, restored)

    assert (now.level, now.status, now.last_level, now.until) == (None, "revoked", "committed", day("2025-06-01"))
    assert standing(issued(), revoked, again).status == "in force"


def test_an_expired_badge_is_not_restored() -> None:
    """What is over cannot come back by being restored."""
    restored = event("badge restored", "2026-02-01", scheme=SCHEME)

    assert standing(issued(until=day("2025-12-31")), restored).status == "expired"


def test_on_one_day_the_sternest_event_comes_last() -> None:
    """Restored and suspended on one day is suspended, whatever the order of the rows."""
    suspended = event("badge suspended", "2025-06-01")
    restored = event("badge restored", "2025-06-01")

    assert standing(issued(), suspended, restored).status == "suspended"
    assert standing(restored, issued(), suspended).status == "suspended"


def test_of_two_levels_issued_on_one_day_the_higher_is_held() -> None:
    """A promotion recorded with the listing of the same day is a promotion."""
    assert standing(issued(level="delivering"), issued(level="committed")).level == "delivering"


def test_a_later_level_takes_the_place_of_an_earlier_one() -> None:
    """One level of a scheme is held at a time, with its own term."""
    now = standing(issued(), issued("2026-01-01", level="Delivering"))

    assert (now.level, now.since) == ("delivering", day("2026-01-01"))


def test_events_that_name_another_scheme_or_another_level_are_left_alone() -> None:
    """A starter's suspension says nothing of the covenant badge, nor does one of a level that is not held."""
    other = event("badge suspended", "2025-06-01", scheme="covenant-starter")
    another_level = event("badge suspended", "2025-06-01", scheme=SCHEME, level="leading")

    assert standing(issued(), other, another_level).status == "in force"
    assert history(issued()).standing(STARTER).status == "none"


def test_an_event_without_a_scheme_belongs_to_each_scheme_that_has_its_level() -> None:
    """Level names tell the built-in schemes apart; a suspension without either is of every badge held."""
    suspended = event("badge suspended", "2025-06-01")
    past = history(issued(scheme=""), issued(level="starter", scheme=""), suspended)

    assert past.standing(DELIVERY).level == "committed"
    assert past.standing(STARTER).level == "starter"
    assert {past.standing(scheme).status for scheme in (DELIVERY, STARTER)} == {"suspended"}


def test_a_scheme_is_named_by_id_or_name_and_whatever_version() -> None:
    """A badge of an earlier edition is held all the same."""
    assert standing(issued(scheme="Covenant Delivery", scheme_version="0.0")).level == "committed"


def test_a_badge_of_a_scheme_with_one_level_needs_no_level() -> None:
    """There is nothing else it could be; without the scheme there is."""
    of_starter = event("badge issued", "2025-06-01", scheme="covenant-starter")
    of_nobody = event("badge issued", "2025-06-01")

    assert history(of_starter).standing(STARTER).level == "starter"
    assert history(of_nobody).standing(STARTER).level is None


def test_events_of_unknown_schemes_and_levels_can_be_told() -> None:
    """What belongs to none of the schemes is returned, so that it is never ignored in silence."""
    unknown_level, unknown_scheme = issued(level="gold"), issued("2025-07-01", scheme="gold-scheme")
    past = history(issued(), unknown_level, unknown_scheme, event("contact named"))

    assert unplaced_events(past, (DELIVERY, STARTER)) == (unknown_level, unknown_scheme)


def test_a_level_is_named_by_its_id_or_name() -> None:
    """Whatever its case; another word names none."""
    named = level_named(DELIVERY, " LEADING ")

    assert named is not None
    assert named.id == "leading"
    assert level_named(DELIVERY, "gold") is None
    assert level_named(DELIVERY, "") is None


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    """A history and a standing are the same however the rows of the register stand."""
    events = [
        issued(),
        event("badge suspended", "2025-06-01"),
        event("badge restored", "2025-06-01"),
        issued("2026-01-01", level="delivering"),
        event("contact named", "2025-06-01"),
        event("statement signed", "2025-04-01", detail="Director"),
    ]

    shuffled = history(*(events[place] for place in order))

    assert shuffled == history(*events)
    assert shuffled.standing(DELIVERY) == history(*events).standing(DELIVERY)
