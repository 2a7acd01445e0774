"""What the commands about many units do: one call, its answer, its code."""

import pathlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from parrules.cli.answering import (
    inputs_among,
    is_input,
    tried,
    written,
)
from parrules.cli.output import (
    BAD,
    BROKEN,
    FINE,
    complain,
    json_text,
    say,
)
from parrules.cli.words import CommandWords
from parrules.errors import Problem

if TYPE_CHECKING:
    from parrules.cli.answering import Answer
    from parrules.cli.ranking import RankWanted
    from parrules.cli.sensitivity import SensitivityWanted
    from parrules.composite import CompositeResult

_YEARS = 3
"""What is compared: a ruleset, and the facts of two years."""


# -- composite ---------------------------------------------------------------


def composite(
    index: str,
    units: str,
    words: CommandWords,
    *,
    year: int | None,
    earlier: Sequence[str],
    unit: str | None,
    form: str,
    output: str | None,
) -> int:
    """Score all units of a composite index against each other.

    *form* is ``text``, ``json``, ``csv`` or ``html``.
    """
    # Other commands do not wait for what only this one needs.
    from parrules.cli.compositing import result_text  # noqa: PLC0415
    from parrules.cli.units import require_unit  # noqa: PLC0415
    from parrules.composite import load_index, read_units  # noqa: PLC0415

    if output is not None and is_input(output, (index, units, *earlier)):
        complain(words("not_over_input", path=output))
        return BROKEN
    if unit is not None and form in ("csv", "html"):
        return _misused("unit_in_words", "composite", words)
    made, index_code = tried(lambda: load_index(index), words)
    table, units_code = tried(lambda: read_units(units, year), words)
    before, earlier_code = tried(
        lambda: [read_units(each) for each in earlier], words
    )
    if made is None or table is None or before is None:
        return max(index_code, units_code, earlier_code)

    def answer() -> "CompositeResult":
        require_unit(unit, table.units)

        return made.evaluate(table, earlier=before)

    result, code = tried(answer, words)
    if result is None:
        return code
    for problem in result.problems:
        complain(problem.text(words.language))
    if form == "json":
        text = json_text(result.to_dict(), None if output else sys.stdout)
    else:
        text = result_text(result, form, unit, words)

    return _handed_over(f"{text}\n", form, output, words)


def _handed_over(
    text: str, form: str, output: str | None, words: CommandWords
) -> int:
    """Write *text* to a file, else to the screen."""
    if output is not None:
        # By a mark spreadsheets know that a file is UTF-8.
        mark = "\ufeff" if form == "csv" else ""
        return written(output, mark + text, words)
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

    assessment, code = tried(lambda: read(name, words), words)
    if assessment is None:
        return code
    if output is not None and is_input(output, assessment.files()):
        complain(words("not_over_input", path=output))
        return BROKEN
    if wanted.format == "csv" and (output is None or not is_folder(output)):
        return _misused("csv_needs_folder", "rank", words)
    found, code = tried(
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
        code = written(output, found.text(wanted.format, words), words)
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
    taken = inputs_among(files, read)
    for path in taken:
        complain(words("not_over_input", path=path))
    if taken:
        return BROKEN
    try:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = words.reason(error)
        complain(words("not_written", path=folder, reason=reason))
        return BROKEN

    return max(written(path, text, words) for path, text in files.items())


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
    wanted: "RankWanted | SensitivityWanted",
    output: str | None,
    read: Sequence[str],
) -> int:
    """Write an answer; what is doubtful in it is bad, and told."""
    if output is not None and is_input(output, read):
        complain(words("not_over_input", path=output))
        return BROKEN
    found, code = tried(answer, words)
    if found is None:
        return code
    code = _handed_over(found.text, wanted.format, output, words)
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

    return _answered(
        lambda: analysed(ruleset, facts, words, wanted),
        words,
        wanted,
        output,
        (ruleset, *facts, wanted.uncertain),
    )
