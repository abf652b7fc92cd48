"""Badges kept as cases in data, in the words of those who own the rules, run through `pledges assess` on folders.

A case is a TOML file of `tests/cases/standing`: a register sheet by sheet in the headings an officer sees, returns, and
what a position on a day must say of one scheme's badge. A position may add rows to the register and have returns of its
own; `schemes` puts files into the folder's `schemes/`: their text, or a scheme of the package with `changes` made to
it; `adopt` names the schemes that the council has adopted, and `policy` has other house rules. `not_met` and `unknown`
name all criteria of a level that are; `actions` and `steps` are whole lists; `false` stands for none; `public` is what
the public register says of the supplier, by its headings, and `false` where it says nothing; `listed` what the list of
all badges says of this one.
"""

import csv
import datetime as dt
import importlib.resources
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from case_folders import assessed, workbook_of, write_folder

from pledges.cli import main
from pledges.periods import day_text

CASES = Path(__file__).parent / "cases" / "standing"
SCHEMES = importlib.resources.files("pledges").joinpath("schemes")


@attrs.frozen
class Position:
    """One thing a case asks."""

    name: str
    case: dict[str, Any]
    asked: dict[str, Any]

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of the register by sheet, those that the position adds among them."""
        own, added = self.case["register"], self.asked.get("register", {})
        return {name: [*own.get(name, ()), *added.get(name, ())] for name in {**own, **added}}


def positions() -> list[Position]:
    """Return everything that the case files ask."""
    asked = list[Position]()
    for path in sorted(CASES.glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        assert case["positions"], f"{path.name} asks nothing"
        asked += [Position(f"{path.stem}: {each['name']}", case, each) for each in case["positions"]]
    return asked


def badge_of(position: Position, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the case folder and assess it; return the badge that is asked about, and the whole assessment."""
    returns = position.asked.get("returns", position.case.get("returns", ()))
    write_folder(folder, workbook_of(position.rows()), returns)
    write_schemes(folder, [*position.case.get("schemes", ()), *position.asked.get("schemes", ())])
    adopted = position.asked.get("adopt", position.case.get("adopt", ()))
    rules = position.asked.get("policy", "") + "".join(map(adoption, adopted))
    (folder / "policy.toml").write_text(rules, encoding="utf-8")
    assessment = assessed(folder, position.asked["on"], position.asked.get("known_on"))
    scheme = position.asked.get("scheme", position.case.get("scheme", "covenant-delivery"))
    id_, _, version = scheme.partition("@")
    badges = [
        badge
        for supplier in assessment["suppliers"]
        if supplier["supplier_ref"] == position.asked.get("supplier", "S-01")
        for badge in supplier["badges"]
        if badge["scheme"] == id_ and version in {"", badge["version"]}
    ]
    (badge,) = badges
    return badge, assessment


def adoption(scheme: str) -> str:
    """Return the lines of a policy that adopt a scheme, named as `id@version` or `id@version from day`."""
    named, _, day = scheme.partition(" from ")
    id_, _, version = named.partition("@")
    return (
        f'[[adopted_schemes]]\nscheme = "{id_}"\nversion = "{version}"\nsince = {day or "2020-01-01"}\n'
        'reference = "Cabinet"\n'
    )


def write_schemes(folder: Path, schemes: list[dict[str, Any]]) -> None:
    """Write scheme files: whole texts, or schemes of the package with pieces changed wherever they stand."""
    for number, each in enumerate(schemes):
        text = each.get("text") or SCHEMES.joinpath(f"{each['of']}.toml").read_text(encoding="utf-8")
        for old, new in each.get("changes", ()):
            assert old in text, old
            text = text.replace(old, new)
        (folder / "schemes").mkdir(exist_ok=True)
        (folder / "schemes" / f"scheme-{number}.toml").write_text(text, encoding="utf-8")


