"""The register's sheets in, simple form or full; the promises and what the council recorded out."""

from __future__ import annotations

from pledges.register.reading import RegisterReading, read_register, vocabulary_of

__all__ = ["RegisterReading", "read_register", "vocabulary_of"]
