"""Answers beside facts: what surveys say of a unit becomes facts of it."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import attrs

from parrules.assessment.model import RankingFiles
from parrules.errors import Document, Language, Problem, near
from parrules.facts import Evidence, Submission
from parrules.survey.handing import Handed, hand_in
from parrules.survey.result import Survey


@attrs.frozen(kw_only=True)
class Joined:
    """Units with the facts that surveys give them.

    Attributes:
        units: In their order.
        known: By survey, the names of units in it that were found here.
        problems: What contradicts, and units without answers.
    """

    units: tuple[Submission, ...]
    known: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]


def join(
    ranking: RankingFiles,
    units: Iterable[Submission],
    surveys: Mapping[str, Survey],
    names: Iterable[str],
    *,
    document: Document,
    language: Language,
) -> Joined:
    """Give units what surveys say of them, with its evidence.

    A unit is known in a survey by its ``id``, else by its ``name``.

    Args:
        ranking: Names the surveys.
        units: Their facts.
        surveys: All that were counted, by name.
        names: Of the facts that the ruleset knows; others are not given.
        document: Where the assessment stands.
        language: Of the sentences in the evidence.
    """
    joined = tuple(units)
    known: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    wanted = frozenset(names)
    for name in ranking.surveys:
        if name in surveys:
            joining = _Joining(name, surveys[name], wanted, language)
            problems.extend(joining.unusable(ranking, document))
            joined = tuple(map(joining.given, joined))
            problems.extend(joining.problems)
            problems.extend(joining.unanswered(ranking, document))
            known[name] = frozenset(joining.known)

    return Joined(units=joined, known=known, problems=tuple(problems))


def strangers(
    name: str,
    survey: Survey,
    known: frozenset[str],
    units: Iterable[Submission],
) -> Iterator[Problem]:
    """PAR610: there are answers about a unit that nobody ranks."""
    names = [
        each.unit[key]
        for each in units
        for key in ("id", "name")
        if each.unit.get(key)
    ]
    for unit in survey.units:
        if unit and unit not in known:
            yield Problem(
                code="PAR610",
                path=("survey", name),
                arguments={
                    "survey": name,
                    "unit": unit,
                    "near": near(unit, names),
                },
            )


class _Joining:
    """One survey while its answers are handed in."""

    def __init__(
        self,
        name: str,
        survey: Survey,
        wanted: frozenset[str],
        language: Language,
    ) -> None:
        self._name = name
        self._survey = survey
        self._facts = [
            each.name
            for each in survey.questionnaire.facts
            if each.name in wanted
        ]
        self._language = language
        self._by_name = {_plain(unit): unit for unit in survey.units if unit}
        self._without: list[str] = []
        self.known: set[str] = set()
        self.problems: list[Problem] = []

    @property
    def _is_of_nobody(self) -> bool:
        """Tell whether there are answers that name no unit."""
        names_units = self._survey.questionnaire.sample.unit is not None
        is_empty = not self._survey.tallies.answers

        return set(self._survey.units) == {""} and not (
            names_units and is_empty
        )

    def given(self, unit: Submission) -> Submission:
        """Return *unit* with what the survey says of it."""
        names = (unit.unit.get(key, "") for key in ("id", "name"))
        found = next(
            (
                self._by_name[_plain(each)]
                for each in names
                if _plain(each) in self._by_name
            ),
            None,
        )
        if found is None:
            self._without.append(_called(unit))
            return unit
        if found in self.known:
            self.problems.append(self._shared(unit, found))
        self.known.add(found)
        handed = hand_in(self._survey, found, language=self._language)
        facts = self._new_facts(unit, handed)

        return attrs.evolve(
            unit,
            facts={**unit.facts, **facts},
            typed=unit.typed | frozenset(facts),
            evidence=(*unit.evidence, *_about(handed.submission, facts)),
        )

    def _shared(self, unit: Submission, found: str) -> Problem:
        """PAR621: the same answers would count for two units."""
        return Problem(
            code="PAR621",
            path=("unit",),
            arguments={
                "survey": self._name,
                "about": found,
                "unit": _called(unit),
            },
            document=unit.document,
        )

    def _new_facts(
        self, unit: Submission, handed: Handed
    ) -> dict[str, object]:
        """Return the facts; PAR611 for what was handed in already."""
        facts = handed.submission.facts
        wanted = {name: facts[name] for name in self._facts if name in facts}
        self.problems.extend(
            each
            for each in handed.problems
            if each.arguments["fact"] in self._facts
        )
        self.problems.extend(
            Problem(
                code="PAR611",
                path=unit.paths.get(name, (name,)),
                arguments={
                    "unit": _called(unit),
                    "fact": name,
                    "survey": self._name,
                },
                document=unit.document,
            )
            for name in self._facts
            if name in unit.facts
        )

        return wanted

    def unusable(
        self, ranking: RankingFiles, document: Document
    ) -> Iterator[Problem]:
        """PAR612, PAR618: nothing of the survey can be handed in."""
        arguments = {
            "survey": self._name,
            "ranking": ranking.name,
            "facts": ", ".join(
                each.name for each in self._survey.questionnaire.facts
            ),
        }
        path = (*ranking.path, "surveys")
        if not self._facts:
            yield Problem(
                code="PAR612",
                path=path,
                arguments=arguments,
                document=document,
            )
        if self._is_of_nobody:
            yield Problem(
                code="PAR618",
                path=path,
                arguments=arguments,
                document=document,
            )

    def unanswered(
        self, ranking: RankingFiles, document: Document
    ) -> Iterator[Problem]:
        """PAR613: there are no answers about units, which is not 0."""
        if self._without and not self._is_of_nobody:
            yield Problem(
                code="PAR613",
                severity="warning",
                path=(*ranking.path, "surveys"),
                arguments={
                    "survey": self._name,
                    "ranking": ranking.name,
                    "count": str(len(self._without)),
                    "units": ", ".join(self._without),
                },
                document=document,
            )


def _about(
    submission: Submission, facts: Mapping[str, object]
) -> Iterator[Evidence]:
    """Yield the documents, as far as they are about *facts*."""
    for each in submission.evidence:
        supports = tuple(name for name in each.supports if name in facts)
        if supports:
            yield attrs.evolve(each, supports=supports)


def _called(unit: Submission) -> str:
    return unit.unit.get("name") or unit.unit.get("id", "")


def _plain(name: str) -> str:
    """Return *name* as it is compared, however its accents are encoded."""
    return unicodedata.normalize("NFC", name.strip())
