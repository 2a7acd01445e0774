"""What the commands say, and in which language."""

import errno
import re
from collections.abc import Mapping, Sequence

import attrs

from parrules.errors import Language, visible
from parrules.messages import LANGUAGES
from parrules.messages.catalogues import catalogue_of

VARIABLE = "PARRULES_LANG"

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")

_NAMES = frozenset(("name", "path"))
"""Arguments that are names of files, in which line breaks may stand."""


@attrs.frozen
class CommandWords:
    """The words of one language."""

    language: Language

    def __call__(self, key: str, **arguments: object) -> str:
        """Return the words for *key*, filled in; names stay on one line."""
        words: str = catalogue_of("cli")[self.language][key]
        for each in _NAMES & arguments.keys():
            arguments[each] = visible(str(arguments[each]))

        return words.format(**arguments)

    def number(self, text: object) -> str:
        """Write *text* as reports do if it is a number; else as it is."""
        if not _NUMBER.fullmatch(str(text)):
            return str(text)
        # Most commands show no number of their own.
        from parrules.reporting.words import Words  # noqa: PLC0415

        return Words(self.language).number(str(text))

    def expectation(self, what: str) -> str:
        """Say what an example expects: a key of ``expect``, and of what."""
        known: Mapping[str, str] = catalogue_of("cli")[self.language]["expect"]
        of, mark, key = what.rpartition(" " if " " in what else ".")
        if key not in known:
            return what

        return f"{of} {known[key]}" if mark else known[key]

    def reason(self, error: Exception | None) -> str:
        """Return why the system refused something, in this language."""
        name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
        known: Mapping[str, str] = catalogue_of("cli")[self.language]["system"]

        return (
            known.get(name) or getattr(error, "strerror", None) or str(error)
        )

    def help(self, key: str) -> str:
        """Return the help on *key*, empty where there is none."""
        words: str = catalogue_of("cli")[self.language]["help"].get(key, "")

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
