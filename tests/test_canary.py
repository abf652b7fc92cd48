"""Invented personal data stands in every place of a case folder, and nothing that is written or said passes it on."""

import contextlib
import datetime as dt
import html
import io
import itertools
import json
import logging
import re
import unicodedata
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import attrs
import pytest
from canary.failures import Failure, failures
from canary.garden import Canary, Garden
from canary.in_register import plant_in_answers, plant_in_promises, plant_in_register
from canary.in_returns import plant_in_returns

from pledges.cli import main
from pledges.files import read_case

DAY = dt.date(2026, 3, 31)
WORD = re.compile(r"[^\W_]+")
ON = ("--on", DAY.isoformat())
FIGURES = tuple(f"P-0{number}.share_of_due" for number in range(1, 10))


def planted(*plantings: Callable[[Garden], None]) -> Garden:
    """Return a folder that is read to its end."""
    made = Garden()
    for planting in plantings:
        planting(made)
    return made


GARDEN = planted(plant_in_register, plant_in_returns, plant_in_answers)
SIMPLE = planted(plant_in_promises)
CANARIES = (*GARDEN.canaries, *SIMPLE.canaries)
FAILURES = tuple(failures())


def variants(text: str) -> tuple[str, ...]:
    """Return a text as it is and with each way of writing it in code undone, without case and without hashes."""
    plain = unicodedata.normalize("NFKC", text)
    undone = (
        plain,
        html.unescape(plain),
        html.unescape(re.sub(r"<[^>]*>", "", plain)),
        urllib.parse.unquote_plus(plain),
        re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), plain),
    )
    return tuple(dict.fromkeys(re.sub(r"\b[0-9a-f]{64}\b", "", each.casefold()) for each in undone))


def numbers_in(text: str) -> Iterator[str]:
    """Yield the long numbers of a text, also those with something between their digits: 07700 900123."""
    for found in re.finditer(r"[0-9]+(?:[ ./-]{1,3}[0-9]+){0,5}", text):
        parts = re.findall(r"[0-9]+", found.group())
        joined = ("".join(parts[start:end]) for start, end in itertools.combinations(range(len(parts) + 1), 2))
        yield from (number for number in joined if len(number) >= 8)


@attrs.frozen(kw_only=True)
class Read:
    """A text ready to be searched: its variants, their words, and their numbers whatever stands between the digits."""

    name: str
    variants: tuple[str, ...]
    words: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, name: str, text: str) -> "Read":
        """Return a text ready to be searched."""
        found = variants(text)
        return cls(
            name=name,
            variants=found,
            words=frozenset(word for variant in found for word in WORD.findall(variant)),
            numbers=frozenset(number for variant in found for number in numbers_in(variant)),
        )

    def holds(self, needle: str) -> bool:
        """Return whether a needle stands here: a long number however it is spaced, anything else as whole words."""
        if re.fullmatch(r"[0-9]{8,}", needle):
            return needle in self.numbers
        wanted = unicodedata.normalize("NFKC", needle).casefold()
        if not self.words.issuperset(WORD.findall(wanted)):
            return False
        whole = re.compile(rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])")
        return any(whole.search(variant) is not None for variant in self.variants)


Texts = tuple[Read, ...]


def read(texts: Mapping[str, str]) -> Texts:
    """Return texts by their names, ready to be searched."""
    return tuple(Read.of(name, text) for name, text in texts.items())


def leaks(canary: Canary, texts: Texts) -> list[str]:
    """Return where in `texts` something of a canary is found, and what."""
    return [f"{each.name}: {needle}" for each in texts for needle in canary.needles if each.holds(needle)]


def texts_of(name: str, content: bytes) -> dict[str, str]:
    """Return everything that can be read of a file: of a workbook every part, and the names of the parts."""
    if not content.startswith(b"PK\x03\x04") or not zipfile.is_zipfile(io.BytesIO(content)):
        return {name: content.decode("utf-8", errors="replace")}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {f"{name}!{part}": package.read(part).decode("utf-8", errors="replace") for part in package.namelist()}
    return {**parts, f"{name}, its parts": "\n".join(parts)}


