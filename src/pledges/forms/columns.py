"""Nothing in, the columns of every sheet of a register and of a return out: `docs/formats.md` as values."""

from __future__ import annotations

from pledges.forms.plan import Column, Takes
from pledges.model import EVENTS, PLEDGE_TYPES, Basis, ConfirmationGrade, Rounding, Trajectory
from pledges.quantities import UNITS

KINDS = tuple(PLEDGE_TYPES)
UNIT_WORDS = tuple(UNITS)
YES_NO = ("yes", "no")
BASES = tuple(basis.value for basis in Basis)
EVERY = ("month", "quarter", "year", "none")
GRADES_OF_A_RETURN = ("claimed", "documented")
CONFIRMED = tuple(grade.value for grade in ConfirmationGrade)

_LISTS = "Lists"


def list_range(column: str, count: int) -> str:
    """Return the range of a column of the sheet Lists that holds `count` words under their heading."""
    return f"{_LISTS}!${column}$2:${column}${count + 1}"


def _reference(heading: str, width: int = 16, *, required: bool = False, hint: str = "", at: str = "") -> Column:
    return Column(heading=heading, width=width, takes=Takes.REFERENCE, required=required, hint=hint, choices_at=at)


def _day(heading: str, *, required: bool = False, hint: str = "") -> Column:
    return Column(heading=heading, width=14, takes=Takes.DATE, required=required, hint=hint)


def _number(heading: str, width: int = 12, *, required: bool = False, hint: str = "") -> Column:
    return Column(heading=heading, width=width, takes=Takes.NUMBER, required=required, hint=hint)


def _money(heading: str, *, required: bool = False, hint: str = "") -> Column:
    return Column(heading=heading, width=16, takes=Takes.MONEY, required=required, hint=hint)


def _words(heading: str, width: int = 20, *, required: bool = False, hint: str = "") -> Column:
    return Column(heading=heading, width=width, required=required, hint=hint)


def _choice(
    heading: str,
    choices: tuple[str, ...],
    *,
    width: int = 16,
    required: bool = False,
    closed: bool = False,
    hint: str = "",
) -> Column:
    return Column(heading=heading, width=width, choices=choices, required=required, closed=closed, hint=hint)


PROMISES = (
    _words("Supplier", 26, required=True, hint="The firm's name, written the same way on every row."),
    _reference(
        "Contract ref",
        18,
        required=True,
        hint="Your reference for the contract, the same on every row of that contract.",
    ),
    _words("Contract title", 30, hint="What the contract is called. One row of a contract is enough."),
    _words("Buyer", 22, hint="The authority or department that bought it. One row of a contract is enough."),
    _day("Start", hint="The day the contract starts. One row of a contract is enough."),
    _day("End", hint="The contract's last day as it was awarded, without extensions."),
    _money("Value (GBP)", hint="The contract's value in pounds, as awarded."),
    _choice(
        "Returns every",
        EVERY,
        width=14,
        closed=True,
        hint="How often the contract asks for a return. Without it a return that never comes cannot be noticed.",
    ),
    _number(
        "Returns due within (days)",
        16,
        hint="How many days after the end of its period a return is due. Blank: as your policy.toml says.",
    ),
    _words("What was promised", 44, required=True, hint="The promise in the bid's own words, one promise a row."),
    _choice(
        "Kind",
        KINDS,
        width=18,
        required=True,
        hint="What kind of promise it is. The sheet Lists says what each word means.",
    ),
    _number(
        "How many",
        required=True,
        hint="One plain number, such as 12 or 7.5. For numbers that grow year by year see How to use.",
    ),
    _choice(
        "Unit",
        UNIT_WORDS,
        width=16,
        required=True,
        hint=("What is counted. Hours with young people are attendee hours; hours that staff give are staff hours."),
    ),
    _day("By when", hint="The last day for delivering all of it. Blank: the contract's end."),
    _choice(
        "Per",
        ("contract", "year", "£1m"),
        width=12,
        hint=(
            "Blank or contract: How many is for the whole contract. year: for each contract year up to By when. "
            "£1m, or another amount such as £500,000: for each such amount of the contract's value."
        ),
    ),
    _reference("Code", 12, hint="The code that the bid or the supplier uses for it, such as NT4a, if there is one."),
    _choice(
        "Contractual",
        YES_NO,
        width=13,
        closed=True,
        hint="yes: the contract binds the firm to it. no: it was offered freely.",
    ),
    _reference(
        "Pledge ref",
        16,
        hint=(
            "A short reference of its own, such as P-01. Blank: made for you, as contract "
            "reference/1, /2 and so on in the order of the rows."
        ),
    ),
)
"""The sheet `Promises` of the simple form."""

