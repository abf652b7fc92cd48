"""An authority's name in, the pages that explain a workbook in plain English out."""

from __future__ import annotations

from collections.abc import Iterable

from pledges.forms.columns import PROMISES
from pledges.forms.plan import Column, PageRow, PageSheet, Role, TableSheet
from pledges.model import EVENTS, PLEDGE_TYPES
from pledges.quantities import UNITS

_KINDS = {
    "placement": "Work experience: time at work to learn what it is like, paid or unpaid.",
    "apprenticeship": "A job with recognised training towards a qualification.",
    "job": "A paid job or a paid internship.",
    "mentoring": "One person of the firm supports one young person over months.",
    "group support": "Regular sessions with a group of young people.",
    "insight": "A look at work: tours, mock interviews, workshops, talks.",
    "practical help": "Goods, money, discounts, bursaries or advice.",
    "training": "Training of staff or councillors about care-experienced young people.",
}
_UNITS = {
    "people": "Young people, each counted once.",
    "placements": "Placements; one young person may have several.",
    "FTE": "Full-time equivalents on a day.",
    "FTE years": "Full-time equivalents over time: one full-time job for a year is 1.",
    "weeks": "Weeks that young people spent, added up; found from start and end dates.",
    "days": "Days that young people attended, added up.",
    "staff hours": "Hours that the firm's staff gave.",
    "attendee hours": "Hours of sessions multiplied by the young people attending.",
    "hours": "Plain hours, where it is agreed whose they are.",
    "sessions": "Sessions held.",
    "events": "Events held.",
    "GBP": "Pounds.",
    "%": "Per cent.",
}
_EVENTS = {
    "statement signed": "The firm signed the covenant statement. Detail: the signer's role, such as director.",
    "contact named": "The firm named somebody to talk to.",
    "breach opened": "The firm broke a promise or a rule. Severity: minor or major. Give it an Event ref.",
    "breach closed": "It was put right. Event ref: that of the breach.",
    "complaint upheld": "A complaint was found to be right.",
    "safeguarding hold opened": "Decisions wait because a safeguarding question is open.",
    "safeguarding hold closed": "The question is settled. Event ref: that of the hold.",
    "data query opened": "Figures of the firm are being checked.",
    "data query closed": "The check is done. Event ref: that of the query.",
    "badge issued": "A badge was given. Scheme, Level, and Until: its last day.",
    "badge declined": "The badge was refused.",
    "badge suspended": "The badge does not hold for now.",
    "badge restored": "The badge holds again.",
    "badge revoked": "The badge was taken back for good.",
    "badge renewal lodged": "The firm asked for renewal; after the badge's last day there is no grace.",
    "application": "The firm applied for a badge.",
    "interim check": "The check half-way through a badge's term. Outcome: what it found.",
    "coordinator sign-off": "Your coordinator agreed to a badge decision.",
    "panel decision": "The panel decided. Outcome: what it decided. Detail: members=3; care-experienced=1.",
    "condition set": "A badge was given on a condition.",
    "condition met": "That condition was met.",
    "appeal lodged": "The firm appealed against a decision.",
    "appeal decided": "The appeal was decided. Outcome: how.",
    "excusal granted": (
        "A promise is left out of the reckoning. Pledge ref, and Reason: offered not taken up, or third party failure."
    ),
    "waiver granted": (
        "A panel waived a criterion. Criterion, Reason, Until: its last day. Detail: members=3; care-experienced=1."
    ),
    "not applicable": "A badge criterion that may not apply does not. Criterion, Reason, and Until if it ends.",
    "advocacy": ("The firm won others over. Detail: signatory brought in, supply chain clause, or case study."),
    "feedback": "What young people answered. Detail: invited=10; answered=4; as promised=4.",
}

