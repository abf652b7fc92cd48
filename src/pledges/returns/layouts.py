"""The layouts of returns as data: the sheets, fields and columns of each, with the other words people write for them.

The one place that knows these headings; `docs/formats.md` section 3 is the contract. Headings are matched whatever
their case, spaces and punctuation (`tables.find_table`), and nothing is mapped by a likeness.
"""

from __future__ import annotations

import attrs

from pledges.tables import Column

NATIVE = "pledges-return/1"
"""The layout of the forms that suppliers fill in: sheets About and Delivery."""

KEYED = "pledges-keyed/1"
"""The layout of what officers type from e-mails and PDFs: one sheet, many suppliers."""

ABOUT_SHEET, DELIVERY_SHEET = "About", "Delivery"
"""The sheets of the native layout."""

GUIDES = ("How to fill this in", "How to use", "Lists")
"""The sheets of our own workbooks that explain and hold drop-downs; nothing is read from them."""

SUPPLIER_REF, CONTRACT_REF = "Supplier ref", "Contract ref"
PERIOD_START, PERIOD_END, BASIS = "Period start", "Period end", "Basis"
SUBMITTED_ON, PART, NIL_RETURN = "Submitted on", "Part", "Nil return"
LAYOUT, FINGERPRINT = "Layout", "Fingerprint"

ABOUT_FIELDS: dict[str, tuple[str, ...]] = {
    SUPPLIER_REF: ("Supplier", "Supplier name", "Supplier ref or name"),
    CONTRACT_REF: ("Contract", "Contract reference"),
    PERIOD_START: ("Period from", "From", "Start of period"),
    PERIOD_END: ("Period to", "To", "End of period"),
    BASIS: ("Figures are",),
    SUBMITTED_ON: ("Date submitted", "Submitted"),
    PART: ("Site", "Part of the return"),
    NIL_RETURN: ("Nothing to report",),
    "Attested by": ("Attested by role", "Signed by"),
    "Attested on": ("Signed on",),
    LAYOUT: (),
    FINGERPRINT: (),
}
"""The fields of the sheet About, each with its other names."""

PLACES_IN_TIME = (PERIOD_START, PERIOD_END, BASIS)
"""The fields without which the figures of a return mean nothing; the council's log may give them in its place."""

FIELD, VALUE = "Field", "Value"
ABOUT_COLUMNS = (Column(FIELD, required=True), Column(VALUE, ("Answer",), required=True))
"""The columns of the sheet About."""

PLEDGE_REF, QUANTITY, START, END = "Pledge ref", "Quantity", "Start", "End"
EVIDENCE_REF, COMMENT, UNIT = "Evidence ref", "Comment", "Unit"
PERSON_REF, PLACEMENT_REF, GROUP_REF, DAYS = "Person ref", "Placement ref", "Group ref", "Days"
ATTENDEES, STAFF, SHARE, GRADE = "Attendees", "Staff", "Share (%)", "Evidence grade"
HOURS_PER_WEEK = "Hours per week"
PROMISED = "What was promised"

PREFILLED = (PROMISED, UNIT)
"""The columns, besides the reference, that a form comes filled in with: the supplier says nothing there."""

_PLEDGE = ("Pledge", "Pledge reference", "Pledge code", "Pledge ref or code", "Promise ref")

_OF_DELIVERIES = (
    Column(PLEDGE_REF, _PLEDGE, required=True),
    Column(PROMISED, ("Promise", "Promised")),
    Column(UNIT, ("Units", "Unit of measure")),
    Column(QUANTITY, ("Quantity delivered", "Delivered", "Qty", "How many"), figure=True),
    Column(START, ("Start date", "Started", "Date started")),
    Column(END, ("End date", "Ended", "Date ended")),
    Column(EVIDENCE_REF, ("Evidence", "Evidence reference")),
    Column(COMMENT, ("Comments",)),
    Column(PERSON_REF, ("Person reference",)),
    Column(PLACEMENT_REF, ("Placement reference",)),
    Column(GROUP_REF, ("Group reference",)),
    Column("Activity"),
    Column(DAYS, ("Days attended",), figure=True),
    Column(HOURS_PER_WEEK, ("Weekly hours",), figure=True),
    Column(ATTENDEES, ("Number of attendees",), figure=True),
    Column(STAFF, ("Number of staff",), figure=True),
    Column(SHARE, ("Share",), figure=True),
    Column(GRADE, ("Grade",)),
    Column("Note", ("Notes",)),
)

