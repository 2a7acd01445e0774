"""What the commands say, and in which language."""

import errno
import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import tomli

from parrules.errors import Language
from parrules.messages import LANGUAGES

VARIABLE = "PARRULES_LANG"


@functools.cache
def _catalogue() -> Mapping[str, Any]:
    folder = importlib.resources.files("parrules.cli")

    return tomli.loads((folder / "words.toml").read_text("utf-8"))


@attrs.frozen
class CommandWords:
    """The words of one language."""

    language: Language

    def __call__(self, key: str, **arguments: object) -> str:
        """Return the words for *key*, filled in."""
        words: str = _catalogue()[self.language][key]

        return words.format(**arguments)

    def reason(self, error: Exception | None) -> str:
        """Return why the system refused something, in this language."""
        name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
        known: Mapping[str, str] = _catalogue()[self.language]["system"]

        return (
            known.get(name) or getattr(error, "strerror", None) or str(error)
        )

    def help(self, key: str) -> str:
        """Return the help on *key*, empty where there is none."""
        words: str = _catalogue()[self.language]["help"].get(key, "")

        return words


def requested_language(arguments: Sequence[str]) -> str | None:
    """Return what ``--lang`` says, wherever it stands; `None` without it.

    It is needed before anything is parsed: usage errors and help are in
    that language, too. What is no language is reported by the parser.
    """
    found = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            found = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            found = argument.partition("=")[2]

    return found


def spoken(name: str | None) -> Language:
    """Return the language called *name*, Vietnamese if there is none."""
    for language in LANGUAGES:
        if name == language:
            return language

    return "vi"
