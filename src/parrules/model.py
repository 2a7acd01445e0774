"""A scheme as a frozen tree, free of TOML and of engines.

One `Criterion` class serves every depth of the three trees: criteria, bonus
and penalty.  Every value knows its path in the file, which never counts for
equality.  Numbers are `Decimal` as they were written; `parrules.plan` makes
them whole.
"""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Language, Path
from parrules.expression.terms import Term
from parrules.points import Rounding
from parrules.records import Record

Treatment = Literal["full", "zero", "exclude"]
TREATMENTS: tuple[Treatment, ...] = ("full", "zero", "exclude")
FactType = Literal[
    "flag", "count", "number", "percent", "date", "choice", "tally", "codes"
]
FACT_TYPES: tuple[FactType, ...] = (
    "flag",
    "count",
    "number",
    "percent",
    "date",
    "choice",
    "tally",
    "codes",
)
Status = Literal["official", "reconstruction", "template"]
STATUSES: tuple[Status, ...] = ("official", "reconstruction", "template")
Tree = Literal["criteria", "bonus", "penalty"]
TREES: tuple[Tree, ...] = ("criteria", "bonus", "penalty")
Whole = Literal["total", "channel", "area"]

FACT, CHANNEL = "fact:", "channel:"
"""What stands before the name of a fact, or the id of a channel, where
units are compared by it."""

COUNT_LIMIT = 10**9
"""What a count and each level of a tally may be where nothing is stated."""


def _where() -> Path:
    """Return an attribute for a path: shown to nobody, equal to all."""
    result: Path = attrs.field(default=(), eq=False, repr=False)

    return result