def written(folder: Path) -> dict[str, str]:
    """Return everything that can be read of the files in a folder, and of their names."""
    texts = dict[str, str]()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        texts[f"name of {name}"] = name
        texts |= texts_of(name, path.read_bytes())
    return texts


@contextlib.contextmanager
def heard(texts: dict[str, str], name: str) -> Iterator[None]:
    """Add to `texts` what is printed and logged meanwhile."""
    out, err, log = io.StringIO(), io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    streams = {"stdout": out, "stderr": err, "log": log}
    texts |= {f"{stream} of {name}": stream_text.getvalue() for stream, stream_text in streams.items()}


def laid_out(garden: Garden, folder: Path) -> Path:
    """Return a folder with the files of a garden."""
    for name, content in garden.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return everything that every command writes and says of the folder that holds the canaries."""
    root = tmp_path_factory.mktemp("canary")
    folder = laid_out(GARDEN, root / "case")
    case, out = str(folder), root / "out"
    texts = dict[str, str]()
    with heard(texts, "assess"):
        code = main(["assess", case, *ON, "--out", str(out)])
    assert code == 1, texts["stderr of assess"]
    with heard(texts, "assess as known"):
        main(["assess", case, *ON, "--known-on", "2025-08-01", "--out", str(out / "known")])
    with heard(texts, "assess the simple form"):
        code = main(["assess", str(laid_out(SIMPLE, root / "simple")), *ON, "--out", str(out / "simple")])
    assert code == 1, texts["stderr of assess the simple form"]
    with heard(texts, "forms"):
        main(["forms", case, "--period", "2025-07-01", "2025-09-30", "--out", str(out / "forms")])
    for ending in ("html", "csv"):
        with heard(texts, f"badges, {ending}"):
            register, table = out / f"register of badges.{ending}", out / "badges.csv"
            code = main(["badges", case, *ON, "--csv", str(table), "--public", str(register)])
        assert code != 2, texts[f"stderr of badges, {ending}"]
    with heard(texts, "letter"):
        code = main(["letter", case, "S-01", *ON, "--scheme", "covenant-delivery", "--out", str(out / "letter.html")])
    assert code == 0, texts["stderr of letter"]
    sent = sorted(str(path) for path in (folder / "returns").rglob("*") if path.is_file())
    with heard(texts, "check"):
        main(["check", *sent])
    with heard(texts, "check --json"):
        main(["check", "--json", *sent])
    with pytest.MonkeyPatch.context() as patch:
        # Reading the folder again for every figure would take a minute; what is read of it is the same.
        once = read_case(folder, out=folder / "out", on=DAY)
        patch.setattr("pledges.files.read_case", lambda *_, **__: once)
        for path, option in itertools.product(FIGURES, ((), ("--json",))):
            with heard(texts, " ".join(["why", path, *option])):
                main(["why", case, path, *ON, *option])
    return {**texts, **written(out)}


@pytest.fixture(scope="module")
def passed_on(said: Mapping[str, str]) -> Texts:
    """Return what is written and said, ready to be searched."""
    return read(said)


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.place)
def test_nothing_personal_is_passed_on(canary: Canary, passed_on: Texts) -> None:
    """No output, sentence or log of any command holds what somebody put into this place of the folder."""
    assert leaks(canary, passed_on) == []


def test_every_command_had_something_to_say(said: Mapping[str, str]) -> None:
    """The search above looks at real reports, forms and explanations."""
    long_enough = {
        name: len(text)
        for name, text in said.items()
        if name in {"report.html", "assessment.json", "findings.csv", "report.xlsx!xl/sharedStrings.xml"}
    }

    assert len(long_enough) == 4
    assert min(long_enough.values()) > 2_000
    assert "weeks" in said["stdout of why P-01.share_of_due"]
    assert any(name.startswith("forms/") for name in said)
    assert "to mend" in said["stdout of check"]
    assert "4 entries" in said["stdout of badges, html"]
    assert all("Yard 80 Ltd" in said[f"register of badges.{ending}"] for ending in ("html", "csv"))
    assert "findings" in said["stdout of check --json"]


def test_each_canary_is_in_the_folder() -> None:
    """The search above would find each canary: it finds all of them in what was put into the folder."""
    texts = dict[str, str]()
    for name, content in {**SIMPLE.files, **GARDEN.files}.items():
        decoded = {
            f"{name} as {encoding}": content.decode(encoding, errors="replace") for encoding in ("utf-8", "utf-16")
        }
        texts |= {f"name of {name}": name, **texts_of(name, content), **decoded}

    searched = read(texts)
    unseen = [canary.place for canary in CANARIES if not leaks(canary, searched)]

    assert unseen == []
    assert len(CANARIES) >= 50


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_nothing_personal_is_passed_on_where_the_work_stops(failure: Failure, tmp_path: Path) -> None:
    """What cannot be read is refused in a sentence that says nothing of what stands in it."""
    case = laid_out(failure.garden, tmp_path / "case")
    texts = dict[str, str]()

    with heard(texts, "assess"):
        code = main(["assess", str(case), *ON])

    out = case / "out"
    texts |= written(out) if out.is_dir() else {}
    assert code == 2
    assert texts["stderr of assess"].startswith("pledges: ")
    assert [found for canary in failure.garden.canaries for found in leaks(canary, read(texts))] == []


@pytest.mark.parametrize(
    "command", [("assess",), ("why", "P-01.counted"), ("forms",), ("badges",)], ids=lambda command: str(command[0])
)
def test_an_error_that_nobody_expected_is_not_quoted(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where something goes wrong inside, its kind and our line are told, never its text, which may be a cell's."""
    canary = Canary(place="an error", needles=("Scheherazade", "Vanbrugh"))
    case = laid_out(GARDEN, tmp_path / "case")
    more = ("--period", "2025-07-01", "2025-09-30") if command[0] == "forms" else ON
    texts = dict[str, str]()

    def fail(*_: object, **__: object) -> None:
        message = "invalid literal: 'Scheherazade Vanbrugh'"
        raise ValueError(message) from KeyError(message)

    monkeypatch.setattr("pledges.register.reading.vocabulary_of", fail)
    with heard(texts, command[0]):
        code = main([command[0], str(case), *command[1:], *more])

    assert code == 2
    assert "ValueError" in texts[f"stderr of {command[0]}"]
    assert leaks(canary, read(texts)) == []


