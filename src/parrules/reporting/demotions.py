"""Why a quota did not leave a unit its grade, in words."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from parrules.errors import Language
from parrules.points import plain
from parrules.reporting.ranking_words import RankingWords
from parrules.reporting.words import clean

_UNTITLED: Final = {"title_vi": None, "title_en": None}


def written(
    demotion: Mapping[str, Any],
    language: Language,
    titles: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """Return one line that says why.

    Args:
        demotion: The fields of a `parrules.Demotion`.
        language: Of the sentence.
        titles: By name, of channels and facts that units are compared by,
            as ``title_vi`` and ``title_en``.
    """
    words = RankingWords(language)
    name = demotion["decided_by"]
    if name is not None:
        title = (titles or {}).get(name, _UNTITLED)
        part = words.behind({**title, "name": name})
        reason = words("quota_behind", part=part)
    else:
        reason = words("quota_equal" if demotion["allowed"] else "quota_none")

    return words(
        "quota",
        grade=clean(demotion["grade"]),
        to=clean(demotion["to"]),
        share=words.number(plain(100 * Fraction(demotion["share"]))),
        units=demotion["units"],
        allowed=demotion["allowed"],
        reached_by=demotion["reached_by"],
        place=demotion["place"],
        reason=reason,
    )
