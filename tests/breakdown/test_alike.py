"""Mappings that share their keys are mappings like any other."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from parrules.breakdown.alike import Alike

Json = dict[str, Any]

NODE = {
    "code": "1.1",
    "title_vi": "Ban hành kế hoạch",
    "points": "0.5",
    "share": "100.00",
    "status": "scored",
    "channel": "document",
    "place": 'criteria."1.1"',
    "measure": None,
}
CHANGES: dict[str, Callable[[Json], object]] = {
    "a value": lambda each: each.update(points="9"),
    "a new key": lambda each: each.update(remark="?"),
    "a key less": lambda each: each.pop("code"),
    "another order": lambda each: each.update(code=each.pop("code")),
    "nothing left": lambda each: each.clear(),
}


def of(written: Json, *, others: int = 40) -> Json:
    """Return *written*, alike with *others*."""
    alike = Alike()
    for index in range(others):
        alike.made({**written, "code": str(index)})

    return alike.made(written)


@pytest.mark.parametrize("change", CHANGES)
def test_what_becomes_of_one_becomes_of_it_alone(change: str) -> None:
    """Whatever a caller does to a copy, it changes no other."""
    made, expected = of(NODE), dict(NODE)
    copied = made.copy()
    CHANGES[change](copied)
    CHANGES[change](expected)

    assert json.dumps(expected) == json.dumps(copied)
    assert json.dumps(NODE) == json.dumps(made) == json.dumps(made.copy())


def test_it_is_a_dict() -> None:
    """Not something that only behaves as one."""
    assert dict is type(of(NODE).copy())


@pytest.mark.skipif(
    sys.implementation.name != "cpython", reason="it is how CPython keeps them"
)
def test_a_copy_holds_values_alone() -> None:
    """It takes at most two thirds of what another mapping takes."""
    found = sys.getsizeof(of(NODE).copy())

    assert 3 * found <= 2 * sys.getsizeof(NODE.copy())
