"""Everything known of one supplier in, each scheme's decision and where its badge stands out.

A level that ends falls back to the highest lower one that was met on its last day. That is a decision of an earlier
day, so that what was known of that day's deliveries is asked for again (`view_on`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility import (
    FEWEST_SHOWN,
    Decision,
    OverdueReturn,
    Position,
    decide_position,
    heard_by_few,
    levels_met,
    rests_on_few,
    speaks,
    waivers_of,
)
from pledges.history import Standing, history_of, standing_of
from pledges.rulebook import Scheme
from pledges.standing.due import Badge, Due, dues_of
from pledges.standing.noticed import noticed
from pledges.standing.public import PublicEntry, public_entry

if TYPE_CHECKING:
    from pledges.findings import Finding
    from pledges.fulfilment.result import Fulfilment
    from pledges.history import History
    from pledges.model import Register, Supplier
    from pledges.returns.received import LateReturn
    from pledges.rulebook import Level, Rulebook


@attrs.frozen(kw_only=True)
class BadgePosition:
    """One scheme's decision for one supplier, where its badge stands, what is due, and what the public reads of it.

    `scheme` is the edition asked about, `governing` the one that governs what is held (the same, where nothing is).
    `public` is None where nothing is held, or where the scheme is not adopted. `private_measures` are those whose
    answers may rest on fewer than five young people, so that nothing the firm reads may. `nation` is whose bank
    holidays are no working days. `asked` is what the decision rests on, for asking further; a decision that was made by
    hand has none.
    """

    scheme: Scheme
    governing: Scheme
    decision: Decision
    standing: Standing
    dues: tuple[Due, ...] = ()
    public: PublicEntry | None = None
    findings: tuple[Finding, ...] = ()
    private_measures: frozenset[str] = frozenset()
    nation: str = "none"
    asked: Position | None = attrs.field(default=None, repr=False, eq=False)


@attrs.frozen(kw_only=True)
class View:
    """What was delivered, and which returns were late, on one day: of all suppliers."""

    fulfilments: tuple[Fulfilment, ...]
    late: tuple[LateReturn, ...]


def badges_of(
    supplier: Supplier,
    register: Register,
    rulebook: Rulebook,
    view_on: Callable[[dt.date], View],
    *,
    on: dt.date,
    known_on: dt.date | None,
    unscheduled: Iterable[str] = (),
) -> tuple[BadgePosition, ...]:
    """Return where every badge of a supplier stands on a day, by scheme and version: those in force, or governing one.

    `view_on` gives what is known of a day, that of `on` or an earlier one. `unscheduled` are the supplier's contracts
    for which no returns are asked for.
    """
    asking = _Asking(
        supplier=supplier,
        register=register,
        rulebook=rulebook,
        view_on=view_on,
        known_on=known_on,
        unscheduled=tuple(unscheduled),
    )
    history = history_of(supplier.ref, register, on=on, known_on=known_on)
    schemes = [each for each in rulebook.schemes if speaks(each, history, on)]
    schemes.sort(key=lambda each: (each.id, each.version))
    return tuple(asking.position(scheme, on) for scheme in schemes)


@attrs.frozen(kw_only=True)
class _Asking:
    """One supplier about whom schemes are asked, on whatever day."""

    supplier: Supplier
    register: Register
    rulebook: Rulebook
    view_on: Callable[[dt.date], View]
    known_on: dt.date | None
    unscheduled: tuple[str, ...]

    def position(self, scheme: Scheme, on: dt.date) -> BadgePosition:
        """Return where the badge of one scheme stands on a day."""
        history = self._history(on)
        standing = self._standing(scheme, history)
        asked = self._asked(scheme, history, standing)
        decision = decide_position(asked, self.rulebook.policy)
        governing = self._editions(scheme).get(standing.version, scheme)
        policy = self.rulebook.policy.in_force_on(on)
        badge = Badge(
            scheme=scheme, governing=governing, standing=standing, decision=decision, history=history,
            position=Position(
                scheme=governing, supplier=self.supplier, fulfilments=self._own(on), history=history, overdue=(),
                counting_grade=policy.counting_grade, on=on,
            ),
            nation=policy.bank_holiday_nation,
        )  # fmt: skip
        return BadgePosition(
            scheme=scheme, governing=governing, decision=decision, standing=standing, dues=dues_of(badge),
            public=public_entry(badge, fewest=policy.suppression_threshold), findings=noticed(badge),
            private_measures=_private(badge.position, max(FEWEST_SHOWN, policy.suppression_threshold)),
            nation=policy.bank_holiday_nation, asked=asked,
        )  # fmt: skip

    def fall_back(self, edition: Scheme, held: Level, day: dt.date) -> Level | None:
        """Return the highest level below `held` whose criteria were met on its last day."""
        history = self._history(day)
        met = levels_met(self._asked(edition, history, self._standing(edition, history)))
        below = edition.levels[: [level.id for level in edition.levels].index(held.id)]
        return next((level for level in reversed(below) if level.id in met), None)

    def _history(self, day: dt.date) -> History:
        return history_of(self.supplier.ref, self.register, on=day, known_on=self.known_on)

    def _editions(self, scheme: Scheme) -> dict[str, Scheme]:
        return {each.version: each for each in self.rulebook.schemes if each.id == scheme.id}

    def _standing(self, scheme: Scheme, history: History) -> Standing:
        late = self.view_on(history.on).late if history.events_of("badge issued") else ()
        own = tuple(each for each in late if each.supplier_ref == self.supplier.ref)
        editions = self._editions(scheme)
        return standing_of(history, scheme, editions=editions, late=own, fall_back=self.fall_back)

    def _own(self, day: dt.date) -> tuple[Fulfilment, ...]:
        return tuple(each for each in self.view_on(day).fulfilments if each.pledge.supplier_ref == self.supplier.ref)

    def _asked(self, scheme: Scheme, history: History, standing: Standing) -> Position:
        """Return everything that the scheme looks at on a day."""
        on = history.on
        overdue = tuple(
            OverdueReturn(
                contract_ref=each.contract_ref, period=each.period, due=each.due, days_overdue=(on - each.due).days,
                sources=each.sources,
            )
            for each in self.view_on(on).late
            if each.supplier_ref == self.supplier.ref and (each.came_on is None or each.came_on > on)
        )  # fmt: skip
        return Position(
            scheme=scheme, supplier=self.supplier, fulfilments=self._own(on), history=history, overdue=overdue,
            counting_grade=self.rulebook.policy.in_force_on(on).counting_grade, on=on, unscheduled=self.unscheduled,
            standing=standing, waivers=waivers_of(history, scheme),
        )  # fmt: skip


def _private(position: Position, fewest: int) -> frozenset[str]:
    found = {"voice": heard_by_few(position, fewest), "verified": rests_on_few(position, fewest)}
    return frozenset(measure for measure, is_private in found.items() if is_private)