DELIVERY_COLUMNS = tuple(attrs.evolve(column, each_row=not column.figure) for column in _OF_DELIVERIES)
"""The columns of the sheet Delivery. What was promised (and its unit) is filled in on the form; Comment is not kept."""

SUPPLIER = "Supplier ref or name"

KEYED_COLUMNS = (
    Column(SUPPLIER, ("Supplier", "Supplier ref", "Supplier name", "Supplier reference"), required=True, each_row=True),
    Column(CONTRACT_REF, ("Contract", "Contract reference"), each_row=True),
    Column(PERIOD_START, ("Period from",), required=True, each_row=True),
    Column(PERIOD_END, ("Period to",), required=True, each_row=True),
    Column(BASIS, each_row=True),
    Column(PART, ("Site",), each_row=True),
    *DELIVERY_COLUMNS,
    Column("Keyed from"),
    Column("Keyed by", ("Keyed by role",)),
)
"""The columns of a keyed sheet."""

SAYS_SOMETHING = (
    QUANTITY, START, END, EVIDENCE_REF, COMMENT, PERSON_REF, PLACEMENT_REF, GROUP_REF, "Activity", DAYS,
    HOURS_PER_WEEK, ATTENDEES, STAFF, SHARE, GRADE, "Note",
)  # fmt: skip
"""The columns that a supplier fills in; a row where all of them are blank is a row of the form left as it was."""

OF_A_FORM = (PLEDGE_REF, PROMISED, UNIT, QUANTITY, START, END, EVIDENCE_REF)
"""The headings of a form's sheet Delivery: where all of them stand, it is a form though its sheet About is lost."""

DELIVERS = (QUANTITY, START, END, DAYS, PERSON_REF, PLACEMENT_REF)
"""Columns of which a sheet of deliveries has at least one beside Pledge ref."""

GRADES: dict[str, tuple[str, ...]] = {
    "claimed": ("E0", "claim", "self declared", "self reported"),
    "documented": ("E1", "document", "documents held", "evidenced"),
    "third party confirmed": ("E2", "third party", "confirmed by third party"),
    "beneficiary confirmed": ("E3", "beneficiary", "confirmed by beneficiary"),
}
"""The grades of evidence, with the other words people write for them."""

PEOPLE_WORDS = (
    "apprentice", "apprentices", "young people", "young person", "care leaver", "care leavers", "trainee", "trainees",
    "start", "starts", "starter", "starters", "participant", "participants", "mentee", "mentees", "learner", "learners",
    "candidate", "candidates", "volunteer", "volunteers",
)  # fmt: skip
"""Words that say a quantity counts people, besides those of the unit itself."""

FIGURES_AND_DAYS = (QUANTITY, START, END, DAYS, HOURS_PER_WEEK, ATTENDEES, STAFF, SHARE)
"""The columns whose figures and dates are of deliveries, and of nothing else."""

FIGURES = frozenset(column.name for column in DELIVERY_COLUMNS if column.figure)
"""The columns that hold figures."""

NOT_DELIVERED = frozenset({
    "plan", "plans", "planned", "target", "targets", "forecast", "forecasts", "forecasted", "projected", "projection",
    "projections", "expected", "anticipated", "estimate", "estimates", "estimated", "proposed", "pledged", "promised",
    "promise", "committed", "commitment", "commitments", "budget", "budgeted", "profile", "profiled", "pipeline",
    "baseline", "future", "next", "previous", "prior", "last", "remaining", "outstanding", "shortfall", "variance",
    "balance", "cancelled", "withdrawn", "offered", "vacancies",
})  # fmt: skip
"""Words beside a heading that speak of a plan, of another time, or of what was not delivered."""

OF_ANOTHER_TIME = frozenset({
    "planned", "forecast", "forecasts", "projected", "projections", "pipeline", "proposed", "future", "next",
    "previous", "prior", "last", "cancelled", "withdrawn",
})  # fmt: skip
OF_THIS_TIME = frozenset({"actual", "actuals", "achieved", "delivered", "delivery", "deliveries", "progress", "this"})
"""Words of a table's title that speak of a plan or of another time, and words beside which they do not settle it."""

