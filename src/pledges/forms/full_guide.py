"""An authority's name in, the page that explains the full form of the register out."""

from __future__ import annotations

from pledges.forms.plan import PageRow, PageSheet, Role

_SHEETS = (
    ("Suppliers", "needed", "The firms, a row each. Supplier ref is a short name of yours that the other sheets use."),
    ("Contracts", "needed", "The contracts, a row each, as awarded: what changed later belongs into Variations."),
    ("Pledges", "needed", "The promises, a row each: one number, in one unit, by one day, and how it is counted."),
    (
        "Parties",
        "where several firms share a contract",
        "Who is the prime, who a member of the consortium, who a subcontractor.",
    ),
    ("Clauses", "where clauses differ", "What the tender asked for, and whom it means. Pledges name their clause."),
    ("Milestones", "where a promise grows in steps", "How much there is to be in all by each day."),
    ("Bands", "where Quantity is banded", "How much is promised from which contract value on."),
    ("Variations", "when a contract changes", "From which day on, and what became of value, end or quantity."),
    ("Returns received", "your own log", "When a file came, whose it is where it does not say, and whether it counts."),
    ("Confirmations", "for checked figures", "What a third party or a young person confirmed, and tests of offers."),
    ("Facts", "for badges, and for what grows with spend", "Dated numbers about a firm, such as its workforce."),
    ("Events", "for badges", "What happened: a statement signed, a breach opened."),
    ("Lists", "leave it as it is", "The words of the drop-downs, and what each one means."),
)

CLAUSES: tuple[tuple[str, str, str], ...] = (
    (
        "52 weeks of placements for each £1m of the contract’s value",
        "Quantity 52, Unit weeks, Per £1m. Value (GBP) on Contracts.",
        "At £3.7m: 192.4 weeks.",
    ),
    (
        "one apprentice for each £1m, whole apprentices only",
        "Quantity 1, Unit people, Per £1m, Rounding floor.",
        "At £3.7m: 3.",
    ),
    (
        "two starters in each year of the contract",
        "Quantity 2, Unit people, Per year.",
        "Over two years: 4; after the first, 2 are due.",
    ),
    (
        "… who are still there after 26 weeks",
        "Sustained for: 26 weeks.",
        "Somebody counts from the last day of the 26 weeks on.",
    ),
    (
        "no more than 104 weeks for one person",
        "Cap per person: 104 weeks.",
        "Of 130 weeks of one apprentice 104 count.",
    ),
    ("placements of at least five days", "Minimum length: 5 days.", "One of 4 days is set aside."),
    (
        "10 mentored by the end of the first year, 25 by the end of the second",
        "Quantity 25, Trajectory milestones; on Milestones a row for each day: 10, then 25 in all.",
        "Nothing is due before the first day.",
    ),
    (
        "a quarter of all new starters",
        "Quantity 25, Unit %, Conversion: P-5 of P-6. P-6 are all new starters: Quantity record only.",
        "9 of 36 are 25%.",
    ),
    (
        "four placements or 100 hours of mentoring",
        "Two rows with the same word in Either-or group.",
        "One of the two is enough.",
    ),
    (
        "20 jobs in all, of which some for those who left care and some for local people, as the firm likes",
        "A row for the 20; the others name it in Parent pledge ref.",
        "The parts count towards the whole.",
    ),
    (
        "one disadvantage counts once for each person",
        "The same word in Exclusive group on each of these promises.",
        "One person is not two kinds of people.",
    ),
    (
        "hours of staff may make up for placements, 20 for one",
        "Substitution: 20 staff hours of P-2 = 1 placement.",
        "Only what P-2 delivers above its own target makes up.",
    ),
    (
        "in a straight line to the end",
        "Trajectory straight line.",
        "Half-way through half is due.",
    ),
    (
        "in proportion to what we spend",
        "Trajectory spend; the fact spend_to_date on Facts.",
        "A quarter of the value spent, a quarter due.",
    ),
    (
        "more value, more promises (a change of the contract)",
        "On Variations: Effective, Value change, and Effect rescale.",
        "From that day on the targets grow with the value.",
    ),
)
"""What clauses say, the columns of the full form that say it, and what comes of it."""


_BEGIN = (
    "This is the full form of the register, for clauses that scale, cap, vary or are shared out. Fill in Suppliers,"
    " Contracts and Pledges; leave every other sheet and column empty until a contract asks for it. Dark headings with"
    " a star are needed on every row."
)
_NEVER = (
    "Never write a young person’s name, date of birth, address or circumstances. Person ref is only for a number or"
    " code that a support service has given out for this purpose."
)
_THEN = (
    'Save and close, and run  pledges lint "this folder"  before the contract is let: it asks about every promise that'
    " nobody could measure later. Put what suppliers send into the folder “returns”, and double-click “Assess this"
    " folder”."
)


def full_register_guide(authority: str) -> PageSheet:
    """Return the sheet `How to use` of a register in the full form: what each sheet is for, and clauses as rows."""
    title = f"Promises to care-experienced young people{': ' + authority if authority else ''}"
    rows = (
        PageRow(Role.TITLE, (title,)),
        PageRow(Role.TEXT, (_BEGIN,)),
        PageRow(Role.TEXT, (_NEVER,)),
        PageRow(Role.HEADING, ("The sheets",)),
        PageRow(Role.TABLE_HEADING, ("Sheet", "When", "What goes in it")),
        *(PageRow(Role.TABLE_ROW, each) for each in _SHEETS),
        PageRow(Role.HEADING, ("What a clause becomes",)),
        PageRow(Role.TABLE_HEADING, ("The clause says", "Write", "What comes of it")),
        *(PageRow(Role.TABLE_ROW, each) for each in CLAUSES),
        PageRow(Role.HEADING, ("Then",)),
        PageRow(Role.TEXT, (_THEN,)),
    )
    return PageSheet(name="How to use", widths=(44, 52, 52), rows=rows)
