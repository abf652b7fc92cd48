import pytest

from pledges.provenance import cells_in_runs, natural


def test_references_sort_as_people_count() -> None:
    """P-2 comes before P-10, and a text beside a number makes no trouble."""
    assert sorted(["P-10", "P-2", "P", "2/1", "P-2b"], key=natural) == ["2/1", "P", "P-2", "P-2b", "P-10"]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("B5 B6 B7 B8", "B5:B8"),
        ("B5 B6", "B5 B6"),
        ("B5 B7 B6", "B5:B7"),
        ("B5 C5 B6 C6 B7 C8", "B5:B7 C5 C6 C8"),
        ("B5 B5 B6", "B5 B6"),
        ("the-whole-sheet A1 A2 A3", "the-whole-sheet A1:A3"),
        ("B9 B10 B11 AB9", "B9:B11 AB9"),
        ("", ""),
    ],
)
def test_cells_that_follow_each_other_down_a_column_are_named_as_a_range(cells: str, shown: str) -> None:
    """Three of them or more; each cell is named once, and what is no cell stays as it is."""
    assert cells_in_runs(cells.split()) == tuple(shown.split())