LINES_OF_ANOTHER_TIME = OF_ANOTHER_TIME | {
    "plan", "plans", "target", "targets", "forecasted", "expected", "anticipated", "not",
}  # fmt: skip
LINES_OF_THIS_TIME = OF_THIS_TIME - {"delivery", "deliveries", "progress"}
LINES_NOT_OF_THIS_TIME = frozenset({"next", "previous", "prior", "last", "future", "not"})
"""The same of a line alone among the rows: a plan there is no title of what a contract is about."""

PLANNED_OR_NOT_DONE = OF_ANOTHER_TIME - LINES_NOT_OF_THIS_TIME | {"future"}
"""Words that speak of a plan, or of what was not done, whatever stands beside them."""

TIMES_OF_LINES = frozenset({
    "quarter", "quarters", "quarterly", "year", "years", "month", "months", "period", "periods", "return", "returns",
    "yet",
})  # fmt: skip
WORDS_OF_LINES = LINES_OF_ANOTHER_TIME | OF_THIS_TIME | TIMES_OF_LINES | {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "financial",
    "calendar", "contract", "reporting", "report", "figures", "figure", "numbers", "number", "data", "results", "for",
    "of", "in", "the", "s", "and", "only", "to", "be", "are", "is", "following", "below", "rows", "from", "by", "end",
    "start", "against", "vs", "versus", "activity", "activities", "work", "outputs", "outcomes", "opportunities",
    "commitments", "placements", "placement", "apprenticeships", "apprenticeship", "jobs", "training", "social",
    "value", "started", "completed", "first", "second", "third", "fourth",
}  # fmt: skip
"""The words of which a line is made that says of which time the rows below it are; any other makes it a remark."""

WORDS_OF_REMARKS = frozenset({
    "we", "i", "you", "they", "it", "he", "she", "was", "were", "has", "have", "had", "will", "can", "see", "please",
    "attached", "met", "reached", "follow", "follows", "sent", "updated", "update", "review", "reviewed", "agreed",
    "unchanged", "due", "meeting", "submitted", "received", "checked", "because", "as", "so", "but", "on", "track",
})  # fmt: skip
"""Words of a remark, which is no title even where it begins like one."""

SAY_NO_MORE = frozenset({
    "actual", "actuals", "achieved", "delivered", "completed", "number", "numbers", "no", "of", "the", "in", "for",
    "during", "this", "period", "quarter", "month", "year", "reporting", "return", "only", "whole", "figure",
    "figures", "please", "enter", "complete", "fill", "required", "mandatory", "optional", "if", "any", "applicable",
    "known", "see", "note", "notes", "below", "above", "guidance", "count", "q1", "q2", "q3", "q4",
})  # fmt: skip
"""Words in brackets behind Quantity, a unit or a basis that leave them what they are."""

OPEN_ENDS = (
    "ongoing", "on going", "still in post", "in post", "current", "currently", "present", "to date", "still employed",
    "continuing", "still there", "not ended", "open",
)  # fmt: skip
"""What stands in End where a delivery has not ended."""

NAMES_NOTHING = (
    "", "tbc", "tba", "n a", "na", "not applicable", "none", "nil", "pending", "awaiting", "awaited", "to follow",
    "available", "available on request", "on request", "upon request", "see e mail", "see email", "by e mail",
    "by email", "e mail", "email", "to be confirmed", "to be advised", "yes", "no", "y", "n", "attached",
    "see attached", "unknown", "none yet", "not yet", "will follow", "to be sent", "to be provided", "to be supplied",
    "will be sent", "will be provided", "can be sent", "can be provided", "can be supplied", "available if required",
    "available if needed", "if required", "on file", "held on file", "kept on file", "file", "on record", "held",
    "held on record", "tick", "ticked", "x", "0", "ok", "done", "sent", "provided", "supplied", "submitted", "complete",
    "completed", "true", "false", "in progress", "ongoing", "later", "soon", "evidence", "evidenced",
)  # fmt: skip
"""What stands in a column of references without naming anything, folded."""

NAMES_NOTHING_STARTS = (
    "available on request", "none available", "not available", "no evidence", "emailed to",
    "tbc ", "to be confirmed", "to follow", "awaiting ", "pending ", "see email", "see e mail",
)  # fmt: skip
"""How such words begin where more is written after them."""
