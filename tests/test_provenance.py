from pledges.provenance import natural


def test_references_sort_as_people_count() -> None:
    """P-2 comes before P-10, and a text beside a number makes no trouble."""
    assert sorted(["P-10", "P-2", "P", "2/1", "P-2b"], key=natural) == ["2/1", "P", "P-2", "P-2b", "P-10"]
