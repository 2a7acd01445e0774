"""Facts by which a row decides its leaf, and shows that it does."""

from parrules.breakdown.views import Breakdown
from parrules.model import Trigger
from parrules.outcome import KNOCKED_OUT, SCORED
from parrules.plan.logic import Clauses
from parrules.plan.nodes import FACTS, Node, Result
from parrules.proving.claims import Witness
from parrules.proving.grounds import Grounds
from parrules.proving.regions import TooManyError, without
from parrules.proving.witnesses import Test
from parrules.proving.worlds import Search


def decided_by(node: Node, result: Result) -> Test:
    """Return the test that *result* decided the leaf *node*."""
    others = {each.rule for each in node.results}

    def holds(breakdown: Breakdown) -> bool:
        found = breakdown[node.code]
        rules = [entry.rule for entry in found.entries]
        if result.rule in rules:
            return True
        # Before awards, nothing is written of a last row that gives nothing.
        is_last = result is node.results[-1] and not result.points

        return (
            is_last
            and found.status == SCORED
            and others.isdisjoint(rules)
            and f"{node.code}#unevidenced" not in rules
        )

    return holds


def deciding(
    node: Node, result: Result, region: Clauses, grounds: Grounds
) -> tuple[Witness | None, Search]:
    """Return facts by which a row decides a leaf, and shows it."""
    own = _knocked_by(node, result, grounds)
    if own:
        # It leaves no entry of its own: what it knocks out is all there is.
        return grounds.find_shown(region, _are_out(own), node.code)
    witness, search = grounds.find_shown(
        region, decided_by(node, result), node.code
    )
    if witness is None and not search.is_empty:
        witness = grounds.bench.pooled(decided_by(node, result), node.code)
    if witness is None and search.reason == "not_reproduced":
        return _spared(node, result, region, grounds)

    return witness, search


def _spared(
    node: Node, result: Result, region: Clauses, grounds: Grounds
) -> tuple[Witness | None, Search]:
    """Look where the leaf is neither knocked out nor in a channel not held."""
    try:
        left = without(region, _overruled(node, grounds), grounds.scales.whole)
    except TooManyError:
        return None, Search(reason="too_many")
    witness, search = grounds.find_shown(
        left, decided_by(node, result), node.code
    )
    if search.is_empty:
        search = Search(is_empty=True, reason="always_overruled")

    return witness, search


def _overruled(node: Node, grounds: Grounds) -> Clauses:
    """Return where a leaf is knocked out, or its channel not held."""
    if node.tree != "criteria":
        return ()
    plan = grounds.plan
    above = {plan.position(node.code)}
    while (parent := plan.nodes[min(above)].parent) >= 0:
        above.add(parent)
    regions: Clauses = ()
    for each in plan.eliminations:
        if above.intersection(each.nodes):
            regions += _occurring(each.decision, grounds, unknown=True)
    if _is_held(node, grounds):
        held = plan.held[node.channel]
        regions += _occurring(held, grounds, unknown=False)
    codes = {plan.nodes[position].code for position in above}
    for other in plan.nodes:
        regions += _knocking(other, codes, grounds)

    return regions


def _is_held(node: Node, grounds: Grounds) -> bool:
    """Tell whether a leaf is in a channel that may not be held."""
    return node.channel >= 0 and grounds.plan.held[node.channel] >= 0


def _knocking(node: Node, codes: set[str], grounds: Grounds) -> Clauses:
    """Return where a row of a leaf knocks out one of *codes*, for certain."""
    if node.decision < 0 or _is_held(node, grounds):
        return ()
    if grounds.plan.decisions[node.decision].stage != FACTS:
        # It is decided too late to knock anything out (S5.10).
        return ()
    regions: Clauses = ()
    for place, result in enumerate(node.results):
        sanction = result.sanction
        if sanction is not None and codes.intersection(sanction.knock_out):
            form = node.criterion.form
            found = grounds.rows(node.decision)
            if found is None:
                raise TooManyError
            if place == len(found[0]):
                regions += found[1]
                continue
            true, unknown = found[0][place]
            regions += true
            if isinstance(form, Trigger):
                # What cannot be decided applies (S5.11).
                regions += unknown

    return regions


def _occurring(decision: int, grounds: Grounds, *, unknown: bool) -> Clauses:
    rows = grounds.rows(decision)
    if rows is None:
        raise TooManyError
    true, open_ = rows[0][0]

    return (*true, *open_) if unknown else true


def _knocked_by(
    node: Node, result: Result, grounds: Grounds
) -> tuple[str, ...]:
    """Return the codes that a row knocks out, if its leaf is below one."""
    if result.sanction is None:
        return ()
    codes = result.sanction.knock_out
    at = node
    while at.code not in codes:
        if at.parent < 0:
            return ()
        at = grounds.plan.nodes[at.parent]

    return codes


def _are_out(codes: tuple[str, ...]) -> Test:
    """Return the test that nodes with *codes* are knocked out."""

    def holds(breakdown: Breakdown) -> bool:
        return all(breakdown[code].status == KNOCKED_OUT for code in codes)

    return holds
