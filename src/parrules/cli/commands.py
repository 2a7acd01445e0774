"""What each command does: one call, its answer, and an exit code."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from parrules.breakdown.absent import no_such_node, printed_in
from parrules.breakdown.views import GRADE, Breakdown
from parrules.cli.answering import code_of, is_input, tried, written
from parrules.cli.expecting import Expected, expected
from parrules.cli.finding import problem_document, show_problems
from parrules.cli.listing import show_json, show_list
from parrules.cli.output import (
    BROKEN,
    FINE,
    columns,
    complain,
    is_terminal,
    json_text,
    patience,
    say,
    say_coloured,
)
from parrules.cli.piped import read_facts
from parrules.cli.testing import Wanted, shown, tested, tracefile
from parrules.cli.testing_document import Refused, Tested
from parrules.cli.words import CommandWords
from parrules.engines import DEFAULT
from parrules.errors import Problem, RulesetError
from parrules.facts import Submission
from parrules.library import check as check_ruleset
from parrules.library import is_fatal, load
from parrules.loading.bundled import Kind, everything, kind_of
from parrules.model import Scheme
from parrules.model.codes import printing
from parrules.reporting.outline import outline_text

if TYPE_CHECKING:
    pass


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
    if output is not None and is_input(output, (ruleset, facts)):
        complain(words("not_over_input", path=output))
        return BROKEN
    breakdown, code = _scored(ruleset, facts, words, engine)
    if breakdown is None:
        return code
    if output is not None:
        text = (
            json_text(breakdown.to_dict()) + "\n"
            if as_json
            else breakdown.text(words.language)
        )
        return written(output, text, words)
    if as_json:
        say(json_text(breakdown.to_dict(), sys.stdout))
    elif is_terminal(sys.stdout):
        _print_breakdown(breakdown, words)
    else:
        say(breakdown.text(words.language))

    return FINE


def explain(
    ruleset: str,
    facts: str,
    node: str,
    words: CommandWords,
    *,
    engine: str = DEFAULT,
) -> int:
    """Show one node of a breakdown in full."""
    breakdown, code = _scored(ruleset, facts, words, engine)
    if breakdown is None:
        return code
    if node not in breakdown and node.partition("#")[0] in breakdown:
        # The id of a rule, as breakdowns name it: its node says it all.
        node = node.partition("#")[0]
    if node not in breakdown and node != GRADE:
        printed = printed_in(breakdown.to_dict()["nodes"])
        # As the decision prints it; where it prints several so, they are told.
        own = printing(node, printed)
        if own not in breakdown:
            complain(no_such_node(node, printed).text(words.language))
            return BROKEN
        node = own
    say(breakdown.explain(node, words.language, width=columns() or 80))

    return FINE


def _scored(
    name: str, path: str, words: CommandWords, engine: str = DEFAULT
) -> tuple[Breakdown | None, int]:
    """Return the breakdown; else complain, and return the exit code."""
    with patience(words("loading", name=name)):
        ruleset, ruleset_code = tried(lambda: load(name), words)
        submission, facts_code = tried(
            lambda: read_facts(path, ruleset), words
        )
    if ruleset is None or submission is None:
        return None, max(ruleset_code, facts_code)
    with patience(words("scoring")):
        breakdown, code = tried(
            lambda: ruleset.evaluate(submission, engine=engine), words
        )
    scheme = ruleset.scheme
    is_doubtful = submission.period or any(
        channel.held for channel in scheme.channels
    )
    if breakdown is not None and is_doubtful:
        _tell_doubts(breakdown, scheme, submission, words)

    return breakdown, code


def _tell_doubts(
    breakdown: Breakdown,
    scheme: Scheme,
    submission: Submission,
    words: CommandWords,
) -> None:
    """Tell of another year's facts, and of points that count nowhere."""
    # Who scores one unit compares it with nothing, and most have no doubt.
    from parrules.cohort.force import out_of_force  # noqa: PLC0415
    from parrules.cohort.unheld import (  # noqa: PLC0415
        dropped_of,
        dropped_points,
    )

    about = submission.unit
    unit = about.get("name") or about.get("id") or scheme.id
    for problem in (
        *out_of_force(scheme, [submission.period]),
        *dropped_points(unit, dropped_of(breakdown, scheme)),
    ):
        complain(problem.text(words.language))


