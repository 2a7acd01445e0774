"""What the text of a facts file and a ruleset say of a value, said once.

Where a value cannot be read as it is written, the ruleset knows what was
meant, and where one was read all the same, which of two remedies holds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from parrules.errors import Problem
from parrules.facts import Submission
from parrules.loading.blank import Judge, hinted, strangers
from parrules.loading.document import TomlDocument

SYNTAX: Final = ("PAR101", "PAR361")
"""Codes of what is no TOML, and no JSON."""

_OTHERWISE: Final = (
    "space",
    "quote",
    "comma",
    "colon",
    "slashes",
    "plain",
    "near",
    "escape",
    "half",
    "last",
    "note",
    "empty",
    "equals",
    "code",
)
"""Remedies of what is wrong between values, or within a text."""

_OF_FORM: Final = ("PAR302", "PAR304", "PAR308", "PAR314", "PAR330")
"""Codes of values that are written otherwise than their fact is."""

_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN: Final = re.compile(r"[^\"'“”‘’\[\]{}=#\n]+")  # noqa: RUF001  # typed so


@attrs.frozen
class _Written:
    """A fact whose value stands on one line, without quotes or brackets."""

    name: str
    text: str
    offset: int
    column: int

    @property
    def value(self) -> str:
        """Return the text without what ends lines elsewhere."""
        return self.text.rstrip(",; ")


def agreed(
    problems: Iterable[Problem], submission: Submission, ruleset: Judge
) -> tuple[Problem, ...]:
    """Return *problems* of a file and those by *ruleset*, each thing once."""
    agreement = _Agreement(submission, ruleset)
    written = _written(problems, submission)
    of_file = [
        agreement.of(problem, _value_of(problem, written))
        for problem in problems
    ]

    return (*filter(None, of_file), *agreement.found)


def _blank(submission: Submission, ruleset: Judge) -> list[Problem]:
    """Return what is wrong with names without values, as CSV has them."""
    if not submission.is_text:
        return []
    known = submission.facts.keys() | submission.unread
    names = (name for name in submission.paths if name not in known)

    return strangers(names, ruleset, submission.paths, submission.document)


class _Agreement:
    """What a ruleset finds, less what is said with the text of the file.

    Attributes:
        found: What is still to be said.
    """

    def __init__(self, submission: Submission, ruleset: Judge) -> None:
        """Ask the ruleset."""
        self._submission = submission
        self._ruleset = ruleset
        self.found = [
            *map(hinted, ruleset.check(submission)),
            *_blank(submission, ruleset),
        ]
        self._unknown = {
            each.arguments["name"]
            for each in self.found
            if each.code == "PAR301"
        }
        self._told: set[str] = set()

    def of(self, problem: Problem, value: _Written | None) -> Problem | None:
        """Return what is said of a problem of the file, if it is said."""
        if value is None:
            return self._of_part(problem)
        if value.name in self._unknown:
            return problem
        if value.name in self._told:
            return None
        if value.name in self._submission.unread:
            self._told.add(value.name)
            alone = Submission(facts={value.name: value.value})
            said = _said_of(value.name, self._ruleset.check(alone))
            return _told(problem, value, said)
        said = _said_of(value.name, self.found)
        if not said:
            return problem
        self._told.add(value.name)
        self.found = [each for each in self.found if each not in said]
        if said[0].code != "PAR304":
            return _told(problem, value, said)
        arguments = {**said[0].arguments, "value": value.text}
        if "," in value.text:
            arguments["comma"] = ","

        return attrs.evolve(said[0], arguments=arguments)

    def _of_part(self, problem: Problem) -> Problem:
        """Return what is said of a part of a value: 3,5 as a count, once."""
        form = problem.arguments.get("form")
        line = _line_of(problem) if form else None
        for each in self.found if line is not None else ():
            is_same = each.code == "PAR304" and each.arguments["value"] == form
            if is_same and _line_of(each) == line:
                self.found.remove(each)
                value = problem.arguments["found"]
                arguments = {**each.arguments, "value": value, "comma": ","}
                return attrs.evolve(
                    problem, code="PAR304", arguments=arguments
                )

        return problem


def _line_of(problem: Problem) -> int | None:
    return problem.place.line if problem.place else None


def _said_of(name: str, found: Iterable[Problem]) -> list[Problem]:
    return [
        each
        for each in found
        if each.code in _OF_FORM and each.arguments["name"] == name
    ]


def _meant(said: Iterable[Problem], text: str) -> str:
    """Return how *text* is written as the ruleset reads it."""
    for problem in said:
        arguments = problem.arguments
        form = arguments.get("form") or arguments.get("empty")
        if form:
            return form
        options = arguments.get("near") or arguments.get("options", "")
        if options:
            return " | ".join(f'"{each}"' for each in options.split(", "))

    return f'"{text}"'


def _told(
    problem: Problem, value: _Written, said: Sequence[Problem]
) -> Problem:
    """Return a problem of the file, with the remedy of the ruleset."""
    meant = _meant(said, value.value)
    is_empty = any(each.arguments.get("empty") for each in said)
    if problem.code == "PAR361":
        # JSON has no dates but texts.
        meant = _DAY.sub(r'"\g<0>"', meant)

    return attrs.evolve(
        problem,
        path=(),
        offset=value.offset,
        arguments={
            "found": value.text,
            "name": value.name,
            "none" if is_empty else "like": meant,
        },
    )


def _value_of(
    problem: Problem, written: Mapping[int, list[_Written]]
) -> _Written | None:
    """Return the fact whose value is what *problem* minds."""
    if problem.code not in SYNTAX or not written:
        return None
    place = problem.place
    is_other = any(problem.arguments.get(key) for key in _OTHERWISE)
    if is_other or place is None or not place.line or not place.column:
        return None
    for each in written.get(place.line, ()):
        if problem.code == "PAR361" and each.column == place.column:
            # What stands there is told as it stands.
            return attrs.evolve(each, text=problem.arguments["found"])
        last = each.column + len(each.text)
        if problem.code == "PAR101" and each.column <= place.column <= last:
            return each if each.text else None

    return None


def _written(
    problems: Iterable[Problem], submission: Submission
) -> dict[int, list[_Written]]:
    """Return by line what facts are written there, where that is asked."""
    document = submission.document
    if not isinstance(document, TomlDocument):
        return {}
    if not any(each.code in SYNTAX for each in problems):
        return {}
    found: dict[int, list[_Written]] = {}
    for name, path in submission.paths.items():
        if name in submission.facts or name in submission.unread:
            place = document.locate(path)
            assert place.line is not None
            assert place.column is not None
            offset = document.offset(place.line, place.column)
            text = _plain(document.text, offset)
            value = _Written(name, text, offset, place.column)
            found.setdefault(place.line, []).append(value)

    return found


def _plain(text: str, offset: int) -> str:
    """Return the value at *offset*, empty if it is no plain one."""
    match = _PLAIN.match(text, offset)
    if match is None:
        return ""
    behind = text[match.end() : match.end() + 1]

    return match[0].strip() if behind in ("", "\n", "#", "}") else ""
