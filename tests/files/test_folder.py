import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.audience import Vocabulary
from pledges.exceptions import CaseFolderError, PledgesError, PolicyError, RegisterError, SchemeError
from pledges.files.folder import read_case_folder, shown_names, withheld_names
from pledges.files.on_disk import digest_of
from pledges.files.policy import default_policy, default_policy_text
from pledges.files.scheme_dump import dump_scheme
from pledges.files.schemes import built_in_schemes

PROMISES = (
    "Supplier,Contract ref,Start,End,What was promised,Kind,How many,Unit\n"
    "Ashfold Joinery,C-001,2025-04-01,2026-03-31,Work placements,placement,10,days\n"
)


def case_folder(folder: Path) -> Path:
    """Make the smallest case folder there is: a register of one CSV file."""
    (folder / "register").mkdir(parents=True)
    (folder / "register" / "Promises.csv").write_text(PROMISES, encoding="utf-8")
    return folder


def workbook(sheet: str = "Promises") -> bytes:
    """Return a workbook with the same promises."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for line in PROMISES.splitlines():
        page.append(line.split(","))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def failure(folder: Path, kind: type[PledgesError], *, out: Path | None = None) -> str:
    """Return the one sentence of the error that stops the work."""
    with pytest.raises(kind) as caught:
        read_case_folder(folder, out=out)
    return str(caught.value)


def test_a_folder_with_nothing_but_a_register_has_defaults_for_the_rest(tmp_path: Path) -> None:
    """No returns, the default policy, the built-in schemes."""
    found = read_case_folder(case_folder(tmp_path))

    ((file, sheet),) = found.register_sheets
    assert (file, sheet.name) == ("register/Promises.csv", "Promises")
    assert found.returns == ()
    assert found.policy == default_policy()
    assert found.schemes == built_in_schemes()
    assert set(found.digests) == {"register", "policy", "schemes/covenant-delivery", "schemes/covenant-starter"}
    assert all(digest.startswith("sha256:") for digest in found.digests.values())


@pytest.mark.parametrize("name", ["register.xlsx", "Register.XLSX"])
def test_the_register_may_be_a_workbook(tmp_path: Path, name: str) -> None:
    """Whatever the case of its name; its digest is that of the file."""
    content = workbook()
    (tmp_path / name).write_bytes(content)

    found = read_case_folder(tmp_path)

    assert [(file, sheet.name) for file, sheet in found.register_sheets] == [("register.xlsx", "Promises")]
    assert found.digests["register"] == digest_of(content)


def test_a_register_of_csv_files_has_a_sheet_for_each_file_and_one_digest_for_all(tmp_path: Path) -> None:
    """The digest is of names and contents: a renamed file is another register."""
    first, second = case_folder(tmp_path / "a"), case_folder(tmp_path / "b")
    for folder, name in ((first, "Events.csv"), (second, "Facts.csv")):
        (folder / "register" / name).write_text("Date,Supplier ref,Event\n", encoding="utf-8")
    (first / "register" / "~$Events.csv").write_text("", encoding="utf-8")
    (first / "register" / "notes.txt").write_text("", encoding="utf-8")

    one, other = read_case_folder(first), read_case_folder(second)

    assert [(file, sheet.name, sheet.number) for file, sheet in one.register_sheets] == [
        ("register/Events.csv", "Events", 1),
        ("register/Promises.csv", "Promises", 2),
    ]
    assert one.digests["register"] != other.digests["register"]


def test_a_csv_file_of_another_name_is_not_shown_by_it(tmp_path: Path) -> None:
    """A file's name may hold anything."""
    folder = case_folder(tmp_path)
    (folder / "register" / "Zebedee Quillfeather.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    found = read_case_folder(folder)

    assert [file for file, _ in found.register_sheets] == ["register/Promises.csv", "register/[…] (file 2).csv"]


def test_the_case_folder_must_be_there(tmp_path: Path) -> None:
    """One sentence that says what is expected and how to start."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other" / "returns").mkdir(parents=True)

    assert failure(tmp_path / "gone", CaseFolderError) == (
        f"There is no folder {tmp_path / 'gone'}: check its name; `pledges new FOLDER` makes a starter."
    )
    assert failure(tmp_path / "file", CaseFolderError) == (
        f"{tmp_path / 'file'} is a file: give the folder that holds the register."
    )
    assert failure(tmp_path / "empty", CaseFolderError) == (
        f"The folder {tmp_path / 'empty'} is empty: expected register.xlsx or register/*.csv; "
        "`pledges new FOLDER` makes a starter."
    )
    assert failure(tmp_path / "other", CaseFolderError) == (
        f"The folder {tmp_path / 'other'} has no register: expected register.xlsx or register/*.csv; "
        "`pledges new FOLDER` makes a starter."
    )


def test_a_folder_that_may_not_be_opened_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions are for somebody else to mend."""

    def shut(_: Path) -> None:
        raise PermissionError(13, "shut")

    monkeypatch.setattr(Path, "iterdir", shut)

    assert failure(tmp_path, CaseFolderError) == f"The folder {tmp_path} cannot be opened: check that you may read it."


def test_two_registers_are_one_too_many(tmp_path: Path) -> None:
    """Nobody can tell which one is meant."""
    folder = case_folder(tmp_path)
    (folder / "register.xlsx").write_bytes(workbook())

    assert failure(folder, CaseFolderError) == (
        f"There are two registers in {folder}, register.xlsx and register/*.csv: keep one of them."
    )


def test_an_empty_folder_beside_the_workbook_is_no_second_register(tmp_path: Path) -> None:
    """Only CSV files make one."""
    (tmp_path / "register").mkdir()
    (tmp_path / "register.xlsx").write_bytes(workbook())

    assert len(read_case_folder(tmp_path).register_sheets) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "register.xlsx cannot be read: it is empty."),
        (b"%PDF-1.7 \x00", "it is not a spreadsheet of a kind that this version reads"),
        (b"PK\x03\x04 nothing", "it is damaged"),
    ],
)
def test_a_register_that_is_no_spreadsheet_stops_the_work(tmp_path: Path, content: bytes, words: str) -> None:
    """One sentence says what it is and what to do."""
    (tmp_path / "register.xlsx").write_bytes(content)

    assert words in failure(tmp_path, RegisterError)


