"""One pledge's changes and what is said of them in; what counts of it, line by line and in all, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.counting.alike import alike
from pledges.counting.claims import share_of
from pledges.counting.confirmations import Confirmed, Parcel, confirm
from pledges.counting.found import found_at
from pledges.counting.lasting import NOT_KNOWN
from pledges.counting.lines import Counted, CountedLine, SetAside
from pledges.counting.once import standing
from pledges.counting.portions import Portion, portions_of
from pledges.counting.shares import its_share
from pledges.figures import Figure, difference, given, greatest, total, unknown
from pledges.findings import CATALOGUE, Finding
from pledges.model import Absence, Grade
from pledges.provenance import reading_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.counting.amounts import Delivery
    from pledges.counting.offers import OfferTest
    from pledges.counting.running_totals import Change
    from pledges.model import Confirmation, Pledge
    from pledges.rulebook import Policy

RULES_OF_COUNTING = frozenset(
    {
        "Minimum length", "Cap per person", "Counts", "Week convention", "Conversion", "Sustained for",
        "Exclusive group",
    }
)  # fmt: skip
"""Columns of the register that change what counts: where one cannot be read, that is unknown."""

RULES_OF_AMOUNTS = frozenset({"Week convention", "Conversion"})
"""Those that bear on the amount of a line itself, so that not even what is claimed is known."""

_NO_NUMBER = {
    Absence.PENDING: "quantity-pending",
    Absence.NOT_APPLICABLE: "quantity-not-applicable",
    Absence.SUPPRESSED: "quantity-suppressed",
    Absence.UNCLEAR: "quantity-unclear",
}

WHY_OPEN = {
    Absence.PENDING: "the quantity is still to come",
    Absence.NOT_APPLICABLE: "the return says not applicable, which is not agreed",
    Absence.SUPPRESSED: "the quantity is hidden by a suppression symbol",
    Absence.UNCLEAR: "what the return says is not one plain number",
}
"""Why a line gives no number yet."""

OVER_CAP = "The cap per person leaves less of this row."


@attrs.frozen(kw_only=True)
class Said:
    """What the council's side says of one pledge's deliveries: confirmations, and tests of the offer."""

    confirmations: tuple[Confirmation, ...]
    offers: tuple[OfferTest, ...]


@attrs.frozen(kw_only=True)
class Claims:
    """One pledge's changes before any cap: those set aside with their reasons, the others, and what counts of these.

    `changed` are all of them as they were reported, `valid` those that no rule set aside; `portions` are of `valid`.
    """

    pledge: Pledge
    changed: tuple[Change, ...]
    aside: tuple[tuple[Change, SetAside], ...]
    valid: tuple[Change, ...]
    confirmed: Confirmed
    portions: tuple[Portion, ...]
    offers: tuple[OfferTest, ...]


def claims_of_pledge(
    pledge: Pledge, changed: Sequence[Change], set_aside: Mapping[int, SetAside], said: Said, policy: Policy,
    on: dt.date,
) -> Claims:  # fmt: skip
    """Return what one pledge's changes come to before any cap, with what is said of them."""
    valid = standing(changed, set_aside)
    confirmed = confirm(pledge, valid, said.confirmations, policy.counting_grade, on, said.offers)
    return Claims(
        pledge=pledge, changed=tuple(changed),
        aside=tuple((change, set_aside[id(change)]) for change in changed if id(change) in set_aside),
        valid=tuple(valid), confirmed=confirmed,
        portions=portions_of(valid, confirmed.parcels, policy.counting_grade), offers=said.offers,
    )  # fmt: skip


