"""How little more lifts a mean: what is solved for is what a search step by step finds."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pledges.eligibility.lack import step_of
from pledges.eligibility.position import Threshold
from pledges.eligibility.ways.lift import Part, lifted
from pledges.provenance import Passage

AMOUNTS = st.fractions(min_value=0, max_value=6, max_denominator=8)


@st.composite
def parts_of(draw: st.DrawFn) -> list[Part]:
    """Draw one to four pledges, some done, some of which no more than a little may be asked."""
    return [
        Part(
            ref=f"P-{number}",
            unit=draw(st.sampled_from(("people", "weeks"))),
            weight=draw(st.fractions(min_value=0, max_value=3, max_denominator=3)),
            whole=draw(st.fractions(min_value=Fraction(1, 4), max_value=6, max_denominator=4)),
            have=draw(AMOUNTS),
            most=draw(st.none() | AMOUNTS),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


def wanted_of(value: Fraction, comparison: str) -> Threshold:
    """Return a threshold."""
    source = Passage(document="ours.toml", place="levels")
    return Threshold(value=value, comparison=comparison, reference="", source=source)


def is_lifted(parts: list[Part], wanted: Threshold, more: dict[str, Fraction]) -> bool:
    """Say by the definition whether the mean is what is wanted."""
    total = sum((part.weight for part in parts), Fraction(0))
    return wanted.holds(
        sum((part.weight * part.share(more.get(part.ref, Fraction(0))) for part in parts), Fraction(0)) / total
    )


@given(
    parts=parts_of(),
    value=st.fractions(min_value=0, max_value=Fraction(11, 10), max_denominator=20),
    comparison=st.sampled_from(("gte", "gt")),
)
def test_what_lifts_a_mean_is_enough_and_no_step_less_is(parts: list[Part], value: Fraction, comparison: str) -> None:
    """All that may be asked is not enough where nothing is named; else what is named is, and a step less is not."""
    wanted = wanted_of(value, comparison)

    found = lifted(parts, wanted)

    if sum(part.weight for part in parts) == 0:
        assert found is None
        return
    assert (found is not None) == is_lifted(parts, wanted, {part.ref: part.left for part in parts})
    if found is None:
        return
    for ref, amount in found.items():
        (part,) = (part for part in parts if part.ref == ref)
        assert 0 < amount <= part.left
        assert is_lifted(parts, wanted, found)
        steps = amount / step_of(part.unit)
        less = max(-(-steps.numerator // steps.denominator) - 1, 0) * step_of(part.unit)
        assert not is_lifted(parts, wanted, {**found, ref: less}), (found, part)


@given(part=parts_of(), value=AMOUNTS, comparison=st.sampled_from(("gte", "gt")))
def test_one_pledge_alone_is_asked_for_the_first_step_that_is_enough(
    part: list[Part], value: Fraction, comparison: str
) -> None:
    """Counting up from nothing, step by step, finds the same."""
    only, wanted = part[:1], wanted_of(value / 6, comparison)
    if only[0].weight == 0:
        return
    step, left = step_of(only[0].unit), only[0].left

    found = lifted(only, wanted)

    tried = [min(number * step, left) for number in range(int(left / step) + 2)]
    first = next((amount for amount in tried if is_lifted(only, wanted, {"P-0": amount})), None)
    assert found == (None if first is None else {"P-0": first} if first else {})
