import attrs
import pytest
from assessments import ON, assessment

from pledges.exceptions import PathError
from pledges.explain.badge_page import WIDTH, badges_asked, supplier_lines, supplier_named


def test_a_supplier_is_found_by_its_reference_or_a_name() -> None:
    """Whatever its case; and by another name that the register knows."""
    made = assessment()
    (first, *_) = made.suppliers
    named = attrs.evolve(
        made, suppliers=(attrs.evolve(first, supplier=attrs.evolve(first.supplier, also_known_as=("AJ",))),)
    )

    found = [supplier_named(named, each) for each in (first.supplier.ref.lower(), first.supplier.name.upper(), "aj")]

    assert [each.supplier.ref for each in found] == [first.supplier.ref] * 3


def test_a_supplier_that_is_not_there_is_answered_with_the_nearest() -> None:
    """A name mistyped is never guessed at."""
    made = assessment()
    name = made.suppliers[0].supplier.name

    with pytest.raises(PathError, match=f"Nearest: .*{name}"):
        supplier_named(made, f"{name}x")


def test_a_scheme_that_does_not_speak_is_answered_with_those_that_do() -> None:
    """By its id."""
    position = assessment().suppliers[0]
    known = position.badges[0].scheme.id

    assert badges_asked(position, None) == position.badges
    assert badges_asked(position, known.upper()) == position.badges[:1]
    with pytest.raises(PathError, match=f"Those that do: .*{known}"):
        badges_asked(position, "nothing-of-the-sort")


def test_the_page_has_every_criterion_with_its_reason_and_cells() -> None:
    """Level by level, and no line is wider than a terminal takes."""
    position = assessment().suppliers[0]
    badge = position.badges[0]

    page = list(supplier_lines(position, badge, ON))

    text = " ".join(" ".join(page).split())
    nodes = [node for level in badge.decision.levels for each in level.criteria for node in each.nodes()]
    assert nodes
    for node in nodes:
        assert f"{node.outcome.value} {node.id} {node.name}" in text
        assert node.because in text
        assert all(str(source).rpartition("!")[2] in text for source in node.sources)
    assert badge.decision.next is not None
    for each in (*badge.decision.next.missing, *badge.decision.next.unknown):
        assert each.text in text
    assert max(len(line) for line in page) <= WIDTH
