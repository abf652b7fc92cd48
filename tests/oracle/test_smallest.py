from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle.generator import drawn_case
from oracle.smallest import KEPT, smallest

if TYPE_CHECKING:
    from oracle.tables import Case


def test_the_smallest_case_holds_only_what_makes_it_differ() -> None:
    """Where a typed line and a milestone are the cause, they are left with what they need and nothing else."""
    case = next(
        each for each in map(drawn_case, range(99)) if each.known_on and len(each.rows.get("milestone", ())) > 1
    )

    def differs(of: Case) -> bool:
        lines: list[Any] = of.rows["line"]
        return any(each.quantity and each.evidence for each in lines) and len(of.rows["milestone"]) > 1

    left = smallest(case, differs)

    assert {table: len(rows) for table, rows in left.rows.items() if rows and table not in KEPT} == {
        "line": 1, "milestone": 2,
    }  # fmt: skip
    line: Any = left.rows["line"][0]
    assert [name for name, blank in line._field_defaults.items() if getattr(line, name) != blank] == [
        "quantity", "evidence",
    ]  # fmt: skip
    assert (left.seed, left.on, left.known_on) == (case.seed, case.on, None)
    assert {table: left.rows[table] for table in KEPT} == {table: case.rows[table] for table in KEPT}
