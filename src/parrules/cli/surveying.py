"""The command ``survey``: answers in, a report and facts out."""

import pathlib
import sys

import attrs

from parrules.cli.answering import code_of, is_input, tried
from parrules.cli.output import (
    BROKEN,
    FINE,
    complain,
    json_text,
    patience,
    say,
    say_lines,
    write_file,
)
from parrules.cli.words import CommandWords
from parrules.cohort.force import out_of_force
from parrules.survey.handing import Handed, facts_toml, file_names, hand_in
from parrules.survey.library import check_questionnaire, load_questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.report import survey_document, survey_text
from parrules.survey.result import Survey
from parrules.survey.running import run_survey
from parrules.survey.tallying import read_frame


@attrs.frozen(kw_only=True)
class Wanted:
    """What is asked of the command.

    Attributes:
        frame: The file that says whom the sample stands for.
        output: The file of facts; the folder of them, for several units.
    """

    questionnaire: str
    answers: str | None
    frame: str | None
    output: str | None
    period: str
    as_json: bool


def survey(wanted: Wanted, words: CommandWords) -> int:
    """Count answers, show what they say, and write the facts."""
    if wanted.answers is None:
        return _check(wanted.questionnaire, words)
    inputs = (wanted.questionnaire, wanted.answers, wanted.frame)
    if wanted.output is not None and is_input(
        wanted.output, filter(None, inputs)
    ):
        complain(words("not_over_input", path=wanted.output))
        return BROKEN
    with patience(words("loading", name=wanted.answers)):
        found, code = tried(lambda: _surveyed(wanted), words)
    if found is None:
        return code
    for problem in (
        *out_of_force(found.questionnaire, [wanted.period]),
        *found.all_problems(),
    ):
        complain(problem.text(words.language))
    if wanted.as_json:
        say(json_text(survey_document(found), sys.stdout))
    else:
        say(survey_text(found, words.language).rstrip("\n"))
    if wanted.output is None:
        return FINE

    return _write(found, wanted, wanted.output, words)


def _check(name: str, words: CommandWords) -> int:
    """Show everything wrong with a questionnaire."""
    problems = check_questionnaire(name)
    for problem in problems:
        say_lines(problem.text(words.language))
    errors = [each for each in problems if each.severity == "error"]
    if not problems:
        say_lines(words("sound", name=name))

    return code_of(errors) if errors else FINE


def _surveyed(wanted: Wanted) -> Survey:
    assert wanted.answers is not None, "looked at before"
    form = load_questionnaire(wanted.questionnaire)
    frame = None if wanted.frame is None else read_frame(wanted.frame)

    return run_survey(form, read_answers(wanted.answers, form), frame)


# -- facts -------------------------------------------------------------------


def _write(
    found: Survey, wanted: Wanted, output: str, words: CommandWords
) -> int:
    """Write the facts: one file, or a folder with one for each unit."""
    units = tuple(found.units)
    handed = {
        unit: hand_in(
            found, unit, period=wanted.period, language=words.language
        )
        for unit in units
    }
    path = pathlib.Path(output)
    paths = dict.fromkeys(units, path)
    if units != ("",) and path.suffix.lower() != ".toml":
        names = file_names(units)
        paths = {unit: path / names[unit] for unit in units}
    elif len(units) > 1:
        complain(words("several_units", path=output, count=len(units)))
        return BROKEN
    try:
        if path not in paths.values():
            path.mkdir(parents=True, exist_ok=True)
        for unit, each in handed.items():
            _write_one(paths[unit], each, words)
    except (OSError, ValueError) as error:
        reason = words.reason(error)
        complain(words("not_written", path=output, reason=reason))
        return BROKEN

    return FINE


def _write_one(
    path: pathlib.Path, handed: Handed, words: CommandWords
) -> None:
    for problem in handed.problems:
        complain(problem.text(words.language))
    write_file(path, facts_toml(handed.submission))