_EXAMPLES: dict[str, tuple[str, str, str]] = {
    "Supplier": ("Brightway Facilities Ltd", "Brightway Facilities Ltd", "Harlow & Pike LLP"),
    "Contract ref": ("C-001", "C-001", "C-002"),
    "Contract title": ("Cleaning of council buildings", "", "Legal advice"),
    "Buyer": ("Soar Valley Council", "", "Soar Valley Council"),
    "Start": ("1 Apr 2025", "", "1 Jul 2025"),
    "End": ("31 Mar 2028", "", "30 Jun 2027"),
    "Value (GBP)": ("£2,400,000", "", "£600,000"),
    "Returns every": ("quarter", "", "none"),
    "Returns due within (days)": ("30", "", ""),
    "What was promised": (
        "2 apprenticeships for care leavers",
        "Work experience for young people in care",
        "Mock interviews",
    ),
    "Kind": ("apprenticeship", "placement", "insight"),
    "How many": ("2", "40", "6"),
    "Unit": ("people", "weeks", "sessions"),
    "By when": ("31 Mar 2026", "", "30 Jun 2026"),
    "Per": ("", "contract", ""),
    "Code": ("NT4a", "", ""),
    "Contractual": ("yes", "yes", "no"),
    "Pledge ref": ("P-01", "P-02", "P-03"),
}
"""Three promises of the worked example, by the headings of `Promises`; a blank is left blank on purpose."""

_QUESTIONS = (
    (
        "What goes on one row?",
        (
            "One promise: one number, in one unit, by one day. If a bid says “2 apprentices and 10 "
            "days of work experience”, that is two rows."
        ),
    ),
    (
        "Must I fill in every column?",
        (
            "No. Dark headings with a star are needed on every row. Supplier and Contract ref stand "
            "on every row; what belongs to the contract (title, buyer, dates, value, returns) is "
            "enough on one of its rows. Everything else may stay blank."
        ),
    ),
    (
        "How does the report know that a return is missing?",
        (
            "Say on one row of the contract how often it asks for a return (Returns every) and, if you like, "
            "within how many days after the period's end (Returns due within). A return that does not come "
            "is then named in the report. Without it, no return is expected and none can be missing."
        ),
    ),
    (
        "What is a Pledge ref?",
        (
            "A short name of a promise, such as P-01. Forms, returns and the report use it. If you "
            "leave it blank, one is made from the contract reference and the order of the rows "
            "(C-001/1, C-001/2 …) and shown in the report. Type your own if rows may be moved or "
            "sorted later."
        ),
    ),
    (
        "What if By when is blank?",
        "Then all of it is due on the contract's last day, and the report says so in a note.",
    ),
    (
        "A promise grows year by year. What now?",
        (
            "Leave How many blank on that row, and write the headings Year 1, Year 2, Year 3 … in "
            "the free columns to the right of Pledge ref. Under each, write how many are promised "
            "for that contract year alone: 1, 2 and 3 make six in all."
        ),
    ),
    (
        "What is Per for?",
        (
            "For promises that are not one number for the whole contract. year: How many is promised for each "
            "contract year up to By when; a part of a year counts by its days. £1m, or another amount such as "
            "£500,000: How many is promised for each such amount of the contract's value, so fill in Value."
        ),
    ),
    (
        "Where do returns go?",
        (
            "Put the files you receive into the folder “returns” beside this register, as they came "
            "and under any name; subfolders are fine. Do not edit them. Excel (.xlsx) and CSV files "
            "are read. A form saved as CSV keeps only its sheet Delivery: type the lines of About above its "
            "table, or say in Returns received whose it is, for which period and on which basis. Files that "
            "cannot be read are listed in the report and never stop the others."
        ),
    ),
    (
        "How do I get forms for suppliers?",
        (
            'Run:  pledges forms "this folder" --period 2025-07-01 2025-09-30   It writes a '
            "filled-in form for each supplier and contract, with their promises in words. Send it to "
            "them, and put what comes back into “returns”."
        ),
    ),
    (
        "A supplier sent figures in an e-mail or a PDF.",
        (
            "Copy the file “keyed sheet (copy into returns).xlsx” into the folder “returns”, and "
            "type the figures into the copy, one row each. Keyed from says where you read them. You "
            "may keep one keyed sheet for everything, or one for each quarter. If one figure is keyed in two "
            "files, the one received later counts; the days stand in Returns received."
        ),
    ),
    (
        "What is the sheet Returns received for?",
        (
            "It is your own log, and you need it only sometimes: to say when a file reached you, to "
            "say whose it is, for which period or on which basis if the file does not, or to reject it "
            "(Status: rejected). One row a file; File is the file's name."
        ),
    ),
    (
        "What is the sheet Confirmations for?",
        (
            "What somebody other than the firm says: a training provider or a school (third party "
            "confirmed), a young person (beneficiary confirmed), or your own test of an offer. Firms "
            "cannot confirm their own figures, so this sheet is the only place for it. “declined” "
            "means that the young person would rather not say; it counts neither for nor against the "
            "firm."
        ),
    ),
    (
        "And Facts and Events?",
        (
            "Facts are dated numbers about a firm, such as how many people it employs. Events are "
            "what happened: a statement signed, a breach opened. Badges need both. Facts are also needed "
            "where a promise grows with what was spent, or is a percentage of a fact; leave them empty "
            "until you need them."
        ),
    ),
    (
        "What must I never write here?",
        (
            "A young person's name, date of birth, address or circumstances. Person ref is only for "
            "a number or code that a support service has given out for this purpose; if there is "
            "none, leave it blank."
        ),
    ),
    (
        "How do I get the report?",
        (
            "Save and close this workbook, then double-click “Assess this folder”. The report opens "
            "in your browser; it is the file report.html in the folder “out”."
        ),
    ),
    (
        ("I have a lot more to record: clauses, several firms on one contract, changes of the contract."),
        (
            "There is a full form of this register with a sheet for each of these. Start simple. When you need "
            'more, run:  pledges new "this folder" --full   It writes what this register says in the full form '
            "beside it, with a page that shows what each kind of clause becomes; this one is left as it is."
        ),
    ),
)

