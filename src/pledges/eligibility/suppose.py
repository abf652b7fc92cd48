"""A position and what is missing of it in; the position as it would be if that were supplied out.

Nothing here is counted from returns: amounts are added to what counts, so that a criterion can be asked again. The same
supposed in a case folder (`pledges badge --what-if`) is counted from lines, confirmations, facts and events.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting import CountedLine
from pledges.eligibility.lack import (
    EventSo,
    FactSo,
    LastingOutcome,
    MoreAnswers,
    MoreConfirmation,
    MoreDelivery,
    NewPledge,
    ReturnCome,
    Settlement,
    Wait,
)
from pledges.figures import Figure, given, ratio, total
from pledges.fulfilment.result import Fulfilment, State
from pledges.history import causes_of
from pledges.history.causes import RECORDED
from pledges.model import Event, EvidenceLine, Fact, Grade, Pledge, Return
from pledges.periods import Period, months_after
from pledges.provenance import Passage, SourceFile
from pledges.returns.received import LateReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Position
    from pledges.history import Cause

ORGANISATION_ID = "Organisation id"
"""The column of the register that a settlement can fill in by itself."""

SUPPOSED = Passage(document="what if", place="supposed")
"""Where everything comes from that is only supposed."""

_ONE_DAY = dt.timedelta(days=1)


def suppose(position: Position, lacks: Iterable[Lack]) -> Position:
    """Return the position on the same day with everything that `lacks` name supplied."""
    supposed = position
    for number, lack in enumerate(sorted(lacks, key=_turn), start=1):
        supposed = _with(supposed, lack, number)
    return _restored(supposed)


def _turn(lack: Lack) -> int:
    """Return when a lack is supplied: what young people confirm after what others do, as it is counted."""
    return int(isinstance(lack, MoreConfirmation)) + int(isinstance(lack, MoreConfirmation) and lack.by_young_people)


def _with(position: Position, lack: Lack, number: int) -> Position:
    match lack:
        case MoreDelivery() | MoreConfirmation() | LastingOutcome():
            changed = tuple(
                _delivered(each, lack, position.on) if each.pledge.ref == lack.pledge_ref else each
                for each in position.fulfilments
            )
            return attrs.evolve(position, fulfilments=changed)
        case FactSo() | EventSo() | MoreAnswers():
            return _recorded(position, lack)
        case ReturnCome():
            left = tuple(
                each
                for each in position.overdue
                if (each.contract_ref, each.period) != (lack.contract_ref, lack.period)
            )
            return attrs.evolve(position, overdue=left)
        case NewPledge():
            return attrs.evolve(position, fulfilments=(*position.fulfilments, _promised(position, lack, number)))
        case Settlement():
            named = attrs.evolve(position.supplier, organisation_id="recorded")
            return attrs.evolve(position, supplier=named) if lack.field == ORGANISATION_ID else position
        case Wait():
            waited = position.waited_for | {(lack.level, lack.criterion)}
            return attrs.evolve(position, waited_for=waited)


def _delivered(
    fulfilment: Fulfilment, lack: MoreDelivery | MoreConfirmation | LastingOutcome, on: dt.date
) -> Fulfilment:
    match lack:
        case MoreDelivery():
            line = _line(fulfilment, on, on, amount=lack.amount, group_ref=lack.group_ref)
            return _with_line(fulfilment, lack.amount, line if lack.is_same_group else None, is_claimed=lack.is_claimed)
        case LastingOutcome():
            return _with_line(fulfilment, Fraction(1), _line(fulfilment, first_day_of(lack, on), on))
        case MoreConfirmation(by_young_people=False):
            return attrs.evolve(fulfilment, verified=_more(fulfilment.verified, lack.amount))
        case MoreConfirmation():
            # The young people answer first for what somebody else has confirmed already (`pledges.counting`).
            by_others = (fulfilment.verified.value or 0) - (fulfilment.beneficiary_confirmed.value or 0)
            newly = max(lack.amount - by_others, Fraction(0))
            return attrs.evolve(
                fulfilment,
                verified=_more(fulfilment.verified, newly),
                beneficiary_confirmed=_more(fulfilment.beneficiary_confirmed, lack.amount),
            )


def _with_line(
    fulfilment: Fulfilment, amount: Fraction, line: CountedLine | None, *, is_claimed: bool = False
) -> Fulfilment:
    counted = _more(fulfilment.counted, amount)
    made_up = () if fulfilment.made_up is None else (fulfilment.made_up,)
    both = total("counted and made up", (counted, *made_up), unit=counted.unit)
    return attrs.evolve(
        fulfilment,
        state=State.REPORTED,
        # Which of an either-or group stands goes by it.
        share_of_target=ratio("share of the target", both, fulfilment.target),
        lines=fulfilment.lines if line is None else (*fulfilment.lines, line),
        claimed=fulfilment.claimed if is_claimed else _more(fulfilment.claimed, amount),
        documented=_more(fulfilment.documented, amount),
        counted=counted,
        verified=_known(fulfilment.verified),
        beneficiary_confirmed=_known(fulfilment.beneficiary_confirmed),
        declined=_known(fulfilment.declined),
    )


def _more(figure: Figure, amount: Fraction) -> Figure:
    return given(figure.label, (figure.value or 0) + amount, SUPPOSED, unit=figure.unit)


def _known(figure: Figure) -> Figure:
    """Return an amount of which nothing is known as nothing: once there is a report, nobody has spoken of it yet."""
    return figure if figure.value is not None else given(figure.label, 0, SUPPOSED, unit=figure.unit)


def first_day_of(lack: LastingOutcome, on: dt.date) -> dt.date:
    """Return the day on which something began that has lasted so long by the end of the day."""
    if lack.unit == "weeks":
        return on - dt.timedelta(days=-(-(lack.length * 7) // 1) - 1)
    return months_after(on + _ONE_DAY, -int(-(-lack.length // 1)))


def _line(
    fulfilment: Fulfilment, first: dt.date, last: dt.date, *, amount: Fraction = Fraction(1), group_ref: str = ""
) -> CountedLine:
    quantity = given("quantity", amount, SUPPOSED, unit=fulfilment.pledge.unit)
    sent = Return(
        file=SourceFile(name="what if", digest="sha256:" + "0" * 64), layout="", source=SUPPOSED, lines=(),
        period=Period(first, last),
    )  # fmt: skip
    line = EvidenceLine(
        pledge_key=fulfilment.pledge.ref, row_source=SUPPOSED, quantity=amount, start=first, end=last,
        grade=Grade.DOCUMENTED, group_ref=group_ref,
    )  # fmt: skip
    return CountedLine(
        line=line, sent=sent, source=SUPPOSED, grade=Grade.DOCUMENTED, day=last, amount=quantity, counted=quantity
    )


def _recorded(position: Position, lack: FactSo | EventSo | MoreAnswers) -> Position:
    history, ref = position.history, position.supplier.ref
    if isinstance(lack, FactSo):
        fact = Fact(
            supplier_ref=ref, name=lack.name, value=lack.value, as_at=lack.as_at, source=SUPPOSED, unit=lack.unit,
            contract_ref=lack.contract_ref, recorded_on=lack.recorded_on,
        )  # fmt: skip
        return attrs.evolve(position, history=history.with_more(facts=(fact,)))
    if isinstance(lack, EventSo):
        event = Event(
            day=lack.day, supplier_ref=ref, kind=lack.kind, source=SUPPOSED, ref=lack.ref, scheme=lack.scheme,
            scheme_version=lack.scheme_version, level=lack.level, outcome=lack.outcome, severity=lack.severity,
            detail=lack.detail, until=lack.until,
        )  # fmt: skip
        return attrs.evolve(position, history=history.with_more(events=(event,)))
    detail = answers_detail(lack.count)
    heard = Event(day=position.on, supplier_ref=ref, kind="feedback", source=SUPPOSED, detail=detail)
    return attrs.evolve(position, history=history.with_more(events=(heard,)))


def answers_detail(count: int) -> str:
    """Return the Detail of an event of feedback in which so many were heard, each saying that it was as promised."""
    return f"invited={count}; answered={count}; as promised={count}"


def _promised(position: Position, lack: NewPledge, number: int) -> Fulfilment:
    pledge = Pledge(
        ref=f"new promise {number}", supplier_ref=position.supplier.ref, type=lack.type or "job", unit="people",
        quantity=Fraction(1), source=SUPPOSED, quantity_source=SUPPOSED, due=lack.last, due_source=SUPPOSED,
        contractual=False,
    )  # fmt: skip
    nothing = given("nothing yet", 0, SUPPOSED, unit=pledge.unit)
    share = given("share", 0, SUPPOSED, unit="share")
    return Fulfilment(
        pledge=pledge, on=position.on, state=State.NOT_DUE, target=given("target", 1, SUPPOSED, unit=pledge.unit),
        due_to_date=nothing, claimed=nothing, documented=nothing, counted=nothing, verified=nothing,
        beneficiary_confirmed=nothing, declined=nothing, late=nothing, disputed=nothing, shortfall=nothing,
        days_late=nothing, share_of_target=share, share_of_due=share, rating="Other", rating_because="", lines=(),
    )  # fmt: skip


def _restored(position: Position) -> Position:
    """Return the position with its badge in force again where nothing suspends it any more."""
    standing, history = position.standing, position.history
    if standing.status == "in grace" and any(
        event.source == SUPPOSED and event.kind == "badge issued" for event in history.events
    ):
        return attrs.evolve(position, standing=attrs.evolve(standing, status="in force"))
    if standing.status != "suspended":
        return position
    recorded = [each for each in standing.causes if each.what == RECORDED]
    restored = any(event.kind == "badge restored" and event.source == SUPPOSED for event in history.events)
    if causes_on_the_day(position) or (recorded and not restored):
        return position
    # What is cured on a day suspends no more on that day.
    until_now = tuple((first, min(last, position.on - _ONE_DAY)) for first, last in standing.suspensions)
    cured = attrs.evolve(standing, status="in force", causes=(), suspensions=until_now)
    return attrs.evolve(position, standing=cured)


def causes_on_the_day(position: Position) -> tuple[Cause, ...]:
    """Return what, by the rules of the scheme, suspends a badge of the firm on the day, whether or not it holds one."""
    late = tuple(
        LateReturn(
            supplier_ref=position.supplier.ref, contract_ref=each.contract_ref, period=each.period, due=each.due,
            came_on=None, sources=each.sources,
        )
        for each in position.overdue
    )  # fmt: skip
    causes = causes_of(position.history, position.scheme.life, late)
    return tuple(each for each in causes if each.holds_on(position.on))
