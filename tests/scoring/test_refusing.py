"""What is missing is named where a ruleset lets nothing pass."""

import pytest

from parrules import Evidence, FactError, Submission
from parrules.loading import parse_ruleset
from parrules.loading.submissions import parse_submission
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


FORM = TEXT[TEXT.index("cases") : TEXT.index('"2"')]
ASKED = TEXT.replace(FORM, "judged = { step = 1 } }\n")


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        (
            "[unit]\nid = 'a'\n[facts]\nissued = 2024-01-01\n",
            "a.toml",
            ["a.toml:3:2 PAR310", "a.toml:4:10 PAR309"],
        ),
        ("late = 1\n", "a.toml", ["a.toml:1:1 PAR310", "a.toml:1:1 PAR309"]),
        (
            '{"unit": {},\n "facts": {\n  "issued": "2024-01-01", "late": 1}}',
            "a.json",
            ["a.json:2:2 PAR310", "a.json:3:13 PAR312"],
        ),
        (
            "fact,value\nlate,1\nissued,2024-01-01\n",
            "a.csv",
            ["a.csv:1:1 PAR310", "a.csv:3:8 PAR312"],
        ),
    ],
)
def test_what_is_refused_as_missing_has_a_place_in_the_file(
    text: str, name: str, places: list[str]
) -> None:
    """The fact whose document is missing, else where facts stand."""
    loaded = parse_ruleset(ASKED, "test.toml")
    assert loaded.scheme is not None
    ruleset = Ruleset(loaded.scheme)
    submission = parse_submission(text.encode(), name, ruleset)
    with pytest.raises(FactError) as caught:
        ruleset.evaluate(submission)

    assert places == [
        f"{each.place} {each.code}" for each in caught.value.problems
    ]


def test_what_is_refused_as_missing_has_a_path_into_the_facts() -> None:
    """An answer has the code of its leaf, a fact its name."""
    loaded = parse_ruleset(ASKED, "test.toml")
    assert loaded.scheme is not None
    with pytest.raises(FactError) as caught:
        Ruleset(loaded.scheme).evaluate({"late": 1})

    assert [("1",), ("issued",)] == [
        each.path for each in caught.value.problems
    ]
