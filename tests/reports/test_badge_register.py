import datetime as dt

import attrs
from assessments import assessment

from pledges.assess import Assessment, SupplierPosition
from pledges.audience import organisation_id_shown
from pledges.reports.badge_register import badge_register, render_csv, render_html
from pledges.standing import PublicEntry

ENTRY = PublicEntry(
    organisation="Dalewood <Catering>", organisation_id="GB-COH-01234567", scheme="covenant-delivery",
    scheme_name="Covenant delivery", version="0.1", digest="sha256:ab", level="Delivering", kind="badge",
    status="under review", since=dt.date(2025, 2, 1), until=dt.date(2027, 1, 31), categories=("insight", "job"),
    delivered="75% to 89%", verified="",
)  # fmt: skip


def holding(*entries: PublicEntry, authority: str = "Soar Valley") -> Assessment:
    """Return an assessment in which the first supplier has these public entries."""
    position = assessment()
    first, *others = position.suppliers
    badges = tuple(attrs.evolve(first.badges[0], public=entry) for entry in entries)
    bare: tuple[SupplierPosition, ...] = tuple(attrs.evolve(each, badges=()) for each in others)
    return attrs.evolve(position, suppliers=(attrs.evolve(first, badges=badges), *bare), authority=authority)


def test_the_page_shows_what_may_be_read_and_escapes_it() -> None:
    """What is held back is said to be so, and the page asks for nothing from elsewhere."""
    page = render_html(badge_register(holding(ENTRY))).decode()

    assert "<title>Soar Valley: register of badges</title>" in page
    assert "Dalewood &lt;Catering&gt;" in page
    assert "<td>under review</td>\n<td>1 Feb 2025</td>\n<td>31 Jan 2027</td>\n<td>insight, job</td>" in page
    assert "<td>75% to 89%</td>\n<td>not shown</td>" in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


def test_without_entries_the_page_says_that_nobody_holds_one() -> None:
    """An empty table would be a question."""
    page = render_html(badge_register(holding(authority=""))).decode()

    assert "<title>Register of badges</title>" in page
    assert "<p>Nobody holds one.</p>" in page


def test_the_order_is_that_of_the_names() -> None:
    """Whatever the order of the register."""
    second = attrs.evolve(ENTRY, organisation="ashfold Joinery")

    register = badge_register(holding(ENTRY, second))

    assert [each.organisation for each in register.entries] == ["ashfold Joinery", "Dalewood <Catering>"]
    assert register == badge_register(holding(second, ENTRY))


def test_the_register_of_one_scheme_has_no_other() -> None:
    """Asked for by its id, whatever its case."""
    other = attrs.evolve(ENTRY, scheme="covenant-starter")

    register = badge_register(holding(ENTRY, other), "Covenant-Starter ")

    assert [each.scheme for each in register.entries] == ["covenant-starter"]


def test_a_name_that_begins_like_a_formula_is_text_in_the_csv() -> None:
    """A spreadsheet program must not calculate a firm's name."""
    text = render_csv(badge_register(holding(attrs.evolve(ENTRY, organisation="=Cranes")))).decode("utf-8-sig")

    assert text.splitlines()[1].startswith("'=Cranes,GB-COH-01234567,covenant-delivery,0.1,Delivering,badge")


def test_an_identifier_is_shown_only_where_it_is_written_as_one() -> None:
    """Somebody's words in its column are nobody's identifier."""
    shown = ["GB-COH-01234567", " GB-CHC-1089464 ", "GB-COH-SC123456", "GB-LAE-LEC"]
    held_back = ["", "the firm of Mr Quill", "GB-COH-QUILLFEATHER", "01234567", "gb-coh-1"]

    assert [organisation_id_shown(each) for each in shown] == [each.strip() for each in shown]
    assert [organisation_id_shown(each) for each in held_back] == [""] * len(held_back)
