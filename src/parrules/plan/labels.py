"""Labels of rows that the file gives none: what bounds and terms say."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from parrules.errors import Language
from parrules.expression.terms import Term
from parrules.model import (
    Award,
    Case,
    Cases,
    Expression,
    Formula,
    Ladder,
    NotApplicable,
    Scheme,
    Title,
)
from parrules.plan.nodes import Change, Elimination, Node, Result
from parrules.points import plain

# By what is known of the lower and of the upper bound: passed or reached,
# not reached or not passed.
_VI: Final[Mapping[tuple[str, str], str]] = {
    ("", ""): "mọi giá trị",
    ("from", ""): "từ {low} trở lên",
    ("above", ""): "trên {low}",
    ("", "to"): "từ {high} trở xuống",
    ("", "below"): "dưới {high}",
    ("from", "to"): "từ {low} đến {high}",
    ("from", "below"): "từ {low} đến dưới {high}",
    ("above", "to"): "trên {low} đến {high}",
    ("above", "below"): "trên {low} đến dưới {high}",
    ("just", ""): "đúng {low}",
}
_EN: Final[Mapping[tuple[str, str], str]] = {
    ("", ""): "any value",
    ("from", ""): "{low} or more",
    ("above", ""): "above {low}",
    ("", "to"): "{high} or less",
    ("", "below"): "below {high}",
    ("from", "to"): "from {low} to {high}",
    ("from", "below"): "from {low} to below {high}",
    ("above", "to"): "above {low}, up to {high}",
    ("above", "below"): "above {low} and below {high}",
    ("just", ""): "exactly {low}",
}
_MINUS: Final = "\u2212"


def tier_label(ladder: Ladder, position: int) -> Title:
    """Return what the bounds of a tier say, such as ``from 50 to below 80``.

    A short tier ends below the bound of the one above it.
    """
    tier = ladder.tiers[position]
    upper, upper_strict = tier.upper, tier.upper_strict
    if ladder.is_short and position:
        upper, upper_strict = ladder.tiers[position - 1].bound, True
    term = ladder.measure.term
    is_percent = term is not None and term.type.dimension == "percent"

    return bounds_label(
        tier.bound,
        upper,
        strict=tier.strict,
        upper_strict=upper_strict,
        unit="%" if is_percent else "",
    )


def bounds_label(
    bound: Decimal | None,
    upper: Decimal | None,
    *,
    strict: bool = False,
    upper_strict: bool = False,
    unit: str = "",
) -> Title:
    """Return what two bounds say in both languages.

    Args:
        bound: The lower bound, passed if *strict*, else reached; `None`
            for none.
        upper: The upper bound, not reached if *upper_strict*, else not
            passed; `None` for none.
        strict: See *bound*.
        upper_strict: See *upper*.
        unit: Written behind each number.
    """
    lower = "" if bound is None else "above" if strict else "from"
    higher = "" if upper is None else "below" if upper_strict else "to"
    if bound == upper and (lower, higher) == ("from", "to"):
        lower, higher = "just", ""
    low, high = (
        "" if each is None else plain(each).replace("-", _MINUS) + unit
        for each in (bound, upper)
    )

    return Title(
        vi=_VI[lower, higher].format(low=_comma(low), high=_comma(high)),
        en=_EN[lower, higher].format(low=low, high=high),
    )


class Labels:
    """What the rows of one ruleset say: their labels, else their terms.

    Tiers have theirs from `tier_label`; answers are called by their ids.
    """

    def __init__(self, scheme: Scheme) -> None:
        """Learn the titles of *scheme*, in both languages."""
        # Words for people: who only scores reads none.
        from parrules.plan.phrases import Phrases  # noqa: PLC0415

        self._phrases: Mapping[Language, Phrases] = {
            "vi": Phrases(scheme, "vi"),
            "en": Phrases(scheme, "en"),
        }

    def term(self, term: Term) -> Title:
        """Return a term in words."""
        vi, en = (each.written(term) for each in self._phrases.values())

        return Title(vi, en)

    def expression(
        self, expression: Expression, maximum: Decimal | None = None
    ) -> Title:
        """Return an expression of a row of *maximum* points in words."""
        vi, en = (
            each.expression(expression, maximum)
            for each in self._phrases.values()
        )

        return Title(vi, en)

    def of_result(self, node: Node, result: Result) -> Title:
        """Return what the row of a leaf says; an empty title for nothing."""
        form = node.criterion.form
        if isinstance(form, Formula) and result.rule.endswith("#formula"):
            return self.of_formula(node, result)
        if result.label != Title():
            return result.label

        return self.condition(node, result)

    def condition(self, node: Node, result: Result) -> Title:
        """Return what a row asks for; an empty title for nothing."""
        form = node.criterion.form
        if isinstance(form, Ladder):
            for position, tier in enumerate(form.tiers):
                if tier.path == result.place:
                    return tier_label(form, position)
        for row in self._rows(node):
            if row.path == result.place and row.when is not None:
                return self.expression(row.when, node.criterion.maximum)

        return Title()

    def of_formula(self, node: Node, result: Result) -> Title:
        """Return the formula that a row computes, and how it is rounded."""
        form = node.criterion.form
        if isinstance(form, Formula):
            formula, step = form.expression, form.step
        else:
            case = case_of(node, result)
            if case is None or case.formula is None or case.step is None:
                return Title()
            formula, step = case.formula, case.step
        written = self.expression(formula, node.criterion.maximum)
        by = plain(step)

        return Title(
            vi=f"{written.vi}, làm tròn đến bội số của {_comma(by)}",
            en=f"{written.en}, rounded to a multiple of {by}",
        )

    @staticmethod
    def _rows(node: Node) -> tuple[Case | NotApplicable, ...]:
        form = node.criterion.form
        cases = form.cases if isinstance(form, Cases) else ()

        return (*node.criterion.not_applicable, *cases)

    def of_change(self, node: Node, change: Change) -> Title:
        """Return for what an award is, or a deduction."""
        award = award_of(node, change)
        if change.label != Title():
            return change.label

        return self.counted(award, node.criterion.maximum)

    def counted(self, award: Award, maximum: Decimal) -> Title:
        """Return what an award looks at: a condition, count or formula."""
        counted = award.each or award.when
        assert counted is not None, "a row has one of them"
        if award.step is not None and counted.term is not None:
            # What stands there is how many steps the formula has.
            (quotient,) = counted.term.args
            points = Expression(text=counted.text, term=quotient.args[0])
            return self.expression(points, maximum)

        return self.expression(counted, maximum)

    def of_knock_out(self, elimination: Elimination) -> Title:
        """Return why criteria are knocked out; empty where it just is so."""
        knock_out = elimination.knock_out
        term = knock_out.when.term
        if knock_out.label != Title() or (term and term.op == "truth"):
            return knock_out.label

        return self.expression(knock_out.when)


def _comma(number: str) -> str:
    return number.replace(".", ",")


def case_of(node: Node, result: Result) -> Case | None:
    """Return the case that *result* is, if it is one."""
    form = node.criterion.form
    cases = form.cases if isinstance(form, Cases) else ()

    return next((each for each in cases if each.path == result.place), None)


def award_of(node: Node, change: Change) -> Award:
    """Return what the file says of *change*."""
    awards = (*node.criterion.awards, *node.criterion.deductions)

    return awards[node.changes.index(change)]
