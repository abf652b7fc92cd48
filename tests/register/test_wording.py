import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest

from pledges.model import Length, Milestone, Pledge, ShareOf
from pledges.provenance import Passage
from pledges.register.wording import promise_in_words, promise_on_form

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


def length(number: str, unit: str, *, consecutive: bool = False) -> Length:
    """Return how long something must last, or how much counts at most."""
    return Length(number=Fraction(number), unit=unit, consecutive=consecutive, source=HERE)


def steps(*quantities: int) -> tuple[Milestone, ...]:
    """Return how much is due in all at the end of March of each year from 2026 on."""
    days = (dt.date(2026 + year, 3, 31) for year in range(len(quantities)))
    return tuple(
        Milestone(day=day, quantity=Fraction(quantity), source=HERE)
        for day, quantity in zip(days, quantities, strict=True)
    )


def share_of(**whole: str) -> ShareOf:
    """Return that a percentage is what P-5 is of the whole."""
    return ShareOf(part_ref="P-5", source=HERE, **whole)


@pytest.mark.parametrize(
    ("fields", "terms"),
    [
        ({}, ""),
        ({"minimum_length": length("5", "days")}, "; each at least 5 days"),
        ({"minimum_length": length("1", "weeks")}, "; each at least 1 week"),
        ({"minimum_length": length("5", "days", consecutive=True)}, "; each at least 5 consecutive days"),
        ({"cap_per_person": length("104", "weeks")}, "; at most 104 weeks a person"),
        ({"sustained_for": length("26", "weeks")}, "; counted if still there after 26 weeks"),
        ({"share_of": share_of(whole_ref="P-6")}, "; P-5 as a share of P-6"),
        ({"share_of": share_of(whole_fact="uk_workforce")}, "; P-5 as a share of uk workforce"),
        ({"milestones": steps(1, 2)[::-1]}, "; in all 1 person by 31 Mar 2026, 2 people by 31 Mar 2027"),
        (
            {"milestones": steps(1, 2, 3, 4, 5, 6)},
            "; in all 1 person by 31 Mar 2026, and so on to 6 people by 31 Mar 2031",
        ),
        (
            {"cap_per_person": length("12", "months"), "minimum_length": length("2", "weeks")},
            "; each at least 2 weeks; at most 12 months a person",
        ),
    ],
)
def test_a_form_says_what_else_a_promise_asks(fields: dict[str, Any], terms: str) -> None:
    """Steps, what a percentage is of, and the rules about each person or placement, behind the promise itself."""
    promised = attrs.evolve(PROMISED, **fields)

    said = promise_on_form(promised)

    assert said == f"Apprenticeship: 2 people by 31 Mar 2026{terms}"
