import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.exceptions import UnreadableFileError
from pledges.sheets.grid import CellRange
from pledges.sheets.merged import checked_ranges

PLACES = st.integers(1, 6)


def ranges_of(corners: tuple[int, int, int, int]) -> CellRange:
    """Return the range between two corners, whichever they are."""
    top, bottom, left, right = corners
    return CellRange(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def cells_of(merged: CellRange) -> set[tuple[int, int]]:
    """Return the places of all cells of a range."""
    return set(
        itertools.product(
            range(merged.first_row, merged.last_row + 1), range(merged.first_column, merged.last_column + 1)
        )
    )


@given(ranges=st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES).map(ranges_of), max_size=6))
def test_merged_ranges_are_refused_exactly_where_two_lie_over_one_cell(ranges: list[CellRange]) -> None:
    """Readers would disagree about what a person sees there, and going through them would have no end."""
    overlap = any(cells_of(one) & cells_of(other) for one, other in itertools.combinations(ranges, 2))

    if overlap:
        with pytest.raises(UnreadableFileError):
            checked_ranges(ranges)
    else:
        assert checked_ranges(ranges) == tuple(ranges)
