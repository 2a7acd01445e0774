"""What the command ``test`` shows: examples, and what they are worth."""

import os
import pathlib
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from parrules.cli.expecting import Expected
from parrules.cli.output import (
    columns,
    complain,
    is_terminal,
    json_text,
    patience,
    say,
    say_coloured,
    say_lines,
)
from parrules.cli.testing_document import Refused, Tested, document
from parrules.cli.words import CommandWords
from parrules.cli.worth import branch_text, change_text, hint_text
from parrules.coverage import Coverage, cover, lcov_text
from parrules.engines import DEFAULT
from parrules.errors import Place
from parrules.examples import ExampleResult
from parrules.loading.bundled import resolve
from parrules.mutation import Mutation, Trial, run_mutants
from parrules.ruleset import Ruleset

_FINE, _BAD = 0, 1
_FEW = 10
"""Branches that no example reached: so many are told unasked."""


@attrs.frozen(kw_only=True)
class Wanted:
    """What is to be found out about examples, and how it is written.

    Attributes:
        fail_under, fail_under_mutation: Percent below which it is a bad
            answer.
        lcov: The tracefile to write.
        engine: Whose rules decide.
    """

    coverage: bool = False
    fail_under: Decimal | None = None
    lcov: str | None = None
    mutate: bool = False
    fail_under_mutation: Decimal | None = None
    engine: str = DEFAULT
    as_json: bool = False


def tested(
    name: str, ruleset: Ruleset, words: CommandWords, wanted: Wanted
) -> Tested:
    """Run the examples of *ruleset*, and its mutants if that is wanted."""
    with patience(words("scoring")):
        coverage = cover(ruleset, engine=wanted.engine)
    mutation = None
    if wanted.mutate:
        mutation = _mutated(name, ruleset, words)

    return Tested(
        name=name, ruleset=ruleset, coverage=coverage, mutation=mutation
    )


def _mutated(name: str, ruleset: Ruleset, words: CommandWords) -> Mutation:
    so_far = [0, 0]

    def progress(tried: int, count: int) -> None:
        so_far[:] = tried, count

    with patience(
        lambda: words("mutating", name=name, tried=so_far[0], count=so_far[1])
    ):
        return run_mutants(ruleset, progress=progress)


def shown(
    found: Sequence[Tested],
    others: Sequence[Expected],
    refused: Sequence[Refused],
    words: CommandWords,
    wanted: Wanted,
) -> int:
    """Write what was found out, and return the exit code."""
    if wanted.as_json:
        written = document(found, others, refused, words)
        say(json_text(written, sys.stdout))
    else:
        for each in found:
            _show_examples(each.name, each.coverage.results, words)
        for other in others:
            _show_examples(other.name, other.results, words)
        _show_coverage(found, words, wanted)
        _show_mutation(found, words)
    results = [result for other in others for result in other.results]
    codes = [_code(each, words, wanted) for each in found]
    codes += (_FINE if result.passed else _BAD for result in results)

    return max(codes, default=_FINE)


def _code(each: Tested, words: CommandWords, wanted: Wanted) -> int:
    """Return the exit code of one ruleset; tell what is below its limit.

    A ruleset without examples reaches and notices nothing: 0 of what there
    is.  Where there is nothing at all, that is all of it.
    """
    is_bad = any(not result.passed for result in each.coverage.results)
    for option, limit, found in (
        ("--fail-under", wanted.fail_under, each.coverage),
        ("--fail-under-mutation", wanted.fail_under_mutation, each.mutation),
    ):
        if limit is None or found is None or not found.is_below(limit):
            continue
        is_bad = True
        complain(
            words(
                "below",
                name=each.name,
                percent=words.number(found.percent),
                limit=words.number(limit),
                option=option,
            )
        )

    return _BAD if is_bad else _FINE


def tracefile(found: Iterable[Tested]) -> str:
    """Return the coverage of all rulesets as one LCOV tracefile."""
    return "".join(
        lcov_text(each.coverage, _file(each.name)) for each in found
    )


def _file(name: str) -> str:
    """Return the path of a ruleset's file, from here where it lies below."""
    path, here = pathlib.Path(resolve(name)), pathlib.Path.cwd()
    if path.is_absolute() and path.is_relative_to(here):
        path = path.relative_to(here)

    return os.fspath(path)


# -- examples ----------------------------------------------------------------


def _show_examples(
    name: str, results: Sequence[ExampleResult], words: CommandWords
) -> None:
    for result in results:
        _show_example(result, words)
    if not results:
        say_lines(words("no_examples", name=name))
        return
    passed = sum(result.passed for result in results)
    counts = {"passed": passed, "count": len(results)}
    say_lines(words("tested", name=name, **counts))


