"""Submissions as tables, and rows of answers as what evaluators agree on."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import polars as pl

from conformance.agreement import result_of
from conformance.values import Node, Result
from parrules.errors import FactError
from parrules.facts import Submission
from parrules.model import Scheme
from parrules.plan.nodes import Input
from parrules.ruleset import Ruleset
from parrules.tables.few import FEW

_TYPES: Mapping[str, Any] = {
    "flag": pl.Boolean,
    "count": pl.Int64,
    "choice": pl.String,
    "answer": pl.String,
    "date": pl.String,
    "tally": pl.List(pl.Int64),
    "codes": pl.List(pl.String),
}


def table_of(
    ruleset: Ruleset,
    several: Sequence[Submission],
    *,
    are_days: bool = False,
) -> pl.DataFrame:
    """Return a row for each of *several*, named by its position.

    Args:
        ruleset: Its inputs become columns.
        several: What is in them.
        are_days: Whether dates are days, and not texts.
    """
    columns: dict[str, pl.Series] = {
        "unit.id": pl.Series([f"u{n}" for n in range(len(several))])
    }
    all_facts = [_facts(each) for each in several]
    for source in ruleset.plan.inputs:
        values = [_cell(source, facts.get(source.name)) for facts in all_facts]
        columns[source.name] = pl.Series(values, dtype=_type(source))
        if are_days and source.kind == "date":
            columns |= _days(source, values)
        if source.fact is not None and source.fact.evidence == "required":
            columns[f"{source.name}.evidence"] = pl.Series(
                [
                    any(source.name in e.supports for e in each.evidence)
                    for each in several
                ]
            )

    return pl.DataFrame(columns)


def _days(source: Input, values: Sequence[Any]) -> dict[str, pl.Series]:
    """Return a column of days, and one beside it that says never."""
    days = [
        None
        if value in (None, "never")
        else datetime.date.fromisoformat(value)
        for value in values
    ]
    found = {source.name: pl.Series(days, dtype=pl.Date)}
    if source.fact is not None and source.fact.never:
        never = [value == "never" for value in values]
        found[f"{source.name}.never"] = pl.Series(never)

    return found


def _facts(submission: Submission) -> dict[str, Any]:
    about = {f"unit.{key}": value for key, value in submission.unit.items()}

    return {**about, **submission.facts}


def _type(source: Input) -> Any:  # noqa: ANN401  # a type of Polars
    if source.kind in _TYPES:
        return _TYPES[source.kind]

    return pl.Decimal(38, source.places) if source.places else pl.Int64


def _cell(source: Input, value: Any) -> Any:  # noqa: ANN401  # of any fact
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mapping):
        return [value.get(level, 0) for level in source.options]
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, datetime.date):
        return value.isoformat()

    return Decimal(value) if source.places else int(value)


def scored(
    ruleset: Ruleset, frame: pl.DataFrame, library: str = "polars"
) -> list[dict[str, Any]]:
    """Return the full answer to *frame*, computed by a library.

    Args:
        ruleset: What it is scored by.
        frame: A row for each unit.
        library: ``polars``, ``duckdb``, or ``rows``, a few at a time.
    """
    if library != "duckdb":
        tables: list[Any] = [frame.lazy()]
        if library == "rows":
            tables = list(frame.iter_slices(FEW))
        answers = [
            ruleset.evaluate_table(each, detail="full", amounts="decimal")
            for each in tables
        ]
        return [
            row for each in answers for row in each.lazy().collect().to_dicts()
        ]
    relation = duckdb.from_arrow(frame.to_arrow())
    answer = ruleset.evaluate_table(relation, detail="full", amounts="decimal")
    rows = answer.to_arrow_table().to_pylist()

    return sorted(rows, key=lambda row: int(row["unit.id"][1:]))


def result_in(row: Mapping[str, Any], scheme: Scheme) -> Result:
    """Return everything in a row that evaluators must agree on."""
    nodes = {
        node.code: Node(
            row[f"{node.code}.status"],
            Fraction(row[f"{node.code}.points"]),
            Fraction(row[f"{node.code}.applicable"]),
            row[f"{node.code}.rule"],
        )
        for node in scheme.nodes()
    }
    channels = {
        each.id: (
            Fraction(row[f"channel.{each.id}.points"]),
            Fraction(row[f"channel.{each.id}.applicable"]),
        )
        for each in scheme.channels
    }

    return Result(
        nodes,
        channels,
        pair(row, "base"),
        Fraction(row["bonus"]),
        Fraction(row["penalty"]),
        pair(row, "total"),
        row.get("grade"),
        row["complete"],
    )


def pair(row: Mapping[str, Any], name: str) -> Fraction | None:
    """Return an exact total; `None` for none."""
    over, under = (
        row[f"{name}.{part}"] for part in ("numerator", "denominator")
    )

    return None if over is None else Fraction(over) / Fraction(under)


def expected_of(ruleset: Ruleset, submission: Submission) -> Result | None:
    """Return what one unit comes to by itself; `None` if it is refused."""
    try:
        return result_of(ruleset.evaluate(submission, engine="compiled"))
    except FactError:
        return None
