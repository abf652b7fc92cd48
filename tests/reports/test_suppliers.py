from collections.abc import Iterator

import attrs
import nouns
import pytest
from assessments import assessment, cell

from pledges.assess import Intake, assess
from pledges.files import default_rulebook
from pledges.model import Basis, Party, Return
from pledges.provenance import CellRef, SourceFile
from pledges.reports.document import officer_document
from pledges.reports.suppliers import BY_ANOTHER, KEYED, for_supplier, for_suppliers, supplier_document

POSITION = assessment()
OFFICER = officer_document(POSITION)


def texts(value: object) -> Iterator[str]:
    """Yield every text anywhere in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts(key)
            yield from texts(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):  # type: ignore[arg-type]
            yield from texts(getattr(value, field.name))


def test_a_supplier_reads_nothing_of_anybody_else() -> None:
    """No reference, name or file of another supplier is anywhere in a supplier's document."""
    text = "\n".join(texts(supplier_document(POSITION, "S-01")))

    assert "Ashfold" in text
    for other in (
        "Beacon",
        "Corvane",
        "beacon",
        "S-02",
        "S-03",
        "P-04",
        "P-10",
        "P-20",
        "School meals",
        "C-002",
        "register.xlsx",
    ):
        assert other not in text


def test_a_supplier_reads_its_own_promises_lines_returns_and_findings() -> None:
    """What is its own is all there, with the rule's reason for each line that was set aside."""
    document = supplier_document(POSITION, "S-01")
    (contract,) = document.contracts

    assert [each.pledge_ref for each in contract.pledges] == ["P-01", "P-02"]
    assert [each.text for each in document.findings] == ["The promise is in weeks and this line is in people."] * 2
    assert [each.file for each in document.reconciliation] == ["returns/q4 ashfold.xlsx"]
    assert contract.pledges[0].lines[2].set_aside is not None
    assert contract.pledges[0].lines[2].set_aside.text == "One young person counts once for a promise."
    assert {each.file for each in document.returns} >= {"returns/q4 ashfold.xlsx", KEYED}


def test_a_prime_reads_what_its_subcontractor_reported_without_its_file() -> None:
    """A line that another party sent for its promise is there, so that the count can be followed, and names no file."""
    firms = (("S-01", "prime", 2), ("S-02", "subcontractor", 3))
    parties = tuple(
        Party(contract_ref="C-1", supplier_ref=ref, role=role, source=nouns.cell(sheet="Parties"))
        for ref, role, _ in firms
    )
    returns = tuple(
        Return(
            file=SourceFile(name=f"returns/{ref}.xlsx", digest=f"sha256:{ref}"), layout="pledges-return/1",
            source=CellRef(file=f"returns/{ref}.xlsx", sheet="About"), supplier_key=ref, contract_key="C-1",
            period=nouns.YEAR, basis=Basis.IN_PERIOD,
            lines=(nouns.line(quantity=quantity, row_source=cell("A2", file=f"returns/{ref}.xlsx")),),
        )
        for ref, _, quantity in firms
    )  # fmt: skip
    register = nouns.register(suppliers=(nouns.supplier(), nouns.supplier("S-02")), parties=parties)
    position = assess(register, Intake(returns=returns), default_rulebook(), on=nouns.YEAR.end)

    (contract,) = supplier_document(position, "S-01").contracts

    assert [each.source for each in contract.pledges[0].lines] == ["returns/S-01.xlsx!Delivery!D2", BY_ANOTHER]
    assert contract.pledges[0].counted is not None
    assert contract.pledges[0].counted.value == "5"


def test_a_supplier_does_not_read_what_others_confirmed() -> None:
    """Verified amounts can rest on the answer of one young person, so that a supplier's document holds none."""
    document = supplier_document(POSITION, "S-01")

    pledges = [each for contract in document.contracts for each in contract.pledges]
    assert {each.verified for each in pledges} == {None}
    assert {line.grade for each in pledges for line in each.lines} == {"documented"}
    criteria = [
        c for each in document.suppliers for badge in each.badges for level in badge.levels for c in level.criteria
    ]
    assert {(each.observed, each.because, each.sources) for each in criteria} == {(None, "", ())}
    assert OFFICER.digests.layouts
    assert (document.digests.register, document.digests.layouts) == (None, {})


def test_every_finding_for_suppliers_in_its_own_file_reaches_the_supplier() -> None:
    """Also one that names no supplier, and one whose words hold a number that is somebody else's reference."""
    first = attrs.evolve(OFFICER.findings[0], supplier_ref=None, saw="12")
    contract = OFFICER.contracts[1]
    other = attrs.evolve(contract, pledges=tuple(attrs.evolve(each, pledge_ref="12") for each in contract.pledges))
    document = attrs.evolve(OFFICER, findings=(first,), contracts=(OFFICER.contracts[0], other))

    assert for_supplier(document, "S-01").findings == (first,)
    assert for_supplier(document, "S-02").findings == ()


def test_findings_for_officers_only_stay_with_officers() -> None:
    """A finding goes to a supplier only if the catalogue says so and it is about a file that is all its own."""
    audiences = {each.audience for each in OFFICER.findings}
    per_supplier = {ref: supplier_document(POSITION, ref).findings for ref in ("S-01", "S-02", "S-03")}

    assert audiences == {"officer", "supplier"}
    assert {each.audience for each in per_supplier["S-01"]} == {"supplier"}
    assert per_supplier["S-02"] == per_supplier["S-03"] == ()


def test_an_unknown_supplier_gets_an_empty_document() -> None:
    """Nothing is anybody's by default."""
    document = supplier_document(POSITION, "S-99")

    assert (document.contracts, document.suppliers, document.returns, document.findings) == ((), (), (), ())


@pytest.mark.parametrize(
    ("other", "words", "is_told"),
    [
        ("P-02", "Already counted for P-02/7.", True),
        ("P-02", "Already counted for P-02b.", True),
        ("P-02", "Already counted for P-02.", False),
        ("(Beacon) Ltd", "Already counted for (beacon) ltd's promise.", False),
        ("Beacon", "A beacon_light stands there.", True),
        ("7", "The promise is 7 weeks.", True),
    ],
)
def test_a_finding_that_names_another_is_not_told(other: str, words: str, *, is_told: bool) -> None:
    """Whatever its case; a name inside a longer own one, a part of a word and a number alone name nobody."""
    contract = OFFICER.contracts[0]
    own = attrs.evolve(contract.pledges[0], pledge_ref="P-02/7")
    beacons = attrs.evolve(contract.pledges[2], pledge_ref=other)
    document = attrs.evolve(
        OFFICER,
        contracts=(attrs.evolve(contract, pledges=(own, beacons)),),
        findings=(attrs.evolve(OFFICER.findings[0], text=words),),
    )

    assert bool(for_supplier(document, "S-01").findings) is is_told


def test_all_suppliers_at_once_read_what_each_reads_alone() -> None:
    """In the document's order."""
    everybody = dict(for_suppliers(OFFICER))

    assert everybody == {ref: for_supplier(OFFICER, ref) for ref in ("S-01", "S-02", "S-03")}
