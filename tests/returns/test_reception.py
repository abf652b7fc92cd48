"""What becomes of a return by itself, and the promises that hold for all of them together."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import attrs
import pytest
from council import (
    CLEANING,
    HALF,
    Q1,
    Q2,
    REGISTER,
    cell,
    codes,
    day,
    moved,
    only,
    receipt,
    reception,
    row,
    sent,
    statuses,
    text_of,
)
from hypothesis import given
from hypothesis import strategies as st

from pledges.findings import Finding
from pledges.model import Basis, Party, Receipt, Return
from pledges.periods import Period
from pledges.returns.fingerprint import fingerprint
from pledges.returns.received import Reception

ASKING = attrs.evolve(REGISTER, contracts=(attrs.evolve(CLEANING, returns_every="quarter"), *REGISTER.contracts[1:]))


def test_a_rejected_return_never_counts() -> None:
    """The one it would have superseded counts."""
    returns = (sent("a.xlsx", row(quantity=4), on="2025-07-01"), sent("b.xlsx", row(quantity=5), on="2025-07-02"))

    outcome = reception(*returns, receipts=[receipt("b.xlsx", on="2025-07-03", status="Rejected")])

    assert statuses(outcome) == {"a.xlsx": "counted", "b.xlsx": "rejected"}
    assert codes(outcome) == ["return-rejected"]
    assert [each.version for each in outcome.received] == [1, 2]


def test_a_rejected_return_asks_nobody_anything_else() -> None:
    """Whose it is does not matter any more."""
    return_sent = sent("a.xlsx", row(), supplier="Zzyzx", period=None)

    outcome = reception(return_sent, receipts=[receipt("a.xlsx", status="rejected")])

    assert codes(outcome) == ["return-rejected"]


@pytest.mark.parametrize(
    ("known_on", "status"), [(None, "counted"), ("2025-07-05", "counted"), ("2025-07-04", "not yet known")]
)
def test_a_return_is_known_from_the_day_it_was_received(known_on: str | None, status: str) -> None:
    """The day it was received on is part of what is known on that day; before, it is not there."""
    return_sent = sent("a.xlsx", row(), on="2025-07-01")

    outcome = reception(return_sent, receipts=[receipt("a.xlsx", on="2025-07-05")], known_on=known_on)

    assert statuses(outcome) == {"a.xlsx": status}
    assert codes(outcome) == ([] if status == "counted" else ["return-not-yet-known"])
    assert only(outcome).version == (1 if status == "counted" else None)


def test_a_return_is_known_from_the_day_it_was_submitted_where_the_log_says_none() -> None:
    """Where neither says a day it has always been known."""
    returns = (sent("a.xlsx", row(), on="2025-07-01"), sent("b.xlsx", row("P-03"), supplier="S-02"))

    outcome = reception(*returns, receipts=[receipt("a.xlsx")], known_on="2025-01-01")

    submitted, undated = outcome.received
    assert (submitted.known_from, submitted.known_source) == (day("2025-07-01"), submitted.sent.source)
    assert (undated.known_from, undated.known_source) == (None, None)
    assert statuses(outcome) == {"a.xlsx": "not yet known", "b.xlsx": "counted"}


@pytest.mark.parametrize("change", [{"period": None}, {"basis": None}])
def test_a_return_that_cannot_be_placed_in_time_waits(change: dict[str, Any]) -> None:
    """The reading has already said so; it is not said twice."""
    return_sent = attrs.evolve(sent("a.xlsx", row()), **change)

    outcome = reception(return_sent)

    assert (statuses(outcome), codes(outcome)) == ({"a.xlsx": "waiting"}, [])


@pytest.mark.parametrize(("end", "status"), [("2025-03-31", "waiting"), ("2025-04-01", "counted")])
def test_a_period_that_ends_before_the_contract_makes_the_return_wait(end: str, status: str) -> None:
    """One that ends on its first day does not."""
    return_sent = sent("a.xlsx", row(), period=Period(day("2025-01-01"), day(end)))

    outcome = reception(return_sent)

    assert statuses(outcome) == {"a.xlsx": status}
    assert text_of(outcome, "return-period-before-contract") == (
        ["The period ends before the contract starts on 1 Apr 2025; the return waits."] if status == "waiting" else []
    )


def test_a_contract_without_a_start_stops_no_return() -> None:
    """What is not known cannot be contradicted."""
    return_sent = sent("a.xlsx", supplier="S-04", contract="C-003", nil=True)

    outcome = reception(return_sent)

    assert statuses(outcome) == {"a.xlsx": "counted"}


def test_the_counted_returns_are_those_that_count() -> None:
    """A short way to them."""
    returns = (sent("a.xlsx", row(quantity=4), on="2025-07-01"), sent("b.xlsx", row(quantity=5), on="2025-07-02"))

    outcome = reception(*returns)

    assert [each.shown_name for each in outcome.counted] == ["returns/b.xlsx"]


PLANTED = "Jane Plantagenet"


def stained(name: str, *keys: str, on: str | None = None, **fields: Any) -> Return:
    """Return a return with a name planted in its real path, its part and its first line."""
    lines = [row(key, 5, number) for number, key in enumerate((PLANTED, *keys), start=2)]
    changes = {"path": f"returns/{PLANTED} {name}.xlsx", **fields}
    return attrs.evolve(sent(f"{name}.xlsx", *lines, part=PLANTED, on=on), **changes)


@pytest.mark.parametrize(
    ("code", "returns", "log"),
    [
        ("return-owner-unknown", [stained("a", supplier_key=PLANTED)], []),
        ("return-owner-unknown", [stained("a", contract_key=PLANTED)], []),
        ("return-owner-contradicted", [stained("a", contract_key="C-002")], []),
        ("return-same-day", [stained("a", "P-01"), stained("b")], []),
        ("return-superseded", [stained("a", on="2025-07-01"), stained("b", "P-01", on="2025-07-02")], []),
        (
            "return-drops-pledges",
            [stained("a", on="2025-07-01"), attrs.evolve(stained("b", on="2025-07-02"), lines=())],
            [],
        ),
        ("return-overlaps-same-day", [stained("a"), stained("b", period=HALF)], []),
        ("file-duplicate", [stained("a"), stained("b")], []),
        ("keyed-beside-return", [stained("a", "P-01"), stained("b", "P-01", keyed=True)], []),
        ("return-superseded", [stained("a", keyed=True), stained("b", "P-01", keyed=True)], []),
        ("return-rejected", [stained("a")], [receipt(f"{PLANTED} a", status="rejected")]),
        ("receipts-disagree", [stained("a")], [receipt(f"{PLANTED} a", "S-01"), receipt(f"{PLANTED} a", "S-02")]),
        (
            "receipt-ambiguous",
            [stained("a", path=f"returns/1/{PLANTED}.csv"), stained("b", path=f"returns/2/{PLANTED}.csv")],
            [receipt(PLANTED)],
        ),
    ],
)
def test_no_finding_says_what_must_not_be_shown(code: str, returns: list[Return], log: list[Receipt]) -> None:
    """Real paths, names in the log, typed keys and parts stay out of every sentence."""
    mailbox = returns

    outcome = reception(*mailbox, receipts=log)

    assert code in codes(outcome)
    assert not [found for found in outcome.findings if "jane" in _words_of(found) or "plantagenet" in _words_of(found)]


def _words_of(found: Finding) -> str:
    return f"{found} {found.supplier_ref} {found.contract_ref} {found.pledge_ref}".casefold()


_DAYS = st.sampled_from([None, "2025-07-01", "2025-07-02", "2025-08-09"])
_ROWS = st.lists(
    st.builds(row, st.sampled_from(["P-01", "ECC7", "P-02", "P-03", "P-99"]), st.sampled_from([None, 0, 1, 2])),
    max_size=3,
)


@st.composite
def mailboxes(draw: st.DrawFn) -> tuple[list[Return], list[Receipt]]:
    """Return a few returns, many of them about the same thing, and a log of some of them."""
    returns, log = list[Return](), list[Receipt]()
    for number in range(draw(st.integers(1, 6))):
        name = f"{number}.xlsx"
        returns.append(
            sent(
                name,
                *(attrs.evolve(line, row_source=cell("Delivery", 2 + place)) for place, line in enumerate(draw(_ROWS))),
                supplier=draw(st.sampled_from(["S-01", "S-01", "S-01", "S-02", "nobody"])),
                contract=draw(st.sampled_from(["C-001", "C-001", "C-001", ""])),
                period=draw(st.sampled_from([Q1, Q1, Q1, Q2, HALF, None])),
                basis=draw(st.sampled_from([Basis.IN_PERIOD, Basis.IN_PERIOD, Basis.CUMULATIVE])),
                on=draw(_DAYS),
                part=draw(st.sampled_from(["", "", "North"])),
                keyed=draw(st.booleans()),
                nil=draw(st.sampled_from([False, False, True])),
            )
        )
        if draw(st.booleans()):
            status = draw(st.sampled_from(["accepted", "accepted", "rejected"]))
            log.append(receipt(name, on=draw(_DAYS), status=status, number=2 + number))
    return returns, log


@given(mailboxes(), st.randoms(use_true_random=False), st.sampled_from([None, "2025-07-01"]))
def test_the_order_of_returns_and_of_the_log_changes_nothing(
    mailbox: tuple[list[Return], list[Receipt]], random: Random, known_on: str | None
) -> None:
    """Files come in the order a disk gives them."""
    returns, log = mailbox
    mixed, mixed_log = list(returns), list(log)
    random.shuffle(mixed)
    random.shuffle(mixed_log)

    first, second = (
        reception(*some, register=ASKING, receipts=rows, known_on=known_on)
        for some, rows in ((returns, log), (mixed, mixed_log))
    )

    assert first == second


@given(mailboxes(), st.integers(0, 5))
def test_the_same_return_twice_is_one_return(mailbox: tuple[list[Return], list[Receipt]], which: int) -> None:
    """Given twice it is there once; copied under another name it is a duplicate that changes nothing else."""
    returns, log = mailbox
    again = returns[which % len(returns)]
    copy = moved(again, "zz copy.xlsx")

    once, twice, copied = (
        reception(*some, register=ASKING, receipts=log) for some in (returns, [*returns, again], [*returns, copy])
    )

    assert twice == once
    beside = {place: fate for place, fate in _fate_of(copied).items() if "zz copy" in place[0]}
    assert {fate[0] for fate in beside.values()} <= {"rejected", "duplicate"}
    assert _fate_of(copied) == _fate_of(once) | beside
    assert copied.expected == once.expected


@given(mailboxes(), mailboxes())
def test_returns_known_after_the_day_change_nothing_but_their_own_entry(
    mailbox: tuple[list[Return], list[Receipt]], later: tuple[list[Return], list[Receipt]]
) -> None:
    """The position is of what was known on that day."""
    returns, log = mailbox
    to_come = [
        attrs.evolve(sent(f"later {number}.xlsx", *each.lines), period=each.period, keyed=each.keyed, nil=each.nil)
        for number, each in enumerate(later[0])
    ]
    arrivals = [receipt(f"later {number}.xlsx", on="2025-07-11", number=50 + number) for number in range(len(to_come))]

    before, after = (
        reception(*some, register=ASKING, receipts=rows, known_on="2025-07-10")
        for some, rows in ((returns, log), ([*returns, *to_come], [*log, *arrivals]))
    )

    fates = {place: fate for place, fate in _fate_of(after).items() if "later" in place[0]}
    assert set(fates.values()) == {("not yet known", None, ())}
    assert _fate_of(after) == _fate_of(before) | fates
    assert after.expected == before.expected
    assert [found for found in after.findings if "later" not in str(found.source)] == list(before.findings)


@given(mailboxes())
def test_no_two_counted_returns_speak_of_the_same_days(mailbox: tuple[list[Return], list[Receipt]]) -> None:
    """Of what suppliers sent, two in-period returns of one owner and part never share a day."""
    returns, log = mailbox

    outcome = reception(*returns, receipts=log)

    own = [each for each in outcome.counted if not each.sent.keyed]
    for one, other in itertools.combinations(own, 2):
        same = (one.supplier_ref, one.contract_ref, one.sent.part) == (
            other.supplier_ref,
            other.contract_ref,
            other.sent.part,
        )
        assert one.period is not None
        assert other.period is not None
        assert not (same and one.period == other.period)
        in_period = one.basis is other.basis is Basis.IN_PERIOD
        assert not (same and in_period and one.period.overlaps(other.period))


def _fate_of(outcome: Reception) -> dict[tuple[str, str], tuple[str, int | None, tuple[object, ...]]]:
    return {
        (each.sent.path, str(each.sent.source)): (str(each.status), each.version, each.waiting_lines)
        for each in outcome.received
    }


TO_DATE = Basis.CUMULATIVE
NOTHING_SAID = tuple(
    (field, cell("Delivery", 1, "returns/q1.csv")) for field in ("Period start", "Period end", "Basis")
)


def saved_as_csv(**fields: Any) -> Return:
    """Return what is left of a form that was saved as CSV: its deliveries alone."""
    bare = sent("q1.csv", row(), supplier="", contract="", period=None, basis=None)
    return attrs.evolve(bare, not_given=NOTHING_SAID, **fields)


def test_a_form_that_says_nothing_of_itself_waits_and_says_what_for() -> None:
    """One finding asks whose it is, one each for what places it in time."""
    outcome = reception(saved_as_csv())

    assert statuses(outcome) == {"q1.csv": "waiting"}
    assert sorted(codes(outcome)) == [*["return-incomplete"] * 3, "return-owner-unknown"]


def test_the_log_says_whose_when_and_on_which_basis_where_the_form_does_not() -> None:
    """Returns received is enough for the return to count."""
    logged = receipt("q1.csv", "S-01", "C-001", period=Q1, basis=Basis.CUMULATIVE)

    received = only(reception(saved_as_csv(), receipts=[logged]))

    assert (str(received.status), received.period, received.basis) == ("counted", Q1, Basis.CUMULATIVE)
    assert (received.supplier_ref, received.contract_ref) == ("S-01", "C-001")


def test_of_two_forms_that_wait_the_log_says_whether_they_are_of_one_supplier() -> None:
    """What the log says of a form's supplier holds there too, although its contract is not known yet."""
    mistyped, typed = sent("a.xlsx", row(), supplier="S-03", contract="C-0"), sent("b.xlsx", row(), contract="C-0")
    logged = receipt("a.xlsx", "S-01", None)

    assert sorted(statuses(reception(mistyped, typed)).values()) == ["waiting", "waiting"]
    assert sorted(statuses(reception(mistyped, typed, receipts=[logged])).values()) == ["duplicate", "waiting"]


