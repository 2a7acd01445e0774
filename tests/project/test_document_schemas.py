"""Rankings, comparisons, surveys and so on are what their schemas say."""

import copy
import importlib.resources
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import referencing

import parrules
from assessment.province import write
from cli.commands import SMALL, ran
from composite.indices import column, scored
from conformance.corpus import COHORTS, COMPARISONS, compiled
from conformance.test_cohorts import ranked
from conformance.test_comparisons import years_of
from parrules.composite.library import indices
from parrules.errors import RulesetError
from parrules.survey.report import survey_document
from survey.forms import from_table, text_of
from survey.test_report import TABLE, UNITS

Json = dict[str, Any]
FILES = {
    "ranking": "parrules.cohort",
    "comparison": "parrules.cohort",
    "survey": "parrules.survey",
    "composite": "parrules.composite",
    "assessment": "parrules.assessment",
    "test": "parrules.cli",
    "check": "parrules.cli",
}
SCHEMAS: dict[str, Json] = {
    name: json.loads(
        importlib.resources.files(package)
        .joinpath(f"{name}-1.schema.json")
        .read_text("utf-8")
    )
    for name, package in FILES.items()
}
REGISTRY: Any = referencing.Registry().with_resources(
    (schema["$id"], referencing.Resource.from_contents(schema))
    for schema in SCHEMAS.values()
)
WARDS = pathlib.Path(__file__).parents[1] / "data" / "wards"


def errors_of(document: Json, name: str = "") -> list[tuple[str, str]]:
    """Return where *document* is not what the schema that it names says."""
    return errors_in(document, name or document["schema"].split("/")[1])


def errors_in(document: object, name: str) -> list[tuple[str, str]]:
    """Return where *document* is not what the schema called *name* says."""
    schema = SCHEMAS[name]
    validator = jsonschema.Draft202012Validator(schema, registry=REGISTRY)

    return [
        (error.json_path, error.message)
        for error in validator.iter_errors(document)
    ]


def objects(schema: object) -> Iterator[Json]:
    """Yield every part of a schema that describes an object."""
    if isinstance(schema, list):
        for each in schema:
            yield from objects(each)
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)


def wards() -> parrules.Comparison:
    """Compare both years of the wards."""
    older, newer = (
        parrules.load(WARDS / f"wards-{year}.toml") for year in (2024, 2025)
    )
    before = parrules.rank_units(
        older, parrules.read_units([WARDS / "2024.csv"]), block_by="block"
    )
    after = parrules.rank_units(
        newer, parrules.read_units([WARDS / "2025.csv"])
    )

    return parrules.compare(before, after)


