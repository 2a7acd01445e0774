"""One year of an assessment: its surveys counted, its units ranked."""

import pathlib
from collections.abc import Iterable, Iterator, Mapping

import attrs

from parrules.assessment.gathering import Gathering, once
from parrules.assessment.joining import Joined, join, strangers
from parrules.assessment.model import Assessment, RankingFiles
from parrules.assessment.results import RankingResult
from parrules.assessment.sources import (
    IndexSource,
    Inputs,
    RulesetSource,
    Source,
    SurveySource,
)
from parrules.cohort.comparing import compare
from parrules.cohort.doubting import doubts
from parrules.cohort.ranks import Cohort
from parrules.cohort.verifying import verify
from parrules.errors import Language, Problem
from parrules.facts import Submission
from parrules.library import rank_units
from parrules.loading.document import in_file_order
from parrules.loading.published import read_published
from parrules.model import Title
from parrules.ruleset import Ruleset


class Year:
    """One year while it is assessed.

    Attributes:
        assessment: The files of the year.
        sources: By name of a ranking; `None` where it cannot be read.
        surveys: By name, those that could be counted.
    """

    def __init__(
        self,
        assessment: Assessment,
        gathering: Gathering,
        engine: str,
        language: Language,
    ) -> None:
        self.assessment = assessment
        self._gathering = gathering
        self._engine = engine
        self._language = language
        self.sources = {
            name: gathering.source(each.ruleset)
            for name, each in assessment.rankings.items()
        }
        counted = {
            name: gathering.survey(each)
            for name, each in assessment.surveys.items()
        }
        self.surveys = {name: each for name, each in counted.items() if each}
        for each in self.surveys.values():
            gathering.problems.extend(each.all_problems())

    def cohorts(self, later: "Year | None") -> Iterator[tuple[str, Cohort]]:
        """Yield the rankings by name; their blocks are those of *later*."""
        known: dict[str, set[str]] = {name: set() for name in self.surveys}
        seen: list[Submission] = []
        is_whole = True
        for name, files in self.assessment.rankings.items():
            source = self.sources[name]
            if source is not None and not self._gathering.is_fit(
                files, source, self.assessment.document
            ):
                is_whole = False
                continue
            if isinstance(source, IndexSource | SurveySource):
                alone = self._alone(files, source, later)
                if alone is not None:
                    yield name, alone
                continue
            joined = self._joined(files, source.ruleset if source else None)
            if joined is None:
                is_whole = False
                continue
            seen.extend(joined.units)
            for survey, units in joined.known.items():
                known[survey].update(units)
            cohort = self._cohort(files, joined, later)
            if cohort is not None:
                yield name, cohort
        if is_whole:
            self._gathering.problems.extend(self._loose(known, seen))

    def _alone(
        self,
        files: RankingFiles,
        source: IndexSource | SurveySource,
        later: "Year | None",
    ) -> Cohort | None:
        """Rank units by an index or a questionnaire, which needs no facts."""
        return self._gathering.cohort(
            source,
            Inputs(
                facts=files.facts,
                earlier=files.earlier,
                others=self._others(files, later),
                frame=files.frame,
                is_last_year=later is not None,
                block_by=self._block_by(files, source, later),
                period=self.assessment.period,
            ),
        )

    def _others(
        self, files: RankingFiles, later: "Year | None"
    ) -> tuple[pathlib.Path, ...]:
        """Return what the assessments of the other year have of a ranking."""
        found: tuple[pathlib.Path, ...] = ()
        year_after = later.assessment if later else None
        for other in (self.assessment.last_year, year_after):
            if other is not None and files.name in other.rankings:
                ranking = other.rankings[files.name]
                found += (*ranking.facts, *ranking.earlier)

        return found

    def _block_by(
        self, files: RankingFiles, source: Source, later: "Year | None"
    ) -> str | None:
        """Return by what units are divided, where the source does not say."""
        newer = later.sources.get(files.name) if later else None
        if (
            newer is None
            or files.block_by is not None
            or source.framework.ranking is not None
        ):
            return files.block_by
        # What was not ranked then is ranked in the blocks of this year.
        ranking = newer.framework.ranking

        return ranking.within if ranking else None

    def _joined(
        self, files: RankingFiles, ruleset: Ruleset | None
    ) -> Joined | None:
        given = {
            fact.name
            for name in files.surveys
            if name in self.surveys
            for fact in self.surveys[name].questionnaire.facts
        }
        units = self._gathering.units(files, ruleset, given)
        if units is None or ruleset is None:
            return None
        self._gathering.problems.extend(self._of_other_periods(units))
        units = tuple(map(self._of_the_year, units))
        facts = (each.name for each in ruleset.scheme.facts)
        joined = join(
            files,
            units,
            self.surveys,
            facts,
            document=self.assessment.document,
            language=self._language,
        )
        self._gathering.problems.extend(joined.problems)

        return joined

    def _of_other_periods(
        self, units: Iterable[Submission]
    ) -> Iterator[Problem]:
        """PAR616: facts of another year would be scored as this year's."""
        period = self.assessment.period
        for each in units:
            if period and each.period not in ("", period):
                yield Problem(
                    code="PAR616",
                    path=("submission", "period"),
                    arguments={
                        "unit": each.unit.get("name") or each.unit["id"],
                        "period": each.period,
                        "expected": period,
                    },
                    document=each.document,
                )

    def _of_the_year(self, unit: Submission) -> Submission:
        """Return a unit with its period, which tables cannot say."""
        if unit.period:
            return unit

        return attrs.evolve(unit, period=self.assessment.period)

    def _cohort(
        self, files: RankingFiles, joined: Joined, later: "Year | None"
    ) -> Cohort | None:
        source = self.sources[files.name]
        assert isinstance(source, RulesetSource), "else nothing was joined"
        block_by = self._block_by(files, source, later)
        found = Gathering(intervals=False)
        cohort = found.tried(
            lambda: rank_units(
                source.ruleset,
                joined.units,
                block_by=block_by,
                engine=self._engine,
            )
        )
        self._gathering.problems.extend(once(found.problems))

        return cohort

    def _loose(
        self, known: Mapping[str, set[str]], units: Iterable[Submission]
    ) -> Iterator[Problem]:
        """PAR610, PAR619: answers, or a whole survey, reach nobody."""
        document = self.assessment.document
        used = {
            survey
            for ranking in self.assessment.rankings.values()
            for survey in ranking.surveys
        }
        for name, survey in self.surveys.items():
            if name not in used:
                yield Problem(
                    code="PAR619",
                    severity="warning",
                    path=("survey", name),
                    arguments={"survey": name},
                    document=document,
                )
                continue
            for each in strangers(name, survey, frozenset(known[name]), units):
                yield attrs.evolve(each, document=document)

    def result(
        self, name: str, cohort: Cohort, before: Cohort | None
    ) -> RankingResult | None:
        """Compare a ranking with that of last year, and with the news."""
        files = self.assessment.rankings[name]
        gathering = self._gathering
        comparison = None
        if before is not None:
            comparison = gathering.tried(lambda: compare(before, cohort))
        if comparison is not None:
            gathering.problems.extend(comparison.problems)
        stated: tuple[Problem, ...] = ()
        if files.published is not None:
            path = files.published
            published = gathering.tried(lambda: read_published(path)) or ()
            stated = in_file_order(
                (
                    *doubts(published, cohort.scheme),
                    *verify(published, cohort, comparison),
                )
            )

        return RankingResult(
            name=name,
            title=files.title
            if files.title != Title()
            else cohort.scheme.title,
            cohort=cohort,
            comparison=comparison,
            doubts=stated,
        )
