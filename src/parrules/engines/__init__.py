"""What scores: checked values in, an outcome out; equal on every engine."""

from typing import Protocol

from parrules.engines.durable.engine import DurableEngine
from parrules.errors import EngineError, Problem
from parrules.expression.typing import near
from parrules.outcome import Outcome
from parrules.scoring.border import Border, Reading
from parrules.scoring.evaluator import Decider, Evaluator
from parrules.scoring.glance import Look

DEFAULT, COMPILED = "durable", "compiled"
ENGINES = (DEFAULT, COMPILED)


class Engine(Protocol):
    """One ruleset, ready to score; safe to share between threads."""

    @property
    def glance(self) -> Look | None:
        """Return what reads plain facts; `None` for the border's own."""

    @property
    def decider(self) -> Decider:
        """Return what decides rows, for whoever wants to watch it."""

    def evaluate(self, reading: Reading) -> Outcome:
        """Return the outcome of what was read.

        Raises:
            EngineError: PAR907, the rules engine is not installed.
        """


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
    if name not in ENGINES:
        problem = Problem(
            code="PAR910",
            arguments={"name": name, "near": near(name, ENGINES)},
        )
        raise EngineError((problem,))
    if name == COMPILED:
        # Only who asks for it waits for what generates code.
        from parrules.engines.compiled.engine import (  # noqa: PLC0415
            CompiledEngine,
        )

        return CompiledEngine(evaluator, border)

    return DurableEngine(evaluator)
