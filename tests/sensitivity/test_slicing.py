"""How many draws there are in memory at once changes nothing."""

import importlib.util
from decimal import Decimal
from typing import Any

import attrs
import numpy
import pytest
from scipy.stats import qmc

from parrules.errors import FactError
from parrules.sensitivity.indices import TOGETHER
from parrules.sensitivity.model import Margin, Other, Uncertainty, Weight
from parrules.sensitivity.sampling import uniforms
from parrules.sensitivity.scorers import Draws, Scorer, Scores, scorer_of
from parrules.sensitivity.study import Study
from sensitivity.samples import ruleset, unit

has_tables = pytest.mark.skipif(
    importlib.util.find_spec("polars") is None, reason="needs tables"
)
DRAWS = 2 * TOGETHER
UNITS = (unit("A", late=1), unit("B", rate=97), unit("C", done=96))
DOUBTS = Uncertainty(
    facts={
        "rate": Margin(amount=Decimal(4), shape="normal"),
        "done": Margin(amount=Decimal(5)),
        "1.2": Other(options={"no": Decimal("0.1")}),
    }
)


def analysed(
    at_once: int,
    uncertainty: Uncertainty = DOUBTS,
    scorer: Scorer | None = None,
) -> dict[str, Any]:
    """Return what comes of so many draws at once."""
    study = Study(
        ruleset(),
        uncertainty,
        draws=DRAWS,
        seed=5,
        level=1,
        block_by=None,
        at_once=at_once,
    )

    return study.run(UNITS, scorer, None).to_dict()


@pytest.mark.parametrize("dimensions", [3, qmc.Sobol.MAXDIM + 1])
def test_slices_are_parts_of_the_same_points(dimensions: int) -> None:
    """Whether they are Sobol's, or at random."""
    (whole,), _ = uniforms(16, dimensions, seed=2, at_once=16)
    slices, _ = uniforms(16, dimensions, seed=2, at_once=4)

    assert (whole == numpy.concatenate(list(slices))).all()


@has_tables
@pytest.mark.parametrize("weight", [None, Weight(percent=Decimal(10))])
def test_slices_do_not_change_what_comes_out(weight: Weight | None) -> None:
    """To the last digit, statistics among it."""
    uncertainty = attrs.evolve(DOUBTS, areas=weight)

    assert analysed(DRAWS, uncertainty) == analysed(TOGETHER, uncertainty)


@has_tables
def test_a_unit_refused_in_a_late_draw_is_left_out_of_all() -> None:
    """With the reasons of the first draw that was refused."""
    score = scorer_of(ruleset())

    def failing(draws: Draws) -> Scores:
        found = score(draws)
        if draws.submission.unit["id"] != "B":
            return found
        lowest = {
            row: FactError(ruleset().check({"done": -1})).problems
            for row in range(draws.rows)
            if draws.at(row).facts["rate"] == Decimal("90.3")
        }
        return attrs.evolve(found, refused=lowest)

    one = analysed(DRAWS, scorer=failing)

    assert one == analysed(TOGETHER, scorer=failing)
    assert ["C", "A"] == [each["unit"] for each in one["blocks"][0]["units"]]
    assert ["PAR915", "PAR303"] == [each["code"] for each in one["problems"]]
