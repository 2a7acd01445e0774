"""The command ``survey``: answers in, a report and facts out."""

import pathlib
import sys
from collections.abc import Callable
from typing import Final, TypeVar

import attrs

from parrules.cli.output import (
    complain,
    json_text,
    patience,
    say,
    say_lines,
    write_file,
)
from parrules.cli.words import CommandWords
from parrules.errors import ProblemsError
from parrules.survey.handing import Handed, facts_toml, file_names, hand_in
from parrules.survey.library import check_questionnaire, load_questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.report import survey_document, survey_text
from parrules.survey.result import Survey, run_survey
from parrules.survey.tallying import read_frame

FINE, BAD, BROKEN = 0, 1, 2
_Result = TypeVar("_Result")
_NOTHING_READ: Final = (
    "PAR102",
    "PAR103",
    "PAR114",
    "PAR119",
    "PAR865",
    "PAR870",
    "PAR913",
)
"""There is no file, no text or no library to read it."""


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
    if wanted.output is not None and any(
        each is not None and _is_same(wanted.output, each) for each in inputs
    ):
        complain(words("not_over_input", path=wanted.output))
        return BROKEN
    with patience(words("loading", name=wanted.answers)):
        found, code = _tried(lambda: _surveyed(wanted), words)
    if found is None:
        return code
    for problem in found.all_problems():
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
    if any(each.code in _NOTHING_READ for each in errors):
        return BROKEN

    return BAD if errors else FINE


def _surveyed(wanted: Wanted) -> Survey:
    assert wanted.answers is not None, "looked at before"
    form = load_questionnaire(wanted.questionnaire)
    frame = None if wanted.frame is None else read_frame(wanted.frame)

    return run_survey(form, read_answers(wanted.answers, form), frame)


def _tried(
    call: Callable[[], _Result], words: CommandWords
) -> tuple[_Result | None, int]:
    """Return what *call* returns; else complain, and return a code."""
    try:
        return call(), FINE
    except ProblemsError as error:
        for problem in error.problems:
            complain(problem.text(words.language))
        codes = {problem.code for problem in error.problems}

    return None, BROKEN if codes & set(_NOTHING_READ) else BAD


def _is_same(output: str, name: str) -> bool:
    try:
        return pathlib.Path(name).samefile(output)
    except (OSError, ValueError):
        # One of them is not there.
        return False


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
        reason = getattr(error, "strerror", None) or str(error)
        complain(words("not_written", path=output, reason=reason))
        return BROKEN

    return FINE


def _write_one(
    path: pathlib.Path, handed: Handed, words: CommandWords
) -> None:
    for problem in handed.problems:
        complain(problem.text(words.language))
    write_file(path, facts_toml(handed.submission))
