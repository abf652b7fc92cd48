import datetime as dt
import re
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.exceptions import SchemeError
from pledges.files.on_disk import digest_of
from pledges.files.scheme_dump import dump_scheme
from pledges.files.scheme_shape import OPTIONS, THRESHOLDS
from pledges.files.schemes import built_in_schemes, load_scheme
from pledges.provenance import Passage
from pledges.rulebook import (
    AFTER_EXPIRY,
    COMPARISONS,
    DECISIONS,
    EXCUSAL_REASONS,
    KINDS,
    MEASURES,
    ROUNDINGS,
    STANDINGS,
    STATUSES,
    SUSPEND_ON,
    Appeal,
    Criterion,
    DatedValue,
    Level,
    Life,
    Option,
    Scheme,
    Transition,
    Window,
    default_comparison,
)

FILE = "schemes/covenant-delivery-0.2.toml"
DELIVERY, STARTER = built_in_schemes()


def thresholds(scheme: Scheme, level: str) -> dict[str, dict[str, list[tuple[str, Fraction | int | None]]]]:
    """Return the thresholds of a level by criterion and name, each with its band."""
    (found,) = [each for each in scheme.levels if each.id == level]
    return {
        criterion.id: {
            name: [(value.by, value.value) for value in values] for name, values in criterion.thresholds.items()
        }
        for criterion in found.criteria
    }


def test_the_covenant_scheme_has_the_levels_and_criteria_of_its_note() -> None:
    """A listing and two badges, with every criterion of the proposal by its letter."""
    levels = [(level.id, level.kind, level.term_months, level.decision) for level in DELIVERY.levels]

    assert (DELIVERY.id, DELIVERY.version) == ("covenant-delivery", "0.1")
    assert levels == [
        ("committed", "listing", 12, "automatic"),
        ("delivering", "badge", 24, "coordinator sign-off"),
        ("leading", "badge", 24, "panel"),
    ]
    assert ["".join(each.id for each in level.criteria) for level in DELIVERY.levels] == [
        "SCPZ", "SCPTFKGVYRZ", "SCPTFKGVYOXRZ",
    ]  # fmt: skip


def test_the_covenant_schemes_numbers_are_those_of_its_note() -> None:
    """Fulfilment, floor, verified share, days overdue, months held and live pledges, level by level."""
    committed, delivering, leading = (thresholds(DELIVERY, level.id) for level in DELIVERY.levels)

    assert committed["P"] == {
        "minimum": [("micro", 1), ("small", 1), ("medium", 2), ("large", 3)],
        "minimum_categories": [("large", 2)],
    }
    assert delivering["F"] == {"minimum": [("", Fraction(3, 4))]}
    assert delivering["K"] == {"minimum": [("", Fraction(1, 2))]}
    assert delivering["V"] == {"minimum": [("", Fraction(1, 2))]}
    assert delivering["R"] == {"max_days_overdue": [("", 30)]}
    assert delivering["T"] == {"minimum": [("", 6)]}
    assert leading["F"] == {"minimum": [("", Fraction(9, 10))]}
    assert leading["K"] == {"minimum": [("", Fraction(3, 4))]}
    assert leading["V"] == {"minimum": [("", Fraction(4, 5))], "minimum_beneficiary": [("", Fraction(1, 4))]}
    assert leading["R"] == {"max_days_overdue": [("", 0)]}
    assert leading["T"] == {"minimum": [("", 12)]}
    assert leading["O"] == {
        "minimum": [("", 1)],
        "minimum_weeks": [("", 26)],
        "minimum_months": [("", 6)],
        "minimum_sessions": [("", 6)],
    }
    assert {band.by: band.value for band in DELIVERY.size_bands} == {
        "micro": 1,
        "small": 10,
        "medium": 50,
        "large": 250,
    }


