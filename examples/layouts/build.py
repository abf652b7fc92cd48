"""The sample returns of the four shipped layouts: a folder in, a workbook for each out; all names are invented."""

import datetime as dt
import sys
from pathlib import Path

import xlsxwriter

Row = tuple[str | int | float | dt.date | None, ...]

MADE = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - a workbook's own time has no zone, and this one is always the same

SAMPLES: dict[str, dict[str, list[Row]]] = {
    "measure-codes-1": {
        "Form": [
            ("Social value quarterly delivery form",),
            ("Supplier", "Tallow Lane Joinery Ltd", None, "Contract reference", "SV-9001"),
            ("Reporting period from", dt.date(2025, 7, 1), None, "Reporting period to", dt.date(2025, 9, 30)),
            ("Date completed", dt.date(2025, 10, 9)),
            (),
            ("Measure code", "Measure title", "Units", "Unit guidance", "Delivered this quarter", "No. of attendees",
             "Evidence"),
            ("ZZ07", "Care leavers taken on", "people", "number of people", 2, None, "HR-17"),
            ("ZZ10", "Weeks of apprenticeship", "weeks", "number of weeks", "26", None, "HR-18"),
            ("ZZ11", "Careers sessions", "attendee hours", "hours x attendees", 3, 8, "REG-4"),
            ("ZZ12", "Work placements", "weeks", "number of weeks", "TBC", None, None),
            ("ZZ13", "Mentoring", "hours", "number of hours", "2 people x 6 hrs", None, "REG-5"),
            ("Total", None, None, None, 31, None, None),
        ]
    },
    "skills-plan-1": {
        "Plan": [
            ("Employment and skills plan: monitoring",),
            ("Main contractor", "Pennant Row Building Ltd", "Site", "Mill Street"),
            ("Planning reference", "SV-9002", "Start on site", dt.date(2025, 4, 1)),
            ("Delivered up to", dt.date(2025, 9, 30)),
            ("KPI", "Description", "Target", "People to date", "Wks to date", "Evidence held"),
            ("1", "Work placements", 6, 3, 7, None),
            ("1a", "16 to 18 years", 3, 2, 4, "WP-1"),
            ("1b", "19 to 24 years", 3, 1, 3, "WP-2"),
            ("2", "Apprentices", 4, 3, 30, None),
            ("2a", "New starts", 2, 1, 18, "AP-1"),
            ("2b", "Transferred", 2, 1, 12, "AP-2"),
            ("3", "Careers events", 2, 1, None, "EV-1"),
            ("Total", None, 12, 7, 37, None),
        ]
    },
    "person-log-1": {
        "Log": [
            ("Opportunities log",),
            ("Employer", "Greenfold Grounds Ltd", "Contract", "SV-9003"),
            ("Log from", dt.date(2025, 4, 1), "Log to", dt.date(2025, 6, 30)),
            ("Broker reference", "Opportunity code", "Job role", "First day", "Last day", "Days attended", "Evidence"),
            ("BR-0101", "PLACEMENT", "Grounds", dt.date(2025, 4, 7), dt.date(2025, 4, 18), 10, "L-1"),
            ("BR-0102", "APPRENTICE", "Grounds", dt.date(2025, 5, 5), "ongoing", None, "L-2"),
            ("BR-0103", "PLACEMENT", "Office", dt.date(2025, 6, 2), dt.date(2025, 6, 13), 9, "to follow"),
            ("BR-0104", None, "Office", dt.date(2025, 6, 9), None, None, None),
        ]
    },
    "framework-return-1": {
        "Cover": [
            ("Framework social value return",),
            ("Framework supplier", "Kestrel Bank Services Ltd"),
            ("Call-off contract", "SV-9004"),
            ("Year from", dt.date(2025, 4, 1)),
            ("Year to", dt.date(2026, 3, 31)),
            ("Please send this return by the tenth of the month.",),
        ],
        "Opportunities": [
            ("Commitment no.", "Commitment", "Counted in", "Year target", "Qtr 1 actual", "Qtr 2 actual",
             "Qtr 3 actual", "Qtr 4 actual"),
            ("C1", "Apprenticeships", "weeks", 104, 13, 26, None, None),
            ("C2", "Jobs", "people", 4, 1, "nil", None, None),
            ("C3", "Work placements", "people", 6, None, 2, None, None),
        ],
        "Sessions": [
            ("Commitment no.", "Held on", "Length in hours", "Young people attending", "Register held"),
            ("C4", dt.date(2025, 5, 14), 2, 9, "R-1"),
            ("C4", dt.date(2025, 9, 3), 3, 6, "R-2"),
        ],
        "Codes": [("C1", "Weeks"), ("C2", "People")],
    },
}  # fmt: skip


def build(folder: Path) -> None:
    """Write each sample as `<layout>/return.xlsx` into `folder`: the same bytes every time."""
    for name, sheets in SAMPLES.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        workbook = xlsxwriter.Workbook(folder / name / "return.xlsx")
        workbook.set_properties({"created": MADE})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            sheet.set_column(0, 7, 22)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                    elif isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write_number(number, column, value)
        workbook.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
