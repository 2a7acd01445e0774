"""What became of the codes of an older edition: who is whose heir.

Numbers in brackets are those of the normative page *semantics*.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

from parrules.cohort.frameworks import Framework, Node
from parrules.model import Changes, Tree

Kind = Literal[
    "kept", "renamed", "merged", "split", "regrouped", "new", "gone"
]


@attrs.frozen(kw_only=True)
class Link:
    """Nodes of two editions that are compared with one another.

    Attributes:
        before: Codes in the older edition, in its order; none of what is
            new.
        after: Codes in this edition; none of what is gone.
        is_leaf: Whether all of them are scored themselves.
        is_finest: Whether nothing finer is compared: in one of the years
            all of them are scored themselves, or nothing below them stands
            in both.  Of these are the greatest gains and losses (S20.10).
    """

    kind: Kind
    tree: Tree
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_leaf: bool
    is_finest: bool


def links_of(before: Framework, after: Framework) -> tuple[Link, ...]:
    """Return who is compared with whom, in the order of this edition.

    What is gone comes last, in the order of the older edition.

    Args:
        before: The older edition; the same one for two years of it.
        after: Its ``[changes]`` say what became of the codes; between two
            years of one edition nothing has.
    """
    old = {node.code: node for node in before.nodes()}
    new = {node.code: node for node in after.nodes()}
    ancestry = ancestry_of(before, after, old)
    linked = list(_linked(ancestry))
    named = {code for codes, _ in linked for code in codes}
    linked += [((code,), ()) for code in old if code not in named]
    # What stands in both years, by its codes in the older and in this one.
    both = [link for link in linked if all(link)]
    compared = tuple(
        {code for link in both for code in link[year]} for year in (0, 1)
    )

    return tuple(
        _link(
            tuple(node for code, node in old.items() if code in codes),
            tuple(node for code, node in new.items() if code in heirs),
            compared,
        )
        for codes, heirs in linked
    )


def ancestry_of(
    before: Framework, after: Framework, old: Mapping[str, object]
) -> dict[str, tuple[str, ...]]:
    """Return by code of *after* its codes in the older edition (S20.5).

    Codes that *old* does not have are left out.
    """
    is_another = (before.id, before.edition) != (after.id, after.edition)
    changes = (is_another and after.changes) or Changes(since="")

    return {
        node.code: tuple(
            code
            for code in changes.origin(node.code)
            if code in old and not changes.is_gone(code)
        )
        for node in after.nodes()
    }


def _linked(
    ancestry: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield codes of both editions that hang together, older ones first."""
    heirs: dict[str, list[str]] = {}
    for code, origin in ancestry.items():
        for each in origin:
            heirs.setdefault(each, []).append(code)
    seen: set[str] = set()
    for code in ancestry:
        if code in seen:
            continue
        before: dict[str, None] = {}
        after = {code: None}
        waiting = [code]
        while waiting:
            for older in ancestry[waiting.pop()]:
                if older in before:
                    continue
                before[older] = None
                fresh = [each for each in heirs[older] if each not in after]
                after.update(dict.fromkeys(fresh))
                waiting.extend(fresh)
        seen.update(after)
        yield tuple(before), tuple(after)


def _link(
    before: tuple[Node, ...],
    after: tuple[Node, ...],
    compared: tuple[set[str], ...],
) -> Link:
    years = before, after
    codes = tuple(tuple(node.code for node in nodes) for nodes in years)
    is_finest = any(
        all(node.is_leaf for node in nodes) for nodes in years
    ) or not any(
        below.code in known
        for nodes, own, known in zip(years, codes, compared, strict=True)
        for node in nodes
        for below in node.walk()
        if below.code not in own
    )

    return Link(
        kind=_kind(*codes),
        tree=(after or before)[0].tree,
        before=codes[0],
        after=codes[1],
        is_leaf=all(node.is_leaf for node in before + after),
        is_finest=is_finest,
    )


def _kind(before: tuple[str, ...], after: tuple[str, ...]) -> Kind:
    """Return what happened (S20.6)."""
    if not before:
        return "new"
    if not after:
        return "gone"
    if len(before) > 1:
        return "merged" if len(after) == 1 else "regrouped"
    if len(after) > 1:
        return "split"

    return "kept" if before == after else "renamed"
