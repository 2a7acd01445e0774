"""Points that a person gives are multiples of the step of their leaf."""

from fractions import Fraction
from typing import Any

from parrules.errors import Problem
from parrules.facts import Submission
from parrules.plan.nodes import Plan
from parrules.points import plain
from parrules.scoring.readers import problem_of


class JudgedSteps:
    """The steps in which persons give points, by the rules of one plan."""

    def __init__(self, plan: Plan) -> None:
        """Look up what is judged, and in which steps."""
        self._scale = 10**plan.places
        self._judged = {
            source.position: (source, plan.nodes[source.node].judged_step)
            for source in plan.inputs
            if source.kind == "judged"
        }

    @property
    def are_asked(self) -> bool:
        """Tell whether anything is judged at all."""
        return bool(self._judged)

    def problem(
        self, position: int, given: int, submission: Submission
    ) -> Problem | None:
        """Return PAR319 where points of an input are between two steps.

        Args:
            position: Of any input; what is not judged has no steps.
            given: In units of the input's last decimal place.
            submission: What they are a part of.
        """
        if position not in self._judged:
            return None
        source, step = self._judged[position]
        scale = 10**source.places
        if not given * self._scale % (step * scale):
            return None

        return problem_of(
            "PAR319",
            source.name,
            submission,
            value=plain(Fraction(given, scale)),
            step=plain(Fraction(step, self._scale)),
        )

    def check(
        self,
        values: list[Any],
        submission: Submission,
        problems: list[Problem],
    ) -> None:
        """Add a problem for all points that are between two steps."""
        for position in self._judged:
            given = values[position]
            if given is not None:
                found = self.problem(position, given, submission)
                problems.extend([] if found is None else [found])
