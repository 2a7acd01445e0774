"""What is read back is a breakdown, or is refused."""

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parrules
from parrules import Breakdown, BreakdownError, Evidence, Submission
from parrules.breakdown import shape
from parrules.breakdown.places import place_of
from parrules.breakdown.shape import UNDERSTOOD
from parrules.errors import Path

RULESET = parrules.load("vn/brvt/police-internal@2024")
DOCUMENT = RULESET.evaluate({}).to_dict()


def refused(document: object) -> list[tuple[str, str]]:
    """Return codes and places of what is wrong with a document."""
    with pytest.raises(BreakdownError) as caught:
        Breakdown.from_dict(document)  # type: ignore[arg-type]  # anything

    return [
        (problem.code, place_of(problem.path) or "")
        for problem in caught.value.problems
    ]


def changed(path: Path, value: object) -> Any:  # noqa: ANN401  # JSON
    """Return the document with another value at *path*."""
    document: Any = copy.deepcopy(DOCUMENT)
    at = document
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value

    return document


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (None, ""),
        ([], ""),
        ("x", ""),
        ({}, "schema"),
        ({"schema": "parrules/breakdown/2", "nodes": 1}, "schema"),
    ],
)
def test_what_has_another_schema_is_refused(
    document: object, place: str
) -> None:
    """Only a mapping with the right schema is looked at further."""
    assert [("PAR701", place)] == refused(document)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("nodes",), None, "nodes"),
        (("nodes", 3, "points"), 1.5, "nodes[3].points"),
        (("nodes", 3, "points"), "-1", "nodes[3].points"),
        (("nodes", 3, "status"), "fine", "nodes[3].status"),
        (("nodes", 3, "extra"), 1, "nodes[3].extra"),
        (("entries", 0, "amount"), "one", "entries[0].amount"),
        (("facts", "values", "x"), 1.5, "facts.values.x"),
        (("total",), 5, "total"),
        (("total", "published"), "x", "total.published"),
        (("total", "exact", "denominator"), "0", None),
        (("grade",), "good", "grade"),
        (("complete",), "yes", "complete"),
        (("unit", "id"), 7, "unit.id"),
        (("engine",), "", "engine"),
    ],
)
def test_a_damaged_document_is_refused_with_the_place(
    path: Path, value: object, place: str | None
) -> None:
    """Unknown keys and wrong values alike."""
    assert [("PAR701", place or place_of(path))] == refused(
        changed(path, value)
    )


def test_everything_that_is_wrong_is_reported_at_once() -> None:
    """In the order of the document; what is absent by its key."""
    document = changed(("nodes", 1), {**DOCUMENT["nodes"][1], "code": ""})
    del document["nodes"][2]["rule"]
    document["complete"] = None

    assert [
        ("PAR701", "complete"),
        ("PAR701", "nodes[1].code"),
        ("PAR701", "nodes[2].rule"),
    ] == refused(document)


def test_a_number_that_does_not_add_up_is_refused() -> None:
    """Points of a node against its entries, and what it earned below it."""
    code = DOCUMENT["entries"][0]["node"]
    at = [node["code"] for node in DOCUMENT["nodes"]].index(code)

    assert [("PAR702", f"nodes[{at}].points")] == refused(
        changed(("entries", 0, "amount"), "99")
    )


def test_what_is_missing_has_no_value() -> None:
    """The columns of facts say the same."""
    (name, *_), _ = zip(*DOCUMENT["facts"]["values"].items(), strict=True)

    assert "missing" == DOCUMENT["facts"]["origins"][name]
    assert [("PAR702", f"facts.values.{name}")] == refused(
        changed(("facts", "values", name), "yes")
    )


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("entries", 0, "node"), "Z", "entries[0].node"),
        (("entries", 0, "facts"), ["z"], "entries[0].facts[0]"),
        (("evidence",), [{"for": ["z"]}], "evidence[0].for[0]"),
        (("unevidenced",), ["z"], "unevidenced[0]"),
        (("facts", "values", "z"), 1, "facts.values.z"),
        (("facts", "origins", "z"), "given", "facts.origins.z"),
        (("facts", "titles_vi", "z"), "Z", "facts.titles_vi.z"),
    ],
)
def test_a_name_of_what_is_not_there_is_refused(
    path: Path, value: object, place: str
) -> None:
    """Nodes and facts are named, and stand in the document."""
    assert ("PAR705", place) in refused(changed(path, value))


@pytest.mark.parametrize("key", ["total", "base", "bonus", "penalty"])
def test_a_total_that_does_not_add_up_is_refused(key: str) -> None:
    """Areas and adjustments are all that makes it."""
    exact = {"numerator": "7", "denominator": "1"}
    written = {"published": "7.00", "exact": exact}

    assert [("PAR702", f"{key}.exact")] == refused(changed((key,), written))


def test_a_published_total_that_no_rounding_gives_is_refused() -> None:
    """It is less than one unit of its last place away."""
    assert [("PAR702", "total.published")] == refused(
        changed(("total", "published"), "0.01")
    )