def account_of(
    claims: Claims, deliveries: Sequence[Delivery], cuts: Mapping[int, Portion], policy: Policy
) -> tuple[Counted, list[Finding]]:
    """Return what counts for one pledge, with the findings of its rules, lines and confirmations.

    `deliveries` are all rows that name it, also those that give no amount; `cuts` are its portions of which a cap
    leaves less, by their index.
    """
    pledge, confirmed, unit = claims.pledge, claims.confirmed, claims.pledge.unit
    lines, found = _lines(claims, cuts, policy)
    late = [line.counted for line, change in zip(lines, claims.valid, strict=True) if _late(change, pledge)]
    lines += [_line_aside(change, aside, policy) for change, aside in claims.aside]
    lines += [_aside(each) for each in deliveries if each.absence is not Absence.MISSING and _without_amount(each)]
    lines.sort(key=lambda line: (reading_order(line.source), line.grade, line.amount is None))
    rules = list(dict.fromkeys(column for column, _ in pledge.rules if column in RULES_OF_COUNTING))
    reason = "a rule of the register cannot be read: " + ", ".join(rules)

    def known(label: str, parts: Sequence[Figure]) -> Figure:
        return unknown(label, reason, unit=unit, source=pledge.source) if rules else total(label, parts, unit=unit)

    def reported(label: str, parts: Sequence[Figure]) -> Figure:
        changed_unit = RULES_OF_AMOUNTS.intersection(rules)
        return known(label, parts) if changed_unit else total(label, parts, unit=unit)

    counted = known("counted", [line.counted for line in lines])
    if rules:
        lines = [
            attrs.evolve(line, counted=unknown("counted", reason, unit=unit, source=line.source)) for line in lines
        ]
    verified = _verified(claims, cuts, policy.counting_grade)
    delivered = _delivered(deliveries)
    still_open = next((each for each in delivered if each.absence in WHY_OPEN), None)
    account = Counted(
        pledge=pledge,
        lines=tuple(lines),
        claimed=reported("claimed", [change.amount for change in claims.changed]),
        documented=reported("documented", _documented(claims)),
        counted=counted,
        verified=known("verified", verified.by_others),
        beneficiary_confirmed=known("confirmed by young people", verified.by_young_people),
        declined=known("declined to confirm", verified.declined),
        late=_at_least_nothing(known("counted but late", late), pledge),
        disputed=known("in dispute", [parcel.amount for parcel in confirmed.disputed]),
        has_number=any(each.gives_number for each in delivered),
        has_nil=any(each.absence is Absence.NIL for each in delivered),
        has_pending=still_open is not None,
        uncounted_rules=tuple(rules),
        open_because="" if still_open is None else WHY_OPEN[still_open.absence or Absence.UNCLEAR],
        open_source=None if still_open is None else still_open.source,
        offers=claims.offers,
        continuations=tuple(_continuation(each) for each in deliveries if each.continues and each.set_aside is None),
    )
    return account, [*confirmed.findings, *found, *alike(claims.valid)]


@attrs.frozen(kw_only=True)
class _Verified:
    by_others: tuple[Figure, ...]
    by_young_people: tuple[Figure, ...]
    declined: tuple[Figure, ...]


def _verified(claims: Claims, cuts: Mapping[int, Portion], counting_grade: Grade) -> _Verified:
    """Return the figures of what counts and is confirmed, and of what was declined.

    As the confirmations say it; where a share or a cap leaves less of a line, or a third party's word alone does not
    count, part by part what is left.
    """
    confirmed = claims.confirmed
    all_counts = counting_grade <= Grade.THIRD_PARTY_CONFIRMED
    if all_counts and not cuts and all(share_of(change.delivery.line) == 1 for change in claims.valid):
        figures = (confirmed.verified, confirmed.beneficiary_confirmed, confirmed.declined)
    else:
        left = [parcel for each in claims.portions for parcel in cuts.get(each.index, each).parcels]
        figures = (
            tuple(each.amount for each in left if each.grade >= Grade.THIRD_PARTY_CONFIRMED),
            tuple(each.amount for each in left if each.grade is Grade.BENEFICIARY_CONFIRMED),
            tuple(each.amount for each in left if each.declined),
        )
    verified, young_people, declined = (tuple(each for each in group if each.value) for group in figures)
    return _Verified(by_others=verified, by_young_people=young_people, declined=declined)


def _documented(claims: Claims) -> list[Figure]:
    """Return the amounts at documented or above: as they were reported, and what was claimed and then confirmed."""
    own = [change.amount for change in claims.changed if change.delivery.grade >= Grade.DOCUMENTED]
    raised = [
        parcel.amount
        for parcel in claims.confirmed.parcels
        if parcel.grade > Grade.CLAIMED and claims.valid[parcel.index].delivery.grade is Grade.CLAIMED
    ]
    return [*own, *raised]


