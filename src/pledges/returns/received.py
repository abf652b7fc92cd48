"""The nouns of reception: what became of each return that came, and which ones should have come."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from pledges.findings import Finding
from pledges.model import Basis, Receipt, Return
from pledges.periods import Period
from pledges.provenance import Source


class ReturnStatus(enum.StrEnum):
    """What became of a return; the words are those of the assessment."""

    COUNTED = "counted"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    NOT_YET_KNOWN = "not yet known"
    WAITING = "waiting"


@attrs.frozen(kw_only=True)
class ReceivedReturn:
    """One return: whose it is, when it became known, and whether it counts.

    `is_owned` tells that it is known whose it is; then a `contract_ref` of None means the supplier's voluntary
    pledges. `period` and `basis` are those to use, with the period of Returns received before the file's own.
    `known_from` is the day it became known, None where nobody wrote a day: it has always been known;
    `known_source` is where that day stands. `version` counts the different returns of one contract, supplier,
    period and part from 1, in the order they became known (those keyed apart from those sent); it is None for a
    duplicate, for what is not yet known, and where owner or period is not known. `waiting_lines` are the first
    cells of the keyed rows that must not be counted although the return is. `receipt` is the row of Returns
    received that speaks of it, its blanks filled in from earlier rows; `told` is what its supplier and contract are
    called, by the log or as typed, whether or not anybody knows them. `due` is None outside the contract's
    schedule; `days_late` is the days from due to when the first copy for it was known, 0 where that came in time, None
    where one is not known.
    """

    sent: Return
    supplier_ref: str | None
    contract_ref: str | None
    is_owned: bool
    period: Period | None
    basis: Basis | None
    known_from: dt.date | None
    known_source: Source | None
    status: ReturnStatus
    version: int | None = None
    waiting_lines: tuple[Source, ...] = ()
    receipt: Receipt | None = None
    told: tuple[str, str] = ("", "")
    due: dt.date | None = None
    days_late: int | None = None

    @property
    def shown_name(self) -> str:
        """The name of its file as it may be shown."""
        return self.sent.file.name

    @property
    def has_come(self) -> bool:
        """Whether it answers what was asked for: known whose it is and not rejected, whether or not it counts."""
        shut_out = (ReturnStatus.REJECTED, ReturnStatus.NOT_YET_KNOWN)
        return self.is_owned and self.period is not None and self.status not in shut_out


@attrs.frozen(kw_only=True)
class ExpectedReturn:
    """A return that the schedule asks for and that has not come; `days_overdue` is 0 until the day after `due`.

    `sources` are the cells of the contract that make the schedule.
    """

    supplier_ref: str
    contract_ref: str
    period: Period
    due: dt.date
    days_overdue: int
    sources: tuple[Source, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether it should have come by now."""
        return self.days_overdue > 0


@attrs.frozen(kw_only=True)
class ScheduledPeriod:
    """A period for which a contract asks for a return, and the last day for it to come."""

    period: Period
    due: dt.date

    def is_met_by(self, period: Period) -> bool:
        """Whether a return for `period` is the one asked for: it covers the period or ends on its last day."""
        return period.covers(self.period) or period.end == self.period.end


@attrs.frozen(kw_only=True)
class Asked:
    """What one supplier is asked for under one contract: the periods that have ended by the day, in order."""

    supplier_ref: str
    contract_ref: str
    periods: tuple[ScheduledPeriod, ...]


@attrs.frozen(kw_only=True)
class LateReturn:
    """A return that the schedule asks for and that did not come by `due`; `came_on` None: it has not come at all.

    `sources` are the cells of the contract that make the schedule and, where it came, the place of that day.
    """

    supplier_ref: str
    contract_ref: str
    period: Period
    due: dt.date
    came_on: dt.date | None
    sources: tuple[Source, ...]


@attrs.frozen(kw_only=True)
class Reception:
    """Every return with what became of it, what has not come or came late, what was asked for, and what was noticed."""

    received: tuple[ReceivedReturn, ...]
    expected: tuple[ExpectedReturn, ...]
    findings: tuple[Finding, ...]
    asked: tuple[Asked, ...] = ()
    late: tuple[LateReturn, ...] = ()

    @property
    def counted(self) -> tuple[ReceivedReturn, ...]:
        """The returns that count; of keyed ones, all lines but their `waiting_lines`."""
        return tuple(each for each in self.received if each.status is ReturnStatus.COUNTED)


def order_known(received: ReceivedReturn) -> tuple[dt.date, tuple[str, ...]]:
    """Return the key that sorts returns by when they became known, then by file; never known sorts first."""
    return (received.known_from or dt.date.min, order_of(received.sent))


def order_of(sent: Return) -> tuple[str, ...]:
    """Return the key that sorts returns by file and place, whatever order they were read in."""
    first_row = str(sent.lines[0].row_source) if sent.lines else ""
    typed = (sent.supplier_key, sent.contract_key, sent.part, str(sent.period), str(sent.basis))
    return (path_of(sent), sent.file.digest, str(sent.source), first_row, *typed, str(sent.submitted_on))


def path_of(sent: Return) -> str:
    """Return the real path of a return's file, for matching and sorting only: it must never be shown."""
    return sent.path or sent.file.name


def listed(names: list[str]) -> str:
    """Return names in a sentence, each once and in order: `a`, `a and b`, `a, b and c`."""
    different = sorted(set(names))
    return " and ".join(filter(None, (", ".join(different[:-1]), different[-1])))
