"""An index that can be computed: two passes over a cohort, in columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from parrules.cohort.force import out_of_force
from parrules.cohort.ordering import comparable
from parrules.cohort.ranks import ranks_of
from parrules.composite.combining import Combining
from parrules.composite.model import Node, Scheme
from parrules.composite.results import (
    Cell,
    CompositeResult,
    NodeScore,
    UnitResult,
)
from parrules.composite.scaling import Year, cells_of
from parrules.composite.standings import rank_index
from parrules.composite.treating import Treated, measured, treated
from parrules.composite.units import (
    Figures,
    UnitTable,
    abouts_of,
    figures_of,
)
from parrules.errors import FactError, Problem
from parrules.usage import listed

_MOST_NAMES = 10
"""Units that a warning names."""


@attrs.frozen
class Index:
    """A composite index, fit for use."""

    scheme: Scheme

    def evaluate(
        self,
        units: UnitTable | Mapping[str, Mapping[str, Any]],
        *,
        year: int | None = None,
        earlier: Iterable[UnitTable] = (),
    ) -> CompositeResult:
        """Score all units of a year against each other.

        Args:
            units: A table, or rows by unit and column; a figure is a whole
                number, a `Decimal`, a `Fraction` or a text of one, and
                `None` where it is not known.
            year: Of *units*, where they are rows.
            earlier: Tables of earlier years, each with its year; needed
                where extremes of a window or of all years are anchors.

        Raises:
            FactError: All that is wrong with the tables: columns that are
                absent, cells that are no exact numbers, years that are
                needed and not there, or are no earlier years.
        """
        table = (
            units
            if isinstance(units, UnitTable)
            else UnitTable.of(units, year)
        )
        before = listed("columns", "earlier", earlier, "UnitTable")
        problems = (
            *_years_wrong(table, before),
            *_years_missing(self.scheme, table, before),
        )
        if problems:
            raise FactError(problems)
        now, *past = figures_of(self.scheme, (table, *before))
        cells = {
            node.code: _column(self.scheme, node, now, past)
            for node in self.scheme.indicators()
        }

        return _result(self.scheme, now, cells, abouts_of(self.scheme, table))


def _column(
    scheme: Scheme, node: Node, now: Figures, past: Sequence[Figures]
) -> list[Cell]:
    """First pass: put the column of an indicator on its scale."""
    column = treated(scheme.treatment, measured(node, now), now.groups)

    return cells_of(
        node,
        now.numbers[node.indicator],
        column,
        _year(now, column),
        [_year(each, measured(node, each)) for each in past],
    )


def _year(figures: Figures, column: Treated) -> Year:
    return Year(figures.year, figures.units, column.values)


def _result(
    scheme: Scheme,
    now: Figures,
    cells: Mapping[str, Sequence[Cell]],
    abouts: Sequence[Mapping[str, str]],
) -> CompositeResult:
    """Second pass: combine the cells of each unit, from below."""
    nodes = [node for node in scheme.nodes() if node.parts][::-1]
    ways = {node.code: Combining(node) for node in (*nodes, scheme.total)}
    scores: list[dict[str, Cell | NodeScore]] = []
    for row in range(len(now.units)):
        of_unit: dict[str, Cell | NodeScore] = {
            code: column[row] for code, column in cells.items()
        }
        for code, way in ways.items():
            of_unit[code] = way.score(of_unit)
        scores.append(of_unit)
    units = tuple(
        UnitResult(unit=unit, scores=each, about=about)
        for unit, each, about in zip(now.units, scores, abouts, strict=True)
    )

    return _with_ranks(
        CompositeResult(
            scheme=scheme,
            year=now.year,
            units=units,
            problems=(
                *out_of_force(scheme, [now.year]),
                *_undefined(units),
                *_filled(units),
            ),
        )
    )


def _with_ranks(result: CompositeResult) -> CompositeResult:
    """Give each unit its rank, as ``[ranking]`` of the index says (C5.1)."""
    totals = {
        each.unit: each.total for each in result if each.total is not None
    }
    keys = dict(zip(totals, comparable(totals.values()), strict=True))
    problems = result.problems
    ranks: Mapping[str, int | None] = ranks_of(keys, is_dense=False)
    if result.scheme.ranking is not None:
        # Else nothing but totals is compared, which takes less time.
        cohort = rank_index(result)
        ranks = {each.unit: each.rank for each in cohort}
        problems = cohort.problems
    units = tuple(
        attrs.evolve(each, rank=ranks.get(each.unit)) for each in result
    )

    return attrs.evolve(result, units=units, problems=problems)


def _undefined(units: Iterable[UnitResult]) -> Iterator[Problem]:
    """PAR823: a mean or a figure that does not exist; nobody sees a 0."""
    for unit in units:
        for code, score in unit.scores.items():
            if score.status == "undefined" and (
                isinstance(score, Cell) or _is_first(score, unit)
            ):
                yield Problem(
                    code="PAR823",
                    severity="warning",
                    arguments={
                        "unit": unit.unit,
                        "criterion": code or "total",
                    },
                )


def _filled(units: Sequence[UnitResult]) -> Iterator[Problem]:
    """PAR837: rows in which units have the figure of others."""
    rows: dict[str, list[str]] = {}
    for unit in units:
        for code, score in unit.scores.items():
            if (
                isinstance(score, Cell)
                and score.steps
                and any(step.change == "imputed" for step in score.steps)
            ):
                rows.setdefault(code, []).append(unit.unit)
    for code, names in rows.items():
        shown = ", ".join(names[:_MOST_NAMES])
        rest = ", …" if len(names) > _MOST_NAMES else ""
        yield Problem(
            code="PAR837",
            severity="warning",
            arguments={
                "criterion": code,
                "count": str(len(names)),
                "units": f"{shown}{rest}",
            },
        )


def _is_first(score: NodeScore, unit: UnitResult) -> bool:
    """Tell whether no part of a node is undefined already."""
    return all(
        unit.scores[part.code].status != "undefined" for part in score.parts
    )


def _years_wrong(
    now: UnitTable, earlier: Sequence[UnitTable]
) -> Iterator[Problem]:
    """PAR828: nothing would be made of such a table, and nobody told."""
    seen: set[int] = set()
    for table in earlier:
        reason = ""
        if table.year is None:
            reason = "year_unknown"
        elif now.year is not None and table.year >= now.year:
            reason = "year_not_earlier"
        elif table.year in seen:
            reason = "year_twice"
        else:
            seen.add(table.year)
        if reason:
            yield Problem(
                code="PAR828",
                arguments={
                    "year": str(table.year or "?"),
                    "now": str(now.year or "?"),
                    "reason": reason,
                },
                document=table.document,
            )


def _years_missing(
    scheme: Scheme, now: UnitTable, earlier: Sequence[UnitTable]
) -> Iterator[Problem]:
    """PAR820, PAR834: anchors of years of which there is nothing."""
    for node in scheme.indicators():
        anchors = node.scale.anchors
        if anchors.kind not in ("window", "running"):
            continue
        if now.year is None:
            yield _year_problem(node, "", now)
            continue
        first = (
            now.year - anchors.years + 1
            if anchors.kind == "window"
            else anchors.since
        )
        if first > now.year:
            yield Problem(
                code="PAR834",
                arguments={
                    "criterion": node.code,
                    "since": str(first),
                    "year": str(now.year),
                },
                document=now.document,
            )
        given = {table.year for table in earlier}
        absent = [
            str(year) for year in range(first, now.year) if year not in given
        ]
        if absent:
            yield _year_problem(node, ", ".join(absent), now)


def _year_problem(node: Node, years: str, now: UnitTable) -> Problem:
    return Problem(
        code="PAR820",
        arguments={"criterion": node.code, "years": years},
        document=now.document,
    )