# -- the schemas -------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name: str) -> None:
    """It keeps the rules of its own dialect and names its version."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])

    assert f"urn:parrules:{name}:1" == SCHEMAS[name]["$id"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_object_is_left_open(name: str) -> None:
    """A key that the schema does not name is refused everywhere."""
    assert [] == [
        each
        for each in objects(SCHEMAS[name])
        if "additionalProperties" not in each
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_key_may_be_absent(name: str) -> None:
    """A key without value is null."""
    assert [] == [
        each
        for each in objects(SCHEMAS[name])
        if each.get("required", []) != list(each.get("properties", {}))
    ]


# -- the documents -----------------------------------------------------------


@pytest.mark.parametrize("is_mutated", [False, True])
def test_what_the_command_test_writes_is_valid(
    capsys: pytest.CaptureFixture[str], *, is_mutated: bool
) -> None:
    """Of a ruleset, a questionnaire and an index."""
    names = (SMALL, "vn/sipas@2012", indices()[0].name)
    arguments = ("--mutate",) if is_mutated else ()
    answer = ran(capsys, "test", *names, "--format", "json", *arguments)
    found = json.loads(answer.out)

    assert (1, len(names) - 1) == (
        len(found["rulesets"]),
        len(found["others"]),
    )
    assert [] == errors_of(found)


def test_what_the_command_check_writes_is_valid(
    capsys: pytest.CaptureFixture[str], tmp_path: pathlib.Path
) -> None:
    """With errors and warnings, acknowledged ones, and files without lines."""
    text = pathlib.Path(SMALL).read_text("utf-8")
    path = tmp_path / "wrong.toml"
    path.write_text(text.replace("maximum", "maximun", 1), "utf-8")
    table = "vn/brvt/police-district@2024"
    names = (table, path, tmp_path / "none.toml")
    found = json.loads(ran(capsys, "check", *names, "--format", "json").out)

    assert {"error", "warning"} == {each["severity"] for each in found}
    assert any(each["acknowledged"] for each in found)
    assert [] == errors_in(found, "check")


@pytest.mark.parametrize("cohort", COHORTS)
def test_a_ranking_is_valid(cohort: Json) -> None:
    """Every cohort of the corpus, with ties, quotas and unranked units."""
    assert [] == errors_of(ranked(cohort, "durable").to_dict())


@pytest.mark.parametrize("case", COMPARISONS)
def test_a_comparison_is_valid(case: Json) -> None:
    """Every comparison of the corpus, alone and within a ranking."""
    before, after = years_of(case)
    try:
        found = parrules.compare(before, after)
    except RulesetError:
        pytest.skip("these editions do not know one another")
    documents = (found.to_dict(), found.ranking_dict())

    assert [[], []] == list(map(errors_of, documents))


def test_blocks_that_are_empty_are_valid() -> None:
    """Nobody is ranked in them, in one year or in both."""
    ruleset = compiled(
        '[fact]\n"unit.block" = { type = "choice", values = ["A", "B"] }\n'
        '[criteria]\n"1" = { maximum = 100, judged = { step = 1 } }\n'
        '[ranking]\nwithin = "block"\n'
    )
    empty = parrules.rank_units(ruleset, [])
    found = parrules.compare(empty, empty)
    documents = (empty.to_dict(), found.to_dict(), found.ranking_dict())

    assert [[], [], []] == list(map(errors_of, documents))


def test_a_survey_is_valid(tmp_path: pathlib.Path) -> None:
    """With units and strata; with intervals where they are computed."""
    rest = f"{UNITS}[policy]\nminimum = 1\n"
    survey = from_table(tmp_path, text_of(rest=rest), TABLE)
    sure = parrules.run_survey(survey.questionnaire, survey.tallies)
    documents = (survey_document(survey), survey_document(sure))

    assert [[], []] == list(map(errors_of, documents))


@pytest.mark.parametrize(
    "row",
    [
        "",
        'anchors = "z_score"',
        'anchors = "rank"',
        'anchors = "percentile"',
        "anchors = { low = 0, high = 5 }",
        "anchors = { target = 5 }",
        'transform = "log"',
    ],
)
def test_a_composite_result_is_valid(row: str) -> None:
    """By any scale, with figures that are missing, equal or below 0."""
    rows = (column(1, 2, 4), column(3, 3), column(-1, 5), column("", 2))
    inner = ", ".join(filter(None, ('indicator = "x"', row)))
    criteria = f'"1" = {{}}\n"1.1" = {{ {inner} }}'
    documents = [scored(criteria, each).to_dict() for each in rows]

    assert [[]] * len(rows) == list(map(errors_of, documents))


def test_an_assessment_is_valid(tmp_path: pathlib.Path) -> None:
    """Of a year with a year before, and of one without."""
    sizes = {"departments": 2, "districts": 3, "communes": 4}
    path = write(tmp_path, sizes, 60)
    documents = [
        parrules.assess(parrules.load_assessment(each)).to_dict()
        for each in (path, path.with_name("province-2024.toml"))
    ]

    assert [[], []] == list(map(errors_of, documents))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "parrules/ranking/2"),
        (("ruleset", "maximum"), 100),
        (("ruleset", "maximum"), "1e2"),
        (("ties",), "sparse"),
        (("blocks", 0, "size"), -1),
        (("blocks", 0, "colour"), "red"),
        (("blocks", 0, "units", 0, "rank"), 0),
        (("blocks", 0, "units", 0, "rank"), "1"),
        (("blocks", 0, "units", 0, "unranked"), "ill"),
        (("blocks", 0, "units", 0, "lost", 0, "lost"), None),
        (("blocks", 0, "spread", "count"), 1.5),
    ],
)
def test_the_schema_refuses(
    path: tuple[str | int, ...], value: object
) -> None:
    """A defect, put into a sound ranking, is found."""
    document = copy.deepcopy(wards().cohort.to_dict())
    sound = errors_of(document)
    *above, last = path
    place: Any = document
    for part in above:
        place = place[part]
    place[last] = value

    assert ([], True) == (sound, bool(errors_of(document, "ranking")))
