"""The texts in `source/` in, the case folder of Soar Valley Borough Council out: the same bytes on any day and machine.

    python examples/soar-valley/build.py [FOLDER]               the register, the returns and the policy
    python examples/soar-valley/build.py --expected [--force]   what `cmd.txt` makes of them, into `expected/`

The council, its firms and everything in these files are invented. `source/register/*.csv` has a file for each sheet of
the register, and `source/returns.toml` says what suppliers sent; the files that are no returns at all are made here.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import shlex
import sys
import tempfile
import tomllib
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pledges.cli import main as pledges
from pledges.files.policy import default_policy_text
from pledges.forms.columns import FULL_FORM
from pledges.forms.filled import FilledLine, FilledReturn, KeyedLine, write_keyed, write_return
from pledges.forms.guide import lists
from pledges.forms.plan import Column, Share, TableSheet, Takes, Value
from pledges.forms.return_form import LAYOUT, promise_in_words
from pledges.forms.workbook import workbook_bytes
from pledges.model import Pledge
from pledges.periods import Period
from pledges.provenance import Passage
from pledges.returns.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"

QUARTERS = {
    "Q1": Period(dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
    "Q2": Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30)),
    "Q3": Period(dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
    "Q4": Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
}
"""The quarters of the financial year 2025-26."""

COMPARED = ("assessment.json", "findings.csv")
"""The outputs that are kept in `expected/` and compared."""

Line = dict[str, Any]


def case_files() -> dict[str, bytes]:
    """Return every file of the case folder that this script makes, by its path inside the folder."""
    story = tomllib.loads((SOURCE / "returns.toml").read_text(encoding="utf-8"), parse_float=Fraction)
    returns = {form["file"]: _form(form) for form in story["form"]}
    returns |= {sent["file"]: _native_csv(sent) for sent in story["csv"]}
    returns |= {sheet["file"]: _keyed(sheet) for sheet in story["keyed"]}
    returns |= _copies(returns)
    returns |= _damaged(returns)
    returns |= _no_returns()
    return {
        "register.xlsx": register_bytes(),
        "policy.toml": policy_text().encode(),
        **{f"returns/{name}": content for name, content in sorted(returns.items())},
    }


# --- the register and the house rules


def register_bytes() -> bytes:
    """Return the register in the full form."""
    sheets = (
        TableSheet(name=name, columns=columns, rows=_rows(name, columns), spare_rows=40) for name, columns in FULL_FORM
    )
    return workbook_bytes((*sheets, lists()))


def _rows(sheet: str, columns: Sequence[Column]) -> tuple[tuple[Value, ...], ...]:
    """Return a sheet's rows in the order of its columns; a heading that no column has is a slip in `source/`."""
    rows = _texts(sheet)
    unknown = {heading for row in rows for heading in row} - {column.heading for column in columns}
    if unknown:
        message = f"{sheet}.csv has headings that the sheet does not have: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return tuple(tuple(_value(row.get(column.heading, ""), column) for column in columns) for row in rows)


