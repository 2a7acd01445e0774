"""Table scoring as an expert would write it in SQL for DuckDB."""

import pathlib
from collections.abc import Iterable, Mapping

import duckdb
import polars

from peers.rules import Dated, Flagged, Graded, Picked, Rules, Shape, Step

NEVER = "DATE '0001-01-01'"
TABLE = "units"


def load(frame: polars.DataFrame) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that holds *frame*."""
    connection = duckdb.connect()
    connection.register("arriving", frame.to_arrow())
    casts = _casts(
        {
            name: list(kind.categories)
            for name, kind in frame.schema.items()
            if isinstance(kind, polars.Enum)
        }
    )
    chosen = f"SELECT * REPLACE ({casts}) FROM arriving"  # noqa: S608  # of our own names
    connection.execute(f"CREATE TABLE {TABLE} AS {chosen}")
    connection.unregister("arriving")

    return connection


def _casts(options: Mapping[str, Iterable[str]]) -> str:
    """Return the columns of answers as enumerations."""
    found = []
    for name, several in options.items():
        quoted = ", ".join(f"'{option}'" for option in several)
        found.append(f"{column(name)}::ENUM({quoted}) AS {column(name)}")

    return ", ".join(found)


def run(connection: duckdb.DuckDBPyConnection, text: str) -> object:
    """Score the table into an Arrow table."""
    return connection.sql(text).to_arrow_table()


def copy(rules: Rules, source: pathlib.Path, target: pathlib.Path) -> None:
    """Score a Parquet file into another, with answers as they stand there."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    read = f"read_parquet('{source}')"
    options = {
        leaf.column: [option for option, _ in leaf.points]
        for leaf in rules.leaves
        if isinstance(leaf, Picked)
    }
    casts = _casts(options)
    chosen = f"SELECT * REPLACE ({casts}) FROM {read}"  # noqa: S608  # of our own names
    text = query(rules, "points", f"({chosen})")
    connection.execute(f"COPY ({text}) TO '{target}' (FORMAT parquet)")


def query(rules: Rules, detail: str, source: str = TABLE) -> str:
    """Return the statement that scores *source*."""
    points = ",\n  ".join(
        f"{points_of(leaf)} AS {name(leaf)}" for leaf in rules.leaves
    )
    lost = " + ".join(
        f"CASE WHEN {excluded(leaf)} THEN {leaf.maximum} ELSE 0 END"
        for leaf in rules.excluding()
    )
    complete = "\n  AND ".join(known(leaf) for leaf in rules.leaves)
    plain = " + ".join(f"{name(leaf)}::INTEGER" for leaf in rules.leaves)
    shown = "COLUMNS(*)" if detail == "points" else TOTALS

    return f"""
WITH scored AS (SELECT
  {points},
  ({rules.maximum} - ({lost or 0}))::BIGINT AS "total.denominator",
  {complete} AS complete
  FROM {source}),
summed AS (SELECT *,
  ({plain})::BIGINT * {rules.maximum} AS "total.numerator" FROM scored),
published AS (SELECT *,
  ("total.numerator" * 2 + "total.denominator" * {rules.shown})
  // ("total.denominator" * {2 * rules.shown}) AS total FROM summed)
SELECT {shown} FROM published
"""  # noqa: S608  # of our own names


TOTALS = '"total.numerator", "total.denominator", total, complete'


def name(leaf: Shape) -> str:
    """Return the column of a leaf's points."""
    return column(f"{leaf.code}.points")


def column(text: str) -> str:
    """Return a name as SQL quotes it."""
    return f'"{text}"'


# -- points -------------------------------------------------------------------


def points_of(leaf: Shape) -> str:
    """Return what a leaf earns, in quanta; 0 where it is unknown."""
    if isinstance(leaf, Picked):
        return case(
            (f"enum_code({column(leaf.column)}) = {place}", points)
            for place, (_, points) in enumerate(leaf.points)
        )
    if isinstance(leaf, Flagged):
        return case([(column(leaf.column), leaf.yes)], leaf.no)
    if isinstance(leaf, Dated):
        return case(_days(leaf))

    return _graded(leaf)


