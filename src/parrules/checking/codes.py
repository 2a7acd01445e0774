"""Codes of criteria: their form, their order and their place in the tree."""

import bisect
import re
from collections.abc import Iterator, Sequence

from parrules.checking.acknowledging import is_accepted
from parrules.checking.scope import Scope
from parrules.errors import Problem
from parrules.model import TREES, Criterion, Scheme
from parrules.model.codes import is_code, meant, plainly, usual

_LETTER = re.compile(r"\.[A-Za-z]+\Z")
"""How a code ends that is numbered by letters; ``2a`` is put in later."""


def orphan_code(scope: Scope) -> Iterator[Problem]:
    """PAR401: the criterion above a code is not there."""
    yield from scope.once("orphans", lambda: _orphans(scope.scheme))


def code_not_in_its_usual_form(scope: Scope) -> Iterator[Problem]:
    """PAR402: a code with a leading zero, or a number of a spreadsheet."""
    yield from scope.once("unusual", lambda: _unusual_codes(scope.scheme))


def misplaced_code(scope: Scope) -> Iterator[Problem]:
    """PAR403: a code breaks the order of the rows, or looks like another."""
    yield from scope.once("misplaced", lambda: _misplaced_codes(scope.scheme))


def row_outside_its_block(scope: Scope) -> Iterator[Problem]:
    """PAR403: a row does not stand under the criterion that it is part of.

    Rows of one criterion are compared by `misplaced_code`; here the order
    of the whole tree is held against the order of the file.
    """
    told = {problem.path for problem in misplaced_code(scope)}
    for tree in TREES:
        nodes = [n for n in scope.scheme.nodes(tree) if not n.doubled]
        positions = {id(node): at for at, node in enumerate(nodes)}
        written = _as_written(nodes)
        for at in _late([positions[id(node)] for node in written]):
            if written[at].path not in told:
                yield _misplaced(written, at, "")


def odd_character_in_code(scope: Scope) -> Iterator[Problem]:
    """PAR404: a code has a space, or what looks like another character."""
    told = {problem.path for problem in code_not_in_its_usual_form(scope)}
    for node in scope.scheme.nodes():
        raw = _written(node)
        near = plainly(raw)
        if near != raw and node.path not in told and is_code(meant(raw)):
            if _is_read(node):
                near = node.code
            yield Problem(
                code="PAR404",
                severity="warning",
                path=node.path,
                arguments={
                    "criterion": "".join(map(_seen, raw)),
                    "near": near,
                },
            )


def printed_as_it_is(scope: Scope) -> Iterator[Problem]:
    """PAR438: `printed` is the code itself, or nothing."""
    for node in scope.scheme.nodes():
        if node.printed is not None and node.printed.strip() in (
            "",
            node.code,
        ):
            yield Problem(
                code="PAR438",
                severity="warning",
                path=(*node.path, "printed"),
                arguments={"criterion": node.code, "printed": node.printed},
            )


def letter_in_code(scope: Scope) -> Iterator[Problem]:
    """PAR402: a code ends in a letter, and those beside it in numbers.

    Decisions number rows by letters, too, but then all rows of a criterion;
    ``4.a`` beside ``4.1`` is hardly what was printed.
    """
    nodes = list(scope.scheme.nodes())
    lettered = [node for node in nodes if _LETTER.search(node.code)]
    codes = [usual(node.code) for node in nodes] if lettered else []
    numbered = {
        _above(code): code
        for code in reversed(codes)
        if code.rpartition(".")[2].isdecimal()
    }
    for node in lettered:
        beside = numbered.get(_above(node.code))
        if beside is not None:
            yield Problem(
                code="PAR402",
                severity="warning",
                path=node.path,
                arguments={"criterion": node.code, "beside": beside},
            )


def _written(node: Criterion) -> str:
    """Return the code of *node* as the file has it, spaces included.

    Without quotes it is keys in keys.
    """
    keys = [key for key in node.path[1:] if isinstance(key, str)]

    return ".".join(keys) or node.code


def _is_read(node: Criterion) -> bool:
    return node.code != _written(node).strip()


def _seen(char: str) -> str:
    return char if char.isprintable() else f"\\u{ord(char):04x}"


def misnumbered_areas(scope: Scope) -> tuple[str, ...]:
    """Return the first parts of codes in whose areas sums cannot be told.

    Where rows hang in the wrong place, sums and empty rows say nothing
    that the problem of the code does not say.
    """
    return scope.once("misnumbered", lambda: _misnumbered(scope))


def _misnumbered(scope: Scope) -> Iterator[str]:
    scheme = scope.scheme
    nodes = {node.path: node for node in scheme.nodes()}
    for check in (orphan_code, code_not_in_its_usual_form, misplaced_code):
        for problem in check(scope):
            node = nodes[problem.path]
            # What was read as another code hangs in its place.
            is_read = problem.code == "PAR402" and _is_read(node)
            if not is_read and not is_accepted(problem.code, node, scheme):
                yield node.code.partition(".")[0]


