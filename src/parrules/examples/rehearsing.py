"""A plan made ready for its examples, with all that an outcome leaves out.

A breakdown shows what was decided of each node; what examples are worth is
also seen in what every other decision said: of derived facts, knock-outs,
gates. So this room looks at the ranks of all decisions.
"""

import attrs

from parrules.checking.expectations import submission_of
from parrules.errors import FactError, Problem
from parrules.model import Example
from parrules.outcome import Outcome
from parrules.plan.nodes import Plan
from parrules.scoring.arithmetic import Ranks
from parrules.scoring.border import Border, Reading
from parrules.scoring.deciding import Decider, Session
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.layout import Layout


@attrs.frozen(eq=False, repr=False)
class Performance:
    """What came of one example.

    Attributes:
        reading: What its facts say; `None` where they were refused.
        outcome: `None` where there is none.
        ranks: By decision of the plan: twice the position of the row that
            decides, plus 1 where that cannot be known.
        problems: Why there is no outcome.
    """

    reading: Reading | None = None
    outcome: Outcome | None = None
    ranks: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


class Rehearsal:
    """A plan and its decider, ready for one example after the other."""

    def __init__(self, plan: Plan, decider: Decider, layout: Layout) -> None:
        """Make *plan* ready; *decider* was made for *layout*."""
        self.plan = plan
        self.layout = layout
        self._border = Border(plan)
        self._evaluator = Evaluator(layout)
        self._recorder = Recorder(decider)

    def perform(self, example: Example) -> Performance:
        """Score *example*.

        Raises:
            EngineError: The rules engine is not installed.
        """
        try:
            reading = self._border.read(submission_of(example))
        except FactError as error:
            return Performance(problems=error.problems)

        return self.score(reading)

    def score(self, reading: Reading) -> Performance:
        """Score what was read before."""
        try:
            outcome = self._evaluator.evaluate(reading, self._recorder)
        except FactError as error:
            return Performance(reading=reading, problems=error.problems)

        return Performance(
            reading=reading,
            outcome=outcome,
            ranks=tuple(self._recorder.ranks),
        )


class Recorder:
    """A decider whose last ranks are kept."""

    def __init__(self, decider: Decider) -> None:
        """Stand before *decider*."""
        self.ranks: Ranks = []
        self._decider = decider

    def begin(self) -> Session:
        """Begin one evaluation."""
        return _Recording(self, self._decider.begin())


class _Recording:
    """One evaluation of which the ranks are kept."""

    def __init__(self, recorder: Recorder, session: Session) -> None:
        self._recorder = recorder
        self._session = session

    def decide(self, group: int, classes: list[int], ranks: Ranks) -> None:
        """Decide, and remember where the ranks are."""
        self._session.decide(group, classes, ranks)
        self._recorder.ranks = ranks

    def end(self) -> None:
        """End the evaluation."""
        self._session.end()
