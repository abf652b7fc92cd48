"""A register and a period in, one form for each supplier and contract out: what was promised, ready to be filled in."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

import attrs

from pledges.forms.asked import further_columns
from pledges.forms.columns import BASES, DELIVERY, DELIVERY_MORE, YES_NO
from pledges.forms.guide import form_guide
from pledges.forms.plan import Column, Field, FieldSheet, TableSheet, Takes, Value
from pledges.forms.workbook import workbook_bytes
from pledges.model import Basis, Pledge, Register
from pledges.register.wording import promise_in_words, promise_on_form
from pledges.returns.fingerprint import fingerprint
from pledges.returns.layouts import NATIVE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pledges.model import Contract
    from pledges.periods import Period

__all__ = ["LAYOUT", "SPARE_ROWS", "ReturnForm", "about_fields", "forms_for", "promise_in_words", "return_form"]

LAYOUT = NATIVE
"""The layout of these forms."""

SPARE_ROWS = 30
"""Rows below the list, for promises that need more than one line."""

_LONGEST_PART = 60
_NO_REGISTER = Register(suppliers=(), contracts=(), pledges=())


@attrs.frozen(kw_only=True)
class ReturnForm:
    """A form that was made: for whom, and the file it is."""

    supplier_ref: str
    supplier_name: str
    contract_ref: str | None
    pledges: int
    file_name: str
    content: bytes


def forms_for(register: Register, period: Period) -> tuple[ReturnForm, ...]:
    """Return a form for each supplier and contract with promises that are live in the period, sorted by references.

    Promises outside any contract come last. Live is a promise that has begun by the period's end and is not over before
    it: it is over when both its own last day and its contract's, with extensions, have passed, so that late deliveries
    can still be reported.
    """
    names = {supplier.ref: supplier.name for supplier in register.suppliers}
    groups = dict[tuple[str, str], list[Pledge]]()
    contracts = {contract.ref: contract for contract in register.contracts}
    last_days = _last_days(register)
    for pledge in register.pledges:
        contract = contracts.get(pledge.contract_ref or "")
        if _is_live(pledge, contract, last_days.get(pledge.contract_ref or ""), period):
            groups.setdefault((pledge.contract_ref or "", pledge.supplier_ref), []).append(pledge)
    taken = set[str]()
    made = list[ReturnForm]()
    for contract_ref, supplier_ref in sorted(groups, key=lambda refs: (not refs[0], refs)):
        pledges = groups[contract_ref, supplier_ref]
        name = names.get(supplier_ref, "")
        title = contracts[contract_ref].title if contract_ref in contracts else ""
        made.append(
            ReturnForm(
                supplier_ref=supplier_ref,
                supplier_name=name,
                contract_ref=contract_ref or None,
                pledges=len(pledges),
                file_name=_unique(_file_name(contract_ref, supplier_ref, period), taken),
                content=return_form(
                    supplier_ref,
                    contract_ref or None,
                    period,
                    pledges,
                    supplier_name=name,
                    contract_title=title,
                    register=register,
                ),
            )
        )
    return tuple(made)


def return_form(
    supplier_ref: str,
    contract_ref: str | None,
    period: Period,
    pledges: Iterable[Pledge],
    *,
    supplier_name: str = "",
    contract_title: str = "",
    register: Register = _NO_REGISTER,
) -> bytes:
    """Return the form (layout `pledges-return/1`) on which a supplier reports these promises for a period.

    The supplier's name and the contract's title are said on its page of explanations and on each printed page. It asks
    besides for what the rules of a promise need (`forms/asked.py`); `register` says what clauses and parties do.
    """
    promised = tuple(pledges)
    refs = [pledge.ref for pledge in promised]
    more = further_columns(promised, register)
    columns = _columns_with({each.heading for each in more})
    blank = (None,) * (len(columns) - len(("ref", "words", "unit")))
    contract = f"contract {contract_ref}" if contract_ref is not None else "outside any contract"
    delivery = TableSheet(
        name="Delivery",
        columns=columns,
        rows=tuple((pledge.ref, promise_on_form(pledge), pledge.unit, *blank) for pledge in promised),
        spare_rows=SPARE_ROWS,
        protected=True,
        spare_choices="Pledge ref",
        print_header=f"{supplier_name or supplier_ref}, {contract}, {period}",
    )
    mark = fingerprint(supplier_ref, contract_ref, period, refs)
    about = FieldSheet(name="About", fields=about_fields(supplier_ref, contract_ref, period, mark))
    told = [each.sentence for each in more]
    return workbook_bytes((delivery, about, form_guide(_made_for(supplier_name, contract_title, period), told)))


def _columns_with(wanted: Collection[str]) -> tuple[Column, ...]:
    """Return the columns of a form: the usual ones, and behind Quantity those that are wanted besides."""
    more = [column for column in DELIVERY_MORE if column.heading in wanted]
    place = [column.heading for column in DELIVERY].index("Quantity") + 1
    return (*DELIVERY[:place], *more, *DELIVERY[place:])


def _made_for(supplier_name: str, contract_title: str, period: Period) -> str:
    if not supplier_name and not contract_title:
        return ""
    whose = [part for part in (supplier_name, contract_title, str(period)) if part]
    return f"This form is for: {', '.join(whose)}."


def about_fields(supplier_ref: str, contract_ref: str | None, period: Period, mark: str) -> tuple[Field, ...]:
    """Return the fields of the sheet About; grey ones are known, the others are asked of the supplier."""
    known: tuple[tuple[str, Value, Takes], ...] = (
        ("Supplier ref", supplier_ref, Takes.REFERENCE),
        ("Contract ref", contract_ref, Takes.REFERENCE),
        ("Period start", period.start, Takes.DATE),
        ("Period end", period.end, Takes.DATE),
    )
    asked = (
        Field(
            name="Basis",
            value=Basis.IN_PERIOD.value,
            choices=BASES,
            fill_in=True,
            hint=(
                "in period: the figures are for this period alone. cumulative: they count everything "
                "since the start. in post: how many there are on the period's last day."
            ),
        ),
        Field(name="Submitted on", takes=Takes.DATE, fill_in=True, hint="The day on which you send this form."),
        Field(
            name="Nil return",
            choices=YES_NO,
            fill_in=True,
            hint="yes only if nothing at all was delivered in this period.",
        ),
        Field(
            name="Attested by (role)",
            fill_in=True,
            hint="The job title of whoever vouches for these figures. Not a name.",
        ),
        Field(name="Attested on", takes=Takes.DATE, fill_in=True, hint="The day on which they did."),
        Field(
            name="Part",
            fill_in=True,
            hint="Only if you send several forms for one period, for example one for each site: the site.",
        ),
    )
    marks = (Field(name="Layout", value=LAYOUT), Field(name="Fingerprint", value=mark, takes=Takes.REFERENCE))
    return (*(Field(name=name, value=value, takes=takes) for name, value, takes in known), *asked, *marks)


def _last_days(register: Register) -> dict[str, dt.date | None]:
    """Return the last day of each contract: its end at award, or a later one that a variation gives."""
    days = dict[str, dt.date | None]()
    for contract in register.contracts:
        ends = [each.new_end for each in register.variations if each.contract_ref == contract.ref and each.new_end]
        days[contract.ref] = max([contract.end, *ends]) if contract.end is not None else None
    return days


def _is_live(pledge: Pledge, contract: Contract | None, contract_end: dt.date | None, period: Period) -> bool:
    start = pledge.start or (contract.start if contract is not None else None)
    if start is not None and start > period.end:
        return False
    if contract is not None and contract_end is None:
        return True
    ends = [day for day in (pledge.due, contract_end) if day is not None]
    return not ends or max(ends) >= period.start


def _file_name(contract_ref: str, supplier_ref: str, period: Period) -> str:
    contract = portable(contract_ref, "contract") if contract_ref else "voluntary"
    return f"{contract} {portable(supplier_ref, 'supplier')} {period.start} to {period.end}.xlsx"


def portable(reference: str, otherwise: str) -> str:
    """Return a reference in the letters, digits, hyphens and underscores that every system takes in a file's name."""
    plain_letters = unicodedata.normalize("NFKD", reference).encode("ascii", "ignore").decode("ascii")
    joined = re.sub(r"[^A-Za-z0-9_]+", "-", plain_letters).strip("-_")
    return joined[:_LONGEST_PART].strip("-_") or otherwise


def _unique(name: str, taken: set[str]) -> str:
    """Return a name that differs from all taken before, also where a disk does not tell a from A; it is then taken."""
    stem, ending = name.removesuffix(".xlsx"), ".xlsx"
    number, candidate = 1, name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem} ({number}){ending}"
    taken.add(candidate.casefold())
    return candidate
