import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from pledges.audience import Audience
from pledges.findings import CATALOGUE, words_of
from pledges.forms.columns import DELIVERY, KEYED

ROOT = Path(__file__).parent.parent


def generator() -> ModuleType:
    """Return docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["findings.md", "commands.md"])
def test_the_generated_pages_are_true(page: str) -> None:
    """A page of the reference says what the code says; `python docs/generate.py` writes it anew."""
    expected = generator().PAGES[page]()

    assert (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8") == expected


def test_every_kind_of_finding_is_made_somewhere() -> None:
    """The catalogue has no code that nothing makes."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py") if path.name != "findings.py"
    )

    assert [code for code in CATALOGUE if f'"{code}"' not in source] == []


def test_no_kind_of_finding_takes_a_word_it_does_not_need() -> None:
    """Every kind says what was found, why it matters and what to do, and its code is its own."""
    for code, kind in CATALOGUE.items():
        assert kind.code == code
        assert kind.text.strip()
        assert kind.why.strip()
        assert kind.fix.strip()
        assert all(re.fullmatch("[a-z_]+", word) for word in words_of(kind))
        assert isinstance(kind.audience, Audience)


def test_every_link_between_the_pages_leads_somewhere() -> None:
    """The README and the docs link only to files that are there."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]

    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_formats_page_names_every_column_that_forms_have() -> None:
    """What a supplier or an officer fills in is on the page of formats."""
    page = (ROOT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")

    assert [column.heading for column in (*DELIVERY, *KEYED) if column.heading.rstrip("*") not in page] == []


def test_the_python_of_the_readme_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines that embed the library in a host print the position of the example."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0]

    exec(compile(code.replace("examples/", f"{(ROOT / 'examples').as_posix()}/"), "README.md", "exec"), {})  # noqa: S102

    printed = capsys.readouterr().out.splitlines()
    assert len(code.splitlines()) <= 12
    assert len(printed) > 20
    assert all(len(line.split()) >= 4 for line in printed)


def test_the_python_of_the_how_to_embeds_without_any_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A host builds a register from its own data and gets the position that the page prints."""
    page = (ROOT / "docs" / "how-to" / "embed.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)[0]

    exec(compile(code, "embed.md", "exec"), {})  # noqa: S102

    assert capsys.readouterr().out == "78 3/4 Requires improvement\n"
    assert code.splitlines()[-1].endswith("# 78 3/4 Requires improvement")
