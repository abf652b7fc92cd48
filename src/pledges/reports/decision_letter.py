"""What a decision letter says in; one printable page of HTML, without scripts or links to elsewhere, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.explain import listed
from pledges.periods import day_text
from pledges.reports.pages import page_environment

if TYPE_CHECKING:
    from pledges.explain.decision_letter import DecisionLetter


def render_letter(letter: DecisionLetter) -> bytes:
    """Return the letter as HTML in UTF-8, set for one side of A4; everything in it is escaped."""
    environment = page_environment()
    environment.filters["day"] = day_text
    environment.filters["listed"] = listed
    return environment.get_template("decision_letter.html.j2").render(letter=letter).encode()
