"""What is wrong or noteworthy in data: one catalogue of codes in, findings out."""

from __future__ import annotations

import enum
import string
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Audience
from pledges.provenance import reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.provenance import Source


class Severity(enum.Enum):
    """`error`: something could not be used; `query`: a person must decide; `note`: worth knowing, nothing to do."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class RowAccount:
    """What became of each row of a sheet, by row numbers; the heading row itself is not counted."""

    file: str
    sheet: str
    used: tuple[int, ...] = ()
    set_aside: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the sheet has that hold something: used, set aside and ignored together."""
        return len(self.used) + len(self.set_aside) + len(self.ignored)


@attrs.frozen(kw_only=True)
class Kind:
    """A row of the catalogue. `text` and `fix` are templates; their words are codes, counts and listed words only."""

    code: str
    severity: Severity
    text: str
    why: str
    fix: str
    audience: Audience = Audience.SUPPLIER


@attrs.frozen(kw_only=True)
class Finding:
    """One thing found: which kind, where, what was seen there (as it may be shown) and what to do."""

    code: str
    severity: Severity
    audience: Audience
    source: Source
    saw: str
    text: str
    fix: str
    supplier_ref: str | None = None
    contract_ref: str | None = None
    pledge_ref: str | None = None

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.severity is not Severity.NOTE

    def __str__(self) -> str:
        """Return the finding as one or two sentences that start with the place."""
        seen = f" Found: {self.saw}." if self.saw else ""
        return f"{self.source}: {self.text}{seen} {self.fix}".rstrip()


def finding(
    code: str,
    source: Source,
    *,
    saw: str = "",
    supplier_ref: str | None = None,
    contract_ref: str | None = None,
    pledge_ref: str | None = None,
    **words: object,
) -> Finding:
    """Return a finding of the catalogue's kind `code`; `words` fill its templates, and none may be missing or spare.

    `saw` must come from `Vocabulary.saw`; `words` must be codes, counts, days or listed words, never a file's text.
    """
    kind = CATALOGUE[code]
    expected = words_of(kind)
    if set(words) != expected:
        message = f"{code} takes {sorted(expected)}, not {sorted(words)}"
        raise TypeError(message)
    return Finding(
        code=code,
        severity=kind.severity,
        audience=kind.audience,
        source=source,
        saw=saw,
        text=kind.text.format(**words),
        fix=kind.fix.format(**words),
        supplier_ref=supplier_ref,
        contract_ref=contract_ref,
        pledge_ref=pledge_ref,
    )


def words_of(kind: Kind) -> set[str]:
    """Return the names of the words that the templates of `kind` take."""
    templates = (kind.text, kind.fix)
    return {name for template in templates for _, name, _, _ in string.Formatter().parse(template) if name}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, then by place (rows in their number's order), each once."""
    rank = {Severity.ERROR: 0, Severity.QUERY: 1, Severity.NOTE: 2}
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda each: (rank[each.severity], reading_order(each.source), each.code, each.text),
        )
    )