def test_a_log_that_cannot_be_believed_makes_no_two_forms_one() -> None:
    """Rows of one day that contradict each other, or what is typed in a keyed sheet, leave both forms waiting."""
    other, typed = sent("a.xlsx", row(), supplier="S-03", contract="C-0"), sent("b.xlsx", row(), contract="C-0")
    contradicting = [receipt("a.xlsx", "S-01", None, on="2025-07-01", period=period) for period in (Q1, HALF)]
    keyed = [sent(f"{name}.csv", row(), contract=f"C-{name}", keyed=True) for name in ("0", "9")]
    filling = [receipt(f"{name}.csv", None, "C-001") for name in ("0", "9")]

    assert sorted(statuses(reception(other, typed, receipts=contradicting)).values()) == ["waiting", "waiting"]
    assert sorted(statuses(reception(*keyed, receipts=filling)).values()) == ["waiting", "waiting"]


def test_only_what_neither_the_form_nor_the_log_gives_is_asked_for() -> None:
    """The log gave the period; the basis is still open."""
    outcome = reception(saved_as_csv(), receipts=[receipt("q1.csv", "S-01", "C-001", period=Q1)])

    assert statuses(outcome) == {"q1.csv": "waiting"}
    assert text_of(outcome, "return-incomplete") == [
        "Basis is not given, so the return cannot be placed in time; it waits."
    ]
    assert codes(outcome) == ["return-incomplete"]


