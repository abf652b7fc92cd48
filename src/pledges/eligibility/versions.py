"""A scheme's version and a supplier's history in, whether that version has anything to say on a day out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from pledges.history import History
    from pledges.rulebook import Scheme


def speaks(scheme: Scheme, history: History, on: dt.date) -> bool:
    """Return whether the version is in force on the day, or governs a badge that was issued under it and still runs.

    A version without days is always in force. A badge issued under an earlier version stays under it to its last day.
    """
    return scheme.is_in_force(on) or any(
        event.scheme.strip().casefold() in {scheme.id.casefold(), scheme.name.casefold()}
        and event.scheme_version.strip().casefold() == scheme.version.casefold()
        and (event.until is None or event.until >= on)
        for event in history.events_of("badge issued")
    )
