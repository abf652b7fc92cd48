"""A badge scheme and a day in, the page a supplier can read out: what each level asks, and what happens after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.explain.scheme_words import Wording, changes, sentence
from pledges.periods import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from pledges.rulebook import Criterion, Level, Life, Scheme


@attrs.frozen(kw_only=True)
class CriterionWords:
    """One criterion in words: how deep it stands, its id and name, what it asks, what changes, and on what it rests."""

    depth: int
    id: str
    name: str
    asks: str
    changes: tuple[str, ...]
    references: tuple[str, ...]


@attrs.frozen(kw_only=True)
class LevelWords:
    """One level in words: `about` is its kind, term and decision."""

    name: str
    about: str
    criteria: tuple[CriterionWords, ...]


@attrs.frozen(kw_only=True)
class SchemePage:
    """A scheme as a page; `facts` are the names of the facts it needs on the register's sheet Facts."""

    title: str
    status: str
    note: str
    about: tuple[str, ...]
    levels: tuple[LevelWords, ...]
    after: tuple[str, ...]
    facts: tuple[str, ...]
    digest: str


def scheme_page(scheme: Scheme, on: dt.date) -> SchemePage:
    """Return the page of a scheme with the values in force on a day, and those announced."""
    return SchemePage(
        title=f"{scheme.name}, version {scheme.version}",
        status=scheme.status,
        note=scheme.note,
        about=tuple(_about(scheme, on)),
        levels=tuple(_level(level, scheme, on) for level in scheme.levels),
        after=tuple(_after(scheme)),
        facts=scheme.facts,
        digest=scheme.digest,
    )


def page_lines(page: SchemePage) -> Iterator[str]:
    """Yield the page as lines for a terminal."""
    yield page.title
    yield f"  Status: {page.status}."
    yield from (f"  {line}" for line in (page.note, *page.about) if line)
    for level in page.levels:
        yield ""
        yield level.name
        yield f"  {level.about}"
        for each in level.criteria:
            yield f"{'  ' * (each.depth + 1)}{each.id} {each.name}. {each.asks}"
            yield from (f"{'  ' * (each.depth + 2)}{line}" for line in each.changes)
    if page.after:
        yield ""
        yield "After a level is issued"
        yield from (f"  {line}" for line in page.after)
    if page.facts:
        yield ""
        yield "Facts that the register must hold"
        yield from (f"  {name}" for name in page.facts)


def _about(scheme: Scheme, on: dt.date) -> Iterator[str]:
    if scheme.since is not None:
        until = "" if scheme.until is None else f", up to the day before {day_text(scheme.until)}"
        yield f"This version holds from {day_text(scheme.since)}{until}."
    bands = [band for band in scheme.size_bands if band.required_from <= on and band.value is not None]
    if bands:
        yield f"Sizes by people employed in the UK: {', '.join(f'{band.by} from {band.value}' for band in bands)}."
    for window in scheme.windows:
        yield f"Applications: from {day_text(window.opens)} to {day_text(window.closes)}."
    for each in scheme.transitions:
        if each.by is not None:
            yield f"Badges of version {each.from_version} must meet this one by {day_text(each.by)}."
        elif each.rule == "unknown":
            yield f"What becomes of badges of version {each.from_version} is not published."
        else:
            yield f"Badges of version {each.from_version} stay under it until their last day."


def _level(level: Level, scheme: Scheme, on: dt.date) -> LevelWords:
    who = {
        "automatic": "Decided by the criteria alone",
        "coordinator sign-off": "Signed off by the coordinator once the criteria are met",
        "panel": "Decided by a panel once the criteria are met",
    }[level.decision]
    parts = [f"A {level.kind}, for {level.term_months} months. {who}."]
    if level.most_terms is not None:
        away = "" if level.re_entry_months is None else f"; one may come back after {level.re_entry_months} months"
        terms = "1 term" if level.most_terms == 1 else f"{level.most_terms} terms in a row"
        parts.append(f"At most {terms}, then move up or leave{away}.")
    if level.interim_check_months:
        months = " and ".join(str(month) for month in level.interim_check_months)
        parts.append(f"Checked {months} months after issue.")
    criteria = tuple(_criteria(level.criteria, scheme, on, 0))
    return LevelWords(name=level.name, about=" ".join(parts), criteria=criteria)


