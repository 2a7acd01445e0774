"""What is submitted: values, evidence, the unit, and the stage.

A submission is a value: it holds what somebody handed in, not yet compared
with any ruleset.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from parrules.errors import Document, Path
from parrules.records import Record

Stage = Literal["self_assessed", "verified_1", "verified_2", "final"]
STAGES: tuple[Stage, ...] = (
    "self_assessed",
    "verified_1",
    "verified_2",
    "final",
)
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CHECKSUM = "[0-9A-Fa-f]{64}"
NEVER = "never"
"""How a submission writes a date that did not happen."""


def _listed(values: Any) -> Any:  # noqa: ANN401  # who scores refuses others
    # A text is no list of its letters.
    is_list = isinstance(values, Iterable) and not isinstance(values, str)

    return tuple(values) if is_list else values


def _names(names: Iterable[str]) -> tuple[str, ...]:
    found: Any = _listed(names)
    if isinstance(found, tuple) and all(isinstance(x, str) for x in found):
        # Named twice, a fact rests on the document once.
        found = tuple(dict.fromkeys(found))
    supports: tuple[str, ...] = found

    return supports


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evidence(Record):
    """A document that facts rest on.

    Attributes:
        supports: Names of facts and codes of answers.
    """

    supports: tuple[str, ...] = attrs.field(converter=_names)
    id: str = ""
    title: str = ""
    number: str = ""
    date: datetime.date | None = None
    issuer: str = ""
    path: str = ""
    sha256: str = ""
    page: str = ""

    def shown(self) -> dict[str, str]:
        """Return the fields that are filled, as text."""
        fields = {
            "id": self.id,
            "title": self.title,
            "number": self.number,
            "date": self.date.isoformat() if self.date else "",
            "issuer": self.issuer,
            "path": self.path,
            "sha256": self.sha256,
            "page": self.page,
        }

        return {name: text for name, text in fields.items() if text}


def shown_as(document: Mapping[str, str]) -> str:
    """Return what tells a document from others: id, number or title."""
    fields = (document.get(key, "") for key in ("id", "number", "title"))

    return next(filter(None, fields), "")


def _documents(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    found: tuple[Evidence, ...] = _listed(evidence)

    return found


def _copied(unit: Mapping[str, str]) -> Mapping[str, str]:
    given: Any = unit

    return dict(given) if isinstance(given, Mapping) else given


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Submission(Record):
    """All facts of one unit for one period.

    Whether it is what it has to be is looked at where it is scored, so that
    all that is wrong is told in one run.

    Attributes:
        facts: By name; a person's answers by code; facts about the unit by
            ``unit.`` and their name. Counts are `int`, numbers `int` or
            `Decimal`, dates `date` or ``"never"``, choices and answers
            `str`, flags `bool`, tallies and codes sequences.
        unit: ``id``, ``name`` and whatever else identifies the unit, as
            texts.
        is_text: All values are text (from a spreadsheet or CSV) and are
            read by the type that the ruleset declares.
        typed: Names of facts that are values all the same, as a survey
            gives them.
        paths: Where each fact stands in *document*.
        unread: Names of facts whose values could not be read; of a
            submission that is looked at and never scored.
        is_damaged: More facts may stand in *document* than are known.
    """

    facts: Mapping[str, object]
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=_documents
    )
    unit: Mapping[str, str] = attrs.field(factory=dict, converter=_copied)
    period: str = ""
    stage: Stage | None = None
    is_text: bool = False
    typed: frozenset[str] = frozenset()
    paths: Mapping[str, Path] = attrs.field(factory=dict, eq=False)
    document: Document | None = attrs.field(default=None, eq=False, repr=False)
    unread: frozenset[str] = attrs.field(
        default=frozenset(), eq=False, repr=False
    )
    is_damaged: bool = attrs.field(default=False, eq=False, repr=False)


def is_checksum(text: str) -> bool:
    """Tell whether *text* is a SHA-256, as programs write it."""
    return re.fullmatch(_CHECKSUM, text) is not None


def day_of(text: str) -> datetime.date | None:
    """Return the date that *text* says as ``2024-01-31``, else `None`.

    `date.fromisoformat` reads more on some Pythons than on others.
    """
    if not re.fullmatch(_DAY, text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
