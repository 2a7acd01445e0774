"""Whether a document is a breakdown.

The published schema says it in full; this looks at what readers rely on.
"""

import re
from collections.abc import Mapping
from typing import Any

from parrules.errors import ParrulesError

SCHEMA = "parrules/breakdown/1"

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"-?[0-9]+")
_TABLES = ("ruleset", "unit")
_SUMS = ("total", "base", "bonus", "penalty")
_LISTS = ("adjustments", "channels", "evidence", "nodes")
_NODE_TEXTS = ("code", "tree", "status")
_NODE_POINTS = ("maximum", "applicable", "points")


def check_shape(document: object) -> None:
    """Look at *document*, which somebody calls a breakdown.

    Raises:
        ParrulesError: It has another schema, or a part of it is not there
            or not what it has to be; the message says which.
    """
    if not isinstance(document, Mapping):
        raise ParrulesError("a breakdown is a mapping, as `to_dict` writes it")
    found = document.get("schema")
    if found != SCHEMA:
        message = f"expected a document of {SCHEMA}, found {found!r}"
        raise ParrulesError(message)
    for key in _TABLES:
        _demand(isinstance(document.get(key), Mapping), key)
    for key in _SUMS:
        _check_sum(document, key)
    for key in _LISTS:
        _demand(isinstance(document.get(key), list), key)
    _demand(isinstance(document.get("complete"), bool), "complete")
    grade = document.get("grade")
    _demand(grade is None or isinstance(grade, Mapping), "grade")
    for index, node in enumerate(document["nodes"]):
        _check_node(node, f"nodes[{index}]")


def _demand(holds: bool, where: str) -> None:  # noqa: FBT001  # one question
    if not holds:
        message = f"no breakdown of {SCHEMA}: look at `{where}`"
        raise ParrulesError(message)


def _is_text(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _check_sum(document: Mapping[str, Any], key: str) -> None:
    _demand(key in document, key)
    value = document[key]
    if value is None:
        return
    _demand(isinstance(value, Mapping), key)
    _demand(_is_text(value.get("published"), _DECIMAL), f"{key}.published")
    exact = value.get("exact")
    _demand(isinstance(exact, Mapping), f"{key}.exact")
    for part in ("numerator", "denominator"):
        _demand(_is_text(exact.get(part), _WHOLE), f"{key}.exact.{part}")
    _demand(int(exact["denominator"]) > 0, f"{key}.exact.denominator")


def _check_node(node: object, where: str) -> None:
    _demand(isinstance(node, Mapping), where)
    assert isinstance(node, Mapping)
    for key in _NODE_TEXTS:
        _demand(isinstance(node.get(key), str), f"{where}.{key}")
    for key in _NODE_POINTS:
        _demand(_is_text(node.get(key), _DECIMAL), f"{where}.{key}")
    _demand(isinstance(node.get("title"), Mapping), f"{where}.title")
    _demand(isinstance(node.get("entries"), list), f"{where}.entries")
    for index, entry in enumerate(node["entries"]):
        place = f"{where}.entries[{index}]"
        _demand(isinstance(entry, Mapping), place)
        _demand(isinstance(entry.get("rule"), str), f"{place}.rule")
        _demand(_is_text(entry.get("amount"), _DECIMAL), f"{place}.amount")
        _demand(isinstance(entry.get("label"), Mapping), f"{place}.label")
        _demand(isinstance(entry.get("facts"), list), f"{place}.facts")
