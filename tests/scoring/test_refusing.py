"""What is missing is named where a ruleset lets nothing pass."""

import pytest

from parrules import Evidence, FactError, Submission
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset

TEXT = """\
language = 1
[ruleset]
id = "test/refusing"
edition = "1"
status = "template"
title = "t"
source = "s"
maximum = 4
[policy]
missing = "refuse"
unevidenced = "refuse"
[fact]
issued = { type = "date", never = true, evidence = "required" }
late = { type = "count" }
[criteria]
"1" = { maximum = 2, title = "x", cases = [
  { when = "issued == never", points = 0 },
  { otherwise = true, points = 2 },
] }
"2" = { maximum = 2, title = "y", cases = [
  { when = "issued == never or late > 3", points = 0 },
  { otherwise = true, points = 2 },
] }
"""


@pytest.mark.parametrize("engine", ["durable", "compiled"])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"issued": "2024-01-01", "late": 1},
            ["PAR312 1 `issued`", "PAR312 2 `issued`"],
        ),
        (
            {"issued": "2024-01-01"},
            ["PAR312 1 `issued`", "PAR309 2 `issued`, `late`"],
        ),
        ({}, ["PAR309 1 `issued`", "PAR309 2 `issued`, `late`"]),
    ],
)
def test_what_was_given_without_its_document_is_not_called_missing(
    facts: dict[str, object], expected: list[str], engine: str
) -> None:
    """PAR312 asks for the document, PAR309 names the facts."""
    loaded = parse_ruleset(TEXT, "test.toml")
    assert loaded.scheme is not None
    ruleset = Ruleset(loaded.scheme)
    with pytest.raises(FactError) as caught:
        ruleset.evaluate(facts, engine=engine)
    proven = Submission(
        facts={"issued": "never", "late": 0},
        evidence=[Evidence(supports=["issued"])],
    )

    assert ruleset.evaluate(proven, engine=engine).complete
    assert expected == [
        f"{each.code} {each.arguments['criterion']} {each.arguments['facts']}"
        for each in caught.value.problems
    ]
