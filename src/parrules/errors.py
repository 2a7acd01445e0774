"""What can be wrong, as values: a `Problem` says where, what, why and how.

A problem is a permanent code, a severity, a path into the file and named
arguments.  Its three sentences are templates per language in
`parrules.messages`, filled only when somebody reads them; line and column
are looked up only when somebody asks for them.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

import attrs

from parrules.records import Record

Path = tuple[str | int, ...]
"""Where a value stands: keys and 0-based positions from the file's top."""

Severity = Literal["error", "warning"]
Language = Literal["vi", "en"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Place(Record):
    """A position that an editor can jump to; line and column count from 1.

    Attributes:
        row: In a table of units the row below the names, from 1.
        cell: In such a table the name of the column.
    """

    file: str
    line: int | None = None
    column: int | None = None
    row: int | None = None
    cell: str = ""

    def __str__(self) -> str:
        """Write the place as ``file:line:column``, as far as it is known."""
        return self.text("data row")

    def text(self, word: str) -> str:
        """Write the place, with *word* before the row of a table."""
        parts = (visible(self.file), self.line, self.column)
        place = ":".join(str(part) for part in parts if part is not None)
        row = "" if self.row is None else f"{word} {self.row}"

        return ": ".join(filter(None, (place, row, visible(self.cell))))


class Document(Protocol):
    """A text that was read, which can say where a path stands in it."""

    @property
    def name(self) -> str:
        """Return the name to show: a path or a bundled id."""

    def locate(self, path: Path, offset: int = 0) -> Place:
        """Return the place of *path*, *offset* characters into its value."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Problem(Record):
    """One thing that is wrong, and where.

    Attributes:
        code: Permanent, ``PAR`` and three digits; see ``docs/problems.md``.
        severity: An error bars scoring; a warning does not.
        path: Where it stands in *document*.
        offset: Characters into the text at *path* (for expressions).
        arguments: What the sentences mention, already as text.
        document: The file it is about, if there is one.
        acknowledged: The author's reason, where ``known`` accepts it.
    """

    code: str
    severity: Severity = "error"
    path: Path = ()
    offset: int = 0
    arguments: Mapping[str, str] = attrs.field(factory=dict)
    document: Document | None = attrs.field(default=None, eq=False, repr=False)
    acknowledged: str | None = None

    @property
    def place(self) -> Place | None:
        """Look up file, line and column; `None` without a document."""
        if self.document is None:
            return None

        return self.document.locate(self.path, self.offset)

    def text(self, language: Language = "en") -> str:
        """Write place, what, why and fix in *language*, one line each."""
        # Templates are read only when a problem is shown.
        from parrules.messages import render  # noqa: PLC0415

        return render(self, language)

    def __str__(self) -> str:
        """Write the problem in English."""
        return self.text("en")


class ParrulesError(Exception):
    """The only base of what this library raises."""


class ProblemsError(ParrulesError):
    """Something cannot be used; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold *problems*, in the order in which they are shown."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Write all problems in English, one after the other."""
        return "\n".join(problem.text("en") for problem in self.problems)


class RulesetError(ProblemsError):
    """A ruleset cannot be used."""


class FactError(ProblemsError):
    """A submission cannot be scored."""


class BreakdownError(ProblemsError):
    """A document is no breakdown, or has been changed."""


class EngineError(ProblemsError):
    """The rules engine is absent or did not behave."""


class ExtraError(ProblemsError):
    """A package that an extra brings is not installed."""


class UsageError(ProblemsError):
    """A call cannot be carried out: an argument is not what it has to be.

    It is a `TypeError`, a `ValueError` or a `KeyError`, too, as Python would
    raise it.
    """


class UsageTypeError(UsageError, TypeError):
    """An argument is of another type."""


class UsageValueError(UsageError, ValueError):
    """An argument is not among what is allowed."""


class UsageKeyError(UsageError, KeyError):
    """What is asked for is not there."""


def visible(text: str) -> str:
    """Return *text* on one line: what nobody sees is written as an escape.

    Names of files and columns may hold line ends, and what moves the cursor.
    """
    if text.isprintable():
        return text

    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in text
    )


def in_quotes(text: str) -> str:
    """Write *text* as it stands in an expression."""
    return "'" + text.replace("'", "''") + "'"


def near_input(name: str, inputs: Iterable[str]) -> str:
    """Return the fact or code of *inputs* that *name* was meant to be.

    Codes are near one another and yet different criteria: one is meant only
    where the letters and digits are the same.
    """
    if name[:1].islower():
        return near(name, inputs)
    wanted = _parts(name)

    return next((each for each in inputs if _parts(each) == wanted), "")


def _parts(code: str) -> list[str]:
    # Needed only where something is wrong.
    import re  # noqa: PLC0415

    found = re.findall(r"[^\W_]+", code.casefold())

    return [part.lstrip("0") for part in found]


def near(name: str, names: Iterable[str]) -> str:
    """Return the one of *names* that *name* was probably meant to be."""
    # Needed only where something is wrong.
    import difflib  # noqa: PLC0415

    found = difflib.get_close_matches(name, list(names), 1, 0.75)

    return found[0] if found else ""


def near_key(name: str, keys: Iterable[str]) -> str:
    """Return the one of *keys*, words of the library, that *name* means.

    Of short ones little is alike: a country stands for its language, and
    letters may be capitals, or the other way round.
    """
    known = list(keys)
    found = near(name, known)
    if found:
        return found
    word = name.strip().lower()
    meant = _LANGUAGES.get(word, word)
    ways = (
        [each for each in known if each == meant],
        [each for each in known if sorted(each) == sorted(word)],
        # `max`, `min`; two letters begin too many words.
        [each for each in known if len(word) > 2 and each.startswith(word)],  # noqa: PLR2004
    )

    return next((way[0] for way in ways if len(way) == 1), "")


_LANGUAGES: Mapping[str, str] = {
    "vn": "vi",
    "vie": "vi",
    "vnm": "vi",
    "vietnamese": "vi",
    "eng": "en",
    "uk": "en",
    "gb": "en",
    "us": "en",
    "english": "en",
}
"""What stands for a language, and its code."""
