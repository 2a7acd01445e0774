"""Runs the corpus as tables of Spark, on two cores of this machine.

Before it, the cells of every kind that other libraries take and refuse.

A job of its own, for it needs Java 17 and ``parrules[spark]`` and takes
minutes: ``python tests/tables/spark_corpus.py [--every=N]``.
"""

import pathlib
import sys
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from conformance.agreement import differences
from conformance.corpus import compiled, submission_of
from parrules.errors import RulesetError
from tables.everywhere import (
    TEXTS,
    TYPED,
    WRONG_TEXTS,
    WRONG_TYPES,
    refused_in,
    rows_of,
    totals_in,
)
from tables.rulesets import ruleset
from tables.tabling import expected_of, result_in, table_of
from tables.test_corpus import GROUPS, SMALL

COMPILED = 8
"""One ruleset of so many is compiled by Spark, as it does by itself, and the
others are interpreted: to compile what a few rows read takes much longer."""

RIGHT = TYPED["unit.id"].is_in(["a", "g"])
"""Rows of the table that nothing is wrong with."""


def session() -> Any:  # noqa: ANN401  # of Spark
    """Start Spark."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra

    builder: Any = SparkSession.builder
    started = (
        builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    started.sparkContext.setLogLevel("ERROR")

    return started


def choose(spark: Any, *, is_compiled: bool) -> None:  # noqa: ANN401  # of Spark
    """Have what follows compiled by Spark, or interpreted."""
    spark.conf.set("spark.sql.codegen.wholeStage", str(is_compiled).lower())
    spark.conf.set(
        "spark.sql.codegen.factoryMode",
        "FALLBACK" if is_compiled else "NO_CODEGEN",
    )


def failures(
    spark: Any,  # noqa: ANN401  # of Spark
    text: str,
) -> list[str] | None:
    """Return what Spark gives otherwise than one unit alone.

    Returns:
        `None` where the ruleset is refused by name: Spark has whole numbers
        of 64 bits, and it may need more.
    """
    ruleset = compiled(text)
    submissions = [submission_of(case) for case in GROUPS[text]]
    frame = spark.createDataFrame(table_of(ruleset, submissions).to_arrow())
    try:
        answer = ruleset.evaluate_table(
            frame, detail="full", amounts="decimal"
        )
    except RulesetError as error:
        if [each.code for each in error.problems] == ["PAR906"]:
            return None
        raise
    rows = sorted(
        answer.toArrow().to_pylist(), key=lambda row: int(row["unit.id"][1:])
    )
    found: list[str] = []
    for submission, row in zip(submissions, rows, strict=True):
        expected = expected_of(ruleset, submission)
        assert expected is not None
        found += differences(result_in(row, ruleset.scheme), expected)

    return found


def unlike(spark: Any) -> list[str]:  # noqa: ANN401  # of Spark
    """Return what Spark takes, refuses or shows otherwise than Polars."""
    found: list[str] = []
    for table, wrong in ((TEXTS, WRONG_TEXTS), (TYPED, WRONG_TYPES)):
        frame = spark.createDataFrame(table.to_arrow())
        scored = ruleset().evaluate_table(frame, errors="collect")
        polars = ruleset().evaluate_table(table, errors="collect")
        found += compared("kind", type(frame), type(scored.scores))
        found += compared("refused", wrong, refused_in(scored.refused))
        found += compared(
            "totals", totals_in(polars.scores), totals_in(scored.scores)
        )
    frame = spark.createDataFrame(TYPED.filter(RIGHT).to_arrow())
    found += compared("long", parts_in(TYPED.filter(RIGHT)), parts_in(frame))

    return found


def parts_in(frame: Any) -> list[tuple[str, ...]]:  # noqa: ANN401  # of two libraries
    """Return the parts of a long answer, as texts, sorted."""
    answer = ruleset().evaluate_table(
        frame, long=True, detail="full", amounts="decimal"
    )

    return sorted(tuple(map(str, row.values())) for row in rows_of(answer))


def compared(what: str, expected: object, found: object) -> list[str]:
    """Return what is not as it is expected, in a line."""
    return [] if expected == found else [f"{what}: {expected} | {found}"]


def main(arguments: list[str]) -> int:
    """Run all rulesets of the corpus, or one of so many."""
    every = 1
    for each in arguments:
        every = int(each.removeprefix("--every="))
    spark = session()
    chosen = SMALL[::every]
    different = unlike(spark)
    for each in different:
        print(each)  # noqa: T201  # it prints what it found
    wrong, refused = len(different), 0
    for place, text in enumerate(chosen):
        name = GROUPS[text][0]["name"]
        choose(spark, is_compiled=place % COMPILED == 0)
        found = failures(spark, text)
        refused += found is None
        for each in found or ():
            wrong += 1
            print(f"{name}: {each}")  # noqa: T201  # it prints what it found
    print(  # noqa: T201  # as above
        f"{len(chosen)} rulesets, {refused} too large for 64 bits, "
        f"{wrong} differences"
    )
    spark.stop()

    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
