"""What `[ranking]` compares, and what `[changes]` says of older codes."""

from collections.abc import Iterator

from parrules.checking.scope import Scope
from parrules.cohort import declared
from parrules.errors import Problem, near
from parrules.model import CHANNEL, FACT

_NUMBERS = ("count", "number", "percent")
_OF_EVERY_UNIT = ("id", "name", "block", "level")


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
    """PAR802: `unranked` looks at what nothing says of a unit.

    A facts file may say anything of a unit, so a name is doubted only where
    facts about the unit are declared, or where it is near to a known one.
    """
    ranking = scope.scheme.ranking
    declared = [
        fact.name.removeprefix("unit.")
        for fact in scope.scheme.facts
        if fact.name.startswith("unit.")
    ]
    known = dict.fromkeys((*_OF_EVERY_UNIT, *declared))
    for key in ranking.unranked if ranking else ():
        name = key.removeprefix("unit.")
        likely = near(name, known)
        if name not in known and (declared or likely):
            yield Problem(
                code="PAR802",
                severity="warning",
                path=("ranking", "unranked", key),
                offset=-1,
                arguments={
                    "value": key,
                    "known": ", ".join(known),
                    "near": likely,
                },
            )


def change_of_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR412: `was` speaks of a code that this edition does not have."""
    return declared.change_of_the_unknown(scope.scheme)


def gone_and_still_there(scope: Scope) -> Iterator[Problem]:
    """PAR806: a code is said to be gone, and a row says that it was it."""
    return declared.gone_and_still_there(scope.scheme)
