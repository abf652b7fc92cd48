"""Hand-built suppliers, pledges, fulfilments and histories for the tests of badge decisions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs

from pledges.eligibility import CriterionDecision, Decision, OverdueReturn, decide
from pledges.figures import Figure, given, ratio, unknown
from pledges.files.policy import default_policy
from pledges.files.schemes import built_in_schemes
from pledges.fulfilment.result import Fulfilment, State
from pledges.history import history_of
from pledges.model import Event, Fact, Pledge, Register, Supplier
from pledges.periods import months_after
from pledges.provenance import CellRef
from pledges.rulebook import Policy, Scheme

ON = dt.date(2026, 4, 30)
DUE = dt.date(2026, 3, 31)
AHEAD = dt.date(2027, 3, 31)

DELIVERY, STARTER = built_in_schemes()


def cell(address: str, sheet: str = "Pledges") -> CellRef:
    """Return a cell of the register."""
    return CellRef(file="register.xlsx", sheet=sheet, cell=address)


def supplier(
    *,
    headcount: int | None = 2400,
    organisation_id: str = "GB-COH-01234567",
    contact_role: str = "Partnerships manager",
) -> Supplier:
    """Return the supplier of a test, by default a large firm with nothing missing."""
    return Supplier(
        ref="S-01",
        name="Corvane Outsourcing",
        source=cell("A2", "Suppliers"),
        headcount=headcount,
        organisation_id=organisation_id,
        contact_role=contact_role,
    )


def pledge(
    ref: str,
    *,
    due: dt.date | None = DUE,
    type_: str = "placement",
    unit: str = "people",
    contract_ref: str | None = "C-001",
    contractual: bool | None = None,
    weight: str = "1",
) -> Pledge:
    """Return a pledge of the supplier."""
    return Pledge(
        ref=ref,
        supplier_ref="S-01",
        type=type_,
        unit=unit,
        quantity=Fraction(10),
        source=cell(f"A{ref[-1]}"),
        quantity_source=cell(f"G{ref[-1]}"),
        contract_ref=contract_ref,
        contractual=contractual,
        due=due,
        due_source=None if due is None else cell(f"L{ref[-1]}"),
        weight=Fraction(weight),
    )


def fulfilment(
    promised: Pledge,
    counted: str | None = "10",
    *,
    target: str | None = "10",
    verified: str | None = "0",
    beneficiary: str = "0",
    declined: str = "0",
    claimed: str | None = None,
) -> Fulfilment:
    """Return a fulfilment with these amounts; None is an amount that nobody knows."""

    def amount(label: str, value: str | None) -> Figure:
        if value is None:
            return unknown(label, "no return that is known reports it", unit=promised.unit, source=promised.source)
        return given(label, Fraction(value), cell("C5", "Delivery"), unit=promised.unit)

    counts = amount("counted", counted)
    nothing = given("nothing", 0, cell("C5", "Delivery"), unit=promised.unit)
    share = given("share", 0, cell("C5", "Delivery"), unit="share")
    return Fulfilment(
        pledge=promised,
        on=ON,
        state=State.MISSING if counted is None else State.REPORTED,
        target=amount("target", target),
        due_to_date=amount("due", target),
        claimed=amount("claimed", claimed if claimed is not None else counted),
        documented=counts,
        counted=counts,
        verified=amount("verified", verified if counted is not None else None),
        beneficiary_confirmed=amount("confirmed by the young people", beneficiary),
        declined=amount("declined", declined),
        late=nothing,
        disputed=nothing,
        shortfall=nothing,
        days_late=nothing,
        share_of_target=ratio("share of the target", counts, amount("target", target)),
        share_of_due=share,
        rating="Other",
        rating_because="",
        lines=(),
    )


def event(kind: str, day: str = "2025-04-01", **more: Any) -> Event:
    """Return an event of the supplier."""
    plain = Event(day=dt.date.fromisoformat(day), supplier_ref="S-01", kind=kind, source=cell("A2", "Events"))
    return attrs.evolve(plain, **more)


def fact(value: int, as_at: str = "2026-01-01", *, name: str = "uk_workforce", recorded: str | None = None) -> Fact:
    """Return a dated fact about the supplier."""
    return Fact(
        supplier_ref="S-01",
        name=name,
        value=Fraction(value),
        as_at=dt.date.fromisoformat(as_at),
        source=cell("A2", "Facts"),
        recorded_on=None if recorded is None else dt.date.fromisoformat(recorded),
    )


SIGNED = event("statement signed", detail="Managing Director")


def register(*, events: tuple[Event, ...] = (SIGNED,), facts: tuple[Fact, ...] = ()) -> Register:
    """Return a register that holds nothing but the supplier's events and facts."""
    return Register(suppliers=(supplier(),), contracts=(), pledges=(), events=events, facts=facts)


def overdue(days: int, contract_ref: str = "C-001", *, on: dt.date = ON) -> OverdueReturn:
    """Return a quarterly return that is this many days overdue."""
    from pledges.periods import Period

    day = on - dt.timedelta(days=days)
    period = Period(months_after(day, -4), months_after(day, -1))
    return OverdueReturn(
        contract_ref=contract_ref, period=period, due=day, days_overdue=days, sources=(cell("I2", "Contracts"),)
    )


def decision(
    *fulfilments: Fulfilment,
    scheme: Scheme = DELIVERY,
    firm: Supplier | None = None,
    recorded: Register | None = None,
    overdue_returns: tuple[OverdueReturn, ...] = (),
    policy: Policy | None = None,
    on: dt.date = ON,
) -> Decision:
    """Return what a scheme decides about the supplier."""
    return decide(
        scheme,
        firm or supplier(),
        fulfilments,
        history_of("S-01", recorded or register(), on=on, known_on=None),
        overdue_returns,
        policy or default_policy(),
        on=on,
    )


def criterion(decided: Decision, level: str, identifier: str) -> CriterionDecision:
    """Return one criterion of one level."""
    (found,) = [each for each in decided.levels if each.level == level]
    return next(each for each in found.criteria if each.id == identifier)


def corvane() -> tuple[Fulfilment, ...]:
    """Return worked example C: F = 0.95, and a verified share of 11/60."""
    live = [
        fulfilment(pledge(f"P-1{number}", due=AHEAD, type_=kind), "0")
        for number, kind in enumerate(("job", "insight", "job"))
    ]
    return (
        fulfilment(pledge("P-01"), "20", target="20", verified="4"),
        fulfilment(pledge("P-02", type_="apprenticeship"), "5", target="5", verified="1"),
        fulfilment(pledge("P-03", type_="mentoring"), "9", verified="0"),
        fulfilment(pledge("P-04", type_="insight"), "9", verified="3"),
        *live,
    )
