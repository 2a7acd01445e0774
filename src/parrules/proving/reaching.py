"""Rows that facts can reach, and values that no row, or two rows, take."""

from collections.abc import Iterator
from fractions import Fraction

from parrules.breakdown.views import Breakdown
from parrules.checking.rows import Row, rows_in
from parrules.errors import Path
from parrules.model import Cases, Criterion, Ladder, Tier
from parrules.outcome import KNOCKED_OUT
from parrules.plan.logic import ALWAYS, FIRST, Clauses, span
from parrules.plan.nodes import Change, Elimination, Node, Result
from parrules.points import plain
from parrules.proving.claims import Answer, Claim, Witness
from parrules.proving.deciding import decided_by, deciding
from parrules.proving.grounds import TOO_MANY, Grounds
from parrules.proving.regions import TooManyError, joined
from parrules.proving.witnesses import fires
from parrules.proving.worlds import Search

_GENERATED = ("none", "base")


def reached_claims(grounds: Grounds) -> Iterator[Claim]:
    """Yield for each row, award and knock-out whether facts can reach it."""
    for node in grounds.plan.nodes:
        if node.is_leaf:
            yield from _rows_in(node, grounds)
        for change in node.changes:
            yield _change(change, node, grounds)
    for elimination in grounds.plan.eliminations:
        yield _elimination(elimination, grounds)


def gap_claims(grounds: Grounds) -> Iterator[Claim]:
    """Yield for each ladder and all cases whether some row always holds."""
    for node in grounds.leaves():
        if isinstance(node.criterion.form, Ladder | Cases):
            yield _gap(node, grounds)


def overlap_claims(
    grounds: Grounds, unreached: frozenset[str]
) -> Iterator[Claim]:
    """Yield for each ladder whether two of its rows contradict each other.

    Args:
        grounds: Of the ruleset.
        unreached: Rules of rows that nothing reaches, of which that is
            enough to say.
    """
    for node in grounds.leaves():
        form = node.criterion.form
        if isinstance(form, Ladder):
            yield _overlap(node, form, unreached, grounds)


# -- rows --------------------------------------------------------------------


def _rows_in(node: Node, grounds: Grounds) -> Iterator[Claim]:
    rows = grounds.rows(node.decision) if node.decision >= 0 else ((), ALWAYS)
    rules = [result.rule for result in node.results]
    for place, result in enumerate(node.results):
        if _is_generated(result, node):
            continue
        about = result.rule
        if rules.count(about) > 1:
            # Exceptions of one leaf have one rule id.
            about = f"{about}.{rules[: place + 1].count(about)}"
        is_last = place == len(node.results) - 1
        search = TOO_MANY
        witness = None
        if rows is not None:
            region = rows[1] if is_last else rows[0][place][0]
            witness, search = deciding(node, result, region, grounds)
        yield _reached(
            about,
            witness,
            search,
            grounds,
            node=node.criterion,
            path=result.place,
        )


def _is_generated(result: Result, node: Node) -> bool:
    is_own = result.place == node.criterion.path

    return is_own and result.rule.partition("#")[2] in _GENERATED


def _reached(
    about: str,
    witness: Witness | None,
    search: Search,
    grounds: Grounds,
    *,
    node: Criterion | None = None,
    path: Path = (),
) -> Claim:
    if witness is not None:
        return grounds.claim(
            "reached", about, "proved", "reached", path=path, witness=witness
        )
    if search.is_empty:
        return grounds.claim(
            "reached",
            about,
            "broken",
            search.reason or "never_reached",
            node=node,
            code="PAR207",
            path=path,
        )

    return grounds.claim(
        "reached", about, "undecided", search.reason, path=path
    )


def _change(change: Change, node: Node, grounds: Grounds) -> Claim:
    rows = grounds.rows(change.decision)
    search, witness = TOO_MANY, None
    holds = fires(node.code, change.rule)
    if rows is not None:
        true, unknown = rows[0][0]
        if not node.is_leaf or node.tree == "penalty":
            # What is unknown is held against the unit, and occurs.
            true = (*true, *unknown)
        witness, search = _occurring(true, change, node, grounds)
    if witness is None and not search.is_empty:
        witness = grounds.bench.pooled(holds, node.code)

    return _reached(
        change.rule,
        witness,
        search,
        grounds,
        node=node.criterion,
        path=change.place,
    )


def _occurring(
    region: Clauses, change: Change, node: Node, grounds: Grounds
) -> tuple[Witness | None, Search]:
    """Return facts by which an award or deduction occurs and counts."""
    holds = fires(node.code, change.rule)
    search = grounds.find(region)
    if search.world is None or not node.is_leaf:
        return grounds.find_shown(region, holds, node.code)
    # A leaf shows its awards only where its base is known.
    rows = grounds.rows(node.decision) if node.decision >= 0 else ((), ALWAYS)
    if rows is None:
        return None, TOO_MANY
    treated = [bool(each.treatment) for each in node.results]
    bases = [each[0] for each in rows[0]]
    reason = ""
    for is_treated, base in zip(treated, (*bases, rows[1]), strict=True):
        if is_treated:
            continue
        try:
            both = joined(base, region)
        except TooManyError:
            return None, TOO_MANY
        witness, search = grounds.find_shown(both, holds, node.code)
        if witness is not None:
            return witness, search
        reason = reason or search.reason

    return None, Search(is_empty=not reason, reason=reason)


