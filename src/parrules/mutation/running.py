"""Mutants, tried: which of them no example notices."""

import copy
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.coverage.shares import percent_of, percent_text
from parrules.engines import decider_of
from parrules.errors import FactError, Place, RulesetError
from parrules.examples.comparing import differences, refusals
from parrules.examples.rehearsing import Performance, Rehearsal
from parrules.examples.running import result_of
from parrules.model import Example
from parrules.mutation.changes import NOTHING
from parrules.mutation.deciding import PlainDecider, RecallingDecider
from parrules.mutation.likeness import are_alike
from parrules.mutation.mutants import Mutant, mutants
from parrules.mutation.understudies import Understudies, understudies
from parrules.plan.compiling import compile_plan
from parrules.plan.nodes import Plan
from parrules.ruleset import Ruleset
from parrules.scoring.deciding import Decider
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.layout import Layout
from parrules.usage import look_for

Fate = Literal["killed", "survived", "equivalent", "not_viable"]
Progress = Callable[[int, int], None]
"""Called with how many mutants were tried, and how many there are."""


@attrs.frozen(kw_only=True, eq=False)
class Trial:
    """What became of one mutant.

    Attributes:
        fate: ``killed`` where an example's expectation fails, ``survived``
            where none does, ``equivalent`` where it is known that it earns
            the same whatever the facts are, ``not_viable`` where it cannot
            be compiled.
        example: The first that noticed, in file order.
    """

    mutant: Mutant
    fate: Fate
    example: str | None = None
    _ruleset: Ruleset = attrs.field(repr=False)

    @property
    def place(self) -> Place | None:
        """Look up file, line and column; `None` if there is no file."""
        return self._ruleset.place(self.mutant.path, self.mutant.offset)


@attrs.frozen(kw_only=True, eq=False)
class Mutation:
    """What the examples of one ruleset notice.

    Attributes:
        trials: One for each mutant, in the order of the file's tables.
    """

    trials: tuple[Trial, ...]

    def count(self, *fates: Fate) -> int:
        """Return how many mutants had one of *fates*."""
        return sum(trial.fate in fates for trial in self.trials)

    @property
    def killed(self) -> int:
        """Return how many mutants some example noticed."""
        return self.count("killed")

    @property
    def counted(self) -> int:
        """Return how many mutants an example could have noticed."""
        return self.count("killed", "survived")

    @property
    def survivors(self) -> tuple[Trial, ...]:
        """Return the mutants that no example noticed."""
        return tuple(each for each in self.trials if each.fate == "survived")

    @property
    def percent(self) -> str:
        """Return the share that was noticed, rounded down: 100 is all."""
        return percent_text(self.killed, self.counted)

    def is_below(self, percent: Decimal | int) -> bool:
        """Tell whether less than *percent* of the counted were noticed."""
        return percent_of(self.killed, self.counted) < percent


