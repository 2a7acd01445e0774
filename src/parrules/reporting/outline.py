"""A ruleset as text: what it asks of a unit, and what it awards."""

import textwrap
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from parrules.errors import Language
from parrules.model import (
    TREES,
    Expression,
    Judged,
    Ladder,
    Title,
    Trigger,
)
from parrules.plan.labels import Labels, award_of
from parrules.plan.nodes import Change, Node, Plan, Result
from parrules.plan.phrases import Phrases
from parrules.points import plain
from parrules.reporting.asked import derived_lines, fact_lines
from parrules.reporting.page import Page, grade_lines, head, tail, wrapped
from parrules.reporting.words import Words, clean

# Nothing that the file says: what holds where no row does. But what a person
# picks may have such a name; it has its own place, too.
_UNWRITTEN = ("none", "judged", "when")
_MARK = "✓"
"""Before a row that applied."""
_FEARED = "?"
"""Before a row that may apply, and so is held against the unit."""


def outline_text(
    plan: Plan, language: Language = "vi", *, width: int = 80
) -> str:
    """Write all that a ruleset says.

    The tree with maxima, rows and sanctions; policies, bounds, knock-outs
    and grades; acknowledged defects; and the facts that are needed.

    Args:
        plan: Of the ruleset.
        language: Of words and titles.
        width: Columns of a line.
    """
    words = Words(language, width)
    page = Page(
        plan, words, Labels(plan.scheme), Phrases(plan.scheme, language)
    )
    lines = [*head(page)]
    for tree in TREES:
        nodes = [node for node in plan.nodes if node.tree == tree]
        if nodes:
            lines += ["", words(tree).upper()]
        wide = max((len(node.code) for node in nodes), default=0)
        for node in nodes:
            if node.parent < 0:
                lines.append("")
            lines += _Outlined(page, node, wide).lines()
    lines += [*tail(page), "", words("facts").upper()]
    for fact in plan.scheme.facts:
        lines += fact_lines(fact, page)
    # Without a title they are written out wherever something reads them.
    titled = [each for each in plan.scheme.derived if each.title != Title()]
    if titled:
        lines += ["", words("derived").upper()]
    for each in titled:
        lines += derived_lines(each, page)

    return "\n".join(lines) + "\n"


def rows_of(
    plan: Plan,
    code: str,
    applied: Collection[str],
    feared: Collection[str] = (),
    language: Language = "vi",
    *,
    width: int = 80,
) -> list[str]:
    """Return lines about all rows of one node; none where it has none.

    Args:
        plan: Of the ruleset.
        code: Of the node.
        applied: Ids of the rules that applied: they get a mark.
        feared: Ids of those that may have, and are held against the unit:
            they get another.
        language: Of words and titles.
        width: Columns of a line.
    """
    words = Words(language, width)
    page = Page(
        plan, words, Labels(plan.scheme), Phrases(plan.scheme, language)
    )
    (node,) = (each for each in plan.nodes if each.code == code)
    marks = dict.fromkeys(feared, _FEARED)
    marks |= dict.fromkeys(applied, _MARK)
    lines = [*_Outlined(page, node, 0, marks).rows()]
    if not lines:
        return []
    found = {line.lstrip()[:1] for line in lines}
    means = [
        words(f"rows_{key}")
        for key, mark in (("applied", _MARK), ("feared", _FEARED))
        if mark in found
    ]
    heading = words("rows")
    if means or not isinstance(node.criterion.form, Judged):
        # Of points that a person gives there are no rows.
        heading += f" ({'; '.join(means) or words('rows_unmarked')})"

    return ["", *wrapped(words, heading), *lines]


def grades_of(
    plan: Plan, language: Language = "vi", *, width: int = 80
) -> list[str]:
    """Return lines about all grades of a ruleset; none where it has none."""
    words = Words(language, width)
    page = Page(
        plan, words, Labels(plan.scheme), Phrases(plan.scheme, language)
    )
    lines = [*grade_lines(page)]

    return ["", words("grades"), *lines] if lines else []


# -- nodes -------------------------------------------------------------------


