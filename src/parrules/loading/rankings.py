"""How the units of an index or of a questionnaire are ranked and compared.

``[ranking]``, ``[[grade]]`` and ``[changes]`` are those of a ruleset, but
for what only a ruleset has: gates, facts and channels.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from parrules.cohort import declared
from parrules.cohort.frameworks import IndexFramework
from parrules.loading.parts import changes_of, ranking_of
from parrules.loading.structure import Reader
from parrules.loading.wire import GradeTable
from parrules.model import Changes, Grade, Ranking, Title

_CHECKS = (
    declared.grade_bounds_out_of_order,
    declared.grades_of_one_id,
    declared.quota_of_the_unknown,
    declared.quota_out_of_bounds,
    declared.quota_that_leads_nowhere,
    declared.order_of_the_unknown,
    declared.divided_by_the_unknown,
    declared.unranked_by_the_unknown,
    declared.change_of_the_unknown,
    declared.gone_and_still_there,
)


@attrs.frozen(kw_only=True)
class Ranked:
    """How units are ranked, graded and compared with an older edition."""

    ranking: Ranking | None = None
    grades: tuple[Grade, ...] = ()
    changes: Changes | None = None


def ranked_of(
    reader: Reader,
    ranking: Mapping[str, Any] | None,
    grades: tuple[Any, ...] | None,
    changes: Mapping[str, Any] | None,
) -> Ranked:
    """Read ``[ranking]``, ``[[grade]]`` and ``[changes]``."""
    return Ranked(
        ranking=None if ranking is None else ranking_of(reader, ranking),
        grades=tuple(_grades(reader, grades or ())),
        changes=None if changes is None else changes_of(reader, changes),
    )


def check_ranked(reader: Reader, framework: IndexFramework) -> None:
    """Report what is wrong with it, beside the nodes of *framework*."""
    for check in _CHECKS:
        for problem in check(framework):
            reader.report(problem)


def _grades(reader: Reader, tables: tuple[Any, ...]) -> Iterator[Grade]:
    for row, path in reader.rows(GradeTable, tables, ("grade",)):
        reader.at_most_one_of(row, path, "from", "above")
        if row.requires is not None:
            reader.misplaced(path, "requires", "[ruleset]")
        yield Grade(
            id=row.id or "",
            title=row.title or Title(),
            bound=row.from_ if row.above is None else row.above,
            strict=row.above is not None,
            path=path,
        )
