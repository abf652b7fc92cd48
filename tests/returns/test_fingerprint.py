import attrs
import pytest
from grids import QUARTER

from pledges.periods import Period
from pledges.returns.fingerprint import Change, change_of, fingerprint


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


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (["P-01", "P-04", "P-03"], Change(at=(1,), was="P-02")),
        (["P-01", "Jane Plantagenet", "P-03"], Change(at=(1,), was="P-02")),
        (["P-01", "p-02", "P-03"], Change(at=(1,), was="P-02")),
        (["P-01", "P-02", "P-03", "P-02", "X-9"], Change(at=(4,))),
        (["P-01", "P-03"], Change(was="P-02")),
        (["P-01", "P-02"], Change(was="P-03")),
        (["Y-1", "P-01", "P-02", "X-2", "P-03"], Change(at=(0, 3))),
        (["P-01", "X-1", "X-2"], None),
        ([], None),
    ],
)
def test_one_changed_reference_is_told_with_what_it_was(now: list[str], change: Change | None) -> None:
    """The fingerprint proves what the form said: a reference typed over, added, or deleted with its row."""
    made = fingerprint("S-01", "C-001", QUARTER, ["P-01", "P-02", "P-03"])

    assert change_of(made, "S-01", "C-001", QUARTER, now) == change


def test_a_thousand_references_are_not_tried_for_ever() -> None:
    """Whoever sends so many is asked to look at all of them."""
    refs = [f"{letter}-{number:03}" for letter in "ABCDEFGHIJ" for number in range(100)]

    assert change_of("0123456789ab", "S-01", None, QUARTER, refs) is None
