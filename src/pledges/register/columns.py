"""The register's sheets as they are written: each with its columns, and the words a closed column allows."""

from __future__ import annotations

import attrs

from pledges.model import EVENTS, ConfirmationGrade, Trajectory
from pledges.tables import Column


@attrs.frozen
class SheetShape:
    """A sheet of the register: its name, its columns, and those of other sheets that are known here and not read.

    A column of another sheet is found by what that sheet is called, a colon and its own name.
    """

    name: str
    columns: tuple[Column, ...]
    elsewhere: tuple[Column, ...] = ()


def _must(name: str, *others: str) -> Column:
    return Column(name, others, required=True)


def _may(name: str, *others: str) -> Column:
    return Column(name, others)


def _known_from(other: SheetShape, ours: SheetShape) -> tuple[Column, ...]:
    """Return the columns of another sheet that ours does not have under any of their headings."""
    own = {heading for column in ours.columns for heading in (column.name, *column.aliases)}
    return tuple(
        Column(f"{other.name}: {each.name}", (each.name, *each.aliases), only_aliases=True, called=each.name)
        for each in other.columns
        if own.isdisjoint({each.name, *each.aliases})
    )


YEARS = tuple(_may(f"Year {number}", f"Yr {number}", f"Y{number}") for number in range(1, 16))
"""The columns that may stand in place of How many: how much is promised for each contract year."""

PROMISES = SheetShape(
    "Promises",
    (
        _must("Supplier", "Supplier name", "Supplier ref", "Firm"),
        _must("Contract ref", "Contract reference", "Contract"),
        _may("Contract title", "Title"),
        _may("Buyer"),
        _may("Start", "Contract start", "Start date"),
        _may("End", "Contract end", "End date"),
        _may("Value", "Contract value"),
        _may("Returns every"),
        _may("Returns due within", "Returns due within days"),
        _must("What was promised", "Promise", "Description"),
        _must("Kind", "Type", "Kind of promise"),
        _may("How many", "Quantity"),
        _must("Unit"),
        _may("By when", "Due", "Due date", "By"),
        _may("Per"),
        _may("Code", "Codes", "Also known as"),
        _may("Contractual"),
        _may("Pledge ref", "Pledge reference"),
        *YEARS,
    ),
)
SUPPLIERS = SheetShape(
    "Suppliers",
    (
        _must("Supplier ref", "Supplier reference"),
        _must("Name", "Supplier name", "Supplier"),
        _may("Organisation id", "Org id"),
        _may("UK headcount", "Headcount"),
        _may("Contact role"),
        _may("Also known as"),
    ),
)
CONTRACTS = SheetShape(
    "Contracts",
    (
        _must("Contract ref", "Contract reference"),
        _must("Title", "Contract title"),
        _must("Buyer"),
        _must("Start", "Contract start", "Start date"),
        _must("End", "Contract end", "End date"),
        _may("Value", "Contract value"),
        _may("Value basis"),
        _may("Procurement id", "ocid"),
        _may("Area"),
        _may("Returns every"),
        _may("Returns from"),
        _may("Returns due within", "Returns due within days"),
        _may("Also known as"),
    ),
)
PARTIES = SheetShape(
    "Parties", (_must("Contract ref"), _must("Supplier ref"), _must("Role"), _may("Share", "Share percent"))
)
CLAUSES = SheetShape(
    "Clauses",
    (
        _must("Clause ref"),
        _must("Contract ref"),
        _must("Requirement"),
        _may("Beneficiaries", "Beneficiaries definition id"),
        _may("Source", "Document and paragraph"),
    ),
)
PLEDGES = SheetShape(
    "Pledges",
    (
        _must("Pledge ref", "Pledge reference"),
        _must("Supplier ref", "Supplier reference"),
        _may("Contract ref", "Contract reference"),
        _may("Clause ref"),
        _must("Type", "Kind"),
        _may("Description", "What was promised"),
        _must("Quantity", "How many"),
        _must("Unit"),
        _may("Per"),
        _may("Rounding"),
        _may("Start"),
        _must("Due", "By when", "Due date"),
        _may("Trajectory"),
        _may("Minimum length"),
        _may("Cap per person"),
        _may("Counts"),
        _may("Week convention"),
        _may("Conversion"),
        _may("Sustained for"),
        _may("Parent pledge ref"),
        _may("Either-or group"),
        _may("Exclusive group"),
        _may("Phase"),
        _may("Stretch quantity"),
        _may("Contractual"),
        _may("Weight"),
        _may("Also known as", "Code", "Codes"),
        _may("Substitution", "Made up by", "Can be made up by"),
    ),
)
PROMISES = attrs.evolve(
    PROMISES,
    elsewhere=(
        *_known_from(PLEDGES, PROMISES),
        *(each for each in _known_from(CONTRACTS, PROMISES) if each.called == "Returns from"),
    ),
)
"""The simple form knows the rules of the full one by their headings, so that none of them is passed over in silence."""

