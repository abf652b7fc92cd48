"""A register in, its workbook in the full form out; what is read from it again is the same register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.forms.columns import FULL_FORM, PLEDGES, RULE_COLUMNS
from pledges.forms.full_guide import full_register_guide
from pledges.forms.guide import lists
from pledges.forms.plan import Column, Share, TableSheet, Value
from pledges.forms.workbook import workbook_bytes
from pledges.model import Length, Rounding, WeekConvention
from pledges.provenance import CellRef
from pledges.register.wording import per_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from pledges.model import Confirmation, Event, Fact, Pledge, Receipt, Register, ShareOf
    from pledges.register.as_typed import TypedRows

_Row = tuple[Value, ...]


SPARE_ROWS = 300
"""How many rows of each sheet have drop-downs below those that are filled."""

_OFFERED = {
    "Supplier ref": "Suppliers",
    "Contract ref": "Contracts",
    "Clause ref": "Clauses",
    "Pledge ref": "Pledges",
    "Parent pledge ref": "Pledges",
}
"""The columns that name a row of another sheet, by that sheet: what stands in its first column is the drop-down."""


def write_register(register: Register, authority: str = "", typed: TypedRows | None = None) -> bytes:
    """Return the register as a workbook of the full form, with every sheet and column of `docs/reference/formats.md`.

    The first sheet explains the others, under the authority's name. References to other rows are chosen from theirs.
    `typed` are the rows of the workbook that the register was read from: their words stand where a register keeps none.

    Days are real dates and amounts exact: those with more digits than Excel keeps are written as text. Raises
    `RegisterError` where an amount's decimals never end.
    """
    rows = {name: rows_of(register) for name, rows_of in _ROWS.items()}
    for name, columns in FULL_FORM:
        if typed and name in _OF_THE_COUNCIL:
            places = [each.source for each in _OF_THE_COUNCIL[name](register)]
            numbers = [place.row if isinstance(place, CellRef) else 0 for place in places]
            words = [typed.get(name, {}).get(number, {}) for number in numbers]
            rows[name] = _with_words(rows[name], columns, words)
    last = {name: len(known) + SPARE_ROWS + 1 for name, known in rows.items()}
    sheets = (
        TableSheet(name=name, columns=_choosing(name, columns, last), rows=rows[name], spare_rows=SPARE_ROWS)
        for name, columns in FULL_FORM
    )
    return workbook_bytes((full_register_guide(authority), *sheets, lists()))


def _with_words(
    rows: tuple[_Row, ...], columns: tuple[Column, ...], typed: Sequence[Mapping[str, str]]
) -> tuple[_Row, ...]:
    """Return the rows, each with the words that were typed in it where it is blank."""
    return tuple(
        tuple(
            words.get(column.heading) or words.get(column.heading.partition(" (")[0]) or value
            if value in {None, ""}
            else value
            for column, value in zip(columns, row, strict=True)
        )
        for row, words in zip(rows, typed, strict=True)
    )


def _choosing(sheet: str, columns: tuple[Column, ...], last: Mapping[str, int]) -> tuple[Column, ...]:
    """Return the columns of a sheet, those that name a row of another one with a drop-down of that sheet's rows."""
    return tuple(
        attrs.evolve(column, choices_at=f"{offered}!$A$2:$A${last[offered]}")
        if (offered := _OFFERED.get(column.heading)) and (offered != sheet or column is not columns[0])
        else column
        for column in columns
    )


def _several(words: tuple[str, ...]) -> str:
    return "; ".join(words)


def _suppliers(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (each.ref, each.name, each.organisation_id, each.headcount, each.contact_role, _several(each.also_known_as))
        for each in register.suppliers
    )


def _contracts(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (
            each.ref,
            each.title,
            each.buyer,
            each.start,
            each.end,
            each.value,
            each.value_basis,
            each.procurement_id,
            each.area,
            each.returns_every,
            each.returns_from,
            each.returns_due_within,
            _several(each.also_known_as),
        )
        for each in register.contracts
    )


def _parties(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (each.contract_ref, each.supplier_ref, each.role, None if each.share is None else Share(each.share))
        for each in register.parties
    )


def _clauses(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (each.ref, each.contract_ref, each.requirement, each.beneficiaries, each.passage) for each in register.clauses
    )


def _pledges(register: Register) -> tuple[_Row, ...]:
    return tuple(_pledge(each) for each in register.pledges)


def _pledge(pledge: Pledge) -> _Row:
    rules = dict(pledge.rules)
    cells: dict[str, Value] = {
        "Pledge ref": pledge.ref,
        "Supplier ref": pledge.supplier_ref,
        "Contract ref": pledge.contract_ref,
        "Clause ref": pledge.clause_ref,
        "Type": pledge.type,
        "Description": pledge.description,
        "Quantity": _promised(pledge),
        "Unit": pledge.unit,
        "Per": per_in_words(pledge),
        "Rounding": None if pledge.rounding is Rounding.EXACT else pledge.rounding.value,
        "Start": pledge.start,
        "Due": pledge.due,
        "Trajectory": pledge.trajectory.value,
        "Conversion": _share_of(pledge.share_of) if pledge.conversion is None else str(pledge.conversion),
        "Parent pledge ref": pledge.parent_ref,
        "Either-or group": pledge.either_or_group,
        "Phase": pledge.phase,
        "Stretch quantity": _amount(pledge.stretch, pledge.unit),
        "Contractual": None if pledge.contractual is None else "yes" if pledge.contractual else "no",
        "Weight": pledge.weight,
        "Also known as": _several(pledge.also_known_as),
        **_deliveries(pledge),
        **{name: rules[name] for name in RULE_COLUMNS if name in rules},
    }
    return tuple(cells.get(column.heading) for column in PLEDGES)


