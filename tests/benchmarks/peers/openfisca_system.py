"""Table scoring as a tax and benefit system of OpenFisca-core.

One input variable for each fact and answer, one variable for each leaf, and
the totals on top; formulas are those of NumPy over whole arrays.  What is
missing is -1, a date that did not happen day 0, as OpenFisca has neither; an
answer is the number of its option, and a leaf that is not known is -1.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy
import polars
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from peers.numpy_arrays import Scorer, excluded
from peers.rules import Rules, Shape, columns_of

PERIOD = "2024"
UNKNOWN = -1
Array = numpy.ndarray[Any, Any]
Formula = Callable[[Any, Any], Array]


def name_of(code: str) -> str:
    """Return a column's name as OpenFisca may have it."""
    return "v_" + code.replace(".", "_")


class _Values(Mapping[str, Array]):
    """What a formula reads, by column."""

    def __init__(self, unit: Any, period: Any) -> None:  # noqa: ANN401  # no types there
        self._unit, self._period = unit, period

    def __getitem__(self, name: str) -> Array:
        found: Array = self._unit(name_of(name), self._period)
        return found

    def __iter__(self) -> Any:  # noqa: ANN401  # never asked for
        raise NotImplementedError

    def __len__(self) -> int:
        return int(self._unit.count)


def _plain_function(formula: Formula) -> Formula:
    """Return a function of two arguments, which OpenFisca counts."""

    def plain(unit: Any, period: Any) -> Array:  # noqa: ANN401  # no types there
        return formula(unit, period)

    return plain


class System:
    """The rules as a tax and benefit system."""

    def __init__(self, rules: Rules) -> None:
        """Declare all variables."""
        self._rules = rules
        self._scorer = Scorer(rules)
        entity = build_entity("unit", "units", "A unit", "", is_person=True)
        self._system = TaxBenefitSystem([entity])
        inputs = {
            name: None for leaf in rules.leaves for name in columns_of(leaf)
        }
        for name in inputs:
            self._declare(entity, name, None)
        for leaf in rules.leaves:
            self._declare(entity, f"{leaf.code}.points", self._formula(leaf))
        self._declare(entity, "plain", self._plain)
        self._declare(entity, "complete", self._complete, bool)
        self._declare(entity, "left", self._left)

    def _declare(
        self,
        entity: object,
        name: str,
        formula: Formula | None,
        kind: type = int,
    ) -> None:
        attributes = {
            "value_type": kind,
            "entity": entity,
            "definition_period": DateUnit.YEAR,
            "label": name,
        }
        if formula is not None:
            attributes["formula"] = _plain_function(formula)
        self._system.add_variable(type(name_of(name), (Variable,), attributes))

    # -- formulas ----------------------------------------------------------

    def _formula(self, leaf: Shape) -> Formula:
        def formula(unit: Any, period: Any) -> Array:  # noqa: ANN401  # no types there
            points = numpy.empty(unit.count, numpy.int16)
            known = numpy.ones(unit.count, numpy.bool_)
            self._scorer.leaf(leaf, _Values(unit, period), points, known)
            numpy.copyto(points, UNKNOWN, where=~known)
            return points

        return formula

    def _plain(self, unit: Any, period: Any) -> Array:  # noqa: ANN401  # no types there
        found = numpy.zeros(unit.count, numpy.int32)
        for leaf in self._rules.leaves:
            points = unit(name_of(f"{leaf.code}.points"), period)
            found += numpy.maximum(points, 0)

        return found

    def _complete(self, unit: Any, period: Any) -> Array:  # noqa: ANN401  # no types there
        found = numpy.ones(unit.count, numpy.bool_)
        for leaf in self._rules.leaves:
            found &= unit(name_of(f"{leaf.code}.points"), period) >= 0

        return found

    def _left(self, unit: Any, period: Any) -> Array:  # noqa: ANN401  # no types there
        found = numpy.full(unit.count, self._rules.maximum, numpy.int32)
        values = _Values(unit, period)
        for leaf in self._rules.excluding():
            found -= leaf.maximum * excluded(leaf, values).astype(numpy.int32)

        return found

    # -- scoring -----------------------------------------------------------

    def run(
        self, columns: Mapping[str, Array], detail: str
    ) -> dict[str, Array]:
        """Score all rows of *columns*."""
        count = len(next(iter(columns.values())))
        simulation = SimulationBuilder().build_default_simulation(
            self._system, count
        )
        for name, array in columns.items():
            simulation.set_input(name_of(name), PERIOD, array)

        def value(name: str) -> Array:
            found: Array = simulation.calculate(name_of(name), PERIOD)
            return found

        over = value("plain").astype(numpy.int64) * self._rules.maximum
        under = value("left").astype(numpy.int64)
        shown = self._rules.shown
        found = {
            "total.numerator": over,
            "total.denominator": under,
            "total": (2 * over + under * shown) // (under * (2 * shown)),
            "complete": value("complete"),
        }
        if detail == "points":
            for leaf in self._rules.leaves:
                name = f"{leaf.code}.points"
                found[name] = numpy.maximum(value(name), 0)

        return found


def frame_of(found: Mapping[str, Array]) -> polars.DataFrame:
    """Return what was scored as a table."""
    return polars.DataFrame(dict(found))


def widened(columns: Mapping[str, Array]) -> dict[str, Array]:
    """Return *columns* as OpenFisca keeps whole numbers: of 32 bits."""
    return {name: array.astype(numpy.int32) for name, array in columns.items()}
