"""Why a quota did not leave a unit its grade, in words."""

from typing import Any

from parrules.errors import Language
from parrules.points import plain
from parrules.reporting.words import Words, clean

_NAMED = ("total", "base", "bonus", "penalty")


def written(demotion: dict[str, Any], language: Language) -> str:
    """Return one line that says why.

    Args:
        demotion: The fields of a `parrules.Demotion`.
        language: Of the sentence.
    """
    words = Words(language)
    decided_by = demotion["decided_by"]
    if decided_by is not None:
        kind = f"order_{decided_by}" if decided_by in _NAMED else "order_node"
        part = words(kind, code=decided_by)
        reason = words("quota_behind", part=part)
    else:
        reason = words("quota_equal" if demotion["allowed"] else "quota_none")

    return words(
        "quota",
        grade=clean(demotion["grade"]),
        to=clean(demotion["to"]),
        share=words.number(plain(demotion["share"] * 100)),
        units=demotion["units"],
        allowed=demotion["allowed"],
        reached_by=demotion["reached_by"],
        place=demotion["place"],
        reason=reason,
    )
