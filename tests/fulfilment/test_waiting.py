"""What waits for somebody stands beside the rating that it is not in."""

from fractions import Fraction

import pytest
from nouns import YEAR, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, State, fulfil_all
from pledges.model import Absence, EvidenceLine
from pledges.returns.lines import WHOLE_ROW
from pledges.targets import target_of

OF = pledge("P-1", quantity=Fraction(10))
TWICE = line(quantity=3, problems=((WHOLE_ROW, "line-repeated"),))
WAITS = "so that the figure can change"


def fulfilled(*lines: EvidenceLine) -> Fulfilment:
    """Return how far a promise of ten people is fulfilled by one return with these lines."""
    policy, on = default_policy(), YEAR.end
    ledger = count(
        register((OF,)), (received(*lines, period=YEAR),), policy, on=on, known_on=None, vocabulary=Vocabulary()
    )
    (made,) = fulfil_all((OF,), ledger.counted, {OF.ref: target_of(OF, None, (), on=on)}, policy, on=on)
    return made


@pytest.mark.parametrize(
    ("lines", "share", "because"),
    [
        ([line(quantity=35, unit="hours")], 0,
         "1 line waits for somebody, {}: it reports an amount that cannot be used yet"),
        ([TWICE], 0, "1 line waits for somebody, {}: it reports 3 people"),
        ([line(quantity=4), TWICE], 40, "1 line waits for somebody, {}: it reports 3 people"),
        ([line(quantity=4), line(absence=Absence.UNCLEAR)], 40,
         "1 line waits for somebody, {}: it reports an amount that cannot be used yet"),
        ([TWICE, TWICE, line(quantity=8, unit="hours")], 0,
         "3 lines wait for somebody, {}: they report 6 people, and 1 of them an amount that cannot be used yet"),
    ],
)  # fmt: skip
def test_a_rating_says_what_waits(lines: list[EvidenceLine], share: int, because: str) -> None:
    """A share of nothing, because all of it waits, cannot be taken for nothing delivered."""
    found = fulfilled(*lines)

    assert found.state is State.REPORTED
    assert found.share_of_due.value == Fraction(share, 100)
    assert found.rating_because.endswith(because.format(WAITS))


@pytest.mark.parametrize("lines", [[line(quantity=4)], [line(absence=Absence.NIL)], [line(absence=Absence.UNCLEAR)]])
def test_nothing_waits_where_nobody_has_to_do_anything(lines: list[EvidenceLine]) -> None:
    """A number that counts, nil, and what is not known, which says so already."""
    found = fulfilled(*lines)

    assert WAITS not in found.rating_because
