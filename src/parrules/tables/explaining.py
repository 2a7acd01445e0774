"""Why rows of a table are refused, each cell told once however often it is.

The border that reads single units says what is wrong with a fact; it is
asked for those facts alone that the columns found something wrong with.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

import attrs

from parrules.errors import Problem
from parrules.facts import Submission
from parrules.plan.nodes import Input, Plan
from parrules.scoring.relations import Relations
from parrules.tables.columns import EVIDENCE, HAPPENED_NEVER, Table, levels_of
from parrules.tables.frames import ROW
from parrules.tables.rows import is_there, row_of

Look = Callable[[Submission], tuple[Problem, ...]]
WRONG: Final = "#wrong"
"""Begins the columns that say which conditions hold of a row."""

DUPLICATE: Final = "PAR340"
_NAMELESS, _RELATION = "PAR341", "PAR305"


@attrs.frozen(eq=False, repr=False)
class Bad:
    """A row that is refused.

    Attributes:
        row: Its number, where rows have an order.
        unit: What names it.
        problems: All that is wrong with it.
        cells: By name of the column.
    """

    row: int | None
    unit: object
    problems: tuple[Problem, ...]
    cells: Mapping[str, object]


@attrs.frozen
class _Facts:
    """Facts that are looked at together, since they may bound each other.

    Attributes:
        names: Of them.
        flagged: Of those that the columns found something wrong with.
    """

    names: tuple[str, ...]
    flagged: tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class _Told:
    """What is wrong with some facts, wherever they stand."""

    unread: tuple[Problem, ...] = ()
    wrong: tuple[Problem, ...] = ()
    inexact: tuple[Problem, ...] = ()


class Explaining:
    """Explains the rows of one table."""

    def __init__(
        self,
        plan: Plan,
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
            check: Returns what is wrong with a submission.
            refuse: Returns what is wrong once it was scored.
            names: Of the facts that conditions are about, in their order;
                empty where the border says which fact is wrong.
            unit: Name of the column that names units; empty for none.
            twice: Names that more than one unit has.
        """
        self._inputs = {each.name: each for each in plan.inputs}
        self._check = check
        self._refuse = refuse
        self._names = [
            (f"{WRONG}{number}", name) for number, name in enumerate(names)
        ]
        self._unit = unit
        self._twice = set(twice)
        self._told: dict[tuple[_Facts, str], _Told] = {}
        related = {
            name
            for each in Relations(plan.inputs).all
            for name in (each.fact.name, each.other.name)
        }
        self._related = tuple(name for name in self._inputs if name in related)

    def explained(self, cells: Mapping[str, object], table: str) -> Bad:
        """Return what is wrong with a row, of which something is.

        Args:
            cells: By name of the column, and whether conditions hold.
            table: What the table is called.
        """
        number = cells.get(ROW)
        row = number if isinstance(number, int) else None
        place = Table(table, row)
        told = [self._of(facts, cells) for facts in self._wrong_in(cells)]
        of_unit = tuple(self._of_unit(cells))
        problems = [problem for each in told for problem in each.unread]
        problems += [problem for each in told for problem in each.wrong]
        problems += of_unit
        problems += [problem for each in told for problem in each.inexact]
        if not problems:
            # Whole rows are read only where no cell of them is wrong.
            read = row_of(cells, self._inputs, place, self._unit)
            problems = list(self._refuse(read.submission))
        unit = cells.get(self._unit) if self._unit else None

        return Bad(
            row, unit, tuple(_placed(each, place) for each in problems), cells
        )

    def _wrong_in(self, cells: Mapping[str, object]) -> Iterator[_Facts]:
        """Yield facts that are wrong, together where they must be."""
        found = dict.fromkeys(
            name for flag, name in self._names if cells[flag]
        )
        related = self._related if "" in found else ()
        if related:
            among = tuple(name for name in found if name in related)
            yield _Facts(related, among)
        for name in found:
            if name and name not in related:
                yield _Facts((name,), (name,))

    def _of(self, facts: _Facts, cells: Mapping[str, object]) -> _Told:
        """Return what is wrong with some facts of a row."""
        about = {
            name: cells[name]
            for fact in facts.names
            for name in self._columns_of(fact)
            if name in cells
        }
        key = facts, repr(list(about.values()))
        if key not in self._told:
            self._told[key] = self._looked(facts, about)

        return self._told[key]

    def _columns_of(self, name: str) -> tuple[str, ...]:
        beside = f"{name}{EVIDENCE}", f"{name}{HAPPENED_NEVER}"
        source = self._inputs.get(name)

        return (name, *beside, *(() if source is None else levels_of(source)))

    def _looked(self, facts: _Facts, about: Mapping[str, object]) -> _Told:
        names = facts.names
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
            for name in facts.flagged
            if name not in said
        ]

        return _Told(read.problems, tuple(found), tuple(inexact))

    def _of_unit(self, cells: Mapping[str, object]) -> Iterator[Problem]:
        """Yield what is wrong with the name of a unit."""
        if not self._unit:
            return
        name, path = cells.get(self._unit), (self._unit,)
        arguments = {"column": self._unit}
        if name == "" or not is_there(name):
            yield Problem(code=_NAMELESS, path=path, arguments=arguments)
        elif name in self._twice:
            arguments["unit"] = str(name)
            yield Problem(code=DUPLICATE, path=path, arguments=arguments)


def _inexact(name: str, value: object) -> Problem:
    arguments = {"name": name, "value": str(value)[:200]}

    return Problem(code="PAR347", path=(name,), arguments=arguments)


def _placed(problem: Problem, table: Table) -> Problem:
    return Problem(
        code=problem.code,
        path=problem.path,
        arguments=problem.arguments,
        document=table,
    )
