"""The text of a badge scheme's TOML in, the scheme with its tree of criteria and dated thresholds out."""

from __future__ import annotations

import functools
import importlib.resources
import itertools
import re
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import SchemeError
from pledges.files.on_disk import digest_of
from pledges.files.scheme_criteria import Words, criterion_of, dated
from pledges.files.scheme_shape import SchemeInFile
from pledges.files.toml_text import Document, described, nearest, structured
from pledges.provenance import Passage
from pledges.rulebook import (
    AFTER_EXPIRY,
    DECISIONS,
    EXCUSAL_REASONS,
    KINDS,
    STATUSES,
    SUSPEND_ON,
    TRANSITION_RULES,
    Appeal,
    Level,
    Life,
    Scheme,
    Transition,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from pledges.files.scheme_shape import LevelInFile

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}", re.ASCII)
_LONGEST_TERM = 600  # fifty years: more is a slip of the keyboard
_LARGEST_NUMBER = 10_000
_ILLUSTRATIONS = "illustrations"
_HINTS = {
    "fact": 'use measure = "facts" with facts = ["…", "…"], where several are asked for',
    "event": "write a criterion for each kind of event, as parts of a group",
}
"""What else may have been meant where a key's value is of the wrong kind."""


def load_scheme(text: str, source_name: str) -> Scheme:
    """Return the scheme that `text` says, each threshold with its place in `source_name` as its source.

    Raises `SchemeError` with one sentence naming file, path, what was found and what to do.
    """
    document = Document(name=source_name, error=SchemeError, hints=_HINTS)
    content = structured(text, SchemeInFile, document)
    words = Words(document=document)
    words.check_id("id", content.id)
    if not _VERSION.fullmatch(content.version):
        raise document.problem("version", described(content.version), 'give letters, digits and points such as "0.1"')
    words.check_name("name", content.name)
    words.check_one_of("status", content.status, STATUSES)
    if content.since is not None and content.until is not None and content.until <= content.since:
        raise document.problem(
            "until", "a day that is not after since", "give the first day the version no longer holds"
        )
    bands = dated("size_bands", content.size_bands, document)
    for index, band in enumerate(bands):
        if not band.by.strip() or band.value is None or band.value.denominator != 1 or band.comparison:
            remedy = 'give the name of the band and the least headcount, such as by = "small" and value = "10"'
            raise document.problem(f"size_bands[{index}]", "no name, or part of a person", remedy)
    if not content.levels:
        raise document.problem("levels", "no level", "give at least one, the lowest first")
    words.check_different("levels", [level.id for level in content.levels])
    words = attrs.evolve(
        words,
        bands=tuple(dict.fromkeys(band.by for band in bands)),
        scales=_scales(content, words),
        levels=tuple(level.id for level in content.levels),
        local_types=content.local_types,
    )
    return Scheme(
        id=content.id,
        name=content.name,
        version=content.version,
        levels=tuple(_level(f"levels[{index}]", level, words) for index, level in enumerate(content.levels)),
        source=Passage(document=source_name, place="the whole file"),
        digest=digest_of(text.encode()),
        note=content.note,
        size_bands=bands,
        status=content.status,
        since=content.since,
        until=content.until,
        scales=words.scales,
        local_types=content.local_types,
        life=_life(content, words),
        appeal=_appeal(content, words),
        windows=_windows(content, document),
        transitions=_transitions(content, words),
    )


@functools.cache
def built_in_schemes() -> tuple[Scheme, ...]:
    """Return the proposals that come with the package and speak in every assessment, in order of their ids."""
    return _read_all(importlib.resources.files("pledges").joinpath("schemes"), "schemes")


@functools.cache
def illustrations() -> tuple[Scheme, ...]:
    """Return the unofficial illustrations of real schemes that come with the package, in order of their ids.

    None of them speaks in an assessment before the policy adopts it, or a case folder holds a copy of its file.
    """
    folder = importlib.resources.files("pledges").joinpath("schemes", _ILLUSTRATIONS)
    return _read_all(folder, f"schemes/{_ILLUSTRATIONS}")


