"""Pledges and the cells that say which promise makes up another in; pledges that know it, problems at the cell, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from pledges.model import Pledge, Substitution
from pledges.quantities import number_in, unit_named
from pledges.register.references import Known
from pledges.register.rows import RowReading
from pledges.tables import fold

SUBSTITUTION = "Substitution"

_EXAMPLE = "20 staff hours of P-2 = 1 placement"
_TERM = re.compile(
    r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>.*?)\s*\bof\s+(?P<ref>.+?)\s*=\s*"
    r"(?P<makes>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<own>[^=]*)",
    re.ASCII | re.IGNORECASE,
)


def with_substitutions(pledges: Sequence[Pledge], rows: Mapping[str, RowReading], known: Known) -> tuple[Pledge, ...]:
    """Return the pledges with what makes them up; `rows` are their rows by reference.

    A cell that names no other promise that could is asked about, and nothing makes the promise up.
    """
    by_ref = {pledge.ref: pledge for pledge in pledges}
    read = {pledge.ref: _read(rows[pledge.ref], known) for pledge in pledges}
    result = list[Pledge]()
    for pledge in pledges:
        row, substitution = rows[pledge.ref], read[pledge.ref]
        if substitution is None:
            result.append(pledge)
            continue
        why = _why_not(pledge, substitution, by_ref, chained=read[substitution.of_ref] is not None)
        if why:
            row.problem("substitution-unclear", SUBSTITUTION, why=why, example=_EXAMPLE)
        result.append(pledge if why else attrs.evolve(pledge, substitution=substitution))
    return tuple(result)


def _read(row: RowReading, known: Known) -> Substitution | None:
    """Return what the cell says before anybody asks whether it can be, with the units as they are written."""
    text = row.text(SUBSTITUTION)
    if not text:
        return None
    match = _TERM.fullmatch(text.strip())
    number = number_in(match["number"]) if match else None
    makes = number_in(match["makes"]) if match else None
    named = known.pledges.named(match["ref"]) if match else ()
    if match is None or not number or not makes or len(named) != 1:
        why = "it must say how much of which promise is how much of this one"
        row.problem("substitution-unclear", SUBSTITUTION, why=why, example=_EXAMPLE)
        return None
    return Substitution(
        number=number, of_ref=named[0], makes=makes, source=row.source(SUBSTITUTION),
        unit=match["unit"].strip(), own_unit=match["own"].strip(),
    )  # fmt: skip


def _why_not(pledge: Pledge, said: Substitution, by_ref: Mapping[str, Pledge], *, chained: bool) -> str:
    """Return why what is said cannot be, "" where it can."""
    other = by_ref[said.of_ref]
    if other.ref == pledge.ref:
        return "a promise cannot make up itself"
    if other.supplier_ref != pledge.supplier_ref or other.contract_ref != pledge.contract_ref:
        return f"{other.ref} is of another supplier or contract"
    if chained:
        return f"{other.ref} is made up by another promise itself"
    for promise in (pledge, other):
        if promise.record_only or promise.unit == "%" or promise.parent_ref is not None:
            return f"{promise.ref} is recorded only, in per cent or a part of another promise"
    for promise, unit in ((pledge, said.own_unit), (other, said.unit)):
        if unit and (unit_named(unit) or fold(unit)) not in {promise.unit, fold(promise.unit)}:
            return f"{promise.ref} is in {promise.unit}"
    return ""
