import datetime as dt
import os
import pathlib
import stat
import sys
import tomllib
from typing import Any

import openpyxl
import pytest
from case_folders import assessed

from pledges.cli import main
from pledges.forms.starter import FULL_NAME, KEYED_NAME

OF_THE_FORM = {"source", "derived_ref", "explanation"}
"""What an assessment tells of how a register is written: years side by side are milestones in the full form."""


def names(folder: pathlib.Path) -> set[str]:
    """Return what lies in a folder."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["case", "O'Neill & Sons 100%", "Dŵr 🌳/2025"])
def test_a_new_folder_has_everything_and_says_what_comes_next(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Register, returns, keyed sheet, policy and the files to double-click, and three steps to take."""
    folder = tmp_path / name

    code = main(["new", str(folder), "--authority", "Soar Valley Council"])

    shown = capsys.readouterr().out
    assert code == 0
    assert names(folder) == {
        "register.xlsx", "returns", KEYED_NAME, "policy.toml", "Assess this folder.bat", "Assess this folder.command",
    }  # fmt: skip
    assert list((folder / "returns").iterdir()) == []
    assert tomllib.loads((folder / "policy.toml").read_text(encoding="utf-8"))["authority"] == "Soar Valley Council"
    assert all(f"\n  {step}. " in shown for step in (1, 2, 3))
    assert f'pledges assess "{folder}"' in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_launcher_for_unix_can_be_run(tmp_path: pathlib.Path) -> None:
    """A Mac runs a .command file by a double click only if it may be executed."""
    main(["new", str(tmp_path / "case")])

    runnable = {
        path.name for path in (tmp_path / "case").iterdir() if path.is_file() and path.stat().st_mode & stat.S_IXUSR
    }

    assert runnable == {"Assess this folder.command"}


def test_the_launchers_first_try_the_python_that_made_them(tmp_path: pathlib.Path) -> None:
    """The folder works on the machine it was made on, whether or not pledges is on the path."""
    main(["new", str(tmp_path / "case")])

    launcher = (tmp_path / "case" / "Assess this folder.command").read_text(encoding="utf-8")

    assert sys.executable in launcher


@pytest.mark.parametrize("register", ["register.xlsx", "register"])
def test_a_folder_with_a_register_is_left_as_it_is(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], register: str
) -> None:
    """An officer's work is never overwritten: one sentence and exit code 2."""
    if register == "register":
        (tmp_path / register).mkdir()
    else:
        (tmp_path / register).write_bytes(b"my work")

    code = main(["new", str(tmp_path)])

    assert code == 2
    assert capsys.readouterr().err == (
        "pledges: The folder has a register already and was left as it is."
        " Give another folder, or move the register away.\n"
    )
    assert names(tmp_path) == {register}