SUPPLIERS = (
    _reference("Supplier ref", required=True),
    _words("Name", 30, required=True),
    _reference("Organisation id", 22),
    _number("UK headcount", 14),
    _words("Contact role", 22),
    _words("Also known as", 30),
)

CONTRACTS = (
    _reference("Contract ref", required=True),
    _words("Title", 32, required=True),
    _words("Buyer", 24, required=True),
    _day("Start", required=True),
    _day("End", required=True),
    _money("Value (GBP)"),
    _words("Value basis", 16),
    _reference("Procurement id", 22),
    _words("Area", 16),
    _choice("Returns every", EVERY, width=14, closed=True),
    _day("Returns from"),
    _number("Returns due within (days)", 16),
    _words("Also known as", 24),
)

PARTIES = (
    _reference("Contract ref", required=True),
    _reference("Supplier ref", required=True),
    _choice("Role", ("prime", "consortium", "subcontractor"), required=True, closed=True),
    _number("Share (%)", 10),
)

CLAUSES = (
    _reference("Clause ref", required=True),
    _reference("Contract ref", required=True),
    _words("Requirement", 50, required=True),
    _words("Beneficiaries", 20),
    _words("Source", 30),
)

RULE_COLUMNS = (
    "Minimum length",
    "Cap per person",
    "Counts",
    "Week convention",
    "Conversion",
    "Sustained for",
    "Exclusive group",
)
"""The columns of Pledges that `Pledge.rules` keeps by these headings."""

PLEDGES = (
    _reference("Pledge ref", required=True),
    _reference("Supplier ref", required=True),
    _reference("Contract ref"),
    _reference("Clause ref"),
    _choice("Type", KINDS, required=True),
    _words("Description", 44),
    Column(
        heading="Quantity",
        width=12,
        takes=Takes.PROMISED,
        required=True,
        hint=(
            "One plain number. record only: nothing is promised, and what is delivered is counted. banded: the sheet "
            "Bands says how much, by the contract's value."
        ),
    ),
    _choice("Unit", UNIT_WORDS, required=True),
    _choice(
        "Per",
        ("contract", "year", "£1m"),
        width=12,
        hint=(
            "Blank or contract: Quantity is for the whole contract. year: for each contract year up to Due. £1m, or "
            "another amount such as £500,000: for each such amount of the contract's value."
        ),
    ),
    _choice(
        "Rounding",
        tuple(each.value for each in Rounding),
        width=12,
        closed=True,
        hint="How a target that is worked out becomes whole, once, on the total. Blank: exact, not rounded at all.",
    ),
    _day("Start", hint="Nothing is due before it. Blank: the contract's start."),
    _day("Due", required=True),
    _choice("Trajectory", tuple(each.value for each in Trajectory), closed=True),
    _words("Minimum length", 14),
    _words("Cap per person", 14),
    _words("Counts", 14),
    _words("Week convention", 14),
    _words("Conversion", 16),
    _words("Sustained for", 14),
    _reference(
        "Parent pledge ref",
        hint="The promise that this one is a part of, where the firm may split the whole as it likes.",
    ),
    _words(
        "Either-or group",
        14,
        hint="The same word on the promises of which one is enough. The one that is furthest on stands for all.",
    ),
    _words("Exclusive group", 14),
    _words("Phase", 12, hint="A name for a stage of the work. Only what belongs to Start to Due then counts."),
    _number("Stretch quantity", hint="What the firm hopes for beyond Quantity. It is shown and never rated."),
    _choice("Contractual", YES_NO, width=13, closed=True),
    _number("Weight", 10),
    _words("Also known as", 24),
    _words(
        "Substitution",
        18,
        hint=(
            "Only where the clause allows it: 20 staff hours of P-2 = 1 placement. What P-2 delivers above its target "
            "then makes up what lacks here."
        ),
    ),
)

MILESTONES = (
    _reference("Pledge ref", required=True),
    _day("Date", required=True),
    _number("Quantity", required=True),
)

BANDS = (
    _reference("Pledge ref", required=True, hint="A promise whose Quantity says banded."),
    _money("Value from", required=True, hint="From this value of the contract on, up to the next band."),
    _number("Quantity", required=True, hint="How much is promised in this band."),
)

VARIATIONS = (
    _reference("Contract ref", required=True),
    _day("Effective", required=True),
    Column(heading="Value change (GBP)", width=18),  # may be below zero
    _day("New end"),
    _reference("Pledge ref"),
    _number("New quantity"),
    _choice("Effect", ("rescale", "replace", "none"), required=True, closed=True),
    _reference("Notice ref"),
)

