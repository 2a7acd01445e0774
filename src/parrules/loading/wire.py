"""One class per kind of TOML table, with every key that it may have.

A wire value is what the file says, row by row, and nothing more: rows
inside rows are still lists of tables, names are not looked up, and absent
keys are `None`.  `parrules.loading.structure` makes them,
`parrules.loading.building` turns them into the model.  An attribute is
named like its key; where that is a word of Python's, a ``_`` follows.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, NewType

import attrs

from parrules.model import FactType, Status, Title, Treatment, Whole
from parrules.points import Rounding

Rows = NewType("Rows", tuple[Any, ...])
"""An array whose elements are read one by one."""

Table = NewType("Table", Mapping[str, Any])
"""A table whose keys are read one by one."""

Text = NewType("Text", str)
"""What people read: brought to Unicode's form NFC."""

Bound = Decimal | datetime.date | str
"""A number, a date or the name of a fact."""


def _required() -> Any:  # noqa: ANN401  # it stands for every type
    """Return an attribute whose absence is a problem."""
    return attrs.field(default=None, metadata={"required": True})


_wire = attrs.frozen(kw_only=True, eq=False, repr=False)


@_wire
class FileTable:
    """The top of a ruleset."""

    language: int | None = _required()
    ruleset: Table | None = _required()
    policy: Table | None = None
    channel: Table | None = None
    answers: Table | None = None
    fact: Table | None = None
    derive: Table | None = None
    criteria: Table | None = _required()
    bonus: Table | None = None
    penalty: Table | None = None
    total: Table | None = None
    knock_out: Rows | None = None
    grade: Rows | None = None
    ranking: Table | None = None
    example: Rows | None = None


@_wire
class RulesetTable:
    """``[ruleset]``."""

    id: str | None = _required()
    edition: str | None = _required()
    status: Status | None = _required()
    title: Title | None = _required()
    source: Text | None = None
    office: Text | None = None
    maximum: Decimal | None = _required()
    decimals: int | None = None
    rounding: Rounding | None = None
    from_: datetime.date | None = None
    to: datetime.date | None = None
    known: Mapping[str, Text] | None = None


@_wire
class PolicyTable:
    """``[policy]``."""

    missing: Literal["zero", "refuse"] | None = None
    unevidenced: Literal["explain", "zero", "refuse"] | None = None


@_wire
class ChannelTable:
    """A channel in ``[channel]``."""

    maximum: Decimal | None = None
    title: Title | None = None
    held: str | None = None


@_wire
class AnswerTable:
    """An answer of a set in ``[answers]``, in the long form."""

    share: Decimal | None = None
    not_applicable: Treatment | None = None
    label: Title | None = None


@_wire
class FactTable:
    """A fact in ``[fact]``."""

    type: FactType | None = _required()
    title: Title | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    decimals: int | None = None
    never: bool | None = None
    values: tuple[str, ...] | Mapping[str, Decimal] | None = None
    levels: tuple[str, ...] | Mapping[str, Decimal] | None = None
    default: Any = None
    required: bool | None = None
    evidence: Literal["required", "optional"] | None = None
    more: Literal["better", "worse"] | None = None
    source: Text | None = None


@_wire
class DerivedTable:
    """A derived fact in ``[derive]`` that has cases."""

    title: Title | None = None
    cases: Rows | None = _required()


@_wire
class DerivedCase:
    """One row of the cases of a derived fact."""

    when: str | None = None
    otherwise: bool | None = None
    value: str | None = _required()


@_wire
class SanctionKeys:
    """What any row may do beside giving points."""

    grade_at_most: str | None = None
    grade_down: int | None = None
    knock_out: str | tuple[str, ...] | None = None


@_wire
class CriterionTable(SanctionKeys):
    """A row of ``[criteria]``, ``[bonus]`` or ``[penalty]``."""

    maximum: Decimal | None = _required()
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


@_wire
class ChoiceTable(SanctionKeys):
    """A row of ``choices``."""

    id: str | None = _required()
    points: Decimal | None = None
    share: Decimal | None = None
    not_applicable: Treatment | None = None
    label: Title | None = None


@_wire
class TierTable(SanctionKeys):
    """A row of ``tiers``, in the long form."""

    from_: Decimal | None = None
    above: Decimal | None = None
    to: Decimal | None = None
    below: Decimal | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    label: Title | None = None
    id: str | None = None


@_wire
class CaseTable(SanctionKeys):
    """A row of ``cases``."""

    when: str | None = None
    otherwise: bool | None = None
    points: Decimal | None = None
    share: Decimal | None = None
    formula: str | None = None
    step: Decimal | None = None
    label: Title | None = None
    id: str | None = None


@_wire
class AwardTable:
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
    id: str | None = None


@_wire
class JudgedTable:
    """The table ``judged``."""

    step: Decimal | None = _required()


@_wire
class NotApplicableTable:
    """A row of ``not_applicable``."""

    when: str | None = _required()
    treat: Treatment | None = _required()
    label: Title | None = None


@_wire
class TotalTable:
    """``[total]``."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    rescale: Whole | None = None


@_wire
class KnockOutTable:
    """An element of ``[[knock_out]]``."""

    criteria: str | tuple[str, ...] | None = _required()
    when: str | None = _required()
    label: Title | None = None
    id: str | None = None


@_wire
class GradeTable:
    """An element of ``[[grade]]``."""

    id: str | None = _required()
    title: Title | None = None
    from_: Decimal | None = None
    above: Decimal | None = None
    requires: str | None = None


@_wire
class RankingTable:
    """``[ranking]``."""

    within: str | None = None
    ties: Literal["standard", "dense"] | None = None
    order: tuple[str, ...] | None = None
    quota: Rows | None = None


@_wire
class QuotaTable:
    """A row of ``quota`` in ``[ranking]``."""

    grade: str | None = _required()
    share: Decimal | None = _required()
    round: Literal["down", "up", "half_up"] | None = None
    otherwise: str | None = None


@_wire
class ExampleTable:
    """An element of ``[[example]]``."""

    name: str | None = _required()
    like: str | None = None
    without: tuple[str, ...] | None = None
    facts: Table | None = None
    evidence: tuple[str, ...] | None = None
    expect: Table | None = _required()


@_wire
class ExpectedNode:
    """What an example expects of one node."""

    points: Decimal | None = None
    status: str | None = None
    rule: str | None = None


WIRE_CLASSES: tuple[type, ...] = (
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
    ExampleTable,
    ExpectedNode,
)


def key_of(attribute: str) -> str:
    """Return the TOML key of *attribute*: ``from`` of ``from_``."""
    return attribute.rstrip("_")


def attribute_of(key: str) -> str:
    """Return the attribute of a TOML *key*: ``from_`` of ``from``."""
    return f"{key}_" if key == "from" else key


def keys_of(wire: type) -> dict[str, bool]:
    """Return the keys of *wire*, in order, and which are required."""
    # A row's own keys first, then those that all rows share.
    fields = sorted(
        attrs.fields(wire),
        key=lambda field: field.name not in wire.__annotations__,
    )

    return {
        key_of(field.name): bool(field.metadata.get("required"))
        for field in fields
    }
