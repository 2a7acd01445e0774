"""What the command ``test`` makes of questionnaires and indices.

Whoever loads one learns already whether an example comes out otherwise; here
these problems are told example by example, as those of rulesets are.
"""

from collections.abc import Iterable

import attrs

from parrules.errors import Problem
from parrules.examples import Difference, ExampleResult
from parrules.loading.bundled import Kind, resolve

_OTHERWISE = ("PAR827", "PAR874")
"""What comes of an example is something else, of an index or a survey."""


@attrs.frozen(kw_only=True)
class Expected:
    """What became of the examples of a questionnaire or an index.

    Attributes:
        results: Of each example, in file order.
        problems: What else is wrong; then no example counts.
    """

    name: str
    kind: Kind
    results: tuple[ExampleResult, ...]
    problems: tuple[Problem, ...] = ()


def expected(name: str, kind: Kind) -> Expected:
    """Run the examples of *name*, which is of *kind* and no ruleset.

    Raises:
        RulesetError: There is no such file.
    """
    path = resolve(name, kind=kind)
    if kind == "index":
        # Who tests rulesets does not wait for either.
        from parrules.composite import read_index  # noqa: PLC0415

        index = read_index(path)
        examples, problems = index.examples, index.problems
    else:
        from parrules.survey.loading import read_questionnaire  # noqa: PLC0415

        form = read_questionnaire(path)
        examples, problems = form.examples, form.problems
    other = tuple(
        each
        for each in problems
        if each.severity == "error" and each.code not in _OTHERWISE
    )

    return Expected(
        name=name,
        kind=kind,
        results=tuple(_result(each, problems) for each in examples),
        problems=other,
    )


def _result(example: str, problems: Iterable[Problem]) -> ExampleResult:
    """Return an example with all that came out otherwise in it."""
    differences = tuple(
        Difference(
            what=" ".join(
                each.arguments[key]
                for key in ("unit", "part")
                if key in each.arguments
            ),
            expected=each.arguments["expected"],
            got=each.arguments["got"],
        )
        for each in problems
        if each.code in _OTHERWISE and each.arguments["example"] == example
    )

    return ExampleResult(name=example, differences=differences)
