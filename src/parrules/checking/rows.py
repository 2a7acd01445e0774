"""Rows and their points, held against the maximum of their criterion."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parrules.checking.amounts import has_amount_below_zero
from parrules.checking.codes import misnumbered_areas
from parrules.checking.doubled import has_rows_below
from parrules.checking.intervals import Interval, rounded
from parrules.checking.scope import Scope
from parrules.checking.together import most_at_once
from parrules.errors import Path, Problem
from parrules.model import (
    Award,
    Case,
    Cases,
    Choice,
    Choices,
    Criterion,
    Expression,
    Form,
    Formula,
    Judged,
    Ladder,
    Sanction,
    Tier,
    Trigger,
)
from parrules.points import Number, exact, plain

_FEW = 2
"""Awards that may exclude one another: two at least."""


class Row(NamedTuple):
    """A row of any form.

    Attributes:
        name: Its id or position, as in its rule id.
        points: What it gives; `None` where a formula says so, or where the
            row says "not applicable".
        treatment: What "not applicable" counts as there, else empty.
    """

    name: str
    points: Number | None
    treatment: str = ""
    sanction: Sanction | None = None
    formula: Expression | None = None
    step: Decimal | None = None
    path: Path = ()

    @property
    def effect(self) -> tuple[Number | None, str, Sanction | None]:
        """Return all that it does, to compare rows by."""
        return (self.points, self.treatment, self.sanction)


def rows_of(node: Criterion, scope: Scope) -> tuple[Row, ...]:
    """Return the rows of a leaf's form, in file order."""
    return scope.once(("rows", id(node)), lambda: rows_in(node))


def written_rows(node: Criterion) -> Sequence[Choice | Tier | Case]:
    """Return the rows of a leaf's form as they were written."""
    form = node.form
    if isinstance(form, Choices):
        return form.choices
    if isinstance(form, Ladder):
        return form.tiers

    return form.cases if isinstance(form, Cases) else ()


def rows_in(node: Criterion) -> Iterator[Row]:
    """Yield the rows of a leaf's form, in file order."""
    is_named = isinstance(node.form, Choices) and node.form.named
    for position, row in enumerate(written_rows(node), 1):
        if isinstance(row, Choice):
            path = (*node.path, "answers") if is_named else row.path
            yield _choice(row, node, path)
        else:
            yield _row(row, node, position)


def sanctions_of(
    node: Criterion, scope: Scope
) -> Iterator[tuple[Path, Sanction]]:
    """Yield the sanctions of a leaf's rows, and where each stands."""
    if isinstance(node.form, Trigger):
        yield node.path, node.form.sanction
    for row in rows_of(node, scope):
        if row.sanction is not None:
            yield row.path, row.sanction


def nothing_to_score(scope: Scope) -> Iterator[Problem]:
    """PAR227: the criteria hold no row."""
    if not scope.scheme.criteria:
        yield Problem(
            code="PAR227",
            path=("criteria",),
            arguments={"maximum": plain(scope.scheme.maximum)},
        )


def row_above_maximum(scope: Scope) -> Iterator[Problem]:
    """PAR203: a row gives more than its criterion may hold."""
    for node in scope.scheme.leaves():
        if node.maximum < 0 or (node.broken and not node.maximum):
            # It is told, or perhaps it could not be read.
            continue
        maximum = exact(node.maximum)
        for row in (*rows_of(node, scope), *_awards(node)):
            if row.points is not None and row.points > maximum:
                is_cap = row.path[-1] == "at_most"
                yield Problem(
                    code="PAR203",
                    severity="warning" if is_cap else "error",
                    path=row.path,
                    arguments={
                        "criterion": node.code,
                        "row": row.name,
                        "points": plain(row.points),
                        "maximum": plain(node.maximum),
                    },
                )


def maximum_that_no_row_reaches(scope: Scope) -> Iterator[Problem]:
    """PAR204: whatever happens, a criterion earns less than its maximum."""
    for node in scope.scheme.leaves("criteria"):
        if node.broken or not has_rows(node) or has_amount_below_zero(node):
            continue
        best = best_of(node, scope)
        if best is not None and best < exact(node.maximum):
            yield Problem(
                code="PAR204",
                path=(*node.path, "maximum"),
                arguments={
                    "criterion": node.code,
                    "maximum": plain(node.maximum),
                    "points": plain(best),
                    "step": _step_of(node),
                },
            )


def leaf_without_rows(scope: Scope) -> Iterator[Problem]:
    """PAR209: nothing says how a leaf is scored."""
    misnumbered = misnumbered_areas(scope)
    for node in scope.whole_leaves():
        if has_rows(node) or _is_told(node.form):
            continue
        if node.form is None and node.code.partition(".")[0] in misnumbered:
            # Its rows may be those whose codes are wrong.
            continue
        if node.form is None and has_rows_below(node, scope):
            continue
        yield Problem(
            code="PAR209",
            path=node.path,
            arguments={
                "criterion": node.code,
                "maximum": plain(node.maximum),
            },
        )


def inner_node_that_is_scored(scope: Scope) -> Iterator[Problem]:
    """PAR210: a criterion with children is also scored itself."""
    for node in scope.whole_nodes():
        if node.is_leaf:
            continue
        keys = {
            _key_of_form(node): node.form is not None,
            "awards": bool(node.awards),
            "if_none": node.if_none is not None,
            "not_applicable": bool(node.not_applicable),
        }
        for key, is_there in keys.items():
            if is_there:
                yield Problem(
                    code="PAR210",
                    path=(*node.path, key),
                    arguments={
                        "criterion": node.code,
                        "key": key,
                        "child": node.children[0].code,
                    },
                )


