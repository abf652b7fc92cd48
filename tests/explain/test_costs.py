import datetime as dt
from typing import Any

import pytest

from pledges.explain import costs_of
from pledges.periods import Period
from pledges.returns.conduct import Conduct, Told

QUARTER = Told(period=Period(dt.date(2025, 4, 1), dt.date(2025, 6, 30)), days_late=12)


def costs(**told: Any) -> tuple[str, ...]:
    """Return what the conduct of S-01 under C-001, which asks for returns, costs."""
    return costs_of(Conduct(**{"supplier_ref": "S-01", "contract_ref": "C-001", "is_asked": True, **told}))


def test_returns_that_came_in_time_cost_nothing() -> None:
    """There is nothing to say."""
    assert costs(due=(QUARTER,), on_time=(QUARTER,)) == ()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"missing": (QUARTER,), "pledges_open": ("P-1", "P-2")},
            (
                "1 return that was due has not come: what P-1 and P-2 delivered in that time is not known. "
                "It is neither nil nor delivered."
            ),
        ),
        (
            {"missing": (QUARTER, QUARTER), "pledges_open": tuple(f"P-{number}" for number in range(1, 10))},
            (
                "2 returns that were due have not come: what P-1, P-2, P-3, P-4, P-5, P-6 and 3 more delivered in that "
                "time is not known. It is neither nil nor delivered."
            ),
        ),
        ({"missing": (QUARTER,)}, "1 return that was due has not come. It is neither nil nor delivered."),
        ({"late": (QUARTER,)}, "1 return came late, by at most 12 days; what is in them counts for its own period."),
        ({"late_within_grace": (QUARTER,)}, "1 return came late within grace and counts."),
        ({"undated": (QUARTER,)}, "For 1 return nobody wrote the day it came, so whether it was in time is not known."),
        ({"nil": (QUARTER,)}, "1 return says that nothing was delivered, which is counted as 0."),
        (
            {"waiting": (QUARTER, QUARTER)},
            "2 returns wait for somebody to settle, and nothing of it counts until then.",
        ),
        ({"refused": (QUARTER,)}, "1 file could not be read, and nothing of it counts."),
        ({"rejected": (QUARTER,)}, "1 return was rejected, and nothing of it counts."),
        ({"superseded": (QUARTER,)}, "1 return was sent again; only the last one counts."),
        (
            {"is_asked": False},
            "The register asks for no returns here, so none can be late or missing.",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_return_says_what_it_costs(told: dict[str, Any], sentence: str) -> None:
    """No return is neither nil nor delivered; what came late counts all the same."""
    assert costs(**told) == (sentence,)


def test_files_of_nobody_say_that_their_owner_is_not_known() -> None:
    """Nobody is asked for a schedule of them."""
    told = costs(supplier_ref=None, contract_ref=None, is_asked=False, refused=(QUARTER,))

    assert told == ("1 file could not be read, and nothing of it counts. Whose they are is not known.",)
