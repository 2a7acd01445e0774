"""How facts are written: what is the same for every unit, made once."""

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, filterfalse
from operator import getitem
from typing import Any, Final

import attrs

from parrules.breakdown.amounts import ratio
from parrules.breakdown.kept import REMEMBERED, Kept, Shown
from parrules.breakdown.texts import Json
from parrules.expression.terms import SCORED_TERMS, Term
from parrules.expression.writing import written as written_term
from parrules.model import Title
from parrules.plan.labels import Labels
from parrules.plan.nodes import Input
from parrules.plan.properties import names_in
from parrules.scoring.functions import Functions
from parrules.scoring.glance import Pick, picked
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import Values


@attrs.frozen(eq=False, repr=False)
class Facts:
    """What a document says of the facts of one ruleset.

    Attributes:
        inputs: Names of what is handed in, by position.
        defaulted: Names of what silence says something of.
        described: Whatever is the same for all units, by name: titles,
            dimensions, and origins as if all were given.
        blank: No value for any name.
        plain: What is written as it is computed with: names, and what picks
            the values.
        written: What is written otherwise than it is computed with: names,
            what picks the values, and their texts.
        several: Name, position and contents of what is a list or a mapping,
            and so copied for each document.
        derived: Name of what follows from the others, or from what nodes
            earned (as ``percent_of('1')``); what it is computed from, and
            what is written by that.
    """

    inputs: tuple[str, ...]
    defaulted: tuple[str, ...]
    described: Mapping[str, Json]
    blank: Json
    plain: tuple[tuple[str, ...], Pick]
    written: tuple[tuple[str, ...], Pick, tuple[Kept, ...]]
    several: tuple[tuple[str, int, Kept], ...]
    derived: tuple[tuple[str, Shown, Kept], ...]

    def columns(self, values: Values, given: Mapping[str, object]) -> Json:
        """Write all facts of one unit: a mapping by name for each property.

        Args:
            values: All of them.
            given: What was handed in.
        """
        columns = {"values": self._written(values)}
        for key, each in self.described.items():
            columns[key] = each.copy()
        origins = columns["origins"]
        for name in self.defaulted:
            if name not in given:
                origins[name] = "default"
        # Most values are something: only the others are compared.
        if None in filterfalse(None, values):
            for name, value in zip(self.inputs, values, strict=False):
                if value is None:
                    origins[name] = "missing"

        return columns

    def _written(self, values: Values) -> Json:
        # It has its size at once, as no mapping has that grows.
        found = self.blank.copy()
        names, pick = self.plain
        found.update(zip(names, pick(values), strict=True))
        names, pick, tables = self.written
        shown = map(getitem, tables, pick(values))
        found.update(zip(names, shown, strict=True))
        for name, position, kept in self.several:
            if values[position] is not None:
                found[name] = kept[values[position]].copy()
        for name, decides, kept in self.derived:
            found[name] = kept[decides(values)]

        return found


def facts_of(layout: Layout, labels: Labels) -> Facts:
    """Return how every fact is written.

    Args:
        layout: Of the values.
        labels: Of terms that have no title.
    """
    inputs = sorted(layout.plan.inputs, key=lambda each: each.position)
    derived = tuple(_derived(layout, labels))
    about = [(each.name, *_about(each)) for each in inputs]
    about += [
        (name, title, dimension_of(term)) for name, title, term in derived
    ]
    titles = [(name, title) for name, title, _ in about]
    titles += chain.from_iterable(map(_called, inputs))
    origins = dict.fromkeys((each.name for each in inputs), "given")
    origins.update((name, "derived") for name, _, _ in derived)

    return Facts(
        tuple(each.name for each in inputs),
        tuple(
            each.name
            for each in inputs
            if each.fact is not None and each.fact.default is not None
        ),
        {
            "origins": origins,
            "dimensions": {name: of for name, _, of in about if of},
            "titles_vi": {
                name: title.vi for name, title in titles if title.vi
            },
            "titles_en": {
                name: title.en for name, title in titles if title.en
            },
        },
        dict.fromkeys(origins),
        _picked(
            each for each in inputs if not (_shown(each) or _several(each))
        ),
        _written(inputs),
        tuple(
            (each.name, each.position, Kept(made))
            for each in inputs
            if (made := _several(each)) is not None
        ),
        tuple(
            (name, pick, Kept(shown))
            for name, _, term in derived
            for pick, shown in [decided(layout, term)]
        ),
    )