def test_the_covenant_schemes_life_is_that_of_its_note() -> None:
    """Reminders, grace, suspension, cure, waivers, conditions, excusals, panel, appeal and terms."""
    life, appeal = DELIVERY.life, DELIVERY.appeal

    assert life is not None
    assert (life.reminder_days_before, life.grace_days, life.grace_needs_renewal_lodged) == ((60, 30, 7), 60, True)
    assert (life.after_expiry, life.suspend_after_days_overdue, life.cure_days) == ("fall back", 60, 90)
    assert (life.most_waivers, life.most_conditions, life.condition_days) == (2, 2, 90)
    assert (life.panel_members, life.panel_care_experienced, life.removal_days) == (3, 1, 14)
    assert (life.excusal_cap, life.bar_months_after_revocation) == (Fraction(1, 3), 12)
    assert appeal is not None
    assert (appeal.lodge_within_working_days, appeal.answer_within_days, appeal.final) == (10, 21, True)
    assert [(level.most_terms, level.re_entry_months, level.interim_check_months) for level in DELIVERY.levels] == [
        (2, 12, ()), (None, None, (12,)), (None, None, (12,)),
    ]  # fmt: skip
    waivable = [{each.id for each in level.nodes() if each.waivable} for level in DELIVERY.levels]
    assert waivable == [set(), {"T", "G"}, {"T", "G", "Y", "O", "X"}]


def test_the_starter_is_five_rules_and_one_badge() -> None:
    """Signed, something due, three quarters delivered, half confirmed without money, nothing overdue or breached."""
    (level,) = STARTER.levels
    found = thresholds(STARTER, "starter")

    assert (level.kind, level.term_months) == ("badge", 12)
    assert {criterion.id: criterion.measure for criterion in level.criteria} == {
        "S": "signed", "P": "due_pledges", "F": "fulfilment", "V": "verified", "R": "returns", "Z": "breach",
    }  # fmt: skip
    assert found["F"] == {"minimum": [("", Fraction(3, 4))]}
    assert found["V"] == {"minimum": [("", Fraction(1, 2))]}
    assert found["R"] == {"max_days_overdue": [("", 0)]}
    assert [criterion.leave_out_units for criterion in level.criteria if criterion.id == "V"] == [("GBP",)]


@pytest.mark.parametrize("scheme", [DELIVERY, STARTER])
def test_a_built_in_scheme_is_labelled_as_a_proposal_and_every_value_has_its_reference(scheme: Scheme) -> None:
    """Nobody can take it for a scheme of a council or a government."""
    values = [
        value
        for level in scheme.levels
        for criterion in level.criteria
        for dated in criterion.thresholds.values()
        for value in dated
    ]

    assert "proposal" in scheme.note
    assert "needs testing" in scheme.note
    assert all(value.reference.startswith(f"{scheme.id} v0.1") for value in values)
    assert all(value.since <= dt.date(2024, 1, 1) for value in (*values, *scheme.size_bands))


def test_the_files_name_every_threshold_that_a_measure_has() -> None:
    """The keys of a criterion in a file and the closed list of measures agree."""
    named = {name for measure in MEASURES.values() for name in (*measure.needs, *measure.may_have)}

    assert set(THRESHOLDS) == named
    assert set(OPTIONS) == {
        name for measure in MEASURES.values() for name in (*measure.needs_options, *measure.options)
    }


GOOD = """
id = "covenant-delivery"
name = "Covenant delivery"
version = "0.2"
size_bands = [{ since = 2020-01-01, by = "small", value = "1", reference = "r" }]
[[levels]]
id = "one"
name = "One"
kind = "badge"
term_months = 12
decision = "automatic"
[[levels.criteria]]
id = "P"
name = "Live pledges"
measure = "live_pledges"
minimum = [{ since = 2020-01-01, by = "small", value = "1", reference = "r" }]
[[levels]]
id = "two"
name = "Two"
kind = "badge"
term_months = 12
decision = "panel"
[[levels.criteria]]
id = "F"
name = "Fulfilment"
measure = "fulfilment"
leave_out_units = ["GBP"]
minimum = [{ since = 2020-01-01, value = "0.75", reference = "r" }]
"""


