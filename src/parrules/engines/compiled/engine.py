"""Scoring by the function of a plan, which the plan alone is made into."""

from typing import Any

from parrules.engines.compiled.function import Writer
from parrules.engines.compiled.reading import reading_function
from parrules.engines.compiled.tables import TableDecider
from parrules.outcome import Outcome
from parrules.scoring.border import Border, Reading
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.glance import UNREAD
from parrules.scoring.strict import refuse_missing


class CompiledEngine:
    """One ruleset as a function; immutable, and so shared between threads."""

    def __init__(self, evaluator: Evaluator, border: Border) -> None:
        """Make the functions of *evaluator*'s plan; *border* has readers."""
        plan = evaluator.layout.plan
        self._plan = plan
        self._evaluator = evaluator
        self._decider = TableDecider(evaluator.layout)
        self._read = reading_function(plan, border)
        self._score = Writer(evaluator, self._decider.tables).function()
        self._zeroes = plan.scheme.policy.unevidenced == "zero"

    def glance(self, facts: dict[str, object]) -> list[Any] | None:
        """Return the values of plain facts; `None` where one may be wrong."""
        try:
            return self._read(facts)
        except UNREAD:
            return None

    def evaluate(self, reading: Reading) -> Outcome:
        """Return the outcome of what was read.

        Raises:
            FactError: PAR309, PAR310: the ruleset refuses what is missing.
        """
        if not (self._zeroes and reading.unevidenced):
            outcome = self._score(reading.values)
            if outcome is not None:
                refuse_missing(self._plan, outcome, reading)
                return outcome

        return self._evaluator.evaluate(reading, self._decider)
