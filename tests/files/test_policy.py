import datetime as dt
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.exceptions import PolicyError
from pledges.files.on_disk import digest_of
from pledges.files.policy import default_policy, default_policy_text, dump_policy, load_policy
from pledges.model import Grade
from pledges.provenance import Passage
from pledges.rulebook import NATIONS, RATINGS, Adoption, HouseRule, Policy, RatingBand, RatingBands

FILE = "policy.toml"
STARTS = dt.date(2020, 1, 1)
BANDS = '[[rating_bands]]\nsince = 2026-04-01\nat_least = {at_least}\nbelow = "{below}"\nreference = "r"'


def named(rules: tuple[HouseRule, ...], name: str) -> list[HouseRule]:
    """Return the values of one rule."""
    return [rule for rule in rules if rule.name == name]


def test_the_defaults_are_those_of_the_documentation() -> None:
    """1, 0.9 and 0.5 in the statutory words; documented counts; thirty days; N/A is a query; nothing is adopted."""
    policy = default_policy()

    (bands,) = policy.rating_bands
    assert [(band.word, band.at_least) for band in bands.bands] == [
        ("Good", 1),
        ("Approaching target", Fraction(9, 10)),
        ("Requires improvement", Fraction(1, 2)),
    ]
    assert bands.below == "Inadequate"
    assert policy.counting_grade is Grade.DOCUMENTED
    assert policy.returns_due_within == 30
    assert policy.late_grace_days == 0
    assert (policy.suppression_threshold, policy.suppression_base) == (5, 0)
    assert (policy.suppressed_symbol, policy.rounded_away_symbol) == ("c", "k")
    assert policy.not_applicable_accepted is False
    assert (policy.full_time_hours, policy.bank_holiday_nation) == (Fraction(37), "England")
    assert policy.adopted == ()
    assert (policy.authority, policy.local_types, policy.local_units) == ("", (), ())


def test_every_default_has_its_source_its_day_and_its_reference() -> None:
    """A default is told as one, and says since when it holds."""
    policy = default_policy()

    assert str(policy.rating_bands[0].source) == "default policy, rating_bands[0]"
    assert str(policy.counting_grade_source) == "default policy, counting_grade[0]"
    assert str(policy.returns_due_within_source) == "default policy, returns_due_within[0]"
    assert {value.since for value in policy.dated_rules} | {policy.rating_bands[0].since} == {STARTS}
    assert all(value.reference for value in policy.dated_rules)
    assert policy.rating_bands[0].reference


def test_the_copied_text_says_the_same_as_the_defaults() -> None:
    """What `pledges new` copies changes nothing, and names the file as its source."""
    copied = load_policy(default_policy_text(), FILE)

    assert str(copied.counting_grade_source) == "policy.toml, counting_grade[0]"
    assert copied.in_force_on(STARTS).counting_grade is default_policy().counting_grade
    assert [bands.bands for bands in copied.rating_bands] == [bands.bands for bands in default_policy().rating_bands]


def test_the_commented_example_of_an_adoption_works_once_its_marks_are_taken_away() -> None:
    """An officer who follows the comment adopts the scheme."""
    lines = default_policy_text().splitlines()
    first = lines.index("# [[adopted_schemes]]")
    text = "\n".join([*lines[:first], *(line.removeprefix("# ") for line in lines[first:])])

    policy = load_policy(text, FILE)

    assert policy.adopted_on("covenant-delivery", "0.1", dt.date(2026, 4, 1)) is not None
    assert policy.adopted_on("covenant-delivery", "0.1", dt.date(2026, 3, 31)) is None


def test_an_empty_policy_is_the_defaults() -> None:
    """Nothing stated is nothing changed, and the sources say that they are defaults."""
    policy = load_policy("", FILE)

    assert policy.rating_bands == default_policy().rating_bands
    assert policy.dated_rules == default_policy().dated_rules
    assert policy.counting_grade_source == default_policy().counting_grade_source


