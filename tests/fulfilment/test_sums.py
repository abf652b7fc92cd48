"""How fulfilment is explained, down to its cells: the sums stand in `sums.toml`, by the same sentences."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from nouns import YEAR, line, pledge
from sums import at, sum_of, sums_in

from pledges.counting import Counted
from pledges.counting.lines import CountedLine, SetAside
from pledges.counting.offers import OfferTest
from pledges.figures import Figure, given, replay, unknown
from pledges.files.policy import default_policy
from pledges.fulfilment import Fulfilment, fulfil_all
from pledges.fulfilment.roll_ups import RollUp, roll_ups
from pledges.model import (
    Basis,
    Confirmation,
    ConfirmationGrade,
    EvidenceLine,
    Fact,
    Grade,
    Length,
    Pledge,
    Return,
    ShareOf,
    Substitution,
)
from pledges.provenance import SourceFile
from pledges.targets import Target

POLICY = default_policy()
AMOUNTS = (
    "claimed", "documented", "counted", "verified", "beneficiary_confirmed", "declined", "late", "disputed",
)  # fmt: skip
FIGURES = ("target", "due_to_date", *AMOUNTS, "shortfall", "days_late", "share_of_target", "share_of_due")
ALL = dict(zip(AMOUNTS, (9, 8, 7, 5, 3, 2, 4, 1), strict=True))
NUMBER = {"has_number": True, "has_nil": False, "has_pending": False}
NO_NUMBER = {**dict.fromkeys(AMOUNTS, 0), "has_number": False}


def promise(ref: str = "P-1", **fields: Any) -> Pledge:
    """Return a promise of ten people whose every cell can be told from those of others."""
    places = {"source": at(f"Row of {ref}"), "due_source": at(f"Due of {ref}")}
    return pledge(ref, **{**places, **fields})


def counts(of: Pledge, **said: Any) -> Counted:
    """Return what counts for a promise, each amount from a cell of its own; None where nobody knows an amount."""
    given_or_all = {**ALL, **NUMBER, **said}
    amounts = {name: amount(name.replace("_", " "), given_or_all.pop(name), of) for name in AMOUNTS}
    return Counted(**{"pledge": of, "lines": (), **amounts, **given_or_all})


def amount(label: str, value: Fraction | int | None, of: Pledge) -> Figure:
    """Return an amount of a promise from a cell of its own."""
    where = at(f"{label} of {of.ref}")
    if value is None:
        return unknown(label, f"{label} of {of.ref} is not known", unit=of.unit, source=where)
    return given(label, value, where, unit=of.unit)


def aimed(of: Pledge, in_all: int | None = 10, due: int | None = 8, stretch: int | None = None) -> Target:
    """Return a promise's target, what is due of it, and what is hoped for."""
    hoped = None if stretch is None else amount("stretch", stretch, of)
    return Target(in_all=amount("target", in_all, of), due=amount("due", due, of), stretch=hoped)


def delivered(ref: str, person: str, counted: int, reported: int | None = None) -> CountedLine:
    """Return a line of one person of whom so much counts, and so much was reported."""
    evidence: EvidenceLine = line(ref, quantity=counted, person_ref=person)
    sent = Return(
        file=SourceFile(name="q1.xlsx", digest="sha256:1"), layout="pledges-return/1", source=at("About"),
        lines=(evidence,), period=YEAR, basis=Basis.IN_PERIOD,
    )  # fmt: skip
    part = given("counted", counted, at(f"Delivery of {person} for {ref}"), unit="people")
    said = given(
        "reported", counted if reported is None else reported, at(f"Report of {person} for {ref}"), unit="people"
    )
    return CountedLine(
        line=evidence, sent=sent, source=at("Delivery"), grade=Grade.DOCUMENTED, day=YEAR.end, amount=said, counted=part
    )


def fulfilled(
    *counted: Counted,
    on: dt.date = YEAR.end,
    targets: Mapping[str, Target] | None = None,
    facts: Iterable[Fact] = (),
) -> tuple[Fulfilment, ...]:
    """Return how far promises are fulfilled on a day, by a target of ten of which eight are due."""
    aims = {each.pledge.ref: aimed(each.pledge) for each in counted} | dict(targets or {})
    by_ref = {each.pledge.ref: each for each in counted}
    return fulfil_all([each.pledge for each in counted], by_ref, aims, POLICY, on=on, facts=facts)


