import datetime as dt
from typing import Any

import pytest
from badge_positions import DELIVERY, STARTER, cell, event, register
from exploring import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.history import History, Standing, Step, history_of, level_named, standing_of, tenure, unplaced_events
from pledges.model import Event
from pledges.periods import Period
from pledges.returns.received import LateReturn
from pledges.rulebook import Level, Scheme

ON = dt.date(2026, 4, 30)
SCHEME = "covenant-delivery"
LEVELS = [level.id for level in DELIVERY.levels]


def day(text: str) -> dt.date:
    """Return a day from ISO text."""
    return dt.date.fromisoformat(text)


def history(*events: Event, on: dt.date = ON, known_on: dt.date | None = None) -> History:
    """Return the history of the supplier on a day."""
    return history_of("S-01", register(events=events), on=on, known_on=known_on)


def issued(on: str = "2025-05-01", *, level: str = "committed", **more: Any) -> Event:
    """Return a badge issued."""
    return event("badge issued", on, **{"scheme": SCHEME, "level": level, **more})


def of_scheme(kind: str, on: str, **more: Any) -> Event:
    """Return an event of the covenant scheme, in a row of its own."""
    return event(kind, on, **{"scheme": SCHEME, "source": cell(f"A{on.replace('-', '')}", "Events"), **more})


def late(due: str, came: str | None = None) -> LateReturn:
    """Return a return that was due on a day and came on another, or not at all."""
    last = day(due) - dt.timedelta(days=30)
    return LateReturn(
        supplier_ref="S-01", contract_ref="C-001", period=Period(last - dt.timedelta(days=89), last), due=day(due),
        came_on=None if came is None else day(came), sources=(cell("I2", "Contracts"),),
    )  # fmt: skip


def standing(
    *events: Event, on: dt.date | str = ON, overdue: tuple[LateReturn, ...] = (), falls_to: str | None = None,
    editions: dict[str, Scheme] | None = None,
) -> Standing:  # fmt: skip
    """Return the standing of the covenant scheme on a day; `falls_to` is the lower level whose criteria are met."""

    def fall_back(edition: Scheme, level: Level, _day: dt.date) -> Level | None:
        below = [each for each in edition.levels[: edition.levels.index(level)] if each.id == falls_to]
        return below[0] if below else None

    asked = day(on) if isinstance(on, str) else on
    return standing_of(history(*events, on=asked), DELIVERY, late=overdue, fall_back=fall_back, editions=editions)


def told(steps: tuple[Step, ...]) -> list[tuple[str, str, str]]:
    """Return the steps of a badge's life: day, what and level."""
    return [(step.day.isoformat(), step.what, step.level) for step in steps]


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
    suspended = of_scheme("badge suspended", "2025-06-01")
    restored = of_scheme("badge restored", "2025-07-01")

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

    assert standing(issued(), suspended, restored, on="2025-06-30").status == "suspended"
    assert standing(restored, issued(), suspended, on="2025-06-30").status == "suspended"


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
    assert standing_of(history(issued()), STARTER).status == "none"


def test_an_event_without_a_scheme_belongs_to_each_scheme_that_has_its_level() -> None:
    """Level names tell the built-in schemes apart; a suspension without either is of every badge held."""
    suspended = event("badge suspended", "2025-06-01")
    past = history(issued(scheme=""), issued(level="starter", scheme=""), suspended, on=day("2025-06-30"))

    assert standing_of(past, DELIVERY).level == "committed"
    assert standing_of(past, STARTER).level == "starter"
    assert {standing_of(past, scheme).status for scheme in (DELIVERY, STARTER)} == {"suspended"}


def test_a_scheme_is_named_by_id_or_name_and_whatever_version() -> None:
    """A badge of an earlier edition is held all the same."""
    assert standing(issued(scheme="Covenant Delivery", scheme_version="0.0")).level == "committed"


