"""A failing ruleset and submission, made small and written as a case.

Parts of the file are left out, one after the other, as long as what is left
is a ruleset and still fails.
"""

import copy
import functools
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import tomli

from conformance.agreement import submission
from conformance.values import Result
from engines.pairing import Pair, disagreements, refused, ruleset_of
from oracle import oracle
from parrules.checking import check_scheme
from parrules.checking.acknowledging import ACKNOWLEDGED_ERRORS
from parrules.errors import FactError, RulesetError
from parrules.loading import parse_ruleset
from parrules.ruleset import Ruleset
from parrules.testing.drawing import Drawing
from parrules.testing.pasting import written

Document = dict[str, Any]
Path = tuple[str | int, ...]
_HARMLESS = (*ACKNOWLEDGED_ERRORS, "PAR222", "PAR507")
_TREES = ("criteria", "bonus", "penalty")
_EXPRESSIONS = ("when", "value", "requires", "formula", "measure", "each")
_NODE = ("status", "points", "applicable", "rule")


def shrunk(text: str, pair: Pair) -> tuple[str, Pair]:
    """Return the smallest ruleset and submission found that still fail."""

    def fails(document: Document, tried: Pair) -> bool:
        ruleset = _sound(toml_of(document))
        if ruleset is None:
            return False
        asked = _asked(ruleset, tried)
        if not _fits(ruleset, asked):
            return False
        return bool(disagreements(ruleset, asked))

    document = tomli.loads(text, parse_float=Decimal)
    before = None
    while before != (document, pair):
        before = (document, pair)
        document = _smaller(document, pair, fails)
        pair = _fewer_facts(pair, functools.partial(fails, document))

    return toml_of(document), pair


def _sound(text: str) -> Ruleset | None:
    """Return a ruleset in which no more is wrong than in random ones."""
    loaded = parse_ruleset(text, "random.toml")
    if loaded.problems or loaded.scheme is None:
        return None
    for problem in check_scheme(loaded.scheme):
        if problem.severity == "error" and problem.code not in _HARMLESS:
            return None
    try:
        return Ruleset(loaded.scheme)
    except RulesetError:
        return None


def _asked(ruleset: Ruleset, pair: Pair) -> Pair:
    """Return what of a pair a ruleset asks for; the rest is left out."""
    names = {source.name for source in ruleset.plan.inputs}
    facts = {key: pair.facts[key] for key in pair.facts if key in names}
    proven = tuple(name for name in pair.proven if name in names)

    return attrs.evolve(pair, facts=facts, proven=proven)


def _fits(ruleset: Ruleset, pair: Pair) -> bool:
    """Tell whether facts are still facts of a ruleset, nonsense or not."""
    is_accepted = Drawing(ruleset.plan).is_accepted(pair.facts)

    return is_accepted != pair.is_spoiled


def _fewer_facts(pair: Pair, fails: Callable[[Pair], bool]) -> Pair:
    for name in tuple(pair.facts):
        facts = {key: pair.facts[key] for key in pair.facts if key != name}
        tried = attrs.evolve(pair, facts=facts)
        pair = tried if fails(tried) else pair
    for name in pair.proven:
        proven = tuple(each for each in pair.proven if each != name)
        tried = attrs.evolve(pair, proven=proven)
        pair = tried if fails(tried) else pair

    return pair


def _smaller(
    document: Document, pair: Pair, fails: Callable[[Document, Pair], bool]
) -> Document:
    # Whole nodes first: what goes with them need not be tried by itself.
    paths = tuple(_paths(document))
    nodes = [path for path in paths if _is_node(path)]
    for path in (*nodes, *reversed(paths)):
        for change in _changes(path, document):
            tried = copy.deepcopy(document)
            change(tried)
            if fails(tried, pair):
                document = tried
                break

    return document


def _is_node(path: Path) -> bool:
    return path[0] in _TREES and len(path) == len(("tree", "code"))


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401  # any TOML
    if path:
        yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _paths(below, (*path, key))
    if isinstance(value, list):
        for position, below in enumerate(value):
            yield from _paths(below, (*path, position))