def _criteria(criteria: Iterable[Criterion], scheme: Scheme, on: dt.date, depth: int) -> Iterator[CriterionWords]:
    for criterion in criteria:
        wording = Wording(criterion=criterion, scheme=scheme, on=on)
        values = (value.reference for dated in criterion.thresholds.values() for value in dated)
        yield CriterionWords(
            depth=depth,
            id=criterion.id,
            name=criterion.name,
            asks=sentence(wording),
            changes=changes(wording),
            references=tuple(dict.fromkeys(filter(None, (criterion.reference, *values)))),
        )
        yield from _criteria(criterion.parts, scheme, on, depth + 1)


def _after(scheme: Scheme) -> Iterator[str]:
    if scheme.life is not None:
        yield from _of_life(scheme.life)
    appeal = scheme.appeal
    if appeal is not None and not appeal.allowed:
        yield "A decision cannot be appealed."
    elif appeal is not None:
        days = appeal.lodge_within_working_days
        lodge = "" if days is None else f" within {days} working days"
        answer = "" if appeal.answer_within_days is None else f", answered within {appeal.answer_within_days} days"
        body = f" by {appeal.body}" if appeal.body else ""
        yield f"An appeal is lodged{lodge}{answer}{body}{'; the answer is final' if appeal.final else ''}."
        if appeal.meanwhile:
            yield f"Status meanwhile: {appeal.meanwhile}."


def _of_life(life: Life) -> Iterator[str]:
    before = [f"{n} months" for n in life.reminder_months_before] + [f"{n} days" for n in life.reminder_days_before]
    if before:
        yield f"Reminders come {', '.join(before)} before the last day."
    if life.reminder_days_after:
        yield f"And {', '.join(str(days) for days in life.reminder_days_after)} days after it."
    if life.grace_days:
        lodged = ", if renewal was lodged by the last day" if life.grace_needs_renewal_lodged else ""
        yield f"After the last day there are {life.grace_days} days of grace{lodged}."
    yield (
        "Then it falls back to the highest level that is met."
        if life.after_expiry == "fall back"
        else "A level that is not renewed ends with its last day."
    )
    causes = [f"a {cause}" for cause in life.suspend_on]
    if life.suspend_after_days_overdue is not None:
        causes.append(f"a return more than {life.suspend_after_days_overdue} days overdue")
    if causes:
        cure = "" if life.cure_days is None else f"; not cured in {life.cure_days} days, it lapses"
        yield f"It is suspended while there is {' or '.join(causes)}{cure}."
    if life.bar_months_after_revocation:
        yield f"After a revocation nobody may apply for {life.bar_months_after_revocation} months."
    if life.excusal_cap is not None and life.excusal_reasons:
        yield f"Pledges can be excused ({' or '.join(life.excusal_reasons)}), up to {life.excusal_cap} of what was due."
    if life.most_waivers:
        criteria = "1 criterion is" if life.most_waivers == 1 else f"{life.most_waivers} criteria are"
        yield f"At most {criteria} waived at a time."
    if life.most_conditions:
        within = "" if life.condition_days is None else f", to be met within {life.condition_days} days"
        yield f"A panel may set at most {life.most_conditions} conditions{within}."
    if life.panel_members:
        own = life.panel_care_experienced
        of_them = f", at least {own} of them care-experienced" if own else ""
        yield f"A panel has at least {life.panel_members} members{of_them}."
    if life.removal_days:
        yield f"After a lapse or suspension its artwork is taken down within {life.removal_days} days."
