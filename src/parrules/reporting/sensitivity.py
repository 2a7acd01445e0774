"""How sure ranks are, in words: ranges, probabilities, what moves them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from parrules.errors import Language
from parrules.reporting.grids import Column, Grid, Lines, Report, Section
from parrules.reporting.ranking_words import RankingWords, shared_names
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
_RIGHT: Final = "right"
_SURE: Final = 0.05
"""A rank that changes in fewer draws than this share is called sure."""

_HALF: Final = 0.005
"""Half a percent: what is less is no whole percent, and yet not nothing."""


@attrs.frozen
class SensitivityWords(RankingWords):
    """The words of one language, those of rankings among them."""

    files = ("sensitivity_words.toml", *RankingWords.files)

    def share(self, share: float) -> str:
        """Write a share of draws in whole percent; few are not none."""
        if 0 < share < _HALF:
            return self("under_one")
        if 1 - _HALF < share < 1:
            return self("over_99")

        return self("percent", number=round(100 * share))

    def part(self, share: float) -> str:
        """Write an estimated part of a variance, in whole percent."""
        return self("percent", number=round(100 * min(max(share, 0), 1)))


def sensitivity_report(document: _Json, language: Language) -> Report:
    """Put into words how sure totals and ranks are.

    Args:
        document: What `parrules.sensitivity.documents` returns.
        language: Of words and titles.
    """
    ruleset = document["ruleset"]
    words = SensitivityWords(
        language,
        decimals=ruleset["decimals"],
        shared=shared_names(document["blocks"]),
    )

    return Report(
        f"{words('sensitivity')}: {words.title(ruleset)}",
        tuple(_head(document, words)),
        tuple(
            _section(block, document, words)
            for block in document["blocks"]
            if block["units"]
        ),
    )


def _head(document: _Json, words: SensitivityWords) -> Iterator[str]:
    ruleset = document["ruleset"]
    name = f"{clean(ruleset['id'])}@{clean(ruleset['edition'])}"
    yield f"{words('ruleset')}: {name} ({words(ruleset['status'])})"
    yield words(
        "drawn",
        draws=words.number(str(document["draws"])),
        seed=document["seed"],
    )
    yield words("estimates")
    left_out = [
        clean(each["arguments"]["unit"])
        for each in document["problems"]
        if each["code"] == "PAR915"
    ]
    if left_out:
        yield words("left_out", count=len(left_out), units=", ".join(left_out))


def _section(
    block: _Json, document: _Json, words: SensitivityWords
) -> Section:
    name = block["name"]
    heading = (
        words("block_named", name=clean(name)) if name else words("block_all")
    )
    size = words("block_size", count=block["size"])
    apart = len(block["units"]) - block["size"]
    if apart:
        size += f", {words('apart_count', count=apart)}"
    shift = block["statistics"]["shift"]
    note = ""
    if shift is not None:
        note = words("shift", places=words.number(f"{shift:.2f}"))
    parts: list[Grid | Lines] = [
        _units(block, words),
        *_said(block, words),
        *_movers(block, document, words),
        *_influences(block, document, words),
    ]

    return Section(f"{heading} — {size}", note, tuple(parts))


# -- units -------------------------------------------------------------------


def _units(block: _Json, words: SensitivityWords) -> Grid:
    columns = (
        Column(words("column_rank"), _RIGHT),
        Column(words("column_unit")),
        Column(words("column_total"), _RIGHT),
        Column(words("column_likely_total"), _RIGHT),
        Column(words("column_likely"), _RIGHT),
        Column(words("column_possible"), _RIGHT),
        Column(words("column_changed"), _RIGHT),
    )

    return Grid(
        columns,
        tuple(tuple(_cells(each, words)) for each in block["units"]),
        words("ranges"),
        words("ranges_note"),
    )


def _cells(each: _Json, words: SensitivityWords) -> Iterator[str]:
    absent = words("absent")
    yield absent if each["rank"] is None else str(each["rank"])
    yield words.unit(each)
    yield words.published(each["total"])
    ends = [each["quantiles"].get(key) for key in ("5", "95")]
    yield _between([words.published(end) for end in ends], words)
    for ranks in (each["likely"], (each["best"], each["worst"])):
        is_ranked = ranks is not None and ranks[0] is not None
        yield _between(list(map(str, ranks)), words) if is_ranked else absent
    is_ranked = each["rank"] is not None
    changed = each["statistics"]["changed"]
    yield words.share(changed) if is_ranked else absent


def _between(ends: Sequence[str], words: SensitivityWords) -> str:
    low, high = ends

    return low if low == high else words("between", low=low, high=high)


def _said(block: _Json, words: SensitivityWords) -> Iterator[Lines]:
    """Write a sentence for each unit whose rank is not sure."""
    ranked = [each for each in block["units"] if each["rank"] is not None]
    lines = []
    for place, each in enumerate(ranked):
        if each["statistics"]["changed"] >= _SURE:
            after = ranked[place + 1] if place + 1 < len(ranked) else None
            lines.append(_sentence(each, after, words))
    rest = len(ranked) - len(lines)
    if rest and lines:
        lines.append(words("rest_sure", count=rest))
    elif rest:
        lines.append(words("all_sure"))
    if lines:
        yield Lines(tuple(lines), words("how_sure"))


def _sentence(
    each: _Json, after: _Json | None, words: SensitivityWords
) -> str:
    unit = words.unit(each)
    if each["likely"] is None:
        return words("never_ranked", unit=unit, rank=each["rank"])
    low, high = each["likely"]
    said = words(
        "likely_one" if low == high else "likely",
        unit=unit,
        rank=each["rank"],
        low=low,
        high=high,
    )
    share = each["statistics"]["above"].get(after["unit"]) if after else None
    if after is None or share is None:
        return said

    return said + words(
        "above", other=words.unit(after), share=words.share(share)
    )


# -- what moves them ---------------------------------------------------------


def _name(group: _Json, words: SensitivityWords) -> str:
    """Return what a group is called: the criteria that read it."""
    if not group["criteria"]:
        return words("no_criterion")

    return ", ".join(
        f"{clean(each['code'])} {words.title(each)}".strip()
        for each in group["criteria"]
    )


def _inputs(group: _Json, words: SensitivityWords) -> str:
    names = [
        words.title(each) or clean(each["name"]) for each in group["facts"]
    ]
    weights = ", ".join(clean(each["code"]) for each in group["weights"])
    if weights:
        names.append(words("weight_of", codes=weights))

    return ", ".join(names)


def _movers(
    block: _Json, document: _Json, words: SensitivityWords
) -> Iterator[Grid]:
    """Write by which criteria units change places."""
    indices = block["statistics"]["indices"]
    rows = [
        (index["total"], index, group)
        for index, group in zip(indices, document["groups"], strict=False)
        if index is not None
    ]
    if not rows:
        return
    rows.sort(key=lambda row: -row[0])
    yield Grid(
        (
            Column(words("column_criterion")),
            Column(words("column_inputs")),
            Column(words("column_first"), _RIGHT),
            Column(words("column_all"), _RIGHT),
        ),
        tuple(
            (
                _name(group, words),
                _inputs(group, words),
                words.part(index["first"]),
                words.part(index["total"]),
            )
            for _, index, group in rows
        ),
        words("movers"),
        words("movers_note"),
    )


def _influences(
    block: _Json, document: _Json, words: SensitivityWords
) -> Iterator[Grid]:
    """Write by which criteria the total of each unit varies."""
    groups = document["groups"]
    units = [
        each for each in block["units"] if any(each["statistics"]["indices"])
    ]
    if not units:
        return
    columns = (
        Column(words("column_unit")),
        *(
            Column(
                ", ".join(clean(each["code"]) for each in group["criteria"])
                or words("no_criterion"),
                _RIGHT,
            )
            for group in groups
        ),
    )
    yield Grid(
        columns,
        tuple(
            (
                words.unit(each),
                *(
                    words("absent")
                    if index is None
                    else words.part(index["total"])
                    for index in each["statistics"]["indices"]
                ),
            )
            for each in units
        ),
        words("influences"),
        words("influences_note"),
    )
