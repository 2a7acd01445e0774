"""The one door to the solver, for what intervals and trying leave open.

It is given a limit of steps and not of time, so that a slow machine answers
what a fast one does.  Each question has a context of its own: what was asked
before changes no answer.
"""

import importlib
from typing import Any, Final

from parrules.facts import NEVER
from parrules.plan.logic import Clause
from parrules.plan.nodes import Input
from parrules.proving.encoding import Encoder
from parrules.proving.formulas import Given, NotEncodedError
from parrules.proving.worlds import EMPTY, Masks, Search, Worlds

STEPS: Final = 3_000_000
"""Of the solver, for one question; a second or two."""

_SECONDS: Final = 60
_SMALL: Final = 1000


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

    def raised(self, start: Clause, end: Clause, source: Input) -> Search:
        """Tell whether raising one fact can lead from one part to another.

        Args:
            start: Where all facts lie before.
            end: Where they lie after, all others unchanged.
            source: What is raised: a number or a date.

        Returns:
            A search that is empty where it cannot; without facts elsewhere.
        """
        module = self._found()
        if module is None:
            return Search(reason="no_solver")
        self.is_used = True
        try:
            return self._raised(module, start, end, source)
        except NotEncodedError:
            return Search(reason="not_encoded")

    def _raised(
        self,
        module: Any,  # noqa: ANN401  # a module
        start: Clause,
        end: Clause,
        source: Input,
    ) -> Search:
        assert self.worlds is not None
        worlds, scales = self.worlds, self.worlds.scales
        places = [place for place, _ in (*start, *end)]
        if any(map(scales.reads_outcome, places)):
            return Search(reason="reads_outcome")
        if source.kind not in ("count", "number", "percent", "date", "flag"):
            return Search(reason="not_encoded")
        inputs = worlds.sources(places)
        if source not in inputs:
            inputs = (*inputs, source)
        encoder = Encoder(module, scales.plan, inputs)
        goals = []
        for clause in (start, end):
            if clause is end:
                encoder.raise_(source)
            _relate(encoder, inputs, worlds, is_known=False)
            encoder.never_missing(source.name)
            goals += [
                encoder.has(
                    scales.property(place),
                    scales.ordinals(place, bits & scales.whole(place)),
                )
                for place, bits in clause
            ]
        solver = _solver(module, encoder)
        solver.add(*encoder.constraints, *goals)
        if solver.check() == module.unsat:
            return EMPTY

        return Search(reason="not_monotone")

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

        return Search(
            {each.position: _value(encoder, model, each) for each in inputs}
        )


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


def _value(encoder: Encoder, model: Any, source: Input) -> Any:  # noqa: ANN401  # of the solver
    given: Given = encoder.given[source.name]

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
