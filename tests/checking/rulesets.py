"""Small rulesets for the tests of `parrules.checking`."""

from collections.abc import Mapping

from parrules.checking import check_scheme
from parrules.errors import Problem
from parrules.loading import parse_ruleset

SECTIONS: Mapping[str, str] = {
    "ruleset": """
[ruleset]
id      = "test"
edition = "1"
status  = "template"
title   = "Thử"
source  = "Quyết định 1"
maximum = 10
""",
    "channel": "",
    "answers": "",
    "fact": """
[fact]
done    = { type = "count", at_most = "planned" }
planned = { type = "count" }
""",
    "derive": "",
    "criteria": """
[criteria]
"1"   = { maximum = 10, title = "Lĩnh vực" }
"1.1" = { maximum = 10, title = "Tỷ lệ", if_none = "zero", tiers = [
    [100, 10], [50, 5], [0, 0],
  ], measure = "percent(done, planned)" }
""",
    "bonus": "",
    "penalty": "",
    "total": "",
    "knock_out": "",
    "grade": "",
    "ranking": "",
    "example": """
[[example]]
name   = "chưa có gì"
expect = { complete = false }
""",
}
"""A ruleset with nothing wrong, section by section."""


def ruleset(**sections: str) -> str:
    """Return the text of the sound ruleset with *sections* in it."""
    texts = [text.strip() for text in {**SECTIONS, **sections}.values()]

    return "\n\n".join(["language = 1", *filter(None, texts)]) + "\n"


def criteria(*rows: str, facts: str = "", **sections: str) -> str:
    """Return the text of a ruleset with one area of 10 and *rows* in it.

    Args:
        rows: Rows below area 1.
        facts: The table of facts, where the usual ones do not serve.
        sections: Whole other sections.
    """
    lines = ('[criteria]\n"1" = { maximum = 10, title = "Lĩnh vực" }', *rows)
    given = {"fact": f"[fact]\n{facts}\n"} if facts else {}

    return ruleset(criteria="\n".join(lines) + "\n", **given, **sections)


def leaf(row: str, facts: str = "", **sections: str) -> str:
    """Return the text of a ruleset whose one leaf is scored by *row*."""
    text = f'"1.1" = {{ maximum = 10, title = "Tiêu chí", {row} }}'

    return criteria(text, facts=facts, **sections)


def found(text: str) -> tuple[Problem, ...]:
    """Return what the checks find in the ruleset *text*.

    The loader must have found nothing: what it reports, no check sees.
    """
    loaded = parse_ruleset(text, "test.toml")
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    assert loaded.scheme is not None

    return check_scheme(loaded.scheme, loaded.document)


def codes(text: str) -> list[str]:
    """Return the codes of what the checks find, file order kept."""
    return [problem.code for problem in found(text)]


def levels(text: str) -> list[tuple[str, str]]:
    """Return code and severity of what the checks find."""
    return [(problem.code, problem.severity) for problem in found(text)]
