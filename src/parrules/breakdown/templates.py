"""The parts of a breakdown that are the same for every unit.

They are made once for a ruleset, when a breakdown is first read in full, so
that writing one is copying small mappings and filling in numbers.
"""

import datetime
import functools
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from parrules.errors import Path
from parrules.expression.terms import Term
from parrules.model import Formula, Ladder, Title
from parrules.outcome import Entry
from parrules.plan.nodes import Change, Elimination, Node, Plan, Result
from parrules.points import plain_ratio, published
from parrules.scoring.channels import Channels
from parrules.scoring.layout import Layout

Json = dict[str, Any]
Shown = Callable[[Any], object]
_REMEMBERED = 4096
"""Texts of amounts that are kept, since the same ones come again."""


def titled(title: Title) -> Json:
    """Return a title with the languages that it has."""
    return {
        language: text
        for language, text in (("vi", title.vi), ("en", title.en))
        if text
    }


def place_of(path: Path) -> str | None:
    """Write a path as ``criteria.1.1.2.tiers[0]``."""
    parts = ""
    for part in path:
        parts += f"[{part}]" if isinstance(part, int) else f".{part}"

    return parts[1:] or None


class FactTemplate(NamedTuple):
    """What is the same about a fact, whoever hands it in.

    Attributes:
        origin: Where its value comes from, if from nowhere else.
        position: Of its value; -1 where it is derived.
        shown: Makes JSON of the value, of all values where it is derived;
            `None` where the value is JSON.
    """

    title: Json
    origin: str
    position: int
    shown: Shown | None


class Templates:
    """Everything about a plan that a breakdown shows of it."""

    def __init__(self, layout: Layout) -> None:
        """Prepare the parts of *layout*'s plan."""
        self.layout = layout
        self.plan: Plan = layout.plan
        self.channels = Channels(self.plan)
        self.positions = {
            node.code: index for index, node in enumerate(self.plan.nodes)
        }
        self._units = 10**self.plan.places
        self.text = functools.lru_cache(_REMEMBERED)(self._text)
        self.share = functools.lru_cache(_REMEMBERED)(self._share)
        self.nodes = tuple(self._node(node) for node in self.plan.nodes)
        self._entries: dict[tuple[str, int], tuple[Json, tuple[str, ...]]] = {}
        self.facts = {
            source.name: FactTemplate(
                {} if source.fact is None else titled(source.fact.title),
                "missing",
                source.position,
                _shown(source.kind, source.places, source.options),
            )
            for source in self.plan.inputs
        }
        titles = {each.name: each.title for each in self.plan.scheme.derived}
        for name, term in self.plan.definitions:
            self.facts[name] = FactTemplate(
                titled(titles[name]), "derived", -1, self._computed(term)
            )
        self.measures = {
            index: self._measure(node)
            for index, node in enumerate(self.plan.nodes)
            if isinstance(node.criterion.form, Ladder | Formula)
        }

    def _text(self, quanta: int) -> str:
        """Write an amount in points, without trailing zeros."""
        return plain_ratio(quanta, self._units)

    def _share(self, earned: int, applicable: int) -> str | None:
        """Write points as percent of what was applicable, as published."""
        if not applicable:
            return None
        scheme = self.plan.scheme

        return published(
            100 * earned, applicable, scheme.decimals, scheme.rounding
        )

    # -- nodes -------------------------------------------------------------

    def _node(self, node: Node) -> Json:
        criterion = node.criterion
        above = self.plan.nodes[node.parent] if node.parent >= 0 else None

        return {
            "code": node.code,
            "tree": node.tree,
            "parent": None if above is None else above.code,
            "title": titled(criterion.title),
            "maximum": self.text(node.maximum),
            "applicable": "0",
            "points": "0",
            "share": None,
            "status": "",
            "rule": None,
            "channel": criterion.channel,
            "office": criterion.office,
            "source": criterion.source,
            "printed": criterion.printed,
            "measure": None,
            "entries": [],
        }

    def entry(self, node: int, entry: Entry) -> tuple[Json, tuple[str, ...]]:
        """Return what is the same in every entry of a rule.

        The second part names the facts that led to it.
        """
        key = (entry[0], node)
        found = self._entries.get(key)
        if found is None:
            found = self._entry(node, entry[0], entry[2]), self._reads(entry)
            self._entries[key] = found

        return found

    def _reads(self, entry: Entry) -> tuple[str, ...]:
        origin = entry[2]
        if isinstance(origin, Result | Change):
            return origin.reads
        if isinstance(origin, Elimination):
            row = self.plan.decisions[origin.decision].rows[0]
            return row.reads

        return ()

    def _entry(self, node: int, rule: str, origin: object) -> Json:
        criterion = self.plan.nodes[node].criterion
        label, place = Title(), criterion.path
        if isinstance(origin, Result | Change):
            label, place = origin.label, origin.place
        elif isinstance(origin, Elimination):
            label, place = origin.knock_out.label, origin.knock_out.path

        return {
            "rule": rule,
            "label": titled(label),
            "amount": "0",
            "facts": [],
            "source": criterion.source,
            "place": place_of(place),
        }

    def unknown_reads(self, node: int) -> tuple[str, ...]:
        """Return what a leaf that could not be decided looks at."""
        found: dict[str, None] = {}
        decision = self.plan.nodes[node].decision
        if decision >= 0:
            for row in self.plan.decisions[decision].rows:
                found.update(dict.fromkeys(row.reads))
        for change in self.plan.nodes[node].changes:
            found.update(dict.fromkeys(change.reads))

        return tuple(found)

    # -- facts -------------------------------------------------------------

    def _computed(self, term: Term) -> Shown:
        functions = self.layout.functions
        if term.type.kind == "flag":
            return functions.flag(term)
        if term.type.kind == "date":
            date = functions.date(term)
            return lambda values: _date(date(values))
        number = functions.number(term)

        return lambda values: _pair(number(values))

    def _measure(self, node: Node) -> tuple[str, Shown]:
        form = node.criterion.form
        assert isinstance(form, Ladder | Formula)
        expression = (
            form.measure if isinstance(form, Ladder) else form.expression
        )
        assert expression.term is not None
        terms = dict(self.plan.definitions)
        number = self.layout.functions.number(
            _written_out(expression.term, terms)
        )

        return expression.text, lambda values: _pair(number(values))


def _written_out(term: Term, terms: dict[str, Term]) -> Term:
    if term.op == "derived":
        return terms[str(term.value)]
    args = tuple(_written_out(part, terms) for part in term.args)

    return Term(term.op, args, term.value, term.type)


def _pair(pair: object) -> str | None:
    return plain_ratio(*pair) if isinstance(pair, tuple) and pair else None


def _date(day: object) -> object:
    if isinstance(day, int):
        return datetime.date.fromordinal(day).isoformat()

    return day


def _shown(kind: str, places: int, options: tuple[str, ...]) -> Shown | None:
    """Return what turns a checked value into JSON; `None` for itself."""
    if kind in ("number", "percent", "judged"):
        scale = 10**places
        return lambda value: plain_ratio(value, scale)
    if kind == "date":
        return _date
    if kind in ("choice", "answer"):
        return lambda value: options[value]
    if kind in ("tally", "codes"):
        return list

    return None


def exact(pair: tuple[int, int] | None, places: int) -> Json | None:
    """Write a total in quanta as an exact quotient of points."""
    if pair is None:
        return None
    fraction = Fraction(pair[0], pair[1] * 10**places)

    return {
        "numerator": str(fraction.numerator),
        "denominator": str(fraction.denominator),
    }
