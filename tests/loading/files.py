"""Small rulesets that tests vary."""

from parrules.errors import Problem
from parrules.loading import parse_ruleset
from parrules.model import Criterion, Fact, Scheme

HEAD = """\
language = 1
[ruleset]
id = "x"
edition = "1"
status = "template"
title = "x"
maximum = 1
"""
LEAF = '"1" = { maximum = 1, judged = { step = 0.5 } }\n'


def ruleset(
    rows: str = LEAF, *, facts: str = "", derived: str = "", rest: str = ""
) -> str:
    """Return a ruleset with these lines in its tables, *rest* below them."""
    return (
        f"{HEAD}[fact]\n{facts}\n[derive]\n{derived}\n"
        f"[answers]\nyes_no = {{ yes = 100, no = 0 }}\n"
        f"[criteria]\n{rows}\n{rest}\n"
    )


def problems_of(text: str | bytes) -> list[Problem]:
    """Return what is wrong with a file."""
    return list(parse_ruleset(text, "x.toml").problems)


def codes_of(text: str | bytes) -> list[str]:
    """Return the codes of what is wrong with a file."""
    return [problem.code for problem in problems_of(text)]


def marks_of(text: str | bytes) -> list[str]:
    """Return code, place and path of what is wrong with a file."""
    return [
        f"{problem.code} {problem.place} "
        + ".".join(str(part) for part in problem.path)
        for problem in problems_of(text)
    ]


def arguments_of(text: str) -> list[dict[str, str]]:
    """Return the arguments of what is wrong with a file."""
    return [dict(problem.arguments) for problem in problems_of(text)]


def scheme_of(text: str | bytes) -> Scheme:
    """Return the scheme of a file without problems."""
    loaded = parse_ruleset(text, "x.toml")

    assert [] == [problem.text() for problem in loaded.problems]
    assert loaded.scheme is not None
    return loaded.scheme


def partial_scheme_of(text: str | bytes) -> Scheme:
    """Return what could be read of a file with problems."""
    loaded = parse_ruleset(text, "x.toml")

    assert loaded.problems
    assert loaded.scheme is not None
    return loaded.scheme


def leaf_of(row: str, *, facts: str = "") -> Criterion:
    """Return the leaf ``"1"`` that *row* describes, without problems."""
    return scheme_of(ruleset(f'"1" = {row}', facts=facts)).criteria[0]


def fact_of(row: str) -> Fact:
    """Return the fact ``a`` that *row* describes, without problems."""
    return scheme_of(ruleset(facts=f"a = {row}")).facts[0]
