"""Made-up assessments for the tests of what is written out: every state, outcome and kind of return is in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from pledges.assess import (
    Assessment,
    ContractPosition,
    ReturnPosition,
    SheetAccount,
    SupplierPosition,
)
from pledges.audience import Audience
from pledges.counting import CountedLine, SetAside
from pledges.eligibility import CriterionDecision, Decision, LevelDecision, Missing, Next, Outcome
from pledges.eligibility.lack import MoreConfirmation, Way, no_way
from pledges.figures import (
    Figure,
    difference,
    given,
    given_day,
    inclusive_days,
    least,
    ratio,
    renamed,
    total,
    unknown,
)
from pledges.files.schemes import built_in_schemes
from pledges.findings import Finding, Severity, finding
from pledges.fulfilment.rating import NOTHING_YET, UNREPORTED
from pledges.fulfilment.result import Fulfilment, State
from pledges.fulfilment.roll_ups import roll_ups
from pledges.history import Standing, Step
from pledges.model import Contract, Event, EvidenceLine, Grade, Pledge, Return, Supplier
from pledges.periods import Period
from pledges.provenance import CellRef, Passage, SourceFile
from pledges.returns.conduct import Conduct, Told
from pledges.standing import BadgePosition, Due

ON = dt.date(2026, 3, 31)
QUARTER = Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
DIGEST = "sha256:" + "0123456789abcdef" * 4


def cell(address: str, *, file: str = "returns/q4 ashfold.xlsx", sheet: str = "Delivery") -> CellRef:
    """Return a cell of a return."""
    return CellRef(file=file, sheet=sheet, cell=address)


def register_cell(address: str, *, sheet: str = "Pledges") -> CellRef:
    """Return a cell of the register."""
    return cell(address, file="register.xlsx", sheet=sheet)


def line(
    amount: Figure | None,
    *,
    counts: bool = True,
    source: CellRef | None = None,
    grade: Grade = Grade.DOCUMENTED,
    reason: str = "unit-mismatch",
    text: str = "The promise is in weeks and this line is in people.",
    unit: str = "people",
) -> CountedLine:
    """Return a line of a return that counts whole, or is set aside whole."""
    place = source or cell("C5")
    sent = Return(
        file=SourceFile(name=place.file, digest=DIGEST),
        layout="pledges-return/1",
        source=place,
        lines=(),
        period=QUARTER,
    )
    nothing = given("not counted", 0, place, unit=unit if amount is None else amount.unit)
    return CountedLine(
        line=EvidenceLine(pledge_key="", row_source=place),
        sent=sent,
        source=place,
        grade=grade,
        day=ON,
        amount=amount,
        counted=amount if amount is not None and counts else nothing,
        set_aside=None if counts else SetAside(reason=reason, text=text),
    )


def pledge(ref: str, supplier_ref: str, contract_ref: str | None, type_: str, unit: str, description: str) -> Pledge:
    """Return a promise of the register."""
    return Pledge(
        ref=ref,
        supplier_ref=supplier_ref,
        contract_ref=contract_ref,
        type=type_,
        unit=unit,
        description=description,
        quantity=Fraction(10),
        source=register_cell("A2"),
        quantity_source=register_cell("F2"),
        start=dt.date(2025, 4, 1),
        due=dt.date(2027, 3, 31),
        contractual=contract_ref is not None,
    )


def fulfilment(
    promised: Pledge,
    *,
    target: int,
    due: int,
    lines: Sequence[CountedLine] = (),
    state: State = State.REPORTED,
    rating: str = "Good",
    because: str = "",
    counted: Figure | None = None,
    verified: Figure | None = None,
    claimed: Figure | None = None,
) -> Fulfilment:
    """Return the position of a promise; without lines, and where its state says so, its amounts are not known."""
    unit = promised.unit
    promise = given("promised", target, register_cell("F2"), unit=unit)
    due_now = least(
        "due by the day", [promise, given("milestone", due, register_cell("C2", sheet="Milestones"), unit=unit)]
    )
    if counted is None and state in {State.MISSING, State.PENDING}:
        counted = unknown("counted", "No known return has a line for it.", unit=unit)
    amounts = [each.counted for each in lines]
    sum_counted = counted or total("counted", amounts, unit=unit)
    sum_claimed = claimed or total("claimed", [each.amount for each in lines if each.amount], unit=unit)
    if sum_counted.value is None:
        sum_claimed = sum_counted
    checked = verified or total(
        "verified", [each.counted for each in lines if each.grade > Grade.DOCUMENTED], unit=unit
    )
    if sum_counted.value is None:
        checked = sum_counted
    return Fulfilment(
        pledge=promised,
        on=ON,
        state=state,
        target=promise,
        due_to_date=due_now,
        claimed=sum_claimed,
        documented=renamed(sum_counted, "documented"),
        counted=sum_counted,
        verified=checked,
        beneficiary_confirmed=total("confirmed by the young people", (), unit=unit),
        declined=total("declined", (), unit=unit),
        late=total("late", (), unit=unit),
        disputed=total("in dispute", (), unit=unit),
        shortfall=unknown("shortfall", "not asked", unit=unit)
        if sum_counted.value is None
        else difference("shortfall", due_now, least("at most what is due", [sum_counted, due_now])),
        days_late=unknown("days late", "nothing is late", unit="days"),
        share_of_target=ratio("share of the target", sum_counted, promise),
        share_of_due=ratio("share of what was due", sum_counted, due_now),
        rating=rating,
        rating_because=because,
        lines=tuple(lines),
    )


def weeks_from_days() -> Figure:
    """Return 44 inclusive days ÷ 7, as the weeks of an apprentice who started on 18 August."""
    start = given_day("start", dt.date(2025, 8, 18), cell("D5"))
    end = given_day("end of the period", dt.date(2025, 9, 30), cell("B4", sheet="About"))
    week = Passage(document="counting rules", place="weeks are inclusive calendar days divided by 7")
    days = inclusive_days("days", start, end)
    return ratio("weeks", days, given("days in a week", 7, week, unit="days in a week"), unit="weeks")


def people(amount: int, address: str, *, file: str = "returns/q4 ashfold.xlsx", unit: str = "people") -> Figure:
    """Return a quantity that a return gives."""
    return given("quantity", amount, cell(address, file=file), unit=unit)


def badge(*, adopted: bool = False) -> BadgePosition:
    """Return the position of worked example C: everything is met but the verified share."""
    share = given("verified share", Fraction(11, 60), register_cell("A5", sheet="Confirmations"), unit="share")
    floor = given(
        "least verified share",
        Fraction(1, 2),
        Passage(document="covenant-delivery 0.1", place="delivering, V"),
        unit="share",
    )
    fulfilled = given("fulfilment", Fraction(19, 20), cell("C5"), unit="share")
    needed = given(
        "least fulfilment",
        Fraction(3, 4),
        Passage(document="covenant-delivery 0.1", place="delivering, F"),
        unit="share",
    )
    signed = CriterionDecision(
        id="S", name="Statement signed", outcome=Outcome.MET, observed=None, required=None,
        because="The statement was signed on 1 Apr 2025.", sources=(register_cell("A3", sheet="Events"),),
    )  # fmt: skip
    levels = (
        LevelDecision(level="committed", name="Committed", kind="listing", outcome=Outcome.MET, criteria=(signed,)),
        LevelDecision(
            level="delivering", name="Delivering", kind="badge", outcome=Outcome.NOT_MET,
            criteria=(
                signed,
                CriterionDecision(
                    id="F", name="Fulfilment", outcome=Outcome.MET, observed=fulfilled, required=needed,
                    because="95% of what fell due in the twelve months was delivered; 75% is needed.",
                    sources=(cell("C5"),),
                ),
                CriterionDecision(
                    id="V", name="Verified share", outcome=Outcome.NOT_MET, observed=share, required=floor,
                    because="18.3% of what counts was confirmed by somebody other than the firm; 50% is needed.",
                    sources=(register_cell("A5", sheet="Confirmations"),),
                ),
                CriterionDecision(
                    id="Y", name="Voice of the young people", outcome=Outcome.UNKNOWN, observed=None, required=None,
                    because="This version does not evaluate it.",
                ),
            ),
        ),
    )  # fmt: skip
    missing = Missing(
        criterion="V",
        short_by=difference("short by", floor, share),
        text="Confirmations for another 31.7% of what counts.",
        way=Way(
            by="confirmation", lacks=(MoreConfirmation(pledge_ref="P-01", amount=Fraction(2), unit="people"),),
            earliest=ON,
        ),
    )  # fmt: skip
    open_question = Missing(
        criterion="Y", short_by=None, text="This version does not evaluate it.", way=no_way("Nobody can say."),
        is_waivable=True,
    )  # fmt: skip
    issued = Event(
        day=dt.date(2025, 4, 1), supplier_ref="S-01", kind="badge issued", source=register_cell("A4", sheet="Events"),
        recorded_by="Zebedee Quillfeather",
    )  # fmt: skip
    scheme = next(each for each in built_in_schemes() if each.id == "covenant-delivery")
    return BadgePosition(
        scheme=scheme, governing=scheme,
        decision=Decision(
            scheme="covenant-delivery", name="Covenant delivery", version="0.1", digest=DIGEST, adopted=adopted,
            levels=levels, next=Next(level="delivering", missing=(missing,), unknown=(open_question,)),
        ),
        standing=Standing(
            level="committed", status="in force", since=dt.date(2025, 4, 1), until=dt.date(2026, 3, 31), version="0.1",
            steps=(Step(day=dt.date(2025, 4, 1), what="issued", level="committed", version="0.1", event=issued),),
        ),
        dues=(
            Due(
                day=dt.date(2026, 3, 31), what="term ends",
                text="Committed ends on 31 Mar 2026: its renewal must be lodged by then.",
            ),
        ),
    )  # fmt: skip


def findings() -> tuple[Finding, ...]:
    """Return findings for officers and for suppliers, of every severity."""
    mismatch = [
        finding(
            "unit-mismatch", cell(address), saw="2 people", supplier_ref="S-01", contract_ref="C-001",
            pledge_ref="P-02", promised="weeks", given="people", or_dates=", or start and end dates",
        )
        for address in ("C6", "C7")
    ]  # fmt: skip
    return (
        *mismatch,
        finding(
            "return-missing", CellRef(file="register.xlsx"), supplier_ref="S-03", contract_ref="C-002",
            period=str(QUARTER), due="30 Apr 2026",
        ),
        finding(
            "file-refused", CellRef(file="returns/[…].xlsx"), reason="the file is encrypted",
            what_to_do="Ask for it without a password.",
        ),
        finding("return-owner-unknown", CellRef(file="returns/q4.xlsx"), nearest=""),
        Finding(
            code="duplicate-person", severity=Severity.QUERY, audience=Audience.SUPPLIER, source=cell("A9"), saw="",
            text="The person on this row is already counted for P-04 (returns/q4 beacon.xlsx!Delivery!A3).",
            fix="Check that the row is not a repeat.", supplier_ref="S-01", contract_ref="C-001", pledge_ref="P-01",
        ),
        finding("scheme-not-adopted", Passage(document="policy", place="schemes"), scheme="covenant-delivery"),
    )  # fmt: skip


def assessment(
    *,
    description: str = "Work placements of at least a week for care-experienced young people",
    supplier_name: str = "Ashfold Joinery Ltd",
    title: str = "Highways maintenance 2025 to 2029",
) -> Assessment:
    """Return a position of two contracts, a voluntary pledge and three suppliers; its register has these texts."""
    beacon = "returns/q4 beacon.xlsx"
    placements = fulfilment(
        pledge("P-01", "S-01", "C-001", "placement", "people", description),
        target=10, due=8, rating="Requires improvement", because="62.5% of what was due by the day is counted.",
        lines=(
            line(people(3, "C5")),
            line(people(2, "C8"), grade=Grade.THIRD_PARTY_CONFIRMED, source=cell("C8")),
            line(people(1, "C9"), counts=False, source=cell("C9"), reason="duplicate-person",
                 text="The person on this row is already counted for P-04 (returns/q4 beacon.xlsx!Delivery!A3)."),
        ),
    )  # fmt: skip
    weeks = weeks_from_days()
    apprentices = fulfilment(
        pledge("P-02", "S-01", "C-001", "apprenticeship", "weeks", "Apprenticeship weeks"),
        target=104, due=52, rating="Inadequate",
        lines=(
            line(weeks, unit="weeks"),
            line(None, counts=False, source=cell("C6"), unit="weeks"),
            line(None, counts=False, source=cell("C7"), unit="weeks"),
        ),
    )  # fmt: skip
    mentoring = fulfilment(
        pledge("P-04", "S-02", "C-001", "mentoring", "people", "Mentors for care leavers in their first job"),
        target=6, due=4, lines=(line(people(5, "C3", file=beacon), source=cell("C3", file=beacon)),),
    )  # fmt: skip
    catering = (
        fulfilment(
            pledge("P-10", "S-03", "C-002", "job", "people", "Jobs in school kitchens"),
            target=4, due=2, state=State.MISSING, rating="Other", because=UNREPORTED,
        ),
        fulfilment(
            pledge("P-11", "S-03", "C-002", "practical help", "GBP", "Money for tools and travel"),
            target=5000, due=2500, state=State.NIL, rating="Inadequate",
        ),
        fulfilment(
            pledge("P-12", "S-03", "C-002", "insight", "attendee hours", "Taster days"),
            target=80, due=0, state=State.NOT_DUE, rating="Other", because=NOTHING_YET,
        ),
        fulfilment(
            pledge("P-13", "S-03", "C-002", "group support", "sessions", "Cooking sessions"),
            target=12, due=6, state=State.PENDING, rating="Other",
        ),
    )  # fmt: skip
    voluntary = fulfilment(
        pledge("P-20", "S-02", None, "training", "staff hours", "Training hours for staff"),
        target=40, due=30, rating="Approaching target",
        lines=(line(people(28, "C4", file=beacon, unit="staff hours"), source=cell("C4", file=beacon)),),
    )  # fmt: skip
    highways = (placements, apprentices, mentoring)
    buyer = "Soar Valley District Council"
    contracts = {
        "C-001": Contract(
            ref="C-001", title=title, buyer=buyer, source=register_cell("A2", sheet="Contracts"),
            start=dt.date(2025, 4, 1), end=dt.date(2029, 3, 31),
        ),
        "C-002": Contract(
            ref="C-002", title="School meals", buyer=buyer, source=register_cell("A3", sheet="Contracts")
        ),
    }  # fmt: skip
    suppliers = (
        Supplier(ref="S-01", name=supplier_name, source=register_cell("A2", sheet="Suppliers")),
        Supplier(ref="S-02", name="Beacon Facilities Ltd", source=register_cell("A3", sheet="Suppliers")),
        Supplier(ref="S-03", name="Corvane Outsourcing plc", source=register_cell("A4", sheet="Suppliers")),
    )
    everything = (*highways, *catering, voluntary)
    return Assessment(
        on=ON,
        known_on=None,
        contracts=(
            ContractPosition(contract=contracts["C-001"], fulfilments=highways, totals=roll_ups(highways), clauses={}),
            ContractPosition(contract=contracts["C-002"], fulfilments=catering, totals=roll_ups(catering), clauses={}),
            ContractPosition(contract=None, fulfilments=(voluntary,), totals=roll_ups((voluntary,)), clauses={}),
        ),
        suppliers=tuple(
            SupplierPosition(
                supplier=supplier,
                fulfilments=tuple(each for each in everything if each.pledge.supplier_ref == supplier.ref),
                badges=(badge(adopted=supplier.ref == "S-02"),),
                totals=roll_ups(each for each in everything if each.pledge.supplier_ref == supplier.ref),
            )
            for supplier in suppliers
        ),
        returns=returns(),
        findings=findings(),
        totals=roll_ups(everything),
        buyers={"Soar Valley Council": roll_ups((*highways, *catering))},
        conduct=conduct(),
        reconciliation=(
            SheetAccount(file="returns/q4 ashfold.xlsx", sheet="Delivery", rows=9, used=5, set_aside=3, ignored=1),
            SheetAccount(file=beacon, sheet="Delivery", rows=4, used=3, set_aside=0, ignored=1),
        ),
        digests={
            "register": DIGEST,
            "policy": DIGEST,
            "layouts/parks/1": DIGEST,
            "returns/q4 ashfold.xlsx": DIGEST,
            beacon: DIGEST,
        },
    )


def conduct() -> tuple[Conduct, ...]:
    """Return how returns came: one late for S-01, one missing for S-03, and one refused that nobody owns."""
    late, missing = Told(period=QUARTER, days_late=5), Told(period=QUARTER, days_late=12)
    return (
        Conduct(supplier_ref="S-01", contract_ref="C-001", is_asked=True, due=(late,), late=(late,)),
        Conduct(
            supplier_ref="S-03", contract_ref="C-002", is_asked=True, due=(missing,), missing=(missing,),
            pledges_open=("P-11",),
        ),
        Conduct(supplier_ref=None, contract_ref=None, is_asked=False, refused=(Told(period=None),)),
    )  # fmt: skip


def returns() -> tuple[ReturnPosition, ...]:
    """Return what became of each return, in every status."""

    def of(file: str | None, supplier_ref: str | None, status: str, **more: object) -> ReturnPosition:
        contract_ref = None if supplier_ref is None else "C-002" if supplier_ref == "S-03" else "C-001"
        return ReturnPosition(
            file=file, supplier_ref=supplier_ref, contract_ref=contract_ref,
            period=None if supplier_ref is None else QUARTER, version=1 if file else None, status=status,
            due=dt.date(2026, 4, 30) if supplier_ref else None, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    return (
        of("returns/q4 ashfold.xlsx", "S-01", "counted"),
        of("returns/q4 beacon.xlsx", "S-02", "counted", days_late=12),
        of("returns/q4 beacon draft.xlsx", "S-02", "superseded"),
        of("returns/q4 ashfold copy.xlsx", "S-01", "duplicate"),
        of("returns/q4 rejected.xlsx", "S-01", "rejected"),
        of("returns/q1.xlsx", "S-01", "not yet known"),
        of("returns/q4.xlsx", None, "waiting"),
        of("returns/[…].xlsx", None, "refused"),
        of("returns/keyed ashfold beacon.xlsx", "S-01", "counted", keyed=True),
        of("returns/keyed ashfold beacon.xlsx", "S-02", "counted", keyed=True),
        of(None, "S-03", "missing", days_late=10),
    )
