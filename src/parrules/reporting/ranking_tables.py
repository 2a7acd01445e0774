"""The tables of a ranking: who stands where, and where points were lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from parrules.reporting.grids import Column, Grid
from parrules.reporting.ranking_words import RankingWords
from parrules.reporting.words import clean

_Json = Mapping[str, Any]

_RIGHT: Final = "right"


def ranks_table(
    block: _Json, words: RankingWords, maximum: str | None, *, with_areas: bool
) -> Grid:
    """Write the ranked units, the best first; of an index by its areas.

    Totals have their percent of *maximum* beside them, unless they are it.
    """
    most = None if maximum in (None, "0", "100") else maximum
    units = [each for each in block["units"] if each["rank"] is not None]
    key = "areas" if with_areas else "channels"
    has_grades = any(each["grade"] for each in units)
    is_compared = block["last_year"] is not None
    columns = [
        Column(words("column_rank"), _RIGHT),
        Column(words("column_unit")),
        Column(words("column_total"), _RIGHT),
        *([Column("%", _RIGHT)] if most else []),
        *_parts(units[0][key], words, with_areas=with_areas),
    ]
    if is_compared:
        columns.append(Column(words("column_change"), _RIGHT))
        columns.append(Column(words("column_places"), _RIGHT))
    if has_grades:
        columns.append(Column(words("column_grade")))
    wanted = {"has_grades": has_grades, "is_compared": is_compared}
    rows = tuple(
        tuple(_cells(each, words, key, most, **wanted)) for each in units
    )
    if not with_areas:
        return Grid(tuple(columns), rows)
    note = f"{words('areas_note')}; {_titles(units, words)}"

    return Grid(tuple(columns), rows, words("with_areas"), note)


def _parts(
    parts: Iterable[_Json], words: RankingWords, *, with_areas: bool
) -> Iterator[Column]:
    """Yield a column for each area, by its code, or each channel."""
    for each in parts:
        shown = clean(each["code"]) if with_areas else words.titled(each)
        yield Column(shown, _RIGHT)


def _titles(units: Sequence[_Json], words: RankingWords) -> str:
    """Write what the codes of areas stand for."""
    return ", ".join(
        f"{clean(each['code'])} {words.title(each)}".strip()
        for each in units[0]["areas"]
    )


def _cells(
    each: _Json,
    words: RankingWords,
    key: str,
    maximum: str | None,
    *,
    has_grades: bool,
    is_compared: bool,
) -> Iterator[str]:
    yield f"{each['rank']}{'=' if each['shares_with'] else ''}"
    yield words.unit(each)
    yield words.published(each["total"])
    if maximum:
        share = 100 * Fraction(each["total"]["exact"]) / Fraction(maximum)
        yield words.amount(str(share))
    for part in each[key]:
        yield _with_rank(part, words)
    if is_compared:
        change = each["last_year"]
        yield change_of(change, words)
        is_new = change["total"] is None
        yield words("fresh") if is_new else words.places(change["places"])
    if has_grades:
        yield words.titled(each["grade"]) if each["grade"] else words("absent")


def change_of(change: _Json, words: RankingWords) -> str:
    """Write the change of a total: in points, else of the share."""
    if change["points"] is None and change["share"] is not None:
        share = words.amount(change["share"], signed=True)
        return words("in_share", share=share)

    return words.published(change["points"], signed=True)


def _with_rank(part: _Json, words: RankingWords) -> str:
    if part["maximum"] == "0":
        # Nothing of it applied, as of a channel that was not held.
        return words("absent")
    rank = "" if part["rank"] is None else f" ({part['rank']})"

    return f"{words.amount(part['points'])}{rank}"


def area_tables(block: _Json, words: RankingWords) -> Iterator[Grid]:
    """Yield the ranks in each area, where they may differ from the others."""
    units = [each for each in block["units"] if each["rank"] is not None]
    areas = units[0]["areas"]
    if len(areas) == 1 or len(units) == 1:
        # The ranks are those above, or all the first.
        return
    columns = [
        Column(words("column_unit")),
        *(Column(clean(each["code"]), _RIGHT) for each in areas),
    ]
    rows = tuple(
        (
            words.unit(each),
            *(
                words("absent") if area["rank"] is None else str(area["rank"])
                for area in each["areas"]
            ),
        )
        for each in units
    )
    note = f"{words('parts_note')}; {_titles(units, words)}"
    yield Grid(tuple(columns), rows, words("parts"), note)


def lost_tables(block: _Json, words: RankingWords) -> Iterator[Grid]:
    """Yield where a block lost most points, if it lost any."""
    if not block["lost"]:
        return
    is_weighed = any(each["lost"] != each["counted"] for each in block["lost"])
    columns = (
        Column(words("column_code")),
        Column(words("column_title")),
        Column(words("column_lost"), _RIGHT),
        Column(words("column_maximum"), _RIGHT),
        *([Column(words("column_counted"), _RIGHT)] if is_weighed else ()),
        Column(words("column_units"), _RIGHT),
    )
    rows = tuple(
        (
            clean(each["code"]),
            words.title(each),
            words.amount(each["lost"]),
            words.most(each["maximum"]),
            *([words.amount(each["counted"])] if is_weighed else ()),
            words("of_units", units=each["units"], of=each["of"]),
        )
        for each in block["lost"]
    )
    note = words("lost_weighed" if is_weighed else "lost_note")
    yield Grid(columns, rows, words("lost"), note)
