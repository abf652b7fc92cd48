"""Pieces of invented personal data in, a case folder that holds them out, and what must never be seen of them again.

Every person, number and address here is made up; each has words or digits that stand nowhere else, so that a search for
them tells whether something was passed on, and from where.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import attrs
import openpyxl

_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_MONTHS = "January February March April May June July August September October November December"
_DAY_IN_WORDS = re.compile(r"[0-9]{1,2}[ ./-](?:[A-Z][a-z]+|[0-9]{1,2})[ ./-][0-9]{2,4}")

Row = Mapping[str, object]


@attrs.frozen(kw_only=True)
class Canary:
    """A piece of personal data: where it stands, and what of it must not be found anywhere else."""

    place: str
    needles: tuple[str, ...]


@attrs.define
class Garden:
    """The files of a case folder by their paths, and the canaries that were planted in them."""

    files: dict[str, bytes] = attrs.field(factory=dict)
    canaries: list[Canary] = attrs.field(factory=list)

    def plant(self, place: str, text: str) -> str:
        """Return `text`, to be put in `place`, having noted what of it must never be seen again."""
        self.canaries.append(Canary(place=place, needles=needles_of(text)))
        return text

    def plant_day(self, place: str, day: dt.date) -> dt.date:
        """Return a date of birth, to be put in `place`; as text it could be written in many ways."""
        self.canaries.append(Canary(place=place, needles=needles_of_day(day)))
        return day

    def plant_number(self, place: str, number: int) -> int:
        """Return a number that is a person's, to be put in `place`."""
        self.canaries.append(Canary(place=place, needles=(str(number), f"{number:,}")))
        return number

    def plant_each(self, where: str, texts: Mapping[str, str]) -> dict[str, str]:
        """Return `texts` by their places, each planted in `where` and its place."""
        return {place: self.plant(f"{where}, {place}", text) for place, text in texts.items()}


def needles_of(text: str) -> tuple[str, ...]:
    """Return the whole of `text`, its words of five letters or more that begin with a capital, and its long numbers."""
    words = [word for word in re.findall(r"[^\W\d_]{5,}", text) if word.istitle() and word not in _MONTHS]
    numbers = [] if _DAY_IN_WORDS.fullmatch(text) else re.findall(r"[0-9](?:[ -]?[0-9]){5,}", text)
    return tuple(dict.fromkeys([text, *words, *(re.sub(r"[^0-9]", "", number) for number in numbers)]))


def needles_of_day(day: dt.date) -> tuple[str, ...]:
    """Return the ways in which a day may be written, and Excel's number for it."""
    month = _MONTHS.split()[day.month - 1]
    return (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        day.strftime("%d/%m/%Y"),
        day.strftime("%d.%m.%Y"),
        day.strftime("%d%m%Y"),
        day.strftime("%Y%m%d"),
        str((day - _EXCEL_DAY_ZERO).days),
    )


def table(rows: Iterable[Row], headings: Sequence[str] = ()) -> list[list[object]]:
    """Return rows as a table under their headings: `headings` first, then those that rows have besides."""
    listed = list(rows)
    named = list(dict.fromkeys([*headings, *(heading for row in listed for heading in row)]))
    return [list(named), *([row.get(heading) for heading in named] for row in listed)]


def one_changed(row: Row, texts: Mapping[str, str]) -> list[Row]:
    """Return a copy of `row` for each of `texts`, which replaces what stands under its heading."""
    return [{**row, heading: text} for heading, text in texts.items()]


def book(sheets: Mapping[str, Iterable[Sequence[object]]]) -> openpyxl.Workbook:
    """Return a workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made["Sheet"])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return an archive with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def properties(made: Garden, workbook: openpyxl.Workbook, where: str, people: Sequence[str]) -> None:
    """Plant a person in each thing that a workbook says of itself beside its cells."""
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.workbook.defined_name import DefinedName

    named = iter(people)
    for name in ("creator", "title", "subject", "keywords", "description", "category", "lastModifiedBy"):
        setattr(workbook.properties, name, made.plant(f"{where}, property {name}", next(named)))
    owner = StringProperty(name="Owner", value=made.plant(f"{where}, property of its own", next(named)))
    workbook.custom_doc_props.append(owner)  # type: ignore[attr-defined]  # the stubs do not know it yet
    name = made.plant(f"{where}, defined name", next(named).replace(" ", "_"))
    workbook.defined_names[name] = DefinedName(name, attr_text="$A$1")
    sheet = workbook.worksheets[0]
    for band, place in ((sheet.oddHeader, "page header"), (sheet.oddFooter, "page footer")):
        assert band is not None
        band.center.text = made.plant(f"{where}, {place}", next(named))


# --- a register and a return that hold nothing personal, to plant in


def pledge(ref: str, kind: str, quantity: object, unit: str, **more: object) -> dict[str, object]:
    """Return a row of Pledges, due at the end of 2025-26."""
    return {
        "Pledge ref": ref,
        "Supplier ref": "S-01",
        "Contract ref": "C-01",
        "Type": kind,
        "Quantity": quantity,
        "Unit": unit,
        "Due": dt.date(2026, 3, 31),
        **{name.replace("_", " ").capitalize(): value for name, value in more.items()},
    }


def register_sheets() -> dict[str, list[Row]]:
    """Return a register with a promise in every unit, so that every column of a return bears on one of them."""
    contract = {
        "Buyer": "The council",
        "Start": dt.date(2025, 4, 1),
        "End": dt.date(2027, 3, 31),
        "Returns every": "quarter",
        "Returns due within (days)": 30,
    }
    return {
        "Suppliers": [
            {
                "Supplier ref": "S-01",
                "Name": "Larkhill Works Ltd",
                "Organisation id": "GB-COH-99000201",
                "UK headcount": 40,
            },
            {
                "Supplier ref": "S-02",
                "Name": "Bramble Yard CIC",
                "Organisation id": "GB-COH-99000202",
                "UK headcount": 8,
            },
        ],
        "Contracts": [
            {"Contract ref": "C-01", "Title": "Park repairs", **contract},
            {"Contract ref": "C-02", "Title": "Park benches", **contract},
        ],
        "Parties": [
            {"Contract ref": "C-01", "Supplier ref": "S-01", "Role": "prime"},
            {"Contract ref": "C-02", "Supplier ref": "S-02", "Role": "prime"},
        ],
        "Pledges": [
            pledge("P-01", "apprenticeship", 52, "weeks"),
            pledge("P-02", "job", 4, "people"),
            pledge("P-03", "group support", 100, "attendee hours"),
            pledge("P-04", "mentoring", 100, "staff hours"),
            pledge("P-05", "placement", 40, "days"),
            pledge("P-06", "placement", 5, "placements"),
            pledge("P-07", "practical help", 900, "GBP"),
            pledge("P-08", "apprenticeship", 52, "weeks", contract_ref=None),
            pledge("P-09", "insight", 9, "sessions", supplier_ref="S-02", contract_ref="C-02"),
        ],
    }


QUARTERS = {
    1: (dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
    2: (dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
    3: (dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    4: (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
}


def about(quarter: int, changed: Row | None = None) -> list[list[object]]:
    """Return the sheet About of a return by S-01 for C-01, with some fields changed or added."""
    first, last = QUARTERS[quarter]
    fields: dict[str, object] = {
        "Supplier ref": "S-01",
        "Contract ref": "C-01",
        "Period start": first,
        "Period end": last,
        "Basis": "in period",
        "Layout": "pledges-return/1",
        **(changed or {}),
    }
    return [["Field", "Value"], *([name, value] for name, value in fields.items())]
