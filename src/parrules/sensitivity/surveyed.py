"""The margin of a surveyed fact, out of the evidence that it rests on."""

import functools
import re
from collections.abc import Iterator
from fractions import Fraction

import attrs

from parrules.facts import Submission
from parrules.messages import LANGUAGES
from parrules.survey.words import SurveyWords

_FIELD = re.compile(r"\{(\w+)\}")


@attrs.frozen(kw_only=True)
class StatedMargin:
    """What evidence says of how sure a value is.

    Attributes:
        margin: Half the width of the interval, in the measure of the value.
        confidence: In percent.
    """

    margin: Fraction
    confidence: Fraction


def stated_margin(submission: Submission, name: str) -> StatedMargin | None:
    """Return the margin that the evidence for a fact states, if any does.

    `parrules.survey.handing.hand_in` writes it in words, in any language of
    the library; an auditor reads the same words.
    """
    titles = (
        each.title for each in submission.evidence if name in each.supports
    )

    return next((found for each in titles for found in _stated(each)), None)


def _stated(title: str) -> Iterator[StatedMargin]:
    for pattern in _patterns():
        match = pattern.search(title)
        if match:
            yield StatedMargin(
                margin=_number(match["margin"]),
                confidence=_number(match["confidence"]),
            )


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what finds the interval in evidence, in each language."""
    return tuple(
        re.compile(_pattern(SurveyWords(language)("interval")))
        for language in LANGUAGES
    )


def _pattern(template: str) -> str:
    # At odd places stand the names of the fields.
    return "".join(
        rf"(?P<{piece}>[^;:]+?)" if place % 2 else re.escape(piece)
        for place, piece in enumerate(_FIELD.split(template))
    ).replace("(?P<margin>[^;:]+?)", r"(?P<margin>[0-9]+(?:[.,][0-9]+)?)")


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))
