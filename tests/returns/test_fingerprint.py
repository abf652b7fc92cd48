import attrs
from grids import QUARTER

from pledges.periods import Period
from pledges.returns.fingerprint import fingerprint


def test_a_fingerprint_is_the_same_for_the_same_form() -> None:
    """The order of rows, repeats of a reference and blanks at its ends are a supplier's business."""
    made = fingerprint("S-01", "C-001", QUARTER, ["P-01", "P-02"])

    again = fingerprint(" S-01 ", "C-001", QUARTER, ["P-02", "P-01 ", "P-02"])

    assert again == made
    assert made == "f0689880f867"


def test_a_fingerprint_differs_for_every_other_form() -> None:
    """Each of the supplier, the contract, the period and the promises makes another form."""
    other_period = attrs.evolve(QUARTER, end=Period(QUARTER.start, QUARTER.start).end)

    made = [
        fingerprint("S-01", "C-001", QUARTER, ["P-01"]),
        fingerprint("S-02", "C-001", QUARTER, ["P-01"]),
        fingerprint("S-01", "C-002", QUARTER, ["P-01"]),
        fingerprint("S-01", None, QUARTER, ["P-01"]),
        fingerprint("S-01", "C-001", other_period, ["P-01"]),
        fingerprint("S-01", "C-001", QUARTER, ["P-01", "P-02"]),
        fingerprint("S-01", "C-001", QUARTER, []),
    ]

    assert len(set(made)) == len(made)
