"""Draws of one unit → exact points: one by one, or in columns.

Both are the same function, and a test holds them to it; columns are there
where `parrules.Ruleset` scores tables and the extra ``tables`` is installed.
"""

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, overload

import attrs
import numpy
from numpy.typing import NDArray

from parrules.errors import FactError, Problem, RulesetError
from parrules.facts import NEVER, Submission
from parrules.outcome import MISSING, Outcome, Verdict
from parrules.plan.nodes import Input, Plan
from parrules.points import scale_of
from parrules.ruleset import Ruleset
from parrules.scoring.channels import Channels
from parrules.sensitivity.inputs import handed_in
from parrules.sensitivity.quotients import Quotients
from parrules.sensitivity.wholes import Whole, product, whole_numbers

_FEW: Final = 100
"""Rows for which columns take longer than units one by one."""


@attrs.frozen(eq=False)
class Options(Sequence[object]):
    """Values of a fact as they would be handed in, each made when wanted.

    Attributes:
        source: The fact.
        checked: ``(options,)``, of a tally ``(options, levels)``: what the
            border would read.
    """

    source: Input
    checked: NDArray[Any]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.checked)

    @overload
    def __getitem__(self, place: int) -> object: ...

    @overload
    def __getitem__(self, place: slice) -> "Options": ...

    def __getitem__(self, place: int | slice) -> object:
        """Return the value at *place*."""
        if isinstance(place, slice):
            return Options(self.source, self.checked[place])

        value = self.checked[place]
        if isinstance(value, numpy.generic | numpy.ndarray):
            value = value.tolist()

        return handed_in(self.source, value)


@attrs.frozen(eq=False)
class Column:
    """The values of a fact in many rows, of which few differ.

    Attributes:
        options: Each value once, as `parrules.sensitivity.inputs.handed_in`
            returns it.
        rows: By row, the position of its value.
    """

    options: Sequence[object]
    rows: NDArray[numpy.int64]


@attrs.frozen(kw_only=True, eq=False)
class Draws:
    """One unit, many times: some of its facts are drawn.

    Attributes:
        submission: What is certain, none of it as text.
        columns: By name, the facts that are drawn.
        rows: How many there are.
        needs_parts: Whether points of nodes and channels are asked for.
    """

    submission: Submission
    columns: Mapping[str, Column]
    rows: int
    needs_parts: bool = True

    def at(self, row: int) -> Submission:
        """Return the unit as it is in one row."""
        own = {
            name: column.options[column.rows[row]]
            for name, column in self.columns.items()
        }

        return attrs.evolve(
            self.submission, facts={**self.submission.facts, **own}
        )


@attrs.frozen(kw_only=True, eq=False)
class Scores:
    """What a unit came to in each row, exactly, in quanta.

    Attributes:
        earned, applicable: ``(rows, nodes)``, by position of the node;
            without columns where nobody asked for them.
        channels: ``(rows, channels)``, what each channel earned; likewise.
        bonus, penalty: ``(rows,)``.
        base, total: Of each row; none where nothing was applicable.
        refused: By row, why it could not be scored; its numbers are 0.
    """

    earned: Whole
    applicable: Whole
    channels: Whole
    bonus: Whole
    penalty: Whole
    base: Quotients
    total: Quotients
    refused: Mapping[int, tuple[Problem, ...]] = attrs.field(factory=dict)


Scorer = Callable[[Draws], Scores]
"""Scores each row by itself."""


def scorer_of(ruleset: Ruleset) -> Scorer:
    """Return the fastest scorer that is at hand."""
    has_libraries = all(map(importlib.util.find_spec, ("narwhals", "polars")))
    if has_libraries and hasattr(ruleset, "evaluate_table"):
        return by_columns(ruleset)

    return one_by_one(ruleset)


# -- one by one --------------------------------------------------------------


