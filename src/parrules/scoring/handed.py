"""Whether a submission made by hand holds what its fields say.

Files are read strictly before they become one; a program may put anything
into it.  What is wrong is said in one run, and what is left is read on.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from parrules.errors import Path, Problem
from parrules.facts import STAGES, Evidence, Submission, is_checksum
from parrules.scoring.readers import kind_of, shown

_HALF = re.compile("[\ud800-\udfff]")
_TEXTS = ("id", "title", "number", "issuer", "path", "sha256", "page")


def held(submission: Submission) -> tuple[Submission, list[Problem]]:
    """Return what of *submission* can be read, and all that cannot.

    Facts themselves are looked at by the border.
    """
    problems = [
        attrs.evolve(each, document=submission.document)
        for each in _wrong(submission)
    ]
    if not problems:
        return submission, problems
    facts: Any = submission.facts
    readable = Submission(
        facts=facts if isinstance(facts, Mapping) else {},
        evidence=tuple(
            each
            for each in _list(submission.evidence)
            if isinstance(each, Evidence)
            and not any(_wrong_document(each, ()))
        ),
        unit={} if any(_wrong_unit(submission.unit)) else submission.unit,
        is_text=submission.is_text is True,
        document=submission.document,
        # What is asked for may stand in what could not be read.
        is_damaged=True,
    )

    return readable, problems


def _wrong(submission: Submission) -> Iterator[Problem]:
    if not isinstance(submission.facts, Mapping):
        yield other(submission.facts, "mapping", ("facts",), "PAR302")
    yield from _wrong_unit(submission.unit)
    yield from wrong_text(submission.period, ("period",))
    stage = submission.stage
    if stage is not None and stage not in STAGES:
        allowed = " | ".join(STAGES)
        yield _problem(
            "PAR111", ("stage",), value=shown(stage), allowed=allowed, near=""
        )
    if not isinstance(submission.evidence, tuple):
        yield other(submission.evidence, "list", ("evidence",))
    for position, each in enumerate(_list(submission.evidence)):
        yield from _wrong_document(each, ("evidence", position))
    yield from _pointless(submission)
    yield from _wrong_notes(submission)


def _wrong_unit(unit: object) -> Iterator[Problem]:
    if not isinstance(unit, Mapping):
        yield other(unit, "mapping", ("unit",))
        return
    for key, value in unit.items():
        if isinstance(key, str):
            yield from wrong_text(key, ("unit", key))
            yield from wrong_text(value, ("unit", key))
        else:
            yield other(key, "text", ("unit", shown(key)))


def _wrong_document(document: object, path: Path) -> Iterator[Problem]:
    if not isinstance(document, Evidence):
        yield other(document, "Evidence", path)
        return
    yield from wrong_list(document.supports, (*path, "supports"))
    for key in _TEXTS:
        yield from wrong_text(getattr(document, key), (*path, key))
    checksum = document.sha256
    if checksum and not (
        # What is no text has been told.
        any(wrong_text(checksum, path)) or is_checksum(checksum)
    ):
        yield _problem(
            "PAR339",
            (*path, "sha256"),
            value=checksum,
            length=str(len(checksum)),
        )
    # A date with a time of day is a date to Python.
    if type(document.date) not in (datetime.date, type(None)):
        yield other(document.date, "date", (*path, "date"))


def _pointless(submission: Submission) -> Iterator[Problem]:
    """Yield which documents nobody tells apart, or nothing rests on."""
    # In a file it is called otherwise.
    key = "supports" if submission.document is None else "for"
    first: dict[str, int] = {}
    for position, each in enumerate(_list(submission.evidence)):
        if not isinstance(each, Evidence):
            continue
        path: Path = ("evidence", position)
        if each.supports == ():
            yield _problem("PAR363", (*path, key), key=key)
        name: object = each.id
        if not isinstance(name, str) or not name:
            continue
        if each.id in first:
            yield _problem(
                "PAR362",
                (*path, "id"),
                value=each.id,
                first=str(first[each.id] + 1),
                key=key,
            )
        first.setdefault(each.id, position)


def _wrong_notes(submission: Submission) -> Iterator[Problem]:
    """Yield what is wrong with how facts were written."""
    for key in ("is_text", "is_damaged"):
        value = getattr(submission, key)
        if type(value) is not bool:
            yield other(value, "flag", (key,))
    for key in ("typed", "unread"):
        value = getattr(submission, key)
        if not isinstance(value, frozenset):
            yield other(value, "frozenset", (key,))
    if not isinstance(submission.paths, Mapping):
        yield other(submission.paths, "mapping", ("paths",))


def wrong_text(value: object, path: Path) -> Iterator[Problem]:
    """Yield why *value* is no text that every program can read."""
    if not isinstance(value, str):
        yield other(value, "text", path)
    elif not value.isascii() and _HALF.search(value):
        yield _problem("PAR337", path, value=shown(value))


def wrong_list(values: object, path: Path) -> Iterator[Problem]:
    """Yield why *values* are no list of texts."""
    if not isinstance(values, tuple):
        yield other(values, "list", path)
    for position, each in enumerate(_list(values)):
        yield from wrong_text(each, (*path, position))


def _list(values: object) -> tuple[object, ...]:
    return values if isinstance(values, tuple) else ()


def other(
    value: object, expected: str, path: Path, code: str = "PAR336"
) -> Problem:
    """Return that *value* is of another type than is *expected*."""
    return _problem(code, path, found=kind_of(value), expected=expected)


def _problem(code: str, path: Path, /, **arguments: str) -> Problem:
    """Return a problem of what is called as programs write it."""
    head, *rest = path or ("evidence",)  # as documents are tried one by one
    name = str(head) + "".join(
        f"[{each}]" if isinstance(each, int) else f".{each}" for each in rest
    )

    return Problem(code=code, path=path, arguments={"name": name, **arguments})
