"""What a letter tells of a decision, and what it must not tell."""

import datetime as dt
from fractions import Fraction

import attrs
import pytest
from nouns import cell, line, pledge, supplier
from ways_positions import scheme_of, value

from pledges.assess import Intake, assess
from pledges.eligibility.lack import (
    EventSo,
    FactSo,
    Lack,
    LastingOutcome,
    MoreAnswers,
    MoreConfirmation,
    MoreDelivery,
    NewPledge,
    ReturnCome,
    Settlement,
    Wait,
    Way,
    no_way,
)
from pledges.explain.aloud import change_aloud
from pledges.explain.decision_letter import MOST_REASONS, DecisionLetter, decision_letter
from pledges.files.policy import default_policy
from pledges.model import Basis, Confirmation, ConfirmationGrade, Event, Register, Return
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.rulebook import Appeal, Criterion, Rulebook, Scheme

ON = dt.date(2026, 4, 30)
DAY = dt.date(2026, 9, 30)
VOICE = Criterion(
    id="Y", name="Voice", measure="voice",
    thresholds={"exempt_below": (value(3, "lt"),), "minimum_answers": (value(1, "gte"),)},
)  # fmt: skip
VERIFIED = Criterion(
    id="V", name="Verified", measure="verified", thresholds={"minimum": (value(Fraction(1, 2), "gte"),)}
)
BELOW = Criterion(id="L", name="All of Bronze", measure="meets_level", options={"level": "bronze"})


def letter(scheme: Scheme, answered: int, events: tuple[Event, ...] = ()) -> DecisionLetter:
    """Return the letter to a firm that delivered everything, about which so many of ten young people answered."""
    promised = pledge("P-01", contract_ref=None, due=dt.date(2026, 3, 31))
    file = SourceFile(name="returns/year.xlsx", digest="sha256:" + "1" * 64)
    sent = Return(
        file=file, layout="pledges-return/1", source=CellRef(file=file.name), lines=(line("P-01", 10),),
        supplier_key="S-01", period=Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31)), basis=Basis.IN_PERIOD,
    )  # fmt: skip
    confirmed = Confirmation(
        pledge_ref="P-01", grade=ConfirmationGrade.BENEFICIARY, confirmed_on=ON, source=cell(sheet="Confirmations"),
        quantity=Fraction(answered),
    )  # fmt: skip
    detail = f"invited=10; answered={answered}; as promised={answered}"
    heard = Event(day=ON, supplier_ref="S-01", kind="feedback", source=cell(sheet="Events"), detail=detail)
    firm = supplier("S-01", contact_role="HR lead")
    known = Register(
        suppliers=(firm,), contracts=(), pledges=(promised,), events=(heard, *events), confirmations=(confirmed,)
    )
    position = assess(known, Intake(returns=(sent,)), Rulebook(policy=default_policy(), schemes=(scheme,)), on=ON)
    return decision_letter(position.suppliers[0].badges[0], firm.name, firm.ref, on=ON, authority="Soar Valley")


@pytest.mark.parametrize("fewer", [1, 4])
@pytest.mark.parametrize(
    "scheme",
    [scheme_of((VOICE,)), scheme_of((VERIFIED, VOICE)), scheme_of((attrs.evolve(VOICE, id="G", measure="", needs="all",
     thresholds={}, parts=(VOICE,)),))],
    ids=["voice", "verified and voice", "in a group"],
)  # fmt: skip
def test_fewer_than_five_answers_change_nothing_in_a_letter(scheme: Scheme, fewer: int) -> None:
    """Not even whether the level is reached: with all else met, that would be the answer to what they said."""
    assert letter(scheme, fewer) == letter(scheme, 2)
    assert letter(scheme, 10) != letter(scheme, 2)


