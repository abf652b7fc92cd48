import datetime as dt
import tomllib
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.exceptions import PolicyError
from pledges.files.toml_text import (
    Document,
    described,
    list_literal,
    misspelt,
    number_literal,
    structured,
    text_literal,
)

DOCUMENT = Document(name="policy.toml", error=PolicyError)
NOT_TOML = "policy.toml: found text that is not TOML {}; check the quotes, brackets and equals signs there."


@attrs.frozen(kw_only=True)
class Threshold:
    """A dated value."""

    since: dt.date
    value: Fraction


@attrs.frozen(kw_only=True)
class Rules:
    """A shape with every kind of value."""

    name: str
    count: int = 0
    wanted: bool = False
    words: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    at_least: dict[str, Fraction] = attrs.field(factory=dict)


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ('"50%"', 'found "50%"; give the share as a part of one: "0.5".'),
        ('"75 %"', 'found "75 %"; give the share as a part of one: "0.75".'),
        ('"-0.5"', 'found "-0.5"; give a number in quotes that is not below 0, such as "0.75".'),
        ("-1", 'found -1; give a number in quotes that is not below 0, such as "0.75".'),
        ("-0.5", 'found a number without quotes; give a number in quotes that is not below 0, such as "0.75".'),
        ("0.5", 'found a number without quotes; give the number in quotes: "0.5".'),
        ("2", 'found 2; give the number in quotes: "2".'),
        ('"0,75"', 'found "0,75"; give the number with a point: "0.75".'),
        ('"half"', 'found "half"; give a number in quotes such as "0.75".'),
        ("true", 'found yes; give a number in quotes such as "0.75".'),
        ("inf", 'found a number without quotes; give a number in quotes such as "0.75".'),
    ],
)
def test_what_is_no_number_in_quotes_is_answered_with_what_was_plainly_meant(value: str, remedy: str) -> None:
    """The very text to write, where there is one."""
    text = f'name = "a"\n[[thresholds]]\nsince = 2026-04-01\nvalue = {value}'

    with pytest.raises(PolicyError) as told:
        structured(text, Rules, DOCUMENT)

    assert str(told.value) == f"policy.toml, `thresholds[0].value`: {remedy}"


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2025-02-29", "2026-4-1", "01/04/2026", "31.03.2026"])
@pytest.mark.parametrize("later", ["2027-04-01", "2027-02-30"])
def test_a_day_of_no_calendar_is_told_at_its_path(day: str, later: str) -> None:
    """TOML cannot read the file then; the first such day is told all the same, with what to write."""
    values = f'[{{ value = "1", since = {day} }}, {{ value = "2", since = {later} }}]'
    text = f'name = "since 2026-02-30"\nthresholds = {values}'

    with pytest.raises(PolicyError) as told:
        structured(text, Rules, DOCUMENT)

    assert str(told.value) == (
        f'policy.toml, `thresholds[0].since`: found "{day}"; '
        "give a day of the calendar as year-month-day, such as 2026-04-01, without quotes."
    )


@pytest.mark.parametrize(
    "text", ['name = "a', 'name = "2026-02-30', "name = ", "2026-02-30", "thresholds = [{ since = 2026-02-30 }"]
)
def test_what_is_no_toml_for_another_reason_is_told_by_its_line(text: str) -> None:
    """A day that stands beside the slip is not blamed for it."""
    with pytest.raises(PolicyError, match="text that is not TOML"):
        structured(text, Rules, DOCUMENT)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("name = “a”", 'write straight quotes there, "like this", and no curly ones.'),
        ("[thresholds]\n[thresholds]", "into double brackets, such as [[levels]]."),
        ("[thresholds.values]\n[thresholds.values]", "into double brackets, such as [[levels]]."),
        ("name = a", "check the quotes, brackets and equals signs there."),
    ],
)
def test_the_slips_of_an_editor_are_told_apart(text: str, remedy: str) -> None:
    """Word processors make quotes curly, and a list of things needs double brackets."""
    with pytest.raises(PolicyError, match="text that is not TOML at line") as told:
        structured(text, Rules, DOCUMENT)

    assert str(told.value).endswith(remedy)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("fulfillment", '"fulfillment"'),
        ("Fulfilment", '"Fulfilment"'),
        ("fulfil", '"fulfil"'),
        ("Rosencrantz", "text, 11 characters"),
        ("fulfilment of Ada", "text, 17 characters"),
        ("fulfil\nment", "text, 11 characters"),
    ],
)
def test_a_listed_word_with_a_slip_is_shown_and_any_other_is_described(word: str, told: str) -> None:
    """Whoever must correct it sees what they wrote, and no name comes out."""
    assert misspelt(word, ("contact", "fulfilment")) == told