@attrs.frozen(eq=False, repr=False)
class Title(Record):
    """What people read; nothing compares, sorts or keys on it."""

    vi: str = ""
    en: str = ""

    def text(self, language: Language = "vi") -> str:
        """Return the title in *language*, else in the other one."""
        first, second = (
            (self.vi, self.en) if language == "vi" else (self.en, self.vi)
        )

        return first or second


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Expression(Record):
    """A condition or formula: its text and, where it is sound, its tree.

    Attributes:
        term: Typed by `parrules.expression.typing`; `None` where that
            failed, which has been reported.
    """

    text: str
    term: Term | None = attrs.field(default=None, eq=False, repr=False)
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Sanction(Record):
    """What a row does beside giving points, if it is the one that decides.

    Attributes:
        grade_at_most: Id of the highest grade still possible.
        grade_down: Grades to drop, 0 or more.
        knock_out: Codes that earn 0 (of an area, a criterion or a leaf).
    """

    grade_at_most: str | None = None
    grade_down: int = 0
    knock_out: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Choice(Record):
    """A row that a person picks; *points* are in points of the maximum.

    Exactly one of *points*, *share* (percent of the maximum) and
    *treatment* (the row says "not applicable") is given.
    """

    id: str
    points: Decimal | None = None
    share: Decimal | None = None
    treatment: Treatment | None = None
    label: Title = Title()
    sanction: Sanction | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Tier(Record):
    """A row of a ladder: the measure lies between two bounds.

    Attributes:
        bound: The lower bound; `None` for none. Passed if *strict*
            (TOML `above`), else reached (`from`).
        upper: The upper bound; `None` for none. Not reached if
            *upper_strict* (`below`), else not passed (`to`).
    """

    bound: Decimal | None = None
    strict: bool = False
    upper: Decimal | None = None
    upper_strict: bool = False
    points: Decimal | None = None
    share: Decimal | None = None
    label: Title = Title()
    id: str | None = None
    sanction: Sanction | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Case(Record):
    """A row with a condition; without one (`otherwise`) it takes the rest.

    Exactly one of *points*, *share* and *formula* (with *step*) is given.
    """

    when: Expression | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    formula: Expression | None = None
    step: Decimal | None = None
    label: Title = Title()
    id: str | None = None
    sanction: Sanction | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Award(Record):
    """Points earned, or lost, once (*when*) or per occurrence (*each*).

    Where the file gives a formula, *each* counts its steps, and *step* and
    *per* are both what one of them is worth.

    Amounts are stored at or above 0; whether they are added or taken is the
    place where they stand.

    Attributes:
        each: A whole number; with *per*, points for one.
        when: A condition; with *points*, or *share* of the maximum.
        at_most: The most that this row gives or takes, in points.
    """

    each: Expression | None = None
    per: Decimal | None = None
    when: Expression | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    step: Decimal | None = None
    at_most: Decimal | None = None
    label: Title = Title()
    id: str | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Choices(Record):
    """A person picks one row. *named* is the set in ``[answers]``, if any."""

    choices: tuple[Choice, ...]
    named: str | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Ladder(Record):
    """One quantity, graded by tiers; *is_short* where written as pairs.

    Short tiers stand highest first and are half-open, so that neither gaps
    nor overlaps can be written.
    """

    measure: Expression
    tiers: tuple[Tier, ...]
    is_short: bool = True


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Cases(Record):
    """The first row whose condition holds."""

    cases: tuple[Case, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Formula(Record):
    """A proportional amount, clamped to 0…maximum, rounded to *step*."""

    expression: Expression
    step: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Judged(Record):
    """A person gives points within 0…maximum, in multiples of *step*."""

    step: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Trigger(Record):
    """A sanction row, maximum 0, in bonus or penalty."""

    when: Expression
    sanction: Sanction


Form = Choices | Ladder | Cases | Formula | Judged | Trigger


@attrs.frozen(kw_only=True, eq=False, repr=False)
class NotApplicable(Record):
    """When the leaf does not apply, and what it then counts as."""

    when: Expression
    treat: Treatment
    label: Title = Title()
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Criterion(Record):
    """A node of a tree, at any depth.

    Attributes:
        code: Dotted; unique in the whole ruleset.
        depth: 1 for an area.
        maximum: The most it can earn (in bonus and penalty: its cap).
        form: How a leaf is scored; `None` for inner nodes and for leaves
            made of *awards* or *deductions* alone.
        channel, source, office: Own or inherited.
        printed: The code as the decision prints it, where that is wrong.
        also_in: Codes of leaves that read the same fact, meant so.
        known: Problem codes that are acknowledged, with the reason.
        broken: Some key of this row could not be read, so that checks that
            need the whole row must leave it alone.
        position: Which row of its tree it is in the file, from 0.
    """

    code: str
    tree: Tree
    maximum: Decimal
    title: Title = Title()
    form: Form | None = None
    awards: tuple[Award, ...] = ()
    deductions: tuple[Award, ...] = ()
    if_none: Treatment | None = None
    not_applicable: tuple[NotApplicable, ...] = ()
    channel: str | None = None
    source: str | None = None
    office: str | None = None
    printed: str | None = None
    also_in: tuple[str, ...] = ()
    known: Mapping[str, str] = attrs.field(factory=dict)
    children: tuple["Criterion", ...] = ()
    broken: bool = False
    position: int = attrs.field(default=0, eq=False, repr=False)
    path: Path = _where()

    @property
    def depth(self) -> int:
        """Return 1 for an area, 2 for a criterion under it, and so on."""
        return self.code.count(".") + 1

    @property
    def is_leaf(self) -> bool:
        """Tell whether the node is scored itself."""
        return not self.children

    def walk(self) -> Iterator["Criterion"]:
        """Yield the node and all below it, parents first, in file order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(reversed(node.children))

    def leaves(self) -> Iterator["Criterion"]:
        """Yield the leaves at or below the node, in file order."""
        return (node for node in self.walk() if node.is_leaf)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Fact(Record):
    """A named value about one unit and period.

    Attributes:
        name: ``[a-z][a-z0-9_]*``, or ``unit.`` and such a name.
        at_least, at_most: Bounds, always there for numbers.
        at_least_fact, at_most_fact: Facts that it may not fall below or
            rise above.
        places: Decimal places that a value may have.
        never: A date that may not have happened.
        options: Of a choice.
        numbers: What each option, or each level, stands for; empty where
            options are no numbers and levels count from 1.
        levels: Of a tally, lowest first.
        default: What silence means (`None`: nothing); already of the
            fact's type, a date or ``"never"`` for dates.
        evidence: Whether a document is required.
    """

    name: str
    type: FactType
    title: Title = Title()
    at_least: Decimal | datetime.date | None = None
    at_most: Decimal | datetime.date | None = None
    at_least_fact: str | None = None
    at_most_fact: str | None = None
    places: int = 0
    never: bool = False
    options: tuple[str, ...] = ()
    numbers: tuple[Decimal, ...] = ()
    levels: tuple[str, ...] = ()
    default: object = None
    required: bool = False
    evidence: Literal["required", "optional"] = "optional"
    more: Literal["better", "worse"] | None = None
    source: str | None = None
    broken: bool = False
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Derived(Record):
    """A fact computed from facts: an expression, or cases with values.

    Attributes:
        cases: Pairs of a condition (`None` for otherwise) and a value;
            a single pair without condition where it is one expression.
    """

    name: str
    cases: tuple[tuple[Expression | None, Expression], ...]
    title: Title = Title()
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Channel(Record):
    """How points are established. *held* names the flag that says it was."""

    id: str
    maximum: Decimal | None = None
    title: Title = Title()
    held: str | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class KnockOut(Record):
    """Criteria that earn 0 when a condition holds.

    Attributes:
        criteria: Codes; empty where *fact*, of type codes, names them.
    """

    criteria: tuple[str, ...] = ()
    fact: str | None = None
    when: Expression
    label: Title = Title()
    id: str | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Grade(Record):
    """A class of totals; the last one has no bound.

    Attributes:
        bound: Lower bound of the total, reached or (if *strict*) passed.
        requires: The gate.
    """

    id: str
    title: Title = Title()
    bound: Decimal | None = None
    strict: bool = False
    requires: Expression | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Quota(Record):
    """How many of a block may have a grade; computed over cohorts."""

    grade: str
    share: Decimal
    round: Literal["down", "up", "half_up"] = "down"
    otherwise: str | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Ranking(Record):
    """How units are ranked; computed over cohorts.

    Attributes:
        order: ``total``, ``base``, ``bonus``, ``penalty``, codes, and
            ``channel:`` or ``fact:`` with an id or a name.
        unranked: By key of the unit, the values of those that are scored
            and not ranked.
    """

    within: str | None = None
    ties: Literal["standard", "dense"] = "standard"
    order: tuple[str, ...] = ("total",)
    quota: tuple[Quota, ...] = ()
    unranked: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    path: Path = _where()

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that units are compared by."""
        return tuple(
            name.removeprefix(FACT)
            for name in self.order
            if name.startswith(FACT)
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Changes(Record):
    """What became of the codes of an older edition.

    Attributes:
        since: The older edition, as ``id@edition``.
        was: By code of this edition its codes in the older one; none for a
            new node. What is not listed has the code that it had.
        gone: Codes of the older edition that have no heir.
    """

    since: str
    was: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    gone: tuple[str, ...] = ()
    path: Path = _where()

    def origin(self, code: str) -> tuple[str, ...]:
        """Return what *code* was, as is said of it or of what is above it.

        A node below one that was one other, or that is new, goes with it.
        """
        if code in self.was:
            return self.was[code]
        for above in _above(code):
            origin = self.was.get(above)
            if origin is not None and len(origin) <= 1:
                return tuple(each + code[len(above) :] for each in origin)

        return (code,)

    def is_gone(self, code: str) -> bool:
        """Tell whether an older *code*, or what was above it, has no heir.

        What a row says that it was is not gone with what was above it.
        """
        if any(code in origin for origin in self.was.values()):
            return False

        return any(each in self.gone for each in (code, *_above(code)))


def _above(code: str) -> Iterator[str]:
    """Yield the codes above *code*, the nearest first."""
    while "." in code:
        code = code.rpartition(".")[0]
        yield code


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Total(Record):
    """The bounds of the total, and what excluded maxima are made up over."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    rescale: Whole | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Policy(Record):
    """What missing facts and absent documents do."""

    missing: Literal["zero", "refuse"] = "zero"
    unevidenced: Literal["explain", "zero", "refuse"] = "explain"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Expectation(Record):
    """What an example expects of one node; `None` expects nothing."""

    code: str
    points: Decimal | None = None
    status: str | None = None
    rule: str | None = None
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Example(Record):
    """A submission with what must come out, stored in the ruleset.

    Attributes:
        facts: All facts, those of *like* included and *without* removed.
        evidence: Names of the facts whose document is present.
        totals: Expected ``total``, ``base``, ``bonus``, ``penalty``.
        problems: Codes of problems that must be reported instead.
        without: What it does not take over of *like*.
        idle: Which of these *like* does not have, or the example gives anew.
        origins: Where each fact is written, here or in another example.
        has_evidence: Whether the evidence is its own, not taken over.
    """

    name: str
    facts: Mapping[str, object]
    evidence: tuple[str, ...] = ()
    totals: Mapping[str, Decimal] = attrs.field(factory=dict)
    grade: str | None = None
    complete: bool | None = None
    nodes: tuple[Expectation, ...] = ()
    problems: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    idle: tuple[str, ...] = attrs.field(default=(), eq=False, repr=False)
    origins: Mapping[str, Path] = attrs.field(
        factory=dict, eq=False, repr=False
    )
    has_evidence: bool = attrs.field(default=True, eq=False, repr=False)
    path: Path = _where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Scheme(Record):
    """One edition of a scheme: everything that the file says.

    Attributes:
        maximum: Of the whole, 100 as a rule.
        decimals: Of what is published.
        known: Problem codes acknowledged for the file as a whole.
        answers: The named sets, each a tuple of choices with shares.
        criteria, bonus, penalty: The areas of the three trees.
        damaged: Sections of the file of which something could not be read;
            none in a scheme that can be scored.
    """

    language: int
    id: str
    edition: str
    status: Status
    title: Title
    maximum: Decimal
    source: str | None = None
    office: str | None = None
    decimals: int = 2
    rounding: Rounding = "half_up"
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    known: Mapping[str, str] = attrs.field(factory=dict)
    policy: Policy = Policy()
    channels: tuple[Channel, ...] = ()
    answers: Mapping[str, tuple[Choice, ...]] = attrs.field(factory=dict)
    facts: tuple[Fact, ...] = ()
    derived: tuple[Derived, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    bonus: tuple[Criterion, ...] = ()
    penalty: tuple[Criterion, ...] = ()
    total: Total = Total()
    knock_outs: tuple[KnockOut, ...] = ()
    grades: tuple[Grade, ...] = ()
    ranking: Ranking | None = None
    changes: Changes | None = None
    examples: tuple[Example, ...] = ()
    damaged: tuple[str, ...] = attrs.field(default=(), eq=False, repr=False)

    @property
    def kind(self) -> Literal["ruleset"]:
        """Return what it is, beside composite indices and questionnaires."""
        return "ruleset"

    @property
    def is_relative(self) -> bool:
        """Tell that no unit's points depend on other units."""
        return False

    def areas(self, tree: Tree) -> tuple[Criterion, ...]:
        """Return the top nodes of *tree*."""
        trees = {
            "criteria": self.criteria,
            "bonus": self.bonus,
            "penalty": self.penalty,
        }

        return trees[tree]

    def nodes(self, *trees: Tree) -> Iterator[Criterion]:
        """Yield all nodes of *trees* (of all three by default)."""
        for tree in trees or TREES:
            for area in self.areas(tree):
                yield from area.walk()

    def leaves(self, *trees: Tree) -> Iterator[Criterion]:
        """Yield all leaves of *trees* (of all three by default)."""
        return (node for node in self.nodes(*trees) if node.is_leaf)
