"""Ids of rows, which become rule ids and stay for ever."""

from collections.abc import Iterator

from parrules.checking.scope import Scope
from parrules.errors import Path, Problem
from parrules.model import Cases, Choices, Criterion, Ladder

_OUTCOMES = (
    "if_none",
    "not_applicable",
    "knock_out",
    "not_held",
    "missing",
    "awaiting",
    "unevidenced",
    "cap",
    "floor",
    "rescale",
)
"""Rules that may decide on any leaf, in place of its rows."""

RESERVED = ("otherwise", "formula", "judged", "base", "none", *_OUTCOMES)
"""Rules of leaves whose rows are tried one after the other."""


def row_id_not_its_own(scope: Scope) -> Iterator[Problem]:
    """PAR411: a row's id is another row's, or is taken by the library.

    What a person picks may be called ``none`` or ``1``: among answers, no
    rule of that name can arise.
    """
    for node in scope.whole_leaves():
        seen: dict[str, None] = {}
        for path, name, is_reserved in _ids(node):
            if is_reserved or name in seen:
                yield Problem(
                    code="PAR411",
                    path=(*path, "id"),
                    arguments={
                        "criterion": node.code,
                        "id": name,
                        "rule": f"{node.code}#{name}",
                    },
                )
            seen[name] = None


def _ids(node: Criterion) -> Iterator[tuple[Path, str, bool]]:
    """Yield path and id of the rows that have one; is it reserved?"""
    form = node.form
    if isinstance(form, Choices):
        for choice in form.choices:
            yield choice.path, choice.id, choice.id in _OUTCOMES
    rows = [*node.awards, *node.deductions]
    if isinstance(form, (Ladder, Cases)):
        tried = form.tiers if isinstance(form, Ladder) else form.cases
        for row in tried:
            if row.id is not None:
                yield row.path, row.id, _is_taken(row.id)
    for award in rows:
        if award.id is not None:
            yield award.path, award.id, _is_taken(award.id)


def _is_taken(name: str) -> bool:
    return name in RESERVED or name.isdigit()
