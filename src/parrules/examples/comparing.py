"""What an example expects, beside what came out."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from parrules.errors import Problem
from parrules.model import Example, Expectation
from parrules.outcome import Outcome, Pair, Verdict
from parrules.plan.nodes import Plan
from parrules.points import plain, published


@attrs.frozen
class Difference:
    """One thing that came out otherwise, as texts that TOML would have.

    Attributes:
        what: ``total``, ``grade``, ``1.1.1``, ``1.1.1.rule`` and so on.
    """

    what: str
    expected: str
    got: str


def refusals(
    example: Example, problems: Iterable[Problem] = ()
) -> Iterator[Difference]:
    """Yield how *problems* differ from those that *example* expects."""
    expected = ", ".join(sorted(set(example.problems)))
    got = ", ".join(sorted({problem.code for problem in problems}))
    if expected != got:
        yield Difference("problems", expected, got)


def differences(
    example: Example, outcome: Outcome, plan: Plan
) -> Iterator[Difference]:
    """Yield how *outcome* differs from what *example* expects of it."""
    yield from refusals(example)
    yield from _of_totals(example, outcome, plan)
    yield from _of_grade(example, outcome, plan)
    expected = example.complete
    if expected is not None and expected != outcome.complete:
        yield Difference(
            "complete", str(expected).lower(), str(outcome.complete).lower()
        )
    verdicts = {
        node.code: verdict
        for node, verdict in zip(plan.nodes, outcome.verdicts, strict=True)
    }
    for each in example.nodes:
        yield from _of_node(each, verdicts.get(each.code), plan)


def _of_totals(
    example: Example, outcome: Outcome, plan: Plan
) -> Iterator[Difference]:
    found: dict[str, Pair | None] = {
        "total": outcome.total,
        "base": outcome.base,
        "bonus": (outcome.bonus, 1),
        "penalty": (outcome.penalty, 1),
    }
    for name, expected in example.totals.items():
        pair = found[name]
        got = "" if pair is None else _published(pair, plan)
        if pair is None or not _is_equal(expected, pair, got, plan):
            yield Difference(name, plain(expected), got)


def _published(pair: Pair, plan: Plan) -> str:
    return published(
        pair[0],
        pair[1] * 10**plan.places,
        plan.scheme.decimals,
        plan.scheme.rounding,
    )


def _is_equal(expected: Decimal, pair: Pair, shown: str, plan: Plan) -> bool:
    """Compare with what is published, or with what is exact."""
    exact = Fraction(pair[0], pair[1] * 10**plan.places)

    return expected == Decimal(shown) or expected == exact


def _of_grade(
    example: Example, outcome: Outcome, plan: Plan
) -> Iterator[Difference]:
    verdict = outcome.grade
    got = "" if verdict is None else plan.grades[verdict.position].id
    if example.grade is not None and example.grade != got:
        yield Difference("grade", example.grade, got)


def _of_node(
    expected: Expectation, verdict: Verdict | None, plan: Plan
) -> Iterator[Difference]:
    if verdict is None:
        yield Difference(expected.code, plain(expected.points or 0), "")
        return
    points = Fraction(verdict.earned, 10**plan.places)
    if expected.points is not None and expected.points != points:
        yield Difference(expected.code, plain(expected.points), plain(points))
    for what, wanted, got in (
        ("status", expected.status, verdict.status),
        ("rule", expected.rule, verdict.rule),
    ):
        if wanted is not None and wanted != got:
            yield Difference(f"{expected.code}.{what}", wanted, got)
