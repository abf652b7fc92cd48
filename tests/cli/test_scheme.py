from pathlib import Path

import pytest

from pledges.cli import main
from pledges.files.schemes import built_in_schemes

SCHEMES = Path(__file__).parents[2] / "src" / "pledges" / "schemes"
STARTER = SCHEMES / "covenant-starter-0.1.toml"


def test_a_scheme_without_anything_odd_ends_in_0(capsys: pytest.CaptureFixture[str]) -> None:
    """And says so."""
    assert main(["scheme", "lint", str(STARTER)]) == 0

    assert capsys.readouterr().out == "Covenant starter 0.1: nothing to say.\n"


def test_warnings_end_in_1_and_an_error_in_2_with_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can be understood and is odd, and what cannot be understood."""
    text = STARTER.read_text(encoding="utf-8").replace('version = "0.1"', 'version = "0.2"', 1)
    odd, wrong = tmp_path / "covenant 0.2.toml", tmp_path / "covenant 0.3.toml"
    odd.write_text(text.replace('gte = "0.75"', 'gte = "75"'), encoding="utf-8")
    wrong.write_text(text.replace('measure = "fulfilment"', 'measure = "fullfilment"'), encoding="utf-8")

    assert main(["scheme", "lint", str(odd)]) == 1
    assert "`levels[0].criteria[2].minimum[0]`: More than there can be" in capsys.readouterr().out
    assert main(["scheme", "lint", str(wrong)]) == 2
    assert "`levels[0].criteria[2].measure`: found " in capsys.readouterr().err


def test_versions_that_hold_on_one_day_are_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Given together, they are compared."""
    text = STARTER.read_text(encoding="utf-8")
    files = [tmp_path / f"covenant {number}.toml" for number in (1, 2)]
    for number, file in enumerate(files, start=1):
        dated = text.replace('version = "0.1"', f'version = "{number}"\nsince = 202{number}-04-01')
        file.write_text(dated, encoding="utf-8")

    assert main(["scheme", "lint", *map(str, files)]) == 2
    assert "give until = 2022-04-01" in capsys.readouterr().err


def test_a_shipped_scheme_is_explained_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    """Without any file; a wrong name is answered with the nearest."""
    assert main(["scheme", "explain", "covenant-starter", "--on", "1 April 2026"]) == 0
    assert capsys.readouterr().out.startswith("Covenant starter, version 0.1\n  Status: proposal.\n")

    assert main(["scheme", "explain", "covenant-startr"]) == 2
    assert "nearest known: covenant-starter@0.1" in capsys.readouterr().err


def test_a_scheme_is_written_as_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in, an HTML file out."""
    out = tmp_path / "page.html"

    assert main(["scheme", "explain", str(STARTER), "--out", str(out)]) == 0

    assert "<h1>Covenant starter, version 0.1</h1>" in out.read_text(encoding="utf-8")
    assert "page.html: Covenant starter, version 0.1." in capsys.readouterr().out


def test_a_shipped_scheme_is_copied_to_be_changed_and_nothing_is_overwritten(tmp_path: Path) -> None:
    """Comments and all; a second copy does not replace the first."""
    file = tmp_path / "ours.toml"

    assert main(["scheme", "copy", "covenant-starter@0.1", str(file)]) == 0
    assert file.read_bytes() == STARTER.read_bytes()
    assert main(["scheme", "copy", "covenant-delivery", str(file)]) == 2
    assert file.read_bytes() == STARTER.read_bytes()


def test_the_list_names_every_shipped_scheme_and_whose_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Proposals and unofficial illustrations."""
    assert main(["scheme", "list"]) == 0

    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 12
    assert all(f"{each.id}@{each.version}  {each.name}, proposal" in printed for each in built_in_schemes())
    assert sum(line.endswith(", unofficial illustration") for line in printed) == 10


def test_a_changed_copy_under_a_shipped_version_is_refused_before_anybody_is_judged_by_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under one id and version the rules never change; the copy as it came is fine."""
    copy = tmp_path / "ours.toml"
    assert main(["scheme", "copy", "covenant-starter", str(copy)]) == 0
    assert main(["scheme", "lint", str(copy)]) == 0
    copy.write_text(copy.read_text(encoding="utf-8").replace("0.75", "0.80"), encoding="utf-8")
    capsys.readouterr()

    assert main(["scheme", "lint", str(copy)]) == 2
    assert "says something else: give it a version of its own." in capsys.readouterr().err
