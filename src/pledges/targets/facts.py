"""Dated facts and a day in; the one that holds on that day out, as a figure, with a query where two disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.figures import Figure, given, unknown
from pledges.findings import Finding, finding
from pledges.model import SPEND_TO_DATE
from pledges.periods import day_text
from pledges.provenance import reading_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from pledges.model import Fact, Pledge
    from pledges.provenance import Source


def fact_on(
    name: str, pledge: Pledge, facts: Iterable[Fact], day: dt.date, *, unit: str, of_contract_only: bool = False
) -> tuple[Figure, tuple[Finding, ...]]:
    """Return what the fact `name` was on a day, in `unit`, for the supplier and contract of `pledge`.

    The facts of that supplier and contract come first, then those of the supplier alone (never with
    `of_contract_only`); of them the latest As at up to the day holds, and of one As at the one recorded last. Two
    different values of one day make it unknown, with a query. `facts` are those that are known. A fact in another
    unit says nothing; one without a unit is taken to be in the one asked for.
    """
    own = [
        each
        for each in facts
        if each.name.casefold() == name.casefold()
        and each.supplier_ref == pledge.supplier_ref
        and each.as_at <= day
        and each.unit in {"", unit}
    ]
    of_contract = [each for each in own if each.contract_ref == pledge.contract_ref]
    if not of_contract and not of_contract_only:
        of_contract = [each for each in own if each.contract_ref is None]
    return _latest(name, of_contract, day, unit, pledge.source)


def _latest(
    name: str, facts: Sequence[Fact], day: dt.date, unit: str, asked_by: Source
) -> tuple[Figure, tuple[Finding, ...]]:
    label = name.replace("_", " ") if name == SPEND_TO_DATE else "the fact that is the whole"
    if not facts:
        which = label if name == SPEND_TO_DATE else "of that name"
        reason = f"the register has no fact {which} for {day_text(day)} or before"
        return unknown(label, reason, unit=unit, source=asked_by), ()
    latest = max((each.as_at, each.known_from) for each in facts)
    holding = sorted(
        (each for each in facts if (each.as_at, each.known_from) == latest), key=lambda each: reading_order(each.source)
    )
    as_at = day_text(latest[0])
    if len({each.value for each in holding}) > 1:
        queries = tuple(_two_values(each, as_at) for each in holding)
        return unknown(label, f"two different values are recorded for {as_at}", unit=unit, source=asked_by), queries
    return given(label, holding[0].value, holding[0].source, unit=unit, because=f"as at {as_at}"), ()


def _two_values(fact: Fact, day: str) -> Finding:
    return finding("fact-unclear", fact.source, supplier_ref=fact.supplier_ref, contract_ref=fact.contract_ref, day=day)
