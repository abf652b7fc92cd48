"""The page of a badge scheme in; one HTML file that a supplier can read, without scripts or links to elsewhere, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pledges.explain.scheme_page import SchemePage


def render_scheme(page: SchemePage) -> bytes:
    """Return the page as HTML in UTF-8; everything the scheme's file says is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - keeps `import pledges` light

    environment = Environment(
        loader=PackageLoader("pledges.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("scheme.html.j2").render(page=page).encode()
