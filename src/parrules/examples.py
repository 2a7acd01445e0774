"""A ruleset's examples, run: what came out beside what was expected."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from parrules.breakdown.views import Breakdown
from parrules.errors import FactError, Problem
from parrules.facts import Evidence, Submission
from parrules.model import Example, Expectation
from parrules.points import plain
from parrules.ruleset import Ruleset

_GENERATED: Final = ("none", "base")
"""Rules that nobody wrote: no row fits; deductions start from the maximum."""


@attrs.frozen
class Difference:
    """One thing that came out otherwise, as texts that TOML would have.

    Attributes:
        what: ``total``, ``grade``, ``1.1.1``, ``1.1.1.rule`` and so on.
    """

    what: str
    expected: str
    got: str


@attrs.frozen(kw_only=True)
class ExampleResult:
    """What became of one example.

    Attributes:
        problems: Why there is no breakdown, where there is none.
        fired: Rules of the entries of all nodes, in file order.
    """

    name: str
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    fired: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether all came out as expected."""
        return not self.differences


def run_examples(ruleset: Ruleset) -> tuple[ExampleResult, ...]:
    """Score every example of *ruleset*, in file order.

    Raises:
        EngineError: The rules engine is not installed.
    """
    return tuple(_run(ruleset, each) for each in ruleset.scheme.examples)


def unfired(
    ruleset: Ruleset, results: Iterable[ExampleResult]
) -> tuple[str, ...]:
    """Return the rules that no example fired, in file order."""
    fired = {rule for result in results for rule in result.fired}
    written = dict.fromkeys(_written_rules(ruleset))

    return tuple(rule for rule in written if rule not in fired)


def _written_rules(ruleset: Ruleset) -> Iterator[str]:
    for node in ruleset.plan.nodes:
        for result in node.results:
            kind = result.rule.partition("#")[2]
            # What a person picks may be called none; it has its own place.
            is_own = result.place == node.criterion.path
            if not (is_own and kind in _GENERATED):
                yield result.rule
        for change in node.changes:
            yield change.rule


def _run(ruleset: Ruleset, example: Example) -> ExampleResult:
    evidence = (Evidence(supports=example.evidence),)
    submission = Submission(
        facts=example.facts, evidence=evidence if example.evidence else ()
    )
    try:
        breakdown = ruleset.evaluate(submission)
    except FactError as error:
        return ExampleResult(
            name=example.name,
            differences=_of_problems(example, error.problems),
            problems=error.problems,
        )
    document = breakdown.to_dict()

    return ExampleResult(
        name=example.name,
        differences=(
            *_of_problems(example, ()),
            *_of_totals(example, document),
            *_of_nodes(example.nodes, breakdown),
        ),
        fired=tuple(dict.fromkeys(_fired(document))),
    )


def _fired(document: dict[str, Any]) -> Iterator[str]:
    for node in document["nodes"]:
        for entry in node["entries"]:
            yield entry["rule"]


def _of_problems(
    example: Example, problems: tuple[Problem, ...]
) -> tuple[Difference, ...]:
    expected = ", ".join(sorted(set(example.problems)))
    got = ", ".join(sorted({problem.code for problem in problems}))

    return () if expected == got else (Difference("problems", expected, got),)


def _of_totals(
    example: Example, document: dict[str, Any]
) -> Iterator[Difference]:
    for name, expected in example.totals.items():
        found = document[name]
        if found is None or not _is_equal(expected, found):
            got = found["published"] if found else ""
            yield Difference(name, plain(expected), got)
    grade = document["grade"]["id"] if document["grade"] else ""
    if example.grade is not None and example.grade != grade:
        yield Difference("grade", example.grade, grade)
    complete = document["complete"]
    if example.complete is not None and example.complete != complete:
        expected_text = str(example.complete).lower()
        yield Difference("complete", expected_text, str(complete).lower())


def _is_equal(expected: Decimal, found: dict[str, Any]) -> bool:
    """Compare with what is published, or with what is exact."""
    exact = found["exact"]
    fraction = Fraction(int(exact["numerator"]), int(exact["denominator"]))

    return expected == Decimal(found["published"]) or fraction == expected


def _of_nodes(
    expectations: Iterable[Expectation], breakdown: Breakdown
) -> Iterator[Difference]:
    for each in expectations:
        node = breakdown.get(each.code)
        if node is None:
            yield Difference(each.code, plain(each.points or 0), "")
            continue
        if each.points is not None and each.points != node.points:
            expected = plain(each.points)
            yield Difference(each.code, expected, plain(node.points))
        for what, wanted, got in (
            ("status", each.status, node.status),
            ("rule", each.rule, node.rule or ""),
        ):
            if wanted is not None and wanted != got:
                yield Difference(f"{each.code}.{what}", wanted, got)
