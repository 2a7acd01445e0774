"""Whether `[changes]` say what became of every code of an older edition."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from parrules.cohort.links import links_of
from parrules.errors import Path, Problem, near
from parrules.model import Changes

if TYPE_CHECKING:
    from parrules.cohort.frameworks import Framework


def check_changes(
    before: "Framework", after: "Framework"
) -> Iterator[Problem]:
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


def _unsaid_news(
    after: "Framework", old: Mapping[str, None]
) -> Iterator[Problem]:
    """PAR804: a row is not in the older edition, and nothing says so."""
    assert after.changes is not None
    for node in after.nodes():
        if node.code in after.changes.was:
            continue
        missing = [
            each for each in after.changes.origin(node.code) if each not in old
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


def _unsaid_losses(
    before: "Framework", after: "Framework"
) -> Iterator[Problem]:
    """PAR805: a code of the older edition has no heir, and is not gone."""
    assert after.changes is not None
    inherited = {
        origin
        for node in after.nodes()
        for origin in after.changes.origin(node.code)
    }
    for node in before.nodes():
        if node.code in inherited or after.changes.is_gone(node.code):
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


def _overlapping(before: "Framework", after: "Framework") -> Iterator[Problem]:
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
        two.startswith(f"{one}.") for one, two in itertools.pairwise(ordered)
    )
