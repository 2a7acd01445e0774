"""A facts file → a submission: TOML, JSON or CSV, not yet compared.

A file has the tables ``unit``, ``submission`` (``period`` and ``stage``),
``facts`` and ``evidence``, or is a mapping of facts and nothing else.
"""

import itertools
import os
import pathlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from parrules.errors import FactError, Path, Problem, near
from parrules.facts import STAGES, Evidence, Stage, Submission
from parrules.loading.agreeing import agreed
from parrules.loading.blank import Judge
from parrules.loading.csv_text import is_csv, read_csv, with_ends
from parrules.loading.document import in_file_order
from parrules.loading.evidence import KEYS, evidence_of, supported
from parrules.loading.facts import flattened
from parrules.loading.hooks import wrong
from parrules.loading.json_text import JsonDocument, read_json
from parrules.loading.losses import has_lost_keys
from parrules.loading.marks import Unread
from parrules.loading.reading import MAXIMUM_BYTES, read_bytes, read_file
from parrules.loading.structure import KEY, Reader
from parrules.loading.tops import is_other
from parrules.loading.unquoted import answers_in
from parrules.usage import look_for, path_of

SECTIONS = ("unit", "submission", "facts", "evidence")
SUBMISSION_KEYS = ("period", "stage")
_OTHER_KEYS = (
    *SECTIONS,
    *SUBMISSION_KEYS,
    *KEYS,
    "id",
    "name",
    "level",
    "block",
)
_SHOWN = 4
"""Facts out of place that are named beside the first."""

_FACT_NAME = re.compile(r"(?:unit\.)?[a-z][a-z0-9_]*")


def read_submission(
    path: str | os.PathLike[str], ruleset: Judge | None = None
) -> Submission:
    """Read the facts file at *path*.

    Args:
        path: A ``.toml``, ``.json`` or ``.csv`` file; of any other, the
            content tells which it is.
        ruleset: Where given, what is wrong by it is reported together with
            what is wrong with the file.

    Raises:
        FactError: All that is wrong, in file order; PAR103 if there is no
            file to read.
    """
    path = path_of("path", path)
    file = pathlib.Path(path)
    if ruleset is not None:
        look_for("check", "ruleset", ruleset, "Ruleset")
    try:
        # No folder, no pipe, which might never end, and nothing too large.
        if file.is_file() and file.stat().st_size <= MAXIMUM_BYTES:
            with file.open("rb") as stream:
                content = stream.read(MAXIMUM_BYTES + 1)
            return parse_submission(content, path, ruleset)
    except OSError:
        pass

    raise FactError(read_file(path).problems)


def parse_submission(
    content: bytes, name: str, ruleset: Judge | None = None
) -> Submission:
    """Read *content*, a facts file called *name*.

    Raises:
        FactError: All that is wrong with it, in file order.
    """
    submission, problems = _draft(content, name)
    if submission is None:
        raise FactError(problems)
    if ruleset is not None:
        problems = in_file_order(agreed(problems, submission, ruleset))
    if problems:
        raise FactError(problems)

    return submission


def _draft(
    content: bytes, name: str
) -> tuple[Submission | None, tuple[Problem, ...]]:
    """Return what could be read of *content*, and what could not."""
    text = _text(content, name)
    kind = _kind(text, name)
    if kind == ".csv":
        return read_csv(text, name)
    reading = (
        read_json(text, name) if kind == ".json" else read_bytes(content, name)
    )
    if reading.tables is None:
        return None, reading.problems
    reader = Reader(reading.document)
    reader.problems.extend(map(_of_facts, reading.problems))
    submission = None
    # A fact may have any name; a file that begins so is none of facts.
    if "language" not in reading.tables or not is_other(
        reader, SECTIONS, reading.tables
    ):
        submission = _submission(reader, reading.tables)

    return submission, in_file_order(reader.problems)


