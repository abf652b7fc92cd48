"""Recorded events, late returns and the rules of a badge's life in, where the badge stands on a day out.

The events are replayed day by day. Between them the rules of the edition that governs the term do what they do by
themselves: a cause suspends and its cure lifts it; what stays uncured for too long lapses; after its last day, and any
grace, a level falls back to a lower one or expires. A badge is issued, renewed or revoked by people alone.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.history.causes import RECORDED, Cause, causes_of
from pledges.history.panel import too_small
from pledges.history.standing import Breach, Spell, Standing, Step
from pledges.history.words import is_approval
from pledges.periods import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.history.recorded import History
    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.returns.received import LateReturn
    from pledges.rulebook import Level, Life, Scheme

Editions = Mapping[str, "Scheme"]
"""The versions of one scheme, by their version."""

FallBack = Callable[["Scheme", "Level", dt.date], "Level | None"]
"""Which level below one is met on its last day, by which edition: what the rules fall back to."""

_LIFE = ("badge issued", "badge renewal lodged", "badge restored", "badge suspended", "badge revoked")
"""The events of a badge's life in the order they are taken where they happened on one day: the sternest last."""

_DAY = dt.timedelta(days=1)
_GOES_ON = frozenset({"renewed", "superseded"})
_IN_GRACE = "renewal was lodged in time"


def level_named(scheme: Scheme, name: str) -> Level | None:
    """Return the level of `scheme` that an event names by id or name, whatever its case, or None."""
    for level in scheme.levels:
        if name.strip().casefold() in {level.id.casefold(), level.name.casefold()}:
            return level
    return None


def unplaced_events(history: History, schemes: Iterable[Scheme]) -> tuple[Event, ...]:
    """Return the events of a badge's life that belong to none of `schemes`: a level or scheme nobody knows.

    A badge of another scheme that a criterion asks for by its name is known.
    """
    known = tuple(schemes)
    asked_for = {
        node.text("scheme").casefold() for scheme in known for node in scheme.nodes() if node.measure == "accreditation"
    }
    return tuple(
        event
        for event in history.events
        if event.kind in _LIFE
        and event.scheme.strip().casefold() not in asked_for
        and not any(belongs(event, scheme) for scheme in known)
    )


def standing_of(
    history: History,
    scheme: Scheme,
    *,
    editions: Editions | None = None,
    late: Iterable[LateReturn] = (),
    fall_back: FallBack | None = None,
) -> Standing:
    """Return where the supplier's badge of `scheme` stands on the day of its history.

    An event belongs to the scheme it names by id or name. One that names no scheme belongs to each scheme that has its
    level, and, where it names no level either, to each badge held. A term is governed by the edition its event names
    (`editions` by their version) up to its last day, else by `scheme`. Without Until a level lasts for its own term
    from the day of issue. `late` are the returns of the supplier that came late or have not come; `fall_back` says
    which lower level is met when a term has ended (None: nobody asks, and the badge expires).
    """
    replay = _Replay(history=history, scheme=scheme, editions=editions or {}, late=tuple(late), fall_back=fall_back)
    events = [event for event in history.events if event.kind in _LIFE and belongs(event, scheme)]
    events.sort(key=lambda event: _order(event, scheme))
    for day, on_day in itertools.groupby(events, key=lambda event: event.day):
        replay.take(day, tuple(on_day))
    replay.advance(history.on)
    return replay.standing()


def belongs(event: Event, scheme: Scheme) -> bool:
    """Whether an event of a badge's life speaks of `scheme`."""
    named = event.scheme.strip().casefold()
    if named and named not in {scheme.id.casefold(), scheme.name.casefold()}:
        return False
    if not event.level.strip():
        return event.kind != "badge issued" or bool(named and len(scheme.levels) == 1)
    return level_named(scheme, event.level) is not None


def speaks_of(event: Event, scheme: Scheme, level: Level) -> bool:
    """Whether an event names this level, or none."""
    named = level_named(scheme, event.level)
    return named is None or named.id == level.id


def _order(event: Event, scheme: Scheme) -> tuple[dt.date, int, int, dt.date, str]:
    """Return where an event stands in a badge's life; of two levels issued on one day the higher comes last."""
    level = level_named(scheme, event.level)
    place = scheme.levels.index(level) if level is not None else -1
    return event.day, _LIFE.index(event.kind), place, event.until or dt.date.max, str(event.source)


