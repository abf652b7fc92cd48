"""Made-up firms, and criteria of every measure, for the tests of what is missing."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
from badge_positions import AHEAD, ON, event, fact, fulfilment, overdue, pledge, supplier
from hypothesis import strategies as st

from pledges.eligibility import Position
from pledges.eligibility.waivers import waivers_of
from pledges.history import history_of, standing_of
from pledges.model import Grade, Register
from pledges.provenance import Passage
from pledges.rulebook import Criterion, DatedValue, Level, Life, Scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pledges.fulfilment.result import Fulfilment

PLACE = Passage(document="ours.toml", place="levels")
SINCE = dt.date(2020, 1, 1)
TYPES = ("placement", "apprenticeship", "job", "mentoring", "group support", "insight", "training")
UNITS = ("people", "sessions", "weeks", "GBP")
FACTS = ("alpha", "beta", "gamma")
DAYS = st.dates(dt.date(2024, 6, 1), ON)
SHARES = st.sampled_from([Fraction(n, 20) for n in range(21)] + [Fraction(1, 3), Fraction(2, 3)])
LOWER, UPPER = st.sampled_from(["gte", "gt"]), st.sampled_from(["lte", "lt"])


def value(amount: Fraction | int, comparison: str, *, by: str = "") -> DatedValue:
    """Return a threshold that holds since long ago."""
    return DatedValue(
        since=SINCE, value=Fraction(amount), reference="Cabinet", source=PLACE, comparison=comparison, by=by
    )


def hidden(reference: str) -> DatedValue:
    """Return a threshold that nobody has published."""
    return DatedValue(since=SINCE, value=None, reference=reference, source=PLACE)


@st.composite
def thresholds(draw: st.DrawFn, amounts: st.SearchStrategy[Any], *, by_size: bool = False) -> tuple[DatedValue, ...]:
    """Return a lower bound; sometimes one that differs by size, or of which the sources differ."""
    comparison = draw(st.sampled_from(["gte", "gte", "gte", "gt", "gt_or_gte"]))
    if by_size and draw(st.booleans()):
        return tuple(value(draw(amounts), comparison, by=band) for band in ("small", "large"))
    return (value(draw(amounts), comparison),)


def whole(least: int, most: int) -> st.SearchStrategy[int]:
    """Return whole numbers."""
    return st.integers(least, most)


@st.composite
def voice(draw: st.DrawFn) -> Mapping[str, tuple[DatedValue, ...]]:
    """Return the thresholds of a criterion on what young people say."""
    found: dict[str, tuple[DatedValue, ...]] = {"exempt_below": (value(draw(whole(0, 3)), "lt"),)}
    for name, amounts in (
        ("minimum_answers", whole(0, 8)),
        ("minimum_answered", SHARES),
        ("minimum_as_promised", SHARES),
    ):
        if draw(st.booleans()):
            found[name] = draw(thresholds(amounts))
    return found


def at_most(amounts: st.SearchStrategy[Any], name: str = "maximum") -> st.SearchStrategy[dict[str, Any]]:
    """Return an upper bound."""
    return st.fixed_dictionaries({name: st.builds(lambda a, c: (value(a, c),), amounts, UPPER)})


def bounds(amounts: st.SearchStrategy[Any], *, by_size: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Return a lower or an upper bound, or neither."""
    lower = st.fixed_dictionaries({"minimum": thresholds(amounts, by_size=by_size)})
    return st.one_of(lower, lower, at_most(amounts), st.just({}))


NUMBERS = st.one_of(whole(0, 12), st.sampled_from([Fraction(5, 2), Fraction(1, 3), Fraction(7)]))
WINDOWS: st.SearchStrategy[dict[str, Any]] = st.sampled_from([
    {}, {"within_months": 3}, {"within_months": 12}, {"from_day": dt.date(2025, 1, 1), "to_day": dt.date(2025, 12, 31)},
    {"from_day": dt.date(2026, 4, 1), "to_day": dt.date(2026, 12, 31)},
])  # fmt: skip
NOTHING: st.SearchStrategy[dict[str, Any]] = st.just({})


def minimum(amounts: st.SearchStrategy[Any], *, by_size: bool = False, **more: st.SearchStrategy[Any]) -> Any:
    """Return thresholds that have a minimum, and others."""
    return st.fixed_dictionaries({"minimum": thresholds(amounts, by_size=by_size)}, optional=more)