def _orphans(scheme: Scheme) -> Iterator[Problem]:
    """Yield PAR401 for each code whose parent is absent from its tree."""
    trees: dict[str, set[str]] = {}
    for node in scheme.nodes():
        trees.setdefault(node.code, set()).add(node.tree)
        trees.setdefault(usual(node.code), set()).add(node.tree)
    for node in scheme.nodes():
        parent = node.code.rpartition(".")[0]
        there = trees.get(parent, set())
        # One area may be printed for what is added and for what is taken.
        is_there = node.tree in there or (
            node.tree != "criteria" and bool(there - {"criteria"})
        )
        is_usual = usual(node.code) == node.code and not node.doubled
        if parent and not is_there and is_usual:
            yield Problem(
                code="PAR401",
                path=node.path,
                arguments={
                    "criterion": node.code,
                    "parent": parent,
                    "tree": min(there, default=""),
                },
            )


def _unusual_codes(scheme: Scheme) -> Iterator[Problem]:
    """Yield PAR402 for each code that is not written as codes are."""
    unusual = [
        (node, code, found)
        for node in scheme.nodes()
        if (found := meant(code := _written(node).strip())) != code
        and is_code(found)
    ]
    codes = {node.code for node in scheme.nodes()} if unusual else set()
    for node, code, found in unusual:
        # Of one code in two spellings two criteria would be scored.
        is_there = node.doubled or not (_is_read(node) or found not in codes)
        if plainly(code) != code and not is_there:
            # The characters are odd, not the form.
            continue
        yield Problem(
            code="PAR402",
            severity="error" if is_there else "warning",
            path=node.path,
            arguments={
                "criterion": code,
                "near": found,
                "other": found if is_there else "",
            },
        )


def _misplaced_codes(scheme: Scheme) -> Iterator[Problem]:
    """Yield PAR403 for each code out of the order of its siblings."""
    codes = {node.code for node in scheme.nodes()}
    for tree in TREES:
        nodes = list(scheme.nodes(tree))
        wrong = dict(_misplaced_among("", scheme.areas(tree), codes))
        for node in nodes:
            if node.children:
                wrong.update(_misplaced_among(node.code, node.children, codes))
        written = _as_written(nodes) if wrong else []
        for at, node in enumerate(written):
            if node.code in wrong:
                yield _misplaced(written, at, wrong[node.code])


def _misplaced_among(
    parent: str, family: Sequence[Criterion], codes: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield each misplaced code, and the one it may have been."""
    numbered = [
        node
        for node in family
        if _last(node).isdecimal()
        and node.code.rpartition(".")[0] == parent
        and usual(node.code) == node.code
        and not node.doubled
    ]
    alike = dict(_look_alikes(numbered, codes))
    others = [node for node in numbered if node.code not in alike]
    late = _late([int(_last(node)) for node in others])

    yield from alike.items()
    for at in late:
        yield others[at].code, _split_code(others[at].code, codes)


def _look_alikes(
    numbered: Sequence[Criterion], codes: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield each code that jumps and lacks a dot, and the one with it."""
    before = 0
    for node in numbered:
        number = int(_last(node))
        near = _split_code(node.code, codes)
        if near and number > before + 1:
            yield node.code, near
        before = number


def _misplaced(written: Sequence[Criterion], at: int, near: str) -> Problem:
    node = written[at]
    return Problem(
        code="PAR403",
        path=node.path,
        arguments={
            "criterion": node.code,
            "before": written[at - 1].code if at else "[" + node.tree + "]",
            "near": near,
        },
    )


def _as_written(nodes: Sequence[Criterion]) -> list[Criterion]:
    return sorted(nodes, key=lambda node: node.position)


def _split_code(code: str, codes: set[str]) -> str:
    """Return the code that *code* becomes with the point it may lack.

    ``7.11`` is ``7.1.1`` if there is a ``7.1`` which has no such row.
    """
    stem, point, last = code.rpartition(".")
    for at in range(1, len(last)):
        parent = f"{stem}{point}{last[:at]}"
        found = f"{parent}.{last[at:]}"
        if last[at] != "0" and parent in codes and found not in codes:
            return found

    return ""


def _above(code: str) -> str:
    return code.rpartition(".")[0]


def _last(node: Criterion) -> str:
    return node.code.rpartition(".")[2]


def _late(ranks: Sequence[int]) -> list[int]:
    """Return the fewest positions without which *ranks* rise.

    Read backwards, so that of two rows that stand the wrong way round the
    one that comes too late is named.
    """
    last = len(ranks) - 1
    backwards = [-rank for rank in reversed(ranks)]

    return [last - at for at in _out_of_order(backwards)][::-1]


def _out_of_order(ranks: Sequence[int]) -> Iterator[int]:
    """Yield the fewest positions without which *ranks* rise."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for at, rank in enumerate(ranks):
        place = bisect.bisect_left(tails, rank)
        previous.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [rank]
        ends[place : place + 1] = [at]
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]

    return (at for at in range(len(ranks)) if at not in kept)
