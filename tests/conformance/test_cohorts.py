"""Every cohort of the corpus: final grades, and why they changed."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest

from conformance.corpus import COHORTS, Case, compiled, evaluated, read
from parrules.cohort.breakdowns import standing_of
from parrules.cohort.quotas import Placement, apply_quotas
from parrules.cohort.standings import Standing
from parrules.engines import ENGINES


def standings(cohort: Case, engine: str) -> Iterator[Standing]:
    """Yield the units of a cohort, scored where facts are given."""
    scheme = compiled(cohort["ruleset"]).scheme
    for each in cohort["units"]:
        name, block = each["unit"], each.get("block", "")
        if "facts" in each:
            case = {"ruleset": cohort["ruleset"], "facts": each["facts"]}
            breakdown = evaluated(case, engine)
            yield standing_of(breakdown, scheme, unit=name, block=block)
            continue
        amounts = each.get("amounts", {}).items()
        yield Standing(
            unit=name,
            block=block,
            grade=None if each["grade"] == "none" else each["grade"],
            total=exact(each["total"]),
            amounts={key: exact(value) for key, value in amounts},
        )


def exact(value: object) -> Fraction:
    """Return a number of the corpus; ``"28/3"`` is a quotient."""
    found = read(value)
    assert isinstance(found, Fraction)

    return found


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


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("cohort", COHORTS)
def test_cohort_ends_in_these_grades_for_these_reasons(
    cohort: Case, engine: str
) -> None:
    """Every unit has its grade, and no demotion but those that stand there."""
    scheme = compiled(cohort["ruleset"]).scheme
    placements = apply_quotas(scheme, standings(cohort, engine))
    expected = cohort["expect"]

    assert expected["grades"] == {
        each.unit: each.grade or "none" for each in placements
    }
    assert expected.get("demotions", {}) == {
        each.unit: reasons(each) for each in placements if each.demotions
    }
