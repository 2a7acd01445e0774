"""All units in all draws, a slice of draws at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from parrules.cohort.ranks import rank
from parrules.cohort.standings import Standing
from parrules.errors import Problem
from parrules.model import Scheme
from parrules.plan.nodes import Plan
from parrules.sensitivity.blocks import Comparing, KeptUnit, Weights
from parrules.sensitivity.counting import BlockDraws
from parrules.sensitivity.drawing import DrawnUnit, ScoredUnit, score_draws
from parrules.sensitivity.indices import TOGETHER
from parrules.sensitivity.model import Weight
from parrules.sensitivity.reads import Group
from parrules.sensitivity.results import BlockSensitivity
from parrules.sensitivity.sampling import Points, uniforms
from parrules.sensitivity.scorers import Scorer

Progress = Callable[[int, int], None]

_CELLS: Final = 2**22
"""Of the points of a slice, and of the scores of a unit in it, so many at
most; both take some ten times as many bytes."""

_BESIDE: Final = 8
"""What a row has beside the points of nodes, in numbers."""


class Drawing:
    """Units that are drawn and scored, until each always can be.

    Attributes:
        method: How points were drawn.
        refused: By unit, why it could not be scored in some draw.
    """

    def __init__(
        self,
        plan: Plan,
        scheme: Scheme,
        *,
        weights: Mapping[str, Weight],
        units: Sequence[DrawnUnit],
        groups: Sequence[Group],
        scorer: Scorer,
        draws: int,
        seed: int,
        at_once: int | None = None,
    ) -> None:
        """Prepare as many *draws* as there are to be."""
        self._plan = plan
        self._scheme = scheme
        self._units = units
        self._groups = groups
        self._scorer = scorer
        self._start = len(weights)
        self._size = len(weights) + sum(unit.size for unit in units)
        self._draws = draws
        self._seed = seed
        self._weights = Weights(self._plan, weights, groups)
        self._comparing = Comparing(scheme, self._plan, self._weights)
        self._at_once = at_once or self._fitting()
        self.method = ""
        self.refused: dict[str, tuple[Problem, ...]] = {}

    def _fitting(self) -> int:
        """Return how many draws make a slice that is not too large."""
        scored = self._weights.sets * (len(self._plan.nodes) + _BESIDE)
        widest = max(scored, 2 * self._size)
        fitting = max(_CELLS // widest, TOGETHER)

        return 1 << fitting.bit_length() - 1

    def blocks(
        self, standings: Mapping[str, Standing], progress: Progress | None
    ) -> tuple[BlockSensitivity, ...]:
        """Return what draws say of all blocks.

        A unit that some draw refuses is left out of all of them: then
        everything is drawn anew, without it.

        Args:
            standings: By name, all units as they are ranked.
            progress: Is told how far scoring has come.
        """
        while True:
            names = [x.name for x in self._units if x.name not in self.refused]
            cohort = rank(self._scheme, [standings[x] for x in names])
            blocks = [
                BlockDraws(block, self._comparing) for block in cohort.blocks
            ]
            kept: dict[str, KeptUnit] = {}
            before = len(self.refused)
            for kept in self._slices(progress):
                if len(self.refused) > before:
                    break
                for block in blocks:
                    block.add([kept[unit] for unit in block.units])
            else:
                return tuple(
                    block.result([kept[unit] for unit in block.units])
                    for block in blocks
                )

    def _slices(
        self, progress: Progress | None
    ) -> Iterator[dict[str, KeptUnit]]:
        """Yield the units that can be scored, in one slice of draws."""
        slices, self.method = uniforms(
            self._draws, 2 * self._size, self._seed, self._at_once
        )
        count = max(self._draws // self._at_once, 1)
        for number, drawn in enumerate(slices):
            points = Points(drawn[:, : self._size], drawn[:, self._size :])
            self._weights.draw(points)
            kept = {}
            start = self._start
            for done, unit in enumerate(self._units):
                if progress is not None:
                    past = number * len(self._units) + done
                    progress(past // count, len(self._units))
                own = points.between(start, start + unit.size)
                start += unit.size
                if unit.name in self.refused:
                    continue
                scored = self._scored(unit, own)
                if scored.problems:
                    self.refused[unit.name] = scored.problems
                else:
                    kept[unit.name] = self._comparing.kept(scored)
            yield kept

    def _scored(self, unit: DrawnUnit, points: Points) -> ScoredUnit:
        ranking = self._scheme.ranking
        wanted = ranking.facts if ranking else ()
        places = (unit.dimensions_of(each.facts) for each in self._groups)

        return score_draws(
            unit,
            points.sets(places),
            self._scorer,
            self._plan,
            wanted,
            needs_parts=self._comparing.needs_parts,
        )