def _elimination(each: Elimination, grounds: Grounds) -> Claim:
    rows = grounds.rows(each.decision)
    path = each.knock_out.path
    if rows is None:
        return _reached(each.rule, None, TOO_MANY, grounds, path=path)
    search = grounds.find(rows[0][0][0])
    witness = None
    if search.world is not None:
        world = {**search.world, **_named(each, grounds)}
        witness = grounds.bench.shown(world, _knocks_out)
        search = Search(reason="not_reproduced")

    return _reached(each.rule, witness, search, grounds, path=path)


def _named(each: Elimination, grounds: Grounds) -> dict[int, object]:
    """Return codes for a knock-out that a fact names the nodes of."""
    if each.fact is None:
        return {}
    areas = (node for node in grounds.plan.nodes if node.tree == "criteria")
    position = next(
        source.position
        for source in grounds.plan.inputs
        if source.name == each.fact
    )

    return {position: tuple(node.code for node in areas)[:1]}


def _knocks_out(breakdown: Breakdown) -> bool:
    return any(node.status == KNOCKED_OUT for node in breakdown.values())


# -- gaps --------------------------------------------------------------------


def _gap(node: Node, grounds: Grounds) -> Claim:
    last = node.results[-1]
    about, criterion = node.code, node.criterion
    if not _is_generated(last, node):
        return grounds.claim(
            "gap", about, "proved", "has_otherwise", node=criterion
        )
    rows = grounds.rows(node.decision)
    if rows is None:
        return grounds.claim(
            "gap", about, "undecided", "too_many", node=criterion
        )
    witness, search = grounds.find_shown(
        rows[1], decided_by(node, last), node.code, known=True
    )
    if witness is None:
        answer, detail = _unbroken(search, "no_gap")
        return grounds.claim("gap", about, answer, detail, node=criterion)

    return grounds.claim(
        "gap",
        about,
        "broken",
        "falls_through",
        node=criterion,
        code="PAR205",
        witness=witness,
    )


def _unbroken(search: Search, detail: str) -> tuple[Answer, str]:
    """Return answer and detail where no facts that break it were found."""
    if search.is_empty:
        return "proved", detail

    return "undecided", search.reason


# -- overlaps ----------------------------------------------------------------


def _overlap(
    node: Node, form: Ladder, unreached: frozenset[str], grounds: Grounds
) -> Claim:
    about, criterion = node.code, node.criterion
    if form.is_short:
        return grounds.claim(
            "overlap", about, "proved", "is_short", node=criterion
        )
    doubt = ""
    for first, second, region in _shared(form, criterion, grounds):
        rule = f"{node.code}#{second.name}"
        if rule in unreached:
            continue
        witness, search = grounds.find_shown(
            region,
            fires(node.code, f"{node.code}#{first.name}"),
            node.code,
            known=True,
        )
        if witness is not None:
            return grounds.claim(
                "overlap",
                about,
                "broken",
                "both_hold",
                node=criterion,
                code="PAR206",
                arguments=_contradiction(first, second),
                witness=witness,
            )
        doubt = doubt or search.reason
    answer, detail = _unbroken(
        Search(is_empty=not doubt, reason=doubt), "no_overlap"
    )

    return grounds.claim("overlap", about, answer, detail, node=criterion)


def _contradiction(first: Row, second: Row) -> dict[str, str]:
    return {
        "row": first.name,
        "points": plain(first.points or 0),
        "other": second.name,
        "other_points": plain(second.points or 0),
    }


def _shared(
    form: Ladder, criterion: Criterion, grounds: Grounds
) -> Iterator[tuple[Row, Row, Clauses]]:
    """Yield pairs of rows that give different things, and where both hold."""
    assert form.measure.term is not None
    term = grounds.scales.definitions.inline(form.measure.term)
    cuts = sorted(
        {
            Fraction(bound)
            for tier in form.tiers
            for bound in (tier.bound, tier.upper)
            if bound is not None
        }
    )
    place = grounds.scales.add(term, cuts)
    rows = tuple(rows_in(criterion))
    covers = [_ordinals(tier, cuts) for tier in form.tiers]
    for later, row in enumerate(rows):
        for earlier in range(later):
            both = covers[later] & covers[earlier]
            if both and rows[earlier].effect != row.effect:
                yield rows[earlier], row, (((place, both),),)


def _ordinals(tier: Tier, cuts: list[Fraction]) -> int:
    first, last = FIRST, FIRST + 2 * len(cuts)
    if tier.bound is not None:
        at = cuts.index(Fraction(tier.bound))
        first = FIRST + 2 * at + 1 + int(tier.strict)
    if tier.upper is not None:
        at = cuts.index(Fraction(tier.upper))
        last = FIRST + 2 * at + 1 - int(tier.upper_strict)

    return span(first, last)
