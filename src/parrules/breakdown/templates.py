"""The parts of a breakdown that are the same for every unit.

They are made once for a ruleset, when a breakdown is first read in full, so
that writing one is copying small mappings and filling in numbers.
"""

import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from parrules.breakdown.alike import Alike
from parrules.breakdown.amounts import Amounts
from parrules.breakdown.kept import REMEMBERED, Shown
from parrules.breakdown.places import place_of
from parrules.breakdown.texts import Json, titled
from parrules.errors import Path
from parrules.model import Title
from parrules.outcome import AWAITING, MISSING, Entry, Feared, Verdict
from parrules.plan.labels import Labels, award_of
from parrules.plan.nodes import Change, Elimination, Node, Plan, Result
from parrules.scoring.channels import Channels
from parrules.scoring.evaluator import Evaluator

if TYPE_CHECKING:
    from parrules.breakdown.facts import Facts
    from parrules.breakdown.measures import Measures

Count = tuple[Json, Shown]
"""What is written but for how often, and what tells that."""

EntryForm = tuple[Json, list[str], Count | None]
"""How an entry is written.

What is written but for facts and count; the names of those facts; and the
count, where something is counted.
"""

Form = tuple[Json, tuple[EntryForm, ...]]
"""How a verdict on a node is written: the node, but for its measure; and its
entries.

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
        self.amounts = Amounts(self.plan)
        self.positions = {
            node.code: index for index, node in enumerate(self.plan.nodes)
        }
        self.titled_channels = tuple(
            {"id": each.id, **titled(each.title)}
            for each in self.plan.channels
        )
        self._alike_nodes, self._alike_entries = Alike(), Alike()
        self._entries: dict[tuple[str, int, int], EntryForm] = {}
        self._sums: dict[tuple[int, str, int, int], Form] = {}

    @functools.cached_property
    def has_conditions(self) -> bool:
        """Whether a channel or a grade hangs on anything."""
        return any(decision >= 0 for decision in self.plan.held) or any(
            grade.requires is not None for grade in self.plan.grades
        )

    # Who reads only a total needs none of these, nor what makes them.

    @functools.cached_property
    def _labels(self) -> Labels:
        return Labels(self.plan.scheme)

    @functools.cached_property
    def facts(self) -> "Facts":
        """What writes all facts."""
        from parrules.breakdown.facts import facts_of  # noqa: PLC0415

        return facts_of(self.layout, self._labels)

    @functools.cached_property
    def measures(self) -> "Measures":
        """What nodes measure, and how that is written."""
        from parrules.breakdown.measures import Measures  # noqa: PLC0415

        return Measures(self.layout, self._labels)

    # -- nodes -------------------------------------------------------------

    @functools.cached_property
    def _nodes(self) -> tuple[Json, ...]:
        return tuple(self._node(node) for node in self.plan.nodes)

    def _node(self, node: Node) -> Json:
        criterion = node.criterion
        above = self.plan.nodes[node.parent] if node.parent >= 0 else None

        return {
            "code": node.code,
            "tree": node.tree,
            "parent": None if above is None else above.code,
            **titled(criterion.title),
            "maximum": self.amounts.text(node.maximum),
            "applicable": "0",
            "points": "0",
            "share": None,
            "status": "",
            "rule": None,
            "channel": criterion.channel,
            "office": criterion.office,
            "source": criterion.source,
            "printed": criterion.printed,
            "place": place_of(criterion.path),
            "measure": None,
        }

    def forms(self, verdicts: Sequence[Verdict]) -> list[Form]:
        """Return how the verdicts on all nodes are written."""
        forms = [verdict.form for verdict in verdicts]
        if all(forms):
            # All of them came before.
            return forms

        return [
            form or self.form(position, verdict)
            for position, (form, verdict) in enumerate(
                zip(forms, verdicts, strict=True)
            )
        ]

    def form(self, node: int, verdict: Verdict) -> Form:
        """Return how *verdict* on a node is written, always the same way.

        What comes again is made once: it is kept with the verdict, and the
        sums of inner nodes, which also come anew, by what they come to.
        """
        found: Form | None = verdict.form
        if found is None:
            found = self._kept(node, verdict)
            verdict.form = found

        return found

    def _kept(self, node: int, verdict: Verdict) -> Form:
        if verdict.entries is not None:
            return self._form(node, verdict)
        key = (node, verdict.status, verdict.earned, verdict.applicable)
        found = self._sums.get(key)
        if found is None:
            found = self._form(node, verdict)
            if len(self._sums) < REMEMBERED:
                self._sums[key] = found

        return found

    def _form(self, node: int, verdict: Verdict) -> Form:
        earned, applicable = verdict.earned, verdict.applicable
        amounts = self.amounts
        written = {
            **self._nodes[node],
            "applicable": amounts.text(applicable),
            "points": amounts.text(earned),
            "share": amounts.share(earned, applicable),
            "status": verdict.status,
            "rule": verdict.rule or None,
        }

        entries = tuple(
            self._entry_of(node, verdict.status, entry)
            for entry in verdict.entries or ()
        )
        if entries and self.plan.nodes[node].changes:
            entries = self._with_silent(self.plan.nodes[node], entries)

        return self._alike_nodes.made(written), entries

    def _with_silent(
        self, node: Node, entries: tuple[EntryForm, ...]
    ) -> tuple[EntryForm, ...]:
        """Return *entries*, the first with what other changes were free of.

        Where nothing was taken or given, the facts that say so are told
        with the points that stand before awards and deductions.
        """
        first, facts, count = entries[0]
        kind = first["rule"].partition("#")[2]
        if kind not in ("base", "none") or not node.is_leaf:
            return entries
        if first["place"] != place_of(node.criterion.path):
            # A person's choice may have such a name.
            return entries
        told = {written["rule"] for written, _, _ in entries}
        silent = dict.fromkeys(facts)
        for change in node.changes:
            if change.rule not in told:
                silent.update(dict.fromkeys(change.reads))

        return ((first, list(silent), count), *entries[1:])

    def _entry_of(self, node: int, status: str, entry: Entry) -> EntryForm:
        """Return an entry with its amount."""
        # A rule such as `#knock_out` has an origin for each of its reasons,
        # all of which the plan keeps, so that no other has their ids.
        key = (entry[0], node, id(entry[2]))
        found = self._entries.get(key)
        if found is None:
            found = self._made(node, entry)
            self._entries[key] = found
        written, facts, count = found
        is_leaf = self.plan.nodes[node].is_leaf
        if is_leaf and status in (AWAITING, MISSING) and not facts:
            # What its children lack stands on them.
            facts = self._unknown_reads(node)
        written = {**written, "amount": self.amounts.text(entry[1])}

        return self._alike_entries.made(written), facts, count

    def _made(self, node: int, entry: Entry) -> EntryForm:
        """Return an entry but for its amount.

        What may have happened, and so is held against the unit, is counted,
        nobody knows how often (S9); what can happen once has a limit.
        """
        rule, amount, feared = entry
        if not isinstance(feared, Feared):
            return self._entry(node, entry)
        source, text = feared.source, self.amounts.text
        written, facts, count = self._entry(node, (rule, amount, source))
        if count is None:
            per = text(source.amount) if isinstance(source, Change) else "0"
            once = {"each": None, "per": per, "at_most": per}
            count = once, lambda values: None  # noqa: ARG005  # as all of them

        return written, facts, count

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
        written: Json = {
            "node": node.code,
            "rule": entry[0],
            **titled(title, "label"),
            "amount": "0",
            "count": None,
            "facts": None,
            "place": place_of(place),
        }

        return (
            written,
            list(self._reads(node, entry)),
            self._count(node, entry[2]),
        )

    def _said(self, node: Node, entry: Entry) -> tuple[Title, Path]:
        """Return what an entry says, and where that stands."""
        rule, _, origin = entry
        if isinstance(origin, Result):
            own, place = node.criterion.path, origin.place
            if rule == f"{node.code}#unevidenced":
                # An answer may be shared; the document is the leaf's.
                place = place if place[: len(own)] == own else own
            return self._labels.of_result(node, origin), place
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
        from parrules.breakdown.facts import computed  # noqa: PLC0415

        most = origin.at_most
        text = self.amounts.text
        written = {
            "each": None,
            "per": text(origin.amount),
            "at_most": None if most is None else text(most),
        }

        return written, computed(self.layout.functions, origin.each)

    def _unknown_reads(self, node: int) -> list[str]:
        """Return what a leaf that could not be decided looks at."""
        found: dict[str, None] = {}
        decision = self.plan.nodes[node].decision
        if decision >= 0:
            for row in self.plan.decisions[decision].rows:
                found.update(dict.fromkeys(row.reads))
        for change in self.plan.nodes[node].changes:
            found.update(dict.fromkeys(change.reads))

        return list(found)
