from pathlib import Path

import pytest

from pledges.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "soar-valley"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what `pledges badge` prints of the example, on one line."""
    assert main(["badge", str(EXAMPLE), *arguments, "--on", "2026-03-31"]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_page_of_a_supplier_tells_its_levels_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    """Each criterion with its outcome, both numbers, the reason and the cells; then what the next level lacks."""
    page = said(capsys, "S-01", "--scheme", "covenant-delivery")

    assert page.startswith("Hartley & Moss Construction Ltd (S-01) on 31 Mar 2026 Covenant delivery, version 0.1")
    assert "not met V Verified observed 33.3% (exactly 1/3); required 50%" in page
    assert "register.xlsx!Confirmations: C4" in page
    assert "What is missing for Delivering: G Categories" in page
    assert "Starter" not in page


def test_without_a_scheme_every_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """By the supplier's name as well."""
    page = said(capsys, "hartley & moss construction ltd")

    assert "Covenant delivery, version 0.1" in page
    assert "Covenant starter, version 0.1" in page


def test_a_supplier_that_is_not_there_could_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest that are."""
    assert main(["badge", str(EXAMPLE), "S-0l", "--on", "2026-03-31"]) == 2
    assert "No supplier of the register has that reference or name. Nearest:" in capsys.readouterr().err
