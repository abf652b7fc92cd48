"""Files in, what the pool answers to each in one word or two out: what tests of hostile files compare."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Vocabulary
from pledges.files.outcomes import Refusal, outcome_of
from pledges.files.returned import JOB, Terms, reading_of, terms_data
from pledges.files.workers import LIMITS, Limits, Parcel, Workers
from pledges.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.files.workers import Answer
    from pledges.findings import Finding
    from pledges.returns.reading import ReturnReading


@attrs.frozen(kw_only=True)
class Answered:
    """What became of a file: the verdict, the codes of the findings, all their text, and what the reading took."""

    verdict: str
    codes: frozenset[str]
    text: str
    peak: int
    cpu: float
    rows: tuple[tuple[int, int], ...]
    unforeseen: str


def answers_to(
    contents: Sequence[bytes], *, limits: Limits = LIMITS, most: int | None = None
) -> tuple[tuple[Answered, ...], float]:
    """Return the answer to each file, and the seconds that all of them took."""
    parcels = tuple(Parcel(name=f"returns/file {number}", content=content) for number, content in enumerate(contents))
    started = time.monotonic()
    with Workers(JOB, limits=limits, most=most) as workers:
        answers = workers.answers(parcels, terms_data(Terms(vocabulary=Vocabulary())))
    seconds = time.monotonic() - started
    found = tuple(_answered(answer, parcel) for answer, parcel in zip(answers, parcels, strict=True))
    return found, seconds


def _answered(answer: Answer, parcel: Parcel) -> Answered:
    outcome = outcome_of(answer, parcel, "a true path", reading_of)
    notes: tuple[Finding, ...]
    rows: tuple[tuple[int, int], ...]
    if isinstance(outcome, Refusal):
        verdict, notes, rows = outcome.reason, (outcome.finding,), ()
    else:
        verdict, notes = _verdict(outcome), outcome.findings
        rows = tuple((account.rows, len(account.used)) for account in outcome.accounts)
    return Answered(
        verdict=verdict,
        codes=frozenset(note.code for note in notes),
        text=" ".join(str(note) for note in notes),
        peak=answer.peak or 0,
        cpu=answer.cpu or 0.0,
        rows=rows,
        unforeseen=answer.unforeseen,
    )


def _verdict(reading: ReturnReading) -> str:
    if reading.layout is None:
        return "not recognised"
    said = [
        line.absence.value
        if line.absence is not None
        else plain(line.quantity, 6).replace(",", "")
        if line.quantity is not None
        else "?"
        for sent in reading.returns
        for line in sent.lines
    ]
    return f"read {', '.join(said)}".strip()
