"""Evidence lines and confirmations in; what counts, at which grade, and what is set aside with its reason out."""

from __future__ import annotations

from pledges.counting.lines import Counted, CountedLine, SetAside

__all__ = ["Counted", "CountedLine", "SetAside"]
