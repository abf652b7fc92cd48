import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pledges.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "soar-valley"
ON = ("--on", "2026-03-31")


def letter(folder: Path, supplier: str, *arguments: str) -> str:
    """Return what the letter to a supplier of the folder says, without its marks."""
    file = folder / "letter.html"
    assert main(["letter", str(folder), supplier, *ON, "--out", str(file), *arguments]) == 0
    page = file.read_text(encoding="utf-8").partition("</style>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&amp;", "&").split())


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example's folder."""
    return shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("letter") / "case")


def heard(folder: Path, example: Path, invited: int, answered: int) -> Path:
    """Return a copy of the example in which so many young people answered about S-01."""
    shutil.copytree(example, folder)
    (folder / "answers").mkdir()
    (folder / "answers" / "Events.csv").write_text(
        "Date,Supplier ref,Event,Detail\n"
        f"2026-02-02,S-01,feedback,invited={invited}; answered={answered}; as promised={answered}\n",
        encoding="utf-8",
    )
    return folder


def test_a_letter_says_what_is_decided_why_what_would_change_it_and_how_to_appeal(example: Path) -> None:
    """In this order, in sentences."""
    told = letter(example, "S-04", "--scheme", "covenant-delivery")

    order = [
        "Pennant Row Facilities plc S-04 Soar Valley Borough Council 31 Mar 2026",
        "This is not a decision. The council has not adopted this scheme",
        "No level is held. Committed is not reached yet.",
        "Why, and what would change it Of what Committed asks, this is met:",
        "This is not met: Live pledges.",
        "Make 2 further promises, one of them in another category, with a quantity and a last day between",
        "This is not known: Statement signed.",
        "Have the statement signed by somebody at director level, and tell us who in which role.",
        "If you disagree You can appeal: write to us by 16 Apr 2026, 10 working days from today",
        "The answer comes in writing within 21 days, and it is final.",
        "With kind regards, Soar Valley Borough Council",
    ]
    places = [told.find(part) for part in order]
    assert -1 not in places, [part for part, place in zip(order, places, strict=True) if place == -1]
    assert places == sorted(places)


def test_a_letter_about_an_adopted_scheme_is_a_decision(example: Path) -> None:
    """It is the one that is written where no scheme is named."""
    told = letter(example, "Hartley & Moss Construction Ltd")

    assert "Covenant starter: where your badge stands" in told
    assert "This is not a decision" not in told


def test_nothing_in_a_letter_is_about_another_firm(example: Path) -> None:
    """Neither its name nor a reference of its promises and contracts."""
    book = load_workbook(example / "register.xlsx", read_only=True)
    own = {"S-01": {"S-01"}, "S-02": {"S-02"}, "S-03": {"S-03"}, "S-04": {"S-04"}, "S-05": {"S-05"}}
    for row in book["Suppliers"].iter_rows(min_row=2, values_only=True):
        if str(row[0]) in own:
            own[str(row[0])].add(str(row[1]))
    for row in book["Pledges"].iter_rows(min_row=2, values_only=True):
        if str(row[1]) in own:
            own[str(row[1])] |= {str(row[0]), str(row[2])}

    for supplier, names in own.items():
        told = letter(example, supplier, "--scheme", "covenant-delivery")
        others = {name for other, several in own.items() if other != supplier for name in several} - names
        assert [name for name in sorted(others) if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)] == []


def test_nothing_in_a_letter_rests_on_the_answers_of_fewer_than_five_young_people(
    example: Path, tmp_path: Path
) -> None:
    """Whether none of ten answered, or four did, the letter is the same; five may be told of."""
    none, four, five = (
        letter(heard(tmp_path / str(answered), example, 10, answered), "S-01", "--scheme", "covenant-delivery")
        for answered in (0, 4, 5)
    )

    assert none == four
    assert "Here that concerns: Verified and Voice." in none
    assert "Voice" in five
    assert "Here that concerns" not in five


def test_a_letter_is_written_into_the_outputs_under_the_supplier_s_reference(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says where."""
    code = main(["letter", str(example), "S-02", *ON])

    file = example / "out" / "letter-S-02-covenant-starter.html"
    assert code == 0
    assert capsys.readouterr().out == f"The letter is {file}\n"
    assert file.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("S-99",), "No supplier of the register has that reference or name. Nearest: "),
        (("S-01", "--scheme", "gold"), "No scheme of that id speaks on the day. Those that do: covenant-delivery"),
    ],
)
def test_a_letter_to_nobody_is_one_sentence(
    arguments: tuple[str, ...], says: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the nearest names."""
    code = main(["letter", str(example), *arguments, *ON])

    assert code == 2
    assert says in capsys.readouterr().err


def test_where_two_schemes_are_adopted_one_has_to_be_named(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter is about one badge."""
    folder = shutil.copytree(example, tmp_path / "case")
    with (folder / "policy.toml").open("a", encoding="utf-8") as policy:
        policy.write(
            '\n[[adopted_schemes]]\nscheme = "covenant-delivery"\nversion = "0.1"\n'
            'since = 2025-04-01\nreference = "minute 42"\n'
        )

    code = main(["letter", str(folder), "S-01", *ON])

    assert code == 2
    assert "give one of covenant-delivery, covenant-starter" in capsys.readouterr().err


def test_a_letter_is_by_the_version_that_is_adopted(example: Path, tmp_path: Path) -> None:
    """Also where the supplier holds a level under the version before it."""
    folder = shutil.copytree(example, tmp_path / "case")
    (folder / "schemes").mkdir()
    assert main(["scheme", "copy", "covenant-delivery", str(folder / "schemes" / "ours.toml")]) == 0
    text = (folder / "schemes" / "ours.toml").read_text(encoding="utf-8")
    newer = text.replace('version = "0.1"', 'version = "0.2"\nsince = 2026-03-01', 1)
    (folder / "schemes" / "ours.toml").write_text(newer, encoding="utf-8")
    with (folder / "policy.toml").open("a", encoding="utf-8") as policy:
        policy.write(
            '\n[[adopted_schemes]]\nscheme = "covenant-delivery"\nversion = "0.2"\n'
            'since = 2026-03-01\nreference = "minute 42"\n'
        )

    told = letter(folder, "S-03", "--scheme", "covenant-delivery")

    assert "by the rules of Covenant delivery, version 0.2" in told
    assert "This is not a decision" not in told


def test_a_letter_says_by_when_a_renewal_must_be_lodged(example: Path) -> None:
    """Nobody loses a badge for want of a day that the council knows."""
    told = letter(example, "S-03", "--scheme", "covenant-delivery")

    assert "Committed ends on 30 Apr 2026: its renewal must be lodged by then, or there is no grace." in told
