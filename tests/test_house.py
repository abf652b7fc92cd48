import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from exploring import USUAL
from hypothesis import settings

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What tasks.py, the tools and pledges itself make, and git's own folder: no part of the tree.
NOT_OURS = {".git", ".venv", ".hypothesis", "__pycache__", "build", "dist", "out"}
OUTER_ROOMS = {"__main__", "cli", "files", "forms", "reports", "sheets"}


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file of the tree, by its path from the root, with its content."""
    for path in sorted(ROOT.rglob("*")):
        name = path.relative_to(ROOT)
        is_ours = NOT_OURS.isdisjoint(name.parts) and not any(part.endswith("_cache") for part in name.parts)
        if is_ours and path.is_file() and path.suffix not in {".xlsx", ".png"}:
            yield name, path.read_bytes().decode("utf-8", errors="replace")


def contract(identifier: str) -> dict[str, list[str]]:
    """Return one of import-linter's contracts."""
    return next(each for each in PYPROJECT["tool"]["importlinter"]["contracts"] if each["id"] == identifier)


def test_the_dev_extra_and_the_dev_group_are_one_list() -> None:
    """Older pips know only extras, newer tools use groups: both install the same."""
    extra = PYPROJECT["project"]["optional-dependencies"]["dev"]
    group = PYPROJECT["dependency-groups"]["dev"]

    assert extra == group


def test_a_usual_run_leaves_nothing_to_chance_and_exploring_does() -> None:
    """The same tree passes or fails each time; whoever explores draws twenty times as many examples, other ones."""
    usual, exploring = settings.get_profile("house"), settings.get_profile("explore")

    assert (usual.derandomize, exploring.derandomize) == (True, False)
    assert (usual.max_examples, exploring.max_examples) == (USUAL, 20 * USUAL)


def test_every_property_is_tried_more_often_by_whoever_explores() -> None:
    """How many examples a property draws is written as `examples(…)`, which the profile multiplies."""
    found = [
        f"{path}: {line.strip()}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"max_examples=(?!examples\()", line)
    ]

    assert [each for each in found if "tests/test_house.py" not in each] == []


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_pin_is_exact_and_carries_a_hash(name: str) -> None:
    """A pin names one version and at least one sha256, and nothing says where to fetch it."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    without_comments = re.sub(r"#.*", "", text).replace("\\\n", " ")

    pins = [line.strip() for line in without_comments.splitlines() if line.strip()]

    assert "http" not in text
    assert "--index-url" not in text
    assert pins
    assert [pin for pin in pins if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}\b", pin)] == []


def test_the_dev_pins_hold_every_run_time_pin_as_it_stands() -> None:
    """What is tested is what people run, version for version."""
    runtime, dev = (
        set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("runtime.txt", "dev.txt")
    )

    assert runtime <= dev


def test_every_requirement_is_pinned() -> None:
    """A dependency added to pyproject.toml without `tasks.py lock` would be missing on a fresh machine."""
    asked = {
        "runtime": [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"]],
        "dev": [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]],
    }

    unpinned = [
        (name, requirement)
        for name, requirements in asked.items()
        for requirement in requirements
        if f"\n{re.split('[<>=~!; ]', requirement)[0].lower()}=="
        not in "\n" + (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    ]

    assert unpinned == []


def test_every_dependency_has_its_reason_in_the_docs() -> None:
    """docs/dependencies.md has one line for each package that we ask for."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    asked = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]

    missing = [name for name in (re.split("[<>=]", each)[0] for each in asked) if f"| {name} |" not in text]

    assert missing == []


def test_every_exception_to_ruff_has_its_reason_beside_it() -> None:
    """Each code that is ignored stands on a line of its own, followed by a comment that says why."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    ignored = [line for line in lines if re.match(r'\s+"[A-Z]+[0-9]+",', line)]
    lint = PYPROJECT["tool"]["ruff"]["lint"]
    count = len(lint["ignore"]) + sum(len(codes) for codes in lint["per-file-ignores"].values())

    without_reason = [line for line in ignored if not re.search(r'",\s+# \w.{10,}', line)]

    assert without_reason == []
    assert len(ignored) == count


def test_every_room_is_a_layer_and_every_room_but_the_outer_ones_is_pure() -> None:
    """A new room cannot slip past the rule that pure rooms read no files, clock or formats."""
    layers = {room for layer in contract("layers")["layers"] for room in layer.split(" | ")}
    pure = {module.removeprefix("pledges.") for module in contract("pure")["source_modules"]}

    assert pure == layers - OUTER_ROOMS


def test_no_file_names_an_address_of_a_package_registry() -> None:
    """Pins are hashes: where packages come from is each machine's own setting."""
    addresses = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "npmjs" + ".com"]

    naming = [str(name) for name, text in texts() if any(address in text for address in addresses)]

    assert naming == []


def test_no_file_leaves_work_for_later_in_a_note() -> None:
    """What is left to do is an issue, not a comment."""
    notes = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME"]) + r")\b")

    leaving = [str(name) for name, text in texts() if notes.search(text)]

    assert leaving == []
