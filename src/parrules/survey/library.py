"""What a developer calls first: find, load and check a questionnaire."""

import os
import pathlib
import re
from typing import Final

import attrs
import tomli

from parrules.errors import Problem
from parrules.expression.typing import near
from parrules.loading.bundled import FOLDERS
from parrules.survey.loading import QuestionnaireError, read_questionnaire
from parrules.survey.model import Questionnaire

_MARK: Final = re.compile(rb"^[ \t]*\[questionnaire\]", re.MULTILINE)
Name = str | os.PathLike[str]


@attrs.frozen(kw_only=True)
class BundledQuestionnaire:
    """A questionnaire that comes with the library."""

    id: str
    edition: str
    status: str
    path: pathlib.Path

    @property
    def name(self) -> str:
        """Return ``id@edition``."""
        return f"{self.id}@{self.edition}"


def questionnaires() -> tuple[BundledQuestionnaire, ...]:
    """Return the questionnaires that come with the library, by name."""
    folder = next((each for each in FOLDERS if each.is_dir()), None)
    if folder is None:
        return ()
    found = []
    for path in sorted(folder.rglob("*.toml")):
        content = path.read_bytes()
        if _MARK.search(content):
            head = tomli.loads(content.decode())["questionnaire"]
            found.append(
                BundledQuestionnaire(
                    id=head["id"],
                    edition=head["edition"],
                    status=head["status"],
                    path=path,
                )
            )

    return tuple(sorted(found, key=lambda each: each.name))


def is_questionnaire(name: Name) -> bool:
    """Tell whether *name* is a file that says ``[questionnaire]``.

    The name of a bundled one is none of a file, and is one, too.
    """
    try:
        return _MARK.search(pathlib.Path(name).read_bytes()) is not None
    except (OSError, ValueError):
        return any(name in (each.id, each.name) for each in questionnaires())


def load_questionnaire(name: Name) -> Questionnaire:
    """Load and check a questionnaire.

    Args:
        name: A path, or a bundled one: ``id@edition``, or a bare id where
            there is one edition.

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
    path = pathlib.Path(name)
    if not isinstance(name, str) or name.endswith(".toml") or path.is_file():
        return path
    known = questionnaires()
    found = [each for each in known if name in (each.id, each.name)]
    if len(found) == 1:
        return found[0].path
    if found:
        editions = ", ".join(each.edition for each in found)
        arguments = {"name": name, "editions": editions}
        raise QuestionnaireError([Problem(code="PAR119", arguments=arguments)])
    names = [each.name for each in known]
    meant = near(name, names) or near(name, [each.id for each in known])
    arguments = {"name": name, "near": meant}
    raise QuestionnaireError([Problem(code="PAR870", arguments=arguments)])