def test_a_rule_holds_from_its_day_and_the_default_until_then() -> None:
    """On both sides of the day: positions of earlier days keep the default."""
    policy = load_policy(
        '[[counting_grade]]\nsince = 2026-04-01\nvalue = "third party confirmed"\nreference = "Cabinet"\n'
        '[[returns_due_within]]\nsince = 2026-04-01\nvalue = 14\nreference = "Cabinet"\n'
        '[[not_applicable_accepted]]\nsince = 2026-04-01\nvalue = true\nreference = "Cabinet"\n'
        '[[full_time_hours]]\nsince = 2026-04-01\nvalue = "37.5"\nreference = "Cabinet"\n'
        '[[bank_holiday_nation]]\nsince = 2026-04-01\nvalue = "Wales"\nreference = "Cabinet"\n',
        FILE,
    )

    before, after = policy.in_force_on(dt.date(2026, 3, 31)), policy.in_force_on(dt.date(2026, 4, 1))

    assert (before.counting_grade, before.returns_due_within, before.not_applicable_accepted) == (
        Grade.DOCUMENTED, 30, False,
    )  # fmt: skip
    assert (after.counting_grade, after.returns_due_within, after.not_applicable_accepted) == (
        Grade.THIRD_PARTY_CONFIRMED, 14, True,
    )  # fmt: skip
    assert (before.full_time_hours, before.bank_holiday_nation) == (Fraction(37), "England")
    assert (after.full_time_hours, after.bank_holiday_nation) == (Fraction("37.5"), "Wales")
    assert str(before.counting_grade_source) == "default policy, counting_grade[0]"
    assert str(after.counting_grade_source) == "policy.toml, counting_grade[0]"
    assert policy.counting_grade is Grade.THIRD_PARTY_CONFIRMED


def test_bands_hold_from_their_day_and_the_default_until_then() -> None:
    """A share of 0.8 is Good from the day the authority says so."""
    policy = load_policy(BANDS.format(at_least='{ "Good" = "0.8" }', below="Inadequate"), FILE)

    before, after = policy.bands_on(dt.date(2026, 3, 31)), policy.bands_on(dt.date(2026, 4, 1))

    assert before == default_policy().rating_bands[0]
    assert after is not None
    assert after.bands == (RatingBand(word="Good", at_least=Fraction(4, 5)),)
    assert str(after.source) == "policy.toml, rating_bands[0]"
    assert policy.bands_on(dt.date(2019, 12, 31)) is None


def test_a_rule_stated_from_before_the_default_takes_its_place() -> None:
    """The default's later day does not bring it back."""
    policy = load_policy('[[counting_grade]]\nsince = 2019-01-01\nvalue = "claimed"\nreference = "Cabinet"', FILE)

    assert policy.in_force_on(dt.date(2026, 1, 1)).counting_grade is Grade.CLAIMED
    assert len(named(policy.dated_rules, "counting_grade")) == 1


def test_before_the_first_day_of_all_a_rule_keeps_its_first_value() -> None:
    """A position of 2018 still has a grade that counts."""
    assert default_policy().in_force_on(dt.date(2018, 1, 1)) == default_policy()


def rule(name: str, value: str, *, reference: str = "r") -> str:
    """Return the text of one value of a rule."""
    return f'[[{name}]]\nsince = 2026-04-01\nvalue = {value}\nreference = "{reference}"\n'


def days_rule(value: str, *, reference: str = "r") -> str:
    """Return the text of one value of the days by which a return is due."""
    return rule("returns_due_within", value, reference=reference)


