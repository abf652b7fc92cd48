"""Two hundred scheme files with one thing wrong in each: one clear error with its path, and never a scheme."""

from __future__ import annotations

import copy
import datetime as dt
import importlib.resources
import random
import re
import tomllib
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pledges.exceptions import SchemeError
from pledges.files.schemes import check_versions, load_scheme
from pledges.files.toml_text import text_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Table = dict[str, Any]
HOW_MANY = 200
FILE = "bad.toml"


def shipped() -> list[Table]:
    """Return every shipped scheme as tables."""
    root = importlib.resources.files("pledges").joinpath("schemes")
    files = [*root.iterdir(), *root.joinpath("illustrations").iterdir()]
    texts = [file.read_text(encoding="utf-8") for file in sorted(files, key=str) if file.name.endswith(".toml")]
    return [tomllib.loads(text) for text in texts]


def literal(value: object) -> str:
    """Return a value as TOML on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return f"{{ {', '.join(f'{name} = {literal(each)}' for name, each in value.items())} }}"
        case list():
            return f"[{', '.join(literal(each) for each in value)}]"
        case dt.date():
            return value.isoformat()
        case str():
            return text_literal(value)
        case _:
            return str(value)


def written(table: Table) -> str:
    """Return a scheme's tables as text."""
    return "".join(f"{name} = {literal(value)}\n" for name, value in table.items())


def criteria_of(table: Table) -> Iterator[Table]:
    """Yield every criterion and part."""
    waiting = [each for level in table["levels"] for each in level["criteria"]]
    while waiting:
        yield (first := waiting.pop(0))
        waiting += first.get("parts", [])


def thresholds_of(table: Table) -> list[Table]:
    """Return every dated value of every criterion."""
    return [
        value
        for each in criteria_of(table)
        for dated in each.values()
        if isinstance(dated, list)
        for value in dated
        if isinstance(value, dict) and "since" in value
    ]


def number_of(value: Table) -> str:
    """Return the key under which a dated value has its number."""
    return next(key for key in value if key in {"value", "gte", "gt", "lte", "lt", "gt_or_gte", "lt_or_lte"})


@attrs.frozen
class Corruption:
    """One way to spoil a scheme, and whether it can be done to it."""

    name: str
    spoil: Callable[[Table, random.Random], bool]


def missing_key(table: Table, chance: random.Random) -> bool:
    """Take a key away that cannot be missing."""
    first = [(table, key) for key in ("id", "name", "version", "levels")]
    levels = [(each, key) for each in table["levels"] for key in ("id", "name", "kind", "term_months", "decision")]
    criteria = [(each, key) for each in criteria_of(table) for key in ("id", "name")]
    values = [(each, key) for each in thresholds_of(table) for key in ("since", "reference", number_of(each))]
    where, key = chance.choice(chance.choice([first, levels, criteria, values or first]))
    del where[key]
    return True


def wrong_type(table: Table, chance: random.Random) -> bool:
    """Put another kind of value where one stands."""
    places = [table, *table["levels"], *criteria_of(table), *thresholds_of(table)]
    where = chance.choice(places)
    key = chance.choice(sorted(where))
    others = [7, "seven", True, 7.5, ["seven"], {"seven": 7}, dt.date(2026, 4, 1)]
    kinds = {type(where[key])} | ({dict} if isinstance(where[key], list) else set())
    # A text can be a good text, and a list of tables is no list of texts: only what differs in kind is surely wrong.
    choices = [other for other in others if type(other) not in kinds]
    where[key] = chance.choice(choices)
    return True


def unknown_key(table: Table, chance: random.Random) -> bool:
    """Write a key that nobody knows."""
    where = chance.choice([table, *table["levels"], *criteria_of(table), *thresholds_of(table)])
    where[chance.choice(["treshold", "minimun", "weigth", "formula", "expression", "levelz"])] = "0.75"
    return True


def unknown_word(table: Table, chance: random.Random) -> bool:
    """Misspell a word of a closed list."""
    places = [(each, key) for each in table["levels"] for key in ("kind", "decision")]
    places += [
        (each, key) for each in criteria_of(table) for key in ("measure", "needs", "unit", "standing") if key in each
    ]
    where, key = chance.choice(places)
    where[key] = where[key][:-1] + "x"
    return True


def negative_number(table: Table, chance: random.Random) -> bool:
    """Make a threshold, a term or a number of days negative."""
    choices: list[tuple[Table, str, object]] = [(each, number_of(each), "-0.75") for each in thresholds_of(table)]
    choices += [(each, "term_months", -12) for each in table["levels"]]
    choices += [(table["life"], "cure_days", -3)] if "life" in table else []
    where, key, value = chance.choice(choices)
    where[key] = value
    return True


def cycle(table: Table, chance: random.Random) -> bool:
    """Let a level wait for itself or for a higher one."""
    ids = [level["id"] for level in table["levels"]]
    number = chance.randrange(len(ids))
    level = table["levels"][number]
    waits = {
        "id": "waits", "name": "Waits", "measure": chance.choice(["prior_level", "meets_level", "earlier_terms"]),
        "level": chance.choice(ids[number:]),
    }  # fmt: skip
    if waits["measure"] != "meets_level":
        waits["minimum"] = [{"since": dt.date(2020, 1, 1), "gte": "6", "reference": "a decision"}]
    level["criteria"].append(waits)
    return True


def unknown_level(table: Table, chance: random.Random) -> bool:
    """Ask for a level that is not there."""
    level = chance.choice(table["levels"])
    level["criteria"].append({"id": "waits", "name": "Waits", "measure": "meets_level", "level": "plutonium"})
    return True


