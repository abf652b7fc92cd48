"""A case in, subcontractors out: some in the place of consortium members, some without promises of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle.drawn_returns import draw_line
from oracle.tables import Party, Return, Supplier

if TYPE_CHECKING:
    from oracle.drawing import Drawing
    from oracle.tables import Contract

HELPER = "S-20"
"""A subcontractor that promised nothing itself."""


def draw_subcontractors(drawing: Drawing) -> None:
    """Let some returns of a contract report on promises of its other parties."""
    contracts: list[Any] = drawing.rows["contract"]
    for contract in contracts:
        parties: list[Any] = [each for each in drawing.rows.get("party", ()) if each[0] == contract.ref]
        if parties and drawing.chance(0.5):
            _demote(drawing, drawing.one_of(parties[1:]))
        if drawing.chance(0.12):
            _help(drawing, contract, parties)
        senders = {each.supplier for each in parties if each.role != "prime"} | {HELPER}
        sent: list[Any] = [each for each in drawing.rows.get("return", ()) if each[2] == contract.ref and not each[8]]
        for each in sent:
            if each.supplier in senders and drawing.chance(0.6):
                _report_for_others(drawing, each)


def _demote(drawing: Drawing, party: Party) -> None:
    parties = drawing.rows["party"]
    parties[parties.index(party)] = party._replace(role="subcontractor")


def _help(drawing: Drawing, contract: Contract, parties: list[Any]) -> None:
    """Add a subcontractor without promises, who sends a return when a party of the contract does."""
    promises: list[Any] = [each for each in drawing.rows["pledge"] if each[2] == contract.ref]
    if not parties:
        drawing.add("party", Party(contract.ref, promises[0].supplier, "prime"))
    drawing.add("party", Party(contract.ref, HELPER, "subcontractor"))
    if not any(each[0] == HELPER for each in drawing.rows["supplier"]):
        drawing.add("supplier", Supplier(HELPER, f"Firm {HELPER}"))
    periods: list[Any] = [each for each in drawing.rows.get("return", ()) if each[1] == promises[0].supplier]
    for number, like in enumerate(
        each for each in periods if each.contract == contract.ref and "again" not in each.file
    ):
        if drawing.chance(0.5):
            file = f"returns/{HELPER} {contract.ref} {number:02}.xlsx"
            drawing.add("return", like._replace(file=file, supplier=HELPER, content="", nil=0))


def _report_for_others(drawing: Drawing, sent: Return) -> None:
    """Add rows for promises of other parties, now and then what such a party reports itself."""
    others: list[Any] = [
        each for each in drawing.rows["pledge"] if each[2] == sent.contract and each[1] != sent.supplier
    ]
    lines: list[Any] = drawing.rows.setdefault("line", [])
    # What has rows of its own is no copy of another file, nor another of it.
    drawing.rows["return"] = [
        each._replace(content="") if sent.file in {each.file, each.content} else each
        for each in drawing.rows["return"]
        if isinstance(each, Return)
    ]
    for _ in range(drawing.one_of((1, 1, 2))):
        if not others:
            return
        pledge = drawing.one_of(others)
        row = max((each.row for each in lines if each.file == sent.file), default=0) + 1
        line = draw_line(drawing, sent, pledge, row)
        theirs = [each for each in lines if each.pledge == pledge.ref and each.file != sent.file]
        if theirs and drawing.chance(0.5):
            like = drawing.one_of(theirs)
            if drawing.chance(0.5):
                line = like._replace(file=sent.file, row=row)
            else:
                line = line._replace(person=like.person, placement=like.placement, evidence=like.evidence)
        lines.append(line)
