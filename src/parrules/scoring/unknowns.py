"""What an award or a deduction costs where nobody knows of it (9)."""

from parrules.plan.nodes import Change, Node


def takes_all(change: Change, node: Node) -> bool:
    """Tell whether an unknown award takes all there is of a penalty (9).

    It may be any number of times more than that, so that no deduction
    gives anything back beside it.
    """
    is_unlimited = change.each is not None and change.at_most is None

    return (
        is_unlimited
        and change.sign > 0
        and node.is_leaf
        and node.tree == "penalty"
    )


def worst_of(change: Change, node: Node, most: int) -> int:
    """Return what an unknown award or deduction costs the unit most (9).

    A row that occurs once takes what it would take; one per occurrence its
    own limit, else *most*, which is all that there is.
    """
    if (change.sign > 0) != (node.tree == "penalty"):
        return 0
    limit = change.at_most
    if change.each is None:
        worst = change.amount if limit is None else min(change.amount, limit)
    else:
        worst = most if limit is None else limit

    return change.sign * worst
