"""A ruleset and a submission, scored by every engine and by the oracle."""

import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import attrs

from conformance.agreement import differences, submission
from conformance.values import Node, Result
from engines.submitting import Facts
from oracle import oracle
from parrules.engines import ENGINES
from parrules.errors import FactError, RulesetError
from parrules.loading import parse_ruleset
from parrules.model import Cases, Criterion, Scheme
from parrules.ruleset import Ruleset
from parrules.testing.drawing import Drawing
from parrules.testing.faults import Json, exact, out_of_bounds, wrong_sums

SPOILED = 40
"""One of so many submissions holds what no ruleset accepts."""

_CODES = {"missing": "PAR309", "awaiting": "PAR310"}
_NOT_NEAR = 4
_PROVEN = 3


@attrs.frozen
class Pair:
    """Facts, those of them with a document, and whether one is nonsense."""

    facts: Facts
    proven: tuple[str, ...]
    is_spoiled: bool = False


def ruleset_of(text: str) -> Ruleset | None:
    """Return the ruleset of a text; `None` where an engine cannot hold it."""
    loaded = parse_ruleset(text, "random.toml")
    assert not loaded.problems, "\n".join(map(str, loaded.problems))
    assert loaded.scheme is not None
    try:
        return Ruleset(loaded.scheme)
    except RulesetError:
        return None


def pairs(ruleset: Ruleset, source: random.Random) -> Iterator[Pair]:
    """Yield submissions for ever, most of them near thresholds."""
    drawing = Drawing(ruleset.plan)
    names = [each.name for each in ruleset.scheme.facts]

    def pick(most: int) -> int:
        return source.randint(0, most)

    while True:
        facts: Facts = drawing.facts(
            lambda: pick, is_near=bool(pick(_NOT_NEAR))
        )
        proven = tuple(name for name in names if pick(_PROVEN))
        if facts and not pick(SPOILED - 1):
            name = source.choice(sorted(facts))
            spoiled = source.choice(["no such option", -(10**12), 0.5, None])
            yield Pair({**facts, name: spoiled}, proven, is_spoiled=True)
        else:
            yield Pair(facts, proven)


def disagreements(
    ruleset: Ruleset, pair: Pair, seen: Counter[str] | None = None
) -> list[str]:
    """Return where the engines and the oracle differ, and what is off.

    Args:
        ruleset: That of all.
        pair: What is scored.
        seen: Counts what was exercised.
    """
    counts: Counter[str] = Counter() if seen is None else seen
    expected = None
    if not pair.is_spoiled:
        expected = oracle(ruleset.scheme, pair.facts, pair.proven)
    found: list[str] = []
    for engine in ENGINES:
        outcome = _scored(ruleset, pair, engine)
        off = _off(ruleset, outcome, expected)
        found += (f"{engine}: {each}" for each in off)
        if engine == ENGINES[0]:
            counts.update(exercised(ruleset.scheme, outcome))
            counts.update(_of_facts(ruleset.scheme, pair))

    return found


def _scored(ruleset: Ruleset, pair: Pair, engine: str) -> Json | list[str]:
    """Return a breakdown as a document, or the problems, each with place."""
    handed_in = submission(pair.facts, pair.proven)
    try:
        return ruleset.evaluate(handed_in, engine=engine).to_dict()
    except FactError as error:
        # The oracle does not tell why a fact is missing.
        return [
            f"{each.arguments.get('criterion')} {each.code}".replace(
                "PAR312", "PAR309"
            )
            for each in error.problems
        ]


def _off(
    ruleset: Ruleset, outcome: Json | list[str], expected: Result | None
) -> Iterator[str]:
    if expected is None:
        if not isinstance(outcome, list):
            yield "nonsense was scored"
        return
    awaited = list(refused(ruleset.scheme, expected))
    if isinstance(outcome, list):
        if outcome != awaited:
            yield f"{outcome}, not {awaited}"
        return
    if awaited:
        yield f"{awaited} were not refused"
    yield from differences(result_in(outcome), expected)
    yield from out_of_bounds(ruleset, outcome)
    yield from wrong_sums(outcome)


