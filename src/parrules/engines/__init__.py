"""What decides rows: one protocol, several engines, equal outcomes."""

from parrules.engines.durable.engine import DurableEngine
from parrules.errors import EngineError, Problem
from parrules.expression.typing import near
from parrules.scoring.evaluator import Engine
from parrules.scoring.layout import Layout

DEFAULT = "durable"
ENGINES = (DEFAULT,)


def engine_of(name: str, layout: Layout) -> Engine:
    """Return a new engine for one plan.

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

    return DurableEngine(layout)
