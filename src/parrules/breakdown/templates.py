"""The parts of a breakdown that are the same for every unit.

They are made once for a ruleset, when a breakdown is first read in full, so
that writing one is copying small mappings and filling in numbers.
"""

import datetime
import functools
import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from parrules.errors import Path
from parrules.expression.terms import Term
from parrules.model import Formula, Ladder, Title
from parrules.outcome import AWAITING, MISSING, Entry, Verdict
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


def place_of(path: Path) -> str | None:
    """Write a path as ``criteria.1.1.2.tiers[0]``."""
    parts = ""
    for part in path:
        parts += f"[{part}]" if isinstance(part, int) else f".{part}"

    return parts[1:] or None


FactForm = tuple[str, Json, Json, int, Shown | None]
"""How a fact is written, whoever hands it in.

Its name; what is written but for its value; the title in that; the position
of its value, -1 where it is derived; and what makes JSON of the value, or of
all values where it is derived: `None` where the value is JSON.
"""

EntryForm = tuple[Json, Json, tuple[FactForm, ...]]
"""What is written but for facts, the label in that, and those facts."""

Form = tuple[Json, Json, tuple[str, Shown] | None, tuple[EntryForm, ...]]
"""How a verdict on a node is written.

What is written but for measure and entries; the title in that; text and
function of the measure, if it has one; and the entries.

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
        self._entries: dict[tuple[str, int], EntryForm] = {}
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
        key = (entry[0], node)
        found = self._entries.get(key)
        if found is None:
            found = self._entry(node, entry)
            self._entries[key] = found
        written, label, facts = found
        if status in (AWAITING, MISSING) and not facts:
            facts = self._named(self._unknown_reads(node))

        return {**written, "amount": self.text(entry[1])}, label, facts

    def _named(self, names: Iterable[str]) -> tuple[FactForm, ...]:
        return tuple(self._facts[name] for name in names)

    def _reads(self, entry: Entry) -> tuple[str, ...]:
        origin = entry[2]
        if isinstance(origin, Result | Change):
            return origin.reads
        if isinstance(origin, Elimination):
            row = self.plan.decisions[origin.decision].rows[0]
            return row.reads

        return ()

    def _entry(self, node: int, entry: Entry) -> EntryForm:
        rule, _, origin = entry
        criterion = self.plan.nodes[node].criterion
        title, place = Title(), criterion.path
        if isinstance(origin, Result | Change):
            title, place = origin.label, origin.place
        elif isinstance(origin, Elimination):
            title, place = origin.knock_out.label, origin.knock_out.path
        label = titled(title)
        written: Json = {
            "rule": rule,
            "label": label,
            "amount": "0",
            "facts": [],
            "source": criterion.source,
            "place": place_of(place),
        }

        return written, label, self._named(self._reads(entry))

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
            written = _fact(source.name, "missing", title)
            yield (
                source.name,
                (source.name, written, title, source.position, shown),
            )
        titles = {each.name: each.title for each in self.plan.scheme.derived}
        for name, term in self.plan.definitions:
            title = titled(titles[name])
            written = _fact(name, "derived", title)
            yield name, (name, written, title, -1, self._computed(term))

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


def _fact(name: str, origin: str, title: Json) -> Json:
    """Return a fact without a value."""
    return {
        "name": name,
        "title": title,
        "value": None,
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
    if kind in ("tally", "codes"):
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