class _Outlined:
    """One node as an outline shows it."""

    def __init__(
        self,
        page: Page,
        node: Node,
        width: int,
        marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._page = page
        self._node = node
        self._width = width
        self._marks = marks
        self._words = page.words
        self._margin = " " * (width + 4)

    def lines(self) -> Iterable[str]:
        yield from self._heading()
        node, words = self._node, self._words
        if self._is_provisional:
            text = f"{words('source')}: {clean(node.criterion.source or '')}"
            yield from wrapped(words, text, self._margin)
        for code, reason in node.criterion.known.items():
            text = words("acknowledged", code=code, reason=clean(reason))
            yield from wrapped(words, text, self._margin)
        yield from self.rows()

    def rows(self) -> Iterable[str]:
        """Yield what is asked, and each row with what it gives."""
        node = self._node
        if not node.is_leaf and not node.changes:
            return
        asked = self._asked()
        if asked:
            # What just happened has no other row.
            yield from self._row(asked, f"{node.code}#when")
        for result in node.results:
            yield from self._result(result)
        for change in node.changes:
            yield from self._change(change)

    @property
    def _is_provisional(self) -> bool:
        """Tell whether a row of a template has a source of its own."""
        plan, scheme = self._page.plan, self._page.scheme
        above = scheme.source
        if self._node.parent >= 0:
            above = plan.nodes[self._node.parent].criterion.source
        own = self._node.criterion.source

        return scheme.status == "template" and own not in (None, above)

    def _heading(self) -> Iterable[str]:
        node, words, width = self._node, self._words, self._width
        title = node.criterion.title.text(words.language)
        if node.criterion.printed:
            title += f" ({words('printed', code=node.criterion.printed)})"
        room = words.width - width - 10
        first, *rest = textwrap.wrap(title, room) or [""]
        points = self._page.points(node.maximum)
        yield f"{node.code:<{width}}  {first:<{room}}  {points:>6}"
        yield from (" " * (width + 2) + line for line in rest)

    def _asked(self) -> str:
        """Return what decides the rows, where one expression does."""
        form, words = self._node.criterion.form, self._words
        if isinstance(form, Ladder):
            return words("form_ladder", measure=self._said(form.measure))
        if isinstance(form, Judged):
            return words("form_judged", step=words.number(plain(form.step)))
        if isinstance(form, Trigger):
            condition = self._said(form.when)
            asked = words("form_trigger", condition=condition)
            return f"{asked} → {self._page.sanction(form.sanction)}"

        return words("form_answer") if self._node.answer else ""

    def _said(self, expression: Expression) -> str:
        return self._page.phrases.expression(
            expression, self._node.criterion.maximum
        )

    def _result(self, result: Result) -> Iterable[str]:
        """Write one row: its label, and what it gives."""
        words, node = self._words, self._node
        kind = result.rule.partition("#")[2]
        if kind in _UNWRITTEN and result.place == node.criterion.path:
            return
        is_base = kind == "base" and result.place == node.criterion.path
        label = words.rule(kind) if is_base else self._label(result, kind)
        given = self._formula(result)
        if result.treatment:
            given = words(f"treat_{result.treatment}")
        elif result.points is not None:
            given = self._page.points(result.points)
        if result.sanction is not None:
            given += f"; {self._page.sanction(result.sanction)}"
        text = f"{label} → {given}" if label else given
        yield from self._row(text, result.rule)

    def _label(self, result: Result, kind: str) -> str:
        words, node = self._words, self._node
        if kind == "formula":
            return ""
        label = self._page.labels.of_result(node, result)
        text = label.text(words.language)
        if kind in ("not_applicable", "if_none"):
            return _with(words.rule(kind), text)
        if node.answer == "choice":
            # What a facts file has to say to pick this row.
            if not text and kind in ("yes", "no"):
                text = words.answer(kind)
            return f"{kind} — {text}" if text not in ("", kind) else kind
        if not text and kind == "otherwise":
            return words.rule(kind)
        asked = self._page.labels.condition(node, result).text(words.language)

        return _with(text or words.rule("row", name=kind), asked)

    def _formula(self, result: Result) -> str:
        """Return the formula that a row computes, and how it is rounded."""
        if result.formula is None:
            return ""
        formula = self._page.labels.of_formula(self._node, result)

        return formula.text(self._words.language)

    def _change(self, change: Change) -> Iterable[str]:
        """Write one award or deduction: for what, and how much."""
        words, labels = self._words, self._page.labels
        award = award_of(self._node, change)
        label = labels.of_change(self._node, change).text(words.language)
        sign = "-" if change.sign < 0 else ""
        amount = plain(Fraction(change.amount, 10**self._page.plan.places))
        given = words.signed(sign + amount)
        if self._node.tree == "penalty":
            # The whole tree is taken off.
            given = words.number(sign + amount)
        counted = labels.counted(award, self._node.criterion.maximum)
        asked = counted.text(words.language)
        text = f"{_with(label, asked)} → {given}"
        if award.step is not None and award.each is not None:
            mark = words("minus_sign") if sign else "+"
            given = f"{mark}({asked})"
            text = f"{label} → {given}" if award.label != Title() else given
        elif change.each is not None:
            text += f" {words('form_each')}"
        if change.at_most is not None:
            most = self._page.points(change.at_most)
            text += f", {words('form_at_most', points=most)}"
        yield from self._row(text, change.rule)

    def _row(self, text: str, rule: str) -> Iterable[str]:
        mark = f"{self._marks[rule]} " if rule in self._marks else ""

        return wrapped(self._words, text, self._margin, mark)


def _with(label: str, asked: str) -> str:
    """Return *label*, with what the row asks for if it says something else."""
    return label if asked in ("", label) else f"{label} ({asked})"
