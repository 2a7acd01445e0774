"""What each command does: one call, its answer, and an exit code."""

import pathlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from parrules.assessment.model import AssessmentError
from parrules.breakdown.views import Breakdown
from parrules.cli.expecting import Expected, expected
from parrules.cli.listing import show_json, show_list
from parrules.cli.output import (
    columns,
    complain,
    is_terminal,
    json_text,
    patience,
    say,
    say_coloured,
    say_lines,
    write_file,
)
from parrules.cli.testing import Wanted, shown, tested, tracefile
from parrules.cli.testing_document import Tested
from parrules.cli.words import CommandWords
from parrules.engines import DEFAULT
from parrules.errors import (
    FactError,
    Problem,
    ProblemsError,
    RulesetError,
)
from parrules.expression.typing import near
from parrules.library import check as check_ruleset
from parrules.library import is_fatal, load
from parrules.loading.bundled import Kind, everything, kind_of, resolve
from parrules.loading.submissions import read_submission
from parrules.messages import sentences
from parrules.reporting.outline import outline_text
from parrules.reporting.text import breakdown_text

if TYPE_CHECKING:
    from parrules.cli.ranking import Answer, RankWanted
    from parrules.cli.sensitivity import SensitivityWanted
    from parrules.composite import CompositeResult

FINE, BAD, BROKEN = 0, 1, 2
_Result = TypeVar("_Result")
_YEARS = 3
"""What is compared: a ruleset, and the facts of two years."""

_NOTHING_READ: Final = (
    "PAR102",
    "PAR103",
    "PAR114",
    "PAR118",
    "PAR119",
    "PAR121",
    "PAR316",
    "PAR826",
    "PAR830",
    "PAR865",
    "PAR870",
    "PAR913",
)
"""Not a wrong file but none: not there, empty, no text, no TOML at all."""


# -- score, explain ----------------------------------------------------------


def score(
    ruleset: str,
    facts: str,
    words: CommandWords,
    *,
    as_json: bool,
    output: str | None,
    engine: str = DEFAULT,
) -> int:
    """Score one unit and show its breakdown."""
    if output is not None and _is_input(output, (ruleset, facts)):
        complain(words("not_over_input", path=output))
        return BROKEN
    breakdown, code = _scored(ruleset, facts, words, engine)
    if breakdown is None:
        return code
    document = breakdown.to_dict()
    if output is not None:
        text = (
            json_text(document) + "\n"
            if as_json
            else breakdown_text(document, words.language)
        )
        return _written(output, text, words)
    if as_json:
        say(json_text(document, sys.stdout))
    elif is_terminal(sys.stdout):
        _print_breakdown(document, words)
    else:
        say(breakdown_text(document, words.language))

    return FINE


def explain(ruleset: str, facts: str, node: str, words: CommandWords) -> int:
    """Show one node of a breakdown in full."""
    breakdown, code = _scored(ruleset, facts, words)
    if breakdown is None:
        return code
    if node not in breakdown:
        complain(words("no_code", code=node))
        likely = near(node, breakdown)
        if likely:
            complain(f"  {words('near', name=likely)}")
        return BROKEN
    say(breakdown.explain(node, words.language, width=columns() or 80))

    return FINE


def _scored(
    name: str, path: str, words: CommandWords, engine: str = DEFAULT
) -> tuple[Breakdown | None, int]:
    """Return the breakdown; else complain, and return the exit code."""
    with patience(words("loading", name=name)):
        ruleset, ruleset_code = _tried(lambda: load(name), words)
        submission, facts_code = _tried(
            lambda: read_submission(path, ruleset), words
        )
    if ruleset is None or submission is None:
        return None, max(ruleset_code, facts_code)
    with patience(words("scoring")):
        return _tried(
            lambda: ruleset.evaluate(submission, engine=engine), words
        )


def _tried(
    call: Callable[[], _Result], words: CommandWords
) -> tuple[_Result | None, int]:
    """Return what *call* returns; else complain, and return a code."""
    try:
        return call(), FINE
    except (RulesetError, FactError, AssessmentError) as error:
        for problem in error.problems:
            complain(problem.text(words.language))
        return None, _code_of(error)


def _code_of(error: ProblemsError) -> int:
    """Return 2 where nothing could be read, 1 where what was read is bad."""
    is_broken = any(
        problem.code in _NOTHING_READ
        # A whole file is too large, not some text in it.
        or (problem.code == "PAR113" and not problem.path)
        for problem in error.problems
    )

    return BROKEN if is_broken else BAD