def test_the_basis_in_the_log_is_believed_before_the_forms() -> None:
    """As the period is."""
    logged = receipt("q1.xlsx", basis=Basis.IN_POST)

    received = only(reception(sent("q1.xlsx", row()), receipts=[logged]))

    assert received.basis is Basis.IN_POST


def test_rows_of_the_log_that_give_two_bases_for_one_day_make_the_return_wait() -> None:
    """Nobody can tell which is meant."""
    rows = [receipt("q1.xlsx", basis=Basis.IN_POST), receipt("q1.xlsx", basis=Basis.CUMULATIVE, number=3)]

    outcome = reception(sent("q1.xlsx", row()), receipts=rows)

    assert (statuses(outcome), codes(outcome)) == ({"q1.xlsx": "waiting"}, ["receipts-disagree"])


def test_a_row_of_the_log_with_a_basis_speaks_of_the_keyed_rows_on_that_basis() -> None:
    """A keyed sheet can hold both; the log makes no running total of a figure for the period."""
    typed = [sent("k.csv", row("P-01", 5, 2), keyed=True), sent("k.csv", row("P-02", 9, 3), keyed=True, basis=TO_DATE)]

    outcome = reception(*typed, receipts=[receipt("k.csv", basis=TO_DATE, on="2025-07-05")])

    assert {each.basis: each.known_from for each in outcome.received} == {
        Basis.IN_PERIOD: None,
        Basis.CUMULATIVE: day("2025-07-05"),
    }


