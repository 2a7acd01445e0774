"""What a developer calls first: find, load and check a questionnaire."""

import os
import pathlib

from parrules.errors import Problem, RulesetError
from parrules.loading.bundled import Bundled, bundled, resolve
from parrules.survey.loading import QuestionnaireError, read_questionnaire
from parrules.survey.model import Questionnaire
from parrules.usage import path_of

Name = str | os.PathLike[str]


def questionnaires() -> tuple[Bundled, ...]:
    """Return the questionnaires that come with the library, by name."""
    return bundled(kind="questionnaire")


def load_questionnaire(name: Name) -> Questionnaire:
    """Load and check a questionnaire.

    Args:
        name: A path, or a bundled one: ``id@edition``, ``id@date`` with a
            day on which it is in force, or a bare id where there is one
            edition.

    Raises:
        QuestionnaireError: Everything that is wrong with it.
    """
    loaded = read_questionnaire(_resolved(name))
    if loaded.questionnaire is None:
        raise QuestionnaireError(
            each for each in loaded.problems if each.severity == "error"
        )

    return loaded.questionnaire


def check_questionnaire(name: Name) -> tuple[Problem, ...]:
    """Return everything wrong with a questionnaire, in file order."""
    try:
        path = _resolved(name)
    except QuestionnaireError as error:
        return error.problems

    return read_questionnaire(path).problems


def _resolved(name: Name) -> pathlib.Path:
    try:
        return resolve(path_of("name", name), kind="questionnaire")
    except RulesetError as error:
        raise QuestionnaireError(error.problems) from error
