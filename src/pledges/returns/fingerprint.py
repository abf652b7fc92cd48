"""Whose form it is, for which period and promises in; the short code that a form carries about them out.

The code shows that the references in a form are still the ones it was made with. It is no signature: anybody who can
read this page can make one.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pledges.periods import Period

_LENGTH = 12
_ENDS_IN_A_NUMBER = re.compile(r"(.*?)([0-9]{1,3})", re.ASCII | re.DOTALL)
_FURTHER_NUMBERS = 10
_MOST_TRIED = 2_000
_FEW, _MOST_DIFFERENT = 25, 60
_MOST_HASHED = 250_000  # references in all, which takes a tenth of a second

SEVERAL = (
    "look at Supplier ref, Contract ref, Period start and Period end on the sheet About, and at the whole column"
    " Pledge ref"
)
"""What may have been changed, where no single change of a reference explains it."""


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


@attrs.frozen(kw_only=True)
class Change:
    """How a form's references were changed: the places of those in their order, and the reference that was there.

    `was` is "" where these references were not on the form when it was made; without places it stands nowhere now.
    """

    at: tuple[int, ...] = ()
    was: str = ""


def change_of(
    mark: str, supplier_ref: str, contract_ref: str | None, period: Period, pledge_refs: Sequence[str]
) -> Change | None:
    """Return the change after which a form with the fingerprint `mark` has these references; None for any other one.

    The references are tried without up to three of them, with each that the numbers of the others leave out, and with
    one of these in the place of each. The fingerprint proves what fits: nothing is guessed, and what is told is what a
    form of ours said.
    """
    refs = [" ".join(reference.split()) for reference in pledge_refs]
    different = dict.fromkeys(refs)
    if len(different) > _MOST_DIFFERENT:
        return None
    like = itertools.islice(_others_like(different), _MOST_TRIED)
    others = list(dict.fromkeys(reference for reference in like if reference not in different))
    sizes = (1, 2, 3) if len(different) <= _FEW else (1,)
    left_out = [each for size in sizes for each in itertools.combinations(different, size)]
    if len(different) * (len(left_out) + len(others) * (len(different) + 1)) > _MOST_HASHED:
        return None
    without = ((each, "", [other for other in different if other not in each]) for each in left_out)
    with_one_more = (((), other, [*different, other]) for other in others)
    instead = (
        ((each,), other, [*(kept for kept in different if kept != each), other])
        for each, other in itertools.product(different, others)
    )
    for changed, was, tried in itertools.chain(without, with_one_more, instead):
        if fingerprint(supplier_ref, contract_ref, period, tried) == mark.casefold():
            return Change(at=tuple(refs.index(each) for each in changed), was=was)
    return None


def _others_like(refs: Iterable[str]) -> Iterator[str]:
    """Yield references like these: in other letters, and with the numbers before, between and after theirs."""
    families = dict[str, set[str]]()
    for reference in refs:
        yield from (reference.upper(), reference.lower())
        if found := _ENDS_IN_A_NUMBER.fullmatch(reference):
            families.setdefault(found[1], set()).add(found[2])
    for prefix, numbers in families.items():
        widths = {len(number) for number in numbers if number.startswith("0")} or {1}
        for number in range(max(map(int, numbers)) + _FURTHER_NUMBERS):
            yield from (f"{prefix}{number:0{width}}" for width in widths)
