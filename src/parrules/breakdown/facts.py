"""How facts are written: what is the same for every unit, made once."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from parrules.breakdown.amounts import REMEMBERED, ratio
from parrules.breakdown.texts import Json, titled
from parrules.expression.terms import Term
from parrules.expression.writing import written as written_term
from parrules.model import Title
from parrules.plan.labels import Labels
from parrules.scoring.layout import Layout

Shown = Callable[[Any], object]

FactForm = tuple[Json, int, Shown | None]
"""How a fact is written, whoever hands it in.

What is written of one that was given, but for its value; its position, -1
where it is derived; and what makes JSON of its value, or of all values where
it is derived: `None` where the value is JSON.
"""


def fact_forms(layout: Layout, labels: Labels) -> Mapping[str, FactForm]:
    """Return how every fact is written, by name.

    Args:
        layout: Of the values.
        labels: Of terms that have no title.

    Returns:
        What is handed in, facts before answers; then what is derived; then
        what rows read of nodes, such as ``percent_of('1')``.
    """
    return dict((*_given(layout), *_derived(layout, labels)))


def _given(layout: Layout) -> Iterator[tuple[str, FactForm]]:
    for source in layout.plan.inputs:
        title = Title() if source.fact is None else source.fact.title
        dimension = _DIMENSIONS.get(source.kind)
        yield (
            source.name,
            (
                _fact(title, dimension, "given"),
                source.position,
                _shown(source.kind, source.places, source.options),
            ),
        )


def _derived(
    layout: Layout, labels: Labels
) -> Iterator[tuple[str, FactForm]]:
    titles = {each.name: each.title for each in layout.plan.scheme.derived}
    terms = [
        *((name, titles[name], term) for name, term in layout.plan.definitions),
        *(
            (written_term(term), labels.term(term), term)
            for term in layout.outcomes
        ),
    ]
    for name, title, term in terms:
        written = _fact(title, dimension_of(term), "derived")
        yield name, (written, -1, _computed(layout, term))


def _fact(title: Title, dimension: str | None, origin: str) -> Json:
    """Return a fact without a value."""
    return {
        **titled(title),
        "value": None,
        "dimension": dimension,
        "origin": origin,
        "evidence": None,
        "unevidenced": False,
    }


_DIMENSIONS: Final = {
    "count": "count",
    "number": "number",
    "percent": "percent",
    "judged": "points",
}


def dimension_of(term: Term) -> str | None:
    """Return what a number measures; `None` for what is no number."""
    if term.type.kind != "number":
        return None

    return term.type.dimension or "number"


def _computed(layout: Layout, term: Term) -> Shown:
    if term.type.kind == "flag":
        return layout.functions.flag(term)
    if term.type.kind == "date":
        date = layout.functions.date(term)
        return lambda values: _date(date(values))

    return quotient(layout, term)


def quotient(layout: Layout, term: Term) -> Shown:
    """Return what writes the number that *term* is, of all values.

    It returns `None` where the number is unknown, or where nothing is there
    to divide by.
    """
    number = layout.functions.number(term)

    def written(values: Any) -> str | None:  # noqa: ANN401  # any facts
        pair = number(values)
        return ratio(*pair) if pair else None

    return written


@functools.lru_cache(REMEMBERED)
def _date(day: object) -> object:
    if isinstance(day, int):
        return datetime.date.fromordinal(day).isoformat()

    return day


def _shown(kind: str, places: int, options: tuple[str, ...]) -> Shown | None:
    """Return what turns a checked value into JSON; `None` for itself."""
    if kind in ("number", "percent", "judged"):
        scale = 10**places
        return lambda value: ratio(value, scale)
    if kind == "date":
        return _date
    if kind in ("choice", "answer"):
        return options.__getitem__
    if kind == "tally":
        return lambda value: dict(zip(options, value, strict=True))
    if kind == "codes":
        return list

    return None
