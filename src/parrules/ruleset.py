"""The public ruleset: one edition of a scheme, ready to score units."""

import contextlib
import functools
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from parrules.breakdown.live import Live
from parrules.breakdown.places import path_of, place_of
from parrules.breakdown.templates import Templates
from parrules.breakdown.texts import SCHEMA, Json, titled
from parrules.breakdown.views import Breakdown
from parrules.engines import COMPILED, DEFAULT, Engine, engine_of
from parrules.errors import (
    Document,
    FactError,
    Path,
    Place,
    Problem,
    RulesetError,
)
from parrules.facts import Submission
from parrules.model import Criterion, Scheme
from parrules.outcome import Outcome
from parrules.plan.compiling import compile_plan
from parrules.plan.digest import meaning, sha256
from parrules.plan.nodes import Plan
from parrules.points import plain
from parrules.scoring.border import Border, Reading
from parrules.scoring.evaluator import Evaluator
from parrules.scoring.layout import Layout
from parrules.usage import hold_text, wrong_type, wrong_value

if TYPE_CHECKING:
    from parrules.cohort.standings import Standing
    from parrules.tables.evaluating import TableEngine

_PUBLIC = ("scheme", "plan", "problems")


class Ruleset:
    """One edition of a scheme, checked and compiled.

    It is frozen and may be shared between threads.  It cannot be pickled;
    load it where it is needed.

    Attributes:
        scheme: Everything that the file says.
        plan: Its normal form.
        problems: Warnings and acknowledged problems of the file.
    """

    def __init__(
        self,
        scheme: Scheme,
        problems: tuple[Problem, ...] = (),
        *,
        data: bytes | None = None,
        document: Document | None = None,
    ) -> None:
        """Compile *scheme*, which has been checked.

        Args:
            scheme: Free of errors that nobody has acknowledged.
            problems: What was found in it all the same.
            data: The bytes of the file, for its digest.
            document: The file, which knows where everything stands in it.

        Raises:
            RulesetError: It exceeds a limit of the engine.
        """
        plan, found = compile_plan(scheme)
        if plan is None:
            raise RulesetError(found)
        self.scheme = scheme
        self.plan: Plan = plan
        self.problems = problems
        self._data = data
        self._document = document
        self._digest: Json | None = None
        self._layout = Layout(plan)
        self._border = Border(plan)
        self._evaluator = Evaluator(self._layout)
        # Made at once, since that checks the limits of the engine.
        self._engines = {
            DEFAULT: engine_of(DEFAULT, self._evaluator, self._border)
        }
        self._tables: TableEngine | None = None
        self._templates: Templates | None = None
        self._about: Json | None = None

    @property
    def id(self) -> str:
        """The id and edition: ``vn/brvt/police-district@2024``."""
        return f"{self.scheme.id}@{self.scheme.edition}"

    def evaluate(
        self,
        facts: Mapping[str, object] | Submission,
        *,
        engine: str = DEFAULT,
    ) -> Breakdown:
        """Score one unit.

        Args:
            facts: Values by name of fact, answers by code; or a submission
                with evidence. They are copied.
            engine: ``durable``, in which a rules engine decides rows, or
                ``compiled``, one function made of the ruleset. Breakdowns
                differ in its name alone.

        Returns:
            A breakdown, written only as far as it is read.

        Raises:
            FactError: Everything that is wrong with the facts.
            EngineError: PAR907, the rules engine is not installed; PAR910,
                there is no such engine.
        """
        return self._seen(*self._scored(facts, engine), engine)

    def standing(
        self,
        facts: Mapping[str, object] | Submission,
        *,
        unit: str = "",
        block: str = "",
        engine: str = DEFAULT,
    ) -> "Standing":
        """Score one unit and return what is compared of it with others.

        Args:
            facts: As `evaluate` takes them.
            unit: Its name among all units; else the ``id`` or ``name`` of
                the unit in the submission.
            block: Its block; else what the submission says.
            engine: As `evaluate` takes it.

        Raises:
            FactError: Everything that is wrong with the facts.
            EngineError: As `evaluate` raises it.
        """
        # Who scores one unit compares it with nothing.
        from parrules.cohort.breakdowns import standing_of  # noqa: PLC0415

        ranking = self.scheme.ranking
        reading, outcome = self._scored(facts, engine)
        breakdown = self._seen(reading, outcome, engine)
        deciding = {
            name: self._border.number(name, reading)
            for name in (ranking.facts if ranking else ())
        }

        return standing_of(
            breakdown, self.scheme, unit=unit, block=block, facts=deciding
        )

    def _seen(
        self, reading: Reading, outcome: Outcome, engine: str
    ) -> Breakdown:
        return Breakdown(
            Live(
                self._made_templates(),
                reading,
                outcome,
                functools.partial(self._head, engine),
                self.place,
                problems=self.problems,
            )
        )

    def evaluate_table(
        self,
        frame: Any,  # noqa: ANN401  # of any library
        *,
        detail: Literal["totals", "points", "full"] = "totals",
        amounts: Literal["quanta", "decimal"] = "quanta",
        long: bool = False,
        errors: Literal["raise", "collect"] = "raise",
        unit: str = "unit.id",
        carry: str | Collection[str] = (),
    ) -> Any:  # noqa: ANN401  # a frame, or a pair of them
        """Score a table, in which each row is a unit.

        Args:
            frame: A frame of Polars, eager or lazy, of pandas or PyArrow, a
                relation of DuckDB or a DataFrame of Spark. Its columns are
                named as facts and answers; an empty cell says nothing.
            detail: ``totals``; or with the ``points`` of all nodes; or
                ``full``, with what is applicable, status and rule, channels,
                adjustments and how the grade came about.
            amounts: Points as whole numbers of their last decimal place,
                150 for 1.50 where there are two, which `frame` names; or as
                decimals, which take several times as long. What is
                published, total and base, is always a decimal.
            long: One row for each unit and node, and not one column for
                each node: with points at least, and without totals.
            errors: Whether wrong cells are raised, or collected in a table
                beside the scores of all other rows.
            unit: The column that names units, if it is there.
            carry: Another column that is taken along, or several, as all
                are whose names begin with ``unit.``.

        Returns:
            The same kind of frame, lazy where that was; a pair of such
            frames, ``scores`` and ``refused``, where errors are collected.

        Raises:
            FactError: Everything that is wrong with columns and cells.
            RulesetError: PAR906, a number may be too large for the columns.
            ExtraError: PAR913, a library is not installed.
        """
        # Only who scores tables waits for what they need.
        from parrules.tables.wishes import Wish  # noqa: PLC0415

        wish = Wish(
            # A long answer has nothing of totals, so it has points at least.
            detail="points" if long and detail == "totals" else detail,
            amounts=amounts,
            long=long,
            errors=errors,
            unit=unit,
            carry=(carry,) if isinstance(carry, str) else tuple(carry),
        )

        return self._table_engine().evaluate(frame, wish)

    def breakdown_of(self, row: object, *, unit: str = "unit.id") -> Breakdown:
        """Return the whole breakdown of one row of a table.

        Args:
            row: A mapping from columns to cells, or a row of pandas or
                Spark, with the facts; what it also has of an answer, as
                its exact total, grade, points, statuses and rules, is
                compared.
            unit: The column that names units.

        Raises:
            FactError: What is wrong with the facts; PAR302, the row has no
                names of columns, or is one of a long answer; PAR344, it
                was scored by other facts.
        """
        from parrules.tables.matching import differing  # noqa: PLC0415

        hold_text("unit", unit)
        submission = self._table_engine().submission(row, unit)
        breakdown = self.evaluate(submission)
        problems = tuple(differing(row, breakdown, self.plan.places))
        if problems:
            raise FactError(problems)

        return breakdown

    def frame(self) -> Any:  # noqa: ANN401  # a frame of Polars
        """Return titles and labels by code and rule, to join to an answer.

        Raises:
            ExtraError: PAR913, Polars is not installed.
        """
        from parrules.tables.titles import titles_of  # noqa: PLC0415

        return titles_of(self.plan)

    def _table_engine(self) -> "TableEngine":
        from parrules.tables.evaluating import TableEngine  # noqa: PLC0415

        # Made twice by two threads it is the same.
        if self._tables is None:
            self._tables = TableEngine(
                self._layout, self._border, self.check, self._refused
            )

        return self._tables

    def _refused(self, submission: Submission) -> tuple[Problem, ...]:
        """Return what is wrong with a unit once it was scored (16)."""
        try:
            self.outcome(submission, engine=COMPILED)
        except FactError as error:
            return error.problems

        return ()

    def outcome(
        self,
        facts: Mapping[str, object] | Submission,
        *,
        engine: str = DEFAULT,
    ) -> Outcome:
        """Score one unit and return what the engine returned.

        It is compact and in quanta; what engines are compared by.

        Raises:
            FactError: Everything that is wrong with the facts.
            EngineError: As `evaluate` raises it.
        """
        return self._scored(facts, engine)[1]

    def _scored(
        self, facts: Mapping[str, object] | Submission, name: str
    ) -> tuple[Reading, Outcome]:
        engine = self._engine(name)
        reading = self._border.read(facts, engine.glance)

        return reading, engine.evaluate(reading)

    def check(
        self, facts: Mapping[str, object] | Submission
    ) -> tuple[Problem, ...]:
        """Return everything that is wrong with the facts of one unit.

        `evaluate` raises the same.
        """
        return self._border.problems_of(facts)

    def _engine(self, name: str) -> Engine:
        hold_text("engine", name)
        found = self._engines.get(name)
        if found is None:
            found = self._engines.setdefault(
                name, engine_of(name, self._evaluator, self._border)
            )

        return found

    def _made_templates(self) -> Templates:
        if self._templates is None:
            self._templates = Templates(self._evaluator)

        return self._templates

    def _head(self, engine: str) -> Json:
        if self._about is None:
            scheme = self.scheme
            self._about = {
                "id": scheme.id,
                "edition": scheme.edition,
                "status": scheme.status,
                "language": scheme.language,
                **titled(scheme.title),
                "source": scheme.source,
                "maximum": plain(scheme.maximum),
            }
        # What is handed out is the caller's: nothing in it is shared.
        about = {**self._about, "digest": self.digest}

        return {"schema": SCHEMA, "ruleset": about, "engine": engine}

    @property
    def digest(self) -> Json:
        """SHA-256 of the file's bytes, and of what it means.

        Comments, spaces and how a number is spelt change the first only.
        """
        if self._digest is None:
            self._digest = {
                "bytes": None if self._data is None else sha256(self._data),
                "meaning": meaning(self.scheme),
            }

        return dict(self._digest)

    def place(self, path: Path | str, offset: int = 0) -> Place | None:
        """Look up where *path*, keys or a text, stands in the file, if any."""
        if isinstance(path, str):
            path = _path(path)
        elif not isinstance(path, tuple):
            raise wrong_type("path", path, "tuple | str")
        if self._document is None:
            return None

        return self._document.locate(path, offset)

    def criteria(self) -> Iterator[Criterion]:
        """Yield every node of the three trees, parents first."""
        return self.scheme.nodes()

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse to be changed: what is public is frozen."""
        is_new = name in _PUBLIC and name not in vars(self)
        if not name.startswith("_") and not is_new:
            raise AttributeError(f"`{name}` of a ruleset is frozen")
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        """Return the id and edition."""
        return f"<Ruleset {self.id}>"

    def __reduce__(self) -> Any:  # noqa: ANN401  # never returns
        """Refuse to be pickled: an engine means nothing elsewhere."""
        raise TypeError("a ruleset cannot be pickled; load it where needed")


def _path(place: str) -> Path:
    """Return the path that *place* says, as breakdowns write it."""
    with contextlib.suppress(ValueError):
        if place_of(path_of(place)) == place:
            return path_of(place)
    raise wrong_value("path", place, 'criteria."1.1".tiers[0]')