def test_every_threshold_knows_its_place_in_the_file() -> None:
    """A path that leads straight to the line."""
    scheme = load_scheme(GOOD, FILE)

    assert (
        str(scheme.levels[1].criteria[0].thresholds["minimum"][0].source) == f"{FILE}, levels[1].criteria[0].minimum[0]"
    )
    assert str(scheme.size_bands[0].source) == f"{FILE}, size_bands[0]"
    assert scheme.digest == digest_of(GOOD.encode())


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ('id = "covenant-delivery"', 'id = "covenant.delivery"', "id", "give letters, digits and hyphens"),
        ('version = "0.2"', 'version = " "', "version", 'such as "0.1"'),
        ('version = "0.2"', "version = 0.2", "version", "give text in quotes"),
        ('name = "Covenant delivery"', 'name = " "', "name", "give a name"),
        (
            'by = "small", value = "1", reference = "r" }]\n[[levels]]',
            'value = "1", reference = "r" }]\n[[levels]]',
            "size_bands[0]",
            "least headcount",
        ),
        (
            'by = "small", value = "1", reference = "r" }]\n[[levels]]',
            'by = "small", value = "1.5", reference = "r" }]\n[[levels]]',
            "size_bands[0]",
            "least headcount",
        ),
        ('id = "two"', 'id = "ONE"', "levels[1].id", "an id that stands above already"),
        ('id = "two"', 'id = "t w"', "levels[1].id", "give letters, digits and hyphens"),
        ('kind = "badge"', 'kind = "bage"', "levels[0].kind", "nearest known: badge"),
        ('decision = "panel"', 'decision = "nobody"', "levels[1].decision", "automatic, coordinator sign-off, panel"),
        ("term_months = 12", "term_months = 0", "levels[0].term_months", "from 1 to 600"),
        (
            'measure = "fulfilment"',
            'measure = "fullfilment"',
            "levels[1].criteria[0].measure",
            "nearest known: fulfilment",
        ),
        (
            'value = "0.75"',
            "value = 0.75",
            "levels[1].criteria[0].minimum[0].value",
            'give the number in quotes: "0.75"',
        ),
        (
            'value = "0.75", reference = "r"',
            'value = "0.75", reference = ""',
            "levels[1].criteria[0].minimum[0].reference",
            "say which decision",
        ),
        (
            'minimum = [{ since = 2020-01-01, value = "0.75", reference = "r" }]',
            "",
            "levels[1].criteria[0].minimum",
            "give the value that is required",
        ),
        (
            'minimum = [{ since = 2020-01-01, value = "0.75"',
            'max_days_overdue = [{ since = 2020-01-01, value = "0.75"',
            "levels[1].criteria[0].minimum",
            "give the value that is required",
        ),
        (
            "leave_out_units",
            'minimum_depth = [{ since = 2020-01-01, value = "1", reference = "r" }]\nleave_out_units',
            "levels[1].criteria[0].minimum_depth",
            "the measure fulfilment takes minimum: delete this one",
        ),
        (
            'leave_out_units = ["GBP"]',
            'leave_out_units = ["pounds"]',
            "levels[1].criteria[0].leave_out_units[0]",
            "use one of: people",
        ),
        (
            'since = 2020-01-01, value = "0.75"',
            'since = 2020-01-01, by = "smal", value = "0.75"',
            "levels[1].criteria[0].minimum[0].by",
            "nearest known: small",
        ),
        (
            'minimum = [{ since = 2020-01-01, by = "small"',
            'minimum = [{ since = 2020-01-01, by = "smal"',
            "levels[0].criteria[0].minimum[0].by",
            "nearest known: small",
        ),
        (
            'value = "0.75", reference = "r" }',
            'value = "0.75", reference = "r" }, { since = 2020-01-01, value = "0.8", reference = "r" }',
            "levels[1].criteria[0].minimum[1].since",
            "in order of their days",
        ),
        ('id = "F"', 'id = "F"\nthreshold = 1', "levels[1].criteria[0]", "a key that this version does not know"),
        ('id = "P"', "id = 1", "levels[0].criteria[0].id", "give text in quotes"),
    ],
)
def test_a_bad_scheme_is_one_clear_error_with_its_path(old: str, new: str, path: str, words: str) -> None:
    """One sentence: the file, the path inside it, what was found and what to do."""
    assert old in GOOD

    with pytest.raises(SchemeError) as caught:
        load_scheme(GOOD.replace(old, new, 1), FILE)

    message = str(caught.value)
    assert message.startswith(f"{FILE}, `{path}`: found ")
    assert words in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (re.sub(r"\[\[levels\]\].*", "levels = []", GOOD, flags=re.DOTALL), "levels"),
        (
            GOOD.replace("[[levels.criteria]]", "[[levels.criteria]]", 1).split("[[levels.criteria]]")[0]
            + "criteria = []",
            "levels[0].criteria",
        ),
        (
            GOOD.replace('measure = "live_pledges"', 'measure = "contact"\nleave_out_units = ["GBP"]').replace(
                'minimum = [{ since = 2020-01-01, by = "small", value = "1", reference = "r" }]', ""
            ),
            "levels[0].criteria[0].leave_out_units",
        ),
        (GOOD.replace('measure = "live_pledges"', 'measure = "contact"'), "levels[0].criteria[0].minimum"),
    ],
)
def test_a_scheme_that_would_be_met_by_all_or_asks_what_cannot_be_asked_is_refused(text: str, path: str) -> None:
    """No levels, no criteria, and values that a measure does not have."""
    with pytest.raises(SchemeError, match=re.escape(f"{FILE}, `{path}`: found ")):
        load_scheme(text, FILE)


