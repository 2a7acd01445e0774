"""Every cohort of the corpus: ranks and final grades, and why."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

from conformance.corpus import COHORTS, Case, compiled, read
from conformance.ranking import plain_ranks
from parrules.cohort.losses import losses_of
from parrules.cohort.quotas import Placement
from parrules.cohort.ranks import Cohort, rank
from parrules.cohort.standings import Standing
from parrules.engines import ENGINES
from parrules.facts import Submission


def standings(
    units: Sequence[Case], ruleset: str, engine: str
) -> Iterator[Standing]:
    """Yield the units of a cohort, scored where facts are given."""
    for each in units:
        about = each.get("about", {})
        is_named = {"id", "name"} & set(about)
        name, block = each["unit"], each.get("block", "")
        if "facts" in each:
            submission = Submission(facts=each["facts"], unit=about)
            yield compiled(ruleset).standing(
                submission,
                unit="" if is_named else name,
                block=block,
                engine=engine,
            )
            continue
        yield Standing(
            unit=name,
            block=block,
            grade=none_or(each.get("grade", "none")),
            total=none_or(read(each["total"])),
            amounts=exact(each.get("amounts", {})),
            maxima=exact(each.get("maxima", {})),
            is_ranked=each.get("ranked", True),
            period=each.get("period", ""),
        )


def none_or(value: Any) -> Any:  # noqa: ANN401  # as the corpus writes it
    """Return *value*, `None` for ``"none"``."""
    return None if value == "none" else value


def exact(amounts: Mapping[str, object]) -> dict[str, Any]:
    """Return the numbers of the corpus; ``"28/3"`` is a quotient."""
    return {key: read(value) for key, value in amounts.items()}


def ranked(cohort: Case, engine: str) -> Cohort:
    """Rank the units of a case."""
    units = standings(cohort["units"], cohort["ruleset"], engine)

    return rank(compiled(cohort["ruleset"]).scheme, units)


def reasons(placement: Placement) -> list[Mapping[str, Any]]:
    """Return the demotions of a unit as the corpus writes them."""
    return [
        {
            name: "none" if value is None else value
            for name, value in attrs.asdict(demotion).items()
            if name != "share"
        }
        for demotion in placement.demotions
    ]


def seen_of(found: Cohort) -> dict[str, Any]:
    """Return what there is of a cohort as the corpus writes it."""
    return {
        "grades": {
            each.unit: each.placement.grade or "none" for each in found
        },
        "demotions": {
            each.unit: reasons(each.placement)
            for each in found
            if each.placement.demotions
        },
        "ranks": {
            each.unit: "none" if each.rank is None else each.rank
            for each in found
        },
        "decided_by": {
            each.unit: each.decided_by for each in found if each.decided_by
        },
        "sizes": {block.name: len(block.units) for block in found.blocks},
        "outliers": [each.unit for each in found if each.is_outlier],
        "lost": {
            block.name: [
                [each.code, each.lost]
                for each in losses_of(
                    found.scheme, [each.standing for each in block.units]
                )
            ]
            for block in found.blocks
        },
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("cohort", COHORTS)
def test_cohort_comes_to_what_its_sentences_say(
    cohort: Case, engine: str
) -> None:
    """Every unit has its rank and its grade, and no other reasons."""
    found = ranked(cohort, engine)
    expected = dict(cohort["expect"])
    parts, spread = expected.pop("parts", {}), expected.pop("spread", {})
    if "grades" in expected:
        expected.setdefault("demotions", {})
    seen = seen_of(found)
    for unit, ranks in parts.items():
        assert ranks == dict(found[unit].ranks)
    for block, figures in spread.items():
        values = attrs.asdict(spread_of(found, block)) if figures else {}
        for name, value in figures.items():
            assert none_or(read(value)) == values[name], name
    for lost in expected.get("lost", {}).values():
        lost[:] = [[code, read(amount)] for code, amount in lost]

    assert expected == {name: seen[name] for name in expected}


def spread_of(found: Cohort, block: str) -> Any:  # noqa: ANN401  # a record
    """Return the spread of a block that has units."""
    spread = found.block(block).spread
    assert spread is not None

    return spread


@pytest.mark.parametrize("cohort", COHORTS)
def test_ranks_are_those_of_the_oracle(cohort: Case) -> None:
    """By counting who stands before whom, without any sorting."""
    found = ranked(cohort, "durable")
    units = [each.standing for each in found]

    assert plain_ranks(found.scheme, units) == {
        each.unit: each.rank for each in found if each.rank is not None
    }


def test_exact_numbers_of_the_corpus_are_fractions() -> None:
    """A quotient in a case is no text."""
    assert {"a": Fraction(28, 3), "b": Fraction(1, 2)} == exact(
        {"a": "28/3", "b": Fraction(1, 2)}
    )