@pytest.mark.parametrize(
    ("events", "meanwhile", "told"),
    [
        ((), "unchanged for a refusal; suspended for a revocation", None),
        (("badge issued",), "unchanged for a refusal; suspended for a revocation", "unchanged"),
        (("badge issued", "badge revoked"), "unchanged for a refusal; suspended for a revocation", "suspended"),
        (("badge issued",), "as it was", "as it was"),
        (("badge issued",), "suspended for a revocation", None),
    ],
)
def test_the_status_while_an_appeal_runs_is_told_where_there_is_one(
    events: tuple[str, ...], meanwhile: str, told: str | None
) -> None:
    """What holds after a refusal is told to whoever holds a badge, after a revocation to whoever lost it."""
    scheme = scheme_of((VERIFIED,))
    scheme = attrs.evolve(scheme, appeal=Appeal(reference="Cabinet", meanwhile=meanwhile))
    recorded = tuple(
        Event(day=dt.date(2026, 1, 1 + day), supplier_ref="S-01", kind=kind, source=cell(sheet="Events"), scheme="ours",
              scheme_version="1", level="bronze")
        for day, kind in enumerate(events)
    )  # fmt: skip

    found = [each for each in letter(scheme, 10, recorded).appeal if each.startswith("Your status meanwhile")]

    assert found == ([] if told is None else [f"Your status meanwhile: {told}."])


def test_a_level_that_asks_about_a_lower_one_does_not_tell_of_its_answers_either() -> None:
    """The lower level's voice is the upper one's condition."""
    scheme = scheme_of((BELOW,))
    bronze, silver = scheme.levels
    scheme = attrs.evolve(scheme, levels=(attrs.evolve(bronze, criteria=(*bronze.criteria, VOICE)), silver))

    assert letter(scheme, 0) == letter(scheme, 4)
    assert "Silver: its criteria are met, and it can be issued." in letter(scheme, 10).decision


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ((MoreDelivery(pledge_ref="P-1", amount=Fraction(3), unit="people"),),
         "Deliver and document 3 more people of P-1."),
        (tuple(MoreDelivery(pledge_ref=f"P-{n}", amount=Fraction(1), unit="people") for n in range(1, 6)),
         ("Deliver and document 1 more person of P-1, 1 more person of P-2, 1 more person of P-3 and more of 2 further "
          "promises.")),
        ((MoreDelivery(pledge_ref="P-1", amount=Fraction(3), unit="people", is_claimed=True),),
         "Send us documents for the 3 people of P-1 that you have claimed."),
        ((MoreDelivery(pledge_ref="P-1", amount=Fraction(3), unit="people", is_report=True),),
         "Send us the return for P-1 (3 people would be enough)."),
        ((MoreDelivery(pledge_ref="P-1", amount=Fraction(0), unit="people", is_report=True),),
         "Send us the return for P-1."),
        ((MoreDelivery(pledge_ref="P-1", amount=Fraction(4), unit="sessions", is_same_group=True),),
         "Deliver and document 4 more sessions with one and the same group of P-1."),
        ((MoreConfirmation(pledge_ref="P-1", amount=Fraction(2), unit="events"),),
         ("Nothing new has to be delivered: somebody other than you, such as a training provider, must confirm 2 more "
          "events of P-1.")),
        ((MoreConfirmation(pledge_ref="P-1", amount=Fraction(2), unit="events", by_young_people=True),),
         "More of it must be confirmed by the young people themselves."),
        ((MoreAnswers(count=3, is_private=True),),
         "More of the young people you supported must be heard, and say that it was as promised."),
        ((LastingOutcome(pledge_ref="P-1", length=Fraction(26), unit="weeks"),),
         "What you do for one person under P-1 must have gone on for 26 weeks."),
        ((FactSo(name="pays_living_wage", value=Fraction(1), as_at=ON, is_yes=True),),
         "Show us that this is so: pays living wage."),
        ((FactSo(name="uk_workforce", value=Fraction(10), as_at=ON),),
         "Tell us this: number of people you employ in the UK."),
        ((FactSo(name="paid_leave", value=Fraction(19, 2), as_at=ON, unit="days", bound="at least"),),
         "Paid leave must be at least 9.5 days; show us."),
        ((EventSo(kind="contact named", day=ON),), "Name somebody we can talk to."),
        ((EventSo(kind="interim check", day=ON),), "This must have happened and be recorded: interim check."),
        ((EventSo(kind="badge issued", day=ON, scheme="ours", level="bronze"),), "Bronze must be held first."),
        ((EventSo(kind="badge issued", day=ON, scheme="living-wage"),), "A badge of living-wage must be in force."),
        ((ReturnCome(contract_ref="C-1", period=Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31)), due=ON),),
         "Send us the return of C-1 for 1 Jan 2026 to 31 Mar 2026."),
        ((NewPledge(first=ON, last=DAY, type="job"),),
         ("Make a further promise in another category, with a quantity and a last day between 30 Apr 2026 and 30 Sep "
          "2026.")),
        ((NewPledge(first=ON, last=DAY, type="job"), NewPledge(first=ON, last=DAY)),
         ("Make 2 further promises, one of them in another category, with a quantity and a last day between 30 Apr "
          "2026 and 30 Sep 2026.")),
        ((Settlement(field="Organisation id"),),
         "Tell us your organisation's identifier, such as its company number."),
        ((Wait(day=DAY, level="silver", criterion="T", given=(EventSo(kind="breach closed", day=ON),)),),
         "Put the breach right; we close it then. Then it can be met on 30 Sep 2026, and not before."),
    ],
)  # fmt: skip
def test_what_would_change_a_decision_is_said_to_the_firm(lacks: tuple[Lack, ...], said: str) -> None:
    """In words of everyday, without the sheets and columns of the council's register."""
    assert change_aloud(Way(by="delivery", lacks=lacks), scheme_of(())) == said


