"""What an assessment is made of: files by name, none of them read yet."""

import pathlib
from collections.abc import Mapping

import attrs

from parrules.errors import Document, Path, ProblemsError
from parrules.model import Title


class AssessmentError(ProblemsError):
    """An assessment, or something that it names, cannot be used."""


@attrs.frozen(kw_only=True)
class SurveyFiles:
    """A survey that gives facts to units.

    Attributes:
        questionnaire: A path, or the name of a bundled one.
        frame: The file that says whom the sample stands for.
        unit: The column that tells whom answers are about; `None` for that
            of the questionnaire.
        path: Where it stands in the file.
    """

    name: str
    questionnaire: str
    answers: pathlib.Path
    frame: pathlib.Path | None = None
    unit: str | None = None
    path: Path = attrs.field(default=(), eq=False)


@attrs.frozen(kw_only=True)
class RankingFiles:
    """Units that one ruleset scores and ranks, in its blocks.

    Attributes:
        ruleset: A path, or the name of a bundled one; also that of a
            composite index or of a questionnaire.
        facts: Files, tables and folders; of an index one table, of a
            questionnaire one file of answers.
        surveys: Names of those whose answers are about these units.
        earlier: Tables of earlier years, for an index.
        frame: Whom a sample stands for, for a questionnaire.
        block_by: As `parrules.rank_units` takes it.
        published: The file of figures that were published.
        path: Where it stands in the file.
    """

    name: str
    title: Title
    ruleset: str
    facts: tuple[pathlib.Path, ...]
    surveys: tuple[str, ...] = ()
    earlier: tuple[pathlib.Path, ...] = ()
    frame: pathlib.Path | None = None
    block_by: str | None = None
    published: pathlib.Path | None = None
    path: Path = attrs.field(default=(), eq=False)


@attrs.frozen(kw_only=True)
class Assessment:
    """All that is assessed in one year.

    Attributes:
        period: Of all its facts; empty where nobody says it.
        last_year: The assessment that it is compared with.
        surveys, rankings: By name, in the order of the file.
    """

    title: Title
    period: str = ""
    last_year: "Assessment | None" = None
    surveys: Mapping[str, SurveyFiles] = attrs.field(factory=dict)
    rankings: Mapping[str, RankingFiles] = attrs.field(factory=dict)
    document: Document = attrs.field(eq=False, repr=False)

    def files(self) -> tuple[str, ...]:
        """Return all that is read, so that nothing of it is written over."""
        found = [self.document.name]
        for survey in self.surveys.values():
            found += [survey.questionnaire, str(survey.answers)]
            found += [str(survey.frame)] if survey.frame else []
        for ranking in self.rankings.values():
            found += [ranking.ruleset]
            found += map(str, (*ranking.facts, *ranking.earlier))
            found += [str(ranking.frame)] if ranking.frame else []
            found += [str(ranking.published)] if ranking.published else []
        if self.last_year is not None:
            found += self.last_year.files()

        return tuple(found)
