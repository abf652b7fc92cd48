import pytest

from pledges.exceptions import SchemeError
from pledges.files.schemes import load_scheme

FILE = "schemes/ours.toml"

TREE = """
id = "ours"
name = "Ours"
version = "1"
scales = { marks = ["bronze", "silver"] }
[[levels]]
id = "low"
name = "Low"
kind = "listing"
term_months = 12
decision = "automatic"
[[levels.criteria]]
id = "G"
name = "Group"
needs = "at least"
minimum = [{ since = 2020-01-01, gte = "1", reference = "r" }]
[[levels.criteria.parts]]
id = "A"
name = "A fact"
measure = "fact"
fact = "staff"
minimum = [{ since = 2020-01-01, gte = "10", reference = "r" }]
[[levels.criteria.parts]]
id = "B"
name = "Components"
measure = "facts"
facts = ["one", "two"]
scale = "marks"
at = "silver"
[[levels]]
id = "high"
name = "High"
kind = "badge"
term_months = 12
decision = "automatic"
interim_check_months = [6]
[[levels.criteria]]
id = "T"
name = "Time"
measure = "prior_level"
level = "low"
minimum = [{ since = 2020-01-01, gte = "6", reference = "r" }]
[[levels.criteria]]
id = "E"
name = "Events"
measure = "events"
event = "advocacy"
within_months = 12
[life]
reference = "r"
grace_days = 60
excusal_cap = "1/3"
suspend_on = ["major breach"]
[appeal]
reference = "r"
body = "a panel"
[[application_windows]]
opens = 2026-01-01
closes = 2026-02-01
reference = "r"
[[transitions]]
from_version = "0"
rule = "unknown"
reference = "r"
"""


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        (
            'needs = "at least"',
            'needs = "at least"\nmeasure = "contact"',
            "levels[0].criteria[0].measure",
            "both a measure",
        ),
        ('needs = "at least"\n', "", "levels[0].criteria[0].measure", "neither a measure nor needs"),
        ('needs = "at least"', 'needs = "most"', "levels[0].criteria[0].needs", "all, any, at least"),
        ('needs = "at least"', 'needs = "all"', "levels[0].criteria[0].minimum", "takes no value: delete this one"),
        ('gte = "1"', 'gt = "1"', "levels[0].criteria[0].minimum", "give a whole number of parts"),
        ('gte = "1"', 'gte = "1.5"', "levels[0].criteria[0].minimum", "give a whole number of parts"),
        ('needs = "at least"', 'needs = "at least"\nfact = "x"', "levels[0].criteria[0].fact", "does not belong here"),
        (
            'needs = "at least"',
            'needs = "at least"\nleave_out_units = ["GBP"]',
            "levels[0].criteria[0].leave_out_units",
            "a group measures no pledges",
        ),
        ('fact = "staff"\n', "", "levels[0].criteria[0].parts[0].fact", "the measure fact needs it"),
        ('fact = "staff"', 'fact = "Staff here"', "levels[0].criteria[0].parts[0].fact", "such as uk_workforce"),
        ('fact = "staff"', 'fact = "staff"\nunit = "bananas"', "levels[0].criteria[0].parts[0].unit", "use one of"),
        (
            'fact = "staff"',
            'fact = "staff"\nper_fact = "value"',
            "levels[0].criteria[0].parts[0].per_amount",
            "give per_fact and per_amount together",
        ),
        (
            'fact = "staff"',
            'fact = "staff"\nper_fact = "value"\nper_amount = "0"',
            "levels[0].criteria[0].parts[0].per_amount",
            "above nothing",
        ),
        (
            'gte = "10"',
            'comply_by = 2019-12-31, gte = "10"',
            "levels[0].criteria[0].parts[0].minimum[0].comply_by",
            "before",
        ),
        (
            'gte = "10"',
            'gte = "10", gt = "11"',
            "levels[0].criteria[0].parts[0].minimum[0].value",
            "2 values (gte, gt)",
        ),
        ('gte = "10"', 'lte = "10"', "levels[0].criteria[0].parts[0].minimum[0].lte", "use one of: gte, gt, gt_or_gte"),
        ('gte = "10"', 'gte = "unkown"', "levels[0].criteria[0].parts[0].minimum[0].gte", "give a number in quotes"),
        (
            'minimum = [{ since = 2020-01-01, gte = "10"',
            'maximum = [{ since = 2020-01-01, lt = "0"',
            "levels[0].criteria[0].parts[0].maximum[0].lt",
            'give lte = "0"',
        ),
        ('facts = ["one", "two"]', "facts = []", "levels[0].criteria[0].parts[1].facts", "an empty list"),
        ('facts = ["one", "two"]', 'facts = ["one", "one"]', "levels[0].criteria[0].parts[1].facts[1]", "stands above"),
        ('scale = "marks"', 'scale = "marcs"', "levels[0].criteria[0].parts[1].scale", "nearest known: marks"),
        ('at = "silver"\n', "", "levels[0].criteria[0].parts[1].at", "give scale and at together"),
        ('at = "silver"', 'at = "gold"', "levels[0].criteria[0].parts[1].at", "use one of: bronze, silver"),
        ('["bronze", "silver"]', '["bronze"]', "scales.marks", "the lowest first"),
        ('id = "B"', 'id = "g"', "levels[0].criteria[0].parts[1].id", "an id that stands above already"),
        ('level = "low"', 'level = "high"', "levels[1].criteria[0].level", "which is not below high"),
        ('level = "low"', 'level = "lo"', "levels[1].criteria[0].level", "nearest known: low"),
        (
            'level = "low"',
            'level = "low"\nstanding = "shaky"',
            "levels[1].criteria[0].standing",
            "in force or in grace",
        ),
        ('event = "advocacy"', 'event = "advocasy"', "levels[1].criteria[1].event", "nearest known: advocacy"),
        ("within_months = 12", "within_months = 0", "levels[1].criteria[1].within_months", "from 1 to 600"),
        (
            "within_months = 12",
            "within_months = 12\nfrom_day = 2026-01-01\nto_day = 2026-02-01",
            "levels[1].criteria[1].within_months",
            "two windows",
        ),
        (
            "within_months = 12",
            "from_day = 2026-01-01",
            "levels[1].criteria[1].to_day",
            "give from_day and to_day together",
        ),
        (
            "within_months = 12",
            "from_day = 2026-02-01\nto_day = 2026-01-01",
            "levels[1].criteria[1].to_day",
            "a day before from_day",
        ),
        ("within_months = 12", 'waives = ["minimum"]', "levels[1].criteria[1].waives[0]", "which is not in the list"),
        (
            "interim_check_months = [6]",
            "interim_check_months = [12]",
            "levels[1].interim_check_months[0]",
            "before the end",
        ),
        ("grace_days = 60", "grace_days = -60", "life.grace_days", "from 0 to 10000"),
        ("grace_days = 60", "reminder_days_before = [-7]", "life.reminder_days_before[0]", "from 0 to 10000"),
        ("grace_days = 60", 'after_expiry = "vanish"', "life.after_expiry", "fall back, expire"),
        ('excusal_cap = "1/3"', 'excusal_cap = "3/2"', "life.excusal_cap", 'such as "1/3"'),
        ('["major breach"]', '["bad luck"]', "life.suspend_on[0]", "use one of: major breach"),
        ('[appeal]\nreference = "r"', '[appeal]\nreference = ""', "appeal.reference", "say which decision"),
        ('body = "a panel"', 'body = "a panel"\nanswer_within_days = -1', "appeal.answer_within_days", "from 0"),
        ('body = "a panel"', 'body = " "', "appeal.body", "give a name"),
        ("closes = 2026-02-01", "closes = 2025-02-01", "application_windows[0].closes", "a day before opens"),
        ('from_version = "0"', 'from_version = "1"', "transitions[0].from_version", "this version itself"),
        ('rule = "unknown"', 'rule = "by day"', "transitions[0].by", 'with rule = "by day" alone'),
        ('rule = "unknown"', 'rule = "someday"', "transitions[0].rule", "until valid_until, by day, unknown"),
        ('version = "1"', 'version = "1"\nsince = 2026-01-01\nuntil = 2026-01-01', "until", "not after since"),
        ('version = "1"', 'version = "1"\nstatus = "official"', "status", "unofficial illustration"),
    ],
)
def test_a_bad_tree_is_one_clear_error_with_its_path(old: str, new: str, path: str, words: str) -> None:
    """The whole file is good; each change to it is told where it stands."""
    assert old in TREE
    changed = TREE.replace(old, new, 1)

    with pytest.raises(SchemeError) as caught:
        load_scheme(changed, FILE)

    message = str(caught.value)
    assert message.startswith(f"{FILE}, `{path}`: found ")
    assert words in message


def test_a_prior_level_on_the_lowest_is_refused() -> None:
    """There is none below."""
    lowest = TREE.replace('measure = "fact"\nfact = "staff"', 'measure = "prior_level"')

    with pytest.raises(SchemeError, match="found a prior level where no level is below; take the criterion off"):
        load_scheme(lowest, FILE)
