"""Everybody who scores a table: what is prepared, what is timed.

What a contender takes most easily is made of the table beforehand, and what
it gives is made comparable afterwards; neither is timed.
"""

import pathlib
from collections.abc import Callable, Mapping
from typing import Any

import attrs
import polars

from parrules import Ruleset
from peers.reading import rules_of
from peers.rules import Rules


@attrs.frozen(kw_only=True)
class Task:
    """What is to be scored.

    Attributes:
        detail: ``totals``, ``points`` or ``full``.
        folder: Where files may be written.
    """

    ruleset: Ruleset
    frame: polars.DataFrame
    detail: str
    folder: pathlib.Path

    @property
    def rules(self) -> Rules:
        """Return the ruleset in shapes."""
        return rules_of(self.ruleset)


Run = Callable[[], Any]
Read = Callable[[Any], polars.DataFrame]
Prepare = Callable[[Task], tuple[Run, Read]]


def _polars(task: Task) -> tuple[Run, Read]:
    from peers import polars_expressions  # noqa: PLC0415  # one peer a process

    rules = task.rules
    polars_expressions.run(rules, task.frame.head(10), task.detail)

    return (
        lambda: polars_expressions.run(rules, task.frame, task.detail),
        _same,
    )


def _duckdb(task: Task) -> tuple[Run, Read]:
    from peers import duckdb_sql  # noqa: PLC0415  # one peer a process

    connection = duckdb_sql.load(task.frame)
    text = duckdb_sql.query(task.rules, task.detail)

    return lambda: duckdb_sql.run(connection, text), _from_arrow


def _numpy(task: Task) -> tuple[Run, Read]:
    from peers import arrays, numpy_arrays  # noqa: PLC0415  # one peer a process

    rules = task.rules
    columns = arrays.arrays_of(rules, task.frame)
    scorer = numpy_arrays.Scorer(rules)

    return (
        lambda: scorer.run(columns, task.detail),
        lambda results: results.frame(rules),
    )


def _c(task: Task) -> tuple[Run, Read]:
    from peers import arrays, compiled_c  # noqa: PLC0415  # one peer a process

    rules = task.rules
    columns = arrays.arrays_of(rules, task.frame)
    program = compiled_c.Program(rules, task.folder)

    return (
        lambda: program.run(columns, task.detail),
        lambda results: results.frame(rules),
    )


def _openfisca(task: Task) -> tuple[Run, Read]:
    from peers import arrays, openfisca_system  # noqa: PLC0415  # one peer a process

    rules = task.rules
    columns = openfisca_system.widened(arrays.arrays_of(rules, task.frame))
    system = openfisca_system.System(rules)

    return (
        lambda: system.run(columns, task.detail),
        openfisca_system.frame_of,
    )


def _table(task: Task) -> tuple[Run, Read]:
    from peers import frames  # noqa: PLC0415  # one peer a process

    ruleset: Any = task.ruleset
    frame = frames.arriving(ruleset.scheme, task.frame.lazy()).collect()
    ruleset.evaluate_table(frame.head(10), detail=task.detail)

    return (
        lambda: ruleset.evaluate_table(frame, detail=task.detail),
        lambda found: frames.answered(ruleset, found),
    )


def _pandas(task: Task) -> tuple[Run, Read]:
    from peers import frames  # noqa: PLC0415  # one peer a process

    ruleset: Any = task.ruleset
    arriving = frames.arriving(ruleset.scheme, task.frame.lazy()).collect()
    frame = arriving.to_pandas(use_pyarrow_extension_array=True)
    ruleset.evaluate_table(frame.head(10), detail=task.detail)

    return (
        lambda: ruleset.evaluate_table(frame, detail=task.detail),
        lambda found: frames.answered(ruleset, polars.from_pandas(found)),
    )


def _relation(task: Task) -> tuple[Run, Read]:
    import duckdb  # noqa: PLC0415  # one peer a process

    from peers import frames  # noqa: PLC0415  # one peer a process

    ruleset: Any = task.ruleset
    arriving = frames.arriving(ruleset.scheme, task.frame.lazy()).collect()
    relation = duckdb.from_arrow(arriving.to_arrow())

    def run() -> object:
        answer = ruleset.evaluate_table(relation, detail=task.detail)
        return answer.to_arrow_table()

    return (
        run,
        lambda found: frames.answered(ruleset, _from_arrow(found)),
    )


def _same(found: polars.DataFrame) -> polars.DataFrame:
    return found


def _from_arrow(found: object) -> polars.DataFrame:
    frame = polars.from_arrow(found)
    assert isinstance(frame, polars.DataFrame)

    return frame


OURS, OURS_PANDAS = "parrules", "parrules, pandas"
OURS_DUCKDB = "parrules, DuckDB"
POLARS, DUCKDB, C = "Polars", "DuckDB SQL", "C, a thread a core"
NUMPY, OPENFISCA = "NumPy, a thread a core", "OpenFisca-core"

CONTENDERS: Mapping[str, Prepare] = {
    C: _c,
    NUMPY: _numpy,
    POLARS: _polars,
    DUCKDB: _duckdb,
    OPENFISCA: _openfisca,
    OURS: _table,
    OURS_PANDAS: _pandas,
    OURS_DUCKDB: _relation,
}


def present() -> list[str]:
    """Return those that this machine and this library have."""
    from peers.compiled_c import compiler  # noqa: PLC0415  # one peer a process

    found = list(CONTENDERS)
    if compiler() is None:
        found.remove(C)
    if not hasattr(Ruleset, "evaluate_table"):
        for name in (OURS, OURS_PANDAS, OURS_DUCKDB):
            found.remove(name)

    return found


# -- from file to file --------------------------------------------------------


def _polars_files(
    ruleset: Ruleset, source: pathlib.Path, target: pathlib.Path
) -> None:
    from peers import polars_expressions  # noqa: PLC0415  # one peer a process

    polars_expressions.query(
        rules_of(ruleset), polars.scan_parquet(source), "points"
    ).sink_parquet(target)


def _duckdb_files(
    ruleset: Ruleset, source: pathlib.Path, target: pathlib.Path
) -> None:
    from peers import duckdb_sql  # noqa: PLC0415  # one peer a process

    duckdb_sql.copy(rules_of(ruleset), source, target)


def _table_files(
    ruleset: Any,  # noqa: ANN401  # may have no tables
    source: pathlib.Path,
    target: pathlib.Path,
) -> None:
    from parrules.tables import files  # noqa: PLC0415  # as `parrules table` does

    found = ruleset.evaluate_table(
        files.read_table(str(source)), detail="points", amounts="decimal"
    )
    files.write_table(found, str(target))


FILES: Mapping[str, Callable[[Ruleset, pathlib.Path, pathlib.Path], None]] = {
    POLARS: _polars_files,
    DUCKDB: _duckdb_files,
    OURS: _table_files,
}
