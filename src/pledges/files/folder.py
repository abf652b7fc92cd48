"""The path of a case folder in; its register's sheets, returns, house rules and schemes out, nothing of them judged."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from pledges import sheets
from pledges.audience import WITHHELD, Vocabulary
from pledges.exceptions import (
    CaseFolderError,
    LayoutError,
    PolicyError,
    RegisterError,
    SchemeError,
    UnreadableFileError,
)
from pledges.files.layout_workbook import load_layout_workbook
from pledges.files.layouts import built_in_layouts, load_layout
from pledges.files.on_disk import REFUSALS, InFile, digest_of, is_hidden, is_link, is_passed_over, read_all, read_file
from pledges.files.policy import POLICY_FILE, default_policy, load_policy
from pledges.files.schemes import built_in_schemes, check_unchanged, check_versions, illustrations, load_scheme
from pledges.findings import Finding, finding
from pledges.provenance import CellRef, natural
from pledges.register.columns import SHAPES
from pledges.returns.layout import Layout
from pledges.rulebook import Policy, Scheme, in_turn
from pledges.sheets.grid import Sheet
from pledges.sheets.limits import MOST_BYTES

REGISTER_FILE = "register.xlsx"
REGISTER_FOLDER = "register"
RETURNS_FOLDER = "returns"
SCHEMES_FOLDER = "schemes"
LAYOUTS_FOLDER = "layouts"
ANSWERS_FOLDER = "answers"

_EXPECTED = f"expected {REGISTER_FILE} or {REGISTER_FOLDER}/*.csv"
_STARTER = "`pledges new FOLDER` makes a starter"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_ANSWER_FILES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})
_MOST_RULES = 2**20  # the largest policy or scheme; the built-in ones have under 20,000 bytes
_OUR_FOLDERS = Vocabulary.of(names=[SCHEMES_FOLDER, LAYOUTS_FOLDER, ANSWERS_FOLDER, *(shape.name for shape in SHAPES)])


@attrs.frozen(kw_only=True)
class CaseFolder:
    """What lies in a case folder. `returns` are in order of their paths; its own `layouts` stand first.

    `schemes` and `layouts` are the built-in ones and its own.

    `digests` has the keys `register`, `policy`, `answers/<shown name>`, `schemes/<id>` (with `-<version>` where an id
    has several) and, of the folder's own layouts, `layouts/<id>`; the returns have theirs by the names that may be
    shown, once the register is read (see `pledges.files.case`).
    """

    register_sheets: tuple[tuple[str, Sheet], ...] = attrs.field(repr=False)
    answer_sheets: tuple[tuple[str, Sheet], ...] = attrs.field(repr=False)
    returns: tuple[InFile, ...]
    policy: Policy
    schemes: tuple[Scheme, ...]
    layouts: tuple[Layout, ...]
    digests: Mapping[str, str]


def read_case_folder(folder: Path, *, out: Path | None = None) -> CaseFolder:
    """Return what lies in a case folder; `out` is where the outputs go, which is passed over if it lies in `returns`.

    Raises `CaseFolderError` where there is no folder or no register, `RegisterError` where the register is no
    spreadsheet, `PolicyError`, `SchemeError` and `LayoutError` where those cannot be understood: one sentence each.
    """
    register_sheets, register_digest = read_register_sheets(folder)
    answer_sheets, answer_digests = read_answer_sheets(folder)
    policy = read_policy(folder)
    schemes = _read_schemes(folder, policy)
    counts = Counter(scheme.id for scheme in schemes)
    named = {
        f"schemes/{scheme.id}" if counts[scheme.id] == 1 else f"schemes/{scheme.id}-{scheme.version}": scheme.digest
        for scheme in schemes
    }
    layouts = read_layouts(folder)
    named |= {f"layouts/{layout.id}": layout.digest for layout in layouts if layout.is_own}
    return CaseFolder(
        register_sheets=register_sheets,
        answer_sheets=answer_sheets,
        returns=_read_returns(folder, out),
        policy=policy,
        schemes=schemes,
        layouts=layouts,
        digests={"register": register_digest, "policy": policy.digest, **answer_digests, **named},
    )


def read_register_sheets(folder: Path) -> tuple[tuple[tuple[str, Sheet], ...], str]:
    """Return the register's sheets, each with its file's shown name, and the digest of the register.

    The digest of a folder of CSV files is of their names and contents. Raises `CaseFolderError` and `RegisterError`.
    """
    entries = _entries(folder)
    workbook = _entry_named(entries, REGISTER_FILE)
    tables = _csv_files(_entry_named(entries, REGISTER_FOLDER))
    if workbook is not None and tables:
        raise CaseFolderError(
            f"There are two registers in {folder}, {REGISTER_FILE} and {REGISTER_FOLDER}/*.csv: keep one of them."
        )
    if workbook is not None:
        content = _register_content(workbook, REGISTER_FILE)
        read = _register_sheets(content, REGISTER_FILE)
        return tuple((REGISTER_FILE, sheet) for sheet in read), digest_of(content)
    if not tables:
        seen = "is empty" if not entries else "has no register"
        raise CaseFolderError(f"The folder {folder} {seen}: {_EXPECTED}; {_STARTER}.")
    shown = shown_names([f"{REGISTER_FOLDER}/{table.name}" for table in tables], _OUR_FOLDERS)
    found, lines = list[tuple[str, Sheet]](), list[str]()
    for number, table in enumerate(tables, start=1):
        name = shown[f"{REGISTER_FOLDER}/{table.name}"]
        content = _register_content(table, name)
        lines.append(f"{table.name}\0{digest_of(content)}\n")
        found += [
            (name, attrs.evolve(sheet, name=table.stem, number=number)) for sheet in _register_sheets(content, name)
        ]
    return tuple(found), digest_of("".join(lines).encode("utf-8", errors="surrogateescape"))


def read_answer_sheets(folder: Path) -> tuple[tuple[tuple[str, Sheet], ...], Mapping[str, str]]:
    """Return the sheets of the folder's files of answers, each with its file's shown name, and those files' digests.

    Raises `CaseFolderError` and `RegisterError`: answers are the council's own, and none is passed over in silence.
    """
    own = _entry_named(_entries(folder), ANSWERS_FOLDER)
    if own is None:
        return (), {}
    _check_folder(own, ANSWERS_FOLDER)
    files = [path for path in _entries(own) if path.suffix.casefold() in _ANSWER_FILES]
    shown = shown_names([f"{ANSWERS_FOLDER}/{path.name}" for path in files], _OUR_FOLDERS)
    found, digests = list[tuple[str, Sheet]](), dict[str, str]()
    for path in files:
        name = shown[f"{ANSWERS_FOLDER}/{path.name}"]
        answers, digests[name] = read_answer_file(path, name)
        found += answers
    return tuple(found), digests


def read_answer_file(path: Path, shown: str) -> tuple[tuple[tuple[str, Sheet], ...], str]:
    """Return the sheets of one file of answers under its shown name, and its digest; a csv is named after its sheet.

    Raises `CaseFolderError` and `RegisterError`.
    """
    content = _register_content(path, shown)
    is_csv = path.suffix.casefold() == ".csv"
    read = tuple(attrs.evolve(each, name=path.stem) if is_csv else each for each in _register_sheets(content, shown))
    return tuple((shown, each) for each in read), digest_of(content)


def read_policy(folder: Path) -> Policy:
    """Return the house rules of the folder, the defaults where it has none. Raises `PolicyError`."""
    path = _entry_named(_entries(folder), POLICY_FILE)
    if path is None:
        return default_policy()
    return load_policy(_text(path, POLICY_FILE, PolicyError), POLICY_FILE)


def shown_names(paths: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the name by which each file may be shown, each a different one.

    Where words of a file's own name are withheld, its place in its folder tells it: `returns/[…] (file 3).xlsx`. Where
    two folders become the same once their words are withheld, the second in order of the true paths is ` #2`.
    """
    listed = sorted(paths)
    places = _places(listed)
    shown, taken = dict[str, str](), Counter[str]()
    for path in listed:
        name = vocabulary.file_name(path)
        if WITHHELD in name.rpartition("/")[2]:
            name = _with_place(name, places[path][0])
        taken[name] += 1
        shown[path] = name if taken[name] == 1 else f"{name} #{taken[name]}"
    return shown


