import datetime as dt
from pathlib import Path

import pytest
from worker_jobs import CANARY

from pledges.assess import assess
from pledges.exceptions import RegisterError
from pledges.files import read_case, read_register_of
from pledges.files.on_disk import digest_of
from pledges.reports.document import officer_document

PROMISES = (
    "Supplier,Contract ref,Start,End,What was promised,Kind,How many,Unit,Pledge ref\n"
    "Ashfold Joinery,C-001,2025-04-01,2026-03-31,Work placements,{kind},10,days,P-01\n"
)
KEYED = (
    "Supplier ref or name,Contract ref,Period start,Period end,Basis,Pledge ref or code,Quantity,Evidence ref\n"
    "Ashfold Joinery,C-001,2025-04-01,2025-06-30,in period,P-01,{quantity},register of attendance\n"
)


def case_folder(folder: Path, *, kind: str = "placement", **returns: bytes | str) -> Path:
    """Make a case folder with one promise and these returns."""
    (folder / "register").mkdir(parents=True)
    (folder / "returns").mkdir()
    (folder / "register" / "Promises.csv").write_text(PROMISES.format(kind=kind), encoding="utf-8")
    for name, content in returns.items():
        encoded = content if isinstance(content, bytes) else content.encode()
        (folder / "returns" / f"{name}.csv").write_bytes(encoded)
    return folder


def test_a_case_is_read_and_can_be_assessed(tmp_path: Path) -> None:
    """Register, rulebook and returns go straight into the assessment."""
    case = read_case(case_folder(tmp_path, q1=KEYED.format(quantity=4)))

    position = assess(case.register, case.intake, case.rulebook, on=dt.date(2026, 3, 31), vocabulary=case.vocabulary)

    assert [pledge.ref for pledge in case.register.pledges] == ["P-01"]
    assert [sent.file.name for sent in case.intake.returns] == ["returns/q1.csv"]
    (contract,) = position.contracts
    assert contract.fulfilments[0].counted.value == 4


def test_the_digests_are_of_what_was_read_by_names_that_may_be_shown(tmp_path: Path) -> None:
    """A return's key is its shown name, its value the digest of its bytes."""
    text = KEYED.format(quantity=4)
    folder = case_folder(tmp_path)
    (folder / "returns" / "Quillfeather q1.csv").write_text(text, encoding="utf-8")

    case = read_case(folder)

    assert case.intake.digests["returns/[…] q1 (file 1).csv"] == digest_of(text.encode())
    assert {"register", "policy", "schemes/covenant-delivery"} <= set(case.intake.digests)
    assert [note.code for note in case.intake.findings].count("name-withheld") == 1


def test_a_folders_own_layouts_are_among_the_digests_as_they_lie_there(tmp_path: Path) -> None:
    """The figures rest on what a layout says of cells: its file's digest is kept by its id, also with a byte mark."""
    folder = case_folder(tmp_path, q1=KEYED.format(quantity=4))
    (folder / "layouts").mkdir()
    content = (
        b"\xef\xbb\xbf"
        b'id = "parks/1"\nname = "Parks"\n[recognise]\ncells = ["Parks"]\n[[tables]]\n'
        b'[[tables.columns]]\nmeans = "Pledge ref"\nheadings = ["No."]\nrequired = true\n'
    )
    (folder / "layouts" / "parks.toml").write_bytes(content)

    case = read_case(folder)
    position = assess(case.register, case.intake, case.rulebook, on=dt.date(2026, 3, 31), vocabulary=case.vocabulary)

    assert officer_document(position).digests.layouts == {"parks/1": digest_of(content)}


