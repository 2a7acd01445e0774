"""Rulesets that no engine takes, found before anything else is looked at.

The other checks hold rows against rows: of so many, they would take too
long and say nothing more.
"""

from collections.abc import Iterator

from parrules.checking.rows import written_rows
from parrules.errors import Problem
from parrules.model import Criterion, Scheme

ROWS_PER_LEAF = 200
"""Choices, tiers or cases; and awards, deductions and exceptions."""

ROW_LIMIT = 4096
"""Criteria; and rows of all leaves."""

FACT_LIMIT = 2000
"""Facts and derived facts."""


def beyond_limits(scheme: Scheme) -> Iterator[Problem]:
    """Yield PAR903, PAR901 and PAR911 where *scheme* is too large."""
    facts = len(scheme.facts) + len(scheme.derived)
    if facts > FACT_LIMIT:
        paths = [each.path for each in scheme.facts]
        paths.extend(each.path for each in scheme.derived)
        yield _problem("PAR911", facts, FACT_LIMIT, paths[FACT_LIMIT])
    nodes = list(scheme.nodes())
    leaves = [(node, _sizes(node)) for node in nodes]
    rows = rows_of_leaves(scheme)
    if max(len(nodes), rows) > ROW_LIMIT:
        yield _problem("PAR901", max(len(nodes), rows), ROW_LIMIT)
    for node, sizes in leaves:
        if max(sizes) > ROWS_PER_LEAF:
            yield Problem(
                code="PAR903",
                path=node.path,
                arguments={
                    "criterion": node.code,
                    "count": str(max(sizes)),
                    "limit": str(ROWS_PER_LEAF),
                },
            )


def rows_of_leaves(scheme: Scheme) -> int:
    """Return how many rows all leaves have, and what is added to them."""
    return sum(sum(_sizes(node)) for node in scheme.nodes())


def _sizes(node: Criterion) -> tuple[int, int]:
    """Return how many rows the form of *node* has, and what it adds."""
    added = (node.awards, node.deductions, node.not_applicable)

    return len(written_rows(node)), sum(map(len, added))


def _problem(
    code: str, count: int, limit: int, path: tuple[str | int, ...] = ()
) -> Problem:
    return Problem(
        code=code,
        path=path,
        arguments={"count": str(count), "limit": str(limit)},
    )
