"""The page of a badge scheme in; one HTML file that a supplier can read, without scripts or links to elsewhere, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.reports.pages import page_environment

if TYPE_CHECKING:
    from pledges.explain.scheme_page import SchemePage


def render_scheme(page: SchemePage) -> bytes:
    """Return the page as HTML in UTF-8; everything the scheme's file says is escaped."""
    return page_environment().get_template("scheme.html.j2").render(page=page).encode()
