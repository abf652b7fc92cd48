"""What a council typed as role, reason, outcome or severity in; the listed word it stands for, or none, out.

These columns are free text and may hold a name, so that only listed words are ever shown or acted upon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.audience import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROLES = (
    "covenant coordinator", "coordinator", "panel", "contract manager", "commissioner", "commissioning manager",
    "head of procurement", "procurement manager", "procurement officer", "category manager", "social value manager",
    "social value officer", "monitoring officer", "safeguarding lead", "safeguarding officer", "virtual school head",
    "data protection officer", "personal adviser", "director", "head of service", "cabinet member", "councillor",
    "officer", "broker", "administrator",
)  # fmt: skip
"""The roles that may be shown as having made a step of a badge's life."""

REASONS: Mapping[str, tuple[str, ...]] = {
    "offered, not taken up": ("offered not taken up", "offered but not taken up", "no referrals", "not taken up"),
    "third party failure": ("third party failure", "third party failed", "provider failed", "provider failure"),
    "falsified evidence": ("falsified evidence", "false evidence", "falsification"),
    "misuse of the mark": ("misuse of the mark", "mark misuse", "misuse of mark", "badge misuse"),
    "safeguarding finding": ("safeguarding finding", "upheld safeguarding finding", "serious safeguarding finding"),
    "return overdue": ("return overdue", "overdue return", "returns overdue"),
    "breach": ("breach", "major breach", "open breach"),
    "safeguarding hold": ("safeguarding hold", "safeguarding"),
    "data query": ("data query", "data integrity", "data integrity query"),
    "criteria met": ("criteria met", "all criteria met"),
    "criteria not met": ("criteria not met", "not met"),
    "cured": ("cured", "resolved", "put right"),
    "at the firm's own request": ("own request", "withdrawn", "at own request", "withdrew"),
}  # fmt: skip
"""The reasons that may be shown, each with the words people write for it."""

_YES = frozenset({"approved", "approve", "agreed", "granted", "upheld", "yes", "award", "awarded", "issue", "met"})
_NO = frozenset({"declined", "decline", "refused", "refuse", "rejected", "not", "no", "dismissed", "deferred"})


def role_of(text: str) -> str:
    """Return the listed role that `text` is, "" where it is blank or not listed."""
    words = tokens_of(text)
    return next((role for role in ROLES if tokens_of(role) == words), "")


def reason_of(text: str) -> str:
    """Return the listed reason that `text` gives, "" where it is blank or not listed."""
    words = tokens_of(text)
    return next((name for name, others in REASONS.items() if words in _tokens((name, *others))), "")


def is_approval(outcome: str) -> bool | None:
    """Return whether the Outcome of a decision approves, None where neither yes nor no is said, or both."""
    words = set(tokens_of(outcome))
    approves, refuses = bool(words & _YES), bool(words & _NO)
    return None if approves == refuses else approves


def _tokens(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens_of(phrase) for phrase in phrases)
