"""How a row is scored: its base form, awards, deductions and exceptions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from parrules.errors import Path, near
from parrules.loading.commas import pair_meant
from parrules.loading.expressions import Expressions
from parrules.loading.structure import Reader
from parrules.loading.wire import (
    AwardTable,
    CaseTable,
    ChoiceTable,
    CriterionTable,
    JudgedTable,
    NotApplicableTable,
    SanctionKeys,
    TierTable,
)
from parrules.model import (
    Award,
    Case,
    Cases,
    Choice,
    Choices,
    Form,
    Formula,
    Judged,
    Ladder,
    NotApplicable,
    Sanction,
    Tier,
    Title,
    Tree,
    Trigger,
)

_BASES = (
    "answers",
    "choices",
    "measure",
    "cases",
    "formula",
    "judged",
    "when",
)
_SANCTIONS = ("grade_at_most", "grade_down", "knock_out")
_SANCTION_TREES = ("bonus", "penalty")
_PAIR = 2  # a short tier: from, points
_MOST_GRADES = 50


def sanction_of(
    reader: Reader, row: SanctionKeys, path: Path
) -> Sanction | None:
    """Return what *row* does beside giving points, if anything."""
    if not reader.given(row, path, *_SANCTIONS):
        return None
    down = row.grade_down or 0
    codes = row.knock_out or ()
    if row.knock_out == ():
        reader.problem("PAR128", (*path, "knock_out"), value="knock_out = []")
    if isinstance(codes, str):
        codes = (codes,)

    return Sanction(
        grade_at_most=row.grade_at_most,
        grade_down=reader.in_range(
            down, 0, _MOST_GRADES, (*path, "grade_down")
        ),
        knock_out=tuple(code.strip() for code in codes),
    )


def choices_of(
    reader: Reader, row: CriterionTable, path: Path
) -> tuple[Choice, ...]:
    """Read the rows that a person picks from."""
    rows = reader.rows(ChoiceTable, row.choices, (*path, "choices"))
    choices: list[Choice] = []
    for each, where in rows:
        reader.one_of(each, where, "points", "share", "not_applicable")
        choices.append(
            Choice(
                id=each.id or "",
                points=each.points,
                share=each.share,
                treatment=each.not_applicable,
                label=each.label or Title(),
                sanction=sanction_of(reader, each, where),
                path=where,
            )
        )

    return tuple(choices)


class RowForms(NamedTuple):
    """Reads the forms of one row.

    Attributes:
        choices: Those of the row, which were read before.
        answers: The named sets.
    """

    reader: Reader
    row: CriterionTable
    path: Path
    tree: Tree
    expressions: Expressions
    choices: tuple[Choice, ...]
    answers: Mapping[str, tuple[Choice, ...]]

    def base(self) -> Form | None:
        """Return how the row is scored, apart from awards."""
        reader, row, path = self.reader, self.row, self.path
        reader.needs(row, path, "tiers", "measure")
        if reader.has(row, path, "measure"):
            reader.demand(row, path, "tiers")
        reader.needs(row, path, "step", "formula")
        reader.needs(row, path, "if_none", "measure", "formula", "cases")
        for key in reader.given(row, path, *_SANCTIONS):
            reader.needs(row, path, key, "when")
        bases = reader.given(row, path, *_BASES)
        if len(bases) > 1:
            reader.one_of(row, path, *_BASES)
        makers: dict[str, Callable[[], Form | None]] = {
            "answers": self._answers,
            "choices": self._choices,
            "measure": self._ladder,
            "cases": self._cases,
            "formula": self._formula,
            "judged": self._judged,
            "when": self._trigger,
        }
        # All of several are read, for what is wrong in each.
        forms = [makers[base]() for base in bases]

        return forms[0] if forms else None

    def awards(self, key: str) -> tuple[Award, ...]:
        """Read ``awards`` or ``deductions``, by *key*."""
        rows = self.reader.rows(
            AwardTable, getattr(self.row, key), (*self.path, key)
        )

        return tuple(self._award(each, where) for each, where in rows)

    def not_applicable(self) -> tuple[NotApplicable, ...]:
        """Read when the row does not apply."""
        where = (*self.path, "not_applicable")
        rows = self.reader.rows(
            NotApplicableTable, self.row.not_applicable, where
        )
        found: list[NotApplicable] = []
        for each, path in rows:
            when = self.expressions.flag(each.when, (*path, "when"))
            if when is not None and each.treat is not None:
                label = each.label or Title()
                found.append(
                    NotApplicable(
                        when=when, treat=each.treat, label=label, path=path
                    )
                )

        return tuple(found)

    # -- base forms ------------------------------------------------------

    def _answers(self) -> Choices | None:
        name = self.row.answers
        if name is None:
            return None
        if name not in self.answers:
            self.reader.problem(
                "PAR410",
                (*self.path, "answers"),
                name=name,
                near=near(name, self.answers),
            )
            return None

        return Choices(choices=self.answers[name], named=name)

    def _choices(self) -> Choices:
        return Choices(choices=self.choices)

    def _ladder(self) -> Ladder | None:
        measure = self.expressions.number(
            self.row.measure, (*self.path, "measure")
        )
        tiers: tuple[Any, ...] = self.row.tiers or ()
        is_short = bool(tiers) and isinstance(tiers[0], list)
        made = tuple(
            tier
            for position, element in enumerate(tiers)
            if (tier := self._tier(element, position, is_short=is_short))
        )
        if measure is None:
            return None

        return Ladder(measure=measure, tiers=made, is_short=is_short)

    def _tier(
        self, element: object, position: int, *, is_short: bool
    ) -> Tier | None:
        path = (*self.path, "tiers", position)
        if is_short and isinstance(element, list):
            return self._short_tier(element, path)
        if not is_short and isinstance(element, dict):
            return self._long_tier(element, path)
        self.reader.wrong(element, "array" if is_short else "table", path)

        return None

    def _short_tier(self, pair: list[object], path: Path) -> Tier | None:
        if len(pair) != _PAIR:
            near = pair_meant(pair, self.reader.document, path)
            remedy = {"comma": near} if near else {}
            self.reader.wrong(pair, "[from, points]", path, **remedy)
            return None
        numbers = [
            self.reader.value(Decimal, number, (*path, position))
            for position, number in enumerate(pair)
        ]

        return Tier(bound=numbers[0], points=numbers[1], path=path)

    def _long_tier(self, table: object, path: Path) -> Tier:
        reader = self.reader
        row = reader.row(TierTable, table, path)
        reader.at_most_one_of(row, path, "from", "above")
        reader.at_most_one_of(row, path, "to", "below")
        reader.one_of(row, path, "points", "share")

        return Tier(
            bound=row.from_ if row.above is None else row.above,
            strict=row.above is not None,
            upper=row.to if row.below is None else row.below,
            upper_strict=row.below is not None,
            points=row.points,
            share=row.share,
            label=row.label or Title(),
            id=row.id,
            sanction=sanction_of(reader, row, path),
            path=path,
        )

    def _cases(self) -> Cases:
        where = (*self.path, "cases")
        rows = self.reader.rows(CaseTable, self.row.cases, where)
        self.reader.otherwise_last(rows)

        return Cases(cases=tuple(self._case(row, path) for row, path in rows))

    def _case(self, row: CaseTable, path: Path) -> Case:
        reader = self.reader
        reader.one_of(row, path, "when", "otherwise")
        reader.otherwise(row.otherwise, path)
        reader.one_of(row, path, "points", "share", "formula")
        reader.needs(row, path, "step", "formula")
        if reader.has(row, path, "formula"):
            reader.demand(row, path, "step")

        return Case(
            when=self.expressions.flag(row.when, (*path, "when")),
            points=row.points,
            share=row.share,
            formula=self.expressions.points(row.formula, (*path, "formula")),
            step=row.step,
            label=row.label or Title(),
            id=row.id,
            sanction=sanction_of(reader, row, path),
            path=path,
        )

    def _formula(self) -> Formula | None:
        self.reader.demand(self.row, self.path, "step")
        expression = self.expressions.points(
            self.row.formula, (*self.path, "formula")
        )
        if expression is None or self.row.step is None:
            return None

        return Formula(expression=expression, step=self.row.step)

    def _judged(self) -> Judged | None:
        if self.row.judged is None:
            return None
        path = (*self.path, "judged")
        step = self.reader.row(JudgedTable, self.row.judged, path).step

        return None if step is None else Judged(step=step)

    def _trigger(self) -> Trigger | None:
        reader, row, path = self.reader, self.row, self.path
        if self.tree not in _SANCTION_TREES:
            reader.misplaced(path, "when", *_SANCTION_TREES)
        else:
            reader.needs(row, path, "when", *_SANCTIONS)
        when = self.expressions.flag(row.when, (*path, "when"))
        sanction = sanction_of(reader, row, path)
        if when is None or sanction is None:
            return None

        return Trigger(when=when, sanction=sanction)

    def _award(self, row: AwardTable, path: Path) -> Award:
        reader = self.reader
        kind = reader.one_of(row, path, "each", "when", "formula")
        belonging = {
            "each": ("per",),
            "when": ("points", "share"),
            "formula": ("step",),
        }
        for base, keys in belonging.items():
            for key in keys if kind is not None else ():
                reader.needs(row, path, key, base)
        if kind is not None and kind != "when":
            reader.demand(row, path, *belonging[kind])
        elif kind == "when":
            reader.one_of(row, path, "points", "share")
        each = self.expressions.whole(row.each, (*path, "each"))
        if row.formula is not None:
            # So many steps, each of them worth itself.
            each = self.expressions.steps(
                row.formula, row.step, (*path, "formula")
            )

        return Award(
            each=each,
            per=row.step if kind == "formula" else row.per,
            step=row.step,
            when=self.expressions.flag(row.when, (*path, "when")),
            points=row.points,
            share=row.share,
            at_most=row.at_most,
            label=row.label or Title(),
            id=row.id,
            path=path,
        )
