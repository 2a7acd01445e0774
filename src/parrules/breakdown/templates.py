"""The parts of a breakdown that are the same for every unit.

They are made once for a ruleset, when a breakdown is first read in full, so
that writing one is copying small mappings and filling in numbers.
"""

import datetime
import functools
import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from parrules.breakdown.places import place_of
from parrules.errors import Path
from parrules.expression.terms import Term
from parrules.expression.writing import written as written_term
from parrules.model import Formula, Ladder, Title
from parrules.outcome import AWAITING, MISSING, Entry, Verdict
from parrules.plan.labels import Labels, award_of
from parrules.plan.nodes import Change, Elimination, Node, Plan, Result
from parrules.points import plain_ratio, published
from parrules.scoring.channels import Channels
from parrules.scoring.evaluator import Evaluator

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


FactForm = tuple[str, Json, Json, int, Shown | None]
"""How a fact is written, whoever hands it in.

Its name; what is written but for its value; the title in that; the position
of its value, -1 where it is derived; and what makes JSON of the value, or of
all values where it is derived: `None` where the value is JSON.
"""

Measure = tuple[Json, Json, Shown]
"""What is written but for the value, the label in that, and the value."""

Count = tuple[Json, Shown]
"""What is written but for how often, and what tells that."""

EntryForm = tuple[Json, Json, tuple[FactForm, ...], Count | None]
"""How an entry is written.

What is written but for facts and count; the label in that; those facts; and
the count, where something is counted.
"""

Form = tuple[Json, Json, Measure | None, tuple[EntryForm, ...]]
"""How a verdict on a node is written.

What is written but for measure and entries; the title in that; the measure,
if it has one; and the entries.

These forms are plain tuples: they are taken apart some hundred times for a
breakdown, which takes longer for any other kind of record.
"""


