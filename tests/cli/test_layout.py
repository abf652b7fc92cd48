"""`pledges layout`: from a file that is not recognised, by a workbook an officer fills in, to a return that is read."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from spreadsheets import saved

from pledges.cli import main
from pledges.exceptions import LayoutError
from pledges.files.case import read_case
from pledges.files.layout_workbook import load_layout_workbook
from pledges.returns.layout import Layout
from pledges.sheets import read

TRACKER = (
    "Riverside tracker,,\nSupplier,Tallow Lane Joinery Ltd,\nPeriod start,2025-07-01,\nPeriod end,2025-09-30,\n"
    "Promise no.,Done,Weather\nZZ07,2,rain\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a case folder with one promise and one return that nobody here knows."""
    case = tmp_path / "case"
    (case / "register").mkdir(parents=True)
    (case / "returns").mkdir()
    (case / "layouts").mkdir()
    (case / "register" / "Promises.csv").write_text(
        "Supplier,Contract ref,Start,End,What was promised,Kind,How many,Unit,Code\n"
        "Tallow Lane Joinery Ltd,SV-9001,2025-04-01,2026-03-31,Care leavers hired,job,4,people,ZZ07\n",
        encoding="utf-8",
    )
    (case / "returns" / "tracker.csv").write_text(TRACKER.replace("Promise no.", "Promise ref"), encoding="utf-8")
    return case


def filled_in(content: bytes, meanings: dict[str, str], settings: dict[str, str]) -> bytes:
    """Return the workbook as an officer leaves it: meanings by their headings, settings by their names."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    headings = [cell.value for cell in workbook["Headings"][1]]
    under, theirs, meaning = (headings.index(each) for each in ("Stands under", "Their heading", "Our meaning"))
    for row in workbook["Headings"].iter_rows(min_row=2):
        words = str(row[theirs].value)
        whole = f"{row[under].value} / {words}" if row[under].value else words
        row[meaning].value = meanings.get(whole, row[meaning].value)
    for row in workbook["Layout"].iter_rows(min_row=2):
        row[1].value = settings.get(str(row[0].value), row[1].value)
    return saved(workbook)


def test_an_officers_workbook_makes_an_unknown_template_readable(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Suggest, choose, save into layouts: the file is read from then on, and nothing was mapped before."""
    source, made = folder / "returns" / "tracker.csv", tmp_path / "made.xlsx"
    before = read_case(folder)
    (note,) = [each for each in before.intake.findings if each.code == "file-not-recognised"]

    code = main(["layout", "suggest", str(source), "--out", str(made), "--id", "riverside/1"])
    meanings = {"Done": "Quantity", "Weather": "Leave out"}
    settings = {"A text in every such file": "Riverside tracker", "Figures are": "in period"}
    (folder / "layouts" / "riverside.xlsx").write_bytes(filled_in(made.read_bytes(), meanings, settings))
    after = read_case(folder)

    assert code == 0, capsys.readouterr()
    assert "`pledges layout suggest FILE`" in note.fix
    (sent,) = after.intake.returns
    assert (sent.layout, sent.not_given, [str(line.quantity) for line in sent.lines]) == ("riverside/1", (), ["2"])
    assert "heading-unknown" not in {each.code for each in after.intake.findings}


def test_the_workbook_becomes_a_file_to_go_on_with(folder: Path, tmp_path: Path) -> None:
    """What `toml` writes is read as the workbook is."""
    made, text = tmp_path / "made.xlsx", tmp_path / "made.toml"
    main(["layout", "suggest", str(folder / "returns" / "tracker.csv"), "--out", str(made)])
    made.write_bytes(filled_in(made.read_bytes(), {"Done": "Quantity"}, {"Figures are": "cumulative"}))

    code = main(["layout", "toml", str(made), "--out", str(text)])

    assert code == 0
    assert 'basis = "cumulative"' in text.read_text(encoding="utf-8")


def test_a_file_with_nothing_like_a_heading_gives_no_workbook(tmp_path: Path) -> None:
    """There is nothing an officer could choose for."""
    (tmp_path / "list.csv").write_text("Jane,Plantagenet\nAnn,Neville\n", encoding="utf-8")

    code = main(["layout", "suggest", str(tmp_path / "list.csv"), "--out", str(tmp_path / "made.xlsx")])

    assert code == 1
    assert not (tmp_path / "made.xlsx").exists()


def test_a_workbook_that_is_there_already_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    """An officer's choices are never lost."""
    arguments = ["layout", "suggest", str(folder / "returns" / "tracker.csv"), "--out", str(tmp_path / "made.xlsx")]
    first = main(arguments)
    content = (tmp_path / "made.xlsx").read_bytes()

    second = main(arguments)

    assert (first, second) == (0, 2)
    assert (tmp_path / "made.xlsx").read_bytes() == content


def layout_of(folder: Path, tmp_path: Path, meanings: dict[str, str]) -> Layout:
    """Return the layout of a suggested workbook with these meanings chosen."""
    made = tmp_path / "made.xlsx"
    main(["layout", "suggest", str(folder / "returns" / "tracker.csv"), "--out", str(made)])
    content = filled_in(made.read_bytes(), meanings, {"Figures are": "in period"})
    return load_layout_workbook(read(content), "layouts/made.xlsx")


