"""What is promised of every decision: more verified evidence lowers no level, order and later days change nothing."""

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from badge_positions import (
    AHEAD,
    DELIVERY,
    DUE,
    ON,
    SIGNED,
    STARTER,
    cell,
    decision,
    event,
    fulfilment,
    overdue,
    pledge,
    supplier,
)
from exploring import examples
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from pledges.eligibility import Decision, Outcome, decide
from pledges.eligibility.waivers import waivers_of
from pledges.files.policy import default_policy
from pledges.fulfilment.result import Fulfilment
from pledges.history import history_of
from pledges.model import Event, Fact, Register

TYPES = ("placement", "apprenticeship", "job", "mentoring", "group support", "insight", "practical help", "training")
RANK = {Outcome.NOT_MET: 0, Outcome.UNKNOWN: 1, Outcome.PANEL: 2, Outcome.MET: 3}
SCHEMES = {"covenant-delivery": DELIVERY, "covenant-starter": STARTER}
scheme_ids = st.sampled_from(list(SCHEMES))
many = settings(max_examples=examples(100))


@attrs.frozen
class Delivered:
    """What is delivered of a pledge of ten: tenths that count, that others confirmed, and the young people."""

    type: str
    counted: int
    verified: int
    beneficiary: int
    declined: int
    contractual: bool
    weight: int
    days_before: int

    def fulfilment(self, number: int) -> Fulfilment:
        """Return it as a fulfilment."""
        promised = pledge(
            f"P-0{number}", type_=self.type, due=DUE - dt.timedelta(days=self.days_before),
            contractual=self.contractual, weight=str(self.weight),
        )  # fmt: skip
        return fulfilment(
            promised, str(self.counted), verified=str(self.verified), beneficiary=str(self.beneficiary),
            declined=str(self.declined),
        )  # fmt: skip


