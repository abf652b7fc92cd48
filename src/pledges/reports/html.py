"""A document in; one self-contained page as bytes out: own styles, no script, nothing asked from anywhere."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from pledges.explain import NOT_KNOWN, Trees, cells_words, count_of_lines, count_words, listed, tree_lines
from pledges.findings import Severity
from pledges.reports.bars import bar
from pledges.reports.letter import letter
from pledges.reports.overview import (
    groups,
    how_the_lists_add_up,
    open_lines,
    overview,
    parts_of_other,
    ratings,
    ratings_of,
    without_schedule,
)
from pledges.reports.pages import page_environment
from pledges.reports.records import ConductRecord, FindingRecord, LineRecord, PledgeRecord, ReturnRecord
from pledges.reports.suppliers import for_suppliers
from pledges.reports.wording import (
    FIGURE_WORDS,
    ILLUSTRATIVE,
    RECORD_ONLY,
    amount_of,
    buyers,
    conduct_words,
    contract_title,
    criterion_nodes,
    day_words,
    every_pledge,
    file_of,
    made_up_words,
    number_words,
    number_words_exactly,
    period_words,
    pledge_title,
    remedies_words,
    stretch_words,
    supplier_names,
    varied_words,
)

if TYPE_CHECKING:
    from typing import BinaryIO

    from jinja2 import Environment

    from pledges.reports.overview import FindingGroup
    from pledges.reports.records import BadgeRecord, Document, LevelRecord, MissingRecord, WayRecord

MOST_ENTRIES = 8
"""How many lines of a list stand open; the rest folds away."""

MOST_EXPLANATION_LINES = 400
"""How many lines of a pledge's explanation the page holds; `pledges why` and assessment.json have all of them."""

_ONLY_WHERE_ANY = frozenset({"beneficiary_confirmed", "declined", "late", "disputed", "shortfall"})
_RETURNS = "returns/"
_OfASupplier = TypeVar("_OfASupplier", PledgeRecord, ReturnRecord, ConductRecord)
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9-]+")


def write(document: Document, file: BinaryIO) -> None:
    """Write the page to a file."""
    file.write(render(document))


def render(document: Document) -> bytes:
    """Return the page in UTF-8; the same document always gives the same bytes."""
    template = _environment().get_template("report.html.j2")
    page = template.render(
        document=document,
        buyers=buyers(document),
        lists=overview(document),
        ratings=ratings(document),
        parts_of_other=parts_of_other(document),
        add_up=how_the_lists_add_up(document),
        without_schedule=without_schedule(document),
        needs_a_person=_needs_a_person(document),
        notes=groups(each for each in document.findings if each.severity == Severity.NOTE.value),
        names=supplier_names(document),
        letters={supplier_ref: letter(own) for supplier_ref, own in for_suppliers(document)},
        pledges=[(contract, pledge) for contract in document.contracts for pledge in contract.pledges],
        pledges_of=_by_supplier(every_pledge(document)),
        overdue_of=_by_supplier(each for each in document.returns if each.status == "missing"),
        first_rows=_first_rows(document),
        conduct_of=_by_supplier(document.conduct),
    )
    return page.encode()


def _environment() -> Environment:
    """Return the templates' environment with the words that the report uses."""
    environment = page_environment()
    environment.globals.update(
        bar=bar,
        conduct_words=conduct_words,
        count_words=count_words,
        explanation_lines=_explanation_lines,
        illustrative=ILLUSTRATIVE,
        level_summary=_level_summary,
        most_entries=MOST_ENTRIES,
        rests_on=_rests_on,
        next_level=_next_level,
        nothing_due=_nothing_due,
        promised=_promised,
        not_known=NOT_KNOWN,
        pledge_sentence=_pledge_sentence,
        remedies=remedies_words,
        ratings_of=ratings_of,
        set_aside=_set_aside,
        made_up_words=made_up_words,
        stretch_words=stretch_words,
        varied_words=varied_words,
        cells_words=cells_words,
    )
    environment.filters.update(
        amount=number_words,
        amount_exactly=number_words_exactly,
        anchor=_anchor,
        contract_title=contract_title,
        day=day_words,
        nodes=criterion_nodes,
        period=period_words,
        pledge_title=pledge_title,
        slug=_slug,
        split_path=_split_path,
        within=_within,
    )
    return environment