def test_a_badge_of_a_scheme_with_one_level_needs_no_level() -> None:
    """There is nothing else it could be; without the scheme there is."""
    of_starter = event("badge issued", "2025-06-01", scheme="covenant-starter")
    of_nobody = event("badge issued", "2025-06-01")

    assert standing_of(history(of_starter), STARTER).level == "starter"
    assert standing_of(history(of_nobody), STARTER).level is None


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
    assert standing_of(shuffled, DELIVERY) == standing_of(history(*events), DELIVERY)


@pytest.mark.parametrize(
    ("level", "on", "until"),
    [
        ("leading", "2026-03-01", "2028-02-29"),
        ("leading", "2024-02-29", "2026-02-27"),
        ("committed", "2024-02-29", "2025-02-27"),
        ("delivering", "2025-01-31", "2027-01-30"),
    ],
)
def test_terms_end_on_the_day_before_their_anniversary(level: str, on: str, until: str) -> None:
    """Months are added to the first day and clamped: the anniversary of 29 February is 28 February."""
    assert standing(issued(on, level=level), on=on).until == day(until)


@pytest.mark.parametrize(
    ("lodged", "on", "status", "level"),
    [
        ("2026-04-30", "2026-04-30", "in force", "committed"),
        ("2026-04-30", "2026-05-01", "in grace", "committed"),
        ("2026-04-30", "2026-06-29", "in grace", "committed"),
        ("2026-04-30", "2026-06-30", "expired", None),
        ("2026-05-01", "2026-05-01", "expired", None),
        (None, "2026-05-01", "expired", None),
    ],
)
def test_grace_is_sixty_days_where_renewal_was_lodged_by_the_last_day(
    lodged: str | None, on: str, status: str, level: str | None
) -> None:
    """Lodged on the last day is in time, a day later is not; the sixtieth day is the last of grace."""
    events = [issued()] if lodged is None else [issued(), of_scheme("badge renewal lodged", lodged)]

    now = standing(*events, on=on)

    assert (now.status, now.level) == (status, level)


def test_a_renewal_in_grace_goes_on_without_a_break() -> None:
    """Tenure runs across the renewal, and the steps tell the grace in between."""
    events = (issued(), of_scheme("badge renewal lodged", "2026-04-20"), issued("2026-05-20"))

    now = standing(*events, on="2026-11-01")

    assert told(now.steps) == [
        ("2025-05-01", "issued", "committed"),
        ("2026-04-20", "renewal lodged", "committed"),
        ("2026-05-01", "in grace", "committed"),
        ("2026-05-20", "renewed", "committed"),
    ]
    held = tenure(now, LEVELS, day("2026-11-01"))
    assert held is not None
    assert (held.since, held.months) == (day("2025-05-01"), 18)


def test_after_its_term_a_level_falls_back_to_the_highest_lower_one_that_is_met() -> None:
    """The lower level begins a term of its own on the next day, and nothing is held in between."""
    badge = issued("2024-05-01", level="delivering")

    now = standing(badge, on="2026-06-01", falls_to="committed")

    assert (now.level, now.status, now.since, now.until) == (
        "committed", "in force", day("2026-05-01"), day("2027-04-30"),
    )  # fmt: skip
    assert told(now.steps)[1:] == [("2026-05-01", "expired", "delivering"), ("2026-05-01", "fell back", "committed")]


def test_without_a_lower_level_that_is_met_a_badge_expires() -> None:
    """What was promised once is not held for ever."""
    now = standing(issued("2024-05-01", level="delivering"), on="2026-06-01")

    assert (now.level, now.status, now.last_level) == (None, "expired", "delivering")


@pytest.mark.parametrize(
    ("on", "status", "since"),
    [
        ("2025-08-31", "in force", None),
        ("2025-09-01", "suspended", "2025-09-01"),
        ("2025-11-30", "suspended", "2025-09-01"),
        ("2025-12-01", "lapsed", None),
    ],
)
def test_a_return_more_than_sixty_days_overdue_suspends_until_it_lapses(
    on: str, status: str, since: str | None
) -> None:
    """Due on 2 July, day 61 is 1 September; uncured by day 90 of the suspension, 30 November, it lapses."""
    now = standing(issued(), on=on, overdue=(late("2025-07-02"),))

    assert now.status == status
    assert now.suspended_since == (None if since is None else day(since))
    assert now.cure_by == (None if since is None else day("2025-11-30"))


