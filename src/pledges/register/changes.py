"""The sheet Variations in; what changed in each contract, from which day on, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pledges.model import Contract, Pledge, Variation
from pledges.periods import day_text
from pledges.register.columns import EFFECTS
from pledges.register.references import Known
from pledges.register.rows import RowReading, SheetReading
from pledges.tables import reference_key

FROM_THE_BEGINNING = dt.date.min
"""The day from which a variation bears whose own day cannot be read: nobody knows which figures are free of it."""

_NO_PLEDGE = ""


def read_variations(
    sheet: SheetReading, known: Known, contracts: Iterable[Contract], pledges: Iterable[Pledge]
) -> tuple[Variation, ...]:
    """Return the variations of contracts.

    A row whose contract is known and something else of which cannot be read is kept as not clear: the promises that it
    bears on have no known target from its day on, instead of the one they had before.
    """
    starts = {contract.ref: contract.start for contract in contracts}
    promised = tuple(pledges)
    contract_of = {pledge.ref: pledge.contract_ref for pledge in promised}
    units = {pledge.ref: pledge.unit for pledge in promised}
    variations = []
    for row in sheet.rows:
        contract_ref = row.known("Contract ref", known.contracts, required=True)
        effective = row.day("Effective", required=True)
        effect = row.word("Effect", EFFECTS, required=True)
        value_change = row.number("Value change", strict=True)
        new_end = row.day("New end", strict=True)
        pledge_ref = _pledge_ref(row, known, contract_ref, contract_of)
        new_quantity = row.quantity("New quantity", units.get(pledge_ref or ""))
        row.usable = row.usable and not row.is_unreadable("New quantity")
        start = starts.get(contract_ref or "")
        if new_quantity is not None and pledge_ref is None:
            row.unreadable("variation-needs-pledge", "New quantity", seen=new_quantity)
            row.usable = False
        if new_end is not None and start is not None and new_end < start:
            row.problem("cell-crosses-dates", "New end", seen=new_end, column="New end")
            row.usable = False
        if effective is not None and start is not None and effective < start:
            row.problem("variation-before-start", "Effective", seen=effective, day=day_text(start))
        row.stamp(supplier_ref=None, contract_ref=contract_ref, pledge_ref=pledge_ref or None)
        if contract_ref is None:
            continue
        variations.append(
            Variation(
                contract_ref=contract_ref,
                effective=FROM_THE_BEGINNING if effective is None else effective,
                effect=effect or "replace",
                value_change=value_change,
                new_end=new_end,
                pledge_ref=pledge_ref,
                new_quantity=new_quantity,
                notice_ref=row.text("Notice ref"),
                source=row.row.source,
                is_clear=row.usable,
            )
        )
    return tuple(variations)


def _pledge_ref(
    row: RowReading, known: Known, contract_ref: str | None, contract_of: dict[str, str | None]
) -> str | None:
    """Return the pledge that a row names, None for every pledge of the contract, "" where it names none of them."""
    ref = row.known("Pledge ref", known.pledges)
    if ref is None:
        return _NO_PLEDGE if reference_key(row.says("Pledge ref")) or row.is_unreadable("Pledge ref") else None
    if contract_ref is not None and contract_of.get(ref) != contract_ref:
        row.unreadable("variation-foreign-pledge", "Pledge ref", pledge=ref, contract=contract_ref)
        row.usable = False
        return _NO_PLEDGE
    return ref
