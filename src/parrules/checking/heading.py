"""What a ruleset says about itself: id, titles, sources, dates, examples."""

import re
from collections.abc import Iterator

from parrules.checking.inherited import heirs
from parrules.checking.scope import Scope
from parrules.errors import Problem

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
_EDITION = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_TAKING = re.compile(
    r"(?:(?:các )?(?:nội dung|tiêu chí|mục|khoản|phần|điểm) )?(?:bị )?"
    r"(?:(?:điểm )?(?:trừ|phạt)|(?:trừ|phạt) điểm)(?: điểm)?"
    r"|penalt(?:y|ies)|deductions?|(?:penalty|minus) points",
    re.IGNORECASE,
)
"""Titles that say, and say no more than, that points are taken."""


def identity_badly_formed(scope: Scope) -> Iterator[Problem]:
    """PAR413: ``id`` or ``edition`` cannot stand in ``id@edition``."""
    parts = (
        ("id", scope.scheme.id, _ID, "vn/province/index"),
        ("edition", scope.scheme.edition, _EDITION, "2024"),
    )
    for key, value, form, example in parts:
        if not form.fullmatch(value):
            yield Problem(
                code="PAR413",
                path=("ruleset", key),
                arguments={"key": key, "value": value, "example": example},
            )


def title_missing(scope: Scope) -> Iterator[Problem]:
    """PAR405: a criterion, or the ruleset, has no title in any language."""
    if _is_blank(scope.scheme.title.text()):
        yield Problem(
            code="PAR405",
            severity="warning",
            path=("ruleset", "title"),
            arguments={"criterion": "ruleset"},
        )
    for node in scope.whole_nodes():
        if _is_blank(node.title.text()):
            yield Problem(
                code="PAR405",
                severity="warning",
                path=node.path,
                arguments={"criterion": node.code},
            )


def source_missing(scope: Scope) -> Iterator[Problem]:
    """PAR406: a leaf names no source, own or inherited.

    Where no row of the file has one, the ruleset is told once; PAR407
    speaks for an official one.
    """
    leaves = list(scope.whole_leaves())
    bare = [leaf for leaf in leaves if _is_blank(leaf.source)]
    if bare == leaves and _is_blank(scope.scheme.source):
        if leaves and scope.scheme.status != "official":
            yield Problem(
                code="PAR406",
                severity="warning",
                path=("ruleset",),
                arguments={"criterion": "ruleset"},
            )
        return
    for leaf in bare:
        if leaf.path in heirs(scope, "source"):
            continue
        yield Problem(
            code="PAR406",
            severity="warning",
            path=leaf.path,
            arguments={"criterion": leaf.code},
        )


def official_without_source(scope: Scope) -> Iterator[Problem]:
    """PAR407: an official ruleset does not name its decision."""
    is_blank = _is_blank(scope.scheme.source)
    if scope.scheme.status == "official" and is_blank:
        yield Problem(code="PAR407", path=("ruleset", "status"))


def penalty_in_the_bonus(scope: Scope) -> Iterator[Problem]:
    """PAR250: a row of the bonus is called a penalty, and there is none.

    Without its heading, a penalty is read on as the bonus above it.
    """
    scheme = scope.scheme
    for area in scheme.bonus if not scheme.penalty else ():
        titles = (area.title.vi, area.title.en)
        title = next(
            (each for each in titles if _TAKING.fullmatch(each or "")), None
        )
        if title is not None:
            yield Problem(
                code="PAR250",
                severity="warning",
                path=area.path,
                arguments={"criterion": area.code, "title": title},
            )


def expected_of_no_tree(scope: Scope) -> Iterator[Problem]:
    """PAR437: an example expects points of a bonus or penalty, without one."""
    scheme = scope.scheme
    if any(penalty_in_the_bonus(scope)):
        # The points are there, below another heading.
        return
    absent = [key for key in ("bonus", "penalty") if not scheme.areas(key)]
    for example in scheme.examples:
        for key, points in example.totals.items():
            if key in absent and points:
                yield Problem(
                    code="PAR437",
                    severity="warning",
                    path=(*example.path, "expect", key),
                    arguments={
                        "example": example.name,
                        "key": key,
                        "points": f"{points}",
                    },
                )


def ends_before_it_starts(scope: Scope) -> Iterator[Problem]:
    """PAR408: ``from`` is after ``to``."""
    starts, ends = scope.scheme.starts, scope.scheme.ends
    if starts is not None and ends is not None and starts > ends:
        yield Problem(
            code="PAR408",
            path=("ruleset", "from"),
            arguments={
                "starts": starts.isoformat(),
                "ends": ends.isoformat(),
            },
        )


def example_missing(scope: Scope) -> Iterator[Problem]:
    """PAR420: a ruleset shows by no example what must come out."""
    if scope.scheme.criteria and not scope.scheme.examples:
        yield Problem(code="PAR420", severity="warning", path=("ruleset",))


def examples_of_one_name(scope: Scope) -> Iterator[Problem]:
    """PAR419: two examples have the same name."""
    seen: set[str] = set()
    for example in scope.scheme.examples:
        if example.name in seen:
            yield Problem(
                code="PAR419",
                severity="warning",
                path=(*example.path, "name"),
                arguments={"name": example.name},
            )
        seen.add(example.name)


def _is_blank(text: str | None) -> bool:
    """Tell whether nothing is written: spaces say nothing."""
    return not (text or "").strip()
