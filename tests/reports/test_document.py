import datetime as dt

import attrs
import pytest
from assessments import assessment, register_cell

from pledges.audience import MAY_READ, Audience
from pledges.explain import figures_of
from pledges.figures import given_day, replay
from pledges.quantities import exact, rounded
from pledges.reports.document import hints_of, number, officer_document, permitted, record_types
from pledges.reports.records import BadgeRegister, Days, Document, Number
from pledges.reports.suppliers import supplier_document

POSITION = assessment()
OFFICER = officer_document(POSITION)


WRITTEN = record_types(Document) | record_types(BadgeRegister)


def test_the_allow_list_for_officers_is_exactly_what_the_records_hold() -> None:
    """A field added to a record is written out only once somebody has put it on the list."""
    held = {record.__name__: frozenset(hints_of(record)) for record in WRITTEN}

    assert MAY_READ[Audience.OFFICER] == held


def test_a_supplier_may_read_no_more_than_officers_and_the_public_the_register_of_badges_alone() -> None:
    """The lists of the other audiences leave out; they never add."""
    officer, supplier, public = (
        MAY_READ[audience] for audience in (Audience.OFFICER, Audience.SUPPLIER, Audience.PUBLIC)
    )

    assert all(supplier[record] <= fields for record, fields in officer.items())
    assert {record for record, fields in public.items() if fields} == {"BadgeRegister", "RegisterEntryRecord"}
    assert all(public[record] <= fields for record, fields in officer.items())
    assert not {"verified", "beneficiary_confirmed", "declined", "explanation"} & supplier["PledgeRecord"]


def test_every_number_of_a_pledge_is_its_replayed_figure() -> None:
    """What is written is what the figure comes to when it is computed again from its leaves."""
    by_ref = {each.pledge_ref: each for contract in OFFICER.contracts for each in contract.pledges}

    for contract in POSITION.contracts:
        for fulfilment in contract.fulfilments:
            record = by_ref[fulfilment.pledge.ref]
            for name, figure in figures_of(fulfilment).items():
                again = replay(figure)
                expected = None if again is None else Number(value=rounded(again), exact=exact(again), unit=figure.unit)
                assert getattr(record, name) == expected
                assert record.explanation[name].exact == (None if again is None else exact(again))


def test_every_number_of_a_line_a_total_and_a_criterion_is_its_replayed_figure() -> None:
    """No other number is written either that would not replay."""
    lines = [line for each in POSITION.contracts for done in each.fulfilments for line in done.lines]
    line_records = [line for each in OFFICER.contracts for pledge in each.pledges for line in pledge.lines]
    criteria = [
        c
        for each in POSITION.suppliers
        for badge in each.badges
        for level in badge.decision.levels
        for c in level.criteria
    ]
    criterion_records = [
        c for each in OFFICER.suppliers for badge in each.badges for level in badge.levels for c in level.criteria
    ]
    totals = [total for each in POSITION.contracts for total in each.totals]
    total_records = [total for each in OFFICER.contracts for total in each.totals]
    pairs = [(line.counted, record.counted) for line, record in zip(lines, line_records, strict=True)]
    pairs += [(line.amount, record.amount) for line, record in zip(lines, line_records, strict=True) if line.amount]
    pairs += [
        (each.observed, record.observed)
        for each, record in zip(criteria, criterion_records, strict=True)
        if each.observed
    ]
    pairs += [
        (figure, getattr(record, name))
        for total, record in zip(totals, total_records, strict=True)
        for name, figure in figures_of(total).items()
    ]

    for figure, record in pairs:
        again = replay(figure)
        assert (None if record is None else record.exact) == (None if again is None else exact(again))


def test_unknown_amounts_are_none_and_never_nought() -> None:
    """Missing and pending: amounts and shares are null, and the rating is Other."""
    unknown = [
        each for contract in OFFICER.contracts for each in contract.pledges if each.state in {"missing", "pending"}
    ]

    assert [each.pledge_ref for each in unknown] == ["P-10", "P-13"]
    for each in unknown:
        assert (each.counted, each.verified, each.claimed, each.share_of_due, each.share_of_target) == (None,) * 5
        assert each.rating == "Other"


def test_a_record_without_an_entry_in_the_allow_list_cannot_be_written() -> None:
    """A new kind of record fails until somebody has decided who may read it."""

    @attrs.frozen(kw_only=True)
    class Unlisted:
        text: str

    with pytest.raises(KeyError):
        permitted(Unlisted(text="anything"), Audience.OFFICER)


def test_a_day_is_written_as_its_iso_text() -> None:
    """A criterion may be about a day."""
    day = given_day("signed", dt.date(2025, 4, 1), register_cell("A3", sheet="Events"))

    assert number(day) == Number(value="2025-04-01", exact="2025-04-01", unit="day")
    assert number(None) is None


def test_a_field_that_cannot_be_left_empty_cannot_be_withheld() -> None:
    """Taking a field off a list fails at once where the record has no way to say nothing."""
    narrowed = {**MAY_READ[Audience.PUBLIC], "Days": frozenset({"start"})}

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(MAY_READ, Audience.PUBLIC, narrowed)
        with pytest.raises(TypeError):
            permitted(Days(start=dt.date(2026, 1, 1), end=dt.date(2026, 3, 31)), Audience.PUBLIC)


def test_what_an_audience_may_not_read_is_left_empty_by_its_kind() -> None:
    """Unknown for what may be unknown, nothing for lists and mappings, no words for words."""
    pledge = supplier_document(POSITION, "S-01").contracts[0].pledges[0]
    badge = supplier_document(POSITION, "S-01").suppliers[0].badges[0]

    assert (pledge.verified, pledge.explanation) == (None, {})
    assert badge.next is not None
    assert (badge.next.missing[0].text, badge.levels[0].criteria[0].sources) == ("", ())


def test_two_versions_of_a_scheme_are_both_among_the_digests() -> None:
    """Whichever of them a badge rests on; and what the position names already is not named again."""
    position = assessment()
    (older,) = [each for each in position.suppliers if each.badges][:1]
    badge = older.badges[0]
    decision = attrs.evolve(badge.decision, version="0.2", digest="sha256:" + "2" * 64)
    newer = attrs.evolve(older, badges=(badge, attrs.evolve(badge, decision=decision)))
    changed = attrs.evolve(position, suppliers=(newer,), digests={})
    known = {f"schemes/ours-{number}": f"sha256:{number * 64}" for number in ("1", "2")}

    found = officer_document(changed).digests.schemes
    named = officer_document(attrs.evolve(changed, digests=known)).digests.schemes

    first = badge.decision
    assert found == {first.scheme: first.digest, f"{first.scheme}-0.2": decision.digest}
    assert named == {"ours-1": known["schemes/ours-1"], "ours-2": decision.digest, first.scheme: first.digest}