def adoption(scheme: str, version: str, reference: str = "r") -> str:
    """Return the text of an adoption."""
    return f'[[adopted_schemes]]\nscheme = {scheme}\nversion = {version}\nsince = 2026-04-01\nreference = "{reference}"'


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("authority = 1", "`authority`", "found 1; give text in quotes"),
        ('suppression = "5"', "", "a key that this version does not know"),
        ('[[counting_grad]]\nvalue = "claimed"', "", "nearest known: counting_grade"),
        ('counting_grade = "claimed"', "`counting_grade`", "give tables headed with double brackets"),
        (rule("counting_grade", '"documentd"'), "`counting_grade[0].value`", "nearest known: documented"),
        (rule("counting_grade", "1"), "`counting_grade[0].value`", "give text in quotes"),
        (days_rule("-1"), "`returns_due_within[0].value`", "from 0 to 3660"),
        (days_rule("3661"), "`returns_due_within[0].value`", "from 0 to 3660"),
        (days_rule("true"), "`returns_due_within[0].value`", "give a whole number"),
        (rule("not_applicable_accepted", "0"), "`not_applicable_accepted[0].value`", "give true or false"),
        (rule("full_time_hours", "37"), "`full_time_hours[0].value`", 'give the number in quotes: "37"'),
        (rule("full_time_hours", '"0"'), "`full_time_hours[0].value`", "hours a week above 0"),
        (rule("full_time_hours", '"168.5"'), "`full_time_hours[0].value`", "at most 168"),
        (rule("suppression_threshold", "2"), "`suppression_threshold[0].value`", "from 3 to 1000"),
        (rule("suppression_base", "-1"), "`suppression_base[0].value`", "from 0 to 1000"),
        (rule("suppressed_symbol", '"5"'), "`suppressed_symbol[0].value`", "without digits"),
        (rule("rounded_away_symbol", '""'), "`rounded_away_symbol[0].value`", "without digits"),
        (rule("bank_holiday_nation", '"Walls"'), "`bank_holiday_nation[0].value`", "nearest known: Wales"),
        (days_rule("1", reference=" "), "`returns_due_within[0].reference`", "say which decision"),
        (2 * days_rule("1"), "`returns_due_within[1].since`", "in order of their days"),
        (
            BANDS.format(at_least='{ "Goood" = "1" }', below="Inadequate"),
            "`rating_bands[0].at_least`",
            "nearest known: Good",
        ),
        (
            BANDS.format(at_least='{ "Good" = "1" }', below="Other"),
            "`rating_bands[0].below`",
            "use the statutory words",
        ),
        (BANDS.format(at_least='{ "Good" = "1" }', below="Good"), "`rating_bands[0]`", "twice or out of order"),
        (BANDS.format(at_least='{ "Inadequate" = "1" }', below="Good"), "`rating_bands[0]`", "twice or out of order"),
        (
            BANDS.format(at_least='{ "Good" = "0.5", "Approaching target" = "0.5" }', below="Inadequate"),
            "`rating_bands[0].at_least`",
            "give the highest number first",
        ),
        (
            BANDS.format(at_least="{}", below="Inadequate"),
            "`rating_bands[0].at_least`",
            "give the highest number first",
        ),
        (
            BANDS.format(at_least='{ "Good" = 1 }', below="Inadequate"),
            "`rating_bands[0].at_least`",
            'give the number in quotes: "1"',
        ),
        ('local_types = ["job"]', "`local_types[0]`", "built in or already listed"),
        ('local_types = ["driving lessons", "Driving lessons"]', "`local_types[1]`", "built in or already listed"),
        ('local_units = ["£"]', "`local_units[0]`", "built in or already listed"),
        ('local_units = [" "]', "`local_units[0]`", "give a word or two"),
        ('local_units = ["' + "x" * 61 + '"]', "`local_units[0]`", "give a word or two"),
        (adoption('""', '"0.1"'), "`adopted_schemes[0].scheme`", "fill in which one"),
        (adoption('"a"', '""'), "`adopted_schemes[0].version`", "fill in which one"),
        (adoption('"a"', "0.1"), "`adopted_schemes[0].version`", "give text in quotes"),
        (adoption('"a"', '"1"', ""), "`adopted_schemes[0].reference`", "say which decision"),
    ],
)
def test_a_bad_policy_is_one_clear_error_with_its_path(text: str, path: str, words: str) -> None:
    """One sentence: the file, the path inside it, what was found and what to do."""
    with pytest.raises(PolicyError) as caught:
        load_policy(text, FILE)

    message = str(caught.value)
    assert message.startswith(f"policy.toml, {path}: found " if path else "policy.toml: found ")
    assert words in message
    assert "\n" not in message


def test_the_digest_is_of_the_text_as_it_was_read() -> None:
    """Whoever has the file can check that it is the one."""
    text = 'authority = "Soar Valley Council"\n'

    policy = load_policy(text, FILE)

    assert policy.digest == digest_of(text.encode())
    assert policy.authority == "Soar Valley Council"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
