"""The examples of docs/schemes.md, each read as a scheme and tried as the page says."""

import datetime as dt
import re
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from badge_positions import cell, event, fulfilment, overdue, pledge, supplier
from nouns import line, received

from pledges.counting import CountedLine
from pledges.eligibility import decide
from pledges.exceptions import SchemeError
from pledges.explain.scheme_page import page_lines, scheme_page
from pledges.figures import given
from pledges.files.policy import default_policy
from pledges.files.scheme_dump import dump_scheme
from pledges.files.scheme_shape import OPTIONS, THRESHOLDS, CriterionInFile, LevelInFile, LifeInFile, SchemeInFile
from pledges.files.schemes import load_scheme
from pledges.fulfilment.result import Fulfilment
from pledges.history import history_of
from pledges.model import Event, Fact, Grade, Register
from pledges.periods import Period, day_text
from pledges.returns.received import LateReturn
from pledges.rulebook import MEASURES, Rulebook, Scheme, in_turn
from pledges.standing import BadgePosition, View, badges_of

PAGE = (Path(__file__).parent.parent / "docs" / "schemes.md").read_text(encoding="utf-8")
ON = dt.date(2026, 6, 30)
HEAD = """
id = "ours"
name = "Ours"
version = "1"
"""
BANDS = """
size_bands = [
  { since = 2020-01-01, by = "small", value = "1", reference = "Cabinet, 12 March 2026, item 7" },
  { since = 2020-01-01, by = "large", value = "250", reference = "Cabinet, 12 March 2026, item 7" },
]
scales = { marks = ["bronze", "silver", "gold"] }
"""
LEVELS = """
[[levels]]
id = "bronze"
name = "Bronze"
kind = "listing"
term_months = 12
decision = "automatic"
[[levels.criteria]]
id = "base"
name = "Point of contact"
measure = "contact"
[[levels]]
id = "silver"
name = "Silver"
kind = "badge"
term_months = 12
decision = "automatic"
"""
OF_SILVER = """
[[levels.criteria]]
id = "F"
name = "Three quarters delivered"
measure = "fulfilment"
minimum = [{ since = 2020-01-01, gte = "0.75", reference = "Cabinet, 12 March 2026, item 7" }]
"""


EARLIER = load_scheme(f"{HEAD}{BANDS}{LEVELS}{OF_SILVER}".replace('version = "1"', 'version = "0"'), "earlier.toml")


@attrs.frozen
class Example:
    """One pattern of the page: its number, its lines of a scheme, and how it is tried."""

    name: str
    lines: str
    tries: tuple[dict[str, Any], ...]

    def scheme(self) -> Scheme:
        """Return the lines as part of a scheme of two levels."""
        if self.lines.startswith("[[levels.criteria]]"):
            return load_scheme(HEAD + BANDS + LEVELS + self.lines, "ours.toml")
        above, levels, own = self.lines.partition("[[levels]]")
        loose, table, rest = above.partition("[")
        top = HEAD + loose + BANDS + table + rest
        return load_scheme(top + LEVELS + OF_SILVER + levels + own, "ours.toml")


def examples() -> list[Example]:
    """Return the example of every pattern on the page."""
    found = []
    for section in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        (lines,) = re.findall(r"```toml\n(.*?)```", section.split("\n## ")[0], flags=re.DOTALL)
        tried = re.findall(r"```toml try\n(.*?)```", section, flags=re.DOTALL)
        tries = tuple(tomllib.loads(tried[0])["try"]) if tried else ()
        found.append(Example(section.split(".")[0], lines, tries))
    return found


def promised(each: dict[str, Any], number: int) -> Fulfilment:
    """Return a pledge of ten that was due, with what the try says of it."""
    made = fulfilment(
        pledge(f"P-{number}", type_=each["type"], unit=each.get("unit", "people")), each["counted"],
        verified=each.get("verified", "0"),
    )  # fmt: skip
    by_now = attrs.evolve(made.due_to_date, value=Fraction(each.get("by_now", "10")))
    lines = (stay(each["start"], each["end"]),) if "start" in each else ()
    return attrs.evolve(made, due_to_date=by_now, lines=lines)


def stay(first: dt.date, last: dt.date) -> CountedLine:
    """Return a line of a return that says how long somebody stayed."""
    place = cell("D2", "Delivery")
    one = given("amount", 1, place, unit="people")
    return CountedLine(
        line=line(quantity=1, start=first, end=last), sent=received(period=Period(first, last)).sent, source=place,
        grade=Grade.DOCUMENTED, day=first, amount=one, counted=one, set_aside=None,
    )  # fmt: skip


