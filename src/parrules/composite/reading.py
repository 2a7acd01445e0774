"""The file of a composite index → `Scheme`, with everything wrong in it."""

import os
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import attrs

from parrules.composite.doubting import doubts_of
from parrules.composite.examples import check_examples
from parrules.composite.forms import anchors_of, missing_of, onto_of
from parrules.composite.frameworks import framework_of
from parrules.composite.model import Node, Scale, Scheme, Treatment, Winsorise
from parrules.composite.scoring import Index
from parrules.composite.wire import (
    FileTable,
    IndexTable,
    NodeTable,
    TreatmentTable,
    WinsoriseTable,
)
from parrules.errors import Path, Problem, RulesetError
from parrules.loading.document import in_file_order
from parrules.loading.rankings import check_ranked, ranked_of
from parrules.loading.reading import Reading, read_bytes, read_file
from parrules.loading.scanning import MAXIMUM_DEPTH
from parrules.loading.structure import KEY, Reader
from parrules.loading.tops import top_of
from parrules.model import Title

_CODE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")
_CODES = "1, 1.2, 1.2.3 …"
_MOST_PLACES = 9
_HANDED_DOWN = ("better", "beyond", "if_equal", "transform")
_OF_INDICATORS = ("per", "at_least", "at_most")
_OF_MEANS = ("combine", "if_missing")
_HALF = Decimal("0.5")


class Loaded(NamedTuple):
    """What came of a file; the scheme is fit for use without errors.

    Attributes:
        examples: The names of those in the file, in file order; each that
            comes out otherwise is a problem.
    """

    scheme: Scheme | None
    problems: tuple[Problem, ...]
    examples: tuple[str, ...] = ()


def parse_index(data: bytes | str, name: str) -> Index:
    """Read the composite index in *data*, to be called *name* in problems.

    Raises:
        RulesetError: All that is wrong with it.
    """
    return fit(_loaded(read_bytes(data, name)))


def read_index(path: str | os.PathLike[str]) -> Loaded:
    """Read the file at *path*; nothing is raised for what is in it."""
    return _loaded(read_file(path))


def fit(loaded: Loaded) -> Index:
    """Return what can be computed with.

    Raises:
        RulesetError: All that is wrong with the file.
    """
    errors = [each for each in loaded.problems if _is_error(each)]
    if loaded.scheme is None or errors:
        raise RulesetError(errors)

    return Index(loaded.scheme)


def _is_error(problem: Problem) -> bool:
    return problem.severity == "error"


def _loaded(reading: Reading) -> Loaded:
    if reading.tables is None:
        return Loaded(None, reading.problems)
    reader = Reader(reading.document)
    file = top_of(reader, FileTable, reading.tables)
    if file is None:
        return Loaded(
            None, in_file_order((*reading.problems, *reader.problems))
        )
    scheme = _scheme(reader, file)
    examples: tuple[str, ...] = ()
    found = (*reading.problems, *reader.problems)
    if scheme is not None and not any(map(_is_error, found)):
        examples = check_examples(reader, file.example or (), Index(scheme))

    doubts = doubts_of(scheme, reading.document) if scheme else ()
    problems = (*reading.problems, *reader.problems, *doubts)

    return Loaded(scheme, in_file_order(problems), examples)


def _scheme(reader: Reader, file: FileTable) -> Scheme | None:
    if file.index is None or file.criteria is None:
        return None
    index = reader.row(IndexTable, dict(file.index), ("index",))
    total = _Tree(reader, file.criteria).root(file.total)
    decimals = reader.in_range(
        2 if index.decimals is None else index.decimals,
        0,
        _MOST_PLACES,
        ("index", "decimals"),
    )
    ranked = ranked_of(reader, file.ranking, file.grade, file.changes)
    scheme = Scheme(
        id=index.id or "",
        edition=index.edition or "",
        status=index.status or "template",
        title=index.title or Title(),
        total=total,
        source=index.source,
        decimals=decimals,
        rounding=index.rounding or "half_up",
        starts=index.from_,
        ends=index.to,
        treatment=_treatment(reader, file.treatment),
        ranking=ranked.ranking,
        grades=ranked.grades,
        changes=ranked.changes,
        known=reader.reasons(index.known, ("index",)),
    )
    _check_treatment(reader, scheme)
    check_ranked(reader, framework_of(scheme))

    return scheme


def _treatment(reader: Reader, table: Mapping[str, Any] | None) -> Treatment:
    if table is None:
        return Treatment()
    row = reader.row(TreatmentTable, dict(table), ("treatment",))
    reader.needs(row, ("treatment",), "group", "impute")
    trim = row.trim or Decimal(0)
    if not 0 <= trim < _HALF:
        _out_of_range(reader, trim, "0 ≤ … < 0.5", ("treatment", "trim"))

    return Treatment(
        impute=row.impute or "none",
        group=row.group or "",
        trim=trim,
        winsorise=_winsorise(reader, row.winsorise),
    )


