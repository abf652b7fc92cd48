"""A keyed sheet in; a return for each supplier, contract and period that officers typed into it, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.audience import EARLIEST_DAY
from pledges.model import Basis, EvidenceLine, Return
from pledges.returns import layouts
from pledges.returns.lines import LineReader
from pledges.returns.row_headings import RowHeading, period_orders, row_heading
from pledges.returns.rows import Repeats, Tally, parted, rows_to_read
from pledges.tables import CellReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.audience import Vocabulary
    from pledges.provenance import SourceFile
    from pledges.tables import DayOrder, Row, Table


_REQUIRED = frozenset({layouts.SUPPLIER, layouts.PERIOD_START, layouts.PERIOD_END})


def read_keyed(
    tables: Iterable[tuple[Table, Tally]],
    file: SourceFile,
    path: str,
    vocabulary: Vocabulary,
    *,
    not_applicable_accepted: bool,
) -> tuple[Return, ...]:
    """Return the returns of keyed sheets, in the order in which each first appears.

    A row that does not say whose it is, for which period, or of which pledge is set aside in its tally. A blank Basis
    is in period, because that is what an e-mail's figure speaks of unless it says otherwise.
    """
    groups = dict[tuple[object, ...], list[tuple[RowHeading, EvidenceLine]]]()
    for first, tally in tables:
        repeats = Repeats(first)
        for table in parted(first, tally):
            cells = CellReader(vocabulary, EARLIEST_DAY)
            orders = period_orders(table)
            headings = [_heading(row, cells, orders) for row in rows_to_read(table, tally)]
            periods = {heading.period for heading in headings if heading.period is not None}
            one_period = periods.pop() if len(periods) == 1 else None
            reader = LineReader.of(table, vocabulary, one_period, not_applicable_accepted=not_applicable_accepted)
            tally.findings.extend(reader.noticed)
            for heading in headings:
                tally.findings.extend(heading.findings)
                line, found = reader.read(heading.row)
                tally.findings.extend(found)
                if line is None or heading.findings:
                    tally.set_aside.append(heading.row.number)
                    continue
                line, found = repeats.check(heading.row, tally.placed(heading.row, line))
                tally.findings.extend(found)
                tally.used.append(heading.row.number)
                groups.setdefault(heading.group, []).append((heading, line))
    return tuple(_return(group, file, path) for group in groups.values())


def _heading(row: Row, cells: CellReader, orders: Mapping[str, DayOrder | None]) -> RowHeading:
    said = row_heading(row, cells, orders, supplier=layouts.SUPPLIER, required=_REQUIRED)
    return attrs.evolve(said, basis=said.basis or Basis.IN_PERIOD)


def _return(group: list[tuple[RowHeading, EvidenceLine]], file: SourceFile, path: str) -> Return:
    first = group[0][0]
    return Return(
        file=file,
        layout=layouts.KEYED,
        source=first.row.source,
        lines=tuple(line for _, line in group),
        supplier_key=first.supplier_key,
        contract_key=first.contract_key,
        period=first.period,
        period_start_source=first.row.ref(layouts.PERIOD_START),
        period_end_source=first.row.ref(layouts.PERIOD_END),
        basis=first.basis,
        part=first.part,
        keyed=True,
        path=path,
    )
