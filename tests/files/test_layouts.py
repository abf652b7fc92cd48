"""Layouts as people write them: read strictly, used from the case folder, refused with their place."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import attrs
import pytest

from pledges.assess import assess
from pledges.exceptions import LayoutError
from pledges.files.case import read_case
from pledges.files.layouts import built_in_layouts, dump_layout, load_layout
from pledges.returns.layout import Layout, Step

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "examples" / "layouts"

LAYOUT = """
id = "parks/1"
name = "Parks return"
basis = "in period"

[recognise]
cells = ["Parks social value"]

[[fields]]
means = "Period start"
labels = ["From"]

[[tables]]
[[tables.columns]]
means = "Pledge ref"
headings = ["Promise no."]
required = true

[[tables.columns]]
means = "Quantity"
headings = ["This time"]
"""


@pytest.mark.parametrize("layout", built_in_layouts(), ids=lambda layout: layout.id)
def test_a_shipped_layout_says_that_it_is_modelled_on_others_and_is_written_back_the_same(layout: Layout) -> None:
    """What dump_layout writes, load_layout reads as the same layout."""
    read = load_layout(dump_layout(layout), "layouts/x.toml", is_own=False)

    assert attrs.evolve(read, digest="") == attrs.evolve(layout, digest="")
    assert layout.note.startswith("Modelled on")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'means = "Quantity"',
            'means = "Quantety"',
            r"`tables\[0\].columns\[1\].means`: found .*nearest known: Quantity",
        ),
        ('means = "Period start"', 'means = "Period"', r"`fields\[0\].means`: found .*nearest known: Period "),
        ('headings = ["This time"]', 'heading = ["This time"]', r"a key that this version does not know .*headings"),
        ('headings = ["This time"]', 'headings = ["PROMISE NO"]', "a heading or label given twice"),
        ('headings = ["This time"]', "headings = []", "nothing to look for"),
        ('basis = "in period"', 'basis = "per month"', "`basis`: found .*use one of: in period"),
        ('id = "parks/1"', 'id = "Parks"', "`id`: found .*the edition"),
        ('id = "parks/1"', 'id = "pledges-return/1"', "`id`: found"),
        ("required = true", "required = false", "no required heading"),
        ('means = "Pledge ref"', 'means = "Activity"', "nothing that says of which pledge a row is"),
        ('cells = ["Parks social value"]', "cells = []", "nothing that tells this template from others"),
        ("[[tables]]", '[[tables]]\nunit = "furlongs"', r"`tables\[0\].unit`: found"),
        (
            "[[tables]]",
            '[[tables]]\nspread = [{headings = ["Q1"], quarter = 1}]',
            "a column that means Quantity as well",
        ),
        ("[[tables]]", "[[tables]]\nheading_row = 1.5", r"`tables\[0\].heading_row`"),
        ("[[tables]]", '[[tables]]\nbasis = "per week"', r"`tables\[0\].basis`: found"),
        ('basis = "in period"\n\n[recognise]', "[recognise]", None),
        ('headings = ["This time"]', 'headings = ["Promise no."]\nunder = ["Q1"]', None),
        ('headings = ["This time"]', 'headings = ["This time"]\nunder = ["()"]', "nothing to look for"),
        ('means = "Quantity"', 'means = "Period end"', "one end of the rows' periods"),
    ],
)
def test_what_a_layout_cannot_say_is_one_sentence_with_its_place(old: str, new: str, words: str | None) -> None:
    """File, path, what was found and what to do; nothing is taken as the nearest thing it could mean."""
    assert old in LAYOUT
    changed = LAYOUT.replace(old, new, 1)

    if words is None:  # the nearest thing that can be said
        assert load_layout(changed, "layouts/parks.toml").id == "parks/1"
        return
    with pytest.raises(LayoutError, match=words) as raised:
        load_layout(changed, "layouts/parks.toml")

    assert str(raised.value).startswith("layouts/parks.toml, `")


SPREAD = """
id = "parks/2"
name = "Parks, by quarter"
basis = "in period"

