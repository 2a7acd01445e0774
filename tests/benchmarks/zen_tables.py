"""A ruleset for zen-engine: a table for each leaf, or one expression node.

It is as easy on zen as can be: dates arrive as day numbers, months are added
beforehand, nothing is missing, and no totals are asked for.
"""

import calendar
import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import zen

from parrules.expression.terms import Term
from parrules.model import Cases, Choices, Criterion, Ladder, Scheme, Tier
from parrules.plan.leaves import points_in
from parrules.points import plain

KEY = "table"
NOTHING_TO_DIVIDE_BY = "-1"
NEVER = 0
"""No day has this number, and none is at or before it."""

Row = tuple[str, str]
Evaluate = Callable[[dict[str, object]], Mapping[str, Any]]


def evaluate_function(scheme: Scheme) -> Evaluate:
    """Return zen's fastest way to score *scheme*: facts → points by leaf."""
    content = zen.ZenDecisionContent(json.dumps(graph(scheme)))
    engine = zen.ZenEngine({"loader": lambda _: content})

    return lambda facts: engine.evaluate(KEY, facts)["result"]


def traced_function(scheme: Scheme) -> Evaluate:
    """Return zen's fastest way to score *scheme* and say how: with trace.

    One expression node computes all leaves; its trace shows what went into
    the node and what came out.
    """
    content = zen.ZenDecisionContent(json.dumps(expression_graph(scheme)))
    engine = zen.ZenEngine({"loader": lambda _: content})

    return lambda facts: engine.evaluate(KEY, facts, {"trace": True})["result"]


def expression_function(scheme: Scheme) -> Evaluate:
    """Return the same expression node without trace."""
    content = zen.ZenDecisionContent(json.dumps(expression_graph(scheme)))
    engine = zen.ZenEngine({"loader": lambda _: content})

    return lambda facts: engine.evaluate(KEY, facts)["result"]


def graph(scheme: Scheme) -> dict[str, object]:
    """Return the decision graph: input, a table for each leaf, output."""
    derived = _derived(scheme)

    return _graph(
        [
            _table(leaf, *_rows(scheme, leaf, derived))
            for leaf in scheme.leaves("criteria")
        ]
    )


def expression_graph(scheme: Scheme) -> dict[str, object]:
    """Return the decision graph: input, one expression node, output."""
    derived = _derived(scheme)
    expressions = [
        {"id": key, "key": key, "value": text}
        for leaf in scheme.leaves("criteria")
        for key, text in _expressions(leaf, *_rows(scheme, leaf, derived))
    ]

    return _graph(
        [
            {
                "id": "leaves",
                "name": "leaves",
                "type": "expressionNode",
                "content": {"expressions": expressions},
            }
        ]
    )


def _derived(scheme: Scheme) -> dict[str, Term]:
    return {
        each.name: each.cases[0][1].term
        for each in scheme.derived
        if each.cases[0][1].term is not None
    }


def _graph(inner: list[dict[str, Any]]) -> dict[str, object]:
    """Return a graph of nodes that stand side by side."""
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target}
        for node in inner
        for source, target in (("in", node["id"]), (node["id"], "out"))
    ]

    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            *inner,
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [{**edge, "type": "edge"} for edge in edges],
    }


def name_of(code: str) -> str:
    """Return the name by which zen knows an answer, and a leaf's points."""
    return "c" + code.replace(".", "_")


def zen_facts(
    scheme: Scheme, facts: Mapping[str, object]
) -> dict[str, object]:
    """Return *facts* as zen takes them most easily."""
    written: dict[str, object] = {
        name_of(name) if name[0].isdigit() else name: _value(value)
        for name, value in facts.items()
    }
    for fact in scheme.facts:
        if fact.default is not None:
            written.setdefault(fact.name, _value(fact.default))
    for name, value in facts.items():
        if isinstance(value, datetime.date):
            written[f"{name}_plus_1"] = _next_month(value).toordinal()

    return written


def _value(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.toordinal()
    if isinstance(value, tuple):
        return list(value)

    return NEVER if value == "never" else value


def _next_month(day: datetime.date) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month, 12)
    last = calendar.monthrange(year, month + 1)[1]

    return datetime.date(year, month + 1, min(day.day, last))


# -- tables -------------------------------------------------------------------


def _table(
    leaf: Criterion, field: str | None, rows: list[Row]
) -> dict[str, Any]:
    column = {"id": "i", "name": "i"}
    if field is not None:
        column["field"] = field
    name = name_of(leaf.code)

    return {
        "id": name,
        "name": name,
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "first",
            "inputs": [column],
            "outputs": [{"id": "o", "name": "o", "field": name}],
            "rules": [
                {"_id": f"{name}-{index}", "i": condition, "o": points}
                for index, (condition, points) in enumerate(rows)
            ],
        },
    }


