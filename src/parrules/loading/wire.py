"""One class per kind of TOML table, with every key that it may have.

A wire value is what the file says, row by row, and nothing more: rows
inside rows are still lists of tables, names are not looked up, and absent
keys are `None`.  `parrules.loading.structure` makes them,
`parrules.loading.building` turns them into the model.  An attribute is
named like its key; where that is a word of Python's, a ``_`` follows.

The annotation of an attribute says what its key may hold, and one without a
value is a key whose absence is a problem.  Nothing is generated from that:
two dozen classes made by a library take longer to make than a file to read.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal, NewType, TypeVar

from parrules.model import FactType, Status, Title, Treatment, Whole
from parrules.points import Rounding

Rows = NewType("Rows", tuple[Any, ...])
"""An array whose elements are read one by one."""

Table = NewType("Table", Mapping[str, Any])
"""A table whose keys are read one by one."""

Text = NewType("Text", str)
"""What people read: brought to Unicode's form NFC."""

Name = NewType("Name", str)
"""What others call a row by: seen as it is, to the last sign."""

Bound = Decimal | datetime.date | str
"""A number, a date or the name of a fact."""


class Wire:
    """A table as the file has it."""

    must_have: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Note which attributes are required; what is absent is `None`."""
        needed = set(cls.__annotations__) - set(vars(cls))
        cls.must_have = cls.must_have | needed
        for attribute in needed:
            setattr(cls, attribute, None)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """Hold *values*, by attribute."""
        self.__dict__.update(values or {})


AnyWire = TypeVar("AnyWire", bound=Wire)


class FileTable(Wire):
    """The top of a ruleset."""

    language: int | None
    ruleset: Table | None
    policy: Table | None = None
    channel: Table | None = None
    answers: Table | None = None
    fact: Table | None = None
    derive: Table | None = None
    criteria: Table | None
    bonus: Table | None = None
    penalty: Table | None = None
    total: Table | None = None
    knock_out: Rows | None = None
    grade: Rows | None = None
    ranking: Table | None = None
    changes: Table | None = None
    example: Rows | None = None


class RulesetTable(Wire):
    """``[ruleset]``."""

    id: str | None
    edition: str | None
    status: Status | None
    title: Title | None
    source: Text | None = None
    office: Text | None = None
    maximum: Decimal | None
    decimals: int | None = None
    rounding: Rounding | None = None
    from_: datetime.date | None = None
    to: datetime.date | None = None
    known: Mapping[str, Text] | None = None


class PolicyTable(Wire):
    """``[policy]``."""

    missing: Literal["zero", "refuse"] | None = None
    unevidenced: Literal["explain", "zero", "refuse"] | None = None


class ChannelTable(Wire):
    """A channel in ``[channel]``."""

    maximum: Decimal | None = None
    title: Title | None = None
    held: str | None = None


class AnswerTable(Wire):
    """An answer of a set in ``[answers]``, in the long form."""

    share: Decimal | None = None
    not_applicable: Treatment | None = None
    label: Title | None = None


class FactTable(Wire):
    """A fact in ``[fact]``."""

    type: FactType | None
    title: Title | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    decimals: int | None = None
    never: bool | None = None
    values: tuple[str, ...] | Mapping[str, Decimal] | None = None
    levels: tuple[str, ...] | Mapping[str, Decimal] | None = None
    labels: Mapping[str, Title] | None = None
    default: Any = None
    required: bool | None = None
    evidence: Literal["required", "optional"] | None = None
    more: Literal["better", "worse"] | None = None
    source: Text | None = None


class DerivedTable(Wire):
    """A derived fact in ``[derive]`` that has cases."""

    title: Title | None = None
    cases: Rows | None


class DerivedCase(Wire):
    """One row of the cases of a derived fact."""

    when: str | None = None
    otherwise: bool | None = None
    value: str | None


class SanctionKeys(Wire):
    """What any row may do beside giving points."""

    grade_at_most: str | None = None
    grade_down: int | None = None
    knock_out: str | tuple[str, ...] | None = None


class CriterionTable(SanctionKeys):
    """A row of ``[criteria]``, ``[bonus]`` or ``[penalty]``."""

    maximum: Decimal | None
    title: Title | None = None
    answers: str | None = None
    choices: Rows | None = None
    measure: str | None = None
    tiers: Rows | None = None
    cases: Rows | None = None
    formula: str | None = None
    step: Decimal | None = None
    judged: Table | None = None
    when: str | None = None
    awards: Rows | None = None
    deductions: Rows | None = None
    if_none: Treatment | None = None
    not_applicable: Rows | None = None
    channel: str | None = None
    source: Text | None = None
    office: Text | None = None
    printed: Text | None = None
    also_in: tuple[str, ...] | None = None
    known: Mapping[str, Text] | None = None


class ChoiceTable(SanctionKeys):
    """A row of ``choices``."""

    id: Name | None
    points: Decimal | None = None
    share: Decimal | None = None
    not_applicable: Treatment | None = None
    label: Title | None = None


class TierTable(SanctionKeys):
    """A row of ``tiers``, in the long form."""

    from_: Decimal | None = None
    above: Decimal | None = None
    to: Decimal | None = None
    below: Decimal | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    label: Title | None = None
    id: Name | None = None


class CaseTable(SanctionKeys):
    """A row of ``cases``."""

    when: str | None = None
    otherwise: bool | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    formula: str | None = None
    step: Decimal | None = None
    label: Title | None = None
    id: Name | None = None


class AwardTable(Wire):
    """A row of ``awards`` or ``deductions``."""

    each: str | None = None
    per: Decimal | None = None
    when: str | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    formula: str | None = None
    step: Decimal | None = None
    at_most: Decimal | None = None
    label: Title | None = None
    id: Name | None = None


class JudgedTable(Wire):
    """The table ``judged``."""

    step: Decimal | None


class NotApplicableTable(Wire):
    """A row of ``not_applicable``."""

    when: str | None
    treat: Treatment | None
    label: Title | None = None


class TotalTable(Wire):
    """``[total]``."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    rescale: Whole | None = None


