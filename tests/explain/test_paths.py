import datetime as dt
import json
from fractions import Fraction
from typing import Any

import attrs
import pytest
from assessments import assessment, fulfilment, pledge

from pledges.exceptions import PathError
from pledges.explain import as_data, figures_of, find, lines, paths
from pledges.figures import Figure, given, replay
from pledges.fulfilment import Fulfilment
from pledges.model import Pledge
from pledges.provenance import Passage
from pledges.rulebook import RatingBand, RatingBands

POSITION = assessment()


def test_every_path_names_something_that_can_be_explained() -> None:
    """No path is listed that `why` cannot answer, as text and as data."""
    for path in paths(POSITION):
        explained = find(POSITION, path)

        assert all(line.strip() for line in lines(explained, path))
        assert json.loads(json.dumps(as_data(explained)))


def test_every_figure_that_a_path_names_replays() -> None:
    """A figure computed again from its leaves gives its value."""
    figures = [
        explained for explained in (find(POSITION, path) for path in paths(POSITION)) if isinstance(explained, Figure)
    ]

    assert len(figures) > 100
    assert [figure for figure in figures if replay(figure) != figure.value] == []


@pytest.mark.parametrize(
    ("path", "first_line"),
    [
        ("P-01", "P-01: Work placements of at least a week for care-experienced young people (supplier S-01)"),
        ("P-01.counted", "P-01.counted = 5 people"),
        ("p-01.Share_of_due", "p-01.Share_of_due = 62.5%"),
        ("P-10.counted", "P-10.counted = not known"),
        ("C-001", "C-001: Highways maintenance 2025 to 2029 (Soar Valley District Council)"),
        ("voluntary", "Voluntary pledges, of no contract"),
        ("C-002.totals.practical-help.GBP.counted", "C-002.totals.practical-help.GBP.counted = £0"),
        ("C-002.totals.practical help.GBP", "C-002.totals.practical help.GBP: 1 pledge of type practical help in GBP"),
        ("totals.placement.people.counted", "totals.placement.people.counted = 5 people"),
        ("S-01", "S-01: Ashfold Joinery Ltd"),
        ("S-01.covenant-delivery", "S-01.covenant-delivery: Covenant delivery 0.1 (illustrative: scheme not adopted)"),
        ("S-01.covenant-delivery.delivering", "S-01.covenant-delivery.delivering = not met (Delivering, a badge)"),
        ("S-01.covenant-delivery.delivering.F", "S-01.covenant-delivery.delivering.F = met (Fulfilment)"),
        ("S-01.covenant-delivery.delivering.F.observed", "S-01.covenant-delivery.delivering.F.observed = 95%"),
    ],
)
def test_a_path_is_found_whatever_its_case_and_spaces(path: str, first_line: str) -> None:
    """References and names are matched as people type them."""
    explained = find(POSITION, path)

    assert lines(explained, path)[0] == first_line


def test_a_decision_shows_what_was_observed_required_and_where() -> None:
    """A criterion says why it came out as it did, down to the cells."""
    text = "\n".join(lines(find(POSITION, "S-01.covenant-delivery.delivering.V"), "V"))

    assert "observed = 18.3% (exactly 11/60)" in text
    assert "required = 50%" in text
    assert "source: register.xlsx!Confirmations!A5" in text


def test_the_summary_of_a_pledge_has_all_its_figures_and_what_was_set_aside() -> None:
    """`pledges why FOLDER P-02` is where an officer starts."""
    text = "\n".join(lines(find(POSITION, "P-02")))

    assert "due_to_date: 52 weeks" in text
    assert "counted: 6.29 weeks (exactly 44/7)" in text
    assert "returns/q4 ashfold.xlsx!Delivery!C6: The promise is in weeks" in text


def with_pledges(*promises: Pledge) -> list[tuple[str, ...]]:
    """Return the paths of a position that holds exactly these pledges."""
    contract = attrs.evolve(
        POSITION.contracts[0], fulfilments=tuple(fulfilment(each, target=1, due=1) for each in promises), totals=()
    )
    position = attrs.evolve(POSITION, contracts=(contract,), suppliers=())
    return [tuple(lines(find(position, path), path)) for path in ("C-001/1.a", "C-001/1.a.counted")]


def test_the_longest_reference_wins() -> None:
    """A pledge whose reference holds dots and slashes is found before a figure of a shorter one."""
    short = pledge("C-001/1", "S-01", "C-001", "job", "people", "the short one")
    long = pledge("C-001/1.a", "S-01", "C-001", "job", "people", "the long one")
    longest = pledge("C-001/1.a.counted", "S-01", "C-001", "job", "people", "the longest one")

    whole, figure = with_pledges(short, long)
    _, other = with_pledges(longest, long)

    assert "the long one" in whole[0]
    assert figure[0] == "C-001/1.a.counted = 0 people"
    assert "the longest one" in other[0]