def _rows(
    scheme: Scheme, leaf: Criterion, derived: Mapping[str, Term]
) -> tuple[str | None, list[Row]]:
    """Return what a leaf's table looks at, and its rows."""
    form = leaf.form
    if isinstance(form, Choices):
        choices = (
            form.choices if form.named is None else scheme.answers[form.named]
        )
        return name_of(leaf.code), [
            (f"'{choice.id}'", plain(points_in(leaf, choice)))
            for choice in choices
        ]
    if isinstance(form, Cases):
        return None, [
            (
                "" if case.when is None else _text(case.when.term, derived),
                plain(points_in(leaf, case)),
            )
            for case in form.cases
        ]
    assert isinstance(form, Ladder), f"no table for {leaf.code}"

    return _measure(form, derived), list(_tiers(leaf, form))


def _measure(form: Ladder, derived: Mapping[str, Term]) -> str:
    term = form.measure.term
    assert term is not None
    text = _text(term, derived)
    divisors = [
        _text(each.args[1], derived)
        for each in term.walk()
        if each.op == "div"
    ]
    divisors += [
        f"sum({each.value[0]})"
        for each in term.walk()
        if each.op == "share" and isinstance(each.value, tuple)
    ]
    for divisor in divisors:
        text = f"{divisor} == 0 ? {NOTHING_TO_DIVIDE_BY} : {text}"

    return text


def _tiers(leaf: Criterion, form: Ladder) -> Iterator[Row]:
    if leaf.if_none is not None:
        full = plain(leaf.maximum) if leaf.if_none == "full" else "0"
        yield NOTHING_TO_DIVIDE_BY, full
    for tier in form.tiers:
        yield _interval(tier), plain(points_in(leaf, tier))
    yield "", "0"


def _interval(tier: Tier) -> str:
    parts = []
    if tier.bound is not None:
        parts.append(f"{'>' if tier.strict else '>='} {plain(tier.bound)}")
    if tier.upper is not None:
        sign = "<" if tier.upper_strict else "<="
        parts.append(f"{sign} {plain(tier.upper)}")

    return " and ".join(parts)


def _expressions(
    leaf: Criterion, field: str | None, rows: list[Row]
) -> Iterator[tuple[str, str]]:
    """Yield name and text of a leaf's points, and of its measure before.

    A measure is computed once, and compared row by row.
    """
    name = name_of(leaf.code)
    subject = name
    if field not in (None, name):
        assert field is not None
        subject = f"m{name}"
        yield subject, field
        subject = f"$.{subject}"
    text = ""
    for condition, points in rows:
        if not condition:
            text += points
            break
        text += f"{_test(subject, condition, is_whole=field is None)} ? "
        text += f"{points} : "
    else:
        text += "0"
    yield name, text


def _test(subject: str, condition: str, *, is_whole: bool) -> str:
    """Return a row's condition as an expression."""
    if is_whole:
        return condition
    if condition[0] in "<>":
        parts = condition.split(" and ")
        return " and ".join(f"{subject} {part}" for part in parts)

    return f"{subject} == {condition}"


# -- expressions --------------------------------------------------------------


def _text(term: Term | None, derived: Mapping[str, Term]) -> str:
    """Write a typed term in zen's language."""
    assert term is not None
    value = term.value
    if term.op == "derived":
        return f"({_text(derived[str(value)], derived)})"
    if term.op == "mul" and term.args[1].op == "div":
        # 100 · a ÷ b, multiplied first: so its decimals are exact on bounds.
        part, whole = term.args[1].args
        factor = _text(term.args[0], derived)
        return f"{factor} * {_text(part, derived)} / {_text(whole, derived)}"
    if term.op == "share":
        assert isinstance(value, tuple)
        tally, positions = value
        chosen = " + ".join(f"{tally}[{index}]" for index in positions)
        return f"100 * ({chosen}) / sum({tally})"
    if term.op == "add_months":
        assert term.args[1].value == 1
        return f"{term.args[0].value}_plus_1"
    args = [_text(part, derived) for part in term.args]
    texts: dict[str, Callable[[], str]] = {
        "fact": lambda: str(value),
        "const": lambda: _constant(value),
        "never": lambda: str(NEVER),
        "order": lambda: f"{args[0]} {value} {args[1]}",
        "compare": lambda: f"{args[0]} {value} {args[1]}",
        "and": lambda: " and ".join(args),
        "or": lambda: " or ".join(args),
        "min": lambda: f"min([{', '.join(args)}])",
    }

    return texts[term.op]()


def _constant(value: object) -> str:
    assert isinstance(value, Fraction | Decimal | int)

    return plain(value)