def test_links_in_place_of_our_own_files_are_refused(tmp_path: Path) -> None:
    """A link could lead anywhere, and a file is no folder."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "register.xlsx").write_bytes(workbook())
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "register.xlsx").symlink_to(elsewhere / "register.xlsx")
    returns = case_folder(tmp_path / "returns-linked")
    (returns / "returns").symlink_to(elsewhere)
    schemes = case_folder(tmp_path / "schemes-file")
    (schemes / "schemes").write_text("", encoding="utf-8")

    assert "register.xlsx cannot be read: it is a link" in failure(linked, CaseFolderError)
    assert failure(returns, CaseFolderError).startswith("returns in the case folder is a link or a file")
    assert failure(schemes, CaseFolderError).startswith("schemes in the case folder is a link or a file")


def test_a_policy_of_the_folder_is_read_with_its_digest(tmp_path: Path) -> None:
    """Even with the mark that Windows' editor puts before it."""
    folder = case_folder(tmp_path)
    (folder / "policy.toml").write_bytes(b"\xef\xbb\xbf" + default_policy_text().encode())

    found = read_case_folder(folder)

    assert str(found.policy.counting_grade_source) == "policy.toml, counting_grade[0]"
    assert found.digests["policy"] == found.policy.digest


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"authority = 1", "policy.toml, `authority`: found 1; give text in quotes."),
        (b'authority = "\xff"', "policy.toml is not text in UTF-8: open it in an editor and save it as UTF-8."),
        (b"#" * (2**20 + 1), "policy.toml cannot be read: it is larger than"),
    ],
)
def test_a_bad_policy_stops_the_work_with_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    """Nothing is assessed by rules that nobody can read."""
    folder = case_folder(tmp_path)
    (folder / "policy.toml").write_bytes(content)

    assert failure(folder, PolicyError).startswith(words)


def test_schemes_of_the_folder_stand_beside_the_built_in_ones(tmp_path: Path) -> None:
    """A new version of a known scheme has a digest of its own; a copy of a built-in one changes nothing."""
    folder = case_folder(tmp_path)
    (folder / "schemes").mkdir()
    newer = 'version = "0.2"\nsince = 2026-04-01'
    text = dump_scheme(built_in_schemes()[1]).replace('version = "0.1"', newer, 1)
    (folder / "schemes" / "covenant starter 0.2.toml").write_text(text, encoding="utf-8")
    (folder / "schemes" / "readme.txt").write_text("no scheme", encoding="utf-8")

    found = read_case_folder(folder)

    assert [(scheme.id, scheme.version) for scheme in found.schemes] == [
        ("covenant-delivery", "0.1"),
        ("covenant-starter", "0.1"),
        ("covenant-starter", "0.2"),
    ]
    assert {name for name in found.digests if name.startswith("schemes/")} == {
        "schemes/covenant-delivery",
        "schemes/covenant-starter-0.1",
        "schemes/covenant-starter-0.2",
    }
    assert str(found.schemes[2].source).startswith("schemes/covenant starter 0.2.toml, ")