class Templates:
    """Everything about a plan that a breakdown shows of it."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Prepare the parts of *evaluator*'s plan."""
        self.layout = layout = evaluator.layout
        self.plan: Plan = layout.plan
        self.channels = Channels(self.plan)
        self.positions = {
            node.code: index for index, node in enumerate(self.plan.nodes)
        }
        self._units = 10**self.plan.places
        self.text = functools.lru_cache(_REMEMBERED)(self._text)
        self.decimal = functools.lru_cache(_REMEMBERED)(self._decimal)
        self.share = functools.lru_cache(_REMEMBERED)(self._share)
        self.nodes = tuple(self._node(node) for node in self.plan.nodes)
        self._labels = Labels(self.plan.scheme)
        self._entries: dict[tuple[str, int, int], EntryForm] = {}
        # The evaluator keeps these verdicts, so that no other has their ids.
        self._evaluator = evaluator
        self._constant = frozenset(
            id(verdict)
            for leaf in evaluator.leaves.values()
            for verdict in (*leaf.constants, leaf.not_held)
        )
        self.known: dict[int, Form] = {}
        self._sums: dict[tuple[int, str, int, int], Form] = {}
        self._measures = {
            index: self._measure(node)
            for index, node in enumerate(self.plan.nodes)
            if isinstance(node.criterion.form, Ladder | Formula)
        }
        self._facts = dict(self._fact_forms())

    def _text(self, quanta: int) -> str:
        """Write an amount in points, without trailing zeros."""
        return plain_ratio(quanta, self._units)

    def _decimal(self, quanta: int) -> Decimal:
        """Return an amount in points; the same ones come again."""
        return Decimal(self._text(quanta))

    def _share(self, earned: int, applicable: int) -> str | None:
        """Write points as percent of what was applicable, as published."""
        if not applicable:
            return None
        scheme = self.plan.scheme

        return published(
            100 * earned, applicable, scheme.decimals, scheme.rounding
        )

    def titles(self, names: Iterable[str]) -> Json:
        """Return the titles of facts, and of what persons answer, by name."""
        found = {}
        for name in names:
            position = self.positions.get(name)
            title = (
                self._facts[name][2]
                if position is None
                else self.nodes[position]["title"]
            )
            if title:
                found[name] = dict(title)

        return found

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

    def form(self, node: int, verdict: Verdict) -> Form:
        """Return how *verdict* on a node is written.

        What comes again is made once: the verdicts that the evaluator
        keeps, and the sums of inner nodes.
        """
        if verdict[4] is None:
            # Four positions: to take the whole apart takes twice as long.
            key = (node, verdict[0], verdict[1], verdict[2])
            found = self._sums.get(key)
            if found is None:
                found = self._form(node, verdict)
                if len(self._sums) < _REMEMBERED:
                    self._sums[key] = found
            return found
        found = self._form(node, verdict)
        if id(verdict) in self._constant:
            self.known[id(verdict)] = found

        return found

    def _form(self, node: int, verdict: Verdict) -> Form:
        status, earned, applicable, rule, entries = verdict
        title = self.nodes[node]["title"]
        written = {
            **self.nodes[node],
            "applicable": self.text(applicable),
            "points": self.text(earned),
            "share": self.share(earned, applicable),
            "status": status,
            "rule": rule or None,
        }
        if entries is None:
            entries = ((f"{written['code']}#sum", earned, None),)

        return (
            written,
            title,
            self._measures.get(node),
            tuple(self._entry_of(node, status, entry) for entry in entries),
        )

    def _entry_of(self, node: int, status: str, entry: Entry) -> EntryForm:
        """Return an entry with its amount."""
        # A rule such as `#knock_out` has an origin for each of its reasons,
        # all of which the plan keeps, so that no other has their ids.
        key = (entry[0], node, id(entry[2]))
        found = self._entries.get(key)
        if found is None:
            found = self._entry(node, entry)
            self._entries[key] = found
        written, label, facts, count = found
        if status in (AWAITING, MISSING) and not facts:
            facts = self._named(self._unknown_reads(node))
        amount = self.text(entry[1])

        return {**written, "amount": amount}, label, facts, count

    def _named(self, names: Iterable[str]) -> tuple[FactForm, ...]:
        return tuple(self._facts[name] for name in names)

    def _reads(self, node: Node, entry: Entry) -> Iterable[str]:
        """Return the names of what led to an entry."""
        rule, _, origin = entry
        if isinstance(origin, Elimination):
            return self.plan.decisions[origin.decision].rows[0].reads
        if not isinstance(origin, Result | Change):
            return ()
        if rule == f"{node.code}#unevidenced":
            # What lacks its document may be read by an award alone.
            return dict.fromkeys((*origin.reads, *node.evidence))

        return origin.reads

    def _entry(self, position: int, entry: Entry) -> EntryForm:
        node = self.plan.nodes[position]
        title, place = self._said(node, entry)
        label = titled(title)
        written: Json = {
            "rule": entry[0],
            "label": label,
            "amount": "0",
            "count": None,
            "facts": [],
            "source": node.criterion.source,
            "place": place_of(place),
        }

        return (
            written,
            label,
            self._named(self._reads(node, entry)),
            self._count(node, entry[2]),
        )

    def _said(self, node: Node, entry: Entry) -> tuple[Title, Path]:
        """Return what an entry says, and where that stands."""
        _, _, origin = entry
        if isinstance(origin, Result):
            return self._labels.of_result(node, origin), origin.place
        if isinstance(origin, Change):
            return self._labels.of_change(node, origin), origin.place
        if isinstance(origin, Elimination):
            label = self._labels.of_knock_out(origin)
            return label, origin.knock_out.path

        return Title(), node.criterion.path

    def _count(self, node: Node, origin: object) -> Count | None:
        """Return how often an award counts, where the file says `each`."""
        if not isinstance(origin, Change) or origin.each is None:
            return None
        if award_of(node, origin).step is not None:
            return None
        most = origin.at_most
        number = self.layout.functions.number(origin.each)
        written = {
            "each": None,
            "per": self.text(origin.amount),
            "at_most": None if most is None else self.text(most),
        }

        return written, lambda values: _pair(number(values))

    def _unknown_reads(self, node: int) -> tuple[str, ...]:
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

    def _fact_forms(self) -> Iterator[tuple[str, FactForm]]:
        for source in self.plan.inputs:
            title = {} if source.fact is None else titled(source.fact.title)
            shown = _shown(source.kind, source.places, source.options)
            dimension = _DIMENSIONS.get(source.kind)
            written = _fact(source.name, "missing", title, dimension)
            yield (
                source.name,
                (source.name, written, title, source.position, shown),
            )
        titles = {each.name: each.title for each in self.plan.scheme.derived}
        for name, term in self.plan.definitions:
            yield name, self._derived(name, titles[name], term)
        for term in self.layout.outcomes:
            name = written_term(term)
            yield name, self._derived(name, self._labels.term(term), term)

    def _derived(self, name: str, title: Title, term: Term) -> FactForm:
        texts = titled(title)
        written = _fact(name, "derived", texts, _dimension(term))

        return name, written, texts, -1, self._computed(term)

    def _computed(self, term: Term) -> Shown:
        functions = self.layout.functions
        if term.type.kind == "flag":
            return functions.flag(term)
        if term.type.kind == "date":
            date = functions.date(term)
            return lambda values: _date(date(values))
        number = functions.number(term)

        return lambda values: _pair(number(values))

    def _measure(self, node: Node) -> Measure:
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
        maximum = node.criterion.maximum
        label = titled(self._labels.expression(expression, maximum))
        written = {
            "expression": expression.text,
            "label": label,
            "dimension": _dimension(expression.term),
            "value": None,
        }

        return written, label, lambda values: _pair(number(values))