references = texts.filter(str.strip)
near = st.dates(min_value=dt.date(2015, 1, 1), max_value=dt.date(2035, 1, 1))
days = st.lists(near, max_size=3, unique=True).map(sorted)
Value = TypeVar("Value", RatingBands, HouseRule)


def after_defaults(default: Sequence[Value], stated: Sequence[Value]) -> tuple[Value, ...]:
    """Return the values with the defaults that stand before the first of them."""
    return tuple(each for each in default if not stated or each.since < stated[0].since) + tuple(stated)


@st.composite
def bands(draw: st.DrawFn, index: int, since: dt.date) -> RatingBands:
    """Return bands of some of the statutory words."""
    words = sorted(draw(st.sets(st.sampled_from(RATINGS), min_size=2)), key=RATINGS.index)
    shares = draw(
        st.lists(
            st.fractions(min_value=0, max_value=2, max_denominator=97),
            min_size=len(words) - 1, max_size=len(words) - 1, unique=True,
        )
    )  # fmt: skip
    return RatingBands(
        since=since,
        bands=tuple(
            RatingBand(word=word, at_least=share)
            for word, share in zip(words, sorted(shares, reverse=True), strict=False)
        ),
        below=words[-1],
        reference=draw(references),
        source=Passage(document=FILE, place=f"rating_bands[{index}]"),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Return any policy that a file can state."""
    default = default_policy()
    values = {
        "counting_grade": st.sampled_from(Grade),
        "returns_due_within": st.integers(0, 3660),
        "late_grace_days": st.integers(0, 3660),
        "not_applicable_accepted": st.booleans(),
        "full_time_hours": st.fractions(min_value=1, max_value=168, max_denominator=4),
        "bank_holiday_nation": st.sampled_from(NATIONS),
        "suppression_threshold": st.integers(3, 1000),
        "suppression_base": st.integers(0, 1000),
        "suppressed_symbol": st.sampled_from(["c", "*", "low"]),
        "rounded_away_symbol": st.sampled_from(["k", "~"]),
    }
    rules = tuple(
        rule
        for name, value in values.items()
        for rule in after_defaults(
            named(default.dated_rules, name),
            [
                HouseRule(
                    name=name, since=since, value=draw(value), reference=draw(references),
                    source=Passage(document=FILE, place=f"{name}[{index}]"),
                )
                for index, since in enumerate(draw(days))
            ],
        )
    )  # fmt: skip
    stated_bands = [draw(bands(index, since)) for index, since in enumerate(draw(days))]
    adopted = tuple(
        Adoption(
            scheme=draw(references), version=draw(references), since=draw(st.dates()), reference=draw(references),
            source=Passage(document=FILE, place=f"adopted_schemes[{index}]"),
        )
        for index in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    words = st.lists(st.sampled_from(["driving lessons", "meals", "kits", "homes"]), unique=True, max_size=3).map(tuple)
    policy = Policy(
        authority=draw(texts),
        rating_bands=after_defaults(list(default.rating_bands), stated_bands),
        counting_grade=Grade.CLAIMED,
        counting_grade_source=default.source,
        returns_due_within=0,
        returns_due_within_source=default.source,
        not_applicable_accepted=False,
        full_time_hours=Fraction(37),
        full_time_hours_source=default.source,
        bank_holiday_nation="none",
        bank_holiday_nation_source=default.source,
        adopted=adopted,
        local_types=draw(words),
        local_units=draw(words),
        source=Passage(document=FILE, place="the whole file"),
        dated_rules=rules,
    ).in_force_on(dt.date.max)
    return attrs.evolve(policy, digest=digest_of(dump_policy(policy).encode()))


@given(policies())
def test_a_policy_reads_back_as_it_was_written(policy: Policy) -> None:
    """Round trip, source by source."""
    assert load_policy(dump_policy(policy), FILE) == policy


def test_a_policy_without_a_document_is_written_as_the_folders() -> None:
    """The default policy itself is written whole, as TOML that says the same."""
    text = dump_policy(default_policy())

    assert tomllib.loads(text)["counting_grade"][0]["value"] == "documented"
    assert load_policy(text, "default policy").dated_rules == default_policy().dated_rules
