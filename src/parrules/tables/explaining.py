"""Why rows of a table are refused, each cell told once however often it is.

The border that reads single units says what is wrong with a fact; it is
asked for those facts alone that the columns found something wrong with.
"""

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

import attrs

from parrules.errors import Problem
from parrules.facts import Submission
from parrules.plan.nodes import Input, Plan
from parrules.scoring.border import Border
from parrules.scoring.relations import Relations
from parrules.tables.columns import EVIDENCE, HAPPENED_NEVER, Table, levels_of
from parrules.tables.held import Held
from parrules.tables.rows import cell_of, is_there, row_of
from parrules.tables.unrelated import BETWEEN

Look = Callable[[Submission], tuple[Problem, ...]]
Told = tuple[Problem, object]
"""What is wrong, and the cell that it is about."""

DUPLICATE: Final = "PAR340"
_NAMELESS, _RELATION = "PAR341", "PAR305"
_UNREAD, _WRONG, _OF_UNIT, _INEXACT = range(4)
"""In which order a row's problems are told."""

_PLAIN: Final = (int, str)
"""Types of which values are the same where they are equal."""


@attrs.frozen(eq=False, repr=False)
class Bad:
    """A row that is refused.

    Attributes:
        row: Its number, where rows have an order.
        unit: What names it.
        told: All that is wrong with it.
    """

    row: int | None
    unit: object
    told: tuple[Told, ...]

    def placed(self, table: str) -> Iterator[Problem]:
        """Yield what is wrong, with where it stands."""
        unit = str(self.unit) if is_there(self.unit) else ""
        place = Table(table, self.row, unit)
        for problem, _ in self.told:
            yield Problem(
                code=problem.code,
                path=problem.path,
                arguments=problem.arguments,
                document=place,
            )


Places = dict[int, list[tuple[int, Told]]]
"""By row, what is told of it, with its place in the order."""


