"""What a plan is made of.

Amounts are whole numbers of a quantum, ``10**-places`` points.  Positions in
tuples take the place of names: an engine needs no look-up by code.
"""

import attrs

from parrules.expression.terms import Term
from parrules.model import (
    Channel,
    Criterion,
    Fact,
    Grade,
    KnockOut,
    Sanction,
    Scheme,
    Title,
    Tree,
    Whole,
)
from parrules.plan.logic import Clauses, Property

FACTS, OUTCOMES, TOTALS = "facts", "outcomes", "totals"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Row:
    """One row of a decision.

    Attributes:
        rule: Its rule id.
        true: When it holds.
        unknown: When that cannot be known; a decision that stops there has
            no row.
        reads: Names of the facts and answers that it looks at.
    """

    rule: str
    true: Clauses
    unknown: Clauses
    reads: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Decision:
    """Rows in order: the first that is not false decides.

    Attributes:
        name: Unique; the code of a leaf, or what the decision is about.
        stage: ``facts``, ``outcomes`` (reads points of nodes) or
            ``totals``.
        stratum: Within ``facts``: 0, or 1 more than the highest derived
            flag that it reads.
    """

    name: str
    stage: str = FACTS
    stratum: int = 0
    rows: tuple[Row, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Result:
    """What a row gives, once it has decided.

    Attributes:
        rule, label, sanction: Of the row.
        treatment: ``full``, ``zero`` or ``exclude`` where the leaf does not
            apply; else empty.
        points: In quanta, unclamped; `None` where *formula* gives them.
        formula: Points, exact; clamped to 0…maximum and rounded to *step*
            quanta.
        place: Path of the row in the ruleset.
        reads: Names of all facts and answers that led to it.
    """

    rule: str
    label: Title = Title()
    sanction: Sanction | None = None
    treatment: str = ""
    points: int | None = 0
    formula: Term | None = None
    step: int = 1
    place: tuple[str | int, ...] = ()
    reads: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Change:
    """An award or a deduction.

    Attributes:
        decision: Position of its decision: does it occur?
        sign: 1 or -1.
        each: How often; `None` for once.
        amount: Quanta for one.
        at_most: Quanta, if there is a cap of its own.
    """

    rule: str
    decision: int
    sign: int
    each: Term | None = None
    amount: int
    at_most: int | None = None
    label: Title = Title()
    place: tuple[str | int, ...] = ()
    reads: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Node:
    """A node of one of the trees.

    Attributes:
        parent: Position, -1 for an area.
        children: Positions.
        maximum: In quanta.
        channel: Position of its channel, -1 for none.
        decision: Of a leaf: position; -1 for none.
        results: What each row of the decision gives, in order, and last
            what holds where none decides.
        perhaps: Rows that bear on the grade, by position, each with the
            decision in which it is the one that holds where it may still
            decide while another row is unknown.
        evidence: Facts it reads whose document is required.
        answer: The leaf awaits a person: ``choice``, ``judged`` or empty.
    """

    code: str
    tree: Tree
    criterion: Criterion
    parent: int
    children: tuple[int, ...] = ()
    maximum: int
    channel: int = -1
    decision: int = -1
    results: tuple[Result, ...] = ()
    perhaps: tuple[tuple[int, int], ...] = ()
    changes: tuple[Change, ...] = ()
    evidence: tuple[str, ...] = ()
    answer: str = ""
    judged_step: int = 0

    @property
    def is_leaf(self) -> bool:
        """Tell whether the node is scored itself."""
        return not self.children


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Elimination:
    """A knock-out: when, and of which nodes.

    Attributes:
        decision: Position of the decision that applies it.
        nodes: Positions of the nodes; empty where *fact* names codes.
    """

    decision: int
    nodes: tuple[int, ...]
    fact: str | None
    rule: str
    knock_out: KnockOut


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Input:
    """Something that a submission may hold: a fact, or a person's answer.

    Attributes:
        position: In the tuple of values.
        kind: A fact type, or ``answer`` or ``judged``.
        fact: The declaration, but for answers.
        node: Position of the leaf, for answers; else -1.
        options: Ids that may be given.
    """

    name: str
    position: int
    kind: str
    fact: Fact | None = None
    node: int = -1
    options: tuple[str, ...] = ()
    places: int = 0


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Plan:
    """Everything that an engine needs, and nothing of how it was written.

    Attributes:
        places: The quantum is ``10**-places`` points.
        maximum: Of the ruleset, in quanta.
        derived: Decision by name of derived flag.
        properties: Numbered; a decision's clauses name them so.
        nodes: Of all three trees, parents before children, in file order.
        held: By channel: position of the decision that says that it was
            held, or -1.
        grade_decision: Position, or -1; a gate that is unknown is unmet.
        gate_decision: Position of the same rows, of which one is unknown
            where its gate is; -1 where none can be.
        bounds: Lower and upper bound of the total, in quanta.
        outcomes: What rows read of earned points, each once.
    """

    scheme: Scheme
    places: int
    maximum: int
    inputs: tuple[Input, ...]
    definitions: tuple[tuple[str, Term], ...]
    derived: tuple[tuple[str, int], ...]
    properties: tuple[Property, ...]
    decisions: tuple[Decision, ...]
    nodes: tuple[Node, ...]
    channels: tuple[Channel, ...]
    held: tuple[int, ...]
    eliminations: tuple[Elimination, ...]
    grades: tuple[Grade, ...]
    grade_decision: int
    gate_decision: int
    bounds: tuple[int | None, int | None]
    rescale: Whole | None
    outcomes: tuple[Term, ...] = ()

    def position(self, code: str) -> int:
        """Return the position of the node with *code*, -1 for none."""
        for position, node in enumerate(self.nodes):
            if node.code == code:
                return position

        return -1

    def path_of(self, decision: str) -> tuple[str | int, ...]:
        """Return where what a decision is about stands in the file."""
        position = self.position(decision.partition("#")[0])
        if position >= 0:
            return self.nodes[position].criterion.path
        kind, _, name = decision.partition(":")
        homes = {"derive": "derive", "held": "channel", "grade": "grade"}

        return (homes.get(kind, kind), *([name] if name else []))
