"""A ranking in words: blocks, ranks, reasons, and where points were lost."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from parrules.errors import Language
from parrules.reporting.changes import won_and_lost
from parrules.reporting.demotions import written
from parrules.reporting.footing import absence_of, treated_of
from parrules.reporting.grids import (
    Grid,
    Lines,
    Report,
    Section,
)
from parrules.reporting.ranking_tables import (
    area_tables,
    lost_tables,
    ranks_table,
)
from parrules.reporting.ranking_words import RankingWords, shared_names
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
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
        parts.append(
            ranks_table(
                block,
                words,
                document["ruleset"]["maximum"],
                with_areas=with_areas,
            )
        )
        if not with_areas:
            parts.extend(area_tables(block, words))
    notes = tuple(_notes(block, document, words))
    if notes:
        parts.append(Lines(notes, words("notes")))
    parts.extend(lost_tables(block, words))
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
        said = words("beside_rows", change=shown)
        weights = change["by_weights"]
        if weights is not None and weights["published"].strip("-0."):
            part = words.published(weights, signed=True)
            said = f"{said}; {words('by_weights', change=part)}"
        yield said


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
        yield from absence_of(each, words, is_ruleset=is_ruleset)
    yield from treated_of(units, words)
    yield from _missing(block, words)


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
