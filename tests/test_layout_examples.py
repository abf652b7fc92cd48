"""Each shipped layout has a sample return beside its expected reading, and is recognised in that sample alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pledges import sheets
from pledges.audience import Vocabulary
from pledges.cli import main
from pledges.files.layouts import built_in_layouts
from pledges.provenance import SourceFile
from pledges.quantities import plain
from pledges.returns.by_layout import recognised
from pledges.returns.reading import ReturnReading, read_return

if TYPE_CHECKING:
    from pledges.model import EvidenceLine, Return

EXAMPLES = Path(__file__).parent.parent / "examples" / "layouts"
LAYOUTS = {layout.id.replace("/", "-"): layout for layout in built_in_layouts()}
SAMPLES = {path.parent.name: path for path in EXAMPLES.glob("*/return.xlsx")}
EXPECTED = {path.parent.name: path for path in EXAMPLES.glob("*/expected.json")}


def sample(name: str) -> sheets.Workbook:
    """Return the sheets of a sample return."""
    return sheets.read(SAMPLES[name].read_bytes())


def reading_of(name: str) -> ReturnReading:
    """Return what is read of a sample with all shipped layouts known."""
    return read_return(
        sample(name),
        file=SourceFile(name="return.xlsx", digest="sha256:00"),
        path="returns/return.xlsx",
        vocabulary=Vocabulary(),
        known_layouts=built_in_layouts(),
    )


def told(reading: ReturnReading) -> dict[str, object]:
    """Return a reading as JSON can say it."""
    return {
        "layout": reading.layout,
        "returns": [told_return(each) for each in reading.returns],
        "findings": [f"{note.code} {note.source}" for note in reading.findings],
        "rows": [
            f"{each.sheet}: used {list(each.used)}, set aside {list(each.set_aside)}, ignored {list(each.ignored)}"
            for each in reading.accounts
        ],
    }


def told_return(sent: Return) -> dict[str, object]:
    """Return what a return says of itself, and its lines."""
    return {
        "supplier": sent.supplier_key,
        "contract": sent.contract_key,
        "period": str(sent.period),
        "basis": sent.basis.value if sent.basis is not None else None,
        "part": sent.part,
        "not_given": [name for name, _ in sent.not_given],
        "lines": [told_line(line) for line in sent.lines],
    }


def told_line(line: EvidenceLine) -> str:
    """Return a line as one sentence: where, of what, how much, when, and with what grade."""
    much = plain(line.quantity, 6) if line.quantity is not None else str(line.absence and line.absence.value)
    more = [
        f"{name} {plain(value, 6)}"
        for name, value in (("attendees", line.attendees), ("days", line.days))
        if value is not None
    ]
    days = [f"from {line.start}"] * (line.start is not None) + [f"to {line.end}"] * (line.end is not None)
    person = [f"person {line.person_ref}"] * bool(line.person_ref)
    where = line.quantity_source or line.row_source
    words = [f"{where}: {line.pledge_key} = {much} {line.unit}", *more, *days, *person, line.grade.words]
    return ", ".join(words)


@pytest.mark.parametrize("name", sorted({*LAYOUTS, *SAMPLES, *EXPECTED}))
def test_a_sample_is_recognised_and_read_as_expected(name: str) -> None:
    """A layout without a sample, a sample without what is expected, and the other way round, all fail."""
    expected = json.loads(EXPECTED[name].read_text(encoding="utf-8"))

    reading = reading_of(name)

    assert told(reading) == expected
    assert reading.layout == LAYOUTS[name].id


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_sample_fits_its_own_layout_alone(name: str) -> None:
    """No two shipped layouts can be taken for each other."""
    fitting = recognised(sample(name).sheets, built_in_layouts())

    assert [layout.id for layout in fitting] == [LAYOUTS[name].id]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_row_of_a_sample_is_accounted_for(name: str) -> None:
    """Each row with something in it is used, set aside or ignored, once; only the rows of headings are not counted."""
    reading = reading_of(name)

    for sheet, account in zip(sample(name).sheets, reading.accounts, strict=True):
        numbers = sorted((*account.used, *account.set_aside, *account.ignored))
        assert len(set(numbers)) == len(numbers)
        assert len(sheet.rows()) - len(numbers) in {0, 1}


REGISTER = """Supplier,Contract ref,Start,End,What was promised,Kind,How many,Unit,Code
Kestrel Bank Services Ltd,SV-9004,2025-04-01,2026-03-31,Apprentice weeks,apprenticeship,104,weeks,C1
Kestrel Bank Services Ltd,SV-9004,2025-04-01,2026-03-31,Sessions,insight,60,attendee hours,C4
Pennant Row Building Ltd,SV-9002,2025-04-01,2026-03-31,Placement weeks,placement,10,weeks,1a weeks; 1b weeks
Pennant Row Building Ltd,SV-9002,2025-04-01,2026-03-31,Placements,placement,6,people,1a people; 1b people
Greenfold Grounds Ltd,SV-9003,2025-04-01,2026-03-31,Placements,placement,6,people,PLACEMENT
Tallow Lane Joinery Ltd,SV-9001,2025-04-01,2026-03-31,Care leavers,job,4,people,ZZ07
"""


def test_the_samples_count_towards_promises_by_their_codes(tmp_path: Path) -> None:
    """From the four files to figures: quarters and sessions added, parts without their sum, a person a row."""
    (tmp_path / "register").mkdir()
    (tmp_path / "returns").mkdir()
    (tmp_path / "register" / "Promises.csv").write_text(REGISTER, encoding="utf-8")
    for name, path in SAMPLES.items():
        (tmp_path / "returns" / f"{name}.xlsx").write_bytes(path.read_bytes())

    code = main(["assess", str(tmp_path), "--on", "2026-03-31", "--out", str(tmp_path / "out")])

    assessment = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    pledges = [pledge for contract in assessment["contracts"] for pledge in contract["pledges"]]
    assert code == 1
    assert {each["pledge_ref"]: (each["claimed"]["exact"], each["counted"]["exact"]) for each in pledges} == {
        "SV-9001/1": ("2", "2"),
        "SV-9002/1": ("7", "7"),
        "SV-9002/2": ("3", "3"),
        "SV-9003/1": ("2", "1"),  # one of the two has evidence only to follow
        "SV-9004/1": ("39", "0"),  # without evidence it is claimed
        "SV-9004/2": ("36", "36"),  # 2 hours with nine young people and 3 with six
    }
    assert {each["status"] for each in assessment["returns"]} == {"counted"}


def test_the_samples_are_what_their_script_builds(tmp_path: Path) -> None:
    """build.py makes, byte for byte, the samples that are checked in."""
    subprocess.run([sys.executable, str(EXAMPLES / "build.py"), str(tmp_path)], check=True, capture_output=True)

    built = {path.parent.name: path.read_bytes() for path in tmp_path.glob("*/return.xlsx")}
    assert built == {name: path.read_bytes() for name, path in SAMPLES.items()}
