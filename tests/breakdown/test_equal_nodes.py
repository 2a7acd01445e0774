"""A node of a breakdown is a value, as all else is."""

import copy
import pickle

import pytest

from parrules.facts import Submission
from reporting.samples import DILIGENT, TROUBLED, small


def test_a_node_is_equal_to_itself_however_it_was_come_by() -> None:
    """Looked up twice, of an equal unit, pickled, and copied."""
    breakdown = small().evaluate(DILIGENT)
    code = next(iter(breakdown))
    node = breakdown[code]
    others = [
        breakdown[code],
        small().evaluate(DILIGENT)[code],
        pickle.loads(pickle.dumps(node)),  # noqa: S301  # our own
        copy.deepcopy(breakdown)[code],
    ]

    assert [node] * 4 == others


def test_nodes_of_which_something_else_is_shown_differ() -> None:
    """Another unit, another node, or no node."""
    breakdown, other = map(small().evaluate, (DILIGENT, TROUBLED))
    first, second, *_ = breakdown
    node = breakdown[first]

    assert node not in [other[first], breakdown[second], first]


def test_a_node_has_no_hash() -> None:
    """Its equality is by value, and its facts are no keys."""
    breakdown = small().evaluate(DILIGENT)
    with pytest.raises(TypeError, match="unhashable"):
        hash(breakdown[next(iter(breakdown))])


def test_a_breakdown_is_shown_on_one_line() -> None:
    """Whatever a unit is called."""
    unit = Submission(facts={}, unit={"id": "a\nb"})
    shown = repr(small().evaluate(unit))

    assert 1 == len(shown.splitlines())