def check_versions(schemes: Iterable[Scheme]) -> None:
    """Raise `SchemeError` where two versions of one scheme hold on one day: by their days, or both without any.

    Of somebody else's scheme nobody may know from when a version holds: two of them may stand without days.
    """
    versions = sorted(schemes, key=lambda each: (each.id.casefold(), str(each.since or ""), each.version))
    undated = [each for each in versions if not each.since and not each.until and each.status != STATUSES[-1]]
    for earlier, later in itertools.pairwise(undated):
        if earlier.id.casefold() == later.id.casefold():
            document = Document(name=_file_of(later), error=SchemeError)
            seen = f"none, as in version {earlier.version} ({_file_of(earlier)}), so that both hold on every day"
            raise document.problem("since", seen, "give the newer version since, the first day on which it holds")
    dated = [each for each in versions if each.since]
    for earlier, later in itertools.pairwise(dated):
        same = earlier.id.casefold() == later.id.casefold()
        if same and later.since is not None and (earlier.until is None or later.since < earlier.until):
            document = Document(name=_file_of(earlier), error=SchemeError)
            seen = f"days on which version {later.version} ({_file_of(later)}) holds as well"
            until = f"until = {later.since.isoformat()}"
            raise document.problem("until", seen, f"give {until}, the first day on which this version no longer holds")


def check_unchanged(scheme: Scheme, shown: str, known: Scheme) -> None:
    """Raise `SchemeError` where a scheme has the id and version of another one and says something else."""
    same = (scheme.id.casefold(), scheme.version.casefold()) == (known.id.casefold(), known.version.casefold())
    if same and known.digest != scheme.digest:
        message = (
            f"{shown} has the id and version of {known.source}, and says something else: give it a version of its own."
        )
        raise SchemeError(message)


def _file_of(scheme: Scheme) -> str:
    return scheme.source.document if isinstance(scheme.source, Passage) else str(scheme.source)


def _read_all(folder: Traversable, shown: str) -> tuple[Scheme, ...]:
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(load_scheme(file.read_text(encoding="utf-8"), f"{shown}/{file.name}") for file in files)


def _scales(content: SchemeInFile, words: Words) -> dict[str, tuple[str, ...]]:
    for name, scale in content.scales.items():
        words.check_id("scales", name)
        if len(scale) < 2:  # noqa: PLR2004 - one word alone orders nothing
            raise words.document.problem(f"scales.{name}", described(list(scale)), "give its words, the lowest first")
        words.check_different(f"scales.{name}", scale, key="")
        for index, word in enumerate(scale):
            words.check_id(f"scales.{name}[{index}]", word)
    return content.scales


def _level(path: str, level: LevelInFile, words: Words) -> Level:
    document = words.document
    words.check_id(f"{path}.id", level.id)
    words.check_name(f"{path}.name", level.name)
    words.check_one_of(f"{path}.kind", level.kind, KINDS)
    words.check_one_of(f"{path}.decision", level.decision, DECISIONS)
    if not 1 <= level.term_months <= _LONGEST_TERM:
        remedy = f"give a number of months from 1 to {_LONGEST_TERM}"
        raise document.problem(f"{path}.term_months", described(level.term_months), remedy)
    for name, number in (("most_terms", level.most_terms), ("re_entry_months", level.re_entry_months)):
        _check_number(f"{path}.{name}", number, words, least=1)
    for index, month in enumerate(level.interim_check_months):
        if not 1 <= month < level.term_months:
            remedy = "give months after issue, before the end of the term"
            raise document.problem(f"{path}.interim_check_months[{index}]", described(month), remedy)
    if not level.criteria:
        raise document.problem(f"{path}.criteria", "no criterion", "give at least one: a level without is met by all")
    words = attrs.evolve(words, level=level.id)
    criteria = tuple(
        criterion_of(f"{path}.criteria[{index}]", criterion, words) for index, criterion in enumerate(level.criteria)
    )
    words.check_different_nodes(f"{path}.criteria", criteria)
    return Level(
        id=level.id,
        name=level.name,
        kind=level.kind,
        term_months=level.term_months,
        decision=level.decision,
        criteria=criteria,
        most_terms=level.most_terms,
        re_entry_months=level.re_entry_months,
        interim_check_months=level.interim_check_months,
        restart_on_promotion=level.restart_on_promotion,
    )


