"""What is named missing, granted in a register and in deliveries and counted anew, is enough; and less is not."""

import datetime as dt
from fractions import Fraction

import attrs
from exploring import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from nouns import cell, line, pledge, supplier
from ways_positions import FACTS, NUMBERS, TYPES, criteria, happenings, scheme_of, whole

from pledges.assess import Assessment, Intake, assess
from pledges.eligibility import Outcome
from pledges.eligibility.lack import (
    EventSo,
    FactSo,
    Lack,
    LastingOutcome,
    MoreAnswers,
    MoreConfirmation,
    MoreDelivery,
    one_step_less,
)
from pledges.eligibility.suppose import answers_detail, first_day_of
from pledges.files.policy import default_policy
from pledges.model import (
    Basis,
    Confirmation,
    ConfirmationGrade,
    Event,
    EvidenceLine,
    Fact,
    Pledge,
    Register,
    Return,
)
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.rulebook import Rulebook, Scheme

ON = dt.date(2026, 4, 30)
FILE = SourceFile(name="returns/year.xlsx", digest="sha256:" + "1" * 64)
SUPPOSED = SourceFile(name="what-if.xlsx", digest="sha256:" + "2" * 64)
DELIVERED = ("fulfilment", "contract_floor", "verified", "categories", "delivered", "on_schedule", "sustained")
RECORDED = (
    "voice", "fact", "facts", "share", "headcount", "events", "advocacy", "contact", "accreditation", "breach", "clean",
)  # fmt: skip
"""Measures of which what is missing can be granted: by deliveries and confirmations, by facts and events."""
SUPPLIABLE = (MoreDelivery, MoreConfirmation, LastingOutcome, FactSo, EventSo, MoreAnswers)


def place(number: int, sheet: str = "Delivery") -> CellRef:
    """Return a cell of what is granted."""
    return CellRef(file=SUPPOSED.name, sheet=sheet, cell=f"A{number}")


@st.composite
def promises(draw: st.DrawFn, number: int) -> Pledge:
    """Return a voluntary promise that was due in the last twelve months."""
    return pledge(
        f"P-0{number}", type=draw(st.sampled_from(TYPES)), unit=draw(st.sampled_from(["people", "sessions", "hours"])),
        quantity=Fraction(draw(whole(1, 12))), start=dt.date(2025, 1, 1), contract_ref=None,
        due=draw(st.sampled_from([dt.date(2026, 3, 31), dt.date(2025, 6, 1)])), contractual=draw(st.booleans()),
        weight=Fraction(draw(whole(1, 3))),
    )  # fmt: skip


@st.composite
def confirmed(draw: st.DrawFn, ref: str, delivered_: int) -> list[Confirmation]:
    """Return what others confirm of a promise, no more than was delivered, and what young people decline of the rest.

    Two confirmations that name no evidence may be of one delivery; what young people confirm is tried where it is new.
    """
    by_others = draw(whole(0, delivered_))
    declined = draw(whole(0, delivered_ - by_others))
    return [
        Confirmation(
            pledge_ref=ref, grade=grade, confirmed_on=dt.date(2026, 4, 1), source=cell(sheet="Confirmations"),
            quantity=Fraction(amount),
        )
        for grade, amount in ((ConfirmationGrade.THIRD_PARTY, by_others), (ConfirmationGrade.DECLINED, declined))
        if amount and draw(st.booleans())
    ]  # fmt: skip


@st.composite
def recorded(draw: st.DrawFn, name: str) -> Fact:
    """Return a recorded fact."""
    value, day = Fraction(draw(NUMBERS)), dt.date(2026, 1, 1)
    return Fact(supplier_ref="S-01", name=name, value=value, as_at=day, source=cell(sheet="Facts"))


@st.composite
def firms(draw: st.DrawFn) -> tuple[Register, Intake]:
    """Return a register of one firm and what it sent in."""
    pledges = tuple(draw(promises(number)) for number in range(1, draw(whole(1, 3)) + 1))
    lines, said = list[EvidenceLine](), list[Confirmation]()
    for number, each in enumerate(pledges, start=1):
        if draw(whole(0, 4)) > 0:
            source = CellRef(file=FILE.name, sheet="Delivery", cell=f"A{number}")
            quantity = draw(whole(0, 12))
            lines.append(line(each.ref, quantity, row_source=source))
            said += draw(confirmed(each.ref, quantity))
    sent = Return(
        file=FILE, layout="pledges-return/1", source=CellRef(file=FILE.name), lines=tuple(lines), supplier_key="S-01",
        period=Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31)), basis=Basis.IN_PERIOD,
    )  # fmt: skip
    headcount = draw(st.sampled_from([None, 30, 2400]))
    known = Register(
        suppliers=(supplier("S-01", headcount=headcount, organisation_id="GB-COH-1", contact_role=""),), contracts=(),
        pledges=pledges, confirmations=tuple(said), events=tuple(draw(st.lists(happenings(), max_size=4))),
        facts=tuple(draw(recorded(name)) for name in draw(st.lists(st.sampled_from(FACTS), unique=True))),
    )  # fmt: skip
    return known, Intake(returns=(sent,) if lines else ())


