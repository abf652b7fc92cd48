"""How a level could be met in; the records that are written of it out, without what would tell how few answered."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

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
)
from pledges.explain import lack_words, way_words
from pledges.quantities import exact, rounded
from pledges.reports.records import LackRecord, Number, WayRecord

if TYPE_CHECKING:
    from pledges.eligibility.lack import Lack, Way


def way_record(way: Way) -> WayRecord:
    """Return a way as it is written."""
    return WayRecord(
        by=way.by,
        lacks=tuple(_lack(each) for each in way.lacks),
        earliest=way.earliest,
        cannot=way.cannot,
        text=way_words(way),
    )


def _lack(lack: Lack) -> LackRecord:
    record = LackRecord(what="day", text=lack_words(lack), pledge_ref=None, amount=None, name=None, day=None)
    match lack:
        case MoreDelivery() | MoreConfirmation():
            what = "delivery" if isinstance(lack, MoreDelivery) else "confirmation"
            return attrs.evolve(record, what=what, pledge_ref=lack.pledge_ref, amount=_number(lack.amount, lack.unit))
        case LastingOutcome():
            return attrs.evolve(
                record, what="outcome", pledge_ref=lack.pledge_ref, amount=_number(lack.length, lack.unit)
            )
        case FactSo():
            return attrs.evolve(
                record, what="fact", name=lack.name, amount=_number(lack.value, lack.unit), day=lack.as_at
            )
        case EventSo():
            return attrs.evolve(record, what="event", name=lack.kind, day=lack.day)
        case MoreAnswers():
            count = None if lack.is_private else _number(Fraction(lack.count), "people")
            return attrs.evolve(record, what="answers", amount=count)
        case ReturnCome():
            return attrs.evolve(record, what="return", name=lack.contract_ref, day=lack.due)
        case NewPledge():
            return attrs.evolve(record, what="promise", name=lack.type or None, day=lack.last)
        case Settlement():
            return attrs.evolve(record, what="register", name=lack.field)
        case _:
            return attrs.evolve(record, day=lack.day)


def _number(amount: Fraction, unit: str) -> Number:
    return Number(value=rounded(amount), exact=exact(amount), unit=unit)
