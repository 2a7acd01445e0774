"""One analysis: units in, draws, scores, ranks, and what they tell."""

from collections.abc import Container, Iterable, Iterator, Sequence

import attrs

from parrules.cohort.standings import Standing
from parrules.errors import FactError, Problem, near
from parrules.facts import Submission
from parrules.model import Ranking
from parrules.ruleset import Ruleset
from parrules.scoring.border import Border
from parrules.sensitivity.drawing import DrawnUnit
from parrules.sensitivity.inputs import certain_of, drawn_of
from parrules.sensitivity.model import Uncertainty, Weight
from parrules.sensitivity.reads import Group, groups_of
from parrules.sensitivity.results import Sensitivity
from parrules.sensitivity.scorers import Scorer, scorer_of
from parrules.sensitivity.slicing import Drawing, Progress


class Study:
    """One analysis, while it is made."""

    def __init__(
        self,
        ruleset: Ruleset,
        uncertainty: Uncertainty,
        *,
        draws: int,
        seed: int,
        level: int,
        block_by: str | None,
        at_once: int | None = None,
    ) -> None:
        """Prepare an analysis of what has been judged.

        Args:
            ruleset: As `analyse_sensitivity` takes it.
            uncertainty: As above, and so are the others.
            draws: A power of 2.
            seed: What points follow from.
            level: Of the criteria that groups are named by.
            block_by: By what units are divided.
            at_once: How many draws there are in memory together, a power
                of 2 from `indices.TOGETHER`; nothing else depends on it.
        """
        self._ruleset = ruleset
        self._plan = ruleset.plan
        self._uncertainty = uncertainty
        self._draws = draws
        self._seed = seed
        self._level = level
        self._at_once = at_once
        self._scheme = ruleset.scheme
        if block_by is not None:
            ranking = attrs.evolve(
                self._scheme.ranking or Ranking(), within=block_by or None
            )
            self._scheme = attrs.evolve(self._scheme, ranking=ranking)
        self._border = Border(ruleset.plan)
        self._weights = dict(self._weighted())
        self._problems: list[Problem] = []
        self._standings: dict[str, Standing] = {}

    def run(
        self,
        submissions: Iterable[Submission],
        scorer: Scorer | None,
        progress: Progress | None,
    ) -> Sensitivity:
        """Return what came of it."""
        units = self._read(submissions)
        names = {each.source.name for unit in units for each in unit.drawn}
        self._problems.extend(self._unused(names))
        if not names and not self._weights:
            nothing = Problem(
                code="PAR916", document=self._uncertainty.document
            )
            raise FactError([*self._problems, nothing])
        groups = self._groups(names)
        drawing = Drawing(
            self._plan,
            self._scheme,
            weights=self._weights,
            units=units,
            groups=groups,
            scorer=scorer or scorer_of(self._ruleset),
            draws=self._draws,
            seed=self._seed,
            at_once=self._at_once,
        )
        blocks = drawing.blocks(self._standings, progress)
        for name, reasons in sorted(drawing.refused.items()):
            self._leave_out(name, reasons)

        return Sensitivity(
            scheme=self._scheme,
            draws=self._draws,
            seed=self._seed,
            method=drawing.method,
            level=self._level,
            groups=groups,
            blocks=blocks,
            problems=tuple(self._problems),
        )

    def _groups(self, names: Container[str]) -> tuple[Group, ...]:
        """Return what influences are told apart by."""
        drawn = [each.name for each in self._plan.inputs if each.name in names]

        return groups_of(self._plan, self._level, drawn, self._weights)

    # -- units ---------------------------------------------------------------

    def _weighted(self) -> Iterator[tuple[str, Weight]]:
        """Yield the weights that are drawn, in the order of the ruleset."""
        uncertainty = self._uncertainty
        for node in self._plan.nodes:
            weight = uncertainty.weights.get(node.code)
            if weight is None and node.parent < 0:
                weight = uncertainty.areas
            if node.tree == "criteria" and weight is not None:
                yield node.code, weight

    def _read(self, submissions: Iterable[Submission]) -> list[DrawnUnit]:
        """Return the units that can be scored as they are, by name."""
        found: list[tuple[str, Submission]] = []
        for each in submissions:
            try:
                standing = self._standing(each)
            except FactError as error:
                unit = each.unit.get("id") or each.unit.get("name", "")
                self._leave_out(unit, error.problems)
                continue
            if standing.unit in self._standings:
                raise FactError(
                    [
                        Problem(
                            code="PAR109",
                            path=("unit",),
                            arguments={"key": standing.unit},
                            document=each.document,
                        )
                    ]
                )
            self._standings[standing.unit] = standing
            found.append((standing.unit, each))

        return [
            self._unit(name, each)
            for name, each in sorted(found, key=lambda pair: pair[0])
        ]

    def _standing(self, submission: Submission) -> Standing:
        """Return the unit as it is ranked.

        Raises:
            FactError: It cannot be scored, or is in no block.
        """
        within = self._scheme.ranking and self._scheme.ranking.within
        key = (within or "").removeprefix("unit.")
        block = submission.unit.get(key, "")
        standing = self._ruleset.standing(
            submission, block=block, engine="compiled"
        )
        if key and not block:
            raise FactError(
                [
                    Problem(
                        code="PAR891",
                        path=("unit", key),
                        arguments={"unit": standing.title, "within": key},
                        document=submission.document,
                    )
                ]
            )

        return standing

    def _unit(self, name: str, submission: Submission) -> DrawnUnit:
        reading = self._border.read(submission)
        drawn, silent = drawn_of(
            submission, reading, self._uncertainty.of(name), self._plan
        )
        for fact in silent:
            self._problems.append(
                Problem(
                    code="PAR918",
                    severity="warning",
                    path=self._uncertainty.of(name)[fact].path,
                    arguments={"name": fact, "unit": name},
                    document=self._uncertainty.document,
                )
            )

        return DrawnUnit(
            name=name,
            certain=certain_of(reading.submission, self._border, self._plan),
            reading=reading,
            drawn=drawn,
        )

    def _leave_out(self, unit: str, reasons: Sequence[Problem]) -> None:
        self._problems.append(
            Problem(
                code="PAR915",
                arguments={"unit": unit, "count": str(len(reasons))},
            )
        )
        self._problems.extend(reasons)

    def _unused(self, names: set[str]) -> Iterator[Problem]:
        """Yield what is declared and concerns no unit."""
        uncertainty = self._uncertainty
        for name, doubt in uncertainty.facts.items():
            if name not in names:
                yield Problem(
                    code="PAR914",
                    severity="warning",
                    path=doubt.path,
                    arguments={"name": name},
                    document=uncertainty.document,
                )
        for unit in uncertainty.units:
            if unit not in self._standings:
                yield Problem(
                    code="PAR919",
                    severity="warning",
                    path=("unit", unit),
                    arguments={
                        "unit": unit,
                        "near": near(unit, self._standings),
                    },
                    document=uncertainty.document,
                )
