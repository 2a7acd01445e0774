"""A submission → checked values, with everything wrong with it at once."""

import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from parrules.errors import FactError, Problem, near_input
from parrules.facts import Submission
from parrules.model.codes import printing
from parrules.plan.nodes import Input, Plan
from parrules.points import whole
from parrules.scoring.glance import Glance, Look
from parrules.scoring.judged import JudgedSteps
from parrules.scoring.limits import bounds_of
from parrules.scoring.readers import (
    Reader,
    Refused,
    from_text,
    problem_of,
    reader_of,
)
from parrules.scoring.relations import Relations

REFUSALS = (
    "PAR108",
    "PAR301",
    "PAR302",
    "PAR303",
    "PAR304",
    "PAR305",
    "PAR306",
    "PAR307",
    "PAR308",
    "PAR309",
    "PAR310",
    "PAR311",
    "PAR312",
    "PAR313",
    "PAR314",
    "PAR315",
    "PAR318",
    "PAR319",
    "PAR330",
    "PAR360",
)
"""Codes of all that facts may be refused for, here or when scored."""

_UNIT = "unit."
_OF_ANOTHER_FORM = ("PAR302", "PAR308", "PAR314", "PAR330")
"""Codes of values that are written otherwise than their fact is."""

_BARE = Submission(facts={})
"""What is said beside facts where nothing is."""


# Without slots: for `cached_property`, attrs would write a class of its own.
@attrs.frozen(slots=False, eq=False, repr=False)
class Reading:
    """What a submission says, checked.

    Attributes:
        values: By position of the input.
        facts: As they were handed in, copied.
        about: What was handed in beside them.
        required: Names of the facts whose document is required.
    """

    values: list[Any]
    facts: Mapping[str, object]
    about: Submission
    required: tuple[str, ...]

    @functools.cached_property
    def submission(self) -> Submission:
        """As it was handed in, its facts copied."""
        if self.about.facts is self.facts:
            return self.about

        return attrs.evolve(self.about, facts=self.facts)

    def lacking(self) -> list[str]:
        """Return what was given without its required document, in order."""
        supported: set[str] = set()
        for evidence in self.about.evidence:
            supported.update(evidence.supports)

        return [
            name
            for name in self.required
            if name in self.facts and name not in supported
        ]

    @functools.cached_property
    def unevidenced(self) -> frozenset[str]:
        """The same, for who asks again and again; most never ask."""
        return frozenset(self.lacking())


_ALONE = Submission(facts={})
"""What a value is part of that is looked at by itself."""