def happened(each: dict[str, Any]) -> Event:
    """Return an event of the supplier; one with a level is of the scheme of the example."""
    fields = {name: value for name, value in each.items() if name not in {"event", "day"}}
    return event(each["event"], each["day"].isoformat(), **{"scheme": "ours" if "level" in each else "", **fields})


def tried_on(scheme: Scheme, tried: dict[str, Any]) -> BadgePosition:
    """Return where the badge of an example stands for what a try says is recorded."""
    on: dt.date = tried.get("on", ON)
    numbers = {
        **dict.fromkeys(tried.get("yes", ()), 1), **dict.fromkeys(tried.get("no", ()), 0), **tried.get("facts", {})
    }  # fmt: skip
    facts = tuple(
        Fact(
            supplier_ref="S-01", name=name, value=Fraction(str(number)), source=cell("A2", "Facts"),
            as_at=tried.get("as_at", {}).get(name, on),
        )
        for name, number in numbers.items()
    )  # fmt: skip
    firm = supplier(headcount=tried.get("headcount"))
    register = Register(
        suppliers=(firm,), contracts=(), pledges=(), facts=facts, events=tuple(map(happened, tried.get("events", ())))
    )
    due = tuple(promised(each, number) for number, each in enumerate(tried.get("pledges", ()), start=1))
    late = tuple(
        LateReturn(
            supplier_ref="S-01", contract_ref=each.contract_ref, period=each.period, due=each.due, came_on=None,
            sources=each.sources,
        )
        for each in ([overdue(tried["overdue"], on=on)] if "overdue" in tried else [])
    )  # fmt: skip
    rules = Rulebook(policy=default_policy(), schemes=in_turn((scheme, EARLIER) if scheme.since else (scheme,)))
    badges = badges_of(
        firm, register, rules, lambda _: View(fulfilments=due, late=late), on=on, known_on=None
    )  # fmt: skip
    return next(each for each in badges if each.scheme.version == scheme.version)


def found_by(position: BadgePosition, tried: dict[str, Any]) -> dict[str, Any]:
    """Return what came of a try, of those things that it names."""
    nodes = {
        node.id: node.outcome.value
        for level in position.decision.levels
        for criterion in level.criteria
        for node in criterion.nodes()
    }
    levels = {level.level: level.outcome.value for level in position.decision.levels}
    found: dict[str, Any] = {
        "gives": {name: nodes[name] for name in tried.get("gives", ())},
        "levels": {name: levels[name] for name in tried.get("levels", ())},
        "stands": {name: getattr(position.standing, name) or "none" for name in tried.get("stands", ())},
        "due": [f"{'' if each.day is None else f'By {day_text(each.day)}: '}{each.text}" for each in position.dues],
        "finds": [each.code for each in position.findings],
    }
    return {name: each for name, each in found.items() if name in tried}


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_an_example_of_the_page_is_a_scheme_that_answers_as_the_page_says(example: Example) -> None:
    """Read, written back, explained, and tried on both sides."""
    scheme = example.scheme()

    assert load_scheme(dump_scheme(scheme), "ours.toml").levels == scheme.levels
    assert len(list(page_lines(scheme_page(scheme, ON)))) > 5
    assert example.tries
    for tried in example.tries:
        found = found_by(tried_on(scheme, tried), tried)
        assert found
        assert found == {name: tried[name] for name in found}, tried


def test_the_page_has_every_pattern_in_its_order() -> None:
    """R1 to R45, each once."""
    assert [example.name for example in examples()] == [f"R{number}" for number in range(1, 46)]


@pytest.mark.parametrize(
    ("heading", "shape", "but"),
    [
        ("At the top of the file", SchemeInFile, set()),
        ("In each `[[levels]]`", LevelInFile, set()),
        ("In each `[[levels.criteria]]`", CriterionInFile, {*THRESHOLDS, *OPTIONS}),
        ("In `[life]`", LifeInFile, set()),
    ],
)
def test_the_page_has_every_key_of_the_file(heading: str, shape: type, but: set[str]) -> None:
    """Whoever writes a scheme from the page alone finds everything that there is, and nothing that there is not."""
    table = PAGE.split(f"\n{heading}")[1].split("\n\n")[1]

    named = {key for row in table.splitlines()[2:] for key in re.findall(r"`([a-z_]+)`", row.split("|")[1])}

    assert named == {field.name for field in attrs.fields(shape)} - but