def in_brief(*counted: Counted, only: str = "", **how: Any) -> str:
    """Return the same with what counts, what is short and late, and the share of what is due."""
    return told(*counted, only=only, shown=("counted", "shortfall", "days_late", "share_of_due"), **how)


def told(*counted: Counted, only: str = "", shown: Sequence[str] = FIGURES, **how: Any) -> str:
    """Return the state, the rating and the sums of promises (or of `only` one) as a person reads them."""
    found = [each for each in fulfilled(*counted, **how) if each.pledge.ref == only or not only]
    return "\n".join(_told(each, shown) for each in found)


def _told(each: Fulfilment, shown: Sequence[str]) -> str:
    left_out = f"; left out: {each.left_out_because}" if each.left_out_because else ""
    figures = [getattr(each, name) for name in shown] + [each.made_up, each.stretch, each.share_of_stretch]
    assert [replay(figure) for figure in figures if figure] == [figure.value for figure in figures if figure]
    return f"{each.pledge.ref}: {each.state.value}, {each.rating} ({each.rating_because}){left_out}\n{sum_of(*figures)}"


ROLLED = (
    "target", "due_to_date", "claimed", "documented", "counted", "verified", "counted_known", "counted_towards_target",
    "over_target", "persons_once",
)  # fmt: skip


def persons_once(*counted: Counted) -> str:
    """Return the roll-ups of promises with each person once."""
    return rolled_up(*counted, shown=("persons_once",))


def rolled_up(*counted: Counted, shown: Sequence[str] = ROLLED, **how: Any) -> str:
    """Return the roll-ups of promises as a person reads them."""
    return "\n".join(_rolled(each, shown) for each in roll_ups(fulfilled(*counted, **how)))


def _rolled(each: RollUp, shown: Sequence[str]) -> str:
    left_out = "".join(f"; without {ref}: {why}" for ref, why in each.left_out)
    head = f"{each.type} in {each.unit}: {each.pledges} promises, {each.not_known} not known{left_out}"
    return f"{head}\n{sum_of(*(getattr(each, name) for name in shown))}"


def share(**of: Any) -> Pledge:
    """Return a promise of a quarter that is a share of P-2 in P-3, or in a fact."""
    parts = ShareOf(**{"part_ref": "P-2", "source": at("Share of"), **(of or {"whole_ref": "P-3"})})
    return promise("P-1", unit="%", quantity=Fraction(25), share_of=parts)


def workforce(value: int, where: str = "Fact") -> Fact:
    """Return how many people the supplier employed at the year's end."""
    return Fact(
        supplier_ref="S-01", name="uk_workforce", value=Fraction(value), as_at=YEAR.end, source=at(where), unit="people"
    )


def made_up_by(other: str, ref: str = "P-1", **fields: Any) -> Pledge:
    """Return a promise of ten of which another makes up one for two of its own."""
    rule = Substitution(number=Fraction(2), of_ref=other, makes=Fraction(1), source=at("Substitution"))
    return promise(ref, substitution=rule, **fields)


def stays(counted: int, *asides: str, amount: int | None = 1) -> Counted:
    """Return what counts of a promise by staying, with a line set aside for each of these reasons."""
    of = promise(sustained_for=Length(number=Fraction(26), unit="weeks", source=at("Sustained for")))
    lines = [delivered("P-1", "Z", counted)]
    lines += [
        attrs.evolve(
            delivered("P-1", person, 0, reported=amount),
            amount=None if amount is None else given("reported", amount, at("Report"), unit="people"),
            set_aside=SetAside(reason=reason, text="It is set aside."),
        )
        for person, reason in zip("ABCDEF"[: len(asides)], asides, strict=True)
    ]
    return counts(of, counted=counted, lines=tuple(lines[:2]), part_lines=tuple(lines[2:]))


