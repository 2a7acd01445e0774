"""Breakdowns are what their published schema says."""

import importlib.resources
import json
import pathlib
import pickle
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

import parrules
from parrules.model import Example

MINIATURE = pathlib.Path(__file__).parents[1] / "data" / "miniature.toml"
FILE = importlib.resources.files("parrules.breakdown").joinpath(
    "breakdown-1.schema.json"
)
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
NAMES: tuple[str | pathlib.Path, ...] = (
    *(bundled.name for bundled in parrules.rulesets()),
    MINIATURE,
)
RULESETS = tuple(map(parrules.load, NAMES))


def submission(example: Example) -> parrules.Submission:
    """Return an example as somebody would hand it in."""
    document = parrules.Evidence(supports=example.evidence, id="file-1")

    return parrules.Submission(
        facts=example.facts,
        evidence=(document,) if example.evidence else (),
        unit={"id": "u-1", "name": "Đơn vị"},
        period="2024",
        stage="self_assessed",
    )


def documents() -> Iterator[Any]:
    """Yield the breakdown of every example that has one."""
    for ruleset in RULESETS:
        for example in ruleset.scheme.examples:
            if not example.problems:
                breakdown = ruleset.evaluate(submission(example))
                yield pytest.param(
                    breakdown.to_dict(), id=f"{ruleset.id} {example.name}"
                )


@pytest.fixture(params=documents())
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return one breakdown as JSON."""
    found: dict[str, Any] = request.param

    return found


def objects(schema: object) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema that describes an object."""
    if isinstance(schema, list):
        for each in schema:
            yield from objects(each)
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)


def test_the_schema_is_a_schema() -> None:
    """It keeps the rules of its own dialect and names its version."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert "urn:parrules:breakdown:1" == SCHEMA["$id"]


def test_no_object_is_left_open() -> None:
    """A key that the schema does not name is refused everywhere."""
    assert [] == [
        each for each in objects(SCHEMA) if "additionalProperties" not in each
    ]


def test_a_breakdown_is_valid(document: dict[str, Any]) -> None:
    """Every part has the keys, types and patterns that are published."""
    found = [
        (error.json_path, error.message)
        for error in VALIDATOR.iter_errors(document)
    ]

    assert [] == found


def test_json_loses_nothing(document: dict[str, Any]) -> None:
    """There are no tuples, decimals or dates in it."""
    assert document == json.loads(json.dumps(document))


def test_a_breakdown_is_read_back_whole(document: dict[str, Any]) -> None:
    """What `from_dict` reads, `to_dict` writes again."""
    breakdown = parrules.Breakdown.from_dict(document)

    assert document == breakdown.to_dict()
    assert list(document) == list(breakdown.to_dict())


def test_the_ledger_adds_up_to_the_points_of_every_node(
    document: dict[str, Any],
) -> None:
    """Nobody has to take a node's points on trust."""
    above = {node["code"]: node["parent"] for node in document["nodes"]}
    codes = [node["code"] for node in document["nodes"]]
    sums = dict.fromkeys(codes, Decimal())
    for entry in document["entries"]:
        if not entry["rule"].endswith("#sum"):
            code = entry["node"]
            while code is not None:
                sums[code] += Decimal(entry["amount"])
                code = above[code]

    assert sums == {
        node["code"]: Decimal(node["points"]) for node in document["nodes"]
    }


def test_nodes_and_facts_are_named_by_what_stands_in_the_document(
    document: dict[str, Any],
) -> None:
    """A reader needs no ruleset to follow a name."""
    facts = document["facts"]["values"]
    codes = {node["code"] for node in document["nodes"]}
    entries = document["entries"]

    assert codes >= {entry["node"] for entry in entries}
    assert set(facts) == set(document["facts"]["origins"])
    # The title of an option or level stands under that, too.
    assert set(facts) >= {
        name.partition("=")[0]
        for each in (
            *(entry["facts"] for entry in entries),
            *(paper["for"] for paper in document["evidence"]),
            document["unevidenced"],
            *document["facts"].values(),
        )
        for name in each
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("total", "published"), 74.68),
        (("total", "published"), "7.4e1"),
        (("nodes", 0, "points"), "-1"),
        (("nodes", 0, "points"), "01"),
        (("nodes", 0, "status"), "unknown"),
        (("nodes", 0, "weight"), "1"),
        (("schema",), "parrules/breakdown/2"),
        (("ruleset", "digest", "meaning"), "abc"),
        (("evidence", 0, "pages"), "3"),
        (("facts", "origins", "n"), "guessed"),
        (("facts", "values", "n"), 1.5),
        (("facts", "notes"), {}),
        (("entries", 0, "facts"), None),
        (("entries", 0, "amount"), 1),
        (("grade", "reached"), "good"),
        (("grade", "reached", "rank"), 1),
        (("grade", "ceiling"), "good"),
    ],
)
def test_the_schema_refuses(
    path: tuple[str | int, ...], value: object
) -> None:
    """Each defect, put into a sound breakdown, is one error."""
    ruleset = RULESETS[-1]
    document = ruleset.evaluate(
        submission(ruleset.scheme.examples[0])
    ).to_dict()
    *above, last = path
    place: Any = document
    for part in above:
        place = place[part]
    place[last] = value

    assert 1 == len(list(VALIDATOR.iter_errors(document)))


def test_maximum_written_with_an_exponent_is_read_back(
    tmp_path: pathlib.Path,
) -> None:
    """However a ruleset writes a number, a breakdown writes it plainly."""
    text = MINIATURE.read_text(encoding="utf-8")
    text, count = re.subn(r"(?m)^(maximum *= )10$", r"\g<1>1e1", text)
    path = tmp_path / "exponent.toml"
    path.write_text(text, encoding="utf-8")
    document = parrules.load(path).evaluate({}).to_dict()
    parrules.Breakdown.from_dict(document)

    assert (1, "10") == (count, document["ruleset"]["maximum"])


@pytest.mark.parametrize("title", ['""', '{ vi = "", en = "" }'])
def test_breakdown_of_a_ruleset_without_a_title_is_read_back(
    tmp_path: pathlib.Path, title: str
) -> None:
    """It is warned of, and loads; so what it gives is kept."""
    text = MINIATURE.read_text(encoding="utf-8")
    text, count = re.subn(r"(?m)^title    = \{.*\}$", f"title = {title}", text)
    path = tmp_path / "untitled.toml"
    path.write_text(text, encoding="utf-8")
    breakdown = parrules.load(path).evaluate({})
    document = breakdown.to_dict()

    assert (1, None) == (count, document["ruleset"]["title_vi"])
    assert document == parrules.Breakdown.from_dict(document).to_dict()
    copied = pickle.loads(pickle.dumps(breakdown))  # noqa: S301  # our own
    assert document == copied.to_dict()
