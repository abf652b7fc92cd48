"""Paths to bytes and back, and our TOML and JSON to values and back: the room that touches the disk."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pledges.files.alone import CheckedFile, read_alone
    from pledges.files.case import Case, read_case, read_register_of
    from pledges.files.folder import CaseFolder, read_case_folder, shown_names
    from pledges.files.policy import default_policy, default_policy_text, dump_policy, load_policy
    from pledges.files.scheme_dump import dump_scheme
    from pledges.files.schemes import built_in_schemes, load_scheme
    from pledges.rulebook import Rulebook

__all__ = [
    "Case",
    "CaseFolder",
    "CheckedFile",
    "built_in_schemes",
    "default_policy",
    "default_policy_text",
    "default_rulebook",
    "dump_policy",
    "dump_scheme",
    "load_policy",
    "load_scheme",
    "read_alone",
    "read_case",
    "read_case_folder",
    "read_register_of",
    "shown_names",
]

_HOMES = {
    "alone": ("CheckedFile", "read_alone"),
    "case": ("Case", "read_case", "read_register_of"),
    "folder": ("CaseFolder", "read_case_folder", "shown_names"),
    "policy": ("default_policy", "default_policy_text", "dump_policy", "load_policy"),
    "scheme_dump": ("dump_scheme",),
    "schemes": ("built_in_schemes", "load_scheme"),
}
"""The module of each name: imported when it is asked for, so that a process that reads one file loads no more."""


def __getattr__(name: str) -> object:
    """Return what this package offers under a name."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def default_rulebook() -> Rulebook:
    """Return the rulebook of a council that has written none: the default policy and the schemes that come with it."""
    from pledges.files.policy import default_policy  # noqa: PLC0415 - as above
    from pledges.files.schemes import built_in_schemes  # noqa: PLC0415 - as above
    from pledges.rulebook import Rulebook  # noqa: PLC0415 - as above

    return Rulebook(policy=default_policy(), schemes=built_in_schemes())