def _delivered(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """Return the deliveries that speak of days up to the day of the position."""
    return [each for each in deliveries if each.set_aside is None or each.set_aside.reason != "not-yet-delivered"]


def _late(change: Change, pledge: Pledge) -> bool:
    return pledge.due is not None and change.delivery.first_day > pledge.due


def _at_least_nothing(late: Figure, pledge: Pledge) -> Figure:
    # A correction that came late can take off more than was late: the rest was in time.
    if late.value is None or late.value >= 0:
        return late
    nothing = given("nothing", 0, pledge.source, unit=pledge.unit)
    return greatest(late.label, [nothing, attrs.evolve(late, label="late, less what was corrected")])


def _without_amount(delivery: Delivery) -> bool:
    return delivery.set_aside is not None or delivery.amount is None


def _lines(claims: Claims, cuts: Mapping[int, Portion], policy: Policy) -> tuple[list[CountedLine], list[Finding]]:
    """Return the lines that no rule set aside whole, with what of each counts."""
    lines, findings = list[CountedLine](), list[Finding]()
    parcels_of, disputed_of = _by_index(claims.confirmed.parcels), _by_index(claims.confirmed.disputed)
    for index, change in enumerate(claims.valid):
        delivery, unit = change.delivery, claims.pledge.unit
        parcels, disputed = parcels_of[index], [parcel.amount for parcel in disputed_of[index]]
        grade = min((parcel.grade for parcel in parcels), default=delivery.grade)
        set_aside = None
        # A nil counts whatever its grade, but what it takes off a running total is of the grade it was reported at.
        is_nil = delivery.absence is Absence.NIL and change.amount.value == 0
        if delivery.grade >= policy.counting_grade or is_nil:
            counted = change.amount
            if disputed:
                counted = difference("not in dispute", counted, total("in dispute", disputed, unit=unit))
                set_aside = SetAside(reason="offer-disputed", text="The council's test of this offer was not honoured.")
        else:
            lifted = [parcel.amount for parcel in parcels if parcel.grade >= policy.counting_grade]
            counted = total(f"confirmed though only {delivery.grade.words}", lifted, unit=unit)
            if not lifted:
                counted = _nothing(delivery, f"it is only {delivery.grade.words}")
            if counted.value != change.amount.value and change.amount.value is not None and change.amount.value > 0:
                note = _below(policy.counting_grade, delivery)
                findings.append(note)
                set_aside = SetAside(reason=note.code, text=note.text)
        counted = its_share("its share of what counts", counted, delivery)
        over = cuts[index].over if index in cuts else None
        if over is not None:
            counted = difference("counted, at most the cap", counted, over)
            set_aside = set_aside or SetAside(reason="over-cap", text=OVER_CAP)
        lines.append(_line(delivery, change.amount, counted, set_aside, grade))
    return lines, findings


def _below(needed: Grade, delivery: Delivery) -> Finding:
    """Return the query for a line that is less evidenced than what counts."""
    more = ", and ask others to confirm it to the council" if needed > Grade.DOCUMENTED else ""
    return found_at(
        delivery, "below-counting-grade", given=delivery.grade.words, grade=needed.words, and_confirmed=more
    )


def _by_index(parcels: Iterable[Parcel]) -> Mapping[int, list[Parcel]]:
    groups = defaultdict[int, list["Parcel"]](list)
    for parcel in parcels:
        groups[parcel.index].append(parcel)
    return groups


def _continuation(delivery: Delivery) -> CountedLine:
    return _line(delivery, None, _nothing(delivery, "it goes on with another row"), None, delivery.grade)


def _line_aside(change: Change, set_aside: SetAside, policy: Policy) -> CountedLine:
    """Return a line that a rule set aside whole: nothing of it counts, or nobody knows how much of it does."""
    delivery = change.delivery
    counted = _nothing(delivery, set_aside.text)
    if set_aside.reason == NOT_KNOWN and delivery.grade >= policy.counting_grade:
        counted = unknown("counted", set_aside.text, unit=delivery.pledge.unit, source=delivery.source)
    return _line(delivery, change.amount, counted, set_aside, delivery.grade)


def _aside(delivery: Delivery) -> CountedLine:
    set_aside = delivery.set_aside
    if set_aside is None:
        code = _NO_NUMBER[delivery.absence or Absence.UNCLEAR]
        text = CATALOGUE[code].text.format(unit=delivery.pledge.unit)
        set_aside = SetAside(reason=code, text=text)
    return _line(delivery, delivery.amount, _nothing(delivery, set_aside.text), set_aside, delivery.grade)


def _line(
    delivery: Delivery, amount: Figure | None, counted: Figure, set_aside: SetAside | None, grade: Grade
) -> CountedLine:
    return CountedLine(
        line=delivery.line, sent=delivery.sent, source=delivery.source, grade=grade, day=delivery.day, amount=amount,
        counted=counted, set_aside=set_aside,
    )  # fmt: skip


def _nothing(delivery: Delivery, because: str) -> Figure:
    return given("counted", 0, delivery.source, unit=delivery.pledge.unit, because=because)