def grouped(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings that say the same together, in the order of the first of each."""
    groups = dict[tuple[str, Severity, str, str], list[Finding]]()
    for each in findings:
        groups.setdefault((each.code, each.severity, each.text, each.fix), []).append(each)
    return tuple(tuple(group) for group in groups.values())


E, Q, N = Severity.ERROR, Severity.QUERY, Severity.NOTE
OFFICER = Audience.OFFICER

_KINDS = (
    # --- cells and tables, in the register and in returns
    Kind(code="cell-missing", severity=E, text="{column} is blank.", why="A blank is never filled by a guess. Where the row cannot be used without it, this says so; else only what rests on it is missing.", fix="Fill it in."),
    Kind(code="cell-not-a-number", severity=E, text="{column} must be one plain number.", why="A number is never guessed out of words; a wrong guess would be counted as fact.", fix="Give the number alone, for example 12 or 1,250.50."),
    Kind(code="cell-not-a-date", severity=E, text="{column} must be a date.", why="Days decide what was due and what counts.", fix="Give a day that is in the calendar (there is no 31 April) and lies from 1 January 2000 to 31 December 2100, such as 31/03/2026 or 2026-03-31."),
    Kind(code="date-as-number", severity=E, text="{column} holds a number where a date must stand; it may be a date that lost its format.", why="Excel keeps dates as numbers of days, and which day this one is depends on the workbook.", fix="Give the cell a date format and look whether the day is right, or type the date as 2026-03-31."),
    Kind(code="day-too-early", severity=E, text="{column} is before {day}.", why="A day so long ago belongs to no promise here, and can be a young person's date of birth.", fix="Give the day of the delivery, and no other dates."),
    Kind(code="date-ambiguous", severity=Q, text="{column} can be read as {first} or as {second}, and nothing else in the column settles it.", why="The order of day and month is never guessed for a single cell.", fix="Type the date as 2026-03-31, or as an Excel date."),
    Kind(code="cell-not-in-list", severity=E, text="{column} must be one of: {allowed}.", why="Other words have no agreed meaning here.", fix="Choose one of them."),
    Kind(code="share-unclear", severity=Q, text="{column} can be read as a share of one or as a percentage.", why="0.5 may mean a half or half a per cent, and 1 all of it or a hundredth.", fix="Give it as a percentage, for example 50%."),
    Kind(code="share-out-of-range", severity=E, text="{column} must be above 0 and at most 100%.", why="Nobody can have more than the whole of a delivery, and a delivery of which nothing is one's own is none.", fix="Correct the share."),
    Kind(code="reference-damaged", severity=E, text="{column} holds a reference that Excel has changed into a date, a rounded number or a number such as 1E+05.", why="It is no longer what was typed, and another one could look the same.", fix="Format the cell as text and type the reference again."),
    Kind(code="cell-error", severity=E, text="{column} holds an Excel error instead of a value.", why="An error is not a blank and not a zero.", fix="Correct the formula, or type the value."),
    Kind(code="cell-unsaved", severity=E, text="{column} holds a formula whose result was never saved.", why="What the formula would give is not in the file.", fix="Open the file in Excel, save it, and send it again."),
    Kind(code="cell-crosses-dates", severity=E, text="{column} is before the start.", why="Nothing can end before it starts.", fix="Check both dates."),
    Kind(code="heading-unknown", severity=N, text="The heading of column {letters} is not one of this form; the column was not read.", why="What a column means is never guessed.", fix="If it matters, move it under one of the headings of the form."),
    Kind(code="heading-blank", severity=Q, text="Column {letters} has values but no heading.", why="Nobody can tell what they mean.", fix="Give the column a heading, or clear it."),
    Kind(code="heading-says-more", severity=Q, text="The heading of column {letters} says more than {column}, in brackets or above it, so what stands below was not used.", why="A plan, a forecast, a running total or a figure in thousands must not count as what was delivered.", fix="If they are what was delivered, write {column} alone, or with the unit in brackets."),
    Kind(code="table-of-another-time", severity=Q, text="What stands above this table speaks of a plan or of another time, so its rows were not used.", why="A forecast, or what was reported before, must not count as what was delivered in this period.", fix="If it is of this period, take the title off; else send it as a return of its own period, or leave it out."),
    Kind(code="heading-repeated", severity=E, text="The heading {column} stands over columns {letters}.", why="Two columns cannot mean the same thing.", fix="Keep one of them."),
    Kind(code="row-ignored", severity=N, text="{count} not part of the table and {verb} not read.", why="Every row is accounted for.", fix="Nothing, unless a delivery was typed there."),
    Kind(code="sheet-ignored", severity=N, text="This sheet is not part of the form and its {count} were not read.", why="Every row is accounted for.", fix="Nothing, unless deliveries were typed there."),
    Kind(code="answer-open", severity=N, text="{count} not answered yet; {column} is blank.", why="A question without an answer says nothing, and what it asks stays unknown.", fix="Fill in the row when you know the answer."),
    Kind(code="guidance-ignored", severity=N, text="This is the form's own page of help ({count}); nothing is read from it.", why="Every row is accounted for.", fix="Nothing."),
    Kind(code="cell-negative", severity=E, text="{column} is below zero.", why="There cannot be fewer than none.", fix="Correct the number."),
    Kind(code="sheet-not-read", severity=Q, text="This sheet has the headings of a return as well, and only {read} was read; its contents ({count}) were not.", why="Which of two sheets counts is never guessed.", fix="Move what counts to the sheet that is read, and delete the other."),
    Kind(code="field-repeated", severity=E, text="{field} is given twice with different answers; neither was used.", why="Nobody can tell which one is meant.", fix="Keep one of them."),
    Kind(code="total-row", severity=N, text="This row is a total and was not read as a delivery.", why="What it adds up is counted from its own rows.", fix="Nothing."),
    Kind(code="hidden-content", severity=Q, text="{what} hidden; the values there were read like the rest.", why="What nobody sees is easily sent by mistake.", fix="Unhide and check them."),
    Kind(code="headings-joined", severity=N, text="The headings stand in rows {rows} and were read as one.", why="Headings spread over rows or merged cells are joined, and a reader should know how.", fix="Nothing, if the headings belong together."),
    Kind(code="rows-of-another-time", severity=Q, text="This line speaks of a plan, or of another time, and the rows below it wait.", why="A forecast, or the figures of the quarter before, must not count as delivered now.", fix="Delete the line if what stands below it was delivered in this period; if not, delete those rows."),
    Kind(code="headings-again", severity=N, text="The headings stand again here; the rows below were read under them.", why="A sheet can hold several tables, and none of them is dropped.", fix="Nothing."),
    Kind(code="another-table", severity=N, text="Another table begins here; the rows below were read under its own headings.", why="A sheet can hold several tables, and none of them is dropped.", fix="Nothing."),
    Kind(code="total-mismatch", severity=Q, text="The total in {column} is {total}, but the rows above it come to {sum}.", why="A total that does not add up says that a row is missing, hidden or wrong.", fix="Check the rows and the total, and send the return again."),
    Kind(code="cell-struck", severity=Q, text="{column} is struck through, wholly or in part; it was not used.", why="Nobody can tell whether what is struck through still holds.", fix="Type what holds, without strikethrough."),
    Kind(code="cell-ditto", severity=E, text="{column} points at the row above instead of saying what stands there.", why="Rows are sorted, deleted and read one by one; a row that leans on another one comes to mean something else.", fix="Repeat the reference in full."),
    Kind(code="comma-unclear", severity=Q, text="The comma or point in {column} can mean thousands or decimals, and the rest of the column does not settle which.", why="1,234 is a thousand here, and little more than one where decimals are written with a comma.", fix="Write the number without it: 1234, or 1.25 with a point."),
    Kind(code="row-too-long", severity=E, text="The row has more cells than there are headings, so what stands in it may have moved under the wrong ones; it was not used.", why="In a text file, a comma inside a number or a sentence begins a new cell unless quotation marks stand around it.", fix="Save the table as CSV from Excel again, or send the workbook."),
    Kind(code="cell-merged", severity=Q, text="{column} is one cell merged over several rows; it was not used for any of them.", why="Whether one figure is of each row or of all of them together, nobody can tell.", fix="Take the merge off, and give each row its own figure."),
    Kind(code="cell-commented", severity=N, text="{cells} a comment that was not read{more}.", why="A comment can change what a figure means, and can name a young person.", fix="If the comment changes a figure, correct the figure itself."),
    Kind(code="name-withheld", severity=N, text="The file's name holds words that are on no list here and so are not shown ({marker} stands for them). It is file {number} of {count} in its folder when sorted by name, 9 before 10.", why="Only listed words are shown, because a young person's name can stand in the name of a file.", fix="Find it by its place in the folder. Rename it only if it names a young person.", audience=OFFICER),
    # --- the register
    Kind(code="reference-unknown", severity=E, text="{column} names nothing in the register{nearest}.", why="The row cannot be placed.", fix="Use a reference that the register has.", audience=OFFICER),
    Kind(code="reference-repeated", severity=E, text="{column} is already used by {first}; this row was not used.", why="A reference must name one thing.", fix="Give the row a reference of its own.", audience=OFFICER),
    Kind(code="reference-ambiguous", severity=E, text="{column} can mean more than one thing of the register: {choices}; this row was not used.", why="Nobody can tell which one is meant.", fix="Use the reference of the one that is meant.", audience=OFFICER),
    Kind(code="reference-set-aside", severity=E, text="{column} names {row}, whose own row could not be used.", why="Nothing can be placed under a row that is not used.", fix="Mend that row first.", audience=OFFICER),
    Kind(code="cell-out-of-range", severity=E, text="{column} must be {range}.", why="Another number has no meaning here.", fix="Correct it.", audience=OFFICER),
    Kind(code="promise-too-large", severity=Q, text="{column} is larger than any promise; it looks like a number of another kind.", why="A telephone, payroll or reference number in the wrong column must not become a target, nor be shown.", fix="Type how much is promised, in the promise's unit: less than ten million, or than a thousand million pounds.", audience=OFFICER),
    Kind(code="day-before-contract", severity=Q, text="{column} is before the contract starts on {day}; it was used as it stands.", why="Nothing can be delivered under a contract before it starts.", fix="Check the date, and the contract's Start.", audience=OFFICER),
    Kind(code="rule-not-read", severity=Q, text="{column} is filled in on {rows}, and the sheet Promises does not have it: it is not applied, and these promises are counted without it.", why="A rule that is left out in silence gives a wrong figure that looks right.", fix="Write the register in its full form, which has it: `pledges new FOLDER --full` makes one with these promises; then fill in {column} in its sheet {sheet}. If it is no rule of the promise, give the column another heading.", audience=OFFICER),
    Kind(code="register-empty", severity=Q, text="There is no promise in this sheet yet.", why="Without promises there is nothing to assess.", fix="Fill in one row for each promise.", audience=OFFICER),
    Kind(code="names-alike", severity=Q, text="{column} is nearly the same as {first}; they are taken as two suppliers.", why="One firm spelled in two ways would be reported as two.", fix="Spell the name alike in every row if it is one firm.", audience=OFFICER),
    Kind(code="milestones-fall", severity=Q, text="The quantity is lower than that of an earlier day ({first}), but milestones are counted from the start.", why="What is due by a day can only grow.", fix="Give the total promised by that day, not the amount since the last one.", audience=OFFICER),
    Kind(code="milestones-missing", severity=Q, text="Trajectory says milestones, but the register has none for this promise that can be used.", why="What is due before the last day cannot be told.", fix="Fill in the sheet Milestones, or choose another trajectory.", audience=OFFICER),
    Kind(code="years-disagree", severity=Q, text="{column} differs from the sum of the Year columns, {sum}, which was used.", why="One promise can have only one quantity.", fix="Make them agree, or leave one of them blank.", audience=OFFICER),
    Kind(code="year-outside-contract", severity=Q, text="{column} lies after the contract's last year; it is taken as due at the contract's end, {day}.", why="What is promised for a year outside the contract has no day.", fix="Check the contract's Start and End, and the years.", audience=OFFICER),
    Kind(code="references-derived", severity=N, text="{count} made from the contract references and the row order, because Pledge ref is blank.", why="Everything reported needs a name.", fix="Type the references in to keep them when rows are moved.", audience=OFFICER),
    Kind(code="due-assumed", severity=N, text="By when is blank, so the promise is taken to be due at the contract's end, {day}.", why="Without a last day nothing would ever be due.", fix="Fill in By when if it is due earlier.", audience=OFFICER),
    Kind(code="due-unknown", severity=Q, text="There is no day by which this is due: neither By when nor the contract's end is given.", why="What is due by a day cannot be told.", fix="Fill in By when or the contract's End.", audience=OFFICER),
    Kind(code="rows-disagree", severity=Q, text="{column} of contract {contract} differs from {first}, which was used.", why="One contract can have only one.", fix="Make the rows agree.", audience=OFFICER),
    Kind(code="substitution-unclear", severity=Q, text="Substitution cannot be used: {why}. Nothing makes this promise up.", why="One promise stands in for another only where the clause says so, and by how much.", fix="Write it like {example}, naming another promise of the same supplier and contract, or leave it blank.", audience=OFFICER),
    Kind(code="party-shares-over-100", severity=Q, text="The shares of this contract's primes and consortium members come to {sum}.", why="Nobody can say then who answers for how much of it.", fix="Correct Share (%) so that they come to 100%, or leave it blank.", audience=OFFICER),
    Kind(code="parent-foreign", severity=Q, text="The parent promise {parent} is of another {what}; this promise stands on its own.", why="The parts of a promise are of one supplier, one contract and one unit, or they cannot be added up.", fix="Check Parent pledge ref, or make two promises of them.", audience=OFFICER),
    Kind(code="parent-cycle", severity=Q, text="These promises are parts of each other in a circle: {pledges}. What they promise is not known; what each delivers itself is counted.", why="A promise cannot be a part of itself.", fix="Take Parent pledge ref off the promise that holds the others.", audience=OFFICER),
    Kind(code="either-or-alone", severity=Q, text="No other promise of this supplier and contract is in the same either-or group.", why="Of one promise alone there is nothing to choose.", fix="Write the same word at the other promise, or clear it here.", audience=OFFICER),
    Kind(code="share-of-unclear", severity=E, text="Conversion of a promise in per cent must say which share it is: P-1 of P-2, or P-1 of fact uk_workforce.", why="A percentage without its whole cannot be counted.", fix="Name the promise that is the part, and the promise or fact that is the whole.", audience=OFFICER),
    Kind(code="share-of-foreign", severity=E, text="Conversion names {pledge}, which {why}.", why="A share is of one supplier, one contract and one unit, or it cannot be divided.", fix="Name promises of the same supplier, contract and unit.", audience=OFFICER),
    Kind(code="clauses-two", severity=E, text="Clause ref names more than one clause; the promise is counted, and belongs to none of them.", why="A promise counted for two clauses would count twice.", fix="Name the one clause that the promise answers, or make two promises.", audience=OFFICER),
    Kind(code="variation-needs-pledge", severity=E, text="New quantity needs a Pledge ref: a variation of the whole contract cannot give all its promises one quantity.", why="Until it is mended, what the contract's promises come to from that day on is not known.", fix="Name the promise, one row for each.", audience=OFFICER),
    Kind(code="variation-foreign-pledge", severity=E, text="The promise {pledge} is not one of contract {contract}.", why="A variation changes the promises of its own contract.", fix="Correct Contract ref or Pledge ref.", audience=OFFICER),
    Kind(code="variation-before-start", severity=Q, text="Effective is before the contract starts on {day}; it was used as it stands.", why="A contract is seldom varied before it starts, so the day may be wrong.", fix="Check the day.", audience=OFFICER),
    Kind(code="variation-ends-before", severity=Q, text="New end is before the variation's own Effective day, {day}; both were used as they stand.", why="A contract that has ended by then can no longer be varied, so one of the two days may be wrong.", fix="Check New end and Effective.", audience=OFFICER),
    Kind(code="variation-after-end", severity=Q, text="Effective is after the contract ends on {day}; it was used as it stands.", why="A contract that has ended is seldom varied, so the day may be wrong, or an extension may be missing here.", fix="Check the day, the contract's End, and whether the sheet lacks a row with a New end.", audience=OFFICER),
    Kind(code="variation-empty", severity=Q, text="This variation gives no Value change, no New end and no New quantity, so it changes nothing.", why="A change that was agreed and not typed is missing from every figure after it.", fix="Fill in what was changed, or take the row out.", audience=OFFICER),
    Kind(code="variations-same-day", severity=Q, text="Another variation of the same day ({first}) says something else of the same; how much is promised is not known from that day on.", why="Nobody can tell which of the two holds.", fix="Keep one of them, or give the days on which they took effect.", audience=OFFICER),
    Kind(code="target-zero", severity=Q, text="The target is 0, so there is nothing to rate.", why="A promise of nothing is seldom meant.", fix="Correct the quantity, or write record only.", audience=OFFICER),
    Kind(code="target-contradicted", severity=Q, text="{what}; {figures} not known.", why="Two answers to one question cannot both hold, and none is guessed.", fix="{fix}", audience=OFFICER),
    Kind(code="scale-unlikely", severity=Q, text="{what}; it is used as it stands.", why="A figure in thousands, a new total where a change is asked for, or a share where pounds are, passes for a number, and all that rests on it is wrong.", fix="{fix}", audience=OFFICER),
    Kind(code="promise-unlikely", severity=Q, text="{what}. It is used as it stands.", why="Two amounts of one promise that do not fit together mean that one of them is wrong, or says something else than was meant.", fix="{fix}", audience=OFFICER),
    Kind(code="below-first-band", severity=N, text="The contract's value, {value}, lies below the first band, {first}; nothing is promised.", why="A target of nothing should be seen to be meant.", fix="Nothing, if that was agreed.", audience=OFFICER),
    Kind(code="fact-unclear", severity=Q, text="This fact has two different values for {day}; what rests on it is not known.", why="Nobody can tell which one holds.", fix="Keep one of them, or give a later Recorded on to the one that holds.", audience=OFFICER),
    Kind(code="part-beyond-whole", severity=Q, text="What counts of the part ({part}) is more than the whole ({whole}): the percentage {outcome}.", why="A part cannot be more than all of it, so one of the two is reported wrongly, or they do not speak of the same.", fix="Check the rows of both for the same days and the same people, and correct the one that is wrong.", audience=OFFICER),
    Kind(code="rule-unclear", severity=Q, text="{column} does not say what that rule needs; the figures that rest on it are unknown.", why="A rule that is guessed, or left out in silence, gives a wrong figure that looks right.", fix="Write {example}; or leave it blank.", audience=OFFICER),
    Kind(code="rule-without-effect", severity=Q, text="{column} says nothing of a promise in {unit}; it is passed over.", why="Who fills in a rule expects it to be applied.", fix="Clear it, or correct Unit.", audience=OFFICER),
    Kind(code="target-unknown", severity=Q, text="{why}; how much is promised or due is not known.", why="Nothing can be rated against an amount nobody knows.", fix="Fill it in.", audience=OFFICER),
    Kind(code="variation-below-zero", severity=Q, text="With this Value change the contract's value would be below 0; how much is promised or due is not known from that day on.", why="A promise is scaled by the contract's value, which cannot be less than nothing.", fix="Correct Value change (it is the change, not the new value), or the contract's Value.", audience=OFFICER),
    Kind(code="pledge-unreported", severity=Q, text="Something is due, and no return that counts speaks of it.", why="Nothing reported is not the same as nothing delivered.", fix="Ask the supplier for a return.", audience=OFFICER),
    Kind(code="person-alike", severity=Q, text="The person reference differs from another only in how it is written ({first}): in case, spaces, punctuation, leading zeros or as 1E+05; both count.", why="The same person written in two ways would count twice.", fix="Ask the supplier whether it is the same person, and have the reference written in one way.", audience=OFFICER),
    Kind(code="person-claimed-twice", severity=Q, text="The person on this row is reported for the same days elsewhere ({first}); both count.", why="One day of one young person should count once, unless it is shared out.", fix="Correct the dates, give each row its Share (%), or tell the council that both are right."),
    Kind(code="exclusive-group", severity=Q, text="The person on this row is already counted for {pledge} ({first}), and both promises are of one exclusive group.", why="A person counts in one category of the group; a promise outside it counts beside.", fix="Report the person for one of these promises only."),
    Kind(code="group-not-testable", severity=Q, text="The row names no person, so nobody can tell whether the same one is counted for another promise of the exclusive group; it counts.", why="A person counts in one category of the group.", fix="Give the person reference, where a service has issued one."),
    Kind(code="share-over-100", severity=Q, text="Together with what else is claimed of the same ({first}) this is more than the whole of it; the row is set aside.", why="Several contracts or parties can share one thing, and its parts cannot be more than all of it.", fix="Agree who claims how much, and give each row its Share (%)."),
    Kind(code="over-cap", severity=N, text="The cap of {cap} a person leaves {counted} of the {amount} on this row.", why="More of one person does not count, however many contracts it is spread over.", fix="Nothing."),
    Kind(code="cap-not-testable", severity=Q, text="The row names no person, so nobody can test the cap of {cap} a person; it counts.", why="Without a reference nobody can tell whether the same person comes again.", fix="Give the person reference, where a service has issued one."),
    Kind(code="evidence-alike", severity=Q, text="The evidence reference differs from one given elsewhere only in how it is written ({first}); both count.", why="The same document written in two ways could be claimed twice.", fix="Use one way of writing it, if it is the same document, and say in Share (%) how much each claims."),
    Kind(code="evidence-claimed-twice", severity=Q, text="The same evidence is given elsewhere ({first}), and no Share (%) says how much each claims; both count.", why="One document that shows one delivery would count twice.", fix="If it is one delivery, give each row its Share (%); if not, tell the council that the document shows both."),
    Kind(code="delivery-near", severity=Q, text="The same type, quantity and dates are reported elsewhere ({first}); both count.", why="One delivery reported for two promises, under two contracts or by two firms would count twice.", fix="If it is one delivery, report it once, or give each row its Share (%)."),
    Kind(code="delivery-overlaps-total", severity=Q, text="A running total up to {day} holds some or all of this already; the row waits.", why="What was delivered up to that day, and what was committed from a Start up to it, is in the running total.", fix="The supplier should say what was delivered after that day, or send the running total with what has changed.", audience=OFFICER),
    Kind(code="parts-mixed", severity=Q, text="A return without a part counts beside returns for parts of the contract.", why="If it is for the whole contract, the parts count twice.", fix="Ask the supplier, and fill in Part or mark one of them rejected in Returns received.", audience=OFFICER),
    Kind(code="confirmation-unmatched", severity=Q, text="This confirmation matches no delivery that is counted.", why="Somebody confirmed something that no return reports.", fix="Check its references and its period, or ask the supplier for the return.", audience=OFFICER),
    Kind(code="confirmation-exceeds", severity=Q, text="More is confirmed ({confirmed}) than was delivered ({delivered}).", why="A confirmation lifts what was delivered; it adds nothing.", fix="Check the quantity, or ask the supplier for the rest.", audience=OFFICER),
    Kind(code="recorded-on-assumed", severity=N, text="Recorded on is blank, so it is taken to be known from {day}, the date of the fact.", why="A position as known on a day needs to know when each fact was recorded.", fix="Fill in Recorded on.", audience=OFFICER),
    Kind(code="receipt-without-file", severity=Q, text="Returns received names a file that is not in the returns folder.", why="A return that was logged would go uncounted.", fix="Put the file into the folder, or correct the name in the log.", audience=OFFICER),
    Kind(code="receipt-ambiguous", severity=Q, text="Returns received names a file by a name that {count} different files of the returns folder have; the row was not used.", why="A return is never given to a supplier or contract by a guess.", fix="Give the file's folder as well, for example 2025/q1.xlsx.", audience=OFFICER),
    Kind(code="receipts-disagree", severity=Q, text="Rows of Returns received for this file contradict each other on one day; the return waits.", why="Nobody can tell which row is meant.", fix="Keep one of the rows, or give the days on which they came.", audience=OFFICER),
    # --- a file of the returns folder as a whole
    Kind(code="parent-row", severity=N, text="This row sums up the rows of its parts ({parts}) and was not read as a delivery.", why="What it adds up is counted from its parts.", fix="Nothing."),
    Kind(code="parent-differs", severity=Q, text="{column} of this row, which sums up {parts}, is not what they add up to; only the parts are counted.", why="A part may be missing, or a number mistyped, and nobody here can tell which.", fix="Correct the parts or the sum."),
    Kind(code="quarters-unplaced", severity=E, text="The quarters of this sheet cannot be placed in time, because the file does not say on which day the first one starts; the row was set aside.", why="A number without its period cannot be counted.", fix="Fill in the start of the period."),
    Kind(code="quarter-outside-period", severity=Q, text="Column {letters} is for {quarter}, which lies outside the period of this file; its numbers are set aside.", why="Either the period or the column is wrong, and nobody here can tell which.", fix="Correct the period, or move the numbers."),
    Kind(code="quarter-unknown", severity=Q, text="The file gives its numbers by quarter, and the dates of this row do not say to which one it belongs; the row is set aside.", why="A number without its period cannot be counted, nor added to the quarters.", fix="Give a start, and an end where there is one, in one quarter; or a row for each quarter."),
    Kind(code="file-not-recognised", severity=E, text="Not recognised: expected {expected}; found {found}.", why="Nothing is read from a file by a guess.", fix="Give the figures on the council's return form, which `pledges forms` makes, type them into a keyed sheet, or say how this template is read: `pledges layout suggest FILE`."),
    Kind(code="named-otherwise", severity=N, text="The name ends in {ending}, and what is in the file is {kind}; it was read as that.", why="What a file is, is told by its content; other programs may go by its name and fail.", fix="Nothing, or save it again under the right ending."),
    Kind(code="workbook-active", severity=N, text="The workbook holds {what}; nothing of it was run, opened or fetched.", why="Only the cells of a return are evidence; what a workbook can do besides can do harm.", fix="Nothing; a workbook with the values alone says the same."),
    Kind(code="days-from-1904", severity=N, text="The workbook counts its days from 1904, and its dates were read so.", why="Dates copied from such a workbook into another move by four years and a day.", fix="Check a few dates, if some were pasted from another workbook."),
    Kind(code="read-by-another-reader", severity=Q, text="The workbook is put together in a way that is not known here, so another reader read it.", why="Two readers can take the same unusual file for different things.", fix="Open it in Excel, save it under a new name and use that."),
    Kind(code="format-hides", severity=Q, text="In a file of this kind errors and formulas without a stored result look like blanks, and nobody can see here what is hidden, struck through, commented on or shown as a percentage.", why="What the file's kind hides cannot be checked.", fix="Save it as an Excel workbook (.xlsx) to have all of it checked."),
    Kind(code="sheet-not-stored", severity=E, text="The workbook lists this sheet and does not say where its cells are; nothing of it was read.", why="A sheet that is lost must not look like one that is empty.", fix="Open the file in Excel, look whether the sheet is there, and save it under a new name."),
    Kind(code="file-refused", severity=E, text="Refused: {reason}.", why="Nothing could be read safely, so nothing of it is counted.", fix="{what_to_do}"),
    Kind(code="file-duplicate", severity=N, text="The same file is in the folder as {first}; it is counted once.", why="A file sent twice is one return.", fix="Nothing; one of the two can be deleted.", audience=OFFICER),
    Kind(code="form-changed", severity=Q, text="The references on this form are not those it was made with: {changed}.", why="A reference that was changed, or copied from another form, reports a delivery for another promise.", fix="Put back what the form said; if the change was meant, tell the council why."),
    Kind(code="return-owner-unknown", severity=Q, text="It cannot be told whose return this is{nearest}; it waits.", why="A return is never given to a supplier or contract by a guess.", fix="Name the file, its supplier and its contract in Returns received.", audience=OFFICER),
    Kind(code="return-owner-contradicted", severity=Q, text="Supplier {supplier} has no part in contract {contract}; the return waits.", why="A return would be counted for the wrong firm or contract.", fix="Name the file, its supplier and its contract in Returns received.", audience=OFFICER),
    Kind(code="return-contract-contradicted", severity=Q, text="The promises on this return are those of {other}, not of {contract}; the return waits.", why="A return would be counted for the wrong contract, or not at all.", fix="Name the file and its contract in Returns received, or ask the supplier for the right form.", audience=OFFICER),
    Kind(code="return-incomplete", severity=E, text="{field} is not given, so the return cannot be placed in time; it waits.", why="The same figure means different things for a quarter and for the whole term.", fix="Fill it in on the form and send it again; the council can also fill it in in Returns received."),
    Kind(code="return-period-before-contract", severity=Q, text="The period ends before the contract starts on {day}; the return waits.", why="Nothing can be delivered under a contract before it starts.", fix="Check the period."),
    Kind(code="return-superseded", severity=N, text="A later return for the same period counts instead: {later}.", why="The last known return for a period is the one that counts.", fix="Nothing.", audience=OFFICER),
    Kind(code="return-rejected", severity=N, text="Returns received says that this return was rejected; it does not count.", why="A rejected return never counts.", fix="Nothing; a new return from the supplier would count.", audience=OFFICER),
    Kind(code="return-not-yet-known", severity=N, text="Received on {day}, after the day up to which facts are taken as known; it does not count.", why="The position is of what was known on that day.", fix="Nothing.", audience=OFFICER),
    Kind(code="return-same-day", severity=Q, text="Another, different return for the same period came on the same day, or both without a day: {other}. Neither counts.", why="Nobody but the council can say which one is meant.", fix="Mark one of them rejected in Returns received, or give the days they came.", audience=OFFICER),
    Kind(code="return-overlaps", severity=Q, text="The period overlaps that of {other}, which counts; this return waits.", why="The same delivery could be counted twice.", fix="Mark one of them rejected in Returns received, or ask for returns of separate periods.", audience=OFFICER),
    Kind(code="return-overlaps-same-day", severity=Q, text="The period overlaps that of {other}, and which came first is not known; neither counts.", why="The same delivery could be counted twice.", fix="Mark one of them rejected in Returns received, or give the days they came.", audience=OFFICER),
    Kind(code="return-drops-pledges", severity=Q, text="This return counts, but says nothing of {pledges}, which the earlier return {earlier} reported.", why="A corrected return that leaves a promise out takes its delivery away.", fix="The supplier should say whether that was meant."),
    Kind(code="return-late", severity=N, text="It came {days} after it was due on {due}.", why="Late returns are shown; they still count for their own period.", fix="Nothing."),
    Kind(code="return-missing", severity=Q, text="No return for {period} has come; it was due on {due}.", why="Nothing received is not the same as nothing delivered.", fix="Ask the supplier for it.", audience=OFFICER),
    Kind(code="returns-leave-gaps", severity=Q, text="The returns that count speak of nothing for {gaps}; what was delivered then is not counted.", why="A time nobody reported on is not a time in which nothing was delivered.", fix="Ask the supplier for those returns. Fill in Returns every in the register to be told when one is due.", audience=OFFICER),
    Kind(code="basis-mixed", severity=Q, text="This running total follows returns for single periods; what they reported before was taken off it.", why="If it was meant for its own period only, too little is counted.", fix="The supplier should say which was meant."),
    Kind(code="keyed-beside-return", severity=Q, text="This line was keyed for a promise and period that the supplier's own return {other} reports; it waits.", why="The same delivery could be counted twice.", fix="Delete the keyed line, or mark the return rejected in Returns received.", audience=OFFICER),
    # --- a line of a return
    Kind(code="pledge-unknown", severity=E, text="No promise of this supplier in this contract has that reference or code{nearest}.", why="The delivery cannot be placed.", fix="Use the reference on the form."),
    Kind(code="pledge-ambiguous", severity=Q, text="More than one promise of this supplier in this contract has that code: {pledges}.", why="The delivery cannot be placed.", fix="Use the pledge reference instead."),
    Kind(code="quantity-missing", severity=N, text="No quantity is given, so nothing is reported for this promise on this row.", why="Blank is not zero.", fix="Type the number, or nil if nothing was delivered."),
    Kind(code="quantity-pending", severity=Q, text="The quantity is still to come.", why="It is neither zero nor a number yet.", fix="Send the number when it is known."),
    Kind(code="quantity-not-applicable", severity=Q, text="The quantity says not applicable, which the council has not agreed for this promise.", why="It is neither zero nor a number.", fix="Type the number, or nil if nothing was delivered."),
    Kind(code="quantity-suppressed", severity=Q, text="The quantity is hidden by a sign such as [c] or *.", why="A hidden number is neither zero nor missing.", fix="Send the number to the council; it will be protected when anything is published."),
    Kind(code="quantity-unclear", severity=Q, text="The quantity is not one plain number.", why="A number is never guessed out of words.", fix="Give one number in {unit}, or start and end dates where weeks are asked for."),
    Kind(code="format-unclear", severity=Q, text="Excel shows this number with a word or a sign of money that is no unit known here, so it was not used.", why="3 shown as approx 3, or $500 for a promise in hours, is not the plain number that is stored.", fix="Give the cell the format General, and the quantity in {unit}."),
    Kind(code="number-scaled", severity=Q, text="Excel shows this number divided by {scale}, so that a person reads another one than the cell holds; it was not used.", why="12,000 people shown as 12 are one or the other, and nobody here can tell which was meant.", fix="Give the cell the format General, and look whether the number is the one that is meant."),
    Kind(code="number-rounded", severity=Q, text="{column} is shown as {shown}, and the cell holds another number; what it holds was used.", why="Whoever looks at the sheet reads another number than is counted: 0.4 shown as 0.", fix="Show the decimals, or type the number that is meant."),
    Kind(code="quantity-negative", severity=Q, text="The quantity is below zero.", why="Less than nothing cannot be delivered; a correction is made by sending the return again.", fix="Send the return for that period again with the right number."),
    Kind(code="quantity-part-person", severity=Q, text="The promise is in whole {unit}, and this is not a whole number.", why="Part of a person or of a placement cannot be counted.", fix="Give a whole number, or ask the council whether full-time equivalents were meant."),
    Kind(code="unit-mismatch", severity=Q, text="The promise is in {promised} and this line is in {given}.", why="No quantity changes its unit without an agreed rule: two apprentices are not 104 weeks until dates say so.", fix="Give the quantity in {promised}{or_dates}."),
    Kind(code="weeks-need-dates", severity=Q, text="The promise is in weeks, and neither a number of weeks nor a start date is given.", why="Weeks are found from dates or given as a number.", fix="Give start and end dates, or the number of weeks."),
    Kind(code="hours-need-attendees", severity=Q, text="Plain hours cannot be counted for a promise in attendee hours.", why="Two hours with eight young people are sixteen attendee hours.", fix="Fill in Attendees."),
    Kind(code="attendee-hours-assumed", severity=N, text="Attendees is blank, so the hours are taken as already multiplied by the young people attending.", why="Hours and attendee hours differ many times over.", fix="Fill in Attendees if they are hours of sessions."),
    Kind(code="one-assumed", severity=N, text="The row names one {unit} and the sheet has no quantity column, so it counts as one.", why="A list of people is counted by its rows.", fix="Nothing."),
    Kind(code="dates-crossed", severity=E, text="End is before Start.", why="Nothing can end before it starts.", fix="Check both dates."),
    Kind(code="dates-outside-period", severity=Q, text="The dates lie outside the return's period, {period}.", why="A delivery belongs to the period it happened in.", fix="Check the dates, or report it in the return of its own period."),
    Kind(code="date-before-contract", severity=Q, text="The contract starts on {day}, and this is before it.", why="A delivery before the contract may belong to another one.", fix="Check the date, or tell the council why it belongs to this contract."),
    Kind(code="date-after-contract", severity=Q, text="The contract ended on {day}, and all of this is after it; it counts.", why="A delivery after the contract may belong to another one.", fix="Check the dates; if it belongs to another contract, report it there.", audience=OFFICER),
    Kind(code="outside-phase", severity=N, text="The promise is for {phase}, and this is not in that time.", why="A phase has a beginning and an end, and only what belongs to it counts for it.", fix="Report it for the promise of its own phase, if there is one."),
    Kind(code="hours-per-week-needed", severity=Q, text="The row says how many people or which dates, and not how many hours a week.", why="Somebody part-time is not a whole full-time equivalent, and nobody's hours are guessed.", fix="Fill in Hours per week, or give the quantity in the promise's own unit."),
    Kind(code="hours-per-week-unlikely", severity=Q, text="Hours per week is more than 60, which is not one person's.", why="Hours per week are those of each person on the row.", fix="Give each person a row with their own weekly hours."),
    Kind(code="fte-differs", severity=Q, text="The row says {typed}, and its hours per week come to {by_hours}; the number typed counts.", why="Somebody part-time who is typed as one is counted as more than they work.", fix="Leave Quantity blank to have it worked out from Hours per week, or correct one of the two."),
    Kind(code="fte-years-need-dates", severity=Q, text="The promise is in FTE years, and the row gives no Start.", why="Years are found from dates: two people for half a year are one FTE year.", fix="Give Start and End, or the number of FTE years."),
    Kind(code="under-minimum-length", severity=N, text="The placement lasted {length}, and the promise asks for {minimum}; it does not count.", why="A promise that says how long a placement lasts is kept by one that lasts so long.", fix="Nothing; if it goes on, give its further days under the same Placement ref."),
    Kind(code="length-not-told", severity=Q, text="The promise asks for {minimum}, and the rows of this placement do not tell enough; it is set aside.", why="How long a placement lasted is not guessed.", fix="Give Days, or Start and End; a placement a row, and the same Placement ref where several rows are one."),
    Kind(code="not-yet-sustained", severity=N, text="Who is still there after {length} counts, and that shows on {day}; until then this is set aside.", why="The promise is kept by staying, not by starting.", fix="Nothing."),
    Kind(code="not-sustained", severity=N, text="It ended before {day}, the last of {length} from its start; it does not count.", why="The promise is kept by staying, not by starting.", fix="Nothing."),
    Kind(code="sustained-not-known", severity=Q, text="No return tells whether somebody was still there on {day}, the last of {length} from the start; what counts is not known.", why="Nobody's silence says that somebody stayed, or left.", fix="Give End, or name the row again in a return for a later period."),
    Kind(code="sustained-needs-start", severity=Q, text="Who is still there after {length} counts, and no Start is given; it is set aside.", why="How long somebody stayed is found from dates.", fix="Give Start, and End where it has ended."),
    Kind(code="commitment-open", severity=Q, text="The promise counts what is committed, and the row gives no End; only what lies before the day of the position counts.", why="How long somebody will be supported is not known without a planned end.", fix="Give the planned end in End."),
    Kind(code="commitment-shortened", severity=N, text="The placement ends earlier than was said before: {amount} that was counted ahead is taken off.", why="What was counted before it was delivered is taken off when it will not be.", fix="Nothing."),
    Kind(code="commitment-overlaps", severity=Q, text="Another row counts the same placement for days of this one; this row is set aside.", why="The same weeks would count twice.", fix="Give the first day of the placement in Start in every return, or another Placement ref to another placement."),
    Kind(code="grade-own-homework", severity=N, text="A return can say claimed or documented; this line counts as documented.", why="Nobody marks their own homework: confirmations come from the council's side.", fix="Nothing; the council records confirmations in the register."),
    Kind(code="below-counting-grade", severity=Q, text="This line is only {given}, and {grade} is needed to count.", why="A figure without evidence is shown but not counted.", fix="Say in Evidence ref which document shows it{and_confirmed}."),
    Kind(code="duplicate-person", severity=Q, text="The person on this row is already counted for {pledge} ({first}).", why="One young person counts once for a promise.", fix="Check that the row is not a repeat; a different person needs a reference of their own."),
    Kind(code="person-ref-like-a-name", severity=Q, text="Person ref looks like the name of a person.", why="A return must name no young person; a reference tells them apart as well, and nobody else can tell who is meant.", fix="Give the reference that the broker or the council issued, send the return again, and delete the one with names wherever it lies."),
    Kind(code="person-more-than-one", severity=Q, text="The row names one person and gives a quantity above one.", why="One reference stands for one young person.", fix="Give each person a row, or leave the person reference out."),
    Kind(code="line-repeated", severity=Q, text="The row repeats {first} cell for cell; it is counted once.", why="Rows pasted twice would count twice.", fix="Delete one of the rows, or give each its own evidence reference."),
    Kind(code="line-alike", severity=Q, text="The row says the same as {first} cell for cell; both are counted.", why="Two rows can be alike because two deliveries were, or because one was pasted twice.", fix="If they are two deliveries, give each its own evidence reference; if not, delete one."),
    Kind(code="percentage-in-period", severity=Q, text="A percentage for one period cannot be added to that of another; the row is set aside.", why="20% in one quarter and 30% in the next are not 50%.", fix="Report the percentage to date, on the basis cumulative or in post, or ask the council to name what it is a share of."),
    Kind(code="percentage-derived", severity=N, text="The council works this percentage out from what else is reported; what is typed here is not used.", why="A percentage that is worked out can be explained.", fix="Nothing."),
    Kind(code="units-differ", severity=Q, text="The quantity is in {given}, but {where} says {says}.", why="One of the two is wrong, and nobody here can tell which.", fix="Make them agree."),
    Kind(code="not-yet-delivered", severity=N, text="This belongs to {day}, after the day of this position.", why="The position is of one day.", fix="Nothing."),
    Kind(code="offer-disputed", severity=Q, text="The council's test of this offer was not honoured, so this is in dispute and not counted: {amount}.", why="What was reported could not be had when somebody asked for it.", fix="Settle it with the supplier and record the outcome.", audience=OFFICER),
    Kind(code="correction", severity=Q, text="The running total is {amount} lower than the one before; the difference is kept as a correction.", why="A running total that falls corrects what was said before.", fix="The supplier should say what was corrected."),
    Kind(code="quantity-needed", severity=Q, text="The row gives other details, but no quantity, and the promise is in {unit}.", why="Blank is not zero, and nothing is counted without a number.", fix="Type the quantity in {unit}."),
    Kind(code="quantity-too-large", severity=Q, text="The quantity is larger than any promise; it looks like a number of another kind.", why="A telephone, payroll or learner number in the wrong column must not count, nor be shown.", fix="Type the quantity in {unit}."),
    Kind(code="row-beyond-promise", severity=Q, text="This row alone comes to {amount}, more than ten times the {promised} promised in all; it is used as it stands.", why="A date, a reference or a number in another unit can stand in the wrong column and pass for a quantity.", fix="Check the quantity, and what it is multiplied by (Attendees, Staff); if it is right, tell the council so."),
    Kind(code="quantity-beyond-dates", severity=Q, text="The row says more than one person can do from its Start to its End, which is {days}; the row waits.", why="One of the numbers is wrong, or the row speaks of several people, and nobody here can tell which.", fix="Correct the number or the days; where the row is of several people, give the days as one row for each person."),
    Kind(code="promise-reworded", severity=Q, text="The form's wording of this promise is not the register's, and the reference was made from the row order; the row waits.", why="When rows are added to the register, references made from the row order move to other promises.", fix="Type the references into Pledge ref so that they stay, then correct the reference on this row or send out new forms.", audience=OFFICER),
    Kind(code="delivery-alike", severity=Q, text="The same promise, quantity, dates and evidence as in an earlier return ({first}); both count.", why="A delivery that is reported again in the next period would count twice.", fix="The supplier should say whether it is the same delivery, and if so send the later return again without it."),
    Kind(code="duplicate-placement", severity=Q, text="The placement on this row is already counted ({first}).", why="Rows that share a placement reference are one placement.", fix="Give a different placement a reference of its own, or leave Quantity blank where the row continues it."),
    Kind(code="nil-contradicted", severity=Q, text="The return is marked as a nil return, and this row gives a quantity; the row waits.", why="One of the two is wrong, and nobody here can tell which.", fix="The supplier should say which was meant."),
    # --- badges
    Kind(code="fact-misspelt", severity=Q, text="No rule asks for a fact of this name; nearly the same is {nearest}.", why="A fact under another name is not read, and what rests on it stays not known.", fix="Correct Fact if {nearest} is meant.", audience=OFFICER),
    Kind(code="event-unplaced", severity=Q, text="The event names a badge scheme or a level that nobody here knows.", why="What was issued, suspended or revoked would be missing from the firm's standing.", fix="Correct Scheme and Level, or put the scheme's file into the folder's schemes.", audience=OFFICER),
    Kind(code="event-closes-nothing", severity=Q, text="The event closes something that is not open, or does not say which of several.", why="What was opened stays open, and may suspend the badge.", fix="Give the Event ref of the breach, hold or query that it closes.", audience=OFFICER),
    Kind(code="feedback-unreadable", severity=Q, text="The numbers of this feedback cannot be read, or do not add up.", why="What young people answered is asked for by the badge schemes.", fix="Write the Detail as: invited=10; answered=4; as promised=4.", audience=OFFICER),
    Kind(code="excusal-without-effect", severity=Q, text="The excusal names no pledge, or no reason that a scheme accepts; it has no effect.", why="An excusal takes a pledge out of what is measured, so it has to say which and why.", fix="Give Pledge ref and Reason: offered not taken up, or third party failure.", audience=OFFICER),
    Kind(code="waiver-without-effect", severity=Q, text="This waiver in {scheme} has no effect: {why}.", why="Only what the scheme marks as waivable can be waived, by name, and for a time.", fix="Correct the event, or take it out.", audience=OFFICER),
    Kind(code="badge-against-rules", severity=Q, text="The badge of {scheme} was issued against its rules: {what}.", why="It stands as recorded; a badge that its own rules do not allow cannot be defended.", fix="Correct the event, record the decision that is missing, or revoke the badge.", audience=OFFICER),
    Kind(code="application-outside-window", severity=Q, text="The application for {scheme} lies outside the days on which its rules take any: {days}.", why="Whoever keeps to the days must not be passed by one who did not.", fix="Correct the day of the event, or add the days to the scheme's application_windows.", audience=OFFICER),
    Kind(code="condition-overdue", severity=Q, text="A condition of the badge was due by {day} and is not recorded as met.", why="A badge that was issued on a condition rests on it.", fix="Record that the condition is met, with its Event ref, or decide what follows.", audience=OFFICER),
    Kind(code="condition-not-allowed", severity=Q, text="The scheme does not allow this condition: {why}.", why="Conditions are few and short, or the badge is not yet earned.", fix="Correct the event, or let the panel decide anew.", audience=OFFICER),
    Kind(code="scheme-not-adopted", severity=N, text="The policy has not adopted the scheme {scheme}; its decisions are illustrative.", why="A badge can only rest on rules the council has adopted.", fix="Name the scheme and the day it was adopted in policy.toml.", audience=OFFICER),
    # --- before a contract is let: asked by `pledges lint` alone
    Kind(code="lint-per", severity=Q, text="Per is blank, and the contract lasts longer than a year: nobody can tell whether the quantity is promised once or for each year.", why="The answer changes the promise by the number of years, and is disputed when the first year ends.", fix="Write contract or year into Per.", audience=OFFICER),
    Kind(code="lint-rounding", severity=Q, text="Rounding is blank, and the promise is scaled by {scale}: it need not come to a whole number.", why="Nobody can deliver a part of a person or an event, and each side rounds its own way.", fix="Write floor, nearest or ceiling into Rounding.", audience=OFFICER),
    Kind(code="lint-value", severity=Q, text="The promise rests on the contract's value, and Value (GBP) is blank.", why="What is promised cannot be worked out without it.", fix="Fill in Value (GBP), and say in Value basis whether it is the award, the estimate or the spend.", audience=OFFICER),
    Kind(code="lint-day", severity=Q, text="{column} is after the contract ends on {day}.", why="What is due when nobody works under the contract any more can hardly be asked for.", fix="Correct the day, or the contract's End.", audience=OFFICER),
    Kind(code="lint-course", severity=N, text="Nothing is due for more than a year after the start.", why="Until then no shortfall can be seen, and afterwards it cannot be made up.", fix="Write straight line into Trajectory, or fill in the sheet Milestones, if something is wanted before.", audience=OFFICER),
    Kind(code="lint-share", severity=Q, text="The promise is in per cent, and Conversion does not say of what.", why="A percentage without its whole can be made to fit by either side.", fix="Write P-1 of P-2, or P-1 of fact uk_workforce, into Conversion, and make the whole a promise that is record only.", audience=OFFICER),
    Kind(code="lint-part", severity=Q, text="By its reference the promise is a part of {parent}, and Parent pledge ref is blank.", why="A part that is counted beside its whole counts twice.", fix="Write {parent} into Parent pledge ref, or give the promise a reference of its own.", audience=OFFICER),
    Kind(code="lint-person", severity=Q, text="{column} is filled in, and the clause does not ask that returns name each person by a reference.", why="Without a reference nobody can tell whether the same person comes again, and the rule cannot be tested.", fix="Ask in the clause for an opaque person reference from a broker; never for a name.", audience=OFFICER),
    Kind(code="lint-minimum", severity=N, text="Minimum length is blank: a placement of an hour counts as one.", why="What a young person gets out of a placement depends on how long it is.", fix="Write for example 5 days into Minimum length.", audience=OFFICER),
    Kind(code="lint-contractual", severity=N, text="Contractual is blank.", why="Whether a shortfall has a remedy depends on it.", fix="Write yes or no.", audience=OFFICER),
    Kind(code="lint-beneficiaries", severity=Q, text="The clause does not say who counts: Beneficiaries is blank.", why="Care leaver, care-experienced and looked-after mean different people, and each side counts those it means.", fix="Name a definition in Beneficiaries, for example former relevant child, or care-experienced by own word.", audience=OFFICER),
    Kind(code="lint-area", severity=Q, text="The wording asks where a young person lives ({words}) and says nothing of those who live elsewhere.", why="Whose care leaver somebody is follows from who looked after them, and many live outside the area.", fix="Write looked after by the council, wherever they live.", audience=OFFICER),
    Kind(code="lint-clause", severity=Q, text="{count} of this contract {verb} no clause.", why="Nothing says then what the contract itself requires, and of whom.", fix="Write the clauses into the sheet Clauses, and Clause ref beside each promise.", audience=OFFICER),
    Kind(code="lint-schedule", severity=Q, text="The contract asks for no returns: Returns every is blank or none.", why="A return that nobody asked for cannot be late, and one that never comes is not noticed.", fix="Write month, quarter or year into Returns every, and the days allowed into Returns due within.", audience=OFFICER),
)  # fmt: skip

CATALOGUE: dict[str, Kind] = {kind.code: kind for kind in _KINDS}
"""Every kind of finding by its code."""


def is_settled(code: str) -> bool:
    """Return whether nobody has to do anything more about what was set aside for the reason `code`."""
    kind = CATALOGUE.get(code)
    return kind is not None and kind.severity is Severity.NOTE