def test_what_nobody_can_supply_is_said_as_it_is() -> None:
    """And what the council must settle is said to be the council's."""
    said = [
        change_aloud(no_way("The target of P-1 must be settled.", by=by), scheme_of(())) for by in ("time", "register")
    ]

    assert said == [
        "The target of P-1 must be settled.", "This is for us to settle first. The target of P-1 must be settled.",
    ]  # fmt: skip


def test_a_letter_of_one_page_tells_so_many_reasons_and_names_the_others() -> None:
    """The others are not kept back, and are told on asking."""
    criteria = tuple(
        Criterion(id=f"F{number}", name=f"Fact {number}", measure="fact", options={"fact": f"fact_{number}"})
        for number in range(MOST_REASONS + 2)
    )

    told = letter(scheme_of(criteria), 10)

    assert [each.name for each in told.reasons] == [f"Fact {number}" for number in range(MOST_REASONS)]
    assert told.more == ("Fact 10", "Fact 11")


def test_where_other_parts_of_a_group_would_do_as_well_the_letter_says_so() -> None:
    """Two of four: the two that are named are one way; of two of two there is no other."""
    facts = [
        Criterion(id=f"W{number}", name=f"Good work {number}", measure="fact", options={"fact": f"good_work_{number}"})
        for number in range(4)
    ]

    def change(*parts: Criterion) -> str:
        two = Criterion(
            id="W", name="Two", needs="at least", parts=parts, thresholds={"minimum": (value(2, "gte"),)}
        )  # fmt: skip
        (reason,) = letter(scheme_of((two,)), 10).reasons
        return reason.change

    assert change(*facts).startswith("One way is this. Show us that this is so: good work 0.")
    assert change(*facts[:2]).startswith("Show us that this is so: good work 0.")


def test_what_a_panel_judges_is_named_and_a_mark_of_a_scale_is_said_in_its_word() -> None:
    """Nothing that a level asks is left out of its letter; of three pillars any two would do."""
    judged = Criterion(id="J", name="Conduct", measure="panel", options={"why": "conduct"})
    pillars = Criterion(
        id="P", name="Pillars", measure="facts", thresholds={"minimum": (value(2, "gte"),)},
        options={"facts": ("pillar_a", "pillar_b", "pillar_c"), "scale": "marks", "at": "silver"},
    )  # fmt: skip

    told = letter(scheme_of((judged, pillars)), 10)

    assert told.panel == ("Conduct",)
    (reason,) = told.reasons
    assert reason.change == (
        "One way is this. Pillar a must be silver or higher; show us. Pillar b must be silver or higher; show us."
    )


def test_a_day_that_is_waited_for_follows_nothing_where_nothing_must_happen_first() -> None:
    """*Then* only after something, and no other way is spoken of where there is none."""
    upheld = Event(day=dt.date(2026, 1, 15), supplier_ref="S-01", kind="complaint upheld", source=cell(sheet="Events"))
    quiet = Criterion(
        id="Q", name="Quiet", measure="events", thresholds={"maximum": (value(0, "lte"),)},
        options={"event": "complaint upheld", "within_months": 12},
    )  # fmt: skip

    (reason,) = letter(scheme_of((quiet,)), 10, (upheld,)).reasons

    assert reason.change == "It can be met on 15 Jan 2027, and not before."
