"""A survey → what is handed in: facts, each with its evidence."""

import re
from collections.abc import Iterator, Sequence

import attrs

from parrules.errors import Language, Problem
from parrules.facts import Evidence, Stage, Submission
from parrules.loading.writing import key_text, quoted, value_text
from parrules.points import decimal_of, divide
from parrules.survey.estimates import Estimate
from parrules.survey.model import FactGiven, Questionnaire
from parrules.survey.result import Survey, UnitSurvey
from parrules.survey.words import SurveyWords
from parrules.usage import hold_language, look_for, no_such

_ODD: re.Pattern[str] = re.compile(r"[^\w.-]+")


@attrs.frozen(kw_only=True)
class Handed:
    """What a survey hands in for one unit.

    Attributes:
        problems: Warnings about facts that are not handed in.
    """

    submission: Submission
    problems: tuple[Problem, ...] = ()


def hand_in(
    survey: Survey,
    unit: str = "",
    *,
    period: str = "",
    stage: Stage | None = None,
    language: Language = "vi",
) -> Handed:
    """Return the facts of *unit*, each with what it rests on.

    A value is rounded half up, once, to the `decimals` of its fact.

    Args:
        survey: Has the unit.
        unit: Its name; empty where the survey has one unit.
        period: Of the submission.
        stage: Of the submission.
        language: Of the sentences in the evidence.

    Raises:
        UsageError: PAR922, the survey has no such unit.
    """
    look_for("questionnaire", "survey", survey, "Survey")
    hold_language(language)
    if unit not in survey.units:
        raise no_such(unit, "units", survey.units)
    found = survey.units[unit]
    reasons = {
        fact: _hindrance(fact, found.estimate(fact.of), found)
        for fact in survey.questionnaire.facts
    }
    given = [fact for fact, reason in reasons.items() if not reason]
    submission = Submission(
        facts={fact.name: _given(fact, found, survey) for fact in given},
        evidence=_evidence(given, found, survey, language),
        unit={"id": unit} if unit else {},
        period=period,
        stage=stage,
    )

    return Handed(
        submission=submission,
        problems=tuple(
            _not_given(fact, reason, found, survey)
            for fact, reason in reasons.items()
            if reason
        ),
    )


def _hindrance(fact: FactGiven, estimate: Estimate, unit: UnitSurvey) -> str:
    """Return why a fact is not known; empty if it is."""
    if fact.gives in ("answers", "held"):
        return ""
    if estimate.share is None:
        return estimate.status
    if fact.gives == "tally" and unit.is_stratified:
        return "stratified"

    return ""


def _not_given(
    fact: FactGiven, reason: str, unit: UnitSurvey, survey: Survey
) -> Problem:
    """PAR869: a fact is not handed in."""
    return Problem(
        code="PAR869",
        severity="warning",
        path=fact.path,
        arguments={
            "fact": fact.name,
            "about": unit.unit or survey.questionnaire.name,
            "reason": reason,
        },
    )


def _given(fact: FactGiven, unit: UnitSurvey, survey: Survey) -> object:
    estimate = unit.estimate(fact.of)
    value = estimate.value(survey.questionnaire.measure)
    if fact.gives == "held":
        return value is not None
    if fact.gives == "answers":
        return estimate.answers
    if fact.gives == "tally":
        return estimate.counts
    assert value is not None, "looked at before"
    units = divide(
        value.numerator * 10**fact.decimals, value.denominator, "half_up"
    )

    return decimal_of(units, fact.decimals)


def _evidence(
    given: Sequence[FactGiven],
    unit: UnitSurvey,
    survey: Survey,
    language: Language,
) -> Iterator[Evidence]:
    """Yield one document for all facts about one part."""
    for of in dict.fromkeys(fact.of for fact in given):
        title = sentence_of(unit.estimate(of), survey.questionnaire, language)
        yield Evidence(
            supports=tuple(fact.name for fact in given if fact.of == of),
            title=title,
            path=survey.tallies.name,
            sha256=survey.tallies.sha256,
        )


def sentence_of(
    estimate: Estimate, questionnaire: Questionnaire, language: Language
) -> str:
    """Write counts, value, people and interval of an estimate."""
    words = SurveyWords(language)
    is_mean = questionnaire.measure == "mean"
    value = estimate.value(questionnaire.measure)
    shown = words("no_value")
    if value is not None:
        shown = words.rounded(value, questionnaire.decimals)
        shown = shown if is_mean else words("share", number=shown)
        shown += "".join(f" ({note})" for note in _notes(estimate, words))
    title = questionnaire.title.text(language)
    is_whole = estimate.code == questionnaire.index.code
    part = "" if is_whole else words("part", code=estimate.code)

    return words(
        "evidence_mean" if is_mean else "evidence",
        title=title,
        part=part,
        top=estimate.top,
        answers=estimate.answers,
        people=estimate.people,
        value=shown,
        interval=_interval(estimate, words),
    )


def _notes(estimate: Estimate, words: SurveyWords) -> Iterator[str]:
    """Yield what the value is beside the counts, which it is not made of."""
    if estimate.averaged:
        yield words("averaged", names=", ".join(estimate.averaged))
    if estimate.without:
        yield words("left_out", names=", ".join(estimate.without))
    if estimate.is_weighed:
        yield words("weighed")


def _interval(estimate: Estimate, words: SurveyWords) -> str:
    found = estimate.interval
    if found is None:
        return ""

    return words(
        "interval",
        confidence=words.exact(found.confidence),
        method=words(found.method),
        low=words.about(found.low),
        high=words.about(found.high),
        margin=words.about(found.margin),
    )


# -- files -------------------------------------------------------------------


def facts_toml(submission: Submission) -> str:
    """Write a submission as a facts file."""
    return "\n".join(_lines(submission)) + "\n"


def _lines(submission: Submission) -> Iterator[str]:
    if submission.unit:
        yield "[unit]"
        yield from (f"{k} = {quoted(v)}" for k, v in submission.unit.items())
        yield ""
    if submission.period or submission.stage:
        yield "[submission]"
        if submission.period:
            yield f"period = {quoted(submission.period)}"
        if submission.stage:
            yield f"stage = {quoted(submission.stage)}"
        yield ""
    yield "[facts]"
    for name, value in submission.facts.items():
        yield f"{key_text(name)} = {value_text(value)}"
    for each in submission.evidence:
        names = ", ".join(quoted(name) for name in each.supports)
        yield ""
        yield "[[evidence]]"
        yield f"for = [{names}]"
        yield from (f"{key} = {quoted(v)}" for key, v in each.shown().items())


def file_names(units: tuple[str, ...]) -> dict[str, str]:
    """Return a file name for each unit, all of them different."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        stem = _ODD.sub("-", unit).strip("-.") or "unit"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[unit] = f"{name}.toml"

    return found
