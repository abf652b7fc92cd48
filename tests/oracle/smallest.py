"""A case that differs in, the smallest case that still does out: what somebody can read in a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from oracle.tables import Case

    Differs = Callable[[Case], bool]

Place = tuple[str, int]
"""A row of a case: its table, and its number there."""

KEPT = frozenset({"supplier", "contract"})
"""Tables of what other rows name."""


def smallest(case: Case, differs: Differs) -> Case:
    """Return a case without the rows, and with the cells blank, that it does not need to differ."""
    case = _with_fewest_rows(case, differs)
    as_known_later = case._replace(known_on=None)
    case = as_known_later if differs(as_known_later) else case
    for table, number in _places(case):
        row: Any = case.rows[table][number]
        for column, blank in row._field_defaults.items():
            smaller = _with_cell(case, (table, number), column, blank)
            case = smaller if smaller != case and differs(smaller) else case
    return case


def _with_fewest_rows(case: Case, differs: Differs) -> Case:
    """Return the case with halves, then quarters, and at last single rows left out, as long as it differs."""
    left = _places(case)
    size = max(1, len(left) // 2)
    while True:
        before = len(left)
        for part in [left[first : first + size] for first in range(0, len(left), size)]:
            fewer = [place for place in left if place not in part]
            left = fewer if differs(_with_rows(case, fewer)) else left
        if size == 1 and len(left) == before:
            return _with_rows(case, left)
        size = max(1, size // 2)


def _places(case: Case) -> list[Place]:
    return [(table, number) for table, rows in case.rows.items() if table not in KEPT for number in range(len(rows))]


def _with_rows(case: Case, places: Collection[Place]) -> Case:
    rows = {
        table: [row for number, row in enumerate(of_table) if table in KEPT or (table, number) in places]
        for table, of_table in case.rows.items()
    }
    return case._replace(rows=rows)


def _with_cell(case: Case, place: Place, column: str, value: object) -> Case:
    rows = {table: list(of_table) for table, of_table in case.rows.items()}
    row: Any = rows[place[0]][place[1]]
    rows[place[0]][place[1]] = row._replace(**{column: value})
    return case._replace(rows=rows)
