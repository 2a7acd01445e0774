"""``[index]`` and ``[criteria]`` → the tree that answers are pooled into."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from parrules.errors import Path, Problem, near
from parrules.loading.scanning import MAXIMUM_DEPTH
from parrules.loading.structure import KEY, Reader
from parrules.model import Title
from parrules.survey.model import INDEX, Part, Pool, Question
from parrules.survey.wire import FileTable, IndexTable, PartTable

_CODE: Final = re.compile(r"[1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,5})*")


class _Draft(NamedTuple):
    code: str
    row: PartTable
    path: Path


def index_of(
    reader: Reader,
    file: FileTable,
    questions: Mapping[str, Question],
    pool: Pool,
    title: Title,
) -> Part:
    """Read the index and its parts.

    Where they do not say otherwise, they are pooled by *pool*; an index
    without a title has *title*.
    """
    path = ("index",)
    # One that is not sound was reported, and is there all the same.
    names = tuple(file.question or ())
    row = reader.row(IndexTable, file.index or {}, path)
    drafts = _drafts(reader, file.criteria or {})
    _check_once(reader, drafts)
    grower = _Grower(reader, names, pool, drafts)
    parts = grower.below("")
    _check_overall(reader, row, path, names)
    if not parts and row.overall is None:
        reader.problem("PAR852", path, criterion=INDEX, reason="neither")
    index = Part(
        code=INDEX,
        title=row.title or title,
        pool="overall" if row.overall else row.pool or pool,
        overall=row.overall,
        parts=parts,
        path=path,
    )
    _check_unused(reader, index, questions)
    for part in index.walk():
        is_heap = part.pool == "answers" and bool(part.parts)
        if is_heap and not part.all_questions():
            reader.problem(
                "PAR852", part.path, criterion=part.code, reason="neither"
            )

    return index


def _drafts(reader: Reader, table: Mapping[str, object]) -> list[_Draft]:
    """Read the rows; report codes that are none, or have no parent."""
    found: list[_Draft] = []
    for code, value in table.items():
        path = ("criteria", code)
        row = reader.row(PartTable, value, path)
        if not _CODE.fullmatch(code):
            reader.problem("PAR402", path, KEY, criterion=code)
            continue
        if code.count(".") >= MAXIMUM_DEPTH:
            reader.too_deep(code.count(".") + 1, path)
            continue
        parent = code.rpartition(".")[0]
        if parent and parent not in table:
            reader.problem("PAR401", path, KEY, criterion=code, parent=parent)
        found.append(_Draft(code, row, path))

    return found


class _Grower:
    def __init__(
        self,
        reader: Reader,
        questions: Sequence[str],
        pool: Pool,
        drafts: list[_Draft],
    ) -> None:
        self._reader = reader
        self._questions = questions
        self._pool = pool
        self._below: dict[str, list[_Draft]] = {}
        for draft in drafts:
            parent = draft.code.rpartition(".")[0]
            self._below.setdefault(parent, []).append(draft)

    def below(self, code: str) -> tuple[Part, ...]:
        """Return the parts right below *code*, in file order."""
        return tuple(self._part(each) for each in self._below.get(code, ()))

    def _part(self, draft: _Draft) -> Part:
        reader, row, path = self._reader, draft.row, draft.path
        parts = self.below(draft.code)
        has_questions = row.questions != () and bool(
            reader.given(row, path, "questions")
        )
        if has_questions and parts:
            reader.problem("PAR852", path, criterion=draft.code, reason="both")
        elif not (has_questions or parts or row.overall):
            reader.problem(
                "PAR852", path, criterion=draft.code, reason="neither"
            )
        for position, name in enumerate(row.questions or ()):
            if name not in self._questions:
                where = (*path, "questions", position)
                unknown_question(reader, name, self._questions, where)
        _check_overall(reader, row, path, self._questions)
        weight = Decimal(1) if row.weight is None else row.weight
        if weight <= 0:
            reader.problem(
                "PAR111",
                (*path, "weight"),
                value=str(weight),
                allowed="> 0",
                near="",
            )

        return Part(
            code=draft.code,
            title=row.title or Title(),
            pool="overall" if row.overall else row.pool or self._pool,
            overall=row.overall,
            weight=weight,
            questions=row.questions or (),
            parts=parts,
            source=row.source,
            path=path,
        )


def unknown_question(
    reader: Reader, name: str, questions: Sequence[str], path: Path
) -> None:
    """PAR850: there is no such question."""
    reader.problem(
        "PAR850", path, kind="question", name=name, near=near(name, questions)
    )


def _check_overall(
    reader: Reader,
    row: IndexTable | PartTable,
    path: Path,
    questions: Sequence[str],
) -> None:
    """Report a `pool` that its question does not fit, or the other way."""
    if row.pool == "overall":
        reader.demand(row, path, "overall")
    elif row.pool is not None and row.overall is not None:
        reader.misplaced(path, "overall", 'pool = "overall"')
    if row.overall is not None and row.overall not in questions:
        unknown_question(reader, row.overall, questions, (*path, "overall"))


def _check_once(reader: Reader, drafts: list[_Draft]) -> None:
    """PAR851: a question counts in two criteria, or twice in one."""
    seen: dict[str, str] = {}
    for draft in drafts:
        for position, name in enumerate(draft.row.questions or ()):
            if name in seen:
                reader.problem(
                    "PAR851",
                    (*draft.path, "questions", position),
                    question=name,
                    other=seen[name],
                    where=draft.code,
                )
            seen.setdefault(name, draft.code)


def _check_unused(
    reader: Reader, index: Part, questions: Mapping[str, Question]
) -> None:
    """PAR854: a question is asked and counts nowhere."""
    counted = set(index.all_questions())
    counted.update(part.overall or "" for part in index.walk())
    for name, question in questions.items():
        if name not in counted:
            reader.problems.append(
                Problem(
                    code="PAR854",
                    severity="warning",
                    path=question.path,
                    offset=KEY,
                    arguments={"question": name},
                    document=reader.document,
                )
            )
