"""What counts of every pledge's lines in; the same with nobody counted beyond a cap per person, out.

Promises that have a cap, of one type, unit and exclusive group, hold one account for each person over all contracts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Audience
from pledges.counting.claims import category_of, contract_order, found_beside, started
from pledges.counting.full_time import years_of
from pledges.counting.measuring import CountedDays
from pledges.counting.portions import Portion, cut
from pledges.figures import (
    SHARE,
    Figure,
    difference,
    given,
    given_day,
    greatest,
    inclusive_days,
    least,
    product,
    ratio,
    total,
)  # fmt: skip
from pledges.model import Basis
from pledges.periods import months_after
from pledges.provenance import natural, reading_order
from pledges.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.counting.running_totals import Change
    from pledges.findings import Finding
    from pledges.model import Length

UNITS_OF_STARTS = frozenset({"people", "FTE", "placements", "sessions", "events"})
"""Units that are counted whole on the day they start, and not by how long they go on."""

_MONTHS_OF = {"months": 1, "years": 12}
_A_DAY = dt.timedelta(days=1)


def within_caps(portions: Iterable[Portion], *, on: dt.date) -> tuple[list[Portion], list[Finding]]:
    """Return the portions of which a cap leaves less, cut, and the findings: a note for each, a query for the untested.

    An account is used up by what counts, in the order of starts, then contract references. A line that names nobody
    is not cut.
    """
    accounts = defaultdict[tuple[str, ...], list[Portion]](list)
    cuts, findings = list[Portion](), list["Finding"]()
    for portion in portions:
        delivery = portion.change.delivery
        pledge, person = delivery.pledge, delivery.line.person_ref
        if pledge.cap_per_person is None or not portion.amount:
            continue
        if person:
            accounts[pledge.type, pledge.unit, category_of(pledge), person].append(portion)
        else:
            findings.append(found_beside("cap-not-testable", delivery, cap=str(pledge.cap_per_person)))
    for account in accounts.values():
        for made, found in _used_up(sorted(account, key=_turn), on):
            cuts.append(made)
            findings.append(found)
    return cuts, findings


def _turn(portion: Portion) -> tuple[object, ...]:
    """Return the order in which lines use an account up."""
    delivery = portion.change.delivery
    return (
        started(delivery), contract_order(delivery.pledge.contract_ref), delivery.period.end,
        natural(delivery.pledge.ref), reading_order(delivery.source),
    )  # fmt: skip


def _used_up(account: Sequence[Portion], on: dt.date) -> Iterator[tuple[Portion, Finding]]:
    """Yield the lines of one account, in their order, of which the cap leaves less, each with its finding."""
    unit = account[0].change.delivery.pledge.unit
    used: Figure | None = None
    opened = account[0].change.delivery
    for portion in account:
        cap = portion.change.delivery.pledge.cap_per_person
        if cap is None:
            continue
        amount = total("what would count", [parcel.amount for parcel in portion.parcels], unit=unit)
        if cap.unit in _MONTHS_OF:
            allowed = _in_its_time(portion.change, amount, cap, started(opened), on)
        else:
            allowed = _of_what_is_left(amount, cap, used)
        if allowed.value is not None and amount.value is not None and allowed.value < amount.value:
            made = cut(portion, allowed)
            yield made, _found(made, amount, allowed, account)
        used = allowed if used is None else total("used up", [used, allowed], unit=unit)


def _of_what_is_left(amount: Figure, cap: Length, used: Figure | None) -> Figure:
    """Return how much of a line a cap in its own unit leaves: at most what the lines before it have not used up."""
    left = given("cap per person", cap.number, cap.source, unit=amount.unit)
    if used is not None:
        left = difference("left of the cap", left, used)
    if left.value is not None and left.value < 0:  # another promise's cap is higher, and used more
        left = greatest("nothing left of the cap", [left, given("nothing", 0, cap.source, unit=amount.unit)])
    return least("at most what is left of the cap", [amount, left])


def _in_its_time(change: Change, amount: Figure, cap: Length, opened: dt.date, on: dt.date) -> Figure:
    """Return how much of a line lies in the months of its cap, by days; what is counted by its start counts whole."""
    months = int(cap.number * _MONTHS_OF[cap.unit])
    end = months_after(opened, months) - _A_DAY
    last_day = given_day(f"last of the {cap}", end, cap.source)
    delivery = change.delivery
    if delivery.pledge.unit in UNITS_OF_STARTS:
        inside = started(delivery) <= end
        return amount if inside else difference(f"after the {cap}", amount, amount)
    first, last = days_of(change, on)
    line = delivery.line
    start = given_day("start", started(delivery), line.start_source or line.row_source)
    from_day = given_day("first day of the line", first, line.start_source or line.row_source)
    to_day = given_day("last day of the line", last, line.end_source or line.row_source)
    until = least("last of its days that counts", [to_day, last_day])
    if delivery.pledge.unit == "FTE years":
        inside_time = years_of(CountedDays(start=start, first=from_day, last=until))
        all_time = years_of(CountedDays(start=start, first=from_day, last=to_day))
    else:
        inside_time = inclusive_days(f"days in the {cap}", from_day, until)
        all_time = inclusive_days("days of the line", from_day, to_day)
    share = ratio("part of its time", inside_time, all_time, unit=SHARE)
    return product(f"in the {cap}", [amount, share], unit=amount.unit)


def days_of(change: Change, on: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a line speaks of, as far as its dates and its return's period tell.

    What a running total adds lies after the end of the return before it, and where it has no day there, on its last.
    Nothing lies after the day `on`, but for what is committed.
    """
    delivery = change.delivery
    line, period = delivery.line, delivery.period
    first = started(delivery)
    if delivery.pledge.is_committed and line.end is not None:
        return first, max(first, line.end)
    if delivery.basis is Basis.IN_PERIOD:
        first = max(first, period.start)
    if change.after is not None:
        first = max(first, change.after + _A_DAY)
    last = min(line.end or period.end, period.end, on)
    return min(first, last), last


def _found(made: Portion, amount: Figure, allowed: Figure, account: Sequence[Portion]) -> Finding:
    delivery = made.change.delivery
    found = found_beside(
        "over-cap", delivery, cap=str(delivery.pledge.cap_per_person), amount=_words(amount), counted=_words(allowed)
    )
    if any(each.change.delivery.supplier_ref != delivery.supplier_ref for each in account):
        return attrs.evolve(found, audience=Audience.OFFICER)  # it tells of the person's time with another firm
    return found


def _words(figure: Figure) -> str:
    return "" if figure.value is None else str(Quantity(figure.value, figure.unit))
