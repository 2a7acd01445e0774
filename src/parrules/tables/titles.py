"""What titles and labels belong to the codes and rules of an answer."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parrules.model import Title
from parrules.plan.nodes import Node, Plan
from parrules.tables.frames import Frame
from parrules.tables.packages import required


def titles_of(plan: Plan) -> Frame:
    """Return a frame of Polars to join: a row for each node and rule.

    ``code`` and ``rule`` are as in the answer; the first row of each node
    has no rule: titles join from these by ``code`` alone, labels from the
    others by both.  Then ``tree``, ``parent``, ``depth``, ``maximum``,
    ``quantum``, what 1 is worth where points are whole numbers, and
    titles and labels in both languages.
    """
    polars = required("polars")
    rows = [row for node in plan.nodes for row in _rows(node, plan)]
    kinds = {
        "depth": polars.Int64,
        "maximum": polars.Decimal(38, plan.places),
        "quantum": polars.Decimal(38, plan.places),
    }
    names = list(rows[0]) if rows else []

    return polars.DataFrame(
        {name: [row[name] for row in rows] for name in names},
        schema={name: kinds.get(name, polars.String) for name in names},
    )


def _rows(node: Node, plan: Plan) -> Iterator[dict[str, Any]]:
    criterion = node.criterion
    parent = None if node.parent < 0 else plan.nodes[node.parent].code
    head = {
        "code": node.code,
        "rule": None,
        "tree": node.tree,
        "parent": parent,
        "depth": criterion.depth,
        "maximum": criterion.maximum,
        "quantum": Decimal(1).scaleb(-plan.places),
        "title.vi": criterion.title.vi or None,
        "title.en": criterion.title.en or None,
        "label.vi": None,
        "label.en": None,
    }
    yield head
    for rule, label in _labels(node).items():
        yield {
            **head,
            "rule": rule,
            "label.vi": label.vi or None,
            "label.en": label.en or None,
        }


def _labels(node: Node) -> dict[str, Title]:
    found: dict[str, Title] = {}
    for result in node.results:
        found.setdefault(result.rule, result.label)
    for change in node.changes:
        found.setdefault(change.rule, change.label)

    return found
