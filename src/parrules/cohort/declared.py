"""What is wrong with how a framework grades, ranks and compares."""

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from parrules.errors import Problem, near
from parrules.model import Grade
from parrules.points import plain

if TYPE_CHECKING:
    from parrules.cohort.frameworks import Framework, Kind

_UNIT: Final = "unit."
_DIVIDING: "Final[Mapping[Kind, tuple[str, ...]]]" = {
    "ruleset": ("block", "level"),
    "index": ("block", "level"),
    "questionnaire": ("block",),
}
"""What may divide units, and is known of each without being declared."""

_NAMING: "Final[Mapping[Kind, tuple[str, ...]]]" = {
    "ruleset": ("id", "name", "block", "level"),
    "index": ("id", "name", "block", "level"),
    "questionnaire": ("id", "name", "block"),
}
"""Likewise, by what units may be named."""


def grade_bounds_out_of_order(scheme: "Framework") -> Iterator[Problem]:
    """PAR218: the bounds of the grades do not fall to one without any."""
    grades = scheme.grades
    for one, two in itertools.pairwise(grades):
        if one.bound is None:
            yield _problem(one)
        elif two.bound is not None and _rank(two) >= _rank(one):
            yield _problem(two)
    if grades and grades[-1].bound is not None:
        yield _problem(grades[-1], last=grades[-1].id)


def grades_of_one_id(scheme: "Framework") -> Iterator[Problem]:
    """PAR421: two grades have the same id."""
    seen: set[str] = set()
    for grade in scheme.grades:
        if grade.id and grade.id in seen:
            yield Problem(
                code="PAR421",
                path=(*grade.path, "id"),
                arguments={"id": grade.id},
            )
        seen.add(grade.id)


def quota_out_of_bounds(scheme: "Framework") -> Iterator[Problem]:
    """PAR224: a quota is less than nobody, or more than all."""
    ranking = scheme.ranking
    for position, quota in enumerate(ranking.quota if ranking else ()):
        if not 0 <= quota.share <= 1:
            yield Problem(
                code="PAR224",
                path=("ranking", "quota", position, "share"),
                arguments={
                    "key": "share",
                    "value": plain(quota.share),
                    "limit": "0 … 1",
                },
            )


def quota_that_leads_nowhere(scheme: "Framework") -> Iterator[Problem]:
    """PAR601, PAR109: a quota moves no unit down, or has a twin."""
    ranking = scheme.ranking
    ids = [grade.id for grade in scheme.grades]
    seen: set[str] = set()
    for position, quota in enumerate(ranking.quota if ranking else ()):
        path = ("ranking", "quota", position)
        if quota.grade in seen:
            yield Problem(
                code="PAR109",
                path=(*path, "grade"),
                arguments={"key": quota.grade},
            )
        seen.add(quota.grade)
        to = quota.otherwise
        if quota.grade not in ids or not (to is None or to in ids):
            continue
        below = ids[ids.index(quota.grade) + 1 :]
        if not below or not (to is None or to in below):
            key = "grade" if to is None else "otherwise"
            yield Problem(
                code="PAR601",
                path=(*path, key),
                arguments={
                    "grade": quota.grade,
                    "below": " | ".join(below) or "—",
                },
            )


def divided_by_the_unknown(scheme: "Framework") -> Iterator[Problem]:
    """PAR424: `within` names nothing that is known of a unit."""
    ranking = scheme.ranking
    if ranking is None or ranking.within is None:
        return
    doubt = _unknown_of_units(scheme, ranking.within, _DIVIDING)
    if doubt is not None:
        yield Problem(
            code="PAR424",
            severity="warning",
            path=("ranking", "within"),
            arguments=doubt,
        )


def unranked_by_the_unknown(scheme: "Framework") -> Iterator[Problem]:
    """PAR802: `unranked` looks at what nothing says of a unit."""
    ranking = scheme.ranking
    for key in ranking.unranked if ranking else ():
        doubt = _unknown_of_units(scheme, key, _NAMING)
        if doubt is not None:
            yield Problem(
                code="PAR802",
                severity="warning",
                path=("ranking", "unranked", key),
                offset=-1,
                arguments=doubt,
            )


def _unknown_of_units(
    scheme: "Framework",
    value: str,
    known: "Mapping[Kind, tuple[str, ...]]",
) -> dict[str, str] | None:
    """Doubt *value*, which is to be the name of something about a unit.

    A file or a table may say anything of a unit, so that a name is doubted
    only where facts about the unit are declared, or where it is near to a
    known one; the frame of a survey says nothing else.
    """
    own = [
        fact.name.removeprefix(_UNIT)
        for fact in scheme.facts
        if fact.name.startswith(_UNIT)
    ]
    names = dict.fromkeys((*known[scheme.kind], *own))
    name = value.removeprefix(_UNIT)
    likely = near(name, names)
    if scheme.kind == "questionnaire":
        likely = likely or next(iter(names))
    if name in names or not (own or likely):
        return None

    return {"value": value, "known": ", ".join(names), "near": likely}


def order_of_the_unknown(scheme: "Framework") -> Iterator[Problem]:
    """PAR412: `order` of what is no ruleset names no node of it."""
    known = ("total", *(node.code for node in scheme.nodes()))
    ranking = scheme.ranking
    for position, name in enumerate(ranking.order if ranking else ()):
        if name not in known:
            yield Problem(
                code="PAR412",
                path=("ranking", "order", position),
                arguments={
                    "key": "order",
                    "value": name,
                    "near": near(name, known),
                },
            )


def quota_of_the_unknown(scheme: "Framework") -> Iterator[Problem]:
    """PAR111: a quota speaks of a grade that there is not."""
    ids = [grade.id for grade in scheme.grades]
    ranking = scheme.ranking
    for position, quota in enumerate(ranking.quota if ranking else ()):
        for key in ("grade", "otherwise"):
            value = getattr(quota, key)
            if value is not None and value not in ids:
                yield Problem(
                    code="PAR111",
                    path=("ranking", "quota", position, key),
                    arguments={
                        "value": value,
                        "allowed": " | ".join(ids) or "—",
                        "near": near(value, ids),
                    },
                )


def change_of_the_unknown(scheme: "Framework") -> Iterator[Problem]:
    """PAR412: `was` speaks of a code that this edition does not have."""
    changes = scheme.changes
    codes = {node.code: None for node in scheme.nodes()}
    for code in changes.was if changes else ():
        if code not in codes:
            yield Problem(
                code="PAR412",
                path=("changes", "was", code),
                offset=-1,
                arguments={
                    "key": "was",
                    "value": code,
                    "near": near(code, codes),
                },
            )


def gone_and_still_there(scheme: "Framework") -> Iterator[Problem]:
    """PAR806: a code is said to be gone, and a row says that it was it."""
    changes = scheme.changes
    if changes is None:
        return
    heirs: dict[str, str] = {}
    for node in scheme.nodes():
        for origin in changes.origin(node.code):
            heirs.setdefault(origin, node.code)
    for position, code in enumerate(changes.gone):
        if code in heirs:
            yield Problem(
                code="PAR806",
                path=("changes", "gone", position),
                arguments={"value": code, "criterion": heirs[code]},
            )


def _rank(grade: Grade) -> tuple[object, bool]:
    return (grade.bound, grade.strict)


def _problem(grade: Grade, last: str = "") -> Problem:
    sign = "above" if grade.strict else "from"
    bound = "…" if grade.bound is None else plain(grade.bound)

    return Problem(
        code="PAR218",
        path=grade.path,
        arguments={
            "grade": grade.id,
            "bound": f"{sign} = {bound}",
            "near": last,
        },
    )
