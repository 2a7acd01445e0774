"""The proof of a ruleset: every claim, in file order within each kind."""

from collections.abc import Callable, Iterator, Mapping

from parrules.errors import Problem
from parrules.proving.bounding import leaf_claims
from parrules.proving.claims import Claim, Proof
from parrules.proving.climbing import Climber
from parrules.proving.directing import direction_claims
from parrules.proving.grading import Grades
from parrules.proving.grounds import Grounds
from parrules.proving.overflowing import size_claims
from parrules.proving.reaching import (
    gap_claims,
    overlap_claims,
    reached_claims,
)
from parrules.proving.totalling import Totals
from parrules.ruleset import Ruleset
from parrules.usage import look_for


def prove(ruleset: Ruleset) -> Proof:
    """Show for all facts within their bounds what holds of *ruleset*.

    Args:
        ruleset: Loaded, and so without errors that nobody acknowledged.

    Returns:
        Claims that are proved, that are broken by facts which the ruleset
        was evaluated with, or that are not decided; the same on every
        machine.

    Raises:
        EngineError: PAR907, the rules engine is not installed.
    """
    look_for("plan", "ruleset", ruleset, "Ruleset")
    grounds = Grounds(ruleset)
    claims = tuple(_claims(grounds))

    return Proof(
        ruleset=ruleset.id,
        digest=ruleset.digest,
        claims=claims,
        problems=tuple(_problems(claims, grounds)),
    )


def _claims(grounds: Grounds) -> Iterator[Claim]:
    climber = Climber(grounds)
    totals = Totals(grounds, climber)
    reached = tuple(reached_claims(grounds))
    unreached = frozenset(
        claim.about for claim in reached if claim.answer == "broken"
    )
    yield from leaf_claims(grounds)
    yield from totals.inner_claims()
    yield totals.total_claim()
    yield from reached
    yield from Grades(grounds, climber, totals).claims()
    yield from gap_claims(grounds)
    yield from overlap_claims(grounds, unreached)
    yield from direction_claims(grounds, climber)
    yield from size_claims(grounds)


def _problems(
    claims: tuple[Claim, ...], grounds: Grounds
) -> Iterator[Problem]:
    """Yield PAR912, and for what is broken the codes that no check reports."""
    if grounds.solver.is_absent:
        yield Problem(code="PAR912", severity="warning")
    for claim in claims:
        if claim.is_bad and claim.code in _REPORTED:
            yield _REPORTED[claim.code](claim)


def _total_leaves(claim: Claim) -> Problem:
    return Problem(
        code="PAR228",
        severity="warning",
        path=claim.path,
        arguments={
            "totals": claim.arguments["totals"],
            "maximum": claim.arguments["maximum"],
            "bounds": claim.arguments["bounds"],
        },
    )


def _goes_against(claim: Claim) -> Problem:
    return Problem(
        code="PAR229",
        severity="warning",
        path=claim.path,
        arguments={
            "fact": claim.arguments["fact"],
            "criterion": claim.arguments["criterion"],
            "more": claim.arguments["more"],
        },
    )


def _grows(claim: Claim) -> Problem:
    return Problem(
        code="PAR906",
        severity="warning",
        path=claim.path,
        arguments={
            "criterion": claim.about,
            "value": claim.arguments["value"],
        },
    )


_REPORTED: Mapping[str | None, Callable[[Claim], Problem]] = {
    "PAR228": _total_leaves,
    "PAR229": _goes_against,
    "PAR906": _grows,
}
"""Of what is broken, the problems that no check reports."""