def _show_example(result: ExampleResult, words: CommandWords) -> None:
    verdict = "example_passed" if result.passed else "example_failed"
    say_lines(f"{words(verdict)}  {result.name}")
    for each in result.differences:
        # A rule or a grade may be called like a number.
        is_named = each.what.endswith(("rule", "grade"))
        expected, got = (
            (text if is_named else words.number(text)) or words("nothing")
            for text in (each.expected, each.got)
        )
        line = words(
            "example_line",
            what=words.expectation(each.what),
            expected=expected,
            got=got,
        )
        say_lines(f"    {line}")
    if not result.passed:
        for problem in result.problems:
            say_lines(_indented(problem.text(words.language)))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


# -- coverage ----------------------------------------------------------------


def _show_coverage(
    found: Sequence[Tested], words: CommandWords, wanted: Wanted
) -> None:
    if not found:
        return
    is_asked = wanted.coverage or wanted.fail_under is not None
    _show_table(
        "covered",
        [
            (each.name, each.coverage.reached, len(each.coverage.branches))
            for each in found
        ],
        [words.number(each.coverage.percent) for each in found],
        words,
    )
    missed = [part for each in found for part in each.coverage.missed]
    if not missed:
        say_lines(words("all_covered"))
    elif not is_asked and len(missed) > _FEW:
        say_lines(words("see_missed", count=len(missed)))
        for each in found:
            for line in _some_missed(each, words, is_alone=len(found) == 1):
                say_lines(f"  {line}")
    else:
        say_lines(words("missed", count=len(missed)))
        for each in found:
            for line in missed_lines(each.coverage, words):
                say_lines(f"  {line}")


def _some_missed(
    tested: Tested, words: CommandWords, *, is_alone: bool
) -> Iterator[str]:
    """Yield the rules of the first branches missed, and how many follow."""
    # A cap has the rule of the row that it caps.
    missed = tested.coverage.missed
    rules = list(dict.fromkeys(each.branch.rule for each in missed))[:_FEW]
    if not rules:
        return
    text = ", ".join(rules)
    others = sum(each.branch.rule not in rules for each in missed)
    if others:
        text = words("and_others", listed=text, count=others)
    text = text if is_alone else f"{tested.name}: {text}"
    yield from textwrap.wrap(
        text,
        (columns() or 80) - 2,
        subsequent_indent="  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def missed_lines(coverage: Coverage, words: CommandWords) -> Iterator[str]:
    """Yield a line for each branch that no example reached, in file order."""
    for place, each in sorted(
        ((each.place, each) for each in coverage.missed),
        key=lambda pair: _position(pair[0]),
    ):
        where = f"{place}  " if place else ""
        yield f"{where}{each.branch.rule}  {branch_text(each, words)}"


def _position(place: Place | None) -> tuple[int, int]:
    if place is None:
        return 0, 0

    return place.line or 0, place.column or 0


def _show_table(
    key: str,
    rows: Sequence[tuple[str, int, int]],
    percents: Sequence[str],
    words: CommandWords,
) -> None:
    """Show a share for each ruleset: a table on a screen, else lines."""
    if not is_terminal(sys.stdout):
        for (name, part, whole), percent in zip(rows, percents, strict=True):
            say(words(key, name=name, part=part, whole=whole, percent=percent))
        return
    # Rich is imported only where something coloured is printed.
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(width=columns())
    table.add_column(words("table_ruleset"), overflow="fold", ratio=1)
    for heading in (words(f"table_{key}"), "%"):
        table.add_column(heading, justify="right", no_wrap=True)
    for (name, part, whole), percent in zip(rows, percents, strict=True):
        style = "green" if part == whole else "yellow"
        # A name may look like markup.
        table.add_row(
            Text(name), f"{part} / {whole}", Text(percent, style=style)
        )
    say_coloured(table)


# -- mutation ----------------------------------------------------------------


def _show_mutation(found: Sequence[Tested], words: CommandWords) -> None:
    tried = [
        (each.name, each.mutation)
        for each in found
        if each.mutation is not None
    ]
    if not tried:
        return
    _show_table(
        "noticed",
        [(name, each.killed, each.counted) for name, each in tried],
        [words.number(each.percent) for _, each in tried],
        words,
    )
    for name, each in tried:
        equivalent, others = each.count("equivalent"), each.count("not_viable")
        if equivalent or others:
            say_lines(
                words(
                    "not_counted",
                    name=name,
                    equivalent=equivalent,
                    not_viable=others,
                )
            )
    survivors = [trial for _, each in tried for trial in each.survivors]
    if not survivors:
        say_lines(words("all_noticed"))
        return
    say_lines(words("unnoticed", count=len(survivors)))
    for trial in survivors:
        say_lines(f"  {survivor_line(trial, words)}")
        hint = words("add_example", hint=hint_text(trial, words))
        say_lines(f"    {hint}")


def survivor_line(trial: Trial, words: CommandWords) -> str:
    """Say what was changed where, in one line."""
    mutant, place = trial.mutant, trial.place
    where = f"{place}  " if place else ""

    return f"{where}{mutant.about}  {change_text(trial, words)}"
