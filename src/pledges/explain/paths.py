"""An assessment and a path such as `P-01.counted` in; what it names, and the lines that explain it, out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from pledges.assess import Assessment, ContractPosition, SupplierPosition
from pledges.eligibility import CriterionDecision, LevelDecision
from pledges.exceptions import PathError
from pledges.explain.ratings import Rated, rating_data, rating_lines
from pledges.explain.trees import Explanation, tree, tree_data, tree_lines, trees
from pledges.explain.words import exactly, figure_words
from pledges.figures import Figure
from pledges.fulfilment.result import Fulfilment
from pledges.fulfilment.roll_ups import RollUp
from pledges.periods import day_text
from pledges.quantities import count_words
from pledges.standing import BadgePosition, status_words, step_words

FULFILMENT_FIGURES = (
    "target", "due_to_date", "claimed", "documented", "counted", "verified", "beneficiary_confirmed", "declined",
    "late", "disputed", "shortfall", "days_late", "share_of_target", "share_of_due", "stretch",
    "share_of_stretch", "made_up",
)  # fmt: skip
"""The figures of a pledge that a path can name, in the order they are shown; the last three where it has them."""

RATING = "rating"
"""What stands in a path behind a pledge for its rating: the share, the bands in force on the day, and why."""

VARIED_FIGURES = ("value_at_award", "value_now", "value_change", "end_at_award", "end_now", "term_change")
"""The figures of a contract that a path can name."""

TOTAL_FIGURES = (
    "target", "due_to_date", "claimed", "documented", "counted", "verified", "counted_known", "counted_towards_target",
    "over_target", "persons_once",
)  # fmt: skip
"""The figures of a roll-up that a path can name; the last is there for units that count people."""

VOLUNTARY = "voluntary"
"""What stands in a path for the contract of pledges that belong to none."""

OVERALL = "totals"
"""What stands in a path for the totals of all contracts."""

CLAUSES, BUYERS = "clauses", "buyers"
"""What stands in a path before a clause of a contract, and before a buyer."""

Explained = (
    Figure
    | Fulfilment
    | Rated
    | ContractPosition
    | RollUp
    | SupplierPosition
    | BadgePosition
    | LevelDecision
    | CriterionDecision
)
"""What a path can name."""

_Entry = tuple[str, str, Explained]
"""The reference at the start of a path, the rest of the path, and what it names."""

_MOST_NEAREST = 3
_MOST_COMPARED = 20_000


def paths(assessment: Assessment) -> tuple[str, ...]:
    """Return every path there is: pledges and contracts, then suppliers and their badges."""
    return tuple(dict.fromkeys(ref + rest for ref, rest, _ in _entries(assessment)))


def find(assessment: Assessment, path: str) -> Explained:
    """Return what `path` names; where two references could be meant, the longer one.

    Case does not matter, and a space may be written as a hyphen. Raises `PathError` with the nearest paths.
    """
    index = dict[str, Explained]()
    for ref, rest, explained in sorted(_entries(assessment), key=lambda entry: len(entry[0]), reverse=True):
        index.setdefault(_folded(ref + rest), explained)
    if (found := index.get(_folded(path))) is not None:
        return found
    known = paths(assessment)[:_MOST_COMPARED]
    by_folded = {_folded(each): each for each in known}
    nearest = [
        by_folded[each] for each in difflib.get_close_matches(_folded(path), by_folded, n=_MOST_NEAREST, cutoff=0.3)
    ]
    hint = f" Nearest: {', '.join(nearest)}." if nearest else " There is nothing to explain in this folder."
    raise PathError(f"No figure or decision has that path.{hint}")


def lines(explained: Explained | Explanation, name: str = "") -> tuple[str, ...]:
    """Return lines of plain English that explain it: a figure's whole tree, or a summary with the paths to go on to."""
    match explained:
        case Explanation():
            made: Iterable[str] = tree_lines(explained, name)
        case Figure():
            made = tree_lines(tree(explained), name)
        case Fulfilment():
            made = _fulfilment_lines(explained)
        case Rated():
            made = rating_lines(explained, name)
        case ContractPosition():
            made = _contract_lines(explained)
        case RollUp():
            made = _total_lines(explained, name)
        case SupplierPosition():
            made = _supplier_lines(explained)
        case BadgePosition():
            made = _badge_lines(explained, name)
        case LevelDecision():
            made = _level_lines(explained, name)
        case _:
            made = _criterion_lines(explained, name)
    return tuple(made)


def as_data(explained: Explained | Explanation) -> dict[str, object]:
    """Return the same as plain data, ready for JSON."""
    match explained:
        case Explanation():
            made = tree_data(explained)
        case Figure():
            made = tree_data(tree(explained))
        case Rated():
            made = rating_data(explained)
        case Fulfilment() | ContractPosition() | RollUp():
            made = _position_data(explained)
        case SupplierPosition():
            made = {"supplier_ref": explained.supplier.ref, "badges": _all_data(explained.badges)}
        case BadgePosition():
            decision = explained.decision
            said = {"scheme": decision.scheme, "version": decision.version, "adopted": decision.adopted}
            made = {**said, "levels": _all_data(decision.levels)}
        case LevelDecision():
            said = {"level": explained.level, "outcome": explained.outcome.value}
            made = {**said, "criteria": _all_data(explained.criteria)}
        case _:
            made = _criterion_data(explained)
    return made


