import csv
import shutil
from pathlib import Path

import pytest

from pledges.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "soar-valley"


def listed(capsys: pytest.CaptureFixture[str], *arguments: str, on: str = "2026-03-31") -> tuple[int, str]:
    """Return the exit code of `pledges badges` on the example, and what it prints."""
    code = main(["badges", str(EXAMPLE), "--on", on, *arguments])
    return code, capsys.readouterr().out


def test_the_list_has_every_supplier_with_its_level_and_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    """Level, status and days stand in columns, and below them what is to do by when."""
    code, out = listed(capsys, "--scheme", "covenant-delivery")

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 1
    assert lines[:4] == [
        "Badges on 31 Mar 2026: 7 suppliers",
        "",
        "Covenant delivery, version 0.1, illustrative: scheme not adopted",
        "Supplier Level Status From Until",
    ]
    start = lines.index("Tallow Lane Catering CIC (S-03) Committed in force 1 May 2025 30 Apr 2026")
    assert lines[start + 1 : start + 4] == [
        "Now: Delivering: its criteria are met, and it waits for the coordinator's sign-off.",
        "By 30 Apr 2026: Committed ends on 30 Apr 2026: its renewal must be lodged by then, or there is no grace.",
        "Remind the supplier on 31 Mar 2026 and 23 Apr 2026.",
    ]
    assert sum("(S-0" in line for line in lines) == 7


def test_a_level_that_ended_says_when(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to remember what was held."""
    _, out = listed(capsys, "--scheme", "covenant-delivery", on="2026-06-10")

    assert "(S-01)     –      expired  1 Jun 2025  31 May 2026" in out
    assert "No level is held: Committed ended on 31 May 2026." in out
    assert "By 15 Jun 2026: Committed: the listing must be taken off websites and stationery." in out


def test_where_nothing_waits_the_exit_code_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reminder that is weeks away needs nobody today."""
    monkeypatch.setattr("pledges.reports.badge_list.needs_a_person", lambda *_: False)

    code, _ = listed(capsys)

    assert code == 0


def test_the_list_is_written_as_csv_with_a_row_for_each_thing_that_is_due(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Days are ISO, and a supplier for which nothing is due has its row as well."""
    _, out = listed(capsys, "--csv", str(tmp_path / "badges.csv"))

    with (tmp_path / "badges.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    of_s03 = [row for row in rows if (row["Supplier ref"], row["Scheme"]) == ("S-03", "covenant-delivery")]
    assert [(row["Due by"], row["What is due"]) for row in of_s03] == [
        ("now", "decision"), ("2026-03-31", "reminder"), ("2026-04-23", "reminder"), ("2026-04-30", "term ends"),
    ]  # fmt: skip
    assert {row["Supplier ref"] for row in rows} == {f"S-0{number}" for number in range(1, 8)}
    assert (of_s03[0]["Level"], of_s03[0]["Adopted"]) == ("Committed", "illustrative: scheme not adopted")
    assert f"The list is {tmp_path / 'badges.csv'}" in out


def test_of_a_scheme_that_nobody_holds_and_that_is_not_adopted_only_the_name_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A proposal of the package is no news; asked for, it is told."""
    folder = tmp_path / "case"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("returns", "expected"))
    (folder / "policy.toml").unlink()

    main(["badges", str(folder), "--on", "2026-03-31"])
    of_all = capsys.readouterr().out
    main(["badges", str(folder), "--on", "2026-03-31", "--scheme", "covenant-starter"])
    of_one = capsys.readouterr().out

    unheard = "Covenant starter: not adopted, and nobody holds a level of it (--scheme covenant-starter shows it)."
    assert unheard in of_all
    assert "Covenant starter, version 0.1, illustrative: scheme not adopted" in of_one


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--public", "register.pdf"), "the register of badges is written as .html or .csv"),
        (("--scheme", "covenant"), "those that do: covenant-delivery, covenant-starter"),
    ],
)
def test_what_is_asked_wrongly_could_not_run(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says what can be asked, and nothing is written."""
    code = main(["badges", str(EXAMPLE), "--on", "2026-03-31", *arguments])

    assert code == 2
    assert sentence in " ".join(capsys.readouterr().err.split())
    assert not Path("register.pdf").exists()
