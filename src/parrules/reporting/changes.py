"""Nodes in two years, as tables: what was won and what was lost."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from parrules.reporting.grids import Column, Grid
from parrules.reporting.ranking_words import RankingWords
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
_RIGHT: Final = "right"


def won_and_lost(
    change: _Json, words: RankingWords, *, is_mean: bool = True
) -> Iterator[Grid]:
    """Write the greatest gains and losses of a unit, or of a block."""
    note = words("gain_note")
    if is_mean:
        mean = words("gain_note_mean", count=change["compared"])
        note = f"{note}; {mean}"
    for key in ("gains", "losses"):
        if change[key]:
            rows = tuple(change_cells(each, words) for each in change[key])
            yield Grid(change_columns(words), rows, words(key), note)


def change_columns(words: RankingWords) -> tuple[Column, ...]:
    """Return the columns of a table of changes."""
    return (
        Column(words("column_code")),
        Column(words("column_title")),
        Column(words("column_before"), _RIGHT),
        Column(words("column_after"), _RIGHT),
        Column(words("column_change"), _RIGHT),
        Column(words("column_share"), _RIGHT),
        Column(words("column_gain"), _RIGHT),
        Column(words("column_kind")),
    )


def change_cells(each: _Json, words: RankingWords) -> tuple[str, ...]:
    """Write one node in two years."""
    codes = each["after"] or each["before"]
    before = ", ".join(map(clean, each["before"]))

    return (
        ", ".join(map(clean, codes)),
        words.title(each),
        _of(each["points_before"], each["maximum_before"], words),
        _of(each["points_after"], each["maximum_after"], words),
        words.amount(each["points"], signed=True),
        words.amount(each["share"], signed=True),
        words.amount(each["gain"], signed=True),
        words(f"kind_{each['kind']}", before=before),
    )


def _of(points: str | None, maximum: str | None, words: RankingWords) -> str:
    if points is None:
        return words("absent")

    return f"{words.amount(points)} / {words.number(maximum or '0')}"
