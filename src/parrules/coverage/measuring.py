"""Examples, run to see which branches of a ruleset they reach."""

from collections.abc import Iterator
from decimal import Decimal

import attrs

from parrules.checking.scope import scope_of
from parrules.coverage.branch import Branch
from parrules.coverage.nodes import NodeBranches
from parrules.coverage.seen import seen
from parrules.coverage.shares import percent_of, percent_text
from parrules.coverage.whole import first_branches, last_branches
from parrules.engines import DEFAULT
from parrules.errors import Place
from parrules.examples.running import (
    ExampleResult,
    rehearsal_of,
    result_of,
)
from parrules.ruleset import Ruleset
from parrules.scoring.layout import Layout
from parrules.usage import look_for


@attrs.frozen(kw_only=True, eq=False)
class Reached:
    """A branch, and the examples that went that way.

    Attributes:
        examples: Their names, in file order; empty where it was missed.
    """

    branch: Branch
    examples: tuple[str, ...]
    _ruleset: Ruleset = attrs.field(repr=False)

    @property
    def place(self) -> Place | None:
        """Look up file, line and column; `None` if there is no file."""
        return self._ruleset.place(self.branch.path)


@attrs.frozen(kw_only=True, eq=False)
class Coverage:
    """What the examples of one ruleset reach.

    Attributes:
        results: Of the examples.
        branches: All there are, in the order in which they are decided.
    """

    results: tuple[ExampleResult, ...]
    branches: tuple[Reached, ...]

    @property
    def missed(self) -> tuple[Reached, ...]:
        """Return the branches that no example reached."""
        return tuple(each for each in self.branches if not each.examples)

    @property
    def reached(self) -> int:
        """Return how many branches some example reached."""
        return sum(bool(each.examples) for each in self.branches)

    @property
    def percent(self) -> str:
        """Return the share that was reached, rounded down: 100 is all."""
        return percent_text(self.reached, len(self.branches))

    def is_below(self, percent: Decimal | int) -> bool:
        """Tell whether less than *percent* of all branches was reached."""
        return percent_of(self.reached, len(self.branches)) < percent


def cover(ruleset: Ruleset, *, engine: str = DEFAULT) -> Coverage:
    """Run the examples of *ruleset* and see which branches they reach.

    An example that expects problems reaches nothing: nothing was scored.

    Raises:
        EngineError: The rules engine is not installed, or there is none of
            that name.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")
    rehearsal = rehearsal_of(ruleset.plan, engine)
    examples = ruleset.scheme.examples
    performances = [rehearsal.perform(each) for each in examples]
    shown = [
        (example.name, found)
        for example, performance in zip(examples, performances, strict=True)
        if (found := seen(performance)) is not None
    ]

    return Coverage(
        results=tuple(
            result_of(example, performance, ruleset.plan)
            for example, performance in zip(
                examples, performances, strict=True
            )
        ),
        branches=tuple(
            Reached(
                branch=branch,
                examples=tuple(
                    name for name, found in shown if branch.happened(found)
                ),
                ruleset=ruleset,
            )
            for branch in branches(rehearsal.layout)
        ),
    )


def branches(layout: Layout) -> Iterator[Branch]:
    """Yield every branch of a plan."""
    scope = scope_of(layout.plan.scheme)
    yield from first_branches(layout)
    for position in range(len(layout.plan.nodes)):
        yield from NodeBranches(layout, scope, position).all()
    yield from last_branches(layout)
