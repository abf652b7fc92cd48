"""A badge's standing, its events and the scheme's rules in, what is due and by which day out.

Nothing here decides anything: reminders, checks, cures, conditions and the windows of appeals are shown as days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.audience import tokens_of
from pledges.counting.working_days import working_day_after
from pledges.eligibility import Outcome
from pledges.history import level_named
from pledges.history.timeline import belongs, speaks_of
from pledges.history.words import is_approval
from pledges.periods import day_text, months_after
from pledges.standing.words import level_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.eligibility import Decision, Position
    from pledges.history import History, Standing
    from pledges.model import Event
    from pledges.rulebook import Level, Life, Scheme

DAYS_AHEAD = 90
"""How far ahead what is due is listed."""

_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Due:
    """Something to be done about a badge: by `day` (None: now), what kind of thing, and in a sentence.

    `what` is one of: reminder, term ends, grace ends, interim check, cure, artwork, condition, waiver ends, appeal,
    appeal answer, may apply, decision, applications, transition.
    """

    day: dt.date | None
    what: str
    text: str


@attrs.frozen(kw_only=True)
class Badge:
    """All that is known of one badge of one supplier on a day; `nation` is whose bank holidays are no working days."""

    scheme: Scheme
    governing: Scheme
    standing: Standing
    decision: Decision
    history: History
    position: Position
    nation: str

    @property
    def on(self) -> dt.date:
        """The day asked about."""
        return self.history.on

    @property
    def life(self) -> Life | None:
        """The rules that govern what is held, or was."""
        return self.governing.life

    @property
    def name(self) -> str:
        """What the level held, or the last one, is called."""
        return level_name(self.governing, self.standing.level or self.standing.last_level)

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """Return the events of one kind that speak of this scheme."""
        return tuple(event for event in self.history.events_of(kind) if belongs(event, self.scheme))


def dues_of(badge: Badge) -> tuple[Due, ...]:
    """Return what is due for a badge: what has no day first, then by day; nothing more than ninety days ahead.

    What should have been done by a day that is past stays until it is done.
    """
    last = badge.on + dt.timedelta(days=DAYS_AHEAD)
    decisions = tuple(_decisions(badge))
    found = [
        *decisions, *(_windows(badge) if decisions else ()), *_term(badge), *_checks(badge), *_suspension(badge),
        *_artwork(badge), *_conditions(badge), *_waivers(badge), *_appeals(badge), *_afterwards(badge), *_again(badge),
        *_transition(badge),
    ]  # fmt: skip
    near = [each for each in found if each.day is None or each.day <= last or each.what == "applications"]
    return tuple(sorted(dict.fromkeys(near), key=lambda each: (each.day or dt.date.min, each.what, each.text)))


def _level(badge: Badge) -> Level | None:
    return None if badge.standing.level is None else level_named(badge.governing, badge.standing.level)


def _decisions(badge: Badge) -> Iterator[Due]:
    """Yield the levels above the one held whose criteria are met: who has to decide.

    A version that is over is issued no more, and a level that was refused waits for another application.
    """
    if not badge.scheme.is_in_force(badge.on):
        return
    levels = {level.id: level for level in badge.scheme.levels}
    order = list(levels)
    above = order.index(badge.standing.level) + 1 if badge.standing.level in levels else 0
    for decided in badge.decision.levels:
        level = levels.get(decided.level)
        if level is None or order.index(level.id) < above or decided.outcome not in {Outcome.MET, Outcome.PANEL}:
            continue
        if _is_refused(badge, level):
            continue
        match level.decision:
            case "panel":
                yield Due(day=None, what="decision", text=f"{level.name}: refer it to the panel{_panel(badge.scheme)}.")
            case "coordinator sign-off" if _signed_off(badge, level):
                yield Due(day=None, what="decision", text=f"{level.name} is signed off: record that it is issued.")
            case "coordinator sign-off":
                text = f"{level.name}: its criteria are met, and it waits for the coordinator's sign-off."
                yield Due(day=None, what="decision", text=text)
            case _ if decided.outcome is Outcome.PANEL:
                yield Due(day=None, what="decision", text=f"{level.name}: refer it to the panel{_panel(badge.scheme)}.")
            case _:
                yield Due(day=None, what="decision", text=f"{level.name}: its criteria are met, and it can be issued.")


def _windows(badge: Badge) -> Iterator[Due]:
    """Yield the last day of each window for applications that is open, or opens before long, and has seen none."""
    ahead = badge.on + dt.timedelta(days=DAYS_AHEAD)
    applied = badge.events_of("application")
    for window in badge.scheme.windows:
        is_used = any(window.opens <= event.day <= window.closes for event in applied)
        if window.opens <= ahead and badge.on <= window.closes and not is_used:
            text = f"Applications are open from {day_text(window.opens)} to {day_text(window.closes)}."
            yield Due(day=window.closes, what="applications", text=text)


def _panel(scheme: Scheme) -> str:
    life = scheme.life
    if life is None or life.panel_members is None:
        return ""
    of_them = f", {life.panel_care_experienced} or more of them care-experienced" if life.panel_care_experienced else ""
    return f" (at least {life.panel_members} members{of_them})"


def _is_refused(badge: Badge, level: Level) -> bool:
    """Whether the last word on a level is that it was refused, and nobody has applied for it again since."""
    last = max((event.day for event in _refusals(badge) if speaks_of(event, badge.scheme, level)), default=None)
    return last is not None and not any(
        event.day >= last and speaks_of(event, badge.scheme, level)
        for kind in ("application", "badge issued", "panel decision", "coordinator sign-off")
        for event in badge.events_of(kind)
        if kind in {"application", "badge issued"} or is_approval(event.outcome)
    )


def _signed_off(badge: Badge, level: Level) -> bool:
    earlier = max((spell.since for spell in badge.standing.spells if spell.level == level.id), default=dt.date.min)
    return any(
        event.day > earlier and speaks_of(event, badge.scheme, level) and is_approval(event.outcome) is not False
        for event in badge.events_of("coordinator sign-off")
    )


def _term(badge: Badge) -> Iterator[Due]:
    """Yield the reminders before the last day, that day, and the end of grace."""
    standing, life, level = badge.standing, badge.life, _level(badge)
    if level is None or standing.until is None:
        return
    if standing.status == "in grace" and standing.grace_until is not None:
        yield Due(
            day=standing.grace_until, what="grace ends", text=f"{badge.name}: decide on the renewal; then grace ends."
        )
    if badge.on > standing.until:
        return
    ends = f"{badge.name} ends on {day_text(standing.until)}"
    if standing.free_from is not None:
        terms = "1 term is" if level.most_terms == 1 else f"{level.most_terms} terms in a row are"
        again = f"It may be issued again from {day_text(standing.free_from)}."
        yield Due(day=standing.until, what="term ends", text=f"{ends} and cannot be renewed: {terms} the most. {again}")
        return
    if standing.renewal_lodged is not None:
        lodged = day_text(standing.renewal_lodged)
        yield Due(day=standing.until, what="term ends", text=f"{ends}; its renewal was lodged on {lodged}.")
        return
    days = () if life is None else life.reminder_days_before
    months = () if life is None else life.reminder_months_before
    for day in (*(_before(standing.until, each) for each in days), *(months_after(standing.until, -m) for m in months)):
        if badge.on <= day:
            yield Due(day=day, what="reminder", text=f"Reminder: {ends}.")
    grace = ", or there is no grace" if life is not None and life.grace_days and life.grace_needs_renewal_lodged else ""
    yield Due(day=standing.until, what="term ends", text=f"{ends}: its renewal must be lodged by then{grace}.")


def _before(day: dt.date, days: int) -> dt.date:
    return day - dt.timedelta(days=days)


def _checks(badge: Badge) -> Iterator[Due]:
    """Yield the interim checks of the term that are not recorded."""
    level, standing = _level(badge), badge.standing
    if level is None or standing.since is None:
        return
    done = [event for event in badge.events_of("interim check") if event.day >= standing.since]
    for day in [months_after(standing.since, months) for months in level.interim_check_months][len(done) :]:
        late = " It is overdue." if day < badge.on else ""
        yield Due(day=day, what="interim check", text=f"{badge.name}: interim check.{late}")


def _suspension(badge: Badge) -> Iterator[Due]:
    standing = badge.standing
    if standing.status == "suspended" and standing.cure_by is not None:
        causes = " and ".join(dict.fromkeys(cause.what for cause in standing.causes))
        text = f"{badge.name} is suspended ({causes}): it lapses unless that is cured by then."
        yield Due(day=standing.cure_by, what="cure", text=text)


def _artwork(badge: Badge) -> Iterator[Due]:
    """Yield the last day for the badge to be taken down, after a suspension or an end, until it is some while past."""
    life, standing = badge.life, badge.standing
    if life is None or life.removal_days is None:
        return
    first = standing.suspended_since
    if standing.level is None and standing.spells:
        last = standing.spells[-1].last
        first = standing.until if standing.status == "revoked" else None if last is None else last + _DAY
    if first is None:
        return
    day = first + dt.timedelta(days=life.removal_days)
    level = level_named(badge.governing, standing.level or standing.last_level or "")
    what = "badge" if level is None else level.kind
    if badge.on <= day + dt.timedelta(days=DAYS_AHEAD):
        yield Due(day=day, what="artwork", text=f"{badge.name}: the {what} must be taken off websites and stationery.")


def _conditions(badge: Badge) -> Iterator[Due]:
    """Yield the conditions of an award that are not recorded as met."""
    for event, day in open_conditions(badge):
        late = " It is overdue: decide." if day < badge.on else ""
        which = f" {event.criterion.strip()}" if _is_criterion(badge, event.criterion) else ""
        yield Due(day=day, what="condition", text=f"{badge.name}: condition{which} must be met.{late}")


def _is_criterion(badge: Badge, name: str) -> bool:
    return any(node.id.casefold() == name.strip().casefold() for node in badge.scheme.nodes())


def open_conditions(badge: Badge) -> tuple[tuple[Event, dt.date], ...]:
    """Return the conditions set for the term that is held and not met, each with its last day."""
    met = [tokens_of(event.ref) for event in badge.events_of("condition met") if event.ref.strip()]
    return tuple((event, day) for event, day in conditions_of(badge) if tokens_of(event.ref) not in met)


def conditions_of(badge: Badge) -> tuple[tuple[Event, dt.date], ...]:
    """Return the conditions set for the term that is held, met or not, each with its last day.

    They are set with the panel's decision, which may come before the badge is issued: those of the ninety days before
    are of this term.
    """
    life, standing = badge.life, badge.standing
    if standing.level is None or standing.since is None:
        return ()
    days = None if life is None else life.condition_days
    found = list[tuple["Event", dt.date]]()
    for event in badge.events_of("condition set"):
        day = event.until or (None if days is None else event.day + dt.timedelta(days=days))
        if event.day > standing.since - dt.timedelta(days=DAYS_AHEAD) and day is not None:
            found.append((event, day))
    return tuple(found)


def _waivers(badge: Badge) -> Iterator[Due]:
    for event in badge.events_of("waiver granted"):
        if event.until is not None and event.until >= badge.on and _is_criterion(badge, event.criterion):
            text = f"The waiver of criterion {event.criterion.strip()} ends."
            yield Due(day=event.until, what="waiver ends", text=text)


def _appeals(badge: Badge) -> Iterator[Due]:
    """Yield the windows of appeals: the last day to lodge one, and to answer one that was lodged."""
    appeal = badge.governing.appeal
    if appeal is None or not appeal.allowed:
        return
    lodged = badge.events_of("appeal lodged")
    decided = badge.events_of("appeal decided")
    if appeal.lodge_within_working_days is not None:
        for event in _refusals(badge):
            day = working_day_after(event.day, appeal.lodge_within_working_days, badge.nation)
            if day >= badge.on and not any(each.day >= event.day for each in lodged):
                text = f"Last day to appeal against the decision of {day_text(event.day)}."
                yield Due(day=day, what="appeal", text=text)
    if appeal.answer_within_days is not None:
        for event in lodged[len(decided) :]:
            day = event.day + dt.timedelta(days=appeal.answer_within_days)
            text = f"The appeal of {day_text(event.day)} must be answered in writing."
            yield Due(day=day, what="appeal answer", text=text)


def _refusals(badge: Badge) -> tuple[Event, ...]:
    """Return the decisions that somebody may appeal against."""
    refused = [
        event
        for kind in ("panel decision", "coordinator sign-off")
        for event in badge.events_of(kind)
        if is_approval(event.outcome) is False
    ]
    return (*badge.events_of("badge declined"), *badge.events_of("badge revoked"), *refused)


def _afterwards(badge: Badge) -> Iterator[Due]:
    """Yield the reminders after a last day that no renewal followed."""
    standing, life = badge.standing, badge.life
    if life is None or standing.level is not None or standing.status != "expired" or standing.until is None:
        return
    for days in life.reminder_days_after:
        day = standing.until + dt.timedelta(days=days)
        if badge.on <= day:
            text = f"Reminder: {badge.name} ended on {day_text(standing.until)}, and no renewal is recorded."
            yield Due(day=day, what="reminder", text=text)


def _again(badge: Badge) -> Iterator[Due]:
    standing = badge.standing
    if standing.level is None and standing.free_from is not None and standing.free_from > badge.on:
        yield Due(day=standing.free_from, what="may apply", text=f"{badge.name} may be issued again from this day.")


def _transition(badge: Badge) -> Iterator[Due]:
    """Yield what becomes of a badge of an earlier edition, where it does not simply stay under it to its last day."""
    for change in badge.scheme.transitions:
        if badge.standing.level is None or change.from_version != badge.standing.version:
            continue
        if change.rule == "unknown":
            text = (
                f"{badge.name} was issued under version {change.from_version}; whether it stays so to its last day is "
                f"not published. Ask those who run the scheme."
            )
            yield Due(day=None, what="transition", text=text)
        if change.by is not None:
            late = " It is overdue." if change.by < badge.on else ""
            text = f"{badge.name} must meet version {badge.scheme.version} by this day.{late}"
            yield Due(day=change.by, what="transition", text=text)
