"""An example of a finding, as changes to a small invented case, in; the case folder, read and assessed, out.

An example names cells as `book/sheet/row/heading` (row 1 is the heading itself, `+heading` adds another column of that
name, `@K9` is an address) and the fields of About as `book/About/field` (`+field` adds a second one). A book is
`register`, or a return by its name. A blank text clears a cell. The other keys are those of `Example`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from odd_files import ODD
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pledges.assess import assess
from pledges.files import read_case, read_register_of
from pledges.findings import Finding
from pledges.register.lint import lint

ON = dt.date(2026, 3, 31)
FIRST, LAST = dt.date(2025, 4, 1), ON

Rows = list[list[Any]]
Book = dict[str, Rows]


@attrs.frozen(kw_only=True)
class Example:
    """One example: what a person does (`say`), and how the small case is changed to show it.

    `new` names further returns and what each starts as (`form`, `keyed`, `list`, `plan`, `framework`), or the file of
    answers `answers/facts` (`answers`); `without` leaves returns out, `copy` names copies byte for byte, `raw` files by
    their content, `odd` files by what is odd about their workbook (a key of `odd_files.ODD`); `hide`, `struck`,
    `comment` and `merge` name what to mark so, and `formats` the number formats of cells.
    `simple` takes the simple register; `policy`, `scheme` and `layout` are the texts of house rules and of a scheme
    and a layout of the folder's own. `about` is part of the finding's text, where only one of several is meant.
    """

    say: str
    set: Mapping[str, Any] = attrs.field(factory=dict)
    new: Mapping[str, str] = attrs.field(factory=dict)
    without: list[str] = attrs.field(factory=list)
    copy: Mapping[str, str] = attrs.field(factory=dict)
    raw: Mapping[str, str] = attrs.field(factory=dict)
    odd: Mapping[str, str] = attrs.field(factory=dict)
    hide: list[str] = attrs.field(factory=list)
    struck: list[str] = attrs.field(factory=list)
    comment: list[str] = attrs.field(factory=list)
    merge: list[str] = attrs.field(factory=list)
    formats: Mapping[str, str] = attrs.field(factory=dict)
    policy: str = ""
    scheme: str = ""
    layout: str = ""
    simple: bool = False
    on: dt.date = ON
    known_on: dt.date | None = None
    about: str = ""


def full_register() -> Book:
    """Return a register of two suppliers, each with a contract; the second one's promise is due much later."""
    return {
        "Suppliers": [["Supplier ref", "Name"], ["S-01", "Aldergate Ltd"], ["S-02", "Beacon CIC"]],
        "Contracts": [
            ["Contract ref", "Title", "Buyer", "Start", "End"],
            ["C-001", "Grounds", "Soar Valley", FIRST, LAST],
            ["C-002", "Repairs", "Soar Valley", dt.date(2026, 1, 1), dt.date(2028, 3, 31)],
        ],
        "Pledges": [
            ["Pledge ref", "Supplier ref", "Contract ref", "Type", "Quantity", "Unit", "Due"],
            ["P-01", "S-01", "C-001", "apprenticeship", 4, "people", LAST],
            ["P-02", "S-01", "C-001", "apprenticeship", 17, "weeks", LAST],
            ["P-03", "S-01", "C-001", "group support", 30, "attendee hours", LAST],
            ["P-04", "S-01", "C-001", "placement", 2, "placements", LAST],
            ["P-11", "S-02", "C-002", "placement", 5, "people", dt.date(2028, 3, 31)],
        ],
    }


def simple_register() -> Book:
    """Return the one sheet that an officer has on day one."""
    headings = [
        "Supplier", "Contract ref", "Contract title", "Buyer", "Start", "End", "What was promised", "Kind",
        "How many", "Unit", "By when", "Pledge ref",
    ]  # fmt: skip
    about = ["Aldergate Ltd", "C-001", "Grounds", "Soar Valley", FIRST, LAST]
    return {
        "Promises": [
            headings,
            [*about, "Apprentices", "apprenticeship", 4, "people", LAST, "P-01"],
            [*about, "Weeks of apprenticeship", "apprenticeship", 17, "weeks", LAST, "P-02"],
        ]
    }