def _picked(inputs: Iterable[Input]) -> tuple[tuple[str, ...], Pick]:
    """Return the names of *inputs*, and what picks their values."""
    several = list(inputs)

    return (
        tuple(each.name for each in several),
        picked([each.position for each in several]),
    )


def _written(
    inputs: Iterable[Input],
) -> tuple[tuple[str, ...], Pick, tuple[Kept, ...]]:
    found = {each: shown for each in inputs if (shown := _shown(each))}
    # What is written in the same way is looked up in the same place.
    tables = {shown: Kept(shown, REMEMBERED) for shown in found.values()}

    return *_picked(found), tuple(map(tables.__getitem__, found.values()))


def _about(source: Input) -> tuple[Title, str | None]:
    """Return title and dimension of what is handed in."""
    title = Title() if source.fact is None else source.fact.title

    return title, _DIMENSIONS.get(source.kind)


def _called(source: Input) -> Iterator[tuple[str, Title]]:
    """Yield what options and levels are called, as ``poll=bad``."""
    titles = {} if source.fact is None else source.fact.called
    for option, title in titles.items():
        yield f"{source.name}={option}", title


def _derived(
    layout: Layout, labels: Labels
) -> Iterator[tuple[str, Title, Term]]:
    plan = layout.plan
    titles = {each.name: each.title for each in plan.scheme.derived}
    for name, term in plan.definitions:
        yield name, titles[name], term
    for term in layout.outcomes:
        yield written_term(term), labels.term(term), term


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


def decided(layout: Layout, term: Term) -> tuple[Shown, Shown]:
    """Return what of all values decides a term, and what writes it by that.

    What can be told of a few facts can be kept for them.
    """
    if any(part.op in SCORED_TERMS for part in term.walk()):
        return computed(layout.functions, term), lambda written: written
    names = names_in(term)
    positions = [layout.positions[name] for name in names]

    return picked(positions), computed(layout.functions.over(names), term)


def computed(functions: Functions, term: Term) -> Shown:
    """Return what writes the value of a term, of all values.

    It returns `None` where the value is unknown, or where nothing is there
    to divide by.
    """
    if term.type.kind == "flag":
        return functions.flag(term)
    if term.type.kind == "date":
        date = functions.date(term)
        return lambda values: _date(date(values))
    number = functions.number(term)

    return lambda values: _quotient(number(values))


def _quotient(pair: Any) -> str | None:  # noqa: ANN401  # as all of them
    """Write a number, if it is known and not divided by nothing."""
    return ratio(*pair) if pair else None


@functools.lru_cache(REMEMBERED)
def _date(day: object) -> object:
    if isinstance(day, int):
        return datetime.date.fromordinal(day).isoformat()

    return day


def _shown(source: Input) -> Shown | None:
    """Return what makes JSON of a checked value; `None` for itself."""
    if source.kind in ("number", "percent", "judged"):
        return _scaled(10**source.places)
    if source.kind == "date":
        return _date
    if source.kind in ("choice", "answer"):
        return _one_of(source.options)

    return None


@functools.lru_cache(REMEMBERED)
def _scaled(scale: int) -> Shown:
    return lambda value: None if value is None else ratio(value, scale)


@functools.lru_cache(REMEMBERED)
def _one_of(options: tuple[str, ...]) -> Shown:
    return dict(enumerate(options)).get


def _several(source: Input) -> Shown | None:
    """Return what makes a list or a mapping of a value, if it is one."""
    if source.kind == "tally":
        return lambda value: dict(zip(source.options, value, strict=True))

    return list if source.kind == "codes" else None