MILESTONES = SheetShape("Milestones", (_must("Pledge ref"), _must("Date"), _must("Quantity")))
BANDS = SheetShape("Bands", (_must("Pledge ref"), _must("Value from"), _must("Quantity")))
VARIATIONS = SheetShape(
    "Variations",
    (
        _must("Contract ref"),
        _must("Effective"),
        _may("Value change"),
        _may("New end"),
        _may("Pledge ref"),
        _may("New quantity"),
        _must("Effect"),
        _may("Notice ref"),
    ),
)
RETURNS_RECEIVED = SheetShape(
    "Returns received",
    (
        _must("File"),
        _may("Supplier ref"),
        _may("Contract ref"),
        _may("Period start"),
        _may("Period end"),
        _may("Basis"),
        _may("Received on"),
        _may("Status"),
        _may("Reason"),
        _may("By", "By role"),
    ),
)
CONFIRMATIONS = SheetShape(
    "Confirmations",
    (
        _must("Pledge ref"),
        _must("Grade"),
        _may("Quantity"),
        _may("Person ref"),
        _may("Placement ref"),
        _may("Evidence ref"),
        _may("Period start"),
        _may("Period end"),
        _may("Confirmed by", "Confirmed by role"),
        _must("Confirmed on"),
        _may("Recorded on"),
    ),
)
FACTS = SheetShape(
    "Facts",
    (
        _must("Supplier ref"),
        _may("Contract ref"),
        _must("Fact"),
        _must("Value"),
        _may("Unit"),
        _must("As at"),
        _may("Evidence ref"),
        _may("Evidence grade"),
        _may("Recorded on"),
    ),
)
EVENTS_SHEET = SheetShape(
    "Events",
    (
        _must("Date"),
        _must("Supplier ref"),
        _must("Event"),
        _may("Event ref"),
        _may("Contract ref"),
        _may("Pledge ref"),
        _may("Scheme"),
        _may("Scheme version"),
        _may("Level"),
        _may("Criterion"),
        _may("Outcome"),
        _may("Severity"),
        _may("Reason"),
        _may("Detail"),
        _may("Until"),
        _may("Recorded on"),
        _may("Recorded by", "Recorded by role"),
    ),
)

SHAPES = (
    PROMISES, SUPPLIERS, CONTRACTS, PARTIES, CLAUSES, PLEDGES, MILESTONES, BANDS, VARIATIONS,
    RETURNS_RECEIVED, CONFIRMATIONS, FACTS, EVENTS_SHEET,
)  # fmt: skip
"""Every sheet a register may have, in the order in which they are written."""

GUIDES = ("How to use", "Lists", "How to fill this in")
"""The sheets of our own workbooks that explain and hold drop-downs; they are not read."""

RETURNS_EVERY = {
    "month": ("monthly",),
    "quarter": ("quarterly",),
    "year": ("yearly", "annual"),
    "none": ("never", "no"),
}
ROLES = {
    "prime": ("lead", "main", "main contractor"),
    "consortium": ("partner", "member"),
    "subcontractor": ("supply chain",),
}
EFFECTS: dict[str, tuple[str, ...]] = {"rescale": (), "replace": (), "none": ()}
STATUSES = {"accepted": ("accept", "ok"), "rejected": ("reject", "refused")}
TRAJECTORIES: dict[str, tuple[str, ...]] = {each.value: () for each in Trajectory}
GRADES: dict[str, tuple[str, ...]] = {each.value: () for each in ConfirmationGrade}
EVENT_KINDS: dict[str, tuple[str, ...]] = {
    kind: ("renewal lodged",) if kind == "badge renewal lodged" else () for kind in EVENTS
}