def one_by_one(ruleset: Ruleset, engine: str = "compiled") -> Scorer:
    """Return what scores as `Ruleset.evaluate` does, row after row."""
    channels = Channels(ruleset.plan)

    def scores(draws: Draws) -> Scores:
        found = [
            _tried(ruleset, draws.at(row), engine) for row in range(draws.rows)
        ]
        refused = {
            row: problems
            for row, (_, problems) in enumerate(found)
            if problems
        }
        outcomes = [outcome for outcome, _ in found]

        return _collected(ruleset, channels, outcomes, refused)

    return scores


def _tried(
    ruleset: Ruleset, submission: Submission, engine: str
) -> tuple[Outcome | None, tuple[Problem, ...]]:
    try:
        return ruleset.outcome(submission, engine=engine), ()
    except FactError as error:
        return None, error.problems


def _collected(
    ruleset: Ruleset,
    channels: Channels,
    outcomes: Sequence[Outcome | None],
    refused: Mapping[int, tuple[Problem, ...]],
) -> Scores:
    """Put outcomes side by side."""
    plan = ruleset.plan
    rows = len(outcomes)
    nodes, parts = (rows, len(plan.nodes)), (rows, len(plan.channels))
    nothing = [Verdict(MISSING, 0, 0, "")] * nodes[1]
    verdicts = [f.verdicts if f else nothing for f in outcomes]

    return Scores(
        earned=whole_numbers(
            [[e.earned for e in row] for row in verdicts], nodes
        ),
        applicable=whole_numbers(
            [[e.applicable for e in row] for row in verdicts], nodes
        ),
        channels=whole_numbers(
            [
                [each[0] for each in channels.totals(found.verdicts)]
                if found
                else [0] * parts[1]
                for found in outcomes
            ],
            parts,
        ),
        bonus=whole_numbers([f.bonus if f else 0 for f in outcomes], (rows,)),
        penalty=whole_numbers(
            [f.penalty if f else 0 for f in outcomes], (rows,)
        ),
        base=Quotients.of([found and found.base for found in outcomes]),
        total=Quotients.of([found and found.total for found in outcomes]),
        refused=refused,
    )


# -- columns -----------------------------------------------------------------


def by_columns(ruleset: Ruleset, few: int = _FEW) -> Scorer:
    """Return what scores as `Ruleset.evaluate_table` does, all at once.

    Args:
        ruleset: Of a version that scores tables.
        few: Where there are fewer rows, they are scored one by one.
    """
    slowly = one_by_one(ruleset)
    evaluate = ruleset.evaluate_table

    def scores(draws: Draws) -> Scores:
        if draws.rows < few:
            return slowly(draws)
        table = _frame(draws, ruleset).lazy()
        try:
            found = (
                evaluate(table, detail="full", amounts="quanta")
                .select(_names_of(ruleset.plan, draws))
                .collect()
            )
        except (FactError, RulesetError):
            # Row by row each says what is wrong with it.
            return slowly(draws)
        if found.height < draws.rows:
            # Of a lazy table the rows that are refused are left out.
            return slowly(draws)

        return _taken(found, draws, ruleset.plan)

    return scores


def _frame(draws: Draws, ruleset: Ruleset) -> Any:  # noqa: ANN401  # a frame of Polars
    """Return the rows as a table, what is certain the same in all."""
    # Heavy, and only where it is installed.
    import polars  # noqa: PLC0415

    given = draws.submission
    supported = {name for each in given.evidence for name in each.supports}
    always = numpy.zeros(draws.rows, numpy.int64)
    columns = {}
    for source in ruleset.plan.inputs:
        column = draws.columns.get(source.name)
        if column is None and source.name in given.facts:
            column = Column((given.facts[source.name],), always)
        if column is None:
            continue
        made = _columns(source, column.options, polars)
        for name, options in made.items():
            columns[name] = options[column.rows]
        if source.fact is not None and source.fact.evidence == "required":
            has_document = polars.Series([source.name in supported])
            columns[f"{source.name}.evidence"] = has_document[always]
    if not columns:
        # A table without columns has no rows either.
        names = list(map(str, range(draws.rows)))
        columns["unit.id"] = polars.Series(names)

    return polars.DataFrame(columns)


