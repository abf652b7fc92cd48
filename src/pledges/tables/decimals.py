"""The figures that a table's columns hold as text in; whether `1,234` can be little more than one out.

Half of Europe writes 1.234,5 for what is 1,234.5 here, and parts the fields of its text files with semicolons.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECIMAL_COMMA = re.compile(r"(?<![0-9.,])[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])|[0-9]\.[0-9]{3},[0-9]", re.ASCII)
_DECIMAL_POINT = re.compile(
    r"(?<![0-9.,])[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])|[0-9],[0-9]{3}[.,][0-9]", re.ASCII
)
_EITHER = re.compile(r"(?<![0-9.,])[0-9]{1,3}[.,][0-9]{3}(?![0-9.,])", re.ASCII)


def has_doubtful_commas(texts: Iterable[str], *, by_semicolons: bool) -> bool:
    """Return whether nobody can tell what a comma or a point before three digits means in these texts.

    `by_semicolons`: they stand in a file whose fields are parted so, where a decimal point has to be seen to be
    believed; elsewhere it is a decimal comma that has to be seen.
    """
    has_comma = has_point = False
    for text in texts:
        has_comma = has_comma or _DECIMAL_COMMA.search(text) is not None
        has_point = has_point or _DECIMAL_POINT.search(text) is not None
    return has_comma or (by_semicolons and not has_point)


def can_be_either(text: str) -> bool:
    """Return whether a figure has one comma or point, before three digits."""
    return _EITHER.search(text) is not None
