"""Whose form it is, for which period and promises in; the short code that a form carries about them out.

The code shows that the references in a form are still the ones it was made with. It is no signature: anybody who can
read this page can make one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.periods import Period

_LENGTH = 12


def fingerprint(supplier_ref: str, contract_ref: str | None, period: Period, pledge_refs: Iterable[str]) -> str:
    """Return the fingerprint of a form: 12 hexadecimal digits of the SHA-256 of its references and period.

    `contract_ref` is None for voluntary pledges. The order of `pledge_refs` and repeats of one are of no matter, and
    neither are blanks at their ends, because a supplier may add and sort rows.
    """
    tidy_refs = sorted({" ".join(reference.split()) for reference in pledge_refs})
    lines = (
        "pledges-return/1",
        " ".join(supplier_ref.split()),
        " ".join((contract_ref or "").split()),
        period.start.isoformat(),
        period.end.isoformat(),
        *tidy_refs,
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_LENGTH]
