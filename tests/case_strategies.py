"""Strategies of whole cases: registers small but awkward, with returns that use every rule this version counts."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st
from nouns import Q1, Q2, Q3, Q4, YEAR, pledge, register

from pledges.assess import Intake
from pledges.model import (
    Absence,
    Basis,
    Confirmation,
    ConfirmationGrade,
    Contract,
    Event,
    EvidenceLine,
    Fact,
    Grade,
    Length,
    LineColumns,
    Milestone,
    Pledge,
    Register,
    Return,
    Supplier,
    Trajectory,
)
from pledges.provenance import CellRef, SourceFile

SUPPLIERS = ("S-01", "S-02")
CONTRACTS = ("C-1", "C-2", None)
UNITS = (
    "people", "people", "weeks", "weeks", "placements", "days", "attendee hours", "staff hours", "sessions", "GBP",
    "FTE", "FTE years",
)  # fmt: skip
TYPES = ("apprenticeship", "apprenticeship", "placement", "mentoring", "insight")
DAYS = (YEAR.start, Q1.end, Q2.start, dt.date(2025, 8, 18), Q2.end, Q3.end, YEAR.end, dt.date(2026, 4, 1))
"""Days that are edges of something, so that boundaries are met often."""


@attrs.frozen
class Case:
    """A register, its returns and the day that is asked for."""

    register: Register
    returns: tuple[Return, ...]
    on: dt.date

    @property
    def intake(self) -> Intake:
        """The returns as the conductor takes them."""
        return Intake(returns=self.returns)


def at(sheet: str, row: int, file: str = "register.xlsx", column: str = "A") -> CellRef:
    """Return an address."""
    return CellRef(file=file, sheet=sheet, cell=f"{column}{row}")


numbers = st.sampled_from([0, 1, 2, 3, 5, 8, 10, 12])
days = st.sampled_from(DAYS)


@st.composite
def pledges(draw: st.DrawFn, number: int) -> Pledge:
    """Draw a pledge with its target, its trajectory and its last day."""
    trajectory = draw(st.sampled_from([Trajectory.AT_DUE, Trajectory.STRAIGHT_LINE, Trajectory.MILESTONES]))
    steps = draw(st.lists(st.tuples(days, numbers), max_size=3, unique_by=lambda step: step[0]))
    row, unit = number + 2, draw(st.sampled_from(UNITS))
    most = draw(st.sampled_from([None, None, (1, unit), (5, unit), (2, "months"), (1, "years")]))
    return pledge(
        f"P-{number}",
        supplier_ref=draw(st.sampled_from(SUPPLIERS)),
        contract_ref=draw(st.sampled_from(CONTRACTS)),
        type=draw(st.sampled_from(TYPES)),
        unit=unit,
        cap_per_person=most and Length(number=Fraction(most[0]), unit=most[1], source=at("Pledges", row, column="H")),
        exclusive_group=draw(st.sampled_from(["", "", "A", "a "])),
        quantity=Fraction(draw(st.sampled_from([1, 2, 10, 104]))),
        start=draw(st.sampled_from([None, YEAR.start, Q2.start])),
        due=draw(st.sampled_from([None, Q1.end, Q2.end, YEAR.end])),
        trajectory=trajectory,
        milestones=tuple(
            Milestone(day=day, quantity=Fraction(quantity), source=at("Milestones", row + index))
            for index, (day, quantity) in enumerate(steps)
            if trajectory is Trajectory.MILESTONES
        ),
        source=at("Pledges", row),
        quantity_source=at("Pledges", row, column="G"),
    )


@st.composite
def lines(draw: st.DrawFn, keys: tuple[str, ...], file: str, row: int) -> EvidenceLine:
    """Draw a line of a return: a number, dates, or one of the kinds of no-number."""
    absence = draw(st.sampled_from([None, None, None, None, Absence.NIL, Absence.PENDING, Absence.MISSING]))
    start = draw(st.sampled_from([None, None, *DAYS]))
    quantity = None if absence is not None else Fraction(draw(st.sampled_from([1, 1, 1, 2, 4, 7])))
    return EvidenceLine(
        pledge_key=draw(st.sampled_from(keys)),
        row_source=at("Delivery", row, file),
        quantity=quantity,
        columns=LineColumns(quantity="D"),
        absence=absence,
        unit=draw(st.sampled_from([None, None, None, "weeks", "hours"])),
        start=start,
        end=draw(st.sampled_from([None, start, *(day for day in DAYS if start is not None and day >= start)])),
        grade=draw(st.sampled_from([Grade.CLAIMED, Grade.DOCUMENTED, Grade.DOCUMENTED])),
        attendees=draw(st.sampled_from([None, Fraction(3)])),
        person_ref=draw(st.sampled_from(["", "", "YP-1", "YP-2"])),
        placement_ref=draw(st.sampled_from(["", "", "", "PL-1"])),
        evidence_ref=draw(st.sampled_from(["", "log", "EV-1", "EV-1", "ev 01"])),
        share=draw(st.sampled_from([None, None, None, Fraction(1, 4), Fraction(1, 2), Fraction(3, 5), Fraction(1)])),
    )


@st.composite
def returns(draw: st.DrawFn, keys: tuple[str, ...], number: int) -> Return:
    """Draw a return of one supplier for a period."""
    name = f"returns/{number}.xlsx"
    period = draw(st.sampled_from([Q1, Q2, Q3, Q4]))
    count = draw(st.integers(min_value=0, max_value=4))
    return Return(
        file=SourceFile(name=name, digest=f"sha256:{number}"),
        layout="pledges-return/1",
        source=at("About", 2, name),
        lines=tuple(draw(lines(keys, name, row + 2)) for row in range(count)),
        supplier_key=draw(st.sampled_from(SUPPLIERS)),
        contract_key=draw(st.sampled_from(["C-1", "C-1", "C-2"])),
        period=period,
        basis=draw(st.sampled_from([Basis.IN_PERIOD, Basis.IN_PERIOD, Basis.CUMULATIVE, Basis.IN_POST])),
        submitted_on=draw(st.sampled_from([None, dt.date(2025, 7, 10), dt.date(2025, 10, 10), dt.date(2026, 4, 10)])),
        nil=draw(st.sampled_from([False, False, False, True])),
        path=name,
    )


@st.composite
def confirmations(draw: st.DrawFn, keys: tuple[str, ...], row: int) -> Confirmation:
    """Draw a confirmation of any grade."""
    return Confirmation(
        pledge_ref=draw(st.sampled_from(keys)),
        grade=draw(st.sampled_from(ConfirmationGrade)),
        confirmed_on=draw(days),
        source=at("Confirmations", row),
        quantity=draw(st.sampled_from([None, Fraction(1), Fraction(2), Fraction(5)])),
        person_ref=draw(st.sampled_from(["", "", "YP-1"])),
        period=draw(st.sampled_from([None, None, Q1, YEAR])),
        recorded_on=draw(st.sampled_from([None, dt.date(2026, 4, 20)])),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case: up to four pledges, five returns and four confirmations, and a day."""
    of = [draw(pledges(number)) for number in range(draw(st.integers(min_value=1, max_value=4)))]
    keys = tuple(each.ref for each in of)
    sent = [draw(returns(keys, number)) for number in range(draw(st.integers(min_value=0, max_value=5)))]
    said = [draw(confirmations(keys, row + 2)) for row in range(draw(st.integers(min_value=0, max_value=4)))]
    contracts = tuple(
        Contract(
            ref=ref, title="Grounds", buyer="Council", source=at("Contracts", row + 2), start=YEAR.start,
            end=YEAR.end,
            returns_every=draw(st.sampled_from(["none", "quarter", "year"])),
            returns_due_within=draw(st.sampled_from([None, 14])),
        )
        for row, ref in enumerate(ref for ref in CONTRACTS if ref is not None)
    )  # fmt: skip
    whole = register(
        tuple(of),
        contracts=contracts,
        suppliers=tuple(
            Supplier(
                ref=ref, name=f"Firm {ref}", source=at("Suppliers", row + 2), organisation_id=f"GB-COH-0000000{row}"
            )
            for row, ref in enumerate(SUPPLIERS)
        ),
        confirmations=tuple(said),
        facts=tuple(
            Fact(supplier_ref=ref, name="uk_workforce", value=Fraction(draw(st.sampled_from([9, 49, 250]))),
                 as_at=YEAR.start, source=at("Facts", row + 2))
            for row, ref in enumerate(SUPPLIERS)
        ),
        events=tuple(
            Event(day=draw(days), supplier_ref=draw(st.sampled_from(SUPPLIERS)), kind=kind, detail="Managing Director",
                  source=at("Events", row + 2))
            for row, kind in enumerate(
                draw(st.lists(st.sampled_from(["statement signed", "contact named"]), max_size=3))
            )
        ),
    )  # fmt: skip
    return Case(whole, tuple(sent), draw(days))


def evolve(noun: Any, **fields: Any) -> Any:
    """Return the noun with other fields."""
    return attrs.evolve(noun, **fields)