RETURNS_RECEIVED = (
    _words("File", 44, required=True, hint="The name of the file in the folder returns, such as Q1 Brightway.xlsx."),
    _words("Supplier ref", 24, hint="Whose return it is. Blank: as the form itself says."),
    _reference("Contract ref", hint="Which contract it is for. Blank: as the form itself says."),
    _day("Period start", hint="The first day it reports on. Blank: as the form itself says."),
    _day("Period end", hint="The last day it reports on. Blank: as the form itself says."),
    _choice(
        "Basis",
        BASES,
        width=13,
        closed=True,
        hint="What its figures speak of: this period, everything up to its end, or that day. Blank: as the form says.",
    ),
    _day("Received on", hint="The day it reached you. Of two returns for one period the later one counts."),
    _choice(
        "Status", ("accepted", "rejected"), closed=True, hint="rejected: it never counts. Blank is taken as accepted."
    ),
    _words("Reason", 30, hint="Why it was rejected. Never write about a young person here."),
    _words("By (role)", 20, hint="Your job title, not your name."),
)

CONFIRMATIONS = (
    _reference(
        "Pledge ref", 18, required=True, hint="Which promise was confirmed. The report shows each promise's reference."
    ),
    _choice(
        "Grade",
        CONFIRMED,
        width=26,
        required=True,
        closed=True,
        hint="Who confirmed it, or how a test of the offer went. See How to use.",
    ),
    _number("Quantity", hint="How much of it is confirmed. Blank: all that matches this row."),
    _reference(
        "Person ref", hint="Only a number or code given by the service that supports the young person. Never a name."
    ),
    _reference("Placement ref", hint="The placement's own reference, where the return has one."),
    _reference("Evidence ref", 22, hint="The evidence it speaks of, as the return names it."),
    _day("Period start", hint="The first day it speaks of. Blank: any."),
    _day("Period end", hint="The last day it speaks of. Blank: any."),
    _words("Confirmed by (role)", 26, hint="The role of whoever confirmed it, such as training provider. Not a name."),
    _day("Confirmed on", required=True, hint="The day it was confirmed."),
    _day("Recorded on", hint="The day you wrote it down here. Blank: the day it was confirmed."),
)

FACTS = (
    _words("Supplier ref", 24, required=True, hint="The firm that the fact is about."),
    _reference("Contract ref", hint="The contract, where the fact belongs to one."),
    _choice(
        "Fact",
        ("uk_workforce", "extra_paid_leave_days", "spend_to_date"),
        width=22,
        required=True,
        hint=(
            "uk_workforce: people employed in the UK. spend_to_date: pounds paid on the contract so "
            "far. extra_paid_leave_days: days of paid leave a year beyond what the law asks."
        ),
    ),
    _number("Value", required=True, hint="One plain number."),
    _choice("Unit", UNIT_WORDS, hint="What the number is in, such as people or GBP."),
    _day("As at", required=True, hint="The day on which it was so."),
    _reference("Evidence ref", 22, hint="The document that shows it."),
    _words("Evidence grade", 18, hint="How well it is shown: claimed, documented."),
    _day("Recorded on", hint="The day you wrote it down here. Blank: the day in As at."),
)

EVENTS_SHEET = (
    _day("Date", required=True, hint="The day it happened."),
    _words("Supplier ref", 24, required=True, hint="The firm that it is about."),
    Column(
        heading="Event",
        width=28,
        required=True,
        choices_at=list_range("E", len(EVENTS)),
        hint="What happened. The sheet Lists says what each word means.",
    ),
    _reference(
        "Event ref",
        hint=(
            "A reference for it, such as E-01, so that a later event can name it. A breach that is "
            "closed names the one that was opened."
        ),
    ),
    _reference("Contract ref", hint="The contract, where it is about one."),
    _reference("Pledge ref", hint="The promise, where it is about one."),
    _reference("Scheme", hint="The badge scheme, where it is about a badge, such as covenant-delivery."),
    _reference("Scheme version", hint="The scheme's version, such as 0.1."),
    _reference("Level", hint="The level of the badge."),
    _reference("Criterion", hint="For a waiver: the letter of the criterion that is waived."),
    _words("Outcome", 16, hint="For a decision: what was decided."),
    _choice("Severity", ("minor", "major"), hint="For a breach: how serious it is."),
    _words(
        "Reason",
        26,
        hint=("For an excusal: offered not taken up, or third party failure. Never write about a young person here."),
    ),
    _words(
        "Detail",
        26,
        hint=(
            "For a statement signed: the signer's role. For feedback: invited=10; answered=4; as "
            "promised=4. Never a young person's name."
        ),
    ),
    _day("Until", hint="For a badge or a waiver: its last day."),
    _day("Recorded on", hint="The day you wrote it down here. Blank: the day it happened."),
    _words("Recorded by (role)", 20, hint="Your job title, not your name."),
)

