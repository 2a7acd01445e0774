"""What the columns of a table of answers are, and whether all are there.

Three forms of table are known by their header: one row for a form, with a
column for each question; one row for an answer, with columns ``question``
and ``answer``; and the same with ``count``, one row for equal answers.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

import attrs

from parrules.errors import Document, Problem, near
from parrules.survey.model import Question, Questionnaire

QUESTION: Final = "question"
ANSWER: Final = "answer"
COUNT: Final = "count"
Form = Literal["forms", "answers", "counts"]


@attrs.frozen(kw_only=True)
class Columns:
    """The columns that are read.

    Attributes:
        form: What one row is.
        unit, stratum, respondent, weight: `None` where there are none.
        asked: Those that tell who is asked.
    """

    form: Form
    unit: str | None = None
    stratum: str | None = None
    respondent: str | None = None
    weight: str | None = None
    asked: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the columns of unit and stratum, as far as they are."""
        return tuple(filter(None, (self.unit, self.stratum)))


def columns_of(questionnaire: Questionnaire, names: Iterable[str]) -> Columns:
    """Return what the columns called *names* are.

    Of people nobody need tell who they are: a column ``respondent`` that is
    not there is not looked for.  All others are, by `absent`.
    """
    there = set(names)
    form: Form = "forms"
    if {QUESTION, ANSWER} <= there:
        form = "counts" if COUNT in there else "answers"
    sample = questionnaire.sample
    asked = {
        column
        for question in questionnaire.questions.values()
        for column in question.asked
    }

    return Columns(
        form=form,
        unit=sample.unit,
        stratum=sample.stratum,
        respondent=sample.respondent if sample.respondent in there else None,
        weight=sample.weight,
        asked=tuple(sorted(asked)),
    )


def absent(
    questionnaire: Questionnaire,
    columns: Columns,
    names: Iterable[str],
    document: Document | None,
) -> Iterator[Problem]:
    """Yield PAR857 for each column that is needed and not there."""
    there = tuple(names)
    needed = [*columns.groups, *columns.asked]
    if columns.weight is not None:
        needed.append(columns.weight)
    if columns.form == "forms":
        questions = questionnaire.questions.values()
        needed.extend(each.column for each in questions)
    for name in dict.fromkeys(needed):
        if name not in there:
            yield Problem(
                code="PAR857",
                arguments={
                    "column": name,
                    "near": near(name, there),
                    "columns": ", ".join(there),
                },
                document=document,
            )


def questions_by_text(questionnaire: Questionnaire) -> dict[str, Question]:
    """Return the questions by what a cell of ``question`` may call them."""
    found: dict[str, Question] = {}
    for question in questionnaire.questions.values():
        found[question.column] = question
    for question in questionnaire.questions.values():
        found.setdefault(question.name, question)

    return found
