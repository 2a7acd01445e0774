"""What holds for every unit, as assertions that look for one that breaks it.

Each draws units with Hypothesis and, where one breaks the property, raises
with the smallest such unit as an ``[[example]]``.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from parrules.engines import DEFAULT, ENGINES
from parrules.errors import FactError
from parrules.facts import Submission
from parrules.model import TREES, Tree
from parrules.ruleset import Ruleset
from parrules.testing.directing import directed, raised
from parrules.testing.drawing import Drawing
from parrules.testing.pasting import example
from parrules.testing.strategies import submissions

EXAMPLES = 100
"""Units that are drawn where nobody says how many."""

Json = dict[str, Any]
_SUMS = ("PAR201", "PAR202", "PAR208")
_ZERO = Fraction(0)


@attrs.frozen
class _Scored:
    """What became of a submission: a document, or codes of problems."""

    submission: Submission
    document: Json | None
    problems: tuple[str, ...] = ()

    def expected(self) -> Mapping[str, object]:
        """Return what an example would expect to get the same."""
        if self.document is None:
            return {"problems": list(self.problems)}
        total = self.document["total"]

        return {} if total is None else {"total": Decimal(total["published"])}


Fault = tuple[str, tuple[_Scored, ...]]
"""What is wrong, and with which units; no words where nothing is."""


def assert_bounds(
    ruleset: Ruleset, *, examples: int = EXAMPLES, seed: int = 0
) -> None:
    """Every node earns 0 … A … M, and totals stay within their bounds.

    Also, the entries of each node sum to its points.

    Args:
        ruleset: Whose units are drawn.
        examples: How many.
        seed: Another one draws other units.

    Raises:
        AssertionError: With the smallest unit that breaks it.
    """

    def fault(submission: Submission) -> Fault:
        scored = _scored(ruleset, submission)
        return _first(_out_of_bounds(ruleset, scored.document)), (scored,)

    _search(ruleset, submissions(ruleset), fault, examples, seed)


def assert_total_is_sum(
    ruleset: Ruleset, *, examples: int = EXAMPLES, seed: int = 0
) -> None:
    """The total is exactly its areas and adjustments; so are its parts.

    Bonus and penalty are the sums of their areas, and a channel that of its
    leaves and of what inner nodes within it changed.

    Args:
        ruleset: Whose units are drawn.
        examples: How many.
        seed: Another one draws other units.

    Raises:
        AssertionError: With the smallest unit that breaks it.
    """

    def fault(submission: Submission) -> Fault:
        scored = _scored(ruleset, submission)
        return _first(_wrong_sums(scored.document)), (scored,)

    _search(ruleset, submissions(ruleset), fault, examples, seed)


def assert_monotone(
    ruleset: Ruleset, *, examples: int = EXAMPLES, seed: int = 0
) -> None:
    """More of a fact that says ``more = "better"`` never lowers the total.

    Nor does more of one that says ``more = "worse"`` raise it. A ruleset
    without such facts has nothing to hold to.

    Args:
        ruleset: Whose units are drawn.
        examples: How many pairs.
        seed: Another one draws other units.

    Raises:
        AssertionError: With the smallest pair of units that breaks it.
    """
    facts = directed(ruleset.plan)
    if not facts:
        return
    pairs = st.tuples(
        submissions(ruleset),
        st.sampled_from(facts),
        st.integers(0, 2**16),
    )

    def fault(drawn: Any) -> Fault:  # noqa: ANN401  # of three kinds
        submission, source, by = drawn
        other = raised(ruleset.plan, submission, source, by)
        if other is None:
            return "", ()
        first, second = (_scored(ruleset, s) for s in (submission, other))
        before, after = _total(first.document), _total(second.document)
        if before is None or after is None:
            return "", ()
        fact = source.fact
        is_better = fact is not None and fact.more == "better"
        if after >= before if is_better else after <= before:
            return "", ()
        word = "lowers" if is_better else "raises"
        what = f"more of `{source.name}` {word} the total"
        return what, (first, second)

    _search(ruleset, pairs, fault, examples, seed)


def assert_order_free(
    ruleset: Ruleset, *, examples: int = EXAMPLES, seed: int = 0
) -> None:
    """Facts in any order give the same breakdown.

    Args:
        ruleset: Whose units are drawn.
        examples: How many.
        seed: Another one draws other units.

    Raises:
        AssertionError: With the smallest unit that breaks it.
    """
    orders = st.tuples(submissions(ruleset), st.integers(0, 2**16))

    def fault(drawn: tuple[Submission, int]) -> Fault:
        submission, order = drawn
        names = list(submission.facts)
        random.Random(order).shuffle(names)  # noqa: S311  # chance, no secret
        facts = {name: submission.facts[name] for name in names}
        first = _scored(ruleset, submission)
        second = _scored(ruleset, attrs.evolve(submission, facts=facts))
        found = _difference(first, second)
        what = f"the order of facts matters: {found}" if found else ""
        return what, (first, second)

    _search(ruleset, orders, fault, examples, seed)


def assert_engines_agree(
    ruleset: Ruleset, *, examples: int = EXAMPLES, seed: int = 0
) -> None:
    """All engines give the same breakdown, and each gives it every time.

    Args:
        ruleset: Whose units are drawn.
        examples: How many.
        seed: Another one draws other units.

    Raises:
        AssertionError: With the smallest unit that breaks it.
    """

    def fault(submission: Submission) -> Fault:
        first = _scored(ruleset, submission)
        for engine in ENGINES:
            found = _difference(first, _scored(ruleset, submission, engine))
            if found:
                return f"`{DEFAULT}` and `{engine}` differ: {found}", (first,)
        return "", ()

    _search(ruleset, submissions(ruleset), fault, examples, seed)


# -- searching ----------------------------------------------------------------


def _search(
    ruleset: Ruleset,
    trials: st.SearchStrategy[Any],
    fault: Callable[[Any], Fault],
    examples: int,
    seed: int,
) -> None:
    """Look for the smallest trial with a fault.

    Raises:
        AssertionError: There is one.
    """
    try:
        trial = find(
            trials,
            lambda drawn: bool(fault(drawn)[0]),
            settings=settings(
                max_examples=examples, database=None, deadline=None
            ),
            random=random.Random(seed),  # noqa: S311  # chance, no secret
        )
    except NoSuchExample:
        return
    what, units = fault(trial)
    raise AssertionError(_report(ruleset, what, units))


def _report(ruleset: Ruleset, what: str, units: Iterable[_Scored]) -> str:
    found = [
        example(
            ruleset.plan,
            f"{what} ({number})" if number > 1 else what,
            each.submission,
            each.expected(),
        )
        for number, each in enumerate(units, 1)
    ]
    head = (
        f"{ruleset.id}: {what}\n"
        "the smallest unit found, with what came out; paste it into the "
        "ruleset and correct what is expected:\n"
    )

    return "\n".join([head, *found])


def _scored(
    ruleset: Ruleset, submission: Submission, engine: str = DEFAULT
) -> _Scored:
    try:
        document = ruleset.evaluate(submission, engine=engine).to_dict()
    except FactError as error:
        codes = tuple(problem.code for problem in error.problems)
        return _Scored(submission, None, codes)
    del document["engine"]

    return _Scored(submission, document)


def _first(found: Iterator[str]) -> str:
    return next(found, "")


def _difference(first: _Scored, second: _Scored) -> str:
    """Return the first thing that differs, and how; nothing if all is equal."""
    if sorted(first.problems) != sorted(second.problems):
        return f"{first.problems}, not {second.problems}"
    one, two = first.document or {}, second.document or {}
    for node, other in zip(
        one.get("nodes", ()), two.get("nodes", ()), strict=False
    ):
        for key, value in node.items():
            if value != other[key]:
                return f"{node['code']} {key}: {value}, not {other[key]}"
    for key, value in one.items():
        if value != two[key]:
            return f"{key}: {value}, not {two[key]}"

    return ""


# -- what is wrong with one document -------------------------------------------


def _exact(amount: Json | None) -> Fraction | None:
    if amount is None:
        return None
    exact = amount["exact"]

    return Fraction(int(exact["numerator"]), int(exact["denominator"]))


def _total(document: Json | None) -> Fraction | None:
    return None if document is None else _exact(document["total"])


def _points(node: Json) -> Fraction:
    return Fraction(node["points"])


def _out_of_bounds(ruleset: Ruleset, document: Json | None) -> Iterator[str]:
    if document is None:
        return
    for node in document["nodes"]:
        earned, most = _points(node), Fraction(node["applicable"])
        if not 0 <= earned <= most <= Fraction(node["maximum"]):
            yield (
                f"criterion `{node['code']}` earns {node['points']} of "
                f"{node['applicable']} of {node['maximum']}"
            )
        amounts = (Fraction(each["amount"]) for each in node["entries"])
        summed = sum(amounts, _ZERO)
        if summed != earned:
            yield (
                f"the entries of `{node['code']}` sum to {summed}, not to "
                f"its points, {node['points']}"
            )
    yield from _totals_out_of_bounds(ruleset, document)


def _totals_out_of_bounds(ruleset: Ruleset, document: Json) -> Iterator[str]:
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {
        "bonus": (_ZERO, _maxima(ruleset, "bonus")),
        "penalty": (_ZERO, _maxima(ruleset, "penalty")),
        "total": (
            _bound(ruleset.scheme.total.at_least),
            _bound(ruleset.scheme.total.at_most),
        ),
    }
    found = {problem.code for problem in ruleset.problems}
    if found.isdisjoint(_SUMS):
        bounds["base"] = (_ZERO, Fraction(ruleset.scheme.maximum))
    for name, (low, high) in bounds.items():
        value = _exact(document[name])
        if value is None:
            continue
        if (low is not None and value < low) or (
            high is not None and value > high
        ):
            yield f"the {name} is {value}, out of {low} … {high}"


def _maxima(ruleset: Ruleset, tree: Tree) -> Fraction:
    areas = ruleset.scheme.areas(tree)

    return sum((Fraction(area.maximum) for area in areas), _ZERO)


def _bound(bound: Decimal | None) -> Fraction | None:
    return None if bound is None else Fraction(bound)


def _wrong_sums(document: Json | None) -> Iterator[str]:
    if document is None:
        return
    areas = {
        tree: sum(
            (
                _points(node)
                for node in document["nodes"]
                if node["parent"] is None and node["tree"] == tree
            ),
            _ZERO,
        )
        for tree in TREES
    }
    adjusted = (_exact(each["amount"]) for each in document["adjustments"])
    changed = sum((each for each in adjusted if each is not None), _ZERO)
    sums = {
        "total": areas["criteria"] + changed,
        "bonus": areas["bonus"],
        "penalty": areas["penalty"],
    }
    for name, summed in sums.items():
        value = _exact(document[name])
        if value is not None and value != summed:
            yield f"the {name} is {value}, and its parts sum to {summed}"
    yield from _wrong_channels(document)


def _wrong_channels(document: Json) -> Iterator[str]:
    nodes = [each for each in document["nodes"] if each["tree"] == "criteria"]
    below: dict[str, list[Json]] = {}
    for node in nodes:
        if node["parent"] is not None:
            below.setdefault(node["parent"], []).append(node)

    def lies_in(node: Json, channel: str) -> bool:
        children = below.get(node["code"])
        if children is None:
            return bool(node["channel"] == channel)
        return all(lies_in(child, channel) for child in children)

    def own(node: Json) -> Fraction:
        children = below.get(node["code"], ())
        return _points(node) - sum(map(_points, children), _ZERO)

    for channel in document["channels"]:
        parts = (own(node) for node in nodes if lies_in(node, channel["id"]))
        summed = sum(parts, _ZERO)
        if summed != Fraction(channel["points"]):
            yield (
                f"channel `{channel['id']}` has {channel['points']} points, "
                f"and its parts sum to {summed}"
            )
