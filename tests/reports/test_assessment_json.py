import importlib.resources
import json

import attrs
import jsonschema
import pytest
from assessments import assessment

from pledges.explain import Explanation
from pledges.reports.assessment_json import render
from pledges.reports.document import hints_of, officer_document, record_types
from pledges.reports.records import Document
from pledges.reports.suppliers import supplier_document

SCHEMA = json.loads(
    importlib.resources.files("pledges.reports").joinpath("assessment-1.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
POSITION = assessment()
CONTENT = render(officer_document(POSITION))


def test_the_schema_is_a_schema() -> None:
    """It is valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("document", [officer_document(POSITION), supplier_document(POSITION, "S-01")])
def test_what_is_written_fits_the_schema(document: Document) -> None:
    """Officers' and suppliers' documents alike, with every state, outcome and status in them."""
    errors = [error.message for error in VALIDATOR.iter_errors(json.loads(render(document)))]

    assert errors == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["contracts", 0, "pledges", 0, "state"], "finished"),
        (["contracts", 0, "pledges", 0, "counted"], 5),
        (["contracts", 0, "pledges", 0, "target", "exact"], "5.5.5"),
        (["contracts", 0, "title"], None),
        (["suppliers", 0, "badges", 0, "levels", 0, "outcome"], "maybe"),
        (["suppliers", 0, "badges", 0, "adopted"], "no"),
        (["returns", 0, "status"], "lost"),
        (["findings", 0, "severity"], "grave"),
        (["reconciliation", 0, "rows"], -1),
        (["digests", "register"], "md5:0"),
        (["digests", "layouts"], {"parks/1": "md5:0"}),
        (["on"], "31/03/2026"),
        (["schema"], "pledges/assessment/2"),
    ],
)
def test_the_schema_refuses_what_the_format_does_not_allow(path: list[str | int], value: object) -> None:
    """Enumerations, types and patterns are exact."""
    data = json.loads(CONTENT)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert not VALIDATOR.is_valid(data)


def test_the_schema_allows_additions() -> None:
    """A later edition may add fields, and nothing breaks."""
    data = json.loads(CONTENT)
    data["contracts"][0]["later"] = "an addition"

    assert VALIDATOR.is_valid(data)


def test_the_schema_names_the_fields_of_the_records() -> None:
    """Each record has its definition with the same fields, all of them required but a tree's empty ones."""
    definitions = {**SCHEMA["$defs"], "document": SCHEMA}
    for record in record_types(Document):
        name = record.__name__.removesuffix("Record")
        definition = definitions[name[0].lower() + name[1:]]
        fields = [field.metadata.get("json", field.name) for field in attrs.fields(record)]

        assert list(definition["properties"]) == fields
        if record is not Explanation:
            assert definition["required"] == fields
    assert len(definitions) == len(record_types(Document))
    assert set(hints_of(Document)) == set(SCHEMA["properties"])


def test_the_bytes_are_the_same_every_time_and_end_with_a_newline() -> None:
    """One document, one file."""
    again = render(officer_document(assessment()))

    assert again == CONTENT
    assert CONTENT.endswith(b"}\n")
    assert not CONTENT.endswith(b"\n\n")


def test_the_file_is_laid_out_as_json_is_everywhere() -> None:
    """Two spaces, a field on each line, words of any script as they are, quotes and control signs escaped."""
    hostile = assessment(description='Café "Ō"\n\t\x00 \\ \u2028 \U0001f600', title="")
    empty = attrs.evolve(officer_document(POSITION), contracts=(), returns=())

    for document in (officer_document(hostile), supplier_document(POSITION, "S-01"), empty):
        text = render(document).decode()

        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_trees_are_written_from_their_figures_as_they_would_be_from_themselves() -> None:
    """A document that was loaded again holds the trees, and is written to the same bytes."""
    document = officer_document(POSITION)
    contracts = tuple(
        attrs.evolve(
            contract,
            pledges=tuple(attrs.evolve(each, explanation=dict(each.explanation.items())) for each in contract.pledges),
        )
        for contract in document.contracts
    )

    from_trees = render(attrs.evolve(document, contracts=contracts))

    assert contracts[0].pledges[0].explanation
    assert from_trees == CONTENT


def test_names_and_shapes_are_those_of_the_format() -> None:
    """What docs/formats.md shows is what stands in the file."""
    data = json.loads(CONTENT)

    pledge = data["contracts"][0]["pledges"][1]
    assert pledge["counted"] == {"value": "6.285714", "exact": "44/7", "unit": "weeks"}
    assert data["contracts"][2]["contract_ref"] is None
    assert data["contracts"][1]["pledges"][0]["share_of_due"] is None
    standing = data["suppliers"][0]["badges"][0]["standing"]
    assert {name: standing[name] for name in ("level", "status", "from", "until", "actions")} == {
        "level": "committed",
        "status": "in force",
        "from": "2025-04-01",
        "until": "2026-03-31",
        "actions": ["By 31 Mar 2026: Committed ends on 31 Mar 2026: its renewal must be lodged by then."],
    }
    assert standing["due"][0]["day"] == "2026-03-31"
    assert [(step["day"], step["what"], step["by"]) for step in standing["steps"]] == [
        ("2025-04-01", "issued", "the council")
    ]
    assert data["returns"][-1]["file"] is None
    assert data["returns"][0]["period"] == {"start": "2026-01-01", "end": "2026-03-31"}
