"""Scoring one by one and in columns: the same numbers, or the same refusal."""

import random
from collections.abc import Iterator
from decimal import Decimal

import numpy
import pytest

from conformance.agreement import submission
from engines.pairing import pairs, ruleset_of
from engines.strategies import numbered
from parrules.errors import RulesetError
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border
from parrules.sensitivity.inputs import certain_of
from parrules.sensitivity.scorers import (
    Column,
    Draws,
    Scores,
    by_columns,
    one_by_one,
    scorer_of,
)
from sensitivity.samples import ruleset, unit

has_tables = pytest.mark.skipif(
    not hasattr(Ruleset, "evaluate_table"),
    reason="rulesets of this version score no tables",
)
_RULESETS = 8


def random_draws() -> Iterator[tuple[Ruleset, Draws]]:
    """Yield units of rulesets at random, of which one fact is drawn."""
    source = random.Random(9)  # noqa: S311  # chance, not secrets
    for number in range(200, 200 + _RULESETS):
        whole = ruleset_of(numbered(number))
        if whole is None:
            continue
        border = Border(whole.plan)
        for _, pair in zip(range(3), pairs(whole, source), strict=False):
            given = submission(pair.facts, pair.proven)
            if whole.check(given):
                continue
            certain = certain_of(
                border.read(given).submission, border, whole.plan
            )
            columns = {
                name: Column((certain.facts[name],), numpy.zeros(3, int))
                for name in list(certain.facts)[:2]
            }
            yield whole, Draws(submission=certain, columns=columns, rows=3)


def shown(scores: Scores) -> object:
    """Return all that scores say, to be compared."""
    return (
        scores.earned.tolist(),
        scores.applicable.tolist(),
        scores.channels.tolist(),
        scores.bonus.tolist(),
        scores.penalty.tolist(),
        [scores.base[row] for row in range(len(scores.base))],
        [scores.total[row] for row in range(len(scores.total))],
        dict(scores.refused),
    )


@has_tables
def test_columns_give_what_units_give_one_by_one() -> None:
    """Of rulesets at random, refusals among them."""
    wrong = []
    for whole, draws in random_draws():
        slow = shown(one_by_one(whole)(draws))
        if slow != shown(by_columns(whole, few=0)(draws)):
            wrong.append((whole.plan.scheme.id, slow))

    assert [] == wrong


@has_tables
def test_few_rows_are_scored_one_by_one() -> None:
    """Columns would take longer; the answer is the same."""
    whole = ruleset()
    draws = Draws(
        submission=unit("A"),
        columns={"rate": Column((Decimal("99.5"), 100), numpy.arange(2))},
        rows=2,
    )

    assert shown(one_by_one(whole)(draws)) == shown(scorer_of(whole)(draws))


def test_what_is_refused_is_told_by_row() -> None:
    """The other rows have their numbers."""
    whole = ruleset()
    draws = Draws(
        submission=unit("A"),
        columns={"done": Column((100, 101), numpy.arange(2))},
        rows=2,
    )
    found = scorer_of(whole)(draws)

    assert 10 * 10**whole.plan.places == found.total[0]
    assert ["PAR305"] == [each.code for each in found.refused[1]]
    assert found.total[1] is None


def test_a_ruleset_too_large_for_columns_is_scored_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Unit after unit."""
    whole = ruleset()

    def refusing(*_: object, **__: object) -> None:
        raise RulesetError(())

    monkeypatch.setattr(Ruleset, "evaluate_table", refusing, raising=False)
    draws = Draws(submission=unit("A"), columns={}, rows=1)

    assert shown(one_by_one(whole)(draws)) == shown(
        by_columns(whole, few=0)(draws)
    )