[recognise]
cells = ["Parks by quarter"]

[[fields]]
means = "Period start"
labels = ["From"]

[[fields]]
means = "Period end"
labels = ["To"]

[[fields]]
means = "Supplier ref"
labels = ["Firm"]

[[tables]]
unit = "weeks"

[[tables.columns]]
means = "Pledge ref"
headings = ["Promise no."]
required = true

[[tables.columns]]
means = "Evidence ref"
headings = ["Evidence"]

[[tables.spread]]
headings = ["Weeks"]
under = ["To date", "So far"]
basis = "cumulative"
required = true
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('basis = "in period"', "", "`basis`: found a table or column with a basis, and the file without"),
        ('basis = "cumulative"', "quarter = 1\nmonth = 1", "found quarter and month; keep one of them"),
        ('basis = "cumulative"', "month = 0", "count the months from 1"),
        ('basis = "cumulative"', 'basis = "so far"', r"`tables\[0\].spread\[0\].basis`: found"),
        ('under = ["To date", "So far"]', 'under = ["To date", "to date"]', "given twice"),
    ],
)
def test_what_a_layout_cannot_say_of_columns_side_by_side(old: str, new: str, words: str) -> None:
    """The same for the words of columns that stand side by side, under headings of their own."""
    assert old in SPREAD

    with pytest.raises(LayoutError, match=words):
        load_layout(SPREAD.replace(old, new, 1), "layouts/parks.toml")


def test_a_layout_of_columns_under_others_is_written_back_the_same() -> None:
    """What stands above a heading, bases, months and the columns of the rows' own period and firm are kept."""
    more = """
[[tables]]
basis = "in post"
optional = true

[[tables.columns]]
means = "Supplier ref"
headings = ["Contractor"]

[[tables.columns]]
means = "Pledge ref"
headings = ["Line"]
under = ["Promise"]
required = true

[[tables.spread]]
headings = ["April"]
month = 1
"""
    layout = load_layout(SPREAD + more, "layouts/parks.toml")

    again = load_layout(dump_layout(layout), "layouts/parks.toml")

    assert attrs.evolve(again, digest="") == attrs.evolve(layout, digest="")
    assert layout.tables[1].spread[0].step == Step(1, 1)


def test_running_totals_beside_the_basis_of_the_file_are_counted_as_such(tmp_path: Path) -> None:
    """10 weeks to date and then 25 are 25 weeks in all, though the file's other figures are of the quarter."""
    folder = write_case(tmp_path / "case")
    (folder / "layouts").mkdir()
    (folder / "layouts" / "parks.toml").write_text(SPREAD, encoding="utf-8")
    for number, (start, end, weeks) in enumerate((("04-01", "06-30", 10), ("07-01", "09-30", 25)), start=1):
        text = (
            f"Parks by quarter\nFirm,Tallow Lane Joinery Ltd\nFrom,2025-{start}\nTo,2025-{end}\n"
            f",To date,\nPromise no.,Weeks,Evidence\nZZ10,{weeks},payroll\n"
        )
        (folder / "returns" / f"q{number}.csv").write_text(text, encoding="utf-8")

    case = read_case(folder)
    position = assess(case.register, case.intake, case.rulebook, on=dt.date(2025, 9, 30), vocabulary=case.vocabulary)

    (contract,) = position.contracts
    assert {each.pledge.ref: each.counted.value for each in contract.fulfilments} == {
        "SV-9001/1": None,
        "SV-9001/2": 25,
    }


def test_the_layout_that_the_tests_above_spoil_is_a_good_one() -> None:
    """Without the slip it is read, as one of the folder's own."""
    layout = load_layout(LAYOUT, "layouts/parks.toml")

    assert (layout.id, layout.is_own, layout.fingerprint) == ("parks/1", True, ("Parks social value",))