def _print_breakdown(document: dict[str, Any], words: CommandWords) -> None:
    # Rich is imported only where something coloured is printed.
    from parrules.reporting.terminal import (  # noqa: PLC0415
        TerminalBreakdown,
    )

    say_coloured(TerminalBreakdown(document, words.language))


def _is_input(output: str, names: Iterable[str]) -> bool:
    """Tell whether *output* is one of the files that are read."""
    return any(_is_file(output, name) for name in names)


def _is_file(output: str, name: str) -> bool:
    try:
        return resolve(name, kind=kind_of(name)).samefile(output)
    except (OSError, ValueError, RulesetError):
        # One of them is not there; if that is the input, it is told later.
        return False


def _written(path: str, text: str, words: CommandWords) -> int:
    if path == "-":
        # As elsewhere: the screen, or whatever it leads to.
        say(text.removesuffix("\n"))
        return FINE
    try:
        write_file(pathlib.Path(path), text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        complain(words("not_written", path=path, reason=reason))
        return BROKEN

    return FINE


# -- check -------------------------------------------------------------------


def check(names: Sequence[str], words: CommandWords, *, as_json: bool) -> int:
    """Show everything wrong with rulesets."""
    found: list[tuple[str, tuple[Problem, ...]]] = []
    for name in names:
        with patience(words("loading", name=name)):
            found.append((name, _found(name)))
    if as_json:
        written = [
            _as_json(name, problem, words)
            for name, problems in found
            for problem in problems
        ]
        say(json_text(written, sys.stdout))
    else:
        for name, problems in found:
            _show_problems(name, problems, words)

    return max(_checked_code(problems) for _, problems in found)


def _found(name: str) -> tuple[Problem, ...]:
    """Return what is wrong with a ruleset, a questionnaire or an index."""
    # Only where it is one is more of surveys or of indices needed.
    kind = kind_of(name)
    if kind == "questionnaire":
        from parrules.survey.library import (  # noqa: PLC0415
            check_questionnaire,
        )

        return check_questionnaire(name)
    if kind == "index":
        from parrules.composite import check_index  # noqa: PLC0415

        return check_index(name)

    return check_ruleset(name)


def _checked_code(problems: Iterable[Problem]) -> int:
    errors = [problem for problem in problems if is_fatal(problem)]
    if not errors:
        return FINE

    return _code_of(RulesetError(errors))


def _as_json(
    name: str, problem: Problem, words: CommandWords
) -> dict[str, object]:
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


def _show_problems(
    name: str, problems: tuple[Problem, ...], words: CommandWords
) -> None:
    for problem in problems:
        if problem.acknowledged is None:
            say_lines(problem.text(words.language))
        else:
            _show_acknowledged(problem, problem.acknowledged, words)
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


# -- test --------------------------------------------------------------------


def test(names: Sequence[str], words: CommandWords, wanted: Wanted) -> int:
    """Run the examples of rulesets, and show what they are worth."""
    if wanted.lcov is not None and _is_input(wanted.lcov, names):
        complain(words("not_over_input", path=wanted.lcov))
        return BROKEN
    found: list[Tested] = []
    others: list[Expected] = []
    codes = [FINE]
    for name in names:
        kind = kind_of(name)
        if kind != "ruleset":
            other, code = _tried(lambda: _expected(name, kind), words)  # noqa: B023  # called where it is made
            others += [] if other is None else [other]
        else:
            with patience(words("loading", name=name)):
                ruleset, code = _tried(lambda name=name: load(name), words)  # type: ignore[misc]  # bound where it is made
            if ruleset is not None:
                found.append(tested(name, ruleset, words, wanted))
        codes.append(code)
    codes.append(shown(found, others, words, wanted))
    if wanted.lcov is not None:
        codes.append(_written(wanted.lcov, tracefile(found), words))

    return max(codes)


def _expected(name: str, kind: Kind) -> Expected:
    found = expected(name, kind)
    if found.problems:
        raise RulesetError(found.problems)

    return found


# -- prove -------------------------------------------------------------------


def prove(
    name: str,
    words: CommandWords,
    *,
    as_json: bool,
    is_strict: bool,
    output: str | None,
    examples: str | None,
) -> int:
    """Prove a ruleset, and show what is broken and by which facts."""
    # Other commands do not wait for what only this one needs.
    from parrules.cli.proving import Proved  # noqa: PLC0415

    for path in (examples, output):
        if path is not None and _is_input(path, (name,)):
            complain(words("not_over_input", path=path))
            return BROKEN
    if examples is not None and examples == output:
        complain(words("not_both", path=examples))
        return BROKEN
    found = Proved(name, words)
    try:
        found.run()
        code = found.code(is_strict=is_strict)
    except RulesetError as error:
        found.refuse(error.problems)
        code = _code_of(error)
    for problem in found.problems:
        complain(problem.text(words.language))
    if examples is not None and found.proof is not None:
        code = max(code, _written(examples, found.examples(), words))
    if output is not None:
        return max(code, _written(output, found.json(), words))
    found.show(as_json=as_json)

    return code


# -- composite ---------------------------------------------------------------


def composite(
    index: str,
    units: str,
    words: CommandWords,
    *,
    year: int | None,
    earlier: Sequence[str],
    unit: str | None,
    as_json: bool,
    output: str | None,
) -> int:
    """Score all units of a composite index against each other."""
    # Other commands do not wait for what only this one needs.
    from parrules.cli.compositing import shown_result  # noqa: PLC0415
    from parrules.cli.units import require_unit  # noqa: PLC0415
    from parrules.composite import load_index, read_units  # noqa: PLC0415

    if output is not None and _is_input(output, (index, units, *earlier)):
        complain(words("not_over_input", path=output))
        return BROKEN
    made, index_code = _tried(lambda: load_index(index), words)
    table, units_code = _tried(lambda: read_units(units, year), words)
    before, earlier_code = _tried(
        lambda: [read_units(each) for each in earlier], words
    )
    if made is None or table is None or before is None:
        return max(index_code, units_code, earlier_code)

    def answer() -> "CompositeResult":
        require_unit(unit, table.units)

        return made.evaluate(table, earlier=before)

    result, code = _tried(answer, words)
    if result is None:
        return code
    for problem in result.problems:
        complain(problem.text(words.language))
    if as_json:
        text = json_text(result.to_dict(), None if output else sys.stdout)
    else:
        text = shown_result(result, unit, words)
    if output is not None:
        return _written(output, text + "\n", words)
    say(text)

    return FINE


# -- rank, compare -----------------------------------------------------------


def rank(
    ruleset: str,
    facts: Sequence[str],
    words: CommandWords,
    wanted: "RankWanted",
    *,
    output: str | None,
) -> int:
    """Rank many units, and show what changed since last year."""
    # Other commands do not wait for what only this one needs.
    from parrules.assessment.loading import is_assessment  # noqa: PLC0415
    from parrules.cli.ranking import (  # noqa: PLC0415  # as above
        RankWanted,
        inputs,
        ranked,
    )

    if is_assessment(ruleset):
        plain = RankWanted(format=wanted.format, engine=wanted.engine)
        if facts or wanted != plain:
            return _misused("stands_in_file", "rank", words, name=ruleset)
        return _assess(ruleset, words, wanted, output)
    if not facts:
        return _misused("needs_facts", "rank", words, name=ruleset)

    return _answered(
        lambda: ranked(ruleset, facts, words, wanted),
        words,
        wanted,
        output,
        inputs((ruleset, *facts), wanted),
    )


def _assess(
    name: str, words: CommandWords, wanted: "RankWanted", output: str | None
) -> int:
    """Carry out an assessment; write it, or a folder of files of it."""
    from parrules.cli.assessing import (  # noqa: PLC0415  # as above
        assessed,
        is_folder,
        read,
    )

    assessment, code = _tried(lambda: read(name, words), words)
    if assessment is None:
        return code
    if output is not None and _is_input(output, assessment.files()):
        complain(words("not_over_input", path=output))
        return BROKEN
    if wanted.format == "csv" and (output is None or not is_folder(output)):
        return _misused("csv_needs_folder", "rank", words)
    found, code = _tried(
        lambda: assessed(assessment, words, wanted.engine), words
    )
    if found is None:
        return code
    if output is None:
        say(found.text(wanted.format, words))
    elif is_folder(output):
        files = {
            str(pathlib.Path(output) / name): text
            for name, text in found.files(words)
        }
        code = _written_in(output, files, assessment.files(), words)
    else:
        code = _written(output, found.text(wanted.format, words), words)
    for problem in (*found.result.problems, *found.problems()):
        complain(problem.text(words.language))

    return max(code, BAD if _is_wrong(found.problems()) else FINE)


def _written_in(
    folder: str,
    files: Mapping[str, str],
    read: Sequence[str],
    words: CommandWords,
) -> int:
    """Write *files* into a folder, which is made if it is not there."""
    taken = [path for path in files if _is_input(path, read)]
    for path in taken:
        complain(words("not_over_input", path=path))
    if taken:
        return BROKEN
    try:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        complain(words("not_written", path=folder, reason=reason))
        return BROKEN

    return max(_written(path, text, words) for path, text in files.items())


def _misused(
    key: str, command: str, words: CommandWords, /, **arguments: str
) -> int:
    """Say what is wrong with how a command was called."""
    complain(f"parrules: {words('usage_error')}: {words(key, **arguments)}")
    complain(f"  {words('try_help', command=f'parrules {command}')}")

    return BROKEN


def compare(
    names: Sequence[str],
    words: CommandWords,
    wanted: "RankWanted",
    *,
    output: str | None,
) -> int:
    """Compare two years of a unit or of many, node by node.

    *names* are a ruleset and the facts of both years; without them only
    what was published is looked at.
    """
    from parrules.cli.ranking import (  # noqa: PLC0415  # as above
        compared,
        doubted,
        inputs,
    )

    if len(names) != _YEARS and (names or wanted.published is None):
        return _misused("needs_years", "compare", words)

    def answer() -> "Answer":
        if not names:
            return doubted(words, wanted)
        ruleset, before, after = names
        return compared(ruleset, before, after, words, wanted)

    return _answered(answer, words, wanted, output, inputs(names, wanted))


def _answered(
    answer: "Callable[[], Answer]",
    words: CommandWords,
    wanted: "RankWanted",
    output: str | None,
    read: Sequence[str],
) -> int:
    """Write an answer; what is doubtful in it is bad, and told."""
    if output is not None and _is_input(output, read):
        complain(words("not_over_input", path=output))
        return BROKEN
    found, code = _tried(answer, words)
    if found is None:
        return code
    if output is None:
        say(found.text)
    else:
        # By a mark spreadsheets know that a file is UTF-8.
        mark = "\ufeff" if wanted.format == "csv" else ""
        code = _written(output, mark + found.text, words)
    for problem in found.problems:
        complain(problem.text(words.language))

    return max(code, BAD if _is_wrong(found.problems) else FINE)


def _is_wrong(problems: Iterable[Problem]) -> bool:
    """Tell whether something is wrong, and not only doubtful."""
    return any(each.severity == "error" for each in problems)


# -- sensitivity -------------------------------------------------------------


def sensitivity(
    ruleset: str,
    facts: Sequence[str],
    words: CommandWords,
    wanted: "SensitivityWanted",
    *,
    output: str | None,
) -> int:
    """Show how sure totals and ranks are, if facts and weights are not."""
    # Other commands do not wait for what only this one needs.
    from parrules.cli.sensitivity import analysed  # noqa: PLC0415

    read = (ruleset, *facts, wanted.uncertain)
    if output is not None and _is_input(output, read):
        complain(words("not_over_input", path=output))
        return BROKEN
    found, code = _tried(
        lambda: analysed(ruleset, facts, words, wanted), words
    )
    if found is None:
        return code
    if output is None:
        say(found.text)
    else:
        code = _written(output, found.text, words)
    for problem in found.problems:
        complain(problem.text(words.language))
    is_whole = all(each.severity != "error" for each in found.problems)

    return max(code, FINE if is_whole else BAD)


# -- rulesets, show ----------------------------------------------------------


def rulesets(words: CommandWords, *, as_json: bool) -> int:
    """List what comes with the library, of every kind."""
    found = everything()
    if as_json:
        show_json(found)
    elif found:
        show_list(found, words)
    else:
        complain(words("no_rulesets"))

    return FINE


def show(name: str, words: CommandWords) -> int:
    """Show what a ruleset, a questionnaire or an index says."""
    if kind_of(name) != "ruleset":
        return _show_other(name, words)
    with patience(words("loading", name=name)):
        ruleset, code = _tried(lambda: load(name), words)
    if ruleset is None:
        return code
    width = columns() or 80
    say(outline_text(ruleset.plan, words.language, width=width))

    return FINE


def _show_other(name: str, words: CommandWords) -> int:
    # Other commands do not wait for what only this one needs.
    from parrules.cli.outlining import Outline  # noqa: PLC0415
    from parrules.composite import load_index  # noqa: PLC0415
    from parrules.survey.library import load_questionnaire  # noqa: PLC0415

    outline = Outline(words, columns() or 80)
    if kind_of(name) == "index":
        index, code = _tried(lambda: load_index(name), words)
        if index is not None:
            say(outline.of_index(index.scheme))
    else:
        form, code = _tried(lambda: load_questionnaire(name), words)
        if form is not None:
            say(outline.of_questionnaire(form))

    return code
