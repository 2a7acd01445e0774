"""By what units are ranked, and from which files: one way for all kinds.

A ruleset scores the facts of units, a composite index puts the figures of a
table on scales, a questionnaire counts answers about units.  What comes of
each is a cohort, and from there on everything is the same.
"""

import os
import pathlib
import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from parrules.checking.changes import check_changes
from parrules.cohort.frameworks import Framework, Kind
from parrules.cohort.ranks import Cohort
from parrules.composite import Index, UnitTable, load_index
from parrules.composite import read_units as read_table
from parrules.composite.frameworks import framework_of as framework_of_index
from parrules.composite.standings import rank_index
from parrules.composite.units import of_year
from parrules.errors import FactError, Problem, ProblemsError, RulesetError
from parrules.facts import Submission
from parrules.library import load, rank_units
from parrules.loading.bundled import find_edition, kind_of, resolve
from parrules.loading.units import read_units
from parrules.ruleset import Ruleset
from parrules.survey.counts import Tallies
from parrules.survey.frameworks import framework_of as framework_of_form
from parrules.survey.library import load_questionnaire
from parrules.survey.model import Questionnaire
from parrules.survey.reading import read_answers
from parrules.survey.running import run_survey
from parrules.survey.sampling import Frame
from parrules.survey.standings import rank_survey
from parrules.survey.tallying import read_frame

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_Name = str | os.PathLike[str]


@attrs.frozen(kw_only=True)
class Inputs:
    """The files of one year, and how its units are ranked.

    Attributes:
        facts: Of a ruleset files, tables and folders of facts; of an index
            one table; of a questionnaire one file of answers.
        earlier: Tables of earlier years, for an index.
        others: What else is known of other years: of an index they are
            tables, of which the earlier ones count as *earlier* does.
        frame: Whom a sample stands for, for a questionnaire.
        is_last_year: Whether it is the year that this one is compared with;
            who is in a frame and had no answers then is no matter.
        block_by: As `parrules.rank_units` takes it.
        period: Of what does not say its own.
        engine: As `parrules.Ruleset.evaluate` takes it.
    """

    facts: tuple[_Name, ...]
    earlier: tuple[_Name, ...] = ()
    others: tuple[_Name, ...] = ()
    frame: _Name | None = None
    is_last_year: bool = False
    block_by: str | None = None
    period: str = ""
    engine: str = "compiled"


@attrs.frozen
class RulesetSource:
    """A ruleset: it scores units by their facts."""

    ruleset: Ruleset

    @property
    def framework(self) -> Framework:
        """Return the ruleset's own scheme."""
        return self.ruleset.scheme

    def cohort(self, inputs: Inputs) -> Cohort:
        """Return the units of a year, scored and ranked."""
        _require_fit(self, inputs)
        try:
            return rank_units(
                self.ruleset,
                _of_the_period(read_units(inputs.facts), inputs.period),
                block_by=inputs.block_by,
                engine=inputs.engine,
            )
        except FactError:
            # Only now is everything looked at twice: what cannot be read
            # and what is wrong by the ruleset is told in one run.
            read_units(inputs.facts, self.ruleset)
            raise


def _of_the_period(
    units: Iterable[Submission], period: str
) -> Iterator[Submission]:
    """Yield *units*, with a period where they do not say their own."""
    for each in units:
        yield each if each.period else attrs.evolve(each, period=period)


@attrs.frozen
class IndexSource:
    """A composite index: it measures the units of a table by each other."""

    index: Index

    @property
    def framework(self) -> Framework:
        """Return the rows of the index."""
        return framework_of_index(self.index.scheme)

    def cohort(self, inputs: Inputs) -> Cohort:
        """Return the units of a table, measured and ranked."""
        _require_fit(self, inputs)
        (path,) = inputs.facts
        others = inputs.others if self._looks_back else ()
        table, *past = _tables((path, *inputs.earlier, *others))
        if _YEAR.fullmatch(inputs.period):
            table = of_year(table, int(inputs.period))
        given = len(dict.fromkeys(map(str, inputs.earlier)))
        result = self.index.evaluate(
            table,
            earlier=(*past[:given], *_before(table, past[given:])),
        )

        return rank_index(result, block_by=inputs.block_by)

    @property
    def _looks_back(self) -> bool:
        """Tell whether figures of earlier years are anchors."""
        return any(
            each.scale.anchors.kind in ("window", "running")
            for each in self.index.scheme.indicators()
        )


def _before(
    table: UnitTable, others: Iterable[UnitTable]
) -> Iterator[UnitTable]:
    """Yield those of *others* that are of years before that of *table*."""
    for each in others:
        if each.year is None or table.year is None or each.year < table.year:
            yield each


def _tables(paths: tuple[_Name, ...]) -> tuple[UnitTable, ...]:
    """Return each table once.

    Raises:
        FactError: Everything that is wrong with any of them.
    """
    names = dict.fromkeys(os.fspath(path) for path in paths)
    read = tuple(map(_table, names))
    problems = [
        problem
        for each in read
        if isinstance(each, FactError)
        for problem in each.problems
    ]
    if problems:
        raise FactError(problems)

    return tuple(each for each in read if isinstance(each, UnitTable))


def _table(name: str) -> UnitTable | FactError:
    try:
        return read_table(name)
    except FactError as error:
        return error


