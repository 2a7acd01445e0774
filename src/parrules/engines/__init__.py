"""What scores: checked values in, an outcome out; equal on every engine."""

from typing import Protocol

from parrules.engines.durable.engine import DurableEngine
from parrules.errors import EngineError, Problem, near
from parrules.outcome import Outcome
from parrules.scoring.border import Border, Reading
from parrules.scoring.deciding import Decider
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.glance import Look
from parrules.scoring.layout import Layout
from parrules.usage import hold_text

DEFAULT, COMPILED = "durable", "compiled"
ENGINES = (DEFAULT, COMPILED)


class Engine(Protocol):
    """One ruleset, ready to score; safe to share between threads."""

    @property
    def glance(self) -> Look | None:
        """Return what reads plain facts; `None` for the border's own."""

    def evaluate(self, reading: Reading) -> Outcome:
        """Return the outcome of what was read.

        Raises:
            FactError: PAR309, PAR310: the ruleset refuses what is missing.
            EngineError: PAR907, the rules engine is not installed.
        """


class Asking:
    """The evaluator, which asks something else to decide rows."""

    glance = None

    def __init__(self, evaluator: Evaluator, decider: Decider) -> None:
        """Score by *evaluator*, whose rows *decider* decides."""
        self._evaluator = evaluator
        self.decider = decider

    def evaluate(self, reading: Reading) -> Outcome:
        """Return the outcome of what was read."""
        return self._evaluator.evaluate(reading, self.decider)


def engine_of(name: str, evaluator: Evaluator, border: Border) -> Engine:
    """Return a new engine for one plan.

    Args:
        name: One of `ENGINES`.
        evaluator: Of the plan.
        border: Of the plan.

    Raises:
        EngineError: PAR910, there is no such engine.
        RulesetError: PAR901 to PAR905, the plan exceeds its limits.
    """
    if name != COMPILED:
        return Asking(evaluator, decider_of(name, evaluator.layout))
    # Only who asks for it waits for what generates code.
    from parrules.engines.compiled.engine import (  # noqa: PLC0415
        CompiledEngine,
    )

    return CompiledEngine(evaluator, border)


def decider_of(name: str, layout: Layout) -> Decider:
    """Return what decides the rows of one plan for an engine.

    Raises:
        EngineError: PAR910, there is no such engine.
        RulesetError: PAR901 to PAR905, the plan exceeds its limits.
    """
    if name == DEFAULT:
        return DurableEngine(layout)
    if name == COMPILED:
        from parrules.engines.compiled.tables import (  # noqa: PLC0415
            TableDecider,
        )

        return TableDecider(layout)
    hold_text("engine", name)
    problem = Problem(
        code="PAR910",
        arguments={"name": name, "near": near(name, ENGINES)},
    )
    raise EngineError((problem,))
