"""A keyed sheet in; a return for each supplier, contract and period that officers typed into it, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.audience import EARLIEST_DAY
from pledges.findings import Finding, finding
from pledges.model import BASES, Basis, EvidenceLine, Return
from pledges.periods import Period
from pledges.returns import layouts
from pledges.returns.lines import LineReader
from pledges.returns.rows import Repeats, Tally, parted, rows_to_read
from pledges.tables import CellReader, day_order, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.audience import Vocabulary
    from pledges.provenance import SourceFile
    from pledges.tables import DayOrder, Row, Table


@attrs.frozen(kw_only=True)
class _Heading:
    """What a row says of whose it is and for when; the row's own period where it has one."""

    row: Row
    supplier_key: str = attrs.field(repr=False)
    contract_key: str = attrs.field(repr=False)
    period: Period | None
    basis: Basis
    part: str = attrs.field(repr=False)
    findings: tuple[Finding, ...]

    @property
    def group(self) -> tuple[object, ...]:
        """What rows of one return have in common."""
        return (fold(self.supplier_key), fold(self.contract_key), self.period, self.basis, fold(self.part))


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
    groups = dict[tuple[object, ...], list[tuple[_Heading, EvidenceLine]]]()
    for first, tally in tables:
        repeats = Repeats(first)
        for table in parted(first, tally):
            cells = CellReader(vocabulary, EARLIEST_DAY)
            orders = _period_orders(table)
            headings = [_heading(row, cells, orders) for row in rows_to_read(table, tally)]
            periods = {heading.period for heading in headings if heading.period is not None}
            one_period = periods.pop() if len(periods) == 1 else None
            reader = LineReader.of(table, vocabulary, one_period, not_applicable_accepted=not_applicable_accepted)
            for heading in headings:
                tally.findings.extend(heading.findings)
                line, found = reader.read(heading.row)
                tally.findings.extend(found)
                if line is None or heading.findings:
                    tally.set_aside.append(heading.row.number)
                    continue
                line, found = repeats.check(heading.row, line)
                tally.findings.extend(found)
                tally.used.append(heading.row.number)
                groups.setdefault(heading.group, []).append((heading, line))
    return tuple(_return(group, file, path) for group in groups.values())


def _period_orders(table: Table) -> Mapping[str, DayOrder | None]:
    """Return how each column of the period writes its days; one that nothing settles is read as the other one is."""
    orders = {name: day_order(table.rows, name) for name in (layouts.PERIOD_START, layouts.PERIOD_END)}
    known = {order for order in orders.values() if order is not None}
    return dict.fromkeys(orders, known.pop()) if len(known) == 1 else orders


def _heading(row: Row, cells: CellReader, orders: Mapping[str, DayOrder | None]) -> _Heading:
    findings = list[Finding | None]()
    supplier_key, problem = cells.read_reference(row, layouts.SUPPLIER, required=True)
    findings.append(problem)
    contract_key, problem = cells.read_reference(row, layouts.CONTRACT_REF)
    findings.append(problem)
    start, problem = cells.read_day(row, layouts.PERIOD_START, orders[layouts.PERIOD_START], required=True)
    findings.append(problem)
    end, problem = cells.read_day(row, layouts.PERIOD_END, orders[layouts.PERIOD_END], required=True)
    findings.append(problem)
    basis, problem = cells.read_word(row, layouts.BASIS, BASES)
    findings.append(problem)
    part, problem = cells.read_reference(row, layouts.PART)
    findings.append(problem)
    period = None
    if start is not None and end is not None:
        if start <= end:
            period = Period(start, end)
        else:
            findings.append(finding("dates-crossed", row.ref(layouts.PERIOD_END)))
    return _Heading(
        row=row,
        supplier_key=supplier_key,
        contract_key=contract_key,
        period=period,
        basis=Basis(basis) if basis is not None else Basis.IN_PERIOD,
        part=part,
        findings=tuple(each for each in findings if each is not None),
    )


def _return(group: list[tuple[_Heading, EvidenceLine]], file: SourceFile, path: str) -> Return:
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