def public_of(position: Position, folder: Path) -> object:
    """Return what the public register says of the supplier, False where it says nothing."""
    command = ["badges", str(folder), "--on", position.asked["on"].isoformat(), "--public", str(folder / "public.csv")]
    assert main(command) in {0, 1}
    with (folder / "public.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) <= 1
    asked = position.asked["public"]
    return {heading: rows[0][heading] for heading in asked or ()} if rows else False


def listed_of(position: Position, folder: Path) -> list[dict[str, str]]:
    """Return what the list of all badges says of the supplier's, each different row once, by the headings asked for."""
    id_ = position.asked["scheme"].partition("@")[0]
    main(["badges", str(folder), "--on", position.asked["on"].isoformat(), "--csv", str(folder / "list.csv")])
    with (folder / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Scheme"] == id_]
    told = [{heading: row[heading] for heading in position.asked["listed"]} for row in rows]
    return [row for number, row in enumerate(told) if row not in told[:number]]


def nodes_of(badge: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every criterion of every level by `level.id`."""

    def below(criteria: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [node for each in criteria for node in (each, *below(each["parts"]))]

    return {f"{level['level']}.{node['id']}": node for level in badge["levels"] for node in below(level["criteria"])}


def seen(value: object) -> object:
    """Return a value of the assessment in the words a case uses."""
    if isinstance(value, dict):
        return value["exact"]
    return False if value is None else value


def written(value: object) -> object:
    """Return what a case says as the assessment writes it."""
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("position", positions(), ids=lambda position: position.name)
def test_the_badge_is_what_the_case_says(position: Position, tmp_path: Path) -> None:
    """A badge has the outcomes, figures, standing and reasons that its case names."""
    asked = position.asked

    badge, assessment = badge_of(position, tmp_path)

    nodes = nodes_of(badge)
    outcomes = {level["level"]: level["outcome"] for level in badge["levels"]}
    of_outcome = {
        outcome: {
            level["level"]: [each["id"] for each in level["criteria"] if each["outcome"] == outcome]
            for level in badge["levels"]
        }
        for outcome in ("not met", "unknown")
    }
    found = {
        "standing": {name: seen(badge["standing"][name]) for name in asked.get("standing", ())},
        "levels": {name: outcomes[name] for name in asked.get("levels", ())},
        "criteria": {name: nodes[name]["outcome"] for name in asked.get("criteria", ())},
        "observed": {name: seen(nodes[name]["observed"]) for name in asked.get("observed", ())},
        "required": {name: seen(nodes[name]["required"]) for name in asked.get("required", ())},
        "because": {name: nodes[name]["because"] for name in asked.get("because", ())},
        "not_met": {name: of_outcome["not met"][name] for name in asked.get("not_met", ())},
        "unknown": {name: of_outcome["unknown"][name] for name in asked.get("unknown", ())},
        "missing": missing_of(badge),
        "actions": badge["standing"]["actions"],
        "steps": [
            f"{day_text(dt.date.fromisoformat(each['day']))}: {each['text']}" for each in badge["standing"]["steps"]
        ],
        "adopted": badge["adopted"],
    }
    expected = {name: asked[name] for name in found if name in asked}
    assert {name: found[name] for name in expected} == {
        name: {key: written(each) for key, each in value.items()} if isinstance(value, dict) else value
        for name, value in expected.items()
    }
    if "listed" in asked:
        assert listed_of(position, tmp_path) == [asked["listed"]]
    if "public" in asked:
        assert public_of(position, tmp_path) == asked["public"]
    assert all(node["sources"] and node["because"] for node in nodes.values())
    assert badge["digest"].startswith("sha256:")
    codes = {each["code"] for each in assessment["findings"]}
    assert set(asked.get("findings", ())) <= codes
    assert not set(asked.get("not_found", ())) & codes
    assert expected or "findings" in asked or "public" in asked


def missing_of(badge: dict[str, Any]) -> dict[str, dict[str, object]]:
    """Return what the next level is short of, by its criteria."""
    ahead = badge["next"]
    return (
        {}
        if ahead is None
        else {ahead["level"]: {each["criterion"]: seen(each["short_by"]) for each in ahead["missing"]}}
    )
