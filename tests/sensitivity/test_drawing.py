"""What is drawn: within what was declared, and always what could be."""

import datetime
import functools
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest

from conformance.agreement import submission
from engines.pairing import pairs, ruleset_of
from engines.strategies import numbered
from parrules.errors import FactError
from parrules.facts import Submission
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border
from parrules.sensitivity.drawing import DrawnUnit, score_draws
from parrules.sensitivity.inputs import certain_of, drawn_of
from parrules.sensitivity.model import (
    Days,
    Doubt,
    Margin,
    Other,
    Resampled,
)
from parrules.sensitivity.scorers import (
    Column,
    Draws,
    Scores,
    one_by_one,
)
from sensitivity.samples import doubts_of, ruleset, uniforms, unit

_RULESETS = 25
_DRAWS = 8


def drawn(
    whole: Ruleset,
    given: Submission,
    doubts: Mapping[str, Doubt],
    draws: int = 1024,
) -> Draws:
    """Return all that is drawn of one unit, what is equal once."""
    border = Border(whole.plan)
    reading = border.read(given)
    found, _ = drawn_of(given, reading, doubts, whole.plan)
    one = DrawnUnit(
        name="A",
        certain=certain_of(reading.submission, border, whole.plan),
        reading=reading,
        drawn=found,
    )
    seen: list[Draws] = []
    score = one_by_one(whole)

    def watching(each: Draws) -> Scores:
        seen.append(each)
        return score(each)

    points, _ = uniforms(draws, max(one.size, 1), seed=3)
    scored = score_draws(one, [points[:, : one.size]], watching, whole.plan)
    rows = scored.rows[0]
    (each,) = seen

    return Draws(
        submission=each.submission,
        columns={
            name: Column(column.options, column.rows[rows])
            for name, column in each.columns.items()
        },
        rows=len(rows),
    )


def values(found: Draws, name: str) -> list[Any]:
    """Return what was drawn of one fact, draw by draw."""
    column = found.columns[name]

    return [column.options[row] for row in column.rows]


def counts(drawn_values: Iterable[object]) -> dict[object, int]:
    """Return how often each value was drawn, the lowest first."""
    found = Counter(drawn_values)

    return {each: found[each] for each in sorted(found, key=str)}


def column(given: Submission, name: str, doubt: Doubt) -> list[Any]:
    """Return what was drawn of one fact of a unit."""
    return values(drawn(ruleset(), given, {name: doubt}), name)


def test_each_number_within_a_margin_is_drawn_alike() -> None:
    """Whole numbers stay whole: 97 to 99 are a third of the draws each."""
    found = counts(
        column(unit("A", done=98), "done", Margin(amount=Decimal(1)))
    )

    assert {97: 341, 98: 342, 99: 341} == found


def test_a_margin_in_percent_is_one_of_the_value() -> None:
    """2.5 % of 40 is 1, rounded to the decimal places of the fact."""
    doubt = Margin(percent=Decimal("2.5"))
    found = column(unit("A", rate=40), "rate", doubt)
    numbers = [Decimal(str(each)) for each in found]

    assert [Decimal(39), Decimal(41), 21] == [
        min(numbers),
        max(numbers),
        len(set(numbers)),
    ]


def test_nineteen_of_twenty_normal_values_lie_within_the_margin() -> None:
    """A margin is one at 95 %, as a survey states it."""
    doubt = Margin(amount=Decimal(5), shape="normal")
    found = column(unit("A", rate=50), "rate", doubt)
    inside = sum(45 <= Decimal(str(each)) <= 55 for each in found)

    assert 0.945 < inside / 1024 < 0.955


def test_a_number_never_leaves_the_bounds_of_its_fact() -> None:
    """What would lie beyond 100 % is 100 %."""
    doubt = Margin(amount=Decimal(10))
    found = column(unit("A", rate=98), "rate", doubt)

    assert 100 == max(Decimal(str(each)) for each in found)


def test_a_fact_never_rises_above_the_one_that_bounds_it() -> None:
    """In no draw are more tasks done than there are, whichever moved."""
    margin = Margin(amount=Decimal(5))
    found = drawn(
        ruleset(), unit("A", done=97), {"done": margin, "planned": margin}
    )
    planned = values(found, "planned")

    assert all(
        one <= two
        for one, two in zip(values(found, "done"), planned, strict=True)
    )
    assert 11 == len(set(planned))


def test_what_bounds_a_certain_fact_stays_above_it() -> None:
    """97 tasks are done for certain, and so at least 97 are planned."""
    doubt = Margin(amount=Decimal(5))
    found = column(unit("A", done=97), "planned", doubt)

    assert {97, 98, 99, 100, 101, 102, 103, 104, 105} == set(found)