def result_in(document: Json) -> Result:
    """Return everything in a document that evaluators must agree on."""
    nodes = {
        node["code"]: Node(
            node["status"],
            Fraction(node["points"]),
            Fraction(node["applicable"]),
            node["rule"],
        )
        for node in document["nodes"]
    }
    channels = {
        each["id"]: (Fraction(each["points"]), Fraction(each["applicable"]))
        for each in document["channels"]
    }
    grade = document["grade"]

    return Result(
        nodes,
        channels,
        exact(document["base"]),
        exact(document["bonus"]) or Fraction(0),
        exact(document["penalty"]) or Fraction(0),
        exact(document["total"]),
        None if grade is None else grade["id"],
        document["complete"],
    )


def refused(scheme: Scheme, expected: Result) -> Iterator[str]:
    """Yield what `missing = "refuse"` reports, in file order (S16.2)."""
    if scheme.policy.missing == "refuse":
        for leaf in scheme.leaves():
            status = expected.nodes[leaf.code].status
            if status in _CODES:
                yield f"{leaf.code} {_CODES[status]}"


# -- what was exercised ---------------------------------------------------


def _of_facts(scheme: Scheme, pair: Pair) -> Iterator[str]:
    for fact in scheme.facts:
        if fact.name in pair.facts:
            is_never = pair.facts[fact.name] == "never"
            yield f"fact given{', never' if is_never else ''}"
            if fact.evidence == "required" and fact.name not in pair.proven:
                yield "fact unevidenced"
        else:
            yield f"fact {'missing' if fact.default is None else 'default'}"
    for derived in scheme.derived:
        cases = "s by cases" if len(derived.cases) > 1 else ""
        term = derived.cases[0][1].term
        assert term is not None
        yield f"derived {term.type.kind}{cases}"


def exercised(scheme: Scheme, outcome: Json | list[str]) -> Iterator[str]:
    """Yield what of the language an outcome shows to have been at work."""
    policy = scheme.policy
    yield f"policy missing = {policy.missing}"
    yield f"policy unevidenced = {policy.unevidenced}"
    if isinstance(outcome, list):
        yield from (f"problem {each.split()[-1]}" for each in set(outcome))
        return
    forms = {leaf.code: form_of(leaf) for leaf in scheme.leaves()}
    for node in outcome["nodes"]:
        form = forms.get(node["code"], "inner node")
        yield f"{form}: {node['status']}"
    for entry in outcome["entries"]:
        yield f"entry {_kind(entry['rule'])}"
    yield from _of_the_whole(scheme, outcome)


def form_of(leaf: Criterion) -> str:
    """Return the name of a leaf's form."""
    form = leaf.form
    if form is None:
        return "awards alone" if leaf.awards else "deductions alone"
    if isinstance(form, Cases) and any(case.formula for case in form.cases):
        return "cases with formula"
    short = getattr(form, "is_short", None)
    size = {True: " short", False: " long", None: ""}[short]
    named = " named" if getattr(form, "named", None) else ""

    return type(form).__name__.lower() + size + named


def _kind(rule: str) -> str:
    """Return what kind of row a rule is of: ``#cap``, ``#award``, ``#row``."""
    name = rule.partition("#")[2].rstrip("0123456789").rstrip(".")

    return f"#{name}" if name else "#(position)"


def _of_the_whole(scheme: Scheme, document: Json) -> Iterator[str]:
    yield f"complete = {str(document['complete']).lower()}"
    yield f"rescale = {scheme.total.rescale}"
    yield f"rounding = {scheme.rounding}"
    if document["total"] is None:
        yield "no total"
    for each in document["adjustments"]:
        yield f"adjustment {each['rule'].partition(':')[0]}"
    grade = document["grade"] or {}
    if grade.get("ceiling"):
        yield "grade: ceiling"
    if grade.get("drops"):
        yield "grade: drop"
    if grade.get("by_published_total"):
        yield "grade: another by the published total"
