"""A submission → checked values, with everything wrong with it at once."""

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from parrules.errors import FactError, Problem
from parrules.expression.typing import near
from parrules.facts import NEVER, Submission
from parrules.plan.nodes import Input, Plan
from parrules.points import plain, scale_of
from parrules.scoring.limits import bounds_of
from parrules.scoring.readers import (
    Reader,
    Refused,
    from_text,
    reader_of,
    shown,
)
from parrules.scoring.written import form_of

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
    "PAR313",
    "PAR314",
    "PAR315",
    "PAR318",
    "PAR319",
    "PAR330",
)
"""Codes of all that facts may be refused for, here or when scored."""

_UNIT = "unit."
_OF_ANOTHER_FORM = ("PAR302", "PAR314", "PAR330")
"""Codes of values that are written otherwise than their fact is."""

_MOST_HINTS = 20


@attrs.frozen(eq=False, repr=False)
class Reading:
    """What a submission says, checked.

    Attributes:
        values: By position of the input.
        given: Names of the facts that were handed in.
        unevidenced: Names of those whose required document is absent.
        submission: As it was handed in, its facts copied.
    """

    values: list[Any]
    given: frozenset[str]
    unevidenced: frozenset[str]
    submission: Submission


class Border:
    """Reads submissions for one plan. Immutable once made."""

    def __init__(self, plan: Plan) -> None:
        """Prepare a reader for every input of *plan*."""
        codes = frozenset(
            node.code for node in plan.nodes if node.tree == "criteria"
        )
        self._plan = plan
        self._inputs = {source.name: source for source in plan.inputs}
        self._readers: dict[str, tuple[int, Reader]] = {
            source.name: (
                source.position,
                reader_of(source, codes, bounds_of(source, plan)),
            )
            for source in plan.inputs
        }
        self._judged_steps = {
            source.position: (source.name, plan.nodes[source.node])
            for source in plan.inputs
            if source.kind == "judged"
        }
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
        self._relations = tuple(self._related(facts))
        self._evidence = tuple(
            each.name
            for each in facts
            if each.fact is not None and each.fact.evidence == "required"
        )

    def _default(self, source: Input) -> Any:  # noqa: ANN401  # any fact
        fact = source.fact
        if fact is None or fact.default is None:
            return None

        return self._readers[source.name][1](fact.default)

    def _related(
        self, facts: list[Input]
    ) -> Iterator[tuple[Input, Input, str, int, int]]:
        """Yield facts, the facts that bound them, and what makes both whole.

        A value has steps of its own; times the other's scale, both are in
        the same ones.
        """
        for source in facts:
            assert source.fact is not None
            pairs = (
                (source.fact.at_most_fact, "<="),
                (source.fact.at_least_fact, ">="),
            )
            for other, sign in pairs:
                if other is not None:
                    bound = self._inputs[other]
                    yield (
                        source,
                        bound,
                        sign,
                        scale_of(bound.places),
                        scale_of(source.places),
                    )

    def read(self, facts: Mapping[str, object] | Submission) -> Reading:
        """Check *facts* and return what they say.

        Raises:
            FactError: Everything that is wrong with them.
        """
        reading, problems = self._read(_submission(facts))
        if problems:
            raise FactError(problems)
        if reading.unevidenced and self._refuses:
            for name in reading.unevidenced:
                reading.values[self._inputs[name].position] = None

        return reading

    def problems_of(
        self, facts: Mapping[str, object] | Submission
    ) -> tuple[Problem, ...]:
        """Return everything that is wrong with *facts*.

        Of those that could not be read, only the names are looked at.
        """
        try:
            submission = _submission(facts)
        except FactError as error:
            return error.problems

        return tuple(self._read(submission)[1])

    def _read(self, submission: Submission) -> tuple[Reading, list[Problem]]:
        submission = self._with_unit(submission)
        problems: list[Problem] = []
        values = self._values(submission, problems)
        given = frozenset(submission.facts)
        unevidenced = self._unevidenced(submission, given, problems)
        self._check_required(submission, problems)
        self._check_relations(values, submission, problems)

        return Reading(values, given, unevidenced, submission), problems

    def _with_unit(self, submission: Submission) -> Submission:
        """Copy the facts, with those about the unit that are declared."""
        facts: dict[str, object] = {
            name: submission.unit[key]
            for name, key in self._of_unit
            if key in submission.unit
        }
        facts.update(submission.facts)

        return attrs.evolve(submission, facts=facts)

    @property
    def _refuses(self) -> bool:
        return self._plan.scheme.policy.unevidenced == "refuse"

    def _values(
        self, submission: Submission, problems: list[Problem]
    ) -> list[Any]:
        values = self._defaults.copy()
        readers = self._readers
        for name, value in submission.facts.items():
            found = readers.get(name)
            if found is None:
                problems.append(self._unknown(name, submission))
                continue
            try:
                if submission.is_text:
                    value = from_text(self._inputs[name], str(value))  # noqa: PLW2901  # the same value, read
                values[found[0]] = found[1](value)
            except Refused as refused:
                problems.append(self._refused(refused, name, submission))
        problems.extend(
            self._unknown(name, submission)
            for name in sorted(submission.unread)
            if name not in readers
        )
        for position, (name, node) in self._judged_steps.items():
            given = values[position]
            if given is not None:
                self._check_step(
                    name, given, node.judged_step, problems, submission
                )

        return values

    def _refused(
        self, refused: Refused, name: str, submission: Submission
    ) -> Problem:
        arguments = dict(refused.arguments)
        if refused.code in _OF_ANOTHER_FORM:
            arguments["form"] = form_of(
                self._inputs[name],
                submission.facts[name],
                is_text=submission.is_text,
            )

        return _problem(refused.code, name, submission, **arguments)

    def _check_step(
        self,
        name: str,
        given: int,
        step: int,
        problems: list[Problem],
        submission: Submission,
    ) -> None:
        places = self._inputs[name].places
        points = Fraction(given, 10**places)
        steps = points / Fraction(step, 10**self._plan.places)
        if steps.denominator != 1:
            problems.append(
                _problem(
                    "PAR319",
                    name,
                    submission,
                    value=plain(points),
                    step=plain(Fraction(step, 10**self._plan.places)),
                )
            )

    def _unknown(self, name: object, submission: Submission) -> Problem:
        value = submission.facts.get(name)  # type: ignore[call-overload]  # keys may be anything
        if isinstance(value, dict) and shown(name).isdigit():
            return _problem(
                "PAR108", shown(name), submission, code=shown(name)
            )

        # Of a few names it helps to know which were meant; of hundreds it
        # would take long, and another file was meant.
        hint = ""
        if len(submission.facts) <= 2 * len(self._inputs) + _MOST_HINTS:
            hint = near(shown(name)[:100], self._inputs)

        return _problem("PAR301", shown(name), submission, near=hint)

    def _unevidenced(
        self,
        submission: Submission,
        given: frozenset[str],
        problems: list[Problem],
    ) -> frozenset[str]:
        supported: set[str] = set()
        for evidence in submission.evidence:
            supported.update(evidence.supports)
        problems.extend(
            _problem(
                "PAR311",
                name,
                submission,
                near=near(name[:100], self._inputs),
            )
            for name in sorted(supported)
            if name not in self._inputs
        )

        return frozenset(
            name
            for name in self._evidence
            if name in given and name not in supported
        )

    def _check_required(
        self, submission: Submission, problems: list[Problem]
    ) -> None:
        if submission.is_damaged:
            # It may stand in what could not be read.
            return
        problems.extend(
            _problem("PAR306", name, submission)
            for name in self._required
            if name not in submission.facts and name not in submission.unread
        )

    def _check_relations(
        self,
        values: list[Any],
        submission: Submission,
        problems: list[Problem],
    ) -> None:
        # A value that was refused is not compared with anything.
        refused = {problem.arguments["name"] for problem in problems}
        refused |= submission.unread
        for source, other, sign, scale, other_scale in self._relations:
            value = values[source.position]
            limit = values[other.position]
            if value is None or limit is None or NEVER in (value, limit):
                continue
            if refused and not refused.isdisjoint((source.name, other.name)):
                continue
            if isinstance(value, tuple):
                # Every level of a tally is held to it.
                value = max(value) if sign == "<=" else min(value)
            left, right = value * scale, limit * other_scale
            if left <= right if sign == "<=" else left >= right:
                continue
            problems.append(
                _problem(
                    "PAR305",
                    source.name,
                    submission,
                    value=_written(source, value),
                    other=other.name,
                    limit=_written(other, limit),
                    relation=sign,
                )
            )


def _submission(facts: object) -> Submission:
    """Return what was handed in as a submission.

    Raises:
        FactError: PAR302, it is neither a mapping nor a submission.
    """
    if isinstance(facts, Submission):
        return facts
    if isinstance(facts, Mapping):
        return Submission(facts=facts)
    problem = Problem(
        code="PAR302",
        arguments={
            "name": "facts",
            "found": type(facts).__name__,
            "expected": "mapping",
        },
    )
    raise FactError((problem,))


def _problem(
    code: str, name: str, submission: Submission, /, **arguments: str
) -> Problem:
    return Problem(
        code=code,
        path=submission.paths.get(name, (name,)),
        arguments={"name": name, **arguments},
        document=submission.document,
    )


def _written(source: Input, value: Any) -> str:  # noqa: ANN401  # any fact
    if source.kind == "date":
        return datetime.date.fromordinal(value).isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))

    return plain(Fraction(value, 10**source.places))
