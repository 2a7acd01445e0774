"""What is wrong with a ruleset, as a person reads it."""

import collections
from collections.abc import Iterator
from typing import Final

from parrules.cli.output import say_lines
from parrules.cli.words import CommandWords
from parrules.errors import Problem, visible
from parrules.library import is_fatal
from parrules.messages import sentences

MANY: Final = 6
"""Problems of one code, from which on they are told together."""

FIRST: Final = 3
"""How many of them are told in full all the same."""

_SUBJECTS: Final = ("criterion", "name", "fact", "key")
"""Arguments that say what a problem is about."""


def show_problems(
    name: str,
    problems: tuple[Problem, ...],
    words: CommandWords,
    *,
    in_full: bool,
) -> None:
    """Show what was found in *name*: many of one code together at the end.

    All is in file order; *in_full* shows each of many in full.
    """
    few, more = _parted(problems, in_full=in_full)
    for problem in few:
        if problem.acknowledged is None:
            say_lines(problem.text(words.language))
        else:
            _show_acknowledged(problem, problem.acknowledged, words)
    for code, others in more.items():
        about = ", ".join(dict.fromkeys(map(_subject, others)))
        count = str(len(others))
        say_lines(words("and_more", count=count, code=code, about=about))
    if more:
        say_lines(
            words("see_all", command=f"parrules check {visible(name)} --all")
        )
    _show_counts(name, problems, words)


def _parted(
    problems: tuple[Problem, ...], *, in_full: bool
) -> tuple[list[Problem], dict[str, list[Problem]]]:
    """Return what is told in full, and what is told together, by code."""
    times = collections.Counter(_kinds(problems))
    few: list[Problem] = []
    more: dict[str, list[Problem]] = {}
    seen: collections.Counter[tuple[str, bool]] = collections.Counter()
    for problem, kind in zip(problems, _kinds(problems), strict=True):
        seen[kind] += 1
        if in_full or times[kind] < MANY or seen[kind] <= FIRST:
            few.append(problem)
        else:
            more.setdefault(problem.code, []).append(problem)

    return few, more


def _kinds(problems: tuple[Problem, ...]) -> Iterator[tuple[str, bool]]:
    for problem in problems:
        yield problem.code, problem.acknowledged is None


def _subject(problem: Problem) -> str:
    """Return the criterion or name that *problem* is about, else its line."""
    for key in _SUBJECTS:
        if problem.arguments.get(key):
            return f"`{problem.arguments[key]}`"
    place = problem.place

    return f":{place.line}" if place and place.line else ""


def _show_counts(
    name: str, problems: tuple[Problem, ...], words: CommandWords
) -> None:
    if not problems:
        say_lines(words("sound", name=name))
        return
    acknowledged = sum(each.acknowledged is not None for each in problems)
    errors = sum(is_fatal(each) for each in problems)
    counts = {
        "errors": errors,
        "acknowledged": acknowledged,
        "warnings": len(problems) - errors - acknowledged,
    }
    say_lines(words("checked", name=name, **counts))


def _show_acknowledged(
    problem: Problem, reason: str, words: CommandWords
) -> None:
    """Show what is wrong, but as what the author knows of."""
    place = f"{problem.place}: " if problem.place else ""
    what = sentences(problem, words.language)["what"]
    say_lines(f"{place}{words('acknowledged')} {problem.code}: {what}")
    say_lines(f"  {words('reason')}: {reason}")


def problem_document(
    name: str, problem: Problem, words: CommandWords
) -> dict[str, object]:
    """Return *problem* of the file *name*, for programs."""
    place = problem.place

    return {
        "file": place.file if place else name,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "code": problem.code,
        "severity": problem.severity,
        "acknowledged": problem.acknowledged,
        **sentences(problem, words.language),
    }
