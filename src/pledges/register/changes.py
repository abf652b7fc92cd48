"""The sheet Variations in; what changed in each contract, from which day on, out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from pledges.model import Contract, Pledge, Variation
from pledges.periods import day_text
from pledges.register.columns import EFFECTS
from pledges.register.references import Known
from pledges.register.rows import RowReading, SheetReading
from pledges.tables import reference_key

FROM_THE_BEGINNING = dt.date.min
"""The day from which a variation bears whose own day cannot be read: nobody knows which figures are free of it."""

_NO_PLEDGE = ""
_NOT_CLEAR = "This row cannot be used: how much is promised is not known from its day on."
"""What a variation costs that is kept as not clear."""
_TAKEN_UP = dt.timedelta(days=1)
"""How long after the contract's end an extension may take effect: on the day after it, where the new term begins."""


def read_variations(
    sheet: SheetReading, known: Known, contracts: Iterable[Contract], pledges: Iterable[Pledge]
) -> tuple[Variation, ...]:
    """Return the variations of contracts.

    A row whose contract is known and something else of which cannot be read is kept as not clear: the promises that it
    bears on have no known target from its day on, instead of the one they had before.
    """
    let = tuple(contracts)
    starts = {contract.ref: contract.start for contract in let}
    promised = tuple(pledges)
    contract_of = {pledge.ref: pledge.contract_ref for pledge in promised}
    units = {pledge.ref: pledge.unit for pledge in promised}
    read = list[tuple[RowReading, Variation]]()
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
        row.cost = _NOT_CLEAR
        variation = Variation(
            contract_ref=contract_ref,
            effective=FROM_THE_BEGINNING if effective is None else effective,
            effect=effect or "replace",
            value_change=value_change,
            value_change_source=None if value_change is None else row.source("Value change"),
            new_end=new_end,
            pledge_ref=pledge_ref,
            new_quantity=new_quantity,
            notice_ref=row.text("Notice ref"),
            source=row.row.source,
            is_clear=row.usable,
        )
        read.append((row, variation))
    _ask_of_ends(read, {contract.ref: contract.end for contract in let})
    return tuple(each for _, each in read)


def _ask_of_ends(read: Iterable[tuple[RowReading, Variation]], ends: Mapping[str, dt.date | None]) -> None:
    """Keep which variations take effect after their contract's end, as varied by the days before, or after their own.

    Both are used as they stand: a late notice may put in writing what held before. An end that is asked about, or may
    be that of a row that cannot be used, is no reason to ask about the rows after it.
    """
    of_contract = defaultdict[str, list[tuple[RowReading, Variation]]](list)
    for each in sorted(read, key=lambda pair: pair[1].effective):
        of_contract[each[1].contract_ref].append(each)
    for contract_ref, rows in of_contract.items():
        end = ends.get(contract_ref)
        for effective, group in groupby(rows, key=lambda pair: pair[1].effective):
            of_day = tuple(group)
            for row, variation in of_day:
                if variation.is_clear:
                    _ask_of_end(row, variation, end)
            moved = [each.new_end for _, each in of_day if each.new_end is not None and each.new_end >= effective]
            end = max(moved, default=end) if all(each.is_clear for _, each in of_day) else None


def _ask_of_end(row: RowReading, variation: Variation, end: dt.date | None) -> None:
    """Keep that a row takes effect after its own New end, or after the `end` that the contract has without it."""
    effective, new_end = variation.effective, variation.new_end
    if new_end is not None and new_end < effective:
        row.problem("variation-ends-before", "New end", seen=new_end, day=day_text(effective))
    elif end is not None and effective > end + (_TAKEN_UP if new_end is not None else dt.timedelta()):
        row.problem("variation-after-end", "Effective", seen=effective, day=day_text(end))
    row.stamp(supplier_ref=None, contract_ref=variation.contract_ref, pledge_ref=variation.pledge_ref or None)


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
