"""Keyed returns beside each other and beside suppliers' own; which keyed lines count and which wait out.

What an officer types from e-mails and PDFs is settled line by line, because one sheet grows with every message: a
line supersedes only what was keyed before for the same promise, period and part, and waits where the supplier's own
return answers for that promise and period: with a number, with nil, or with dates that give one.
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
from pledges.provenance import Source
from pledges.returns.matching import PledgeIndex, match_pledges
from pledges.returns.received import ReceivedReturn, ReturnStatus, listed, order_known, path_of
from pledges.returns.versions import (
    Claim,
    Settled,
    content_of,
    noticed,
    overlaps_of,
    pledge_names,
    said_by,
    says_something,
)
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable


@attrs.frozen(kw_only=True, eq=False)
class Batch:
    """The lines for one promise that stand in one file of keyed rows, on one basis. They belong together."""

    pledge: str
    pledge_ref: str | None
    period: Period
    basis: Basis
    part: str
    known_from: dt.date | None
    owner: ReceivedReturn
    lines: tuple[EvidenceLine, ...]

    def noticed(self, code: str, **words: str) -> list[Finding]:
        """Return a finding at each of its lines."""
        return [
            finding(
                code,
                line.row_source,
                supplier_ref=self.owner.supplier_ref,
                contract_ref=self.owner.contract_ref,
                pledge_ref=self.pledge_ref,
                **words,
            )
            for line in self.lines
        ]


def settle_keyed(keyed: Iterable[ReceivedReturn], own: Iterable[ReceivedReturn], pledges: PledgeIndex) -> Settled:
    """Return one supplier's keyed returns for one contract; `own` are what it sent itself for it and what counts.

    A keyed return all of whose lines are superseded is superseded; where all of them wait or are, it waits.
    """
    unrepeated, repeats, findings = _unrepeated(keyed)
    superseded, waiting = set[Source](), set[Source]()
    live = list[Batch]()
    for same in _batches(unrepeated, pledges).values():
        last, old, tied = _last_of(same)
        later = listed([batch.owner.shown_name for batch in last])
        for batch in old:
            findings.extend(batch.noticed("return-superseded", later=later))
            superseded.update(line.row_source for line in batch.lines)
        for batch in last if tied else ():
            other = listed([one.owner.shown_name for one in last if one is not batch])
            findings.extend(batch.noticed("return-same-day", other=other))
            waiting.update(line.row_source for line in batch.lines)
        live.extend(() if tied else last)
    for batch, code, other in _beside_and_overlapping(live, list(own), pledges):
        findings.extend(batch.noticed(code, other=other))
        waiting.update(line.row_source for line in batch.lines)
    return [*repeats, *(_with_lines(each, superseded, waiting) for each in unrepeated)], findings


def _with_lines(each: ReceivedReturn, superseded: set[Source], waiting: set[Source]) -> ReceivedReturn:
    held = superseded | waiting
    sources = [line.row_source for line in each.sent.lines if says_something(line)]
    status = ReturnStatus.COUNTED
    if sources and held.issuperset(sources):
        status = ReturnStatus.SUPERSEDED if superseded.issuperset(sources) else ReturnStatus.WAITING
    held_lines = tuple(source for source in sources if source in held)
    return attrs.evolve(each, status=status, waiting_lines=held_lines)


def _unrepeated(
    keyed: Iterable[ReceivedReturn],
) -> tuple[list[ReceivedReturn], list[ReceivedReturn], list[Finding]]:
    """Return the keyed returns, those of another file and the same day that repeat one of them, and what to say."""
    first = dict[Hashable, ReceivedReturn]()
    kept, repeats, findings = list[ReceivedReturn](), list[ReceivedReturn](), list[Finding]()
    ordered = sorted(keyed, key=order_known)
    if len({path_of(each.sent) for each in ordered}) == 1:
        return ordered, [], []
    for each in ordered:
        original = first.setdefault((each.known_from, content_of(each)), each)
        if path_of(original.sent) == path_of(each.sent):
            kept.append(each)
        else:
            repeats.append(attrs.evolve(each, status=ReturnStatus.DUPLICATE))
            findings.append(noticed("file-duplicate", each, first=original.shown_name))
    return kept, repeats, findings


def _batches(keyed: Iterable[ReceivedReturn], pledges: PledgeIndex) -> dict[Hashable, list[Batch]]:
    """Return the batches by what they speak of: promise, period and part; each list in the order known.

    A row without anything in it says nothing, so it supersedes nothing and is in no batch.
    """
    lines = defaultdict[tuple[Hashable, ...], list[EvidenceLine]](list)
    owners = dict[tuple[Hashable, ...], tuple[ReceivedReturn, str, bool]]()
    for each in keyed:
        for line in filter(says_something, each.sent.lines):
            name, is_ref = pledge_names(each, line, pledges)
            spoken_of = (name, is_ref, each.period, reference_key(each.sent.part))
            place: tuple[Hashable, ...] = (*spoken_of, path_of(each.sent), each.basis, each.known_from)
            lines[place].append(line)
            owners.setdefault(place, (each, name, is_ref))
    same = defaultdict[Hashable, list[Batch]](list)
    for place, (each, name, is_ref) in owners.items():
        if each.period is None or each.basis is None:
            continue
        batch = Batch(
            pledge=name,
            pledge_ref=name if is_ref else None,
            period=each.period,
            basis=each.basis,
            part=reference_key(each.sent.part),
            known_from=each.known_from,
            owner=each,
            lines=tuple(lines[place]),
        )
        same[place[:4]].append(batch)
    return same


def _last_of(same: list[Batch]) -> tuple[list[Batch], list[Batch], bool]:
    """Return the batches of the last day, those superseded, and whether those of the last day contradict each other."""
    last_day = max(batch.known_from or dt.date.min for batch in same)
    last = [batch for batch in same if (batch.known_from or dt.date.min) == last_day]
    old = [batch for batch in same if (batch.known_from or dt.date.min) != last_day]
    different = {(batch.basis, frozenset(Counter(map(said_by, batch.lines)).items())) for batch in last}
    if len(different) > 1:
        return last, old, True
    return last[:1], [*old, *last[1:]], False


def _beside_and_overlapping(
    live: list[Batch], own: list[ReceivedReturn], pledges: PledgeIndex
) -> list[tuple[Batch, str, str]]:
    """Return the batches that wait, each with the code of its finding and the name of what stands in their way."""
    held, free = list[tuple[Batch, str, str]](), defaultdict[tuple[str, str], list[Batch]](list)
    reports = [(sent, _reported(sent, pledges)) for sent in own]
    for batch in live:
        beside = [sent.shown_name for sent, reported in reports if _stands_beside(batch, sent, reported)]
        if beside:
            held.append((batch, "keyed-beside-return", listed(beside)))
        elif batch.basis is Basis.IN_PERIOD:
            free[batch.pledge, batch.part].append(batch)
    for batches in free.values():
        claims = [Claim(period=batch.period, known_from=batch.known_from) for batch in batches]
        for number, (others, tied) in overlaps_of(claims).items():
            code = "return-overlaps-same-day" if tied else "return-overlaps"
            held.append((batches[number], code, listed([batches[one].owner.shown_name for one in others])))
    return held


def _reported(sent: ReceivedReturn, pledges: PledgeIndex) -> frozenset[str] | None:
    """Return the references of the promises for which a return gives an answer; None: for all of them.

    What it leaves open (to come, hidden, unclear, not agreed, blank) is no answer, and a keyed figure may fill it.
    """
    if sent.sent.nil:
        return None
    answered = set[str]()
    for line in sent.sent.lines:
        matched = match_pledges(line.pledge_key, sent.supplier_ref or "", sent.contract_ref, pledges)
        if len(matched) == 1 and _answers(line, matched[0].unit):
            answered.add(matched[0].ref)
    return frozenset(answered)


def _answers(line: EvidenceLine, unit: str) -> bool:
    """Whether a line says how much: a number, nil, or what a number in the promise's unit is found from."""
    if line.quantity is not None or line.absence is Absence.NIL:
        return True
    if line.absence not in (None, Absence.MISSING):
        return False
    if unit == "weeks":
        return line.start is not None and (line.end is None or line.end >= line.start)
    if unit == "days":
        return line.days is not None
    return not line.has_quantity_column and bool(line.person_ref or line.placement_ref)


def _stands_beside(batch: Batch, sent: ReceivedReturn, reported: frozenset[str] | None) -> bool:
    """Whether the supplier's own return answers for the batch's promise and period.

    A keyed row without a part speaks of the whole, and so does a return without one: either stands beside any part.
    """
    if batch.pledge_ref is None or sent.period is None:
        return False
    if reported is not None and batch.pledge_ref not in reported:
        return False
    part = reference_key(sent.sent.part)
    if batch.part and part and batch.part != part:
        return False
    both_in_period = batch.basis is Basis.IN_PERIOD and sent.basis is Basis.IN_PERIOD
    return sent.period == batch.period or (both_in_period and sent.period.overlaps(batch.period))