@pytest.mark.parametrize(("came", "status"), [("2025-11-30", "in force"), ("2025-12-01", "lapsed")])
def test_the_last_day_to_cure_is_in_time(came: str, status: str) -> None:
    """A return that comes on the ninetieth day lifts the suspension; a day later nothing is left to lift."""
    assert standing(issued(), on="2026-01-15", overdue=(late("2025-07-02", came),)).status == status


def test_a_return_that_came_within_sixty_days_suspended_nothing() -> None:
    """Late is not yet suspended."""
    assert standing(issued(), overdue=(late("2025-07-02", "2025-09-01"),)).suspensions == ()


@pytest.mark.parametrize(
    ("kind", "severity", "status"),
    [
        ("breach", "major", "suspended"),
        ("breach", "minor", "in force"),
        ("breach", "", "in force"),
        ("safeguarding hold", "", "suspended"),
        ("data query", "", "suspended"),
    ],
)
def test_what_is_open_suspends_from_its_first_day(kind: str, severity: str, status: str) -> None:
    """A major breach, a safeguarding hold and a data query suspend; other breaches do not."""
    opened = event(f"{kind} opened", "2025-06-10", ref="X-1", severity=severity)
    closed = event(f"{kind} closed", "2025-07-01", ref="X-1")

    assert standing(issued(), opened, on="2025-06-09").status == "in force"
    assert standing(issued(), opened, closed, on="2025-06-10").status == status
    assert standing(issued(), opened, closed, on="2025-06-30").status == status
    assert standing(issued(), opened, closed, on="2025-07-01").status == "in force"


def test_a_cure_restores_by_itself_and_is_told() -> None:
    """Both steps name the rule, since nobody recorded them."""
    opened = event("safeguarding hold opened", "2025-06-10", ref="H-1")
    closed = event("safeguarding hold closed", "2025-07-01", ref="H-1")

    steps = standing(issued(), opened, closed).steps

    assert told(steps)[1:] == [("2025-06-10", "suspended", "committed"), ("2025-07-01", "restored", "committed")]
    assert [step.rule for step in steps[1:]] == ["safeguarding hold", "what suspended it is cured"]


def test_each_cause_has_its_own_ninety_days() -> None:
    """A second cause does not shorten the first one's time, nor does it get the first one's days."""
    first = event("data query opened", "2025-06-01", ref="Q-1")
    cured = event("data query closed", "2025-08-15", ref="Q-1")
    second = event("safeguarding hold opened", "2025-08-01", ref="H-1")

    now = standing(issued(), first, cured, second, on="2025-09-15")

    assert (now.status, now.suspended_since, now.cure_by) == ("suspended", day("2025-06-01"), day("2025-10-30"))


def test_there_is_no_grace_in_a_suspension() -> None:
    """Suspended on its last day, a badge lapses with its term, though renewal was lodged."""
    lodged = of_scheme("badge renewal lodged", "2026-04-01")
    hold = event("safeguarding hold opened", "2026-04-20", ref="H-1")

    assert standing(issued(), lodged, hold, on="2026-04-30").status == "suspended"
    assert standing(issued(), lodged, hold, on="2026-05-01").status == "lapsed"


def test_a_suspension_in_grace_ends_it() -> None:
    """No grace while suspended: the badge lapses on the day the suspension would begin."""
    lodged = of_scheme("badge renewal lodged", "2026-04-01")
    hold = event("safeguarding hold opened", "2026-05-20", ref="H-1")

    assert standing(issued(), lodged, hold, on="2026-05-19").status == "in grace"
    assert standing(issued(), lodged, hold, on="2026-05-20").status == "lapsed"


def test_a_lapse_does_not_fall_back() -> None:
    """What was not put right in time is not rewarded with another level."""
    hold = event("safeguarding hold opened", "2025-06-01", ref="H-1")
    badge = issued(level="delivering")

    assert standing(badge, hold, on="2025-12-01", falls_to="committed").level is None