def row_of(name: str) -> str:
    """Return the row of a measure in the page's table: what it needs, and in brackets what it may have."""
    measure = MEASURES[name]
    cells = []
    for needs, may_have in ((measure.needs, measure.may_have), (measure.needs_options, measure.options)):
        needed, possible = (", ".join(f"`{each}`" for each in names) for names in (needs, may_have))
        cells.append(" ".join(filter(None, (needed, f"({possible})" if possible else ""))) or "–")
    return f"| `{name}` | {measure.looks_at} | {cells[0]} | {cells[1]} |"


def test_the_page_has_every_measure_with_its_keys() -> None:
    """Nothing that a scheme can ask is missing from the table, and nothing in it is made up."""
    rows = [row_of(name) for name in MEASURES]

    assert [row for row in rows if row not in PAGE.splitlines()] == []
    table = PAGE.split("\n## What can be measured\n")[1].split("\n## ")[0]
    assert len(re.findall(r"^\| `", table, flags=re.MULTILINE)) == len(rows)


def test_the_page_says_how_size_bands_are_written_and_which_measures_may_differ_by_them() -> None:
    """The bands of R10 are those that its own example names."""
    section = PAGE.split("\n### R10")[1].split("\n### ")[0]
    (bands,) = re.findall(r"```toml bands\n(.*?)```", section, flags=re.DOTALL)
    (example,) = [each for each in examples() if each.name == "R10"]

    scheme = load_scheme(HEAD + bands + LEVELS + example.lines, "ours.toml")

    assert {band.by for band in scheme.size_bands} == {
        value.by for node in scheme.nodes() for values in node.thresholds.values() for value in values if value.by
    }
    told = section.split("in the measures")[1].split("```")[0]
    assert re.findall(r"`([a-z_]+)`", told) == [name for name, measure in MEASURES.items() if measure.by_size]


def test_the_whole_scheme_of_the_page_reads_and_the_change_to_it_does_what_the_page_says() -> None:
    """79.99% passes on 31 March 2027, and does not a day later; a position of an earlier day stays what it was."""
    (text,) = re.findall(r"```toml scheme\n(.*?)```", PAGE, flags=re.DOTALL)
    (change,) = re.findall(r"```toml change\n(.*?)```", PAGE, flags=re.DOTALL)
    changed = re.sub(r"^minimum = \[.*?^\]", " ".join(change.split()), text, count=1, flags=re.DOTALL | re.MULTILINE)
    scheme = load_scheme(changed.replace('version = "1"', 'version = "2"'), "ours.toml")
    before = load_scheme(text, "ours.toml")
    delivered = fulfilment(pledge("P-1", due=dt.date(2027, 1, 31)), "7.999")

    def outcome(rules: Scheme, day: dt.date) -> str:
        history = history_of("S-01", Register(suppliers=(), contracts=(), pledges=()), on=day, known_on=None)
        decided = decide(rules, supplier(), (delivered,), history, (), default_policy(), on=day)
        return decided.levels[0].criteria[0].outcome.value

    last, first = dt.date(2027, 3, 31), dt.date(2027, 4, 1)
    assert [outcome(scheme, last), outcome(scheme, first), outcome(before, first)] == ["met", "not met", "met"]


@pytest.mark.parametrize(("word", "reason"), [("best_fit", "a best-fit judgement"), ("ranking", "a ranking needs")])
def test_what_the_language_refuses_is_refused_with_its_reason(word: str, reason: str) -> None:
    """R46 and R48: people judge, and a rule sees one firm."""
    text = HEAD + LEVELS + f'[[levels.criteria]]\nid = "X"\nname = "X"\nmeasure = "{word}"\n'

    with pytest.raises(SchemeError, match=rf"`levels\[1\].criteria\[0\].measure`: found .*; {reason}"):
        load_scheme(text, "ours.toml")


def test_the_appeal_of_the_page_is_data() -> None:
    """R47: windows are shown."""
    appeal = Example("R47", PAGE.split("**R47")[1].split("```toml\n")[1].split("```")[0], ()).scheme().appeal

    assert appeal is not None
    assert (appeal.lodge_within_working_days, appeal.answer_within_days, appeal.final) == (10, 21, True)