HOW_TO_FILL_IN = (
    ("Write in the yellow cells of the sheet Delivery. There is one row for each thing your organisation promised."),
    (
        "Quantity: how much was delivered in the period that the sheet About names, in the unit "
        "shown. Write the number alone: 12 or 7.5, not “12 people”."
    ),
    ("Nothing delivered? Write nil. An empty cell does not mean nothing: it means that you have not told us."),
    "Number still to come? Write TBC, and send the form again when you know it.",
    (
        "Where the unit is weeks, leave Quantity blank and give Start and End, one row for each "
        "person. If they are still there, leave End blank."
    ),
    ("Need more rows for a promise? Use the empty rows below the list: choose its reference in the first column."),
    (
        "Evidence ref: say which document of yours shows it, for example “payroll run 14” or "
        "“attendance list 3 July”. “Available on request” names nothing, and such a figure does "
        "not count."
    ),
    (
        "Never write a young person's name, date of birth or circumstances anywhere: not in "
        "Comment, not in Evidence ref, not in the file's name."
    ),
    (
        "On the sheet About, say on which day you send the form and the role of whoever vouches "
        "for it. If nothing at all was delivered, choose yes at Nil return and leave the rest."
    ),
    (
        "Leave the grey cells as they are: they tell the council which promise each figure "
        "belongs to. Save the file as an Excel workbook (.xlsx) and send it back."
    ),
)
"""What a supplier is told, sentence by sentence."""

_HOW_TO_KEY = (
    (
        "This sheet is for figures that reached you in an e-mail, a PDF or a letter. Copy this "
        "file into the folder “returns” and type into the copy."
    ),
    (
        "One row for each figure. Supplier, the period and the promise stand on every row, "
        "because rows of several suppliers may follow each other."
    ),
    (
        "Type what was sent, not what you make of it: nil if it says that nothing was delivered, "
        "TBC if the number is still to come. An empty Quantity means that nothing was said."
    ),
    (
        "Basis: “in period” if the figure is for the period alone, “cumulative” if it counts "
        "everything since the start, “in post” if it says how many there are on the last day."
    ),
    ("Pledge ref or code: the promise's reference in the register, or the code that the supplier uses."),
    (
        "Evidence grade: “documented” only if the supplier named a document that shows it. "
        "Confirmations by others belong into the register, sheet Confirmations."
    ),
    (
        "Later figures for the same promise and period: change the row, or key them in a new file. Of "
        "two files the one received later counts: write the day of each in the sheet Returns received "
        "of the register. Without days, different figures in two files wait."
    ),
    (
        "If the supplier's own form gives a number, nil or dates for that promise and period, leave the "
        "row out: the keyed row waits until you say which is right. What the form leaves open (TBC, "
        "blank or unclear) a keyed row may fill."
    ),
    (
        "Never type a young person's name, date of birth or circumstances, and none of the "
        "supplier's words about a person."
    ),
)