def test_every_sheet_of_register_and_returns_is_accounted_for(tmp_path: Path) -> None:
    """The rows of all files, by file and sheet."""
    case = read_case(case_folder(tmp_path, q1=KEYED.format(quantity=4)))

    files = {rows.file: rows for rows in case.intake.sheets}
    assert set(files) == {"register/Promises.csv", "returns/q1.csv"}
    assert files["returns/q1.csv"].used == frozenset({2})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7 \x00", "it looks like a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 \x00", "it looks like an old Excel workbook (.xls)"),
        (b"PK\x03\x04 nothing", "it is damaged and cannot be read safely"),
        (b"x" * (20 * 2**20 + 1), "it is larger than a return can be, on the disk or once unpacked"),
    ],
)
def test_an_unreadable_return_is_refused_by_name_and_never_stops_the_others(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    """The finding says what it is and what to do; the good return is read all the same."""
    case = read_case(case_folder(tmp_path, q1=KEYED.format(quantity=4), q2=content))

    (refusal,) = [note for note in case.intake.findings if note.code == "file-refused"]
    assert str(refusal.source) == "returns/q2.csv"
    assert refusal.text == f"Refused: {reason}."
    assert refusal.fix
    assert case.intake.refused == ("returns/q2.csv",)
    assert len(case.intake.returns) == 1


def test_a_link_among_the_returns_is_refused_and_has_no_digest(tmp_path: Path) -> None:
    """It was never opened."""
    folder = case_folder(tmp_path, q1=KEYED.format(quantity=4))
    (folder / "returns" / "q2.csv").symlink_to(folder / "returns" / "q1.csv")

    case = read_case(folder)

    assert case.intake.refused == ("returns/q2.csv",)
    assert "returns/q2.csv" not in case.intake.digests
    assert [note.text for note in case.intake.findings if note.code == "file-refused"] == [
        "Refused: it is a link to another place."
    ]


def test_a_file_that_is_no_return_of_ours_is_listed_with_the_refused(tmp_path: Path) -> None:
    """It is read and not recognised: nothing of it counts, and the officer sees its name."""
    case = read_case(case_folder(tmp_path, q2="Dear Sir,please find\nour,figures\n"))

    assert case.intake.refused == ("returns/q2.csv",)
    assert [note.code for note in case.intake.findings if str(note.source) == "returns/q2.csv"] == [
        "file-not-recognised"
    ]


def test_a_mistake_of_ours_in_one_return_costs_that_return_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong inside a file stays inside it, and its words are not repeated."""
    monkeypatch.setattr("pledges.files.case.JOB", "worker_jobs:failing_on_q2")
    case = read_case(case_folder(tmp_path, q1=KEYED.format(quantity=4), q2=KEYED.format(quantity=5)))

    assert case.intake.refused == ("returns/q2.csv",)
    assert len(case.intake.returns) == 1
    assert CANARY not in repr(case.intake.findings)


def test_the_policys_own_types_are_read_in_the_register(tmp_path: Path) -> None:
    """A local type is no mistake, in the case as in the register alone."""
    folder = case_folder(tmp_path, kind="driving lessons")
    (folder / "policy.toml").write_text('local_types = ["driving lessons"]', encoding="utf-8")

    case, reading = read_case(folder), read_register_of(folder)

    assert [pledge.type for pledge in case.register.pledges] == ["driving lessons"]
    assert reading.register == case.register


def test_house_rules_for_reading_are_those_of_the_day(tmp_path: Path) -> None:
    """N/A is a query until the day the authority accepts it."""
    folder = case_folder(tmp_path, q1=KEYED.format(quantity="N/A"))
    (folder / "policy.toml").write_text(
        '[[not_applicable_accepted]]\nsince = 2026-04-01\nvalue = true\nreference = "Cabinet"', encoding="utf-8"
    )

    before = read_case(folder, on=dt.date(2026, 3, 31))
    after = read_case(folder, on=dt.date(2026, 4, 1))

    assert "quantity-not-applicable" in {note.code for note in before.intake.findings}
    assert "quantity-not-applicable" not in {note.code for note in after.intake.findings}


def test_a_register_without_its_sheets_stops_the_work(tmp_path: Path) -> None:
    """One sentence of the register's own."""
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "Facts.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(RegisterError, match="Promises"):
        read_case(tmp_path)
