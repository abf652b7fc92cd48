"""A case in, another case out of which something can be said that must hold between the two."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from oracle.tables import (
    Case,
    Confirmation,
    Contract,
    Decision,
    Fact,
    Line,
    Pledge,
    Return,
    Supplier,
    Variation,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oracle.tables import Row

NO_ORDER = (
    "supplier", "contract", "party", "clause", "pledge", "milestone", "band", "fact", "receipt", "return", "line",
)  # fmt: skip
"""Tables whose rows may stand in any order; confirmations and decisions of one day are heard in theirs."""


def _changed(case: Case, table: str, change: Callable[[Any], Any]) -> Case:
    rows = {**case.rows, table: [change(row) for row in case.rows.get(table, ())]}
    return case._replace(rows=rows)


def permuted(case: Case) -> Case:
    """Return the case with its rows, files and promises in another order."""
    shuffled = random.Random(case.seed)  # noqa: S311 -- the same order for the same seed
    rows = dict(case.rows)
    for table in NO_ORDER:
        if table in rows:
            rows[table] = shuffled.sample(rows[table], len(rows[table]))
    return case._replace(rows=rows)


def with_a_stranger(case: Case) -> Case:
    """Return the case with a contract of another supplier, who delivers."""
    start = dt.date(2024, 4, 1)
    added: dict[str, Row] = {
        "supplier": Supplier("S-99", "Stranger"),
        "contract": Contract("C-99", "Council Z", start, dt.date(2026, 3, 31), Fraction(900_000)),
        "pledge": Pledge("P-99", "S-99", "C-99", "job", "people", Fraction(4), dt.date(2026, 3, 31)),
        "return": Return("returns/S-99 C-99 00.xlsx", "S-99", "C-99", start, dt.date(2024, 6, 30), "in period"),
        "line": Line("returns/S-99 C-99 00.xlsx", 1, "P-99", Fraction(3), evidence="a list of its own"),
    }
    return case._replace(rows={**case.rows, **{name: [*case.rows.get(name, ()), row] for name, row in added.items()}})


def by_the_calendar(case: Case) -> Case:
    """Return the case with weeks of calendar days in the place of working days."""

    def by_days(row: Any) -> Any:
        convention = "calendar days" if row.week_convention == "working days" else row.week_convention
        return row._replace(week_convention=convention, minimum_consecutive=0)

    return _changed(case, "pledge", by_days)


def later(case: Case, years: int = 28) -> Case:
    """Return the case with every day so many years later: after 28, weekdays and leap days fall as they did."""

    def moved(value: Any) -> Any:
        return value.replace(year=value.year + years) if isinstance(value, dt.date) else value

    rows = {name: [_as(row, map(moved, row)) for row in of_table] for name, of_table in case.rows.items()}
    return case._replace(on=moved(case.on), known_on=moved(case.known_on), rows=rows)


def _as(row: Any, values: Iterable[Any]) -> Row:
    made: Row = type(row)(*values)
    return made


def with_lines_split(case: Case) -> Case:
    """Return the case with every row of a plain quantity that names nobody as two rows, one after the other.

    Where a minimum length is asked for each row is a placement of its own, and half of one is shorter.
    """
    of_a_length = {row.ref for row in case.rows["pledge"] if isinstance(row, Pledge) and row.minimum is not None}
    split: list[Any] = []
    for line in _lines(case):
        part = None if line.pledge in of_a_length else _part_of(line)
        first = line._replace(row=2 * line.row)
        if part is None or line.quantity is None:
            split.append(first)
        else:
            second = first._replace(quantity=line.quantity - part, row=2 * line.row + 1)
            split += [first._replace(quantity=part), second]
    return case._replace(rows={**case.rows, "line": split})


def _lines(case: Case) -> list[Line]:
    return [line for line in case.rows.get("line", ()) if isinstance(line, Line)]


def _part_of(line: Line) -> Fraction | None:
    """Return about half of a quantity, whole where it is whole, None where it cannot be parted.

    Two halves of what is too large, or more than its two dates allow, would each be small enough.
    """
    quantity = line.quantity
    names_somebody = line.person or line.placement
    if quantity is None or quantity <= 0 or quantity >= 9_999_999 or names_somebody or (line.start and line.end):
        return None
    if quantity.denominator == 1:
        return Fraction(quantity.numerator // 2) if quantity > 1 else None
    # Half of a part of a person is still none.
    return quantity / 2


def plain(case: Case) -> Case:
    """Return the case without what keeps amounts from growing in proportion: rounding, names, parts and both dates."""
    lines: list[Any] = [
        line._replace(person="", placement="", end=None)
        for line in _lines(case)
        if line.quantity is not None and line.quantity < 1_000_000 and line.quantity.denominator == 1
    ]
    unnamed = case._replace(rows={**case.rows, "line": lines})
    unrounded = _changed(unnamed, "pledge", lambda row: row._replace(rounding="exact", minimum=None))
    return _changed(unrounded, "confirmation", lambda row: row._replace(person="", placement=""))


def percentages(case: Case) -> set[str]:
    """Return the references of the promises in per cent."""
    return {row.ref for row in case.rows["pledge"] if isinstance(row, Pledge) and row.unit == "%"}


_QUANTITIES = {
    "line": ("quantity",),
    "pledge": ("quantity", "stretch"),
    "milestone": ("quantity",),
    "band": ("quantity",),
    "confirmation": ("quantity",),
    "variation": ("new_quantity",),
}
"""What there is more of where more is promised and delivered, by table."""


def scaled(case: Case, by: int) -> Case:
    """Return the case with all that is promised, delivered and confirmed so many times as large, but for percentages.

    What a percentage is a share of grows with the rest.
    """
    in_per_cent = percentages(case)

    def more(columns: tuple[str, ...], row: Any) -> Any:
        if getattr(row, "ref", getattr(row, "pledge", None)) in in_per_cent:
            return row
        grown = {name: getattr(row, name) for name in columns}
        return row._replace(**{name: None if value is None else value * by for name, value in grown.items()})

    result = case
    for table, columns in _QUANTITIES.items():
        result = _changed(result, table, partial(more, columns))
    return _changed(
        result, "fact", lambda row: row if row.name == "spend_to_date" else row._replace(value=row.value * by)
    )


def as_a_sheet_holds(case: Case) -> Case:
    """Return the case as a register's sheets can say it.

    Words have no spaces about them, decimals end, and a parent is of its part's own unit.
    """
    units = {row.ref: row.unit for row in case.rows["pledge"] if isinstance(row, Pledge)}

    def held(value: Any) -> Any:
        if isinstance(value, Fraction):
            return Fraction(round(value * 100), 100)
        return value.strip() if isinstance(value, str) else value

    def kept(row: Any) -> Any:
        return row._replace(parent=row.parent if units.get(row.parent) == row.unit else None)

    rows = {name: [_as(row, map(held, row)) for row in of_table] for name, of_table in case.rows.items()}
    return _changed(case._replace(rows=rows), "pledge", kept)


def sent_twice(case: Case) -> Case:
    """Return the case with a copy of each return beside it, under another name."""
    returns: list[Any] = list(case.rows.get("return", ()))
    lines: list[Any] = list(case.rows.get("line", ()))
    receipts: list[Any] = list(case.rows.get("receipt", ()))
    copies = [each._replace(file=f"{each.file} copy", content=each.content or each.file) for each in returns]
    more = {
        "return": [*returns, *copies],
        "line": [*lines, *(each._replace(file=f"{each.file} copy") for each in lines)],
        "receipt": [*receipts, *(each._replace(file=f"{each.file} copy") for each in receipts)],
    }
    return case._replace(rows={**case.rows, **more})


def without_the_future(case: Case) -> Case:
    """Return the case without facts of days to come, and without what was not yet recorded on the known-on day."""
    known: dt.date = case.known_on or dt.date.max

    def is_known(row: Any) -> bool:
        if isinstance(row, Variation):
            return row.effective <= case.on
        if isinstance(row, Fact):
            return row.as_at <= case.on and (row.recorded_on or row.as_at) <= known
        if isinstance(row, Decision):
            return row.day <= case.on and (row.recorded_on or row.day) <= known
        if isinstance(row, Confirmation):
            return (row.recorded_on or row.confirmed_on) <= known
        return True

    return case._replace(rows={name: [row for row in rows if is_known(row)] for name, rows in case.rows.items()})


def with_all_confirmed(case: Case) -> Case:
    """Return the case with a third party's word for all that is reported."""
    number = len(case.rows.get("confirmation", ()))
    words: list[Row] = [
        Confirmation(number + place, pledge.ref, "third party confirmed", dt.date(2018, 1, 2))
        for place, pledge in enumerate(case.rows["pledge"], start=1)
        if isinstance(pledge, Pledge)
    ]
    return case._replace(rows={**case.rows, "confirmation": [*case.rows.get("confirmation", ()), *words]})