def register_guide(authority: str) -> PageSheet:
    """Return the sheet `How to use` of a starter register, with questions answered and three promises as an example."""
    title = f"Promises to care-experienced young people{': ' + authority if authority else ''}"
    rows = [
        PageRow(Role.TITLE, (title,)),
        PageRow(
            Role.TEXT,
            (
                (
                    "Write what firms promised in their contracts on the sheet Promises, one promise a row. "
                    "Put what they send you into the folder “returns”. Then double-click “Assess this "
                    "folder” and read who kept their promises."
                ),
            ),
        ),
        PageRow(Role.HEADING, ("Questions",)),
        *(PageRow(Role.TABLE_ROW, question) for question in _QUESTIONS),
        PageRow(Role.HEADING, ("An example: three promises, column by column",)),
        PageRow(Role.TABLE_HEADING, ("Column", "What it is", "First row", "Second row", "Third row")),
        *(PageRow(Role.TABLE_ROW, (_starred(column), column.hint, *_EXAMPLES[column.heading])) for column in PROMISES),
        PageRow(
            Role.TEXT,
            (
                (
                    "Brightway promised two things in one contract, so its title, buyer, dates, value and "
                    "returns stand on one row only. The second promise has no By when: it is due on 31 Mar 2028, the "
                    "contract's last day."
                ),
            ),
        ),
    ]
    return PageSheet(name="How to use", widths=(24, 52, 26, 26, 24), rows=tuple(rows))


def lists() -> TableSheet:
    """Return the sheet `Lists`: the words of the drop-downs, each with its meaning."""
    columns = (
        ("Kind", 18),
        ("What it means", 44),
        ("Unit", 16),
        ("What is counted", 44),
        ("Event", 26),
        ("What happened", 60),
    )
    longest = max(len(PLEDGE_TYPES), len(UNITS), len(EVENTS))
    columns_of_words = [
        [*words, *[""] * (longest - len(words))]
        for listed, meanings in ((PLEDGE_TYPES, _KINDS), (UNITS, _UNITS), (EVENTS, _EVENTS))
        for words in (list(listed), [meanings[word] for word in listed])
    ]
    return TableSheet(
        name="Lists",
        columns=tuple(Column(heading=heading, width=width) for heading, width in columns),
        rows=tuple(zip(*columns_of_words, strict=True)),
    )


def form_guide(made_for: str = "", more: Iterable[str] = ()) -> PageSheet:
    """Return the sheet `How to fill this in` of a return form.

    `made_for` says whose it is; `more` are the sentences about the columns that this form has besides the usual ones.
    """
    return numbered("How to fill in this form", (*HOW_TO_FILL_IN, *more), made_for)


def keyed_guide() -> PageSheet:
    """Return the sheet `How to fill this in` of the keyed sheet."""
    return numbered("How to use this keyed sheet", _HOW_TO_KEY)


def numbered(title: str, sentences: tuple[str, ...], first: str = "") -> PageSheet:
    """Return a page of numbered sentences, with a first line of its own where there is one."""
    rows = (
        PageRow(Role.TITLE, (title,)),
        *((PageRow(Role.TEXT, (first,)),) if first else ()),
        *(PageRow(Role.TEXT, (str(number), sentence)) for number, sentence in enumerate(sentences, start=1)),
    )
    return PageSheet(name="How to fill this in", widths=(4, 100), rows=rows)


def _starred(column: Column) -> str:
    return f"{column.heading} *" if column.required else column.heading
