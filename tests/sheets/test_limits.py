from pledges.sheets import limits


def test_every_limit_is_in_the_table_once() -> None:
    """The page of the reference is written from the table, so that none is left out."""
    constants = [name for name in vars(limits) if name.isupper() and name != "LIMITS"]

    listed = [limit.name for limit in limits.LIMITS]

    assert listed == constants