def joined(*several: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return the keys of several dictionaries in one."""
    return st.tuples(*several).map(lambda drawn: {name: each[name] for each in drawn for name in each})


MEASURES: Mapping[str, tuple[Any, Any]] = {
    "signed": (NOTHING, NOTHING),
    "contact": (NOTHING, NOTHING),
    "live_pledges": (
        minimum(whole(0, 5), by_size=True, minimum_categories=thresholds(whole(0, 4), by_size=True)), NOTHING
    ),
    "due_pledges": (minimum(whole(0, 5), by_size=True), NOTHING),
    "fulfilment": (minimum(SHARES, by_size=True), NOTHING),
    "contract_floor": (minimum(SHARES, by_size=True), NOTHING),
    "verified": (minimum(SHARES, by_size=True, minimum_beneficiary=thresholds(SHARES)), NOTHING),
    "returns": (at_most(whole(0, 60), "max_days_overdue"), NOTHING),
    "prior_level": (
        minimum(whole(0, 14)),
        st.fixed_dictionaries({"standing": st.sampled_from(["in force", "in force or in grace", "not suspended"])}),
    ),
    "voice": (voice(), NOTHING),
    "advocacy": (minimum(whole(0, 3), by_size=True), st.sampled_from([{}, {"within_months": 12}])),
    "breach": (NOTHING, NOTHING),
    "clean": (
        st.fixed_dictionaries({}, optional={
            name: st.builds(lambda a: (value(a, "lte"),), whole(0, 1))
            for name in ("max_major_breaches", "max_safeguarding_holds", "max_upheld_complaints")
        }),
        NOTHING,
    ),
    "categories": (
        minimum(whole(0, 4), by_size=True, minimum_depth=thresholds(whole(0, 2)), minimum_part=thresholds(SHARES)),
        NOTHING,
    ),
    "sustained": (
        minimum(
            whole(0, 3),
            by_size=True,
            minimum_weeks=thresholds(st.sampled_from([Fraction(2), Fraction(26), Fraction(5, 2)])),
            minimum_months=thresholds(whole(1, 6)),
            minimum_sessions=thresholds(whole(1, 6)),
        ),
        NOTHING,
    ),
    "earlier_terms": (minimum(whole(0, 3)), st.just({"level": "bronze"})),
    "delivered": (
        minimum(NUMBERS, by_size=True),
        st.fixed_dictionaries({"unit": st.sampled_from(UNITS)}, optional={"types": st.just(("job", "insight"))}),
    ),
    "on_schedule": (minimum(SHARES, by_size=True), NOTHING),
    "fact": (bounds(NUMBERS, by_size=True), joined(st.sampled_from([{"fact": name} for name in FACTS]), WINDOWS)),
    "facts": (
        st.one_of(NOTHING, minimum(whole(0, 3), by_size=True)),
        joined(st.sampled_from([{"facts": FACTS}, {"facts": FACTS, "scale": "marks", "at": "silver"}]), WINDOWS),
    ),
    "share": (
        st.one_of(minimum(SHARES), at_most(SHARES)), joined(st.just({"part": "alpha", "whole": "beta"}), WINDOWS)
    ),
    "headcount": (bounds(whole(0, 400)).filter(bool), NOTHING),
    "events": (
        bounds(whole(0, 3)),
        joined(st.sampled_from([{"event": "interim check"}, {"event": "complaint upheld"}]), WINDOWS),
    ),
    "accreditation": (NOTHING, st.just({"scheme": "living-wage"})),
    "meets_level": (NOTHING, st.just({"level": "bronze"})),
    "panel": (NOTHING, st.just({"why": "conduct"})),
    "unknown": (NOTHING, st.just({"why": "it is not published"})),
}  # fmt: skip
"""Every measure of the language with thresholds and other keys to draw."""


@st.composite
def criteria(draw: st.DrawFn, measures: tuple[str, ...], identifier: str = "Q") -> Criterion:
    """Return a criterion of one of the measures."""
    measure = draw(st.sampled_from(measures))
    limits, options = MEASURES[measure]
    return Criterion(
        id=identifier, name=f"Criterion {identifier}", measure=measure, thresholds=draw(limits), options=draw(options)
    )


@st.composite
def groups(draw: st.DrawFn, measures: tuple[str, ...], identifier: str = "Q") -> Criterion:
    """Return a group of two or three criteria."""
    parts = tuple(draw(criteria(measures, f"{identifier}{number}")) for number in range(draw(whole(2, 3))))
    needs = draw(st.sampled_from(["all", "any", "at least"]))
    limits = {"minimum": (value(draw(whole(1, len(parts))), "gte"),)} if needs == "at least" else {}
    return Criterion(id=identifier, name=f"Group {identifier}", needs=needs, parts=parts, thresholds=limits)


@st.composite
def deliveries(draw: st.DrawFn, number: int) -> Fulfilment:
    """Return one pledge: due or ahead, delivered in part or not reported."""
    unit = draw(st.sampled_from(UNITS))
    steps = 1 if unit in {"people", "sessions"} else draw(st.sampled_from([1, 2, 3]))
    target = Fraction(draw(whole(1, 12)), steps)
    counted = None if draw(whole(0, 5)) == 0 else Fraction(draw(whole(0, 12)), steps)
    most = min(counted or Fraction(0), counted or Fraction(0))
    verified = Fraction(draw(whole(0, int(most * steps))), steps)
    beneficiary = Fraction(draw(whole(0, int(verified * steps))), steps)
    declined = Fraction(draw(whole(0, int((most - verified) * steps))), steps) if draw(st.booleans()) else Fraction(0)
    due = draw(st.sampled_from([dt.date(2025, 5, 1), dt.date(2026, 3, 31), ON, AHEAD, dt.date(2026, 5, 1)]))
    made = fulfilment(
        pledge(
            f"P-{number}", due=due, type_=draw(st.sampled_from(TYPES)), unit=unit, weight=str(draw(whole(1, 3))),
            contractual=draw(st.booleans()),
        ),
        None if counted is None else str(counted),
        target=str(target), verified=str(verified), beneficiary=str(beneficiary), declined=str(declined),
    )  # fmt: skip
    by_now = target if due <= ON else target * draw(SHARES)
    return attrs.evolve(made, due_to_date=attrs.evolve(made.due_to_date, value=by_now))


@st.composite
def happenings(draw: st.DrawFn) -> Any:
    """Return an event of any kind that a criterion looks at."""
    kind = draw(st.sampled_from([
        "interim check", "complaint upheld", "advocacy", "feedback", "breach opened", "safeguarding hold opened",
        "statement signed", "contact named", "badge issued", "badge issued",
    ]))  # fmt: skip
    day, number = draw(DAYS).isoformat(), draw(whole(1, 99))
    match kind:
        case "breach opened":
            return event(kind, day, ref=f"E-{number}", severity=draw(st.sampled_from(["major", "minor", ""])))
        case "safeguarding hold opened":
            return event(kind, day, ref=f"H-{number}")
        case "feedback":
            invited = draw(whole(0, 12))
            answered = draw(whole(0, invited))
            return event(
                kind, day, detail=f"invited={invited}; answered={answered}; as promised={draw(whole(0, answered))}"
            )
        case "advocacy":
            return event(
                kind, day, detail=draw(st.sampled_from(["signatory brought in", "supply chain clause", "other"]))
            )
        case "statement signed":
            return event(kind, day, detail=draw(st.sampled_from(["Managing Director", "HR manager"])))
        case "badge issued":
            return event(kind, day, scheme="ours", level="bronze")
        case _:
            return event(kind, day)


def scheme_of(criteria_of_silver: tuple[Criterion, ...], life: Life | None = None) -> Scheme:
    """Return a scheme of two levels, of which the second has these criteria."""
    contact = Criterion(id="C", name="Point of contact", measure="contact")
    bronze = Level(
        id="bronze", name="Bronze", kind="listing", term_months=12, decision="automatic", criteria=(contact,)
    )
    silver = attrs.evolve(bronze, id="silver", name="Silver", kind="badge", criteria=criteria_of_silver)
    return Scheme(
        id="ours", name="Ours", version="1", levels=(bronze, silver), source=PLACE, digest="sha256:0",
        size_bands=(value(1, "", by="small"), value(250, "", by="large")),
        scales={"marks": ("bronze", "silver", "gold")}, life=life,
    )  # fmt: skip


@st.composite
def positions(draw: st.DrawFn, criteria_of_silver: tuple[Criterion, ...]) -> Position:
    """Return a firm about which anything may be known, asked about the second level."""
    due = tuple(draw(deliveries(number)) for number in range(1, draw(whole(0, 4)) + 1))
    if draw(whole(0, 3)) == 0:
        due = (
            *(attrs.evolve(each, pledge=attrs.evolve(each.pledge, either_or_group="route")) for each in due[:2]),
            *due[2:],
        )
    names = draw(st.lists(st.sampled_from(FACTS), unique=True))
    facts = tuple(
        attrs.evolve(fact(0, draw(DAYS).isoformat(), name=name), value=Fraction(draw(NUMBERS))) for name in names
    )
    events = tuple(draw(st.lists(happenings(), max_size=5)))
    register = Register(suppliers=(), contracts=(), pledges=(), facts=facts, events=events)
    life = Life(
        reference="Cabinet", suspend_on=draw(st.sampled_from([(), ("major breach", "safeguarding hold")])),
        suspend_after_days_overdue=draw(st.sampled_from([None, 30])),
    )  # fmt: skip
    scheme = scheme_of(criteria_of_silver, life)
    history = history_of("S-01", register, on=ON, known_on=None)
    firm = supplier(
        headcount=draw(st.sampled_from([None, 30, 2400])), organisation_id=draw(st.sampled_from(["", "GB-COH-1"])),
        contact_role=draw(st.sampled_from(["", "HR lead"])),
    )  # fmt: skip
    late = [overdue(days, f"C-{number}") for number, days in enumerate(draw(st.lists(whole(1, 90), max_size=3)))]
    return Position(
        scheme=scheme, supplier=firm, fulfilments=due, history=history, overdue=tuple(late),
        counting_grade=Grade.DOCUMENTED, on=ON, level="silver", standing=standing_of(history, scheme),
        waivers=waivers_of(history, scheme),
    )  # fmt: skip