@pytest.mark.parametrize(
    "leaky",
    [
        "QUILLFEATHER was late",
        "the mother of quillfeather&#39;s friend",
        "quill<b>feather</b>",
        "returns/Zebedee%20Quillfeather.xlsx",
        "returns/Zebedee+Quillfeather.xlsx",
        json.dumps({"saw": "Zoë Quillfeather"}),
        "born 14.03.2007",
        "born 14 Mar 2007",
        "serial 39155",
        "call 07700 900 123",
        "call 07700-900123",
    ],
)
def test_the_search_finds_what_leaks(leaky: str) -> None:
    """A document that passes something on is caught, in whatever way it is written."""
    garden = Garden()
    garden.plant("a name", "Zebedee Quillfeather")
    garden.plant("a telephone", "07700 900123")
    garden.plant_day("a date of birth", dt.date(2007, 3, 14))

    found = [found for canary in garden.canaries for found in leaks(canary, read({"report.html": leaky}))]

    assert found != []


def test_the_search_finds_nothing_in_a_document_that_is_clean() -> None:
    """Hashes, other days and other numbers are no leaks."""
    garden = Garden()
    garden.plant("a name", "Zebedee Quillfeather")
    garden.plant_number("a number", 40118823)
    clean = f"sha256:{'40118823' * 8} on 31 Mar 2026: 140118823 of quills and feathers"

    assert [found for canary in garden.canaries for found in leaks(canary, read({"report.html": clean}))] == []
