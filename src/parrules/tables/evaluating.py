"""The way of a table: sorted, looked at, scored, given back."""

from collections.abc import Sequence
from concurrent import futures
from typing import NamedTuple

from parrules.errors import FactError
from parrules.facts import Submission
from parrules.plan.nodes import Plan
from parrules.scoring.border import Border
from parrules.scoring.layout import Layout
from parrules.tables.columns import Sorted, Table, sorted_columns
from parrules.tables.explaining import DUPLICATE, Bad, Explaining, Look
from parrules.tables.few import FEW, few_scored, frame_of
from parrules.tables.frames import Frame, Opened, any_of, forms, opened
from parrules.tables.held import held, nameless
from parrules.tables.long import long_frame
from parrules.tables.looking import is_any_wrong, names_twice
from parrules.tables.lowering import UNDECIDED, Lowered, lowered
from parrules.tables.matching import cells_of
from parrules.tables.mixed import Mixed
from parrules.tables.packages import sparing
from parrules.tables.queries import layered, run, selected, shown_columns
from parrules.tables.refusing import refusals
from parrules.tables.rows import row_of
from parrules.tables.wishes import NAME, Wish, clashing, unknown_words, unnamed


class Scored(NamedTuple):
    """A table that was scored, and what of it was not.

    Attributes:
        scores: One row for each unit that could be scored.
        refused: One row for each cell that was refused: ``row``, ``unit``,
            ``column``, ``value``, ``code``, ``problem.vi``, ``problem.en``.
    """

    scores: Frame
    refused: Frame


