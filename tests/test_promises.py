"""What the project promises of every assessment, whatever the register and the returns."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, cast

import attrs
from case_strategies import Case, at, cases, evolve
from exploring import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nouns import YEAR

from pledges.assess import Assessment, assess
from pledges.eligibility import Outcome
from pledges.figures import Figure, Operation, nodes, replay
from pledges.files import default_rulebook
from pledges.model import Absence, Basis, Confirmation, ConfirmationGrade, Event
from pledges.quantities import UNITS
from pledges.reports.assessment_json import render
from pledges.reports.document import officer_document

RULEBOOK = default_rulebook()
LATER = dt.date(2026, 6, 1)

promise = settings(max_examples=examples(80))


def position(case: Case, known_on: dt.date | None = None) -> Assessment:
    """Assess a case."""
    return assess(case.register, case.intake, RULEBOOK, on=case.on, known_on=known_on)


def figures_in(value: object) -> Iterator[Figure]:
    """Yield every figure of a value, wherever it stands."""
    if isinstance(value, Figure):
        yield value
    elif attrs.has(value.__class__):
        for part in attrs.asdict(cast("Any", value), recurse=False).values():
            yield from figures_in(part)
    elif isinstance(value, tuple):
        for each in value:
            yield from figures_in(each)


def amounts(assessed: Assessment) -> dict[str, Any]:
    """Return what an assessment says of every pledge and decision, without where it says it."""
    pledges = {
        each.pledge.ref: (
            each.state, each.rating, each.target.value, each.due_to_date.value, each.claimed.value,
            each.documented.value, each.counted.value, each.verified.value, each.beneficiary_confirmed.value,
            each.declined.value, each.late.value,
        )
        for contract in assessed.contracts
        for each in contract.fulfilments
    }  # fmt: skip
    decisions = {
        f"{supplier.supplier.ref}.{badge.decision.scheme}": [
            (level.level, level.outcome, [(each.id, each.outcome, each.because) for each in level.criteria])
            for level in badge.decision.levels
        ]
        for supplier in assessed.suppliers
        for badge in supplier.badges
    }
    return {**pledges, **decisions}


@promise
@given(cases())
def test_every_figure_replays_from_its_leaves(case: Case) -> None:
    """A figure computed again from its leaves gives its value, and every leaf that is given has a source."""
    assessed = position(case)

    for figure in figures_in((assessed.contracts, assessed.suppliers)):
        assert replay(figure) == figure.value
        for node in nodes(figure):
            assert node.operation is not Operation.GIVEN or node.source is not None


@promise
@given(cases())
def test_nothing_vanishes(case: Case) -> None:
    """Each line of a return that counts is counted, as far as its share goes, or set aside with a reason."""
    assessed = position(case)

    counted = {each.file for each in assessed.returns if each.status == "counted"}
    expected = {
        line.row_source
        for sent in case.returns
        if sent.file.name in counted
        for line in sent.lines
        if line.absence is not Absence.MISSING
    }
    lines = [each for contract in assessed.contracts for one in contract.fulfilments for each in one.lines]
    seen = {each.line.row_source for each in lines} | {each.source for each in assessed.findings}
    assert expected <= seen | {
        line.row_source for sent in case.returns for line in sent.lines if line.quantity_source in seen
    }
    for each in lines:
        share = Fraction(1) if each.line.share is None else each.line.share
        amount = None if each.amount is None else each.amount.value
        whole = amount is not None and each.counted.value == amount * share
        assert whole or each.set_aside is not None


@promise
@given(cases(), st.randoms(use_true_random=False))
def test_order_changes_nothing(case: Case, random: Any) -> None:
    """Files, rows and pledges in another order give the same assessment to the byte."""
    shuffled = Case(
        evolve(
            case.register,
            pledges=tuple(random.sample(case.register.pledges, len(case.register.pledges))),
            suppliers=tuple(random.sample(case.register.suppliers, len(case.register.suppliers))),
            confirmations=tuple(random.sample(case.register.confirmations, len(case.register.confirmations))),
            events=tuple(random.sample(case.register.events, len(case.register.events))),
        ),
        tuple(
            evolve(sent, lines=tuple(random.sample(sent.lines, len(sent.lines))))
            for sent in random.sample(case.returns, len(case.returns))
        ),
        case.on,
    )

    assert render(officer_document(position(shuffled))) == render(officer_document(position(case)))


@promise
@given(cases())
def test_the_same_return_twice_is_one_return(case: Case) -> None:
    """A file that is in the folder under two names counts once."""
    assume(case.returns)
    first = case.returns[0]
    copy = evolve(first, file=evolve(first.file, name="returns/9 copy.xlsx"), path="returns/9 copy.xlsx")

    assert amounts(position(Case(case.register, (*case.returns, copy), case.on))) == amounts(position(case))


@promise
@given(cases())
def test_what_is_known_later_changes_nothing(case: Case) -> None:
    """As known on a day, returns, confirmations and events that came or were recorded later have no say."""
    known_on = YEAR.end
    later_return = [
        evolve(sent, submitted_on=LATER, file=evolve(sent.file, name=f"{sent.file.name} 2", digest=f"{number}"))
        for number, sent in enumerate(case.returns)
    ]
    pledge_ref = case.register.pledges[0].ref
    later = evolve(
        case.register,
        confirmations=(
            *case.register.confirmations,
            Confirmation(pledge_ref=pledge_ref, grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=YEAR.start,
                         recorded_on=LATER, source=at("Confirmations", 99)),
        ),
        events=(
            *case.register.events,
            Event(day=YEAR.start, supplier_ref="S-01", kind="statement signed", detail="Director", recorded_on=LATER,
                  source=at("Events", 99)),
        ),
    )  # fmt: skip

    with_later = position(Case(later, (*case.returns, *later_return), case.on), known_on)

    assert amounts(with_later) == amounts(position(case, known_on))


@promise
@given(cases())
def test_what_happens_later_changes_nothing(case: Case) -> None:
    """Deliveries and events after the day of the position have no say in it."""
    after = dt.date(2026, 4, 2)
    period = evolve(YEAR, start=after, end=dt.date(2026, 6, 30))
    later = [
        evolve(
            sent, period=period, file=evolve(sent.file, name=f"{sent.file.name} 2", digest=f"{number}"),
            lines=tuple(evolve(line, start=None, end=None) for line in sent.lines),
        )
        for number, sent in enumerate(case.returns)
        if sent.basis is not Basis.IN_POST
    ]  # fmt: skip
    event = Event(day=after, supplier_ref="S-01", kind="statement signed", detail="Director", source=at("Events", 99))
    later_register = evolve(case.register, events=(*case.register.events, event))

    with_later = position(Case(later_register, (*case.returns, *later), case.on))

    assert amounts(with_later) == amounts(position(case))


@promise
@given(cases())
def test_more_confirmation_never_lowers_anything(case: Case) -> None:
    """A further confirmation by a third party lowers no amount and turns no criterion from met.

    But for a cap, which is used up by what counts: what begins to count leaves less for what comes after it.
    """
    uncapped = tuple(evolve(each, cap_per_person=None) for each in case.register.pledges)
    case = evolve(case, register=evolve(case.register, pledges=uncapped))
    pledge_ref = case.register.pledges[0].ref
    more = Confirmation(
        pledge_ref=pledge_ref, grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=YEAR.start, quantity=Fraction(2),
        source=at("Confirmations", 99),
    )  # fmt: skip
    declined = (ConfirmationGrade.DECLINED, ConfirmationGrade.OFFER_NOT_HONOURED)
    said = tuple(each for each in case.register.confirmations if each.grade not in declined)
    before = evolve(case.register, confirmations=said)
    after = evolve(case.register, confirmations=(*said, more))

    old, new = position(Case(before, case.returns, case.on)), position(Case(after, case.returns, case.on))

    for contract_before, contract_after in zip(old.contracts, new.contracts, strict=True):
        for was, now in zip(contract_before.fulfilments, contract_after.fulfilments, strict=True):
            for figure in ("counted", "verified", "documented"):
                least, most = getattr(was, figure).value, getattr(now, figure).value
                assert (least is None) == (most is None)
                assert least is None or least <= most
    for supplier_before, supplier_after in zip(old.suppliers, new.suppliers, strict=True):
        for badge_before, badge_after in zip(supplier_before.badges, supplier_after.badges, strict=True):
            levels = zip(badge_before.decision.levels, badge_after.decision.levels, strict=True)
            for level_before, level_after in levels:
                for one, other in zip(level_before.criteria, level_after.criteria, strict=True):
                    assert one.outcome is not Outcome.MET or other.outcome is Outcome.MET


@promise
@given(cases(), st.data())
def test_splitting_a_line_changes_nothing(case: Case, data: st.DataObject) -> None:
    """Two rows that share a row's quantity count as the one did."""
    divisible = [
        (number, index)
        for number, sent in enumerate(case.returns)
        for index, line in enumerate(sent.lines)
        if line.quantity is not None and line.quantity > 1 and not line.person_ref and not line.placement_ref
    ]
    assume(divisible)
    number, index = data.draw(st.sampled_from(divisible))
    sent = case.returns[number]
    line = sent.lines[index]
    assert line.quantity is not None
    halves = (
        evolve(line, quantity=Fraction(1)),
        evolve(line, quantity=line.quantity - 1, row_source=at("Delivery", 99, sent.file.name)),
    )  # fmt: skip
    split = evolve(sent, lines=(*sent.lines[:index], *halves, *sent.lines[index + 1 :]))
    changed = (*case.returns[:number], split, *case.returns[number + 1 :])

    before, after = position(case), position(Case(case.register, changed, case.on))

    # A return that repeated another to the letter no longer does so once a row of it is split.
    assume([each.status for each in before.returns] == [each.status for each in after.returns])
    assert amounts(after) == amounts(before)


@promise
@given(cases())
def test_amounts_stand_in_their_order(case: Case) -> None:
    """Claimed is at least documented, verified at most counted, and an unknown amount makes an unknown share."""
    for contract in position(case).contracts:
        for each in contract.fulfilments:
            assert each.pledge.unit in UNITS
            if each.counted.value is None:
                assert each.share_of_target.value is None
                continue
            assert each.claimed.value is not None
            assert each.documented.value is not None
            assert each.verified.value is not None
            assert each.beneficiary_confirmed.value is not None
            assert each.claimed.value >= each.documented.value >= each.counted.value >= each.verified.value
            assert each.verified.value >= each.beneficiary_confirmed.value >= 0
