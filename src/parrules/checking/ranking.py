"""What `[ranking]` compares, and what `[changes]` says of older codes."""

from collections.abc import Iterable, Iterator, Mapping

from parrules.checking.scope import Scope
from parrules.cohort.links import is_gone, links_of, origin_of
from parrules.cohort.standings import CHANNEL, FACT
from parrules.errors import Path, Problem
from parrules.expression.typing import near
from parrules.model import Changes, Scheme

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
                arguments={
                    "value": key,
                    "known": ", ".join(known),
                    "near": likely,
                },
            )


def change_of_the_unknown(scope: Scope) -> Iterator[Problem]:
    """PAR412: `was` speaks of a code that this edition does not have."""
    changes = scope.scheme.changes
    codes = {node.code: None for node in scope.scheme.nodes()}
    for code in changes.was if changes else ():
        if code not in codes:
            yield Problem(
                code="PAR412",
                path=("changes", "was", code),
                offset=-1,
                arguments={
                    "key": "was",
                    "value": code,
                    "near": near(code, codes),
                },
            )


def gone_and_still_there(scope: Scope) -> Iterator[Problem]:
    """PAR806: a code is said to be gone, and a row says that it was it."""
    changes = scope.scheme.changes
    if changes is None:
        return
    heirs: dict[str, str] = {}
    for node in scope.scheme.nodes():
        for origin in origin_of(node.code, changes):
            heirs.setdefault(origin, node.code)
    for position, code in enumerate(changes.gone):
        if code in heirs:
            yield Problem(
                code="PAR806",
                path=("changes", "gone", position),
                arguments={"value": code, "criterion": heirs[code]},
            )


# -- with the older edition at hand ------------------------------------------


def check_changes(before: Scheme, after: Scheme) -> Iterator[Problem]:
    """Yield what is wrong with `[changes]`, with the older edition at hand.

    Args:
        before: The edition that ``since`` names.
        after: The one whose ``[changes]`` are looked at.
    """
    assert after.changes is not None
    old = {node.code: None for node in before.nodes()}
    yield from _unknown_origins(after.changes, old)
    yield from _unsaid_news(after, old)
    yield from _unsaid_losses(before, after)
    yield from _overlapping(before, after)


def _unknown_origins(
    changes: Changes, old: Mapping[str, None]
) -> Iterator[Problem]:
    """PAR803: a code that the older edition does not have."""
    named: list[tuple[Path, str]] = [
        (("changes", "was", code, *([place] if len(origin) > 1 else [])), each)
        for code, origin in changes.was.items()
        for place, each in enumerate(origin)
    ]
    named += [
        (("changes", "gone", place), code)
        for place, code in enumerate(changes.gone)
    ]
    for path, code in named:
        if code not in old:
            yield Problem(
                code="PAR803",
                path=path,
                arguments={
                    "value": code,
                    "since": changes.since,
                    "near": near(code, old),
                },
            )


def _unsaid_news(after: Scheme, old: Mapping[str, None]) -> Iterator[Problem]:
    """PAR804: a row is not in the older edition, and nothing says so."""
    assert after.changes is not None
    for node in after.nodes():
        if node.code in after.changes.was:
            continue
        missing = [
            each
            for each in origin_of(node.code, after.changes)
            if each not in old
        ]
        if missing:
            yield Problem(
                code="PAR804",
                path=node.path,
                arguments={
                    "criterion": node.code,
                    "origin": missing[0],
                    "since": after.changes.since,
                },
            )


def _unsaid_losses(before: Scheme, after: Scheme) -> Iterator[Problem]:
    """PAR805: a code of the older edition has no heir, and is not gone."""
    assert after.changes is not None
    inherited = {
        origin
        for node in after.nodes()
        for origin in origin_of(node.code, after.changes)
    }
    for node in before.nodes():
        if node.code in inherited or is_gone(node.code, after.changes):
            continue
        yield Problem(
            code="PAR805",
            path=("changes",),
            arguments={
                "criterion": node.code,
                "title": node.title.text() or node.code,
                "since": after.changes.since,
            },
        )


def _overlapping(before: Scheme, after: Scheme) -> Iterator[Problem]:
    """PAR807: nodes that are compared as one lie in one another."""
    trees = {node.code: node.tree for node in before.nodes()}
    trees_now = {node.code: node.tree for node in after.nodes()}
    for link in links_of(before, after):
        kinds = {trees[code] for code in link.before}
        kinds |= {trees_now[code] for code in link.after}
        nested = _nested(link.before) or _nested(link.after)
        if link.after and (nested or len(kinds) > 1):
            yield Problem(
                code="PAR807",
                path=("changes", "was", link.after[0]),
                arguments={
                    "before": ", ".join(link.before),
                    "after": ", ".join(link.after),
                },
            )


def _nested(codes: Iterable[str]) -> bool:
    ordered = sorted(codes, key=lambda code: code.split("."))

    return any(
        two.startswith(f"{one}.")
        for one, two in zip(ordered, ordered[1:], strict=False)
    )
