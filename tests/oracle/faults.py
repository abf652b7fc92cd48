"""A function and a change of its text in, the function with that fault out, wherever it has been imported."""

from __future__ import annotations

import inspect
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FunctionType

    import pytest


def plant(monkeypatch: pytest.MonkeyPatch, function: FunctionType, right: str, wrong: str) -> None:
    """Put a fault into a function of pledges for one test; `right` must stand in its text, once."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(right) == 1, f"{function.__name__} no longer says {right}"
    made: dict[str, Any] = {}
    # The fault runs among the function's own globals, so that everything else about it stays as it is.
    text = "from __future__ import annotations\n" + source.replace(right, wrong)
    exec(compile(text, inspect.getfile(function), "exec"), function.__globals__, made)  # noqa: S102 -- our own text
    monkeypatch.setattr(function, "__code__", made[function.__name__].__code__)
