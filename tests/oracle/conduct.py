"""A position and what the oracle says of how returns came in; every difference between the two, as a sentence, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.assess import Assessment
    from pledges.returns.conduct import Told

KINDS = (
    "due", "on_time", "late_within_grace", "late", "undated", "missing", "nil", "waiting", "refused", "rejected",
    "superseded",
)  # fmt: skip
OF_WHAT_CAME = KINDS[6:]
"""Kinds of which the days late are no part: how late a return was is told by its period."""

Fact = tuple[int, int, int]
"""The first and the last day of a period, and the days late; -1 for what is not known, or no part of it."""


def of_conduct(k: int, position: Assessment, conduct: dict[Any, Any], expected: dict[Any, Any]) -> Iterator[str]:
    """Return where pledges and the oracle tell something else of how returns came."""
    mine = {
        (each.supplier_ref, each.contract_ref): {
            kind: sorted(_fact(kind, told) for told in getattr(each, kind)) for kind in KINDS
        }
        for each in position.conduct
    }
    theirs: dict[Any, dict[str, list[Fact]]] = {}
    for (case, *place), rows in conduct.items():
        if case == k:
            facts = theirs.setdefault(tuple(place), {})
            for row in rows:
                days_late = -1 if row["kind"] in OF_WHAT_CAME or row["days_late"] is None else row["days_late"]
                fact = (row["first_day"] or -1, row["last_day"] or -1, days_late)
                facts.setdefault(row["kind"], []).append(fact)
    for place in sorted({*mine, *theirs}, key=str):
        for kind in KINDS:
            ours, other = mine.get(place, {}).get(kind, []), sorted(theirs.get(place, {}).get(kind, ()))
            if ours != other:
                yield f"conduct of {place}.{kind}: pledges {ours}, oracle {other}"
    for each in position.conduct:
        # What was delivered in a period without a return is not known of any promise that it was to report on.
        open_refs = _refs(position, each.supplier_ref, each.contract_ref) if each.missing else []
        if sorted(each.pledges_open) != open_refs:
            yield f"conduct of {each.contract_ref}.pledges_open: pledges {each.pledges_open}, oracle {open_refs}"
    yield from _of_expected(position, expected.get((k,), ()))


def _fact(kind: str, told: Told) -> Fact:
    period, days_late = told.period, told.days_late
    first, last = (-1, -1) if period is None else (period.start.toordinal(), period.end.toordinal())
    return first, last, -1 if kind in OF_WHAT_CAME or days_late is None else days_late


def _refs(position: Assessment, supplier: str | None, contract: str | None) -> list[str]:
    pledges = [each.pledge for of_contract in position.contracts for each in of_contract.fulfilments]
    return sorted(each.ref for each in pledges if (each.supplier_ref, each.contract_ref) == (supplier, contract))


def _of_expected(position: Assessment, periods: Any) -> Iterator[str]:
    """Return where the returns that have not come are others, or due on other days."""
    ours = sorted(
        (each.supplier_ref, each.contract_ref, each.period.end.toordinal(), each.due.toordinal(), each.days_late)
        for each in position.returns
        if each.file is None and each.period and each.due
    )
    theirs = sorted(
        (row["supplier"], row["contract"], row["last_day"], row["due_day"], row["days_late"])
        for row in periods
        if row["kind"] == "missing"
    )
    if ours != theirs:
        yield f"returns that have not come: pledges {ours}, oracle {theirs}"


def of_due_days(k: int, position: Assessment, due: dict[Any, Any]) -> Iterator[str]:
    """Return where a return that is for one period that was asked about is due, or late, by other days."""
    for ours in position.returns:
        theirs = due.get((k, ours.file))
        if theirs is None or theirs["periods"] > 1:
            continue
        told = (None if ours.due is None else ours.due.toordinal(), ours.days_late)
        if told != (theirs["due_day"], theirs["days_late"]):
            yield f"{ours.file}.due: pledges {told}, oracle {theirs['due_day'], theirs['days_late']}"
