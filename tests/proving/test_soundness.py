"""What is proved of any ruleset is never refuted by any facts."""

import functools
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from engines.strategies import DAYS, numbered
from parrules.breakdown.views import Breakdown
from parrules.checking import check_scheme
from parrules.facts import Evidence, Submission
from parrules.loading import parse_ruleset
from parrules.model import Scheme
from parrules.proving.claims import Claim, Proof
from parrules.proving.prover import prove
from parrules.ruleset import Ruleset

pytest.importorskip("z3")

VALUES: dict[str, list[Any]] = {
    "a": [True, False],
    "b": [True, False],
    "c": [True, False],
    "held": [True, False],
    "n": [0, 1, 2, 3, 4, 50, 10**9],
    "m": [0, 1, 2, 3, 4, 100],
    "p": [0, Decimal("49.99"), 50, Decimal("50.01"), 100],
    "x": [-5, -2, Decimal("-0.05"), 0, Decimal("0.25"), 2, 5],
    "d": [*DAYS, "never"],
    "e": [*DAYS, "never"],
    "t": [[0, 0, 0], [1, 0, 0], [0, 2, 1], [1, 1, 1], [2, 0, 2], [0, 0, 1]],
    "g": ["low", "high"],
    "z": [[], ["1"], ["1.2"], ["2.1.1", "3"]],
    "1.1": ["yes", "no"],
    "2.1.1": ["yes", "none", "void"],
}
RAISED = ("n", "m", "x", "p", "a", "d")
NUMBERS = (0, 1, 2, 4, 5)
"""Rulesets that are proved; more of them were while this was built."""


def scheme_of(number: int) -> Scheme:
    """Return a ruleset without sense, whose facts have directions."""
    text = numbered(number)
    for place, name in enumerate(RAISED):
        more = "better" if number >> place & 1 else "worse"
        text = text.replace(
            f"\n{name} = {{ ", f'\n{name} = {{ more = "{more}", ', 1
        )
    loaded = parse_ruleset(text, "random.toml")
    assert loaded.scheme is not None

    return loaded.scheme


@functools.cache
def proof_of(number: int) -> tuple[Ruleset, Proof]:
    """Return a ruleset and its proof, which takes a second or more."""
    ruleset = Ruleset(scheme_of(number))

    return ruleset, prove(ruleset)


def submissions(source: random.Random) -> Iterator[dict[str, Any]]:
    """Yield facts, some of them missing."""
    for absence in (0, 0, 0, 0.1, 0.4) * 6:
        yield {
            name: source.choice(values)
            for name, values in VALUES.items()
            if source.random() >= absence
        }


def refuted(
    proof: Proof, scheme: Scheme, facts: dict[str, Any], found: Breakdown
) -> Iterator[str]:
    """Yield the claims that *facts* show to be wrong."""
    rules = {
        entry.rule for node in found.values() for entry in node.entries
    } | {f"grade:{found.grade}"}
    refuses = scheme.policy.unevidenced == "refuse"
    for claim in proof.claims:
        about = claim.about
        if claim.kind == "reached" and claim.answer == "broken":
            if about in rules:
                yield claim.id
        elif claim.answer != "proved":
            continue
        elif claim.detail in ("never_clamped", "parts_fit"):
            if f"{about}#cap" in rules:
                yield claim.id
        elif claim.detail == "total_fits":
            total = found.total_exact
            if total is not None and not 0 <= total <= scheme.maximum:
                yield claim.id
        elif (
            claim.kind == "gap"
            and f"{about}#none" in rules
            and not refuses
            and len(facts) == len(VALUES)
        ):
            yield claim.id


def goes_wrong(
    claim: Claim, ruleset: Ruleset, facts: dict[str, Any], value: object
) -> bool:
    """Tell whether raising a fact to *value* refutes a direction."""
    name, code = claim.about.split(":")
    pair = (facts, {**facts, name: value})
    before, after = (ruleset.evaluate(each) for each in pair)
    sign = 1 if claim.arguments["more"] == "better" else -1
    if code == "total":
        one, two = before.total_exact, after.total_exact
        return one is not None and two is not None and sign * two < sign * one
    if code == "grade":
        ids = [grade.id for grade in ruleset.scheme.grades]
        if None in (before.grade, after.grade):
            return False
        ranks = [-ids.index(str(each.grade)) for each in (before, after)]
        return sign * ranks[1] < sign * ranks[0]
    if before[code].tree == "penalty":
        sign = -sign

    return bool(sign * after[code].points < sign * before[code].points)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_proved_is_never_refuted(number: int) -> None:
    """Bounds, rows, gaps and totals hold for facts drawn at random."""
    ruleset, proof = proof_of(number)
    scheme = ruleset.scheme
    source = random.Random(number)  # noqa: S311  # chance, not secrets
    supports = tuple(VALUES)[: number % 12]
    evidence = (Evidence(supports=supports),) if supports else ()
    wrong = [
        (each, facts)
        for facts in submissions(source)
        for each in refuted(
            proof,
            scheme,
            facts,
            ruleset.evaluate(Submission(facts=facts, evidence=evidence)),
        )
    ]

    assert [] == wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_directions_that_are_proved_are_never_refuted(number: int) -> None:
    """Raising a fact moves nothing against what is declared."""
    ruleset, proof = proof_of(number)
    claims = [claim for claim in proof.proved if claim.kind == "direction"]
    source = random.Random(number)  # noqa: S311  # chance, not secrets
    wrong = []
    for facts in submissions(source):
        for claim in claims:
            name = claim.about.split(":")[0]
            now = facts.get(name, "never")
            higher = [
                value
                for value in VALUES[name]
                if "never" not in (now, value) and value > now
            ]
            if higher and goes_wrong(
                claim, ruleset, facts, source.choice(higher)
            ):
                wrong.append((claim.id, facts))

    assert [] == wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_facts_that_break_something_do_so_when_they_are_scored(
    number: int,
) -> None:
    """Points, rule and total of every witness come out once more."""
    ruleset, proof = proof_of(number)
    wrong = []
    for claim in proof.claims:
        for witness in (claim.witness, claim.raised):
            if witness is None:
                continue
            named = witness.evidence
            evidence = (Evidence(supports=named),) if named else ()
            found = ruleset.evaluate(
                Submission(facts=witness.facts, evidence=evidence)
            )
            again = {code: str(found[code].points) for code in witness.points}
            total = None if found.total is None else str(found.total)
            if (again, total) != (dict(witness.points), witness.total):
                wrong.append(claim.id)

    assert [] == wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_what_the_checker_calls_unreachable_is_never_proved_reached(
    number: int,
) -> None:
    """PAR207 is certain: no facts are found for such a row."""
    ruleset, proof = proof_of(number)
    paths = {
        problem.path
        for problem in check_scheme(ruleset.scheme)
        if problem.code == "PAR207"
    }
    wrong = [
        claim.id
        for claim in proof.proved
        if claim.kind == "reached" and claim.path in paths
    ]

    assert [] == wrong
