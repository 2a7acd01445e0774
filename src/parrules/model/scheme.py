"""One edition of a scheme, whole, with its examples."""

import datetime
import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

import attrs

from parrules.errors import Path
from parrules.model.criteria import TREES, Choice, Criterion, Tree
from parrules.model.facts import Derived, Fact
from parrules.model.texts import Title, where
from parrules.model.totals import Channel, Grade, KnockOut, Ranking, Total
from parrules.points import Rounding
from parrules.records import ReadOnly, Record, read_only

Status = Literal["official", "reconstruction", "template"]
STATUSES: tuple[Status, ...] = ("official", "reconstruction", "template")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Policy(Record):
    """What missing facts and absent documents do."""

    missing: Literal["zero", "refuse"] = "zero"
    unevidenced: Literal["explain", "zero", "refuse"] = "explain"


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
    was: Mapping[str, tuple[str, ...]] = attrs.field(
        factory=ReadOnly, converter=read_only
    )
    gone: tuple[str, ...] = ()
    path: Path = where()

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
class Expectation(Record):
    """What an example expects of one node; `None` expects nothing."""

    code: str
    points: Decimal | None = None
    status: str | None = None
    rule: str | None = None
    path: Path = where()


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
    facts: Mapping[str, object] = attrs.field(converter=read_only)
    evidence: tuple[str, ...] = ()
    totals: Mapping[str, Decimal] = attrs.field(
        factory=ReadOnly, converter=read_only
    )
    grade: str | None = None
    complete: bool | None = None
    nodes: tuple[Expectation, ...] = ()
    problems: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    idle: tuple[str, ...] = attrs.field(default=(), eq=False, repr=False)
    origins: Mapping[str, Path] = attrs.field(
        factory=ReadOnly, converter=read_only, eq=False, repr=False
    )
    has_evidence: bool = attrs.field(default=True, eq=False, repr=False)
    path: Path = where()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Scheme(Record):
    """One edition of a scheme: everything that the file says.

    Attributes:
        maximum: Of the whole, 100 as a rule.
        decimals: Of what is published.
        known: Problem codes acknowledged for the file as a whole.
        answers: The named sets, each a tuple of choices with shares.
        criteria, bonus, penalty: The areas of the three trees.
        damaged: Sections of the file of which something could not be read,
            or keys of them, as ``ruleset.source``; none in a scheme that
            can be scored.
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
    known: Mapping[str, str] = attrs.field(
        factory=ReadOnly, converter=read_only
    )
    policy: Policy = Policy()
    channels: tuple[Channel, ...] = ()
    answers: Mapping[str, tuple[Choice, ...]] = attrs.field(
        factory=ReadOnly, converter=read_only
    )
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
    def doubled(self) -> tuple[Criterion, ...]:
        """Return the rows whose code an earlier row has.

        There are none in a scheme that can be scored.
        """
        return tuple(node for node in self.nodes() if node.doubled)

    @property
    def is_relative(self) -> bool:
        """Tell that no unit's points depend on other units."""
        return False

    @property
    def printed(self) -> dict[str, str]:
        """Return by code what the decision prints instead."""
        return {
            node.code: node.printed for node in self.nodes() if node.printed
        }

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
        return itertools.chain.from_iterable(
            area.walk() for tree in trees or TREES for area in self.areas(tree)
        )

    def leaves(self, *trees: Tree) -> Iterator[Criterion]:
        """Yield all leaves of *trees* (of all three by default)."""
        return (node for node in self.nodes(*trees) if node.is_leaf)
