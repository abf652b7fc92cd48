import datetime as dt

import pytest

from pledges.sheets.grid import CellKind
from pledges.sheets.values import iso_day


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2026-01-31", CellKind.DATE, dt.date(2026, 1, 31)),
        ("2026-01-31T00:00:00", CellKind.DATE, dt.date(2026, 1, 31)),
        ("20260131", CellKind.DATE, dt.date(2026, 1, 31)),
        ("20260131T000000", CellKind.DATE, dt.date(2026, 1, 31)),
        ("20260231", CellKind.ERROR, "#VALUE!"),
        ("202601", CellKind.ERROR, "#VALUE!"),
        ("12:30:00", CellKind.TEXT, "12:30:00"),
    ],
)
def test_a_stored_date_is_a_day_or_no_number(text: str, kind: CellKind, value: object) -> None:
    """A date in either of ISO's forms is a day; digits that are none are an error and never a number."""
    cell = iso_day(text)

    assert (cell.kind, cell.value) == (kind, value)
