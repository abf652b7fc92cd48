"""Fulfilment of a percentage: what counts of one promise divided by what counts of another, or by a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, given, product, ratio, renamed, unknown
from pledges.findings import finding
from pledges.fulfilment.measured import measured
from pledges.fulfilment.rating import rating_of
from pledges.provenance import Passage
from pledges.quantities import Quantity
from pledges.targets.facts import fact_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pledges.counting import Counted
    from pledges.findings import Finding
    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Fact, Pledge, ShareOf
    from pledges.rulebook import Policy
    from pledges.targets import Target

NOT_ADDED = "a percentage is not added up"
_RULE = Passage(document="docs/counting.md", place="a percentage is 100 × the part ÷ the whole")


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:
    """Return how far a percentage is fulfilled on a day, rated by its share of what is due; no roll-up adds it."""
    made = measured(pledge, counted, target, on=on)
    rating, because = rating_of(made.share_of_due, made.due_to_date, policy, on=on)
    return attrs.evolve(made, rating=rating, rating_because=made.rating_because or because, left_out_because=NOT_ADDED)


def with_shares(counted: Mapping[str, Counted], facts: Iterable[Fact], *, on: dt.date) -> dict[str, Counted]:
    """Return what counts for each pledge, those that are a share of others worked out from them, in per cent.

    The amounts are 100 × those of the part ÷ what counts of the whole (or the fact); they are not known where the whole
    is not, or is 0. Whether there is a number at all is as it is for the part. `facts` are those that are known.
    """
    known = tuple(facts)
    return {
        ref: each if each.pledge.share_of is None else _shared(each, each.pledge.share_of, counted, known, on)
        for ref, each in counted.items()
    }


def share_findings(pledges: Iterable[Pledge], facts: Sequence[Fact], *, on: dt.date) -> list[Finding]:
    """Return the queries about facts that percentages rest on and that have two values of one day."""
    by_ref = {pledge.ref: pledge for pledge in pledges}
    return [
        found
        for pledge in by_ref.values()
        if (share := pledge.share_of) is not None
        and share.whole_fact
        and (part := by_ref.get(share.part_ref)) is not None
        for found in fact_on(share.whole_fact, pledge, facts, on, unit=part.unit)[1]
    ]


def beyond_whole(counted: Mapping[str, Counted], facts: Iterable[Fact], *, on: dt.date) -> list[Finding]:
    """Return a query for each percentage whose part is more than its whole; its figures stay as they are."""
    known, findings = tuple(facts), list["Finding"]()
    for own in counted.values():
        share = own.pledge.share_of
        part = None if share is None else counted.get(share.part_ref)
        if share is None or part is None or part.counted.value is None:
            continue
        whole = _whole(own.pledge, share, part, counted, known, on)
        if whole.value is None or part.counted.value <= whole.value:
            continue
        unit, name = part.pledge.unit, share.whole_ref or f"the fact {share.whole_fact}"
        findings.append(
            finding(
                "part-beyond-whole",
                share.source,
                supplier_ref=own.pledge.supplier_ref,
                contract_ref=own.pledge.contract_ref,
                pledge_ref=own.pledge.ref,
                part=f"{share.part_ref}, {Quantity(part.counted.value, unit)}",
                whole=f"{name}, {Quantity(whole.value, unit)}",
                outcome="is not known" if whole.value == 0 else "is above 100%, and is used as it stands",
            )
        )
    return findings


def _shared(
    own: Counted, share: ShareOf, counted: Mapping[str, Counted], facts: Sequence[Fact], on: dt.date
) -> Counted:
    part = counted.get(share.part_ref)
    if part is None:
        return own
    whole = _whole(own.pledge, share, part, counted, facts, on)

    def shared(figure_of: Callable[[Counted], Figure]) -> Figure:
        figure = figure_of(part)
        if whole.value is None or whole.value == 0 or figure.value is None:
            reason = figure.because if figure.value is None else whole.because
            return unknown(figure_of(own).label, reason or "the whole is 0", unit="%", source=share.source)
        hundred = given("per cent of the whole", 100, _RULE, unit="per cent")
        named = renamed(figure, f"{figure.label}, {share.part_ref}")
        return product(figure_of(own).label, [ratio("part of the whole", named, whole), hundred], unit="%")

    return attrs.evolve(
        own,
        claimed=shared(lambda each: each.claimed),
        documented=shared(lambda each: each.documented),
        counted=shared(lambda each: each.counted),
        verified=shared(lambda each: each.verified),
        beneficiary_confirmed=shared(lambda each: each.beneficiary_confirmed),
        declined=shared(lambda each: each.declined),
        late=shared(lambda each: each.late),
        disputed=shared(lambda each: each.disputed),
        has_number=part.has_number,
        has_nil=part.has_nil,
        has_pending=part.has_pending,
        open_because=part.open_because,
        open_source=part.open_source,
    )


def _whole(
    pledge: Pledge, share: ShareOf, part: Counted, counted: Mapping[str, Counted], facts: Sequence[Fact], on: dt.date
) -> Figure:
    """Return the whole that the part is divided by, in the part's unit, with the reason where it is not known."""
    unit = part.pledge.unit
    if share.whole_ref is None:
        return fact_on(share.whole_fact, pledge, facts, on, unit=unit)[0]
    whole, label = counted.get(share.whole_ref), f"the whole, {share.whole_ref}"
    if whole is None:
        return unknown(label, f"there is no pledge {share.whole_ref}", unit=unit)
    if not whole.has_number and not whole.has_nil:
        reason = whole.open_because or "no return that is known reports the whole"
        return unknown(label, reason, unit=unit)
    return renamed(whole.counted, label)
