"""The branches that belong to no node: derived facts, totals, grades."""

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from parrules.coverage.branch import Branch
from parrules.coverage.seen import Seen
from parrules.errors import Path
from parrules.expression.terms import Term
from parrules.model import Derived, Sanction, Title
from parrules.plan.nodes import Elimination, Node, Plan
from parrules.proving.attaining import attainable
from parrules.scoring.layout import Layout


def first_branches(layout: Layout) -> Iterator[Branch]:
    """Yield what is decided before nodes: derived facts, channels."""
    plan = layout.plan
    flags = dict(plan.derived)
    terms = dict(plan.definitions)
    for derived in plan.scheme.derived:
        if derived.name in flags:
            yield from _sides(derived, flags[derived.name])
        if len(derived.cases) > 1:
            yield from _cases(derived, terms[derived.name], layout)
    for channel, decision in zip(plan.channels, plan.held, strict=True):
        if decision >= 0:
            yield Branch(
                kind="not_held",
                rule=f"held:{channel.id}",
                path=(*channel.path, "held"),
                label=channel.title,
                happened=_ranked(decision, 0),
            )


def last_branches(layout: Layout) -> Iterator[Branch]:
    """Yield what is decided after nodes: knock-outs, totals, grades."""
    plan = layout.plan
    for elimination in plan.eliminations:
        yield _knock_out(elimination, layout)
    yield from _total(plan)
    for position, grade in enumerate(plan.grades):
        yield from _grade(plan, position, grade.title)
    if plan.grades:
        for position, node in enumerate(plan.nodes):
            yield from _sanctions(plan, position, node)


def _ranked(decision: int, rank: int) -> Callable[[Seen], bool]:
    return lambda seen: seen.ranks[decision] == rank


# -- derived facts -----------------------------------------------------------


def _sides(derived: Derived, decision: int) -> Iterator[Branch]:
    for kind, rank in (("true", 0), ("false", 2)):
        yield Branch(
            kind=kind,
            rule=f"derive:{derived.name}",
            path=derived.path,
            label=derived.title,
            happened=_ranked(decision, rank),
        )


def _cases(derived: Derived, term: Term, layout: Layout) -> Iterator[Branch]:
    """Yield the cases of a derived fact, whose *term* chooses among them."""
    whens = tuple(
        layout.functions.flag(term.args[2 * position])
        for position, (when, _) in enumerate(derived.cases)
        if when is not None
    )
    for position, (_, value) in enumerate(derived.cases):
        yield Branch(
            kind="case",
            rule=f"derive:{derived.name}#{position + 1}",
            path=value.path[:-1],
            label=derived.title,
            happened=_chosen(whens, position),
        )


def _chosen(
    whens: tuple[Callable[[list[object]], bool | None], ...], position: int
) -> Callable[[Seen], bool]:
    def chosen(seen: Seen) -> bool:
        found = [when(seen.values) for when in whens[: position + 1]]
        earlier, own = found[:position], found[position:]

        return own in ([], [True]) and all(each is False for each in earlier)

    return chosen


# -- knock-outs, totals ------------------------------------------------------


def _knock_out(elimination: Elimination, layout: Layout) -> Branch:
    def happened(seen: Seen) -> bool:
        if seen.ranks[elimination.decision]:
            return False
        if elimination.fact is None:
            return True

        return bool(seen.values[layout.positions[elimination.fact]])

    return Branch(
        kind="knock_out",
        rule=elimination.rule,
        path=elimination.knock_out.path,
        label=elimination.knock_out.label,
        happened=happened,
    )


def _total(plan: Plan) -> Iterator[Branch]:
    areas = [node for node in plan.nodes if node.parent < 0]
    most = plan.maximum + _sum_of(areas, "bonus")
    least, (low, high) = -_sum_of(areas, "penalty"), plan.bounds
    if plan.rescale is not None and attainable(plan).rescales():
        yield _adjusted("rescale", "rescale", ("total", "rescale"))
    if high is not None and most > high:
        yield _adjusted("cap", "cap", ("total", "at_most"))
    if low is not None and least < low:
        yield _adjusted("floor", "floor", ("total", "at_least"))


def _sum_of(areas: list[Node], tree: str) -> int:
    return sum(node.maximum for node in areas if node.tree == tree)


def _adjusted(kind: str, name: str, path: Path) -> Branch:
    rule = f"total#{name}"

    return Branch(
        kind=kind,
        rule=rule,
        path=path,
        happened=lambda seen: any(
            found == rule for found, _ in seen.outcome.adjustments
        ),
    )


# -- grades ------------------------------------------------------------------


def _grade(plan: Plan, position: int, title: Title) -> Iterator[Branch]:
    grade = plan.grades[position]
    rule = f"grade:{grade.id}"
    yield Branch(
        kind="grade",
        rule=rule,
        path=grade.path,
        label=title,
        happened=lambda seen: (
            seen.outcome.grade is not None
            and seen.outcome.grade.reached == position
        ),
    )
    if grade.requires is not None:
        yield Branch(
            kind="gate",
            rule=rule,
            path=(*grade.path, "requires"),
            label=title,
            happened=_barred(plan, position),
        )


def _barred(plan: Plan, position: int) -> Callable[[Seen], bool]:
    """Tell whether the total reached a grade and its gate did not."""
    grade = plan.grades[position]

    def barred(seen: Seen) -> bool:
        total, verdict = seen.outcome.total, seen.outcome.grade
        if total is None or verdict is None or verdict.reached <= position:
            return False
        if grade.bound is None:
            return True
        exact = Fraction(total[0], total[1] * 10**plan.places)
        bound = Fraction(grade.bound)

        return exact > bound or (exact == bound and not grade.strict)

    return barred


@attrs.frozen(eq=False, repr=False)
class _Sanctioned:
    """A row with a sanction, and whether that changed the grade."""

    plan: Plan
    node: int
    row: int
    sanction: Sanction

    def decided(self, seen: Seen) -> bool:
        """Tell whether the row is the one that decides its leaf."""
        decision = self.plan.nodes[self.node].decision

        return seen.is_held(self.node) and seen.ranks[decision] == 2 * self.row

    def bounded(self, seen: Seen) -> bool:
        """Tell whether its ceiling took a higher grade away."""
        ids = [grade.id for grade in self.plan.grades]
        grade = seen.outcome.grade
        if grade is None or not self.decided(seen):
            return False
        ceiling = ids.index(str(self.sanction.grade_at_most))

        return grade.reached < ceiling == grade.ceiling

    def dropped(self, seen: Seen) -> bool:
        """Tell whether it took the grade down."""
        grade = seen.outcome.grade
        if grade is None or not self.decided(seen):
            return False

        return grade.position > max(grade.reached, grade.ceiling)


def _sanctions(plan: Plan, position: int, node: Node) -> Iterator[Branch]:
    for row, result in enumerate(node.results):
        sanction = result.sanction
        if sanction is None:
            continue
        found = _Sanctioned(plan, position, row, sanction)
        own = node.criterion.path
        place = result.place if result.place[: len(own)] == own else own
        for kind, key, given, happened in (
            (
                "ceiling",
                "grade_at_most",
                sanction.grade_at_most is not None,
                found.bounded,
            ),
            ("drop", "grade_down", sanction.grade_down > 0, found.dropped),
        ):
            if given:
                yield Branch(
                    kind=kind,
                    rule=result.rule,
                    code=node.code,
                    path=(*place, key),
                    label=result.label,
                    happened=happened,
                )