def test_a_key_may_have_a_hint_for_a_value_of_the_wrong_kind() -> None:
    """Said besides what is wanted there."""
    document = attrs.evolve(DOCUMENT, hints={"name": "write it twice"})

    with pytest.raises(PolicyError, match=r"`name`: found a list of 1; give text in quotes, or write it twice\."):
        structured('name = ["a"]', Rules, document)


def test_every_kind_of_value_is_read_as_it_is_written() -> None:
    """Text, whole numbers, yes and no, days, exact numbers, lists and tables."""
    text = """
        name = "a"
        count = 3
        wanted = true
        words = ["b", "c"]
        at_least = { "Good" = "0.9", "third" = "1/3" }
        [[thresholds]]
        since = 2026-04-01
        value = "0.75"
    """

    rules = structured(text, Rules, DOCUMENT)

    assert rules == Rules(
        name="a",
        count=3,
        wanted=True,
        words=("b", "c"),
        at_least={"Good": Fraction(9, 10), "third": Fraction(1, 3)},
        thresholds=(Threshold(since=dt.date(2026, 4, 1), value=Fraction(3, 4)),),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = 1", "policy.toml, `name`: found 1; give text in quotes."),
        ('name = "a"\ncount = "3"', 'policy.toml, `count`: found "3"; give a whole number without quotes.'),
        ('name = "a"\ncount = true', "policy.toml, `count`: found yes; give a whole number without quotes."),
        (
            'name = "a"\ncount = 1.5',
            "policy.toml, `count`: found a number without quotes; give a whole number without quotes.",
        ),
        ('name = "a"\nwanted = 1', "policy.toml, `wanted`: found 1; give true or false, without quotes."),
        ('name = "a"\nwords = "b"', "policy.toml, `words`: found text, 1 characters; give a list in square brackets."),
        ('name = "a"\nwords = ["b", 2]', "policy.toml, `words[1]`: found 2; give text in quotes."),
        (
            'name = "a"\nat_least = []',
            "policy.toml, `at_least`: found a list of 0; give a table of words and values in curly brackets.",
        ),
        (
            'name = "a"\nat_least = {"Good" = 0.9}',
            'policy.toml, `at_least`: found a number without quotes; give the number in quotes: "0.9".',
        ),
        (
            'name = "a"\n[thresholds]\nvalue = "1"',
            "policy.toml, `thresholds`: found a table; give tables headed with double brackets.",
        ),
        ('name = "a"\nthresholds = [1]', "policy.toml, `thresholds[0]`: found 1; give a table of keys and values."),
        (
            'name = "a"\n[[thresholds]]\nsince = 2026-04-01',
            "policy.toml, `thresholds[0].value`: found nothing; fill it in.",
        ),
        (
            'name = "a"\n[[thresholds]]\nsince = "2026-04-01"\nvalue = "1"',
            'policy.toml, `thresholds[0].since`: found "2026-04-01"; give a day such as 2026-04-01, without quotes.',
        ),
        (
            'name = "a"\n[[thresholds]]\nsince = 2026-04-01T10:00:00\nvalue = "1"',
            "policy.toml, `thresholds[0].since`: found a time of day; give a day such as 2026-04-01, without quotes.",
        ),
        ("", "policy.toml, `name`: found nothing; fill it in."),
        (
            "name = ",
            NOT_TOML.format("at its end"),
        ),
        (
            'name = "a"\nname = "b"\n',
            NOT_TOML.format("at line 2, column 11"),
        ),
    ],
)
def test_what_cannot_be_understood_is_one_sentence_with_its_path(text: str, message: str) -> None:
    """File, path, what was found and what to do, in this order."""
    with pytest.raises(PolicyError) as caught:
        structured(text, Rules, DOCUMENT)

    assert str(caught.value) == message


