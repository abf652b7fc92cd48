"""Records in; the words that every report uses for them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.explain import NOT_KNOWN, amount_words, count_words, exactly
from pledges.figures import DAY
from pledges.periods import day_text
from pledges.quantities import exact_amount, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.reports.records import (
        ConductRecord,
        ContractRecord,
        CriterionRecord,
        Days,
        Document,
        Number,
        PledgeRecord,
        ToldRecord,
    )

ILLUSTRATIVE = "illustrative: scheme not adopted"
"""What stands beside every decision of a scheme that the council has not adopted."""

RATINGS = ("Good", "Approaching target", "Requires improvement", "Inadequate", "Other")
"""The words of the statutory scale (Procurement Regulations 2024, regulation 39(5)), best first."""

RECORD_ONLY = "record only"
"""What stands where an amount would be promised or due, of a promise that is only recorded."""

FIGURE_WORDS: Mapping[str, str] = {
    "target": "promised",
    "due_to_date": "due by the day",
    "claimed": "claimed",
    "documented": "documented",
    "counted": "counted",
    "verified": "verified",
    "beneficiary_confirmed": "confirmed by the young people",
    "declined": "declined to confirm",
    "late": "late",
    "disputed": "in dispute",
    "shortfall": "due and not counted",
    "days_late": "days late",
    "share_of_target": "share of what was promised",
    "share_of_due": "share of what was due",
    "stretch": "hoped for beyond that",
    "share_of_stretch": "share of what was hoped for",
    "made_up": "made up by another promise",
}
"""What a reader calls each figure of a pledge."""


def criterion_nodes(criteria: Iterable[CriterionRecord], depth: int = 0) -> Iterator[tuple[int, CriterionRecord]]:
    """Yield every criterion and the parts below it in the order of the scheme, each with how deep it stands."""
    for criterion in criteria:
        yield depth, criterion
        yield from criterion_nodes(criterion.parts, depth + 1)


def amount_of(number: Number | None) -> Fraction | None:
    """Return the exact amount of a number, None where it is not known; a day is counted from the first of year 1."""
    if number is None:
        return None
    if number.unit == DAY:
        return Fraction(dt.date.fromisoformat(number.exact).toordinal())
    return exact_amount(number.exact)


def number_words(number: Number | None) -> str:
    """Return a number as people write it, `not known` where there is none."""
    return NOT_KNOWN if number is None else amount_words(amount_of(number), number.unit)


def number_words_exactly(number: Number | None) -> str:
    """Return a number as people write it, with the fraction behind it where that was rounded."""
    return number_words(number) + ("" if number is None else exactly(amount_of(number), number.unit))


def day_words(day: dt.date | None) -> str:
    """Return a day as people write it, `not known` where there is none."""
    return NOT_KNOWN if day is None else day_text(day)


def period_words(period: Days | None) -> str:
    """Return a period as people write it, `not known` where there is none."""
    return NOT_KNOWN if period is None else f"{day_text(period.start)} to {day_text(period.end)}"


def pledge_title(pledge: PledgeRecord) -> str:
    """Return what a promise is called: the register's words, else its type and amount."""
    kind = pledge.type[:1].upper() + pledge.type[1:]
    return pledge.description or f"{kind}: {number_words(pledge.target)}"


def contract_title(contract: ContractRecord) -> str:
    """Return what a contract is called, with its reference."""
    return contract.title if contract.contract_ref is None else f"{contract.title} ({contract.contract_ref})"


def every_pledge(document: Document) -> tuple[PledgeRecord, ...]:
    """Return the pledges of all contracts, in the order of the document."""
    return tuple(pledge for contract in document.contracts for pledge in contract.pledges)


def supplier_names(document: Document) -> dict[str, str]:
    """Return the suppliers' names by their references."""
    return {supplier.supplier_ref: supplier.name for supplier in document.suppliers}


def buyers(document: Document) -> tuple[str, ...]:
    """Return the names of the councils whose contracts these are, each once."""
    return tuple(dict.fromkeys(contract.buyer for contract in document.contracts if contract.buyer))


_CONDUCT = (
    ("on_time", "on time"), ("late_within_grace", "late within grace"), ("late", "late"),
    ("undated", "came, but nobody wrote when"), ("missing", "missing"), ("nil", "nil"),
    ("waiting", "waiting for somebody"), ("refused", "could not be read"), ("rejected", "rejected"),
    ("superseded", "sent again since"),
)  # fmt: skip
"""The kinds of return that a conduct names, with their words."""


def conduct_words(conduct: ConductRecord) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return how returns came, each kind that there is with its count, and the periods of each."""
    kinds = ((words, getattr(conduct, name)) for name, words in _CONDUCT)
    return tuple((f"{len(told)} {words}", tuple(_told_words(each) for each in told)) for words, told in kinds if told)


def _told_words(told: ToldRecord) -> str:
    late = "" if not told.days_late else f", {told.days_late} day{'' if told.days_late == 1 else 's'} after it was due"
    return ("period not known" if told.period is None else period_words(told.period)) + late


def remedies_words(pledge: PledgeRecord) -> str:
    """Return what a contract manager may act on, in one sentence: what is short, late or in dispute; "" for nothing."""
    told = list[str]()
    if amount_of(pledge.shortfall):
        told.append(f"{number_words(pledge.shortfall)} due and not counted")
    if pledge.days_late is not None:
        told.append(f"{number_words(pledge.days_late)} past its day")
    if amount_of(pledge.late):
        told.append(f"{number_words(pledge.late)} counted that came after its day")
    if amount_of(pledge.disputed):
        told.append(f"{number_words(pledge.disputed)} in dispute")
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}." if told else ""


def varied_words(contract: ContractRecord) -> str:
    """Return what variations have made of a contract since award, as a sentence; "" where none is in force."""
    varied = contract.variations
    if varied is None or not varied.in_force:
        return ""
    told = [f"Varied: {count_words(varied.in_force, 'variation')} in force"]
    value = amount_of(varied.value_change)
    if varied.value_now is None or value != 0:
        at_award, now = number_words(varied.value_at_award), number_words(varied.value_now)
        told.append(f"value {at_award} at award, {now} now{_change_words(value)}")
    term = amount_of(varied.term_change)
    if varied.end_now is None or term != 0:
        told.append(f"end now {number_words(varied.end_now)}{_change_words(term)}")
    return f"{'; '.join(told)}."


def _change_words(share: Fraction | None) -> str:
    if not share:
        return ""
    return f" ({percent(abs(share))} {'more' if share > 0 else 'less'} than at award)"


def made_up_words(pledge: PledgeRecord) -> str:
    """Return what another promise makes up of this one, as a sentence; "" where no clause allows it."""
    if pledge.made_up is None:
        return ""
    made_up = number_words(pledge.made_up)
    return f"Made up by another promise, as the clause allows: {made_up}. It is not counted as delivered."


def stretch_words(pledge: PledgeRecord) -> str:
    """Return what a firm hopes for beyond its promise, as a sentence; "" where it names nothing."""
    if pledge.stretch is None:
        return ""
    share = "" if pledge.share_of_stretch is None else f"; {number_words(pledge.share_of_stretch)} of that is counted"
    return f"Hoped for beyond the promise: {number_words(pledge.stretch)}{share}. It is not rated."


def file_of(source: str) -> str:
    """Return the file of a place such as `returns/q1.xlsx!Delivery!C5`."""
    return source.partition("!")[0]