_DIMENSIONS: Final = {
    "count": "count",
    "number": "number",
    "percent": "percent",
    "judged": "points",
}


def _dimension(term: Term) -> str | None:
    """Return what a number measures; `None` for what is no number."""
    if term.type.kind != "number":
        return None

    return term.type.dimension or "number"


def _fact(name: str, origin: str, title: Json, dimension: str | None) -> Json:
    """Return a fact without a value."""
    return {
        "name": name,
        "title": title,
        "value": None,
        "dimension": dimension,
        "origin": origin,
        "evidence": [],
        "unevidenced": False,
    }


def _written_out(term: Term, terms: dict[str, Term]) -> Term:
    if term.op == "derived":
        return terms[str(term.value)]
    args = tuple(_written_out(part, terms) for part in term.args)

    return Term(term.op, args, term.value, term.type)


def _pair(pair: object) -> str | None:
    return _ratio(*pair) if isinstance(pair, tuple) and pair else None


_ratio = functools.lru_cache(_REMEMBERED)(plain_ratio)


@functools.lru_cache(_REMEMBERED)
def _date(day: object) -> object:
    if isinstance(day, int):
        return datetime.date.fromordinal(day).isoformat()

    return day


def _shown(kind: str, places: int, options: tuple[str, ...]) -> Shown | None:
    """Return what turns a checked value into JSON; `None` for itself."""
    if kind in ("number", "percent", "judged"):
        scale = 10**places
        return lambda value: _ratio(value, scale)
    if kind == "date":
        return _date
    if kind in ("choice", "answer"):
        return options.__getitem__
    if kind == "tally":
        return lambda value: dict(zip(options, value, strict=True))
    if kind == "codes":
        return list

    return None


def exact(pair: tuple[int, int], places: int) -> Json:
    """Write a total in quanta as an exact quotient of points."""
    over, under = pair[0], pair[1] * 10**places
    shared = math.gcd(over, under)

    return {
        "numerator": str(over // shared),
        "denominator": str(under // shared),
    }
