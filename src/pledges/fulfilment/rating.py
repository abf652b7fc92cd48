"""A share of what is due in; the word of the statutory scale by the bands in force on the day, and why, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.quantities import percent

if TYPE_CHECKING:
    import datetime as dt

    from pledges.figures import Figure
    from pledges.rulebook import Policy

OTHER = "Other"
"""The statutory word where nothing is due, nothing is known, or nothing is promised."""

NOTHING_DUE, NO_BANDS = "nothing is due by this day", "the policy has no rating bands for this day"
NOTHING_YET, UNREPORTED = "nothing is due yet and nothing is reported", "no return that is known reports it"
RECORDED_ONLY, PART_OF = "recorded only", "part of"
"""What the reason of a promise that is rated Other begins with; any other reason says what is not known."""


def rating_of(share: Figure, due: Figure, policy: Policy, *, on: dt.date) -> tuple[str, str]:
    """Return the word for a share of what is due, and the reason in a few words.

    The words are those of the Procurement Regulations 2024, regulation 39(5); the shares are the policy's.
    """
    if due.value is not None and due.value == 0:
        return OTHER, NOTHING_DUE
    if share.value is None:
        return OTHER, "the share of what is due is not known"
    bands = policy.bands_on(on)
    if bands is None:
        return OTHER, NO_BANDS
    for band in bands.bands:
        if share.value >= band.at_least:
            return band.word, f"{percent(share.value)} of what is due; {band.word} starts at {percent(band.at_least)}"
    lowest = bands.bands[-1].at_least
    return bands.below, f"{percent(share.value)} of what is due, below {percent(lowest)}"
