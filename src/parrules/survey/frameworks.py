"""What a cohort must know of a questionnaire: its parts, the most of each."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from parrules.cohort.frameworks import IndexFramework, IndexNode
from parrules.survey.model import Part, Questionnaire


def framework_of(form: Questionnaire) -> IndexFramework:
    """Return what there is to know of *form*."""
    return IndexFramework(
        kind="questionnaire",
        id=form.id,
        edition=form.edition,
        status=form.status,
        title=form.title,
        starts=form.starts,
        ends=form.ends,
        maximum=maximum_of(form, form.index),
        decimals=form.decimals,
        criteria=tuple(map(_node, form.index.parts)),
        grades=form.grades,
        ranking=form.ranking,
        changes=form.changes,
    )


def maximum_of(form: Questionnaire, part: Part) -> Fraction | None:
    """Return what comes of the best answers: 100 percent, or a mean (C6.2).

    `None` where nothing is asked.
    """
    if form.measure == "share":
        return Fraction(100)
    if part.overall is not None:
        return _highest(form, [part.overall])
    if part.pool == "answers":
        return _highest(form, part.all_questions())
    members = [
        (Fraction(each.weight), maximum_of(form, each)) for each in part.parts
    ] or [(Fraction(1), _highest(form, [name])) for name in part.questions]
    found = [(weight, most) for weight, most in members if most is not None]
    whole = sum((weight for weight, _ in found), Fraction(0))
    if not whole:
        return None

    return sum((weight * most for weight, most in found), Fraction(0)) / whole


def _highest(form: Questionnaire, questions: Iterable[str]) -> Fraction | None:
    numbers = [
        number
        for name in questions
        if name in form.questions
        for number in form.questions[name].scale.numbers
    ]

    return Fraction(max(numbers, default=Decimal(0))) if numbers else None


def _node(part: Part) -> IndexNode:
    return IndexNode(
        code=part.code,
        title=part.title,
        weight=Fraction(part.weight),
        children=tuple(map(_node, part.parts)),
        path=part.path,
    )
