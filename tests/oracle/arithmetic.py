"""Cases in, what the SQL of this folder makes of them out: the oracle itself, which imports nothing of pledges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from oracle.exact import connected, stored
from oracle.tables import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from oracle.tables import Case

STAGES = tuple(
    (path.name, path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "sql").glob("*.sql"))
)
ROUNDS = {
    "31_running_totals.each.sql": "SELECT max(n) FROM total",
    "51_confirmations.each.sql": "SELECT max(n) FROM saying",
}
"""The steps that are run for each n in turn, up to the number that a query gives."""

Answer = dict[str, Any]


def answered(cases: Sequence[Case]) -> sqlite3.Connection:
    """Return a database in which the figures of all cases stand, each by the case's place in the sequence as `k`."""
    database = connected()
    database.execute("CREATE TABLE asked (k INTEGER PRIMARY KEY, on_day INTEGER, known_on INTEGER)")
    database.executemany(
        "INSERT INTO asked VALUES (?, ?, ?)",
        [(k, stored(case.on), stored(case.known_on)) for k, case in enumerate(cases)],
    )
    for name, row in TABLES.items():
        columns = [f'"{field}"' for field in row._fields]  # type: ignore[attr-defined]
        database.execute(f'CREATE TABLE "{name}" (k INTEGER, {", ".join(columns)})')
        marks = ", ".join("?" * (len(columns) + 1))
        database.executemany(
            f'INSERT INTO "{name}" VALUES ({marks})',
            [(k, *map(stored, each)) for k, case in enumerate(cases) for each in case.rows.get(name, ())],
        )
        key = "ref" if "ref" in row._fields else row._fields[0]  # type: ignore[attr-defined]
        database.execute(f'CREATE INDEX "{name}_by_key" ON "{name}"(k, "{key}")')
    for name, stage in STAGES:
        if name in ROUNDS:
            (rounds,) = database.execute(ROUNDS[name]).fetchone()
            for n in range(1, (rounds or 0) + 1):
                database.executescript(stage.replace(":n", str(n)))
        else:
            database.executescript(stage)
    return database


def all_rows_of(database: sqlite3.Connection, table: str, key: Sequence[str]) -> dict[tuple[Any, ...], list[Answer]]:
    """Return the rows of a table of answers, each a dict of its columns, by what they have in common."""
    cursor = database.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    answers = dict[tuple[Any, ...], list[Answer]]()
    for row in cursor:
        answer = dict(zip(names, row, strict=True))
        answers.setdefault(tuple(answer[part] for part in key), []).append(answer)
    return answers


def rows_of(database: sqlite3.Connection, table: str, key: Sequence[str]) -> dict[tuple[Any, ...], Answer]:
    """Return the rows of a table of answers by their keys, which no two of them share."""
    answers = all_rows_of(database, table, key)
    assert all(len(rows) == 1 for rows in answers.values()), f"{table}: two rows with one key"
    return {each: rows[0] for each, rows in answers.items()}
