import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest

from pledges.model import Pledge
from pledges.provenance import Passage
from pledges.register.wording import promise_in_words

HERE = Passage(document="test", place="by hand")
PROMISED = Pledge(
    ref="P-01",
    supplier_ref="S-01",
    contract_ref="C-001",
    type="apprenticeship",
    unit="people",
    quantity=Fraction(2),
    source=HERE,
    quantity_source=HERE,
    due=dt.date(2026, 3, 31),
)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"description": "Work  experience\nin care"}, "Work experience in care: 2 people by 31 Mar 2026"),
        ({"description": ""}, "Apprenticeship: 2 people by 31 Mar 2026"),
        ({"quantity": Fraction(1)}, "Apprenticeship: 1 person by 31 Mar 2026"),
        ({"quantity": Fraction(1), "unit": "weeks"}, "Apprenticeship: 1 week by 31 Mar 2026"),
        ({"quantity": Fraction(1), "unit": "FTE"}, "Apprenticeship: 1 FTE by 31 Mar 2026"),
        ({"quantity": Fraction("1250.5"), "unit": "GBP"}, "Apprenticeship: £1,250.5 by 31 Mar 2026"),
        ({"quantity": Fraction(10), "unit": "%"}, "Apprenticeship: 10% by 31 Mar 2026"),
        ({"per_year": True}, "Apprenticeship: 2 people per year by 31 Mar 2026"),
        ({"per_pounds": Fraction(1_000_000)}, "Apprenticeship: 2 people per £1m by 31 Mar 2026"),
        ({"per_pounds": Fraction(500_000)}, "Apprenticeship: 2 people per £500,000 by 31 Mar 2026"),
        ({"quantity": None, "record_only": True}, "Apprenticeship by 31 Mar 2026"),
        ({"due": None}, "Apprenticeship: 2 people"),
        ({"quantity": None}, "Apprenticeship by 31 Mar 2026"),
    ],
)
def test_a_promise_is_said_in_words(fields: dict[str, Any], words: str) -> None:
    """Description, quantity with its unit, and the last day; what is not known is left out."""
    promised = attrs.evolve(PROMISED, **fields)

    said = promise_in_words(promised)

    assert said == words
