"""Mappings that nobody can change, in all else as other mappings are."""

import copy
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
import pytest

import parrules
from parrules.records import ReadOnly, read_only

CHANGES: dict[str, Callable[[Any], object]] = {
    "item": lambda mapping: mapping.__setitem__("a", 2),
    "deletion": lambda mapping: mapping.__delitem__("a"),
    "in place": lambda mapping: mapping.__ior__({"b": 1}),
    "clear": lambda mapping: mapping.clear(),
    "pop": lambda mapping: mapping.pop("a"),
    "popitem": lambda mapping: mapping.popitem(),
    "setdefault": lambda mapping: mapping.setdefault("b", 1),
    "update": lambda mapping: mapping.update(b=1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_mapping_that_is_read_only_refuses_every_change(change: str) -> None:
    """With what Python raises where a mapping proxy is changed."""
    mapping = read_only({"a": 1})
    with pytest.raises(TypeError, match="read-only"):
        CHANGES[change](mapping)

    assert {"a": 1} == mapping


def test_a_mapping_that_is_read_only_is_a_mapping_in_all_else() -> None:
    """Compared, copied, pickled, merged, and written as JSON."""
    given = {"a": {"b": 1}}
    mapping = read_only(given)
    copies = [
        copy.copy(mapping),
        copy.deepcopy(mapping),
        pickle.loads(pickle.dumps(mapping)),  # noqa: S301  # our own
        json.loads(json.dumps(mapping)),
        {**mapping},
    ]

    assert [given] * len(copies) == copies
    assert mapping is read_only(mapping)
    assert [ReadOnly] * 4 == [
        type(each)
        for each in (*copies[:3], mapping["a"])  # what is in it, too
    ]


def test_what_it_was_made_of_may_be_changed() -> None:
    """It is a copy."""
    given = {"a": 1}
    mapping = read_only(given)
    given["a"] = 2

    assert {"a": 1} == mapping


def mutable(value: object) -> Iterator[str]:
    """Yield the types of all in a scheme that could be changed."""
    if isinstance(value, (dict, list, set)) and type(value) is not ReadOnly:
        yield type(value).__name__
    if isinstance(value, Mapping):
        for each in value.values():
            yield from mutable(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from mutable(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):  # type: ignore[arg-type]  # it is one of attrs
            yield from mutable(getattr(value, field.name))


@pytest.mark.parametrize("name", [each.name for each in parrules.rulesets()])
def test_nothing_of_a_scheme_can_be_changed(name: str) -> None:
    """A ruleset is frozen and shared between threads."""
    scheme = parrules.load(name).scheme

    assert [] == list(mutable(scheme))
    assert scheme == copy.deepcopy(scheme)
    assert scheme == pickle.loads(pickle.dumps(scheme))  # noqa: S301  # our own
