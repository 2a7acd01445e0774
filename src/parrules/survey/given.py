"""``[fact]`` of a questionnaire → what a ruleset is given."""

from collections.abc import Mapping, Sequence
from typing import Final

from parrules.errors import Path, near
from parrules.loading.structure import Reader
from parrules.survey.model import (
    INDEX,
    FactGiven,
    Measure,
    Part,
    Policy,
    Question,
    Scale,
)
from parrules.survey.wire import FactTable

_MOST_PLACES: Final = 9
_PLACES: Final = 2


class _Known:
    """What facts may be about, and what a tally of it can be."""

    def __init__(
        self,
        index: Part,
        questions: Mapping[str, Question],
        names: Sequence[str],
        policy: Policy,
        measure: Measure,
        *,
        is_weighted: bool,
    ) -> None:
        self._parts = {part.code: part for part in index.walk()}
        self._questions = questions
        self._names = names
        self._policy = policy
        self._measure = measure
        self._is_weighted = is_weighted

    @property
    def names(self) -> tuple[str, ...]:
        return (*self._parts, *self._names)

    def hindrance(self, of: str) -> str:
        """Return why there is no tally that says the same; empty if none."""
        part = self._parts.get(of)
        if self._is_weighted:
            return "weighted"
        if part is not None and not is_heap(part):
            return "means"
        scales = {
            self._questions[name].scale.name: self._questions[name].scale
            for name in self._asked(of, part)
            if name in self._questions
        }
        if len(scales) > 1:
            return "scales"
        if self._policy.unknown == "zero" and any(
            self._spoils(scale) for scale in scales.values()
        ):
            return "zero"

        return ""

    def _asked(self, of: str, part: Part | None) -> tuple[str, ...]:
        if part is None:
            return (of,)

        return (part.overall,) if part.overall else part.all_questions()

    def _spoils(self, scale: Scale) -> bool:
        """Tell whether the lowest level is worth more than nothing."""
        if not scale.unknown or not scale.levels:
            return False
        if self._measure == "mean":
            return scale.numbers[0] != 0

        return scale.levels[0] in scale.top


def is_heap(part: Part) -> bool:
    """Tell whether *part* is one heap of answers, and no mean of several."""
    return part.pool != "means" or (
        not part.parts and len(part.questions) == 1
    )


def facts_of(
    reader: Reader,
    table: Mapping[str, object],
    *,
    index: Part,
    questions: Mapping[str, Question],
    names: Sequence[str],
    policy: Policy,
    measure: Measure,
    is_weighted: bool,
) -> tuple[FactGiven, ...]:
    """Read the facts that the survey gives to a ruleset."""
    known = _Known(
        index, questions, names, policy, measure, is_weighted=is_weighted
    )
    found: list[FactGiven] = []
    for name, value in table.items():
        path = ("fact", name)
        row = reader.row(FactTable, value, path)
        if row.of is not None:
            _check(reader, known, name, row, path)
        if row.gives != "value" and row.decimals is not None:
            reader.misplaced(path, "decimals", 'gives = "value"')
        places = _PLACES if row.decimals is None else row.decimals
        found.append(
            FactGiven(
                name=name,
                of=row.of or INDEX,
                gives=row.gives or "value",
                decimals=reader.in_range(
                    places, 0, _MOST_PLACES, (*path, "decimals")
                ),
                path=path,
            )
        )

    return tuple(found)


def _check(
    reader: Reader, known: _Known, name: str, row: FactTable, path: Path
) -> None:
    """PAR850, PAR855: there is no such part, or no tally of it.

    Counts by level would not say what the survey says.
    """
    of = row.of or INDEX
    if of not in known.names:
        meant = near(of, known.names)
        where = (*path, "of")
        reader.problem("PAR850", where, kind="part", name=of, near=meant)
        return
    reason = known.hindrance(of) if row.gives == "tally" else ""
    if reason:
        where = (*path, "gives")
        reader.problem("PAR855", where, fact=name, of=of, reason=reason)