def _changes(
    path: Path, document: Document
) -> Iterator[Callable[[Document], None]]:
    """Yield ways to make what stands at *path* smaller."""

    def at(tried: Document) -> Any:  # noqa: ANN401  # any TOML
        for key in path[:-1]:
            tried = tried[key]  # type: ignore[index]  # keys and positions
        return tried

    def without(tried: Document) -> None:
        del at(tried)[path[-1]]

    def put(value: str) -> Callable[[Document], None]:
        def change(tried: Document) -> None:
            at(tried)[path[-1]] = value

        return change

    try:
        text = at(document)[path[-1]]
    except (KeyError, IndexError):
        # It went with what stood above it.
        return
    if _is_node(path):
        yield lambda tried: _prune(tried, str(path[0]), str(path[1]))
    yield without
    if path[-1] in _EXPRESSIONS and text not in ("true", "false"):
        yield from map(put, ("true", "false"))


def _prune(document: Document, tree: str, code: str) -> None:
    """Take a node out, and from all above it what it could earn.

    Maxima then add up as they did; a node without children goes, too.
    """
    nodes: Document = document[tree]
    for each in tuple(nodes):
        if each == code or each.startswith(f"{code}."):
            del nodes[each]
    while code:
        code = code.rpartition(".")[0]
        below = [
            node.get("maximum", 0)
            for each, node in nodes.items()
            if each.rpartition(".")[0] == code
        ]
        if not code and tree == "criteria":
            document["ruleset"]["maximum"] = sum(below)
        elif code and below:
            nodes[code]["maximum"] = sum(below)
        elif code:
            del nodes[code]


def toml_of(document: Document) -> str:
    """Write a ruleset: a table or array of tables for each key at the top."""
    lines = []
    for key, value in document.items():
        if isinstance(value, dict):
            lines.append(f"[{key}]")
            lines += (f"{written(k)} = {written(v)}" for k, v in value.items())
        elif isinstance(value, list):
            for row in value:
                lines.append(f"[[{key}]]")
                lines += (f"{k} = {written(v)}" for k, v in row.items())
        else:
            lines.append(f"{key} = {written(value)}")

    return "\n".join(lines) + "\n"


def case_of(text: str, pair: Pair, found: list[str]) -> str:
    """Return a file for ``tests/conformance`` that holds the failing case."""
    comments = "".join(f"# {each}\n" for each in found)
    ruleset = ruleset_of(text)
    assert ruleset is not None
    expect: Document = {"problems": _problems(ruleset, pair)}
    if expect["problems"] == []:
        result = oracle(ruleset.scheme, pair.facts, pair.proven)
        expect = _expected(result)

    return (
        "# Found by tests/engines/differential.py. What is expected is what\n"
        "# the oracle says: work it out by hand, and name the sentence that\n"
        "# says so in place of S0.8, which all that is found here breaks.\n"
        f"{comments}schema = 1\n\n[[case]]\n"
        'name = "found at random"\nsentence = ["S0.8"]\n'
        f"ruleset = '''\n{text}'''\n"
        f"facts = {written(pair.facts)}\n"
        f"evidence = {written(pair.proven)}\n"
        f"expect = {written(expect)}\n"
    )


def _problems(ruleset: Ruleset, pair: Pair) -> list[str]:
    """Return the codes of what is refused; of nonsense at least one."""
    if not pair.is_spoiled:
        result = oracle(ruleset.scheme, pair.facts, pair.proven)
        return [each.split()[-1] for each in refused(ruleset.scheme, result)]
    try:
        ruleset.outcome(submission(pair.facts, pair.proven))
    except FactError as error:
        return [each.code for each in error.problems]

    return ["PAR302"]


def _expected(result: Result) -> Document:
    expect = {
        name: _shown(getattr(result, name))
        for name in ("total", "base", "grade", "complete")
    }
    nodes = {
        code: {name: _shown(getattr(node, name)) for name in _NODE}
        for code, node in result.nodes.items()
    }

    return {**expect, "nodes": nodes}


def _shown(value: object) -> object:
    if value is None:
        return "none"
    if isinstance(value, Fraction):
        is_decimal = Fraction(str(written(value))) == value
        text = written(value)
        return Decimal(text) if is_decimal and "/" not in text else text

    return value