class TableEngine:
    """One ruleset for tables; what it has written it keeps."""

    def __init__(
        self,
        layout: Layout,
        border: Border,
        check: Look,
        refuse: Look,
    ) -> None:
        """Take a plan and what says what is wrong with one unit.

        Args:
            layout: Of the plan.
            border: Of the plan.
            check: Returns what is wrong with a submission.
            refuse: Returns what is wrong once it was scored.
        """
        self._layout = layout
        self._plan: Plan = layout.plan
        self._border = border
        self._check = check
        self._refuse = refuse
        self._inputs = {each.name: each for each in layout.plan.inputs}
        self._mixed = Mixed(self._inputs, border)
        self._made: dict[object, Lowered] = {}

    def evaluate(self, frame: Frame, wish: Wish) -> Frame | Scored:
        """Score *frame*; a pair with what was refused if that is collected.

        Raises:
            FactError: Everything that is wrong with the table.
            RulesetError: PAR906.
            ExtraError: PAR913.
        """
        unknown = tuple(unknown_words(wish))
        if unknown:
            raise FactError(unknown)
        way = opened(frame, self._mixed)
        columns = self._sorted(way, wish)
        low = self._lowered(way, columns, wish)
        twice = tuple(clashing(columns.carried, low, wish))
        if twice:
            raise FactError(twice)
        found = self._at_once(way, columns, low, wish)
        if found is not None:
            return found
        is_fine = way.is_polars and self._is_fine(way, columns, low)
        if not is_fine and columns.has_categories:
            # With spaces around it, a text says what it says without them.
            columns = columns.written_out()
            low = self._lowered(way, columns, wish)
        bad = [] if is_fine else self._bad(way, columns, low)
        if wish.errors == "raise" and any(each.told for each in bad):
            raise FactError(
                problem for each in bad for problem in each.placed(NAME)
            )
        scores = self._scores(way, columns, low, bad, wish)
        if wish.errors == "raise":
            return scores

        return Scored(scores, _refused(way, bad))

    def _sorted(self, way: Opened, wish: Wish) -> Sorted:
        columns = sorted_columns(
            way.types,
            self._plan,
            unit=wish.unit,
            carry=wish.carry,
            table=Table(NAME),
        )
        problems = [*columns.problems, *unnamed(columns, wish)]
        if problems:
            raise FactError(problems)

        return columns

    def _lowered(self, way: Opened, columns: Sorted, wish: Wish) -> Lowered:
        library = way.dialect.library.__name__, way.dialect.widest
        facts = forms(columns.facts.values())
        key = (library, facts, wish.detail, wish.amounts)
        found = self._made.get(key)
        if found is None:
            # Two threads may write the same twice; none waits for another.
            found = self._made[key] = lowered(
                self._layout,
                self._border,
                columns.facts,
                way.dialect,
                detail=wish.detail,
                amounts=wish.amounts,
            )

        return found

    def submission(self, row: object, unit: str) -> Submission:
        """Return what a row of a table submits.

        Raises:
            FactError: What of it cannot be read.
        """
        cells = cells_of(row)
        read = row_of(cells, self._inputs, Table(NAME), unit)
        if read.problems:
            raise FactError(read.problems)

        return read.submission

    def _at_once(
        self, way: Opened, columns: Sorted, low: Lowered, wish: Wish
    ) -> Frame | None:
        """Score all rows where none is wrong, which is looked at first.

        Returns:
            `None` where something is wrong, or the frame is lazy.
        """
        if way.is_lazy or wish.long or names_twice(way, columns):
            return None
        if way.height <= FEW:
            few = None
            if not is_any_wrong(way, columns, low):
                few = self._few(way, columns, low)
            return (
                None
                if few is None
                else self._answered(way, few, columns, wish)
            )
        told = []
        if low.undecided is not None:
            told.append(low.undecided.alias(UNDECIDED))
        frame = layered(way.frame, (*low.prepared, *low.layers))
        # Cells are looked at meanwhile, so that no core waits for a plan.
        with futures.ThreadPoolExecutor(1) as meanwhile:
            is_off = meanwhile.submit(is_any_wrong, way, columns, low)
            shown = [*shown_columns(way, columns, low), *told]
            scores = run(selected(frame, way, columns, shown))
        if is_off.result():
            return None
        if told:
            if scores[UNDECIDED].any():
                return None
            scores = scores.drop(UNDECIDED)

        return self._answered(way, scores, columns, wish)

    def _few(self, way: Opened, columns: Sorted, low: Lowered) -> Frame | None:
        """Score a few rows by themselves; `None` where one is refused."""
        frame = way.frame.collect()
        several = []
        for cells in frame.to_dicts():
            read = row_of(cells, self._inputs, Table(NAME), columns.unit)
            if read.problems:
                return None
            several.append(read.submission)
        found = few_scored(low, self._plan, self._border, several)
        if found is None:
            return None

        return frame_of(found, low, frame.select(columns.carried))

    def _answered(
        self, way: Opened, scores: Frame, columns: Sorted, wish: Wish
    ) -> Frame | Scored:
        found = way.close(scores.lazy(), None, columns.carried)
        if wish.errors == "raise":
            return found

        return Scored(found, _refused(way, ()))

    def _is_fine(self, way: Opened, columns: Sorted, low: Lowered) -> bool:
        """Tell whether no row can be refused, whose cells are not held."""
        if low.undecided is not None:
            return False
        with sparing():
            is_off = names_twice(way, columns) or is_any_wrong(
                way, columns, low
            )

        return not is_off

    # -- what is refused ---------------------------------------------------

    def _bad(self, way: Opened, columns: Sorted, low: Lowered) -> list[Bad]:
        """Return the rows that are refused, with all that is wrong."""
        twice = names_twice(way, columns)
        library, called = way.dialect.library, way.dialect.named
        frame = layered(way.numbered(way.frame), low.prepared)
        conditions = [condition for _, condition in low.wrong]
        if columns.unit:
            named = library.col(called(columns.unit))
            conditions.append(nameless(way, columns.unit))
            if twice:
                conditions.append(named.is_in(twice))
        if low.undecided is not None:
            frame = layered(frame, low.layers)
            frame = frame.with_columns(low.undecided.alias(UNDECIDED))
            conditions.append(library.col(UNDECIDED))
        if not conditions:
            return []
        found = held(
            frame.filter(any_of(conditions)),
            way,
            columns,
            [condition for _, condition in low.wrong],
        )
        explaining = Explaining(
            self._plan,
            self._border,
            self._check,
            self._refuse,
            names=[name for name, _ in low.wrong],
            unit=columns.unit,
            twice=twice,
        )

        return explaining.explained(found)

    # -- what is scored ----------------------------------------------------

    def _scores(
        self,
        way: Opened,
        columns: Sorted,
        low: Lowered,
        bad: Sequence[Bad],
        wish: Wish,
    ) -> Frame:
        frame, kept = layered(way.frame, low.prepared), None
        if bad:
            frame, kept = self._without(frame, way, columns, low, bad)
        frame = layered(frame, low.layers)
        if bad and low.undecided is not None:
            frame = frame.filter(~low.undecided)
        shown = shown_columns(way, columns, low)
        if wish.long:
            # A point in a name leads into a structure, in some libraries.
            called = way.dialect.named
            names = (*columns.carried, *(each.name for each, _ in low.answers))
            shown = [
                each.alias(called(name))
                for each, name in zip(shown, names, strict=True)
            ]
        found = selected(frame, way, columns, shown)
        if wish.long:
            found = long_frame(found, self._plan, columns.carried, low, way)
            if not way.is_lazy:
                rows = range(way.height) if kept is None else kept
                kept = [*rows] * len(self._plan.nodes)

        return way.close(found, kept, columns.carried)

    def _without(
        self,
        frame: Frame,
        way: Opened,
        columns: Sorted,
        low: Lowered,
        bad: Sequence[Bad],
    ) -> tuple[Frame, Sequence[int] | None]:
        """Return the frame less what is refused, and what is left of it."""
        library = way.dialect.library
        conditions = [condition for _, condition in low.wrong]
        if columns.unit:
            named = library.col(way.dialect.named(columns.unit))
            twice = [
                each.unit
                for each in bad
                if any(told.code == DUPLICATE for told, _ in each.told)
            ]
            conditions.append(nameless(way, columns.unit))
            if twice:
                conditions.append(named.is_in(twice))
        if conditions:
            frame = frame.filter(~any_of(conditions))
        if way.is_lazy or not way.is_polars:
            return frame, None
        gone = {each.row for each in bad}

        return frame, [n for n in range(way.height) if n + 1 not in gone]


def _refused(way: Opened, bad: Sequence[Bad]) -> Frame:
    """Return a table of what was refused, one row for each problem."""
    table = refusals(
        (each.row, each.unit, problem, value)
        for each in bad
        for problem, value in each.told
    )

    return way.refused(table)
