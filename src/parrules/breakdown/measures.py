"""What nodes measure, written for all of a unit together."""

from collections.abc import Iterator, Mapping
from itertools import chain
from operator import getitem

from parrules.breakdown.alike import Alike
from parrules.breakdown.facts import computed, dimension_of
from parrules.breakdown.kept import Kept, Shown
from parrules.breakdown.texts import Json, titled
from parrules.expression.terms import SCORED_TERMS, Term
from parrules.model import Formula, Ladder
from parrules.plan.labels import Labels
from parrules.plan.nodes import Node
from parrules.plan.properties import names_in
from parrules.scoring.glance import picked
from parrules.scoring.layout import Layout
from parrules.scoring.numbers import Values


class Measures:
    """The measures of one plan.

    What is measured by facts alone is made once for their values.  What is
    decided by fewer facts than another takes its last one several times, so
    that the first facts of all measures are picked together, then the second.
    """

    def __init__(self, layout: Layout, labels: Labels) -> None:
        """Prepare the measures of *layout*'s plan; *labels* names them."""
        self._layout = layout
        self._labels = labels
        self._scored: dict[int, tuple[Json, Shown]] = {}
        self._kept: dict[int, Kept] = {}
        self._alike = Alike()
        self._places: dict[int, list[int]] = {}
        for position, node in enumerate(layout.plan.nodes):
            if isinstance(node.criterion.form, Ladder | Formula):
                self._prepare(position, node)
        width = max(map(len, self._places.values()), default=0)
        self._columns = [
            picked([each[: at + 1][-1] for each in self._places.values()])
            for at in range(width)
        ]

    def of(self, values: Values) -> Iterator[tuple[int, Json]]:
        """Return positions of nodes, and what they measure."""
        found = zip(*[pick(values) for pick in self._columns], strict=True)
        measures = map(dict.copy, map(getitem, self._kept.values(), found))

        return chain(
            zip(self._kept, measures, strict=True),
            (
                (position, {**written, "value": shown(values)})
                for position, (written, shown) in self._scored.items()
            ),
        )

    def _prepare(self, position: int, node: Node) -> None:
        layout, form = self._layout, node.criterion.form
        assert isinstance(form, Ladder | Formula)
        expression = (
            form.measure if isinstance(form, Ladder) else form.expression
        )
        assert expression.term is not None
        term = written_out(expression.term, dict(layout.plan.definitions))
        label = self._labels.expression(expression, node.criterion.maximum)
        written = {
            "expression": expression.text,
            **titled(label, "label"),
            "dimension": dimension_of(expression.term),
            "value": None,
        }
        names = names_in(term)
        is_of_facts = names and not any(
            part.op in SCORED_TERMS for part in term.walk()
        )
        if not is_of_facts:
            self._scored[position] = written, computed(layout.functions, term)
            return
        shown = computed(layout.functions.over(names), term)
        self._places[position] = [layout.positions[name] for name in names]
        self._kept[position] = Kept(
            lambda found: self._alike.made({**written, "value": shown(found)})
        )


def written_out(term: Term, terms: Mapping[str, Term]) -> Term:
    """Return *term* with *terms* in the place of derived facts."""
    if term.op == "derived":
        return terms[str(term.value)]
    args = tuple(written_out(part, terms) for part in term.args)

    return Term(term.op, args, term.value, term.type)
