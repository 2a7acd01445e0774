"""Model → plan."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from parrules.errors import Problem
from parrules.expression.terms import OUTCOME_TERMS, Term
from parrules.model import (
    Award,
    Criterion,
    Expression,
    Scheme,
)
from parrules.plan.amounts import amount_of, places_of
from parrules.plan.definitions import Definitions, inputs_of
from parrules.plan.grades import (
    grade_rows,
    has_gate_that_may_be_unknown,
    with_gates_unmet,
)
from parrules.plan.leaves import NO_ROWS, LeafRows, leaf_rows
from parrules.plan.logic import (
    CLAUSE_LIMIT,
    NOTHING,
    Clauses,
    Property,
    TooComplexError,
    Truth,
    both,
    either,
)
from parrules.plan.meeting import meet_all
from parrules.plan.narrowing import compressed, narrowed
from parrules.plan.nodes import (
    FACTS,
    OUTCOMES,
    TOTALS,
    Change,
    Decision,
    Elimination,
    Node,
    Plan,
    Row,
)
from parrules.plan.perhaps import possible_rows
from parrules.plan.properties import Properties
from parrules.points import whole

_HELD, _KNOCK_OUT, _GRADE = "held", "knock_out", "grade"


def compile_plan(scheme: Scheme) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Bring *scheme*, which has been checked, into its normal form.

    Returns:
        The plan, or `None` with problems PAR909 where a condition needs
        more than 128 conjunctions.
    """
    compiler = _Compiler(scheme)
    try:
        plan = compiler.plan()
    except TooComplexError:
        problem = Problem(
            code="PAR909",
            path=compiler.at,
            arguments={
                "criterion": compiler.about,
                "limit": str(CLAUSE_LIMIT),
            },
        )
        return None, (problem,)

    return plan, ()