def _of_facts(problem: Problem) -> Problem:
    """Say of a name that stands twice that it is a fact's, as of JSON."""
    name = problem.arguments.get("key", "")
    if problem.code != "PAR109" or name in _OTHER_KEYS:
        return problem

    return attrs.evolve(problem, code="PAR317", arguments={"name": name})


def _text(content: bytes, name: str) -> str:
    """Return *content* as text, or say why it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    # UTF-16 without a mark looks like UTF-8 with many zeros in it; of CSV
    # the row with a single one is told.
    has_zeros = "\0" in text and not is_csv(text)
    if len(content) > MAXIMUM_BYTES or has_zeros or not text.strip():
        raise FactError(read_bytes(content, name).problems)

    return with_ends(text)


def _kind(text: str, name: str) -> str:
    """Return the ending that *name* has, or by *text* should have."""
    ending = pathlib.PurePath(name).suffix.lower()
    if ending in (".toml", ".json", ".csv"):
        return ending
    if text.lstrip().startswith("{"):
        return ".json"

    return ".csv" if is_csv(text) else ".toml"


# -- tables ------------------------------------------------------------------


def _submission(reader: Reader, tables: Mapping[str, Any]) -> Submission:
    sections, path = _sections(reader, tables)
    outside = _outside(reader, tables) if path else {}
    period, stage = _period_and_stage(reader, sections.get("submission", {}))
    facts: dict[str, object] = {}
    paths: dict[str, Path] = {}
    unread: set[str] = set()
    table = _table(reader, sections, "facts")
    for name, value, where in itertools.chain(
        _facts(reader, outside, ()), _facts(reader, table, path)
    ):
        if name in paths:
            # A code once quoted and once not, or with spaces around it.
            reader.problem("PAR317", where, KEY, name=name)
        paths[name] = where
        if _is_unread(value):
            unread.add(name)
        else:
            facts[name] = value

    evidence = _all_evidence(reader, sections.get("evidence", []))
    rows = sections.get("evidence", [])
    is_one = isinstance(rows, dict)
    for name, where in supported([rows] if is_one else rows):
        # Below one pair of brackets no document has a position.
        paths.setdefault(name, (where[0], *where[2:]) if is_one else where)

    return Submission(
        facts=facts,
        evidence=evidence,
        unit=_unit(reader, _table(reader, sections, "unit")),
        period=period,
        stage=stage,
        paths=paths,
        document=reader.document,
        unread=frozenset(unread),
        is_damaged=(
            has_lost_keys(tables)
            or has_lost_keys(table)
            or isinstance(sections.get("facts"), Unread)
        ),
    )


def _sections(
    reader: Reader, tables: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Path]:
    """Return the four sections, and where the facts stand."""
    if not _is_divided(tables):
        facts = {key: each for key, each in tables.items() if key != "unit"}
        unit = tables.get("unit", {})
        return {"unit": unit, "facts": facts}, ()
    path = ("facts",)
    for key, value in tables.items():
        if key not in SECTIONS and not _is_fact(key, value):
            unknown = _unknown(key, SECTIONS)
            reader.problem("PAR104", (key,), KEY, **unknown)
            if unknown["near"] == "facts" and isinstance(value, dict):
                # What stands there is looked at under its own name.
                path = (key,)
    if "facts" in tables or path == ("facts",):
        return tables, ("facts",)

    return {**tables, "facts": tables[path[0]]}, path


def _is_fact(key: str, value: object) -> bool:
    """Tell whether *key*, at the top of a file with sections, is a fact's."""
    is_table = isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(x, dict) for x in value)
    )

    return not (is_table or key in _OTHER_KEYS or near(key, SECTIONS))