def test_another_scheme_under_a_known_id_and_version_is_refused(tmp_path: Path) -> None:
    """A version is a promise that the rules are the same; an exact copy keeps it."""
    copied = Path(__file__).parents[2] / "src" / "pledges" / "schemes" / "covenant-starter-0.1.toml"
    folder = case_folder(tmp_path)
    (folder / "schemes").mkdir()
    own = folder / "schemes" / "covenant-starter-0.1.toml"
    own.write_bytes(copied.read_bytes())

    assert len(read_case_folder(folder).schemes) == 2

    own.write_text(own.read_text(encoding="utf-8").replace('gte = "0.75"', 'gte = "0.1"'), encoding="utf-8")
    assert failure(folder, SchemeError) == (
        "schemes/covenant-starter-0.1.toml has the id and version of schemes/covenant-starter-0.1.toml, "
        "the whole file, and says something else: give it a version of its own."
    )


def test_a_bad_scheme_stops_the_work_and_its_file_is_named_as_it_is(tmp_path: Path) -> None:
    """It is the council's own and holds rules: whoever must correct it has to find it."""
    folder = case_folder(tmp_path)
    (folder / "schemes").mkdir()
    (folder / "schemes" / "Zebedee 0.2.toml").write_text("id = 1", encoding="utf-8")

    assert failure(folder, SchemeError).startswith("schemes/Zebedee 0.2.toml, `id`: found 1; give text in quotes.")


def test_returns_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """At any depth, with their bytes; what cannot be read keeps its place with a reason."""
    folder = case_folder(tmp_path)
    for name in ("b.csv", "a/c.csv", "a.csv"):
        (folder / "returns" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "returns" / name).write_text(name, encoding="utf-8")
    (folder / "returns" / "link").symlink_to(folder)

    found = read_case_folder(folder)

    assert [(file.path, file.content, file.refusal) for file in found.returns] == [
        ("returns/a.csv", b"a.csv", None),
        ("returns/a/c.csv", b"a/c.csv", None),
        ("returns/b.csv", b"b.csv", None),
        ("returns/link", None, "link"),
    ]


def test_outputs_inside_the_returns_are_passed_over_but_are_not_the_returns(tmp_path: Path) -> None:
    """Our own report is no return; and returns must not be written over."""
    folder = case_folder(tmp_path)
    (folder / "returns" / "out").mkdir(parents=True)
    (folder / "returns" / "out" / "findings.csv").write_text("x", encoding="utf-8")

    assert read_case_folder(folder, out=folder / "returns" / "out").returns == ()
    assert failure(folder, CaseFolderError, out=folder / "returns") == (
        "The outputs would be written among the returns: give another folder with --out."
    )


def test_a_shown_name_with_withheld_words_tells_the_files_place_in_its_folder() -> None:
    """Two files whose words are withheld are not one file, and a person can find each of them."""
    paths = ["returns/Zoe q1.xlsx", "returns/Adam q1.xlsx", "returns/q1.xlsx"]

    shown = shown_names(paths, Vocabulary())

    assert shown == {
        "returns/Adam q1.xlsx": "returns/[…] q1 (file 1).xlsx",
        "returns/Zoe q1.xlsx": "returns/[…] q1 (file 3).xlsx",
        "returns/q1.xlsx": "returns/q1.xlsx",
    }


def test_the_place_of_a_file_is_that_in_its_own_folder_whatever_the_case_of_its_name() -> None:
    """As a window that lists the folder by name shows it; only folders that look alike need another number."""
    paths = [
        "returns/Zoe/Bob.xlsx",
        "returns/Zoe/amy.xlsx",
        "returns/Adam/Carl.xlsx",
        "returns/Adam/q1.csv",
        "returns/Di",
    ]

    shown = shown_names(paths, Vocabulary())

    assert shown == {
        "returns/Adam/Carl.xlsx": "returns/[…]/[…] (file 1).xlsx",
        "returns/Adam/q1.csv": "returns/[…]/q1.csv",
        "returns/Di": "returns/[…] (file 1)",
        "returns/Zoe/Bob.xlsx": "returns/[…]/[…] (file 2).xlsx",
        "returns/Zoe/amy.xlsx": "returns/[…]/[…] (file 1).xlsx #2",
    }


def test_a_name_with_withheld_words_is_a_note() -> None:
    """So that an officer knows why the name looks as it does, and finds the file by its place."""
    shown = shown_names(["returns/Zoe q1.xlsx", "returns/q1.xlsx"], Vocabulary())

    (note,) = withheld_names(shown)

    assert (note.code, str(note.source)) == ("name-withheld", "returns/[…] q1 (file 2).xlsx")
    assert note.text.endswith("It is file 2 of 2 in its folder when sorted by name, 9 before 10.")


def test_the_place_of_a_file_is_the_one_in_a_window_of_its_folder() -> None:
    """A window of Windows lists smith 9 before smith 10."""
    shown = shown_names([f"returns/smith {number}.xlsx" for number in (10, 2, 9)], Vocabulary())

    assert [shown[f"returns/smith {number}.xlsx"][-13:] for number in (2, 9, 10)] == [
        "(file 1).xlsx", "(file 2).xlsx", "(file 3).xlsx",
    ]  # fmt: skip


