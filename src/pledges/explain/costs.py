"""How a supplier's returns came in; what that costs, in sentences, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.explain.words import listed
from pledges.quantities import count_words

if TYPE_CHECKING:
    from pledges.returns.conduct import Conduct

_MOST_NAMED = 6


def costs_of(conduct: Conduct) -> tuple[str, ...]:
    """Return what each kind of return costs, a sentence each; nothing where all came in time and counts."""
    told = (_missing(conduct), *_came(conduct), *_shut_out(conduct))
    if not conduct.is_asked and conduct.supplier_ref is not None:
        told = (*told, "The register asks for no returns here, so none can be late or missing.")
    return tuple(filter(None, told))


def _missing(conduct: Conduct) -> str:
    if not conduct.missing:
        return ""
    many = len(conduct.missing)
    what = f"{count_words(many, 'return')} that {'was' if many == 1 else 'were'} due {'has' if many == 1 else 'have'}"
    shown = conduct.pledges_open[:_MOST_NAMED]
    more = len(conduct.pledges_open) - len(shown)
    named = listed((*shown, f"{more} more") if more else shown)
    rest = f": what {named} delivered in that time is not known" if named else ""
    return f"{what} not come{rest}. It is neither nil nor delivered."


def _came(conduct: Conduct) -> tuple[str, ...]:
    late, grace = conduct.late, conduct.late_within_grace
    most = max((each.days_late or 0 for each in late), default=0)
    nil = len(conduct.nil)
    return (
        f"{count_words(len(late), 'return')} came late, by at most {count_words(most, 'day')}; "
        "what is in them counts for its own period."
        if late
        else "",
        f"{count_words(len(grace), 'return')} came late within grace and count{'s' if len(grace) == 1 else ''}."
        if grace
        else "",
        f"For {count_words(len(conduct.undated), 'return')} nobody wrote the day it came, so whether it was in time is"
        " not known."
        if conduct.undated
        else "",
        f"{count_words(nil, 'return')} {'says' if nil == 1 else 'say'} that nothing was delivered, which is counted as"
        " 0."
        if nil
        else "",
    )


def _shut_out(conduct: Conduct) -> tuple[str, ...]:
    refused, rejected, waiting = len(conduct.refused), len(conduct.rejected), len(conduct.waiting)
    superseded = len(conduct.superseded)
    whose = "" if conduct.supplier_ref is not None else " Whose they are is not known."
    return (
        f"{count_words(waiting, 'return')} {_waits(waiting)} for somebody to settle, and nothing of it counts until"
        " then."
        if waiting
        else "",
        f"{count_words(refused, 'file')} could not be read, and nothing of it counts.{whose}" if refused else "",
        f"{count_words(rejected, 'return')} {_was(rejected)} rejected, and nothing of it counts." if rejected else "",
        f"{count_words(superseded, 'return')} {_was(superseded)} sent again; only the last one counts."
        if superseded
        else "",
    )


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _waits(count: int) -> str:
    return "waits" if count == 1 else "wait"
