"""Units as they are drawn: each draw a submission, equal ones scored once."""

from collections.abc import Mapping, Sequence

import attrs
import numpy

from parrules.errors import Problem
from parrules.facts import Submission
from parrules.plan.nodes import Plan
from parrules.scoring.border import Reading
from parrules.sensitivity.inputs import Drawn, Values
from parrules.sensitivity.sampling import Uniforms
from parrules.sensitivity.scorers import (
    Column,
    Draws,
    Options,
    Scorer,
    Scores,
)
from parrules.sensitivity.settling import Settling
from parrules.sensitivity.wholes import distinct_rows


@attrs.frozen(kw_only=True, eq=False)
class DrawnUnit:
    """One unit, what of it is drawn, and by which numbers.

    Attributes:
        certain: What was handed in, none of it as text.
    """

    name: str
    certain: Submission
    reading: Reading
    drawn: tuple[Drawn, ...]

    @property
    def size(self) -> int:
        """Return how many numbers the unit is drawn by."""
        return sum(each.dimensions for each in self.drawn)

    def dimensions_of(self, names: Sequence[str]) -> list[int]:
        """Return by which of its numbers some of its facts are drawn."""
        found: list[int] = []
        place = 0
        for each in self.drawn:
            if each.source.name in names:
                found.extend(range(place, place + each.dimensions))
            place += each.dimensions

        return found


@attrs.frozen(kw_only=True, eq=False)
class ScoredUnit:
    """A unit, scored in all its draws.

    Attributes:
        scores: Of what differs only.
        rows: By set of points, the row of *scores* for each draw.
        facts: By set of points and name, what was drawn of facts.
    """

    unit: DrawnUnit
    scores: Scores
    rows: tuple[Values, ...]
    facts: Mapping[str, tuple[Values | None, ...]]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return why the unit could not be scored in the first draw of these.

        Which of them was found first depends on how draws are put together.
        """
        refused = self.scores.refused
        if not refused:
            return ()
        rows = numpy.stack(self.rows, axis=1)
        which = numpy.argwhere(numpy.isin(rows, list(refused)))
        draw, number = which[0]

        return refused[rows[draw, number].item()]


def score_draws(
    unit: DrawnUnit,
    sets: Sequence[Uniforms],
    scorer: Scorer,
    plan: Plan,
    wanted: Sequence[str] = (),
    *,
    needs_parts: bool = True,
) -> ScoredUnit:
    """Score *unit* in each draw of each set of points.

    Args:
        unit: What is drawn, and of what.
        sets: Each ``(draws, size)``, by the numbers of this unit; those
            that are the same object are scored once.
        scorer: Scores submissions.
        plan: Of the ruleset.
        wanted: Facts of which the values are kept, for the ranking.
        needs_parts: Whether points of nodes and channels are asked for.
    """
    settling = Settling(plan, unit.reading.values)
    tables = {
        id(points): _table(unit, settling, points)
        for points in {id(each): each for each in sets}.values()
    }
    # Most draws of most units are equal to others of the same unit.
    rows, places = distinct_rows(numpy.concatenate(list(tables.values())))
    found = dict(zip(tables, places.reshape(len(tables), -1), strict=True))
    draws = Draws(
        submission=unit.certain,
        columns=_drawn_columns(unit, rows),
        rows=len(rows),
        needs_parts=needs_parts,
    )

    return ScoredUnit(
        unit=unit,
        scores=scorer(draws),
        rows=tuple(found[id(points)] for points in sets),
        facts={
            name: tuple(
                _values_of(unit, name, tables[id(points)], plan)
                for points in sets
            )
            for name in wanted
        },
    )


def _table(unit: DrawnUnit, settling: Settling, points: Uniforms) -> Values:
    """Return what is drawn as a table: ``(draws, columns)``."""
    values = {}
    place = 0
    for each in unit.drawn:
        own = points[:, place : place + each.dimensions]
        values[each.source.name] = each.values(own)
        place += each.dimensions
    settled = settling.settled(unit.drawn, values)
    columns = [numpy.zeros((len(points), 0), numpy.int64)]
    for each in unit.drawn:
        value = settled[each.source.name]
        columns.append(value.reshape(len(points), _width(each)))

    return numpy.concatenate(columns, axis=1)


def _width(each: Drawn) -> int:
    """Return in how many columns a fact stands."""
    return len(each.value) if each.source.kind == "tally" else 1


def _values_of(
    unit: DrawnUnit, name: str, table: Values, plan: Plan
) -> Values | None:
    """Return a fact in each draw; `None` where the unit lacks it."""
    place = 0
    for each in unit.drawn:
        if each.source.name == name:
            return table[:, place]
        place += _width(each)
    position = next(
        source.position for source in plan.inputs if source.name == name
    )
    known = unit.reading.values[position]

    return None if known is None else numpy.full(len(table), known)


def _drawn_columns(unit: DrawnUnit, rows: Values) -> dict[str, Column]:
    """Return what is drawn of each fact, as it would be handed in."""
    found: dict[str, Column] = {}
    place = 0
    for each in unit.drawn:
        end = place + _width(each)
        values, own = distinct_rows(rows[:, place:end])
        is_tally = each.source.kind == "tally"
        options = values if is_tally else values[:, 0]
        found[each.source.name] = Column(Options(each.source, options), own)
        place = end

    return found
