import datetime as dt

import attrs
import pytest
from badge_positions import (
    AHEAD,
    DELIVERY,
    ON,
    SIGNED,
    STARTER,
    corvane,
    criterion,
    decision,
    event,
    fulfilment,
    pledge,
    register,
    supplier,
)

from pledges.eligibility import Outcome
from pledges.eligibility.levels import ANSWERS
from pledges.eligibility.tree import outcome_of
from pledges.files.policy import default_policy
from pledges.rulebook import MEASURES, Adoption, Policy

NOT_EVALUATED = {"T", "Y", "X", "Z"}


def adopting(scheme: str, version: str, since: dt.date) -> Policy:
    """Return the default policy of an authority that adopted a scheme."""
    policy = default_policy()
    adoption = Adoption(scheme=scheme, version=version, since=since, reference="Cabinet", source=policy.source)
    return attrs.evolve(policy, adopted=(adoption,))


def test_every_measure_has_its_answer() -> None:
    """The closed list and what answers it are one list."""
    assert set(ANSWERS) == set(MEASURES)


def test_no_level_is_met_while_a_criterion_is_unknown() -> None:
    """Full marks everywhere else do not make a badge: an identifier that is not recorded is not passed."""
    perfect = [
        *[
            fulfilment(pledge(f"P-{n}", type_=kind), "10", verified="10", beneficiary="10")
            for n, kind in ((1, "placement"), (5, "job"), (6, "mentoring"), (7, "insight"))
        ],
        *[fulfilment(pledge(f"P-{n}", due=AHEAD, type_=kind)) for n, kind in ((2, "job"), (3, "insight"), (4, "job"))],
    ]
    held = event("badge issued", "2025-05-01", scheme="covenant-delivery", level="committed")

    decided = decision(*perfect, recorded=register(events=(SIGNED, held)))
    without = decision(*perfect, recorded=register(events=(SIGNED, held)), firm=supplier(organisation_id=""))
    starter = decision(*perfect, scheme=STARTER, firm=supplier(organisation_id=""))

    assert [level.outcome for level in decided.levels[:2]] == [Outcome.MET, Outcome.MET]
    assert [level.outcome for level in without.levels[:2]] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert [level.outcome for level in starter.levels] == [Outcome.UNKNOWN]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Outcome.MET, Outcome.MET], Outcome.MET),
        ([Outcome.MET, Outcome.UNKNOWN], Outcome.UNKNOWN),
        ([Outcome.UNKNOWN, Outcome.NOT_MET], Outcome.NOT_MET),
        ([Outcome.PANEL, Outcome.UNKNOWN], Outcome.UNKNOWN),
        ([Outcome.PANEL, Outcome.MET], Outcome.PANEL),
    ],
)
def test_a_levels_outcome_is_the_weakest_of_its_criteria(outcomes: list[Outcome], expected: Outcome) -> None:
    """Any not met, else any unknown, else any for the panel, else met."""
    level = DELIVERY.levels[0]

    assert outcome_of(level, outcomes) is expected


def test_a_level_that_a_panel_decides_on_goes_to_the_panel_once_its_criteria_are_met() -> None:
    """The panel sees what is met, and only that."""
    leading = DELIVERY.levels[2]

    assert outcome_of(leading, [Outcome.MET]) is Outcome.PANEL
    assert outcome_of(leading, [Outcome.NOT_MET]) is Outcome.NOT_MET


@pytest.mark.parametrize(
    ("held", "next_level"),
    [(None, "committed"), ("committed", "delivering"), ("delivering", "leading"), ("leading", None)],
)
def test_the_next_level_is_the_one_above_the_level_held(held: str | None, next_level: str | None) -> None:
    """Without a badge it is the lowest that is not met; above the highest there is none."""
    issued = event("badge issued", "2025-05-01", scheme="covenant-delivery", level=held or "", until=None)

    decided = decision(*corvane(), recorded=register(events=(issued,) if held else ()))

    assert (decided.next and decided.next.level) == next_level


def test_the_next_level_tells_what_is_not_met_from_what_is_unknown() -> None:
    """What must be done and what must be found out are two lists."""
    signed = event("statement signed", detail="HR manager")
    decided = decision(*corvane(), firm=supplier(contact_role=""), recorded=register(events=(signed,)))

    assert decided.next is not None
    assert [each.criterion for each in decided.next.missing] == ["C"]
    assert [each.criterion for each in decided.next.unknown] == ["S"]
    assert decided.next.unknown[0].text == "Check who signed, and give the role in Detail of the event."


@pytest.mark.parametrize(
    ("scheme", "version", "since", "adopted"),
    [
        ("covenant-delivery", "0.1", ON, True),
        ("covenant-delivery", "0.1", ON + dt.timedelta(days=1), False),
        ("covenant-delivery", "0.2", ON, False),
        ("covenant-starter", "0.1", ON, False),
    ],
)
def test_a_decision_is_illustrative_until_the_policy_adopts_the_scheme(
    scheme: str, version: str, since: dt.date, *, adopted: bool
) -> None:
    """By its id and version, from its day on."""
    decided = decision(policy=adopting(scheme, version, since))

    assert decided.adopted is adopted


def test_a_decision_names_its_scheme_and_the_digest_of_its_file() -> None:
    """Somebody who reads it years later can find the rules it rests on."""
    decided = decision()

    assert (decided.scheme, decided.version, decided.digest) == ("covenant-delivery", "0.1", DELIVERY.digest)
    assert decided.digest.startswith("sha256:")


def test_fulfilments_of_other_suppliers_are_left_alone() -> None:
    """A firm is judged by its own promises."""
    other = fulfilment(attrs.evolve(pledge("P-09"), supplier_ref="S-02"), "0")

    decided = decision(fulfilment(pledge("P-01"), "10"), other)

    assert criterion(decided, "delivering", "F").outcome is Outcome.MET


def test_a_threshold_is_named_by_its_place_in_the_schemes_file() -> None:
    """Whoever doubts a number finds the line that says it."""
    found = criterion(decision(*corvane(), firm=supplier()), "delivering", "F")

    assert found.required is not None
    assert str(found.required.source) == "schemes/covenant-delivery-0.1.toml, levels[1].criteria[4].minimum[0]"
    assert found.required.because == "covenant-delivery v0.1, fulfilment"
    assert found.required.source in found.sources


def test_an_unknown_size_lists_at_most_six_names() -> None:
    """A sentence that names every pledge is not read."""
    unknowns = [fulfilment(pledge(f"P-0{number}"), None) for number in range(9)]

    found = criterion(decision(*unknowns), "delivering", "F")

    assert "P-00, P-01, P-02, P-03, P-04, P-05 and 3 more" in found.because
