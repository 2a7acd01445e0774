"""A tiny evaluator that shares nothing with the library but the model.

It follows ``docs/semantics.md`` sentence by sentence, with plain loops and
no thought of speed.  It expects facts that the library accepts; numbers of
sentences stand in brackets.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from conformance.rows import (
    cases_of,
    changes_of,
    divided,
    is_reached,
    is_unlimited,
    most_of,
    parts_of,
    points_in,
    reads_outcome,
)
from conformance.values import (
    ZERO,
    Node,
    Number,
    Result,
    Values,
    rounded,
    term_of,
    total,
)
from parrules.model import (
    Award,
    Case,
    Cases,
    Choices,
    Criterion,
    Judged,
    Ladder,
    Sanction,
    Scheme,
    Trigger,
)

Channels = dict[str, tuple[Fraction, Fraction, Fraction]]


class Row(NamedTuple):
    """The row that decides a leaf; *unknown* is what it reads instead."""

    rule: str = ""
    points: Fraction = ZERO
    treatment: str = ""
    sanction: Sanction | None = None
    unknown: frozenset[str] | None = None


def oracle(
    scheme: Scheme, facts: Mapping[str, Any], proven: Collection[str] = ()
) -> Result:
    """Return what *facts* come to, those in *proven* with a document."""
    return _Oracle(scheme, facts, proven).result()


class _Oracle(Values):
    def result(self) -> Result:
        self.complete = True
        self.rows: dict[str, Row] = {}
        self.closed = {
            channel.id
            for channel in self.scheme.channels
            if channel.held and self.value(channel.held) is False
        }
        for channel in self.scheme.channels:
            if channel.held and self.value(channel.held) is None:
                self.complete = False
        for leaf in self.scheme.leaves():
            if not reads_outcome(leaf):
                self.rows[leaf.code] = self.decide(leaf)
        self.knocked = set(self.knocked_out())
        for area in self.scheme.criteria:
            self.node(area)
        for leaf in self.scheme.leaves("bonus", "penalty"):
            self.rows[leaf.code] = self.decide(leaf)
        for area in (*self.scheme.bonus, *self.scheme.penalty):
            self.node(area)

        return self.summed_up()

    def node(self, criterion: Criterion) -> Node:
        """Score a node and all below it, children first."""
        children = [self.node(child) for child in criterion.children]
        score = self.inner if children else self.leaf
        self.nodes[criterion.code] = score(criterion)
        if not children:
            status = self.nodes[criterion.code].status
            self.complete &= status not in ("awaiting", "missing")

        return self.nodes[criterion.code]

    # -- knock-outs and sanctions (S5) -------------------------------------

    def knocked_out(self) -> Iterator[str]:
        """Yield the codes of the leaves that a knock-out reaches."""
        for each in self.scheme.knock_outs:
            known = self.flag(term_of(each.when))
            if known is False:
                continue
            codes: Iterable[str] | None = each.criteria
            if each.fact is not None:
                codes = self.value(each.fact)
            if known is None or codes is None:
                self.complete = False
            areas = (area.code for area in self.scheme.criteria)
            yield from self.below(areas if codes is None else codes)
        for sanction in self.sanctions():
            yield from self.below(sanction.knock_out)

    def below(self, codes: Iterable[str]) -> Iterator[str]:
        wanted = set(codes)
        for node in self.scheme.nodes("criteria"):
            if node.code in wanted:
                yield from (leaf.code for leaf in node.leaves())

    def sanctions(self) -> Iterator[Sanction]:
        """Yield the sanctions that apply (S5.9 to S5.11)."""
        for leaf in self.scheme.leaves():
            row = self.rows.get(leaf.code)
            if row is None or leaf.channel in self.closed:
                continue
            sanction = row.sanction
            if row.unknown is not None and isinstance(leaf.form, Trigger):
                sanction = leaf.form.sanction
            if sanction is not None:
                yield sanction

    def lowered(self) -> Iterator[list[Sanction]]:
        """Yield what applies to the grade, or the rows that may (S9.10)."""
        for sanction in self.sanctions():
            yield [sanction]
        for leaf in self.scheme.leaves():
            is_open = self.nodes[leaf.code].status in ("awaiting", "missing")
            if is_open and self.rows[leaf.code].unknown is not None:
                yield [each for each in self.feared(leaf) if each is not None]

    def feared(self, leaf: Criterion) -> Iterator[Sanction | None]:
        """Yield the sanctions of rows that may decide an undecided leaf."""
        form = leaf.form
        excepted = [self.flag(term_of(e.when)) for e in leaf.not_applicable]
        if leaf.if_none:
            excepted.append(any(map(self.has_zero, divided(leaf))))
        if True in excepted:
            return
        if isinstance(form, Choices):
            picked = self.value(leaf.code)
            for choice in form.choices:
                if picked in (None, choice.id):
                    yield choice.sanction
        elif isinstance(form, Ladder):
            value = self.number(term_of(form.measure))
            for tier in form.tiers:
                if value is None or is_reached(tier, value):
                    yield tier.sanction
        elif isinstance(form, Cases):
            yield from self.feared_cases(leaf)

    def feared_cases(self, leaf: Criterion) -> Iterator[Sanction | None]:
        for _, case in cases_of(leaf):
            known = self.flag(term_of(case.when))
            if known is not False:
                yield case.sanction
            is_computed = case.formula is None or self.computed(leaf, case)
            if known and is_computed is not None:
                return

    # -- leaves (S6) -------------------------------------------------------

    def decide(self, leaf: Criterion) -> Row:
        """Return the first row that is not false (S6.1 to S6.9)."""
        for entry in leaf.not_applicable:
            known = self.flag(term_of(entry.when))
            if known is None:
                return Row(unknown=self.reads(entry.when))
            if known:
                return Row("not_applicable", treatment=entry.treat)
        if leaf.if_none and any(map(self.has_zero, divided(leaf))):
            return Row("if_none", treatment=leaf.if_none)
        form = leaf.form
        if isinstance(form, Choices | Judged):
            return self.answered(leaf, form)
        if isinstance(form, Ladder):
            return self.climbed(leaf, form)

        return self.first(leaf, cases_of(leaf))

    def answered(self, leaf: Criterion, form: Choices | Judged) -> Row:
        value = self.value(leaf.code)
        if value is None:
            return Row(unknown=frozenset([leaf.code]))
        if isinstance(form, Judged):
            return Row("judged", Fraction(value))
        row = next(each for each in form.choices if each.id == value)
        treatment = row.treatment or ""

        return Row(row.id, points_in(leaf, row), treatment, row.sanction)

    def climbed(self, leaf: Criterion, form: Ladder) -> Row:
        value = self.number(term_of(form.measure))
        if value is None:
            return Row(unknown=self.reads(form.measure))
        for position, tier in enumerate(form.tiers, 1):
            if is_reached(tier, value):
                name, points = tier.id or str(position), points_in(leaf, tier)
                return Row(name, points, sanction=tier.sanction)

        return Row("none")

    def first(self, leaf: Criterion, cases: Iterable[tuple[str, Case]]) -> Row:
        for name, case in cases:
            known = self.flag(term_of(case.when))
            if known is False:
                continue
            points: Number = points_in(leaf, case)
            if case.formula is not None:
                points = self.computed(leaf, case)
            if known is None or points is None:
                return Row(unknown=self.reads(case.when, case.formula))
            return Row(name, points, sanction=case.sanction)

        return Row("none")

    def computed(self, leaf: Criterion, case: Case) -> Number:
        """Return a formula's points, clamped and then rounded (S6.19)."""
        points = self.number(term_of(case.formula))
        if points is None:
            return None
        points = min(max(points, ZERO), Fraction(leaf.maximum))

        return rounded(points, Fraction(case.step or 1), self.scheme.rounding)

    def leaf(self, leaf: Criterion) -> Node:
        row, maximum = self.rows[leaf.code], Fraction(leaf.maximum)
        if leaf.tree == "criteria" and leaf.channel in self.closed:
            return Node("not_held", ZERO, ZERO, f"{leaf.code}#not_held")
        if leaf.tree == "criteria" and leaf.code in self.knocked:
            rule = f"{leaf.code}#knock_out"
            return Node("knocked_out", ZERO, maximum, rule)
        if row.unknown is not None:
            return self.undecided(leaf, row.unknown)
        if row.treatment:
            earned = maximum if row.treatment == "full" else ZERO
            left = ZERO if row.treatment == "exclude" else maximum
            rule = f"{leaf.code}#{row.rule}"
            return Node("not_applicable", earned, left, rule)

        return self.changed(leaf, row)

    def changed(self, leaf: Criterion, row: Row) -> Node:
        """Return base, awards and deductions, clamped (6c, 6d, S9.7)."""
        points, rule, unknown = row.points, row.rule, frozenset[str]()
        is_decided, is_all_taken = True, False
        for name, sign, award in changes_of(leaf):
            change = self.amount(leaf, award)
            if change is None:
                is_decided = False
                is_all_taken |= sign > 0 and is_unlimited(award)
                unknown |= self.reads(award.each, award.when)
                worst = most_of(leaf, award, Fraction(leaf.maximum))
                change = worst if sign > 0 else ZERO
            if is_all_taken and sign < 0:
                change = ZERO
            points += sign * change
            rule = name if change else rule
        if not is_decided and leaf.tree != "penalty":
            return self.undecided(leaf, unknown)
        maximum = Fraction(leaf.maximum)
        if self.is_bare(leaf):
            return Node("scored", ZERO, maximum, f"{leaf.code}#unevidenced")
        points = min(max(points, ZERO), maximum)
        status = "scored" if is_decided else self.status(unknown)

        return Node(status, points, maximum, f"{leaf.code}#{rule}")

    def amount(self, node: Criterion, award: Award) -> Number:
        """Return what an award or deduction comes to, without its sign."""
        if award.each is not None:
            count = self.number(term_of(award.each))
            if count is None:
                return None
            amount = max(count, ZERO) * Fraction(award.per or 0)
        else:
            known = self.flag(term_of(award.when))
            if known is None:
                return None
            amount = points_in(node, award) if known else ZERO
        if award.at_most is None:
            return amount

        return min(amount, Fraction(award.at_most))

    def is_bare(self, leaf: Criterion) -> bool:
        """Tell whether evidence `zero` reaches a leaf (S3.3 to S3.6)."""
        if self.scheme.policy.unevidenced != "zero" or leaf.tree == "penalty":
            return False

        return not self.bare.isdisjoint(self.reads(*parts_of(leaf)))

    def undecided(self, leaf: Criterion, names: frozenset[str]) -> Node:
        status, maximum = self.status(names), Fraction(leaf.maximum)
        earned = maximum if leaf.tree == "penalty" else ZERO

        return Node(status, earned, maximum, f"{leaf.code}#{status}")

    def status(self, names: frozenset[str]) -> str:
        """Say whom an undecided row waits for (S6.33)."""
        answered = {
            leaf.code
            for leaf in self.scheme.leaves()
            if isinstance(leaf.form, Choices | Judged)
        }
        is_awaited = any(self.value(each) is None for each in names & answered)

        return "awaiting" if is_awaited else "missing"

    # -- inner nodes, totals, grades (S7 to S12) ---------------------------

    def inner(self, node: Criterion) -> Node:
        leaves = [(leaf, self.nodes[leaf.code]) for leaf in node.leaves()]
        lost = total(
            leaf.maximum for leaf, its in leaves if not its.applicable
        )
        left = max(Fraction(node.maximum) - lost, ZERO)
        below = {its.status for _, its in leaves}
        if "knocked_out" in below <= {"knocked_out", "not_held"}:
            return Node("knocked_out", ZERO, left, f"{node.code}#knock_out")
        children = [self.nodes[child.code] for child in node.children]
        earned = total(child.points for child in children)
        points, rule = earned, None
        for name, sign, award in changes_of(node):
            change = self.amount(node, award)
            if change is None:
                self.complete = False
                is_penalty = node.tree == "penalty"
                worst = most_of(node, award, earned)
                change = ZERO if is_penalty else worst
            points += sign * change
            rule = f"{node.code}#{name}" if change else rule
        statuses = {child.status for child in children}
        status = statuses.pop() if len(statuses) == 1 else "scored"

        return Node(status, min(max(points, ZERO), left), left, rule)

    def channels(self) -> Channels:
        """Return E, A and M of each channel (S7.7 to S7.9)."""
        found: Channels = {}
        for channel in self.scheme.channels:
            leaves = [
                (leaf, self.nodes[leaf.code])
                for leaf in self.scheme.leaves("criteria")
                if leaf.channel == channel.id
            ]
            maxima = total(leaf.maximum for leaf, _ in leaves)
            lost = maxima - total(node.applicable for _, node in leaves)
            earned = total(node.points for _, node in leaves)
            for each in self.scheme.nodes("criteria"):
                if {leaf.channel for leaf in each.leaves()} == {channel.id}:
                    earned += self.own_change(each)
            whole = maxima
            if channel.maximum is not None:
                whole = Fraction(channel.maximum)
            found[channel.id] = earned, max(whole - lost, ZERO), whole

        return found

    def own_change(self, node: Criterion) -> Fraction:
        """Return what an inner node changed beside its children (S7.9)."""
        if node.is_leaf:
            return ZERO
        children = (self.nodes[each.code].points for each in node.children)

        return self.nodes[node.code].points - total(children)

    def base(self, channels: Channels) -> Number:
        """Return the areas' sum, rescaled where asked for (S8)."""
        areas = [
            (*self.nodes[area.code][1:3], Fraction(area.maximum))
            for area in self.scheme.criteria
        ]
        plain = total(area[0] for area in areas)
        if not any(area[1] for area in areas):
            return None
        whole = Fraction(self.scheme.maximum)
        lost = total(area[2] - area[1] for area in areas)
        rest = plain - total(each[0] for each in channels.values())
        parts = {
            None: [(plain, whole, whole)],
            "total": [(plain, max(whole - lost, ZERO), whole)],
            "area": areas,
            "channel": [*channels.values(), (rest, whole, whole)],
        }[self.scheme.total.rescale]

        return total(e * m / a for e, a, m in parts if a)

    def summed_up(self) -> Result:
        channels = self.channels()
        base = self.base(channels)
        bonus, penalty = (
            total(self.nodes[area.code].points for area in areas)
            for areas in (self.scheme.bonus, self.scheme.penalty)
        )
        whole = None if base is None else base + bonus - penalty
        bounds = self.scheme.total
        if whole is not None and bounds.at_least is not None:
            whole = max(whole, Fraction(bounds.at_least))
        if whole is not None and bounds.at_most is not None:
            whole = min(whole, Fraction(bounds.at_most))
        shown = {name: each[:2] for name, each in channels.items()}
        grade, known = self.grade(whole), self.complete

        return Result(
            self.nodes, shown, base, bonus, penalty, whole, grade, known
        )

    def grade(self, whole: Number) -> str | None:
        """Return the grade: reached, bounded, dropped (S12)."""
        grades = [grade.id for grade in self.scheme.grades]
        if not grades or whole is None:
            return None
        at, is_open = len(grades) - 1, False
        for position, grade in reversed([*enumerate(self.scheme.grades)]):
            rest = whole - Fraction(
                whole if grade.bound is None else grade.bound
            )
            is_reached = rest > 0 or (rest == 0 and not grade.strict)
            gate = self.flag(term_of(grade.requires)) if is_reached else False
            if gate:
                at, is_open = position, False
            is_open |= gate is None
        self.complete &= not is_open
        drops = 0
        for group in self.lowered():
            ceilings = [each.grade_at_most for each in group]
            at = max(at, *(grades.index(each) for each in ceilings if each), 0)
            drops += max((each.grade_down for each in group), default=0)
        at += drops

        return grades[min(at, len(grades) - 1)]
