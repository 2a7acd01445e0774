"""The rows of a leaf, as one decision and what each row gives."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs

from parrules.expression.terms import Term, Type
from parrules.model import (
    Case,
    Cases,
    Choice,
    Choices,
    Criterion,
    Expression,
    Formula,
    Judged,
    Ladder,
    Tier,
    Title,
    Trigger,
)
from parrules.plan.definitions import Definitions
from parrules.plan.labels import tier_label
from parrules.plan.logic import (
    ALWAYS,
    FIRST,
    MISSING,
    NOTHING,
    Truth,
    conjunction,
    either,
    mask,
)
from parrules.plan.nodes import Result, Row
from parrules.plan.properties import Properties
from parrules.points import exact, whole


class LeafRows(NamedTuple):
    """A leaf's decision and results, before it is placed in a tree."""

    rows: tuple[Row, ...]
    results: tuple[Result, ...]
    base_reads: tuple[str, ...] = ()
    answer: str = ""
    judged_step: int = 0


NO_ROWS = LeafRows((), ())
"""What an inner node has."""


def points_in(
    criterion: Criterion, row: Choice | Tier | Case
) -> Decimal | Fraction:
    """Return the points of a row; 0 where a formula or treatment decides."""
    if row.share is not None:
        return Fraction(exact(criterion.maximum) * exact(row.share), 100)

    return row.points or Decimal(0)


def leaf_rows(
    criterion: Criterion,
    properties: Properties,
    definitions: Definitions,
    places: int,
) -> LeafRows:
    """Return the rows of *criterion*: exceptions first, then its form."""
    builder = _Builder(criterion, properties, definitions, places)

    return builder.build()