class _Compiler:
    """One scheme on its way to a plan."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.at: tuple[str | int, ...] = ()
        self.about = ""
        self._places = places_of(scheme)
        self._definitions = Definitions(scheme)
        self._inputs = inputs_of(scheme)
        self._properties = Properties(
            self._definitions.inline,
            self._definitions.can_miss,
            {each.name: each.options for each in self._inputs},
        )
        self._evidenced = {
            fact.name for fact in scheme.facts if fact.evidence == "required"
        }
        self._decisions: list[Decision] = []
        self._strata: dict[str, int] = {}

    def plan(self) -> Plan:
        """Return the plan."""
        meet_all(self.scheme, self._properties)
        derived = tuple(self._derived())
        held = tuple(self._held())
        nodes = self._nodes()
        eliminations = tuple(self._eliminations(nodes))
        grade, gate = self._grades()
        decisions, properties = compressed(
            tuple(self._decisions), self._properties.all()
        )
        total = self.scheme.total

        return Plan(
            scheme=self.scheme,
            places=self._places,
            maximum=self._quanta(self.scheme.maximum),
            inputs=self._inputs,
            definitions=self._definitions.terms(),
            derived=derived,
            properties=properties,
            decisions=decisions,
            nodes=nodes,
            channels=self.scheme.channels,
            held=held,
            eliminations=eliminations,
            grades=self.scheme.grades,
            grade_decision=grade,
            gate_decision=gate,
            bounds=(
                None
                if total.at_least is None
                else self._quanta(total.at_least),
                None if total.at_most is None else self._quanta(total.at_most),
            ),
            rescale=total.rescale,
            outcomes=tuple(self._definitions.outcomes.values()),
        )

    def _quanta(self, number: Decimal) -> int:
        return whole(number, self._places)

    # -- decisions ---------------------------------------------------------

    def _decide(
        self, name: str, rows: tuple[Row, ...], stage: str = ""
    ) -> int:
        """Add a decision; return its position."""
        kept = narrowed(rows)
        read = self._properties_of(kept)
        if not stage:
            stage = OUTCOMES if _are_of_outcomes(read) else FACTS
        self._decisions.append(
            Decision(
                name=name,
                stage=stage,
                stratum=self._stratum(read),
                rows=kept,
            )
        )

        return len(self._decisions) - 1

    def _properties_of(self, rows: tuple[Row, ...]) -> list[Property]:
        places = {
            place
            for row in rows
            for clause in (*row.true, *row.unknown)
            for place, _ in clause
        }

        return [self._properties.property(place) for place in places]

    def _stratum(self, read: Iterable[Property]) -> int:
        strata = (
            self._strata[met.name] + 1 for met in read if met.kind == "derived"
        )

        return max(strata, default=0)

    def _derived(self) -> Iterator[tuple[str, int]]:
        for name, cases in self._definitions.flags():
            self.about = name
            truth = self._selected(cases)
            row = Row(
                rule=f"derive:{name}", true=truth.true, unknown=truth.unknown
            )
            position = self._decide(f"derive:{name}", (row,))
            self._strata[name] = self._decisions[position].stratum
            yield name, position

    def _selected(self, cases: tuple[tuple[Term | None, Term], ...]) -> Truth:
        """Return the truth of a flag that is chosen by cases."""
        if not cases:
            return Truth(NOTHING, NOTHING, ((),))
        (when, value), rest = cases[0], cases[1:]
        chosen = self._properties.truth(value)
        if when is None:
            return chosen
        condition = self._properties.truth(when)

        return _chosen(condition, chosen, self._selected(rest))

    def _held(self) -> Iterator[int]:
        derived = {name for name, _ in self._definitions.flags()}
        for channel in self.scheme.channels:
            if channel.held is None:
                yield -1
                continue
            op = "derived" if channel.held in derived else "fact"
            flag = Term(op, (), channel.held)
            truth = self._properties.truth(Term("not", (flag,)))
            row = Row(
                rule=f"{_HELD}:{channel.id}",
                true=truth.true,
                unknown=truth.unknown,
                reads=(channel.held,),
            )
            yield self._decide(f"{_HELD}:{channel.id}", (row,))

    def _eliminations(self, nodes: tuple[Node, ...]) -> Iterator[Elimination]:
        positions = {node.code: index for index, node in enumerate(nodes)}
        for number, knock_out in enumerate(self.scheme.knock_outs, 1):
            rule = f"{_KNOCK_OUT}:{knock_out.id or number}"
            reads = self._definitions.facts_in(knock_out.when.term)
            if knock_out.fact is not None:
                reads = (*reads, knock_out.fact)
            row = self._row(rule, knock_out.when, reads)
            yield Elimination(
                decision=self._decide(rule, (row,)),
                nodes=tuple(positions[code] for code in knock_out.criteria),
                fact=knock_out.fact,
                rule=rule,
                knock_out=knock_out,
            )

    def _row(self, rule: str, when: Expression, reads: tuple[str, ...]) -> Row:
        self.about, self.at = rule, when.path
        assert when.term is not None, "only sound schemes are compiled"
        truth = self._properties.truth(when.term)

        return Row(
            rule=rule, true=truth.true, unknown=truth.unknown, reads=reads
        )

    def _grades(self) -> tuple[int, int]:
        """Return what decides the grade, and what its gates leave open."""
        rows = tuple(
            grade_rows(self.scheme, self._properties, self._definitions)
        )
        if not rows:
            return -1, -1
        grade = self._decide(_GRADE, with_gates_unmet(rows), TOTALS)
        if not has_gate_that_may_be_unknown(rows):
            return grade, -1

        return grade, self._decide(_GRADE, rows, TOTALS)

    # -- nodes -------------------------------------------------------------

    def _nodes(self) -> tuple[Node, ...]:
        order = tuple(self.scheme.nodes())
        positions = {id(node): index for index, node in enumerate(order)}
        parents = {
            id(child): index
            for index, node in enumerate(order)
            for child in node.children
        }

        return tuple(
            self._node(
                criterion,
                parents.get(id(criterion), -1),
                tuple(positions[id(each)] for each in criterion.children),
            )
            for criterion in order
        )

    def _node(
        self, criterion: Criterion, parent: int, children: tuple[int, ...]
    ) -> Node:
        self.about, self.at = criterion.code, criterion.path
        channels = [channel.id for channel in self.scheme.channels]
        # Decisions are numbered as they come: awards before the rows.
        changes = tuple(self._changes(criterion))
        rows = NO_ROWS if children else self._leaf_rows(criterion)

        return Node(
            code=criterion.code,
            tree=criterion.tree,
            criterion=criterion,
            parent=parent,
            children=children,
            maximum=self._quanta(criterion.maximum),
            channel=(
                channels.index(criterion.channel)
                if criterion.channel in channels
                else -1
            ),
            decision=(
                self._decide(criterion.code, rows.rows) if rows.rows else -1
            ),
            results=rows.results,
            perhaps=tuple(
                (at, self._decide(criterion.code, possible))
                for at, possible in possible_rows(rows, criterion.form)
            ),
            changes=changes,
            evidence=() if children else self._evidence(rows, changes),
            answer=rows.answer,
            judged_step=rows.judged_step,
        )

    def _leaf_rows(self, criterion: Criterion) -> LeafRows:
        return leaf_rows(
            criterion, self._properties, self._definitions, self._places
        )

    def _evidence(
        self, rows: LeafRows, changes: tuple[Change, ...]
    ) -> tuple[str, ...]:
        read = dict.fromkeys(
            (*rows.base_reads, *(n for each in changes for n in each.reads))
        )

        return tuple(name for name in read if name in self._evidenced)

    def _changes(self, criterion: Criterion) -> Iterator[Change]:
        groups = (
            ("award", 1, criterion.awards),
            ("deduction", -1, criterion.deductions),
        )
        for word, sign, awards in groups:
            for number, award in enumerate(awards, 1):
                rule = f"{criterion.code}#{award.id or f'{word}.{number}'}"
                yield self._change(criterion, award, rule, sign)

    def _change(
        self, criterion: Criterion, award: Award, rule: str, sign: int
    ) -> Change:
        self.about, self.at = rule, award.path
        subject = award.each or award.when
        assert subject is not None
        assert subject.term is not None
        reads = self._definitions.facts_in(subject.term)
        if award.each is not None:
            place = self._properties.meet_number(subject.term)
            truth = self._properties.beyond(place, ">", Fraction(0))
        else:
            truth = self._properties.truth(subject.term)
        row = Row(
            rule=rule, true=truth.true, unknown=truth.unknown, reads=reads
        )

        return Change(
            rule=rule,
            decision=self._decide(rule, (row,)),
            sign=sign,
            each=(
                None
                if award.each is None
                else self._definitions.inline(subject.term)
            ),
            amount=whole(amount_of(criterion, award), self._places),
            at_most=(
                None if award.at_most is None else self._quanta(award.at_most)
            ),
            label=award.label,
            place=award.path,
            reads=reads,
        )


def _are_of_outcomes(read: Iterable[Property]) -> bool:
    """Tell whether one of the properties is about what a node earned."""
    return any(
        part.op in OUTCOME_TERMS
        for met in read
        for term in met.terms
        for part in term.walk()
    )


def _chosen(when: Truth, then: Truth, rest: Truth) -> Truth:
    """Return the truth of *then* where *when* holds, else of *rest*."""

    def pick(first: Clauses, second: Clauses) -> Clauses:
        return either(both(when.true, first), both(when.false, second))

    return Truth(
        pick(then.true, rest.true),
        pick(then.false, rest.false),
        either(when.unknown, pick(then.unknown, rest.unknown)),
    )