def form() -> Book:
    """Return the form of the first supplier for the whole year, with one good row for each promise."""
    about = {
        "Supplier ref": "S-01", "Contract ref": "C-001", "Period start": FIRST, "Period end": LAST,
        "Basis": "in period", "Submitted on": dt.date(2026, 3, 31), "Layout": "pledges-return/1",
    }  # fmt: skip
    return {
        "About": [["Field", "Value"], *([name, value] for name, value in about.items())],
        "Delivery": [
            [*PLAIN_FORM, "Attendees"],
            ["P-01", None, None, 4, None, None, "list of starts"],
            ["P-02", None, None, None, dt.date(2025, 9, 1), dt.date(2025, 12, 31), "payroll extract"],
            ["P-03", None, None, 6, None, None, "register of attendance", None, 5],
            ["P-04", None, None, 2, None, None, "placement letters"],
        ],
    }  # fmt: skip


def keyed() -> Book:
    """Return a keyed sheet with one row for a promise of the first supplier."""
    return {
        "Keyed": [
            ["Supplier ref or name", "Contract ref", "Period start", "Period end", "Basis", "Pledge ref or code",
             "Quantity", "Evidence ref"],
            ["S-01", "C-001", FIRST, LAST, "in period", "P-01", 4, "list of starts"],
        ]
    }  # fmt: skip


def people() -> Book:
    """Return a form that lists people, one a row, without a column for quantities."""
    made = form()
    made["Delivery"] = [["Pledge ref", "Start", "Evidence ref", "Person ref"], ["P-01", FIRST, "list", "B-17"]]
    return made


def plan() -> Book:
    """Return a plan in the shipped layout whose line 2 sums up its parts 2a and 2b."""
    return {
        "Plan": [
            ["Employment and skills plan: monitoring"],
            ["Main contractor", "S-01"],
            ["Contract reference", "C-001"],
            ["Start on site", FIRST],
            ["Delivered up to", LAST],
            ["KPI", "Description", "Target", "People to date", "Wks to date", "Evidence held"],
            ["2a", None, None, 3, None, "list of starts"],
            ["2b", None, None, 1, None, "list of starts"],
        ]
    }


def answers() -> Book:
    """Return a file of answers with one question about the first supplier, which is not answered yet."""
    return {"Facts": [["Supplier ref", "Fact", "Value", "Unit", "As at"], ["S-01", "uk_workforce", None, "people", ON]]}


def framework() -> Book:
    """Return a framework return in the shipped layout, with quarters side by side and a sheet of sessions."""
    return {
        "Cover": [
            ["Framework social value return"],
            ["Framework supplier", "S-01"],
            ["Call-off contract", "C-001"],
            ["Year from", FIRST],
            ["Year to", LAST],
        ],
        "Opportunities": [
            ["Commitment no.", "Counted in", "Qtr 1 actual", "Qtr 2 actual"],
            ["P-01", None, 1, 2],
        ],
        "Sessions": [
            ["Commitment no.", "Held on", "Length in hours", "Young people attending", "Register held"],
            ["P-03", dt.date(2025, 5, 6), 2, 5, "register of attendance"],
        ],
    }


PLAIN_FORM = ("Pledge ref", "What was promised", "Unit", "Quantity", "Start", "End", "Evidence ref", "Comment")
BESIDE_RETURNS = frozenset({"register", "answers/facts"})
KINDS = {"answers": answers, "form": form, "keyed": keyed, "list": people, "plan": plan, "framework": framework}


def findings_of(example: Example, folder: Path) -> tuple[Finding, ...]:
    """Return everything noticed in the small case as the example changes it."""
    make_case(example, folder)
    case = read_case(folder, on=example.on)
    position = assess(
        case.register, case.intake, case.rulebook, on=example.on, known_on=example.known_on, vocabulary=case.vocabulary
    )
    return position.findings


def linted(example: Example, folder: Path) -> tuple[Finding, ...]:
    """Return what is asked of the small case's register before the contract is let."""
    make_case(example, folder)
    return lint(read_register_of(folder).register)