class KnockOutTable(Wire):
    """An element of ``[[knock_out]]``."""

    criteria: str | tuple[str, ...] | None
    when: str | None
    label: Title | None = None
    id: Name | None = None


class GradeTable(Wire):
    """An element of ``[[grade]]``."""

    id: Name | None
    title: Title | None = None
    from_: Decimal | None = None
    above: Decimal | None = None
    requires: str | None = None


class RankingTable(Wire):
    """``[ranking]``."""

    within: str | None = None
    ties: Literal["standard", "dense"] | None = None
    order: tuple[str, ...] | None = None
    quota: Rows | None = None
    unranked: Table | None = None


class QuotaTable(Wire):
    """A row of ``quota`` in ``[ranking]``."""

    grade: str | None
    share: Decimal | None
    round: Literal["down", "up", "half_up"] | None = None
    otherwise: str | None = None


class ChangesTable(Wire):
    """``[changes]``."""

    since: str | None
    was: Table | None = None
    gone: tuple[str, ...] | None = None


class ExampleTable(Wire):
    """An element of ``[[example]]``."""

    name: str | None
    like: str | None = None
    without: tuple[str, ...] | None = None
    facts: Table | None = None
    evidence: tuple[str, ...] | None = None
    expect: Table | None


class ExpectedNode(Wire):
    """What an example expects of one node."""

    points: Decimal | None = None
    status: (
        Literal[
            "scored",
            "not_applicable",
            "knocked_out",
            "not_held",
            "awaiting",
            "missing",
        ]
        | None
    ) = None
    rule: str | None = None


WIRE_CLASSES: tuple[type[Wire], ...] = (
    FileTable,
    RulesetTable,
    PolicyTable,
    ChannelTable,
    AnswerTable,
    FactTable,
    DerivedTable,
    DerivedCase,
    CriterionTable,
    ChoiceTable,
    TierTable,
    CaseTable,
    AwardTable,
    JudgedTable,
    NotApplicableTable,
    TotalTable,
    KnockOutTable,
    GradeTable,
    RankingTable,
    QuotaTable,
    ChangesTable,
    ExampleTable,
    ExpectedNode,
)


def key_of(attribute: str) -> str:
    """Return the TOML key of *attribute*: ``from`` of ``from_``."""
    return attribute.rstrip("_")


def attribute_of(key: str) -> str:
    """Return the attribute of a TOML *key*: ``from_`` of ``from``."""
    return f"{key}_" if key == "from" else key


def attributes_of(wire: type[Wire]) -> dict[str, Any]:
    """Return the annotations of *wire* by attribute, its own ones first."""
    found: dict[str, Any] = {}
    for each in wire.__mro__[: wire.__mro__.index(Wire)]:
        for attribute, kind in each.__annotations__.items():
            found.setdefault(attribute, kind)

    return found


def keys_of(wire: type[Wire]) -> dict[str, bool]:
    """Return the keys of *wire*, in order, and which are required.

    A row's own keys come first, then those that all rows share.
    """
    return {
        key_of(attribute): attribute in wire.must_have
        for attribute in attributes_of(wire)
    }