def test_two_criteria_of_one_level_must_differ() -> None:
    """`pledges why` names a criterion by its id."""
    text = GOOD + '[[levels.criteria]]\nid = "f"\nname = "F again"\nmeasure = "contact"\n'

    with pytest.raises(SchemeError, match=r"levels\[1\].criteria\[1\].id"):
        load_scheme(text, FILE)


identifiers = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
notes = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
references = notes.filter(str.strip)
whole = st.none() | st.integers(1, 500)
fact_names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
days = st.dates()
BANDS = ("micro", "large")
SCALE = ("bronze", "silver", "gold")
OPTION_VALUES: dict[str, st.SearchStrategy[Option]] = {
    "fact": fact_names, "part": fact_names, "whole": fact_names, "per_fact": fact_names,
    "facts": st.lists(fact_names, min_size=1, max_size=3, unique_by=str.casefold).map(tuple),
    "scale": st.just("marks"), "at": st.sampled_from(SCALE),
    "event": st.sampled_from(["advocacy", "complaint upheld"]), "outcome": names, "severity": names,
    "within_months": st.integers(1, 600), "gap_months": st.integers(1, 600), "from_day": st.just(dt.date(2024, 6, 1)),
    "to_day": st.just(dt.date(2025, 4, 30)), "unit": st.sampled_from(["people", "GBP"]),
    "types": st.sampled_from([("job",), ("job", "training"), ("allotment",)]),
    "per_amount": st.fractions("1/3", 100, max_denominator=99), "rounding": st.sampled_from(ROUNDINGS),
    "scheme": identifiers, "level": st.just("first"), "standing": st.sampled_from(STANDINGS), "why": names,
}  # fmt: skip
WINDOW = Window(opens=dt.date(2025, 1, 1), closes=dt.date(2025, 2, 1), reference="r")
TOGETHER = (("scale", "at"), ("per_fact", "per_amount"), ("from_day", "to_day"))


@st.composite
def dated(draw: st.DrawFn, path: str, bands: tuple[str, ...], name: str) -> tuple[DatedValue, ...]:
    """Return dated values, those of one band in order of their days."""
    keys = draw(st.sets(st.tuples(days, st.sampled_from(bands)), min_size=1, max_size=3))
    side = [each for each in COMPARISONS if each[0] == default_comparison(name)[0]]
    numbers = st.none() | st.fractions("1/99", 100, max_denominator=99)
    return tuple(
        DatedValue(
            since=since, value=draw(numbers), reference=draw(references), by=band,
            source=Passage(document=FILE, place=f"{path}[{index}]"),
            comparison=draw(st.sampled_from(["", *side])),
            comply_by=draw(st.none() | st.dates(min_value=since)),
        )
        for index, (since, band) in enumerate(sorted(keys))
    )  # fmt: skip


@st.composite
def measures(draw: st.DrawFn, path: str, identifier: str, *, lowest: bool) -> Criterion:
    """Return a criterion of any measure, with its thresholds and other keys."""
    name = draw(
        st.sampled_from(
            sorted(MEASURES.keys() - ({"prior_level", "meets_level", "earlier_terms"} if lowest else set()))
        )
    )
    measure = MEASURES[name]
    given = {
        *measure.needs_options,
        *draw(st.sets(st.sampled_from(measure.options)) if measure.options else st.just(set[str]())),
    }
    for pair in TOGETHER:
        given = given | set(pair) if given & set(pair) else given
    given -= {"within_months"} if "from_day" in given else set()
    chosen = {
        *measure.needs,
        *draw(st.sets(st.sampled_from(measure.may_have)) if measure.may_have else st.just(set[str]())),
    }
    bands = ("", *BANDS) if measure.by_size else ("",)
    return Criterion(
        id=identifier,
        name=draw(names),
        measure=name,
        thresholds={each: draw(dated(f"{path}.{each}", bands, each)) for each in THRESHOLDS if each in chosen},
        leave_out_units=draw(st.sampled_from([(), ("GBP",), ("GBP", "%")])) if measure.of_pledges else (),
        options={each: draw(OPTION_VALUES[each]) for each in OPTIONS if each in given},
        waivable=draw(st.booleans()),
        may_not_apply=draw(st.booleans()),
        reference=draw(st.just("") | names),
    )


