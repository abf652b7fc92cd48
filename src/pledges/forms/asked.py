"""Promises and their register in, the further columns that a form asks its supplier for out, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.model import WeekConvention
from pledges.register.lint import PERSON_WORDS, words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pledges.model import Length, Pledge, Register


@attrs.frozen(kw_only=True)
class Asked:
    """A column of `DELIVERY_MORE`, the promises that need it, and what a supplier is told of it."""

    heading: str
    needed_by: Callable[[Pledge, Register], bool]
    sentence: str


def further_columns(pledges: Iterable[Pledge], register: Register) -> tuple[Asked, ...]:
    """Return what a form for these promises asks for besides the usual columns: what one of them needs at least."""
    promised = tuple(pledges)
    return tuple(each for each in FURTHER if any(each.needed_by(pledge, register) for pledge in promised))


def _needs_person(pledge: Pledge, register: Register) -> bool:
    """Whether a rule of the promise tells people apart, or its clause asks for a reference of each person."""
    asked = any(
        words_in(f"{clause.requirement} {clause.beneficiaries}", PERSON_WORDS)
        for clause in register.clauses
        if pledge.clause_ref and clause.ref == pledge.clause_ref
    )
    lasts = pledge.cap_per_person is not None or pledge.sustained_for is not None
    return asked or lasts or bool(pledge.exclusive_group) or pledge.is_committed


def _needs_placement(pledge: Pledge, _register: Register) -> bool:
    return pledge.minimum_length is not None


def _needs_days(pledge: Pledge, _register: Register) -> bool:
    by_days = pledge.unit == "weeks" and pledge.week_convention is WeekConvention.WORKING_DAYS
    return pledge.minimum_length is not None or by_days or pledge.unit == "days"


def _needs_hours(pledge: Pledge, _register: Register) -> bool:
    by_hours = pledge.unit == "weeks" and pledge.week_convention is WeekConvention.HOURS
    return by_hours or pledge.unit in {"FTE", "FTE years"} or _is_in_hours(pledge.minimum_length)


def _is_in_hours(length: Length | None) -> bool:
    return length is not None and length.unit == "hours"


def _needs_attendees(pledge: Pledge, _register: Register) -> bool:
    return pledge.unit == "attendee hours"


def _needs_staff(pledge: Pledge, _register: Register) -> bool:
    return pledge.unit == "staff hours"


def _needs_share(pledge: Pledge, register: Register) -> bool:
    return any(party.share is not None and party.contract_ref == pledge.contract_ref for party in register.parties)


FURTHER = (
    Asked(
        heading="Person ref",
        needed_by=_needs_person,
        sentence=(
            "Person ref: give each young person a row and write the number or code that the service supporting them "
            "has given you, the same every time, so that nobody is counted twice; if you have none leave it empty, and "
            "never write a name."
        ),
    ),
    Asked(
        heading="Placement ref",
        needed_by=_needs_placement,
        sentence=(
            "Placement ref: where a promise says how long each placement must last, give each placement a row and a "
            "short reference such as PL-1, the same on every row and form that speaks of it."
        ),
    ),
    Asked(
        heading="Days",
        needed_by=_needs_days,
        sentence=(
            "Days: where a promise is in days or in weeks of working days, or says how long each placement must last, "
            "write how many days the young person of that row attended."
        ),
    ),
    Asked(
        heading="Hours per week",
        needed_by=_needs_hours,
        sentence=(
            "Hours per week: where a promise counts part-time work by its hours, such as one in FTE (full-time "
            "equivalents), write how many hours a week the person of that row works."
        ),
    ),
    Asked(
        heading="Attendees",
        needed_by=_needs_attendees,
        sentence=(
            "Where the unit is attendee hours, Quantity is the hours of the session and Attendees how many young "
            "people came: the two are multiplied. If you leave Attendees empty, Quantity is taken as already "
            "multiplied."
        ),
    ),
    Asked(
        heading="Staff",
        needed_by=_needs_staff,
        sentence=(
            "Where the unit is staff hours, Quantity is the hours and Staff how many of your staff gave them: the two "
            "are multiplied. If you leave Staff empty, Quantity is taken as the hours of all of them together."
        ),
    ),
    Asked(
        heading="Share (%)",
        needed_by=_needs_share,
        sentence=(
            "Share (%): where you and another firm of this contract both report the same person or delivery, write how "
            "many per cent of it are yours, such as 50; leave it empty where it is all yours."
        ),
    ),
)
"""Each further column in the order of the form: which promises need it, by the rules of `docs/counting.md`."""
