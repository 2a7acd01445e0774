"""A survey as text for people, and as JSON for programs."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

from parrules.errors import Language
from parrules.points import plain, published
from parrules.survey.counts import Tallies
from parrules.survey.estimates import Estimate
from parrules.survey.margins import Interval
from parrules.survey.model import Questionnaire
from parrules.survey.result import (
    QuestionResponse,
    Response,
    Survey,
    UnitSurvey,
)
from parrules.survey.words import SurveyWords

Json = dict[str, Any]
SCHEMA: Final = "parrules/survey/1"
_PLACES: Final = 4
"""Of binary floats in JSON: more would differ from machine to machine."""


def survey_text(survey: Survey, language: Language = "vi") -> str:
    """Write what a survey says, one unit after the other."""
    words = SurveyWords(language)
    lines = list(_head(survey.questionnaire, survey.tallies, words))
    for unit in survey.units.values():
        lines += ["", *_unit(unit, survey.questionnaire, words)]
    if any(unit.index.interval for unit in survey.units.values()):
        lines += ["", words("about_floats")]

    return "\n".join(lines) + "\n"


def _head(
    form: Questionnaire, tallies: Tallies, words: SurveyWords
) -> Iterator[str]:
    yield form.title.text(words.language)
    status = words(f"status_{form.status}")
    yield f"{words('questionnaire')}: {form.name} ({status})"
    if form.source:
        yield f"{words('source')}: {form.source}"
    if tallies.name:
        yield f"{words('answers_from')}: {tallies.name}"
    parts = [_measure(form, words)]
    if any(each.scale.unknown for each in form.questions.values()):
        parts.append(words(f"unknown_{form.policy.unknown}"))
    if form.policy.minimum > 1:
        parts.append(words("minimum", minimum=form.policy.minimum))
    yield f"{words('rule')}: {'; '.join(parts)}"


def _measure(form: Questionnaire, words: SurveyWords) -> str:
    if form.measure == "mean":
        return words("measure_mean")
    tops = dict.fromkeys(
        ", ".join(
            f"«{each.scale.label(level, words.language)}»"
            for level in each.scale.top
        )
        for each in form.questions.values()
    )

    return words("measure_share", top=" | ".join(tops))


def _unit(
    unit: UnitSurvey, form: Questionnaire, words: SurveyWords
) -> Iterator[str]:
    if unit.unit:
        yield f"{words('unit')}: {unit.unit}"
    response = _response(unit.response, unit.required, words)
    if response:
        yield f"{words('forms')}: {response}"
    for name, stratum in unit.strata.items():
        inner = _response(stratum, None, words)
        yield f"  {words('stratum', name=name)}: {inner}"
    if unit.unit or response or unit.strata:
        yield ""
    confidence = words.exact(form.sample.confidence)
    heads = (
        words("value"),
        words("confidence", confidence=confidence),
        words("counted"),
        words("people"),
        words("item"),
    )
    titles = {part.code: part.title for part in form.parts()}
    rows = [
        _estimate(each, form, titles[code].text(words.language), words)
        for code, each in unit.parts.items()
    ]
    yield from _aligned([heads, *rows])
    yield ""
    yield from _aligned(list(_items(unit.items, form, words)))


def _response(
    response: Response, required: int | None, words: SurveyWords
) -> str:
    parts = []
    if response.selected is not None:
        parts.append(words("selected", count=response.selected))
    if response.people is not None:
        parts.append(words("returned", count=response.people))
    if response.selected and response.people is not None:
        rate = Fraction(100 * response.people, response.selected)
        parts.append(words("rate", percent=words.rounded(rate, 1)))
    if response.population is not None:
        parts.append(words("population", count=response.population))
    if required is not None:
        parts.append(words("required", count=required))

    return ", ".join(parts)


def _estimate(
    found: Estimate, form: Questionnaire, title: str, words: SurveyWords
) -> tuple[str, ...]:
    value = found.value(form.measure)
    shown, interval = "-", ""
    if value is not None:
        shown = words.rounded(value, form.decimals)
        if form.measure == "share":
            shown = words("share", number=shown)
    if found.interval is not None:
        low, high = found.interval.low, found.interval.high
        interval = f"{words.about(low)} … {words.about(high)}"
    notes = [title] if title else []
    if found.averaged:
        names = ", ".join(found.averaged)
        notes.append(f"({words('averaged', names=names)})")
    if found.status != "known":
        notes.append(f"({words(found.status)})")
    if found.without:
        names = ", ".join(found.without)
        notes.append(f"({words('left_out', names=names)})")

    return (
        shown,
        interval,
        f"{found.top}/{found.answers}",
        str(found.people),
        " ".join((found.code, *notes)),
    )


def _items(
    items: Iterable[QuestionResponse], form: Questionnaire, words: SurveyWords
) -> Iterator[tuple[str, ...]]:
    yield tuple(
        words(key)
        for key in ("asked", "valid", "unknown", "blank", "stray", "question")
    )
    for item in items:
        title = form.questions[item.question].title.text(words.language)
        yield (
            "-" if item.asked is None else str(item.asked),
            str(item.valid),
            str(item.unknown),
            "-" if item.blank is None else str(item.blank),
            str(item.stray),
            f"{item.question} {title}".rstrip(),
        )


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with numbers to the right, and the last column as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *numbers, last in rows:
        cells = (
            cell.rjust(width)
            for cell, width in zip(numbers, widths, strict=False)
        )
        yield "  ".join((*cells, last)).rstrip()


# -- JSON --------------------------------------------------------------------


def survey_document(survey: Survey) -> Json:
    """Return *survey* as JSON of the schema ``parrules/survey/1``.

    What is exact is text: ``"7/12"``; what is a number with a point is a
    binary float, and for information.
    """
    form = survey.questionnaire

    return {
        "schema": SCHEMA,
        "questionnaire": {
            "id": form.id,
            "edition": form.edition,
            "status": form.status,
            "measure": form.measure,
        },
        "answers": {
            "name": survey.tallies.name,
            "sha256": survey.tallies.sha256,
        },
        "units": [
            _unit_document(unit, form) for unit in survey.units.values()
        ],
        "problems": [each.code for each in survey.problems],
    }


def _unit_document(unit: UnitSurvey, form: Questionnaire) -> Json:
    return {
        "unit": unit.unit,
        "response": _response_document(unit.response),
        "required": unit.required,
        "strata": {
            name: _response_document(each)
            for name, each in unit.strata.items()
        },
        "is_stratified": unit.is_stratified,
        "parts": [
            _estimate_document(each, form) for each in unit.parts.values()
        ],
        "questions": [
            {
                **_estimate_document(unit.questions[item.question], form),
                "asked": item.asked,
                "valid": item.valid,
                "unknown": item.unknown,
                "blank": item.blank,
                "stray": item.stray,
            }
            for item in unit.items
        ],
        "problems": [each.code for each in unit.problems],
    }


def _response_document(response: Response) -> Json:
    return {
        "population": response.population,
        "selected": response.selected,
        "people": response.people,
    }


def _estimate_document(found: Estimate, form: Questionnaire) -> Json:
    value = found.value(form.measure)

    return {
        "code": found.code,
        "status": found.status,
        "answers": found.answers,
        "top": found.top,
        "people": found.people,
        "counts": list(found.counts),
        "share": _exact(found.share),
        "mean": _exact(found.mean),
        "value": _exact(value),
        "published": (
            None
            if value is None
            else published(
                value.numerator, value.denominator, form.decimals, "half_up"
            )
        ),
        "left_out": list(found.left_out),
        "interval": _interval_document(found.interval),
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else plain(number)


def _interval_document(found: Interval | None) -> Json | None:
    if found is None:
        return None

    return {
        "low": round(found.low, _PLACES),
        "high": round(found.high, _PLACES),
        "margin": round(found.margin, _PLACES),
        "method": found.method,
        "confidence": plain(found.confidence),
        "people": round(found.people, _PLACES),
    }
