"""Two years in words: units, blocks, and node by node."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from parrules.errors import Language
from parrules.reporting.changes import (
    change_cells,
    change_columns,
    has_other_weights,
    won_and_lost,
)
from parrules.reporting.grids import (
    Column,
    Grid,
    Lines,
    Report,
    Section,
)
from parrules.reporting.ranking import (
    beside_rows_of,
    has_means,
    heading_of,
    means_of,
    name_of,
    scales_of,
    silence_of,
)
from parrules.reporting.ranking_tables import change_of
from parrules.reporting.ranking_words import RankingWords, shared_names
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
_RIGHT: Final = "right"


def comparison_report(
    document: _Json, language: Language, unit: str | None = None
) -> Report:
    """Put a comparison into words.

    Args:
        document: What `parrules.cohort.documents.comparison_document`
            returns.
        language: Of words and titles.
        unit: Of which every node is shown, too.
    """
    words = RankingWords(
        language,
        decimals=document["after"]["decimals"],
        shared=shared_names(document["blocks"]),
    )
    sections = [_codes(document, words)] if document["links"] else []
    for block in document["blocks"]:
        sections.append(_block(block, words))
        sections += [
            _unit(each, words)
            for each in block["units"]
            if unit in (each["unit"], each["name"])
            or (unit is None and len(block["units"]) == 1)
        ]
    names = [name_of(document[key]) for key in ("before", "after")]
    status = words(document["after"]["status"])
    kind = document["after"]["kind"]

    return Report(
        f"{words('comparison')}: {words.title(document['after'])}",
        (
            f"{words(f'by_{kind}')}: {names[1]} ({status})",
            f"{words(f'since_{kind}')}: {names[0]}",
            *([words("relative")] if document["after"]["relative"] else ()),
            *scales_of(document["before"], document["after"], words),
        ),
        tuple(sections),
    )


def _codes(document: _Json, words: RankingWords) -> Section:
    """Write which codes stand for something else than before."""
    columns = (
        Column(words("column_code")),
        Column(words("column_title")),
        Column(words("column_kind")),
    )
    rows = []
    for link in document["links"]:
        nodes = link["after"] or link["before"]
        before = ", ".join(clean(each["code"]) for each in link["before"])
        rows.append(
            (
                ", ".join(clean(each["code"]) for each in nodes),
                "; ".join(words.title(each) for each in nodes),
                words(f"kind_{link['kind']}", before=before),
            )
        )
    since = name_of(document["before"])

    return Section(
        words("codes_changed", since=since), "", (Grid(columns, tuple(rows)),)
    )


def _block(block: _Json, words: RankingWords) -> Section:
    parts: list[Grid | Lines] = []
    if block["units"]:
        parts.append(_units(block, words))
    notes = tuple(_notes(block, words))
    if notes:
        parts.append(Lines(notes, words("notes")))
    parts.extend(won_and_lost(block, words))
    note = ""
    if has_means(block):
        note = ". ".join(means_of(block, words))

    return Section(heading_of(block, words), note, tuple(parts))


def _units(block: _Json, words: RankingWords) -> Grid:
    columns = (
        Column(words("column_unit")),
        Column(words("column_before"), _RIGHT),
        Column(words("column_after"), _RIGHT),
        Column(words("column_change"), _RIGHT),
        Column(words("column_rank_before"), _RIGHT),
        Column(words("column_rank_after"), _RIGHT),
        Column(words("column_places"), _RIGHT),
    )
    rows = tuple(
        (
            words.unit(each),
            words.published(each["last_year"]["total"]),
            words.published(each["total"]),
            change_of(each["last_year"], words),
            _rank(each["last_year"], words),
            _rank(each, words),
            words.places(each["last_year"]["places"]),
        )
        for each in block["units"]
    )

    return Grid(columns, rows)


def _rank(each: _Json, words: RankingWords) -> str:
    if each["rank"] is None:
        return words("absent")

    return f"{each['rank']}/{each['of']}"


def _notes(block: _Json, words: RankingWords) -> Iterator[str]:
    for each in block["units"]:
        change = each["last_year"]
        if change["presence"] == "new":
            yield words("note_new", unit=words.unit(each))
            continue
        if change["presence"] == "missing":
            key = "note_missing"
            if change["rank"] is None:
                key = "note_missing_unranked"
            yield words(
                key,
                unit=words.unit(each),
                rank=change["rank"],
                of=change["of"],
                total=words.published(change["total"]),
            )
            continue
        yield from silence_of(each, words)
        if change["block"] != block["name"]:
            before = clean(change["block"] or "") or words("block_all")
            yield words("note_moved", unit=words.unit(each), block=before)


def _unit(each: _Json, words: RankingWords) -> Section:
    is_reweighed = has_other_weights(each["changes"])
    rows = tuple(
        change_cells(one, words, is_reweighed=is_reweighed)
        for one in each["changes"]
    )
    channels = tuple(
        change_cells(
            {**one, "kind": "kept", "before": ["—"], "after": ["—"]}, words
        )
        for one in each["channels"]
    )
    parts: list[Grid | Lines] = []
    if channels:
        parts.append(Grid(change_columns(words), channels, words("channels")))
    if rows:
        columns = change_columns(words, is_reweighed=is_reweighed)
        parts.append(Grid(columns, rows, words("all_nodes")))
    parts.extend(won_and_lost(each["last_year"], words, is_mean=False))

    note = ". ".join(_change_of_unit(each["last_year"], words))

    return Section(words.unit(each), note, tuple(parts))


def _change_of_unit(change: _Json, words: RankingWords) -> Iterator[str]:
    """Write the change of a total, and what of it no row explains."""
    rest = tuple(beside_rows_of(change, words))
    if rest:
        shown = words.published(change["points"], signed=True)
        yield f"{words('column_change')}: {shown}"
        yield from rest