@attrs.frozen
class SurveySource:
    """A questionnaire: people say what they think of units."""

    form: Questionnaire

    @property
    def framework(self) -> Framework:
        """Return the parts of the questionnaire."""
        return framework_of_form(self.form)

    def cohort(self, inputs: Inputs) -> Cohort:
        """Return the units of a survey, counted and ranked."""
        _require_fit(self, inputs)
        (path,) = inputs.facts
        frame = None if inputs.frame is None else read_frame(inputs.frame)
        answers = read_answers(path, self.form)
        self._require_units(answers, frame)
        survey = run_survey(self.form, answers, frame, intervals=False)
        cohort = rank_survey(
            survey, frame, block_by=inputs.block_by, period=inputs.period
        )
        if frame is None or not inputs.is_last_year:
            return cohort
        # The frame is that of this year: who was asked then, nobody knows.
        silent = {*frame.named} - {*answers.units()}
        told = [
            each
            for each in cohort.problems
            if each.arguments.get("about") not in silent
        ]

        return attrs.evolve(cohort, problems=tuple(told))

    def _require_units(self, answers: Tallies, frame: Frame | None) -> None:
        """PAR624: all answers would be of one unit, and of no other."""
        column = self.form.sample.unit
        units = frame.named if frame is not None else ()
        if not (units or column) or answers.units() != ("",):
            return
        problem = Problem(
            code="PAR624",
            arguments={
                "name": f"{self.form.id}@{self.form.edition}",
                "answers": answers.name,
                "units": ", ".join(units) or f"{column} = …",
            },
        )
        raise FactError([problem])


Source = RulesetSource | IndexSource | SurveySource
"""By what units are ranked."""


_USELESS: Mapping[Kind, tuple[str, ...]] = {
    "ruleset": ("earlier", "frame"),
    "index": ("frame", "surveys"),
    "questionnaire": ("earlier", "surveys"),
}
"""By kind, what is of no use to it."""


def unfit(
    source: Source, inputs: Inputs, surveys: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yield PAR622, PAR623: files that *source* can do nothing with.

    Args:
        source: By what units are to be ranked.
        inputs: The files of a year.
        surveys: That are to give facts to the units.
    """
    framework = source.framework
    name = f"{framework.id}@{framework.edition}"
    given = {
        "earlier": inputs.earlier,
        "frame": inputs.frame,
        "surveys": surveys,
    }
    for key in _USELESS[framework.kind]:
        if given[key]:
            yield Problem(
                code="PAR622",
                path=(key,),
                arguments={"name": name, "key": key, "kind": framework.kind},
            )
    if framework.kind != "ruleset" and len(inputs.facts) != 1:
        count = str(len(inputs.facts))
        yield Problem(
            code="PAR623",
            path=("facts",),
            arguments={"name": name, "count": count, "kind": framework.kind},
        )


def _require_fit(source: Source, inputs: Inputs) -> None:
    problems = tuple(unfit(source, inputs))
    if problems:
        raise FactError(problems)


def load_source(name: _Name) -> Source:
    """Load what ranks units, of whatever kind *name* is.

    Raises:
        RulesetError, QuestionnaireError: Everything that is wrong with it.
    """
    kind = kind_of(name)
    if kind == "index":
        return IndexSource(load_index(name))
    if kind == "questionnaire":
        return SurveySource(load_questionnaire(name))

    return RulesetSource(load(name))


def load_older_source(name: _Name, source: Source) -> Source:
    """Load the edition that ``[changes]`` of *source* speak of.

    Args:
        name: What *source* was loaded by; the older edition lies in the
            same folder, or comes with the library.
        source: The newer edition; it is returned where it names no older.

    Raises:
        RulesetError: PAR886, the edition is not at hand; or what is wrong
            with it.
    """
    changes = source.framework.changes
    if changes is None:
        return source
    path = _older_path(name, changes.since)
    if path is None:
        arguments = {"since": changes.since}
        raise RulesetError([Problem(code="PAR886", arguments=arguments)])

    return load_source(path)


def read_twice(
    this: Iterable[_Name], last: Iterable[_Name]
) -> Iterator[Problem]:
    """Yield PAR848, a warning: files that are those of both years."""
    known = {pathlib.Path(each).resolve() for each in last}
    for each in this:
        if pathlib.Path(each).resolve() in known:
            yield Problem(
                code="PAR848",
                severity="warning",
                arguments={"name": os.fspath(each)},
            )


def check_older(name: _Name) -> tuple[Problem, ...]:
    """Return what is wrong with ``[changes]`` of an index or questionnaire.

    Nothing, where one of the editions cannot be used.
    """
    try:
        source = load_source(name)
        older = load_older_source(name, source)
    except ProblemsError as error:
        problems = [each for each in error.problems if each.code == "PAR886"]
        return tuple(_not_at_hand(each) for each in problems)
    if older is source:
        return ()

    return tuple(check_changes(older.framework, source.framework))


def _not_at_hand(problem: Problem) -> Problem:
    """Return PAR808: without the older edition nothing can be said."""
    return Problem(
        code="PAR808",
        severity="warning",
        path=("changes", "since"),
        arguments=problem.arguments,
    )


def _older_path(name: _Name, since: str) -> pathlib.Path | None:
    kind = kind_of(name)

    return find_edition(
        since, resolve(os.fspath(name), kind=kind).parent, kind
    )
