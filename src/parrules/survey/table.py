"""A table of answers → tallies: what its texts mean, and what is wrong."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from parrules.errors import Document, Problem, near
from parrules.survey.columns import (
    ANSWER,
    Columns,
    absent,
    columns_of,
    questions_by_text,
)
from parrules.survey.counts import Answers, Cell, Key, Tallies
from parrules.survey.grouping import (
    Fault,
    Group,
    Grouping,
    People,
    grouping_of,
)
from parrules.survey.model import Question, Questionnaire
from parrules.survey.scales import folded, texts_of

if TYPE_CHECKING:
    import polars

_MOST: Final = 20
"""Of one kind of mistake in one column, how many are reported."""


def count_table(
    questionnaire: Questionnaire,
    table: "polars.DataFrame",
    document: Document | None = None,
) -> tuple[Tallies, list[Problem]]:
    """Count the answers in *table*.

    Args:
        questionnaire: Says what columns and answers are.
        table: Of any form; cells are compared as texts.
        document: Knows where a cell stands, by the path ``("row", its
            number from 0, column)``.

    Returns:
        The tallies, empty where a problem is an error; and all problems.
    """
    table = table.rename(_composed(table.columns))
    names = tuple(table.columns)
    columns = columns_of(questionnaire, names)
    found = list(absent(questionnaire, columns, names, document))
    if found:
        return Tallies(answers={}), found
    cells: tuple[str, ...] = (ANSWER,)
    if columns.form == "forms":
        questions = questionnaire.questions.values()
        cells = tuple(each.column for each in questions)
    counting = _Counting(
        questionnaire, columns, grouping_of(table, columns, cells), document
    )

    return counting.tallies(), counting.problems


def _composed(names: Sequence[str]) -> dict[str, str]:
    """Return by name that in NFC, in which names that look alike are equal."""
    composed = {name: unicodedata.normalize("NFC", name) for name in names}

    return {name: each for name, each in composed.items() if each not in names}


@attrs.define
class _Draft:
    """The answers to one question while they are counted."""

    question: Question
    texts: Mapping[str, str]
    levels: dict[str, Cell] = attrs.field(factory=dict)
    blank: int = 0
    stray: int = 0

    def add(self, group: Group) -> bool:
        """Count *group*; tell whether its text is an answer."""
        if group.text is None:
            self.blank += group.cell.count * self._is_asked(group)
            return True
        answer = self.texts.get(folded(group.text))
        if answer is None:
            return False
        if self._is_asked(group):
            self.levels[answer] = self.levels.get(answer, Cell()) + group.cell
        else:
            self.stray += group.cell.count

        return True

    def _is_asked(self, group: Group) -> bool:
        return is_asked(self.question, group.known)

    def answers(self, blank: int | None) -> Answers:
        """Return what was counted.

        Args:
            blank: How many did not answer, where the cells do not tell.
        """
        scale = self.question.scale
        unknown = (self.levels.get(each, Cell()) for each in scale.unknown)

        return Answers(
            levels=tuple(self.levels.get(x, Cell()) for x in scale.levels),
            unknown=sum(unknown, Cell()),
            blank=blank,
            stray=self.stray,
        )

    def answered(self) -> int:
        """Return how many have answered, of those who were asked."""
        return sum(cell.count for cell in self.levels.values())


def is_asked(question: Question, known: Mapping[str, str | None]) -> bool:
    """Tell whether *question* is put to people of whom that is known."""
    return all(
        known[column] in values for column, values in question.asked.items()
    )


@attrs.define
class _Counting:
    questionnaire: Questionnaire
    columns: Columns
    grouping: Grouping
    document: Document | None
    problems: list[Problem] = attrs.field(factory=list)

    def tallies(self) -> Tallies:
        for fault in self.grouping.faults(_MOST):
            arguments = {"value": fault.value, "expected": fault.expected}
            self._say("PAR859", fault, **arguments)
        for fault in self.grouping.twice(_MOST):
            self._say("PAR858", fault, respondent=fault.value)
        drafts = self._drafts()
        if self.problems:
            return Tallies(answers={})
        asked = {} if self.columns.form == "forms" else self._asked()

        return Tallies(
            answers={
                key: draft.answers(self._blank(draft, asked.get(key)))
                for key, draft in sorted(drafts.items())
            },
            people={
                (each.unit, each.stratum): each.number
                for each in self.grouping.people()
            },
        )

    def _groups(self) -> Iterator[Group]:
        if self.columns.form != "forms":
            yield from self.grouping.groups(ANSWER, self.columns.asked)
            return
        for question in self.questionnaire.questions.values():
            yield from self.grouping.groups(
                question.column, tuple(question.asked), question.column
            )

    def _drafts(self) -> dict[Key, _Draft]:
        """Put groups together by question, and look their texts up."""
        known = questions_by_text(self.questionnaire)
        texts = {
            question.scale.name: dict(texts_of(question.scale))
            for question in known.values()
        }
        drafts: dict[Key, _Draft] = {}
        strange: list[tuple[Group, Question | None]] = []
        for group in self._groups():
            question = known.get(group.question)
            if not group.question:
                continue  # reported as an empty cell
            if question is None:
                strange.append((group, None))
                continue
            key = (group.unit, group.stratum, question.name)
            if key not in drafts:
                drafts[key] = _Draft(question, texts[question.scale.name])
            if not drafts[key].add(group):
                strange.append((group, question))
        self._report(strange, tuple(known))

        return drafts

    def _report(
        self,
        strange: list[tuple[Group, Question | None]],
        known: tuple[str, ...],
    ) -> None:
        """Report each strange text once, where it stands first."""
        merged: dict[tuple[str, str], list[tuple[Group, Question | None]]] = {}
        for group, question in strange:
            text = "" if question is None else str(group.text)
            merged.setdefault((group.question, text), []).append(
                (group, question)
            )
        firsts = [
            (min(each, key=lambda pair: pair[0].row), each)
            for each in merged.values()
        ]
        for (group, question), each in sorted(
            firsts, key=lambda pair: (pair[0][0].row, pair[0][0].question)
        )[: _MOST * len(self.questionnaire.questions)]:
            rows = sum(found.cell.count for found, _ in each)
            if question is None:
                self._unknown_question(group, known, rows)
            else:
                self._unknown_answer(group, question, rows)

    def _unknown_question(
        self, group: Group, known: tuple[str, ...], rows: int
    ) -> None:
        fault = Fault(group.row, "question", group.question, "", rows)
        self._say(
            "PAR850",
            fault,
            kind="question",
            name=group.question,
            near=near(group.question, known),
        )

    def _unknown_answer(
        self, group: Group, question: Question, rows: int
    ) -> None:
        column = question.column
        if self.columns.form != "forms":
            column = ANSWER
        scale = question.scale
        texts = [
            *scale.answers,
            *(t for x in scale.written.values() for t in x),
        ]
        value = str(group.text)
        fault = Fault(group.row, column, value, "", rows)
        self._say(
            "PAR856",
            fault,
            question=question.name,
            value=value,
            allowed=" | ".join(scale.answers),
            near=near(value, texts),
        )

    def _asked(self) -> dict[Key, int | None]:
        """Return how many people each question was put to."""
        found: dict[Key, int | None] = {}
        counted: dict[tuple[str, ...], list[People]] = {}
        for question in self.questionnaire.questions.values():
            names = tuple(question.asked)
            if names not in counted:
                counted[names] = list(self.grouping.people(names))
            for people in counted[names]:
                key = (people.unit, people.stratum, question.name)
                before = found.get(key, 0)
                if before is None or people.number is None:
                    found[key] = None
                else:
                    is_one = is_asked(question, people.known)
                    found[key] = before + people.number * is_one

        return found

    def _blank(self, draft: _Draft, asked: int | None) -> int | None:
        """Return how many did not answer; `None` where nobody can tell.

        A row for each answer tells it if it tells who answered; a row for a
        blank answer tells it, too.
        """
        if self.columns.form == "forms":
            return draft.blank
        if asked is not None:
            return asked - draft.answered()

        return draft.blank or None

    def _say(self, code: str, fault: Fault, /, **arguments: str) -> None:
        self.problems.append(
            Problem(
                code=code,
                path=("row", fault.row, fault.column),
                arguments={
                    "row": str(fault.row + 1),
                    "rows": str(fault.rows),
                    "column": fault.column,
                    **arguments,
                },
                document=self.document,
            )
        )
