"""Paths to bytes and back, and our TOML and JSON to values and back: the room that touches the disk."""

from __future__ import annotations

from pledges.files.case import Case, CheckedFile, read_alone, read_case, read_register_of
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


def default_rulebook() -> Rulebook:
    """Return the rulebook of a council that has written none: the default policy and the schemes that come with it."""
    return Rulebook(policy=default_policy(), schemes=built_in_schemes())
