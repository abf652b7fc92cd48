"""A sheet of deliveries that are only supposed in; each row as a return of its own, taken as received, out.

The columns are those of the sheet Delivery of a return. A supposed delivery stands beside whatever the returns say: it
is no version of any of them, takes nothing's place, and is in a series of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pledges.exceptions import RegisterError
from pledges.model import Basis, Return
from pledges.periods import Period
from pledges.returns import layouts
from pledges.returns.lines import LineReader
from pledges.returns.received import ReceivedReturn, ReturnStatus
from pledges.returns.rows import Tally, rows_to_read
from pledges.tables import Place, find_table, reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.audience import Vocabulary
    from pledges.findings import Finding
    from pledges.model import EvidenceLine, Pledge, Register
    from pledges.provenance import SourceFile
    from pledges.sheets.grid import Sheet

PART = "supposed"
"""What parts supposed deliveries from the running totals of returns."""


def has_deliveries(sheet: Sheet, place: Place) -> bool:
    """Whether a sheet has the headings of deliveries."""
    table = find_table(sheet, place, layouts.DELIVERY_COLUMNS)
    return table is not None and any(table.has(name) for name in layouts.DELIVERS)


def read_supposed(
    sheet: Sheet, file: SourceFile, register: Register, vocabulary: Vocabulary, on: dt.date
) -> tuple[tuple[Return, ...], tuple[Finding, ...]]:
    """Return the supposed deliveries of a sheet, and what was found wrong in its cells.

    A row without dates is of the day `on`. Raises `RegisterError` where a row names no promise of the register.
    """
    place = Place(file.name, vocabulary.sheet_name(sheet.name, sheet.number))
    table = find_table(sheet, place, layouts.DELIVERY_COLUMNS)
    if table is None:
        raise RegisterError(f"{place.whole}: expected the headings Pledge ref and Quantity.")
    tally = Tally(place=place)
    reader = LineReader.of(table, vocabulary, None, not_applicable_accepted=False)
    pledges = {reference_key(pledge.ref): pledge for pledge in register.pledges}
    made = list[Return]()
    for row in rows_to_read(table, tally):
        line, found = reader.read(row)
        tally.findings.extend(found)
        if line is None:
            continue
        pledge = pledges.get(reference_key(line.pledge_key))
        if pledge is None:
            raise RegisterError(f"{line.row_source}: the row names no promise of the register.")
        made.append(_return(line, pledge, file, on))
    return tuple(made), (*reader.noticed, *tally.findings)


def _return(line: EvidenceLine, pledge: Pledge, file: SourceFile, on: dt.date) -> Return:
    first, last = line.start or on, line.end or on
    return Return(
        file=file, layout=layouts.NATIVE, source=line.row_source, lines=(line,), supplier_key=pledge.supplier_ref,
        contract_key=pledge.contract_ref or "", period=Period(min(first, last), max(first, last)),
        basis=Basis.IN_PERIOD, part=PART,
    )  # fmt: skip


def supposed_received(returns: Iterable[Return]) -> Iterator[ReceivedReturn]:
    """Yield supposed deliveries as returns that were received, of which nothing can be doubted."""
    for sent in returns:
        yield ReceivedReturn(
            sent=sent, supplier_ref=sent.supplier_key, contract_ref=sent.contract_key or None, is_owned=True,
            period=sent.period, basis=sent.basis, known_from=None, known_source=None, status=ReturnStatus.COUNTED,
        )  # fmt: skip
