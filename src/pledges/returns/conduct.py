"""A reception in; how each supplier's returns for each contract came, as facts with their periods, out.

Nothing here is a figure of delivery, and nothing is a share: a return that did not come is no 0 and no 100%.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.model import Absence
from pledges.periods import Period
from pledges.provenance import natural
from pledges.returns.receipts import receipts_naming
from pledges.returns.received import ReturnStatus
from pledges.returns.versions import says_something

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pledges.model import EvidenceLine, Receipt, Register
    from pledges.returns.received import Asked, ReceivedReturn, Reception, ScheduledPeriod


_Place = tuple[str | None, str | None]
"""A supplier and a contract, as far as they are known."""


@attrs.frozen(kw_only=True)
class Told:
    """One return as a fact: its period where that is known, and how many days after it was due it came."""

    period: Period | None
    days_late: int | None = None


@attrs.frozen(kw_only=True)
class Conduct:
    """How the returns of one supplier for one contract came. `contract_ref` None: its voluntary pledges.

    `due` are the periods whose return was due by the day or has come already: each is in one of `on_time`,
    `late_within_grace`, `late`, `undated` (it came, and nobody wrote when) and `missing`. The day that counts is that
    of the first return that came for the period. Of what came, `nil` says that nothing was delivered, `waiting` waits
    for somebody, `refused` could not be read, `rejected` was sent back by the council, and `superseded` was sent again.
    `is_asked` False: the register asks for no returns, so that none can be late or missing. `pledges_open` are the
    pledges of this supplier and contract, which have no figure for the missing periods.
    """

    supplier_ref: str | None
    contract_ref: str | None
    is_asked: bool
    due: tuple[Told, ...] = ()
    on_time: tuple[Told, ...] = ()
    late_within_grace: tuple[Told, ...] = ()
    late: tuple[Told, ...] = ()
    undated: tuple[Told, ...] = ()
    missing: tuple[Told, ...] = ()
    nil: tuple[Told, ...] = ()
    waiting: tuple[Told, ...] = ()
    refused: tuple[Told, ...] = ()
    rejected: tuple[Told, ...] = ()
    superseded: tuple[Told, ...] = ()
    pledges_open: tuple[str, ...] = ()


KINDS = (
    "due", "on_time", "late_within_grace", "late", "undated", "missing", "nil", "waiting", "refused", "rejected",
    "superseded",
)  # fmt: skip
"""The kinds of return that a `Conduct` names, in the order they are shown."""


def conduct_of(
    register: Register, reception: Reception, *, grace: int, refused: Iterable[str] = (), on: dt.date
) -> tuple[Conduct, ...]:
    """Return the conduct of every supplier under every contract that asks it for returns or that it has sent one for.

    `grace` is the days after a return was due on which it is late within grace. `refused` are the shown names of the
    files that could not be read: whose they are is known only where Returns received names them; the others stand
    together under no supplier.
    """
    received = defaultdict[tuple[str | None, str | None], list["ReceivedReturn"]](list)
    for each in reception.received:
        if each.is_owned and each.supplier_ref is not None and each.status is not ReturnStatus.NOT_YET_KNOWN:
            received[each.supplier_ref, each.contract_ref].append(each)
    asked: dict[_Place, Asked] = {
        (each.supplier_ref, each.contract_ref): each for each in reception.asked if each.periods
    }
    shut_out = _refused(register.receipts, refused)
    scheduled = {contract.ref for contract in register.contracts if contract.returns_every != "none"}
    places = sorted({*received, *asked, *shut_out}, key=lambda each: (each[0] is None, each[0] or "", each[1] or ""))
    return tuple(
        _conduct(
            place, asked.get(place), received[place], shut_out.get(place, ()), register, grace=grace, on=on,
            is_asked=place[1] in scheduled,
        )
        for place in places
    )  # fmt: skip


def _conduct(
    place: _Place, asked: Asked | None, came: Sequence[ReceivedReturn], refused: Iterable[Told], register: Register,
    *, grace: int, on: dt.date, is_asked: bool,
) -> Conduct:  # fmt: skip
    by_timing = defaultdict[str, list[Told]](list)
    for scheduled in () if asked is None else asked.periods:
        timing, told = _timing(scheduled, came, grace, on)
        if timing is not None:
            by_timing[timing].append(told)
    supplier_ref, contract_ref = place
    missing = tuple(by_timing["missing"])
    return Conduct(
        supplier_ref=supplier_ref, contract_ref=contract_ref, is_asked=is_asked,
        due=_in_order(told for each in by_timing.values() for told in each),
        on_time=tuple(by_timing["on time"]), late_within_grace=tuple(by_timing["grace"]),
        late=tuple(by_timing["late"]), undated=tuple(by_timing["undated"]), missing=missing,
        nil=_of(came, lambda each: each.status is ReturnStatus.COUNTED and _is_nil(each)),
        waiting=_of(came, lambda each: each.status is ReturnStatus.WAITING),
        refused=_in_order(refused),
        rejected=_of(came, lambda each: each.status is ReturnStatus.REJECTED),
        superseded=_of(came, lambda each: each.status is ReturnStatus.SUPERSEDED),
        pledges_open=tuple(sorted(
            (each.ref for each in register.pledges if missing and (each.supplier_ref, each.contract_ref) == place),
            key=natural,
        )),
    )  # fmt: skip


def _timing(
    scheduled: ScheduledPeriod, came: Iterable[ReceivedReturn], grace: int, on: dt.date
) -> tuple[str | None, Told]:
    """Return how the first return for a scheduled period came; None where it is not due yet and has not come."""
    met = [each for each in came if each.has_come and each.period is not None and scheduled.is_met_by(each.period)]
    if not met:
        overdue = (on - scheduled.due).days
        return ("missing" if overdue > 0 else None), Told(period=scheduled.period, days_late=max(0, overdue))
    days = [each.known_from for each in met if each.known_from is not None]
    if not days:
        return "undated", Told(period=scheduled.period)
    late = max(0, (min(days) - scheduled.due).days)
    told = Told(period=scheduled.period, days_late=late)
    if not late:
        return "on time", told
    return ("grace" if late <= grace else "late"), told


def _is_nil(each: ReceivedReturn) -> bool:
    """Whether a return says that nothing was delivered: it is marked so, or every line that says anything is nil."""
    said = [line for line in each.sent.lines if says_something(line)]
    return each.sent.nil or (bool(said) and all(_says_nil(line) for line in said))


def _says_nil(line: EvidenceLine) -> bool:
    """Whether a line says the word nil, or the number 0 that a host gives for it."""
    return line.absence is Absence.NIL or line.quantity == 0


def _of(came: Iterable[ReceivedReturn], is_one: Callable[[ReceivedReturn], bool]) -> tuple[Told, ...]:
    """Return the returns of which something is true, each with its period; copies and parts of one file once."""
    found = dict.fromkeys((each.period, each.sent.file.name, each.days_late) for each in came if is_one(each))
    return _in_order(Told(period=period, days_late=days) for period, _, days in found)


def _in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    def key(each: Told) -> tuple[bool, dt.date, dt.date]:
        period = each.period
        never = dt.date.max
        return (period is None, never, never) if period is None else (False, period.start, period.end)

    return tuple(sorted(told, key=key))


def _refused(receipts: Sequence[Receipt], refused: Iterable[str]) -> dict[_Place, list[Told]]:
    """Return the files that could not be read by whose they are, as far as Returns received says."""
    files = tuple(refused)
    named = receipts_naming(receipts, files)
    places = defaultdict[_Place, list[Told]](list)
    for file in files:
        rows = [row for row in named[file] if row.supplier_ref is not None]
        last = rows[-1] if rows else None
        place = (None, None) if last is None else (last.supplier_ref, last.contract_ref)
        places[place].append(Told(period=None if last is None else last.period))
    return dict(places)