def _outside(reader: Reader, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts beside the sections, and report where they belong."""
    found = {
        key: value for key, value in tables.items() if _is_fact(key, value)
    }
    if found:
        first, *others = found
        shown = [f"`{key}`" for key in (first, *others[:_SHOWN])]
        more = ["…"] if len(others) > _SHOWN else []
        is_json = isinstance(reader.document, JsonDocument)
        reader.problem(
            "PAR130",
            (first,),
            KEY,
            name=first,
            names=", ".join(shown + more),
            object="facts" if is_json else "",
            below="facts" if "facts" in tables else "",
        )

    return found


def _is_divided(tables: Mapping[str, Any]) -> bool:
    """Tell whether *tables* has sections, if only misspelt ones."""
    return any(
        key != "unit"
        and isinstance(value, (dict, list, Unread))
        and (key in SECTIONS or near(key, SECTIONS[1:]))
        for key, value in tables.items()
    ) or list(tables) == ["unit"]


def _unknown(key: str, keys: tuple[str, ...]) -> dict[str, str]:
    return {"key": key, "near": near(key, keys), "keys": ", ".join(keys)}


def _table(
    reader: Reader, sections: Mapping[str, Any], key: str
) -> Mapping[str, Any]:
    table = sections.get(key, {})
    if isinstance(table, dict):
        return table
    if not isinstance(table, Unread):
        reader.wrong(table, "table", (key,))

    return {}


def _unit(reader: Reader, table: Mapping[str, Any]) -> dict[str, str]:
    texts = {
        key: reader.value(str, value, ("unit", key))
        for key, value in table.items()
    }

    return {key: text for key, text in texts.items() if text is not None}


def _period_and_stage(
    reader: Reader, table: object
) -> tuple[str, Stage | None]:
    path = ("submission",)
    if not isinstance(table, dict):
        reader.wrong(table, "table", path)
        return "", None
    for key in table:
        if key not in SUBMISSION_KEYS:
            arguments = _unknown(key, SUBMISSION_KEYS)
            reader.problem("PAR104", (*path, key), KEY, **arguments)
    period = reader.value(str, table.get("period", ""), (*path, "period"))

    return period or "", _stage(reader, table, path)


def _stage(
    reader: Reader, table: Mapping[str, Any], path: Path
) -> Stage | None:
    if "stage" not in table:
        return None
    stage: Stage | None = reader.value(Stage, table["stage"], (*path, "stage"))
    assert stage is None or stage in STAGES

    return stage


def _all_evidence(reader: Reader, rows: object) -> tuple[Evidence, ...]:
    path: Path = ("evidence",)
    if isinstance(rows, dict):
        # One pair of brackets: what stands there is one document.
        for code, where, arguments in wrong(rows, "array").findings:
            told = {**arguments, "brackets": "evidence"}
            reader.problem(code, (*path, *where), KEY, **told)
        document = evidence_of(reader, rows, path)
        return () if document is None else (document,)
    if not isinstance(rows, list):
        reader.wrong(rows, "array", path)
        return ()
    found = (
        evidence_of(reader, row, (*path, position))
        for position, row in enumerate(rows)
    )

    return tuple(each for each in found if each is not None)


# -- facts -------------------------------------------------------------------


def _facts(
    reader: Reader, table: Mapping[str, Any], path: Path
) -> Iterator[tuple[str, object, Path]]:
    """Yield name or code, value and path of each fact."""
    for name, value, inner in flattened(table):
        where = (*path, *inner)
        if isinstance(value, dict) and not _is_tally(name, value):
            for code, answer, place in answers_in(reader, name, value, where):
                yield code, _frozen(answer), place
        elif reader.is_nfc(name, where):
            yield name.strip(), _frozen(value), where


def _is_tally(name: str, table: Mapping[str, Any]) -> bool:
    """Tell whether *table* is counts by level, not a code cut to pieces."""
    return _FACT_NAME.fullmatch(name) is not None and not any(
        isinstance(each, dict) for each in table.values()
    )


def _is_unread(value: object) -> bool:
    """Tell whether *value*, or a part of it, was reported before."""
    parts: Iterable[object] = (value,)
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, tuple):
        parts = value

    return any(type(part) is Unread for part in parts)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