def _texts(sheet: str) -> list[dict[str, str]]:
    with (SOURCE / "register" / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(text: str, column: Column) -> Value:
    """Return what stands in a cell: a day, a number, a share or text, as its column takes."""
    if not text:
        return None
    if column.takes is Takes.DATE:
        return dt.date.fromisoformat(text)
    if text.endswith("%") and column.heading.startswith("Share"):
        return Share(Fraction(text.removesuffix("%")) / 100)
    if column.takes in {Takes.NUMBER, Takes.MONEY} or column.heading.startswith("Value change"):
        return Fraction(text)
    if column.takes is Takes.PROMISED and text[0].isdigit():
        return Fraction(text)
    return text


def policy_text() -> str:
    """Return the commented default with the council's name and the scheme it has adopted."""
    text = default_policy_text()
    changed = text.replace('authority = ""', 'authority = "Soar Valley Borough Council"')
    if changed == text:
        message = "the default policy has no blank authority to fill in"
        raise ValueError(message)
    return (
        changed
        + """
[[adopted_schemes]]
scheme = "covenant-starter"
version = "0.1"
since = 2025-04-01
reference = "Cabinet, 18 March 2025, minute 41"
"""
    )


# --- the returns


def _promises(supplier_ref: str, contract_ref: str) -> dict[str, tuple[str, str]]:
    """Return what a form is filled in with beforehand: by pledge reference, the promise in words and its unit."""
    return {
        row["Pledge ref"]: (
            promise_in_words(
                Pledge(
                    ref=row["Pledge ref"],
                    supplier_ref=supplier_ref,
                    type=row["Type"],
                    unit=row["Unit"],
                    quantity=Fraction(row["Quantity"]),
                    due=dt.date.fromisoformat(row["Due"]),
                    description=row["Description"],
                    source=Passage(document="Pledges.csv", place=row["Pledge ref"]),
                    quantity_source=Passage(document="Pledges.csv", place=row["Pledge ref"]),
                )
            ),
            row["Unit"],
        )
        for row in _texts("Pledges")
        if (row["Supplier ref"], row["Contract ref"]) == (supplier_ref, contract_ref)
    }


def _form(form: Mapping[str, Any]) -> bytes:
    """Return a form as a supplier filled it in: every promise on its row, what it could not hold in the spare rows."""
    promised = {} if form.get("fingerprint") == "" else _promises(form["supplier"], form["contract"])
    typed = list[Line](form["lines"])
    first = dict[str, Line]()
    for line in typed:
        first.setdefault(line["pledge"], line)
    on_the_form = [{"pledge": ref, **first.get(ref, {})} for ref in promised]
    spare = [line for line in typed if line["pledge"] not in promised or first[line["pledge"]] is not line]
    period = QUARTERS[form["quarter"]]
    return write_return(
        FilledReturn(
            supplier_ref=form["supplier"],
            contract_ref=form["contract"],
            period=period,
            lines=(
                *(_filled_line(line, *promised[line["pledge"]]) for line in on_the_form),
                *(_filled_line(line, line.get("promised", ""), line.get("unit", "")) for line in spare),
            ),
            basis=form.get("basis", "in period"),
            submitted_on=form["submitted"],
            nil_return=form.get("nil"),
            attested_by=form.get("attested"),
            attested_on=form["submitted"] if "attested" in form else None,
            fingerprint=form.get("fingerprint", fingerprint(form["supplier"], form["contract"], period, promised)),
        )
    )


_MORE = {
    "person": "Person ref",
    "placement": "Placement ref",
    "attendees": "Attendees",
    "staff": "Staff",
    "grade": "Evidence grade",
}
"""The columns that a form does not have and a supplier may add."""


def _filled_line(line: Line, promised: str, unit: str) -> FilledLine:
    return FilledLine(
        pledge_ref=line["pledge"],
        what_was_promised=promised,
        unit=unit,
        quantity=line.get("quantity"),
        start=line.get("start"),
        end=line.get("end"),
        evidence_ref=line.get("evidence"),
        comment=line.get("comment"),
        more={heading: line[name] for name, heading in _MORE.items() if name in line},
    )


def _native_csv(sent: Mapping[str, Any]) -> bytes:
    """Return a return as a supplier's own system writes it: the fields, a blank line, the deliveries."""
    period = QUARTERS[sent["quarter"]]
    headings = {
        "pledge": "Pledge ref",
        "quantity": "Quantity",
        "start": "Start",
        "evidence": "Evidence ref",
        "person": "Person ref",
    }
    return _csv_bytes(
        [
            ["Field", "Value"],
            ["Supplier ref", sent["supplier"]],
            ["Contract ref", sent["contract"]],
            ["Period start", period.start.isoformat()],
            ["Period end", period.end.isoformat()],
            ["Basis", sent.get("basis", "in period")],
            ["Submitted on", sent["submitted"].isoformat()],
            ["Layout", LAYOUT],
            [],
            list(headings.values()),
            *([str(line.get(name, "")) for name in headings] for line in sent["lines"]),
        ]
    )


def _keyed(sheet: Mapping[str, Any]) -> bytes:
    """Return a keyed sheet, as a workbook or as CSV by its name."""
    lines = [_keyed_line(line) for line in sheet["lines"]]
    if not sheet["file"].endswith(".csv"):
        return write_keyed(lines)
    headings = ("Supplier ref or name", "Contract ref", "Period start", "Period end", "Basis", "Pledge ref or code")
    return _csv_bytes(
        [
            [*headings, "Quantity", "Evidence ref", "Keyed from", "Keyed by (role)"],
            *(
                [
                    "" if cell is None else str(cell)
                    for cell in (
                        line.supplier, line.contract_ref, line.period_start, line.period_end, line.basis, line.pledge,
                        line.quantity, line.evidence_ref, line.keyed_from, line.keyed_by,
                    )
                ]
                for line in lines
            ),
        ]
    )  # fmt: skip


def _keyed_line(line: Line) -> KeyedLine:
    period = QUARTERS[line["quarter"]]
    quantity: Value = Share(Fraction(line["percent"], 100)) if "percent" in line else line.get("quantity")
    return KeyedLine(
        supplier=line["supplier"],
        contract_ref=line.get("contract"),
        period_start=period.start,
        period_end=period.end,
        basis=line.get("basis", "in period"),
        pledge=line["pledge"],
        quantity=quantity,
        evidence_ref=line.get("evidence"),
        keyed_from=line["from"],
        keyed_by=line["by"],
        more={heading: line[name] for name, heading in _MORE.items() if name in line},
    )


def _csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


# --- what lands in such a folder besides


def _copies(returns: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the returns that came a second time under another name, byte for byte."""
    return {"2025-26 Q3/Tallow Lane Oct-Dec (2).xlsx": returns["2025-26 Q3/SV-2403 Tallow Lane Q3.xlsx"]}


def _damaged(returns: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the workbook that was cut off on its way: the first three fifths of it."""
    whole = returns["2025-26 Q3/SV-2405 Kestrel Bank Q3 resent.xlsx"]
    return {"2025-26 Q3/SV-2405 Kestrel Bank Q3.xlsx": whole[: len(whole) * 3 // 5]}


def _no_returns() -> dict[str, bytes]:
    """Return the files that are no returns: a PDF, a Word document, a firm's own tracker, a lock file of Excel."""
    return {
        "2025-26 Q3/Pennant Row Q3 board paper.pdf": _pdf(
            "Pennant Row Facilities plc: contract SV-2404, October to December 2025",
            "Apprentices: 2 people x 26wks. Mentoring: not applicable. Supervisors trained so far: 60%.",
        ),
        "2025-26 Q4/Pennant Row Q4 letter.docx": _docx(
            "Contract SV-2404, January to March 2026. We will send the figures for this quarter by the end of May."
        ),
        "2025-26 Q4/Pennant Row SV tracker.xlsx": _tracker(),
        "2025-26 Q4/~$SV-2402 Greenfold Q4.xlsx": b"\x0eContracts team".ljust(165, b" "),
    }


def _pdf(*lines: str) -> bytes:
    """Return a PDF of one page with these lines: its objects, then the table that says where each one starts."""
    text = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 11 Tf 60 780 Td {text} ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Font << /F1 6 0 R >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + table + trailer


def _docx(text: str) -> bytes:
    """Return a Word document of one paragraph."""
    opening, office = '<?xml version="1.0" encoding="UTF-8"?>', "http://schemas.openxmlformats.org"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": (
            f'{opening}<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            f'{opening}<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ),
        "word/document.xml": (
            f'{opening}<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}'
            "</w:t></w:r></w:p></w:body></w:document>"
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            # Without a fixed day and system each build would differ from the last.
            entry = zipfile.ZipInfo(name, date_time=(2026, 4, 20, 9, 0, 0))
            entry.create_system = 0
            package.writestr(entry, part)
    return stream.getvalue()


def _tracker() -> bytes:
    """Return a firm's own workbook, which is no form and no keyed sheet."""
    headings = (("Commitment", 40), ("Owner", 18), ("RAG", 8), ("Where we are", 50))
    rows = (
        ("Apprenticeships in cleaning and facilities", "HR", "Amber", "Two people in post, a third to be advertised"),
        ("Work placements of a week or more", "Operations", "Green", "On track"),
        ("Mentoring by managers", "HR", "Red", "Awaiting referrals"),
        ("Supervisor training", "Learning", "Green", "Sixty per cent done"),
    )
    columns = tuple(Column(heading=heading, width=width) for heading, width in headings)
    return workbook_bytes((TableSheet(name="SV tracker", columns=columns, rows=rows),))


# --- writing


def write_case(folder: Path) -> int:
    """Write the case folder and return how many files it has."""
    files = case_files()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


def write_expected(*, force: bool) -> int:
    """Write what the command in `cmd.txt` makes of the folder as it lies there; return an exit code.

    A file that is there and differs is replaced only with `force`: somebody must have read what has changed.
    """
    _, *arguments = shlex.split((HERE / "cmd.txt").read_text(encoding="utf-8"))
    arguments[1] = str(HERE)
    with tempfile.TemporaryDirectory() as out:
        if pledges([*arguments, "--out", out]) not in {0, 1}:
            return 1
        made = {name: (Path(out) / name).read_bytes() for name in COMPARED}
    kept = HERE / "expected"
    changed = [
        name for name, content in made.items() if (kept / name).exists() and (kept / name).read_bytes() != content
    ]
    if changed and not force:
        print(
            f"{' and '.join(changed)} differ from what is kept. Read the difference, then run this again with --force."
        )
        return 1
    kept.mkdir(exist_ok=True)
    for name, content in made.items():
        (kept / name).write_bytes(content)
    print(f"Wrote {len(made)} files into {kept.name}.")
    return 0


def main() -> int:
    """Do what the command line says and return an exit code."""
    parser = argparse.ArgumentParser(description="Make the example council's case folder.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="where it goes; this folder if not given")
    parser.add_argument("--expected", action="store_true", help="write what cmd.txt makes of this folder instead")
    parser.add_argument("--force", action="store_true", help="replace expected files that differ")
    given = parser.parse_args()
    if given.expected:
        return write_expected(force=given.force)
    print(f"Wrote {write_case(given.folder)} files.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
