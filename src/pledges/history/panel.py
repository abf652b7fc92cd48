"""A recorded decision of a panel and a scheme's rules in, what is wrong with who sat on it out.

The Detail of a panel decision or a waiver says it in numbers: `members=3; care-experienced=1`. Where nothing is said,
nobody knows, and nothing is held against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pledges.quantities import count_words

if TYPE_CHECKING:
    from pledges.model import Event
    from pledges.rulebook import Scheme

_MEMBERS = re.compile(r"\bmembers\s*[=:]\s*([0-9]{1,2})\b", re.IGNORECASE)
_OWN = re.compile(r"\bcare[- ]experienced\s*[=:]\s*([0-9]{1,2})\b", re.IGNORECASE)


def too_small(event: Event, scheme: Scheme) -> str:
    """Return what the panel of a decision lacks by the scheme's rules, as a part of a sentence; "" for nothing."""
    life = scheme.life
    if life is None:
        return ""
    for pattern, wanted, whose in (
        (_MEMBERS, life.panel_members, ""),
        (_OWN, life.panel_care_experienced, "care-experienced "),
    ):
        said = pattern.search(event.detail)
        if said and wanted is not None and int(said[1]) < wanted:
            return f"its panel had {count_words(int(said[1]), f'{whose}member')} of at least {wanted}"
    return ""
