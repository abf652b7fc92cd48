"""The returns that suppliers sent in; which of them are repeats, which count, and which wait out.

Everything here looks at returns whose owner, period and basis are known and that nothing else stopped; keyed lines
have their own rules (`pledges.returns.keyed_lines`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import Absence, Basis, EvidenceLine
from pledges.periods import Period
from pledges.returns.matching import PledgeIndex, match_pledges
from pledges.returns.received import ReceivedReturn, ReturnStatus, listed, order_known, path_of
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAID = tuple(field.name for field in attrs.fields(EvidenceLine) if not field.name.endswith("source"))

Settled = tuple[list[ReceivedReturn], list[Finding]]
"""Returns with their status, and what was noticed on the way."""


def said_by(line: EvidenceLine) -> Hashable:
    """Return what a line says, apart from where it stands."""
    return tuple(getattr(line, name) for name in _SAID)


def content_of(received: ReceivedReturn) -> Hashable:
    """Return what a return says, apart from where: equal for two files that say the same in any order of rows."""
    sent = received.sent
    lines = frozenset(Counter(map(said_by, sent.lines)).items())
    return (sent.keyed, received.period, received.basis, reference_key(sent.part), sent.nil, lines)


def says_something(line: EvidenceLine) -> bool:
    """Whether a line reports anything: a form's pre-filled row that nobody filled in does not."""
    cells = (line.quantity, line.start, line.end, line.days, line.hours_per_week, line.attendees, line.staff)
    filled = bool(line.person_ref or line.placement_ref or line.evidence_ref)
    return filled or any(each is not None for each in cells) or line.absence not in (None, Absence.MISSING)


def reports_delivery(line: EvidenceLine) -> bool:
    """Whether a line reports a delivery: a number, or days, weekly hours, dates or a person from which one is found."""
    cells = (line.start, line.days, line.hours_per_week)
    filled = any(each is not None for each in cells) or bool(line.person_ref or line.placement_ref)
    return line.quantity is not None or (filled and line.absence in (None, Absence.MISSING))


def settle_versions(group: Iterable[ReceivedReturn], pledges: PledgeIndex) -> Settled:
    """Return the returns of one contract, supplier, period and part, at most one of which counts: the last known.

    A return that says what the one before it said is a duplicate of it. Two different ones of the last day wait.
    """
    ordered = sorted(group, key=order_known)
    if len(ordered) == 1:
        return ordered, []
    days = defaultdict[dt.date, list[ReceivedReturn]](list)
    for each in ordered:
        days[each.known_from or dt.date.min].append(each)
    settled, findings = list[ReceivedReturn](), list[Finding]()
    earlier = list[ReceivedReturn]()
    standing = dict[Hashable, ReceivedReturn]()
    for day in sorted(days):
        came = dict[Hashable, ReceivedReturn]()
        repeats = list[tuple[ReceivedReturn, Hashable]]()
        for each in days[day]:
            content = content_of(each)
            if content in came:
                repeats.append((each, content))
            else:
                came[content] = each
        if came.keys() == standing.keys() and len(standing) == 1:
            repeats.extend((each, content) for content, each in came.items())
        else:
            earlier.extend(standing.values())
            standing = came
        for each, content in repeats:
            settled.append(attrs.evolve(each, status=ReturnStatus.DUPLICATE))
            findings.append(_duplicate(each, standing[content]))
    last = list(standing.values())
    later = listed([each.shown_name for each in last])
    for each in earlier:
        settled.append(attrs.evolve(each, status=ReturnStatus.SUPERSEDED))
        findings.append(noticed("return-superseded", each, later=later))
    if len(last) == 1:
        return [*settled, *last], [*findings, *_dropped(last[0], earlier, pledges)]
    for each in last:
        other = listed([one.shown_name for one in last if one is not each])
        settled.append(attrs.evolve(each, status=ReturnStatus.WAITING))
        findings.append(noticed("return-same-day", each, other=other))
    return settled, findings


def settle_repeats(waiting: Iterable[ReceivedReturn]) -> Settled:
    """Return returns that wait, with those that only say again what another of the same sender says as duplicates."""
    first = dict[Hashable, ReceivedReturn]()
    settled, findings = list[ReceivedReturn](), list[Finding]()
    for each in sorted(waiting, key=order_known):
        told = tuple(map(reference_key, each.told))
        whose = (each.supplier_ref, each.contract_ref) if each.is_owned else told
        kept = first.setdefault((each.is_owned, whose, content_of(each)), each)
        if path_of(kept.sent) != path_of(each.sent):
            settled.append(attrs.evolve(each, status=ReturnStatus.DUPLICATE))
            findings.append(_duplicate(each, kept))
        else:
            settled.append(each)
    return settled, findings