class Border:
    """Reads submissions for one plan. Immutable once made.

    Attributes:
        readers: Position and reader by name of the input.
    """

    def __init__(self, plan: Plan) -> None:
        """Prepare a reader for every input of *plan*."""
        codes = {
            node.code: node.criterion.printed or node.code
            for node in plan.nodes
            if node.tree == "criteria"
        }
        self._plan = plan
        self._refuses = plan.scheme.policy.unevidenced == "refuse"
        self._inputs = {source.name: source for source in plan.inputs}
        bounds = {each.name: bounds_of(each, plan) for each in plan.inputs}
        self.readers: dict[str, tuple[int, Reader]] = {
            source.name: (
                source.position,
                reader_of(source, codes, bounds[source.name]),
            )
            for source in plan.inputs
        }
        self._glance = Glance(plan.inputs, self.readers, bounds)
        self._steps = JudgedSteps(plan)
        self._defaults = [self._default(source) for source in plan.inputs]
        facts = [each for each in plan.inputs if each.fact is not None]
        self._required = tuple(
            each.name
            for each in facts
            if each.fact is not None and each.fact.required
        )
        self._of_unit = tuple(
            (each.name, each.name.removeprefix(_UNIT))
            for each in facts
            if each.name.startswith(_UNIT)
        )
        self._relations = Relations(plan.inputs)
        self._evidence = tuple(
            each.name
            for each in facts
            if each.fact is not None and each.fact.evidence == "required"
        )
        # Of most rulesets, plain facts have only to be looked at.
        self._only_looks = not (
            self._refuses or self._required or self._steps.are_asked
        )

    def _default(self, source: Input) -> Any:  # noqa: ANN401  # any fact
        fact = source.fact
        if fact is None or fact.default is None:
            return None

        return self.readers[source.name][1](fact.default)

    def read(
        self,
        facts: Mapping[str, object] | Submission,
        glance: Look | None = None,
    ) -> Reading:
        """Check *facts* and return what they say.

        Args:
            facts: What was handed in.
            glance: What reads plain facts, if somebody knows better.

        Raises:
            FactError: Everything that is wrong with them.
        """
        look = glance or self._look
        if self._only_looks and type(facts) is dict:
            copied = facts.copy()
            values = look(copied)
            if values is not None:
                return Reading(values, copied, _BARE, self._evidence)
        reading, problems = self._read(*self._copied(facts), look)
        if problems:
            raise FactError(problems)
        if self._refuses:
            for name in reading.unevidenced:
                reading.values[self._inputs[name].position] = None

        return reading

    def _look(self, facts: dict[str, object]) -> list[Any] | None:
        """Read plain facts; `None` where something may be wrong."""
        values = self._glance.values(facts)
        if values is None or not self._relations.hold(values):
            return None

        return values

    def number(self, name: str, reading: Reading) -> Fraction | None:
        """Return the exact number that *reading* has for a fact.

        Args:
            name: Of a count, a number or a percent.
            reading: What `read` returned.

        Returns:
            `None` where the fact is missing.
        """
        source = self._inputs[name]
        value = reading.values[source.position]

        return None if value is None else Fraction(value, 10**source.places)

    def problems_of(
        self, facts: Mapping[str, object] | Submission
    ) -> tuple[Problem, ...]:
        """Return everything that is wrong with *facts*.

        Of those that could not be read, only the names are looked at.
        """
        try:
            submission, problems = self._copied(facts)
        except FactError as error:
            return error.problems

        return tuple(self._read(submission, problems, self._look)[1])

    def refused(self, name: str, value: object) -> Problem | None:
        """Return why a value cannot be that of a fact, whatever else is said.

        Args:
            name: Of an input.
            value: Something, as it was handed in.
        """
        position, read = self.readers[name]
        try:
            given = read(value)
        except Refused as refused:
            arguments = self._arguments(refused, name, value, is_text=False)
            return problem_of(refused.code, name, _ALONE, **arguments)

        return self._steps.problem(position, given, _ALONE)

    def _read(
        self, submission: Submission, problems: list[Problem], look: Look
    ) -> tuple[Reading, list[Problem]]:
        facts = submission.facts
        assert isinstance(facts, dict), "they were copied"
        plain = None if submission.is_text else look(facts)
        values = self._each(submission, problems) if plain is None else plain
        self._steps.check(values, submission, problems)
        if submission.unread:
            problems.extend(
                self._unknown(name, submission)
                for name in sorted(submission.unread - self.readers.keys())
            )
        self._check_evidence(submission, problems)
        if self._required:
            self._check_required(submission, problems)
        if plain is None:
            self._relations.check(values, submission, problems)

        return Reading(values, facts, submission, self._evidence), problems

    def _copied(
        self, facts: Mapping[str, object] | Submission
    ) -> tuple[Submission, list[Problem]]:
        """Copy the facts, with those about the unit that are declared.

        Returns:
            What can be read, and what is wrong beside its facts.

        Raises:
            FactError: PAR302, *facts* are neither mapping nor submission.
        """
        if isinstance(facts, Submission):
            # Plain facts have nothing beside them that could be wrong.
            from parrules.scoring.handed import held  # noqa: PLC0415

            submission, problems = held(facts)
            about = {
                name: submission.unit[key]
                for name, key in self._of_unit
                if key in submission.unit
            }
            facts = {**about, **submission.facts}
            return attrs.evolve(submission, facts=facts), problems
        # The commonest mapping is looked at first: it is seen at once.
        if type(facts) is dict or isinstance(facts, Mapping):
            return Submission(facts=dict(facts)), []
        problem = Problem(
            code="PAR302",
            arguments={
                "name": "facts",
                "found": type(facts).__name__,
                "expected": "mapping",
            },
        )
        raise FactError((problem,))

    def _each(
        self, submission: Submission, problems: list[Problem]
    ) -> list[Any]:
        """Read one value after the other."""
        values = self._defaults.copy()
        readers = self.readers
        for name, value in submission.facts.items():
            found = readers.get(name)
            if found is None:
                problems.append(self._unknown(name, submission))
                continue
            try:
                if submission.is_text and name not in submission.typed:
                    value = from_text(self._inputs[name], value)  # noqa: PLW2901  # the same value, read
                values[found[0]] = found[1](value)
            except Refused as refused:
                problems.append(self._refused(refused, name, submission))

        return values

    def _refused(
        self, refused: Refused, name: str, submission: Submission
    ) -> Problem:
        is_text = submission.is_text and name not in submission.typed
        value = submission.facts[name]
        arguments = self._arguments(refused, name, value, is_text=is_text)

        return problem_of(refused.code, name, submission, **arguments)

    def _arguments(
        self, refused: Refused, name: str, value: object, *, is_text: bool
    ) -> dict[str, str]:
        """Return what is said of a value that was refused."""
        arguments = dict(refused.arguments)
        if refused.code in _OF_ANOTHER_FORM:
            # Only where something is wrong: its patterns take time to make.
            from parrules.scoring.written import remedy_of  # noqa: PLC0415

            source = self._inputs[name]
            arguments.update(
                remedy_of(
                    source, value, arguments, self._plan, is_text=is_text
                )
            )
        if refused.code == "PAR307" and self._is_between_steps(name, value):
            arguments["exact"] = ""

        return arguments

    def _is_between_steps(self, name: str, value: object) -> bool:
        """Tell whether points that are a binary float are no whole steps."""
        source = self._inputs[name]
        if source.kind != "judged" or not isinstance(value, float):
            return False
        try:
            given = whole(Decimal(float.__repr__(value)), source.places)
        except (ValueError, OverflowError):
            return True

        return bool(self._steps.problem(source.position, given, _ALONE))

    def _unknown(self, name: object, submission: Submission) -> Problem:
        # Only where something is wrong.
        from parrules.scoring.strangers import stranger  # noqa: PLC0415

        return stranger(name, submission, self._inputs, self._plan)

    def _check_evidence(
        self, submission: Submission, problems: list[Problem]
    ) -> None:
        if not submission.evidence:
            return
        supported = {
            name for each in submission.evidence for name in each.supports
        }
        problems.extend(
            problem_of(
                "PAR311",
                name,
                submission,
                near=near_input(name[:100], self._inputs),
                printed=printing(name, self._plan.scheme.printed),
            )
            for name in sorted(supported - self._inputs.keys())
        )

    def _check_required(
        self, submission: Submission, problems: list[Problem]
    ) -> None:
        if submission.is_damaged:
            # It may stand in what could not be read.
            return
        problems.extend(
            problem_of("PAR306", name, submission)
            for name in self._required
            if name not in submission.facts and name not in submission.unread
        )