def _slug(text: str) -> str:
    """Return text as a part of a class name."""
    return _NOT_IN_A_NAME.sub("-", text.casefold())


def _anchor(text: str) -> str:
    """Return a name to link to: readable where it can be, and never the same for two texts."""
    slug = _slug(text)
    return slug if slug == text else f"{slug}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _needs_a_person(document: Document) -> Mapping[str, tuple[FindingGroup, ...]]:
    """Return errors and queries file by file, those that say the same as one each."""
    found = [each for each in document.findings if each.severity != Severity.NOTE.value]
    by_file = dict[str, list[FindingRecord]]()
    for each in found:
        by_file.setdefault(file_of(each.source), []).append(each)
    return {file: groups(in_file) for file, in_file in by_file.items()}


def _by_supplier(records: Iterable[_OfASupplier]) -> Mapping[str | None, list[_OfASupplier]]:
    by_supplier = defaultdict[str | None, list[_OfASupplier]](list)
    for each in records:
        by_supplier[each.supplier_ref].append(each)
    return by_supplier


def _first_rows(document: Document) -> Mapping[str, int]:
    """Return the number of the first row of each file in the table of returns: there a link to the file leads."""
    numbers = dict[str, int]()
    for number, each in enumerate(document.returns):
        if each.file is not None:
            numbers.setdefault(each.file, number)
    return numbers


def _within(source: str, file: str) -> str:
    """Return a place without the file it is in."""
    return source.removeprefix(f"{file}!") if file else source


def _explanation_lines(pledge: PledgeRecord) -> tuple[str, ...]:
    """Return the trees of a pledge's figures as text, one after another, as far as the page has room."""
    trees = pledge.explanation
    if isinstance(trees, Trees):
        begun, counts = trees.begun(MOST_EXPLANATION_LINES), trees.counts_of_lines()
    else:
        begun, counts = dict(trees), {name: count_of_lines(each) for name, each in trees.items()}
    told = {
        name: each
        for name, each in begun.items()
        if (name not in _ONLY_WHERE_ANY or each.exact != "0") and (name != "days_late" or each.exact is not None)
    }
    every = (
        line for name, each in told.items() for line in itertools.chain(tree_lines(each, FIGURE_WORDS[name]), [""])
    )
    count = sum(counts[name] + 1 for name in told)
    shown = tuple(itertools.islice(every, MOST_EXPLANATION_LINES))
    if count <= MOST_EXPLANATION_LINES:
        return shown
    return (
        *shown,
        f"… and {count - MOST_EXPLANATION_LINES:,} more lines: pledges why FOLDER {pledge.pledge_ref}.counted",
    )