def _winsorise(
    reader: Reader, table: Mapping[str, Any] | None
) -> Winsorise | None:
    if table is None:
        return None
    path = ("treatment", "winsorise")
    row = reader.row(WinsoriseTable, dict(table), path)
    given = {
        key: value
        for key in ("most", "skewness", "kurtosis", "otherwise")
        if (value := getattr(row, key)) is not None
    }
    for key in ("most", "skewness"):
        if given.get(key, 0) < 0:
            _out_of_range(reader, given[key], "≥ 0", (*path, key))

    return Winsorise(**given)


def _check_treatment(reader: Reader, scheme: Scheme) -> None:
    """PAR815: earlier years are not treated, so no extremes of theirs fit."""
    treatment = scheme.treatment
    if treatment.winsorise is None and not treatment.trim:
        return
    for node in scheme.indicators():
        if node.scale.anchors.kind in ("window", "running"):
            reader.problem("PAR815", node.path, criterion=node.code)


def _out_of_range(
    reader: Reader, value: object, allowed: str, path: Path
) -> None:
    reader.problem("PAR111", path, value=str(value), allowed=allowed, near="")


class _Tree:
    """The rows of ``[criteria]`` as nodes below the root."""

    def __init__(self, reader: Reader, table: Mapping[str, Any]) -> None:
        """Read the rows; parents are looked up afterwards."""
        self._reader = reader
        self._rows: dict[str, tuple[NodeTable, Path]] = {}
        self._below: dict[str, list[str]] = {}
        for key, value in table.items():
            self._add(key, value, ("criteria", key))
        for code in self._rows:
            parent = code.rpartition(".")[0]
            if parent and parent not in self._rows:
                self._problem("PAR810", code, parent=parent)
            # The nearest that is there takes the row, to look at it, too.
            while parent and parent not in self._rows:
                parent = parent.rpartition(".")[0]
            self._below.setdefault(parent, []).append(code)

    def root(self, table: Mapping[str, Any] | None) -> Node:
        """Return the node of the whole index."""
        row = self._reader.row(NodeTable, dict(table or {}), ("total",))
        for key in ("indicator", "weight", *_OF_INDICATORS):
            if getattr(row, key) is not None:
                self._reader.misplaced(("total",), key, "criteria")
        if not self._rows:
            self._reader.problem("PAR811", ("criteria",), KEY, criterion="")

        return self._node("", row, ("total",), Node(code=""))

    def _add(self, key: str, value: object, path: Path) -> None:
        if not _CODE.fullmatch(key):
            self._reader.problem(
                "PAR111", path, KEY, value=key, allowed=_CODES, near=""
            )
        elif key.count(".") >= MAXIMUM_DEPTH:
            self._reader.too_deep(key.count(".") + 1, path)
        else:
            self._rows[key] = (
                self._reader.row(NodeTable, value, path),
                path,
            )

    def _node(
        self, code: str, row: NodeTable, path: Path, above: Node
    ) -> Node:
        """Make a node; what it does not say it takes from the one above."""
        below = self._below.get(code, [])
        if code:
            self._check_form(code, row, bool(below))
        missing = missing_of(self._reader, row.if_missing, path)
        node = Node(
            code=code,
            title=row.title or Title(),
            source=row.source or above.source,
            weight=self._weight(row, path),
            indicator=row.indicator or "",
            per=row.per or "",
            at_least=row.at_least,
            at_most=row.at_most,
            scale=self._scale(row, path, above.scale),
            combine=row.combine or above.combine,
            if_missing=missing or above.if_missing,
            path=path,
        )
        parts = tuple(
            self._node(each, *self._rows[each], node) for each in below
        )
        if parts and not any(part.weight for part in parts):
            self._reader.problem("PAR816", path, KEY, criterion=code)

        return attrs.evolve(node, parts=parts)

    def _weight(self, row: NodeTable, path: Path) -> Decimal:
        weight = Decimal(1) if row.weight is None else row.weight
        if weight < 0:
            _out_of_range(self._reader, weight, "≥ 0", (*path, "weight"))

        return weight

    def _check_form(self, code: str, row: NodeTable, has_parts: bool) -> None:  # noqa: FBT001  # one of two forms
        """PAR811: a row is an indicator or has rows below, never both."""
        is_indicator = row.indicator is not None
        if is_indicator == has_parts:
            self._problem("PAR811", code)
        _, path = self._rows[code]
        for key in _OF_INDICATORS:
            self._reader.needs(row, path, key, "indicator")
        if is_indicator:
            for key in _OF_MEANS:
                if getattr(row, key) is not None:
                    self._reader.misplaced(path, key, "criteria")
        if (
            row.at_least is not None
            and row.at_most is not None
            and row.at_least > row.at_most
        ):
            self._problem("PAR814", code)

    def _scale(self, row: NodeTable, path: Path, above: Scale) -> Scale:
        own = {
            key: value
            for key in _HANDED_DOWN
            if (value := getattr(row, key)) is not None
        }
        onto = onto_of(self._reader, row.onto, path)
        anchors = anchors_of(self._reader, row.anchors, path)
        kept = {key: getattr(above, key) for key in _HANDED_DOWN}

        return Scale(
            onto=onto or above.onto,
            anchors=anchors or above.anchors,
            **{**kept, **own},
        )

    def _problem(self, code: str, row: str, **arguments: str) -> None:
        _, path = self._rows[row]
        self._reader.problem(code, path, KEY, criterion=row, **arguments)
