"""What holds for every unit, as assertions that look for one that breaks it.

Each draws units with Hypothesis and, where one breaks the property, raises
with the smallest such unit as an ``[[example]]``.
"""

import functools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from parrules.engines import DEFAULT, ENGINES
from parrules.errors import FactError
from parrules.facts import Submission
from parrules.ruleset import Ruleset
from parrules.testing.directing import directed, less_and_more
from parrules.testing.faults import Json, exact, out_of_bounds, wrong_sums
from parrules.testing.pasting import example
from parrules.testing.strategies import submissions
from parrules.usage import hold_least, hold_whole, look_for

EXAMPLES = 100
"""Units that are drawn where nobody says how many."""


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

    def first(self, faults: Callable[[Json], Iterator[str]]) -> str:
        """Return the first fault of the document, or no words."""
        found = iter(()) if self.document is None else faults(self.document)

        return next(found, "")


Fault = tuple[str, tuple[_Scored, ...]]
"""What is wrong, and with which units; no words where nothing is."""

_NO_FAULT: Fault = ("", ())


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
    _search(ruleset, submissions(ruleset), _beyond_bounds, examples, seed)


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
    _search(ruleset, submissions(ruleset), _unlike_its_parts, examples, seed)


def assert_monotone(
    ruleset: Ruleset, *, examples: int = EXAMPLES, seed: int = 0
) -> None:
    """More of a fact that says ``more = "better"`` never lowers the total.

    Nor does more of one that says ``more = "worse"`` raise it. A ruleset
    without such facts has nothing to hold to.

    Args:
        ruleset: Whose units are drawn.
        examples: How many units; each is compared with one that has more or
            less, fact by fact.
        seed: Another one draws other units.

    Raises:
        AssertionError: With the smallest pair of units that breaks it.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")
    if directed(ruleset.plan):
        _search(
            ruleset,
            _with_chance(ruleset),
            _against_its_direction,
            examples,
            seed,
        )


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
    _search(ruleset, _with_chance(ruleset), _of_its_order, examples, seed)


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
    _search(ruleset, submissions(ruleset), _of_its_engine, examples, seed)


# -- what breaks a property ---------------------------------------------------


def _beyond_bounds(ruleset: Ruleset, submission: Submission) -> Fault:
    scored = _scored(ruleset, submission)
    what = scored.first(functools.partial(out_of_bounds, ruleset))

    return what, (scored,)


def _unlike_its_parts(ruleset: Ruleset, submission: Submission) -> Fault:
    scored = _scored(ruleset, submission)

    return scored.first(wrong_sums), (scored,)


def _against_its_direction(
    ruleset: Ruleset, submission: Submission, by: int
) -> Fault:
    """Compare totals with the direction that each fact declares."""
    for source in directed(ruleset.plan):
        pair = less_and_more(ruleset.plan, submission, source, by)
        if pair is None:
            continue
        less, more = (_scored(ruleset, each) for each in pair)
        before, after = _total(less.document), _total(more.document)
        if before is None or after is None:
            continue
        is_better = source.fact is not None and source.fact.more == "better"
        if after < before if is_better else after > before:
            word = "lowers" if is_better else "raises"
            return f"more of `{source.name}` {word} the total", (less, more)

    return _NO_FAULT


def _of_its_order(
    ruleset: Ruleset, submission: Submission, order: int
) -> Fault:
    names = list(submission.facts)
    random.Random(order).shuffle(names)  # noqa: S311  # chance, no secret
    facts = {name: submission.facts[name] for name in names}
    first = _scored(ruleset, submission)
    second = _scored(ruleset, attrs.evolve(submission, facts=facts))
    found = _difference(first, second)
    what = f"the order of facts matters: {found}" if found else ""

    return what, (first, second)


def _of_its_engine(ruleset: Ruleset, submission: Submission) -> Fault:
    first = _scored(ruleset, submission)
    for engine in ENGINES:
        found = _difference(first, _scored(ruleset, submission, engine))
        if found:
            return f"`{DEFAULT}` and `{engine}` differ: {found}", (first,)

    return _NO_FAULT


def _total(document: Json | None) -> Fraction | None:
    return None if document is None else exact(document["total"])


# -- searching ----------------------------------------------------------------


def _with_chance(
    ruleset: Ruleset,
) -> st.SearchStrategy[tuple[Submission, int]]:
    """Draw submissions, each with a number to choose by."""
    return st.tuples(submissions(ruleset), st.integers(0, 2**16))


def _search(
    ruleset: Ruleset,
    trials: st.SearchStrategy[Any],
    fault: Callable[..., Fault],
    examples: int,
    seed: int,
) -> None:
    """Look for the smallest trial with a fault.

    Args:
        ruleset: What is tried.
        trials: Submissions, or tuples that begin with one.
        fault: Takes the ruleset and what a trial holds.
        examples: How many trials.
        seed: Another one draws other trials.

    Raises:
        AssertionError: There is one.
    """
    hold_least("examples", examples, 1)
    hold_whole("seed", seed)

    def of(trial: Any) -> Fault:  # noqa: ANN401  # whatever is drawn
        held = trial if isinstance(trial, tuple) else (trial,)
        return fault(ruleset, *held)

    try:
        trial = find(
            trials,
            lambda drawn: bool(of(drawn)[0]),
            settings=settings(
                max_examples=examples,
                database=None,
                deadline=None,
                # To explain lines of ours takes long, and helps nobody.
                phases=(Phase.generate, Phase.shrink),
            ),
            random=random.Random(seed),  # noqa: S311  # chance, no secret
        )
    except NoSuchExample:
        return
    what, units = of(trial)
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


def _difference(first: _Scored, second: _Scored) -> str:
    """Return the first thing that differs, and how; else no words."""
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
