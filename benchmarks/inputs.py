"""A number of rows in, the bytes of made-up returns out: what the benchmarks of reading are measured on.

The native layout in its widest form: 20 columns of references, words, quantities, days, percentages and comments, of
which the evidence and person references are different in every row. The same number always makes the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Sequence

import xlsxwriter

HEADINGS = (
    "Pledge ref", "Activity", "Unit", "Quantity", "Start", "End", "Days", "Hours per week", "Attendees", "Staff",
    "Share (%)", "Person ref", "Placement ref", "Group ref", "Evidence ref", "Evidence grade", "Comment", "Site",
    "Submitted", "Value (GBP)",
)  # fmt: skip
ABOUT = (
    ("Field", "Value"),
    ("Supplier ref", "S-01"),
    ("Contract ref", "C-001"),
    ("Period start", dt.date(2025, 4, 1)),
    ("Period end", dt.date(2026, 3, 31)),
    ("Basis", "in period"),
    ("Submitted on", dt.date(2026, 4, 10)),
    ("Layout", "pledges-return/1"),
)
FIRST_DAY = dt.date(2025, 4, 1)
ENDED, TOGETHER = 0.9, 0.5

Typed = str | int | float | dt.date | None


def rows(count: int) -> list[tuple[Typed, ...]]:
    """Return the headings and `count` rows below them."""
    drawn = random.Random(count)  # noqa: S311 - made-up data, the same at every run
    made: list[tuple[Typed, ...]] = [HEADINGS]
    for number in range(1, count + 1):
        start = FIRST_DAY + dt.timedelta(days=drawn.randrange(300))
        days = drawn.randrange(1, 60)
        made.append(
            (
                f"P-{drawn.randrange(1, 41):02}",
                drawn.choice(("placement", "apprenticeship", "mentoring", "site visit")),
                drawn.choice(("weeks", "people", "hours", "sessions")),
                drawn.randrange(1, 400) / 4,
                start,
                start + dt.timedelta(days=days) if drawn.random() < ENDED else None,
                days,
                drawn.choice((7.5, 16, 30, 37)),
                drawn.randrange(1, 30) if drawn.random() < TOGETHER else None,
                drawn.randrange(1, 4),
                drawn.choice((0.25, 0.5, 1)),
                f"YP-{number:06}",
                f"PL-{drawn.randrange(count):06}",
                f"G-{drawn.randrange(200):03}",
                f"EV-{number:07}",
                drawn.choice(("claimed", "documented")),
                drawn.choice((None, None, "e-mail of 3 July", "register attached", "to follow")),
                drawn.choice(("Attercliffe", "Tinsley", "Hillsborough & Owlerton", "City centre")),
                dt.date(2026, 4, 10),
                drawn.randrange(100, 500_000) / 100,
            )
        )
    return made


def workbook(count: int) -> bytes:
    """Return a return of `count` rows by 20 columns as an Excel workbook."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 - so that the bytes are always the same
    day, share = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0%"})
    tables: tuple[tuple[str, Sequence[tuple[Typed, ...]]], ...] = (("About", ABOUT), ("Delivery", rows(count)))
    for name, table in tables:
        sheet = book.add_worksheet(name)
        for row, values in enumerate(table):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    sheet.write_number(row, column, value, share if column == HEADINGS.index("Share (%)") else None)
    book.close()
    return kept.getvalue()


def small_workbooks(count: int) -> list[bytes]:
    """Return so many returns of 12 to 51 rows."""
    return [workbook(12 + number % 40) for number in range(count)]


def csv_text(count: int) -> bytes:
    """Return the same rows as comma-separated text."""
    kept = io.StringIO(newline="")
    csv.writer(kept).writerows(rows(count))
    return kept.getvalue().encode()