def withheld_names(shown: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return a note for each file in whose shown name words are withheld; `shown` is what `shown_names` returned.

    The note gives the file's place, so that a person finds it in a window that lists the folder.
    """
    places = _places(shown)
    return tuple(
        finding("name-withheld", CellRef(file=name), marker=WITHHELD, number=places[path][0], count=places[path][1])
        for path, name in sorted(shown.items(), key=lambda each: each[1])
        if WITHHELD in name
    )


def _places(paths: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Return each file's place from 1 in its folder, and how many files lie there.

    The order is the one of a window of Windows: by name whatever its case, `smith 9` before `smith 10`.
    """
    folders = defaultdict[str, list[str]](list)
    for path in paths:
        folders[path.rpartition("/")[0]].append(path)
    return {
        path: (place, len(files))
        for files in folders.values()
        for place, path in enumerate(sorted(files, key=lambda path: (natural(path.casefold()), path)), start=1)
    }


def _with_place(name: str, place: int) -> str:
    """Return a shown name with a file's place before its ending, if an ending is shown."""
    ending = _ENDING.search(name)
    stem = name if ending is None else name[: ending.start()]
    return f"{stem} (file {place}){'' if ending is None else ending.group()}"


def _entries(folder: Path) -> tuple[Path, ...]:
    """Return what lies directly in the case folder, in order, but for hidden and system files."""
    try:
        found = [path for path in folder.iterdir() if not is_passed_over(path.name) and not is_hidden(path.lstat())]
    except FileNotFoundError:
        raise CaseFolderError(f"There is no folder {folder}: check its name; {_STARTER}.") from None
    except NotADirectoryError:
        raise CaseFolderError(f"{folder} is a file: give the folder that holds the register.") from None
    except OSError:
        raise CaseFolderError(f"The folder {folder} cannot be opened: check that you may read it.") from None
    return tuple(sorted(found))


def _entry_named(entries: Iterable[Path], name: str) -> Path | None:
    """Return the entry of that name, whatever its case, an exact one first."""
    found = [path for path in entries if path.name.casefold() == name]
    return min(found, key=lambda path: (path.name != name, path.name), default=None)


def _csv_files(folder: Path | None) -> tuple[Path, ...]:
    if folder is None:
        return ()
    _check_folder(folder, REGISTER_FOLDER)
    return tuple(path for path in _entries(folder) if path.suffix.casefold() == ".csv")


def _check_folder(folder: Path, shown: str) -> None:
    """Refuse a link or a file where a folder of ours must be: a link could lead anywhere."""
    look = folder.lstat()
    if is_link(look) or not stat.S_ISDIR(look.st_mode):
        raise CaseFolderError(f"{shown} in the case folder is a link or a file: put a folder of that name there.")


def _register_content(path: Path, shown: str) -> bytes:
    try:
        return read_file(path)
    except UnreadableFileError as error:
        raise CaseFolderError(_sentence(shown, error.reason)) from None


def _register_sheets(content: bytes, shown: str) -> tuple[Sheet, ...]:
    try:
        return sheets.read(content).sheets
    except UnreadableFileError as error:
        raise RegisterError(_sentence(shown, error.reason)) from None


def _sentence(shown: str, reason: str) -> str:
    what, remedy = REFUSALS[reason]
    return f"{shown} cannot be read: {what}. {remedy}"


def _text(path: Path, shown: str, error: type[PolicyError | SchemeError]) -> str:
    try:
        return _decoded(read_file(path, most=_MOST_RULES), shown, error)
    except UnreadableFileError as refused:
        raise error(_sentence(shown, refused.reason)) from None


def _decoded(content: bytes, shown: str, error: type[PolicyError | SchemeError | LayoutError]) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error(f"{shown} is not text in UTF-8: open it in an editor and save it as UTF-8.") from None


def _read_schemes(folder: Path, policy: Policy) -> tuple[Scheme, ...]:
    """Return the built-in schemes and those of the folder, in order of id and version.

    An illustration is among them only if the policy names it as adopted, from whatever day, or the folder holds a copy.
    A folder may hold a copy of a shipped scheme, but not another scheme under the same id and version. Two versions of
    one scheme that both say from when they hold must not hold on one day; one that says nothing ends where another that
    does begins.
    """
    own = _entry_named(_entries(folder), SCHEMES_FOLDER)
    schemes = {_key(scheme): scheme for scheme in built_in_schemes()}
    adopted = {(each.scheme.casefold(), each.version.casefold()) for each in policy.adopted}
    shipped = dict(schemes)
    if own is not None or adopted - schemes.keys():  # reading them takes time, and most councils need none of them
        shipped |= {_key(scheme): scheme for scheme in illustrations()}
        schemes |= {key: shipped[key] for key in adopted & shipped.keys()}
    if own is not None:
        _check_folder(own, SCHEMES_FOLDER)
        files = [path for path in _entries(own) if path.suffix.casefold() == ".toml"]
        for path in files:
            name = f"{SCHEMES_FOLDER}/{_own_name(path)}"
            scheme = load_scheme(_text(path, name, SchemeError), name)
            known = shipped.setdefault(_key(scheme), scheme)
            schemes.setdefault(_key(scheme), scheme)
            check_unchanged(scheme, name, known)
    found = tuple(schemes[key] for key in sorted(schemes))
    check_versions(found)
    return in_turn(found)


def read_scheme(path: Path) -> Scheme:
    """Return the scheme in a file, which is shown by its name. Raises `SchemeError`."""
    name = _own_name(path)
    return load_scheme(_text(path, name, SchemeError), name)


def _own_name(path: Path) -> str:
    """Return the name of a scheme's file as it is: the council's own, which holds rules and nobody's data.

    Only a name that could not stand on one line is told by what may be shown of it.
    """
    return path.name if path.name.isprintable() else shown_names([path.name], Vocabulary())[path.name]


def _key(scheme: Scheme) -> tuple[str, str]:
    return scheme.id.casefold(), scheme.version.casefold()


def read_layouts(folder: Path) -> tuple[Layout, ...]:
    """Return the layouts of a case folder, in order of their files' names, then those that come with the package.

    Raises `LayoutError` where one cannot be understood, or has the id of another.
    """
    own = _entry_named(_entries(folder), LAYOUTS_FOLDER)
    if own is None:
        return built_in_layouts()
    _check_folder(own, LAYOUTS_FOLDER)
    return _with_built_in(_layouts_in(own))


def read_layouts_in(folder: Path) -> tuple[Layout, ...]:
    """Return the layouts that lie directly in `folder`, then those that come with the package.

    They are those of a case folder whose `layouts` it is. Raises what `read_layouts` raises, and `CaseFolderError`
    where there is no such folder or no layout in it: whoever named it expects them to be used.
    """
    own = _layouts_in(folder) if folder.is_dir() else {}
    if not own:
        raise CaseFolderError(
            f"There is no layout in {folder}: give the folder in which they lie (*.toml, or *.xlsx from"
            " `pledges layout suggest`), such as the folder layouts of a case folder."
        )
    return _with_built_in(own)


def _with_built_in(own: Mapping[str, Layout]) -> tuple[Layout, ...]:
    """Return a folder's layouts first; a copy of a shipped one stands in its place, so that a council can change it."""
    return (*own.values(), *(layout for layout in built_in_layouts() if layout.id not in own))


def _layouts_in(folder: Path) -> Mapping[str, Layout]:
    files = [path for path in _entries(folder) if path.suffix.casefold() in {".toml", ".xlsx"}]
    shown = shown_names([f"{LAYOUTS_FOLDER}/{path.name}" for path in files], _OUR_FOLDERS)
    read = dict[str, Layout]()
    for path in files:
        name = shown[f"{LAYOUTS_FOLDER}/{path.name}"]
        layout = _read_layout(path, name)
        if layout.id in read:
            raise LayoutError(f"{name} has the id of another layout in the folder: give it one of its own.")
        read[layout.id] = layout
    return read


def _read_layout(path: Path, name: str) -> Layout:
    """Return the layout of a TOML file, or of the workbook in which an officer said what headings mean.

    Its digest is of the file as it lies there.
    """
    try:
        content = read_file(path, most=_MOST_RULES if path.suffix.casefold() == ".toml" else MOST_BYTES)
        if path.suffix.casefold() == ".toml":
            layout = load_layout(_decoded(content, name, LayoutError), name)
        elif sheets.needs_worker(content):
            raise LayoutError(f"{name} cannot be read here: open it in Excel and save it again as .xlsx.")
        else:
            layout = load_layout_workbook(sheets.read(content), name)
    except UnreadableFileError as error:
        raise LayoutError(_sentence(name, error.reason)) from None
    return attrs.evolve(layout, digest=digest_of(content))


def _read_returns(folder: Path, out: Path | None) -> tuple[InFile, ...]:
    returns = _entry_named(_entries(folder), RETURNS_FOLDER)
    if returns is None:
        return ()
    _check_folder(returns, RETURNS_FOLDER)
    if out is not None and os.path.realpath(out) == os.path.realpath(returns):
        raise CaseFolderError("The outputs would be written among the returns: give another folder with --out.")
    return tuple(sorted(read_all(returns, folder, but=out), key=lambda file: file.path))