def _print_breakdown(breakdown: Breakdown, words: CommandWords) -> None:
    # Rich is imported only where something coloured is printed.
    from parrules.reporting.terminal import (  # noqa: PLC0415
        TerminalBreakdown,
    )

    conditions = breakdown.conditions
    say_coloured(
        TerminalBreakdown(breakdown.to_dict(), words.language, conditions)
    )


# -- check -------------------------------------------------------------------


def check(
    names: Sequence[str],
    words: CommandWords,
    *,
    as_json: bool,
    in_full: bool,
) -> int:
    """Show everything wrong with rulesets."""
    found: list[tuple[str, tuple[Problem, ...]]] = []
    for name in names:
        with patience(words("loading", name=name)):
            found.append((name, _found(name)))
    if as_json:
        written = [
            problem_document(name, problem, words)
            for name, problems in found
            for problem in problems
        ]
        say(json_text(written, sys.stdout))
    else:
        for name, problems in found:
            show_problems(name, problems, words, in_full=in_full)

    return max(_checked_code(problems) for _, problems in found)


def _found(name: str) -> tuple[Problem, ...]:
    """Return what is wrong with a ruleset, a questionnaire or an index."""
    # Only where it is one is more of surveys or of indices needed.
    kind = kind_of(name)
    if kind == "questionnaire":
        from parrules.survey.library import (  # noqa: PLC0415
            check_questionnaire,
        )

        return (*check_questionnaire(name), *_changed(name))
    if kind == "index":
        from parrules.composite import check_index  # noqa: PLC0415

        return (*check_index(name), *_changed(name))

    return check_ruleset(name)


def _changed(name: str) -> tuple[Problem, ...]:
    """Return what is wrong with what is said of an older edition."""
    from parrules.assessment.sources import check_older  # noqa: PLC0415

    return check_older(name)


def _checked_code(problems: Iterable[Problem]) -> int:
    errors = [problem for problem in problems if is_fatal(problem)]
    if not errors:
        return FINE

    return code_of(errors)


# -- test --------------------------------------------------------------------


def test(names: Sequence[str], words: CommandWords, wanted: Wanted) -> int:
    """Run the examples of rulesets, and show what they are worth."""
    if wanted.lcov is not None and is_input(wanted.lcov, names):
        complain(words("not_over_input", path=wanted.lcov))
        return BROKEN
    found: list[Tested] = []
    others: list[Expected] = []
    refused: list[Refused] = []
    codes = [FINE]
    for name in names:
        each = _tested(name, words, wanted)
        if isinstance(each, Refused):
            refused.append(each)
            codes.append(code_of(each.problems))
        elif isinstance(each, Tested):
            found.append(each)
        else:
            others.append(each)
    codes.append(shown(found, others, refused, words, wanted))
    if wanted.lcov is not None:
        codes.append(written(wanted.lcov, tracefile(found), words))

    return max(codes)


def _tested(
    name: str, words: CommandWords, wanted: Wanted
) -> Tested | Expected | Refused:
    """Run the examples in a file; else complain of it."""
    kind = kind_of(name)
    try:
        if kind != "ruleset":
            return _expected(name, kind)
        with patience(words("loading", name=name)):
            ruleset = load(name)
        return tested(name, ruleset, words, wanted)
    except RulesetError as error:
        for problem in error.problems:
            complain(problem.text(words.language))
        return Refused(name, error.problems)


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
        if path is not None and is_input(path, (name,)):
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
        code = code_of(error.problems)
    for problem in found.problems:
        complain(problem.text(words.language))
    if examples is not None and found.proof is not None:
        code = max(code, written(examples, found.examples(), words))
    if output is not None:
        return max(code, written(output, found.json(), words))
    found.show(as_json=as_json)

    return code


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
        ruleset, code = tried(lambda: load(name), words)
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
        index, code = tried(lambda: load_index(name), words)
        if index is not None:
            say(outline.of_index(index.scheme))
    else:
        form, code = tried(lambda: load_questionnaire(name), words)
        if form is not None:
            say(outline.of_questionnaire(form))

    return code