def _set_aside(pledge: PledgeRecord) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Return why lines were set aside, each reason once with its cells and how many lines it is."""
    by_reason = dict[str, list[LineRecord]]()
    for line in pledge.lines:
        if line.set_aside is not None:
            by_reason.setdefault(line.set_aside.text, []).append(line)
    return tuple(
        (text, cells_words(tuple(line.source for line in aside)), len(aside)) for text, aside in by_reason.items()
    )


def _pledge_sentence(pledge: PledgeRecord, on: str) -> str:
    """Return in one sentence how far a promise is kept."""
    if pledge.record_only or pledge.part_of is not None:
        told = f"{number_words(pledge.counted)} counted" if pledge.counted is not None else "what counts is not known"
        return f"{'Recorded only' if pledge.record_only else f'Part of {pledge.part_of}'}, not rated by itself: {told}."
    match pledge.state:
        case "missing" if pledge.due_to_date is None:
            return f"Not known: no return speaks of it, and {_due(pledge, on)}."
        case "missing":
            return f"Not known: {_due(pledge, on)}, and no return speaks of it."
        case "pending":
            because = pledge.rating_because or "what the return says cannot be counted yet"
            return f"Not known: {_due(pledge, on)}, and {because}."
        case "nil":
            return f"Nothing delivered, by the supplier's own return; {_due(pledge, on)}."
        case "not due":
            return f"Nothing was due by {on}, and nothing has been reported."
        case _ if pledge.counted is None:
            return f"Not known: what counts cannot be told; {_due(pledge, on)}."
        case _:
            return _counted_sentence(pledge, on)


def _due(pledge: PledgeRecord, on: str) -> str:
    if pledge.due_to_date is None:
        return f"how much was due by {on} is not known"
    return f"{number_words(pledge.due_to_date)} due by {on}"


def _counted_sentence(pledge: PledgeRecord, on: str) -> str:
    promised, due, counted = (number_words(each) for each in (pledge.target, pledge.due_to_date, pledge.counted))
    told = f"{counted} counted"
    if amount_of(pledge.made_up):
        told += f" and {number_words(pledge.made_up)} made up by another promise"
    of_target, of_due = number_words(pledge.share_of_target), number_words(pledge.share_of_due)
    if _nothing_due(pledge):
        share = f", {of_target} of the {promised} promised" if pledge.share_of_target is not None else ""
        return f"{told}{share}; nothing was due by {on}."
    if pledge.share_of_due is None:
        return f"{told}; {_due(pledge, on)}."
    if pledge.due_to_date == pledge.target:
        return f"{told}, {of_due} of the {promised} promised, all of it due by {on}."
    share = f" and {of_target} of the {promised} promised" if pledge.share_of_target is not None else ""
    return f"{told}, {of_due} of the {due} due by {on}{share}."


def _rests_on(pledge: PledgeRecord) -> str:
    """Return what stands below a counted amount: what is claimed where nothing counts, and lines still open."""
    counted, claimed = amount_of(pledge.counted), amount_of(pledge.claimed)
    told = list[str]()
    if not counted and claimed:
        told.append(f"{number_words(pledge.claimed)} claimed")
    if still_open := open_lines(pledge):
        told.append(f"and {count_words(still_open, 'line')} still open, so that it can change")
    return ", ".join(told)


def _promised(pledge: PledgeRecord) -> str:
    return RECORD_ONLY if pledge.record_only else number_words(pledge.target)


def _nothing_due(pledge: PledgeRecord) -> bool:
    return amount_of(pledge.due_to_date) == 0


def _split_path(path: str) -> tuple[str, str]:
    """Return the folder inside the returns folder, and the name of a file; a supplier's name has no folder."""
    if not path.startswith(_RETURNS):
        return "", path
    folder, _, name = path.removeprefix(_RETURNS).rpartition("/")
    return folder, name


@attrs.frozen(kw_only=True)
class NextLevel:
    """The next level's name, with what is missing and what is not known, and what would be enough for all of it.

    Each is a sentence with the names of its criteria, and a second one that says how it could be met.
    """

    name: str
    missing: tuple[tuple[str, str, str], ...]
    unknown: tuple[tuple[str, str, str], ...]
    together: WayRecord | None


def _next_level(badge: BadgeRecord) -> NextLevel | None:
    """Return what stands between a supplier and the next level; None where there is no next one."""
    if badge.next is None:
        return None
    levels = [level for level in badge.levels if level.level == badge.next.level]
    names = {criterion.id: criterion.name for level in levels for criterion in level.criteria}
    return NextLevel(
        name=levels[0].name if levels else badge.next.level,
        missing=_by_sentence(badge.next.missing, names),
        unknown=_by_sentence(badge.next.unknown, names),
        together=badge.next.together,
    )


def _by_sentence(missing: tuple[MissingRecord, ...], names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    criteria = dict[tuple[str, str], list[str]]()
    for each in missing:
        how = "" if each.way is None else each.way.text
        waived = " A panel may waive it." if each.waivable else ""
        criteria.setdefault((each.text, f"{how}{waived}".strip()), []).append(names.get(each.criterion, each.criterion))
    return tuple((text, listed(tuple(called)), how) for (text, how), called in criteria.items())


_OUTCOMES = ("met", "not met", "unknown", "refer to panel", "not applicable")


def _level_summary(level: LevelRecord) -> str:
    """Return how many criteria of a level came out how."""
    outcomes = [criterion.outcome for criterion in level.criteria]
    counts = [(outcome, outcomes.count(outcome)) for outcome in _OUTCOMES]
    return ", ".join(
        f"{count} {'not known' if outcome == 'unknown' else outcome}" for outcome, count in counts if count
    )