@pytest.mark.parametrize(
    ("log", "found"),
    [
        ([], ["form-changed"]),
        ([receipt("q1.xlsx", on="2025-07-05")], ["form-changed"]),
        ([receipt("q1.xlsx", "S-01")], []),
        ([receipt("q1.xlsx", contract="C-001")], []),
        ([receipt("q1.xlsx", status="rejected")], ["return-rejected"]),
    ],
)
def test_changed_references_are_asked_about_unless_the_council_says_whose_the_form_is(
    log: list[Receipt], found: list[str]
) -> None:
    """The form still counts; the words speak of the form and not of how it was noticed."""
    form = attrs.evolve(sent("q1.xlsx", row()), changed_at=cell("About", 9, "returns/q1.xlsx"), changed="P-7 was")

    outcome = reception(form, receipts=log)

    assert codes(outcome) == found
    assert text_of(outcome, "form-changed") == [
        "The references on this form are not those it was made with: P-7 was."
        for code in found
        if code == "form-changed"
    ]


@pytest.mark.parametrize(
    ("role", "keys", "found"),
    [
        ("subcontractor", ["P-03", "P-01"], []),
        ("subcontractor", ["P-03", "P-01", "P-02", "P-01"], []),
        ("consortium", ["P-03", "P-01"], ["form-changed"]),
        ("subcontractor", ["P-03", "P01"], ["form-changed"]),
        ("subcontractor", ["P-03", "P-10"], ["form-changed"]),
        ("subcontractor", ["P-01"], ["form-changed"]),
        ("subcontractor", ["P-03", "P-01", "P-04"], ["form-changed"]),
    ],
)
def test_a_subcontractor_may_add_its_primes_promises_to_its_form(role: str, keys: list[str], found: list[str]) -> None:
    """By their exact references, and with nothing else changed: its own promise is still there, and no other came."""
    parties = tuple(
        Party(contract_ref="C-001", supplier_ref=ref, role=each, source=cell("Parties", number))
        for number, (ref, each) in enumerate([("S-01", "prime"), ("S-02", role)], start=2)
    )
    rows = [row(key, number=number) for number, key in enumerate(keys, start=2)]
    form = attrs.evolve(
        sent("q1.xlsx", *rows, supplier="S-02"),
        changed_at=cell("Delivery", 3, "returns/q1.xlsx"),
        changed="the reference on this row was not on it",
        fingerprint=fingerprint("S-02", "C-001", Q1, ["P-03"]).upper(),
    )

    outcome = reception(form, register=attrs.evolve(REGISTER, parties=parties))

    assert [code for code in codes(outcome) if code == "form-changed"] == found
