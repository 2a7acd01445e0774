"""Nodes in two years, as tables: what was won and what was lost."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
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
    listed = (*change["gains"], *change["losses"])
    is_weighed = any(each["gain"] != each["counted"] for each in listed)
    is_reweighed = has_other_weights(listed)
    note = words("gain_note")
    if is_weighed:
        note = f"{note}; {words('gain_weighed')}"
    if is_mean:
        note = f"{note}; {words('gain_note_mean')}"
    of = change["compared"] if is_mean else None
    for key in ("gains", "losses"):
        if change[key]:
            rows = tuple(
                change_cells(
                    each,
                    words,
                    is_weighed=is_weighed,
                    is_reweighed=is_reweighed,
                    of=of,
                )
                for each in change[key]
            )
            columns = change_columns(
                words,
                is_weighed=is_weighed,
                is_reweighed=is_reweighed,
                is_mean=is_mean,
            )
            yield Grid(columns, rows, words(key), note)


def has_other_weights(changes: Iterable[_Json]) -> bool:
    """Tell whether a row counts more or less than last year."""
    return any(
        None not in (each["weight_before"], each["weight_after"])
        and each["weight_before"] != each["weight_after"]
        for each in changes
    )


def change_columns(
    words: RankingWords,
    *,
    is_weighed: bool = False,
    is_reweighed: bool = False,
    is_mean: bool = False,
) -> tuple[Column, ...]:
    """Return the columns of a table of changes.

    Args:
        words: Of the headings.
        is_weighed: Whether there is one for what counts in the total.
        is_reweighed: Whether there is one for the weights of both years.
        is_mean: Whether there is one for how many units a mean is of.
    """
    return (
        Column(words("column_code")),
        Column(words("column_title")),
        Column(words("column_before"), _RIGHT),
        Column(words("column_after"), _RIGHT),
        Column(words("column_change"), _RIGHT),
        Column(words("column_share"), _RIGHT),
        Column(words("column_gain"), _RIGHT),
        *([Column(words("column_counted"), _RIGHT)] if is_weighed else ()),
        *([Column(words("column_weights"), _RIGHT)] if is_reweighed else ()),
        *([Column(words("column_units"), _RIGHT)] if is_mean else ()),
        Column(words("column_kind")),
    )


def change_cells(
    each: _Json,
    words: RankingWords,
    *,
    is_weighed: bool = False,
    is_reweighed: bool = False,
    of: int | None = None,
) -> tuple[str, ...]:
    """Write one node in two years; of a mean, the units among *of*."""
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
        *([words.amount(each["counted"], signed=True)] if is_weighed else ()),
        *([_weights(each, words)] if is_reweighed else ()),
        *([] if of is None else [_units(each, of, words)]),
        words(f"kind_{each['kind']}", before=before),
    )


def _weights(each: _Json, words: RankingWords) -> str:
    """Write what a point counts in the total, last year and this year."""
    shown = [
        words("absent")
        if each[key] is None
        else words(
            "percent", share=words.amount(str(100 * Fraction(each[key])))
        )
        for key in ("weight_before", "weight_after")
    ]

    return " → ".join(dict.fromkeys(shown))


def _units(each: _Json, of: int, words: RankingWords) -> str:
    return words("of_units", units=each["units"], of=of)


def _of(points: str | None, maximum: str | None, words: RankingWords) -> str:
    if points is None:
        return words("absent")

    if maximum is None:
        return words.amount(points)

    return f"{words.amount(points)} / {words.most(maximum)}"
