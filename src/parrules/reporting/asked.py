"""What a ruleset asks for: each fact with all that a facts file may say."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from parrules.model import COUNT_LIMIT, Derived, Fact, Title
from parrules.plan.labels import bounds_label
from parrules.reporting.page import Page, wrapped
from parrules.reporting.words import Words

# Nobody needs to be told what no real number reaches.
_USUAL: Final = (
    *(Decimal(0), Decimal(COUNT_LIMIT)),
    *(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)),
)


def fact_lines(fact: Fact, page: Page) -> Iterable[str]:
    """Write what a facts file may say for a fact, and what silence means."""
    words = page.words
    title = fact.title.text(words.language)
    kind = words(f"type_{fact.type}")
    options = ", ".join(_options(fact, words))
    parts = [f"{kind} ({options})" if options else kind]
    parts += filter(None, (_bounds(fact, words), _places(fact, words)))
    if fact.at_most_fact:
        name = page.phrases.name(fact.at_most_fact)
        parts.append(words("fact_at_most", name=name))
    if fact.at_least_fact:
        name = page.phrases.name(fact.at_least_fact)
        parts.append(words("fact_at_least", name=name))
    if fact.never:
        parts.append(words("fact_never"))
    if fact.more is not None:
        parts.append(words(f"fact_more_{fact.more}"))
    if fact.required:
        parts.append(words("fact_required"))
    if fact.default is not None:
        parts.append(words("fact_default_is", value=_default(fact, words)))
    if fact.evidence == "required":
        parts.append(words("fact_evidence"))
    yield from wrapped(words, f"{fact.name}: {title}".rstrip(": "), "  ")
    yield from wrapped(words, "; ".join(parts), "      ")


def _options(fact: Fact, words: Words) -> Iterable[str]:
    """Yield what a facts file says for options or levels, and their titles."""
    for option in fact.options or fact.levels:
        title = fact.called.get(option, Title()).text(words.language)
        yield f"{option} = {title}" if title else option


def derived_lines(fact: Derived, page: Page) -> Iterable[str]:
    """Write what a derived fact is computed from."""
    words = page.words
    title = fact.title.text(words.language)
    yield from wrapped(words, f"{fact.name}: {title}", "  ")
    for when, value in fact.cases:
        text = page.phrases.expression(value)
        if len(fact.cases) > 1:
            asked = (
                words.rule("otherwise")
                if when is None
                else page.phrases.expression(when)
            )
            text = f"{asked} → {text}"
        yield from wrapped(words, text, "      ")


def _default(fact: Fact, words: Words) -> str:
    value = fact.default
    if isinstance(value, bool | str):
        return words.value(value)
    if isinstance(value, tuple | list) and fact.levels:
        return words.value(dict(zip(fact.levels, value, strict=True)))
    if isinstance(value, tuple | list):
        return words.value(list(value))

    return words.value(str(value))


def _bounds(fact: Fact, words: Words) -> str:
    """Return between which numbers or days a value lies, where that is told.

    What a fact bounds is told by its name, and the bounds of its type are
    plain.
    """
    is_number = fact.type == "number"
    usual: tuple[object, ...] = () if is_number else _USUAL
    if fact.type == "percent":
        usual = (Decimal(0), Decimal(100))
    low, high = (
        None if name is not None or bound in usual else bound
        for name, bound in (
            (fact.at_least_fact, fact.at_least),
            (fact.at_most_fact, fact.at_most),
        )
    )
    if low is None and high is None:
        return ""
    if fact.type == "date":
        return _days(low, high, words)
    unit = "%" if fact.type == "percent" else ""
    label = bounds_label(_number(low), _number(high), unit=unit)
    text = label.text(words.language)

    return words("fact_each_level", bounds=text) if fact.levels else text


def _number(bound: object) -> Decimal | None:
    return bound if isinstance(bound, Decimal) else None


def _days(low: object, high: object, words: Words) -> str:
    key = (
        "fact_days" if low and high else "fact_since" if low else "fact_until"
    )
    days = {
        name: words.value(day.isoformat())
        for name, day in (("low", low), ("high", high))
        if isinstance(day, datetime.date)
    }

    return words(key, **days)


def _places(fact: Fact, words: Words) -> str:
    """Return how many decimal places a value may have, of what has some."""
    if fact.type not in ("number", "percent"):
        return ""
    key = {0: "fact_whole", 1: "fact_place"}.get(fact.places, "fact_places")

    return words(key, count=fact.places)