def test_after_a_revocation_nothing_is_issued_for_twelve_months() -> None:
    """The bar ends on the day before; an issue within it stands as recorded, and is against the rules."""
    revoked = of_scheme("badge revoked", "2025-06-01")
    early, in_time = issued("2026-05-31"), issued("2026-06-01")

    assert standing(issued(), revoked).free_from == day("2026-06-01")
    assert [each.what for each in standing(issued(), revoked, early, on="2026-07-01").against_the_rules] == [
        "before the bar after a revocation is over"
    ]
    assert standing(issued(), revoked, in_time, on="2026-07-01").against_the_rules == ()


@pytest.mark.parametrize(("third", "allowed"), [("2026-04-01", False), ("2027-03-31", False), ("2027-04-01", True)])
def test_the_entry_level_is_held_for_two_terms_in_a_row_and_again_after_twelve_months(
    third: str, *, allowed: bool
) -> None:
    """Terms to 31 March 2026 used up, it may be issued again from 1 April 2027."""
    terms = (issued("2024-04-01"), issued("2025-04-01"))

    before = standing(*terms, on="2026-03-20")
    after = standing(*terms, issued(third), on="2027-04-02")

    assert before.free_from == day("2027-04-01")
    assert [each.what for each in after.against_the_rules] == (
        [] if allowed else ["more terms in a row than the scheme allows"]
    )


def test_a_higher_level_in_between_starts_the_terms_anew() -> None:
    """Falling back is not a third term: the firm moved up, as the scheme asks."""
    terms = (issued("2022-05-01"), issued("2023-05-01"))
    signed = of_scheme("coordinator sign-off", "2024-04-20", level="delivering")
    up = issued("2024-05-01", level="delivering")

    now = standing(*terms, signed, up, on="2026-06-01", falls_to="committed")

    assert (now.level, now.free_from, now.against_the_rules) == ("committed", None, ())


@pytest.mark.parametrize(
    ("decided", "what"),
    [
        ((), ["without a panel decision on record"]),
        ((("panel decision", "approved"),), []),
        ((("panel decision", "approved with conditions"),), []),
        ((("panel decision", "declined"),), ["without a panel decision on record"]),
        ((("coordinator sign-off", ""),), ["without a panel decision on record"]),
    ],
)
def test_a_level_that_people_decide_needs_their_decision(decided: tuple[tuple[str, str], ...], what: list[str]) -> None:
    """An issue without it stands as recorded, and somebody is told."""
    decisions = [of_scheme(kind, "2026-02-20", level="leading", outcome=outcome) for kind, outcome in decided]

    now = standing(*decisions, issued("2026-03-01", level="leading"))

    assert (now.level, [each.what for each in now.against_the_rules]) == ("leading", what)


def test_promotion_supersedes_and_keeps_the_time_held() -> None:
    """The lower level ends on the day before; time at the higher one is time at the lower one."""
    now = standing(issued(), issued("2025-11-10", level="delivering"), on="2026-05-01")

    assert [(spell.level, spell.last, spell.ended) for spell in now.spells] == [
        ("committed", day("2025-11-09"), "superseded"),
        ("delivering", None, ""),
    ]
    of_any, of_delivering = tenure(now, LEVELS, day("2026-05-01")), tenure(now, LEVELS[1:], day("2026-05-01"))
    assert of_any is not None
    assert of_delivering is not None
    assert (of_any.months, of_delivering.months) == (12, 5)


@pytest.mark.parametrize(("on", "months"), [("2025-10-31", 5), ("2025-11-01", 6)])
def test_six_months_from_the_first_of_may_are_reached_on_the_first_of_november(on: str, months: int) -> None:
    """A month is held once its anniversary has come."""
    held = tenure(standing(issued(), on=on), LEVELS, day(on))

    assert held is not None
    assert held.months == months