@st.composite
def several(draw: st.DrawFn, least: int = 1) -> list[Delivered]:
    """Draw up to four pledges, often near a threshold and in every other case nearly all good.

    Who declined to confirm is among what counts and nobody confirmed.
    """
    good = draw(st.booleans())
    found = list[Delivered]()
    for number in range(draw(st.integers(least, 4))):
        counted = draw(st.sampled_from([8, 9, 10, 10, 12] if good else [0, 4, 5, 7, 8, 10, 12]))
        verified = draw(st.integers(counted * 3 // 4 if good else 0, counted))
        found.append(
            Delivered(
                type=TYPES[number] if good else draw(st.sampled_from(TYPES)), counted=counted, verified=verified,
                beneficiary=draw(st.integers(verified // 4, verified)),
                declined=draw(st.integers(0, counted - verified)), contractual=draw(st.booleans()),
                weight=draw(st.integers(1, 3)), days_before=draw(st.sampled_from([0, 0, 100, 334, 335])),
            )
        )  # fmt: skip
    return found


HELD = {
    level: event("badge issued", day, scheme="covenant-delivery", scheme_version="0.1", level=level)
    for level, day in (("committed", "2024-07-01"), ("delivering", "2025-03-01"))
}
NOTHING_LASTED = event(
    "waiver granted", "2026-04-01", scheme="covenant-delivery", level="leading", criterion="O", reason="first year",
    until=dt.date(2027, 1, 1),
)  # fmt: skip
CASE_STUDY = event("advocacy", "2026-01-10", detail="case study")
BREACH = event("breach opened", "2026-04-10", ref="B", severity="major")
FEEDBACK = {
    n: event("feedback", "2026-04-01", detail=f"invited={n}; answered={n // 2}; as promised={n // 2}")
    for n in (2, 4, 20)
}


def rows(pledges: list[Delivered]) -> list[Fulfilment]:
    """Return pledges as fulfilments."""
    return [each.fulfilment(place) for place, each in enumerate(pledges)]


@attrs.frozen
class Firm:
    """Everything else that is known of a firm."""

    headcount: int | None
    events: tuple[Event, ...]
    days_overdue: int | None

    def decided(self, scheme: str, pledges: list[Fulfilment]) -> Decision:
        """Return what a scheme decides of it with these pledges."""
        live = [
            fulfilment(pledge(f"L-{number}", due=AHEAD, type_=type_), "0") for number, type_ in enumerate(TYPES[:3])
        ]
        late = () if self.days_overdue is None else (overdue(self.days_overdue),)
        recorded = Register(suppliers=(), contracts=(), pledges=(), events=self.events)
        firm = supplier(headcount=self.headcount)
        return decision(*pledges, *live, scheme=SCHEMES[scheme], firm=firm, recorded=recorded, overdue_returns=late)


@st.composite
def firms(draw: st.DrawFn) -> Firm:
    """Draw a firm of any size, with a level held or none, and in every other case with a good record."""
    good = draw(st.booleans())
    held = [*HELD.values()] if good else draw(st.sampled_from([[], [HELD["committed"]], [*HELD.values()]]))
    heard = 20 if good else draw(st.sampled_from([None, 2, 4, 20]))
    others = [each for each in (NOTHING_LASTED, CASE_STUDY) if good or draw(st.booleans())]
    breaches = [BREACH] if not good and draw(st.booleans()) else []
    return Firm(
        headcount=draw(st.sampled_from([None, 6, 32, 120, 2400])),
        events=(SIGNED, *held, *([] if heard is None else [FEEDBACK[heard]]), *others, *breaches),
        days_overdue=None if good else draw(st.sampled_from([None, 30, 31])),
    )  # fmt: skip


def ranks(decided: Decision) -> list[int]:
    """Return how good the outcome of each level is."""
    return [RANK[level.outcome] for level in decided.levels]


@many
@given(firms(), several(), scheme_ids, st.data())
def test_more_verified_evidence_never_lowers_a_level(
    firm: Firm, pledges: list[Delivered], scheme: str, data: st.DataObject
) -> None:
    """Whether others confirm what counts, or young people do, or more is delivered that young people confirm.

    What others alone confirm of a further delivery can lower the share that young people confirmed, a share of all.
    """
    number = data.draw(st.integers(0, len(pledges) - 1))
    one = pledges[number]
    confirmed = one.verified + data.draw(st.integers(0, one.counted - one.declined - one.verified))
    heard = data.draw(st.integers(one.beneficiary, confirmed))
    further = data.draw(st.integers(0, 6))
    more = attrs.evolve(one, counted=one.counted + further, verified=confirmed + further, beneficiary=heard + further)
    changed = [more if place == number else each for place, each in enumerate(pledges)]

    before = firm.decided(scheme, rows(pledges))
    after = firm.decided(scheme, rows(changed))

    assert all(was <= now for was, now in zip(ranks(before), ranks(after), strict=True))


@many
@given(firms(), several(), scheme_ids, st.data())
def test_what_nobody_reported_never_turns_a_level_from_met_once_it_is_verified(
    firm: Firm, pledges: list[Delivered], scheme: str, data: st.DataObject
) -> None:
    """An unknown amount awards nothing, so that whatever it turns out to be, nothing is taken away."""
    number = data.draw(st.integers(0, len(pledges) - 1))
    known = rows(pledges)
    unknown = [fulfilment(each.pledge, None) if place == number else each for place, each in enumerate(known)]

    before, after = firm.decided(scheme, unknown), firm.decided(scheme, known)

    for was, now in zip(before.levels, after.levels, strict=True):
        if was.outcome in {Outcome.MET, Outcome.PANEL}:
            assert now.outcome is was.outcome
        if was.outcome is Outcome.NOT_MET:
            assert now.outcome is Outcome.NOT_MET


@many
@given(firms(), several(), scheme_ids, st.randoms(use_true_random=False))
def test_the_order_of_pledges_and_events_changes_no_decision(
    firm: Firm, pledges: list[Delivered], scheme: str, random: Any
) -> None:
    """Rows can be sorted in any way."""
    made = rows(pledges)
    turned = attrs.evolve(firm, events=tuple(random.sample(firm.events, len(firm.events))))

    assert turned.decided(scheme, random.sample(made, len(made))) == firm.decided(scheme, made)


POOL = (
    *HELD.values(), SIGNED, FEEDBACK[20],
    event("contact named", "2026-04-30"),
    event("advocacy", "2026-04-30", detail="case study"),
    event("breach opened", "2026-04-30", ref="B", severity="major"),
    event("breach closed", "2026-04-30", ref="B"),
    event("complaint upheld", "2026-04-30"),
    event("data query opened", "2026-04-30", ref="Q"),
    event("badge suspended", "2026-04-30", scheme="covenant-delivery"),
    event("badge revoked", "2026-04-30", scheme="covenant-delivery"),
    event("excusal granted", "2026-04-30", pledge_ref="P-00", reason="offered not taken up"),
    event("waiver granted", "2026-04-30", scheme="covenant-delivery", criterion="G", reason="x",
          until=dt.date(2027, 4, 29)),
)  # fmt: skip


@many
@given(
    st.lists(st.tuples(st.sampled_from(POOL), st.integers(-3, 3), st.integers(-3, 3)), max_size=8),
    several(least=0), st.booleans(),
)  # fmt: skip
def test_a_decision_rests_on_what_had_happened_and_was_known_alone(
    drawn: list[tuple[Event, int, int]],
    pledges: list[Delivered],
    recorded_late: bool,
) -> None:
    """Events after the day, and those recorded after the day of knowing, change nothing."""
    known_on = ON if recorded_late else None
    events = tuple(
        attrs.evolve(
            each, day=each.day + dt.timedelta(days=shift),
            recorded_on=each.day + dt.timedelta(days=max(shift, late)) if recorded_late else None,
            source=cell(f"A{place}", "Events"),
        )
        for place, (each, shift, late) in enumerate(drawn, start=2)
    )  # fmt: skip
    facts = tuple(
        Fact(supplier_ref="S-01", name="uk_workforce", value=Fraction(number), as_at=ON + dt.timedelta(days=shift),
             source=cell(f"A{place}", "Facts"))
        for place, (number, shift) in enumerate(((9, 0), (2400, 1)), start=2)
    )  # fmt: skip
    by_the_day = tuple(each for each in events if each.day <= ON and (known_on is None or each.known_from <= known_on))
    made = rows(pledges)

    def decided(events: tuple[Event, ...], facts: tuple[Fact, ...]) -> Decision:
        recorded = Register(suppliers=(), contracts=(), pledges=(), events=events, facts=facts)
        history = history_of("S-01", recorded, on=ON, known_on=known_on)
        return decide(DELIVERY, supplier(headcount=40), made, history, (), default_policy(), on=ON)

    assert decided(events, facts) == decided(by_the_day, facts[:1])


WAIVABLE = {(level.id, node.id) for level in DELIVERY.levels for node in level.nodes() if node.waivable}


@st.composite
def waivers(draw: st.DrawFn) -> Event:
    """Draw a waiver of any criterion, for any time, that may lack something."""
    day = draw(st.integers(0, 40))
    runs = draw(st.sampled_from([None, 0, day, day + 1, 300, 800]))
    granted = ON - dt.timedelta(days=day)
    return event(
        "waiver granted", granted.isoformat(), scheme="covenant-delivery",
        level=draw(st.sampled_from(["", "delivering", "leading"])),
        criterion=draw(st.sampled_from(["S", "C", "P", "T", "F", "K", "G", "V", "Y", "O", "X", "R", "Z", "Q", ""])),
        reason=draw(st.sampled_from(["first year", "first year", ""])),
        until=None if runs is None else granted + dt.timedelta(days=runs),
    )  # fmt: skip


@many
@given(firms(), several(least=0), st.lists(waivers(), min_size=1, max_size=6))
def test_waivers_keep_their_rules(firm: Firm, pledges: list[Delivered], granted: list[Event]) -> None:
    """They raise no more than two criteria of a level, of those the file allows; the others are told, or are over."""
    made = rows(pledges)
    said = tuple(attrs.evolve(each, source=cell(f"A{place}", "Events")) for place, each in enumerate(granted, start=9))
    bare = attrs.evolve(firm, events=tuple(each for each in firm.events if each is not NOTHING_LASTED))
    waived = attrs.evolve(bare, events=(*bare.events, *said))

    before, after = bare.decided("covenant-delivery", made), waived.decided("covenant-delivery", made)

    for was, now in zip(before.levels, after.levels, strict=True):
        changed = {
            one.id: (one.outcome, other.outcome)
            for one, other in zip(was.criteria, now.criteria, strict=True)
            if one.outcome is not other.outcome
        }
        assert {(now.level, each) for each in changed} <= WAIVABLE
        assert len(changed) <= 2
        assert all(RANK[old] < RANK[new] for old, new in changed.values())
    history = history_of(
        "S-01", Register(suppliers=(), contracts=(), pledges=(), events=waived.events), on=ON, known_on=None
    )
    found = waivers_of(history, DELIVERY)
    for each in said:
        is_over = each.until is not None and each.until < ON
        has_effect = each.criterion in {event.criterion for event in found.granted.values()}
        is_told = each in {refused for refused, _ in found.refused}
        assert has_effect or is_told or is_over
    assert all(each.until is not None and each.until >= ON and each.reason for each in found.granted.values())


OUTCOMES = ((0, Outcome.MET), (0, Outcome.NOT_MET), (1, Outcome.MET), (1, Outcome.NOT_MET), (2, Outcome.PANEL))


@pytest.mark.parametrize(("level", "outcome"), OUTCOMES)
def test_the_draws_reach_the_outcomes(level: int, outcome: Outcome) -> None:
    """The properties above would say little if nothing were ever met."""

    def has_outcome(drawn: tuple[Firm, list[Delivered]]) -> bool:
        return drawn[0].decided("covenant-delivery", rows(drawn[1])).levels[level].outcome is outcome

    generated = settings(max_examples=examples(3000), phases=[Phase.generate], database=None)

    firm, pledges = find(st.tuples(firms(), several()), has_outcome, settings=generated)

    assert firm.decided("covenant-delivery", rows(pledges)).levels[level].outcome is outcome
