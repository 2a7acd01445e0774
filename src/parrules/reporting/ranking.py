"""A ranking in words: blocks, ranks, reasons, and where points were lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from parrules.errors import Language
from parrules.reporting.changes import won_and_lost
from parrules.reporting.demotions import written
from parrules.reporting.grids import (
    Column,
    Grid,
    Lines,
    Report,
    Section,
)
from parrules.reporting.ranking_words import RankingWords, shared_names
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
_RIGHT: Final = "right"
_MOST_COLUMNS: Final = 6
"""Areas of an index that stand beside the total."""


def ranking_report(document: _Json, language: Language) -> Report:
    """Put a ranking into words.

    Args:
        document: What `parrules.cohort.documents.ranking_document` returns.
        language: Of words and titles.
    """
    words = RankingWords(
        language,
        decimals=document["ruleset"]["decimals"],
        shared=shared_names(document["blocks"]),
    )

    return Report(
        f"{words('ranking')}: {words.title(document['ruleset'])}",
        tuple(head_of(document, words)),
        tuple(
            _section(block, document, words) for block in document["blocks"]
        ),
    )


def head_of(document: _Json, words: RankingWords) -> Iterator[str]:
    """Write by which ruleset, and how, units are ranked."""
    ruleset, since = document["ruleset"], document["since"]
    status = words(ruleset["status"])
    kind = words(f"by_{ruleset['kind']}")
    yield f"{kind}: {name_of(ruleset)} ({status})"
    if since is not None:
        before = words(f"since_{since['kind']}")
        yield f"{before}: {name_of(since)}"
        if ruleset["relative"]:
            yield words("relative")
        yield from scales_of(since, ruleset, words)
    if ruleset["maximum"] is not None:
        yield words("out_of", maximum=words.most(ruleset["maximum"]))
    order = ", ".join(words.turn(each) for each in document["order"])
    yield words("compared_in_turn", order=order)
    ties = words(f"ties_{document['ties']}")
    yield f"{words('exactly')}; {ties}"


def scales_of(
    before: _Json, after: _Json, words: RankingWords
) -> Iterator[str]:
    """Write that points of two editions are not of one kind."""
    maxima = [each["maximum"] for each in (before, after)]
    if maxima[0] != maxima[1]:
        shown = [
            words("no_bound") if each is None else words.number(each)
            for each in maxima
        ]
        yield words("two_scales", before=shown[0], after=shown[1])


def name_of(ruleset: _Json) -> str:
    """Return ``id@edition``."""
    return f"{clean(ruleset['id'])}@{clean(ruleset['edition'])}"


def heading_of(block: _Json, words: RankingWords) -> str:
    """Return what a block is called."""
    if not block["name"]:
        return words("block_all")

    return words("block_named", name=clean(block["name"]))


def _section(block: _Json, document: _Json, words: RankingWords) -> Section:
    units = block["units"]
    apart = sum(each["rank"] is None for each in units)
    size = words("block_size", count=block["size"])
    counts = [size if block["size"] else words("block_empty")]
    if apart:
        counts.append(words("apart_count", count=apart))
    parts: list[Grid | Lines] = []
    if block["size"]:
        is_index = document["ruleset"]["kind"] != "ruleset"
        areas = block["units"][0]["areas"]
        with_areas = is_index and 1 < len(areas) <= _MOST_COLUMNS
        parts.append(_table(block, words, with_areas=with_areas))
        if not with_areas:
            parts.extend(_ranks_by_area(block, words))
    notes = tuple(_notes(block, document, words))
    if notes:
        parts.append(Lines(notes, words("notes")))
    parts.extend(_lost(block, words))
    if block["last_year"] is not None:
        parts.extend(won_and_lost(block["last_year"], words))

    return Section(
        f"{heading_of(block, words)} — {', '.join(counts)}",
        ". ".join(_spread(block, words)),
        tuple(parts),
    )


def _spread(block: _Json, words: RankingWords) -> Iterator[str]:
    spread, change = block["spread"], block["last_year"]
    if spread is not None:
        figures = {
            name: words.published(spread[name])
            for name in ("mean", "lowest", "median", "highest")
        }
        yield words("spread", **figures)
    if change is not None and has_means(change):
        yield from means_of(change, words)


def has_means(change: _Json) -> bool:
    """Tell whether a block has a mean in both years."""
    return None not in (change["mean_before"], change["mean_after"])


def means_of(change: _Json, words: RankingWords) -> Iterator[str]:
    """Write last year's mean, and whether it is that of other units."""
    if change["points"] is None:
        before = words.published(change["mean_before"])
        yield words("spread_before_alone", before=before)
        return
    yield words(
        "spread_before",
        before=words.published(change["mean_before"]),
        change=words.published(change["points"], signed=True),
    )
    same = change["points_of_same"]
    if same is None:
        yield words("means_apart")
    elif same != change["points"]:
        signed = words.published(same, signed=True)
        yield words("means_of_others", change=signed)
    yield from beside_rows_of(change, words)


def beside_rows_of(change: _Json, words: RankingWords) -> Iterator[str]:
    """Write what of a change no row explains, if it can be seen."""
    beside = change["beside_rows"]
    if beside is not None and beside["published"].strip("-0."):
        shown = words.published(beside, signed=True)
        yield words("beside_rows", change=shown)


