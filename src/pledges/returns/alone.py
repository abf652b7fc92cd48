"""The returns of one file in; what their sender can mend before anyone holds them against a register, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.findings import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.model import Return


def found_alone(returns: Iterable[Return]) -> tuple[Finding, ...]:
    """Return a finding for each field that places a return in time and is not given, and for references changed."""
    findings = list[Finding]()
    for sent in returns:
        findings += [finding("return-incomplete", place, field=field) for field, place in sent.not_given]
        if sent.changed_at is not None:
            findings.append(finding("form-changed", sent.changed_at, changed=sent.changed))
    return tuple(findings)