@st.composite
def criteria(draw: st.DrawFn, path: str, identifier: str, *, lowest: bool, depth: int = 1) -> Criterion:
    """Return a measure, or a group of criteria with ids of their own."""
    if depth > 2 or draw(st.booleans()):
        return draw(measures(path, identifier, lowest=lowest))
    needs = draw(st.sampled_from(["all", "any", "at least"]))
    value = DatedValue(
        since=draw(days), value=Fraction(draw(st.integers(1, 9))), reference=draw(references),
        source=Passage(document=FILE, place=f"{path}.minimum[0]"), comparison=draw(st.sampled_from(["", "gte"])),
    )  # fmt: skip
    return Criterion(
        id=identifier,
        name=draw(names),
        needs=needs,
        thresholds={"minimum": (value,)} if needs == "at least" else {},
        parts=tuple(
            draw(criteria(f"{path}.parts[{place}]", f"{identifier}-{place}", lowest=lowest, depth=depth + 1))
            for place in range(draw(st.integers(1, 3)))
        ),
        may_not_apply=draw(st.booleans()),
    )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Return any rules of a badge's life."""
    return Life(
        reference=draw(references), grace_days=draw(whole), grace_needs_renewal_lodged=draw(st.booleans()),
        after_expiry=draw(st.sampled_from(AFTER_EXPIRY)), reminder_days_before=draw(st.sampled_from([(), (60, 30, 7)])),
        suspend_on=draw(st.sampled_from([(), SUSPEND_ON])), cure_days=draw(whole), most_waivers=draw(whole),
        excusal_cap=draw(st.none() | st.fractions(0, 1, max_denominator=9)),
        excusal_reasons=draw(st.sampled_from([(), EXCUSAL_REASONS])),
    )  # fmt: skip


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Return any scheme that a file can state."""
    levels = [
        "first",
        *draw(
            st.lists(identifiers.filter(lambda each: each.casefold() != "first"), max_size=2, unique_by=str.casefold)
        ),
    ]
    folded = st.lists(identifiers, min_size=1, max_size=3, unique_by=str.casefold)
    since = draw(st.none() | st.dates(max_value=dt.date(2025, 1, 1)))
    scheme = Scheme(
        id=draw(identifiers),
        name=draw(names),
        version="0.1",
        levels=tuple(
            Level(
                id=level, name=draw(names), kind=draw(st.sampled_from(KINDS)), term_months=draw(st.integers(13, 600)),
                decision=draw(st.sampled_from(DECISIONS)), most_terms=draw(whole), re_entry_months=draw(whole),
                interim_check_months=draw(st.sampled_from([(), (12,)])), restart_on_promotion=draw(st.booleans()),
                criteria=tuple(
                    draw(criteria(f"levels[{number}].criteria[{place}]", f"{identifier}-{place}", lowest=number == 0))
                    for place, identifier in enumerate(draw(folded))
                ),
            )
            for number, level in enumerate(levels)
        ),
        source=Passage(document=FILE, place="the whole file"),
        digest="",
        note=draw(notes),
        size_bands=tuple(
            DatedValue(
                since=dt.date(2020, 1, 1), value=Fraction(draw(st.integers(0, 500))), reference="r", by=band,
                source=Passage(document=FILE, place=f"size_bands[{index}]"),
            )
            for index, band in enumerate(BANDS)
        ),
        status=draw(st.sampled_from(STATUSES)),
        since=since,
        until=draw(st.none() | st.just(dt.date(2026, 1, 1))),
        scales={"marks": SCALE},
        local_types=("allotment",),
        life=draw(st.none() | lives()),
        appeal=draw(st.none() | st.builds(Appeal, reference=references, lodge_within_working_days=whole, body=names)),
        windows=draw(st.sampled_from([(), (WINDOW,)])),
        transitions=draw(st.sampled_from([(), (Transition(from_version="0.0", rule="unknown", reference="r"),)])),
    )  # fmt: skip
    return attrs.evolve(scheme, digest=digest_of(dump_scheme(scheme).encode()))


@given(schemes())
def test_a_scheme_reads_back_as_it_was_written(scheme: Scheme) -> None:
    """Round trip, source by source."""
    assert load_scheme(dump_scheme(scheme), FILE) == scheme
