"""A node that a breakdown does not have, and those that may be meant."""

from collections.abc import Iterable, Iterator, Mapping

from parrules.breakdown.texts import Json
from parrules.errors import Problem, near, near_input
from parrules.model.codes import printing

_MOST = 12
"""Codes that are listed; of more the commands show all."""


def printed_in(nodes: Iterable[Json]) -> dict[str, str]:
    """Return by code of *nodes* what the decision prints, often the code."""
    return {node["code"]: node["printed"] or node["code"] for node in nodes}


def no_such_node(code: str, printed: Mapping[str, str]) -> Problem:
    """Return PAR706: no node is called *code*.

    Args:
        code: What was asked for.
        printed: By code of all nodes what the decision prints.
    """
    arguments = {"code": code, "near": "", "codes": ""}
    short = code[:100]
    family = [each for each in printed if _above(each) == _home(code, printed)]
    leaf = _leaf_above(code, printed)
    if own := printing(code, printed):
        arguments["printed"] = own
    elif meant := near_input(short, printed):
        arguments["near"] = meant
    elif leaf:
        arguments["above"] = leaf
    elif meant := near(short, family):
        arguments["near"] = meant
    elif len(family) <= _MOST:
        arguments["codes"] = ", ".join(family)

    return Problem(code="PAR706", arguments=arguments)


def _above(code: str) -> str:
    return code.rpartition(".")[0]


def _prefixes(code: str) -> Iterator[str]:
    """Yield what stands above *code*, from below; at last nothing."""
    while code:
        code = _above(code)
        yield code


def _home(code: str, codes: Iterable[str]) -> str:
    """Return the nearest above *code* that has something below it."""
    homes = {_above(each) for each in codes}

    return next((each for each in _prefixes(code) if each in homes), "")


def _leaf_above(code: str, codes: Iterable[str]) -> str:
    """Return the leaf that *code* would lie below, if there is one."""
    known = frozenset(codes)
    found = next((each for each in _prefixes(code) if each in known), "")

    return "" if found in {_above(each) for each in known} else found
