"""Rankings and comparisons for spreadsheets.

In Vietnamese numbers have a decimal comma, and ``;`` stands between columns,
as spreadsheets there expect.
"""

from collections.abc import Mapping
from typing import Any

from parrules.errors import Language
from parrules.reporting.grids import csv_text
from parrules.reporting.ranking_words import RankingWords
from parrules.reporting.words import clean

_Json = Mapping[str, Any]
_FIGURES = (
    "points_before",
    "maximum_before",
    "points_after",
    "maximum_after",
    "points",
    "share_before",
    "share_after",
    "share",
    "gain",
    "counted",
    "weight_before",
    "weight_after",
)


def ranking_csv(document: _Json, language: Language) -> str:
    """Write a ranking for spreadsheets, a row for each unit.

    In Vietnamese numbers have a decimal comma, and ``;`` stands between
    columns, as spreadsheets there expect; columns, grades and what is true
    are in words of that language.
    """
    words = RankingWords(language, decimals=document["ruleset"]["decimals"])
    rows = [
        _named(_csv_row(each, block, words), each, words)
        for block in document["blocks"]
        for each in block["units"]
    ]
    header = list(dict.fromkeys(name for row in rows for name in row))

    return csv_text(
        [header, *([row.get(name, "") for name in header] for row in rows)],
        words("csv_separator"),
    )


def _csv_row(each: _Json, block: _Json, words: RankingWords) -> dict[str, str]:
    change = each["last_year"]
    row = {
        "block": clean(block["name"]),
        "unit": clean(each["unit"]),
        "name": clean(each["name"]),
        "rank": _cell(each["rank"]),
        "of": str(block["size"]),
        "total": _amount(each["total"], words),
        "grade": each["grade"]["id"] if each["grade"] else "",
        "reached": each["reached"]["id"] if each["reached"] else "",
        "unranked": each["unranked"] or "",
        "complete": str(each["complete"]).lower(),
        "outlier": str(each["outlier"]).lower(),
    }
    if each["treated"]:
        row["treated"] = "; ".join(
            f"{clean(one['code'])} {', '.join(one['changes'])}"
            for one in each["treated"]
        )
    if each["absent"]:
        row["absent"] = "; ".join(
            f"{clean(code)} {each['reasons'].get(code, 'missing')}"
            for code in each["absent"]
        )
    for part in (*each["channels"], *each["areas"]):
        key = part.get("id", part.get("code"))
        points = None if part["maximum"] == "0" else part["points"]
        row[f"{key} points"] = number_of(points, words)
        row[f"{key} rank"] = _cell(part["rank"])
    if change is not None:
        row["total last year"] = _amount(change["total"], words)
        row["change"] = _amount(change["points"], words)
        row["change of share"] = number_of(change["share"], words)
        row["rank last year"] = _cell(change["rank"])
        row["places"] = _cell(change["places"])

    return row


def _named(
    row: Mapping[str, str], each: _Json, words: RankingWords
) -> Mapping[str, str]:
    """Return a row under the names that columns have in its language.

    In English these are names of the JSON, which programs read as well.
    """
    if words.language == "en":
        return {_header(key, {}, words): text for key, text in row.items()}
    named = dict(row)
    for key in ("grade", "reached"):
        if each[key]:
            named[key] = words.titled(each[key])
    for key in ("complete", "outlier"):
        named[key] = words("true" if each[key] else "false")
    titles = {part["id"]: words.titled(part) for part in each["channels"]}
    codes = [part["code"] for part in each["areas"]]
    if len({*titles.values(), *codes}) < len(titles) + len(codes):
        # Two columns are never called the same.
        titles = {}

    return {_header(key, titles, words): text for key, text in named.items()}


def _header(name: str, titles: Mapping[str, str], words: RankingWords) -> str:
    """Return what a column is called; that of an area by its code."""
    part, _, what = name.rpartition(" ")
    if what in ("points", "rank") and part and not part.endswith(" of"):
        return words(f"csv_part_{what}", part=titles.get(part, part))

    return words(f"csv_{name.replace(' ', '_')}")


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _amount(amount: _Json | None, words: RankingWords) -> str:
    return "" if amount is None else number_of(amount["published"], words)


def number_of(text: str | None, words: RankingWords) -> str:
    """Write a number as spreadsheets read it, with a plain minus sign."""
    if text is None:
        return ""
    # What has no end as a decimal is rounded; all else is exact.
    shown = words.amount(text) if "/" in text else text

    return shown.replace(".", words("decimal_sign")).replace(
        words("minus_sign"), "-"
    )


def comparison_csv(document: _Json, language: Language) -> str:
    """Write a comparison for spreadsheets, a row for each node of a unit."""
    words = RankingWords(language, decimals=document["after"]["decimals"])
    header: tuple[str, ...] = (
        "block",
        "unit",
        "name",
        "code",
        "was",
        "kind",
        *_FIGURES,
    )
    rows = [
        (
            clean(block["name"]),
            clean(each["unit"]),
            clean(each["name"]),
            ", ".join(map(clean, one["after"])),
            ", ".join(map(clean, one["before"])),
            words(f"csv_kind_{one['kind']}"),
            *(number_of(one[name], words) for name in _FIGURES),
        )
        for block in document["blocks"]
        for each in block["units"]
        for one in each["changes"]
    ]

    return csv_text(
        [[words(f"csv_{name}") for name in header], *rows],
        words("csv_separator"),
    )
