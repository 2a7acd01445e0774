"""Every file of the corpus keeps to its schema, which refuses slips."""

import copy
import datetime
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
import tomli

from conformance.corpus import FOLDER, files
from project.blocks import blocks_of

SCHEMA = json.loads((FOLDER / "corpus-1.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FILES = [pytest.param(file, id=path.stem) for path, file in files()]


def as_json(value: Any) -> Any:  # noqa: ANN401  # whatever TOML holds
    """Return *value* with dates as texts, which JSON has none of."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]

    return str(value) if isinstance(value, datetime.date) else value


def test_the_schema_is_one() -> None:
    """It keeps to the schema of schemas."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert "urn:parrules:corpus:1" == SCHEMA["$id"]


@pytest.mark.parametrize("file", FILES)
def test_the_file_keeps_to_the_schema(file: dict[str, Any]) -> None:
    """Every key is one that the schema has, and every value of its kind."""
    errors = VALIDATOR.iter_errors(as_json(file))

    assert [] == [(*error.absolute_path, error.message) for error in errors]


@pytest.mark.parametrize("file", FILES)
def test_every_named_ruleset_is_used(file: dict[str, Any]) -> None:
    """What a file shares is shared, and no name is mistaken for a text."""
    kinds = ("case", "cohort", "comparison", "publication")
    entries = [each for kind in kinds for each in file.get(kind, ())]
    used = {
        each[key]
        for each in entries
        for key in ("ruleset", "older")
        if key in each
    }

    assert set() == set(file.get("ruleset", {})) - used


CASE = {
    "name": "one",
    "sentence": ["S6.2"],
    "ruleset": "short",
    "expect": {"total": 1, "nodes": {"1": {"points": "1/3", "rule": "1#1"}}},
}
COHORT = {
    "name": "two",
    "sentence": ["S13.4"],
    "ruleset": "short",
    "units": [{"unit": "A", "facts": {}}],
    "expect": {"grades": {"A": "good"}},
}


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("case", "sentence", []),
        ("case", "sentence", ["6.2"]),
        ("case", "sentense", ["S6.2"]),
        ("case", "pattern", ["18"]),
        ("case", "expect", {}),
        ("case", "expect", {"total": "1,5"}),
        ("case", "expect", {"total": "none", "problems": ["PAR301"]}),
        ("case", "expect", {"problems": []}),
        ("case", "expect", {"nodes": {"1": {"status": "awating"}}}),
        ("case", "expect", {"entries": {"1": [["1", 2]]}}),
        ("cohort", "units", []),
        ("cohort", "units", [{"unit": "A"}]),
        ("cohort", "units", [{"unit": "A", "facts": {}, "grade": "a"}]),
        ("cohort", "expect", {"demotions": {}}),
        ("cohort", "expect", {"grades": {}, "demotions": {"A": [{}]}}),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    kind: str, key: str, value: object
) -> None:
    """A slip in a case is found before anything is computed."""
    sound = {"schema": 1, "case": [CASE], "cohort": [COHORT]}
    broken: dict[str, Any] = copy.deepcopy(sound)
    broken[kind][0][key] = value

    assert VALIDATOR.is_valid(sound)
    assert not VALIDATOR.is_valid(broken)


def test_what_the_readme_shows_keeps_to_the_schema() -> None:
    """A file with a case, and a cohort that could stand in one."""
    file, cohort = (
        tomli.loads(block.text, parse_float=Decimal)
        for block in blocks_of(FOLDER / "README.md")
        if block.language == "toml"
    )

    assert VALIDATOR.is_valid(as_json(file))
    assert VALIDATOR.is_valid(as_json({"schema": 1, **cohort}))