class Explaining:
    """Explains the rows of one table."""

    def __init__(
        self,
        plan: Plan,
        border: Border,
        check: Look,
        refuse: Look,
        *,
        names: Sequence[str],
        unit: str,
        twice: Collection[object],
    ) -> None:
        """Take what the columns look for, and what says why.

        Args:
            plan: Its inputs are what the columns hold.
            border: Says what is wrong with one fact.
            check: Returns what is wrong with a submission.
            refuse: Returns what is wrong once it was scored.
            names: Of the facts that conditions are about, in their order;
                with `BETWEEN` before it, of one that another bounds.
            unit: Name of the column that names units; empty for none.
            twice: Names that more than one unit has.
        """
        self._inputs = {each.name: each for each in plan.inputs}
        self._border = border
        self._check = check
        self._refuse = refuse
        self._names = names
        self._unit = unit
        self._twice = set(twice)
        self._groups = _groups_of(plan.inputs)

    def explained(self, held: Held) -> list[Bad]:
        """Return what is wrong with each row, of which something is."""
        flagged = self._flagged(held)
        told: Places = {}
        for names, rows in self._grouped(flagged).items():
            self._look_together(held, names, rows, flagged, told)
            for name in names:
                flagged[name] = flagged.get(name, set()) - rows
        for name, places in flagged.items():
            if places and not name.startswith(BETWEEN):
                self._look_at(held, name, sorted(places), told)
        everywhere = range(held.height)
        units: Sequence[object] = [None] * held.height
        if self._unit:
            units = held.cells(self._unit, everywhere)
            self._look_at_units(units, told)
        self._look_at_rest(held, told)
        numbers = held.numbers()
        by_order = operator.itemgetter(0)

        return [
            Bad(
                numbers[row],
                units[row],
                tuple(each for _, each in sorted(told[row], key=by_order)),
            )
            for row in everywhere
        ]

    def _flagged(self, held: Held) -> dict[str, set[int]]:
        """Return the rows by what their conditions are about."""
        found: dict[str, set[int]] = {}
        for number, name in enumerate(self._names):
            rows = held.true(number)
            if rows:
                found.setdefault(name, set()).update(rows)

        return found

    # -- facts that bound each other ---------------------------------------

    def _grouped(
        self, flagged: Mapping[str, set[int]]
    ) -> dict[tuple[str, ...], set[int]]:
        """Return the rows in which facts do not fit, by all of these."""
        found: dict[tuple[str, ...], set[int]] = {}
        for name, rows in flagged.items():
            if name.startswith(BETWEEN):
                group = self._groups[name.removeprefix(BETWEEN)]
                found.setdefault(group, set()).update(rows)

        return found

    def _look_together(
        self,
        held: Held,
        names: tuple[str, ...],
        rows: set[int],
        flagged: Mapping[str, set[int]],
        told: Places,
    ) -> None:
        """Tell what is wrong with facts that bound each other."""
        places = sorted(rows)
        columns = [
            each
            for name in names
            for each in self._columns_of(name)
            if each in held.names
        ]
        cells = [held.cells(name, places) for name in columns]
        among = [(name, flagged.get(name, set())) for name in names]
        known: dict[str, list[tuple[int, Told]]] = {}
        for row, *values in zip(places, *cells, strict=True):
            wrong = tuple(name for name, there in among if row in there)
            key = repr((wrong, values))
            if key not in known:
                about = dict(zip(columns, values, strict=True))
                known[key] = list(self._looked(names, wrong, about))
            told.setdefault(row, []).extend(known[key])

    # -- facts by themselves -----------------------------------------------

    def _look_at(
        self, held: Held, name: str, rows: list[int], told: Places
    ) -> None:
        """Tell what is wrong with one fact, or with what is beside it."""
        columns = [
            each for each in self._columns_of(name) if each in held.names
        ]
        if columns == [name] and name in self._inputs:
            self._look_at_cells(held, name, rows, told)
            return
        cells = [held.cells(each, rows) for each in columns]
        known: dict[str, list[tuple[int, Told]]] = {}
        for row, *values in zip(rows, *cells, strict=True):
            key = repr(values)
            if key not in known:
                about = dict(zip(columns, values, strict=True))
                known[key] = list(self._looked((name,), (name,), about))
            told.setdefault(row, []).extend(known[key])

    def _look_at_cells(
        self, held: Held, name: str, rows: list[int], told: Places
    ) -> None:
        """Tell what is wrong with a fact that has a single column."""
        known: dict[object, list[tuple[int, Told]]] = {}
        for row, value in zip(rows, held.cells(name, rows), strict=True):
            key = value if type(value) in _PLAIN else repr(value)
            found = known.get(key)
            if found is None:
                found = known[key] = [self._of_cell(name, value)]
            told.setdefault(row, []).extend(found)

    def _of_cell(self, name: str, value: object) -> tuple[int, Told]:
        """Return what is wrong with the cell of a fact."""
        source = self._inputs[name]
        if not is_there(value):
            if source.fact is None or not source.fact.required:
                # What is not a number is not nothing, either.
                return _INEXACT, (_inexact(name, value), value)
            problem = Problem(
                code="PAR306", path=(name,), arguments={"name": name}
            )
            return _WRONG, (problem, value)
        read = cell_of(source, value)
        if isinstance(read, Problem):
            return _UNREAD, (read, value)
        found = self._border.refused(name, read)
        if found is None:
            return _INEXACT, (_inexact(name, value), value)

        return _WRONG, (found, value)

    def _columns_of(self, name: str) -> tuple[str, ...]:
        beside = f"{name}{EVIDENCE}", f"{name}{HAPPENED_NEVER}"
        source = self._inputs.get(name)

        return (name, *beside, *(() if source is None else levels_of(source)))

    def _looked(
        self,
        names: tuple[str, ...],
        wrong: tuple[str, ...],
        about: Mapping[str, object],
    ) -> Iterator[tuple[int, Told]]:
        """Yield what is wrong with facts of a row, wherever it stands.

        Args:
            names: Of the facts.
            wrong: Those that the columns found something wrong with.
            about: Cells of the facts, and beside them.
        """
        inputs: dict[str, Input] = {
            name: self._inputs[name] for name in names if name in self._inputs
        }
        read = row_of(about, inputs, Table(""))
        # Of what could not be read nothing else can be said.
        is_unread = len(read.problems) == len(names)
        found = [
            each
            for each in (() if is_unread else self._check(read.submission))
            # The others are not here to be looked at.
            if each.arguments.get("name") in names
            and (each.code != _RELATION or len(names) > 1)
        ]
        said = {
            each.arguments.get("name") for each in (*read.problems, *found)
        }
        inexact = [
            _inexact(name, about.get(name))
            for name in wrong
            if name not in said
        ]
        kinds = (_UNREAD, read.problems), (_WRONG, found), (_INEXACT, inexact)
        for order, problems in kinds:
            for problem in problems:
                yield order, (problem, about.get(str(problem.path[0])))

    # -- units, and what is left -------------------------------------------

    def _look_at_units(self, units: Sequence[object], told: Places) -> None:
        """Tell what is wrong with the names of units."""
        path = (self._unit,)
        for row, name in enumerate(units):
            arguments = {"column": self._unit}
            if name == "" or not is_there(name):
                code = _NAMELESS
            elif name in self._twice:
                code = DUPLICATE
                arguments["unit"] = str(name)
            else:
                continue
            problem = Problem(code=code, path=path, arguments=arguments)
            told.setdefault(row, []).append((_OF_UNIT, (problem, name)))

    def _look_at_rest(self, held: Held, told: Places) -> None:
        """Tell of rows without a wrong cell why they are refused.

        Whole rows are read only for these.
        """
        rows = [row for row in range(held.height) if row not in told]
        cells = [held.cells(name, rows) for name in held.names]
        for row, *values in zip(rows, *cells, strict=True):
            about = dict(zip(held.names, values, strict=True))
            read = row_of(about, self._inputs, Table(""), self._unit)
            told[row] = [
                (_WRONG, (problem, about.get(str(problem.path[0]))))
                for problem in self._refuse(read.submission)
            ]


def _groups_of(inputs: Sequence[Input]) -> dict[str, tuple[str, ...]]:
    """Return the facts that bound each other, by each of them."""
    groups: dict[str, set[str]] = {}
    for each in Relations(inputs).all:
        names = {each.fact.name, each.other.name}
        group = names.union(*(groups.get(name, set()) for name in names))
        groups.update(dict.fromkeys(group, group))

    return {
        name: tuple(each.name for each in inputs if each.name in group)
        for name, group in groups.items()
    }


def _inexact(name: str, value: object) -> Problem:
    arguments = {"name": name, "value": str(value)[:200]}

    return Problem(code="PAR347", path=(name,), arguments=arguments)