@pytest.mark.parametrize("value", ["0.9x", "-1", "1e3", "1/0", "", "0,9,1", " 1", "9" * 19, "0." + "1" * 13])
def test_a_number_is_one_plain_number_in_quotes(value: str) -> None:
    """Nothing is guessed out of words, signs or exponents."""
    text = f'name = "a"\nat_least = {{ "Good" = "{value}" }}'

    with pytest.raises(PolicyError, match="give a number in quotes"):
        structured(text, Rules, DOCUMENT)


def test_an_unknown_key_is_named_by_its_line_and_its_nearest_known_key() -> None:
    """The key itself is shown only if its words are our own."""
    with pytest.raises(PolicyError) as near:
        structured('name = "a"\n\n# treshold = 1\ntresholds = []', Rules, DOCUMENT)
    with pytest.raises(PolicyError) as own:
        structured('name = "a"\n[[thresholds]]\nsince = 2026-01-01\nvalue = "1"\nday = 1', Rules, DOCUMENT)

    assert str(near.value) == (
        'policy.toml: found a key that this version does not know ("tresholds", line 4, nearest known: '
        "thresholds); correct or delete it (known keys: at_least, count, name, thresholds, wanted, words)."
    )
    assert str(own.value) == (
        'policy.toml, `thresholds[0]`: found a key that this version does not know ("day", line 5); '
        "correct or delete it (known keys: since, value)."
    )


def test_a_misspelt_key_is_told_before_the_key_that_it_leaves_out() -> None:
    """Somebody who wrote `nmae` must not be told to fill in `name`."""
    with pytest.raises(PolicyError, match="nearest known: name"):
        structured('nmae = "a"', Rules, DOCUMENT)


def test_a_key_that_is_written_in_another_way_has_no_line() -> None:
    """An escaped key is found by nobody who looks for its letters."""
    with pytest.raises(PolicyError, match=r'know \("day"\); correct'):
        structured('name = "a"\n"\\u0064ay" = 1', Rules, DOCUMENT)


def test_what_nothing_foresaw_is_still_one_sentence() -> None:
    """A shape may refuse a value for reasons of its own, and its words are not repeated."""

    def refuse(_instance: object, _attribute: object, _value: object) -> None:
        message = "Zebedee Quillfeather"
        raise ValueError(message)

    strict = attrs.make_class("Strict", {"name": attrs.field(type=str, validator=refuse)})

    with pytest.raises(PolicyError) as caught:
        structured('name = "a"', strict, DOCUMENT)

    assert str(caught.value) == (
        "policy.toml: found something this version cannot understand; compare it with the commented example."
    )


def test_the_text_of_a_file_is_never_quoted() -> None:
    """A name that stands in the wrong place is described, not repeated."""
    name = "Zebedee Quillfeather"
    texts = (f'name = ["{name}"]', f'"{name}" = 1\nname = "a"', f'name = "a"\ncount = "{name}"', f"{name} = ")

    messages = list[str]()
    for text in texts:
        with pytest.raises(PolicyError) as caught:
            structured(text, Rules, DOCUMENT)
        messages.append(str(caught.value))

    assert not any(word in message for message in messages for word in name.split())


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000, "a = 1e99999999999999999999", "a = nan"]
)
def test_a_hostile_text_is_an_error_and_never_a_crash(text: str) -> None:
    """Depth, length and exponents beyond reason are told like any other mistake."""
    with pytest.raises(PolicyError):
        structured(text, Rules, DOCUMENT)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([1, 2], "a list of 2"),
        ({}, "a table"),
        (dt.time(1), "a time of day"),
        (True, "yes"),
        ("x y", "text, 3 characters"),
    ],
)
def test_a_value_is_described_by_its_kind(value: object, words: str) -> None:
    """What may be shown is shown, the rest has a kind and a size."""
    assert described(value) == words


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_reads_back_the_same(text: str) -> None:
    """Quotes, control characters and all."""
    assert tomllib.loads(f"x = {text_literal(text)}") == {"x": text}
    assert tomllib.loads(f"x = {list_literal([text, text])}") == {"x": [text, text]}


@given(st.fractions(min_value=0, max_value=10**15, max_denominator=10**12))
def test_every_number_reads_back_the_same(number: Fraction) -> None:
    """As a decimal where it is one, as a fraction where it is not."""
    rules = structured(f'name = "a"\nat_least = {{ "x" = {number_literal(number)} }}', Rules, DOCUMENT)

    assert rules.at_least["x"] == number