@attrs.frozen(kw_only=True)
class Claim:
    """A period that something speaks of, and when that became known."""

    period: Period
    known_from: dt.date | None


def overlaps_of(claims: Sequence[Claim]) -> dict[int, tuple[tuple[int, ...], bool]]:
    """Return, for each of `claims` that must wait, the numbers of those it overlaps, and whether they came with it.

    In the order they became known, each claim stands unless its period overlaps a different one that stands. Of
    claims of one day that overlap each other none stands. Equal periods are no overlap.
    """
    days = defaultdict[dt.date, list[int]](list)
    for number, claim in enumerate(claims):
        days[claim.known_from or dt.date.min].append(number)
    standing, waiting = list[int](), dict[int, tuple[tuple[int, ...], bool]]()
    for day in sorted(days):
        free = list[int]()
        for number in days[day]:
            others = _overlapped(number, standing, claims)
            if others:
                waiting[number] = (others, False)
            else:
                free.append(number)
        for number in free:
            others = _overlapped(number, free, claims)
            if others:
                waiting[number] = (others, True)
        standing.extend(number for number in free if number not in waiting)
    return waiting


def settle_overlaps(group: Iterable[ReceivedReturn]) -> Settled:
    """Return the returns of one contract, supplier and part; of in-period ones that overlap, the later ones wait."""
    ordered = sorted(group, key=order_known)
    claims, numbers = list[Claim](), list[int]()
    for number, each in enumerate(ordered):
        if each.basis is Basis.IN_PERIOD and each.period is not None:
            claims.append(Claim(period=each.period, known_from=each.known_from))
            numbers.append(number)
    findings = list[Finding]()
    for place, (others, tied) in overlaps_of(claims).items():
        number = numbers[place]
        other = listed([ordered[numbers[one]].shown_name for one in others])
        findings.append(
            noticed("return-overlaps-same-day" if tied else "return-overlaps", ordered[number], other=other)
        )
        ordered[number] = attrs.evolve(ordered[number], status=ReturnStatus.WAITING)
    return ordered, findings


def noticed(code: str, received: ReceivedReturn, **words: str) -> Finding:
    """Return a finding about a whole return, with its owner where that is known."""
    return finding(
        code,
        received.sent.source,
        supplier_ref=received.supplier_ref,
        contract_ref=received.contract_ref,
        **words,
    )


def _duplicate(each: ReceivedReturn, kept: ReceivedReturn) -> Finding:
    return noticed("file-duplicate", each, first=kept.shown_name)


def _overlapped(number: int, others: Iterable[int], claims: Sequence[Claim]) -> tuple[int, ...]:
    period = claims[number].period
    return tuple(other for other in others if claims[other].period != period and claims[other].period.overlaps(period))


def pledge_names(received: ReceivedReturn, line: EvidenceLine, pledges: PledgeIndex) -> tuple[str, bool]:
    """Return what a line's promise is called, its reference or else the folded key, and whether it is a reference."""
    matched = match_pledges(line.pledge_key, received.supplier_ref or "", received.contract_ref, pledges)
    return (matched[0].ref, True) if len(matched) == 1 else (reference_key(line.pledge_key), False)


def _dropped(counted: ReceivedReturn, earlier: Iterable[ReceivedReturn], pledges: PledgeIndex) -> list[Finding]:
    """Return a finding for each superseded return that reported a promise of which the counted one says nothing."""
    superseded = list(earlier)
    if counted.sent.nil or not superseded:
        return []
    named = {pledge_names(counted, line, pledges) for line in counted.sent.lines if says_something(line)}
    findings = list[Finding]()
    for each in reversed(superseded):
        reported = {pledge_names(each, line, pledges) for line in each.sent.lines if reports_delivery(line)}
        dropped = reported - named
        if not dropped:
            continue
        named |= dropped
        references = sorted(name for name, is_reference in dropped if is_reference)
        unknown = len(dropped) - len(references)
        if unknown:
            references.append(
                f"{unknown} that the register does not know" if unknown > 1 else "1 that the register does not know"
            )
        words = {"pledges": ", ".join(references), "earlier": each.shown_name}
        findings.append(noticed("return-drops-pledges", counted, **words))
    return findings