def figures_of(explained: Fulfilment | RollUp) -> dict[str, Figure]:
    """Return the figures of a pledge or of a roll-up by the names that paths use."""
    names = FULFILMENT_FIGURES if isinstance(explained, Fulfilment) else TOTAL_FIGURES
    figures: dict[str, Figure | None] = {name: getattr(explained, name) for name in names}
    return {name: figure for name, figure in figures.items() if figure is not None}


def _all_data(several: Iterable[Explained]) -> list[dict[str, object]]:
    return [as_data(each) for each in several]


def _position_data(explained: Fulfilment | ContractPosition | RollUp) -> dict[str, object]:
    if isinstance(explained, ContractPosition):
        pledges, totals = _all_data(explained.fulfilments), _all_data(explained.totals)
        return {"contract_ref": _contract_ref(explained), "pledges": pledges, "totals": totals}
    figures = {name: tree_data(each) for name, each in trees(figures_of(explained)).items()}
    if isinstance(explained, RollUp):
        return {"type": explained.type, "unit": explained.unit, "figures": figures}
    said = {"pledge_ref": explained.pledge.ref, "state": explained.state.value, "rating": explained.rating}
    return {**said, "because": explained.rating_because, "figures": figures}


def _criterion_data(criterion: CriterionDecision) -> dict[str, object]:
    sides = {"observed": criterion.observed, "required": criterion.required}
    figures = {side: None if figure is None else tree_data(tree(figure)) for side, figure in sides.items()}
    said = {"criterion": criterion.id, "outcome": criterion.outcome.value, "because": criterion.because}
    made: dict[str, object] = {**said, **figures, "sources": [str(source) for source in criterion.sources]}
    return {**made, "parts": _all_data(criterion.parts)} if criterion.parts else made


def _entries(assessment: Assessment) -> Iterator[_Entry]:
    for contract in assessment.contracts:
        ref = _contract_ref(contract) or VOLUNTARY
        for fulfilment in contract.fulfilments:
            yield from _with_figures(fulfilment.pledge.ref, "", fulfilment)
            yield fulfilment.pledge.ref, f".{RATING}", Rated(fulfilment)
        yield ref, "", contract
        if contract.varied is not None:
            yield from ((ref, f".{name}", getattr(contract.varied, name)) for name in VARIED_FIGURES)
        yield from _totals(ref, ".totals", contract.totals)
        for clause_ref, totals in contract.clauses.items():
            yield from _totals(ref, f".{CLAUSES}.{_hyphened(clause_ref)}", totals)
    yield from _totals(OVERALL, "", assessment.totals)
    for buyer, totals in assessment.buyers.items():
        yield from _totals(BUYERS, f".{_hyphened(buyer)}", totals)
    for supplier in assessment.suppliers:
        yield supplier.supplier.ref, "", supplier
        yield from _totals(supplier.supplier.ref, ".totals", supplier.totals)
        for badge in supplier.badges:
            yield from _decisions(supplier.supplier.ref, badge)


def _totals(ref: str, rest: str, totals: Iterable[RollUp]) -> Iterator[_Entry]:
    for total in totals:
        yield from _with_figures(ref, f"{rest}.{_hyphened(total.type)}.{_hyphened(total.unit)}", total)


def _with_figures(ref: str, rest: str, explained: Fulfilment | RollUp) -> Iterator[_Entry]:
    yield ref, rest, explained
    for name, figure in figures_of(explained).items():
        yield ref, f"{rest}.{name}", figure


def _decisions(ref: str, badge: BadgePosition) -> Iterator[_Entry]:
    scheme = f".{badge.decision.scheme}"
    yield ref, scheme, badge
    for level in badge.decision.levels:
        yield ref, f"{scheme}.{level.level}", level
        for criterion in (node for each in level.criteria for node in each.nodes()):
            here = f"{scheme}.{level.level}.{criterion.id}"
            yield ref, here, criterion
            if criterion.observed is not None:
                yield ref, f"{here}.observed", criterion.observed
            if criterion.required is not None:
                yield ref, f"{here}.required", criterion.required


def _contract_ref(position: ContractPosition) -> str | None:
    return None if position.contract is None else position.contract.ref


def _hyphened(words: str) -> str:
    return words.replace(" ", "-")


def _folded(path: str) -> str:
    return _hyphened(" ".join(path.split())).casefold()


def _valued(label: str, figure: Figure) -> str:
    because = f" ({figure.because})" if figure.value is None and figure.because else ""
    return f"  {label}: {figure_words(figure)}{exactly(figure.value, figure.unit)}{because}"


