"""How often a property is tried in, how often it is tried under the profile of this run out."""

from hypothesis import settings

USUAL = 100
"""How many examples the profile of a usual run draws for a property that says nothing (`tests/conftest.py`)."""


def examples(number: int) -> int:
    """Return how many examples to draw: so many in a usual run, as many times more as the profile explores."""
    return max(1, number * settings().max_examples // USUAL)