def test_a_file_unlike_all_that_is_known_is_suggested_by_the_row_that_somebody_gives(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the row nothing is written, for it could be a row of names, and the sentence says what to do."""
    source, made = folder / "returns" / "tracker.csv", tmp_path / "made.xlsx"
    source.write_text("Ours\nRef. der Zusage,Erbracht\nZZ07,2\n", encoding="utf-8")

    without = main(["layout", "suggest", str(source), "--out", str(made)])
    said = capsys.readouterr().out
    code = main(["layout", "suggest", str(source), "--out", str(made), "--row", "2"])

    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(made)["Headings"].iter_rows(min_row=2)]
    assert (without, code) == (1, 0)
    assert "--row 5" in said
    assert [row[:5] for row in rows] == [
        ["csv", "A2", "column", None, "Ref. der Zusage"],
        ["csv", "B2", "column", None, "Erbracht"],
    ]


def quarters() -> bytes:
    """Return a template with Target and Actual under each of two quarters, their titles merged over both."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ("Riverside by quarter",),
        (
            "Supplier",
            "Tallow Lane Joinery Ltd",
            "Period start",
            dt.date(2025, 4, 1),
            "Period end",
            dt.date(2026, 3, 31),
        ),
        ("Pledge ref", "Quarter 1", None, "Quarter 2", None, "Evidence"),
        (None, "Target", "Actual", "Target", "Actual", None),
        ("ZZ07", 2, 1, 2, 3, "list of starts"),
    ):
        sheet.append(row)
    for merged in ("A3:A4", "B3:C3", "D3:E3", "F3:F4"):
        sheet.merge_cells(merged)
    return saved(workbook)


def test_an_officer_can_say_what_the_same_heading_means_under_each_quarter(folder: Path, tmp_path: Path) -> None:
    """The text above a heading stands beside it in the workbook, and each quarter has a meaning of its own."""
    source, made = folder / "returns" / "tracker.xlsx", tmp_path / "made.xlsx"
    (folder / "returns" / "tracker.csv").unlink()
    source.write_bytes(quarters())
    main(["layout", "suggest", str(source), "--out", str(made), "--id", "riverside/1"])
    meanings = {
        "Quarter 1 / Actual": "Quantity of quarter 1", "Quarter 2 / Actual": "Quantity of quarter 2",
        "Quarter 1 / Target": "Leave out", "Quarter 2 / Target": "Leave out",
    }  # fmt: skip
    settings = {"A text in every such file": "Riverside by quarter", "Figures are": "in period"}

    (folder / "layouts" / "riverside.xlsx").write_bytes(filled_in(made.read_bytes(), meanings, settings))
    case = read_case(folder)

    assert [
        (str(sent.period), str(sent.lines[0].quantity), sent.lines[0].evidence_ref) for sent in case.intake.returns
    ] == [
        ("1 Apr 2025 to 30 Jun 2025", "1", "list of starts"),
        ("1 Jul 2025 to 30 Sep 2025", "3", "list of starts"),
    ]
    of_the_file = [note for note in case.intake.findings if "returns/" in str(note.source)]
    assert "headings-joined" in {note.code for note in of_the_file}
    assert [note.code for note in of_the_file if note.needs_a_person] == []


@pytest.mark.parametrize(
    ("meanings", "words"),
    [
        ({"Done": "Quantety"}, r"layouts/made.xlsx!Headings!F\d: found a word that is no meaning of a column"),
        ({"Done": "Submitted on"}, "no meaning of a column"),
        ({"Done": "Period start"}, "one end of the rows. periods"),
        ({"Done": "Pledge ref"}, "a meaning given twice"),
        ({"Promise ref": "", "Done": "Quantity"}, "nothing that says of which pledge a row is"),
        ({"Promise ref": ""}, "no heading of a column has a meaning"),
    ],
)
def test_what_an_officer_cannot_mean_is_one_sentence(
    folder: Path, tmp_path: Path, meanings: dict[str, str], words: str
) -> None:
    """It stops the work with its place, because a return read by half a layout would be wrong in silence."""
    with pytest.raises(LayoutError, match=words):
        layout_of(folder, tmp_path, meanings)


def test_any_other_workbook_is_no_layout() -> None:
    """Something else saved into the folder is named, and the command that makes the right one."""
    workbook = openpyxl.Workbook()
    workbook.create_sheet("Headings").append(["a", "b"])

    with pytest.raises(LayoutError, match=r"found no sheet Headings .*pledges layout suggest FILE"):
        load_layout_workbook(read(saved(workbook)), "layouts/x.xlsx")


@pytest.mark.parametrize("layout_id", ["q/plain", "Parks/1", "parks", "pledges-return/1"])
def test_an_id_that_no_layout_can_have_is_refused_before_anything_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], layout_id: str
) -> None:
    """Nobody fills in a workbook that will not be read."""
    out = folder / "layout.xlsx"

    code = main(["layout", "suggest", str(folder / "returns" / "tracker.csv"), "--id", layout_id, "--out", str(out)])

    assert code == 2
    assert "such as parks-return/1" in capsys.readouterr().err
    assert not out.exists()