FULL_FORM: tuple[tuple[str, tuple[Column, ...]], ...] = (
    ("Suppliers", SUPPLIERS),
    ("Contracts", CONTRACTS),
    ("Parties", PARTIES),
    ("Clauses", CLAUSES),
    ("Pledges", PLEDGES),
    ("Milestones", MILESTONES),
    ("Bands", BANDS),
    ("Variations", VARIATIONS),
    ("Returns received", RETURNS_RECEIVED),
    ("Confirmations", CONFIRMATIONS),
    ("Facts", FACTS),
    ("Events", EVENTS_SHEET),
)
"""The sheets of the full form in their order."""

DELIVERY = (
    Column(
        heading="Pledge ref",
        width=18,
        takes=Takes.REFERENCE,
        fill_in=False,
        hint="Need another line for a promise? Choose its reference here, in the rows below the list.",
    ),
    Column(heading="What was promised", width=46, fill_in=False),
    Column(heading="Unit", width=16, fill_in=False, choices=UNIT_WORDS, hint="What is counted. Leave it as it is."),
    Column(
        heading="Quantity",
        width=12,
        takes=Takes.DELIVERED,
        hint=(
            "How much was delivered, in the unit beside it: one plain number. nil if nothing was. "
            "TBC if the number is still to come. Weeks: leave it blank and give the dates."
        ),
    ),
    Column(
        heading="Start",
        width=14,
        takes=Takes.DATE,
        hint="The first day. Needed where the promise is in weeks: then write one row for each person.",
    ),
    Column(heading="End", width=14, takes=Takes.DATE, hint="The last day. Leave it blank if it is still going on."),
    Column(
        heading="Evidence ref",
        width=30,
        takes=Takes.REFERENCE,
        hint=(
            "Which document of yours shows it, such as payroll run 14 or attendance list 3 July. No "
            "names of young people."
        ),
    ),
    Column(
        heading="Comment",
        width=36,
        hint=("Anything the council should know. Never a young person's name, date of birth or circumstances."),
    ),
)
"""What a return form asks of a supplier; the five columns to fill in are the last five."""

DELIVERY_MORE = (
    _reference(
        "Person ref", hint="Only a number or code given by the service that supports the young person. Never a name."
    ),
    _reference("Placement ref", hint="A reference of the placement's own, where one person has several."),
    _reference("Group ref"),
    _words("Activity", 24),
    _number("Days", 9, hint="Days attended."),
    _number("Hours per week", 11, hint="How many hours a week this person works."),
    _number("Attendees", 11, hint="How many young people attended, where Quantity is the hours of the session."),
    _number("Staff", 9, hint="How many staff gave these hours. Blank: one."),
    _number("Share (%)", 10, hint="How many per cent of this row are yours, such as 50. Blank: all of it."),
    _choice(
        "Evidence grade",
        GRADES_OF_A_RETURN,
        hint="documented: you have seen the evidence or hold it. claimed: the supplier only says so.",
    ),
    _words("Note", 24),
)
"""What a return may hold besides."""

KEYED = (
    _words("Supplier ref or name", 26, required=True, hint="Whose figures these are, as in the register."),
    _reference(
        "Contract ref",
        hint=("Which contract they are for. Blank: a promise outside any contract, or the supplier's only one."),
    ),
    _day("Period start", required=True, hint="The first day that the figures speak of."),
    _day("Period end", required=True, hint="The last day that the figures speak of."),
    _choice(
        "Basis",
        BASES,
        width=13,
        closed=True,
        hint=(
            "in period: delivered between these two days. cumulative: everything up to Period end. "
            "in post: how many there are on that last day."
        ),
    ),
    _reference(
        "Pledge ref or code",
        20,
        required=True,
        hint="The promise's reference, or the code that the supplier uses for it.",
    ),
    Column(
        heading="Quantity",
        width=12,
        takes=Takes.DELIVERED,
        hint=(
            "One plain number, as it stands in the e-mail. nil if it says that nothing was "
            "delivered. TBC if it says that the number is still to come."
        ),
    ),
    _choice("Unit", UNIT_WORDS, hint="What the number is in, if the e-mail says so. Blank: the unit of the promise."),
    _day("Start", hint="The first day of this delivery, where it is given."),
    _day("End", hint="The last day of this delivery. Blank: still going on, or not given."),
    _reference(
        "Evidence ref", 26, hint="The document that shows it, as the supplier names it. No names of young people."
    ),
    *(
        column
        for column in DELIVERY_MORE
        if column.heading in {"Evidence grade", "Attendees", "Staff", "Placement ref", "Days"}
    ),
    _words("Comment", 26, hint="Never a young person's name, date of birth or circumstances."),
    _words("Keyed from", 26, hint="Where you read it, such as e-mail of 3 July. No names of people."),
    _words("Keyed by (role)", 20, hint="Your job title, not your name."),
)
"""The keyed sheet: what officers type from e-mails and PDFs."""
