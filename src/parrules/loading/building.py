"""TOML data → `Scheme`, with everything that is wrong on the way."""

from decimal import Decimal
from typing import Any

import attrs

from parrules.errors import Path, Problem
from parrules.loading.derived import derived_of
from parrules.loading.examples import examples_of
from parrules.loading.expressions import Names
from parrules.loading.facts import facts_of
from parrules.loading.losses import damaged_sections
from parrules.loading.parts import (
    answers_of,
    changes_of,
    channels_of,
    grades_of,
    knock_outs_of,
    policy_of,
    ranking_of,
    total_of,
)
from parrules.loading.reading import Reading
from parrules.loading.rows import Draft, Grower, answered, drafts_of
from parrules.loading.structure import Reader
from parrules.loading.tops import LANGUAGE, top_of
from parrules.loading.wire import (
    FileTable,
    RulesetTable,
    attribute_of,
    keys_of,
)
from parrules.model import TREES, Criterion, Scheme, Title, Tree
from parrules.points import decimal_of, places_of, whole

_PLACES = 2
_UNKNOWN_NAMES = {
    "PAR410": ("answers",),
    "PAR417": ("example",),
    "PAR503": ("fact", "derive", "criteria"),
}
"""By code of an unknown name, the sections in which it might be declared."""
_MOST_PLACES = 9


def build(reading: Reading) -> tuple[Scheme | None, tuple[Problem, ...]]:
    """Return the scheme that *reading* describes, and what is wrong.

    There is no scheme where nothing could be read, or where the file is
    another document or in a later language.  Otherwise what could not
    be read is left out, or stands in as a row that is *broken*.
    """
    if reading.tables is None:
        return None, ()
    reader = Reader(reading.document)
    damaged: tuple[str, ...] = ()
    if reading.problems:
        # Nothing is lost that has not been reported.
        damaged = damaged_sections(reading.tables, keys_of(FileTable))
    reader.silence(
        *(
            code
            for code, sections in _UNKNOWN_NAMES.items()
            if not set(sections).isdisjoint(damaged)
        )
    )
    file = top_of(reader, FileTable, reading.tables)
    if file is None:
        return None, tuple(reader.problems)
    # All of their rows are lost, which has been reported.
    lost = [
        section
        for section in keys_of(FileTable)
        if getattr(file, attribute_of(section)) is None
        and (section in reading.tables or section == "criteria")
    ]
    damaged = tuple(dict.fromkeys((*damaged, *lost)))
    scheme = _Building(reader, file, damaged).scheme()

    return scheme, tuple(reader.problems)


class _Building:
    """The steps from a file to a scheme, in the order of what they need."""

    def __init__(
        self, reader: Reader, file: FileTable, damaged: tuple[str, ...]
    ) -> None:
        self._reader = reader
        self._file = file
        self._damaged = damaged
        self._ruleset = RulesetTable()
        if file.ruleset is not None:
            self._ruleset = reader.row(
                RulesetTable, file.ruleset, ("ruleset",)
            )
        reader.reasons(self._ruleset.known, ("ruleset",))
        self._answers = answers_of(reader, file.answers or {})

    def scheme(self) -> Scheme:
        reader, file, row = self._reader, self._file, self._ruleset
        facts, types = facts_of(reader, file.fact or {})
        names = Names(facts=types, rounding=row.rounding or "half_up")
        drafts = self._drafts()
        names = self._with_nodes(names, drafts)
        derived, names = derived_of(reader, file.derive or {}, names)
        trees = self._trees(names, drafts)

        return Scheme(
            **self._heading(trees["criteria"]),
            policy=policy_of(reader, file.policy or {}),
            channels=channels_of(reader, file.channel or {}, names),
            answers=self._answers,
            facts=facts,
            derived=derived,
            **trees,
            total=total_of(reader, file.total or {}),
            knock_outs=knock_outs_of(reader, file.knock_out or (), names),
            grades=grades_of(reader, file.grade or (), names),
            ranking=(
                None
                if file.ranking is None
                else ranking_of(reader, file.ranking)
            ),
            changes=(
                None
                if file.changes is None
                else changes_of(reader, file.changes)
            ),
            examples=examples_of(reader, file.example or ()),
            damaged=self._lost(),
        )

    def _lost(self) -> tuple[str, ...]:
        """Return the sections that may lack something of what they say."""
        lost = ["changes"] if self._has_problems("changes") else []

        return tuple(dict.fromkeys((*self._damaged, *lost)))

    def _has_problems(self, section: str) -> bool:
        return any(
            problem.path[:1] == (section,) for problem in self._reader.problems
        )

    def _drafts(self) -> dict[Tree, list[Draft]]:
        seen: dict[str, Path] = {}
        known = self._ruleset.known or {}

        return {
            tree: drafts_of(
                self._reader,
                tree,
                getattr(self._file, tree) or {},
                seen,
                known,
            )
            for tree in TREES
        }

    def _with_nodes(
        self, names: Names, drafts: dict[Tree, list[Draft]]
    ) -> Names:
        """Return *names* with those of rows: answers and nodes."""
        rows = [draft for tree in TREES for draft in drafts[tree]]

        return attrs.evolve(
            names,
            answers=answered(rows, self._answers),
            judged=frozenset(
                row.code for row in rows if row.row.judged is not None
            ),
            nodes=frozenset(row.code for row in drafts["criteria"]),
            printed={
                row.code: row.row.printed for row in rows if row.row.printed
            },
        )

    def _trees(
        self, names: Names, drafts: dict[Tree, list[Draft]]
    ) -> dict[str, Any]:
        grower = Grower(
            reader=self._reader,
            names=names,
            answers=self._answers,
            damaged=self._damaged,
        )
        source, office = self._ruleset.source, self._ruleset.office

        return {
            tree: grower.grow(drafts[tree], source, office) for tree in TREES
        }

    def _heading(self, areas: tuple[Criterion, ...]) -> dict[str, Any]:
        """Return what ``[ruleset]`` says; stubs for what is unreadable."""
        row = self._ruleset
        places = _PLACES if row.decimals is None else row.decimals
        path = ("ruleset", "decimals")
        maximum = row.maximum
        if maximum is None:
            maximum = _sum_of(areas)

        return {
            "language": LANGUAGE,
            "id": row.id or "unknown",
            "edition": row.edition or "unknown",
            "status": row.status or "template",
            "title": row.title or _UNTITLED,
            "maximum": maximum,
            "source": row.source,
            "office": row.office,
            "decimals": self._reader.in_range(places, 0, _MOST_PLACES, path),
            "rounding": row.rounding or "half_up",
            "starts": row.from_,
            "ends": row.to,
            "known": row.known or {},
        }


_UNTITLED = Title(vi="…")
"""Where no title could be read, which has been reported."""


def _sum_of(areas: tuple[Criterion, ...]) -> Decimal:
    """Return the sum of the maxima, exact whatever the decimal context."""
    places = max((places_of(area.maximum) for area in areas), default=0)
    units = sum(whole(area.maximum, places) for area in areas)

    return decimal_of(units, places)