@attrs.define(kw_only=True)
class _Replay:
    """A badge's life while it is replayed: what is held now, and all that led there."""

    history: History
    scheme: Scheme
    editions: Editions
    late: tuple[LateReturn, ...]
    fall_back: FallBack | None
    spell: Spell | None = None
    held_since: dt.date = dt.date.min
    renewal_lodged: dt.date | None = None
    status: str = "none"
    barred_until: dt.date | None = None
    revoked_on: dt.date | None = None
    spells: list[Spell] = attrs.field(factory=list)
    recorded: list[Cause] = attrs.field(factory=list)
    suspensions: list[tuple[dt.date, dt.date]] = attrs.field(factory=list)
    steps: list[Step] = attrs.field(factory=list)
    breaches: list[Breach] = attrs.field(factory=list)
    _causes: dict[str, tuple[Cause, ...]] = attrs.field(factory=dict)

    # --- what governs the term that is held

    def edition(self, version: str) -> Scheme:
        """Return the edition that a version names, else the scheme asked about."""
        return self.editions.get(version, self.scheme)

    def life(self) -> Life | None:
        """Return the rules that govern the term that is held."""
        return None if self.spell is None else self.edition(self.spell.version).life

    def level(self, spell: Spell) -> Level | None:
        """Return the level of a term in the edition that governs it."""
        return level_named(self.edition(spell.version), spell.level)

    def causes(self) -> tuple[Cause, ...]:
        """Return everything that suspends the term that is held, at whatever time."""
        if self.spell is None:
            return ()
        version = self.spell.version
        if version not in self._causes:
            self._causes[version] = causes_of(self.history, self.life(), self.late)
        return (*self._causes[version], *self.recorded)

    # --- what happens by itself

    def advance(self, day: dt.date) -> None:
        """Let the rules do what they do up to a day, that day included."""
        while self.spell is not None and (end := self._next_end()) is not None and end[0] <= day:
            self._end(*end)

    def grace_until(self) -> dt.date | None:
        """Return the last day of grace, None where there is none: there is no grace in a suspension."""
        life, spell = self.life(), self.spell
        if life is None or spell is None or life.grace_days is None:
            return None
        if life.grace_needs_renewal_lodged and self.renewal_lodged is None:
            return None
        if any(cause.holds_on(spell.until) for cause in self.causes()):
            return None
        return _later(spell.until, life.grace_days)

    def _next_end(self) -> tuple[dt.date, str] | None:
        """Return the first day on which the level is not held any more by the rules, and what it then is."""
        spell = self.spell
        if spell is None:
            return None
        grace = self.grace_until()
        ends = [self._after(cause) for cause in self.causes()]
        if grace is not None:
            first = min((each.first for each in self.causes() if spell.until < each.first <= grace), default=None)
            ends += [(_later(grace, 1), "expired")] if first is None else [(first, "lapsed")]
        else:
            suspended = any(cause.holds_on(spell.until) for cause in self.causes())
            ends.append((_later(spell.until, 1), "lapsed" if suspended else "expired"))
        return min((each for each in ends if each is not None), default=None)

    def cure_by(self, cause: Cause) -> dt.date | None:
        """Return the last day to cure a cause of suspension, None where the scheme sets none or it is of no concern."""
        life = self.life()
        if life is None or life.cure_days is None or (cause.last is not None and cause.last < self.held_since):
            return None
        return _later(max(cause.first, self.held_since), life.cure_days)

    def _after(self, cause: Cause) -> tuple[dt.date, str] | None:
        """Return the day on which a cause that nobody cures makes the badge lapse, None where it does not."""
        limit = self.cure_by(cause)
        if limit is None or (cause.last is not None and cause.last < limit):
            return None
        return _later(limit, 1), "lapsed"

    def _end(self, day: dt.date, what: str) -> None:
        """End the term that is held on the day before `day`: fall back where the rules say so, else hold nothing."""
        spell, life, causes = self._held(), self.life(), self.causes()
        rule = "its last day is past" if what == "expired" else self._why_lapsed(day, spell, causes)
        self._close(day - _DAY, what)
        self.status = what
        lower = None
        if what == "expired" and life is not None and life.after_expiry == "fall back" and self.fall_back is not None:
            edition = self.edition(spell.version)
            held = level_named(edition, spell.level)
            lower = None if held is None else self.fall_back(edition, held, day - _DAY)
        self._tell(day, what, spell, rule=rule)
        if lower is not None:
            until = _last_of_term(day, lower)
            self._start(
                Spell(level=lower.id, version=spell.version, since=day, until=until, last=None, number=1,
                      sources=spell.sources),
                keeps=True,
            )  # fmt: skip
            self._tell(day, "fell back", self._held(), rule=f"the criteria of {lower.name} were met on the last day")

    def _why_lapsed(self, day: dt.date, spell: Spell, causes: tuple[Cause, ...]) -> str:
        if any(end is not None and end[0] == day for end in map(self._after, causes)):
            return "what suspended it was not cured in time"
        return "it was suspended when its term ended" if day == _later(spell.until, 1) else "it was suspended in grace"

    # --- what people record

    def take(self, day: dt.date, events: tuple[Event, ...]) -> None:
        """Take the events of one day, those of earlier days having been taken."""
        issued = [event for event in events if event.kind == "badge issued"]
        self.advance(day - _DAY if issued else day)
        for event in issued:
            self._issue(event)
        self.advance(day)
        for event in events:
            if event.kind != "badge issued" and self._is_of_what_is_held(event):
                self._change(event)

    def _is_of_what_is_held(self, event: Event) -> bool:
        named = level_named(self.scheme, event.level)
        return self.spell is not None and (named is None or named.id == self.spell.level)

    def _issue(self, event: Event) -> None:
        edition = self._edition_of(event)
        level = level_named(edition, event.level) or level_named(self.scheme, event.level) or self.scheme.levels[0]
        before = self.spell
        number = self._number(level, event.day)
        self.breaches += [Breach(event=event, what=what) for what in self._not_allowed(event, level, number)]
        until = event.until or _last_of_term(event.day, level)
        what = "issued"
        if before is not None:
            what = self._compared(before.level, level.id)
            if what == "moved up" and not level.restart_on_promotion:
                until = event.until or before.until
            self._close(event.day - _DAY, "renewed" if what == "renewed" else "superseded")
        new = Spell(
            level=level.id, version=edition.version, since=event.day, until=until, last=None, number=number,
            sources=(event.source,),
        )  # fmt: skip
        self._start(new, keeps=before is not None)
        self._tell(event.day, what, new, event=event)

    def _edition_of(self, event: Event) -> Scheme:
        """Return the edition that an issue names, else the latest one in force on its day."""
        named = event.scheme_version.strip()
        in_force = [each for each in self.editions.values() if each.is_in_force(event.day)]
        if named or not in_force:
            return self.edition(named)
        return max(in_force, key=lambda each: (each.since or dt.date.min, each is self.scheme, each.version))

    def _compared(self, before: str, after: str) -> str:
        if before == after:
            return "renewed"
        order = [level.id for level in self.scheme.levels]
        is_lower = before in order and after in order and order.index(after) < order.index(before)
        return "moved down" if is_lower else "moved up"

    def _number(self, level: Level, day: dt.date) -> int:
        """Return which term in a row this is, from 1: a higher level held in between, or time away, starts anew."""
        earlier = [*self.spells, *([self.spell] if self.spell is not None else [])]
        if not earlier or earlier[-1].level != level.id:
            return 1
        last = earlier[-1].last
        away = level.re_entry_months
        if last is not None and (_later(last, 1) < day if away is None else months_after(_later(last, 1), away) <= day):
            return 1
        if earlier[-1].since == day:  # the same issue recorded twice
            return earlier[-1].number
        return earlier[-1].number + 1

    def _not_allowed(self, event: Event, level: Level, number: int) -> list[str]:
        found = list[str]()
        if level.most_terms is not None and number > level.most_terms:
            found.append("more terms in a row than the scheme allows")
        if self.barred_until is not None and event.day <= self.barred_until:
            found.append("before the bar after a revocation is over")
        if event.until is not None and event.until > _last_of_term(event.day, level):
            found.append("for longer than the level's term")
        if missing := self._undecided(event, level):
            found.append(missing)
        return found

    def _undecided(self, event: Event, level: Level) -> str:
        """Return which decision a level needs and has none of, "" where it has it or needs none."""
        kind = {"coordinator sign-off": "coordinator sign-off", "panel": "panel decision"}.get(level.decision)
        if kind is None:
            return ""
        terms = (*self.spells, *(() if self.spell is None else (self.spell,)))
        earlier = max((each.since for each in terms if each.level == level.id), default=dt.date.min)
        decisions = [
            each
            for each in self.history.events_of(kind)
            if earlier < each.day <= event.day and belongs(each, self.scheme) and speaks_of(each, self.scheme, level)
        ]
        approvals = [each for each in decisions if is_approval(each.outcome) is not False]
        if approvals:
            wrong = [too_small(each, self.scheme) if kind == "panel decision" else "" for each in approvals]
            return wrong[-1] if all(wrong) else ""
        return f"without {'a coordinator sign-off' if kind == 'coordinator sign-off' else 'a panel decision'} on record"

    def _change(self, event: Event) -> None:
        spell = self._held()
        if event.kind == "badge renewal lodged":
            if event.day <= spell.until:
                self.renewal_lodged = self.renewal_lodged or event.day
                self._tell(event.day, "renewal lodged", spell, event=event)
        elif event.kind == "badge suspended":
            self.recorded.append(
                Cause(what=RECORDED, first=event.day, last=self._restored_before(event), sources=(event.source,))
            )
        elif event.kind == "badge revoked":
            life = self.life()
            self._close(event.day - _DAY, "revoked")
            self._tell(event.day, "revoked", spell, event=event)
            self.status, self.revoked_on = "revoked", event.day
            if life is not None and life.bar_months_after_revocation is not None:
                self.barred_until = months_after(event.day, life.bar_months_after_revocation) - _DAY
            self.spells[-1] = attrs.evolve(self.spells[-1], sources=(*self.spells[-1].sources, event.source))

    def _restored_before(self, suspended: Event) -> dt.date | None:
        """Return the last day of a recorded suspension, None where nothing has restored the badge."""
        restored = [
            event.day
            for event in self.history.events_of("badge restored")
            if event.day > suspended.day and belongs(event, self.scheme) and self._is_of_what_is_held(event)
        ]
        return min(restored) - _DAY if restored else None

    # --- how terms begin and end

    def _held(self) -> Spell:
        assert self.spell is not None  # noqa: S101 - only called while a level is held
        return self.spell

    def _start(self, spell: Spell, *, keeps: bool) -> None:
        """Begin a term; `keeps` tells that a level was held up to the day before."""
        if not keeps:
            self.held_since, self.recorded = spell.since, []
        self.spell, self.renewal_lodged, self.status, self.revoked_on = spell, None, "in force", None

    def _close(self, last: dt.date, why: str) -> None:
        """End the term that is held with its last day, and keep when it was suspended."""
        spell = attrs.evolve(self._held(), last=last, ended=why)
        self._keep_suspensions(spell, last)
        if last > spell.until:
            self._tell(_later(spell.until, 1), "in grace", spell, rule=_IN_GRACE)
        if spell.since <= last:
            self.spells.append(spell)
        elif why not in _GOES_ON:
            self.spells.append(attrs.evolve(spell, last=spell.since - _DAY))
        if why not in _GOES_ON:
            self.spell = None

    def _keep_suspensions(self, spell: Spell, last: dt.date) -> None:
        for first, end, causes in self._suspended_between(spell.since, last):
            self.suspensions.append((first, end))
            joined = len(self.suspensions) > 1 and self.suspensions[-2][1] + _DAY == first
            if not joined:
                self._tell_suspended(first, spell, causes)
            goes_on = spell.ended in _GOES_ON and not any(cause.holds_on(_later(end, 1)) for cause in causes)
            if end < last or goes_on:
                self._tell_restored(_later(end, 1), spell, causes)

    def _suspended_between(self, since: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date, tuple[Cause, ...]]]:
        """Return when something suspends a term, each interval with its causes; those that touch are one."""
        spans = sorted(
            (
                (max(each.first, since), min(each.last or last, last), each)
                for each in self.causes()
                if max(each.first, since) <= min(each.last or last, last)
            ),
            key=lambda span: span[:2],
        )
        joined = list[tuple[dt.date, dt.date, tuple[Cause, ...]]]()
        for first, end, cause in spans:
            if joined and first <= _later(joined[-1][1], 1):
                joined[-1] = (joined[-1][0], max(joined[-1][1], end), (*joined[-1][2], cause))
            else:
                joined.append((first, end, (cause,)))
        return joined

    def _tell_suspended(self, day: dt.date, spell: Spell, causes: tuple[Cause, ...]) -> None:
        now = [cause for cause in causes if cause.holds_on(day)]
        event = next(
            (
                each
                for each in self.history.events_of("badge suspended")
                if each.day == day and any(each.source in cause.sources for cause in now if cause.what == RECORDED)
            ),
            None,
        )
        rule = " and ".join(dict.fromkeys(cause.what for cause in now if cause.what != RECORDED))
        self._tell(day, "suspended", spell, rule=rule, event=event, sources=_places(tuple(now)))

    def _tell_restored(self, day: dt.date, spell: Spell, causes: tuple[Cause, ...]) -> None:
        event = next((each for each in self.history.events_of("badge restored") if each.day == day), None)
        if event is None or not any(cause.what == RECORDED and cause.last == day - _DAY for cause in causes):
            self._tell(day, "restored", spell, rule="what suspended it is cured", sources=_places(causes))
        else:
            self._tell(day, "restored", spell, event=event)

    def _tell(
        self, day: dt.date, what: str, spell: Spell, *, rule: str = "", event: Event | None = None,
        sources: tuple[Source, ...] = (),
    ) -> None:  # fmt: skip
        places = sources or (() if event is None else (event.source,))
        self.steps.append(
            Step(day=day, what=what, level=spell.level, version=spell.version, rule=rule, event=event, sources=places)
        )

    # --- where it all leads

    def standing(self) -> Standing:
        """Return where the badge stands on the day of the history, the rules having done all they do up to it."""
        on, spell = self.history.on, self.spell
        if spell is None:
            return self._of_nothing_held()
        self._keep_suspensions(spell, on)
        causes = tuple(cause for cause in self.causes() if cause.holds_on(on))
        grace = self.grace_until()
        status = "suspended" if causes else "in grace" if on > spell.until else "in force"
        if status == "in grace":
            self._tell(_later(spell.until, 1), "in grace", spell, rule=_IN_GRACE)
        limits = [limit for limit in map(self.cure_by, causes) if limit is not None]
        # … the suspension of today may have begun in an earlier term
        since = on
        for first, end in reversed(self.suspensions if causes else []):
            if end + _DAY >= since:
                since = first
        told = [place for step in _in_order(self.steps) if step.day >= spell.since for place in step.sources]
        return Standing(
            level=spell.level, status=status, since=spell.since, until=spell.until,
            sources=tuple(dict.fromkeys((*spell.sources, *told))), version=spell.version, causes=causes,
            suspended_since=since if causes else None, cure_by=min(limits, default=None),
            renewal_lodged=self.renewal_lodged, grace_until=grace if status == "in grace" else None,
            free_from=self._free_after(spell, spell.until), spells=(*self.spells, spell),
            suspensions=tuple(self.suspensions), steps=_in_order(self.steps), against_the_rules=tuple(self.breaches),
        )  # fmt: skip

    def _of_nothing_held(self) -> Standing:
        if not self.spells:
            return Standing(level=None, status="none", steps=_in_order(self.steps))
        last = self.spells[-1]
        free = _later(self.barred_until, 1) if self.barred_until is not None else None
        return Standing(
            level=None, status=self.status, since=last.since, until=self.revoked_on or last.until,
            sources=last.sources, last_level=last.level, version=last.version,
            free_from=free or self._free_after(last, last.last or last.until), spells=tuple(self.spells),
            suspensions=tuple(self.suspensions), steps=_in_order(self.steps), against_the_rules=tuple(self.breaches),
        )  # fmt: skip

    def _free_after(self, spell: Spell, last: dt.date) -> dt.date | None:
        """Return the day from which a level may be issued again once its most terms in a row are used up, else None."""
        level = self.level(spell)
        if level is None or level.most_terms is None or spell.number < level.most_terms:
            return None
        return months_after(_later(last, 1), level.re_entry_months or 0)


def _places(causes: tuple[Cause, ...]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for cause in causes for source in cause.sources))


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps by day; on one day in the order in which they were found."""
    return tuple(sorted(steps, key=lambda step: step.day))


def _last_of_term(first: dt.date, level: Level) -> dt.date:
    """Return the last day of a term that begins on `first`: 24 months from 1 March 2026 end on 29 February 2028."""
    return _later(months_after(first, level.term_months), -1)


def _later(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later, or the calendar's last or first where there is none."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max if days > 0 else dt.date.min