def test_an_unknown_path_is_refused_with_the_nearest_ones() -> None:
    """The sentence names paths that exist, and repeats nothing else."""
    with pytest.raises(PathError) as caught:
        find(POSITION, "P-01.countd")

    assert str(caught.value).startswith("No figure or decision has that path. Nearest: P-01.counted")


def test_in_an_empty_position_there_is_nothing_to_explain() -> None:
    """Without pledges and suppliers the sentence says so."""
    empty = attrs.evolve(POSITION, contracts=(), suppliers=())

    with pytest.raises(PathError, match="nothing to explain"):
        find(empty, "P-01")


def test_a_pledge_wins_over_a_supplier_of_the_same_reference() -> None:
    """Where registers number everything from 1, a path starts with the pledge."""
    one = fulfilment(pledge("S-01", "S-01", "C-001", "job", "people", "a promise"), target=1, due=1)
    contract = attrs.evolve(POSITION.contracts[0], fulfilments=(one,), totals=())

    found = find(attrs.evolve(POSITION, contracts=(contract,)), "S-01")

    assert found is one


def test_totals_of_all_contracts_are_the_sums_of_theirs() -> None:
    """What stands at a glance replays from the pledges, and unknown stays unknown."""
    totals = {(each.type, each.unit): each for each in POSITION.totals}

    assert {kind for kind, each in totals.items() if each.counted.value is None} == {
        ("job", "people"),
        ("group support", "sessions"),
    }
    for total in totals.values():
        assert all(replay(figure) == figure.value for figure in figures_of(total).values())
    assert sum(each.pledges for each in totals.values()) == 8


BANDS = RatingBands(
    since=dt.date(2025, 4, 1),
    bands=(
        RatingBand(word="Good", at_least=Fraction(1)),
        RatingBand(word="Requires improvement", at_least=Fraction(1, 2)),
    ),
    below="Inadequate", reference="board paper 12", source=Passage(document="policy.toml", place="rating_bands[0]"),
)  # fmt: skip


def rating(of: Fulfilment, **fields: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the lines and the data of the rating of a promise that is changed so."""
    contract = attrs.evolve(POSITION.contracts[0], fulfilments=(attrs.evolve(of, **fields),))
    position = attrs.evolve(POSITION, contracts=(contract,))
    explained = find(position, f"{of.pledge.ref}.rating")
    return lines(explained, f"{of.pledge.ref}.rating"), as_data(explained)


FIRST = POSITION.contracts[0].fulfilments[0]


def test_a_rating_is_explained_by_its_share_and_the_bands_of_the_day() -> None:
    """The word, why, the bands with where they stand and which of them it is, then the share down to its cells."""
    said, data = rating(FIRST, bands=BANDS)

    assert said[:8] == (
        "P-01.rating = Requires improvement",
        f"  {FIRST.rating_because}",
        "  bands in force on 31 Mar 2026, since 1 Apr 2025 [policy.toml, rating_bands[0]]",
        "    (board paper 12)",
        "    Good: from 100% of what is due",
        "    Requires improvement: from 50% of what is due, where this share lies",
        "    Inadequate: below 50%",
        "  share of what was due = 5 people ÷ 8 people = 62.5%",
    )
    assert (data["rating"], data["share"]["value"]) == ("Requires improvement", "0.625")
    assert data["bands"]["bands"] == [
        {"word": "Good", "at_least": "1"}, {"word": "Requires improvement", "at_least": "1/2"},
    ]  # fmt: skip


def test_a_rating_of_other_is_explained_too() -> None:
    """Without bands it says so; an either-or group is rated by the share of the promise that stands."""
    without, data = rating(FIRST, bands=None, rating="Other", rating_because="the policy has no rating bands")
    by_other, _ = rating(
        FIRST, bands=BANDS, rating="Good", rated_share=given("share", 1, FIRST.pledge.source, unit="share")
    )

    assert without[:3] == (
        "P-01.rating = Other", "  the policy has no rating bands", "  bands in force on 31 Mar 2026: none",
    )  # fmt: skip
    assert data["bands"] is None
    assert by_other[-1].startswith("  share: 100%")
    assert "    Good: from 100% of what is due, where this share lies" in by_other


@pytest.mark.parametrize("fields", [{"record_only": True}, {"parent_ref": "P-77"}])
def test_what_is_never_rated_says_why_and_no_share(fields: dict[str, Any]) -> None:
    """A part goes on to its whole."""
    said, data = rating(FIRST, pledge=attrs.evolve(FIRST.pledge, **fields), bands=BANDS, rating_because="why")

    go_on = (
        ["To go on: pledges why FOLDER P-77.rating, which all its parts are rated with."]
        if "parent_ref" in fields
        else []
    )
    assert list(said) == ["P-01.rating = Requires improvement", "  why", *go_on]
    assert (data["share"], data["bands"]) == (None, None)
