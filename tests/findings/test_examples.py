import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from example_cases import Example, findings_of, linted

from pledges.exceptions import UnreadableFileError
from pledges.files.returned import ReturnReader, reader
from pledges.files.workers import Answer, Parcel, Workers
from pledges.findings import CATALOGUE

JARGON = re.compile(
    r"\b(fingerprint|pars\w+|null|none type|regex\w*|token\w*|string|boolean|integer|float|schema|hash|digest|encod\w+"
    r"|delimiter|exception|traceback|invalid|valid\w*|map(?:s|ped|ping)?|evaluat\w+|suppress\w*|denominator|layout)\b",
    re.IGNORECASE,
)

BEFORE_A_CONTRACT = "lint-"
"""How the codes begin that `pledges lint` alone asks, and no assessment."""

EXAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    code: both
    for path in sorted((Path(__file__).parent / "examples").glob("*.toml"))
    for code, both in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


class InThisProcess(Workers):
    """The pool's job done here: two hundred small cases would spend their time on starting workers."""

    def answers(
        self,
        parcels: Sequence[Parcel],
        terms: object,
        *,
        on_progress: object = None,  # noqa: ARG002 - the pool's signature
    ) -> tuple[Answer, ...]:
        """Return the answer to each parcel, in their order."""
        read = reader(terms)
        return tuple(_answer(read, parcel) for parcel in parcels)

    def start(self) -> None:
        """Start nothing."""


def _answer(read: ReturnReader, parcel: Parcel) -> Answer:
    try:
        return Answer(data=read.read(parcel.name, parcel.content))
    except UnreadableFileError as error:
        return Answer(refusal=error.reason, message=str(error))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.files.case.Workers", InThisProcess)


def test_every_kind_of_finding_has_an_example_that_makes_it_and_one_that_does_not() -> None:
    """No code without both, none for a code that the catalogue does not have, and each says in words what it is."""
    missing = [code for code in CATALOGUE if set(EXAMPLES.get(code, {})) != {"made_by", "not_by"}]

    assert missing == []
    assert set(EXAMPLES) == set(CATALOGUE)
    assert all(each["say"].endswith(".") for both in EXAMPLES.values() for each in both.values())


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_finding_is_written_in_plain_english(code: str) -> None:
    """No word of the trade of programming, every sentence ends, and every finding says what to do, if only nothing."""
    kind = CATALOGUE[code]
    said = re.sub(r"`[^`]*`", "", f"{kind.text} {kind.why} {kind.fix}")  # a command is named by its own name

    assert JARGON.findall(said) == []
    assert [each for each in (kind.text, kind.why, kind.fix) if not each.rstrip().endswith((".", "}"))] == []


def test_the_small_case_itself_has_nothing_to_settle(tmp_path: Path) -> None:
    """What the examples change is clean, so that what is found comes from the change."""
    found = findings_of(Example(say="Nothing is changed."), tmp_path)

    assert [str(each) for each in found if each.needs_a_person] == []


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_an_example_makes_the_finding_and_its_neighbour_does_not(code: str, tmp_path: Path) -> None:
    """The catalogue's example makes the finding; the nearest honest thing, read the same way, does not."""
    made_by, not_by = (Example(**EXAMPLES[code][which]) for which in ("made_by", "not_by"))
    folders = tmp_path / "made", tmp_path / "not"
    for folder in folders:
        folder.mkdir()

    asked = linted if code.startswith(BEFORE_A_CONTRACT) else findings_of
    made, others = asked(made_by, folders[0]), asked(not_by, folders[1])

    def of_the_code(found: tuple[Any, ...], about: str) -> list[str]:
        return [str(each) for each in found if each.code == code and about in each.text]

    assert of_the_code(made, made_by.about), [str(each) for each in made]
    assert of_the_code(others, not_by.about) == []
