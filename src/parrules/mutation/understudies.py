"""Changed nodes, compiled together with the scheme that they come from.

Most mutants differ from their scheme in one node.  To compile a scheme for
each of them would mean to compile all other nodes a thousand times.  So all
changed nodes stand in one plan, below one node after all others, and take
the place of the node that they come from when their turn comes.  They share
its code, and so all that is submitted for it.
"""

from collections.abc import Mapping

import attrs

from parrules.model import Criterion, Scheme
from parrules.plan.compiling import compile_plan
from parrules.plan.nodes import Elimination, Node, Plan


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Understudies:
    """One plan, and changed nodes that can take a place in it.

    Attributes:
        plan: What the scheme means; its decisions include those of the
            changed nodes.
        nodes: The changed nodes, in the order in which they were given.
    """

    plan: Plan
    nodes: tuple[Node, ...]
    _positions: dict[str, int]

    def own(self, index: int) -> Node:
        """Return the node whose place a changed one takes."""
        return self.plan.nodes[self._positions[self.nodes[index].code]]

    def taking(self, index: int) -> Node:
        """Return a changed node where it belongs in the tree."""
        found, own = self.nodes[index], self.own(index)
        if own.children:
            # Of an inner node only its own deductions and its cap can change.
            return attrs.evolve(
                own, changes=found.changes, maximum=found.maximum
            )

        return attrs.evolve(found, parent=own.parent)

    def plan_with(self, index: int) -> Plan:
        """Return the plan in which one changed node has its place."""
        at = self._positions[self.nodes[index].code]
        nodes = self.plan.nodes

        return attrs.evolve(
            self.plan,
            nodes=(*nodes[:at], self.taking(index), *nodes[at + 1 :]),
        )


def understudies(
    scheme: Scheme, changed: tuple[Criterion, ...]
) -> Understudies | None:
    """Compile *scheme* together with *changed* nodes of it.

    Returns:
        `None` where one of them is too complex to be compiled.
    """
    plan, _ = compile_plan(_with_room(scheme, changed))
    if plan is None:
        return None
    # The changed nodes stand last, after the one that they are below.
    count = len(plan.nodes) - len(changed)
    own = plan.nodes[: count - 1]
    positions = {node.code: index for index, node in enumerate(own)}

    return Understudies(
        plan=attrs.evolve(
            plan,
            scheme=scheme,
            nodes=own,
            inputs=tuple(each for each in plan.inputs if each.node < len(own)),
            eliminations=_eliminations(plan, positions),
        ),
        nodes=plan.nodes[count:],
        positions=positions,
    )


def _with_room(scheme: Scheme, changed: tuple[Criterion, ...]) -> Scheme:
    """Return *scheme* with one more node, and the *changed* ones below it."""
    room = Criterion(
        code="",
        tree="penalty",
        maximum=scheme.maximum,
        # Those below an inner node stay where they are.
        children=tuple(attrs.evolve(each, children=()) for each in changed),
    )

    return attrs.evolve(scheme, penalty=(*scheme.penalty, room))


def _eliminations(
    plan: Plan, positions: Mapping[str, int]
) -> tuple[Elimination, ...]:
    """Return the knock-outs, each of the nodes that belong to the scheme."""
    return tuple(
        attrs.evolve(
            each,
            nodes=tuple(positions[code] for code in each.knock_out.criteria),
        )
        for each in plan.eliminations
    )
