import pytest

from pledges.files.schemes import built_in_schemes, load_scheme
from pledges.rulebook.lint import oddities_of

LEVEL = """
[[levels]]
id = "{id}"
name = "{id}"
kind = "badge"
term_months = 12
decision = "automatic"
most_terms = 1
"""
HEAD = """
id = "ours"
name = "Ours"
version = "1"
size_bands = [
  { since = 2020-01-01, by = "small", value = "1", reference = "Cabinet, item 1" },
  { since = 2020-01-01, by = "large", value = "250", reference = "Cabinet, item 1" },
]
"""
REFERENCE = 'reference = "Cabinet, item 2"'


def criterion(measure: str, *lines: str, identifier: str = "A", parts: bool = False) -> str:
    """Return a criterion of a file, or a part of the one above."""
    heading = "[[levels.criteria.parts]]" if parts else "[[levels.criteria]]"
    kind = measure if "=" in measure else f'measure = "{measure}"'
    return "\n".join((heading, f'id = "{identifier}"', 'name = "A condition"', kind, *lines, ""))


def minimum(value: str, name: str = "minimum", op: str = "gte", by: str = "") -> str:
    """Return a threshold of a file."""
    band = f'by = "{by}", ' if by else ""
    return f'{name} = [{{ since = 2020-01-01, {band}{op} = "{value}", {REFERENCE} }}]'


def oddities(*criteria: str, second: str = "") -> list[tuple[str, str]]:
    """Return what is odd about a scheme of these criteria."""
    text = HEAD + LEVEL.format(id="one") + "".join(criteria)
    if second:
        text += LEVEL.format(id="two") + second
    return [(odd.path, odd.text) for odd in oddities_of(load_scheme(text, "ours.toml"))]


GOOD = criterion("fulfilment", minimum("0.75"))


@pytest.mark.parametrize(
    ("odd", "nearest", "path", "words"),
    [
        (
            criterion("fulfilment", minimum("0.75", op="value")), GOOD, "minimum[0]",
            "The comparison is not stated, and gte (at least) stands: write gte for value.",
        ),
        (
            criterion("returns", minimum("0", "max_days_overdue", op="value")),
            criterion("returns", minimum("0", "max_days_overdue", op="lte")), "max_days_overdue[0]",
            "The comparison is not stated, and lte (at most) stands",
        ),
        (
            criterion("fulfilment", minimum("0.75").replace("Cabinet, item 2", "TBC")), GOOD, "minimum[0].reference",
            "The reference names no decision or guidance.",
        ),
        (
            criterion("fact", 'fact = "insured"'), criterion("fact", 'fact = "insured"', REFERENCE), "reference",
            "Nothing says which decision or guidance asks for this.",
        ),
        (
            criterion("fulfilment", minimum("75")), criterion("fulfilment", minimum("1")), "minimum[0]",
            "More than there can be (a share is at most 1, which is 100%): nobody can ever meet it.",
        ),
        (
            criterion("fulfilment", minimum("1", op="gt")), criterion("fulfilment", minimum("0.99", op="gt")),
            "minimum[0]", "More than there can be",
        ),
        (
            criterion("facts", 'facts = ["a", "b"]', minimum("3")),
            criterion("facts", 'facts = ["a", "b"]', minimum("2")), "minimum[0]", "More than there can be (2 facts)",
        ),
        (
            criterion('needs = "at least"', minimum("2")) + criterion("contact", parts=True, identifier="B"),
            criterion('needs = "at least"', minimum("1")) + criterion("contact", parts=True, identifier="B"),
            "minimum[0]", "More than there can be (1 parts)",
        ),
        (
            criterion("categories", minimum("8")), criterion("categories", minimum("7")), "minimum[0]",
            "More than there can be (7 categories)",
        ),
        (
            criterion("due_pledges", minimum("0")), criterion("due_pledges", minimum("1")), "minimum[0]",
            "At least nothing: everybody meets it.",
        ),
        (
            criterion("fulfilment", minimum("unknown")), GOOD, "minimum[0]",
            "The value is not known, so that nobody is ever known to meet it.",
        ),
        (
            criterion("unknown", 'why = "not published"'), criterion("panel", 'why = "a view"'), "",
            "The condition is not known, so that its level can never be met.",
        ),
        (
            criterion("sustained", minimum("1")),
            criterion("sustained", minimum("1"), minimum("26", "minimum_weeks")), "",
            "Nothing says how long is long enough",
        ),
        (
            criterion("fact", 'fact = "age"', minimum("26"), minimum("25", "maximum", "lte")),
            criterion("fact", 'fact = "age"', minimum("25"), minimum("25", "maximum", "lte")), "",
            "The minimum is above the maximum: nobody can ever meet it.",
        ),
        (
            criterion("live_pledges", minimum("1", by="small")), criterion("live_pledges", minimum("1")), "minimum",
            "There is no value for large: a firm of that size is never known to meet it.",
        ),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_with_its_path_and_the_nearest_honest_thing_is_not(
    odd: str, nearest: str, path: str, words: str
) -> None:
    """Each warning has its case on both sides."""
    found = oddities(odd)

    place = f"levels[0].criteria[0]{'.' if path else ''}{path}"
    assert [(where, words in text) for where, text in found] == [(place, True)]
    assert oddities(nearest) == []


def test_a_level_that_a_lower_one_is_not_part_of_is_told() -> None:
    """Asking less than the level below, with nothing that ties the two."""
    found = oddities(GOOD, second=criterion("fulfilment", minimum("0.5")))

    assert [path for path, _ in found] == ["levels[1]"]
    assert found[0][1].startswith("A firm can meet two without one: nothing here asks A condition, ")


@pytest.mark.parametrize(
    "second",
    [
        criterion("fulfilment", minimum("0.75")),
        criterion("fulfilment", minimum("0.9")),
        criterion("meets_level", 'level = "one"', REFERENCE),
        criterion("prior_level", 'level = "one"', minimum("6")),
    ],
)
def test_a_level_that_asks_as_much_or_is_tied_to_the_lower_one_is_not(second: str) -> None:
    """The same or more, the level itself, or time spent at it."""
    assert oddities(GOOD, second=second) == []


def test_more_time_at_a_level_than_anybody_may_stay_there_is_told() -> None:
    """One term of twelve months, and thirteen are asked."""
    enough = criterion("prior_level", 'level = "one"', minimum("12"))
    too_long = criterion("prior_level", 'level = "one"', minimum("13"))

    assert oddities(GOOD, second=enough) == []
    assert [text for _, text in oddities(GOOD, second=too_long)] == [
        "Nobody may stay at one for longer than 12 months: nobody can ever meet it."
    ]


def test_the_built_in_schemes_have_nothing_odd() -> None:
    """What we ship states its comparisons and references, and every level can be met."""
    assert [oddities_of(scheme) for scheme in built_in_schemes()] == [(), ()]
