"""A number of rows in, the bytes of made-up returns out: what the benchmarks of reading and of the whole job read.

`rows` is the native layout in its widest form: 20 columns of references, words, quantities, days, percentages and
comments, of which the evidence and person references are different in every row. `log_rows` is what a firm with many
young people sends: a log of people and placements for ten promises, a row each, in all 19 columns of the sheet
Delivery that are read and one of the firm's own, of which a row fills 18 on average, as an export does. Weeks come from
dates, attendee hours from hours and attendees. One row in about a thousand needs a person. The same number always makes
the same bytes.
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
LOG_HEADINGS = (
    "Pledge ref", "What was promised", "Unit", "Quantity", "Start", "End", "Evidence ref", "Comment", "Person ref",
    "Placement ref", "Group ref", "Activity", "Days", "Hours per week", "Attendees", "Staff", "Share (%)",
    "Evidence grade", "Note", "Site",
)  # fmt: skip
PROMISES = (
    ("apprenticeship", "weeks", "Weeks of apprenticeships for care leavers"),
    ("apprenticeship", "weeks", "Weeks of higher apprenticeships for care leavers"),
    ("placement", "placements", "Work placements of five days or more"),
    ("placement", "days", "Days of work experience"),
    ("job", "people", "Care leavers in a job"),
    ("mentoring", "hours", "Hours of mentoring"),
    ("group support", "attendee hours", "Attendee hours of workshops on life skills"),
    ("training", "staff hours", "Hours of training of line managers"),
    ("insight", "sessions", "Insight days and mock interviews"),
    ("practical help", "GBP", "Bursaries for tools, travel and rent"),
)
"""What a firm promised: type, unit and words; its pledges are `P-01`, `P-02` … in this order."""

FIRST_DAY = dt.date(2025, 4, 1)
QUARTERS = ((dt.date(2025, 4, 1), 91), (dt.date(2025, 7, 1), 92), (dt.date(2025, 10, 1), 92), (dt.date(2026, 1, 1), 90))
LAST_DAY = dt.date(2026, 3, 31)
ENDED, TOGETHER, NEEDS_A_PERSON = 0.9, 0.5, 0.001

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


def log_rows(count: int, *, firm: int = 1, first: dt.date = FIRST_DAY, days: int = 365) -> list[tuple[Typed, ...]]:
    """Return the headings and a firm's log of `count` rows below them, for a period of `days` from `first`."""
    drawn = random.Random(f"{count} {firm} {first}")  # noqa: S311 - made-up data, the same at every run
    made: list[tuple[Typed, ...]] = [LOG_HEADINGS]
    for number in range(1, count + 1):
        at = drawn.randrange(len(PROMISES))
        _, unit, promised = PROMISES[at]
        start = first + dt.timedelta(days=drawn.randrange(days * 3 // 4))
        end = min(start + dt.timedelta(days=drawn.randrange(1, 60)), first + dt.timedelta(days=days - 1))
        of_group = unit in {"attendee hours", "sessions"}
        quantity: Typed = {
            "weeks": None,
            "placements": 1,
            "days": None,
            "people": 1,
            "GBP": drawn.randrange(2_000, 90_000) / 100,
        }.get(unit, drawn.randrange(2, 33) / 4)
        if drawn.random() < NEEDS_A_PERSON:
            quantity = drawn.choice(("tbc", "about 12", -1))
        made.append(
            (
                _ref("P", firm, at + 1),
                promised,
                unit,
                quantity,
                start,
                end if drawn.random() < ENDED and unit != "people" else None,
                f"EV-{firm:03}-{first:%m}{number:06}",
                drawn.choice((None, "e-mail of 3 July", "register attached", "signed off by the site manager")),
                None if of_group else f"YP-{firm:03}-{first:%m}{number:06}",
                None if of_group else f"PL-{firm:03}-{first:%m}{number:06}",
                f"G-{drawn.randrange(200):03}",
                promised.split(" of ")[0],
                drawn.randrange(5, 21),
                drawn.choice((7.5, 16, 30, 37)),
                drawn.randrange(3, 30) if of_group else 1,
                drawn.randrange(1, 4),
                1,
                "documented",
                drawn.choice((None, "first week on another site")),
                drawn.choice(("Attercliffe", "Tinsley", "Hillsborough & Owlerton", "City centre")),
            )
        )
    return made


def _ref(letter: str, firm: int, number: int = 0) -> str:
    """Return a firm's own reference, or that of one of its promises."""
    return f"{letter}-{firm:03}" if not number else f"{letter}-{firm:03}-{number:02}"


def about(firm: int, first: dt.date, days: int) -> tuple[tuple[Typed, ...], ...]:
    """Return the sheet About of a firm's return for a period of `days` from `first`."""
    last = first + dt.timedelta(days=days - 1)
    given: dict[str, Typed] = {
        "Supplier ref": _ref("S", firm),
        "Contract ref": _ref("C", firm),
        "Period start": first,
        "Period end": last,
        "Submitted on": last + dt.timedelta(days=10),
    }
    return tuple((field, given.get(str(field), value)) for field, value in ABOUT)


def log(count: int, *, firm: int = 1, first: dt.date = FIRST_DAY, days: int = 365) -> bytes:
    """Return a firm's log of `count` rows by 20 columns as an Excel workbook in the native layout."""
    rows_ = log_rows(count, firm=firm, first=first, days=days)
    return book_of((("About", about(firm, first, days)), ("Delivery", rows_)))


def logs(count: int) -> dict[str, bytes]:
    """Return so many small returns of 12 to 51 rows by their names: the four quarters of one firm after another."""
    made = dict[str, bytes]()
    for number in range(count):
        firm, quarter = divmod(number, len(QUARTERS))
        first, days = QUARTERS[quarter]
        made[f"{_ref('S', firm + 1)}-q{quarter + 1}.xlsx"] = log(
            12 + number % 40, firm=firm + 1, first=first, days=days
        )
    return made


def register(firms: int) -> bytes:
    """Return the register of the firms whose logs these are: a contract each, and the ten promises in it."""
    numbers = range(1, firms + 1)
    suppliers = [("Supplier ref", "Name"), *((_ref("S", firm), f"Firm {firm} Limited") for firm in numbers)]
    contracts: list[tuple[Typed, ...]] = [
        ("Contract ref", "Title", "Buyer", "Start", "End", "Value (GBP)", "Returns every"),
        *((_ref("C", firm), f"Works {firm}", "A Council", FIRST_DAY, LAST_DAY, 2_000_000, "none") for firm in numbers),
    ]
    pledges: list[tuple[Typed, ...]] = [
        ("Pledge ref", "Supplier ref", "Contract ref", "Type", "Description", "Quantity", "Unit", "Start", "Due"),
        *(
            (_ref("P", firm, at), _ref("S", firm), _ref("C", firm), type_, words, 500, unit, FIRST_DAY, LAST_DAY)
            for firm in numbers
            for at, (type_, unit, words) in enumerate(PROMISES, start=1)
        ),
    ]
    return book_of((("Suppliers", suppliers), ("Contracts", contracts), ("Pledges", pledges)))


def workbook(count: int) -> bytes:
    """Return a return of `count` rows by 20 columns as an Excel workbook."""
    return book_of((("About", ABOUT), ("Delivery", rows(count))))


def book_of(tables: Sequence[tuple[str, Sequence[tuple[Typed, ...]]]]) -> bytes:
    """Return tables as an Excel workbook, a sheet each."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 - so that the bytes are always the same
    day, share = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0%"})
    for name, table in tables:
        shares = {column for column, heading in enumerate(table[0]) if heading == "Share (%)"}
        sheet = book.add_worksheet(name)
        for row, values in enumerate(table):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    sheet.write_number(row, column, value, share if column in shares else None)
    book.close()
    return kept.getvalue()


def small_workbooks(count: int) -> list[bytes]:
    """Return so many returns of 12 to 51 rows."""
    return [workbook(12 + number % 40) for number in range(count)]


def csv_text(count: int) -> bytes:
    """Return the same rows as comma-separated text."""
    return _as_csv(rows(count))


def log_csv(count: int) -> bytes:
    """Return a firm's log of `count` rows as comma-separated text: the fields of About, then the table.

    A share is written as Excel saves a cell that it shows as a percentage.
    """
    share = LOG_HEADINGS.index("Share (%)")
    headings, *rows_ = log_rows(count)
    shown = [tuple(f"{value:.0%}" if at == share else value for at, value in enumerate(row)) for row in rows_]
    return _as_csv([*about(1, FIRST_DAY, 365), (), headings, *shown])


def _as_csv(table: Sequence[tuple[Typed, ...]]) -> bytes:
    kept = io.StringIO(newline="")
    csv.writer(kept).writerows(table)
    return kept.getvalue().encode()