def test_tenure_stands_still_in_a_suspension() -> None:
    """Twenty days suspended move every anniversary by twenty days."""
    opened = event("data query opened", "2025-06-10", ref="Q-1")
    closed = event("data query closed", "2025-06-30", ref="Q-1")

    before = tenure(standing(issued(), opened, closed, on="2025-11-20"), LEVELS, day("2025-11-20"))
    after = tenure(standing(issued(), opened, closed, on="2025-11-21"), LEVELS, day("2025-11-21"))

    assert before is not None
    assert after is not None
    assert (before.months, after.months, after.paused_days) == (5, 6, 20)
    assert before.reached_on(6) == day("2025-11-21")


def test_a_break_ends_the_time_held() -> None:
    """A level that expired and is issued again later begins from nothing."""
    now = standing(issued("2024-05-01"), issued("2025-06-01"), on="2026-01-01")

    held = tenure(now, LEVELS, day("2026-01-01"))

    assert held is not None
    assert held.since == day("2025-06-01")


def test_an_edition_governs_a_term_to_its_last_day() -> None:
    """A badge issued under version 0.1 keeps its term, grace and cures when 0.2 is there; a renewal is of 0.2."""
    import attrs

    assert DELIVERY.life is not None
    newer = attrs.evolve(
        DELIVERY, version="0.2", since=day("2025-09-01"), life=attrs.evolve(DELIVERY.life, grace_days=None)
    )
    editions = {"0.1": attrs.evolve(DELIVERY, until=day("2025-09-01")), "0.2": newer}
    old = issued(scheme_version="0.1")
    lodged = of_scheme("badge renewal lodged", "2026-04-20")

    in_grace = standing(old, lodged, on="2026-05-02", editions=editions)
    renewed = standing(old, lodged, issued("2026-05-03"), on="2026-05-04", editions=editions)

    assert (in_grace.status, in_grace.version) == ("in grace", "0.1")
    assert renewed.version == "0.2"


_STORY = (
    issued("2024-05-01"),
    of_scheme("badge renewal lodged", "2025-04-20"),
    issued("2025-05-01"),
    event("data query opened", "2025-07-01", ref="Q-1"),
    event("data query closed", "2025-08-01", ref="Q-1"),
    of_scheme("coordinator sign-off", "2025-10-01", level="delivering"),
    issued("2025-10-05", level="delivering"),
    event("breach opened", "2026-01-10", ref="B-1", severity="major"),
    of_scheme("badge suspended", "2026-01-12"),
    of_scheme("badge restored", "2026-02-02"),
    event("breach closed", "2026-02-05", ref="B-1"),
    of_scheme("badge revoked", "2027-01-01"),
)
_FIRST, _SPAN = dt.date(2024, 4, 1), 1200


@settings(max_examples=examples(60))
@given(st.integers(0, _SPAN), st.integers(0, 200), st.sets(st.sampled_from(_STORY)))
def test_what_a_badge_did_by_a_day_does_not_change_later(first: int, more: int, left_out: set[Event]) -> None:
    """As at: the steps up to a day are the same, asked on that day or later."""
    events = [each for each in _STORY if each not in left_out]
    then, later = _FIRST + dt.timedelta(days=first), _FIRST + dt.timedelta(days=first + more)

    before, after = standing(*events, on=then).steps, standing(*events, on=later).steps

    assert [(s.day, s.what, s.level, s.rule) for s in after if s.day <= then] == [
        (s.day, s.what, s.level, s.rule) for s in before
    ]


@settings(max_examples=examples(60))
@given(st.integers(0, _SPAN), st.sets(st.sampled_from(_STORY)))
def test_tenure_never_grows_while_suspended(first: int, left_out: set[Event]) -> None:
    """From one day to the next the months held grow only where the badge is not suspended."""
    events = [each for each in _STORY if each not in left_out]
    today = _FIRST + dt.timedelta(days=first)
    tomorrow = today + dt.timedelta(days=1)

    now, then = standing(*events, on=today), standing(*events, on=tomorrow)

    held, next_held = tenure(now, LEVELS, today), tenure(then, LEVELS, tomorrow)
    if then.status == "suspended" and held is not None and next_held is not None:
        assert next_held.months <= held.months
        assert next_held.reached_on(6) > held.reached_on(6) or next_held.since != held.since
