"""A delivery and a code in; the finding at its quantity, with whose it is, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.findings import Finding, finding

if TYPE_CHECKING:
    from pledges.counting.amounts import Delivery


def found_at(delivery: Delivery, code: str, **words: str) -> Finding:
    """Return a finding of the kind `code` at a delivery's quantity, else at its row."""
    return finding(
        code,
        delivery.source,
        supplier_ref=delivery.supplier_ref,
        contract_ref=delivery.pledge.contract_ref,
        pledge_ref=delivery.pledge.ref,
        **words,
    )