def test_points_stay_within_what_is_applicable() -> None:
    """0 ≤ points ≤ applicable ≤ maximum, whatever entries say."""
    leaf = {**DOCUMENT["nodes"][2], "applicable": "99"}

    assert ("PAR702", "nodes[2].applicable") in refused(
        changed(("nodes", 2), leaf)
    )
    applicable = changed(("nodes", 0, "maximum"), "0")
    assert ("PAR702", "nodes[0].applicable") in refused(applicable)


def test_a_node_stands_once_and_below_one_that_is_there() -> None:
    """Neither twins nor orphans."""
    twice = changed(("nodes",), [*DOCUMENT["nodes"], DOCUMENT["nodes"][2]])
    last = len(DOCUMENT["nodes"])

    assert [("PAR703", f"nodes[{last}].code")] == refused(twice)
    assert [("PAR704", "nodes[2].parent")] == refused(
        changed(("nodes", 2, "parent"), "Z")
    )


def test_a_sum_is_what_is_below_it() -> None:
    """A node between is as exact as its leaves."""
    ruleset = parrules.load("vn/brvt/police-district@2024")
    document = ruleset.evaluate({"1.1.2": "yes"}).to_dict()
    (parent,) = (n for n in document["nodes"] if n["code"] == "1.1")
    parent["points"] = "1"
    codes = {code for code, _ in refused(document)}
    entry = {**document["entries"][0], "node": "1.1", "rule": "1.1#sum"}
    document["entries"].append({**entry, "amount": "1"})

    assert {"PAR702"} == codes
    assert ("PAR702", f"entries[{len(document['entries']) - 1}].amount") in (
        refused(document)
    )


def keywords(schema: object) -> Iterator[str]:
    """Yield the keywords of a schema and of all its parts."""
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        yield key
        named = key in ("properties", "$defs")
        parts = value.values() if named else (value,)
        for part in parts:
            for each in part if isinstance(part, list) else (part,):
                yield from keywords(each)


def test_the_schema_uses_no_keyword_that_is_not_held() -> None:
    """Else something would be published that nobody looks at."""
    annotations = {"$schema", "$id", "$defs", "title", "description"}

    assert (
        set()
        == set(keywords(shape.published_schema())) - UNDERSTOOD - annotations
    )


def every(document: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value in a document."""
    yield path
    if isinstance(document, dict):
        for key, value in document.items():
            yield from every(value, (*path, key))
    if isinstance(document, list):
        for index, value in enumerate(document):
            yield from every(value, (*path, index))


VALIDATOR = jsonschema.Draft202012Validator(shape.published_schema())
SPOTS = tuple(every(DOCUMENT))[1:]


@given(
    st.sampled_from(SPOTS),
    st.none()
    | st.booleans()
    | st.integers(-1, 1)
    | st.text("0/.-x", max_size=3)
    | st.just([])
    | st.just({}),
)
@settings(max_examples=50)
def test_the_shape_is_what_any_validator_of_schemas_says(
    path: Path, value: object
) -> None:
    """A value put anywhere is refused here where it is refused there."""
    document = changed(path, value)

    assert VALIDATOR.is_valid(document) == (
        next(shape.shape_problems(document), None) is None
    )


def test_a_breakdown_is_pickled_by_its_document() -> None:
    """Equal before and after, in another process too, without its ruleset."""
    breakdown = RULESET.evaluate({})
    read = pickle.loads(pickle.dumps(breakdown))  # noqa: S301  # our own

    assert breakdown == read == copy.deepcopy(breakdown)
    assert breakdown.text() == read.text()


def test_a_node_is_pickled_with_its_breakdown() -> None:
    """It says the same, read back."""
    node = RULESET.evaluate({})[DOCUMENT["nodes"][2]["code"]]
    read = pickle.loads(pickle.dumps(node))  # noqa: S301  # our own

    assert (repr(node), node.entries) == (repr(read), read.entries)
    assert node.entries == copy.deepcopy(node).entries


def test_nothing_handed_out_or_in_reaches_another_breakdown() -> None:
    """What a caller changes afterwards changes nothing."""
    unit, supports = {"id": "a"}, ["inspection_plan_issued"]
    submission = Submission(
        facts={},
        unit=unit,
        evidence=[Evidence(supports=supports, id="d")],
    )
    breakdown = RULESET.evaluate(submission)
    before = breakdown.to_dict()
    unit["id"] = "b"
    supports.append("other")
    changed = breakdown.to_dict()
    changed["nodes"][0]["title_vi"] = "changed"
    changed["entries"][2]["facts"].clear()
    changed["facts"]["values"].clear()
    RULESET.digest["bytes"] = "forged"

    assert before == breakdown.to_dict()
    assert before["ruleset"] == RULESET.evaluate({}).to_dict()["ruleset"]


@pytest.mark.parametrize("name", ["scheme", "title", "evaluate", "new"])
def test_a_ruleset_is_frozen(name: str) -> None:
    """What was checked stays what is scored, for all who share it."""
    with pytest.raises(AttributeError, match="frozen"):
        setattr(RULESET, name, None)