def test_days_are_drawn_alike() -> None:
    """Two days before and after, each in a fifth of the draws."""
    day = datetime.date(2026, 1, 31)
    found = counts(column(unit("A", issued=day), "issued", Days(days=2)))

    assert [
        "2026-01-29",
        "2026-01-30",
        "2026-01-31",
        "2026-02-01",
        "2026-02-02",
    ] == list(map(str, found))
    assert all(abs(each - 1024 / 5) < 2 for each in found.values())


def test_what_never_happened_is_not_drawn() -> None:
    """No day is earlier or later than none."""
    given = unit("A", issued="never")

    assert {} == drawn(ruleset(), given, {"issued": Days(days=2)}).columns


@pytest.mark.parametrize(
    ("name", "given", "options", "expected"),
    [
        ("1.2", "yes", {"no": "0.25"}, {"no": 256, "yes": 768}),
        ("held", True, {"false": "0.125"}, {False: 128, True: 896}),
        ("kind", "large", {"small": "0.5"}, {"large": 512, "small": 512}),
        ("1.2", "no", {"yes": "0.5", "no": "0.5"}, {"no": 512, "yes": 512}),
    ],
)
def test_another_answer_is_drawn_with_its_probability(
    name: str,
    given: object,
    options: Mapping[str, str],
    expected: Mapping[object, int],
) -> None:
    """What is left is the probability of what was handed in."""
    facts = unit("A").facts
    doubt = Other(options={key: Decimal(s) for key, s in options.items()})
    one = Submission(facts={**facts, name: given}, unit={"id": "A"})

    assert expected == counts(column(one, name, doubt))


def test_a_tally_is_drawn_anew_from_as_many_people() -> None:
    """Shares vary about those that were found; nobody is lost."""
    found = drawn(
        ruleset(), unit("A", opinions=[10, 0, 30]), {"opinions": Resampled()}
    )
    table = numpy.array(values(found, "opinions"))
    good = table[:, 2]

    assert {40} == set(table.sum(axis=1).tolist())
    assert {0} == set(table[:, 1].tolist())
    assert pytest.approx(30, abs=0.1) == good.mean()
    # Of 40 people: the square root of 40 · ¾ · ¼.
    assert pytest.approx(2.74, abs=0.1) == good.std()


def test_an_empty_tally_stays_empty() -> None:
    """Nobody was asked, and nobody is drawn."""
    given = unit("A", opinions=[0, 0, 0])

    assert {} == drawn(ruleset(), given, {"opinions": Resampled()}).columns


def test_what_was_not_handed_in_is_not_drawn() -> None:
    """Silence, and what it means, is not a value with a margin."""
    doubt = Margin(amount=Decimal(1))

    assert {} == drawn(ruleset(), unit("A"), {"late": doubt}).columns


def test_judgements_stay_on_their_steps() -> None:
    """Points in quarters are drawn in quarters, within 0 and the maximum."""
    body = """\
language = 1
[ruleset]
id = "test/judged"
edition = "1"
status = "template"
title = "Judged"
source = "Example"
maximum = 2
[criteria]
"1" = { maximum = 2, title = "Judged", judged = { step = 0.25 } }
"""
    given = Submission(facts={"1": Decimal("1.75")}, unit={"id": "A"})
    found = drawn(
        ruleset(body, ""), given, {"1": Margin(amount=Decimal("0.6"))}
    )

    assert ["1.25", "1.50", "1.75", "2"] == list(
        counts(map(str, values(found, "1")))
    )


@functools.cache
def random_units() -> tuple[tuple[Ruleset, Submission], ...]:
    """Return units of rulesets at random, whose facts are accepted."""
    source = random.Random(11)  # noqa: S311  # chance, not secrets
    found = []
    for number in range(_RULESETS):
        whole = ruleset_of(numbered(number))
        if whole is None:
            continue
        pair = next(pairs(whole, source))
        given = submission(pair.facts, pair.proven)
        if not whole.check(given):
            found.append((whole, given))

    return tuple(found)


def test_whatever_is_drawn_the_ruleset_accepts() -> None:
    """Of rulesets at random: bounds, relations, steps, decimal places."""
    refused = [
        str(problem)
        for whole, given in random_units()
        for each in [drawn(whole, given, dict(doubts_of(whole, 3)), _DRAWS)]
        for row in range(each.rows)
        for problem in whole.check(each.at(row))
    ]

    assert [] == refused


def test_what_is_certain_scores_as_it_was_handed_in() -> None:
    """A unit of which nothing is drawn has the total of its facts."""
    wrong = []
    for whole, given in random_units():
        scores = one_by_one(whole)(drawn(whole, given, {}, 2))
        try:
            expected = whole.outcome(given).total
        except FactError as error:
            if scores.refused[0] != error.problems:
                wrong.append(given)
        else:
            if scores.total[0] != (expected and Fraction(*expected)):
                wrong.append(given)

    assert [] == wrong