def _fulfilment_lines(fulfilment: Fulfilment) -> Iterator[str]:
    pledge = fulfilment.pledge
    promised = pledge.description or f"{pledge.type}, in {pledge.unit}"
    yield f"{pledge.ref}: {promised} (supplier {pledge.supplier_ref})"
    yield f"  state: {fulfilment.state.value}"
    because = f", {fulfilment.rating_because}" if fulfilment.rating_because else ""
    yield f"  rating: {fulfilment.rating}{because}"
    yield from (_valued(name, figure) for name, figure in figures_of(fulfilment).items())
    aside = [line for line in fulfilment.lines if line.set_aside is not None]
    yield f"  {count_words(len(fulfilment.lines), 'line')} of returns, {len(aside)} set aside"
    for line in aside:
        yield f"    {line.source}: {line.set_aside.text if line.set_aside else ''}"
    yield f"To go on: pledges why FOLDER {pledge.ref}.counted, or another of the names above."


def _contract_lines(position: ContractPosition) -> Iterator[str]:
    contract = position.contract
    yield (
        "Voluntary pledges, of no contract"
        if contract is None
        else f"{contract.ref}: {contract.title} ({contract.buyer})"
    )
    for fulfilment in position.fulfilments:
        counted, due = figure_words(fulfilment.counted), figure_words(fulfilment.due_to_date)
        yield f"  {fulfilment.pledge.ref}: {counted} counted of {due} due; {fulfilment.rating}"
    if position.varied is not None and position.varied.in_force:
        yield from (_valued(name, getattr(position.varied, name)) for name in VARIED_FIGURES)
    ref = VOLUNTARY if contract is None else contract.ref
    for total in position.totals:
        path = f"{ref}.totals.{_hyphened(total.type)}.{_hyphened(total.unit)}"
        yield f"  {path}: {figure_words(total.counted_known)} counted"


def _total_lines(total: RollUp, name: str) -> Iterator[str]:
    unknown = f", {total.not_known} of them not known" if total.not_known else ""
    yield f"{name or total.type}: {count_words(total.pledges, 'pledge')} of type {total.type} in {total.unit}{unknown}"
    yield from (_valued(each, figure) for each, figure in figures_of(total).items())
    for ref, because in total.left_out:
        yield f"  not added: {ref}, {because}"


def _supplier_lines(position: SupplierPosition) -> Iterator[str]:
    yield f"{position.supplier.ref}: {position.supplier.name}"
    for fulfilment in position.fulfilments:
        yield f"  {fulfilment.pledge.ref}: {figure_words(fulfilment.counted)} counted; {fulfilment.rating}"
    for badge in position.badges:
        yield from (f"  {line}" for line in _badge_lines(badge, f"{position.supplier.ref}.{badge.decision.scheme}"))


def _badge_lines(badge: BadgePosition, name: str) -> Iterator[str]:
    decision = badge.decision
    adopted = "" if decision.adopted else " (illustrative: scheme not adopted)"
    yield f"{name or decision.scheme}: {decision.name} {decision.version}{adopted}"
    yield f"  standing: {status_words(badge.standing, badge.governing)}"
    for step in badge.standing.steps:
        yield f"    {day_text(step.day)}: {step_words(step, badge.governing)}"
    for each in badge.dues:
        yield f"  {'now' if each.day is None else f'by {day_text(each.day)}'}: {each.text}"
    for level in decision.levels:
        yield f"  {level.name} ({level.level}): {level.outcome.value}"
    if decision.next is not None:
        for missing in decision.next.missing:
            yield f"  missing for {decision.next.level}, {missing.criterion}: {missing.text}"
        for open_ in decision.next.unknown:
            yield f"  not known for {decision.next.level}, {open_.criterion}: {open_.text}"


def _level_lines(level: LevelDecision, name: str) -> Iterator[str]:
    yield f"{name or level.level} = {level.outcome.value} ({level.name}, a {level.kind})"
    for criterion in level.criteria:
        yield from _outcome_lines(criterion, "  ")


def _outcome_lines(criterion: CriterionDecision, indent: str) -> Iterator[str]:
    """Yield a line for a criterion and, further in, those of its parts."""
    yield f"{indent}{criterion.id} {criterion.name}: {criterion.outcome.value}. {criterion.because}"
    for part in criterion.parts:
        yield from _outcome_lines(part, f"{indent}  ")


def _criterion_lines(criterion: CriterionDecision, name: str) -> Iterator[str]:
    yield f"{name or criterion.id} = {criterion.outcome.value} ({criterion.name})"
    yield f"  {criterion.because}"
    for part in criterion.parts:
        yield from _outcome_lines(part, "    ")
    for side, figure in (("observed", criterion.observed), ("required", criterion.required)):
        if figure is None:
            yield f"  {side}: nothing"
        else:
            yield f"  {side} = {figure_words(figure)}{exactly(figure.value, figure.unit)}"
            yield from (f"    {line}" for line in tree_lines(tree(figure)))
    for source in criterion.sources:
        yield f"  source: {source}"