def same_id(table: Table, chance: random.Random) -> bool:
    """Use an id twice."""
    level = chance.choice(table["levels"])
    level["criteria"].append(copy.deepcopy(chance.choice(level["criteria"])))
    return True


def other_side(table: Table, chance: random.Random) -> bool:
    """Bound a minimum from above."""
    values = [value for each in criteria_of(table) for value in each.get("minimum", [])]
    if not values:
        return False
    value = chance.choice(values)
    value[chance.choice(["lte", "lt", "lt_or_lte"])] = value.pop(number_of(value))
    return True


def two_numbers(table: Table, chance: random.Random) -> bool:
    """Give two comparisons at once."""
    values = thresholds_of(table)
    if not values:
        return False
    value = chance.choice(values)
    value["gt" if number_of(value) != "gt" else "gte"] = "0.5"
    return True


def unordered(table: Table, chance: random.Random) -> bool:
    """Let a value follow one of the same day."""
    dated = [each[name] for each in criteria_of(table) for name in each if isinstance(each[name], list) and each[name]]
    dated = [values for values in dated if isinstance(values[0], dict) and "since" in values[0]]
    if not dated:
        return False
    values = chance.choice(dated)
    values.append(copy.deepcopy(values[-1]))
    return True


def unknown_band(table: Table, chance: random.Random) -> bool:
    """Name a size that the scheme does not have."""
    values = thresholds_of(table)
    if not values:
        return False
    chance.choice(values)["by"] = "gigantic"
    return True


def empty(table: Table, chance: random.Random) -> bool:
    """Leave a level or a group without anything to test."""
    chance.choice(table["levels"])["criteria"] = chance.choice(
        [[], [{"id": "G", "name": "G", "needs": "any", "parts": []}]]
    )
    return True


def a_judgement(table: Table, chance: random.Random) -> bool:
    """Ask for what no rule can test, or for a formula."""
    where = chance.choice([each for each in criteria_of(table) if "measure" in each])
    where["measure"] = chance.choice(["best_fit", "ranking", "fulfilment >= 0.75", "__import__('os')"])
    return True


CORRUPTIONS = [
    Corruption(spoil.__name__, spoil)
    for spoil in (
        missing_key, wrong_type, unknown_key, unknown_word, negative_number, cycle, unknown_level, same_id, other_side,
        two_numbers, unordered, unknown_band, empty, a_judgement,
    )
]  # fmt: skip


def bad_files() -> list[tuple[str, str]]:
    """Return two hundred spoiled files, each with its name: the same ones every time."""
    found = list[tuple[str, str]]()
    tables, number = shipped(), 0
    while len(found) < HOW_MANY:
        chance = random.Random(number)  # noqa: S311 - the same corruptions every time
        corruption = CORRUPTIONS[number % len(CORRUPTIONS)]
        table = copy.deepcopy(chance.choice(tables))
        if corruption.spoil(table, chance):
            found.append((f"{number}-{corruption.name}", written(table)))
        number += 1
    return found


@pytest.mark.parametrize(("name", "text"), bad_files(), ids=lambda value: value if "\n" not in value else "")
def test_a_spoiled_scheme_is_one_clear_error_with_its_path(name: str, text: str) -> None:
    """File, path, what was found and what to do, in one sentence; and no scheme that could decide anything."""
    with pytest.raises(SchemeError) as caught:
        load_scheme(text, FILE)

    message = str(caught.value)
    if "a key that this version does not know" in message:
        assert re.match(rf"{FILE}(, `[^`]+`)?: found .+; .+\.$", message), name
    else:
        assert re.match(rf"{FILE}, `[^`]+`: found .+; .+\.$", message), name
    assert len(message) < 1_200


@pytest.mark.parametrize("table", shipped(), ids=lambda table: f"{table['id']}@{table['version']}")
def test_the_same_files_unspoiled_are_schemes(table: Table) -> None:
    """What is refused above is refused for its spoiling alone."""
    scheme = load_scheme(written(table), FILE)

    assert scheme.id == table["id"]


def test_overlapping_versions_are_an_error_whatever_their_order() -> None:
    """Versions that say from when they hold must not hold on one day."""
    table = shipped()[0]
    one = load_scheme(written({**table, "since": dt.date(2025, 4, 1), "until": dt.date(2027, 4, 1)}), "one.toml")
    two = load_scheme(written({**table, "version": "2", "since": dt.date(2026, 4, 1)}), "two.toml")

    for pair in ((one, two), (two, one)):
        with pytest.raises(SchemeError, match=r"^one.toml, `until`: found days on which version 2 \(two.toml\) holds"):
            check_versions(pair)


def test_two_versions_without_days_are_an_error_but_of_somebody_else_s_scheme() -> None:
    """Both would hold on every day; of an illustration nobody may know from when a version holds."""
    table = shipped()[0]
    own = {key: value for key, value in table.items() if key not in {"since", "until"}} | {"status": "local scheme"}
    one, two = (load_scheme(written({**own, "version": name}), f"{name}.toml") for name in ("1", "2"))
    others = [attrs.evolve(each, status="unofficial illustration") for each in (one, two)]

    with pytest.raises(SchemeError, match=r"^2.toml, `since`: found none, as in version 1 \(1.toml\)"):
        check_versions([two, one])
    check_versions(others)


def test_a_tree_too_deep_to_read_is_refused() -> None:
    """However deep: one sentence, and no recursion."""
    table = copy.deepcopy(shipped()[0])
    node: Table = {"id": "leaf", "name": "Leaf", "measure": "contact"}
    for number in range(40):
        node = {"id": f"g{number}", "name": "Group", "needs": "all", "parts": [node]}
    table["levels"][0]["criteria"] = [node]

    with pytest.raises(SchemeError, match="found more than 8 criteria inside one another; make the tree flatter"):
        load_scheme(written(table), FILE)
