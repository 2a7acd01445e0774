"""On what a place rests: what a unit lacks, and figures nobody handed in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from parrules.reporting.ranking_words import RankingWords
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
_TREATMENTS: Final = ("imputed", "bounded", "trimmed", "winsorised")
_MOST: Final = 20
"""Units that a note names."""


def absence_of(
    each: _Json, words: RankingWords, *, is_ruleset: bool
) -> Iterator[str]:
    """Write why a unit has no rank, and where it has no value."""
    reason = each["unranked"]
    if not is_ruleset and reason == "no_total":
        reason = "no_value" if each["complete"] else None
        if reason and each["reasons"].get("total") == "undefined":
            reason = "undefined"
    if reason is not None:
        yield words(
            f"note_unranked_{reason}",
            unit=words.unit(each),
            total=words.published(each["total"]),
        )
    if not each["complete"]:
        if is_ruleset:
            yield words("note_incomplete", unit=words.unit(each))
        else:
            yield _lacking(each, words)


def _lacking(each: _Json, words: RankingWords) -> str:
    """Write in which rows of an index or a survey a unit has no value."""
    # What stands below a row without a value says it more exactly.
    codes = [
        code
        for code in each["absent"]
        if not any(other.startswith(f"{code}.") for other in each["absent"])
    ]
    reasons = each["reasons"]
    shown = [
        words(f"absent_{reasons[code]}", code=clean(code))
        if code in reasons
        else clean(code)
        for code in codes
    ]
    key = "note_absent" if each["total"] else "note_without"
    if each["unranked"] == "no_total":
        key = "note_unranked_without"
    if any(code in reasons for code in codes):
        key = f"{key}_points"

    return words(
        key,
        unit=words.unit(each),
        codes=", ".join(shown) or words("turn_total"),
    )


def treated_of(units: Sequence[_Json], words: RankingWords) -> Iterator[str]:
    """Write which places rest on figures that are not those handed in."""
    for change in _TREATMENTS:
        found = [
            (each, codes)
            for each in units
            if each["rank"] is not None
            and (
                codes := [
                    clean(one["code"])
                    for one in each["treated"]
                    if change in one["changes"]
                ]
            )
        ]
        if not found:
            continue
        shown = [
            f"{words.unit(each)} ({', '.join(codes)})"
            for each, codes in found[:_MOST]
        ]
        rest = len(found) - _MOST
        if rest > 0:
            shown.append(words("and_others", count=rest))
        yield words(f"note_{change}", units=", ".join(shown))