def run_mutants(
    ruleset: Ruleset,
    *,
    engine: str | None = None,
    progress: Progress | None = None,
) -> Mutation:
    """Change one thing at a time, and see which examples notice.

    Examples that fail as it is notice nothing, and are left aside.

    Args:
        ruleset: With its examples.
        engine: Whose rules decide, compiled anew for every mutant; by
            default rows are looked at as they stand in the plan, which is
            much faster.
        progress: Told after each mutant.

    Raises:
        EngineError: The rules engine is not installed, or there is none of
            that name.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")
    found = tuple(mutants(ruleset.scheme))
    trier = _Trier.of(ruleset, found, engine)
    trials = []
    for position, mutant in enumerate(found, 1):
        fate, name = trier.verdict(mutant)
        if fate == "survived" and mutant.hint == NOTHING:
            fate = "equivalent"
        trials.append(
            Trial(mutant=mutant, fate=fate, example=name, ruleset=ruleset)
        )
        if progress is not None:
            progress(position, len(found))

    return Mutation(trials=tuple(trials))


_Maker = Callable[[Layout], Decider]
_Verdict = tuple[Fate, str | None]


def _maker(engine: str | None) -> _Maker:
    if engine is None:
        return PlainDecider

    return lambda layout: decider_of(engine, layout)


def _rehearsed(plan: Plan, make: _Maker) -> Rehearsal:
    layout = Layout(plan)

    return Rehearsal(plan, make(layout), layout)


def _verdict(names: Iterator[str]) -> _Verdict:
    """Return the fate of a mutant, given who notices it."""
    name = next(names, None)

    return ("survived" if name is None else "killed"), name


@attrs.frozen(eq=False, repr=False)
class _Trier:
    """The examples of one ruleset, that mutants are tried on.

    Attributes:
        stage: For mutants that change one node alone, if they could be
            compiled together.
        parts: By mutant: which changed node of the stage it is.
        is_quick: The stage also says which example notices.
    """

    _examples: tuple[Example, ...]
    _make: _Maker
    _stage: "_Stage | None"
    _parts: Mapping[Mutant, int]
    _is_quick: bool

    @classmethod
    def of(
        cls, ruleset: Ruleset, found: tuple[Mutant, ...], engine: str | None
    ) -> "_Trier":
        make = _maker(engine)
        base = _rehearsed(ruleset.plan, make)
        examples = tuple(
            each
            for each in ruleset.scheme.examples
            if result_of(each, base.perform(each), ruleset.plan).passed
        )
        changed = [(each, each.node) for each in found if each.node]
        studies = understudies(
            ruleset.scheme, tuple(node for _, node in changed)
        )

        return cls(
            examples,
            make,
            None if studies is None else _Stage.of(studies, examples),
            {mutant: index for index, (mutant, _) in enumerate(changed)},
            is_quick=engine is None,
        )

    def verdict(self, mutant: Mutant) -> _Verdict:
        """Try one mutant."""
        stage, index = self._stage, self._parts.get(mutant)
        if stage is None or index is None:
            return self._whole(mutant)
        if stage.changes_nothing(index):
            return "equivalent", None

        return stage.verdict(index) if self._is_quick else self._whole(mutant)

    def _whole(self, mutant: Mutant) -> _Verdict:
        """Try a mutant as any ruleset is tried."""
        plan, _ = compile_plan(mutant.scheme)
        if plan is None:
            return "not_viable", None
        try:
            rehearsal = _rehearsed(plan, self._make)
        except RulesetError:
            # More than the engine can hold.
            return "not_viable", None

        return _verdict(
            each.name
            for each in self._examples
            if not result_of(each, rehearsal.perform(each), plan).passed
        )


@attrs.frozen(eq=False, repr=False)
class _Stage:
    """Examples that have been read and decided, for changed nodes to play.

    A changed node reads the same facts, and which of its rows they decide
    was found out for all of them at once. So only points are added up anew.
    """

    _studies: Understudies
    _layout: Layout
    _decider: RecallingDecider
    _scenes: tuple[tuple[Example, Performance], ...]

    @classmethod
    def of(
        cls, studies: Understudies, examples: tuple[Example, ...]
    ) -> "_Stage":
        layout = Layout(studies.plan)
        rehearsal = Rehearsal(studies.plan, PlainDecider(layout), layout)
        scenes = ((each, rehearsal.perform(each)) for each in examples)

        return cls(studies, layout, RecallingDecider(layout), tuple(scenes))

    def changes_nothing(self, index: int) -> bool:
        """Tell whether a changed node earns the same, whatever is given."""
        studies = self._studies

        return are_alike(
            studies.plan, studies.own(index), studies.taking(index)
        )

    def verdict(self, index: int) -> _Verdict:
        """Try one changed node."""
        studies = self._studies
        # Where values stand is the same, whichever node has the place.
        layout = copy.copy(self._layout)
        layout.plan = studies.plan_with(index)
        evaluator = Evaluator(layout)

        return _verdict(
            example.name
            for example, scene in self._scenes
            if self._is_noticed(example, scene, evaluator, layout.plan)
        )

    def _is_noticed(
        self,
        example: Example,
        scene: Performance,
        evaluator: Evaluator,
        plan: Plan,
    ) -> bool:
        if scene.reading is None:
            # Its facts are refused before any node is looked at.
            return False
        self._decider.memory = scene.ranks
        try:
            outcome = evaluator.evaluate(scene.reading, self._decider)
        except FactError as error:
            return any(True for _ in refusals(example, error.problems))

        return any(True for _ in differences(example, outcome, plan))