def _columns(
    source: Input,
    values: Sequence[object],
    polars: Any,  # noqa: ANN401  # the module
) -> dict[str, Any]:
    name = source.name
    if source.kind == "date":
        days = [None if each == NEVER else each for each in values]
        found = {name: polars.Series(days, dtype=polars.Date)}
        if source.fact is not None and source.fact.never:
            never = [each == NEVER for each in values]
            found[f"{name}.never"] = polars.Series(never)
        return found
    if source.kind == "codes":
        texts = [";".join(each) for each in values]  # type: ignore[arg-type]  # lists of codes
        return {name: polars.Series(texts)}
    types = {
        "flag": polars.Boolean,
        "count": polars.Int64,
        "tally": polars.List(polars.Int64),
        "choice": polars.String,
        "answer": polars.String,
    }
    if source.kind in types:
        given: Any = list(values) if source.kind != "count" else values
        if isinstance(given, Options):
            given = given.checked
        return {name: polars.Series(given, dtype=types[source.kind])}
    if isinstance(values, Options) and values.checked.dtype != object:
        return {name: _decimals(values.checked, source.places, polars)}
    numbers = [Decimal(str(each)) for each in values]
    decimal = polars.Decimal(38, source.places)

    return {name: polars.Series(numbers, dtype=decimal)}


def _decimals(
    steps: NDArray[numpy.int64],
    places: int,
    polars: Any,  # noqa: ANN401  # the module
) -> Any:  # noqa: ANN401  # a series of Polars
    """Return whole numbers of the last of *places* as decimals, by text."""
    decimal = polars.Decimal(38, places)
    number, size = polars.col("steps"), polars.col("steps").abs()
    if not places:
        return polars.Series(steps).cast(decimal)
    scale = scale_of(places)
    written = polars.concat_str(
        polars.when(number < 0)
        .then(polars.lit("-"))
        .otherwise(polars.lit("")),
        (size // scale).cast(polars.String),
        polars.lit("."),
        (size % scale).cast(polars.String).str.zfill(places),
    )
    table = polars.DataFrame({"steps": steps})

    return table.select(written.cast(decimal).alias("steps"))["steps"]


def _names_of(plan: Plan, draws: Draws) -> list[str]:
    """Return the columns that are read; no other is computed."""
    ends = ("numerator", "denominator")
    whole = [f"{name}.{end}" for name in ("base", "total") for end in ends]
    parts = _parts_of(plan, draws)

    return ["bonus", "penalty", *whole, *(x for each in parts for x in each)]


def _parts_of(plan: Plan, draws: Draws) -> tuple[list[str], ...]:
    """Return the columns of nodes, twice, and those of channels."""
    if not draws.needs_parts:
        return [], [], []

    return (
        [f"{node.code}.points" for node in plan.nodes],
        [f"{node.code}.applicable" for node in plan.nodes],
        [f"channel.{channel.id}.points" for channel in plan.channels],
    )


def _taken(
    found: Any,  # noqa: ANN401  # a frame of Polars
    draws: Draws,
    plan: Plan,
) -> Scores:
    def numbers(names: Sequence[str]) -> Whole:
        """Return columns of whole numbers, 0 where there is none."""
        columns = found.select(names).fill_null(0).get_columns()
        # Wider numbers than those of 64 bits are none of NumPy's.
        is_narrow = all("128" not in str(each.dtype) for each in columns)
        given = [
            each.to_numpy() if is_narrow else each.to_list()
            for each in columns
        ]

        return whole_numbers(given, (len(names), draws.rows))

    def quotients(name: str) -> Quotients:
        over, under = numbers([f"{name}.numerator", f"{name}.denominator"])
        is_there = under != 0

        return Quotients(
            product(over, scale_of(plan.places)),
            numpy.where(is_there, under, 1),
            is_there.astype(bool),
        )

    earned, applicable, channels = map(numbers, _parts_of(plan, draws))

    return Scores(
        earned=earned.T,
        applicable=applicable.T,
        channels=channels.T,
        bonus=numbers(["bonus"])[0],
        penalty=numbers(["penalty"])[0],
        base=quotients("base"),
        total=quotients("total"),
    )