class _Builder:
    """The rows of one leaf, as they are found."""

    def __init__(
        self,
        criterion: Criterion,
        properties: Properties,
        definitions: Definitions,
        places: int,
    ) -> None:
        self._criterion = criterion
        self._properties = properties
        self._definitions = definitions
        self._places = places
        self._rows: list[Row] = []
        self._results: list[Result] = []
        self._last: Result | None = None
        self._reads: tuple[str, ...] = ()

    def build(self) -> LeafRows:
        for entry in self._criterion.not_applicable:
            assert entry.when.term is not None
            reads = self._definitions.facts_in(entry.when.term)
            self._add(
                self._properties.truth(entry.when.term),
                self._result(
                    "not_applicable",
                    label=entry.label,
                    treatment=entry.treat,
                    place=entry.path,
                    reads=reads,
                ),
            )
        self._if_none()
        answer, step = self._form()
        last = self._last or self._ending()

        return LeafRows(
            rows=tuple(self._rows),
            results=(*self._results, last),
            base_reads=self._reads,
            answer=answer,
            judged_step=step,
        )

    def _result(
        self,
        name: str,
        *,
        label: Title | None = None,
        treatment: str = "",
        points: int | None = 0,
        place: tuple[str | int, ...] = (),
        reads: tuple[str, ...] = (),
        row: Choice | Tier | Case | None = None,
        formula: Expression | None = None,
        step: int = 1,
    ) -> Result:
        term = None
        if label is None:
            label = Title() if row is None else row.label
        if formula is not None:
            assert formula.term is not None
            term, points = self._definitions.inline(formula.term), None

        return Result(
            rule=f"{self._criterion.code}#{name}",
            label=label,
            sanction=None if row is None else row.sanction,
            treatment=treatment,
            points=points,
            formula=term,
            step=step,
            place=(place or self._criterion.path) if row is None else row.path,
            reads=reads,
        )

    def _add(
        self,
        truth: Truth,
        result: Result,
        reads: tuple[str, ...] | None = None,
    ) -> None:
        self._rows.append(
            Row(
                rule=result.rule,
                true=truth.true,
                unknown=truth.unknown,
                reads=result.reads if reads is None else reads,
            )
        )
        self._results.append(result)

    def _quanta(self, row: Choice | Tier | Case) -> int:
        return whole(points_in(self._criterion, row), self._places)

    def _ending(self) -> Result:
        """Return what holds where no row decides."""
        criterion = self._criterion
        if criterion.form is None and criterion.deductions:
            maximum = whole(criterion.maximum, self._places)
            return self._result("base", points=maximum)

        return self._result("none", reads=self._reads)

    # -- 0 of 0 ------------------------------------------------------------

    def _if_none(self) -> None:
        if self._criterion.if_none is None:
            return
        terms = tuple(self._divided())
        clauses = NOTHING
        for term in terms:
            place = self._properties.meet_number(term)
            clauses = either(clauses, self._properties.undefined(place))
        reads = tuple(
            dict.fromkeys(
                name
                for term in terms
                for name in self._definitions.facts_in(term)
            )
        )
        self._add(
            Truth(clauses, NOTHING, NOTHING),
            self._result(
                "if_none",
                treatment=self._criterion.if_none,
                reads=reads,
            ),
        )

    def _divided(self) -> Iterator[Term]:
        """Yield the quantities whose denominators `if_none` looks at."""
        form = self._criterion.form
        if isinstance(form, Ladder) and form.measure.term is not None:
            yield form.measure.term
        if isinstance(form, Formula) and form.expression.term is not None:
            yield form.expression.term
        if isinstance(form, Cases):
            for case in form.cases:
                if case.formula is not None and case.formula.term is not None:
                    yield case.formula.term
                if case.when is not None and case.when.term is not None:
                    yield from _quantities(case.when.term)

    # -- forms -------------------------------------------------------------

    def _form(self) -> tuple[str, int]:
        form = self._criterion.form
        if isinstance(form, Choices):
            self._choices(form)
            return "choice", 0
        if isinstance(form, Judged):
            return "judged", self._judged(form)
        if isinstance(form, Ladder):
            self._ladder(form)
        elif isinstance(form, Cases):
            self._cases(form)
        elif isinstance(form, Formula):
            self._formula(form)
        elif isinstance(form, Trigger):
            self._trigger(form)

        return "", 0

    def _choices(self, form: Choices) -> None:
        code = self._criterion.code
        self._reads = (code,)
        place = self._properties.option(code)
        for position, choice in enumerate(form.choices):
            result = self._result(
                choice.id,
                row=choice,
                points=self._quanta(choice),
                treatment=choice.treatment or "",
                reads=(code,),
            )
            self._add(
                self._properties.within(place, mask(FIRST + position)), result
            )

    def _judged(self, form: Judged) -> int:
        code = self._criterion.code
        self._reads = (code,)
        term = Term("fact", (), code, Type("number", "points"))
        place = self._properties.meet_number(term)
        judged = self._known(place)
        step = whole(form.step, self._places)
        self._add(
            judged,
            attrs.evolve(
                self._result("judged", reads=(code,)),
                points=None,
                formula=term,
                step=step,
            ),
        )

        return step

    def _known(self, place: int) -> Truth:
        feasible = self._properties.property(place).feasible

        return self._properties.within(place, feasible & ~mask(MISSING))

    def _ladder(self, form: Ladder) -> None:
        assert form.measure.term is not None
        self._reads = self._definitions.facts_in(form.measure.term)
        place = self._properties.meet_number(form.measure.term)
        for position, tier in enumerate(form.tiers, 1):
            label = tier.label
            if not (label.vi or label.en):
                label = tier_label(form, position - 1)
            self._add(
                self._within(place, tier),
                self._result(
                    tier.id or str(position),
                    row=tier,
                    label=label,
                    points=self._quanta(tier),
                    reads=self._reads,
                ),
            )

    def _within(self, place: int, tier: Tier) -> Truth:
        lower = None if tier.bound is None else Fraction(tier.bound)
        upper = None if tier.upper is None else Fraction(tier.upper)
        bits = self._properties.between(
            place,
            None if lower is None else (lower, tier.strict),
            None if upper is None else (upper, tier.upper_strict),
        )

        return self._properties.within(place, bits)

    def _cases(self, form: Cases) -> None:
        reads: dict[str, None] = {}
        for position, case in enumerate(form.cases, 1):
            when = None if case.when is None else case.when.term
            own = self._definitions.facts_in(when)
            if case.formula is not None:
                formula = self._definitions.facts_in(case.formula.term)
                own = (*own, *formula)
            # A row decides because those before it do not hold.
            reads.update(dict.fromkeys(own))
            step = 1
            if case.step is not None:
                step = whole(case.step, self._places)
            name = "otherwise" if case.when is None else str(position)
            result = self._result(
                case.id or name,
                row=case,
                points=self._quanta(case),
                formula=case.formula,
                step=step,
                reads=tuple(reads),
            )
            if when is None and case.formula is None:
                self._last = result
                break
            self._add(self._case_truth(case), result, own)
        self._reads = tuple(reads)

    def _case_truth(self, case: Case) -> Truth:
        """Return when a case decides: a formula must be known as well."""
        truth = Truth(ALWAYS, NOTHING, NOTHING)
        if case.when is not None and case.when.term is not None:
            truth = self._properties.truth(case.when.term)
        if case.formula is None or case.formula.term is None:
            return truth
        place = self._properties.meet_number(case.formula.term)
        # A false condition ends the row, whatever its formula would be.
        known = self._known(place)

        return Truth(
            conjunction(truth, known).true,
            truth.false,
            either(
                truth.unknown,
                conjunction(truth, Truth(known.unknown, known.true, ())).true,
            ),
        )

    def _formula(self, form: Formula) -> None:
        assert form.expression.term is not None
        self._reads = self._definitions.facts_in(form.expression.term)
        place = self._properties.meet_number(form.expression.term)
        self._add(
            self._known(place),
            self._result(
                "formula",
                label=Title(vi=form.expression.text),
                formula=form.expression,
                step=whole(form.step, self._places),
                reads=self._reads,
            ),
        )

    def _trigger(self, form: Trigger) -> None:
        assert form.when.term is not None
        self._reads = self._definitions.facts_in(form.when.term)
        result = self._result(
            "when",
            label=self._criterion.title,
            reads=self._reads,
        )
        self._add(
            self._properties.truth(form.when.term),
            attrs.evolve(result, sanction=form.sanction),
        )


def _quantities(term: Term) -> Iterator[Term]:
    """Yield the numbers that a condition compares."""
    for part in term.walk():
        if part.op == "compare":
            for side in part.args:
                if side.op != "const":
                    yield side