def _life(content: SchemeInFile, words: Words) -> Life | None:
    life = content.life
    if life is None:
        return None
    words.document.check_reference("life", life.reference)
    words.check_one_of("life.after_expiry", life.after_expiry, AFTER_EXPIRY)
    for name, known in (("suspend_on", SUSPEND_ON), ("excusal_reasons", EXCUSAL_REASONS)):
        for index, word in enumerate(getattr(life, name)):
            words.check_one_of(f"life.{name}[{index}]", word, known)
    for field in attrs.fields(type(life)):
        _check_numbers(f"life.{field.name}", getattr(life, field.name), words)
    if life.excusal_cap is not None and life.excusal_cap > 1:
        raise words.document.problem("life.excusal_cap", "more than the whole", 'give a part such as "1/3"')
    return Life(**attrs.asdict(life, recurse=False))


def _appeal(content: SchemeInFile, words: Words) -> Appeal | None:
    appeal = content.appeal
    if appeal is None:
        return None
    words.document.check_reference("appeal", appeal.reference)
    for field in attrs.fields(type(appeal)):
        _check_numbers(f"appeal.{field.name}", getattr(appeal, field.name), words)
    for name in ("body", "meanwhile"):
        if getattr(appeal, name):
            words.check_name(f"appeal.{name}", getattr(appeal, name))
    return Appeal(**attrs.asdict(appeal, recurse=False))


def _windows(content: SchemeInFile, document: Document) -> tuple[Window, ...]:
    for index, window in enumerate(content.application_windows):
        path = f"application_windows[{index}]"
        document.check_reference(path, window.reference)
        if window.closes < window.opens:
            raise document.problem(f"{path}.closes", "a day before opens", "give the last day for applications")
    return tuple(Window(**attrs.asdict(window)) for window in content.application_windows)


def _transitions(content: SchemeInFile, words: Words) -> tuple[Transition, ...]:
    document = words.document
    words.check_different("transitions", [each.from_version for each in content.transitions], key=".from_version")
    for index, each in enumerate(content.transitions):
        path = f"transitions[{index}]"
        document.check_reference(path, each.reference)
        words.check_one_of(f"{path}.rule", each.rule, TRANSITION_RULES)
        if each.from_version.casefold() == content.version.casefold():
            raise document.problem(f"{path}.from_version", "this version itself", "name an earlier version")
        if (each.by is not None) != (each.rule == "by day"):
            raise document.problem(
                f"{path}.by", "a day that does not fit the rule", 'give it with rule = "by day" alone'
            )
    return tuple(Transition(**attrs.asdict(each)) for each in content.transitions)


def _check_numbers(path: str, value: object, words: Words) -> None:
    """Refuse whole numbers that are negative or a slip of the keyboard, alone or in a list."""
    if isinstance(value, tuple):
        for index, each in enumerate(value):
            _check_numbers(f"{path}[{index}]", each, words)
    elif isinstance(value, int) and not isinstance(value, bool):
        _check_number(path, value, words, least=0)


def _check_number(path: str, number: int | None, words: Words, *, least: int) -> None:
    if number is not None and not least <= number <= _LARGEST_NUMBER:
        remedy = f"give a whole number from {least} to {_LARGEST_NUMBER}"
        raise words.document.problem(path, described(number), remedy)


def scheme_named(name: str) -> Scheme | None:
    """Return the shipped scheme that an id, or an id and version such as `defence-ers@2023`, names; else None.

    Of several versions of one id, the latest.
    """
    known = (*built_in_schemes(), *illustrations())
    wanted, _, version = name.strip().casefold().partition("@")
    found = [each for each in known if each.id.casefold() == wanted and version in {"", each.version.casefold()}]
    return found[-1] if found else None


def shipped_scheme(name: str) -> Scheme:
    """Return the shipped scheme of that name (`scheme_named`). Raises `SchemeError` with the nearest one."""
    if (found := scheme_named(name)) is None:
        known = [f"{each.id}@{each.version}" for each in (*built_in_schemes(), *illustrations())]
        raise SchemeError(
            f"No scheme of that name comes with the package{nearest(name, known)}: `pledges scheme list` has them all."
        )
    return found


def scheme_text(name: str) -> str:
    """Return the text of the file of a shipped scheme, comments and all. Raises `SchemeError`."""
    place = _file_of(shipped_scheme(name))
    return importlib.resources.files("pledges").joinpath(place).read_text(encoding="utf-8")
