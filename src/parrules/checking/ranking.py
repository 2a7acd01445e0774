"""What `[ranking]` compares, and what `[changes]` says of older codes."""

from collections.abc import Iterator

from parrules.checking.scope import Scope
from parrules.cohort import declared
from parrules.errors import Problem, near
from parrules.model import CHANNEL, FACT

_NUMBERS = ("count", "number", "percent")


def compared_by_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR801: `order` names a channel or a number that is not declared."""
    scheme = scope.scheme
    channels = [f"{CHANNEL}{channel.id}" for channel in scheme.channels]
    facts = [
        f"{FACT}{fact.name}" for fact in scheme.facts if fact.type in _NUMBERS
    ]
    broken = [f"{FACT}{fact.name}" for fact in scheme.facts if fact.broken]
    ranking = scheme.ranking
    for position, name in enumerate(ranking.order if ranking else ()):
        known = facts if name.startswith(FACT) else channels
        if not name.startswith((FACT, CHANNEL)) or name in (*known, *broken):
            continue
        yield Problem(
            code="PAR801",
            path=("ranking", "order", position),
            arguments={
                "value": name,
                "known": ", ".join(known) or "—",
                "near": near(name, known),
            },
        )


def unranked_by_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR802: `unranked` looks at what nothing says of a unit."""
    return declared.unranked_by_the_unknown(scope.scheme)


def change_of_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR412: `was` speaks of a code that this edition does not have."""
    return declared.change_of_the_unknown(scope.scheme)


def gone_and_still_there(scope: Scope) -> Iterator[Problem]:
    """PAR806: a code is said to be gone, and a row says that it was it."""
    return declared.gone_and_still_there(scope.scheme)
