import datetime as dt

import attrs
import pytest
from badge_positions import event
from ways_positions import scheme_of

from pledges.history import history_of, standing_of
from pledges.history.panel import too_small
from pledges.model import Register
from pledges.rulebook import Life

LIFE = Life(reference="Cabinet", panel_members=3, panel_care_experienced=1)


@pytest.mark.parametrize(
    ("detail", "lacks"),
    [
        ("members=3; care-experienced=1", ""),
        ("members=2; care-experienced=1", "its panel had 2 members of at least 3"),
        ("members=1; care-experienced=1", "its panel had 1 member of at least 3"),
        ("Members: 4, care experienced: 0", "its panel had 0 care-experienced members of at least 1"),
        ("members=3", ""),
        ("three people sat", ""),
        ("", ""),
    ],
)
def test_a_panel_of_fewer_than_the_scheme_asks_for_is_told_and_silence_is_not_held_against_it(
    detail: str, lacks: str
) -> None:
    """Numbers in the Detail of the decision, on both sides of each bound."""
    decided = event("panel decision", detail=detail)

    assert too_small(decided, scheme_of((), LIFE)) == lacks
    assert too_small(decided, scheme_of((), Life(reference="Cabinet"))) == ""
    assert too_small(decided, scheme_of(())) == ""


@pytest.mark.parametrize(
    ("details", "against"),
    [
        (("members=3",), []),
        (("members=2",), ["its panel had 2 members of at least 3"]),
        (("members=2", "members=3"), []),
        (("members=2", ""), []),
    ],
)
def test_a_badge_issued_on_the_word_of_too_small_a_panel_stands_and_is_against_the_rules(
    details: tuple[str, ...], against: list[str]
) -> None:
    """One decision of a whole panel is enough."""
    scheme = scheme_of((), LIFE)
    bronze = attrs.evolve(scheme.levels[0], decision="panel")
    decided = [
        event("panel decision", f"2026-01-0{number}", scheme="ours", level="bronze", outcome="approved", detail=detail)
        for number, detail in enumerate(details, start=1)
    ]
    issued = event("badge issued", "2026-02-01", scheme="ours", level="bronze")
    recorded = Register(suppliers=(), contracts=(), pledges=(), events=(*decided, issued))
    history = history_of("S-01", recorded, on=dt.date(2026, 3, 1), known_on=None)

    standing = standing_of(history, attrs.evolve(scheme, levels=(bronze, *scheme.levels[1:])))

    assert standing.level == "bronze"
    assert [each.what for each in standing.against_the_rules] == against