def _table(block: _Json, words: RankingWords, *, with_areas: bool) -> Grid:
    """Write the ranked units, the best first; of an index by its areas."""
    units = [each for each in block["units"] if each["rank"] is not None]
    key = "areas" if with_areas else "channels"
    has_grades = any(each["grade"] for each in units)
    is_compared = block["last_year"] is not None
    columns = [
        Column(words("column_rank"), _RIGHT),
        Column(words("column_unit")),
        Column(words("column_total"), _RIGHT),
        *(
            Column(
                clean(each["code"]) if with_areas else words.titled(each),
                _RIGHT,
            )
            for each in units[0][key]
        ),
    ]
    if is_compared:
        columns.append(Column(words("column_change"), _RIGHT))
        columns.append(Column(words("column_places"), _RIGHT))
    if has_grades:
        columns.append(Column(words("column_grade")))
    rows = [
        tuple(
            _cells(
                each,
                words,
                key,
                has_grades=has_grades,
                is_compared=is_compared,
            )
        )
        for each in units
    ]

    if not with_areas:
        return Grid(tuple(columns), tuple(rows))
    note = f"{words('areas_note')}; {_titles(units, words)}"

    return Grid(tuple(columns), tuple(rows), words("with_areas"), note)


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
    *,
    has_grades: bool,
    is_compared: bool,
) -> Iterator[str]:
    yield f"{each['rank']}{'=' if each['shares_with'] else ''}"
    yield words.unit(each)
    yield words.published(each["total"])
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


def _ranks_by_area(block: _Json, words: RankingWords) -> Iterator[Grid]:
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


# -- notes -------------------------------------------------------------------


def _notes(
    block: _Json, document: _Json, words: RankingWords
) -> Iterator[str]:
    units = block["units"]
    yield from _ties(units, document, words)
    for each in units:
        yield from demotions_of(each, document, words)
    yield from _outliers(block, words)
    is_ruleset = document["ruleset"]["kind"] == "ruleset"
    for each in units:
        reason = each["unranked"]
        if not is_ruleset and reason == "no_total":
            reason = "no_value" if each["complete"] else None
        if reason is not None:
            yield words(
                f"note_unranked_{reason}",
                unit=words.unit(each),
                total=words.published(each["total"]),
            )
    for each in units:
        if is_ruleset and not each["complete"]:
            yield words("note_incomplete", unit=words.unit(each))
        elif not each["complete"]:
            yield _lacking(each, words)
    yield from _missing(block, words)


def _lacking(each: _Json, words: RankingWords) -> str:
    """Write in which rows of an index or a survey a unit has no value."""
    # What stands below a row without a value says it more exactly.
    codes = [
        clean(code)
        for code in each["absent"]
        if not any(other.startswith(f"{code}.") for other in each["absent"])
    ]
    codes = codes or [words("turn_total")]
    key = "note_absent" if each["total"] else "note_without"
    if each["unranked"] == "no_total":
        key = "note_unranked_without"

    return words(key, unit=words.unit(each), codes=", ".join(codes))


def _ties(
    units: Iterable[_Json], document: _Json, words: RankingWords
) -> Iterator[str]:
    """Write what equals are, and what decided between equal totals."""
    named = {each["unit"]: words.unit(each) for each in units}
    parts = {each["name"]: each for each in document["order"]}
    first = document["order"][0]["name"]
    told: set[str] = set()
    for each in units:
        others = each["shares_with"]
        if others and each["unit"] not in told:
            told.update((each["unit"], *others))
            yield words(
                "note_tie",
                unit=words.unit(each),
                rank=each["rank"],
                others=", ".join(named[other] for other in others),
            )
        if each["decided_by"] not in (None, first):
            part = words.behind(parts[each["decided_by"]])
            yield words("note_decided", unit=words.unit(each), part=part)


def demotions_of(
    each: _Json, document: _Json, words: RankingWords
) -> Iterator[str]:
    """Write why a unit does not have the grade that it reached."""
    titles = {grade["id"]: words.titled(grade) for grade in document["grades"]}
    for demotion in each["demotions"]:
        reason = written(
            {
                **demotion,
                "grade": titles[demotion["grade"]],
                "to": titles[demotion["to"]],
            },
            words.language,
            {part["name"]: part for part in document["order"]},
        )
        yield words("note_demotion", unit=words.unit(each), reason=reason)


def _outliers(block: _Json, words: RankingWords) -> Iterator[str]:
    found = [each for each in block["units"] if each["outlier"]]
    for each in found:
        total = words.published(each["total"])
        yield words("note_outlier", unit=words.unit(each), total=total)
    if found:
        spread = block["spread"]
        names = {
            "lower": "lower",
            "upper": "upper",
            "first": "quartile_1",
            "third": "quartile_3",
        }
        yield words(
            "note_fences",
            **{
                name: words.published(spread[key])
                for name, key in names.items()
            },
        )


def _missing(block: _Json, words: RankingWords) -> Iterator[str]:
    for each in block["missing"]:
        key = (
            "note_missing_unranked" if each["rank"] is None else "note_missing"
        )
        yield words(
            key,
            unit=words.unit(each),
            rank=each["rank"],
            of=each["of"],
            total=words.published(each["total"]),
        )
    for each in block["units"]:
        change = each["last_year"]
        if change is None:
            continue
        if change["presence"] == "new":
            yield words("note_new", unit=words.unit(each))
            continue
        yield from silence_of(each, words)
        if change["block"] not in (None, block["name"]):
            before = clean(change["block"]) or words("block_all")
            yield words("note_moved", unit=words.unit(each), block=before)


def silence_of(each: _Json, words: RankingWords) -> Iterator[str]:
    """Write in which of two years a unit has no total."""
    change = each["last_year"]
    if each["total"] and not change["total"]:
        yield words("note_silent_before", unit=words.unit(each))
    if change["total"] and not each["total"]:
        key = "note_silent" if change["rank"] else "note_silent_unranked"
        yield words(
            key,
            unit=words.unit(each),
            rank=change["rank"],
            of=change["of"],
            total=words.published(change["total"]),
        )


# -- points ------------------------------------------------------------------


def _lost(block: _Json, words: RankingWords) -> Iterator[Grid]:
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