def _deliveries(pledge: Pledge) -> dict[str, Value]:
    """Return the columns that say how deliveries are counted."""
    said: dict[str, Length | None] = {
        "Minimum length": pledge.minimum_length,
        "Cap per person": pledge.cap_per_person,
        "Sustained for": pledge.sustained_for,
    }
    convention = pledge.week_convention
    return {
        **{name: None if length is None else str(length) for name, length in said.items()},
        "Counts": "committed" if pledge.is_committed else None,
        "Week convention": None if convention is WeekConvention.CALENDAR_DAYS else convention.value,
        "Exclusive group": pledge.exclusive_group,
        "Substitution": None if pledge.substitution is None else str(pledge.substitution),
    }


def _promised(pledge: Pledge) -> Value:
    if pledge.record_only or pledge.banded:
        return "record only" if pledge.record_only else "banded"
    return _amount(pledge.quantity, pledge.unit)


def _amount(quantity: Fraction | None, unit: str) -> Value:
    """Return a quantity as its cell is typed: less than one per cent with its sign, since a bare 0.5 may be a half."""
    return Share(quantity / 100) if quantity is not None and unit == "%" and 0 < quantity < 1 else quantity


def _share_of(share: ShareOf | None) -> Value:
    if share is None:
        return None
    whole = f"fact {share.whole_fact}" if share.whole_ref is None else share.whole_ref
    return f"{share.part_ref} of {whole}"


def _milestones(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (pledge.ref, each.day, _amount(each.quantity, pledge.unit))
        for pledge in register.pledges
        for each in pledge.milestones
    )


def _bands(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (pledge.ref, each.value_from, _amount(each.quantity, pledge.unit))
        for pledge in register.pledges
        for each in pledge.bands
    )


def _variations(register: Register) -> tuple[_Row, ...]:
    units = {pledge.ref: pledge.unit for pledge in register.pledges}
    return tuple(
        (
            each.contract_ref,
            each.effective if each.is_clear else None,
            each.value_change,
            each.new_end,
            each.pledge_ref,
            _amount(each.new_quantity, units.get(each.pledge_ref or "", "")),
            each.effect,
            each.notice_ref,
        )
        for each in register.variations
    )


def _receipts(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (
            each.file,
            each.supplier_ref,
            each.contract_ref,
            None if each.period is None else each.period.start,
            None if each.period is None else each.period.end,
            None if each.basis is None else each.basis.value,
            each.received_on,
            each.status,
            None,
            None,
        )
        for each in register.receipts
    )


def _confirmations(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (
            each.pledge_ref,
            each.grade.value,
            each.quantity,
            each.person_ref,
            each.placement_ref,
            each.evidence_ref,
            None if each.period is None else each.period.start,
            None if each.period is None else each.period.end,
            None,
            each.confirmed_on,
            each.recorded_on,
        )
        for each in register.confirmations
    )


def _facts(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (
            each.supplier_ref,
            each.contract_ref,
            each.name,
            each.value,
            each.unit,
            each.as_at,
            None,
            None,
            each.recorded_on,
        )
        for each in register.facts
    )


def _events(register: Register) -> tuple[_Row, ...]:
    return tuple(
        (
            each.day,
            each.supplier_ref,
            each.kind,
            each.ref,
            each.contract_ref,
            each.pledge_ref,
            each.scheme,
            each.scheme_version,
            each.level,
            each.criterion,
            each.outcome,
            each.severity,
            each.reason,
            each.detail,
            each.until,
            each.recorded_on,
            each.recorded_by,
        )
        for each in register.events
    )


_ROWS: dict[str, Callable[[Register], tuple[_Row, ...]]] = {
    "Suppliers": _suppliers,
    "Contracts": _contracts,
    "Parties": _parties,
    "Clauses": _clauses,
    "Pledges": _pledges,
    "Milestones": _milestones,
    "Bands": _bands,
    "Variations": _variations,
    "Returns received": _receipts,
    "Confirmations": _confirmations,
    "Facts": _facts,
    "Events": _events,
}

_OF_THE_COUNCIL: dict[str, Callable[[Register], Sequence[Receipt | Confirmation | Fact | Event]]] = {
    "Returns received": lambda register: register.receipts,
    "Confirmations": lambda register: register.confirmations,
    "Facts": lambda register: register.facts,
    "Events": lambda register: register.events,
}
"""What the rows of the sheets that both forms have are in a register."""
