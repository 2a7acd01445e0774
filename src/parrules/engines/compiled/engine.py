"""Scoring by the function of a plan, which the plan alone is made into."""

from parrules.engines.compiled.function import Writer
from parrules.engines.compiled.tables import TableDecider, table_of
from parrules.outcome import Outcome
from parrules.scoring.border import Reading
from parrules.scoring.evaluator import Evaluator


class CompiledEngine:
    """One ruleset as a function; immutable, and so shared between threads."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Make the function of *evaluator*'s plan."""
        plan = evaluator.layout.plan
        tables = tuple(
            table_of(decision, plan.properties) for decision in plan.decisions
        )
        self._evaluator = evaluator
        self._score = Writer(evaluator, tables).function()
        self._decider = TableDecider(evaluator.layout, tables)
        self._zeroes = plan.scheme.policy.unevidenced == "zero"

    def evaluate(self, reading: Reading) -> Outcome:
        """Return the outcome of what was read."""
        if not (self._zeroes and reading.unevidenced):
            outcome = self._score(reading.values)
            if outcome is not None:
                return outcome

        return self._evaluator.evaluate(reading, self._decider)