def write_case(folder: Path) -> Path:
    """Return a case folder with a register of two promises and an empty folder of returns."""
    (folder / "register").mkdir(parents=True)
    (folder / "returns").mkdir()
    (folder / "register" / "Promises.csv").write_text(
        "Supplier,Contract ref,Start,End,What was promised,Kind,How many,Unit,Code\n"
        "Tallow Lane Joinery Ltd,SV-9001,2025-04-01,2026-03-31,Care leavers hired,job,4,people,ZZ07\n"
        "Tallow Lane Joinery Ltd,SV-9001,2025-04-01,2026-03-31,Apprentice weeks,apprenticeship,52,weeks,ZZ10\n",
        encoding="utf-8",
    )
    return folder


def test_a_return_in_a_shipped_layout_is_read_in_a_case_folder(tmp_path: Path) -> None:
    """Whoever puts such a file among the returns has nothing else to do."""
    folder = write_case(tmp_path / "case")
    shutil.copy(SAMPLES / "measure-codes-1" / "return.xlsx", folder / "returns" / "q2.xlsx")

    case = read_case(folder)

    assert [sent.layout for sent in case.intake.returns] == ["measure-codes/1"]
    assert case.intake.refused == ()


def test_a_layout_of_the_folder_is_used_and_travels_with_it(tmp_path: Path) -> None:
    """The file is not recognised until the folder says how it is read; then it is."""
    folder = write_case(tmp_path / "case")
    text = 'Parks social value,,\nFrom,2025-07-01,\nPromise no.,This time,Other\nZZ07,2,"x"\n'
    (folder / "returns" / "parks.csv").write_text(text, encoding="utf-8")
    before = read_case(folder)
    (folder / "layouts").mkdir()
    (folder / "layouts" / "parks.toml").write_text(LAYOUT, encoding="utf-8")

    after = read_case(folder)

    assert (len(before.intake.returns), len(before.intake.refused)) == (0, 1)
    (sent,) = after.intake.returns
    assert (sent.layout, [str(line.quantity) for line in sent.lines]) == ("parks/1", ["2"])
    assert [name for name, _ in sent.not_given] == ["Period end"]
    assert "heading-unknown" in {note.code for note in after.intake.findings}


def test_a_file_that_is_nearly_in_a_layout_is_told_which(tmp_path: Path) -> None:
    """Nothing is read by likeness, and a person is told where to look and which command helps."""
    folder = write_case(tmp_path / "case")
    text = "Measure code,Delivered in quarter\nZZ07,2\n"
    (folder / "returns" / "q2.csv").write_text(text, encoding="utf-8")

    case = read_case(folder)

    (note,) = [each for each in case.intake.findings if each.code == "file-not-recognised"]
    assert case.intake.returns == ()
    assert "nearest layout: measure-codes/1 (1 of its 2 headings)" in note.text


def test_two_layouts_of_the_folder_cannot_share_an_id(tmp_path: Path) -> None:
    """Which of the two is meant would be a guess."""
    folder = write_case(tmp_path / "case")
    (folder / "layouts").mkdir()
    for name in ("a.toml", "b.toml"):
        (folder / "layouts" / name).write_text(LAYOUT, encoding="utf-8")

    with pytest.raises(LayoutError, match="the id of another layout"):
        read_case(folder)


def test_a_file_that_fits_two_layouts_alike_is_read_by_neither(tmp_path: Path) -> None:
    """The finding names both."""
    folder = write_case(tmp_path / "case")
    (folder / "returns" / "parks.csv").write_text("Parks social value,\nPromise no.,This time\nZZ07,2\n", "utf-8")
    (folder / "layouts").mkdir()
    (folder / "layouts" / "a.toml").write_text(LAYOUT, encoding="utf-8")
    (folder / "layouts" / "b.toml").write_text(LAYOUT.replace("parks/1", "parks/2"), encoding="utf-8")

    case = read_case(folder)

    (note,) = [each for each in case.intake.findings if each.code == "file-not-recognised"]
    assert case.intake.returns == ()
    assert "fits the layouts parks/1 and parks/2 alike" in note.text