def case(branches: Iterable[tuple[str, int]], otherwise: int = 0) -> str:
    """Return the points of the first branch that holds."""
    kept = list(branches)
    while kept and kept[-1][1] == otherwise:
        kept.pop()
    written = " ".join(
        f"WHEN {condition} THEN {points}::SMALLINT"
        for condition, points in kept
    )

    return f"CASE {written} ELSE {otherwise}::SMALLINT END"


def _days(leaf: Dated) -> list[tuple[str, int]]:
    issued = column(leaf.issued)
    if not leaf.due:
        return [
            (f"{issued} <> {NEVER}", leaf.in_time),
            (f"{issued} = {NEVER}", leaf.never),
        ]
    in_time, late = _in_time(leaf)

    return [
        (f"{issued} = {NEVER}", leaf.never),
        (in_time, leaf.in_time),
        (late, leaf.late),
    ]


def _in_time(leaf: Dated) -> tuple[str, str]:
    issued, due = column(leaf.issued), column(leaf.due)
    if not leaf.month_after:
        return f"{issued} <= {due}", f"{issued} > {due}"
    due = f"coalesce({due}, {NEVER})"
    month = f"({column(leaf.month_after)} + INTERVAL 1 MONTH)::DATE"

    return (
        f"({issued} <= {month} OR {issued} <= {due})",
        f"({issued} > {month} AND {issued} > {due})",
    )


def _graded(leaf: Graded) -> str:
    over, under, none = _sum(leaf.over), "", ""
    steps = leaf.steps
    if leaf.rest:
        under, steps = _sum(leaf.rest), leaf.steps_against_rest
        none = f"({over} = 0 AND {under} = 0)"
    elif leaf.under:
        under = _sum(leaf.under)
        none = f"{under} = 0"
    branches = []
    if leaf.excluded_by:
        by = column(leaf.excluded_by)
        branches.append((f"({by} = 0 OR {by} IS NULL)", 0))
    if leaf.if_none:
        full = leaf.maximum if leaf.if_none == "full" else 0
        branches.append((none, full))
    branches += [(_reached(over, step, under), step.points) for step in steps]

    return case(branches, leaf.points)


def _sum(columns: Iterable[str]) -> str:
    found = " + ".join(map(column, columns))

    return f"({found})" if "+" in found else found


def _reached(over: str, step: Step, under: str) -> str:
    left = over if step.left == 1 else f"{over} * {step.left}"
    right = str(step.right)
    if under:
        right = under if step.right == 1 else f"{under} * {step.right}"

    return f"{left} {'>' if step.strict else '>='} {right}"


# -- what is excluded, and what is known --------------------------------------


def excluded(leaf: Graded) -> str:
    """Return whether a leaf is taken out of the index."""
    found = []
    if leaf.excluded_by:
        found.append(f"{column(leaf.excluded_by)} = 0")
    if leaf.if_none == "exclude":
        found.append(f"{_sum(leaf.under)} = 0")

    return " OR ".join(found)


def known(leaf: Shape) -> str:
    """Return whether a leaf is decided; never null."""
    if isinstance(leaf, Picked | Flagged):
        return f"{column(leaf.column)} IS NOT NULL"
    if isinstance(leaf, Dated):
        issued = column(leaf.issued)
        if not leaf.due:
            return f"{issued} IS NOT NULL"
        return (
            f"coalesce({issued} = {NEVER} OR "
            f"({_in_time(leaf)[0]}) IS NOT NULL, FALSE)"
        )
    columns = dict.fromkeys((*leaf.over, *leaf.under))
    if leaf.rest:
        # A tally is known or missing as a whole.
        columns = dict.fromkeys(leaf.over[:1])
    there = " AND ".join(f"{column(each)} IS NOT NULL" for each in columns)
    if leaf.if_none and not leaf.rest:
        there = f"coalesce({_sum(leaf.under)} = 0, FALSE) OR {there}"
    if leaf.excluded_by:
        by = column(leaf.excluded_by)
        there = f"coalesce({by} = 0, FALSE) OR {by} IS NOT NULL AND ({there})"

    return f"({there})"