def test_what_is_there_already_is_kept_and_named(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sixty returns and a policy in a folder without a register: the rest is added around them."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "q1.xlsx").write_bytes(b"sent")
    (tmp_path / "policy.toml").write_bytes(b"# mine")

    code = main(["new", str(tmp_path)])

    assert code == 0
    assert (tmp_path / "policy.toml").read_bytes() == b"# mine"
    assert (tmp_path / "returns" / "q1.xlsx").read_bytes() == b"sent"
    assert (tmp_path / "register.xlsx").exists()
    assert capsys.readouterr().out.count("was there already and was left as it is") == 2


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`pledges new register.xlsx` is a slip, and nothing is lost by it."""
    place = tmp_path / "case"
    place.write_bytes(b"mine")

    code = main(["new", str(place)])

    assert code == 2
    assert capsys.readouterr().err == ("pledges: A file of that name is there already. Give the folder another name.\n")
    assert place.read_bytes() == b"mine"


def test_a_folder_made_twice_is_the_same_twice(tmp_path: pathlib.Path) -> None:
    """Two starters are identical byte for byte."""
    for name in ("one", "two"):
        main(["new", str(tmp_path / name)])

    contents = [
        {path.name: path.read_bytes() for path in sorted((tmp_path / name).iterdir()) if path.is_file()}
        for name in ("one", "two")
    ]

    assert contents[0] == contents[1]
    assert os.fspath(tmp_path).encode() not in b"".join(contents[0].values())


def simple_register(folder: pathlib.Path, **changed: Any) -> None:
    """Make a case folder whose simple register has two promises: one per £1m, and one year by year."""
    main(["new", str(folder), "--authority", "Soar Valley Council"])
    book = openpyxl.load_workbook(folder / "register.xlsx")
    sheet = book["Promises"]
    headings = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
    years = ["Year 1", "Year 2"]
    for column, heading in enumerate(years, start=len(headings) + 1):
        sheet.cell(1, column, heading)
    contract = {
        "Contract title": "Parks", "Buyer": "Soar Valley", "Start": dt.date(2026, 4, 1), "End": dt.date(2028, 3, 31),
        "Value (GBP)": 3_700_000, "Returns every": "quarter", "Returns due within (days)": 30,
    }  # fmt: skip
    whose = {"Supplier": "Brightwater Grounds", "Contract ref": "C-001"}
    promises: list[dict[str, Any]] = [
        {"What was promised": "Apprentices", "Kind": "apprenticeship", "How many": 1, "Unit": "people", "Per": "£1m",
         "Code": "NT4a; X2", "Contractual": "yes", **contract},
        {"What was promised": "Weeks", "Kind": "placement", "Unit": "weeks", "Year 1": 10, "Year 2": 20},
    ]  # fmt: skip
    for row, promise in enumerate(promises, start=2):
        for heading, value in (whose | promise | changed).items():
            sheet.cell(row, [*headings, *years].index(heading) + 1, value)
    book.save(folder / "register.xlsx")


def test_a_full_register_is_empty_and_says_where_to_begin(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --full the register has a sheet for each kind of thing, explained on its first one."""
    folder = tmp_path / "case"

    code = main(["new", str(folder), "--full", "--authority", "Soar Valley Council"])

    book = openpyxl.load_workbook(folder / "register.xlsx")
    assert code == 0
    assert "fill in the sheets Suppliers, Contracts and Pledges" in capsys.readouterr().out
    assert book.sheetnames[:4] == ["How to use", "Suppliers", "Contracts", "Parties"]
    assert str(book["How to use"]["A1"].value).endswith("Soar Valley Council")


def test_a_simple_register_in_the_full_form_comes_to_the_same(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever outgrows the simple form loses nothing: every figure is what it was, the old file too."""
    simple_register(tmp_path)
    register, full = tmp_path / "register.xlsx", tmp_path / FULL_NAME
    content, before = register.read_bytes(), figures(tmp_path)

    code = main(["new", str(tmp_path), "--full"])

    shown = capsys.readouterr().out
    assert (code, register.read_bytes()) == (0, content)
    assert f"{FULL_NAME}  2 promises of register.xlsx, in the full form" in shown
    assert "Soar Valley Council" in str(openpyxl.load_workbook(full)["How to use"]["A1"].value)
    full.replace(register)
    assert figures(tmp_path) == before
    assert [each["target"]["exact"] for each in before] == ["37/10", "30"]


def figures(folder: pathlib.Path) -> list[dict[str, Any]]:
    """Return what is said of each promise, but for the cells it was read from."""
    contracts = assessed(folder, dt.date(2027, 9, 30))["contracts"]
    return [without_cells(pledge) for contract in contracts for pledge in contract["pledges"]]


def without_cells(told: Any) -> Any:
    """Return what was told without the cells it stands in, and whether its reference was made from them."""
    if isinstance(told, dict):
        return {name: without_cells(value) for name, value in told.items() if name not in OF_THE_FORM}
    return [without_cells(each) for each in told] if isinstance(told, list) else told


def test_a_register_that_asks_something_is_not_written_anew(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell that cannot be read would be a blank in the full form, and a blank means something."""
    simple_register(tmp_path, Start="next spring")

    code = main(["new", str(tmp_path), "--full"])

    assert code == 2
    assert "to mend first, so that nothing of it is lost: run  pledges lint" in capsys.readouterr().err
    assert not (tmp_path / FULL_NAME).exists()


def test_a_register_in_the_full_form_stays_as_it_is(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to widen, and a second --full does not replace what the first one made."""
    main(["new", str(tmp_path / "full"), "--full"])
    simple_register(tmp_path / "simple")
    main(["new", str(tmp_path / "simple"), "--full"])
    capsys.readouterr()

    codes = [main(["new", str(tmp_path / name), "--full"]) for name in ("full", "simple")]

    assert codes == [2, 2]
    assert capsys.readouterr().err.splitlines() == [
        "pledges: register.xlsx is in the full form already and was left as it is.",
        f"pledges: {FULL_NAME} is there already and was left as it is; nothing was written.",
    ]


def test_what_no_figure_rests_on_is_carried_over_and_what_is_not_read_is_named(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reasons, roles and evidence of the council's own sheets stay; a column that is not read is told."""
    simple_register(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    book["Promises"]["U1"], book["Promises"]["U2"] = "Cap per person", "104 weeks"
    book["Promises"]["V1"], book["Promises"]["V2"] = "My own", "x"
    kept: dict[str, dict[str, Any]] = {
        "Returns received": {"File": "q1.xlsx", "Status": "rejected", "Reason": "sent twice", "By (role)": "officer"},
        "Facts": {
            "Supplier ref": "Brightwater Grounds", "Fact": "uk_workforce", "Value": 120, "As at": dt.date(2026, 4, 1),
            "Evidence ref": "letter 7", "Evidence grade": "documented",
        },
    }  # fmt: skip
    for name, row in kept.items():
        headings = [str(cell.value).removesuffix(" *") for cell in book[name][1]]
        for heading, value in row.items():
            book[name].cell(2, headings.index(heading) + 1, value)
    book.save(tmp_path / "register.xlsx")
    capsys.readouterr()

    code = main(["new", str(tmp_path), "--full"])

    shown, full = capsys.readouterr().out, openpyxl.load_workbook(tmp_path / FULL_NAME)
    words = {str(cell.value) for name in kept for row in full[name].iter_rows() for cell in row}
    assert code == 0
    assert {"sent twice", "officer", "letter 7", "documented"} <= words
    assert "register.xlsx!Promises!U1: no column of Promises; type it into the new register" in shown
    assert "register.xlsx!Promises!V1: a heading of your own" in shown


def test_a_number_that_is_asked_about_and_read_as_it_stands_stops_nobody(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A small value beside Per £1m may be meant: it is in the full form as it is in the simple one."""
    simple_register(tmp_path, **{"Value (GBP)": 3_700})
    assert main(["lint", str(tmp_path)]) == 1
    assert "3,700" in capsys.readouterr().out

    code = main(["new", str(tmp_path), "--full"])

    assert code == 0
    assert openpyxl.load_workbook(tmp_path / FULL_NAME)["Contracts"]["F2"].value == 3_700


def test_words_are_carried_over_to_their_own_row_whatever_stands_above_it(tmp_path: pathlib.Path) -> None:
    """A row that is passed over, such as one of notes, moves no reason to another return, and loses none."""
    simple_register(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    sheet = book["Returns received"]
    headings = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
    for row, (file, reason) in {2: ("q1.xlsx", "sent twice"), 4: ("q2.xlsx", ""), 5: ("q3.xlsx", "torn")}.items():
        given = {"File": file, "Status": "rejected" if reason else "accepted", "Reason": reason or None}
        for heading, value in given.items():
            sheet.cell(row, headings.index(heading) + 1, value)
    book.save(tmp_path / "register.xlsx")

    main(["new", str(tmp_path), "--full"])

    rows = openpyxl.load_workbook(tmp_path / FULL_NAME)["Returns received"].iter_rows(min_row=2, max_row=4)
    assert [(row[0].value, row[8].value) for row in rows] == [
        ("q1.xlsx", "sent twice"), ("q2.xlsx", None), ("q3.xlsx", "torn"),
    ]  # fmt: skip
