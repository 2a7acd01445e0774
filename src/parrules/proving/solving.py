"""The one door to the solver, for what intervals and trying leave open.

It is given a limit of steps and not of time, so that a slow machine answers
what a fast one does.  Each question has a context of its own: what was asked
before changes no answer.
"""

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from parrules.facts import NEVER
from parrules.plan.logic import Clause
from parrules.plan.nodes import Input
from parrules.plan.properties import names_in
from parrules.proving.encoding import Encoder
from parrules.proving.formulas import Given, NotEncodedError
from parrules.proving.regions import Step
from parrules.proving.worlds import EMPTY, Masks, Search, World, Worlds

STEPS: Final = 3_000_000
"""Of the solver, for one question; a second or two."""

_SECONDS: Final = 60
_SMALL: Final = 1000


@attrs.frozen
class Raising:
    """What came of looking for facts, and the same with more of one.

    Attributes:
        pair: Both, where they were found; not scored yet.
        is_empty: There are none, for certain.
        reason: Why neither is known, as a key of ``words.toml``.
    """

    pair: tuple[World, World] | None = None
    is_empty: bool = False
    reason: str = ""


class Solver:
    """Decides whether facts exist, if the solver is installed.

    Attributes:
        is_absent: It was needed and is not there.
        is_used: It was asked something.
    """

    def __init__(self) -> None:
        """Import nothing yet."""
        self.is_absent = False
        self.is_used = False
        self._module: Any = None
        self.worlds: Worlds | None = None

    def __call__(self, masks: Masks, is_known: bool) -> Search:  # noqa: FBT001  # as `Solve` says
        """Return facts with properties in *masks*, or that there are none."""
        module = self._found()
        if module is None:
            return Search(reason="no_solver")
        self.is_used = True
        try:
            return self._solved(module, masks, is_known=is_known)
        except NotEncodedError:
            return Search(reason="not_encoded")

    def raised(self, step: Step, source: Input) -> Raising:
        """Tell whether raising one fact can make a step.

        Args:
            step: Of which all other facts are unchanged.
            source: What is raised: a number, a date, a flag or a tally.
        """
        module = self._found()
        if module is None:
            return Raising(reason="no_solver")
        self.is_used = True
        try:
            return self._raised(module, step, source)
        except NotEncodedError:
            return Raising(reason="not_encoded")

    def _raised(self, module: Any, step: Step, source: Input) -> Raising:  # noqa: ANN401  # a module
        assert self.worlds is not None
        worlds, scales = self.worlds, self.worlds.scales
        places = [place for place, _ in (*step.start, *step.end)]
        if any(map(scales.reads_outcome, places)):
            return Raising(reason="reads_outcome")
        numbers = [each for each in (step.before, step.after) if each]
        names = [name for each in numbers for name in names_in(each)]
        inputs = worlds.sources(places, source.name, *names)
        encoder = Encoder(module, scales.plan, inputs)
        goals = [*_state(encoder, step.start, inputs, worlds)]
        first = None if step.before is None else encoder.number(step.before)
        before = encoder.given
        encoder.given = dict(before)
        encoder.raise_(source)
        goals += _state(encoder, step.end, inputs, worlds)
        if step.after is not None and first is not None:
            last = encoder.number(step.after)
            goals.append(encoder.is_less(last, first, step.sign))
        solver = _solver(module, encoder)
        solver.add(*encoder.constraints, *goals)
        answer = solver.check()
        if answer == module.unsat:
            return Raising(is_empty=True)
        if answer != module.sat:
            return Raising(reason="solver_gave_up")
        model = solver.model()
        pair = (
            _world(inputs, given, model) for given in (before, encoder.given)
        )

        return Raising(pair=(next(pair), next(pair)), reason="not_monotone")

    def _found(self) -> Any:  # noqa: ANN401  # a module
        if self._module is None and not self.is_absent:
            try:
                self._module = importlib.import_module("z3")
            except ImportError:
                self.is_absent = True

        return self._module

    def _solved(
        self,
        module: Any,  # noqa: ANN401  # a module
        masks: Masks,
        *,
        is_known: bool,
    ) -> Search:
        assert self.worlds is not None
        worlds, scales = self.worlds, self.worlds.scales
        inputs = worlds.sources([place for place, _ in masks])
        encoder = Encoder(module, scales.plan, inputs)
        _relate(encoder, inputs, worlds, is_known=is_known)
        goals = [
            encoder.has(scales.property(place), scales.ordinals(place, bits))
            for place, bits in masks
        ]
        solver = _solver(module, encoder)
        solver.add(*encoder.constraints, *goals)
        answer = solver.check()
        if answer == module.unsat:
            return EMPTY
        if answer != module.sat:
            return Search(reason="solver_gave_up")
        model = _smallest(module, solver, encoder)

        return Search(_world(inputs, encoder.given, model))


def _solver(module: Any, encoder: Encoder) -> Any:  # noqa: ANN401  # of the solver
    solver = module.Solver(ctx=encoder.context)
    solver.set("rlimit", STEPS)
    solver.set("timeout", _SECONDS * 1000)

    return solver


def _relate(
    encoder: Encoder,
    inputs: tuple[Input, ...],
    worlds: Worlds,
    *,
    is_known: bool,
) -> None:
    """Say which inputs are there, and how they are related."""
    names = {each.name for each in inputs}
    for each in inputs:
        if is_known or not worlds.can_miss(each):
            encoder.never_missing(each.name)
        fact = each.fact
        if fact is None:
            continue
        for other, sign in ((fact.at_most_fact, 1), (fact.at_least_fact, -1)):
            if other in names:
                assert other is not None
                encoder.related(each.name, other, sign)


def _smallest(module: Any, solver: Any, encoder: Encoder) -> Any:  # noqa: ANN401  # of the solver
    """Return a model of numbers that are short to write, if there is one."""
    model = solver.model()
    solver.push()
    for given in encoder.given.values():
        if isinstance(given.value, module.ArithRef):
            solver.add(given.value <= _SMALL)
    if solver.check() == module.sat:
        model = solver.model()
    solver.pop()

    return model


def _state(
    encoder: Encoder,
    clause: Clause,
    inputs: tuple[Input, ...],
    worlds: Worlds,
) -> Iterator[Any]:
    """Yield that all facts, as they are now, lie in a part of a region."""
    _relate(encoder, inputs, worlds, is_known=False)
    scales = worlds.scales
    for place, bits in clause:
        found = scales.ordinals(place, bits & scales.whole(place))
        yield encoder.has(scales.property(place), found)


def _world(
    inputs: tuple[Input, ...],
    values: Mapping[str, Given],
    model: Any,  # noqa: ANN401  # of the solver
) -> World:
    """Return what a model says of inputs."""
    return {each.position: _value(values, model, each) for each in inputs}


def _value(values: Mapping[str, Given], model: Any, source: Input) -> Any:  # noqa: ANN401  # of the solver
    given = values[source.name]

    def read(formula: Any) -> Any:  # noqa: ANN401  # of the solver
        return model.eval(formula, model_completion=True)

    if str(read(given.is_missing)) == "True":
        return None
    if str(read(given.is_never)) == "True":
        return NEVER
    if isinstance(given.value, list):
        return tuple(read(each).as_long() for each in given.value)
    if isinstance(given.value, dict):
        return tuple(
            code
            for code, held in given.value.items()
            if str(read(held)) == "True"
        )
    found = read(given.value)
    if source.kind == "flag":
        return str(found) == "True"

    return found.as_long()