ONE, TWO, THREE = promise("P-1"), promise("P-2"), promise("P-3")
PART = promise("P-2", parent_ref="P-1")
LATE = YEAR.end + dt.timedelta(days=2)
SUMS = sums_in(Path(__file__).with_name("sums.toml"))
CASES: dict[str, Callable[[], str]] = {
    "Reported and rated by what is due": partial(told, counts(ONE)),
    "A stretch stands beside the target": partial(in_brief, counts(ONE), targets={"P-1": aimed(ONE, stretch=14)}),
    "Late by two days": partial(in_brief, counts(ONE), on=LATE),
    "All of it counted, however late": partial(in_brief, counts(ONE, counted=10), on=LATE),
    "Nothing is due": partial(in_brief, counts(ONE), targets={"P-1": aimed(ONE, due=0)}),
    "Nobody knows what is promised": partial(
        in_brief, counts(ONE), targets={"P-1": aimed(ONE, in_all=None, due=None)}, on=LATE
    ),
    "No return reports it": partial(told, counts(ONE, **NO_NUMBER), on=LATE),
    "No return reports it, and nothing is due": partial(
        in_brief, counts(ONE, **NO_NUMBER), targets={"P-1": aimed(ONE, due=0)}
    ),
    "The number is still to come": partial(
        told,
        counts(ONE, **NO_NUMBER, has_pending=True, open_because="the quantity is still to come", open_source=at("TBC")),
    ),
    "Nil is nothing": partial(in_brief, counts(ONE, **NO_NUMBER, has_nil=True)),
    "A promise without a Due": partial(in_brief, counts(promise(due=None)), targets={"P-1": aimed(ONE)}, on=LATE),
    "A parent with its part": partial(told, counts(ONE), counts(PART, counted=2)),
    "A part nobody reports": partial(in_brief, counts(ONE), counts(PART, **NO_NUMBER), only="P-2"),
    "A parent whose part is still open": partial(
        in_brief,
        counts(ONE, **NO_NUMBER),
        counts(PART, **NO_NUMBER, has_pending=True, open_because="still to come", open_source=at("TBC")),
        only="P-1",
    ),
    "What is only recorded": partial(
        in_brief, counts(promise(record_only=True, quantity=None)), targets={"P-1": aimed(ONE, in_all=None, due=0)}
    ),
    "A share of another promise": partial(
        told,
        counts(share(), **NO_NUMBER),
        counts(TWO),
        counts(THREE, counted=20),
        targets={"P-1": aimed(share(), 25, 25)},
        only="P-1",
    ),
    "A share of a whole that is nothing": partial(
        in_brief, counts(share()), counts(TWO), counts(THREE, counted=0), only="P-1"
    ),
    "A share of a whole that nobody reports": partial(
        in_brief, counts(share()), counts(TWO), counts(THREE, **NO_NUMBER), only="P-1"
    ),
    "A share of a whole that is still open": partial(
        in_brief,
        counts(share()),
        counts(TWO),
        counts(THREE, **NO_NUMBER, has_pending=True, open_because="the whole is still to come"),
        only="P-1",
    ),
    "A share of a whole that is nil": partial(
        in_brief, counts(share()), counts(TWO), counts(THREE, **NO_NUMBER, has_nil=True), only="P-1"
    ),
    "A share of what is no promise": partial(in_brief, counts(share()), counts(TWO), only="P-1"),
    "A share whose part nobody knows": partial(
        in_brief, counts(share()), counts(TWO, counted=None), counts(THREE), only="P-1"
    ),
    "A share whose part is nil": partial(
        in_brief, counts(share()), counts(TWO, **NO_NUMBER, has_nil=True), counts(THREE), only="P-1"
    ),
    "A share whose part is still open": partial(
        in_brief,
        counts(share()),
        counts(TWO, **NO_NUMBER, has_pending=True, open_because="the part is still to come", open_source=at("TBC")),
        counts(THREE),
        only="P-1",
    ),
    "A share of a fact": partial(
        in_brief, counts(share(whole_fact="uk_workforce")), counts(TWO), facts=(workforce(35),), only="P-1"
    ),
    "A share of a fact that nobody wrote": partial(
        in_brief, counts(share(whole_fact="uk_workforce")), counts(TWO), only="P-1"
    ),
    "One or the other: the better stands for both": partial(
        in_brief, counts(promise(either_or_group="Route")), counts(promise("P-2", either_or_group="route "), counted=9)
    ),
    "One or the other, and the lesser is not known": partial(
        in_brief,
        counts(promise(either_or_group="Route")),
        counts(promise("P-2", either_or_group="Route"), **NO_NUMBER),
        on=LATE,
    ),
    "One or the other, of which nothing and a little was done": partial(
        in_brief,
        counts(promise(either_or_group="Route"), counted=0),
        counts(promise("P-2", either_or_group="Route"), counted=1),
    ),
    "Made up by another promise": partial(
        told, counts(made_up_by("P-2")), counts(promise("P-2", unit="sessions"), counted=13), on=LATE, only="P-1"
    ),
    "Made up in part, to be short by less": partial(
        in_brief, counts(made_up_by("P-2"), counted=4), counts(TWO, counted=12), only="P-1"
    ),
    "Two promises are made up by a third, the first first": partial(
        in_brief,
        counts(made_up_by("P-3"), counted=9),
        counts(made_up_by("P-3", ref="P-2"), counted=9),
        counts(THREE, counted=13),
    ),
    "Nothing that could make it up": partial(in_brief, counts(made_up_by("P-2")), counts(TWO), only="P-1"),
    "Exactly its own target cannot make up another": partial(
        in_brief, counts(made_up_by("P-2")), counts(TWO, counted=10), only="P-1"
    ),
    "What would make it up is not known": partial(
        in_brief, counts(made_up_by("P-2")), counts(TWO, **NO_NUMBER), only="P-1"
    ),
    "What would make it up has no target": partial(
        in_brief,
        counts(made_up_by("P-2")),
        counts(TWO, counted=12),
        targets={"P-2": aimed(TWO, in_all=None)},
        only="P-1",
    ),
    "What is to be made up is not known": partial(
        in_brief, counts(made_up_by("P-2"), **NO_NUMBER), counts(TWO, counted=12), only="P-1"
    ),
    "What would make it up is no promise": partial(in_brief, counts(made_up_by("P-9"))),
    "A part is not made up": partial(
        in_brief,
        counts(ONE),
        counts(made_up_by("P-3", ref="P-2", parent_ref="P-1")),
        counts(THREE, counted=12),
        only="P-2",
    ),
    "By staying, with those who did not, or not yet": partial(
        in_brief,
        stays(7, "not-sustained", "not-yet-sustained", "not-sustained", "sustained-not-known", "duplicate-person"),
    ),
    "By staying, with a row that gives no number": partial(in_brief, stays(0, "not-sustained", amount=None), on=LATE),
    "Two promises rolled up": partial(rolled_up, counts(ONE), counts(TWO, counted=12)),
    "A roll-up of which one is not known": partial(rolled_up, counts(ONE), counts(TWO, **NO_NUMBER)),
    "A roll-up of which nothing is known": partial(rolled_up, counts(ONE, **NO_NUMBER)),
    "A roll-up of what has no target": partial(rolled_up, counts(ONE), targets={"P-1": aimed(ONE, in_all=None)}),
    "A roll-up leaves out parts and shares": partial(
        rolled_up,
        counts(promise("P-4")),
        counts(promise("P-5", parent_ref="P-4")),
        counts(share()),
        counts(TWO),
        counts(THREE),
    ),
    "A roll-up of what counts no people": partial(rolled_up, counts(promise(unit="GBP"))),
    "The same person in two promises": partial(
        persons_once,
        counts(ONE, counted=2, lines=(delivered("P-1", "A", 1), delivered("P-1", "B", 1))),
        counts(TWO, counted=2, lines=(delivered("P-2", "A", 1), delivered("P-2", "C", 1))),
    ),
    "Shares of one person stay whole": partial(
        persons_once,
        counts(ONE, counted=2, lines=(delivered("P-1", "A", 2, reported=5),)),
        counts(TWO, counted=3, lines=(delivered("P-2", "A", 3, reported=5),)),
    ),
}


@pytest.mark.parametrize("sentence", CASES)
def test_fulfilment_is_explained_down_to_its_cells(sentence: str) -> None:
    """Each number has its name, its unit and its cell, and what nobody knows has its reason."""
    assert CASES[sentence]() == SUMS[sentence]


def test_a_fulfilment_keeps_its_day_its_lines_and_the_tests_of_its_offer() -> None:
    """What was counted can be asked for where the promise is shown."""
    test = OfferTest(
        honoured=True,
        test=Confirmation(
            pledge_ref="P-1", grade=ConfirmationGrade.OFFER_HONOURED, confirmed_on=LATE, source=at("Confirmations")
        ),
    )
    own, again = delivered("P-1", "A", 1), delivered("P-1", "B", 1)
    counted = counts(ONE, lines=(own,), offers=(test,), continuations=(again,))

    (found,) = fulfilled(counted, on=LATE)

    assert (found.on, found.lines, found.part_lines) == (LATE, (own,), ())
    assert (found.offers, found.continuations) == ((test,), (again,))


def test_no_sum_is_left_without_its_case() -> None:
    """What the file of sums says is what the cases above make."""
    assert list(SUMS) == list(CASES)
