"""A ruleset's examples, run: what came out beside what was expected."""

import attrs

from parrules.engines import DEFAULT, decider_of
from parrules.errors import Problem
from parrules.examples.comparing import Difference, differences, refusals
from parrules.examples.rehearsing import Performance, Rehearsal
from parrules.model import Example
from parrules.plan.nodes import Plan
from parrules.ruleset import Ruleset
from parrules.scoring.layout import Layout
from parrules.usage import look_for


@attrs.frozen(kw_only=True)
class ExampleResult:
    """What became of one example.

    Attributes:
        problems: Why there is no breakdown, where there is none.
    """

    name: str
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether all came out as expected."""
        return not self.differences


def rehearsal_of(plan: Plan, engine: str = DEFAULT) -> Rehearsal:
    """Make *plan* ready for its examples.

    Raises:
        EngineError: PAR910, there is no such engine.
        RulesetError: The plan exceeds a limit of the engine.
    """
    layout = Layout(plan)

    return Rehearsal(plan, decider_of(engine, layout), layout)


def run_examples(
    ruleset: Ruleset, *, engine: str = DEFAULT
) -> tuple[ExampleResult, ...]:
    """Score every example of *ruleset*, in file order.

    Raises:
        EngineError: The rules engine is not installed, or there is none of
            that name.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")
    rehearsal = rehearsal_of(ruleset.plan, engine)

    return tuple(
        result_of(each, rehearsal.perform(each), ruleset.plan)
        for each in ruleset.scheme.examples
    )


def result_of(
    example: Example, performance: Performance, plan: Plan
) -> ExampleResult:
    """Return what *performance* shows of *example*."""
    outcome = performance.outcome
    found = (
        refusals(example, performance.problems)
        if outcome is None
        else differences(example, outcome, plan)
    )

    return ExampleResult(
        name=example.name,
        differences=tuple(found),
        problems=performance.problems,
    )