def position(known: Register, intake: Intake, scheme: Scheme) -> Assessment:
    """Return the position of the firm by one scheme."""
    return assess(known, intake, Rulebook(policy=default_policy(), schemes=(scheme,)), on=ON)


def outcome(assessment: Assessment) -> Outcome:
    """Return the outcome of the second level."""
    return assessment.suppliers[0].badges[0].decision.levels[1].outcome


def granted(known: Register, intake: Intake, lacks: tuple[Lack, ...]) -> tuple[Register, Intake]:
    """Return a register and deliveries in which everything that is named is recorded and delivered."""
    for number, lack in enumerate(lacks, start=2):
        match lack:
            case MoreDelivery() | LastingOutcome():
                intake = attrs.evolve(intake, supposed=(*intake.supposed, delivered(known, lack, number)))
            case MoreConfirmation():
                grade = ConfirmationGrade.BENEFICIARY if lack.by_young_people else ConfirmationGrade.THIRD_PARTY
                said = Confirmation(
                    pledge_ref=lack.pledge_ref, grade=grade, confirmed_on=ON, quantity=lack.amount,
                    source=place(number, "Confirmations"),
                )  # fmt: skip
                known = attrs.evolve(known, confirmations=(*known.confirmations, said))
            case FactSo():
                fact = Fact(
                    supplier_ref="S-01", name=lack.name, value=lack.value, as_at=lack.as_at,
                    source=place(number, "Facts"), recorded_on=lack.recorded_on,
                )  # fmt: skip
                known = attrs.evolve(known, facts=(*known.facts, fact))
            case EventSo():
                event = Event(
                    day=lack.day, supplier_ref="S-01", kind=lack.kind, source=place(number, "Events"), ref=lack.ref,
                    scheme=lack.scheme, level=lack.level, outcome=lack.outcome, severity=lack.severity,
                    detail=lack.detail, until=lack.until,
                )  # fmt: skip
                known = attrs.evolve(known, events=(*known.events, event))
            case MoreAnswers():
                heard = Event(
                    day=ON, supplier_ref="S-01", kind="feedback", source=place(number, "Events"),
                    detail=answers_detail(lack.count),
                )  # fmt: skip
                known = attrs.evolve(known, events=(*known.events, heard))
            case _:
                message = f"{lack} cannot be granted here"
                raise AssertionError(message)
    return known, intake


def delivered(known: Register, lack: MoreDelivery | LastingOutcome, number: int) -> Return:
    """Return a supposed delivery of a promise, as `pledges badge --what-if` reads it."""
    of: Pledge = next(each for each in known.pledges if each.ref == lack.pledge_ref)
    first = first_day_of(lack, ON) if isinstance(lack, LastingOutcome) else None
    row = line(
        of.ref, lack.amount if isinstance(lack, MoreDelivery) else Fraction(1), row_source=place(number), start=first,
        group_ref=lack.group_ref if isinstance(lack, MoreDelivery) else "",
    )  # fmt: skip
    return Return(
        file=SUPPOSED, layout="pledges-return/1", source=place(number), lines=(row,), supplier_key="S-01",
        period=Period(first or ON, ON), basis=Basis.IN_PERIOD, part="supposed",
    )  # fmt: skip


@settings(max_examples=examples(200))
@given(data=st.data())
def test_granting_just_what_is_missing_flips_the_decision_and_less_does_not(data: st.DataObject) -> None:
    """Counted from lines, confirmations, facts and events, as `pledges badge --what-if` counts them."""
    measures = data.draw(st.sampled_from([DELIVERED, DELIVERED, RECORDED, DELIVERED + RECORDED]))
    asked = tuple(data.draw(criteria(measures, f"Q{number}")) for number in range(data.draw(whole(1, 3))))
    known, intake = data.draw(firms())
    scheme = scheme_of(asked)
    before = position(known, intake, scheme)
    following = before.suppliers[0].badges[0].decision.next
    if following is None or following.level != "silver" or following.way is None or following.way.cannot:
        return
    lacks = following.way.lacks
    if not all(isinstance(each, SUPPLIABLE) for each in lacks):
        return

    after = position(*granted(known, intake, lacks), scheme)

    assert outcome(before) not in {Outcome.MET, Outcome.PANEL}
    assert outcome(after) in {Outcome.MET, Outcome.PANEL}, lacks
    for number, lack in enumerate(lacks):
        less = one_step_less(lack)
        fewer = (*lacks[:number], *([] if less is None else [less]), *lacks[number + 1 :])
        assert outcome(position(*granted(known, intake, fewer), scheme)) not in {Outcome.MET, Outcome.PANEL}, lack