def make_case(example: Example, folder: Path) -> None:
    """Write the case folder of an example."""
    books: dict[str, Book] = {"register": simple_register() if example.simple else full_register()}
    books |= {
        name: KINDS[kind]() for name, kind in {"q1": "form", **example.new}.items() if name not in example.without
    }
    if example.simple and "q1" in books:
        del books["q1"]["Delivery"][3:]
        books["q1"]["About"][1][1] = "Aldergate Ltd"
    for place, value in example.set.items():
        change(books, place, None if value == "" else value)
    (folder / "returns").mkdir()
    for name, book in books.items():
        path = folder / f"{name}.xlsx" if name in BESIDE_RETURNS else folder / "returns" / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(saved(name, book, example))
    for name, original in example.copy.items():
        (folder / "returns" / f"{name}.xlsx").write_bytes((folder / "returns" / f"{original}.xlsx").read_bytes())
    for name, text in example.raw.items():
        (folder / "returns" / name).write_bytes(text.encode("utf-8"))
    for name, kind in example.odd.items():
        (folder / "returns" / name).write_bytes(ODD[kind]())
    if example.policy:
        (folder / "policy.toml").write_text(example.policy, encoding="utf-8")
    if example.layout:
        (folder / "layouts").mkdir()
        (folder / "layouts" / "own.toml").write_text(example.layout, encoding="utf-8")
    if example.scheme:
        (folder / "schemes").mkdir()
        (folder / "schemes" / "own.toml").write_text(example.scheme, encoding="utf-8")


def change(books: dict[str, Book], place: str, value: Any) -> None:
    """Put a value at a place such as `q1/Delivery/2/Quantity`."""
    name, _, rest = place.rpartition("/About/") if "/About/" in place else ("", "", "")
    if rest and not rest.startswith("@"):
        return _set_field(books[name]["About"], rest, value)
    name, sheet, *where = _parted(books, place)
    rows = books[name].setdefault(sheet, [])
    if where[0].startswith("@"):
        letters, row = re.fullmatch(r"@([A-Z])([0-9]+)", where[0]).groups()  # type: ignore[union-attr]
        return _put(rows, int(row), ord(letters) - ord("A") + 1, value)
    row, heading = int(where[0]), where[1]
    if not rows:
        rows.append([])
    if heading.startswith("+") or heading not in rows[0]:
        width = max(len(each) for each in rows)
        _put(rows, 1, width + 1, heading.removeprefix("+"))
        column = width + 1
    else:
        column = rows[0].index(heading) + 1
    if row > 1 or value != heading:
        _put(rows, row, column, value)
    return None


def _parted(books: dict[str, Book], place: str) -> list[str]:
    name = max((each for each in books if place.startswith(f"{each}/")), key=len)
    return [name, *place.removeprefix(f"{name}/").split("/")]


def _set_field(rows: Rows, field: str, value: Any) -> None:
    known = [row for row in rows if row[0] == field]
    if field.startswith("+") or not known:
        rows.append([field.removeprefix("+"), value])
    else:
        known[0][1] = value


def _put(rows: Rows, row: int, column: int, value: Any) -> None:
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells += [None] * (column - len(cells))
    cells[column - 1] = value


def marks(name: str, places: list[str]) -> list[tuple[str, str]]:
    """Return the sheets and addresses of the places that lie in a book."""
    split = [place.rsplit("/", 2) for place in places]
    return [(sheet, address) for book, sheet, address in split if book == name]


def saved(book_name: str, book: Book, example: Example) -> bytes:
    """Return the bytes of a book's workbook, with what the example hides, strikes, merges and comments on in it."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, rows in book.items():
        sheet: Worksheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for place in example.hide:
        named, _, where = place.partition("/")
        if named == book_name:
            sheet_name, _, row_number = where.partition("/")
            workbook[sheet_name].row_dimensions[int(row_number)].hidden = True
    for sheet_name, address in marks(book_name, example.struck):
        workbook[sheet_name][address].font = Font(strike=True)
    for sheet_name, address in marks(book_name, example.comment):
        workbook[sheet_name][address].comment = Comment("see the e-mail", "somebody")
    for sheet_name, address in marks(book_name, [*example.formats]):
        workbook[sheet_name][address].number_format = example.formats[f"{book_name}/{sheet_name}/{address}"]
    for sheet_name, address in marks(book_name, example.merge):
        workbook[sheet_name].merge_cells(address)
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()
