"""The corpus: its cases and cohorts, and what of them is not met."""

import functools
import pathlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import tomli

from conformance.agreement import exact, result_of
from conformance.values import Result
from parrules.breakdown.views import Breakdown
from parrules.engines import DEFAULT
from parrules.errors import FactError
from parrules.facts import Evidence, Submission
from parrules.loading import Loaded, parse_ruleset, read_ruleset
from parrules.loading.bundled import resolve
from parrules.ruleset import Ruleset

FOLDER = pathlib.Path(__file__).parent
HEADER = """\
language = 1
[ruleset]
id = "test/case"
edition = "1"
status = "template"
title = "Case"
maximum = 10
"""
Case = Mapping[str, Any]
Maker = Callable[[str], Ruleset]


def files() -> Iterator[tuple[pathlib.Path, dict[str, Any]]]:
    """Yield every file of the corpus, numbers exact."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield path, tomli.loads(path.read_text("utf-8"), parse_float=Decimal)


def entries(kind: str) -> Iterator[Any]:
    """Yield every ``[[case]]`` or ``[[cohort]]``, with its file and name."""
    for path, file in files():
        assert file["schema"] == 1, path
        for case in file.get(kind, ()):
            texts = file.get("ruleset", {})
            named = {
                key: texts.get(case[key], case[key])
                for key in ("ruleset", "older")
                if key in case
            }
            whole = {**case, **named}
            yield pytest.param(whole, id=f"{path.stem}: {case['name']}")


ALL = tuple(entries("case"))
COHORTS = tuple(entries("cohort"))
COMPARISONS = tuple(entries("comparison"))
PUBLICATIONS = tuple(entries("publication"))
CASES = tuple(
    each for each in ALL if "problems" not in each.values[0]["expect"]
)
"""The cases that come to a breakdown; every evaluator runs them."""
REFUSED = tuple(each for each in ALL if each not in CASES)
"""The cases that come to problems, whatever would evaluate."""


def named(name: str) -> Case:
    """Return the case that ``file: name`` finds."""
    (found,) = (each.values[0] for each in CASES if each.id == name)
    assert isinstance(found, Mapping)

    return found


def loaded(ruleset: str) -> Loaded:
    """Return a ruleset: a bundled one by name, or the text itself."""
    if "\n" not in ruleset:
        return _read(resolve(ruleset))

    return _parsed(ruleset)


_read = functools.cache(read_ruleset)


@functools.cache
def _parsed(ruleset: str) -> Loaded:
    header = "" if "[ruleset]" in ruleset else HEADER

    return parse_ruleset(header + ruleset, "case.toml")


def errors_of(ruleset: str) -> list[str]:
    """Return the codes of what keeps a ruleset from being loaded."""
    problems = loaded(ruleset).problems

    return [each.code for each in problems if each.severity == "error"]


def made(ruleset: str) -> Ruleset:
    """Return a ruleset that is ready to score, made anew."""
    assert [] == errors_of(ruleset)
    scheme = loaded(ruleset).scheme
    assert scheme is not None

    return Ruleset(scheme)


def compiled(ruleset: str) -> Ruleset:
    """Return a ruleset that is ready to score, made once."""
    if "\n" not in ruleset:
        # Several names may be those of one file.
        return _made_once(str(resolve(ruleset)), ruleset)

    return _made_once(ruleset, ruleset)


_ONCE: dict[str, Ruleset] = {}


def _made_once(key: str, ruleset: str) -> Ruleset:
    if key not in _ONCE:
        _ONCE[key] = made(ruleset)

    return _ONCE[key]


def submission_of(case: Case) -> Submission:
    """Return what a case, or a unit of a cohort, submits."""
    evidence = tuple(case.get("evidence", ()))

    return Submission(
        facts=case.get("facts", {}),
        evidence=(Evidence(supports=evidence),) if evidence else (),
        unit=case.get("unit", {}),
    )


def given(case: Case) -> dict[str, Any]:
    """Return all facts of a case, those about the unit too (S2.16)."""
    about = {
        f"unit.{name}": value for name, value in case.get("unit", {}).items()
    }

    return {**about, **case.get("facts", {})}


def evaluated(
    case: Case, engine: str = DEFAULT, make: Maker = compiled
) -> Breakdown:
    """Return what *engine* makes of a case."""
    ruleset = make(case["ruleset"])

    return ruleset.evaluate(submission_of(case), engine=engine)


def problems_of(case: Case) -> list[str]:
    """Return the codes of what is wrong with a case, in order."""
    found = errors_of(case["ruleset"])
    if found:
        return found
    try:
        evaluated(case)
    except FactError as error:
        return [problem.code for problem in error.problems]

    return []


def failures(
    case: Case, engine: str = DEFAULT, make: Maker = compiled
) -> list[str]:
    """Return every expectation of *case* that *engine* does not meet."""
    breakdown = evaluated(case, engine, make)
    found = unmet(case, result_of(breakdown))
    for code, expected in case["expect"].get("entries", {}).items():
        seen = [[e.rule, Fraction(e.amount)] for e in breakdown[code].entries]
        wanted = [[rule, read(amount)] for rule, amount in expected]
        if seen != wanted:
            found.append(f"{code} entries: {seen}, not {wanted}")
    summary = breakdown.summary
    grade = (summary["grade"] or {}).get("by_published_total") or {}
    shown_values = {
        "published": str(breakdown.total),
        "by_published": grade.get("id"),
    }
    for name, value in shown_values.items():
        expected = case["expect"].get(name, value)
        if value != expected:
            found.append(f"{name}: {value}, not {expected}")
    found.extend(unadjusted(case, summary["adjustments"]))

    return found


def unadjusted(case: Case, adjustments: Sequence[Any]) -> Iterator[str]:
    """Yield what *case* expects of adjustments, if they are not that.

    A rule alone says nothing of its amount.
    """
    expected = case["expect"].get("adjustments")
    if expected is None:
        return
    wanted: list[tuple[object, ...]] = [
        (each[0], read(each[1])) if isinstance(each, list) else (each,)
        for each in expected
    ]
    seen = [(each["rule"], exact(each["amount"])) for each in adjustments]
    if len(seen) != len(wanted) or any(
        pair[: len(other)] != other
        for pair, other in zip(seen, wanted, strict=True)
    ):
        yield f"adjustments: {seen}, not {wanted}"


def unmet(case: Case, result: Result) -> list[str]:
    """Return what *case* expects and *result* does not hold."""
    expected = dict(case["expect"])
    nodes = expected.pop("nodes", {})
    channels = expected.pop("channels", {})
    for name in ("published", "adjustments", "by_published"):
        expected.pop(name, None)
    assert set(expected.pop("entries", {})) <= set(result.nodes)
    found = [
        f"{name}: {getattr(result, name)}, not {value}"
        for name, value in expected.items()
        if getattr(result, name) != read(value)
    ]
    for code, node in nodes.items():
        for name, value in shown(node).items():
            seen = getattr(result.nodes[code], name)
            if seen != read(value):
                found.append(f"{code} {name}: {seen}, not {value}")
    for name, pair in channels.items():
        if result.channels[name] != tuple(map(read, pair)):
            found.append(f"{name}: {result.channels[name]}, not {pair}")

    return found


def shown(node: object) -> Mapping[str, object]:
    """Return what is expected of a node; a number alone is its points."""
    if isinstance(node, Mapping):
        return {"status": "scored", **node}

    return {"points": node}


def read(value: object) -> object:
    """Return a value as the oracle writes it: numbers exact, no for none."""
    if isinstance(value, str) and re.fullmatch(r"-?\d+/\d+", value):
        return Fraction(value)
    if value == "none":
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)

    return value