@given(st.sets(st.text(min_size=1, max_size=12), max_size=8))
def test_no_two_files_are_shown_by_one_name_whatever_their_order(names: set[str]) -> None:
    """Different files have different names, and the order they are found in changes nothing."""
    paths = [f"returns/{name}" for name in names]

    shown = shown_names(paths, Vocabulary())

    assert len(set(shown.values())) == len(paths)
    assert shown == shown_names(reversed(paths), Vocabulary())


def test_answers_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    """Each file of answers is read under its shown name with a digest of its own; a csv is named after its sheet."""
    folder = case_folder(tmp_path)
    (folder / "answers").mkdir()
    (folder / "answers" / "Facts.csv").write_text("Supplier ref,Fact,Value,As at\n", encoding="utf-8")

    found = read_case_folder(folder)

    assert [(file, sheet.name) for file, sheet in found.answer_sheets] == [("answers/Facts.csv", "Facts")]
    assert found.digests["answers/Facts.csv"].startswith("sha256:")


def test_a_file_of_answers_that_cannot_be_read_stops_the_work_in_one_sentence(tmp_path: Path) -> None:
    """Answers are the council's own: a damaged file of them is mended, and never left out in silence."""
    folder = case_folder(tmp_path)
    (folder / "answers").mkdir()
    (folder / "answers" / "Facts.xlsx").write_bytes(b"%PDF-1.4 not a workbook")

    said = failure(folder, RegisterError)

    assert said.startswith("answers/Facts.xlsx cannot be read: ")


ADOPTED = """
[[adopted_schemes]]
scheme = "defence-ers"
version = "2023"
since = 2024-04-01
reference = "Cabinet, 12 March 2024, item 7"
"""


def test_an_illustration_is_read_only_where_the_policy_adopts_it_or_the_folder_holds_a_copy(tmp_path: Path) -> None:
    """Nobody else's scheme speaks in a council's report unasked."""
    plain, adopting, copying = (case_folder(tmp_path / name) for name in ("plain", "adopting", "copying"))
    (adopting / "policy.toml").write_text(ADOPTED, encoding="utf-8")
    shipped = Path(__file__).parents[2] / "src" / "pledges" / "schemes" / "illustrations"
    (copying / "schemes").mkdir()
    for name in ("defence-ers-2023.toml", "defence-ers-2025-10.toml"):
        (copying / "schemes" / name).write_bytes((shipped / name).read_bytes())

    ids = [
        [f"{scheme.id}@{scheme.version}" for scheme in read_case_folder(folder).schemes]
        for folder in (plain, adopting, copying)
    ]

    own = ["covenant-delivery@0.1", "covenant-starter@0.1"]
    assert ids == [own, [*own, "defence-ers@2023"], [*own, "defence-ers@2023", "defence-ers@2025-10"]]


def test_an_illustration_that_was_changed_needs_a_version_of_its_own(tmp_path: Path) -> None:
    """Even where the policy does not adopt the shipped one."""
    shipped = Path(__file__).parents[2] / "src" / "pledges" / "schemes" / "illustrations" / "defence-ers-2023.toml"
    folder = case_folder(tmp_path)
    (folder / "schemes").mkdir()
    changed = shipped.read_text(encoding="utf-8").replace('gte = "10"', 'gte = "5"')
    (folder / "schemes" / "a.toml").write_text(changed, encoding="utf-8")

    assert "give it a version of its own" in failure(folder, SchemeError)


@pytest.mark.parametrize(("until", "overlaps"), [("2026-04-01", False), ("2026-04-02", True), (None, True)])
def test_two_versions_that_hold_on_one_day_are_refused(tmp_path: Path, until: str | None, *, overlaps: bool) -> None:
    """Nobody could say which one governs; the error names the file and what to write there."""
    folder = case_folder(tmp_path)
    (folder / "schemes").mkdir()
    starter = (Path(__file__).parents[2] / "src" / "pledges" / "schemes" / "covenant-starter-0.1.toml").read_text(
        "utf-8"
    )
    for version, days in (("1.0", f"until = {until}" if until else ""), ("2.0", "")):
        since = "2025-04-01" if version == "1.0" else "2026-04-01"
        text = starter.replace('version = "0.1"', f'version = "{version}"\nsince = {since}\n{days}', 1)
        (folder / "schemes" / f"starter {version}.toml").write_text(text, encoding="utf-8")

    if overlaps:
        message = failure(folder, SchemeError)
        assert "`until`: found days on which version 2.0 (" in message
        assert message.endswith("give until = 2026-04-01, the first day on which this version no longer holds.")
    else:
        assert len(read_case_folder(folder).schemes) == 4