def has_rows(node: Criterion) -> bool:
    """Tell whether something says how a leaf is scored."""
    if isinstance(node.form, (Choices, Ladder, Cases)):
        return bool(written_rows(node))

    return bool(node.form or node.awards or node.deductions)


def _is_told(form: Form | None) -> bool:
    """Tell whether *form* is a set of no answers, told where it is named."""
    return isinstance(form, Choices) and form.named is not None


def _choice(choice: Choice, node: Criterion, path: Path) -> Row:
    return Row(
        name=choice.id,
        points=_points(choice, node),
        treatment=choice.treatment or "",
        sanction=choice.sanction,
        path=path,
    )


def _row(row: Tier | Case, node: Criterion, position: int) -> Row:
    if isinstance(row, Tier):
        return Row(
            name=row.id or str(position),
            points=_points(row, node),
            sanction=row.sanction,
            path=row.path,
        )
    name = "otherwise" if row.when is None else str(position)

    return Row(
        name=row.id or name,
        points=_points(row, node),
        sanction=row.sanction,
        formula=row.formula,
        step=row.step,
        path=row.path,
    )


def _points(
    row: Choice | Tier | Case | Award, node: Criterion
) -> Number | None:
    if row.share is not None:
        return exact(Fraction(exact(row.share) * exact(node.maximum), 100))

    return None if row.points is None else exact(row.points)


def _awards(node: Criterion) -> Iterator[Row]:
    """Yield what each award gives once, and the most that it may give."""
    for position, award in enumerate(node.awards, 1):
        name = award.id or f"award.{position}"
        once = _points(award, node)
        if award.each is not None and award.step is None:
            once = None if award.per is None else exact(award.per)
        yield Row(name=name, points=once, path=award.path)
        if award.at_most is not None:
            yield Row(
                name=name,
                points=exact(award.at_most),
                path=(*award.path, "at_most"),
            )


# -- the best that a leaf can earn -------------------------------------------


def best_of(node: Criterion, scope: Scope) -> Number | None:
    """Return the most that *node* can earn; `None` if that is not known."""
    parts = [_best_of_form(node, scope)]
    parts.extend(most_of_award(award, node, scope) for award in node.awards)
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    best = sum(known)
    if len(node.awards) < _FEW or best < exact(node.maximum):
        return best
    singles = [
        (term, most)
        for award, most in zip(node.awards, known[1:], strict=True)
        if (term := scope.term(award.when)) is not None
    ]
    apart = sum(most for _, most in singles)

    return best - apart + most_at_once(singles, scope.ranges)


def _best_of_form(node: Criterion, scope: Scope) -> Number | None:
    form = node.form
    if form is None:
        earns_by_awards = node.awards and not node.deductions
        return 0 if earns_by_awards else exact(node.maximum)
    if isinstance(form, Trigger):
        return 0
    if isinstance(form, Formula):
        return _best_of_formula(form.expression, form.step, node, scope)
    if isinstance(form, Judged):
        if form.step <= 0:
            return None
        step = exact(form.step)
        return exact(node.maximum) // step * step

    return _highest(
        _best_of_row(row, node, scope) for row in rows_of(node, scope)
    )


def _step_of(node: Criterion) -> str:
    """Return the step between the points that a person may give."""
    return plain(node.form.step) if isinstance(node.form, Judged) else ""


def _best_of_row(row: Row, node: Criterion, scope: Scope) -> Number | None:
    if row.treatment:
        return exact(node.maximum) if row.treatment == "full" else 0
    if row.formula is not None and row.step is not None:
        return _best_of_formula(row.formula, row.step, node, scope)

    return row.points


def _best_of_formula(
    formula: Expression, step: Decimal, node: Criterion, scope: Scope
) -> Number | None:
    """Return the most of *formula*, clamped, rounded and clamped again."""
    term = scope.term(formula)
    if term is None or step <= 0:
        return None
    maximum = exact(node.maximum)
    high = scope.ranges.of(term).high
    reached = maximum if high is None else min(max(high, 0), maximum)
    whole = rounded(
        Interval(reached, reached), Fraction(step), scope.scheme.rounding
    )

    return min(whole.high or 0, maximum)


def most_of_award(
    award: Award, node: Criterion, scope: Scope
) -> Number | None:
    """Return the most that *award* can give; `None` if it is not known."""
    given = _points(award, node)
    if award.each is not None:
        term = scope.term(award.each)
        if term is None or award.per is None:
            return None
        often = scope.ranges.of(term).high
        limit = award.at_most if award.at_most is not None else node.maximum
        given = (
            exact(limit) if often is None else max(often, 0) * exact(award.per)
        )
    if given is not None and award.at_most is not None:
        return min(given, exact(award.at_most))

    return given


def _highest(values: Iterable[Number | None]) -> Number | None:
    """Return the highest of *values*; `None` if one is not known."""
    found = list(values)
    known = [value for value in found if value is not None]

    return max(known) if known and len(known) == len(found) else None


def _key_of_form(node: Criterion) -> str:
    form = node.form
    if isinstance(form, Choices):
        return "answers" if form.named else "choices"
    keys: dict[type, str] = {
        Ladder: "measure",
        Cases: "cases",
        Formula: "formula",
        Judged: "judged",
        Trigger: "when",
    }

    return keys.get(type(form), "")
